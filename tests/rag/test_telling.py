"""Telling: an answer that only gives back the question's own figure is left for one that tells more."""

from __future__ import annotations

from rag import compose
from rag.answer import Answer, Value
from rag.query import Query
from rag.telling import gives_back


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
