"""Understanding: a question in Chinese becomes a Query over reports, subjects, columns and one operation."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from extractors.vocabulary import measures
from extractors.vocabulary.across import across_words
from rag.holdings.census import Census
from rag.holdings.directory import Directory, ReportLike
from rag.holdings.lookup import FactIndex, Subject, find_subjects
from rag.language.comparison import Comparison, comparison_in
from rag.language.names import Named, find_named
from rag.language.query import Query
from rag.language.spelling import corrected
from rag.understanding.asked_columns import (
    combine,
    drop_columns_in_names,
    find_columns,
    find_operations,
    find_shape,
    take_plans_whole,
)
from rag.understanding.asked_places import drop_told_tables, find_sections, find_tables
from rag.understanding.asked_reports import find_reports
from rag.understanding.asked_subjects import (
    complete_names,
    find_holders,
    find_things,
    mean_the_account,
    mean_the_usual,
    part_rows_from_columns,
    qualify,
    relate,
)
from rag.understanding.asked_words import decline, find_kind, find_opposed, find_words, words_wanted
from rag.understanding.full_names import in_full
from rag.understanding.phrasing import put_slips_right, take_out_phrases
from rag.understanding.question_reading import Holdings, Reading
from rag.understanding.sides import find_sides
from rag.understanding.things import count_things

__all__ = ["parse", "subjects_in", "want", "words_wanted"]

#: the stages of understanding, in their order: what one has understood, those behind it do not take for anything else
_STAGES: tuple[Callable[[Reading], None], ...] = (
    # whose: names of departments have words of what is asked in them (榆岚市财政局), so they go first
    find_reports,
    # what is written, once it is known whose names it may misspell; then what of it asks for nothing
    put_slips_right,
    take_out_phrases,
    # where: titles of tables are made of the names of measures
    find_tables,
    find_sections,
    # of what: projects, measures, printed names
    find_things,
    # how: a difference to a budget has to know of how many things it is
    find_operations,
    find_columns,
    find_shape,
    # of what, more closely: which names are columns, who has what is named, where a name goes on
    part_rows_from_columns,
    find_holders,
    complete_names,
    # how, again: now it is known which words of a column only stand in a name
    drop_columns_in_names,
    take_plans_whole,
    find_sides,
    # of what, where the words beside a name, or the column alone, decide; then what the things named are to one another
    mean_the_usual,
    mean_the_account,
    qualify,
    relate,
    combine,
    # what kind of answer: this takes all of the above, for it hangs on what is asked about
    find_kind,
    find_opposed,
    decline,
    find_words,
    # where, again: a table may only be named for what is told of it
    drop_told_tables,
)


def parse(
    question: str,
    reports: Collection[ReportLike],
    index_of: Callable[[str], FactIndex],
    directory: Directory | None = None,
    named: Named | None = None,
    census: Census | None = None,
    as_written: bool = False,
) -> Query:
    """Understand one question. ``index_of(doc_id)`` gives the FactIndex of a report.

    ``directory`` has the names of the departments, where it is known already, and ``named`` what the question names of
    it. What many reports print is looked up in the ``census``, where there is one. ``as_written``: no slip is put
    right.
    """
    holdings = Holdings(reports, directory or Directory(reports), index_of, census, as_written)
    query = _understood(question, holdings, named)
    written = [] if as_written else in_full(query, holdings)
    if not written:
        return query
    # from behind, so that the places of those before stay what they are
    full = corrected(query.text, reversed(written))
    if named is not None and (named.mentions or named.unknown or named.years or named.year_spans):
        named = find_named(full, holdings.directory)
    spelled = _understood(full, holdings, named)
    spelled.slips = [*query.slips, *written]
    return spelled


def _understood(question: str, holdings: Holdings, named: Named | None) -> Query:
    """A question as it is written, understood stage by stage."""
    reading = Reading.of(question, holdings, named)
    for stage in _STAGES:
        stage(reading)
    return reading.query


def want(query: Query, departments: int) -> Comparison:
    """What a query wants of several reports, by its words and operations; ``departments`` is of how many it asks."""
    if not query.subjects and not query.project and query.everywhere and across_words().budget_asked.search(query.rest):
        query.subjects = [Subject.of(measures()["general"])]  # 谁没花完预算: that of what the budget is made for
    wanted = comparison_in(query.rest, query.subjects, query.operations, query.columns, departments == 2)
    if query.scope.placed:
        wanted = wanted.model_copy(update={"task": "rank", "conditions": []})
    wanted.asks_who |= query.asks_who and wanted.task == "rank"
    return wanted


def subjects_in(text: str, indexes: Sequence[FactIndex]) -> list[Subject]:
    """What a part of a question speaks of; a number of things asked in it is a measure of its own."""
    part = Query(text=text, subjects=find_subjects(text, indexes))
    count_things(part, text)
    return part.subjects
