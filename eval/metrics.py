"""Grading one answer: right or wrong with a one-line reason, exact citations, grounded numbers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import PurePosixPath

from eval.cases import Expected
from eval.numbers import COUNTERS, as_number, folded, numbers, same_amount, spans
from rag.answer import Answer, Value

#: statuses that give no figure
DECLINED = frozenset({"not_found", "refused", "clarify"})
_LONGEST = 1500
_LEADING = 6
_NOISE = re.compile(r"[\"'\[\]()《》〈〉「」]")
#: what a number may be without evidence: part of a year, a date, an ordinal or the name of a table
_FREE_BEFORE = re.compile(r"(?:第|公开|表|附件|GK|YS|图)$")
_FREE_AFTER = re.compile(r"^(?:年|月|日|表|行|页|号)")
_NIL = re.compile(r"无|没有|未")
_ITEM_START = re.compile(r"(?:^|[\n；。：、])\(?$")
_ITEM_END = re.compile(r"^[.、)](?!\d)")


@dataclass(frozen=True, slots=True)
class Verdict:
    """The result of one check and, where it failed, why."""

    ok: bool
    reason: str = ""


RIGHT = Verdict(True)


def wrong(reason: str) -> Verdict:
    return Verdict(False, reason)


def grade(expected: Expected, answer: Answer | None, kind: str = "") -> Verdict:
    """Whether an answer gives what was expected. ``kind`` compute also accepts a rounded result."""
    if answer is None:
        return wrong("没有回答")
    if expected.kind == "abstain":
        return _declines(answer)
    if answer.status in DECLINED:
        return (
            RIGHT if expected.clarify_ok and answer.status == "clarify" else wrong(f"没有给出答案（{answer.status}）")
        )
    if len(answer.answer) > _LONGEST:
        return wrong(f"回答过长（{len(answer.answer)} 字）")
    return _first_failure(
        (_holds(expected, answer), _leaves_out(expected, answer), _leads_with(expected, answer, kind))
    )


def _first_failure(verdicts: Iterable[Verdict]) -> Verdict:
    return next((v for v in verdicts if not v.ok), RIGHT)


def _declines(answer: Answer) -> Verdict:
    if answer.status not in DECLINED:
        return wrong(f"应当说明没有或拒答，却是 {answer.status}")
    return wrong(f"已拒答，却仍给出 {len(answer.values)} 个数") if answer.values else RIGHT


def _body(answer: Answer) -> str:
    shown = " ".join(f"{v.label} {v.value}{v.unit or ''}" for v in answer.values)
    return f"{answer.answer}\n{shown}"


def _plain(text: str) -> str:
    return _NOISE.sub("", folded(text))


def _holds(expected: Expected, answer: Answer) -> Verdict:
    """All of ``must_include`` and one of ``must_include_any``; numbers count by value, words by their letters."""
    body = _body(answer)
    words, given = _plain(body), {abs(n) for line in body.splitlines() for n in numbers(line)}
    given |= {abs(n) for v in answer.values if (n := as_number(v.value)) is not None}

    def there(piece: str) -> bool:
        number = as_number(piece)
        return abs(number) in given if number is not None else _plain(piece) in words

    choices = expected.must_include_any
    missing = [p for p in expected.must_include if p not in choices and not there(p)]
    if missing:
        return wrong(f"缺少 {'、'.join(missing)}")
    return wrong(f"缺少 {'、'.join(choices)} 之一") if choices and not any(map(there, choices)) else RIGHT


def _leaves_out(expected: Expected, answer: Answer) -> Verdict:
    said = [p for p in expected.must_not_include if _plain(p) in _plain(answer.answer)]
    return wrong(f"不应出现 {'、'.join(said)}") if said else RIGHT


def _leads_with(expected: Expected, answer: Answer, kind: str) -> Verdict:
    """The wanted number is the first value; of a question with several numbers, one of the first."""
    if expected.kind != "number" or not expected.value:
        return RIGHT
    wanted, unit = expected.value, expected.unit
    if answer.values:
        several = any(as_number(p) is not None for p in expected.must_include)
        leading = answer.values[: _LEADING if several else 1]
        if any(same_amount(v.value, v.unit, wanted, unit, kind == "compute") for v in leading):
            return RIGHT
        return wrong(f"给出 {leading[0].value}{leading[0].unit or ''}，应为 {wanted}{unit or ''}")
    said = numbers(answer.answer)
    if len(said) <= 8 and any(same_amount(str(n), unit, wanted, unit, kind == "compute") for n in said):
        return RIGHT
    return wrong(f"没有给出 {wanted}{unit or ''}")


def check_quotes(answer: Answer, sources: Mapping[str, str]) -> Verdict:
    """Whether every quote is, character for character, part of the report its citation names (by file name)."""
    for citation in answer.citations:
        name = PurePosixPath(citation.file).name
        if name not in sources:
            return wrong(f"引用了库里没有的文件 {citation.file}")
        if not citation.quote or citation.quote not in sources[name]:
            return wrong(f"引文与原文不符：{citation.quote[:30]}")
    return RIGHT


def check_cited(answer: Answer, docs: Iterable[str]) -> Verdict:
    """Whether an answer cites one of the reports that the case is about (all that it is about, where it computes)."""
    wanted = list(docs)
    if not wanted:
        return RIGHT
    if not answer.citations:
        return wrong("没有引用出处")
    files = [PurePosixPath(c.file).name for c in answer.citations]
    if any(f.startswith(doc) for f in files for doc in wanted):
        return RIGHT
    return wrong(f"引用的是 {files[0]}，应为 {wanted[0]}")


def check_grounded(answer: Answer) -> Verdict:
    """Whether every number of an answer has its evidence.

    A number of the text stands in a quote, in a value or formula, in the question, or is a year, a date or an ordinal.
    A value that was not computed stands in a quote; a formula is made of numbers that do.
    """
    evidence = _evidence(answer)
    nil = any(_NIL.search(c.quote) for c in answer.citations)
    others = Decimal(len(answer.values) - 1)
    loose = [v for v in answer.values if not _supported(v, evidence, nil, answer.values) and not _counts(v, others)]
    if loose:
        return wrong(f"数值 {loose[0].value}{loose[0].unit or ''} 没有出处")
    known = evidence | {abs(n) for v in answer.values for n in _of_value(v)}
    stray = [n for n in unfree_numbers(_uncounted(answer)) if abs(n) not in known]
    return wrong(f"回答中的 {stray[0]} 没有出处") if stray else RIGHT


def _uncounted(answer: Answer) -> str:
    """The text without counts of what it shows: values listed, rows and reports cited, the terms of a formula."""
    listed = sum(not (v.origin == "computed" and v.unit in COUNTERS) for v in answer.values)
    rows = len({(c.doc_id, c.table, c.section, c.row) for c in answer.citations})
    # a list may name its whole first, which is cited and not counted
    counts = {
        listed,
        sum(v.value == answer.values[0].value for v in answer.values),  # those that share the first place
        rows,
        max(rows - 1, 0),
        len({c.doc_id for c in answer.citations}),
        *(len(numbers(v.formula or "")) for v in answer.values),
    }
    return re.sub(rf"(?<![\d.])(?:{'|'.join(map(str, sorted(counts)))})\s*(?=[个项家份处])", "", answer.answer)


def _evidence(answer: Answer) -> set[Decimal]:
    """The numbers of the question, the quotes and the rows cited, and the years, lines and pages of the citations."""
    places = [f"{c.table or ''} {c.row or ''} {c.column or ''}" for c in answer.citations]
    texts = [answer.question, *places, *(c.quote for c in answer.citations)]
    found = {abs(n) for text in texts for n in _numbers_apart(text)}
    counted = [n for c in answer.citations for n in (c.year, c.line, c.page)] + [v.year for v in answer.values]
    return found | {Decimal(n) for n in counted if n is not None}


def _numbers_apart(text: str) -> Iterator[Decimal]:
    """The numbers of a quote: cell by cell and line by line, with blanks inside a number closed, and without."""
    for piece in re.split(r"[\t\n|]", text):
        yield from numbers(piece)
        for word in piece.split():
            yield from numbers(word)


def _of_value(value: Value) -> list[Decimal]:
    own = as_number(value.value)
    return [*numbers(value.formula or ""), *numbers(value.label), *([own] if own is not None else numbers(value.value))]


def _supported(value: Value, evidence: set[Decimal], nil: bool, values: Sequence[Value] = ()) -> bool:
    """``nil``: a quote says that there is none, which a zero may rest on; ``values``: all of the answer, as a formula
    may take the results of other formulas."""
    number = as_number(value.value)
    if number is None:
        return True
    if value.formula is None:
        return value.origin != "computed" and (abs(number) in evidence or (not number and nil))
    rest = [v for v in values if v is not value]
    steps = {
        abs(n) for v in rest if v.formula and _supported(v, evidence, nil) and (n := as_number(v.value)) is not None
    }
    parts = numbers(value.formula)
    free = _CONSTANTS | {Decimal(len(parts) - 1)}  # what an average divides by
    return all(abs(n) in evidence | steps or n in free for n in parts)


def _counts(value: Value, others: Decimal) -> bool:
    """Whether a computed value is the count of the other values given, each of which has its own evidence."""
    return value.origin == "computed" and value.unit in COUNTERS and as_number(value.value) == others


_CONSTANTS = {Decimal(n) for n in (1, 2, 100, 1000, 10000, 100000000)}


def unfree_numbers(text: str) -> list[Decimal]:
    """The numbers of a text that need evidence: not part of a year, date, ordinal, or the name or place of a table."""
    found = []
    for line in text.splitlines():
        plain = folded(line)
        found += [n for start, end, n in spans(plain) if not _free(plain, start, end)]
    return found


def _free(text: str, start: int, end: int) -> bool:
    before, after = text[:start], text[end:]
    if _FREE_BEFORE.search(before) or _FREE_AFTER.match(after):
        return True
    return bool(_ITEM_START.search(before) and _ITEM_END.match(after)) or (
        text[start:end].isdigit() and _dated(before, after)
    )


def _dated(before: str, after: str) -> bool:
    """Whether a number is a side of a span of years or of a date written with dashes: 2022-2023年, 2023-12-31."""
    return bool(re.match(r"^[-至~]\d{1,4}(?:年|[-月])", after)) or bool(re.search(r"\d{4}-(?:\d{1,2}-)?$", before))
