"""Finding files: those that are meant, once each, and a word about what is not there."""

from __future__ import annotations

from pathlib import Path

from extractors.bulk import find_files


def test_files_folders_and_globs_are_found_once_each_in_order(tmp_path: Path) -> None:
    for name in ("b.txt", "a.md", "c.json", ".d.txt", "~$e.docx", "sub/f.PDF", "sub/[g].txt"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.touch()
    found = find_files([tmp_path / "b.txt", tmp_path, f"{tmp_path}/*.md", f"{tmp_path}/sub/[g].txt"])
    assert [f.path.relative_to(tmp_path).as_posix() for f in found] == ["b.txt", "a.md", "sub/[g].txt", "sub/f.PDF"]
    assert not any(f.error for f in found)


def test_a_file_named_by_itself_is_tried_whatever_it_is_called(tmp_path: Path) -> None:
    (tmp_path / "report.dat").touch()
    assert [f.error for f in find_files([tmp_path / "report.dat"])] == [None]


def test_what_means_no_file_says_so(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    found = find_files([tmp_path / "gone.txt", f"{tmp_path}/*.txt", tmp_path / "empty"])
    for item, word in zip(found, ["不存在", "通配符", "没有报告文件"], strict=True):
        assert word in (item.error or "")


def test_a_folder_can_be_left_out(tmp_path: Path) -> None:
    for name in ("in/a.txt", "out/b.txt"):
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).touch()
    assert [f.path.name for f in find_files([tmp_path], leave_out=tmp_path / "out")] == ["a.txt"]
