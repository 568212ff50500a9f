"""Which grids of a report are statutory tables: by the title above or inside a grid, confirmed by its header and codes.

A title alone can mislead: 一般公共预算财政拨款支出决算明细表 may be the table by 功能分类 with a longer name, or one by
kinds of expense. What a header does not confirm is another table and is not read.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import takewhile

from extractors.facts import is_number
from extractors.grids import CODE, side_by_side
from extractors.headers import (
    header_of,
    header_rows,
    is_amount,
    is_word,
    known_words,
    width_of,
)
from extractors.laid import laid_table
from extractors.regular import regular
from extractors.report import Report, Row, Section, Table
from extractors.sides import sides_of
from extractors.spacing import placed
from extractors.text import name_key
from extractors.vocabulary import TableForm, is_table_title, layout, table_forms, table_key, table_of_kind

#: so many words side by side head columns
_HEADS = 3
#: so many columns of a form below its own title confirm it
_ENOUGH = 3


@dataclass(frozen=True, slots=True)
class Statutory:
    """A grid and the statutory table it is by its title; ``confirmed``: nothing in the grid speaks against that."""

    section: Section
    table: Table
    form: TableForm
    confirmed: bool


def statutory_tables(report: Report) -> list[Statutory]:
    """The statutory tables; a piece without header goes on with the table that a page number cut it from."""
    whole: list[Statutory] = []
    before: Statutory | None = None
    for section, printed in _printed(report):
        forms = [*_forms(section, regular(placed(printed)))]
        if not forms and before is not None and _is_rest(before, section, printed):
            forms = [(printed, before.form)]
        for table, named in forms:
            form = table_forms()[table_of_kind(named.key, report.identity.kind)]
            confirmed = _is_confirmed(form, table, section)
            if whole and whole[-1].form is form and whole[-1].confirmed and _goes_on(whole[-1], section, table):
                above = whole[-1].table
                whole[-1] = replace(whole[-1], table=replace(above, rows=[*above.rows, *table.rows]))
            elif confirmed or _is_literal(form, section):
                whole.append(Statutory(section, table, form, confirmed))
        before = whole[-1] if forms and whole else None
    return whole


def _is_rest(above: Statutory, section: Section, printed: Table) -> bool:
    """Whether a grid that nothing names is the next page of the one right above it, whose title stood inside."""
    bare = not header_rows(above.form, printed) and not _titled_otherwise(printed)
    return above.confirmed and bare and _goes_on(above, section, printed)


def _printed(report: Report) -> Iterator[tuple[Section, Table]]:
    """The grids of a report; what is printed in columns of spaces below the title of a form is one grid."""
    sections = report.sections
    ends = [*(s.place.start for s in sections[1:]), len(report.source.text)]
    for section, end in zip(sections, ends, strict=True):
        tables = section.tables
        form = table_forms().get(section.key or "")
        if form is not None and all(t.spaced for t in tables) and (laid := laid_table(report, section, form, end)):
            tables = [laid]
        yield from ((section, table) for table in tables)


def _goes_on(above: Statutory, section: Section, table: Table) -> bool:
    """Whether a grid is the next page of the one above: of its width without header, or with further rows below one."""
    upper, form = above.table, above.form
    if not header_rows(form, table):
        empty = not any(is_amount(c.text) for row in upper.rows for c in row.cells)
        width, wanted = width_of(table.rows), width_of(upper.rows)
        return section is above.section and (width == wanted or (empty and width < wanted))
    if not _is_confirmed(form, table, section):
        return False
    filled = [[row for row in t.rows if any(is_amount(c.text) for c in row.cells)] for t in (upper, table)]
    labels = [{t for row in rows for t in row.texts if is_word(t) or CODE.match(t)} for rows in filled]
    return not all(filled) or (all(labels) and not labels[0] & labels[1])


def _forms(section: Section, printed: Table) -> Iterator[tuple[Table, TableForm]]:
    """The statutory tables of a grid with their forms; several lists beside one another may be of several tables."""
    if section.key != "tables" and section.key not in table_forms():
        return
    whole = _titled(printed) or (None if _titled_otherwise(printed) else _form(section, printed))
    if whole is not None and whole.layout == "wide" and _counts_only(whole, printed):
        return  # the numbers of journeys and guests, printed below the money of 三公
    parts = [printed] if whole is not None and whole.layout == "triples" else side_by_side(printed)
    if len(parts) == 1:
        if whole is not None:
            yield printed, whole
        return
    totals: set[str] = set()
    for part in parts:
        form = _titled(part) or (whole if whole and _knows(whole, part) else _form_by_words(part))
        total = any(t in layout().total_labels for row in part.rows for t in row.texts)
        # a second 合计 tells another table of the same columns, which only a title of its own can name
        if form is not None and not (total and form.key in totals and not _titled(part)):
            totals |= {form.key} if total else set()
            yield part, form


def _counts_only(form: TableForm, table: Table) -> bool:
    """Whether the columns of a grid are headed as numbers of things, and none as a group of columns of a form."""
    head = _head_words(table)
    groups = {g for c in form.columns for g in c.group}
    return any(word in layout().count_headings for word in head) and not any(g in word for word in head for g in groups)


# ---------------------------------------------------------------- titles


def _title_rows(table: Table) -> list[Row]:
    return [row for row in table.rows[:3] if not any(is_number(t) for t in row.texts)]


def _titled(table: Table) -> TableForm | None:
    """The form that a title printed inside the grid names."""
    keys = {key for row in _title_rows(table) for cell in row.cells if (key := table_key(cell.text))}
    return table_forms()[keys.pop()] if len(keys) == 1 else None


def _titled_otherwise(table: Table) -> bool:
    """Whether a title printed inside the grid names a table that is no statutory one."""
    lone = [texts.pop() for row in _title_rows(table) if len(texts := set(row.texts) - {""}) == 1]
    return any(is_table_title(t) and table_key(t) is None for t in lone)


def _form(section: Section, table: Table) -> TableForm | None:
    """The form of a table: by the title above it; by its header words where it has no title of its own."""
    if section.key in table_forms():
        return table_forms()[section.key]
    titled = section.level > 1 and is_table_title(section.title)
    return None if titled else _form_by_words(table)


# ---------------------------------------------------------------- header words


def _form_by_words(table: Table) -> TableForm | None:
    head = _head_words(table)
    forms = table_forms().values()
    fitting = [f for f in forms if f.signature and all(any(w in h for h in head) for w in f.signature)]
    return max(fitting, key=lambda f: len(f.signature), default=None)


def _knows(form: TableForm, table: Table) -> bool:
    """Whether most words of a header are those of a form."""
    known = known_words(form) | layout().header_words
    head = [w for w in _head_words(table) if w and not is_number(w)]
    return form.layout == "code" and sum(w in known for w in head) > 0.8 * len(head)


def _head_words(table: Table) -> list[str]:
    return [name_key(c.text) for row in table.rows[:6] for c in row.cells]


def _is_confirmed(form: TableForm, table: Table, section: Section) -> bool:
    """Whether header and codes of a grid are those of its form.

    A title that the vocabulary has word for word needs no proof, only no contradiction; one merely like it does.
    """
    heading = header_rows(form, table)
    literal = _is_literal(form, section)
    if not _codes_fit(form, table):
        return False
    if form.layout == "wide":
        return True
    if not heading:
        return literal or not _has_other_heading(table)
    if form.layout == "blocks":
        return literal or any(side.columns for side in sides_of(form, heading) or ())
    header = header_of(form, heading)
    if header is None:
        return literal or form.layout != "code"
    own = tuple(c.name for c in form.columns)
    # 一般公共预算 below 本年收入 is a part of that column
    known = sum(name.startswith(own) for name in header.columns.values())
    # below its own title a table may have more columns of other money than those of the form
    # and a list of units may have nothing but columns of money of all kinds
    enough = 1 if header.lists_bodies else _ENOUGH
    return 2 * known >= len(header.columns) or (literal and known >= enough)


def _has_other_heading(table: Table) -> bool:
    """Whether words head the columns of a grid above its figures; without any, its own heading may have been lost."""
    above = takewhile(lambda row: not any(map(is_amount, row.texts)), table.rows)
    return any(sum(map(is_word, row.texts)) >= _HEADS for row in above)


def _is_literal(form: TableForm, section: Section) -> bool:
    """Whether a grid is named by a title that the vocabulary has, or by none."""
    return section.key != form.key or any(title in name_key(section.title) for title in form.titles)


def _codes_fit(form: TableForm, table: Table) -> bool:
    """Whether most 科目 codes that lead a row are of the classification of the form."""
    leads = [next((t for t in row.texts if t), "") for row in table.rows]
    codes = [t for t in leads if CODE.match(t)]
    return not form.codes or 2 * sum(bool(form.codes.match(c)) for c in codes) >= len(codes)
