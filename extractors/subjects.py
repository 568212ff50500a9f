"""Rows led by a 科目 code: the code however it is printed, the name, and where the amounts begin; the tree of codes."""

from __future__ import annotations

import re

from extractors.grids import CODE
from extractors.headers import Header, is_amount, is_blank, is_word
from extractors.lines import Group, Line
from extractors.report import Cell, Row
from extractors.text import name_key
from extractors.vocabulary import TableForm, layout

_SUB_CODE = re.compile(r"^[0-9]{2}$")
#: the heading of the codes, where the border between it and the first row of a page is missing
_HEADED = re.compile(r"^类款项(?=[0-9])")
#: what 类, 款 and 项 columns (经济分类: 类 and 款) hold, joined by blanks
_SPREAD = re.compile(r"^(?:[0-9]{3})? (?:[0-9]{2})?(?: (?:[0-9]{2})?)?$")


def lead_of(header: Header, row: Row) -> tuple[list[Cell], list[Cell], bool]:
    """The cells before the amounts, the amounts, and whether they moved up into the place of a lost cell."""
    first = header.first
    if header.second and len(row.cells) > first:
        return row.cells[: header.second], row.cells[first:], False
    word = next((i for i in reversed(range(min(first, len(row.cells)))) if is_word(row.cells[i].text)), None)
    if word is None or not any(is_amount(c.text) for c in row.cells[word + 1 : first]):
        return row.cells[:first], row.cells[first:], False
    cells = row.cells[word + 1 :]
    size = max(header.columns) + 1 - first
    return row.cells[: word + 1], cells[:-1] if len(cells) > size and is_blank(cells[-1].text) else cells, True


def code_of(lead: list[Cell], levels: list[int], parents: list[str]) -> str | None:
    """The 科目 code of a row: printed whole, or spread over 类, 款 and 项. ``parents`` holds 类 and 款 for the next."""
    texts = [_HEADED.sub("", c.plain) for c in lead]
    parts = [_part(texts[i], level) for level, i in enumerate(levels) if i < len(texts)]
    if any(parts) and _SPREAD.match(" ".join(parts)):
        code = _spread_code(parts, parents)
    else:
        digits = [text for text in texts if text.isdecimal()]
        whole = [d for d in digits if CODE.match(d)]
        joined = len(digits) >= 2 and whole and not levels and all(_SUB_CODE.match(d) for d in digits[1:])
        if levels and len(digits) > 1:
            return None
        code = "".join(digits) if joined else max(whole, key=len, default=None)
    if code is not None:
        parents[:] = code[:3], code[3:5]
    elif any(part and part not in layout().total_labels for part in parts):
        # a misprinted code: what stands below it is of an unknown parent
        parents[:] = "", ""
    return code


def body_codes(rows: list[Row], first: int) -> set[str]:
    """The codes of units that stand before the amounts of a list of units and can't be those of 科目."""
    return {c.plain for row in rows for c in row.cells[:first] if c.plain.isdecimal() and not CODE.match(c.plain)}


def body_code(lead: list[Cell], sure: set[str]) -> str | None:
    """The code of a unit, which can't be that of a 科目, or of a department, which begins those of its units."""
    codes = [c.plain for c in lead if c.plain.isdecimal()]
    return next((c for c in codes if not CODE.match(c) or any(s.startswith(c) for s in sure)), None)


def _part(text: str, level: int) -> str:
    """A part of a code with the zero that a cell of numbers lost: 5 for 05 below 类."""
    return text.zfill(2) if level and len(text) == 1 and text.isdecimal() else text


def _spread_code(parts: list[str], parents: list[str]) -> str | None:
    """类, 款 and 项 joined; what is printed once is taken from the rows above. None where a part is not known."""
    above = parents[1] if parts[0] in {"", parents[0]} else ""
    whole = [parts[0] or parents[0], parts[1] or above, *parts[2:]]
    while not parts[len(whole) - 1]:
        whole.pop()
    return "".join(whole) if all(whole) else None


def is_sure_code(form: TableForm, header: Header, lead: list[Cell], moved: bool) -> bool:
    """Whether no part of a code spread over 类, 款 and 项 may be lost: from the header, or from a row that moved."""
    spread = sum(bool(_SUB_CODE.match(c.plain)) for c in lead) > 0
    if form.codes and form.codes.match("2") and 0 < len(header.levels) < 3:
        return False
    return not (moved and (header.levels or spread) and any(c.plain.isdecimal() for c in lead))


def forget(lead: list[Cell], parents: list[str]) -> None:
    """Below a row whose code is not sure, what is printed once above is not known: which level it is of is lost."""
    parts = [c.plain for c in lead if c.plain.isdecimal()]
    parents[:] = ("" if not any(_SUB_CODE.match(p) for p in parts) else parents[0]), ""


def doubled(lines: list[Line]) -> list[Line]:
    """Lines of one code and several names: a level of it is lost."""
    named: dict[str, set[str]] = {}
    for line in lines:
        if line.code:
            named.setdefault(line.code, set()).add(name_key(line.name))
    return [line for line in lines if line.code and len(named[line.code]) > 1]


def strip_name(text: str) -> str:
    """A row name as printed, without the breaks and blanks that a line end left in it."""
    return re.sub(r"\s+", "", text).lstrip("　")


def tree_of(lines: list[Line]) -> list[Group]:
    """Each 科目 with the nearest ones below it, and 合计 with the topmost; units among them belong to no 科目."""
    if any(CODE.match(line.code) for line in lines if line.code):
        lines = [line for line in lines if not line.code or CODE.match(line.code)]
    coded = {line.code: line for line in lines if line.code}
    if len(coded) < sum(line.code is not None for line in lines):
        return []
    below: dict[str, list[Line]] = {}
    for code, line in coded.items():
        parent = next((code[:n] for n in (5, 3) if n < len(code) and code[:n] in coded), "")
        below.setdefault(parent, []).append(line)
    total = [line for line in lines if line.code is None and line.name == "合计"]
    wholes = {**coded, "": total[0]} if len(total) == 1 else coded
    return [Group(wholes[parent], tuple(parts)) for parent, parts in below.items() if parent in wholes]
