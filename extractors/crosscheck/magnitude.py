"""Family F, the size of amounts: a quantity ten thousand times as large as elsewhere has the wrong unit there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations

from extractors.crosscheck.book import STATUTORY, Book
from extractors.crosscheck.budget_tables import IN, OUT, TOTAL_IN, TOTAL_OUT
from extractors.crosscheck.compare import insufficient
from extractors.crosscheck.model import Rule, Status, Verdict
from extractors.crosscheck.said import SPENT
from extractors.crosscheck.wording import table_title
from extractors.facts import MONEY, Fact
from extractors.vocabulary import measures, section_title

#: the same money in several tables of a budget
_BUDGETED: tuple[tuple[str, tuple[tuple[str, str, str], ...]], ...] = (
    (
        "收支总计",
        (("YS01", TOTAL_IN, IN), ("YS01", TOTAL_OUT, OUT), ("YS02", "合计", "合计"), ("YS03", "合计", "合计")),
    ),
    ("一般公共预算支出", (("YS04", TOTAL_OUT, "一般公共预算"), ("YS05", "合计", "合计"))),
    ("政府性基金预算支出", (("YS04", TOTAL_OUT, "政府性基金预算"), ("YS06", "合计", "合计"))),
    ("国有资本经营预算支出", (("YS04", TOTAL_OUT, "国有资本经营预算"), ("YS07", "合计", "合计"))),
    ("一般公共预算基本支出", (("YS05", "合计", "基本支出"), ("YS08", "合计", "合计"))),
)
_TIMES = Decimal(10000)
#: printed digits may hide so much of either amount
_NEAR = Decimal("0.002")


@dataclass(frozen=True, slots=True)
class _Amount:
    """One statement of a quantity in 万元; ``owner`` is what prints its unit: a whole table, or a place of the text."""

    quantity: str
    owner: str
    size: Decimal
    fact: Fact


def magnitudes(rule: Rule, book: Book, told: Collection[str] = ()) -> Iterator[Verdict]:
    """Owners of a unit whose amounts are ten thousand times those of the same quantity elsewhere, or a part of it.

    ``told`` are the tables whose unit is held against them already.
    """
    if not _pairs(book):
        yield insufficient(rule, "量级", ["可相互比较的金额"])
        return
    blamed = {owner: pair for owner, pair in mistaken_units(book).items() if owner not in told}
    if not blamed:
        yield Verdict(rule, "量级", Status.PASS)
    for odd, other in blamed.values():
        yield _mistaken(rule, odd, other)


def doubtful_tables(book: Book) -> frozenset[str]:
    """Statutory tables whose printed unit cannot be right."""
    return frozenset(owner for owner in mistaken_units(book) if STATUTORY.match(owner))


def bears_out(book: Book, table: str) -> bool:
    """Whether an amount of a table, in the unit printed on it, is the one that stands elsewhere."""
    return any(table in (a.owner, b.owner) and _is_about((a, b), Decimal(1)) for a, b in _pairs(book))


def mistaken_units(book: Book) -> dict[str, tuple[_Amount, _Amount]]:
    """Who prints amounts ten thousand times those of others, or a part of them: an amount, and the one beside it.

    Whoever disagrees so with the most is blamed first, and then what is left among the others; of equals, the text.
    """
    pairs = _pairs(book)
    allies = Counter(a.owner for pair in pairs if _is_about(pair, Decimal(1)) for a in pair)
    far = [pair for pair in pairs if _is_about(pair, _TIMES)]
    blamed: dict[str, tuple[_Amount, _Amount]] = {}
    while far:
        foes = Counter(a.owner for pair in far for a in pair)
        odd = max(foes, key=lambda o: (foes[o] - allies[o], not STATUTORY.match(o)))
        held = next(pair for pair in far if odd in (pair[0].owner, pair[1].owner))
        blamed[odd] = held if held[0].owner == odd else (held[1], held[0])
        far = [pair for pair in far if odd not in (pair[0].owner, pair[1].owner)]
    return blamed


def _pairs(book: Book) -> list[tuple[_Amount, _Amount]]:
    every = (pair for amounts in _quantities(book) for pair in combinations(amounts, 2))
    return [(a, b) for a, b in every if a.owner != b.owner]


def _is_about(pair: tuple[_Amount, _Amount], times: Decimal) -> bool:
    less, more = sorted(a.size for a in pair)
    return abs(more / less / times - 1) <= _NEAR


def _quantities(book: Book) -> Iterator[list[_Amount]]:
    """By measure: its amount in every table that holds it, and wherever the text states it for the year."""
    for name, refs in _BUDGETED:
        yield _amounts(name, [book.cell(*ref).fact for ref in refs])
    for measure in measures().values():
        if measure.unit is None and measure.cells:
            cells = [book.cell(ref[0], ref[1], ref[2]).fact for ref in measure.cells]
            yield _amounts(
                measure.name, [*cells, *(f for s in measure.sections for f in book.said.of(s, measure.name, *SPENT))]
            )


def _amounts(name: str, facts: Iterable[Fact | None]) -> list[_Amount]:
    """The amounts of a quantity that are money and not zero."""
    told = [f for f in facts if f is not None and f.value and f.unit in MONEY]
    sizes = [(f, f.in_unit("万元")) for f in told]
    return [_Amount(name, f.table or f"{f.line}/{f.start}", abs(size), f) for f, size in sizes if size]


def _mistaken(rule: Rule, odd: _Amount, other: _Amount) -> Verdict:
    who, beside = _place(odd.fact), _place(other.fact)
    ground = (
        f"{who}的{odd.quantity}是{odd.fact.raw.strip()}（{odd.fact.unit}），{beside}是{other.fact.raw.strip()}"
        f"（{other.fact.unit}），恰好相差一万倍，{who}的金额单位疑有误（元与万元相混），请核对。"
    )
    shown = (str(odd.fact.value), str(other.fact.value))
    return Verdict(rule, f"量级/{odd.owner}", Status.FAIL, ground=ground, facts=(odd.fact, other.fact), shown=shown)


def _place(fact: Fact) -> str:
    if fact.table and STATUTORY.match(fact.table):
        return table_title(fact.table)
    return f"正文“{section_title(fact.section_key or '')}”"
