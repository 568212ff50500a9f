"""Conflicts: what a report states twice is shown with both values and both places, never averaged."""

from __future__ import annotations

import pytest

from tests.rag.small_report import text_of
from tests.rag.test_grounding import ask, figures, first, library_of, samples

PROSE = "2023年度支出合计386.78万元"
ASKED = "青川区水务局2023年支出合计前后一致吗"


def test_two_values_are_both_given_with_their_places() -> None:
    answer = ask(library_of(text_of().replace(PROSE, "2023年度支出合计386.87万元")), ASKED)
    assert answer.status == "conflict"
    assert set(figures(answer)[:-1]) == {"386.87", "386.78"}
    assert len({c.line for c in answer.citations}) >= 2
    assert answer.values[-1].formula == "386.87 - 386.78"
    assert "不一致" in answer.answer


def test_values_that_agree_are_called_so() -> None:
    answer = ask(library_of(text_of()), ASKED)
    assert answer.status == "answered"
    assert set(figures(answer)) == {"386.78"}
    assert "一致" in answer.answer and "不一致" not in answer.answer


def test_a_difference_of_the_last_digit_is_named_as_rounding() -> None:
    answer = ask(library_of(text_of().replace(PROSE, "2023年度支出合计386.79万元")), ASKED)
    assert answer.status == "conflict"
    assert "四舍五入" in answer.answer


def test_what_is_rounding_is_told_by_the_digits_printed() -> None:
    answer = ask(library_of(text_of().replace(PROSE, "2023年度支出合计386.8万元")), ASKED)
    assert "四舍五入" in answer.answer
    answer = ask(library_of(text_of().replace(PROSE, "2023年度支出合计386.9万元")), ASKED)
    assert "不一致" in answer.answer and "四舍五入" not in answer.answer


def test_a_larger_difference_is_not_excused_as_rounding() -> None:
    answer = ask(library_of(text_of().replace(PROSE, "2023年度支出合计396.78万元")), ASKED)
    assert "四舍五入" not in answer.answer
    assert figures(answer)[-1] == "10.00"


def test_a_plain_question_mentions_the_other_value_too() -> None:
    answer = ask(library_of(text_of().replace(PROSE, "2023年度支出合计396.78万元")), "青川区水务局2023年支出合计多少")
    assert "396.78" in answer.answer and "386.78" in answer.answer
    assert len(answer.citations) >= 2


def test_table_and_prose_of_a_generated_report_contradict_each_other() -> None:
    answer = ask(samples(), "岫川市交通局2021年人员经费，表格和文字写的一样吗")
    assert (answer.status, figures(answer)) == ("conflict", ["966.33", "962.63", "3.70"])
    assert {c.table for c in answer.citations} >= {"GK06", None}


@pytest.mark.parametrize(
    "question",
    ["支出合计到底是多少，两个数对得上吗", "支出合计有没有出入", "支出合计各处说法是否一致", "支出合计核对一下"],
)
def test_a_conflict_is_asked_for_in_many_ways(question: str) -> None:
    library = library_of(text_of().replace(PROSE, "2023年度支出合计396.78万元"))
    answer = ask(library, f"青川区水务局2023年{question}")
    assert answer.status == "conflict"
    assert {"396.78", "386.78"} <= set(figures(answer))


def test_an_amount_in_the_question_brings_no_other_measure_in() -> None:
    answer = ask(library_of(text_of()), "青川区水务局2023年支出合计是386.78万元还是400.00万元")
    assert first(answer) == ("386.78", "万元")
    assert "收入" not in answer.answer.replace("《收入支出决算总表》", "")


def test_one_thing_is_looked_up_in_each_of_the_places_named_for_it() -> None:
    public_use = "六、一般公共预算财政拨款基本支出决算情况说明\n\n"
    public_use += "公用经费26.69万元，主要包括：公务接待费0.35万元、办公费0.48万元。\n\n"
    three = "九、“三公”经费支出决算情况说明\n\n"
    three += "2023年度“三公”经费支出决算为8.59万元，其中：公务接待费支出决算为1.24万元。\n\n"
    text = text_of().replace("第四部分 名词解释\n\n一、", f"{public_use}{three}第四部分 名词解释\n\n一、")
    answer = ask(library_of(text), "青川区水务局公务接待费前后一致不？公用经费里一个数，三公里一个数")
    assert answer.status == "conflict"
    assert figures(answer) == ["0.35", "1.24", "0.89"]


def test_numbers_that_a_question_states_are_found_where_the_report_writes_them() -> None:
    text = (
        text_of()
        .replace("内设机构3个", "下属单位5个，内设机构3个")
        .replace("2023年度支出合计", "全局下属单位6个。2023年度支出合计")
    )
    answer = ask(library_of(text), "青川区水务局到底有几个下属单位，5个还是6个")
    assert answer.status == "conflict"
    assert "5个" in answer.answer and "6个" in answer.answer


def test_an_amount_and_a_number_of_things_are_not_held_against_each_other() -> None:
    evaluated = "十二、预算绩效情况说明\n\n2023年度进行项目绩效自评11个，自评金额1029.15万元。\n\n"
    text = text_of().replace("第四部分 名词解释\n\n一、", f"{evaluated}第四部分 名词解释\n\n一、")
    answer = ask(library_of(text), "青川区水务局绩效自评的项目前后一致吗")
    assert answer.status == "answered"
    assert "不一致" not in answer.answer


def test_what_the_parts_of_a_figure_make_is_no_answer_to_whether_its_places_agree() -> None:
    answer = ask(library_of(text_of()), "青川区水务局2023年收支总计前后一致吗")
    assert answer.status == "answered"


def test_one_chapter_may_print_two_values_of_a_thing() -> None:
    chapter = (
        "九、“三公”经费支出决算情况说明\n\n2023年度“三公”经费支出决算中，公务接待费支出决算3.46万元。具体情况如下：\n\n"
        "1.公务接待费预算为4.20万元，支出决算为3.64万元，完成预算的86.67%。\n\n"
    )
    text = text_of().replace("第四部分 名词解释\n\n一、", f"{chapter}第四部分 名词解释\n\n一、")
    answer = ask(library_of(text), "青川区水务局公务接待费前后写的是不是同一个数")
    assert answer.status == "conflict"
    assert {"3.46", "3.64"} <= set(figures(answer))


def test_the_same_number_of_other_things_is_no_second_place() -> None:
    told = "十二、其他事项\n\n2023年度组织水质抽检18批次。水质抽检涉及18家单位。\n\n"
    text = text_of().replace("第四部分 名词解释\n\n一、", f"{told}第四部分 名词解释\n\n一、")
    answer = ask(library_of(text), "青川区水务局2023年水质抽检批次前后一致吗")
    assert "几处写的是同一个数" not in answer.answer


@pytest.mark.parametrize("asked", ["结构那里写的和01表一样吗", "文字说明和01表各是多少"])
def test_one_table_is_held_against_the_prose_whatever_words_name_it(asked: str) -> None:
    library = library_of(text_of().replace(PROSE, "2023年度支出合计386.87万元"))
    answer = ask(library, f"青川区水务局2023年支出合计，{asked}")
    assert answer.status == "conflict"
    assert {"386.87", "386.78"} <= set(figures(answer))


def test_a_number_of_things_is_told_with_the_other_that_a_neighbouring_part_counts() -> None:
    performance = "十二、预算绩效情况说明\n\n（一）绩效管理工作开展情况\n\n"
    performance += "2023年度组织对6个项目开展绩效自评，自评金额92.00万元。\n\n"
    performance += "（二）绩效目标批复情况\n\n我局共有8个项目批复了绩效目标。\n\n"
    text = text_of().replace("第四部分 名词解释\n\n一、", f"{performance}第四部分 名词解释\n\n一、")
    answer = ask(library_of(text), "青川区水务局开展自评的项目有几个，前后口径一致吗")
    assert figures(answer) == ["6", "8"]


@pytest.mark.parametrize("asked", ["决算数为什么跟预算数不一样", "决算和预算为什么对不上"])
def test_why_budget_and_outturn_differ_is_no_conflict(asked: str) -> None:
    three = (
        "九、“三公”经费支出决算情况说明\n\n2023年度“三公”经费支出预算为22.00万元，支出决算为18.22万元，"
        "决算数小于预算数的主要原因是压减公务接待。\n\n"
    )
    text = text_of().replace("第四部分 名词解释\n\n一、", f"{three}第四部分 名词解释\n\n一、")
    answer = ask(library_of(text), f"青川区水务局三公经费{asked}")
    assert answer.status == "answered"
    assert "压减公务接待" in answer.answer


def test_budget_and_outturn_held_against_each_other_are_two_figures_and_no_contradiction() -> None:
    three = "九、“三公”经费支出决算情况说明\n\n2023年度“三公”经费支出预算为22.00万元，支出决算为18.22万元。\n\n"
    text = text_of().replace("第四部分 名词解释\n\n一、", f"{three}第四部分 名词解释\n\n一、")
    answer = ask(library_of(text), "青川区水务局三公经费预算数和决算数一样吗")
    assert answer.status == "answered"
    assert figures(answer) == ["22.00", "18.22", "3.78"]


def test_a_budget_that_is_stated_twice_stays_a_contradiction_beside_the_outturn() -> None:
    three = (
        "九、“三公”经费支出决算情况说明\n\n（一）总体情况\n\n2023年度“三公”经费支出预算为22.00万元，支出决算为18.22万元。\n\n"
        "（二）具体情况\n\n2023年度“三公”经费支出预算为22.50万元，支出决算为18.22万元。\n\n"
    )
    text = text_of().replace("第四部分 名词解释\n\n一、", f"{three}第四部分 名词解释\n\n一、")
    answer = ask(library_of(text), "青川区水务局三公经费预算数和决算数前后一致吗")
    assert answer.status == "conflict"
    assert {"22.00", "22.50"} <= set(figures(answer))


def test_an_item_is_held_against_itself_in_the_table_that_a_question_names() -> None:
    answer = ask(samples(), "榆岚市水利局2023年行政单位离退休文字说的和一般公共预算支出表里的一样吗")
    assert set(figures(answer)) == {"89.11"}
    assert {c.table for c in answer.citations} >= {"GK05", None}
