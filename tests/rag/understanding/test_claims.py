"""Claims: what a yes-or-no question says of a figure."""

from __future__ import annotations

from decimal import Decimal

import pytest

from rag.understanding.claims import claim_in


@pytest.mark.parametrize(
    ("text", "test"),
    [
        ("公务接待费超预算了吗", "over_budget"),
        ("公务接待费是8万元吗", "exactly"),
        ("基本支出多于项目支出吗", "over"),
        ("基本支出是不是比项目支出少", "under"),
        ("机关运行经费比上年增加了吗", "rose"),
        ("年初预算是0吗", "zero"),
    ],
)
def test_a_yes_or_no_question_claims_something(text: str, test: str) -> None:
    claim = claim_in(text)
    assert claim is not None
    assert claim.test == test


def test_an_amount_is_claimed_with_its_unit() -> None:
    claim = claim_in("科技奖励是不是花了500万元")
    assert claim is not None
    assert (claim.value, claim.unit) == (Decimal(500), "万元")


@pytest.mark.parametrize("text", ["公务接待费是多少", "为什么超预算了吗", "归水利局管吗", "两处一致吗", ""])
def test_what_asks_for_more_or_says_nothing_of_a_figure_claims_nothing(text: str) -> None:
    assert claim_in(text) is None
