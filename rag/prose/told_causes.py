"""Reasons in the sentences of a report, wherever they stand, for a question that no stated reason of a row answers.

A sentence answers when it gives a cause (or, where it is asked why there is none of something, says why not) and has
what the question is about: a run of its characters, and most of its pairs of characters that tell anything.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile

from extractors.text import name_key, squeeze
from extractors.vocabulary import table_forms
from extractors.vocabulary.wants import want_words
from rag import compose
from rag.answer import Answer
from rag.holdings.desk import Desk
from rag.language.query import Query
from rag.prose.passages import with_sequel
from rag.text.figures_said import readable
from rag.text.outline import Outline, Sentence
from rag.understanding.topic import focus_of, grams, longest_run, segments_of, share, stated_numbers

#: the share of the telling pairs that a sentence must have, and that beside which another is told too
_NEEDED, _BESIDE = 0.55, 0.97
#: how long a run of the question must stand in a sentence; how long a shorter one, and the share it needs
_RUN, _SHORT_RUN, _SURE = 4, 3, 0.75
#: what a pair that the report does not have at all counts: the question's own way of saying it, or another thing
_STRANGE = 0.5
#: a word that the report has so few times tells by itself what is spoken of, or does with nearly all that is asked
_RARE, _SELDOM = 2, 6
#: what it counts that a sentence has the words right beside 为什么
_ON_FOCUS = 0.25
#: the share of its words that any answer must have, and by how much more another has to have of them
_ENOUGH, _CLEARLY = 0.75, 0.25
#: what it counts that a sentence gives what is asked about as the cause of another thing
_BACKWARD = 0.5
#: words by which an answer gives a cause, and not only says the same as the question
_CAUSAL = re.compile(
    r"由于|因(?!公|素|此|地|材|人|数)|受.{1,20}影响|导致|原因|为了?|需要?|根据|按照|要求|增加|减少|压减|落实"
)
_MOST, _LONGEST = 2, 420
#: how many sentences back that stands which a cause is given of
_BACK = 3
#: a numbered title that the next sentence explains
_TITLE = re.compile(
    r"\s*(?:\d{1,2}[.、．]|[（(][一二三四五六七八九十\d]{1,2}[)）]|[一二三四五六七八九十]{1,2}、)"
    r"[^，,；;：:。]{2,18}。?\s*$"
)
#: 系 as a part of a word, and not for 是
_NO_CAUSE = re.compile(r"^(?:.系[统列数]|[关联体院派直维]系)")
#: a table itself is asked about, and not the fund that it is on
_TABLE = re.compile(r"表|空白")
_NOT_ABOUT = {"glossary", "duties", "toc"}


@dataclass(frozen=True, slots=True)
class _Cause:
    """A sentence that gives a cause, the sentences told with it, and how much of the question they have."""

    sentences: tuple[Sentence, ...]
    fit: float


def told_cause(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """The sentences that say why something is so; None where none is about it or a reason is not asked for."""
    of_table = query.tables and _TABLE.search(query.rest)
    if "reason" not in query.wants.kinds[:2] or of_table or query.wants.thing or query.has("conflict"):
        return None
    outline = desk.outline(doc_id)
    pairs = _telling_pairs(query, outline, desk.title(doc_id))
    if not pairs:
        return None
    found = sorted(_causes(query, outline, pairs), key=lambda c: -c.fit)
    kept = [c for c in found if c.fit >= _BESIDE * found[0].fit][:_MOST]
    if not kept:
        return None
    told_of = (s for c in kept for s in (*c.sentences[:-1], *with_sequel(c.sentences[-1], outline)))
    sentences = list({s.start: s for s in told_of}.values())
    told = "；".join(compose.clipped(readable(s.text).rstrip("；。;"), _LONGEST) for s in sentences)
    cited = [desk.citation(doc_id, s.start, s.end, s.section) for s in sentences]
    return compose.answer(query.text, f"{desk.title(doc_id)}报告写道：{told}。", "answered", [], cited)


def in_chapter(query: Query, desk: Desk, doc_id: str, name: str, chapters: Sequence[str]) -> Answer | None:
    """The sentence of a chapter that names a thing by a part of its name and says what it is due to (年末结转系…)."""
    for sentence in desk.outline(doc_id).sentences:
        if sentence.section_key not in chapters:
            continue
        for clause in re.split(r"[。；;]", squeeze(sentence.text)):
            before, cut, behind = clause.partition("系")
            run = longest_run(name_key(name), name_key(before))
            named = run >= max(_RUN, _NEEDED * len(before))
            if named and len(behind) >= _RUN and not _NO_CAUSE.search(before[-1:] + cut + behind):
                told = compose.clipped(readable(clause), _LONGEST)
                cited = [desk.citation(doc_id, sentence.start, sentence.end, sentence.section)]
                text = f"{desk.title(doc_id)}报告写道：{told}。"
                return compose.answer(query.text, text, "answered", [], cited)
    return None


def more_to_the_point(query: Query, desk: Desk, doc_id: str, answer: Answer | None) -> Answer | None:
    """An answer, or the cause told in a sentence that has clearly more of what a question is about than it has."""
    known = any(s.measure is not None for s in query.subjects)  # its stated reason need not have the question's words
    if answer is None or "reason" not in query.wants.kinds or query.project or known:
        return answer
    if query.wants.kinds[:1] == ["definition"]:
        return answer  # 怎么解释的 of a term: its definition gives no cause
    plain = desk.outline(doc_id).plain
    words = [w for w in segments_of(query) if w in plain and not want_words().causes.asking.search(w)]
    # a problem that is listed gives no reason why one thing fell short
    own = share(words, name_key(answer.answer)) if query.wants.kinds[:1] == ["reason"] else 0.5
    if (own >= _ENOUGH and _CAUSAL.search(answer.answer)) or len("".join(words)) < _RUN:
        return answer
    cause = told_cause(query, desk, doc_id)
    needed = own + (_CLEARLY if _CAUSAL.search(answer.answer) else 0.0)
    return cause if cause is not None and share(words, name_key(cause.answer)) >= needed else answer


def _telling_pairs(query: Query, outline: Outline, title: str) -> Mapping[str, float]:
    """The pairs of characters of a question by how telling they are; those of the department's name tell nothing."""
    words = [w for w in segments_of(query) if not want_words().causes.asking.search(w)]
    found = {g for w in [*words, *stated_numbers(query)] for g in grams(w) if g not in title}
    counts = {g: outline.plain.count(g.lower()) for g in found}
    return {g: 1.0 / (1.0 + 0.1 * min(n, 30)) if n else _STRANGE for g, n in counts.items()}


def _causes(query: Query, outline: Outline, pairs: Mapping[str, float]) -> Iterator[_Cause]:
    total = sum(pairs.values())
    asked = name_key(query.rest).lower()
    names = _names(query)
    words = [w for w in segments_of(query) if w in outline.plain and not want_words().causes.asking.search(w)]
    focus = [w for w in focus_of(query) if w in outline.plain]
    for sentence in outline.sentences:
        if sentence.section_key in _NOT_ABOUT or sentence.section_key in table_forms():
            continue
        if not _gives_cause(query, sentence):
            continue
        told = _with_what_it_explains(sentence, outline, asked)
        body = "".join(s.key for s in told)
        around = body + sentence.heading + sentence.context + "".join(s.key for s in _before(sentence, outline))
        if names and not any(n in around for n in names):
            continue
        fit = sum(w * (1.0 if g in body else 0.5 if g in around else 0.0) for g, w in pairs.items()) / total
        focused = bool(focus) and all(w in body for w in focus)
        run = longest_run(asked, around if focused else body)
        rarest = min((outline.plain.count(w) for w in words if w in body), default=_SELDOM + 1)
        enough = run >= _RUN or rarest <= _RARE or (fit >= _SURE and (run >= _SHORT_RUN or rarest <= _SELDOM))
        if fit >= _NEEDED and enough:
            turned = _BACKWARD if _is_the_cause(sentence, asked) else 0.0
            yield _Cause(told, fit + (_ON_FOCUS if focused else 0.0) - turned)


def _is_the_cause(sentence: Sentence, asked: str) -> bool:
    """Whether what is asked about is itself the cause that a sentence gives for something else (原因是未开大会)."""
    before, cut, behind = squeeze(sentence.text).lower().partition("原因是")
    return bool(cut) and longest_run(asked, name_key(behind)) > longest_run(asked, name_key(before))


def _names(query: Query) -> list[str]:
    """The names of what is known to be asked about: a reason of another thing is no answer."""
    known = [s for s in query.subjects if s.measure is not None and not s.generic]
    return [name_key(n).lower() for s in known if s.measure for n in (s.text, s.measure.name, *s.measure.printed)]


def _gives_cause(query: Query, sentence: Sentence) -> bool:
    """Whether a sentence or a row gives a cause; for something that there is none of also what rules it out."""
    words = want_words().causes
    if "\n" in sentence.text and len(squeeze(sentence.text)) < 12 * sentence.text.count("\n"):
        return False
    if words.given.search(sentence.text):
        return True
    return bool(words.none_asked.search(query.rest) and words.ruled_out.search(squeeze(sentence.text)))


def _before(sentence: Sentence, outline: Outline) -> Sequence[Sentence]:
    """The sentences right before one in its section."""
    before = outline.sentences[max(0, sentence.order - _BACK) : sentence.order]
    return [s for s in before if s.section == sentence.section]


def _with_what_it_explains(sentence: Sentence, outline: Outline, asked: str) -> tuple[Sentence, ...]:
    """A sentence that begins with the cause (主要原因是…), with the one before it that says what it is the cause of."""
    if not want_words().causes.explains.match(squeeze(sentence.text)):
        title = [s for s in _before(sentence, outline)[-1:] if _TITLE.match(s.text)]
        return (*title, sentence)
    # what has a cause of its own is not explained by the next one
    given = want_words().causes.given
    before = takewhile(lambda s: not given.search(s.text), reversed(_before(sentence, outline)))
    # the nearest one, unless an earlier one of the paragraph names more of what is asked
    explained = max(before, key=lambda s: longest_run(asked, s.key), default=None)
    return (explained, sentence) if explained is not None else (sentence,)
