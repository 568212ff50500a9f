"""Two spellings of one name (叫甲乙科还是甲丙科): which of them the report has, and where each stands."""

from __future__ import annotations

from extractors.text import name_key, squeeze
from rag import compose
from rag.answer import Answer, Status
from rag.holdings.desk import Desk
from rag.language.query import Query
from rag.text.outline import Sentence

#: so many characters beside a name are quoted
_BESIDE = 24


def named_two(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """The places of each of two spellings, or of the one that the report has; None where it has neither."""
    if len(query.spellings) != 2:
        return None
    found = {name: place for name in query.spellings if (place := _place(name, desk, doc_id)) is not None}
    if not found:
        return None
    said = "；".join(f"“{_heading(s)}”写的是“{name}”（{_around(name, s)}）" for name, s in found.items())
    status: Status = "conflict" if len(found) == 2 else "answered"
    if len(found) == 2:
        text = f"{desk.title(doc_id)}报告两种写法都有：{said}。"
    else:
        other = next(n for n in query.spellings if n not in found)
        text = f"{desk.title(doc_id)}报告{said}；没有出现“{other}”。"
    cited = [desk.citation(doc_id, s.start, s.end, s.section) for s in found.values()]
    return compose.answer(query.text, text, status, [], cited)


def _place(name: str, desk: Desk, doc_id: str) -> Sentence | None:
    key = name_key(name)
    return next((s for s in desk.outline(doc_id).sentences if key in s.key), None)


def _heading(sentence: Sentence) -> str:
    return sentence.section.rsplit("/", 1)[-1]


def _around(name: str, sentence: Sentence) -> str:
    """The words of a sentence around a name, without line breaks."""
    text = squeeze(sentence.text)
    at = text.find(name)
    if at < 0:
        return compose.clipped(text)
    start, end = max(0, at - _BESIDE), at + len(name) + _BESIDE
    return f"{'…' if start else ''}{text[start:end].rstrip('。；')}{'…' if end < len(text) else ''}"
