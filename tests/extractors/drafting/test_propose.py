"""A model drafts a template for a format never seen before; a trial reading decides, then rules read it alone."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import cli
from extractors.drafting import Proposal, propose
from extractors.errors import UsageError
from extractors.extract import extract_file
from extractors.llm import Endpoint, connect
from extractors.vocabulary.own import own_families, read_family
from tests.stand_in import Said, stand_in, words_of

pytestmark = pytest.mark.loopback

#: what an unseen format calls the table of spending and its columns
TITLE = ("支出决算表", "部门开销分类一览")
COLUMNS = {
    "本年支出合计": "开销总额",
    "基本支出": "保障性开销",
    "项目支出": "专项性开销",
    "上缴上级支出": "上缴性开销",
    "经营支出": "营业性开销",
    "对附属单位补助支出": "补助下级开销",
}


@pytest.fixture(scope="module")
def unseen(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A real report whose table of spending goes by other names."""
    text = (corpus / "pingdingshan-2023.txt").read_text(encoding="utf-8")
    begin = text.index("支出决算表", text.index("收入决算表", text.index("收入支出决算总表") + 600) + 600)
    end = text.index("财政拨款收入支出决算总表", begin)
    table = text[begin:end].replace(*TITLE)
    for known, other in COLUMNS.items():
        table = table.replace(known, other)
    path = tmp_path_factory.mktemp("unseen") / "平顶山市工业和信息化局2023年度部门决算.txt"
    path.write_text(text[:begin] + table + text[end:], encoding="utf-8")
    return path


def answer(columns: dict[str, str], table: str = "GK03", title: str = TITLE[1]) -> dict[str, Any]:
    words = [{"printed": printed, "column": column} for column, printed in columns.items()]
    return {"tables": [{"number": 1, "table": table, "title": title, "columns": words}]}


def proposed(path: Path, reply: Any) -> Proposal:
    with stand_in([Said(reply)]) as server:
        return propose(path, connect(Endpoint(server.url, "test-model", retries=0)))


def read_with(path: Path, families: Path | None) -> dict[tuple[str, str], str]:
    """The cells of the table of spending as a new process reads them."""
    code = (
        "import json, sys; from pathlib import Path; from extractors.extract import extract_file\n"
        "facts = extract_file(Path(sys.argv[1])).facts\n"
        "print(json.dumps([[f.row_code or f.row_name, f.column, str(f.value)] for f in facts if f.table == 'GK03']))"
    )
    environment = os.environ | ({"JUESUAN_FAMILIES": str(families)} if families else {})
    root = Path(cli.__file__).parent
    done = subprocess.run(
        [sys.executable, "-c", code, str(path)], cwd=root, env=environment, capture_output=True, text=True, check=True
    )
    return {(row, column): value for row, column, value in json.loads(done.stdout)}


def test_a_right_draft_stands_the_trial_and_from_then_on_rules_read_the_format_alone(
    unseen: Path, corpus: Path, tmp_path: Path
) -> None:
    assert read_with(unseen, None) == {}
    proposal = proposed(unseen, answer(COLUMNS))
    (entry,) = proposal.entries
    assert entry.ok
    assert entry.figures > 50
    (tmp_path / "new.yaml").write_text(proposal.text(), encoding="utf-8")
    family = read_family(tmp_path / "new.yaml")
    assert family.tables[0].titles == (TITLE[1],)
    known = {
        (f.row_code or f.row_name, f.column): str(f.value)
        for f in extract_file(corpus / "pingdingshan-2023.txt").facts
        if f.table == "GK03"
    }
    assert read_with(unseen, tmp_path) == known


@pytest.mark.parametrize(
    "reply",
    [
        answer({**COLUMNS, "本年支出合计": "保障性开销", "基本支出": "开销总额"}),
        answer(COLUMNS, table="GK02"),
        answer(COLUMNS, table="GK99"),
        answer({}, title="没有这个标题"),
        answer({"基本支出": "没有这个词"}, title="没有这个标题"),
        {"tables": []},
        {"tables": [{"number": 77, "table": "GK03", "title": TITLE[1], "columns": []}]},
    ],
    ids=[
        "columns swapped",
        "another table",
        "no such table",
        "no such title",
        "no such word",
        "nothing",
        "no such number",
    ],
)
def test_a_wrong_draft_does_not_stand_it(unseen: Path, reply: Any) -> None:
    proposal = proposed(unseen, reply)
    assert proposal.good == []
    assert proposal.left or any(e.faults or not e.figures for e in proposal.entries)


def test_the_model_sees_the_tables_that_are_not_known_and_no_others(unseen: Path) -> None:
    with stand_in([Said({"tables": []})]) as server:
        propose(unseen, connect(Endpoint(server.url, "test-model", retries=0)))
        said = words_of(server.requests[0])
    assert TITLE[1] in said
    assert said.count(" 完>>>") == 1
    assert "GK03 支出决算表" in said
    assert "YS01" not in said


def test_a_report_that_is_known_has_nothing_to_propose(corpus: Path) -> None:
    with stand_in([Said({"tables": []})]) as server:
        client = connect(Endpoint(server.url, "test-model", retries=0))
        proposal = propose(corpus / "hongqi-2023.txt", client)
    assert proposal.good == []


def test_the_command_writes_a_file_for_review_and_overwrites_none(
    unseen: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "new.yaml"
    with stand_in([Said(answer(COLUMNS))]) as server:
        monkeypatch.setenv("JUESUAN_LLM_BASE_URL", server.url)
        monkeypatch.setenv("JUESUAN_LLM_MODEL", "test-model")
        monkeypatch.setenv("JUESUAN_LLM_CACHE", "off")
        assert cli.main(["propose", str(unseen), "--out", str(out), "--name", "某省2023年度部门决算"]) == 0
        assert "采用" in capsys.readouterr().out
        assert cli.main(["propose", str(unseen), "--out", str(out)]) == 2
        assert "不会覆盖" in capsys.readouterr().err
    written = out.read_text(encoding="utf-8")
    assert "供人审阅" in written
    assert read_family(out).name == "某省2023年度部门决算"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("name: [", "YAML"),
        ("tables: 3\nname: x", "tables"),
        ("- x", "不合要求"),
        ("name: x\nunknown: y", "unknown"),
    ],
)
def test_a_template_file_with_a_fault_is_told_by_name_and_place(tmp_path: Path, text: str, words: str) -> None:
    (tmp_path / "bad.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match=words):
        read_family(tmp_path / "bad.yaml")


def test_a_folder_that_is_not_there_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    own_families.cache_clear()
    monkeypatch.setenv("JUESUAN_FAMILIES", str(tmp_path / "gone"))
    try:
        with pytest.raises(UsageError, match="JUESUAN_FAMILIES"):
            own_families()
    finally:
        own_families.cache_clear()
