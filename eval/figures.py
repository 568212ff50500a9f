"""Figures outside the statutory tables: those that a person read in the prose and forms of real reports, against the
facts read from them."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from extractors.facts import Fact
from extractors.text import fold, name_key

Origin = Literal["prose", "annex"]
_SHOWN = 10
#: a name of so many characters may be the beginning of the printed one
_LONG = 16


class KnownFigure(BaseModel):
    """One figure as a person read it: where it stands (``doc``, ``line``), as printed (``raw``), of what it is and what
    it says of it.

    ``subject`` and ``measure`` list every name that is right, the best one first. ``raw`` may be the beginning only: of
    a figure that a line break parts, and of a cell of many words. ``value`` and ``unit`` None are not compared.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    doc: str
    origin: Origin
    line: int
    raw: str
    subject: tuple[str, ...] = Field(min_length=1)
    measure: tuple[str, ...] = Field(min_length=1)
    value: Decimal | None = None
    unit: str | None = None


@dataclass(frozen=True, slots=True)
class FigureScore:
    """Figures of one origin in one report: wanted, given and right; and some of those that went wrong."""

    file: str
    origin: Origin
    wanted: int
    given: int
    right: int
    wrong: list[str] = field(default_factory=list)

    def to_json(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in ("file", "origin", "wanted", "given", "right", "wrong")}


@cache
def real_figures() -> tuple[KnownFigure, ...]:
    """The known figures of the real reports, by a person's reading of each (eval/cases/figures.jsonl)."""
    text = (files("eval.cases") / "figures.jsonl").read_text(encoding="utf-8")
    return tuple(KnownFigure.model_validate(json.loads(line)) for line in text.splitlines() if line.strip())


def score_figures(file: str, truth: Iterable[KnownFigure], facts: Iterable[Fact]) -> Iterator[FigureScore]:
    """Compare the figures of each origin by place, value, unit, subject and measure.

    A fact is right that agrees in all of them with a figure that no other fact has taken. Every fact with a value
    counts as given, so a figure told twice, or told of the wrong thing, costs precision.
    """
    known, found = defaultdict(list), defaultdict(list)
    for figure in truth:
        known[figure.origin].append(figure)
    for fact in facts:
        if fact.origin in known and _is_figure(fact):
            found[fact.origin].append(fact)
    for origin, figures in known.items():
        yield _score(file, origin, figures, found[origin])


def _is_figure(fact: Fact) -> bool:
    """Prose facts without a value are statements, no figures; a form's cells count unless they are blank."""
    return fact.value is not None or (fact.origin == "annex" and fact.raw != "")


def _score(file: str, origin: Origin, figures: list[KnownFigure], facts: list[Fact]) -> FigureScore:
    free: dict[int, list[Fact]] = defaultdict(list)
    for fact in facts:
        free[fact.line or 0].append(fact)
    lost = []
    for figure in figures:
        here = free[figure.line]
        match = next((fact for fact in here if _agrees(figure, fact)), None)
        if match is None:
            lost.append(figure)
        else:
            here.remove(match)
    over = [fact for here in free.values() for fact in here]
    wrong = [f"缺 第{f.line}行 {f.subject[0]} {f.measure[0]} {f.raw}" for f in lost]
    wrong += [f"多 第{f.line}行 {f.row_name} {f.column} {f.raw}" for f in over]
    return FigureScore(file, origin, len(figures), len(facts), len(figures) - len(lost), wrong[:_SHOWN])


def _agrees(figure: KnownFigure, fact: Fact) -> bool:
    return (
        figure.value in (None, fact.value)
        and figure.unit in (None, fact.unit)
        and _key(fact.raw).startswith(_key(figure.raw))
        and _named(fact.row_name, figure.subject)
        and name_key(fact.column) in {name_key(m) for m in figure.measure}
    )


def _named(printed: str, names: Iterable[str]) -> bool:
    """Whether a name is one of some; of a long one only the beginning may be known."""
    key, keys = name_key(printed), [name_key(name) for name in names]
    return any(key == known or (len(known) >= _LONG and key.startswith(known)) for known in keys)


def _key(raw: str) -> str:
    return "".join(re.sub(r"</?p>", "", fold(raw)).split())
