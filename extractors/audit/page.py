"""The audit of a report as one self-contained web page: findings beside the source they stand in, and the coverage.

The page loads nothing and asks nothing of any network. Whatever comes from the report leaves here escaped.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from html import escape

from extractors.audit.audit import Audit
from extractors.audit.cards import card
from extractors.audit.coverage import by_family, by_rule, reason, table_name
from extractors.audit.frame import framed, template
from extractors.audit.lines import no_tables
from extractors.audit.places import Place, Places
from extractors.audit.source import Mark, render
from extractors.audit.words import KIND, SEVERITY, STATUS, TOLERANCE, family_title
from extractors.crosscheck import Rule, Status, Verdict, tally

#: findings shown on a page, headings to jump to, reasons listed under a rule, objects named for one
_FINDINGS, _HEADINGS, _REASONS, _SUBJECTS = 1000, 400, 40, 6
#: statuses listed object by object: what was not compared, and why
_EXPLAINED = (Status.PARSE_CONFLICT, Status.INSUFFICIENT_DATA, Status.NOT_APPLICABLE)


def page_of(audit: Audit) -> str:
    """The page of one report."""
    finder = Places(audit)
    shown = [(failure, finder.of(failure)) for failure in audit.failures[:_FINDINGS]]
    marks = [m for n, (f, places) in enumerate(shown, 1) for m in _marks(n, f.finding.severity, places)]
    more = len(audit.failures) - len(shown)
    cards = "".join(card(n, failure, places) for n, (failure, places) in enumerate(shown, 1))
    identity = audit.report.identity
    return framed(
        title=f"{identity.department} {identity.year}年度 核查",
        body=template("page.html").substitute(
            department=escape(str(identity.department)),
            subtitle=escape(f"{identity.year}年度部门{KIND.get(identity.kind, identity.kind)}报告 · 核查结果"),
            about=_about(audit),
            notice=_notice(audit),
            severities=_severities(audit.counts()),
            coverage=_coverage_bar(audit.verdicts),
            tables=_tables(audit),
            rules=_rule_options(audit),
            total=len(shown),
            cards=cards or '<p class="none">所做的核对没有发现问题。请看下面的核对范围：没有读到的内容没有核对。</p>',
            more=f'<p class="none">另有 {more} 条发现没有列在此页，见 juesuan check --json。</p>' if more else "",
            families=_families(audit.verdicts),
            tolerance=escape(TOLERANCE),
            contents=_contents(audit),
            file=escape(audit.report.file),
            source=render(audit.report, marks),
        ),
    )


# the head


def _about(audit: Audit) -> str:
    identity = audit.report.identity
    facts = {
        "文件": audit.report.file,
        "地区": identity.region,
        "级次": identity.level,
        "范围": identity.scope,
        "读出数据": f"{len(audit.facts)} 条",
        "文件校验": f"SHA-256 {audit.report.sha256[:16]}…",
    }
    return "".join(f"<div><dt>{k}</dt><dd>{escape(v)}</dd></div>" for k, v in facts.items() if v)


def _notice(audit: Audit) -> str:
    if audit.tables.read or audit.tables.empty:
        return ""
    text = f"{no_tables(audit.report.identity.kind)}没有发现不等于没有问题。"
    return f'<p class="notice">{escape(text)}</p>'


def _severities(counts: Mapping[str, int]) -> str:
    """The counts by severity, which are also switches."""
    return "".join(
        f'<button type="button" class="tile {name}" data-sev="{name}" aria-pressed="true"'
        f"{'' if counts[name] else ' disabled'}><b>{counts[name]}</b> {word}</button>"
        for name, word in SEVERITY.items()
    )


def _coverage_bar(verdicts: Sequence[Verdict]) -> str:
    """The checks by status, as a bar and in figures."""
    counts = tally(verdicts)
    bars, at = [], 0.0
    for status in STATUS:
        width = 100 * counts[status] / max(1, len(verdicts))
        bars.append(f'<rect class="{status.value}" x="{at:.3f}" width="{width:.3f}" height="8"/>')
        at += width
    legend = "".join(f'<li class="{s.value}"><i></i>{word} <b>{counts[s]}</b></li>' for s, word in STATUS.items())
    bar = f'<svg viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">{"".join(bars)}</svg>'
    return f'<p class="checks">共核对 <b>{len(verdicts)}</b> 项</p>{bar}<ul class="legend">{legend}</ul>'


def _tables(audit: Audit) -> str:
    tables = audit.tables
    return (
        _table_group("读到", "read", tables.read)
        + _table_group("表中无数", "empty", tables.empty)
        + _table_group("没有读到", "unread", tables.missing)
    )


def _table_group(word: str, kind: str, keys: Sequence[str]) -> str:
    names = "".join(f'<span class="{kind}">{escape(table_name(key))}</span>' for key in keys)
    return f"<div><dt>{word}</dt><dd>{names}</dd></div>" if keys else ""


def _rule_options(audit: Audit) -> str:
    counts = Counter(f.finding.rule for f in audit.failures)
    titles = {f.finding.rule: f.verdict.rule.title for f in audit.failures}
    return "".join(
        f'<option value="{escape(rule)}">{escape(rule)} {escape(titles[rule])}（{counts[rule]}）</option>'
        for rule in sorted(counts)
    )


def _marks(number: int, severity: str, places: Sequence[Place]) -> Iterator[Mark]:
    for place in places:
        if place.span:
            yield Mark(*place.span, number, severity)
        if place.figure:
            yield Mark(*place.figure, number, severity, exact=True)


def _contents(audit: Audit) -> str:
    """The headings of the report, for jumping in its source."""
    sections = [s for s in audit.report.sections if s.title and s.level <= 3][:_HEADINGS]
    return "".join(
        f'<option value="L{s.place.line}">{"　" * (s.level - 1)}{escape(s.title[:40])}</option>' for s in sections
    )


# the coverage


def _families(verdicts: Sequence[Verdict]) -> str:
    return "".join(_family(family, held) for family, held in by_family(verdicts).items())


def _family(family: str, verdicts: Sequence[Verdict]) -> str:
    rules = "".join(_rule(rule, held) for rule, held in by_rule(verdicts))
    return (
        f'<details class="family"><summary><b>{escape(family)} {escape(family_title(family))}</b>{_chips(verdicts)}'
        f"</summary><ul>{rules}</ul></details>"
    )


def _chips(verdicts: Sequence[Verdict]) -> str:
    """How the checks ended, statuses without any left out."""
    counts = tally(verdicts)
    held = "".join(f'<i class="{s.value}">{word} {counts[s]}</i>' for s, word in STATUS.items() if counts[s])
    return f'<span class="chips">{held}</span>'


def _rule(rule: Rule, verdicts: Sequence[Verdict]) -> str:
    reasons = "".join(_reasons(status, verdicts) for status in _EXPLAINED)
    return (
        f"<li><p><code>{escape(rule.id)}</code> {escape(rule.title)}{_chips(verdicts)}</p>"
        f'<p class="why">{escape(rule.explanation)}</p>{reasons}</li>'
    )


def _reasons(status: Status, verdicts: Sequence[Verdict]) -> str:
    """The objects of a rule that were not compared, those with one reason together."""
    objects: dict[str, list[str]] = {}
    for verdict in verdicts:
        if verdict.status is status:
            objects.setdefault(reason(verdict), []).append(verdict.subject)
    said = [f"{escape(why)}{_subjects(held)}" for why, held in list(objects.items())[:_REASONS]]
    if len(objects) <= 1:
        return "".join(f'<p class="reasons"><b>{STATUS[status]}</b>　{one}</p>' for one in said)
    if len(objects) > _REASONS:
        said.append(f"另有 {len(objects) - _REASONS} 种原因，见 juesuan check --json")
    items = "".join(f"<li>{one}</li>" for one in said)
    head = f"<b>{STATUS[status]}</b>的 {len(objects)} 种原因"
    return f'<details class="reasons"><summary>{head}</summary><ul>{items}</ul></details>'


def _subjects(subjects: Sequence[str]) -> str:
    named = "、".join(subjects[:_SUBJECTS]) + (f" 等 {len(subjects)} 项" if len(subjects) > _SUBJECTS else "")
    return f" <small>{escape(named)}</small>"
