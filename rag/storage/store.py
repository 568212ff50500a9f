"""Store: reports, their source texts, facts, findings and chunks in SQL. What stands here is the truth.

A report goes in or out in one transaction, so it is there whole or not at all. The vectors in Chroma follow: a report
is ``indexed`` once its vectors are in, and ids whose vectors still have to be removed wait in ``stale``.
"""

from __future__ import annotations

import hashlib
import threading
import time
import uuid
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence, Set
from contextlib import AbstractContextManager, contextmanager
from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime
from decimal import Decimal
from itertools import islice
from pathlib import Path
from sys import intern
from typing import Any, get_args

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    Engine,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    case,
    delete,
    exists,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.exc import DatabaseError, OperationalError

from extractors.facts import Fact
from extractors.findings import Finding, Severity
from extractors.report import Places
from rag.storage import engines, migrations, postings
from rag.storage import reviews as marks
from rag.storage.engines import PlainText, StoreError
from rag.storage.record import Record
from rag.storage.sqlite_file import damaged, engine_in, engine_on, is_damage, is_read_only
from rag.text.chunks import Chunk
from rag.text.labels import Label

#: how a library is built anew from the files it has kept
_AGAIN = "juesuan ingest 原资料库/originals --library 新文件夹"


@dataclass(frozen=True, slots=True)
class ReportInfo:
    """One report of the library. ``path`` is where it was taken from; ``state`` is stored or indexed (vectors too)."""

    doc_id: str
    file: str
    path: str
    sha256: str
    department: str | None
    year: int | None
    kind: str
    level: str | None
    scope: str | None
    region: str | None
    unit: str | None
    pages: int | None
    ingested_at: str
    state: str
    version: str

    @property
    def whose(self) -> tuple[object, ...]:
        """Whose report it is, of what year and kind: two reports that share this are versions of one."""
        return tuple(getattr(self, name) for name in _WHOSE)

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


_WHOSE = ("department", "region", "scope", "year", "kind")
_NUMBERS = {"year", "pages", "page", "line", "start", "end", "at", "ordinal"}
_metadata = MetaData()


def _columns(row: type[Any], *skip: str) -> list[Column[Any]]:
    """Columns named like the fields of a dataclass: whole numbers as such, all else as text."""
    names = [f.name for f in fields(row) if f.name not in skip]
    return [Column(n, Integer if n in _NUMBERS else PlainText) for n in names]


_doc_id = "doc_id"
_Long = BigInteger().with_variant(Integer, "sqlite")
#: of a fact: its report, its number in the library, its label and its value
Cell = tuple[str, int, int, str | None]
_meta = Table("meta", _metadata, Column("name", PlainText, primary_key=True), Column("value", PlainText))
_stale = Table("stale", _metadata, Column(_doc_id, PlainText, primary_key=True))
_reports = Table(
    "reports", _metadata, Column(_doc_id, PlainText, primary_key=True), *_columns(ReportInfo, _doc_id),
    Index("reports_sha256", "sha256"),
    # hashed: a path may be longer than what PostgreSQL takes into an index in order
    Index("reports_path", "path", postgresql_using="hash"),
)  # fmt: skip
_sources = Table(
    "sources", _metadata, Column(_doc_id, PlainText, primary_key=True), Column("text", PlainText),
    Column("places", LargeBinary),
)  # fmt: skip
_facts = Table(
    "facts", _metadata, Column("id", _Long, primary_key=True), *_columns(Fact), Column("label", _Long),
    Index("facts_doc_id", _doc_id), Index("facts_label", "label", _doc_id, "value"),
)  # fmt: skip
#: labels outlive their last fact; ``labels`` leaves such ones out
_labels = Table("labels", _metadata, Column("number", _Long, primary_key=True), *_columns(Label))
_label_keys = Table(
    "label_keys", _metadata, Column("key", PlainText, primary_key=True), Column("label", _Long, primary_key=True),
    sqlite_with_rowid=False,
)  # fmt: skip
_findings = Table(
    "findings", _metadata, Column("number", _Long, primary_key=True), Column(_doc_id, PlainText),
    Column("finding", PlainText), Index("findings_doc_id", _doc_id),
)  # fmt: skip
_chunks = Table(
    "chunks", _metadata, Column("id", _Long, primary_key=True), *_columns(Chunk),
    Index("chunks_chunk_id", "chunk_id", unique=True), Index("chunks_doc_id", _doc_id),
)  # fmt: skip
#: names the form of the tables; a library whose tables have another form is refused with what to do
_form = "".join(str(column) for table in _metadata.sorted_tables for column in table.columns)
SCHEMA = hashlib.sha256(_form.encode()).hexdigest()[:12]
_FACT = [_facts.c[f.name] for f in fields(Fact)]
_VALUE = [f.name for f in fields(Fact)].index("value")
_CHUNK = [_chunks.c[f.name] for f in fields(Chunk)]
_LABEL = [_labels.c[f.name] for f in fields(Label)]
_CELL = [_facts.c.doc_id, _facts.c.id, _facts.c.label, _facts.c.value]
_REPORT = [_reports.c[f.name] for f in fields(ReportInfo)]


#: the longest key a label is found by: no question names anything longer
LONGEST_KEY = 40
#: how many values a condition lists at most
_LISTED = 400
#: how often an opening is tried again, each after a tenth of a second
_ATTEMPTS = 100


class Store:
    """The database of a library: a SQLite file in its folder, or a schema of its own on a PostgreSQL server."""

    def __init__(self, engine: Engine, library: str, create: bool = True, home: Path | None = None) -> None:
        """Open the database of the library with this id; its tables are created where there are none.

        ``home`` is the folder of the library where the database is the file in it; that may be one to read only.
        Raises StoreError where that fails, and without ``create`` where there are no tables yet.
        """
        self.engine = engine
        self.home = home
        self.read_only = home is not None and is_read_only(home)
        self._moment = threading.local()
        try:
            self._prepare_in_turn(library, create)
        except DatabaseError as error:
            self.engine.dispose()
            if home is not None and is_damage(error.orig):
                raise damaged(home, _reason(error)) from None
            raise StoreError(f"数据库无法使用（{_reason(error)}）：{engines.shown(engine)}；{self._remedy}") from None
        except StoreError:
            self.engine.dispose()
            raise

    @classmethod
    def in_folder(cls, folder: Path, create: bool = True) -> Store:
        """The store of a library that has all in its folder. Raises DamagedError where its database is damaged."""
        return cls(engine_in(folder), uuid.uuid4().hex, create, folder)

    @classmethod
    def in_file(cls, path: Path) -> Store:
        """The store in a SQLite file that is the database of no library yet, or a copy of one."""
        return cls(engine_on(path), uuid.uuid4().hex)

    @classmethod
    def on_server(cls, url: str, library: str, create: bool = True) -> Store:
        """The store that the library with this id has on the PostgreSQL server at a URL."""
        return cls(engines.postgresql_engine(url, library), library, create)

    @property
    def _remedy(self) -> str:
        if engines.is_server(self.engine):
            return "请检查这个数据库用户的权限（要能建立 schema：GRANT CREATE ON DATABASE 数据库 TO 用户）"
        return f"请检查磁盘空间和权限；如文件已损坏，请重新导入：{_AGAIN}"

    @property
    def told(self) -> str:
        """Which engine this is, and where, in words without passwords."""
        if not engines.is_server(self.engine):
            return f"SQLite（{Path(self.engine.url.database or '').name}）"
        with self.engine.connect() as connection:
            version = connection.scalar(select(func.current_setting("server_version")))
        schema = engines.schema_of(self.meta("library") or "")
        return f"PostgreSQL {version}（{engines.shown(self.engine)}，schema {schema}）"

    def _prepare_in_turn(self, library: str, create: bool) -> None:
        """Prepare, waiting for another process that is doing so: SQLite refuses a change of its journal at once."""
        for attempt in range(_ATTEMPTS):
            try:
                return self._prepare(library, create)
            except OperationalError as error:
                if "locked" not in str(error) or attempt == _ATTEMPTS - 1:
                    raise
                time.sleep(0.1)

    def _prepare(self, library: str, create: bool) -> None:
        with self.engine.connect() as connection:
            found = self.engine.dialect.has_table(connection, "meta")
        if not found and not create:
            raise StoreError(
                f"资料库文件夹里有原文件，而数据库 {engines.shown(self.engine)} 里没有它的数据；没有打开，"
                f"以免原文件被清除。请检查 JUESUAN_DATABASE_URL 是否指向原来的数据库；"
                f"如数据已丢失，请重新导入：{_AGAIN}"
            )
        if not found:
            with self._writing() as connection:
                self._create(connection, library)
        migrations.migrate(self.engine, SCHEMA)
        if self.meta("schema") != SCHEMA:
            raise StoreError(f"这个资料库由另一个版本的程序建立；请重新导入：{_AGAIN}")

    def _create(self, connection: Connection, library: str) -> None:
        """Make the tables, unless another process has just done so."""
        if engines.is_server(self.engine):
            engines.make_schema(connection, library)
        _metadata.create_all(connection)
        postings.create(connection)
        marks.create(connection)
        if not connection.scalar(select(func.count()).select_from(_meta)):
            new = {"schema": SCHEMA, "library": library, "generation": "0"} | migrations.newest()
            connection.execute(insert(_meta), [{"name": n, "value": v} for n, v in new.items()])

    def _writing(self) -> AbstractContextManager[Connection]:
        """One transaction, all or nothing."""
        if self.read_only:
            raise StoreError(f"资料库 {self.home} 不可写：可以提问和查看，不能改动；请检查文件夹权限")
        return engines.writing(self.engine)

    # writing

    def replace(self, record: Record, path: str, version: str = "") -> list[str]:
        """Put a report in, in place of any former one with the same id or from the same file; returns their ids.

        ``version`` says which rules read it, so that better rules read it again.
        """
        doc_id = record.doc_id
        header = record.header | {"path": path, "state": "stored", "version": version}
        with self._writing() as connection:
            # the same content read again, by better rules, is no later version
            same_content = select(_reports.c.ingested_at).where(_reports.c.sha256 == record.sha256)
            header["ingested_at"] = connection.scalar(same_content) or _now()
            same = (_reports.c.doc_id == doc_id) | (_reports.c.path == path)
            former = list(connection.scalars(select(_reports.c.doc_id).where(same)))
            for former_id in former:
                _remove(connection, former_id)
            marks.drop(connection, set(former) - {doc_id})
            connection.execute(insert(_reports), header)
            connection.execute(insert(_sources), {"doc_id": doc_id, "text": record.text, "places": record.places})
            _insert_facts(connection, record)
            _insert(connection, _findings, ({"doc_id": doc_id, "finding": text} for text in record.findings))
            _insert(connection, _chunks, (asdict(c) for c in record.chunks))
            _next_generation(connection)
        return former

    def delete(self, doc_id: str) -> bool:
        """Take a report out with all that belongs to it; False where there was none."""
        with self._writing() as connection:
            there = _remove(connection, doc_id)
            marks.drop(connection, [doc_id])
            if there:
                _next_generation(connection)
        return there

    def review(self, finding: Finding, state: marks.State | None, note: str = "") -> bool:
        """Keep what was decided on a finding, or forget it (no ``state``); False where its report is gone."""
        about = _reports.c.doc_id == marks.subject_of(finding)
        with self._writing() as connection:
            there = bool(connection.scalar(select(func.count()).where(about)))
            if there:
                marks.put(connection, finding, state, note)
        return there

    def mark_indexed(self, doc_ids: Iterable[str]) -> None:
        """Note that the vectors of these reports, and nothing else of theirs, are in the vector store."""
        with self._writing() as connection:
            for doc_id in doc_ids:
                connection.execute(update(_reports).where(_reports.c.doc_id == doc_id).values(state="indexed"))
                connection.execute(delete(_stale).where(_stale.c.doc_id == doc_id))

    def forget_vectors(self) -> None:
        """Note that the vector store is empty: everything has to be indexed again."""
        with self._writing() as connection:
            connection.execute(update(_reports).values(state="stored"))
            connection.execute(delete(_stale))

    def take_over(self, ingested: Mapping[str, str], reviews: Iterable[marks.Review]) -> None:
        """Take over from a former database when its reports were taken in, and what was decided on their findings."""
        with self._writing() as connection:
            for doc_id, at in ingested.items():
                connection.execute(update(_reports).where(_reports.c.doc_id == doc_id).values(ingested_at=at))
            marks.put_back(connection, reviews)
            _next_generation(connection)

    def become_another(self) -> None:
        """Make this the database of a library of its own, whose vectors are still to be made."""
        with self._writing() as connection:
            connection.execute(update(_meta).where(_meta.c.name == "library").values(value=uuid.uuid4().hex))
            connection.execute(delete(_meta).where(_meta.c.name.in_(("vectors", "vectors_of"))))
            connection.execute(update(_reports).values(state="stored"))
            connection.execute(delete(_stale))

    def set_meta(self, name: str, value: str) -> None:
        with self._writing() as connection:
            connection.execute(delete(_meta).where(_meta.c.name == name))
            connection.execute(insert(_meta), {"name": name, "value": value})

    # reading

    @contextmanager
    def moment(self) -> Iterator[None]:
        """Within it this thread reads the library as it is at one moment, whatever others change meanwhile."""
        with self.engine.connect() as connection:
            if connection.dialect.name == "sqlite":
                connection.exec_driver_sql("BEGIN")
            else:
                connection = connection.execution_options(isolation_level="REPEATABLE READ")
            self._moment.connection = connection
            try:
                yield
            finally:
                self._moment.connection = None

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        if (connection := getattr(self._moment, "connection", None)) is not None:
            yield connection
            return
        with self.engine.connect() as connection:
            yield connection

    def meta(self, name: str) -> str | None:
        """A note the library keeps about itself: schema, library (its id), generation, vectors."""
        with self._reading() as connection:
            return connection.scalar(select(_meta.c.value).where(_meta.c.name == name))

    def generation(self) -> str:
        """Changes whenever any process puts a report in or takes one out."""
        return self.meta("generation") or ""

    def reports(self) -> list[ReportInfo]:
        """All reports, by department and year."""
        order = (_reports.c.department.nulls_first(), _reports.c.year.nulls_first(), _reports.c.doc_id)
        with self._reading() as connection:
            return [ReportInfo(*row) for row in connection.execute(select(*_REPORT).order_by(*order))]

    def report(self, doc_id: str) -> ReportInfo | None:
        return self._one_report(_reports.c.doc_id == doc_id)

    def report_with(self, *, sha256: str) -> ReportInfo | None:
        """The report with this very content."""
        return self._one_report(_reports.c.sha256 == sha256)

    def report_from(self, path: str) -> ReportInfo | None:
        """The report that was read from this file."""
        return self._one_report(_reports.c.path == path)

    def versions(self, doc_id: str) -> list[ReportInfo]:
        """A report and the others of the same department, year and kind, the latest taken in last."""
        info = self.report(doc_id)
        if info is None:
            return []
        same = [_reports.c[name] == getattr(info, name) for name in _WHOSE if getattr(info, name) is not None]
        order = (_reports.c.ingested_at, _reports.c.doc_id)
        with self._reading() as connection:
            rows = connection.execute(select(*_REPORT).where(*same).order_by(*order)).fetchall()
        return [other for other in (ReportInfo(*row) for row in rows) if other.whose == info.whose]

    def _one_report(self, condition: Any) -> ReportInfo | None:
        with self._reading() as connection:
            row = connection.execute(select(*_REPORT).where(condition).order_by(_reports.c.doc_id)).first()
        return ReportInfo(*row) if row else None

    def facts(self, doc_id: str) -> list[Fact]:
        """The facts of a report in the order they were read."""
        query = select(*_FACT).where(_facts.c.doc_id == doc_id).order_by(_facts.c.id)
        with self._reading() as connection:
            rows = connection.execute(query).fetchall()
        return [_fact(tuple(row)) for row in rows]

    def without_facts(self, doc_ids: Sequence[str]) -> set[str]:
        """Those of some reports of which no fact was read."""
        having: set[str] = set()
        with self._reading() as connection:
            for part in _parts(doc_ids):
                having |= set(connection.scalars(select(_facts.c.doc_id).where(_facts.c.doc_id.in_(part)).distinct()))
        return set(doc_ids) - having

    def labels(self, keys: Iterable[str]) -> dict[int, Label]:
        """The labels of which some report has facts that are found by one of these keys, by their numbers."""
        found: dict[int, Label] = {}
        used = exists().where(_facts.c.label == _labels.c.number)
        query = select(_labels.c.number, *_LABEL).join(_label_keys, _label_keys.c.label == _labels.c.number).where(used)
        query = query.order_by(_label_keys.c.key, _labels.c.number)
        with self._reading() as connection:
            for part in _parts(keys):
                for number, *row in connection.execute(query.where(_label_keys.c.key.in_(part))):
                    found[number] = Label(*row)
        return found

    def cells(self, labels: Iterable[int], doc_ids: Sequence[str] | None = None) -> list[Cell]:
        """All facts with one of these labels, in no order; of a few reports or of all."""
        query = select(*_CELL) if doc_ids is None else select(*_CELL).where(_facts.c.doc_id.in_(doc_ids))
        found: list[Cell] = []
        with self._reading() as connection:
            for part in _parts(labels):
                rows = connection.execute(query.where(_facts.c.label.in_(part))).fetchall()
                # plain tuples with shared names: thousands of them are kept, and the collector need not visit these
                found += [(intern(doc_id), number, label, value) for doc_id, number, label, value in rows]
        return found

    def holding(self, labels: Iterable[int], wanted: Set[str]) -> set[str]:
        """Reports that have a fact with one of these labels, as far as needed to know of each one wanted."""
        held: set[str] = set()
        query = select(_facts.c.doc_id).distinct()
        with self._reading() as connection:
            for label in labels:
                held.update(connection.scalars(query.where(_facts.c.label == label)).fetchall())
                if held >= wanted:
                    break
        return held & wanted

    def facts_numbered(self, numbers: Iterable[int]) -> dict[int, Fact]:
        """Facts by their places in the library."""
        query = select(_facts.c.id, *_FACT).order_by(_facts.c.id)
        with self._reading() as connection:
            return {
                number: _fact(tuple(row))
                for part in _parts(numbers)
                for number, *row in connection.execute(query.where(_facts.c.id.in_(part)))
            }

    def findings(self, doc_id: str) -> list[Finding]:
        query = select(_findings.c.finding).where(_findings.c.doc_id == doc_id).order_by(_findings.c.number)
        with self._reading() as connection:
            return [Finding.model_validate_json(text) for text in connection.scalars(query)]

    def reviews(self, doc_id: str | None = None) -> list[marks.Review]:
        """What was decided on findings of one report, or of all."""
        with self._reading() as connection:
            return marks.read(connection, doc_id)

    def severities(self, doc_ids: Sequence[str] | None = None) -> dict[str, dict[str, int]]:
        """How many findings of each severity reports have: of some reports or of all that have any."""
        having = {name: _findings.c.finding.like(f'%"severity":"{name}"%') for name in get_args(Severity)}
        counts = [func.sum(case((has, 1), else_=0)) for has in having.values()]
        query = select(_findings.c.doc_id, *counts).group_by(_findings.c.doc_id)
        if doc_ids is not None:
            query = query.where(_findings.c.doc_id.in_(doc_ids))
        with self._reading() as connection:
            return {
                doc_id: {name: int(n) for name, n in zip(having, numbers, strict=True) if n}
                for doc_id, *numbers in connection.execute(query)
            }

    def source(self, doc_id: str) -> str | None:
        """The whole text of a report, into which all spans count."""
        with self._reading() as connection:
            return connection.scalar(select(_sources.c.text).where(_sources.c.doc_id == doc_id))

    def places(self, doc_id: str) -> Places:
        """Where the pieces of the text of a report stand in its file."""
        with self._reading() as connection:
            return Places.unpacked(connection.scalar(select(_sources.c.places).where(_sources.c.doc_id == doc_id)))

    def chunks(self, doc_ids: Sequence[str] | None = None) -> list[Chunk]:
        """The chunks of some reports, or of all, in reading order."""
        query = select(*_CHUNK).order_by(_chunks.c.doc_id, _chunks.c.ordinal)
        if doc_ids is not None:
            query = query.where(_chunks.c.doc_id.in_(doc_ids))
        with self._reading() as connection:
            return [Chunk(*row) for row in connection.execute(query)]

    def reports_with(self, words: Iterable[str], among: Collection[str] | None, most: int) -> list[str]:
        """The ids of up to ``most`` reports, of all or ``among`` some, whose passages have most of some words."""
        with self._reading() as connection:
            return postings.reports_with(connection, words, among, most)

    def number(self) -> int:
        """How many reports there are."""
        with self._reading() as connection:
            return connection.scalar(select(func.count()).select_from(_reports)) or 0

    def unindexed(self) -> list[str]:
        """Reports whose vectors are not in yet."""
        query = select(_reports.c.doc_id).where(_reports.c.state != "indexed").order_by(_reports.c.doc_id)
        with self._reading() as connection:
            return list(connection.scalars(query))

    def stale(self) -> list[str]:
        """Ids of former reports whose vectors may still be there."""
        with self._reading() as connection:
            return list(connection.scalars(select(_stale.c.doc_id)))

    def statistics(self) -> dict[str, int]:
        """How many reports, facts, findings and chunks there are, and how many reports are indexed."""
        tables = {"reports": _reports, "facts": _facts, "findings": _findings, "chunks": _chunks}
        with self._reading() as connection:
            counts = {n: connection.scalar(select(func.count()).select_from(t)) or 0 for n, t in tables.items()}
            indexed = select(func.count()).where(_reports.c.state == "indexed")
            return counts | {"indexed": connection.scalar(indexed) or 0}

    def close(self) -> None:
        self.engine.dispose()


def _insert(connection: Connection, table: Table, rows: Iterable[dict[str, Any]]) -> None:
    if many := list(rows):
        connection.execute(insert(table), many)


def _remove(connection: Connection, doc_id: str) -> bool:
    for table in (_sources, _facts, _findings, _chunks):
        connection.execute(delete(table).where(table.c.doc_id == doc_id))
    there = connection.execute(delete(_reports).where(_reports.c.doc_id == doc_id)).rowcount > 0
    if there and not connection.scalar(select(func.count()).where(_stale.c.doc_id == doc_id)):
        connection.execute(insert(_stale), {"doc_id": doc_id})
    return there


def _next_generation(connection: Connection) -> None:
    now = connection.scalar(select(_meta.c.value).where(_meta.c.name == "generation")) or "0"
    connection.execute(update(_meta).where(_meta.c.name == "generation").values(value=str(int(now) + 1)))


def _insert_facts(connection: Connection, record: Record) -> None:
    """Facts with their labels, and of the labels those that the library has not met yet."""
    _insert(connection, _facts, record.facts())
    known: set[int] = set()
    for part in _parts(record.labels):
        known.update(connection.scalars(select(_labels.c.number).where(_labels.c.number.in_(part))))
    new = {number: label for number, label in record.labels.items() if number not in known}
    _insert(connection, _labels, (asdict(label) | {"number": number} for number, label in new.items()))
    keys = ({"key": k, "label": n} for n, label in new.items() for k in label.keys if len(k) <= LONGEST_KEY)
    _insert(connection, _label_keys, keys)


def _parts(values: Iterable[Any]) -> Iterator[list[Any]]:
    """Values in lists short enough for one condition."""
    rest = iter(values)
    while part := list(islice(rest, _LISTED)):
        yield part


def _fact(row: tuple[Any, ...]) -> Fact:
    value = row[_VALUE]
    return Fact(*row[:_VALUE], None if value is None else Decimal(value), *row[_VALUE + 1 :])  # type: ignore[call-arg]


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="microseconds")


def _reason(error: DatabaseError) -> str:
    return engines.reason(error.orig or error)
