"""Two spellings of one name: which of them the report has, and where."""

from __future__ import annotations

from rag.answer import Answer
from tests.rag.small_report import text_of
from tests.rag.test_grounding import ask, library_of

BODIES = "办公室、规划建设股、水资源股。"
DUTY = "（三）指导水利工程建设与运行管理"


def _ask(question: str, bodies: str, duty: str = "") -> Answer:
    text = text_of().replace(BODIES, bodies).replace(DUTY, duty + DUTY)
    return ask(library_of(text), "青川区水务局" + question)


def test_both_spellings_are_told_with_their_places() -> None:
    answer = _ask(
        "管砂石的股室叫河湖采砂管理股还是河道采砂管理股",
        "办公室、河湖采砂管理股、水资源股。",
        "（三）根据关于设立河道采砂管理股的批复，监督采砂工作。\n\n",
    )
    assert answer.status == "conflict"
    assert "“河湖采砂管理股”" in answer.answer and "“河道采砂管理股”" in answer.answer
    assert len(answer.citations) == 2


def test_the_one_that_is_printed_is_told_and_the_other_is_said_not_to_be() -> None:
    answer = _ask("管砂石的股室叫河湖采砂管理股还是河道采砂管理股", "办公室、河湖采砂管理股、水资源股。")
    assert answer.status == "answered"
    assert "写的是“河湖采砂管理股”" in answer.answer and "没有出现“河道采砂管理股”" in answer.answer


def test_two_things_to_choose_from_are_no_spellings() -> None:
    answer = _ask("管河湖的叫办公室还是水资源股", BODIES)
    assert "写法" not in answer.answer and "没有出现" not in answer.answer
