"""Questions over several samples in one library: ranks, sums, differences and trends."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from eval.cases import Case, Expected
from eval.samples.ask import number, words
from eval.samples.books import Books, percent
from eval.samples.data import raw
from eval.samples.sample import Sample


def set_cases(samples: Iterable[Sample]) -> list[Case]:
    """The cases of each sample, then those over several of them."""
    samples = list(samples)
    single = [case for sample in samples for case in sample.questions]
    crossing = [*_by_year(samples), *_trends(samples)]
    numbered = (Case(id=f"cross-s{n:03d}", **parts) for n, parts in enumerate(crossing, start=1))
    return [*single, *numbered]


def _case(kind: str, name: str, docs: Iterable[Sample], answer: Expected, **said: Any) -> Iterator[dict[str, Any]]:
    for wording in raw("questions")["cross"][name]:
        yield {
            "type": kind,
            "question": wording.format_map(said),
            "docs": tuple(s.name for s in docs),
            "answer": answer,
        }


def _by_year(samples: list[Sample]) -> Iterator[dict[str, Any]]:
    years: dict[int, list[Sample]] = defaultdict(list)
    for sample in samples:
        years[sample.year].append(sample)
    for year, group in sorted(years.items()):
        if len(group) > 1:
            yield from _over(year, sorted(group, key=lambda s: s.books.spending, reverse=True))


def _over(year: int, group: list[Sample]) -> Iterator[dict[str, Any]]:
    first, second = group[0], group[1]
    top = words(_region(first), str(first.books.spending), kind="entity")
    yield from _case("list", "highest", [first], top, year=year)
    ranked = [piece for s in group for piece in (_region(s), str(s.books.basic))]
    yield from _case("list", "rank", group, words(*ranked, kind="list"), year=year)
    whole = sum((s.books.spending for s in group[1:]), first.books.spending)
    yield from _case("compute", "sum", group, number(whole, "万元"), year=year)
    gap = number(first.books.spending - second.books.spending, "万元")
    yield from _case("compute", "gap", group[:2], gap, year=year, a=_short(first), b=_short(second))
    funded = [s for s in group if s.books.spending_of("fund")]
    if funded:
        yield from _case("count", "fund", funded, number(len(funded), "个", *(_region(s) for s in funded)), year=year)


def _trends(samples: list[Sample]) -> Iterator[dict[str, Any]]:
    by_place = {(s.books.department.key, s.year): s for s in samples}
    for (key, year), now in sorted(by_place.items()):
        before = by_place.get((key, year - 1))
        if before:
            yield from _trend(before, now)


def _trend(before: Sample, now: Sample) -> Iterator[dict[str, Any]]:
    said = {"d": _short(now), "year": now.year, "last": before.year}
    difference = now.books.spending - before.books.spending
    yield from _case("compute", "trend", [now, before], number(difference, "万元"), **said)
    growth = percent(difference, before.books.spending)
    if growth is not None:
        yield from _case("compute", "trend_rate", [now, before], number(growth, "%"), **said)
    amounts = [str(_public(s.books)) for s in (before, now)]
    yield from _case("list", "both", [now, before], words(*amounts, kind="list"), **said)


def _public(books: Books) -> Any:
    return books.public.total(books.public.final)


def _region(sample: Sample) -> str:
    return sample.books.department.region


def _short(sample: Sample) -> str:
    return sample.books.department.shorts[0]
