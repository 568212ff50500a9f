"""Questions of which each clause asks something of its own: what the whole does not tell of one is asked for alone.

甲指标完成几家；乙奖励发了几家: read as one question, the words of both are looked for in one place. A clause that names
what it asks about is a question in itself, and where its own answer has clearly more of its words that is told.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from extractors.facts import MONEY
from extractors.text import name_key
from rag import compose
from rag.answer import Answer
from rag.figures import projects
from rag.holdings.desk import Desk
from rag.language.asking import without_columns
from rag.language.query import Query
from rag.prose.joint import asks_of
from rag.understanding.question import parse
from rag.understanding.topic import segments_in, share

Asked = Callable[[Query, Desk, str], Answer | None]

_CUT = re.compile(r"[，,；;？?。]")
_ASKS = re.compile(r"多少|几(?!乎)|哪|什么|啥|谁|怎么|为何")
#: how a clause begins or what it says that leans on the others
_LEANS = re.compile(
    r"^(?:其中|分别|各|它|他|她|这(?!个)|该|还有|以及|都|共|合计|一共|总共|主要)|同期|相[比差]|差多少|占"
)
#: characters that ask and name nothing
_EMPTY = re.compile(r"多少|[几哪个些项家次分万元亿是有了的得为到各吗呢啊谁]|什么|怎么|完成|实际|目标|计划")
#: a clause that asks for a part of what the one before asks for, in money
_OF_WHICH, _MONEY_ASKED = (
    re.compile(r"^其中|^(?:里面|里头|当中)"),
    re.compile(r"(?:多少|几)(?:钱|万|亿|元)|花了多少|多少$"),
)
#: a clause that asks in words of what the one before asks a figure of, and the end of that which asks for the figure
_WORDS_OF_IT = re.compile(
    r"^(?:这笔?钱?|都|又|主要|分别|具体|是|钱)*(?:(?:是|从|由)?(?:谁|哪)(?:里|儿|家|个单位)?(?:给|出|拨|批|来)|来自|什么钱|为什么|为啥|"
    r"怎么来|(?:什么)?原因|(?:用来|用于|花在|用在|拿来|去)?(?:干|做)?(?:什么|啥|哪)(?:了|用|儿|里)?[|？?]*$)"
)
_ASKED_OF = re.compile(r"(?:一共|总共|到底|大概)?(?:是|有|花了?|为|安排了?)?(?:多少|几).*$")
#: what makes one thing of all clauses
_MADE = ("conflict", "difference", "ratio", "share", "sum", "per_head", "rank", "prior", "count_reports")
#: how many characters of its own a clause needs, the share of them that an answer should have, and by how much more
_OWN, _TOLD, _CLEARLY = 4, 0.75, 0.25
_MOST = 3
#: the target is asked for in a clause of its own, and what figures of targets are called
_TARGET, _AIMED = re.compile("[，,][^，,]{0,6}(?:目标|计划|指标)"), re.compile("目标|指标值|计划")


def each_told(query: Query, desk: Desk, doc_id: str, answer: Answer | None, asked: Asked) -> Answer | None:
    """The answer, or with it those to the clauses of which it tells too little; ``asked`` answers a question."""
    clauses = _clauses(query)
    if len(clauses) < 2 or (answer is not None and answer.status == "conflict"):
        return answer
    told = "" if answer is None or answer.status == "not_found" else name_key(answer.answer).lower()
    shares = [share(_words(c), told) for c in clauses]
    if min(shares) >= _TOLD:
        return answer
    alone = [_alone(c, desk, doc_id, asked) if s < _TOLD else None for c, s in zip(clauses, shares, strict=True)]
    better = [
        a if a is not None and share(_words(c), name_key(a.answer).lower()) >= s + _CLEARLY else None
        for c, s, a in zip(clauses, shares, alone, strict=True)
    ]
    if not any(better):
        return answer
    if not told:
        given = [b for b in better if b is not None]
        return compose.together(query.text, given) or given[0].model_copy(update={"question": query.text})
    kept = [] if all(better) else [answer]
    first = [b for b in better[:1] if b is not None]
    return compose.together(query.text, [*first, *kept, *(b for b in better[1:] if b is not None)]) or answer


def in_turn(query: Query, desk: Desk, doc_id: str, answer: Answer, asked: Asked) -> Answer:
    """The answer with what a clause at the begin or the end asks of the same thing, where it does not tell that.

    一共花了多少，其中项目占百分之几: the share does not tell what it is a share of. 其他收入有多少，谁给的: the amount
    does not tell whose it was.
    """
    pieces = [p for p in _CUT.split(query.rest) if p.strip("|")]
    if len(pieces) != 2 or answer.status not in {"answered", "computed"} or query.recalled or query.lean is not None:
        return answer
    first, last = pieces
    of_which = (_OF_WHICH.match(last) or last.strip("|").startswith("占")) and not any(
        v.unit in MONEY for v in answer.values[:1]
    )
    if (of_which or query.wants.kinds[:1] == ["reason"]) and _MONEY_ASKED.search(first):
        whole = _alone(first, desk, doc_id, asked)
        if whole is None or not whole.values or whole.values[0].unit not in MONEY:
            return answer
        if any(v.value == whole.values[0].value for v in answer.values):
            return answer
        return compose.together(query.text, [whole, answer]) or answer
    if _WORDS_OF_IT.match(last) and answer.values and (name := _ASKED_OF.sub("", first).strip("|")):
        more = _alone(name + last, desk, doc_id, asked)
        if more is not None and not more.values and not all(c.quote in answer.answer for c in more.citations):
            return compose.together(query.text, [answer, more]) or answer
    return answer


def with_score(query: Query, desk: Desk, doc_id: str, answer: Answer, asked: Asked) -> Answer:
    """The answer with the score of the project, where one clause asks for that and another for a number of its own.

    给多少户发了优待金，项目自评几分: of the sentences side by side the next one may be on another project.
    """
    asks = asks_of(query) if query.project and "得分" in query.columns else []
    scored = [a.part for a in asks if a.kinds == ("score",)]
    others = [a.part for a in asks if a.kinds != ("score",)]
    if len(scored) != 1 or len(others) != 1 or answer.status == "conflict":
        return answer
    score = projects.lookup(
        query.model_copy(update={"rest": scored[0], "kinds": ["score"], "columns": ["得分"], "subjects": []}),
        desk,
        doc_id,
    )
    known = {(v.value, v.unit) for v in answer.values}
    if score is None or len(score.values) != 1 or (score.values[0].value, score.values[0].unit) in known:
        return answer
    other = _alone(others[0], desk, doc_id, asked)
    if other is None or not other.values:
        return answer
    return compose.together(query.text, [other, score]) or answer


def with_target(query: Query, desk: Desk, doc_id: str, answer: Answer, asked: Asked) -> Answer:
    """The answer with the target of what is counted, where a clause of its own asks for it (签约几个，目标是几个)."""
    if "目标值" not in query.columns or len(query.subjects) != 1 or answer.status != "answered" or query.project:
        return answer
    if not _TARGET.search(query.rest) or any(_AIMED.search(v.label) for v in answer.values):
        return answer
    target = _alone(f"{query.subjects[0].text}的目标值是多少", desk, doc_id, asked)
    if target is None or not any(_AIMED.search(v.label) for v in target.values):
        return answer
    return compose.together(query.text, [answer, target]) or answer


def _clauses(query: Query) -> list[str]:
    """The clauses of a question of which each asks and names what it asks about, with those that lean on them."""
    if query.has(*_MADE) or query.tables or query.recalled or query.lean is not None:
        return []
    found: list[str] = []
    lead = ""
    for piece in (p for p in _CUT.split(query.rest) if p.strip("|")):
        if not _ASKS.search(piece):
            lead += piece + "，"
        elif found and not lead and _leans(piece):
            found[-1] += "，" + piece
        else:
            found.append(lead + piece)
            lead = ""
    return found if 2 <= len(found) <= _MOST and not any(map(_leans, found)) else []


def _leans(clause: str) -> bool:
    """Whether a clause says too little to be a question of its own: a column alone, or how much."""
    return bool(_LEANS.search(clause.strip("|"))) or len(_named(clause)) < _OWN


def _named(clause: str) -> str:
    """The characters of a clause that name something: without the words of asking and those for columns."""
    return _EMPTY.sub("", name_key(without_columns(clause).replace("|", "")))


def _words(clause: str) -> Sequence[str]:
    words = [w for w in segments_in(clause) if not _ASKS.search(w)]
    words = [w for w in words if not any(w != other and w in other for other in words)]
    return words if len("".join(words)) >= _OWN else [_named(clause)]


def _alone(clause: str, desk: Desk, doc_id: str, asked: Asked) -> Answer | None:
    """The answer to a clause as a question of its own; None where the report does not have it."""
    own = parse(clause.strip("|"), [desk.reports[doc_id]], desk.index)
    own.doc_ids = [doc_id]
    answer = asked(own, desk, doc_id)
    return answer if answer is not None and answer.status in {"answered", "computed"} else None
