"""Scope: which of the reports at hand a question on several means: all, those of a level, a region or given years."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from functools import lru_cache
from itertools import pairwise

from pydantic import BaseModel, Field

from extractors.vocabulary import regions
from extractors.vocabulary.across import across_words
from rag.holdings.directory import ReportLike
from rag.language.names import JOINS, Mention, Named

#: what joins a department to a year of its own; within brackets nothing need
_OWN_YEAR = re.compile(r"[（(，,]?(按|看|用|取|算|以|就)(的是)?$")
_RANGE = re.compile(r"^(年度?)?(到|至|-|~|—)$")


class Scope(BaseModel):
    """What narrows the reports: the level of their departments, a province, a region whose departments are all meant.

    ``settled`` once the departments were looked up of which only the text tells the province. ``own_years`` has years
    by report, of departments to which a question gives a year of their own; ``part`` the reports whose share of all
    is asked for, ``without`` those that are named to be left out, ``against`` those that a sum of the others is held
    against; ``others`` where these are all that are not named. ``placed`` where it is asked
    in which place among all the department stands.
    """

    every: bool = False
    level: str | None = None
    province: str | None = None
    settled: bool = False
    region: str | None = None
    own_years: dict[str, int] = Field(default_factory=dict)
    part: list[str] = Field(default_factory=list)
    without: list[str] = Field(default_factory=list)
    against: list[str] = Field(default_factory=list)
    others: bool = False
    placed: bool = False

    @property
    def narrows(self) -> bool:
        return self.level is not None or self.province is not None


def names_a_group(text: str, spoken_of: int) -> bool:
    """Whether a question asks about all reports at hand, whatever was spoken of before.

    谁 and 哪家 ask among those that were spoken of, where these were several.
    """
    scope = scope_in(text)
    return (
        scope.every
        or scope.narrows
        or (spoken_of < 2 and bool(across_words().which.search(across_words().without_own_bodies(text))))
    )


def scope_in(text: str) -> Scope:
    """The scope that the words of a question name."""
    words = across_words()
    text = words.without_own_bodies(text)
    scope = Scope(every=bool(words.every.search(text)))
    levels = []
    for level, pattern in words.named_levels.items():
        match = pattern.search(text)
        if match and (scope.every or words.level_of.match(text[match.end() :])):
            levels.append(level)
    scope.level = levels[0] if len(levels) == 1 else None  # 市级和县区级部门: all of them
    for match in re.finditer("|".join(sorted(regions().provinces, key=len, reverse=True)), text):
        after = text[match.end() :].removeprefix("省")
        if words.level_of.match(after) and match.group(0) not in regions().ambiguous:
            scope.province = match.group(0)
    return scope


def in_scope(scope: Scope, reports: Collection[ReportLike]) -> list[ReportLike]:
    """The reports that a scope leaves; those of which the province is not known are left out."""
    kept = list(reports)
    if scope.level is not None:
        kept = [r for r in kept if getattr(r, "level", None) == scope.level]
    if scope.province is not None:
        kept = [r for r in kept if province_of(r) == scope.province]
    return kept


def province_of(report: ReportLike) -> str | None:
    """The province of a report's department, where the name of its region tells it."""
    return _province_of(report.region or report.department or "")


@lru_cache(maxsize=1 << 14)
def _province_of(region: str) -> str | None:
    return regions().province_of(region)


def own_years(text: str, named: Named, reports: Collection[ReportLike]) -> dict[str, int]:
    """Years that stand right behind a department (榆岚市按2021年) and are meant for it alone."""
    years = {r.doc_id: r.year for r in reports}
    found: dict[str, int] = {}
    for mention in named.mentions:
        for start, end in named.year_spans:
            joined = mention.end <= start and _OWN_YEAR.fullmatch(text[mention.end : start]) is not None
            if joined or (mention.end == start and text[max(0, mention.start - 1) : mention.start] == "("):
                year = _year_at(text, start, end, named)
                found |= {d: year for d in mention.doc_ids if year is not None and years.get(d) == year}
    return found


def _year_at(text: str, start: int, end: int, named: Named) -> int | None:
    digits = re.sub(r"\D", "", text[start:end])
    return next((y for y in named.years if digits and str(y).endswith(digits)), None)


def fill_years(text: str, named: Named) -> list[int]:
    """The years that a question names, those between the ends of a range (2021年到2023年) as well."""
    spans = sorted(named.year_spans)
    if len(spans) == 2 and len(named.years) == 2 and _RANGE.fullmatch(text[spans[0][1] : spans[1][0]]):
        low, high = sorted(named.years)
        return list(range(low, high + 1)) if high - low <= 20 else named.years
    return named.years


def first_named(mentions: Sequence[Mention]) -> list[str]:
    """The reports of the department that a question names first."""
    first = min(mentions, key=lambda m: m.start, default=None)
    return list(first.doc_ids) if first is not None else []


def left_out_in(text: str, mentions: Sequence[Mention]) -> list[Mention]:
    """The departments that a question names only to leave them out (除了榆岚市，其他几家…)."""
    words = across_words()
    found: list[Mention] = []
    for n, mention in enumerate(mentions):
        joined = n > 0 and mentions[n - 1] in found and text[mentions[n - 1].end : mention.start] in JOINS
        if joined or words.excluded_before.search(text[: mention.start]):
            found.append(mention)
    behind = [n for n, m in enumerate(mentions) if words.excluded_behind.match(text[m.end :]) and m not in found]
    for n in behind:
        found.append(mentions[n])
        while n > 0 and text[mentions[n - 1].end : mentions[n].start] in JOINS and mentions[n - 1] not in found:
            n -= 1
            found.append(mentions[n])
    return found


def held_against(text: str, mentions: Sequence[Mention]) -> list[str]:
    """The reports that the sum of those named before them is held against (甲和乙加起来有没有丙多)."""
    for before, after in pairwise(mentions):
        if across_words().sum_against.search(text[before.end : after.start]):
            return [d for m in mentions if m.start >= after.start for d in m.doc_ids]
    return []


def against_all_others(text: str, named: Named) -> bool:
    """Whether the departments named are held against all others together (甲比其他三家加起来还多)."""
    last = max((m.end for m in named.mentions), default=len(text))
    words = across_words()
    match = words.all_others.search(text, last)
    return match is not None and bool(words.added.search(text, match.end()))


def is_part_of_all(text: str, mentions: Sequence[Mention]) -> bool:
    """Whether the share of the departments named in the sum over all is asked for (三公经费合计里，甲占几成)."""
    return bool(mentions) and bool(across_words().part_of_all.search(_marked(text, mentions)))


def _marked(text: str, mentions: Sequence[Mention]) -> str:
    """A question with the departments that it names blanked out."""
    for mention in mentions:
        text = text[: mention.start] + "|" * (mention.end - mention.start) + text[mention.end :]
    return text


def asks_place(text: str, named: Named, every: bool) -> bool:
    """Whether it is asked in which place the one department named stands (排第几, 是不是最多的, 最多的是甲吗)."""
    if len({m.doc_ids for m in named.mentions}) != 1:
        return False
    words = across_words()
    marked = _marked(text, named.mentions)
    averages = (words.conditions[kind] for kind in ("above_average", "below_average"))
    if not words.which.search(marked) and any(a.search(marked) for a in averages):
        return True
    return bool((every and words.place_asked.search(marked)) or words.first_is.search(marked))
