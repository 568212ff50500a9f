"""What is fuzzed: one target a reader, one for whole reports, one for questions, one for lines of a batch.

A target takes the bytes of one input and a folder it may write to. JuesuanError, the error a user is told, is its only
way to say no; anything else that comes out of it is a find, and so is a property that does not hold.
"""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal
from unittest.mock import patch

from extractors.bulk import find_files
from extractors.errors import JuesuanError
from extractors.extract import extract_file
from extractors.readers import archive, office, read
from extractors.readers.plain import read_text
from extractors.readers.sheets import read_xlsx
from extractors.readers.web import read_html
from extractors.readers.word import read_word
from rag.batch import answer_line
from rag.library import Library
from rag.settings import Settings
from tests.extractors.readers.damaged import packed
from tests.fuzz import seeds
from tests.fuzz.guard import Broken
from tests.fuzz.properties import check_answer, check_document, check_extraction, check_json, hold
from tests.fuzz.seeds import PART
from tests.rag.small_report import text_of

Kind = Literal["words", "xml", "bytes"]
Run = Callable[[bytes, Path], None]
#: an input is asked as no more turns
_TURNS = 4


@dataclass(frozen=True, slots=True)
class Target:
    """Something that takes input from outside. ``kind`` tells what its inputs are, and how others are made of them."""

    name: str
    run: Run
    seeds: Callable[[], list[bytes]]
    kind: Kind = "words"
    longest: int = 8_192


def _text(data: bytes, folder: Path) -> None:
    check_document(read_text("a.txt", data))


def _markdown(data: bytes, folder: Path) -> None:
    check_document(read_text("a.md", data, markdown=True))


def _web(data: bytes, folder: Path) -> None:
    check_document(read_html("a.html", data))


def _any(data: bytes, folder: Path) -> None:
    """A file of whatever format, told by its first bytes."""
    path = folder / "a.bin"
    path.write_bytes(data)
    check_document(read(path))


def word_of(data: bytes) -> bytes:
    """A Word file made of the parts of an input."""
    space = b'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    body, styles, numbering, *_ = [*data.split(PART), b"", b""]
    return packed(
        {
            "word/document.xml": b"<w:document %b><w:body>%b</w:body></w:document>" % (space, body),
            "word/styles.xml": b"<w:styles %b>%b</w:styles>" % (space, styles),
            "word/numbering.xml": b"<w:numbering %b>%b</w:numbering>" % (space, numbering),
        }
    )


def sheet_of(data: bytes) -> bytes:
    """A workbook made of the parts of an input."""
    rows, strings, formats, *_ = [*data.split(PART), b"", b""]
    main = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    kin = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = b"http://schemas.openxmlformats.org/package/2006"
    kinds = b"application/vnd.openxmlformats-officedocument.spreadsheetml"
    named = (
        ("workbook", "sheet.main"),
        ("sheet1", "worksheet"),
        ("styles", "styles"),
        ("sharedStrings", "sharedStrings"),
    )
    types = b"".join(
        b'<Override PartName="/xl/%b%b.xml" ContentType="%b.%b+xml"/>'
        % (b"worksheets/" if name == "sheet1" else b"", name.encode(), kinds, kind.encode())
        for name, kind in named
    )
    links = b"".join(
        b'<Relationship Id="rId%d" Type="%b/%b" Target="%b"/>' % (n, kin, kind, path)
        for n, (kind, path) in enumerate(
            (
                (b"worksheet", b"worksheets/sheet1.xml"),
                (b"styles", b"styles.xml"),
                (b"sharedStrings", b"sharedStrings.xml"),
            ),
            1,
        )
    )
    sheets = b'<sheets><sheet name="a" sheetId="1" r:id="rId1"/></sheets>'
    plain = b"<fonts><font/></fonts><fills><fill><patternFill/></fill></fills><borders><border/></borders>"
    plain += b"<cellStyleXfs><xf/></cellStyleXfs>"
    cells = b'<cellXfs><xf/><xf numFmtId="170"/><xf numFmtId="14"/></cellXfs>'
    return packed(
        {
            "[Content_Types].xml": b'<Types xmlns="%b/content-types">%b</Types>' % (package, types),
            "xl/workbook.xml": b'<workbook %b xmlns:r="%b">%b</workbook>' % (main, kin, sheets),
            "xl/_rels/workbook.xml.rels": b'<Relationships xmlns="%b/relationships">%b</Relationships>'
            % (package, links),
            "xl/worksheets/sheet1.xml": b"<worksheet %b>%b</worksheet>" % (main, rows),
            "xl/sharedStrings.xml": b"<sst %b>%b</sst>" % (main, strings),
            "xl/styles.xml": b"<styleSheet %b><numFmts>%b</numFmts>%b%b</styleSheet>" % (main, formats, plain, cells),
        }
    )


def _word(data: bytes, folder: Path) -> None:
    check_document(read_word("a.docx", word_of(data)))


def _sheet(data: bytes, folder: Path) -> None:
    check_document(read_xlsx("a.xlsx", sheet_of(data)))


def _zip(data: bytes, folder: Path) -> None:
    """An archive of files: none of them is found, or unpacked to, outside of it."""
    path = folder / "a.zip"
    path.write_bytes(data)
    for found in find_files([path]):
        hold(found.path.resolve().is_relative_to(path.resolve()), f"a name that leads out: {found.path}")
        if found.error is None and found.path != path:
            try:
                hold(len(archive.content(path, found.path.relative_to(path).as_posix())) <= archive.MAX_MEMBER, "large")
            except JuesuanError:
                continue


def _older(data: bytes, folder: Path) -> None:
    """An older Office file, without LibreOffice: refused, never opened by anything else."""
    with patch.object(office, "program", lambda: None):
        _any(b"\xd0\xcf\x11\xe0" + data[4:], folder)
        raise Broken("an older Office file was read without LibreOffice")


def _report(data: bytes, folder: Path) -> None:
    """A whole text report: its tables, prose and annexes read, and every cross-check made."""
    path = folder / "水务局2023年度部门决算.txt"
    path.write_bytes(data)
    check_extraction(extract_file(path))


@cache
def _library() -> Library:
    """Three reports of two departments and two years."""
    folder = Path(tempfile.mkdtemp(prefix="juesuan-fuzz-"))
    reports = {
        "水务局2023.txt": text_of(),
        "水务局2022.txt": text_of(year=2022, spent="300.13"),
        "教育局2023.txt": text_of("云岭市青川区教育局", spent="1204.50", reason="新建学校"),
    }
    for name, text in reports.items():
        (folder / name).write_text(text, encoding="utf-8")
    library = Library.open(folder / "library", Settings(_env_file=None))
    outcomes = library.ingest([folder / name for name in reports], workers=1)
    hold(all(o.status == "ok" for o in outcomes), "the reports that are asked about cannot be read")
    library.ask("水务局2023年支出合计是多少？")
    return library


def _questions(data: bytes, folder: Path) -> None:
    """The lines of an input, asked as the turns of a conversation."""
    library = _library()
    conversation = library.conversation()
    for turn in data.decode("utf-8", "replace").split("\n")[:_TURNS]:
        check_answer(conversation.ask(turn), library)


def _batch(data: bytes, folder: Path) -> None:
    """One line of a batch: its answer is one line of JSON with the same id, and no error of our own."""
    result = answer_line(_library(), data, 1)
    check_json(result)
    hold("\n" not in json.dumps(result, ensure_ascii=False), "more than a line")
    hold("程序内部错误" not in result.get("error", ""), result.get("error", ""))


TARGETS = {
    target.name: target
    for target in (
        Target("text", _text, seeds.text),
        Target("markdown", _markdown, seeds.markdown),
        Target("html", _web, seeds.web),
        Target("docx", _word, seeds.word_parts, "xml"),
        Target("xlsx", _sheet, seeds.sheet_parts, "xml"),
        Target("pdf", _any, seeds.pdf, kind="bytes", longest=16_384),
        Target(
            "office", _any, lambda: [word_of(seeds.word_parts()[0]), sheet_of(seeds.sheet_parts()[0])], kind="bytes"
        ),
        Target("zip", _zip, seeds.archives, kind="bytes"),
        Target("older", _older, seeds.older, kind="bytes"),
        Target("report", _report, seeds.text),
        Target("questions", _questions, seeds.questions, longest=2_048),
        Target("batch", _batch, seeds.batch, longest=4_096),
    )
}


def attempt(target: Target, data: bytes, folder: Path) -> bool:
    """Whether an input was taken; False where it was refused as an input may be. Finds are raised."""
    try:
        target.run(data, folder)
    except JuesuanError as error:
        hold(str(error).strip() and len(str(error)) < 2_000, "an error that tells nothing, or too much")
        return False
    return True
