"""A library of small reports with faults of every kind: in one table, between sentence and table, between reports."""

from __future__ import annotations

from pathlib import Path

from rag.library import Library
from rag.settings import Settings
from tests.rag.small_report import text_of

EDUCATION = "云岭市青川区教育局"
#: the totals of income and expenditure do not agree
TOTALS = ("总计\t31\t386.78\t总计\t62\t386.78", "总计\t31\t386.78\t总计\t62\t396.78")


def faulty_library(folder: Path) -> Path:
    """Two years of one department and a report of another; returns the folder of the library."""
    files = folder / "files"
    files.mkdir(parents=True)
    (files / "shuiwu-2023.txt").write_text(text_of().replace(*TOTALS), encoding="utf-8")
    (files / "shuiwu-2022.txt").write_text(text_of(year=2022, spent="310.13"), encoding="utf-8")
    (files / "jiaoyu-2023.txt").write_text(text_of(department=EDUCATION), encoding="utf-8")
    with Library.open(folder / "library", Settings(_env_file=None)) as library:
        library.ingest(sorted(files.iterdir(), reverse=True), workers=1)
    return folder / "library"
