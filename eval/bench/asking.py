"""Libraries of several sizes: what taking reports in costs, and how long questions take and how many are right.

Beside it, on the same files and the same questions, what a plain llama-index program does: SimpleDirectoryReader and
VectorStoreIndex with the hashed vectors that need no model. It only finds passages, so that a passage counts as right
which stands in the right report and has the answer in it; what it would still take to say the answer is not counted.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from itertools import islice, zip_longest
from pathlib import Path
from typing import Any

from eval.bench.measuring import folder_size, in_child, peak, percentile
from eval.cases import Case
from eval.metrics import grade
from eval.samples.formats import render, suffix
from eval.samples.sample import Sample
from eval.samples.sets import slots

#: kinds of questions whose answer is a figure, and those whose answer is told in words
_GROUPS = {
    "数字": frozenset({"figure", "cell", "compute", "count", "unit"}),
    "说明": frozenset({"explain", "org", "definition", "list", "performance"}),
}
#: how many questions of each group are asked, spread over the reports
_ASKED = 200
#: in how many of the passages that are found the answer is looked for
_FOUND = 5
#: from so many reports on the plain program is left out: it holds all texts and vectors in memory
_MOST_PLAIN = 1000

Question = dict[str, Any]


def write_reports(folder: Path, count: int) -> list[Sample]:
    """Write generated reports as text; returns a sample of them, spread over all."""
    folder.mkdir(parents=True, exist_ok=True)
    step = max(count // _ASKED, 1)
    kept: list[Sample] = []
    for number, slot in enumerate(islice(slots(), count)):
        sample = slot.sample
        path = folder / f"{sample.name}.{suffix('txt')}"
        path.write_bytes(render(sample.blocks, sample.options, "txt"))
        if number % step == 0:
            kept.append(sample)
    return kept


def questions_on(samples: Sequence[Sample]) -> list[Question]:
    """Questions of each group, in turns from each report, with the answers expected."""
    chosen: list[Question] = []
    for group, kinds in _GROUPS.items():
        asked = [[case for case in sample.questions if case.kind in kinds and case.question] for sample in samples]
        # begun at another place in each report: its questions stand in the same order everywhere
        turned = [cases[n % len(cases) :] + cases[: n % len(cases)] for n, cases in enumerate(asked) if cases]
        rounds = (case for cases in zip_longest(*turned) for case in cases if case is not None)
        chosen += [{"group": group, "case": case.model_dump()} for case in islice(rounds, _ASKED)]
    return chosen


def asking(sizes: Sequence[int], folder: Path, workers: int) -> Iterator[str]:
    """Lines on libraries of these sizes."""
    for size in sizes:
        files, library, asked = folder / f"reports-{size}", folder / f"library-{size}", folder / f"asked-{size}.json"
        questions = questions_on(write_reports(files, size))
        shutil.rmtree(library, ignore_errors=True)
        asked.write_text(json.dumps(questions, ensure_ascii=False), encoding="utf-8")
        yield f"\n{size} 份报告（{folder_size(files)} MB 文本）"
        yield _ingested(files, library, size, workers, "导入")
        yield _ingested(files, library, size, workers, "再次导入")
        yield f"  资料库：{_disk(library)}"
        own = in_child("eval.bench.asking", "own", library, asked)
        yield _told("juesuan", own, "答对")
        if size <= _MOST_PLAIN:
            plain = in_child("eval.bench.asking", "plain", files, asked)
            yield _told("llama-index", plain, f"前 {_FOUND} 段含答案")
            yield _ratios(own, plain)
        shutil.rmtree(files)


def _ingested(files: Path, library: Path, size: int, workers: int, word: str) -> str:
    command = [sys.executable, "-m", "cli", "ingest", str(files), "--library", str(library), "--json"]
    command += ["--workers", str(workers)]
    start = time.perf_counter()
    run = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    most = 0
    while run.poll() is None:
        most = max(most, _memory_of(run.pid))
        time.sleep(0.2)
    seconds = time.perf_counter() - start
    if run.returncode:
        raise subprocess.CalledProcessError(run.returncode, command)
    return f"  {word}（{workers} 个进程）：{seconds:.1f} 秒，每秒 {size / seconds:.1f} 份，最多 {most} MB"


def _memory_of(pid: int) -> int:
    """What a process and those it started have in memory, in MB; shared pages count once for each."""
    total, waiting = 0, [pid]
    while waiting:
        process = waiting.pop()
        try:
            pages = int(Path(f"/proc/{process}/statm").read_text().split()[1])
            children = Path(f"/proc/{process}/task/{process}/children").read_text().split()
        except (OSError, IndexError):
            continue  # it has ended meanwhile
        total += pages * 4 // 1024
        waiting += map(int, children)
    return total


def _disk(library: Path) -> str:
    parts = {"数据库": library / "juesuan.sqlite", "向量": library / "chroma", "原文件": library / "originals"}
    sizes = {n: p.stat().st_size // 1_000_000 if p.is_file() else folder_size(p) for n, p in parts.items()}
    return "，".join(f"{name} {size} MB" for name, size in sizes.items())


def _told(name: str, measured: Question, right: str) -> str:
    text = f"  {name}：启动 {measured['start']:.1f} 秒，{measured['megabytes']} MB"
    for group, got in measured["groups"].items():
        p50, p95, p99 = (1000 * percentile(got["seconds"], p) for p in (50, 95, 99))
        text += f"；{group}题 {len(got['seconds'])} 个，{right} {got['right']}"
        text += f"，p50 {p50:.0f} 毫秒、p95 {p95:.0f}、p99 {p99:.0f}"
    return text


def _ratios(own: Question, plain: Question) -> str:
    told = []
    for group, got in own["groups"].items():
        other = plain["groups"][group]
        ratio = percentile(got["seconds"], 50) / max(percentile(other["seconds"], 50), 1e-6)
        told.append(f"{group}题 p50 之比 {ratio:.2f}，答对 {got['right']} 对 {other['right']}")
    return f"  juesuan 比 llama-index：{'；'.join(told)}；内存之比 {own['megabytes'] / plain['megabytes']:.2f}"


# in a process of their own


def _own(library: Path, questions: list[Question]) -> Question:
    start = time.perf_counter()
    from rag.library import Library

    with Library.open(library, create=False) as opened:
        opened.ask(questions[0]["case"]["question"])
        started = time.perf_counter() - start
        groups: dict[str, Question] = {}
        for asked in questions:
            case = Case.model_validate(asked["case"])
            got = groups.setdefault(asked["group"], {"seconds": [], "right": 0, "wrong": []})
            begun = time.perf_counter()
            answer = opened.ask(case.question or "")
            got["seconds"].append(time.perf_counter() - begun)
            ok = case.answer is not None and grade(case.answer, answer, case.kind).ok
            got["right"] += ok
            if not ok:
                got["wrong"].append([case.question, answer.answer[:80]])
    return {"start": started, "megabytes": peak(), "groups": groups}


def _plain(files: Path, questions: list[Question]) -> Question:
    start = time.perf_counter()
    from llama_index.core import Settings, SimpleDirectoryReader, VectorStoreIndex
    from llama_index.core.llms import MockLLM

    from rag.retrieval.embedding import HashEmbedding

    Settings.llm, Settings.embed_model = MockLLM(), HashEmbedding(dimensions=512)
    documents = SimpleDirectoryReader(str(files)).load_data()
    retriever = VectorStoreIndex.from_documents(documents).as_retriever(similarity_top_k=_FOUND)
    started = time.perf_counter() - start
    groups: dict[str, Question] = {}
    for asked in questions:
        case = Case.model_validate(asked["case"])
        got = groups.setdefault(asked["group"], {"seconds": [], "right": 0})
        begun = time.perf_counter()
        nodes = retriever.retrieve(case.question or "")
        got["seconds"].append(time.perf_counter() - begun)
        got["right"] += any(_holds(case, node.metadata.get("file_name", ""), node.get_content()) for node in nodes)
    return {"start": started, "megabytes": peak(), "groups": groups}


def _holds(case: Case, file: str, text: str) -> bool:
    """Whether a passage stands in the right report and has all of the answer in it."""
    wanted = case.answer
    if wanted is None or (case.docs and not any(Path(doc).stem == Path(file).stem for doc in case.docs)):
        return False
    pieces = [*wanted.must_include, *([wanted.value] if wanted.kind == "number" and wanted.value else [])]
    return all(piece in text for piece in pieces)


def _main(way: str, place: str, asked: str) -> None:
    questions = json.loads(Path(asked).read_text(encoding="utf-8"))
    measured = {"own": _own, "plain": _plain}[way](Path(place), questions)
    print(json.dumps(measured, ensure_ascii=False))


if __name__ == "__main__":
    _main(*sys.argv[1:])
