"""Scope: which of the reports a question on several means."""

from __future__ import annotations

import pytest

from rag.language.scope import names_a_group, scope_in
from tests.rag.small_report import text_of
from tests.rag.test_grounding import ask, figures, library_of, samples


@pytest.mark.parametrize(
    ("text", "every", "level", "province"),
    [
        ("各部门支出合计", True, None, None),
        ("五份报告里最高的", True, None, None),
        ("区级部门谁最高", False, "县区级", None),
        ("市里的局分别是多少", False, "市级", None),
        ("河南的几家支出多少", True, None, "河南"),
        ("区级科技计划有哪些", False, None, None),
        ("项目支出多少", False, None, None),
    ],
)
def test_scope_is_told_by_its_words(text: str, every: bool, level: str | None, province: str | None) -> None:
    scope = scope_in(text)
    assert (scope.every, scope.level, scope.province) == (every, level, province)


def test_who_asks_among_those_that_were_spoken_of() -> None:
    assert names_a_group("谁最高", spoken_of=1)
    assert not names_a_group("谁最高", spoken_of=4)


def test_a_level_narrows_a_ranking() -> None:
    answer = ask(samples(), "2023年县区部门支出合计从高到低排列")
    assert figures(answer) == ["2587.58", "1091.36"]
    assert answer.query["scope"] == {"level": "县区级"}


def test_a_region_with_its_departments_means_its_districts_too() -> None:
    answer = ask(samples(), "榆岚市各部门2023年支出合计分别是多少")
    assert figures(answer) == ["1091.36", "2125.60"]


def test_a_bare_region_that_fits_several_departments_gives_all_their_figures() -> None:
    answer = ask(samples(), "榆岚2023年支出合计多少")
    assert (answer.status, figures(answer)) == ("clarify", ["1091.36", "2125.60"])


def test_a_department_may_have_a_year_of_its_own() -> None:
    library = library_of(
        text_of(),
        text_of(department="云岭市青川区民政局", year=2021, spent="186.78"),
        text_of(department="云岭市文旅局", spent="99.90"),
    )
    answer = ask(library, "所有部门（民政局按2021年）支出合计从高到低")
    assert [(v.value, v.year) for v in answer.values] == [("386.78", 2023), ("186.78", 2021), ("99.90", 2023)]


def test_a_department_of_a_province_is_found_by_its_region() -> None:
    library = library_of(
        text_of(department="新乡市青川区水务局"), text_of(department="随州市青川区水务局", spent="99.90")
    )
    answer = ask(library, "河南的部门2023年支出合计分别是多少")
    assert {v.value for v in answer.values} == {"386.78"}


def test_a_province_of_which_there_is_no_department_is_not_found() -> None:
    library = library_of(text_of(department="新乡市青川区水务局"), text_of(department="新乡市青川区民政局"))
    assert ask(library, "湖北的部门2023年支出合计多少").status == "not_found"


def test_a_body_that_is_not_named_is_no_department() -> None:
    answer = ask(samples(), "榆岚那个局2023年支出合计多少")
    assert answer.status == "clarify"
