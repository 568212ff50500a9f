"""The command line: contracts of DESIGN 4.1, in Chinese, with exit codes that scripts can use."""

from __future__ import annotations

import gc
import io
import json
import os
import re
import shlex
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import openpyxl
import pytest

import cli
from eval.samples import write_samples
from eval.samples.formats import FORMATS, SCAN
from extractors.errors import JuesuanError
from rag.passwords import matches
from tests.stand_in import Said, stand_in

ROOT = Path(cli.__file__).parent
COMMANDS = (
    "ingest", "ask", "extract", "propose", "check", "eval", "schema", "export", "reports", "samples", "serve",
    "password",
)  # fmt: skip


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("reports")
    write_samples(folder, 2)
    return folder


@pytest.fixture(scope="module")
def library(reports: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("home") / "library"
    assert cli.main(["ingest", str(reports), "--library", str(folder)]) == 0
    return folder


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No settings and no library of the developer's own."""
    monkeypatch.chdir(tmp_path)
    for name in [n for n in os.environ if n.startswith("JUESUAN_")]:
        monkeypatch.delenv(name)


class Run:
    """What one command did."""

    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def lines(self) -> list[Any]:
        return [json.loads(line) for line in self.out.splitlines()]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Any:
    def run(*args: object) -> Run:
        capsys.readouterr()
        try:
            code = cli.main([str(a) for a in args])
        except SystemExit as end:
            code = int(end.code or 0)
        captured = capsys.readouterr()
        return Run(code, captured.out, captured.err)

    return run


def _process(*args: object, **options: Any) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(ROOT / "cli.py"), *map(str, args)]
    return subprocess.run(command, capture_output=True, text=True, **options)


def _department(library: Path, run: Any) -> str:
    name: str = run("reports", "--library", library, "--json").lines[0]["department"]
    return name


# help and wrong usage


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_chinese_help_with_an_example_that_parses(run: Any, command: str) -> None:
    shown = run(command, "--help")
    assert shown.code == 0
    assert re.search("[\u4e00-\u9fff]", shown.out)
    assert not re.search(r"\b(usage|options|positional|show this help|optional)\b", shown.out)
    example = re.search(r"示例：\n {2}juesuan (.*)", shown.out)
    assert example
    cli._parser().parse_args(shlex.split(example.group(1)))


def test_the_help_names_all_commands(run: Any) -> None:
    shown = run("--help")
    assert shown.code == 0
    assert all(f"  {command} " in shown.out for command in COMMANDS)


@pytest.mark.parametrize(
    "args",
    [
        (),
        ("nonsense",),
        ("ask",),
        ("ask", ""),
        ("ask", "  "),
        ("ask", "问题", "--batch", "x.jsonl"),
        ("ask", "--batch", "gone.jsonl"),
        ("ask", "问题", "--library", "gone"),
        ("ask", "问题", "--libary", "typo"),
        ("ingest",),
        ("extract", "a.txt"),
        ("extract", "a.txt", "--out", "o", "--format", "doc"),
        ("extract", "a.txt", "--out", "o", "--engine", "dask"),
        ("extract", "a.txt", "--out", "o", "--timeout", "0"),
        ("extract", "a.txt", "--out", "o", "--memory", "viel"),
        ("extract", "a.txt", "--out", "o", "--partition"),
        ("extract", "a.txt", "--out", "o", "--llm"),
        ("extract", "a.txt", "--out", "o", "--schema", "nonsense"),
        ("extract", "a.txt", "--out", "o", "--workers", "viele"),
        ("check",),
        ("check", "a.txt", "--fail-on", "often"),
        ("check", "a.txt", "--workers", "0"),
        ("check", "a.txt", "--workers", "-3"),
        ("check", "a.txt", "--select", "Z"),
        ("check", "a.txt", "--ignore", "A-GK"),
        ("check", "a.txt", "--html", "/dev/null"),
        ("check", "--explain", "nonsense"),
        ("check", "a.txt", "--explain", ""),
        ("schema", "show"),
        ("schema", "show", "nonsense"),
        ("export", "--out", "a.doc"),
        ("export", "--out", "a.csv", "--library", "gone"),
        ("eval", "--corpus", "gone"),
        ("eval", "--cases", "gone.jsonl"),
        ("serve", "--port", "viele"),
    ],
)
def test_wrong_usage_is_one_clear_chinese_line_and_exit_code_2(run: Any, args: tuple[str, ...]) -> None:
    done = run(*args)
    assert done.code == 2
    assert done.out == ""
    assert done.err.count("\n") == 1
    assert re.search("[\u4e00-\u9fff]", done.err)
    assert "Traceback" not in done.err


def test_wrong_settings_are_one_clear_line(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JUESUAN_LLM_MODEL", "some-model")
    done = run("reports")
    assert (done.code, done.err.count("\n")) == (2, 1)
    assert "JUESUAN_LLM_BASE_URL" in done.err


# ingest, reports


def test_ingest_says_what_became_of_each_file(run: Any, reports: Path, tmp_path: Path) -> None:
    (tmp_path / "empty.txt").touch()
    first = run("ingest", reports, tmp_path / "empty.txt", "--library", tmp_path / "library")
    assert first.code == 1
    assert [line[:2] for line in first.out.splitlines()] == ["成功", "成功", "失败"]
    assert first.err.startswith("共 3 份：成功 2，失败 1；")
    again = run("ingest", reports, "--library", tmp_path / "library", "--json")
    assert again.code == 0
    assert [line["status"] for line in again.lines] == ["unchanged", "unchanged"]
    told = {"status", "file", "doc_id", "department", "year", "message", "seconds", "facts", "findings"}
    assert set(again.lines[0]) == told


def test_the_library_may_be_named_by_the_environment(run: Any, library: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JUESUAN_LIBRARY", str(library))
    assert len(run("reports").out.splitlines()) == 2


def test_reports_are_listed(run: Any, library: Path) -> None:
    for line in run("reports", "--library", library, "--json").lines:
        assert line["department"]
        assert line["state"] == "indexed"


# ask


def test_an_answer_is_shown_with_numbered_sources(run: Any, library: Path) -> None:
    done = run("ask", f"{_department(library, run)}2023年支出合计是多少？", "--library", library)
    assert done.code == 0
    assert "万元" in done.out.splitlines()[0]
    assert re.search(r"来源：\n\[1\] \S+\.(txt|md)，.*第\d+行", done.out)
    assert re.search(r"\n {4}“.+”\n", done.out)
    assert done.err == ""


def test_json_is_the_answer_alone(run: Any, library: Path) -> None:
    answer = run("ask", f"{_department(library, run)}2023年支出合计是多少？", "--library", library, "--json").json
    keys = {"question", "answer", "status", "values", "citations", "query", "engine", "elapsed_ms"}
    assert set(answer) == keys
    assert answer["values"][0]["unit"] == "万元"


def test_what_is_not_there_is_no_failure(run: Any, library: Path) -> None:
    done = run("ask", f"{_department(library, run)}2019年支出合计是多少？", "--library", library, "--json")
    assert done.code == 0
    assert done.json["status"] == "not_found"
    assert done.json["values"] == []


def test_a_batch_answers_every_line_in_order_and_bad_lines_say_why(run: Any, library: Path, tmp_path: Path) -> None:
    who = _department(library, run)
    lines = [
        b"\xef\xbb\xbf" + json.dumps({"id": "q1", "question": f"{who}2023年支出合计是多少？"}).encode(),
        b"",
        json.dumps({"id": 2, "turns": [f"{who}2023年收入合计是多少？", "支出呢？"]}).encode(),
        b'{"id": "cut", "question": ',
        json.dumps({"id": "gb", "question": "支出"}, ensure_ascii=False).encode("gb18030"),
        b'["a list"]',
        json.dumps({"id": "none"}).encode(),
        json.dumps({"id": "blank", "question": "  "}).encode(),
        json.dumps({"id": "number", "question": 7}).encode(),
        json.dumps({"id": "turns", "turns": []}).encode(),
        json.dumps({"id": "both", "question": "a", "turns": ["b"]}).encode(),
        b"[" * 100_000,
        json.dumps({"id": "last", "question": f"{who}2023年基本支出"}).encode(),
    ]
    (tmp_path / "questions.jsonl").write_bytes(b"\n".join(lines))
    done = run("ask", "--batch", "questions.jsonl", "--library", library)
    assert done.code == 1
    ids = [line["id"] for line in done.lines]
    assert ids == ["q1", 2, None, None, None, "none", "blank", "number", "turns", "both", None, "last"]
    assert done.lines[0]["answer"]["status"] == "answered"
    assert len(done.lines[1]["answers"]) == 2
    for line, number in zip(done.lines[2:-1], (4, 5, 6, 7, 8, 9, 10, 11, 12), strict=True):
        assert set(line) == {"id", "error"}
        assert f"第 {number} 行" in line["error"]
    assert "answer" in done.lines[-1]


def test_a_batch_without_bad_lines_ends_with_0(run: Any, library: Path, tmp_path: Path) -> None:
    (tmp_path / "q.jsonl").write_text('{"id": 1, "question": "有哪些部门？"}\n')
    assert run("ask", "--batch", "q.jsonl", "--library", library).code == 0


def test_a_batch_leaves_the_collector_as_it_was(run: Any, library: Path, tmp_path: Path) -> None:
    (tmp_path / "q.jsonl").write_text('{"id": 1, "question": "有哪些部门？"}\n')
    before, usual = gc.get_threshold(), (700, 10, 10)
    gc.set_threshold(*usual)
    try:
        with cli._collecting_seldom():
            assert gc.get_threshold()[0] > usual[0]
        run("ask", "--batch", "q.jsonl", "--library", library)
        assert gc.get_threshold() == usual
    finally:
        gc.set_threshold(*before)


def test_one_question_that_breaks_the_program_does_not_stop_the_batch(
    run: Any, library: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from rag.library import Library

    real = Library.ask

    def faulty(self: Library, question: str) -> Any:
        if question == "boom":
            raise ZeroDivisionError("oops")
        return real(self, question)

    monkeypatch.setattr(Library, "ask", faulty)
    (tmp_path / "q.jsonl").write_text('{"id": 1, "question": "boom"}\n{"id": 2, "question": "有哪些部门？"}\n')
    done = run("ask", "--batch", "q.jsonl", "--library", library)
    assert done.code == 1
    assert "ZeroDivisionError" in done.lines[0]["error"]
    assert "answer" in done.lines[1]


def test_a_batch_is_answered_line_by_line_from_standard_input(library: Path) -> None:
    command = [sys.executable, str(ROOT / "cli.py"), "ask", "--batch", "-", "--library", str(library)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin
        assert process.stdout
        process.stdin.write('{"id": 1, "question": "有哪些部门？"}\n')
        process.stdin.flush()
        assert json.loads(process.stdout.readline())["id"] == 1
        process.stdin.close()
    assert process.returncode == 0


# extract, check, schema, export


def test_extract_writes_one_file_a_report_with_the_four_parts(run: Any, reports: Path, tmp_path: Path) -> None:
    done = run("extract", reports, "--out", tmp_path / "out")
    assert done.code == 0
    files = sorted((tmp_path / "out").iterdir())
    assert len(files) == 2
    data = json.loads(files[0].read_text(encoding="utf-8"))
    assert set(data) == {"report", "facts", "findings", "schema"}
    assert data["schema"] is None
    assert files[0].stem == data["report"]["doc_id"]
    assert {"doc_id", "origin", "table", "row_name", "column", "value", "unit", "raw", "quote"} <= set(data["facts"][0])


@pytest.mark.parametrize("form", ["csv", "xlsx", "parquet"])
def test_extract_writes_flat_tables(run: Any, reports: Path, tmp_path: Path, form: str) -> None:
    assert run("extract", reports, "--out", tmp_path / "out", "--format", form).code == 0
    described = [] if form == "xlsx" else ["datapackage.json", f"reports.{form}"]
    tables = [f"facts.{form}", f"findings.{form}"]
    assert sorted(p.name for p in (tmp_path / "out").iterdir()) == sorted([*described, *tables])


def test_extract_parts_parquet_by_year_and_region(run: Any, reports: Path, tmp_path: Path) -> None:
    done = run("extract", reports, "--out", tmp_path / "out", "--format", "parquet", "--partition")
    assert done.code == 0
    folders = {p.parent.relative_to(tmp_path / "out").as_posix() for p in tmp_path.glob("out/**/part-0000.parquet")}
    assert all(re.fullmatch(r"(facts|findings)/year=\d{4}/region=\w+", folder) for folder in folders)
    assert "--format parquet" in run("extract", reports, "--out", tmp_path / "o", "--partition").err


def test_extract_and_ingest_sum_up_on_standard_error(run: Any, reports: Path, tmp_path: Path) -> None:
    (tmp_path / "empty.txt").touch()
    out = tmp_path / "out"
    numbers = r"\d+ 条数据，\d+ 条核查发现；用时 [\d.]+(分\d+)?秒，[\d.]+ 份/(秒|分)"
    for command, again in (
        (("extract", "--out", out, "--resume"), "已有"),
        (("ingest", "--library", out / "l"), "未变"),
    ):
        first = run(command[0], reports, tmp_path / "empty.txt", *command[1:])
        assert re.fullmatch(f"共 3 份：成功 2，失败 1；{numbers}", first.err.splitlines()[-1])
        second = run(command[0], reports, *command[1:])
        assert re.fullmatch(f"共 2 份：{again} 2；0 条数据，0 条核查发现；.*", second.err.splitlines()[-1])


def test_a_file_beyond_a_bound_fails_alone_and_says_so(run: Any, reports: Path, tmp_path: Path) -> None:
    for command in (("extract", "--out", tmp_path / "out"), ("ingest", "--library", tmp_path / "library")):
        done = run(command[0], reports, *command[1:], "--memory", 1)
        assert done.code == 1
        assert "内存超过 1 MB" in done.out + done.err
        assert "共 2 份：失败 2" in done.err


def test_a_model_and_processes_of_ones_own_do_not_go_together(run: Any, reports: Path, tmp_path: Path) -> None:
    for option in (("--engine", "ray"), ("--timeout", 5), ("--memory", 500)):
        done = run("extract", reports, "--out", tmp_path, "--schema", "gk05", "--llm", *option)
        assert done.code == 2
        assert "--llm" in done.err


def test_ray_that_is_not_installed_is_asked_for_in_one_line(
    run: Any, reports: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "ray", None)
    done = run("extract", reports, "--out", tmp_path / "out", "--engine", "ray")
    assert (done.code, done.out) == (2, "")
    assert done.err == "juesuan: --engine ray 需要 Ray；请先安装：pip install 'juesuan[ray]' [E02]\n"


@pytest.mark.loopback
def test_ray_writes_the_same_files_as_the_pool(run: Any, reports: Path, tmp_path: Path) -> None:
    (tmp_path / "empty.txt").touch()
    told = []
    for engine in ("local", "ray"):
        options = ("--format", "parquet", "--partition", "--resume", "--workers", 2, "--engine", engine)
        done = run("extract", reports, tmp_path / "empty.txt", "--out", tmp_path / engine, *options)
        told.append((done.code, done.out, done.err.splitlines()[:-1]))
    assert told[0] == told[1]
    assert _bytes(tmp_path / "ray") == _bytes(tmp_path / "local")


@pytest.mark.parametrize(
    "form", [("json",), ("csv",), ("parquet", "--partition")], ids=["json", "csv", "partitioned parquet"]
)
def test_a_killed_run_goes_on_and_ends_in_the_same_folder(form: tuple[str, ...], tmp_path: Path, run: Any) -> None:
    write_samples(tmp_path / "in", 6)
    options = ["in", "--format", *form, "--workers", "2", "--resume", "--out"]
    assert run("extract", *options, "whole").code == 0
    command = [sys.executable, "-c", "import cli; cli.main()", "extract", *options, "killed"]
    environment = os.environ | {"PYTHONPATH": str(ROOT)}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as process:
        assert process.stdout is not None
        for _ in range(2):
            assert process.stdout.readline().startswith("成功")
        process.kill()
    done = run("extract", *options, "killed")
    assert done.code == 0
    assert re.search(r"已有 [2-5] 个文件的结果", done.err)
    assert _bytes(tmp_path / "killed") == _bytes(tmp_path / "whole")


def _bytes(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def test_extract_fills_a_schema(run: Any, reports: Path, tmp_path: Path) -> None:
    assert run("extract", reports, "--out", tmp_path / "out", "--schema", "three_public").code == 0
    data = json.loads(next((tmp_path / "out").iterdir()).read_text(encoding="utf-8"))
    assert {"name", "data", "sources", "agreement"} <= set(data["schema"])


def test_extract_fills_a_model_of_the_users_own(run: Any, reports: Path, tmp_path: Path) -> None:
    code = (
        "from pydantic import BaseModel, Field as F\nclass Mine(BaseModel):\n  who: str | None = F(title='部门名称')\n"
    )
    (tmp_path / "mine_for_test.py").write_text(code)
    assert run("extract", reports, "--out", tmp_path / "out", "--schema", "mine_for_test:Mine").code == 0
    data = json.loads(next((tmp_path / "out").iterdir()).read_text(encoding="utf-8"))
    assert data["schema"]["data"]["who"] == data["report"]["department"]


def test_extract_goes_on_after_a_bad_file(run: Any, reports: Path, tmp_path: Path) -> None:
    (tmp_path / "empty.txt").touch()
    done = run("extract", tmp_path / "empty.txt", reports, "gone.txt", "--out", tmp_path / "out", "--workers", 2)
    assert done.code == 1
    assert len(done.out.splitlines()) == len(list((tmp_path / "out").iterdir())) == 2
    assert [line[:2] for line in done.err.splitlines()] == ["失败", "失败", "共 "]


def test_extract_goes_on_where_it_was_broken_off(run: Any, reports: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    run("extract", reports, "--out", out, "--resume")
    first, second = sorted(out.glob("*.json"))
    second.unlink()
    done = run("extract", reports, "--out", out, "--resume")
    assert done.code == 0
    assert [line.split()[-1] for line in done.out.splitlines()] == [second.stem]
    assert "已有 1 个" in done.err
    assert first.is_file()
    assert run("extract", reports, "--out", out, "--resume", "--schema", "gk05").out.count("成功") == 2


def test_extract_fills_a_list_of_fields_from_a_file(run: Any, reports: Path, tmp_path: Path) -> None:
    wanted = tmp_path / "own.txt"
    wanted.write_text("total: 支出合计（万元）\n", encoding="utf-8")
    assert run("extract", reports, "--out", tmp_path / "out", "--schema", wanted).code == 0
    data = json.loads(next((tmp_path / "out").glob("*.json")).read_text(encoding="utf-8"))
    assert data["schema"]["data"]["total"] and data["schema"]["sources"]["total"]["quote"]
    wanted.write_text("abc\n", encoding="utf-8")
    assert "第1行" in run("extract", reports, "--out", tmp_path / "out2", "--schema", wanted).err


@pytest.mark.loopback
def test_extract_with_a_model_compares_it_with_the_rules_and_tells_what_it_cost(
    run: Any, reports: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrong = {"value": "12345.67", "unit": "万元", "quote": "支出12345.67万元", "place": 1}
    fields = ("total", "change", "change_rate", "reason")
    with stand_in([Said({name: wrong for name in fields})]) as server:
        monkeypatch.setenv("JUESUAN_LLM_BASE_URL", server.url)
        monkeypatch.setenv("JUESUAN_LLM_MODEL", "test-model")
        monkeypatch.setenv("JUESUAN_LLM_CACHE", str(tmp_path / "cache"))
        done = run("extract", reports, "--out", tmp_path / "out", "--schema", "overall", "--llm")
        again = run("extract", reports, "--out", tmp_path / "out2", "--schema", "overall", "--llm")
        assert len(server.requests) == 2
    assert done.code == again.code == 0
    assert "弃用 4" in done.out
    assert "调用 2 次" in done.err
    assert "2 次取自缓存" in again.err
    data = json.loads(next((tmp_path / "out").glob("*.json")).read_text(encoding="utf-8"))
    assert set(data["schema"]["assisted"]["compared"].values()) <= {"一致", "仅规则"}
    assert "12345.67" not in json.dumps(data["schema"]["data"])


def test_extract_with_a_model_needs_one_and_a_schema(run: Any, reports: Path, tmp_path: Path) -> None:
    assert "JUESUAN_LLM_BASE_URL" in run("extract", reports, "--out", tmp_path, "--schema", "gk05", "--llm").err
    assert "--schema" in run("extract", reports, "--out", tmp_path, "--llm").err


def test_extract_does_not_write_into_a_file(run: Any, reports: Path, tmp_path: Path) -> None:
    (tmp_path / "out").touch()
    done = run("extract", reports, "--out", tmp_path / "out")
    assert done.code == 2
    assert "不是文件夹" in done.err


def _broken(reports: Path, folder: Path) -> Path:
    """A sample with one figure of a table changed, so that it contradicts itself."""
    path = next(p for p in sorted(reports.iterdir()) if p.suffix == ".txt")
    text = path.read_text(encoding="utf-8")
    match = re.search(r"^(?:本年支出合计|合计)\t[\d,.]*\t?([\d,]+\.\d\d)", text, re.M)
    assert match
    start, end = match.span(1)
    broken = folder / path.name
    broken.write_text(f"{text[:start]}98765.43{text[end:]}", encoding="utf-8")
    return broken


def test_check_fails_on_an_error_unless_told_otherwise(run: Any, reports: Path, tmp_path: Path) -> None:
    broken = _broken(reports, tmp_path)
    done = run("check", broken)
    assert done.code == 1
    assert re.search(rf"^{re.escape(str(broken))}:\d+  错误  [A-Z]-\S+  .*98765\.43", done.out, re.M)
    assert run("check", broken, "--fail-on", "never").code == 0
    [line] = run("check", broken, "--json").lines
    assert any(f["severity"] == "error" for f in line["findings"])
    assert line["report"]["department"]


def test_check_fails_only_on_what_is_chosen(run: Any, reports: Path, tmp_path: Path) -> None:
    broken = _broken(reports, tmp_path)
    [whole] = run("check", broken, "--json").lines
    broken_rules = {f["rule"] for f in whole["findings"] if f["severity"] == "error"}
    assert run("check", broken, "--ignore", ",".join(broken_rules)).code == 0
    [chosen] = run("check", broken, "--select", min(broken_rules), "--json").lines
    assert {f["rule"] for f in chosen["findings"]} == {min(broken_rules)}
    assert list(chosen["coverage"]["families"]) == [min(broken_rules)[0]]


def test_check_says_what_was_checked_and_what_was_read(run: Any, reports: Path) -> None:
    done = run("check", reports, "--json", "--fail-on", "never")
    text = run("check", reports, "--fail-on", "never").out
    for line in (line for line in done.lines if line["file"]):
        assert {"file", "report", "findings", "coverage", "tables_read", "tables_empty", "tables_missing"} == set(line)
        status = line["coverage"]["status"]
        assert sum(status.values()) == line["coverage"]["checks"] > 0
        assert f"共 {line['coverage']['checks']} 项，通过 {status['pass']}，未通过 {status['fail']}" in text
        assert line["tables_read"]
    assert "读到的表：收入支出决算总表、" in text


def test_check_writes_pages_and_a_list_of_them(run: Any, reports: Path, tmp_path: Path) -> None:
    done = run("check", reports, "--json", "--html", tmp_path / "pages", "--fail-on", "never")
    lines = [line for line in done.lines if line["file"]]
    pages = [Path(line["page"]) for line in lines]
    assert {*pages, tmp_path / "pages" / "index.html"} == set((tmp_path / "pages").iterdir())
    for line, page in zip(lines, pages, strict=True):
        assert line["report"]["department"] in page.read_text(encoding="utf-8")
        assert "html" not in line


def test_check_gives_one_sarif_log_for_all(run: Any, reports: Path) -> None:
    log = run("check", reports, "gone.txt", "--format", "sarif").json
    assert log["version"] == "2.1.0"
    assert len(log["runs"][0]["artifacts"]) == 3


@pytest.mark.parametrize("asked", ["A-GK09-01", "a-gk09-01"])
def test_a_rule_is_explained_without_a_report(run: Any, asked: str) -> None:
    done = run("check", "--explain", asked)
    assert done.code == 0
    assert done.out.startswith("A-GK09-01  ")
    assert all(word in done.out for word in ("级别：错误", "适用：决算", "说明：", "容差："))


def test_an_unknown_rule_is_answered_with_those_near_it(run: Any) -> None:
    done = run("check", "--explain", "A-GK01-1")
    assert (done.code, done.out) == (2, "")
    assert "A-GK01-01" in done.err
    assert "juesuan check --rules" in done.err


def test_all_rules_are_listed(run: Any) -> None:
    listed = run("check", "--rules")
    assert listed.out == run("check", "--explain", "all").out
    names = [line["id"] for line in run("check", "--rules", "--json").lines]
    assert all(f"  {name} " in listed.out for name in names)
    assert "表内核对" in listed.out


def test_check_of_a_file_that_cannot_be_read_fails(run: Any, tmp_path: Path) -> None:
    (tmp_path / "empty.txt").touch()
    done = run("check", tmp_path / "empty.txt", "--fail-on", "never", "--json")
    assert done.code == 1
    assert "空" in done.lines[0]["error"]


def test_check_names_a_missing_file_once(run: Any) -> None:
    done = run("check", "gone.txt")
    assert done.code == 1
    assert done.out.count("gone.txt") == 1
    assert "不存在" in done.out


def test_schemas_are_listed_and_shown(run: Any) -> None:
    names = [line.split("\t")[0] for line in run("schema", "list").out.splitlines()]
    assert "three_public" in names
    assert run("schema", "show", "three_public").json["type"] == "object"
    assert {row["name"] for row in run("schema", "list", "--json").json} == set(names)
    assert "万元" in run("schema", "show", "three_public", "--text").out


def test_export_writes_reports_facts_and_findings(run: Any, library: Path, tmp_path: Path) -> None:
    assert run("export", "--library", library, "--out", tmp_path / "all.xlsx").code == 0
    assert openpyxl.load_workbook(tmp_path / "all.xlsx").sheetnames == ["reports", "facts", "findings"]
    done = run("export", "--library", library, "--out", tmp_path / "all.csv")
    assert done.out.split() == [str(tmp_path / f"all{end}.csv") for end in ("", "-findings", "-reports")]


def test_samples_are_written(run: Any, tmp_path: Path) -> None:
    done = run("samples", "--out", tmp_path / "samples")
    assert done.code == 0
    assert all(Path(line).is_file() for line in done.out.splitlines())


# eval and serve: what they are told, not what they do


class _Graded:
    def __init__(self, ok: bool) -> None:
        self.ok = ok

    def table(self) -> str:
        return "the table"

    def to_json(self) -> dict[str, bool]:
        return {"ok": self.ok}


@pytest.mark.parametrize(("ok", "code"), [(True, 0), (False, 1)])
def test_eval_fails_below_the_thresholds(run: Any, monkeypatch: pytest.MonkeyPatch, ok: bool, code: int) -> None:
    told: list[object] = []

    def graded(*args: object, **options: object) -> _Graded:
        told.extend((*args, options))
        return _Graded(ok)

    monkeypatch.setattr("eval.run", graded)
    files = ("--cases", "a.jsonl", "b.jsonl", "--corpus", "c", "--report", "r.html")
    done = run("eval", *files, "--checks", "7", "--paraphrase", "3", "--benchmark", "2", "--seed", "5")
    assert (done.code, done.out) == (code, "the table\n")
    numbers = {"checks": 7, "rewordings": 3, "groups": 2, "seed": 5}
    assert told == [[Path("a.jsonl"), Path("b.jsonl")], Path("c"), Path("r.html"), numbers]
    assert run("eval", "--json").json == {"ok": ok}


def test_eval_writes_the_benchmark_and_scores_the_answers_of_any_system(run: Any, tmp_path: Path) -> None:
    folder, answers = tmp_path / "set", tmp_path / "answers.jsonl"
    done = run("eval", "--export", folder, "--benchmark", "1", "--seed", "3")
    assert done.code == 0 and all(Path(line).is_file() for line in done.out.splitlines())
    answers.write_text("", encoding="utf-8")
    scored = ("eval", "--answers", answers, "--cases", folder / "key.jsonl", "--corpus", folder / "reports", "--json")
    done = run(*scored)
    assert done.code == 1 and done.json["benchmark"]["classes"]["all"]["exact"] == 0.0
    answers.write_text("{bad", encoding="utf-8")
    assert "line 1" in run(*scored).err


def test_eval_says_what_scoring_needs(run: Any) -> None:
    done = run("eval", "--answers", "a.jsonl")
    assert done.code == 2 and "--cases" in done.err


def test_serve_listens_on_this_machine_only_and_sends_no_statistics(
    run: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    called: list[Any] = []
    monkeypatch.setattr(cli, "_APP", tmp_path / "app.py")
    (tmp_path / "app.py").touch()
    monkeypatch.setattr(cli, "_port_is_free", lambda port, address: True)
    monkeypatch.setattr(os, "execve", lambda program, command, env: called.append((command, env)))
    done = run("serve", "--port", "8599", "--library", "mine")
    [(command, environment)] = called
    assert {"--server.address=127.0.0.1", "--server.port=8599", "--browser.gatherUsageStats=false"} <= set(command)
    assert environment["JUESUAN_LIBRARY"] == str(tmp_path / "mine")
    assert "http://127.0.0.1:8599" in done.err


def test_serve_says_when_the_port_is_taken(run: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(cli, "_APP", tmp_path / "app.py")
    (tmp_path / "app.py").touch()
    monkeypatch.setattr(cli, "_port_is_free", lambda port, address: False)
    done = run("serve")
    assert done.code == 2
    assert "8501 已被占用" in done.err


# the process


def test_help_and_figure_questions_load_nothing_heavy(library: Path, run: Any) -> None:
    question = f"{_department(library, run)}2023年支出合计是多少？"
    code = (
        "import sys, cli\n"
        "cli.main(['ask', sys.argv[1], '--library', sys.argv[2]])\n"
        "heavy = {'chromadb', 'llama_index', 'jieba', 'bm25s', 'numpy', 'pandas', 'streamlit', 'openai'}\n"
        "print(sorted(heavy & set(sys.modules)), file=sys.stderr)\n"
    )
    command = [sys.executable, "-c", code, question, str(library)]
    done = subprocess.run(command, capture_output=True, text=True, env=os.environ | {"PYTHONPATH": str(ROOT)})
    assert done.stderr == "[]\n"
    assert "万元" in done.stdout


def test_a_reader_that_goes_away_leaves_no_traceback(library: Path, tmp_path: Path) -> None:
    (tmp_path / "q.jsonl").write_text('{"id": 1, "question": "有哪些部门？"}\n' * 2000)
    command = f"{sys.executable} {ROOT / 'cli.py'} ask --batch q.jsonl --library {library} | head -n 1"
    done = subprocess.run(command, shell=True, capture_output=True, text=True, timeout=60)
    assert json.loads(done.stdout)["id"] == 1
    assert done.stderr == ""


def test_ctrl_c_is_one_line(library: Path, tmp_path: Path) -> None:
    command = [sys.executable, str(ROOT / "cli.py"), "ask", "--batch", "-", "--library", str(library)]
    options: dict[str, Any] = {name: subprocess.PIPE for name in ("stdin", "stdout", "stderr")}
    # Tests started in the background of a shell ignore Ctrl-C, and so would their children.
    options |= {"text": True, "preexec_fn": lambda: signal.signal(signal.SIGINT, signal.SIG_DFL)}
    with subprocess.Popen(command, **options) as process:
        assert process.stdin
        assert process.stdout
        process.stdin.write('{"id": 1, "question": "有哪些部门？"}\n')
        process.stdin.flush()
        process.stdout.readline()
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=30)
    assert process.returncode == 130
    assert "已中断" in errors
    assert "Traceback" not in errors


def test_output_is_utf8_whatever_the_locale(library: Path) -> None:
    environment = os.environ | {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    command = [sys.executable, str(ROOT / "cli.py"), "reports", "--library", str(library)]
    done = subprocess.run(command, capture_output=True, env=environment)
    assert done.returncode == 0
    assert "年度" in done.stdout.decode("utf-8")


def test_an_unforeseen_user_error_is_one_line_too(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise JuesuanError("出了问题")

    monkeypatch.setattr(cli, "_library", fail)
    done = run("reports")
    assert (done.code, done.err) == (2, "juesuan: 出了问题 [E00]\n")


def test_the_formats_of_samples_are_those_that_can_be_written() -> None:
    # named in cli.py again so that the command starts without what writes them
    assert (*FORMATS, SCAN) == cli._FORMATS


@pytest.mark.parametrize(
    "setting", [None, ("JUESUAN_PAGE_READ_ONLY", "1"), ("JUESUAN_PAGE_PASSWORD_HASH", "scrypt:a:b")]
)
def test_a_page_open_to_other_machines_needs_a_password_or_is_read_only(
    setting: tuple[str, str] | None, run: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[list[str]] = []
    monkeypatch.setattr(cli, "_port_is_free", lambda port, address: True)
    monkeypatch.setattr("os.execve", lambda program, command, environment: started.append(command))
    if setting:
        monkeypatch.setenv(*setting)
    done = run("serve", "--address", "0.0.0.0")
    if setting:
        assert "--server.address=0.0.0.0" in started[0]
    else:
        assert done.code == 2 and "juesuan password" in done.err and not started


def test_password_prints_a_hash_that_fits_and_never_the_password(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("十二个字符的好口令呀\n"))
    done = run("password")
    name, _, stored = done.out.strip().partition("=")
    assert name == "JUESUAN_PAGE_PASSWORD_HASH" and matches("十二个字符的好口令呀", stored)
    assert "好口令" not in done.out + done.err


def test_a_short_password_is_refused(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("短\n"))
    done = run("password")
    assert done.code == 2 and "至少" in done.err and not done.out
