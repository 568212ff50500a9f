"""Whether an answer tells what is asked: none of the question's own figures, and of the name that it quotes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from decimal import Decimal

from extractors.facts import is_number
from extractors.text import name_key, squeeze
from rag import compose
from rag.answer import Answer
from rag.holdings.desk import Desk
from rag.language.quantities import quantities_in
from rag.language.query import Query
from rag.prose.absent import QUOTED
from rag.understanding.topic import stated_numbers

#: what is asked of each of several things
_OF_EACH = re.compile(
    r"(?:分别|各自?)[^，,；;多几哪谁什]{0,6}(?:多少|几|哪|谁|什么)|每一?[个家起项笔][^，,；;多几哪谁什]{0,6}(?:多少|几|哪|谁|什么)"
)
_LONGEST = 300

Engine = Callable[[Query, Desk, str], Answer | None]


def first_telling(query: Query, engines: Iterable[Engine], desk: Desk, doc_id: str) -> Answer | None:
    """The first answer that tells what is asked, else the first of all."""
    given_back: Answer | None = None
    for engine in engines:
        answer = engine(query, desk, doc_id)
        if answer is not None and not gives_back(query, answer) and not leaves_out(query, answer):
            return answer
        given_back = given_back or answer
    if given_back is not None and _OF_EACH.search(query.rest) and gives_back(query, given_back):
        return _not_of_each(query, desk, doc_id, given_back)
    return given_back


def _not_of_each(query: Query, desk: Desk, doc_id: str, answer: Answer) -> Answer:
    """That a report does not tell of each of so many things (这5起分别罚了谁) what is asked, with what it tells."""
    place = answer.citations[0] if answer.citations else None
    near = (s for s in desk.outline(doc_id).sentences if place is not None and place.quote in s.text)
    sentence = next(near, None)
    told = compose.clipped(squeeze(sentence.text), _LONGEST) if sentence is not None else answer.answer
    text = f"没有找到：{desk.title(doc_id)}报告没有逐一写明所问的内容，只写了：{told.rstrip('。；')}。"
    return compose.answer(query.text, text, "not_found", [], answer.citations)


def leaves_out(query: Query, answer: Answer) -> bool:
    """Whether figures are given of something else than a name that the question puts in quotation marks."""
    names = [name_key(name) for name in QUOTED.findall(query.text)]
    if not names or not answer.values or query.has("conflict", "list"):
        return False
    cited = (f"{c.quote} {c.section} {c.table} {c.row} {c.column}" for c in answer.citations)
    said = name_key(" ".join([answer.answer, *cited]))
    return not all(name in said for name in names)


def gives_back(query: Query, answer: Answer) -> bool:
    """Whether all figures of an answer stand in the question, which asks for another (47个单位里幼儿园有几所)."""
    if not query.asks_figure or query.claim is not None or query.has("conflict") or query.wants.yes_no:
        return False
    stated = {Decimal(n) for n in stated_numbers(query)} | {q.value for q in quantities_in(query.rest)}
    numbers = [Decimal(v.value) for v in answer.values if is_number(v.value)]
    return bool(numbers) and all(n in stated for n in numbers)
