"""A change told behind a part: of the whole where the rate says so, else of the part."""

from __future__ import annotations

from decimal import Decimal

import pytest

from extractors.clauses import figures
from extractors.naming import State
from extractors.wholes import changes_of_wholes

_TEXT = "2024年度收入总计120.00万元，其中年初结转和结余{part}万元，较2023年{change}，{rate}。"


def _told(part: str, change: str, rate: str) -> dict[str, tuple[str, Decimal]]:
    plain = _TEXT.format(part=part, change=change, rate=rate)
    found = changes_of_wholes([*figures(plain, State("收入", "income"))])
    return {f.column: (f.subject, f.value) for f in found if f.column in {"增减额", "增减幅"}}


@pytest.mark.parametrize(
    ("part", "change", "rate", "subject"),
    [
        ("6.00", "增加20.00万元", "增长20.00%", "收入支出总计"),
        ("6.00", "减少30.00万元", "下降20.00%", "收入支出总计"),
        ("6.00", "增加1.00万元", "增长20.00%", "年初结转和结余"),
    ],
)
def test_a_change_is_of_what_its_rate_is_of(part: str, change: str, rate: str, subject: str) -> None:
    assert {name for name, _ in _told(part, change, rate).values()} == {subject}


def test_a_rate_of_neither_leaves_the_change_where_the_words_put_it() -> None:
    assert {name for name, _ in _told("6.00", "增加2.00万元", "增长77.00%").values()} == {"年初结转和结余"}
