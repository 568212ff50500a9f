"""Family B: the same money in two tables. A part is asked to stay within its whole, never to equal it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from extractors.crosscheck.basic_and_public import PUBLIC_USE, STAFF, economic
from extractors.crosscheck.book import Book, row_key
from extractors.crosscheck.build import across, guarded, identity, refs
from extractors.crosscheck.cells import Cell, Ref, State
from extractors.crosscheck.compare import at_most, equal, insufficient, not_applicable
from extractors.crosscheck.in_table import CARRIED_IN, CARRIED_OUT, FUNDS, INCOME, OTHER_SOURCES, SPENT, functional_rows
from extractors.crosscheck.model import Rule, Status, Verdict
from extractors.crosscheck.wording import table_title

GENERAL, FUND, CAPITAL = FUNDS
_BOTH = "同一数字在两张表中各印一次，应当相同。"


def _simple() -> Iterator[Rule]:
    fiscal_rows = refs("GK01", INCOME, *(f"{fund}收入" for fund in FUNDS))
    fiscal_column = across("GK02", "合计", "财政拨款收入")
    fiscal_total = refs("GK04", INCOME, "本年收入合计")
    yield identity(
        "B-01",
        "总表与收入决算表的本年收入合计相同",
        "收入支出决算总表的本年收入合计，应等于收入决算表合计行的本年收入合计。" + _BOTH,
        ("本年收入合计", refs("GK01", INCOME, "本年收入合计"), across("GK02", "合计", "本年收入合计")),
    )
    yield identity(
        "B-02",
        "总表与支出决算表的本年支出合计相同",
        "收入支出决算总表的本年支出合计，应等于支出决算表合计行的本年支出合计。" + _BOTH,
        ("本年支出合计", refs("GK01", SPENT, "本年支出合计"), across("GK03", "合计", "本年支出合计")),
    )
    yield identity(
        "B-03",
        "三张表的财政拨款收入相同",
        "总表三项财政拨款收入之和、收入决算表的财政拨款收入、财政拨款总表的本年收入合计，应为同一个数。",
        ("GK02/财政拨款收入", fiscal_column, fiscal_rows),
        ("GK04/本年收入合计", fiscal_total, fiscal_rows),
        ("GK02=GK04/财政拨款收入", fiscal_column, fiscal_total),
    )
    pairs = [(fund, refs("GK01", INCOME, f"{fund}收入"), refs("GK04", INCOME, fund)) for fund in FUNDS]
    text = "收入支出决算总表中每一类财政拨款收入，应等于财政拨款总表的同名收入。" + _BOTH
    yield identity("B-04", "总表与财政拨款总表的各类拨款相同", text, *pairs)
    others = [(name, refs("GK01", INCOME, name), across("GK02", "合计", name)) for name in OTHER_SOURCES]
    text = "总表中上级补助、事业、经营、附属单位上缴、其他收入，应等于收入决算表合计行的同名各栏。" + _BOTH
    yield identity("B-05", "总表与收入决算表的各项收入相同", text, *others)


def same_class(
    total_table: str, total_column: str, table: str, column: str
) -> Callable[[Rule, Book], Iterator[Verdict]]:
    """Each 类 of a coded table against the row of the same name in a 总表."""

    def check(rule: Rule, book: Book) -> Iterator[Verdict]:
        rows = {row_key(row): row for row in functional_rows(book, total_table)}
        for code in (c for c in book.codes(table) if len(c) == 3):
            name = book.name(table, code)
            row = rows.pop(row_key(name), None)
            if row is None:
                yield insufficient(rule, f"{table}/{code}", [f"{table_title(total_table)}“{name}”行"])
                continue
            left = book.cell(total_table, row, total_column)
            yield equal(rule, book, f"{table}/{code}", [left], [book.cell(table, code, column)])
        for row in rows.values():
            if book.cell(total_table, row, total_column).value:
                yield insufficient(rule, f"{total_table}/{row}", [f"{table_title(table)}“{row}”类级科目行"])

    return guarded(check, total_table, table)


def _basic(rule: Rule, book: Book) -> Iterator[Verdict]:
    parts = [economic(book, STAFF), economic(book, PUBLIC_USE)]
    yield equal(rule, book, "基本支出", [book.cell("GK05", "合计", "基本支出")], parts)


def _fund_lines(fund: str, table: str, spent: str) -> list[tuple[str, Ref, Ref]]:
    """The four lines of one fund in GK04, each with its cell in the fund's own table."""
    return [
        ("本年收入", Ref("GK04", fund, INCOME), Ref(table, "合计", "本年收入")),
        ("年初结转和结余", Ref("GK04", f"{CARRIED_IN}-{fund}", INCOME), Ref(table, "合计", "年初结转和结余")),
        ("本年支出", Ref("GK04", "本年支出合计", fund), Ref(table, "合计", spent)),
        ("年末结转和结余", Ref("GK04", CARRIED_OUT, fund), Ref(table, "合计", "年末结转和结余")),
    ]


def _fund_equal(fund: str, table: str, spent: str) -> Callable[[Rule, Book], Iterator[Verdict]]:
    def check(rule: Rule, book: Book) -> Iterator[Verdict]:
        for name, left, right in _fund_lines(fund, table, spent):
            if book.is_empty(table):
                yield not_applicable(rule, f"{table}/{name}", f"{table_title(table)}为空表，由 B-12 核对")
            elif right.column not in book.columns(table) and table == "GK08":
                yield not_applicable(rule, f"{table}/{name}", f"{table_title(table)}没有“{right.column}”栏")
            else:
                yield equal(rule, book, f"{table}/{name}", [book.at(left)], [book.at(right)])

    return guarded(check, "GK04", table)


def _empty_table(rule: Rule, book: Book) -> Iterator[Verdict]:
    """A fund without money ⇔ its own table without figures."""
    for fund, table, spent in ((FUND, "GK07", "本年支出小计"), (CAPITAL, "GK08", "小计")):
        unread = [t for t in ("GK04", table) if not book.has(t)]
        cells = [book.at(left) for _, left, _ in _fund_lines(fund, table, spent)]
        if unread:
            yield insufficient(rule, f"{table}/空表", [table_title(t) for t in unread])
        elif missing := [c.label for c in cells if c.state is State.MISSING]:
            yield insufficient(rule, f"{table}/空表", [f"{table_title('GK04')}{name}" for name in missing])
        else:
            yield _money_or_none(rule, book, table, cells, spent)


def _money_or_none(rule: Rule, book: Book, table: str, cells: list[Cell], spent: str) -> Verdict:
    money = [c for c in cells if c.value]
    figures = [c for c in (book.cell(table, r, k) for r in book.rows(table) for k in book.columns(table)) if c.value]
    subject = f"{table}/空表"
    if bool(money) == bool(figures):
        return Verdict(rule, subject, Status.PASS)
    if money:
        shown, text = money, f"{table_title(table)}没有金额"
    else:
        shown, text = figures, f"{table_title('GK04')}对应预算各行均为零或空白"
    said = "、".join(f"{c.label}{c.fact.raw}{c.fact.unit or ''}" for c in shown[:3] if c.fact)
    place = table_title(shown[0].ref.table)
    facts = tuple(c.fact for c in shown if c.fact)
    return Verdict(rule, subject, Status.FAIL, ground=f"{place}列有{said}，而{text}，两表不符，请核对。", facts=facts)


#: the tables of the three funds, with the column of their spending
_FUND_TABLES = (("GK05", "小计"), ("GK07", "本年支出小计"), ("GK08", "小计"))


def _of_funds(book: Book, code: str) -> list[Cell]:
    """The fiscal spending of a 科目: its cell in each fund's table that lists it."""
    return [book.cell(table, code, column) for table, column in _FUND_TABLES if code in book.codes(table)]


def _within_spending(rule: Rule, book: Book) -> Iterator[Verdict]:
    """Per 科目 and in total the three fiscal tables stay within 支出决算表; without other money they fill it."""
    within: dict[str, Verdict] = {}
    for code in dict.fromkeys(code for table, _ in _FUND_TABLES for code in book.codes(table)):
        whole = book.cell("GK03", code, "本年支出合计")
        within[code] = at_most(rule, book, f"GK03/{code}", _of_funds(book, code), [whole])
    yield from within.values()
    fiscal, whole = book.cell("GK04", "本年支出合计", "支出合计"), book.cell("GK03", "合计", "本年支出合计")
    yield at_most(rule, book, "GK03/合计", [fiscal], [whole])
    if verdict := _other_money(rule, book):
        yield verdict
        return
    yield equal(rule, book, "GK03/合计=GK04", [whole], [fiscal])
    for code in book.codes("GK03"):
        if code not in within or within[code].status is not Status.FAIL:
            yield _filled(rule, book, code)


def _other_money(rule: Rule, book: Book) -> Verdict | None:
    """Why not all spending need be fiscal: non-fiscal income or carry-over, or not read whether there is any."""
    subject = "GK03/合计=GK04"
    nil = [book.cell("GK01", row, INCOME) for row in (*OTHER_SOURCES, "使用非财政拨款结余")]
    nil.append(book.cell("GK01", "结余分配", SPENT))
    carried = [(Ref("GK01", "年初结转和结余", INCOME), Ref("GK04", CARRIED_IN, INCOME))]
    carried.append((Ref("GK01", "年末结转和结余", SPENT), Ref("GK04", CARRIED_OUT, "支出合计")))
    balances = [(book.at(a), book.at(b)) for a, b in carried]
    seen = [*nil, *(cell for pair in balances for cell in pair)]
    if missing := [f"{table_title(c.ref.table)}{c.label}" for c in seen if c.state in (State.MISSING, State.CONFLICT)]:
        return insufficient(rule, subject, missing)
    if any(c.value for c in nil) or any((a.value or 0) != (b.value or 0) for a, b in balances):
        return not_applicable(rule, subject, "有非财政拨款的收入或结转，不要求全部支出等于财政拨款支出")
    return None


def _filled(rule: Rule, book: Book, code: str) -> Verdict:
    """Where all money is fiscal, a 科目 of 支出决算表 = what the funds spend under it."""
    subject, whole = f"GK03/{code}=", book.cell("GK03", code, "本年支出合计")
    parts = _of_funds(book, code)
    if parts or not whole.value or whole.fact is None:
        return equal(rule, book, subject, [whole], parts) if parts else not_applicable(rule, subject, "该科目没有金额")
    titles = "、".join(table_title(table) for table, _ in _FUND_TABLES)
    if any(code in book.unread_codes(table, code[:3]) for table, _ in _FUND_TABLES):
        return insufficient(rule, subject, [f"{titles}{whole.label}行"])
    ground = (
        f"{table_title('GK03')}列有{whole.label}{whole.fact.raw}{whole.fact.unit or ''}，全部收入都是财政拨款，"
        f"而{titles}都没有这一科目，请核对。"
    )
    return Verdict(rule, subject, Status.FAIL, ground=ground, facts=(whole.fact,), shown=(whole.fact.raw,))


def _non_fiscal(rule: Rule, book: Book) -> Iterator[Verdict]:
    """What is spent beyond fiscal money is what there is of other money; each side is written with additions only."""
    spent = [
        book.cell("GK03", "合计", "本年支出合计"),
        book.cell("GK01", "结余分配", SPENT),
        book.cell("GK01", "年末结转和结余", SPENT),
        book.cell("GK04", CARRIED_IN, INCOME),
    ]
    sources = [book.cell("GK01", row, INCOME) for row in (*OTHER_SOURCES, "使用非财政拨款结余", "年初结转和结余")]
    fiscal = [book.cell("GK04", row, "支出合计") for row in ("本年支出合计", CARRIED_OUT)]
    yield equal(rule, book, "非财政拨款支出", spent, [*fiscal, *sources])


def _income_spent(rule: Rule, book: Book) -> Iterator[Verdict]:
    """A 项 that was granted money is spent under a fund, or the money is carried over."""
    items = [c for c in book.codes("GK02") if len(c) == 7 and book.cell("GK02", c, "财政拨款收入").value]
    if not items:
        yield insufficient(rule, "GK02/项", [f"{table_title('GK02')}各项级科目的财政拨款收入"])
    kept = book.cell("GK04", CARRIED_OUT, "支出合计")
    for code in items:
        granted = book.cell("GK02", code, "财政拨款收入")
        if _of_funds(book, code):
            yield Verdict(rule, f"GK02/{code}", Status.PASS)
        elif any(code in book.unread_codes(table, code[:3]) for table, _ in _FUND_TABLES):
            yield insufficient(rule, f"GK02/{code}", [f"各类预算支出表{granted.label}行"])
        elif kept.state in (State.MISSING, State.CONFLICT):
            yield insufficient(rule, f"GK02/{code}", [f"{table_title('GK04')}{CARRIED_OUT}"])
        else:
            yield _spent_or_kept(rule, book, granted, kept)


def _spent_or_kept(rule: Rule, book: Book, granted: Cell, kept: Cell) -> Verdict:
    subject = f"GK02/{granted.ref.row}"
    if at_most(rule, book, subject, [granted], [kept]).status is not Status.FAIL:
        return not_applicable(rule, subject, "该科目没有支出，收入可能结转下年")
    fact = granted.fact
    amount = f"{fact.raw}{fact.unit or ''}" if fact else ""
    left = f"{kept.fact.raw}{kept.fact.unit or ''}" if kept.value and kept.fact else "零或空白"
    ground = (
        f"{table_title('GK02')}列有{granted.label}财政拨款收入{amount}，三类预算的支出表都没有这一科目，"
        f"而{table_title('GK04')}{CARRIED_OUT}为{left}，收入没有去向，请核对。"
    )
    facts = tuple(f for f in (fact, kept.fact) if f)
    return Verdict(rule, subject, Status.FAIL, ground=ground, facts=facts, shown=tuple(f.raw for f in facts if f.value))


def _kinds_within(rule: Rule, book: Book) -> Iterator[Verdict]:
    for row in ["合计", *book.codes("GK05")]:
        for column in ("基本支出", "项目支出"):
            small, big = book.cell("GK05", row, column), book.cell("GK03", row, column)
            yield at_most(rule, book, f"GK05/{row}/{column}", [small], [big])


def _carried(rule: Rule, book: Book) -> Iterator[Verdict]:
    pairs = (
        ("年初结转和结余", INCOME, CARRIED_IN, INCOME),
        ("年末结转和结余", SPENT, CARRIED_OUT, "支出合计"),
    )
    for name, column, fiscal, fiscal_column in pairs:
        small, big = book.cell("GK04", fiscal, fiscal_column), book.cell("GK01", name, column)
        yield at_most(rule, book, f"GK01/{name}", [small], [big])


#: 三公 item of GK09 and the 经济分类 款 that is its part within 基本支出
_PUBLIC_PARTS = (
    ("因公出国（境）费", "30212"),
    ("公务用车购置费", "31013"),
    ("公务用车运行费", "30231"),
    ("公务接待费", "30217"),
)


def _public_parts(rule: Rule, book: Book) -> Iterator[Verdict]:
    for item, code in _PUBLIC_PARTS:
        whole = book.cell("GK09", "合计", f"决算数{item}")
        yield at_most(rule, book, f"GK09/{item}", [economic(book, code)], [whole])


def _rule(id: str, title: str, explanation: str, check: Callable[[Rule, Book], Iterator[Verdict]]) -> Rule:
    return Rule(id, title, "error", explanation, check)


RULES: tuple[Rule, ...] = (
    *_simple(),
    _rule(
        "B-06",
        "总表功能分类与支出决算表类级相同",
        "收入支出决算总表的每个功能分类支出，应等于支出决算表同名类级科目的本年支出合计。" + _BOTH,
        same_class("GK01", SPENT, "GK03", "本年支出合计"),
    ),
    identity(
        "B-07",
        "一般公共预算支出合计两表相同",
        "财政拨款总表一般公共预算栏的本年支出合计，应等于一般公共预算财政拨款支出决算表的合计。" + _BOTH,
        ("一般公共预算支出", across("GK04", "本年支出合计", GENERAL), across("GK05", "合计", "小计")),
    ),
    _rule(
        "B-08",
        "一般公共预算各类支出两表相同",
        "财政拨款总表每个功能分类的一般公共预算栏，应等于一般公共预算财政拨款支出决算表同名类级科目的小计。" + _BOTH,
        same_class("GK04", GENERAL, "GK05", "小计"),
    ),
    _rule(
        "B-09",
        "基本支出等于人员经费加公用经费",
        "一般公共预算财政拨款支出决算表的基本支出合计，应等于基本支出决算表的人员经费合计与公用经费合计之和。",
        guarded(_basic, "GK05", "GK06"),
    ),
    _rule(
        "B-10",
        "政府性基金收支两表相同",
        "财政拨款总表政府性基金的收入、年初结转、支出、年末结转，应等于政府性基金表合计行的各栏。" + _BOTH,
        _fund_equal(FUND, "GK07", "本年支出小计"),
    ),
    _rule(
        "B-11",
        "国有资本经营预算收支两表相同",
        "财政拨款总表国有资本经营预算的收支，应等于国有资本经营预算表合计行的各栏。" + _BOTH,
        _fund_equal(CAPITAL, "GK08", "小计"),
    ),
    _rule(
        "B-12",
        "没有收支的预算对应空表",
        "政府性基金（国有资本经营）预算在财政拨款总表中有金额时，其专表不应为空；没有金额时，专表不应有数。",
        _empty_table,
    ),
    _rule(
        "B-13",
        "财政拨款支出不大于全部支出",
        "每个科目的一般公共预算、政府性基金、国有资本经营预算支出之和不应大于支出决算表的该科目；"
        "没有非财政拨款的收入和结转时，两者的合计及每个科目应相等。",
        guarded(_within_spending, "GK03", "GK04", "GK05", "GK07", "GK08"),
    ),
    _rule(
        "B-14",
        "一般公共预算的基本、项目支出不大于全部",
        "每个科目及合计，一般公共预算财政拨款的基本支出、项目支出，不应大于支出决算表的同一数。",
        guarded(_kinds_within, "GK03", "GK05"),
    ),
    _rule(
        "B-15",
        "财政拨款结转不大于全部结转",
        "财政拨款的年初、年末结转和结余是全部结转和结余的一部分，不应大于后者。",
        guarded(_carried, "GK01", "GK04"),
    ),
    Rule(
        "B-16",
        "非财政拨款支出有来源",
        "warning",
        "全部支出超出财政拨款支出的部分，应等于非财政拨款的收入、使用的结余和年初结转，减去结余分配和非财政拨款的年末结转。",
        guarded(_non_fiscal, "GK01", "GK03", "GK04"),
    ),
    _rule(
        "B-17",
        "“三公”经费不小于其在基本支出中的部分",
        "因公出国（境）、公务用车购置、公务用车运行维护、公务接待在基本支出中的金额是“三公”经费同一项的一部分，不应大于后者。",
        guarded(_public_parts, "GK06", "GK09"),
    ),
    Rule(
        "B-18",
        "有财政拨款收入的科目有支出或结转",
        "warning",
        "收入决算表中有财政拨款收入的项级科目，应列入一般公共预算、政府性基金或国有资本经营预算的支出表，没有支出的应有年末结转。",
        guarded(_income_spent, "GK02", "GK05", "GK07", "GK08"),
    ),
)
