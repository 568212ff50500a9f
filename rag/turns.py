"""Turns: what a question is to the turns before it. The decisions come in one order; the first that fits takes it.

 1. nothing       谢谢: asks nothing.
 2. declined      a question that no report could answer; it takes nothing over.
 3. correction    不对，是鹭屿: the last question, with that part set right.
 4. choice        第一个, 都要: one or all of what the last answer named.
 5. comparison    和鹭屿比呢: what was asked, beside another department or measure, its budget or the year before.
 6. together      三家加起来: what was asked, of all the departments that were spoken of.
 7. figures       差多少, 哪个高: an operation on the figures that were answered.
 8. year          去年呢: what was asked, of the year before or after.
 9. group         各部门呢: what was asked, of all of them.
10. rows          最大的是哪个: an end of the rows that were listed.
11. swap          松漪呢, 那项目支出呢, 换成元: what was asked, with one part of it replaced.
12. own words     为什么, 占多少, or a question that says all it needs: filled where it leaves something out.

A question that comes first, with nothing before it, is none of these: it is ``new``.
"""

from __future__ import annotations

from collections.abc import Callable

from rag import again, amended, filled
from rag.again import Heard
from rag.desk import Desk
from rag.dialogue import Dialogue, Turn
from rag.query import Move, Query

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


def _correction(heard: Heard, last: Turn, dialogue: Dialogue) -> Query | None:
    return amended.corrected(heard, dialogue) if heard.lean.correction else None


def _choice(heard: Heard, last: Turn, dialogue: Dialogue) -> Query | None:
    return again.chosen(heard, last) if heard.lean.choice or heard.lean.every else None


def _comparison(heard: Heard, last: Turn, dialogue: Dialogue) -> Query | None:
    return again.compared(heard, last) if heard.lean.compared else None


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
    listed = last.query.has("list") and len(last.query.doc_ids) == 1
    return again.of_the_list(heard, last) if heard.slots == {"order"} and listed else None


def _swap(heard: Heard, last: Turn, dialogue: Dialogue) -> Query | None:
    if not heard.slots or heard.own_words or _stands_alone(heard) or filled.is_cell_of(heard, last):
        return None
    base = dialogue.ranking if heard.slots <= {"order"} else None
    return again.swapped(heard, base or last, set(heard.slots), dialogue)


#: the decisions in their order; what none of them takes is a question with words of its own
DECISIONS: tuple[tuple[Move, Decision], ...] = (
    ("nothing", _nothing),
    ("declined", _declined),
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


def _stands_alone(heard: Heard) -> bool:
    """Whether a question says whose figure and which one: it asks anew."""
    query = heard.query
    ordered = query.has("rank") and not heard.names_department and heard.group
    operates = query.has(*filled.OF_A_FIGURE, "list", "definition", "count_reports")
    return ("subjects" in heard.slots and (heard.names_department or ordered or operates)) or (
        operates and "subjects" not in heard.slots
    )


def _year_of(turn: Turn, desk: Desk) -> int | None:
    """The year that a turn spoke of: that of its first figure, else of its only reports."""
    if turn.lead is not None and turn.lead.year:
        return turn.lead.year
    years = turn.query.years or list({y for d in turn.query.doc_ids if (y := desk.reports[d].year)})
    return years[0] if len(years) == 1 else None
