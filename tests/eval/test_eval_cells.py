"""Cell accuracy: a generated report, printed and read back, gives the same cells; and what went wrong is told."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from eval.cells import score_cells
from eval.samples import Sample, generate
from eval.samples.options import families
from extractors.extract import extract_file
from extractors.facts import Fact

OPTIONS = st.fixed_dictionaries(
    {},
    optional={
        "thousands": st.sampled_from(["none", "tables", "all"]),
        "blank_zero": st.booleans(),
        "spaced": st.booleans(),
        "class_lead": st.booleans(),
        "total_second": st.booleans(),
        "page_breaks": st.sampled_from(["none", "blank", "header"]),
        "three_public": st.sampled_from(["some", "none", "budget"]),
        "gov_fund": st.booleans(),
        "capital": st.booleans(),
    },
)


def read_back(sample: Sample, suffix: str) -> tuple[list[Fact], Any]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{sample.name}.{suffix}"
        path.write_text(sample.markdown if suffix == "md" else sample.text, encoding="utf-8")
        extraction = extract_file(path)
    return extraction.facts, extraction.report


@pytest.mark.parametrize("suffix", ["txt", "md"])
@given(seed=st.integers(0, 300), family=st.sampled_from(families()), options=OPTIONS)
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_cells_come_back_as_they_were_printed(suffix: str, seed: int, family: str, options: dict[str, object]) -> None:
    sample = generate(seed, family, **options)
    facts, report = read_back(sample, suffix)
    score = score_cells("sample", sample.truth.cells, facts)
    assert (score.recall, score.precision) == (1, 1), score.wrong
    assert (report.identity.department, report.identity.year) == (sample.department, sample.year)


@given(seed=st.integers(0, 300), family=st.sampled_from(families()), pictures=st.booleans())
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_prose_figures_come_back(seed: int, family: str, pictures: bool) -> None:
    sample = generate(seed, family, pictures=pictures)
    facts, _ = read_back(sample, "txt")
    found = {abs(f.value) for f in facts if f.origin != "table" and f.value is not None}
    lost = [f for f in sample.truth.figures.values() if abs(f.value) not in found]
    assert not lost


def test_prose_figures_come_back_across_hard_line_breaks() -> None:
    for seed in range(12):
        sample = generate(seed, "hubei", pictures=True, hard_wrap=True)
        facts, _ = read_back(sample, "txt")
        found = {abs(f.value) for f in facts if f.origin != "table" and f.value is not None}
        assert not [f for f in sample.truth.figures.values() if abs(f.value) not in found], seed


def test_an_altered_cell_is_told() -> None:
    sample = generate(1, "henan")
    facts, _ = read_back(sample, "txt")
    at = next(i for i, f in enumerate(facts) if f.origin == "table" and f.row_code == "30101")
    changed = [*facts[:at], facts[at].but(value=facts[at].value + 1 if facts[at].value else None), *facts[at + 1 :]]
    score = score_cells("sample", sample.truth.cells, changed)
    assert score.right == score.wanted - 1
    assert "30101" in score.wrong[0] and score.recall < 1 and score.precision < 1


def test_a_blank_that_got_a_value_counts_against_precision() -> None:
    sample = generate(5, "order2021")
    facts, _ = read_back(sample, "txt")
    at = next(i for i, f in enumerate(facts) if f.table == "GK01" and f.is_blank)
    filled = [*facts[:at], facts[at].but(value=next(f.value for f in facts if f.value)), *facts[at + 1 :]]
    score = score_cells("sample", sample.truth.cells, filled)
    assert score.recall == 1 and score.precision < 1 and score.wrong[0].startswith("多")


def test_nothing_read_is_no_precision() -> None:
    score = score_cells("sample", generate(1, "henan").truth.cells, [])
    assert (score.recall, score.precision) == (0.0, 0.0)
