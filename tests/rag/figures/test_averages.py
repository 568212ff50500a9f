"""Averages: over what fits the money that is divided, in a unit that tells something."""

from __future__ import annotations

import pytest

from rag.figures.averages import costs_of, divided_among
from rag.holdings.desk import Desk
from rag.understanding.question import parse
from tests.rag.form_report import asked
from tests.rag.plain_report import PROSE_MARK
from tests.rag.small_report import text_of
from tests.rag.test_grounding import ask, library_of, samples


@pytest.mark.parametrize(
    ("text", "over", "cost"),
    [
        ("榆岚水利局公车运行费平均每辆多少", "fleet", "vehicle_running"),
        ("榆岚水利局公车购置费平均每辆多少", "bought_cars", "vehicle_purchase"),
        ("榆岚水利局接待一位来宾平均花多少", "reception_guests", "reception"),
        ("榆岚水利局出国费人均多少", "delegates", "abroad"),
        ("榆岚水利局人均人员经费多少", "headcount", "staff"),
    ],
)
def test_an_average_is_over_what_the_money_was_spent_on(text: str, over: str, cost: str) -> None:
    desk = Desk.of(samples())
    query = parse(text, list(desk.reports.values()), desk.index)
    measure = divided_among(query)
    assert measure is not None
    first = costs_of(query, measure)[0].measure
    assert (measure.id, first.id if first else None) == (over, cost)


@pytest.mark.parametrize("said", ["平均每批接待多少人", "每批接待平均几个人", "国内公务接待平均每批次多少人次"])
def test_people_are_divided_where_people_are_asked_for(said: str) -> None:
    answer = ask(samples(), "榆岚水利局2023年" + said)
    assert (answer.values[0].value, answer.values[0].unit) == ("5.00", "人次")
    assert answer.values[0].formula == "275 ÷ 55"


def test_small_averages_are_told_in_yuan() -> None:
    answer = ask(samples(), "榆岚水利局2023年公务接待费人均多少")
    assert (answer.values[0].value, answer.values[0].unit) == ("57.09", "元")


def test_an_average_over_a_number_that_is_not_there_is_not_found() -> None:
    answer = ask(samples(), "榆岚水利局2023年人均人员经费多少")
    assert (answer.status, "没有写明实有人员" in answer.answer) == ("not_found", True)


def test_the_average_of_points_is_worked_out_where_none_is_stated() -> None:
    for question in ("项目自评平均分是多少", "自评项目均分是几分"):
        answer = asked(question)
        assert (answer.values[0].value, answer.values[0].formula) == ("93.90", "(96.3 + 91.5) ÷ 2")


def test_the_average_of_points_is_as_stated_where_one_is() -> None:
    said = "十、预算绩效情况说明\n\n（一）项目绩效自评结果\n\n"
    said += "本部门对6个项目开展绩效自评，项目绩效自评平均得分为88.25分。\n\n"
    text = text_of().replace(PROSE_MARK, said + PROSE_MARK)
    answer = ask(library_of(text), "青川区水务局2023年项目自评平均分是多少")
    assert [(v.value, v.formula) for v in answer.values] == [("88.25", None)]


@pytest.mark.parametrize(
    ("said", "value", "unit"),
    [
        ("国内公务接待平均每批团组花多少元", "285.45", "元"),
        ("平均每接待一个来客花多少元", "57.09", "元"),
        ("每接待一批平均花多少元", "285.45", "元"),
        ("每名来宾平均接待费多少元", "57.09", "元"),
        ("接待费平均到每个人头上大约多少元", "57.09", "元"),
    ],
)
def test_what_is_divided_says_of_which_groups(said: str, value: str, unit: str) -> None:
    answer = ask(samples(), "榆岚水利局2023年" + said)
    assert (answer.values[0].value, answer.values[0].unit) == (value, unit)


def test_among_persons_however_often_they_came() -> None:
    answer = ask(samples(), "榆岚水利局2023年公务接待费人均每次多少元")
    assert (answer.values[0].value, answer.values[0].unit) == ("57.09", "元")


@pytest.mark.parametrize(
    ("said", "over"),
    [
        ("每次接待平均花多少钱，按人次算", "reception_guests"),
        ("公务接待费按人数平均多少元", "reception_guests"),
        ("每次接待花多少钱", "reception_groups"),
        ("接待一次平均花多少钱", "reception_groups"),
    ],
)
def test_the_words_for_a_visit_say_over_what_the_average_is(said: str, over: str) -> None:
    desk = Desk.of(samples())
    measure = divided_among(parse("榆岚水利局2023年" + said, list(desk.reports.values()), desk.index))
    assert measure is not None and measure.id == over


def test_money_given_out_is_divided_among_those_who_get_it_and_never_among_the_staff() -> None:
    prose = (
        "十二、重点工作情况说明\n\n发放移民直补资金30.00万元，惠及移民500人，实施基础设施项目9个。\n\n"
        "十三、其他工作情况说明\n\n发放困难职工救助资金8.00万元，在职职工40人参加培训。\n\n"
        "十四、人员情况说明\n\n年末在职人员40人。\n\n"
    )
    library = library_of(text_of().replace(PROSE_MARK, prose.replace("，在职职工40人参加培训", "") + PROSE_MARK))
    each = ask(library, "青川区水务局2023年移民直补平均每人拿到多少元")
    assert [(v.value, v.unit) for v in each.values][:1] == [("600.00", "元")]
    unknown = ask(library, "青川区水务局2023年困难职工救助资金平均每人多少元")
    assert unknown.status == "not_found" and unknown.values == []
