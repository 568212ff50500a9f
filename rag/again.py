"""The last question asked again: of something else, of its ends, of the figures that were told, beside another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from rag import slots
from rag.comparison import Comparison
from rag.desk import Desk
from rag.dialogue import Dialogue, Turn
from rag.leaning import Leaning
from rag.manner import manner_in
from rag.names import Named
from rag.query import Query, Recalled
from rag.slots import put_columns, put_departments, put_subjects, put_years


@dataclass(slots=True)
class Heard:
    """A question as it was heard: understood on its own, with what it names and how it leans on earlier turns."""

    query: Query
    named: Named
    lean: Leaning
    referred: list[str] = field(default_factory=list)
    slots: frozenset[str] = field(default_factory=frozenset)
    own_words: str = ""
    group: bool = False

    @property
    def names_department(self) -> bool:
        return bool(self.named.mentions or self.named.unknown or self.referred)


def swapped(heard: Heard, turn: Turn, given: set[str], dialogue: Dialogue) -> Query:
    """The question of a turn, asked again with the slots that are given now."""
    query, before = heard.query, turn.query
    new = slots.again(before, heard.lean, taken_over=slots.filled(before, given))
    if "departments" in given:
        put_departments(new, query, turn, dialogue.desk)
    if "years" in given:
        put_years(new, query.years, dialogue.desk)
    if "subjects" in given:
        put_subjects(new, query, dialogue.desk)
    if "columns" in given:
        put_columns(new, query)
    if "unit" in given:
        new.unit, new.places = query.unit or new.unit, query.places if query.places is not None else new.places
    if "order" in given:
        _put_order(new, query, dialogue.desk)
    if "years" not in given and turn.answer.status == "not_found":
        _let_year_go(new, dialogue.desk)
    return new


def _let_year_go(new: Query, desk: Desk) -> None:
    """A year for which nothing was found, and no report is of, is not asked about any further."""
    if new.years and not {desk.reports[d].year for d in new.doc_ids} & set(new.years):
        new.years, new.prior = [], False
        new.operations = [o for o in new.operations if o != "prior"]


def of_the_list(heard: Heard, last: Turn) -> Query:
    """最大的是哪个: a place among the rows that were listed."""
    new = slots.again(last.query, heard.lean, taken_over=slots.filled(last.query, {"operations"}))
    new.text, new.rest = last.query.text + heard.query.text, f"{last.query.rest}|{heard.query.rest}"
    new.manner = manner_in(new.text)
    new.operations = list(dict.fromkeys([*last.query.operations, *heard.query.operations]))
    new.top, new.nth, new.ascending = heard.query.top, heard.query.nth, heard.query.ascending
    return new


def _put_order(new: Query, query: Query, desk: Desk) -> None:
    """Another place of a ranking, or the ranking of a figure that was asked for one report."""
    if not new.has("rank"):
        new.operations = [*(o for o in new.operations if o not in {"difference", "sum"}), "rank"]
        if len(new.doc_ids) == 1:
            years = new.years or [y for d in new.doc_ids if (y := desk.reports[d].year)]
            new.doc_ids = desk.catalogue.of_years(years)
            new.everywhere, new.unknown = True, []
    new.operations = [o for o in new.operations if o != "difference"]
    new.operations += ["difference"] if query.has("difference") else []
    new.top, new.nth, new.asks_who = query.top, query.nth, query.asks_who
    turns_round = (query.nth is None and query.top is None) or query.ascending
    new.ascending = query.ascending if turns_round else new.ascending


def for_all(heard: Heard, last: Turn, desk: Desk) -> Query:
    """各部门呢, 其他几家呢: the last question asked of all reports."""
    new = slots.again(last.query, heard.lean)
    new.doc_ids, new.everywhere, new.unknown, new.ambiguous = list(heard.query.doc_ids), True, [], False
    new.scope = heard.query.scope
    years = new.years or [y for d in last.query.doc_ids if (y := desk.reports[d].year)]
    if heard.query.scope.narrows and len(last.query.doc_ids) > 1:
        new.doc_ids = [d for d in new.doc_ids if d in last.query.doc_ids] or new.doc_ids
    of_years = [d for d in new.doc_ids if desk.reports[d].year in years]
    new.doc_ids = new.doc_ids if heard.query.years else of_years or new.doc_ids
    new.operations = list(dict.fromkeys([*new.operations, *heard.query.operations]))
    new.top, new.nth, new.ascending = heard.query.top, heard.query.nth, heard.query.ascending
    new.taken_over = slots.filled(last.query, {"departments"})
    return new


def of_those_spoken_of(heard: Heard, dialogue: Dialogue) -> Query | None:
    """三家加起来: the last question asked of the departments that were spoken of, where they are so many."""
    spoken, last = dialogue.spoken_of(), dialogue.last
    if last is None or heard.own_words or heard.slots - {"order"}:
        return None
    if len(spoken) != heard.lean.spoken_of or len(spoken) < 3:
        return None
    new = slots.again(last.query, heard.lean, doc_ids=spoken, ambiguous=False, top=None, nth=None)
    new.operations, new.rest = list(heard.query.operations), heard.query.rest
    if heard.lean.together:
        new.operations = list(dict.fromkeys([*new.operations, "sum"]))
    new.taken_over = slots.filled(last.query, set())
    return new


def chosen(heard: Heard, last: Turn) -> Query | None:
    """第一个, 都要: one or all of the choices that the last answer named."""
    options = last.doc_ids if len(last.doc_ids) > 1 else last.query.doc_ids
    place = heard.lean.choice
    if len(options) < 2 or heard.slots - {"order"} or (place is not None and abs(place) > len(options)):
        return None
    if last.query.has("rank") and place is not None and place > 0:
        return None  # 第二个 of a ranking is its second place
    new = slots.again(last.query, heard.lean, ambiguous=False, everywhere=False)
    new.doc_ids = list(options) if place is None else [options[place - 1 if place > 0 else place]]
    new.taken_over = slots.filled(last.query, {"departments"})
    return new


# ---------------------------------------------------------------- figures that were answered


def on_figures(heard: Heard, dialogue: Dialogue) -> Query | None:
    """差多少, 加起来呢: an operation on the figures that the last turns gave."""
    query, last = heard.query, dialogue.last
    assert last is not None
    if heard.lean.together and not heard.own_words and not heard.slots - {"order"}:
        query.operations = list(dict.fromkeys([*query.operations, "sum"]))
    told = dialogue.figures(2)
    # 哪个多 of two figures that were just given; 哪个最多 is asked of all
    which = query.asks_who and query.has("rank") and not heard.lean.superlative and len(told) == 2
    which = which and len(last.query.doc_ids) == 1 and not query.top and not query.nth
    operates = query.has("difference", "sum", "average", "ratio") or heard.lean.pronoun == "both" or which
    if heard.lean.ends and len(last.query.doc_ids) > 1 and "subjects" not in heard.slots:
        return between_ends(heard, last, dialogue)
    if (
        not operates
        or heard.named.mentions
        or heard.named.unknown
        or heard.slots & {"subjects", "years"}
        or heard.own_words
    ):
        return None
    if query.top and dialogue.ranking is not None:
        query.operations = [*query.operations, "rank"]
        return swapped(heard, dialogue.ranking, {"order"}, dialogue)
    last = dialogue.told or last
    values = last.answer.values
    several = (len(last.doc_ids) > 1 and len(values) > 1) or (last.is_total and last.query.has("sum", "average"))
    if query.has("sum", "average") and several and heard.lean.pronoun != "both":
        return _over_the_same(heard, last, [o for o in query.operations if o in {"sum", "average"}])
    pairs = len(last.query.doc_ids) == 2 or len(last.query.subjects) == 2
    told = dialogue.figures(2 if not query.has("sum", "average") or heard.lean.pronoun == "both" else None)
    if len(values) >= 2 and (pairs or len(told) < 2):
        if len(last.query.doc_ids) == 1 and query.has("sum", "average"):
            return _over_the_same(heard, last, ["sum"])
        told = [(last, values[0]), (last, values[1])]
    if len(told) < 2:
        return None
    new = Query(text=query.text, rest=query.rest, unit=query.unit, places=query.places, lean=heard.lean)
    new.operations = [o for o in query.operations if o in {"difference", "sum", "average", "ratio"}] or ["difference"]
    new.doc_ids = list(dict.fromkeys(d for t, v in told if (d := dialogue.doc_of(v) or t.doc_ids[0])))
    new.subjects = list({s.key: s for t, _ in told for s in t.query.subjects[:1]}.values())
    new.recalled = [Recalled.of(value, turn.answer.citations) for turn, value in told]
    new.taken_over = ["figures"]
    return new


def between_ends(heard: Heard, last: Turn, dialogue: Dialogue) -> Query:
    """最高的比最低的多多少: the ends of what was ranked or listed."""
    new = swapped(heard, last, {"order"}, dialogue)
    metric = last.query.comparison.metric if last.query.comparison else "amount"
    new.top = new.nth = None
    new.comparison = Comparison(task="rank", metric=metric, ends=True)
    return new


def _over_the_same(heard: Heard, last: Turn, operations: Sequence[str]) -> Query:
    """The last question with another operation over the reports or rows that it was about."""
    gone = {"rank", "difference", "count_reports", "ratio"}
    new = slots.again(last.query, heard.lean, top=None, nth=None, ambiguous=False)
    new.operations = [*(o for o in new.operations if o not in gone), *operations]
    new.unit = heard.query.unit or new.unit
    new.taken_over = slots.filled(last.query, set())
    if len(new.doc_ids) > 1:
        metric = last.query.comparison.metric if last.query.comparison else "amount"
        new.comparison = Comparison(task="average" if "average" in operations else "sum", metric=metric)
    return new


# ---------------------------------------------------------------- compared with what was asked before


def compared(heard: Heard, last: Turn) -> Query | None:
    """和X比呢: what was asked before, beside another department, another measure, its budget or the year before."""
    query, before = heard.query, last.query
    against = heard.lean.compared
    if not (before.subjects or before.topic):
        return None
    new = slots.again(before, heard.lean)
    new.taken_over = slots.filled(before, {"columns", "operations"})
    if heard.named.mentions and last.doc_ids:
        others = [d for d in query.doc_ids if d != last.doc_ids[0]]
        new.doc_ids, new.operations = [last.doc_ids[0], *others], ["difference"]
        new.everywhere = new.ambiguous = False
        new.top = new.nth = None
        return new
    if against == "budget":
        new.columns, new.operations = ["预算数"], ["difference"]
    elif against == "prior":
        new.columns, new.operations = ["增减额"], []
    elif query.subjects and not heard.named.unknown:
        new.subjects, new.operations = [*before.subjects[:1], *query.subjects[:1]], ["difference"]
    else:
        return None
    return new
