"""Reasons: for each stated change against another year or the budget, and for each figure off its budget (E-13)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from extractors.crosscheck.book import Book
from extractors.crosscheck.compare import insufficient, not_applicable
from extractors.crosscheck.items import items_of
from extractors.crosscheck.model import Rule, Status, Verdict
from extractors.crosscheck.outline import ENTRY
from extractors.crosscheck.reading import Hit, Passage, reading, spot
from extractors.crosscheck.said import BUDGETS, SPENT
from extractors.facts import Fact
from extractors.text import fold
from extractors.vocabulary import measures, section_title
from extractors.vocabulary.disclosure import disclosure_words

#: the section on income and spending as a whole, and those that tell of one side: what explains the one explains these
_OVERALL, _OF_OVERALL = "overall", ("income", "expenditure")
_PUBLIC = "three_public"


def reasons(rule: Rule, book: Book) -> Iterator[Verdict]:
    """A reason for every stated change against another year, and for every 项 that differs from its budget."""
    words = disclosure_words().reasons
    if not reading(book).text("narrative"):
        yield insufficient(rule, "原因", ["决算情况说明"])
        return
    told = section_reasons(rule, book, _OVERALL).status is Status.PASS
    for key in words.sections:
        verdict = section_reasons(rule, book, key)
        lesser = told and key in _OF_OVERALL
        # what explains why “三公”经费 is off its budget stands beside its change
        lesser = lesser or (key == _PUBLIC and any(_reason_near(book, f) for f in verdict.facts))
        yield replace(verdict, severity="info") if lesser and verdict.status is Status.FAIL else verdict
    yield from _item_reasons(rule, book)


def section_reasons(rule: Rule, book: Book, key: str) -> Verdict:
    """The first change of a section that no reason follows under the same heading."""
    passages = reading(book).by_key.get(key, [])
    if not passages:
        return insufficient(rule, key, [f"“{section_title(key)}”一节"])
    found = list(changes(passages))
    if not found:
        return not_applicable(rule, key, "没有写与上年或预算的增减")
    for hit in found:
        if not stated_reason(hit, [p for p in passages if p.section is hit.passage.section]):
            return no_reason(rule, book, hit, key, key)
    return Verdict(rule, key, Status.PASS)


def changes(passages: Sequence[Passage]) -> Iterator[Hit]:
    """Each stated change that is not zero."""
    for passage in passages:
        for match in disclosure_words().reasons.change.finditer(passage.paragraph.plain):
            if Decimal(match.group("number").replace(",", "")):
                yield Hit(passage, match, *match.span())


def stated_reason(hit: Hit, passages: Sequence[Passage]) -> bool:
    """Whether a reason follows a change, in its paragraph or a later one of some passages, or leads to it."""
    plain = hit.passage.paragraph.plain
    after = [p.paragraph.plain for p in passages if p.paragraph.place.start > hit.passage.paragraph.place.start]
    rest = plain[hit.end :] + "".join(after)
    return bool(disclosure_words().reasons.words.search(rest)) or _led(plain, hit.start)


def _led(plain: str, start: int) -> bool:
    """Whether the reason stands before the change: 由于…，比上年增加…."""
    sentence = plain[plain.rfind("。", 0, start) + 1 : start]
    return bool(disclosure_words().reasons.words.search(sentence))


def no_reason(rule: Rule, book: Book, hit: Hit, key: str, subject: str) -> Verdict:
    """A change of a section that has no reason."""
    number = hit.match.group("number").replace(",", "")
    ground = f"正文“{section_title(key)}”写“{hit.words}”，没有说明变动的原因，请补充。"
    fact = spot(book, hit.passage, hit.start, hit.end)
    return Verdict(rule, subject, Status.FAIL, ground=ground, severity="warning", facts=(fact,), shown=(number,))


def _item_reasons(rule: Rule, book: Book) -> Iterator[Verdict]:
    """Each 项 of the text, and each part of “三公”经费, whose final figure is not its budget."""
    for item in items_of(book):
        yield from _off_budget(rule, book, f"general_budget/{'/'.join(item.names)}", item.label, item.facts)
    yield from _public_reasons(book, rule)


def _public_reasons(book: Book, rule: Rule) -> Iterator[Verdict]:
    """The parts of “三公”经费 and the whole, which is explained where each part is under the same heading."""
    names = [m.name for m in measures().values() if m.part_of == _PUBLIC]
    apart = any(all(_reasons_of(book, name)) for name in names)
    parts: list[Verdict] = []
    for name in names:
        yearly, budget = _reasons_of(book, name)
        told = book.said.of(_PUBLIC, name)
        # where others explain change and difference each, the reason of a change is not that of the difference
        verdicts = _off_budget(rule, book, f"{_PUBLIC}/{name}", name, told, lacking=apart and yearly and not budget)
        parts += _lessened(verdicts, _named_in_whole(book, name))
    yield from parts
    name = measures()[_PUBLIC].name
    whole = book.said.of(_PUBLIC, name)
    headings = {f.section for n in names for f in book.said.of(_PUBLIC, n, *BUDGETS)}
    explained = all(v.status is Status.PASS for v in parts) and headings == {f.section for f in whole[:1]}
    found = [
        Verdict(rule, v.subject, Status.PASS) if explained else v
        for v in _off_budget(rule, book, f"{_PUBLIC}/{name}", name, whole)
    ]
    yield from _lessened(found, any(any(_reasons_of(book, part)) for part in names))


def _named_in_whole(book: Book, part: str) -> bool:
    """Whether the reason why “三公”经费 as a whole is off its budget names a part."""
    told = book.said.text(_PUBLIC, measures()[_PUBLIC].name, "预决算差异原因")
    named = disclosure_words().reasons.named.get(part)
    return named is not None and any(named.search(fold(fact.raw)) for fact in told)


def _lessened(verdicts: Iterable[Verdict], lesser: bool) -> Iterator[Verdict]:
    """Verdicts of which those that found something are for information, where a reason stands elsewhere."""
    for verdict in verdicts:
        yield replace(verdict, severity="info") if lesser and verdict.status is Status.FAIL else verdict


def _reasons_of(book: Book, name: str) -> tuple[bool, bool]:
    """Whether a part of “三公”经费 has a reason for its change, and one for its difference from the budget."""
    kinds = ("增减原因", "预决算差异原因")
    yearly, budget = (bool(book.said.text(_PUBLIC, name, kind)) for kind in kinds)
    return yearly, budget


def _off_budget(
    rule: Rule, book: Book, subject: str, label: str, facts: Sequence[Fact], lacking: bool = False
) -> Iterator[Verdict]:
    """Whether a final figure that is not its budget has a reason; ``lacking`` where it is known to have none."""
    spent = next((f for f in facts if f.column in SPENT), None)
    budget = next((f for f in facts if f.column in BUDGETS), None)
    if spent is None or budget is None or spent.value is None or budget.value is None or spent.unit != budget.unit:
        return
    places = [f for f in facts if f.column in SPENT]
    if spent.value == budget.value or (not lacking and any(_reason_near(book, fact) for fact in places)):
        yield Verdict(rule, subject, Status.PASS)
        return
    ground = f"正文“{label}”预算{budget.raw}，决算{spent.raw}，两者不同，没有说明差异原因，请补充。"
    shown = (str(budget.value), str(spent.value))
    yield Verdict(rule, subject, Status.FAIL, ground=ground, facts=(spent, budget), shown=shown)


def _reason_near(book: Book, fact: Fact) -> bool:
    """Whether the paragraph of a figure, or what goes on with it, gives a reason."""
    passages = reading(book).by_key.get(fact.section_key or "", [])
    for index, passage in enumerate(passages):
        place = passage.paragraph.place
        if place.start <= fact.start < place.end:
            texts = [passage.paragraph.plain]
            for after in passages[index + 1 :]:
                if ENTRY.match(after.paragraph.plain) or after.section is not passage.section:
                    break
                texts.append(after.paragraph.plain)
            return bool(disclosure_words().reasons.words.search("".join(texts)))
    return True
