"""A small report whose nine tables agree to the last digit, and a way to change single cells of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractors.crosscheck import Verdict, check
from extractors.facts import Fact, parse_amount
from extractors.report import Identity, Report, Source
from tests.extractors.crosscheck.told import Told

_FUNDS = ("一般公共预算财政拨款", "政府性基金预算财政拨款", "国有资本经营预算财政拨款")
_INCOME = ("本年收入合计", "财政拨款收入", "上级补助收入", "事业收入", "经营收入", "附属单位上缴收入", "其他收入")
_SPENDING = ("本年支出合计", "基本支出", "项目支出", "上缴上级支出", "经营支出", "对附属单位补助支出")
_KINDS = ("小计", "基本支出", "项目支出")
_FUND_TABLE = ("年初结转和结余", "本年收入", "本年支出小计", "本年支出基本支出", "本年支出项目支出", "年末结转和结余")
_ITEMS = (
    "合计",
    "因公出国（境）费",
    "公务用车购置及运行费小计",
    "公务用车购置费",
    "公务用车运行费",
    "公务接待费",
)
_PUBLIC = tuple(side + item for side in ("预算数", "决算数") for item in _ITEMS)

#: one line a row: code or -, name, then the values of the columns; _ is a printed blank
_TABLES: list[tuple[str, tuple[str, ...], str]] = [
    (
        "GK01",
        ("收入金额",),
        """- 一般公共预算财政拨款收入 100.00
        - 政府性基金预算财政拨款收入 10.00
        - 国有资本经营预算财政拨款收入 0.00
        - 上级补助收入 0.00
        - 事业收入 5.00
        - 经营收入 0.00
        - 附属单位上缴收入 0.00
        - 其他收入 1.00
        - 本年收入合计 116.00
        - 使用非财政拨款结余 0.00
        - 年初结转和结余 4.00
        - 总计(收入) 120.00""",
    ),
    (
        "GK01",
        ("支出金额",),
        """- 一般公共服务支出 60.00
        - 外交支出 0.00
        - 科学技术支出 40.00
        - 其他支出 10.00
        - 本年支出合计 110.00
        - 结余分配 0.00
        - 年末结转和结余 10.00
        - 总计(支出) 120.00""",
    ),
    (
        "GK02",
        _INCOME,
        """- 合计 116.00 110.00 0.00 5.00 0.00 0.00 1.00
        201 一般公共服务支出 65.00 60.00 0.00 5.00 0.00 0.00 0.00
        20103 政府办公厅（室）及相关机构事务 65.00 60.00 0.00 5.00 0.00 0.00 0.00
        2010301 行政运行 65.00 60.00 0.00 5.00 0.00 0.00 0.00
        206 科学技术支出 41.00 40.00 0.00 0.00 0.00 0.00 1.00
        20601 科学技术管理事务 41.00 40.00 0.00 0.00 0.00 0.00 1.00
        2060101 行政运行 30.00 30.00 0.00 0.00 0.00 0.00 0.00
        2060199 其他科学技术管理事务支出 11.00 10.00 0.00 0.00 0.00 0.00 1.00
        229 其他支出 10.00 10.00 0.00 0.00 0.00 0.00 0.00
        22904 其他政府性基金支出 10.00 10.00 0.00 0.00 0.00 0.00 0.00
        2290402 专项债券支出 10.00 10.00 0.00 0.00 0.00 0.00 0.00""",
    ),
    (
        "GK03",
        _SPENDING,
        """- 合计 110.00 70.00 40.00 0.00 0.00 0.00
        201 一般公共服务支出 60.00 50.00 10.00 0.00 0.00 0.00
        20103 政府办公厅（室）及相关机构事务 60.00 50.00 10.00 0.00 0.00 0.00
        2010301 行政运行 60.00 50.00 10.00 0.00 0.00 0.00
        206 科学技术支出 40.00 20.00 20.00 0.00 0.00 0.00
        20601 科学技术管理事务 40.00 20.00 20.00 0.00 0.00 0.00
        2060101 行政运行 25.00 20.00 5.00 0.00 0.00 0.00
        2060199 其他科学技术管理事务支出 15.00 0.00 15.00 0.00 0.00 0.00
        229 其他支出 10.00 0.00 10.00 0.00 0.00 0.00
        22904 其他政府性基金支出 10.00 0.00 10.00 0.00 0.00 0.00
        2290402 专项债券支出 10.00 0.00 10.00 0.00 0.00 0.00""",
    ),
    (
        "GK04",
        ("收入金额",),
        """- 一般公共预算财政拨款 100.00
        - 政府性基金预算财政拨款 10.00
        - 国有资本经营预算财政拨款 0.00
        - 本年收入合计 110.00
        - 年初财政拨款结转和结余 3.00
        - 年初财政拨款结转和结余-一般公共预算财政拨款 3.00
        - 年初财政拨款结转和结余-政府性基金预算财政拨款 0.00
        - 年初财政拨款结转和结余-国有资本经营预算财政拨款 0.00
        - 总计(收入) 113.00""",
    ),
    (
        "GK04",
        ("支出合计", *_FUNDS),
        """- 一般公共服务支出 57.00 57.00 0.00 0.00
        - 外交支出 _ _ _ _
        - 科学技术支出 40.00 40.00 0.00 0.00
        - 其他支出 10.00 0.00 10.00 0.00
        - 本年支出合计 107.00 97.00 10.00 0.00
        - 年末财政拨款结转和结余 6.00 6.00 0.00 0.00
        - 总计(支出) 113.00 103.00 10.00 0.00""",
    ),
    (
        "GK05",
        _KINDS,
        """- 合计 97.00 68.00 29.00
        201 一般公共服务支出 57.00 48.00 9.00
        20103 政府办公厅（室）及相关机构事务 57.00 48.00 9.00
        2010301 行政运行 57.00 48.00 9.00
        206 科学技术支出 40.00 20.00 20.00
        20601 科学技术管理事务 40.00 20.00 20.00
        2060101 行政运行 25.00 20.00 5.00
        2060199 其他科学技术管理事务支出 15.00 _ 15.00""",
    ),
    (
        "GK06",
        ("决算数",),
        """301 工资福利支出 40.00
        30101 基本工资 25.00
        30102 津贴补贴 15.00
        302 商品和服务支出 15.00
        30201 办公费 10.00
        30212 因公出国（境）费用 _
        30217 公务接待费 2.00
        30231 公务用车运行维护费 3.00
        303 对个人和家庭的补助 8.00
        30302 退休费 8.00
        310 资本性支出 5.00
        31002 办公设备购置 5.00
        31013 公务用车购置 0.00
        - 人员经费合计 48.00
        - 公用经费合计 20.00""",
    ),
    (
        "GK07",
        _FUND_TABLE,
        """- 合计 0.00 10.00 10.00 0.00 10.00 0.00
        229 其他支出 0.00 10.00 10.00 0.00 10.00 0.00
        22904 其他政府性基金支出 0.00 10.00 10.00 0.00 10.00 0.00
        2290402 专项债券支出 0.00 10.00 10.00 0.00 10.00 0.00""",
    ),
    ("GK08", _KINDS, "- 合计 _ _ _"),
    ("GK09", _PUBLIC, "- 合计 9.00 0.00 6.00 0.00 6.00 3.00 7.50 0.00 5.00 0.00 5.00 2.50"),
]


def make_fact(table: str, row: str, column: str, raw: str, code: str | None = None, line: int = 1) -> Fact:
    """A cell of a statutory table in 万元; an empty ``raw`` is a printed blank."""
    return Fact(
        doc_id="demo",
        department="某局",
        year=2023,
        kind="final",
        origin="table",
        table=table,
        section="第二部分",
        row_code=code,
        row_name=row,
        column=column,
        value=parse_amount(raw),
        unit="万元",
        raw=raw,
        page=None,
        line=line,
        quote=f"{code or ''}\t{row}\t{raw}",
        section_key=table,
        start=line * 100,
        end=line * 100 + 50,
    )


class Accounts:
    """The demo report: cells by (table, code or name, column), changed one by one, then checked."""

    def __init__(self) -> None:
        self.kind = "final"
        self.source = ""
        self.extra: list[Fact] = []
        self.cells: dict[tuple[str, str, str], Fact] = {}
        line = 0
        for table, columns, rows in _TABLES:
            for text in rows.splitlines():
                line += 1
                code, name, *values = text.split()
                for column, value in zip(columns, values, strict=True):
                    known = None if code == "-" else code
                    raw = "" if value == "_" else value
                    self.cells[table, known or name, column] = make_fact(table, name, column, raw, known, line)

    @property
    def report(self) -> Report:
        identity = Identity(department="某局", year=2023, kind=self.kind, unit="万元")
        return Report("demo", "demo.txt", "0" * 64, identity, Source(self.source), [])

    @property
    def facts(self) -> list[Fact]:
        return [*self.cells.values(), *self.extra]

    def put(self, table: str, row: str, column: str, raw: str) -> Accounts:
        """Print another figure in a cell (empty: a blank)."""
        old = self.cells[table, row, column]
        self.cells[table, row, column] = old.but(raw=raw, value=parse_amount(raw))
        return self

    def smudge(self, table: str, row: str, column: str) -> Accounts:
        """Print something in a cell that is no number."""
        self.cells[table, row, column] = self.cells[table, row, column].but(raw="3l.O", value=None)
        return self

    def lose(self, table: str, row: str | None = None, column: str | None = None) -> Accounts:
        """Nothing was read of a cell, a row, a column or a table."""
        for key in list(self.cells):
            if key[0] == table and row in (None, key[1]) and column in (None, key[2]):
                del self.cells[key]
        return self

    def check(self, rule: str) -> dict[str, Verdict]:
        """The verdicts of one rule by subject."""
        return {v.subject: v for v in check(self.facts, self.report) if v.rule.id == rule}


@pytest.fixture
def accounts() -> Accounts:
    return Accounts()


@pytest.fixture
def told(accounts: Accounts, tmp_path: Path) -> Told:
    return Told(accounts, tmp_path)
