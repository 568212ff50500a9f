"""A report of a file that is no text is parsed once, when it is taken in; and its pages are shown as pictures."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from eval.samples import generate
from eval.samples.formats import render
from extractors.errors import ReadError
from extractors.extract import read_report
from extractors.readers.pdf.picture import picture_of
from rag.library import Library
from rag.settings import Settings


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    folder = tmp_path_factory.mktemp("kept")
    sample = generate(3, "henan")
    (folder / "report.pdf").write_bytes(render(sample.blocks, sample.options, "pdf"))
    with Library.open(folder / "library", Settings(_env_file=None)) as library:
        library.ingest([folder / "report.pdf"], workers=1)
        yield library


def test_a_pdf_is_not_parsed_again_to_be_shown(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    (info,) = library.reports()
    anew = read_report(library.original(info.doc_id))
    monkeypatch.setattr("extractors.extract.read_report", lambda _: pytest.fail("it was parsed again"))
    report = library.report(info.doc_id)
    assert report.sections == anew.sections and report.header() == anew.header()
    assert report.source.text == anew.source.text


def test_a_parsed_report_that_cannot_be_kept_is_taken_in_all_the_same(
    library: Library, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    (info,) = library.reports()
    monkeypatch.setattr("extractors.kept.keep", full)
    with Library.open(tmp_path / "library", Settings(_env_file=None)) as other:
        [outcome] = other.ingest([library.original(info.doc_id)], workers=1)
        assert outcome.status == "ok"
        assert other.report(info.doc_id).sections == library.report(info.doc_id).sections


def test_what_the_rules_did_not_recognise_is_told_from_the_library(library: Library) -> None:
    (info,) = library.reports()
    assert library.template(info.doc_id).nearest


def test_a_page_is_shown_with_and_without_a_mark(library: Library) -> None:
    (info,) = library.reports()
    plain = library.page_picture(info.doc_id, 1)
    marked = library.page_picture(info.doc_id, 1, (72.0, 72.0, 200.0, 100.0))
    assert plain != marked
    assert Image.open(io.BytesIO(plain)).size == Image.open(io.BytesIO(marked)).size
    with pytest.raises(ReadError, match="没有第999页"):
        library.page_picture(info.doc_id, 999)


def test_a_file_that_is_a_picture_is_its_own_page(tmp_path: Path) -> None:
    Image.new("RGB", (1190, 1600), "white").save(tmp_path / "扫描.png")
    box = (100.0, 100.0, 200.0, 120.0)
    shown = Image.open(io.BytesIO(picture_of(tmp_path / "扫描.png", 1, box)))
    assert shown.size == (1190, 1600)
    assert shown.getpixel((300, 220)) != (255, 255, 255) and shown.getpixel((900, 900)) == (255, 255, 255)
    with pytest.raises(ReadError, match="没有第2页"):
        picture_of(tmp_path / "扫描.png", 2)
    (tmp_path / "坏.png").write_bytes(b"\x89PNG\r\n\x1a\n" + b"x" * 50)
    with pytest.raises(ReadError, match="打不开"):
        picture_of(tmp_path / "坏.png", 1)
