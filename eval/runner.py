"""Runs cases through the library, as a user would ask them, on fictional reports and, where given, on real ones."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from eval.benchmark.running import BenchmarkResult, run_benchmark, score_answers
from eval.benchmark.score import read_lines
from eval.cases import Case, Expected, load_cases, real_cases
from eval.cells import score_cells
from eval.checks import ChecksResult, run_checks
from eval.figures import KnownFigure, real_figures, score_figures
from eval.metrics import DECLINED, check_cited, check_grounded, check_quotes, grade, wrong
from eval.report import html, table
from eval.results import CRASHED, SuiteResult, TurnResult
from eval.robustness import Reworded, RobustnessResult, known_of, reworded
from eval.samples.crossing import set_cases
from eval.samples.sets import Slot, sample_set, write_samples
from extractors.errors import JuesuanError, UsageError

if TYPE_CHECKING:
    from extractors.facts import Fact
    from rag.answer import Answer
    from rag.library import Library

CORPUS = "JUESUAN_CORPUS"
REQUIRED = "JUESUAN_REQUIRE_CORPUS"
_SAMPLES = 6
_CHECKED = 24
_GROUPS = 4
_TEXT = {".txt", ".md"}
_SUFFIXES = _TEXT | {".pdf", ".docx", ".xlsx", ".html", ".htm"}


@dataclass(slots=True)
class Outcome:
    """The results of all suites, and of the cross-checks where they were tried.

    ``ok`` is False where something is below a threshold; ``notes`` say what was left out.
    """

    suites: list[SuiteResult]
    notes: list[str] = field(default_factory=list)
    checks: ChecksResult | None = None
    robustness: list[RobustnessResult] = field(default_factory=list)
    benchmark: BenchmarkResult | None = None

    @property
    def shortfalls(self) -> list[str]:
        """What is below a threshold."""
        others = [part for part in (self.checks, self.benchmark) if part is not None]
        return [missed for part in (*self.suites, *self.robustness, *others) for missed in part.shortfalls]

    @property
    def ok(self) -> bool:
        return bool(self.suites or self.benchmark) and not self.shortfalls

    def table(self) -> str:
        """A readable table for the terminal."""
        return table(self)

    def html(self) -> str:
        """A page of its own, without anything from elsewhere."""
        return html(self)

    def to_json(self) -> dict[str, Any]:
        parts = {"checks": self.checks, "benchmark": self.benchmark}
        more: dict[str, Any] = {name: part.to_json() for name, part in parts.items() if part is not None}
        if self.robustness:
            more["robustness"] = [r.to_json() for r in self.robustness]
        return {"ok": self.ok, "notes": self.notes, "suites": [s.to_json() for s in self.suites], **more}


@dataclass(frozen=True, slots=True)
class Suite:
    """Cases with the reports they are asked on; ``slots`` where the reports are samples with known cells, ``figures``
    what is known of the prose and the forms of the others."""

    name: str
    title: str
    reports: list[Path]
    cases: list[Case]
    slots: list[Slot] = field(default_factory=list)
    figures: tuple[KnownFigure, ...] = ()


def run(
    cases: Iterable[Path] | None = None,
    corpus: Path | None = None,
    report_html: Path | None = None,
    samples: int = _SAMPLES,
    checks: int | None = None,
    rewordings: int = 0,
    groups: int | None = None,
    seed: int = 0,
) -> Outcome:
    """Ask all cases and grade the answers; plant errors in reports and see whether the cross-checks find them.

    Without ``cases``: the samples, and the project's own cases on the real reports where a corpus is known (``corpus``,
    or the folder in JUESUAN_CORPUS). With ``cases``: those files, on the corpus if there is one, else on the samples.
    ``checks``: how many faultless reports the cross-checks are tried on; by default some, but none with ``cases``.
    ``rewordings``: in how many other ways each question is also put. ``groups``: of how many groups of reports the
    benchmark is made, by default some, but none with ``cases``. ``seed`` draws both.
    Raises UsageError where JUESUAN_REQUIRE_CORPUS=1 and there is no corpus; CaseError for a bad case file.
    """
    folder = corpus_folder(corpus)
    given = [case for path in cases or () for case in load_cases(Path(path))] or None
    with tempfile.TemporaryDirectory(prefix="juesuan-eval-") as work:
        suites = list(suites_of(given, folder, Path(work), samples))
        outcome = Outcome([])
        for suite in suites:
            _run_suite(suite, Path(work) / f"library-{suite.name}", outcome, rewordings, seed)
    if reports := checks if checks is not None else 0 if given else _CHECKED:
        outcome.checks = run_checks(reports)
    if made := groups if groups is not None else 0 if given else _GROUPS:
        outcome.benchmark = run_benchmark(made, seed)
    if given is None and folder is None:
        outcome.notes.append(f"没有真实报告，相关题目未做（用 --corpus 或环境变量 {CORPUS} 指定文件夹）")
    if report_html is not None:
        report_html.write_text(outcome.html(), encoding="utf-8")
    return outcome


def score_file(answers: Path, cases: Iterable[Path], corpus: Path, report_html: Path | None = None) -> Outcome:
    """Score a file of answers of any system, in the format of ``ask --batch``, to cases on the reports of a folder.

    Raises CaseError or UsageError for a file that is not what it should be.
    """
    if not corpus.is_dir():
        raise UsageError(f"报告的文件夹 {corpus} 不存在，请检查 --corpus")
    reports = {path.name: source_text(path) for path in _reports(corpus)}
    try:
        given = list(read_lines(answers))
    except (OSError, ValueError) as error:
        raise UsageError(f"答案文件 {answers} 读不了：{error}") from None
    asked = [case for path in cases for case in load_cases(path)]
    outcome = Outcome([], benchmark=score_answers(asked, given, reports))
    if report_html is not None:
        report_html.write_text(outcome.html(), encoding="utf-8")
    return outcome


def corpus_folder(chosen: Path | None) -> Path | None:
    """The folder of real reports, or None. Raises UsageError where one was named or is required but isn't there."""
    named = chosen or (Path(os.environ[CORPUS]) if os.environ.get(CORPUS) else None)
    if named is not None and not named.is_dir():
        raise UsageError(f"真实报告的文件夹 {named} 不存在，请检查 --corpus 或环境变量 {CORPUS}")
    if named is None and os.environ.get(REQUIRED) == "1":
        raise UsageError(f"{REQUIRED}=1 要求用真实报告评测，请用 --corpus 或环境变量 {CORPUS} 指定文件夹")
    return named


def suites_of(given: list[Case] | None, corpus: Path | None, work: Path, count: int) -> Iterator[Suite]:
    if given is not None and corpus is not None:
        yield Suite("cases", "指定题目", _reports(corpus), given)
        return
    slots, paths = sample_set(count), write_samples(work / "samples", count)
    if given is not None:
        yield Suite("cases", "指定题目", paths, given)
        return
    yield Suite("samples", "虚构样本", paths, set_cases(slot.sample for slot in slots), slots)
    if corpus is not None:
        yield Suite("real", "真实报告", _reports(corpus), real_cases(), figures=real_figures())


def _reports(folder: Path) -> list[Path]:
    return [p for p in sorted(folder.iterdir()) if p.suffix.lower() in _SUFFIXES]


def _run_suite(suite: Suite, folder: Path, outcome: Outcome, rewordings: int, seed: int) -> None:
    from rag.library import Library
    from rag.settings import read_settings

    result = SuiteResult(suite.name, suite.title, [], reports=len(suite.reports))
    result.problems += _absent(suite)
    library = Library.open(folder, read_settings().without_servers)
    try:
        started = time.perf_counter()
        result.problems += [f"{suite.title}：{p}" for p in ingest_all(library, suite.reports)]
        result.ingest_seconds = time.perf_counter() - started
        sources = {path.name: source_text(path) for path in suite.reports}
        result.turns = [turn for case in suite.cases for turn in ask_case(library, case, sources)]
        if rewordings:
            outcome.robustness.append(_reword(library, suite, result.turns, sources, rewordings, seed))
    finally:
        library.close()
    for slot, path in zip(suite.slots, suite.reports, strict=bool(suite.slots)):
        _extracted(slot, path, result)
    for path in suite.reports:
        if known := [f for f in suite.figures if path.stem.startswith(f.doc)]:
            result.figures += score_figures(path.name, known, _facts(path))
    outcome.suites.append(result)


def _reword(
    library: Library, suite: Suite, turns: list[TurnResult], sources: dict[str, str], count: int, seed: int
) -> RobustnessResult:
    """Ask the questions of a suite in other words; a turn of a conversation counts where its own words changed."""
    before: dict[str, list[TurnResult]] = {}
    for turn in turns:
        before.setdefault(turn.case, []).append(turn)
    result = RobustnessResult(suite.title)
    for other in reworded(suite.cases, known_of(library, suite.cases), count, seed):
        after = ask_case(library, other.case, sources)
        pairs = [Reworded(other.kind, b, a) for b, a in zip(before[other.of], after, strict=True)]
        result.pairs += [p for p in pairs if p.after.question != p.before.question]
    return result


def _facts(path: Path) -> list[Fact]:
    from extractors.extract import extract_file

    return extract_file(path).facts


def _absent(suite: Suite) -> list[str]:
    """Reports that cases are about but that are not there: a missing report is a failure, not a skipped case."""
    stems = [p.stem for p in suite.reports]
    wanted = {doc for case in suite.cases for doc in case.docs} | {f.doc for f in suite.figures}
    return [f"{suite.title}：缺少报告 {doc}" for doc in sorted(wanted) if not any(s.startswith(doc) for s in stems)]


def ingest_all(library: Library, reports: list[Path]) -> list[str]:
    """Add the reports; what could not be read is a problem of the evaluation."""
    return [f"{Path(o.file).name} {o.message}" for o in library.ingest(reports) if o.status == "failed"]


def source_text(path: Path) -> str:
    """The text that quotes are compared with: the file itself, or for other formats what the reader made of it."""
    if path.suffix.lower() in _TEXT:
        raw = path.read_bytes()
        for encoding in ("utf-8-sig", "gb18030"):
            try:
                return raw.decode(encoding).replace("\r\n", "\n").replace("\r", "\n")
            except UnicodeDecodeError:
                continue
    from extractors.extract import extract_file

    return extract_file(path).report.source.text


def _extracted(slot: Slot, path: Path, result: SuiteResult) -> None:
    """Score the cells of a sample, and note what the cross-checks hold against a report that has no errors."""
    from extractors.extract import extract_file

    extraction = extract_file(path)
    if slot.sample.truth.cells:
        result.cells.append(score_cells(path.name, slot.sample.truth.cells, extraction.facts))
    options = slot.sample.options
    if not options.contradiction and not options.pictures:  # tables that are pictures are rightly told to be missing
        serious = [f for f in extraction.findings if f.severity in ("error", "warning")]
        result.false_findings += [f"{path.name} {f.rule} {f.message}" for f in serious]


def ask_case(library: Library, case: Case, sources: dict[str, str]) -> Iterator[TurnResult]:
    """The questions of a case in order; a conversation keeps its turns."""
    ask: Callable[[str], Answer] = library.conversation().ask if case.turns else library.ask
    for question, expected in case.pairs:
        started = time.perf_counter()
        try:
            answer = ask(question)
        except Exception as error:  # noqa: BLE001 - one crash must not hide the answers to all other questions
            yield _broken(case, question, error, time.perf_counter() - started)
        else:
            yield _judge(case, question, expected, answer, sources, time.perf_counter() - started)


def _broken(case: Case, question: str, error: Exception, seconds: float) -> TurnResult:
    """An error of the user's is a wrong answer; anything else is a crash, which always fails the evaluation."""
    crashed = not isinstance(error, JuesuanError)
    message = f"程序出错：{type(error).__name__}：{error}" if crashed else str(error)
    status = CRASHED if crashed else "error"
    return TurnResult(case.id, case.kind, question, "", status, wrong(message), None, None, None, seconds * 1000)


def _judge(
    case: Case, question: str, expected: Expected, answer: Answer, sources: dict[str, str], seconds: float
) -> TurnResult:
    correct = grade(expected, answer, case.type)
    owed = correct.ok and expected.kind != "abstain" and answer.status not in DECLINED
    return TurnResult(
        case=case.id,
        kind=case.kind,
        question=question,
        answer=answer.answer,
        status=answer.status,
        correct=correct,
        quotes=check_quotes(answer, sources) if answer.citations else None,
        cited=check_cited(answer, case.docs) if owed and case.docs else None,
        grounded=None if answer.status in DECLINED and not answer.values else check_grounded(answer),
        milliseconds=seconds * 1000,
        assistance=answer.assistance,
    )
