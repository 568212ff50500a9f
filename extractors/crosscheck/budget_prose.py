"""Family C for 部门预算: what the notes say, in 万元, against the tables, in the unit each of them prints."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from extractors.crosscheck.book import Book
from extractors.crosscheck.budget_cross import SPENDING
from extractors.crosscheck.budget_tables import FUNDS, IN, OUT, PUBLIC_TOTAL, TOTAL_IN, TOTAL_OUT, VEHICLES, public_cell
from extractors.crosscheck.build import guarded
from extractors.crosscheck.cells import Cell, State, stated
from extractors.crosscheck.compare import at_most, equal, insufficient, not_applicable
from extractors.crosscheck.items import Item, paired, paths_of, subject_key
from extractors.crosscheck.model import Check, Rule, Status, Verdict
from extractors.crosscheck.said import BUDGETS, SPENT
from extractors.crosscheck.table_prose import cell_of, text_place
from extractors.crosscheck.wording import table_title
from extractors.facts import MONEY, Fact, plain_decimal
from extractors.text import fold
from extractors.vocabulary import measures

_NOTES = ("narrative", "overall", "income", "expenditure", "fiscal")
#: measures that have a chapter of their own, and the length of the code of a 类
_OF_CHAPTERS, _CLASS = ("general", "general_basic", "staff", "public_use"), 3
#: the kinds of spending that a sentence may part an account into
_KINDS = {"基本支出", "项目支出"}
#: kinds of spending beside these, which units that earn money have
_OTHER_KINDS = re.compile("经营支出$|上缴上级|附属单位")
#: chapters on the money of one fund each
_FUNDS = ("general_budget", "gov_fund", "state_capital")
_PLACE = "正文（预算编制说明）"
_ITEM = re.compile(r'^"?(?P<top>[^()]+?)\(类\)(?:支出)?(?P<group>.+?)\(款\)(?P<item>.+?)\(项\)')
_LEVELS = ("类", "款", "项")
_EQUAL = "元与万元折算后比较，以位数少的一方为准。"

#: the column of the money of the year, where a table tells what is carried over apart
_OF_YEAR = "当年财政拨款安排"
#: the income of the year alone
_WITHOUT_CARRIED = (
    ("YS02", "合计", "本年收入"),
    ("YS02", "合计", "本年收入小计"),
    ("YS01", "本年收入合计", IN),
    ("YS01", "本年收入", IN),
)

Addresses = tuple[tuple[str, ...], ...]

#: what the notes state in total: its names in the text, and the cells that hold it, the best one first
_LINES: tuple[tuple[tuple[str, ...], Addresses], ...] = (
    # income is told with what is carried over or without
    (("收入", "本年收入合计"), (("YS02", "合计", "合计"), ("YS01", TOTAL_IN, IN), *_WITHOUT_CARRIED)),
    (("财政拨款收入",), (("YS02", "合计", "财政拨款收入"), ("YS01", "财政拨款收入", IN))),
    (("事业收入",), (("YS02", "合计", "事业收入"), ("YS01", "事业收入", IN))),
    (("事业单位经营收入", "经营收入"), (("YS02", "合计", "事业单位经营收入"), ("YS01", "事业单位经营收入", IN))),
    (("其他收入",), (("YS02", "合计", "其他收入"), ("YS01", "其他收入", IN))),
    (("支出", "本年支出合计"), (("YS03", "合计", "合计"), ("YS01", TOTAL_OUT, OUT))),
    (("基本支出",), (("YS03", "合计", "基本支出"),)),
    (("项目支出",), (("YS03", "合计", "项目支出"),)),
    (("财政拨款支出",), (("YS04", TOTAL_OUT, "合计"),)),
    *(
        (
            (f"{name}财政拨款支出", f"{name}预算财政拨款支出", f"{name}拨款支出", f"{name}支出"),
            (("YS04", TOTAL_OUT, fund), (table, "合计", "合计")),
        )
        for name, fund, table in zip(("一般公共预算", "政府性基金", "国有资本经营预算"), FUNDS, SPENDING, strict=True)
    ),
)
#: what the notes call the spending of the general budget
_GENERAL = {"一般公共预算财政拨款支出", "一般公共预算支出", "一般公共预算拨款支出"}
#: what those lines are of all money where nothing else is said
_OF_ALL_MONEY = {"收入", "本年收入合计", "支出", "本年支出合计", "基本支出", "项目支出"}
#: what a 类 is told to be a part of where it is one of all spending
_ALL_SPENDING = {None, "本年支出合计", "支出", "支出总计"}
#: wholes that are the money of the treasury or of one of its funds
_FUNDED = ("财政拨款", "一般公共预算", "政府性基金", "国有资本经营预算")
#: names of the 三公 section, and the columns of YS09 they are bound to
PUBLIC = (
    ("“三公”经费", PUBLIC_TOTAL),
    ("因公出国（境）费", "因公出国（境）费"),
    ("公务接待费", "公务接待费"),
    ("公务用车购置及运行费", VEHICLES),
    ("公务用车购置费", "公务用车购置费"),
    ("公务用车运行费", "公务用车运行费"),
)


def _amounts(book: Book, *sections: str) -> list[Fact]:
    """The amounts that sections of a budget state; whatever they are called there, they are budgeted."""
    found = [f for s in sections for f in book.said.in_section(s, *SPENT, *BUDGETS)]
    return [f for f in found if f.unit in MONEY]


def _notes(rule: Rule, book: Book) -> Iterator[Verdict]:
    facts = _amounts(book, *_NOTES)
    if not facts:
        yield insufficient(rule, "narrative", [_PLACE])
        return
    for names, addresses in _LINES:
        told = [f for f in facts if f.row_name in names and not _of_fiscal(f) and not _of_project(f)]
        others = [c for a in addresses if a in _WITHOUT_CARRIED and (c := book.cell(*a)).state is not State.MISSING]
        yield from _line(rule, book, names, told, cell_of(book, addresses), addresses[0][0], others)
    yield from _classes(rule, book, facts)
    yield from _items(rule, book, facts)


def _classes(rule: Rule, book: Book, facts: list[Fact]) -> Iterator[Verdict]:
    """Each 类 that the notes on all spending tell, against its row in the tables of all spending or of one budget."""
    for fact in facts:
        if (
            fact.section_key != "expenditure"
            or fact.part_of not in _ALL_SPENDING
            or not fact.row_name.endswith("（类）")
        ):
            continue
        name = subject_key(fact.row_name.removesuffix("（类）"))
        cells = [
            book.cell(table, code, "合计")
            for table in ("YS03", "YS05")
            for code in book.codes(table)
            if len(code) == _CLASS and subject_key(book.name(table, code)) == name
        ]
        verdicts = [equal(rule, book, f"类/{name}/{fact.line}", [stated(fact)], [c]) for c in cells]
        # a chapter may go through the spending of one budget alone
        agreed = next((v for v in verdicts if v.status is not Status.FAIL), None)
        yield from [agreed] if agreed is not None else verdicts[:1]


def _of_fiscal(fact: Fact) -> bool:
    """Whether a figure is of a part of the department's money: 财政拨款支出（一般公共预算支出）…，其中项目支出…."""
    whole = (fact.part_of or "").startswith(_FUNDED) or "财政拨款" in fact.section.rsplit("/", 1)[-1]
    return whole and fact.row_name in _OF_ALL_MONEY


def _of_project(fact: Fact) -> bool:
    """Whether a figure stands where the projects are gone through, and so is of one of them."""
    return "项目" in fact.section.rsplit("/", 1)[-1] or "项目名称：" in fold(fact.section)


def _line(
    rule: Rule,
    book: Book,
    names: tuple[str, ...],
    told: list[Fact],
    cell: Cell | None,
    table: str,
    others: Sequence[Cell] = (),
) -> Iterator[Verdict]:
    """What the notes state of one line against its cell; ``others`` are cells that may be meant as well."""
    subject = f"narrative/{names[0]}"
    if not told:
        if any(book.mentions(section, names) for section in _NOTES):
            yield insufficient(rule, subject, [f"{_PLACE}的{names[0]}预算"])
        else:
            yield not_applicable(rule, subject, f"{_PLACE}没有提到{names[0]}预算")
    for fact in told:
        if cell is None:
            yield insufficient(rule, f"{subject}/{fact.line}", [table_title(table)])
        else:
            about = f"{subject}/{fact.line}/{fact.start}"
            verdicts = [equal(rule, book, about, [stated(fact)], [c]) for c in (cell, *others)]
            yield next((v for v in verdicts if v.status is not Status.FAIL), verdicts[0])


# ---------------------------------------------------------------- 功能分类


def _items_of(facts: Iterable[Fact]) -> list[Item]:
    """The 项 that the notes go through, in order."""
    found: dict[tuple[str, str, str], list[Fact]] = {}
    for fact in facts:
        if match := _ITEM.match(fact.row_name):
            found.setdefault((match["top"], match["group"], match["item"]), []).append(fact)
    return [Item(names, tuple(told)) for names, told in found.items()]


def _items(rule: Rule, book: Book, facts: list[Fact]) -> Iterator[Verdict]:
    """Each 项 of the notes against its row in the tables of the three funds, and the same 项 on both sides."""
    items = _items_of(facts)
    # a chapter on one fund may tell of its main items only
    whole = bool(items)
    items = items or _items_of(_amounts(book, *_FUNDS))
    if not items:
        yield not_applicable(rule, "narrative/项", f"{_PLACE}没有逐项说明功能分类支出")
        return
    if unread := [table_title(table) for table in SPENDING if not book.has(table)]:
        yield insufficient(rule, "narrative/项", unread)
        return
    paths = {code: names for table in SPENDING for code, names in paths_of(book, table).items()}
    pairs = paired(items, paths)
    for index, item in enumerate(items):
        if index in pairs:
            yield from _item(rule, book, item, pairs[index], paths[pairs[index]])
        elif whole:
            amount = item.facts[0].raw
            ground = f"{_PLACE}列有“{item.label}”{amount}，三类预算的支出表都没有这一科目，请核对。"
            subject = f"narrative/{'/'.join(item.names)}"
            yield Verdict(rule, subject, Status.FAIL, ground=ground, facts=item.facts[:1], shown=(amount,))
    if whole:
        of_general = {*pairs.values()} <= {*book.codes("YS05")}
        lead = _lead(facts, items, of_general)
        own = book.codes("YS05") if lead is not None and lead.row_name in _GENERAL else list(paths)
        for code in (c for c in paths if c in own and c not in pairs.values()):
            yield _untold(rule, book, code, paths[code][2])
        if lead is not None:
            parts = [replace(stated(item.facts[0]), label=item.names[2]) for item in items]
            yield equal(rule, book, "narrative/各项之和", [stated(lead)], parts)


def _lead(facts: list[Fact], items: list[Item], of_general: bool) -> Fact | None:
    """What the 项 of the notes add up to: the fiscal spending, or that of the general budget where this leads them.

    ``of_general``: all of them are of the general budget.
    """
    first = items[0].facts[0].start
    wholes = [f for f in facts if f.row_name == "财政拨款支出" or f.row_name in _GENERAL]
    before = [f for f in wholes if f.start <= first]
    nearest = max(before, key=lambda f: f.start, default=None)
    if of_general and nearest is not None and nearest.row_name in _GENERAL and not nearest.part_of:
        return nearest
    return next((f for f in wholes if f.row_name == "财政拨款支出"), None)


def _item(rule: Rule, book: Book, item: Item, code: str, path: tuple[str, str, str]) -> Iterator[Verdict]:
    cells = [book.cell(table, code, "合计") for table in SPENDING if code in book.codes(table)]
    for fact in item.facts:
        yield _with_or_without_carried(rule, book, f"narrative/{code}/{fact.line}", fact, cells)
    differ = [
        f"{level}级写作“{said}”，表中{code}为“{printed}”"
        for level, said, printed in zip(_LEVELS, item.names, path, strict=True)
        if printed and subject_key(said) != subject_key(printed)
    ]
    if differ:
        ground = f"{_PLACE}{'、'.join(differ)}，科目名称应与预算表一致，请核对。"
        facts = (item.facts[0], *(c.fact for c in cells if c.fact))
        yield Verdict(
            rule, f"narrative/{code}/名称", Status.FAIL, ground=ground, facts=facts, shown=(item.facts[0].raw,)
        )


def _untold(rule: Rule, book: Book, code: str, name: str) -> Verdict:
    """A 项 with money that the notes do not go through; one whose name stands there was not read."""
    subject = f"narrative/{code}"
    table = next(t for t in SPENDING if code in book.codes(t))
    cell = book.cell(table, code, "合计")
    if not cell.value or cell.fact is None:
        return not_applicable(rule, subject, "该科目没有金额")
    if any(book.mentions(section, [f"{name}（项）"]) for section in _NOTES):
        return insufficient(rule, subject, [f"{_PLACE}的{cell.label}"])
    ground = (
        f"{table_title(table)}列有{cell.label}{cell.fact.raw}{cell.fact.unit or ''}，{_PLACE}没有说明这一项，请核对。"
    )
    return Verdict(rule, subject, Status.FAIL, ground=ground, facts=(cell.fact,), shown=(cell.fact.raw,))


def _kinds_of_account(rule: Rule, book: Book) -> Iterator[Verdict]:
    """基本支出 and 项目支出 that a sentence tells of an account make up its amount, with what it lists beside them."""
    told = _amounts(book, *_NOTES, *_FUNDS)
    parts: dict[tuple[str, str], list[Fact]] = {}
    beside: dict[tuple[str, str], list[Fact]] = {}
    for fact in told:
        if fact.part_of and fact.row_name in _KINDS:
            parts.setdefault((fact.part_of, fact.quote), []).append(fact)
        elif fact.part_of and _OTHER_KINDS.search(fact.row_name):
            beside.setdefault((fact.part_of, fact.quote), []).append(fact)
    found = False
    for (name, quote), kinds in parts.items():
        whole = next((f for f in told if f.row_name == name and f.quote == quote and f.start <= kinds[0].start), None)
        if whole is not None and {f.row_name for f in kinds} == _KINDS and len(kinds) == len(_KINDS):
            found = True
            own = [*kinds, *beside.get((name, quote), ())]
            yield equal(rule, book, f"{name}/{whole.line}", [stated(whole)], [stated(f) for f in own])
    if not found:
        yield not_applicable(rule, "基本支出+项目支出", f"{_PLACE}没有把某一科目分为基本支出和项目支出")


def _chapters(rule: Rule, book: Book) -> Iterator[Verdict]:
    """The totals of the chapters on 一般公共预算 and 基本支出, and each 类 told there, against the tables."""
    cells = {m: cell_of(book, _planned(m)) for m in _OF_CHAPTERS}
    told = [(f, cells[m], measures()[m].name) for m in _OF_CHAPTERS for f in _stated(book, m)]
    classes = {subject_key(book.name("YS05", c)): c for c in book.codes("YS05") if len(c) == _CLASS}
    for fact in _amounts(book, "general_budget"):
        name = subject_key(fact.row_name.removesuffix("（类）"))
        said = [c for c in book.codes("YS05") if len(c) > _CLASS and c in fact.quote]
        code = classes.get(name) or max(said, key=len, default=None)
        if code is not None and subject_key(book.name("YS05", code)) == name:
            told.append((fact, book.cell("YS05", code, "合计"), fact.row_name))
    found = [(f, cell, name) for f, cell, name in told if cell is not None]
    for fact, cell, name in found:
        subject = f"{fact.section_key}/{name}/{fact.line}/{fact.start}"
        yield _with_or_without_carried(rule, book, subject, fact, [cell])
    if not found:
        yield not_applicable(rule, "general_budget", "没有按章说明一般公共预算和基本支出，或表中没有这些数")


def _with_or_without_carried(rule: Rule, book: Book, subject: str, fact: Fact, cells: list[Cell]) -> Verdict:
    """An amount against cells, and against the money of the year alone where a table has a column of it."""
    own = [book.cell(c.ref.table, c.ref.row, _OF_YEAR) for c in cells]
    verdict = equal(rule, book, subject, [stated(fact)], cells)
    if verdict.status is Status.FAIL and all(c.state is State.NUMBER for c in own):
        alone = equal(rule, book, subject, [stated(fact)], own)
        return verdict if alone.status is Status.FAIL else alone
    return verdict


def _planned(measure: str) -> Addresses:
    return tuple(c for c in measures()[measure].cells if c[0].startswith("YS"))


def _stated(book: Book, measure: str) -> list[Fact]:
    """The amounts of a measure in its own chapters."""
    known = measures()[measure]
    return [f for f in _amounts(book, *known.sections) if f.row_name == known.name]


# ---------------------------------------------------------------- 其他相关情况


def _public(rule: Rule, book: Book) -> Iterator[Verdict]:
    for name, column in PUBLIC:
        told = [f for f in _amounts(book, "three_public") if f.row_name == name]
        yield from _told(rule, book, "three_public", name, told, public_cell(book, column))
    told = [f for f in _amounts(book, "operating") if f.row_name == "机关运行经费"]
    yield from _told(rule, book, "operating", "机关运行经费", told, public_cell(book, "机关运行经费预算数"))


def _public_changes(rule: Rule, book: Book) -> Iterator[Verdict]:
    """What the text says that an item of 三公 changed by, against the two years of its table."""
    year = book.report.identity.year or 0
    checked = False
    for name, column in PUBLIC:
        now = public_cell(book, column)
        bare = column.replace("预算数", "")
        before = [
            c
            for c in (
                public_cell(book, f"{year - 1}年预算数{n}") for n in (column, bare, bare.removeprefix("“三公”经费"))
            )
            if c.state is State.NUMBER
        ]
        told = [f for f in book.said.of("three_public", name, "增减额") if f.unit in MONEY]
        if now.state is not State.NUMBER or not before or not told:
            continue
        checked = True
        # this year = the year before + the change, which has its sign
        subject = f"three_public/{name}/增减额"
        verdict = equal(rule, book, subject, [now], [before[0], stated(told[0])])
        yield _worded(verdict, name, now, before[0], told[0]) if verdict.status is Status.FAIL else verdict
    if not checked:
        yield not_applicable(rule, "three_public/增减额", "“三公”经费表没有上年数，或说明没有写增减额")


def _worded(verdict: Verdict, name: str, now: Cell, before: Cell, told: Fact) -> Verdict:
    """A change that is not that of the two years, in words of its own."""
    if now.value is None or before.value is None or told.value is None or now.fact is None:
        return verdict
    gap, unit = now.value - before.value, now.fact.unit or ""
    made = f"{'增加' if gap > 0 else '减少'}{plain_decimal(abs(gap))}{unit}" if gap else "持平"
    said = f"{'增加' if told.value > 0 else '减少'}{plain_decimal(abs(told.value))}{told.unit or ''}"
    ground = (
        f"{table_title('YS09')}{name}本年为{plain_decimal(now.value)}{unit}，上年为{plain_decimal(before.value)}{unit}，"
        f"应为{made}，说明却写{said}，请核对。"
    )
    shown = tuple(plain_decimal(v) for v in (now.value, before.value, abs(told.value)))
    return replace(verdict, ground=ground, shown=shown)


def _told(rule: Rule, book: Book, section: str, name: str, told: list[Fact], cell: Cell) -> Iterator[Verdict]:
    if not told:
        yield insufficient(rule, f"{section}/{name}", [f"{text_place(section)}的{name}"])
    for fact in told:
        yield equal(rule, book, f"{section}/{name}/{fact.line}/{fact.start}", [stated(fact)], [cell])


def _goals(rule: Rule, book: Book) -> Iterator[Verdict]:
    """Money of projects with 绩效目标 is part of 项目支出."""
    money = [f for f in book.said.in_section("performance", "资金", *SPENT, *BUDGETS) if f.unit in MONEY]
    told = [f for f in money if "绩效目标" in f.row_name]
    if not told:
        yield insufficient(rule, "performance", [f"{text_place('performance')}的绩效目标涉及资金"])
    for fact in told:
        whole = book.cell("YS03", "合计", "项目支出")
        yield at_most(rule, book, f"performance/{fact.line}/{fact.start}", [stated(fact)], [whole])


def _rule(id: str, title: str, explanation: str, check: Check, severity: str = "error") -> Rule:
    return Rule(id, title, "info" if severity == "info" else "error", explanation, check, kind="budget")


RULES: tuple[Rule, ...] = (
    _rule(
        "C-B-01",
        "预算编制说明与预算表一致",
        "编制说明所写的收入、支出、财政拨款和逐项说明的功能分类支出，应与预算表的同一项相同，不多列也不漏列。" + _EQUAL,
        _notes,
    ),
    _rule(
        "C-B-06",
        "各章说明与预算表一致",
        "一般公共预算、基本支出各章所写的总额、各类支出、人员经费和公用经费，应与预算表的同一项相同。" + _EQUAL,
        guarded(_chapters, "YS05"),
    ),
    _rule(
        "C-B-07",
        "说明所列科目的两类支出相加等于该科目",
        "说明写明某科目“其中基本支出、项目支出”的，两者之和应等于该科目的预算数。各数各自四舍五入，允许末位之差。",
        _kinds_of_account,
    ),
    _rule(
        "C-B-02",
        "“三公”经费、机关运行经费说明与预算表一致",
        "说明所写的“三公”经费总额和各项、机关运行经费，应与“三公”经费和机关运行经费预算表相同。" + _EQUAL,
        guarded(_public, "YS09"),
    ),
    _rule(
        "C-B-11",
        "“三公”经费增减与预算表两年之差一致",
        "说明所写“三公”经费各项比上年增减的金额，应等于预算表本年预算数与上年预算数之差，增减方向也应相符。" + _EQUAL,
        guarded(_public_changes, "YS09"),
    ),
    _rule(
        "C-B-03",
        "绩效目标涉及资金不大于项目支出",
        "编报绩效目标的项目属于项目支出，涉及资金一般不大于支出预算总表的项目支出合计。" + _EQUAL,
        guarded(_goals, "YS03"),
        "info",
    ),
)
