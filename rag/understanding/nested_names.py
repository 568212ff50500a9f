"""Names inside others: what a question names only as a part of something else, and the fund that it asks of rows."""

from __future__ import annotations

import re
from dataclasses import replace

from extractors.facts import MONEY
from extractors.text import name_key, squeeze
from extractors.vocabulary import layout, measures
from rag.holdings.lookup import FactIndex, Subject
from rag.language.query import Query

#: a row so called is one of its own
_ROW = 6
#: what stands before what money is for (安排多少钱搞体育)
_FOR = re.compile("(?:搞|做|用于|用在|花在|投在|给)$")
#: measures that are a column or a table of several rows, and these tables in budgets and final accounts
_FUNDS = {
    "general": ("YS05", "GK05"),
    "general_income": ("YS05", "GK05"),
    "fund": ("YS06", "GK07"),
    "fund_income": ("YS06", "GK07"),
}
#: how several rows are named before the fund that they are asked of
_SO_MANY = re.compile("[两二三四五六七八九十几]项(?:支出)?的?$")


#: a fund that a question looks in first, and the measure of what is spent of it
_LED_BY_FUND = re.compile(
    "(?:^|[|，,])(?P<fund>一般公共预算|政府性基金)(?:预算)?(?:财政)?(?:拨款|资金)?(?:支出)?(?:里面?|当?中|之中)(?:的|，|,)?"
)
_MEASURE_OF_FUND = {"一般公共预算": "general", "政府性基金": "fund"}
_KINDS = {"basic", "project"}
#: a row and the money that is asked of it, and what stands between the two
_PAIR, _BEHIND_ROW = 2, re.compile("(?:[这那]?一?(?:项|块|笔|个?科目))?[，,]?的?")

#: the income of a fund by its spending, and how a question says that money came in
_CAME_IN = {
    "fund": "fund_income",
    "capital": "capital_income",
    "general": "general_income",
    "fiscal_expenditure": "fiscal_income",
}
_RECEIVED = re.compile("收(?:进来?|到|了|上来)|进(?:来|账|了)|到账|入账|拨(?:进来|来|给)")
#: the money of the treasury, as it leads what is paid from it
_SOURCE = "财政拨款"
#: who is paid, and how that is called
_WHO, _PAY = ("人员", "职工"), ("费", "金", "工资", "补贴", "支出")
#: what may stand between a row and one below it
_IN_ONE_BREATH = {"", "的", "下的", "中的", "里的", "下面的"}
#: what a row is called right before the money asked of it
_OF_A_ROW = re.compile(r"(?:^|[|，,])(?P<row>[\u4e00-\u9fff]{4,20}?)(?:科目|这块|这项)?的$")
#: columns of changes, and the tables of a fund by the measure of its spending
_CHANGES, _FUND_TABLES = {"增减额", "增减幅"}, {"fund": ("YS06", "GK07"), "capital": ("YS07", "GK08")}
_SIDES = {"income": "收入", "expenditure": "支出"}


def mean_in_report(query: Query, index: FactIndex, is_budget: bool) -> None:
    """Take what a question names for what the one report that it is asked of has under such names.

    One reading goes on from the other: names inside others are dropped first, then what only says where money is, then
    rows and funds are told from the totals that share their words.
    """
    _drop_nested(query)
    _mean_the_fund(query, is_budget)
    _drop_the_source(query)
    _mean_the_kind(query)
    _mean_the_fund_and_not_its_cell(query)
    for mean in (
        _mean_the_fund_of_row,
        _mean_the_lower_row,
        _mean_the_row_before,
        _mean_the_fund_of_only_row,
        _mean_the_total,
    ):
        mean(query, index)
    _mean_what_came_in(query)


def _drop_nested(query: Query) -> None:
    """Leave out what stands inside another name, or says again what the money of that name is for."""
    query.subjects = [_whole_row(s, query) for s in query.subjects]
    kept = [s for s in query.subjects if not any(_is_nested(s, other, query.rest) for other in query.subjects)]
    row = query.plain.rows[0] if query.plain is not None and len(query.plain.rows) == 1 else ""
    start = query.rest.find(row) if len(name_key(row)) >= _ROW else -1
    if start >= 0:
        # 市图书馆24小时自助书房运维项目: the row of a list, behind whose it is
        end = start + len(row)
        others = [s for s in kept if not (start <= s.start and s.end <= end) and s.end != start]
        kept = others or [Subject(name_key(row), row, start, end)]
    query.subjects = kept


def _whole_row(subject: Subject, query: Query) -> Subject:
    """A subject, or the row of a list in whose name the everyday word for it only stands (津贴 of 高龄津贴)."""
    if subject.measure is not None or name_key(subject.text) == subject.key or query.plain is None:
        return subject
    for row in query.plain.rows:
        start = query.rest.find(row) if len(row) > len(subject.text) else -1
        if 0 <= start <= subject.start and subject.end <= start + len(row):
            return Subject(name_key(row), row, start, start + len(row))
    return subject


def _is_nested(subject: Subject, other: Subject, text: str) -> bool:
    """Whether a subject is a part of what another one says."""
    if subject is other or subject.measure is not None or subject.within is not None:
        return False
    inside = other.start <= subject.start and subject.end <= other.end
    shorter = subject.end - subject.start < other.end - other.start
    again = other.measure is None and subject.key in other.key and bool(_FOR.search(text[: subject.start]))
    return (inside and shorter) or (again and subject.key != other.key)


def _mean_the_fund(query: Query, is_budget: bool) -> None:
    """甲和乙两项一般公共预算拨款加起来: rows of the table of that fund, which is no thing beside them.

    一般公共预算里项目支出比基本支出多多少: both kinds of spending of that fund.
    """
    led = _LED_BY_FUND.search(query.rest)
    both = {s.measure.id for s in query.subjects if s.measure is not None} == _KINDS
    if led is not None and both and len(query.subjects) == len(_KINDS) and not query.tables:
        fund = Subject.of(measures()[_MEASURE_OF_FUND[led["fund"]]])
        query.subjects, query.plain = [replace(s, within=fund) for s in query.subjects], None
        return
    funds = [s for s in query.subjects if s.measure is not None and s.measure.id in _FUNDS]
    rows = [s for s in query.subjects if s.measure is None]
    if len(funds) != 1 or len(rows) < 2 or len(rows) + 1 != len(query.subjects) or query.tables:
        return
    (fund,) = funds
    if fund.measure is not None and _SO_MANY.search(query.rest[: fund.start]):
        query.tables, query.subjects = [_FUNDS[fund.measure.id][not is_budget]], rows


def _mean_the_kind(query: Query) -> None:
    """甲科目和乙科目哪个项目支出多: that kind of spending of each row, and no third thing beside the rows."""
    kinds = [s for s in query.subjects if s.measure is not None and s.measure.id in _KINDS]
    rows = [s for s in query.subjects if s.measure is None and s.within is None]
    alone = len(kinds) == 1 and len(rows) >= _PAIR and len(rows) + 1 == len(query.subjects)
    if alone and query.has("difference", "ratio", "rank", "sum") and not query.has("share") and not query.tables:
        query.subjects, query.table_column = rows, kinds[0].name


def _mean_the_fund_of_row(query: Query, index: FactIndex) -> None:
    """甲科目的财政拨款支出: what was spent on that row of the fund that has it, and no total beside the row."""
    if len(query.subjects) < _PAIR or query.tables:
        return
    *rows, money = query.subjects
    if any(r.measure is not None for r in rows) or money.measure is None or money.measure.id != "fiscal_expenditure":
        return
    if money.start < rows[-1].end or not _BEHIND_ROW.fullmatch(query.rest[rows[-1].end : money.start]):
        return
    found = []
    for row in rows:
        tables = {f.table for f in index.by_key.get(row.key, ()) if f.origin == "table"}
        fund = next((f for f in _MEASURE_OF_FUND.values() if tables & {*_FUNDS[f]}), None)
        if fund is None:
            return
        found.append(replace(row, within=Subject.of(measures()[fund])))
    query.subjects = found


def _drop_the_source(query: Query) -> None:
    """财政拨款的绩效工资, 财政拨款“三公”经费: whose money it is, and no income beside what is named right behind it."""
    if len(query.subjects) < _PAIR:
        return
    source, *others = query.subjects
    if query.has("share", "difference", "ratio", "sum"):
        return
    # 离退休人员的退休费: who is paid, and no number of people beside the money
    who = source.text.endswith(_WHO) and others[0].key.endswith(_PAY) and query.kinds != ["count"]
    if not who and (source.text != _SOURCE or source.measure is None):
        return
    if query.rest[source.end : others[0].start].strip('"“”|') in {"", "的"}:
        query.subjects = others


def _mean_what_came_in(query: Query) -> None:
    """政府性基金收进来多少: what was given of a fund, and not what was spent of it."""
    only = query.subjects[0] if len(query.subjects) == 1 else None
    if only is None or only.measure is None or only.measure.id not in _CAME_IN or query.tables:
        return
    if _RECEIVED.search(query.rest[only.end :]) and "支" not in query.rest[only.end :]:
        query.subjects = [Subject.of(measures()[_CAME_IN[only.measure.id]])]


def _mean_the_total(query: Query, index: FactIndex) -> None:
    """总收入 of a report that calls so what came in with what was carried over (总收入100万元，其中本年收入90万元)."""
    only = query.subjects[0] if len(query.subjects) == 1 else None
    if only is None or only.measure is None or only.measure.id not in _SIDES or query.tables:
        return
    said = f"总{_SIDES[only.measure.id]}"
    total = measures()["total"]
    called = any(f.origin == "prose" and said in squeeze(f.quote) for f in index.of_measure(total))
    if said in query.rest and called:
        query.subjects = [replace(only, key=name_key(total.name), measure=total)]


def _mean_the_lower_row(query: Query, index: FactIndex) -> None:
    """污水处理费代征手续费: of two rows in one breath the lower one, which the upper one only says where it is."""
    if len(query.subjects) != _PAIR or query.tables or any(s.measure is not None for s in query.subjects):
        return
    upper, lower = query.subjects
    if query.rest[upper.end : lower.start].strip("|") not in _IN_ONE_BREATH or query.has("difference", "ratio", "sum"):
        return
    codes = [_codes(s.key, index) for s in (upper, lower)]
    if any(low != up and low.startswith(up) for up in codes[0] for low in codes[1]):
        query.subjects = [lower]


def _codes(key: str, index: FactIndex) -> set[str]:
    """The codes of the rows that are called so, or begin so where none is (污水处理费: 污水处理费安排的支出)."""
    own = {f.row_code for f in index.by_key.get(key, ()) if f.row_code}
    return own or {f.row_code for k, facts in index.by_key.items() if k.startswith(key) for f in facts if f.row_code}


def _mean_the_row_before(query: Query, index: FactIndex) -> None:
    """彩票公益金的本年支出: of the row that is called so, where only the amount behind it was understood.

    Of several such rows the one whose name begins so, else the highest one.
    """
    only = query.subjects[0] if len(query.subjects) == 1 else None
    if only is None or only.measure is None or only.measure.id not in _SIDES or query.tables or query.project:
        return
    before = _OF_A_ROW.search(query.rest[: only.start])
    if before is None:
        return
    word = name_key(before["row"])
    rows = {k: f.row_code for k, facts in index.by_key.items() for f in facts[:1] if f.row_code and word in k}
    if rows:
        key = min(rows, key=lambda k: (not k.startswith(word), len(rows[k] or ""), rows[k] or ""))
        query.subjects = [Subject(key, key, before.start("row"), before.end("row"))]


def _mean_the_fund_of_only_row(query: Query, index: FactIndex) -> None:
    """The change of a row whose own is not told, where it is all that a fund has: that of the fund, which is told."""
    only = query.subjects[0] if len(query.subjects) == 1 else None
    if only is None or only.measure is not None or query.tables or not _CHANGES & {*query.columns}:
        return
    own = index.by_key.get(only.key, ())
    if any(f.column in _CHANGES for f in own):
        return
    for measure, tables in _FUND_TABLES.items():
        cells = [f for t in tables for f in index.cells(t) if f.value and f.unit in MONEY]
        totals = {f.value for f in cells if f.row_name in layout().total_labels}
        if any(f in own and f.value in totals for f in cells):
            query.subjects = [replace(Subject.of(measures()[measure]), start=only.start, end=only.end)]
            return


def _mean_the_fund_and_not_its_cell(query: Query) -> None:
    """政府性基金为什么还有结转: a reason is asked of what the fund carried on, and no cell of its table."""
    (table, *_), row = _FUND_TABLES["fund"][::-1], query.subjects[0] if len(query.subjects) == 1 else None
    total = row is not None and row.measure is None and row.key in layout().total_labels
    closing = measures()["fund_closing"]
    if (
        total
        and query.tables == [table]
        and query.table_column in {c[2] for c in closing.cells}
        and query.has("reason")
    ):
        query.subjects, query.tables, query.table_column = [Subject.of(closing)], [], None
