"""Verdicts: yes or no first, then the figures that tell."""

from __future__ import annotations

import pytest

from tests.rag.small_report import text_of
from tests.rag.test_grounding import ask, first, library_of, samples

WATER = "榆岚水利局2023年"


@pytest.mark.parametrize(
    ("question", "lead", "figures"),
    [
        ("公务接待费超预算了吗", "没有超过预算", {"1.57", "2.15", "0.58"}),
        ("公务接待费是1.57万元吗", "是的", {"1.57"}),
        ("公务接待费是不是花了2.15万元", "不是", {"1.57", "2.15"}),
        ("基本支出比项目支出多吗", "是的", {"1070.38", "1055.22"}),
        ("项目支出多于基本支出吗", "不是", {"1070.38", "1055.22"}),
    ],
)
def test_the_answer_begins_with_yes_or_no(question: str, lead: str, figures: set[str]) -> None:
    answer = ask(samples(), WATER + question)
    assert answer.answer.startswith(lead)
    assert figures <= {v.value for v in answer.values}
    assert answer.citations


def test_an_amount_that_is_another_figure_of_the_same_thing_is_named_as_such() -> None:
    answer = ask(samples(), WATER + "公务接待费是不是花了2.15万元")
    assert "预算数为2.15万元" in answer.answer


def test_an_amount_that_only_a_sentence_has_is_named_with_its_place() -> None:
    said = "十二、其他事项\n\n纳入绩效评价的财政拨款收入涉及390.00万元。\n\n第四部分 名词解释"
    library = library_of(text_of().replace("第四部分 名词解释", said).replace(said, "第四部分 名词解释", 1))
    answer = ask(library, "青川区水务局2023年财政拨款收入是390万元吗")
    assert answer.answer.startswith("不是")
    assert {"386.78", "390.00"} <= {v.value for v in answer.values}


def test_a_rate_that_a_question_states_is_held_against_the_rate_of_the_report() -> None:
    told = "十、绩效说明\n\n河道管护项目：自评得分97.00分。全年预算数160.00万元，执行数133.90万元，执行率83.69%。\n\n"
    text = text_of().replace("第四部分 名词解释\n\n一、", f"{told}第四部分 名词解释\n\n一、")
    answer = ask(library_of(text), "青川区水务局2023年河道管护项目执行率83.69%对吗")
    assert answer.answer.startswith("是的") and first(answer) == ("83.69", "%")


def test_that_there_was_none_of_a_fund_is_told_by_the_note_of_its_empty_table() -> None:
    note = "说明：2023年度没有政府性基金预算财政拨款收入和支出，故本表无数据。"
    table = (
        "政府性基金预算财政拨款收入支出决算表\n\n单位：万元\n\n项目\t\t年初结转和结余\t本年收入\t本年支出\t\t\t年末结转和结余\n"
        "科目编码\t科目名称\t\t\t小计\t基本支出\t项目支出\t\n\t合计\t\t\t\t\t\t\n\n" + note + "\n\n"
    )
    mark = "第三部分 2023年度部门决算情况说明\n\n一、"
    answer = ask(library_of(text_of().replace(mark, table + mark)), "青川区水务局2023年政府性基金有支出吗")
    assert (answer.status, answer.answer.startswith("没有。")) == ("answered", True)
    assert "故本表无数据" in answer.answer
