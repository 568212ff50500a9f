"""Own name: the rest of a department's name behind what was recognised of it is not part of what is asked."""

from __future__ import annotations

from dataclasses import dataclass

from rag.language.names import Mention
from rag.understanding.own_name import own_spans


@dataclass
class _Report:
    doc_id: str
    department: str | None
    year: int | None = 2023
    level: str | None = None
    region: str | None = None
    kind: str = "final"


WATER = _Report("water", "云岭市青川区水务局")


def test_the_rest_of_the_name_behind_its_region_is_the_departments() -> None:
    text = "青川区水务局部门决算汇总了哪几家单位"
    assert own_spans(text, [Mention(0, 3, "青川区", ("water",))], [WATER]) == [(3, 6)]


def test_words_that_are_not_in_the_name_stay() -> None:
    text = "青川区教育局部门决算汇总了哪几家单位"
    assert own_spans(text, [Mention(0, 3, "青川区", ("water",))], [WATER]) == []


CONTROL = _Report("control", "云岭市青川区疾病预防控制中心")


def test_single_characters_of_the_name_behind_its_region_are_the_departments() -> None:
    assert own_spans("青川疾控怎么没有会议费", [Mention(0, 2, "青川", ("control",))], [CONTROL]) == [(2, 4)]


def test_a_word_of_the_name_may_go_on_with_what_is_asked() -> None:
    assert own_spans("青川预防接种花了多少", [Mention(0, 2, "青川", ("control",))], [CONTROL]) == []


def test_behind_a_whole_name_stands_what_is_asked_of_it() -> None:
    text = "青川区水务局水务三项经费花了多少"
    assert own_spans(text, [Mention(0, 6, "青川区水务局", ("water",))], [WATER]) == []
