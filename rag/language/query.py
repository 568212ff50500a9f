"""Query: what a question asks, in types. Understanding fills it, the engines run on it, and both agree here."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from extractors.citation import Citation
from extractors.vocabulary import Tally
from rag.answer import Value
from rag.holdings.directory import ReportLike
from rag.holdings.lookup import Subject
from rag.language.asking import Stated
from rag.language.comparison import Comparison
from rag.language.leaning import Leaning, Place
from rag.language.manner import Manner
from rag.language.plain_asked import PlainCells
from rag.language.rows import Condition, Rows
from rag.language.scope import Scope
from rag.language.set_against import SetAgainst
from rag.language.spelling import Slip
from rag.language.terms import Terms
from rag.language.wants import Wants

#: how many reports the ``query`` object of an answer lists
_TOLD = 100
_PROJECTS = re.compile("项目(?!支出)")
#: what a part of a question makes of the figures of the parts before it
Closing = Literal["sum", "difference"]

#: what a question is to the turns before it; ``rag.talk.turns`` says what each means
Move = Literal[
    "new",
    "nothing",
    "declined",
    "place",
    "correction",
    "choice",
    "comparison",
    "together",
    "figures",
    "year",
    "group",
    "rows",
    "swap",
    "own_words",
]


class Recalled(BaseModel):
    """A figure that was answered earlier in the conversation, with the places that bear it out."""

    value: Value
    citations: list[Citation] = Field(default_factory=list)

    @classmethod
    def of(cls, value: Value, citations: Sequence[Citation]) -> Recalled:
        """A figure of an answer with those of its citations that are of the same report and show it."""
        own = [c for c in citations if c.department == value.department]
        showing = [c for c in own if value.value in c.quote] if not value.formula else own
        return cls(value=value, citations=list(showing or own or citations))


class Query(BaseModel):
    """What was understood. ``doc_ids`` are the reports asked about; empty with ``everywhere`` means all of them.

    ``wants`` is the kind of words asked for, ``declined`` what is said to a question that is no question to a report.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    text: str
    doc_ids: list[str] = Field(default_factory=list)
    everywhere: bool = False
    #: the reports of any year that the name in the question fits, of which ``doc_ids`` are those meant
    fitting: list[str] = Field(default_factory=list)
    ambiguous: bool = False
    unknown: list[str] = Field(default_factory=list)
    years: list[int] = Field(default_factory=list)
    operations: list[str] = Field(default_factory=list)
    subjects: list[Subject] = Field(default_factory=list)
    slips: list[Slip] = Field(default_factory=list)
    left_over: Subject | None = None
    #: the things of their own that a question names with words before an item of expense (电焊工培训)
    apart: list[str] = Field(default_factory=list)
    columns: list[str] = Field(default_factory=list)
    #: of an indicator that is named, what was planned or what came of it, where a part of the question asks for that
    sides: list[str] = Field(default_factory=list)
    tables: list[str] = Field(default_factory=list)
    table_column: str | None = None
    #: cells of a table of no known form
    plain: PlainCells | None = None
    sections: list[str] = Field(default_factory=list)
    project: str | None = None
    projects: list[str] = Field(default_factory=list)
    rows: Rows | None = None
    closing: Closing | None = None
    #: whether the code of what is named is asked for, and no figure
    asks_code: bool = False
    #: what a question adds up to see whether it makes the whole
    tallies: list[Tally] = Field(default_factory=list)
    #: whether all values that a report has for a figure are asked for, if it has more than one (到底是多少)
    every_value: bool = False
    #: whether a figure is to be worked out anew from others, whatever the report states
    recompute: bool = False
    #: whether a question asks if a figure that it names is right (算得对吗)
    doubted: bool = False
    #: whether it holds one thing that it names or states against another (填的95%，跟总额说得通吗)
    opposed: bool = False
    #: two spellings of one name of which it asks which one the report has
    spellings: list[str] = Field(default_factory=list)
    #: what two columns of a row are both called that it holds against one another (两个执行数一样吗)
    columns_alike: str | None = None
    #: what is put together by an operation that the question names, in its words
    terms: Terms | None = None
    #: a number of its own that the question sets the figure against (比400万少多少)
    set_against: SetAgainst | None = None
    #: whether it names places of the report that are held against one another (正文和自评表, 前后)
    between_places: bool = False
    #: what a yes-or-no question says of the figure it names
    claim: Condition | None = None
    #: the part of the report that the answer is to come from
    place: Place | None = None
    unit: str | None = None
    #: the unit of the figure that the turn before gave; one that is printed in it too is told so
    unit_before: str | None = None
    places: int | None = None
    top: int | None = None
    nth: int | None = None
    ascending: bool = False
    #: whether a ranking is asked who it is that stands in a place, and not only how far apart places are
    asks_who: bool = False
    prior: bool = False
    #: whether the question says that the prose of the report has what it asks
    in_prose: bool = False
    #: whether a month's average of a year's amount is asked for
    monthly: bool = False
    rest: str = ""
    #: figures of columns that the question states and does not ask for, with their places in ``rest``
    stated: list[Stated] = Field(default_factory=list)
    #: the amounts of money that it states, in 万元: they tell which row is meant
    amounts: list[Decimal] = Field(default_factory=list)
    asks_figure: bool = False
    asks_text: bool = False
    kinds: list[str] = Field(default_factory=list)
    defaulted: bool = False
    #: the reports asked about are budgets
    of_plans: bool = False
    wants: Wants = Field(default_factory=Wants)
    declined: str | None = None
    manner: Manner = Field(default_factory=Manner)
    move: Move = "new"
    #: how the question leans on earlier turns, and what was filled in from them
    lean: Leaning | None = None
    #: what earlier turns spoke of, where the question itself names nothing that has a figure
    topic: list[Subject] = Field(default_factory=list)
    taken_over: list[str] = Field(default_factory=list)
    corrected: list[str] = Field(default_factory=list)
    #: the names of the things that the answer listed, in order, and of the one that it singled out (the largest)
    listed: list[str] = Field(default_factory=list)
    singled_out: str | None = None
    recalled: list[Recalled] = Field(default_factory=list)
    scope: Scope = Field(default_factory=Scope)
    #: what is asked of several reports; None where it has not been looked at
    comparison: Comparison | None = None
    #: what the user has to be told besides the answer
    notes: list[str] = Field(default_factory=list)

    def has(self, *operations: str) -> bool:
        return any(o in self.operations for o in operations)

    @property
    def of_projects(self) -> bool:
        """Whether projects are asked about, one or several; 项目支出 is a kind of spending."""
        return self.project is not None or bool(_PROJECTS.search(self.rest))

    def _compared(self) -> dict[str, Any]:
        """What is asked of several reports, without what was not asked."""
        if self.comparison is None or len(self.doc_ids) < 2:
            return {}
        return self.comparison.model_dump(mode="json", exclude_defaults=True) or {"task": self.comparison.task}

    def to_json(self, reports: Mapping[str, ReportLike]) -> dict[str, Any]:
        """The ``query`` object of an answer: what was understood, in words."""
        told: dict[str, Any] = {
            "departments": [reports[d].department for d in self.doc_ids[:_TOLD] if d in reports],
            "years": self.years or sorted({y for d in self.doc_ids if d in reports and (y := reports[d].year)}),
            "operations": self.operations,
            "subjects": [s.name for s in self.subjects],
            "columns": self.columns,
            "tables": self.tables,
            "plain": self.plain.model_dump(mode="json", exclude_defaults=True)
            if self.plain and self.plain.named
            else None,
            "project": self.project if len(self.projects) < 2 else "、".join(self.projects),
            "unit": self.unit,
            "rows": self.rows.model_dump(mode="json", exclude_defaults=True) if self.rows else None,
            "doc_ids": self.doc_ids[:_TOLD],
            "measures": [s.measure.id for s in self.subjects if s.measure],
        }
        more = {
            "reports": len(self.doc_ids) if len(self.doc_ids) > _TOLD else 0,
            "missing": self.unknown,
            "notes": self.notes,
            "places": self.places,
            "top": self.top,
            "nth": self.nth,
            "ascending": self.ascending,
            "move": self.move if self.move != "new" else "",
            "taken_over": self.taken_over,
            "corrected": self.corrected,
            "scope": self.scope.model_dump(mode="json", exclude_defaults=True),
            "comparison": self._compared(),
            "condition": "，".join(c.said for c in self.comparison.conditions) if self.comparison else "",
            "figures": [r.value.model_dump(mode="json") for r in self.recalled],
        }
        return told | {key: value for key, value in more.items() if value}
