"""Family P, standard indicators and money of the department's form, worked out again from the rest of the report."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from extractors.crosscheck.book import Book
from extractors.crosscheck.cells import Cell, State, stated
from extractors.crosscheck.compare import Amount, equal, insufficient, not_applicable, weigh_rate
from extractors.crosscheck.model import Rule, Status, Verdict
from extractors.crosscheck.performance import own_forms
from extractors.crosscheck.said import BUDGETS, SPENT
from extractors.crosscheck.table_prose import text_place
from extractors.facts import MONEY
from extractors.forms import Form, FormRow
from extractors.text import name_key
from extractors.vocabulary import Indicator, standard_indicators

_COLUMNS = {"spent": SPENT, "budget": BUDGETS}
#: how forms call the money that the treasury gave, and money of other sources
_FISCAL = ("政府预算资金", "财政性资金", "财政拨款", "政府性预算资金", "当年财政拨款")


def department_form(book: Book) -> Form | None:
    """The self-evaluation form of the department as a whole."""
    forms = (f for f in own_forms(book) if f.project is None and not _is_of_projects(f))
    return next((f for f in forms if f.funds or f.indicators), None)


def _is_of_projects(form: Form) -> bool:
    """Whether a table of money is of projects, each with points of its own: a department's form has one row of them."""
    return sum((score := row.cell("得分")) is not None and not score.is_blank for row in form.funds) > 1


class _Quantity:
    """An amount with the cells it was taken from."""

    def __init__(self, title: str, amount: Amount, cells: tuple[Cell, ...]) -> None:
        self.title, self.amount, self.cells = title, amount, cells


def quantity(book: Book, key: str) -> _Quantity | None:
    """A quantity of the vocabulary as this report has it, money in 万元; None where it does not print it."""
    entry = standard_indicators().quantities[key]
    found = _form_cell(book, entry.form) if entry.form else None
    for section, subject, column in entry.said if found is None else ():
        told = book.said.of(section, subject, *_COLUMNS.get(column, (column,)))
        found = found or (stated(told[0]) if told else None)
    for address in entry.cells if found is None else ():
        cell = book.cell(*address)
        found = found or (cell if cell.state is State.NUMBER else None)
    if found is not None and found.fact is not None:
        unit = "万元" if found.fact.unit in MONEY else found.fact.unit
        value = found.fact.in_unit(unit or "")
        if value is not None:
            return _Quantity(entry.title, Amount(value, book.half_unit(found.fact, unit)), (found,))
    if entry.sum and (parts := [q for k in entry.sum if (q := quantity(book, k)) is not None]):
        return _added(entry.title, parts)
    differs = entry.where_same is not None and not _are_same(book, entry.where_same)
    return _difference(book, entry.title, entry.less) if entry.less and not differs else None


def _are_same(book: Book, keys: tuple[str, str]) -> bool:
    """Whether two quantities are the same amount, as 机关运行经费 and 公用经费 are where no unit is 事业单位."""
    one, other = (quantity(book, key) for key in keys)
    return one is not None and other is not None and one.amount.value == other.amount.value


def _added(title: str, parts: list[_Quantity]) -> _Quantity:
    """A quantity that a report tells by its parts alone."""
    value, half = (sum((getattr(p.amount, name) for p in parts), Decimal(0)) for name in ("value", "half"))
    return _Quantity(title, Amount(value, half), tuple(cell for part in parts for cell in part.cells))


def _difference(book: Book, title: str, keys: tuple[str, str]) -> _Quantity | None:
    first, second = (quantity(book, key) for key in keys)
    if first is None or second is None:
        return None
    amount = Amount(first.amount.value - second.amount.value, first.amount.half + second.amount.half)
    return _Quantity(title, amount, (*first.cells, *second.cells))


def _form_cell(book: Book, column: str) -> Cell | None:
    form = department_form(book)
    cell = form.funds[0].cell(column) if form and form.funds else None
    return stated(cell) if cell is not None and cell.value is not None else None


def _indicators(rule: Rule, book: Book) -> Iterator[Verdict]:
    """Each standard indicator of the department's form against what it is the ratio of."""
    form = department_form(book)
    rows = [(row, ind) for row in (form.indicators if form else ()) if (ind := _indicator(row))]
    if not rows:
        yield not_applicable(rule, "标准指标", "报告没有附列有标准指标的部门整体自评表")
    for row, indicator in rows:
        yield _again(rule, book, row, indicator)


def _indicator(row: FormRow) -> Indicator | None:
    name = name_key(row.name)
    return next((i for i in standard_indicators().indicators if i.match.search(name)), None)


def _again(rule: Rule, book: Book, row: FormRow, indicator: Indicator) -> Verdict:
    subject = f"{indicator.name}/{row.line}"
    actual = row.cell("实际完成值")
    if actual is None or actual.value is None:
        return not_applicable(rule, subject, "实际完成值没有填写数字")
    part, whole = quantity(book, indicator.part), quantity(book, indicator.whole)
    quantities = standard_indicators().quantities
    if part is None or whole is None:
        missing = indicator.part if part is None else indicator.whole
        return insufficient(rule, subject, [quantities[missing].title])
    amount = part.amount
    if indicator.absolute:
        amount = Amount(abs(amount.value), amount.half)
    formula = f"{part.title}/{whole.title}"
    return weigh_rate(rule, subject, stated(actual), amount, whole.amount, formula, (*part.cells, *whole.cells))


def _money(rule: Rule, book: Book) -> Iterator[Verdict]:
    """What the department's form says was spent, in all and of fiscal money, is what the accounts say."""
    form = department_form(book)
    if form is None or not form.funds:
        yield not_applicable(rule, "资金", "报告没有附列有资金的部门整体自评表")
        return
    yield _spent(rule, book, form.funds[0], ("GK03", "合计", "本年支出合计"), ("expenditure", "本年支出合计"))
    for row in form.funds[1:]:
        if any(name in row.name for name in _FISCAL):
            address = ("GK04", "本年支出合计", "支出合计")
            yield _spent(rule, book, row, address, ("general_budget", "一般公共预算财政拨款支出"))
    yield from _initial(rule, book, form.funds[0])


def _spent(rule: Rule, book: Book, row: FormRow, address: tuple[str, str, str], said: tuple[str, str]) -> Verdict:
    subject = f"{row.name}/{row.line}/全年执行数"
    filled = row.cell("全年执行数")
    if filled is None or filled.value is None:
        return not_applicable(rule, subject, "没有填写全年执行数")
    cell = book.cell(*address)
    if cell.state is State.MISSING and (told := book.said.of(*said, *SPENT)):
        cell = stated(told[0])
    return equal(rule, book, subject, [stated(filled)], [cell])


def _initial(rule: Rule, book: Book, row: FormRow) -> Iterator[Verdict]:
    """The initial budget of the form against that of the text; the form's may cover more than the general budget."""
    filled = row.cell("年初预算数")
    told = book.said.of("general_budget", "一般公共预算财政拨款支出", "年初预算数")
    subject = f"{row.name}/{row.line}/年初预算数"
    if filled is None or filled.value is None or not told:
        yield insufficient(rule, subject, [f"{text_place('general_budget')}或自评表的年初预算数"])
        return
    verdict = equal(rule, book, subject, [stated(filled)], [stated(told[0])])
    if verdict.status is Status.FAIL and verdict.amounts and verdict.amounts[0] > verdict.amounts[1]:
        yield not_applicable(rule, subject, "自评表的年初预算数大于一般公共预算，口径可能包括其他资金")
    else:
        yield verdict


RULES: tuple[Rule, ...] = (
    Rule(
        "P-09",
        "标准指标按公式计算正确",
        "warning",
        "公用经费控制率、“三公”经费控制率、预算调整率、结转结余率等，应与按公式用本报告数字计算的结果一致。",
        _indicators,
        kind="both",
    ),
    Rule(
        "P-10",
        "自评表资金与决算一致",
        "error",
        "部门整体自评表的全年执行数应等于本年支出合计，其中财政资金应等于财政拨款支出；年初预算数应与正文一致。",
        _money,
    ),
)
