"""Between: reports of different regions are never read together, and what was read is not read again."""

from __future__ import annotations

from pathlib import Path

import pytest

from rag.library import Library
from rag.settings import Settings
from tests.rag.small_report import write

OFFLINE = Settings(_env_file=None)  # type: ignore[call-arg]
HERE, THERE = "云岭市青川区水务局", "松江市临湖区水务局"


def test_only_the_region_that_is_asked_for_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    files = tmp_path / "files"
    paths = [
        write(files, f"{n}-{year}.txt", department=department, year=year, spent=spent)
        for n, department in enumerate((HERE, THERE))
        for year, spent in ((2023, "386.78"), (2022, "310.13"))
    ]
    alone = write(files, "alone.txt", department="云岭市青川区教育局")
    with Library.open(tmp_path / "library", OFFLINE) as library:
        library.ingest([*paths, alone], workers=1)
        by_file = {info.file: info.doc_id for info in library.reports()}
        read: list[str] = []
        facts = library.store.facts
        monkeypatch.setattr(library.store, "facts", lambda doc_id: (read.append(doc_id), facts(doc_id))[1])
        here, there = by_file["0-2023.txt"], by_file["1-2023.txt"]
        assert (library.uncompared([here]), library.uncompared([here, there])) == (2, 4)
        assert library.uncompared([by_file["alone.txt"]]) == 0
        assert [f.rule for f in library.findings_between(here)] == ["G-02"]
        assert set(read) == {here, by_file["0-2022.txt"]}
        assert library.uncompared([here]) == 0
        assert len(library.findings_between()) == 2 and library.findings_between(by_file["alone.txt"]) == []
        assert len(read) == 4
        library.delete(there)
        assert library.uncompared([here]) == 2, "another library is read anew"
