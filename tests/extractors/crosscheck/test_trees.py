"""By property: a consistent tree of 科目 has no fault, and one changed digit anywhere is found."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.crosscheck import Status, check, findings
from extractors.facts import Fact, parse_amount
from extractors.report import Identity, Report, Source

TABLES = {
    "GK02": ("本年收入合计", ("财政拨款收入", "上级补助收入", "事业收入", "经营收入", "附属单位上缴收入", "其他收入")),
    "GK03": ("本年支出合计", ("基本支出", "项目支出", "上缴上级支出", "经营支出", "对附属单位补助支出")),
    "GK05": ("小计", ("基本支出", "项目支出")),
}
REPORT = Report("tree", "tree.txt", "0" * 64, Identity(department="某局", year=2023), Source(""), [])


@st.composite
def leaves(draw: st.DrawFn, columns: int) -> dict[str, list[int]]:
    """Amounts in 元/100 of some 项 codes."""
    codes = draw(st.lists(st.integers(0, 26), min_size=1, max_size=7, unique=True))
    names = [f"{201 + c // 9}{1 + c // 3 % 3:02d}{1 + c % 3:02d}" for c in codes]
    amounts = st.lists(st.integers(0, 9_999_999), min_size=columns, max_size=columns)
    return {name: draw(amounts) for name in sorted(names)}


def tree(table: str, items: dict[str, list[int]]) -> list[Fact]:
    """Rows of every level with exact sums, in columns and rows."""
    whole, parts = TABLES[table]
    sums: dict[str, list[int]] = {}
    for code, amounts in items.items():
        for row in ("合计", code[:3], code[:5], code):
            sums[row] = [a + b for a, b in zip(sums.get(row, [0] * len(parts)), amounts, strict=True)]
    facts = []
    for line, (row, amounts) in enumerate(sums.items(), 1):
        for column, cents in zip((whole, *parts), (sum(amounts), *amounts), strict=True):
            facts.append(_fact(table, row, column, f"{Decimal(cents).scaleb(-2):.2f}", line))
    return facts


def _fact(table: str, row: str, column: str, raw: str, line: int) -> Fact:
    code = row if row.isdigit() else None
    return Fact(
        "tree", "某局", 2023, "final", "table", table, "", code, f"科目{row}" if code else row, column,
        parse_amount(raw), "万元", raw, None, line, raw, table, line * 100,
    )  # fmt: skip


@st.composite
def trees(draw: st.DrawFn) -> list[Fact]:
    table = draw(st.sampled_from(sorted(TABLES)))
    return tree(table, draw(leaves(len(TABLES[table][1]))))


def misprint(raw: str, at: int, digit: int) -> str:
    """The figure with one digit replaced by another."""
    places = [i for i, c in enumerate(raw) if c.isdigit()]
    i = places[at % len(places)]
    return raw[:i] + str((int(raw[i]) + digit) % 10) + raw[i + 1 :]


@given(trees())
@settings(max_examples=60, deadline=None)
def test_consistent_tree_has_no_fault(facts: list[Fact]) -> None:
    assert not findings([v for v in check(facts, REPORT) if v.rule.family in "AB"], REPORT)


@given(trees(), st.data())
@settings(max_examples=120, deadline=None)
def test_one_changed_digit_is_found(facts: list[Fact], data: Any) -> None:
    index = data.draw(st.integers(0, len(facts) - 1))
    raw = misprint(facts[index].raw, data.draw(st.integers(0, 9)), data.draw(st.integers(1, 9)))
    facts[index] = facts[index].but(raw=raw, value=parse_amount(raw))
    found = [v for v in check(facts, REPORT) if v.status in (Status.FAIL, Status.ROUNDING)]
    assert any(facts[index] in [c.fact for c in (*v.left, *v.right)] for v in found)


@given(trees(), st.data())
@settings(max_examples=60, deadline=None)
def test_unread_cell_is_never_passed_over(facts: list[Fact], data: Any) -> None:
    lost = facts.pop(data.draw(st.integers(0, len(facts) - 1)))
    row = lost.row_code or lost.row_name
    verdicts = [v for v in check(facts, REPORT) if v.subject.startswith(f"{lost.table}/{row}/")]
    assert all(v.status is not Status.FAIL for v in verdicts)
    sums = [v for v in verdicts if v.rule.id.endswith("-01")]
    assert all(v.status is Status.INSUFFICIENT_DATA for v in sums)
