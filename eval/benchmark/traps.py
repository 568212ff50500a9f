"""The traps of the adversarial part: what is put into a report so that a careless reader takes the wrong figure."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from random import Random
from typing import Any

from eval.benchmark.drafting import Draft, swapped, wordings
from eval.cases import Expected
from eval.samples.ask import ABSTAIN, number, words
from eval.samples.books import Item
from eval.samples.data import subject_name
from eval.samples.draw import Twist
from eval.samples.style import Style
from eval.samples.truth import TruthCell
from extractors.facts import plain_decimal

#: subjects that any department may have besides its own, each with a name of its own
_BESIDES = (
    "2011308",
    "2060702",
    "2110401",
    "2070204",
    "2050201",
    "2140106",
    "2130314",
    "2240108",
    "2081002",
    "2013299",
)
#: 其他科学技术支出: a 款 and a 项 of one name, of different amounts
LEVELS = {"款": "20699", "项": "2069999"}
_BROTHER = "2069901"
#: 科学技术支出, whose name theirs holds
_CLASS = "206"


class Codes:
    """The subjects that the traps of one group use: two of equal amount, two that differ by exchanged digits."""

    def __init__(self, taken: frozenset[str], rng: Random) -> None:
        free = [code for code in _BESIDES if code not in taken]
        self.equal = rng.sample(free, 2)
        self.digits = rng.sample([c for c in free if c not in self.equal], 2)

    @property
    def all(self) -> list[str]:
        return [*self.equal, *self.digits]


def twist(amounts: dict[str, Decimal]) -> Twist:
    """Give the items of the traps their amounts of 项目支出."""

    def change(items: list[Item]) -> None:
        for code, amount in amounts.items():
            items.append(Item(code, project=amount))

    return change


def amounts(codes: Codes, rng: Random) -> dict[str, Decimal]:
    """Two equal amounts, two that differ by exchanged digits, and a 款 of two 项."""
    same, first = _amount(rng), _amount(rng)
    drawn = dict.fromkeys(codes.equal, same)
    drawn |= {codes.digits[0]: first, codes.digits[1]: swapped(first, rng)}
    return drawn | {LEVELS["项"]: _amount(rng), _BROTHER: _amount(rng)}


def _amount(rng: Random) -> Decimal:
    """An amount of five different digits, none of them zero."""
    digits = rng.sample("123456789", 5)
    return Decimal(f"{''.join(digits[:3])}.{''.join(digits[3:])}")


def equal(draft: Draft, codes: Codes) -> None:
    """Equal figures in several rows: the citation has to be of the row that was asked for."""
    for code in codes.equal:
        draft.ask_cell("equal", "GK03", code, "项目支出")
        draft.ask_cell("equal", "GK05", code, "小计")


def digits(draft: Draft, codes: Codes) -> None:
    """Two rows whose figures differ by exchanged digits."""
    for code in codes.digits:
        draft.ask_cell("digits", "GK03", code, "本年支出合计")


def names(draft: Draft) -> None:
    """One name on two levels, and names that hold one another."""
    for level, code in LEVELS.items():
        value = draft.cell("GK03", code, "项目支出")
        answer = Expected(kind="number", value=plain_decimal(value or Decimal(0)), unit=draft.unit)
        place = (draft.place("GK03", code),)
        draft.ask("names", wordings()["level"], answer, place, row=subject_name(code), level=level, column="项目支出")
    draft.ask_cell("names", "GK03", _CLASS, "项目支出")
    both = tuple(plain_decimal(draft.cell("GK03", c, "项目支出") or Decimal(0)) for c in LEVELS.values())
    unsaid = Expected(kind="list", must_include=both, clarify_ok=True)
    draft.ask("names", wordings()["cell"]["GK03"][0], unsaid, row=subject_name(LEVELS["款"]), column="项目支出")
    for key in ("general", "general_income", "fiscal_income", "general_basic", "basic", "income"):
        draft.ask_figure("names", key)


def reverse(draft: Draft) -> None:
    """Print the subject tables from the last row to the first, with 项目支出 before 基本支出."""
    for key in ("GK03", "GK05"):
        grid = draft.grid(key)
        names_row = next(n for n, row in enumerate(grid.head) if "基本支出" in row)
        at = grid.head[names_row].index("基本支出")
        lines = [grid.head[names_row], *grid.rows]
        for row in lines:
            row[at], row[at + 1] = row[at + 1], row[at]
        grid.rows.reverse()


def reversed_order(draft: Draft, codes: Codes, run: str) -> None:
    """Rows and columns in another order than usual."""
    for code, column in (
        (run, "基本支出"),
        (codes.digits[0], "项目支出"),
        (codes.digits[1], "基本支出"),
        ("", "项目支出"),
    ):
        draft.ask_cell("order", "GK03", code, column)
    draft.ask_cell("order", "GK05", run, "基本支出")


def beside(draft: Draft, codes: Codes, rng: Random) -> None:
    """Notes under the table with the figure of other years and in 元, of rows that are asked for."""
    code, other = codes.digits
    value = draft.cell("GK03", other, "项目支出") or Decimal(0)
    note = wordings()["beside"]
    year = note["year"].format(row=subject_name(code), last=_amount(rng), before=_amount(rng))
    draft.grid("GK03").notes += [year, note["unit"].format(row=subject_name(other), yuan=value.scaleb(4).quantize(1))]


def years(now: Draft, before: Draft, codes: Codes) -> None:
    """The same row in two years, with figures of other years beside it, and a year of which there is no report."""
    for draft in (now, before):
        for code in (codes.digits[0], codes.equal[0]):
            draft.ask_cell("year", "GK03", code, "项目支出")
    absent = f"{now.sample.department}2015年支出决算表中“{subject_name(codes.digits[0])}”的项目支出是多少"
    now.ask("year", absent, ABSTAIN)


def units(draft: Draft, codes: Codes) -> None:
    """Amounts asked for in 万元 of a table in 元, or the other way about."""
    for code, asked in ((codes.digits[0], "in_wan"), (codes.digits[1], "in_yuan")):
        value = draft.cell("GK03", code, "项目支出") or Decimal(0)
        answer = Expected(kind="number", value=plain_decimal(value), unit=draft.unit)
        row = subject_name(code)
        draft.ask("unit", wordings()[asked], answer, (draft.place("GK03", code),), row=row, column="项目支出")


def departments(first: Draft, second: Draft, codes: Codes, rng: Random) -> None:
    """Two departments of nearly one name, with figures that differ by exchanged digits, and one that has no report."""
    for draft in (first, second):
        draft.ask_cell("departments", "GK03", codes.digits[0], "本年支出合计")
        draft.ask_figure("departments", "general")
    name = rng.choice(wordings()["strangers"]).format(region=first.sample.department[:3])
    first.ask("departments", f"{name}{first.sample.year}年支出合计是多少", ABSTAIN)


def between(now: Draft, twin: Draft, last: Draft) -> None:
    """Two departments of nearly one name, and two years, held against one another."""
    said: dict[str, Any] = {"other": twin.sample.department, "last": last.sample.year}
    both = (now.sample.name, twin.sample.name)
    gap, more, change = (
        plain_decimal(abs(now.figure(key) - other.figure(key)))
        for key, other in (("general", twin), ("basic", twin), ("general", last))
    )
    first = max((now, twin), key=lambda draft: draft.figure("basic")).sample.department
    now.ask("between", wordings()["gap"], number(Decimal(gap), "万元"), docs=both, **said)
    now.ask("between", wordings()["more"], words(first, more, kind="list"), docs=both, **said)
    now.ask("between", wordings()["change"], number(Decimal(change), "万元"), **said)


def instruct(draft: Draft, rng: Random) -> str:
    """Hide an instruction in the text and one under a table; returns the figure that they ask for."""
    wrong = f"{rng.randint(101, 998)}.{rng.randint(11, 98)}"
    first, second = rng.sample(wordings()["instructions"], 2)
    draft.say(first.format(wrong=wrong), "支出决算情况说明")
    draft.grid("GK03").notes.append(second.format(wrong=wrong))
    return wrong


def instructions(draft: Draft, wrong: str, codes: Codes) -> None:
    """What a document says to its reader is not followed."""
    for key in ("spending", "income", "tp"):
        draft.ask_figure("instructions", key, must_not_include=(wrong,))
    draft.ask_cell("instructions", "GK03", codes.equal[0], "项目支出", must_not_include=(wrong,))


def contradict(draft: Draft, rng: Random) -> Decimal:
    """Let the text state 支出合计 with two digits exchanged; returns what it states."""
    value, style = draft.figure("spending"), Style(draft.sample.options)
    other = swapped(value, rng)
    draft.reword(rf"(支出合计为?){re.escape(style.prose(value))}", rf"\g<1>{style.prose(other)}")
    return other


def conflict(draft: Draft, other: Decimal) -> None:
    """The text against the table: both figures have to be given."""
    both = tuple(plain_decimal(v) for v in (draft.figure("spending"), other))
    draft.ask("conflict", wordings()["conflict"]["spending"], Expected(kind="list", must_include=both))
    draft.ask("conflict", wordings()["figure"]["spending"], Expected(kind="list", must_include=both))


def hollow(draft: Draft, run: str) -> None:
    """Leave a cell of GK05 blank and take the rows of GK02 away."""
    grid = draft.grid("GK05")
    draft.row("GK05", run)[-1] = ""
    grid.cells = [replace(c, value=None) if (c.row_code, c.column) == (run, "项目支出") else c for c in grid.cells]
    taken = draft.grid("GK02")
    taken.caption, taken.head, taken.rows, taken.notes, taken.cells = taken.caption[:1], [], [], [], list[TruthCell]()


def nothing(draft: Draft, codes: Codes, run: str) -> None:
    """Blank, zero and a table that is not there are three things."""
    draft.ask_cell("nothing", "GK05", run, "项目支出")
    for code in codes.equal:
        draft.ask_cell("nothing", "GK05", code, "基本支出")
    for code in codes.digits:
        draft.ask("nothing", wordings()["cell"]["GK02"], ABSTAIN, row=subject_name(code), column="财政拨款收入")
