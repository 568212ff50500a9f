"""Coverage-guided fuzzing of every target in turn: ``python -m tests.fuzz.run --seconds 600 --out out/fuzz``.

Needs Atheris (``pip install atheris``). Each target runs in a process of its own, so that one that is killed is a find
and no end. A find is kept under ``OUT/finds/TARGET``, named by what went wrong, and the run goes on; inputs that reach
new code are kept under ``OUT/corpus/TARGET`` and are where the next run starts. ``OUT/log.jsonl`` has a line for each
slice of each target: executions, seconds, how many were taken and not refused, kinds of finds. Exit code 1 where
anything was found.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import random
import signal
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent.parent
#: a slice of a target takes so many seconds at most; a process that does not end by itself is given so many more
_SLICE, _GRACE = 120, 240
#: libFuzzer ends the process where C code takes so many seconds, or the process so many megabytes
_STUCK, _LARGE = 60, 4_000
_OURS = ("extractors", "rag", "tests/fuzz")


def main() -> int:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(2))  # so that the process under way is ended too
    asked = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    asked.add_argument("--seconds", type=int, default=300, help="for all targets together")
    asked.add_argument("--out", type=Path, default=ROOT / "out" / "fuzz")
    asked.add_argument("--target", action="append", help="only this one; may be given several times")
    asked.add_argument("--summary", action="store_true", help="only print what the log of OUT says of each target")
    asked.add_argument("--child", help=argparse.SUPPRESS)
    args = asked.parse_args()
    out = args.out.resolve()
    if args.summary:
        _summary(out / "log.jsonl")
        return 0
    if args.child:
        _fuzz(args.child, out, args.seconds)
        return 0
    from tests.fuzz.targets import TARGETS

    if unknown := {*(args.target or ())} - {*TARGETS}:
        asked.error(f"no target {', '.join(sorted(unknown))}; there are {', '.join(TARGETS)}")
    return _turns(args.target or [*TARGETS], out, args.seconds)


def _summary(log: Path) -> None:
    """Executions, seconds and kinds of finds of each target, over all runs that a log tells of."""
    lines = [json.loads(line) for line in log.read_text(encoding="utf-8").splitlines()]
    for name in dict.fromkeys(line["target"] for line in lines):
        own = [line for line in lines if line["target"] == name]
        executions, taken, seconds = (sum(line[key] for line in own) for key in ("executions", "taken", "seconds"))
        kinds = sorted({kind for line in own for kind in line["finds"]} | {"killed" for line in own if line["killed"]})
        print(f"{name:10} {executions:9,} executions, {taken:9,} taken, {seconds:8,.0f} s, finds: {kinds or 'none'}")
    print(
        f"{'all':10} {sum(line['executions'] for line in lines):9,} in {sum(line['seconds'] for line in lines):,.0f} s"
    )


def _turns(names: Sequence[str], out: Path, seconds: int) -> int:
    """Slices of each target in turn until the time is over. 1 where anything was found."""
    out.mkdir(parents=True, exist_ok=True)
    slice_, left = max(10, min(_SLICE, seconds // len(names))), float(seconds)
    found = False
    while left >= slice_:
        for name in names:
            if left < slice_:
                break
            told = _slice(name, out, slice_)
            left -= told["seconds"]
            found = found or bool(told["finds"] or told["killed"])
            with (out / "log.jsonl").open("a", encoding="utf-8") as log:
                log.write(json.dumps(told, ensure_ascii=False) + "\n")
            print(json.dumps(told, ensure_ascii=False), flush=True)
    return int(found)


def _slice(name: str, out: Path, seconds: int) -> dict[str, Any]:
    """One process of one target. What it has to tell it leaves in a file, also when it is killed."""
    tally = out / f"{name}.tally.json"
    tally.unlink(missing_ok=True)
    command = [sys.executable, "-m", "tests.fuzz.run", "--child", name, "--out", str(out), "--seconds", str(seconds)]
    begun = time.monotonic()
    with (out / f"{name}.log").open("wb") as log:
        try:
            code = subprocess.run(command, cwd=ROOT, stdout=log, stderr=log, timeout=seconds + _GRACE).returncode
        except subprocess.TimeoutExpired:
            code = -9
    told = json.loads(tally.read_text()) if tally.exists() else {"executions": 0, "taken": 0, "finds": {}}
    tally.unlink(missing_ok=True)
    current = out / f"{name}.current"
    if code and current.exists():
        data = current.read_bytes()
        (out / "finds" / name).mkdir(parents=True, exist_ok=True)
        (out / "finds" / name / f"killed-{hashlib.sha256(data).hexdigest()[:10]}.bin").write_bytes(data)
    return {"target": name, "seconds": round(time.monotonic() - begun, 1), "killed": code, **told}


class _Tally:
    """What came of the inputs of one process."""

    def __init__(self, name: str, out: Path) -> None:
        self.path = out / f"{name}.tally.json"
        self.current = out / f"{name}.current"
        self.folder = out / "finds" / name
        self.executions = self.taken = 0
        self.finds: dict[str, int] = {}
        self._told = time.monotonic()

    def find(self, error: BaseException, data: bytes) -> None:
        """Keep the shortest input of each kind of find."""
        kind = _kind(error)
        self.finds[kind] = self.finds.get(kind, 0) + 1
        stem = hashlib.sha256(kind.encode()).hexdigest()[:10]
        self.folder.mkdir(parents=True, exist_ok=True)
        path = self.folder / f"{stem}.bin"
        if not path.exists() or path.stat().st_size > len(data):
            path.write_bytes(data)
            told = "".join(traceback.format_exception(error))
            (self.folder / f"{stem}.txt").write_text(f"{kind}\n\n{told[-8_000:]}", encoding="utf-8", errors="replace")

    def write(self, at_once: bool = False) -> None:
        if at_once or time.monotonic() - self._told > 2:
            self._told = time.monotonic()
            told = {"executions": self.executions, "taken": self.taken, "finds": self.finds}
            half = self.path.with_suffix(".part")
            half.write_text(json.dumps(told, ensure_ascii=False))
            half.replace(self.path)


def _kind(error: BaseException) -> str:
    """What went wrong, and in which function of ours."""
    ours = [f for f in traceback.extract_tb(error.__traceback__) if any(f"/{o}/" in f.filename for o in _OURS)]
    inner = [f for f in ours if "/tests/" not in f.filename] or ours
    where = f"{Path(inner[-1].filename).relative_to(ROOT)}:{inner[-1].name}" if inner else "?"
    what = str(error).split(":")[0][:40] if type(error).__name__ == "Broken" else ""
    return f"{type(error).__name__} {what} {where}"


def _fuzz(name: str, out: Path, seconds: int) -> None:
    """Fuzz one target in this process."""
    import atheris

    with atheris.instrument_imports(include=["extractors", "rag"]):
        from tests.fuzz.guard import Overrun, bounded, limit_memory, watch
        from tests.fuzz.mutate import CHANGED
        from tests.fuzz.targets import TARGETS, attempt
    target = TARGETS[name]
    folder = Path(tempfile.mkdtemp(prefix="juesuan-fuzz-"))
    corpus = out / "corpus" / name
    corpus.mkdir(parents=True, exist_ok=True)
    kept = [path.read_bytes() for path in sorted((Path(__file__).parent / "corpus" / name).glob("*"))]
    for data in (*target.seeds(), *kept):
        (corpus / hashlib.sha1(data).hexdigest()).write_bytes(data)
    tally = _Tally(name, out)
    attempt(target, target.seeds()[0], folder)  # what is loaded or built once is no cost of an input
    limit_memory()
    watch()

    def one(data: bytes) -> None:
        tally.executions += 1
        tally.current.write_bytes(data)
        try:
            with bounded(folder):
                tally.taken += attempt(target, data, folder)
        except (Exception, Overrun) as error:  # noqa: BLE001  whatever comes out of a target is a find
            tally.find(error, data)
        tally.write()

    def mutated(data: bytes, most: int, seed: int) -> bytes:
        change = CHANGED.get(target.kind)
        return change(data, most, seed) if change and seed % 8 else atheris.Mutate(data, most)

    options = [f"-max_len={target.longest}", f"-max_total_time={seconds}", f"-timeout={_STUCK}"]
    options += [
        f"-rss_limit_mb={_LARGE}",
        f"-artifact_prefix={out}/finds/{name}-",
        "-print_final_stats=1",
        "-verbosity=1",
    ]
    options += [f"-seed={random.randrange(1, 2**31)}", "-close_fd_mask=0"]
    (out / "finds").mkdir(exist_ok=True)
    atheris.Setup([sys.argv[0], *options, str(corpus)], one, custom_mutator=mutated)
    try:
        atheris.Fuzz()
    finally:
        tally.write(at_once=True)


if __name__ == "__main__":
    sys.exit(main())
