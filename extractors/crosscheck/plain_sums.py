"""Family A, tables of no known form: the row 合计 is the sum of the others, where these are beyond doubt its items."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from extractors.crosscheck.book import STATUTORY, Book
from extractors.crosscheck.cells import Cell, Ref, State
from extractors.crosscheck.compare import equal, not_applicable
from extractors.crosscheck.model import Rule, Status, Verdict
from extractors.facts import is_number, parse_amount
from extractors.headers import is_blank, is_numbering, is_word
from extractors.plain_tables import printed_unit
from extractors.report import Row, Section, Table
from extractors.vocabulary import layout

#: labels of rows that hold others, or are held by one
_SUBTOTAL = re.compile(r"小计|合计|总计|其中|本年|上年")
#: how a list says, above or below it, that it is of some only
OF_SOME = re.compile(r"(?<!第[一二三四五六])部分(?!数)|[只仅](?:列|反映|公开|展示|包[括含])")
#: titles of lists that need not be whole
_NOT_WHOLE = re.compile(r"部分|主要|重点|前[一二三四五六七八九十\d]+")
#: columns that are not added up, or not in money
_NO_SUMS = re.compile(r"数量|单价|均|率|比|分值|得分|评分|人数|编制|面积|序号|编码|[(][^()]*(?:%|个|人|辆|项)[)]$")
#: the number or the code that a label begins with
_MARK = re.compile(r"(?P<chapter>[一二三四五六七八九十]{1,3}、)|(?P<point>[(].{1,3}[)])|(?P<item>\d{1,2}[.、])")
_CODE = re.compile(r"[A-Z]?\d{3,}")
_FEWEST = 2
#: so many columns of words that all rows fill tell that each is an item
_SURELY_ITEMS = 3


@dataclass(frozen=True, slots=True)
class _List:
    """A table of one total and its items."""

    section: Section
    table: Table
    heading: list[str]
    total: Row
    items: list[Row]

    def columns(self) -> list[int]:
        """The columns of money with a figure in the total, each of whose cells is a figure or blank."""
        return [
            n
            for n, head in enumerate(self.heading)
            if head
            and is_number(self.total.texts[n])
            and not _NO_SUMS.search(head)
            and all(is_blank(row.texts[n]) or is_number(row.texts[n]) for row in self.items)
        ]

    def labels(self, row: Row) -> list[tuple[int, str]]:
        """The words of a row before the figures of the total."""
        first = next(n for n, text in enumerate(self.total.texts) if is_number(text))
        return [(n, text) for n, text in enumerate(row.texts[:first]) if text and not is_number(text)]

    def name(self, row: Row) -> str:
        """What tells an item from the others: its words in the first column that repeats the fewest."""
        columns = [n for n, _ in self.labels(row)]
        return row.texts[max(columns, key=lambda n: len({item.texts[n] for item in self.items}))]

    def has_no_levels(self) -> bool:
        """Whether nothing speaks for it that one item is part of another: labels, numbers, codes, missing names."""
        labels = [self.labels(row) for row in self.items]
        filled = [frozenset(n for n, _ in found) for found in labels]
        common = frozenset.intersection(*filled)
        # 规格型号 may be left out; a row that holds others fills none of so many columns
        if not common or (len({*filled}) != 1 and len(common) < _SURELY_ITEMS):
            return False
        texts = [text for found in labels for _, text in found]
        marks = {match.lastgroup for text in texts if (match := _MARK.match(text))}
        found = {c.group() for row in self.items for text in row.texts if (c := _CODE.match(text))}
        nested = any(b.startswith(a) for a, b in pairwise(sorted(found)))
        return len(marks) < _FEWEST and not nested and not any(map(_SUBTOTAL.search, texts))


def _list_of(section: Section, table: Table) -> _List | None:
    """A table as one list, wherever its print leaves no doubt: full rows, and one total at the top or at the end."""
    rows = [row for row in table.rows if any(row.texts) and not is_numbering(row)]
    start = next((n for n, row in enumerate(rows) if _is_total(row) or any(map(is_number, row.texts))), 0)
    body = rows[start:]
    totals = [row for row in body if _is_total(row)]
    if not start or len(totals) != 1 or totals[0] not in (body[0], body[-1]):
        return None
    width = len(totals[0].cells)
    if any(len(row.cells) != width for row in (*body, rows[start - 1])) or sum(map(is_word, totals[0].texts)) != 1:
        return None
    heading = [
        next((row.texts[n] for row in rows[:start][::-1] if row.texts[n : n + 1] != [""]), "") for n in range(width)
    ]
    items = [row for row in body if row is not totals[0]]
    found = _List(section, table, heading, totals[0], items)
    return found if len(items) >= _FEWEST and any(map(is_number, totals[0].texts)) and found.has_no_levels() else None


def _is_total(row: Row) -> bool:
    return next((text for text in row.texts if text), "") in layout().total_labels


def _goes_on(section: Section, table: Table) -> bool:
    """Whether another table of the section is as wide: the list may have been parted by the end of a page."""
    wide = max(len(row.cells) for row in table.rows)
    return any(t is not table and max(len(row.cells) for row in t.rows) == wide for t in section.tables)


def _is_of_some(table: Table) -> bool:
    """Whether a list is of some items only, whose total may be that of all."""
    told = (*table.caption, *table.notes)
    return bool(_NOT_WHOLE.search(table.title)) or any(OF_SOME.search(p.plain) for p in told)


def _may_nest(total: Decimal, amounts: Sequence[Decimal]) -> bool:
    """Whether the figures themselves speak for it that some are the sums of those that follow or precede them."""
    for n, amount in enumerate(amounts):
        if not amount:
            continue
        for line in (amounts[n + 1 :], amounts[:n][::-1]):
            run = Decimal(0)
            for count, other in enumerate(line, 1):
                run += other
                if run == amount and (count > 1 or sum(amounts) > total):
                    return True
    return False


def _sums(rule: Rule, book: Book) -> Iterator[Verdict]:
    """In each list with a total: total = Σ items, in each column of money."""
    told = False
    for section, table in book.report.tables:
        apart = STATUTORY.match(table.key or "") or section.key == "toc" or _is_of_some(table)
        unit = None if apart else printed_unit(table)
        if unit is None or _goes_on(section, table) or (found := _list_of(section, table)) is None:
            continue
        for verdict in _columns(rule, book, found, unit):
            told = True
            yield verdict
    if not told:
        yield not_applicable(rule, "其他表", "没有列出合计和各项的其他表")


def _columns(rule: Rule, book: Book, found: _List, unit: str) -> Iterator[Verdict]:
    """A verdict for each column; the same difference in another column is the same error."""
    differences: set[Decimal | None] = set()
    for column in found.columns():
        subject = f"{found.table.title}/{found.table.place.line}/{found.heading[column]}"
        whole = _cell(book, found, found.total, column, unit)
        parts = [_cell(book, found, row, column, unit) for row in found.items if is_number(row.texts[column])]
        amounts = [part.value or Decimal(0) for part in parts]
        if not parts or _may_nest(whole.value or Decimal(0), amounts):
            continue
        verdict = equal(rule, book, subject, [whole], parts)
        if verdict.status is not Status.FAIL or verdict.difference not in differences:
            yield verdict
        differences.add(verdict.difference)


def _cell(book: Book, found: _List, row: Row, column: int, unit: str) -> Cell:
    """A figure of the list, as one side of a comparison; its evidence is the row."""
    label = "合计" if row is found.total else found.name(row)
    title, cell = f"《{found.table.title}》", row.cells[column]
    fact = book.spot(row.place.start, row.place.end, label, found.heading[column], found.section).but(
        value=parse_amount(cell.plain), unit=unit, raw=cell.text, at=cell.place.start, page=row.place.page
    )
    return Cell(Ref(title, label, found.heading[column]), label, State.NUMBER, fact, (fact,))


RULES: tuple[Rule, ...] = (
    Rule(
        "A-ANY-05",
        "其他表的合计等于各行之和",
        "error",
        "政府采购预算表、项目支出表等其他表，各行没有级次的，合计行应等于各行之和。各数各自四舍五入，允许尾差。",
        _sums,
        kind="both",
    ),
)
