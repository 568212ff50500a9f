"""Which places of a report a question names: tables and sections to look in, or places to be held against another."""

from __future__ import annotations

from extractors.text import fold
from extractors.vocabulary import question_words
from extractors.vocabulary.across import across_words
from rag.language import asking
from rag.language.asking import blanked
from rag.language.plain_asked import cells_asked
from rag.understanding.question_reading import Reading
from rag.understanding.titles import tables_named


def find_tables(reading: Reading) -> None:
    """The tables that a question names; their titles have words that would be taken for what is asked of them."""
    query = reading.query
    query.tables, reading.table_spans, title = tables_named(reading.bare, reading.indexes)
    reading.blank(reading.table_spans)
    query.plain = cells_asked(reading.bare, title, reading.indexes)


def find_sections(reading: Reading) -> None:
    """The sections that a question points to, and whether it asks if what stands in several places agrees."""
    query, words = reading.query, question_words()
    query.rest = reading.yearless
    query.sections, reading.naming = _sections(query.rest)
    held = asking.places_held(reading.naming)
    between = bool(held or query.sections or words.everywhere_said.search(query.rest))
    alike = between and words.alike_said.search(query.rest)
    if alike or "conflict" in asking.operations_in(query.rest, []):
        reading.agreement, query.between_places = True, between
        reading.naming, query.rest = blanked(reading.naming, held), blanked(query.rest, held)
    # 哪几年支出: the year that is asked for makes no 年支出
    years_asked = [m.span() for m in across_words().which_year.finditer(reading.naming)]
    reading.naming = blanked(reading.naming, years_asked)


def _sections(text: str) -> tuple[list[str], str]:
    """The parts of the report that a question points to, and the question without these words."""
    keys = []
    for key, words in question_words().sections.items():
        for word in map(fold, words):
            if word in text:
                keys.append(key)
                text = text.replace(word, "|" * len(word))
    return list(dict.fromkeys(keys)), text


def drop_told_tables(reading: Reading) -> None:
    """Leave out tables that a question names for a figure that it states, or where it asks for the prose."""
    query, spans = reading.query, reading.table_spans
    query.in_prose = bool(question_words().told_in_prose.search(reading.yearless)) and not query.has("conflict")
    query.tables = [] if query.in_prose and query.amounts else query.tables
    if len(query.tables) == len(spans) > 1 and query.amounts and not query.has("difference"):
        # 03表735.82万，05表是多少: of a table whose figure is stated none is asked
        told = [asking.is_stated_at(query.text, end) for _, end in spans]
        query.tables = [t for t, stated in zip(query.tables, told, strict=True) if not stated] or query.tables
