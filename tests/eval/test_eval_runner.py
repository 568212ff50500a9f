"""The runner: asks through the library, judges against thresholds, and says what it left out."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from pathlib import Path

import pytest

from eval import Outcome, run
from eval.cells import CellScore
from eval.metrics import RIGHT, Verdict, wrong
from eval.results import SuiteResult, TurnResult, floors
from eval.runner import corpus_folder
from eval.samples import write_samples
from extractors.errors import UsageError


def turn(case: str = "c1", correct: Verdict = RIGHT, grounded: Verdict | None = RIGHT) -> TurnResult:
    return TurnResult(case, "figure", "花了多少？<b>", "共1.00万元", "answered", correct, RIGHT, RIGHT, grounded, 1.5)


def suite(*turns: TurnResult, cells: CellScore | None = None) -> SuiteResult:
    return SuiteResult("samples", "虚构样本", list(turns), [cells or CellScore("a.txt", 10, 10, 10)], reports=1)


def test_all_right_is_ok() -> None:
    outcome = Outcome([suite(turn())])
    assert outcome.ok and "✓ 全部达到门槛" in outcome.table()


def test_one_stray_number_fails_the_build() -> None:
    outcome = Outcome([suite(turn(), turn("c2", grounded=wrong("回答中的 9 没有出处")))])
    assert not outcome.ok
    assert "数字都有出处 0.5000，低于门槛 1.0000" in outcome.shortfalls[0]
    assert "回答中的 9 没有出处" in outcome.table()


def test_cells_below_the_threshold_fail_the_build() -> None:
    assert not Outcome([suite(turn(), cells=CellScore("a.txt", 100, 100, 98))]).ok
    assert Outcome([suite(turn(), cells=CellScore("a.txt", 100, 100, 99))]).ok


def test_a_false_finding_fails_the_build() -> None:
    wronged = suite(turn())
    wronged.false_findings = ["a.txt A-GK01-01 不等"]
    assert "报出 1 处问题" in Outcome([wronged]).shortfalls[0]


def test_a_crash_fails_the_build_even_if_the_rest_is_right() -> None:
    crashed = TurnResult("c9", "figure", "?", "", "crashed", wrong("程序出错：KeyError"), None, None, None, 1.0)
    outcome = Outcome([suite(*[turn(f"c{n}") for n in range(200)], crashed)])
    assert outcome.shortfalls == ["虚构样本：1 个问题使程序出错，例如 c9"]


def test_nothing_asked_is_not_ok() -> None:
    assert not Outcome([]).ok
    assert "一道题也没有" in Outcome([suite()]).shortfalls[0]


def test_thresholds_are_strict_where_honesty_is_concerned() -> None:
    for floor in floors().values():
        assert floor.quotes == floor.grounded == 1.0


def test_html_is_a_page_of_its_own_and_escapes_answers() -> None:
    page = Outcome([suite(turn())], ["没有真实报告"]).html()
    links: list[str] = []

    class Links(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            links.extend(str(v) for k, v in attrs if k in ("src", "href"))

    Links().feed(page)
    assert not links and "花了多少？&lt;b&gt;" in page and "没有真实报告" in page


def test_json_holds_every_turn_and_its_faults() -> None:
    data = json.loads(json.dumps(Outcome([suite(turn(correct=wrong("缺少 2")))]).to_json(), ensure_ascii=False))
    assert not data["ok"]
    assert data["suites"][0]["turns"][0]["faults"] == ["缺少 2"]


def test_a_required_corpus_that_is_missing_is_an_error(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("JUESUAN_CORPUS", raising=False)
    monkeypatch.delenv("JUESUAN_REQUIRE_CORPUS", raising=False)
    assert corpus_folder(None) is None
    monkeypatch.setenv("JUESUAN_REQUIRE_CORPUS", "1")
    with pytest.raises(UsageError, match="JUESUAN_REQUIRE_CORPUS"):
        corpus_folder(None)
    with pytest.raises(UsageError, match="不存在"):
        corpus_folder(tmp_path / "none")
    assert corpus_folder(tmp_path) == tmp_path


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    (path,) = write_samples(tmp_path / "corpus", count=1)
    return path.parent


def case_file(path: Path, **expected: object) -> Path:
    case = {
        "id": "k1",
        "type": "figure",
        "question": "松漪区文旅局2022年支出合计是多少",
        "docs": ["songyi-culture-2022"],
        "answer": {"kind": "number", "unit": "万元", **expected},
    }
    path.write_text(json.dumps(case, ensure_ascii=False), encoding="utf-8")
    return path


def test_given_cases_are_asked_on_the_corpus(corpus: Path, tmp_path: Path) -> None:
    right = run([case_file(tmp_path / "right.jsonl", value=wanted(corpus))], corpus, tmp_path / "page.html")
    assert right.ok, right.table()
    assert (tmp_path / "page.html").read_text(encoding="utf-8").startswith("<!doctype html>")
    assert not run([case_file(tmp_path / "wrong.jsonl", value="1.00")], corpus).ok


def wanted(corpus: Path) -> str:
    """支出合计 as the report prints it."""
    text = next(corpus.iterdir()).read_text(encoding="utf-8")
    return text.split("本年支出合计\t58\t")[1].split("\n")[0]


def test_a_case_about_a_report_that_is_not_there_fails(corpus: Path, tmp_path: Path) -> None:
    path = case_file(tmp_path / "c.jsonl", value="1.00")
    path.write_text(path.read_text(encoding="utf-8").replace("songyi-culture-2022", "absent-2022"), encoding="utf-8")
    assert any("缺少报告 absent-2022" in missed for missed in run([path], corpus).shortfalls)
