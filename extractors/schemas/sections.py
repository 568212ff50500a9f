"""One schema a section of the 决算情况说明. Where a statutory table holds the same figure, both places are named."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel

from extractors.schemas.fields import (
    Cell,
    Devices,
    Groups,
    Percent,
    Persons,
    Score,
    Vehicles,
    WanYuan,
    field,
    told,
)
from extractors.schemas.items import (
    BasicPart,
    ClassItem,
    Grade,
    IncomePart,
    SpendingPart,
    SubjectItem,
    ThreePublicItem,
    VehicleKind,
)


def _told(section: str, subject: str, measure: str, title: str, cell: Cell | None = None) -> Any:
    where = "决算表与正文" if cell else "正文"
    return field(title, f"{title}（{where}）", cell=cell, prose=(subject, measure, section))


def _change(section: str, subject: str) -> Any:
    return _told(section, subject, "增减额", f"{subject}比上年增减额，减少为负")


def _rate(section: str, subject: str) -> Any:
    return _told(section, subject, "增减幅", f"{subject}比上年增减幅度，减少为负")


def _reason(section: str, subject: str, measure: str = "增减原因") -> Any:
    return _told(section, subject, measure, f"{subject}{measure}")


class Overall(BaseModel):
    """收入支出决算总体情况"""

    total: WanYuan | None = _told(
        "overall", "收入支出总计", "决算数", "收入支出总计", ("GK01", "总计(收入)", "收入金额")
    )
    change: WanYuan | None = _change("overall", "收入支出总计")
    change_rate: Percent | None = _rate("overall", "收入支出总计")
    reason: str | None = _reason("overall", "收入支出总计")


def _source(name: str) -> Any:
    return _told("income", name, "决算数", name, ("GK02", "合计", name))


class Income(BaseModel):
    """收入决算情况"""

    total: WanYuan | None = _source("本年收入合计")
    fiscal: WanYuan | None = _source("财政拨款收入")
    superior_subsidy: WanYuan | None = _source("上级补助收入")
    service_income: WanYuan | None = _source("事业收入")
    operating_income: WanYuan | None = _source("经营收入")
    remitted_income: WanYuan | None = _source("附属单位上缴收入")
    other_income: WanYuan | None = _source("其他收入")
    fiscal_share: Percent | None = _told("income", "财政拨款收入", "占比", "财政拨款收入占本年收入的比例")
    parts: list[IncomePart] = told(
        "收入构成", "正文所列各项收入及占比", "income", "part_of", "本年收入合计", ("各项收入", "收入来源", "收入结构")
    )


def _kind(name: str) -> Any:
    return _told("expenditure", name, "决算数", name, ("GK03", "合计", name))


class Expenditure(BaseModel):
    """支出决算情况"""

    total: WanYuan | None = _kind("本年支出合计")
    basic: WanYuan | None = _kind("基本支出")
    project: WanYuan | None = _kind("项目支出")
    remit_up: WanYuan | None = _kind("上缴上级支出")
    business: WanYuan | None = _kind("经营支出")
    affiliated_subsidy: WanYuan | None = _kind("对附属单位补助支出")
    basic_share: Percent | None = _told("expenditure", "基本支出", "占比", "基本支出占本年支出的比例")
    project_share: Percent | None = _told("expenditure", "项目支出", "占比", "项目支出占本年支出的比例")
    parts: list[SpendingPart] = told(
        "支出构成", "正文所列各项支出及占比", "expenditure", "part_of", "本年支出合计", ("各项支出", "支出结构")
    )


class Fiscal(BaseModel):
    """财政拨款收入支出决算总体情况"""

    total: WanYuan | None = _told(
        "fiscal", "财政拨款收入支出总计", "决算数", "财政拨款收入支出总计", ("GK04", "总计(收入)", "收入金额")
    )
    change: WanYuan | None = _change("fiscal", "财政拨款收入支出总计")
    change_rate: Percent | None = _rate("fiscal", "财政拨款收入支出总计")
    reason: str | None = _reason("fiscal", "财政拨款收入支出总计")


_GENERAL = "一般公共预算财政拨款支出"


class GeneralBudget(BaseModel):
    """一般公共预算财政拨款支出决算情况"""

    total: WanYuan | None = _told("general_budget", _GENERAL, "决算数", _GENERAL, ("GK05", "合计", "小计"))
    budget: WanYuan | None = _told("general_budget", _GENERAL, "年初预算数", f"{_GENERAL}年初预算数")
    completion: Percent | None = _told("general_budget", _GENERAL, "完成年初预算比例", "完成年初预算的比例")
    share: Percent | None = _told("general_budget", _GENERAL, "占比", f"{_GENERAL}占本年支出合计的比例")
    change: WanYuan | None = _change("general_budget", _GENERAL)
    change_rate: Percent | None = _rate("general_budget", _GENERAL)
    reason: str | None = _reason("general_budget", _GENERAL)
    classes: list[ClassItem] = told(
        "支出结构（类）", "正文所列各类支出及占比", "general_budget", "level", "类", ("支出按类分布", "各类支出占比")
    )
    subjects: list[SubjectItem] = told(
        "具体支出（项）",
        "正文逐项说明的年初预算、支出决算与差异原因",
        "general_budget",
        "level",
        "项",
        ("逐项说明", "项级支出", "项级科目", "预决算差异", "各项支出预决算差异"),
    )


_BASIC = "一般公共预算财政拨款基本支出"


class Basic(BaseModel):
    """一般公共预算财政拨款基本支出决算情况"""

    total: WanYuan | None = _told("basic", _BASIC, "决算数", _BASIC, ("GK05", "合计", "基本支出"))
    staff: WanYuan | None = _told("basic", "人员经费", "决算数", "人员经费", ("GK06", "人员经费合计", "决算数"))
    public_use: WanYuan | None = _told("basic", "公用经费", "决算数", "公用经费", ("GK06", "公用经费合计", "决算数"))
    parts: list[BasicPart] = told(
        "基本支出构成",
        "正文所列人员经费、公用经费的组成及金额",
        "basic",
        "part_of",
        "人员经费|公用经费|对个人和家庭的补助|工资福利支出|商品和服务支出",
        ("人员经费和公用经费构成", "经费构成", "人员经费构成", "公用经费构成"),
    )


def _public(subject: str, item: str, side: str) -> Any:
    return _told("three_public", subject, side, f"{subject}{side}", ("GK09", "合计", f"{side}{item}"))


def _count(subject: str) -> Any:
    return _told("three_public", subject, "数量", subject)


_ABROAD, _VEHICLES, _RECEPTION = "因公出国（境）费", "公务用车购置及运行费", "公务接待费"


class ThreePublic(BaseModel):
    """“三公”经费支出决算情况"""

    budget: WanYuan | None = _public("“三公”经费", "合计", "预算数")
    total: WanYuan | None = _public("“三公”经费", "合计", "决算数")
    abroad_budget: WanYuan | None = _public(_ABROAD, _ABROAD, "预算数")
    abroad: WanYuan | None = _public(_ABROAD, _ABROAD, "决算数")
    vehicles_budget: WanYuan | None = _public(_VEHICLES, f"{_VEHICLES}小计", "预算数")
    vehicles: WanYuan | None = _public(_VEHICLES, f"{_VEHICLES}小计", "决算数")
    purchase: WanYuan | None = _public("公务用车购置费", "公务用车购置费", "决算数")
    running: WanYuan | None = _public("公务用车运行费", "公务用车运行费", "决算数")
    reception_budget: WanYuan | None = _public(_RECEPTION, _RECEPTION, "预算数")
    reception: WanYuan | None = _public(_RECEPTION, _RECEPTION, "决算数")
    domestic_reception: WanYuan | None = _told("three_public", "国内公务接待支出", "决算数", "国内公务接待支出")
    foreign_reception: WanYuan | None = _told("three_public", "外宾接待支出", "决算数", "外宾接待支出")
    delegations: Groups | None = _count("因公出国（境）团组")
    delegates: Persons | None = _count("因公出国（境）人次")
    bought_cars: Vehicles | None = _count("购置车辆")
    fleet: Vehicles | None = _count("公务用车保有量")
    reception_groups: Groups | None = _count("国内来访团组")
    reception_guests: Persons | None = _count("国内来宾")
    foreign_groups: Groups | None = _count("国（境）外来访团组")
    foreign_guests: Persons | None = _count("来访外宾")
    reason: str | None = _reason("three_public", "“三公”经费", "预决算差异原因")
    change: WanYuan | None = _change("three_public", "“三公”经费")
    change_rate: Percent | None = _rate("three_public", "“三公”经费")
    change_reason: str | None = _reason("three_public", "“三公”经费")
    items: list[ThreePublicItem] = told(
        "“三公”经费各项",
        "正文分项说明的预算、决算、完成率、占比与原因",
        "three_public",
        "subject",
        "因公出国（境）费|公务用车购置及运行费|公务用车购置费|公务用车运行费|公务接待费",
        ("三公经费明细", "三公经费分项", "三公经费各项支出", "三公经费构成"),
    )


def _fund(name: str, column: str) -> Any:
    title = f"政府性基金预算财政拨款{name}"
    subjects = f"{title}|政府性基金预算财政拨款本年{name}"
    return _told("gov_fund", subjects, "决算数", title, ("GK07", "合计", column))


class GovFund(BaseModel):
    """政府性基金预算财政拨款收入支出决算情况"""

    carried_in: WanYuan | None = _fund("年初结转和结余", "年初结转和结余")
    income: WanYuan | None = _fund("本年收入", "本年收入")
    expenditure: WanYuan | None = _fund("支出", "本年支出小计")
    carried_out: WanYuan | None = _fund("年末结转和结余", "年末结转和结余")


class StateCapital(BaseModel):
    """国有资本经营预算财政拨款支出决算情况"""

    expenditure: WanYuan | None = _told(
        "state_capital",
        "国有资本经营预算财政拨款支出",
        "决算数",
        "国有资本经营预算财政拨款支出",
        ("GK08", "合计", "小计"),
    )


class Operating(BaseModel):
    """机关运行经费支出情况"""

    amount: WanYuan | None = _told("operating", "机关运行经费", "决算数", "机关运行经费")
    change: WanYuan | None = _change("operating", "机关运行经费")
    change_rate: Percent | None = _rate("operating", "机关运行经费")
    reason: str | None = _reason("operating", "机关运行经费")
    against_budget: WanYuan | None = _told(
        "operating", "机关运行经费", "较年初预算增减额", "机关运行经费较年初预算增减额，减少为负"
    )
    against_budget_rate: Percent | None = _told(
        "operating", "机关运行经费", "较年初预算增减幅", "机关运行经费较年初预算增减幅度，减少为负"
    )
    budget_reason: str | None = _reason("operating", "机关运行经费", "预决算差异原因")


def _bought(subject: str, measure: str = "决算数", title: str | None = None) -> Any:
    return _told("procurement", subject, measure, title or subject)


class Procurement(BaseModel):
    """政府采购支出情况"""

    total: WanYuan | None = _bought("政府采购支出总额")
    goods: WanYuan | None = _bought("政府采购货物支出")
    works: WanYuan | None = _bought("政府采购工程支出")
    services: WanYuan | None = _bought("政府采购服务支出")
    sme: WanYuan | None = _bought("授予中小企业合同金额", "资金")
    sme_share: Percent | None = _bought("授予中小企业合同金额", "占比", "授予中小企业合同金额占政府采购支出总额的比例")
    micro: WanYuan | None = _bought("授予小微企业合同金额", "资金")
    micro_share: Percent | None = _bought("授予小微企业合同金额", "占比", "授予小微企业合同金额的比例")


class Assets(BaseModel):
    """国有资产占用情况"""

    cars: Vehicles | None = _told("assets", "车辆", "数量", "年末车辆数")
    equipment: Devices | None = _told("assets", "单价100万元以上设备", "数量", "单价100万元以上设备")
    kinds: list[VehicleKind] = told(
        "车辆类别",
        "正文按用途列示的车辆数",
        "assets",
        "part_of",
        "车辆",
        ("车辆明细", "车辆构成", "车辆分类", "各类车辆"),
    )


class Performance(BaseModel):
    """预算绩效情况"""

    projects: Groups | None = _told("performance", "自评项目", "数量", "自评项目数")
    funds: WanYuan | None = _told("performance", "自评项目", "资金", "自评项目涉及资金")
    share: Percent | None = _told("performance", "自评项目", "占比", "自评项目资金占项目支出的比例")
    score: Score | None = _told("performance|annex", "部门整体绩效自评得分", "得分", "部门整体绩效自评得分")
    average: Score | None = _told("performance", "项目绩效自评平均得分", "得分", "项目绩效自评平均得分")
    grades: list[Grade] = told(
        "自评等级",
        "正文所列各等级的项目数",
        "performance",
        "starts",
        "项目自评等级为",
        ("各等级项目数", "自评等级分布"),
    )


SECTIONS: dict[str, type[BaseModel]] = {
    "overall": Overall,
    "income": Income,
    "expenditure": Expenditure,
    "fiscal": Fiscal,
    "general_budget": GeneralBudget,
    "basic": Basic,
    "three_public": ThreePublic,
    "gov_fund": GovFund,
    "state_capital": StateCapital,
    "operating": Operating,
    "procurement": Procurement,
    "assets": Assets,
    "performance": Performance,
}
