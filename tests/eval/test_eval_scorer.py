"""The scorer for any system: each measure notices what it is there for, and nothing else."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from eval.benchmark.running import BenchmarkResult
from eval.benchmark.score import Tally, evaluate, read_lines, same, score, table

REPORT = """支出决算表
2050201\t学前教育\t362.91\t0.00\t362.91
2070204\t文物保护\t362.91\t0.00\t362.91
本部门2023年度支出合计1,005.00万元，比上年增加5.00万元。
"""
REPORTS = {"a-2023.txt": REPORT, "b-2023.txt": REPORT}
ROWS = REPORT.split("\n")
KEY: dict[str, Any] = {
    "id": "k",
    "type": "cell",
    "question": "学前教育的项目支出",
    "docs": ["a-2023"],
    "answer": {"kind": "number", "value": "362.91", "unit": "万元"},
    "evidence": [{"doc": "a-2023", "line": 2, "quote": ROWS[1]}],
}


def answer(**more: Any) -> dict[str, Any]:
    return {
        "answer": "学前教育的项目支出为362.91万元。",
        "status": "answered",
        "values": [{"value": "362.91", "unit": "万元", "formula": None}],
        "citations": [{"file": "a-2023.txt", "quote": ROWS[1], "line": 2}],
        **more,
    }


def judged(given: dict[str, Any], key: dict[str, Any] = KEY) -> Tally:
    return score([key], [{"id": "k", "answer": given}], REPORTS)["all"]


def test_a_right_answer_is_right_by_every_measure() -> None:
    tally = judged(answer())
    assert tally.shares() == {"exact": 1.0, "citations": 1.0, "answered": 1.0} and not tally.invented


@pytest.mark.parametrize(
    ("value", "unit", "right"),
    [
        ("362.91", "万元", True),
        ("3629100", "元", True),
        ("0.036291", "亿元", True),
        ("362.910", "万元", True),
        ("362.9", "万元", False),  # a digit is missing
        ("362.91", "元", False),
        ("362.91", "%", False),
        ("363.91", "万元", False),
    ],
)
def test_every_printed_digit_counts_and_money_is_converted(value: str, unit: str, right: bool) -> None:
    assert judged(answer(values=[{"value": value, "unit": unit}])).exact == [right]


def test_a_computed_result_may_be_rounded_to_the_digits_of_the_key() -> None:
    assert same("33.3333", "%", "33.33", "%", rounded=True) and not same("33.3333", "%", "33.33", "%")


def test_the_first_value_counts() -> None:
    both = [{"value": "1005.00", "unit": "万元"}, {"value": "362.91", "unit": "万元"}]
    assert judged(answer(values=both)).exact == [False]


def test_without_values_the_numbers_of_the_text_count() -> None:
    assert judged(answer(values=[])).exact == [True]
    assert judged(answer(values=[], answer="约363万元")).exact == [False]


def citation(**more: Any) -> dict[str, Any]:
    return {"file": "a-2023.txt", "quote": ROWS[1], "line": 2, **more}


@pytest.mark.parametrize(
    ("given", "right"),
    [
        (citation(), True),
        (citation(line=None), True),  # the row stands only once
        (citation(quote="学前教育\t362.91", line=None), True),
        (citation(quote="362.91"), True),  # with its line, a figure alone leads to the row
        (citation(quote="362.91", line=None), False),  # four places
        (citation(quote="362.91", line=3), False),
        (citation(quote=ROWS[2], line=3), False),  # an equal figure of another row
        (citation(quote=ROWS[2], line=2), False),  # the words do not stand in that line
        (citation(file="b-2023.txt"), False),  # another report
        (citation(quote="2050201 学前教育 362.91"), False),  # not character for character
        (citation(file="c.txt"), False),
    ],
)
def test_a_citation_has_to_lead_to_the_row_that_was_asked_for(given: dict[str, Any], right: bool) -> None:
    assert judged(answer(citations=[given])).citations == [right]


def test_one_quote_that_does_not_stand_in_its_file_spoils_the_citations() -> None:
    assert judged(answer(citations=[citation(), citation(quote="没有的话")])).citations == [False]


def test_a_quote_has_to_hold_the_figure() -> None:
    key = {**KEY, "evidence": []}
    assert judged(answer(citations=[citation(quote="学前教育")]), key).citations == [False]


ABSTAIN = {"id": "k", "type": "abstain", "question": "局长是谁", "answer": {"kind": "abstain"}}


def test_declining_is_right_where_it_must_be_and_wrong_elsewhere() -> None:
    declined = {"answer": "没有披露", "status": "not_found"}
    assert judged(declined, ABSTAIN).refused == [True]
    assert judged(answer(), ABSTAIN).refused == [False]
    assert judged({**declined, "values": [{"value": "1", "unit": "万元"}]}, ABSTAIN).refused == [False]
    assert judged(declined).answered == [False] and judged(declined).exact == [False]
    assert not judged(declined).citations


def test_a_blank_has_to_be_told_from_what_is_not_there() -> None:
    blank = {**ABSTAIN, "answer": {"kind": "abstain", "must_include_any": ["空白", "未填"]}}
    assert judged({"answer": "该格为空白", "status": "not_found"}, blank).refused == [True]
    assert judged({"answer": "没有披露", "status": "not_found"}, blank).refused == [False]


def test_asking_back_is_right_only_where_the_key_allows_it() -> None:
    asked = {"answer": "请问是款还是项？", "status": "clarify"}
    loose = {**KEY, "answer": {**KEY["answer"], "clarify_ok": True}}
    assert judged(asked, loose).exact == [True] and judged(asked).exact == [False]


@pytest.mark.parametrize(
    ("text", "invented"),
    [
        ("为362.91万元", 0),
        ("为3629100元", 0),  # the same money
        ("为362.91万元，另有88.80万元", 1),
        ("2023年度第2行，表3，1月5日，公开03表，为362.91万元", 0),
        ("共2项：1. 362.91万元；2. 362.91万元", 0),
        ("岫川局（2021）没有该数", 0),
        ("为62.91万元", 1),  # a part of a number is another number
    ],
)
def test_a_number_without_evidence_is_invented(text: str, invented: int) -> None:
    assert judged(answer(answer=text)).invented == invented


def test_a_value_without_evidence_is_invented_even_if_it_is_right() -> None:
    assert judged(answer(citations=[])).invented == 1


def computed(value: str, formula: str) -> dict[str, Any]:
    quotes = [{"file": "a-2023.txt", "quote": ROWS[3], "line": 4}]
    return answer(
        answer=f"为{value}万元", values=[{"value": value, "unit": "万元", "formula": formula}], citations=quotes
    )


@pytest.mark.parametrize(
    ("value", "formula", "right"),
    [
        ("1000.00", "1005.00 - 5.00", True),
        ("1000", "1,005.00 − 5.00", True),
        ("0.50", "5.00 ÷ 1005.00 × 100%", True),
        ("0.5", "5.00 / 1005.00 × 100", True),
        ("10050000", "1005.00 × 10000", True),
        ("340.00", "(1005.00 + 5.00 + 5.00 + 5.00 - 5.00 + 5.00) ÷ 3", False),  # six terms
        ("338.33", "(1005.00 + 5.00 + 5.00) ÷ 3", True),  # an average of three
        ("1001.00", "1005.00 - 5.00", False),  # it comes to something else
        ("1001.00", "1005.00 - 4.00", False),  # 4.00 stands nowhere
        ("1000.00", "收入减支出", False),
    ],
)
def test_a_formula_has_to_come_to_its_value_from_cited_numbers(value: str, formula: str, right: bool) -> None:
    assert judged(computed(value, formula)).formulas == [right]


def test_a_formula_may_take_the_result_of_another() -> None:
    first, second = ("1000.00", "1005.00 - 5.00"), ("995.00", "1000.00 - 5.00")
    values = [{"value": v, "unit": "万元", "formula": f} for v, f in (first, second)]
    quotes = [{"file": "a-2023.txt", "quote": ROWS[3], "line": 4}]
    given = answer(answer="为1000.00万元，再减为995.00万元", values=values, citations=quotes)
    assert judged(given).formulas == [True] and not judged(given).invented


@pytest.mark.parametrize("formula", ["__import__('os')", "9**9**9", "1/0", "(1", "a + 1", ""])
def test_nothing_but_arithmetic_is_evaluated(formula: str) -> None:
    assert evaluate(formula) is None


def test_brackets_and_signs_are_evaluated() -> None:
    assert evaluate("-(2 + 3.5) × 2") == Decimal("-11.0")


def test_questions_without_an_answer_are_wrong_and_turns_are_counted_one_by_one() -> None:
    talk = {"id": "t", "turns": ["一", "二"], "answers": [KEY["answer"], {"kind": "abstain"}], "docs": ["a-2023"]}
    tallies = score([KEY, talk], [{"id": "t", "answers": [answer()]}], REPORTS)
    assert tallies["cell"].exact == [False] and tallies["cell"].answered == [False]
    assert tallies["conversation"].asked == 2 and tallies["conversation"].refused == [False]


def test_the_table_has_a_line_a_class() -> None:
    shown = table(score([KEY, ABSTAIN | {"id": "z"}], [{"id": "k", "answer": answer()}], REPORTS)).split("\n")
    assert [line.split()[0] for line in shown] == ["class", "cell", "abstain", "all"]


def test_a_bad_line_is_named(tmp_path: Any) -> None:
    path = tmp_path / "answers.jsonl"
    path.write_text('{"id": 1}\n{bad\n', encoding="utf-8")
    with pytest.raises(ValueError, match=r"answers\.jsonl, line 2"):
        list(read_lines(path))


def test_a_crash_is_below_the_threshold_even_if_the_rest_is_right() -> None:
    result = BenchmarkResult(score([KEY], [{"id": "k", "answer": answer()}], REPORTS), 1, crashed=["k9"])
    assert result.shortfalls == ["基准：1 个问题使程序出错，例如 k9"]


def test_one_invented_number_is_below_the_threshold() -> None:
    stray = score([KEY], [{"id": "k", "answer": answer(answer="为362.91万元，另有88.80万元")}], REPORTS)
    assert any("没有出处" in missed for missed in BenchmarkResult(stray, 1).shortfalls)
    assert not BenchmarkResult(score([KEY], [{"id": "k", "answer": answer()}], REPORTS), 1).shortfalls
