"""Robustness: what is lost when the same questions are put in other words, by kind of paraphrase."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ConfigDict, Field

from eval.cases import Case
from eval.paraphrase import KINDS, Department, Known, Paraphrase, paraphrases
from eval.results import CRASHED, TurnResult
from eval.thresholds import thresholds
from extractors.text import fold
from extractors.vocabulary import measures

if TYPE_CHECKING:
    from rag.library import Library

_SHORTEST = 3


class LossCeiling(BaseModel):
    """The most that may be lost, in points of a hundred: over all paraphrases, and by kind where a kind is named."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    loss: float
    kinds: dict[str, float] = Field(default_factory=dict)


@cache
def loss_ceiling() -> LossCeiling:
    return LossCeiling.model_validate(thresholds()["paraphrase"])


@dataclass(frozen=True, slots=True)
class Reworded:
    """One question as the case asks it and as the paraphrase does, with both answers."""

    kind: str
    before: TurnResult
    after: TurnResult

    @property
    def lost(self) -> bool:
        return self.before.correct.ok and not self.after.correct.ok

    def to_json(self) -> dict[str, Any]:
        return {
            "paraphrase": self.kind,
            "asked": self.before.question,
            "right_before": self.before.correct.ok,
            **self.after.to_json(),
        }


@dataclass(slots=True)
class RobustnessResult:
    """All questions that were put in other words."""

    title: str
    pairs: list[Reworded] = field(default_factory=list)

    def losses(self) -> dict[str, tuple[float, int]]:
        """By kind of paraphrase the points lost against the same questions as they were, and how many were asked."""
        of = {kind: [p for p in self.pairs if p.kind == kind] for kind in KINDS}
        return {kind: (_loss(pairs), len(pairs)) for kind, pairs in of.items() if pairs}

    @property
    def loss(self) -> float:
        """Points lost over all paraphrases; below zero where the other words are understood better."""
        return _loss(self.pairs)

    @property
    def lost(self) -> list[Reworded]:
        return [p for p in self.pairs if p.lost]

    @property
    def shortfalls(self) -> list[str]:
        ceiling, missed = loss_ceiling(), []
        if not self.pairs:
            return [f"{self.title}：没有一道题可以换个说法"]
        if self.loss >= ceiling.loss:
            missed.append(f"{self.title}：换个说法后少答对 {self.loss:.2f} 个百分点，应低于 {ceiling.loss:.2f}")
        for kind, most in ceiling.kinds.items():
            loss, asked = self.losses().get(kind, (0.0, 0))
            if asked and loss >= most:
                missed.append(f"{self.title}：{KINDS[kind]}少答对 {loss:.2f} 个百分点，应低于 {most:.2f}")
        ungrounded = [p.after for p in self.pairs if _invents(p.after)]
        if ungrounded:
            missed.append(
                f"{self.title}：换个说法后 {len(ungrounded)} 个回答有数字没有出处，例如 {ungrounded[0].question}"
            )
        crashed = [p.after for p in self.pairs if p.after.status == CRASHED]
        if crashed:
            missed.append(f"{self.title}：{len(crashed)} 个换了说法的问题使程序出错，例如 {crashed[0].question}")
        return missed

    def to_json(self) -> dict[str, Any]:
        return {
            "suite": self.title,
            "asked": len(self.pairs),
            "loss": round(self.loss, 4),
            "kinds": {kind: {"loss": round(loss, 4), "asked": asked} for kind, (loss, asked) in self.losses().items()},
            "shortfalls": self.shortfalls,
            "pairs": [p.to_json() for p in self.pairs],
        }


def _loss(pairs: list[Reworded]) -> float:
    right = sum(p.before.correct.ok for p in pairs) - sum(p.after.correct.ok for p in pairs)
    return right * 100 / len(pairs) if pairs else 0.0


def _invents(turn: TurnResult) -> bool:
    return (turn.grounded is not None and not turn.grounded.ok) or (turn.quotes is not None and not turn.quotes.ok)


def known_of(library: Library, cases: Iterable[Case]) -> Known:
    """What a library knows of names, and the shortened names that its cases use."""
    infos = [i for i in library.reports() if i.department]
    departments = list(dict.fromkeys(Department(fold(i.department or ""), fold(i.region or "")) for i in infos))
    questions = [question for case in cases for question, _ in case.pairs]
    said = fold(" ".join(questions))
    rows = {fold(f.row_name) for i in infos for f in library.facts(i.doc_id) if f.row_code or f.origin == "annex"}
    names = frozenset(r for r in rows - _measure_names() if len(r) >= _SHORTEST and r in said)
    known = Known(departments, names)
    known.learn(questions)
    return known


@cache
def _measure_names() -> frozenset[str]:
    """Names of measures, which are words of asking: whoever asks may put them in other words."""
    return frozenset(fold(n) for m in measures().values() for n in (m.name, *m.printed, *m.asked))


def reworded(cases: Iterable[Case], known: Known, count: int, seed: int = 0) -> Iterator[Paraphrase]:
    """The paraphrases of cases, ``count`` of each."""
    for case in cases:
        yield from paraphrases(case, known, count, seed)
