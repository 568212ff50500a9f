"""Reports as scans, read by recognition. Here and not with the readers, because drawing them takes a Chinese font."""

from __future__ import annotations

from pathlib import Path

import pytest

from eval.samples import generate
from eval.samples.document import Block, Grid
from eval.samples.formats import SCAN, render, suffix
from eval.samples.formats.scan import can_scan
from extractors.extract import Extraction, extract_file

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not can_scan(), reason="no font with Chinese letters"),
]
_TABLES = {"GK01", "GK03", "GK09"}


def _read(blocks: list[Block], form: str, folder: Path) -> Extraction:
    path = folder / f"report.{form}.{suffix(form)}"
    path.write_bytes(render(blocks, generate(3, "henan").options, form))
    return extract_file(path)


def test_the_tables_of_a_scan_are_read_and_said_to_be_recognised(tmp_path: Path) -> None:
    blocks = [b for b in generate(3, "henan").blocks if not isinstance(b, Grid) or b.key in _TABLES]
    start = next(n for n, b in enumerate(blocks) if isinstance(b, Grid))
    blocks = [*blocks[:2], *blocks[start : start + len(_TABLES)]]
    wanted = [f for f in _read(blocks, "txt", tmp_path).facts if f.value is not None]
    found = [f for f in _read(blocks, SCAN, tmp_path).facts if f.value is not None]
    assert {f.reading for f in found} <= {"ocr", "doubtful"}
    said = [{(f.table, f.row_code, f.row_name, f.column, f.value) for f in facts} for facts in (wanted, found)]
    assert len(said[0]) > 150
    assert len(said[0] & said[1]) >= 0.98 * len(said[0])
