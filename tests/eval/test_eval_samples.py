"""The generator: the same bytes for a seed, and books that add up in every table."""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from eval.cases import Case
from eval.samples import Sample, TruthCell, generate, sample_set, write_samples
from eval.samples.books import FUNDS, percent
from eval.samples.data import class_names, departments, economic_names, raw, subject_name
from eval.samples.options import families
from tests.printed import printed

SAMPLES = st.builds(generate, st.integers(0, 400), st.sampled_from(families()))
PRINTED = printed("thousands", "spaced", "class_lead", "total_second", "page_breaks", "hard_wrap")
quick = settings(max_examples=25, deadline=None)


def cells(sample: Sample, table: str) -> dict[tuple[str, str], Decimal]:
    """The cells of a table by code (or row name) and column; a blank counts as nothing here."""
    wanted = [c for c in sample.truth.cells if c.table == table]
    return {(c.row_code or c.row_name, c.column): Decimal(c.value or 0) for c in wanted}


def codes(found: dict[tuple[str, str], Decimal]) -> list[str]:
    return sorted({row for row, _ in found if row.isdigit()})


def test_same_seed_gives_the_same_bytes_and_questions() -> None:
    one, two = generate(7, "henan"), generate(7, "henan")
    assert (one.text, one.markdown, one.questions) == (two.text, two.markdown, two.questions)
    assert one.text != generate(8, "henan").text


def test_the_set_does_not_depend_on_the_run() -> None:
    program = "from eval.samples import sample_set; print(hash_of(''.join(s.content for s in sample_set(8))))"
    program = "import hashlib; hash_of = lambda t: hashlib.sha256(t.encode()).hexdigest(); " + program
    made = {_run(program, seed) for seed in ("0", "1")}
    assert made == {hashlib.sha256("".join(slot.content for slot in sample_set(8)).encode()).hexdigest()}


def _run(program: str, hash_seed: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, "PYTHONHASHSEED": hash_seed},
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()


@quick
@given(SAMPLES)
def test_income_and_spending_balance_in_the_summary(sample: Sample) -> None:
    books, gk01 = sample.books, cells(sample, "GK01")
    assert gk01["总计(收入)", "收入金额"] == gk01["总计(支出)", "支出金额"] == books.income + books.opening
    names = raw("tables")["income_rows"]["GK01"]
    assert sum(gk01[name, "收入金额"] for name in names) == gk01["本年收入合计", "收入金额"]
    assert sum(gk01[name, "支出金额"] for name in class_names().values()) == gk01["本年支出合计", "支出金额"]
    closing = gk01["结余分配", "支出金额"] + gk01["年末结转和结余", "支出金额"]
    assert gk01["本年支出合计", "支出金额"] + closing == gk01["总计(支出)", "支出金额"]


@quick
@given(SAMPLES, st.sampled_from(["GK02", "GK03", "GK05", "GK07", "GK08"]))
def test_each_level_is_the_sum_of_the_level_below(sample: Sample, table: str) -> None:
    found = cells(sample, table)
    for column in raw("tables")["columns"][table]:
        for code in codes(found):
            below = [c for c in codes(found) if c.startswith(code) and len(c) == len(code) + 2]
            assert len(code) == 7 or found[code, column] == sum(found[c, column] for c in below)
        classes = [c for c in codes(found) if len(c) == 3]
        assert found["合计", column] == sum(found[c, column] for c in classes)


@quick
@given(SAMPLES, st.sampled_from(["GK02", "GK03", "GK05"]))
def test_each_row_is_the_sum_of_its_columns(sample: Sample, table: str) -> None:
    found, columns = cells(sample, table), raw("tables")["columns"][table]
    for row in ["合计", *codes(found)]:
        assert found[row, columns[0]] == sum(found[row, c] for c in columns[1:])


@quick
@given(SAMPLES)
def test_each_fund_balances_in_the_fiscal_summary(sample: Sample) -> None:
    gk04, books = cells(sample, "GK04"), sample.books
    for fund, name in zip(FUNDS, raw("tables")["income_rows"]["GK04"], strict=True):
        income, opening = gk04[name, "收入金额"], gk04[f"年初财政拨款结转和结余-{name}", "收入金额"]
        spent, closing = gk04["本年支出合计", name], gk04["年末财政拨款结转和结余", name]
        assert income + opening == spent + closing
        assert (income, spent) == (books.income_of(fund), books.spending_of(fund))
    assert gk04["总计(收入)", "收入金额"] == gk04["总计(支出)", "支出合计"]


@quick
@given(SAMPLES)
def test_basic_spending_is_the_same_money_by_function_and_by_kind(sample: Sample) -> None:
    gk05, gk06 = cells(sample, "GK05"), cells(sample, "GK06")
    assert gk05["合计", "基本支出"] == gk06["人员经费合计", "决算数"] + gk06["公用经费合计", "决算数"]
    for code in (c for c in economic_names() if len(c) == 3):
        parts = [c for c in economic_names() if c.startswith(code) and len(c) == 5]
        assert gk06[code, "决算数"] == sum(gk06[c, "决算数"] for c in parts)


@quick
@given(SAMPLES)
def test_three_public_parts_add_up_and_hold_the_basic_part(sample: Sample) -> None:
    gk09, gk06 = cells(sample, "GK09"), cells(sample, "GK06")
    for side in ("预算数", "决算数"):
        vehicles = gk09["合计", f"{side}公务用车购置及运行费小计"]
        assert vehicles == gk09["合计", f"{side}公务用车购置费"] + gk09["合计", f"{side}公务用车运行费"]
        rest = gk09["合计", f"{side}因公出国（境）费"] + gk09["合计", f"{side}公务接待费"]
        assert gk09["合计", f"{side}合计"] == vehicles + rest
    assert gk09["合计", "决算数合计"] <= gk09["合计", "预算数合计"]
    assert gk06["30217", "决算数"] <= gk09["合计", "决算数公务接待费"]


@quick
@given(SAMPLES)
def test_no_amount_is_negative_and_all_have_two_decimals(sample: Sample) -> None:
    values = [c.value for c in sample.truth.cells if c.value is not None]
    assert all(re.fullmatch(r"\d+\.\d\d", value) for value in values)
    assert all(item.fiscal_income >= 0 and item.own_income >= 0 for item in sample.books.items)


@quick
@given(SAMPLES)
def test_rates_come_from_printed_numbers(sample: Sample) -> None:
    figures, books = sample.truth.figures, sample.books
    assert figures["basic_share"].value == percent(books.basic, books.spending)
    if "total_growth" in figures:
        before = figures["total"].value - figures["total_diff"].value
        assert figures["total_growth"].value == percent(figures["total_diff"].value, before)


@quick
@given(PRINTED)
def test_every_figure_of_the_truth_is_printed(sample: Sample) -> None:
    text = re.sub(r"[\s,]", "", sample.text)
    for figure in sample.truth.figures.values():
        digits = sample.truth.figures[figure.key].text.lstrip("-")
        assert digits in text or digits.rstrip("0").rstrip(".") in text, figure


@quick
@given(PRINTED)
def test_every_cell_of_the_truth_is_printed_in_its_row(sample: Sample) -> None:
    if sample.options.pictures:
        return
    lines = [re.sub(r"(?<=\d),", "", line).split("\t") for line in sample.text.splitlines() if "\t" in line]
    for cell in (c for c in sample.truth.cells if c.row_code):
        assert any(cell.row_code in line and (cell.value or "") in line for line in lines), cell


def test_pictures_leave_no_table_cells() -> None:
    sample = generate(3, "hubei", pictures=True)
    assert not sample.truth.cells and "\t" not in sample.text
    assert "收入决算表" in sample.text


def test_hard_wrapping_breaks_words_but_not_numbers() -> None:
    wrapped, whole = generate(3, "hubei", pictures=True, hard_wrap=True), generate(3, "hubei", pictures=True)
    lines = [line for line in wrapped.text.splitlines() if line]
    assert max(map(len, lines)) < 40
    without_pages = "".join(line for line in lines if not re.fullmatch(r"\d{1,2}", line))
    assert re.sub(r"\s", "", without_pages) == re.sub(r"\s", "", whole.text)


def test_blank_zeros_are_blank_in_the_truth() -> None:
    sample = generate(5, "order2021")
    blanks = [c for c in sample.truth.cells if c.value is None]
    assert any(c.table == "GK01" and c.row_name == "外交支出" for c in blanks)
    assert not any(c.value == "0.00" for c in sample.truth.cells if c.table in ("GK01", "GK03", "GK05"))


def test_order_of_2021_puts_three_public_seventh() -> None:
    titles = [line for line in generate(5, "order2021").text.splitlines() if line.endswith("决算表")][-9:]
    assert "三公" in titles[6] and "政府性基金" in titles[7]


def test_a_report_follows_on_the_year_before() -> None:
    before = generate(1, "henan", department="yulan-water", year=2022, carry_over=True)
    now = generate(2, "henan", before, carry_over=False)
    assert (now.year, now.department) == (2023, before.department)
    assert now.books.opening == before.books.closing
    assert now.books.last == before.books.measures()


def test_a_planted_contradiction_is_in_prose_only() -> None:
    sample = generate(4, "henan", contradiction=True, spaced=False)
    table = cells(sample, "GK06")["人员经费合计", "决算数"]
    assert f"人员经费{table + Decimal('3.70')}万元" in sample.text
    assert any(case.kind == "conflict" for case in sample.questions)


def test_markdown_has_headings_and_pipes_and_no_tabs() -> None:
    sample = generate(6, "hubei")
    assert sample.markdown.count("\n# 第") == 6
    assert "| 合计 |" in sample.markdown and "\t" not in sample.markdown


@pytest.mark.parametrize("wrong", [{"year": 1890}, {"unknown": 1}, {"thousands": "some"}])
def test_wrong_options_are_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        generate(1, "henan", **wrong)


def test_unknown_family_is_refused_with_the_known_ones() -> None:
    with pytest.raises(ValueError, match="henan, hubei, order2021"):
        generate(1, "sichuan")


def test_write_samples_writes_as_many_files_as_asked(tmp_path: Path) -> None:
    paths = write_samples(tmp_path, count=10)
    assert len(set(paths)) == 10 and all(path.read_text(encoding="utf-8").strip() for path in paths)
    assert [p.name for p in write_samples(tmp_path / "again", count=6)] == [p.name for p in paths[:6]]


def test_the_set_has_three_cities_and_one_department_in_two_years() -> None:
    samples = [slot.sample for slot in sample_set()]
    assert len({s.department[:3] for s in samples}) == 3
    assert len({s.year for s in samples}) >= 3
    assert len(samples) - len({s.department for s in samples}) == 1


@quick
@given(SAMPLES)
def test_questions_have_own_ids_and_answers(sample: Sample) -> None:
    assert len({case.id for case in sample.questions}) == len(sample.questions) > 40
    assert all(isinstance(case, Case) and list(case.pairs) for case in sample.questions)


def test_subject_codes_have_names_on_every_level() -> None:
    wanted = {p.code for d in departments().values() for p in d.projects} | {d.run for d in departments().values()}
    assert all(subject_name(code[:n]) for code in wanted for n in (3, 5, 7))


def test_truth_cells_are_in_the_gold_format() -> None:
    cell = TruthCell("GK03", "2070101", "行政运行", "基本支出", "1.00")
    assert cell.to_json("a") == {
        "doc": "a",
        "table": "GK03",
        "row_code": "2070101",
        "row_name": "行政运行",
        "column": "基本支出",
        "value": "1.00",
    }
