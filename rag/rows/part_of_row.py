"""A row below another one in a table of no known form, by a short form of its name (机关运行经费里参公事业单位)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.facts import MONEY, Fact
from extractors.text import name_key
from extractors.vocabulary import layout
from rag.answer import Answer
from rag.figures.figures import told
from rag.holdings.desk import Desk
from rag.holdings.short_names import is_in_order
from rag.language.query import Query

_WITHIN = re.compile(
    r"(?:里面?|之?中|当中|其中)的?(?P<part>[^，,|里中]{2,14}?)(?:部分|那块)?(?:一共|总共)?"
    r"(?:占了?|有|是|为|花了?|用了?|的)*(?:多少|几)(?:万?元|钱|资金)?[？?]?$"
)
#: so many characters are a short form
_LEAST = 3


def part_of_row(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """The amount of the one row below that of a measure which a question calls so; None where no table has one."""
    match = _WITHIN.search(query.rest)
    if match is None or len(query.subjects) != 1 or query.tables or query.project or "percent" in query.kinds:
        return None
    part, (whole,) = name_key(match["part"]), query.subjects
    names = {whole.key, *(name_key(n) for n in (whole.measure.printed if whole.measure is not None else ()))}
    if len(part) < _LEAST or part in names:
        return None
    found = [fact for facts in desk.index(doc_id).plain.tables.values() if (fact := _below(facts, names, part))]
    return told(query, desk, found) if len(found) == 1 else None


def _below(facts: Sequence[Fact], names: set[str], part: str) -> Fact | None:
    """The one row behind that of the whole, and before one with as much money or more, that is called so."""
    money = [f for f in facts if f.unit in MONEY and f.value is not None]
    at = next((n for n, f in enumerate(money) if name_key(f.row_name) in names), None)
    if at is None:
        return None
    whole = money[at]
    rows: list[Fact] = []
    for fact in money[at + 1 :]:
        if fact.column != whole.column:
            continue
        if fact.value is None or whole.value is None or fact.value > whole.value:
            break
        rows.append(fact)
    called = [f for f in rows if _is_called(name_key(f.row_name), part)]
    return called[0] if len(called) == 1 else None


def _is_called(key: str, part: str) -> bool:
    """Whether a name has the words of a short form, or its characters in order from the first to the last."""
    if key in layout().total_labels:
        return False
    return part in key or (key[0] == part[0] and key[-1] == part[-1] and is_in_order(part, key))
