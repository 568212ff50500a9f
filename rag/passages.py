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
from rag.desk import Desk
from rag.question import Query

#: words of asking, and words that stand in every sentence: they tell nothing about what is asked
_STOP = re.compile(
    r"多少|几[个家次条项批人辆台万分]?|什么|哪[些个里儿家年一几]?|吗|呢|呀|啊|是否|有没有|是不是|怎么样?|如何|请问|具体|一共|总共|情况|"
    r"分别|各自|里面?|其中|中|的|了|是|在|有|和|与|及|这|那|它|他们|我们|说明|报告|决算|年度|年|全年|本年|当年|到底|究竟|还|都|被|把|给|对|按|"
    r"[，。；：、？！?!,.\"'“”（）()《》]|写的?|提到|介绍|显示|来看|个|做|到|上|下|谁|为|多大|指标|钱|万元|金额|要|该|能|会|归|由|啥|来"
)
_FIGURE = re.compile(
    r"(?<![\d.])-?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?\s*"
    r"(?:亿元|万元|亿|万|元|%|％|人次|批次|个百分点|个|家|次|条|份|起|台|辆|项|人|名|分|处|期|户|天|吨|种|场|件)?"
)
_UNITS = {"万": "万元", "亿": "亿元", "％": "%"}
#: the share of a question that a sentence must cover, and that of a second one beside the best
_NEEDED, _BESIDE = 0.5, 0.8


@dataclass(slots=True)
class Sentence:
    """One sentence or table row of the source, and the share of the question that it covers."""

    text: str
    start: int
    end: int
    section: str
    order: int
    score: float = 0.0


def passage(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """The sentences of a report that answer a question best; None where none covers what is asked."""
    segments = segments_of(query)
    if not segments:
        return None
    hits = [h for h in desk.search(query.rest.replace("　", " "), [doc_id], 12) if h.section_key not in table_forms()]
    source = desk.load_source(doc_id)
    sentences = [s for n, hit in enumerate(hits) for s in _sentences(source, hit.start, hit.end, hit.section, 1000 * n)]
    scored = _scored(_weights(segments, source), sentences)
    if not scored or scored[0].score < _NEEDED or not _focused(query, scored[0]):
        return None
    kept = _chosen(query, scored, sentences)
    return _told(query, desk, doc_id, source, kept) if kept else None


def _told(query: Query, desk: Desk, doc_id: str, source: str, kept: Sequence[Sentence]) -> Answer:
    wants = query.asks_figure or query.has("conflict")
    values = _figures_in(query, kept, desk, doc_id) if wants else []
    distinct = {(v.value, v.unit) for v in values}
    status = "conflict" if query.has("conflict") and len(distinct) > 1 else "answered"
    text = f"{desk.title(doc_id)}报告写道：" + "；".join(_readable(s.text).rstrip("；。;") for s in kept)
    return compose.answer(query.text, text[:1400] + "。", status, values, [_citation(desk, doc_id, source, s) for s in kept])  # type: ignore[arg-type]


def _readable(text: str) -> str:
    """A sentence or a table row for reading: cells apart, line breaks gone."""
    return " ｜ ".join(squeeze(cell) for cell in text.split("\t") if cell.strip())


# ---------------------------------------------------------------- what is asked


def segments_of(query: Query) -> list[str]:
    """The telling pieces of a question: without departments, years, tables and the words of asking."""
    text = re.sub("|".join(map(re.escape, question_words().ignored)), " ", query.rest.replace("　", " "))
    return [name_key(s) for s in re.split(r"\s+", _STOP.sub(" ", fold_width(text))) if len(name_key(s)) >= 2]


def content(query: Query) -> str:
    """The telling pieces of a question in one."""
    return "".join(segments_of(query))


def grams(text: str) -> list[str]:
    """The pairs of characters of a text."""
    text = name_key(text)
    return [text[i : i + 2] for i in range(len(text) - 1)] or [text]


def _weights(segments: Sequence[str], source: str) -> dict[str, float]:
    """How telling each pair of characters of a question is in this report: rare pairs count more."""
    plain = name_key(source)
    counts = {g: plain.count(g) for s in segments for g in grams(s)}
    return {g: 1.0 / (1.0 + 0.1 * min(n, 60)) if n else 0.7 for g, n in counts.items()}


def _focused(query: Query, sentence: Sentence) -> bool:
    """Whether a sentence speaks of the very thing asked: the words beside 多少, 谁 and 哪个 must stand in it."""
    body = name_key(sentence.text + sentence.section)
    return all(any(g in body for g in grams(word)) for word in _focus(query))


def _focus(query: Query) -> list[str]:
    """The words right before 是多少, 是谁 and right after 哪个, 什么: what an answer must be about."""
    text = fold_width(query.rest.replace("　", " "))
    spans = [m.span() for m in re.finditer(r"[\u4e00-\u9fffA-Za-z0-9]+", _STOP.sub(lambda m: " " * len(m.group(0)), text))]
    words = []
    for match in re.finditer(r"多少|谁|几|什么|啥|哪个|哪些|哪家", text):
        before = [text[a:b] for a, b in spans if 0 <= match.start() - b <= 2 and b - a >= 2]
        after = [text[a:b] for a, b in spans if 0 <= a - match.end() <= 1 and b - a >= 2]
        words += [w[-2:] for w in before[-1:]] + [w[:2] for w in after[:1]]
    return words


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


def _scored(weights: dict[str, float], sentences: Sequence[Sentence]) -> list[Sentence]:
    """Sentences by the share of the question that they cover, their heading helping a little."""
    total = sum(weights.values()) or 1.0
    for sentence in sentences:
        body, heading = name_key(sentence.text), name_key(sentence.section)
        covered = sum(w for g, w in weights.items() if g in body)
        helped = sum(w for g, w in weights.items() if g not in body and g in heading)
        sentence.score = (covered + 0.7 * helped) / total - 0.0001 * len(body)
    unique = {(s.start, s.end): s for s in sentences}
    return sorted(unique.values(), key=lambda s: -s.score)


def _chosen(query: Query, scored: Sequence[Sentence], sentences: Sequence[Sentence]) -> list[Sentence]:
    """The best sentence and others nearly as good; where a figure is asked for, one that has it in the right unit."""
    first = scored[0]
    kept = [s for s in scored[:4] if s.score >= _BESIDE * first.score][:3]
    if not query.asks_figure:
        return kept
    if any(_has_unit(query, s) for s in kept):
        return [s for s in kept if _has_unit(query, s)] if not _has_unit(query, first) else kept
    after = [s for s in sentences if first.order < s.order <= first.order + 4 and _has_unit(query, s)]
    return [first, after[0]] if after else []


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
    pairs = set(grams(content(query)))
    ranked = []
    for sentence in sentences:
        for number, unit, around in _figures(sentence):
            fits = not query.kinds or _kind(unit) in query.kinds
            ranked.append((-int(fits), -sum(g in around for g in pairs), number, unit))
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
