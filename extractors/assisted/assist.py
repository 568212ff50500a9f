"""Asking a model for a schema, one small schema at a time on the right sections, and taking what stands the checks."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pydantic import BaseModel

from extractors.assisted import materials
from extractors.assisted.checking import Checker
from extractors.assisted.comparing import Ledger
from extractors.assisted.materials import Passage
from extractors.assisted.wanted import Part, Reading, parts, schema_of
from extractors.facts import Fact
from extractors.llm import BadReply, TooLarge, prompt
from extractors.report import Report
from extractors.structured.model import Assisted, Filled

if TYPE_CHECKING:
    from extractors.llm.client import Client

#: so many small schemas are asked for at a time
_AT_ONCE = 4
#: so often a part that does not fit is cut in two
_DEEPEST = 6
#: how much of the room of a request the materials may take; the schema and the rules take the rest
_SHARE = 0.7


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What came of a small schema: what the model said, the passages it was given, or why there is nothing."""

    part: Part
    reading: Reading
    given: tuple[Passage, ...]
    problem: str = ""


def assist(model: type[BaseModel], facts: Sequence[Fact], report: Report, base: Filled, client: Client) -> Filled:
    """A schema that the rules have filled, completed and compared by a model.

    What the rules have read stays; what only the model has is added where its quote stands in the source and speaks of
    the field. Raises LlmError where the endpoint gives no replies at all; a part without a usable one is told in
    ``failed``.
    """
    before = client.usage
    every = materials.passages(report)
    wanted = list(parts(model))
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        outcomes = list(pool.map(lambda part: _asked(part, report, every, client), wanted))
    ledger = Ledger(base, Checker(report, facts))
    failed: dict[str, str] = {}
    for outcome in outcomes:
        ledger.take(outcome.reading, outcome.given)
        if outcome.problem:
            failed[outcome.part.prefix.rstrip(".") or model.__name__] = outcome.problem
    return base.model_copy(
        update={
            "data": ledger.data,
            "sources": ledger.sources,
            "reasons": ledger.reasons,
            "agreement": ledger.agreement,
            "conflicts": ledger.conflicts,
            "units": ledger.units,
            "formulas": ledger.formulas,
            "assisted": Assisted(
                model=client.endpoint.model,
                prompts=[prompt("extract").label],
                compared=ledger.compared,
                dropped=ledger.dropped,
                failed=failed,
                usage=client.usage.since(before).to_json(client.endpoint),
            ),
        }
    )


def _asked(part: Part, report: Report, every: Sequence[Passage], client: Client) -> _Outcome:
    """One small schema on the sections where it stands, or that are like its words; the whole report where none is."""
    room = int(client.endpoint.room * _SHARE)
    given = materials.of_keys(every, part.keys)
    if not part.knows_all:
        like = materials.alike(report, every, part.words, room)
        given = sorted({p.number: p for p in (*given, *like)}.values(), key=lambda p: p.number)
    given = given or list(every)
    try:
        return _Outcome(part, _read(part, report, given, client, _DEEPEST), tuple(given))
    except (BadReply, TooLarge) as problem:
        return _Outcome(part, Reading(part), tuple(given), str(problem))


def _read(part: Part, report: Report, given: Sequence[Passage], client: Client, depth: int) -> Reading:
    """What a model says of a part. Where it does not fit, fewer fields are asked for, then on less material."""
    from extractors.llm.wire import Message

    task = f"请从下列材料中摘录“{part.title or '各字段'}”，按结构填写。\n\n{materials.told(report, given)}"
    said = [Message("system", prompt("extract").text), Message("user", task)]
    try:
        return Reading.of(part, client.structured(said, schema_of(part)))
    except TooLarge:
        if depth == 0:
            raise
    if smaller := part.halves():
        return _joined(part, [_read(p, report, given, client, depth - 1) for p in smaller])
    if less := materials.halves(report, given):
        return _joined(part, [_read(part, report, some, client, depth - 1) for some in less])
    raise TooLarge(
        "材料已不能再分，仍超出模型的上下文长度；可调大 JUESUAN_LLM_CONTEXT_WINDOW 或 JUESUAN_LLM_MAX_OUTPUT"
    )


def _joined(part: Part, readings: Sequence[Reading]) -> Reading:
    """Several readings of one part: of a value the first that there is, of a list all items."""
    whole = Reading(part)
    for reading in readings:
        for key, told in reading.values.items():
            whole.values.setdefault(key, told)
        for key, items in reading.items.items():
            whole.items.setdefault(key, []).extend(items)
    return whole
