"""Telling: an answer that only gives back the question's own figure is left for one that tells more."""

from __future__ import annotations

from rag import compose
from rag.answer import Answer, Value
from rag.language.query import Query
from rag.prose.telling import gives_back, leaves_out
from tests.rag.plain_report import PROSE_MARK
from tests.rag.small_report import text_of
from tests.rag.test_grounding import ask, library_of


def _answer(value: str) -> Answer:
    return compose.answer("", "", "answered", [Value(value=value, unit="个", label="单位", origin="prose")])


def test_the_number_that_a_question_states_is_not_what_it_asks() -> None:
    query = Query(text="", rest="编制范围的47个单位里，泵站有几所", asks_figure=True)
    assert gives_back(query, _answer("47"))
    assert not gives_back(query, _answer("8"))


def test_a_question_whether_a_figure_is_so_may_have_it_back() -> None:
    query = Query(text="", rest="是47个单位吗，一共几个", asks_figure=True)
    query.wants.yes_no = True
    assert not gives_back(query, _answer("47"))


def test_figures_of_something_else_than_a_quoted_name_are_passed_over() -> None:
    query = Query(text="农田项目“夜间巡渠天数”完成多少")
    other = Answer(
        question=query.text,
        answer="农田项目执行数为12.00万元。",
        status="answered",
        values=[Value(value="12.00", unit="万元", label="农田项目执行数", origin="prose")],
    )
    assert leaves_out(query, other)
    assert not leaves_out(query, other.model_copy(update={"answer": "夜间巡渠天数为12天。"}))
    assert not leaves_out(Query(text="农田项目执行数多少"), other)


def test_what_is_asked_of_each_of_some_things_is_not_told_by_their_number() -> None:
    said = "十、预算绩效情况说明\n\n全年共开展河道巡查60次，下达整改通知11份，立案查处7起，罚款9万元。\n\n"
    library = library_of(text_of().replace(PROSE_MARK, said + PROSE_MARK))
    answer = ask(library, "青川区水务局2023年立案查处的7起采砂案子分别罚了哪家、各罚多少")
    assert answer.status == "not_found"
    assert "罚款9万元" in answer.answer
