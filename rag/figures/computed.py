"""Figures that are computed: shares, multiples, differences and rates, each with its formula."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from extractors.facts import MONEY, Fact, plain_decimal
from extractors.text import name_key
from extractors.vocabulary import measures
from extractors.vocabulary.units import unit_words
from rag import compose
from rag.answer import Answer
from rag.figures.figures import best, columns_of, find, in_one_unit, told
from rag.figures.projects import project_cell
from rag.holdings.desk import Desk
from rag.holdings.lookup import FactIndex, Subject
from rag.language.asking import BUDGETS
from rag.language.plain_asked import main_column
from rag.language.query import Query
from rag.understanding.nesting import of_fiscal_money
from rag.understanding.premises import of_stated_amount

#: the table of items that stand in no other one
_ITEMS = "GK06"
#: units in which people are counted, one as good as the other
_OF_PEOPLE = unit_words().of_set("posts")
#: spending from all money, and that part of it which is paid from the general budget
SPENT_FROM_BUDGET = {"basic": "general_basic", "project": "general_project"}
#: columns that part the spending of a 科目 by its kind
_KINDS = {"基本支出", "项目支出"}
#: the money from the treasury, whether it came in or was spent
_FISCAL_MONEY = "财政拨款"
#: of what an amount is asked to be a share
_IN_WHOLE = re.compile(r"占(?:了|到)?(?P<whole>[\u4e00-\u9fff]{2,6}?)(?:的|百分|多少|几|比)")
#: the side of the budget of which an amount is asked to be a share
_OF_SIDE = re.compile(
    "占(?:了|到)?(?:全部|部门|单位|[全本][局委院校部厅])*(?P<side>收入|支出)(?:总?预算|决算|总额|合计)"
)
_SIDES = {"收入": "income", "支出": "expenditure"}
#: words by which spending is all of it
_ALL_OF_IT = re.compile("总|合计|全部|所有|本年支出")
#: how a report calls the projects of one grade
_OF_GRADE = re.compile('为["“]?(?:优秀?|良好?|中|差|不?合格)["”]?的项目$')
#: how many percentage points a stated share may be off what its figures make
_FAR_APART = Decimal("0.5")


def share(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """A of B in per cent: as the report states it, else computed from the two figures."""
    if not query.subjects:
        return _of_amount_stated(query, desk, doc_id)
    if "完成比例" in columns_of(query):
        return None
    if len(query.subjects) == 1 and (
        answer := _of_amount_stated(query, desk, doc_id) or _of_listed_project(query, desk, doc_id)
    ):
        return answer
    if query.left_over is not None and not query.recompute:
        return _share_left(query, desk, doc_id)
    money = "资金" if "资金" in query.columns else None
    query = query.model_copy(update={"kinds": [], "columns": []})
    beside = query.manner.one_by_one and len({s.start for s in query.subjects}) > 1 and query.rest.count("占") > 1
    if len(query.subjects) >= 2 and (beside or re.search(r"(各|分别)(自)?占", query.text)):
        each = [share(query.model_copy(update={"subjects": [s]}), desk, doc_id) for s in query.subjects]
        return compose.together(query.text, each)
    if len(query.subjects) >= 3 and (answer := _share_of_sum(query, desk, doc_id)):
        return answer
    part, whole = sides(query)
    whole = _in_scope_of(part, whole)
    if whole is not None and part.text == _FISCAL_MONEY:
        part = of_fiscal_money(whole, part) or part  # 支出里财政拨款占多少: no income is a part of spending
    if whole is not None and _is_same(part, whole) and (not part.end or part.key == whole.key):
        return None  # what an earlier turn asked for, or what is named twice, is no share of itself
    stated = None if query.recompute else stated_share(query, desk, doc_id, part, whole)
    if stated is not None:
        return _contradicted(query, desk, doc_id, stated, part, whole) or told(query, desk, [stated])
    if whole is None:
        whole = (
            _side_named(query)
            or whole_of(part)
            or _projects_of_grade(part)
            or _printed_whole(query, desk, doc_id, part)
        )
    if whole is None:
        return None
    # 农林水支出占一般公共预算多少: what of it is in that budget
    fund = whole.measure is not None and bool(whole.measure.fund)
    inner = replace(part, within=whole) if fund and part.measure is None and part.within is None else part
    a = of_stated_amount(query, desk.index(doc_id), part) or best(query, desk, doc_id, inner, money)
    a = a or (_listed_amount(desk.index(doc_id), part) if part.measure is None else None)
    b = best(query, desk, doc_id, whole)
    if part.measure is None and a is not None and b is not None:
        a = _of_kind(query, desk, inner, whole, b) or a
    if a is not None and a.unit in MONEY and whole.measure is not None and whole.measure.unit:
        b = best(query, desk, doc_id, whole, money)
    if a is not None and b is not None and a.unit not in MONEY and b.unit in MONEY:
        # of things that are counted, or of a project with its points, the money
        a = best(query, desk, doc_id, inner, "资金") or a
        a = a if a.unit in MONEY else _listed_amount(desk.index(doc_id), part) or a
    a, b = in_one_unit(query, desk, doc_id, (part, whole), (a, b))
    inside = query.subjects[0].within is not None
    if inside and a and b and a.value is not None and b.value is not None and a.value > b.value:
        return None  # what is more than the whole it is asked for in is another figure of that name
    return percentage(query, desk, a, b)


def _of_listed_project(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """The share of a project, which a list has with its money, in what stands behind 占."""
    (whole,) = query.subjects
    rows = query.plain.rows if query.plain is not None and len(query.plain.rows) == 1 else []
    listed = desk.index(doc_id).plain.projects.get(query.project or "".join(rows), [])
    if not listed or whole.measure is None or whole.start <= query.rest.find("占"):
        return None
    column = main_column(listed)
    amounts = [f for f in listed if f.column == column and f.value is not None and f.unit in MONEY]
    if len({f.value for f in amounts}) != 1:
        return None  # a project on several rows
    bare = query.model_copy(update={"kinds": [], "columns": []})
    return percentage(query, desk, amounts[0], best(bare, desk, doc_id, whole))


def _listed_amount(index: FactIndex, part: Subject) -> Fact | None:
    """The money of a row that only a list has; None where it has several amounts."""
    rows = [f for facts in index.plain.tables.values() for f in facts if name_key(f.row_name) == part.key]
    listed = [f for f in rows if rows and f.table == rows[0].table]
    column = main_column(listed) if listed else None
    amounts = [f for f in listed if f.column == column and f.value is not None and f.unit in MONEY]
    return amounts[0] if len({f.value for f in amounts}) == 1 else None


def _of_amount_stated(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """The share that an amount of the question has in a whole that the same chapters tell (386万占总投资多少)."""
    match = _IN_WHOLE.search(query.rest)
    if match is None or len(query.amounts) != 1:
        return None
    money = [f for f in desk.index(doc_id).facts if f.origin == "prose" and f.value is not None and f.unit in MONEY]
    wholes = [f for f in money if match["whole"] in name_key(f.row_name)]
    for part in (f for f in money if f.in_unit("万元") == query.amounts[0]):
        near = [f for f in wholes if f is not part and _chapter(f) == _chapter(part)]
        if len({f.value for f in near}) == 1:
            return percentage(query, desk, part, near[0])
    return None


def _chapter(fact: Fact) -> list[str]:
    """The headings above the section of a fact."""
    return fact.section.split("/")[:-1]


def _of_kind(query: Query, desk: Desk, part: Subject, whole: Subject, of: Fact) -> Fact | None:
    """What of a 科目 is of one kind of spending, where that is what the share is of (城乡社区支出占项目支出).

    None where the table of the whole has no column of it.
    """
    if whole.measure is None or of.table is None or of.column not in _KINDS:
        return None
    own = best(query.model_copy(update={"tables": [of.table]}), desk, of.doc_id, part, of.column)
    return own if own is not None and own.table == of.table and own.column == of.column else None


def _projects_of_grade(part: Subject) -> Subject | None:
    """All projects that were evaluated, as the whole of those of one grade."""
    return Subject.of(measures()["evaluated_projects"]) if _OF_GRADE.search(part.key) else None


def _is_same(part: Subject, whole: Subject) -> bool:
    same = part.measure == whole.measure if part.measure or whole.measure else part.key == whole.key
    return same and part.within == whole.within


def _in_scope_of(part: Subject, whole: Subject | None) -> Subject | None:
    """The whole in the scope of its part: of what is told of one budget alone, basic spending from that budget."""
    above = part.measure.part_of if part.measure else None
    if whole is None or whole.measure is None or above is None or whole.within is not None:
        return whole
    return Subject.of(measures()[above]) if SPENT_FROM_BUDGET.get(whole.measure.id) == above else whole


def _contradicted(
    query: Query, desk: Desk, doc_id: str, stated: Fact, part: Subject, whole: Subject | None
) -> Answer | None:
    """A stated share beside what the two figures that the question names make, where these are far apart."""
    if whole is None or whole.measure is None or part.measure is None:
        return None  # a 科目 has a figure in each fund: which of them the share is of is not sure
    a, b = best(query, desk, doc_id, part), best(query, desk, doc_id, whole)
    made = percentage(query, desk, a, b)
    if made is None or a is None or b is None or stated.value is None or not made.values:
        return None
    if abs(stated.value - Decimal(made.values[0].value)) <= _FAR_APART:
        return None
    text = f"报告写的与算出的不一致：{compose.sentence(stated)}；按两个数计算，{made.answer}"
    values = [compose.value_of(stated), *made.values]
    return compose.answer(query.text, text, "conflict", values, compose.cite([stated, a, b], desk.files))


def _side_named(query: Query) -> Subject | None:
    """The side of the budget that a share is asked of (占收入预算的百分之几)."""
    match = _OF_SIDE.search(query.rest)
    return Subject.of(measures()[_SIDES[match["side"]]]) if match else None


def _printed_whole(query: Query, desk: Desk, doc_id: str, part: Subject) -> Subject | None:
    """What a report lists a thing as a part of (应急保障用车 of its vehicles)."""
    fact = best(query, desk, doc_id, part)
    # what an amount is of is told by its measure or by the question; the lists of amounts are of several wholes
    name = fact.part_of if fact is not None and fact.unit not in MONEY else None
    return Subject(name_key(name), name, 0, 0) if name else None


def sides(query: Query) -> tuple[Subject, Subject | None]:
    """The part and the whole of a share; no whole where the question names none."""
    part, whole = query.subjects[0], query.subjects[1] if len(query.subjects) > 1 else None
    if part.within is not None:
        # 一般公共预算里，甲占乙的百分之几: both in it; 甲中乙占百分之几: 乙 of 甲
        whole = replace(whole, within=part.within) if whole is not None else part.within
    # 基本支出里人员经费占多少: what the other one lies in is the whole, wherever it stands
    if whole is not None and (
        _is_part(whole, part)
        or re.search(re.escape(part.text) + r"(?:\d[\d.,]*(?:亿|万)?元?)?(?:里|中|当中|里面)", query.text)
    ):
        return whole, part
    return part, whole


def _share_of_sum(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """What share several things together have of one (甲加乙占丙的百分之几)."""
    *parts, whole = query.subjects
    added_before = not any(p.end for p in parts)  # parts of the turn before have no place in this question
    if not added_before and not re.search(r"占|相当于", query.text[parts[-1].end : whole.start]):
        return None
    facts = [best(query, desk, doc_id, s) for s in (*parts, whole)]
    known = [f for f in facts if f is not None and f.value is not None and f.unit == (facts[-1] and facts[-1].unit)]
    if len(known) < len(facts) or not known[-1].value:
        return None
    *addends, base = known
    amounts = [f.value for f in addends if f.value is not None]
    places = query.places if query.places is not None else 2
    against = base.value or Decimal(1)
    ratio = compose.rounded(sum(amounts, Decimal(0)) / against * 100, places)
    formula = f"({' + '.join(map(plain_decimal, amounts))}) ÷ {plain_decimal(against)} × 100%"
    label = f"{'、'.join(map(compose.label_of, addends))}之和占{compose.label_of(base)}的比例"
    value = compose.computed_value(ratio, "%", label, formula, base)
    text = f"{compose.head(base)}{label}为{compose.shown(ratio, '%')}（{formula}）。"
    text += "；".join(compose.sentence(f) for f in known) + "。"
    return compose.answer(query.text, text, "computed", [value], compose.cite(known, desk.files))


def remainder(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """What is left of a whole without the part that a question takes away (政府采购有多少没给中小企业)."""
    if query.left_over is None or not query.subjects:
        return None
    plain = query.model_copy(update={"kinds": [], "columns": []})
    whole, part = (best(plain, desk, doc_id, s) for s in (query.subjects[0], query.left_over))
    return difference(query, desk, whole, part)


def _share_left(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """What per cent of a whole is left without the part that a question takes away."""
    left = remainder(query, desk, doc_id)
    plain = query.model_copy(update={"kinds": [], "columns": []})
    whole = best(plain, desk, doc_id, query.subjects[0])
    if left is None or not left.values or whole is None or not whole.value or not left.values[0].formula:
        return None
    amount, places = Decimal(left.values[0].value), query.places if query.places is not None else 2
    ratio = compose.rounded(amount / whole.value * 100, places)
    formula = f"({left.values[0].formula}) ÷ {plain_decimal(whole.value)} × 100%"
    label = f"{left.values[0].label}占{compose.label_of(whole)}的比例"
    value = compose.computed_value(ratio, "%", label, formula, whole)
    text = f"{compose.head(whole)}{label}为{compose.shown(ratio, '%')}（{formula}）。"
    return compose.answer(query.text, text, "computed", [value], left.citations)


def _is_part(a: Subject, b: Subject) -> bool:
    return bool(a.measure and b.measure and a.measure.part_of == b.measure.id)


def whole_of(part: Subject) -> Subject | None:
    """What a measure is usually taken as a share of."""
    name = (part.measure.part_of or part.measure.share_of) if part.measure is not None else None
    return Subject.of(measures()[name]) if name is not None else None


def stated_share(query: Query, desk: Desk, doc_id: str, part: Subject, whole: Subject | None) -> Fact | None:
    named = part.key in desk.index(doc_id).by_key and part.measure is None
    found = [f.fact for f in find(query, desk, doc_id, part, "占比") if is_base(f.fact, whole)]
    # what the report prints under the very name has no share of another name's
    return next((f for f in found if not named or part.key.removesuffix("支出") in name_key(f.row_name)), None)


def is_base(fact: Fact, whole: Subject | None) -> bool:
    """Whether a stated share is of the whole that is asked for."""
    base = name_key(fact.part_of or "")
    return (
        whole is None
        or base in {whole.key, name_key(whole.name)}
        or bool(whole.measure and base in {name_key(p) for p in whole.measure.printed})
    )


def percentage(query: Query, desk: Desk, a: Fact | None, b: Fact | None) -> Answer | None:
    """What per cent of B A is."""
    return _quotient(query, desk, a, b, percent=True)


def _quotient(query: Query, desk: Desk, a: Fact | None, b: Fact | None, percent: bool) -> Answer | None:
    if a is None or b is None or a.value is None or b.value is None:
        return None
    against = b.in_unit(a.unit or "") if a.unit != b.unit else b.value
    if against is None:
        return None
    if against == 0:
        text = f"{compose.sentence(b)}，不能作除数，无法计算。"
        return compose.answer(query.text, text, "not_found", [], compose.cite([a, b], desk.files))
    places = query.places if query.places is not None else 2
    ratio = compose.rounded(a.value / against * (100 if percent else 1), places)
    unit = "%" if percent else "倍"
    divisor = plain_decimal(b.value)
    divisor = f"({divisor} {compose.conversion(b.unit or '', a.unit or '')})" if a.unit != b.unit else divisor
    formula = f"{plain_decimal(a.value)} ÷ {divisor}" + (" × 100%" if percent else "")
    joins = ("占", "的比例") if percent else ("是", "的倍数")
    label = f"{_short(a, b)}{compose.label_of(a)}{joins[0]}{_short(b, a)}{compose.label_of(b)}{joins[1]}"
    same_report = a.doc_id == b.doc_id
    value = compose.computed_value(ratio, unit, label, formula, a, a.doc_id == b.doc_id)
    lead = compose.head(a) if same_report else ""
    text = f"{lead}{label}为{compose.shown(ratio, unit)}（{formula}）。{compose.sentence(a)}；{compose.sentence(b)}。"
    return compose.answer(query.text, text, "computed", [value], compose.cite([a, b], desk.files))


def _short(fact: Fact, other: Fact) -> str:
    """The department before a label, where two reports are compared."""
    return "" if fact.doc_id == other.doc_id else f"{fact.department}{fact.year}年度"


def quotient(query: Query, desk: Desk, a: Fact | None, b: Fact | None, percent: bool = False) -> Answer | None:
    """How many times B goes into A, or what A is of B in per cent."""
    return _quotient(query, desk, a, b, percent)


def difference(query: Query, desk: Desk, a: Fact | None, b: Fact | None) -> Answer | None:
    """A less B, with the formula and which one is larger."""
    if a is None or b is None or a.value is None or b.value is None:
        return None
    right = b.value if {a.unit, b.unit} <= _OF_PEOPLE else b.in_unit(a.unit or "")
    if right is None:
        return None
    gap = abs(a.value - right)
    large, small = (a, b) if a.value >= right else (b, a)
    big, little = (a.value, right) if a.value >= right else (right, a.value)
    formula = f"{plain_decimal(big)} - {plain_decimal(little)}"
    label = f"{_short(a, b)}{compose.short_label(a)}与{_short(b, a)}{compose.short_label(b)}之差"
    value = compose.computed_value(gap, a.unit, label, formula, a, a.doc_id == b.doc_id)
    if query.unit and query.unit != a.unit and (scaled := a.but(value=gap).in_unit(query.unit)) is not None:
        value = value.model_copy(
            update={
                "value": plain_decimal(compose.trimmed(scaled)),
                "unit": query.unit,
                "formula": f"({formula}) {compose.conversion(a.unit or '', query.unit)}",
            }
        )
    if gap == 0:
        lead = compose.head(a) if a.doc_id == b.doc_id else ""
        text = lead + (
            f"{_who(large, small)}与{_who(small, large)}相等，都是{compose.shown(a.value, a.unit)}（{formula} = 0）。"
        )
    else:
        lead = compose.head(a) if a.doc_id == b.doc_id else ""
        text = f"{lead}{_who(large, small)}比{_who(small, large)}多{value.value}{value.unit}（{formula}）。"
        text += f"{compose.sentence(a)}；{compose.sentence(b)}。"
    return compose.answer(query.text, text, "computed", [value], compose.cite([a, b], desk.files))


def _who(fact: Fact, other: Fact) -> str:
    label = compose.short_label(fact)
    if label == compose.short_label(other) and fact.doc_id == other.doc_id:
        label += f"（{compose.place_of(fact)}）"
    return compose.head(fact) + label if fact.doc_id != other.doc_id else label


def within(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """The difference that a question on one report asks for: two subjects, or a final figure against its budget."""
    subjects = query.subjects
    columns = columns_of(query)
    query = query.model_copy(update={"kinds": []})
    if (budgets := _both_budgets(query, desk, doc_id)) is not None:
        return difference(query, desk, *budgets)
    if query.project and re.search(r"剩|[没未]有?(花|用|执行|支|使用|拨)|结余|差|多(?!少)|(?<!多)少|省", query.text):
        of_start = "年初预算数" in columns
        planned = "年初预算数" if of_start else "全年预算数"
        budget, spent = (project_cell(query, desk, doc_id, c) for c in (planned, "全年执行数"))
        if budget is not None and spent is not None:
            return difference(query, desk, spent, budget) if of_start else difference(query, desk, budget, spent)
    if len(query.tables) == 2 and len(subjects) == 1:
        # one thing in two tables
        cells = [
            best(query.model_copy(update={"tables": [t]}), desk, doc_id, subjects[0], query.table_column)
            for t in query.tables
        ]
        if all(cells) and cells[0] is not cells[1]:
            return difference(query, desk, cells[0], cells[1])
    if len(subjects) > 2:
        # 项目自评平均分，和部门整体得分差多少: of names that run into one another the last says which figure
        behind = [*subjects[1:], None]
        subjects = [s for s, after in zip(subjects, behind, strict=True) if after is None or not _touch(s, after)]
    if len(subjects) >= 2 and not is_against_budget(columns) and not _touch(*subjects[:2]):
        facts = [
            best(query, desk, doc_id, s, columns[0] if columns and columns[0] not in {"增减额", "增减幅"} else None)
            for s in subjects[:2]
        ]
        if query.amounts and len({f.unit in MONEY for f in facts if f is not None}) > 1:
            # 自评金额1029.15万和…差多少: of a number of things with its money the money
            facts = [best(query.model_copy(update={"kinds": ["money"]}), desk, doc_id, s) for s in subjects[:2]]
        facts = in_one_unit(query, desk, doc_id, subjects[:2], facts)
        facts = in_one_table(query, desk, doc_id, facts)
        if all(facts) and facts[0] is not facts[1]:
            return difference(query, desk, facts[0], facts[1])
    if not subjects:
        return None
    if is_against_budget(columns):
        return _budget_gap(query, desk, doc_id, subjects[0])
    return None


def _touch(one: Subject, other: Subject) -> bool:
    """Whether two names stand in a question without a word between them: they name one thing and are not compared."""
    return one.start < one.end == other.start


def _both_budgets(query: Query, desk: Desk, doc_id: str) -> tuple[Fact, Fact] | None:
    """The budget of the beginning of the year and that of the whole year, where both are named."""
    if not {"年初预算数", "全年预算数"} <= set(query.columns) or not (query.project or query.subjects):
        return None
    found: list[Fact] = []
    for column in ("全年预算数", "年初预算数"):
        fact = project_cell(query, desk, doc_id, column) if query.project else None
        fact = fact or (best(query, desk, doc_id, query.subjects[0], column) if query.subjects else None)
        found += [fact] if fact is not None and fact.column.startswith(column) else []
    return (found[0], found[1]) if len(found) == 2 and found[0] is not found[1] else None


def in_one_table(query: Query, desk: Desk, doc_id: str, facts: list[Fact | None]) -> list[Fact | None]:
    """Two figures, both from the table that one of them stands in alone where it has a row of the other's name too."""
    one, other = facts
    if one is None or other is None or query.tables or one.table == other.table:
        return facts
    for fixed, moved, subject in ((one, other, query.subjects[1]), (other, one, query.subjects[0])):
        rows = [f for f in desk.index(doc_id).by_key.get(name_key(subject.text), ()) if f.table == fixed.table]
        if fixed.table == _ITEMS and len(rows) == 1 and rows[0].value is not None:
            return [fixed, rows[0]] if moved is other else [rows[0], fixed]
    return facts


def is_against_budget(columns: Sequence[str]) -> bool:
    return bool(BUDGETS & set(columns))


def _budget_gap(query: Query, desk: Desk, doc_id: str, subject: Subject) -> Answer | None:
    """Final figure against its budget; a subject without a budget is taken in its 一般公共预算 sense.

    So is spending that is not called all of it, where the report tells that budget and what came of it side by side:
    of other money it may know a plan, but no budget that was approved. A budget tells nothing of what came of it.
    """
    if query.of_plans:
        return None
    if subject.generic and subject.measure is not None and subject.measure.id == "expenditure":
        approved = Subject.of(measures()["general"])
        planned = best(query, desk, doc_id, approved, "年初预算数") if "年初预算数" in columns_of(query) else None
        if not _ALL_OF_IT.search(subject.text) and planned is not None and beside(desk, planned) is not None:
            subject = approved
    budget = next(
        (
            b
            for c in (*columns_of(query), "预算数", "年初预算数")
            if c in BUDGETS and (b := best(query, desk, doc_id, subject, c))
        ),
        None,
    )
    if budget is None and subject.measure and subject.measure.id in {"expenditure", "total"}:
        general = measures()["general"]
        return _budget_gap(query, desk, doc_id, Subject.of(general))
    stated = best(query, desk, doc_id, subject, "较年初预算增减额")
    if budget is None:
        return told(query, desk, [stated]) if stated else None
    final = beside(desk, budget) or best(query, desk, doc_id, subject)
    return difference(query, desk, final, budget)


def beside(desk: Desk, budget: Fact) -> Fact | None:
    """The final figure printed beside a budget figure."""
    if budget.table == "GK09":
        column = budget.column.replace("预算数", "决算数", 1)
        return next((f for f in desk.index(budget.doc_id).facts if f.table == "GK09" and f.column == column), None)
    same = [f for f in desk.index(budget.doc_id).facts if f.section == budget.section and f.row_name == budget.row_name]
    return next((f for f in same if f.column in {"决算数", "执行数"} and f.origin == budget.origin), None)


def base_of(query: Query, desk: Desk, doc_id: str, subject: Subject, change: Fact | None) -> Fact | None:
    """The figure that a change belongs to: of the same subject in the same section, else the figure itself."""
    if change is None:
        return None
    own = "预算数" if desk.reports[doc_id].kind == "budget" else "决算数"
    same = [
        f
        for f in desk.index(doc_id).facts
        if f.origin == "prose" and f.section == change.section and f.row_name == change.row_name and f.column == own
    ]
    beside = [f for f in same if f.quote == change.quote]
    return next(iter(beside or same), None) or best(query, desk, doc_id, subject)


def worked_back(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """A budget that is not printed, worked back from the final figure and its stated difference to the budget."""
    if not is_against_budget(columns_of(query)):
        return None
    for subject in query.subjects:
        change = next(
            (f.fact for f in find(query, desk, doc_id, subject, "增减额") if f.fact.column == "较年初预算增减额"), None
        )
        fact = base_of(query, desk, doc_id, subject, change)
        if change is None or fact is None or change.value is None or fact.value is None:
            continue
        amount = fact.value - change.value
        formula = f"{plain_decimal(fact.value)} {'-' if change.value >= 0 else '+'} {plain_decimal(abs(change.value))}"
        value = compose.computed_value(amount, fact.unit, f"{subject.name}年初预算数（推算）", formula, fact)
        text = (
            f"{compose.head(fact)}{subject.name}年初预算数推算为{compose.shown(amount, fact.unit)}（{formula}）："
            "报告写明决算数及其与年初预算数之差，没有直接公布年初预算数。"
        )
        return compose.answer(query.text, text, "computed", [value], compose.cite([fact, change], desk.files))
    return None


def rate(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """A rate of completion that is not printed, from what was spent and what was planned."""
    if "完成比例" not in query.columns:
        return None
    if query.project:
        spent, planned = (project_cell(query, desk, doc_id, c) for c in ("全年执行数", "全年预算数"))
        for other in ("执行数", "系统查全年执行数"):
            spent = spent or project_cell(query, desk, doc_id, other)
        return _quotient(query, desk, spent, planned or project_cell(query, desk, doc_id, "预算数"), percent=True)
    for subject in query.subjects:
        spent = best(query.model_copy(update={"kinds": []}), desk, doc_id, subject, "决算数")
        for column in ("全年预算数", "年初预算数"):
            planned = best(query.model_copy(update={"kinds": []}), desk, doc_id, subject, column)
            if (
                spent is not None
                and planned is not None
                and (answer := _quotient(query, desk, spent, planned, percent=True))
            ):
                return answer
    return None
