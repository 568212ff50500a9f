"""Schemas of annexed forms: performance self-evaluation of the department and of its projects, project lists."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel

from extractors.schemas.fields import Percent, Score, WanYuan, column, form_rows, forms, part

_RATE = ("执行率", "全年执行数占全年预算数的比例")


def _points() -> Any:
    return column("分值", "满分", asked=("权重", "满分"))


def _score() -> Any:
    return column("得分", "自评得分", asked=("自评得分", "评分"))


class Fund(BaseModel):
    """资金的一行"""

    name: str = part("name", "资金来源", "报告所印的资金名称", "名称", "资金名称")
    initial: WanYuan | None = column("年初预算数", "年初预算", asked=("年初预算",))
    budget: WanYuan | None = column("全年预算数", "全年预算", asked=("预算数", "全年预算", "预算"))
    executed: WanYuan | None = column("全年执行数", "全年执行", asked=("执行数", "全年执行", "决算数", "支出数"))
    rate: Percent | None = column(*_RATE, asked=("预算执行率", "完成率"))


class Indicator(BaseModel):
    """一个绩效指标"""

    first: str | None = part("first", "一级指标", "所属一级指标")
    second: str | None = part("second", "二级指标", "所属二级指标")
    name: str = part("name", "三级指标", "报告所印的指标名称", "指标", "指标名称", "名称")
    target: str | None = column("年度指标值", "报告所印的目标值", asked=("指标值", "目标值", "目标"))
    actual: str | None = column("实际完成值", "报告所印的完成值", asked=("完成值", "实际值", "完成情况"))
    points: Score | None = _points()
    score: Score | None = _score()
    deviation: str | None = column("偏差度", "报告所印的偏差度", asked=("偏差率", "偏差"))
    reason: str | None = column("偏差原因", "偏差原因分析及改进措施", asked=("偏差原因分析", "原因", "改进措施"))


class Management(BaseModel):
    """资金管理的一项"""

    name: str = part("name", "事项", "如安排科学性、拨付合规性", "名称")
    text: str | None = column("情况说明", "报告所印的情况说明")
    points: Score | None = _points()
    score: Score | None = _score()
    problems: str | None = column("存在问题", "存在问题和改进措施")


class Goal(BaseModel):
    """一个年度目标或任务"""

    name: str = part("name", "目标", "报告所印的目标或任务名称", "名称", "任务")
    planned: str | None = column("预期目标", "预期目标或主要内容", "预期目标|主要内容", asked=("主要内容",))
    done: str | None = column("实际完成情况", "实际完成情况", asked=("完成情况",))


class Evaluation(BaseModel):
    """一张绩效自评表"""

    title: str | None = part("title", "表名", "报告所印的表名")
    project: str | None = part("project", "项目名称", "所评项目；部门整体自评表为空", "项目", "名称")
    initial: WanYuan | None = column("年初预算数", "资金总额的年初预算", "funds:年初预算数", asked=("年初预算",))
    budget: WanYuan | None = column(
        "全年预算数", "资金总额的全年预算", "funds:全年预算数", asked=("预算数", "全年预算", "预算", "预算金额")
    )
    executed: WanYuan | None = column(
        "全年执行数",
        "资金总额的全年执行数",
        "funds:全年执行数",
        asked=("执行数", "全年执行", "决算数", "支出数", "执行金额", "实际支出"),
    )
    rate: Percent | None = column(*_RATE, "funds:执行率", asked=("预算执行率", "完成率"))
    rate_score: Score | None = column("执行率得分", "预算执行率一项的得分", "funds:得分")
    basic_total: WanYuan | None = column("基本支出总额", "部门整体自评表所列基本支出", "field:基本支出总额")
    project_total: WanYuan | None = column("项目支出总额", "部门整体自评表所列项目支出", "field:项目支出总额")
    points: Score | None = column("总分值", "各项分值合计", "total:分值", asked=("满分",))
    score: Score | None = column(
        "总得分", "自评总得分", "total:得分", asked=("得分", "自评得分", "自评总分", "总分", "评分", "自评分")
    )
    funds: list[Fund] = form_rows("资金明细", "资金总额及其来源", "funds")
    management: list[Management] = form_rows("资金管理情况", "资金管理各项", "management")
    goals: list[Goal] = form_rows("年度目标与任务", "年度总体目标和主要任务", "goal|task")
    indicators: list[Indicator] = form_rows("绩效指标", "各项绩效指标", "indicator", ("指标", "指标完成情况"))


class OverallEvaluation(BaseModel):
    """部门整体绩效自评表"""

    forms: list[Evaluation] = forms(
        "部门整体绩效自评表",
        "报告所附的部门整体绩效自评表",
        "overall",
        ("部门整体自评", "整体绩效自评", "部门整体自评表"),
    )


class ProjectEvaluations(BaseModel):
    """项目绩效自评表"""

    forms: list[Evaluation] = forms(
        "项目绩效自评表",
        "报告所附的各项目绩效自评表",
        "project",
        ("项目自评", "项目绩效", "项目绩效自评", "项目自评表", "项目支出绩效自评"),
    )


class ListedProject(BaseModel):
    """项目汇总表的一行"""

    name: str = part("name", "项目名称", "报告所印的项目名称", "项目", "名称")
    kind: str | None = column("项目类型", "项目类型", asked=("类型",))
    unit_code: str | None = column("单位编码", "预算单位编码")
    unit: str | None = column("单位名称", "预算单位名称", asked=("单位",))
    department: str | None = column("主管部门名称", "主管部门名称", asked=("主管部门",))
    office: str | None = column("资金归口处室", "资金归口处室")
    budget: WanYuan | None = column("全年预算数", "全年预算", asked=("预算数", "预算", "预算金额"))
    executed: WanYuan | None = column("全年执行数", "全年执行", asked=("执行数", "执行金额", "决算数", "实际支出"))
    rate: Percent | None = column(*_RATE, asked=("预算执行率", "完成率"))
    score: Score | None = column("项目自评得分", "自评得分", asked=("得分", "自评分", "评分"))
    grade: str | None = column("自评等级", "自评等级", asked=("等级",))
    deviating: str | None = column("是否有偏差", "报告所印")
    remark: str | None = column("备注", "备注")


class ProjectList(BaseModel):
    """项目自评汇总表"""

    projects: list[ListedProject] = form_rows(
        "项目列表", "报告所附项目汇总表的各项目", "listed", ("项目汇总", "项目清单", "项目汇总表", "项目", "自评项目")
    )


ANNEXES: dict[str, type[BaseModel]] = {
    "overall_evaluation": OverallEvaluation,
    "project_evaluations": ProjectEvaluations,
    "project_list": ProjectList,
}
