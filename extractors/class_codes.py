"""The list of functions of a 总表 with the codes of its classes before their names (201 一般公共服务支出)."""

from __future__ import annotations

import re
from dataclasses import replace

from extractors.headers import is_word
from extractors.report import Cell, Place, Row, Table

_CLASS = re.compile(r"2[0-3]\d")
_CODED = re.compile(r"^(?P<code>2[0-3]\d)\s*(?P<name>[\u4e00-\u9fff].*)")
#: so many rows with a code and a name beside it make a column of codes
_ENOUGH = 3


def joined_codes(table: Table) -> Table:
    """A table whose codes of classes stand in the cells of their names; as it is where no column is one of codes."""
    found: dict[int, list[str]] = {}
    for row in table.rows:
        for i, (cell, behind) in enumerate(zip(row.cells, row.cells[1:], strict=False)):
            if _CLASS.fullmatch(cell.plain) and is_word(behind.text):
                found.setdefault(i, []).append(cell.plain)
    # codes are in their order, which amounts of that size beside names would not be
    at = next((i for i, codes in found.items() if len(codes) >= _ENOUGH and codes == sorted({*codes})), None)
    return table if at is None else replace(table, rows=[_joined(row, at) for row in table.rows])


def parted(label: str) -> tuple[str | None, str]:
    """The code of a class before a name, and the name; a name alone has none."""
    match = _CODED.match(label)
    return (match["code"], match["name"]) if match else (None, label)


def _joined(row: Row, at: int) -> Row:
    """A row with what stands in the column of codes and behind it in one cell."""
    if len(row.cells) < at + 2:
        return row
    code, name = row.cells[at : at + 2]
    if code.text and name.text:
        place = Place(code.place.start, name.place.end, code.place.line, code.place.page)
        cell = Cell(code.text + name.text, place)
    else:
        cell = code if code.text else name
    return Row([*row.cells[:at], cell, *row.cells[at + 2 :]], row.place)
