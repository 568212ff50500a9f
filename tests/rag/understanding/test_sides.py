"""Both sides of an indicator: what was planned of it and what came of it, asked in whatever words."""

from __future__ import annotations

import pytest

from rag.understanding.sides import sides_in
from tests.rag.form_report import FORMS, PROSE, asked
from tests.rag.plain_report import PROSE_MARK
from tests.rag.small_report import text_of
from tests.rag.test_grounding import ask, figures, library_of


@pytest.mark.parametrize(
    ("text", "sides"),
    [
        ("定了几次，做了几次", ["目标值", "实际完成值"]),
        ("定的多少实际多少", ["目标值", "实际完成值"]),
        ("计划完成多少", ["目标值"]),
        ("要求不低于多少，实际达到多少", ["目标值", "实际完成值"]),
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


@pytest.mark.parametrize(
    "question",
    [
        "水质达标比例够没够目标，实际多少",
        "水质达标比例目标和实际各多少",
        "水质达标比例达没达到要求",
        "水质达标比例达标了没",
    ],
)
def test_whether_a_goal_was_met_is_told_by_both_sides(question: str) -> None:
    assert figures(asked(question)) == ["95", "91"]


@pytest.mark.parametrize(
    "question",
    [
        "市民满意度，节水宣传项目定的目标是多少，实际做到多少",
        "节水宣传项目市民满意度达标没，实际多少",
        "节水宣传那个项目里民满意度目标多少、实际多少",  # the end of its name
    ],
)
def test_the_project_of_an_indicator_only_tells_which_one_is_meant(question: str) -> None:
    assert figures(asked(question)) == ["90", "93"]


@pytest.mark.parametrize(
    "question",
    [
        "节水宣传项目实际用了多少万",
        "节水宣传项目实际用款多少",
        "节水宣传项目实际使用资金多少",
        "节水宣传这个项目实际一共花了多少",
    ],
)
def test_what_a_project_actually_used_is_its_money(question: str) -> None:
    answer = asked(question)
    assert [(v.value, v.unit) for v in answer.values] == [("30.00", "万元")]


@pytest.mark.parametrize("question", ["节水宣传自评的分是多少", "节水宣传项目评的分有多少", "节水宣传的分多少"])
def test_points_are_asked_for_by_how_they_were_given(question: str) -> None:
    assert figures(asked(question)) == ["91.5"]


def test_a_rate_of_completion_is_no_amount_wherever_the_department_is_named() -> None:
    assert [v.unit for v in asked("节水宣传项目完成预算多少，按自评表").values] == ["%"]


def test_a_thing_that_the_form_counts_under_a_longer_name_is_asked_of_both_sides() -> None:
    forms = FORMS.replace("清淤渠道长度\t≥20公里\t21公里", "险闸改造数量\t≥8处\t6处")
    prose = PROSE.replace("市级幸福河湖3条。", "完成险闸改造6处，新建监测点42个。")
    library = library_of(text_of().replace(PROSE_MARK, prose + PROSE_MARK) + forms)
    assert set(figures(ask(library, "青川区水务局2023年险闸改造原定几处，实际做了几处"))) == {"8", "6"}
