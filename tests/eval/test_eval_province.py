"""Departments of invented places: as many as wanted, no two alike, nothing left of the place they were moved from."""

from __future__ import annotations

from itertools import islice, pairwise
from pathlib import Path

from eval.samples import write_samples
from eval.samples.data import departments
from eval.samples.province import invented, places
from eval.samples.sets import slots


def test_there_are_departments_for_ten_thousand_reports_and_no_two_are_alike() -> None:
    several = list(islice(invented(), 2000))
    assert len(several) == len({department.name for department in several}) == 2000
    assert len({department.key for department in several}) == 2000


def test_no_city_is_a_county_too() -> None:
    some = list(islice(places(), 500))
    assert not {place.city for place in some} & {place.county for place in some}


def test_nothing_of_the_former_place_is_left() -> None:
    former = {"榆岚", "松漪", "鹭屿", "帆石", "岫川", "梅砚"}
    for department in islice(invented(), 40):
        text = department.model_dump_json()
        assert not [name for name in former if name in text.replace(department.key, "")]


def test_the_kind_of_a_department_is_that_of_its_place() -> None:
    for department in islice(invented(), 40):
        model = departments()[department.key.rsplit("-", 1)[0]]
        assert (department.level, department.run, len(department.bodies)) == (model.level, model.run, len(model.bodies))


def test_a_department_of_an_invented_place_has_five_years_that_follow_on_one_another() -> None:
    own = [slot.sample for slot in islice(slots(), 60) if slot.sample.books.department.name == "榧泷市水利局"]
    assert [sample.year for sample in own] == [2019, 2020, 2021, 2022, 2023]
    for before, after in pairwise(own):
        assert before.books.department == after.books.department


def test_more_reports_than_the_set_has_are_written(tmp_path: Path) -> None:
    paths = write_samples(tmp_path, 45)
    assert len({path.name for path in paths}) == 45
    assert "榧泷市教育局" in paths[-1].read_text(encoding="utf-8")
