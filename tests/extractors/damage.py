"""What printing and conversion do to tables, done to the grids of a generated report; and what was misread then."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from copy import deepcopy
from random import Random

from eval.samples import Sample
from eval.samples.document import Grid, print_markdown, print_text
from extractors.facts import Fact, plain_decimal
from extractors.identity import identify
from extractors.readers.plain import read_text
from extractors.report import Report
from extractors.structure import sections_of
from extractors.tables import Reading, read_tables
from extractors.text import name_key

Damage = Callable[[Grid, Random], None]
#: tables with a 科目 a row; where their amounts begin
CODED = ("GK02", "GK03", "GK05", "GK07", "GK08")
SUMMARIES = ("GK01", "GK04")


def report(text: str, markdown: bool = False) -> Report:
    document = read_text("demo.txt", text.encode(), markdown)
    sections = sections_of(document)
    return Report("demo", "demo.txt", "0" * 64, identify(sections, document.source), document.source, sections)


def damaged(
    sample: Sample, damage: Damage, random: Random, tables: Iterable[str] = (), markdown: bool = False
) -> list[Reading]:
    """The statutory tables of a sample read after damage to some of its grids (to all without ``tables``)."""
    blocks = deepcopy(sample.blocks)
    keys = set(tables)
    for block in blocks:
        if isinstance(block, Grid) and block.key.startswith("GK") and (not keys or block.key in keys):
            damage(block, random)
    text = print_markdown(blocks, sample.options) if markdown else print_text(blocks, sample.options)
    return read_tables(report(text, markdown))


def misread(sample: Sample, readings: Iterable[Reading]) -> list[str]:
    """Facts that the sample does not have: a wrong value, a blank where money stood, text, a cell read twice unlike."""
    truth = {(c.table, c.row_code or name_key(c.row_name), c.column): c for c in sample.truth.cells}
    wrong = []
    for fact in (f for r in readings for f in r.facts):
        cell = truth.get(_key(fact))
        told = plain_decimal(fact.value) if fact.value is not None else None
        if cell is None or fact.is_text or told != cell.value or name_key(fact.row_name) != name_key(cell.row_name):
            wrong.append(f"{_key(fact)} {fact.row_name} {fact.raw!r}，应为 {cell}")
    return wrong


def unread(sample: Sample, readings: Iterable[Reading]) -> list[tuple[str | None, str, str]]:
    """Cells with a value that gave no fact."""
    read = {_key(f) for r in readings for f in r.facts}
    valued = [c for c in sample.truth.cells if c.value is not None]
    cells = [(c.table, c.row_code or name_key(c.row_name), c.column) for c in valued]
    return [cell for cell in cells if cell not in read]


def _key(fact: Fact) -> tuple[str | None, str, str]:
    return fact.table, fact.row_code or name_key(fact.row_name), fact.column


def is_figure(text: str) -> bool:
    """An amount as the samples print it, with two decimals."""
    return text[-3:-2] == "."


# ---------------------------------------------------------------- harmless


def spaced(grid: Grid, random: Random) -> None:
    """4,233.22 as 4, 233. 22."""
    _each_figure(grid, lambda t: t.replace(",", ", ").replace(".", ". ") if random.random() < 0.5 else t)


def marked(grid: Grid, random: Random) -> None:
    frames = ["<b>{}</b>", "**{}**", "<strong>{}</strong>", '<span style="x">{}</span>', "\u3000{} ", "{}"]
    _each_figure(grid, lambda t: random.choice(frames).format(t))


def wide(grid: Grid, random: Random) -> None:
    """Full-width digits."""
    table = {ord("0") + i: 0xFF10 + i for i in range(10)} | {ord("."): ord("．"), ord(","): ord("，")}
    _each_figure(grid, lambda t: t.translate(table) if random.random() < 0.5 else t)


def trimmed(grid: Grid, random: Random) -> None:
    """No blanks at the end of a row."""
    for row in [*grid.head, *grid.rows]:
        while len(row) > 1 and row[-1] == "":
            row.pop()


def repeated(grid: Grid, random: Random) -> None:
    """A page ends in the middle: number, perhaps title and captions, the header once more."""
    if len(grid.rows) > 3:
        at = random.randrange(1, len(grid.rows))
        page = [[""], [str(random.randrange(5, 30))], [""]]
        again = random.choice([[], [[line] for line in grid.caption], [[grid.title], [""], [grid.caption[-1]], [""]]])
        grid.rows[at:at] = [*page, *again, *deepcopy(grid.head)]


def broken_names(grid: Grid, random: Random) -> None:
    """Names cut by a line end, inside the cell or with the rest in a row of its own."""
    rows = []
    for row in grid.rows:
        rows.append(row)
        at = _name_at(grid, row)
        if at is None or len(row[at]) < 6 or random.random() < 0.7:
            continue
        cut = random.randrange(3, len(row[at]) - 1)
        if random.random() < 0.5:
            row[at] = f"{row[at][:cut]}\n{row[at][cut:]}"
        else:
            rows.append(["" if i != at else row[at][cut:] for i in range(len(row))])
            row[at] = row[at][:cut]
    grid.rows = rows


def spread_codes(grid: Grid, random: Random) -> None:
    """Codes over three columns 类, 款 and 项, each row in full or each part once."""
    once = random.random() < 0.5
    size = len(grid.head[0]) - 2
    grid.head = [
        ["项目", "", "", "", *grid.head[0][2:]],
        ["功能分类科目编码", "", "", "科目名称", *grid.head[1][2:]],
        ["类", "款", "项", "栏次", *(str(n + 1) for n in range(size))],
    ]
    rows = []
    for row in grid.rows:
        if not row[0].isdigit():
            if row[0] == "合计" or row[1] == "合计":
                rows.append(["", "", "", "合计", *row[2:]])
            continue
        parts = [row[0][:3], row[0][3:5], row[0][5:]]
        last = max(i for i, p in enumerate(parts) if p)
        rows.append([*(p if i == last or not once else "" for i, p in enumerate(parts)), *row[1:]])
    grid.rows = rows


def torn_rows(grid: Grid, random: Random) -> None:
    """Rows cut in two by a page end, between two of their figures."""
    rows = []
    for row in grid.rows:
        figures = [i for i, t in enumerate(row) if is_figure(t)]
        if len(figures) < 3 or random.random() < 0.85:
            rows.append(row)
            continue
        cut = random.choice([i for i in figures[1:] if i < len(row) - 1] or [0])
        if not cut or any(t and not is_figure(t) for t in row[cut:]):
            rows.append(row)
            continue
        between = random.choice([[], [[""]], [[""], *deepcopy(grid.head)]])
        if random.random() < 0.5:
            rows += [row[:cut], *between, row[cut:]]
        else:
            rows += [row[:cut] + [""] * (len(row) - cut), *between, [""] * cut + row[cut:]]
    grid.rows = rows


def without_order(grid: Grid, random: Random) -> None:
    """Summary rows without 行次: taken out on one side or both, or the label printed in its place."""
    for row in grid.rows:
        if "、" in row[0] + row[3] or not row[0]:
            continue
        how = random.randrange(4)
        if how == 0:
            row[0:2] = ["", row[0]]
        elif how == 1:
            del row[1]
        elif how == 2 and row[3]:
            del row[4]
        elif how == 3 and row[3]:
            del row[4], row[1]


def unnumbered(grid: Grid, random: Random) -> None:
    """A header without 栏次."""
    rows = [["" if t.isdigit() or t == "栏次" else t for t in row] for row in grid.head]
    grid.head = [row for row in rows if any(row)]


def other_template(grid: Grid, random: Random) -> None:
    """The print of another province: codes in three cells, no 栏次, 行次 inside summaries, no blanks at row ends."""
    if grid.key in ("GK02", "GK03", "GK05", "GK08"):
        spread_codes(grid, random)
    unnumbered(grid, random)
    trimmed(grid, random)


# ---------------------------------------------------------------- with a loss


def lost_cells(grid: Grid, random: Random) -> None:
    """Here and there a cell taken out of a row."""
    for row in grid.rows:
        if random.random() < 0.15:
            del row[random.randrange(len(row))]


def lost_and_padded(grid: Grid, random: Random) -> None:
    """A cell taken out, the room filled up at the end of the row."""
    for row in grid.rows:
        if random.random() < 0.08 and all(is_figure(t) for t in row[2:]):
            del row[random.randrange(len(row))]
            row.append("")


def gained_blanks(grid: Grid, random: Random) -> None:
    """Here and there a blank put into a row, a blank at its end left out."""
    for row in grid.rows:
        if random.random() < 0.08:
            row.insert(random.randrange(len(row)), "")
            if row[-1] == "":
                row.pop()


def lost_head_word(grid: Grid, random: Random) -> None:
    """A word of the header blanked or taken out, the room perhaps filled up at the end."""
    row = random.choice(grid.head)
    words = [i for i, t in enumerate(row) if t]
    at = random.choice(words)
    how = random.choice(["blank", "out", "padded"])
    if how == "blank":
        row[at] = ""
    elif len(row) > 1:
        del row[at]
        row += [""] if how == "padded" else []


def lost_column(grid: Grid, random: Random) -> None:
    """A column of amounts taken out: of header and rows, of the rows, of the header, or of the last page."""
    if not grid.rows:
        return
    first = next((i for i, t in enumerate(grid.rows[-1]) if is_figure(t)), 2)
    # where rows end early, a column without money is lost without a trace
    printed = {i for row in grid.rows for i, t in enumerate(row) if i >= first and is_figure(t) and t.strip("0.")}
    at = random.choice(sorted(printed) or [first])
    how = random.choice(["all", "rows", "head", "page"])
    if how in ("all", "head"):
        for row in grid.head:
            if at < len(row):
                del row[at]
        if _is_numbered(grid.head[-1]) and random.random() < 0.5:
            count = iter(range(1, 20))
            grid.head[-1] = [str(next(count)) if t.isdigit() else t for t in grid.head[-1]]
    start = len(grid.rows) // 2 if how == "page" else 0
    if how == "page":
        grid.rows.insert(start, [""])
    for row in grid.rows[start:] if how != "head" else []:
        if at < len(row):
            del row[at]


# ---------------------------------------------------------------- parts


def _is_numbered(row: list[str]) -> bool:
    return sum(t.isdigit() for t in row) >= 2


def _name_at(grid: Grid, row: list[str]) -> int | None:
    """The cell of a name that may be broken: of a 科目, or of the right side of a summary."""
    if grid.key in SUMMARIES:
        return 3 if row[3] else None
    return 1 if grid.key in CODED and row[0].isdigit() and len(grid.head[0]) == len(row) else None


def _each_figure(grid: Grid, change: Callable[[str], str]) -> None:
    grid.rows = [[change(t) if is_figure(t) else t for t in row] for row in grid.rows]
