"""Tallies: whether the parts of something make up the figure that the report gives for the whole."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from extractors.facts import Fact, half_digit, plain_decimal
from extractors.naming import is_of_quarter
from extractors.text import name_key
from extractors.vocabulary import Measure, measures, prose_words, question_words, standard_names
from extractors.vocabulary.rows import row_words
from rag import compose
from rag.answer import Answer, Status
from rag.figures.figures import best, find
from rag.figures.links import linked
from rag.figures.support import measure_of
from rag.holdings.desk import Desk
from rag.holdings.lookup import Subject, facts_for, level_of
from rag.language.asking import columns_in
from rag.language.query import Query
from rag.rows.listing import of_each_grade, total
from rag.understanding.relation import listed

#: words by which the rows of a list are counted
_ROWS = re.compile(r"(?:[几\d]|多少)+(?:行|条)|[行条]数|(?:列|有)了?(?:几|多少|\d+)(?:个|项|行|条)")
#: the number of projects, as a question holds it against another one
_NUMBER_OF_PROJECTS = re.compile(r"项目的?(?:个数|数量|总数|数)|(?:几|多少)个?项目")
_LINES = re.compile(
    r"(?:汇总表|清单|一览表|明细表)(?:里|上|中)?(?:的?项目)?(?:一共|总共|共)?(?:列|有|是)*了?(?:几|多少)[行条]"
)
#: words for the 科目 that a narrative goes through one by one, and names of all the money that these share
_OF_SPENDING = re.compile(r"科目|项级|各项|分项|逐项|每项|单项|明细|所列")
_ALL_MONEY = re.compile(
    r"^(?:部门)?(?:年初|全年)?(?:预算|支出|决算|财政拨款|一般公共预算)+(?:总额|合计|总计|数)?(?:支出)?"
)
_SUM_ASKED = re.compile(r"(?:加总|相加|加起来|加一起|合计|之和|总和)(?:起来|一共)?(?:是|为|有|等于|得)?(?:多少|几)")
_NARRATED = ("年初预算数", "全年预算数", "预算数", "决算数")
#: columns of things that a list gives the parts of in its own words: numbers of things, points
_LISTED = ("数量", "得分")
#: how long the list of the parts may be in the text; the citations have them all
_LISTED_MOST = 600
#: so many grades of projects at least make a list of them
_FEWEST_GRADES = 2
_GRADES = re.compile(r"(?=.*(?:自评|绩效|项目))(?:.*各个?(?:档|等级|等次|评级|级别)|.*优.{0,6}良)")
#: behind two things that are added up, to be held against the one before them
_TWO_TOGETHER = re.compile("(?:这)?(?:两|二)(?:项|个|笔|者)?的?(?:合计|之和|总和|加起来|相加|加在一起)")


def rows_counted(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """How many rows the list of projects has, where these are asked for as such (汇总表有几行)."""
    return _projects_counted(query, desk, doc_id) if _LINES.search(query.text) else None


def tally(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """A whole held against its parts, as a question tells which: named ones, the rows below it, those listed."""
    if (query.has("conflict") or (query.opposed and not query.has("list"))) and (
        answer := _projects_counted(query, desk, doc_id) or _goals_counted(query, desk, doc_id)
    ):
        return answer
    if "below" in query.tallies and len(query.subjects) == 1 and (answer := _rows_below(query, desk, doc_id)):
        return answer
    if answer := added(query, desk, doc_id):
        return answer
    whole = _whole_among(query) or _whole_of_all(query)
    if query.has("conflict") and "named" in query.tallies and whole is not None:
        # 货物、工程、服务之和是不是等于采购总额: of the parts that a question lists it may name one in full
        return against_parts(query.model_copy(update={"subjects": [whole]}), desk, doc_id)
    if "listed" not in query.tallies:
        return None
    if query.has("conflict") and (whole := _whole_among(query)) is not None:
        return against_parts(query.model_copy(update={"subjects": [whole]}), desk, doc_id)
    known = {m.part_of for m in measures().values()}
    counted = any(s.measure is not None and (s.measure.unit or s.measure.id in known) for s in query.subjects)
    return (against_parts(query, desk, doc_id) if counted else None) or total(query, desk, doc_id)


def rows_of_narrative(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """A total of the narrative held against what it gives for each 科目 (年初预算总额和分科目加总差多少)."""
    if "listed" not in query.tallies or not query.has("conflict", "difference") or not _OF_SPENDING.search(query.text):
        return None
    if any(not s.generic and not _ALL_MONEY.search(s.key) for s in query.subjects) or query.project:
        return None
    column = next((c for c in columns_in(query.text) if c in _NARRATED), "决算数")
    plain = query.model_copy(update={"kinds": [], "columns": [], "operations": [], "tables": [], "sections": []})
    found = find(plain, desk, doc_id, Subject.of(measures()["general"]), column)
    whole = next((f.fact for f in found if f.fact.origin == "prose" and f.fact.value is not None), None)
    if whole is None:
        return None
    same = [f for f in desk.index(doc_id).facts if f.section == whole.section and f.column == whole.column]
    parts = [f for f in same if f.origin == "prose" and level_of(f) == "项" and f.value is not None]
    if len(parts) < 2:
        return None
    told = _held(query, desk, whole, parts)
    if not query.has("conflict") and len(told.values) == 3:
        # what is asked is told first: the sum where its words ask how much, else how far it is off
        order = (1, 2, 0) if _SUM_ASKED.search(query.text) else (2, 0, 1)
        told.values = [told.values[n] for n in order]
    return told


def off_the_whole(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """Named parts held against the whole that they are of, where it is asked how far their sum is off."""
    if not query.has("difference") or query.has("conflict") or query.columns or not query.tallies:
        return None
    whole = _whole_among(query) or _whole_of_all(query)
    return against_parts(query.model_copy(update={"subjects": [whole]}), desk, doc_id) if whole is not None else None


def claimed(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """All parts of a whole that are said to come to so much (货物、工程、服务加起来是9486.30吗), held against it."""
    rows = query.rows
    if not query.wants.yes_no or rows is None or (rows.kind, rows.do) != ("named", "sum"):
        return None
    whole = _whole_of_all(query)
    parts = {m.id for m in measures().values() if whole and whole.measure and m.part_of == whole.measure.id}
    named = {s.measure.id for s in query.subjects if s.measure is not None}
    if whole is None or len(named) < 2 or not named <= parts:
        return None
    return against_parts(query.model_copy(update={"subjects": [whole]}), desk, doc_id)


def _projects_counted(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """How many projects the prose says were evaluated, beside the rows of the list of them, where these are asked."""
    asked = any(s.measure is not None and s.measure.id == "evaluated_projects" for s in query.subjects)
    if query.project or not _ROWS.search(query.text) or not (asked or "项目" in query.text):
        return None
    whole = best(query.model_copy(update={"kinds": []}), desk, doc_id, Subject.of(measures()["evaluated_projects"]))
    lists: dict[str | None, list[Fact]] = {}
    for row in listed(desk.index(doc_id)):
        lists.setdefault(row.fact().table, []).append(row.fact())
    if whole is None or whole.value is None or not lists:
        return None
    return _beside_list(query, desk, whole, max(lists.values(), key=len))


def grades_held(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """The numbers of projects of each grade, added up and held against that of all projects evaluated."""
    if not query.has("conflict") or query.project or not _GRADES.search(query.text):
        return None
    whole = best(query.model_copy(update={"kinds": []}), desk, doc_id, Subject.of(measures()["evaluated_projects"]))
    parts = [f for _, f in of_each_grade(desk.index(doc_id))]
    if whole is None or whole.value is None or whole.table is not None or len(parts) < _FEWEST_GRADES:
        return None
    return _held(query, desk, whole, parts)


def _goals_counted(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """How many projects the prose of a budget says have goals, beside those that its list of projects has."""
    if query.project or "绩效目标" not in query.text or not _NUMBER_OF_PROJECTS.search(query.text):
        return None
    index = desk.index(doc_id)
    told = [f for f in index.facts if f.section_key == "performance" and f.column == "数量" and f.value is not None]
    whole = next((f for f in told if "绩效目标" in f.row_name and "项目" in f.row_name), None)
    rows = [facts[0] for facts in index.plain.projects.values()]
    if whole is None or not rows or len({f.table for f in rows}) > 1:
        return None
    return _beside_list(query, desk, whole, rows)


def _beside_list(query: Query, desk: Desk, whole: Fact, rows: Sequence[Fact]) -> Answer:
    """The number of projects that the prose tells, held against the rows of a list, each by its first cell."""
    assert whole.value is not None
    number = Decimal(len(rows))
    value = compose.computed_value(
        number, whole.unit, f"《{rows[0].table}》所列行数", compose.counted(len(rows)), rows[0]
    )
    verdict = "两者一致" if number == whole.value else f"两者不一致，相差{abs(number - whole.value)}{whole.unit}"
    text = f"{compose.sentence(whole)}；{compose.place_of(rows[0])}列有{number}行项目，{verdict}。"
    status: Status = "answered" if number == whole.value else "conflict"
    values = [compose.value_of(whole), value]
    return compose.answer(query.text, text, status, values, compose.cite([whole, *rows], desk.files))


def _whole_among(query: Query) -> Subject | None:
    """Of the measures that a question names the one of which all others are parts (货物、服务加起来等于采购总额吗)."""
    known = [s for s in query.subjects if s.measure is not None]
    for whole in known:
        others = [s.measure for s in known if s is not whole]
        if others and all(
            m is not None and whole.measure is not None and m.part_of == whole.measure.id for m in others
        ):
            return whole
    return None


def _whole_of_all(query: Query) -> Subject | None:
    """The measure that all things of a question are parts of (采购总额和货物、工程、服务合计)."""
    above = {s.measure.part_of if s.measure is not None else None for s in query.subjects}
    several = len({s.measure.id for s in query.subjects if s.measure is not None}) > 1
    known = measures().get(next(iter(above)) or "") if len(above) == 1 and several else None
    return Subject.of(known) if known is not None and not known.unit else None


def _rows_below(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """A row of a table and the rows right below it; None where no row that is asked about has any."""
    for subject in query.subjects:
        whole = best(query.model_copy(update={"kinds": []}), desk, doc_id, subject, query.table_column)
        if whole is None or whole.value is None or not whole.row_code or not whole.table:
            continue
        told = [(w, parts) for w in _in_other_tables(query, desk, whole) if (parts := _below(desk, w))]
        apart = [(w, parts) for w, parts in told if sum((p.value or 0 for p in parts), Decimal(0)) != w.value]
        if told:
            return _held(query, desk, *(apart or told)[0])
    return None


def _in_other_tables(query: Query, desk: Desk, whole: Fact) -> list[Fact]:
    """A cell and, where no table is named, the main cells of the same 科目 in the other tables."""
    if query.tables or query.table_column:
        return [whole]
    main = question_words().defaults
    same = [f for f in desk.index(whole.doc_id).by_code.get(whole.row_code or "", ()) if f.origin == "table"]
    return [
        whole,
        *(f for f in same if f.table != whole.table and f.value is not None and f.column == main.get(f.table or "")),
    ]


def _below(desk: Desk, whole: Fact) -> list[Fact]:
    below = desk.index(whole.doc_id).children_of(whole.row_code or "", whole.table or "")
    return [f for f in below if f.column == whole.column and f.value is not None]


def _quarters_held(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """What is planned for the quarters against what is planned for the year, as the same section tells both."""
    names = [s for s in query.subjects if is_of_quarter(s.key)]
    if len(names) != len(prose_words().quarters) or len(names) != len(query.subjects):
        return None
    facts = desk.index(doc_id).facts
    chapters = {s.section for s in desk.outline(doc_id).sentences if query.project and _is_on(s.project, query.project)}
    own = [f for f in facts if f.section in chapters] if chapters else list(facts)
    parts = [f for s in names if (f := next((f for f in own if name_key(f.row_name) == s.key), None)) is not None]
    if len(parts) != len(names) or len({f.section for f in parts}) != 1:
        return None
    before = [f for f in facts if f.section == parts[0].section and f.start <= parts[0].start and f not in parts]
    whole = next((f for f in before if f.unit == parts[0].unit and "预算" in f.column), None)
    return _sum_against(query, desk, [*parts, whole]) if whole is not None else None


def _is_on(project: str, named: str) -> bool:
    """Whether a chapter is on the project that a question names; either name may have more words."""
    return bool(project) and (name_key(named).lower() in project or project in name_key(named).lower())


def added(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """Whether A plus B makes up the whole: the whole that is named, else the one of 基本支出 and 项目支出."""
    if query.has("conflict") and (quarters := _quarters_held(query, desk, doc_id)):
        return quarters
    of_row = bool(query.tables and query.table_column)
    if "named" not in query.tallies or len(query.subjects) < (1 if of_row else 2):
        return None
    plain = query.model_copy(update={"kinds": [], "columns": [], "table_column": None})
    if (named := _parts_and_whole(query)) is not None:
        parts, whole = named
        # 比上年增加的总数和各自增加的数: the changes, and not what changed
        column = "增减额" if "增减额" in query.columns else None
        facts = [best(plain, desk, doc_id, s, column) for s in (*parts, whole)]
    else:
        facts = _row_made_up(query, desk, doc_id)
    known = [f for f in facts if f is not None and f.value is not None]
    return _sum_against(query, desk, known) if len(known) == len(facts) >= 3 else None


def _parts_and_whole(query: Query) -> tuple[list[Subject], Subject] | None:
    """What is added up and what it is held against (甲加乙等于丙吗, 丙等于甲加乙吗)."""
    match = question_words().equals.search(query.text)
    subjects = [s.within if s.within and s.within not in query.subjects else s for s in query.subjects]
    of = {s.measure.part_of if s.measure else None for s in subjects}
    # 甲加乙等于小计吗: the whole that they are the parts of
    if (
        match is not None
        and len({s.key for s in subjects}) == len(subjects) == 2
        and len(of) == 1
        and (above := next(iter(of)))
        and above != "expenditure"
    ):
        return subjects, Subject.of(measures()[above])
    if len(subjects) < 3:
        return None
    if match is None:
        # 甲加乙，跟丙对得上吗: the whole is the one that the others are parts of
        whole = _whole_among(query.model_copy(update={"subjects": subjects}))
        if whole is None and len(subjects) == 3 and _TWO_TOGETHER.match(query.text[subjects[-1].end :]):
            return subjects[1:], subjects[0]  # 甲和乙、丙两项的合计对得上吗
        if whole is None and (own := _of_their_money(subjects[:-1], subjects[-1])) is not subjects[-1]:
            return subjects[:-1], own
        return ([s for s in subjects if s is not whole], whole) if whole is not None else None
    before = [s for s in subjects if s.end <= match.start()]
    after = [s for s in subjects if s.start >= match.end()]
    if len(before) >= 2 and len(after) == 1:
        return before, _of_their_money(before, after[0])
    return (after, _of_their_money(after, before[0])) if len(before) == 1 and len(after) >= 2 else None


def _of_their_money(parts: Sequence[Subject], whole: Subject) -> Subject:
    """A whole as that of the money of its parts, where it is called so too (公用经费: 财政拨款基本支出)."""
    above = {s.measure.part_of if s.measure else None for s in parts}
    known = measures().get(next(iter(above)) or "") if len(above) == 1 else None
    named = whole.measure is not None and known is not None and known.name.endswith(whole.measure.name)
    return Subject.of(known) if named and known is not None else whole


def _row_made_up(query: Query, desk: Desk, doc_id: str) -> list[Fact | None]:
    """基本支出 and 项目支出 of a row, or of all, and their whole; empty where not both are asked about."""
    columns = [s for s in query.subjects if s.measure and s.measure.id in {"basic", "project"}]
    if query.table_column:
        columns = [Subject.of(measures()["basic"]), Subject.of(measures()["project"])]
    rows = [s for s in query.subjects if s.measure is None and s not in columns]
    if len(columns) < 2:
        return []
    if not rows and "增减额" in query.columns:
        # 收支增加的总数和基本支出、项目支出分别增加的数: the changes, and not what changed
        wholes = (best(query, desk, doc_id, Subject.of(measures()[m]), "增减额") for m in ("expenditure", "total"))
        whole = next((f for f in wholes if f is not None), None)
        return [*(best(query, desk, doc_id, c, "增减额") for c in columns), whole]
    if not rows:
        return [best(query, desk, doc_id, c) for c in (*columns, Subject.of(measures()["expenditure"]))]
    whole = best(query.model_copy(update={"table_column": None, "columns": []}), desk, doc_id, rows[0])
    return [*(best(query, desk, doc_id, rows[0], c.name) for c in columns), whole]


def _sum_against(query: Query, desk: Desk, facts: Sequence[Fact]) -> Answer:
    """The sum of all figures but the last beside the last."""
    *parts, whole = facts
    amounts = [f.value or Decimal(0) for f in parts]
    amount, total = whole.value or Decimal(0), sum(amounts, Decimal(0))
    formula = " + ".join(map(plain_decimal, amounts))
    number = {2: "两", 3: "三", 4: "四"}.get(len(parts), str(len(parts)))
    value = compose.computed_value(total, parts[0].unit, f"{number}项之和", formula, parts[0])
    gap = abs(total - amount)
    verdict = "正好等于" if gap == 0 else "不等于"
    name = "合计" if whole.row_name == "合计" else compose.label_of(whole)
    made = f"{number}项之和为{value.value}{value.unit}（{compose.abridged(formula)}）"
    text = f"{made}，{verdict}{name}{plain_decimal(amount)}{whole.unit}。"
    values = [value, compose.value_of(whole)]
    if gap:
        off = compose.apart(total, amount, parts[0])
        values.append(off)
        text += f"相差{off.value}{off.unit}（{off.formula}）。"
    text += "；".join(compose.sentence(f) for f in facts) + "。"
    return compose.answer(query.text, text, "conflict" if gap else "answered", values, compose.cite(facts, desk.files))


def unasked(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """A figure beside the sum of its parts where that was not asked for.

    Of a difference only where the vocabulary knows the parts, and it is more than rounding explains.
    """
    told = against_parts(query, desk, doc_id)
    if told is None or told.status != "conflict" or query.tallies:
        return told
    known = {m.part_of for m in measures().values()}
    if not any(s.measure is not None and s.measure.id in known for s in query.subjects):
        return None
    gap, formula = Decimal(told.values[-1].value), told.values[1].formula or ""
    steps = [half_digit(Decimal(n)) for n in formula.split(" + ")]
    return told if gap > sum(steps, steps[0]) else None


def against_parts(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """A figure that the report states once, held against the sum of the parts that it lists for it, if it lists any."""
    for subject in query.subjects:
        whole = best(query.model_copy(update={"kinds": [], "columns": []}), desk, doc_id, subject)
        if whole is None or whole.value is None:
            continue
        if parts := _of_side(query, desk, whole):
            return _held(query, desk, whole, parts)
        parts = _listed(desk, whole, subject)
        if whole.column not in _LISTED:
            parts = _with_known(desk, whole, _of_one_level(parts, subject.measure), subject.measure)
        if len(parts) >= 2:
            return _held(query, desk, whole, parts)
    return None


def _of_side(query: Query, desk: Desk, whole: Fact) -> list[Fact]:
    """The 类 that a 总表 lists on the side of a total, where these are added up (总表里五类支出相加)."""
    words = row_words().sets["subjects"]
    by_kind = words.sure.search(query.text) or words.with_.search(query.text)
    if query.tables != [whole.table] or whole.row_code or not by_kind:
        return []
    own = [f for f in desk.index(whole.doc_id).facts if f.table == whole.table and f.column == whole.column]
    return [f for f in own if f.value is not None and name_key(f.row_name) in standard_names() and f is not whole]


def _listed(desk: Desk, whole: Fact, subject: Subject) -> list[Fact]:
    """What the prose lists as parts of a figure: amounts, or numbers of things where it is one."""
    index = desk.index(whole.doc_id)
    if whole.column in _LISTED:
        # 其中：应急保障用车1辆: of the list that the figure itself leads
        key = name_key(whole.row_name)
        same = [f for f in index.facts if f.section == whole.section and name_key(f.part_of or "") == key]
        same = _of_outer_list(desk, whole, [f for f in same if _in_one_list(desk, whole, f)])
        return [f for f in same if f.unit == whole.unit and f.value is not None and f.column == whole.column]
    listed_parts = index.parts_of(subject.name) or index.parts_of(whole.row_name)
    return [f for f in listed_parts if f.unit == whole.unit and f.value is not None]


def _of_one_level(parts: Sequence[Fact], whole: Measure | None) -> list[Fact]:
    """What is listed, each once; of a measure whose parts are known only these, and no parts of parts."""
    known = {m.id for m in measures().values() if whole is not None and m.part_of == whole.id}
    kept = [f for f in parts if not known or ((m := measure_of(f)) is not None and m.id in known)]
    return list({(name_key(f.row_name), f.value): f for f in kept}.values())


def _in_one_list(desk: Desk, whole: Fact, part: Fact) -> bool:
    """Whether a part stands in the list that its whole leads: behind a ； another thing is told."""
    if whole.at is None or part.at is None:
        return True
    return not re.search("[；;。]", desk.load_source(whole.doc_id)[whole.at : part.at])


def _of_outer_list(desk: Desk, whole: Fact, parts: Sequence[Fact]) -> list[Fact]:
    """The parts without those in brackets behind another one (特种车2辆（图书车1辆）), which are parts of that."""
    source = desk.load_source(whole.doc_id)
    depth = {f: _depth(source[whole.at or 0 : f.at]) if whole.at and f.at else 0 for f in parts}
    return [f for f in parts if depth[f] == min(depth.values())]


def _depth(text: str) -> int:
    """How many brackets are open at the end of a text."""
    return len(re.findall("[（(]", text)) - len(re.findall("[）)]", text))


def _with_known(desk: Desk, whole: Fact, parts: Sequence[Fact], measure: Measure | None) -> list[Fact]:
    """The parts with those that the vocabulary knows and that are told elsewhere."""
    index = desk.index(whole.doc_id)
    listed = {m.id for f in parts if (m := measure_of(f)) is not None}
    missing = [m for m in measures().values() if measure is not None and m.part_of == measure.id and m.id not in listed]
    found = ((f.fact for f in facts_for(index, Subject.of(m)) if f.fact.unit == whole.unit) for m in missing)
    more = [f for each in found if (f := next(each, None)) is not None and f.value is not None]
    total = sum((f.value or Decimal(0) for f in (*parts, *more)), Decimal(0))
    return [*parts, *more] if parts and total == whole.value else list(parts)


def _held(query: Query, desk: Desk, whole: Fact, parts: Sequence[Fact]) -> Answer:
    """A figure beside the sum of its parts, and whether the two are the same."""
    stated = whole.value or Decimal(0)
    amount = sum((f.value or Decimal(0) for f in parts), Decimal(0))
    formula = " + ".join(plain_decimal(f.value) for f in parts if f.value is not None)
    listed = compose.computed_value(amount, whole.unit, f"所列{len(parts)}项之和", formula, whole)
    values = [compose.value_of(whole), listed]
    made = f"{compose.shown(amount, whole.unit)}（{compose.abridged(formula)}）"
    text = f"{compose.sentence(whole)}；所列{len(parts)}项之和为{made}，"
    if amount == stated:
        text += "两者一致。"
    else:
        gap = compose.apart(stated, amount, whole)
        values.append(gap)
        text += f"两者不一致，相差{gap.value}{gap.unit}（{gap.formula}）。"
    amounts = (f"{compose.label_of(f)}{compose.shown(f.value, f.unit)}" for f in parts if f.value is not None)
    text += f"所列各项：{compose.clipped('；'.join(amounts), _LISTED_MOST)}。"
    others = linked(desk, whole)
    text += "".join(f"另：{compose.sentence(f).removeprefix(compose.head(f))}，与它不一致。" for f in others)
    status: Status = "conflict" if amount != stated or others else "answered"
    values += [compose.value_of(f) for f in others]
    return compose.answer(query.text, text, status, values, compose.cite([whole, *parts, *others], desk.files))
