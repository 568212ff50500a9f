"""Figures outside the statutory tables: a fact counts as right only where a person read the same, at the same place."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

from eval.figures import FigureScore, KnownFigure, real_figures, score_figures
from eval.results import SuiteResult
from extractors.extract import extract_file
from extractors.facts import Fact

TEXT = """云岭市青川区水务局2023年度部门决算

第三部分 2023年度部门决算情况说明

七、“三公”经费财政拨款支出决算情况说明

2023年度“三公”经费支出决算为7.50万元，比上年减少0.50万元。公务接待费支出2.50万元，接待国内来访团组5个。
"""


def known(**changes: object) -> KnownFigure:
    given: dict[str, object] = {
        "doc": "a",
        "origin": "prose",
        "line": 7,
        "raw": "7.50万元",
        "subject": ["“三公”经费"],
        "measure": ["决算数"],
        "value": "7.50",
        "unit": "万元",
    }
    return KnownFigure.model_validate(given | changes)


ALL = (
    known(),
    known(raw="0.50万元", measure=["增减额"], value="-0.50"),
    known(raw="2.50万元", subject=["公务接待费"], value="2.50"),
    known(raw="5个", subject=["国内来访团组"], measure=["数量"], value="5", unit="个"),
)


@pytest.fixture
def facts(tmp_path: Path) -> list[Fact]:
    path = tmp_path / "a.txt"
    path.write_text(TEXT, encoding="utf-8")
    return extract_file(path).facts


def only(figures: tuple[KnownFigure, ...], facts: list[Fact]) -> FigureScore:
    [score] = score_figures("a.txt", figures, facts)
    return score


def test_what_was_read_right_is_right(facts: list[Fact]) -> None:
    score = only(ALL, facts)
    assert (score.wanted, score.given, score.right, score.wrong) == (4, 4, 4, [])


@pytest.mark.parametrize(
    "other",
    [
        {"line": 8},
        {"raw": "7.05万元"},
        {"value": "-7.50"},
        {"unit": "元"},
        {"subject": ["公务接待费"]},
        {"measure": ["年初预算数"]},
    ],
    ids=lambda other: next(iter(other)),
)
def test_a_figure_that_differs_in_one_thing_is_wrong(facts: list[Fact], other: dict[str, object]) -> None:
    score = only((known(**other), *ALL[1:]), facts)
    assert (score.wanted, score.given, score.right) == (4, 4, 3)
    assert score.wrong[0].startswith("缺") and score.wrong[1].startswith("多")


def test_any_of_the_right_names_will_do(facts: list[Fact]) -> None:
    assert only((known(subject=["三公消费", "“三公”经费"], measure=["支出", "决算数"]), *ALL[1:]), facts).right == 4


def test_a_figure_told_twice_costs_precision(facts: list[Fact]) -> None:
    twice = [*facts, next(f for f in facts if f.raw == "7.50万元")]
    score = only(ALL, twice)
    assert (score.given, score.right) == (5, 4)


def test_nothing_read_is_neither_recall_nor_precision() -> None:
    result = SuiteResult("real", "真实报告", [], figures=[only(ALL, [])])
    assert (result.shares["prose_recall"], result.shares["prose_precision"]) == (0.0, 0.0)
    assert "annex_recall" not in result.shares
    assert any("正文数字召回" in missed for missed in result.shortfalls)


def in_form(column: str, raw: str) -> Fact:
    """A cell of a form on line 7."""
    return Fact("a", None, 2023, "final", "annex", "自评表", "", None, "水库安全", column, None, None, raw, None, 7, "")


def test_a_cell_of_many_words_is_known_by_its_beginning() -> None:
    cell = known(origin="annex", raw="水库水位", subject=["水库安全"], measure=["指标说明"], value=None, unit=None)
    assert only((cell,), [in_form("指标说明", "水库水位在警戒线以下")]).right == 1


def test_blank_cells_are_not_given() -> None:
    cell = known(origin="annex", raw="5", subject=["水库安全"], measure=["得分"], value="5", unit=None)
    assert only((cell,), [in_form("分值", "")]).given == 0


def test_the_known_figures_are_of_five_reports_and_hold_no_sentences() -> None:
    figures = real_figures()
    counts = Counter((f.doc, f.origin) for f in figures)
    assert len({doc for doc, _ in counts}) == 5 and min(counts.values()) > 100
    assert all(len(f.raw) <= 16 for f in figures)
    assert all(isinstance(f.value, Decimal) for f in figures if f.origin == "prose")
