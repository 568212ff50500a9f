"""A backup holds a library as of one moment, and gives it back whole or not at all."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import time
import zipfile
from collections import namedtuple
from pathlib import Path
from typing import Any

import pytest

import cli
from rag.library import Library, LibraryError
from rag.settings import Settings
from rag.storage.sqlite_file import DamagedError
from rag.upkeep import backup
from tests.rag.small_report import DEPARTMENT, write

pytestmark = pytest.mark.in_folder

OFFLINE = Settings(_env_file=None)


@pytest.fixture
def library(tmp_path: Path) -> Library:
    library = Library.open(tmp_path / "library", OFFLINE)
    library.ingest([write(tmp_path / "files"), write(tmp_path / "files", "b.txt", year=2022)], workers=1)
    info = library.reports()[0]
    library.review(info.doc_id, library.findings(info.doc_id)[0], "dismissed", "口径不同")
    return library


@pytest.fixture
def archive(library: Library, tmp_path: Path) -> Path:
    return Path(library.backup(tmp_path / "b.zip").file)


def test_a_restored_library_is_the_one_that_was_backed_up(library: Library, archive: Path, tmp_path: Path) -> None:
    done = Library.restore(archive, tmp_path / "again", OFFLINE)
    assert (done.reports, done.without) == (2, [])
    with Library.open(tmp_path / "again", OFFLINE) as again:
        assert [(i.doc_id, i.path, i.ingested_at) for i in again.reports()] == [
            (i.doc_id, i.path, i.ingested_at) for i in library.reports()
        ]
        assert again.reviews() == library.reviews()
        for info in library.reports():
            assert again.facts(info.doc_id) == library.facts(info.doc_id)
            assert again.original(info.doc_id).read_bytes() == library.original(info.doc_id).read_bytes()
        assert again.statistics()["indexed"] == 2
        assert [looked_at.state for looked_at in again.integrity()] == ["ok"] * 4
        assert again.ask(f"{DEPARTMENT}2023年支出合计是多少").values[0].value == "386.78"
        assert again.store.meta("library") != library.store.meta("library"), "two libraries share no vectors"


def test_a_backup_during_an_ingest_holds_whole_reports(library: Library, tmp_path: Path) -> None:
    code = (
        "import sys\nfrom pathlib import Path\nfrom rag.library import Library\nfrom rag.settings import Settings\n"
        "from tests.rag.small_report import write\n"
        "with Library.open(sys.argv[1], Settings(_env_file=None)) as library:\n"
        "    for n in range(8):\n"
        "        library.ingest([write(Path(sys.argv[2]), spent=f'{500 + n}.00')], workers=1)\n"
        "        print(n, flush=True)\n"
    )
    writer = subprocess.Popen(
        [sys.executable, "-c", code, str(library.root), str(tmp_path / "files")], cwd=Path(__file__).parents[3],
        stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    taken = []
    while writer.poll() is None:
        taken.append(library.backup(tmp_path / f"{len(taken)}.zip"))
        time.sleep(0.2)
    assert writer.returncode == 0 and taken
    assert all((done.reports, done.without) == (2, []) for done in taken)
    Library.restore(taken[len(taken) // 2].file, tmp_path / "again", OFFLINE)
    with Library.open(tmp_path / "again", OFFLINE) as again:
        assert [looked_at.state for looked_at in again.integrity()] == ["ok"] * 4


def test_nothing_is_overwritten(library: Library, archive: Path, tmp_path: Path) -> None:
    content = archive.read_bytes()
    with pytest.raises(LibraryError, match="不会覆盖"):
        library.backup(archive)
    with pytest.raises(LibraryError, match="在资料库里面"):
        library.backup(library.root / "b.zip")
    with pytest.raises(LibraryError, match="不是空文件夹"):
        Library.restore(archive, library.root, OFFLINE)
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "letter.txt").write_text("x")
    with pytest.raises(LibraryError, match=r"letter\.txt"):
        Library.restore(archive, tmp_path / "own", OFFLINE)
    assert archive.read_bytes() == content and len(library.reports()) == 2


def test_a_missing_original_is_told_and_the_rest_backed_up(
    library: Library, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    library.original(library.reports()[0].doc_id).unlink()
    command = ["backup", "--library", str(library.root), "--out", str(tmp_path / "b.zip")]
    assert cli.main(command) == 1
    assert "1 份缺原文件" in capsys.readouterr().err
    assert cli.main(["restore", str(tmp_path / "b.zip"), "--library", str(tmp_path / "again")]) == 1


def test_a_damaged_database_is_not_backed_up(library: Library, tmp_path: Path) -> None:
    library.close()
    path = library.root / "juesuan.sqlite"
    with path.open("r+b") as file:
        for page in range(12, path.stat().st_size // 4096, 2):
            file.seek(page * 4096)
            file.write(b"\xa5" * 4096)
    with pytest.raises(DamagedError, match="juesuan rebuild"), Library.open(library.root, OFFLINE) as damaged:
        damaged.backup(tmp_path / "b.zip")
    assert not list(tmp_path.glob("*.zip*")) and not list(tmp_path.glob(".*"))


# what is no backup, or no whole one


def _refused(archive: Path, root: Path, told: str) -> None:
    with pytest.raises(LibraryError, match=told):
        Library.restore(archive, root, OFFLINE)
    assert {p.name for p in root.iterdir()} <= {".lock"}, "nothing of it is left"
    assert not root.with_name("outside.txt").exists()


@pytest.mark.parametrize("part", [0.0, 0.3, 0.9, 0.999])
def test_a_truncated_backup_is_refused(archive: Path, tmp_path: Path, part: float) -> None:
    os.truncate(archive, int(archive.stat().st_size * part))
    _refused(archive, tmp_path / "again", "备份已损坏或不完整")


def test_a_changed_byte_is_refused(archive: Path, tmp_path: Path) -> None:
    content = bytearray(archive.read_bytes())
    content[len(content) // 2] ^= 0xFF
    archive.write_bytes(content)
    _refused(archive, tmp_path / "again", "备份已损坏或不完整")


def test_a_foreign_file_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "foreign.zip", "w") as file:
        file.writestr("report.docx", "x")
    _refused(tmp_path / "foreign.zip", tmp_path / "again", "不是 juesuan 的备份")
    with pytest.raises(LibraryError, match="不存在"):
        Library.restore(tmp_path / "nothing.zip", tmp_path / "again", OFFLINE)


def _altered(archive: Path, **files: bytes) -> Path:
    """A backup with more files, all of them in its manifest; ``sizes`` gives other sizes than theirs."""
    altered = archive.with_name("altered.zip")
    with zipfile.ZipFile(archive) as old, zipfile.ZipFile(altered, "w") as new:
        manifest = json.loads(old.read("manifest.json"))
        for name in old.namelist():
            if name != "manifest.json":
                new.writestr(name, old.read(name))
        for name, data in files.items():
            new.writestr(name, data)
            manifest["files"].append([name, len(data), hashlib.sha256(data).hexdigest()])
        new.writestr("manifest.json", json.dumps(manifest))
    return altered


@pytest.mark.parametrize(
    "name",
    [
        "../outside.txt", "/tmp/outside.txt", "originals/../../outside.txt", "originals/0123456789abcdef0123/..",
        "originals/0123456789abcdef0123/a/b", "chroma/chroma.sqlite3", "originals/x/..\\outside.txt", ".lock",
    ],
)  # fmt: skip
def test_names_that_lead_elsewhere_are_refused(archive: Path, tmp_path: Path, name: str) -> None:
    _refused(_altered(archive, **{name: b"x"}), tmp_path / "again", "资料库不会有的文件")


def test_a_file_that_is_not_what_the_manifest_says_is_refused(archive: Path, tmp_path: Path) -> None:
    altered = archive.with_name("altered.zip")
    with zipfile.ZipFile(archive) as old, zipfile.ZipFile(altered, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            new.writestr(name, data + b"more" if name.endswith("b.txt") else data)
    _refused(altered, tmp_path / "again", "与清单不符")


def test_a_database_that_is_none_is_refused(archive: Path, tmp_path: Path) -> None:
    altered, data = archive.with_name("altered.zip"), b"no database at all" * 100
    manifest: dict[str, Any] = {"form": "juesuan backup 1", "reports": 1}
    manifest["files"] = [["juesuan.sqlite", len(data), hashlib.sha256(data).hexdigest()]]
    with zipfile.ZipFile(altered, "w") as file:
        file.writestr("juesuan.sqlite", data)
        file.writestr("manifest.json", json.dumps(manifest))
    _refused(altered, tmp_path / "again", "数据库")


def test_a_backup_that_unpacks_to_more_than_the_disk_holds_is_refused(
    archive: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usage = namedtuple("usage", "total used free")
    monkeypatch.setattr(backup.shutil, "disk_usage", lambda path: usage(1, 1, 1000))
    _refused(archive, tmp_path / "again", "磁盘剩余空间")


def test_half_a_restored_library_is_not_opened_and_is_begun_again(archive: Path, tmp_path: Path) -> None:
    root = tmp_path / "again"
    (root / ".restoring").mkdir(parents=True)
    (root / "originals" / "0" / "half.txt").mkdir(parents=True)
    with pytest.raises(LibraryError, match="juesuan restore"):
        Library.open(root, OFFLINE)
    assert Library.restore(archive, root, OFFLINE).reports == 2
    with Library.open(root, OFFLINE) as library:
        assert [looked_at.state for looked_at in library.integrity()] == ["ok"] * 4
