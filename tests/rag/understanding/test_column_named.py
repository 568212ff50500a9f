"""Columns named beside a row, and totals of tables named alone."""

from __future__ import annotations

import pytest

from tests.rag.test_grounding import ask, figures, samples


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("06表公用经费里最大的一项是什么、多少", "23.76"),
        ("支出决算表里农林水支出的项目支出是多少", "467.68"),
        ("03表防汛支出19.94万，05表是多少", "19.94"),
    ],
)
def test_the_row_of_a_table_is_told_from_its_columns(question: str, expected: str) -> None:
    assert figures(ask(samples(), f"榆岚水利局{question}"))[0] == expected


def test_the_total_of_a_table_that_is_named_alone_is_told() -> None:
    assert figures(ask(samples(), "榆岚水利局03表合计数是多少"))[0] == "2125.60"
