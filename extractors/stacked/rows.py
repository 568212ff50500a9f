"""The rows of a table whose cells stand one per line: each begins at a code, a total, an item or a 行次."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from extractors.headers import is_amount, is_order, item_label
from extractors.report import Cell, Row
from extractors.stacked.cells import Piece, blank_after, code_end, glued, is_code, is_total, row_of, words_from
from extractors.stacked.heading import Heading
from extractors.stacked.values import Found, settled
from extractors.text import name_key, strip_ordinal
from extractors.vocabulary import TableForm

#: a table with an item a row names so many items of its form at least
_KNOWN_ITEMS = 3


@dataclass(frozen=True, slots=True)
class Body:
    """The rows below a header, where they end, and whether blank cells left no trace in them."""

    rows: list[Row]
    end: int
    lossy: bool


def figures_from(pieces: Sequence[Piece], at: int) -> int:
    """One past the figures that stand together from a place on, before the next code."""
    while at < len(pieces) and pieces[at].is_figure and not is_code(pieces, at):
        at += 1
    return at


def _repeats(pieces: Sequence[Piece], at: int, heading: Heading) -> int:
    """How many lines from a place on print the header once more, as a new page does; its numbers go with it."""
    left = [*heading.words]
    end = at
    text = ""
    while left and end < len(pieces) and pieces[end].is_word:
        text += name_key(pieces[end].text)
        end += 1
        if text == left[0]:
            del left[0]
            text = ""
        elif not left[0].startswith(text):
            break
    if left or text:
        return 0
    while end < len(pieces) and (pieces[end].plain == "栏次" or _counts_on(pieces, end)):
        end += 1
    return end - at


def _counts_on(pieces: Sequence[Piece], at: int) -> bool:
    """Whether a number is one of the row of 栏次: 1, or one more than the number above it."""
    if not is_order(pieces[at].text):
        return False
    number = int(pieces[at].plain)
    before = pieces[at - 1].plain
    return number == 1 or (is_order(before) and int(before) == number - 1) or before == "栏次"


# ---------------------------------------------------------------- a 科目 a row


def code_rows(pieces: Sequence[Piece], at: int, heading: Heading) -> Body:
    """Rows of code, name and amounts."""
    found: list[Found] = []
    while at < len(pieces):
        if size := _repeats(pieces, at, heading):
            at += size
            continue
        name = code_end(pieces, at)
        coded = name > at
        if not coded and not is_total(pieces[at]):
            break
        end = words_from(pieces, name) if coded else name + 1
        code = glued(pieces[at:name]) if coded else None
        label = glued(pieces[name:end])
        after = figures_from(pieces, end)
        lead = [code, label] if code is not None else [label, blank_after(label)]
        trailing = pieces[after].blanks if after < len(pieces) else 0
        found.append(Found(lead, list(pieces[end:after]), trailing, not coded))
        at = after
    amounts, lossy = settled(found, heading.width)
    rows = [_coded(row, cells, heading.width) for row, cells in zip(found, amounts, strict=True)]
    return Body(rows, at, lossy)


def _coded(row: Found, cells: list[Cell], width: int) -> Row:
    if len(cells) > width:
        # with more figures than columns none can be told its own: the row is told as one that was not read
        name = Cell("".join(c.text for c in row.lead), row.lead[0].place)
        return row_of([name, blank_after(name), *cells[:width]])
    return row_of([*row.lead, *cells])


# ---------------------------------------------------------------- lists beside one another


def triple_rows(pieces: Sequence[Piece], at: int, form: TableForm, heading: Heading) -> Body:
    """Code, name and amount of each 经济分类, a row each; the totals with theirs."""
    totals = {name_key(t) for t in form.totals}
    found: list[Found] = []
    while at < len(pieces):
        if size := _repeats(pieces, at, heading):
            at += size
            continue
        coded = is_code(pieces, at)
        if not coded and name_key(pieces[at].text) not in totals and not is_total(pieces[at]):
            break
        name = at + coded
        end = words_from(pieces, name) if coded else name + 1
        after = figures_from(pieces, end)
        lead = [pieces[at].cell, glued(pieces[name:end])] if coded else [pieces[at].cell]
        found.append(Found(lead, list(pieces[end:after])))
        at = after
    bare = _is_mostly_decimal(found)
    rows = []
    for row in found:
        values = [p for p in row.values if not (bare and is_order(p.text))]
        blank = [blank_after(row.lead[-1])]
        cells = [values[0].cell] if len(values) == 1 else blank
        if len(values) > 1:
            row.lead[0] = Cell("", row.lead[0].place)
        rows.append(row_of([*row.lead, *cells] if len(row.lead) == 2 else [*row.lead, *blank, *cells]))
    return Body(rows, at, True)


def _is_mostly_decimal(found: Sequence[Found]) -> bool:
    figures = [p.plain for row in found for p in row.values if is_amount(p.text)]
    return any("." in f for f in figures)


# ---------------------------------------------------------------- sides


@dataclass(slots=True)
class _Entry:
    """One side of a row: its item, its 行次 and its amounts."""

    label: Cell | None
    order: Piece | None
    row: Found
    side: int = 0


def side_rows(pieces: Sequence[Piece], at: int, form: TableForm, heading: Heading) -> Body:
    """The items of both sides, a row each, with the cells of the other side blank."""
    numbered = all(order for order, _ in heading.sides)
    entries, at = _numbered_entries(pieces, at, heading) if numbered else _named_entries(pieces, at, form, heading)
    made: list[tuple[int, Row]] = []
    lossy = False
    for side, (_, width) in enumerate(heading.sides):
        own = [e for e in entries if e.side == side]
        amounts, short = settled([e.row for e in own], width)
        short = short and width > 1
        lossy |= short
        for entry, cells in zip(own, amounts, strict=True):
            made.append((entry.row.lead[0].place.start, _sided(entry, cells, heading)))
    made.sort(key=lambda pair: pair[0])
    return Body([row for _, row in made], at, lossy)


def _sided(entry: _Entry, cells: list[Cell], heading: Heading) -> Row:
    """The cells of one side of a row in their places, the other side blank."""
    order, width = heading.sides[entry.side]
    base = entry.row.lead[0]
    label = entry.label if entry.label is not None else blank_after(base)
    own = [label, *([entry.order.cell if entry.order else blank_after(base)] if order else [])]
    if len(cells) > width:
        own[0] = blank_after(base)
        cells = cells[:width]
    own += cells
    sizes = [1 + o + n for o, n in heading.sides]
    if entry.side == 0:
        own += [blank_after(own[-1]) for _ in range(sum(sizes) - len(own))]
        return row_of(own)
    return row_of([*(blank_after(base) for _ in range(sizes[0])), *own])


def _numbered_entries(pieces: Sequence[Piece], at: int, heading: Heading) -> tuple[list[_Entry], int]:
    """Items with their 行次, which count on down each side and tell the sides apart."""
    entries: list[_Entry] = []
    last = [0, 0]
    first = 0
    while at < len(pieces):
        if size := _repeats(pieces, at, heading):
            at += size
            continue
        end = words_from(pieces, at)
        if end >= len(pieces) or not is_order(pieces[end].text):
            break
        number = int(pieces[end].plain)
        side = 0 if number == last[0] + 1 and (not first or number < first) else 1
        if side and first and number != last[1] + 1:
            break
        if side and not first:
            first = number
        label = glued(pieces[at:end]) if end > at else None
        order = pieces[end]
        last[side] = number
        upcoming = {last[0] + 1, last[1] + 1}
        after = end + 1
        while after < len(pieces) and pieces[after].is_figure and not _is_next(pieces, after, upcoming):
            after += 1
        trailing = pieces[after].blanks if after < len(pieces) else 0
        lead = label if label is not None else order.cell
        row = Found([lead, order.cell], list(pieces[end + 1 : after]), trailing)
        entries.append(_Entry(label, order, row, side))
        at = after
    return entries, at


def _is_next(pieces: Sequence[Piece], at: int, upcoming: set[int]) -> bool:
    """Whether a number is the 行次 of a row without item, and no amount."""
    return is_order(pieces[at].text) and int(pieces[at].plain) in upcoming


def _named_entries(pieces: Sequence[Piece], at: int, form: TableForm, heading: Heading) -> tuple[list[_Entry], int]:
    """Items without 行次: the vocabulary tells which side each is of."""
    entries: list[_Entry] = []
    totals = 0
    while at < len(pieces):
        if size := _repeats(pieces, at, heading):
            at += size
            continue
        end = _item_end(pieces, at, form)
        if end == at:
            break
        label = glued(pieces[at:end])
        key = name_key(strip_ordinal(label.text))
        side = form.side_of(key)
        if side is None:
            side, totals = min(totals, 1), totals + 1
        after = end
        while after < len(pieces) and pieces[after].is_figure:
            after += 1
        trailing = pieces[after].blanks if after < len(pieces) else 0
        entries.append(_Entry(label, None, Found([label], list(pieces[end:after]), trailing), side))
        at = after
    return entries, at


def _item_end(pieces: Sequence[Piece], at: int, form: TableForm) -> int:
    """One past the lines of an item: words without figures are two items where each is one of the form."""
    end = at
    text = ""
    while end < len(pieces) and pieces[end].is_word:
        text += pieces[end].text
        end += 1
        known = form.is_item(name_key(strip_ordinal(text)))
        following = pieces[end].plain if end < len(pieces) and pieces[end].is_word else ""
        if known and (not following or strip_ordinal(following) != following or form.is_item(name_key(following))):
            return end
    return end if text and form.is_item(name_key(strip_ordinal(text))) else at


# ---------------------------------------------------------------- one row of amounts


def wide_rows(pieces: Sequence[Piece], at: int, heading: Heading) -> Body:
    """The one row of amounts under groups of items."""
    end = figures_from(pieces, at)
    values = list(pieces[at:end])
    if not values:
        return Body([], at, False)
    if len(values) > heading.width or (end < len(pieces) and pieces[end].is_word):
        return Body([], at, False)
    return Body([row_of([p.cell for p in values])], end, len(values) < heading.width)


# ---------------------------------------------------------------- an item a row


def item_rows(pieces: Sequence[Piece], at: int, form: TableForm, heading: Heading) -> Body:
    """The items of a table, a row each, down to the first line that is none; fewer than three known ones are none."""
    numbered, width = heading.sides[0]
    found: list[Found] = []
    start = at
    while at < len(pieces):
        if size := _repeats(pieces, at, heading):
            at += size
            continue
        end = _label_end(pieces, at)
        if end == at:
            break
        lead = [glued(pieces[at:end])]
        if numbered:
            counts = end < len(pieces) and is_order(pieces[end].text) and int(pieces[end].plain) == len(found) + 1
            if not counts:
                break
            lead.append(pieces[end].cell)
            end += 1
        after = end
        while after < len(pieces) and pieces[after].is_figure:
            after += 1
        trailing = pieces[after].blanks if after < len(pieces) else 0
        found.append(Found(lead, list(pieces[end:after]), trailing))
        at = after
    known = {w for c in form.columns for w in c.leaf}
    if sum(item_label(row.lead[0].text) in known for row in found) < _KNOWN_ITEMS:
        return Body([], start, False)
    amounts, lossy = settled(found, width)
    rows = [
        row_of([*row.lead, *cells[:width]]) for row, cells in zip(found, amounts, strict=True) if len(cells) <= width
    ]
    return Body(rows, at, lossy)


def _label_end(pieces: Sequence[Piece], at: int) -> int:
    """One past the lines of the name of an item: a line that begins with an ordinal begins another."""
    end = at
    while end < len(pieces) and pieces[end].is_word:
        if end > at and strip_ordinal(pieces[end].plain) != pieces[end].plain:
            break
        end += 1
    return end
