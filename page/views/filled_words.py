"""Words and HTML for a filled schema. Whatever comes from a report or was pasted leaves here escaped."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING

from page.views.filled import MARKS, MEANINGS, Entry, tally
from page.views.places import scrolled
from page.views.words import plain

if TYPE_CHECKING:
    from pydantic import BaseModel

    from extractors.structured import Filled, Stated

#: characters of a long text in a list; the whole of it is shown when opened
_SHORT = 60
_BADGES = {"confirmed": "green", "conflict": "orange", "unconfirmed": "gray", "model": "violet", "missing": "gray"}


def entry_label(each: Entry) -> str:
    """A value in one line of a list, as Markdown: title, value, how sure."""
    shown = f"{shortened(each.text)} {each.unit}".strip() or "—"
    badge = f" :{_BADGES[each.state]}-badge[{each.mark}]" if each.mark else ""
    return f"**{plain(each.title)}** *{plain(shown)}*{badge}"


def shortened(text: str) -> str:
    return text if len(text) <= _SHORT else f"{text[:_SHORT]}…"


def cell_text(each: Entry) -> str:
    """A value in a cell of a grid: with its unit and how sure it is."""
    shown = f"{shortened(each.text)}{f' {each.unit}' if each.unit else ''}"
    return "　".join(part for part in (shown, each.mark) if part)


def entry_html(each: Entry, filled: Filled) -> str:
    """An opened value: in full, what its mark means, who filled it, how it was converted, or why it is missing."""
    value = f"{escape(each.text)} {escape(each.unit)}".strip()
    lines = [f"<b>{escape(each.title)}</b>：{value}" if each.value is not None else f"<b>{escape(each.title)}</b>"]
    if each.state in MEANINGS:
        lines.append(f"{escape(each.mark)}：{escape(each.reason or MEANINGS[each.state])}")
    if each.formula:
        lines.append(f"换算：{escape(each.formula)}")
    if filled.assisted is not None and each.value is not None:
        lines.append(f"填写：{escape(filler(each, filled))}")
    return f'<div class="jz-entry">{"".join(f"<p>{line}</p>" for line in lines)}</div>'


def other_html(other: Stated) -> str:
    """What leads the place that states something else."""
    return f'<p class="jz-other">≠ 另一处写作 <b>{escape(other.value)}{escape(other.unit or "")}</b>：</p>'


def filler(each: Entry, filled: Filled) -> str:
    """Who filled a value."""
    return f"模型 {filled.assisted.model}" if each.state == "model" and filled.assisted else "规则"


def tally_html(found: Sequence[Entry]) -> str:
    """How many values of each state there are, and what the marks mean."""
    counts = tally(found)
    items = "".join(
        f'<li class="jz-{state}"><b>{MARKS[state][0]} {MARKS[state][1]}</b> {number}<span>{MEANINGS[state]}</span></li>'
        for state, number in counts.items()
        if state in MEANINGS
    )
    return f'<ul class="jz-tally">{items}</ul>' if items else ""


def fields_html(rows: Sequence[tuple[str, str, str]]) -> str:
    """The fields of a schema before it is filled: title, what it holds, where it is read."""
    head = "".join(f'<th scope="col">{name}</th>' for name in ("字段", "内容", "在报告中的位置"))
    body = "".join(f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>" for row in rows)
    return scrolled("字段", f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody>")


def fields_of(model: type[BaseModel]) -> list[tuple[str, str, str]]:
    """The fields of a schema for people: title, unit or type, place; what is listed is set in."""
    from extractors.structured import described

    return [(f"{'　' * path.count('.')}{title}", kind, place) for path, kind, title, place in described(model)]
