"""Rules from data: identities of named cells, sums along a row, sums down the tree of 科目 codes."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from itertools import combinations

from extractors.crosscheck.book import Book
from extractors.crosscheck.cells import Cell, Ref, State
from extractors.crosscheck.compare import equal, insufficient, not_applicable
from extractors.crosscheck.model import Rule, Status, Verdict
from extractors.crosscheck.wording import table_title
from extractors.findings import Severity
from extractors.vocabulary import table_forms

#: what is compared, and the two sides that must be equal
Pair = tuple[str, tuple[Ref, ...], tuple[Ref, ...]]

EMPTY = "本表为空表，无数可核"
#: so many columns of no form are looked at, and so many of them may be parts of one whole
_MOST_UNKNOWN, _MOST_ADDED = 6, 2


def refs(table: str, column: str, *rows: str) -> tuple[Ref, ...]:
    """Several rows of one column."""
    return tuple(Ref(table, row, column) for row in rows)


def across(table: str, row: str, *columns: str) -> tuple[Ref, ...]:
    """Several columns of one row."""
    return tuple(Ref(table, row, column) for column in columns)


def identity(id: str, title: str, explanation: str, *pairs: Pair, severity: Severity = "error") -> Rule:
    """A rule on named cells: for each pair Σ left = Σ right."""

    def check(rule: Rule, book: Book) -> Iterator[Verdict]:
        for subject, left, right in pairs:
            yield equal(rule, book, subject, [book.at(r) for r in left], [book.at(r) for r in right])

    return Rule(id, title, severity, explanation, guarded(check, *dict.fromkeys(r.table for p in pairs for r in p[1])))


def guarded(
    check: Callable[[Rule, Book], Iterator[Verdict]], *tables: str
) -> Callable[[Rule, Book], Iterator[Verdict]]:
    """Run a check only where its tables were read and are not empty; say so otherwise."""

    def guard(rule: Rule, book: Book) -> Iterator[Verdict]:
        if unread := [t for t in tables if not book.has(t)]:
            yield insufficient(rule, "+".join(unread), [table_title(t) for t in unread])
        elif all(book.is_empty(t) for t in tables):
            yield not_applicable(rule, "+".join(tables), EMPTY)
        else:
            yield from check(rule, book)

    return guard


def row_sums(id: str, title: str, explanation: str, table: str, whole: Sequence[str], parts: Sequence[str]) -> Rule:
    """In each row Σ whole columns = Σ part columns."""

    def check(rule: Rule, book: Book) -> Iterator[Verdict]:
        columns = book.columns(table)
        added = [c for c in _added_parts(table, whole, columns) if c not in parts]
        alone = [s for s in table_forms()[table].sums if s.alone and s.whole == tuple(whole) and s.holds_in(columns)]
        # columns that a report prints in place of one of the form stand for it: 一般公共预算拨款收入 for 财政拨款收入
        printed = [*(c for c in parts if c in columns or not added), *added]
        if alone:
            printed = [c for c in alone[0].parts if c in columns]
        printed += _unknown_parts(rule, book, table, whole, printed)
        for row in book.rows(table):
            left = [book.cell(table, row, column) for column in whole]
            right = [book.cell(table, row, column) for column in printed]
            if all(cell.state is State.MISSING for cell in (*left, *right)):
                continue
            yield equal(rule, book, f"{table}/{row}/{whole[0]}", left, right)

    return Rule(id, title, "error", explanation, guarded(check, table))


def _added_parts(table: str, whole: Sequence[str], printed: Collection[str]) -> list[str]:
    """The columns that this report adds to a table and that are parts of a whole."""
    form = table_forms()[table]
    added = {c.name for c in form.columns if c.added} & {*printed}
    holding = (s for s in form.sums if s.whole == tuple(whole) and s.holds_in(printed))
    return [*dict.fromkeys(c for s in holding for c in s.parts if c in added)]


def _unknown_parts(rule: Rule, book: Book, table: str, whole: Sequence[str], printed: Sequence[str]) -> list[str]:
    """The columns of no form (单位资金) without which most rows do not add up, and with which they do.

    The fewest that leave the fewest rows apart: whether such a column is a part is told by the rows alone.
    """
    known = {*table_forms()[table].column_names, *whole, *printed}
    unknown = [c for c in book.columns(table) if c not in known][:_MOST_UNKNOWN]

    def apart(more: Sequence[str]) -> int:
        verdicts = (
            equal(
                rule,
                book,
                f"{table}/{row}",
                [book.cell(table, row, column) for column in whole],
                [book.cell(table, row, column) for column in (*printed, *more)],
            )
            for row in book.rows(table)
        )
        return sum(v.status is Status.FAIL for v in verdicts)

    if not unknown or not apart(()):
        return []
    chosen = [list(c) for size in range(_MOST_ADDED + 1) for c in combinations(unknown, size)]
    return min(chosen, key=apart)


def level_sums(id: str, title: str, explanation: str, table: str, *levels: str) -> Rule:
    """In each column a row equals the sum of the 科目 right below it.

    ``levels``: ``total`` for the 合计 row, ``codes`` for every 科目 that has others below it. Where a 科目 in between
    is not printed, the nearest ones below stand for it.
    """

    def check(rule: Rule, book: Book) -> Iterator[Verdict]:
        if not book.codes(table):
            yield _no_rows(rule, book, table)
            return
        parents = (["合计"] if "total" in levels else []) + (_parents(book, table) if "codes" in levels else [])
        for column in _columns(book, table):
            for parent in parents:
                yield _level(rule, book, table, parent, column)

    return Rule(id, title, "error", explanation, guarded(check, table))


def _no_rows(rule: Rule, book: Book, table: str) -> Verdict:
    """A table with a 合计 but no 科目 rows: nil tables say 0.00; money without rows means the rows were not read."""
    if any(book.cell(table, "合计", column).value for column in book.columns(table)):
        return insufficient(rule, f"{table}/科目", [f"{table_title(table)}各科目行"])
    return not_applicable(rule, f"{table}/科目", "本表没有科目行")


def _parents(book: Book, table: str) -> list[str]:
    return [code for code in book.codes(table) if book.children(table, code)]


def _columns(book: Book, table: str) -> list[str]:
    """The canonical columns of a table; a column that the report adds may be a share and is not summed."""
    form = table_forms().get(table)
    known = form.column_names if form else []
    return [c for c in known if c in book.columns(table)]


def _level(rule: Rule, book: Book, table: str, parent: str, column: str) -> Verdict:
    code = "" if parent == "合计" else parent
    below: list[Cell] = []
    for child in book.children(table, code):
        below += book.filled(table, child, column)
    verdict = equal(rule, book, f"{table}/{parent}/{column}", [book.cell(table, parent, column)], below)
    return doubted(verdict, book, table, [code])


def doubted(verdict: Verdict, book: Book, table: str, codes: Sequence[str]) -> Verdict:
    """A failed sum is no finding while the source shows 科目 below the given codes that were not read."""
    if verdict.status is not Status.FAIL:
        return verdict
    unread = [code for parent in codes for code in book.unread_codes(table, parent)]
    return (
        insufficient(verdict.rule, verdict.subject, [f"{table_title(table)}{c}" for c in unread]) if unread else verdict
    )
