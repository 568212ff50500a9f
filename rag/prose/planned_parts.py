"""The parts of the money of a project as the chapter on it lists them: what each thing gets, what each quarter is to.

A question names parts in its own words: by leaving out characters (垃圾驿站运维费), by what gets the money
(给托育点的补贴), by several quarters at once (第三、四季度, 下半年).
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.facts import MONEY, Fact
from extractors.naming import is_of_quarter
from extractors.text import name_key
from extractors.vocabulary import prose_words
from rag.answer import Answer
from rag.figures.figures import told
from rag.figures.summed import summed
from rag.holdings.desk import Desk
from rag.holdings.short_names import is_in_order
from rag.language.query import Query
from rag.prose.project_chapters import is_on_money, money_of_chapters, parted_from_name

#: what the money of a project is made up of is asked for
_PARTS_ASKED = re.compile(
    "(?:分|拆|切)(?:成|为|了)*[^，,]{0,2}(?:哪|几)|哪几(?:块|部分|项|方面|类)|(?:包括|包含|构成|组成)[^，,]{0,3}(?:哪|什么)"
    "|怎么(?:分|花|用|安排)|(?:花|用)(?:在|到|于)(?:哪|什么)"
)
#: what stands between the names of parts, and behind the last one
_BETWEEN_PARTS = re.compile("[和与及、，,|]|里面?|当?中|加起来|一共|合计|总共|分别|各自?|[是有]?多少|(?<=[费款金])的")
#: what leads to who or what gets money
_GIVEN_TO = re.compile("^[拨发补]?给予?|^用于|^对")
_TO_SOMEBODY = re.compile("(?:给予?|对|补助|补贴)[^，,。]{2,16}的")
#: the name of a part that a question has between what leads to it and what is asked of it
_NAMED_SHORT = r"(?:[里中，,的和与、]|里面){}(?:部分|这块|阶段)?(?=安排|分别|[是有多几用花列的和与、各]|$)"
#: a name of so many characters may be told by leaving some out
_NAMES = 4
#: several quarters at once: 一、二季度, 第三和第四季度, 前三季度, 上半年
_NUMERALS = "一二三四"
_QUARTERS = re.compile(
    r"(?P<each>第?[一二三四](?:(?:[、，和与及到至]|以及)?第?[一二三四])*)个?季度|(?P<edge>[前后])(?P<size>[两二三])个?季度"
    r"|(?P<half>[上下])半年"
)
_SPAN = re.compile("[到至]")


def parts_planned(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """The parts of the money of a project, as the chapter on it lists them: all, or those that a question names.

    None where neither is asked for, or no such parts are listed.
    """
    if query.tables or not query.asks_figure or {*query.operations} - {"sum", "list", "use", "rank"}:
        return None
    if quarters := _quarters_said(query.rest):
        return _of_quarters(query, desk, doc_id, quarters)
    if query.has("rank"):
        return None
    if not query.project:
        return _given_to(query, desk, doc_id)
    every = money_of_chapters(desk, doc_id, query.project)
    own = [f for f in every if f.value is not None and _is_planned(f)]
    parts = [f for f in own if f.part_of and (f.quote == own[0].quote or f.part_of == own[0].row_name)]
    if len(parts) < 2:
        return _added_up(query, desk, every) if query.has("sum") else None
    named = _parts_named(query, parts)
    if len(named) > 1 and query.has("sum"):
        return summed(query, desk, named, [f.row_name for f in named])
    if query.has("sum") and (added := _added_up(query, desk, every)) is not None:
        return added
    if named and not query.operations:
        return told(query, desk, named)
    return told(query, desk, parts) if not named and _PARTS_ASKED.search(query.rest) else None


def _added_up(query: Query, desk: Desk, every: Sequence[Fact]) -> Answer | None:
    """Two amounts of one sentence on a project, which a question names to be added up (区级财政资金…，另由甲收入…)."""
    by_quote: dict[str, list[Fact]] = {}
    for fact in every:
        if fact.value is not None and not fact.column.startswith("增减"):
            by_quote.setdefault(fact.quote, []).append(fact)
    found = [named for facts in by_quote.values() if len(named := _parts_named(query, facts)) > 1]
    return summed(query, desk, found[0], [f.row_name for f in found[0]]) if len(found) == 1 else None


def _given_to(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """What somebody is to get (给托育点的补贴) whose part of the money of one project alone is called so."""
    if query.operations or not _TO_SOMEBODY.search(query.rest):
        return None
    parts = [f for f in desk.index(doc_id).facts if f.origin == "prose" and f.part_of and f.unit in MONEY and f.value]
    named = _parts_named(query, [f for f in parts if _is_planned(f)])
    return told(query, desk, named) if len(named) == 1 else None


def _is_planned(fact: Fact) -> bool:
    """Whether an amount stands under a heading on money, or is a part of what the heading above it names."""
    return is_on_money(fact) or name_key(fact.part_of or fact.row_name) in name_key(fact.section)


def _quarters_said(text: str) -> list[int]:
    """The quarters of the year that a question names several of; empty where it names one or none."""
    match = _QUARTERS.search(text)
    if match is None:
        return []
    if match["half"]:
        return [1, 2] if match["half"] == "上" else [3, 4]
    if match["edge"]:
        size = 3 if match["size"] == "三" else 2
        return list(range(1, size + 1)) if match["edge"] == "前" else list(range(5 - size, 5))
    said = [_NUMERALS.index(c) + 1 for c in match["each"] if c in _NUMERALS]
    if _SPAN.search(match["each"]) and len(said) == 2:
        said = list(range(said[0], said[1] + 1))
    return said if len(said) > 1 else []


def _of_quarters(query: Query, desk: Desk, doc_id: str, quarters: Sequence[int]) -> Answer | None:
    """What is planned for several quarters of the year of the project that is named, summed unless each is asked."""
    planned = [f for f in desk.index(doc_id).facts if f.origin == "prose" and is_of_quarter(f.row_name) and f.value]
    by_quote: dict[str, list[Fact]] = {}
    for fact in planned:
        by_quote.setdefault(fact.quote, []).append(fact)
    if query.project:
        own = {f.quote for f in money_of_chapters(desk, doc_id, query.project)}
    else:
        spans = [(s.start, s.end, s.project) for s in desk.outline(doc_id).sentences if s.project]
        places = {q: {p for a, b, p in spans if a <= facts[0].start < b} for q, facts in by_quote.items()}
        own = {q for q, projects in places.items() if any(_is_called(query, p) for p in projects)}
    lists = [facts for quote, facts in by_quote.items() if quote in own]
    if len(lists) != 1:
        return None
    names = prose_words().quarters
    asked = [f for q in quarters for f in lists[0] if f.row_name.removeprefix("第").startswith(names[q - 1])]
    if len(asked) != len(quarters):
        return None
    if query.manner.one_by_one:
        return told(query, desk, asked)
    return summed(query, desk, asked, [f.row_name for f in asked])


def _is_called(query: Query, project: str) -> bool:
    """Whether a question calls a project by pieces of its name (助餐补贴: 老年助餐服务补贴项目)."""
    return parted_from_name(query.rest, project.strip("（）()"))[0] >= _NAMES


def _parts_named(query: Query, parts: Sequence[Fact]) -> list[Fact]:
    """The parts that a question names, in full or by leaving out characters (垃圾驿站运维费: 垃圾分类驿站运维费)."""
    text = query.rest.replace(query.project, "|") if query.project else query.rest
    for slip in query.slips:
        text = text.replace(slip.meant, slip.written)
    whole = name_key(text.replace("的", ""))  # 分中心的运营费: 分中心运营费
    pieces = (_GIVEN_TO.sub("", p).replace("的", "") for p in _BETWEEN_PARTS.split(text))
    said = [name_key(p) for p in pieces if len(p) >= _NAMES]

    def is_said(key: str) -> bool:
        # 课后服务里初中安排了多少: a short name as it stands
        if re.search(_NAMED_SHORT.format(re.escape(key)), text) or (len(key) > _NAMES and key in whole):
            return True
        return any(key in p or (p[-2:] == key[-2:] and is_in_order(p, key)) for p in said)

    return [f for f in parts if is_said(name_key(f.row_name))]
