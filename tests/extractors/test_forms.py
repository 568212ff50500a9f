"""Annex facts put together into forms: rows by what they are, columns by canonical name, one form a project."""

from __future__ import annotations

from decimal import Decimal

import pytest

from extractors.annex import canonical_column
from extractors.facts import Fact
from extractors.forms import Form, FormRow, forms

BASE = "第五部分附件/自评表"


def row(line: int, name: str, section: str = BASE, project: str | None = None, **cells: str) -> list[Fact]:
    """The facts of one printed row, its cells by printed heading."""
    return [
        Fact(
            "demo",
            "石桥局",
            2023,
            "final",
            "annex",
            "自评表",
            section,
            None,
            name,
            column,
            Decimal(raw) if raw.replace(".", "").isdigit() else None,
            None,
            raw,
            None,
            line,
            name,
            "annex",
            100 * line,
            100 * line + 50,
            project,
        )
        for column, raw in cells.items()
    ]


def project_form(line: int, project: str) -> list[Fact]:
    base = f"{BASE}/{project}"
    return [
        *row(line, "年度资金总额", base, project, 年初预算数="5", 全年执行数="4.00", 分值="10", 得分="8"),
        *row(line + 1, "安排科学性", base, project, 情况说明="科学", 分值="5", 得分="4"),
        *row(line + 2, "年度总体目标", base, project, 预期目标="供水", 实际完成情况="已供水"),
        *row(
            line + 3, "泵站数", f"{base}/产出指标/数量指标", project, 指标值="3", 实际完成值="4", 分值="20", 得分="20"
        ),
        *row(line + 4, "满意度", f"{base}/满意度指标/公众满意度", project, 指标值="90%", 分值="5", 得分="5"),
        *row(line + 5, "总分", base, project, 分值="100", 得分="96.5"),
    ]


def only(found: list[Form]) -> Form:
    (form,) = found
    return form


def names(rows: list[FormRow]) -> list[str]:
    return [r.name for r in rows]


def test_the_rows_of_a_form_are_told_apart() -> None:
    form = only(forms(project_form(1, "泵站改造")))
    assert (form.title, form.project, form.section) == ("自评表", "泵站改造", f"{BASE}/泵站改造")
    assert names(form.funds) == ["年度资金总额"]
    assert names(form.management) == ["安排科学性"]
    assert names(form.of("goal")) == ["年度总体目标"]
    assert names(form.indicators) == ["泵站数", "满意度"]
    assert form.total is not None and form.total.value("得分") == Decimal("96.5")
    assert not form.is_list


def test_an_indicator_knows_its_levels() -> None:
    form = only(forms(project_form(1, "泵站改造")))
    assert [(r.first, r.second) for r in form.indicators] == [("产出指标", "数量指标"), ("满意度指标", "公众满意度")]


@pytest.mark.parametrize(("alone", "levels"), [("产出指标", ("产出指标", "")), ("数量", ("", "数量"))])
def test_a_level_that_stands_alone_is_the_second_unless_it_is_a_first_elsewhere(
    alone: str, levels: tuple[str, str]
) -> None:
    base = f"{BASE}/泵站改造"
    facts = [
        *row(1, "泵站数", f"{base}/产出指标/质量", "泵站改造", 指标值="3"),
        *row(2, "合格率", f"{base}/{alone}", "泵站改造", 指标值="9"),
    ]
    assert [(r.first, r.second) for r in only(forms(facts)).indicators][1] == levels


def test_levels_are_known_without_a_project_too() -> None:
    facts = [
        *row(1, "部门预算总额", 年初数="5", 得分="8"),
        *row(2, "投入管理指标", 分值="30"),
        *row(3, "相关性", f"{BASE}/投入管理指标/工作目标管理", 指标值="相关", 得分="3"),
    ]
    form = only(forms(facts))
    assert form.section == BASE
    assert names(form.levels) == ["投入管理指标"]
    assert [(r.first, r.second) for r in form.indicators] == [("投入管理指标", "工作目标管理")]


def test_cells_are_asked_for_by_canonical_column() -> None:
    found = only(forms(row(1, "部门预算总额", 年初数="2.50", 预算执行率="80", 得分=""))).funds[0]
    assert found.value("年初预算数") == Decimal("2.50")
    assert found.value("执行率") == 80
    cell = found.cell("得分")
    assert cell is not None and cell.is_blank and found.text("得分") == ""
    assert found.cell("全年执行数") is None and found.value("全年执行数") is None and found.text("全年执行数") == ""


def test_two_cells_of_one_meaning_are_no_answer() -> None:
    found = only(forms(row(1, "部门预算总额", 年初数="2", 年初预算数="3"))).funds[0]
    assert found.cell("年初预算数") is None


def test_each_project_is_a_form_of_its_own() -> None:
    found = forms([*project_form(1, "泵站改造"), *project_form(10, "长堤清淤")])
    assert [(f.project, f.line) for f in found] == [("泵站改造", 1), ("长堤清淤", 10)]
    assert [len(f.rows) for f in found] == [6, 6]


def test_funds_below_indicators_begin_another_form_of_the_same_title() -> None:
    one = [*row(1, "部门预算总额", 年初数="2"), *row(2, "合格率", 指标值="9"), *row(3, "合计", 得分="9")]
    two = [*row(4, "部门预算总额", 年初数="3"), *row(5, "合格率", 指标值="8")]
    assert [names(list(f.rows)) for f in forms(one + two)] == [
        ["部门预算总额", "合格率", "合计"],
        ["部门预算总额", "合格率"],
    ]


def test_a_list_of_projects_is_a_form_of_rows_with_its_total() -> None:
    facts = [
        *row(1, "泵站改造", 项目类型="延续", 全年预算数="3", 自评得分="96"),
        *row(2, "长堤清淤", 项目类型="新增", 全年预算数="4", 自评得分="90"),
        *row(3, "合计", 项目类型="", 全年预算数="7", 自评得分=""),
    ]
    form = only(forms(facts))
    assert form.is_list and names(form.listed) == ["泵站改造", "长堤清淤"]
    assert form.total is not None and form.total.value("全年预算数") == 7
    assert form.listed[0].value("项目自评得分") == 96


def test_a_total_of_funds_is_a_row_of_funds() -> None:
    assert names(only(forms(row(1, "合计", 年初预算数="7", 执行率="90"))).funds) == ["合计"]


def test_facts_may_come_in_any_order_and_of_any_origin() -> None:
    facts = project_form(1, "泵站改造")
    other = [f.but(origin="prose") for f in facts]
    assert forms([*other, *facts[::-1]])[0].rows[0].name == "年度资金总额"
    assert forms(other) == [] and forms([]) == []


@pytest.mark.parametrize(
    ("printed", "canonical"),
    [
        ("年初数", "年初预算数"),
        ("全年预算数（A）", "全年预算数"),
        ("全年执行数(B)", "全年执行数"),
        ("执行率(B/A×100%)", "执行率"),
        ("执行率 %", "执行率"),
        ("预算执行率", "执行率"),
        ("分值(20)", "分值"),
        ("分 值", "分值"),
        ("权重", "分值"),
        ("实际值完成值", "实际完成值"),
        ("年初目标值（A）", "年度指标值"),
        ("偏差原因分析及改进措施", "偏差原因"),
        ("自评得分", "项目自评得分"),
        ("系统查全年执行数", "系统查全年执行数"),
        ("联系电话", None),
        ("", None),
    ],
)
def test_a_printed_heading_has_one_meaning(printed: str, canonical: str | None) -> None:
    assert canonical_column(printed) == canonical


def test_a_form_that_prints_no_target_is_scored_by_its_rows() -> None:
    facts = [
        *row(1, "预算编制", 分值="60", 得分="55"),
        *row(2, "公众满意度", 分值="40", 得分="38"),
        *row(3, "总分", 分值="100", 得分="93"),
    ]
    assert names(only(forms(facts)).indicators) == ["预算编制", "公众满意度"]


def test_levels_with_a_weight_are_no_indicators_beside_those_with_a_target() -> None:
    facts = [
        *row(1, "产出指标", f"{BASE}/产出指标", 分值="20", 得分="20"),
        *row(2, "泵站数", f"{BASE}/产出指标/数量指标", 指标值="3", 实际完成值="4", 分值="20", 得分="20"),
    ]
    assert names(only(forms(facts)).indicators) == ["泵站数"]
