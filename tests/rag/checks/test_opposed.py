"""What a question holds against one another: the figures of both sides are told, each with its place."""

from __future__ import annotations

from functools import cache

import pytest

from rag.answer import Answer
from rag.library import Library
from tests.rag.small_report import text_of
from tests.rag.test_grounding import ask, figures, library_of

PROSE = """五、一般公共预算财政拨款支出决算情况说明

（二）支出决算结构情况

2023年度一般公共预算财政拨款支出386.78万元，主要用于以下方面：\
农林水支出（类）286.78万元，占74.15%；住房保障支出（类）100.00万元，占25.85%。

（三）支出决算具体情况

2023年度一般公共预算财政拨款支出年初预算为300.00万元，\
支出决算为386.78万元，完成年初预算的128.93%。其中：

1. 农林水支出（类）水利（款）行政运行（项）。年初预算为200.00万元，\
支出决算为300.00万元，完成年初预算的150.00%。

2. 农林水支出（类）水利（款）防汛（项）。年初预算为0.00万元，\
支出决算为86.78万元，完成年初预算的100.00%。\
决算数与年初预算数存在差异的主要原因：年中下达防汛资金。

3. 住房保障支出（类）住房改革支出（款）住房公积金（项）。年初预算为90.00万元，\
支出决算为100.00万元，完成年初预算的111.11%。

六、一般公共预算财政拨款基本支出决算情况说明

公用经费26.69万元，主要包括：公务接待费0.35万元、办公费0.48万元。

九、财政拨款“三公”经费支出决算情况说明

2023年度“三公”经费财政拨款支出预算为2.40万元，\
支出决算为1.20万元，完成预算的50.00%。其中：公务接待费支出预算为1.40万元，支出决算为1.20万元，完成预算的85.71%。

十、机关运行经费支出情况说明

2023年度机关运行经费支出26.69万元，比2022年度增加2.14万元，下降7.43%。

十一、政府采购支出情况说明

2023年度政府采购支出总额12.50万元，其中：政府采购货物支出6.00万元、政府采购服务支出6.00万元。

"""
FORM = """第五部分 附件

附件1

2023年度部门整体支出绩效自评表

年度预算执行情况（万元）\t年初预算数\t全年预算数\t全年执行数\t分值\t执行率\t得分
部门支出总额\t300.00\t400.00\t386.78\t10\t96.70%\t9.7
一级指标\t二级指标\t三级指标\t年度指标值\t实际完成值\t分值\t得分\t偏差原因
投入指标\t预算管理\t预算调整率\t≤10%\t8%\t10\t10\t
投入指标\t预算管理\t政府采购执行率\t≥95%\t97%\t10\t10\t
投入指标\t预算管理\t“三公经费”控制率\t≤100%\t99%\t10\t10\t
投入指标\t预算管理\t结转结余率\t≤5%\t0.9%\t10\t10\t
产出指标\t质量指标\t水质达标比例\t≥95%\t91%\t50\t50\t
分值及得分合计\t\t\t\t\t100\t99.7\t

附件2

2023年度项目支出绩效自评表

项目名称\t节水器具推广
主管部门\t云岭市青川区水务局\t\t实施单位\t云岭市青川区水务局\t\t
项目资金（万元）\t年初预算数\t全年预算数\t全年执行数\t分值\t执行率\t得分
年度资金总额\t30.00\t30.00\t30.00\t10\t100.00%\t10
一级指标\t二级指标\t三级指标\t年度指标值\t实际完成值\t分值\t得分\t偏差原因
产出指标\t质量指标\t器具完好率\t≥98%\t93%\t50\t48.5\t
满意度指标\t服务对象满意度指标\t居民满意度\t≥90%\t93%\t40\t40\t
总分\t\t\t\t\t100\t98.5\t
"""


@cache
def _library() -> Library:
    text = text_of().replace("第四部分 名词解释\n\n一、", f"{PROSE}第四部分 名词解释\n\n一、")
    return library_of(text.rstrip() + "\n\n" + FORM)


def _ask(question: str) -> Answer:
    return ask(_library(), f"青川区水务局{question}")


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("政府采购执行率标的97%，跟采购总额讲得通吗", {"97", "12.50"}),
        ("三公经费控制率填了99%，但是三公预算完成了多少", {"99", "50.00"}),
        ("预算调整率报的是8%，可年初和全年预算各有多少", {"8", "300.00", "400.00"}),
        ("结转结余率写着0.9%，可年底真剩下钱了吗", {"0.9", "386.78"}),
        ("机关运行经费写着增加2.14万元，怎么幅度又成了下降7.43%", {"2.14", "-7.43"}),
    ],
)
def test_both_sides_are_told(question: str, told: set[str]) -> None:
    answer = _ask(question)
    assert told <= set(figures(answer))
    assert answer.status in {"answered", "computed", "conflict"}


def test_a_budget_that_is_doubted_is_told_with_its_whole_row() -> None:
    answer = _ask("防汛年初没安排预算，完成年初预算怎么还能写出比例")
    assert {"0.00", "86.78", "100.00"} <= set(figures(answer))
    assert "算不出完成比例" in answer.answer


def test_the_reason_stays_beside_the_figures() -> None:
    answer = _ask("防汛到底有没有预算，数字和原因的说法打架吗")
    assert {"0.00", "86.78"} <= set(figures(answer))
    assert "年中下达防汛资金" in answer.answer


def test_two_rows_that_are_held_against_one_another_are_no_matter_of_opinion() -> None:
    answer = _ask("农林水支出（类）和底下的行政运行（项），哪个数大，合理吗")
    assert answer.status == "computed"
    assert {"286.78", "300.00"} <= {n for n in ("286.78", "300.00") if n in answer.answer}
    assert _ask("的局长工作合不合理").status == "refused"


def test_whose_duty_it_is_to_look_into_breaches_is_no_matter_of_opinion() -> None:
    assert _ask("查处水事违法行为是不是它的职责").status != "refused"
    assert _ask("的局长有没有违法").status == "refused"


def test_a_rate_of_a_form_is_worked_out_from_the_amounts_it_is_of() -> None:
    answer = _ask("预算调整率报的是8%，可年初和全年预算各有多少")
    assert any(v.formula == "(400.00 - 300.00) ÷ 300.00 × 100%" for v in answer.values)


def test_an_indicator_that_is_named_is_told_alone() -> None:
    answer = _ask("水质达标比例没达标怎么还给满分")
    assert {"95", "91", "50"} <= set(figures(answer))
    assert "采购执行率" not in answer.answer


def test_an_indicator_of_a_project_is_told_with_its_points() -> None:
    assert {"98", "93", "48.5"} <= set(figures(_ask("器具完好率没达标，自评却怎么打分的")))


def test_what_was_planned_and_what_was_spent_do_not_contradict_one_another() -> None:
    answer = _ask("公务接待费完成85.71%，跟预算数、决算数合得上吗")
    assert {"1.40", "1.20", "85.71"} <= set(figures(answer))
    assert answer.status != "conflict"


def test_a_share_that_is_stated_is_no_share_of_itself() -> None:
    answer = _ask("农林水支出占比写74.15%，可农林水支出到底多少")
    assert {"74.15", "286.78"} <= set(figures(answer)) and "100.00" not in figures(answer)


def test_the_distance_to_a_stated_number_is_told() -> None:
    answer = _ask("政府采购支出总额是多少，跟26.69差多少")
    assert ("14.19", "26.69 - 12.50") in [(v.value, v.formula) for v in answer.values]


def test_parts_are_held_against_their_whole_where_it_is_asked_how_far_they_are_off() -> None:
    answer = _ask("政府采购总额和货物、服务两项加起来差多少")
    assert {"12.50", "0.50"} <= set(figures(answer))


@pytest.mark.parametrize(
    ("question", "led_by"),
    [
        ("年初预算的总数和分科目相加差吗，各是多少", {"300.00", "290.00", "10.00"}),
        ("各项科目年初预算加起来一致吗", {"300.00", "290.00", "10.00"}),
    ],
)
def test_a_total_is_held_against_what_its_narrative_lists(question: str, led_by: set[str]) -> None:
    assert set(figures(_ask(question))) >= led_by


def test_what_is_asked_of_a_sum_is_told_first() -> None:
    assert figures(_ask("三个科目的年初预算加总是多少，跟300.00差几万"))[:2] == ["290.00", "10.00"]
    assert figures(_ask("三个科目的年初预算相加，比总的年初预算少多少"))[0] == "10.00"


@pytest.mark.parametrize(
    "question", ["公务接待费公用经费明细和三公里写的各是多少", "公务接待费在公用经费里和三公里分别是多少"]
)
def test_a_thing_is_told_in_each_of_the_places_named(question: str) -> None:
    answer = _ask(question)
    assert figures(answer) == ["0.35", "1.20"]
    assert "口径" in answer.answer


def test_three_things_side_by_side_are_no_places() -> None:
    assert {"0.35", "26.69"} - set(figures(_ask("公务接待费、公用经费、三公经费各是多少"))) <= {"0.35"}
