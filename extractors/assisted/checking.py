"""Checking what a model says of a report: the words it quotes must stand there, hold the value, and speak of it.

A value that passes becomes a Fact of origin ``llm``, at the very place of the source; one that does not is dropped,
with the reason.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from extractors.assisted.materials import Passage
from extractors.assisted.meaning import about_words, core, covered, fits, names_of, number_in, said_of, unit_behind
from extractors.assisted.quoting import Quotable, Span
from extractors.facts import MONEY, Fact, decimals
from extractors.report import Report, spot_of
from extractors.structured.field import Asked
from extractors.text import fold, name_key, squeeze

NO_QUOTE = "没有给出原文"
NOT_THERE = "所引原文不在材料中"
NOT_IN_QUOTE = "所引原文中没有这个值"
OF_ANOTHER = "所引原文说的是另一项"
NOT_ONE_PLACE = "所引原文不止一处，不能确定是哪一处"
NOT_A_NUMBER = "不是一个数"
WRONG_SIGN = "正负与原文不符"

#: words that say that something did not occur, which is a zero
_NOTHING = re.compile(r"未发生|没有发生|无此项|未安排|(?:^|[，。；、])无")
_CODE = re.compile(r"\d{3}(?:\d{2}){0,2}")
_LESS = re.compile(r"减|降|下[滑调]|少|低|负|缩")


@dataclass(frozen=True, slots=True)
class Claim:
    """A value that a model gives of a field, with the words that bear it out and where they stand.

    ``around``: one quote is given for several values, which stand in the paragraph or row that it is from.
    """

    value: str
    unit: str | None
    quote: str | None
    place: int | None
    around: bool = False


@dataclass(frozen=True, slots=True)
class _At:
    """A place of the source at which a claimed value may stand; ``facts`` are what the rules have read there."""

    start: int
    quote: Span
    passage: Passage
    facts: tuple[Fact, ...] = ()


class Checker:
    """Checks claims on one report, of which the rules have read ``facts``."""

    def __init__(self, report: Report, facts: Sequence[Fact]) -> None:
        self.report = report
        self.quotable = Quotable(report.source.text)
        self._by_place: dict[int, list[Fact]] = defaultdict(list)
        for fact in facts:
            if fact.at is not None and fact.value is not None:
                self._by_place[fact.at].append(fact)
        self._texts = [f for f in facts if f.is_text]

    def quoted(self, claim: Claim, given: Sequence[Passage]) -> list[tuple[Passage, Span]]:
        """Where the words of a claim stand: in the passage it names, else in the only one given that has them."""
        if not claim.quote:
            return []
        named = [p for p in given if p.number == claim.place]
        found = [(p, s) for p in named for s in self._places(claim.quote, p)]
        if not found:
            found = [(p, s) for p in given for s in self._places(claim.quote, p)]
            found = found if len({(s.start, s.end) for _, s in found}) == 1 else []
        return [(p, _around(p, s)) for p, s in found] if claim.around else found

    def _places(self, quote: str, passage: Passage) -> Iterator[Span]:
        for span in passage.spans:
            yield from self.quotable.places(quote, span)

    def holds(self, claim: Claim, given: Sequence[Passage], number: bool) -> str | None:
        """Why a claim has no true quote that holds its value; None where it has one, whatever that speaks of."""
        if not claim.quote:
            return NO_QUOTE
        found = self.quoted(claim, given)
        if not found:
            return NOT_THERE
        if number:
            value = number_in(claim.value)
            if value is None:
                return NOT_A_NUMBER
            return None if list(self._at_number(value, found)) or _is_nothing(value, claim.quote) else NOT_IN_QUOTE
        words = claim.value.rstrip("。；")
        return None if any(self.quotable.places(words, span) for _, span in found) else NOT_IN_QUOTE

    def fact(self, each: Asked, claim: Claim, given: Sequence[Passage], item: str = "") -> Fact | str:
        """A claim as a fact, or in Chinese why it is dropped. ``item`` is the name of the item of a list it is of."""
        if each.extra.get("row") == "code":
            return self._code(each, claim, given, item)
        number = is_figure(each, claim)
        if reason := self.holds(claim, given, number):
            return reason
        found = self.quoted(claim, given)
        if not number:
            return self._words(each, claim, found, item)
        value = number_in(claim.value)
        assert value is not None
        if (sign := _sign(value, claim.quote or "")) is None:
            return WRONG_SIGN
        places = list(self._at_number(value, found))
        if not places:
            # holds() found the zero in words
            return self._nothing(each, found[0], item)
        right = self._right(each, places, item, read_only=each.is_text)
        if not right:
            return OF_ANOTHER
        same = {(f.row_name, f.column, f.table) for at in right for f in at.facts[:1]}
        if len({at.start for at in right}) > 1 and (len(same) > 1 or not all(at.facts for at in right)):
            return NOT_ONE_PLACE
        return self._made(each, right[0], abs(value) * sign, claim)

    def _code(self, each: Asked, claim: Claim, given: Sequence[Passage], item: str) -> Fact | str:
        """The code of a 科目: printed in the row of its name, and that of no other row that the rules have read."""
        found = self.quoted(claim, given)
        if not _CODE.fullmatch(claim.value):
            return NOT_A_NUMBER
        for passage, span in found:
            here = [f for at in self._by_place if span.start <= at < span.end for f in self._by_place[at]]
            own = {f.row_code for f in here if name_key(f.row_name) == name_key(item)}
            for at in self.quotable.places(claim.value, span):
                if not here or claim.value in own:
                    return self._at_words(each.title or each.name, item, passage, span, at)
        return OF_ANOTHER if found else NOT_THERE if claim.quote else NO_QUOTE

    def _nothing(self, each: Asked, found: tuple[Passage, Span], item: str) -> Fact | str:
        """A zero that is told in words (未发生会议费)."""
        passage, span = found
        if not covered(core(item or each.title), name_key(self.report.source.text[span.start : span.end])):
            return OF_ANOTHER
        made = self._at_words(each.title or each.name, item, passage, span, span)
        return made.but(value=Decimal(0), unit=each.unit, raw=made.quote)

    # ---------------------------------------------------------------- figures

    def _at_number(self, value: Decimal, found: Iterable[tuple[Passage, Span]]) -> Iterator[_At]:
        """The places inside quotes at which a number is printed, in reading order, each once."""
        seen: set[int] = set()
        for passage, span in found:
            known = [at for at in self._by_place if span.start <= at < span.end]
            # 5.00 is not what a 5 prints
            places = decimals(value)
            printed = [a for a, n in self.quotable.numbers(span) if abs(n) == abs(value) and decimals(n) >= places]
            read = [at for at in known if any(abs(f.value or 0) == abs(value) for f in self._by_place[at])]
            for at in sorted({*printed, *read} - seen):
                seen.add(at)
                facts = [f for f in self._by_place.get(at, ()) if abs(f.value or 0) == abs(value)]
                yield _At(at, span, passage, tuple(facts))

    def _right(self, each: Asked, places: Sequence[_At], item: str, read_only: bool) -> list[_At]:
        """The places whose figure is that of a field: by what the rules have read there, else by the words about it.

        ``read_only``: of figures that fields of words may hold only those count that the rules have read.
        """
        ranked = [(max((fits(each, fact, item) for fact in at.facts), default=0), at) for at in places]
        best = max((rank for rank, _ in ranked), default=0)
        if best:
            return [at for rank, at in ranked if rank == best]
        unread = [at for at in places if not at.facts and not read_only and not self._in_read_row(at)]
        return [at for at in unread if said_of(each, self.quotable, at.passage, at.start, item)]

    def _in_read_row(self, at: _At) -> bool:
        """Whether a number is none of the figures that the rules have read of its row: a code, a line number."""
        for table in at.passage.section.tables:
            for row in table.rows:
                if row.place.start <= at.start < row.place.end:
                    return any(row.place.start <= other < row.place.end for other in self._by_place)
        return False

    def _unit(self, at: _At) -> str | None:
        """The unit of a figure that no rule has read: as printed behind it, or that of its table or report."""
        text = self.report.source.text
        number = re.match(r"[-+\d,，.\s]*", text[at.start : at.start + 40])
        if unit := unit_behind(text[at.start + (number.end() if number else 0) :]):
            return unit
        for table in at.passage.section.tables:
            if table.place.start <= at.start < table.place.end:
                above = "".join(p.plain for p in table.caption)
                return next((u for u in MONEY if re.search(rf"单位：(?:人民币)?{u}", above)), self.report.identity.unit)
        return None

    def _made(self, each: Asked, at: _At, value: Decimal, claim: Claim) -> Fact:
        printed = re.match(r"[-+\d,，.]*", self.report.source.text[at.start : at.start + 40])
        raw = at.facts[0].raw if at.facts else printed.group() if printed else claim.value
        inside = Span(at.start, at.start + max(len(raw), 1))
        made = self._placed(at.passage, at.quote, inside, raw, each.title or each.name, "")
        if not at.facts:
            return made.but(value=value, unit=self._unit(at))
        # what the rules have read at this place they have read with its meaning and its sign
        first = at.facts[0]
        own = {name: getattr(first, name) for name in ("table", "row_code", "row_name", "column", "value", "unit")}
        return made.but(**own)

    # ---------------------------------------------------------------- words

    def spot(self, passage: Passage, span: Span, value: str) -> Fact:
        """A place of the source as the evidence of words."""
        inside = self.quotable.places(value.rstrip("。"), span) or [span]
        return self._at_words("", "", passage, span, inside[0])

    def _words(self, each: Asked, claim: Claim, found: Sequence[tuple[Passage, Span]], item: str) -> Fact | str:
        """Words as a fact, where what stands around them is of the field."""
        text = self.report.source.text
        for passage, span in found:
            read = [f for f in self._texts if f.start < span.end and f.end > span.start and f.raw]
            about = about_words(passage, text, span, read)
            names = [name_key(item)] if item else [core(name) for name in names_of(each)]
            if any(covered(name, about) for name in names):
                inside = self.quotable.places(claim.value.rstrip("。"), span) or [span]
                return self._at_words(each.title or each.name, item, passage, span, inside[0])
        return OF_ANOTHER

    def _at_words(self, title: str, item: str, passage: Passage, span: Span, inside: Span) -> Fact:
        raw = squeeze(self.report.source.text[inside.start : inside.end])
        return self._placed(passage, span, inside, raw, item or title, title if item else "")

    def _placed(self, passage: Passage, quote: Span, inside: Span, raw: str, row: str, column: str) -> Fact:
        """A fact without a value at a place of the source; ``inside`` is where ``raw`` stands in the quote."""
        source, identity = self.report.source, self.report.identity
        return Fact(
            doc_id=self.report.doc_id,
            department=identity.department,
            year=identity.year,
            kind=identity.kind,
            origin="llm",
            table=None,
            section=passage.title,
            row_code=None,
            row_name=row,
            column=column,
            value=None,
            unit=None,
            raw=raw,
            page=source.places.page_of(inside.start),
            line=source.line_of(inside.start),
            quote=source.text[quote.start : quote.end],
            section_key=passage.section.key,
            start=quote.start,
            end=quote.end,
            at=inside.start,
            spot=spot_of(source.places.where(inside.start, inside.end)),
        )


def is_figure(each: Asked, claim: Claim) -> bool:
    """Whether a claim is of a figure: the field wants one, or is given nothing but a number in the place of words."""
    return not each.is_text or each.unit is not None or number_in(claim.value) is not None


def _around(passage: Passage, span: Span) -> Span:
    """The paragraph or the row of a table that a span is from, with all of the span."""
    pieces = [b.place for b in passage.section.paragraphs]
    pieces += [row.place for table in passage.section.tables for row in table.rows]
    touched = [p for p in pieces if p.start < span.end and p.end > span.start]
    return Span(min((span.start, *(p.start for p in touched))), max((span.end, *(p.end for p in touched))))


def _is_nothing(value: Decimal, quote: str) -> bool:
    return value == 0 and bool(_NOTHING.search(fold(quote)))


def _sign(value: Decimal, quote: str) -> int | None:
    """The sign of a value as its quote bears it out; None where the quote says the contrary."""
    if value >= 0:
        return 1
    return -1 if _LESS.search(quote) or "-" in fold(quote) or "(" in fold(quote) else None
