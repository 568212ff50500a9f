"""Reading: a question while it is being understood, in the forms of its text that the stages of ``question`` work on.

Each stage blanks out what it has understood, so that those behind it look only at what is left. What is blanked out
keeps its length: a place in one form is the same place in every other.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from typing import Self

from extractors.text import fold
from extractors.vocabulary import question_words
from rag.holdings.census import Census
from rag.holdings.directory import Directory, ReportLike
from rag.holdings.lookup import FactIndex
from rag.language.asking import blanked
from rag.language.names import Named, find_named
from rag.language.query import Query

#: in so many reports names are looked for one by one
_MOST = 20

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Holdings:
    """What a question is held against: the reports at hand, the names of their departments, and what these print.

    ``census``: where there is one, what many reports print is looked up in it. ``as_written``: a question is taken by
    its letters, without putting slips right or writing short forms out.
    """

    reports: Collection[ReportLike]
    directory: Directory
    index_of: Callable[[str], FactIndex]
    census: Census | None = None
    as_written: bool = False


@dataclass(slots=True)
class Reading:
    """A question on its way to a Query, which holds the whole text and, as ``rest``, what engines look at.

    ``bare`` is the question without departments, and then without what only says how and the titles of tables;
    ``naming`` that without years and places of the report, in which names are looked for; ``asked`` that with places,
    without the figures that are stated. ``indexes`` are the names that the reports asked about print.
    ``each_value``: it asks for each of the values that are stated, ``doubts``: whether a share that it states is right,
    ``agreement``: whether figures agree.
    """

    query: Query
    holdings: Holdings
    named: Named
    bare: str
    naming: str = ""
    asked: str = ""
    indexes: Sequence[FactIndex] = ()
    table_spans: list[Span] = field(default_factory=list)
    each_value: bool = False
    doubts: bool = False
    agreement: bool = False

    @classmethod
    def of(cls, question: str, holdings: Holdings, named: Named | None) -> Self:
        """A question of which nothing is understood yet but, where it is known, what it names."""
        words = question_words()
        text = words.trailing.sub("", words.in_common_forms(fold(question)))
        return cls(Query(text=text), holdings, named or find_named(question, holdings.directory), text)

    @property
    def yearless(self) -> str:
        """The bare question without its years."""
        return blanked(self.bare, self.named.year_spans)

    @property
    def census(self) -> Census | None:
        """The census, where the reports asked about are too many to be read one by one."""
        census = self.holdings.census
        return census if census is not None and census.is_for(self.query.doc_ids) else None

    @property
    def few(self) -> Sequence[FactIndex]:
        """So many of the indexes as names can be looked for in one by one."""
        return self.indexes[:_MOST]

    def look_up(self) -> None:
        """Find what the reports asked about print: all of it, or of many reports the names that the question has."""
        if census := self.census:
            self.indexes = census.indexes_for(self.bare)
        else:
            self.indexes = [self.holdings.index_of(d) for d in self.query.doc_ids]

    def blank(self, spans: Sequence[Span]) -> None:
        """Take some places out of the bare question."""
        self.bare = blanked(self.bare, spans)

    def take(self, *patterns: re.Pattern[str]) -> bool:
        """Take the words of some patterns out of the bare question; whether any stood there."""
        spans = [m.span() for pattern in patterns for m in pattern.finditer(self.bare)]
        self.blank(spans)
        return bool(spans)

    def indicators(self) -> list[Span]:
        """Where the question names an indicator or a project of annexed forms."""
        named = (s for s in self.query.subjects if s.measure is None)
        return [(s.start, s.end) for s in named if any(s.key in i.annex_names for i in self.indexes)]
