"""Questions about the library itself: which reports it has, which of them have errors, and how to ask."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.citation import Citation
from extractors.text import fold
from extractors.vocabulary.shelf import shelf_words
from rag import compose
from rag.answer import Answer, Value
from rag.holdings.desk import Desk
from rag.language.asking import blanked
from rag.language.names import find_named

#: so many reports are told one by one
_LISTED = 12
#: the kinds of reports in words
_KINDS = {"final": "决算", "budget": "预算"}
_USAGE = (
    "直接用一句话提问，写明部门、年度和要问的数，例如“某某局2023年三公经费是多少”；"
    "也可以问“2023年哪个部门支出最多”“为什么增加”“有哪些报告”，接着问时可以只说“那某某局呢”。"
)


def on_shelf(question: str, desk: Desk, first: bool) -> Answer | None:
    """The answer to a question about the library itself; None where it asks something of the reports.

    ``first``: nothing was asked of a report before, so that 怎么用 is not asked of money that was spoken of.
    """
    words, text = shelf_words(), fold(question)
    if words.usage.fullmatch(text) or (first and words.usage_first.fullmatch(text)):
        return compose.answer(question, _USAGE, "clarify")
    named = find_named(text, desk.catalogue.directory)
    bare = blanked(text, [*((m.start, m.end) for m in named.mentions), *named.year_spans])
    faulty = bool(words.faulty.fullmatch(bare))
    if named.unknown or not (faulty or words.reports.fullmatch(bare)):
        return None
    ids = [d for m in named.mentions for d in m.doc_ids] if named.mentions else list(desk.reports)
    ids = [d for d in dict.fromkeys(ids) if not named.years or desk.reports[d].year in named.years]
    if not ids:
        return compose.answer(question, "没有找到：库中没有所问的报告。问“有哪些报告”可以看到全部。", "not_found")
    return _faulty(question, ids, desk) if faulty else _listed(question, ids, desk)


def _listed(question: str, ids: Sequence[str], desk: Desk) -> Answer:
    """The reports with their department, year and kind; of many their number and the first ones."""
    told = "；".join(_title(d, desk) for d in ids[:_LISTED])
    told += f"；其余{len(ids) - _LISTED}份报告从略，全部见“报告”" if len(ids) > _LISTED else ""
    number = _number(len(ids), "报告数")
    titles = [_first_line(d, desk) for d in ids[:_LISTED]]
    return compose.answer(question, f"库中有{len(ids)}份报告：{told}。", "answered", [number], titles)


def _faulty(question: str, ids: Sequence[str], desk: Desk) -> Answer:
    """The reports in which the cross-checks found errors, most of them first; of many reports only where they stand."""
    if desk.is_large:
        text = f"库中有{len(desk.reports)}份报告，请到“核对”查看各份报告的错误，可以按部门、年度和规则筛选。"
        return compose.answer(question, text, "clarify")
    errors = {d: sum(f.severity == "error" for f in desk.findings(d)) for d in ids}
    found = sorted((d for d in ids if errors[d]), key=lambda d: -errors[d])
    if not found:
        text = f"核对没有在所问的{len(ids)}份报告中发现错误。详情见“核对”。"
        return compose.answer(question, text, "answered", [], [_first_line(d, desk) for d in ids[:_LISTED]])
    told = "；".join(f"{_title(d, desk)}{errors[d]}处" for d in found[:_LISTED])
    told += f"；其余{len(found) - _LISTED}份报告从略" if len(found) > _LISTED else ""
    values = [_number(errors[d], "核对发现的错误", d, desk) for d in found[:_LISTED]]
    text = f"核对发现{len(found)}份报告有自相矛盾等错误：{told}。每一处的两边原文见“核对”。"
    cited = [_first_error(d, desk) for d in found[:_LISTED]]
    return compose.answer(question, text, "answered", values, cited)


def _first_line(doc_id: str, desk: Desk) -> Citation:
    """The first words of a report, which bear out that it is there."""
    source = desk.load_source(doc_id)
    start = len(source) - len(source.lstrip())
    end = start + len(source[start:].split("\n", 1)[0].rstrip())
    return desk.citation(doc_id, start, end, "")


def _first_error(doc_id: str, desk: Desk) -> Citation:
    """Where the first error of a report stands."""
    places = (c for f in desk.findings(doc_id) if f.severity == "error" for c in f.evidence if c.doc_id == doc_id)
    return next(places, None) or _first_line(doc_id, desk)


def _title(doc_id: str, desk: Desk) -> str:
    return f"{desk.title(doc_id)}{_KINDS.get(desk.reports[doc_id].kind, '')}"


def _number(number: int, label: str, doc_id: str | None = None, desk: Desk | None = None) -> Value:
    report = desk.reports[doc_id] if desk is not None and doc_id is not None else None
    return Value(
        value=str(number),
        unit="处" if report else "份",
        label=label,
        department=report.department if report else None,
        year=report.year if report else None,
        origin="computed",
        formula=compose.counted(number),
    )
