"""Titles: tables named by title, by number, or by some words of the title."""

from __future__ import annotations

import pytest

from rag.holdings.desk import Desk
from rag.understanding.titles import table_in, tables_named
from tests.rag.test_grounding import samples


def _tables(text: str) -> list[str]:
    desk = Desk.of(samples())
    return table_in(text, [desk.index(next(d for d in desk.reports if d.startswith("yulan")))])[0]


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("支出决算表里行政运行的基本支出", ["GK03"]),
        ("政府性基金那张表怎么是空的", ["GK07"]),
        ("国有资本经营预算的表里有多少", ["GK08"]),
        ("表五里行政运行多少", ["GK05"]),
        ("第三张表的合计", ["GK03"]),
        ("表一共有几张", []),
        ("基本支出是多少", []),
        ("代表大会花了多少", []),
    ],
)
def test_a_table_is_named_by_its_title_or_described(text: str, keys: list[str]) -> None:
    assert _tables(text) == keys


@pytest.mark.parametrize(
    ("text", "keys"), [("收入总表里的合计", ["GK02"]), ("国有资本经营预算那张决算表为什么没数", ["GK08"])]
)
def test_a_title_of_budgets_is_read_as_the_table_that_final_accounts_have(text: str, keys: list[str]) -> None:
    desk = Desk.of(samples())
    index = desk.index(next(d for d in desk.reports if d.startswith("yulan")))
    assert tables_named(text, [index])[0] == keys
