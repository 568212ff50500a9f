"""Case files: what is accepted, and one clear Chinese line for what is not."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path

import pytest

from eval.cases import Case, CaseError, Expected, load_cases, real_cases, write_cases
from eval.numbers import as_number, numbers
from eval.runner import source_text

GOOD = {
    "id": "a",
    "type": "figure",
    "question": "多少",
    "docs": ["d"],
    "answer": {"kind": "number", "value": "1.00", "unit": "万元"},
}
TALK = {
    "id": "b",
    "type": "turns",
    "turns": ["一", "二"],
    "answers": [{"kind": "number", "value": "1"}, {"kind": "abstain"}],
}


def write(path: Path, *lines: object) -> Path:
    path.write_text("\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines), encoding="utf-8")
    return path


def test_gold_format_is_read_with_its_further_fields(tmp_path: Path) -> None:
    gold = {**GOOD, "evidence": [{"doc": "d", "quote": "q"}], "source": "公开01表", "difficulty": "easy", "note": ""}
    gold["answer"] = {**GOOD["answer"], "must_include": [], "must_not_include": ["2"], "must_include_any": ["3"]}  # type: ignore[dict-item]
    single, talk = load_cases(write(tmp_path / "gold.jsonl", gold, "", TALK))
    assert (single.kind, talk.kind) == ("figure", "conversation")
    assert [q for q, _ in talk.pairs] == ["一", "二"]
    assert next(single.pairs)[1].must_not_include == ("2",)


def test_a_note_may_allow_a_question_back(tmp_path: Path) -> None:
    (case,) = load_cases(write(tmp_path / "g.jsonl", {**GOOD, "note": "clarify_ok"}))
    assert next(case.pairs)[1].clarify_ok


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('{"id": "a", ', "第 2 行不是有效的 JSON"),
        ("[1]", "第 2 行不是一个 JSON 对象"),
        ({"id": "x", "question": "多少"}, "需要 question 和 answer"),
        ({"question": "多少", "answer": {"kind": "abstain"}}, "id 缺少这一项"),
        ({**GOOD, "id": "x", "answer": {"kind": "maybe"}}, "answer.kind 不在允许的取值之内"),
        ({**GOOD, "id": "x", "answer": {"kind": "text"}}, "没有可以核对的内容"),
        ({**TALK, "turns": ["一"]}, "数目应相同"),
        ({**GOOD, **TALK, "id": "x"}, "二者取一"),
        (GOOD, "编号 a 出现了两次"),
    ],
)
def test_a_bad_line_is_named_in_one_chinese_line(tmp_path: Path, line: object, said: str) -> None:
    with pytest.raises(CaseError, match=re.escape(said)) as caught:
        load_cases(write(tmp_path / "bad.jsonl", GOOD, line))
    assert "bad.jsonl" in str(caught.value) and str(caught.value).endswith("[E41]") and "\n" not in str(caught.value)


def test_a_missing_or_foreign_file_is_an_error_of_the_user(tmp_path: Path) -> None:
    with pytest.raises(CaseError, match="找不到题目文件"):
        load_cases(tmp_path / "none.jsonl")
    (tmp_path / "gbk.jsonl").write_bytes("决算".encode("gb18030"))
    with pytest.raises(CaseError, match="UTF-8"):
        load_cases(tmp_path / "gbk.jsonl")


def test_written_cases_are_read_back(tmp_path: Path) -> None:
    cases = [Case.model_validate(GOOD), Case.model_validate(TALK)]
    write_cases(cases, tmp_path / "c.jsonl")
    assert load_cases(tmp_path / "c.jsonl") == cases


def pieces(case: Case) -> list[str]:
    return [p for _, e in case.pairs for p in (*e.must_include, *e.must_include_any, *([e.value] if e.value else []))]


def test_real_cases_hold_figures_and_short_words_only() -> None:
    cases = real_cases()
    assert len(cases) >= 60 and not any(case.evidence for case in cases)
    assert max(len(p) for case in cases for p in pieces(case)) <= 10
    kinds = "figure cell explain compute list count unit definition org performance conflict abstain conversation"
    assert {case.kind for case in cases} == set(kinds.split())


def test_real_cases_agree_with_the_reports() -> None:
    """Every figure and word of a case stands in its report, but for what has to be computed."""
    folder = os.environ.get("JUESUAN_CORPUS")
    if not folder:
        pytest.skip("JUESUAN_CORPUS is not set")
    texts = {p.stem: source_text(p) for p in Path(folder).iterdir() if p.suffix in (".txt", ".md")}
    for case in real_cases():
        if case.kind in ("compute", "unit", "abstain") or not case.docs:
            continue
        held = {n for doc in case.docs for line in re.split(r"[\t\n]", texts[doc]) for n in numbers(line)}
        words = "".join(re.sub(r"\s", "", texts[doc]) for doc in case.docs)
        for piece in pieces(case)[: 2 if case.kind == "conversation" else None]:
            number = as_number(piece)
            assert number in held if number is not None else piece in words, (case.id, piece)


def test_nothing_to_compare_is_never_a_pass() -> None:
    with pytest.raises(ValueError, match="没有可以核对的内容"):
        Expected(kind="number", value="")
