"""Families C and D, 三公: numbers of things in the table and the text, changes of parts and that of a whole."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from extractors.crosscheck.book import Book
from extractors.crosscheck.compare import judge, not_applicable
from extractors.crosscheck.model import Rule, Status, Verdict
from extractors.crosscheck.table_prose import text_place
from extractors.facts import PLAIN_TABLE, Fact, plain_decimal
from extractors.text import name_key
from extractors.vocabulary.public_counts import public_counts

_SECTION = "three_public"
_TABLE = re.compile("三公")


def _counts(rule: Rule, book: Book) -> Iterator[Verdict]:
    """Each number that the table counts against the one that the text tells of the same."""
    compared = False
    for count in public_counts().counts:
        listed = [f for f in _rows(book) if count.row.search(name_key(f.row_name))]
        said = [
            f
            for f in book.said.in_section(_SECTION, "数量")
            if f.unit in count.units and count.said.search(name_key(f.row_name))
        ]
        # of a thing that the text counts several times (国内, 外宾) it is not sure which one is meant
        if len(listed) != 1 or len({f.value for f in said}) != 1:
            continue
        compared = True
        cell, told = listed[0], said[0]
        if cell.value == told.value:
            yield Verdict(rule, f"counts/{cell.row_name}", Status.PASS)
            continue
        ground = (
            f"《{cell.table}》{cell.row_name}为{cell.raw}，{text_place(_SECTION)}写{told.raw}，两处不一致，请核对。"
        )
        shown = (plain_decimal(cell.value or Decimal(0)), plain_decimal(told.value or Decimal(0)))
        yield Verdict(rule, f"counts/{cell.row_name}", Status.FAIL, ground=ground, facts=(cell, told), shown=shown)
    if not compared:
        yield not_applicable(rule, "counts", "“三公”经费表或正文没有列出可以相比的数量")


def _rows(book: Book) -> list[Fact]:
    """The numbers of things that a table of 三公 lists beside its money."""
    facts = (f for f in book.facts if f.section_key == PLAIN_TABLE and _TABLE.search(f.table or ""))
    return [f for f in facts if f.value is not None and f.column != "序号"]


def _changes(rule: Rule, book: Book) -> Iterator[Verdict]:
    """The change of a whole is the sum of those of its parts; one whose sign alone is wrong is found."""
    compared = False
    for name, parts in public_counts().parts.items():
        whole, own = _change(book, name), [_change(book, part) for part in parts]
        told = [f for f in own if f is not None]
        if whole is None or len(told) < 2 or len({f.unit for f in (whole, *told)}) > 1:
            continue
        # a part of which no change is told has none, or the text is silent of it
        compared = True
        total = sum((f.value or Decimal(0) for f in told), Decimal(0))
        margin = sum((book.half_unit(f, whole.unit) for f in (whole, *told)), Decimal(0))
        gap = (whole.value or Decimal(0)) - total
        if judge(gap, margin, "=") is not Status.FAIL:
            yield Verdict(rule, f"{_SECTION}/{name}", Status.PASS)
            continue
        turned = [f for f in told if judge(gap + 2 * (f.value or Decimal(0)), margin, "=") is not Status.FAIL]
        if len(turned) != 1:
            yield not_applicable(rule, f"{_SECTION}/{name}", "各部分的增减额没有写全")
            continue
        yield _turned(rule, name, whole, turned[0], told)
    if not compared:
        yield not_applicable(rule, _SECTION, "正文没有同时写整体和各部分的增减额")


def _turned(rule: Rule, name: str, whole: Fact, wrong: Fact, told: list[Fact]) -> Verdict:
    right, written = ("减少", "增加") if (wrong.value or 0) > 0 else ("增加", "减少")
    others = "、".join(f"{f.row_name}{_signed(f)}" for f in told if f is not wrong)
    ground = (
        f"{name}{_signed(whole)}，{others}，{wrong.row_name}应为{right}{plain_decimal(abs(wrong.value or Decimal(0)))}"
        f"{wrong.unit or ''}，却写{written}，请核对。"
    )
    facts = (wrong, whole, *(f for f in told if f is not wrong))
    shown = tuple(plain_decimal(abs(f.value or Decimal(0))) for f in facts)
    return Verdict(rule, f"{_SECTION}/{name}", Status.FAIL, ground=ground, facts=facts, shown=shown)


def _signed(fact: Fact) -> str:
    value = fact.value or Decimal(0)
    return f"{'增加' if value > 0 else '减少'}{plain_decimal(abs(value))}{fact.unit or ''}"


def _change(book: Book, name: str) -> Fact | None:
    """The one change against the year before that the chapter tells of something."""
    found = [f for f in book.said.of(_SECTION, name, "增减额") if f.value]
    return found[0] if len({f.value for f in found}) == 1 else None


RULES: tuple[Rule, ...] = (
    Rule(
        "C-S7-05",
        "“三公”经费的数量与表一致",
        "error",
        "正文所写团组、人次、车辆、会议和培训的数量，应与“三公”经费表所列的统计数相同。只在两处各有一个数时比较。",
        _counts,
        kind="both",
    ),
    Rule(
        "D-31",
        "公务用车购置费、运行费的增减与小计相符",
        "error",
        "公务用车购置及运行费的增减额应等于购置费和运行费增减额之和；只有一项的增减方向写反时报告。",
        _changes,
        kind="both",
    ),
)
