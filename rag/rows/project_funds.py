"""What of the money of one project comes from one fund, as a list of projects parts it into columns."""

from __future__ import annotations

import re
from decimal import Decimal

from extractors.facts import MONEY, Fact, plain_decimal
from extractors.text import name_key
from rag import compose
from rag.answer import Answer
from rag.figures.figures import told
from rag.holdings.desk import Desk
from rag.language.query import Query

#: what is left of the years before, which such a list parts by fund too
_LEFT = re.compile("结转|结余|上年剩|去年剩")
#: how a question names a fund, and how the heading of its column does
_FUNDS = (
    (_LEFT, _LEFT),
    (re.compile("单位资金|单位自有|自有资金|自筹"), re.compile("单位资金|自有资金|自筹")),
    (re.compile("财政专户"), re.compile("财政专户")),
    (re.compile("政府性基金"), re.compile("政府性基金")),
    (re.compile("国有资本经营"), re.compile("国有资本经营")),
    (re.compile("一般公共预算|公共预算"), re.compile("一般公共预算")),
)
#: the sum of the columns of one kind
_SUM = re.compile("小计|合计")
#: how much is asked
_HOW_MUCH = re.compile("多少|几[万元块]|金额")


def fund_of_project(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """The part of the money of the project that a question names that is of the fund that it names too.

    None where the list has no column of that fund, or where more is asked.
    """
    listed = desk.index(doc_id).plain.projects
    rows = query.plain.rows if query.plain is not None else []
    project = query.project if len(query.projects) == 1 else rows[0] if len(rows) == 1 and not query.projects else None
    if project not in listed or query.tables or query.prior or query.operations or query.wants.kinds:
        return None
    beside = query.rest.replace(project, "|")
    words = next((heading for asked, heading in _FUNDS if asked.search(beside)), None)
    if words is None or not _HOW_MUCH.search(beside):
        return None
    left = words is _LEFT
    cells = [f for f in listed[project] if words.search(name_key(f.column)) and bool(_LEFT.search(f.column)) is left]
    if not cells:
        return None
    filled = [f for f in cells if f.value is not None and f.unit in MONEY]
    whole = next((f for f in filled if _SUM.search(f.column)), None)
    if whole is not None or len(filled) < 2:
        return told(query, desk, [whole or (filled or cells)[0]])
    return _together(query, desk, project, filled)


def _together(query: Query, desk: Desk, project: str, cells: list[Fact]) -> Answer:
    """What several columns of one kind come to (结转 of each fund)."""
    total = sum((f.value or Decimal(0) for f in cells), Decimal(0))
    formula = " + ".join(plain_decimal(f.value or Decimal(0)) for f in cells)
    value = compose.computed_value(total, cells[0].unit, f"{project}各列合计", formula, cells[0])
    text = f"{compose.head(cells[0])}{project}合计为{value.value}{value.unit or ''}（{formula}）："
    text += f"{'；'.join(compose.sentence(f) for f in cells)}。"
    values = [value, *map(compose.value_of, cells)]
    return compose.answer(query.text, text, "computed", values, compose.cite(cells, desk.files))
