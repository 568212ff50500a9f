"""Places: where a source stands, to be shown: a table with its row marked, a passage with its sentence marked.

Whatever comes from a report leaves here escaped.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING

from extractors.errors import JuesuanError
from extractors.facts import Fact, is_number
from extractors.report import Paragraph, Report, Row, Section, Source, Table

if TYPE_CHECKING:
    from extractors.citation import Citation
    from rag.library import Library

log = logging.getLogger("juesuan")

#: rows of a table shown on each side of the cited one, and characters of the paragraphs around a cited sentence
_ROWS, _AROUND = 4, 160
#: headers of columns whose digits are names, not amounts
CODES = re.compile(r"编码|代码|行次|栏次|序号|^[类款项]$")


def scrolled(label: str, content: str) -> str:
    """A table in a box of its own that scrolls sideways, reachable by keyboard."""
    box = f'<div class="jz-table" role="region" tabindex="0" aria-label="{escape(label)}">'
    return f"{box}<table>{content}</table></div>"


@dataclass(frozen=True, slots=True)
class TableRow:
    """A printed row; ``cells`` of ``marked`` hold the cited value. ``gap`` stands for so many rows left out here."""

    line: int
    cells: tuple[str, ...]
    cited: bool = False
    marked: frozenset[int] = frozenset()
    gap: int = 0


@dataclass(frozen=True, slots=True)
class TableView:
    """A table around a cited row; ``above`` and ``below`` count the rows left out."""

    title: str
    caption: str
    head: tuple[tuple[str, ...], ...]
    rows: tuple[TableRow, ...]
    above: int = 0
    below: int = 0

    def html(self, brief: bool = False) -> str:
        """The table as HTML, every text escaped; columns that are empty here are left out.

        ``brief`` keeps of the columns of amounts only the cited ones, with the names that stand before them.
        """
        texts = [*self.head, *(row.cells for row in self.rows)]
        used = [i for i in range(max(map(len, texts), default=0)) if any(_at(cells, i) for cells in texts)]
        codes = {i for i in used if any(CODES.search(_at(cells, i)) for cells in self.head)}
        amounts = {i for i in used if i not in codes and any(is_amount(_at(row.cells, i)) for row in self.rows)}
        head, rows, caption = self.head, self.rows, self.caption
        if brief and len(kept := _beside(used, amounts, rows)) < len(used):
            head, rows = _spanning(head, kept), tuple(_told(rows, kept))
            caption = f"{caption}　略去 {len(used) - len(kept)} 栏".strip()
            used = kept
        body = _left_out(used, "上方", self.above)
        body += "".join(_body_row(row, used, amounts) for row in rows)
        body += _left_out(used, "下方", self.below)
        title = f"{escape(self.title)} <small>{escape(caption)}</small>"
        heads = "".join(_head_row(row, used, amounts) for row in head)
        return scrolled(self.title, f"<caption>{title}</caption><thead>{heads}</thead><tbody>{body}</tbody>")


def _beside(used: Sequence[int], amounts: set[int], rows: Sequence[TableRow]) -> list[int]:
    """The marked columns, each with the columns of names that lead it, or those beside it where no names do.

    All where a cited row has no mark: any column may be the one that matters.

    Of a row whose name stands further to the left than its column's names (a total of two blocks) all names are kept.
    """
    if any(row.cited and not row.marked for row in rows):
        return list(used)
    kept: set[int] = set()
    for row, column in ((r, marked) for r in rows for marked in r.marked if marked in used):
        before = [i for i in used if i < column]
        names = [i for i in before if i not in amounts]
        if not names:
            at = used.index(column)
            kept |= set(used[max(0, at - 1) : at + 2])
            continue
        first = max((i for i in before if i in amounts and i < names[-1]), default=-1)
        leading = [i for i in names if i > first]
        chosen = leading if any(_at(row.cells, i) for i in leading) else names
        kept |= {column, *(i for i in chosen if any(_at(other.cells, i) for other in rows))}
    return sorted(kept) or list(used)


def _spanning(head: Sequence[Sequence[str]], kept: Sequence[int]) -> tuple[tuple[str, ...], ...]:
    """The header for some of the columns: what spans hidden and shown ones stands above the first shown."""
    spanning = []
    for n, level in enumerate(head):
        cells = list(level)
        for i in range(1, len(cells)):
            # a row of column numbers below tells nothing: the header above may stand over several rows
            below = (_at(lower, i) for lower in head[n + 1 :])
            if not cells[i] and i - 1 not in kept and any(text and not is_number(text) for text in below):
                cells[i] = cells[i - 1]
        spanning.append(tuple(cells))
    return tuple(spanning)


def _told(rows: Iterable[TableRow], kept: Sequence[int]) -> Iterator[TableRow]:
    """The rows that say something in some of the columns; of the others it is told how many there are."""
    left_out = 0
    for row in rows:
        if row.gap or not (row.cited or any(_at(row.cells, i) for i in kept)):
            left_out += row.gap or 1
            continue
        if left_out:
            yield TableRow(0, (), gap=left_out)
            left_out = 0
        yield row
    if left_out:
        yield TableRow(0, (), gap=left_out)


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph: what stands before the cited words, the cited words, what follows them.

    ``figures`` are the spans in the cited words of the very figures that are cited, where they are known, in order.
    """

    before: str
    cited: str = ""
    after: str = ""
    figures: tuple[tuple[int, int], ...] = ()

    def html(self) -> str:
        """The paragraph as HTML with the cited words in ``<mark>``, every text escaped."""
        if not self.cited:
            return f'<p class="jz-near">{escape(self.before)}{escape(self.after)}</p>'
        cited, at = "", 0
        for start, end in self.figures:
            cited += f"{escape(self.cited[at:start])}<strong>{escape(self.cited[start:end])}</strong>"
            at = end
        cited += escape(self.cited[at:])
        return f'<p class="jz-cited">{escape(self.before)}<mark>{cited}</mark>{escape(self.after)}</p>'


@dataclass(frozen=True, slots=True)
class PassageView:
    """The paragraphs around a cited sentence."""

    heading: str
    passages: tuple[Passage, ...]

    def html(self, brief: bool = False) -> str:
        """The paragraphs as HTML with the cited words in ``<mark>``, every text escaped; ``brief`` is for tables."""
        body = "".join(passage.html() for passage in self.passages)
        return f'<div class="jz-passage"><p class="jz-where">{escape(self.heading)}</p>{body}</div>'


def _head_row(cells: Sequence[str], used: Sequence[int], amounts: set[int]) -> str:
    kinds = {True: ' class="jz-number"', False: ""}
    row = "".join(f'<th scope="col"{kinds[i in amounts]}>{escape(_at(cells, i))}</th>' for i in used)
    return f"<tr>{row}</tr>"


def _left_out(used: Sequence[int], where: str, count: int) -> str:
    return f'<tr class="jz-gap"><td colspan="{len(used)}">{where}省略 {count} 行</td></tr>' if count else ""


def _body_row(row: TableRow, used: Sequence[int], amounts: set[int]) -> str:
    if row.gap:
        return _left_out(used, "此处", row.gap)
    cells = []
    for i in used:
        text = _at(row.cells, i)
        number = i in amounts and is_amount(text)
        kind = ' class="jz-number"' if number else ' class="jz-words"' if len(text) > 7 else ""
        shown = f"<mark>{escape(text)}</mark>" if i in row.marked and text else escape(text)
        cells.append(f"<td{kind}>{shown}</td>")
    cited = f' class="jz-cited" title="第{row.line}行"' if row.cited else ""
    return f"<tr{cited}>{''.join(cells)}</tr>"


def is_amount(text: str) -> bool:
    return is_number(text) or text.endswith("%")


def _at(cells: Sequence[str], index: int) -> str:
    return cells[index] if index < len(cells) else ""


def place_of(citation: Citation, library: Library) -> TableView | PassageView:
    """What a source looks like in its report; its bare quote where the report is no longer at hand."""
    try:
        report = library.report(citation.doc_id)
        facts = library.facts(citation.doc_id)
    except JuesuanError as error:
        log.info("来源无法展开：%s", error)
        return _bare(citation)
    span = find_quote(report.source, citation.quote, citation.line)
    if span is None:
        return _bare(citation)
    for section, table in report.tables:
        if table.place.start < span[1] and span[0] < table.place.end:
            return _table_view(section, table, facts, span, citation)
    return _passage_view(report, span, citation, _figure_of(citation, facts, report.source.text))


def find_quote(source: Source, quote: str, line: int | None) -> tuple[int, int] | None:
    """The span of a quote: of several places with the same words the one nearest to the line cited."""
    places = [match.start() for match in re.finditer(re.escape(quote), source.text)] if quote else []
    if not places:
        return None
    best = min(places, key=lambda p: abs(source.line_of(p) - (line or 0)))
    return best, best + len(quote)


def _table_view(
    section: Section, table: Table, facts: Sequence[Fact], span: tuple[int, int], citation: Citation
) -> TableView:
    cited = [n for n, row in enumerate(table.rows) if row.place.start < span[1] and span[0] < row.place.end] or [0]
    head = min(head_rows(table, facts), cited[0])
    start, end = max(head, cited[0] - _ROWS), min(len(table.rows), cited[-1] + _ROWS + 1)
    # One or two rows are shown rather than said to be left out.
    start = head if start - head <= 2 else start
    end = len(table.rows) if len(table.rows) - end <= 2 else end
    rows = []
    for n, row in enumerate(table.rows[start:end], start):
        marked = frozenset(_cited_cells(row, span, citation, facts)) if n in cited else frozenset()
        rows.append(TableRow(row.place.line, texts_of(row), n in cited, marked))
    headers = tuple(texts_of(row) for row in table.rows[:head])
    above, below = start - head, len(table.rows) - end
    return TableView(table.title or section.title, unit_of(table), headers, tuple(rows), above, below)


def unit_of(table: Table) -> str:
    """What a table says above itself about its unit."""
    return "　".join(p.text for p in table.caption if "单位：" in p.plain and len(p.text) < 30)


def texts_of(row: Row) -> tuple[str, ...]:
    return tuple(cell.text for cell in row.cells)


def _cited_cells(row: Row, span: tuple[int, int], citation: Citation, facts: Sequence[Fact]) -> list[int]:
    """The cells a citation is about; none, and the row alone is marked, where that is not certain."""
    inside = [i for i, c in enumerate(row.cells) if c.text and span[0] <= c.place.start and c.place.end <= span[1]]
    if len(inside) < sum(bool(c.text) for c in row.cells):
        return inside
    here = [f for f in facts if f.origin != "prose" and row.place.start <= f.start < row.place.end]
    fact = next((f for f in here if f.column == citation.column and (citation.row or "").endswith(f.row_name)), None)
    if fact is None:
        return []
    # The k-th of the facts with this text is the k-th of the cells with it, if there are as many of both.
    same = [f for f in here if f.raw == fact.raw]
    cells = [i for i, cell in enumerate(row.cells) if cell.text == fact.raw]
    return [cells[same.index(fact)]] if len(same) == len(cells) else []


def head_rows(table: Table, facts: Sequence[Fact]) -> int:
    """How many of a table's first rows are its header: those before the first row that was read into facts."""
    place = table.place
    starts = [f.start for f in facts if f.origin != "prose" and place.start <= f.start < place.end]
    if not starts:
        return 1
    return min(6, sum(row.place.end <= min(starts) for row in table.rows))


def _figure_of(citation: Citation, facts: Sequence[Fact], text: str) -> tuple[int, int] | None:
    """The span in the source of the figure that a citation of prose is about; None where several might be meant."""
    own = [f for f in facts if f.at is not None and f.quote == citation.quote and f.line == citation.line]
    named = [f for f in own if f.column == citation.column and (citation.row or "").endswith(f.row_name)]
    spans = {_printed(f.raw, f.at, text) for f in named if f.at is not None and f.raw}
    return spans.pop() if len(spans) == 1 else None


def _printed(raw: str, at: int, text: str) -> tuple[int, int]:
    """The span of a figure that is printed at a place, with the white space that was taken out when it was read."""
    match = re.compile(r"\s*".join(map(re.escape, raw))).match(text, at)
    return match.span() if match else (at, at + len(raw))


def _passage_view(
    report: Report, span: tuple[int, int], citation: Citation, figure: tuple[int, int] | None
) -> PassageView:
    for section in report.sections:
        paragraphs = section.paragraphs
        hit = [n for n, p in enumerate(paragraphs) if p.place.start < span[1] and span[0] < p.place.end]
        if hit:
            near = range(max(0, hit[0] - 1), min(len(paragraphs), hit[-1] + 2))
            sides = ((n, n - hit[0] if n < hit[0] else n - hit[-1]) for n in near)
            passages = tuple(_passage(paragraphs[n], span, side, figure) for n, side in sides)
            return PassageView(" › ".join(section.path) or citation.file, passages)
    return _bare(citation)


def _passage(paragraph: Paragraph, span: tuple[int, int], side: int, figure: tuple[int, int] | None = None) -> Passage:
    """A paragraph with its cited part; the neighbours (``side`` before below 0, after above 0) are cut short."""
    inside = [i for i, offset in enumerate(paragraph.offsets) if span[0] <= offset < span[1]]
    text = paragraph.text
    if not inside:
        cut = len(text) > _AROUND
        return Passage(("…" + text[-_AROUND:] if side < 0 else text[:_AROUND] + "…") if cut else text)
    first, last = inside[0], inside[-1] + 1
    before, after = text[:first], text[last:]
    before = "…" + before[-3 * _AROUND :] if len(before) > 3 * _AROUND else before
    after = after[: 3 * _AROUND] + "…" if len(after) > 3 * _AROUND else after
    within = _within(paragraph, figure, first, last)
    return Passage(before, text[first:last], after, (within,) if within else ())


def _within(paragraph: Paragraph, figure: tuple[int, int] | None, first: int, last: int) -> tuple[int, int] | None:
    """Where in the characters ``first`` to ``last`` of a paragraph a figure of the source stands."""
    if figure is None:
        return None
    inside = [i for i in range(first, last) if figure[0] <= paragraph.offsets[i] < figure[1]]
    return (inside[0] - first, inside[-1] + 1 - first) if inside else None


def _bare(citation: Citation) -> PassageView:
    """The quote alone: its report is not at hand, or it stands in a heading."""
    return PassageView(citation.section or citation.file, (Passage("", citation.quote),))
