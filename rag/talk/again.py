"""The last question asked again: of something else, of its ends, of the figures that were told, beside another."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from extractors.facts import MONEY
from rag.answer import Value
from rag.holdings.desk import Desk
from rag.language import asking
from rag.language.comparison import Comparison
from rag.language.leaning import Leaning
from rag.language.manner import Manner
from rag.language.names import Named
from rag.language.query import Query, Recalled
from rag.language.rows import Condition
from rag.language.wants import Wants
from rag.talk import slots
from rag.talk.dialogue import Dialogue, Turn
from rag.talk.slots import put_columns, put_departments, put_subjects, put_years
from rag.understanding.asked_rows import rows_asked


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
    def names_subject(self) -> bool:
        """Whether it names a thing besides that money was spent."""
        return any(not s.generic and s.measure is None for s in self.query.subjects)

    @property
    def names_department(self) -> bool:
        return bool(self.named.mentions or self.named.unknown or self.referred)


def swapped(heard: Heard, turn: Turn, given: set[str], dialogue: Dialogue) -> Query:
    """The question of a turn, asked again with the slots that are given now."""
    query, before = heard.query, turn.query
    new = slots.again(before, heard.lean, taken_over=slots.filled(before, given), claim=query.claim)
    if before.claim is not None:
        slots.to_figure(new)  # whether it was so has been told
    if query.asks_figure and not query.wants.kinds and before.wants.kinds and not given & {"subjects", "columns"}:
        slots.to_figure(new)
    if "departments" in given:
        put_departments(new, query, turn, dialogue.desk)
    if "years" in given:
        put_years(new, query.years, dialogue.desk)
    if "subjects" in given:
        put_subjects(new, query, dialogue.desk)
    if "columns" in given:
        put_columns(new, query)
        # what the turn before asked beside the column that is left behind, in whatever parts, is not asked again
        if len(before.columns) > 1:
            new.rest = asking.without_columns(new.rest, before.columns)
        if {"增减额", "增减幅"} & set(new.columns):
            _let_year_go(new, dialogue.desk)  # a change from the year before stands in this year's report
    if "unit" in given:
        new.unit, new.places = query.unit or new.unit, query.places if query.places is not None else new.places
        slots.to_money(new, turn)
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


def in_place(heard: Heard, last: Turn) -> Query:
    """表里呢: what was asked, from that part of the report alone."""
    nothing_else: dict[str, Any] = {
        "place": heard.lean.place,
        "operations": [],
        "wants": Wants(),
        "manner": Manner(),
        "kinds": [],
    }
    return slots.again(last.query, heard.lean, taken_over=slots.filled(last.query, {"operations"}), **nothing_else)


def of_the_rows(heard: Heard, base: Turn, ordered: Turn) -> Query:
    """最大的是哪个: an end of the rows that were listed, or that a sum or an average was made of.

    最低的呢 after 得分最高的是哪个 is by what the turn that put them in order ordered them by.
    """
    asked = heard.query
    new = _over_rows(heard, base, ["list", "rank"])
    if new.rows is not None:
        columns = slots.columns_of_its_own(asked) or new.rows.columns[:1]
        before = ordered.query.rows.order_by if ordered.query.rows is not None else None
        columns = columns or [name for name in (before, new.rows.order_by) if name][:1]
        new.rows.order = "up" if asked.ascending else "down"
        new.rows.order_by = columns[0] if columns else None
        new.rows.top, new.rows.nth = asked.top, asked.nth
    new.top, new.nth, new.ascending = asked.top, asked.nth, asked.ascending
    return new


def rows_of_its_own(heard: Heard, last: Turn, desk: Desk) -> Query | None:
    """哪个项目最高: an order of rows that the question itself names, of the report that is spoken of."""
    query = heard.query
    if len(last.query.doc_ids) != 1 or not query.has("rank") or not heard.lean.rows:
        return None
    new = query.model_copy(deep=True, update={"doc_ids": list(last.query.doc_ids), "years": list(last.query.years)})
    new.everywhere, new.taken_over = False, ["departments"]
    indexes = [desk.index(d) for d in new.doc_ids]
    new.rows = rows_asked(new, indexes)
    if new.rows is None and last.query.subjects:
        new.subjects = [slots.apart(last.query.subjects[0])]  # 哪一项最大: of what was spoken of
        new.rows = rows_asked(new, indexes)
    if new.rows is None or new.rows.order is None:
        return None
    if not query.columns and last.lead is not None and last.lead.unit == "分":
        new.rows.order_by = "得分"
    new.rows.sure = True
    return new


def that_fit(heard: Heard, base: Turn, conditions: list[Condition]) -> Query:
    """没花钱的有哪些: those of the rows that meet a condition."""
    new = _over_rows(heard, base, ["list"])
    if new.rows is not None:
        new.rows.conditions, new.rows.order, new.rows.each = conditions, None, True
    return new


def of_all_listed(heard: Heard, base: Turn) -> Query:
    """它们预算多少: another column of the rows that were listed."""
    new = _over_rows(heard, base, ["list"])
    if new.rows is not None:
        new.rows.columns, new.rows.order, new.rows.each = list(heard.query.columns), None, True
    return new


def of_grade(heard: Heard, base: Turn) -> Query:
    """差的呢, 是哪几个: the rows of another grade, or the rows themselves of which a number was given."""
    new = _over_rows(heard, base, list(heard.query.operations))
    if new.rows is not None:
        for condition in new.rows.conditions:
            if condition.test == "grade" and heard.lean.grade:
                condition.word, condition.said = heard.lean.grade, f"等级为{heard.lean.grade}"
        new.rows.do = "list" if heard.query.has("list") else base.query.rows.do if base.query.rows else "list"
        new.rows.each = heard.query.has("list")
    return new


def _over_rows(heard: Heard, base: Turn, operations: Sequence[str]) -> Query:
    """The question of a turn over rows, asked of the same rows again."""
    new = slots.again(base.query, heard.lean, taken_over=slots.filled(base.query, {"operations"}))
    new.operations = list(operations)
    rows = base.query.rows
    new.rows = rows.model_copy(deep=True, update={"do": "list", "sure": True, "ranked": False}) if rows else None
    return new


def _put_order(new: Query, query: Query, desk: Desk) -> None:
    """Another place of a ranking, or the ranking of a figure that was asked for one report."""
    if new.has("count_reports"):
        # 有几家为零, 哪个最多: of all of them, and not of those that were counted
        new.text = new.rest = "".join(s.name for s in new.subjects) + query.rest
    if not new.has("rank"):
        new.operations = [*(o for o in new.operations if o not in {"difference", "sum", "count_reports"}), "rank"]
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
    new.years = list(heard.query.years) or new.years
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
    new = slots.again(last.query, heard.lean, ambiguous=False, everywhere=False)
    new.doc_ids = list(options) if place is None else [options[place - 1 if place > 0 else place]]
    new.taken_over = slots.filled(last.query, {"departments"})
    return new


def placed(heard: Heard, ranking: Turn, place: int) -> Query:
    """第二个呢 after a ranking: who stands in that place, from the end where it is negative."""
    told = len(ranking.answer.values)
    new = slots.again(ranking.query, heard.lean, asks_who=True, top=None, nth=place if place > 0 else told + 1 + place)
    new.operations = [o for o in new.operations if o != "difference"]
    new.taken_over = slots.filled(ranking.query, set())
    return new


# ---------------------------------------------------------------- figures that were answered


def on_figures(heard: Heard, dialogue: Dialogue) -> Query | None:
    """差多少, 加起来呢: an operation on the figures that the last turns gave."""
    query, last = heard.query, dialogue.last
    assert last is not None
    if heard.lean.together and not heard.own_words and not heard.slots - {"order"}:
        query.operations = list(dict.fromkeys([*query.operations, "sum"]))
    if heard.lean.which and last.query.has("reason") and len(spoken := dialogue.spoken_of()) > 1:
        return _ranked(heard, last, spoken)
    told = dialogue.figures(2)
    # 哪个多 of two figures that were just given; 哪个最多 is asked of all
    which = query.asks_who and query.has("rank") and not heard.lean.superlative and len(told) == 2
    which = which and len(last.query.doc_ids) == 1 and not query.top and not query.nth
    if query.asks_who and query.has("rank") and not heard.lean.superlative and (pair := _pair_of(last)):
        return _on(heard, dialogue, pair, ["difference"])
    if which and len(all_told := dialogue.figures()) > 2:
        return _on(heard, dialogue, all_told, ["rank"])
    points = heard.lean.pronoun in {"both", "they"} and "columns" not in heard.slots
    operates = query.has("difference", "sum", "average", "ratio") or points or which
    ranked = last.query.has("rank") and len(last.query.doc_ids) > 2 and not last.query.has("difference")
    # 跟最低的差多少 of the one that came first: the other end, and not the next of the order
    ends = heard.lean.ends or (ranked and heard.lean.superlative and query.has("difference"))
    if ends and len(last.query.doc_ids) > 1 and "subjects" not in heard.slots:
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
    operations = [o for o in query.operations if o in {"difference", "sum", "average", "ratio"}]
    return _on(heard, dialogue, told, operations or ["difference"])


def _pair_of(turn: Turn) -> list[tuple[Turn, Value]]:
    """The two figures that a turn on two things of one report gave (各多少); empty where it gave others."""
    values = turn.answer.values
    told = len(turn.query.subjects) == len(values) == 2 and set(turn.query.operations) <= {"list"}
    pair = told and len(turn.query.doc_ids) == 1
    return [(turn, v) for v in values] if pair and values[0].unit == values[1].unit else []


def _on(heard: Heard, dialogue: Dialogue, told: Sequence[tuple[Turn, Value]], operations: Sequence[str]) -> Query:
    """Operations on figures that were answered."""
    query = heard.query
    new = Query(text=query.text, rest=query.rest, unit=query.unit, places=query.places, lean=heard.lean)
    new.operations, new.ascending = list(operations), query.ascending
    new.doc_ids = list(dict.fromkeys(d for t, v in told if (d := dialogue.doc_of(v) or t.doc_ids[0])))
    new.subjects = list({s.key: s for t, _ in told for s in t.query.subjects[:1]}.values())
    new.recalled = [Recalled.of(value, turn.answer.citations) for turn, value in told]
    new.taken_over = ["figures"]
    return new


def in_another_unit(heard: Heard, last: Turn) -> Query:
    """换成万元 after 差多少: the same figures put together, told in another unit."""
    query, before = heard.query, last.query
    shape = {"unit": query.unit or before.unit, "places": query.places if query.places is not None else before.places}
    return slots.again(before, heard.lean, recalled=before.recalled, taken_over=["figures"], **shape)


def _ranked(heard: Heard, last: Turn, doc_ids: Sequence[str]) -> Query:
    """谁多, after the reasons of several reports: the figures of all that were spoken of, in order."""
    new = slots.again(last.query, heard.lean, doc_ids=list(doc_ids), asks_who=True, ascending=heard.query.ascending)
    slots.to_figure(new)
    new.columns, new.operations = [], ["rank"]
    new.taken_over = slots.filled(last.query, {"operations", "columns"})
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
    averaged = before.has("per_head") and bool(heard.named.mentions)
    if not averaged:
        slots.to_figure(new)
    if heard.named.mentions and last.doc_ids:
        others = [d for d in query.doc_ids if d != last.doc_ids[0]]
        new.doc_ids, new.operations = [last.doc_ids[0], *others], ["difference"]
        # 比上年多还是少, and then 比鹭屿的呢: the figures are compared, not their changes
        new.columns = [c for c in new.columns if c not in {"增减额", "增减幅"}]
        if averaged:
            new.operations.append("per_head")
            new.unit = new.unit or (last.lead.unit if last.lead and last.lead.unit in MONEY else None)
        new.everywhere = new.ambiguous = False
        new.top = new.nth = None
        return new
    if len(before.doc_ids) == 2 and before.has("difference"):
        new.doc_ids = before.doc_ids[:1]  # what is compared with something else again is the first of the two
    if against == "budget":
        new.columns, new.operations = ["预算数"], ["difference"]
    elif against == "prior":
        new.columns, new.operations = ["增减额"], []
    elif query.subjects and not heard.named.unknown:
        new.subjects, new.operations = [*before.subjects[:1], *query.subjects[:1]], ["difference"]
    else:
        return None
    return new
