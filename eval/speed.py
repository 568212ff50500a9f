"""How long reading a PDF takes, beside what bare pdfplumber takes for the tables of the same pages.

Each is measured in a process of its own, several times in turns, so that a busy machine troubles both alike; what is
told are the shortest times and their ratio. ``python -m eval.speed FILE.pdf …``; without files, generated reports.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from eval.samples import generate
from eval.samples.document import Block
from eval.samples.formats import render

_TURNS = 3
_PAGES = (30, 500)


@dataclass(frozen=True, slots=True)
class Measured:
    """One way of reading a file: seconds without the imports, and the most memory in MB."""

    seconds: float
    megabytes: int


@dataclass(frozen=True, slots=True)
class Compared:
    """A file read in both ways."""

    name: str
    pages: int
    own: Measured
    plumber: Measured

    def line(self) -> str:
        ratio = self.own.seconds / max(self.plumber.seconds, 0.001)
        return (
            f"{self.name}（{self.pages} 页）：全部数据和核查 {self.own.seconds:.2f} 秒、{self.own.megabytes} MB；"
            f"pdfplumber 只取表格 {self.plumber.seconds:.2f} 秒、{self.plumber.megabytes} MB；比 {ratio:.2f}"
        )


def compared(path: Path, turns: int = _TURNS) -> Compared:
    """Both ways of reading one PDF. Raises CalledProcessError where one of them fails."""
    pages = _pages_of(path)
    runs = [(_measured("own", path), _measured("plumber", path)) for _ in range(turns)]
    own, plumber = zip(*runs, strict=True)
    return Compared(path.name, pages, _best(own), _best(plumber))


def _pages_of(file: Path | bytes) -> int:
    import pypdfium2 as pdfium

    document = pdfium.PdfDocument(file)
    pages = len(document)
    document.close()
    return pages


def _best(runs: tuple[Measured, ...]) -> Measured:
    return Measured(min(r.seconds for r in runs), max(r.megabytes for r in runs))


def _measured(way: str, path: Path) -> Measured:
    command = [sys.executable, "-m", "eval.speed", "--way", way, str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    seconds, megabytes = done.stdout.split()
    return Measured(float(seconds), int(megabytes))


def _own(path: Path) -> Callable[[], object]:
    from extractors.extract import extract_file

    return lambda: extract_file(path)


def _plumber(path: Path) -> Callable[[], object]:
    import pdfplumber

    def read() -> object:
        with pdfplumber.open(path) as pdf:
            return [page.extract_tables() for page in pdf.pages]

    return read


def _one(way: str, path: Path) -> None:
    """Read one file in one way and print the seconds and the most memory in MB."""
    read = {"own": _own, "plumber": _plumber}[way](path)
    start = time.perf_counter()
    read()
    seconds = time.perf_counter() - start
    print(f"{seconds:.3f} {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024}")


def generated(folder: Path) -> Iterator[Path]:
    """Generated PDFs of about so many pages as are measured: one report, and as many in one file as make them up."""
    options = generate(0, "henan").options
    one = _pages_of(render(generate(0, "henan").blocks, options, "pdf"))
    for pages in _PAGES:
        blocks: list[Block] = []
        for seed in range(max(pages // one, 1)):
            blocks += generate(seed, "henan").blocks
        path = folder / f"样本约{pages}页.pdf"
        path.write_bytes(render(blocks, options, "pdf"))
        yield path


def main(arguments: list[str] | None = None) -> int:
    """Print a line for each file."""
    parser = argparse.ArgumentParser(prog="python -m eval.speed", description=__doc__)
    parser.add_argument("files", nargs="*", type=Path)
    parser.add_argument("--turns", type=int, default=_TURNS)
    parser.add_argument("--way", choices=("own", "plumber"), help=argparse.SUPPRESS)
    given = parser.parse_args(arguments)
    if given.way:
        _one(given.way, given.files[0])
        return 0
    with tempfile.TemporaryDirectory() as folder:
        for path in given.files or generated(Path(folder)):
            print(compared(path, given.turns).line(), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
