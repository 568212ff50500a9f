"""Spans of a paragraph: where a stated reason ends, and what is no figure."""

from __future__ import annotations

import pytest

from extractors.phrases import FIGURE, reason_spans


def reasons(plain: str) -> list[str]:
    return [plain[start:end] for _, start, end in reason_spans(plain, (0, len(plain)))]


def test_a_change_behind_a_reason_for_a_difference_from_the_budget_is_no_part_of_it() -> None:
    plain = "决算数小于预算数的主要原因是厉行节约，与上年相比减少0.20万元，下降8.00%，减少的主要原因是接待减少。"
    assert reasons(plain) == ["厉行节约", "接待减少。"]


def test_a_comparison_within_the_reason_of_a_change_is_a_part_of_it() -> None:
    plain = "比上年增加9.00万元，主要原因是培训增多，比上年增加2.00万元，增长8.00%。"
    assert reasons(plain) == ["培训增多，比上年增加2.00万元，增长8.00%。"]


def test_bounds_of_a_range_in_brackets_are_no_figures() -> None:
    plain = "得分在90(含)-100分的24个"
    assert [m.group() for m in FIGURE.finditer(plain) if m.group("unit")] == ["24个"]


def test_a_sentence_that_opens_with_what_a_change_mainly_is_gives_its_reason() -> None:
    plain = "与上年相比，收、支总计各增加86.65万元，增长13.35%。主要是泵站改造资金增加。"
    at = plain.index("主要是")
    assert [plain[a:b] for _, a, b in reason_spans(plain, (at, len(plain)))] == ["泵站改造资金增加。"]


def test_what_a_difference_or_a_change_mainly_is_gives_its_reason_without_a_mark_between() -> None:
    plain = "决算数小于预算数主要是压减公务接待；较上年增加主要是更新执法用车1辆。"
    assert reasons(plain) == ["压减公务接待", "更新执法用车1辆。"]


def test_what_is_mainly_said_behind_no_change_is_no_reason() -> None:
    plain = "2023年度会议费支出1.20万元。主要是防汛工作会议。"
    assert reason_spans(plain, (plain.index("主要是"), len(plain))) == []


@pytest.mark.parametrize("unit", ["万条", "万册", "万头", "万份", "亿吨", "万元", "台套", "人次"])
def test_a_number_is_read_with_its_whole_unit(unit: str) -> None:
    match = FIGURE.search(f"归集数据目录1.9{unit}，")
    assert match is not None
    assert match.group("unit") == unit


def test_what_there_is_at_the_end_of_the_year_is_no_part_of_a_reason() -> None:
    plain = "比上年减少1.10万元，主要原因是加强车辆管理，燃油费减少，年末公务用车保有3辆。"
    assert reasons(plain) == ["加强车辆管理，燃油费减少"]
    plain = "比上年减少1.10万元，主要原因是项目完工，年末结转资金减少。"
    assert reasons(plain) == ["项目完工，年末结转资金减少。"]
