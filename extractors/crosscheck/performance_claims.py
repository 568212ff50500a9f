"""Family P, claims of the text on performance that cannot both be true, and its overall score."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from extractors.crosscheck.book import Book
from extractors.crosscheck.cells import stated
from extractors.crosscheck.compare import equal, insufficient, not_applicable
from extractors.crosscheck.indicators import department_form
from extractors.crosscheck.model import Rule, Status, Verdict
from extractors.crosscheck.performance_counts import grade_of, narrated
from extractors.crosscheck.table_prose import text_place
from extractors.facts import Fact, half_digit, plain_decimal
from extractors.forms import Form
from extractors.text import fold, name_key, squeeze

_PLACE = text_place("performance")
_SECTIONS = ("performance", "annex")
_IN_PLACE = re.compile(r"(?:实际)?(?:到位|下达|拨付|落实)了?(?P<named>\d+)个项目的?(?:资金|经费)")
_PLANNED = re.compile(r"年初(?:预算)?(?:共?安排)?了?(?P<named>\d+)个项目(?:的?(?:资金|经费|支出))?")
_PLANNED_SUM = re.compile(
    r"年初(?:预算)?(?:安排)?的?项目(?:资金|经费|支出)(?:共|合计|总额)?为?(?P<named>\d[\d,.]*)万元"
)
_PARTS = re.compile(r"其中(?P<named>[^。]*)")
_PART = re.compile(r"(?P<name>[^，；。]{0,80}?)(?<!\d)(?<!\d[,.])(?P<amount>\d[\d,.]{0,24}+)万元")
#: what forms give for carrying out the budget; a rate below 100 % loses its share of them
_EXECUTION_POINTS = 10
_SCORE_AND_GRADE = re.compile(
    r"整体[^。；]{0,16}(?:得分|结果)(?:为|是)?(?P<named>\d{1,3}(?:[.]\d+)?)分[，,](?:评价|自评|绩效)?等级为\"?(?P<grade>优|良|中|差)"
)
_UNDONE = re.compile(r"未完成的?(?:年度)?(?:预算)?绩效(?:目标|指标)")
_DONE = re.compile(r"(?:已|均已|全部|全面|已全部|圆满)(?:按时|如期|圆满)?完成(?:了)?[^。，；]{0,10}绩效(?:目标|指标)")
_GROWTH = re.compile(
    r"(?P<named>[\u4e00-\u9fff]{2,14}?(?:增加值|总产值|产值|投资额|营业收入|销售收入|收入额))"
    r"(?:\d[\d,.]*(?:亿元|万元|元)，?)?(?:同比)?(?:增速|增长|增幅)(?:为|达|率)?(?P<rate>\d+(?:\.\d+)?)%(?!以上|以下|左右)"
)

_GROWN = re.compile(r"(?:值|额|收入|投资|产值)(?:增速|增幅)?$")


def _in_place(rule: Rule, book: Book) -> Iterator[Verdict]:
    """Money that came in for N projects: as many of the projects told spent something."""
    said = [f for key in _SECTIONS for f in book.find(key, _IN_PLACE)]
    projects = narrated(book)
    if not said:
        yield not_applicable(rule, "到位项目", "正文没有写到位资金的项目数")
    elif not projects or all(int(f.row_name) != len(projects) for f in said):
        yield not_applicable(rule, "到位项目", "正文没有逐个说明到位的项目")
    else:
        spent = [f for _, _, f in projects if f.value]
        fact = next(f for f in said if int(f.row_name) == len(projects))
        if len(spent) == len(projects):
            yield Verdict(rule, "到位项目", Status.PASS)
            return
        idle = "、".join(f"{name}（执行数{f.raw}）" for name, _, f in projects if not f.value)
        ground = (
            f"正文称“{squeeze(fact.raw)}”，而所列项目中{idle}，有执行数的只有{len(spent)}个，"
            "到位项目数与执行情况不符，请核对。"
        )
        facts = (fact, *(f for _, _, f in projects if not f.value))
        yield Verdict(rule, "到位项目", Status.FAIL, ground=ground, facts=facts, shown=(fact.row_name, str(len(spent))))


def _planned(rule: Rule, book: Book) -> Iterator[Verdict]:
    """N projects with a planned total: fewer of them already make up the total."""
    found = False
    for section in book.report.sections:
        for paragraph in section.paragraphs if section.key in _SECTIONS else ():
            count, total = _PLANNED.search(paragraph.plain), _PLANNED_SUM.search(paragraph.plain)
            parts = _PARTS.search(paragraph.plain, total.end()) if total else None
            if not count or not total or not parts:
                continue
            found = True
            amounts = [Decimal(m.group("amount").replace(",", "")) for m in _PART.finditer(parts.group("named"))]
            whole = Decimal(total.group("named").replace(",", ""))
            wanted = int(count.group("named"))
            place = paragraph.span(book.report.source, count.start(), parts.end())
            if sum(amounts, Decimal(0)) != whole or not 0 < len(amounts) < wanted:
                yield Verdict(rule, f"年初项目/{place.line}", Status.PASS)
                continue
            ground = (
                f"正文称年初预算{wanted}个项目资金共{whole}万元，所列{len(amounts)}个项目的"
                f"{'、'.join(map(str, amounts))}万元相加已等于{whole}万元，"
                f"其余{wanted - len(amounts)}个项目没有金额，请核对。"
            )
            fact = book.spot(place.start, place.end, section=section)
            shown = (str(whole), *map(str, amounts))
            yield Verdict(rule, f"年初项目/{place.line}", Status.FAIL, ground=ground, facts=(fact,), shown=shown)
    if not found:
        yield not_applicable(rule, "年初项目", "正文没有写年初预算的项目数和各项目金额")


def _undone(rule: Rule, book: Book) -> Iterator[Verdict]:
    """Goals listed as not reached beside a statement that the goals were reached."""
    claims = [f for key in _SECTIONS for f in book.find(key, _DONE)]
    lists_of_undone = list(_undone_items(book))
    if not lists_of_undone or not claims:
        yield not_applicable(rule, "未完成目标", "正文没有同时写未完成的目标和已完成目标")
        return
    head, items = lists_of_undone[0]
    claim = claims[0]
    ground = (
        f"正文“{squeeze(head.raw)}”列有{len(items)}条，又称“{squeeze(claim.raw)}”（即未完成0条），"
        "两处自相矛盾，请核对。"
    )
    shown = (str(len(items)), "0")
    yield Verdict(rule, "未完成目标", Status.FAIL, ground=ground, facts=(head, *items, claim), shown=shown)


def _undone_items(book: Book) -> Iterator[tuple[Fact, list[Fact]]]:
    """A heading or line 未完成的绩效目标 with the numbered items below it."""
    for section in book.report.sections:
        if section.key not in _SECTIONS:
            continue
        open_head: Fact | None = None
        items: list[Fact] = []
        if _UNDONE.search(fold(section.title)):
            open_head = book.spot(section.place.start, section.place.end, section=section)
        for paragraph in section.paragraphs:
            fact = book.spot(paragraph.place.start, paragraph.place.end, section=section)
            if _UNDONE.search(paragraph.plain) and len(paragraph.plain) <= 30:
                open_head, items = fact, []
            elif open_head is not None and re.match(r"^[(]\d+[)]|^\d+[.、]|^[①-⑳]", paragraph.plain):
                items.append(fact)
            elif items:
                break
        if open_head is not None and items:
            yield open_head, items


def _same_growth(rule: Rule, book: Book) -> Iterator[Verdict]:
    """One thing's growth has one value: in forms, in targets reached, in the text."""
    told: dict[str, list[Fact]] = defaultdict(list)
    for fact in _growths(book):
        told[growth_key(fact.row_name)].append(fact)
    several = {k: v for k, v in told.items() if len(v) > 1}
    if not several:
        yield not_applicable(rule, "增速", "没有重复说到的增速")
    for key, facts in several.items():
        other = next((f for f in facts[1:] if f.value != facts[0].value), None)
        if other is None:
            yield Verdict(rule, f"增速/{key}", Status.PASS)
        else:
            yield equal(rule, book, f"增速/{key}", [stated(facts[0])], [stated(other)])


def growth_key(name: str) -> str:
    """What grew and where, in its shortest words: 规上工业产值 and 规模以上工业产值增速 are one, 全市 and 全区 two."""
    key = re.sub(r"^(?:完成|实现|全年|年度)+|(?:增速|增幅|同比|达标)+$", "", name_key(name))
    return re.sub(r"规模(?:以上)?|规上", "规模", key)


def _growths(book: Book) -> Iterator[Fact]:
    for fact in book.said.figures:
        grown = fact.section_key in _SECTIONS and fact.unit == "%" and fact.column in ("实际完成值", "增减幅")
        if grown and _GROWN.search(fact.row_name):
            yield fact
    for fact in book.facts:
        if fact.origin == "annex" and fact.is_text:
            for match in _GROWTH.finditer(fold(fact.raw)):
                yield fact.but(row_name=match.group("named"), value=Decimal(match.group("rate")), unit="%")


def _overall(rule: Rule, book: Book) -> Iterator[Verdict]:
    """The department's score as the text says it = the total of its form; no full marks where the rate lost points."""
    yield from _overall_grade(rule, book)
    said = [f for key in _SECTIONS for f in book.said.of(key, "部门整体绩效自评得分", "得分")]
    form = department_form(book)
    total = form.total.cell("得分") if form and form.total else None
    if not said:
        yield insufficient(rule, "整体得分", [f"{_PLACE}的部门整体绩效自评得分"])
    elif total is None or total.value is None:
        yield not_applicable(rule, "整体得分", "自评表没有填写总得分")
    elif form and form.funds and _counts_indicators_only(form):
        yield not_applicable(rule, "整体得分", "自评表的合计不含预算执行得分")
    else:
        yield equal(rule, book, "整体得分", [stated(said[0])], [stated(total)])
    rates = [
        f
        for key in _SECTIONS
        for f in book.said.in_section(key, "完成预算比例", "预算执行率", "执行率", "比例")
        if "整体" in f.row_name
    ]
    room = half_digit(said[0].value or Decimal(0)) if said else Decimal(0)
    low = [f for f in rates if f.value is not None and _EXECUTION_POINTS * (100 - f.value) / 100 > room]
    if said and low and said[0].value == 100:
        ground = (
            f"部门整体绩效自评得{said[0].raw}（满分），而部门整体支出预算执行率为{low[0].raw}，"
            "满分与执行情况不符，请核对评分依据。"
        )
        shown = (plain_decimal(said[0].value), plain_decimal(low[0].value or Decimal(0)))
        yield Verdict(
            rule, "满分", Status.FAIL, ground=ground, facts=(said[0], low[0]), shown=shown, severity="warning"
        )


def _overall_grade(rule: Rule, book: Book) -> Iterator[Verdict]:
    """The grade said beside the department's score is the one that the score has."""
    for fact in (f for key in _SECTIONS for f in book.find(key, _SCORE_AND_GRADE)):
        match = _SCORE_AND_GRADE.search(fold(fact.raw))
        if match is None:
            continue
        score, grade = Decimal(match.group("named")), match.group("grade")
        subject = f"等级/{fact.line}"
        if grade_of(score) == grade:
            yield Verdict(rule, subject, Status.PASS)
            continue
        ground = f"正文写“{squeeze(fact.raw)}”，按得分应为“{grade_of(score)}”，得分与等级不符，请核对。"
        yield Verdict(rule, subject, Status.FAIL, ground=ground, facts=(fact,), shown=(plain_decimal(score),))


def _counts_indicators_only(form: Form) -> bool:
    """Whether the total row's weight leaves out the money row (90 of 100)."""
    weight = form.total.value("分值") if form.total else None
    return weight is None or weight != 100


RULES: tuple[Rule, ...] = (
    Rule("P-11", "资金到位的项目数与执行情况相符", "error", "称资金已到位的项目，执行数不应为零。", _in_place),
    Rule(
        "P-12",
        "年初预算项目数与金额相符",
        "error",
        "年初预算的项目数、总额与所列各项目金额应能对上：部分项目的金额不应已等于全部项目的总额。",
        _planned,
    ),
    Rule("P-13", "未完成与已完成不矛盾", "error", "列有未完成绩效目标的，不应又称已完成绩效目标。", _undone),
    Rule(
        "P-14",
        "同一指标的增速一致",
        "error",
        "同一经济指标的增速，在正文、指标完成值和自评表中应当相同。",
        _same_growth,
    ),
    Rule(
        "P-15",
        "整体自评得分一致",
        "error",
        "正文所说部门整体绩效自评得分，应等于自评表的总得分；预算执行率很低时不应得满分。",
        _overall,
    ),
)
