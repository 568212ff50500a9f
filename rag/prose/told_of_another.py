"""Figures that a sentence has of something else than what a question counts or asks the amount of.

退役军人招聘会达成意向268人 is no number of 退役军人, and 甲大道等重点项目，完成投资46.8亿元 no money of 甲大道.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.text import squeeze
from rag.answer import Answer
from rag.language.query import Query

#: how many of them there are in all is asked, of people or of things, and nothing that they do
_HOW_MANY = re.compile(
    r"(?:^|[|，,县市区镇乡年局]|一共|总共|共)有?(?:几|多少)(?:名|位|个|户|家)(?P<what>[\u4e00-\u9fff]{2,8})[？?|]*$"
    r"|(?P<lead>[\u4e00-\u9fff]{2,8}?)(?:一共|总共|共)?有(?:几|多少)(?:名|人|个|位|户|家)[？?|]*$"
)
#: what all of a place is led by
_ALL_OF = re.compile("^(?:全[县市区镇乡省]|[本我]?[县市区]|现在?|目前|当前|20\\d\\d年度?|一共|总共|共|有)+")
#: between a thing and its number: what says that it is counted
_COUNTED = re.compile(r"[\s|｜\t：:≥≤＞>=约达到至为是有共计总数量人名个户家位余超过不低少于，的]")
#: so many other characters between the two make it another thing that is counted
_OTHER = 2
#: a thing that is one of several, of which all together an amount is told
_ONE_OF_SEVERAL = "[^，。；、]{0,8}(?:、[^，。；]{0,60})?等[^，。；]{0,8}(?:项目|工程|工作|任务)?[，,]"
#: the shortest part of a name by which it is found in a sentence
_PART = 5
#: what is asked of it
_MONEY = re.compile("总?投资|投入|资金|经费|造价|多少钱")
#: what a number that is only quoted is called
_QUOTED = "报告所述"


def counts_another(query: Query, answer: Answer) -> str | None:
    """What a question counts, where every sentence told counts something that only has its name; None elsewhere."""
    asked = _HOW_MANY.search(query.rest)
    if asked is None or not _is_quoted(answer) or query.project or query.operations:
        return None
    what = _ALL_OF.sub("", asked["what"] or asked["lead"] or "")
    quotes = [squeeze(c.quote) for c in answer.citations if c.quote]
    named = [q for q in quotes if what in q]
    if len(what) < _OTHER or not named or len(named) < len(quotes):
        return None
    if any(_is_counted(what, q, query.rest) for q in named):
        return None
    return f"{what}的{'人数' if re.search('[名位人]', asked.group(0).replace(what, '')) else '数量'}"


def _is_counted(what: str, text: str, asked: str) -> bool:
    """Whether a number in a text is that of a thing: right behind its name, or right before it."""
    for match in re.finditer(re.escape(what), text):
        behind = re.match(r"[^\d。；]{0,40}(?=\d)", text[match.end() :])
        if behind is not None and _others(behind.group(0), asked) <= _OTHER:
            return True
        before = re.search(r"\d[\d.,万余多]*(?P<between>[^\d，。；]{0,20})$", text[: match.start()])
        if before is not None and _others(before["between"], asked) <= _OTHER:
            return True
    return False


def _others(between: str, asked: str) -> int:
    """How many characters stand between a name and a number that the question does not have."""
    return len([c for c in _COUNTED.sub("", between) if c not in asked])


def amount_of_several(query: Query, answer: Answer) -> str | None:
    """The thing of which money is asked, where what is told is of all things that it is named among; None elsewhere."""
    money = _MONEY.search(query.rest)
    if money is None or not _is_quoted(answer) or query.project or query.subjects:
        return None
    what = query.rest[: money.start()].strip("|的，,")
    parts = _parts(what)
    quotes = [squeeze(c.quote) for c in answer.citations if c.quote]
    among = [any(re.search(re.escape(p) + _ONE_OF_SEVERAL + r"[^。；]*\d", q) for p in parts) for q in quotes]
    return what + money.group(0) if among and all(among) else None


def _parts(what: str) -> Sequence[str]:
    """The parts of a name that are long enough to find it by."""
    return [what[i : i + _PART] for i in range(len(what) - _PART + 1)]


def _is_quoted(answer: Answer) -> bool:
    return bool(answer.values) and all(v.label == _QUOTED and not v.formula for v in answer.values)
