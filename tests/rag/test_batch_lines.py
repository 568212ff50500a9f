"""Lines of a batch: whatever is in one, it gets one line of JSON back, and the others go on."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from rag import batch
from rag.batch import answer_line, lines_of
from rag.library import Library
from rag.settings import Settings
from tests.rag.small_report import DEPARTMENT, text_of


@pytest.fixture
def library(tmp_path: Path) -> Library:
    (tmp_path / "a.txt").write_text(text_of(), encoding="utf-8")
    library = Library.open(tmp_path / "library", Settings(_env_file=None))
    assert [o.status for o in library.ingest([tmp_path / "a.txt"], workers=1)] == ["ok"]
    return library


@pytest.mark.parametrize(
    "line",
    [
        b'{"id": NaN, "question": "a"}',
        b'{"id": [1e999], "question": "a"}',
        b'{"id": "\\ud800", "question": "a"}',
        b'{"id": 1, "question": "\\ud83d"}',
        b'{"id": ' + b"[" * 100_000 + b"]" * 100_000 + b', "question": "a"}',
        b'{"id": ' + b"9" * 5_000 + b', "question": "a"}',
        b"\xff\xfe{}",
        b"[1]",
    ],
)
def test_a_line_that_json_does_not_have_is_told_and_comes_back_as_json(library: Library, line: bytes) -> None:
    result = answer_line(library, line, 7)
    assert result["id"] is None and result["error"].startswith("第 7 行：") and "内部错误" not in result["error"]
    assert json.loads(json.dumps(result, ensure_ascii=False, allow_nan=False).encode()) == result


def test_a_line_beyond_the_bound_is_told_and_the_next_one_is_read(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(batch, "MAX_LINE", 120)
    asked = json.dumps({"id": 2, "question": f"{DEPARTMENT}2023年支出合计是多少？"}, ensure_ascii=False).encode()
    lines = [*lines_of(io.BytesIO(b'{"id": 1, "question": "' + b"a" * 500 + b'"}\n' + asked + b"\n"))]
    results = [answer_line(library, line, n) for n, line in enumerate(lines, 1)]
    assert ["超过" in results[0]["error"], results[1]["id"]] == [True, 2]
    assert results[1]["answer"]["values"][0]["value"] == "386.78"


@pytest.mark.parametrize(
    "question", ["看" * 500 + "都", "人数" * 250, "(" * 400 + "支出", "的" * 499 + "吗", "\udcff支出？", "1" * 500]
)
def test_a_question_of_one_thing_said_over_and_over_is_answered(library: Library, question: str) -> None:
    answer = library.ask(question)
    assert answer.answer and json.loads(answer.model_dump_json())["status"] == answer.status
