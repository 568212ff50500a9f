"""Topic: the telling words of a question and how well a text covers them."""

from __future__ import annotations

import pytest

from rag.language.query import Query
from rag.understanding.topic import covered, longest_run, phrases_of, segments_in, share, stated_numbers


def _query(rest: str) -> Query:
    return Query(text=rest, rest=rest)


@pytest.mark.parametrize(
    ("text", "expected"), [("年初预算1300万，只支出258.74万", ["1300", "258.74"]), ("2023年有几个", []), ("", [])]
)
def test_amounts_that_a_question_states(text: str, expected: list[str]) -> None:
    assert stated_numbers(_query(text)) == expected


def test_what_is_named_stays_in_one() -> None:
    assert phrases_of(_query("防汛物资储备归|||管吗")) == ["防汛物资储备"]


def test_a_word_counts_whole_or_by_its_pairs() -> None:
    assert covered("水库", "水库除险") == 1.0
    assert covered("水库", "库水") == 0.0
    assert 0 < covered("水库除险", "除险加固") < 0.8


def test_long_words_count_more() -> None:
    assert share(["防汛物资", "管理"], "防汛物资") > share(["防汛物资", "管理"], "管理")
    assert share([], "管理") == 0.0


def test_the_longest_run_of_two_texts_is_measured() -> None:
    assert longest_run("水库加固", "小型水库加固座数") == 4
    assert longest_run("泵站", "水库") == 0


def test_a_name_of_single_characters_is_kept_whole() -> None:
    assert "退圩还湖" in segments_in("退圩还湖二期发现了哪些问题")
    assert "非遗" in segments_in("非遗项目的情况")
    assert not {"年曾", "帮我"} & set(segments_in("帮我看看去年曾支出多少"))


def test_a_word_with_one_character_more_inside_it_is_mostly_covered() -> None:
    assert covered("河长制", "承担全区河湖长制组织实施的具体工作") == 0.8
    assert covered("河长制", "承担河道清淤") < 0.5
