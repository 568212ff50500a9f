"""Which reports a question is about: all, all but some, all of a region or of several levels."""

from __future__ import annotations

import pytest

from rag.holdings.desk import Desk
from rag.understanding.question import parse
from tests.rag.test_grounding import samples


@pytest.mark.parametrize(
    ("question", "departments"),
    [
        ("2023年除榆岚市水利局外，各部门支出合计", 3),
        ("榆岚市水利局和鹭屿市教育局除外，2023年项目支出最多的是谁", 2),
        ("2023年市级和县区级部门三公经费各多少", 4),
        ("2023年县区级部门里谁的项目支出最多", 2),
        ("2023年榆岚的两个局支出合计各多少", 2),
        ("2023年鹭屿市教育局的支出合计比另外三家加起来还多吗", 4),
    ],
)
def test_departments_asked_about(question: str, departments: int) -> None:
    desk = Desk.of(samples())
    query = parse(question, list(desk.reports.values()), desk.index)
    assert len({desk.reports[d].department for d in query.doc_ids}) == departments
