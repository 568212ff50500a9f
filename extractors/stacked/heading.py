"""The header of a table whose cells stand one per line: its words put back over the columns they head.

A dump prints a header row after row and drops what a heading over several columns leaves empty. The words of the form
tell which of them head others; a header that leaves doubt is none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extractors.headers import HEADINGS, SIDES, is_amount, is_order, known_words
from extractors.report import Cell, Row
from extractors.stacked.cells import Piece, blank_after, counts_from_one, glued, is_code, is_total, row_of
from extractors.text import name_key
from extractors.vocabulary import TableForm, layout

_CODE_WORDS = ("编码", "代码")
#: one heading over codes and names, in one cell or joined
_CODE_AND_NAME = re.compile(r"(?:编码|代码)(?:[及和与]|$).*名称$")
_NAMES = re.compile(r"名称(?:类款项)?$")
_NO_COLUMNS = {"项目", "序号"}
_LEVELS = {"类", "款", "项"}
_SUBTOTALS = {"小计", "合计"}
_NUMBERED = {"栏次", "行次"}
_ITEMS = re.compile(r"^(?:项目|按?(?:支出)?(?:功能|性质|经济)分类$)")
_ITEM_HEAD = re.compile(
    r"^(?:序号|项目按.{2,10}|按?(?:支出)?(?:功能|性质|经济)分类|科目名称类款项"
    r"|(?:支出|收入)?(?:功能|经济)?(?:分类)?(?:科目)?(?:编码|代码)(?:[及和与](?:科目)?名称)?)$"
)
#: a heading is broken over no more lines
_LINES = 4
#: a table with an item a row has no more headings
_ITEM_HEADINGS = 8


@dataclass(frozen=True, slots=True)
class Heading:
    """The header rows of a table in their places; the cells of names before the amounts; how many amounts follow.

    For sides, ``sides`` holds of each whether it has 行次 and how many amounts. ``words`` are the header as printed.
    """

    rows: list[Row]
    lead: int
    width: int
    words: tuple[str, ...]
    sides: tuple[tuple[bool, int], ...] = ()


def header_end(pieces: Sequence[Piece], form: TableForm) -> tuple[list[Cell], int, int]:
    """The words of a header that begins at the first line, the highest number of its columns, and where it ends."""
    known = known_words(form) | layout().header_words
    words: list[Cell] = []
    at = numbered = 0
    while at < len(pieces):
        piece = pieces[at]
        if piece.plain in _NUMBERED and at + 1 < len(pieces) and is_order(pieces[at + 1].text):
            end = _numbers(pieces, at + 1, numbered)
            if end == at + 1:
                break
            numbered = int(pieces[end - 1].plain)
            at = end
            continue
        if words and not numbered and (end := counts_from_one(pieces, at)) >= at + 3:
            numbered, at = end - at, end
            continue
        if not piece.is_word or is_code(pieces, at):
            break
        if is_total(piece) and _is_data(pieces, at + 1):
            break
        size = _size(pieces[at : at + _LINES], known)
        if not size and (form.layout in {"blocks", "triples"} or numbered or not words):
            break
        words.append(glued(pieces[at : at + max(size, 1)]))
        at += max(size, 1)
    return words, numbered, at


def _is_data(pieces: Sequence[Piece], at: int) -> bool:
    """Whether a total is no heading but the first row: figures stand behind it, or nothing more of the table."""
    return at >= len(pieces) or is_amount(pieces[at].text) or pieces[at].plain in {"-", "0"} or not pieces[at].is_short


def _numbers(pieces: Sequence[Piece], at: int, after: int) -> int:
    """One past the numbers that go on counting columns."""
    end = at
    while end < len(pieces) and is_order(pieces[end].text) and int(pieces[end].plain) == after + 1 + end - at:
        end += 1
    return end


def _size(pieces: Sequence[Piece], known: frozenset[str]) -> int:
    """How many lines make the longest heading that begins at the first one; 0 where none is known."""
    found = 0
    text = ""
    for size, piece in enumerate(pieces, start=1):
        if not piece.is_word:
            break
        text += name_key(piece.text)
        if text in known or _is_item_head(text):
            found = size
    return found


def _is_item_head(text: str) -> bool:
    return bool(_ITEM_HEAD.match(text))


# ---------------------------------------------------------------- a 科目 a row


def code_heading(words: Sequence[Cell], numbered: int) -> Heading | None:
    """The header of a table of codes, names and amounts; None where it does not tell its columns."""
    keys = [name_key(c.text) for c in words]
    coded = [i for i, key in enumerate(keys) if key.endswith(_CODE_WORDS) or _CODE_AND_NAME.search(key)]
    if len(coded) != 1:
        return None
    first = coded[0]
    upper = [c for c in words[:first] if name_key(c.text) not in _NO_COLUMNS]
    below = [c for c in words[first:] if name_key(c.text) not in _LEVELS]
    if _CODE_AND_NAME.search(keys[first]):
        below.insert(1, blank_after(below[0]))
    elif len(below) < 2 or not _NAMES.search(name_key(below[1].text)):
        return None
    lead, below = below[:2], below[2:]
    for rows in _spreads(upper, below):
        width = len(rows[-1])
        if width and (not numbered or numbered == width):
            blank = blank_after(lead[-1])
            over = next((c for c in words[:first] if name_key(c.text) == "项目"), lead[0])
            leads = [[over, blank], lead] if len(rows) > 1 else [lead]
            made = [row_of([*a, *b]) for a, b in zip(leads, rows, strict=True)]
            return Heading(made, 2, width, tuple(keys))
    return None


def _spreads(upper: Sequence[Cell], below: Sequence[Cell]) -> Iterator[list[list[Cell]]]:
    """The ways in which words may stand in one row of headings or in two."""
    if upper and below:
        yield from _under(upper, below)
        return
    alone = [*upper, *below]
    if not any(name_key(c.text) in HEADINGS for c in alone):
        yield [alone]
        return
    # code and name reach down both rows, so that nothing stands between the two: the second begins with a subtotal
    cut = next((i for i, c in enumerate(alone) if i and name_key(c.text) in _SUBTOTALS), 0)
    if cut:
        yield from _under(alone[:cut], alone[cut:])


def _under(upper: Sequence[Cell], below: Sequence[Cell]) -> Iterator[list[list[Cell]]]:
    """Words spread under those that head several columns, each group of them led by a subtotal."""
    starts = [i for i, c in enumerate(below) if name_key(c.text) in _SUBTOTALS]
    parents = [i for i, c in enumerate(upper) if name_key(c.text) in HEADINGS]
    if len(starts) == len(upper):
        parents = [*range(len(upper))]
    if not starts or starts[0] or len(starts) != len(parents):
        return
    groups = dict(zip(parents, (below[a:b] for a, b in zip(starts, [*starts[1:], None], strict=True)), strict=True))
    top: list[Cell] = []
    low: list[Cell] = []
    for i, cell in enumerate(upper):
        under = groups.get(i, [blank_after(cell)])
        top += [cell, *(blank_after(cell) for _ in under[1:])]
        low += under
    yield [top, low]


# ---------------------------------------------------------------- sides


def sides_heading(words: Sequence[Cell]) -> Heading | None:
    """The header of 收入 and 支出 side by side; None where it does not tell the two apart."""
    own = [c for c in words if name_key(c.text) not in SIDES]
    starts = [i for i, c in enumerate(own) if _ITEMS.match(name_key(c.text))]
    if len(starts) != 2 or starts[0] != 0:
        return None
    cells: list[Cell] = []
    sides: list[tuple[bool, int]] = []
    for start, end in zip(starts, [starts[1], len(own)], strict=True):
        numbered = [c for c in own[start + 1 : end] if name_key(c.text) == "行次"]
        amounts = [c for c in own[start + 1 : end] if name_key(c.text) != "行次"]
        if len(amounts) > 1 and name_key(amounts[1].text) in _SUBTOTALS:
            # the amounts stand under a heading of their own
            amounts = amounts[1:]
        if len(numbered) > 1 or not amounts:
            return None
        cells += [own[start], *numbered, *amounts]
        sides.append((bool(numbered), len(amounts)))
    return Heading([row_of(cells)], 1, len(cells), tuple(name_key(c.text) for c in words), tuple(sides))


# ---------------------------------------------------------------- lists beside one another, and groups


def triples_heading(words: Sequence[Cell]) -> Heading | None:
    """The header of lists of code, name and amount beside one another."""
    keys = [name_key(c.text) for c in words]
    first = next((i for i, key in enumerate(keys) if key.endswith(_CODE_WORDS)), None)
    if first is None or (len(words) - first) % 3:
        return None
    lists = [keys[i : i + 3] for i in range(first, len(keys), 3)]
    if not all(a.endswith(_CODE_WORDS) and b.endswith("名称") for a, b, _ in lists):
        return None
    return Heading([row_of(words[first:])], 2, 1, tuple(keys))


def wide_heading(form: TableForm, words: Sequence[Cell], numbered: int) -> Heading | None:
    """The header of one row of amounts: groups, items, and the parts of an item that each group has."""
    groups = {g for c in form.columns for g in c.group}
    many = next((i for i, c in enumerate(words) if name_key(c.text) not in groups), 0)
    rest = words[many:]
    if not many or not rest:
        return None
    parts = next((i for i, c in enumerate(rest) if name_key(c.text) == "小计"), len(rest))
    items, low = rest[:parts], rest[parts:]
    each, odd = divmod(len(items), many)
    under, odd_part = divmod(len(low), many)
    if odd or odd_part or not each:
        return None
    parents = [i for i, c in enumerate(items) if low and _has_parts(form, c, low)]
    whole = len(items) - len(parents) + len(low)
    if len(parents) != (many if low else 0) or (numbered and whole != numbered) or whole % many:
        return None
    width = whole // many
    over = [c for cell in words[:many] for c in (cell, *(blank_after(cell) for _ in range(width - 1)))]
    spread: list[Cell] = []
    lowest: list[Cell] = []
    left = iter(low)
    for i, cell in enumerate(items):
        size = under if i in parents else 1
        spread += [cell, *(blank_after(cell) for _ in range(size - 1))]
        lowest += [next(left) for _ in range(under)] if i in parents else [blank_after(cell)]
    rows = [row_of(cells) for cells in (over, spread, *([lowest] if low else []))]
    return Heading(rows, 0, whole, tuple(name_key(c.text) for c in words))


def _has_parts(form: TableForm, item: Cell, low: Sequence[Cell]) -> bool:
    """Whether the form has an item of a name whose parts are those under it that are no 小计."""
    leaves = {c.name: c.leaf for c in form.columns}
    keys = {name_key(c.text) for c in low} - _SUBTOTALS
    for total in form.sums:
        named = {w for name in total.parts for w in leaves.get(name, ())}
        if len(total.whole) == 1 and name_key(item.text) in leaves.get(total.whole[0], ()) and keys <= named:
            return True
    return False


# ---------------------------------------------------------------- an item a row


def items_heading(pieces: Sequence[Piece], form: TableForm) -> tuple[Heading | None, int]:
    """The header of a table with an item a row (项目, 行次, 预算数, 决算数), and where it ends.

    ``sides`` holds whether the rows have 行次.
    """
    groups = {g for c in form.columns for g in c.group}
    keys = [name_key(p.text) for p in pieces[:_ITEM_HEADINGS]]
    if not keys or keys[0] != "项目":
        return None, 0
    lead = 2 if len(keys) > 1 and keys[1] in _NUMBERED else 1
    end = lead
    while end < len(keys) and any(keys[end].endswith(g) for g in groups):
        end += 1
    width = end - lead
    if not width:
        return None, 0
    at = end + 1 if end < len(pieces) and pieces[end].plain in _NUMBERED else end
    counted = counts_from_one(pieces, at)
    if counted not in {at, at + width}:
        return None, 0
    row = row_of([p.cell for p in pieces[:end]])
    return Heading([row], lead, width, tuple(keys[:end]), ((lead == 2, width),)), counted
