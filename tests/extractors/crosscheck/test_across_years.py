"""Family G over the years: carry-over, the figures of the year before, the published budget, sudden jumps."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eval.samples import generate
from extractors.crosscheck.book import Book
from extractors.crosscheck.model import Status, Verdict
from extractors.crosscheck.together import check_together, findings_between, rules_between
from extractors.extract import extract_file
from tests.extractors.crosscheck.small_books import DEPARTMENT, Draft

GENERAL = "一般公共预算财政拨款"
OPENING = ("GK04", f"年初财政拨款结转和结余-{GENERAL}", "收入金额")
CLOSING = ("GK04", "年末财政拨款结转和结余", GENERAL)
ITEM = "农林水支出(类)水利(款)行政运行(项)"


def _verdicts(rule: str, *drafts: Draft) -> list[Verdict]:
    return [v for v in check_together([d.book for d in drafts]) if v.rule.id == rule]


def _one(rule: str, part: str, *drafts: Draft) -> Verdict:
    [verdict] = [v for v in _verdicts(rule, *drafts) if part in v.subject]
    return verdict


def _ended(raw: str, **options: object) -> Draft:
    return Draft(2022, **options).cell(*CLOSING, raw)  # type: ignore[arg-type]


def _began(raw: str, **options: object) -> Draft:
    return Draft(2023, **options).cell(*OPENING, raw)  # type: ignore[arg-type]


# the whole


@pytest.fixture(scope="module")
def two_years(tmp_path_factory: pytest.TempPathFactory) -> tuple[Book, Book]:
    """Two generated reports of one department, the second following on the first."""
    folder = tmp_path_factory.mktemp("years")
    first = generate(11, "henan", three_public="some", carry_over=True, gov_fund=False, capital=False, year=2022)
    second = generate(12, "henan", first, three_public="some", carry_over=True, gov_fund=True, capital=False)
    books = []
    for sample in (first, second):
        path = folder / f"{sample.name}.txt"
        path.write_text(sample.text, encoding="utf-8")
        read = extract_file(path)
        books.append(Book(read.facts, read.report))
    return books[0], books[1]


def test_years_that_follow_on_each_other_have_no_finding_but_jumps(two_years: tuple[Book, Book]) -> None:
    assert {f.rule for f in findings_between(two_years)} <= {"G-06"}
    passed = [v for v in check_together(two_years) if v.rule.id in ("G-01", "G-02") and v.status is Status.PASS]
    assert len(passed) >= 8


def test_a_changed_carry_over_is_found_with_both_places(two_years: tuple[Book, Book], tmp_path: Path) -> None:
    first, second = two_years
    facts = [
        f.but(value=f.value + 1) if f.value is not None and f.row_name == "年初结转和结余" and f.table == "GK01" else f
        for f in second.facts
    ]
    changed = Book(facts, second.report)
    [finding] = [f for f in findings_between([first, changed]) if f.rule == "G-01"]
    assert finding.severity == "warning"
    assert finding.difference == "1.00"
    assert {(c.doc_id, c.file) for c in finding.evidence} == {(b.report.doc_id, b.report.file) for b in two_years}
    assert "2023年度决算" in finding.message and "2022年度决算" in finding.message


def test_rules_are_those_of_the_catalogue() -> None:
    assert list(rules_between()) == [f"G-0{n}" for n in range(1, 8)]


# G-01


def test_a_missing_report_is_named_and_never_a_pass() -> None:
    [verdict] = _verdicts("G-01", _began("3.00"))
    assert verdict.status is Status.INSUFFICIENT_DATA
    assert verdict.missing == (f"{DEPARTMENT}2022年度决算",)


def test_a_carry_over_per_fund_is_compared() -> None:
    assert _one("G-01", GENERAL, _ended("3.00"), _began("3.00")).status is Status.PASS
    verdict = _one("G-01", GENERAL, _ended("3.00"), _began("2.00"))
    assert verdict.status is Status.FAIL
    assert "年初财政拨款结转和结余" in verdict.ground and "2.00万元" in verdict.ground and "3.00万元" in verdict.ground


def test_a_figure_not_read_in_one_year_is_named_with_its_report() -> None:
    verdict = _one(
        "G-01", f"GK04/年初财政拨款结转和结余/{GENERAL}", Draft(2022).cell("GK01", "a", "b", "1"), _began("3.00")
    )
    assert verdict.status is Status.INSUFFICIENT_DATA
    assert verdict.missing[0].startswith(f"{DEPARTMENT}2022年度决算")


@given(st.decimals("0.00", "9999.99", places=2), st.decimals("-5.00", "5.00", places=2))
def test_a_carry_over_fails_just_beyond_rounding(closing: Decimal, change: Decimal) -> None:
    opening = abs(closing + change)
    # zeros are printed with the table's two decimals only where other amounts show them
    ended = _ended(str(closing)).cell("GK01", "本年收入合计", "收入金额", "7.77").cell("GK04", "x", GENERAL, "7.77")
    began = _began(str(opening)).cell("GK04", "x", "收入金额", "7.77")
    gap = abs(opening - closing)
    expected = Status.PASS if gap == 0 else Status.ROUNDING if gap <= Decimal("0.01") else Status.FAIL
    assert _one("G-01", GENERAL, ended, began).status is expected


def test_amounts_in_yuan_and_in_ten_thousands_are_compared() -> None:
    ended = Draft(2022).cell(*CLOSING, "30000.00", "元")
    assert _one("G-01", GENERAL, ended, _began("3.00")).status is Status.PASS
    ended = Draft(2022).cell(*CLOSING, "30041.00", "元")
    assert _one("G-01", GENERAL, ended, _began("3.00")).status is Status.PASS
    ended = Draft(2022).cell(*CLOSING, "30050.00", "元")
    assert _one("G-01", GENERAL, ended, _began("3.00")).status is Status.ROUNDING
    ended = Draft(2022).cell(*CLOSING, "30060.00", "元")
    assert _one("G-01", GENERAL, ended, _began("3.00")).status is Status.FAIL


def test_an_adjustment_that_the_report_speaks_of_makes_it_a_hint() -> None:
    began = _began("2.00", source="因会计差错，调整年初结转和结余1万元。")
    verdict = _one("G-01", GENERAL, _ended("3.00"), began)
    assert (verdict.status, verdict.severity) == (Status.FAIL, "info")
    assert verdict.facts[0].quote.startswith("因会计差错")


def test_equal_names_in_different_regions_do_not_mix() -> None:
    verdicts = _verdicts("G-01", _ended("9.00", region="江海市"), _began("2.00"))
    assert {v.status for v in verdicts} == {Status.INSUFFICIENT_DATA}


def test_another_scope_is_no_partner_but_is_mentioned() -> None:
    verdict = _verdicts("G-01", _ended("9.00", scope="汇总"), _began("2.00", scope="本级"))[-1]
    assert verdict.status is Status.INSUFFICIENT_DATA
    assert "汇总" in verdict.ground


def test_a_renamed_department_is_not_guessed() -> None:
    verdicts = _verdicts("G-01", _ended("9.00", department="云岭市青川区水利局"), _began("2.00"))
    assert {v.status for v in verdicts} == {Status.INSUFFICIENT_DATA}


def test_of_two_versions_the_later_one_is_compared() -> None:
    first, second = _ended("9.00", file="a.txt"), _ended("2.00", file="b.txt")
    assert _one("G-01", GENERAL, first, second, _began("2.00")).status is Status.PASS
    assert _one("G-01", GENERAL, second, first, _began("2.00")).status is Status.FAIL


# G-02


def _spent(year: int, raw: str) -> Draft:
    return Draft(year).say("expenditure", "本年支出合计", "决算数", raw)


def test_the_figure_worked_back_is_the_one_printed_a_year_before() -> None:
    now = _spent(2023, "100.00").say("expenditure", "本年支出合计", "增减额", "-20.00")
    before = Draft(2022).cell("GK03", "合计", "本年支出合计", "120.00")
    assert _one("G-02", "本年支出合计", before, now).status is Status.PASS
    wrong = Draft(2022).cell("GK03", "合计", "本年支出合计", "121.00")
    verdict = _one("G-02", "本年支出合计", wrong, now)
    assert verdict.status is Status.FAIL
    assert "100.00 + 20.00" in verdict.ground and "121.00万元" in verdict.ground


def test_each_printed_figure_may_be_rounded_by_half_its_last_digit() -> None:
    now = _spent(2023, "100.0").say("expenditure", "本年支出合计", "增减额", "20.00")
    assert _one("G-02", "本年支出合计", _spent(2022, "80.05"), now).status is Status.ROUNDING
    assert _one("G-02", "本年支出合计", _spent(2022, "80.07"), now).status is Status.FAIL


def test_one_place_of_the_former_report_that_agrees_is_enough() -> None:
    now = _spent(2023, "100.00").say("expenditure", "本年支出合计", "增减额", "20.00")
    before = _spent(2022, "80.00").cell("GK03", "合计", "本年支出合计", "81.00")
    assert _one("G-02", "本年支出合计", before, now).status is Status.PASS


def test_a_former_report_without_the_figure_is_insufficient() -> None:
    now = _spent(2023, "100.00").say("expenditure", "本年支出合计", "增减额", "20.00")
    assert _one("G-02", "本年支出合计", Draft(2022).cell("GK01", "a", "b", "1"), now).status is Status.INSUFFICIENT_DATA


# G-03


def _budget() -> Draft:
    draft = Draft(2023, "budget")
    draft.cell("YS05", "合计", "合计", "2427300.00", "元")
    for code, name in (("213", "农林水支出"), ("21303", "水利"), ("2130301", "行政运行")):
        draft.cell("YS05", code, "合计", "752900.00", "元", name)
    return draft.cell("YS09", "合计", "公务接待费", "2200.00", "元")


def test_the_opening_budget_of_the_text_is_the_published_one() -> None:
    final = Draft(2023).say("general_budget", "一般公共预算财政拨款支出", "年初预算数", "242.73")
    final.say("general_budget", ITEM, "年初预算数", "75.29").say("three_public", "公务接待费", "年初预算数", "0.22")
    found = {v.subject.rsplit("/", 1)[-1]: v.status for v in _verdicts("G-03", final, _budget())}
    assert {found[k] for k in ("一般公共预算财政拨款支出", ITEM, "公务接待费")} == {Status.PASS}


def test_another_opening_budget_of_an_item_is_found() -> None:
    final = Draft(2023).say("general_budget", ITEM, "年初预算数", "57.29")
    verdict = _one("G-03", ITEM, final, _budget())
    assert verdict.status is Status.FAIL
    assert "57.29万元" in verdict.ground and "752900.00元" in verdict.ground


def test_an_item_that_the_budget_lacks_needs_a_budget_of_zero() -> None:
    name = "农林水支出(类)水利(款)防汛(项)"
    assert (
        _one("G-03", name, Draft(2023).say("general_budget", name, "年初预算数", "0.00"), _budget()).status
        is Status.PASS
    )
    assert (
        _one("G-03", name, Draft(2023).say("general_budget", name, "年初预算数", "3.00"), _budget()).status
        is Status.FAIL
    )


def test_a_budget_whose_tables_were_not_read_is_insufficient() -> None:
    final = Draft(2023).say("general_budget", ITEM, "年初预算数", "57.29")
    empty = Draft(2023, "budget").say("overall", "收入支出总计", "预算数", "1.00")
    assert _one("G-03", ITEM, final, empty).status is Status.INSUFFICIENT_DATA


def test_a_budget_after_adjustment_is_not_compared() -> None:
    final = Draft(2023, source="其中，预算数为“三公”经费全年预算数，反映按规定程序调整后的预算数。")
    final.cell("GK09", "合计", "预算数公务接待费", "9.99")
    assert _one("G-03", "公务接待费", final, _budget()).status is Status.NOT_APPLICABLE
    final.source = ""
    assert _one("G-03", "公务接待费", final, _budget()).status is Status.FAIL


def test_without_the_budget_it_is_named() -> None:
    [verdict] = _verdicts("G-03", Draft(2023).say("general_budget", ITEM, "年初预算数", "57.29"))
    assert verdict.missing == (f"{DEPARTMENT}2023年度预算",)


def test_a_budget_as_read_from_its_file_is_compared() -> None:
    read = extract_file(Path(__file__).parent.parent / "budget-2026.txt")
    identity = read.report.identity
    final = Draft(2026, department=identity.department or "", region=identity.region)
    final.say("general_budget", "住房保障支出(类)住房改革支出(款)购房补贴(项)", "年初预算数", "40.56")
    final.say("three_public", "公务接待费", "年初预算数", "1.52")
    verdicts = check_together([final.book, Book(read.facts, read.report)])
    found = {v.subject.rsplit("/", 1)[-1]: v for v in verdicts if v.rule.id == "G-03"}
    assert found["住房保障支出(类)住房改革支出(款)购房补贴(项)"].status is Status.PASS
    assert found["公务接待费"].status is Status.FAIL
    assert "1.52万元" in found["公务接待费"].ground and "1.25万元" in found["公务接待费"].ground


# G-06


@pytest.mark.parametrize(
    ("now", "status"),
    [("130.00", Status.PASS), ("131.00", Status.FAIL), ("69.00", Status.FAIL), ("70.00", Status.PASS)],
)
def test_a_jump_beyond_thirty_percent_is_noted(now: str, status: Status) -> None:
    assert _one("G-06", "expenditure", _spent(2022, "100.00"), _spent(2023, now)).status is status


def test_a_jump_is_no_contradiction_but_shows_both_years() -> None:
    found = findings_between([_spent(2022, "100.00").book, _spent(2023, "131.00").book])
    [finding] = [f for f in found if f.rule == "G-06"]
    assert (finding.severity, finding.conflict, finding.values) == ("info", False, ["131.00", "100.00"])
    assert [c.year for c in finding.evidence] == [2023, 2022]


def test_a_carry_over_that_differs_is_a_contradiction_of_two_documents() -> None:
    [finding] = [f for f in findings_between([_ended("3.00").book, _began("2.00").book]) if f.rule == "G-01"]
    assert finding.conflict
    assert [c.year for c in finding.evidence] == [2023, 2022]


def test_a_jump_with_a_reason_is_none() -> None:
    now = _spent(2023, "200.00").word("overall", "收入支出总计", "增减原因", "新建泵站")
    assert _one("G-06", "expenditure", _spent(2022, "100.00"), now).status is Status.PASS


def test_a_jump_where_no_text_was_read_is_insufficient() -> None:
    before, now = (Draft(y).cell("GK03", "合计", "本年支出合计", v) for y, v in ((2022, "100.00"), (2023, "200.00")))
    assert _one("G-06", "expenditure", before, now).status is Status.INSUFFICIENT_DATA
