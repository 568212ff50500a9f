"""The money of one unit of a department, where a table lists the units (某中心的项目支出是多少)."""

from __future__ import annotations

import re

from extractors.facts import MONEY, Fact
from extractors.text import name_key
from extractors.vocabulary import Measure, measures, table_forms
from extractors.vocabulary.bodies import body_words
from rag.answer import Answer
from rag.figures.figures import told
from rag.holdings.desk import Desk
from rag.holdings.short_names import abbreviates
from rag.language.query import Query
from rag.prose.body_lines import lines_of

#: the shortest name of a unit, and the longest words that ask for nothing else of it than an amount
_SHORTEST, _LONGEST = 2, 16
#: measures of which a list of units has a column, or a table of its own
_MEASURES = ("basic", "project", "income", "expenditure")
_LED = re.compile(r"^(?:本年|预算|[|的，,])+")
#: the department itself among its units
_ITSELF = re.compile(r"(?:本级|本部|机关)$")
#: columns that have all the money of a row
_WHOLES = re.compile(r"^(?:总计|合计|小计|预算数|决算数)$")
#: 局本级: the department itself without its name
_BARE = 4


def of_unit(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """An amount of one unit as a table of units tells it; None where no unit is meant, or no table tells it."""
    plain = query.asks_figure and not (query.rows or query.operations or query.asks_text or query.has("share"))
    asked = _asked(query.rest) if plain and len(query.subjects) == 1 else None
    if asked is None:
        return None
    (unit, measure), listed = asked, _units(desk, doc_id)
    names = [name for name in listed if _is_meant(unit, name)]
    of_project = query.project and unit in name_key(query.project)
    if len(names) != 1 or (of_project and name_key(query.project or "") not in listed):
        return None
    own = [f for f in listed[names[0]] if f.value is not None]
    words = {name_key(w) for w in (measure.name, *measure.printed)}
    in_column = (f for f in own if name_key(f.column) in words)
    in_table = (f for f in own if _WHOLES.match(name_key(f.column)) and name_key(measure.name) in name_key(_title(f)))
    found = next(in_column, None) or next(in_table, None)
    return told(query, desk, [found]) if found is not None else None


def _asked(rest: str) -> tuple[str, Measure] | None:
    """What is called as units are at the head of a question, and the measure that is asked of it right behind.

    某中心的项目支出: 某中心的项目 may be taken for a subject of its own, so that the words themselves decide.
    """
    text = rest.strip("|，,？?")
    for at in range(_SHORTEST, len(text)):
        what = _LED.sub("", text[at:])
        if not body_words().unit.search(text[:at]) or len(what) > _LONGEST or re.search("[|，,]", what):
            continue
        for measure in map(measures().__getitem__, _MEASURES):
            if what.startswith((measure.name, *measure.printed)):
                return name_key(text[:at]), measure
    return None


def _units(desk: Desk, doc_id: str) -> dict[str, list[Fact]]:
    """The money that tables tell of each unit which the chapter on bodies names."""
    named = name_key("".join(line.text for line in lines_of(desk.outline(doc_id))))
    found: dict[str, list[Fact]] = {}
    index = desk.index(doc_id)
    for fact in (*index.facts, *(f for facts in index.plain.tables.values() for f in facts)):
        key = name_key(fact.row_name)
        if fact.origin != "prose" and fact.unit in MONEY and _is_listed(key, named):
            found.setdefault(key, []).append(fact)
    return found


def _is_listed(key: str, named: str) -> bool:
    return bool(body_words().unit.search(key)) and (key in named or bool(_ITSELF.search(key)))


def _is_meant(unit: str, name: str) -> bool:
    """Whether a question's words for a unit are its name, the end of it or some of its characters in order."""
    if _ITSELF.search(unit):
        return bool(_ITSELF.search(name)) and (len(unit) <= _BARE or name.endswith(unit))
    return name.endswith(unit) or abbreviates(unit, name)


def _title(fact: Fact) -> str:
    form = table_forms().get(fact.table or "")
    return form.name if form is not None else fact.table or ""
