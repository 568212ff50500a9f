"""Questions in several parts (花了多少，占比多少？) are taken apart, each part with what it leaves out."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.text import fold
from extractors.vocabulary import question_words
from rag.lookup import FactIndex, Subject
from rag.query import Query
from rag.question import subjects_in

_CUT = re.compile(
    r"[，,；;？?]|(?<=多少)(?:万元|万|元|钱)?(?=(?:比|较|跟|同|占|完成|增|降|相当))|"
    r"(?:、|及|以及|和)(?=占比|比重|完成率|执行率|增幅|降幅|增速|得分|目标|占|几|多少|实际|增长|下降|同比|累计|增加|减少)"
)
_MAX_PARTS = 4


def parts_of(query: Query, indexes: Sequence[FactIndex]) -> list[Query]:
    """The parts of a question, or only itself where it has one. A part without a subject keeps the one before."""
    words = question_words()
    pieces = [p for p in _CUT.split(query.rest) if fold(p.replace("|", ""))]
    asked = [p for p in pieces if _asks(p)]
    if any(_leans(p, indexes, query) for p in asked[1:]):
        return [query]
    if len(asked) < 2 or (
        query.has("rank", "sum", "share", "difference", "conflict", "reason", "ratio", "count_reports")
        and not _same_thing(query)
    ):
        return [query]
    parts: list[Query] = []
    subjects = query.subjects
    for piece in pieces:
        own = subjects_in(piece, indexes, query)
        if own and not (parts and re.match(r"\W*占", piece)) and not _goes_on(own, subjects, piece):
            subjects = own
        if piece not in asked or len(parts) == _MAX_PARTS:
            continue
        kinds = [k for k, pattern in words.unit_asked.items() if pattern.search(piece)]
        parts.append(
            query.model_copy(
                update={
                    "subjects": subjects,
                    "columns": words.columns_in(piece),
                    "kinds": kinds,
                    "rest": piece,
                    "operations": [],
                }
            )
        )
    return parts if len(parts) > 1 else [query]


def _goes_on(own: Sequence[Subject], before: Sequence[Subject], piece: str) -> bool:
    """Whether 花了多少钱 speaks of what the part before names, and not of all spending."""
    whole = re.search("总|一共|合计|全年|全部|整个|部门|支出|收入", piece)
    return all(s.generic for s in own) and any(not s.generic for s in before) and not whole


def _same_thing(query: Query) -> bool:
    """Whether the operations found come from the columns of the parts alone (占比, 增幅)."""
    return set(query.operations) <= {"share", "difference", "use"}


def _leans(piece: str, indexes: Sequence[FactIndex], query: Query) -> bool:
    """Whether a piece only goes on with the one before: 分几类，各是多少."""
    if not query.has("list") or not re.match(r"\W*(各|分别|每)", piece):
        return False
    return not question_words().columns_in(piece) and not subjects_in(piece, indexes, query)


def _asks(piece: str) -> bool:
    """Whether a piece asks for a figure on its own."""
    words = question_words()
    piece = piece.replace("|", "")
    return bool(re.search(r"多少|几|多大|多高|呢$", piece)) or (bool(words.columns_in(piece)) and len(piece) <= 8)
