"""Bodies of a department that a table lists with their persons, without a form that would describe it."""

from __future__ import annotations

import pytest

from rag.answer import Answer
from tests.rag.small_report import text_of
from tests.rag.test_grounding import ask, library_of

LIST = (
    "单位名称\t经费性质\t人员编制数\t在职人数\n青川区水务局（本级）\t财政核拨\t48\t41\n青川区河道管护所\t财政核拨\t12\t11\n"
    "青川区农田水利服务中心\t财政核拨\t14\t12\n合计\t74\t64\n\n"
)
COUNTED = "青川区水务局包括7个机关股室、8个基层水利管理所及2个下属事业单位，详细情况见下表："
BODIES = f"二、部门决算单位基本情况\n\n{COUNTED}\n{LIST}"


def _ask(question: str) -> Answer:
    text = text_of()
    start = text.rindex("二、机构设置\n")
    end = text.index("第二部分 2023年度部门决算表\n", start)
    return ask(library_of(text[:start] + BODIES + text[end:]), f"青川区水务局{question}")


def _told(answer: Answer) -> list[tuple[str, str | None]]:
    return [(str(v.value), v.unit) for v in answer.values]


@pytest.mark.parametrize(
    ("question", "persons"),
    [
        ("有哪些下属事业单位，各有多少在职的", ["41", "11", "12"]),
        ("下属单位各多少编制", ["48", "12", "14"]),
        ("河道管护所在职几人", ["11"]),
        ("河道管护所编制几个", ["12"]),
        ("农田水利服务中心在职几人", ["12"]),
    ],
)
def test_persons_of_bodies_are_those_of_their_row(question: str, persons: list[str]) -> None:
    assert _told(_ask(question)) == [(p, "人") for p in persons]


def test_a_kind_of_body_is_counted_by_its_short_name() -> None:
    assert _told(_ask("有几个基层所")) == [("8", "个")]
