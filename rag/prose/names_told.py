"""Whether a sentence that is quoted names the ones that a question asks the names of.

Which six firms won a tender is not told by the sentence that six were chosen: what it names side by side must be about
as many as the question says there are.
"""

from __future__ import annotations

import re

from extractors.text import fold_width, squeeze
from rag import compose
from rag.answer import Answer
from rag.holdings.desk import Desk
from rag.language.quantities import number_of
from rag.language.query import Query

#: so many of a kind, of which the names are asked for behind
_ASKED = re.compile(
    r"(?<![第前\d.])(?P<number>\d{1,3}|[两二三四五六七八九十]{1,3})(?:家|个|件|所|名|位|批|支|座|户)(?P<kind>[\u4e00-\u9fff]{2,16}?)"
    r"(?:都|各|又)?(?:分别|具体)?的?(?:名单|名字|名称)?(?:都|分别)?(?:是|为|有|涉及|包括)?"
    r"(?:哪(?:几|些|\d|[两二三四五六七八九十])(?:家|个|所|名|位|人|单位|公司|企业)?|叫什么|叫啥|名单|名字|名称|是谁|有谁)"
)
#: several of a kind are asked for, each by name (分别是哪几个省给的)
_EACH = re.compile(
    r"(?:分别|各)是?(?:由|来自)?哪(?:几|些)(?:个|家|所|名|位)?(?P<kind>[\u4e00-\u9fff]{1,6}?)(?:给|出|做|的|$|[|？?，,])"
)
#: marks between things named side by side, and the words that join two
_BETWEEN, _JOINS = re.compile(r"[、；;\t]"), re.compile(r"[、；;\t]|和|及|与")
#: so many names are a list, however many there are
_LIST = 3
#: so many at least are several
_SEVERAL = 2
_LONGEST = 200


def with_names(query: Query, desk: Desk, doc_id: str, answer: Answer) -> Answer:
    """An answer, or that a report does not name those that are asked for, with the sentence that speaks of them."""
    said = fold_width(query.rest)
    asked = _ASKED.search(said) or _EACH.search(said)
    if asked is None or answer.status != "answered" or not answer.searched or answer.values or query.listed:
        return answer
    quotes = list(dict.fromkeys(c.quote for c in answer.citations if c.quote))
    number = min(int(number_of(asked["number"])), _LIST) if asked.re is _ASKED else _SEVERAL
    between = _JOINS if number < _LIST else _BETWEEN
    if sum(len(between.split(q.strip())) for q in quotes) >= number:
        return answer
    told = "；".join(compose.clipped(squeeze(q).rstrip("；。;"), _LONGEST) for q in quotes)
    lacks = f"提到了“{asked['kind']}”，但没有写明名称" if asked.re is _ASKED else f"没有写明是哪些{asked['kind']}"
    text = f"没有找到：{desk.title(doc_id)}报告{lacks}。报告的原话是：{told}。"
    return compose.answer(query.text, text, "not_found", [], answer.citations)
