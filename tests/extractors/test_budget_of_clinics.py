"""A budget whose text tells what each unit has, explains its projects on cards and counts its posts by kind."""

from __future__ import annotations

import pytest

from tests.extractors.plans import Plan

_PLAN = Plan("of-clinics")


def test_the_code_before_the_name_of_a_department_is_no_part_of_it() -> None:
    assert _PLAN.read.report.identity.department == "石桥县卫生健康局"


def test_what_is_told_by_unit_is_a_part_of_what_the_sentence_before_tells() -> None:
    told = {f.row_name: (f.raw, f.part_of) for f in _PLAN.read.facts if f.origin == "prose" and f.raw.endswith("0万元")}
    assert told["石桥县疾病预防控制中心"] == ("180.00万元", "本年支出合计")
    assert told["石桥县妇幼保健院"] == ("200.00万元", "本年支出合计")


@pytest.mark.parametrize(
    ("name", "raw"),
    [("政府采购支出总额", "80.00万元"), ("政府采购工程支出", "60.00万元"), ("政府采购服务支出", "4.00万元")],
)
def test_purchases_are_known_by_the_names_that_budgets_give_them(name: str, raw: str) -> None:
    assert _PLAN.said(name)["预算数"] == raw


def test_the_project_of_a_form_is_named_without_what_stands_behind_it_on_its_line() -> None:
    indicators = [f for f in _PLAN.read.facts if f.origin == "annex" and f.row_name == "享受补助人数"]
    assert {f.part_of for f in indicators} == {"村医补助资金"}


def test_posts_that_do_not_make_up_their_number_are_found() -> None:
    (found,) = _PLAN.findings("D-30")
    assert "编制人数 60人" in found and "相加为62人" in found  # the staff, 52 of three kinds, do


def test_spending_beside_that_of_both_kinds_belongs_to_the_whole() -> None:
    assert "事业单位经营支出" in {f.row_name for f in _PLAN.read.facts} and not _PLAN.findings("C-B-07")
