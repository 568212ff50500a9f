"""Filling a schema by rules: every value from one fact with a place, never from a guess."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from pydantic import BaseModel

from extractors.citation import Citation
from extractors.crosscheck.book import Book, decimals
from extractors.crosscheck.cells import State
from extractors.crosscheck.in_table import functional_rows
from extractors.facts import Fact
from extractors.report import Report
from extractors.structured.field import Asked, Unfit, asked
from extractors.structured.match import matches
from extractors.structured.model import Agreement, Filled
from extractors.structured.select import at_cell, in_prose, why_not, witnesses

#: which origin gives the value where several have it
_ORDER = ("table", "prose", "annex", "llm")

AMBIGUOUS = "有歧义（ambiguous）：多处同样符合，但数值不同"
NOT_FOUND = "报告中没有找到与字段说明相符的内容"


@dataclass(slots=True)
class _Job:
    """One report being poured into one schema."""

    facts: Sequence[Fact]
    report: Report
    book: Book
    sources: dict[str, Citation] = field(default_factory=dict)
    reasons: dict[str, str] = field(default_factory=dict)
    agreement: dict[str, Agreement] = field(default_factory=dict)

    def null(self, path: str, reason: str) -> None:
        self.reasons[path] = reason

    def cite(self, path: str, fact: Fact) -> None:
        self.sources[path] = Citation.of(fact, self.report.file)


def fill(model: type[BaseModel], facts: Sequence[Fact], report: Report) -> Filled:
    """Fill any pydantic model from the facts of a report, by rules, without a language model.

    Fields that name their place are read there; others are matched by the words of title and description. A field that
    cannot be filled is null and has a reason.
    """
    job = _Job(facts, report, Book(facts, report))
    data = _fill(job, model, "")
    return Filled(name=model.__name__, data=data, sources=job.sources, reasons=job.reasons, agreement=job.agreement)


def _fill(job: _Job, model: type[BaseModel], prefix: str) -> dict[str, Any]:
    return {each.name: _field(job, each, f"{prefix}{each.name}") for each in asked(model)}


def _field(job: _Job, each: Asked, path: str) -> Any:
    if "rows" in each.extra and each.model:
        return _rows(job, each, path)
    if each.is_list:
        return job.null(path, "按规则不能填写列表字段，请用 rows 注明表号，或使用大模型填写")
    if each.model:
        return _fill(job, each.model, f"{path}.")
    if each.identity:
        return _identity(job, each, path)
    return _value(job, each, path, *_options(job, each))


def _identity(job: _Job, each: Asked, path: str) -> Any:
    value = getattr(job.report.identity, each.identity or "", None)
    if value is None:
        return job.null(path, "报告中没有读到")
    return _taken(job, each, path, value)


def _taken(job: _Job, each: Asked, path: str, value: Any) -> Any:
    try:
        return each.take(str(value) if each.is_text else value)
    except Unfit as error:
        return job.null(path, str(error))


def _options(job: _Job, each: Asked) -> tuple[dict[str, list[Fact]], str]:
    """The facts that may fill a field, by origin, and the reason where there is none."""
    places = each.extra
    if not {"cell", "prose"} & set(places):
        reason = NOT_FOUND if each.title else "字段没有中文的标题或说明，无法按名称查找"
        return matches(each, job.facts), reason
    options: dict[str, list[Fact]] = {}
    reason = NOT_FOUND
    if "cell" in places:
        cell = at_cell(job.book, places["cell"])
        options["table"] = [cell.fact] if cell.fact is not None and cell.state is State.NUMBER else []
        reason = why_not(job.book, cell)
    if "prose" in places:
        options["prose"] = in_prose(job.facts, places["prose"], each.is_text)
        reason = f"{reason}，正文也没有写明" if "cell" in places else "正文没有写明"
    return options, reason


def _value(job: _Job, each: Asked, path: str, options: dict[str, list[Fact]], reason: str) -> Any:
    """The value of the first origin that has one; null where it has several different ones or none fits."""
    read, problem = _readable(each, options)
    origin = next((o for o in _ORDER if read.get(o)), None)
    if origin is None:
        return job.null(path, problem or reason)
    first, value = read[origin][0]
    if any(_key(other) != _key(value) for _, other in read[origin][1:]):
        return job.null(path, f"{AMBIGUOUS}：{_shown(read[origin])}")
    job.cite(path, first)
    others = [fact for o in _ORDER if o != origin for fact, _ in read.get(o, [])]
    if not others and "cell" in each.extra:
        others = witnesses(job.facts, each.extra["cell"])
    job.agreement[path] = agree(first, others)
    return value


def _readable(each: Asked, options: dict[str, list[Fact]]) -> tuple[dict[str, list[tuple[Fact, Any]]], str]:
    """Each fact with its value as the field wants it, and why the last one that does not fit does not."""
    read: dict[str, list[tuple[Fact, Any]]] = {}
    problem = ""
    for origin, facts in options.items():
        for fact in facts:
            try:
                read.setdefault(origin, []).append((fact, each.read(fact)))
            except Unfit as error:
                problem = str(error)
    return read, problem


def _key(value: Any) -> Any:
    """Values compared as numbers where they are numbers: 47.3 and 47.30 are one."""
    try:
        return Decimal(str(value))
    except ArithmeticError:
        return value


def _shown(read: list[tuple[Fact, Any]]) -> str:
    places = {f"{fact.table or fact.section} {fact.row_name} {fact.column} {value}" for fact, value in read}
    return "；".join(sorted(places)[:4])


def agree(first: Fact, others: Sequence[Fact]) -> Agreement:
    """Whether other origins state the same value, to the digits that both print."""
    comparable = [f for f in others if f.origin != first.origin]
    if not comparable:
        return "unconfirmed"
    return "confirmed" if all(_same(first, f) for f in comparable) else "conflict"


def _same(one: Fact, other: Fact) -> bool:
    if one.value is None or other.value is None:
        return one.raw == other.raw
    value = other.in_unit(one.unit or "") if one.unit and other.unit else other.value
    if value is None:
        value = other.value
    if one.value == 0 or value == 0:
        return one.value == value
    digit = Decimal(1).scaleb(-min(decimals(one.value), decimals(value)))
    return abs(one.value - value) * 2 <= digit


def _rows(job: _Job, each: Asked, path: str) -> list[dict[str, Any]]:
    """One item a row of a statutory table."""
    table, which = each.extra["rows"]
    names = job.book.codes(table) if which == "codes" else functional_rows(job.book, table)
    if not names:
        job.null(path, "未读到该表" if not job.book.has(table) else "表中没有这些行")
    assert each.model is not None
    return [_row(job, each.model, f"{path}[{i}].", table, name) for i, name in enumerate(names)]


def _row(job: _Job, model: type[BaseModel], prefix: str, table: str, name: str) -> dict[str, Any]:
    """The fields of a row model: code, name, and columns of the row."""
    data: dict[str, Any] = {}
    for each in asked(model):
        path, role = f"{prefix}{each.name}", each.extra.get("row")
        if role == "code":
            data[each.name] = name if name.isdigit() else None
        elif role == "name":
            data[each.name] = job.book.name(table, name)
        else:
            cell = job.book.cell(table, name, str(each.extra.get("column", each.title)))
            options = {"table": [cell.fact] if cell.fact is not None and cell.state is State.NUMBER else []}
            data[each.name] = _value(job, each, path, options, why_not(job.book, cell))
    return data
