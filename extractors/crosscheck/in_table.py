"""Family A, sums inside one table: totals, funds, rows and levels of the 总表 and the functional tables."""

from __future__ import annotations

from collections.abc import Iterator

from extractors.crosscheck.book import Book, row_key
from extractors.crosscheck.build import across, guarded, identity, level_sums, refs, row_sums
from extractors.crosscheck.cells import State
from extractors.crosscheck.compare import equal, insufficient, not_applicable
from extractors.crosscheck.model import Check, Rule, Status, Verdict
from extractors.crosscheck.wording import table_title

INCOME = "收入金额"
SPENT = "支出金额"
FUNDS = ("一般公共预算财政拨款", "政府性基金预算财政拨款", "国有资本经营预算财政拨款")
CARRIED_IN = "年初财政拨款结转和结余"
CARRIED_OUT = "年末财政拨款结转和结余"
OTHER_SOURCES = ("上级补助收入", "事业收入", "经营收入", "附属单位上缴收入", "其他收入")
SPENDING_KINDS = ("基本支出", "项目支出", "上缴上级支出", "经营支出", "对附属单位补助支出")

#: rows with 支出 in their name that are no functional class
_NOT_FUNCTIONAL = {"本年支出合计", "支出总计", "总计(支出)", "支出合计", "本年支出", *SPENDING_KINDS}

_ROUNDED = "各数各自四舍五入，允许每个数半个末位单位之和的尾差。"


def functional_rows(book: Book, table: str) -> list[str]:
    """The 功能分类 rows of a 总表: spending rows with 支出 in the name, without totals and kinds of spending."""
    rows = [r for r in book.rows(table) if "支出" in r and r not in _NOT_FUNCTIONAL and not r.startswith("其中")]
    return [r for r in rows if book.cell(table, r, INCOME).state is State.MISSING]


def unread_classes(book: Book, table: str, rows: list[str]) -> list[str]:
    """Classes that other tables list, that stand in the source of a 总表, and that are not among its rows read."""
    known = {row_key(row) for row in rows}
    classes = {book.name(t, c) for t in ("GK02", "GK03", "GK05", "GK07") for c in book.codes(t) if len(c) == 3}
    return sorted(name for name in classes if row_key(name) not in known and book.shows(table, name))


def _classes_sum(table: str, *columns: str) -> Check:
    """In each spending column 本年支出合计 = Σ functional rows."""

    def check(rule: Rule, book: Book) -> Iterator[Verdict]:
        rows = functional_rows(book, table)
        if not rows:
            yield insufficient(rule, f"{table}/功能分类", [f"{table_title(table)}功能分类各行"])
            return
        for column in columns:
            whole = book.cell(table, "本年支出合计", column)
            parts = [book.cell(table, row, column) for row in rows]
            verdict = equal(rule, book, f"{table}/本年支出合计/{column}", [whole], parts)
            unread = unread_classes(book, table, rows) if verdict.status is Status.FAIL else []
            yield insufficient(rule, verdict.subject, unread) if unread else verdict

    return guarded(check, table)


def _fund_balance(rule: Rule, book: Book) -> Iterator[Verdict]:
    """收入 + 年初 = 支出 + 年末 for each fund of GK04."""
    for fund in FUNDS:
        came_in = [book.cell("GK04", fund, INCOME), book.cell("GK04", f"{CARRIED_IN}-{fund}", INCOME)]
        went_out = [book.cell("GK04", "本年支出合计", fund), book.cell("GK04", CARRIED_OUT, fund)]
        yield equal(rule, book, f"GK04/{fund}", came_in, went_out)


def _full_form(rule: Rule, book: Book) -> Iterator[Verdict]:
    """GK08 in the full form: 年初 + 收入 = 支出 + 年末; the national form prints spending alone."""
    if not {"年初结转和结余", "本年收入"} & set(book.columns("GK08")):
        yield not_applicable(rule, "GK08", "本表为只列支出的格式，没有结转结余和收入栏")
        return
    for row in book.rows("GK08"):
        came_in = [book.cell("GK08", row, c) for c in ("年初结转和结余", "本年收入")]
        went_out = [book.cell("GK08", row, c) for c in ("小计", "年末结转和结余")]
        yield equal(rule, book, f"GK08/{row}/年末结转和结余", came_in, went_out)


def _gk01() -> Iterator[Rule]:
    fiscal = tuple(f"{fund}收入" for fund in FUNDS)
    yield identity(
        "A-GK01-01",
        "本年收入合计等于各项收入之和",
        "收入支出决算总表的本年收入合计，应等于三项财政拨款收入与上级补助、事业、经营、附属单位上缴、其他收入之和。"
        + _ROUNDED,
        (
            "GK01/本年收入合计",
            refs("GK01", INCOME, "本年收入合计"),
            refs("GK01", INCOME, *fiscal, *OTHER_SOURCES),
        ),
    )
    explanation = "收入支出决算总表的本年支出合计，应等于各功能分类支出之和。" + _ROUNDED
    yield Rule("A-GK01-02", "本年支出合计等于各功能分类之和", "error", explanation, _classes_sum("GK01", SPENT))
    yield identity(
        "A-GK01-03",
        "收入总计等于本年收入、使用结余与年初结转之和",
        "收入一侧：本年收入合计、使用非财政拨款结余、年初结转和结余三项之和，应等于总计。" + _ROUNDED,
        (
            "GK01/总计(收入)",
            refs("GK01", INCOME, "总计(收入)"),
            refs("GK01", INCOME, "本年收入合计", "使用非财政拨款结余", "年初结转和结余"),
        ),
    )
    yield identity(
        "A-GK01-04",
        "支出总计等于本年支出、结余分配与年末结转之和",
        "支出一侧：本年支出合计、结余分配、年末结转和结余三项之和，应等于总计。" + _ROUNDED,
        (
            "GK01/总计(支出)",
            refs("GK01", SPENT, "总计(支出)"),
            refs("GK01", SPENT, "本年支出合计", "结余分配", "年末结转和结余"),
        ),
    )
    yield identity(
        "A-GK01-05",
        "收入总计等于支出总计",
        "收入支出决算总表两侧平衡：收入总计应等于支出总计。",
        ("GK01/总计", refs("GK01", INCOME, "总计(收入)"), refs("GK01", SPENT, "总计(支出)")),
    )


def _gk04() -> Iterator[Rule]:
    yield identity(
        "A-GK04-01",
        "财政拨款收入合计等于三类预算拨款之和",
        "财政拨款总表的本年收入合计，应等于一般公共预算、政府性基金预算、国有资本经营预算三项财政拨款之和。" + _ROUNDED,
        ("GK04/本年收入合计", refs("GK04", INCOME, "本年收入合计"), refs("GK04", INCOME, *FUNDS)),
    )
    yield row_sums(
        "A-GK04-02",
        "财政拨款每行支出合计等于三类预算之和",
        "财政拨款总表支出一侧，每一行的合计应等于一般公共预算、政府性基金预算、国有资本经营预算三栏之和。" + _ROUNDED,
        "GK04",
        ["支出合计"],
        FUNDS,
    )
    explanation = "财政拨款总表支出一侧，每一栏的本年支出合计应等于各功能分类支出之和。" + _ROUNDED
    columns = _classes_sum("GK04", "支出合计", *FUNDS)
    yield Rule("A-GK04-03", "财政拨款支出合计等于各功能分类之和", "error", explanation, columns)
    yield identity(
        "A-GK04-04",
        "年初财政拨款结转和结余等于三类预算之和",
        "年初财政拨款结转和结余应等于其下一般公共预算、政府性基金预算、国有资本经营预算三行之和。" + _ROUNDED,
        (
            f"GK04/{CARRIED_IN}",
            refs("GK04", INCOME, CARRIED_IN),
            refs("GK04", INCOME, *(f"{CARRIED_IN}-{fund}" for fund in FUNDS)),
        ),
    )
    total_in, total_out = refs("GK04", INCOME, "总计(收入)"), across("GK04", "总计(支出)", "支出合计")
    spent = refs("GK04", "支出合计", "本年支出合计", CARRIED_OUT)
    yield identity(
        "A-GK04-05",
        "财政拨款收支总计平衡",
        "本年收入合计加年初结转和结余等于收入总计，本年支出合计加年末结转和结余等于支出总计，两个总计相等。" + _ROUNDED,
        ("GK04/总计(收入)", total_in, refs("GK04", INCOME, "本年收入合计", CARRIED_IN)),
        ("GK04/总计(支出)", total_out, spent),
        ("GK04/总计", total_in, total_out),
    )
    explanation = "每一类预算单独平衡：本年收入加年初结转和结余，应等于本年支出加年末结转和结余。" + _ROUNDED
    yield Rule("A-GK04-06", "每类预算收支各自平衡", "error", explanation, guarded(_fund_balance, "GK04"))


def _levels(table: str, total_id: str, codes_id: str, what: str) -> Iterator[Rule]:
    total = f"{what}各栏的合计行，应等于各类之和。" + _ROUNDED
    codes = f"{what}各栏中，类应等于其各款之和，款应等于其各项之和。" + _ROUNDED
    yield level_sums(total_id, f"{what}合计行等于各类之和", total, table, "total")
    yield level_sums(codes_id, f"{what}类、款等于其下级之和", codes, table, "codes")


def _coded() -> Iterator[Rule]:
    sources = ("财政拨款收入", *OTHER_SOURCES)
    text = "收入决算表每一行的本年收入合计，应等于财政拨款、上级补助、事业、经营、附属单位上缴、其他各项收入之和。"
    title = "收入决算表每行合计等于各项收入之和"
    yield row_sums("A-GK02-01", title, text + _ROUNDED, "GK02", ["本年收入合计"], sources)
    yield from _levels("GK02", "A-GK02-02", "A-GK02-03", "收入决算表")
    text = "支出决算表每一行的本年支出合计，应等于基本支出、项目支出、上缴上级、经营、对附属单位补助支出之和。"
    title = "支出决算表每行合计等于各类支出之和"
    yield row_sums("A-GK03-01", title, text + _ROUNDED, "GK03", ["本年支出合计"], SPENDING_KINDS)
    yield from _levels("GK03", "A-GK03-02", "A-GK03-03", "支出决算表")


def _general_budget() -> Iterator[Rule]:
    text = "一般公共预算财政拨款支出决算表每一行的小计，应等于基本支出与项目支出之和。"
    title = "一般公共预算支出每行小计等于基本加项目"
    yield row_sums("A-GK05-01", title, text + _ROUNDED, "GK05", ["小计"], ["基本支出", "项目支出"])
    yield from _levels("GK05", "A-GK05-02", "A-GK05-03", "一般公共预算财政拨款支出决算表")


def _other_funds() -> Iterator[Rule]:
    spent = "本年支出小计"
    came_in, went_out = ("年初结转和结余", "本年收入"), (spent, "年末结转和结余")
    text = "政府性基金表每一行：年初结转和结余加本年收入，应等于本年支出加年末结转和结余。" + _ROUNDED
    yield row_sums("A-GK07-01", "政府性基金每行收支平衡", text, "GK07", came_in, went_out)
    text = "政府性基金表每一行的本年支出小计，应等于基本支出与项目支出之和。" + _ROUNDED
    parts = ("本年支出基本支出", "本年支出项目支出")
    yield row_sums("A-GK07-02", "政府性基金支出小计等于基本加项目", text, "GK07", [spent], parts)
    text = "政府性基金表各栏中，合计行等于各类之和，类等于各款之和，款等于各项之和。" + _ROUNDED
    yield level_sums("A-GK07-03", "政府性基金各级次之和相符", text, "GK07", "total", "codes")
    text = (
        "国有资本经营预算表列有收入和结转结余时，年初结转和结余加本年收入，应等于本年支出加年末结转和结余。" + _ROUNDED
    )
    yield Rule("A-GK08-01", "国有资本经营预算每行收支平衡", "error", text, guarded(_full_form, "GK08"))
    text = "国有资本经营预算表每一行的小计，应等于基本支出与项目支出之和。" + _ROUNDED
    parts = ("基本支出", "项目支出")
    yield row_sums("A-GK08-02", "国有资本经营预算小计等于基本加项目", text, "GK08", ["小计"], parts)
    text = "国有资本经营预算表各栏中，合计行等于各类之和，类等于各款之和，款等于各项之和。" + _ROUNDED
    yield level_sums("A-GK08-03", "国有资本经营预算各级次之和相符", text, "GK08", "total", "codes")


RULES: tuple[Rule, ...] = (*_gk01(), *_coded(), *_gk04(), *_general_budget(), *_other_funds())
