"""Store: what goes in comes out the same, a report whole or not at all."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from extractors.extract import Extraction
from rag.storage.record import Record
from rag.storage.store import Store, StoreError
from rag.text.chunks import chunks_of
from tests.rag.opened import opened
from tests.rag.small_report import extraction


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return opened(tmp_path)


@pytest.fixture
def read(tmp_path: Path) -> Extraction:
    return extraction(tmp_path / "files")


def _counts(store: Store) -> tuple[int, int, int]:
    statistics = store.statistics()
    return statistics["reports"], statistics["facts"], statistics["chunks"]


def test_facts_findings_chunks_and_text_come_back_as_they_went_in(store: Store, read: Extraction) -> None:
    chunks = chunks_of(read)
    assert store.replace(Record.of(read, chunks), "/a/b.txt") == []
    doc_id = read.report.doc_id
    assert store.facts(doc_id) == read.facts
    assert store.findings(doc_id) == read.findings
    assert read.findings
    assert store.chunks([doc_id]) == chunks
    assert store.source(doc_id) == read.report.source.text
    info = store.reports()[0]
    assert (info.doc_id, info.path, info.department, info.state) == (doc_id, "/a/b.txt", "云岭市青川区水务局", "stored")


def test_a_value_keeps_its_printed_digits(store: Store, read: Extraction) -> None:
    read.facts[0] = read.facts[0].but(value=Decimal("47.30"))
    read.facts[1] = read.facts[1].but(value=Decimal("0.00"))
    read.facts[2] = read.facts[2].but(value=None, raw="")
    store.replace(Record.of(read, []), "x")
    assert [str(f.value) for f in store.facts(read.report.doc_id)[:3]] == ["47.30", "0.00", "None"]


def test_the_same_report_again_replaces_the_former_rows(store: Store, read: Extraction) -> None:
    chunks = chunks_of(read)
    store.replace(Record.of(read, chunks), "x")
    before = _counts(store)
    assert store.replace(Record.of(read, chunks), "y") == [read.report.doc_id]
    assert _counts(store) == before


def test_another_report_from_the_same_file_replaces_the_former_one(
    store: Store, read: Extraction, tmp_path: Path
) -> None:
    store.replace(Record.of(read, chunks_of(read)), "x")
    other = extraction(tmp_path / "files", year=2022)
    assert store.replace(Record.of(other, chunks_of(other)), "x") == [read.report.doc_id]
    assert [info.year for info in store.reports()] == [2022]
    assert store.facts(read.report.doc_id) == []
    assert store.stale() == [read.report.doc_id]


def test_a_failure_in_the_middle_leaves_the_former_report_untouched(store: Store, read: Extraction) -> None:
    chunks = chunks_of(read)
    store.replace(Record.of(read, chunks), "x")
    twice = [chunks[0], replace(chunks[1], chunk_id=chunks[0].chunk_id)]
    fewer = Extraction(read.report, read.facts[:3], [])
    with pytest.raises(Exception, match="chunk_id"):
        store.replace(Record.of(fewer, twice), "x")
    assert store.facts(read.report.doc_id) == read.facts
    assert store.chunks() == chunks


def test_deleting_a_report_takes_everything_of_it(store: Store, read: Extraction) -> None:
    store.replace(Record.of(read, chunks_of(read)), "x")
    assert store.delete(read.report.doc_id)
    assert not store.delete(read.report.doc_id)
    assert store.statistics() == {"reports": 0, "facts": 0, "findings": 0, "chunks": 0, "indexed": 0}
    assert store.source(read.report.doc_id) is None


def test_a_replaced_report_has_to_be_indexed_again(store: Store, read: Extraction) -> None:
    store.replace(Record.of(read, []), "x")
    store.mark_indexed([read.report.doc_id])
    assert store.unindexed() == []
    store.replace(Record.of(read, []), "x")
    assert store.unindexed() == [read.report.doc_id]


def test_the_generation_tells_other_processes_of_a_change(store: Store, read: Extraction, tmp_path: Path) -> None:
    other = opened(tmp_path)
    before = other.generation()
    store.replace(Record.of(read, []), "x")
    assert other.generation() != before


def test_facts_of_many_reports_are_found_by_what_they_are_of(store: Store, read: Extraction, tmp_path: Path) -> None:
    other = extraction(tmp_path / "files", name="b.txt", year=2022, spent="500.00")
    for each in (read, other):
        store.replace(Record.of(each, []), each.report.file)
    labels = {n: label for n, label in store.labels(["本年支出合计"]).items() if label.column == "支出金额"}
    cells = store.cells(labels)
    assert {(doc_id, value) for doc_id, _, _, value in cells} == {
        (read.report.doc_id, "386.78"),
        (other.report.doc_id, "500.00"),
    }
    assert [cell[0] for cell in store.cells(labels, [other.report.doc_id])] == [other.report.doc_id]
    facts = store.facts_numbered(number for _, number, _, _ in cells)
    assert {(f.year, f.row_name, f.table) for f in facts.values()} == {
        (2023, "本年支出合计", "GK01"),
        (2022, "本年支出合计", "GK01"),
    }


def test_labels_are_found_by_their_parts_and_only_where_a_report_has_them(store: Store, read: Extraction) -> None:
    read.facts.append(read.facts[0].but(row_name="农林水支出(类)水利(款)行政运行(项)", origin="prose", table=None))
    store.replace(Record.of(read, []), "x")
    [by_part] = store.labels(["水利"]).values()
    assert by_part.row_name == "农林水支出(类)水利(款)行政运行(项)"
    assert store.labels(["行政运行"])
    assert store.labels(["火星"]) == store.labels([]) == {}
    store.delete(read.report.doc_id)
    assert store.labels(["水利", "行政运行", "本年支出合计"]) == {}


def test_the_reports_that_hold_a_label_are_told(store: Store, read: Extraction, tmp_path: Path) -> None:
    other = extraction(tmp_path / "files", name="b.txt", year=2022)
    other.facts.append(other.facts[0].but(row_name="飞船购置"))
    for each in (read, other):
        store.replace(Record.of(each, []), each.report.file)
    both = {read.report.doc_id, other.report.doc_id}
    assert store.holding(store.labels(["本年支出合计"]), both) == both
    assert store.holding(store.labels(["飞船购置"]), both) == {other.report.doc_id}
    assert store.holding([], both) == set()


def test_more_values_than_one_condition_may_list_are_all_looked_up(store: Store, read: Extraction) -> None:
    store.replace(Record.of(read, []), "x")
    keys = [f"无此名称{n}" for n in range(1000)]
    assert store.labels([*keys, "本年支出合计"]) == store.labels(["本年支出合计"])


@pytest.mark.in_folder
def test_a_file_that_is_no_database_is_refused_with_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "juesuan.sqlite").write_bytes(b"this is no database" * 100)
    with pytest.raises(StoreError, match="juesuan rebuild"):
        opened(tmp_path)


def test_a_database_of_another_version_is_refused(tmp_path: Path) -> None:
    store = opened(tmp_path)
    store.set_meta("schema", "0")
    store.close()
    with pytest.raises(StoreError, match="另一个版本"):
        opened(tmp_path)


def test_a_bad_database_address_names_the_setting() -> None:
    with pytest.raises(StoreError, match="JUESUAN_DATABASE_URL"):
        Store.on_server("nonsense", "0" * 32)
