"""Models as three different users would write them: what they want of a report, in their own words."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field


class Change(BaseModel):
    """One measure beside last year's."""

    value: Decimal | None = Field(default=None, title="机关运行经费（万元）")
    change: Decimal | None = Field(default=None, title="机关运行经费比去年增减额（万元）")
    rate: float | None = Field(default=None, title="机关运行经费去年同比（%）")
    why: str | None = Field(default=None, title="机关运行经费变动原因")


class Newspaper(BaseModel):
    """A journalist's card: everyday words, one figure each."""

    who: str | None = Field(default=None, title="部门名称")
    when: int | None = Field(default=None, title="年度")
    income: Decimal | None = Field(default=None, title="总收入", description="单位：万元")
    spending: Decimal | None = Field(default=None, title="总支出", description="单位：元")
    three_public: Decimal | None = Field(default=None, title="三公经费", description="实际支出，万元")
    three_public_budget: Decimal | None = Field(default=None, title="三公经费预算")
    three_public_last_year: Decimal | None = Field(default=None, title="三公经费", description="上年决算数，万元")
    three_public_change: Decimal | None = Field(default=None, title="三公经费去年同比（%）")
    reception: Decimal | None = Field(default=None, title="接待费（元）")
    guests: int | None = Field(default=None, title="接待人次")
    visits: int | None = Field(default=None, title="接待批次")
    trips: int | None = Field(default=None, title="出国团组数")
    cars: int | None = Field(default=None, title="公务用车保有量")
    staff: Decimal | None = Field(default=None, title="人员经费", description="按亿元填列")
    staff_per_head: Decimal | None = Field(default=None, title="人均人员经费")
    running: Change
    published: date | None = Field(default=None, title="公开日期")
    total: Decimal | None = None


class Subject(BaseModel):
    code: str = Field(title="科目编码")
    name: str = Field(title="科目名称")
    amount: Decimal | None = Field(default=None, title="金额（元）")
    basic: Decimal | None = Field(default=None, title="基本支出")
    last_year: Decimal | None = Field(default=None, title="上年决算数")


class Vehicle(BaseModel):
    kind: str = Field(title="车辆类型")
    count: int | None = Field(default=None, title="数量")


class Reception(BaseModel):
    budget: Decimal | None = Field(default=None, title="预算数")
    final: Decimal | None = Field(default=None, title="决算数")
    completion: Decimal | None = Field(default=None, title="完成率")


class Office(BaseModel):
    """A finance bureau's sheet: nested parts, lists, aliases, types that bind."""

    model_config = ConfigDict(populate_by_name=True)

    level: Literal["中央", "省级", "市级", "县区级", "乡镇级"] | None = Field(default=None, title="行政级次")
    收入总计: Decimal | None = None
    fiscal: Decimal | None = Field(default=None, alias="财政拨款收入")
    fund: Decimal | None = Field(default=None, title="政府性基金预算财政拨款支出")
    basic: Decimal | None = Field(default=None, description="基本支出决算数（万元）")
    basic_share: Decimal | None = Field(default=None, title="基本支出占比", description="占本年支出合计的比例，%")
    project: int | None = Field(default=None, title="项目支出", description="以元为单位")
    general_budget: Decimal | None = Field(default=None, title="一般公共预算财政拨款支出年初预算")
    carried_out: Decimal | None = Field(default=None, title="年末结转和结余")
    reception: Reception = Field(title="公务接待费")
    procurement: Decimal | None = Field(default=None, title="政府采购支出总额")
    small: Decimal | None = Field(default=None, title="授予小微企业合同金额")
    has_fund: bool | None = Field(default=None, title="是否有政府性基金支出")
    subjects: list[Subject] = Field(default_factory=list, title="支出科目明细")
    vehicles: list[Vehicle] = Field(default_factory=list, title="车辆构成")
    units: list[str] = Field(default_factory=list, title="纳入决算编制范围的单位名单")
    loans: list[Subject] = Field(default_factory=list, title="银行贷款明细")


class Target(BaseModel):
    name: str = Field(title="指标名称")
    target: str | None = Field(default=None, title="目标值")
    actual: str | None = Field(default=None, title="完成值")
    score: float | None = Field(default=None, title="得分")


class Project(BaseModel):
    name: str = Field(title="项目名称")
    budget: Decimal | None = Field(default=None, title="预算数（万元）")
    spent: Decimal | None = Field(default=None, title="执行数（万元）")
    score: Decimal | None = Field(default=None, title="自评得分")
    auditor: str | None = Field(default=None, title="评审专家")
    targets: list[Target] = Field(default_factory=list, title="绩效指标")


class Performance(BaseModel):
    """A researcher's study of performance and of what explains the budget."""

    overall: Decimal | None = Field(default=None, title="部门整体绩效自评得分")
    evaluated: int | None = Field(default=None, title="自评项目数")
    funds: Decimal | None = Field(default=None, title="自评项目涉及资金（万元）")
    projects: list[Project] = Field(default_factory=list, title="项目绩效自评")
    reasons: list[Reason] = Field(default_factory=list, title="各项支出预决算差异")
    duties: list[str] = Field(default_factory=list, title="主要职责")
    inner: list[str] = Field(default_factory=list, title="内设机构")
    staffing: int | None = Field(default=None, title="编制人数")
    satisfaction: str | None = Field(default=None, title="群众满意度调查方法")
    science: str | None = Field(default=None, title="科学技术支出")


class Reason(BaseModel):
    subject: str = Field(title="科目名称")
    budget: Decimal | None = Field(default=None, title="年初预算")
    final: Decimal | None = Field(default=None, title="决算数")
    why: str | None = Field(default=None, title="差异原因")


Performance.model_rebuild()
