"""Family G, one department over the years: carry-over, the figures of the year before, the budget, sudden jumps."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from extractors.crosscheck.basic_and_public import ITEMS, VEHICLES
from extractors.crosscheck.book import Book
from extractors.crosscheck.cells import Cell, Ref, State, stated
from extractors.crosscheck.compare import insufficient, not_applicable
from extractors.crosscheck.in_table import CARRIED_IN, CARRIED_OUT, FUNDS, INCOME, SPENT
from extractors.crosscheck.model import Rule, Status, Verdict
from extractors.crosscheck.said import BUDGETS
from extractors.crosscheck.said import SPENT as FINAL
from extractors.crosscheck.shelf import Across, Shelf, across, bare, named, printed, shown, told
from extractors.crosscheck.wording import cell_name, table_title
from extractors.facts import MONEY, Fact, plain_decimal
from extractors.text import name_key
from extractors.vocabulary import Measure, measures

# ---------------------------------------------------------------- G-01 年初结转 = 上年年末结转

#: what is carried over: subject, the opening figure, the closing figure of the year before
_CARRIED: tuple[tuple[str, Ref, Ref], ...] = (
    ("GK01/年初结转和结余", Ref("GK01", "年初结转和结余", INCOME), Ref("GK01", "年末结转和结余", SPENT)),
    (f"GK04/{CARRIED_IN}", Ref("GK04", CARRIED_IN, INCOME), Ref("GK04", CARRIED_OUT, "支出合计")),
    *(
        (f"GK04/{CARRIED_IN}/{fund}", Ref("GK04", f"{CARRIED_IN}-{fund}", INCOME), Ref("GK04", CARRIED_OUT, fund))
        for fund in FUNDS
    ),
)
_ADJUSTED = re.compile(
    r"[^。\n]{0,40}(?:(?:年初|期初)[^。\n]{0,12}(?:结转|结余|余额)[^。\n]{0,12}(?:调整|更正)"
    r"|(?:调整|更正)[^。\n]{0,8}(?:年初|期初)[^。\n]{0,12}(?:结转|结余|余额))[^。\n]{0,40}"
)


def carry_over(rule: Rule, book: Book, shelf: Shelf) -> Iterator[Verdict]:
    """What a year begins with is what the year before ended with, in all and for each fund."""
    year = book.report.identity.year or 0
    before = shelf.find(book, year - 1, "final")
    if before is None:
        yield shelf.absent(rule, book, year - 1, "final")
        return
    for subject, opening, closing in _CARRIED:
        ours, theirs = _carried(book, opening), _carried(before, closing)
        verdict = shelf.agree(rule, subject, (book, [ours]), (before, [theirs]))
        first = f"{named(book)}{cell_name(ours, 'tr')}{shown(ours)}"
        second = f"{named(before)}{cell_name(theirs, 'trc')}{shown(theirs)}"
        verdict = told(verdict, first, second, "年初数应等于上年年末数；如有年初调整，应在说明中写明，请核对")
        yield _adjusted(verdict, book) if verdict.status is Status.FAIL else verdict


def _carried(book: Book, ref: Ref) -> Cell:
    """The cell, or what the text states of it where the table was not read."""
    cell = book.at(ref)
    if cell.state is not State.MISSING:
        return cell
    said = [f for key in ("overall", "fiscal") for f in book.said.of(key, ref.row, *FINAL)]
    return stated(said[0]) if said and ref.column in (INCOME, SPENT, "支出合计") else cell


def _adjusted(verdict: Verdict, book: Book) -> Verdict:
    """Where the report itself speaks of an adjustment of its opening balance, a person has to weigh it."""
    match = _ADJUSTED.search(book.report.source.text)
    if match is None:
        return verdict
    note = book.spot(*match.span(), row="年初结转和结余", column="调整说明")
    ground = f"{verdict.ground.rstrip('。')}；报告中提到年初调整，请看是否为其原因。"
    return replace(verdict, severity="info", ground=ground, facts=(*verdict.facts, note))


# ---------------------------------------------------------------- G-02 上年数


def prior_value(rule: Rule, book: Book, shelf: Shelf) -> Iterator[Verdict]:
    """This year's figure less the change that the text states is what the report of the year before prints."""
    identity = book.report.identity
    year, changes = identity.year or 0, _changes(book)
    before = shelf.find(book, year - 1, identity.kind)
    if not changes:
        yield not_applicable(rule, f"{book.report.doc_id}/上年数", "正文没有写与上年相比的增减额")
    elif before is None:
        yield shelf.absent(rule, book, year - 1, identity.kind)
    else:
        for change, present in changes:
            yield _prior(rule, shelf, (book, before), change, present)


def _changes(book: Book) -> list[tuple[Fact, Fact]]:
    """Each stated change of an amount against the year before, with the present figure of the same subject."""
    columns = BUDGETS if book.report.identity.kind == "budget" else FINAL
    pairs: dict[tuple[str | None, str], tuple[Fact, Fact]] = {}
    for change in book.said.figures:
        if change.column == "增减额" and change.unit in MONEY and (present := book.said.near(change, columns)):
            pairs.setdefault((change.section_key, change.row_name), (change, present))
    return list(pairs.values())


#: where a figure stands in several places of the former report, one that agrees is enough
_BEST = {Status.PASS: 0, Status.ROUNDING: 1, Status.FAIL: 2}


def _prior(rule: Rule, shelf: Shelf, pair: tuple[Book, Book], change: Fact, present: Fact) -> Verdict:
    book, before = pair
    name, section = change.row_name, change.section_key or ""
    subject = f"{section}/{name}"
    candidates = _stated_before(before, name, section)
    if not candidates:
        return insufficient(
            rule, f"{book.report.doc_id}/{before.report.doc_id}/{subject}", [f"{named(before)}的{name}"]
        )
    size = change.value or Decimal(0)
    # the change is taken away by adding it with the other sign; its words and place stay as printed
    sides = [stated(present), stated(change.but(value=-size))]
    weighed = [(shelf.agree(rule, subject, (book, sides), (before, [cell])), cell) for cell in candidates]
    verdict, cell = min(weighed, key=lambda pair: _BEST.get(pair[0].status, len(_BEST)))
    word, sign = ("增加", "-") if size >= 0 else ("减少", "+")
    change_told = f"比上年{word}{plain_decimal(abs(size))}{change.unit}"
    formula = f"{plain_decimal(present.value or Decimal(0))} {sign} {plain_decimal(abs(size))}"
    worked = f"{bare(verdict.amounts[0])}{verdict.unit or ''}（{formula}）" if verdict.amounts else ""
    first = f"{named(book)}称{name}{shown(sides[0])}、{change_told}，推得上年为{worked}"
    second = f"{named(before)}{cell_name(cell)}为{shown(cell)}"
    return told(verdict, first, second, "请核对增减额，或说明口径变化")


def _stated_before(before: Book, name: str, section: str) -> list[Cell]:
    """Where the report of the year before gives a figure: tables first, then its text."""
    measure = next((m for m in measures().values() if m.name == name and not m.unit), None)
    if measure:
        return [c for c in printed(before, measure) if c.state is not State.BLANK or c.fact is not None]
    columns = BUDGETS if before.report.identity.kind == "budget" else FINAL
    return [stated(f) for f in before.said.of(section, name, *columns)]


# ---------------------------------------------------------------- G-03 年初预算 = 公布的预算

_ITEM = re.compile(r"^(?:(?P<class>.{1,80}?)\(类\))?(?:(?P<group>.{1,80}?)\(款\))?(?P<item>.{1,80}?)\(项\)$")
#: reports say below GK09 that its budget figures are those after adjustment
_WHOLE_YEAR = re.compile(r"预算数(?:为|是|指)[^。]{0,24}?(?:全年预算|调整后)")
_OPENING = "年初预算数"
_GENERAL = "一般公共预算财政拨款支出"
#: columns of GK09 and of YS09, and the subject of the text, for each 三公 item
_PUBLIC = {item: ("“三公”经费预算数合计" if item == "合计" else item) for item in ITEMS}
_SUBJECTS = {"合计": "“三公”经费", VEHICLES: "公务用车购置及运行费"}


def published_budget(rule: Rule, book: Book, shelf: Shelf) -> Iterator[Verdict]:
    """The budget that final accounts start from is the one that was published for the year."""
    year = book.report.identity.year or 0
    budget = shelf.find(book, year, "budget")
    if budget is None:
        yield shelf.absent(rule, book, year, "budget")
        return
    yield from _general_budget(rule, book, budget, shelf)
    for item in ITEMS:
        yield _public(rule, shelf, book, budget, item)


def _general_budget(rule: Rule, book: Book, budget: Book, shelf: Shelf) -> Iterator[Verdict]:
    facts = {f.row_name: f for f in reversed(book.said.in_section("general_budget", _OPENING)) if f.unit in MONEY}
    if not facts:
        yield not_applicable(rule, f"{book.report.doc_id}/general_budget", "正文没有写一般公共预算支出的年初预算")
    for name, fact in facts.items():
        if name == _GENERAL:
            published = _or_said(budget, "general_budget", name, "YS05", "合计")
            yield _compared(rule, shelf, f"general_budget/{name}", (book, stated(fact)), (budget, published))
        elif match := _ITEM.match(fact.row_name):
            yield _item(rule, shelf, book, budget, fact, [match["class"], match["group"], match["item"]])


def _item(rule: Rule, shelf: Shelf, book: Book, budget: Book, fact: Fact, path: list[str | None]) -> Verdict:
    """One 项 of the text against the row of the published table with the same path."""
    codes = [c for c in budget.codes("YS05") if len(c) == 7 and _same_path(budget, c, path)]
    name = str(path[-1])
    if len(codes) == 1:
        published = budget.cell("YS05", codes[0], "合计")
        return _compared(rule, shelf, f"general_budget/{fact.row_name}", (book, stated(fact)), (budget, published))
    subject = f"{book.report.doc_id}/{budget.report.doc_id}/general_budget/{fact.row_name}"
    if not budget.codes("YS05") or budget.shows("YS05", name) or len(codes) > 1:
        return insufficient(rule, subject, [f"{named(budget)}{table_title('YS05')}“{name}”行"])
    if not fact.value:
        return Verdict(rule, subject, Status.PASS)
    ground = (
        f"{named(book)}称{fact.row_name}年初预算为{shown(stated(fact))}，{named(budget)}的一般公共预算支出表没有这一科目，"
        "请核对年初预算数。"
    )
    return Verdict(rule, subject, Status.FAIL, ground=ground, facts=(fact,), shown=(plain_decimal(fact.value),))


def _same_path(budget: Book, code: str, path: list[str | None]) -> bool:
    """Whether a code's printed names are those of a path; a level that either leaves out says nothing."""
    held = set(budget.codes("YS05"))
    names = [budget.name("YS05", code[:n]) if code[:n] in held else None for n in (3, 5, 7)]
    return all(_subject_key(a) == _subject_key(b) for a, b in zip(names, path, strict=True) if a and b)


def _subject_key(name: str) -> str:
    """科学技术 and 科学技术支出 are one 科目."""
    return name_key(name).replace("与", "和").removesuffix("支出")


def _public(rule: Rule, shelf: Shelf, book: Book, budget: Book, item: str) -> Verdict:
    """One 三公 item: what the text calls its 年初预算, else the budget column of GK09."""
    name = _SUBJECTS.get(item, item)
    opening = book.said.of("three_public", name, _OPENING)
    if opening:
        ours = stated(opening[0])
    elif _WHOLE_YEAR.search(book.report.source.text):
        subject = f"{book.report.doc_id}/three_public/{name}"
        return not_applicable(rule, subject, "报告说明“三公”经费预算数为调整后的全年预算数，不是年初预算")
    else:
        ours = book.cell("GK09", "合计", f"预算数{item}")
        said = book.said.of("three_public", name, "预算数")
        ours = stated(said[0]) if ours.state is State.MISSING and said else ours
    rows = budget.rows("YS09")
    row = "合计" if "合计" in rows or not rows else rows[0]
    theirs = _or_said(budget, "three_public", name, "YS09", row, _PUBLIC[item])
    return _compared(rule, shelf, f"three_public/{name}", (book, ours), (budget, theirs))


def _or_said(budget: Book, section: str, name: str, table: str, row: str, column: str = "合计") -> Cell:
    """A cell of the budget, or what its text states where the table was not read."""
    cell = budget.cell(table, row, column)
    said = budget.said.of(section, name, *BUDGETS)
    return stated(said[0]) if cell.state is State.MISSING and said else cell


def _compared(rule: Rule, shelf: Shelf, subject: str, ours: tuple[Book, Cell], theirs: tuple[Book, Cell]) -> Verdict:
    (book, stated_budget), (budget, published) = ours, theirs
    verdict = shelf.agree(rule, subject, (book, [stated_budget]), (budget, [published]))
    first = f"{named(book)}{cell_name(stated_budget)}为{shown(stated_budget)}"
    second = f"{named(budget)}{cell_name(published)}为{shown(published)}"
    return told(verdict, first, second, "决算所称年初预算应与公布的预算一致，请核对")


# ---------------------------------------------------------------- G-06 大幅变动

_JUMP = Decimal("0.30")
_WATCHED = (
    "total", "income", "expenditure", "basic", "project", "fiscal_income", "general", "three_public", "operating",
)  # fmt: skip
#: figures whose change is told with the accounts as a whole
_OWN_REASON = {"three_public", "operating"}


def jump(rule: Rule, book: Book, shelf: Shelf) -> Iterator[Verdict]:
    """An indicator that moves by more than 30 % within a year has its reason told."""
    year = book.report.identity.year or 0
    before = shelf.find(book, year - 1, "final")
    if before is None:
        yield shelf.absent(rule, book, year - 1, "final")
        return
    for key in _WATCHED:
        yield _jump(rule, shelf, book, before, measures()[key])


def _jump(rule: Rule, shelf: Shelf, book: Book, before: Book, measure: Measure) -> Verdict:
    subject = f"{book.report.doc_id}/{before.report.doc_id}/{measure.id}"
    sides = [next((c for c in printed(b, measure) if c.value is not None), None) for b in (book, before)]
    now, then = sides
    if now is None or then is None or now.fact is None or then.fact is None:
        missing = [f"{named(b)}的{measure.name}" for b, c in zip((book, before), sides, strict=True) if c is None]
        return insufficient(rule, subject, missing)
    unit = now.fact.unit or ""
    new, old = now.value or Decimal(0), then.fact.in_unit(unit)
    if not old:
        return not_applicable(rule, subject, "上年数为零或单位不能换算，没有增减幅可言")
    room = shelf.half_unit(now.fact, unit) + shelf.half_unit(then.fact, unit) * (1 + _JUMP)
    if abs(new - old) - room <= _JUMP * abs(old) or _reason(book, measure):
        return Verdict(rule, subject, Status.PASS, (now,), (then,))
    if not any(book.said.has(section) for section in measure.sections):
        return insufficient(rule, subject, [f"{named(book)}说明{measure.name}的正文"])
    rate = (new - old) / abs(old) * 100
    ground = (
        f"{measure.name}：{named(before)}{shown(then)}，{named(book)}{shown(now)}，"
        f"{'增长' if rate > 0 else '下降'}{abs(rate):.1f}%，超过30%，未读到说明原因的文字，可关注。"
    )
    values = (plain_decimal(new), plain_decimal(then.value or Decimal(0)))
    return Verdict(rule, subject, Status.FAIL, ground=ground, facts=(now.fact, then.fact), shown=values)


def _reason(book: Book, measure: Measure) -> bool:
    """Whether the text gives a reason where the change of a figure is told."""
    sections = {*measure.sections, *(() if measure.id in _OWN_REASON else ("overall", "fiscal", "general_budget"))}
    return any(f.column == "增减原因" and f.section_key in sections for f in book.said.texts)


RULES: tuple[Across, ...] = (
    across(
        "G-01",
        "年初结转与上年年末结转相同",
        "warning",
        "本年的年初结转和结余，应等于同一单位上年决算的年末结转和结余；有年初调整的，应当说明。",
        carry_over,
    ),
    across(
        "G-02",
        "由增减额推得的上年数与上年报告相同",
        "warning",
        "本年数减去正文所说的比上年增减额，应等于上年报告公布的同一数字。",
        prior_value,
        kind="both",
    ),
    across(
        "G-03",
        "决算所称年初预算与公布的预算相同",
        "warning",
        "决算正文和“三公”经费表中的年初预算数，应与该部门当年公布的预算一致。",
        published_budget,
    ),
    across(
        "G-06",
        "年度间大幅变动有原因",
        "info",
        "主要指标比上年变动超过30%的，报告应说明原因。",
        jump,
    ),
)
