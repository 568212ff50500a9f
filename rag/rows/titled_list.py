"""A list that a question calls by what its title is on (专项资金, for 专项资金管理清单).

Its rows are told, their number, the sum of their money, or the largest.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from extractors.facts import MONEY, Fact, plain_decimal
from extractors.text import name_key
from extractors.vocabulary import layout, standard_names
from extractors.vocabulary.understanding import understanding_words
from rag import compose
from rag.answer import Answer, Status, Value
from rag.holdings.desk import Desk
from rag.language.query import Query

_HOW_MANY = re.compile("(?:多少|几)(?:个|项|类|种|笔|条)")
_WHICH = re.compile("哪些|哪几|什么|都有|列了|包括")
_SUM = re.compile("一共|总共|合计|总额|加起来|总计|共计|共(?=有|安排|列|是)")
_MOST, _LEAST = re.compile("最[大多高]"), re.compile("最[小少低]")
#: the shortest name of what a list is on, and so many rows are told
_SHORTEST, _MANY = 4, 40


def titled_list(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """What a question asks of all rows of such a list; None where it names none, or asks for anything else."""
    if query.tables or query.has("reason", "conflict", "definition", "share", "prior") or query.scope.every:
        return None
    rest = query.rest
    ends, counts, lists = _MOST.search(rest) or _LEAST.search(rest), _HOW_MANY.search(rest), _WHICH.search(rest)
    if not (ends or counts or lists or _SUM.search(rest)):
        return None
    asked = name_key(rest)
    for title, facts in desk.index(doc_id).plain.tables.items():
        subject = _subject_of(title)
        if len(subject) < _SHORTEST or subject not in asked or subject in standard_names() or _is_more(query, subject):
            continue
        rows, total = _rows(facts)
        if len(rows) < 2 or any(name_key(f.row_name) in asked for f in rows):
            continue
        return _told(query, desk, doc_id, (title, subject), rows, total)
    return None


def _subject_of(title: str) -> str:
    """What a title is on: without the body, the year and the words that only say that it is a list."""
    key, words = name_key(title), understanding_words()
    while (bare := words.title_tail.sub("", words.title_lead.sub("", key))) != key:
        key = bare
    return key


def _is_more(query: Query, subject: str) -> bool:
    """Whether a question is on a measure, or names more than the list."""
    return any(
        (s.measure is not None and not s.generic) or name_key(s.text) not in subject for s in query.subjects
    ) or bool(query.project and name_key(query.project) != subject)


def _rows(facts: Sequence[Fact]) -> tuple[list[Fact], Fact | None]:
    """The money of each row in the first column that has it for most of them, and that of the row of the total."""
    columns = list(dict.fromkeys(f.column for f in facts if f.unit in MONEY))
    most = max(columns, key=lambda c: sum(f.column == c and f.value is not None for f in facts), default=None)
    own = [f for f in facts if f.column == most and f.value is not None]
    totals = [f for f in own if name_key(f.row_name) in layout().total_labels]
    return [f for f in own if f not in totals], totals[0] if len(totals) == 1 else None


def _told(
    query: Query, desk: Desk, doc_id: str, named: tuple[str, str], rows: Sequence[Fact], total: Fact | None
) -> Answer:
    title, subject = named
    least = bool(_LEAST.search(query.rest))
    ordered = sorted(rows, key=lambda f: f.value or Decimal(0), reverse=not least)
    ranked = bool(_MOST.search(query.rest)) or least
    lists = bool(_WHICH.search(query.rest) or _HOW_MANY.search(query.rest))
    text = f"{desk.title(doc_id)}《{title}》"
    values, cited = [], list[Fact]()
    if lists:
        text += f"列有{len(rows)}项：{'；'.join(map(_entry, rows[:_MANY]))}。"
        cited = list(rows[:_MANY])
        values = [compose.value_of(f) for f in cited]
        if _HOW_MANY.search(query.rest):
            number = compose.counted(len(rows))
            counted = compose.computed_value(Decimal(len(rows)), "项", f"{subject}的项数", number, rows[0])
            values.insert(0, counted)
        query.listed = [f.row_name for f in rows]
    if ranked:
        first = [f for f in ordered if f.value == ordered[0].value]
        others = ordered[len(first) : len(first) + 3] if not lists else []
        query.listed, query.singled_out = [f.row_name for f in ordered], first[0].row_name
        text += f"{subject}{'最少' if least else '最多'}的是{'、'.join(map(_entry, first))}。"
        text += f"其次：{'；'.join(map(_entry, others))}。" if others else ""
        values = [*(compose.converted(f, query.unit, query.places) for f in first), *values]
        cited = [*first, *others, *(f for f in cited if f not in first)]
    computed = False
    if _SUM.search(query.rest) and not ranked:
        told, value, computed = _sum(query, subject, rows, total)
        text, values = text + told, [value, *values]
        cited = [*([total] if total is not None else rows), *cited]
    cited = list(dict.fromkeys(cited))
    status: Status = "computed" if computed else "answered"
    return compose.answer(query.text, text, status, values, compose.cite(cited, desk.files))


def _sum(query: Query, subject: str, rows: Sequence[Fact], total: Fact | None) -> tuple[str, Value, bool]:
    """The money of all rows: as the table prints it, else added up; and whether it was added up."""
    if total is not None:
        value = compose.converted(total, query.unit, query.places)
        return f"{subject}合计{value.value}{value.unit or ''}。", value, value.formula is not None
    amounts = [f.value for f in rows if f.value is not None]
    formula = " + ".join(map(plain_decimal, amounts))
    value = compose.computed_value(sum(amounts, Decimal(0)), rows[0].unit, f"{subject}合计", formula, rows[0])
    return f"{subject}合计{value.value}{value.unit or ''}（{formula}）。", value, True


def _entry(fact: Fact) -> str:
    return f"{fact.row_name}（{compose.shown(fact.value or Decimal(0), fact.unit)}）"
