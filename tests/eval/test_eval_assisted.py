"""`juesuan eval --engine llm`: rules and model side by side, with what it cost; nothing without an endpoint."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import cli
from eval.assisted import run_assisted
from extractors.errors import UsageError
from rag.settings import Settings
from tests.stand_in import Said, stand_in

CASES = [
    {
        "type": "figure",
        "question": "曾都区科学技术和经济信息化局2023年支出合计是多少",
        "value": "735.59",
        "unit": "万元",
    },
    {"type": "explain", "question": "曾都区科学技术和经济信息化局怎么开展绩效评价的", "value": "自评"},
]


@pytest.fixture
def cases(tmp_path: Path) -> Path:
    path = tmp_path / "cases.jsonl"
    lines = []
    for number, case in enumerate(CASES):
        kind = "number" if "unit" in case else "text"
        include = [] if kind == "number" else [case["value"]]
        answer = {"kind": kind, "value": case["value"], "unit": case.get("unit"), "must_include": include}
        told = {"id": f"c{number}", "type": case["type"], "question": case["question"], "docs": ["zengdu-2023"]}
        lines.append(json.dumps(told | {"answer": answer}, ensure_ascii=False))
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


@pytest.fixture
def reports(corpus: Path, tmp_path: Path) -> Path:
    folder = tmp_path / "corpus"
    folder.mkdir()
    (folder / "zengdu-2023.txt").write_bytes((corpus / "zengdu-2023.txt").read_bytes())
    return folder


def script(request: dict[str, Any]) -> Said:
    if request.get("stream"):
        return Said("绩效评价得了999分。")
    return Said({"department": None, "year": None, "subject": None, "measure": None})


@pytest.mark.loopback
def test_the_same_cases_run_by_rules_and_with_the_model_side_by_side(cases: Path, reports: Path) -> None:
    with stand_in(script) as server:
        settings = Settings(llm_base_url=server.url, llm_model="test-model", llm_cache="off", llm_retries=0)
        outcome = run_assisted(settings, [cases], reports)
        ways = {w.name: w for w in outcome.suites["指定题目"]}
        assert ways["rules"].usage.calls == 0
        assert ways["rules"].right == ways["beside"].right
        assert len(ways["always"].helped) == 2
        assert ways["always"].replaced == 1
        assert ways["always"].usage.calls == 2
        contexts = {w.name: w for w in outcome.contexts["指定题目"]}
        tokens = [contexts[n].turns[0].assistance for n in ("passages", "sections", "report")]
        counts = [a.tokens for a in tokens if a is not None]
        assert counts == sorted(counts)
        assert len(counts) == 3
        assert outcome.extracted.reports == 1
        assert set(outcome.extracted.compared) <= {"一致", "仅规则"}
    told = outcome.table()
    assert "只用规则" in told
    assert "换掉 1 句" in told
    assert "test-model" in told
    assert json.dumps(outcome.to_json(), ensure_ascii=False)


def test_without_an_endpoint_it_says_so_and_pretends_nothing(
    cases: Path, reports: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(UsageError, match="JUESUAN_LLM_BASE_URL"):
        run_assisted(Settings(), [cases], reports)
    assert cli.main(["eval", "--engine", "llm", "--cases", str(cases), "--corpus", str(reports)]) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert "没有配置语言模型" in shown.err
