"""What a report says of one project in several places: its own form, a list of projects, the narrative."""

from __future__ import annotations

from collections import defaultdict
from weakref import WeakKeyDictionary

from extractors.annex import canonical_column
from extractors.facts import Fact
from extractors.structured.select import Source
from extractors.text import name_key

Said = dict[tuple[str, str], list[Fact]]

#: columns of forms and measures of the narrative that mean the same
_FORM = {"funds:全年预算数": "预算", "funds:全年执行数": "执行", "funds:执行率": "执行率", "total:得分": "得分"}
_LIST = {"全年预算数": "预算", "全年执行数": "执行", "执行率": "执行率", "项目自评得分": "得分"}
_PROSE = {
    "全年预算数": "预算",
    "预算数": "预算",
    "执行数": "执行",
    "完成预算比例": "执行率",
    "得分": "得分",
}
_said: WeakKeyDictionary[Source, Said] = WeakKeyDictionary()


def witnesses(source: Source, project: str, column: str) -> list[Fact]:
    """All that is stated of a project in what a column of its form or of a list means."""
    meaning = _FORM.get(column) or _LIST.get(column)
    if not project or not meaning:
        return []
    if source not in _said:
        _said[source] = _statements(source)
    return _said[source].get((name_key(project), meaning), [])


def _statements(source: Source) -> Said:
    said: Said = defaultdict(list)
    names = [name_key(row.name) for form in source.book.forms for row in form.listed]
    for form in source.book.forms:
        for row in form.listed:
            # one name on two rows of a list is two projects, or two parts of one: neither speaks for the other
            if names.count(name_key(row.name)) == 1:
                _enter(said, row.name, row.cells, _LIST)
        if form.project:
            _enter(said, form.project, form.funds[0].cells if form.funds else (), _LIST)
            _enter(said, form.project, form.total.cells if form.total else (), {"得分": "得分"})
    projects = {project for project, _ in said}
    for fact in source.facts:
        if fact.origin == "prose" and fact.column in _PROSE and name_key(fact.row_name) in projects:
            said[name_key(fact.row_name), _PROSE[fact.column]].append(fact)
    return said


def _enter(said: Said, project: str, cells: tuple[Fact, ...], columns: dict[str, str]) -> None:
    for cell in cells:
        if (meaning := columns.get(canonical_column(cell.column) or "")) and cell.value is not None:
            said[name_key(project), meaning].append(cell)
