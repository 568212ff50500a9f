"""Bodies: lists, rows and chapters within others are read; what a body is, and whether there is one."""

from __future__ import annotations

import pytest
from small_report import text_of
from test_grounding import ask, library_of

from rag.answer import Answer

OWN = "二、机构设置\n\n云岭市青川区水务局内设机构3个，包括：办公室、规划建设股、水资源股。\n"
ROWS = """二、机构设置

云岭市青川区水务局是区政府工作部门，为正科级，内设办公室、财务审计股、水资源股等3个股室。
从预算单位构成看，云岭市青川区水务局部门决算包括：局本级决算、所属单位决算。
纳入云岭市青川区水务局2023年度部门决算编制范围的单位共3个，包括：
序号\t单位名称\t单位性质
1\t云岭市青川区水务局（本级）\t行政单位
2\t青川区水政监察大队\t参照公务员法管理的事业单位
3\t青川区水利工程站\t公益一类事业单位
"""
ITSELF = """二、机构设置

云岭市青川区水务局内设机构2个，包括：办公室、水资源股。
从决算单位构成看，云岭市青川区水务局部门决算为本级决算。
"""


def _asked(question: str, chapter: str = ROWS) -> Answer:
    text = text_of()
    assert OWN in text
    return ask(library_of(text.replace(OWN, chapter)), f"青川区水务局2023年{question}")


@pytest.mark.parametrize(
    "question", ["决算汇总了哪几家单位", "下属单位是哪两个", "下面都有哪些单位", "纳入决算编制范围的是哪几家"]
)
def test_units_in_rows_of_a_table_are_named(question: str) -> None:
    answer = _asked(question)
    assert answer.status == "answered"
    if "纳入" in question or "汇总" in question:
        assert "水政监察大队（参照公务员法管理的事业单位）" in answer.answer


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("下面的监察大队是什么性质的单位", "参照公务员法管理的事业单位"),
        ("水政监察大队是参公单位吗", "是。"),
        ("水利工程站是参公单位吗", "不是。"),
        ("哪个单位是公益一类", "水利工程站"),
        ("是什么级别", "正科级"),
        ("算什么机构", "区政府工作部门"),
        ("决算包含下属单位吗", "包含。"),
        ("有没有财务审计股", "有。"),
    ],
)
def test_what_a_body_is_and_whether_there_is_one(question: str, said: str) -> None:
    answer = _asked(question)
    assert answer.status == "answered"
    assert said in answer.answer


def test_a_body_with_a_name_like_that_asked_for_is_not_the_one() -> None:
    answer = _asked("有没有审计科")
    assert answer.status == "not_found"
    assert "相近" in answer.answer


def test_a_report_of_the_department_alone_has_no_bodies_below() -> None:
    assert _asked("决算包含下属单位吗", ITSELF).answer.startswith("不包含。")


def test_a_level_that_is_not_said_is_not_told() -> None:
    assert _asked("是什么级别", ITSELF).status == "not_found"


def test_the_chapter_may_stand_inside_that_on_duties() -> None:
    text = (
        text_of()
        .replace("二、机构设置\n\n云岭市", "（二）机构设置\n\n云岭市")
        .replace("一、部门职责\n二、机构设置\n", "")
    )
    text = text.replace("一、部门职责\n\n", "一、部门职责与机构设置\n\n（一）部门职责\n\n")
    answer = ask(library_of(text), "青川区水务局2023年设了哪些股室")
    assert "规划建设股" in answer.answer


@pytest.mark.parametrize("question", ["下属单位有哪些，内设股室呢", "内设哪些股室，下属单位是什么"])
def test_inner_bodies_and_those_below_can_be_asked_together(question: str) -> None:
    told = _asked(question).answer
    assert "财务审计股" in told
    assert "所属单位" in told
