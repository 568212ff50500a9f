"""Paraphrases of a case: which kinds, in which order, and whether what is asked stayed the same."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from eval.cases import Case
from eval.paraphrase.naming import Known, years
from eval.paraphrase.rules import KINDS, MIXED, RULES, Sentence
from extractors.text import fold

_MIX = 3


@dataclass(frozen=True, slots=True)
class Paraphrase:
    """A case in other words, with the same answers, and how it was made."""

    of: str
    kind: str
    case: Case


def paraphrases(case: Case, known: Known, count: int, seed: int = 0) -> Iterator[Paraphrase]:
    """Up to ``count`` paraphrases of a case, each of another kind. The same ones every time for the same seed."""
    kinds = list(KINDS)
    Random(f"{seed}-{case.id}").shuffle(kinds)
    made = 0
    for kind in kinds:
        if made == count:
            return
        rng = Random(f"{seed}-{case.id}-{kind}")
        said = [_said(kind, question, known, rng) for question, _ in case.pairs]
        if any(said):
            made += 1
            yield Paraphrase(case.id, kind, _with(case, kind, said))


def _with(case: Case, kind: str, said: list[str | None]) -> Case:
    asked = [new or question for new, (question, _) in zip(said, case.pairs, strict=True)]
    own = {"turns": tuple(asked)} if case.turns else {"question": asked[0]}
    return case.model_copy(update={"id": f"{case.id}~{kind}", **own})


def _said(kind: str, question: str, known: Known, rng: Random) -> str | None:
    """A question in other words; None where the kind does not apply."""
    if kind != MIXED:
        return _first(kind, question, known, rng)
    text, mixed = question, 0
    for other in rng.sample(list(RULES), len(RULES)):
        new = _first(other, text, known, rng)
        if new is not None and keeps(question, new, known):
            text, mixed = new, mixed + 1
        if mixed == _MIX:
            break
    return text if mixed > 1 else None


def _first(kind: str, question: str, known: Known, rng: Random) -> str | None:
    _, rule = RULES[kind]
    return next((new for new in rule(Sentence.of(question, known), rng) if keeps(question, new, known)), None)


def keeps(question: str, new: str, known: Known) -> bool:
    """Whether a new wording differs and still names the same departments, years, names and numbers."""
    before, after = fold(question), fold(new)
    return (
        new != question
        and {m.department for m in known.mentions(before)} == {m.department for m in known.mentions(after)}
        and {y.year for y in years(before)} == {y.year for y in years(after)}
        and all(_plain(question[a:b]) in _plain(new) for a, b in known.held(question))
        and re.findall(r"\d+\.\d+", before) == re.findall(r"\d+\.\d+", after)
    )


def _plain(text: str) -> str:
    return re.sub(r"[\"'()《》「」]", "", fold(text))
