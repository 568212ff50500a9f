"""Reports of one department given to one run are held against one another: family G of the catalogue."""

from __future__ import annotations

import logging
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from extractors.audit.lines import place_words
from extractors.audit.words import SEVERITY
from extractors.crosscheck import Book, findings_between
from extractors.errors import ReadError
from extractors.extract import facts_of, read_report

Data = Mapping[str, Any]

_log = logging.getLogger("juesuan")


def between(audited: Sequence[tuple[str, Data]], rules: Collection[str] | None = None) -> list[dict[str, Any]]:
    """The findings between the reports of a run, each in plain data; empty where no department has two.

    ``audited`` are the files with what ``check --json`` says of each. Only departments with several reports are read
    once more: their facts are needed side by side.
    """
    found: list[dict[str, Any]] = []
    for paths in _groups(audited):
        books = list(_books(paths))
        found += [f.model_dump(mode="json") for f in findings_between(books) if rules is None or f.rule in rules]
    return found


def _books(paths: Sequence[str]) -> Iterator[Book]:
    """The reports of some files. One that can no longer be read is left out, and that is told."""
    seen: Counter[str] = Counter()
    for path in paths:
        try:
            report = read_report(Path(path))
        except ReadError as error:
            _log.warning("%s（没有与同一部门的其他报告核对）", error)
            continue
        seen[report.doc_id] += 1
        if (number := seen[report.doc_id]) > 1:
            # two files of one name in two folders: versions of one report, told apart by their ids
            report = replace(report, doc_id=f"{report.doc_id}-{number}", file=f"{Path(path).parent.name}/{report.file}")
        yield Book(facts_of(report), report)


def _groups(audited: Sequence[tuple[str, Data]]) -> Iterator[list[str]]:
    """The files of each department that has several, in the order in which they came."""
    by_department: dict[tuple[Any, ...], dict[str, None]] = defaultdict(dict)
    for path, data in audited:
        if report := data.get("report"):
            by_department[report["department"], report.get("region")][path] = None
    return (list(paths) for paths in by_department.values() if len(paths) > 1)


def lines_between(findings: Sequence[Data]) -> Iterator[str]:
    """The findings between reports as lines of text, each place with its file."""
    yield f"报告之间：{len(findings)} 条发现"
    for finding in findings:
        yield f"{SEVERITY[finding['severity']]}  {finding['rule']}  {finding['message']}"
        yield from dict.fromkeys(f"    {place['file']}  {place_words(place)}" for place in finding["evidence"])
