"""Grading: what counts as right, and that made-up numbers and altered quotes are caught."""

from __future__ import annotations

import pytest

from eval.cases import Expected
from eval.metrics import check_cited, check_grounded, check_quotes, grade, unfree_numbers
from eval.numbers import numbers, same_amount
from extractors.citation import Citation
from rag.answer import Answer, Value

SOURCE = (
    "榆岚市水利局\n2023年度支出合计1,234.50万元，其中：基本支出 800.00 万元，占64.80%。\n301\t工资福利支出\t700.25\n"
)
QUOTE = "2023年度支出合计1,234.50万元，其中：基本支出 800.00 万元，占64.80%。"


def cite(quote: str = QUOTE, file: str = "yulan-2023.txt") -> Citation:
    return Citation(doc_id="yulan", file=file, year=2023, line=2, quote=quote)


def value(number: str = "1234.50", unit: str | None = "万元", formula: str | None = None) -> Value:
    return Value(
        value=number, unit=unit, label="支出合计", year=2023, origin="computed" if formula else "prose", formula=formula
    )


def answer(
    text: str = "2023年支出合计1234.50万元。", *values: Value, status: str = "answered", quote: str = QUOTE
) -> Answer:
    given = list(values) or [value()]
    return Answer.model_validate(
        {
            "question": "水利局2023年花了多少",
            "answer": text,
            "status": status,
            "values": given,
            "citations": [cite(quote)],
        }
    )


NUMBER = Expected(kind="number", value="1234.50", unit="万元")


def test_the_wanted_number_is_right_in_any_unit_of_money() -> None:
    assert grade(NUMBER, answer()).ok
    assert grade(NUMBER, answer("共12345000元。", value("12345000", "元"))).ok
    assert not grade(NUMBER, answer("共1234.50元。", value("1234.50", "元"))).ok


def test_another_number_is_wrong_and_the_reason_names_both() -> None:
    verdict = grade(NUMBER, answer("支出800.00万元。", value("800.00")))
    assert not verdict.ok and "800.00" in verdict.reason and "1234.50" in verdict.reason


def test_the_wanted_number_must_lead() -> None:
    assert not grade(NUMBER, answer("多个数", value("800.00"), value())).ok
    several = Expected(kind="number", value="1234.50", unit="万元", must_include=("800.00",))
    assert grade(several, answer("基本支出800.00万元，支出合计1234.50万元。", value("800.00"), value())).ok


def test_a_fall_may_be_given_with_or_without_its_sign() -> None:
    wanted = Expected(kind="number", value="-583.27", unit="万元")
    assert grade(wanted, answer("减少583.27万元", value("583.27"))).ok
    assert grade(wanted, answer("变化-583.27万元", value("-583.27"))).ok


def test_only_a_computed_result_may_round() -> None:
    wanted = Expected(kind="number", value="3.44", unit="倍")
    assert grade(wanted, answer("3.4447", value("3.4447", "倍")), "compute").ok
    assert not grade(wanted, answer("3.4447", value("3.4447", "倍")), "figure").ok


def test_a_number_inside_a_longer_one_does_not_count() -> None:
    wanted = Expected(kind="list", must_include=("34.5",))
    assert not grade(wanted, answer("合计1234.50万元")).ok
    assert grade(Expected(kind="list", must_include=("1,234.5",)), answer("合计1234.50万元")).ok


def test_words_are_compared_without_spaces_quotes_and_width() -> None:
    wanted = Expected(kind="text", must_include=("“三公”经费（合计）",))
    assert grade(wanted, answer("三公 经费(合计)没有超支")).ok
    assert not grade(wanted, answer("接待费没有超支")).ok


def test_one_of_several_words_is_enough_where_any_is_asked() -> None:
    wanted = Expected(kind="text", must_include_any=("推算", "计算"))
    assert grade(wanted, answer("据此推算")).ok
    assert "之一" in grade(wanted, answer("据此可知")).reason


def test_forbidden_words_are_wrong() -> None:
    assert not grade(Expected(kind="number", value="1234.50", unit="万元", must_not_include=("1,234.50",)), answer()).ok


@pytest.mark.parametrize("status", ["not_found", "refused", "clarify"])
def test_abstaining_needs_a_status_and_no_values(status: str) -> None:
    declined = answer("没有披露。", status=status).model_copy(update={"values": []})
    assert grade(Expected(kind="abstain"), declined).ok
    assert not grade(Expected(kind="abstain"), answer(status=status)).ok
    assert not grade(NUMBER, declined).ok


def test_a_question_back_is_right_only_where_it_is_allowed() -> None:
    asked = answer("您问的是哪一年？", status="clarify").model_copy(update={"values": []})
    assert grade(NUMBER.model_copy(update={"clarify_ok": True}), asked).ok
    assert not grade(NUMBER, asked).ok


def test_an_answer_in_words_alone_may_hold_the_number() -> None:
    assert grade(NUMBER, answer().model_copy(update={"values": []})).ok
    assert not grade(NUMBER, None).ok
    assert not grade(NUMBER, answer("支出合计1234.50万元" + "。" * 1600)).ok


def test_an_exact_quote_passes() -> None:
    assert check_quotes(answer(), {"yulan-2023.txt": SOURCE}).ok


@pytest.mark.parametrize(
    "quote",
    [
        QUOTE.replace("800.00", "801.00"),
        QUOTE.replace(" 800", "800"),
        QUOTE.replace("，", ","),
        "301 工资福利支出 700.25",
        "",
    ],
)
def test_an_altered_quote_is_caught(quote: str) -> None:
    assert not check_quotes(answer(quote=quote), {"yulan-2023.txt": SOURCE}).ok


def test_a_quote_of_another_report_is_caught() -> None:
    assert not check_quotes(answer(), {"yulan-2023.txt": "别的报告", "other.txt": SOURCE}).ok
    assert "没有的文件" in check_quotes(answer(), {"other.txt": SOURCE}).reason


def test_citing_needs_the_right_report() -> None:
    assert check_cited(answer(), ["yulan-2023"]).ok
    assert not check_cited(answer(), ["songyi-2023"]).ok
    assert not check_cited(answer().model_copy(update={"citations": []}), ["yulan-2023"]).ok


def test_grounded_numbers_pass() -> None:
    assert check_grounded(answer()).ok
    assert check_grounded(
        answer("第2行：工资福利支出700.25万元", value("700.25"), quote="301\t工资福利支出\t700.25")
    ).ok


def test_a_fabricated_number_in_the_text_is_caught() -> None:
    verdict = check_grounded(answer("2023年支出合计1234.50万元，比上年增加56.78万元。"))
    assert not verdict.ok and "56.78" in verdict.reason


def test_a_fabricated_value_is_caught() -> None:
    assert not check_grounded(answer("支出合计1234.50万元。", value("1243.50"))).ok
    assert not check_grounded(answer("没有支出。", value("0.00"))).ok
    assert check_grounded(answer("没有支出。", value("0.00"), quote="本部门没有政府性基金支出")).ok


def test_a_formula_must_be_made_of_quoted_numbers() -> None:
    assert check_grounded(
        answer("相差434.50万元（1234.50 - 800.00）。", value("434.50", formula="1234.50 - 800.00"))
    ).ok
    assert not check_grounded(answer("相差534.50万元。", value("534.50", formula="1334.50 - 800.00"))).ok
    assert not check_grounded(
        answer("相差434.50万元。", Value(value="434.50", unit="万元", label="差额", origin="computed"))
    ).ok


def test_a_count_is_grounded_in_what_it_counts() -> None:
    counted = Value(value="2", unit="个", label="部门数", origin="computed", formula="2/5")
    listed = [counted, value("1234.50"), value("800.00")]
    assert check_grounded(answer("有2个部门。", *listed)).ok
    assert not check_grounded(answer("有7个部门。", *listed)).ok
    assert not check_grounded(answer("有2个部门。", counted, value())).ok
    assert check_grounded(answer("共列出2项：1234.50和800.00。", *listed[1:])).ok


def test_numbers_of_the_question_years_dates_and_ordinals_are_free() -> None:
    assert unfree_numbers("2023年12月31日，第3行，公开01表。1. 甲；2. 乙；（3）丙") == []
    assert [str(n) for n in unfree_numbers("共12个，2022-2023年，3.5倍")] == ["12", "3.5"]
    asked = answer("您问的999万元与报告不符，支出合计1234.50万元。").model_copy(update={"question": "是999万元吗"})
    assert check_grounded(asked).ok


def test_numbers_are_read_whole() -> None:
    assert [str(n) for n in numbers("4, 233. 22万元和1,234.50，占64.80％，-5")] == ["4233.22", "1234.50", "64.80", "-5"]


def test_counters_stand_for_one_another_but_not_for_money() -> None:
    assert same_amount("20", "批次", "20", "个")
    assert same_amount("3", "台（套）", "3", "台") and same_amount("3", "台套", "3", "台(套)")
    assert not same_amount("20", "万元", "20", "个")
    assert not same_amount("二十", "个", "20", "个")
