"""What is asked of several reports, in types: which operation, on which figure, under which condition."""

from __future__ import annotations

from decimal import Decimal

import pytest

from rag.holdings.desk import Desk
from rag.language.comparison import Comparison, comparison_in
from rag.understanding.question import parse, want
from tests.rag.test_grounding import samples


def asked_of(question: str) -> Comparison:
    desk = Desk.of(samples())
    query = parse(question, list(desk.reports.values()), desk.index)
    return want(query, len({desk.reports[d].department for d in query.doc_ids}))


@pytest.mark.parametrize(
    ("question", "task", "metric"),
    [
        ("2023年支出合计最高的是谁", "rank", "amount"),
        ("2023年各部门项目支出加起来多少", "sum", "amount"),
        ("2023年各部门项目支出合计是多少", "sum", "amount"),
        ("2023年各部门支出合计分别是多少", "each", "amount"),
        ("2023年各部门支出合计", "each", "amount"),
        ("2023年平均每家支出多少", "average", "amount"),
        ("2023年几个部门三公经费总共多少钱", "sum", "amount"),
        ("2023年有公务接待费的部门有几个", "count", "amount"),
        ("2023年收支总计比上年增加的有几个部门", "count", "change"),
        ("2023年收支总计涨得最猛的是谁", "rank", "growth"),
        ("2023年机关运行经费下降最多的部门", "rank", "change"),
        ("2023年项目支出占比最高的是哪家", "rank", "share"),
        ("2023年预算完成率最低的部门", "rank", "completion"),
        ("2023年各家人均接待费", "each", "per_head"),
        ("榆岚水利局和鹭屿教育局2023年支出合计差多少", "difference", "amount"),
        ("榆岚水利局2023年支出合计是鹭屿教育局的几倍", "ratio", "amount"),
        ("榆岚水利局2023年支出合计相当于鹭屿教育局的百分之几", "share", "amount"),
        ("榆岚水利局2023年收支总计增幅比鹭屿教育局高几个百分点", "difference", "growth"),
        ("榆岚水利局支出占各部门合计的百分之几，2023年", "share_of_all", "amount"),
    ],
)
def test_operation_and_figure_are_told_apart(question: str, task: str, metric: str) -> None:
    asked = asked_of(question)
    assert (asked.task, asked.metric) == (task, metric)


@pytest.mark.parametrize(
    ("question", "kind", "bound"),
    [
        ("2023年支出合计超过1000万的部门有几个", "over", "1000"),
        ("2023年支出合计在0.2亿以上的有几家", "over", "2000"),
        ("2023年三公经费低于5000元的部门有哪些", "under", "0.5"),
        ("2023年三公经费在5万到20万之间的部门有哪些", "between", "5"),
        ("2023年公务接待费一分没花的有几家", "none", None),
        ("2023年公务用车保有量不是0的有几家", "some", None),
        ("2023年哪些部门的支出超了年初预算", "over_budget", None),
        ("2023年一般公共预算支出没到年初预算100%的部门有几个", "incomplete", "100"),
        ("2023年项目支出超过基本支出的部门有几个", "more_than_other", None),
    ],
)
def test_conditions_are_typed(question: str, kind: str, bound: str | None) -> None:
    (condition,) = asked_of(question).conditions
    assert (condition.kind, condition.bound) == (
        kind,
        Decimal(bound) if bound and kind != "incomplete" else condition.bound,
    )


@pytest.mark.parametrize(("words", "premise"), [("比|||少", "less"), ("比|||多", "more"), ("是多少", None)])
def test_what_a_comparison_takes_for_granted_is_kept(words: str, premise: str | None) -> None:
    assert comparison_in(f"为什么|||的三公经费{words}", [], ["reason"], [], True).premise == premise
