"""Rankings: places from both ends, ties, ends, and words for a rise or a fall."""

from __future__ import annotations

from decimal import Decimal

import pytest
from small_report import text_of
from test_grounding import ask, figures, first, library_of, samples

from rag.amounts import Evidence, Measured
from rag.measured import in_one_unit


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("2023年支出合计倒数第二的是谁", "2125.60"),
        ("2023年支出合计第二低的部门", "2125.60"),
        ("2023年支出合计第二高的部门", "2138.55"),
        ("2023年支出合计最高和最低的差多少", "1496.22"),
    ],
)
def test_places_are_counted_from_the_end_asked_for(question: str, value: str) -> None:
    assert first(ask(samples(), question))[0] == value


def test_those_who_share_a_place_are_all_named() -> None:
    library = library_of(
        text_of(), text_of(department="云岭市青川区民政局"), text_of(department="云岭市文旅局", spent="9.90")
    )
    answer = ask(library, "2023年支出合计最高的部门是谁")
    assert "并列" in answer.answer and "水务局" in answer.answer and "民政局" in answer.answer


def test_a_fall_is_told_as_a_fall() -> None:
    answer = ask(samples(), "2023年收支总计降幅最大的是谁")
    assert "降幅最大的是" in answer.answer and first(answer)[0].startswith("-")


def test_a_rise_that_nobody_has_is_said_to_be_none() -> None:
    library = library_of(text_of(), text_of(department="云岭市青川区民政局"))
    assert "没有" in ask(library, "2023年收支总计降得最多的部门").answer


def test_of_two_the_gap_follows_the_one_asked_for() -> None:
    answer = ask(samples(), "榆岚水利局和鹭屿教育局2023年支出合计谁多，多多少")
    assert figures(answer) == ["2138.55", "2125.60", "12.95"]


def test_a_report_without_the_figure_is_named_with_why() -> None:
    answer = ask(samples(), "2023年公务接待费从高到低排列")
    assert "未计入" not in answer.answer or "（" in answer.answer.split("未计入")[1]


def test_each_figure_keeps_the_unit_that_its_report_prints() -> None:
    assert first(ask(samples(), "2023年接待团组最多的是谁")) == ("55", "个")


def test_figures_counted_in_units_of_one_kind_are_ranked_together() -> None:
    groups = [_counted("a", 20, "个"), _counted("b", 8, "批次"), _counted("c", 5, "个"), _counted("d", 3, "辆")]
    left_out: dict[str, str] = {}
    kept = in_one_unit(groups, left_out)
    assert [(m.doc_id, m.unit) for m in kept] == [("a", "个"), ("b", "个"), ("c", "个")]
    assert left_out == {"d": "单位不同：辆"}


def _counted(doc_id: str, amount: int, unit: str) -> Measured:
    return Measured(doc_id, Decimal(amount), unit, 2023, _no_evidence)


def _no_evidence() -> Evidence:
    raise AssertionError("evidence is read only of figures that are told")
