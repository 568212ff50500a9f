"""Family P, within one form: money and its rate, scores and weights, rows of a project list."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal

from extractors.crosscheck.book import Book
from extractors.crosscheck.cells import stated
from extractors.crosscheck.compare import Amount, equal, insufficient, not_applicable, weigh_rate
from extractors.crosscheck.model import Rule, Status, Verdict
from extractors.facts import MONEY, Fact, half_digit, is_number, plain_decimal, round_half_up
from extractors.forms import Form, FormRow
from extractors.text import fold, name_key

_NO_FORM = "报告没有附绩效自评表"
#: the most that the execution of the budget weighs in a form
_FUNDS_WEIGH = 20
_NO_LIST = "报告没有附项目汇总表"
_TARGET = re.compile(r"^(?P<sign>≥|>=|≤|<=|=|＝|>|<|＞|＜)?(?P<number>\d[\d,]*(?:\.\d+)?)(?P<unit>\D{0,6})$")


def own_forms(book: Book) -> list[Form]:
    """The self-evaluation forms: of the department and of single projects, not the lists."""
    return [f for f in book.forms if not f.is_list]


def lists(book: Book) -> list[Form]:
    return [f for f in book.forms if f.is_list]


def _name(form: Form) -> str:
    return f"附件《{form.title}》" + (f"（{form.project}）" if form.project else "")


def _subject(form: Form, row: FormRow, what: str) -> str:
    return f"{form.project or form.title}/{row.name}/{row.line}/{what}"


def _figures(facts: tuple[Fact | None, ...]) -> tuple[str, ...]:
    return tuple(plain_decimal(f.value) for f in facts if f is not None and f.value is not None)


def _rates(rule: Rule, book: Book) -> Iterator[Verdict]:
    """执行率 = 全年执行数 / 全年预算数 in every row of money."""
    rows = [(form, row) for form in book.forms for row in (*form.funds, *form.listed)]
    if not rows:
        yield not_applicable(rule, "执行率", _NO_FORM)
    for form, row in rows:
        spent, budget, printed = (row.cell(c) for c in ("全年执行数", "全年预算数", "执行率"))
        subject = _subject(form, row, "执行率")
        if printed is None or printed.is_blank or not _any_money(spent, budget):
            yield not_applicable(rule, subject, "没有填写金额或执行率")
        elif spent is None or budget is None or spent.value is None or budget.value is None or printed.value is None:
            yield insufficient(rule, subject, [f"{_name(form)}{row.name}的执行数、预算数或执行率"])
        else:
            used = (stated(spent), stated(budget))
            halves = _halves(form, spent, budget)
            amounts = [Amount(f.value, halves) for f in (spent, budget) if f.value is not None]
            yield weigh_rate(rule, subject, stated(printed), amounts[0], amounts[1], "全年执行数/全年预算数", used)


def _halves(form: Form, spent: Fact, budget: Fact) -> Decimal:
    """By how much rounding can have moved the money of a form: half its last digit, and forms drop trailing zeros.

    The same figure twice has moved alike: its rate is 100 % whatever its digits.
    """
    if spent.value == budget.value:
        return Decimal(0)
    money = [f for row in (*form.funds, *form.listed) for f in row.cells if f.unit in MONEY and f.value]
    return min((half_digit(f.value) for f in money if f.value is not None), default=Decimal(0))


def _any_money(*facts: Fact | None) -> bool:
    return any(f is not None and not f.is_blank for f in facts)


def _rate_scores(rule: Rule, book: Book) -> Iterator[Verdict]:
    """The score of the execution row = weight x rate (a rate above 100 % counts as 100 %)."""
    heads = [(form, form.funds[0]) for form in own_forms(book) if form.funds]
    if not heads:
        yield not_applicable(rule, "预算执行得分", _NO_FORM)
    for form, row in heads:
        yield _rate_score(rule, form, row)


def _rate_score(rule: Rule, form: Form, row: FormRow) -> Verdict:
    weight, score, printed = (row.cell(c) for c in ("分值", "得分", "执行率"))
    subject = _subject(form, row, "得分")
    if weight is None or score is None or printed is None:
        return not_applicable(rule, subject, "本行没有分值、得分或执行率栏")
    if weight.value is None or score.value is None or printed.value is None:
        return not_applicable(rule, subject, "分值、得分或执行率没有填写数字")
    due = weight.value * min(printed.value, Decimal(100)) / 100
    digits = max(0, -int(score.value.as_tuple().exponent))
    room = Decimal(1).scaleb(-digits) / 2 + weight.value * half_digit(printed.value) / 100
    if score.value > weight.value:
        return not_applicable(rule, subject, "得分大于分值，由 P-03 核对")
    if abs(score.value - due) <= room:
        return Verdict(rule, subject, Status.PASS)
    ground = (
        f"{_name(form)}预算执行率{plain_decimal(printed.value)}%、分值{weight.raw}，按比例应得"
        f"{plain_decimal(round_half_up(due, max(2, digits)))}分，表中得分为{score.raw}，请核对评分依据。"
    )
    shown = (*_figures((printed, score)), plain_decimal(round_half_up(due, max(2, digits))))
    return Verdict(rule, subject, Status.FAIL, ground=ground, facts=(score, weight, printed), shown=shown)


def _scores(rule: Rule, book: Book) -> Iterator[Verdict]:
    """No score above its weight; weights and scores add up to the total row."""
    forms = own_forms(book)
    if not forms:
        yield not_applicable(rule, "得分", _NO_FORM)
    for form in forms:
        scored = [r for r in form.rows if r.kind in {"funds", "management", "indicator", "level"}]
        for row in (r for r in scored if r.value("分值") is not None and r.value("得分") is not None):
            yield _within_weight(rule, form, row)
        yield from _total(rule, book, form)


def _has_points(row: FormRow) -> bool:
    return row.value("分值") is not None or row.value("得分") is not None


def _within_weight(rule: Rule, form: Form, row: FormRow) -> Verdict:
    weight, score = row.cell("分值"), row.cell("得分")
    assert weight is not None and score is not None and weight.value is not None and score.value is not None
    subject = _subject(form, row, "分值")
    if score.value <= weight.value:
        return Verdict(rule, subject, Status.PASS)
    ground = f"{_name(form)}“{row.name}”得分{score.raw}大于分值{weight.raw}，得分不应超过分值，请核对。"
    return Verdict(rule, subject, Status.FAIL, ground=ground, facts=(score, weight), shown=_figures((score, weight)))


def _total(rule: Rule, book: Book, form: Form) -> Iterator[Verdict]:
    """The score of the total row = Σ scores of the rows whose weights make up its weight.

    Scores are exact, not rounded. Which rows count is the form's own choice (with or without the money row and the
    management of funds); where no choice makes up the weight, a row was not read and nothing is said.
    """
    total = form.total
    subject = f"{form.project or form.title}/{form.line}/总分"
    if total is None or total.value("得分") is None or total.value("分值") is None:
        yield not_applicable(rule, subject, "没有填写总分的分值和得分")
        return
    groups = (form.funds[:1], form.management, form.indicators)
    choices = [
        # money without points of its own says nothing of the total
        [r for group in kept for r in group if group is not groups[0] or _has_points(r)]
        for kept in (groups, groups[1:], groups[2:], (groups[0], groups[2]))
    ]
    rows = next((c for c in choices if c and _sum(c, "分值") == total.value("分值")), None)
    rows = rows or _with_unweighted_funds(form, total)
    if rows is None and not _unread_lines(book, form):
        yield _weights(rule, form, subject, total)
        return
    if rows is None or any(r.value("得分") is None for r in rows):
        yield insufficient(rule, subject, [f"{_name(form)}的全部评分行（各行分值相加不等于总分分值）"])
        return
    score, added = total.cell("得分"), _sum(rows, "得分")
    assert score is not None and score.value is not None
    if score.value == added:
        yield Verdict(rule, subject, Status.PASS)
        return
    facts = (score, *(f for r in rows if (f := r.cell("得分"))))
    ground = (
        f"{_name(form)}总分为{score.raw}，各行得分相加为{plain_decimal(added)}，相差"
        f"{plain_decimal(abs(score.value - added))}分，请核对。"
    )
    shown = (plain_decimal(score.value), plain_decimal(added))
    yield Verdict(rule, subject, Status.FAIL, ground=ground, facts=facts, shown=shown)


def _with_unweighted_funds(form: Form, total: FormRow) -> list[FormRow] | None:
    """All rows, where that of the money has points but prints no weight, and only its weight is missing."""
    rows = [*form.funds[:1], *form.management, *form.indicators]
    funds, weight = form.funds[:1], total.value("分值")
    if not funds or weight is None or funds[0].value("分值") is not None:
        return None
    given = funds[0].value("得分")
    return rows if given is not None and 0 < given <= weight - _sum(rows, "分值") <= _FUNDS_WEIGH else None


def _unread_lines(book: Book, form: Form) -> bool:
    """Whether a printed row with figures stands among the rows of a form and was not read as one of them."""
    read = {row.line for row in form.rows} | {f.line for row in form.rows for f in row.cells}
    first, last = min(line for line in read if line), max(line for line in read if line)
    for _, table in book.report.tables:
        for row in table.rows:
            inside = first < row.place.line < last and row.place.line not in read
            if inside and any(is_number(cell.text) for cell in row.cells):
                return True
    return False


def _weights(rule: Rule, form: Form, subject: str, total: FormRow) -> Verdict:
    """Every row was read, and in no way do the weights make up the weight of the total."""
    rows = [*form.funds[:1], *form.management, *form.indicators]
    facts = tuple(f for row in (total, *rows) if (f := row.cell("分值")) and f.value is not None)
    added = _sum(rows, "分值")
    ground = (
        f"{_name(form)}总分的分值为{facts[0].raw}，各行分值相加为{plain_decimal(added)}，两者不等，请核对各行分值。"
    )
    shown = (plain_decimal(facts[0].value or Decimal(0)), plain_decimal(added))
    return Verdict(rule, subject, Status.FAIL, ground=ground, facts=facts, shown=shown)


def _sum(rows: list[FormRow], column: str) -> Decimal:
    return sum((row.value(column) or Decimal(0) for row in rows), Decimal(0))


def _system(rule: Rule, book: Book) -> Iterator[Verdict]:
    """全年执行数 as filled in = the figure the budget system shows."""
    rows = [(form, row) for form in lists(book) for row in form.listed if row.cell("系统查全年执行数")]
    if not rows:
        yield not_applicable(
            rule, "系统查全年执行数", "项目汇总表没有“系统查全年执行数”一栏" if lists(book) else _NO_LIST
        )
    for form, row in rows:
        filled, looked_up = row.cell("全年执行数"), row.cell("系统查全年执行数")
        if filled is None or looked_up is None or filled.value is None or looked_up.value is None:
            yield insufficient(rule, _subject(form, row, "执行数"), [f"{_name(form)}{row.name}的全年执行数"])
        else:
            yield equal(rule, book, _subject(form, row, "执行数"), [stated(filled)], [stated(looked_up)])


def _repeated(rule: Rule, book: Book) -> Iterator[Verdict]:
    """A project listed twice with the same money."""
    if not lists(book):
        yield not_applicable(rule, "项目", _NO_LIST)
    for form in lists(book):
        key = lambda row: (name_key(row.name), row.text("全年预算数"))  # noqa: E731
        counts = Counter(key(row) for row in form.listed)
        twice = [k for k, n in counts.items() if n > 1 and k[1]]
        if not twice:
            yield Verdict(rule, f"{form.title}/{form.line}", Status.PASS)
        for name, amount in twice:
            rows = [row for row in form.listed if key(row) == (name, amount)]
            ground = f"{_name(form)}中“{rows[0].name}”以同一预算数{amount}列示{len(rows)}次，疑似重复，请核对。"
            facts = tuple(f for row in rows if (f := row.cell("全年预算数")))
            yield Verdict(
                rule, f"{form.title}/{rows[0].name}", Status.FAIL, ground=ground, facts=facts, shown=_figures(facts[:1])
            )


def _targets(rule: Rule, book: Book) -> Iterator[Verdict]:
    """An indicator that misses its numeric target loses points, and says why."""
    if not any(form.indicators for form in own_forms(book)):
        yield not_applicable(rule, "指标", _NO_FORM)
    for form in own_forms(book):
        missed = [row for row in form.indicators if _missed(row)]
        told = {row.line for row in missed if row.text("偏差原因")}
        for row in form.indicators:
            yield _full_score(rule, form, row, row in missed)
        silent = [row for row in missed if row.line not in told and row.cell("偏差原因") is not None]
        if silent:
            yield _silent(rule, form, silent)
        elif missed:
            yield Verdict(rule, f"{form.project or form.title}/偏差原因", Status.PASS)


def _missed(row: FormRow) -> bool:
    return bool(misses(row.text("年度指标值"), row.text("实际完成值")))


def _full_score(rule: Rule, form: Form, row: FormRow, missed: bool) -> Verdict:
    target, actual, score = (row.cell(c) for c in ("年度指标值", "实际完成值", "得分"))
    subject = _subject(form, row, "指标值")
    if target is None or actual is None or misses(target.raw, actual.raw) is None:
        return not_applicable(rule, subject, "指标值不是可比较的数")
    weight, points = row.value("分值"), row.value("得分")
    if not missed or weight is None or points is None or score is None or points < weight:
        return Verdict(rule, subject, Status.PASS)
    ground = (
        f"{_name(form)}“{row.name}”指标值{target.raw}，实际完成值{actual.raw}，没有达到指标值，"
        f"仍得满分{score.raw}分，请核对评分。"
    )
    return Verdict(
        rule,
        subject,
        Status.FAIL,
        ground=ground,
        facts=(actual, target, score),
        shown=_figures((target, actual, score)),
    )


def _silent(rule: Rule, form: Form, rows: list[FormRow]) -> Verdict:
    """One finding a form: the indicators that miss their targets without a reason."""
    named = "、".join(f"{r.name}（指标值{r.text('年度指标值')}，完成{r.text('实际完成值')}）" for r in rows[:4])
    more = f"等{len(rows)}项" if len(rows) > 4 else ""
    ground = f"{_name(form)}{named}{more}没有达到指标值，偏差原因一栏为空，应说明原因和改进措施。"
    facts = tuple(f for r in rows if (f := r.cell("实际完成值")))
    shown = _figures((rows[0].cell("年度指标值"), rows[0].cell("实际完成值")))
    return Verdict(rule, f"{form.project or form.title}/偏差原因", Status.FAIL, ground=ground, facts=facts, shown=shown)


def misses(target: str, actual: str) -> bool | None:
    """Whether a figure misses its target (≥95%, ≤30%, 28家); None where they are no figures of one kind."""
    want, have = _TARGET.match(fold(target)), _TARGET.match(fold(actual))
    if not want or not have or have.group("sign"):
        return None
    if want.group("unit") != have.group("unit") and have.group("unit") and want.group("unit"):
        return None
    goal, done = (Decimal(m.group("number").replace(",", "")) for m in (want, have))
    if (want.group("sign") or "≥") in {"≤", "<=", "<", "＜"}:
        return done > goal
    return done < goal


RULES: tuple[Rule, ...] = (
    Rule(
        "P-01",
        "预算执行率计算正确",
        "error",
        "自评表、项目汇总表每行的执行率，应等于全年执行数除以全年预算数。",
        _rates,
        kind="both",
    ),
    Rule(
        "P-02",
        "预算执行得分与执行率相符",
        "warning",
        "预算执行一行的得分，一般等于分值乘以执行率，最多得满分；另有评分办法的应当说明。",
        _rate_scores,
        kind="both",
    ),
    Rule(
        "P-03",
        "得分不超过分值，总分相加相符",
        "error",
        "每行得分不应大于分值；总分一行的分值、得分，应等于各行之和。",
        _scores,
        kind="both",
    ),
    Rule(
        "P-04",
        "填报的执行数与系统数一致",
        "error",
        "项目汇总表的全年执行数，应等于同一行系统查得的全年执行数。",
        _system,
        kind="both",
    ),
    Rule("P-18", "项目不重复列示", "warning", "项目汇总表中同一项目、同一预算数不应列示两次。", _repeated, kind="both"),
    Rule(
        "P-19",
        "未达标的指标应扣分并说明原因",
        "warning",
        "实际完成值没有达到数字指标值的，不应得满分，并应说明偏差原因。",
        _targets,
        kind="both",
    ),
)
