"""Filling a schema by rules: every value from one fact with a place, never from a guess."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from pydantic import BaseModel

from extractors.citation import Citation
from extractors.facts import MONEY, Fact, differ, plain_decimal
from extractors.report import Report
from extractors.structured.field import Asked, Unfit, asked
from extractors.structured.identity import identity_place
from extractors.structured.lines import Found, Line, lines
from extractors.structured.listing import NOT_LISTED, Listing, meant, ready_made
from extractors.structured.match import Words, matches
from extractors.structured.model import Agreement, Filled, Stated
from extractors.structured.select import Source, figures, why_not

#: which origin gives the value where several have it
_ORDER = ("table", "prose", "annex", "llm")

AMBIGUOUS = "有歧义（ambiguous）：多处同样符合，但数值不同"
NOT_FOUND = "报告中没有找到与字段说明相符的内容"
NO_WORDS = '字段没有中文的标题或说明，无法按名称查找；请加上，如 Field(title="项目支出")'
NO_LIST = "没有与列表说明相符的内容；按规则能填的列表见 juesuan schema show report，也可用 json_schema_extra 注明 rows"


@dataclass(slots=True)
class _Job:
    """One report being poured into one schema."""

    source: Source
    words: Words
    sources: dict[str, Citation] = field(default_factory=dict)
    reasons: dict[str, str] = field(default_factory=dict)
    agreement: dict[str, Agreement] = field(default_factory=dict)
    conflicts: dict[str, list[Stated]] = field(default_factory=dict)
    units: dict[str, str] = field(default_factory=dict)
    formulas: dict[str, str] = field(default_factory=dict)

    def null(self, path: str, reason: str) -> None:
        self.reasons[path] = reason

    def citation(self, fact: Fact) -> Citation:
        return Citation.of(fact, self.source.report.file)

    def cite(self, path: str, fact: Fact | None) -> None:
        if fact is not None:
            self.sources[path] = self.citation(fact)


def fill(model: type[BaseModel], facts: Sequence[Fact], report: Report) -> Filled:
    """Fill any pydantic model from the facts of a report, by rules, without a language model.

    Fields that name their place are read there; others are matched by the words of title and description. A field that
    cannot be filled is null and has a reason.
    """
    job = _Job(Source(facts, report), Words(facts))
    data = _fill(job, model, "", "", ())
    return Filled(
        name=model.__name__,
        data=data,
        sources=job.sources,
        reasons=job.reasons,
        agreement=job.agreement,
        conflicts=job.conflicts,
        units=job.units,
        formulas=job.formulas,
    )


def _fill(job: _Job, model: type[BaseModel], prefix: str, context: str, above: tuple[type, ...]) -> dict[str, Any]:
    data = {}
    for each in asked(model):
        data[each.key] = _field(job, each.within(context), f"{prefix}{each.key}", (*above, model))
    return data


def _field(job: _Job, each: Asked, path: str, above: tuple[type, ...]) -> Any:
    if each.is_list:
        return _list(job, each, path)
    if each.model:
        if each.model in above:
            return job.null(path, "按规则不能填写嵌套自身的模型")
        return _fill(job, each.model, f"{path}.", each.context + each.title, above)
    if each.identity:
        return _identity(job, each, path)
    if each.unfillable:
        return job.null(path, each.unfillable)
    found = _found(job, each)
    return _value(job, each, path, found)


def _identity(job: _Job, each: Asked, path: str) -> Any:
    value = getattr(job.source.report.identity, each.identity or "", None)
    if value is None:
        return job.null(path, "报告中没有读到")
    try:
        taken = each.take(str(value) if each.is_text else value)
    except Unfit as error:
        return job.null(path, str(error))
    job.cite(path, identity_place(job.source.book, each.identity or "", value))
    return taken


def _found(job: _Job, each: Asked) -> Found:
    """The facts that may fill a field, by origin, and the reason where there is none."""
    places = each.extra
    if not {"cell", "prose"} & set(places):
        if not each.title:
            return Found({}, NO_WORDS)
        return matches(each, job.words, NOT_FOUND)
    found = Found({}, "正文没有写明")
    if "cell" in places:
        cell = job.source.cell(places["cell"])
        found.options["table"] = figures(cell)
        found.reason = why_not(job.source, cell)
    if "prose" in places:
        found.options["prose"] = job.source.in_prose(places["prose"], each.is_text)
        if "cell" in places:
            found.reason += "，正文也没有写明"
    return found


def _value(job: _Job, each: Asked, path: str, found: Found) -> Any:
    """The value of the first origin that has one; null where it has several different ones or none fits."""
    read, problem = _readable(each, found.options)
    origin = next((o for o in _ORDER if read.get(o)), None)
    if origin is None:
        return job.null(path, problem or found.reason)
    first, value, formula = read[origin][0]
    if any(_contradict(first, other) for other, _, _ in read[origin][1:]):
        return job.null(path, f"{AMBIGUOUS}：{_shown(read[origin])}")
    job.cite(path, first)
    if formula:
        job.formulas[path] = formula
    if each.tells_unit and first.value is not None and (unit := each.unit or first.unit):
        job.units[path] = unit
    others = [fact for o in _ORDER if o != origin for fact, _, _ in read.get(o, [])]
    if not others and first.origin == "table" and "prose" not in each.extra:
        others = job.source.witnesses((str(first.table), first.row_name, first.column))
    _agree(job, path, first, others or found.witnesses)
    return value


def _readable(each: Asked, options: dict[str, list[Fact]]) -> tuple[dict[str, list[tuple[Fact, Any, str]]], str]:
    """Each fact with its value as the field wants it, and why the last one that does not fit does not."""
    read: dict[str, list[tuple[Fact, Any, str]]] = {}
    problem = ""
    for origin, facts in options.items():
        for fact in facts:
            try:
                read.setdefault(origin, []).append((fact, *each.read(fact)))
            except Unfit as error:
                problem = str(error)
    return read, problem


def _shown(read: list[tuple[Fact, Any, str]]) -> str:
    places = {f"{fact.table or fact.section} {fact.row_name} {fact.column} {value}" for fact, value, _ in read}
    return "；".join(sorted(places)[:4])


# ------------------------------------------------------------ agreement of independent places


def _agree(job: _Job, path: str, first: Fact, others: Sequence[Fact]) -> None:
    """Note whether other places state the same value as the one taken, and what they state where they do not."""
    independent = [f for f in others if (f.origin, f.table, f.start) != (first.origin, first.table, first.start)]
    against = [f for f in independent if _contradict(first, f)]
    job.agreement[path] = "conflict" if against else "confirmed" if independent else "unconfirmed"
    if against:
        job.conflicts[path] = [
            Stated(value=f.raw if f.value is None else plain_decimal(f.value), unit=f.unit, source=job.citation(f))
            for f in against
        ]


def _contradict(one: Fact, other: Fact) -> bool:
    """Whether two statements differ by more than rounding; money is compared in the larger unit, to lose no digit."""
    if one.value is None or other.value is None:
        return one.raw != other.raw
    if one.unit != other.unit and one.unit in MONEY and other.unit in MONEY:
        unit = max(one.unit, other.unit, key=MONEY.__getitem__)
        one, other = (f.but(value=f.in_unit(unit), unit=unit) for f in (one, other))
    return differ(one, other)


# ------------------------------------------------------------ lists


def _list(job: _Job, each: Asked, path: str, within: Line | None = None, inner: Sequence[Asked] = ()) -> list[Any]:
    """One item a line of what the field lists; empty, with the reason, where there is none."""
    listing = ready_made(each) or meant(each, inner if within is not None else None)
    if isinstance(listing, str):
        job.null(path, listing or (NO_LIST if each.title else NO_WORDS))
        return []
    found, reason = lines(job.source, listing.extra, within.form if within is not None else None)
    if not found:
        job.null(path, reason)
    return [_item(job, listing, f"{path}[{i}]", line) for i, line in enumerate(found)]


def _item(job: _Job, listing: Listing, path: str, line: Line) -> Any:
    if listing.plain is not None:
        return _part(job, listing.plain, path, line)
    return {field.key: _part(job, field, f"{path}.{field.key}", line, listing.inner) for field in listing.fields}


def _part(job: _Job, each: Asked, path: str, line: Line, inner: Sequence[Asked] = ()) -> Any:
    """One field of an item: a part of its name, a column, or what is listed below it."""
    if each.is_list:
        return _list(job, each, path, line, inner)
    if "column" in each.extra:
        return _value(job, each, path, line.find(each.extra))
    if "row" not in each.extra:
        return job.null(path, NOT_LISTED)
    if (value := line.parts.get(each.extra["row"])) is None:
        return job.null(path, "没有读到同名的科目编码" if each.extra["row"] == "code" else "报告没有写明")
    try:
        taken = each.take(value)
    except Unfit as error:
        return job.null(path, str(error))
    job.cite(path, line.at)
    return taken
