"""Questions of which each clause asks something of its own: what the whole does not tell of one is asked for alone.

甲指标完成几家；乙奖励发了几家: read as one question, the words of both are looked for in one place. A clause that names
what it asks about is a question in itself, and where its own answer has clearly more of its words that is told.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from extractors.text import name_key
from rag import compose
from rag.answer import Answer
from rag.asking import without_columns
from rag.desk import Desk
from rag.query import Query
from rag.question import parse
from rag.topic import segments_in, share

Asked = Callable[[Query, Desk, str], Answer | None]

_CUT = re.compile(r"[，,；;？?。]")
_ASKS = re.compile(r"多少|几(?!乎)|哪|什么|啥|谁|怎么|为何")
#: how a clause begins or what it says that leans on the others
_LEANS = re.compile(
    r"^(?:其中|分别|各|它|他|她|这(?!个)|该|还有|以及|都|共|合计|一共|总共|主要)|同期|相[比差]|差多少|占"
)
#: characters that ask and name nothing
_EMPTY = re.compile(r"多少|[几哪个些项家次分万元亿是有了的得为到各吗呢啊谁]|什么|怎么|完成|实际|目标|计划")
#: what makes one thing of all clauses
_MADE = ("conflict", "difference", "ratio", "share", "sum", "per_head", "rank", "prior", "count_reports")
#: how many characters of its own a clause needs, the share of them that an answer should have, and by how much more
_OWN, _TOLD, _CLEARLY = 4, 0.75, 0.25
_MOST = 3


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
