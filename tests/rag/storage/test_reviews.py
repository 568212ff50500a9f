"""Reviews: kept in the library for everybody, while a finding says what was decided on, and gone with its report."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from openpyxl import load_workbook

from extractors.findings import Finding
from extractors.output import write_tables
from rag.library import Library, LibraryError
from rag.settings import Settings
from rag.storage.record import Record
from rag.storage.reviews import LONGEST_NOTE, fingerprint, subject_of
from tests.rag.opened import opened
from tests.rag.small_report import extraction, write

OFFLINE = Settings(_env_file=None)  # type: ignore[call-arg]


@pytest.fixture
def files(tmp_path: Path) -> Path:
    return tmp_path / "files"


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path / "library", OFFLINE) as library:
        yield library


@pytest.fixture
def other(library: Library) -> Iterator[Library]:
    """A second library object on the same folder, as another process or visitor has it."""
    with Library.open(library.root, OFFLINE) as library:
        yield library


def _taken_in(library: Library, *paths: Path) -> tuple[str, list[Finding]]:
    doc_id = library.ingest(paths)[0].doc_id or ""
    return doc_id, library.findings(doc_id)


def _standing(library: Library, doc_id: str) -> list[str]:
    """The ids of the findings of a report that something was decided on."""
    reviews = library.reviews(doc_id)
    return [f.id for f in library.findings(doc_id) if f.id in reviews and reviews[f.id].stands(f)]


def test_a_decision_is_seen_by_others_and_can_be_changed_and_taken_back(
    library: Library, other: Library, files: Path
) -> None:
    doc_id, [first, second, *_] = _taken_in(library, write(files))
    assert other.reviews(doc_id) == {}
    library.review(doc_id, first, "confirmed", "  与纸质报告一致\n")
    library.review(doc_id, second, "dismissed")
    held = other.reviews(doc_id)
    assert {k: (r.state, r.note) for k, r in held.items()} == {
        first.id: ("confirmed", "与纸质报告一致"),
        second.id: ("dismissed", ""),
    }
    assert abs((datetime.now(UTC) - datetime.fromisoformat(held[first.id].at)).total_seconds()) < 60
    other.review(doc_id, first, "dismissed", "印刷错误")
    other.review(doc_id, second, None)
    assert [(r.finding, r.state) for r in library.reviews().values()] == [(first.id, "dismissed")]


def test_deciding_changes_nothing_else_of_the_library(library: Library, files: Path) -> None:
    doc_id, [first, *_] = _taken_in(library, write(files))
    before = library.store.generation(), library.statistics(), library.findings(doc_id)
    library.review(doc_id, first, "confirmed", "注")
    assert (library.store.generation(), library.statistics(), library.findings(doc_id)) == before


def test_a_decision_outlives_reading_the_same_report_again(
    library: Library, files: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(files)
    doc_id, [first, *_] = _taken_in(library, path)
    library.review(doc_id, first, "confirmed")
    monkeypatch.setattr("rag.upkeep.ingest.rules_version", lambda: "newer")
    assert library.ingest([path])[0].status == "replaced"
    assert _standing(library, doc_id) == [first.id]


def test_a_decision_stands_only_as_long_as_the_finding_says_the_same(library: Library, files: Path) -> None:
    doc_id, found = _taken_in(library, write(files))
    on_amount = next(f for f in found if any("386.78" in place.quote for place in f.evidence))
    library.review(doc_id, on_amount, "dismissed")
    assert _taken_in(library, write(files, spent="400.00"))[0] == doc_id
    assert any(f.id == on_amount.id for f in library.findings(doc_id))
    assert _standing(library, doc_id) == []
    _taken_in(library, write(files))
    assert _standing(library, doc_id) == [on_amount.id]


def test_other_words_for_the_same_finding_leave_a_decision_standing(library: Library, files: Path) -> None:
    _, [finding, *_] = _taken_in(library, write(files))
    assert fingerprint(finding.model_copy(update={"message": "换一种说法"})) == fingerprint(finding)
    for change in ({"values": ["1.00", "2.00"]}, {"rule": "A-01"}, {"difference": "9.99"}, {"evidence": []}):
        assert fingerprint(finding.model_copy(update=change)) != fingerprint(finding)


def test_decisions_go_with_their_report(library: Library, files: Path) -> None:
    doc_id, [first, *_] = _taken_in(library, write(files))
    kept_id, [kept, *_] = _taken_in(library, write(files, "other.txt", department="云岭市青川区教育局"))
    library.review(doc_id, first, "confirmed")
    library.review(kept_id, kept, "confirmed")
    library.delete(doc_id)
    assert list(library.reviews()) == [kept.id]


def test_decisions_go_when_the_file_becomes_another_report(library: Library, files: Path) -> None:
    doc_id, [first, *_] = _taken_in(library, write(files))
    library.review(doc_id, first, "confirmed")
    library.ingest([write(files, year=2021)])
    assert library.reviews() == {}


def test_findings_between_reports_are_decided_on_too(library: Library, files: Path) -> None:
    library.ingest([write(files, "a.txt", spent="386.78"), write(files, "b.txt", year=2022, spent="310.13")])
    [finding] = library.findings_between()
    about = subject_of(finding)
    library.review(about, finding, "confirmed")
    assert library.reviews(about)[finding.id].stands(finding)
    library.delete(about)
    assert library.reviews() == {}


def test_a_finding_of_a_report_that_is_gone_cannot_be_decided_on(library: Library, files: Path) -> None:
    doc_id, [first, *_] = _taken_in(library, write(files))
    library.delete(doc_id)
    with pytest.raises(LibraryError, match="没有记下"):
        library.review(doc_id, first, "confirmed")
    assert library.reviews() == {}


def test_a_long_note_is_cut_and_strange_signs_come_back(library: Library, files: Path) -> None:
    doc_id, [first, *_] = _taken_in(library, write(files))
    library.review(doc_id, first, "dismissed", "'; DROP TABLE reviews; --\n“😀”")
    assert library.reviews()[first.id].note == "'; DROP TABLE reviews; --\n“😀”"
    library.review(doc_id, first, "dismissed", "长" * 5000)
    assert len(library.reviews()[first.id].note) == LONGEST_NOTE


def test_a_killed_replacement_loses_no_decision(library: Library, tmp_path: Path, files: Path) -> None:
    doc_id, [first, *_] = _taken_in(library, write(files))
    library.review(doc_id, first, "confirmed")
    later = extraction(tmp_path / "again", year=2022)
    half = opened(library.root)
    with pytest.raises(Exception, match="chunk_id"):
        half.replace(Record.of(later, [*library.chunks(doc_id)] * 2), library.reports()[0].path)
    assert list(library.reviews(doc_id)) == [first.id]


# in the tables for a spreadsheet


def test_the_flat_table_of_findings_says_what_was_decided(library: Library, files: Path, tmp_path: Path) -> None:
    doc_id, [first, second, *rest] = _taken_in(library, write(files))
    library.review(doc_id, first, "confirmed", '=HYPERLINK("http://a.b")')
    tables = library.tables()
    rows = {row["id"]: row for row in tables["findings"]}
    assert (rows[first.id]["review"], rows[second.id]["review"]) == ("confirmed", None)
    assert rows[first.id]["reviewed_at"] and len(rows) == 2 + len(rest)
    [path] = write_tables(tmp_path / "all.xlsx", "xlsx", tables)
    sheet = load_workbook(path)["findings"]
    heads = [cell.value for cell in sheet[1]]
    assert heads[-3:] == ["review", "review_note", "reviewed_at"]
    notes = [row[heads.index("review_note")] for row in sheet.iter_rows(min_row=2)]
    assert [(c.value, c.data_type) for c in notes if c.value] == [('=HYPERLINK("http://a.b")', "s")]
