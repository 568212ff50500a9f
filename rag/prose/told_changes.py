"""Changes that a sentence tells with both ends: 补贴标准由每人每月80元提高到90元, for 标准从多少提到多少."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from extractors.facts import plain_decimal
from extractors.text import fold, name_key
from rag import compose
from rag.answer import Answer, Value
from rag.holdings.desk import Desk
from rag.language.query import Query
from rag.prose.passages import told_figures
from rag.text.figures_said import Figure, figures_of
from rag.text.outline import Sentence
from rag.understanding.topic import segments_in, share

_MOVED = (
    r"(?:提高|提升|提|增加|增|上升|升|上调|调整|调|上涨|涨|扩大|扩|降低|下降|降|减少|减|下调|压减|压缩|缩减|缩|改|变)"
)
#: a question for both ends of a change
_ASKED = re.compile(
    rf"(?:从|由|原来|以前)[^，,。]{{0,8}}?(?:多少|几)[^，,。]{{0,8}}?{_MOVED}[^，,。]{{0,6}}?(?:到|至|为|成)[^，,。]{{0,6}}?(?:多少|几)"
)
#: a sentence that tells both
_TOLD = re.compile(
    rf"(?:从|由)[^，。；\d]{{0,12}}(?P<one>\d[\d,.]*)[^，。；\d]{{0,14}}?{_MOVED}[^，。；\d]{{0,4}}(?:到|至|为)[^，。；\d]{{0,10}}(?P<other>\d[\d,.]*)"
)
_WORDS_OF_MOVE = re.compile(rf"{_MOVED}了?(?:多少|几)$|每[人月户亩]")
#: by how much a standard was raised or lowered (标准提高了多少), of which a sentence tells both ends
_BY = re.compile(rf"(?:标准|单价|票价|水价|工资|每人|每月|每户|每亩)[^，,。]{{0,10}}?{_MOVED}了?(?:多少|几)")
#: how much of what is asked the sentence and its headings must have
_NEEDED = 0.5


def asks_both_ends(query: Query) -> bool:
    """Whether a question asks from what to what something changed."""
    return bool(_ASKED.search(fold(query.rest)))


def asks_by_how_much(query: Query) -> bool:
    """Whether a question asks by how much a standard was raised or lowered."""
    return bool(_BY.search(fold(query.rest)))


def from_to(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """The sentence that tells from what to what something changed; None where that is not asked or not told.

    By how much a standard changed is worked out from the two.
    """
    text = fold(query.rest)
    asked, by = _ASKED.search(text), _BY.search(text)
    match = asked or by
    if match is None:
        return None
    written = text
    for slip in query.slips:
        written = written.replace(slip.meant, slip.written)  # 低保, as the report has it as well
    told = max((_nearest(t, match.span(), desk, doc_id) for t in (text, written)), key=lambda m: m.fit)
    if told.sentence is None:
        return None
    if asked is None:
        return _difference(query, desk, doc_id, told)
    return told_figures(query, desk, doc_id, [told.sentence], told.ends)


@dataclass(frozen=True, slots=True)
class _Move:
    """A change with both its ends, the sentence that tells it, and how well it fits: by the words right before it, and
    with its headings."""

    fit: tuple[float, float] = (0.0, 0.0)
    sentence: Sentence | None = None
    ends: Sequence[Figure] = ()


def _nearest(text: str, asked: tuple[int, int], desk: Desk, doc_id: str) -> _Move:
    """The change that fits best what a text says besides the words of asking."""
    match = _ASKED.search(text) or _BY.search(text)
    start, end = match.span() if match is not None else asked
    # a standard that is asked about is named by what is said of it as well
    kept = text[:start] + ("" if _ASKED.search(text) else _WORDS_OF_MOVE.sub("", text[start:end])) + text[end:]
    words = segments_in(kept.lstrip("|，,").split("，")[0])
    words = [w for w in words if not any(w != o and w in o for o in words)]
    best = _Move()
    sentences = desk.outline(doc_id).sentences
    for before, sentence in zip([None, *sentences], sentences, strict=False):
        # the name of a 科目 may stand in a line of its own before the sentence on it
        above = before.key if before is not None and before.section == sentence.section else ""
        for lead, ends in _moves(sentence):
            around = share(words, above + sentence.key + sentence.heading + sentence.context)
            if around >= _NEEDED:
                best = max(best, _Move((share(words, lead), around), sentence, ends), key=lambda m: m.fit)
    return best


def _difference(query: Query, desk: Desk, doc_id: str, told: _Move) -> Answer | None:
    """By how much something changed whose two ends a sentence tells in one unit."""
    then, now = told.ends
    if then.unit != now.unit or told.sentence is None:
        return None
    one, other = (Decimal(f.number.replace(",", "")) for f in (then, now))
    up = other >= one
    formula = f"{plain_decimal(max(one, other))} - {plain_decimal(min(one, other))}"
    quoted = told_figures(query, desk, doc_id, [told.sentence], [now])
    report = desk.reports[doc_id]
    value = Value(
        value=plain_decimal(abs(other - one)),
        unit=then.unit,
        label="提高" if up else "降低",
        department=report.department,
        year=report.year,
        formula=formula,
        origin="computed",
    )
    text = f"{value.label}{value.value}{value.unit or ''}（{formula}）。{quoted.answer}"
    return compose.answer(query.text, text, "computed", [value], list(quoted.citations))


def _moves(sentence: Sentence) -> Iterator[tuple[str, list[Figure]]]:
    """The changes that a sentence tells with both ends, each with the words before it."""
    text, at = fold(sentence.text), 0
    figures = list(figures_of(sentence))
    for told in _TOLD.finditer(text):
        numbers = [told["one"].rstrip(",."), told["other"].rstrip(",.")]
        found = [f for n in numbers if (f := next((f for f in figures if f.number == n), None)) is not None]
        if len(found) == len(numbers):
            yield name_key(re.split("[，。；、]", text[at : told.start()])[-1]).lower(), found
        at = told.end()
