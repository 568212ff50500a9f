"""Understanding: what a question asks for, about which reports, in which unit and order."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rag.holdings.desk import Desk
from rag.language.query import Query
from rag.understanding.question import parse
from tests.rag.test_grounding import ask, doc_id, first, samples


def _parsed(text: str) -> Query:
    desk = Desk.of(samples())
    return parse(text, list(desk.reports.values()), desk.index)


def test_a_plain_question_has_report_subject_and_year() -> None:
    query = _parsed("榆岚水利局2023年支出合计是多少")
    assert query.doc_ids == [doc_id(samples(), "yulan-water-2023")]
    assert ([s.name for s in query.subjects], query.years, query.unknown) == (["本年支出合计"], [2023], [])
    assert (query.operations, query.everywhere, query.ambiguous) == ([], False, False)


@pytest.mark.parametrize(
    ("text", "operation"),
    [
        ("榆岚水利局收支总计为什么下降", "reason"),
        ("榆岚水利局基本支出是什么意思", "definition"),
        ("榆岚水利局人员经费前后一致吗", "conflict"),
        ("2023年三公经费最高的部门", "rank"),
        ("2023年有几个部门有政府性基金支出", "count_reports"),
        ("榆岚水利局基本支出比项目支出多多少", "difference"),
        ("榆岚水利局项目支出是基本支出的几倍", "ratio"),
        ("榆岚水利局基本支出占支出合计的比例", "share"),
        ("榆岚水利局人员经费和公用经费加起来", "sum"),
        ("榆岚水利局平均每辆公车的运行费", "per_head"),
        ("榆岚水利局公用经费有哪些", "list"),
        ("推算榆岚水利局上年收支总计", "prior"),
        ("榆岚水利局上一年买车花了多少", "prior"),
    ],
)
def test_the_words_of_a_question_name_its_operation(text: str, operation: str) -> None:
    assert _parsed(text).has(operation)


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("榆岚水利局支出合计折合多少元", "元"),
        ("榆岚水利局支出合计是多少元？", "元"),
        ("榆岚水利局支出合计换算成亿元", "亿元"),
        ("榆岚水利局支出合计多少万元", "万元"),
        ("榆岚水利局支出合计是多少", None),
    ],
)
def test_the_unit_asked_for_is_understood(text: str, unit: str | None) -> None:
    assert _parsed(text).unit == unit


@pytest.mark.parametrize(
    ("text", "top", "nth", "ascending"),
    [
        ("2023年支出合计前三名", 3, None, False),
        ("2023年支出合计前2位", 2, None, False),
        ("2023年支出合计第二名", None, 2, False),
        ("2023年支出合计最少的部门", None, None, True),
        ("2023年支出合计从低到高排列", None, None, True),
        ("2023年支出合计最多的部门", None, None, False),
    ],
)
def test_order_and_size_of_a_ranking(text: str, top: int | None, nth: int | None, ascending: bool) -> None:
    query = _parsed(text)
    assert (query.top, query.nth, query.ascending) == (top, nth, ascending)


@pytest.mark.parametrize(("text", "places"), [("保留两位小数", 2), ("保留3位小数", 3), ("多少倍", None)])
def test_the_decimals_asked_for(text: str, places: int | None) -> None:
    assert _parsed(f"榆岚水利局项目支出是基本支出的几倍，{text}").places == places


def test_a_year_that_is_only_compared_with_is_not_the_year_asked_about() -> None:
    assert _parsed("榆岚水利局2023年收支总计比2022年增加多少").years == [2023]
    assert _parsed("榆岚水利局2023年收支总计与2022年相比增加多少").years == [2023]


def test_a_department_in_two_years_is_narrowed_by_the_year() -> None:
    assert _parsed("松漪文旅局2022年支出").doc_ids == [doc_id(samples(), "songyi-culture-2022")]
    query = _parsed("松漪文旅局支出")
    assert (len(query.doc_ids), query.ambiguous) == (2, True)


def test_without_a_name_all_reports_of_the_year_are_asked() -> None:
    query = _parsed("2023年支出合计最高的部门")
    assert query.everywhere
    assert len(query.doc_ids) == 4


def test_an_unknown_department_leaves_no_report() -> None:
    query = _parsed("火星局2023年支出合计")
    assert (query.doc_ids, query.unknown) == ([], ["火星局"])


def test_a_column_beside_a_row_is_a_column_and_no_second_subject() -> None:
    query = _parsed("松漪文旅局2023年支出决算表里群众文化的项目支出")
    assert ([s.name for s in query.subjects], query.table_column, query.tables) == (["群众文化"], "项目支出", ["GK03"])


def test_a_project_is_known_by_its_name() -> None:
    assert _parsed("松漪文旅局2023年图书馆夜间开放服务花了多少").project == "图书馆夜间开放服务"


@pytest.mark.parametrize(
    ("text", "figure", "words"),
    [("支出合计多少", True, False), ("局长是谁", False, True), ("哪个科室有多少人", True, False)],
)
def test_a_figure_is_told_from_words(text: str, figure: bool, words: bool) -> None:
    query = _parsed(f"榆岚水利局{text}")
    assert (query.asks_figure, query.asks_text) == (figure, words)


def test_what_was_understood_goes_with_the_answer() -> None:
    told = ask(samples(), "榆岚水利局2023年三公经费决算数").query
    assert told["departments"] == ["榆岚市水利局"]
    assert told["years"] == [2023]
    assert told["subjects"] == ["“三公”经费"]


@pytest.mark.parametrize("empty", ["", " ", "　\n", "\t"])
def test_an_empty_question_is_asked_back(empty: str) -> None:
    answer = ask(samples(), empty)
    assert (answer.status, answer.question, answer.values) == ("clarify", "", [])


def test_a_very_long_question_is_read_to_its_limit() -> None:
    answer = ask(samples(), "请问" * 100 + "榆岚水利局2023年支出合计多少？" + "谢谢" * 5000)
    assert first(answer) == ("2125.60", "万元")
    assert len(answer.question) == 500


@settings(max_examples=40)
@given(st.text(max_size=40))
def test_any_text_is_understood_as_something(text: str) -> None:
    query = _parsed(text)
    assert len(query.doc_ids) == len(set(query.doc_ids)) <= 6


def test_the_rate_beside_the_amount_of_a_change_is_that_of_the_change() -> None:
    query = _parsed("榆岚水利局三公经费比上年降了多少万、百分之几")
    assert query.columns == ["增减额", "增减幅"]
    assert not query.has("share")


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("榆岚水利局一般公共预算财政拨款收入比2022年度决算数增加了多少", ["增减额"]),
        ("榆岚水利局清淤项目全年预算执行率", ["完成比例"]),
        ("榆岚水利局清淤项目年初打算花多少钱", ["年初预算数"]),
        ("榆岚水利局供水量增长几个点", ["增减幅"]),
    ],
)
def test_a_column_is_the_one_that_is_asked_for(text: str, columns: list[str]) -> None:
    assert _parsed(text).columns == columns
