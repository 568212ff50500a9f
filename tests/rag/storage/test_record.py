"""A report as the rows of the database."""

from __future__ import annotations

import pickle
from pathlib import Path

from extractors.extract import extract_file
from rag.storage.record import Record
from rag.storage.store import Store
from rag.text.chunks import chunks_of
from tests.rag.small_report import text_of


def record_of(folder: Path) -> Record:
    path = folder / "report.txt"
    path.write_text(text_of(), encoding="utf-8")
    extraction = extract_file(path)
    return Record.of(extraction, chunks_of(extraction))


def test_what_is_stored_of_a_record_is_what_was_read(tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    path.write_text(text_of(), encoding="utf-8")
    extraction = extract_file(path)
    record = pickle.loads(pickle.dumps(Record.of(extraction, chunks_of(extraction))))
    store = Store.in_folder(tmp_path)
    store.replace(record, str(path))
    assert store.facts(record.doc_id) == extraction.facts != []
    assert store.findings(record.doc_id) == extraction.findings
    assert store.chunks([record.doc_id]) == chunks_of(extraction) != []
    assert store.source(record.doc_id) == extraction.report.source.text


def test_each_fact_has_the_number_of_its_label_and_each_label_is_there_once(tmp_path: Path) -> None:
    record = record_of(tmp_path)
    assert {row[-1] for row in record.rows} == set(record.labels)
    assert all(label.number == number for number, label in record.labels.items())
    assert 0 < len(record.labels) <= len(record.rows)
