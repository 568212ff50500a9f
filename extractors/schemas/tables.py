"""One schema a statutory table of a 决算 report: its totals, and its rows."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel

from extractors.schemas.fields import WanYuan, code, column, field, name, rows


def _income(row: str, description: str, table: str = "GK01") -> Any:
    return field(row, description, cell=(table, row, "收入金额"))


def _spent(row: str, description: str) -> Any:
    return field(row, description, cell=("GK01", row, "支出金额"))


class ClassRow(BaseModel):
    """功能分类的一行"""

    name: str = name()
    amount: WanYuan | None = column("支出金额", "该功能分类的本年支出")


class RevenueAndExpenditure(BaseModel):
    """收入支出决算总表"""

    general: WanYuan | None = _income("一般公共预算财政拨款收入", "本年一般公共预算财政拨款收入")
    gov_fund: WanYuan | None = _income("政府性基金预算财政拨款收入", "本年政府性基金预算财政拨款收入")
    state_capital: WanYuan | None = _income("国有资本经营预算财政拨款收入", "本年国有资本经营预算财政拨款收入")
    superior_subsidy: WanYuan | None = _income("上级补助收入", "本年从上级单位取得的补助收入")
    service_income: WanYuan | None = _income("事业收入", "本年事业收入")
    operating_income: WanYuan | None = _income("经营收入", "本年经营收入")
    remitted_income: WanYuan | None = _income("附属单位上缴收入", "本年附属单位上缴的收入")
    other_income: WanYuan | None = _income("其他收入", "本年其他收入")
    income: WanYuan | None = _income("本年收入合计", "本年各项收入合计")
    used_surplus: WanYuan | None = _income("使用非财政拨款结余", "本年使用的非财政拨款结余（含专用结余）")
    carried_in: WanYuan | None = _income("年初结转和结余", "上年结转到本年的资金")
    total_income: WanYuan | None = _income("总计(收入)", "收入总计")
    expenditure: WanYuan | None = _spent("本年支出合计", "本年各项支出合计")
    surplus_distribution: WanYuan | None = _spent("结余分配", "本年结余分配")
    carried_out: WanYuan | None = _spent("年末结转和结余", "结转到下年的资金")
    total_expenditure: WanYuan | None = _spent("总计(支出)", "支出总计")
    classes: list[ClassRow] = rows(
        "功能分类", "按功能分类的各项支出", "GK01", "classes", ("功能分类支出", "支出功能分类", "各类支出")
    )


class IncomeRow(BaseModel):
    """收入决算表的一行"""

    code: str | None = code()
    name: str = name()
    total: WanYuan | None = column("本年收入合计", "该科目本年收入合计")
    fiscal: WanYuan | None = column("财政拨款收入", "该科目财政拨款收入")
    superior_subsidy: WanYuan | None = column("上级补助收入", "该科目上级补助收入")
    service_income: WanYuan | None = column("事业收入", "该科目事业收入")
    operating_income: WanYuan | None = column("经营收入", "该科目经营收入")
    remitted_income: WanYuan | None = column("附属单位上缴收入", "该科目附属单位上缴收入")
    other_income: WanYuan | None = column("其他收入", "该科目其他收入")


def _total(table: str, name: str, description: str, row: str = "合计") -> Any:
    return field(name, description, cell=(table, row, name))


class IncomeTable(BaseModel):
    """收入决算表"""

    total: WanYuan | None = _total("GK02", "本年收入合计", "合计行：本年收入合计")
    fiscal: WanYuan | None = _total("GK02", "财政拨款收入", "合计行：财政拨款收入")
    superior_subsidy: WanYuan | None = _total("GK02", "上级补助收入", "合计行：上级补助收入")
    service_income: WanYuan | None = _total("GK02", "事业收入", "合计行：事业收入")
    operating_income: WanYuan | None = _total("GK02", "经营收入", "合计行：经营收入")
    remitted_income: WanYuan | None = _total("GK02", "附属单位上缴收入", "合计行：附属单位上缴收入")
    other_income: WanYuan | None = _total("GK02", "其他收入", "合计行：其他收入")
    subjects: list[IncomeRow] = rows(
        "各科目", "功能分类类、款、项各行", "GK02", "codes", ("收入科目", "各科目收入", "收入明细")
    )


class ExpenditureRow(BaseModel):
    """支出决算表的一行"""

    code: str | None = code()
    name: str = name()
    total: WanYuan | None = column("本年支出合计", "该科目本年支出合计")
    basic: WanYuan | None = column("基本支出", "该科目基本支出")
    project: WanYuan | None = column("项目支出", "该科目项目支出")
    remit_up: WanYuan | None = column("上缴上级支出", "该科目上缴上级支出")
    business: WanYuan | None = column("经营支出", "该科目经营支出")
    affiliated_subsidy: WanYuan | None = column("对附属单位补助支出", "该科目对附属单位补助支出")


class ExpenditureTable(BaseModel):
    """支出决算表"""

    total: WanYuan | None = _total("GK03", "本年支出合计", "合计行：本年支出合计")
    basic: WanYuan | None = _total("GK03", "基本支出", "合计行：基本支出")
    project: WanYuan | None = _total("GK03", "项目支出", "合计行：项目支出")
    remit_up: WanYuan | None = _total("GK03", "上缴上级支出", "合计行：上缴上级支出")
    business: WanYuan | None = _total("GK03", "经营支出", "合计行：经营支出")
    affiliated_subsidy: WanYuan | None = _total("GK03", "对附属单位补助支出", "合计行：对附属单位补助支出")
    subjects: list[ExpenditureRow] = rows(
        "各科目", "功能分类类、款、项各行", "GK03", "codes", ("支出科目", "各科目支出", "支出明细", "功能科目")
    )


class FiscalClassRow(BaseModel):
    """财政拨款支出功能分类的一行"""

    name: str = name()
    total: WanYuan | None = column("支出合计", "该功能分类财政拨款支出合计")
    general: WanYuan | None = column("一般公共预算财政拨款", "其中一般公共预算财政拨款")
    gov_fund: WanYuan | None = column("政府性基金预算财政拨款", "其中政府性基金预算财政拨款")
    state_capital: WanYuan | None = column("国有资本经营预算财政拨款", "其中国有资本经营预算财政拨款")


def _fiscal(title: str, description: str, row: str) -> Any:
    return field(title, description, cell=("GK04", row, "支出合计"))


def _carried(fund: str) -> Any:
    row = f"年初财政拨款结转和结余-{fund}"
    return field(f"{fund}年初结转和结余", f"年初结转和结余中的{fund}", cell=("GK04", row, "收入金额"))


class FiscalTable(BaseModel):
    """财政拨款收入支出决算总表"""

    general: WanYuan | None = _income("一般公共预算财政拨款", "本年一般公共预算财政拨款收入", "GK04")
    gov_fund: WanYuan | None = _income("政府性基金预算财政拨款", "本年政府性基金预算财政拨款收入", "GK04")
    state_capital: WanYuan | None = _income("国有资本经营预算财政拨款", "本年国有资本经营预算财政拨款收入", "GK04")
    income: WanYuan | None = _income("本年收入合计", "本年财政拨款收入合计", "GK04")
    carried_in: WanYuan | None = _income("年初财政拨款结转和结余", "上年结转的财政拨款", "GK04")
    carried_in_general: WanYuan | None = _carried("一般公共预算财政拨款")
    carried_in_gov_fund: WanYuan | None = _carried("政府性基金预算财政拨款")
    carried_in_state_capital: WanYuan | None = _carried("国有资本经营预算财政拨款")
    total_income: WanYuan | None = _income("总计(收入)", "财政拨款收入总计", "GK04")
    expenditure: WanYuan | None = _fiscal("本年支出合计", "本年财政拨款支出合计", "本年支出合计")
    carried_out: WanYuan | None = _fiscal("年末财政拨款结转和结余", "结转下年的财政拨款", "年末财政拨款结转和结余")
    total_expenditure: WanYuan | None = _fiscal("支出总计", "财政拨款支出总计", "总计(支出)")
    classes: list[FiscalClassRow] = rows("功能分类", "按功能分类的财政拨款支出", "GK04", "classes")


class KindRow(BaseModel):
    """列有小计、基本支出、项目支出的一行"""

    code: str | None = code()
    name: str = name()
    total: WanYuan | None = column("小计", "该科目支出小计")
    basic: WanYuan | None = column("基本支出", "该科目基本支出")
    project: WanYuan | None = column("项目支出", "该科目项目支出")


class GeneralBudgetTable(BaseModel):
    """一般公共预算财政拨款支出决算表"""

    total: WanYuan | None = _total("GK05", "小计", "合计行：一般公共预算财政拨款支出")
    basic: WanYuan | None = _total("GK05", "基本支出", "合计行：基本支出")
    project: WanYuan | None = _total("GK05", "项目支出", "合计行：项目支出")
    subjects: list[KindRow] = rows(
        "各科目", "功能分类类、款、项各行", "GK05", "codes", ("一般公共预算支出科目", "一般公共预算财政拨款支出科目")
    )


class EconomicRow(BaseModel):
    """经济分类的一行"""

    code: str | None = code()
    name: str = name()
    amount: WanYuan | None = column("决算数", "该经济分类的基本支出决算数")


class BasicTable(BaseModel):
    """一般公共预算财政拨款基本支出决算表"""

    staff: WanYuan | None = field("人员经费合计", "人员经费合计", cell=("GK06", "人员经费合计", "决算数"))
    public_use: WanYuan | None = field("公用经费合计", "公用经费合计", cell=("GK06", "公用经费合计", "决算数"))
    subjects: list[EconomicRow] = rows(
        "各科目", "经济分类类、款各行", "GK06", "codes", ("经济分类", "经济科目", "经济分类科目", "基本支出科目")
    )


class FundRow(BaseModel):
    """政府性基金的一行"""

    code: str | None = code()
    name: str = name()
    carried_in: WanYuan | None = column("年初结转和结余", "该科目年初结转和结余")
    income: WanYuan | None = column("本年收入", "该科目本年收入")
    expenditure: WanYuan | None = column("本年支出小计", "该科目本年支出")
    basic: WanYuan | None = column("本年支出基本支出", "该科目基本支出")
    project: WanYuan | None = column("本年支出项目支出", "该科目项目支出")
    carried_out: WanYuan | None = column("年末结转和结余", "该科目年末结转和结余")


class GovFundTable(BaseModel):
    """政府性基金预算财政拨款收入支出决算表"""

    carried_in: WanYuan | None = _total("GK07", "年初结转和结余", "合计行：年初结转和结余")
    income: WanYuan | None = _total("GK07", "本年收入", "合计行：本年收入")
    expenditure: WanYuan | None = _total("GK07", "本年支出小计", "合计行：本年支出")
    basic: WanYuan | None = _total("GK07", "本年支出基本支出", "合计行：基本支出")
    project: WanYuan | None = _total("GK07", "本年支出项目支出", "合计行：项目支出")
    carried_out: WanYuan | None = _total("GK07", "年末结转和结余", "合计行：年末结转和结余")
    subjects: list[FundRow] = rows(
        "各科目", "功能分类类、款、项各行", "GK07", "codes", ("政府性基金科目", "政府性基金支出科目")
    )


class StateCapitalTable(BaseModel):
    """国有资本经营预算财政拨款支出决算表"""

    total: WanYuan | None = _total("GK08", "小计", "合计行：国有资本经营预算支出")
    basic: WanYuan | None = _total("GK08", "基本支出", "合计行：基本支出")
    project: WanYuan | None = _total("GK08", "项目支出", "合计行：项目支出")
    subjects: list[KindRow] = rows("各科目", "功能分类类、款、项各行", "GK08", "codes", ("国有资本经营支出科目",))


def _item(side: str, item: str, description: str) -> Any:
    return field(side + item, description, cell=("GK09", "合计", side + item))


class ThreePublicTable(BaseModel):
    """财政拨款“三公”经费支出决算表"""

    budget_total: WanYuan | None = _item("预算数", "合计", "“三公”经费预算合计")
    budget_abroad: WanYuan | None = _item("预算数", "因公出国（境）费", "因公出国（境）费预算")
    budget_vehicles: WanYuan | None = _item("预算数", "公务用车购置及运行费小计", "公务用车购置及运行费预算")
    budget_purchase: WanYuan | None = _item("预算数", "公务用车购置费", "公务用车购置费预算")
    budget_running: WanYuan | None = _item("预算数", "公务用车运行费", "公务用车运行费预算")
    budget_reception: WanYuan | None = _item("预算数", "公务接待费", "公务接待费预算")
    total: WanYuan | None = _item("决算数", "合计", "“三公”经费决算合计")
    abroad: WanYuan | None = _item("决算数", "因公出国（境）费", "因公出国（境）费决算")
    vehicles: WanYuan | None = _item("决算数", "公务用车购置及运行费小计", "公务用车购置及运行费决算")
    purchase: WanYuan | None = _item("决算数", "公务用车购置费", "公务用车购置费决算")
    running: WanYuan | None = _item("决算数", "公务用车运行费", "公务用车运行费决算")
    reception: WanYuan | None = _item("决算数", "公务接待费", "公务接待费决算")


TABLES: dict[str, type[BaseModel]] = {
    "gk01": RevenueAndExpenditure,
    "gk02": IncomeTable,
    "gk03": ExpenditureTable,
    "gk04": FiscalTable,
    "gk05": GeneralBudgetTable,
    "gk06": BasicTable,
    "gk07": GovFundTable,
    "gk08": StateCapitalTable,
    "gk09": ThreePublicTable,
}
