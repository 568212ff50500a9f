"""Passages: the sentences of a report that answer a question in its own words, or the honest absence of any."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from extractors.citation import Citation
from extractors.facts import MONEY, plain_decimal
from extractors.text import fold_width, name_key, squeeze
from extractors.vocabulary import question_words, table_forms
from rag import compose
from rag.answer import Answer, Value
from rag.chunks import words
from rag.desk import Desk
from rag.query import Query

_FIGURE = re.compile(
    r"(?<![\d.])-?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?\s*"
    r"(?:亿元|万元|亿|万|元|%|％|人次|批次|个百分点|个|家|次|条|份|起|台|辆|项|人|名|分|处|期|户|天|吨|种|场|件)?"
)
_UNITS = {"万": "万元", "亿": "亿元", "％": "%"}
#: the share of a question that a sentence must cover, and that of a second one beside the best
_NEEDED, _BESIDE = 0.5, 0.8
#: the share below which a sentence is about something else, whatever single words it has
_ABOUT = 0.4


@dataclass(slots=True)
class Sentence:
    """One sentence or table row of the source, and the share of the question that it covers."""

    text: str
    start: int
    end: int
    section: str
    order: int
    score: float = 0.0


def passage(query: Query, desk: Desk, doc_id: str, needed: float = _NEEDED) -> Answer | None:
    """The sentences of a report that answer a question best; None where none covers what is asked."""
    segments = segments_of(query)
    if not segments:
        return None
    hits = [h for h in desk.search(query.rest.replace("|", " "), [doc_id], 12) if h.section_key not in table_forms()]
    source = desk.load_source(doc_id)
    sentences = [s for n, hit in enumerate(hits) for s in _sentences(source, hit.start, hit.end, hit.section, 1000 * n)]
    scored = _scored(_weights(segments, source), sentences, _focus(query))
    if not scored or scored[0].score < needed or not _known(query, source):
        return None
    kept = _chosen(query, scored, sentences)
    return _told(query, desk, doc_id, source, kept) if kept else None


def dated(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """Sentences of a report on another year's doings, where they name that year and cover nearly all that is asked."""
    if any(s.measure for s in query.subjects) or not query.years:
        return None
    answer = passage(query, desk, doc_id, needed=0.8)
    quotes = "".join(c.quote for c in answer.citations) if answer else ""
    return answer if all(str(y) in quotes for y in query.years) else None


def _told(query: Query, desk: Desk, doc_id: str, source: str, kept: Sequence[Sentence]) -> Answer:
    wants = query.asks_figure or query.has("conflict")
    values = _figures_in(query, kept, desk, doc_id) if wants else []
    distinct = {(v.value, v.unit) for v in values}
    status = "conflict" if query.has("conflict") and len(distinct) > 1 else "answered"
    text = f"{desk.title(doc_id)}报告写道：" + "；".join(
        compose.clipped(_readable(s.text).rstrip("；。;"), 420) for s in kept
    )
    return compose.answer(query.text, text + "。", status, values, [_citation(desk, doc_id, source, s) for s in kept])  # type: ignore[arg-type]


def _readable(text: str) -> str:
    """A sentence or a table row for reading: cells apart, line breaks gone."""
    return " ｜ ".join(squeeze(cell) for cell in text.split("\t") if cell.strip())


# ---------------------------------------------------------------- what is asked


def segments_of(query: Query) -> list[str]:
    """The telling words of a question: without departments, years, tables and the words of asking."""
    text = re.sub("|".join(map(re.escape, question_words().ignored)), " ", query.rest.replace("|", " "))
    found = [name_key(w) for w in words(re.sub(r"(多少|几)[个家次条项批人辆台期处名件份起]", r"\1 ", fold_width(text)))]
    return list(
        dict.fromkeys(w for w in found if len(w) >= 2 and w not in question_words().untelling and not w.isdigit())
    )


def content(query: Query) -> str:
    """The telling words of a question in one."""
    return "".join(segments_of(query))


def pairs_of(query: Query) -> set[str]:
    """The pairs of characters of the telling words of a question."""
    return {g for w in segments_of(query) for g in grams(w)}


def grams(text: str) -> list[str]:
    """The pairs of characters of a text."""
    text = name_key(text)
    return [text[i : i + 2] for i in range(len(text) - 1)] or [text]


def _weights(segments: Sequence[str], source: str) -> dict[str, float]:
    """How telling each word of a question is in this report: rare words count more."""
    plain = name_key(source)
    return {w: 1.0 / (1.0 + 0.1 * min(n, 30)) if (n := plain.count(w)) else 0.8 for w in segments}


def _covered(word: str, body: str) -> float:
    """How much of a word a sentence has: all of it, or a part of its characters in pairs."""
    if word in body:
        return 1.0
    found = [g in body for g in grams(word)]
    return 0.8 * sum(found) / len(found) if len(word) >= 3 else 0.0


def _known(query: Query, source: str) -> bool:
    """Whether the report has the very words asked for at all: those beside 多少, 谁, 哪个 and 什么."""
    plain = name_key(source)
    return all(_covered(word, plain) > 0 for word in _focus(query))


#: words that join what is asked to the word of asking
_LINKS = {"是", "有", "了", "为", "的", "共", "一共", "总共", "大概", "到底", "分别", "各", "各是"}
_QUOTED = re.compile(r"[“\"「『]([^”\"」』]{4,40})[”\"」』]")


def not_printed(query: Query, desk: Desk, doc_id: str) -> str | None:
    """A name that a question puts in quotation marks and of which the report prints not even half."""
    plain = None
    for match in _QUOTED.finditer(query.text):
        plain = plain or name_key(desk.load_source(doc_id))
        found = [g in plain for g in grams(match.group(1))]
        if name_key(match.group(1)) not in plain and 2 * sum(found) < len(found):
            return match.group(1)
    return None


def _focus(query: Query) -> list[str]:
    """The telling words right before 是多少, 是谁 and right after 哪个, 什么: what an answer must be about."""
    telling = set(segments_of(query))
    tokens = [k for w in words(fold_width(query.rest.replace("|", " "))) if (k := name_key(w)) not in _LINKS]
    found = []
    for n, token in enumerate(tokens):
        if re.search(r"多少|谁|什么|啥|哪|^几", token):
            found += [w for w in tokens[max(0, n - 2) : n] if w in telling]
            found += [w for w in tokens[n + 1 : n + 2] if w in telling]
    return found


# ---------------------------------------------------------------- sentences


def _sentences(source: str, start: int, end: int, section: str, order: int) -> Iterator[Sentence]:
    """The sentences and table rows of a span, in order."""
    at = start
    for match in re.finditer(r"[。；！？]|\n(?=[^\n]*\t)|(?<=\t)[^\t\n]*\n", source[start:end]):
        stop = start + match.end()
        yield from _sentence(source, at, stop, section, order)
        order += 1
        at = stop
    yield from _sentence(source, at, end, section, order)


def _sentence(source: str, start: int, end: int, section: str, order: int) -> Iterator[Sentence]:
    while start < end and source[start].isspace():
        start += 1
    while end > start and source[end - 1].isspace():
        end -= 1
    if end > start:
        yield Sentence(source[start:end], start, end, section, order)


def _scored(weights: dict[str, float], sentences: Sequence[Sentence], focus: Sequence[str] = ()) -> list[Sentence]:
    """Sentences by the share of the question that they cover, their heading helping a little."""
    total = sum(weights.values()) or 1.0
    for sentence in sentences:
        body, heading = name_key(sentence.text), name_key(sentence.section)
        share = [w * max(_covered(word, body), 0.7 * _covered(word, heading)) for word, w in weights.items()]
        covered = sum(share) / total
        named = 0.25 if covered >= _ABOUT and focus and all(_covered(word, body) for word in focus) else 0.0
        sentence.score = covered + named - 0.0001 * len(body)
    unique = {(s.start, s.end): s for s in sentences}
    return sorted(unique.values(), key=lambda s: -s.score)


def _chosen(query: Query, scored: Sequence[Sentence], sentences: Sequence[Sentence]) -> list[Sentence]:
    """The best sentence and others nearly as good; where a figure is asked for, one that has it in the right unit."""
    first = scored[0]
    kept = [s for s in scored[:4] if s.score >= _BESIDE * first.score][:3]
    if not query.asks_figure:
        return _with_sequel(kept, sentences)
    if any(_has_unit(query, s) for s in kept):
        return [s for s in kept if _has_unit(query, s)] if not _has_unit(query, first) else kept
    after = [s for s in sentences if first.order < s.order <= first.order + 4 and _has_unit(query, s)]
    return [first, after[0]] if after else []


def _with_sequel(kept: list[Sentence], sentences: Sequence[Sentence]) -> list[Sentence]:
    """A sentence that says 一是 goes on with those that say 二是, 三是."""
    first = kept[0]
    if "一是" not in first.text:
        return kept
    after = [s for s in sentences if first.order < s.order <= first.order + 4]
    return [first, *(s for s in after if re.match(r"\s*[二三四五]\s*是", s.text))]


def _has_unit(query: Query, sentence: Sentence) -> bool:
    units = [unit for _, unit, _ in _figures(sentence)]
    return any(not query.kinds or _kind(unit) in query.kinds for unit in units)


def _kind(unit: str | None) -> str:
    if unit in MONEY:
        return "money"
    return {"%": "percent", "个百分点": "percent", "分": "score"}.get(unit or "", "count" if unit else "none")


def _figures(sentence: Sentence) -> Iterator[tuple[str, str | None, str]]:
    """Number, unit and the words around each figure of a sentence; years and dates are none."""
    text = _readable(sentence.text)
    before = 0
    for match in _FIGURE.finditer(text):
        around = name_key(text[max(before, match.start() - 24) : match.start()] + text[match.end() : match.end() + 8])
        before = match.end()
        if re.match(r"[年月日号]", text[match.end() : match.end() + 1]):
            continue
        number, unit = re.match(r"(-?[\d,.]*\d)\s*(.*)", match.group(0)).groups()  # type: ignore[union-attr]
        yield number, _UNITS.get(unit, unit) or None, around


def _figures_in(query: Query, sentences: Sequence[Sentence], desk: Desk, doc_id: str) -> list[Value]:
    """The figures of the chosen sentences, those nearest to the words asked and of the kind asked first."""
    report = desk.reports[doc_id]
    pairs = pairs_of(query)
    ranked = []
    asked = re.search(r"(?:多少|几)(个百分点|[个家次条项批人辆台处户场件份起名期亿万分])", query.text)
    for sentence in sentences:
        for number, unit, around in _figures(sentence):
            fits = int(not query.kinds or _kind(unit) in query.kinds)
            fits += int(bool(asked and unit and unit.startswith(asked.group(1))))
            ranked.append((-fits, -sum(g in around for g in pairs), number, unit))
    ranked.sort(key=lambda r: (r[0], r[1]))
    return [
        Value(
            value=plain_decimal(Decimal(number.replace(",", ""))),
            unit=unit,
            label="报告所述",
            department=report.department,
            year=report.year,
            origin="prose",
        )
        for _, _, number, unit in ranked[:6]
    ]


def _citation(desk: Desk, doc_id: str, source: str, sentence: Sentence) -> Citation:
    report = desk.reports[doc_id]
    return Citation(
        doc_id=doc_id,
        file=report.file,
        department=report.department,
        year=report.year,
        section=sentence.section,
        line=source.count("\n", 0, sentence.start) + 1,
        quote=source[sentence.start : sentence.end],
    )
