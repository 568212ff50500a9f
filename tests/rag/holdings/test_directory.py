"""A directory of names: the departments of some reports by region and organisation."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from rag.holdings.directory import Directory, forms_of, parts_of
from rag.holdings.short_names import abbreviates, stands_for
from tests.rag.language.test_names import REPORTS

_CHARS = st.text("云岭市青川区白沙县水务文化和旅游科学技术工信息局", max_size=12)


@given(_CHARS)
def test_a_directory_knows_the_same_short_names_as_a_look_at_every_report(text: str) -> None:
    cores = {core for r in REPORTS if (core := parts_of(r)[1])}
    short_for = {core for core in cores if abbreviates(text, core)}
    meant = {core for core in cores if stands_for(text, core)}
    assert set(Directory(REPORTS).called(text)) == (short_for or meant)


@given(_CHARS, st.integers(0, 12), st.integers(0, 12))
def test_the_longest_short_name_is_that_of_a_look_at_every_report(text: str, first: int, last: int) -> None:
    starts, end = range(min(first, len(text)), min(last, len(text))), len(text)
    fits = [s for s in starts if any(abbreviates(text[s:end], parts_of(r)[1]) for r in REPORTS)]
    assert Directory(REPORTS).longest_called(text, starts, end) == min(fits, default=None)


def test_regions_in_a_text_are_the_longest_names_from_the_left() -> None:
    text = "云岭市青川区和白沙的云岭"
    spans = list(Directory(REPORTS).places_in(text))
    assert [text[a:b] for a, b in spans] == ["云岭市", "青川区", "白沙", "云岭"]


def test_reports_of_places_are_those_in_all_of_them() -> None:
    directory = Directory(REPORTS)
    assert directory.in_places(["云岭"]) == ["water", "city-water", "culture"]
    assert directory.in_places(["云岭", "青川区"]) == ["water", "culture"]
    assert directory.in_places([]) == directory.in_places(["云岭", "白沙"]) == []


def test_a_zone_is_called_by_its_short_names() -> None:
    assert forms_of("青川经济技术开发区") >= {"青川经济技术开发区", "青川经开区", "青川开发区"}
