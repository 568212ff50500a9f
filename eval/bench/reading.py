"""How long a report takes, by format: read, extracted and checked; and what a bare reader takes for the same file.

The bare reader gives what one would start from without this project: of a PDF the tables by pdfplumber and the text by
pypdfium2, of the others the text of all cells and paragraphs by the library for that format.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from eval.bench.measuring import Measured, best, in_child, timed
from eval.samples import generate
from eval.samples.document import Block
from eval.samples.formats import render, suffix

_TURNS = 3
#: PDFs of about so many pages, made of one report after the other
_PAGES = (30, 500)
_FORMATS = ("txt", "md", "html", "docx", "xlsx", "pdf")


@dataclass(frozen=True, slots=True)
class Compared:
    """A file read in full, and by bare readers."""

    name: str
    own: Measured
    bare: dict[str, Measured]

    def line(self) -> str:
        text = f"{self.name}：数据和核查 {self.own.seconds:.3f} 秒、{self.own.megabytes} MB"
        for reader, other in self.bare.items():
            ratio = self.own.seconds / max(other.seconds, 0.0001)
            text += f"；{reader} {other.seconds:.3f} 秒、{other.megabytes} MB（比 {ratio:.2f}）"
        return text


def compared(path: Path, turns: int = _TURNS) -> Compared:
    """A file read in all ways, in turns. Raises CalledProcessError where one of them fails."""
    ways = ["own", *(name for name, (suffixes, _) in _BARE.items() if path.suffix in suffixes)]
    runs: dict[str, list[Measured]] = {way: [] for way in ways}
    for _ in range(turns):
        for way in ways:
            runs[way].append(Measured(**in_child("eval.bench.reading", way, path)))
    name = f"{path.name}（{_pages_of(path)} 页）" if path.suffix == ".pdf" else path.name
    return Compared(name, best(runs.pop("own")), {way: best(measured) for way, measured in runs.items()})


def reading(files: list[Path], folder: Path) -> Iterator[str]:
    """A line for each file; without files, for generated ones."""
    for path in files or generated(folder):
        yield compared(path).line()


def generated(folder: Path) -> Iterator[Path]:
    """One report in each format, and PDFs of about so many pages as are measured."""
    sample = generate(0, "henan")
    for form in _FORMATS:
        path = folder / f"样本.{suffix(form)}"
        path.write_bytes(render(sample.blocks, sample.options, form))
        yield path
    one = _pages_of(folder / "样本.pdf")
    for pages in _PAGES:
        blocks: list[Block] = []
        for seed in range(max(pages // one, 1)):
            blocks += generate(seed, "henan").blocks
        path = folder / f"样本约{pages}页.pdf"
        path.write_bytes(render(blocks, sample.options, "pdf"))
        yield path


def _pages_of(path: Path) -> int:
    import pypdfium2 as pdfium

    document = pdfium.PdfDocument(path)
    pages = len(document)
    document.close()
    return pages


def _own(path: Path) -> Callable[[], object]:
    from extractors.extract import extract_file

    return lambda: extract_file(path)


def _plumber(path: Path) -> Callable[[], object]:
    import pdfplumber

    def read() -> object:
        with pdfplumber.open(path) as pdf:
            return [page.extract_tables() for page in pdf.pages]

    return read


def _pdfium(path: Path) -> Callable[[], object]:
    import pypdfium2 as pdfium

    def read() -> object:
        document = pdfium.PdfDocument(path)
        texts = [page.get_textpage().get_text_range() for page in document]
        document.close()
        return texts

    return read


def _word(path: Path) -> Callable[[], object]:
    import docx

    def read() -> object:
        document = docx.Document(str(path))
        cells = [[cell.text for cell in row.cells] for table in document.tables for row in table.rows]
        return [paragraph.text for paragraph in document.paragraphs], cells

    return read


def _sheets(path: Path) -> Callable[[], object]:
    import openpyxl

    def read() -> object:
        book = openpyxl.load_workbook(path, data_only=True)
        return [[cell.value for cell in row] for sheet in book for row in sheet.iter_rows()]

    return read


def _web(path: Path) -> Callable[[], object]:
    from lxml import html

    return lambda: list(html.fromstring(path.read_bytes()).itertext())


Reader = Callable[[Path], Callable[[], object]]
#: by name, the suffixes and the reader; what it imports is imported before the clock starts
_BARE: dict[str, tuple[tuple[str, ...], Reader]] = {
    "pdfplumber": ((".pdf",), _plumber),
    "pypdfium2": ((".pdf",), _pdfium),
    "python-docx": ((".docx",), _word),
    "openpyxl": ((".xlsx",), _sheets),
    "lxml": ((".html",), _web),
}


def _main(way: str, file: str) -> None:
    """Read one file in one way and print what it took."""
    reader = _own if way == "own" else _BARE[way][1]
    print(json.dumps(asdict(timed(reader(Path(file))))))


if __name__ == "__main__":
    _main(*sys.argv[1:])
