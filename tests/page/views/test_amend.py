"""Amend: only what was changed is set right, and what was understood is always among the choices."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from page.views import amend
from page.views.amend import Choices, choices_of, correction
from rag.answer import Answer
from rag.library import Library
from rag.settings import Settings


@pytest.fixture
def library(filled: Path) -> Iterator[Library]:
    with Library.open(filled, Settings(_env_file=None)) as library:
        yield library


def _choices(library: Library) -> tuple[Choices, Answer]:
    info = library.reports()[0]
    answer = library.ask(f"{info.department}{info.year}年支出合计是多少？")
    return choices_of(answer, library.reports()), answer


def test_what_was_understood_is_among_the_choices(library: Library) -> None:
    choices, answer = _choices(library)
    assert choices.departments is not None
    assert set(choices.understood_departments) <= set(choices.departments)
    assert choices.understood_measures == ("本年支出合计",)
    assert set(choices.understood_measures) <= set(choices.measures)
    assert set(choices.understood_years) <= set(choices.years)
    assert answer.status == "answered"


def test_nothing_changed_is_no_correction(library: Library) -> None:
    choices, _ = _choices(library)
    same = (choices.understood_departments, choices.understood_years, choices.understood_measures)
    assert correction(choices, *same) is None
    assert correction(choices, [], [], []) is None


def test_only_the_changed_part_is_set_right_and_the_answer_follows(library: Library) -> None:
    choices, answer = _choices(library)
    made = correction(choices, choices.understood_departments, choices.understood_years, ["基本支出"])
    assert made is not None
    by, told = made
    assert by.model_fields_set == {"measures"} and told == "指标：基本支出"
    again = library.conversation().ask(answer.question, by)
    assert again.values[0].label == "基本支出" and again.values[0].value != answer.values[0].value


def test_more_departments_than_anybody_reads_are_not_listed(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(amend, "MOST_CHOICES", 1)
    assert _choices(library)[0].departments is None
