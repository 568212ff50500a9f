"""Family F, the size of amounts: a quantity ten thousand times as large as elsewhere has the wrong unit there."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations

from extractors.crosscheck.book import STATUTORY, Book
from extractors.crosscheck.compare import insufficient
from extractors.crosscheck.model import Rule, Status, Verdict
from extractors.crosscheck.said import SPENT
from extractors.crosscheck.wording import table_title
from extractors.facts import MONEY, Fact
from extractors.vocabulary import measures, section_title

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
    for measure in measures().values():
        if measure.unit is None and measure.cells:
            facts = [c.fact for ref in measure.cells if (c := book.cell(ref[0], ref[1], ref[2])).value]
            facts += [f for s in measure.sections for f in book.said.of(s, measure.name, *SPENT)]
            yield [
                _Amount(measure.name, f.table or f"{f.line}/{f.start}", abs(size), f)
                for f in facts
                if f is not None and f.unit in MONEY and (size := f.in_unit("万元"))
            ]


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
