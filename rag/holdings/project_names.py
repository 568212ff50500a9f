"""The projects of a report, and which of them a question names: in full or by enough of their characters."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from extractors.annex import canonical_column
from extractors.facts import Fact
from extractors.text import name_key
from extractors.vocabulary import annex_words, printed_subjects
from extractors.vocabulary.rows import row_words
from rag.text.chunks import words
from rag.text.labels import project_above

#: characters of a name that tell it from others: with a word that speaks of a project beside it, and without one
_TELLING, _TELLING_ALONE = 2, 4
#: a piece of so many characters, all of them telling, names a project by itself
_PIECE = 5
#: right before a word that speaks of a project, where only one has these
_TELLING_SHORT = 3
_QUOTED = re.compile('["“][^"“”]{4,}["”]')
_BRACKETED = re.compile(r"[（(]([一-鿿]{3,12})[)）]")
#: right before a name that is left out
_LEFT_OUT = re.compile(r"(?:除了?|除去|不[含算计]|扣除|去掉|刨去)[的那个]*$")
#: last rows of lists, which are no projects
_TOTALS = {"合计", "总计", "小计"}
#: so many characters at the end of a name may stand for it, behind these or nothing
_TAIL, _BEFORE_TAIL = 4, "|的该个，,"
#: what a project is called by initials, and what its name may begin with before the first of them
_CALLED_SHORT = re.compile(
    "[一-鿿]{3,5}(?=项目|专项|工程|经费)|(?:^|(?<=[|，,]))[一-鿿]{3,5}?(?=安排|花|用了|多少|的?预算|投入|今年|一共)"
)
_LEAD = re.compile(r"^(?:20\d\d年?度?)?第?")
#: so many names that fit alike are one name too vague
_MOST = 4


@dataclass(frozen=True, slots=True)
class _Match:
    """A project, the places of the question that its name covers, and how well."""

    name: str
    places: frozenset[int]
    full: bool
    #: by a short piece of a long name and a word for projects alone
    short: bool = False


def projects_of(facts: Sequence[Fact]) -> dict[str, str]:
    """The projects of a report by key: of its lists, with a form or chapters of their own, told of in prose."""
    projects: dict[str, str] = {}
    for fact in facts:
        if name := project_above(fact.section):
            projects.setdefault(name_key(name), name)
        if fact.origin != "annex" or fact.section_key == "bodies":
            continue  # a list of the units has their codes, as lists of projects have
        if fact.part_of:
            projects[name_key(fact.part_of)] = fact.part_of
        elif canonical_column(fact.column) in annex_words().listed and name_key(fact.row_name) not in _TOTALS:
            projects[name_key(fact.row_name)] = fact.row_name
    return projects | _told_projects(facts, projects)


def _told_projects(facts: Sequence[Fact], known: Collection[str]) -> dict[str, str]:
    """Projects that only the prose on performance tells of: what was planned for them and what was spent."""
    columns: dict[str, set[str]] = defaultdict(set)
    names: dict[str, str] = {}
    for fact in facts:
        if fact.origin == "prose" and fact.section_key in {"performance", "annex"} and fact.value is not None:
            key = name_key(fact.row_name)
            columns[key].add(fact.column)
            names.setdefault(key, fact.row_name)
    told = {k for k, c in columns.items() if "执行数" in c and c & {"全年预算数", "预算数"}} - printed_subjects().keys()
    names |= (evaluated := _evaluated(facts))
    told |= evaluated.keys()
    known = {*known, *(f"{k}项目" for k in known), *(k.removesuffix("项目") for k in known)}
    return {k: names[k] for k in names if k in told and k not in known and not any(o in k for o in told - {k})}


def _evaluated(facts: Sequence[Fact]) -> dict[str, str]:
    """Projects that an annexed report is on: it gives them points, and its title quotes their name."""
    found = {}
    for fact in facts:
        if fact.origin == "prose" and fact.column == "得分" and _QUOTED.fullmatch(fact.row_name):
            name = fact.row_name.strip('"“”')
            if any("报告" in title and name_key(name) in name_key(title) for title in fact.section.split("/")):
                found[name_key(name)] = name
    return found


def named_projects(text: str, projects: Mapping[str, str]) -> list[str]:
    """The projects (names by key) that a question names; several where it names several or fits several alike."""
    key = name_key(text)
    said = bool(row_words().project_said.search(text))
    matches = [m for k, name in projects.items() if (m := _match(k, name, key, said) or _by_bracket(name, key))]
    matches = matches or _by_tail(key, projects) or _by_initials(text, projects)
    # 碳达峰专项经费: a short piece names a project where it can be of no other
    if any(m.short for m in matches) and len(matches) > 1:
        matches = [m for m in matches if not m.short]
    # 第五批 in the question: what else is called so but for that is not meant
    kept = [m for m in matches if not any(m.places < o.places for o in matches)]
    if any(m.full for m in kept):
        full = frozenset().union(*(m.places for m in kept if m.full))
        kept = [m for m in kept if m.full or not m.places <= full]
    kept.sort(key=lambda m: (min(m.places), -len(m.places)))
    return [m.name for m in kept] if len(kept) <= _MOST else []


def _by_tail(text: str, projects: Mapping[str, str]) -> list[_Match]:
    """The one project whose name ends as a question calls it, where nothing is said before (新建工程用多少年)."""
    found = []
    for key, name in projects.items():
        at = text.find(key[-_TAIL:]) if len(key) > _TAIL and _telling(key[-_TAIL:]) == _TAIL else -1
        if at >= 0 and (at == 0 or text[at - 1] in _BEFORE_TAIL):
            found.append(_Match(name, frozenset(range(at, at + _TAIL)), True))
    return found if len(found) == 1 else []


def _by_initials(text: str, projects: Mapping[str, str]) -> list[_Match]:
    """The one project that a question calls by the first characters of its words (三农普 for 第三次全国农业普查)."""
    for match in _CALLED_SHORT.finditer(text):
        said = match.group(0)
        for short in (said[-size:] for size in range(len(said), _TELLING_SHORT - 1, -1)):
            names = [name for key, name in projects.items() if _has_initials(short, _LEAD.sub("", key))]
            if len(names) == 1:
                at = match.end() - len(short)
                return [_Match(names[0], frozenset(range(at, match.end())), True)]
    return []


def _has_initials(short: str, key: str) -> bool:
    """Whether each character of a short name begins a word of a longer one, in order, from its beginning on.

    The last one may end it as well (市运会 for 市第八届运动会).
    """
    rest = iter(key)
    if key[:1] != short[:1] or not all(c in rest for c in short):
        return False
    inner = short[1:-1] if short[-1] == key[-1] else short[1:]
    return all(any(w.startswith(c) for w in words(key)) for c in inner)


def _by_bracket(name: str, text: str) -> _Match | None:
    """A project by what its name has in brackets (农村改厕 of 农村人居环境整治（农村改厕）项目)."""
    inside = _BRACKETED.search(name)
    key = name_key(inside.group(1)) if inside else ""
    at = text.find(key) if key else -1
    return _Match(name, frozenset(range(at, at + len(key))), True) if at >= 0 else None


def _match(project: str, name: str, text: str, said: bool) -> _Match | None:
    """How a question names a project; None where it does not."""
    if project in text:
        at = text.index(project)
        return _Match(name, frozenset(range(at, at + len(project))), True)
    pairs = _pairs(project)
    places = sorted({n for i in range(len(text) - 1) if text[i : i + 2] in pairs for n in (i, i + 1)})
    runs = [(at, run) for at, run in _runs(project, text, places) if _telling(run) >= _TELLING]
    if not runs:
        return None
    longest = max((r for _, r in runs), key=len)
    telling = max(_telling(r) for _, r in runs)
    covering = frozenset(n for at, run in runs for n in range(at, at + len(run)))
    covered = sum(p in text for p in pairs)
    # 急诊综合楼: a long piece that is of nothing else
    piece = len(longest) >= _PIECE and _telling(longest) == len(longest)
    alone = piece or (telling >= _TELLING_ALONE and (covered >= 5 or 2 * covered >= len(pairs) >= 4))
    with_word = said and len(longest) >= 4 and telling >= _TELLING and 8 * covered >= len(pairs)
    # 水库鉴定 for 小型水库安全鉴定: most of what tells the name, in pieces
    pieces = {run for _, run in runs}
    in_pieces = said and sum(map(_telling, pieces)) >= max(_TELLING_ALONE, _telling(project) / 2)
    if alone or with_word or in_pieces:
        return _Match(name, covering, False)

    def begins(at: int, run: str) -> bool:
        """雷竹项目: the beginning of a name, though it is short, right before 项目."""
        return project.startswith(run) and text.startswith("项目", at + len(run))

    named = [(at, run) for at, run in runs if not _LEFT_OUT.search(text[:at])]
    # 党建项目 for 党建经费: all that tells the name
    whole = _common().sub("", project)
    named = [(at, run) for at, run in named if _telling(run) >= _TELLING_SHORT or run == whole or begins(at, run)]
    short = any(_common().match(text, at + len(run)) for at, run in named)
    return _Match(name, covering, False, short=True) if said and short else None


def _runs(project: str, text: str, places: list[int]) -> list[tuple[int, str]]:
    """The pieces of a question that stand so in a name, each with its place."""
    runs: list[tuple[int, str]] = []
    start = 0
    for n in range(1, len(places) + 1):
        if n == len(places) or places[n] != places[n - 1] + 1:
            piece = text[places[start] : places[n - 1] + 1]
            runs += [(places[start] + at, part) for at, part in _longest_parts(piece, project)]
            start = n
    return runs


def _longest_parts(piece: str, project: str) -> list[tuple[int, str]]:
    """A piece, or its longest parts from left to right, that stand in a name."""
    parts: list[tuple[int, str]] = []
    at = 0
    while at < len(piece) - 1:
        size = next((s for s in range(len(piece) - at, 1, -1) if piece[at : at + s] in project), 1)
        if size > 1:
            parts.append((at, piece[at : at + size]))
        at += max(size - 1, 1)
    return parts


@lru_cache(maxsize=1 << 12)
def _pairs(project: str) -> frozenset[str]:
    """The pairs of characters of a name, without figures."""
    pairs = (project[i : i + 2] for i in range(len(project) - 1))
    return frozenset(p for p in pairs if not p[0].isdigit())


@lru_cache(maxsize=1)
def _common() -> re.Pattern[str]:
    return re.compile("|".join(sorted(map(re.escape, row_words().common), key=len, reverse=True)) + r"|[\d年度]")


def _telling(run: str) -> int:
    """How many characters of a run are not words that many names have."""
    return len(_common().sub("", run))
