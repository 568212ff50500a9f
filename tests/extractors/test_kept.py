"""A parsed report that is kept is the same when it is taken up again, whatever its file was."""

from __future__ import annotations

from pathlib import Path

import pytest

from eval.samples import generate
from eval.samples.formats import render, suffix
from extractors.extract import read_report
from extractors.kept import keep, kept


@pytest.mark.parametrize("form", ["txt", "html", "docx", "xlsx", "pdf"])
def test_what_was_kept_is_what_was_read(form: str, tmp_path: Path) -> None:
    sample = generate(3, "henan")
    path = tmp_path / f"report.{suffix(form)}"
    path.write_bytes(render(sample.blocks, sample.options, form))
    report = read_report(path)
    keep(report, tmp_path, "1")
    assert kept(tmp_path, "1", report.source) == report
    assert kept(tmp_path, "2", report.source) is None


def test_a_damaged_or_missing_file_is_as_none(tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    path.write_bytes(render(generate(3, "henan").blocks, generate(3, "henan").options, "txt"))
    report = read_report(path)
    assert kept(tmp_path, "1", report.source) is None
    keep(report, tmp_path, "1")
    for damage in (b"", b"x", (tmp_path / ".parsed").read_bytes()[:-9]):
        (tmp_path / ".parsed").write_bytes(damage)
        assert kept(tmp_path, "1", report.source) is None
