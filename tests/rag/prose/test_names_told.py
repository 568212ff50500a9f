"""A sentence that says how many there are, and names none of them, does not tell which they are."""

from __future__ import annotations

import pytest

from tests.rag.small_report import text_of
from tests.rag.test_grounding import ask, library_of

MARK = "第二部分 2023年度部门决算表\n\n收入支出决算总表"
SAID = """三、工作情况

通过公开招标选取5家测绘机构，协助完成河道划界。查处非法采砂案件9件，移送问题线索4件。
委托2家监测单位开展水质监测。聘请8名技术专家参加方案评审。
与甲江水务公司、乙河建设公司、丙湖设计院3家企业签订合作协议。评出2个先进泵站，为东关泵站和西关泵站。

"""


@pytest.mark.parametrize(
    "question",
    (
        "中标的5家测绘机构是哪几家",
        "5家测绘机构分别叫什么",
        "移送的4件问题线索涉及哪些人",
        "那2家监测单位是哪两家",
        "8名技术专家都有谁",
        "监测水质的单位分别是哪几家",
    ),
)
def test_a_number_of_things_alone_does_not_tell_which_they_are(question: str) -> None:
    told = ask(library_of(text_of().replace(MARK, SAID + MARK)), question)
    assert told.status == "not_found", told.answer


@pytest.mark.parametrize(
    ("question", "name"),
    (("签订合作协议的3家企业是哪几家", "乙河建设公司"), ("2个先进泵站是哪两个", "西关泵站")),
)
def test_things_that_are_named_beside_their_number_are_told(question: str, name: str) -> None:
    told = ask(library_of(text_of().replace(MARK, SAID + MARK)), question)
    assert told.status == "answered" and name in told.answer, told.answer
