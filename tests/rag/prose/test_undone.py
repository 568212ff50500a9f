"""What was not given out, paid or begun is told in the sentences that say so."""

from __future__ import annotations

import pytest

from tests.rag.plain_report import answer

TOLD = (
    "十一、预算绩效情况说明\n\n年初安排项目资金90万元，其中泵站更新补助60万元，河道保洁奖励20万元，未下达。"
    "设备尾款12万元尚未支付，待验收后支付。奖补资金已全部拨付到位。\n\n"
)


@pytest.mark.parametrize(
    ("question", "said", "other"),
    [
        ("哪些项目资金没下达，各多少", "泵站更新补助60万元", "设备尾款"),
        ("哪些资金还没支付", "设备尾款12万元", "泵站"),
        ("有哪些钱未下达", "河道保洁奖励20万元", "设备尾款"),
    ],
)
def test_the_sentences_that_deny_it_are_told(question: str, said: str, other: str) -> None:
    told = answer(question, prose=TOLD)
    assert told.status == "answered"
    assert said in told.answer
    assert other not in told.answer
    assert all(c.quote for c in told.citations)


def test_what_was_done_is_no_answer() -> None:
    assert "拨付到位" not in answer("哪些资金没拨付", prose=TOLD).answer


def test_what_is_told_twice_in_the_same_words_is_told_once() -> None:
    told = answer("哪些资金没下达", prose=TOLD + TOLD.replace("十一、", "十二、"))
    assert told.answer.count("河道保洁奖励20万元") == 1
