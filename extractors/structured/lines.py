"""What reports list, one line an item: rows of a table, subjects of a section, annexed forms and their rows, bodies."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from extractors.annex import canonical_column
from extractors.crosscheck.book import row_key
from extractors.crosscheck.in_table import functional_rows
from extractors.facts import Fact
from extractors.forms import Form, FormRow
from extractors.structured.bodies import bodies
from extractors.structured.projects import witnesses
from extractors.structured.select import Source, figures, first_of, why_not

_LEVEL = re.compile(r"(.{1,80}?)[(（]([类款项])[)）]")
_LEVEL_NAMES = {"类": "class", "款": "group", "项": "name"}
_NO_CELL, _BLANK = "表中没有这一栏", "表中该栏空白"


@dataclass(slots=True)
class Found:
    """The facts that may fill a field, by origin, the reason where there is none, and who else states the same."""

    options: dict[str, list[Fact]]
    reason: str
    witnesses: list[Fact] = field(default_factory=list)


@dataclass(slots=True)
class Line:
    """One item: the parts of its name, the fact that shows where it stands, and its cells."""

    source: Source
    parts: dict[str, str | None]
    at: Fact | None
    facts: tuple[Fact, ...] = ()
    table: str = ""
    form: Form | None = None
    row: FormRow | None = None

    def find(self, extra: dict[str, Any]) -> Found:
        """What stands in the column that a field names."""
        column = str(extra.get("column", ""))
        if self.table:
            return self._of_table(column)
        if self.form is not None:
            return self._of_form(column)
        return self._of_prose(column, extra.get("cell"))

    def _of_table(self, column: str) -> Found:
        cell = self.source.book.cell(self.table, self.parts["code"] or str(self.parts["name"]), column)
        return Found({"table": figures(cell)}, why_not(self.source, cell))

    def _of_prose(self, column: str, place: list[str] | None) -> Found:
        options = {"prose": first_of(self.facts, column)}
        if not place or any(f"{{{key}}}" in part and not value for part in place for key, value in self.parts.items()):
            return Found(options, "正文没有写明")
        cell = self.source.cell([part.format(**self.parts) for part in place])
        options["table"] = figures(cell)
        return Found(options, f"{why_not(self.source, cell)}，正文也没有写明")

    def _of_form(self, column: str) -> Found:
        assert self.form is not None
        kind, _, name = column.rpartition(":")
        rows = [self.row] if self.row is not None else _rows(self.form, kind)
        cells = [cell for row in rows for cell in row.cells if canonical_column(cell.column) in name.split("|")]
        filled = [cell for cell in cells if not cell.is_blank]
        if len(filled) > 1:
            filled = [cell for cell in filled if cell.column == name] or filled
        others = witnesses(self.source, self.parts.get("project") or "", column) if filled else []
        return Found({"annex": filled}, _BLANK if cells else _NO_CELL, others)


def _rows(form: Form, kind: str) -> list[FormRow]:
    """The rows that hold what is said of a form as a whole."""
    if kind == "funds":
        return form.funds[:1]
    if kind == "total":
        return [form.total] if form.total is not None else []
    return [row for row in form.rows if row.kind == kind]


# ------------------------------------------------------------ what is listed where


def lines(source: Source, extra: dict[str, Any], form: Form | None = None) -> tuple[list[Line], str]:
    """The items of a list, and the reason where there is none."""
    if "rows" in extra:
        return _table_lines(source, *extra["rows"])
    if "told" in extra:
        return list(_told_lines(source, *extra["told"])), "正文没有列出"
    if "named" in extra:
        return _named_lines(source, extra["named"]), "报告没有逐一列出，或所列名称与所写个数不一致"
    if "forms" in extra:
        return list(_forms(source, extra["forms"])), "报告没有附这样的表，或未读到"
    return list(_form_lines(source, extra["form"], form)), "报告没有附这样的表" if form is None else "表中没有这些行"


def _table_lines(source: Source, table: str, which: str) -> tuple[list[Line], str]:
    book = source.book
    names = book.codes(table) if which == "codes" else functional_rows(book, table)
    found = []
    for name in names:
        parts = {"code": name if name.isdigit() else None, "name": book.name(table, name)}
        found.append(Line(source, parts, book.row_of(table, name), table=table))
    return found, "未读到该表" if not book.has(table) else "表中没有这些行"


def _told_lines(source: Source, section: str, how: str, which: str) -> Iterator[Line]:
    """One line a subject; a name that stands under two wholes is two subjects."""
    wanted = {row_key(name) for name in which.split("|")}
    groups: dict[tuple[str, str | None], list[Fact]] = {}
    for fact in source.section(section):
        if _is_meant(fact, how, which, wanted):
            whole = fact.part_of if how == "part_of" else fact.raw if how == "column" else None
            groups.setdefault((row_key(fact.row_name), whole), []).append(fact)
    for facts in groups.values():
        yield Line(source, _parts(source, facts[0], how, which), facts[0], tuple(facts))


def _is_meant(fact: Fact, how: str, which: str, wanted: set[str]) -> bool:
    if how == "part_of":
        return fact.part_of is not None and row_key(fact.part_of) in wanted
    if how == "level":
        found = _LEVEL.findall(fact.row_name)
        # an item names its levels and nothing else; a class stands by itself
        return bool(found) and found[-1][1] == which and (which == "项" or len(found) == 1)
    if how == "column":
        return fact.column == which
    return row_key(fact.row_name) in wanted if how == "subject" else fact.row_name.startswith(which)


def _parts(source: Source, fact: Fact, how: str, which: str) -> dict[str, str | None]:
    if how == "starts":
        return {"name": fact.row_name.removeprefix(which)}
    if how != "level":
        parts = {"name": fact.row_name, "part_of": fact.part_of}
        return parts | {"code": _code(source, "GK06", parts, 5)}
    levels = {_LEVEL_NAMES[level]: name for name, level in _LEVEL.findall(fact.row_name)}
    if which == "类":
        levels = {"name": levels["class"]}
    parts = {"class": levels.get("class"), "group": levels.get("group"), "name": levels["name"]}
    return parts | {"code": _code(source, "GK05", parts, 7 if which == "项" else 3)}


def _code(source: Source, table: str, parts: dict[str, str | None], digits: int) -> str | None:
    """The 科目 code that bears these names in a table, if exactly one does."""
    book = source.book

    def fits(code: str) -> bool:
        levels = ((digits, "name"), (5, "group"), (3, "class"))
        named = [(code[:n], parts.get(level)) for n, level in levels]
        return all(not name or row_key(book.name(table, head)) == row_key(name) for head, name in named)

    found = [code for code in book.codes(table) if len(code) == digits and fits(code)]
    return found[0] if len(found) == 1 else None


def _named_lines(source: Source, which: str) -> list[Line]:
    return [Line(source, {"name": name}, fact) for name, fact in bodies(source, which)]


def _forms(source: Source, which: str) -> Iterator[Line]:
    for form in source.book.forms:
        if not form.is_list and (form.project is not None) == (which == "project"):
            parts = {"title": form.title, "project": form.project, "name": form.project or form.title}
            yield Line(source, parts, form.rows[0].cells[0], form=form)


def _form_lines(source: Source, kinds: str, form: Form | None) -> Iterator[Line]:
    for each in [form] if form is not None else source.book.forms:
        for row in each.rows:
            if row.kind in kinds.split("|"):
                parts = {"name": row.name, "first": row.first or None, "second": row.second or None}
                parts["project"] = row.name if row.kind == "listed" else None
                yield Line(source, parts, row.cells[0], form=each, row=row)
