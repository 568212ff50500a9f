"""Facts read from pictures of pages: marked, and doubted where the table they stand in contradicts them."""

from __future__ import annotations

from pathlib import Path

from eval.samples import Sample, generate
from eval.samples.formats import render
from extractors.extract import Extraction, extract_file
from extractors.readers.pdf import page as pages


def _scanned(tmp_path: Path, sample: Sample, monkeypatch: object, wrong: tuple[str, str] = ("", "")) -> Extraction:
    """A sample read as if each page were a scan with the text of a scanner below it."""
    from pytest import MonkeyPatch

    assert isinstance(monkeypatch, MonkeyPatch)
    real = pages.read_page

    def as_scan(*args: object) -> pages.Page:
        page = real(*args)  # type: ignore[arg-type]
        page.laid_under = True
        return page

    monkeypatch.setattr(pages, "read_page", as_scan)
    path = tmp_path / f"{sample.name}.pdf"
    for block in sample.blocks:
        rows = getattr(block, "rows", [])
        for row in rows:
            row[:] = [wrong[1] if getattr(block, "key", "") == "GK03" and c == wrong[0] else c for c in row]
    path.write_bytes(render(sample.blocks, sample.options, "pdf"))
    return extract_file(path)


def test_every_figure_of_a_scan_says_so(tmp_path: Path, monkeypatch: object) -> None:
    found = _scanned(tmp_path, generate(3, "henan"), monkeypatch)
    assert {f.reading for f in found.facts} == {"ocr"}
    assert {c.reading for finding in found.findings for c in finding.evidence} <= {"ocr"}


def test_a_figure_that_its_table_contradicts_is_doubtful(tmp_path: Path, monkeypatch: object) -> None:
    sample = generate(3, "henan")
    grid = next(b for b in sample.blocks if getattr(b, "key", "") == "GK03")
    code, name, whole = grid.rows[1][:3]  # type: ignore[union-attr]
    found = _scanned(tmp_path, sample, monkeypatch, (whole, f"9{whole}"))
    doubtful = {(f.row_code, f.column) for f in found.facts if f.reading == "doubtful"}
    assert (code, "本年支出合计") in doubtful
    assert name
    assert len(doubtful) < 30


def test_a_printed_text_is_not_marked(tmp_path: Path) -> None:
    sample = generate(3, "henan")
    path = tmp_path / "a.pdf"
    path.write_bytes(render(sample.blocks, sample.options, "pdf"))
    assert {f.reading for f in extract_file(path).facts} == {None}
