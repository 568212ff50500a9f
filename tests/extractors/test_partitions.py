"""Partitions: what DuckDB reads of them is what was written, to the last decimal."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pytest

from extractors.errors import UsageError
from extractors.partitions import NOTHING
from extractors.results import Results
from tests.extractors.test_results import extraction, files


def write(folder: Path, *extractions: dict[str, Any]) -> None:
    with Results(folder, "parquet", partitioned=True) as results:
        for data in extractions:
            results.add(data, data["report"]["doc_id"])
        results.close([data["report"]["doc_id"] for data in extractions])


def ask(folder: Path, table: str, what: str, rest: str = "") -> list[tuple[Any, ...]]:
    source = f"read_parquet('{folder}/{table}/**/*.parquet', hive_partitioning = true)"
    return duckdb.sql(f"select {what} from {source} {rest}").fetchall()


REPORTS = (
    extraction("a", "0.1", "0.2", year=2022),
    extraction("b", "99999999999999999999.01", None, year=2023),
    extraction("c", "0.0003", year=2023, region="黎阳市/新区 50%"),
    extraction("d", "7", year=None, region=None),
)


def test_duckdb_adds_up_exactly_and_tells_years_and_regions_apart(tmp_path: Path) -> None:
    write(tmp_path, *REPORTS)
    assert ask(tmp_path, "facts", "sum(value), count(*)") == [(Decimal("100000000000000000006.3103"), 6)]
    assert ask(tmp_path, "facts", "year, region, sum(value)", "group by all order by all nulls last") == [
        (2022, "青石市", Decimal("0.3000")),
        (2023, "青石市", Decimal("99999999999999999999.0100")),
        (2023, "黎阳市/新区 50%", Decimal("0.0003")),
        (None, None, Decimal("7.0000")),
    ]
    assert ask(tmp_path, "findings", "year, count(*)", "group by all order by all nulls last") == [
        (2022, 1),
        (2023, 2),
        (None, 1),
    ]


def test_the_folders_are_laid_out_as_hive_does(tmp_path: Path) -> None:
    write(tmp_path, *REPORTS)
    assert [str(p.relative_to(tmp_path)) for p in sorted(tmp_path.glob("facts/**/*.parquet"))] == [
        "facts/year=2022/region=青石市/part-0000.parquet",
        "facts/year=2023/region=青石市/part-0000.parquet",
        "facts/year=2023/region=黎阳市%2F新区%2050%25/part-0000.parquet",
        f"facts/year={NOTHING}/region={NOTHING}/part-0000.parquet",
    ]


def test_a_large_partition_has_several_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("extractors.partitions._MOST", 2)
    write(tmp_path, extraction("a", "1", "2", "3"), extraction("b", "4"), extraction("c", "5"))
    parts = sorted(tmp_path.glob("facts/year=2023/region=*/*.parquet"))
    assert [p.name for p in parts] == [f"part-{n:04}.parquet" for n in range(3)]
    assert ask(tmp_path, "facts", "sum(value), count(*)") == [(15, 5)]


def test_writing_once_more_gives_the_same_bytes_and_leaves_nothing_of_before(tmp_path: Path) -> None:
    write(tmp_path / "once", *REPORTS[:2])
    write(tmp_path / "again", *REPORTS)
    write(tmp_path / "again", *REPORTS[:2])
    assert files(tmp_path / "again") == files(tmp_path / "once")


def test_tables_without_rows_are_read_as_such(tmp_path: Path) -> None:
    write(tmp_path)
    assert ask(tmp_path, "facts", "count(*), sum(value)") == [(0, None)]


def test_a_folder_of_other_things_is_not_replaced(tmp_path: Path) -> None:
    (tmp_path / "facts").mkdir()
    (tmp_path / "facts" / "mine.txt").touch()
    with pytest.raises(UsageError, match=r"mine\.txt"):
        write(tmp_path, *REPORTS)
    assert (tmp_path / "facts" / "mine.txt").is_file()
