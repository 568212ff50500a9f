"""Questions over rows of one report: lists, numbers of rows, sums and averages, each figure with its source."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from extractors.facts import MONEY, Fact, plain_decimal
from extractors.text import name_key
from extractors.vocabulary import measures, question_words
from extractors.vocabulary.rows import row_words
from rag import compose
from rag.answer import Answer, Value
from rag.figures.computed import quotient
from rag.figures.figures import best, find, told
from rag.holdings.desk import Desk
from rag.holdings.lookup import FactIndex, Subject
from rag.language.asking import BUDGETS
from rag.language.quantities import number_of
from rag.language.query import Query
from rag.language.rows import Rows
from rag.rows import row_wording as wording
from rag.rows.row_sets import columns_shown, rows_of
from rag.rows.selection import column_in, firsts, select
from rag.rows.totals import gap_of_rows, share_of_rows, total_of_rows
from rag.text.labels import project_above
from rag.understanding import relation
from rag.understanding.asked_rows import rows_asked
from rag.understanding.relation import Row

_MOST = 60
#: so many rows are told in both units
_FEW = 12
_WHOLE = re.compile(r"(?:部门|单位)?整体(?:支出)?(?:绩效)?(?:自评)?")
#: units in which projects are counted
_COUNTED_IN = {"个", "项"}
#: how many things there are, as a question says
_ITEMS = re.compile(r"(?<![前第])(?P<number>\d+|[两三四五六七八九十])(?:项|笔|类|款|个科目)")
_SAID = re.compile(r"(?<![前第])(?P<number>\d+|[两三四五六七八九十]+)个(?:\w{0,8}项目)")


def over_rows(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """The answer to a question over rows; None where the report has no such rows."""
    answer, asked = _over_rows(query, desk, doc_id), query.rows
    if answer is None or asked is None or asked.kind != "projects" or desk.reports[doc_id].kind != "budget":
        return answer
    spent = asked.evaluated or row_words().called[asked.kind].column in asked.columns
    return compose.of_year_before(answer) if spent else answer


def _over_rows(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    asked = query.rows
    if asked is None:
        return None
    if answer := share_of_grade(query, desk, doc_id):
        return answer
    if asked.do == "count" and (answer := _stated_count(query, desk, doc_id, asked)):
        return answer
    stated = _average_stated(query, desk, doc_id, asked)
    rows = rows_of(query, desk, doc_id, asked)
    if not rows or len(rows) < _as_many_as(query, asked) or _adds_others(query, asked, rows):
        return told(query, desk, [stated]) if stated is not None else None
    asked = query.rows = _in_plan(asked, rows)
    kept, unknown = select(rows, asked)
    shown = _told_apart(columns_shown(query, asked), kept or rows)
    if not shown and not asked.conditions and not (asked.evaluated and asked.columns):
        called = row_words().called[asked.kind]
        points = ["得分"] if asked.evaluated and asked.do == "count" else []
        usual = ([called.column], [called.budget], points)
        shown = next((there for columns in usual if (there := _told_apart(columns, kept or rows))), [])
    if not shown:
        return None
    if not (asked.conditions or asked.columns or asked.do == "count") and asked.kind not in {"indicators", "tasks"}:
        few = asked.kind in {"projects", "parts", "table"}
        kept = [r for r in kept if r.value(shown[0]) or (r.cell(shown[0]) is not None and few)]
    if asked.kind == "table" and not asked.conditions:
        kept = [r for r in kept if any((f := r.cell(c)) is not None and not f.is_blank for c in shown)]
    if asked.do == "count":
        return _count(query, desk, doc_id, kept, shown, unknown)
    if not kept:
        # rows that all are zero are no rows that a condition left out
        return _none(query, desk, doc_id, rows) if asked.conditions else None
    pair = [kept[0], kept[-1]] if asked.ends else kept
    if (asked.do == "difference" or asked.ends) and (answer := gap_of_rows(query, desk, pair, shown[0])):
        return answer
    if asked.do == "share":
        return share_of_rows(query, desk, doc_id, kept, rows, shown[0])
    if asked.do in {"sum", "average"}:
        if asked.kind == "projects":  # the whole department is none of its projects
            kept = [r for r in kept if not _WHOLE.fullmatch(r.key)] or kept
        if len(kept) == 1 and asked.do == "average" and stated is None:
            return _list(query, desk, doc_id, kept, shown, unknown)  # the average of one is that one
        made = total_of_rows(query, desk, doc_id, kept, shown)
        # what is listed need not be all that was evaluated: the report's own average goes before another one
        same = stated is None or (
            made is not None and made.values[0].value == plain_decimal(stated.value or Decimal(0))
        )
        return made if same or stated is None else told(query, desk, [stated])
    if asked.order:
        return _extreme(query, desk, doc_id, kept, shown)
    return _list(query, desk, doc_id, kept, shown, unknown)


def _in_one_column(asked: Rows) -> Rows:
    """What is asked of the 科目 of a budget, whose one amount is the budget whatever a question calls it."""

    def amount(column: str) -> str:
        return "决算数" if column in BUDGETS else column

    tests = [c.model_copy(update={"column": amount(c.column)}) for c in asked.conditions]
    order_by = amount(asked.order_by) if asked.order_by else asked.order_by
    columns = list(dict.fromkeys(map(amount, asked.columns)))
    return asked.model_copy(update={"columns": columns, "order_by": order_by, "conditions": tests})


def _in_plan(asked: Rows, rows: Sequence[Row]) -> Rows:
    """What is asked of projects of which only the budget is told, and nothing yet that was spent.

    What a budget tells of money spent is of the year before, and asked for by its name.
    """
    if asked.kind == "subjects" and any(r.fact().kind == "budget" for r in rows):
        return _in_one_column(asked)
    called = row_words().called[asked.kind]
    spent = any(r.cell(called.column) is not None for r in rows)
    before = any(r.fact().kind == "budget" for r in rows) and not asked.evaluated and called.column not in asked.columns
    if asked.kind != "projects" or (spent and not before) or not any(r.cell(called.budget) is not None for r in rows):
        return asked
    planned = {"决算数": called.budget, called.column: called.budget}
    columns = [planned.get(c, c) for c in asked.columns] or ([called.budget] if spent else [])
    order_by = planned.get(asked.order_by or called.column, asked.order_by) if asked.order else asked.order_by
    tests = [c.model_copy(update={"column": planned.get(c.column, c.column)}) for c in asked.conditions]
    return asked.model_copy(update={"columns": columns, "order_by": order_by, "conditions": tests})


def _average_stated(query: Query, desk: Desk, doc_id: str, asked: Rows) -> Fact | None:
    """The average of the points of all projects as the report states it itself."""
    every = asked.kind == "projects" and not (asked.conditions or asked.only or asked.without)
    if asked.do != "average" or asked.columns != ["得分"] or not every:
        return None
    plain = query.model_copy(update={"columns": [], "operations": []})
    fact = best(plain, desk, doc_id, Subject.of(measures()["average_score"]))
    return fact if fact is not None and fact.value is not None else None


def _as_many_as(query: Query, asked: Rows) -> int:
    """How many rows a question says that there are (7个项目都是什么等级): a list of fewer is not asked for."""
    if asked.conditions or asked.only or asked.top or asked.do not in {"list", "sum"}:
        return 0
    match = _SAID.search(query.rest)
    return int(number_of(match.group("number"))) if match and asked.kind == "projects" else 0


def _adds_others(query: Query, asked: Rows, rows: Sequence[Row]) -> bool:
    """Whether a question adds up so many things as it says (两项一共), and these are not all rows of a kind."""
    match = _ITEMS.search(query.rest)
    alone = asked.do == "sum" and asked.kind == "subjects" and not asked.only and not asked.conditions and not asked.top
    return alone and match is not None and int(number_of(match.group("number"))) != len(rows)


def _told_apart(columns: Sequence[str], rows: Sequence[Row]) -> list[str]:
    """The columns that rows have, one of those that mean the same cells."""
    kept: list[str] = []
    for column in columns:
        cells = [r.cell(column) for r in rows]
        if any(c is not None for c in cells) and cells not in [[r.cell(k) for r in rows] for k in kept]:
            kept.append(column)
    return kept


def sure_rows(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """The same for questions whose words can mean nothing but several rows."""
    asked = query.rows
    if asked is None or not asked.sure:
        return None
    if answer := over_rows(query, desk, doc_id):
        return answer
    if asked.kind != "indicators" or not asked.project or not asked.groups or asked.columns:
        return None
    # what the project cost is no answer to how its indicators came out
    named = f"“{asked.project}”的{'、'.join(asked.groups)}指标"
    return compose.answer(query.text, f"没有找到：{desk.title(doc_id)}报告中没有可读的{named}。", "not_found")


# ---------------------------------------------------------------- answers


def _list(
    query: Query, desk: Desk, doc_id: str, rows: Sequence[Row], shown: Sequence[str], unknown: Sequence[Row] = ()
) -> Answer:
    """Rows with their figures."""
    asked = query.rows
    assert asked is not None
    rows = rows[:_MOST]
    query.listed = [r.name for r in rows]
    facts = [f for r in rows for f in wording.facts_of(r, shown)]
    values = [compose.converted(f, query.unit, query.places) for f in facts]
    whole = (
        None
        if asked.kind in {"projects", "indicators", "tasks"} or asked.conditions
        else _whole(query, desk, doc_id, facts)
    )
    lead = f"{compose.sentence(whole)}。" if whole is not None and whole.value is not None else ""
    entries = "；".join(wording.entry(r, shown, query) for r in rows)
    head = f"{desk.title(doc_id)}{wording.said(asked)}共列出{wording.number(rows, asked)}"
    head += f"（{compose.place_of(facts[0])}）：{entries}。"
    cited = [*([whole] if lead and whole else []), *facts]
    words = [] if query.unit is not None or len(facts) > _FEW else _in_words(desk.index(doc_id), facts)
    cited += words
    said = "、".join(f"{f.row_name}{compose.shown(f.value, f.unit)}" for f in words if f.value is not None)
    more = f"{compose.place_of(words[0])}写作：{said}。" if words else ""
    text = f"{lead}{head}{more}{wording.grading(rows, asked)}{wording.left_out(unknown, asked)}"
    return compose.answer(query.text, text, "answered", values, compose.cite(cited, desk.files))


def _in_words(index: FactIndex, facts: Sequence[Fact]) -> list[Fact]:
    """The same figures as the text prints them in 万元, where the table has them in 元; none where it lacks one."""
    found: list[Fact] = []
    for fact in facts:
        amount = fact.in_unit("万元") if fact.unit == "元" else None
        same = (f for f in index.by_key.get(name_key(fact.row_name), ()) if f.origin == "prose" and f.unit == "万元")
        told = next((f for f in same if f.value is not None and f.value == amount), None)
        if told is None:
            return []
        found.append(told)
    return found


def _whole(query: Query, desk: Desk, doc_id: str, facts: Sequence[Fact]) -> Fact | None:
    """The figure that the rows are parts of: that of their own table where it has one."""
    query = query.model_copy(update={"kinds": []})
    table = facts[0].table if facts and facts[0].origin == "table" else None
    for subject in query.subjects if table else ():
        same = (f.fact for f in find(query, desk, doc_id, subject) if f.fact.table == table)
        if (own := next((f for f in same if f not in facts), None)) is not None:
            return own
    return next((f for s in query.subjects if (f := best(query, desk, doc_id, s)) and f not in facts), None)


def _none(query: Query, desk: Desk, doc_id: str, rows: Sequence[Row]) -> Answer:
    """No row meets the conditions: said as such."""
    asked = query.rows
    assert asked is not None
    name = row_words().called[asked.kind].name
    text = f"没有找到：{desk.title(doc_id)}报告所列{name}（共{len(rows)}{wording.unit(asked)}）中没有符合条件的。"
    return compose.answer(query.text, text, "not_found")


def _extreme(query: Query, desk: Desk, doc_id: str, rows: Sequence[Row], shown: Sequence[str]) -> Answer:
    """Rows in order: the first ones named first, or all of them where an order is asked for."""
    asked = query.rows
    assert asked is not None
    if asked.nth and len(rows) == 1:
        return _in_place(query, desk, doc_id, rows[0], shown)
    if asked.top or asked.nth or asked.ranked:
        rows = rows[: asked.top or 20]
        return _list(query, desk, doc_id, rows, shown)
    best_ones = firsts(rows, asked)
    query.listed = [r.name for r in rows]
    query.singled_out = best_ones[0].name if len(best_ones) == 1 else None
    place = "最高" if asked.order == "down" else "最低"
    column = column_in(asked.order_by or "决算数", asked.kind)
    label = {"决算数": "金额"}.get(column, column)
    facts = [f for r in best_ones for f in wording.facts_of(r, shown)]
    values = [compose.converted(f, query.unit, query.places) for f in facts]
    entries = "；".join(wording.entry(r, shown, query) for r in best_ones)
    name = row_words().called[asked.kind].name
    head = f"{desk.title(doc_id)}{wording.said(asked)}{label}{place}的{name}是"
    text = f"{head}：{entries}（{compose.place_of(facts[0])}）。"
    others = [r for r in rows if r not in best_ones][:3]
    if others:
        text += f"其次：{'；'.join(wording.entry(r, shown, query) for r in others)}。"
    cited = [*facts, *(f for r in others for f in wording.facts_of(r, shown))]
    return compose.answer(query.text, text, "answered", values, compose.cite(cited, desk.files))


def _in_place(query: Query, desk: Desk, doc_id: str, row: Row, shown: Sequence[str]) -> Answer:
    """The row that stands in one place of an order."""
    asked = query.rows
    assert asked is not None
    query.listed, query.singled_out = [row.name], row.name
    column = column_in(asked.order_by or "决算数", asked.kind)
    place = f"从{'高到低' if asked.order == 'down' else '低到高'}第{asked.nth}位"
    facts = wording.facts_of(row, shown)
    head = f"{desk.title(doc_id)}{wording.said(asked)}{'金额' if column == '决算数' else column}{place}的"
    text = f"{head}{row_words().called[asked.kind].name}是：{wording.entry(row, shown, query)}"
    values = [compose.converted(f, query.unit, query.places) for f in facts]
    cited = compose.cite(facts, desk.files)
    return compose.answer(query.text, f"{text}（{compose.place_of(facts[0])}）。", "answered", values, cited)


# ---------------------------------------------------------------- numbers of rows


def _stated_count(query: Query, desk: Desk, doc_id: str, asked: Rows) -> Answer | None:
    """The number of projects of a grade, or of all projects, as the report states it."""
    if asked.kind != "projects" or asked.without or len(asked.conditions) > 1:
        return None
    grade = next((c.word for c in asked.conditions if c.test == "grade"), None)
    if asked.conditions and grade is None:
        return None
    index = desk.index(doc_id)
    counted = next((m for s in query.subjects if (m := s.measure) is not None and m.id == "goal_projects"), None)
    name = name_key(counted.name) if counted is not None else "自评项目"
    of_name = _of_grade(index, grade) if grade else list(index.by_key.get(name, ()))
    stated = next((f for f in of_name if f.column == "数量" and f.unit in _COUNTED_IN), None)
    if stated is None:
        return None
    forms = question_words().column_forms["资金"] if "资金" in query.columns else ()
    cited = [stated, *[f for c in forms for f in of_name if f.column == c and f.unit in MONEY][:1]]
    called = [_called_by_grade(f, grade) for f in cited] if grade else cited
    text = f"{'；'.join(map(compose.sentence, called))}。"
    values = [compose.value_of(f) for f in called]
    if grade:
        rows = [r for r in select(relation.projects(index), asked)[0] if r.cell("得分") is not None]
        if rows and len(rows) == stated.value:
            text += f"即：{'；'.join(wording.entry(r, ['得分'], query) for r in rows)}。"
            cited += [f for r in rows for f in wording.facts_of(r, ["得分"])]
    return compose.answer(query.text, text, "answered", values, compose.cite(cited, desk.files))


def _of_grade(index: FactIndex, grade: str) -> list[Fact]:
    """What the prose counts as of a grade (自评等级为“优”的16个, “良”的项目3个), the clearest name first.

    18个项目中自评等级为“优”的16个: the number before is of all of them, that behind 的 is of the grade.
    """
    given = "(?:等级|等次|档次|结果|评级)(?:均|都|全部)?(?:评定)?为|评定?为"
    name = re.compile(rf"(?:{given}|^){grade}(?P<of>的(?:项目)?)?$")
    found = []
    for key, facts in index.by_key.items():
        if grade in key and (match := name.search(key.replace('"', ""))) and (match.start() or match["of"]):
            found += [(not match["of"], len(key), f) for f in facts if f.origin == "prose"]
    return [f for *_, f in sorted(found, key=lambda f: f[:2])]


def _called_by_grade(fact: Fact, grade: str) -> Fact:
    """A number of projects of a grade, called so whatever part of its sentence the report has before it."""
    return fact.but(row_name=f"自评等级为“{grade}”的项目")


def each_grade(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """How many projects were given each grade, where a question names several grades at once."""
    if not row_words().grades_each.search(query.rest) or not ({"count"} & set(query.kinds) or query.has("list")):
        return None
    counted = of_each_grade(desk.index(doc_id))
    facts, called = [f for _, f in counted], [_called_by_grade(f, grade) for grade, f in counted]
    if len(facts) < 2:
        return None
    text = f"{'；'.join(map(compose.sentence, called))}。"
    return compose.answer(
        query.text, text, "answered", list(map(compose.value_of, called)), compose.cite(facts, desk.files)
    )


def of_each_grade(index: FactIndex) -> list[tuple[str, Fact]]:
    """How many projects the text counts of each grade, by the name that it gives the grade."""
    found: list[tuple[str, Fact]] = []
    for grade in row_words().grades:
        spelled = [grade, *(name for name, meant in row_words().grade_names.items() if meant == grade)]
        for name in spelled:  # 合格 is what some call 中
            counted = (f for f in _of_grade(index, name) if f.column == "数量" and f.unit in _COUNTED_IN)
            if (fact := next(counted, None)) is not None:
                found.append((name, fact))
                break
    return found


def share_of_grade(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """What share of all projects was given a grade, by the numbers that the report states."""
    grade = next((c.word for c in query.rows.conditions if c.test == "grade"), None) if query.rows else None
    if grade is None or not query.has("share"):
        return None
    index = desk.index(doc_id)
    part = next((f for f in _of_grade(index, grade) if f.column == "数量" and f.unit in _COUNTED_IN), None)
    whole = next((f for f in index.by_key.get("自评项目", ()) if f.column == "数量" and f.unit == "个"), None)
    return quotient(query, desk, part, whole, percent=True)


def _count(
    query: Query,
    desk: Desk,
    doc_id: str,
    rows: Sequence[Row],
    shown: Sequence[str],
    unknown: Sequence[Row],
) -> Answer:
    """How many rows there are, with their names."""
    asked = query.rows
    assert asked is not None
    facts = [f for r in rows for f in wording.facts_of(r, shown)[:1]]
    all_told = [f for r in rows for f in wording.facts_of(r, shown)]
    query.listed = [r.name for r in rows]
    index = desk.index(doc_id)
    report = facts[0] if facts else index.facts[0]
    number = Value(
        value=str(len(rows)),
        unit=wording.unit(asked),
        label=f"{wording.said(asked) or row_words().called[asked.kind].name}的数目",
        department=report.department,
        year=report.year,
        origin="computed",
        formula=compose.counted(len(rows)),
    )
    names = "；".join(wording.entry(r, shown, query) for r in rows[:_MOST])
    what = wording.said(asked) or row_words().called[asked.kind].name
    if facts and all(f.origin == "prose" and project_above(f.section) for f in facts):
        what = f"报告分别说明的{what}"  # there may be others, which have no chapters
    text = f"{desk.title(doc_id)}{what}有{len(rows)}{wording.unit(asked)}"
    text += f"（{compose.place_of(facts[0])}）：{names}。" if facts else "：所列各行中没有符合条件的。"
    values = [number, *(compose.converted(f, query.unit, query.places) for f in facts[:_MOST])]
    text += wording.grading(rows, asked) + wording.left_out(unknown, asked)
    return compose.answer(query.text, text, "computed", values, compose.cite(all_told or [report], desk.files))


def total(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """The sum of the parts of what a question names, beside the figure that they should make."""
    rows = query.rows or rows_asked(
        query.model_copy(update={"operations": [*query.operations, "sum"]}), [desk.index(doc_id)]
    )
    if rows is None:
        return None
    return over_rows(query.model_copy(update={"rows": rows.model_copy(update={"do": "sum"})}), desk, doc_id)
