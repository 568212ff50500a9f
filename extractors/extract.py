"""One function from a file to everything known about it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from extractors.citation import Citation
from extractors.errors import ReadError
from extractors.facts import Fact
from extractors.findings import Finding
from extractors.identity import identify
from extractors.problems import Problem
from extractors.readers import read, sha256
from extractors.report import Identity, Place, Places, Report, Section, spot_of
from extractors.stacked import restored
from extractors.structure import sections_of
from extractors.vocabulary import table_forms, table_of_kind

if TYPE_CHECKING:
    from extractors.annex import Gap


#: characters of the name of a file that its id begins with
_STEM = 60
#: the rules whose figures stand in tables alone: within one, or in several
_IN_TABLES = ("A-", "B-")


@dataclass(slots=True)
class Extraction:
    """A report with its facts and findings, and what kept its tables from being read as printed."""

    report: Report
    facts: list[Fact]
    findings: list[Finding]
    problems: list[Problem] = field(default_factory=list)


def extract_file(path: Path) -> Extraction:
    """Read one file. Raises ReadError (Chinese message: what, where, what to do) if it is no readable report."""
    report = read_report(path)
    facts, problems = read_facts(report)
    findings = findings_of(facts, report, problems)
    return Extraction(report, _doubted(facts, findings, report.file), findings, problems)


def read_report(path: Path) -> Report:
    """The parsed report of a file. Raises ReadError where department or year cannot be told."""
    document = restored(read(path))
    sections = sections_of(document)
    identity = identify(sections, document.source, path.stem)
    if identity.department is None:
        where = "封面、“部门：”、“第一部分 …概况”、正文和文件名"
        raise ReadError(
            f"{path.name}：找不到部门名称（{where}）；请确认这是部门决算报告，或把部门和年度写进文件名，"
            "如“某市某局2023年度部门决算”"
        )
    if identity.year is None:
        raise ReadError(f"{path.name}：找不到年度（如“2023年度部门决算”）；请确认这是部门决算报告")
    _name_tables(sections, identity.kind)
    return Report(
        _doc_id(path.name, identity),
        path.name,
        sha256(path),
        identity,
        document.source,
        sections,
        document.pages,
        tuple(document.untold),
    )


def _name_tables(sections: list[Section], kind: str) -> None:
    """Name the statutory tables as this kind of report has them, now that it is known of which kind it is."""
    for section in sections:
        if section.key in table_forms():
            section.key = table_of_kind(section.key or "", kind)
            for table in section.tables:
                table.key = section.key


def facts_of(report: Report) -> list[Fact]:
    """Every fact of a report: statutory tables, prose, annexes, tables of no known form."""
    return read_facts(report)[0]


def read_facts(report: Report) -> tuple[list[Fact], list[Problem]]:
    """Every fact of a report, and what kept its tables from being read as printed."""
    from extractors.annex import read_forms
    from extractors.plain_tables import hardly_read, read_plain
    from extractors.prose import read_prose
    from extractors.statutory import statutory_tables
    from extractors.tables import read_tables

    statutory = statutory_tables(report)
    readings = read_tables(report, statutory)
    facts = [fact for reading in readings for fact in reading.facts]
    facts += read_prose(report)
    annexed, gaps = read_forms(report)
    problems = [p for reading in readings for p in reading.problems]
    unread = [_problem(gap, report) for gap in gaps]
    # what is no form, though it stands where forms do, is a table to be read by its own headings
    lists = [table.place for table in hardly_read(report, annexed)]
    kept = [f for f in annexed if not _is_within(f.start, lists)]
    plain = read_plain(
        report, [*facts, *kept], [*problems, *(p for p in unread if not _is_within(p.place.start, lists))], statutory
    )
    instead = [place for place in lists if any(place.start <= f.start < place.end for f in plain)]
    facts += [f for f in annexed if not _is_within(f.start, instead)]
    problems += [p for p in unread if not _is_within(p.place.start, instead)]
    return _placed([*facts, *plain], report.source.places), problems


def _is_within(start: int, places: Iterable[Place]) -> bool:
    return any(place.start <= start < place.end for place in places)


def _placed(facts: list[Fact], places: Places) -> list[Fact]:
    """Facts with the spot in the file at which each is printed, where the file is no text."""
    if not places.spots:
        return facts
    recognised = set(places.recognised)
    return [
        f.but(spot=spot_of(places.where(*_printed(f))), reading="ocr" if f.page in recognised else None) for f in facts
    ]


def _doubted(facts: list[Fact], findings: Iterable[Finding], file: str) -> list[Fact]:
    """Facts with those marked that were read from a picture and that the tables they stand in contradict."""
    if not any(f.reading for f in facts):
        return facts
    failed = {c for f in findings if f.severity == "error" and f.rule.startswith(_IN_TABLES) for c in f.evidence}
    return [f.but(reading="doubtful") if f.reading and Citation.of(f, file) in failed else f for f in facts]


def _printed(fact: Fact) -> tuple[int, int]:
    """The span of what is printed of a fact: its figure, or the row or sentence that it was read from."""
    return (fact.start, fact.end) if fact.at is None else (fact.at, fact.at + max(len(fact.raw), 1))


def _problem(gap: Gap, report: Report) -> Problem:
    """Cells of an annexed form that were left unread, at the line they stand in."""
    starts = report.source.line_starts
    end = starts[gap.line] - 1 if gap.line < len(starts) else len(report.source.text)
    name = f"“{gap.row}”" if gap.row else ""
    text = f"{name}{'、'.join(gap.cells)[:80]}没有读取：{gap.reason}。"
    return Problem(gap.table, "unread_cell", text, report.source.place(starts[gap.line - 1], end))


def findings_of(facts: list[Fact], report: Report, problems: Iterable[Problem] = ()) -> list[Finding]:
    """What the cross-checks have against a report, and how its tables could not be read as printed."""
    from extractors.crosscheck import check, findings

    return findings(check(facts, report, problems), report)


def _doc_id(name: str, identity: Identity) -> str:
    """Id of a report: file stem and a hash of who published what, so that equal names of two reports stay apart."""
    stem = re.sub(r"[^\w\-\u4e00-\u9fff]+", "_", Path(name).stem)[:_STEM]
    stem = stem.encode()[: 3 * _STEM].decode(errors="ignore")  # rare characters take more room in the name of a file
    who = f"{name}|{identity.department}|{identity.year}|{identity.kind}|{identity.scope}"
    return f"{stem}-{hashlib.sha256(who.encode()).hexdigest()[:6]}"
