"""Both sides of an indicator: what was planned of it and what came of it, asked in whatever words."""

from __future__ import annotations

import pytest
from form_report import asked
from test_grounding import figures

from rag.sides import sides_in


@pytest.mark.parametrize(
    ("text", "sides"),
    [
        ("定了几次，做了几次", ["目标值", "实际完成值"]),
        ("定的多少实际多少", ["目标值", "实际完成值"]),
        ("计划完成多少", ["目标值"]),
        ("最后做到多少", ["实际完成值"]),
        ("得几分", []),
    ],
)
def test_each_part_asks_for_a_side(text: str, sides: list[str]) -> None:
    assert sides_in(text) == sides


def test_whether_a_goal_was_met_asks_for_what_came_of_it() -> None:
    assert sides_in("目标是多少，完成了吗", planned=True) == ["目标值", "实际完成值"]


@pytest.mark.parametrize(
    "question", ["巡查河道定了几次，做了几次", "巡查河道次数计划几次，最后几次", "巡查河道次数目标是多少次，完成了吗"]
)
def test_both_sides_are_told(question: str) -> None:
    assert figures(asked(question))[:2] == ["48", "50"]


def test_the_points_are_told_beside_both_sides() -> None:
    assert figures(asked("水质达标比例定的多少，实际多少，得几分")) == ["95", "91", "26.5"]


def test_points_that_were_lost_leave_out_nothing_else_that_is_asked() -> None:
    assert figures(asked("水质达标比例目标多少实际多少，扣了几分")) == ["95", "91", "3.5"]


def test_sides_named_side_by_side_are_both_told() -> None:
    assert figures(asked("用水户满意度目标和完成，得几分")) == ["90", "92", "28.4"]


def test_a_column_asked_for_next_leaves_the_columns_before_behind() -> None:
    assert figures(asked("水质达标比例拿了几分，满分几分", "目标是多少")) == ["95"]
