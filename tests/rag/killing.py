"""Kill -9 at random points of whatever changes a library, and look each time that nothing was lost and nothing doubled.

``python -m tests.rag.killing --kills 500 --seed 0`` (``make faults``) tells where the kills hit and exits 1 at the
first library that is not as it has to be. A process is killed with its workers: at a random moment, or at the n-th of
its writes, renamings, removals and SQL statements, which reaches windows that are too short for chance.
"""

from __future__ import annotations

import argparse
import logging
import mmap
import os
import pickle
import random
import shutil
import signal
import sqlite3
import sys
import tempfile
import time
import traceback
import zipfile
from collections import Counter
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, event

from extractors.extract import Extraction, extract_file
from rag.library import Library, LibraryError
from rag.settings import Settings
from rag.storage.sqlite_file import DATABASE, DamagedError
from rag.text.chunks import Chunk, chunks_of
from rag.upkeep import ingest
from rag.upkeep.ingest import folder_of
from tests.rag.small_report import text_of

#: how many reports there are at most
_REPORTS = 6
#: an operation with its workers takes no longer than this, in seconds
_LONGEST = 120
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC
#: what may stand in the folder of a library, besides its files of SQLite
_OURS = {"originals", "chroma", ".lock", ".generation"}


class Wrong(Exception):
    """A library is not as it has to be."""


@dataclass(frozen=True, slots=True)
class State:
    """What a library holds: the content (a hash) of each report by its id, and the decisions by the ids of findings."""

    reports: dict[str, str] = field(default_factory=dict)
    reviews: dict[str, str] = field(default_factory=dict)

    def without(self, doc_id: str) -> State:
        return State(
            {d: sha for d, sha in self.reports.items() if d != doc_id},
            {f: doc for f, doc in self.reviews.items() if doc != doc_id},
        )


@dataclass(frozen=True, slots=True)
class Operation:
    """Something to do to the library, which brings it to the state ``after``.

    ``again`` is done after a kill, and finishes what was begun. ``checked`` looks at more than the library. A
    ``damaged`` library need not be readable before it has been done.
    """

    name: str
    run: Callable[[], object]
    after: State
    again: Callable[[], object]
    root: Path
    checked: Callable[[bool], None] = lambda finished: None
    damaged: bool = False


# processes


class Points:
    """The points of an operation at which it may be killed, counted in memory that outlives the process."""

    def __init__(self) -> None:
        self.shared = mmap.mmap(-1, 256)
        self.count = self.limit = 0
        self.base = ""

    def watch(self, base: Path, limit: int) -> None:
        """Count in this process from now on, and end it with its group at the point ``limit`` (0 for never)."""
        self.base, self.limit = str(base), limit
        sys.addaudithook(self._audit)
        for name in ("before_cursor_execute", "after_cursor_execute", "commit"):
            event.listen(Engine, name, lambda *given, what=name: self.at(f"{what} {_statement(given)}"))
        write = Path.write_bytes

        def half_first(path: Path, data: bytes) -> int:
            if self.count + 1 == self.limit:
                write(path, data[: len(data) // 2])
            self.at("half written")
            return write(path, data)

        Path.write_bytes = half_first  # type: ignore[method-assign, assignment]

    def at(self, what: str) -> None:
        self.count += 1
        told = f"{self.count}|{what}".encode()[:250]
        self.shared[: len(told) + 1] = told + b"\0"
        if self.count == self.limit:
            os.killpg(0, signal.SIGKILL)

    def last(self) -> tuple[int, str]:
        """How many points were passed in a process that is over, and which was the last."""
        told = self.shared[:].partition(b"\0")[0].decode(errors="replace")
        count, _, what = told.partition("|")
        return int(count or 0), what

    def _audit(self, name: str, given: tuple[Any, ...]) -> None:
        if name == "open":
            writes = isinstance(given[2], int) and given[2] & _WRITING
            if writes and str(given[0]).startswith(self.base):
                self.at("open to write")
        elif name in {"os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.link", "shutil.rmtree"}:
            self.at(name)


def _statement(given: tuple[Any, ...]) -> str:
    text = next((arg for arg in given if isinstance(arg, str)), "")
    words = text.split()
    table = next((word for before, word in pairwise(words) if before in {"INTO", "FROM", "UPDATE"}), "")
    return f"{words[0] if words else ''} {table}".strip()


def in_child(job: Callable[[], Any]) -> Any:
    """What a job returns in a process of its own; raises Wrong where it failed."""
    read, write = os.pipe()
    pid = _fork(lambda: os.write(write, pickle.dumps(_outcome(job))))
    os.close(write)
    with os.fdopen(read, "rb") as pipe:
        told = pipe.read()
    os.waitpid(pid, 0)
    if not told:
        raise Wrong("the process that looked after it died")
    ok, result = pickle.loads(told)
    if not ok:
        raise Wrong(result)
    return result


def _outcome(job: Callable[[], Any]) -> tuple[bool, Any]:
    try:
        return True, job()
    except Wrong as wrong:
        return False, str(wrong)
    except BaseException:  # noqa: BLE001  whatever went wrong is told by the parent
        return False, traceback.format_exc()


def _fork(job: Callable[[], object]) -> int:
    """Run a job in a new process at the head of a group of its own."""
    pid = os.fork()
    if pid:
        # here as well as there: whichever comes first, the group is there
        with suppress(OSError):
            os.setpgid(pid, pid)
        return pid
    code = 1
    try:
        os.setpgid(0, 0)
        job()
        code = 0
    finally:
        os._exit(code)


def killed(operation: Operation, points: Points, base: Path, limit: int, delay: float) -> bool:
    """Do an operation and kill it, at a point (``limit``) or after a time; False where it was done before that."""
    points.shared[:] = bytes(256)

    def job() -> None:
        logging.disable(logging.CRITICAL)
        points.watch(base, limit)
        operation.run()

    pid = _fork(job)
    end = time.monotonic() + (_LONGEST if limit else delay)
    status = 0
    while time.monotonic() < end:
        done, status = os.waitpid(pid, os.WNOHANG)
        if done:
            break
        time.sleep(0.001)
    else:
        if limit:
            raise Wrong(f"{operation.name} did not end")
        os.killpg(pid, signal.SIGKILL)
        status = os.waitpid(pid, 0)[1]
    if os.WIFSIGNALED(status):
        return True
    if os.waitstatus_to_exitcode(status):
        raise Wrong(f"{operation.name} failed before it was killed")
    return False


# the library


class World:
    """A library with the files it is made from, and what it has to hold."""

    def __init__(self, base: Path, seed: int) -> None:
        self.base = base
        self.files, self.root = base / "files", base / "library"
        self.chance = random.Random(seed)
        self.state = State()
        self.archive: tuple[Path, State] | None = None
        self.known: dict[str, tuple[Extraction, list[Chunk]]] = {}
        self.files.mkdir(parents=True)
        self.number = 0

    def write(self, folder: Path, name: str) -> tuple[str, str]:
        """Write a report with figures of its own; returns its id and the hash of its content."""
        self.number += 1
        folder.mkdir(exist_ok=True)
        path = folder / name
        year = 2000 + int(name[1:3])
        # an income that is not the expenditure gives findings
        text = text_of(year=year, spent=f"{100 + self.number}.25").replace("收入合计", "收入合计", 1)
        path.write_text(text.replace(f"支出合计{100 + self.number}.25", f"支出合计{200 + self.number}.25", 1))
        return self.read(path)

    def read(self, path: Path) -> tuple[str, str]:
        extraction = extract_file(path)
        self.known[extraction.report.sha256] = extraction, chunks_of(extraction)
        return extraction.report.doc_id, extraction.report.sha256

    def operation(self) -> Operation:
        """The next thing to do."""
        makers = [self._ingest] * 5 + [self._reread, self._review, self._vectors]
        if self.state.reports:
            makers += [self._replace] * 2 + [self._delete, self._backup, self._rebuild, self._rebuild, self._migrate]
        if self.archive:
            makers += [self._restore]
        return self.chance.choice(makers)()

    def _ingest(self) -> Operation:
        reports = dict(self.state.reports)
        for number in self.chance.sample(range(_REPORTS), self.chance.randint(1, 3)):
            doc_id, sha256 = self.write(self.files, f"r{number:02}.txt")
            reports[doc_id] = sha256
        workers = 2 if self.chance.random() < 0.06 else 1
        return self._of("ingest", lambda library: library.ingest([self.files], workers=workers), reports)

    def _reread(self) -> Operation:
        version = f"rules {self.number}"

        def run(library: Library) -> None:
            ingest.rules_version = lambda: version
            library.ingest([self.files], workers=1)

        return self._of("reread", run, self.state.reports)

    def _replace(self) -> Operation:
        doc_id = self.chance.choice(sorted(self.state.reports))
        name = self.known[self.state.reports[doc_id]][0].report.file
        _, sha256 = self.write(self.base / "incoming", name)

        def run(library: Library) -> None:
            outcome, _ = library.replace(doc_id, self.base / "incoming" / name, workers=1)
            if outcome.status == "failed":
                raise Wrong(outcome.message)

        def keep_step(finished: bool) -> None:
            if finished:
                shutil.copy(self.base / "incoming" / name, self.files / name)

        return replace(self._of("replace", run, self.state.reports | {doc_id: sha256}), checked=keep_step)

    def _delete(self) -> Operation:
        doc_id = self.chance.choice(sorted(self.state.reports))
        (self.files / self.known[self.state.reports[doc_id]][0].report.file).unlink()

        def again(library: Library) -> None:
            if doc_id in {info.doc_id for info in library.reports()}:
                library.delete(doc_id)
            else:
                library.ingest([self.files], workers=1)

        after = self.state.without(doc_id)
        operation = self._of("delete", lambda library: library.delete(doc_id), after.reports)
        return replace(operation, after=after, again=lambda: self._with(again))

    def _review(self) -> Operation:
        findings = [(f.id, d) for d, sha in self.state.reports.items() for f in self.known[sha][0].findings]
        if not findings:
            return self._ingest()
        wanted, doc_id = self.chance.choice(sorted(findings))

        def run(library: Library) -> None:
            (finding,) = [f for f in library.findings(doc_id) if f.id == wanted]
            library.review(doc_id, finding, "confirmed", "核实")

        after = State(self.state.reports, self.state.reviews | {wanted: doc_id})
        return replace(self._of("review", run, after.reports), after=after)

    def _vectors(self) -> Operation:
        return self._of("vectors", lambda library: library.renew_vectors(), self.state.reports)

    def _backup(self) -> Operation:
        folder = self.base / "backups"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        out, state = folder / f"{self.number}.zip", self.state

        def again(library: Library) -> None:
            if not out.exists():
                library.backup(out)

        def whole(finished: bool) -> None:
            if out.exists() and not _is_whole(out):
                raise Wrong("half a backup under the name of a whole one")
            if finished:
                if {p.name for p in folder.iterdir()} != {out.name}:
                    raise Wrong(f"left beside the backup: {sorted(p.name for p in folder.iterdir())}")
                self.archive = out, state

        self.archive = None
        operation = self._of("backup", lambda library: library.backup(out), self.state.reports)
        return replace(operation, again=lambda: self._with(again), checked=whole)

    def _restore(self) -> Operation:
        root = self.base / "restored"
        shutil.rmtree(root, ignore_errors=True)
        archive, state = self.archive or (self.base, self.state)

        def run() -> None:
            Library.restore(archive, root, _SETTINGS)

        def again() -> None:
            if (root / DATABASE).exists():
                with Library.open(root, _SETTINGS) as library:
                    library.ingest([])
            else:
                try:
                    Library.open(root, _SETTINGS).close()
                    raise Wrong("half a restored library was opened") if any(root.glob("*/*")) else LibraryError("")
                except LibraryError:
                    shutil.rmtree(root) if (root / DATABASE).exists() else None
                run()

        return Operation("restore", run, state, again, root)

    def _rebuild(self) -> Operation:
        how = self.chance.choice(["whole", "whole", "page", "short", "gone"])
        path = self.root / DATABASE
        if how == "page":
            pages = path.stat().st_size // 4096
            with path.open("r+b") as file:
                file.seek(4096 * self.chance.randrange(pages))
                file.write(self.chance.randbytes(4096))
        elif how == "short":
            os.truncate(path, path.stat().st_size // 2)
        elif how == "gone":
            path.unlink()

        def run() -> None:
            Library.rebuild(self.root, _SETTINGS, workers=1)

        def cleared(finished: bool) -> None:
            for former in self.root.glob(f"{DATABASE}.old-*") if finished else ():
                former.unlink()

        return Operation(f"rebuild {how}", run, self.state, run, self.root, cleared, damaged=how != "whole")

    def _migrate(self) -> Operation:
        """Open a library as the version before this one left it."""
        _take_back(self.root / DATABASE)
        return self._of("migrate", lambda library: library.ingest([]), self.state.reports)

    def _of(self, name: str, run: Callable[[Library], object], reports: dict[str, str]) -> Operation:
        def job() -> None:
            self._with(run)

        return Operation(name, job, State(reports, self.state.reviews), job, self.root)

    def _with(self, run: Callable[[Library], object]) -> None:
        with Library.open(self.root, _SETTINGS) as library:
            run(library)

    # looking

    def look(self, operation: Operation, finished: bool) -> State:
        """Look at every report; returns what is there. Raises Wrong."""
        before = State() if operation.name == "restore" else self.state
        if not (operation.root / DATABASE).exists() and not finished:
            return before
        try:
            with Library.open(operation.root, _SETTINGS, create=False) as library:
                present = _present(library)
                _compare(present, before, operation, finished)
                self._contents(library, present)
                _sound(library, finished)
        except DamagedError:
            if finished or not operation.damaged:
                raise
            return before
        except (Wrong, sqlite3.Error):
            if finished or not operation.damaged:
                raise
            return before
        if finished:
            self._tidy(operation.root, present)
        return present

    def _contents(self, library: Library, present: State) -> None:
        """Each report is as a fresh reading of the same file gives it, and there is nothing besides."""
        totals = Counter(reports=len(present.reports))
        for doc_id, sha256 in present.reports.items():
            extraction, chunks = self.known[sha256]
            same = {
                "facts": library.store.facts(doc_id) == extraction.facts,
                "findings": library.store.findings(doc_id) == extraction.findings,
                "chunks": library.store.chunks([doc_id]) == chunks,
                "text": library.store.source(doc_id) == extraction.report.source.text,
                "original": library.original(doc_id).read_text() == extraction.report.source.text,
            }
            if wrong := [what for what, is_same in same.items() if not is_same]:
                raise Wrong(f"{doc_id}: {', '.join(wrong)} not as read")
            totals.update(facts=len(extraction.facts), findings=len(extraction.findings), chunks=len(chunks))
        counted = library.statistics()
        if {name: counted[name] for name in totals} != dict(totals):
            raise Wrong(f"there are {counted}, there should be {dict(totals)}")

    def _tidy(self, root: Path, present: State) -> None:
        """No file is left over: an original for each report, and nothing besides what a library has."""
        names = {str(p.relative_to(root / "originals")) for p in (root / "originals").glob("*/*")}
        wanted = {f"{folder_of(sha)}/{self.known[sha][0].report.file}" for sha in present.reports.values()}
        if names != wanted:
            raise Wrong(f"originals: {sorted(names - wanted)} too many, {sorted(wanted - names)} missing")
        if strange := [p.name for p in root.iterdir() if p.name not in _OURS and not p.name.startswith(DATABASE)]:
            raise Wrong(f"left in the library: {strange}")


def _take_back(database: Path) -> None:
    """Make a library one of version 1, in which passages had no number and there was no index of their words."""
    columns = "chunk_id TEXT NOT NULL PRIMARY KEY, doc_id TEXT, ordinal INTEGER, kind TEXT, section TEXT,"
    columns += ' section_key TEXT, text TEXT, start INTEGER, "end" INTEGER, line INTEGER, page INTEGER, lead TEXT,'
    names = ", ".join(part.split()[0] for part in f"{columns} tokens TEXT".split(", "))
    with closing(sqlite3.connect(database)) as connection:
        connection.executescript(
            f"BEGIN; CREATE TABLE former ({columns} tokens TEXT);"
            f"INSERT INTO former SELECT {names} FROM chunks ORDER BY id;"
            "DROP TABLE chunk_words; DROP TABLE chunks; ALTER TABLE former RENAME TO chunks;"
            "CREATE INDEX chunks_doc_id ON chunks (doc_id);"
            "UPDATE meta SET value = '1' WHERE name = 'version'; COMMIT;"
        )


def _is_whole(archive: Path) -> bool:
    with zipfile.ZipFile(archive) as file:
        return file.testzip() is None and "manifest.json" in file.namelist()


_SETTINGS = Settings(_env_file=None)  # type: ignore[call-arg]


def _present(library: Library) -> State:
    infos = library.store.reports()
    if len({info.doc_id for info in infos}) != len(infos):
        raise Wrong("a report is there twice")
    reviews = {review.finding: review.doc_id for review in library.store.reviews()}
    return State({info.doc_id: info.sha256 for info in infos}, reviews)


def _compare(present: State, before: State, operation: Operation, finished: bool) -> None:
    """Every report is as it was or as it was to be; a finished operation has done its work."""
    after = operation.after
    if finished and present.reports != after.reports:
        raise Wrong(f"there are {present.reports}, there should be {after.reports}")
    for doc_id in {*present.reports, *before.reports, *after.reports}:
        if present.reports.get(doc_id) not in (before.reports.get(doc_id), after.reports.get(doc_id)):
            raise Wrong(f"{doc_id} is neither as it was nor as it was to be")
    if operation.damaged:
        if not present.reviews.items() <= before.reviews.items():
            raise Wrong("decisions that nobody made")
        return
    for finding in {*present.reviews, *before.reviews, *after.reviews}:
        there = finding in present.reviews
        was, is_to_be = finding in before.reviews, finding in after.reviews
        if there not in ((is_to_be,) if finished else (was, is_to_be)):
            raise Wrong(f"decision on {finding} {'kept' if there else 'lost'}")


def _sound(library: Library, finished: bool) -> None:
    for looked_at in library.integrity():
        if looked_at.state != "ok" and (finished or looked_at.name.startswith("数据库")):
            raise Wrong(f"{looked_at.name}: {looked_at.told}")
    if finished and library.store.unindexed() + library.store.stale():
        raise Wrong(f"vectors wait: {library.store.unindexed()} {library.store.stale()}")


# the run


@dataclass(slots=True)
class Tally:
    """Where kills hit."""

    kills: int = 0
    finished: int = 0
    by_operation: Counter[str] = field(default_factory=Counter)
    by_point: Counter[str] = field(default_factory=Counter)

    def lines(self) -> list[str]:
        lines = [f"{self.kills} kills, {self.finished} runs ended before theirs; nothing lost, nothing doubled"]
        for title, counts in (("in", self.by_operation), ("after", self.by_point)):
            lines += [f"  {title} {name}: {count}" for name, count in counts.most_common()]
        return lines


def run(kills: int, seed: int, folder: Path | None = None, told: Callable[[str], None] = lambda line: None) -> Tally:
    """Kill so often, and look each time. Raises Wrong with what is wrong, leaving the library there."""
    import chromadb  # noqa: F401  imported once here, not in each of the processes
    import llama_index.core  # noqa: F401

    import rag.retrieval.embedding  # noqa: F401

    base = Path(tempfile.mkdtemp(prefix="juesuan-faults-", dir=folder))
    world, points, tally = World(base, seed), Points(), Tally()
    takes: dict[str, float] = {}
    passes: dict[str, int] = {}
    while tally.kills < kills:
        operation = world.operation()
        kind = operation.name.partition(" ")[0]
        by_point = world.chance.random() < 0.6
        limit = world.chance.randint(1, passes.get(kind) or 60) if by_point else 0
        delay = world.chance.uniform(0, takes.get(kind, 0.5))
        begun = time.monotonic()
        where = f"{operation.name}, point {limit}" if limit else f"{operation.name}, {delay:.3f} s"
        try:
            if killed(operation, points, base, limit, delay):
                count, last = points.last()
                where += f", after {count} {last}"
                tally.kills += 1
                tally.by_operation[operation.name] += 1
                tally.by_point[f"{kind}: {last if limit else 'at a time'}"] += 1
                passes[kind] = max(passes.get(kind, 0), count)
                operation.checked(False)
                in_child(partial(world.look, operation, finished=False))
                in_child(operation.again)
            else:
                tally.finished += 1
                takes[kind] = max(takes.get(kind, 0.0), time.monotonic() - begun)
                passes[kind] = max(passes.get(kind, 0), points.last()[0])
            present = in_child(partial(world.look, operation, finished=True))
            operation.checked(True)
        except Wrong as wrong:
            raise Wrong(f"after kill {tally.kills} ({where}) in {base}:\n{wrong}") from None
        if operation.name != "restore":
            world.state = present
        told(f"{tally.kills}: {where}")
    shutil.rmtree(base)
    return tally


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=500)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--folder", type=Path, help="where the libraries are made; a fast disk is best")
    parser.add_argument("--verbose", action="store_true", help="tell each kill")
    args = parser.parse_args()
    try:
        tally = run(args.kills, args.seed, args.folder, print if args.verbose else lambda line: None)
    except Wrong as wrong:
        print(f"seed {args.seed}: {wrong}", file=sys.stderr)
        return 1
    print("\n".join(tally.lines()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
