"""Filling schemas from the reports of a library."""

from __future__ import annotations

from pathlib import Path

import pytest

from eval.samples import write_samples
from extractors.schemas import schemas
from extractors.structured import fill, read_own
from rag.library import Library, LibraryError
from rag.settings import Settings


def test_a_report_is_filled_as_from_its_file(tmp_path: Path) -> None:
    with Library.open(tmp_path / "library", Settings(_env_file=None)) as library:
        library.ingest(write_samples(tmp_path / "samples", 1), workers=1)
        (info,) = library.reports()
        model = schemas()["gk03"]
        done = library.fill(info.doc_id, model)
        assert done == fill(model, library.facts(info.doc_id), library.report(info.doc_id))
        assert {source.doc_id for source in done.sources.values()} == {info.doc_id}
        assert library.fill(info.doc_id, read_own("支出合计").model).data["支出合计"]


def test_work_through_many_reports_does_not_crowd_out_those_that_are_looked_at(tmp_path: Path) -> None:
    with Library.open(tmp_path / "library", Settings(_env_file=None)) as library:
        library.ingest(write_samples(tmp_path / "samples", 2), workers=1)
        first, second = library.reports()
        looked_at = library.report(first.doc_id)
        library.fill(second.doc_id, schemas()["gk09"])
        assert library.report(first.doc_id) is looked_at
        assert list(library._held.reports.values) == [first.doc_id]


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with Library.open(tmp_path / "library", Settings(_env_file=None)) as library:
        library.ingest(write_samples(tmp_path / "samples", 1), workers=1)
        (info,) = library.reports()
        library.original(info.doc_id).unlink()
        with pytest.raises(LibraryError, match="缺少原文件"):
            library.fill(info.doc_id, schemas()["gk09"])
        with pytest.raises(LibraryError, match="没有报告"):
            library.fill("nothing", schemas()["gk09"])
