"""Questions that ask for a figure and for words (得了几分，有什么问题): both are told, each by its own engine."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from extractors.vocabulary import measures, question_words
from extractors.vocabulary.wants import Kind
from rag import compose
from rag.answer import Answer
from rag.desk import Desk
from rag.lookup import Subject
from rag.query import Query
from rag.wants import Wants, wants_of

Engine = Callable[[Query, Desk, str], Answer | None]
_CUT = re.compile(r"[，,；;？?。]|(?<=多少)(?=为什么|为啥|原因)")
_NUMBER = re.compile(r"多少|(?<!哪)几(?!乎)")
#: kinds of words that can be asked for beside a figure
_BESIDE: set[Kind] = {"reason", "problem", "improvement", "goal", "effect", "use"}


def both_told(
    query: Query, desk: Desk, doc_id: str, answer: Answer | None, figure: Engine, words: Mapping[Kind, Engine]
) -> Answer | None:
    """The answer with what it leaves out of a question that asks for a figure and for words; else as it is."""
    pieces = [p for p in _CUT.split(query.rest) if p.strip("|")]
    in_words = [(p, w.kinds[0]) for p in pieces if (w := wants_of(p)).kinds and w.kinds[0] in _BESIDE]
    asked = [(p, kind) for p, kind in in_words if not _NUMBER.search(p)]
    numbers = [p for p in pieces if question_words().figure_asked.search(p) and p not in [a for a, _ in asked]]
    if not asked or (len(asked) < 2 and not numbers):
        return answer
    told = [answer]
    if numbers and (answer is None or not answer.values):
        number = query.model_copy(update={"wants": Wants(), "rest": "，".join(numbers), "operations": []})
        number.subjects = query.subjects or _by_column(query)
        told.insert(0, figure(number, desk, doc_id))
    for piece, kind in asked:
        rest = question_words().figure_asked.sub("|", query.rest)
        more = words[kind](
            query.model_copy(update={"wants": wants_of(piece), "asks_figure": False, "rest": rest}), desk, doc_id
        )
        told.append(None if more is None or _is_told(more, told) else more)
    given = [a for a in told if a is not None and a.status != "not_found"]
    return compose.together(query.text, given) if len(given) > 1 else answer


def _by_column(query: Query) -> list[Subject]:
    """What a column stands for that is asked without a name: 得分 for the score of the whole department."""
    defaults = question_words().default_measures
    return [Subject.of(measures()[defaults[c]]) for c in query.columns if c in defaults][:1]


def _is_told(more: Answer, told: list[Answer | None]) -> bool:
    """Whether the places that an answer cites are cited already."""
    cited = {(c.quote, c.section) for a in told if a is not None for c in a.citations}
    return more.status == "not_found" or all((c.quote, c.section) in cited for c in more.citations)
