"""Family D, parts in brackets: what is listed as 其中 right behind a number is no more than that number."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from decimal import Decimal

from extractors.crosscheck.book import Book
from extractors.crosscheck.cells import stated
from extractors.crosscheck.compare import equal, not_applicable
from extractors.crosscheck.model import Rule, Status, Verdict
from extractors.facts import Fact
from extractors.text import fold

#: what stands between a number and the brackets with its parts
_BEFORE = re.compile(r"^[^\d，。；：（(]{0,12}[（(]\s*其\s*中[：:，,]?")
#: the end of the brackets, which are no longer
_LONGEST = 300
_NUMBER = re.compile(r"\d[\d,，]*(?:\.\d+)?")


def _parts(rule: Rule, book: Book) -> Iterator[Verdict]:
    """Each number with its parts in brackets. Parts of another unit, and such as are not all read, are left out."""
    facts = sorted((f for f in book.facts if _is_number(f)), key=lambda f: f.at or 0)
    starts = [f.at or 0 for f in facts]
    text = book.report.source.text
    found = False
    for whole in facts:
        behind = (whole.at or 0) + len(whole.raw)
        lead = _BEFORE.match(text[behind : behind + 40])
        if lead is None:
            continue
        begin = behind + lead.end()
        end = _closing(text, begin)
        inside = facts[bisect_left(starts, begin) : bisect_right(starts, end)]
        parts = [f for f in inside if f.unit == whole.unit]
        if len(parts) < 2 or len(parts) != len(_NUMBER.findall(fold(text[begin:end]))):
            continue
        found = True
        subject = f"{whole.section_key or 'text'}/{whole.row_name}/{whole.at}"
        if sum((f.value or Decimal(0) for f in parts), Decimal(0)) <= (whole.value or Decimal(0)):
            yield Verdict(rule, subject, Status.PASS)
        else:
            yield equal(rule, book, subject, [stated(whole)], [stated(f) for f in parts])
    if not found:
        yield not_applicable(rule, "正文", "正文没有在数字后用括号列出其中各项")


def _is_number(fact: Fact) -> bool:
    return fact.origin == "prose" and fact.at is not None and fact.value is not None and fact.unit not in {None, "%"}


def _closing(text: str, begin: int) -> int:
    """Where the brackets close that stand open at a place."""
    depth = 1
    for at in range(begin, min(len(text), begin + _LONGEST)):
        depth += (text[at] in "（(") - (text[at] in "）)")
        if not depth:
            return at
    return begin


RULES: tuple[Rule, ...] = (
    Rule(
        "D-26",
        "括号里其中各项不大于总数",
        "error",
        "正文在一个数后面用括号列出“其中”各项的，同单位的各项相加不应大于这个数。",
        _parts,
        kind="both",
    ),
)
