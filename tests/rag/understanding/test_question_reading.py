"""Reading: each stage takes what it understood out of the question, and every place stays what it was."""

from __future__ import annotations

import pytest

from extractors.vocabulary import question_words
from rag.holdings.desk import Desk
from rag.language.asking import columns_in
from rag.understanding.asked_places import find_sections, find_tables
from rag.understanding.asked_reports import find_reports
from rag.understanding.asked_subjects import find_things
from rag.understanding.phrasing import put_slips_right, take_out_phrases
from rag.understanding.question import parse
from rag.understanding.question_reading import Holdings, Reading
from tests.rag.test_grounding import doc_id, samples


def _reading(text: str, large: bool = False) -> Reading:
    desk = Desk.of(samples())
    census = desk.census if large else None
    holdings = Holdings(list(desk.reports.values()), desk.catalogue.directory, desk.index, census)
    return Reading.of(text, holdings, None)


def test_the_department_goes_first_and_the_years_stay_in_the_bare_question() -> None:
    reading = _reading("榆岚水利局2023年支出合计")
    find_reports(reading)
    assert reading.query.doc_ids == [doc_id(samples(), "yulan-water-2023")]
    assert (reading.bare, reading.yearless) == ("|||||2023年支出合计", "||||||||||支出合计")
    assert reading.query.text == "榆岚水利局2023年支出合计"


def test_a_slip_is_put_right_in_every_form_of_the_question() -> None:
    reading = _reading("榆岚水利局公务接代费多少")
    find_reports(reading)
    put_slips_right(reading)
    assert (reading.query.text, reading.bare) == ("榆岚水利局公务接待费多少", "|||||公务接待费多少")


@pytest.mark.parametrize(
    ("text", "bare", "recompute", "each_value"),
    [
        ("请问支出合计多少", "||支出合计多少", False, False),
        ("到底降了百分之几,按金额算", "||降了百分之几,||||", True, False),
        ("支出合计到底是多少", "支出合计到底是多少", False, False),
        ("支出合计有几个数", "支出合计||||", False, True),
    ],
)
def test_words_that_ask_for_nothing_are_taken_out(text: str, bare: str, recompute: bool, each_value: bool) -> None:
    reading = _reading(text)
    take_out_phrases(reading)
    assert (reading.bare, reading.query.recompute, reading.each_value) == (bare, recompute, each_value)


def test_a_share_that_is_doubted_is_worked_out_anew() -> None:
    reading = _reading("基本支出占1.71%,对不对")
    take_out_phrases(reading)
    assert (reading.doubts, reading.query.recompute, reading.bare.strip("|")) == (True, True, "基本支出占")


def test_the_title_of_a_table_names_nothing_that_is_asked_for() -> None:
    reading = _reading("榆岚水利局支出决算表里一般公共服务支出")
    for stage in (find_reports, put_slips_right, find_tables, find_sections, find_things):
        stage(reading)
    assert reading.query.tables == ["GK03"]
    assert all(s.start >= reading.table_spans[0][1] for s in reading.query.subjects)


def test_places_that_are_held_against_one_another_name_no_thing() -> None:
    reading = _reading("榆岚水利局三公经费正文和附表一致吗")
    for stage in (find_reports, put_slips_right, find_tables, find_sections):
        stage(reading)
    assert (reading.agreement, reading.query.between_places) == (True, True)
    assert "正文" not in reading.naming


def test_many_reports_are_looked_up_by_the_names_in_the_question() -> None:
    of_all, of_one = _reading("支出合计最高的部门", large=True), _reading("榆岚水利局支出合计", large=True)
    for reading in (of_all, of_one):
        find_reports(reading)
        reading.look_up()
    assert (of_all.census is not None, len(of_all.query.doc_ids), len(of_all.indexes)) == (True, 6, 2)
    assert (of_one.census is not None, len(of_one.query.doc_ids), len(of_one.indexes)) == (False, 1, 1)


def test_words_of_a_column_in_the_name_of_an_indicator_ask_for_none() -> None:
    name = "年度任务按期完成率"
    desk = Desk.of(samples())
    query = parse(f"{name}是多少", list(desk.reports.values()), desk.index)
    assert columns_in(name) == ["完成比例"]
    assert ([s.key for s in query.subjects], query.columns) == ([name], [])


def test_taking_out_tells_whether_anything_stood_there() -> None:
    reading = _reading("请问支出合计多少")
    assert reading.take(question_words().polite)
    assert not reading.take(question_words().polite)
    assert len(reading.bare) == len(reading.query.text)
