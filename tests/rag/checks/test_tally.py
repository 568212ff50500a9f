"""Tallies: a whole held against the rows below it, the parts a section lists, or parts that the question names."""

from __future__ import annotations

import pytest

from tests.rag.small_report import text_of
from tests.rag.test_grounding import ask, figures, library_of

TABLE = """
支出决算表

公开03表
单位：万元

项目\t\t本年支出合计\t基本支出\t项目支出
科目编码\t科目名称\t\t\t
栏次\t\t1\t2\t3
合计\t\t386.78\t300.00\t86.78
213\t农林水支出\t386.78\t300.00\t86.78
21303\t水利\t380.00\t300.00\t80.00
21305\t巩固脱贫成果衔接\t7.78\t0.00\t7.78

"""
ITEMS = """
五、一般公共预算财政拨款支出决算情况说明

（三）具体情况

2023年度一般公共预算财政拨款支出年初预算为300.00万元，支出决算为386.78万元，完成年初预算的128.93%。其中：

1. 农林水支出（类）水利（款）行政运行（项）。年初预算为200.00万元，支出决算为300.00万元，完成年初预算的150.00%。

2. 农林水支出（类）水利（款）防汛（项）。年初预算为90.00万元，支出决算为86.78万元，完成年初预算的96.42%。

"""


def report() -> str:
    text = text_of()
    text = text.replace(
        "第三部分 2023年度部门决算情况说明\n\n一、", f"{TABLE}第三部分 2023年度部门决算情况说明\n\n一、"
    )
    return text.replace("第四部分 名词解释\n\n一、", f"{ITEMS}第四部分 名词解释\n\n一、")


@pytest.mark.parametrize(
    "question",
    [
        "青川区水务局支出决算表里农林水支出和它下面两款加起来对得上吗",
        "青川区水务局03表农林水支出的合计，跟下级科目之和一致吗",
    ],
)
def test_a_row_is_held_against_the_rows_below_it(question: str) -> None:
    answer = ask(library_of(report()), question)
    assert answer.status == "conflict"
    assert figures(answer) == ["386.78", "387.78", "1.00"]
    assert answer.values[1].formula == "380.00 + 7.78"


def test_what_items_add_up_to_is_held_against_the_whole_that_their_section_gives() -> None:
    answer = ask(library_of(report()), "青川区水务局年初预算说是300万，各科目年初预算合计也是这个数吗")
    assert answer.status == "conflict"
    assert figures(answer) == ["300.00", "290.00", "10.00"]


def test_columns_of_a_row_are_added_up_against_its_whole() -> None:
    answer = ask(library_of(report()), "青川区水务局支出决算表合计行，基本支出加项目支出等于本年支出合计吗")
    assert answer.status == "answered"
    assert figures(answer) == ["386.78", "386.78"]
    assert "正好等于" in answer.answer


CARS = """
十一、国有资产占用情况说明

截至2023年12月31日，本部门共有车辆6辆，其中：应急保障用车2辆、特种专业技术用车1辆、其他用车2辆；单价100万元以上设备1台。

"""
POINTS = """
十二、绩效评价情况说明

2023年度部门整体支出绩效自评得分91.50分，其中：履职效能得分60.50分，管理效率得分31.00分。

"""


def _with(part: str) -> str:
    return text_of().replace("第四部分 名词解释\n\n一、", f"{part}第四部分 名词解释\n\n一、")


@pytest.mark.parametrize(
    "question", ["车辆总数和分项加起来是不是一样", "共有车辆6辆，各类用车相加对不对", "车辆6辆，分项合起来够不够"]
)
def test_things_that_are_counted_are_added_up_by_kind(question: str) -> None:
    answer = ask(library_of(_with(CARS)), f"青川区水务局2023年{question}")
    assert answer.status == "conflict"
    assert figures(answer)[:3] == ["6", "5", "1"]


def test_the_points_of_parts_are_added_up() -> None:
    answer = ask(library_of(_with(POINTS)), "青川区水务局整体支出绩效自评得分，两部分相加等于总分吗")
    assert answer.status == "answered"
    assert answer.values[1].formula == "60.50 + 31.00"


def test_a_sum_of_budgets_is_held_against_the_budget_of_the_whole() -> None:
    answer = ask(library_of(report()), "青川区水务局一般公共预算各科目的年初预算加总，跟总的年初预算对得上吗")
    assert answer.status == "conflict"
    assert figures(answer) == ["300.00", "290.00", "10.00"]


EVALUATED = "十、预算绩效情况说明\n\n2023年度进行项目绩效自评3个，自评金额92.00万元。\n\n"
LISTED = """
第五部分 附件

项目支出绩效自评汇总表

序号\t项目名称\t全年预算数\t全年执行数\t执行率\t自评得分
1\t河道清淤\t40.00\t40.00\t100%\t98
2\t堤防加固\t52.00\t50.00\t96.15%\t95
"""


@pytest.mark.parametrize(
    "question", ["自评的项目，正文说的个数和汇总表列的行数一样吗", "自评项目在汇总表里列了多少行，和正文一样吗"]
)
def test_the_rows_of_a_list_are_held_against_the_number_that_the_prose_tells(question: str) -> None:
    text = text_of().replace("第四部分 名词解释\n\n一、", f"{EVALUATED}第四部分 名词解释\n\n一、")
    answer = ask(library_of(text + LISTED), f"青川区水务局2023年{question}")
    assert answer.status == "conflict"
    assert figures(answer)[:2] == ["3", "2"]


def test_what_stands_in_brackets_behind_a_part_is_no_part_of_the_whole() -> None:
    cars = (
        "八、国有资产占用情况说明\n\n本部门共有车辆3辆，其中：应急保障用车1辆、特种专业技术用车2辆（流动图书车1辆、流动宣传车1辆）、"
        "其他用车0辆。\n\n"
    )
    text = text_of().replace("第四部分 名词解释\n\n一、", f"{cars}第四部分 名词解释\n\n一、")
    answer = ask(library_of(text), "青川区水务局车辆总数和分项加起来对得上吗")
    assert answer.status == "answered"
    assert set(figures(answer)) == {"3"}
