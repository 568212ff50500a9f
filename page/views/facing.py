"""A finding in words and HTML: its line in the list, what it says, the two sides of it, and the rule behind it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape
from typing import TYPE_CHECKING

from extractors.audit.places import Places
from extractors.audit.sides import ONE, OTHER, sides_of
from extractors.audit.words import SEVERITY, TOLERANCE, family_title
from extractors.citation import Citation
from extractors.crosscheck.cells import State
from page.views.checked import MEANING, STATES, Entry, rules, severity_counts, state_counts
from page.views.places import scrolled
from page.views.words import plain

if TYPE_CHECKING:
    from extractors.audit import Audit
    from extractors.findings import Finding
    from rag.storage.store import ReportInfo

#: colours beside the words; a badge always says its word
_COLOUR = {"error": "red", "warning": "orange", "rounding": "gray", "info": "blue"}
#: of these severities it is told how many nobody has looked at
_URGENT = ("error", "warning")
_STATE_COLOUR = {"confirmed": "violet", "dismissed": "green"}
#: characters of a message in the list, and reports named in a sentence
_LINE, _NAMED = 160, 20
#: the difference in a message, with its unit
_GAP = re.compile(r"相差[^，。；、（]{1,30}")


def label(entry: Entry) -> str:
    """An entry in one line of the list, as Markdown."""
    severity = entry.finding.severity
    marks = f":{_COLOUR[severity]}-badge[{SEVERITY[severity]}]"
    if entry.state:
        marks += f" :{_STATE_COLOUR[entry.state]}-badge[{STATES[entry.state]}]"
    said = _shortened(entry.finding.message)
    return f"{marks} **{plain(entry.heading)}**　:gray[{plain(whose(entry.info))}]　{plain(said)}"


def _shortened(said: str) -> str:
    """A message that fits the line; what is cut off does not take the difference with it."""
    if len(said) <= _LINE:
        return said
    kept = said[: _LINE - 40]
    gap = _GAP.search(said)
    return f"{kept}…{gap[0]}" if gap and gap.end() > len(kept) else f"{kept}…"


def whose(info: ReportInfo) -> str:
    """Whose report, of what year and kind."""
    kind = "预算" if info.kind == "budget" else "决算"
    return f"{info.department or info.file} {info.year}年度{kind}"


def said_html(entry: Entry) -> str:
    """What a finding says, in full where its line in the list is cut short, with the difference and the file."""
    finding = entry.finding
    said = f'<h2 class="jz-said">{escape(finding.message)}</h2>' if len(finding.message) > _LINE else ""
    gap = f'<b class="jz-difference">相差 {escape(finding.difference)}</b>　' if finding.difference else ""
    return f'{said}<p class="jz-place">{gap}{escape(f"{whose(entry.info)} · {entry.info.file}")}</p>'


def rule_html(entry: Entry) -> str:
    """The rule in words, folded away until somebody wants to know."""
    rule = rules().get(entry.finding.rule)
    name = f"规则 {entry.finding.rule}：{entry.title}"
    why = rule.explanation if rule else "目录中已没有这条规则；报告是按旧的规则核对的，重新导入后按新规则核对。"
    family = f"类别：{entry.family} {family_title(entry.family)}"
    return (
        f'<details class="jz-rule"><summary>{escape(name)}</summary><p>{escape(why)}</p>'
        f"<p>{escape(family)}。{escape(TOLERANCE)}</p></details>"
    )


def review_html(entry: Entry) -> str:
    """What was decided, when, and the note."""
    if entry.review is None:
        return ""
    when = datetime.fromisoformat(entry.review.at).astimezone()
    note = f"　备注：{escape(entry.review.note)}" if entry.review.note else ""
    word = MEANING[entry.review.state]
    return f'<p class="jz-decided"><b>{word}</b>　<time>{when:%Y-%m-%d %H:%M}</time>{note}</p>'


def tiles_html(entries: Sequence[Entry], reports: int) -> str:
    """How many findings there are, by severity and by state of review."""
    unseen = severity_counts(entry for entry in entries if not entry.state)
    severities = "".join(
        _tile(SEVERITY[s], n, f"jz-{s}", f"未看 {unseen[s]:,}" if n and s in _URGENT else "")
        for s, n in severity_counts(entries).items()
    )
    states = "".join(_tile(STATES[s], n, f"jz-{s or 'open'}") for s, n in state_counts(entries).items())
    severities = _tile("发现", len(entries), "jz-all") + severities
    states += _tile("所查报告", reports, "jz-all")
    groups = f'<dl aria-label="按级别">{severities}</dl><dl aria-label="按核对状态">{states}</dl>'
    return f'<div class="jz-tiles" role="status">{groups}</div>'


def _tile(word: str, count: int, kind: str, more: str = "") -> str:
    more = f" <small>{more}</small>" if more else ""
    return f'<div class="{kind}"><dt>{word}</dt><dd>{count:,}{more}</dd></div>'


def reports_html(held: Sequence[tuple[ReportInfo, Sequence[Entry]]]) -> str:
    """How many findings each report has, by severity and by state of review; those without any are named below."""
    heads = "".join(f'<th scope="col" class="jz-number">{word}</th>' for word in (*SEVERITY.values(), *STATES.values()))
    rows = "".join(_report_row(info, entries) for info, entries in held if entries)
    head = f'<thead><tr><th scope="col">报告</th>{heads}</tr></thead>'
    table = scrolled("各份报告的发现", f"<caption>各份报告的发现</caption>{head}<tbody>{rows}</tbody>") if rows else ""
    without = [whose(info) for info, entries in held if not entries]
    named = "、".join(without[:_NAMED]) + (f" 等 {len(without)} 份" if len(without) > _NAMED else "")
    return f'{table}<p class="jz-note">没有符合条件的发现：{escape(named)}</p>' if without else table


def _report_row(info: ReportInfo, entries: Sequence[Entry]) -> str:
    counts = (*severity_counts(entries).values(), *state_counts(entries).values())
    cells = "".join(f'<td class="jz-number">{count or "–"}</td>' for count in counts)
    return f'<tr><th scope="row">{escape(whose(info))}<br><small>{escape(info.file)}</small></th>{cells}</tr>'


# the sides


@dataclass(frozen=True, slots=True)
class Part:
    """One side of a finding: its head and its places."""

    head: str
    places: list[Citation]


def facing(finding: Finding, audit: Audit | None = None) -> list[Part]:
    """The parts of a finding: first the two that face each other, where there are two.

    With the audit of its report the sides are those that were compared; without, they follow from the places: one
    report against another, or the first place, which is the one a sum or a rate is held against, and the others.
    """
    if audit is not None and (known := _compared(finding, audit)):
        return known
    return [Part(head, places) for head, places in _guessed(finding)]


def _guessed(finding: Finding) -> list[tuple[str, list[Citation]]]:
    places, values = list(finding.evidence), finding.values
    by_report: dict[str, list[Citation]] = {}
    for place in places:
        by_report.setdefault(place.doc_id, []).append(place)
    if len(by_report) > 1:
        return [(_report_head(held[0]), held) for held in by_report.values()]
    if len(places) > 1 and finding.difference is not None and len(values) > 1:
        return [(f"{ONE}　{values[0]}", places[:1]), (f"{OTHER}　{values[1]}", places[1:])]
    if len(places) == 2:
        return [(ONE, places[:1]), (OTHER, places[1:])]
    return [("出处", places)] if places else []


def _compared(finding: Finding, audit: Audit) -> list[Part]:
    failure = next((f for f in audit.failures if f.finding == finding), None)
    if failure is None:
        return []
    verdict = failure.verdict
    cells = (*verdict.left, *verdict.right)
    blank = {Citation.of(c.fact, audit.report.file) for c in cells if c.fact and c.state is State.BLANK}
    sides = sides_of(verdict, Places(audit).of(failure))
    return [Part(*_without_blank(head, [place.citation for place in places], blank)) for head, places in sides]


def _without_blank(head: str, places: list[Citation], blank: set[Citation]) -> tuple[str, list[Citation]]:
    """A side without the cells of a long sum that are printed blank; how many there are is said."""
    filled = [place for place in places if place not in blank]
    left_out = len(places) - len(filled)
    return (f"{head}（另有 {left_out} 处空白，按零计）", filled) if filled and left_out else (head, places)


def _report_head(place: Citation) -> str:
    year = f"{place.year}年度" if place.year else ""
    return f"{place.department or ''}{year}　{place.file}"
