"""Changes told with both ends, for questions from what to what something went."""

from __future__ import annotations

import pytest

from tests.rag.plain_report import answer

TOLD = (
    "十二、其他重要事项的情况说明\n\n"
    "节水器具补贴标准自2023年7月起由每户80元提高到90元。水费减免面由12个村扩大到15个村。河道保洁每公里经费为1.20万元。\n\n"
)


@pytest.mark.parametrize(
    ("question", "ends"),
    [
        ("节水器具补贴标准从多少提到多少", [("80", "元"), ("90", "元")]),
        ("水费减免由多少个村扩大到多少个村", [("12", "个"), ("15", "个")]),
    ],
)
def test_both_ends_are_told(question: str, ends: list[tuple[str, str]]) -> None:
    told = answer(question, prose=TOLD)
    assert [(v.value, v.unit) for v in told.values] == ends
    assert told.status == "answered"


def test_a_change_of_something_else_is_not_told() -> None:
    assert "80" not in [v.value for v in answer("河道保洁经费从多少提高到多少", prose=TOLD).values]
