"""Findings as the room of checks lists them: with report, rule and review, chosen, counted and put in order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Any

from extractors.audit.words import RANK, SEVERITY, family_title
from extractors.crosscheck import Rule, catalogue, rules_between
from rag.storage.reviews import Review, State, subject_of

if TYPE_CHECKING:
    from extractors.findings import Finding
    from rag.library import Library
    from rag.storage.store import ReportInfo

#: states of review, by what the library keeps; "" where nothing was decided
STATES: dict[str, str] = {"": "未看", "confirmed": "已核", "dismissed": "不是错误"}
#: what each state means, for buttons and explanations
MEANING: dict[State, str] = {"confirmed": "已核：确有错误", "dismissed": "不是错误"}
#: what stands before the title of a rule over a finding: the title alone says what should be, not what is
HEADINGS = {"error": "未通过", "warning": "未通过", "rounding": "有尾差", "info": "请留意"}
ORDERS = {"weight": "由重到轻", "report": "按报告", "rule": "按规则"}


@dataclass(frozen=True, slots=True)
class Entry:
    """One finding with the report it is about and the review that stands of it."""

    finding: Finding
    info: ReportInfo
    review: Review | None = None

    @property
    def state(self) -> str:
        return self.review.state if self.review else ""

    @property
    def family(self) -> str:
        return self.finding.rule.partition("-")[0]

    @property
    def title(self) -> str:
        """What the rule demands, in a few words; its id where the catalogue has it no more."""
        rule = rules().get(self.finding.rule)
        return rule.title if rule else self.finding.rule

    @property
    def heading(self) -> str:
        """The title where it stands over the finding: that what it demands was not met, or what it is besides."""
        return f"{HEADINGS[self.finding.severity]}：{self.title}"

    @property
    def line(self) -> int:
        return next((place.line for place in self.finding.evidence if place.line), 0)

    @property
    def searched(self) -> str:
        said = self.finding
        quotes = (f"{place.file} {place.quote}" for place in said.evidence)
        who = f"{self.info.department} {self.info.year} {self.info.file}"
        note = self.review.note if self.review else ""
        return " ".join((said.message, said.rule, self.title, who, note, *quotes)).lower()


@dataclass(frozen=True, slots=True)
class Filter:
    """What is looked for: all words of a text, and one of the values of each list; an empty list means all."""

    text: str = ""
    severities: Sequence[str] = ()
    states: Sequence[str] = ()
    families: Sequence[str] = ()
    rules: Sequence[str] = ()

    def whatever_grave(self) -> Filter:
        """The filter without severities and states: over what it lets through these are counted."""
        return replace(self, severities=(), states=())


@cache
def rules() -> Mapping[str, Rule]:
    """Every rule of the catalogue by id."""
    return catalogue() | rules_between()


def families() -> list[str]:
    """The families of rules, in order."""
    return sorted({rule.family for rule in rules().values()})


def reports_for(reports: Sequence[ReportInfo], text: str, most: int) -> Sequence[ReportInfo]:
    """The reports to look into for a text: of more than can be looked at together those that it names, if it does."""
    words = text.lower().split()
    if len(reports) <= most or not words:
        return reports
    named = [i for i in reports if any(w in f"{i.department} {i.year} {i.region} {i.file}".lower() for w in words)]
    return named or reports


def family_name(family: str) -> str:
    return f"{family} {family_title(family)}"


def rule_name(rule: str) -> str:
    held = rules().get(rule)
    return f"{rule} {held.title}" if held else rule


def found_on(library: Library, infos: Sequence[ReportInfo], between: bool = True) -> list[Entry]:
    """The findings on some reports and between them and others, without reviews."""
    by_id = {info.doc_id: info for info in infos}
    entries = [Entry(f, info) for info in infos for f in library.findings(info.doc_id)]
    if between:
        all_reports = {info.doc_id: info for info in library.reports()}
        found = {f.id: f for doc_id in by_id for f in library.findings_between(doc_id)}
        entries += [Entry(f, all_reports[about]) for f in found.values() if (about := subject_of(f)) in all_reports]
    return entries


def reviewed(entries: Iterable[Entry], reviews: Mapping[str, Review]) -> list[Entry]:
    """The entries with their reviews; one whose finding says something else now counts no more."""

    def standing(entry: Entry) -> Review | None:
        review = reviews.get(entry.finding.id)
        return review if review and review.stands(entry.finding) else None

    return [replace(entry, review=standing(entry)) if entry.finding.id in reviews else entry for entry in entries]


def choose(entries: Iterable[Entry], wanted: Filter) -> list[Entry]:
    """The entries that fit a filter."""
    words = wanted.text.lower().split()

    def fits(entry: Entry) -> bool:
        lists = (
            (wanted.severities, entry.finding.severity),
            (wanted.states, entry.state),
            (wanted.families, entry.family),
            (wanted.rules, entry.finding.rule),
        )
        if not all(not values or value in values for values, value in lists):
            return False
        return not words or all(word in entry.searched for word in words)

    return [entry for entry in entries if fits(entry)]


def order(entries: Iterable[Entry], how: str = "weight") -> list[Entry]:
    """The entries in one of the ``ORDERS``; the gravest first where nothing else decides."""

    def weight(entry: Entry) -> tuple[Any, ...]:
        return (-RANK[entry.finding.severity],)

    def report(entry: Entry) -> tuple[Any, ...]:
        return (entry.info.department or "", entry.info.year or 0, entry.info.doc_id)

    keys: dict[str, Callable[[Entry], tuple[Any, ...]]] = {
        "weight": lambda e: (*weight(e), *report(e), e.line, e.finding.rule),
        "report": lambda e: (*report(e), e.line, *weight(e), e.finding.rule),
        "rule": lambda e: (e.finding.rule, *weight(e), *report(e), e.line),
    }
    return sorted(entries, key=keys[how])


def severity_counts(entries: Iterable[Entry]) -> dict[str, int]:
    """How many of each severity, the gravest first."""
    counts = Counter(entry.finding.severity for entry in entries)
    return {severity: counts[severity] for severity in SEVERITY}  # type: ignore[index]


def state_counts(entries: Iterable[Entry]) -> dict[str, int]:
    """How many of each state of review."""
    counts = Counter(entry.state for entry in entries)
    return {state: counts[state] for state in STATES}


def by_report(entries: Iterable[Entry], infos: Iterable[ReportInfo]) -> list[tuple[ReportInfo, list[Entry]]]:
    """The entries of each report, also of one without any; those with the most errors first."""
    held: dict[str, tuple[ReportInfo, list[Entry]]] = {info.doc_id: (info, []) for info in infos}
    for entry in entries:
        held.setdefault(entry.info.doc_id, (entry.info, []))[1].append(entry)

    def worst(item: tuple[ReportInfo, list[Entry]]) -> tuple[Any, ...]:
        counts = severity_counts(item[1])
        return (*(-counts[severity] for severity in counts), item[0].department or "", item[0].year or 0)

    return sorted(held.values(), key=worst)


def page_count(entries: Sequence[Entry], size: int) -> int:
    return max(1, -(-len(entries) // size))
