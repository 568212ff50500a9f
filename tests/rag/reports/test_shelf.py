"""Questions about the library itself: which reports there are, which have errors, how to ask."""

from __future__ import annotations

from functools import cache

import pytest

from rag.library import Library
from rag.reports.shelf import on_shelf
from tests.rag.small_report import text_of
from tests.rag.test_grounding import ask, first, library_of, samples


@cache
def _library() -> Library:
    wrong = text_of("云岭市石桥区水务局", year=2022).replace("支出合计386.78万元", "支出合计399.78万元")
    return library_of(text_of(), wrong)


@pytest.mark.parametrize("question", ["库里有哪些报告", "有哪些报告？", "有几份报告", "资料库里一共有多少份报告"])
def test_the_reports_are_told_with_department_year_and_kind(question: str) -> None:
    answer = ask(_library(), question)
    assert (answer.status, first(answer)) == ("answered", ("2", "份"))
    assert "云岭市青川区水务局2023年度决算" in answer.answer and "云岭市石桥区水务局2022年度决算" in answer.answer


def test_those_of_a_year_or_of_a_department_are_told_alone() -> None:
    assert "石桥" not in ask(_library(), "2023年有哪些报告").answer
    assert "青川" not in ask(_library(), "石桥区水务局有哪些报告").answer
    assert ask(_library(), "2019年有哪些报告").status == "not_found"


def test_of_many_reports_the_first_are_told_and_how_many_there_are() -> None:
    texts = [text_of(f"云岭市{place}区水务局") for place in "东西南北中上下左右前后内外"]
    answer = ask(library_of(*texts), "有哪些报告")
    assert first(answer) == ("13", "份")
    assert "其余1份报告从略" in answer.answer


@pytest.mark.parametrize("question", ["有哪些报告有错误", "哪些报告自相矛盾", "哪些报告对不上？"])
def test_the_reports_with_errors_are_told_with_their_number(question: str) -> None:
    answer = ask(_library(), question)
    wrong = next(r for r in _library().reports() if r.year == 2022)
    errors = [f for f in _library().findings(wrong.doc_id) if f.severity == "error"]
    assert errors
    told = [(v.department, v.value) for v in answer.values]
    assert (wrong.department, str(len(errors))) in told
    assert "核对" in answer.answer


@pytest.mark.parametrize("question", ["怎么用", "怎么提问？", "你能回答什么问题"])
def test_how_to_ask_is_told_in_one_line(question: str) -> None:
    answer = ask(_library(), question)
    assert answer.status == "clarify"
    assert "部门、年度" in answer.answer


def test_how_money_is_used_is_no_question_on_how_to_ask() -> None:
    desk = _library().conversation().desk
    assert on_shelf("怎么用", desk, first=False) is None
    assert on_shelf("它怎么用的", desk, first=True) is None


@pytest.mark.parametrize("question", ["有哪些项目", "自评报告有哪些问题", "报告里有哪些错误"])
def test_what_reports_say_is_asked_of_them(question: str) -> None:
    assert on_shelf(question, _library().conversation().desk, first=True) is None


def test_the_talk_goes_on_where_it_was() -> None:
    answer = ask(samples(), "榆岚水利局2023年支出合计多少", "有哪些报告", "项目支出呢")
    assert first(answer) == ("1055.22", "万元")
