"""Faults of a report: all figures that do not fit, and a sentence on another year."""

from __future__ import annotations

import pytest

from tests.rag.plain_report import PROSE_MARK
from tests.rag.small_report import text_of
from tests.rag.test_grounding import ask, figures, library_of

PROSE = (
    "九、“三公”经费支出决算情况说明\n\n2023年度“三公”经费支出决算为8.59万元，其中：公务用车运行维护费支出8.59万元，"
    "2022年期末，公务用车保有量为3辆。\n\n"
    "十、政府采购支出情况说明\n\n2023年度政府采购支出总额90.00万元，其中：政府采购货物支出20.00万元、"
    "政府采购工程支出30.00万元、政府采购服务支出30.00万元。\n\n"
)


@pytest.mark.parametrize("question", ["有哪些前后不一致的地方", "报告里有没有数字打架", "哪些数算错了"])
def test_all_that_does_not_fit_is_told_where_the_whole_report_is_asked(question: str) -> None:
    answer = ask(library_of(text_of().replace(PROSE_MARK, PROSE + PROSE_MARK)), f"青川区水务局2023年{question}")
    assert answer.status == "conflict"
    assert {"13.35", "28.87", "90.00", "80.00"} <= set(figures(answer))
    assert answer.citations


def test_a_year_that_is_not_the_one_of_the_report_is_told() -> None:
    text = text_of().replace(PROSE_MARK, PROSE + PROSE_MARK)
    answer = ask(library_of(text), "青川区水务局2023年公务用车保有量写的年份对吗")
    assert answer.status == "conflict"
    assert "2022年" in answer.answer


def test_the_date_of_the_assets_is_doubted_by_what_the_sentence_is_on() -> None:
    said = "十二、国有资产占用情况说明\n\n截至2022年12月31日，部门共有车辆2辆，其中：其他用车2辆。\n\n"
    library = library_of(text_of().replace(PROSE_MARK, said + PROSE_MARK))
    answer = ask(library, "青川区水务局2023年国有资产的截止日期写对了吗")
    assert answer.status == "conflict"
    assert "2022年" in answer.answer


def test_grades_that_do_not_make_up_the_projects_evaluated_are_told() -> None:
    prose = (
        "十、预算绩效情况说明\n\n组织对2023年度项目支出开展绩效自评，共涉及项目13个，资金60.00万元。"
        "自评结果为“优”的项目8个，“良”的项目3个，“中”的项目1个。\n\n"
    )
    library = library_of(text_of().replace(PROSE_MARK, prose + PROSE_MARK))
    answer = ask(library, "青川区水务局2023年绩效自评说13个项目，各等级的个数加起来对得上吗")
    assert answer.status == "conflict"
    assert "共12个" in answer.answer


@pytest.mark.parametrize("question", ["采购那一段说明，单位名字写对了没有", "采购那段是不是写成了别的区的局"])
def test_the_name_of_another_department_is_told_where_names_are_doubted(question: str) -> None:
    said = "十、政府采购支出情况说明\n\n云岭市红石区水务局2023年度政府采购支出总额90.00万元。\n\n"
    library = library_of(text_of().replace(PROSE_MARK, said + PROSE_MARK))
    answer = ask(library, f"青川区水务局2023年{question}")
    assert answer.status == "conflict"
    assert "红石区水务局" in answer.answer


def test_a_date_left_over_from_last_year_is_told_by_asking_whether_it_was_changed() -> None:
    said = "十二、国有资产占用情况说明\n\n截至2022年12月31日，部门共有车辆2辆，其中：其他用车2辆。\n\n"
    library = library_of(text_of().replace(PROSE_MARK, said + PROSE_MARK))
    answer = ask(library, "青川区水务局2023年资产那段的截止日期是哪天，是不是忘了改年份")
    assert answer.status == "conflict"
    assert "2022年12月31日" in answer.answer


ELSEWHERE = (
    "九、机关运行经费支出情况说明\n\n青川区水务局2023年度机关运行经费支出30.00万元。\n\n"
    "十、政府采购支出情况说明\n\n云岭市红石区水务局2023年度政府采购支出总额90.00万元。\n\n"
    "十一、国有资产占用情况说明\n\n截至2023年12月31日，部门共有车辆2辆，其中：其他用车2辆。\n\n"
)


@pytest.mark.parametrize(
    ("question", "status", "said"),
    [
        ("政府采购情况里写的单位名称是青川区水务局吗", "conflict", "红石区水务局"),
        ("政府采购那段写的是哪个单位", "conflict", "红石区水务局"),
        ("国有资产那段写的单位名字对吗", "answered", "没有写单位名称"),
        ("国有资产那段的截止日期写对了吗", "answered", "截至2023年12月31日"),
    ],
)
def test_a_name_or_date_is_held_against_the_chapter_that_is_named(question: str, status: str, said: str) -> None:
    library = library_of(text_of().replace(PROSE_MARK, ELSEWHERE + PROSE_MARK))
    answer = ask(library, f"青川区水务局2023年{question}")
    assert answer.status == status
    assert said in answer.answer


@pytest.mark.parametrize("question", ["优良中三档加起来也是13个吗", "自评各等级的项目数加起来和项目总数一致吗"])
def test_the_sum_of_the_grades_is_told_with_its_formula(question: str) -> None:
    prose = (
        "十、预算绩效情况说明\n\n组织对2023年度项目支出开展绩效自评，共涉及13个项目，资金60.00万元。"
        "评价等次为优的项目8个、良的项目3个、中的项目1个。\n\n"
    )
    answer = ask(library_of(text_of().replace(PROSE_MARK, prose + PROSE_MARK)), f"青川区水务局2023年绩效{question}")
    assert answer.status == "conflict"
    assert figures(answer) == ["13", "12"]
    assert answer.values[1].formula == "8 + 3 + 1"


@pytest.mark.parametrize("question", ["车辆情况是截至哪天的，前后日期一致吗", "车辆数的截止日期两处写得一样吗"])
def test_both_dates_are_told_where_it_is_asked_whether_they_agree(question: str) -> None:
    said = (
        "九、“三公”经费支出决算情况说明\n\n截至2023年12月31日，开支财政拨款的公务用车保有量为2辆。\n\n"
        "十二、国有资产占用情况说明\n\n截至2022年12月31日，部门共有车辆2辆，其中：其他用车2辆。\n\n"
    )
    answer = ask(library_of(text_of().replace(PROSE_MARK, said + PROSE_MARK)), f"青川区水务局2023年{question}")
    assert answer.status == "conflict"
    assert "2022年12月31日" in answer.answer and "2023年12月31日”，两处不一致" in answer.answer


def test_the_number_of_projects_is_told_beside_that_of_the_list() -> None:
    said = (
        "十、预算绩效情况说明\n\n组织对2023年度项目支出开展绩效自评，共涉及3个项目，资金60.00万元，自评结果见附件1。\n\n"
        "项目支出绩效自评情况汇总表\n单位：万元\n\n序号\t项目名称\t全年预算数\t全年执行数\t自评得分\n"
        "1\t堤防加固\t40.00\t40.00\t98.0\n2\t节水宣传\t20.00\t20.00\t97.0\n\n"
    )
    library = library_of(text_of().replace(PROSE_MARK, said + PROSE_MARK))
    answer = ask(library, "青川区水务局2023年绩效自评到底是几个项目，正文和附件说法一样吗")
    assert answer.status == "conflict"
    assert figures(answer) == ["3", "2"]
