"""The figures of a report: every amount, share and rate its prose states, computed once from the books."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from eval.samples.books import FUNDS, ZERO, Books, cents, percent
from eval.samples.truth import TruthFigure

_MONEY = "万元"


def income_parts(books: Books) -> list[tuple[str, Decimal]]:
    """The six columns of GK02 in order, with their amounts."""
    kinds = ["上级补助收入", "事业收入", "经营收入", "附属单位上缴收入", "其他收入"]
    own = {books.own_kind: books.own_income}
    return [("财政拨款收入", books.fiscal_income), *((k, own.get(k, ZERO)) for k in kinds)]


def budget_sources(books: Books) -> list[tuple[str, Decimal]]:
    """The sources beside 财政拨款 that a budget plans for: what is no trade of a body is 其他收入."""
    kind = {"事业收入": "事业收入", "经营收入": "事业单位经营收入"}.get(books.own_kind, "其他收入")
    return [(k, books.own_income if k == kind else ZERO) for k in ("事业收入", "事业单位经营收入", "其他收入")]


def spending_parts(books: Books) -> list[tuple[str, Decimal]]:
    """The five kinds of spending of GK03 in order."""
    rest = ["上缴上级支出", "经营支出", "对附属单位补助支出"]
    return [("基本支出", books.basic), ("项目支出", books.project), *((k, ZERO) for k in rest)]


def figures(books: Books) -> dict[str, TruthFigure]:
    """All figures by key. A rate over a zero base is left out."""
    found: dict[str, TruthFigure] = {}
    for key, label, value, unit, section in (*_amounts(books), *_rates(books), *_public(books), *_counts(books)):
        if value is not None:
            exact = cents(value) if isinstance(value, Decimal) and unit == _MONEY else Decimal(value)
            found[key] = TruthFigure(key, label, exact, unit, section)
    return found


_Row = tuple[str, str, Decimal | int | None, str, str]


def _amounts(books: Books) -> Iterator[_Row]:
    general, fund = books.spending_of("general"), books.spending_of("fund")
    yield "total", "收、支总计", books.grand_total, _MONEY, "total"
    yield "income", "收入合计", books.income, _MONEY, "income"
    yield "fiscal_income", "财政拨款收入", books.fiscal_income, _MONEY, "income"
    yield "own_income", books.own_kind, books.own_income, _MONEY, "income"
    yield "spending", "支出合计", books.spending, _MONEY, "spending"
    yield "basic", "基本支出", books.basic, _MONEY, "spending"
    yield "project", "项目支出", books.project, _MONEY, "spending"
    yield "fiscal_total", "财政拨款收、支总计", books.fiscal_total, _MONEY, "fiscal_total"
    for name in FUNDS:
        yield f"{name}_income", f"{name} 财政拨款收入", books.income_of(name), _MONEY, "fiscal_total"
    yield "general", "一般公共预算财政拨款支出", general, _MONEY, "general"
    yield "general_budget", "一般公共预算财政拨款支出年初预算", books.general_budget, _MONEY, "general"
    yield "general_basic", "一般公共预算财政拨款基本支出", books.sum(lambda i: i.basic, "general"), _MONEY, "basic"
    yield "personnel", "人员经费", books.personnel, _MONEY, "basic"
    yield "public", "公用经费", books.running, _MONEY, "basic"
    yield "fund", "政府性基金预算财政拨款支出", fund, _MONEY, "fund"
    yield "fund_budget", "政府性基金年初预算", books.sum(lambda i: i.budget, "fund"), _MONEY, "fund"
    yield "fund_opening", "政府性基金年初结转和结余", books.opening_of("fund"), _MONEY, "fund"
    yield "fund_closing", "政府性基金年末结转和结余", books.closing_of("fund"), _MONEY, "fund"
    yield "capital", "国有资本经营预算财政拨款支出", books.spending_of("capital"), _MONEY, "capital"
    yield "operating", "机关运行经费", books.running, _MONEY, "operating"
    bought = books.procurement
    yield (
        "procurement",
        "政府采购支出总额",
        bought["goods"] + bought["works"] + bought["services"],
        _MONEY,
        "procurement",
    )
    for key, label in (
        ("goods", "货物"),
        ("works", "工程"),
        ("services", "服务"),
        ("sme", "中小企业"),
        ("micro", "小微企业"),
    ):
        yield key, f"政府采购{label}", bought[key], _MONEY, "procurement"


def _rates(books: Books) -> Iterator[_Row]:
    general, bought = books.spending_of("general"), books.procurement
    whole = bought["goods"] + bought["works"] + bought["services"]
    yield "fiscal_share", "财政拨款收入占比", percent(books.fiscal_income, books.income), "%", "income"
    yield "basic_share", "基本支出占比", percent(books.basic, books.spending), "%", "spending"
    yield "project_share", "项目支出占比", percent(books.project, books.spending), "%", "spending"
    yield "general_share", "一般公共预算占本年支出", percent(general, books.spending), "%", "general"
    yield "general_rate", "完成年初预算", percent(general, books.general_budget), "%", "general"
    yield (
        "fund_rate",
        "完成年初预算",
        percent(books.spending_of("fund"), books.sum(lambda i: i.budget, "fund")),
        "%",
        "fund",
    )
    yield "sme_share", "中小企业占比", percent(bought["sme"], whole) or ZERO, "%", "procurement"
    yield "micro_share", "小微企业占比", percent(bought["micro"], bought["sme"]) or ZERO, "%", "procurement"
    planned = books.operating_budget
    yield "operating_plan_diff", "比年初预算增减", books.running - planned, _MONEY, "operating"
    yield "operating_plan_growth", "比年初预算", percent(books.running - planned, planned), "%", "operating"
    for key, now in books.measures().items():
        yield f"{key}_diff", "比上年增减", now - books.last[key], _MONEY, key
        yield f"{key}_growth", "增长率", percent(now - books.last[key], books.last[key]), "%", key


def _public(books: Books) -> Iterator[_Row]:
    public = books.public
    names = {
        "tp": "“三公”经费",
        "abroad": "因公出国（境）费",
        "vehicles": "公务用车购置及运行费",
        "purchase": "公务用车购置费",
        "running": "公务用车运行费",
        "reception": "公务接待费",
    }
    keys = ("tp", "abroad", "vehicles", "purchase", "running", "reception")
    budget, final = (
        dict(zip(keys, public.row(public.budget), strict=True)),
        dict(zip(keys, public.row(public.final), strict=True)),
    )
    for key in keys:
        yield key, f"{names[key]}决算", final[key], _MONEY, "three_public"
        yield f"{key}_budget", f"{names[key]}预算", budget[key], _MONEY, "three_public"
        yield f"{key}_rate", f"{names[key]}完成预算", percent(final[key], budget[key]), "%", "three_public"
        yield f"{key}_share", f"{names[key]}占比", percent(final[key], final["tp"]), "%", "three_public"


def _counts(books: Books) -> Iterator[_Row]:
    units = {"groups": "个", "travellers": "人次", "bought": "辆", "kept": "辆", "batches": "个", "guests": "人次"}
    for key, value in books.public.counts.items():
        yield key, key, value, units[key], "three_public"
    yield "cars", "车辆", sum(v for k, v in books.assets.items() if k != "equipment"), "辆", "assets"
    yield "equipment", "设备", books.assets["equipment"], "台", "assets"
    yield "score", "部门整体绩效自评得分", books.score, "分", "performance"
    yield "projects_count", "自评项目", len(books.projects), "个", "performance"
    yield "projects_full", "项目全年预算数", sum((p.full for p in books.projects), ZERO), _MONEY, "performance"
    yield "projects_paid", "项目全年执行数", sum((p.paid for p in books.projects), ZERO), _MONEY, "performance"
    yield "excellent_count", "自评为优的项目", sum(p.score >= 90 for p in books.projects), "个", "performance"
    yield "good_count", "自评为良的项目", sum(p.score < 90 for p in books.projects), "个", "performance"
    yield "offices_count", "内设机构", len(books.department.offices), "个", "organisation"
    yield "bodies_count", "下属事业单位", len(books.department.bodies), "个", "organisation"
    yield "units_count", "纳入编制范围的单位", len(books.department.bodies) + 1, "个", "organisation"
