"""Query: what was understood is plain data, which another understanding may fill."""

from __future__ import annotations

import json

import pytest

from rag.holdings.desk import Desk
from rag.language.query import Query
from rag.understanding.question import parse
from tests.rag.test_grounding import samples


def _understood(text: str) -> Query:
    desk = Desk.of(samples())
    return parse(text, list(desk.reports.values()), desk.index)


@pytest.mark.parametrize(
    "text",
    [
        "榆岚水利局2023年三公经费比预算省了多少",
        "2023年谁支出最多",
        "榆岚水利局2023年基本支出里的公用经费占几成",
        "榆岚水利局2023年100万以上的项级科目有哪些",
        "榆岚水利局2023年支出为什么增加",
    ],
)
def test_a_query_comes_back_whole_from_json(text: str) -> None:
    query = _understood(text)
    assert Query.model_validate_json(query.model_dump_json()) == query


def test_a_measure_is_named_by_its_id() -> None:
    data = json.loads(_understood("榆岚水利局2023年三公经费是多少").model_dump_json())
    assert [s["measure"] for s in data["subjects"]] == ["three_public"]
