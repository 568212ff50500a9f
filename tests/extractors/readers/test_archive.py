"""ZIP archives: their files are taken as if the archive were a folder."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from extractors.bulk import find_files
from extractors.errors import ReadError
from extractors.readers import archive, content, read
from tests.extractors.readers.damaged import packed


def _archive(path: Path, **parts: bytes) -> Path:
    path.write_bytes(packed({name.replace("__", "/"): data for name, data in parts.items()}))
    return path


def test_the_reports_in_an_archive_are_found_by_the_names_they_have(tmp_path: Path) -> None:
    path = tmp_path / "决算.zip"
    path.write_bytes(packed({"甲/a.txt": b"1", "b.docx": b"2", "c.exe": b"3", "__MACOSX/d.txt": b"4", ".e.txt": b"5"}))
    for given in (path, tmp_path):
        assert [f.path.relative_to(tmp_path).as_posix() for f in find_files([given])] == [
            "决算.zip/b.docx",
            "决算.zip/甲/a.txt",
        ]
    assert content(path / "甲/a.txt") == b"1"


def test_names_written_in_gbk_are_read(tmp_path: Path) -> None:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as made:
        made.writestr(zipfile.ZipInfo("aaaa.txt"), "某局决算。\n".encode())
    path = tmp_path / "旧.zip"
    path.write_bytes(data.getvalue().replace(b"aaaa.txt", "财政".encode("gbk") + b".txt"))
    [found] = find_files([path])
    assert found.path.name == "财政.txt"
    assert read(found.path).source.text == "某局决算。\n"


def test_a_name_that_leads_out_of_the_archive_stays_inside(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(packed({"../../etc/x.txt": b"1"}))
    [found] = find_files([path])
    assert found.path == path / "etc/x.txt"


@pytest.mark.parametrize(
    ("data", "told"), [(packed({"a.exe": b"1"}), "没有报告文件"), (packed({"a.txt": b"1" * 99})[:60], None)]
)
def test_an_archive_without_reports_or_cut_off_is_told(tmp_path: Path, data: bytes, told: str | None) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(data)
    [found] = find_files([path])
    if told:
        assert told in (found.error or "")
    else:
        with pytest.raises(ReadError, match="损坏"):
            read(found.path)


def test_a_file_larger_than_a_report_is_not_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MAX_MEMBER", 1000)
    path = _archive(tmp_path / "a.zip", **{"big.txt": b"0" * 2000})
    with pytest.raises(ReadError, match="超过"):
        content(path / "big.txt")
    with pytest.raises(ReadError, match="没有这个文件"):
        content(path / "none.txt")


def test_an_archive_in_an_archive_is_not_opened(tmp_path: Path) -> None:
    inner = packed({"a.txt": b"1"})
    path = _archive(tmp_path / "a.zip", **{"b.docx": inner})
    with pytest.raises(ReadError, match="压缩包"):
        read(path / "b.docx")
