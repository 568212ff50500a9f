"""Many files: finding them, working on them in several processes, and writing what was found in files and tables."""

from __future__ import annotations

import csv
import glob
import json
import logging
import multiprocessing
import os
import re
import signal
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from extractors.errors import JuesuanError, ReadError, UsageError
from extractors.facts import is_number, plain_decimal

if TYPE_CHECKING:
    from extractors.extract import Extraction

T = TypeVar("T")
log = logging.getLogger("juesuan")

#: what is taken from a folder; a file named on its own is tried whatever it is called
SUFFIXES = frozenset({".txt", ".md", ".markdown", ".pdf", ".doc", ".docx", ".xls", ".xlsx", ".htm", ".html"})

#: sheet rows that Excel can hold, and characters of a cell
_SHEET_ROWS, _CELL = 1_048_576, 32_767
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


# finding files


@dataclass(frozen=True, slots=True)
class Found:
    """A file to work on, or in ``error`` why there is none."""

    path: Path
    error: str | None = None


def find_files(paths: Iterable[str | Path], leave_out: Path | None = None) -> list[Found]:
    """The files meant by files, folders (with all below) and globs, each once, in the order given.

    Hidden files are passed over, and so is everything in the folder ``leave_out``, the library itself.
    """
    found: dict[Path, Found] = {}
    for given in paths:
        for item in _meant(str(given)):
            key = item.path.resolve()
            if leave_out is None or not key.is_relative_to(leave_out.resolve()):
                found.setdefault(key, item)
    return list(found.values())


def _meant(given: str) -> Iterator[Found]:
    path = Path(given).expanduser()
    if path.is_dir():
        yield from _in_folder(path)
    elif os.path.lexists(path):
        yield Found(path, _unfit(path))
    elif glob.has_magic(given):
        matches = sorted(glob.glob(str(path), recursive=True))
        for match in matches:
            yield from _in_folder(Path(match)) if os.path.isdir(match) else [Found(Path(match))]
        if not matches:
            yield Found(path, f"{given}：没有符合的文件；请检查通配符")
    else:
        yield Found(path, f"{given}：文件或文件夹不存在；请检查路径")


def _unfit(path: Path) -> str | None:
    if path.exists() and not path.is_file():
        return f"{path}：不是普通文件，无法读取；请给出报告文件"
    return None


def _in_folder(folder: Path) -> Iterator[Found]:
    count = 0
    refused: list[OSError] = []
    for where, folders, names in os.walk(folder, onerror=refused.append):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if Path(name).suffix.lower() in SUFFIXES and not name.startswith((".", "~$")):
                count += 1
                yield Found(Path(where, name))
    for error in refused:
        yield Found(Path(error.filename), f"{error.filename}：文件夹无法读取（{error.strerror}）；请检查权限")
    if not count and not refused:
        kinds = " ".join(sorted(SUFFIXES))
        yield Found(folder, f"{folder}：文件夹里没有报告文件（{kinds}）；请检查路径")


# working on many files


@dataclass(frozen=True, slots=True)
class Done(Generic[T]):
    """What became of one item: its result, or in ``error`` one Chinese line saying why there is none."""

    item: Any
    result: T | None
    error: str | None
    seconds: float


def run_many(job: Callable[[Any], T], items: Iterable[Any], workers: int = 1) -> Iterator[Done[T]]:
    """Run a job on every item and give the results in the order of the items.

    With several workers the job runs in that many processes and must be a function of a module. An item that fails,
    even one that kills its process, gives an error and the others go on. Items are taken as they are needed.
    """
    if workers <= 1:
        for item in items:
            yield _attempt(job, item)
        return
    crew = _Crew(workers)
    waiting: deque[tuple[Any, Future[Done[T]]]] = deque()
    try:
        for item in items:
            waiting.append((item, crew.start(job, item)))
            if len(waiting) >= 3 * workers:
                yield _result(job, *waiting.popleft())
        while waiting:
            yield _result(job, *waiting.popleft())
    finally:
        crew.close()


def workers_for(files: int, wanted: int | None = None) -> int:
    """How many processes to use: as asked; else one for a few files, and all processors for many."""
    return wanted or (1 if files < 8 else os.cpu_count() or 1)


class _Crew:
    """A process pool that is replaced when one of its processes was killed."""

    def __init__(self, workers: int) -> None:
        self.workers = workers
        self.pool = _pool(workers)

    def start(self, job: Callable[[Any], T], item: Any) -> Future[Done[T]]:
        try:
            return self.pool.submit(_attempt, job, item)
        except BrokenProcessPool:
            self.close()
            self.pool = _pool(self.workers)
            return self.pool.submit(_attempt, job, item)

    def close(self) -> None:
        self.pool.shutdown(wait=False, cancel_futures=True)


def _pool(workers: int) -> ProcessPoolExecutor:
    # spawn, not fork: the process may already run threads (Streamlit, Chroma), which fork would cut off in mid-work.
    return ProcessPoolExecutor(workers, mp_context=multiprocessing.get_context("spawn"), initializer=_begin_worker)


def _begin_worker() -> None:
    """A worker leaves Ctrl-C to the main process and ends when that process is gone, however it ended."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    if parent := multiprocessing.parent_process():
        parent.join()
        os._exit(1)


def _attempt(job: Callable[[Any], T], item: Any) -> Done[T]:
    start = time.perf_counter()
    result, error = None, None
    try:
        result = job(item)
    except JuesuanError as problem:
        error = str(problem)
    except OSError as problem:
        error = f"{problem.filename or item}：无法读写（{problem.strerror or problem}）；请检查磁盘空间和权限"
    except Exception as problem:  # one file must not stop the others, whatever is wrong with it or with us
        log.debug("处理 %s 时出错", item, exc_info=True)
        error = f"程序内部错误（{type(problem).__name__}: {problem}）；其余文件不受影响，请把此文件报告给开发者"
    return Done(item, result, error, time.perf_counter() - start)


def _result(job: Callable[[Any], T], item: Any, future: Future[Done[T]]) -> Done[T]:
    """A job's outcome; where its pool broke down under some job, this one is tried again in a process of its own."""
    try:
        return future.result()
    except BrokenProcessPool:
        pass
    with _pool(1) as pool:
        try:
            return pool.submit(_attempt, job, item).result()
        except BrokenProcessPool:
            return Done(item, None, "处理此文件的进程意外终止（可能是内存不足）；请减小文件或增加内存后重试", 0.0)


# writing what was found


def extraction_json(extraction: Extraction, filled: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """The extraction file of a report (DESIGN 4.4); ``filled`` is its ``schema`` object where one was asked for."""
    return {
        "report": extraction.report.header(),
        "facts": [fact.to_json() for fact in extraction.facts],
        "findings": [finding.model_dump(mode="json") for finding in extraction.findings],
        "schema": filled,
    }


def read_one(found: Found, schema: str | None = None, llm: bool = False) -> dict[str, Any]:
    """The extraction file of one file; with ``schema`` (a name or module:Model) that schema is filled too."""
    from extractors.extract import extract_file

    if found.error:
        raise ReadError(found.error)
    extraction = extract_file(found.path)
    if schema is None:
        return extraction_json(extraction)
    from extractors.structured import fill, load_model

    return extraction_json(extraction, fill(extraction, load_model(schema), llm=llm))


class Output:
    """Where extraction files go: one JSON file a report, or the flat tables of facts and findings of all."""

    def __init__(self, folder: Path, form: str) -> None:
        if folder.exists() and not folder.is_dir():
            raise UsageError(f"{folder} 是文件，不是文件夹；请用 --out 指定文件夹")
        self.folder = folder
        self.form = form
        self.failed = 0
        self.tables: dict[str, list[dict[str, Any]]] = {"facts": [], "findings": []}
        self._taken: dict[str, str] = {}

    def add(self, data: dict[str, Any], path: str) -> None:
        """Take one extraction file. Raises UsageError where another file has the same id."""
        report = data["report"]
        first = self._taken.setdefault(report["doc_id"], path)
        if first != path:
            raise UsageError(f"与 {first} 同名、同部门、同年度，结果会互相覆盖；请改名后重试")
        if self.form == "json":
            write_json(self.folder / f"{report['doc_id']}.json", data)
            return
        self.tables["facts"] += [fact_row(fact, report["file"]) for fact in data["facts"]]
        self.tables["findings"] += [finding_row(finding, report) for finding in data["findings"]]

    def close(self) -> None:
        """Write the flat tables, where they were asked for."""
        if self.form != "json":
            for name, rows in self.tables.items():
                write_tables(self.folder / f"{name}.{self.form}", self.form, {name: rows})


def write_json(path: Path, data: Any) -> None:
    """Write JSON so that the file is there whole or not at all."""
    with _whole(path) as half:
        half.write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def fact_row(fact: Mapping[str, Any], file: str) -> dict[str, Any]:
    """A fact of an extraction file as a row of a flat table; its value is a number there."""
    row = {"file": file} | {k: v for k, v in fact.items() if k not in {"start", "end", "section_key"}}
    row["value"] = None if fact["value"] is None else Decimal(fact["value"])
    return row


def finding_row(finding: Mapping[str, Any], header: Mapping[str, Any]) -> dict[str, Any]:
    """A finding of an extraction file as a row of a flat table; evidence becomes places and quotes, one a line."""
    lines = [_evidence(place) for place in finding["evidence"]]
    who = {name: header[name] for name in ("file", "doc_id", "department", "year")}
    plain = {k: v for k, v in finding.items() if k not in {"values", "evidence"}}
    return who | plain | {"values": " / ".join(finding["values"]), "evidence": "\n".join(lines)}


def _evidence(place: Mapping[str, Any]) -> str:
    where = f"第{place['line']}行" if place["line"] else f"第{place['page']}页"
    return f"{place['section'] or place['table'] or ''} {where}：{place['quote']}"


def write_tables(out: Path, form: str, tables: Mapping[str, Sequence[Mapping[str, Any]]]) -> list[Path]:
    """Write named tables and return the files written, the first one ``out`` itself.

    ``xlsx`` puts them into one file, a sheet each. ``csv`` and ``parquet`` take one table a file: the first goes to
    ``out``, a further one beside it under ``NAME-TABLE``.
    """
    if form == "xlsx":
        with _whole(out) as half:
            _write_xlsx(half, tables)
        return [out]
    write = {"csv": _write_csv, "parquet": _write_parquet}[form]
    written: list[Path] = []
    for name, rows in tables.items():
        path = out.with_name(f"{out.stem}-{name}{out.suffix}") if written else out
        with _whole(path) as half:
            write(half, rows)
        written.append(path)
    return written


@contextmanager
def _whole(path: Path) -> Iterator[Path]:
    """A path to write to that takes its real name only when all went well."""
    half = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        yield half
        half.replace(path)
    except OSError as error:
        raise UsageError(f"{path}：无法写入（{error.strerror or error}）；请检查路径、磁盘空间和权限") from None
    finally:
        half.unlink(missing_ok=True)


def harmless(text: str) -> str:
    """Text that no spreadsheet runs as a formula: what starts like one, and is no number, gets an apostrophe."""
    return f"'{text}" if text[:1] in {"=", "+", "-", "@", "\t", "\r"} and not is_number(text) else text


def _names(rows: Sequence[Mapping[str, Any]]) -> list[str]:
    return list(rows[0]) if rows else []


def _write_csv(path: Path, rows: Sequence[Mapping[str, Any]]) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:  # the mark tells Excel that this is UTF-8
        writer = csv.writer(file)
        writer.writerow(_names(rows))
        for row in rows:
            writer.writerow([harmless(v) if isinstance(v, str) else _plain(v) for v in row.values()])


def _plain(value: Any) -> Any:
    return plain_decimal(value) if isinstance(value, Decimal) else value


def _write_xlsx(path: Path, tables: Mapping[str, Sequence[Mapping[str, Any]]]) -> None:
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    for name, rows in tables.items():
        for part in range(0, max(len(rows), 1), _SHEET_ROWS - 1):
            sheet = book.create_sheet(name if part == 0 else f"{name}{part // (_SHEET_ROWS - 1) + 1}")
            sheet.freeze_panes = "A2"
            sheet.append(_names(rows))
            for row in rows[part : part + _SHEET_ROWS - 1]:
                sheet.append([_cell(sheet, value) for value in row.values()])
    book.save(path)


def _cell(sheet: Any, value: Any) -> Any:
    """A cell of a sheet; text is marked as text, so that a leading = is never a formula."""
    from openpyxl.cell import WriteOnlyCell

    if not isinstance(value, str):
        return value
    text = _CONTROL.sub("", value)[:_CELL]
    cell = WriteOnlyCell(sheet, text)
    if harmless(text) != text:
        cell.data_type = "s"
        cell.quotePrefix = True
    return cell


def _write_parquet(path: Path, rows: Sequence[Mapping[str, Any]]) -> None:
    """Amounts are exact decimals with as many places as the most precise one."""
    import pyarrow as pa
    import pyarrow.parquet as parquet

    columns = {name: [row[name] for row in rows] for name in _names(rows)}
    arrays = {name: _array(pa, values) for name, values in columns.items()}
    parquet.write_table(pa.table(arrays), path)


def _array(pa: Any, values: list[Any]) -> Any:
    numbers = [v for v in values if isinstance(v, Decimal)]
    if not numbers:
        return pa.array(values) if any(v is not None for v in values) else pa.nulls(len(values), pa.string())
    places = max(-int(v.as_tuple().exponent) for v in numbers)
    return pa.array(values, pa.decimal128(38, max(places, 0)))
