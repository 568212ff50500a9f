"""Survey: one figure of each of many reports, found by label; only those that an answer tells are read."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal
from functools import partial

from extractors.facts import MONEY, Fact
from extractors.vocabulary import table_forms
from rag import compose
from rag.answer import Answer
from rag.figures import averages, computed, many, year_before
from rag.holdings.census import Figure
from rag.holdings.desk import Desk
from rag.holdings.lookup import Subject
from rag.language.asking import BUDGETS
from rag.language.comparison import Metric
from rag.language.query import Query
from rag.reports.amounts import (
    Evidence,
    Measured,
    amount_column,
    change_of,
    evidence_of,
    gap_of,
    of_answer,
    of_fact,
    rate_of,
)

Figures = dict[str, Figure]
#: two figures of a report with what is worked out of them, and how
Pair = tuple[Figure, Figure, Decimal]
Work = Callable[[Fact, Fact], Answer | Measured | None]
#: how the columns of a budget and of what became of it end; those of 三公 go on with what they are of
_BUDGETED = ("预算数", "决算数", "执行数", *table_forms()["GK09"].column_names)
#: why a report is left out where its label does not tell more
_WHY: dict[Metric, str] = {
    "share": "报告没有该占比",
    "per_head": "报告没有平均所需的数",
    "completion": "报告没有该完成率",
    "gap": "报告没有该预算数或可比的决算数",
    "growth": "报告没有写明与上年相比的变化",
    "change": "报告没有写明与上年相比的变化",
}


def survey(query: Query, desk: Desk, metric: Metric, subject: Subject) -> tuple[list[Measured], dict[str, str]]:
    """The figure of every report asked about, in their order, and by report why it has none."""
    others = [s for s in query.subjects if s is not subject]
    one = query.model_copy(update={"kinds": [], "operations": [], "subjects": [subject, *others]})
    asked = _Survey(one, desk, subject)
    found = asked.measured(metric)
    missing = [d for d in query.doc_ids if d not in found]
    why = dict.fromkeys(missing, _WHY.get(metric, "报告没有该数，或相关表格没有读到文字"))
    if metric == "amount":
        why |= dict.fromkeys(asked.blank(missing), "该处空白未填")
    return [found[d] for d in query.doc_ids if d in found], why


class _Survey:
    """The figures of one question on many reports."""

    def __init__(self, query: Query, desk: Desk, subject: Subject) -> None:
        self.query, self.desk, self.subject = query, desk, subject

    def measured(self, metric: Metric) -> dict[str, Measured]:
        """The figures of a kind by report."""
        if metric == "amount":
            return self._printed(self._amounts())
        if metric == "share":
            return self._shares()
        if metric == "per_head":
            return self._per_head()
        if metric == "completion":
            return self._completed()
        if metric == "gap":
            return self._gaps()
        return self._changes(metric)

    def blank(self, doc_ids: Iterable[str]) -> list[str]:
        """Those of some reports that print the place of the amount and leave it blank."""
        return many.blank(self._of(doc_ids), self.desk, self.subject, amount_column(self.query))

    def _of(self, doc_ids: Iterable[str]) -> Query:
        return self.query.model_copy(update={"doc_ids": list(doc_ids)})

    def _without(self, found: Iterable[str]) -> list[str]:
        """The reports of which nothing is found yet."""
        known = set(found)
        return [d for d in self.query.doc_ids if d not in known]

    def _figures(
        self,
        subject: Subject,
        column: str | None = None,
        doc_ids: Iterable[str] | None = None,
        fits: Callable[[Fact], bool] | None = None,
    ) -> Figures:
        query = self.query if doc_ids is None else self._of(doc_ids)
        return many.figures(query, self.desk, subject, column, fits) if query.doc_ids else {}

    def _facts(self, *figures: Figure) -> list[Fact]:
        return self.desk.census.facts(figures)

    def _later(self, figure: Figure, amount: Decimal, unit: str | None, tell: Callable[[], Evidence]) -> Measured:
        return Measured(figure.doc_id, amount, unit, self.desk.reports[figure.doc_id].year, tell)

    def _printed(self, figures: Figures, as_asked: bool = True) -> dict[str, Measured]:
        """Figures as they are printed, in the unit asked for where ``as_asked``."""
        tell = partial(self._tell, query=self.query if as_asked else None)
        return {d: self._later(f, f.value, f.unit, partial(tell, f)) for d, f in figures.items()}

    def _tell(self, figure: Figure, query: Query | None) -> Evidence:
        return evidence_of(self._facts(figure)[0], self.desk, query)

    def _worked_out(self, pairs: Iterable[Pair], unit: str | None, work: Work) -> dict[str, Measured]:
        """Figures worked out of two, with how it is done once they are told."""
        tell = partial(self._tell_worked_out, work)
        return {a.doc_id: self._later(a, amount, unit or a.unit, partial(tell, a, b)) for a, b, amount in pairs}

    def _tell_worked_out(self, work: Work, a: Figure, b: Figure) -> Evidence:
        done = work(*self._facts(a, b))
        if not isinstance(done, Measured):
            done = of_answer(done, self.desk, a.doc_id)
        assert done is not None, "what was measured can be told"
        return done.evidence

    def _amounts(self) -> Figures:
        column = amount_column(self.query)
        found = self._figures(self.subject, column)
        if column in BUDGETS and (rest := self._without(found)):
            blank = set(many.blank(self._of(rest), self.desk, self.subject, column))
            found |= self._figures(self.subject, "预算数", [d for d in rest if d not in blank])
        return found

    def _per_cent(self, parts: Figures, wholes: Figures) -> dict[str, Measured]:
        """What share of one figure another one of the same report is."""
        places = self.query.places if self.query.places is not None else 2
        pairs = [
            (a, b, compose.rounded(a.value / b.value * 100, places))
            for d, a in parts.items()
            if (b := wholes.get(d)) is not None and b.value and b.unit == a.unit
        ]
        return self._worked_out(pairs, "%", lambda a, b: computed.percentage(self.query, self.desk, a, b))

    def _shares(self) -> dict[str, Measured]:
        part, whole = computed.sides(self.query)
        found = {}
        if not self.query.recompute:
            found = self._printed(self._figures(part, "占比", None, lambda f: computed.is_base(f, whole)))
        whole = whole or computed.whole_of(part)
        if whole is not None and (rest := self._without(found)):
            found |= self._per_cent(self._figures(part, None, rest), self._figures(whole, None, rest))
        return found

    def _per_head(self) -> dict[str, Measured]:
        over = averages.divided_among(self.query)
        if over is None:
            return {}
        query = self.query
        if query.places is None and query.unit is None:
            # an average of small amounts needs more decimals to be ranked by
            query = query.model_copy(update={"places": 4})
        things = self._figures(Subject.of(over))
        money: Figures = {}
        for subject in averages.costs_of(query, over):
            money |= self._figures(subject, None, self._without(money))
        places = query.places if query.places is not None else 2
        pairs: list[Pair] = []
        for d, a in money.items():
            if (b := things.get(d)) is not None and b.value:
                unit = query.unit if query.unit and a.unit in MONEY else a.unit
                pairs.append((a, b, compose.rounded((a.in_unit(unit) or a.value) / b.value, places)))
        return self._worked_out(
            pairs, query.unit if query.unit in MONEY else None, lambda a, b: averages.average(query, self.desk, a, b)
        )

    def _completed(self) -> dict[str, Measured]:
        found = self._printed(self._figures(self.subject, "完成比例"), as_asked=False)
        if self.query.project or not (rest := self._without(found)):
            return found
        spent = self._figures(self.subject, "决算数", rest)
        for column in ("全年预算数", "年初预算数"):
            rest = [d for d in rest if d not in found]
            found |= self._per_cent(
                {d: spent[d] for d in rest if d in spent}, self._figures(self.subject, column, rest)
            )
        return found

    def _gaps(self) -> dict[str, Measured]:
        """The final figures less their budgets."""
        budgets = self._figures(self.subject, "年初预算数")
        budgets |= self._figures(self.subject, "预算数", self._without(budgets))
        finals = many.partners(self.query, self.desk, self.subject, budgets, computed.beside, _BUDGETED)
        finals |= self._figures(self.subject, None, [d for d in budgets if d not in finals])
        pairs = [(f, b, f.value - b.value) for d, f in finals.items() if (b := budgets[d]).unit == f.unit]
        return self._worked_out(pairs, None, lambda final, budget: gap_of(final, budget, self.desk))

    def _changes(self, metric: Metric) -> dict[str, Measured]:
        """The changes from the year before: as stated, from both reports, or the rate from the stated amount."""
        column = "增减幅" if metric == "growth" else "增减额"
        found = self._printed(self._figures(self.subject, column, None, lambda f: f.column == column))
        if rest := self._without(found):
            found |= self._from_both(metric, rest)
        if metric == "growth" and (rest := self._without(found)):
            found |= self._rates(rest)
        return found

    def _from_both(self, metric: Metric, doc_ids: Iterable[str]) -> dict[str, Measured]:
        """Changes that reports do not state, from those of the year before where they are there too."""
        before = {d: last for d in doc_ids if (last := self.desk.catalogue.year_before(d)) is not None}
        now, then = self._figures(self.subject, None, before), self._figures(self.subject, None, before.values())
        pairs = [(a, b) for d, a in now.items() if (b := then.get(before[d])) is not None and b.unit == a.unit]
        if metric == "change":
            changes = [(a, b, a.value - b.value) for a, b in pairs]
            return self._worked_out(changes, None, lambda now, then: change_of(now, then, self.desk))
        places = self.query.places or 2
        rated = [(a, b, compose.rounded((a.value - b.value) / b.value * 100, places)) for a, b in pairs if b.value]
        return self._worked_out(rated, "%", lambda a, b: year_before.growth(self.query, self.desk, a, b))

    def _rates(self, doc_ids: Iterable[str]) -> dict[str, Measured]:
        """Rates of changes of which only the amount is stated."""
        changes = self._figures(self.subject, "增减额", doc_ids, lambda f: f.column == "增减额")
        now = self._figures(self.subject, None, changes)
        rated: list[Pair] = []
        for d, a in now.items():
            change = changes[d].in_unit(a.unit)
            if change is not None and a.value != change:
                rated.append((changes[d], a, compose.rounded(change / (a.value - change) * 100, 2)))
        return self._worked_out(rated, "%", self._rate)

    def _rate(self, change: Fact, now: Fact) -> Measured | None:
        told, amount = of_fact(change, self.desk, self.query), of_fact(now, self.desk, self.query)
        return rate_of(told, amount) if told and amount else None
