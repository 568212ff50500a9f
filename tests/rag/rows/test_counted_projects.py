"""Projects of a kind are counted by the sentence that counts them, and not by the forms of evaluation."""

from __future__ import annotations

import pytest

from tests.rag.form_report import asked
from tests.rag.plain_report import answer

TOLD = (
    "十一、预算绩效情况说明\n\n全区共纳入市级调度的“双改造”项目37个，总投资9.2亿元。本部门对2个项目开展绩效自评。\n\n"
)


@pytest.mark.parametrize("question", ["双改造项目有多少个", "纳入市级调度的双改造项目一共有几个"])
def test_a_kind_is_counted_by_its_own_sentence(question: str) -> None:
    told = answer(question, prose=TOLD)
    assert [(v.value, v.unit) for v in told.values] == [("37", "个")]
    assert "双改造" in told.citations[0].quote


def test_projects_that_were_evaluated_are_counted_as_before() -> None:
    assert [(v.value, v.unit) for v in asked("自评项目有几个").values][:1] == [("2", "个")]
