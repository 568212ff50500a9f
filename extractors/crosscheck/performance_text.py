"""Family P, the text on performance against the forms, the project list and itself."""

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
from extractors.crosscheck.performance import lists, own_forms
from extractors.crosscheck.said import BUDGETS
from extractors.crosscheck.table_prose import text_place
from extractors.facts import MONEY, Fact, plain_decimal
from extractors.forms import Form, FormRow
from extractors.text import fold, name_key, squeeze

_PLACE = text_place("performance")
_SECTIONS = ("performance", "annex")
#: grades with the lowest score of each, as 财政部 sets them
_GRADES = (("优", Decimal(90)), ("良", Decimal(80)), ("中", Decimal(60)), ("差", Decimal(0)))
_GRADED = (
    re.compile(
        r"\d+个项目(?:的)?(?:绩效)?(?:自评|评价)?(?:等级|结果)?(?:为|是|均为)\"?(?P<named>优|良|中|差|合格|不合格)"
    ),
    re.compile(r"(?:评级|等级|结果)为\"?(?P<named>优|良|中|差|合格|不合格)\"?的项目\d+个"),
)
_IN_PLACE = re.compile(r"(?:实际)?到位(?P<named>\d+)个项目资金")
_PLANNED = re.compile(r"年初(?:预算)?(?P<named>\d+)个项目资金")
_PLANNED_SUM = re.compile(r"年初预算项目资金(?P<named>[\d,.]+)万元")
_PARTS = re.compile(r"其中(?P<named>[^。]*)")
_PART = re.compile(r"(?P<name>[^，；。]*?)(?P<amount>\d[\d,.]*)万元")
_UNDONE = re.compile(r"未完成的?(?:年度)?(?:预算)?绩效(?:目标|指标)")
_DONE = re.compile(r"(?:已|均已|全部|全面|已全部|圆满)(?:按时|如期|圆满)?完成(?:了)?[^。，；]{0,10}绩效(?:目标|指标)")
_GROWTH = re.compile(
    r"(?P<named>[\u4e00-\u9fff]{2,14}?(?:增加值|总产值|产值|投资额|营业收入|销售收入|收入额))"
    r"(?:\d[\d,.]*(?:亿元|万元|元)，?)?(?:同比)?(?:增速|增长|增幅)(?:为|达|率)?(?P<rate>\d+(?:\.\d+)?)%(?!以上|以下|左右)"
)

_GROWN = re.compile(r"(?:值|额|收入|投资|产值)(?:增速|增幅)?$")


def narrated(book: Book) -> list[tuple[str, Fact | None, Fact]]:
    """The projects that the text on performance goes through: name, budget, executed."""
    spent = {f.row_name: f for f in book.said.in_section("performance", "执行数")}
    return [(n, book.said.near(f, BUDGETS), f) for n, f in spent.items() if book.said.near(f, BUDGETS) is not None]


def _listed(book: Book) -> list[tuple[Form, FormRow]]:
    return [(form, row) for form in lists(book) for row in form.listed]


def _counts(rule: Rule, book: Book) -> Iterator[Verdict]:
    """The number of self-evaluated projects as the text says it, against the list and the forms."""
    said = book.said.of("performance", "自评项目", "数量")
    rows = _listed(book)
    forms = [f for f in own_forms(book) if f.project]
    if not said:
        yield insufficient(rule, "自评项目", [f"{_PLACE}的自评项目数"])
    elif rows:
        yield _count_of_list(rule, said[0], rows)
    elif forms:
        yield _count_of_forms(rule, said[0], forms)
    else:
        yield not_applicable(rule, "自评项目", "报告没有附项目汇总表或项目自评表")


def _count_of_list(rule: Rule, said: Fact, rows: list[tuple[Form, FormRow]]) -> Verdict:
    names = {name_key(row.name) for _, row in rows}
    if said.value == len(rows):
        return Verdict(rule, "自评项目", Status.PASS)
    again = f"（不重复的{len(names)}个）" if len(names) != len(rows) else ""
    ground = f"{_PLACE}称自评项目{said.raw}，附件《{rows[0][0].title}》列有{len(rows)}行项目{again}，数目不符，请核对。"
    facts = (said, *(row.cells[0] for _, row in rows[:11]))
    return Verdict(rule, "自评项目", Status.FAIL, ground=ground, facts=facts, shown=(str(said.value), str(len(rows))))


def _count_of_forms(rule: Rule, said: Fact, forms: list[Form]) -> Verdict:
    """The text may say that only some of the forms are annexed; more forms than projects cannot be."""
    if said.value is not None and len(forms) <= said.value:
        return Verdict(rule, "自评项目", Status.PASS)
    ground = f"{_PLACE}称自评项目{said.raw}，附件有{len(forms)}份项目自评表，数目不符，请核对。"
    facts = (said, *(f.rows[0].cells[0] for f in forms[:11]))
    return Verdict(rule, "自评项目", Status.FAIL, ground=ground, facts=facts, shown=(str(said.value), str(len(forms))))


def _amounts(rule: Rule, book: Book) -> Iterator[Verdict]:
    """The money of the self-evaluated projects as the text says it, against the list's budgets."""
    said = book.said.of("performance", "自评项目", "资金")
    rows = [row for _, row in _listed(book)]
    budgets, spent = ([c for row in rows if (c := row.cell(k))] for k in ("全年预算数", "全年执行数"))
    if not said or not rows:
        what = f"{_PLACE}的自评项目资金" if not said else "附件的项目汇总表"
        yield insufficient(rule, "自评项目资金", [what])
        return
    if len(budgets) < len(rows) or any(f.value is None for f in budgets):
        yield insufficient(rule, "自评项目资金", ["项目汇总表每行的全年预算数"])
        return
    verdict = equal(rule, book, "自评项目资金", [stated(said[0])], [stated(f) for f in budgets])
    executed = sum((f.value for f in spent if f.value is not None), Decimal(0))
    if verdict.status is Status.FAIL and verdict.amounts and executed == said[0].value:
        planned = verdict.amounts[1]
        ground = (
            f"{_PLACE}称自评项目涉及预算资金{said[0].raw}，与附件项目汇总表的全年执行数合计相同；"
            f"其全年预算数合计为{plain_decimal(planned)}万元，“预算资金”口径有误，请核对。"
        )
        shown = (plain_decimal(executed), plain_decimal(planned))
        yield Verdict(
            rule,
            "自评项目资金",
            Status.FAIL,
            ground=ground,
            facts=(said[0], *budgets[:11]),
            shown=shown,
            severity="warning",
        )
    else:
        yield verdict


def _grades(rule: Rule, book: Book) -> Iterator[Verdict]:
    """How many projects have which grade, against the scores of the list or the forms, and in all."""
    said = [f for pattern in _GRADED for f in book.find("performance", pattern)]
    if not said:
        yield not_applicable(rule, "等级", "正文没有写各等级的项目数")
        return
    told = {fact.row_name: (fact, int(re.search(r"\d+", fold(fact.raw)).group(0))) for fact in said}  # type: ignore[union-attr]
    scores = _scores(book)
    total = book.said.of("performance", "自评项目", "数量")
    if scores and total and len(scores) >= (total[0].value or 0):
        yield from _grade_counts(rule, told, scores)
    else:
        yield not_applicable(rule, "等级/得分", "没有全部项目的自评得分，不能核对等级")
    if total:
        yield _graded_in_all(rule, told, total[0])


def _scores(book: Book) -> list[Fact]:
    """The score of each project: from the list, else from the total rows of the forms."""
    listed = [c for _, row in _listed(book) if (c := row.cell("项目自评得分"))]
    forms = [c for f in own_forms(book) if f.project and f.total and (c := f.total.cell("得分"))]
    return [f for f in (listed or forms) if f.value is not None]


def _grade_counts(rule: Rule, told: dict[str, tuple[Fact, int]], scores: list[Fact]) -> Iterator[Verdict]:
    by_grade: dict[str, list[Fact]] = defaultdict(list)
    for fact in scores:
        grade = next(name for name, lowest in _GRADES if (fact.value or Decimal(0)) >= lowest)
        by_grade[grade].append(fact)
    wrong = [(g, fact, n) for g, (fact, n) in told.items() if n != len(by_grade[g])]
    if not wrong:
        yield Verdict(rule, "等级/得分", Status.PASS)
        return
    said = "、".join(f"{n}个为{g}" for g, (_, n) in told.items())
    real = "、".join(f"{len(by_grade[g])}个为{g}" for g, _ in _GRADES if by_grade[g])
    ground = (
        f"{_PLACE}称自评等级{said}；按附件所列得分（90分以上为优，80至90分为良，60至80分为中），{real}，"
        "两处不符，请核对。"
    )
    facts = (*(fact for _, fact, _ in wrong), *by_grade[wrong[0][0]][:8])
    shown = [str(n) for _, (_, n) in told.items()] + [str(len(by_grade[g])) for g, _ in _GRADES if by_grade[g]]
    yield Verdict(rule, "等级/得分", Status.FAIL, ground=ground, facts=facts, shown=tuple(dict.fromkeys(shown)))


def _graded_in_all(rule: Rule, told: dict[str, tuple[Fact, int]], total: Fact) -> Verdict:
    added = sum(n for _, n in told.values())
    if added == total.value:
        return Verdict(rule, "等级/项目数", Status.PASS)
    ground = f"{_PLACE}各自评等级的项目共{added}个，与自评项目{total.raw}不符，请核对。"
    facts = (total, *(fact for fact, _ in told.values()))
    return Verdict(rule, "等级/项目数", Status.FAIL, ground=ground, facts=facts, shown=(str(added), str(total.value)))


def _project_sums(rule: Rule, book: Book) -> Iterator[Verdict]:
    """Where the text goes through all projects it counts, what they spent adds up to what it says was spent."""
    projects = narrated(book)
    count = book.said.of("performance", "自评项目", "数量")
    whole = [f for f in book.said.of("performance", "自评项目", "资金") if f.unit in MONEY]
    if not projects:
        yield not_applicable(rule, "项目资金", "正文没有逐个说明项目的预算数和执行数")
    elif not count or count[0].value != len(projects):
        yield not_applicable(rule, "项目资金", "正文只说明了部分项目")
    elif not whole:
        yield insufficient(rule, "项目资金", [f"{_PLACE}的自评项目资金"])
    else:
        spent = equal(rule, book, "项目资金/执行数", [stated(whole[0])], [stated(f) for _, _, f in projects])
        planned = [stated(b) for _, b, _ in projects if b]
        budget = equal(rule, book, "项目资金/预算数", [stated(whole[0])], planned)
        yield budget if spent.status is Status.FAIL and budget.status is not Status.FAIL else spent


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
    """What grew, in its shortest words: 全市规模以上工业增加值增速 and 规模以上工业增加值 are one."""
    key = re.sub(
        r"^(?:完成|实现|全年|全市|全区|全县|全省|区属|我市|我区|我县|年度)+|(?:增速|增幅|同比|规模达标|达标)+$",
        "",
        name_key(name),
    )
    return re.sub(r"^(?:完成|实现|全年|全市|全区|全县)+", "", key).replace("规模以上", "规模").replace("规上", "规模")


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
    """The department's score as the text says it = the total of its form; no full marks under a low execution rate."""
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
        if "整体" in f.row_name or "执行率" in f.row_name
    ]
    low = [f for f in rates if f.value is not None and f.value < 90]
    if said and low and said[0].value == 100:
        ground = (
            f"部门整体绩效自评得{said[0].raw}（满分），而部门整体支出预算执行率为{low[0].raw}，"
            "满分与执行情况不符，请核对评分依据。"
        )
        shown = (plain_decimal(said[0].value), plain_decimal(low[0].value or Decimal(0)))
        yield Verdict(
            rule, "满分", Status.FAIL, ground=ground, facts=(said[0], low[0]), shown=shown, severity="warning"
        )


def _counts_indicators_only(form: Form) -> bool:
    """Whether the total row's weight leaves out the money row (90 of 100)."""
    weight = form.total.value("分值") if form.total else None
    return weight is None or weight != 100


def _average(rule: Rule, book: Book) -> Iterator[Verdict]:
    """The average score of the projects = the mean of their scores."""
    said = book.said.of("performance", "项目绩效自评平均得分", "得分")
    count = book.said.of("performance", "自评项目", "数量")
    scores = _scores(book)
    if not said:
        yield not_applicable(rule, "平均得分", "正文没有写平均得分")
        return
    if not scores or (count and count[0].value != len(scores)):
        yield not_applicable(rule, "平均得分", "没有全部项目的自评得分")
        return
    mean = sum((f.value for f in scores if f.value is not None), Decimal(0)) / len(scores)
    value = said[0].value or Decimal(0)
    digit = Decimal(1).scaleb(min(0, int(value.as_tuple().exponent)))
    if abs(value - mean) <= digit:
        yield Verdict(rule, "平均得分", Status.PASS if abs(value - mean) <= digit / 2 else Status.ROUNDING)
        return
    shown = (plain_decimal(value), plain_decimal(mean.quantize(Decimal("0.01"))))
    ground = f"{_PLACE}称项目绩效自评平均{said[0].raw}，按附件{len(scores)}个项目的得分计算应为{shown[1]}分，请核对。"
    yield Verdict(rule, "平均得分", Status.FAIL, ground=ground, facts=(said[0], *scores[:11]), shown=shown)


RULES: tuple[Rule, ...] = (
    Rule(
        "P-05",
        "自评项目数与附件一致",
        "error",
        "正文所说的自评项目数，应与项目汇总表所列项目数、所附自评表份数相符。",
        _counts,
    ),
    Rule(
        "P-06",
        "自评项目资金与附件一致",
        "error",
        "正文所说自评项目涉及的预算资金，应等于项目汇总表全年预算数之和。",
        _amounts,
    ),
    Rule(
        "P-07",
        "自评等级与得分相符",
        "error",
        "正文所说各等级的项目数，应与所附得分（90分以上为优，80至90分为良，60至80分为中，60分以下为差）和自评项目数相符。",
        _grades,
    ),
    Rule(
        "P-08",
        "各项目执行数之和等于所说实际支出",
        "error",
        "正文逐个说明全部自评项目时，各项目执行数（或预算数）之和应等于所说的项目资金。",
        _project_sums,
    ),
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
    Rule("P-16", "平均得分计算正确", "error", "正文所说项目绩效自评平均得分，应等于各项目得分的平均数。", _average),
)
