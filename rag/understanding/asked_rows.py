"""Understanding of questions over rows: which rows, which conditions, which columns, and what is made of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Literal

from extractors.facts import MONEY
from extractors.text import name_key
from extractors.vocabulary import ColumnWords, measures, question_words
from extractors.vocabulary.rows import Do, Level, RowKind, Test, row_words
from extractors.vocabulary.units import unit_words
from rag.holdings.lookup import FactIndex, Subject
from rag.holdings.short_names import is_in_order
from rag.language.quantities import Quantity, number_of, quantities_in
from rag.language.query import Query
from rag.language.rows import Condition, Rows
from rag.text.counters import counted_in
from rag.text.labels import project_above

_GROUPS = re.compile(r"(数量|质量|时效|成本|经济效益|社会效益|生态效益|效益|产出|满意度|投入管理|履职)")
#: measures of the table of 经济分类, and what of it they hold
ECONOMIC = {"staff", "public_use", "general_basic", "basic"}
#: rows that are the whole of a table
_TOTALS = {"合计", "总计", "小计"}
#: the money of a fund as it is given, and as it is spent
_SPENT_AS_GIVEN = {"general_income": "general", "fund_income": "fund", "capital_income": "capital"}
#: measures of projects as a whole
_OF_PROJECTS = ("project", "evaluated_projects", "average_score", "overall_score")
#: what is asked of projects, which is the name of a row elsewhere
_AMOUNTS = {"预算数", "执行数", "全年预算数", "全年执行数", "得分"}
#: among which others some are named, and so many characters are a short name
_SETTING, _SHORT = re.compile(r"^.*项目(?:里面?|中|当中)"), 4
#: a share among all projects
_ALL_OF_THEM = re.compile(r"(全部|所有|各个?|总的?)项目|项目(总|合计)")
#: how far before a number its word of comparing may stand
_NEAR = 10
#: right before a number: it is compared with, and not what the row has
_COMPARES = re.compile("[没未不满低高超过达足到于]")
_DENIED = re.compile("[没未不非]")
#: a set of rows is what is asked for
_ASKING = re.compile("哪|(?<![这那])几|多少")
#: projects that a report calls so
_KEY_PROJECTS = re.compile(r"重点[^，,；;]{0,4}项目")
#: points that were lost are asked for
_DEDUCTED = re.compile(r"[扣丢失]了?(?:几|多少)分?")
#: a number that no unit follows, and the units of columns that have but one
_BARE = re.compile(
    rf"(?<![\d.第])\d+(?:\.\d+)?(?![\d.]|[万亿元块%分倍成年月日类款]|{unit_words().set_pattern('counters')})"
)
#: budgets of their own, which have few 科目
_OWN_FUNDS = ("fund", "capital")
_UNIT_OF = {"得分": "分", "分值": "分", "完成比例": "%", "占比": "%", "增减幅": "%", "偏差度": "%"}


_OF_SEVERAL = re.compile(r"几个?[项类款个笔](?:项目|科目|支出)?(?:里面?|之?中|当中)(?=[^，,]{0,4}哪)")


def _explains_projects(index: FactIndex) -> bool:
    """Whether a report has chapters on single projects, which it has on those that matter most."""
    return any(project_above(fact.section) for fact in index.facts)


def rows_asked(query: Query, indexes: Sequence[FactIndex]) -> Rows | None:
    """What a question asks over rows of one report; None where it does not ask for several rows."""
    if query.wants.thing or (query.project and query.wants.kinds[:1] == ["goal"] and not query.has("sum", "rank")):
        return None  # 给了哪些企业, 甲项目的绩效目标是什么: not the rows, but something about them
    if query.has("difference") and len(query.subjects) == 2 and all(s.level for s in query.subjects):
        return None  # 甲(类)和它下面的乙(项)哪个大: 项 stands in a name, and asks for no rows
    words = row_words()
    if words.by_glossary.search(query.rest):
        return None
    said = (words.details, words.of_income, words.highest, words.lowest, *(s.sure for s in words.sets.values()))
    if query.has("definition") and not any(p.search(query.rest) for p in said):
        return None
    without, text = _exclusions(query.rest)
    named = [p for p in query.projects if not any(_is_name(name_key(w), [name_key(p)]) for w in without)]
    if (rows := _of_named(query, named, indexes)) is not None:
        return rows
    conditions, bare = conditions_in(text)
    order = order_in(text)
    do = made_of_rows(query, bare)
    # 优的几个，良的几个: each by the number that the report has for it
    one_grade = any(c.test == "grade" for c in conditions) and len(counted_in(query.rest)) < 2
    subjects = _not_in_grades(query.subjects, conditions) if one_grade else query.subjects
    kept = query.model_copy(update={"subjects": _beside(subjects, [*without, *(c.said for c in conditions)])})
    kept.project = next(iter(named), None)
    graded = any(c.test == "grade" for c in conditions) and not _parted(kept, indexes)
    others = [s for s in kept.subjects if s.measure and s.measure.id != "income" and not s.generic]
    of_income = bool(words.of_income.search(text)) and "支出" not in text and not (query.tables or others)
    if of_income:
        kept.subjects = [Subject.of(measures()["income"])]
    elif "收入" not in text and words.sets["subjects"].sure.search(text):
        kept.subjects = [_as_spent(s) for s in kept.subjects]
    evaluated = bool(words.evaluated.search(text)) and not (named or _asks_for_indicators(text))
    kind, sure = (
        ("parts", True)
        if of_income
        else ("projects", True)
        if graded or (evaluated and _is_told_of_rows(kept, do, order))
        else _kind(kept, bare, indexes, bool(conditions or order))
    )
    if kind is None or (do is None and not conditions and order is None):
        return None
    if kind == "projects" and do == "sum" and query.terms is not None and len(query.terms.phrases) > 1:
        # 四个项目里甲和乙加起来: two of them, whatever they are called for short
        only = _called_short(query.terms.phrases, indexes)
        return Rows(kind="projects", only=only, columns=_columns(query, bare), do="sum", sure=True) if only else None
    if kind == "parts" and len(query.tables) > 1:
        return None  # 本年支出合计01表和03表各是多少: one figure in each
    if kind == "parts" and _each_part(kept.subjects):
        return None  # 三公分项说说：出国、公车、接待各花多少: the parts are named, and so is each figure
    if kind == "named" and do == "count" and any(s.measure and s.measure.unit for s in kept.subjects):
        return None  # 支出项目一共几个: the report counts them itself
    if query.opposed and kind == "indicators" and any(not s.generic for s in kept.subjects):
        return None  # 甲控制率没达标怎么还给满分: of the one that is named
    if kind == "named" and do == "sum" and query.claim is not None and query.claim.test == "exactly":
        # 四个季度加起来等于860万吗: what is claimed of the sum is no condition on what is added up
        conditions = [c for c in conditions if c.value != query.claim.value]
    rows = Rows(kind=kind, conditions=conditions, without=without, do=do or "list", order=order, sure=sure)
    rows.project = query.project if kind == "indicators" else None
    rows.evaluated = evaluated and kind == "projects"
    rows.table = next((t for t in query.tables), None)
    rows.level = _level(text, kind)
    if rows.level is None and kind == "subjects" and len(kept.subjects) == 1 and kept.subjects[0].measure:
        # the few 项 of a fund say what it is for, their 类 does not
        rows.level = "项" if kept.subjects[0].measure.id in _OWN_FUNDS else None
    rows.of_projects = kind == "indicators" and not rows.project and bool(words.sets["projects"].sure.search(text))
    rows.groups = _GROUPS.findall(text) if kind == "indicators" else []
    rows.columns = _columns(query, bare)
    if rows.evaluated and not rows.columns and "预算" in text:
        rows.columns = ["全年预算数"]
    if kind == "indicators" and rows.columns == ["完成比例"]:
        rows.columns = ["实际完成值"]
    if kind == "indicators" and _DEDUCTED.search(query.rest):
        rows.columns = list(dict.fromkeys([*rows.columns, "得分", "分值"]))
    rows.ranked = bool(row_words().ranked.search(text))
    rows.order_by = _ordered_column(query, text, kind) if order else None
    rows.top, rows.nth = query.top or top_in(text), query.nth
    rows.ends = query.has("difference") and bool(row_words().ends.search(text))
    rows.each = bool(row_words().each.search(bare))
    rows.do = "list" if rows.do == "count" and rows.each else rows.do
    query.subjects = _innermost(kept.subjects)
    rows.sure &= not query.has("conflict") or rows.do == "sum"
    return rows


def _as_spent(subject: Subject) -> Subject:
    """What is given of a fund (一般公共预算拨款按大类怎么分) as what is spent of it, which alone has 科目."""
    spent = _SPENT_AS_GIVEN.get(subject.measure.id) if subject.measure is not None else None
    return Subject.of(measures()[spent]) if spent else subject


def _called_short(phrases: Sequence[str], indexes: Sequence[FactIndex]) -> list[str]:
    """The projects that phrases call by some of their characters in order; none where one of them is not told apart."""
    names = {name_key(n): n for i in indexes for n in (*i.plain.projects, *i.projects.values())}
    only = []
    for phrase in phrases:
        key = name_key(_SETTING.sub("", phrase)).removesuffix("项目")
        found = [k for k in names if key in k] or [k for k in names if len(key) >= _SHORT and is_in_order(key, k)]
        # 甲 and 甲项目 are one
        if len({k.removesuffix("项目") for k in found}) != 1:
            return []
        only.append(names[found[0]])
    return only


def _is_told_of_rows(query: Query, do: Do | None, order: str | None) -> bool:
    """Whether something that evaluations tell is asked of each evaluated project, of all together or of the first."""
    told = {"得分", "完成比例"} | {c for c in query.columns if c.endswith(("预算数", "执行数", "决算数"))}
    asked = bool(told & {*query.columns}) or bool({"score", "money"} & {*query.kinds}) or "预算" in query.rest
    others = [s for s in query.subjects if not _is_of_projects(s)]
    return (asked or do == "count") and (do is not None or order is not None) and not others


def _is_of_projects(subject: Subject) -> bool:
    """Whether a subject is projects as such, or a column of theirs that some table calls a row."""
    if subject.measure is not None:
        return subject.measure.id in _OF_PROJECTS
    return subject.key.endswith("项目") or subject.key in _AMOUNTS


def _of_named(query: Query, named: list[str], indexes: Sequence[FactIndex]) -> Rows | None:
    """Projects named one by one, or by a name that fits several; one of them among all. None for a single project."""
    columns = _columns(query, query.rest)
    if named and query.has("share") and _ALL_OF_THEM.search(query.rest):
        columns = [c for c in columns if c != "占比"]
        return Rows(kind="projects", only=named, columns=columns, do="share", sure=True)
    if len(named) < 2 or _parted(query, indexes):
        return None
    do = made_of_rows(query, query.rest)
    if query.has("difference") and len(named) == 2:
        do = "difference"
    elif do not in {"sum", "average"}:
        do = "list"
    return Rows(kind="projects", only=named, columns=columns, do=do, each=True, sure=True)


def _each_part(subjects: Sequence[Subject]) -> bool:
    """Whether what is named are several parts of one whole."""
    wholes = [s.measure.part_of if s.measure else None for s in subjects]
    return len(subjects) >= 2 and None not in wholes and len(set(wholes)) == 1


def _beside(subjects: Sequence[Subject], words: Sequence[str]) -> list[Subject]:
    """The subjects that a question is about, without those that stand in an exclusion or a condition."""
    said = [name_key(w) for w in words]
    # 公用经费里花得最多的: the word of spending names no row, what it is within does
    spending = {"expenditure", "income"}
    subjects = [s.within if s.within and s.measure and s.measure.id in spending else s for s in subjects]
    return [s for s in subjects if not any(s.text in w for w in said) and s.key not in _TOTALS]


def _not_in_grades(subjects: Sequence[Subject], conditions: Sequence[Condition]) -> list[Subject]:
    """The subjects without the words of a grade, which some report has a number for (自评等级为中, 良的项目)."""
    graded = [c for c in conditions if c.test == "grade"]
    said = [name_key(c.said).replace('"', "") for c in graded]
    words = {f"{c.word}{tail}项目" for c in graded for tail in ("", "的")}
    return [s for s in subjects if s.measure is not None or not (any(w in s.key for w in said) or s.key in words)]


def _innermost(subjects: list[Subject]) -> list[Subject]:
    """Of 基本支出 and one of its parts the part alone (基本支出的人员经费有哪些明细)."""
    ids = [s.measure.id if s.measure else "" for s in subjects]
    whole_first = len(ids) == 2 and ids[0] in {"basic", "general_basic"} and ids[1] in ECONOMIC
    return subjects[1:] if whole_first else subjects


def _exclusions(text: str) -> tuple[list[str], str]:
    """The names of rows that are to be left out, and the question without them."""
    names: list[str] = []
    while match := row_words().without.search(text):
        names += [n for n in re.split(r"[、和与及]", match.group(1)) if n]
        text = text[: match.start()] + "|" * (match.end(1) - match.start()) + text[match.end(1) :]
    return names, text


# ---------------------------------------------------------------- conditions


def conditions_in(text: str) -> tuple[list[Condition], str]:
    """The conditions of a question, and the question without their words."""
    found: list[tuple[int, int, Condition]] = []
    for quantity in (*quantities_in(text), *_bare_in(text)):
        bound = _bound(text, quantity)
        if bound is not None:
            found.append(bound)
    found += _ranges(text) + _between_columns(text)
    taken = [(a, b) for a, b, _ in found]
    for words in row_words().conditions:
        match = words.words.search(text)
        if match and not any(a < match.end() and match.start() < b for a, b in taken):
            found.append(
                (*match.span(), Condition(test=words.test, column=words.column, said=match.group(0).strip("，,|")))
            )
            taken.append(match.span())
    if (match := row_words().grade.search(text)) and not any(a < match.end(1) and match.start() < b for a, b in taken):
        word = row_words().grade_names.get(match.group(1), match.group(1))
        found.append((*match.span(), Condition(test="grade", column="等级", word=word, said=match.group(0))))
    for start, end, _ in found:
        text = text[:start] + "|" * (end - start) + text[end:]
    return _only_one_of(found), text


def _bare_in(text: str) -> Iterator[Quantity]:
    """Numbers without a unit behind a column that has one of its own: 得分低于80, 完成率不到90."""
    for match in _BARE.finditer(text):
        before = text[max(match.start() - _NEAR, 0) : match.start()]
        hits = [(m.end(), c.column) for c in row_words().columns for m in c.words.finditer(before)]
        unit = _UNIT_OF.get(max(hits)[1]) if hits else None
        if unit is not None:
            yield Quantity(Decimal(match.group(0)), unit, *match.span())


def _only_one_of(found: Sequence[tuple[int, int, Condition]]) -> list[Condition]:
    """Conditions in the order of the question, the same test of one column once."""
    kept: dict[tuple[str, str, Decimal | None], Condition] = {}
    for _, _, condition in sorted(found, key=lambda f: f[0]):
        kept.setdefault((condition.test, condition.column, condition.value), condition)
    return list(kept.values())


def _bound(text: str, quantity: Quantity) -> tuple[int, int, Condition] | None:
    """The bound that a number sets, by the word of comparing before or behind it; None where it sets none."""
    words = row_words().compare
    floor = max((m.end() for m in re.finditer(r"[，,；;。|]", text[: quantity.start])), default=0)
    before = text[max(floor, quantity.start - _NEAR) : quantity.start]
    test: Test | None = None
    start, end = quantity.start, quantity.end
    for name, pattern in words.behind.items():
        if name == "exactly" and _COMPARES.search(before[-4:]):
            continue  # 没拿满100分的项目
        if match := pattern.match(text[quantity.end :]):
            test, end = name, quantity.end + match.end()
            break
    if test is None:
        hits = [(m.start(), m.end(), n) for n, p in words.before.items() for m in p.finditer(before)]
        # 不超过 holds 超过: of words inside one another the first says more; of others the nearest counts
        last = max(hits, key=lambda h: h[1], default=None)
        alike = [h for h in hits if last is not None and h[1] > last[0]]
        at, _, test = min(alike, key=lambda h: h[0]) if alike else (0, 0, None)
        start = quantity.start - len(before) + at if hits else start
    if test == "other" and quantity.unit != "%":
        return None  # 不是100分: not full marks
    if test is None or (test == "exactly" and _DENIED.search(text[max(start - 2, floor) : start + 1])):
        return None  # 没得100分的: what is denied is no bound
    column = _column_of_bound(text[floor:start], quantity.unit)
    said = text[start:end].removesuffix("的")
    return start, end, Condition(test=test, column=column, value=quantity.value, unit=quantity.unit, said=said)


def _ranges(text: str) -> list[tuple[int, int, Condition]]:
    """10万到50万之间: two bounds."""
    found = []
    for match in re.finditer(
        r"(\d+(?:\.\d+)?)(亿|万|元|分|%)?元?(?:到|至|-|~)(\d+(?:\.\d+)?)(亿元?|万元?|元|分|%)(?:之间|以内)?", text
    ):
        unit = {"亿": "亿元", "万": "万元"}.get(match.group(4)[0], match.group(4))
        column = _column_of_bound(text[: match.start()], unit)
        for test, value in (("at_least", match.group(1)), ("at_most", match.group(3))):
            found.append(
                (
                    *match.span(),
                    Condition.model_validate(
                        {"test": test, "column": column, "value": value, "unit": unit, "said": match.group(0)}
                    ),
                )
            )
    return found


def _between_columns(text: str) -> list[tuple[int, int, Condition]]:
    """得分低于分值: one column against another of the same row."""
    found: list[tuple[int, int, Condition]] = []
    named = [(m.start(), m.end(), c.column) for c in _all_columns() for m in c.words.finditer(text)]
    for test, pattern in row_words().compare.before.items():
        for match in pattern.finditer(text):
            before = max((n for n in named if 0 <= match.start() - n[1] <= 2), key=lambda n: n[1] - n[0], default=None)
            behind = max((n for n in named if 0 <= n[0] - match.end() <= 2), key=lambda n: n[1] - n[0], default=None)
            if before and behind and before[2] != behind[2]:
                said = text[before[0] : behind[1]]
                condition = Condition(test=test, column=before[2], other=behind[2], said=said)
                found.append((before[0], behind[1], condition))
    # 不低于 holds 低于
    return [
        f for f in found if not any(f is not o and f[:2] == o[:2] and len(o[2].test) > len(f[2].test) for o in found)
    ]


def _all_columns() -> tuple[ColumnWords, ...]:
    return (
        *row_words().columns,
        *(
            c
            for c in question_words().columns
            if c.column in {"目标值", "实际完成值", "年初预算数", "全年预算数", "全年执行数"}
        ),
    )


def _column_of_bound(before: str, unit: str) -> str:
    """The column that a bound is on: the one named last before it that can have its unit, else the usual one."""
    for words in _all_columns():
        side = words.column in {"目标值", "实际完成值"} and [m.end() for m in words.words.finditer(before)]
        if side and len(before) - max(side) <= 1:
            return words.column  # 实际完成值95%的指标
    kinds = {"%": {"完成比例", "占比", "增减幅", "偏差度"}, "分": {"得分", "分值"}}.get(unit) or (
        {"决算数", "年初预算数", "全年预算数", "预算数", "基本支出", "项目支出"} if unit in MONEY else set()
    )
    hits = [
        (m.end(), m.end() - m.start(), c.column)
        for c in row_words().columns
        if c.column in kinds
        for m in c.words.finditer(before)
    ]
    if hits:
        return max(hits)[2]
    return {"%": "完成比例", "分": "得分"}.get(unit, "决算数")


# ---------------------------------------------------------------- what is asked


def order_in(text: str) -> Literal["down", "up"] | None:
    """Whether rows are asked for from the top or from the bottom."""
    if row_words().lowest.search(text):
        return "up"
    return "down" if row_words().highest.search(text) else None


def top_in(text: str) -> int | None:
    """最多的三个: how many of the first rows are asked for."""
    match = re.search(r"最[高多大低少小差好]的([两二三四五六七八九十\d]+)[个项条类款]", text)
    return int(number_of(match.group(1))) if match else None


def _ordered_column(query: Query, text: str, kind: RowKind) -> str:
    """The column that an order is over: the one named nearest before or behind its word, else the usual one."""
    match = row_words().highest.search(text) or row_words().lowest.search(text)
    assert match is not None
    hits = [
        (min(abs(match.start() - m.end()), abs(m.start() - match.end())), c.column)
        for c in row_words().columns
        for m in c.words.finditer(text)
    ]
    near = [h for h in hits if h[0] <= _NEAR]
    column = min(near)[1] if near else "决算数"
    if kind == "indicators" and column == "完成比例":
        return "实际完成值"  # how far an indicator was met is what it came to
    return "得分" if column == "决算数" and (kind == "indicators" or query.kinds == ["score"]) else column


def made_of_rows(query: Query, text: str) -> Do | None:
    """What is made of the rows: the first that fits, in the order of the vocabulary."""
    text = _OF_SEVERAL.sub("|", text)  # 几项里哪一项: one of them is asked for, and not how many they are
    for do, pattern in row_words().do.items():
        if pattern.search(text) and not (do == "sum" and query.has("list") and not query.has("sum") and "各" in text):
            return do
    return "sum" if query.has("sum") else "list" if query.has("list") else None


def _kind(query: Query, text: str, indexes: Sequence[FactIndex], narrowed: bool) -> tuple[RowKind | None, bool]:
    """What the rows are, and whether the words say so without doubt. ``narrowed``: with a condition or an order."""
    details = bool(row_words().details.search(text))
    rows = [s for s in query.subjects if s.measure is None]
    if len(rows) >= 2 and len(rows) == len(query.subjects) and query.has("sum") and not narrowed and not details:
        return "named", True
    for kind, words in row_words().sets.items():
        match = words.sure.search(text)
        called_key = kind == "projects" and match and _KEY_PROJECTS.search(text) and not (narrowed or query.has("sum"))
        if called_key and not any(_explains_projects(i) for i in indexes):
            continue  # those that a report calls so, of which it may have none
        sure = match is not None
        beside = (narrowed or query.has("sum")) and bool(words.with_.search(text))
        if not sure and not beside:
            continue
        if kind == "projects" and (_parted(query, indexes) or query.project or _asks_for_indicators(text)):
            continue
        if kind == "subjects" and query.subjects and not any(_has_rows(s) for s in query.subjects):
            continue
        if kind == "subjects" and "annex" in query.sections:
            kind = "indicators"  # of a form of self-evaluation 哪两项 are indicators
        return kind, sure or narrowed
    subjects = [] if query.defaulted else query.subjects
    if len(subjects) >= 2 and query.has("sum") and not details:
        return "named", True
    if len(subjects) >= 2 and not details and not _nested(subjects):
        return None, False
    if query.has("reason") or not (query.has("list", "sum") or details or narrowed):
        return None, False
    kind_of = next((k for s in subjects if (k := _parts_kind(s, indexes)) is not None), None)
    return kind_of, details or order_in(text) is not None


def _asks_for_indicators(text: str) -> bool:
    """Whether projects are only where the rows asked for are: indicators (三个项目里哪些指标没拿满分)."""
    sets = row_words().sets
    projects = [m.group(0) for m in sets["projects"].sure.finditer(text)]
    asked = [m.group(0) for m in sets["indicators"].sure.finditer(text)]
    return any(_ASKING.search(a) for a in asked) and not any(_ASKING.search(p) for p in projects)


def _is_name(key: str, names: Sequence[str]) -> bool:
    """Whether a key is, or is part of, one of some names."""
    return any(key in name or name in key for name in names)


def _nested(subjects: Sequence[Subject]) -> bool:
    """Whether the other subjects are parts of the first one."""
    whole = subjects[0].measure
    return whole is not None and all(s.measure and s.measure.part_of == whole.id for s in subjects[1:])


def _parts_kind(subject: Subject, indexes: Sequence[FactIndex]) -> RowKind | None:
    """What kind of rows lies under a subject; None where none does."""
    if subject.measure is None:
        codes = [f for i in indexes for f in i.by_key.get(subject.key, ()) if f.row_code]
        return None if not codes else "economic" if all(f.table == "GK06" for f in codes) else "subjects"
    if subject.measure.id in ECONOMIC:
        return "economic"
    if subject.measure.id in {"general", *_OWN_FUNDS}:
        return "subjects"
    return "parts" if any(m.part_of == subject.measure.id for m in measures().values()) else None


def _parted(query: Query, indexes: Sequence[FactIndex]) -> bool:
    """Whether another subject than projects is named, of which something is asked."""
    if query.defaulted:
        return False
    names = [name_key(p) for p in query.projects]
    titles = {name_key(f.table or "") for i in indexes for facts in i.plain.projects.values() for f in facts[:1]}
    own = {name_key(n) for m in map(measures().__getitem__, _OF_PROJECTS) for n in (m.name, *m.printed)}
    for subject in query.subjects:
        measure = subject.measure
        ours = measure.id in _OF_PROJECTS if measure else subject.key in own or _is_name(subject.key, names)
        facts = [f for i in indexes for f in i.by_key.get(subject.key, ())]
        # 四个重点项目合计: what the report only counts is no thing apart
        ours |= query.has("sum") and subject.key.endswith("项目") and all(f.column == "数量" for f in facts)
        # 专项业务经费里金额最大的是哪个项目: what the list of projects has in its title
        ours |= measure is None and len(subject.key) > _SHORT and any(subject.key in title for title in titles)
        if not ours and (measure or facts):
            return True
    return False


def _has_rows(subject: Subject) -> bool:
    """Whether 科目 can lie under a subject."""
    return subject.measure is None or subject.measure.id in {
        "general", "expenditure", "income", "fiscal_expenditure", "fund", "capital", "basic", "project", "total",
    }  # fmt: skip


#: the level of the 科目 below which rows are asked for (社会福利（款）下面), not that of the rows
_OF_WHOLE = re.compile("[（(]?[类款][)）]?的?(?:下面?|里面?|之?中|以下)")


def _level(text: str, kind: RowKind) -> Level | None:
    """类, 款 or 项 as said; None where a question does not say."""
    if kind != "subjects":
        return None
    asked = _OF_WHOLE.sub("", text)
    for level, pattern in row_words().levels.items():
        if pattern.search(asked):
            return level
    return None


def _columns(query: Query, text: str) -> list[str]:
    """The columns asked for of each row: those that the question names beside its conditions."""
    words = question_words()
    beside, anywhere = words.columns_in(text), words.columns_in(query.rest)
    columns = [c for c in query.columns if c in beside or c not in anywhere]
    if query.table_column and query.table_column not in columns:
        columns.insert(0, query.table_column)
    if "完成比例" in columns:
        columns = [c for c in columns if c not in {"占比", "实际完成值"}]
    if {"年初预算数", "全年预算数"} & set(columns):
        columns = [c for c in columns if c != "预算数"]
    if query.has("reason"):
        columns.append("原因")
    return columns
