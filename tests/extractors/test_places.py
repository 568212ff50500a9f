"""Places: pages and boxes of spans of a text, and their packed form."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.report import Places, Source, box_in, spot_of

_BOX = st.tuples(*[st.floats(0, 900).map(lambda x: round(x, 1))] * 4)


def _places() -> Places:
    first, second = (10.0, 0.0, 50.0, 9.0), (60.0, 0.0, 100.0, 9.0)
    return Places([0, 10], [(0, 4, first), (4, 8, second), (12, 14, (5.0, 1.0, 6.0, 2.0))])


def test_the_page_of_an_offset_is_the_one_that_began_last() -> None:
    assert [_places().page_of(n) for n in (0, 9, 10, 99)] == [1, 1, 2, 2]
    assert Places().page_of(3) is None


@pytest.mark.parametrize(
    ("span", "box"),
    [
        ((0, 4), (10, 0, 50, 9)),
        ((1, 3), (20, 0, 40, 9)),
        ((2, 6), (30, 0, 80, 9)),
        ((0, 14), (10, 0, 100, 9)),
        ((12, 14), (5, 1, 6, 2)),
        ((8, 10), None),
    ],
)
def test_a_span_has_the_box_around_its_characters_on_its_first_page(
    span: tuple[int, int], box: tuple[float, ...] | None
) -> None:
    assert _places().where(*span) == box


def test_a_named_place_is_told_as_it_is() -> None:
    named = Places(spots=[(0, 3, "支出决算表!C12")])
    assert named.where(1, 2) == "支出决算表!C12"
    assert spot_of("支出决算表!C12") == "支出决算表!C12"
    assert box_in("支出决算表!C12") is None


@given(_BOX)
def test_a_box_survives_being_written_as_a_word(box: tuple[float, float, float, float]) -> None:
    assert box_in(spot_of(box)) == box


@given(st.lists(st.integers(0, 999), max_size=5), st.lists(_BOX | st.text(max_size=9), max_size=9))
def test_what_is_packed_is_unpacked(pages: list[int], wheres: list[tuple[float, float, float, float] | str]) -> None:
    spots = [(n * 3, n * 3 + 2, where) for n, where in enumerate(wheres)]
    there = Places(sorted(pages), spots, [1] if pages else [])
    assert Places.unpacked(there.packed()) == there
    assert Places.unpacked(None) == Places()


def test_places_of_a_source_give_the_page_of_a_place() -> None:
    source = Source("0123456789abcdef", places=_places())
    assert source.place(2, 3).page == 1
    assert source.place(12, 13).page == 2
