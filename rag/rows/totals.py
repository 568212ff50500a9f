"""Sums and averages over rows of one report, each with its formula, beside the figure that they should make."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from extractors.annex.words import is_total
from extractors.facts import MONEY, Fact, plain_decimal
from extractors.vocabulary import measures
from extractors.vocabulary.rows import row_words
from rag import compose
from rag.answer import Answer, Status, Value
from rag.figures.figures import best
from rag.figures.support import measure_of
from rag.holdings.desk import Desk
from rag.holdings.lookup import Subject
from rag.language.query import Query
from rag.language.rows import Rows
from rag.rows.row_wording import said
from rag.understanding.relation import Row, column_of


def total_of_rows(query: Query, desk: Desk, doc_id: str, rows: Sequence[Row], shown: Sequence[str]) -> Answer | None:
    """The sum or the average of each column over the rows; the distance to a whole where one is named."""
    asked = query.rows
    assert asked is not None
    answers = [a for c in shown if (a := _total_of(query, desk, doc_id, rows, c)) is not None]
    if len(answers) > 1:
        return compose.together(query.text, answers)
    return answers[0] if answers else None


def _total_of(query: Query, desk: Desk, doc_id: str, rows: Sequence[Row], column: str) -> Answer | None:
    asked = query.rows
    assert asked is not None
    facts = [f for r in rows if (f := r.cell(column)) is not None and f.value is not None]
    units = [f.unit for f in facts]
    if len(set(units)) > 1 and set(units) <= MONEY.keys():
        # 42680000元 of a table beside 345.00万元 of a sentence
        common = max(set(units), key=lambda u: MONEY[u or "元"]) or "元"
        facts = [f if f.unit == common else _in_common(f, common) for f in facts]
    facts = [f for f in facts if f.unit == facts[0].unit]
    if len(facts) < 2 or (asked.do == "sum" and facts[0].unit == "%"):
        return None
    whole, facts = _whole_of(facts)
    value = _sum_value(query, facts, column, asked)
    named = "、".join(compose.label_of(f) for f in facts[:3]) + ("等" if len(facts) > 3 else "")
    kind = "平均" if asked.do == "average" else "合计"
    lead = f"{desk.title(doc_id)}所列{len(facts)}项{said(asked)}{_of(column)}{kind}"
    text = f"{lead}{value.value}{value.unit or ''}（{compose.abridged(value.formula or '')}；{named}）。"
    cited = list(facts)
    values, status = [value], "computed"
    if asked.do == "sum" and not asked.without and not asked.conditions:
        named_alone = asked.kind == "named" and not query.has("conflict") and query.claim is None
        whole = whole or (None if named_alone else _whole_in(query, desk, doc_id, facts))
        if asked.kind == "indicators" and query.has("conflict"):
            whole = whole or _total_of_form(desk, facts)
        if whole is None and query.has("conflict"):
            whole = _total_of_table(desk, facts)
        if whole is not None and whole.value is not None:
            text, values, status = _against(query, whole, value, facts, text)
            cited.insert(0, whole)
        elif verdict := _claimed(query, value):
            text = f"{verdict}：{text}"
    if "count" in query.kinds and asked.kind != "named":
        called = row_words().called[asked.kind]
        number = compose.counted(len(facts))
        count = compose.computed_value(Decimal(len(facts)), called.unit, f"{called.name}的数目", number, facts[0])
        values.append(count)
    return compose.answer(query.text, text, status, values, compose.cite(cited, desk.files))  # type: ignore[arg-type]


def _in_common(fact: Fact, unit: str) -> Fact:
    """A figure in the unit of the others; its quote has it as printed."""
    value = fact.in_unit(unit)
    return fact if value is None else fact.but(value=compose.trimmed(value), unit=unit)


def _claimed(query: Query, value: Value) -> str:
    """Whether a sum is what a question says it is (合起来是386万吗); empty where it says nothing of it."""
    claim = query.claim
    if claim is None or claim.test != "exactly" or claim.value is None or value.unit not in MONEY:
        return ""
    said = claim.value * MONEY[claim.unit or "万元"] / MONEY[value.unit]
    return "是的" if said == Decimal(value.value) else f"不是{claim.said}"


def _total_of_form(desk: Desk, facts: Sequence[Fact]) -> Fact | None:
    """The figure in the row of totals of the form that the rows are of, in their column."""
    first = facts[0]
    own = (f for f in desk.index(first.doc_id).facts if f.origin == "annex" and f.part_of == first.part_of)
    same = [f for f in own if f.table == first.table and column_of(f) == column_of(first) and f.value is not None]
    return next((f for f in same if is_total(f.row_name)), None)


def _total_of_table(desk: Desk, facts: Sequence[Fact]) -> Fact | None:
    """The row of totals of the table of no known form that all the rows are of, in their column."""
    first = facts[0]
    if any((f.table, f.column) != (first.table, first.column) for f in facts):
        return None
    rows = desk.index(first.doc_id).plain.tables.get(first.table or "", ())
    same = (f for f in rows if f.column == first.column and f.unit == first.unit and f.value is not None)
    return next((f for f in same if is_total(f.row_name) and not f.part_of), None)


def gap_of_rows(query: Query, desk: Desk, rows: Sequence[Row], column: str) -> Answer | None:
    """How far the figures of two rows are apart."""
    facts = [f for r in rows if (f := r.cell(column)) is not None and f.value is not None]
    if len(facts) != 2 or facts[0].unit != facts[1].unit or rows[0].key == rows[-1].key:
        return None
    small, large = sorted(facts, key=lambda f: f.value or Decimal(0))
    gap = (large.value or Decimal(0)) - (small.value or Decimal(0))
    formula = f"{plain_decimal(large.value or gap)} - {plain_decimal(small.value or Decimal(0))}"
    value = compose.computed_value(gap, large.unit, "相差", formula, large)
    text = f"{compose.head(large)}{compose.label_of(large)}比{compose.label_of(small)}多"
    text += f"{compose.shown(gap, large.unit)}（{formula}）。{compose.sentence(large)}；{compose.sentence(small)}。"
    return compose.answer(query.text, text, "computed", [value], compose.cite(facts, desk.files))


def share_of_rows(
    query: Query, desk: Desk, doc_id: str, rows: Sequence[Row], among: Sequence[Row], column: str
) -> Answer | None:
    """What some rows make of all, in per cent."""
    part, whole = _figures(rows, column), _figures(among, column)
    total = sum((f.value or Decimal(0) for f in whole), Decimal(0))
    if not part or not total or len({f.unit for f in whole}) != 1:
        return None
    share = sum((f.value or Decimal(0) for f in part), Decimal(0)) / total * 100
    above, below = (" + ".join(plain_decimal(f.value or Decimal(0)) for f in facts) for facts in (part, whole))
    result = compose.rounded(share, query.places if query.places is not None else 2)
    value = compose.computed_value(result, "%", f"占全部项目{column}的比例", f"{above} ÷ ({below}) × 100%", part[0])
    names = "、".join(r.name for r in rows)
    text = f"{desk.title(doc_id)}{names}占全部项目{column}的{value.value}%（{value.formula}）。"
    return compose.answer(query.text, text, "computed", [value], compose.cite([*part, *whole], desk.files))


def _figures(rows: Sequence[Row], column: str) -> list[Fact]:
    return [f for r in rows if (f := r.cell(column)) is not None and f.value is not None]


def _of(column: str) -> str:
    return "" if column in {"决算数", "全年执行数"} else column


def _sum_value(query: Query, facts: Sequence[Fact], column: str, asked: Rows) -> Value:
    """The sum or average of facts in one unit, with its formula."""
    amounts = [f.value for f in facts if f.value is not None]
    result, formula = sum(amounts, Decimal(0)), " + ".join(plain_decimal(a) for a in amounts)
    label = f"{len(facts)}项{_of(column)}合计"
    if asked.do == "average":
        result = compose.rounded(result / len(amounts), query.places if query.places is not None else 2)
        formula, label = f"({formula}) ÷ {len(amounts)}", f"{len(facts)}项{_of(column)}平均"
    unit = facts[0].unit
    if query.unit and query.unit != unit and (scaled := facts[0].but(value=result).in_unit(query.unit)) is not None:
        formula = f"({formula}) {compose.conversion(unit or '', query.unit)}"
        result, unit = compose.trimmed(scaled), query.unit
    return compose.computed_value(result, unit, label, formula, facts[0])


def _whole_in(query: Query, desk: Desk, doc_id: str, facts: Sequence[Fact]) -> Fact | None:
    query = query.model_copy(update={"kinds": []})
    # of a sum of budgets the whole is the budget
    column = facts[0].column if "预算" in facts[0].column else None
    above = _part_of(facts[0]) if len({_part_of(f) for f in facts}) == 1 else None
    subjects = [*query.subjects, *([Subject.of(measures()[above])] if above and query.has("conflict") else [])]
    found = (best(query, desk, doc_id, s, column) for s in subjects)
    parts = {f.row_name for f in facts}
    wholes = (f for f in found if f is not None and f.row_name not in parts and not (above and _part_of(f) == above))
    named = next((f for f in wholes if f not in facts and f.unit == facts[0].unit), None)
    if named is not None or not query.has("conflict") or any(f.section != facts[0].section for f in facts):
        return named
    # what a section says of the whole before it lists the parts
    beside = (f for f in desk.index(doc_id).facts if f.section == facts[0].section and f.column == facts[0].column)
    first = next((f for f in beside if f.value is not None and f.unit == facts[0].unit), None)
    return first if first not in facts else None


def _part_of(fact: Fact) -> str | None:
    """The measure that the measure of a figure is a part of."""
    measure = measure_of(fact)
    return measure.part_of if measure is not None else None


def _whole_of(facts: list[Fact]) -> tuple[Fact | None, list[Fact]]:
    """What is named together with its own parts (a 类 and its 款) is what they are summed against, not one of them."""
    for whole in facts:
        parts = [f for f in facts if f is not whole]
        if len(parts) >= 2 and all(_is_above(whole, f) for f in parts):
            return whole, parts
    return None, facts


def _is_above(whole: Fact, part: Fact) -> bool:
    """Whether a figure is of what another one is of a part of: by code, or as measures."""
    if whole.row_code and part.row_code:
        return len(whole.row_code) < len(part.row_code) and part.row_code.startswith(whole.row_code)
    above, below = measure_of(whole), measure_of(part)
    return above is not None and below is not None and below.part_of == above.id


def _against(
    query: Query, whole: Fact, total: Value, facts: Sequence[Fact], text: str
) -> tuple[str, list[Value], Status]:
    """A sum beside the figure that it should make."""
    unit, amount_there, summed = (
        whole.unit,
        whole.value or Decimal(0),
        sum((f.value or Decimal(0) for f in facts), Decimal(0)),
    )
    gap = abs(amount_there - summed)
    there, addends = plain_decimal(amount_there), [plain_decimal(f.value) for f in facts if f.value is not None]
    formula = " - ".join([there, *addends]) if amount_there >= summed else f"{' + '.join(addends)} - {there}"
    apart = compose.computed_value(gap, unit, "相差", formula, facts[0])
    verdict = "一致" if gap == 0 else f"相差{compose.shown(gap, unit)}"
    text += f"{compose.sentence(whole)}，两者{verdict}。"
    values = [total, apart]
    if query.has("difference"):
        values = [apart, total]
    elif query.has("conflict") and "money" in query.kinds:
        values = [total, compose.value_of(whole), apart]
    elif query.has("conflict"):
        values = [compose.value_of(whole), total, apart]
    return text, values, "conflict" if query.has("conflict") and gap else "computed"
