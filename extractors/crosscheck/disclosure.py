"""Family E, what must stand in a report: the nine tables, the parts and sections, notes under empty tables."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractors.crosscheck.book import STATUTORY, Book
from extractors.crosscheck.budget_parts import budget_parts
from extractors.crosscheck.compare import insufficient, not_applicable
from extractors.crosscheck.model import Check, Rule, Status, Verdict, by_kind
from extractors.crosscheck.outline import contents
from extractors.crosscheck.parts import chapter_told, parts
from extractors.crosscheck.reading import heading, reading, spot
from extractors.crosscheck.wording import table_title
from extractors.facts import Fact
from extractors.report import Section, Table
from extractors.text import fold, name_key
from extractors.vocabulary import table_forms, table_key
from extractors.vocabulary.disclosure import disclosure_words
from extractors.vocabulary.form import form_words

_FINAL = tuple(f"GK0{n}" for n in range(1, 10))
_BUDGET = tuple(f"YS0{n}" for n in range(1, 10))
#: the sections of the text that speak of the money of a table
_SECTIONS = {
    **{"GK07": "gov_fund", "GK08": "state_capital", "GK09": "three_public"},
    **{"YS06": "gov_fund", "YS07": "state_capital", "YS09": "three_public"},
}
_AMOUNT = re.compile(r"\d[.]\d{2}(?!\d)|\d,\d{3}(?![\d,])")


def _titled(book: Book, key: str) -> list[Section]:
    """The sections under the title of a statutory table, outside the table of contents."""
    return [s for s in book.report.sections if s.key == key and s.level == 2]


def _grid(book: Book, key: str) -> Table | None:
    """The printed grid of a statutory table."""
    return next((t for s in book.report.sections for t in s.tables if t.key == key), None)


# ---------------------------------------------------------------- E-01, E-02: the nine tables


def _tables(keys: tuple[str, ...]) -> Check:
    """A check for each of nine tables under its own title; titles without any grid are told once, for all of them."""

    def check(rule: Rule, book: Book) -> Iterator[Verdict]:
        printed = {k for k in keys if _grid(book, k) or book.has(k)}
        bare = [k for k in keys if k not in printed and _titled(book, k)]
        if not printed and not bare:
            yield from _no_table(rule, book, keys)
            return
        for key in keys:
            if key in printed:
                yield Verdict(rule, key, Status.PASS)
            elif key in bare:
                yield insufficient(rule, key, [f"{table_title(key)}的表格"])
            else:
                yield _absent(rule, book, key, keys)
        empty = [k for k in bare if not _lines_of_figures(book, k)]
        if empty:
            yield _bare(rule, book, empty, keys)
        yield _order(rule, book, keys)

    return check


def _no_table(rule: Rule, book: Book, keys: tuple[str, ...]) -> Iterator[Verdict]:
    """None of the tables was told: unread, and a warning where their part has no grid of any kind."""
    yield insufficient(rule, "tables", [table_title(k) for k in keys])
    part = next((s for s in book.report.sections if s.level == 1 and s.key == "tables"), None)
    if part is not None and not any(s.tables for s in _table_sections(book)):
        ground = (
            f"“{part.title}”没有任何一张表的标题或表格（表格可能是图片），九张表均无法核对，请以可读取的文字表格公开。"
        )
        facts = (heading(book, part),)
        yield Verdict(rule, "tables/无表格", Status.FAIL, ground=ground, severity="warning", facts=facts)


def _table_sections(book: Book) -> list[Section]:
    """The sections of the part with the tables; all but annexes and contents where the report has no such part."""
    zones = [(s, reading(book).zone(s)) for s in book.report.sections]
    return [s for s, zone in zones if zone == "tables"] or [s for s, zone in zones if zone not in ("annex", "toc")]


def _lines_of_figures(book: Book, key: str) -> bool:
    """Whether amounts, or words that there are none, stand under a title that has no grid: unread, and no picture."""
    source = book.report.source
    paragraphs = [p for s in book.report.sections if s.key == key for p in s.paragraphs]
    if any(re.search(r"[本此]表无|[本此]表为空|空表", p.plain) for p in paragraphs):
        return True
    return sum(len(_AMOUNT.findall(source.cut(p.place))) for p in paragraphs) >= 5


def _bare(rule: Rule, book: Book, bare: list[str], keys: tuple[str, ...]) -> Verdict:
    kind = "决算表" if keys is _FINAL else "预算表"
    names = f"九张{kind}" if len(bare) == len(keys) else "、".join(table_title(k) for k in bare) + f"共{len(bare)}张表"
    ground = (
        f"报告的{names}只有标题，正文中没有任何表格数据（表格可能是图片），表内、表间和表文关系均无法核对，"
        "请以可读取的文字表格公开。"
    )
    facts = tuple(heading(book, s) for k in bare for s in _titled(book, k)[:1])
    return Verdict(
        rule, "tables/无表格", Status.FAIL, ground=ground, severity="warning", facts=facts, shown=(str(len(bare)),)
    )


def _absent(rule: Rule, book: Book, key: str, keys: tuple[str, ...]) -> Verdict:
    """A table whose title was not found: missing only where nothing unread can be it."""
    entry = next((e for e in contents(book) if table_key(e.text) == key), None)
    if _unread_grids(book, keys) or _named_in_body(book, key):
        return insufficient(rule, key, [f"{table_title(key)}（正文有未能认出的表格或标题）"])
    listed = f"目录列有“{entry.text}”，正文未见该表" if entry else "报告正文未见该表"
    ground = f"{table_title(key)}：{listed}。应公开的九张表中没有数据的，也应保留表格并注明本表无数据，请补充。"
    part = [heading(book, s) for s in book.report.sections if s.level == 1 and s.key == "tables"]
    facts = (entry.fact(book),) if entry else tuple(part[:1])
    return Verdict(rule, key, Status.FAIL, ground=ground, facts=facts)


def _unread_grids(book: Book, keys: tuple[str, ...]) -> bool:
    """Whether the part with the tables has a grid of no known table: without key, or captioned anew under another's."""
    return any(t.key not in keys or (n and t.caption) for s in _table_sections(book) for n, t in enumerate(s.tables))


def _named_in_body(book: Book, key: str) -> bool:
    """Whether a title of the table is spelled anywhere in the part with the tables, in a cell or a caption too."""
    sections = _table_sections(book)
    lines = [p.plain for s in sections for p in s.paragraphs] + [s.title for s in sections if s.level != 1]
    lines += ["".join(row.texts) for s in sections for t in s.tables for row in t.rows[:3]]
    titles = table_forms()[key].titles
    return any(t in name_key(line) for line in lines if table_key(line) is None for t in titles)


def _order(rule: Rule, book: Book, keys: tuple[str, ...]) -> Verdict:
    """The tables stand in the order of the table of contents."""
    body = list(dict.fromkeys(s.key for s in book.report.sections if s.key in keys and s.level == 2))
    listed = [k for e in contents(book) if (k := table_key(e.text)) in body]
    if len(listed) != len(body) or len(body) < 2:
        return not_applicable(rule, "顺序", "没有目录可比")
    if listed == body:
        return Verdict(rule, "顺序", Status.PASS)
    key = next(b for b, w in zip(body, listed, strict=True) if b != w) or ""
    ground = f"各表的排列与目录不一致：{table_title(key)}的位置与目录所列顺序不同，请核对。"
    facts = tuple(heading(book, s) for s in _titled(book, key)[:1])
    return Verdict(rule, "顺序", Status.FAIL, ground=ground, severity="warning", facts=facts)


# ---------------------------------------------------------------- E-04: notes under empty tables


def _notes(rule: Rule, book: Book) -> Iterator[Verdict]:
    for key in _BUDGET if book.report.identity.kind == "budget" else _FINAL:
        grid = _grid(book, key)
        if grid is None or not book.has(key):
            yield insufficient(rule, key, [f"{table_title(key)}的表格"])
        else:
            yield _note(rule, book, key, grid)


#: what the note says that the form is for, as in every report
_OF_FORM = re.compile(r"^注：本表反映[^。]*?(?:。|(?=，?[本此]表)|$)")


def _note(rule: Rule, book: Book, key: str, grid: Table) -> Verdict:
    nil = disclosure_words().nil
    notes = [p for p in (*grid.notes, *grid.caption) if nil.search(_OF_FORM.sub("", p.plain))]
    figures = [f for f in book.facts if f.origin == "table" and f.table == key and f.value is not None]
    place = grid.rows[-1].place
    row = book.spot(place.start, place.end).but(page=place.page)
    said = tuple(_stated(book, key))
    if not notes and not any(f.value for f in figures) and _said_to_be_nil(book, key):
        return Verdict(rule, key, Status.PASS)
    if not figures and not notes:
        also = f"；而正文写有{'、'.join(f'{f.row_name}{f.column}{f.raw}' for f in said[:2])}" if said else ""
        lacks = f"{table_title(key)}只有表头，没有数据，也没有“本表无数据”的说明"
        ground = f"{lacks}{also}。请补填数据；确无数据的，应在表下注明。"
        shown = tuple(str(f.value) for f in said[:2])
        return Verdict(rule, key, Status.FAIL, ground=ground, severity="warning", facts=(row, *said[:2]), shown=shown)
    if not figures:
        return _named(rule, book, key, grid) or Verdict(rule, key, Status.PASS)
    note = next((p for p in notes if re.search(r"[本此]表无|空表", p.plain)), None)
    money = [f for f in figures if f.value]
    if note is not None and money:
        place = note.span(book.report.source, 0, len(note.plain))
        ground = f"{table_title(key)}列有金额{money[0].raw}，表下却注明“{note.text}”，两者不能同时成立，请核对。"
        facts = (book.spot(place.start, place.end).but(page=place.page), money[0])
        return Verdict(rule, key, Status.FAIL, ground=ground, facts=facts, shown=(str(money[0].value),))
    if not money and not notes:
        ground = f"{table_title(key)}各栏均为零，表下没有“本表无数据”的说明，请补充。"
        return Verdict(rule, key, Status.FAIL, ground=ground, severity="warning", facts=(row,))
    return Verdict(rule, key, Status.PASS)


def _said_to_be_nil(book: Book, key: str) -> bool:
    """Whether the text of a budget says that there is no money of the kind that an empty table shows."""
    words, topic = disclosure_words(), disclosure_words().notes.get(key)
    if not topic or not key.startswith("YS"):
        return False
    told = reading(book).text("narrative", "other").passages
    passages = [p for p in told if not STATUTORY.match(p.section.key or "")]
    own = [p.paragraph.plain for p in passages if p.section.key == _SECTIONS[key]]
    clauses = [c for p in passages for c in re.split("[。；]", p.paragraph.plain) if topic in c]
    return any(words.nil.search(text) or words.budget.nil.search(text) for text in (*own, *clauses))


def _stated(book: Book, key: str) -> list[Fact]:
    """Amounts other than zero that the text states for the subject of an empty table."""
    section = _SECTIONS.get(key)
    found = book.said.in_section(section, "预算数", "全年预算数", "年初预算数", "决算数") if section else []
    return [f for f in found if f.value and f.unit in ("万元", "元")]


def _named(rule: Rule, book: Book, key: str, grid: Table) -> Verdict | None:
    """The note under an empty table that speaks of another table's money."""
    words = disclosure_words().notes
    if key not in words:
        return None
    text = "".join(p.plain for p in grid.notes if disclosure_words().nil.search(p.plain))
    others = [w for k, w in words.items() if k != key and w in text]
    if words[key] in text or not others:
        return None
    passage = next(p for p in grid.notes if others[0] in p.plain)
    place = passage.span(book.report.source, 0, len(passage.plain))
    ground = f"{table_title(key)}下的说明写“{passage.text}”，说的是{others[0]}，不是本表，请更正。"
    fact = book.spot(place.start, place.end).but(page=place.page)
    return Verdict(rule, key, Status.FAIL, ground=ground, severity="warning", facts=(fact,))


# ---------------------------------------------------------------- E-05, E-11


def _levels(rule: Rule, book: Book) -> Iterator[Verdict]:
    """功能分类 down to 项, 经济分类 down to 款."""
    by_function, by_object = ("YS05", "YS08") if book.report.identity.kind == "budget" else ("GK05", "GK06")
    for key, lower, name in ((by_function, 7, "功能分类项级科目"), (by_object, 5, "经济分类款级科目")):
        codes = book.codes(key)
        tops = [c for c in codes if len(c) == 3 and _money(book, key, c)]
        if not tops:
            yield insufficient(rule, key, [f"{table_title(key)}的科目"])
        for top in tops:
            subject = f"{key}/{top}"
            if any(len(c) == lower and c.startswith(top) for c in codes) or book.unread_codes(key, top):
                yield Verdict(rule, subject, Status.PASS)
                continue
            ground = f"{table_title(key)}{top} {book.name(key, top)}没有列到{name}，请补充。"
            facts = tuple(book.cell(key, top, c).fact for c in book.columns(key)[:1])
            yield Verdict(rule, subject, Status.FAIL, ground=ground, facts=tuple(f for f in facts if f))


def _money(book: Book, key: str, code: str) -> bool:
    return any(book.cell(key, code, column).value for column in book.columns(key))


def _funds(rule: Rule, book: Book) -> Iterator[Verdict]:
    """The sections on both funds stand even where there is nothing, and then say so."""
    for chapter in disclosure_words().funds:
        found = chapter_told(rule, book, chapter, "narrative")
        if found.status is Status.FAIL and _of_all_funds(book):
            ground = "正文把各类财政拨款支出合在一节说明，没有分资金设节"
            yield not_applicable(rule, found.subject, ground)
            continue
        if found.status is not Status.PASS:
            yield found
            continue
        said = reading(book).said(chapter.key)
        empty = chapter.table is not None and book.has(chapter.table) and not _any_money(book, chapter.table)
        if said and empty and not disclosure_words().nil.search(said) and not re.search(r"\d万?元", said):
            passage = reading(book).by_key[chapter.key][0]
            ground = f"{table_title(chapter.table or '')}没有数据，正文“{chapter.name}”没有说明本年无此项收支，请补充。"
            fact = spot(book, passage, 0, len(passage.paragraph.plain))
            yield Verdict(rule, found.subject, Status.FAIL, ground=ground, severity="warning", facts=(fact,))
        else:
            yield found


def _of_all_funds(book: Book) -> bool:
    """Whether the text tells what all funds paid in one chapter, as some provinces have it, and has none for one."""
    told = [s for s in book.report.sections if s.level and reading(book).zone(s) == "narrative"]
    single = {"general_budget", "gov_fund", "state_capital"}
    return any(form_words().all_funds.search(fold(s.title)) for s in told) and not any(s.key in single for s in told)


def _any_money(book: Book, table: str) -> bool:
    return any(f.value for f in book.facts if f.origin == "table" and f.table == table)


def _beyond(ground: str) -> Check:
    """A duty that one report alone cannot show to be kept."""

    def check(rule: Rule, book: Book) -> Iterator[Verdict]:
        yield not_applicable(rule, book.report.doc_id, ground)

    return check


RULES: tuple[Rule, ...] = (
    Rule(
        "E-01",
        "九张决算表齐全",
        "error",
        "部门决算应公开九张表，各有标题和表格，排列与目录一致；没有数据的表也应保留。表格是图片的，无法核对。",
        _tables(_FINAL),
    ),
    Rule(
        "E-02",
        "九张预算表齐全",
        "error",
        "部门预算应公开九张表，各有标题和表格，排列与目录一致；没有数据的表也应保留。表格是图片的，无法核对。",
        _tables(_BUDGET),
        kind="budget",
    ),
    Rule(
        "E-03",
        "各部分、各章节齐全",
        "error",
        "决算应有部门概况、决算表、决算情况说明和名词解释，情况说明应逐项说明；预算应有主要职能、机构设置、预算编制说明、"
        "预算表、名词解释和其他相关情况说明。目录和附件目录所列的都应在正文中。",
        by_kind(parts, budget_parts),
        kind="both",
    ),
    Rule(
        "E-04",
        "空表附有说明",
        "error",
        "没有数据的表应保留表格并注明“本表无数据”及原因，说明应针对本表；有数据的表不应注明无数据。"
        "预算的空表，正文已写明没有此项预算的也可。",
        _notes,
        kind="both",
    ),
    Rule(
        "E-05",
        "支出公开到规定级次",
        "error",
        "一般公共预算支出应公开到功能分类项级科目，基本支出应公开到经济分类款级科目。",
        _levels,
        kind="both",
    ),
    Rule(
        "E-11",
        "基金和国有资本经营预算都有说明",
        "error",
        "没有政府性基金、国有资本经营预算收支的，也应设专节并写明没有。",
        _funds,
    ),
    Rule(
        "E-14",
        "按时公开",
        "warning",
        "部门决算、预算应在财政部门批复后二十日内公开，并在统一平台或专栏中公布。",
        _beyond("报告不载批复日期和公开日期，需另查"),
        kind="both",
    ),
    Rule(
        "E-15",
        "所属单位都已公开",
        "warning",
        "纳入编制范围的二级预算单位应各自公开本单位的决算。",
        _beyond("需有所属单位的报告才能核对"),
    ),
    Rule(
        "E-16",
        "转移支付和涉密事项有说明",
        "info",
        "管理专项转移支付的部门应公开其分配和绩效；因涉密不公开的内容应说明。",
        _beyond("报告不载部门是否管理专项转移支付，需另查"),
        kind="both",
    ),
)
