"""What sections list: one small schema an item. Where a statutory table holds the same figure, it is named beside."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel

from extractors.schemas.fields import Percent, Vehicles, WanYuan, code, column, name, part

_BUDGETS = "全年预算数|预算数|调整预算数|年初预算数"
_RATES = "完成全年预算比例|完成预算比例|完成年初预算比例"


def _share() -> Any:
    return column("占比", "占合计的比例", asked=("比重", "比例"))


def _item_name(description: str) -> Any:
    return part("name", "名称", description, "项目", "类别", "科目", "科目名称", "支出项目", "费用项目")


class IncomePart(BaseModel):
    """收入的一项"""

    name: str = _item_name("报告所印的收入项目")
    amount: WanYuan | None = column("决算数", "该项收入（决算表与正文）", cell=("GK02", "合计", "{name}"))
    share: Percent | None = _share()


class SpendingPart(BaseModel):
    """支出的一项"""

    name: str = _item_name("报告所印的支出项目")
    amount: WanYuan | None = column("决算数", "该项支出（决算表与正文）", cell=("GK03", "合计", "{name}"))
    share: Percent | None = _share()


class ClassItem(BaseModel):
    """一类支出"""

    code: str | None = code()
    name: str = name()
    amount: WanYuan | None = column("决算数", "该类支出（决算表与正文）", cell=("GK05", "{code}", "小计"))
    share: Percent | None = _share()


class SubjectItem(BaseModel):
    """一项支出及其年初预算、决算与差异原因"""

    code: str | None = code()
    class_name: str | None = part("class", "类", "正文所印的类级科目名称")
    group_name: str | None = part("group", "款", "正文所印的款级科目名称")
    name: str = name()
    budget: WanYuan | None = column("年初预算数", "年初预算", asked=("年初预算",))
    final: WanYuan | None = column(
        "决算数", "支出决算（决算表与正文）", cell=("GK05", "{code}", "小计"), asked=("支出决算", "支出决算数")
    )
    completion: Percent | None = column(
        "完成年初预算比例", "完成年初预算的比例", asked=("完成率", "预算完成率", "完成年初预算的比例", "完成比例")
    )
    reason: str | None = column(
        "预决算差异原因", "决算数与年初预算数差异的原因", asked=("差异原因", "原因", "主要原因", "变动原因")
    )


class BasicPart(BaseModel):
    """基本支出的一项"""

    name: str = _item_name("报告所印的经济分类名称")
    part_of: str | None = part("part_of", "所属", "属于人员经费、公用经费或其中的哪一类", "所属类别")
    amount: WanYuan | None = column("决算数", "该项支出（决算表与正文）", cell=("GK06", "{code}", "决算数"))


class ThreePublicItem(BaseModel):
    """“三公”经费的一项"""

    name: str = _item_name("报告所印的费用名称")
    budget: WanYuan | None = column("预算数", "预算（决算表与正文）", _BUDGETS, cell=("GK09", "合计", "预算数{name}"))
    final: WanYuan | None = column(
        "决算数", "决算（决算表与正文）", cell=("GK09", "合计", "决算数{name}"), asked=("支出决算", "支出数")
    )
    completion: Percent | None = column("完成预算比例", "完成预算的比例", _RATES, asked=("完成率", "预算完成率"))
    share: Percent | None = _share()
    change: WanYuan | None = column("增减额", "比上年增减额，减少为负", asked=("比上年增减额",))
    reason: str | None = column("预决算差异原因", "决算与预算差异的原因", asked=("差异原因", "原因"))


class VehicleKind(BaseModel):
    """一类车辆"""

    name: str = part("name", "类别", "报告所印的车辆用途", "车辆类别", "名称", "用途", "车辆用途", "类型", "车辆类型")
    count: Vehicles | None = column("数量", "该类车辆数", asked=("车辆数", "辆数", "台数", "车辆数量"))


class Grade(BaseModel):
    """一个自评等级"""

    name: str = part("name", "等级", "自评等级", "名称", "自评等级")
    count: int | None = column("数量", "该等级的项目数", asked=("项目数", "个数"))
