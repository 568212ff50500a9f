"""The header of a statutory table: which of its rows are header rows, and which column stands at which cell."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby, pairwise, takewhile
from typing import TypeVar

from extractors.facts import is_number
from extractors.report import Row, Table
from extractors.text import fold, name_key, squeeze, strip_ordinal
from extractors.vocabulary import Column, TableForm, layout

#: a 栏次 or 行次: ① and ² are digits to Python but no column number
_ORDER = re.compile(r"^(?!0+$)[0-9]{1,3}$")
#: what may stand beside the numbers of the columns: 类 款 项 in cells of their own or in one, perhaps with 栏次 behind
_NUMBERED = re.compile(r"项目|[类款项]{1,3}(?:栏次)?|[栏行]次")
#: headings of several columns, which are no columns themselves
_DATED = re.compile(r"^20\d\d年度?(?=.)")
#: what heads the columns of a year, or those that hold one against another (2025年预算数与2024年执行数)
_YEAR_HEADS = re.compile(r"20\d\d年度?(?:预算|执行|决算)数")
HEADINGS = frozenset({"收入", "支出", "本年支出"})
#: what the two sides of a 总表 are called
SIDES = ("收入", "支出")
_SUBTOTAL = "小计"
_SUBTOTALS = frozenset({_SUBTOTAL, "合计"})
#: what stands below a heading without saying more than it
_AMOUNT = "金额"

H = TypeVar("H")


def is_blank(raw: str) -> bool:
    """Whether a printed cell is empty or a dash."""
    return fold(raw) in {"", "-", "--", "/"}


def is_empty(raw: str) -> bool:
    """Whether nothing is printed in a cell, not even a dash."""
    return not fold(raw)


def is_amount(raw: str) -> bool:
    """A number that can't be a 栏次 or 行次."""
    return is_number(raw) and not _ORDER.match(fold(raw))


def is_order(raw: str) -> bool:
    """A number that can be a 栏次 or 行次."""
    return bool(_ORDER.match(fold(raw)))


def has_decimals(rows: Iterable[Row]) -> bool:
    """Whether amounts are printed with decimals, so that a bare number is a 栏次 or 行次."""
    return any("." in c.plain for row in rows for c in row.cells if is_amount(c.text))


def is_word(raw: str) -> bool:
    """Neither figure nor blank: a label, or text in the place of a value."""
    return not is_blank(raw) and not is_number(raw)


# ---------------------------------------------------------------- rows


def is_numbering(row: Row) -> bool:
    """A row that numbers the columns: 栏次 1 2 3 …"""
    cells = [t for t in row.texts if t]
    numbers = [int(t) for t in cells if _ORDER.match(t)]
    words = [t for t in cells if not _ORDER.match(t)]
    if not numbers or any(b <= a for a, b in pairwise(numbers)):
        return False
    if numbers[-1] - numbers[0] >= len(numbers) and (numbers[0] > 1 or numbers[-1] > len(numbers) + 2):
        # more numbers are left out than a lost column explains
        return False
    goes_on = len(numbers) >= 5 and numbers[-1] - numbers[0] == len(numbers) - 1
    begins = numbers[0] <= 3 and len(cells) >= 4 and not words
    if numbers[0] > 1 and not any("栏次" in w for w in words) and not goes_on and not begins:
        return False
    return all(_NUMBERED.fullmatch(w) for w in words) and (bool(words) or len(numbers) >= 3)


def is_header(row: Row, known: frozenset[str]) -> bool:
    """A row of header words only. A lone label of a row is a row of data."""
    texts = [name_key(t) for t in row.texts if t]
    if not texts or any(is_number(t) for t in texts) or (len(texts) == 1 and _is_row_label(row, texts[0])):
        return False
    words = layout().header_words | known
    of_years = (bool(_YEAR_HEADS.match(t)) for t in texts)
    named = (t in words or undated(t) in words or bool(layout().body_headings.search(t)) for t in texts)
    hits = sum(a or b for a, b in zip(of_years, named, strict=True))
    # the lowest row of a header may divide one column alone: 小计, 经费拨款 and 非税收入拨款 of 一般公共预算
    divides = bool(row.cells and not row.cells[0].text) and "小计" in texts and len(texts) > 1
    if divides and texts[0] == "小计" and len(texts) > 2:
        return True  # the parts of a column, whatever they are called, with their sum before them
    if len(texts) > 1 and not row.cells[0].text and all(map(layout().kind_headings.search, texts)):
        return True  # kinds of spending, each below 人员经费 or 公用经费
    if len(texts) > 3 or divides:
        # kinds of money below 本年收入 and 上年结转, kinds of spending below 基本支出
        headings = (layout().fund_headings, layout().kind_headings)
        hits += sum(t in _SUBTOTALS or any(h.search(t) for h in headings) for t in texts if t not in words)
    return hits >= max(1, (len(texts) + 1) // 2)


def _is_row_label(row: Row, word: str) -> bool:
    """Whether a lone word of a row is the name of a row without figures: a total, or a fund carried over."""
    return word in layout().total_labels or bool(row.cells[0].text and layout().row_names.search(word))


def undated(word: str) -> str:
    """A header word without the year before it: 预算 of 2025年预算."""
    return _DATED.sub("", word)


def _is_caption(row: Row) -> bool:
    texts = [t for t in row.texts if t]
    if not texts or any(is_number(t) for t in texts):
        return False
    return all(layout().is_caption(t) or layout().is_note(t) or t.endswith("表") for t in texts)


def known_words(form: TableForm) -> frozenset[str]:
    columns: list[Column] = [*form.columns, *(c for b in form.blocks for c in b.columns)]
    words = {w for c in columns for w in (*c.leaf, *(part for g in c.group for part in g.split("/")))}
    return frozenset(
        words | {*SIDES, "本年支出", "公务用车购置及运行费", "公务用车购置及运行维护费", "人员经费", "公用经费"}
    )


# ---------------------------------------------------------------- header


def width_of(rows: list[Row]) -> int:
    """The number of cells of the longest row."""
    return max(len(row.cells) for row in rows)


@dataclass(slots=True)
class Header:
    """Which canonical column stands at which cell of a row; ``levels`` are the cells of 类, 款 and 项.

    ``remarks``: the cell after the column of remarks, which holds no amounts; 0 where there is none. ``lists_bodies``:
    rows are of the department's units, with their codes, and not of 科目. ``second``: the cell from which on the codes
    and names of another classification stand before the amounts; 0 where there are none.
    """

    columns: dict[int, str]
    levels: list[int]
    width: int
    remarks: int = 0
    lists_bodies: bool = False
    second: int = 0

    @property
    def first(self) -> int:
        return min(self.columns)

    def names(self, end: int) -> tuple[str, ...]:
        """The columns from the first one to the cell before ``end``; "" for a cell that the header leaves blank."""
        return tuple(self.columns.get(i, "") for i in range(self.first, max(end, max(self.columns) + 1)))


def headed(
    form: TableForm, rows: Iterable[Row], build: Callable[[TableForm, list[Row]], H | None]
) -> Iterator[tuple[H, Row]]:
    """The data rows of a table, each with the header that stands above it (headers repeat after page breaks)."""
    known = known_words(form)
    headings = layout().header_words | {word for word in known if len(word) > 2}
    header: H | None = None

    def lone(row: Row) -> bool:
        texts = [name_key(t) for t in row.texts if t]
        # 支出 alone may be the end of a name, 本年支出 is a heading
        return len(texts) == 1 and texts[0] not in headings

    for heading, run in groupby(_content(rows), key=lambda row: is_numbering(row) or is_header(row, known)):
        block = list(run)
        if not heading:
            yield from ((header, row) for row in block if header is not None)
            continue
        # a lone word above or below a header that repeats is the end of a broken name
        above = list(takewhile(lone, block)) if header is not None else []
        if above and _names_side(above[-1]) and _is_one_sided(block[len(above) :]):
            above.pop()
        below = list(takewhile(lone, reversed(block[len(above) :]))) if header is not None else []
        block = block[len(above) : len(block) - len(below)]
        yield from ((header, row) for row in above if header is not None)
        built = build(form, block) if block else None
        # rows below a side that has no header of its own are not those of the side above
        header = built or (None if any(_names_side(row) for row in block) else header)
        yield from ((header, row) for row in below if header is not None)


def _names_side(row: Row) -> bool:
    texts = [t for t in row.texts if t]
    return len(texts) == 1 and name_key(texts[0]) in SIDES


def _is_one_sided(rows: list[Row]) -> bool:
    """Whether a header is that of one side alone, 项目 and 行次 once each or one of them lost."""
    texts = [t for row in rows for t in row.texts]
    return 0 < texts.count("项目") + texts.count("行次") <= 2 and max(texts.count("项目"), texts.count("行次")) == 1


def _content(rows: Iterable[Row]) -> Iterator[Row]:
    return (row for row in rows if not _is_caption(row))


def header_of(form: TableForm, rows: list[Row]) -> Header | None:
    """Columns of a header: by the words above each cell; where rows were shifted, by the order of the 栏次 numbers."""
    numbering = next((row for row in rows if is_numbering(row)), None)
    worded = [row for row in rows if row is not numbering]
    numbered = _numbered(numbering) if numbering else []
    columns: dict[int, str] = {}
    stacks = stacks_of(worded, width_of(rows))
    known = _columns_of(form, worded)
    for index, stack in enumerate(stacks):
        if (not numbered or index in numbered) and (name := canonical(known, stack, columns)):
            columns[index] = name
    if numbered and set(columns) != set(numbered):
        printed = _in_order(form, worded)
        if len(printed) == len(numbered) and not _alternates(form, worded):
            columns = dict(zip(numbered, printed, strict=True))
        elif any(canonical(known, stack, {}) for i, stack in enumerate(stacks) if i not in numbered):
            # words beside their numbers, and not as many: no word can be told its number
            return None
    elif numbered and any(canonical(known, stack, columns) for i, stack in enumerate(stacks) if i not in numbered):
        # the numbers lost one of theirs
        return None
    added = _added(form, worded, stacks, columns)
    columns = {i: _by_its_subtotal(form, name, stacks[i]) for i, name in columns.items()}
    columns |= {i: name for i, name in added.items() if not numbered or i in numbered}
    if not columns or (numbered and numbered[-1] not in columns):
        # a number without a word, and the words may have moved into the gap
        return None
    if _has_gap(stacks, columns, numbered) or (_alternates(form, worded) and not _in_pairs(form, columns)):
        return None
    remarks = next((i + 1 for i, stack in enumerate(stacks) if stack and stack[-1] == "备注"), 0)
    bodies = lists_bodies(stacks[: min(columns)])
    lead = enumerate(stacks[: min(columns)])
    second = next((i for i, stack in lead if i and stack and layout().second_codes.search(stack[-1])), 0)
    return Header(columns, levels_of(rows), width_of(rows), remarks, bodies, second)


def _by_its_subtotal(form: TableForm, name: str, stack: list[str]) -> str:
    """The name of a column that heads others with its 小计, which a report adds so: 本年收入小计."""
    heads = len(stack) > 1 and stack[-1] == _SUBTOTAL and any(c.subtotal and c.name == name for c in form.columns)
    return name + _SUBTOTAL if heads else name


def lists_bodies(lead: list[list[str]]) -> bool:
    """Whether the words above the cells before the amounts are those of a list of units: 单位代码, 单位名称."""
    words = [word for stack in lead for word in stack]
    of_bodies = [w for w in words if layout().body_headings.search(w)]
    return bool(of_bodies) and not any("科目" in w for w in words if w not in of_bodies)


def _columns_of(form: TableForm, rows: list[Row]) -> tuple[Column, ...]:
    """The columns of a form; without their headings where a header has one row and so no headings."""
    words = {name_key(t) for row in rows for t in row.texts}
    own = {w for c in form.columns for w in c.leaf}
    # a second row that heads codes and names alone heads no columns
    heading = [row for row in rows if own & {name_key(t) for t in row.texts}]
    if len(heading) != 1 or words & {g for c in form.columns for g in c.group}:
        return form.columns
    plain = {word for c in form.columns if not c.group for word in c.leaf}
    # 基本支出 without a heading is the column of that name, and no part of what was carried over
    return tuple(
        c
        if c.group and plain & set(c.leaf)
        else c.model_copy(update={"group": (), "leaf": (*c.leaf, *(g + word for g in c.group for word in c.leaf))})
        # 基本支出 without 本年支出 above it is that of the national form before what a province adds
        for c in sorted(form.columns, key=lambda c: c.added)
    )


def _alternates(form: TableForm, rows: list[Row]) -> bool:
    """Whether 预算数 and 决算数 stand below each item: the columns are in no national order."""
    groups = {w for c in form.columns for w in c.group}
    lowest = [t for t in map(name_key, rows[-1].texts) if t in groups] if rows else []
    return len(set(lowest)) > 1 and len(lowest) > len(set(lowest))


def _in_pairs(form: TableForm, columns: dict[int, str]) -> bool:
    """Whether every two columns are of one item, in the same order of 预算数 and 决算数."""
    by_name = {c.name: c for c in form.columns}
    own = [by_name[name] for _, name in sorted(columns.items()) if name in by_name]
    pairs = list(zip(own[::2], own[1::2], strict=False))
    same = all(a.leaf == b.leaf for a, b in pairs)
    return same and len({(a.group, b.group) for a, b in pairs}) == 1 and len(own) % 2 == 0


def _numbered(row: Row) -> list[int]:
    """The cells that a row of 栏次 numbers; one that is left blank between two others is numbered too."""
    at = [i for i, t in enumerate(row.texts) if _ORDER.match(t)]
    steps = {int(row.texts[i]) - i for i in at}
    return list(range(at[0], at[-1] + 1)) if len(steps) == 1 else at


def _has_gap(stacks: list[list[str]], columns: dict[int, str], numbered: list[int]) -> bool:
    """Whether a cell below a heading of several columns has no word of its own: those beside it may have moved.

    The first cell may have none: it is the heading's own.
    """
    headings = {stacks[i][0] for i in columns if len(stacks[i]) > 1}
    unnamed = [i for i in range(min(columns), max(columns)) if i not in columns and (not numbered or i in numbered)]
    if any(stacks[i] and stacks[i][0] in headings for i in unnamed):
        return True
    # a heading may be the head of its own first column, the 小计, but of no later one
    return any(
        j < i and len(stacks[j]) > len(stacks[i]) and stacks[j][: len(stacks[i])] == stacks[i]
        for i in columns
        for j in columns
    )


def levels_of(rows: list[Row]) -> list[int]:
    """The cells that a header calls 类, 款 and 项 (经济分类: 类 and 款); none where it doesn't name them."""
    row = max(rows, key=lambda row: len({"类", "款", "项"} & set(row.texts)))
    return [row.texts.index(word) for word in "类款项" if word in row.texts]


def stacks_of(rows: list[Row], width: int) -> list[list[str]]:
    """For each cell of a row, the header words above it, top down.

    A blank inherits the word on its left, as far as the word above both is the same: a heading reaches no further than
    the one it stands under.
    """
    stacks: list[list[str]] = [[] for _ in range(width)]
    above = [""] * width
    for number, row in enumerate(rows):
        last = number > 0 and number == len(rows) - 1
        words = [name_key(row.cells[i].text) if i < len(row.cells) else "" for i in range(width)]
        for index, word in enumerate(words):
            if not word and index > 0 and not last and above[index] == above[index - 1]:
                words[index] = words[index - 1]
        for stack, word in zip(stacks, words, strict=True):
            if word and (not stack or stack[-1] != word):
                stack.append(word)
        above = [word or upper for word, upper in zip(words, above, strict=True)]
    return stacks


def canonical(columns: tuple[Column, ...], stack: list[str], taken: dict[int, str]) -> str | None:
    """The canonical column of a stack of header words: its lowest word decides, the words above must agree.

    A 小计 or 合计 below the heading of a column is that column. 预算数 and 决算数 below their items group them too.
    """
    if len(stack) > 1 and any(stack[-1] in c.group for c in columns) and not any(stack[-1] in c.leaf for c in columns):
        stack = [stack[-1], *stack[:-1]]
    if len(stack) > 1 and layout().kind_headings.search(stack[-1]) and not any(stack[-1] in c.leaf for c in columns):
        return None  # 工资福利支出 below 人员经费 is a part of it
    if stack and stack[-1] in _SUBTOTALS:
        for depth in range(len(stack) - 2, -1, -1):
            if own := _fitting(columns, stack, depth):
                return next((c.name for c in own if c.name not in taken.values()), None)
    # 一般公共预算 below 本年收入 is no 本年收入, which has all of it
    below = any(c.added and c.group and stack[-1] in c.leaf for c in columns) if len(stack) > 1 else False
    for depth in range(len(stack) - 1, -1, -1):
        fitting = _fitting(columns, stack, depth)
        if below and depth < len(stack) - 1:
            fitting = [c for c in fitting if not c.added]
        if free := [c.name for c in fitting if c.name not in taken.values()]:
            return free[0]
    return None


def _fitting(columns: tuple[Column, ...], stack: list[str], depth: int) -> list[Column]:
    """The columns that a word of a stack means, the words above it agreeing."""
    above = stack[:depth]
    named = [c for c in columns if stack[depth] in c.leaf]
    return [c for c in named if not c.group or any(_stands_above(g, above) for g in c.group)]


def _stands_above(group: str, above: list[str]) -> bool:
    """Whether the words of a group are among, or in, the words above a header cell."""
    return all(any(part in word for word in above) for part in group.split("/"))


def _in_order(form: TableForm, rows: list[Row]) -> list[str]:
    """The canonical columns whose words stand in the header at all, in the national order.

    A word stands for as many columns as it is printed times, those of the national form first.
    """
    often = Counter(name_key(c.text) for row in rows for c in row.cells)
    chosen: set[str] = set()
    for column in sorted(form.columns, key=lambda c: c.added):
        word = next((w for w in column.leaf if often[w] > 0), None)
        if word is not None:
            chosen.add(column.name)
            often[word] -= column.added or any(c.added and word in c.leaf for c in form.columns)
    return [c.name for c in form.columns if c.name in chosen]


#: what heads the figures of one year: before the first column of the form it is no name and no code
_OF_YEAR = re.compile(r"(?:20\d\d年度?|上年度?|去年)(?:执行|决算|预算)数")


def _added(form: TableForm, rows: list[Row], stacks: list[list[str]], columns: dict[int, str]) -> dict[int, str]:
    """Columns that a report adds keep their printed name. A word of the form itself is a header cell out of place."""
    if not columns:
        return {}
    # what a report adds below one heading may stand below another of its own: 一般公共预算 of 本年收入
    own = [c for c in form.columns if not (c.added and c.group)]
    words = layout().header_words | HEADINGS | _SUBTOTALS | {w for c in own for w in (*c.leaf, *c.group)}
    added: dict[int, str] = {}
    often = Counter(stack[-1] for stack in stacks if stack)
    # 一般公共预算 of 本年收入 and of 上年结转 are two columns: below these headings each is called by both
    headings = {stack[0] for stack in stacks if len(stack) > 1 and often[stack[-1]] > 1 and stack[-1] not in words}
    for index, stack in enumerate(stacks):
        if index in columns or not stack or (index <= min(columns) and not _OF_YEAR.fullmatch(stack[-1])):
            continue
        if stack[-1] in _SUBTOTALS and len(stack) > 1 and stack[-2] not in words:
            # the sum of columns that stand together below a heading of their own
            added[index] = _printed(rows, index, stack[-2]) + stack[-1]
        elif stack[-1] == _AMOUNT and len(stack) > 1 and stack[-2] not in words:
            # all of what its heading names, beside a part of it
            added[index] = _printed(rows, index, stack[-2])
        elif stack[-1] not in words or (stack[0] in headings and stack[-1] in columns.values()):
            # a column of the form may stand once more below another heading
            name = _printed(rows, index, stack[-1])
            if len(stack) > 1 and stack[0] in headings:
                name = _printed(rows, index, stack[0]) + name
            if name not in added.values():
                added[index] = name
    return added


def _printed(rows: list[Row], index: int, key: str) -> str:
    """A header word as printed above a cell, with its 其中 and brackets."""
    texts = [row.cells[index].text for row in rows if index < len(row.cells)]
    return next((squeeze(text) for text in reversed(texts) if name_key(text) == key), key)


def before_gap(columns: Iterable[Column], names: tuple[str, ...]) -> set[str]:
    """The printed columns up to the place where a national one is missing: beyond it, words may have moved up."""
    national = [c.name for c in columns if not c.added]
    gap = next((i for i, name in enumerate(national) if name not in names), len(national))
    end = next((i for i, name in enumerate(names) if name in national[gap:]), len(names))
    return set(names[:end])


def fund_subtotals(columns: Iterable[str]) -> list[str]:
    """The columns that sum up one fund (一般公共预算小计), below which a list of spending has its kinds."""
    return [
        c for c in columns if c.endswith("小计") and layout().fund_headings.search(name_key(c.removesuffix("小计")))
    ]


def header_rows(form: TableForm, table: Table) -> list[Row]:
    known = known_words(form)
    return [row for row in table.rows if is_numbering(row) or is_header(row, known)]


def numbering_of(table: Table) -> Row | None:
    return next((row for row in table.rows if is_numbering(row)), None)


def item_label(raw: str) -> str:
    """The name of an item without its ordinal and 其中, whichever is printed first."""
    return name_key(strip_ordinal(re.sub("^其中：?", "", strip_ordinal(fold(raw)))))
