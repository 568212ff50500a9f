"""Mistakes in the text of a generated budget are found, and one without mistakes has no error."""

from __future__ import annotations

from pathlib import Path

import pytest

from eval.samples import Sample, generate
from extractors.extract import extract_file
from extractors.findings import Finding


@pytest.fixture(scope="module")
def sample() -> Sample:
    return generate(5, "shanghai_budget", gov_fund=True)


def _found(folder: Path, text: str, rule: str) -> list[Finding]:
    path = folder / "budget.txt"
    path.write_text(text, encoding="utf-8")
    return [f for f in extract_file(path).findings if f.rule == rule]


@pytest.mark.parametrize("seed", range(4))
def test_a_budget_without_mistakes_has_no_error(tmp_path: Path, seed: int) -> None:
    path = tmp_path / "budget.txt"
    path.write_text(generate(seed, "shanghai_budget").text, encoding="utf-8")
    assert [f for f in extract_file(path).findings if f.severity in {"error", "warning"}] == []


def test_purchases_that_do_not_add_up_are_told(tmp_path: Path, sample: Sample) -> None:
    whole = sample.truth.figures["procurement"].value
    wrong = sample.text.replace(f"政府采购预算{whole:,}万元", f"政府采购预算{whole + 9:,}万元")
    assert wrong != sample.text
    [finding] = _found(tmp_path, wrong, "D-09")
    assert str(whole + 9) in finding.values and finding.severity == "error"
    assert _found(tmp_path, sample.text, "D-09") == []


def test_a_sentence_left_from_last_year_is_told_though_the_department_leads_it(tmp_path: Path, sample: Sample) -> None:
    kept = f"{sample.year}年{sample.department}机关运行经费预算"
    wrong = sample.text.replace(kept, f"{sample.department}{sample.year - 1}年机关运行经费预算")
    assert wrong != sample.text
    [finding] = _found(tmp_path, wrong, "F-01")
    assert f"应为{sample.year}年" in finding.message
    right = sample.text.replace(kept, f"{sample.department}{sample.year}年机关运行经费预算")
    assert _found(tmp_path, right, "F-01") == []


def test_goals_drawn_up_for_the_year_before_are_told(tmp_path: Path, sample: Sample) -> None:
    said = "按照要求，各预算单位开展了{}年项目预算绩效目标编报工作。"
    mark = "编报绩效目标的项目"
    assert mark in sample.text
    wrong = sample.text.replace(mark, said.format(sample.year - 1) + mark, 1)
    [finding] = _found(tmp_path, wrong, "F-01")
    assert f"{sample.year - 1}年应为{sample.year}年" in finding.message
    assert _found(tmp_path, sample.text.replace(mark, said.format(sample.year) + mark, 1), "F-01") == []
