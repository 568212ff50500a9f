"""Figures of sentences: their units and the words around them."""

from __future__ import annotations

import pytest

from rag.text.figures_said import figures_of, kind_of
from rag.text.outline import Sentence


def _figures(text: str) -> list[tuple[str, str | None]]:
    return [(f.number, f.unit) for f in figures_of(Sentence(text, 0, len(text), "", None, 0))]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("累计排涝1.26亿立方米", [("1.26", "亿立方米")]),
        ("完成投资3.86亿，改造闸站14座", [("3.86", "亿元"), ("14", "座")]),
        ("具备日检测2.4万管的能力", [("2.4", "万")]),
        ("自评得分92分，2023年3月5日公开", [("92", "分")]),
    ],
)
def test_a_figure_has_the_unit_that_is_printed(text: str, found: list[tuple[str, str | None]]) -> None:
    assert _figures(text) == found


def test_the_words_behind_a_figure_end_at_the_next_one() -> None:
    text = "覆盖7个镇街、112个行政村，持续3年"
    figures = list(figures_of(Sentence(text, 0, len(text), "", None, 0)))
    assert [(f.before, f.behind) for f in figures[:2]] == [("覆盖", "镇街"), ("镇街", "行政村")]


def test_kinds_of_units() -> None:
    assert [kind_of(u) for u in ("万元", "%", "分", "册", None)] == ["money", "percent", "score", "count", "none"]


def test_days_are_counted_and_dates_are_not() -> None:
    assert _figures("证件到期提前60日预警，自3月15日起，2023年12月31日止") == [("60", "日")]


def test_the_number_of_a_row_is_none_of_its_figures() -> None:
    assert _figures("7\t柳溪河管护所\t差额补助") == []
    assert _figures("7\t柳溪河管护所\t差额补助\t12人") == [("12", "人")]
    assert _figures("合计\t7\t9") == [("7", None), ("9", None)]
