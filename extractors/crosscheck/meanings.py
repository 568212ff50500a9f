"""Family D, meanings: what the text says that a 科目 or a term is for fits its name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from extractors.crosscheck.book import Book
from extractors.crosscheck.compare import not_applicable
from extractors.crosscheck.model import Rule, Status, Verdict
from extractors.facts import Fact
from extractors.text import fold, name_key
from extractors.vocabulary.disclosure import Meaning, disclosure_words

#: the columns that tell what something is, or is for
_TOLD = ("名词解释", "用途")
_LAST_LEVEL = re.compile(r"(?:^|[)）])([^()（）]+)[(（]项[)）](?:支出)?$")


def _uses(rule: Rule, book: Book) -> Iterator[Verdict]:
    """Every explanation of a 科目 or term whose meaning is known: it has a word of its own, or none of another's."""
    told = [(fact, meaning) for fact in book.said.texts if (meaning := _meaning(fact)) is not None]
    if not told:
        yield not_applicable(rule, "用途", "报告没有解释已知含义的科目或名词")
    for fact, meaning in told:
        yield _fits(rule, fact, meaning)


def _meaning(fact: Fact) -> Meaning | None:
    """The known meaning of what a text explains: of its last level, where it is a path of 科目."""
    if fact.column not in _TOLD:
        return None
    match = _LAST_LEVEL.search(fact.row_name)
    found = _by_name().get(name_key(match.group(1) if match else fact.row_name))
    return None if found is not None and found.term and fact.column != "名词解释" else found


@lru_cache(maxsize=1)
def _by_name() -> dict[str, Meaning]:
    return {name_key(name): meaning for meaning in disclosure_words().meanings for name in meaning.names}


def _fits(rule: Rule, fact: Fact, meaning: Meaning) -> Verdict:
    said = fold(fact.raw)
    subject = f"{fact.row_name}/{fact.line}"
    others = [word for word in meaning.other if fold(word) in said]
    if not others or any(fold(word) in said for word in meaning.needs):
        return Verdict(rule, subject, Status.PASS)
    shown = fact.raw if len(fact.raw) <= 40 else fact.raw[:40] + "……"
    ground = (
        f"“{fact.row_name}”的说明写“{shown}”，说的是“{others[0]}”，与这一名称的含义不符，疑为其他科目或名词的说明，"
        "请核对。"
    )
    return Verdict(rule, subject, Status.FAIL, ground=ground, facts=(fact,))


RULES: tuple[Rule, ...] = (
    Rule(
        "D-14",
        "科目用途与名称相符",
        "warning",
        "名词解释和用途说明应与科目、名词的含义相符，不应写成另一科目的。按用词判断，需人工确认。",
        _uses,
        kind="both",
    ),
)
