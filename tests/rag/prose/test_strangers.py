"""A town, a body or a place of which there is no report is none of the departments: no other one answers for it."""

from __future__ import annotations

import pytest

from tests.rag.small_report import text_of
from tests.rag.test_grounding import ask, library_of


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("松坪镇三公经费", "松坪镇"),
        ("松坪镇人民政府2023年支出合计", "松坪镇人民政府"),
        ("请问松坪乡政府花了多少", "松坪乡政府"),
        ("松坪街道办2023年三公", "松坪街道办"),
        ("农林水支出占松坪镇支出的比重是多少", "松坪镇"),
        ("松坪博物馆二三年人员经费", "松坪博物馆"),
        ("松坪一中三公经费", "松坪一中"),
        ("松坪区三公经费多少", "松坪区"),
        ("松县三公经费多少", "松县"),
    ],
)
def test_who_has_no_report_gets_no_figure_of_another(question: str, name: str) -> None:
    told = ask(library_of(text_of()), question)
    assert (told.status, told.values) == ("not_found", [])
    assert f"库中没有“{name}”的报告" in told.answer


@pytest.mark.parametrize("question", ["三公经费多少", "全县三公经费多少", "乡镇三公经费", "城镇职工三公经费多少"])
def test_words_that_name_nobody_leave_the_question_to_the_report_at_hand(question: str) -> None:
    assert "库中没有“" not in ask(library_of(text_of()), question).answer


def test_a_town_that_the_report_speaks_of_is_asked_about_in_it() -> None:
    said = "2023年度支出合计386.78万元"
    text = text_of().replace(said, said + "，其中松坪镇泵站维修费12.00万元")
    told = ask(library_of(text), "松坪镇泵站维修费是多少")
    assert [v.value for v in told.values] == ["12.00"]


def test_a_name_that_a_line_end_breaks_is_printed_all_the_same() -> None:
    said = "2023年度支出合计386.78万元"
    text = text_of().replace(said, said + "，其中松坪\n镇泵站维修费12.00万元")
    assert "库中没有“" not in ask(library_of(text), "松坪镇泵站维修费是多少").answer
