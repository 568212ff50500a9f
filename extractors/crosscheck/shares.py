"""Families C and D, rates within the text: shares of a whole and completion of a budget."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial

from extractors.crosscheck.book import Book
from extractors.crosscheck.cells import Cell, State, stated
from extractors.crosscheck.compare import insufficient, not_applicable, rate
from extractors.crosscheck.model import Rule, Status, Verdict
from extractors.crosscheck.said import BUDGETS, SPENT
from extractors.crosscheck.table_prose import cell_of, text_place
from extractors.facts import Fact
from extractors.text import name_key
from extractors.vocabulary import measures, printed_subjects

_MONEY_COLUMNS, _BUDGETED_COLUMNS = (*SPENT, "资金"), (*BUDGETS, *SPENT, "资金")
#: rule, the sections it looks at, whether it is about the 类, what the share is of
_SHARES = (
    ("C-S2-02", ("income",), None, "各项收入占本年收入合计的比重"),
    ("C-S3-02", ("expenditure",), None, "各类支出占本年支出合计的比重"),
    ("C-S5-02", ("general_budget",), False, "一般公共预算财政拨款支出占本年支出合计的比重"),
    ("C-S5-04", ("general_budget",), True, "各功能分类占一般公共预算财政拨款支出的比重"),
    ("C-S7-03", ("three_public",), None, "“三公”经费各项占总额的比重"),
    (
        "D-17",
        (
            *("overall", "fiscal", "procurement", "performance", "annex"),
            *("operating", "gov_fund", "basic", "state_capital", "assets"),
        ),
        None,
        "正文其他各处所说的比重",
    ),
)
_AROUND = re.compile(r"^(?:本?部门预算|本?部门|本单位|20\d\d年度?)|总?额$")
#: the budget that a completion rate names, by its measure
_BASES = {
    "完成年初预算比例": ("年初预算数",),
    "完成全年预算比例": ("全年预算数", "调整预算数"),
    "完成预算比例": ("预算数", "全年预算数", "年初预算数", "调整预算数"),
    "完成调整预算比例": ("调整预算数", "全年预算数"),
}


def canonical(name: str) -> str:
    """A subject by its canonical name where the vocabulary knows it, also with other words around it."""
    known = printed_subjects()
    bare = _AROUND.sub("", name)
    for form in (
        name,
        bare,
        name + "合计",
        bare.replace("总预算", "总计"),
        bare.replace("一般公共预算", "一般公共预算财政拨款"),
    ):
        if (key := name_key(form)) in known:
            return known[key]
    return name


def amount_of(book: Book, name: str, section: str, fact: Fact | None = None) -> Cell | None:
    """The amount of a subject: as its own section states it, else as any section does, else as a table has it."""
    printed, name = name, canonical(name)
    columns = _columns(book)
    if fact is not None and (beside := book.said.near(fact, columns)):
        return stated(beside)
    measure = next((m for m in measures().values() if m.name == name), None)
    for key in dict.fromkeys((section, *(measure.sections if measure else ()))):
        # what the sentence itself calls it goes before its canonical name, which may be that of a part
        if told := (key == section and book.said.of(key, printed, *columns)) or book.said.of(key, name, *columns):
            return stated(told[0])
    return cell_of(book, measure.cells) if measure and measure.cells else None


def _columns(book: Book) -> tuple[str, ...]:
    """The amounts that a share may be taken of: in a final account what was budgeted is none of them."""
    return _BUDGETED_COLUMNS if book.report.identity.kind == "budget" else _MONEY_COLUMNS


def _shares(sections: tuple[str, ...] | None, classes: bool | None, rule: Rule, book: Book) -> Iterator[Verdict]:
    told = book.said.figures if sections is None else [f for key in sections for f in book.said.in_section(key)]
    facts = [f for f in told if f.column == "占比"]
    if classes is not None:
        facts = [f for f in facts if f.row_name.endswith("（类）") is classes]
    if not facts and sections is None:
        yield not_applicable(rule, "占比", "正文没有写占比")
    elif not facts and sections is not None:
        if any(book.said.has(key) for key in sections):
            yield not_applicable(rule, sections[0], "正文没有写占比")
        else:
            yield insufficient(rule, sections[0], [text_place(key) for key in sections[:1]])
    for fact in facts:
        yield _share(rule, book, fact)


def _share(rule: Rule, book: Book, fact: Fact) -> Verdict:
    section = fact.section_key or ""
    subject = f"{section}/{fact.row_name}/{fact.part_of}/{fact.line}"
    if not fact.part_of:
        return insufficient(rule, subject, [f"{fact.row_name}占比所指的总额"])
    part, whole = amount_of(book, fact.row_name, section, fact), amount_of(book, fact.part_of, section)
    if part is None or whole is None or State.MISSING in (part.state, whole.state):
        name = fact.row_name if part is None else fact.part_of
        return insufficient(rule, subject, [f"{name}的金额"])
    verdict = rate(rule, book, subject, stated(fact), part, whole, f"{part.label}/{whole.label}")
    if verdict.status is not Status.FAIL:
        return verdict
    # a section may tell two amounts under names that mean the same: with what is carried over and without
    side = fact.part_of.removeprefix("本年").removesuffix("合计")
    names = dict.fromkeys((canonical(fact.part_of), fact.part_of, side))
    others = (stated(f) for n in names for f in book.said.of(section, n, *_columns(book)) if f.value)
    tried = (rate(rule, book, subject, stated(fact), part, o, f"{part.label}/{o.label}") for o in others)
    return next((v for v in tried if v.status is not Status.FAIL), verdict)


def _completion(sections: tuple[str, ...], excluded: bool, rule: Rule, book: Book) -> Iterator[Verdict]:
    """Every completion rate against the budget it names."""
    facts = [f for f in book.said.figures if f.column in _BASES and ((f.section_key in sections) is not excluded)]
    if not facts:
        yield not_applicable(rule, "完成率", "正文没有写完成预算的比例")
    for fact in facts:
        yield _completed(rule, book, fact)


def _completed(rule: Rule, book: Book, fact: Fact) -> Verdict:
    subject = f"{fact.section_key}/{fact.row_name}/{fact.column}/{fact.line}"
    spent, budget = book.said.near(fact, SPENT), _budget(book, fact)
    if spent is None or budget is None:
        missing = [f"{fact.row_name}的{'决算数' if spent is None else '预算数'}"]
        return insufficient(rule, subject, missing)
    if budget.value == 0:
        return _of_nothing(rule, book, subject, fact, spent, budget)
    formula = f"{spent.column}/{budget.column}"
    return rate(rule, book, subject, stated(fact), stated(spent), stated(budget), formula)


def _budget(book: Book, fact: Fact) -> Fact | None:
    """The budget a completion rate is of: the one it names beside it, else that of the same subject further on."""
    if near := book.said.near(fact, _BASES[fact.column]):
        return near
    told = book.said.of(fact.section_key or "", fact.row_name, *_BASES[fact.column])
    return told[0] if told else book.said.near(fact, BUDGETS)


def _of_nothing(rule: Rule, book: Book, subject: str, fact: Fact, spent: Fact, budget: Fact) -> Verdict:
    """A rate of a zero budget: the template's 0 % of nothing says nothing; any other rate cannot be."""
    if not fact.value and not spent.value:
        return not_applicable(rule, subject, f"{budget.column}为零，不能计算完成率")
    ground = (
        f"{fact.row_name}{budget.column}为{budget.raw}，决算数为{spent.raw}，却写“{fact.column.removesuffix('比例')}的"
        f"{fact.raw}”；预算为零时完成率没有意义，请核对预算数或改写。"
    )
    shown = tuple(str(f.value) for f in (budget, spent, fact))
    return Verdict(rule, subject, Status.FAIL, ground=ground, facts=(fact, budget, spent), shown=shown)


def _shares_rule(id: str, sections: tuple[str, ...], classes: bool | None, what: str) -> Rule:
    text = f"{what}，应等于正文（或决算表）所列两数之比；按所印位数四舍五入，末位取舍之差记为尾差。"
    return Rule(id, f"{what}计算正确", "error", text, partial(_shares, sections, classes))


RULES: tuple[Rule, ...] = (
    *(_shares_rule(*entry) for entry in _SHARES),
    Rule(
        "C-B-05",
        "预算说明所说的比重计算正确",
        "error",
        "预算说明中各项占总额的比重，应等于说明（或预算表）所列两数之比；按所印位数四舍五入，末位取舍之差记为尾差。",
        partial(_shares, None, None),
        kind="budget",
    ),
    Rule(
        "C-S7-02",
        "“三公”经费完成预算比例计算正确",
        "error",
        "“三公”经费总额和各项完成预算的比例，应等于决算数除以预算数；预算为零时不应写完成率。",
        partial(_completion, ("three_public",), False),
    ),
    Rule(
        "D-05",
        "完成预算比例计算正确",
        "error",
        "完成预算的比例，应等于决算数（执行数）除以它所说的预算数；年初预算为零时，不能说完成年初预算的百分之几。",
        partial(_completion, ("three_public",), True),
        kind="both",
    ),
)
