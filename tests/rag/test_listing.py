"""Lists and their sums: parts of a whole, rows that meet a condition."""

from __future__ import annotations

from decimal import Decimal

import pytest
from test_grounding import ask, figures, first, sample, samples

NAME = "yulan-water-2023"
WATER = "榆岚水利局2023年"


def _rows(table: str, column: str, size: int) -> dict[str, Decimal]:
    """Name and amount of the rows of a level, by the length of their code."""
    cells = sample(NAME).truth.cells
    return {
        c.row_name: Decimal(c.value or 0)
        for c in cells
        if (c.table, c.column) == (table, column) and len(c.row_code or "") == size
    }


def test_public_costs_are_listed_with_their_amounts() -> None:
    answer = ask(samples(), WATER + "公用经费有哪些明细")
    economic = {c: v for c, v in sample(NAME).books.economic.items() if c.startswith(("302", "310")) and v}
    assert sorted(map(Decimal, figures(answer))) == sorted(economic.values())
    assert sum(map(Decimal, figures(answer))) == Decimal("126.59")
    assert "差旅费" in answer.answer


@pytest.mark.parametrize(
    ("condition", "least", "most"),
    [
        ("超过100万元", Decimal(100), None),
        pytest.param(
            *("不少于50万元", Decimal(50), None),
        ),
        ("100万元以上", Decimal(100), None),
        ("低于20万元", None, Decimal(20)),
    ],
)
def test_rows_are_listed_that_meet_an_amount(condition: str, least: Decimal | None, most: Decimal | None) -> None:
    answer = ask(samples(), f"{WATER}支出决算表中{condition}的项级科目有哪些")
    rows = _rows("GK03", "本年支出合计", 7)
    expected = {n: v for n, v in rows.items() if (least is None or v >= least) and (most is None or v <= most)}
    assert 0 < len(expected) < len(rows)
    assert sorted(map(Decimal, figures(answer))) == sorted(expected.values())
    assert all(name in answer.answer for name in expected)


@pytest.mark.parametrize(("kind", "empty"), [("项目支出", "基本支出"), ("基本支出", "项目支出")])
def test_rows_are_listed_that_have_one_kind_of_spending_only(kind: str, empty: str) -> None:
    answer = ask(samples(), f"{WATER}支出决算表里哪些项级科目全部是{kind}")
    total, other = _rows("GK03", "本年支出合计", 7), _rows("GK03", empty, 7)
    expected = [v for n, v in total.items() if other[n] == 0 and v]
    assert sorted(map(Decimal, figures(answer))) == sorted(expected)


def test_classes_of_the_general_budget_are_listed_and_add_up() -> None:
    answer = ask(samples(), WATER + "一般公共预算财政拨款支出按大类各是多少")
    classes = _rows("GK05", "小计", 3)
    assert sorted(map(Decimal, figures(answer))) == sorted(v for v in classes.values() if v)
    assert sum(map(Decimal, figures(answer))) == Decimal("1511.87")


def test_items_without_a_budget_are_listed() -> None:
    answer = ask(samples(), WATER + "一般公共预算哪些项级科目年初没有预算")
    expected = [i.spending for i in sample(NAME).books.items if i.fund == "general" and not i.budget and i.fiscal]
    assert len(answer.values) == len(expected) > 0


def test_the_parts_of_three_public_are_listed() -> None:
    answer = ask(samples(), WATER + "三公经费有哪些构成")
    assert {"7.70", "1.57"} <= set(figures(answer))


def test_a_sum_of_named_subjects_shows_every_part() -> None:
    answer = ask(samples(), WATER + "公务接待费和公务用车运行费之和")
    assert (answer.status, *first(answer)) == ("computed", "9.27", "万元")
    assert answer.values[0].formula in {"1.57 + 7.70", "7.70 + 1.57"}
    assert len(answer.citations) == 2


def test_a_sum_is_compared_with_the_whole_it_should_make() -> None:
    answer = ask(samples(), WATER + "公用经费所列明细加起来是不是等于公用经费，相差多少")
    assert (answer.status, *first(answer)) == ("computed", "0.00", "万元")
    assert "一致" in answer.answer


def test_every_listed_figure_has_its_own_citation() -> None:
    answer = ask(samples(), WATER + "支出决算表中超过100万元的项级科目有哪些")
    assert len({c.line for c in answer.citations}) >= len(answer.values) == 5


def test_a_list_without_any_row_is_not_made_up() -> None:
    answer = ask(samples(), WATER + "支出决算表中超过99亿元的项级科目有哪些")
    assert answer.status == "not_found"
    assert answer.values == []


def test_a_list_may_be_asked_in_two_clauses() -> None:
    answer = ask(samples(), WATER + "三公经费由哪几项构成，各多少")
    assert {"7.70", "1.57"} <= set(figures(answer))
