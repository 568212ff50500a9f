"""The vocabulary of counting words: valid, what is asked by which words, what is alike, and what other files name."""

from __future__ import annotations

import re
from typing import Any

import pytest
from pydantic import BaseModel, ConfigDict, ValidationError

from extractors.facts import MONEY
from extractors.vocabulary import load_yaml, measures, prose_words, question_words
from extractors.vocabulary.patterns import Words
from extractors.vocabulary.units import UnitWords, unit_words


def changed(**entries: Any) -> dict[str, Any]:
    """The content of the file with some entries put in the place of others."""
    return {**load_yaml("units.yaml"), **entries}


class _Pattern(BaseModel):
    model_config = ConfigDict(arbitrary_types_allowed=True)

    words: Words


# ---------------------------------------------------------------- the file


def test_the_units_are_read_once() -> None:
    assert unit_words() is unit_words()


@pytest.mark.parametrize(
    ("entry", "message"),
    [
        ({"alike": [["人", "头人"]]}, "alike: no such unit: 头人"),
        ({"alike": [["人次", "名"]]}, "alike: 人次: name the unit it is of"),
        ({"sets": {"vehicles": ["辆", "驾"]}}, "vehicles: no such unit: 驾"),
        ({"units": {"人次": {"counts": "人员", "of": "人"}}, "alike": [], "sets": {}}, "of: no such unit: 人"),
        ({"units": {"个": {"counts": "任何事物", "kind": "lots"}}, "alike": [], "sets": {}}, "kind"),
        (
            {"units": {"个": {"counts": "任何事物", "not_before": "["}}, "alike": [], "sets": {}},
            "no expression: ",
        ),
        (
            {
                "units": {"台": {"counts": "车辆", "spelled": ["架"]}, "套": {"counts": "设备", "spelled": ["架"]}},
                "alike": [],
                "sets": {},
            },
            "spelled: of two units: 架",
        ),
    ],
)
def test_a_fault_in_the_file_is_named(entry: dict[str, Any], message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        UnitWords.model_validate(changed(**entry))


def test_every_unit_says_what_it_counts() -> None:
    assert [name for name, unit in unit_words().units.items() if not unit.counts] == []


def test_units_that_other_files_name_are_known() -> None:
    known = {*unit_words().units, *MONEY}
    words = prose_words()
    named = {*words.counts, *(u for around in words.around for u in around.units)}
    named |= {u for things in question_words().counted.values() for u in things}
    named |= {m.unit for m in measures().values() if m.unit}
    assert {unit_words().named(u) for u in named} - known == set()


# ---------------------------------------------------------------- what is asked


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("接待了几批、多少人次", ["批", "人次"]),
        ("有几个人在编", ["人"]),
        ("建了多少万亩高标准农田", ["亩"]),
        ("提高了几个百分点", ["个百分点"]),
        ("买了多少台套设备", ["台套"]),
        ("投了几个亿", []),
        ("安排了多少万元", []),
        ("用了多少万项目经费", []),
        ("一共多少支出", []),
        ("期末结转是多少", []),
        ("有多少部门超了预算", []),
        ("三公经费花了多少", []),
    ],
)
def test_the_unit_that_a_question_asks_for(question: str, asked: list[str]) -> None:
    assert unit_words().asked_in(question) == asked


@pytest.mark.parametrize(
    ("text", "found"), [("3期培训班", "期"), ("2023期末", None), ("5支队伍", "支"), ("5支出", None)]
)
def test_the_beginning_of_a_word_is_no_unit(text: str, found: str | None) -> None:
    match = re.search(rf"(?<=\d){unit_words().set_pattern('counters')}", text)
    assert (match and match.group(0)) == found


def test_a_longer_unit_is_not_taken_for_the_one_it_begins_with() -> None:
    pattern = re.compile(rf"\d+(?P<unit>{unit_words().set_pattern('facts')})")
    units = ["人次", "批次", "台套", "场次", "个百分点", "平方米"]
    assert [m.group("unit") for u in units for m in pattern.finditer(f"12{u}")] == units


# ---------------------------------------------------------------- what is alike


@pytest.mark.parametrize(
    ("unit", "other"),
    [
        ("人", "人次"),
        ("人次", "名"),
        ("批", "批次"),
        ("批次", "个"),
        ("辆", "台"),
        ("台套", "台（套）"),
        ("户", "家"),
        ("万人", "万人次"),
    ],
)
def test_units_that_count_one_and_the_same_thing(unit: str, other: str) -> None:
    assert unit_words().are_alike(unit, other)
    assert unit_words().are_alike(other, unit)


@pytest.mark.parametrize(
    ("unit", "other"),
    [
        ("人", "批次"),
        ("户", "个"),
        ("项", "户"),
        ("公里", "个"),
        ("万人", "人"),
        ("个百分点", "项"),
        ("米", "平方米"),
        ("盆", "个"),
    ],
)
def test_units_of_different_things(unit: str, other: str) -> None:
    assert not unit_words().are_alike(unit, other)


@pytest.mark.parametrize(
    ("unit", "kind"),
    [
        ("个百分点", "percent"),
        ("％", "percent"),
        ("分", "score"),
        ("倍", "times"),
        ("亩", "extent"),
        ("盆", "things"),
        (None, None),
    ],
)
def test_what_a_unit_tells(unit: str | None, kind: str | None) -> None:
    assert unit_words().kind(unit) == kind


# ---------------------------------------------------------------- in other files


def test_a_pattern_of_a_file_may_name_a_set_of_units() -> None:
    words = _Pattern.model_validate({"words": ["超过\\d{1,3}{vehicles}", "平均一{beside_money}"]}).words
    assert [bool(words.search(t)) for t in ("超过12辆", "超过12户", "平均一批", "平均一家")] == [
        True,
        False,
        True,
        False,
    ]


def test_an_unknown_set_of_units_in_a_pattern_is_named() -> None:
    with pytest.raises(ValidationError, match="no such set of units: carts"):
        _Pattern.model_validate({"words": "几{carts}"})
