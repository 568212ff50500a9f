"""Explanations in the report's own words: reasons of both kinds, wrong premises, definitions, duties, bodies."""

from __future__ import annotations

import pytest

from extractors.text import name_key
from tests.rag.small_report import text_of
from tests.rag.test_grounding import ask, figures, first, library_of, sample, samples

WATER = "榆岚水利局2023年"
CALLED = {
    "yulan-water-2023": WATER,
    "luyu-education-2023": "鹭屿教育局2023年",
    "songyi-culture-2023": "松漪文旅局2023年",
}
MEASURES = {"total": "收支总计", "general": "一般公共预算财政拨款支出", "operating": "机关运行经费"}


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("yulan-water-2023", "total"),
        ("yulan-water-2023", "general"),
        ("yulan-water-2023", "operating"),
        ("luyu-education-2023", "total"),
        ("luyu-education-2023", "general"),
        ("songyi-culture-2023", "total"),
        ("songyi-culture-2023", "general"),
        ("songyi-culture-2023", "operating"),
    ],
)
def test_the_reason_of_a_change_is_the_one_stated(name: str, key: str) -> None:
    truth = sample(name).truth
    moved = "增加" if truth.figures[f"{key}_diff"].value > 0 else "减少"
    answer = ask(samples(), f"{CALLED[name]}{MEASURES[key]}为什么比上年{moved}")
    assert answer.status == "answered"
    assert all(word in name_key(answer.answer) for word in map(name_key, truth.reasons[key]))


def test_reasons_against_budget_and_against_last_year_are_told_apart() -> None:
    text = text_of().replace(
        "第四部分 名词解释\n\n一、",
        "八、财政拨款“三公”经费支出决算情况说明\n\n2023年度“三公”经费财政拨款支出预算为5.00万元，支出决算为3.00万元，"
        "完成预算的60.00%。决算数与预算数存在差异的主要原因是车辆封存停驶。与上年度相比，减少1.00万元，下降25.00%，"
        "主要原因是接待批次压缩。\n\n第四部分 名词解释\n\n一、",
    )
    library = library_of(text)
    against_budget = ask(library, "青川区水务局2023年三公经费决算为什么比预算少").answer
    assert "车辆封存停驶" in against_budget
    assert "接待批次压缩" not in against_budget.split("；")[0]
    against_year = ask(library, "青川区水务局2023年三公经费为什么比上年减少").answer
    assert "接待批次压缩" in against_year.split("；")[0]


@pytest.mark.parametrize("wrong", ["减少", "下降", "缩水"])
def test_a_wrong_premise_is_put_right_first(wrong: str) -> None:
    answer = ask(library_of(text_of()), f"青川区水务局2023年收支总计为什么{wrong}")
    assert answer.answer.startswith("与问题所说的“减少”不同")
    assert "增加86.65万元" in answer.answer
    assert "新建泵站" in answer.answer
    assert first(answer) == ("86.65", "万元")


def test_a_right_premise_is_not_corrected() -> None:
    answer = ask(library_of(text_of()), "青川区水务局2023年收支总计为什么增加")
    assert "不同" not in answer.answer
    assert "新建泵站" in answer.answer


def test_a_reason_that_is_not_given_is_not_made_up() -> None:
    answer = ask(library_of(text_of()), "青川区水务局2023年公务接待费为什么增加")
    assert "新建泵站" not in answer.answer
    assert answer.status == "not_found"


@pytest.mark.parametrize(
    ("question", "term"),
    [
        ("基本支出是什么意思", "为保障机构正常运转"),
        ("报告里项目支出指什么", "在基本支出之外"),
        ("什么叫财政拨款收入", "区级财政当年拨付的资金"),
        ("名词解释里怎么定义基本支出", "为保障机构正常运转"),
    ],
)
def test_a_term_is_defined_as_the_glossary_has_it(question: str, term: str) -> None:
    answer = ask(library_of(text_of()), f"青川区水务局2023年{question}")
    assert answer.status == "answered"
    assert term in answer.answer
    assert term in answer.citations[0].quote


def test_a_term_that_the_glossary_has_not_is_not_explained() -> None:
    answer = ask(library_of(text_of()), "青川区水务局2023年区块链是什么意思")
    assert answer.status == "not_found"


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("负责河道采砂吗", "河道采砂"),
        ("最严格水资源管理制度归它管吗", "水资源管理制度"),
        ("水利发展规划方面的职责是什么", "水利发展规划"),
    ],
)
def test_the_duty_that_is_asked_about_is_told(question: str, words: str) -> None:
    answer = ask(library_of(text_of()), f"青川区水务局{question}")
    assert answer.status == "answered"
    assert words in answer.answer
    assert "职责" in (answer.citations[0].section or "")


def test_all_duties_are_told_in_brief() -> None:
    answer = ask(library_of(text_of()), "青川区水务局的主要职责是什么")
    assert "贯彻执行国家水利法律法规" in answer.answer
    assert len(answer.citations) == 4


def test_the_lead_in_of_the_duties_is_no_answer() -> None:
    answer = ask(samples(), WATER + "主要职责有哪些")
    assert len(answer.citations) > 1


def test_inner_bodies_are_named() -> None:
    answer = ask(library_of(text_of()), "青川区水务局有哪些内设机构")
    assert all(body in answer.answer for body in ("办公室", "规划建设股", "水资源股"))


def test_the_number_of_bodies_is_a_figure() -> None:
    answer = ask(library_of(text_of()), "青川区水务局有几个内设机构")
    assert first(answer) == ("3", "个")


def test_what_was_not_spent_is_said_so() -> None:
    answer = ask(samples(), "鹭屿教育局2023年因公出国费花在什么上")
    assert figures(answer) == ["0"]
    assert "没有发生" in answer.answer


def test_bodies_below_are_not_the_inner_ones() -> None:
    assert "2" in figures(ask(samples(), "岫川市交通局2021年下属几个单位"))


def test_the_note_of_an_empty_table_explains_it() -> None:
    answer = ask(samples(), "松漪文旅局2023年国有资本经营预算财政拨款支出决算表为什么是空的")
    assert answer.status == "answered"
    assert "没有国有资本经营预算支出" in answer.answer


THREE = (
    "八、财政拨款“三公”经费支出决算情况说明\n\n2023年度“三公”经费财政拨款支出预算为5.00万元，支出决算为3.00万元，"
    "完成预算的60.00%。决算数与预算数存在差异的主要原因是车辆封存停驶。\n\n"
    "其他国内公务接待支出3.00万元。主要用于接待检查指导工作的来宾。\n\n第四部分 名词解释\n\n一、"
)


def _with_three_public() -> str:
    return text_of().replace("第四部分 名词解释\n\n一、", THREE)


def test_spending_said_to_be_over_budget_is_put_right_where_it_was_not() -> None:
    answer = ask(library_of(_with_three_public()), "青川区水务局2023年三公经费超预算的原因")
    assert answer.answer.startswith("与问题所说的“超出预算”不同")
    assert "车辆封存停驶" in answer.answer
    assert figures(answer) == ["5.00", "3.00"]


def test_spending_rightly_said_to_be_under_budget_is_not_put_right() -> None:
    answer = ask(library_of(_with_three_public()), "青川区水务局2023年三公经费为什么没花完预算")
    assert "不同，" not in answer.answer
    assert "车辆封存停驶" in answer.answer


def test_the_reason_against_budget_is_not_passed_off_as_that_of_the_year_before() -> None:
    answer = ask(library_of(_with_three_public()), "青川区水务局2023年三公经费为什么比上年下降")
    assert "没有说明" in answer.answer
    assert "比上年" in answer.answer


def test_a_purpose_told_in_the_next_sentence_is_found() -> None:
    answer = ask(library_of(_with_three_public()), "青川区水务局2023年公务接待主要是为了干什么")
    assert "接待检查指导工作的来宾" in answer.answer


def test_an_amount_without_a_stated_reason_is_said_to_have_none() -> None:
    answer = ask(library_of(_with_three_public()), "青川区水务局2023年基本支出为什么下降")
    assert answer.status == "not_found"
    assert "没有说明基本支出" in answer.answer


def test_the_reasons_of_several_reports_are_told_of_each() -> None:
    library = library_of(text_of(), text_of("云岭市青川区民政局", reason="新增救助站"))
    answer = ask(library, "青川区水务局和青川区民政局2023年收支总计为什么增加")
    assert "新建泵站" in answer.answer
    assert "新增救助站" in answer.answer


def test_who_is_in_charge_of_a_thing_is_found_among_all_reports() -> None:
    text = text_of("云岭市青川区民政局").replace(
        "指导水利工程建设与运行管理，负责河道采砂的统一管理", "负责流浪人员救助"
    )
    answer = ask(library_of(text_of(), text), "河道采砂归谁管")
    assert "水务局" in answer.answer
    assert "民政局" not in answer.answer


def test_what_a_fund_was_for_is_told_by_the_items_of_its_own_section() -> None:
    section = (
        "八、政府性基金预算财政拨款收入支出决算情况说明\n\n2023年度政府性基金预算财政拨款本年支出60.00万元。\n\n"
        "城乡社区支出（类）国有土地使用权出让收入安排的支出（款）城市建设支出（项）60.00万元。主要用于：河道驳岸修复。\n\n"
    )
    text = text_of().replace("第四部分 名词解释\n\n一、", f"{section}第四部分 名词解释\n\n一、")
    answer = ask(library_of(text), "青川区水务局2023年政府性基金那笔钱用来干什么了")
    assert answer.status == "answered"
    assert "：河道驳岸修复" in answer.answer and "：：" not in answer.answer


def test_why_a_project_was_late_is_told_by_the_problems_of_its_own_paragraph() -> None:
    section = (
        "十三、预算绩效情况说明\n\n（一）项目绩效自评结果\n\n"
        "1.石桥泵站改造项目绩效自评综述：全年预算数为30.00万元，执行数为24.00万元，完成预算的80.00%。"
        "主要产出和效果：改造泵站一座。发现的问题及原因：受汛期影响，机组安装未按期完成。\n\n"
    )
    text = text_of().replace("第四部分 名词解释\n\n一、", f"{section}第四部分 名词解释\n\n一、")
    answer = ask(library_of(text), "青川区水务局2023年石桥泵站改造没有按期完成是什么原因")
    assert "受汛期影响" in answer.answer


PURCHASE = (
    "八、“三公”经费支出决算情况说明\n\n2023年度公务用车购置及运行费支出20.00万元，比上年增加14.00万元，"
    "主要原因是1辆使用满十二年的防汛车达到报废标准，需更新购置。其中：公务用车购置费18.00万元，比上年增加18.00万元，"
    "主要原因是更新防汛车1辆；公务用车运行费2.00万元，比上年减少4.00万元，主要原因是油耗下降。\n\n"
)


def test_why_something_is_bought_is_told_by_the_reason_of_the_whole_too() -> None:
    library = library_of(text_of().replace("第四部分 名词解释\n\n一、", PURCHASE + "第四部分 名词解释\n\n一、"))
    bought = ask(library, "青川区水务局2023年为什么要买新公车").answer
    assert "更新防汛车1辆" in bought and "达到报废标准" in bought
    assert "报废" not in ask(library, "青川区水务局2023年公务用车运行费为什么减少").answer
