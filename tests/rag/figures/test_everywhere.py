"""One quantity under many labels: a project in prose, lists and forms, the whole department in its own form."""

from __future__ import annotations

import pytest

from rag.answer import Answer
from rag.figures.everywhere import same_project
from tests.rag.plain_report import PROSE_MARK
from tests.rag.small_report import text_of
from tests.rag.test_grounding import ask, figures, library_of

PROSE = """十、预算绩效情况说明

（一）项目绩效自评结果

2023年度组织对2个项目开展绩效自评。

（1）渠道清淤整治项目：自评得分93.20分。全年预算数62.00万元，执行数58.40万元，完成预算的94.19%。

（2）山塘加固资金项目：自评得分95.00分。全年预算数30.00万元，执行数30.00万元，完成预算的100.00%。

"""
FORMS = """第五部分 附件

附件1

2023年度部门整体支出绩效自评表

年度预算执行情况（万元）\t年初预算数\t全年预算数\t全年执行数\t分值\t执行率\t得分
部门支出总额\t400.00\t400.00\t368.78\t10\t92.20%\t9.2
其中：基本支出\t386.78\t386.78\t386.78\t-\t-\t-
一级指标\t二级指标\t三级指标\t年度指标值\t实际完成值\t分值\t得分\t偏差原因
产出指标\t数量指标\t清淤渠道长度\t≥20公里\t21公里\t90\t90\t
总分\t\t\t\t\t100\t99.2\t

附件2

2023年度项目支出绩效自评表

项目名称\t渠道清淤整治\t\t\t\t\t
主管部门\t云岭市青川区水务局\t\t实施单位\t云岭市青川区水务局\t\t
项目资金（万元）\t年初预算数\t全年预算数\t全年执行数\t分值\t执行率\t得分
年度资金总额\t50.00\t62.00\t54.80\t10\t88.39%\t8.8
其中：当年财政拨款\t50.00\t62.00\t54.80\t-\t-\t-
一级指标\t二级指标\t三级指标\t年度指标值\t实际完成值\t分值\t得分\t偏差原因
产出指标\t数量指标\t清淤渠道长度\t≥20公里\t21公里\t90\t84.4\t
总分\t\t\t\t\t100\t93.20\t

附件3

山塘加固资金项目绩效评价报告

一、项目概况

2023年安排财政资金30.00万元，实际支出28.00万元，剩余资金结转下年。

"""


def _asked(question: str) -> Answer:
    text = text_of().replace(PROSE_MARK, PROSE + PROSE_MARK).rstrip() + "\n\n" + FORMS
    return ask(library_of(text), f"青川区水务局2023年{question}")


@pytest.mark.parametrize(
    "question",
    [
        "渠道清淤整治项目的执行数前后对得上吗",
        "渠道清淤整治项目执行数，说明和自评表写的是不是一个数",
        "渠道清淤整治的全年执行数有没有两种说法",
        "渠道清淤整治项目花的钱，正文里和自评表里一不一样",
    ],
)
def test_what_prose_says_of_a_project_is_held_against_its_form(question: str) -> None:
    answer = _asked(question)
    assert answer.status == "conflict"
    assert {"58.40", "54.80"} <= set(figures(answer))


def test_the_points_of_a_project_are_those_of_the_whole_form() -> None:
    answer = _asked("渠道清淤整治项目自评得分，正文和自评表一致吗")
    assert answer.status == "answered"
    assert set(figures(answer)) == {"93.20"}


def test_an_annexed_report_on_a_project_is_a_place_of_its_own() -> None:
    answer = _asked("山塘加固项目执行数，自评综述和评价报告说的一样吗")
    assert answer.status == "conflict"
    assert {"30.00", "28.00"} <= set(figures(answer))


def test_the_form_of_the_whole_department_is_held_against_the_statement_of_spending() -> None:
    answer = _asked("整体支出自评表的执行数跟支出决算是同一个数吗")
    assert answer.status == "conflict"
    assert {"386.78", "368.78"} <= set(figures(answer))


def test_a_part_of_the_money_of_the_form_is_found_by_the_name_of_its_row() -> None:
    answer = _asked("基本支出在整体自评表里和决算说明里一致吗")
    assert answer.status == "answered"
    assert set(figures(answer)) == {"386.78"}
    assert "绩效自评表" in answer.answer


def test_each_column_that_is_asked_for_is_compared_by_itself() -> None:
    answer = _asked("渠道清淤整治项目的全年预算数和执行数，说明跟自评表各处都一致吗")
    assert answer.status == "conflict"
    assert "62.00" in answer.answer and "58.40" in answer.answer and "54.80" in answer.answer
    assert "62.00 - 58.40" not in answer.answer


def test_names_of_one_project_may_differ_in_the_words_that_any_project_has() -> None:
    assert same_project("渠道清淤整治项目", "2023年渠道清淤整治专项资金")
    assert not same_project("渠道清淤整治", "渠道防渗")


def test_cars_are_told_from_both_chapters_that_count_them_and_no_conflict_is_made_of_two_scopes() -> None:
    three = (
        "九、“三公”经费支出决算情况说明\n\n2023年期末，财政拨款开支的公务用车保有量为4辆。\n\n"
        "十二、国有资产占用情况说明\n\n截至2023年12月31日，本部门共有车辆6辆，其中：应急保障用车2辆、其他用车4辆。\n\n"
    )
    answer = ask(library_of(text_of().replace(PROSE_MARK, three + PROSE_MARK)), "青川区水务局到底有几辆车，前后一样吗")
    assert {"6", "4"} <= set(figures(answer))
    assert answer.status == "answered"
    assert "口径不同" in answer.answer


def test_a_chapter_on_a_fund_tells_nothing_of_all_spending() -> None:
    fund = "八、政府性基金预算支出决算情况说明\n\n2023年度政府性基金预算财政拨款支出0万元，其中基本支出0万元。\n\n"
    answer = ask(
        library_of(text_of().replace(PROSE_MARK, fund + PROSE_MARK)), "青川区水务局基本支出在报告各处是一个数吗"
    )
    assert set(figures(answer)) == {"386.78"}


def test_names_that_run_into_one_another_are_one_thing() -> None:
    prose = (
        "十、其他重要事项的情况说明\n\n水文化馆全年接待研学学生2.60万人次。国内公务接待20批次。\n\n"
        "十一、工作开展情况\n\n水文化馆开放310天，接待研学学生2.06万人次。\n\n"
    )
    answer = ask(
        library_of(text_of().replace(PROSE_MARK, prose + PROSE_MARK)),
        "青川区水务局水文化馆接待研学学生多少万人次，报告里两处说法一样吗",
    )
    assert answer.status == "conflict"
    assert {"2.60", "2.06"} <= set(figures(answer))


@pytest.mark.parametrize(
    "question",
    [
        "渠道清淤整治项目的执行数，自评综述和自评表里对得起来吗",
        "渠道清淤整治项目执行数在正文部分和附件里写得不同吧",
        "渠道清淤整治项目执行数，两处有没有出入",
        "渠道清淤整治项目的执行数在说明和自评表中是不是一个",
    ],
)
def test_places_that_are_named_and_a_word_of_agreement_ask_whether_figures_agree(question: str) -> None:
    assert _asked(question).status == "conflict"


def test_two_numbers_of_one_sentence_are_told_as_it_puts_them() -> None:
    prose = "十一、工作开展情况\n\n农田灌溉补助标准由每亩45元提高到每亩54元。\n\n"
    answer = ask(
        library_of(text_of().replace(PROSE_MARK, prose + PROSE_MARK)),
        "青川区水务局农田灌溉补助标准到底是45还是54",
    )
    assert answer.status == "answered"
    assert "由每亩45元提高到每亩54元" in answer.answer


def test_points_that_others_gave_contradict_none_that_the_department_gave_itself() -> None:
    others = "（二）部门评价结果\n\n对“渠道清淤整治项目”开展了部门评价，评价得分88.10分。\n\n"
    text = text_of().replace(PROSE_MARK, PROSE + others + PROSE_MARK)
    answer = ask(library_of(text), "青川区水务局渠道清淤整治项目得分前后一致吗")
    assert answer.status == "answered"


def test_the_money_of_a_form_is_found_by_the_name_that_other_provinces_print() -> None:
    told = "（二）项目绩效自评结果\n\n灌区改造项目绩效自评综述：全年预算数为480万元，执行数480万元，完成100%。\n\n"
    form = (
        "\n\n第五部分 附件\n\n2023年度灌区改造项目自评表\n项目名称\t灌区改造\n"
        "预算执行情况（万元）（20分）\t\t预算数（A）\t执行数（B）\t执行率（B/A）\t得分\n"
        "\t年度财政资金总额\t480.00\t465.20\t96.92%\t19.38\n"
        "一级指标\t二级指标\t三级指标\t年初目标值（A）\t实际完成值（B）\t得分\n产出指标\t数量指标\t改造渠道\t≥8公里\t8公里\t10\n"
        "总分\t\t\t\t\t98.00\n"
    )
    text = text_of().replace(PROSE_MARK, f"十、预算绩效情况说明\n\n{told}{PROSE_MARK}").rstrip() + form
    answer = ask(library_of(text), "青川区水务局2023年灌区改造项目执行数，综述和自评表对得上吗")
    assert answer.status == "conflict"
    assert {"480", "465.20"} <= set(figures(answer))
