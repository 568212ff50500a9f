"""An import: what becomes of each file, stopping, trying again, and one import after the other."""

from __future__ import annotations

import csv
import io
import threading
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from page.views import imports, outcomes
from page.views.imports import Import, Imports, safe_name
from rag.library import Library
from rag.settings import Settings
from tests.rag.small_report import DEPARTMENT, text_of

OTHER = "云岭市林业局"


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path / "library", Settings(_env_file=None)) as library:
        yield library


def _content(*files: tuple[str, str | bytes]) -> list[tuple[str, bytes]]:
    return [(name, text.encode() if isinstance(text, str) else text) for name, text in files]


def _taken(library: Library, *files: tuple[str, str | bytes]) -> Import:
    return _over(Import(library, workers=1).start(_content(*files)))


def _over(job: Import) -> Import:
    assert job.thread is not None
    job.thread.join(60)
    assert not job.active
    return job


def _words(job: Import) -> list[tuple[str, str]]:
    return [(file.word, file.name) for file in job.files]


def _until(holds: Callable[[], bool]) -> None:
    end = time.monotonic() + 60
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.02)


@pytest.mark.parametrize(
    ("given", "made"),
    [
        ("报告.txt", "报告.txt"),
        ("../../etc/passwd", "passwd.txt"),
        ("C:\\文件\\决算 2023.md", "决算 2023.md"),
        ("..", "报告.txt"),
        ("", "报告.txt"),
        (".part", "part.txt"),
        ("a\x00b\n.txt", "ab.txt"),
        ("长" * 300 + ".txt", "长" * 70 + ".txt"),
    ],
)
def test_an_uploaded_name_is_made_safe(given: str, made: str) -> None:
    assert safe_name(given) == made
    assert len(made.encode()) < 255


def test_an_import_tells_of_each_file_what_became_of_it(library: Library) -> None:
    first = _taken(library, ("水务局.txt", text_of()), ("空.txt", ""), ("坏.pdf", b"%PDF-1.4"))
    assert _words(first) == [("成功", "水务局.txt"), ("失败", "空.txt"), ("失败", "坏.pdf")]
    assert (first.done, first.total, first.error) == (3, 3, None)
    assert DEPARTMENT in first.files[0].message
    told = outcomes.outcomes_html(first)
    assert "成功 1 份，失败 2 份" in told and told.index("空.txt") < told.index("水务局.txt")
    again = _taken(library, ("水务局.txt", text_of()), ("别名.txt", text_of()))
    assert [word for word, _ in _words(again)] == ["未变", "未变"]
    changed = _taken(library, ("水务局.txt", text_of(spent="400.00")))
    assert [word for word, _ in _words(changed)] == ["替换"]
    assert len(library.reports()) == 1
    html = "".join(outcomes.outcomes_html(job) for job in (first, again, changed))
    assert "/tmp" not in html and "juesuan-upload" not in html and "[E10]" not in html


def test_what_is_taken_in_leaves_no_copy_behind_and_what_failed_stays_to_be_tried_again(library: Library) -> None:
    job = _taken(library, ("水务局.txt", text_of()), ("空.txt", ""))
    assert [file.path.exists() for file in job.files] == [False, True]
    job.discard()
    assert not job.folder.exists()


def test_the_files_of_an_archive_are_told_one_by_one(library: Library) -> None:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        archive.writestr("县区/水务局.txt", text_of())
        archive.writestr("县区/坏.pdf", b"%PDF-1.4")
        archive.writestr("说明.exe", b"MZ")
    job = _taken(library, ("一批.zip", data.getvalue()))
    assert sorted(_words(job)) == [("失败", "一批.zip/县区/坏.pdf"), ("成功", "一批.zip/县区/水务局.txt")]
    assert all("：" not in file.message.split("；")[0] for file in job.failed)
    job.again(job.failed)
    assert sorted(_words(_over(job))) == [("失败", "一批.zip/县区/坏.pdf"), ("成功", "一批.zip/县区/水务局.txt")]


def test_uploads_of_one_name_do_not_meet(library: Library) -> None:
    job = _taken(library, ("2023.txt", text_of()), ("2023.txt", text_of(OTHER)))
    assert [word for word, _ in _words(job)] == ["成功", "成功"]
    assert {info.department for info in library.reports()} == {DEPARTMENT, OTHER}


def test_what_is_stopped_leaves_the_rest_out_and_can_go_on(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    job = Import(library, workers=1)
    note = job._note

    def stop_after_the_first(outcome: object) -> None:
        note(outcome)  # type: ignore[arg-type]
        job.stop()

    monkeypatch.setattr(job, "_note", stop_after_the_first)
    _over(job.start(_content(("甲.txt", text_of()), ("乙.txt", text_of(OTHER)))))
    assert _words(job) == [("成功", "甲.txt"), ("停止", "乙.txt")]
    assert [info.department for info in library.reports()] == [DEPARTMENT]
    assert "导入已停止" in outcomes.title(job) and "停止 1 份" in outcomes.counts(job)
    job.again(job.left)
    assert _words(_over(job)) == [("成功", "甲.txt"), ("成功", "乙.txt")]
    assert len(library.reports()) == 2


def test_a_long_report_under_way_is_dropped_when_stopped(library: Library) -> None:
    content = _content(*((f"{n}.txt", text_of(f"云岭市第{n}局")) for n in range(40)))
    job = Import(library, workers=2).start(content)
    _until(lambda: job.state == "running")
    job.stop()
    assert job.stopping and "正在停止" in outcomes.progress(job)
    _over(job)
    assert len(library.reports()) == sum(file.word == "成功" for file in job.files) < 40
    assert len(job.left) + len(library.reports()) == 40


def test_what_failed_is_tried_again_alone(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr("rag.storage.store.Store.replace", lambda *_: (_ for _ in ()).throw(ValueError("disk is full")))
        job = _taken(library, ("水务局.txt", text_of()))
    assert _words(job) == [("失败", "水务局.txt")]
    job.again(job.failed)
    assert _words(_over(job)) == [("成功", "水务局.txt")]


def test_a_second_import_waits_for_the_first(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(imports, "_WORKERS", 1)
    held = Imports()
    held._turn.acquire()
    first = held.start(library, _content(("甲.txt", text_of())))
    second = held.start(library, _content(("乙.txt", text_of(OTHER))))
    assert held.active == [second, first]
    assert "排队" in outcomes.progress(first)
    second.stop()
    _over(second)
    held._turn.release()
    _over(first)
    assert (_words(first), _words(second)) == ([("成功", "甲.txt")], [("停止", "乙.txt")])
    held.forget(second)
    assert held.jobs == [first] and not second.folder.exists()


def test_questions_are_answered_while_reports_come_in(library: Library) -> None:
    _taken(library, ("水务局.txt", text_of()))
    job = Import(library, workers=2).start(_content(*((f"{n}.txt", text_of(f"云岭市第{n}局")) for n in range(6))))
    asked = 0
    while job.active:
        answer = library.ask(f"{DEPARTMENT}2023年支出合计是多少？")
        assert answer.status == "answered"
        asked += 1
    assert asked > 3
    assert len(library.reports()) == 7


def test_an_import_that_fails_says_so_in_one_sentence(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise OSError("disk detail")

    monkeypatch.setattr(library, "ingest", fail)
    job = _taken(library, ("水务局.txt", text_of()))
    assert "导入中断" in str(job.error) and "disk detail" not in str(job.error)
    assert 'role="alert"' in outcomes.outcomes_html(job) and job.left


def test_the_list_of_outcomes_is_text_for_a_spreadsheet_and_markup_for_none(library: Library) -> None:
    job = _taken(library, ("=1+1<b>.txt", ""))
    assert "<b>.txt" not in outcomes.outcomes_html(job)
    rows = list(csv.reader(io.StringIO(outcomes.outcomes_csv(job).decode("utf-8-sig"))))
    assert rows[0] == ["结果", "文件", "说明"] and rows[1][:2] == ["失败", "'=1+1<b>.txt"]


def test_of_very_many_files_the_failed_are_shown_and_the_rest_counted(library: Library) -> None:
    job = Import(library)
    job.files = [imports.Filed(Path(f"/{n}"), f"{n}.txt", "失败" if n == 999 else "成功", "") for n in range(1000)]
    told = outcomes.outcomes_html(job)
    assert "999.txt" in told and told.count("<li>") == 201 and "另有 800 份" in told


def test_the_turn_of_an_import_ends_with_it_whatever_happens(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    turn = threading.Lock()
    monkeypatch.setattr(library, "ingest", lambda *_, **__: (_ for _ in ()).throw(RuntimeError("x")))
    _over(Import(library, turn).start(_content(("甲.txt", text_of()))))
    assert not turn.locked()
