"""Characters that sound alike."""

from __future__ import annotations

import pytest

from rag.text.sounds import readings, sound_alike


@pytest.mark.parametrize(
    ("a", "b", "alike"), [("公", "工", True), ("信", "新", True), ("公", "公", False), ("安", "信", False)]
)
def test_other_characters_of_one_sound_are_alike(a: str, b: str, alike: bool) -> None:
    assert sound_alike(a, b) == alike


def test_sounds_that_many_confuse_are_one() -> None:
    assert readings("是")[0] == readings("四")[0]
