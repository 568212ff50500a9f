"""Places of a report between which agreement is asked: they are told from the names of things."""

from __future__ import annotations

import pytest

from rag.language.asking import blanked, places_held


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("公车数量,三公部分和资产部分写的一样吗", "公车数量,和一样吗"),
        ("财政拨款收入绩效报告写的和决算表有没有出入", "财政拨款收入和没有出入"),
        ("公车几辆,三公里的和资产里的是同一个数吗", "公车几辆,和是同一个数吗"),
        ("三公里的接待费多少", "三公里的接待费多少"),
        ("绩效自评得分多少", "绩效自评得分多少"),
    ],
)
def test_what_names_a_place_is_blanked_out(text: str, left: str) -> None:
    kept = blanked(text, places_held(text)).replace("|", "")
    assert kept.replace("有", "") == left.replace("有", "")
