"""One figure of each report, as a question on several reports asks for it: an amount, a share, a change, an average."""

from __future__ import annotations

from dataclasses import replace

from extractors.facts import MONEY, Fact
from extractors.text import name_key
from extractors.vocabulary import measures
from extractors.vocabulary.units import unit_words
from rag.figures import averages, computed, year_before
from rag.figures.figures import belongs, best, find
from rag.figures.projects import project_cell
from rag.holdings.desk import Desk
from rag.holdings.lookup import Subject
from rag.language.asking import BUDGETS
from rag.language.comparison import Metric
from rag.language.query import Query
from rag.reports.amounts import Measured, amount_column, change_of, gap_of, in_money, of_answer, of_fact, rate_of
from rag.reports.survey import survey

#: the unit in which amounts of several reports stand side by side where they print different ones
_SHARED = "万元"


def gather(
    query: Query, desk: Desk, metric: Metric, subject: Subject | None = None
) -> tuple[list[Measured], dict[str, str]]:
    """The figure of every report asked about, in one unit, and by report why it has none."""
    if desk.is_many(query.doc_ids):
        of_many, without = survey(query, desk, metric, subject or query.subjects[0])
        return in_one_unit(of_many, without, query.unit), without
    found: list[Measured] = []
    left_out: dict[str, str] = {}
    for doc_id in query.doc_ids:
        one = measured(query, desk, doc_id, metric, subject or query.subjects[0])
        if isinstance(one, Measured):
            found.append(one)
        else:
            left_out[doc_id] = one
    return in_one_unit(found, left_out, query.unit), left_out


def in_one_unit(found: list[Measured], left_out: dict[str, str], told_in: str | None = None) -> list[Measured]:
    """The figures that can be put side by side: of money or of one kind of unit; ``left_out`` gets the others.

    Money that reports print in different units is told in 万元, unless a question wants it ``told_in`` another one.
    """
    if not found:
        return []
    units = [m.unit for m in found]
    base = max(dict.fromkeys(units), key=units.count)
    if base in MONEY and told_in is None and len({u for u in units if u in MONEY}) > 1:
        found, base = [in_money(m, _SHARED) if m.unit in MONEY else m for m in found], _SHARED
    kept = []
    for one in found:
        if one.unit == base:
            kept.append(one)
        elif one.unit and base and unit_words().are_alike(one.unit, base):
            one.unit = base  # one report counts its 团组 in 个 and the next in 批次: it is the same thing
            kept.append(one)
        elif one.unit in MONEY and base in MONEY:
            one.amount, one.unit = one.amount * MONEY[one.unit] / MONEY[base], base
            kept.append(one)
        else:
            left_out[one.doc_id] = f"单位不同：{one.unit or '无单位'}"
    return kept


def measured(query: Query, desk: Desk, doc_id: str, metric: Metric, subject: Subject) -> Measured | str:
    """The figure of a report, or why it has none."""
    others = [s for s in query.subjects if s is not subject]
    # a project has points beside its money: the kind asked for tells which is meant
    kinds = query.kinds if query.project and metric == "amount" else []
    one = query.model_copy(
        update={"kinds": kinds, "operations": [], "subjects": [subject, *others], "doc_ids": [doc_id]}
    )
    if metric == "amount":
        return _amount(one, desk, doc_id, subject)
    if metric == "share":
        return of_answer(computed.share(one, desk, doc_id), desk, doc_id) or _no_figure(desk, doc_id, subject, "占比")
    if metric == "per_head":
        # an average of small amounts needs more decimals to be ranked by
        one.places = 4 if one.places is None and one.unit is None else one.places
        return of_answer(averages.per_head(one, desk, doc_id), desk, doc_id) or "报告没有平均所需的数"
    if metric == "completion":
        fact = best(one, desk, doc_id, subject, "完成比例")
        rated = computed.rate(one.model_copy(update={"columns": ["完成比例"]}), desk, doc_id)
        return of_fact(fact, desk) or of_answer(rated, desk, doc_id) or "报告没有该完成率"
    if metric == "gap":
        return _gap(one, desk, doc_id, subject)
    return _changed(one, desk, doc_id, subject, metric)


def _amount(query: Query, desk: Desk, doc_id: str, subject: Subject) -> Measured | str:
    fact = amount_fact(query, desk, doc_id, subject)
    if fact is not None and fact.is_blank:
        return "该处空白未填"
    if query.project and (fact is None or fact.value is None) and not amount_column(query):
        fact = project_cell(query, desk, doc_id, "全年执行数")
    return of_fact(fact, desk, query) or _no_figure(desk, doc_id, subject, "")


def amount_fact(query: Query, desk: Desk, doc_id: str, subject: Subject) -> Fact | None:
    """The printed figure that is asked for, or its place where that is left blank; None where a report has neither."""
    column = amount_column(query)
    fact = best(query, desk, doc_id, subject, column)
    if fact is None and column in BUDGETS:
        fact = best(query, desk, doc_id, subject, "预算数")
    if fact is None and column is not None and column == query.table_column:
        fact = _told_in_fund(query, desk, doc_id, subject, column)
    if fact is not None and fact.value is None:
        # a table that is printed blank beside prose that states the figure
        stated = (f.fact for f in find(query, desk, doc_id, subject, column) if f.fact.value is not None)
        fact = next(stated, fact)
    return fact


def _told_in_fund(query: Query, desk: Desk, doc_id: str, subject: Subject, column: str) -> Fact | None:
    """What the prose on a budget says was spent from it on something, where no table has the column of that budget."""
    key = name_key(column)
    funds = (m for m in measures().values() if m.fund and key in {name_key(n) for n in (m.name, *m.printed, *m.asked)})
    fund = next(funds, None)
    if fund is None:
        return None
    plain = query.model_copy(update={"table_column": None, "columns": []})
    inside = replace(subject, within=Subject.of(fund))
    found = (f.fact for f in find(plain, desk, doc_id, inside))
    return next((f for f in found if f.value is not None and belongs(f, Subject.of(fund), desk.index(doc_id))), None)


def _changed(query: Query, desk: Desk, doc_id: str, subject: Subject, metric: Metric) -> Measured | str:
    """The change from the year before: as stated, from both reports, or the rate from the stated amount."""
    column = "增减幅" if metric == "growth" else "增减额"
    stated = (f.fact for f in find(query, desk, doc_id, subject, column) if f.fact.column == column)
    fact = next((f for f in stated if f.value is not None), None)
    if fact is not None:
        return of_fact(fact, desk, query) or "报告没有该数"
    asked = query.model_copy(update={"columns": [column], "subjects": [subject]})
    if metric == "change" and (years := year_before.both_years(asked, desk, doc_id)) is not None:
        return change_of(*years, desk)
    if (from_both := of_answer(year_before.against_prior(asked, desk, doc_id), desk, doc_id)) is not None:
        return from_both
    if metric == "growth":
        change = _changed(query, desk, doc_id, subject, "change")
        now = _amount(query.model_copy(update={"columns": []}), desk, doc_id, subject)
        if isinstance(change, Measured) and isinstance(now, Measured) and now.amount != change.amount:
            return rate_of(change, now)
    return "报告没有写明与上年相比的变化"


def _gap(query: Query, desk: Desk, doc_id: str, subject: Subject) -> Measured | str:
    """The final figure less its budget."""
    budgets = (best(query, desk, doc_id, subject, c) for c in ("年初预算数", "预算数"))
    budget = next((b for b in budgets if b is not None and b.value is not None), None)
    if budget is None or budget.value is None:
        return "报告没有该预算数"
    final = computed.beside(desk, budget) or best(query, desk, doc_id, subject)
    if final is None or final.value is None or final.unit != budget.unit:
        return "报告没有可比的决算数"
    return gap_of(final, budget, desk)


def _no_figure(desk: Desk, doc_id: str, subject: Subject, of: str) -> str:
    """Why a report has no figure: its table could not be read, or it does not state one."""
    if is_unread(desk, doc_id, subject):
        return "报告没有该数，相关表格没有读到文字"
    return f"报告没有该{of or '数'}"


def is_unread(desk: Desk, doc_id: str, subject: Subject) -> bool:
    """Whether the tables that hold a measure were not read from a report: they are pictures, or not there."""
    tables = {cell[0] for cell in subject.measure.cells} if subject.measure else set()
    return bool(tables) and not tables & desk.index(doc_id).tables
