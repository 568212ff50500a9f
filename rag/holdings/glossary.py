"""The glossary of a report: the entry that a question names, also where a term is explained within another's entry."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from extractors.facts import Fact
from extractors.text import name_key
from rag.holdings.lookup import FactIndex, Subject

_LEVEL = re.compile(r"[(（][类款项][)）]")
_PARTS = re.compile(r"[(（][类款项][)）]|、|和")
#: a clause of an entry that explains a part of the term: 公务接待费反映单位按规定开支的…
_WITHIN = re.compile(r"(?:^|(?<=[。；，、]))([^。；，、：]{3,20}?)(?:是指|反映|指)(?=[\u4e00-\u9fff])")


@dataclass(frozen=True, slots=True)
class Term:
    """What a report says of a term: its name, the words, and the fact that has them."""

    name: str
    told: str
    fact: Fact


def entries_of(index: FactIndex) -> list[Fact]:
    """The entries of the glossary, in order."""
    return [f for f in index.facts if f.column == "名词解释"]


def term_in(text: str, subjects: Sequence[Subject], index: FactIndex) -> Term | None:
    """The term that a question names: an entry, a 科目 at the end of one, a term within one, else what it speaks of."""
    entries = entries_of(index)
    key = name_key(text)
    return _named(key, entries) or _as_subject(subjects, entries)


def terms_in(text: str, index: FactIndex) -> list[Term]:
    """The terms that a question names in places of their own, in its order; a name inside a longer one is not meant."""
    key = name_key(text)
    spans: dict[tuple[int, int], Term] = {}
    for fact in entries_of(index):
        own = Term(_plain(fact.row_name), fact.raw, fact)
        names = [own] if not _LEVEL.search(fact.row_name) else []
        for term in [*names, *_terms_within(fact)]:
            at = key.find(name := name_key(term.name))
            if at >= 0:
                spans.setdefault((at, at + len(name)), term)
    outer = [s for s in spans if not any(o != s and o[0] <= s[0] and s[1] <= o[1] for o in spans)]
    return [spans[s] for s in sorted(outer)]


def _named(key: str, entries: Sequence[Fact]) -> Term | None:
    """The entry with the longest name in a question; of a path of 科目 the last one counts most."""
    hits: list[tuple[tuple[int, int], Term]] = []
    for fact in entries:
        name = _plain(fact.row_name)
        if name_key(name) in key:
            hits.append(((len(name_key(name)), 2), Term(name, fact.raw, fact)))
        parts = [p for p in _PARTS.split(fact.row_name) if len(name_key(p)) >= 3]
        # the entry of a 项 explains neither its 类 nor its 款
        for part in parts[-1:] if _LEVEL.search(fact.row_name) else parts:
            if name_key(part) in key:
                hits.append(((len(name_key(part)), 1), Term(name, fact.raw, fact)))
        hits += [((len(name_key(t.name)), 1), t) for t in _terms_within(fact) if name_key(t.name) in key]
    return max(hits, key=lambda h: h[0])[1] if hits else None


def _terms_within(fact: Fact) -> list[Term]:
    """The terms that an entry explains beside its own: where 其中 parts are told what they are."""
    found = []
    for match in _WITHIN.finditer(fact.raw):
        name = match.group(1).removeprefix("其中").removeprefix("：")
        end = min((i for mark in "；。" if (i := fact.raw.find(mark, match.end())) >= 0), default=len(fact.raw))
        if match.start() > 0 and len(name_key(name)) >= 3:
            found.append(Term(name, fact.raw[match.start() : end], fact))
    return found


def _as_subject(subjects: Sequence[Subject], entries: Sequence[Fact]) -> Term | None:
    """The entry of what a question speaks of in other words (公车购置费 for 公务用车购置费)."""
    for subject in subjects:
        if subject.generic:
            continue
        printed = (subject.measure.name, *subject.measure.printed) if subject.measure else (subject.text,)
        names = {_bare(n) for n in printed}
        for fact in entries:
            if _LEVEL.search(fact.row_name):
                # 防汛（项）: the end of a path, however short
                if subject.measure is None and subject.key == _last(fact.row_name):
                    return Term(_plain(fact.row_name), fact.raw, fact)
                continue
            term = _bare(fact.row_name)
            if any(term in n or n in term for n in names if len(n) >= 3):
                return Term(_plain(fact.row_name), fact.raw, fact)
            for within in _terms_within(fact):
                if _bare(within.name) in names:
                    return within
    return None


def _last(path: str) -> str:
    """The last name of a path of 科目."""
    return next((key for part in reversed(_PARTS.split(path)) if (key := name_key(part))), "")


def _plain(name: str) -> str:
    """A name without quotation marks around the whole of it; those within stay (“三公”经费)."""
    bare = name.strip("“”")
    return name if "“" in bare or "”" in bare else bare


def quoted(name: str) -> str:
    """A term in quotation marks, unless it has some of its own."""
    return name if "“" in name else f"“{name}”"


def _bare(name: str) -> str:
    """A name as it is compared: 结转结余 is 结转和结余."""
    return re.sub("[和与及、]", "", name_key(name))
