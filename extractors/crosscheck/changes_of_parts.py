"""Family D: the change of a whole against those of its parts, one of which has the wrong direction."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from extractors.crosscheck.book import Book
from extractors.crosscheck.compare import judge, not_applicable
from extractors.crosscheck.model import Rule, Status, Verdict
from extractors.facts import Fact, plain_decimal
from extractors.vocabulary.changes import Whole, changes

_SUBJECT = "增减额"


def _changes(rule: Rule, book: Book) -> Iterator[Verdict]:
    """The change of a whole is the sum of those of its parts; one whose sign alone is wrong is found."""
    compared = False
    for of in changes().wholes:
        for whole in _told(book, of.whole, of.section):
            parts = _parts(book, of, whole)
            if len(parts) < 2 or len({f.unit for f in (whole, *parts)}) > 1:
                continue
            compared = True
            yield _verdict(rule, book, whole, parts)
    if not compared:
        yield not_applicable(rule, _SUBJECT, "正文没有同时写整体和各部分的增减额")


def _verdict(rule: Rule, book: Book, whole: Fact, parts: Sequence[Fact]) -> Verdict:
    subject = f"{whole.section_key or 'narrative'}/{whole.row_name}"
    # a part of which no change is told has none, or the text is silent of it
    total = sum((f.value or Decimal(0) for f in parts), Decimal(0))
    margin = sum((book.half_unit(f, whole.unit) for f in (whole, *parts)), Decimal(0))
    gap = (whole.value or Decimal(0)) - total
    if judge(gap, margin, "=") is not Status.FAIL:
        return Verdict(rule, subject, Status.PASS)
    turned = [f for f in parts if judge(gap + 2 * (f.value or Decimal(0)), margin, "=") is not Status.FAIL]
    if len(turned) != 1:
        return not_applicable(rule, subject, "各部分的增减额没有写全")
    return _turned(rule, subject, whole, turned[0], parts)


def _turned(rule: Rule, subject: str, whole: Fact, wrong: Fact, parts: Sequence[Fact]) -> Verdict:
    right, written = ("减少", "增加") if (wrong.value or 0) > 0 else ("增加", "减少")
    others = "、".join(f"{f.row_name}{_signed(f)}" for f in parts if f is not wrong)
    ground = (
        f"{whole.row_name}{_signed(whole)}，{others}，{wrong.row_name}应为{right}"
        f"{plain_decimal(abs(wrong.value or Decimal(0)))}{wrong.unit or ''}，却写{written}，请核对。"
    )
    facts = (wrong, whole, *(f for f in parts if f is not wrong))
    shown = tuple(plain_decimal(abs(f.value or Decimal(0))) for f in facts)
    return Verdict(rule, subject, Status.FAIL, ground=ground, facts=facts, shown=shown)


def _signed(fact: Fact) -> str:
    value = fact.value or Decimal(0)
    return f"{'增加' if value > 0 else '减少'}{plain_decimal(abs(value))}{fact.unit or ''}"


def _told(book: Book, name: str, section: str | None) -> list[Fact]:
    """The change that each chapter tells of something, where it tells one alone."""
    found = [f for f in book.said.figures if f.row_name == name and f.column == _SUBJECT and f.value]
    found = [f for f in found if section is None or f.section_key == section]
    by_chapter: dict[str, list[Fact]] = {}
    for fact in found:
        by_chapter.setdefault(fact.section, []).append(fact)
    return [facts[0] for facts in by_chapter.values() if len({f.value for f in facts}) == 1]


def _parts(book: Book, of: Whole, whole: Fact) -> list[Fact]:
    """The changes of the parts in the chapter of the whole, or anywhere in the section that alone tells them."""
    found = [f for name in of.parts for f in _told(book, name, of.section)]
    return [f for f in found if of.section is not None or f.section == whole.section]


RULES: tuple[Rule, ...] = (
    Rule(
        "D-31",
        "整体与各部分的增减方向相符",
        "error",
        "公务用车购置及运行费、财政拨款收支的增减额应等于各部分增减额之和；只有一项的增减方向写反时报告。",
        _changes,
        kind="both",
    ),
)
