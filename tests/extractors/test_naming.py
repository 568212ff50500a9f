"""What the words around a figure name: known things in every spelling, counted things, never the department itself."""

from __future__ import annotations

import re

import pytest

from extractors.clauses import figures
from extractors.naming import State, canonical
from extractors.text import fold_width

OWN = re.compile("云岭市水务局")


def told(text: str, section: str | None = None, subject: str = "某项支出") -> list[str]:
    """Each figure as `subject column value unit`."""
    found = figures(fold_width(text), State(subject, section, own=OWN))
    return [f"{f.subject} {f.column} {f.value:f} {f.unit}" for f in found]


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("单价100万元以上专用设备", "单价100万元以上设备"),
        ("单位价值100万元(含)以上的设备(不含车辆)", "单价100万元以上设备"),
        ('一般公共预算财政拨款"三公"经费支出', "“三公”经费"),
        ('"三公"经费一般公共预算财政拨款支出', "“三公”经费"),
        ("公务用车购置费及运行维护费", "公务用车购置及运行费"),
        ("部门整体支出绩效自评价得分", "部门整体绩效自评得分"),
        ("政府采购授予中小企业合同金额", "授予中小企业合同金额"),
        ("纳入本部门2023年部门汇总决算编制范围的预算单位", "决算编制范围单位"),
    ],
)
def test_a_known_thing_is_known_in_every_spelling(printed: str, name: str) -> None:
    assert canonical(printed) == name


@pytest.mark.parametrize("unknown", ["单价30万元以上通用设备", "三公里道路维修", "自评"])
def test_a_spelling_makes_no_thing_of_another(unknown: str) -> None:
    assert canonical(unknown) is None


def test_the_name_of_the_department_names_no_subject() -> None:
    assert told("2023年度，云岭市水务局机关运行经费支出5.00万元。", "operating") == ["机关运行经费 决算数 5.00 万元"]
    assert told("云岭市水务局2023年度收入支出总计9.00万元。", "overall") == ["收入支出总计 决算数 9.00 万元"]


@pytest.mark.parametrize(
    "text",
    [
        "组织对6个项目开展绩效自评",
        "并对全部6个项目做了绩效自评",
        "对上年度完成的6个项目开展了绩效自评价",
        "列入绩效自评的项目共6个",
        "绩效自评的2024年度项目6个",
        "年终开展绩效自评，涉及项目6个",
        "全面开展绩效自评，共涉及项目6个",
        "全面开展绩效自评，共涉及6个项目",
        "组织开展了6个项目的绩效自评",
        "6个项目自评平均得分98分",
    ],
)
def test_evaluated_projects_are_counted_in_every_wording(text: str) -> None:
    assert told(f"{text}。", "performance")[0] == "自评项目 数量 6 个"


@pytest.mark.parametrize("text", ["对6个项目编制了绩效目标", "选取6个项目开展绩效监控", "组织6个项目开展部门评价"])
def test_projects_that_were_not_evaluated_by_the_department_itself_are_others(text: str) -> None:
    assert "自评项目 数量 6 个" not in told(f"{text}，对2个项目开展绩效自评。", "performance")


def test_money_behind_evaluated_projects_is_theirs() -> None:
    assert told("18个项目开展绩效自评，涉及预算资金31.00万元。", "performance") == [
        "自评项目 数量 18 个",
        "自评项目 资金 31.00 万元",
    ]


def test_a_mean_score_is_that_of_the_projects() -> None:
    assert told("自评项目3个，平均得分99.33分。", "performance")[-1] == "项目绩效自评平均得分 得分 99.33 分"


def test_groups_and_guests_are_told_by_their_units() -> None:
    found = told(
        "国内公务接待21批次（其中外事接待0批次），国内公务接待人数165人（其中外事接待人数0人）。", "three_public"
    )
    assert found == [
        "国内来访团组 数量 21 批次",
        "国（境）外来访团组 数量 0 批次",
        "国内来宾 数量 165 人",
        "来访外宾 数量 0 人",
    ]


def test_words_that_lead_up_to_a_counted_thing_are_no_part_of_it() -> None:
    assert told("列明公务接待2批次、26人次，其中：接待外宾0批次、0人次。", "three_public") == [
        "国内来访团组 数量 2 批次",
        "国内来宾 数量 26 人次",
        "国（境）外来访团组 数量 0 批次",
        "来访外宾 数量 0 人次",
    ]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("使用财政拨款安排因公出国（境）团组2个", "因公出国（境）团组"),
        ("使用一般公共预算财政拨款安排本部门因公出国（境）团组2个", "因公出国（境）团组"),
        ("使用财政拨款购置公务用车2辆", "购置车辆"),
    ],
)
def test_the_fund_that_was_used_is_no_part_of_a_name(text: str, name: str) -> None:
    assert told(f"全年{text}。", "three_public")[0].startswith(f"{name} 数量 2")


def test_what_a_thing_is_for_does_not_rename_it() -> None:
    path = "教育支出（类）普通教育（款）高中教育（项）"
    found = told(f"1.{path}。主要反映高中学校的支出，年初预算为5.00万元，支出决算为6.00万元。", "general_budget")
    found += told(f"{path}主要反映单位缴纳的养老保险，年初预算为5.00万元。", "general_budget")
    assert {f.split()[0] for f in found} == {fold_width(path)}


def test_a_noun_that_names_nothing_keeps_the_words_before_it() -> None:
    text = "在预留的采购项目中，由中小企业供应商中标或成交的，采购金额5.00万元。"
    assert told(text, "procurement") == ["由中小企业供应商中标或成交的采购金额 决算数 5.00 万元"]


def test_an_amount_of_procurement_is_known_by_its_noun() -> None:
    found = told(
        "政府采购金额（以合同签订为准）为9.00万元，其中：货物采购金额4.00万元、服务采购金额5.00万元。", "procurement"
    )
    assert found == [
        "政府采购支出总额 决算数 9.00 万元",
        "政府采购货物支出 决算数 4.00 万元",
        "政府采购服务支出 决算数 5.00 万元",
    ]


def test_a_section_on_one_fund_may_leave_its_name_out() -> None:
    assert told("2023年度财政拨款支出9.00万元。", "general_budget") == ["一般公共预算财政拨款支出 决算数 9.00 万元"]
    assert told("2023年度财政拨款基本支出决算9.00万元。", "basic") == ["一般公共预算财政拨款基本支出 决算数 9.00 万元"]
    assert told("2023年度财政拨款支出9.00万元。", "fiscal") == ["财政拨款支出 决算数 9.00 万元"]


@pytest.mark.parametrize(
    ("whole", "groups", "guests"),
    [("外宾接待支出", "国（境）外来访团组", "来访外宾"), ("公务接待费", "国内来访团组", "国内来宾")],
)
def test_groups_without_a_name_are_those_of_the_reception_spoken_of(whole: str, groups: str, guests: str) -> None:
    assert told(f"{whole}5.00万元。累计接待26批次215人次。", "three_public")[1:] == [
        f"{groups} 数量 26 批次",
        f"{guests} 数量 215 人次",
    ]


def test_an_expense_without_a_name_is_the_one_spoken_of() -> None:
    found = told("公务接待费2.00万元。费用支出较年初预算数减少1.00万元，下降33.33%。", "three_public")
    assert {f.split()[0] for f in found} == {"公务接待费"}
