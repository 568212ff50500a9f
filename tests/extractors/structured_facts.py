"""One small invented report as facts, for filling schemas from it."""

from __future__ import annotations

from extractors.facts import Fact, parse_amount
from extractors.report import Identity, Report, Source

REPORT = Report(
    "demo", "demo.txt", "0" * 64, Identity("某市科技局", 2023, region="某市"), Source("某市科技局2023年度部门决算"), []
)
Row = tuple[str, str | None, str, str, str]

_TABLES: list[Row] = [
    ("GK01", None, "本年收入合计", "收入金额", "386.75"),
    ("GK01", None, "科学技术支出", "支出金额", "278.53"),
    ("GK01", None, "外交支出", "支出金额", "0.00"),
    ("GK02", None, "合计", "本年收入合计", "386.75"),
    ("GK02", None, "合计", "其他收入", "0.81"),
    ("GK03", None, "合计", "基本支出", "177.68"),
    ("GK03", None, "合计", "项目支出", "209.07"),
    ("GK03", "206", "科学技术支出", "本年支出合计", "278.53"),
    ("GK03", "20699", "其他科学技术支出", "本年支出合计", "60.00"),
    ("GK03", "2069999", "其他科学技术支出", "本年支出合计", "58.00"),
    ("GK04", None, "本年收入合计", "收入金额", "385.94"),
    ("GK05", None, "合计", "小计", "385.94"),
    ("GK05", None, "合计", "基本支出", "177.68"),
    ("GK05", None, "合计", "项目支出", "208.26"),
    ("GK05", "206", "科学技术支出", "小计", "277.72"),
    ("GK06", "30101", "基本工资", "决算数", "102.73"),
    ("GK06", "30217", "公务接待费", "决算数", "0.10"),
    ("GK06", None, "人员经费合计", "决算数", "168.57"),
    ("GK09", None, "合计", "预算数合计", "0.22"),
    ("GK09", None, "合计", "决算数合计", ""),
    ("GK09", None, "合计", "决算数公务接待费", "0.20"),
    ("GK09", None, "合计", "预算数公务接待费", "0.22"),
]
_PROSE: list[tuple[str, str, str, str, str | None]] = [
    ("three_public", "“三公”经费", "决算数", "0.20", "万元"),
    ("three_public", "“三公”经费", "预算数", "0.32", "万元"),
    ("three_public", "公务接待费", "决算数", "0.20", "万元"),
    ("three_public", "公务用车保有量", "数量", "4", "台"),
    ("basic", "人员经费", "决算数", "168.6", "万元"),
    ("expenditure", "项目支出", "决算数", "209.07", "万元"),
    ("operating", "机关运行经费", "决算数", "9.12", "万元"),
    ("operating", "机关运行经费", "增减额", "-1.15", "万元"),
    ("operating", "机关运行经费", "增减幅", "-11.20", "%"),
    ("operating", "机关运行经费", "增减原因", "人员减少", None),
]


def cell(table: str, code: str | None, row: str, column: str, raw: str, line: int = 1) -> Fact:
    return Fact(
        "demo", "某市科技局", 2023, "final", "table", table, "第二部分", code, row, column, parse_amount(raw), "万元",
        raw, None, line, f"{row}\t{raw}", table, line * 100,
    )  # fmt: skip


def told(section: str, subject: str, measure: str, raw: str, unit: str | None, line: int = 200) -> Fact:
    value = parse_amount(raw) if unit else None
    return Fact(
        "demo", "某市科技局", 2023, "final", "prose", None, "第三部分", None, subject, measure, value, unit, raw, None,
        line, f"{subject}{raw}", section, line * 100,
    )  # fmt: skip


def facts() -> list[Fact]:
    tables = [cell(*row, line=i) for i, row in enumerate(_TABLES, 1)]
    return tables + [told(*row, line=200 + i) for i, row in enumerate(_PROSE)]
