"""Library: idempotent, replacing, whole whatever happens, with one clear message for each bad file."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from rag.library import Library, LibraryError
from rag.retrieval.embedding import Vectors
from rag.settings import Settings
from tests.rag.small_report import DEPARTMENT, text_of, write

OFFLINE = Settings(_env_file=None)  # type: ignore[call-arg]


@pytest.fixture
def files(tmp_path: Path) -> Path:
    return tmp_path / "files"


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path / "library", OFFLINE) as library:
        yield library


def _statuses(library: Library, *paths: Path | str) -> list[str]:
    return [outcome.status for outcome in library.ingest(paths)]


def _spent(library: Library, doc_id: str) -> set[str]:
    return {str(f.value) for f in library.facts(doc_id) if f.row_name == "本年支出合计" and f.table == "GK01"}


# taking in


def test_a_file_goes_in_and_can_be_looked_up(library: Library, files: Path) -> None:
    path = write(files)
    [outcome] = library.ingest([path])
    assert (outcome.status, outcome.department, outcome.year) == ("ok", DEPARTMENT, 2023)
    assert "条数据" in outcome.message
    doc_id = outcome.doc_id or ""
    assert [info.doc_id for info in library.reports()] == [doc_id]
    assert _spent(library, doc_id) == {"386.78"}
    assert library.findings(doc_id)
    assert library.source(doc_id) == text_of()
    assert library.original(doc_id).read_bytes() == path.read_bytes()
    assert library.report(doc_id).doc_id == doc_id
    assert "新建泵站" in library.search("收支增加的主要原因", [doc_id])[0].chunk.text
    assert library.statistics()["indexed"] == 1


def test_the_same_content_again_changes_nothing(library: Library, files: Path) -> None:
    path = write(files)
    library.ingest([path])
    before = library.statistics(), library.store.generation()
    assert _statuses(library, path) == ["unchanged"]
    assert (library.statistics(), library.store.generation()) == before


def test_the_same_content_under_another_name_is_not_taken_twice(library: Library, files: Path) -> None:
    library.ingest([write(files)])
    [outcome] = library.ingest([shutil.copy(files / "shuiwu-2023.txt", files / "copy.txt")])
    assert outcome.status == "unchanged"
    assert "shuiwu-2023.txt" in outcome.message
    assert len(library.reports()) == 1


def test_a_changed_file_replaces_its_former_facts_and_chunks(library: Library, files: Path) -> None:
    [first] = library.ingest([write(files)])
    assert library.search("新建泵站")
    [second] = library.ingest([write(files, spent="400.00", reason="修缮堤防")])
    assert (second.status, second.doc_id) == ("replaced", first.doc_id)
    assert _spent(library, second.doc_id or "") == {"400.00"}
    assert not any("新建泵站" in hit.chunk.text for hit in library.search("新建泵站"))
    assert library.statistics()["reports"] == library.statistics()["indexed"] == 1
    assert len(list((library.root / "originals").iterdir())) == 1


def test_a_file_that_became_another_report_replaces_the_former_one(library: Library, files: Path) -> None:
    library.ingest([write(files)])
    [outcome] = library.ingest([write(files, year=2022)])
    assert outcome.status == "replaced"
    assert [info.year for info in library.reports()] == [2022]


def test_the_same_report_uploaded_from_elsewhere_replaces_it(library: Library, files: Path) -> None:
    library.ingest([write(files / "upload-1")])
    assert _statuses(library, write(files / "upload-2", spent="1.00")) == ["replaced"]
    assert len(library.reports()) == 1


def test_two_versions_of_one_report_in_one_run_are_not_silently_mixed_up(library: Library, files: Path) -> None:
    write(files / "a")
    write(files / "b", spent="1.00")
    for _ in range(2):
        outcomes = library.ingest([files])
        assert [o.status for o in outcomes][1] == "failed"
        assert "a/shuiwu-2023.txt" in outcomes[1].message
        assert _spent(library, library.reports()[0].doc_id) == {"386.78"}


def test_a_changed_report_under_another_name_is_a_second_version_and_said_to_be(library: Library, files: Path) -> None:
    [first] = library.ingest([write(files, "first.txt")])
    assert "版本" not in first.message
    [second] = library.ingest([write(files, "second.txt", spent="400.00")])
    assert second.status == "ok"
    assert "first.txt" in second.message and "版本" in second.message
    assert len(library.reports()) == 2
    assert {k: [r.file for r in v] for k, v in library.former_versions().items()} == {second.doc_id: ["first.txt"]}


def test_questions_are_answered_from_the_version_taken_in_last(library: Library, files: Path) -> None:
    for name, spent in (("z.txt", "386.78"), ("a.txt", "400.00")):
        library.ingest([write(files, name, spent=spent)])
    library.ingest([write(files, "other.txt", department="云岭市青川区教育局", spent="390.00")])
    answer = library.ask(f"{DEPARTMENT}2023年支出合计是多少？")
    assert (answer.status, [v.value for v in answer.values]) == ("answered", ["400.00"])
    assert "以后导入的 a.txt 为准" in answer.answer
    ranked = library.ask("2023年支出合计最高的是哪个部门？")
    assert [v.value for v in ranked.values] == ["400.00", "390.00"]
    assert {c.file for c in ranked.citations} == {"a.txt", "other.txt"}
    assert "390.00" in library.ask("云岭市青川区教育局2023年支出合计是多少？").answer


def test_a_file_of_which_nothing_was_read_never_stands_for_one_that_was(library: Library, files: Path) -> None:
    whole = write(files, "whole.txt")
    library.ingest([whole], workers=1)
    empty = files / "empty.txt"
    empty.write_text(f"2023年度\n{DEPARTMENT}\n部门决算公开\n\n一、说明\n\n此件另行公布。\n", encoding="utf-8")
    [outcome] = library.ingest([empty], workers=1)
    assert outcome.status == "ok" and "没有读出任何数据" in outcome.message and "能读出数据的为准" in outcome.message
    assert [[r.file for r in v] for v in library.former_versions().values()] == [["empty.txt"]]
    assert library.ask(f"{DEPARTMENT}2023年支出合计是多少？").values[0].value == "386.78"


def test_reports_of_another_year_or_scope_are_no_versions(library: Library, files: Path) -> None:
    library.ingest([write(files, "a.txt"), write(files, "b.txt", year=2022)])
    library.ingest([write(files, "c.txt", department=f"{DEPARTMENT}（本级）", spent="1.00")])
    assert library.former_versions() == {}


def test_a_version_read_again_by_better_rules_stays_where_it_was(
    library: Library, files: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    older, newer = write(files, "b.txt"), write(files, "a.txt", spent="400.00")
    library.ingest([older])
    library.ingest([newer])
    monkeypatch.setattr("rag.upkeep.ingest.rules_version", lambda: "newer")
    library.ingest([newer, older])
    assert [[r.file for r in v] for v in library.former_versions().values()] == [["b.txt"]]


def test_better_rules_read_a_known_file_again(library: Library, files: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(files)
    library.ingest([path])
    monkeypatch.setattr("rag.upkeep.ingest.rules_version", lambda: "newer")
    assert _statuses(library, path) == ["replaced"]
    assert _statuses(library, path) == ["unchanged"]


def test_folders_are_taken_with_all_below_and_globs_are_understood(library: Library, files: Path) -> None:
    write(files)
    write(files / "more" / "deep", "b.md", year=2022)
    write(files / ".hidden", "c.txt", year=2021)
    (files / "notes.json").write_text("{}")
    assert _statuses(library, files) == ["ok", "ok"]
    assert _statuses(library, f"{files}/*.txt") == ["unchanged"]
    assert _statuses(library, files, files / "shuiwu-2023.txt") == ["unchanged", "unchanged"]


def test_the_library_does_not_take_in_itself(library: Library, tmp_path: Path, files: Path) -> None:
    library.ingest([write(files)])
    assert _statuses(library, tmp_path) == ["unchanged"]


def test_progress_and_outcomes_are_told_as_they_come(library: Library, files: Path) -> None:
    told: list[object] = []
    write(files)
    write(files, "b.txt", year=2022)
    outcomes = library.ingest([files], told.append, lambda done, total, name: told.append((done, total, name)))
    assert told == [outcomes[0], (1, 2, "b.txt"), outcomes[1], (2, 2, "shuiwu-2023.txt")]


def test_many_files_are_read_by_several_processes_with_the_same_result(library: Library, files: Path) -> None:
    for year in range(2010, 2020):
        write(files, f"r{year}.txt", year=year)
    (files / "r2015.txt").write_bytes(b"")
    outcomes = library.ingest([files], workers=2)
    assert [o.status for o in outcomes] == ["ok"] * 5 + ["failed"] + ["ok"] * 4
    assert [o.year for o in outcomes if o.year] == [2010, 2011, 2012, 2013, 2014, 2016, 2017, 2018, 2019]
    assert library.statistics()["indexed"] == 9


def test_a_deleted_report_leaves_nothing(library: Library, files: Path) -> None:
    [outcome] = library.ingest([write(files)])
    library.delete(outcome.doc_id or "")
    assert library.statistics() == {"reports": 0, "facts": 0, "findings": 0, "chunks": 0, "indexed": 0}
    assert library.search("泵站") == []
    assert list((library.root / "originals").iterdir()) == []
    with pytest.raises(LibraryError, match="没有报告"):
        library.delete(outcome.doc_id or "")


# bad input

BAD = {
    "empty.txt": (b"", "空"),
    "blank.txt": (b" \n\t\n", "空"),
    "binary.txt": (b"\x00\x01\x02" * 500, "二进制"),
    "strange.txt": (bytes(range(128, 256)) * 30, "编码"),
    "nobody.txt": ("天气很好。\n".encode() * 20, "部门"),
    "scan.pdf": (b"%PDF-1.7 broken", "PDF"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_gets_one_clear_message_and_the_others_go_in(library: Library, files: Path, name: str) -> None:
    write(files)
    content, word = BAD[name]
    (files / name).write_bytes(content)
    outcomes = {Path(o.file).name: o for o in library.ingest([files])}
    assert outcomes["shuiwu-2023.txt"].status == "ok"
    assert outcomes[name].status == "failed"
    assert word in outcomes[name].message
    assert "\n" not in outcomes[name].message
    assert len(library.reports()) == 1
    assert len(list((library.root / "originals").iterdir())) == 1


def test_gb18030_is_read(library: Library, files: Path) -> None:
    files.mkdir()
    (files / "gb.txt").write_bytes(text_of().encode("gb18030"))
    assert _statuses(library, files / "gb.txt") == ["ok"]


@pytest.mark.parametrize(
    ("given", "word"), [("nowhere.txt", "不存在"), ("none-*.txt", "通配符"), (".", "没有报告文件")]
)
def test_a_path_that_means_no_file_is_named(library: Library, files: Path, given: str, word: str) -> None:
    files.mkdir()
    [outcome] = library.ingest([f"{files}/{given}"])
    assert outcome.status == "failed"
    assert word in outcome.message


def test_what_is_no_regular_file_is_refused_instead_of_waited_for(library: Library, files: Path) -> None:
    files.mkdir()
    os.mkfifo(files / "pipe.txt")
    assert "普通文件" in library.ingest([files / "pipe.txt"])[0].message


def test_a_file_without_permission_is_named(library: Library, files: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write(files)

    def refuse(self: Path) -> bytes:
        raise PermissionError(13, "Permission denied", str(self))

    monkeypatch.setattr(Path, "read_bytes", refuse)
    monkeypatch.setattr("rag.upkeep.ingest.rules_version", lambda: "x")
    [outcome] = library.ingest([path])
    assert outcome.status == "failed"
    assert "权限" in outcome.message


def test_a_changed_file_that_is_bad_now_leaves_the_former_report(library: Library, files: Path) -> None:
    path = write(files)
    [outcome] = library.ingest([path])
    path.write_bytes(b"")
    assert _statuses(library, path) == ["failed"]
    assert _spent(library, outcome.doc_id or "") == {"386.78"}


def test_a_fault_of_our_own_fails_one_file_only(library: Library, files: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import extractors.extract

    write(files)
    write(files, "b.txt", year=2022)
    real = extractors.extract.extract_file

    def faulty(path: Path) -> object:
        if path.name == "b.txt":
            raise ZeroDivisionError("oops")
        return real(path)

    monkeypatch.setattr(extractors.extract, "extract_file", faulty)
    outcomes = library.ingest([files])
    assert [o.status for o in outcomes] == ["failed", "ok"]
    assert "程序内部错误" in outcomes[0].message


def test_facts_are_usable_when_the_vectors_cannot_be_written(
    library: Library, files: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def refuse(*_: object) -> None:
        raise OSError("disk full")

    with monkeypatch.context() as patch:
        patch.setattr(Vectors, "add", refuse)
        [outcome] = library.ingest([write(files)])
    assert outcome.status == "ok"
    assert "下次导入时补上" in caplog.text
    assert library.search("泵站")
    assert library.statistics()["indexed"] == 0
    assert _statuses(library, files) == ["unchanged"]
    assert library.statistics()["indexed"] == 1


# opening


def test_a_folder_of_other_things_is_never_made_a_library(tmp_path: Path) -> None:
    (tmp_path / "holiday.jpg").write_bytes(b"x")
    with pytest.raises(LibraryError, match="不是资料库"):
        Library.open(tmp_path, OFFLINE)
    assert [p.name for p in tmp_path.iterdir()] == ["holiday.jpg"]


def test_asking_does_not_make_a_library_but_says_how_to(tmp_path: Path) -> None:
    with pytest.raises(LibraryError, match="juesuan ingest"):
        Library.open(tmp_path / "new", OFFLINE, create=False)
    assert not (tmp_path / "new").exists()


def test_a_file_in_place_of_the_folder_is_named(tmp_path: Path) -> None:
    (tmp_path / "library").write_text("")
    with pytest.raises(LibraryError, match="是文件"):
        Library.open(tmp_path / "library", OFFLINE)


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "access", lambda *_: False)
    with pytest.raises(LibraryError, match="不可写"):
        Library.open(tmp_path / "library", OFFLINE)


def test_an_unknown_report_is_named(library: Library) -> None:
    for look_up in (library.source, library.original, library.report):
        with pytest.raises(LibraryError, match="没有报告 nothing"):
            look_up("nothing")
    assert library.facts("nothing") == []


def test_a_lost_original_is_named(library: Library, files: Path) -> None:
    [outcome] = library.ingest([write(files)])
    shutil.rmtree(library.root / "originals")
    with pytest.raises(LibraryError, match="重新导入"):
        library.original(outcome.doc_id or "")


# several processes, and sudden ends


def test_a_reader_sees_what_another_process_put_in(library: Library, files: Path) -> None:
    library.ingest([write(files)])
    doc_id = library.reports()[0].doc_id
    assert _spent(library, doc_id) == {"386.78"}
    with Library.open(library.root, OFFLINE) as other:
        other.ingest([write(files, spent="400.00", reason="修缮堤防")])
    assert _spent(library, doc_id) == {"400.00"}
    assert "修缮堤防" in library.search("收支增加的主要原因")[0].chunk.text


def test_an_answer_looks_once_whether_the_library_was_changed_and_the_next_one_again(
    library: Library, files: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library.ingest([write(files)])
    looked: list[str] = []
    generation = library.store.generation
    monkeypatch.setattr(library.store, "generation", lambda: looked.append("") or generation())  # type: ignore[func-returns-value]
    conversation = library.conversation()
    looked.clear()
    conversation.ask(f"{DEPARTMENT}2023年支出合计是多少")
    assert len(looked) == 1
    with library.settled():
        seen = len(library.reports())
        with Library.open(library.root, library.settings) as other:
            other.delete(other.reports()[0].doc_id)
        assert len(library.reports()) == seen
    assert len(library.reports()) == seen - 1


def test_a_busy_library_is_waited_for_and_then_named(
    library: Library, files: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rag.library._PATIENCE", 0.3)
    path = write(files)
    with Library.open(library.root, OFFLINE) as other, other._locked():
        start = time.monotonic()
        with pytest.raises(LibraryError, match="另一个进程"):
            library.ingest([path])
        assert time.monotonic() - start >= 0.3
    assert _statuses(library, path) == ["ok"]


def test_two_processes_taking_in_the_same_files_leave_one_of_each(files: Path, tmp_path: Path) -> None:
    for year in range(2015, 2020):
        write(files, f"r{year}.txt", year=year)
    runs = [_start_ingest(files, tmp_path / "library") for _ in range(2)]
    assert [run.wait(60) for run in runs] == [0, 0]
    with Library.open(tmp_path / "library", OFFLINE) as library:
        assert library.statistics()["reports"] == library.statistics()["indexed"] == 5


_INGEST = """
import sys
from rag.library import Library
from rag.settings import Settings
with Library.open(sys.argv[2], Settings(_env_file=None)) as library:
    library.ingest([sys.argv[1]], lambda outcome: print(outcome.status, flush=True))
"""


def _start_ingest(files: Path, root: Path) -> subprocess.Popen[str]:
    return subprocess.Popen([sys.executable, "-c", _INGEST, str(files), str(root)], stdout=subprocess.PIPE, text=True)


def _kill_after(run: subprocess.Popen[str], lines: int, delay: float) -> None:
    """Let a run take in some files, then a moment more, and end it without warning."""
    assert run.stdout
    for _ in range(lines):
        run.stdout.readline()
    time.sleep(delay)
    run.send_signal(signal.SIGKILL)
    run.wait()


def test_a_killed_ingest_leaves_each_report_whole_or_not_there_and_the_next_one_finishes(
    files: Path, tmp_path: Path
) -> None:
    chance = random.Random(2023)
    root = tmp_path / "library"
    names = [f"r{year}.txt" for year in range(2012, 2024)]
    for round_ in range(6):
        for name in names:
            write(files, name, year=int(name[1:5]), spent=f"{100 + round_}.00")
        # The last rounds are let through to the vectors, which are written after all files.
        lines, delay = (chance.randrange(12), chance.random() * 0.1) if round_ < 3 else (12, chance.random() * 2.5)
        _kill_after(_start_ingest(files, root), lines, delay)
        _check_whole(root, files)
    with Library.open(root, OFFLINE) as library:
        outcomes = library.ingest([files])
        assert {o.status for o in outcomes} <= {"ok", "replaced", "unchanged"}
        assert {str(v) for info in library.reports() for v in _spent(library, info.doc_id)} == {"105.00"}
        assert library.statistics()["reports"] == library.statistics()["indexed"] == 12
        ids = library.index._open_vectors().collection.get()["ids"]
        assert sorted(ids) == sorted(c.chunk_id for c in library.store.chunks())
        assert len(list((root / "originals").iterdir())) == 12


def _check_whole(root: Path, files: Path) -> None:
    """Each report there has all its facts, chunks and its text, all of one version, and can be asked about."""
    with Library.open(root, OFFLINE) as library:
        for info in library.reports():
            spent = _spent(library, info.doc_id)
            text = library.source(info.doc_id)
            assert len(spent) == 1
            assert f"支出合计{spent.pop()}万元" in text
            assert len(library.facts(info.doc_id)) == 30
            assert all(text[f.start : f.end] == f.quote for f in library.facts(info.doc_id))
            assert len(library.store.chunks([info.doc_id])) == 13
            assert library.original(info.doc_id).read_text() == text
            assert library.search("收支增加的主要原因", [info.doc_id])


def test_many_threads_may_look_up_and_search_at_once(library: Library, files: Path) -> None:
    from concurrent.futures import ThreadPoolExecutor

    [outcome] = library.ingest([write(files)])
    doc_id = outcome.doc_id or ""

    def look(number: int) -> tuple[int, str]:
        hits = library.search("收支增加的主要原因", [doc_id] if number % 2 else None)
        return len(library.facts(doc_id)), hits[0].chunk.text

    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(look, range(200)))) == 1


def test_many_processes_may_open_a_new_library_at_once(tmp_path: Path) -> None:
    code = "import sys; from rag.library import Library; print(Library.open(sys.argv[1]).store.meta('library'))"
    command = [sys.executable, "-c", code, str(tmp_path / "library")]
    runs = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(6)]
    assert len({run.communicate(timeout=60)[0] for run in runs}) == 1
    assert [run.returncode for run in runs] == [0] * 6


def test_a_folder_in_which_a_database_is_being_made_is_a_library(tmp_path: Path) -> None:
    (tmp_path / ".lock").touch()
    (tmp_path / "juesuan.sqlite-journal").touch()
    with Library.open(tmp_path) as library:
        assert library.reports() == []


@pytest.mark.in_folder
def test_a_database_made_by_another_process_meanwhile_is_no_strange_thing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    look = Path.iterdir

    def made_meanwhile(folder: Path) -> Iterator[Path]:
        if folder == tmp_path and not (tmp_path / "juesuan.sqlite").exists():
            (tmp_path / "juesuan.sqlite").touch()
            (tmp_path / "juesuan.sqlite-wal").touch()
        return look(folder)

    monkeypatch.setattr(Path, "iterdir", made_meanwhile)
    with Library.open(tmp_path) as library:
        assert library.reports() == []


# between reports


def test_reports_of_one_department_are_held_against_one_another(library: Library, files: Path) -> None:
    library.ingest([write(files, "a.txt", spent="386.78"), write(files, "other.txt", department="云岭市青川区教育局")])
    assert library.findings_between() == []
    [before] = library.ingest([write(files, "b.txt", year=2022, spent="300.13")])
    assert library.findings_between() == []
    library.ingest([write(files, "b.txt", year=2022, spent="310.13")])
    [finding] = library.findings_between()
    assert (finding.rule, finding.difference) == ("G-02", "10.00")
    assert {c.file for c in finding.evidence} == {"a.txt", "b.txt"}
    assert all(c.quote in library.source(c.doc_id) for c in finding.evidence)
    assert library.findings_between(before.doc_id) == [finding]
    assert library.findings_between("nothing") == []


def test_two_versions_are_compared(library: Library, files: Path) -> None:
    library.ingest([write(files, "a.txt"), write(files, "b.txt", spent="400.00")])
    found = library.findings_between()
    assert {f.rule for f in found} == {"G-05"}
    assert any("386.78改为400.00" in f.message for f in found)


def test_a_script_that_would_run_itself_again_is_read_by_one_process(tmp_path: Path, files: Path) -> None:
    write(files)
    write(files, "b.txt", year=2022)
    script = tmp_path / "script.py"
    script.write_text(
        "import sys\nfrom rag.library import Library\n"
        "for outcome in Library.open(sys.argv[1]).ingest(sys.argv[2:], workers=2):\n    print(outcome.status)\n"
    )
    root = Path(__file__).parent.parent.parent
    done = subprocess.run(
        [sys.executable, str(script), str(tmp_path / "library"), str(files)],
        capture_output=True, text=True, timeout=60, env=os.environ | {"PYTHONPATH": str(root)}, check=False,
    )  # fmt: skip
    assert done.stdout.split() == ["ok", "ok"]
    assert "__main__" in done.stderr and "Traceback" not in done.stderr
