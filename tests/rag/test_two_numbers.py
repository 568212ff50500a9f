"""Of two numbers that are asked for at once each is told, and what was found and fined is no judgement."""

from __future__ import annotations

import pytest

from tests.rag.plain_report import answer

TOLD = """九、“三公”经费财政拨款支出决算情况说明

2023年度公务接待费支出1.20万元，全年共接待国内来访团组14个、来宾112人次。

十、预算绩效情况说明

（一）绩效管理评价工作开展情况

本部门对2023年度项目支出开展绩效自评，共涉及项目2个；同时对部门整体支出开展绩效自评，综合评价得分93.4分，评价等次为“优”。

（二）项目绩效自评结果

1、水价补贴项目绩效自评综述：全年预算数为64.00万元，执行数为63.20万元，完成预算的98.75%，自评得分97.0分。主要产出和效果：发放水价补贴318户，户均0.20万元。

2、节水宣传项目绩效自评综述：全年预算数为20.00万元，执行数为18.24万元，完成预算的91.20%，自评得分92.5分。主要产出和效果：印发手册900册。

全年检查企业86家次，立案查处水事违法行为13件，罚款28.50万元。

"""


def _figures(question: str) -> list[tuple[str, str | None]]:
    return [(v.value, v.unit) for v in answer(question, prose=TOLD).values]


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("接待了多少批客人多少人", {"14", "112"}),
        ("接待了几批客人，一共多少人次", {"14", "112"}),
        ("给多少户发了水价补贴，项目自评几分", {"318", "97.0"}),
        ("查处了多少件水事违法，罚了多少钱", {"13", "28.50"}),
    ],
)
def test_both_numbers_are_told(question: str, wanted: set[str]) -> None:
    assert wanted <= {value for value, _ in _figures(question)}


def test_the_score_of_the_next_project_is_not_told() -> None:
    assert ("92.5", "分") not in _figures("给多少户发了水价补贴，项目自评几分")


@pytest.mark.parametrize("question", ["局长贪污了多少钱", "违法了多少次", "局里有没有违纪"])
def test_a_judgement_is_still_refused(question: str) -> None:
    assert answer(question, prose=TOLD).status == "refused"


@pytest.mark.parametrize("question", ["部门整体支出绩效自评得分", "部门整体绩效评分", "整体支出绩效自评分数"])
def test_a_question_that_ends_in_the_score_asks_for_it(question: str) -> None:
    assert _figures(question) == [("93.4", "分")]


def test_a_question_that_ends_in_the_grade_asks_for_it() -> None:
    assert [value for value, _ in _figures("部门整体支出绩效自评等次")] == ["优"]
