"""The rows of a table printed in columns: a cell for every column, names broken over lines put together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from extractors.headers import is_blank
from extractors.laid.grid import Cells, Slot
from extractors.laid.matching import Outline
from extractors.laid.pages import Page
from extractors.laid.words import PrintedLine, Word
from extractors.laid.wrapped import Named, given_back
from extractors.report import Cell, Place, Row
from extractors.text import fold, name_key, squeeze, strip_ordinal
from extractors.vocabulary import TableForm, layout, standard_names


@dataclass(slots=True)
class _Printed:
    """A row as it is put together: its line of figures, its words by place, and the pieces of names beside it."""

    line: PrintedLine
    cells: Cells
    above: dict[Slot, list[Word]] = field(default_factory=dict)
    below: dict[Slot, list[Word]] = field(default_factory=dict)
    doubtful: bool = False


def rows_of(form: TableForm, outline: Outline, pages: Sequence[Page]) -> list[Row]:
    """The rows of all pages; none where words stand where no column is."""
    rows: list[Row] = []
    for page in pages:
        printed = _page_rows(form, outline, page)
        if printed is None:
            return []
        rows += [_row(outline, row) for row in printed]
    return rows


def _page_rows(form: TableForm, outline: Outline, page: Page) -> list[_Printed] | None:
    labels = {c.slot for c in outline.columns if c.label and c.slot}
    known = {c.slot for c in outline.columns if c.slot}
    rows: list[_Printed] = []
    #: behind how many rows a line of pieces stands, its words by place, and whether it joins the lines around it
    loose: list[tuple[int, Cells, PrintedLine]] = []
    placed = [_printed_cells(outline, page, line) for line in page.lines]
    sizes = {s: max((len(_text(cells.get(s, []))) for cells in placed), default=0) for s in labels}
    for n, (line, cells) in enumerate(zip(page.lines, placed, strict=True)):
        if not set(cells) <= known:
            return None
        above = placed[n - 1] if n and line.below else {}
        below = placed[n + 1] if n + 1 < len(placed) and page.lines[n + 1].below else {}
        if not set(cells) <= labels or _is_row(form, outline, _Around(cells, above, below, sizes)):
            rows.append(_Printed(line, cells))
        elif cells:
            loose.append((len(rows), cells, line))
    for slot in labels:
        _give_back(outline, rows, [item for item in loose if slot in item[1]], slot, page)
    return rows


def _printed_cells(outline: Outline, page: Page, line: PrintedLine) -> Cells:
    """The words of a line by their place, without dashes and remarks."""
    cells = {s: [w for w in words if not is_blank(w.text)] for s, words in page.cells(line).items()}
    return {s: words for s, words in cells.items() if words and s not in outline.remarks}


@dataclass(frozen=True, slots=True)
class _Around:
    """A line between those right above and below it, and how many characters each column of names takes."""

    cells: Cells
    above: Cells
    below: Cells
    sizes: Mapping[Slot, int]


def _is_row(form: TableForm, outline: Outline, line: _Around) -> bool:
    """Whether a line is a row of its own and no piece of a name."""
    if any(w.number for words in line.cells.values() for w in words):
        return True
    words = [_text(found) for found in line.cells.values()]
    if form.layout != "blocks":
        return any(name_key(w) in layout().total_labels | {name_key(t) for t in form.totals} for w in words)
    if any(c.head is not None and c.head.key == "行次" for c in outline.columns):
        return False
    return not all(_goes_on(outline, line, slot) or _is_rest(line, slot) for slot in line.cells)


def begins_item(text: str) -> bool:
    """Whether a name begins with an ordinal."""
    return strip_ordinal(fold(text)) != fold(text)


def _begins(text: str) -> bool:
    """Whether a name is none that goes on with another: it has an ordinal, is a total or a published one."""
    return begins_item(text) or name_key(text) in standard_names() or text.endswith("计")


def _goes_on(outline: Outline, line: _Around, slot: Slot) -> bool:
    """Whether the line below goes on with a name: with words that begin none, or with its amounts alone."""
    own = _text(line.below.get(slot, []))
    if len(_text(line.cells[slot])) < line.sizes[slot] - 1:
        return False
    if own:
        return not _begins(own) and any(w.number for words in line.below.values() for w in words)
    return any(s in line.below for s in _amounts_of(outline, slot))


def _is_rest(line: _Around, slot: Slot) -> bool:
    """Whether a name goes on with the one above it, which has no room left."""
    return not _begins(_text(line.cells[slot])) and len(_text(line.above.get(slot, []))) >= line.sizes[slot] - 1


def _give_back(
    outline: Outline, rows: list[_Printed], loose: Sequence[tuple[int, Cells, PrintedLine]], slot: Slot, page: Page
) -> None:
    """Give the pieces of names in one column to the rows they belong to."""
    if not loose or not rows:
        return
    between: list[list[Word]] = [[] for _ in range(len(rows) + 1)]
    parted: list[int | None] = [None] * (len(rows) + 1)
    lines = {line.line: line for line in page.lines}
    for at, cells, line in loose:
        if not line.below:
            parted[at] = len(between[at])
        between[at] += cells[slot]
        after = lines.get(line.line + 1)
        if parted[at] is None and (after is None or not after.below):
            parted[at] = len(between[at])
    own = [_text(row.cells.get(slot, [])) for row in rows]
    named = [
        Named(text, _is_needed(outline, row, slot), bool(text) or any(s in row.cells for s in _side_of(outline, slot)))
        for text, row in zip(own, rows, strict=True)
    ]
    pieces = [[w.text for w in words] for words in between]
    column = max(len(squeeze(t)) for t in (*(n.own for n in named), *(t for p in pieces for t in p)))
    for n, told in enumerate(given_back(named, pieces, parted, column)):
        if told is None:
            rows[n].doubtful |= bool(between[n] or between[n + 1])
            continue
        head, tail = told
        rows[n].above[slot] = between[n][len(between[n]) - head :]
        rows[n].below[slot] = between[n + 1][:tail]


def _is_needed(outline: Outline, row: _Printed, slot: Slot) -> bool:
    """Whether a row must have a name in a column: its code stands before it, or amounts behind it."""
    slots = [c.slot for c in outline.columns]
    at = slots.index(slot)
    if at > 0 and outline.columns[at - 1].code:
        return any(w.number for w in row.cells.get(slots[at - 1] or (-1, 0), []))
    return any(s in row.cells for s in _amounts_of(outline, slot))


def _amounts_of(outline: Outline, slot: Slot) -> list[Slot]:
    """The places of the amounts behind a name, but for its 行次."""
    orders = {c.slot for c in outline.columns if c.head is not None and c.head.key == "行次"}
    return [s for s in _side_of(outline, slot) if s not in orders]


def _side_of(outline: Outline, slot: Slot) -> list[Slot]:
    """The places between a name and the next label."""
    at = next(n for n, c in enumerate(outline.columns) if c.slot == slot)
    end = next((n for n in range(at + 1, len(outline.columns)) if outline.columns[n].label), len(outline.columns))
    return [c.slot for c in outline.columns[at + 1 : end] if c.slot]


def _row(outline: Outline, row: _Printed) -> Row:
    """A row with a cell for every column; names in doubt are left out, so that the row is not read as another."""
    pieces = [w for side in (row.above, row.below) for words in side.values() for w in words]
    start = min([row.line.start, *(w.start for w in pieces)])
    end = max([row.line.end, *(w.end for w in pieces)])
    cells: list[Cell] = []
    for column in outline.columns:
        own = row.cells.get(column.slot, []) if column.slot else []
        words = own
        if column.slot and column.label:
            words = [*row.above.get(column.slot, []), *own, *row.below.get(column.slot, [])]
        if row.doubtful and column.label and not column.code:
            words = []
        text = _text(words)
        first = min((w.start for w in words), default=row.line.start)
        last = max((w.end for w in words), default=first)
        cells.append(Cell(text, Place(first, last, row.line.line)))
    return Row(cells, Place(start, end, row.line.line))


def _text(words: Sequence[Word]) -> str:
    return "".join(w.text for w in words)
