"""Ingest: taking files into a library, each whole or not at all."""

from __future__ import annotations

import hashlib
import logging
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy.exc import SQLAlchemyError

from extractors.errors import JuesuanError
from extractors.kept import NAME as KEPT
from rag.storage.record import Record
from rag.storage.store import ReportInfo, Store

if TYPE_CHECKING:
    from extractors.bulk import Done, Engine, Found

OnOutcome = Callable[["IngestOutcome"], None]
OnProgress = Callable[[int, int, str], None]

Stopped = Callable[[], bool]

log = logging.getLogger("juesuan")

_KIND = {"final": "部门决算", "budget": "部门预算"}
_STATUS = {"ok": "成功", "unchanged": "未变", "replaced": "更新", "failed": "失败"}


@dataclass(frozen=True, slots=True)
class IngestOutcome:
    """What became of one file. ``status``: ok, unchanged, replaced (a former version of the report) or failed.

    ``facts`` and ``findings`` count what was taken in with it.
    """

    status: str
    file: str
    doc_id: str | None
    department: str | None
    year: int | None
    message: str
    seconds: float
    facts: int = 0
    findings: int = 0

    def __str__(self) -> str:
        who = f"{self.department} {self.year}年度 " if self.department else ""
        return f"{_STATUS[self.status]}  {self.file}  {who}{self.message}"

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Copy:
    """A file to take in: where it was found, what it contains, its copy in the library and the path it is known by.

    ``version`` names the rules that read it.
    """

    found: Path
    sha256: str
    copy: Path
    path: str
    version: str


class Ingest:
    """One run of taking files in. The library is locked meanwhile."""

    def __init__(
        self,
        store: Store,
        originals: Path,
        files: list[Found],
        on_outcome: OnOutcome | None,
        on_progress: OnProgress | None,
        stopped: Stopped | None = None,
        instead_of: ReportInfo | None = None,
    ) -> None:
        """Files for the library; ``instead_of`` is the report of which the one file is a new version."""
        self.store = store
        self.originals = originals
        self.files = files
        self.on_outcome = on_outcome
        self.on_progress = on_progress
        self.stopped = stopped
        self.instead_of = instead_of
        self.version = rules_version()
        self.outcomes: dict[Path, IngestOutcome] = {}
        self.taken: dict[str, Path] = {}

    def run(self, workers: int | None, engine: Engine | None = None) -> list[IngestOutcome]:
        from extractors.bulk import run_many, workers_for

        count = workers_for(len(self.files), workers)
        for done in run_many(read_copy, self._to_read(), count, self.stopped, engine):
            self._tell(self._take_in(done), done.item.found)
        return [self.outcomes[found.path] for found in self.files if found.path in self.outcomes]

    def _to_read(self) -> Iterator[Copy]:
        """The files whose content is new, copied into the library; of the others it is told at once what they are."""
        for found in self.files:
            try:
                item = self._copy(found)
            except JuesuanError as error:
                item = _failed(found.path, str(error))
            except OSError as error:
                item = _failed(found.path, f"无法复制到资料库（{error.strerror}）；请检查磁盘空间和权限")
            if isinstance(item, Copy):
                yield item
            else:
                self._tell(item, found.path)

    def _copy(self, found: Found) -> Copy | IngestOutcome:
        from extractors.readers import content

        if found.error:
            return _failed(found.path, found.error)
        data = content(found.path)
        digest = hashlib.sha256(data).hexdigest()
        if known := self._unchanged(found.path, digest):
            self._keep(data, digest, self.store.report_with(sha256=digest))
            return known
        # Content that an older version of the rules has read keeps the name and the path it is known by.
        info = self.store.report_with(sha256=digest)
        name, path = (info.file, info.path) if info else (found.path.name, _path_of(found.path))
        if self.instead_of is not None:
            # known by the path of the former version, the new one takes its place in the store
            path = self.instead_of.path
        copy = self.originals / folder_of(digest) / name
        write_whole(copy, data)
        return Copy(found.path, digest, copy, path, self.version)

    def _keep(self, data: bytes, digest: str, info: ReportInfo | None) -> None:
        """Put the original of a report back where it was lost or damaged."""
        if info is not None and not _holds(copy := self.originals / folder_of(digest) / info.file, data):
            write_whole(copy, data)

    def _unchanged(self, path: Path, content: str) -> IngestOutcome | None:
        """The outcome for content that is there already, read by the present rules."""
        info = self.store.report_with(sha256=content)
        if info is None or info.version != self.version:
            return None
        self.taken[info.doc_id] = path
        if self.instead_of is not None and info.doc_id != self.instead_of.doc_id:
            return _failed(path, f"内容与已导入的另一份报告 {info.file} 相同，没有替换；如不再需要旧的一份，请删除它")
        status, message = "unchanged", "内容未变"
        if self.instead_of is None and info.path != _path_of(path):
            message = f"内容与已导入的 {info.path} 相同"
            former = self.store.report_from(_path_of(path))
            if former:
                self.store.delete(former.doc_id)
                status, message = "replaced", f"{message}，原有报告已移除"
        return IngestOutcome(status, str(path), info.doc_id, info.department, info.year, message, 0.0)

    def _take_in(self, done: Done[Record]) -> IngestOutcome:
        """Put a report that was read into the store, unless the same or another one stands in its way."""
        item: Copy = done.item
        if done.result is None:
            return _failed(item.found, done.error or "", done.seconds)
        if known := self._unchanged(item.found, item.sha256):
            return known
        record = done.result
        if self.instead_of is not None and (problem := _unlike(record, self.instead_of, self.store)):
            return _failed(item.found, problem, done.seconds)
        other = self.taken.setdefault(record.doc_id, item.found)
        if other != item.found:
            return _failed(
                item.found, f"与 {other} 同名、同部门、同年度而内容不同，分不清哪份是准的；请只留一份，或改名后重试"
            )
        start = time.perf_counter()
        try:
            former = self.store.replace(record, item.path, self.version)
        except (SQLAlchemyError, ValueError) as error:
            return _failed(item.found, f"无法写入数据库（{str(error).splitlines()[0]}）；请检查磁盘空间", done.seconds)
        message = f"{'已更新' if former else '已导入'}：{len(record.rows)} 条数据，{len(record.findings)} 条核查发现"
        if not record.rows:
            message += "；没有读出任何数据，请确认它是部门决算或预算报告，且表格不是图片"
        message += self._other_versions(record.doc_id)
        seconds = done.seconds + time.perf_counter() - start
        status = "replaced" if former else "ok"
        counts = len(record.rows), len(record.findings)
        return IngestOutcome(
            status,
            str(item.found),
            record.doc_id,
            record.department,
            record.year,
            message,
            round(seconds, 3),
            *counts,
        )

    def _other_versions(self, doc_id: str) -> str:
        """What to say where the library has another report of the same department, year and kind."""
        others = [info for info in self.store.versions(doc_id) if info.doc_id != doc_id]
        if not others:
            return ""
        files = "、".join(info.file for info in others)
        kept = f"；与已有的 {files} 是同一部门同一年度的报告而内容不同，作为不同版本都保留，提问时以"
        return kept + ("能读出数据的为准" if self.store.without_facts([doc_id]) else "后导入的为准")

    def _tell(self, outcome: IngestOutcome, path: Path) -> None:
        self.outcomes[path] = outcome
        if self.on_outcome:
            self.on_outcome(outcome)
        if self.on_progress:
            self.on_progress(len(self.outcomes), len(self.files), path.name)


def _unlike(new: Record, former: ReportInfo, store: Store) -> str | None:
    """Why a file is no new version of a report: it is another body's, of another year or kind, or another's name."""
    if (new.department, new.year, new.kind) != (former.department, former.year, former.kind):
        told = " ".join(f"{new.department} {new.year}年度{_KIND.get(new.kind, '')}".split())
        return f"这个文件是“{told}”的报告，不是这一份的新版本，没有替换；如要导入它，请用“上传”"
    if new.doc_id != former.doc_id and store.report(new.doc_id) is not None:
        return f"资料库中另有一份同名的报告 {new.header['file']}，没有替换；请先删除那一份，或改名后重试"
    return None


def rules_version() -> str:
    """Names the rules that read reports: a hash of their code and vocabulary. Other rules read a file anew."""
    from extractors import rules

    text = Path(__file__).parents[1] / "text"
    return rules.rules_version([text / "chunks.py", text / "labels.py"])


def read_copy(item: Copy) -> Record:
    """The part of the work that needs no library, so that it can be done in another process."""
    from extractors.extract import extract_file
    from extractors.kept import keep
    from rag.text.chunks import chunks_of

    extraction = extract_file(item.copy)
    if extraction.report.source.places.spots:
        # a text is read anew in no time, a scan is not
        try:
            keep(extraction.report, item.copy.parent, item.version)
        except OSError as error:  # it saves time and nothing else: the report itself was read
            log.warning("解析结果未能存下，打开这份报告时会重新解析（%s）：%s", error.strerror, item.found.name)
    return Record.of(extraction, chunks_of(extraction))


def _failed(path: Path, message: str, seconds: float = 0.0) -> IngestOutcome:
    return IngestOutcome("failed", str(path), None, None, None, message, round(seconds, 3))


def _path_of(path: Path) -> str:
    return str(path.expanduser().resolve())


def write_whole(path: Path, data: bytes) -> None:
    """Write a file so that it is there whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    half = path.with_name(".part")
    half.write_bytes(data)
    half.replace(path)


def _holds(path: Path, data: bytes) -> bool:
    try:
        return path.stat().st_size == len(data) and path.read_bytes() == data
    except OSError:
        return False


def folder_of(sha256: str) -> str:
    return sha256[:20]


def drop_leavings(folder: Path, name: str) -> None:
    """Leave in the folder of an original what is its own: the file with this name, and the parsed report."""
    with suppress(OSError):
        for path in folder.iterdir():
            if path.name not in (name, KEPT):
                path.unlink()
