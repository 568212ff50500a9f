"""Family A, any table: cells that are amounts, one way to print nothing, no child without its parent, no code twice."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractors.crosscheck.book import Book
from extractors.crosscheck.cells import Cell, State
from extractors.crosscheck.compare import insufficient, not_applicable
from extractors.crosscheck.model import Rule, Status, Verdict
from extractors.crosscheck.wording import table_title
from extractors.facts import Fact
from extractors.grids import UNIT_CODE


def parent(code: str) -> str | None:
    """The code one level up: 7 → 5 → 3 digits; None for a 类."""
    return code[:-2] if len(code) in (5, 7) else None


def _coded_tables(rule: Rule, book: Book) -> list[str]:
    return [table for table in book.tables if book.codes(table)]


def _parents(rule: Rule, book: Book) -> Iterator[Verdict]:
    tables = _coded_tables(rule, book)
    if not tables:
        yield insufficient(rule, "科目", ["各表的科目行"])
    for table in tables:
        yield from _orphans(rule, book, table)


def _orphans(rule: Rule, book: Book, table: str) -> Iterator[Verdict]:
    """One finding for each missing parent. A table that prints no row of a level at all leaves that level out."""
    codes = book.codes(table)
    printed = {len(code) for code in codes}
    orphans: dict[str, list[str]] = {}
    for code in codes:
        above = parent(code)
        if above and above not in codes and len(above) in printed:
            orphans.setdefault(above, []).append(code)
    if not orphans:
        if any(parent(c) and parent(c) not in codes for c in codes):
            yield not_applicable(rule, table, "本表不列上级科目")
        else:
            yield Verdict(rule, table, Status.PASS)
    for above, children in orphans.items():
        yield _orphan(rule, book, table, above, children)


def _orphan(rule: Rule, book: Book, table: str, above: str, children: list[str]) -> Verdict:
    names = "、".join(f"{code} {book.name(table, code)}" for code in children[:4])
    ground = f"{table_title(table)}列有{names}，但没有其上级科目{above}的一行，请核对是否漏列。"
    facts = tuple(fact for code in children for fact in _first(book, table, code))
    return Verdict(rule, f"{table}/{above}", Status.FAIL, ground=ground, facts=facts)


def _first(book: Book, table: str, code: str) -> tuple[Fact, ...]:
    cells = (book.cell(table, code, column) for column in book.columns(table))
    return next((cell.facts[:1] for cell in cells if cell.facts), ())


def _repeated(rule: Rule, book: Book) -> Iterator[Verdict]:
    tables = _coded_tables(rule, book)
    if not tables:
        yield insufficient(rule, "科目", ["各表的科目行"])
    for table in tables:
        repeated = {c: facts for c, facts in book.printed_twice(table).items() if not _parted(facts)}
        if not repeated:
            yield Verdict(rule, table, Status.PASS)
        elif len(repeated) > 3 and 2 * len(repeated) > len(book.codes(table)):
            ground = f"{table_title(table)}在文件中出现不止一次，无法判断哪一张是本部门的表"
            yield Verdict(rule, table, Status.PARSE_CONFLICT, ground=ground)
        else:
            for code, facts in repeated.items():
                yield _twice(rule, table, code, facts)


def _parted(facts: list[Fact]) -> bool:
    """Whether the rows of one code differ by another code that each prints beside it.

    部门经济科目 and 政府经济科目 in one table: an item stands there once for each pair; or once for each unit.
    """
    return any(_differ(pattern, facts) for pattern in (_CODE, _UNIT_CODE))


def _differ(pattern: re.Pattern[str], facts: list[Fact]) -> bool:
    others = [next((c for c in pattern.findall(f.quote) if c != f.row_code), None) for f in facts]
    return None not in others and len(set(others)) == len(others)


def _twice(rule: Rule, table: str, code: str, facts: list[Fact]) -> Verdict:
    rows = "、".join(f"“{f.row_name}”{f.raw or '空白'}" for f in facts)
    ground = f"{table_title(table)}中科目编码{code}出现{len(facts)}次（{rows}），同一表内编码不应重复，请核对。"
    return Verdict(rule, f"{table}/{code}", Status.FAIL, ground=ground, facts=tuple(facts))


# ---------------------------------------------------------------- cells

#: a code of 经济分类 in a cell of its own
_CODE = re.compile(r"(?<![^\t\n ])[35]\d{4}(?![^\t\n ])")
#: the code of a unit in a cell of its own, which has another length than those of 科目
_UNIT_CODE = re.compile(rf"(?<![^\t\n ])(?:{UNIT_CODE.pattern})(?![^\t\n ])")
#: rows and columns that may hold less than nothing
_BALANCE = re.compile(r"结转|结余|调整|弥补|差额|增减|变动|变化|[比较]上年|[比较]20\d\d年")
_SHARE = re.compile(r"占比|占.{0,10}(?:比|%)|比重")
#: garbled cells that many in one table are a fault of reading, not of the report
_MANY = 3


def _printed_cells(book: Book, table: str) -> list[Cell]:
    cells = (book.cell(table, row, column) for row in book.rows(table) for column in book.columns(table))
    return [c for c in cells if c.facts and c.state is not State.CONFLICT]


def _no_tables(rule: Rule, book: Book) -> Iterator[Verdict]:
    if not book.tables:
        yield insufficient(rule, "各表", ["各张决算表或预算表"])


def _amounts(rule: Rule, book: Book) -> Iterator[Verdict]:
    """Each cell is an amount or blank; income and spending are not negative, no share exceeds the whole."""
    yield from _no_tables(rule, book)
    for table in book.tables:
        cells = _printed_cells(book, table)
        faults = [(c, fault) for c in cells if (fault := _fault(c))]
        garbled = [c for c, _ in faults if c.facts[0].is_text]
        words = [c for c in cells if c.facts[0].is_text and not _fault(c)]
        if len(garbled) > _MANY:
            ground = f"{table_title(table)}有{len(garbled)}格读不成金额，无法判断是印错还是读错"
            yield Verdict(rule, table, Status.PARSE_CONFLICT, ground=ground)
            faults = [(c, fault) for c, fault in faults if c not in garbled]
        elif words:
            yield insufficient(rule, f"{table}/金额", [f"{table_title(table)}{c.label}“{c.ref.column}”" for c in words])
        elif not faults:
            yield Verdict(rule, table, Status.PASS)
        for cell, fault in faults:
            subject = f"{table}/{cell.ref.row}/{cell.ref.column}"
            ground = f"{table_title(table)}{cell.label}“{cell.ref.column}”{fault}，请核对。"
            shown = (cell.facts[0].raw,)
            yield Verdict(rule, subject, Status.FAIL, ground=ground, facts=cell.facts[:1], shown=shown)


def _fault(cell: Cell) -> str | None:
    """What is wrong with a cell by itself; words in the place of an amount tell of cells that moved, not of a fault."""
    fact = cell.facts[0]
    if fact.is_text:
        return f"印作“{fact.raw}”，不是金额" if re.search(r"\d", fact.raw) and len(fact.raw) <= 16 else None
    if fact.value is None:
        return None
    if _SHARE.search(cell.ref.column):
        return f"为{fact.raw}，占比不应超过100%" if fact.value > 100 else None
    if fact.value < 0 and not _BALANCE.search(cell.ref.column + fact.row_name):
        return f"为负数{fact.raw}，收入、支出一般不为负"
    return None


def _nothing(rule: Rule, book: Book) -> Iterator[Verdict]:
    """A table prints nothing either as a blank or as 0.00 throughout."""
    yield from _no_tables(rule, book)
    for table in book.tables:
        cells = _printed_cells(book, table)
        blanks = [c for c in cells if c.state is State.BLANK]
        zeros = [c for c in cells if c.value is not None and not c.value]
        if not blanks or not zeros:
            yield Verdict(rule, table, Status.PASS)
            continue
        ground = f"{table_title(table)}没有金额的格有{len(blanks)}处空白、{len(zeros)}处印0，写法不一，请统一。"
        facts = tuple(c.fact for c in (blanks[0], zeros[0]) if c.fact)
        yield Verdict(rule, table, Status.FAIL, ground=ground, facts=facts)


#: 经济分类 that pay for projects only, and the tables of 基本支出
_PROJECT_ONLY = ("309", "311", "312", "313")
_BASIC_TABLES = (("GK06", "final"), ("YS08", "budget"))


def _project_only(rule: Rule, book: Book) -> Iterator[Verdict]:
    """No money of a 科目 for projects in a table of 基本支出; one finding for each 类."""
    for table, kind in _BASIC_TABLES:
        if kind != book.report.identity.kind:
            continue
        if not book.codes(table):
            yield insufficient(rule, table, [f"{table_title(table)}各经济分类行"])
        for top in _PROJECT_ONLY if book.codes(table) else ():
            yield _of_projects(rule, book, table, top)


def _of_projects(rule: Rule, book: Book, table: str, top: str) -> Verdict:
    subject = f"{table}/{top}"
    codes = [c for c in book.codes(table) if c.startswith(top)]
    cells = [book.cell(table, code, book.columns(table)[0]) for code in codes]
    money = [c for c in cells if c.value and c.fact]
    if unread := [f"{table_title(table)}{c.label}" for c in cells if c.state in (State.MISSING, State.CONFLICT)]:
        return insufficient(rule, subject, unread)
    if not money:
        return Verdict(rule, subject, Status.PASS)
    said = "、".join(f"{c.label}{c.fact.raw}{c.fact.unit or ''}" for c in money[:4] if c.fact)
    ground = f"{table_title(table)}列有{said}，该类科目一般只用于项目支出，不应在基本支出中列支，请核对。"
    facts = tuple(c.fact for c in money if c.fact)
    return Verdict(rule, subject, Status.FAIL, ground=ground, facts=facts, shown=tuple(f.raw for f in facts))


RULES: tuple[Rule, ...] = (
    Rule(
        "A-ANY-01",
        "表中各格是可读的金额",
        "warning",
        "金额格应为数字或空白；收入、支出一般不为负数；占比不超过100%。",
        _amounts,
        kind="both",
    ),
    Rule(
        "A-ANY-02",
        "下级科目都有上级科目行",
        "warning",
        "列有项级科目的表应同时列出其款和类，列有款级科目的表应列出其类。",
        _parents,
        kind="both",
    ),
    Rule(
        "A-ANY-03",
        "没有金额的格写法一致",
        "info",
        "同一张表内，没有金额的格或者全部留空，或者全部印0.00。",
        _nothing,
        kind="both",
    ),
    Rule("A-ANY-04", "科目编码不重复", "warning", "同一张表内，一个科目编码只应出现一行。", _repeated, kind="both"),
    Rule(
        "A-GK06-04",
        "基本支出不列项目科目",
        "warning",
        "资本性支出（基本建设）309、对企业补助311和312、对社会保障基金补助313只用于项目支出，基本支出表中不应有金额。",
        _project_only,
        kind="both",
    ),
)
