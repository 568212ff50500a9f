"""Performance annexes: the self-assessment forms of Henan reports, or a prose summary after Hubei reports."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from eval.samples.books import ZERO, Books, Project, percent
from eval.samples.document import Block, Grid, Heading, Text
from eval.samples.style import plain


def annex(kind: str, books: Books, list_total: bool = False) -> Iterator[Block]:
    """The annex of a report: ``forms`` or ``prose``; ``list_total`` adds a last row to the list of projects."""
    return forms(books, list_total) if kind == "forms" else prose(books)


def forms(books: Books, list_total: bool) -> Iterator[Block]:
    """部门整体绩效自评表, the list of all projects with their scores, and the form of each project."""
    yield Text("附件1")
    yield Grid("整体", "部门整体绩效自评表", [f"（{books.year}年度）"], [], _whole_rows(books))
    yield Text("附件2")
    yield Grid("清单", "项目支出绩效自评汇总表", ["单位：万元"], [], _list_rows(books, list_total))
    for number, project in enumerate(books.projects, start=3):
        yield Text(f"附件{number}")
        yield Grid("项目", "项目支出绩效自评表", [f"（{books.year}年度）"], [], _project_rows(books, project))


def _percent(value: Decimal) -> str:
    return plain(value) + "%"


def _whole_rows(books: Books) -> list[list[str]]:
    budget, spent = books.sum(lambda i: i.budget), books.spending
    funds = [plain(budget), plain(books.grand_total), plain(spent)]
    rows = [
        ["部门名称", books.department.name, "", "", "", "", "", ""],
        ["预算执行情况", "", "年初预算数", "全年预算数", "全年执行数", "分值", "预算执行率", "得分"],
        ["", "部门预算总额（万元）", *funds, "10", _percent(books.rate), plain(books.points)],
        ["年度履职目标", "预期目标", "", "", "实际完成情况", "", "", ""],
        ["", "；".join(p.goal for p in books.projects[:3]), "", "", "年初确定的目标基本实现", "", "", ""],
        ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分", "偏差原因分析及改进措施"],
        ["投入管理指标", "预算和财务管理", "预算编制完整性", "完整", "完整", "10", "10", ""],
        ["", "", "“三公”经费控制率", "≤100%", _control(books), "10", "10", ""],
    ]
    done = ["产出指标", "重点工作任务完成"]
    for project in books.projects[:3]:
        target, achieved = f"≥{project.target}{project.unit}", f"{project.achieved}{project.unit}"
        rows.append([*done, project.indicator, target, achieved, "10", "10", ""])
    late = [f"{books.on_time}%", "30", plain(books.late_points), "部分任务受天气影响推迟，今后提前安排"]
    rows.append([*done, "年度任务按期完成率", "100%", *late])
    rows.append(["满意度指标", "满意度", "服务对象满意度", "≥90%", "93%", "10", "10", ""])
    rows.append(["总分", "", "", "", "", "100", plain(books.score), ""])
    return rows


def _control(books: Books) -> str:
    public = books.public
    return _percent(percent(public.total(public.final), public.total(public.budget)) or ZERO)


def _list_rows(books: Books, with_total: bool) -> list[list[str]]:
    """All projects: what they had, what they spent as reported and as found in the system, and their scores."""
    head = ["项目名称", "全年预算数", "全年执行数", "系统查全年执行数", "预算执行率", "自评得分", "自评等级"]
    rows = [head]
    for p in books.projects:
        paid = plain(p.paid)
        rows.append([p.name, plain(p.full), paid, paid, _percent(p.rate), plain(p.score), p.grade])
    full, spent = (sum((getattr(p, name) for p in books.projects), ZERO) for name in ("full", "paid"))
    total = ["合计", plain(full), plain(spent), plain(spent), _percent(percent(spent, full) or ZERO), "", ""]
    return [*rows, total] if with_total else rows


def _project_rows(books: Books, project: Project) -> list[list[str]]:
    money = [plain(project.initial), plain(project.full), plain(project.paid)]
    other = 90 + project.points - project.score
    rate = _percent(project.rate)
    achieved = f"{project.achieved}{project.unit}"
    reached, excuse = ("有所提升", "宣传覆盖面还不够，今后多渠道宣传") if other else ("明显提升", "")
    recognised = ["明显提升", reached, "20", plain(20 - other), excuse]
    return [
        ["项目名称", project.name, "", "", "", "", "", ""],
        ["主管部门", books.department.name, "", "", "实施单位", books.department.name, "", ""],
        ["项目资金（万元）", "", "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分"],
        ["", "年度资金总额", *money, "10", rate, plain(project.points)],
        ["", "政府预算资金", *money, "-", rate, "-"],
        ["年度总体目标", "预期目标", "", "", "实际完成情况", "", "", ""],
        ["", project.goal, "", "", f"{project.indicator}达到{achieved}", "", "", ""],
        ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分", "偏差原因分析及改进措施"],
        ["产出指标", "数量指标", project.indicator, f"≥{project.target}{project.unit}", achieved, "40", "40", ""],
        ["产出指标", "时效指标", "按期完成率", "100%", "100%", "20", "20", ""],
        ["效益指标", "社会效益指标", "受益群众认可度", *recognised],
        ["满意度指标", "服务对象满意度指标", "服务对象满意度", "≥90%", "95%", "10", "10", ""],
        ["总分", "", "", "", "", "100", plain(project.score), ""],
    ]


def prose(books: Books) -> Iterator[Block]:
    """A self-assessment report in prose."""
    year, rate = books.year, _percent(books.rate)
    yield Heading(f"一、{year}年度{books.department.name}整体绩效自评报告", 2)
    yield Heading("（一）自评结论", 3)
    yield Text(f"经自评小组逐项打分，部门整体绩效自评得分{plain(books.score)}分。")
    yield Text(f"全年可用资金{plain(books.grand_total)}万元，实际支出{plain(books.spending)}万元，预算执行率{rate}。")
    yield Heading("（二）存在的问题", 3)
    yield Text("一是个别项目前期准备不足，资金支付集中在下半年；二是绩效指标中可量化的内容偏少。")
    yield Heading(f"二、{year}年度项目绩效自评报告", 2)
    for n, project in enumerate(books.projects[:2], start=1):
        yield Heading(f"（{'一二'[n - 1]}）{project.name}自评报告", 3)
        yield from _project_prose(project)


def _project_prose(project: Project) -> Iterator[Block]:
    full, paid, rate = plain(project.full), plain(project.paid), plain(project.rate)
    yield Text(f"自评得分：{plain(project.score)}分。")
    yield Text(f"预算数{full}万元，执行数{paid}万元，执行率{rate}%。")
    yield Text(
        f"绩效目标：{project.indicator}不少于{project.target}{project.unit}；实际完成{project.achieved}{project.unit}。"
    )
    yield Text(f"项目成效：{project.goal}。")
