"""Family B for 部门预算: the same money in two budget tables, in 元 or 万元 as each table prints it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from extractors.crosscheck.book import Book, row_key
from extractors.crosscheck.budget_tables import (
    CLASS,
    FISCAL_IN,
    FUNDS,
    IN,
    KINDS,
    OUT,
    TOTAL_IN,
    TOTAL_OUT,
    by_function,
    is_grant,
    public_cell,
    side,
    sources,
)
from extractors.crosscheck.build import guarded
from extractors.crosscheck.cells import State
from extractors.crosscheck.compare import at_most, equal, insufficient, not_applicable
from extractors.crosscheck.cross_table import same_class
from extractors.crosscheck.model import Rule, Verdict
from extractors.crosscheck.wording import table_title

#: the spending tables of the three funds
SPENDING = ("YS05", "YS06", "YS07")
_BOTH = "同一数字在两张表中各印一次，应当相同。"

#: 三公 item of YS09 and the 经济分类 款 that is its part within 基本支出
_PUBLIC_PARTS = (
    ("因公出国（境）费", "30212"),
    ("公务用车购置费", "31013"),
    ("公务用车运行费", "30231"),
    ("公务接待费", "30217"),
)


def _totals(rule: Rule, book: Book) -> Iterator[Verdict]:
    pairs = ((TOTAL_IN, IN, "YS02"), (TOTAL_OUT, OUT, "YS03"))
    for row, column, table in pairs:
        yield equal(rule, book, f"{table}/合计", [book.cell("YS01", row, column)], [book.cell(table, "合计", "合计")])
    yield from same_class("YS01", OUT, "YS03", "合计")(rule, book)


def all_fiscal(book: Book) -> bool | None:
    """Whether all income is 财政拨款; None where an income row of YS01 was not read."""
    others = [book.cell("YS01", row, IN) for row in sources(book) if row != "财政拨款收入"]
    if not book.has("YS01") or not sources(book) or any(c.state in (State.MISSING, State.CONFLICT) for c in others):
        return None
    return not any(c.value for c in others)


def _fiscal_income(rule: Rule, book: Book) -> Iterator[Verdict]:
    """财政拨款收入 of YS01 is that of YS04; where YS04 also carries over, the grants of the year are."""
    incomes = side(book, "YS04", FISCAL_IN)
    grants = [r for r in incomes if is_grant(r) and "结转" not in r]
    rows = grants if len(grants) < len(incomes) else [TOTAL_IN]
    theirs = [book.cell("YS04", row, FISCAL_IN) for row in rows]
    yield equal(rule, book, "财政拨款收入", [book.cell("YS01", "财政拨款收入", IN)], theirs)
    alone = all_fiscal(book)
    if alone is None:
        yield insufficient(rule, "收入总计", [f"{table_title('YS01')}各项收入"])
    elif not alone:
        yield not_applicable(rule, "收入总计", "有财政拨款以外的收入，不要求两表总计相等")
    else:
        total = book.cell("YS04", TOTAL_IN, FISCAL_IN)
        yield equal(rule, book, "收入总计", [book.cell("YS01", TOTAL_IN, IN)], [total])


def _funds(rule: Rule, book: Book) -> Iterator[Verdict]:
    parts = [book.cell(table, "合计", "合计") for table in SPENDING]
    yield equal(rule, book, "YS04/支出总计", [book.cell("YS04", TOTAL_OUT, "合计")], parts)
    for fund, table, cell in zip(FUNDS, SPENDING, parts, strict=True):
        yield equal(rule, book, f"{table}/合计", [book.cell("YS04", TOTAL_OUT, fund)], [cell])
        if book.codes(table):
            yield from same_class("YS04", fund, table, "合计")(rule, book)
    if not {*FUNDS} & {*book.columns("YS04")}:
        yield from _classes_of_all(rule, book)


def _classes_of_all(rule: Rule, book: Book) -> Iterator[Verdict]:
    """Each 类 of YS04, where one column has all the money, against the tables of the three funds."""
    for row in by_function(book, "YS04", side(book, "YS04", "合计")):
        same = [(t, c) for t in SPENDING for c in book.codes(t) if len(c) == CLASS and _is_called(book, t, c, row)]
        if same:
            parts = [book.cell(table, code, "合计") for table, code in same]
            yield equal(rule, book, f"YS04/{row}", [book.cell("YS04", row, "合计")], parts)


def _is_called(book: Book, table: str, code: str, row: str) -> bool:
    return row_key(book.name(table, code)) == row_key(row)


def _all_spending(rule: Rule, book: Book) -> Iterator[Verdict]:
    """YS03 holds the three funds; where all money is fiscal it holds nothing else."""
    alone = all_fiscal(book)
    for row in ("合计", *book.codes("YS03")):
        tables = [t for t in SPENDING if row == "合计" or row in book.codes(t)]
        for column in ("合计", *KINDS):
            subject = f"YS03/{row}/{column}"
            parts = [book.cell(table, row, column) for table in tables]
            whole = book.cell("YS03", row, column)
            if parts:
                yield (equal if alone else at_most)(rule, book, subject, parts, [whole])
            elif alone and whole.value:
                yield insufficient(rule, subject, [f"{'、'.join(map(table_title, SPENDING))}{whole.label}行"])
    for table in SPENDING:
        for code in (c for c in book.codes(table) if c not in book.codes("YS03")):
            yield insufficient(rule, f"{table}/{code}", [f"{table_title('YS03')}{code} {book.name(table, code)}行"])


def _basic(rule: Rule, book: Book) -> Iterator[Verdict]:
    basic, economic = book.cell("YS05", "合计", "基本支出"), book.cell("YS08", "合计", "合计")
    yield equal(rule, book, "基本支出", [basic], [economic])


def _within(rule: Rule, book: Book) -> Iterator[Verdict]:
    for item, code in _PUBLIC_PARTS:
        if code in book.codes("YS08"):
            part = book.cell("YS08", code, "合计")
            yield at_most(rule, book, f"YS09/{item}", [part], [public_cell(book, item)])
        else:
            yield not_applicable(rule, f"YS09/{item}", f"{table_title('YS08')}没有{code}这一款")
    operating, whole = public_cell(book, "机关运行经费预算数"), book.cell("YS08", "合计", "公用经费")
    yield at_most(rule, book, "YS09/机关运行经费", [operating], [whole])


def _rule(
    id: str,
    title: str,
    explanation: str,
    check: Callable[[Rule, Book], Iterator[Verdict]],
    *tables: str,
    warns: bool = False,
) -> Rule:
    return Rule(id, title, "warning" if warns else "error", explanation, guarded(check, *tables), kind="budget")


RULES: tuple[Rule, ...] = (
    _rule(
        "B-B01",
        "收支预算总表与收入、支出预算表相同",
        "财务收支预算总表的收入总计、支出总计及各类支出，应等于收入预算总表、支出预算总表的合计和类级科目。" + _BOTH,
        _totals,
        *("YS01", "YS02", "YS03"),
    ),
    _rule(
        "B-B02",
        "财政拨款收入两表相同",
        "财务收支预算总表的财政拨款收入，应等于财政拨款收支预算总表的收入；没有其他收入时，两表的总计也应相等。",
        _fiscal_income,
        *("YS01", "YS04"),
    ),
    _rule(
        "B-B03",
        "财政拨款支出等于三类预算支出表之和",
        "财政拨款收支预算总表的支出，应等于一般公共预算、政府性基金预算、国有资本经营预算三张支出表的合计之和，各栏各类与其表相同。",
        _funds,
        *("YS04", *SPENDING),
    ),
    _rule(
        "B-B04",
        "三类预算支出不大于全部支出",
        "每个科目及合计，三类预算的支出、基本支出、项目支出之和不应大于支出预算总表的同一数；全部收入都是财政拨款时应相等。",
        _all_spending,
        *("YS03", *SPENDING),
    ),
    _rule(
        "B-B05",
        "基本支出功能分类与经济分类相同",
        "一般公共预算支出功能分类预算表的基本支出合计，应等于基本支出经济分类预算表的合计。" + _BOTH,
        _basic,
        *("YS05", "YS08"),
    ),
    _rule(
        "B-B06",
        "“三公”经费、机关运行经费与经济分类相符",
        "“三公”经费各项不应小于其在基本支出中的部分；机关运行经费从公用经费中开支，不应大于公用经费。",
        _within,
        *("YS08", "YS09"),
        warns=True,
    ),
)
