"""What money from the treasury is made up of: each fund with its amount."""

from __future__ import annotations

import pytest

from tests.rag.small_report import text_of
from tests.rag.test_grounding import ask, library_of

FUND = "二、政府性基金预算财政拨款收入\t2\t0.00"
GENERAL = "一、一般公共预算财政拨款收入\t1\t386.78"


@pytest.mark.parametrize(
    "question",
    [
        "财政拨款收入由哪两部分组成，各多少",
        "财政拨款收入包括哪些，各多少",
        "财政拨款收入分为哪几块",
        "财政拨款收入的构成",
    ],
)
def test_each_fund_is_told_beside_the_whole(question: str) -> None:
    text = text_of().replace(FUND, "二、政府性基金预算财政拨款收入\t2\t66.00")
    text = text.replace(GENERAL, "一、一般公共预算财政拨款收入\t1\t320.78")
    told = ask(library_of(text), f"青川区水务局2023年{question}")
    assert [v.value for v in told.values] == ["386.78", "320.78", "66.00"]


def test_the_meaning_of_the_term_is_still_told_where_that_is_asked() -> None:
    told = ask(library_of(text_of()), "青川区水务局2023年财政拨款收入是什么意思")
    assert "区级财政当年拨付" in told.answer and not told.values


def test_parts_that_the_text_names_are_told_where_they_add_up() -> None:
    said = "公务用车运行维护费支出4.10万元，其中：车辆加油2.30万元，车辆维修1.20万元，其他0.60万元。"
    last = "第四部分 名词解释\n\n一、"
    text = text_of().replace(last, f"四、“三公”经费支出决算情况说明\n\n{said}\n\n{last}")
    told = ask(library_of(text), "青川区水务局2023年公务用车运行维护费由哪几块组成，分别多少")
    assert [v.value for v in told.values] == ["4.10", "2.30", "1.20", "0.60"]
    apart = ask(library_of(text.replace("其他0.60", "其他0.90")), "青川区水务局公务用车运行维护费由哪几块组成")
    assert [v.value for v in apart.values] != ["4.10", "2.30", "1.20", "0.90"]
