"""Quotes are found exactly, width and white space aside, at every place where they stand."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.assisted.quoting import Quotable, Span

TEXT = "一、收入情况\n本年收入 4, 233. 22 万元（含\n其他收入）。\n合计\t386.78\t386.78\t0.00\n本年收入 4, 233. 22 万元"


def whole(text: str) -> Span:
    return Span(0, len(text))


def test_a_quote_is_found_across_spaces_and_lines_and_whatever_its_width() -> None:
    found = Quotable(TEXT).places("4,233.22万元(含其他收入)", whole(TEXT))
    assert [TEXT[s.start : s.end] for s in found] == ["4, 233. 22 万元（含\n其他收入）"]


def test_all_places_of_a_quote_are_told_and_only_those_inside() -> None:
    quotable = Quotable(TEXT)
    assert len(quotable.places("本年收入4,233.22万元", whole(TEXT))) == 2
    assert len(quotable.places("本年收入4,233.22万元", Span(30, len(TEXT)))) == 1


@pytest.mark.parametrize("altered", ["4,232.22万元", "4,233.2万元", "本年支出4,233.22", "万", ""])
def test_an_altered_or_empty_quote_is_not_found(altered: str) -> None:
    assert Quotable(TEXT).places(altered, whole(TEXT)) == []


def test_numbers_are_read_with_spaces_inside_and_never_across_cells() -> None:
    numbers = [n for _, n in Quotable(TEXT).numbers(whole(TEXT))]
    assert numbers == [Decimal("4233.22"), Decimal("386.78"), Decimal("386.78"), Decimal("0.00"), Decimal("4233.22")]


def test_numbers_begin_where_they_are_printed() -> None:
    for at, number in Quotable(TEXT).numbers(whole(TEXT)):
        assert TEXT[at] == str(number)[0]


@given(st.text(alphabet="万元收支12．３,. \t\n（）", max_size=60), st.integers(0, 59), st.integers(1, 20))
def test_every_piece_of_a_text_is_found_in_it(text: str, start: int, length: int) -> None:
    piece = text[start : start + length]
    folded = "".join(piece.split())
    if len(folded) >= 2:
        found = Quotable(text).places(piece, whole(text))
        assert any("".join(text[s.start : s.end].split()) == folded for s in found)
