"""Questions on a generated budget: the same thing in its fund, by code, by target."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

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


def test_kinds_of_purchases_are_added_up_by_their_names_alone(library: Library, sample: Sample) -> None:
    answer = library.ask("把货物、工程、服务三类采购加起来，应该是多少万元")
    assert Decimal(answer.values[0].value) == sample.truth.figures["procurement"].value


@pytest.mark.parametrize("asked", ["今年的预算盘子一共有多大", "今年预算总额是多少"])
def test_a_total_is_told_as_the_text_prints_it(library: Library, sample: Sample, asked: str) -> None:
    answer = library.ask(asked)
    assert (Decimal(answer.values[0].value), answer.values[0].unit) == (sample.truth.figures["income"].value, "万元")


def test_a_share_of_a_budget_is_no_degree_of_completion(library: Library, sample: Sample) -> None:
    cells = {c.column: Decimal(c.value or 0) for c in sample.truth.cells if c.table == "YS03" and c.row_name == "合计"}
    answer = library.ask("基本支出占全部支出预算的百分之几")
    wanted = (cells["基本支出"] / cells["合计"] * 100).quantize(Decimal("0.01"), ROUND_HALF_UP)
    assert (answer.status, Decimal(answer.values[0].value)) == ("computed", wanted)


def test_why_a_budget_fell_is_told_by_what_the_text_gives_a_reason_for(library: Library) -> None:
    answer = library.ask("今年财政拨款收支为什么减少")
    assert answer.status == "answered"
    assert "没有单独说明" in answer.answer


def test_an_amount_of_the_text_and_that_of_a_table_in_another_unit_contradict_each_other(
    sample: Sample, tmp_path: Path
) -> None:
    item = next(i for i in sample.books.items if i.fund == "general" and i.basic)
    name = subject_name(item.code)
    printed = re.search(rf"{name}（项）”科目([\d,.]+)万元", sample.text)
    assert printed is not None
    old, right = printed.group(), Decimal(printed.group(1).replace(",", ""))
    path = tmp_path / "wrong.txt"
    path.write_text(sample.text.replace(old, old.replace(printed.group(1), str(right + 9))), encoding="utf-8")
    library = Library.open(tmp_path / "library")
    library.ingest([path])
    answer = library.ask(f"{name}的预算，文字说明和表里写的一样吗")
    assert answer.status == "conflict"
    assert {right, right + 9} <= {Decimal(v.value) for v in answer.values if v.unit == "万元"}


def test_a_table_called_as_that_of_a_final_account_is_the_budget_s(library: Library, sample: Sample) -> None:
    cell = next(
        c
        for c in sample.truth.cells
        if (c.table, c.column) == ("YS04", "政府性基金预算") and c.value and "支出" in c.row_name
    )
    answer = library.ask(f"财政拨款收支表里{cell.row_name}的政府性基金那栏多少元")
    assert [(Decimal(v.value), v.unit) for v in answer.values] == [(Decimal(cell.value or 0), "元")]


EVALUATED = "2024年度对16个项目开展绩效自评，平均得分93.8分，其中评为“优”的13个、“良”的3个。\n"


@pytest.mark.parametrize(
    ("said", "told"), [("2024年自评项目里评“优”的有几个", ("13", "个")), ("2024年自评平均得分多少", ("93.8", "分"))]
)
def test_numbers_that_a_budget_tells_of_the_year_before_are_told_as_of_it(
    sample: Sample, tmp_path: Path, said: str, told: tuple[str, str]
) -> None:
    path = tmp_path / f"{sample.name}.txt"
    heading = "五、国有资产占有使用情况\n"
    head, tail = sample.text.rsplit(heading, 1)
    path.write_text(f"{head}{EVALUATED}\n{heading}{tail}", encoding="utf-8")
    library = Library.open(tmp_path / "library")
    library.ingest([path])
    answer = library.ask(said)
    assert [(v.value, v.unit) for v in answer.values][:1] == [told]
    assert "2024年的情况" in answer.answer
    assert not library.ask("2024年编报绩效目标的项目有几个").values


TARGETS = """

附件1

2025年部门项目支出绩效目标表

项目名称\t柳溪河治理
一级指标\t二级指标\t三级指标\t运算符号\t指标值\t度量单位
产出指标\t数量指标\t新建堤防长度\t≥\t6.4\t公里
效益指标\t社会效益指标\t保护人口\t≥\t1.35\t万人
"""


def test_an_indicator_in_whose_name_the_question_asks_is_told_in_the_unit_of_its_row(
    sample: Sample, tmp_path: Path
) -> None:
    path = tmp_path / f"{sample.name}.txt"
    path.write_text(sample.text.rstrip() + TARGETS, encoding="utf-8")
    library = Library.open(tmp_path / "library")
    library.ingest([path])
    answer = library.ask("柳溪河治理要保护多少人口")
    assert [(v.value, v.unit) for v in answer.values] == [("1.35", "万人")]
