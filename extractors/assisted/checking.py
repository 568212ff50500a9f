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

from extractors.annex import canonical_column
from extractors.assisted.materials import Passage
from extractors.assisted.quoting import Quotable, Span
from extractors.crosscheck.book import row_key
from extractors.facts import MONEY, Fact, NotANumber, parse_amount
from extractors.report import Report, Row, Table, spot_of
from extractors.structured.field import Asked
from extractors.structured.match import Words, matches
from extractors.text import fold, name_key
from extractors.vocabulary.units import unit_words

NO_QUOTE = "没有给出原文"
NOT_THERE = "所引原文不在材料中"
NOT_IN_QUOTE = "所引原文中没有这个值"
OF_ANOTHER = "所引原文说的是另一项"
NOT_ONE_PLACE = "所引原文不止一处，不能确定是哪一处"
NOT_A_NUMBER = "不是一个数"
WRONG_SIGN = "正负与原文不符"

#: words that say that something did not occur, which is a zero
_NOTHING = re.compile(r"未发生|没有发生|无此项|未安排|(?:^|[，。；、])无")
_LESS = re.compile(r"减|降|下[滑调]|少|低|负|缩")
_MORE = re.compile(r"增|升|上[涨调]|多|高")
#: words that make another figure of what they stand by; a field that has none of them is none of these figures
_QUALIFIER = re.compile(r"上年|去年|同比|增|减|升|降|占|比重|完成|年初|年末|预算(?!单位|绩效|管理)|结转|结余|人均|平均")
#: names that hold such a word and are no such thing
_NAMES = re.compile(r"(?:一般公共|政府性基金|国有资本经营)预算|预算单位|预算绩效")
#: words of a title that say nothing of which figure is meant
_PLAIN = re.compile(
    r"本年度?|当年|全年|年度|的|金额|数额|总额|决算数?|数量|情况|支出(?=.)|万元|亿元|元|[()（）%\d]|合计|总计|原因|说明"
)
#: how much of a title's words must stand by a value that no rule has read
_ENOUGH = 0.7
#: a sentence ends here, and so does what its figures are of
_SENTENCE = "。；\n！？"
#: header rows of a table in which no rule has read a cell
_HEADER_ROWS = 4
_UNIT = re.compile(rf"万元|亿元|元|%|％|{unit_words().set_pattern('of_fields', guarded=False)}")


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
        number = not each.is_text or each.unit is not None
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
        right = [at for at in places if self._is_meant(each, at, item)]
        if not right:
            return OF_ANOTHER
        same = {(f.row_name, f.column, f.table) for at in right for f in at.facts[:1]}
        if len({at.start for at in right}) > 1 and (len(same) > 1 or not all(at.facts for at in right)):
            return NOT_ONE_PLACE
        return self._made(each, right[0], abs(value) * sign, claim)

    def _nothing(self, each: Asked, found: tuple[Passage, Span], item: str) -> Fact | str:
        """A zero that is told in words (未发生会议费)."""
        passage, span = found
        if not _covered(_core(item or each.title), name_key(self.report.source.text[span.start : span.end])):
            return OF_ANOTHER
        made = self._at_words(each.title or each.name, item, passage, span, span)
        return made.but(value=Decimal(0), unit=each.unit, raw=made.quote)

    # ---------------------------------------------------------------- figures

    def _at_number(self, value: Decimal, found: Iterable[tuple[Passage, Span]]) -> Iterator[_At]:
        """The places inside quotes at which a number is printed, in reading order, each once."""
        seen: set[int] = set()
        for passage, span in found:
            known = [at for at in self._by_place if span.start <= at < span.end]
            printed = [at for at, n in self.quotable.numbers(span) if abs(n) == abs(value)]
            read = [at for at in known if any(abs(f.value or 0) == abs(value) for f in self._by_place[at])]
            for at in sorted({*printed, *read} - seen):
                seen.add(at)
                facts = [f for f in self._by_place.get(at, ()) if abs(f.value or 0) == abs(value)]
                yield _At(at, span, passage, tuple(facts))

    def _is_meant(self, each: Asked, at: _At, item: str) -> bool:
        """Whether the figure at a place is that of a field: by what the rules have read there, else by the words."""
        if at.facts:
            return any(_fits(each, fact, item) for fact in at.facts)
        words, near = self._words_about(at)
        title = f"{item}{each.title}" if item else f"{each.context}{each.title}"
        if set(_qualifiers(near)) - set(_qualifiers(title)):
            return False
        return _covered(_core(each.title), words) and (not item or _covered(_core(item), words))

    def _words_about(self, at: _At) -> tuple[str, str]:
        """The words that say what an unread figure is, and those right by it: of its row and column, or its clause."""
        for table in at.passage.section.tables:
            if table.place.start <= at.start < table.place.end and (cell := _cell_at(table, at.start)):
                return f"{cell[0]}{cell[1]}", cell[1]
        text = self.report.source.text
        begin = max((text.rfind(mark, at.passage.span.start, at.start) for mark in _SENTENCE), default=-1) + 1
        begin = max(begin, at.passage.span.start)
        before = [n for n, _ in self.quotable.numbers(Span(begin, at.start))]
        # a year is no figure that what is said of this one ends with
        cut = next((n for n in reversed(before) if not re.match(r"(?:19|20)\d\d年", text[n : n + 5])), None)
        near = text[cut if cut is not None else begin : at.start]
        return name_key(near), name_key(re.split("[，,：:]", near)[-1])

    def _unit(self, at: _At) -> str | None:
        """The unit of a figure: as the rules read it there, as printed behind it, or of its table or report."""
        if at.facts:
            return at.facts[0].unit
        text = self.report.source.text
        number = re.match(r"[-+\d,，.\s]*", text[at.start : at.start + 40])
        behind = fold(text[at.start + (number.end() if number else 0) :][:6])
        if match := _UNIT.match(behind):
            return match.group().replace("％", "%")
        for table in at.passage.section.tables:
            if table.place.start <= at.start < table.place.end:
                above = "".join(p.plain for p in table.caption)
                return next((u for u in MONEY if re.search(rf"单位：(?:人民币)?{u}", above)), self.report.identity.unit)
        return None

    def _made(self, each: Asked, at: _At, value: Decimal, claim: Claim) -> Fact:
        first = at.facts[0] if at.facts else None
        source, identity = self.report.source, self.report.identity
        printed = re.match(r"[-+\d,，.]*", source.text[at.start : at.start + 40])
        raw = first.raw if first else printed.group() if printed else claim.value
        return Fact(
            doc_id=self.report.doc_id,
            department=identity.department,
            year=identity.year,
            kind=identity.kind,
            origin="llm",
            table=first.table if first else None,
            section=at.passage.title,
            row_code=first.row_code if first else None,
            row_name=first.row_name if first else each.title or each.name,
            column=first.column if first else "",
            # where the rules have read the figure, they have read its sign too
            value=first.value if first else value,
            unit=self._unit(at),
            raw=raw,
            page=source.places.page_of(at.start),
            line=source.line_of(at.start),
            quote=source.text[at.quote.start : at.quote.end],
            section_key=at.passage.section.key,
            start=at.quote.start,
            end=at.quote.end,
            at=at.start,
            spot=spot_of(source.places.where(at.start, at.start + max(len(raw), 1))),
        )

    # ---------------------------------------------------------------- words

    def spot(self, passage: Passage, span: Span, value: str) -> Fact:
        """A place of the source as the evidence of words."""
        inside = self.quotable.places(value.rstrip("。"), span) or [span]
        return self._at_words("", "", passage, span, inside[0])

    def _words(self, each: Asked, claim: Claim, found: Sequence[tuple[Passage, Span]], item: str) -> Fact | str:
        """Words as a fact, where what stands around them is of the field."""
        core = _core(each.title) if not item else _core(item)
        text = self.report.source.text
        for passage, span in found:
            read = [f for f in self._texts if f.start < span.end and f.end > span.start and f.raw]
            begin = max(text.rfind("\n", passage.span.start, span.start) + 1, passage.span.start)
            about = name_key(passage.title + text[begin : span.end]) + "".join(name_key(f.row_name) for f in read)
            if _covered(core, about):
                inside = self.quotable.places(claim.value.rstrip("。"), span) or [span]
                return self._at_words(each.title or each.name, item, passage, span, inside[0])
        return OF_ANOTHER

    def _at_words(self, title: str, item: str, passage: Passage, span: Span, inside: Span) -> Fact:
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
            row_name=item or title,
            column=title if item else "",
            value=None,
            unit=None,
            raw=source.text[inside.start : inside.end],
            page=source.places.page_of(span.start),
            line=source.line_of(span.start),
            quote=source.text[span.start : span.end],
            section_key=passage.section.key,
            start=span.start,
            end=span.end,
            at=inside.start,
            spot=spot_of(source.places.where(inside.start, inside.end)),
        )


def _around(passage: Passage, span: Span) -> Span:
    """The paragraph or the row of a table that a span is from, with all of the span."""
    pieces = [b.place for b in passage.section.paragraphs]
    pieces += [row.place for table in passage.section.tables for row in table.rows]
    touched = [p for p in pieces if p.start < span.end and p.end > span.start]
    return Span(min((span.start, *(p.start for p in touched))), max((span.end, *(p.end for p in touched))))


# ---------------------------------------------------------------- what a figure is of


def _fits(each: Asked, fact: Fact, item: str) -> bool:
    """Whether a figure that the rules have read is the one that a field means."""
    extra = each.extra
    if item and not _same_row(fact, item):
        return False
    if "column" in extra:
        wanted = str(extra["column"]).rpartition(":")[2].split("|")
        return bool({fact.column, canonical_column(fact.column)} & set(wanted))
    if item:
        words = name_key(f"{fact.column}")
        return bool(words) and (words in name_key(each.title) or name_key(each.title) in words)
    if "cell" in extra and [fact.table, fact.row_name, fact.column] == list(extra["cell"]):
        return True
    if "prose" in extra:
        subject, measure, sections = extra["prose"]
        named = row_key(fact.row_name) in {row_key(s) for s in subject.split("|")}
        if named and fact.column == measure and fact.section_key in sections.split("|"):
            return True
    return bool(matches(each, Words([fact]), "").options)


def _same_row(fact: Fact, item: str) -> bool:
    wanted = row_key(item)
    own = {row_key(fact.row_name), row_key(fact.part_of or ""), fact.row_code or ""}
    return wanted in own or any(name and (name.endswith(wanted) or wanted.endswith(name)) for name in own)


def _cell_at(table: Table, offset: int) -> tuple[str, str] | None:
    """The words of the row and of the column of a cell of a table that no rule has read."""
    for row in table.rows:
        for number, cell in enumerate(row.cells):
            if cell.place.start <= offset < cell.place.end:
                return _label(row), "".join(_heading(r, number) for r in table.rows[:_HEADER_ROWS] if r is not row)
    return None


def _label(row: Row) -> str:
    return "".join(name_key(t) for t in row.texts if t and number_in(t) is None)


def _heading(row: Row, number: int) -> str:
    texts = row.texts
    return name_key(texts[number]) if number < len(texts) and number_in(texts[number]) is None else ""


def _core(title: str) -> str:
    key = name_key(title)
    return _PLAIN.sub("", key) or key


def _covered(core: str, words: str) -> bool:
    """Whether most of a title's words, by pairs of characters, stand among others."""
    pairs = {core[i : i + 2] for i in range(len(core) - 1)} or {core}
    return sum(p in words for p in pairs) >= _ENOUGH * len(pairs)


def _qualifiers(words: str) -> list[str]:
    return _QUALIFIER.findall(_NAMES.sub("", name_key(words)))


def number_in(raw: str) -> Decimal | None:
    """The number that a model gives, perhaps with its unit; None for words."""
    bare = _UNIT.sub("", fold(raw)).strip()
    try:
        return parse_amount(bare)
    except NotANumber:
        return None


def _is_nothing(value: Decimal, quote: str) -> bool:
    return value == 0 and bool(_NOTHING.search(fold(quote)))


def _sign(value: Decimal, quote: str) -> int | None:
    """The sign of a value as its quote bears it out; None where the quote says the contrary."""
    if value >= 0:
        return 1
    return -1 if _LESS.search(quote) or "-" in fold(quote) or "(" in fold(quote) else None
