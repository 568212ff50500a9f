"""The names of the departments of some reports: their regions and organisations, and how well words name them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Protocol

from extractors.text import fold
from extractors.vocabulary import regions
from rag.holdings.short_names import abbreviates, other_names, stands_for


class ReportLike(Protocol):
    """What is asked of a report here; the library's ReportInfo has it."""

    @property
    def doc_id(self) -> str: ...
    @property
    def department(self) -> str | None: ...
    @property
    def year(self) -> int | None: ...
    @property
    def region(self) -> str | None: ...
    @property
    def kind(self) -> str: ...


LONGEST_NAME = 24
_PART = re.compile(r".+?(?:省|自治区|市|自治州|地区|盟|区|县|旗(?![区县]))")
#: a town, a street or a zone whose own government or administration is the department
_TOWN = re.compile(
    r"([\u4e00-\u9fff]{1,6}?(?:镇|乡|街道|苏木))(?=人民政府|政府|办事处)"
    r"|([\u4e00-\u9fff]{1,8}?(?:新城|新区|开发区|园区|度假区|示范区|保税区|高新区|经开区))(?=管理委员会|管委会)"
)
_ZONES = {
    "经济技术开发区": ("经开区", "开发区"),
    "高新技术产业开发区": ("高新区", "开发区"),
    "经济开发区": ("经开区", "开发区"),
    "高新区": ("开发区",),
    "开发区": (),
    "工业园区": ("园区",),
    "产业园区": ("园区",),
    "新区": (),
}
#: a name of so many characters is said by its first ones, with one of these behind it
_LONG, _CUT = 4, frozenset("旗县区州盟")
_SUFFIX = re.compile(r"(?:新城|新区|开发区|度假区|示范区|保税区|省|市|区|县|旗|盟|自治州|自治区|地区)$")


def parts_of(report: ReportLike) -> tuple[list[str], str]:
    """Region parts of a department (榆岚市, 松漪区) and the rest of its name (科技和工业信息化局)."""
    name = fold(report.department or "")
    region = fold(report.region or "")
    core = name.removeprefix(region) if region else name
    parts = _PART.findall(region) or ([region] if region else [])
    # 某区人民政府某街道办事处 is the office of that street
    bare = core.removeprefix("人民政府")
    town = _TOWN.match(bare) or _TOWN.match(core)
    core = bare if town and not core.startswith(town.group(0)) else core
    if town is None:
        return parts, core
    # 松漪街道办 leaves nothing behind the place that would name an office: there it is a part of both
    place = town.group(1) or town.group(2)
    return [*parts, place], core if place.endswith("街道") else core[town.end() :]


def short(part: str) -> str:
    """A region without 市, 区, 县; two characters at least."""
    bare = _SUFFIX.sub("", part)
    return bare if len(bare) >= 2 else part


@lru_cache(maxsize=1 << 12)
def forms_of(part: str) -> frozenset[str]:
    """What a region is called: in full, without 市 or 区; a zone by short names (经开区), without its province."""
    zone = next((long for long in _ZONES if part.endswith(long)), None)
    if zone is None:
        return frozenset({part, short(part)})
    place = part.removesuffix(zone)
    province = next((p for p in regions().provinces if place.startswith(p) and len(place) > len(p) + 1), "")
    places = {place, place.removeprefix(province).removeprefix("省")}
    named = {p + name for p in places for name in (zone, *_ZONES[zone])}
    return frozenset({part, *named, *(p for p in places if len(p) > 1)})


@lru_cache(maxsize=1 << 12)
def cut_forms_of(part: str) -> frozenset[str]:
    """What a long name of a county or a banner is called by its first characters (鄂温旗 for 鄂温克族自治旗)."""
    bare = short(part)
    if len(bare) < _LONG or part[-1] not in _CUT or part.endswith(tuple(_ZONES)):
        return frozenset()
    return frozenset(bare[:n] + part[-1] for n in range(2, len(bare))) - forms_of(part)


class Directory:
    """The names of the departments of some reports, so that a question is held against names and not every report."""

    def __init__(self, reports: Iterable[ReportLike]) -> None:
        self._groups: dict[tuple[tuple[str, ...], str], list[tuple[int, str]]] = defaultdict(list)
        self._core_of: dict[str, str] = {}
        for number, report in enumerate(reports):
            parts, core = parts_of(report)
            self._groups[tuple(parts), core].append((number, report.doc_id))
            self._core_of[report.doc_id] = core
        self.places = {form for parts, _ in self._groups for part in parts for form in forms_of(part)}
        self.places |= {form for parts, _ in self._groups for part in parts for form in cut_forms_of(part)}
        #: the names of those of no region, which are known in full alone
        self.placeless = sorted({core for parts, core in self._groups if not parts and len(core) > 1})
        self._in_place: dict[str, list[tuple[tuple[str, ...], str]]] = defaultdict(list)
        self._of_core: dict[str, list[tuple[tuple[str, ...], str]]] = defaultdict(list)
        for group in self._groups:
            for form in {form for part in group[0] for form in forms_of(part) | cut_forms_of(part)}:
                self._in_place[form].append(group)
            self._of_core[group[1]].append(group)
        self._cores = [core for core in self._of_core if core]
        self._by_head: dict[str, list[str]] = defaultdict(list)
        for core in self._cores:
            self._by_head[core[:2]].append(core)
        self._having: dict[str, int] = defaultdict(int)
        for bit, core in enumerate(self._cores):
            for char in set(core):
                self._having[char] |= 1 << bit
        self._forms = self.places | set(regions().cities) | (set(regions().provinces) - {"台湾"})
        self._longest = max(map(len, self._forms), default=0)

    def to_ending(self, text: str, end: int, doc_ids: Sequence[str]) -> int:
        """Where a naming of reports ends: behind the ending of their department's name (榆岚医院) where it has that."""
        cores = {self._core_of.get(d, "") for d in doc_ids}
        core = cores.pop() if len(cores) == 1 else ""
        if not core or text[:end].endswith(core[-2:]):
            return end
        sizes = range(min(len(core), 8), 1, -1)
        return end + next((n for n in sizes if text.startswith(core[-n:], end)), 0)

    def places_in(self, text: str) -> Iterator[tuple[int, int]]:
        """The spans of regions in a text: left to right, the longest name at each place, none inside another."""
        at = 0
        while at < len(text):
            sizes = range(min(self._longest, len(text) - at), 0, -1)
            size = next((n for n in sizes if text[at : at + n] in self._forms), 0)
            if size:
                yield at, at + size
            at += size or 1

    def split(self, text: str) -> list[str]:
        """The regions that a text consists of (榆岚市, 松漪区); none where it says anything else."""
        places = [text[a:b] for a, b in self.places_in(text)]
        return places if "".join(places) == text else []

    def in_places(self, places: Iterable[str]) -> list[str]:
        """The reports of departments in all of some places."""
        groups = [set(self._in_place.get(place, ())) for place in places]
        common = set.intersection(*groups) if groups else set()
        return [doc_id for _, doc_id in sorted(report for group in common for report in self._groups[group])]

    def cores_in(self, places: Iterable[tuple[str, str]]) -> list[str]:
        """The organisations of some regions, without these."""
        groups = [set(self._in_place.get(place, ())) for place, _ in places]
        return sorted({core for _, core in set.intersection(*groups)}) if groups else []

    def called(self, text: str) -> list[str]:
        """The organisations, without their regions, for which a short name stands, else those that it may mean."""
        return self._abbreviated(text) or [core for name in other_names(text) for core in self._abbreviated(name)]

    def _abbreviated(self, text: str) -> list[str]:
        shared = -1
        for char in text:
            shared &= self._having.get(char, 0)
        return [core for core in self._from(shared) if abbreviates(text, core)] if text else []

    def name_end(self, text: str, start: int) -> int:
        """Where the longest name of an organisation, in full or short, ends that begins at a place; 0 for none."""
        whole = max(
            (len(c) for c in self._by_head.get(text[start : start + 2], ()) if text.startswith(c, start)), default=0
        )
        if whole:
            return start + whole
        sizes = range(min(len(text) - start, LONGEST_NAME), 1, -1)
        return next((start + n for n in sizes if self._abbreviated(text[start : start + n])), 0)

    def begins(self, text: str) -> bool:
        """Whether a text begins with the name, or a short name, of an organisation."""
        return any(self.called(text[:size]) for size in range(2, min(len(text), LONGEST_NAME) + 1))

    def longest_called(self, text: str, starts: range, end: int) -> int | None:
        """The first of some places from which on, up to ``end``, a text is a short name of an organisation."""
        shared = -1
        found: int | None = None
        for char in text[starts.stop : end]:
            shared &= self._having.get(char, 0)
        for start in reversed(starts):
            shared &= self._having.get(text[start], 0)
            if not shared:
                break
            if any(abbreviates(text[start:end], core) for core in self._from(shared)):
                found = start
        return found

    def scored(self, words: list[tuple[str, str]]) -> tuple[float, tuple[str, ...]]:
        """The reports whose department some words fit best, and how well; 0 where they fit none."""
        best, groups = 0.0, []
        for group in self._candidates(words):
            score = _score(words, *group)
            if score > best:
                best, groups = score, [group]
            elif score == best and score:
                groups.append(group)
        return best, tuple(doc_id for _, doc_id in sorted(r for g in groups for r in self._groups[g]))

    def _candidates(self, words: list[tuple[str, str]]) -> Iterable[tuple[tuple[str, ...], str]]:
        """The departments that one of the regions, or the most telling of the organisations, fits."""
        regions_named = [self._in_place.get(word, []) for word, kind in words if kind == "region"]
        fitting = [
            [group for core in self.called(word) for group in self._of_core[core]]
            for word, kind in words
            if kind != "region"
        ]
        if regions_named:
            fitting.append(list(dict.fromkeys(group for groups in regions_named for group in groups)))
        return min(fitting, key=len, default=[])

    def _from(self, bits: int) -> Iterator[str]:
        while bits > 0:
            lowest = bits & -bits
            yield self._cores[lowest.bit_length() - 1]
            bits ^= lowest


def _may_contain(word: str, parts: Sequence[str]) -> bool:
    """Whether a region may be above those that a department's name gives: of a level that the name leaves out."""
    level = _level(word)
    return level is not None and bool(parts) and all(level < (_level(p) or 9) for p in parts)


@lru_cache(maxsize=1 << 12)
def _level(region: str) -> int | None:
    """1 for a province, 2 for a city, 3 for a district or county, 4 for a town; None where the name does not tell."""
    if region in regions().provinces or re.search(r"(省|自治区)$", region):
        return 1
    if re.search(r"(镇|乡|街道|苏木|新城)$", region):
        return 4
    if re.search(r"(区|县|旗)$", region):
        return 3
    if region in regions().cities or re.search(r"(市|自治州|盟|地区|州)$", region):
        return 2
    return None


def _open_region(words: list[tuple[str, str]]) -> bool:
    """A bare region (榆岚的三公经费) is any department there, of the city as of its districts."""
    return all(kind == "region" for _, kind in words) and _SUFFIX.search(words[-1][0]) is None


def _score(words: list[tuple[str, str]], parts: tuple[str, ...], core: str) -> float:
    """How well the words of a cluster name a department; 0 where one of them names another one."""
    score, above = 0.0, False
    matched: set[str] = set()
    for word, kind in words:
        if kind == "region":
            hit = next((p for p in parts if p not in matched and word in forms_of(p)), None)
            if hit is None and (cut := next((p for p in parts if p not in matched and word in cut_forms_of(p)), None)):
                matched.add(cut)
                score += 8  # less than a place that is called so in full
                continue
            if hit is None:
                # a province or city that the report leaves out of its own name: 某市 before 某区某局
                if matched or not _may_contain(word, parts):
                    return 0.0
                above = True
                continue
            matched.add(hit)
            score += 10
        elif word == core:
            score += 9
        elif abbreviates(word, core):
            score += 6 if word[0] == core[0] else 3
        elif stands_for(word, core):
            score += 2
        else:
            return 0.0
    if not matched:
        return 0.0 if above else score
    named = [word for word, kind in words if kind == "region"]
    in_full = core.startswith(parts[-1]) and any(word == core for word, _ in words)  # 某街道办事处 names the street
    if len(words) > len(named) and len(matched) < len(parts) and parts[-1] not in matched and not in_full:
        lowest = _level(parts[-1]) or 0
        if lowest == 4 or (lowest == 3 and re.search(r"(市|州|盟)$", named[-1])):
            return 0.0  # 某市某局 is not that of one of its districts, 某县政府 not that of a town
    if _open_region(words):
        return score
    return max(score - 2 * (len(parts) - len(matched)), 1.0)
