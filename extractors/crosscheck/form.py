"""Family F, years, units and decimals: what tables, headings and text have to agree on."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal

from extractors.crosscheck.book import STATUTORY, Book, decimals
from extractors.crosscheck.compare import insufficient, not_applicable
from extractors.crosscheck.magnitude import bears_out, magnitudes
from extractors.crosscheck.model import Rule, Status, Verdict
from extractors.crosscheck.reading import Hit, Text, heading, reading, spot
from extractors.crosscheck.slips import found_slips, report_slips
from extractors.crosscheck.wording import table_title
from extractors.facts import MONEY, Fact
from extractors.findings import Severity
from extractors.report import Place, Section, Table
from extractors.text import fold
from extractors.vocabulary.form import form_words

_YEAR = re.compile(r"(?<!\d)(20\d\d)年(?!\d{1,2}月)度?")
#: columns and titles that name another year with reason
_OF_OTHER_YEARS = re.compile(r"预算数|决算数|执行数|执行情况|上年|比较|对比|相比|结转|评价|自评|项目|附件")
_UNIT = re.compile(r"单位：(?:人民币)?(万元|亿元|千元|元)|[(](?:单位：)?(万元|元)[)]")
#: an amount of a text, and what it has to be of
_IN_WAN, _PROJECTS = (
    re.compile(r"(?<![\d,.])(\d[\d,]*(?:\.\d+)?)万元"),
    re.compile(r"项目[^，。；]{0,8}\d+个|\d+个[^，。；]{0,8}项目"),
)
#: sections whose sentences tell figures of the report's own year
_FIGURES = (
    "overall",
    "income",
    "expenditure",
    "fiscal",
    "general_budget",
    "basic",
    "three_public",
    "gov_fund",
    "state_capital",
    "operating",
    "procurement",
    "assets",
)


# ---------------------------------------------------------------- F-01, F-02: years


def _years(rule: Rule, book: Book) -> Iterator[Verdict]:
    """The report's year in cover, contents, headings and captions, and in the sentences that tell its figures."""
    year = book.report.identity.year
    if year is None:
        yield insufficient(rule, "年度", ["报告年度"])
        return
    if not reading(book).passages:
        yield insufficient(rule, "年度", ["报告正文"])
        return
    wrong = [
        *_wrong_headings(rule, book, year),
        *_wrong_captions(rule, book, year),
        *_wrong_notes(rule, book, year),
        *_wrong_sentences(rule, book, year),
    ]
    yield from wrong or [Verdict(rule, "年度", Status.PASS)]


def _others(text: str, year: int) -> list[str]:
    """Years of a title other than the report's; none where the title speaks of other years by its nature."""
    if _OF_OTHER_YEARS.search(fold(text)):
        return []
    return [m.group(1) for m in _YEAR.finditer(fold(text)) if int(m.group(1)) != year]


def _wrong(rule: Rule, place: str, words: str, found: str, year: int, fact: Fact) -> Verdict:
    ground = f"{place}写“{words}”，与报告年度{year}年不符，{found}年应为{year}年，请核对。"
    return Verdict(rule, f"{place}/{words[:24]}", Status.FAIL, ground=ground, facts=(fact,), shown=(found, str(year)))


#: titles of forms of a budget that can only be of its own year, unlike those of what was evaluated
_GOALS = re.compile("绩效目标(?:申报|批复)?表$")


def _wrong_headings(rule: Rule, book: Book, year: int) -> Iterator[Verdict]:
    of_plans = book.report.identity.kind == "budget"
    for section in book.report.sections:
        annexed = reading(book).zone(section) == "annex" or section.key == "annex"
        if section.level and section.key != "toc" and (not annexed or (of_plans and _GOALS.search(section.title))):
            for other in _others(section.title, year)[:1]:
                yield _wrong(rule, "标题", section.title, other, year, heading(book, section))
    for passage in reading(book).text("cover", "toc").passages:
        for other in _others(passage.paragraph.text, year)[:1]:
            fact = spot(book, passage, 0, len(passage.paragraph.plain))
            place = "目录" if passage.zone == "toc" else "封面"
            yield _wrong(rule, place, passage.paragraph.text, other, year, fact)


def _wrong_captions(rule: Rule, book: Book, year: int) -> Iterator[Verdict]:
    """The year above a statutory table, in a caption or in the first rows of its grid."""
    for section, table in book.report.tables:
        if not STATUTORY.match(table.key or ""):
            continue
        lines = [(p.text, p.place.start, p.place.end) for p in table.caption]
        lines += [(c.text, c.place.start, c.place.end) for row in table.rows[:3] for c in row if "年度" in c.text]
        for text, start, end in lines:
            for other in _others(text, year)[:1]:
                fact = book.spot(start, end, section=section)
                yield _wrong(rule, f"{table_title(table.key or '')}表头", text, other, year, fact)


def _wrong_notes(rule: Rule, book: Book, year: int) -> Iterator[Verdict]:
    """The year of which a note below a statutory table says that there was no money of its kind."""
    for _, table in book.report.tables:
        if not STATUTORY.match(table.key or ""):
            continue
        for note in table.notes:
            match = form_words().note_year.search(note.plain)
            if match is None or int(match["year"]) == year:
                continue
            place = note.span(book.report.source, 0, len(note.plain))
            fact = book.spot(place.start, place.end).but(page=place.page)
            yield _wrong(rule, f"{table_title(table.key or '')}下的说明", note.text, match["year"], year, fact)


def _wrong_sentences(rule: Rule, book: Book, year: int) -> Iterator[Verdict]:
    words = form_words()
    text = reading(book).text("narrative")
    for hit in text.find(words.leading):
        rest = hit.match.group("rest")
        if int(hit.match.group("year")) == year or hit.passage.section.key not in _FIGURES:
            continue
        # a year that is compared with itself is one of the two that was left from the report before
        itself = f"{hit.match.group('year')}年" in rest
        compared = words.compared.search(rest) and not itself
        if words.told.search(rest) and not compared and f"{year}年" not in _sentence(hit):
            said = spot(book, hit.passage, hit.start, hit.start + len(_sentence(hit)))
            yield _wrong(rule, hit.passage.place, hit.words, hit.match.group("year"), year, said)
    yield from _of_this_years_projects(rule, book, year)
    planned = text.find(words.goals_of) if book.report.identity.kind == "budget" else ()
    for hit in planned:
        found = next(y for y in hit.match.group("year", "goals", "set") if y)
        if int(found) == year - 1:
            yield _wrong(rule, hit.passage.place, hit.words, found, year, hit.fact(book))
    for hit in text.find(words.as_of) if book.report.identity.kind == "budget" else ():
        as_of = int(hit.match.group("year"))
        if as_of < year - 1 and hit.passage.section.key in ("three_public", "assets"):
            ground = f"{hit.passage.place}写“{hit.quoted}”，{year}年预算一般截至上年，{as_of}年有误，请核对。"
            fact, shown = hit.fact(book), (str(as_of), str(year - 1))
            yield Verdict(rule, f"截至/{fact.line}", Status.FAIL, ground=ground, facts=(fact,), shown=shown)
    yield from _compared(rule, text, book, year)


def _compared(rule: Rule, text: Text, book: Book, year: int) -> Iterator[Verdict]:
    """Amounts compared with those of their own year; in a budget also with a budget older than that of last year."""
    words = form_words()
    plans = text.find(words.against_plan) if book.report.identity.kind == "budget" else ()
    older = [hit for hit in plans if int(hit.match.group("year")) < year - 1]
    for hit in [*text.find(words.against), *older]:
        compared = int(hit.match.group("year"))
        if (compared == year or hit in older) and hit.passage.section.key in _FIGURES:
            told = f"报告年度就是{year}年，不应与本年相比" if compared == year else f"{year}年的预算与上年相比"
            should = f"{told}，年份应为上年（{year - 1}年）"
            ground = f"{hit.passage.place}写“{hit.quoted}”，{should}，请核对。"
            fact, shown = hit.fact(book), (str(compared), str(year - 1))
            yield Verdict(rule, f"比较/{fact.line}", Status.FAIL, ground=ground, facts=(fact,), shown=shown)


def _of_this_years_projects(rule: Rule, book: Book, year: int) -> Iterator[Verdict]:
    """The year before over what the goals or the evaluation of this year's projects come to: 2022年…项目2个，…万元.

    That they are this year's is told by the amount, which is that of all projects in this year's tables.
    """
    spent = (f for f in book.facts if f.origin == "table" and f.column == "项目支出" and f.row_name == "合计")
    totals = {amount for f in spent if f.unit in MONEY and (amount := f.in_unit("万元"))}
    for hit in reading(book).text("narrative", "other").find(form_words().leading):
        sentence = _sentence(hit)
        if hit.passage.section.key != "performance" or int(hit.match.group("year")) != year - 1:
            continue
        told = {Decimal(n.replace(",", "")) for n in _IN_WAN.findall(sentence)}
        if told & totals and _PROJECTS.search(sentence) and f"{year}年" not in sentence:
            said = spot(book, hit.passage, hit.start, hit.start + len(sentence))
            yield _wrong(rule, hit.passage.place, sentence, hit.match.group("year"), year, said)


def _sentence(hit: Hit) -> str:
    plain = hit.passage.paragraph.plain
    end = plain.find("。", hit.end)
    return plain[hit.start : end if end >= 0 else len(plain)]


def _closing(rule: Rule, book: Book) -> Iterator[Verdict]:
    """The end of year as of which vehicles and assets are told."""
    year = book.report.identity.year
    text = reading(book).text("narrative", "other")
    if year is None or not text:
        yield insufficient(rule, "期末", ["报告年度" if year is None else "决算情况说明"])
        return
    hits = [h for h in text.find(form_words().closing) if h.passage.section.key in ("three_public", "assets")]
    if not hits:
        yield not_applicable(rule, "期末", "正文没有写截至年末的日期")
    for hit in hits:
        found, fact = hit.match.group("year"), hit.fact(book)
        subject = f"期末/{fact.line}"
        if int(found) == year:
            yield Verdict(rule, subject, Status.PASS)
            continue
        ground = f"{hit.passage.place}写“{hit.quoted}”，截止日期应为{year}年末，{hit.words}有误，请核对。"
        yield Verdict(rule, subject, Status.FAIL, ground=ground, facts=(fact,), shown=(found, str(year)))


# ---------------------------------------------------------------- F-04, F-05: units and decimals


#: tables whose form prints a unit of its own beside tables in another (budgets: 三公 in 万元, the rest in 元)
_OWN_UNIT = {"YS09"}


def _units(rule: Rule, book: Book) -> Iterator[Verdict]:
    """Each statutory table prints its unit, all the same one; amounts of the text carry theirs; sizes bear them out."""
    grids = [(s, t) for s, t in book.report.tables if STATUTORY.match(t.key or "")]
    if not grids:
        yield insufficient(rule, "tables", ["决算表"])
    usual = Counter(u[0] for s, t in grids if (u := _unit(s, t))).most_common(1)
    first = {table.key or "": (section, table) for section, table in reversed(grids)}
    printed = [_unit_of(rule, book, s, t, usual[0][0] if usual else None) for s, t in reversed(first.values())]
    yield from printed
    yield from report_slips(rule, book, found_slips(book, form_words().units))
    yield from magnitudes(rule, book, {v.subject for v in printed if v.status is Status.FAIL})


def _unit(section: Section, table: Table) -> tuple[str, Place] | None:
    """The unit printed with a table: above it, in its first rows, or in the section's own lines."""
    lines = [(fold(section.title), section.place)]
    lines += [(p.plain, p.place) for p in (*table.caption, *section.paragraphs)]
    lines += [("".join(row.texts), row.place) for row in table.rows[:5]]
    for line, place in lines:
        if match := _UNIT.search(line):
            return match.group(1) or match.group(2), place
    return None


def _unit_of(rule: Rule, book: Book, section: Section, table: Table, usual: str | None) -> Verdict:
    key, found = table.key or "", _unit(section, table)
    severe: Severity | None
    title = table_title(key)
    if found is None:
        also = f"（其他各表为{usual}）" if usual else ""
        ground = f"{title}没有注明金额单位{also}，请补充。"
        severe = "warning" if usual else None
        return Verdict(rule, key, Status.FAIL, ground=ground, severity=severe, facts=(heading(book, section),))
    unit, place = found
    if usual is not None and unit != usual and key not in _OWN_UNIT:
        # amounts that agree with those elsewhere when converted are right: another unit is then a matter of form
        right = key not in book.doubtful and bears_out(book, key)
        same = "（换算后与他处一致）" if right else ""
        ground = f"{title}的金额单位是{unit}，其他各表是{usual}{same}，各表单位应一致，请核对。"
        fact = book.spot(place.start, place.end, section=section).but(page=place.page)
        severe = "info" if right else "warning"
        return Verdict(rule, key, Status.FAIL, ground=ground, severity=severe, facts=(fact,), shown=(unit, usual))
    return Verdict(rule, key, Status.PASS)


def _decimals(rule: Rule, book: Book) -> Iterator[Verdict]:
    """Figures of one table print the same number of decimals."""
    for key in book.tables:
        figures = [f for f in book.facts if f.origin == "table" and f.table == key and f.value]
        if not figures:
            yield not_applicable(rule, key, "本表没有金额")
            continue
        counts = Counter(decimals(f.value) for f in figures if f.value is not None)
        usual = max(counts, key=lambda d: (counts[d], d))
        odd = [f for f in figures if f.value is not None and decimals(f.value) != usual]
        if not odd:
            yield Verdict(rule, key, Status.PASS)
            continue
        shown = "、".join(f.raw for f in odd[:5])
        ground = f"{table_title(key)}金额多为{usual}位小数，{shown}等{len(odd)}处位数不同，建议统一。"
        facts = tuple(odd[:12])
        yield Verdict(rule, key, Status.FAIL, ground=ground, facts=facts, shown=tuple(f.raw for f in odd[:5]))
    if not book.tables:
        yield insufficient(rule, "tables", ["决算表"])


# ---------------------------------------------------------------- F-14: pages without text


def _readable(rule: Rule, book: Book) -> Iterator[Verdict]:
    """Pages without a text layer: what they show is not read, and nothing may be called missing for it."""
    pages = book.report.pages
    if not pages:
        yield not_applicable(rule, "pages", "不是分页的文件")
        return
    places = [s.place for s in book.report.sections]
    places += [b.place for s in book.report.sections for b in s.blocks]
    places += [row.place for _, t in book.report.tables for row in t.rows]
    read = {place.page for place in places}
    blank = [n for n in range(1, pages + 1) if n not in read]
    if not blank:
        yield Verdict(rule, "pages", Status.PASS)
    for page in blank:
        yield insufficient(rule, f"page/{page}", [f"第{page}页的文字（可能是扫描件或图片）"])


RULES: tuple[Rule, ...] = (
    Rule(
        "F-01",
        "年度前后一致",
        "error",
        "封面、目录、标题、表头和正文所说的本年度应与报告年度一致；与其他年度比较、引用其他年度的除外。",
        _years,
        kind="both",
    ),
    Rule(
        "F-02",
        "期末日期为报告年度",
        "error",
        "车辆、资产等期末数应截至报告年度的12月31日，不应是其他年度的期末。",
        _closing,
    ),
    Rule(
        "F-04",
        "金额单位齐全一致",
        "error",
        "每张表应注明金额单位，各表一致；正文的金额应写明万元或元；同一数字在别处恰好相差一万倍的，单位有误。",
        _units,
        kind="both",
    ),
    Rule("F-05", "小数位数统一", "info", "同一张表的金额应保留相同的小数位数，通常为两位。", _decimals, kind="both"),
    Rule(
        "F-14",
        "各页有文字层",
        "info",
        "没有文字层的页面（扫描件、图片）无法读取，相关规则只能记为未核对。",
        _readable,
        kind="both",
    ),
)
