"""``python -m eval.bench``: all benchmarks, or the one that is named."""

from __future__ import annotations

import argparse
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from eval.bench.asking import asking
from eval.bench.reading import reading

_SIZES = "5,1000"


def _lines(given: argparse.Namespace, folder: Path) -> Iterator[str]:
    if given.part != "asking":
        yield from reading(given.files, folder)
    if given.part != "reading":
        yield from asking([int(size) for size in given.sizes.split(",")], folder, given.workers)


def main(arguments: list[str] | None = None) -> None:
    """Print what was measured, line by line."""
    parser = argparse.ArgumentParser(prog="python -m eval.bench", description=__doc__)
    parser.add_argument("part", nargs="?", choices=("reading", "asking"), help="which benchmark (default: both)")
    parser.add_argument("--files", nargs="*", type=Path, default=[], help="files to read instead of generated ones")
    parser.add_argument("--sizes", default=_SIZES, help=f"how many reports the libraries have (default {_SIZES})")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--folder", type=Path, help="where reports and libraries are made and kept (default: nowhere)")
    given = parser.parse_args(arguments)
    if given.folder:
        given.folder.mkdir(parents=True, exist_ok=True)
        for line in _lines(given, given.folder):
            print(line, flush=True)
        return
    with tempfile.TemporaryDirectory() as folder:
        for line in _lines(given, Path(folder)):
            print(line, flush=True)


if __name__ == "__main__":
    main()
