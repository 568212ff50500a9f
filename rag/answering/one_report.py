"""One report: the engines that may answer a question from it, and the order in which they are tried."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal

from extractors.facts import MONEY
from extractors.text import name_key
from extractors.vocabulary import question_words, standard_names
from extractors.vocabulary.wants import Kind
from rag import compose
from rag.answer import Answer
from rag.answering import each_clause
from rag.answering.mixed import both_told
from rag.answering.parted import in_parts
from rag.checks import conflicts, opposed, origins, tally
from rag.checks.faults import faults, grades_apart, of_bodies, of_things
from rag.checks.goals_held import goals_held
from rag.checks.held_cells import columns_alike, held_cells, row_against_stated
from rag.checks.of_government import not_of_government
from rag.checks.planned_twice import planned_twice
from rag.checks.row_sums import row_sum
from rag.checks.spelled_twice import named_two
from rag.checks.totals_held import totals_held
from rag.checks.verdict import verdict
from rag.figures import (
    averages,
    budgets,
    checked,
    computed,
    distance,
    figures,
    points,
    projects,
    recomputed,
    year_before,
)
from rag.figures.cells_beside import cells_beside
from rag.figures.codes import code_of
from rag.figures.each_place import in_each_place
from rag.figures.item_of_units import item_of_units
from rag.figures.two_years import of_other_years, planned_change
from rag.figures.unit_rows import unit_row
from rag.figures.vehicles import all_vehicles, vehicles
from rag.holdings.desk import Desk
from rag.holdings.lookup import FactIndex, Subject
from rag.holdings.short_names import abbreviates
from rag.language.quantities import number_of
from rag.language.query import Query
from rag.language.rows import Rows
from rag.prose import (
    explain,
    joint,
    operands,
    organization,
    passages,
    profile,
    stated,
    titled,
    told_causes,
    told_changes,
    told_figures,
    told_things,
)
from rag.prose.absent import absent
from rag.prose.body_numbers import counted_of_kind, of_one_body, stated_and_listed
from rag.prose.borne_out import with_thing
from rag.prose.by_purpose import amount_before, by_purpose, number_before
from rag.prose.deviations import deviation
from rag.prose.enumerated import enumerated
from rag.prose.field_goals import goals_of_field
from rag.prose.headed import headed
from rag.prose.names_told import with_names
from rag.prose.nearest import nearer, nearest, of_other_thing
from rag.prose.numbered_items import items_below
from rag.prose.per_person import for_each
from rag.prose.planned_parts import parts_planned
from rag.prose.posts import people_by_kind, posts_filled, vacant
from rag.prose.project_chapters import each_target, of_chapter, planned_in_chapter, point_of_project, why_changed
from rag.prose.telling import first_telling
from rag.prose.told_rows import cost_of
from rag.prose.undone import undone
from rag.rows import listing, plain_told
from rag.rows.body_projects import money_of_projects, projects_of_body, projects_of_fund
from rag.rows.changed_accounts import changed_accounts, changed_among, met_by_account
from rag.rows.counted_projects import counted_projects
from rag.rows.fund_parts import fund_parts
from rag.rows.items_of_row import items_of_row
from rag.rows.kinds import kinds_of, money_of_each
from rag.rows.named_ranked import ranked_accounts, ranked_measures, ranked_parts
from rag.rows.near_rows import called_row, near_row, rows_of_one_kind
from rag.rows.of_unit import not_of_whole, of_unit, ranked_units
from rag.rows.part_of_row import part_of_row
from rag.rows.people_of_units import people_of_units
from rag.rows.plain_rows import bought, bought_for_project, bought_thing, extreme_row, of_place
from rag.rows.project_funds import fund_of_project
from rag.rows.project_goals import goal_of_project
from rag.rows.projects_of_kind import projects_of_kind
from rag.rows.table_rows import rows_of_table
from rag.rows.titled_list import titled_list
from rag.rows.two_projects import money_of_project, sum_of_projects, two_projects
from rag.text.counters import counted_in, counts_as
from rag.understanding import premises
from rag.understanding.asked_rows import rows_asked
from rag.understanding.nested_names import mean_in_report
from rag.understanding.parts import parts_of
from rag.understanding.project_said import drop_parts_of_name
from rag.understanding.relation import same_name
from rag.understanding.topic import segments_of, stated_numbers

#: as many as a question says there are (哪两家企业)
_SO_MANY = re.compile(r"哪([两二三四五六七八九十]|\d)(?=[家个名位所座条种类处])")

#: by what something is paid, as a question says it
_EACH_SAID = re.compile("每|一个?[月年天日人户亩]")
#: what is done with money as such
_IS_PLANNED = re.compile("安排|编列|编制|下达|批复")

#: a number counted by either of two words: 台（套）
_EITHER_COUNTER = re.compile(r"([一-鿿])[（(]([一-鿿])[)）]")

#: what is asked of a project besides what it is to reach
_OF_MONEY = re.compile("预算|资金|经费|多少钱|金额|拨款")

#: two things that are held against one another
_PAIR = 2

Engine = Callable[[Query, Desk, str], Answer | None]


def one_report(query: Query, desk: Desk, doc_id: str) -> Answer:
    """The answer from one report, with that to each clause that the question as a whole leaves untold."""
    if told := undone(query, desk, doc_id):
        return told  # 哪些没下达，各多少: the sentences have the amounts
    answer = _asked_whole(query, desk, doc_id)
    if _only_repeats(query, answer):
        answer = passages.passage(query, desk, doc_id) or figures.missing(query, desk, doc_id)
        answer = answer if not _only_repeats(query, answer) else figures.missing(query, desk, doc_id)
    answer = each_clause.each_told(query, desk, doc_id, answer, _asked_whole) or answer
    answer = opposed.both_sides(query, desk, doc_id, answer) or answer
    answer = of_other_thing(query, desk, doc_id, nearer(query, desk, doc_id, answer))
    answer = items_below(query, desk, doc_id, answer)
    answer = with_names(query, desk, doc_id, with_thing(query, desk, doc_id, answer))
    answer = not_of_whole(query, desk, doc_id, answer)
    answer = each_clause.in_turn(query, desk, doc_id, answer, _asked_whole)
    answer = each_clause.with_score(query, desk, doc_id, answer, _asked_whole)
    answer = each_clause.with_target(query, desk, doc_id, answer, _asked_whole)
    answer = not_of_government(query, desk, doc_id, answer)
    return _in_counter_asked(query, distance.told_apart(query, answer))


def _in_counter_asked(query: Query, answer: Answer) -> Answer:
    """An answer whose numbers are in the unit asked for, where a report prints that with more: 3台（套） for 几台."""
    asked = [c.unit for c in counted_in(query.rest) if c.unit is not None]
    for value in answer.values:
        base, _, each = (value.unit or "").partition("/")
        if each and (base == query.unit or (base in MONEY and query.unit is None and _EACH_SAID.search(query.rest))):
            value.unit = base  # 每人每年多少元, 一个月多少钱, of 600元/人·年
        either = _EITHER_COUNTER.fullmatch(value.unit or "")
        if either is not None and "".join(either.groups()) in query.rest:
            value.unit = "".join(either.groups())  # 多少台套
        elif either is not None and (unit := next((u for u in asked if u in either.groups()), None)) is not None:
            value.unit = unit
    return answer


def _asked_whole(query: Query, desk: Desk, doc_id: str) -> Answer:
    """The answer of the engines, else the sentence that has nearly all that is asked about."""
    answer = _as_a_whole(query, desk, doc_id)
    # that a cell of the table named is blank, or that the table has no such row, is what there is to say
    if answer.status != "not_found" or answer.values or query.tables:
        return answer
    return nearest(query, desk, doc_id) or answer


def _only_repeats(query: Query, answer: Answer) -> bool:
    """Whether an answer gives back the number that a question states, which asks who or which one (13万罚了哪家)."""
    if answer.status != "answered" or not answer.values or query.asks_figure or query.claim is not None:
        return False
    if {*query.operations} - {"list"} or query.wants.kinds or query.wants.yes_no:
        return False
    if not question_words().which_one.search(query.rest):
        return False
    stated = {Decimal(n) for n in stated_numbers(query)} | {number_of(n) for n in _SO_MANY.findall(query.rest)}
    return all(_is_number(v.value) and abs(Decimal(v.value)) in stated for v in answer.values)


def _is_number(text: str) -> bool:
    return bool(re.fullmatch(r"-?\d+(?:\.\d+)?", text))


def _as_a_whole(query: Query, desk: Desk, doc_id: str) -> Answer:
    """The answer from one report, by the first engine that has one."""
    year = desk.reports[doc_id].year or 0
    if project := premises.project_of_amount(query, desk.index(doc_id)):
        query.project, query.projects = project, [project]
    elif part := premises.part_by_amount(query, desk.index(doc_id)):
        query.subjects, query.project, query.projects = [part, *query.subjects], None, []
    elif named := premises.named_by_amount(query, desk.index(doc_id)):
        query.subjects, query.defaulted = [named], False
    elif named := premises.renamed_by_amount(query, desk.index(doc_id)):
        query.subjects = [named]
    elif rate := premises.named_by_rate(query, desk.index(doc_id)):
        query.subjects, query.columns, query.recompute = [rate[0]], [rate[1]], True
    if premises.names_account(query, desk.index(doc_id)):
        query.project, query.projects = None, []
    if query.project and query.apart and all(abbreviates(n, query.project) for n in query.apart):
        # what a question calls a project by leaving out a word of its name is no other thing
        query.subjects, query.apart = [s for s in query.subjects if s.text not in query.apart], []
    if query.project and query.has("difference", "ratio") and _is_one_of_two(query):
        query.project, query.projects = None, []  # 甲比乙多多少: held against another thing
    if query.plain and not query.plain.named and _is_statutory(query, desk.index(doc_id)):
        query.plain = None
    drop_parts_of_name(query)
    mean_in_report(query, desk.index(doc_id), desk.reports[doc_id].kind == "budget")
    if query.plain and query.tables and _is_in_table(query, desk, doc_id):
        query.plain = None  # a form under the title of another table that it is printed in
    if query.plain and not query.plain.named and _lists_other(query, desk.index(doc_id)):
        query.plain = None
    told = people_of_units(query, desk, doc_id) or money_of_projects(query, desk, doc_id)
    told = told or planned_change(query, desk, doc_id) or of_other_years(query, desk, doc_id)
    told = told or amount_before(query, desk, doc_id) or fund_of_project(query, desk, doc_id)
    told = told or of_place(query, desk, doc_id)
    told = told or of_unit(query, desk, doc_id) or ranked_units(query, desk, doc_id)
    told = told or sum_of_projects(query, desk, doc_id)
    told = told or projects_of_kind(query, desk, doc_id) or bought_for_project(query, desk, doc_id)
    told = told or bought_thing(query, desk, doc_id)
    told = told or titled_list(query, desk, doc_id) or parts_planned(query, desk, doc_id)
    told = told or planned_twice(query, desk, doc_id) or of_things(query, desk, doc_id)
    told = told or plain_told.of_projects_in_column(query, desk, doc_id) or two_projects(query, desk, doc_id)
    told = told or goals_of_field(query, desk, doc_id) or money_of_project(query, desk, doc_id)
    told = told or part_of_row(query, desk, doc_id) or for_each(query, desk, doc_id)
    told = told or by_purpose(query, desk, doc_id) or number_before(query, desk, doc_id)
    told = told or totals_held(query, desk, doc_id) or goals_held(query, desk, doc_id)
    if len(query.tables) > 1 or (query.tables and query.table_column):
        told = told or held_cells(query, desk, doc_id)  # 在甲表和乙表里一样吗
    told = told or posts_filled(query, desk, doc_id) or people_by_kind(query, desk, doc_id)
    if told := told or organization.kinds_together(query, desk, doc_id):
        return told
    told = _of_thing(query, desk, doc_id) or grades_apart(query, desk, doc_id)
    told = told or tally.grades_held(query, desk, doc_id) or listing.each_grade(query, desk, doc_id)
    if told := told or _of_evaluations(query, desk, doc_id):
        return told
    parts = parts_of(query, [desk.index(doc_id)])
    if _of_prior_year(query, year) and (len(parts) < 2 or all(_of_prior_year(p, year) for p in parts)):
        worked = year_before.prior_year(query, desk, doc_id)
        return (passages.dated(query, desk, doc_id) or worked) if worked.status == "not_found" else worked
    told = planned_in_chapter(query, desk, doc_id) or point_of_project(query, desk, doc_id)
    told = told or why_changed(query, desk, doc_id)
    told = told or goal_of_project(query, desk, doc_id) or code_of(query, desk, doc_id)
    told = told or absent(query, desk, doc_id) or vacant(query, desk, doc_id)
    told = told or _bodies_held(query, desk, doc_id)
    told = told or of_one_body(query, desk, doc_id)
    told = told or counted_of_kind(query, desk, doc_id) or enumerated(query, desk, doc_id)
    told = told or counted_projects(query, desk, doc_id) or fund_parts(query, desk, doc_id)
    told = told or changed_among(query, desk, doc_id)
    told = told or changed_accounts(query, desk, doc_id) or met_by_account(query, desk, doc_id)
    told = told or projects_of_body(query, desk, doc_id) or projects_of_fund(query, desk, doc_id)
    told = told or ranked_accounts(query, desk, doc_id) or ranked_parts(query, desk, doc_id)
    told = told or ranked_measures(query, desk, doc_id)
    told = told or extreme_row(query, desk, doc_id) or bought(query, desk, doc_id)
    of_parts = bool(query.wants.vehicles) and query.kinds == ["count"] and len(parts) > 1
    if told is None and query.wants.vehicles is not None and (of_parts or query.has("rank")):
        told = vehicles(query, desk, doc_id)  # 有几辆车，其中执法车几辆; 哪类车最多
    if told is not None:
        return told
    # a rate that the question states is held against its own amounts before others are put in its place
    answer = checked.stated_ratio(query, desk, doc_id)
    anew = _worked_back if query.manner.worked_back else recomputed.anew
    answer = answer or anew(query, desk, doc_id) or checked.ratio(query, desk, doc_id)
    answer = answer or recomputed.doubted(query, desk, doc_id)
    answer = answer or row_sum(query, desk, doc_id) or checked.row(query, desk, doc_id) or faults(query, desk, doc_id)
    answer = (
        answer or unit_row(query, desk, doc_id) or named_two(query, desk, doc_id) or columns_alike(query, desk, doc_id)
    )
    answer = answer or in_each_place(query, desk, doc_id) or tally.rows_of_narrative(query, desk, doc_id)
    answer = answer or tally.off_the_whole(query, desk, doc_id) or cells_beside(query, desk, doc_id)
    if query.has("conflict") or query.opposed:
        answer = answer or held_cells(query, desk, doc_id) or row_against_stated(query, desk, doc_id)
        answer = answer or tally.tally(query, desk, doc_id)
    elif "count" in query.kinds or query.asks_figure:
        answer = answer or tally.rows_counted(query, desk, doc_id)
    answer = answer or conflicts.disputed(query, desk, doc_id)
    own = [desk.index(doc_id)]
    if len(query.sides) < 2:  # 单位成本指标值和完成值 are the cells of one row
        query.rows = (
            query.rows or rows_of_table(query, own) or rows_asked(query, own) or rows_of_table(query, own, True)
        )
    if query.rows is not None and query.rows.kind == "table":
        answer = answer or listing.over_rows(query, desk, doc_id)
    for of_plain in (
        plain_told.of_named_table,
        plain_told.of_rows_together,
        plain_told.of_whole_named,
        plain_told.of_topic,
        plain_told.of_row_and_column,
        plain_told.of_longer_name,
    ):
        answer = answer or of_plain(query, desk, doc_id)
    answer = answer or rows_of_one_kind(query, desk, doc_id)
    answer = answer or called_row(query, desk, doc_id) or _at_once(query, desk, doc_id, parts)
    answer = answer or told_things.named(query, desk, doc_id)
    planned = query.of_plans and not query.columns and not query.operations and set(query.kinds) <= {"count"}
    planned = planned and not (query.project and _OF_MONEY.search(query.rest.replace(query.project, "|")))
    if query.project and (planned or (query.kinds == ["count"] and {*query.columns} & {"实际完成值", "目标值"})):
        # 实际更换了多少公里老旧管网: the row of the project's form before the text of its goals
        answer = answer or near_row(query, desk, doc_id)
    answer = answer or first_telling(query, _engines(query), desk, doc_id)
    answer = each_target(query, desk, doc_id, answer)
    answer = answer if query.has("list", "sum") else _counting(query, answer)
    if answer is None or answer.status == "not_found":
        answer = told_things.of_grade(query, desk, doc_id) or answer
    if answer is None or answer.status == "not_found":
        near = plain_told.of_row(query, desk, doc_id) or near_row(query, desk, doc_id)
        near = near or deviation(query, desk, doc_id) or told_causes.told_cause(query, desk, doc_id)
        near = near or titled.points_told(query, desk, doc_id)
        near = near or all_vehicles(query, desk, doc_id) or told_figures.in_sentence(query, desk, doc_id)
        near = near or told_figures.by_short_name(query, desk, doc_id) or items_of_row(query, desk, doc_id)
        near = near or told_figures.right_behind(query, desk, doc_id)
        answer = near or cost_of(query, desk, doc_id) or of_chapter(query, desk, doc_id) or answer
    if query.terms is not None and not _is_worked_out(answer):
        answer = operands.put_together(query, desk, doc_id) or answer
    answer = told_causes.more_to_the_point(query, desk, doc_id, answer)
    answer = told_figures.nearer(query, desk, doc_id, answer)
    if answer is None or not told_changes.asks_both_ends(query):
        answer = joint.completed(query, desk, doc_id, answer)
    answer = both_told(query, desk, doc_id, answer, one_part, BY_WANT)
    if answer is not None and not query.operations and _counting(query, answer) is None:
        answer = passages.passage(query, desk, doc_id)  # a sum of money is no number of days
    return (
        answer
        or recomputed.unstated_change(query, desk, doc_id)
        or _of_projects(query, desk, doc_id)
        or explain.no_use(query, desk, doc_id)
        or explain.said_of(query, desk, doc_id)
        or figures.missing(query, desk, doc_id)
    )


def _is_one_of_two(query: Query) -> bool:
    """Whether the project is one of two things that are named side by side."""
    keys = {s.key for s in query.subjects if s.measure is None}
    return len(query.subjects) == len(keys) == _PAIR and name_key(query.project or "") in keys


def _is_in_table(query: Query, desk: Desk, doc_id: str) -> bool:
    """Whether the statutory tables that a question names have the one measure that it asks for."""
    measured = [s for s in query.subjects if s.measure is not None]
    if len(measured) != 1 or len(query.subjects) != 1:
        return False
    fact = figures.best(query.model_copy(update={"plain": None, "kinds": []}), desk, doc_id, measured[0])
    return fact is not None and fact.table in query.tables


def _lists_other(query: Query, index: FactIndex) -> bool:
    """Whether the rows of a table that a question seems to name are none of the project that it asks about.

    甲项目 is the row of the list of projects, and not what is bought for it (甲施工) in another table.
    """
    rows = query.plain.rows if query.plain is not None else []
    own = query.project is not None and query.project in index.plain.projects
    return own and bool(rows) and query.project not in rows


def _is_statutory(query: Query, index: FactIndex) -> bool:
    """Whether the share of a 科目 in a measure is asked (某支出占本年支出合计), of which a statutory table has both.

    Another table that prints the same names is one of a part of the money.
    """
    if query.plain is None or query.operations != ["share"]:
        return False
    rows = [name_key(r) for r in query.plain.rows]
    columns = {name_key(c) for c in query.plain.columns}
    measured = any(s.measure is not None and s.measure.cells and s.key in columns for s in query.subjects)
    return len(rows) == 1 and measured and any(f.origin == "table" for f in index.by_key.get(rows[0], ()))


def _bodies_held(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """The number of units that is stated beside those that are listed; where the cross-check counts otherwise, that."""
    told, against = stated_and_listed(query, desk, doc_id), of_bodies(query, desk, doc_id)
    if told is not None and against is not None and told.status == "conflict":
        return told if {v.value for v in against.values} <= {v.value for v in told.values} else against
    return against or told


def _of_evaluations(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """What is told of all projects that were evaluated; a budget tells it of the year before, of one project too."""
    report = desk.reports[doc_id]
    if report.kind == "budget" and query.project and _of_prior_year(query, report.year or 0):
        return compose.of_year_before(projects.as_evaluated(query, desk, doc_id))
    asked = query.model_copy()
    asked.rows = rows_asked(asked, [desk.index(doc_id)]) if query.rows is None else None
    if asked.rows is None or not asked.rows.evaluated or asked.rows.do == "count":
        return None
    told = listing.over_rows(asked, desk, doc_id)
    if told is not None:
        query.rows, query.listed, query.singled_out = asked.rows, asked.listed, asked.singled_out
    return told


def _of_thing(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """What a report tells of a thing that only bears the name of some spending (社区公共服务中心): in words alone."""
    plain = desk.outline(doc_id).plain
    known = all(name_key(n).lower() in plain for n in query.apart)
    if not query.apart or len(query.apart) != len(query.subjects) or not known:
        return None
    bare = query.model_copy(update={"subjects": [], "apart": []})
    engines = [BY_WANT[k] for k in query.wants.kinds] if query.asks_text else []
    answers = (engine(bare, desk, doc_id) for engine in (*engines, of_chapter, passages.passage))
    return next((a for a in answers if a is not None and a.status == "answered"), None)


def _is_worked_out(answer: Answer | None) -> bool:
    """Whether an answer has a figure that was computed, as a question wants that names an operation."""
    return answer is not None and any(v.formula for v in answer.values)


def _of_projects(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """What the money of projects was for: the projects."""
    if query.wants.kinds[:1] != ["use"] or not any(s.measure and s.measure.id == "project" for s in query.subjects):
        return None
    query.rows = Rows(kind="projects", each=True, sure=True)
    return listing.over_rows(query, desk, doc_id)


def _at_once(query: Query, desk: Desk, doc_id: str, parts: list[Query]) -> Answer | None:
    """The answer that the form of a question gives away: of several tables, parts or rows, a sum, a claim."""
    answer = (
        points.lost(query, desk, doc_id)
        or projects.evaluated(query, desk, doc_id)
        or origins.in_place(query, desk, doc_id)
        or told_changes.from_to(query, desk, doc_id)
        or money_of_each(query, desk, doc_id)
        or explain.at_once(query, desk, doc_id)
        or titled.points_of(query, desk, doc_id)
        or titled.figures_of(query, desk, doc_id)
    )
    answer = answer or figures.in_tables(query, desk, doc_id)
    if query.has("sum") and len(parts) == 1:
        answer = answer or budgets.sum_against_budget(query, desk, doc_id)
    # without a known subject the parts share one topic, which only the whole question names
    in_turn = len(parts) > 1 and bool(query.subjects or query.project or query.tables)
    if in_turn and (query.rows is None or query.rows.kind == "named"):
        answer = answer or in_parts(parts, desk, doc_id, one_part, query.text)
    # 甲项目为啥只得了中: the reason of one, and no list of those that got the grade
    graded = query.rows is not None and any(c.test == "grade" for c in query.rows.conditions)
    why_one = graded and query.project is not None and query.wants.kinds[:1] == ["reason"]
    of_sum = query.rows is not None and query.rows.do == "sum" and query.rows.kind == "named"
    answer = answer or tally.claimed(query, desk, doc_id)
    if (query.claim is None or of_sum) and not why_one:
        answer = answer or _counting(query, listing.sure_rows(query, desk, doc_id))
    if in_turn:
        answer = answer or in_parts(parts, desk, doc_id, one_part, query.text)
    return answer or verdict(query, desk, doc_id)


def _counting(query: Query, answer: Answer | None) -> Answer | None:
    """An answer, unless a number of things is asked for and it gives only sums of money."""
    if answer is None or query.has("per_head") or (query.kinds != ["count"] and not _counts_beings(query)):
        return answer
    return None if answer.values and all(v.unit in MONEY for v in answer.values) else answer


def _counts_beings(query: Query) -> bool:
    """Whether a question asks how many people or firms there were (多少读者): no money is a number of them."""
    if query.kinds or len(counted := counted_in(query.rest)) != 1 or counted[0].unit is not None:
        return False
    thing = counted[0].thing
    named = any(thing in s.key or thing in s.text for s in query.subjects)
    return bool(thing) and not named and bool(question_words().beings.fullmatch(thing))


def _worked_back(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """A figure to be worked back of which the year's own report is there: what that prints, then what was asked."""
    report = desk.reports[doc_id]
    if query.years != [report.year]:
        return None
    year = (report.year or 0) + 1
    after = desk.catalogue.of_departments([report.department], [year])
    direct = figures.lookup(query.model_copy(update={"columns": [], "operations": []}), desk, doc_id)
    if not after or direct is None:
        return direct
    return compose.together(query.text, [direct, year_before.prior_year(query, desk, after[0])]) or direct


def one_part(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """The answer to one part of a question: what it computes, else the figures that it names."""
    if _of_prior_year(query, desk.reports[doc_id].year or 0):
        return year_before.prior_year(query, desk, doc_id)
    query.rows = rows_asked(query, [desk.index(doc_id)]) if query.has("sum") else None
    engines: list[Engine] = [engine for operation, engine in _BY_OPERATION if query.has(operation)]
    # a part such as 增长多少 has no topic of its own by which a passage could be found
    more = [passages.passage] if len("".join(segments_of(query))) >= 4 else []
    return next((a for engine in (verdict, *engines, *_FIGURES, *more) if (a := engine(query, desk, doc_id))), None)


def _of_prior_year(query: Query, year: int) -> bool:
    """Whether the figure of the year before is asked for, and not how this year's compares with it."""
    if query.has("reason") or not query.subjects or (query.asks_text and not query.asks_figure):
        return False
    if {"增减额", "增减幅"} & set(query.columns) and not query.prior:
        return False
    if year - 1 in query.years and year not in query.years:
        return True
    if not query.prior:
        return False
    # 推算 with this year named asks for a figure worked back to this year, unless it says 上一年
    this_year = not query.manner.worked_back or query.manner.year_before
    return year - 1 in query.years or not query.years or (query.years == [year] and this_year)


#: the engines for each operation, in the order in which operations are tried
_BY_OPERATION: tuple[tuple[str, Engine], ...] = (
    ("conflict", projects.compared),
    ("conflict", conflicts.conflict),
    ("per_head", projects.per_thing),
    ("per_head", averages.over_said),
    ("per_head", averages.per_head),
    ("share", computed.share),
    ("ratio", lambda query, desk, doc_id: _ratio(query, desk, doc_id)),
    ("sum", budgets.sum_against_budget),
    ("sum", listing.over_rows),
    ("difference", computed.within),
    ("list", kinds_of),
    ("list", listing.over_rows),
)

#: the engines for the kinds of words that a question asks for
BY_WANT: dict[Kind, Engine] = {
    "reason": explain.reason,
    "definition": explain.definition,
    "use": explain.use,
    "note": explain.note,
    "duty": profile.duties,
    "body": organization.bodies,
    "goal": stated.goals,
    "problem": stated.problems,
    "improvement": stated.improvements,
    "effect": stated.effects,
}
#: kinds of words that are the same in every year's report
LASTING: set[Kind] = {"duty", "body", "definition"}
#: kinds that other engines may answer first: 花在哪 is a list where the report has one
_LAST: set[Kind] = {"use"}


#: the engines that look a figure up, the most precise first
_FIGURES: tuple[Engine, ...] = (
    averages.per_month,
    computed.remainder,
    projects.of_group,
    projects.lookup,
    projects.described,
    figures.of_department,
    item_of_units,
    figures.lookup,
    year_before.against_prior,
    budgets.against_budget,
    computed.rate,
    figures.lookup_loosely,
    computed.worked_back,
    figures.stated_nothing,
)


def _engines(query: Query) -> list[Engine]:
    """The engines to try, in order: those of the operations, then figures or words as the question asks."""
    by_operation = [engine for operation, engine in _BY_OPERATION if query.has(operation)]
    if query.has("use") and query.subjects and all(s.generic for s in query.subjects) and _speaks_of_more(query):
        # 专项债券支出用在哪: what all money went to is no answer
        by_operation = [engine for engine in by_operation if engine is not listing.over_rows]
    kinds = query.wants.kinds
    # what money was spent on is told before what the word for it means, where that is what is asked
    later = set(_LAST) | ({"definition"} if kinds[:1] == ["use"] else set())
    first = [BY_WANT[k] for k in kinds if k not in later]
    last = [BY_WANT[k] for k in kinds if k in later]
    chosen = list(dict.fromkeys([*first, passages.compared, *by_operation, *last]))
    one_by_one = query.has("list") and not query.has("conflict", "share", "sum", "use")
    if query.project and query.columns == ["自评等级"] and not query.operations:
        chosen[:0] = [projects.lookup]  # 评的什么等级: a word that a cell of its row has
    if one_by_one and query.manner.one_by_one and (len(query.subjects) >= 2 or len(query.columns) >= 2):
        chosen[:0] = [projects.lookup, figures.lookup]
    if query.tables and query.table_column and not query.wants.sure and not query.operations:
        return [*_FIGURES, *chosen]
    used_for = bool(query.wants.vehicles) and kinds[:1] == ["use"]  # 其他用车干嘛用的
    of_them = query.wants.vehicles is not None and query.wants.thing is None  # and not what make they are
    chosen[:0] = [vehicles] if of_them and not used_for else []
    if query.tables:
        return [*chosen, *_FIGURES]
    spent: list[Engine] = [explain.nothing_spent] if "definition" not in kinds else []
    causes: list[Engine] = [told_causes.told_cause] if kinds[:1] == ["reason"] else []
    words: list[Engine] = [organization.bodies, *spent, headed, *causes, passages.passage]
    if query.wants.thing is not None and not query.asks_figure:
        # 买车的钱从哪里出: where none was spent, no sentence can tell of it
        return [*spent, passages.passage, *chosen]
    if query.wants.kinds[:1] == ["reason"] and any(not s.generic for s in query.subjects):
        return [*chosen, told_causes.told_cause, passages.passage, explain.no_reason, *_FIGURES]
    if query.manner.alternative:
        words = [passages.passage, *(w for w in words if w is not passages.passage)]
    if query.asks_text or (query.has("list") and not query.asks_figure):
        meant = [explain.no_definition] if kinds == ["definition"] and query.subjects else []
        changed = bool({"增减额", "增减幅"} & set(query.columns)) and query.wants.yes_no and not kinds
        if changed and query.subjects and all(s.measure and not s.generic for s in query.subjects):
            # 采购支出比上年多吗: a sentence that tells no change does not tell
            return [*chosen, figures.lookup, year_before.against_prior]
        there = query.wants.yes_no and not kinds and any(not s.generic for s in query.subjects)
        if there and not _speaks_of_more(query) and all(_is_money(s) for s in query.subjects):
            # 有没有因公出国: what it cost tells; a sentence may speak of it without telling
            chosen.append(figures.lookup)
        return [*chosen, *words, *(_FIGURES if query.wants.how or there else ()), *meant]
    if query.has("conflict"):
        chosen.append(passages.passage)
    changes = {"增减额", "增减幅"} & set(query.columns)
    if any(
        (s.measure is None and s.key in standard_names())
        or (s.measure and (s.measure.strict or (changes and not s.generic)))
        for s in query.subjects
    ):
        more = [passages.passage] if _counts_another_thing(query) else []
        return [*chosen, *_FIGURES, organization.bodies, *more]
    if projects.asks_more(query) and all(
        s.generic or same_name(s.key, name_key(query.project or "")) for s in query.subjects
    ):
        # X项目服务了多少群众: a figure of the project itself is no answer to it
        return [*chosen, projects.described, projects.of_group, *words, *_FIGURES]
    vague = query.subjects and not query.columns and all(s.generic for s in query.subjects)
    if vague and not query.project and _speaks_of_more(query):
        # 清淤费到底花了多少: the conflicts of all spending are none of the thing that is named
        return [*(e for e in chosen if e is not conflicts.conflict), *words]
    return [*chosen, *_FIGURES, *words]


def _is_money(subject: Subject) -> bool:
    """Whether a subject is an amount of money, by its measure or as a published name of spending."""
    return not subject.measure.unit if subject.measure is not None else subject.key in standard_names()


def _counts_another_thing(query: Query) -> bool:
    """Whether a question counts in what none of its measures is counted in (编制床位多少张)."""
    own = [s.measure.unit for s in query.subjects if s.measure is not None and s.measure.unit]
    asked = [c.unit for c in counted_in(query.rest) if c.unit is not None and c.unit != "个"]
    return bool(own and asked) and not any(counts_as(a, unit) for a in asked for unit in own)


def _speaks_of_more(query: Query) -> bool:
    """Whether a question that names spending or income as such also names a thing that is no known measure."""
    rest = query.rest
    for subject in query.subjects:
        rest = rest.replace(subject.text, "|")
    rest = _IS_PLANNED.sub("|", rest)  # 安排了多少支出预算: no thing beside the spending
    return sum(len(s) for s in segments_of(query.model_copy(update={"rest": rest}))) >= 2


def _ratio(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    if len(query.subjects) == 1:
        return budgets.times_budget(query, desk, doc_id)
    if len(query.subjects) < 2:
        return None
    facts = [figures.best(query, desk, doc_id, s) for s in query.subjects[:2]]
    a, b = figures.in_one_unit(query, desk, doc_id, query.subjects[:2], facts)
    return computed.quotient(query, desk, a, b)
