"""The money of projects that only a list has: of one, of several, of two held against one another."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from extractors.facts import MONEY, Fact
from extractors.text import name_key
from rag.answer import Answer
from rag.figures.computed import difference, percentage, quotient
from rag.figures.figures import best, told
from rag.figures.summed import summed
from rag.holdings.desk import Desk
from rag.holdings.short_names import is_in_order
from rag.language.asking import BUDGETS
from rag.language.query import Query
from rag.understanding.relation import same_name

_APART = re.compile(
    r"(?P<one>[^|，,比]{3,24})比(?P<other>[^|，,]{3,24}?)的?(?:预算|资金|经费|投入|安排|金额)?的?"
    r"(?:要|还|又)?[多少高低大小](?:了|出|安排|投入)?(?:多少|几)"
)
_TIMES = re.compile(
    r"(?P<one>[^|，,]{3,24}?)(?:的预算|的资金|的经费|预算|资金)?(?:是|为|相当于)(?P<other>[^|，,]{3,24}?)的?(?:多少|几)倍"
)
#: things that are added up, and what stands between them
_SUM_ASKED = re.compile(
    r"(?:[这那]?(?:[两二三四五六]|\d)[个项笔块者]的?|这些)?"
    "(?:加起来|加一起|加在一起|合计|一共|总共|共计|合起来|之和)"
)
_JOINED = re.compile("[、和与及跟]|以及|还有|(?<![增参追附添施外])加上?(?![强快大入以工班装固密盖油热压速厚宽高深长])")
#: the shortest name of a project
_SHORT = 3
#: money is asked for
_MONEY = re.compile("预算|资金|经费|投入|安排|多少钱|几万|多少万|多少元|金额|总额")
#: what a project is given, right behind its name or before what is asked
_BUDGET = re.compile("(?:预算|资金|经费)(?:安排)?(?:是|有|了)?多少")
#: so much of a name must be said, where its characters are said in order only
_SHARE = 0.5
#: words for money alone, which name no project
_NO_NAME = re.compile("(?:年初|全年|上年|去年|前年|年度|预算|决算|支出|收入|资金|经费|项目|安排|金额|总额|数)*")
#: words before a name, and behind it, that are none of it
_AROUND = re.compile(r"^(?:今年|本年|去年|其中|项目)|(?:项目|的|今年|本年)+$")


def two_projects(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """By how much, or how many times, one project comes to more than another; None where not both are in a list."""
    match = _APART.search(query.rest) or _TIMES.search(query.rest)
    if match is None or query.tables or query.prior:
        return None
    listed = desk.index(doc_id).plain.projects
    said = [name_key(_AROUND.sub("", match[part])) for part in ("one", "other")]
    if any(_NO_NAME.fullmatch(name) for name in said):
        return None  # 比去年预算多多少: a year, and no other project
    one, other = (_named(part, listed) for part in said)
    if (one is None and other is None) or one is other:
        return None
    # the other one may be a 科目: a project of the same money need not be listed
    plain = query.model_copy(update={"operations": [], "columns": [], "kinds": []})
    accounts = {s.key: s for s in query.subjects}
    facts = [
        _money(listed[name])
        if name is not None
        else best(plain, desk, doc_id, accounts[key])
        if key in accounts
        else None
        for name, key in zip((one, other), said, strict=True)
    ]
    if facts[0] is None or facts[1] is None:
        return None
    return (quotient if match.re is _TIMES else difference)(query, desk, facts[0], facts[1])


def sum_of_projects(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """What several projects of a list come to that a question names side by side (甲补贴、乙补贴两项加起来多少)."""
    if query.tables or query.prior or query.wants.kinds or not _SUM_ASKED.search(query.rest):
        return None
    names = _JOINED.split(_SUM_ASKED.split(query.rest)[0].strip("|，,"))
    listed = desk.index(doc_id).plain.projects
    found = [_named(name_key(_AROUND.sub("", name)), listed) if len(name) > _SHORT else None for name in names]
    if len(names) < 2 or None in found or len({*found}) < len(found):
        return None
    facts = [_money(listed[name]) for name in found if name is not None]
    amounts = [f for f in facts if f is not None]
    if len(amounts) < len(names):
        return None
    query.listed = [f.row_name for f in amounts]
    return summed(query, desk, amounts, query.listed)


def money_of_project(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """The money of the one project that a question means, where a list alone has it; None where more is asked."""
    listed = desk.index(doc_id).plain.projects
    rows = query.plain.rows if query.plain is not None else []
    project = query.project if len(query.projects) == 1 else rows[0] if len(rows) == 1 and not query.projects else None
    if project not in listed or query.tables or query.prior:
        return None
    budget = _BUDGET.search(query.rest) is not None and {s.key for s in query.subjects} <= {name_key(project)}
    if query.project is None and query.operations != ["share"] and not budget:
        return None  # a row of a table is told as any other one
    if query.wants.kinds or not query.asks_figure or not set(query.kinds) <= {"money", "percent"}:
        return None
    fact = _money(listed[project])
    if fact is None:
        return None
    others = [s for s in query.subjects if not same_name(s.key, name_key(project)) and not s.generic]
    if query.operations == ["share"] and len(others) == 1:
        plain = query.model_copy(update={"operations": [], "columns": [], "kinds": [], "project": None, "projects": []})
        return percentage(query, desk, fact, best(plain, desk, doc_id, others[0]))
    if others or query.operations or not set(query.columns) <= {*BUDGETS, "资金"} or not _MONEY.search(query.rest):
        return None
    return told(query, desk, [fact])


def _named(said: str, listed: Mapping[str, Sequence[Fact]]) -> str | None:
    """The one project that is called so: by its name, a part of it, or most of its characters in their order."""
    keys = {name: name_key(name) for name in listed}
    for fits in (
        lambda key: key == said,
        lambda key: said in key,
        lambda key: len(said) >= _SHARE * len(key) and said[0] in key and is_in_order(said, key),
    ):
        found = [name for name, key in keys.items() if fits(key)]
        if found:
            return found[0] if len(found) == 1 else None
    return None


def _money(facts: Sequence[Fact]) -> Fact | None:
    """The money of a project, where it stands on one row."""
    own = [f for f in facts if f.unit in MONEY and f.value is not None]
    first = [f for f in own if f.column == own[0].column]
    return first[0] if len(first) == 1 else None
