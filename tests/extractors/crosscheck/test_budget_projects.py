"""C-B-04: the number of projects with goals against the list of projects that makes up their money."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractors.crosscheck import Status
from tests.extractors.crosscheck.paper import BUDGET, Paper

_PLACE = "三、政府采购预算情况\n"
_ROWS = (
    "行道树养护\t120.00",
    "街心花园养护\t170.00",
    "苗圃更新\t30.74",
    "公园照明\t18.00",
    "病虫害防治\t12.00",
    "园林普查\t8.00",
)


@pytest.fixture
def paper(tmp_path: Path) -> Paper:
    return Paper(tmp_path, BUDGET)


def _print(paper: Paper, *rows: str) -> Paper:
    heading = "项目名称\t功能分类科目\t金额\t主要支出内容"
    table = "\n".join(
        (heading, "合计\t\t358.74\t", *(r.replace("\t", "\t2120501城乡社区环境卫生\t") + "\t养护" for r in rows))
    )
    return paper.swap(_PLACE, f"{_PLACE}\n部门项目支出明细表\n\n单位：万元\n\n{table}\n\n", count=-1)


def _statuses(paper: Paper) -> list[Status]:
    return [v.status for v in paper.verdicts("C-B-04")]


def test_as_many_projects_as_the_list_has_pass(paper: Paper) -> None:
    assert _statuses(_print(paper, *_ROWS)) == [Status.PASS]


def test_another_number_than_the_list_has_is_an_error_where_the_money_is_the_same(paper: Paper) -> None:
    _print(paper, *_ROWS[:4], "病虫害防治\t20.00")
    (finding,) = paper.findings("C-B-04")
    assert finding.severity == "error" and finding.values == ["6", "5"]
    assert "《部门项目支出明细表》列有5个项目" in finding.message
    assert any("编报绩效目标的项目6个" in c.quote for c in finding.evidence)


def test_a_project_that_is_paid_from_two_items_is_one(paper: Paper) -> None:
    rows = ("行道树养护\t100.00", "行道树养护\t20.00", *_ROWS[1:])
    assert _statuses(_print(paper, *rows)) == [Status.PASS]


def test_a_list_with_other_money_is_of_other_projects(paper: Paper) -> None:
    assert _statuses(_print(paper, *_ROWS[:4])) == [Status.NOT_APPLICABLE]


def test_a_budget_without_a_list_is_not_judged(paper: Paper) -> None:
    assert _statuses(paper) == [Status.NOT_APPLICABLE]


def test_a_text_that_counts_no_projects_is_not_checked(paper: Paper) -> None:
    paper.swap("编报绩效目标的项目6个，涉及项目预算资金358.74万元", "绩效目标另行公开", count=-1)
    assert _statuses(_print(paper, *_ROWS)) == [Status.INSUFFICIENT_DATA]
