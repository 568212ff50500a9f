"""Quantities that a question states, in digits or in Chinese numerals."""

from __future__ import annotations

from decimal import Decimal

import pytest

from rag.language.quantities import in_digits, quantities_in


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("超过200%", 200, "%"),
        ("100万以上", 100, "万元"),
        ("一百万以上", 100, "万元"),
        ("五百万元", 500, "万元"),
        ("1.5亿", "1.5", "亿元"),
        ("5000元以上", 5000, "元"),
        ("八十分", 80, "分"),
        ("百分之九十五", 95, "%"),
        ("百分之80", 80, "%"),
        ("两成", 20, "%"),
        ("两倍", 200, "%"),
        ("二十五万", 25, "万元"),
    ],
)
def test_a_quantity_is_read_with_its_unit(text: str, value: object, unit: str) -> None:
    found = list(quantities_in(text))
    assert [(q.value, q.unit) for q in found] == [(Decimal(str(value)), unit)]


@pytest.mark.parametrize("text", ["三公经费", "第二大类", "2023年", "五个项目", "一般公共预算", "三类支出", "百分之几"])
def test_what_counts_no_money_points_or_shares_is_no_quantity(text: str) -> None:
    assert list(quantities_in(text)) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("支出过一千万的部门", "支出过1000万元的部门"),
        ("五百万到一个亿之间", "500万元到1亿元之间"),
        ("超过1.5亿的", "超过1.5亿的"),
        ("一般公共预算", "一般公共预算"),
    ],
)
def test_amounts_in_chinese_numerals_are_written_in_digits(text: str, expected: str) -> None:
    assert in_digits(text) == expected
