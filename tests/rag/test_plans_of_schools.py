"""Questions on a budget whose units stand above their own items: what each has of an item, a project or a purchase."""

from __future__ import annotations

import pytest

from rag.answer import Answer
from tests.rag.plans import asked_of, text_of
from tests.rag.test_grounding import ask, figures, first, library_of


def _asked(question: str) -> Answer:
    return asked_of("of-schools", question)


@pytest.mark.parametrize(
    ("question", "value", "unit"),
    [
        ("第一中学项目支出预算多少", "400.00", "万元"),
        ("东门小学的住房公积金多少", "30.00", "万元"),
        ("第一中学的收入比东门小学多多少", "700.00", "万元"),
        ("一中收入多少", "1400.00", "万元"),
        ("第一中学机关运行经费多少", "50.00", "万元"),
        ("局本级机关运行经费多少", "40.00", "万元"),
        ("机关运行经费多少", "90.00", "万元"),
        ("第一中学机关运行经费按在职人员算人均多少", "0.50", "万元"),
    ],
)
def test_an_amount_is_that_of_the_unit_asked_about(question: str, value: str, unit: str) -> None:
    assert first(_asked(question)) == (value, unit)


@pytest.mark.parametrize(
    ("question", "value"),
    [
        ("校舍加固改造占项目支出的百分之几", "30.00"),
        ("营养改善计划配套多少钱", "200.00"),
        ("智慧课堂建设和实验室更新两个项目的一般公共预算拨款一共多少", "400.00"),
        ("用于营养改善和校舍改造的钱是多少", "500.00"),
    ],
)
def test_a_project_is_known_by_its_row_by_a_part_of_its_name_or_by_its_purpose(question: str, value: str) -> None:
    assert first(_asked(question))[0] == value


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("哪个学校基本支出最多", "临溪县第一中学校（1000.00万元）"),
        ("四个单位里收入最多的是哪个", "临溪县第一中学校（1400.00万元）"),
        ("货物采购哪个单位最多", "临溪县第一中学校（40.00万元）"),
        ("一般公共预算当年拨款里哪一类最多", "教育支出预算数（2500.00万元）"),
    ],
)
def test_the_largest_is_told_among_its_own_kind(question: str, told: str) -> None:
    assert f"是{told}" in _asked(question).answer


def test_units_whose_purchases_stand_on_several_rows_are_not_ranked_by_one_of_them() -> None:
    told = _asked("采购哪个单位最多")
    assert told.status == "not_found"
    assert "没有各单位的合计" in told.answer


def test_the_projects_of_a_school_are_listed_by_its_short_name() -> None:
    told = _asked("一中有哪些项目")
    assert figures(told) == ["250.00", "150.00"]
    assert "运动场" not in told.answer


def test_a_number_of_the_year_before_is_told_from_what_it_grew_to() -> None:
    assert first(_asked("去年改造了几栋校舍")) == ("3", "栋")


def test_a_kind_of_spending_inside_a_fund_has_the_reason_that_its_sentence_gives() -> None:
    told = _asked("一般公共预算项目支出为什么增加").answer
    assert "3栋增加到5栋" in told
    assert "正常晋级" not in told


def test_totals_of_two_tables_are_held_against_one_another() -> None:
    told = _asked("收入总表和支出总表的合计一致吗")
    assert told.status == "answered"
    assert figures(told) == ["3000.00", "3000.00"]


def test_vehicles_that_do_not_add_up_are_told_with_their_sum() -> None:
    told = _asked("车辆总数和分类加起来对吗")
    assert told.status == "conflict"
    assert figures(told) == ["4", "5"]


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("校舍加固改造项目的立项依据是什么", "《临溪县校舍安全规划》"),
        ("校舍加固改造项目由谁实施", "计财股"),
    ],
)
def test_a_point_with_its_text_on_the_same_line_is_told(question: str, told: str) -> None:
    assert told in _asked(question).answer


@pytest.mark.parametrize("question", ["住房公积金多少", "2210201住房公积金基本支出多少"])
def test_an_item_that_each_unit_has_a_row_of_is_summed_and_not_that_of_the_first_unit(question: str) -> None:
    answer = _asked(question)
    assert (answer.status, first(answer)) == ("computed", ("120.00", "万元"))
    assert answer.values[0].formula == "20.00 + 60.00 + 30.00 + 10.00"
    assert len(answer.citations) == 4


GENERAL = """一般公共预算支出表

单位：万元
科目编码	科目名称	合计	基本支出	项目支出
	合计	2,800.00	2,000.00	800.00
205	教育支出	2,680.00	1,880.00	800.00
221	住房保障支出	120.00	120.00
22102	住房改革支出	120.00	120.00
2210201	住房公积金	120.00	120.00

部门项目支出表
"""


def test_an_item_that_another_table_has_in_one_row_is_told_by_that() -> None:
    text = text_of("of-schools").replace("部门项目支出表\n", GENERAL, 1)
    answer = ask(library_of(text), "住房公积金多少")
    assert (answer.status, first(answer)) == ("answered", ("120.00", "万元"))
    assert "一般公共预算支出" in answer.answer


YEARS = """一般公共预算“三公”经费支出表

单位：万元
项目	“三公”经费合计	因公出国（境）费	公务用车购置及运行费			公务接待费
			小计	公务用车购置费	公务用车运行费
2024年预算数	9.00	0.00	7.00	0.00	7.00	2.00
2025年预算数	8.00	0.00	6.50	0.00	6.50	1.50

部门项目支出表
"""


def test_a_row_that_is_a_year_does_not_take_the_year_out_of_a_question_on_something_else() -> None:
    library = library_of(text_of("of-schools").replace("部门项目支出表\n", YEARS, 1))
    answer = ask(library, "临溪县教育局机关运行经费2024年预算数是多少")
    assert answer.status == "not_found" and "上年数" in answer.answer
