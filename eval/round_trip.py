"""The same reports in several formats: whether each gives the facts that the text gives, and what a scan loses."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict

from eval.samples import Sample, generate
from eval.samples.formats import FORMATS, SCAN, render, suffix
from eval.samples.options import families
from eval.thresholds import thresholds
from extractors.bulk import run_many, workers_for
from extractors.errors import ReadError
from extractors.extract import extract_file
from extractors.facts import Fact
from extractors.text import fold

#: what a fact says, whatever file it stands in
Said = tuple[Any, ...]


class FormatFloor(BaseModel):
    """The least share of reports whose facts are all the same, and of the numbers of a scan that are read."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    equal: float
    scanned: float


@cache
def format_floor() -> FormatFloor:
    return FormatFloor.model_validate(thresholds()["formats"])


@dataclass(slots=True)
class FormatResult:
    """One format: reports tried and equal, facts of the text and those of them that came back, numbers likewise.

    ``cells`` are the facts of the statutory tables alone. ``differences`` tell of the first reports that differ.
    """

    form: str
    reports: int = 0
    equal: int = 0
    facts: int = 0
    same: int = 0
    cells: int = 0
    same_cells: int = 0
    numbers: int = 0
    same_numbers: int = 0
    differences: list[str] = field(default_factory=list)

    @property
    def shortfalls(self) -> list[str]:
        """What is below a threshold."""
        if self.form == SCAN:
            share, least = self.same_numbers / max(self.numbers, 1), format_floor().scanned
            return [f"{self.form}：读出的数 {share:.2%}，低于 {least:.0%}"] if share < least else []
        share, least = self.equal / max(self.reports, 1), format_floor().equal
        return [f"{self.form}：相同的报告 {share:.2%}，低于 {least:.0%}"] if share < least else []

    def line(self) -> str:
        """The result in one line."""
        text = f"{self.form:9s} 报告相同 {self.equal}/{self.reports}  数据相同 {self.same}/{self.facts}"
        if self.form == SCAN:
            text += f"  表内数据 {self.same_cells}/{self.cells}  数字 {self.same_numbers}/{self.numbers}"
        return text

    def to_json(self) -> dict[str, Any]:
        named = ("form", "reports", "equal", "facts", "same", "cells", "same_cells", "numbers", "same_numbers")
        return {**{name: getattr(self, name) for name in named}, "differences": self.differences}


@dataclass(frozen=True, slots=True)
class _Task:
    """One report to be printed in formats: the number of the report tells family, seed and print."""

    number: int
    forms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Done:
    """What one report gave: the facts of its text, and by format those that were lost and those that are new."""

    name: str
    facts: Counter[Said]
    lost: dict[str, Counter[Said]]
    new: dict[str, Counter[Said]]


def round_trip(count: int, seed: int = 0, forms: Sequence[str] = FORMATS[1:]) -> list[FormatResult]:
    """Print ``count`` reports of all families in formats, read them, and hold their facts against those of the text.

    Raises ReadError where a file cannot be printed or read at all.
    """
    results = {form: FormatResult(form) for form in forms}
    tasks = [_Task(seed * 100_000 + n, tuple(forms)) for n in range(count)]
    for done in run_many(_tried, tasks, workers_for(len(tasks))):
        if done.result is None:
            raise ReadError(f"{sample_of(done.item.number).name}：{done.error}")
        for form, result in results.items():
            _count(result, done.result, form)
    return list(results.values())


def sample_of(number: int) -> Sample:
    """The report of a number: families take turns, and so do the ways of printing amounts."""
    every = [*families("final"), *families("budget")]
    return generate(
        number,
        every[number % len(every)],
        tails=number % 2 == 1,
        thousands=("none", "tables", "all")[number // len(every) % 3],
        class_lead=number % 7 == 6,
        page_breaks="none",
    )


def _tried(task: _Task) -> _Done:
    sample = sample_of(task.number)
    said = _said_by_scan if SCAN in task.forms else _said
    base = Counter(map(said, _read(sample, "txt")))
    got = {form: Counter(map(said, _read(sample, form))) for form in task.forms}
    return _Done(
        f"{sample.name}（{sample.family}，种子 {sample.seed}）",
        base,
        {form: base - facts for form, facts in got.items()},
        {form: facts - base for form, facts in got.items()},
    )


def _read(sample: Sample, form: str) -> Iterable[Fact]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{sample.name}.{suffix(form)}"
        path.write_bytes(render(sample.blocks, sample.options, form))
        return extract_file(path).facts


def _said(fact: Fact) -> Said:
    return fact.origin, fact.table, fact.row_code, fact.row_name, fact.column, fact.value, fact.unit


def _said_by_scan(fact: Fact) -> Said:
    """What a fact says whichever brackets are recognised: a picture does not tell wide ones from others."""
    return fact.origin, fact.table, fact.row_code, fold(fact.row_name), fold(fact.column), fact.value, fact.unit


def _count(result: FormatResult, done: _Done, form: str) -> None:
    lost, new = done.lost[form], done.new[form]
    result.reports += 1
    result.equal += not lost and not new
    result.facts += done.facts.total()
    result.same += done.facts.total() - lost.total()
    cells = [said for said in done.facts.elements() if said[0] == "table"]
    result.cells += len(cells)
    result.same_cells += len(cells) - sum(said[0] == "table" for said in lost.elements())
    wanted = Counter(said[5] for said in done.facts.elements() if said[5] is not None)
    got = Counter(said[5] for said in (done.facts - lost + new).elements() if said[5] is not None)
    result.numbers += wanted.total()
    result.same_numbers += (wanted & got).total()
    if (lost or new) and len(result.differences) < 3:
        result.differences.append(f"{done.name}：{'；'.join(_told(lost, new))}")


def _told(lost: Counter[Said], new: Counter[Said]) -> Iterator[str]:
    """The first facts that differ, in words."""
    for word, facts in (("缺", lost), ("多", new)):
        if facts:
            origin, table, code, name, column, value, unit = next(iter(facts))
            yield f"{word} {facts.total()} 条，如 {table or origin} {code or ''}{name} {column} {value}{unit or ''}"
