"""Which department it is, asked in words: found by what the reports say, or said to stand in none."""

from __future__ import annotations

from tests.rag.small_report import text_of
from tests.rag.test_grounding import ask, library_of


def test_the_department_whose_report_says_so_is_named() -> None:
    other = (
        text_of(department="云岭市青川区民政局").replace("河道采砂", "殡葬服务").replace("水利工程建设", "养老设施建设")
    )
    answer = ask(library_of(text_of(), other), "哪个局负责河道采砂的监督管理")
    assert answer.status == "answered"
    assert "水务局" in answer.answer.split("。")[0] and "民政局" not in answer.answer.split("。")[0]


def test_what_stands_in_no_report_is_said_so() -> None:
    answer = ask(library_of(text_of(), text_of(department="云岭市青川区民政局")), "哪个局负责无线电频谱")
    assert (answer.status, answer.values) == ("not_found", [])


def test_of_the_reports_of_one_department_the_latest_is_told() -> None:
    other = text_of(department="云岭市青川区民政局").replace("河道采砂", "殡葬服务")
    answer = ask(library_of(text_of(year=2022), text_of(), other), "哪个局负责河道采砂的监督管理")
    assert answer.status == "answered"
    assert "2023年度的报告写到" in answer.answer and "2022年度" not in answer.answer


def test_the_chapter_on_duties_comes_before_money_for_the_same_thing() -> None:
    last = "第四部分 名词解释\n\n一、"
    spent = "四、项目情况\n\n负责河道采砂的统一管理和监督检查工作经费支出20.00万元，用于河道采砂监督检查。\n\n"
    other = text_of(department="云岭市青川区民政局").replace("河道采砂", "殡葬服务")
    answer = ask(library_of(text_of().replace(last, spent + last), other), "哪个局负责河道采砂的监督检查")
    assert answer.status == "answered" and "职责" in answer.citations[0].section
