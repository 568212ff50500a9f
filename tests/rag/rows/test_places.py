"""Money that a table parts among places: that of one place, the first of them, and what else it counts there."""

from __future__ import annotations

import pytest

from rag.answer import Answer
from tests.rag.plain_report import PROSE_MARK
from tests.rag.small_report import text_of
from tests.rag.test_grounding import ask, first, library_of

_TABLE = (
    "十四、专项转移支付支出情况说明\n\n2023年度分配下达灌溉专项转移支付180.00万元，具体分配情况如下：\n\n"
    "序号\t地区\t分配金额（万元）\t支持泵站数（座）\n1\t云桥县\t52.00\t4\n2\t石浦市\t98.00\t7\n3\t江尾区\t30.00\t2\n"
    "合计\t\t180.00\t13\n\n"
)


def _asked(question: str) -> Answer:
    return ask(library_of(text_of().replace(PROSE_MARK, _TABLE + PROSE_MARK)), f"青川区水务局2023年{question}")


@pytest.mark.parametrize(
    ("question", "value", "unit"),
    [
        ("云桥县分到多少灌溉专项转移支付资金", "52.00", "万元"),
        ("灌溉专项转移支付分给各县市区，哪个地方拿得最多", "98.00", "万元"),
        ("灌溉专项分给各地，哪个县最少", "30.00", "万元"),
        ("石浦市支持了多少座泵站", "7", "座"),
    ],
)
def test_the_row_of_a_place_is_told_and_not_what_all_have(question: str, value: str, unit: str) -> None:
    answer = _asked(question)
    assert first(answer) == (value, unit) and answer.citations


def test_money_of_another_kind_is_not_told_by_the_place_alone() -> None:
    assert not [v for v in _asked("云桥县分到多少农机购置补贴资金").values if v.value == "52.00"]
