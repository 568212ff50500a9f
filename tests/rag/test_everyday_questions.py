"""Questions in everyday words whose parts other words of the vocabulary would take for something else."""

from __future__ import annotations

import pytest

from tests.rag.form_report import asked
from tests.rag.plain_report import PROSE_MARK, answer
from tests.rag.small_report import text_of
from tests.rag.test_grounding import ask, library_of

BUDGET = (
    "五、一般公共预算财政拨款支出决算情况说明\n\n（三）具体情况\n\n"
    "2023年度一般公共预算财政拨款支出年初预算为500.00万元，支出决算为230.00万元，完成年初预算的46.00%。"
    "决算数小于年初预算数的主要原因是泵站更新项目推迟。\n\n"
)


@pytest.mark.parametrize(
    "question",
    ["年初一般公共预算是多少", "年初的一般公共预算支出预算多少", "整体支出年初预算多少", "年初预算多少"],
)
def test_the_budget_at_the_beginning_of_the_year_is_told(question: str) -> None:
    assert answer(question, prose=BUDGET).values[0].value == "500.00"


def test_why_not_even_half_of_the_budget_was_spent_is_its_reason() -> None:
    assert "泵站更新项目推迟" in answer("决算怎么连年初预算的一半都没到", prose=BUDGET).answer


def test_how_many_evaluations_were_completed_is_a_number_of_projects() -> None:
    assert [(v.value, v.unit) for v in asked("一共完成了几个项目的自评").values][:1] == [("2", "个")]


def test_grades_named_after_one_another_are_each_counted() -> None:
    told = "十一、预算绩效情况说明\n\n从评价情况看，6个项目自评等级为“优”，3个项目自评等级为“差”。\n\n"
    values = answer("项目自评评优的几个、评差的几个", prose=told).values
    assert [(v.value, v.unit) for v in values] == [("6", "个"), ("3", "个")]


def test_how_a_term_is_explained_is_its_definition_and_no_reason() -> None:
    said = "十二、水质监测情况\n\n水质监测支出决算小于预算的主要原因是设备到货晚。\n\n"
    terms = "第四部分 名词解释\n\n一、水质监测：指对河流水质进行取样和化验的支出。\n\n二、"
    told = answer("“水质监测”怎么解释的", prose=said + terms)
    assert "取样和化验" in told.answer


def test_spending_on_a_field_by_its_short_name_is_its_class() -> None:
    tables = (
        "\n支出决算表\n\n公开03表\n单位：万元\n\n科目编码\t科目名称\t本年支出合计\t基本支出\t项目支出\n"
        "\t合计\t90.00\t60.00\t30.00\n206\t科学技术支出\t70.00\t50.00\t20.00\n210\t卫生健康支出\t20.00\t10.00\t10.00\n\n"
    )
    assert answer("花在科技上的钱有多少", tables=tables).values[0].value == "70.00"
    assert answer("花在医疗上的钱有多少", tables=tables).values[0].value == "20.00"


def test_what_of_the_whole_was_used_is_not_the_whole() -> None:
    said = "一、收支情况\n\n2023年度收入总计386.78万元，其中：使用非财政拨款结余6.50万元。\n\n"
    assert [v.value for v in answer("总收入里用了多少非财政拨款结余", prose=said).values] == ["6.50"]


def test_what_is_carried_into_the_next_year_is_no_forecast() -> None:
    assert answer("结转到明年的有多少").status != "refused"
    assert answer("预测一下明年支出会是多少").status == "refused"


def test_what_was_not_spent_in_words_is_zero_and_quoted() -> None:
    said = "十二、外宾接待情况\n\n2023年度未发生外宾接待支出。\n\n"
    told = answer("外宾接待支出多少", prose=said)
    assert (told.status, [v.value for v in told.values]) == ("answered", ["0"])
    assert "未发生外宾接待支出" in told.citations[0].quote


@pytest.mark.parametrize(
    ("question", "said"),
    [("以前叫什么名字", "由原青川区水利局更名"), ("挂了什么牌子", "加挂青川区河长制办公室牌子")],
)
def test_former_names_and_signs_are_told_in_the_sentence_that_has_them(question: str, said: str) -> None:
    bodies = "一、机构设置\n\n本部门2019年由原青川区水利局更名，加挂青川区河长制办公室牌子。\n\n"
    assert said in answer(question, prose=bodies).answer


def test_a_shortened_word_is_read_as_what_reports_print() -> None:
    said = "十一、预算绩效情况说明\n\n规模以上用水企业41家，双随机一公开检查12次。\n\n"
    assert answer("规上用水企业多少家", prose=said).values[0].value == "41"


def test_how_far_two_figures_of_one_sentence_are_apart_is_worked_out() -> None:
    said = "十二、人员情况\n\n年末实有在职人员86人，离退休人员31人。\n\n"
    told = answer("在职人员比离退休人员多多少", prose=said).values[0]
    assert (told.value, told.formula) == ("55", "86 - 31")


TWO = (
    "\n支出决算表\n\n公开03表\n单位：万元\n\n科目编码\t科目名称\t本年支出合计\t基本支出\t项目支出\n"
    "\t合计\t386.77\t356.77\t30.00\n206\t科学技术支出\t386.77\t356.77\t30.00\n\n"
)


def test_one_figure_in_two_tables_is_told_of_each() -> None:
    told = answer("本年支出合计01表和03表各是多少", tables=TWO)
    assert {"386.78", "386.77"} <= {v.value for v in told.values}


def test_by_how_much_the_outturn_is_above_the_budget_is_their_difference() -> None:
    told = answer("一般公共预算财政拨款支出决算较年初预算减少额是多少", prose=BUDGET).values[0]
    assert (told.value, told.formula) == ("270.00", "500.00 - 230.00")


def test_an_amount_of_the_question_is_not_found_in_a_percentage() -> None:
    said = "十二、其他说明\n\n全年供水量同比增长8.2%，高于全市平均水平。\n\n"
    assert "8.2%" not in answer("8.2万其他收入具体是哪来的", prose=said).answer


def test_parts_that_are_named_are_each_told() -> None:
    said = (
        "九、“三公”经费支出决算情况说明\n\n2023年度“三公”经费支出决算为9.00万元，其中：因公出国（境）费0.00万元，"
        "公务用车购置及运行费8.00万元，其中：公务用车购置费5.00万元，公务用车运行费3.00万元；公务接待费1.00万元。\n\n"
    )
    told = answer("三公经费分项说说：出国、公车、接待各花多少", prose=said)
    assert [v.value for v in told.values] == ["0.00", "8.00", "1.00"]


def test_a_town_that_says_its_name_without_its_county_keeps_its_figures() -> None:
    said = "十、机关运行经费\n\n2023年度松坪镇人民政府机关运行经费支出153.27万元，比上年增加11.65万元，增长8.23%。\n\n"
    text = text_of("青川县松坪镇人民政府").replace(PROSE_MARK, said + PROSE_MARK)
    told = ask(library_of(text), "松坪镇2022年机关运行经费是多少")
    assert (told.values[0].value, told.values[0].formula) == ("141.62", "153.27 - 11.65")


def test_what_came_in_of_a_fund_is_its_income() -> None:
    assert "收入为" in answer("政府性基金收进来多少").answer
    assert "支出" in answer("政府性基金花了多少").answer
