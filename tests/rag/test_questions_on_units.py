"""Questions on a budget that lists its units, sets goals in words and explains one project in chapters."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from rag.answer import Answer
from rag.library import Library

BUDGET = Path(__file__).parents[1] / "extractors" / "budget-of-units.txt"


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    library = Library.open(tmp_path_factory.mktemp("units") / "library")
    library.ingest([BUDGET])
    return library


def first(answer: Answer) -> tuple[Decimal, str | None]:
    return Decimal(answer.values[0].value), answer.values[0].unit


@pytest.mark.parametrize(
    ("question", "value", "unit"),
    [
        ("区林场收入预算合计", "300.00", "万元"),
        ("苗圃收入预算多少万", "100.00", "万元"),
        ("行政经费预算", "52.00", "万元"),
        ("机关运行经费2026年预算", "36.00", "万元"),
        ("东坡造林工程苗木成活率要达到多少", "85", "%"),
        ("造林工程设计用多少年", "20", "年"),
    ],
)
def test_a_figure_is_told(library: Library, question: str, value: str, unit: str) -> None:
    answer = library.ask(question)
    assert (answer.status, *first(answer)) == ("answered", Decimal(value), unit)


@pytest.mark.parametrize(
    ("question", "value", "unit"),
    [
        ("按支出总表，项目支出是基本支出的几倍", "2.00", "倍"),
        ("农林水支出占全部项目支出的比重", "100.00", "%"),
        ("林区防火巡护补助平均到每个村多少元", "50000.00", "元"),
        ("东坡造林今年安排的600万占总投资的百分之多少", "40.00", "%"),
        ("农林水支出下面分几个款", "1", "个"),
    ],
)
def test_a_figure_is_worked_out_with_its_formula(library: Library, question: str, value: str, unit: str) -> None:
    answer = library.ask(question)
    assert (answer.status, *first(answer)) == ("computed", Decimal(value), unit)
    assert answer.values[0].formula


def test_what_was_spent_in_the_year_before_stands_in_no_budget(library: Library) -> None:
    answer = library.ask("2025年实际支出（决算）是多少")
    assert (answer.status, answer.values) == ("not_found", [])
    assert "没有公布上年的决算数" in answer.answer


def test_money_that_the_report_does_not_speak_of_is_not_that_of_the_row(library: Library) -> None:
    answer = library.ask("林场门票收入多少")
    assert (answer.status, answer.values) == ("not_found", [])
    assert "门票收入" in answer.answer


def test_that_nothing_changed_is_told_beside_the_reason(library: Library) -> None:
    answer = library.ask("公务接待费跟去年比有变化吗，原因是什么")
    assert answer.answer.startswith("公务接待费与上年持平")
    assert "接待任务没有增减" in answer.answer
    assert answer.values == []


def test_why_a_budget_grew_is_told_by_its_income_where_no_side_is_named(library: Library) -> None:
    assert "新增东坡造林工程" in library.ask("今年预算为啥比去年多").answer


def test_parts_that_are_said_to_come_to_so_much_are_held_against_their_whole(library: Library) -> None:
    answer = library.ask("政府采购货物、工程、服务加起来是210万吗")
    assert answer.status == "conflict"
    assert [v.value for v in answer.values] == ["210.00", "190.00", "20.00"]


def test_a_rate_that_starts_from_the_budget_before_is_worked_out_anew(library: Library) -> None:
    answer = library.ask("“三公”经费下降25%，这个比例算对了吗")
    assert answer.status == "conflict"
    assert "20.00" in answer.answer


def test_a_date_that_is_a_goal_is_told_and_no_money(library: Library) -> None:
    answer = library.ask("东坡造林工程栽植要求什么时候完成")
    assert "2026年4月底前" in answer.answer


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("造林工程林道防火等级是几级", "东段为二级"),
        ("造林工程监理单位干什么", "栽植质量"),
        ("600万分成哪几笔开支", "整地费180.00万元"),
    ],
)
def test_words_of_the_chapters_are_told(library: Library, question: str, words: str) -> None:
    answer = library.ask(question)
    assert answer.status == "answered"
    assert words in answer.answer


def test_a_firm_that_has_another_part_is_not_the_one_asked_for(library: Library) -> None:
    assert library.ask("东坡造林工程监理单位是哪家公司").status == "not_found"


def test_the_plans_of_the_quarters_are_told_one_by_one(library: Library) -> None:
    answer = library.ask("东坡造林工程四个季度用款计划各多少")
    assert [Decimal(v.value) for v in answer.values] == [Decimal(v) for v in (100, 200, 200, 90)]


def test_the_plans_of_the_quarters_are_held_against_that_of_the_year(library: Library) -> None:
    answer = library.ask("东坡造林工程四个季度用款加起来等于年度预算吗")
    assert answer.status == "conflict"
    assert [Decimal(v.value) for v in answer.values] == [Decimal(v) for v in (590, 600, 10)]
