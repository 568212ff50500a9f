"""Slips of the pen: a name or a word of asking with one wrong character is read as what is meant."""

from __future__ import annotations

import pytest

from rag.holdings.desk import Desk
from rag.holdings.lookup import find_subjects
from rag.language.spelling import corrected, slips
from tests.rag.test_grounding import ask, first, samples


def _read(text: str) -> str:
    desk = Desk.of(samples())
    indexes = [desk.index(d) for d in desk.reports]
    return corrected(text, slips(text, find_subjects(text, indexes), indexes))


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("财政播款收入是多少", "财政拨款收入是多少"),
        ("公用经废是多少", "公用经费是多少"),
        ("三公经费的遇算数", "三公经费的预算数"),
        ("支出合计是夺少", "支出合计是多少"),
        ("办工费花了多少", "办公费花了多少"),
        ("物业管里费花了多少", "物业管理费花了多少"),
        ("差率费花了多少", "差旅费花了多少"),
        ("住房公基金花了多少", "住房公积金花了多少"),
    ],
)
def test_a_slip_is_put_right(written: str, meant: str) -> None:
    assert _read(written) == meant


@pytest.mark.parametrize(
    "text",
    [
        "各项支出是多少",
        "科目支出是多少",
        "教育支出是多少",
        "税费交了多少",
        "智算中心花了多少",
        "机关运行经费比上年降了百分之几",
        "为什么支出增加了",
        "最大的一笔支出是什么",
        "最少的一项支出是什么",
        "",
    ],
)
def test_what_makes_sense_as_it_stands_is_left_alone(text: str) -> None:
    assert _read(text) == text


def test_the_correction_is_told_with_the_answer() -> None:
    right, slipped = (ask(samples(), f"榆岚水利局2023年{w}是多少") for w in ("公用经费", "公用经废"))
    assert first(slipped) == first(right)
    assert "“公用经废”按“公用经费”理解" in slipped.answer


def test_a_counter_is_no_slip_of_one_that_sounds_like_it() -> None:
    assert _read("发放材料多少份") == "发放材料多少份"


def test_a_counter_and_the_word_behind_it_are_no_slip() -> None:
    assert _read("有多少家旅行社") == "有多少家旅行社"


def test_a_slip_that_makes_a_word_of_its_own_is_one_where_it_sounds_right() -> None:
    assert _read("住房公基金是多少") == "住房公积金是多少"


def test_the_end_of_a_word_is_no_beginning_of_another_one() -> None:
    assert _read("柳溪河治理要保护多少人口") == "柳溪河治理要保护多少人口"
