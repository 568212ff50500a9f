"""Where the results of a bulk extraction go: a JSON file a report, or tables of all reports with their description.

Tables need all reports before the first row can be written (the decimals of the amounts, the partitions), so each
result waits in a small file of its own: memory stays bounded however many reports there are, and a run that was broken
off finds there what was done.
"""

from __future__ import annotations

import gzip
import json
import os
import re
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from extractors.datapackage import Resource, write_package
from extractors.errors import UsageError
from extractors.output import (
    COLUMNS,
    fact_row,
    finding_row,
    most_places,
    report_row,
    whole,
    write_json,
    write_table,
    write_tables,
)
from extractors.partitions import write_partitions

#: hidden folder of the results that are kept for a later run
KEPT = ".results"
_HALF = re.compile(r"\..+\.(\d+)\.part")
#: the tables that are written of all reports
_TABLES = ("facts", "findings")


@dataclass(frozen=True, slots=True)
class Result:
    """What is known of a result without reading it whole: its file, its report and the decimals of its amounts."""

    path: Path
    header: dict[str, Any]
    places: int

    def rows(self, table: str) -> Iterator[dict[str, Any]]:
        """The rows of one of the tables."""
        with gzip.open(self.path, "rt", encoding="utf-8") as file:
            file.readline()
            data = json.loads(file.readline())
        if table == "facts":
            return (fact_row(fact, self.header["file"]) for fact in data["facts"])
        return (finding_row(finding, self.header) for finding in data["findings"])


class Results:
    """The results of one run; ``form`` is json, csv, xlsx or parquet.

    ``partitioned`` parts the tables of Parquet by year and region. With ``kept`` results stay for a run that goes on.
    Use as a context: what a run that fails leaves half written goes with it. Raises UsageError where the folder is no
    folder.
    """

    def __init__(self, folder: Path, form: str, partitioned: bool = False, kept: bool = False) -> None:
        if folder.exists() and not folder.is_dir():
            raise UsageError(f"{folder} 是文件，不是文件夹；请用 --out 指定文件夹")
        self.folder = folder
        self.form = form
        self.partitioned = partitioned
        _clear(folder)
        self._place = folder if form == "json" else folder / (KEPT if kept else f"{KEPT}.{os.getpid()}.part")
        self._passing = form != "json" and not kept
        self._ids: dict[str, str] = {}
        self._files: dict[str, str] = {}

    def __enter__(self) -> Results:
        return self

    def __exit__(self, *_: object) -> None:
        if self._passing:
            shutil.rmtree(self._place, ignore_errors=True)

    def file_of(self, doc_id: str) -> Path:
        """Where the result of a report stands."""
        return self._place / (f"{doc_id}.json" if self.form == "json" else f"{doc_id}.gz")

    def know(self, path: str, doc_id: str) -> None:
        """Count in a result that a former run has left here. Raises UsageError where another file has the same id."""
        first = self._files.setdefault(doc_id, path)
        if first != path:
            raise UsageError(f"与 {first} 同名、同部门、同年度，结果会互相覆盖；请改名后重试")
        self._ids[path] = doc_id

    def add(self, data: Mapping[str, Any], path: str) -> None:
        """Take one extraction file. Raises UsageError where another file has the same id, or it cannot be written."""
        doc_id = data["report"]["doc_id"]
        self.know(path, doc_id)
        if self.form == "json":
            write_json(self.file_of(doc_id), data)
            return
        places = most_places(Decimal(fact["value"]) for fact in data["facts"] if fact["value"] is not None)
        head = {"places": places, "report": data["report"]}
        body = {name: data[name] for name in _TABLES}
        text = "".join(json.dumps(part, ensure_ascii=False, separators=(",", ":")) + "\n" for part in (head, body))
        with whole(self.file_of(doc_id)) as half:
            half.write_bytes(gzip.compress(text.encode(), 1, mtime=0))

    def close(self, paths: Iterable[str]) -> None:
        """Write the tables, where they were asked for: of the files that have a result, in their order."""
        if self.form == "json":
            return
        results = [_result(self.file_of(self._ids[path])) for path in paths if path in self._ids]
        if self.form == "xlsx":
            for name in _TABLES:
                rows = [row for result in results for row in result.rows(name)]
                write_tables(self.folder / f"{name}.xlsx", "xlsx", {name: rows})
            return
        resources = self._partitions(results) if self.partitioned else self._tables(results)
        write_package(self.folder, [self._reports(results), *resources])

    def _reports(self, results: list[Result]) -> Resource:
        path = self.folder / f"reports.{self.form}"
        write_table(path, self.form, COLUMNS["reports"], (report_row(result.header) for result in results))
        return Resource("reports", self.form, [path], COLUMNS["reports"])

    def _tables(self, results: list[Result]) -> Iterator[Resource]:
        places = max((result.places for result in results), default=2)
        for name in _TABLES:
            path = self.folder / f"{name}.{self.form}"
            rows = (row for result in results for row in result.rows(name))
            write_table(path, self.form, COLUMNS[name], rows, places)
            yield Resource(name, self.form, [path], COLUMNS[name])

    def _partitions(self, results: list[Result]) -> Iterator[Resource]:
        places = max((result.places for result in results), default=2)
        for name in _TABLES:
            paths, columns = write_partitions(self.folder, name, results, places)
            yield Resource(name, self.form, paths, columns, partitioned=True)


def _result(path: Path) -> Result:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        head = json.loads(file.readline())
    return Result(path, head["report"], head["places"])


def _clear(folder: Path) -> None:
    """Take away what a process that is gone has left half written."""
    for path in [*folder.glob(".*.part"), *(folder / KEPT).glob(".*.part")]:
        match = _HALF.fullmatch(path.name)
        if match and not _lives(int(match.group(1))):
            if path.is_dir():
                shutil.rmtree(path, ignore_errors=True)
            else:
                with suppress(OSError):
                    path.unlink()


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return pid != os.getpid()
