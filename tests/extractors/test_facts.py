"""Printed amounts: read exactly as printed, blank is not zero, and text is never a number."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.facts import Fact, NotANumber, convert, differ, half_digit, is_number, parse_amount, plain_decimal

AMOUNTS = st.builds(
    lambda whole, places, digits: Decimal(whole).scaleb(-places) if digits else Decimal(whole),
    st.integers(-(10**12), 10**12),
    st.integers(0, 6),
    st.booleans(),
)
_WIDE = str.maketrans("0123456789.-", "０１２３４５６７８９．－")


def fact(**changes: object) -> Fact:
    """A cell of 12.30 万元 with some fields changed."""
    cell = Fact(
        doc_id="d",
        department="云岭市水务局",
        year=2023,
        kind="final",
        origin="table",
        table="GK03",
        section="第二部分/支出决算表",
        row_code="201",
        row_name="一般公共服务支出",
        column="基本支出",
        value=Decimal("12.30"),
        unit="万元",
        raw="12.30",
        page=None,
        line=7,
        quote="201\t一般公共服务支出\t12.30",
    )
    return cell.but(**changes)


@given(AMOUNTS)
def test_any_printed_decimal_reads_back_with_its_digits(value: Decimal) -> None:
    read = parse_amount(plain_decimal(value))
    assert read is not None
    assert plain_decimal(read) == plain_decimal(value)


@given(AMOUNTS, st.booleans(), st.booleans(), st.data())
def test_width_spaces_and_separators_do_not_change_an_amount(
    value: Decimal, commas: bool, wide: bool, data: st.DataObject
) -> None:
    printed = f"{value:,f}" if commas else f"{value:f}"
    printed = printed.translate(_WIDE) if wide else printed
    printed = "".join(c + data.draw(st.sampled_from(["", "", " ", "\u3000", "\u200b"])) for c in printed)
    if commas and wide:
        printed = printed.replace(",", "，")
    assert parse_amount(printed) == value


@given(AMOUNTS.filter(bool))
def test_a_bracketed_amount_is_negative(value: Decimal) -> None:
    assert parse_amount(f"（{abs(value):,f}）") == -abs(value)


def test_a_trailing_minus_is_a_minus() -> None:
    assert parse_amount("3.20-") == Decimal("-3.20")


@pytest.mark.parametrize("raw", ["(-3.20)", "（－3.20）"])
def test_a_bracketed_minus_stays_negative(raw: str) -> None:
    assert parse_amount(raw) == Decimal("-3.20")


@pytest.mark.parametrize(
    ("raw", "value"), [("4, 233. 22", "4233.22"), ("4,194.62", "4194.62"), ("３８．６０", "38.60"), ("+5", "5")]
)
def test_amounts_as_conversions_print_them(raw: str, value: str) -> None:
    assert str(parse_amount(raw)) == value


@pytest.mark.parametrize("raw", ["", " ", "\u3000", "-", "--", "—", "——", "/", "－"])
def test_a_blank_or_a_dash_is_no_value(raw: str) -> None:
    assert parse_amount(raw) is None
    assert not is_number(raw)


@pytest.mark.parametrize("raw", ["0", "0.00", "-0.00", "０"])
def test_zero_is_a_value(raw: str) -> None:
    assert parse_amount(raw) == 0
    assert is_number(raw)


@pytest.mark.parametrize(
    "raw", ["无", "1,23", "1,2345.00", "12.3.4", "1e5", "3.", ".5", "3万", "95%", "3l.0", "()", "①", "²", "1-2", "NaN"]
)
def test_text_is_neither_number_nor_blank(raw: str) -> None:
    with pytest.raises(NotANumber):
        parse_amount(raw)
    assert not is_number(raw)


def test_a_run_of_digits_too_long_for_an_amount_is_no_number() -> None:
    assert is_number("9" * 40)
    with pytest.raises(NotANumber):
        parse_amount("9" * 41)


@given(st.text(max_size=60))
def test_reading_an_amount_fails_in_one_way_only(raw: str) -> None:
    try:
        value = parse_amount(raw)
    except NotANumber:
        return
    assert value is None or value.is_finite()


def test_plain_decimals_keep_printed_zeros_and_no_exponent() -> None:
    assert plain_decimal(Decimal("47.30")) == "47.30"
    assert plain_decimal(Decimal("1E+3")) == "1000"
    assert plain_decimal(Decimal("1E-7")) == "0.0000001"


@pytest.mark.parametrize(
    ("value", "unit", "to", "result"),
    [("1.2", "亿元", "万元", "12000"), ("35", "元", "万元", "0.0035"), ("3.5", "万元", "元", "35000")],
)
def test_money_converts_exactly(value: str, unit: str, to: str, result: str) -> None:
    assert convert(Decimal(value), unit, to) == Decimal(result)


@given(AMOUNTS, st.sampled_from(["元", "万元", "亿元"]), st.sampled_from(["元", "万元", "亿元"]))
def test_money_converted_there_and_back_is_the_same_money(value: Decimal, unit: str, other: str) -> None:
    assert convert(convert(value, unit, other), other, unit) == value


def test_a_unit_that_is_no_money_does_not_convert() -> None:
    with pytest.raises(KeyError):
        convert(Decimal(3), "辆", "万元")
    assert fact(unit="辆").in_unit("万元") is None
    assert fact(unit="辆").in_unit("辆") == Decimal("12.30")


def test_a_fact_gives_its_value_in_another_unit_of_money() -> None:
    assert fact().in_unit("元") == 123000
    assert fact(value=None, raw="").in_unit("元") is None


def test_blank_zero_and_text_are_three_things() -> None:
    blank, zero, text = fact(value=None, raw=""), fact(value=Decimal("0.00"), raw="0.00"), fact(value=None, raw="达标")
    assert [f.is_blank for f in (blank, zero, text)] == [True, False, False]
    assert [f.is_text for f in (blank, zero, text)] == [False, False, True]


def test_json_has_the_agreed_fields_and_plain_decimals() -> None:
    agreed = "doc_id department year kind origin table section row_code row_name column value unit raw page line quote"
    data = fact().to_json()
    assert set(agreed.split()) <= set(data)
    assert data["value"] == "12.30"
    assert fact(value=None, raw="").to_json()["value"] is None
    assert fact(value=Decimal("1E+2")).to_json()["value"] == "100"


def test_a_changed_fact_leaves_the_first_one_as_it_was() -> None:
    first = fact()
    assert first.but(row_name="别的").row_name == "别的"
    assert first.row_name == "一般公共服务支出"


@pytest.mark.parametrize(
    ("value", "half"),
    [("47.30", "0.005"), ("6.2", "0.05"), ("6", "0.5"), ("0.00", "0.005"), ("0", "0"), ("-1.5", "0.05")],
)
def test_rounding_moves_a_figure_by_half_its_last_printed_digit(value: str, half: str) -> None:
    assert half_digit(Decimal(value)) == Decimal(half)


@pytest.mark.parametrize(
    ("a", "b", "unit", "expected"),
    [
        ("386.78", "386.79", "万元", False),
        ("386.78", "386.80", "万元", True),
        ("6.2", "6.25", "万元", False),
        ("6.2", "6.26", "万元", True),
        ("387", "386.78", "万元", False),
        ("0", "0.30", "万元", True),
        ("13.4", "13.35", "%", False),
        ("4", "5", "个", True),
    ],
)
def test_two_figures_differ_where_the_digits_printed_do_not_explain_it(
    a: str, b: str, unit: str, expected: bool
) -> None:
    first, second = (fact(value=parse_amount(value), raw=value, unit=unit) for value in (a, b))
    assert differ(first, second) is expected
    assert differ(second, first) is expected


def test_a_blank_differs_from_any_figure() -> None:
    blank = fact(value=None, raw="")
    assert differ(fact(value=Decimal("0.00")), blank)
    assert not differ(blank, blank)
