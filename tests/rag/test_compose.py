"""Wording: figures with units, conversions with formulas, places, labels, and texts cut between numbers."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.facts import Fact
from rag import compose


def _fact(**more: Any) -> Fact:
    base: dict[str, Any] = {
        **{"doc_id": "d", "department": "青川区水务局", "year": 2023, "kind": "final", "origin": "table"},
        **{
            "table": "GK03",
            "section": "三、支出决算表",
            "row_code": "201",
            "row_name": "基本支出",
            "column": "本年支出合计",
        },
        **{"value": Decimal("47.30"), "unit": "万元", "raw": "47.30", "page": None, "line": 7, "quote": "47.30"},
    }
    return Fact(**{**base, **more})


@pytest.mark.parametrize(
    ("value", "unit", "expected"),
    [
        ("47.30", "万元", "47.30万元"),
        ("4", "辆", "4辆"),
        ("0.00", None, "0.00"),
        ("-3.5", "%", "-3.5%"),
        ("1E+3", "元", "1000元"),
    ],
)
def test_a_figure_is_shown_plainly_with_its_unit(value: str, unit: str | None, expected: str) -> None:
    assert compose.shown(Decimal(value), unit) == expected


@pytest.mark.parametrize(
    ("value", "places", "expected"),
    [("0.125", 2, "0.13"), ("0.124", 2, "0.12"), ("2.5", 0, "3"), ("-0.125", 2, "-0.13")],
)
def test_halves_are_rounded_up(value: str, places: int, expected: str) -> None:
    assert str(compose.rounded(Decimal(value), places)) == expected


@pytest.mark.parametrize(
    ("value", "expected"), [("2200.00", "2200"), ("0.0735590", "0.073559"), ("0.00", "0"), ("1E+4", "10000")]
)
def test_trailing_zeros_are_trimmed_without_an_exponent(value: str, expected: str) -> None:
    assert str(compose.trimmed(Decimal(value))) == expected


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=4))
def test_trimming_changes_no_value(value: Decimal) -> None:
    assert compose.trimmed(value) == value


@pytest.mark.parametrize(
    ("value", "unit", "wanted", "places", "expected", "formula"),
    [
        ("47.30", "万元", "元", None, "473000", "47.30 × 10000"),
        ("2175.87", "万元", "亿元", None, "0.217587", "2175.87 ÷ 10000"),
        ("2175.87", "万元", "亿元", 2, "0.22", "2175.87 ÷ 10000"),
        ("473000", "元", "万元", None, "47.3", "473000 ÷ 10000"),
        ("47.30", "万元", "万元", None, "47.30", None),
        ("47.30", "万元", None, 1, "47.30", None),
        ("4", "辆", "元", None, "4", None),
    ],
)
def test_money_is_converted_exactly_and_other_units_never(
    value: str, unit: str, wanted: str | None, places: int | None, expected: str, formula: str | None
) -> None:
    result = compose.converted(_fact(value=Decimal(value), unit=unit), wanted, places)
    assert (result.value, result.formula) == (expected, formula)
    assert (result.origin == "computed") is (formula is not None)


@given(st.decimals(min_value=0, max_value=10**8, places=2), st.sampled_from(["元", "万元", "亿元"]))
def test_a_conversion_there_and_back_is_the_same_amount(value: Decimal, unit: str) -> None:
    there = compose.converted(_fact(value=value), unit, None)
    back = compose.converted(_fact(value=Decimal(there.value), unit=there.unit), "万元", None)
    assert Decimal(back.value) == value


def test_a_text_fact_gives_its_words_and_no_unit() -> None:
    value = compose.value_of(_fact(value=None, raw="达标", origin="annex"))
    assert (value.value, value.unit, value.origin) == ("达标", None, "annex")


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({}, "基本支出"),
        ({"column": "项目支出"}, "基本支出的项目支出"),
        ({"row_name": "合计", "column": "项目支出"}, "项目支出"),
        ({"origin": "prose", "column": "占比"}, "基本支出占比"),
        ({"table": "GK09", "row_name": "合计", "column": "决算数公务接待费"}, "“三公”经费决算数：公务接待费"),
        (
            {"origin": "annex", "part_of": "泵站改造", "row_name": "年度资金总额", "column": "全年执行数"},
            "泵站改造全年执行数",
        ),
        (
            {"origin": "annex", "part_of": "泵站改造", "row_name": "完工率", "column": "实际完成值"},
            "泵站改造完工率的实际完成值",
        ),
    ],
)
def test_a_label_says_what_a_figure_is(more: dict[str, Any], expected: str) -> None:
    assert compose.label_of(_fact(**more)) == expected


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({}, "《支出决算表》"),
        ({"origin": "annex", "table": "《项目自评表》"}, "附件《项目自评表》"),
        ({"origin": "prose", "table": None, "section": "第三部分/三、支出说明"}, "情况说明“三、支出说明”"),
    ],
)
def test_a_place_is_named(more: dict[str, Any], expected: str) -> None:
    assert compose.place_of(_fact(**more)) == expected


def test_a_sentence_names_report_figure_and_place() -> None:
    assert compose.sentence(_fact()) == "青川区水务局2023年度基本支出为47.30万元（《支出决算表》）"


def test_a_blank_is_called_blank() -> None:
    assert "空白" in compose.sentence(_fact(value=None, raw=""))


def test_each_place_is_cited_once_in_order() -> None:
    facts = [_fact(start=9, end=12), _fact(start=1, end=4), _fact(start=9, end=12, row_name="其他")]
    citations = compose.cite(facts, {"d": "d.txt"})
    assert [(c.file, c.row) for c in citations] == [("d.txt", "201 基本支出"), ("d.txt", "201 基本支出")]


def test_a_short_text_is_not_cut() -> None:
    assert compose.clipped("新建泵站。", 300) == "新建泵站。"


def test_a_long_text_is_cut_at_a_mark_and_never_inside_a_number() -> None:
    assert compose.clipped("一二三四五六，七八九十", 8) == "一二三四五六…"
    assert compose.clipped("支出合计为1234567.89万元", 9) == "支出合计为…"


@given(st.text(max_size=60), st.integers(1, 40))
def test_a_cut_text_is_the_beginning_of_the_whole(text: str, limit: int) -> None:
    cut = compose.clipped(text, limit)
    assert cut == text or (cut.endswith("…") and text.startswith(cut[:-1]) and len(cut) <= limit + 1)
