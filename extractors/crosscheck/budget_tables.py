"""Family A for 部门预算: totals, rows and levels inside the nine budget tables."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from extractors.crosscheck.book import Book, row_key
from extractors.crosscheck.build import guarded, level_sums, row_sums
from extractors.crosscheck.cells import Cell, State
from extractors.crosscheck.compare import equal, insufficient
from extractors.crosscheck.model import Check, Rule, Status, Verdict
from extractors.crosscheck.wording import table_title
from extractors.vocabulary import standard_codes

IN, OUT = "本年收入预算数", "本年支出预算数"
FISCAL_IN = "财政拨款收入预算数"
TOTAL_IN, TOTAL_OUT = "收入总计", "支出总计"
GRANTS = ("一般公共预算资金", "政府性基金", "国有资本经营预算")
FUNDS = ("一般公共预算", "政府性基金预算", "国有资本经营预算")
SOURCES = ("财政拨款收入", "事业收入", "事业单位经营收入", "其他收入")
KINDS = ("基本支出", "项目支出")
VEHICLES = "公务用车购置及运行费小计"
PUBLIC_TOTAL = "“三公”经费预算数合计"

_FUNDS = ("一般公共预算", "政府性基金", "国有资本经营")
#: tables by 功能分类, and the length of the code of a 类
_LISTS, CLASS = ("YS03", "YS05", "YS06", "YS07"), 3
_SUBTOTALS = {"本年收入合计", "本年支出合计", "本年收入", "本年支出", "小计", "合计"}
_ROUNDED = "各数各自四舍五入，允许每个数半个末位单位之和的尾差。"


def side(book: Book, table: str, column: str) -> list[str]:
    """The rows of one side of a 总表, without its totals; a row whose figure could not be read counts as one."""
    rows = [r for r in book.rows(table) if book.cell(table, r, column).facts]
    return [r for r in rows if r not in {TOTAL_IN, TOTAL_OUT, *_SUBTOTALS} and not r.startswith("其中")]


def sources(book: Book) -> list[str]:
    """The rows that 收入总计 of YS01 consists of; those below 财政拨款收入 are parts of it."""
    rows = side(book, "YS01", IN)
    return [r for r in rows if not is_grant(r)] if "财政拨款收入" in rows else rows


def is_grant(row: str) -> bool:
    """Whether a row is one of the funds that 财政拨款收入 is made up of, however it is called."""
    return row.startswith(_FUNDS)


def public_row(book: Book) -> str:
    """The one row of YS09, whatever it is called."""
    rows = [*book.rows("YS09")]
    return next((row for row in ("合计", "预算数") if row in rows), next(iter(rows), "预算数"))


def public_cell(book: Book, column: str) -> Cell:
    """One figure of YS09."""
    return book.cell("YS09", public_row(book), column)


def _balance(
    rule: Rule, book: Book, table: str, total: tuple[str, str], parts: list[str], needed: tuple[str, ...]
) -> Verdict:
    """A total = Σ rows; a difference is no finding while a row of the form was not read."""
    name, column = total
    subject = f"{table}/{name}/{column}"
    if not parts:
        return insufficient(rule, subject, [f"{table_title(table)}{name}以上各行"])
    cells = [book.cell(table, row, column) for row in parts]
    verdict = equal(rule, book, subject, [book.cell(table, name, column)], cells)
    unread = [r for r in needed if book.cell(table, r, column).state is State.MISSING]
    return insufficient(rule, subject, unread) if verdict.status is Status.FAIL and unread else verdict


def _income(rule: Rule, book: Book) -> Iterator[Verdict]:
    yield _balance(rule, book, "YS01", (TOTAL_IN, IN), sources(book), SOURCES)
    grants = [r for r in side(book, "YS01", IN) if is_grant(r)]
    if grants and "财政拨款收入" in side(book, "YS01", IN):
        yield _balance(rule, book, "YS01", ("财政拨款收入", IN), grants, GRANTS)


def _both_sides(rule: Rule, book: Book) -> Iterator[Verdict]:
    came_in, went_out = book.cell("YS01", TOTAL_IN, IN), book.cell("YS01", TOTAL_OUT, OUT)
    yield equal(rule, book, "YS01/总计", [came_in], [went_out])
    yield _balance(rule, book, "YS01", (TOTAL_OUT, OUT), by_function(book, "YS01", side(book, "YS01", OUT)), ())


def by_function(book: Book, table: str, rows: list[str]) -> list[str]:
    """The 功能分类 among the rows of a 总表; all of them where it has no list by 经济分类 beside that."""
    economic = {row_key(name) for code, name in standard_codes().items() if len(code) == CLASS}
    if not any(row_key(row) in economic for row in rows):
        return rows
    classes = {row_key(book.name(t, c)) for t in _LISTS if t != table for c in book.codes(t) if len(c) == CLASS}
    return [row for row in rows if row_key(row) in classes]


def _fiscal(rule: Rule, book: Book) -> Iterator[Verdict]:
    """收支 of YS04 balance, in total and, where nothing is carried over, for each fund."""
    came_in, went_out = book.cell("YS04", TOTAL_IN, FISCAL_IN), book.cell("YS04", TOTAL_OUT, "合计")
    yield equal(rule, book, "YS04/总计", [came_in], [went_out])
    incomes = side(book, "YS04", FISCAL_IN)
    yield _balance(rule, book, "YS04", (TOTAL_IN, FISCAL_IN), incomes, GRANTS)
    for column in ("合计", *FUNDS):
        rows = by_function(book, "YS04", side(book, "YS04", column))
        yield _balance(rule, book, "YS04", (TOTAL_OUT, column), rows, ())
    if set(incomes) <= set(GRANTS):
        for grant, fund in zip(GRANTS, FUNDS, strict=True):
            spent = book.cell("YS04", TOTAL_OUT, fund)
            yield equal(rule, book, f"YS04/{fund}", [book.cell("YS04", grant, FISCAL_IN)], [spent])


def _public(whole: str, *parts: str) -> Check:
    def check(rule: Rule, book: Book) -> Iterator[Verdict]:
        cells = [public_cell(book, part) for part in parts]
        yield equal(rule, book, f"YS09/{whole}", [public_cell(book, whole)], cells)

    return guarded(check, "YS09")


def _along(table: str, whole: str, *parts: str) -> Check:
    """Row sums under subjects of their own: the sums down the codes speak of the same cells."""
    rule = row_sums("", "", "", table, [whole], parts)

    def check(given: Rule, book: Book) -> Iterator[Verdict]:
        for verdict in rule.check(given, book):
            yield replace(verdict, subject=f"{verdict.subject}=各栏")

    return check


def _chained(*checks: Check) -> Check:
    def check(rule: Rule, book: Book) -> Iterator[Verdict]:
        told: set[str] = set()
        for part in checks:
            for verdict in part(rule, book):
                if verdict.subject not in told:
                    yield verdict
                told.add(verdict.subject)

    return check


def _coded(id: str, table: str, what: str, *parts: str) -> Rule:
    """A table with codes: 合计 across each row, and the sums down the tree in each column."""
    title = f"{what}各行各级之和相符"
    text = (
        f"{what}每一行的合计应等于{'、'.join(parts)}之和；各栏的合计行应等于各类之和，类等于其款之和，款等于其项之和。"
    )
    levels = level_sums(id, title, text, table, "total", "codes")
    return _rule(id, title, text + _ROUNDED, _chained(_along(table, "合计", *parts), levels.check))


def _rule(id: str, title: str, explanation: str, check: Check) -> Rule:
    return Rule(id, title, "error", explanation, check, kind="budget")


RULES: tuple[Rule, ...] = (
    _rule(
        "A-YS01-01",
        "收入总计等于各项收入之和",
        "财务收支预算总表的收入总计，应等于财政拨款、事业、经营、其他收入与上年结转之和，财政拨款收入等于三类预算之和。"
        + _ROUNDED,
        guarded(_income, "YS01"),
    ),
    _rule(
        "A-YS01-02",
        "收入总计等于支出总计",
        "财务收支预算总表两侧平衡：收入总计应等于支出总计，支出总计应等于各功能分类支出之和。" + _ROUNDED,
        guarded(_both_sides, "YS01"),
    ),
    _coded("A-YS02-01", "YS02", "收入预算总表", *SOURCES),
    _coded("A-YS03-01", "YS03", "支出预算总表", *KINDS),
    _rule(
        "A-YS04-01",
        "财政拨款收支预算平衡",
        "财政拨款收支预算总表的收入总计应等于支出总计；每一行的合计应等于三类预算之和；各栏的支出总计应等于各功能分类之和。"
        + _ROUNDED,
        _chained(guarded(_fiscal, "YS04"), _along("YS04", "合计", *FUNDS)),
    ),
    _coded("A-YS05-01", "YS05", "一般公共预算支出预算表", *KINDS),
    _coded("A-YS06-01", "YS06", "政府性基金预算支出预算表", *KINDS),
    _coded("A-YS07-01", "YS07", "国有资本经营预算支出预算表", *KINDS),
    _coded("A-YS08-01", "YS08", "一般公共预算基本支出预算表", "人员经费", "公用经费"),
    _rule(
        "A-YS09-01",
        "“三公”经费预算合计等于三项之和",
        "“三公”经费预算数合计应等于因公出国（境）费、公务接待费、公务用车购置及运行费之和。" + _ROUNDED,
        _public(PUBLIC_TOTAL, "因公出国（境）费", "公务接待费", VEHICLES),
    ),
    _rule(
        "A-YS09-02",
        "公务用车预算小计等于购置加运行",
        "公务用车购置及运行费小计应等于公务用车购置费与运行费之和。" + _ROUNDED,
        _public(VEHICLES, "公务用车购置费", "公务用车运行费"),
    ),
)
