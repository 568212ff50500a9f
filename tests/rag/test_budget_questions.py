"""Questions on a generated budget: the same thing in its fund, by code, by target."""

from __future__ import annotations

from decimal import Decimal

import pytest

from eval.samples import Sample, generate
from eval.samples.data import subject_name
from rag.library import Library


@pytest.fixture(scope="module")
def sample() -> Sample:
    return generate(5, "shanghai_budget", gov_fund=True)


@pytest.fixture(scope="module")
def library(sample: Sample, tmp_path_factory: pytest.TempPathFactory) -> Library:
    folder = tmp_path_factory.mktemp("budget")
    path = folder / f"{sample.name}.txt"
    path.write_text(sample.text, encoding="utf-8")
    library = Library.open(folder / "library")
    library.ingest([path])
    return library


def _cell(sample: Sample, table: str, code: str, column: str = "合计") -> Decimal:
    cells = sample.truth.cells
    return next(Decimal(c.value or 0) for c in cells if (c.table, c.row_code, c.column) == (table, code, column))


def test_a_subject_in_its_fund_is_the_row_of_that_fund_alone(library: Library, sample: Sample) -> None:
    code = next(c.row_code for c in sample.truth.cells if c.table == "YS06" and len(c.row_code or "") == 7)
    answer = library.ask(f"政府性基金预算里{subject_name(code or '')}安排了多少元")
    assert [(Decimal(v.value), v.unit) for v in answer.values] == [(_cell(sample, "YS06", code or ""), "元")]


def test_a_code_in_brackets_behind_its_name_asks_for_one_row(library: Library, sample: Sample) -> None:
    code = next(i.code for i in sample.books.items if i.fund == "general" and i.basic)
    answer = library.ask(f"{subject_name(code)}（{code}）支出预算是多少元")
    assert answer.status == "answered"
    assert {Decimal(v.value) for v in answer.values} <= {_cell(sample, t, code) for t in ("YS03", "YS05")}


def test_kinds_of_purchases_named_together_are_each_told(library: Library, sample: Sample) -> None:
    answer = library.ask("政府采购货物、工程、服务各安排了多少")
    told = {Decimal(v.value) for v in answer.values}
    assert told == {sample.truth.figures[kind].value for kind in ("goods", "works", "services")}


def test_an_income_of_the_trade_is_none_of_the_department(library: Library) -> None:
    assert library.ask("旅游总收入是多少").status == "not_found"
