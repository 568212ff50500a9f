"""Manner: how a question wants to be answered."""

from __future__ import annotations

import pytest

from rag.language.manner import manner_in, named_beside


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("收入和支出各是多少", {"one_by_one"}),
        ("按2023年报告推算支出是多少", {"worked_back"}),
        ("上一年支出是多少", {"year_before"}),
        ("是增加还是减少", {"alternative"}),
        ("支出合计是多少", set()),
    ],
)
def test_the_manner_is_told_by_the_words(text: str, shown: set[str]) -> None:
    assert {name for name, is_so in manner_in(text) if is_so} == shown


def test_a_name_right_beside_another_department_is_asked_about_with_it() -> None:
    assert named_beside("|||和火星局的支出", ["火星局"])
    assert not named_beside("|||拨给下面的火星局的支出", ["火星局"])
