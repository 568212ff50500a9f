"""Sentences that answer who, which ones and why, and those that only seem to."""

from __future__ import annotations

import pytest

from tests.rag.plain_report import answer

TOLD = (
    "十二、其他重要事项的情况说明\n\n"
    "（一）安全检查情况。按照年度计划，组织专家对辖区内龙潭水库、石坝水库、青坪水库开展专项安全检查，查出隐患46处，罚款13万元。\n\n"
    "（二）丰收节活动情况。受连续强降雨影响，2023年度未举办农民丰收节，活动经费未支出。\n\n"
    "（三）国有资产情况。单价100万元以上设备3台（套），主要有水质检测车、遥测系统等。\n\n"
)


def test_several_of_a_kind_named_side_by_side_tell_which_ones() -> None:
    told = answer("专项安全检查去了哪几个水库", prose=TOLD)
    assert told.status == "answered"
    assert all(name in told.answer for name in ("龙潭水库", "石坝水库", "青坪水库"))


def test_the_number_that_a_question_states_is_no_answer_to_who_it_was() -> None:
    told = answer("那13万元罚款罚的是哪家水库", prose=TOLD)
    assert told.status == "not_found"


def test_why_something_named_was_not_is_told_whatever_words_say_that_it_was_not() -> None:
    assert "强降雨" in answer("农民丰收节怎么没办成", prose=TOLD).answer


def test_the_bound_that_tells_which_things_are_meant_is_no_price() -> None:
    told = answer("那辆水质检测车买的时候多少钱", prose=TOLD)
    assert "100" not in [v.value for v in told.values]


NONE = "十、机关运行经费支出情况说明\n\n青川区水务局为公益二类事业单位，2023年度无机关运行经费支出。\n\n"


@pytest.mark.parametrize("question", ["机关运行经费是多少", "机关运行经费怎么下降了"])
def test_that_there_was_none_of_a_measure_is_told_in_the_words_of_the_report(question: str) -> None:
    told = answer(question, prose=NONE)
    assert "无机关运行经费支出" in told.answer
    assert told.values == []


BOTH = "十、机关运行经费支出情况说明\n\n2023年度机关运行经费支出212.04万元，比上年减少9.76万元，增长4.40%。\n\n"


def test_a_change_told_both_ways_in_one_sentence_is_told_so() -> None:
    told = answer("机关运行经费跟上年比究竟是多了还是少了", prose=BOTH)
    assert {v.value for v in told.values} >= {"-9.76", "4.40"}
    assert "方向相反" in told.answer


PEOPLE = "三、人员情况\n\n截至年末，在职人员80人，其中行政人员43人；退休人员21人；编外聘用人员26人。\n\n"


@pytest.mark.parametrize(("question", "number"), [("编外聘用的有多少人", "26"), ("退休人员有几个人", "21")])
def test_people_of_a_kind_are_counted_alone(question: str, number: str) -> None:
    assert str(answer(question, prose=PEOPLE).values[0].value) == number


BREATH = (
    "十一、绩效情况说明\n\n2023年度对“渠系清淤养护”“水质监测网建设”2个项目开展部门评价，"
    "评价得分分别为88.65分和84.30分，评价等级均为“良”。\n\n"
)


@pytest.mark.parametrize(("project", "points"), [("渠系清淤养护", "88.65"), ("水质监测网建设", "84.30")])
def test_points_told_in_one_breath_are_those_of_the_project_in_its_place(project: str, points: str) -> None:
    assert str(answer(f"{project}部门评价得了多少分", prose=BREATH).values[0].value) == points


def test_what_is_put_right_in_vain_is_taken_by_its_letters() -> None:
    said = "二、其他\n\n洪涝灾害后统计受灾的工业企业709家。农业大会企业奖励未发放。\n\n"
    assert str(answer("受灾的工业企业统计了多少家", prose=said).values[0].value) == "709"
