"""Questions on a project that a report explains in chapters of its own, in whose sentences its name does not return."""

from __future__ import annotations

from decimal import Decimal

import pytest

from rag.answer import Answer
from tests.rag.plain_report import answer, first

CHAPTERS = (
    "第五部分 项目经费情况说明\n\n一、项目概况\n\n"
    "由青川区水务局建设的青川社区水利服务中心新建工程，位于柳溪路与塔山路路口，东至柳溪路，南至公园绿地，用地面积约为2150平方米。"
    "本工程地上建筑面积为3400平方米，地下建筑面积为860平方米，建筑高度为17.5米，地上4层，地下1层。\n\n"
    "二、立项依据\n\n本工程是为了集中办理供水报装和防汛值守，根据青发改〔2022〕31号文件的批复建设。\n\n"
    "三、实施主体\n\n设计单位对本工程的功能布局进行设计，监理单位对本工程的质量和进度进行全过程管理。\n\n"
    "四、实施方案\n\n办事大厅布置在西侧，避免对东侧住宅的日照影响。\n\n"
    "五、年度预算安排\n\n第一季度用款计划20万元，第二季度用款计划35万元，第三季度用款计划35万元，第四季度用款计划30万元。\n\n"
    "六、绩效目标\n\n建成后作为供水报装、防汛值守和节水展示的场所。\n\n"
)


def ask(question: str) -> Answer:
    return answer(question, prose=CHAPTERS)


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("水利服务中心新建工程占地多大", "2150平方米"),
        ("水利服务中心新建工程地下建筑面积", "860平方米"),
        ("水利服务中心新建工程楼有多高", "17.5米"),
        ("社区水利服务中心有几层楼", "4层"),
    ],
)
def test_an_extent_of_the_project_is_told_by_its_unit(question: str, told: str) -> None:
    assert first(question, prose=CHAPTERS) == told


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("为什么要建社区水利服务中心", "防汛值守"),
        ("水利服务中心新建工程的质量由谁管", "监理单位"),
        ("水利服务中心新建工程建在什么位置", "柳溪路与塔山路"),
        ("社区水利服务中心项目的绩效目标写的什么", "节水展示"),
        ("水利服务中心新建工程的办事大厅为何布置在西侧", "日照"),
    ],
)
def test_words_on_the_project_are_told_from_its_chapters(question: str, words: str) -> None:
    told = ask(question)
    assert told.status == "answered"
    assert words in told.answer


@pytest.mark.parametrize("question", ["水利服务中心新建工程总投资多少", "水利服务中心新建工程施工单位是哪家公司"])
def test_what_the_chapters_do_not_tell_is_not_found(question: str) -> None:
    told = ask(question)
    assert (told.status, told.values) == ("not_found", [])


@pytest.mark.parametrize("asked", ["四个季度用款计划合计多少", "四个季度的用款计划一共多少"])
def test_what_only_ordinals_tell_apart_is_added_up(asked: str) -> None:
    told = ask(f"水利服务中心{asked}")
    assert (told.status, Decimal(told.values[0].value)) == ("computed", Decimal(120))


def test_a_sum_that_is_claimed_is_held_against_the_sum_of_the_parts() -> None:
    told = ask("水利服务中心四个季度用款计划加起来等于130万吗")
    assert Decimal(120) in {Decimal(v.value) for v in told.values}


def test_a_body_that_bears_the_name_of_some_spending_is_not_that_spending() -> None:
    told = ask("社区水利服务中心2023年一共花了多少钱")
    assert all(v.value not in {"180.00", "386.78"} for v in told.values)


GOALS = (
    "第五部分 项目经费情况说明\n\n一、村级饮水管网改造项目\n\n（一）年度预算安排：2023年预算安排80.00万元。\n\n"
    "（二）绩效目标：全年改造管网不少于6.5公里，农户满意度不低于92%。\n\n"
)


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("村级饮水管网改造项目的农户满意度目标和改造管网目标", ["92", "6.5"]),
        ("村级饮水管网改造项目的改造管网目标、农户满意度目标", ["6.5", "92"]),
    ],
)
def test_each_of_several_targets_is_told_by_the_sentence_that_has_them_all(said: str, told: list[str]) -> None:
    assert [v.value for v in answer(said, prose=GOALS).values] == told


def test_why_the_money_of_a_project_changed_is_told_by_its_own_chapters() -> None:
    changed = (
        "第五部分 项目经费情况说明\n\n一、社区节水宣传补贴\n\n（一）年度预算安排\n\n2023年预算安排80.00万元。"
        "预算比上年增加，主要是因为新增2个宣传点。\n\n"
    )
    assert "新增2个宣传点" in answer("节水补贴预算为什么比上年增加", prose=changed).answer
