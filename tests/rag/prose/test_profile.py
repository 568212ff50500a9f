"""Duties and bodies: the clause, the sentence and the name that are asked about, and yes only where it is said."""

from __future__ import annotations

import pytest

from tests.rag.small_report import text_of
from tests.rag.test_grounding import ask, first, library_of

DUTIES = """（一）水利工程建设。组织实施重点水利工程，推进灌区改造；负责水库除险加固。

（二）负责农村饮水安全和城乡供水管理，指导节约用水；承担防汛物资储备的行政管理工作。

（三）完成区委、区政府交办的其他任务。

二、机构设置

云岭市青川区水务局内设机构3个，包括：办公室、规划建设股、水资源股。另设有下属事业单位2个，其中1个副科级事业单位（青川区水利工程站）、1个股级事业单位（青川区水政监察队）。

从决算单位构成看，云岭市青川区水务局部门决算包括：局本级决算。

纳入本部门2023年度部门决算编制范围的单位共2个，具体是：

1.云岭市青川区水务局本级

2.青川区水利工程站

"""


def _text() -> str:
    before, rest = text_of().split("（一）贯彻执行", 1)
    return before + DUTIES + "第二部分 2023年度部门决算表\n\n收入支出决算总表" + rest.split("收入支出决算总表", 1)[1]


def _ask(question: str) -> str:
    answer = ask(library_of(_text()), f"青川区水务局2023年{question}")
    assert answer.status == "answered", answer.answer
    return answer.answer


@pytest.mark.parametrize("question", ["防汛物资储备归它管吗", "是不是负责城乡供水管理", "管不管水库除险加固"])
def test_a_duty_that_is_written_is_affirmed(question: str) -> None:
    assert _ask(question).startswith("是。")


def test_only_the_clause_on_what_is_asked_is_told() -> None:
    told = _ask("防汛物资储备归它管吗")
    assert "防汛物资储备" in told
    assert "灌区改造" not in told


def test_a_duty_that_has_the_topic_for_its_title_is_told_in_full() -> None:
    told = _ask("在水利工程建设方面管些什么")
    assert "灌区改造" in told
    assert "水库除险加固" in told


def test_words_that_only_stand_near_one_another_are_no_yes() -> None:
    assert not _ask("供水安全归它管吗").startswith("是。")


@pytest.mark.parametrize("question", ["房地产归它管吗", "负责知识产权吗", "在知识产权方面有什么职责"])
def test_a_duty_that_is_not_written_is_not_affirmed(question: str) -> None:
    answer = ask(library_of(_text()), f"青川区水务局{question}")
    assert answer.status == "not_found"
    assert "没有写到" in answer.answer


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("防汛物资储备归不归它负责", "是。"),
        ("农村供水归它管吗", "是。"),
        ("城乡供水管理、防汛物资储备这块管什么", "防汛物资储备"),
        ("除了水库除险加固，还管什么工程", "灌区改造"),
    ],
)
def test_duties_are_found_however_they_are_put(question: str, said: str) -> None:
    assert said in _ask(question)


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("那几个事业单位叫什么", ("水利工程站", "水政监察队")),
        ("下属哪个事业单位是副科级", ("青川区水利工程站",)),
        ("决算汇总了哪几家单位", ("水务局本级", "水利工程站")),
        ("内设哪些股室", ("规划建设股", "水资源股")),
        ("水资源股是内设机构吗", ("是。", "水资源股")),
    ],
)
def test_the_bodies_that_are_asked_for_are_named(question: str, said: tuple[str, ...]) -> None:
    told = _ask(question)
    assert all(word in told for word in said)


def test_a_body_that_is_not_listed_is_said_not_to_be() -> None:
    answer = ask(library_of(_text()), "青川区水务局有没有法制股")
    assert answer.status == "not_found"
    assert "法制股" in answer.answer


def test_duties_are_counted_and_found_by_their_place_in_the_list() -> None:
    answer = ask(library_of(_text()), "青川区水务局部门职责一共列了几条，最后一条是什么")
    assert first(answer) == ("3", "条")
    assert "交办的其他任务" in answer.answer
    assert "节约用水" in _ask("职责第二项讲的是啥")
    assert "只列出3项" in ask(library_of(_text()), "青川区水务局职责第九条是什么").answer


def test_which_duty_names_a_thing_is_told_with_its_number() -> None:
    assert "（二）" in _ask("职责里提到防汛物资的是哪一条")


def test_words_that_fill_a_question_are_no_topic() -> None:
    assert _ask("防汛物资储备这摊事归不归它管").startswith("是。")


def test_duties_beside_those_that_are_known() -> None:
    text = _text().replace("指导节约用水；", "指导节约用水。此外，还承担水利博物馆的筹建工作；")
    answer = ask(library_of(text), "青川区水务局除了供水，还承担什么重点工作")
    assert "水利博物馆" in answer.answer
    assert "灌区改造" not in answer.answer


def test_how_a_duty_is_shared_is_told_with_the_other_body() -> None:
    shared = "（三）与云岭市青川区住房和城乡建设局的职责分工。云岭市青川区住房和城乡建设局负责城区排水。\n\n（四）完成"
    answer = ask(library_of(_text().replace("（三）完成", shared)), "青川区水务局在排水上跟哪个部门划了职责分工")
    assert "住房和城乡建设局负责城区排水" in answer.answer


def test_several_duties_by_their_places() -> None:
    told = _ask("职责第一条、第三条分别是什么")
    assert "灌区改造" in told
    assert "交办的其他任务" in told
    assert "节约用水" not in told


@pytest.mark.parametrize(
    "question", ["城乡供水归{}管不，管哪些方面", "农村饮水安全是不是{}的活儿", "节水指导是{}的职责吗"]
)
def test_other_ways_of_asking_whose_duty_it_is(question: str) -> None:
    answer = ask(library_of(_text()), question.format("青川区水务局"))
    assert "城乡供水管理" in answer.answer or "节约用水" in answer.answer


def test_a_verb_behind_its_object_is_the_same_duty() -> None:
    asked = ask(library_of(_text()), "青川区水务局灌区改造推进是它的职责不")
    assert asked.answer.startswith("是。") and "推进灌区改造" in asked.answer


OTHER_WORDS = (
    "（三）查处水事违法行为，办理涉水信访投诉和行政复议事项。\n\n（四）负责堤防与闸门安全的日常检查。\n\n（五）完成"
)


def test_a_duty_in_other_words_is_told_as_that_also_beside_another() -> None:
    library = library_of(_text().replace("（三）完成", OTHER_WORDS))
    for question in ("涉水问题投诉举报归它管吗", "涉水问题投诉举报归这个局管吗，堤防与闸门呢"):
        told = ask(library, f"青川区水务局2023年{question}")
        assert "信访投诉" in told.answer and "没有直接写明" in told.answer
    assert "堤防与闸门" in told.answer


def test_a_thing_of_which_no_duty_has_two_words_is_not_found() -> None:
    library = library_of(_text().replace("（三）完成", OTHER_WORDS))
    assert ask(library, "青川区水务局2023年道路交通安全归它管吗").status == "not_found"
