"""Doubted figures: what the amounts of a report make of a share, a rate or a sum is told beside what is printed."""

from __future__ import annotations

import pytest

from rag.answer import Answer
from tests.rag.plain_report import PROSE_MARK
from tests.rag.small_report import text_of
from tests.rag.test_grounding import ask, figures, library_of

SPENT = "其中：基本支出386.78万元，占100.00%；项目支出0.00万元，占0.00%"
WRONG = "其中：基本支出200.00万元，占51.71%；项目支出186.78万元，占84.29%"
PROSE = (
    "十、政府采购支出情况说明\n\n2023年度政府采购支出总额90.00万元，其中：政府采购货物支出20.00万元、"
    "政府采购工程支出30.00万元、政府采购服务支出30.00万元。\n\n"
    "十一、机关运行经费支出情况说明\n\n2023年度机关运行经费支出40.00万元，比2022年度增加4.00万元，下降9.09%。\n\n"
)


def _asked(question: str) -> Answer:
    text = text_of().replace(SPENT, WRONG).replace(PROSE_MARK, PROSE + PROSE_MARK)
    return ask(library_of(text), f"青川区水务局2023年{question}")


@pytest.mark.parametrize(
    "question",
    [
        "项目支出占比84.29%，按金额算对吗",
        "项目支出的占比和金额对得上吗",
        "项目支出占本年支出的比例算得对不对",
        "项目支出占比84.29%，是不是算错了",
    ],
)
def test_a_share_that_the_amounts_do_not_make_is_told_with_what_they_make(question: str) -> None:
    answer = _asked(question)
    assert {"84.29", "48.29"} <= set(figures(answer))
    assert answer.citations


def test_a_doubted_share_of_the_chapter_on_all_money_is_worked_out() -> None:
    told = "本年支出合计386.78万元，其中：基本支出286.78万元，占84.15%；项目支出100.00万元，占25.85%。"
    text = text_of().replace(SPENT, "与预算一致").replace("主要原因是新建泵站。", f"主要原因是新建泵站。{told}")
    answer = ask(library_of(text), "青川区水务局2023年基本支出占比写的84.15%算得对吗")
    assert {"84.15", "74.15"} <= set(figures(answer)) and "不一致" in answer.answer


@pytest.mark.parametrize("doubt", ["这行数字有没有问题", "这一行的金额对不对"])
def test_a_row_of_a_named_table_is_held_against_its_own_columns(doubt: str) -> None:
    rows = (
        "支出决算表\n\n公开03表\n单位：万元\n部门：云岭市青川区水务局\n"
        "科目代码\t科目名称\t本年支出合计\t基本支出\t项目支出\n合计\t\t386.78\t200.00\t186.78\n"
        "2130305\t水利工程建设\t186.78\t0.00\t168.78\n2130301\t行政运行\t200.00\t200.00\t0.00\n\n"
    )
    mark = "第三部分 2023年度部门决算情况说明\n\n一"
    library = library_of(text_of().replace(mark, rows + mark))
    answer = ask(library, f"青川区水务局2023年支出决算表里水利工程建设{doubt}")
    assert answer.status == "conflict" and {"186.78", "168.78"} <= set(figures(answer))
    sound = ask(library, f"青川区水务局2023年支出决算表里行政运行{doubt}")
    assert sound.status != "conflict"


def test_a_share_that_the_amounts_make_is_not_doubted() -> None:
    answer = _asked("基本支出占比51.71%对吗")
    assert answer.status != "conflict"
    assert "51.71" in answer.answer and "不一致" not in answer.answer


def test_a_printed_share_is_held_against_its_own_amounts_whatever_else_is_named() -> None:
    answer = _asked("项目支出占收支总计的比例，说明里写的84.29%算对了吗")
    assert answer.status == "conflict" and {"84.29", "48.29"} <= set(figures(answer))


@pytest.mark.parametrize("question", ["收支总计增长13.35%算得准不准", "收支总计的增幅和增加额能对上吗"])
def test_a_rate_of_change_is_held_against_the_change(question: str) -> None:
    answer = _asked(question)
    assert answer.status == "conflict"
    assert {"13.35", "28.87"} <= set(figures(answer))


def test_a_change_in_two_directions_is_told_as_such() -> None:
    answer = _asked("机关运行经费的变化写得矛盾吗")
    assert answer.status == "conflict"
    assert "增加4.00万元" in answer.answer and "下降9.09%" in answer.answer


@pytest.mark.parametrize(
    "question",
    [
        "政府采购货物、工程、服务之和是不是等于采购总额",
        "采购总额和货物、工程、服务合计差多少，对得上吗",
        "政府采购总额90.00万元对不对",
    ],
)
def test_a_whole_is_held_against_parts_however_many_a_question_spells_out(question: str) -> None:
    answer = _asked(question)
    assert answer.status == "conflict"
    assert {"90.00", "80.00"} <= set(figures(answer))
