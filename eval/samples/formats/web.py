"""A report as a web page, as a government site shows it: a menu, the article, a foot."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from eval.samples.document import Block, Grid, Heading, grid_pages, is_pictured, notes_of
from eval.samples.formats.merging import merged
from eval.samples.options import Options
from eval.samples.style import Style

_TOP = """<!DOCTYPE html>
<html lang="zh-CN"><head><meta charset="utf-8"><title>信息公开</title><style>td{border:1px solid}</style></head><body>
<div class="top"><a href="/">首页</a> | <a href="/gk">政务公开</a> | <a href="/fw">办事服务</a></div>
<div class="main"><div class="article">
"""
_FOOT = """</div></div>
<div class="foot"><p>主办单位信息</p><p><a href="/map">网站地图</a></p></div>
</body></html>
"""


def print_web(blocks: Sequence[Block], options: Options) -> bytes:
    """The bytes of an HTML page."""
    return (_TOP + "\n".join(_blocks(blocks, options)) + "\n" + _FOOT).encode()


def _blocks(blocks: Sequence[Block], options: Options) -> Iterator[str]:
    style = Style(options)
    for block in blocks:
        if isinstance(block, Grid):
            yield from _table(block, options)
        elif isinstance(block, Heading):
            yield f"<h{block.level + 1}>{escape(style.space(block.text))}</h{block.level + 1}>"
        else:
            yield f"<p>　　{escape(style.space(block.text))}</p>"


def _table(grid: Grid, options: Options) -> Iterator[str]:
    if grid.title:
        yield f'<p style="text-align:center"><b>{escape(grid.title)}</b></p>'
    if not is_pictured(grid, options):
        yield from (f"<p>{escape(line)}</p>" for line in grid.caption)
        for number, page in enumerate(grid_pages(grid, options.page_breaks)):
            headed = number == 0 or options.page_breaks == "header"
            yield _rows(page, len(grid.head) if headed else 0)
    yield from (f"<p>{escape(note)}</p>" for note in notes_of(grid, options))


def _rows(rows: Sequence[Sequence[str]], head: int) -> str:
    width = max(map(len, rows))
    lines = ["<table>"]
    cells = merged(rows[:head])
    for r in range(head):
        own = [cell for cell in cells if cell.row == r]
        spans = (f'<td colspan="{c.columns}" rowspan="{c.rows}">{escape(c.text)}</td>' for c in own)
        lines.append(f"<tr>{''.join(spans)}</tr>")
    for row in rows[head:]:
        padded = [*row, *[""] * (width - len(row))]
        lines.append("<tr>" + "".join(f"<td>{escape(text) or '&nbsp;'}</td>" for text in padded) + "</tr>")
    return "\n".join([*lines, "</table>"])
