"""The same report in every format gives the same facts, and each fact knows where in its file it stands."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eval.samples import Sample, generate
from eval.samples.formats import FORMATS, render, suffix
from eval.samples.formats.merging import Merged, merged
from eval.samples.options import families
from extractors.extract import Extraction, extract_file
from extractors.facts import Fact
from extractors.report import box_in

_BINARY = [form for form in FORMATS if form != "txt"]
SAMPLES = st.builds(
    generate,
    st.integers(0, 10_000),
    st.sampled_from([*families("final"), *families("budget")]),
    tails=st.booleans(),
    thousands=st.sampled_from(["none", "tables", "all"]),
    class_lead=st.booleans(),
    page_breaks=st.just("none"),
)


def _read(sample: Sample, form: str) -> Extraction:
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"{sample.name}.{suffix(form)}"
        path.write_bytes(render(sample.blocks, sample.options, form))
        return extract_file(path)


def _said(fact: Fact) -> tuple[object, ...]:
    return fact.origin, fact.table, fact.row_code, fact.row_name, fact.column, fact.value, fact.unit, fact.raw


@given(SAMPLES)
@settings(max_examples=6)
def test_a_report_gives_the_same_facts_in_every_format(sample: Sample) -> None:
    wanted = Counter(map(_said, _read(sample, "txt").facts))
    for form in _BINARY:
        got = Counter(map(_said, _read(sample, form).facts))
        assert (form, got - wanted, wanted - got) == (form, Counter(), Counter())


@pytest.mark.parametrize("form", ["pdf", "pdf-open", "docx", "xlsx", "html"])
def test_the_place_of_a_fact_is_told_and_prints_it(form: str) -> None:
    found = _read(generate(3, "henan"), form)
    source = found.report.source
    cells = [f for f in found.facts if f.origin == "table" and f.value is not None]
    assert cells
    for fact in cells:
        assert fact.quote in source.text
        assert fact.spot is not None
        assert (box_in(fact.spot) is not None) is (suffix(form) == "pdf")
        assert (fact.page is not None) is (suffix(form) == "pdf")
        assert suffix(form) == "pdf" or "!" in fact.spot


@pytest.mark.parametrize("family", [*families("final"), *families("budget")])
def test_every_family_comes_back_from_pages_with_and_without_ruled_lines(family: str) -> None:
    sample = generate(2, family, page_breaks="header")
    wanted = Counter(map(_said, _read(sample, "docx").facts))
    for form in ("pdf", "pdf-open"):
        assert Counter(map(_said, _read(sample, form).facts)) == wanted, form


def test_two_figures_of_a_row_have_boxes_beside_one_another() -> None:
    found = _read(generate(3, "henan"), "pdf")
    row = [f for f in found.facts if f.table == "GK03" and f.row_name == "合计" and f.value is not None]
    boxes = [box for f in row if (box := box_in(f.spot)) is not None]
    assert len(boxes) == len(row) >= 3
    assert all(a[2] < b[0] and abs(a[1] - b[1]) < 1 for a, b in pairwise(boxes))


def test_an_unknown_format_is_named() -> None:
    sample = generate(3, "henan")
    with pytest.raises(ValueError, match="wps"):
        render(sample.blocks, sample.options, "wps")


def test_the_blanks_of_a_head_belong_to_the_words_beside_or_above_them() -> None:
    head = [["项目", "", "合计", "本年支出", ""], ["编码", "名称", "", "小计", "基本支出"]]
    assert {(m.text, m.row, m.column, m.rows, m.columns) for m in merged(head)} == {
        ("项目", 0, 0, 1, 2),
        ("合计", 0, 2, 2, 1),
        ("本年支出", 0, 3, 1, 2),
        ("编码", 1, 0, 1, 1),
        ("名称", 1, 1, 1, 1),
        ("小计", 1, 3, 1, 1),
        ("基本支出", 1, 4, 1, 1),
    }
    assert merged([]) == []
    assert merged([["甲", ""]])[0] == Merged(0, 0, 1, 1, "甲")
