"""The same cases by the rules alone, with a language model beside them, and with the model asked every time."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

from eval.cases import load_cases
from eval.results import TurnResult
from eval.runner import Suite, ask_case, corpus_folder, ingest_all, source_text, suites_of

if TYPE_CHECKING:
    from extractors.llm import Endpoint, Usage
    from extractors.llm.client import Client
    from extractors.structured import Filled
    from rag.settings import Settings

#: the ways in which the cases are asked, with their Chinese names
WAYS = {"rules": "只用规则", "beside": "规则，拿不准时问模型", "always": "每题都问模型"}
#: which part of a report the model is given, with the Chinese names
CONTEXTS = {"passages": "最像的五段", "sections": "相关的各节", "report": "整份报告"}
_SAMPLES = 6
_CUT = 70


@dataclass(slots=True)
class Way:
    """How the cases did in one way, and what the model cost."""

    name: str
    title: str
    turns: list[TurnResult]
    usage: Usage
    endpoint: Endpoint

    @property
    def right(self) -> int:
        return sum(t.correct.ok for t in self.turns)

    @property
    def helped(self) -> list[TurnResult]:
        """The questions on which the model was asked."""
        return [t for t in self.turns if t.assistance is not None]

    @property
    def replaced(self) -> int:
        """Sentences of the model that the reports do not bear out."""
        return sum(len(t.assistance.replaced) for t in self.helped if t.assistance)

    @property
    def failed(self) -> int:
        return sum(bool(t.assistance.problem) for t in self.helped if t.assistance)

    @property
    def milliseconds(self) -> float:
        return median([t.milliseconds for t in self.turns] or [0.0])

    def to_json(self) -> dict[str, Any]:
        return {
            "way": self.name,
            "right": self.right,
            "asked": len(self.turns),
            "helped": len(self.helped),
            "replaced": self.replaced,
            "failed": self.failed,
            "milliseconds": round(self.milliseconds, 1),
            "usage": self.usage.to_json(self.endpoint),
            "turns": [t.to_json() for t in self.turns],
        }


@dataclass(slots=True)
class Extracted:
    """How the fields of a schema, filled by rules and by the model, compare over some reports."""

    reports: int = 0
    compared: Counter[str] = field(default_factory=Counter)
    dropped: Counter[str] = field(default_factory=Counter)
    failed: list[str] = field(default_factory=list)

    def add(self, filled: Filled) -> None:
        assert filled.assisted is not None
        self.reports += 1
        self.compared.update(filled.assisted.compared.values())
        self.dropped.update(d.reason for d in filled.assisted.dropped)
        self.failed += [f"{part}：{why}" for part, why in filled.assisted.failed.items()]

    def to_json(self) -> dict[str, Any]:
        return {
            "reports": self.reports,
            "compared": dict(self.compared),
            "dropped": dict(self.dropped),
            "failed": self.failed,
        }


@dataclass(slots=True)
class AssistedOutcome:
    """The suites, each in its ways; the extraction; and of each choice of context what it costs and gains."""

    suites: dict[str, list[Way]] = field(default_factory=dict)
    contexts: dict[str, list[Way]] = field(default_factory=dict)
    extracted: Extracted = field(default_factory=Extracted)
    notes: list[str] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        """Whether no answer got worse by having a model beside the rules."""
        return all(_by_name(ways, "beside").right >= _by_name(ways, "rules").right for ways in self.suites.values())

    def to_json(self) -> dict[str, Any]:
        told = {title: [w.to_json() for w in ways] for title, ways in self.suites.items()}
        contexts = {title: [w.to_json() for w in ways] for title, ways in self.contexts.items()}
        return {
            "ok": self.ok,
            "notes": self.notes,
            "suites": told,
            "contexts": contexts,
            "extracted": self.extracted.to_json(),
        }

    def table(self) -> str:
        """For the terminal: side by side, then what changed, then the extraction."""
        lines: list[str] = []
        for title, ways in self.suites.items():
            lines += [f"{title}：{len(ways[0].turns)} 个问题", *map(_line, ways), *_changes(ways), ""]
        for title, ways in self.contexts.items():
            lines += [f"{title}，每题都问模型，按所给材料的多少", *map(_line, ways), ""]
        counts = "，".join(f"{state} {n}" for state, n in self.extracted.compared.most_common())
        lines.append(f"抽取 {self.extracted.reports} 份报告的全部结构：{counts or '未做'}")
        lines += [f"  弃用 {n}：{reason}" for reason, n in self.extracted.dropped.most_common()]
        lines += [f"  未成：{why}" for why in self.extracted.failed]
        lines += [f"注：{note}" for note in self.notes]
        lines.append("✓ 有模型时答对的不比没有时少" if self.ok else "✗ 有模型时答对的比没有时少")
        return "\n".join(lines)


def run_assisted(
    settings: Settings, cases: Iterable[Path] | None = None, corpus: Path | None = None, reports: int = 1
) -> AssistedOutcome:
    """Ask all cases by the rules and with the configured model, and fill all schemas of some reports with it.

    Raises UsageError where no model is configured: there is no pretended result.
    """
    endpoint = settings.endpoint
    folder = corpus_folder(corpus)
    given = [case for path in cases or () for case in load_cases(Path(path))] or None
    outcome = AssistedOutcome()
    with tempfile.TemporaryDirectory(prefix="juesuan-eval-") as work:
        for suite in suites_of(given, folder, Path(work), _SAMPLES):
            library = Path(work) / f"library-{suite.name}"
            outcome.suites[suite.title] = list(_ways(suite, library, settings, endpoint))
            outcome.contexts[suite.title] = list(_contexts(suite, library, settings, endpoint))
            last = suite
        _extract(last.reports[:reports], endpoint, outcome.extracted)
    outcome.notes.append("相同的请求取自缓存时不再计费，见“取自缓存”的次数")
    return outcome


def _ways(suite: Suite, folder: Path, settings: Settings, endpoint: Endpoint) -> Iterator[Way]:
    for name, title in WAYS.items():
        changed = {"llm_base_url": None, "llm_model": None} if name == "rules" else {"llm_always": name == "always"}
        yield _way(name, title, suite, folder, settings.model_copy(update=changed), endpoint)


def _contexts(suite: Suite, folder: Path, settings: Settings, endpoint: Endpoint) -> Iterator[Way]:
    """The questions for words, each answered from more and more of the report."""
    wordy = [c for c in suite.cases if c.type == "explain"]
    asked = Suite(suite.name, suite.title, suite.reports, wordy)
    for name, title in CONTEXTS.items():
        chosen = settings.model_copy(update={"llm_context": name, "llm_always": True})
        yield _way(name, title, asked, folder, chosen, endpoint)


def _way(name: str, title: str, suite: Suite, folder: Path, settings: Settings, endpoint: Endpoint) -> Way:
    from extractors.llm import Usage
    from rag.library import Library

    with Library.open(folder, settings.without_servers) as library:
        ingest_all(library, suite.reports)
        sources = {path.name: source_text(path) for path in suite.reports}
        turns = [turn for case in suite.cases for turn in ask_case(library, case, sources)]
        usage = library.client().usage if settings.has_llm else Usage()
    return Way(name, title, turns, usage, endpoint)


def _extract(reports: Sequence[Path], endpoint: Endpoint, result: Extracted) -> None:
    from extractors.assisted import assist
    from extractors.extract import extract_file
    from extractors.llm import connect
    from extractors.schemas import schemas
    from extractors.structured import fill

    client: Client = connect(endpoint)
    model = schemas()["report"]
    for path in reports:
        extraction = extract_file(path)
        base = fill(model, extraction.facts, extraction.report)
        result.add(assist(model, extraction.facts, extraction.report, base, client))


# ---------------------------------------------------------------- showing


def _line(way: Way) -> str:
    share = way.right / len(way.turns) if way.turns else 0.0
    asked = f"问过模型 {len(way.helped)} 题" if way.helped else "未问模型"
    more = [asked, f"中位 {way.milliseconds:.0f} 毫秒"]
    more += [f"换掉 {way.replaced} 句"] if way.replaced else []
    more += [f"未成 {way.failed} 题"] if way.failed else []
    more += [way.usage.told(way.endpoint)] if way.helped else []
    return f"  {way.title}：答对 {way.right}/{len(way.turns)}（{share:.1%}），{'，'.join(more)}"


def _changes(ways: Sequence[Way]) -> Iterator[str]:
    """The questions that only one of both gets right."""
    rules, beside = _by_name(ways, "rules"), _by_name(ways, "beside")
    for before, after in zip(rules.turns, beside.turns, strict=True):
        if before.correct.ok != after.correct.ok:
            yield f"    {'＋' if after.correct.ok else '－'} {before.question[:_CUT]}"


def _by_name(ways: Sequence[Way], name: str) -> Way:
    return next(w for w in ways if w.name == name)
