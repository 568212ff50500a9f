"""Two projects of a list, held against one another by parts of their names (甲提升工程比乙加固多多少)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from extractors.facts import MONEY, Fact
from extractors.text import name_key
from rag.answer import Answer
from rag.figures.computed import difference, quotient
from rag.holdings.desk import Desk
from rag.holdings.short_names import is_in_order
from rag.language.query import Query

_APART = re.compile(
    r"(?P<one>[^|，,比]{3,24})比(?P<other>[^|，,]{3,24}?)的?(?:预算|资金|经费|投入|安排|金额)?的?"
    r"(?:要|还|又)?[多少高低大小](?:了|出|安排|投入)?(?:多少|几)"
)
_TIMES = re.compile(
    r"(?P<one>[^|，,]{3,24}?)(?:的预算|的资金|的经费|预算|资金)?(?:是|为|相当于)(?P<other>[^|，,]{3,24}?)的?(?:多少|几)倍"
)
#: so much of a name must be said, where its characters are said in order only
_SHARE = 0.5
#: words before a name, and behind it, that are none of it
_AROUND = re.compile(r"^(?:今年|本年|去年|其中|项目)|(?:项目|的|今年|本年)+$")


def two_projects(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """By how much, or how many times, one project comes to more than another; None where not both are in a list."""
    match = _APART.search(query.rest) or _TIMES.search(query.rest)
    if match is None or query.tables or query.prior:
        return None
    listed = desk.index(doc_id).plain.projects
    one, other = (_named(name_key(_AROUND.sub("", match[part])), listed) for part in ("one", "other"))
    if one is None or other is None or one is other:
        return None
    facts = [_money(listed[one]), _money(listed[other])]
    if facts[0] is None or facts[1] is None:
        return None
    return (quotient if match.re is _TIMES else difference)(query, desk, facts[0], facts[1])


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
