"""Coverage as HTML: what was checked of a report, how the checks ended, and which could not be made and why."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING

from extractors.audit.coverage import UNCHECKED, by_family, by_rule, reason, table_name
from extractors.audit.lines import no_tables
from extractors.audit.words import STATUS, family_title
from extractors.crosscheck import Status, Verdict, tally
from page.views.places import scrolled

if TYPE_CHECKING:
    from extractors.audit import Audit

#: reasons listed under a rule, and objects named for one
_REASONS, _SUBJECTS = 8, 4


def coverage_html(audit: Audit) -> str:
    """The whole coverage of a report."""
    return f"{summary_html(audit)}{tables_html(audit)}{families_html(audit)}{unchecked_html(audit)}"


def summary_html(audit: Audit) -> str:
    """How many checks there were and how they ended, in one sentence; what was not checked is said to be no pass."""
    counts = tally(audit.verdicts)
    said = "，".join(f"{word} {counts[status]}" for status, word in STATUS.items())
    undone = sum(counts[status] for status in UNCHECKED)
    warning = f"有 {undone} 项因为没有读到所需的数而没能核对，不等于通过。" if undone else ""
    return f'<p class="jz-covered">共核对 {len(audit.verdicts)} 项：{said}。{warning}</p>'


def tables_html(audit: Audit) -> str:
    """Which of the statutory tables were read, printed without a figure, or not found."""
    tables = audit.tables
    groups = (("读到的表", tables.read), ("表中无数", tables.empty), ("没有读到", tables.missing))
    rows = "".join(
        f"<div><dt>{word}（{len(keys)}）</dt><dd>{escape('、'.join(map(table_name, keys)))}</dd></div>"
        for word, keys in groups
        if keys
    )
    lack = "" if tables.read or tables.empty else f'<p class="jz-note">{no_tables(audit.report.identity.kind)}</p>'
    return f'{lack}<dl class="jz-tables">{rows}</dl>'


def families_html(audit: Audit) -> str:
    """The checks by family of rules and by how they ended, as a table."""
    heads = "".join(f'<th scope="col" class="jz-number">{word}</th>' for word in STATUS.values())
    rows = "".join(
        f'<tr><th scope="row">{escape(family)} {escape(family_title(family))}</th>{_counts(held)}</tr>'
        for family, held in by_family(audit.verdicts).items()
    )
    head = f'<thead><tr><th scope="col">类别</th>{heads}</tr></thead>'
    return scrolled("各类核对的结果", f"<caption>各类核对的结果</caption>{head}<tbody>{rows}</tbody>")


def _counts(verdicts: Sequence[Verdict]) -> str:
    counts = tally(verdicts)
    return "".join(f'<td class="jz-number">{counts[status] or "–"}</td>' for status in STATUS)


def unchecked_html(audit: Audit) -> str:
    """The rules of which something could not be checked, each with the reasons."""
    undone = by_rule(v for v in audit.verdicts if v.status in UNCHECKED)
    if not undone:
        return '<p class="jz-covered">适用的核对都做了，没有因为读不到数而落下的。</p>'
    items = "".join(f"<li><b>{escape(rule.id)} {escape(rule.title)}</b>{_reasons(held)}</li>" for rule, held in undone)
    return f'<h3 class="jz-h3">没能核对的</h3><ul class="jz-undone">{items}</ul>'


def _reasons(verdicts: Sequence[Verdict]) -> str:
    """Why something was not checked, the objects with one reason together."""
    objects: dict[tuple[Status, str], list[str]] = {}
    for verdict in verdicts:
        objects.setdefault((verdict.status, reason(verdict)), []).append(verdict.subject)
    said = [
        f"<small>{STATUS[status]}：{escape(why)}{escape(_subjects(held))}</small>"
        for (status, why), held in list(objects.items())[:_REASONS]
    ]
    more = len(objects) - _REASONS
    return "".join(said) + (f"<small>另有 {more} 种原因，见核查网页。</small>" if more > 0 else "")


def _subjects(subjects: Sequence[str]) -> str:
    """What was not checked, by name; sections without a name of their own are told by the reason."""
    named = list(dict.fromkeys(filter(None, map(_named, subjects))))
    if not named:
        return ""
    more = f" 等 {len(named)} 项" if len(named) > _SUBJECTS else ""
    return f"（{'、'.join(named[:_SUBJECTS])}{more}）"


def _named(subject: str) -> str:
    """The object of a check in words: its table, row and column, without the keys of sections."""
    parts = (table_name(part) for part in subject.split("/"))
    return " · ".join(part for part in parts if not part.isascii())
