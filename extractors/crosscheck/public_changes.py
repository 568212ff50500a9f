"""Family D, the changes of 三公: by how much the whole changed against by how much its items did."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from extractors.crosscheck.book import Book
from extractors.crosscheck.cells import stated
from extractors.crosscheck.compare import equal, insufficient, not_applicable
from extractors.crosscheck.model import Rule, Status, Verdict
from extractors.facts import MONEY, Fact, plain_decimal

_SECTION, _WHOLE, _CHANGE = "three_public", "“三公”经费", "增减额"
_VEHICLES = "公务用车购置及运行费"
#: the items, each with the parts that stand for it where it is not told of itself
_ITEMS = (
    ("因公出国（境）费", ()),
    (_VEHICLES, ("公务用车购置费", "公务用车运行费")),
    ("公务接待费", ()),
)
_UNCHANGED = re.compile(r"持平|没有变化|无变化|无增减|未发生变化|一致|相同")


def _changes(rule: Rule, book: Book) -> Iterator[Verdict]:
    """The change of the whole since the year before = those of its items; what stayed the same changed by nothing."""
    subject = f"{_SECTION}/{_WHOLE}/各项{_CHANGE}"
    whole = _changed(book, _WHOLE)
    if whole is None:
        yield not_applicable(rule, subject, "正文没有写“三公”经费比上年的增减额")
        return
    told: list[Fact] = []
    for name, parts in _ITEMS:
        own = _told(book, name)
        split = [_told(book, part) for part in parts]
        if own is not None:
            told += own
        elif parts and all(p is not None for p in split):
            told += [f for p in split if p is not None for f in p]
        else:
            yield insufficient(rule, subject, [f"{name}的增减额"])
            return
    if not told:
        yield not_applicable(rule, subject, "各项都与上年持平")
        return
    verdict = equal(rule, book, subject, [stated(whole)], [stated(f) for f in told])
    if verdict.status is not Status.FAIL:
        yield verdict
        return
    size = sum((f.in_unit(whole.unit or "") or Decimal(0) for f in told), Decimal(0))
    ground = (
        f"“三公”经费写比上年{_said(whole)}，而{'、'.join(f'{f.row_name}{_said(f)}' for f in told)}，"
        f"其余各项持平，合起来应为{'增加' if size >= 0 else '减少'}{plain_decimal(abs(size))}{whole.unit or ''}，"
        "增减额或增减方向有误，请核对。"
    )
    shown = tuple(plain_decimal(abs(f.value)) for f in (whole, *told) if f.value is not None)
    yield Verdict(rule, subject, Status.FAIL, ground=ground, facts=(whole, *told), shown=shown)


def _said(fact: Fact) -> str:
    return f"{'增加' if (fact.value or 0) >= 0 else '减少'}{fact.raw.lstrip('-')}"


def _changed(book: Book, name: str) -> Fact | None:
    """The one change that the section tells of a subject, against the year before."""
    found = [f for f in book.said.of(_SECTION, name, _CHANGE) if f.unit in MONEY]
    return found[0] if len({f.value for f in found}) == 1 else None


def _told(book: Book, name: str) -> list[Fact] | None:
    """The change of an item; nothing where it stayed the same, None where that is not told."""
    if (change := _changed(book, name)) is not None:
        return [change]
    even = any(_UNCHANGED.search(f.raw) for f in book.said.text(_SECTION, name, "增减方向"))
    return [] if even else None


RULES: tuple[Rule, ...] = (
    Rule(
        "D-29",
        "“三公”经费增减额等于各项之和",
        "error",
        "“三公”经费比上年的增减额，应等于因公出国（境）费、公务用车购置及运行费、公务接待费增减额之和；持平的按零计。",
        _changes,
        kind="both",
    ),
)
