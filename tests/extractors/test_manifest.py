"""A bulk extraction that was broken off goes on where it stopped."""

from __future__ import annotations

import hashlib
from pathlib import Path

from extractors.manifest import Manifest


def kept(folder: Path, name: str, text: str) -> tuple[Path, str]:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path, hashlib.sha256(text.encode()).hexdigest()


def test_a_file_is_done_when_its_result_is_there(tmp_path: Path) -> None:
    path, content = kept(tmp_path, "a.txt", "甲")
    Manifest(tmp_path, {"schema": "gk05"}).add(str(path), content, "a-1")
    assert Manifest(tmp_path, {"schema": "gk05"}).done(path) is None
    (tmp_path / "a-1.json").write_text("{}", encoding="utf-8")
    assert Manifest(tmp_path, {"schema": "gk05"}).done(path) == "a-1"


def test_a_changed_file_or_another_way_of_extracting_is_not_done(tmp_path: Path) -> None:
    path, content = kept(tmp_path, "a.txt", "甲")
    (tmp_path / "a-1.json").write_text("{}", encoding="utf-8")
    Manifest(tmp_path, {"schema": "gk05"}).add(str(path), content, "a-1")
    assert Manifest(tmp_path, {"schema": "gk06"}).done(path) is None
    path.write_text("乙", encoding="utf-8")
    assert Manifest(tmp_path, {"schema": "gk05"}).done(path) is None


def test_a_line_cut_short_by_an_interruption_is_passed_over(tmp_path: Path) -> None:
    path, content = kept(tmp_path, "a.txt", "甲")
    (tmp_path / "a-1.json").write_text("{}", encoding="utf-8")
    manifest = Manifest(tmp_path, {})
    manifest.add(str(path), content, "a-1")
    manifest.path.write_text(manifest.path.read_text(encoding="utf-8") + '{"path": "b.t', encoding="utf-8")
    again = Manifest(tmp_path, {})
    assert again.done(path) == "a-1"
    other, content = kept(tmp_path, "b.txt", "乙")
    (tmp_path / "b-1.json").write_text("{}", encoding="utf-8")
    again.add(str(other), content, "b-1")  # does not run into the line that was cut
    assert Manifest(tmp_path, {}).done(other) == "b-1"
    assert len(manifest.path.read_text(encoding="utf-8").splitlines()) == 2


def test_a_file_that_is_gone_is_not_done(tmp_path: Path) -> None:
    path, content = kept(tmp_path, "a.txt", "甲")
    Manifest(tmp_path, {}).add(str(path), content, "a-1")
    path.unlink()
    assert Manifest(tmp_path, {}).done(path) is None
