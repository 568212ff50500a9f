"""Posts that are not filled, in each way in which reports print posts and people."""

from __future__ import annotations

import pytest

from rag.answer import Answer
from tests.rag.small_report import text_of
from tests.rag.test_grounding import ask, first, library_of

BESIDE = "行政编制62人，实有58人；事业编制31人，实有28人。"
BEHIND = (
    "2023年末全局核定编制118名，其中行政编制19名、参公编制12名、事业编制87名；"
    "实有在职人员106名，其中行政人员18名、参公人员11名、事业人员77名。"
)
HOLDING = "部门编制数97人，实有人数125人，其中：在职82人，比上年增加2人；退休43人。"
ONE = "核定事业编制58名，2023年末实有在职人员54人，退休人员31人。"


def _ask(posts: str, question: str) -> Answer:
    text = text_of().replace("水资源股。\n", f"水资源股。\n\n{posts}\n", 1)
    return ask(library_of(text), "青川区水务局" + question)


@pytest.mark.parametrize(
    ("posts", "question", "value", "formula"),
    [
        (BESIDE, "行政编制空了几个", "4", "62 - 58"),
        (BESIDE, "还空着几个事业编制", "3", "31 - 28"),
        (BESIDE, "编制一共缺几个人", "7", "(62 + 31) - (58 + 28)"),
        (BESIDE, "行政、事业两种编制合计还空着多少个", "7", "(62 + 31) - (58 + 28)"),
        (BEHIND, "编制没招满的有几个", "12", "118 - 106"),
        (BEHIND, "核定编制比在职人员多几个", "12", "118 - 106"),
        (BEHIND, "事业编制空缺多少个", "10", "87 - 77"),
        (HOLDING, "全部门还空着多少编制", "15", "97 - 82"),
        (ONE, "核定编制和实有人员差几个", "4", "58 - 54"),
    ],
)
def test_free_posts_are_the_posts_less_the_people(posts: str, question: str, value: str, formula: str) -> None:
    answer = _ask(posts, question)
    assert (answer.status, first(answer), answer.values[0].formula) == ("computed", (value, "个"), formula)


def test_posts_of_a_kind_that_the_report_does_not_have_are_not_made_of_others() -> None:
    assert not any(v.formula for v in _ask(BESIDE, "工勤编制空了几个").values)


def test_people_of_several_kinds_are_told_kind_by_kind() -> None:
    told = "核定编制68名，其中行政编制26名、参公编制30名、事业编制12名；"
    told += "年末实有在职人员63人，其中行政人员25人、参公人员27人、事业人员11人。"
    library = library_of(text_of().replace("二、机构设置\n\n", f"二、机构设置\n\n{told}\n\n"))
    answer = ask(library, "年末在职人员里行政、参公、事业各多少人")
    assert [(v.value, v.unit) for v in answer.values] == [("25", "人"), ("27", "人"), ("11", "人")]
    assert [v.value for v in ask(library, "行政编制和实有行政人员各多少").values] == ["26", "25"]
