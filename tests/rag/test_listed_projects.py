"""Questions on the projects that a budget only lists in a table with their money."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from rag.answer import Answer
from rag.library import Library

_TEXT = """云岭市水务局2026年部门预算

第一部分 云岭市水务局概况

一、主要职责

云岭市水务局主管全市水务工作，负责水利工程的建设和管理。

第二部分 2026年部门预算表

部门项目支出预算表

部门名称：云岭市水务局	单位：万元

项目名称	功能科目	合计	一般公共预算	政府性基金预算	主要支出内容
合计		905.00	505.00	400.00	
石桥泵站改造（二期）	2130305水利工程建设	400.00		400.00	机电设备更新
北渠河道清淤	2130306水利工程运行	260.00	260.00		河道疏浚
水文监测站网运维	2130313水文测报	150.00	150.00		站点维护
节水宣传培训	2130399其他水利支出	95.00	95.00		宣传活动

第三部分 2026年部门预算情况说明

六、预算绩效信息公开情况

2026年云岭市水务局实行绩效目标管理的项目3个，涉及预算资金905.00万元，实现项目支出绩效目标管理全覆盖。

第四部分 名词解释

一、项目支出：指为完成特定的工作任务所安排的支出。
"""


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    folder: Path = tmp_path_factory.mktemp("listed")
    path = folder / "water-2026.txt"
    path.write_text(_TEXT, encoding="utf-8")
    library = Library.open(folder / "library")
    library.ingest([path])
    return library


def _figures(answer: Answer) -> list[tuple[Decimal, str | None]]:
    return [(Decimal(v.value), v.unit) for v in answer.values]


@pytest.mark.parametrize("question", ["项目支出预算表列了几个项目", "2026年安排了多少个项目"])
def test_the_rows_of_the_list_are_the_projects_that_are_counted(library: Library, question: str) -> None:
    assert _figures(library.ask(question))[0][0] == 4


def test_the_project_with_most_money_is_told_by_its_budget_for_nothing_is_spent_yet(library: Library) -> None:
    answer = library.ask("哪个项目金额最大")
    assert _figures(answer) == [(Decimal(400), "万元")]
    assert "石桥泵站改造" in answer.answer


def test_two_projects_are_held_against_one_another_whatever_their_brackets(library: Library) -> None:
    answer = library.ask("石桥泵站改造二期比北渠河道清淤多安排多少钱")
    assert answer.status == "computed"
    assert _figures(answer)[0] == (Decimal(140), "万元")


def test_two_projects_are_added_up(library: Library) -> None:
    assert _figures(library.ask("水文监测站网运维和节水宣传培训一共多少万元"))[0] == (Decimal(245), "万元")


def test_the_number_with_goals_is_held_against_the_list(library: Library) -> None:
    answer = library.ask("实行绩效目标管理的项目数和项目支出预算表里的项目个数一样吗")
    assert answer.status == "conflict"
    assert [value for value, _ in _figures(answer)] == [3, 4]


def test_one_project_alone_is_a_row_of_its_table(library: Library) -> None:
    answer = library.ask("北渠河道清淤安排了多少")
    assert _figures(answer) == [(Decimal(260), "万元")]
    assert "部门项目支出预算表" in answer.answer
