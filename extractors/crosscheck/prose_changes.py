"""Family D, changes: growth and its rate, direction words, and what is said of a final figure against its budget."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from extractors.crosscheck.book import Book
from extractors.crosscheck.cells import stated
from extractors.crosscheck.compare import insufficient, judge, not_applicable, rate
from extractors.crosscheck.model import Rule, Status, Verdict
from extractors.crosscheck.said import BUDGETS, COMPLETION, SPENT
from extractors.crosscheck.wording import table_title
from extractors.facts import LAST_YEAR, MONEY, Fact, decimals, plain_decimal, round_half_up
from extractors.text import squeeze

_AGAINST = "较年初预算"
_FEWER = re.compile(r"小于|低于|少于|不足")
_MORE = re.compile(r"大于|高于|超过|多于|超出")
_SAME = re.compile(r"等于|持平|(?<!不)一致|(?<!不)相等|(?<!不)相同|不存在差异|无差异|没有差异")
_OTHER = re.compile(r"(?<!不)存在差异|(?<![没无])有差异|不一致|不相等|不同")
_DIFFER = 2
#: so many characters behind the figure of the year before begins the next sentence, which tells the change
_NEXT_SENTENCE = 6
_UNCHOSEN = re.compile(r"[大小高低多少][(（][大小高低多少][)）]")
#: 持平 with a change that is not zero in the same breath
_EVEN_YET = re.compile(
    r"上年(?:度|同期)?(?:决算数?)?(?:相比)?(?:基本)?持平[，,、](?:各|同比|即)?(?:增加|减少)(?P<named>(?!0(?:[.]0+)?万)[\d,.]+)(?:万元|元)"
)
#: sections that tell of changes against the year before
_CHANGING = ("overall", "income", "expenditure", "fiscal", "general_budget", "three_public", "operating", "other")
_NEVER = re.compile(r"持平|没有变化|无变化|无增减|未发生变化")


def _changes(book: Book) -> list[tuple[Fact, Fact | None, Fact | None]]:
    """Each stated rate of change with the amount of the change and the present figure of the same subject."""
    found = []
    for fact in (f for f in book.said.figures if f.column.endswith("增减幅")):
        lead = fact.column.removesuffix("增减幅")
        delta = book.said.near(fact, (f"{lead}增减额",), money=False)
        found.append((fact, delta, _present(book, fact)))
    return found


def _present(book: Book, fact: Fact) -> Fact | None:
    """The present figure that a change is of: of the same subject, in this section or where else it is told."""
    # what a budget tells of the present year are plans
    present = BUDGETS if book.report.identity.kind == "budget" else SPENT
    near = book.said.near(fact, (*present, "数量"), money=fact.unit in MONEY or fact.unit == "%")
    if near or fact.section_key is None:
        return near
    told = book.said.of(fact.section_key, fact.row_name, *present) or _both_totals(book, fact)
    return told[0] if told else None


def _both_totals(book: Book, fact: Fact) -> list[Fact]:
    """What income and spending come to where the text states each and one change of both (收、支总计各增加)."""
    totals = [
        told[0]
        for side in ("收入总计", "支出总计")
        if (told := book.said.of(fact.section_key or "", fact.row_name.replace("收入支出总计", side), *SPENT))
    ]
    return totals[:1] if len(totals) == 2 and totals[0].value == totals[1].value else []


def _subject(fact: Fact) -> str:
    return f"{fact.section_key}/{fact.row_name}/{fact.column}/{fact.line}"


def _rates(rule: Rule, book: Book) -> Iterator[Verdict]:
    """增减幅 = 增减额 / (本年 - 增减额), wherever all three are stated."""
    changes = _changes(book)
    if not changes:
        yield not_applicable(rule, "增减", "正文没有写增减幅度")
    for fact, delta, present in changes:
        if delta is None or present is None:
            names = [f"{fact.row_name}的{'增减额' if delta is None else '本年数'}"]
            yield insufficient(rule, _subject(fact), names)
        elif _sign(fact) * _sign(delta) < 0 or _base(delta, present) == 0:
            yield not_applicable(rule, _subject(fact), "方向不一致或基数为零，由 D-02、D-03 核对")
        elif _is_reversed(book, delta, present):
            yield not_applicable(rule, _subject(fact), "增减方向写反，由 D-28 核对")
        else:
            base = "年初预算" if fact.column.startswith(_AGAINST) else "上年数"
            formula = f"增减额/{base}（本年数－增减额）"
            yield rate(rule, book, _subject(fact), stated(fact), stated(delta), stated(present), formula, change=True)


def _sign(fact: Fact) -> int:
    value = fact.value or Decimal(0)
    return (value > 0) - (value < 0)


def _base(delta: Fact, present: Fact) -> Decimal | None:
    """The figure a change starts from; None where the units don't fit."""
    change = delta.in_unit(present.unit or "")
    return None if change is None or present.value is None else present.value - change


def _is_reversed(book: Book, delta: Fact, present: Fact) -> bool:
    """Whether a change has the size of the difference to the printed figure it starts from, and the other sign."""
    before = _start_of(book, delta)
    unit = present.unit or ""
    then, size = (before.in_unit(unit) if before is not None else None), delta.in_unit(unit)
    if present.value is None or before is None or then is None or not size:
        return False
    margin = sum((book.half_unit(f, unit) for f in (present, before, delta)), Decimal(0))
    return judge(then - present.value - size, margin, "=") is not Status.FAIL


def _directions(rule: Rule, book: Book) -> Iterator[Verdict]:
    """增加 goes with 增长, 减少 with 下降: amount and rate of one change have one sign."""
    pairs = [(fact, delta) for fact, delta, _ in _changes(book) if delta is not None]
    if not pairs:
        yield not_applicable(rule, "增减", "正文没有同时写增减额和增减幅度的地方")
    for fact, delta in pairs:
        if _sign(fact) * _sign(delta) >= 0:
            yield Verdict(rule, _subject(fact), Status.PASS)
            continue
        ground = (
            f"{fact.row_name}增减额为{plain_decimal(delta.value or Decimal(0))}{delta.unit or ''}，增减幅却为"
            f"{plain_decimal(fact.value or Decimal(0))}%，增减方向自相矛盾，请核对。"
        )
        # as they are printed: the direction is told by a word
        shown = tuple(plain_decimal(abs(f.value)) for f in (delta, fact) if f.value is not None)
        yield Verdict(rule, _subject(fact), Status.FAIL, ground=ground, facts=(delta, fact), shown=shown)


def _unchanged(rule: Rule, book: Book) -> Iterator[Verdict]:
    """持平 beside a change that is not zero."""
    said = [f for f in book.said.texts if f.column == "增减方向" and _NEVER.search(f.raw)]
    beside = [f for key in _CHANGING for f in book.find(key, _EVEN_YET)]
    for fact in beside:
        ground = f"正文写“{squeeze(fact.raw)}”，持平就没有增减，两者不能同时成立，请核对。"
        shown = (fact.row_name,)
        yield Verdict(rule, f"{fact.section_key}/{fact.line}", Status.FAIL, ground=ground, facts=(fact,), shown=shown)
    if not said and not beside:
        yield not_applicable(rule, "持平", "正文没有写与上年持平的地方")
    for fact in said:
        deltas = [
            f
            for f in book.said.of(fact.section_key or "", fact.row_name, "增减额", "增减幅")
            if f.section == fact.section and f.value and abs(f.start - fact.start) < 120
        ]
        if not deltas:
            yield Verdict(rule, _subject(fact), Status.PASS)
            continue
        ground = f"{fact.row_name}称“{fact.raw}”，同处又写增减{deltas[0].raw}，两者不能同时成立，请核对。"
        yield Verdict(
            rule, _subject(fact), Status.FAIL, ground=ground, facts=(fact, deltas[0]), shown=(str(deltas[0].value),)
        )


def _zero_base(rule: Rule, book: Book) -> Iterator[Verdict]:
    """An increase as large as the present figure starts from zero and has no rate."""
    changes = [(f, d, p) for f, d, p in _changes(book) if d is not None and p is not None]
    if not changes:
        yield not_applicable(rule, "增减", "正文没有同时写增减额和增减幅度的地方")
    for fact, delta, present in changes:
        if _base(delta, present) != 0 or not fact.value:
            yield Verdict(rule, _subject(fact), Status.PASS)
            continue
        base = "年初预算" if fact.column.startswith(_AGAINST) else "上年"
        if not delta.value:
            ground = f"{fact.row_name}本年和{base}都是零，却写增减{fact.raw}；没有增减就没有幅度，请核对。"
        else:
            ground = (
                f"{fact.row_name}比{base}增加{delta.raw}，正等于本年的{present.raw}，可见{base}为零，却写增长{fact.raw}；"
                "基数为零，增长率没有意义。"
            )
        shown = tuple(plain_decimal(f.value) for f in (present, delta, fact) if f.value is not None)
        yield Verdict(rule, _subject(fact), Status.FAIL, ground=ground, facts=(fact, delta, present), shown=shown)


def _too_large(rule: Rule, book: Book) -> Iterator[Verdict]:
    """An increase by more than there now is: the figure it starts from would be below zero."""
    changes = [(f, p) for f in book.said.figures if f.column.endswith("增减额") and (p := _present(book, f))]
    if not changes:
        yield not_applicable(rule, "增减", "正文没有写增减额")
    for fact, present in changes:
        base = _base(fact, present)
        if base is None:
            yield not_applicable(rule, _subject(fact), "计量单位不能换算")
            continue
        room = book.half_unit(fact, present.unit) + book.half_unit(present, present.unit)
        start = "年初预算" if fact.column.startswith(_AGAINST) else "上年"
        if base >= -room or (present.value or 0) < 0:
            yield Verdict(rule, _subject(fact), Status.PASS)
            continue
        ground = (
            f"{fact.row_name}本年为{present.raw}，却写比{start}增加{fact.raw}，推算{start}为{plain_decimal(base)}"
            f"{present.unit or ''}，不可能为负，请核对。"
        )
        shown = tuple(plain_decimal(f.value) for f in (present, fact) if f.value is not None)
        yield Verdict(rule, _subject(fact), Status.FAIL, ground=ground, facts=(fact, present), shown=shown)


#: what the table of 三公 of a budget calls its items, which may have a column of the year before
_PUBLIC_TABLE, _PUBLIC_TOTAL = "YS09", "“三公”经费"


def _from_year_before(rule: Rule, book: Book) -> Iterator[Verdict]:
    """本年数 - 上年数 = 增减额, wherever the report prints the figure of the year before (or the budget) as well."""
    changes = [
        (change, present, before)
        for change in book.said.figures
        if change.column in ("增减额", f"{_AGAINST}增减额")
        and (present := _present(book, change)) is not None
        and (before := _start_of(book, change)) is not None
    ]
    if not changes:
        yield not_applicable(rule, "增减", "没有同时写本年数、上年数和增减额的地方")
    for change, present, before in changes:
        unit = present.unit
        now, then, size = present.value, before.in_unit(unit or ""), change.in_unit(unit or "")
        if now is None or then is None or size is None:
            yield not_applicable(rule, _subject(change), "计量单位不能换算")
            continue
        margin = sum((book.half_unit(f, unit) for f in (present, before, change)), Decimal(0))
        status = judge(now - then - size, margin, "=")
        if status is not Status.FAIL:
            yield Verdict(rule, _subject(change), status)
            continue
        gap = round_half_up(now - then, max(decimals(change.value or now), decimals(now)))
        right = f"{'增加' if gap > 0 else '减少'}{plain_decimal(abs(gap))}{unit or ''}" if gap else "没有增减"
        base = before.raw if before.raw.endswith("元") else f"{before.raw}{before.unit or ''}"
        start = "年初预算" if change.column.startswith(_AGAINST) else "上年"
        where = table_title(before.table) if before.table else ""
        written = f"{'增加' if (change.value or 0) > 0 else '减少'}{change.raw.lstrip('-')}"
        ground = f"{change.row_name}本年为{present.raw}，{where}{start}为{base}，应为{right}，却写{written}，请核对。"
        shown = tuple(plain_decimal(abs(f.value)) for f in (change, present, before) if f.value is not None)
        yield Verdict(rule, _subject(change), Status.FAIL, ground=ground, facts=(change, present, before), shown=shown)


def _start_of(book: Book, change: Fact) -> Fact | None:
    """The figure that a change starts from: of the year before, or the budget that its own sentence prints."""
    if not change.column.startswith(_AGAINST):
        return _year_before(book, change)
    near = book.said.near(change, BUDGETS)
    return near if near is not None and near.quote == change.quote else None


def _year_before(book: Book, change: Fact) -> Fact | None:
    """The figure of the year before that a change starts from: of the same sentence, or of the table of 三公."""
    near = book.said.near(change, (LAST_YEAR,))
    if near is not None and (near.quote == change.quote or 0 <= change.start - near.end <= _NEXT_SENTENCE):
        return near
    name = "合计" if change.row_name == _PUBLIC_TOTAL else change.row_name
    if change.section_key != "three_public" or book.report.identity.year is None:
        return None
    cell = book.cell(_PUBLIC_TABLE, "合计", f"{book.report.identity.year - 1}年{name}")
    return cell.fact if cell.fact is not None and cell.fact.value is not None else None


def _relations(rule: Rule, book: Book) -> Iterator[Verdict]:
    """决算数大于、小于、等于预算数 as said, against both figures."""
    said = [f for f in book.said.texts if f.column == "预决算关系"]
    if not said:
        yield not_applicable(rule, "预决算关系", "正文没有写决算数与预算数的大小关系")
    for fact in said:
        yield _relation(rule, book, fact)


def _relation(rule: Rule, book: Book, fact: Fact) -> Verdict:
    subject = _subject(fact)
    claim = _claim(fact.raw)
    if claim is None:
        return not_applicable(rule, subject, "没有写明大小（模板未选择的，由 F-08 核对）")
    spent = book.said.near(fact, SPENT)
    named = [column for column in BUDGETS if column.removesuffix("数") in fact.raw]
    budget = book.said.near(fact, named or BUDGETS) or book.said.near(fact, BUDGETS)
    if spent is None or budget is None:
        return insufficient(rule, subject, [f"{fact.row_name}的{'决算数' if spent is None else '预算数'}"])
    have, want = spent.in_unit("万元"), budget.in_unit("万元")
    if have is None or want is None:
        return not_applicable(rule, subject, "计量单位不能换算")
    margin = book.half_unit(spent, "万元") + book.half_unit(budget, "万元")
    status = judge(have - want, margin, "=")
    real = 0 if status in (Status.PASS, Status.ROUNDING) else (1 if have > want else -1)
    if real == claim or (claim and status is Status.ROUNDING) or (claim == _DIFFER and real):
        return Verdict(rule, subject, Status.PASS)
    words = {1: "大于", 0: "等于", -1: "小于"}
    ground = (
        f"{fact.row_name}写“{fact.raw}”，而决算数{spent.raw}{words[real]}{budget.column}{budget.raw}，"
        "文字与数字自相矛盾，请核对。"
    )
    done = book.said.near(fact, COMPLETION, money=False)
    facts = (spent, budget, *((done,) if done else ()))
    shown = tuple(plain_decimal(f.value) for f in facts if f.value is not None)
    return Verdict(rule, subject, Status.FAIL, ground=ground, facts=(fact, *facts), shown=shown)


def _claim(words: str) -> int | None:
    """1 for more than the budget, -1 for less, 0 for the same, 2 for some difference; None for nothing or several."""
    if _UNCHOSEN.search(words):
        return None
    claims = ((_MORE, 1), (_FEWER, -1), (_SAME, 0), (_OTHER, _DIFFER))
    found = {value for pattern, value in claims if pattern.search(words)}
    return found.pop() if len(found) == 1 else None


_GREW = re.compile(r"增加|增长|提高|上升|新增|增资|追加")
_FELL = re.compile(r"减少|下降|压减|压缩|节约|厉行节约|缩减|降低|未下达|未支付")


def _reasons(rule: Rule, book: Book) -> Iterator[Verdict]:
    """A reason that speaks only of more under a decrease, or only of less under an increase."""
    reasons = [f for f in book.said.texts if f.column in ("增减原因", "预决算差异原因")]
    if not reasons:
        yield not_applicable(rule, "原因", "正文没有写原因")
    for fact in reasons:
        yield _reason(rule, book, fact)


def _reason(rule: Rule, book: Book, fact: Fact) -> Verdict:
    subject = _subject(fact)
    if fact.column == "增减原因":
        change = book.said.near(fact, ("增减额", "较年初预算增减额"), money=False)
        sign = 0 if change is None else _sign(change)
        shown_facts: tuple[Fact, ...] = (change,) if change else ()
    else:
        spent, budget = book.said.near(fact, SPENT), book.said.near(fact, BUDGETS)
        if spent is None or budget is None:
            return insufficient(rule, subject, [f"{fact.row_name}的决算数和预算数"])
        gap = (spent.in_unit("万元") or Decimal(0)) - (budget.in_unit("万元") or Decimal(0))
        sign, shown_facts = (gap > 0) - (gap < 0), (spent, budget)
    grew, fell = bool(_GREW.search(fact.raw)), bool(_FELL.search(fact.raw))
    if not sign or grew == fell or (sign > 0) == grew:
        return Verdict(rule, subject, Status.PASS)
    what = "增加（超过预算）" if sign > 0 else "减少（低于预算）"
    ground = (
        f"{fact.row_name}实际{what}，所写原因“{fact.raw[:60]}”却只说{'减少' if fell else '增加'}，请核对原因是否写反。"
    )
    shown = tuple(plain_decimal(f.value) for f in shown_facts if f.value is not None)
    return Verdict(rule, subject, Status.FAIL, ground=ground, facts=(fact, *shown_facts), shown=shown)


RULES: tuple[Rule, ...] = (
    Rule(
        "D-01",
        "增减幅度计算正确",
        "error",
        "正文所写的增减幅度，应等于增减额除以上年数（本年数减增减额）；较年初预算的，除以年初预算数。",
        _rates,
        kind="both",
    ),
    Rule(
        "D-02",
        "增减方向一致",
        "error",
        "增加对应增长，减少对应下降：同一处的增减额与增减幅方向应当一致。",
        _directions,
        kind="both",
    ),
    Rule(
        "D-03",
        "基数为零不写增长率",
        "warning",
        "上年数为零（增加额等于本年数）或两年都为零时，增长率没有意义，不应写增长百分之几。",
        _zero_base,
        kind="both",
    ),
    Rule(
        "D-04",
        "决算数与预算数的大小关系说对",
        "error",
        "正文所写决算数大于、小于、等于（持平）预算数，应与两个数的实际大小一致。",
        _relations,
    ),
    Rule(
        "D-07",
        "原因与增减方向相符",
        "info",
        "增加的原因不应只说减少，减少的原因不应只说增加。按用词判断，需人工确认。",
        _reasons,
        kind="both",
    ),
    Rule(
        "D-18", "增减额不大于基数允许的范围", "error", "由本年数和增减额推算的上年数不应为负。", _too_large, kind="both"
    ),
    Rule(
        "D-28",
        "增减额等于本年数减上年数",
        "error",
        "同时写明或列出上年数（或年初预算数）的，本年数减上年数（或年初预算数）应等于所写的增减额，增加、减少也应相符。",
        _from_year_before,
        kind="both",
    ),
    Rule(
        "D-19",
        "持平处没有增减额",
        "error",
        "称与上年持平的，同处不应再写不为零的增减额或增减幅。",
        _unchanged,
        kind="both",
    ),
)
