"""Benchmarks: what is measured is told as it was measured, and what is compared is asked the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from eval.bench.__main__ import main
from eval.bench.asking import _holds, _ratios, _told, questions_on, write_reports
from eval.bench.measuring import Measured, best, folder_size, in_child, percentile
from eval.bench.reading import Compared, compared
from eval.cases import Case
from eval.metrics import grade
from eval.samples import generate
from rag.library import Library
from rag.settings import Settings


@pytest.mark.parametrize(
    ("given", "told"), [([], ["read", "asked 1"]), (["reading"], ["read"]), (["asking", "--sizes", "2"], ["asked 2"])]
)
def test_both_benchmarks_are_run_or_the_one_that_is_named(
    given: list[str], told: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("eval.bench.__main__._SIZES", "1")
    monkeypatch.setattr("eval.bench.__main__.reading", lambda files, folder: iter(["read"]))
    monkeypatch.setattr("eval.bench.__main__.asking", lambda sizes, folder, workers: iter([f"asked {sizes[0]}"]))
    main(given)
    assert capsys.readouterr().out.splitlines() == told


@pytest.mark.parametrize(("percent", "value"), [(50, 2.0), (75, 3.0), (95, 4.0), (100, 4.0), (1, 1.0)])
def test_a_percentile_is_a_value_that_was_measured(percent: float, value: float) -> None:
    assert percentile([4.0, 1.0, 3.0, 2.0], percent) == value


def test_the_best_of_several_runs_is_the_shortest_with_the_most_memory() -> None:
    assert best([Measured(2.0, 80), Measured(1.0, 90), Measured(3.0, 70)]) == Measured(1.0, 90)


def test_the_size_of_a_folder_is_that_of_all_files_below(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "b").write_bytes(b"0" * 3_000_000)
    assert folder_size(tmp_path) == 3


def test_a_file_is_read_in_full_and_by_the_bare_reader_of_its_format(tmp_path: Path) -> None:
    from eval.samples.formats import render

    sample = generate(0, "henan")
    path = tmp_path / "report.html"
    path.write_bytes(render(sample.blocks, sample.options, "html"))
    found = compared(path, turns=1)
    assert set(found.bare) == {"lxml"} and found.own.seconds > 0
    assert "lxml" in found.line() and "report.html" in found.line()


def test_the_line_of_a_comparison_gives_the_ratio() -> None:
    line = Compared("x.pdf", Measured(1.0, 85), {"pdfplumber": Measured(2.0, 60)}).line()
    assert "1.000 秒、85 MB" in line and "比 0.50" in line


def test_questions_of_both_groups_are_asked_and_a_library_of_the_reports_answers_them(tmp_path: Path) -> None:
    samples = write_reports(tmp_path / "files", 2)
    assert len(samples) == 2 and len(list((tmp_path / "files").iterdir())) == 2
    questions = questions_on(samples)
    assert {question["group"] for question in questions} == {"数字", "说明"}
    assert len({question["case"]["id"] for question in questions}) == len(questions)
    with Library.open(tmp_path / "library", Settings(_env_file=None)) as library:  # type: ignore[call-arg]
        library.ingest([tmp_path / "files"], workers=1)
        for question in questions[:3]:
            case = Case.model_validate(question["case"])
            assert case.answer and grade(case.answer, library.ask(case.question or ""), case.kind).ok


def test_a_passage_counts_only_from_the_right_report_and_with_the_whole_answer() -> None:
    case = Case.model_validate(
        {"id": "1", "question": "多少", "answer": {"kind": "number", "value": "8.14"}, "docs": ["a.txt"]}
    )
    assert _holds(case, "a.txt", "共8.14万元")
    assert not _holds(case, "b.txt", "共8.14万元")
    assert not _holds(case, "a.txt", "共8.41万元")


def test_both_programs_are_told_with_their_ratio() -> None:
    own = {"start": 1.0, "megabytes": 100, "groups": {"数字": {"seconds": [0.1, 0.2], "right": 2}}}
    plain = {"start": 2.0, "megabytes": 200, "groups": {"数字": {"seconds": [0.2, 0.2], "right": 1}}}
    assert "p50 100 毫秒" in _told("juesuan", own, "答对") and "答对 2" in _told("juesuan", own, "答对")
    assert "之比 0.50，答对 2 对 1" in _ratios(own, plain) and "内存之比 0.50" in _ratios(own, plain)


def test_what_is_measured_in_a_process_of_its_own_is_read_from_its_last_line(tmp_path: Path) -> None:
    (tmp_path / "report.txt").write_text(generate(0, "henan").text, encoding="utf-8")
    measured = Measured(**in_child("eval.bench.reading", "own", tmp_path / "report.txt"))
    assert measured.seconds > 0 and measured.megabytes > 10
