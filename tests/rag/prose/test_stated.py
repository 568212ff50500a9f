"""Stated: goals, problems, measures and results, of the project that is asked about or of the department."""

from __future__ import annotations

import pytest

from tests.rag.plain_report import PROSE_MARK, answer
from tests.rag.small_report import text_of
from tests.rag.test_grounding import ask, library_of
from tests.rag.text.test_outline import with_evaluation


@pytest.mark.parametrize(
    ("question", "said", "unsaid"),
    [
        ("河道清淤项目自评发现了什么问题", "施工进度偏慢", "配件采购"),
        ("泵站维修项目存在哪些不足", "配件采购周期长", "施工进度"),
        ("泵站维修项目下一步怎么改进", "建立配件储备", "施工方案"),
        ("河道清淤有什么产出和效益", "惠及住户3200户", "配件"),
        ("存在哪些问题", "预算编制不够精细", ""),
    ],
)
def test_what_is_told_is_that_of_the_project_named(question: str, said: str, unsaid: str) -> None:
    answer = ask(library_of(with_evaluation()), f"青川区水务局2023年{question}")
    assert answer.status == "answered"
    assert said in answer.answer
    assert not unsaid or unsaid not in answer.answer
    assert said[:4] in "".join(answer.citations[0].quote.split())


def test_what_is_stated_of_no_project_of_that_name_is_not_told_of_another() -> None:
    answer = ask(library_of(with_evaluation()), "青川区水务局2023年智慧水表项目发现了什么问题")
    assert answer.status == "not_found"


def test_one_wording_of_several_projects_is_told_once() -> None:
    text = with_evaluation().replace("配件采购周期长", "一是施工进度偏慢；二是雨季停工较长")
    answer = ask(library_of(text), "青川区水务局2023年项目自评有哪些问题")
    assert answer.answer.count("施工进度偏慢") == 1
    assert "河道清淤、泵站维修相同" in answer.answer


def test_money_that_did_not_come_is_told_where_it_is_said() -> None:
    answer = ask(library_of(with_evaluation()), "青川区水务局2023年上级补助50万元里哪些钱没下来")
    assert "未下达" in answer.answer


def test_a_problem_that_a_sentence_tells_without_a_label_is_one() -> None:
    said = (
        "十三、预算绩效情况说明\n\n本部门开展部门整体支出绩效自评，自评得分为93.60分。"
        "从自评情况看，履职目标基本完成；存在的主要问题是部分外业任务进度滞后。\n\n"
    )
    mark = "第四部分 名词解释\n\n一、"
    answer = ask(library_of(text_of().replace(mark, said + mark)), "青川区水务局2023年整体绩效存在的主要问题是什么")
    assert "部分外业任务进度滞后" in answer.answer


@pytest.mark.parametrize(
    "said",
    [
        "绩效评价时自己找出了哪些毛病",
        "自评查出来的短板有哪些",
        "自评揪出了什么漏洞",
        "评价中反映出什么薄弱环节",
        "自己承认哪些地方做得不够好",
    ],
)
def test_problems_are_told_by_whatever_verb_they_were_found(said: str) -> None:
    answer = ask(library_of(with_evaluation()), f"青川区水务局2023年{said}")
    assert "预算编制不够精细" in answer.answer


def test_an_evaluation_that_is_none_of_oneself_has_problems_of_its_own() -> None:
    prose = (
        "（一）绩效自评工作开展情况\n\n自评发现的主要问题：一是指标不够细化。\n\n（二）部门评价项目绩效评价结果\n\n"
        "组织对“河道清淤”项目开展了部门评价，评价得分86.40分。评价认为，项目改善了行洪条件，但管护机制有待健全。\n\n"
    )
    text = text_of().replace(PROSE_MARK, f"十、预算绩效情况说明\n\n{prose}{PROSE_MARK}")
    library = library_of(text)
    for question in ("部门评价发现了什么问题", "河道清淤的部门评价发现了什么问题"):
        answer = ask(library, f"青川区水务局2023年{question}").answer
        assert "管护机制有待健全" in answer and "不够细化" not in answer


def test_problems_end_where_another_matter_begins() -> None:
    said = (
        "八、预算绩效情况说明\n\n2023年，本部门对15个项目开展了绩效自评。自评发现的主要问题是：部分项目开工偏晚；个别指标不够细化。"
        "\n\n重点项目情况：河堤加固项目，安排80.00万元。\n\n"
    )
    told = answer("绩效自评发现了哪些问题", prose=said)
    assert told.status == "answered" and "开工偏晚" in told.answer
    assert "80.00" not in told.answer and "15个项目" not in told.answer
