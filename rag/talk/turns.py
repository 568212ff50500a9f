"""Turns: what a question is to the turns before it. The decisions come in one order; the first that fits takes it.

 1. nothing       谢谢: asks nothing.
 2. declined      a question that no report could answer; it takes nothing over.
 3. place         表里呢, 说明里怎么写的: what was asked, from that part of the report.
 4. correction    不对，是鹭屿: the last question, with that part set right.
 5. choice        第一个, 都要: one or all of what the last answer named.
 6. comparison    和鹭屿比呢: what was asked, beside another department or measure, its budget or the year before.
 7. together      三家加起来: what was asked, of all the departments that were spoken of.
 8. figures       差多少, 哪个高: an operation on the figures that were answered.
 9. year          去年呢: what was asked, of the year before or after.
10. group         各部门呢: what was asked, of all of them.
11. rows          最大的是哪个, 差的呢: other ones of the rows of one report that were listed or counted.
12. swap          松漪呢, 那项目支出呢, 换成元: what was asked, with one part of it replaced.
13. own words     为什么, 占多少, or a question that says all it needs: filled where it leaves something out.

A question that comes first, with nothing before it, is none of these: it is ``new``.
"""

from __future__ import annotations

from collections.abc import Callable

from extractors.vocabulary.dialogue import dialogue_words
from rag.holdings.desk import Desk
from rag.language.query import Move, Query
from rag.talk import again, amended, filled, pointing, slots
from rag.talk.again import Heard
from rag.talk.dialogue import Dialogue, Turn
from rag.understanding.asked_rows import conditions_in

#: a decision on a turn: the query where it takes the question, else None
Decision = Callable[[Heard, Turn, Dialogue], Query | None]


def resolved(heard: Heard, dialogue: Dialogue) -> Query:
    """The query of a question that is not the first, by the first decision that takes it."""
    last = dialogue.last
    assert last is not None
    for move, decide in DECISIONS:
        if (query := decide(heard, last, dialogue)) is not None:
            query.move = move
            return query
    query = filled.continued(heard, dialogue)
    query.move = "own_words"
    return query


def _nothing(heard: Heard, last: Turn, dialogue: Dialogue) -> Query | None:
    if not heard.lean.courtesy or heard.slots:
        return None
    return Query(text=heard.query.text, lean=heard.lean, operations=["courtesy"])


def _declined(heard: Heard, last: Turn, dialogue: Dialogue) -> Query | None:
    return heard.query if heard.query.declined else None


def _place(heard: Heard, last: Turn, dialogue: Dialogue) -> Query | None:
    return again.in_place(heard, last) if heard.lean.place and last.query.subjects else None


def _correction(heard: Heard, last: Turn, dialogue: Dialogue) -> Query | None:
    return amended.corrected(heard, dialogue) if heard.lean.correction else None


def _choice(heard: Heard, last: Turn, dialogue: Dialogue) -> Query | None:
    if not heard.lean.choice and not heard.lean.every:
        return None
    listing, ranking = dialogue.listing, dialogue.ranking
    if heard.lean.choice and listing is not None:
        return pointing.chosen(heard, listing)
    if heard.lean.choice and ranking is not None and (last is ranking or len(last.query.doc_ids) == 1):
        return again.placed(heard, ranking, heard.lean.choice)
    return again.chosen(heard, last)


def _comparison(heard: Heard, last: Turn, dialogue: Dialogue) -> Query | None:
    if heard.lean.compared:
        return again.compared(heard, last)
    if dialogue_words().how_far.search(heard.query.text) and last.query.has("difference") and not last.query.recalled:
        # 多还是少, and then 多多少: how far the same are apart
        return slots.again(last.query, heard.lean) if last.answer.status == "computed" else None
    return None


def _together(heard: Heard, last: Turn, dialogue: Dialogue) -> Query | None:
    return again.of_those_spoken_of(heard, dialogue)


def _figures(heard: Heard, last: Turn, dialogue: Dialogue) -> Query | None:
    return again.on_figures(heard, dialogue)


def _year(heard: Heard, last: Turn, dialogue: Dialogue) -> Query | None:
    year = _year_of(last, dialogue.desk)
    if not heard.lean.years_back or heard.query.subjects or year is None:
        return None
    heard.named.years = heard.query.years = [year - heard.lean.years_back]
    return again.swapped(heard, last, {"years"}, dialogue)


def _group(heard: Heard, last: Turn, dialogue: Dialogue) -> Query | None:
    bare = not heard.slots - {"order", "years"} and not heard.own_words
    return again.for_all(heard, last, dialogue.desk) if heard.group and bare else None


def _rows(heard: Heard, last: Turn, dialogue: Dialogue) -> Query | None:
    if heard.names_department or heard.group or heard.query.has("count_reports"):
        return None
    if (own := again.rows_of_its_own(heard, last, dialogue.desk)) is not None:
        return own
    base = dialogue.rows
    if base is None:
        return None
    if heard.lean.pronoun == "they" and heard.slots == {"columns"}:
        return again.of_all_listed(heard, base)
    if (conditions := conditions_in(heard.query.rest)[0]) and heard.query.has("list") and not heard.names_subject:
        return again.that_fit(heard, base, conditions)
    graded = base.query.rows is not None and base.query.rows.tests("grade")
    if graded and (heard.lean.grade or (heard.query.has("list") and not heard.slots and not heard.own_words)):
        return again.of_grade(heard, base)
    ordered = "order" in heard.slots and not heard.slots - {"order", "columns", "subjects"} and not heard.own_words
    return again.of_the_rows(heard, base, dialogue.ordered or last) if ordered and _only_spends(heard.query) else None


def _swap(heard: Heard, last: Turn, dialogue: Dialogue) -> Query | None:
    names = bool(heard.slots) or _asks_the_same(heard, last)
    if not names or heard.own_words or _stands_alone(heard) or filled.is_cell_of(heard, last):
        return None
    if heard.slots == {"unit"} and last.query.recalled:
        return again.in_another_unit(heard, last)
    base = dialogue.ranking if heard.slots and heard.slots <= {"order"} else None
    if last.query.recalled and len(last.query.doc_ids) == 1:
        base = base or dialogue.told  # what was added up is left behind
    return again.swapped(heard, base or last, set(heard.slots), dialogue)


#: the decisions in their order; what none of them takes is a question with words of its own
DECISIONS: tuple[tuple[Move, Decision], ...] = (
    ("nothing", _nothing),
    ("declined", _declined),
    ("place", _place),
    ("correction", _correction),
    ("choice", _choice),
    ("comparison", _comparison),
    ("together", _together),
    ("figures", _figures),
    ("year", _year),
    ("group", _group),
    ("rows", _rows),
    ("swap", _swap),
)


def _asks_the_same(heard: Heard, last: Turn) -> bool:
    """是多少 after a ranking: nothing else is asked."""
    query = heard.query
    bare = not (query.operations or query.wants.kinds or query.asks_text or heard.lean.pronoun or heard.own_words)
    return bare and last.query.has("rank")


def _stands_alone(heard: Heard) -> bool:
    """Whether a question says whose figure and which one: it asks anew."""
    query = heard.query
    ordered = query.has("rank") and not heard.names_department and heard.group
    operates = query.has(*filled.OF_A_FIGURE, "list", "definition", "count_reports")
    return ("subjects" in heard.slots and (heard.names_department or ordered or operates)) or (
        operates and "subjects" not in heard.slots
    )


def _only_spends(query: Query) -> bool:
    """Whether what a question names is just that money was spent (哪个花得最多)."""
    spent = all(
        s.measure is not None and s.measure.id == "expenditure" and "支出" not in s.text for s in query.subjects
    )
    return spent or query.defaulted


def _year_of(turn: Turn, desk: Desk) -> int | None:
    """The year that a turn spoke of: that of its first figure, else of its only reports."""
    if turn.lead is not None and turn.lead.year:
        return turn.lead.year
    years = turn.query.years or list({y for d in turn.query.doc_ids if (y := desk.reports[d].year)})
    return years[0] if len(years) == 1 else None
