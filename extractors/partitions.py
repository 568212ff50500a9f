"""Tables in parts by year and region, as Hive lays them out: facts/year=2023/region=青石市/part-0000.parquet.

DuckDB, Spark and pyarrow read such a folder as one table, and only the parts that a question is about. Year and region
are those of the report and stand in the names of the folders alone; one that is unknown has Hive's own name for
nothing, which readers take for NULL.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, groupby, islice
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import quote

from extractors.errors import UsageError
from extractors.output import COLUMNS, write_table

#: what the folders are named after, from the outer to the inner
KEYS = ("year", "region")
NOTHING = "__HIVE_DEFAULT_PARTITION__"
#: rows of one file; a partition with more has several
_MOST = 1_000_000
#: what a folder name cannot hold as it is: Hive reads names as parts of an address
_SPECIAL = re.compile(r"[^\w\-()（）]")


class Rows(Protocol):
    """A report with its rows; ``header`` is the ``report`` object of an extraction file."""

    @property
    def header(self) -> dict[str, Any]: ...

    def rows(self, table: str) -> Iterator[dict[str, Any]]: ...


def write_partitions(
    folder: Path, table: str, reports: Iterable[Rows], places: int
) -> tuple[list[Path], tuple[str, ...]]:
    """Write a table into a folder of its own, in place of what stood there; returns its files and their columns.

    ``places`` is the number of decimals of its amounts. The reports keep their order within a partition. Raises
    UsageError where the folder has something that is no partition, or cannot be written.
    """
    columns = tuple(name for name in COLUMNS[table] if name not in KEYS)
    root, half = folder / table, folder / f".{table}.{os.getpid()}.part"
    _check(root)
    try:
        half.mkdir(parents=True, exist_ok=True)
        for where, some in groupby(sorted(reports, key=_where), _where):
            rows = (row for report in some for row in report.rows(table))
            _write(half / where, columns, rows, places)
        if not any(half.iterdir()):
            # a table without rows is still one that can be read
            write_table(half / _folder(None, None) / _file(0), "parquet", columns, (), places)
        shutil.rmtree(root, ignore_errors=True)
        half.rename(root)
    except OSError as error:
        raise UsageError(f"{root}：无法写入（{error.strerror or error}）；请检查路径、磁盘空间和权限") from None
    finally:
        shutil.rmtree(half, ignore_errors=True)
    return sorted(root.rglob("*.parquet")), columns


def _write(folder: Path, columns: Sequence[str], rows: Iterator[dict[str, Any]], places: int) -> None:
    """One partition; none where it has no rows."""
    for number in range(10_000):
        some = islice(rows, _MOST)
        first = next(some, None)
        if first is None:
            return
        write_table(folder / _file(number), "parquet", columns, chain((first,), some), places)


def _file(number: int) -> str:
    return f"part-{number:04}.parquet"


def _where(report: Rows) -> str:
    """The folder of a report: ``year=2023/region=青石市云渡区``."""
    return _folder(*(report.header[key] for key in KEYS))


def _folder(*values: Any) -> str:
    return "/".join(f"{key}={_named(value)}" for key, value in zip(KEYS, values, strict=True))


def _named(value: Any) -> str:
    return NOTHING if value is None else _SPECIAL.sub(lambda match: quote(match.group(), safe=""), str(value))


def _check(root: Path) -> None:
    """Refuse to put a table in the place of a folder that is none."""
    if root.exists() and not root.is_dir():
        raise UsageError(f"{root} 是文件，不能写入分区；请移走它，或用 --out 指定别的文件夹")
    strange = [p for p in root.rglob("*") if p.is_file() and not re.fullmatch(r"part-\d{4}\.parquet", p.name)]
    if strange:
        raise UsageError(f"{root} 里有不是分区的文件（{strange[0].name}），不会覆盖；请用 --out 指定别的文件夹")
