"""Several reports side by side: one department over the years, its budget beside its final accounts, its units."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from extractors.crosscheck.book import Book
from extractors.crosscheck.cells import Cell, State, stated
from extractors.crosscheck.compare import equal, insufficient
from extractors.crosscheck.model import Kind, Rule, Status, Verdict
from extractors.crosscheck.said import BUDGETS, SPENT
from extractors.crosscheck.wording import cell_name
from extractors.facts import Fact, plain_decimal
from extractors.findings import Severity
from extractors.text import name_key
from extractors.vocabulary import Measure

KINDS = {"final": "决算", "budget": "预算"}

#: department, region and scope, reduced to letters: what two reports of one department share
Who = tuple[str, str, str]
#: some figures and the report that prints them
Side = tuple[Book, Sequence[Cell]]


def who(book: Book) -> Who:
    identity = book.report.identity
    return name_key(identity.department or ""), name_key(identity.region or ""), identity.scope or ""


def named(book: Book, year: int | None = None, kind: str | None = None) -> str:
    """A report in words, or the one of another year or kind of the same department: 某局（汇总）2023年度决算."""
    identity = book.report.identity
    scope = f"（{identity.scope}）" if identity.scope else ""
    return f"{identity.department}{scope}{year or identity.year}年度{KINDS[kind or identity.kind]}"


class Shelf:
    """Reports that may be compared, in the order in which they came; a later version stands for an earlier one.

    A department is known by name, region and scope (本级, 汇总): nothing is guessed of renamed ones.
    """

    def __init__(self, books: Iterable[Book]) -> None:
        #: the same content twice is no second version
        self.books = list({book.report.sha256: book for book in books}.values())
        self._held: dict[tuple[Who, int, str], list[Book]] = defaultdict(list)
        for book in self.books:
            identity = book.report.identity
            if identity.department and identity.year:
                self._held[who(book), identity.year, identity.kind].append(book)
        self._by_id = {book.report.doc_id: book for book in self.books}

    @property
    def current(self) -> list[Book]:
        """The reports without former versions."""
        return [book for book in self.books if self.versions(book)[-1] is book]

    def versions(self, book: Book) -> list[Book]:
        """All reports of the same department, year and kind; the latest last."""
        identity = book.report.identity
        return self._held.get((who(book), identity.year or 0, identity.kind)) or [book]

    def find(self, book: Book, year: int, kind: str) -> Book | None:
        """The report of the same department for a year and kind."""
        return next(reversed(self._held.get((who(book), year, kind), [])), None)

    def absent(self, rule: Rule, book: Book, year: int, kind: str, subject: str = "") -> Verdict:
        """The verdict where the report to compare with is not there."""
        name = named(book, year, kind)
        department, region, scope = who(book)
        others = [w for w, y, k in self._held if (y, k) == (year, kind) and w[:2] == (department, region)]
        scopes = "、".join(sorted(w[2] or "未写明口径" for w in others if w[2] != scope))
        ground = f"缺少{name}报告，无法对照" + (f"（另有同名报告，口径为{scopes}，不作对照）" if scopes else "")
        subject = f"{book.report.doc_id}/{subject or f'{year}{kind}'}"
        return Verdict(rule, subject, Status.INSUFFICIENT_DATA, missing=(name,), ground=ground)

    @property
    def doubtful(self) -> frozenset[str]:
        """None: the tables of each report are weighed by its own check."""
        return frozenset()

    def half_unit(self, fact: Fact, unit: str | None) -> Decimal:
        """Half the last printed digit of a figure, as its own report prints figures."""
        return self._by_id[fact.doc_id].half_unit(fact, unit)

    def agree(self, rule: Rule, subject: str, left: Side, right: Side) -> Verdict:
        """Σ left = Σ right, the two sides from different reports; units and printed digits of each are minded."""
        (one, ours), (other, theirs) = left, right
        subject = f"{one.report.doc_id}/{other.report.doc_id}/{subject}"
        missing = [f"{named(b)}{cell_name(c)}" for b, cells in (left, right) for c in cells if c.state is State.MISSING]
        if missing:
            return insufficient(rule, subject, missing)
        return equal(rule, self, subject, ours, theirs)


#: what a rule between reports has to say of one report, with the others at hand
Compare = Callable[[Rule, Book, Shelf], Iterable[Verdict]]


@dataclass(frozen=True, slots=True)
class Across:
    """A rule of the catalogue that needs other reports beside the one it is about."""

    rule: Rule
    compare: Compare


def across(id: str, title: str, severity: Severity, explanation: str, compare: Compare, kind: Kind = "final") -> Across:
    """A rule between reports; applied to one report alone it says which others are missing."""

    def alone(rule: Rule, book: Book) -> Iterable[Verdict]:
        return compare(rule, book, Shelf([book]))

    return Across(Rule(id, title, severity, explanation, alone, kind), compare)


def told(verdict: Verdict, first: str, second: str, hint: str) -> Verdict:
    """A verdict with its sentence; one that finds no difference stays as it is."""
    if verdict.status not in (Status.FAIL, Status.ROUNDING):
        return verdict
    unit = verdict.unit or ""
    gap = f"{bare(verdict.difference or Decimal(0))}{unit}"
    end = f"在四舍五入可解释的{bare(verdict.margin)}{unit}以内，属尾差" if verdict.status is Status.ROUNDING else hint
    return replace(verdict, ground=f"{first}，{second}，相差{gap}，{end}。")


def bare(value: Decimal) -> str:
    """A computed amount without the zeros that a change of unit adds, two decimals kept."""
    places = max(2, -int(value.normalize().as_tuple().exponent))
    return plain_decimal(value.quantize(Decimal(1).scaleb(-places)))


def shown(cell: Cell) -> str:
    """What a cell prints, with its unit."""
    if cell.fact is None or cell.fact.value is None:
        return "空白"
    return f"{plain_decimal(cell.fact.value)}{cell.fact.unit or ''}"


def printed(book: Book, measure: Measure) -> list[Cell]:
    """Where a report gives the figure of a measure: its cells in the tables, then what the text states."""
    cells = [book.cell(*cell[:3]) for cell in measure.cells]
    columns = BUDGETS if book.report.identity.kind == "budget" else SPENT
    said = [stated(f) for section in measure.sections for f in book.said.of(section, measure.name, *columns)]
    return [c for c in (*cells, *said) if c.state in (State.NUMBER, State.BLANK, State.CONFLICT)]
