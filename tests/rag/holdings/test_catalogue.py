"""Catalogue: the reports at hand, each once, with what answering needs of all of them."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

import pytest

from rag.holdings.catalogue import Catalogue


@dataclass(frozen=True)
class Filed:
    doc_id: str
    department: str | None
    year: int | None
    region: str | None
    file: str = "a.txt"


def _many(count: int) -> list[Filed]:
    return [Filed(f"d{n}", f"云岭市青川区第{n}局", 2019 + n % 5, "云岭市青川区") for n in range(count)]


def test_of_several_versions_the_latest_is_at_hand() -> None:
    old, new = Filed("old", "水务局", 2023, ""), Filed("new", "水务局", 2023, "", "b.txt")
    catalogue = Catalogue([old, new], {"new": [old]})
    assert list(catalogue.reports) == ["new"]
    assert catalogue.files == {"new": "b.txt"}
    assert catalogue.directory.called("水务局") == ["水务局"]


def test_the_numbers_are_those_of_departments_and_years() -> None:
    reports = [Filed("a", "水务局", 2023, ""), Filed("b", "第12中学校", 2021, ""), Filed("c", None, None, None)]
    assert Catalogue(reports).numbers == {Decimal(2023), Decimal(2021), Decimal(12)}


def test_of_few_reports_any_may_speak_of_a_body() -> None:
    assert Catalogue(_many(3)).near_by(["火星局"], [2023]) == ["d0", "d1", "d2"]


def test_of_many_reports_a_few_of_the_place_and_year_may_speak_of_a_body() -> None:
    elsewhere = Filed("other", "白沙县水务局", 2023, "白沙县")
    catalogue = Catalogue([elsewhere, *_many(200)])
    assert catalogue.near_by(["白沙县水文站"], []) == ["other"]
    found = catalogue.near_by(["青川区水文站"], [2020])
    assert 0 < len(found) <= 10
    assert {catalogue.reports[d].year for d in found} == {2020}


@pytest.mark.parametrize("name", ["火星局", "月球市水文站", ""])
def test_of_many_reports_none_speaks_of_a_body_of_nowhere(name: str) -> None:
    assert Catalogue(_many(200)).near_by([name], []) == []


def test_the_reports_of_a_department_are_known_by_year() -> None:
    reports = [Filed(f"w{y}", "水务局", y, "") for y in (2022, 2023)] + [Filed("c", "文旅局", 2023, "")]
    catalogue = Catalogue(reports)
    assert catalogue.of_department("水务局") == {2022: "w2022", 2023: "w2023"}
    assert catalogue.of_departments(["文旅局", "水务局", None]) == ["c", "w2022", "w2023"]
    assert catalogue.of_departments(["文旅局", "水务局"], [2023, 2022]) == ["c", "w2023", "w2022"]
    assert catalogue.of_years([2023]) == ["w2023", "c"]
    assert (catalogue.year_before("w2023"), catalogue.year_before("c")) == ("w2022", None)
