"""Library: the one door to reports and the answers drawn from them. The page and the command line use nothing else.

A library is a folder: ``juesuan.sqlite`` (facts, texts, chunks: the truth), ``originals`` (the files as taken in, from
which all can be rebuilt) and ``chroma`` (vectors, which follow). Database and vectors may stand on servers instead.
"""

from __future__ import annotations

import logging
import shutil
import threading
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

from extractors.vocabulary.own import use_families
from rag.holdings.held import Held
from rag.retrieval.index import ChunkIndex, Hit, Keep
from rag.storage import marker
from rag.storage.between import Between
from rag.storage.lock import LibraryError, locked
from rag.storage.reviews import Review, State, review_row, subject_of
from rag.storage.severities import Severities
from rag.storage.sqlite_file import DATABASE
from rag.storage.store import ReportInfo, Store
from rag.upkeep import rebuild
from rag.upkeep.backup import Backup, backup, restore
from rag.upkeep.folder import check_folder, open_store
from rag.upkeep.ingest import Ingest, IngestOutcome, OnOutcome, OnProgress, Stopped, drop_leavings, folder_of

if TYPE_CHECKING:
    from pydantic import BaseModel

    from extractors.audit import Audit
    from extractors.bulk import Engine, Found
    from extractors.citation import Citation
    from extractors.facts import Fact
    from extractors.families import Template
    from extractors.findings import Finding
    from extractors.llm.client import Client
    from extractors.report import Box, Places, Report
    from extractors.structured import Filled
    from rag.answer import Answer
    from rag.assisted import Assistant
    from rag.conversation import Conversation
    from rag.holdings.catalogue import Catalogue
    from rag.holdings.census import Census
    from rag.holdings.lookup import FactIndex
    from rag.reports.compared import Aspect, Compared
    from rag.retrieval.gain import Gain
    from rag.settings import Settings
    from rag.storage.revision import Revision
    from rag.text.chunks import Chunk
    from rag.text.outline import Outline
    from rag.upkeep.health import Health

log = logging.getLogger("juesuan")

#: how long one ingest waits for another one that doesn't get on, in seconds
_PATIENCE = 60.0


class Library:
    """A folder of reports that can be asked. Use ``open``, and close it, or use it in a ``with`` statement."""

    def __init__(self, root: Path, settings: Settings, store: Store) -> None:
        self.root = root
        self.settings = settings
        self.store = store
        self.index = ChunkIndex(store, root / "chroma", settings)
        self._latest = Held(store.generation())
        self._settled = threading.local()
        self._severities = Severities(store)
        self._client: Client | None = None
        self._connecting = threading.Lock()

    @classmethod
    def open(cls, path: str | Path | None = None, settings: Settings | None = None, create: bool = True) -> Library:
        """Open the library in a folder, or the one of the settings. Raises LibraryError or StoreError.

        With ``create`` a folder that is missing or empty becomes a library; a folder of other things never does.
        """
        root, settings = _place(path, settings)
        check_folder(root, create)
        if rebuild.is_ready(root):
            with locked(root, _PATIENCE, lambda: None):
                rebuild.finish(root)
        before = marker.noted(root)
        store = open_store(root, settings.database_url)
        marker.check(root, before, store)
        return cls(root, settings, store)

    @classmethod
    def rebuild(
        cls,
        path: str | Path | None = None,
        settings: Settings | None = None,
        on_outcome: OnOutcome | None = None,
        on_progress: OnProgress | None = None,
        workers: int | None = None,
    ) -> rebuild.Rebuilt:
        """Read the originals of a library, whose database may be damaged, into a new database in place of the former.

        The former is put aside. Nothing changes for others before all is read; safe to stop at any point.
        """
        root, settings = _place(path, settings)
        _check_own_database(settings, "重建")
        if not root.is_dir() or not {DATABASE, "originals"} & {p.name for p in root.iterdir()}:
            raise LibraryError(f"{root} 不是资料库，没有可以重建的；请用 --library 指定资料库文件夹")
        with locked(root, _PATIENCE, lambda: None):
            rebuilt = rebuild.rebuild(root, on_outcome, on_progress, workers)
        with cls.open(root, settings) as library, library._locked():
            library._follow()
        return rebuilt

    @classmethod
    def restore(cls, archive: str | Path, path: str | Path | None = None, settings: Settings | None = None) -> Backup:
        """Make an empty folder the library that was backed up. Raises LibraryError where the backup cannot be used."""
        root, settings = _place(path, settings)
        _check_own_database(settings, "恢复")
        restored = restore(Path(archive), root)
        with cls.open(root, settings) as library, library._locked():
            library._follow()
        return restored

    def backup(self, out: str | Path) -> Backup:
        """Write the database as it is now and the originals into one file; others may read and ingest meanwhile."""
        _check_own_database(self.settings, "备份")
        return backup(self.root, self.store, Path(out))

    def renew_vectors(self) -> int:
        """Make all vectors anew, in a new vector store where they are in a folder; returns of how many reports."""
        with self._locked():
            self.index.discard()
            return self.index.synchronise()

    # taking in

    def ingest(
        self,
        paths: Iterable[str | Path],
        on_outcome: OnOutcome | None = None,
        on_progress: OnProgress | None = None,
        workers: int | None = None,
        stopped: Stopped | None = None,
        engine: Engine | None = None,
    ) -> list[IngestOutcome]:
        """Take in files, folders (with all below) and globs; returns what became of each file, in their order.

        A file whose content is there already is left alone; a changed one replaces the former facts and chunks of the
        same path or report. Each report goes in whole or not at all. ``on_progress`` is told how many files of how many
        are done, and the file's name. Once ``stopped`` says so the files that are left are not taken in, and have no
        outcome. ``engine`` is where the reading is done: in this process, or others of this machine, if none is given.
        Raises LibraryError where another process keeps the library busy.
        """
        from extractors.bulk import find_files

        files = find_files(paths, leave_out=self.root)
        with self._locked():
            outcomes = self._ingest(files, on_outcome, on_progress, stopped).run(workers, engine)
            self._follow()
        return outcomes

    def replace(self, doc_id: str, path: str | Path, workers: int | None = None) -> tuple[IngestOutcome, Revision]:
        """Put a new version of a report, a file, in the place of the former; tells what became of it and of its facts.

        A file that is a report of another body, year or kind is refused, and the former one stays.
        """
        from extractors.bulk import Found
        from rag.storage.revision import Revision, revision

        with self._locked():
            former, facts = self._known(doc_id), self.store.facts(doc_id)
            (outcome,) = self._ingest([Found(Path(path))], instead_of=former).run(workers)
            self._follow()
        if outcome.status == "failed" or outcome.doc_id is None:
            return outcome, Revision()
        return outcome, revision(facts, self.store.facts(outcome.doc_id))

    def _ingest(
        self,
        files: list[Found],
        on_outcome: OnOutcome | None = None,
        on_progress: OnProgress | None = None,
        stopped: Stopped | None = None,
        instead_of: ReportInfo | None = None,
    ) -> Ingest:
        return Ingest(self.store, self.root / "originals", files, on_outcome, on_progress, stopped, instead_of)

    def delete(self, doc_id: str) -> None:
        """Take a report out with its facts, chunks, vectors and original."""
        with self._locked():
            self._known(doc_id)
            self.store.delete(doc_id)
            self._follow()

    def _follow(self) -> None:
        """Let originals and vectors follow the database; what fails here is made up for at the next ingest."""
        kept = {folder_of(info.sha256): info.file for info in self.store.reports()}
        for folder in (self.root / "originals").glob("*"):
            if folder.name not in kept:
                shutil.rmtree(folder, ignore_errors=True)
            else:
                drop_leavings(folder, kept[folder.name])
        try:
            self.index.synchronise()
        except Exception as error:  # noqa: BLE001  the vectors are an addition: whatever fails, search by words works
            log.warning(
                "向量未能更新，下次导入时补上（按词检索不受影响；总是如此请运行 juesuan rebuild --vectors）：%s",
                error,
            )

    @contextmanager
    def _locked(self) -> Iterator[None]:
        """Only one process at a time changes a library; the lock ends with its process, however that ends."""
        with locked(self.root, _PATIENCE, self.store.generation):
            try:
                yield
            finally:
                marker.note(self.root, self.store)

    # looking up

    def reports(self) -> list[ReportInfo]:
        """All reports, by department and year."""
        self._refresh()
        if self._held.shelf is None:
            self._held.shelf = self.store.reports()
        return list(self._held.shelf)

    def former_versions(self) -> dict[str, list[ReportInfo]]:
        """By the id of a report: other reports of the same department, year and kind that were taken in before it.

        A file of which nothing could be read never stands for one that was read, whenever it came.
        """
        versions: dict[tuple[object, ...], list[ReportInfo]] = {}
        for info in self.reports():
            versions.setdefault(info.whose, []).append(info)
        several = [infos for infos in versions.values() if len(infos) > 1]
        empty = self.store.without_facts([info.doc_id for infos in several for info in infos])
        for infos in several:
            infos.sort(key=lambda info: (info.doc_id not in empty, info.ingested_at))
        return {infos[-1].doc_id: infos[:-1] for infos in several}

    def versions(self, doc_id: str) -> list[ReportInfo]:
        """A report and the others of the same department, year and kind, the latest taken in last."""
        return self.store.versions(doc_id)

    def revision(self, former: str, present: str) -> Revision:
        """What the facts of one version of a report say otherwise than those of another."""
        from rag.storage.revision import revision

        return revision(self.facts(former), self.facts(present))

    def catalogue(self) -> Catalogue:
        """The reports as answering sees them; put in order once and shared by all conversations."""
        from rag.holdings.catalogue import Catalogue

        self._refresh()
        if self._held.catalogue is None:
            self._held.catalogue = Catalogue(self.reports(), self.former_versions())
        return self._held.catalogue

    def census(self) -> Census:
        """What all reports print, by label; shared by all conversations."""
        from rag.holdings.census import Census

        self._refresh()
        if self._held.census is None:
            self._held.census = Census(self.store, list(self.catalogue().reports))
        return self._held.census

    def facts(self, doc_id: str) -> list[Fact]:
        """The facts of a report, in the order they were read; none for a report that is not there."""
        self._refresh()
        return self._held.facts.get(doc_id, self.store.facts)

    def fact_index(self, doc_id: str) -> FactIndex:
        """The facts of a report by what they are of; made once and shared by all conversations."""
        from rag.holdings.lookup import FactIndex

        facts = self.facts(doc_id)
        return self._held.indexes.get(doc_id, lambda _: FactIndex(facts))

    def outline(self, doc_id: str) -> Outline:
        """The text of a report by sentences and labels; made once and shared by all conversations."""
        from rag.text.outline import outline_of

        self._refresh()
        return self._held.outlines.get(
            doc_id, lambda wanted: outline_of(self.source(wanted), self.store.chunks([wanted]))
        )

    def chunks(self, doc_id: str) -> list[Chunk]:
        """A report in pieces along its sections, its tables included."""
        return self.store.chunks([doc_id])

    def findings(self, doc_id: str) -> list[Finding]:
        """What the cross-checks have against a report."""
        self._refresh()
        return self._held.findings.get(doc_id, self.store.findings)

    def severities(self) -> dict[str, Mapping[str, int]]:
        """By the id of each report: how many findings of each severity the cross-checks have against it."""
        return self._severities.of(self.reports())

    def findings_between(self, doc_id: str | None = None) -> list[Finding]:
        """What reports of one department have against one another: years, budget, units, versions.

        Computed from the stored facts. With ``doc_id`` only the findings that rest on this report.
        """
        return self._compared().findings(doc_id)

    def uncompared(self, doc_ids: Collection[str]) -> int:
        """How many reports ``findings_between`` would have to read to know what there is against these."""
        return self._compared().unread(doc_ids)

    def _compared(self) -> Between:
        reports = self.reports()
        if self._held.between is None:
            self._held.between = Between(self.store, reports)
        return self._held.between

    def audit(self, doc_id: str) -> Audit:
        """All checks on a report anew, with how each of them ended: passes, and what could not be checked and why."""
        from extractors.audit import audit_of

        report = self.report(doc_id)
        return self._held.audits.get(doc_id, lambda _: audit_of(report))

    def reviews(self, doc_id: str | None = None) -> dict[str, Review]:
        """What was decided on the findings of a report, or of all, by the ids of the findings.

        A decision counts as long as it ``stands``: a finding that says something else now was not decided on.
        """
        return {review.finding: review for review in self.store.reviews(doc_id)}

    def review(self, doc_id: str, finding: Finding, state: State | None, note: str = "") -> None:
        """Keep what was decided on a finding of a report, with the time; without ``state`` it is open again.

        ``doc_id`` is the report that the finding is about. Raises LibraryError where that is no longer there.
        """
        if subject_of(finding) != doc_id or not self.store.review(finding, state, note):
            raise LibraryError(f"没有记下：报告 {doc_id} 或它的这一条发现已不在资料库中；请刷新后重试")

    def source(self, doc_id: str) -> str:
        """The whole text of a report, into which all spans count. Raises LibraryError for an unknown report."""
        text = self.store.source(doc_id)
        if text is None:
            self._known(doc_id)
        return text or ""

    def places(self, doc_id: str) -> Places:
        """Where the pieces of the text of a report stand in its file: pages and boxes, or cells."""
        self._refresh()
        return self._held.places.get(doc_id, self.store.places)

    def original(self, doc_id: str) -> Path:
        """The file of a report as it was taken in. Raises LibraryError where it is missing."""
        info = self._known(doc_id)
        path = self.root / "originals" / folder_of(info.sha256) / info.file
        if not path.is_file():
            raise LibraryError(f"{info.file}：资料库中缺少原文件 {path}；请重新导入这份报告")
        return path

    def picture(self, citation: Citation, beside: Iterable[Citation] = ()) -> bytes | None:
        """The page that a source stands on, the place marked, as a PNG; None for files without pages.

        Of ``beside`` what stands on the same page is marked too.

        Raises LibraryError or ReadError where the original is missing or cannot be shown.
        """
        if citation.page is None or citation.box is None:
            return None
        here = [c for c in beside if (c.doc_id, c.page) == (citation.doc_id, citation.page)]
        boxes = dict.fromkeys(c.box for c in (citation, *here) if c.box is not None)
        return self.page_picture(citation.doc_id, citation.page, *boxes)

    def page_picture(self, doc_id: str, page: int, *boxes: Box) -> bytes:
        """A page (from 1) of a report that is a PDF or a picture, as a PNG; places on it may be marked.

        Raises LibraryError or ReadError where the original is missing or cannot be shown.
        """
        from extractors.readers.pdf.picture import picture_of

        return picture_of(self.original(doc_id), page, *boxes)

    def report(self, doc_id: str) -> Report:
        """A report with its sections, paragraphs and tables: as it was kept when it was read, else parsed anew."""
        self._refresh()
        return self._held.reports.get(doc_id, self._parsed)

    def _parsed(self, doc_id: str) -> Report:
        from extractors.extract import read_report
        from extractors.kept import kept
        from extractors.report import Source

        original, info = self.original(doc_id), self._known(doc_id)
        text, places = self.source(doc_id), self.store.places(doc_id)
        known = kept(original.parent, info.version, Source(text, places=places)) if places.spots else None
        return known or read_report(original)

    def template(self, doc_id: str) -> Template:
        """The template that a report follows, and what of its tables was read by header words alone or not at all."""
        from extractors.extract import read_facts
        from extractors.families import template_of

        self._refresh()
        report = self.report(doc_id)
        return self._held.templates.get(doc_id, lambda _: template_of(report, *read_facts(report)))

    def compared(
        self,
        doc_ids: Sequence[str],
        measures: Sequence[str],
        unit: str = "万元",
        aspects: Sequence[Aspect] = ("amount",),
    ) -> list[Compared]:
        """Measures of reports side by side, each figure as a question on it is answered, money in ``unit``."""
        from rag.holdings.desk import Desk
        from rag.reports.compared import compared

        with self.settled():
            return compared(Desk.of(self), doc_ids, measures, unit, aspects)

    def by_function(self, doc_ids: Sequence[str], unit: str = "万元") -> dict[str, list[Compared]]:
        """What reports spent by 类 of their table of expenditure, by report."""
        from rag.holdings.desk import Desk
        from rag.reports.compared import by_function

        with self.settled():
            return by_function(Desk.of(self), doc_ids, unit)

    def fill(self, doc_id: str, model: type[BaseModel]) -> Filled:
        """A schema filled from a report by the rules. Raises LibraryError or ReadError where it cannot be read."""
        from extractors.structured import fill

        return fill(model, self.store.facts(doc_id), self._read(doc_id))

    def assist(self, doc_id: str, model: type[BaseModel], filled: Filled) -> Filled:
        """What the rules filled, completed and compared by the configured model. Raises LlmError where it is mute."""
        from extractors.assisted import assist

        return assist(model, self.store.facts(doc_id), self._read(doc_id), filled, self.client())

    def _read(self, doc_id: str) -> Report:
        """A report for work through many: one at hand, else read without crowding out those that are looked at."""
        self._refresh()
        return self._held.reports.at_hand(doc_id) or self._parsed(doc_id)

    def search(
        self, text: str, doc_ids: Sequence[str] | None = None, k: int = 5, keep: Keep | None = None
    ) -> list[Hit]:
        """The passages that speak of a text, best first, of some reports or of all; ``keep`` narrows them further."""
        self._refresh()
        return self.index.retrieve(text, doc_ids, k, keep)

    def statistics(self) -> dict[str, int]:
        """How many reports, facts, findings and chunks there are, and how many reports have their vectors."""
        return self.store.statistics()

    def health(self) -> list[Health]:
        """What of the library and its surroundings works, what is missing, and what to do about it."""
        from rag.upkeep.health import health_of

        return health_of(self.root, self.store, self.settings)

    def integrity(self) -> list[Health]:
        """Whether all that the library holds is whole and in step: reads everything, which takes its time."""
        from rag.upkeep.integrity import integrity_of

        return integrity_of(self.root, self.store, self.index)

    @property
    def gain(self) -> Gain | None:
        """What the vectors of the configured embedding model were measured to gain over the search by words."""
        return self.index.gain

    def tables(self) -> dict[str, list[dict[str, Any]]]:
        """Everything as flat tables for a spreadsheet: reports, facts, findings with what was decided on them."""
        from extractors.output import fact_row, finding_row

        tables: dict[str, list[dict[str, Any]]] = {"reports": [], "facts": [], "findings": []}
        reviews = self.reviews()
        for info in self.reports():
            header = info.to_json()
            tables["reports"].append(header)
            tables["facts"] += [fact_row(fact.to_json(), info.file) for fact in self.store.facts(info.doc_id)]
            findings = self.findings(info.doc_id)
            tables["findings"] += [
                finding_row(f.model_dump(mode="json"), header) | review_row(f, reviews.get(f.id)) for f in findings
            ]
        return tables

    # asking

    def ask(self, question: str) -> Answer:
        """Answer one question on its own."""
        return self.conversation().ask(question)

    @contextmanager
    def settled(self) -> Iterator[None]:
        """Within it this thread sees the library as it is at one moment, whatever others change meanwhile.

        So an answer never mixes two versions of a report. It may be entered again inside itself.
        """
        if self._is_settled:
            yield
            return
        with self.store.moment():
            self._refresh()
            self._settled.held = self._latest
            try:
                yield
            finally:
                self._settled.held = None

    @property
    def _is_settled(self) -> bool:
        return getattr(self._settled, "held", None) is not None

    @property
    def _held(self) -> Held:
        """What is kept in memory of the library as this thread sees it."""
        return getattr(self._settled, "held", None) or self._latest

    def conversation(self) -> Conversation:
        """A conversation in which later questions may refer to earlier ones."""
        from rag.conversation import Conversation

        return Conversation(self, self.assistant())

    def assistant(self) -> Assistant | None:
        """The language model beside the rules; None where none is configured. Nothing is loaded before it is asked."""
        if not self.settings.has_llm:
            return None
        from rag.assisted import Assistant

        return Assistant(self.client, self.settings.llm_context, self.settings.llm_always)

    def client(self) -> Client:
        """The client of the configured language model, one for all conversations. Raises UsageError without one."""
        from extractors.llm import connect

        with self._connecting:
            if self._client is None:
                self._client = connect(self.settings.endpoint)
            return self._client

    def llm_used(self) -> str:
        """What has been used of the language model since the library was opened, in one line; empty for nothing."""
        return self._client.usage.told(self._client.endpoint) if self._client else ""

    def close(self) -> None:
        self.index.close()
        self.store.close()

    def __enter__(self) -> Library:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def _known(self, doc_id: str) -> ReportInfo:
        info = self.store.report(doc_id)
        if info is None:
            raise LibraryError(f"资料库中没有报告 {doc_id}；可用 juesuan reports 查看全部报告")
        return info

    def _refresh(self) -> None:
        """Drop what is held in memory when the library was changed, by this process or another."""
        if self._is_settled:
            return
        generation = self.store.generation()
        if generation != self._latest.generation:
            self._latest = Held(generation)
            self.index.forget()


def _place(path: str | Path | None, settings: Settings | None) -> tuple[Path, Settings]:
    """The folder that is meant, and the settings; the user's own templates are put to use."""
    if settings is None:
        from rag.settings import read_settings

        settings = read_settings()
    if settings.families:
        use_families(settings.families)
    return Path(path or settings.library).expanduser().absolute(), settings


def _check_own_database(settings: Settings, what: str) -> None:
    if settings.database_url:
        raise LibraryError(
            f"数据在 JUESUAN_DATABASE_URL 所指的数据库里，不能在这里{what}；"
            "请用数据库自己的工具（PostgreSQL：pg_dump、pg_restore），并另行复制资料库文件夹中的 originals"
        )
