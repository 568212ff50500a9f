"""Family F, numbers: tables, chapters, points, entries and attachments are numbered on without break or repetition."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from itertools import pairwise

from extractors.crosscheck.book import Book
from extractors.crosscheck.compare import insufficient
from extractors.crosscheck.model import Rule, Status, Verdict
from extractors.crosscheck.outline import attachments, printed_numbers
from extractors.crosscheck.reading import ZONES, Passage, heading, reading, spot
from extractors.crosscheck.wording import table_title
from extractors.facts import Fact
from extractors.findings import Severity
from extractors.report import Section
from extractors.text import fold, name_key
from extractors.vocabulary import Measure, measures

_DIGITS = {c: n for n, c in enumerate("一二三四五六七八九", 1)}
_NUMERAL = re.compile(r"^[(]?(?P<n>[一二三四五六七八九十]{1,3})(?:[)]|、)")
_ITEM = re.compile(r"^(?P<n>\d{1,2})[.、](?!\d)(?P<rest>.*)")


def numeral(text: str) -> int | None:
    """The value of a Chinese numeral below a hundred: 十二 is 12, 二十 is 20."""
    tens, ten, ones = text.partition("十")
    if not ten:
        return _DIGITS.get(text)
    if (tens and tens not in _DIGITS) or (ones and ones not in _DIGITS):
        return None
    return (_DIGITS.get(tens, 1)) * 10 + _DIGITS.get(ones, 0)


@dataclass(frozen=True, slots=True)
class _Numbered:
    """Something with a number: its value, how it is printed and where; the evidence is made when it is needed."""

    number: int
    words: str
    fact: Callable[[], Fact]
    annexed: bool = False


def _numbers(rule: Rule, book: Book) -> Iterator[Verdict]:
    if not reading(book).passages:
        yield insufficient(rule, "编号", ["报告正文"])
        return
    wrong = [*_tables(rule, book), *_chapters(rule, book), *_entries(rule, book), *_attached(rule, book)]
    wrong += _children(rule, book)
    yield from wrong or [Verdict(rule, "编号", Status.PASS)]


def _sequence(
    rule: Rule, where: str, row: Sequence[_Numbered], unread: set[int], severity: Severity | None
) -> Iterator[Verdict]:
    """The first place where numbers repeat or leave one out; what stands unread in the text is no gap."""
    for before, after in pairwise(row):
        gap = set(range(before.number + 1, after.number))
        if after.number < before.number or (after.number > before.number and gap <= unread):
            continue
        what = "编号重复" if after.number == before.number else "编号不连续"
        ground = f"{where}“{before.words}”之后是“{after.words}”，{what}，请核对。"
        subject = f"{where}/{after.words[:20]}"
        facts = (before.fact(), after.fact())
        yield Verdict(rule, subject, Status.FAIL, ground=ground, severity=severity, facts=facts)
        return


def _tables(rule: Rule, book: Book) -> Iterator[Verdict]:
    """公开NN表: each number once."""
    found = [_Numbered(n, f"公开{n:02d}表", partial(_number_place, book, s, p)) for n, s, p in printed_numbers(book)]
    twice = [n for n, count in Counter(f.number for f in found).items() if count > 1]
    for number in twice:
        facts = tuple(f.fact() for f in found if f.number == number)
        keys = [s.key or "" for n, s, _ in printed_numbers(book) if n == number]
        if len(set(keys)) > 1:
            names = "、".join(table_title(k) for k in dict.fromkeys(keys))
            ground = f"{names}都标为“公开{number:02d}表”，编号重复，请核对。"
            yield Verdict(rule, f"公开{number:02d}表", Status.FAIL, ground=ground, severity="warning", facts=facts)
    if not twice and [f.number for f in found] != sorted(f.number for f in found):
        yield from _sequence(rule, "决算表", found, set(), "info")


def _number_place(book: Book, section: Section, passage: Passage | None) -> Fact:
    return spot(book, passage, 0, len(passage.paragraph.plain)) if passage else heading(book, section)


def _chapters(rule: Rule, book: Book) -> Iterator[Verdict]:
    """一、二、三 of the chapters of each part, （一）（二） of the points of each chapter."""
    rows: dict[tuple[str, ...], list[_Numbered]] = {}
    for section in book.report.sections:
        if section.level in (3, 4) and section.key != "toc" and (match := _NUMERAL.match(fold(section.title))):
            number = numeral(match.group("n"))
            if number:
                annexed = reading(book).zone(section) == "annex"
                words = _Numbered(number, section.title, partial(heading, book, section), annexed)
                rows.setdefault((*section.path[:-1], str(section.level)), []).append(words)
    for path, row in rows.items():
        annexed = row[0].annexed
        where = "附件" if annexed else (path[0] if path[:-1] else "标题")
        unread = set() if _goes_on(row) else _line_numbers(book, path)
        for run in _runs(row):
            yield from _sequence(rule, where, run, unread, "info" if annexed else None)


def _goes_on(row: list[_Numbered]) -> bool:
    return all(after.number == before.number + 1 for before, after in pairwise(row))


def _line_numbers(book: Book, path: tuple[str, ...]) -> set[int]:
    """Numbers of a level that begin a paragraph under the same parent: headings that were taken for text."""
    parent, bracket = path[:-1], path[-1] == "4"
    found = set()
    for passage in reading(book).passages:
        plain = passage.paragraph.plain
        match = _NUMERAL.match(plain) if passage.section.path[: len(parent)] == parent else None
        if match and plain.startswith("(") is bracket:
            found.add(numeral(match.group("n")) or 0)
    return found


def _entries(rule: Rule, book: Book) -> Iterator[Verdict]:
    """1. 2. 3. of the items of a section, and the entries of the glossary."""
    rows: dict[int, list[tuple[_Numbered, Passage]]] = {}
    for passage in reading(book).passages:
        plain = passage.paragraph.plain
        if passage.zone not in ("narrative", "glossary", "profile"):
            continue
        match = _NUMERAL.match(plain) if passage.zone == "glossary" else _ITEM.match(plain)
        if match is None:
            continue
        number = numeral(match.group("n")) if passage.zone == "glossary" else int(match.group("n"))
        if number:
            words = _Numbered(number, plain[:14], partial(spot, book, passage, 0, min(len(plain), 40)))
            rows.setdefault(id(passage.section), []).append((words, passage))
    for found in rows.values():
        section = found[0][1].section
        for run in _runs([words for words, _ in found]):
            yield from _sequence(rule, _where(found[0][1], section), run, set(), "info")


def _where(passage: Passage, section: Section) -> str:
    return passage.place if section.path else ZONES[passage.zone]


def _runs(row: list[_Numbered]) -> Iterator[list[_Numbered]]:
    """A list begins anew with each 1."""
    run: list[_Numbered] = []
    for item in row:
        if item.number == 1 and run:
            yield run
            run = []
        run.append(item)
    if run and run[0].number == 1:
        yield run


def _attached(rule: Rule, book: Book) -> Iterator[Verdict]:
    """附件1, 附件2 of the list of attachments."""
    found = attachments(book)
    numbered = [
        _Numbered(int(a.number) if a.number.isdigit() else numeral(a.number) or 0, a.text, partial(a.fact, book))
        for a in found
    ]
    yield from _sequence(rule, "附件目录", [n for n in numbered if n.number], set(), "warning")


@lru_cache(maxsize=1)
def _subjects() -> dict[str, Measure]:
    """The measures by the key of each name under which reports print them."""
    return {name_key(p): m for m in measures().values() for p in (m.name, *m.printed)}


def _children(rule: Rule, book: Book) -> Iterator[Verdict]:
    """A part numbered like the whole it belongs to: 4.外宾接待支出 after 3.公务接待费."""
    named, by_id = _subjects(), measures()
    before: tuple[str, Passage] | None = None
    for passage in reading(book).by_key.get("three_public", []):
        match = _ITEM.match(passage.paragraph.plain)
        if match is None:
            continue
        rest = name_key(match.group("rest"))
        name = max((n for n in named if rest.startswith(n)), key=len, default=None)
        if name is None:
            continue
        measure = named[name]
        if before is not None and measure.part_of == before[0]:
            whole = by_id[before[0]].name
            words = passage.paragraph.text[: match.start("rest") + len(measure.name)]
            ground = (
                f"{passage.place}“{words}”与“{whole}”并列编号，"
                f"{measure.name}是{whole}的组成部分，应列在其下，不应单独编号，请核对。"
            )
            facts = (spot(book, passage, 0, min(len(passage.paragraph.plain), 40)), spot(book, before[1], 0, 12))
            yield Verdict(rule, f"层级/{measure.name}", Status.FAIL, ground=ground, severity="warning", facts=facts)
        else:
            before = (measure.id, passage)


RULES: tuple[Rule, ...] = (
    Rule(
        "F-13",
        "编号连续",
        "warning",
        "表号、章节号、条目号和附件号应连续、不重复；组成部分不应与所属的整体并列编号。",
        _numbers,
        kind="both",
    ),
)
