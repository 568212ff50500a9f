"""Nesting: a part asked for within a whole, a whole without a part, and names that only stand side by side."""

from __future__ import annotations

import pytest

from rag.holdings.lookup import find_subjects
from rag.understanding.nesting import left_over, nested
from tests.rag.test_grounding import ask, first, samples


def _told(text: str) -> list[tuple[str, str | None]]:
    return [(s.text, s.within.text if s.within else None) for s in nested(text, find_subjects(text, []))]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("基本支出里的公用经费有多少", [("公用经费", "基本支出")]),
        ("三公经费中公务接待费和公务用车购置费各多少", [("公务接待费", "三公经费"), ("公务用车购置费", "三公经费")]),
        ("公务接待费在公用经费里和三公经费里一样吗", [("公务接待费", "公用经费"), ("公务接待费", "三公经费")]),
        ("公务接待费一年花多少，||||三公经费口径", [("公务接待费", "三公经费")]),
        ("公务接待费三公经费口径多少", [("公务接待费", "三公经费")]),
        ("公务接待费，按三公经费算花了多少", [("公务接待费", "三公经费")]),
        ("公车维护费三公里是多少", [("公车维护", "三公")]),
        ("公车加油过路费这些运行费一共多少", [("运行费", None)]),
        ("公车和运行费一共多少", [("公车", None), ("运行费", None)]),
        ("基本支出和项目支出各多少", [("基本支出", None), ("项目支出", None)]),
        ("政府采购总额，服务类采购多少", [("政府采购总额", None), ("服务类采购", None)]),
    ],
)
def test_a_part_is_looked_for_in_the_whole_named_before_or_behind_it(
    text: str, told: list[tuple[str, str | None]]
) -> None:
    assert _told(text) == told


def test_a_part_that_is_taken_away_is_told_apart() -> None:
    text = "政府采购有多少没授予中小企业"
    kept, taken = left_over(text, find_subjects(text, []))
    assert [s.text for s in kept] == ["政府采购"]
    assert taken is not None and taken.measure is not None and taken.measure.id == "procurement_sme"


@pytest.mark.parametrize(
    ("text", "whole", "part"),
    [
        ("基本支出里不是财政拨款的钱有多少", "basic", "general_basic"),
        ("项目支出中非财政拨款的有多少", "project", "general_project"),
        ("收入中不是财政拨款的有多少", "income", "fiscal_income"),
    ],
)
def test_what_the_budget_did_not_pay_is_what_it_paid_taken_from_the_whole(text: str, whole: str, part: str) -> None:
    kept, taken = left_over(text, find_subjects(text, []))
    assert [s.measure.id for s in kept if s.measure] == [whole]
    assert taken is not None and taken.measure is not None and taken.measure.id == part


def test_what_is_left_of_a_whole_is_computed() -> None:
    whole, part = (
        first(ask(samples(), f"榆岚水利局2023年{m}是多少"))[0] for m in ("政府采购总额", "授予中小企业合同金额")
    )
    answer = ask(samples(), "榆岚水利局2023年政府采购有多少没授予中小企业")
    assert answer.values[0].formula == f"{whole} - {part}"


def test_what_had_none_of_a_part_is_no_rest_of_its_whole() -> None:
    text = "没花出国费的有几家"
    kept, taken = left_over(text, find_subjects(text, []))
    assert [s.text for s in kept] == ["出国费"]
    assert taken is None


@pytest.mark.parametrize("text", ["按三公经费口径，公务接待费多少", "公务接待费多少，||||三公经费口径"])
def test_a_scope_is_where_the_figure_is_looked_for_wherever_it_stands(text: str) -> None:
    kept = nested(text, find_subjects(text, []))
    assert [(s.measure.id, s.within.measure.id) for s in kept if s.measure and s.within and s.within.measure] == [
        ("reception", "three_public")
    ]
