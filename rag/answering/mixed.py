"""Questions that ask for a figure and for words (得了几分，有什么问题): both are told, each by its own engine."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

from extractors.text import name_key, squeeze
from extractors.vocabulary import measures, question_words
from extractors.vocabulary.wants import Kind
from rag import compose
from rag.answer import Answer
from rag.holdings.desk import Desk
from rag.holdings.lookup import Subject
from rag.language.query import Query
from rag.language.wants import Wants, wants_of
from rag.text.outline import Sentence
from rag.understanding.topic import share, topic_of

Engine = Callable[[Query, Desk, str], Answer | None]
_CUT = re.compile(
    r"[，,；;？?。]|(?:和|及|以及|与)(?=(?:主要|存在)的?(?:问题|不足|原因))|、(?=存在|为什么|为啥|怎么|有(?:什么|啥|哪)|归|叫|主要(?:是|有)(?:什么|啥|哪))|(?<=多少)(?=为什么|为啥|原因)"
)
_NUMBER = re.compile(r"多少|(?<!哪)几(?!乎)")
#: kinds of words that can be asked for beside a figure
_BESIDE: set[Kind] = {"reason", "problem", "improvement", "goal", "effect", "use", "body", "duty", "definition"}
#: kinds whose words also stand where nothing is asked (除了内设机构，…), and what asks
_NAMED_TOO: set[Kind] = {"body", "duty", "definition"}
_ASKING = re.compile(r"什么|啥|哪|谁|几|多少|[吗么呢]|不|没|怎|叫|指|如何|是否")
#: words by which a part asks for words, and operations of which the sentence tells nothing more
_WORDS = re.compile(r"什么|啥|哪|谁|吗[？?|]*$|怎么|如何")
_MADE = ("rank", "sum", "share", "difference", "ratio", "conflict", "list", "count_reports", "per_head", "average")
_LONGEST, _SHORTEST = 300, 6
_VERDICT = re.compile(r"^(是|不是|有|没有|包含|不包含)。(?=.)")


def both_told(
    query: Query, desk: Desk, doc_id: str, answer: Answer | None, figure: Engine, words: Mapping[Kind, Engine]
) -> Answer | None:
    """The answer with what it leaves out of a question that asks for a figure and for words; else as it is."""
    pieces = [p for p in _CUT.split(query.rest) if p.strip("|")]
    in_words = [(p, w.kinds[0]) for p in pieces if (w := wants_of(p)).kinds and w.kinds[0] in _BESIDE]
    asked = [(p, kind) for p, kind in in_words if not _NUMBER.search(p) or kind == "body"]
    asked = [(p, kind) for p, kind in asked if kind not in _NAMED_TOO or _ASKING.search(p)]
    numbers = [p for p in pieces if question_words().figure_asked.search(p) and p not in [a for a, _ in asked]]
    if not asked or (len(asked) < 2 and not numbers):
        return _with_sentence(query, desk, doc_id, answer, pieces)
    told = [answer]
    if numbers and (answer is None or not answer.values):
        rest = "，".join(numbers)
        made = [o for o in question_words().operations_in(rest) if o in {"difference", "ratio", "share"}]
        number = query.model_copy(update={"wants": Wants(), "rest": rest, "operations": made})
        number.subjects = query.subjects or _by_column(query)
        told.insert(0, figure(number, desk, doc_id))
    for piece, kind in asked:
        part = _asking(query, piece, kind)
        more = words[kind](part, desk, doc_id)
        if more is None and kind == "effect":
            more = words[kind](part.model_copy(update={"rest": piece}), desk, doc_id)
        told.append(None if more is None or _is_told(more, told) else more)
    given = [_in_a_row(a) for a in told if a is not None and a.status != "not_found"]
    if len(given) > 1:
        return compose.together(query.text, given)
    if given and numbers and given[0].values and (answer is None or answer.status == "not_found"):
        return given[0]
    return _with_sentence(query, desk, doc_id, answer, pieces)


def _in_a_row(answer: Answer) -> Answer:
    """An answer to be told beside others: its yes or no goes with what it says."""
    return answer.model_copy(update={"answer": _VERDICT.sub(r"\1：", answer.answer)})


def _asking(query: Query, piece: str, kind: Kind) -> Query:
    """What one part asks; bodies and duties by its own words, where it names any, else by those of the question."""
    wants = wants_of(piece)
    own = kind in {"body", "duty", "definition"} and not wants.one_body
    own &= kind != "duty" or not wants.yes_no or bool(topic_of(query.model_copy(update={"rest": piece})))
    rest = piece if own else question_words().figure_asked.sub("|", query.rest)
    return query.model_copy(update={"wants": wants, "asks_figure": False, "rest": rest})


def _with_sentence(
    query: Query, desk: Desk, doc_id: str, answer: Answer | None, pieces: Sequence[str]
) -> Answer | None:
    """A figure of the prose with the sentence it stands in, where a part of the question asks for words besides it.

    内设几个科室，都叫什么; 排查多少处隐患，都整改了吗: the sentence that counts the things also tells of them.
    """
    asking = [p for p in pieces if _WORDS.search(p) and not _NUMBER.search(p)]
    if answer is None or answer.status != "answered" or not answer.values or len(pieces) < 2 or not asking:
        return answer
    # 分别叫什么 beside a number of things lists no figures
    made = [m for m in _MADE if m != "list"] if query.kinds == ["count"] else _MADE
    if query.has(*made) or query.rows is not None or len(answer.citations) != 1 or answer.citations[0].table:
        return answer
    sentence = _of_figure(desk, doc_id, answer)
    if sentence is None or sentence.key in name_key(answer.answer).lower():
        return answer
    told = compose.clipped(squeeze(sentence.text), _LONGEST).rstrip("。；")
    text = f"{answer.answer.rstrip('。')}。报告的原话是：{told}。"
    cited = [*answer.citations, desk.citation(doc_id, sentence.start, sentence.end, sentence.section)]
    return answer.model_copy(update={"answer": text, "citations": cited})


def _by_column(query: Query) -> list[Subject]:
    """What a column stands for that is asked without a name: 得分 for the score of the whole department."""
    defaults = question_words().default_measures
    return [Subject.of(measures()[defaults[c]]) for c in query.columns if c in defaults][:1]


def _is_told(more: Answer, told: list[Answer | None]) -> bool:
    """Whether the places that an answer cites are cited already."""
    cited = {(c.quote, c.section) for a in told if a is not None for c in a.citations}
    return more.status == "not_found" or all((c.quote, c.section) in cited for c in more.citations)


def _of_figure(desk: Desk, doc_id: str, answer: Answer) -> Sentence | None:
    """The sentence that an answer has its figure from; of several in the place that it cites the one that names it."""
    quote, value = name_key(answer.citations[0].quote).lower(), answer.values[0]
    near = [s for s in desk.outline(doc_id).sentences if "\t" not in s.text and (quote in s.key or s.key in quote)]
    near = [s for s in near if quote and len(s.key) > _SHORTEST and value.value in s.key]
    return max(near, key=lambda s: share([name_key(value.label)], s.key), default=None)
