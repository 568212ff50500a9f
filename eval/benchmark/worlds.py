"""The reports of the benchmark, in groups of three that are easily taken for one another, with all their cases."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from random import Random
from typing import Any

from eval.benchmark import traps
from eval.benchmark.drafting import Draft, wordings
from eval.cases import Case
from eval.samples.data import Department, departments
from eval.samples.generate import generate
from eval.samples.options import families
from eval.samples.sample import Sample
from extractors.errors import UsageError

#: raised with every change of the reports or questions that a seed gives
VERSION = 1
_YEARS = (2023, 2021)
MOST = len(_YEARS) * len(departments())
Amounts = dict[str, Decimal]
#: what the reports of the traps must have, so that names like 收入 and 支出 are of different amounts
_FEATURES = {"three_public": "some", "carry_over": True, "gov_fund": True, "other_income": True}


@dataclass(frozen=True)
class World:
    """Reports that lie in one library, and the cases asked on them."""

    seed: int
    samples: tuple[Sample, ...]
    cases: tuple[Case, ...]

    @property
    def files(self) -> dict[str, str]:
        """The text of each report by file name."""
        return {f"{sample.name}.txt": sample.text for sample in self.samples}


def build(groups: int, seed: int = 0) -> World:
    """The reports and cases of a seed: three reports and about a hundred questions a group.

    Raises UsageError for more groups than there are departments and years.
    """
    if not 1 <= groups <= MOST:
        raise UsageError(f"报告组数须在 1 到 {MOST} 之间，而不是 {groups}")
    rng = Random(f"benchmark-{VERSION}-{seed}")
    pairs = [
        (department, year) for year in _YEARS for department in rng.sample(list(departments().values()), MOST // 2)
    ]
    made = [_group(Random(f"{seed}-{n}"), n, *pair) for n, pair in enumerate(pairs[:groups], start=1)]
    samples = tuple(draft.sample for drafts in made for draft in drafts)
    return World(seed, samples, tuple(case for drafts in made for case in _cases(drafts)))


def _cases(drafts: tuple[Draft, ...]) -> Iterator[Case]:
    """The adversarial cases of a group and the plain ones of its first report, which has no faults."""
    for draft in drafts:
        yield from draft.cases
    yield from drafts[0].sample.questions


def _group(rng: Random, number: int, department: Department, year: int) -> tuple[Draft, ...]:
    """A department in two years, and another one of nearly the same name."""
    department = department.model_copy(update={"shorts": ()})
    other = department.model_copy(update={"name": _alike(department.name, rng)})
    codes = traps.Codes(frozenset({p.code for p in department.projects}), rng)
    drawn = traps.amounts(codes, rng)
    family = rng.choice(families())

    def report(
        name: str, who: Department, when: int, spent: Amounts, before: Sample | None = None, **more: Any
    ) -> Draft:
        options = {**_FEATURES, "year": when, **more}
        called = f"b{number:02d}-{name}-{when}"
        twist = traps.twist(spent)
        return Draft(generate(rng.randrange(10**6), family, before, called, who, twist, **options), Random(called))

    last = report("own", department, year - 1, traps.amounts(codes, rng))
    now = report("own", department, year, drawn, last.sample)
    twin = report("like", other, year, _exchanged(codes, drawn, rng), yuan=True)
    _set(rng, codes, department.run, now, twin, last)
    return now, twin, last


def _exchanged(codes: traps.Codes, drawn: Amounts, rng: Random) -> Amounts:
    """The amounts of the other department: equal to, or digits exchanged against, those of the first."""
    other = traps.amounts(codes, rng)
    other[codes.equal[0]] = other[codes.equal[1]] = drawn[codes.equal[0]]
    other[codes.digits[0]] = traps.swapped(drawn[codes.digits[0]], rng)
    return other


def _set(rng: Random, codes: traps.Codes, run: str, now: Draft, twin: Draft, last: Draft) -> None:
    """Set all traps, then ask."""
    traps.beside(now, codes, rng)
    traps.reverse(twin)
    wrong = traps.instruct(twin, rng)
    stated = traps.contradict(last, rng)
    traps.hollow(last, run)
    traps.equal(now, codes)
    traps.digits(now, codes)
    traps.names(now)
    traps.years(now, last, codes)
    traps.units(now, codes)
    traps.units(twin, codes)
    traps.reversed_order(twin, codes, run)
    traps.between(now, twin, last)
    traps.departments(now, twin, codes, rng)
    traps.instructions(twin, wrong, codes)
    traps.conflict(last, stated)
    traps.nothing(last, codes, run)


def _alike(name: str, rng: Random) -> str:
    """A name that is nearly another."""
    forms = [re.sub(pattern, instead, name, count=1) for pattern, instead in wordings()["alike"]]
    return rng.choice([form for form in forms if form != name])
