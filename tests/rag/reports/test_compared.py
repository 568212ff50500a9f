"""Compared: measures of several reports side by side, each figure the one that a question is answered by."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest

from extractors.facts import plain_decimal
from extractors.vocabulary import measures
from rag.library import Library
from rag.reports.compared import Compared
from tests.rag.small_report import text_of
from tests.rag.test_grounding import ask, library_of, real, sample, samples


@cache
def _small(old: str = "", new: str = "") -> Library:
    text = text_of()
    assert old in text
    return library_of(text.replace(old, new, 1) if old else text)


def _one(library: Library, key: str, unit: str = "万元") -> Compared:
    (info,) = library.reports()
    (cell,) = library.compared([info.doc_id], [key], unit)
    return cell


@pytest.mark.parametrize(
    "key", ["expenditure", "income", "basic", "project", "general", "staff", "three_public", "operating"]
)
def test_each_figure_is_the_one_that_a_question_is_answered_by(key: str) -> None:
    library = samples()
    infos = [r for r in library.reports() if r.kind == "final"]
    for info, cell in zip(infos, library.compared([r.doc_id for r in infos], [key]), strict=True):
        answer = ask(library, f"{info.department}{info.year}年{measures()[key].name}是多少？")
        asked = (answer.values[0].value, answer.values[0].unit) if answer.values else (None, None)
        found = (plain_decimal(cell.value), cell.unit) if cell.value is not None else (None, None)
        assert found == asked, info.file


def test_figures_of_samples_are_true_and_cited() -> None:
    library = samples()
    for cell in library.compared([r.doc_id for r in library.reports() if r.kind == "final"], ["expenditure"]):
        name = cell.citations[0].file.rsplit(".", 1)[0]
        assert cell.value == sample(name).truth.figures["spending"].value
        assert cell.printed.removesuffix("万元").replace(",", "") in cell.citations[0].quote.replace(",", "")


@pytest.mark.parametrize(
    ("unit", "value", "formula"),
    [("万元", "386.78", ""), ("元", "3867800", "386.78 × 10000"), ("亿元", "0.038678", "386.78 ÷ 10000")],
)
def test_money_is_exact_in_any_unit_and_tells_what_is_printed(unit: str, value: str, formula: str) -> None:
    cell = _one(_small(), "expenditure", unit)
    assert (cell.value, cell.unit, cell.formula) == (Decimal(value), unit, formula)
    assert cell.printed == "386.78万元"


def test_a_table_in_yuan_stands_beside_one_in_ten_thousands() -> None:
    text = text_of(year=2022, spent="3867812.34").replace("单位：万元", "单位：元").replace("万元", "元")
    library = library_of(text_of(), text)
    cells = library.compared([r.doc_id for r in library.reports()], ["expenditure"])
    assert [(c.value, c.unit) for c in cells] == [(Decimal("386.781234"), "万元"), (Decimal("386.78"), "万元")]


def test_what_is_counted_keeps_its_unit() -> None:
    said = "十、国有资产占用情况\n\n截至2023年12月31日，本部门共有车辆4辆。\n\n第四部分 名词解释\n\n一"
    cell = _one(_small("第四部分 名词解释\n\n一", said), "cars", "亿元")
    assert (cell.value, cell.unit, cell.formula) == (Decimal(4), "辆", "")


def test_zero_blank_and_undisclosed_are_different_things() -> None:
    zero = _one(_small(), "fund_income")
    blank = _one(_small("政府性基金预算财政拨款收入\t2\t0.00", "政府性基金预算财政拨款收入\t2\t"), "fund_income")
    missing = _one(_small(), "carried_out")
    unread = _one(_small(), "staff")
    assert (zero.status, zero.value, zero.printed) == ("stated", Decimal(0), "0.00万元")
    assert (blank.status, blank.value, len(blank.citations)) == ("blank", None, 1)
    assert (missing.status, missing.citations) == ("missing", ())
    assert (unread.status, unread.value) == ("unread", None)


def test_what_is_worked_out_of_a_blank_or_of_a_table_not_read_lacks_for_the_same_cause() -> None:
    blank = _small("政府性基金预算财政拨款收入\t2\t0.00", "政府性基金预算财政拨款收入\t2\t")
    for library, key, status in ((blank, "fund_income", "blank"), (_small(), "staff", "unread")):
        (info,) = library.reports()
        cells = library.compared([info.doc_id], [key], aspects=("completion", "growth"))
        assert {cell.status for cell in cells} == {status}
    (info,) = _small().reports()
    (cell,) = _small().compared([info.doc_id], ["expenditure"], aspects=("completion",))
    assert cell.status == "missing" and cell.why


def test_nothing_told_in_words_is_no_blank() -> None:
    said = "十二、外宾接待情况\n\n2023年度未发生外宾接待支出。\n\n第四部分 名词解释\n\n一"
    cell = _one(_small("第四部分 名词解释\n\n一", said), "foreign_reception")
    assert (cell.status, cell.value) == ("nothing", Decimal(0))
    assert "未发生外宾接待支出" in cell.citations[0].quote


def test_that_another_measure_was_nothing_says_nothing_of_one_whose_name_is_in_its_name() -> None:
    said = "十二、其他\n\n2023年度本部门未发生国有资本经营预算收支。\n\n第四部分 名词解释\n\n一"
    library = _small("第四部分 名词解释\n\n一", said)
    assert _one(library, "business_expense").status != "nothing"
    assert _one(library, "capital").status == "nothing"


def test_values_that_contradict_each_other_are_all_told(corpus: Path) -> None:
    library = real(corpus)
    info = next(r for r in library.reports() if r.file == "jiaozuo-2021.txt")
    (cell,) = library.compared([info.doc_id], ["basic"])
    assert (cell.status, cell.value) == ("conflict", Decimal("1775.96"))
    assert [o.printed for o in cell.others] == ["1667.49万元"]
    assert cell.others[0].citation != cell.citations[0]


def test_spending_by_function_adds_up_to_the_total() -> None:
    library = samples()
    ids = [r.doc_id for r in library.reports() if r.kind == "final"]
    totals = {c.doc_id: c for c in library.compared(ids, ["expenditure"])}
    for doc_id, classes in library.by_function(ids).items():
        assert all(len(c.key) == 3 for c in classes)
        if classes:
            assert sum(c.value or 0 for c in classes) == totals[doc_id].value


def test_budget_and_completion_come_with_their_places() -> None:
    library = samples()
    ids = [r.doc_id for r in library.reports() if r.kind == "final"]
    cells = library.compared(ids, ["general"], aspects=("initial", "amount", "completion", "gap"))
    known = [c for c in cells if c.value is not None]
    assert {c.aspect for c in known} == {"initial", "amount", "completion", "gap"}
    assert all(c.citations for c in known)
    assert all(c.formula or c.printed for c in known)
    assert {c.unit for c in known if c.aspect == "completion"} == {"%"}


def test_reports_that_are_gone_and_unknown_measures_are_left_out() -> None:
    library = samples()
    assert library.compared(["gone"], ["expenditure"]) == []
    assert library.compared([library.reports()[0].doc_id], ["no such"]) == []
