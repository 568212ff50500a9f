"""Short and former names of organisations."""

from __future__ import annotations

import pytest

from rag.holdings.short_names import abbreviates, stands_for


@pytest.mark.parametrize(
    ("text", "core", "expected"),
    [
        ("文旅局", "文化和旅游局", True),
        ("科工信局", "科学技术和工业信息化局", True),
        ("文化和旅游局", "文化和旅游局", True),
        ("旅文局", "文化和旅游局", False),
        ("文旅委", "文化和旅游局", False),
        ("局", "水务局", False),
        ("务局", "水务局", False),
        ("水务局", "", False),
    ],
)
def test_an_abbreviation_keeps_the_order_and_the_last_character(text: str, core: str, expected: bool) -> None:
    assert abbreviates(text, core) is expected


@pytest.mark.parametrize(
    ("text", "core"),
    [("环保局", "生态环境局"), ("卫健局", "卫生健康委员会"), ("发改委", "发展和改革局")],
)
def test_a_former_name_and_the_other_ending_mean_the_body_without_being_short_for_it(text: str, core: str) -> None:
    assert stands_for(text, core)
    assert not abbreviates(text, core)


def test_the_other_ending_alone_makes_no_other_body() -> None:
    assert not stands_for("财政委", "民政局")
