"""A small filled schema for the views of 抽取: a figure of each state, words, and a table within a table."""

from __future__ import annotations

from pydantic import BaseModel, Field

from extractors.citation import Citation
from extractors.schemas import WanYuan
from extractors.structured import Assisted, Filled, Stated
from page.views.filling import Filling
from rag.storage.store import ReportInfo

EVIL = '=HYPERLINK("http://x","y")'


class Fund(BaseModel):
    name: str | None = Field(default=None, title="资金来源", json_schema_extra={"row": "name"})
    budget: WanYuan | None = Field(default=None, title="预算数", json_schema_extra={"column": "全年预算数"})


class Project(BaseModel):
    """项目"""

    form: str | None = Field(default=None, title="表名")
    name: str | None = Field(default=None, title="项目名称")
    budget: WanYuan | None = Field(default=None, title="预算数")
    funds: list[Fund] = Field(default_factory=list, title="资金明细")


class Wanted(BaseModel):
    """三公与项目"""

    total: WanYuan | None = Field(default=None, title="支出合计")
    operating: WanYuan | None = Field(default=None, title="机关运行经费")
    reception: WanYuan | None = Field(default=None, title="公务接待费")
    cars: int | None = Field(default=None, title="公务用车保有量")
    reason: str | None = Field(default=None, title="增减原因")
    abroad: WanYuan | None = Field(default=None, title="因公出国费")
    projects: list[Project] = Field(default_factory=list, title="项目")
    duties: list[str] = Field(default_factory=list, title="主要职责")


def info(number: int = 1) -> ReportInfo:
    return ReportInfo(
        f"doc{number}", f"r{number}.txt", f"/somewhere/r{number}.txt", "0" * 64, f"某市{number}局", 2023, "final",
        "市级", None, "某市", "万元", None, "2026-01-01T00:00:00+00:00", "stored", "1",
    )  # fmt: skip


def cited(quote: str, number: int = 1) -> Citation:
    return Citation(doc_id=f"doc{number}", file=f"r{number}.txt", section="第二部分", line=7, quote=quote)


def filled(number: int = 1) -> Filled:
    return Filled(
        name="Wanted",
        data={
            "total": "12345.60", "operating": "9.12", "reception": "0.20", "cars": 4, "reason": EVIL, "abroad": None,
            "projects": [
                {"form": "自评表", "name": "水库除险", "budget": "3.00", "funds": [{"name": "市级", "budget": "3.00"}]},
                {"form": "自评表", "name": "渠道整治", "budget": None, "funds": []},
            ],
            "duties": ["管水", "护河"],
        },
        sources={
            "total": cited("合计 12345.60", number), "operating": cited("9.12", number), "reason": cited(EVIL, number),
            "reception": cited("0.20万元", number), "projects[0].budget": cited("水库除险 3.00", number),
            "duties[0]": cited("管水", number),
        },
        reasons={"abroad": "表中该栏空白", "projects[1].budget": "报告没有写明"},
        agreement={
            "total": "confirmed", "operating": "conflict", "reception": "unconfirmed", "cars": "unconfirmed",
            "projects[0].budget": "unconfirmed",
        },
        conflicts={"operating": [Stated(value="9.21", unit="万元", source=cited("机关运行经费9.21万元", number))]},
        units={"cars": "辆"},
        formulas={"total": "123456000元 ÷ 10000 = 12345.60万元"},
        assisted=Assisted(model="m<1>", prompts=["extract"], compared={"reception": "仅模型", "total": "一致"}),
    )  # fmt: skip


def job(count: int = 2, failed: int = 1) -> Filling:
    """A filling that is through: some reports filled, and some that failed."""
    made = Filling(None, "三公与项目", Wanted, [info(n) for n in range(1, count + failed + 1)])  # type: ignore[arg-type]
    made.results = {f"doc{n}": filled(n) for n in range(1, count + 1)}
    made.failed = {f"doc{n}": "缺少原文件 <x>" for n in range(count + 1, count + failed + 1)}
    return made
