"""Running the benchmark on this program, or scoring the answers of another; thresholds, and how results are shown."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ConfigDict, Field

from eval.benchmark.export import key
from eval.benchmark.score import Tally, score
from eval.benchmark.worlds import World, build
from eval.cases import Case
from eval.results import CRASHED
from eval.thresholds import thresholds
from extractors.errors import JuesuanError

if TYPE_CHECKING:
    from rag.answer import Answer
    from rag.library import Library

#: the measures of a class, with their Chinese names
MEASURES = {
    "exact": "答对",
    "citations": "引用准确",
    "refused": "该拒答时拒答",
    "answered": "该回答时回答",
    "formulas": "算式成立",
}


class BenchmarkFloor(BaseModel):
    """The least shares over all classes, the most answers with invented figures, and least shares right of classes."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    exact: float
    citations: float
    refused: float
    answered: float
    formulas: float
    invented: int
    classes: dict[str, float] = Field(default_factory=dict)


@cache
def benchmark_floor() -> BenchmarkFloor:
    return BenchmarkFloor.model_validate(thresholds()["benchmark"])


@dataclass(slots=True)
class BenchmarkResult:
    """Tallies by class, and the ids of questions that broke the program. ``seed`` is of a generated set."""

    tallies: dict[str, Tally]
    reports: int
    seed: int | None = None
    seconds: float = 0.0
    crashed: list[str] = field(default_factory=list)

    @property
    def whole(self) -> Tally:
        return self.tallies["all"]

    @property
    def faults(self) -> list[dict[str, Any]]:
        return [fault for tally in self.tallies.values() for fault in tally.faults]

    @property
    def shortfalls(self) -> list[str]:
        floor, shares = benchmark_floor(), self.whole.shares()
        missed = [
            f"基准：{title} {shares[name]:.4f}，低于门槛 {getattr(floor, name):.4f}"
            for name, title in MEASURES.items()
            if name in shares and shares[name] < getattr(floor, name)
        ]
        if self.whole.invented > floor.invented:
            missed.append(f"基准：{self.whole.invented} 个回答里有没有出处的数字，最多 {floor.invented} 个")
        for kind, least in floor.classes.items():
            if kind in self.tallies and (right := _right(self.tallies[kind])) < least:
                missed.append(f"基准：{kind} 做对 {right:.4f}，低于门槛 {least:.4f}")
        if self.crashed:
            missed.append(f"基准：{len(self.crashed)} 个问题使程序出错，例如 {self.crashed[0]}")
        return missed if self.whole.asked else ["基准：一道题也没有"]

    def to_json(self) -> dict[str, Any]:
        return {
            "reports": self.reports,
            "seed": self.seed,
            "classes": {kind: tally.to_json() for kind, tally in self.tallies.items()},
            "shortfalls": self.shortfalls,
            "faults": self.faults,
        }


def _right(tally: Tally) -> float:
    """The share of a class that was answered as it must be: right, or declined where that is right."""
    marks = tally.exact + tally.refused
    return sum(marks) / len(marks) if marks else 1.0


def score_answers(
    cases: Iterable[Case], answers: Iterable[dict[str, Any]], reports: Mapping[str, str]
) -> BenchmarkResult:
    """Score answers of any system, in the format of ``ask --batch``; ``reports`` are texts by file name."""
    return BenchmarkResult(score(map(key, cases), answers, dict(reports)), len(reports))


def run_benchmark(groups: int, seed: int = 0) -> BenchmarkResult:
    """Generate the set, take its reports into a library, ask everything and score it."""
    from rag.library import Library
    from rag.settings import read_settings

    started, world = time.perf_counter(), build(groups, seed)
    with tempfile.TemporaryDirectory(prefix="juesuan-benchmark-") as work:
        folder = Path(work) / "reports"
        folder.mkdir()
        for name, text in world.files.items():
            (folder / name).write_text(text, encoding="utf-8")
        with Library.open(Path(work) / "library", read_settings().without_servers) as library:
            library.ingest([folder])
            answers = list(_answers(library, world))
    result = score_answers(world.cases, answers, world.files)
    result.seed, result.seconds = seed, time.perf_counter() - started
    result.crashed = [a["id"] for a in answers for one in a.get("answers") or [a["answer"]] if one["status"] == CRASHED]
    return result


def _answers(library: Library, world: World) -> Iterator[dict[str, Any]]:
    for case in world.cases:
        ask = library.conversation().ask if case.turns else library.ask
        given = [_answer(ask, question) for question, _ in case.pairs]
        yield {"id": case.id, **({"answers": given} if case.turns else {"answer": given[0]})}


def _answer(ask: Callable[[str], Answer], question: str) -> dict[str, Any]:
    """An answer as JSON; an error of the program's is no answer, which is never right."""
    try:
        return ask(question).model_dump(mode="json")
    except JuesuanError as error:
        return {"answer": str(error), "status": "error"}
    except Exception as error:  # noqa: BLE001 - one crash must not hide the answers to all other questions
        return {"answer": f"程序出错：{type(error).__name__}：{error}", "status": CRASHED}
