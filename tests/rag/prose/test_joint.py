"""Several figures of one sentence: each part of a question gets the figure of its unit, or none does."""

from __future__ import annotations

import pytest

from rag.language.query import Query
from rag.prose.joint import asks_of
from tests.rag.small_report import text_of
from tests.rag.test_grounding import ask, library_of

MARK = "第四部分 名词解释\n\n一、"
TOLD = (
    "全年举办节水培训班7期，培训660人次。河道大检查中下达整改通知书18份，排查隐患424条。"
    "在库机构18家，其中审计机构14家、评估机构4家。参训职工300人，累计450人次。自评中发现问题6个，其中已整改4个、正在整改2个。节水示范项目。全年执行数95.20万元，完成预算的82.70%，得分92.60分。"
)


def _asked(question: str) -> list[tuple[str, str | None]]:
    text = text_of().replace(MARK, f"十二、其他重要事项的情况说明\n\n{TOLD}\n\n{MARK}")
    return [(v.value, v.unit) for v in ask(library_of(text), f"青川区水务局2023年{question}").values]


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("节水培训办了几期，多少人次", [("7", "期"), ("660", "人次")]),
        ("河道大检查下了多少份整改通知书、排查出多少条隐患", [("18", "份"), ("424", "条")]),
        ("自评发现几个问题，整改了几个", [("6", "个"), ("4", "个")]),
        ("在库机构一共多少个，评估机构几家", [("18", "家"), ("4", "家")]),
        ("参训职工有多少人，累计多少人次", [("300", "人"), ("450", "人次")]),
        ("节水示范项目预算执行了百分之几、得了几分", [("82.70", "%"), ("92.60", "分")]),
    ],
)
def test_each_part_gets_its_figure(question: str, wanted: list[tuple[str, str]]) -> None:
    assert _asked(question)[:2] == wanted


def test_a_sentence_without_a_figure_for_one_part_is_not_taken_for_both() -> None:
    assert ("424", "条") not in _asked("节水培训办了几期，罚了多少万元")


def test_what_was_spent_is_not_the_budget_told_before_it_though_another_chapter_has_the_item_too() -> None:
    training = "（四）会议费情况。2023年度财政拨款会议费支出预算30.00万元，支出决算26.40万元，完成调整后预算的88.00%。"
    rows = "科目编码\t科目名称\t金额\n合计\t\t40.00\n302\t商品和服务支出\t40.00\n30215\t会议费\t12.30"
    table = f"一般公共预算财政拨款基本支出决算表\n\n公开06表\n单位：万元\n部门：云岭市青川区水务局\n\n{rows}\n\n"
    chapter = "第三部分 2023年度部门决算情况说明\n\n"
    text = text_of().replace(chapter, table + chapter)
    text = text.replace(MARK, f"九、财政拨款“三公”经费、会议费和培训费支出情况说明\n\n{training}\n\n{MARK}")
    answer = ask(library_of(text), "青川区水务局2023年会议费花了多少钱，完成预算的百分之几")
    assert [v.value for v in answer.values if v.value != "12.30"] == ["26.40", "88.00"]


def test_a_word_of_asking_alone_is_no_part() -> None:
    assert asks_of(Query(text="", rest="接待了多少人次，多少")) == []
    assert [ask.unit for ask in asks_of(Query(text="", rest="接待了多少人次，多少批次"))] == ["人次", "批次"]


def test_what_was_done_is_counted_as_what_was_planned() -> None:
    asks = asks_of(Query(text="", rest="计划疏浚多少公里，实际完成多少"))
    assert [ask.unit for ask in asks] == ["公里", "公里"]


COUNTED = "2023年纳入绩效管理的支出项目共14个，支出金额2458.00万元。其中，进行项目绩效自评11个；纳入重点绩效评价1个。"


def test_a_known_figure_is_kept_and_the_sentence_tells_only_what_else_is_asked() -> None:
    text = text_of().replace(MARK, f"十二、预算绩效情况说明\n\n{COUNTED}\n\n{MARK}")
    answer = ask(library_of(text), "青川区水务局2023年支出项目共多少个，其中自评了几个")
    assert [(v.value, v.unit) for v in answer.values] == [("14", "个"), ("11", "个")]


@pytest.mark.parametrize(
    ("text", "units"),
    [
        ("发了多少份收回多少", ["份", "份"]),
        ("涉及几个镇街多少个村", ["个", "个"]),
        ("总投资多少，计划多长时间", [None, None]),
    ],
)
def test_numbers_that_no_comma_parts_are_asked_one_by_one(text: str, units: list[str | None]) -> None:
    assert [a.unit for a in asks_of(Query(text="", rest=text))] == units


def test_people_are_counted_by_any_counter_for_people() -> None:
    assert _asked("节水培训办了几期，培训了几个学员")[:1] == [("7", "期")]


LISTED = (
    "节水示范完成情况：一是硬化渠道11.8公里，改造水厕136座；二是建设小菜园74处；三是安装太阳能路灯210盏。"
    "评价组发放问卷500份，回收487份。全区14个社区中有5个社区未设暂存点。"
)


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("改造水厕几座，装了多少盏路灯", [("136", "座"), ("210", "盏")]),
        ("问卷发了多少份收回多少", [("500", "份"), ("487", "份")]),
        ("有几个社区没设暂存点", [("5", "个")]),
    ],
)
def test_figures_of_sentences_that_are_numbered_in_a_row(question: str, wanted: list[tuple[str, str]]) -> None:
    text = text_of().replace(MARK, f"十二、其他重要事项的情况说明\n\n{LISTED}\n\n{MARK}")
    values = ask(library_of(text), f"青川区水务局2023年{question}").values
    assert [(v.value, v.unit) for v in values[: len(wanted)]] == wanted


def test_a_known_figure_of_something_else_is_not_kept() -> None:
    told = "全区纳入调度的“三大改造”项目394个，总投资927.5亿元。进行项目绩效自评11个。"
    text = text_of().replace(MARK, f"十二、预算绩效情况说明\n\n{told}\n\n{MARK}")
    answer = ask(library_of(text), "青川区水务局2023年“三大改造”项目有多少个、总投资多少亿")
    assert [v.value for v in answer.values][:2] == ["394", "927.5"]
