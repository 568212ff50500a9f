"""One finding as HTML: what does not hold, both sides with their quotes next to each other, and the rule behind it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from extractors.audit.audit import Failure
from extractors.audit.coverage import table_name
from extractors.audit.places import Place
from extractors.audit.sides import sides_of
from extractors.audit.words import SEVERITY
from extractors.citation import Citation
from extractors.crosscheck import Verdict

#: quotes shown at once on each side
_QUOTES = 3
#: characters shown of a long quote on each side of its figure, and at most
_AROUND, _LONGEST = 130, 1200


def card(number: int, failure: Failure, places: Sequence[Place]) -> str:
    """The finding with this number on the page."""
    finding, rule = failure.finding, failure.verdict.rule
    return (
        f'<article class="finding {finding.severity}" id="F{number}" data-sev="{finding.severity}"'
        f' data-rule="{escape(rule.id)}" aria-labelledby="T{number}">'
        f'<header><a class="no" href="#F{number}">{number}</a><span class="sev">{SEVERITY[finding.severity]}</span>'
        f'<h3 id="T{number}"><button type="button">{escape(rule.title)}</button></h3>'
        f"<code>{escape(rule.id)}</code></header>"
        f'<p class="message">{escape(finding.message)}</p>{_sides(failure.verdict, places)}'
        f'<details class="why"><summary>规则说明</summary><p>{escape(rule.explanation)}</p></details></article>'
    )


def _sides(verdict: Verdict, places: Sequence[Place]) -> str:
    """Both sides of the comparison next to each other, and what is shown beside them below."""
    columns = [_column(head, held) for head, held in sides_of(verdict, places)]
    if not columns:
        return '<p class="nowhere">这一条针对整份报告，没有单独的出处。</p>'
    return "".join([f'<div class="facing">{"".join(columns[:2])}</div>', *columns[2:]] if columns[1:] else columns)


def _column(head: str, places: Sequence[Place]) -> str:
    groups = _by_quote(places)
    shown, rest = groups[:_QUOTES], groups[_QUOTES:]
    hidden = sum(map(len, rest))
    more = f"<details><summary>另 {hidden} 处</summary>{_list(rest)}</details>" if rest else ""
    return f"<section><h4>{escape(head)}</h4>{_list(shown)}{more}</section>"


def _by_quote(places: Iterable[Place]) -> list[list[Place]]:
    """Places that stand in the same words together, so that the words are shown once."""
    groups: dict[tuple[tuple[int, int] | None, str], list[Place]] = {}
    for place in places:
        groups.setdefault((place.span, place.citation.quote), []).append(place)
    return list(groups.values())


def _list(groups: Iterable[Sequence[Place]]) -> str:
    return f"<ol>{''.join(map(_item, groups))}</ol>"


def _item(places: Sequence[Place]) -> str:
    links = "".join(f"<p>{_link(place.citation)}</p>" for place in places)
    return f"<li>{links}<q>{_quote(places)}</q></li>"


def _link(citation: Citation) -> str:
    table = f"《{table_name(citation.table)}》" if citation.table else ""
    where = table or (citation.section or "").rpartition("/")[2] or "正文"
    cell = " · ".join(word for word in (citation.row, citation.column) if word)
    words = f'<span class="where">{escape(where)}</span><span class="cell">{escape(cell)}</span>'
    if citation.line:
        return f'<a class="at" href="#L{citation.line}">第{citation.line}行</a> {words}'
    return f'<span class="at">第{citation.page}页</span> {words}' if citation.page else words


def _quote(places: Sequence[Place]) -> str:
    """The exact words the places share, with their figures marked; of long ones the part around the figures."""
    quote, span = places[0].citation.quote, places[0].span
    figures = sorted({place.figure for place in places if place.figure})
    held = [(a - span[0], b - span[0]) for a, b in figures] if span else []
    first = max(0, min((held[0][0] if held else 0) - _AROUND, len(quote) - 2 * _AROUND))
    last = min(len(quote), max(held[-1][1] if held else 0, first + 2 * _AROUND), first + _LONGEST)
    pieces, at = ["…" if first else ""], first
    for a, b in held:
        if at <= a and b <= last:
            pieces += [escape(quote[at:a]), f"<b>{escape(quote[a:b])}</b>"]
            at = b
    return "".join([*pieces, escape(quote[at:last]), "…" if last < len(quote) else ""])
