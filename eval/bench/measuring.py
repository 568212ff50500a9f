"""Measuring a piece of work in a process of its own: its seconds and the most memory it needed."""

from __future__ import annotations

import json
import math
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Measured:
    """Seconds of a piece of work, without the imports it begins with, and the most memory in MB."""

    seconds: float
    megabytes: int


def best(runs: Sequence[Measured]) -> Measured:
    """The shortest time of several runs, which is the least disturbed one, and the most memory."""
    return Measured(min(r.seconds for r in runs), max(r.megabytes for r in runs))


def timed(work: Callable[[], object]) -> Measured:
    """A piece of work measured in this process."""
    start = time.perf_counter()
    work()
    return Measured(time.perf_counter() - start, peak())


def peak() -> int:
    """The most memory this process has had, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def in_child(module: str, *arguments: str | Path) -> Any:
    """What ``python -m module arguments`` prints, as JSON. Raises CalledProcessError where it fails."""
    command = [sys.executable, "-m", module, *map(str, arguments)]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    return json.loads(done.stdout.splitlines()[-1])


def percentile(values: Sequence[float], percent: float) -> float:
    """The value that so many percent of all do not exceed (nearest rank)."""
    ordered = sorted(values)
    return ordered[max(math.ceil(len(ordered) * percent / 100), 1) - 1]


def folder_size(folder: Path) -> int:
    """What lies in a folder, with all below, in MB."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) // 1_000_000
