"""Dialogue: what a conversation has come to: what was last asked, and the figures that were answered, in order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from extractors.facts import MONEY
from rag.answer import Answer, Value
from rag.holdings.desk import Desk
from rag.language.query import Query

#: columns of a budget, and of a change from the year before
_OF_BUDGET = {"预算数", "年初预算数", "全年预算数", "完成比例", "较年初预算增减额", "较年初预算增减幅"}
_OF_CHANGE = {"增减额", "增减幅"}


@dataclass(slots=True)
class Turn:
    """One question as it was understood, with its answer; ``doc_ids`` are the reports it tells of, in order."""

    query: Query
    answer: Answer
    doc_ids: list[str] = field(default_factory=list)

    @property
    def is_total(self) -> bool:
        """Whether the answer begins with a figure made of those of several reports, which is none of one of them."""
        asked = self.query.comparison
        return len(self.query.doc_ids) > 1 and asked is not None and asked.task not in {"each", "rank", "count"}

    @property
    def in_order(self) -> list[str]:
        """The reports that the answer tells of, a ranking from its first place on."""
        places = len(self.query.doc_ids)
        if not self.query.has("rank") or not 1 < places <= len(self.doc_ids):
            return self.doc_ids
        nth = self.query.nth or 1
        return [*self.doc_ids[1:nth], self.doc_ids[0], *self.doc_ids[nth:]]

    @property
    def lead(self) -> Value | None:
        """The figure that the answer begins with."""
        return self.answer.values[0] if self.answer.values else None


@dataclass(slots=True)
class Dialogue:
    """The turns of a conversation, and what they leave for the next one to lean on."""

    desk: Desk
    turns: list[Turn] = field(default_factory=list)

    def remember(self, query: Query, answer: Answer) -> None:
        self.turns.append(Turn(query, answer, self._told_of(query, answer)))

    def _told_of(self, query: Query, answer: Answer) -> list[str]:
        told = [d for v in answer.values if (d := self.doc_of(v))]
        told += [d for d in (c.doc_id for c in answer.citations) if d in query.doc_ids]
        return list(dict.fromkeys(told)) or list(query.doc_ids)

    def doc_of(self, value: Value) -> str | None:
        """The report that a figure is of: of its year, or, worked back, of the year after."""
        of_department = self.desk.catalogue.of_department(value.department)
        return of_department.get(value.year, of_department.get((value.year or 0) + 1))

    @property
    def last(self) -> Turn | None:
        """The last turn that asked for something of a report."""
        return next((t for t in reversed(self.turns) if _asks_of_reports(t)), None)

    @property
    def focus(self) -> list[str]:
        """The reports that a question without a department speaks of."""
        return list(self.last.query.doc_ids) if self.last is not None else []

    @property
    def listing(self) -> Turn | None:
        """The last turn that listed things of the report that is spoken of; none where others came up since."""
        last = self.last
        for turn in reversed(self.turns):
            if last is None or turn.query.doc_ids != last.query.doc_ids:
                return None
            if turn.query.listed and len(turn.query.doc_ids) == 1:
                return turn
        return None

    @property
    def rows(self) -> Turn | None:
        """The last turn over rows of the report that is spoken of, before they were put in an order."""
        ordered = None
        for turn in reversed(self.turns):
            if self.last is None or turn.query.doc_ids != self.last.query.doc_ids or len(turn.query.doc_ids) != 1:
                break
            if turn.query.rows is None:
                continue
            if turn.query.rows.order is None:
                return turn
            ordered = ordered or turn
        return ordered

    @property
    def ordered(self) -> Turn | None:
        """The last turn that put rows of the report that is spoken of in an order; none where others came up since."""
        for turn in reversed(self.turns):
            if self.last is None or turn.query.doc_ids != self.last.query.doc_ids:
                return None
            if turn.query.rows is not None and turn.query.rows.order is not None:
                return turn
        return None

    @property
    def ranking(self) -> Turn | None:
        """The last ranking that the talk still hangs on: no turn since has left its subject."""
        for turn in reversed(self.turns):
            if turn.query.has("rank") and len(turn.query.doc_ids) > 1:
                return turn
        return None

    def singled_out(self) -> list[str]:
        """The report that the last answer set apart from the others: the first of a ranking, or the only one found."""
        last = self.last
        if last is None:
            return []
        if last.query.has("rank"):
            return last.doc_ids[:1]
        told = list(dict.fromkeys(d for v in last.answer.values if (d := self.doc_of(v))))
        found = last.query.comparison is not None and last.query.comparison.asks_who
        return told if found and len(told) == 1 else []

    def pair(self) -> list[str]:
        """The two reports that were last spoken of side by side, in the order in which they were named."""
        for turn in reversed(self.thread()):
            if len(turn.query.doc_ids) == 2:
                return turn.query.doc_ids
        told = [t.doc_ids[0] for t in self.thread() if t.doc_ids]
        return list(dict.fromkeys(reversed(told)))[:2][::-1]

    @property
    def told(self) -> Turn | None:
        """The last turn whose figures were read from reports, not computed from earlier answers."""
        return next((t for t in reversed(self.turns) if _asks_of_reports(t) and not t.query.recalled), None)

    def spoken_of(self) -> list[str]:
        """The reports that the turns that hang together were about, in the order in which they came up."""
        return list(dict.fromkeys(d for t in self.thread() for d in t.query.doc_ids))

    def thread(self) -> list[Turn]:
        """The last turns that hang together, the oldest first: each leans on the one before it."""
        told: list[Turn] = []
        for turn in reversed(self.turns):
            if turn.answer.status == "refused":
                continue
            if told and not told[0].query.taken_over and not _alike(turn, told[0]):
                break
            told.insert(0, turn)
        return told

    @property
    def against_budget(self) -> bool:
        """Whether the last figures are the budget of something and what was spent of it."""
        columns: set[str] = set()
        last = self.last
        for turn in reversed(self.thread()):
            same = last is not None and [s.key for s in turn.query.subjects[:1]] == [
                s.key for s in last.query.subjects[:1]
            ]
            if not same or turn.query.prior or turn.query.has("reason") or set(turn.query.columns) & _OF_CHANGE:
                break
            columns |= set(turn.query.columns)
        return bool(columns & _OF_BUDGET)

    def figures(self, count: int | None = None) -> list[tuple[Turn, Value]]:
        """The figures that the last turns began with, of one kind and each another one; ``count`` of them at most."""
        led = [(t, t.lead) for t in self.thread() if t.lead is not None and not t.query.recalled]
        led = [(t, v) for t, v in led if t.answer.status != "clarify" and not t.is_total]
        if not led:
            return []
        kept: list[tuple[Turn, Value]] = []
        for turn, value in reversed(led):
            same = any(v.label == value.label and _whose(v) == _whose(value) for _, v in kept)
            last = led[-1][1]
            apart = (
                value.label != last.label and _whose(value) != _whose(last) and not _of_one_subject(turn, led[-1][0])
            )
            if not _of_one_kind(value, last) or same or apart:
                continue
            kept.insert(0, (turn, value))
        return kept[-count:] if count else kept


def _of_one_kind(a: Value, b: Value) -> bool:
    """Whether two figures can be put together: of one unit, or both of money (a table in 元, words in 万元)."""
    return a.unit == b.unit or (a.unit in MONEY and b.unit in MONEY)


def _of_one_subject(a: Turn, b: Turn) -> bool:
    """Whether two turns asked for the same thing, which the reports may call by different names."""
    keys = [[(s.key, s.level) for s in turn.query.subjects] for turn in (a, b)]
    return bool(keys[0]) and keys[0] == keys[1] and a.query.columns == b.query.columns


def _alike(turn: Turn, after: Turn) -> bool:
    """Whether two questions asked one after the other are of one measure, or of one report."""
    a, b = turn.lead, after.lead
    return a is not None and b is not None and (a.label == b.label or _whose(a) == _whose(b))


def _whose(value: Value) -> tuple[str | None, int | None]:
    return value.department, value.year


def _asks_of_reports(turn: Turn) -> bool:
    asks = bool(turn.query.doc_ids or turn.query.unknown) and not turn.query.has("ask_back", "courtesy")
    # what was not understood at all is nothing to lean on
    nothing_known = bool(turn.query.topic) or turn.query.everywhere
    lost = turn.answer.status == "not_found" and nothing_known and not turn.query.subjects
    return asks and not lost and turn.answer.status != "refused"


def same_departments(desk: Desk, doc_ids: Sequence[str], years: Sequence[int]) -> list[str]:
    """The reports of the departments of some reports for given years, where they are there."""
    return desk.catalogue.of_departments((desk.reports[d].department for d in doc_ids), years)
