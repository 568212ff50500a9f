"""Parts: a question that asks several things gets all of them, in order."""

from __future__ import annotations

import pytest

from rag.holdings.desk import Desk
from rag.language.query import Query
from rag.understanding.parts import parts_of
from rag.understanding.question import parse
from tests.rag.test_grounding import ask, figures, samples


def _parts(text: str) -> list[Query]:
    desk = Desk.of(samples())
    query = parse(text, list(desk.reports.values()), desk.index)
    return parts_of(query, [desk.index(d) for d in query.doc_ids])


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("榆岚水利局支出合计是多少", 1),
        ("榆岚水利局基本支出多少，占比多少", 2),
        ("榆岚水利局基本支出多少，同比涨幅呢（决算报告）", 2),
        ("榆岚水利局基本支出多少，项目支出多少，人员经费多少", 3),
        ("榆岚水利局支出合计为什么增加，增加多少", 1),
        ("", 1),
    ],
)
def test_a_question_is_cut_where_each_part_asks(text: str, count: int) -> None:
    assert len(_parts(text)) == count


def test_a_part_without_a_subject_keeps_the_one_before() -> None:
    parts = _parts("榆岚水利局基本支出多少，占比多少")
    assert [[s.name for s in p.subjects] for p in parts] == [["基本支出"], ["基本支出"]]


def test_no_more_than_eight_parts_are_taken() -> None:
    text = "榆岚水利局" + "，".join(
        f"{m}多少"
        for m in (
            "基本支出",
            "项目支出",
            "人员经费",
            "公用经费",
            "公务接待费",
            "收入合计",
            "三公经费",
            "出国费",
            "总支出",
        )
    )
    assert len(_parts(text)) == 8


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("基本支出多少，占比多少", ["1070.38", "50.36"]),
        ("基本支出多少，项目支出多少", ["1070.38", "1055.22"]),
        ("三公经费决算多少？公务接待费多少？", ["9.27", "1.57"]),
        ("支出合计多少；人员经费是多少", ["2125.60", "943.79"]),
        ("公务接待费花了多少，接待了几批，多少人次", ["1.57", "55", "275"]),
        pytest.param("支出合计和三公经费分别是多少", ["2125.60", "9.27"]),
        pytest.param("支出合计、基本支出、项目支出各是多少", ["2125.60", "1070.38", "1055.22"]),
        pytest.param("三公经费预算和决算各是多少", ["12.70", "9.27"]),
    ],
)
def test_every_part_is_answered(question: str, expected: list[str]) -> None:
    answer = ask(samples(), f"榆岚水利局2023年{question}")
    assert figures(answer) == expected
    assert all(figure in answer.answer for figure in expected)


def test_a_part_that_is_not_disclosed_does_not_take_the_others_along() -> None:
    answer = ask(samples(), "榆岚水利局2023年支出合计多少，在编人员多少")
    assert "2125.60" in figures(answer)


def test_a_final_figure_that_is_named_before_its_share_is_told_first() -> None:
    told = ask(samples(), "榆岚水利局2023年公务接待费决算，占三公的百分比").values
    assert [v.unit for v in told[:2]] == ["万元", "%"]


def test_a_whole_that_a_part_of_its_own_asks_for_is_told_beside_what_lies_in_it() -> None:
    whole, part = (figures(ask(samples(), f"榆岚水利局2023年{w}多少"))[0] for w in ("三公经费", "公务接待费"))
    answer = ask(samples(), "榆岚水利局2023年三公经费一共多少？其中公务接待费多少")
    assert figures(answer)[:2] == [whole, part]
