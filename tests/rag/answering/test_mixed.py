"""A figure and words in one question: both are told, and a part that is told already is not told again."""

from __future__ import annotations

from rag.answer import Answer
from tests.rag.plain_report import answer as plain_answer
from tests.rag.small_report import text_of
from tests.rag.test_grounding import ask, first, library_of

REPORT = """十三、预算绩效情况说明

（二）项目绩效自评结果

“水库除险加固”项目绩效自评综述：根据年初设定的绩效目标，项目自评得分为93.20分。项目全年预算数为50.00万元，执行数为48.00万元，完成预算的96.00%。发现的主要问题及原因：受汛期影响，两处坝段进度滞后。下一步改进措施：避开汛期安排施工。

"""
MARK = "第四部分 名词解释\n\n一、"


def _asked(question: str) -> Answer:
    return ask(library_of(text_of().replace(MARK, REPORT + MARK)), f"青川区水务局2023年{question}")


def test_a_score_and_the_problems_are_both_told() -> None:
    answer = _asked("水库除险加固项目得了多少分，有啥问题")
    assert first(answer) == ("93.20", "分")
    assert "坝段进度滞后" in answer.answer


def test_a_change_and_its_reason_are_told_once() -> None:
    answer = _asked("收支总计比上年增加多少，为什么")
    assert answer.answer.count("新建泵站") == 1
    assert "86.65" in answer.answer


def test_a_figure_is_told_with_its_sentence_where_words_are_asked_beside_it() -> None:
    answer = _asked("内设几个股室，都叫什么")
    assert first(answer) == ("3", "个")
    assert "规划建设股" in answer.answer


def test_points_and_the_main_problem_of_a_listed_project_are_both_told() -> None:
    listed = (
        "六、预算绩效情况说明\n\n1.水渠疏浚项目：自评得分90.10分。存在问题：淤泥处置滞后。\n\n"
        "2.节水宣传项目：自评得分93.40分。存在问题：进村次数偏少。\n\n"
    )
    told = plain_answer("水渠疏浚项目自评得分和主要问题", prose=listed).answer
    assert "90.10分" in told and "淤泥处置滞后" in told and "进村次数" not in told
