"""Family G, other reports of a department: its units, versions of one report, and what an archived report must hold."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from extractors.crosscheck.book import Book, row_key
from extractors.crosscheck.cells import Ref
from extractors.crosscheck.compare import equal, insufficient, not_applicable
from extractors.crosscheck.in_table import INCOME
from extractors.crosscheck.model import Rule, Status, Verdict
from extractors.crosscheck.shelf import Across, Shelf, across, named, printed, shown, told
from extractors.crosscheck.wording import cell_name, table_title
from extractors.facts import Fact, plain_decimal
from extractors.text import fold, name_key, strip_ordinal
from extractors.vocabulary import measures, table_forms

# ---------------------------------------------------------------- G-04 部门 = Σ 单位

WHOLE, OWN = "汇总", "本级"
_LISTED = re.compile(
    r"编制范围的?.{0,12}?单位.*?(?:包括|具体是|如下|名单)?：$|编制范围的?.{0,12}?单位.*?(?:包括|具体是|如下)"
)
_UNIT = re.compile(r"^(?:\d{1,2}|[一二三四五六七八九十]{1,3})[.、．](?P<name>[^，。；：]{4,40})[。；]?$")
_OWN = re.compile(r"[(（]?(?:本级|机关)[)）]?$")
#: fiscal money has no transfers between a department and its units that would be counted twice
_SUMMED = (
    Ref("GK04", "本年收入合计", INCOME),
    Ref("GK04", "本年支出合计", "支出合计"),
    Ref("GK05", "合计", "小计"),
)
#: transfers between a department and its units, taken out of the sum of the whole department
_INTERNAL = (
    ("上级补助收入", "附属单位上缴收入"),
    ("对附属单位补助支出", "上缴上级支出"),
)
_WITH_TRANSFERS = (Ref("GK02", "合计", "本年收入合计"), Ref("GK03", "合计", "本年支出合计"))


def sum_of_units(rule: Rule, book: Book, shelf: Shelf) -> Iterator[Verdict]:
    """The figures of a whole department are the sums of its units, where the reports of all units are there."""
    subject = f"{book.report.doc_id}/单位"
    if book.report.identity.scope != WHOLE:
        yield not_applicable(rule, subject, "本报告不是汇总决算，没有所属单位可加总")
        return
    names = listed_units(book)
    if not names:
        yield not_applicable(rule, subject, "没有完整读出纳入汇总的单位名单，无法判断单位报告是否齐全")
        return
    units = {name: _unit(shelf, book, name) for name in names}
    if absent := [name for name, unit in units.items() if unit is None]:
        yield not_applicable(rule, subject, f"所属单位的报告不全，缺少{'、'.join(absent)}的决算报告")
        return
    there = [unit for unit in units.values() if unit is not None]
    for ref in _SUMMED:
        yield _sum(rule, shelf, book, there, ref)
    for ref, names_ in zip(_WITH_TRANSFERS, _INTERNAL, strict=True):
        moved = [unit.cell(ref.table, ref.row, name) for unit in there for name in names_]
        if any(cell.value for cell in moved):
            ground = f"所属单位有{'、'.join(names_)}，部门与单位之间的往来须先抵销，不能直接加总"
            yield not_applicable(rule, f"{book.report.doc_id}/{ref.table}/{ref.column}", ground)
        else:
            yield _sum(rule, shelf, book, there, ref)


def listed_units(book: Book) -> list[str]:
    """The units that a whole department's report says it covers; none where the list is not read in full."""
    names: list[str] = []
    listing = False
    for fact in (f for f in book.said.texts if f.section_key == "bodies" and f.column == "机构设置"):
        plain = fold(fact.raw)
        if match := _UNIT.match(plain) if listing else None:
            names.append(strip_ordinal(match["name"]))
        elif _LISTED.search(plain):
            listing = True
        elif names:
            break
    counted = book.said.of("bodies", measures()["reporting_units"].name, "数量")
    if counted and counted[0].value != len(names):
        return []
    return names if len(names) > 1 else []


def _unit(shelf: Shelf, book: Book, name: str) -> Book | None:
    """The report of a unit for the same year, of the department's own region."""
    own = bool(_OWN.search(name))
    key, identity = name_key(_OWN.sub("", name)), book.report.identity
    for other in reversed(shelf.current):
        theirs = other.report.identity
        if (theirs.year, theirs.kind, theirs.region) != (identity.year, identity.kind, identity.region):
            continue
        if name_key(theirs.department or "") == key and (theirs.scope == OWN if own else theirs.scope != WHOLE):
            return other
    return None


def _sum(rule: Rule, shelf: Shelf, book: Book, units: Sequence[Book], ref: Ref) -> Verdict:
    whole = book.at(ref)
    parts = [unit.at(ref) for unit in units]
    subject = f"{book.report.doc_id}/{ref.table}/{ref.column}"
    missing = [f"{named(b)}{cell_name(c)}" for b, c in zip((book, *units), (whole, *parts), strict=True) if not c.facts]
    if missing:
        return insufficient(rule, subject, missing)
    verdict = equal(rule, shelf, subject, [whole], parts)
    terms = "、".join(f"{unit.report.identity.department}{shown(c)}" for unit, c in zip(units, parts, strict=True))
    first = f"{named(book)}{cell_name(whole)}{shown(whole)}"
    second = f"所属{len(units)}个单位（{terms}）相加为{plain_decimal(verdict.amounts[1]) if verdict.amounts else ''}"
    return told(verdict, first, f"{second}{verdict.unit or ''}", "部门数应等于各单位之和（抵销内部往来后），请核对")


# ---------------------------------------------------------------- G-05 同一报告的两个版本

_MOST = 6


def versions(rule: Rule, book: Book, shelf: Shelf) -> Iterator[Verdict]:
    """Two versions of one report: the cells and the sentences that changed."""
    former = shelf.versions(book)[:-1]
    if not former:
        yield not_applicable(rule, f"{book.report.doc_id}/版本", "同一部门同一年度的这种报告只有一份")
    for older in former:
        yield from _changed(rule, older, book)


def _changed(rule: Rule, older: Book, newer: Book) -> Iterator[Verdict]:
    subject = f"{newer.report.doc_id}/{older.report.sha256[:8]}"
    old, new = _cells(older), _cells(newer)
    tables = dict.fromkeys(key[0] for key in (*old, *new))
    alike = True
    for table in tables:
        sides = [{k: f for k, f in cells.items() if k[0] == table} for cells in (old, new)]
        if not all(sides):
            lacking = older if not sides[0] else newer
            yield insufficient(rule, f"{subject}/{table}", [f"{lacking.report.file}的{_place(table)}"])
            alike = False
        elif changes := _differing(*sides):
            yield _cells_changed(rule, f"{subject}/{table}", (older, newer), table, changes)
            alike = False
    if sentences := _sentences(older, newer):
        yield _prose_changed(rule, f"{subject}/正文", (older, newer), sentences)
    elif alike:
        yield Verdict(rule, subject, Status.PASS)


Key = tuple[str, str, str]
Change = tuple[Fact | None, Fact | None]


def _cells(book: Book) -> dict[Key, Fact]:
    """Every cell of the tables and forms of a report."""
    cells: dict[Key, Fact] = {}
    for fact in book.facts:
        if fact.table and fact.origin in ("table", "annex"):
            row = fact.row_code or row_key(f"{fact.part_of or ''}{fact.row_name}")
            cells.setdefault((fact.table, row, fact.column), fact)
    return cells


def _differing(old: dict[Key, Fact], new: dict[Key, Fact]) -> list[Change]:
    changes = []
    for key in dict.fromkeys((*old, *new)):
        before, after = old.get(key), new.get(key)
        if before is None or after is None or _content(before) != _content(after):
            changes.append((before, after))
    return changes


def _content(fact: Fact) -> object:
    """What a cell says; 0.5 and 0.50 say the same, a blank and a zero do not."""
    return (fact.value, fact.unit) if fact.value is not None else fold(fact.raw)


def _cells_changed(rule: Rule, subject: str, books: tuple[Book, Book], table: str, changes: list[Change]) -> Verdict:
    told_ = "；".join(_one(change) for change in changes[:_MOST])
    more = "……" if len(changes) > _MOST else ""
    ground = f"{_both(books)}：{_place(table)}有{len(changes)}处不同：{told_}{more}。"
    facts = tuple(f for change in changes[:_MOST] for f in change if f is not None)
    return Verdict(rule, subject, Status.FAIL, ground=ground, facts=facts)


def _one(change: Change) -> str:
    before, after = change
    fact = after or before
    assert fact is not None
    label = f"{fact.row_code or ''} {fact.row_name}".strip()
    return f"{label}“{fact.column}”{_raw(before)}改为{_raw(after)}"


def _raw(fact: Fact | None) -> str:
    if fact is None:
        return "（没有这一格）"
    return "空白" if fact.is_blank else fold(fact.raw)[:30]


def _sentences(older: Book, newer: Book) -> list[Change]:
    """The sentences with figures, reasons and the like that only one of two versions has."""
    old, new = ({fold(f.quote): f for f in b.facts if f.origin == "prose" and f.quote} for b in (older, newer))
    gone: list[Change] = [(f, None) for text, f in old.items() if text not in new]
    return gone + [(None, f) for text, f in new.items() if text not in old]


def _prose_changed(rule: Rule, subject: str, books: tuple[Book, Book], changes: list[Change]) -> Verdict:
    gone, come = ([c[side] for c in changes if c[side]] for side in (0, 1))
    said = [
        f"{word}{len(facts)}句，如“{_clip(facts[0])}”"
        for word, facts in (("只在前一版的", gone), ("只在后一版的", come))
        if facts
    ]
    ground = f"{_both(books)}：正文有不同，{'；'.join(said)}。"
    facts = tuple(f for f in (*gone[:_MOST], *come[:_MOST]) if f is not None)
    return Verdict(rule, subject, Status.FAIL, ground=ground, facts=facts)


def _clip(fact: Fact | None) -> str:
    text = fold(fact.quote) if fact else ""
    return text if len(text) <= 40 else f"{text[:40]}…"


def _both(books: tuple[Book, Book]) -> str:
    older, newer = books
    return f"{named(newer)}有两个版本（{older.report.file}、{newer.report.file}）"


def _place(table: str) -> str:
    return table_title(table) if table in table_forms() else f"附件《{table}》"


# ---------------------------------------------------------------- G-07 归档核对

#: what is to agree: its name, the table and the rule that looks at it there, the rule that looks at the text
_ARCHIVED = (
    ("收入总计＝支出总计", "GK01", "A-GK01-05", "D-08"),
    ("财政拨款收入总计＝支出总计", "GK04", "A-GK04-05", "D-08"),
    ("支出＝基本支出＋项目支出等", "GK03", "A-GK03-01", "D-15"),
)
_REQUIRED = ("income", "expenditure", "fiscal_income", "basic", "project")


def archive(rule: Rule, book: Book, shelf: Shelf) -> Iterator[Verdict]:
    """What a finished report must hold before it is filed: its fields; its balances are left to the rules on them."""
    identity = book.report.identity
    missing = [n for n, v in (("部门", identity.department), ("年度", identity.year), ("单位", identity.unit)) if not v]
    figures = [measures()[key] for key in _REQUIRED]
    missing += [m.name for m in figures if not any(c.value is not None for c in printed(book, m))]
    subject = f"{book.report.doc_id}/要素"
    yield insufficient(rule, subject, missing) if missing else Verdict(rule, subject, Status.PASS)
    for name, table, in_table, in_text in _ARCHIVED:
        where = f"由 {in_table} 在{table_title(table)}中核对"
        if not book.has(table):
            where = f"没有读到{table_title(table)}，由 {in_text} 在正文中核对"
        yield not_applicable(rule, f"{book.report.doc_id}/{name}", f"{name}{where}")


RULES: tuple[Across, ...] = (
    across(
        "G-04",
        "部门汇总数等于各单位之和",
        "warning",
        "汇总决算的各数应等于所属各单位决算之和，部门与单位之间的往来抵销后计算。",
        sum_of_units,
    ),
    across(
        "G-05", "同一报告的版本差异", "info", "同一部门同一年度的报告有两个版本的，列出改动之处。", versions, "both"
    ),
    across(
        "G-07",
        "归档核对",
        "warning",
        "归档的决算应要素齐全：部门、年度、单位和各主要数字；收支是否平衡由表内和正文的各规则核对。",
        archive,
    ),
)
