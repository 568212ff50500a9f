"""Which reports a question names: departments by full name, short name or region; years in their usual spellings."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import islice
from typing import Protocol

from extractors.text import fold
from extractors.vocabulary import question_words, regions
from extractors.vocabulary.understanding import understanding_words
from rag.short_names import BARE, abbreviates, other_names, stands_for
from rag.sounds import sound_alike


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


_ORG = re.compile(
    r"(?:人民政府办公室|街道办事处|管理委员会|委员会|办事处|人民法院|检察院|管委会|局(?!长|面|部(?!门)|限)|厅(?!长|级)|委(?!员|托|书)"
    r"|街道(?!办)|政府(?!性|采|办|职|购|网|基|和)|法院|学校|医院|中心)"
)
#: the name of a body, whatever its kind, and one of a named place: 澜汐市档案馆
_BODY_WORDS = (
    r"(?:(?![的是有在多几和与各哪谁花用共为了吗呢及被把这那个些两三四五六七八九十])[\u4e00-\u9fff]){2,9}?"
    r"(?:局|委员会|委(?![员托派书])|厅|办|馆|所|队|社|院|团|台|中学|小学|大学|公司|协会|联合会|总会|总站|中心|处)"
)
_BODY = re.compile(_BODY_WORDS)
_STRANGER = re.compile(
    rf"(?<![\u4e00-\u9fff])([\u4e00-\u9fff]{{2,4}}(?:[市县旗]|(?<![社小灌景库矿辖])区))({_BODY_WORDS})(?![\u4e00-\u9fff]{{0,2}}(?:长|部))"
)
_LONGEST_NAME = 24
#: the ends of names that tell a body even beside a place of which there are reports
_SURELY_BODY = re.compile(r"(?:局|委|委员会|厅|馆|学校|中学|小学|大学|医院|公司|协会|联合会|总会|总站|中心)$")
#: words between a region and the end of the name of one of its bodies that belong to that name
_PART_OF_NAME = re.compile(
    r"(?!.*(?:[去今上本当]年|年度?|[这那]个|所属|下属|直属|全[部市县区]|请问)$)"
    r"(?:(?![的是了有在多几和与各哪谁花为吗呢及被把这那个些给里中对比跟])[\u4e00-\u9fff]){1,10}"
)
_JOINED = re.compile(r"(?:(?![的是了有在多几各哪谁花为吗呢及被把这那个些给里中对比跟])[\u4e00-\u9fff]){2,12}")
#: the end of a name that many bodies have
_ANY_BODY = {"管理局", "服务局", "事务局", "委员会", "办公室", "服务中心", "管理中心", "中心", "联合会", "管理委员会"}
#: a question names no more organisations than this; each is held against every report
_MOST_ORGS = 20
_NO_ORG = re.compile(r"(?:布|格|结|全|大|当|僵|破|开|终|邮)局$|省委$|市委$|区委$|县委$|党委$|纪委$")
#: a body that is not named: 那个局, 区里的局
_UNNAMED = re.compile(
    r"(?:[那这哪某各每几两三四五六七八九十些]个?|[里中的])(?:局|委|厅|街道|政府|法院|学校|医院|中心)$"
)
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
}
_SUFFIX = re.compile(r"(?:新城|新区|开发区|度假区|示范区|保税区|省|市|区|县|旗|盟|自治州|自治区|地区)$")
_HAN_DIGITS = {c: str(i) for i, c in enumerate("零一二三四五六七八九")} | {"〇": "0", "O": "0", "o": "0", "两": "2"}
_YEAR = re.compile(
    r"(?<!\d)((?:19|20)\d\d)(?=年|[^\d.]|$)(?!\d|[.]\d|万|元|个|家|[,，]\d)|(?<![\d.])(\d\d)年(?!前|来|内(?!设)|后)|([二][〇零O][一二三四五六七八九〇零]{2})年?|(?<![一二三四五六七八九十〇零])([一二三][〇零一二三四五六七八九])年(?!前|来|内(?!设)|后|时)"
)


@dataclass(frozen=True, slots=True)
class Mention:
    """One naming of a department: its span in the folded question and the reports that fit it best."""

    start: int
    end: int
    text: str
    doc_ids: tuple[str, ...]


@dataclass(slots=True)
class Named:
    """What a question names. ``unknown`` holds departments or regions that no report has."""

    mentions: list[Mention] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    years: list[int] = field(default_factory=list)
    year_spans: list[tuple[int, int]] = field(default_factory=list)

    @property
    def doc_ids(self) -> list[str]:
        """The reports named, in order, each once."""
        return list(dict.fromkeys(d for m in self.mentions for d in m.doc_ids))


def years_in(text: str) -> Iterator[tuple[int, tuple[int, int]]]:
    """Years of a folded text with their spans: 2023年, 23年, 二〇二三年, 二三年."""
    for match in _YEAR.finditer(text):
        digits = match.group(1) or match.group(2)
        if digits is None:
            digits = "".join(_HAN_DIGITS[c] for c in (match.group(3) or match.group(4)))
        year = int(digits) if len(digits) == 4 else 2000 + int(digits)
        if 1949 <= year <= 2060:
            end = match.end() + (text[match.end() : match.end() + 1] == "年")
            end += text[end : end + 1] == "度" and text[end - 1] == "年"
            yield year, (match.start(), end)


def parts_of(report: ReportLike) -> tuple[list[str], str]:
    """Region parts of a department (榆岚市, 松漪区) and the rest of its name (科技和工业信息化局)."""
    name = fold(report.department or "")
    region = fold(report.region or "")
    core = name.removeprefix(region) if region else name
    parts = _PART.findall(region) or ([region] if region else [])
    town = _TOWN.match(core)
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
    """What a region is called: in full, without 市 or 区, a zone by its short names (经开区)."""
    zones = (part.replace(long, name) for long, names in _ZONES.items() if long in part for name in names)
    return frozenset({part, short(part), *zones})


def find_named(question: str, reports: Sequence[ReportLike] | Directory) -> Named:
    """The departments and years that a question names, against the reports at hand."""
    directory = reports if isinstance(reports, Directory) else Directory(reports)
    text = fold(question)
    named = Named()
    for year, span in years_in(text):
        if year not in named.years:
            named.years.append(year)
        named.year_spans.append(span)
    clusters = _clusters(text, directory)
    shared = _shared(clusters, text)
    named_already = {token for tokens in shared.values() for token in tokens}
    for number, cluster in enumerate(clusters):
        if not named_already.issuperset(cluster):
            _resolve(cluster, text, directory, named, shared.get(number, ()))
    _agree(named)
    return named


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
        #: the names of those of no region, which are known in full alone
        self.placeless = sorted({core for parts, core in self._groups if not parts and len(core) > 1})
        self._in_place: dict[str, list[tuple[tuple[str, ...], str]]] = defaultdict(list)
        self._of_core: dict[str, list[tuple[tuple[str, ...], str]]] = defaultdict(list)
        for group in self._groups:
            for form in {form for part in group[0] for form in forms_of(part)}:
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
        sizes = range(min(len(text) - start, _LONGEST_NAME), 1, -1)
        return next((start + n for n in sizes if self._abbreviated(text[start : start + n])), 0)

    def begins(self, text: str) -> bool:
        """Whether a text begins with the name, or a short name, of an organisation."""
        return any(self.called(text[:size]) for size in range(2, min(len(text), _LONGEST_NAME) + 1))

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


def _agree(named: Named) -> None:
    """Two namings of one department (榆岚…（水利局…）) are one: the reports that both fit."""
    if len(named.mentions) == 2:
        common = [d for d in named.mentions[0].doc_ids if d in named.mentions[1].doc_ids]
        if common:
            named.mentions = [Mention(m.start, m.end, m.text, tuple(common)) for m in named.mentions]


@dataclass(frozen=True, slots=True)
class _Token:
    start: int
    end: int
    kind: str

    def word(self, text: str) -> str:
        """What it says; 某某街道办 is the place 某某街道."""
        said = text[self.start : self.end]
        return said.removesuffix("办") if self.kind == "region" and said.endswith("街道办") else said


def _clusters(text: str, directory: Directory) -> list[list[_Token]]:
    """Tokens of regions and organisations that stand side by side name one department."""
    tokens = _tokens(text, directory)
    clusters: list[list[_Token]] = []
    for token in tokens:
        if clusters and clusters[-1][-1].end == token.start and clusters[-1][-1].kind == "region":
            clusters[-1].append(token)
        else:
            clusters.append([token])
    return clusters


#: words that join names, and what stands between the last of some regions and an organisation of all of them
JOINS, _OF = {"和", "与", "及", "、", "跟", "以及", "同"}, {"", "的", "两地", "两地的"}


def _shared(clusters: list[list[_Token]], text: str) -> dict[int, list[_Token]]:
    """What names that stand side by side share, by the clusters that leave it out.

    Regions share an organisation (帆石区和松漪区的财政局), organisations a region (榆岚市财政局和民政局).
    """
    shared: dict[int, list[_Token]] = {}
    joined: list[int] = []
    place: list[_Token] = []
    for number, cluster in enumerate(clusters):
        between = text[clusters[number - 1][-1].end : cluster[0].start] if number else ""
        places = [token for token in cluster if token.kind == "region"]
        if joined and (between in JOINS if places else len(joined) > 1 and between in _OF):
            if len(places) < len(cluster):
                shared |= {one: [cluster[-1]] for one in joined}
        elif place and not places and between in JOINS:
            shared[number] = place
        else:
            joined, place = [], []
        joined = [*joined, number] if len(places) == len(cluster) else []
        place = places or place
    return shared


def _tokens(text: str, directory: Directory) -> list[_Token]:
    found: list[_Token] = []
    for at, end in directory.places_in(text):
        found.append(_Token(at, _end_of_place(text, at, end, directory), "region"))
        if behind := directory.name_end(text, found[-1].end):
            found.append(_Token(found[-1].end, behind, "org"))
    found += [_Token(at, at + len(name), "org") for name in directory.placeless if (at := text.find(name)) >= 0]
    found += [
        _Token(m.start(1), _end_of_body(text, m), "org")
        for m in _STRANGER.finditer(text)
        if not _is_known(m, directory) and not any(p.start < m.end(1) < p.end for p in found)
    ]
    found += [body for place in list(found) if (body := _body_of(text, place, directory))]
    for match in islice(_ORG.finditer(text), _MOST_ORGS):
        start = _org_start(text, match, found, directory)
        if start is not None:
            found.append(_Token(start, match.end(), "org"))
    found += [place for token in found if token.kind == "org" and (place := _place_before(text, token.start, found))]
    return _without_overlap(found)


def _end_of_place(text: str, at: int, end: int, directory: Directory) -> int:
    """Where a region ends: behind 市 or 县 where the question adds it, unless it begins the name of a body (市监局)."""
    if text[at:end].endswith("街道"):
        return end + (text[end : end + 1] == "办" and text[end + 1 : end + 2] != "事")
    if text[end : end + 1] == "市" and directory.begins(text[end:]):
        return end
    if (
        text[end - 1] == "市"
        and end - at > 2
        and directory.begins(text[end - 1 :])
        and not directory.begins(text[end:])
    ):
        return end - 1
    return end + (text[end : end + 1] in {*"市区县省"} and text[end - 1] not in "省市区县旗")


def _body_of(text: str, place: _Token, directory: Directory) -> _Token | None:
    """A body right behind a region, of which there is no report (我想知道某市博物馆…)."""
    if place.kind != "region" or directory.begins(text[place.end :]):
        return None
    known = understanding_words().body_behind.match(text, place.end)
    match = known or _BODY.match(text, place.end)
    if match is None or not (known or _SURELY_BODY.search(match.group(0))):
        return None
    body = match.group(0)
    inside = any(body[:n] in directory.places for n in range(1, len(body) + 1))
    none = inside or (known is None and (_NO_ORG.search(body) or _UNNAMED.search(body)))
    return None if none else _Token(place.end, match.end(), "org")


def _end_of_body(text: str, match: re.Match[str]) -> int:
    """Where the name of a body of some place ends: it may hold what ends others (人大常委会办公室)."""
    known = understanding_words().body_behind.match(text, match.start(2))
    return max(match.end(), known.end() if known else 0)


def _is_known(match: re.Match[str], directory: Directory) -> bool:
    """Whether a body of some place (X市档案馆) may be one of the departments at hand."""
    place, body = match.group(1), match.group(2)
    if directory.begins(match.string[match.start(2) :]) or any(
        body[:n] in directory.places for n in range(1, len(body) + 1)
    ):
        return True  # 某市某区某局: the body begins with a place of its own
    if _SURELY_BODY.search(body):
        return False
    # a word may stand glued before the place: 2023年榆岚市, 按榆岚市
    return short(place) in directory.places or any(place[n:] in directory.places for n in range(len(place)))


def _place_before(text: str, at: int, found: list[_Token]) -> _Token | None:
    """A county or district right before an organisation, whether or not a report is of it: 随县, X市卫滨区."""
    floor = max((t.end for t in found if t.end <= at), default=0)
    match = re.search(
        r"(?:^|[^\u4e00-\u9fff]|[的和与在问查是])?([^\W归由是属的和与在向对给查问\d]{1,3}[市区县旗])$", text[floor:at]
    )
    if match is None or any(t.start < at and t.end > floor + match.start(1) for t in found):
        return None
    return _Token(floor + match.start(1), at, "region")


def _org_start(text: str, match: re.Match[str], found: list[_Token], directory: Directory) -> int | None:
    """Where the name of an organisation begins: after a region, else as far back as a department is so called."""
    end = match.end()
    floor = max((t.end for t in found if t.end <= match.start()), default=0)
    # the name of a body may hold that of another one (某局机关服务中心): it is sought from the last region on
    place = max((t.end for t in found if t.kind == "region" and t.end <= match.start()), default=0)
    longer = re.search(r"[\u4e00-\u9fff、]*$", text[place : match.start()])
    since = place + (longer.start() if longer else 0)
    run = re.search(r"[\u4e00-\u9fff、]*$", text[floor : match.start()])
    earliest = floor + (run.start() if run else 0)
    if _NO_ORG.search(text[earliest:end]) or _UNNAMED.search(text[earliest:end]):
        return None
    starts = range(max(since, end - _LONGEST_NAME), match.start())
    longest = directory.longest_called(text, starts, end)
    if longest is None:
        longest = next((at for at in starts if directory.called(text[at:end])), None)
    if longest is not None:
        return place if _is_tail_of_another(text, range(place, longest), end, found, directory) else longest
    if match.group(0) in BARE and any(t.kind == "region" and t.end == match.start() == floor for t in found):
        return floor
    if floor == 0 and earliest == 0 and 2 <= match.start() <= 5 and match.group(0) in {"局", "委", "厅"}:
        return 0
    # 甲局、乙街道: the mark between two names is part of neither
    begin = floor + text.startswith("、", floor)
    named = text[begin : match.start()]
    if (
        earliest == floor
        and floor
        and any(t.end == floor for t in found)
        and re.fullmatch(r"[^的在有被将纳入了是把向给从对于到去]{1,16}", named)
    ):
        return begin
    return None


def _is_tail_of_another(text: str, span: range, end: int, found: list[_Token], directory: Directory) -> bool:
    """Whether what is called like a department is but the end of another name that its region leads (X县邮政管理局).

    ``span`` is what stands between the region and it.
    """
    start, between = span.stop, text[span.start : span.stop]
    if not between or not any(t.kind == "region" and t.end == span.start for t in found):
        return False
    if _PART_OF_NAME.fullmatch(between):
        return True
    begins = any(core[0] == text[start] for core in directory.called(text[start:end]))
    return bool(_JOINED.fullmatch(between)) and (text[start:end] in _ANY_BODY or not begins)


def _without_overlap(tokens: list[_Token]) -> list[_Token]:
    kept: list[_Token] = []
    for token in sorted(tokens, key=lambda t: (t.start, -(t.end - t.start))):
        if kept and token.start < kept[-1].end:
            if token.end > kept[-1].end and token.kind == "org":
                kept.append(_Token(kept[-1].end, token.end, "org"))
            continue
        kept.append(token)
    return kept


def _resolve(cluster: list[_Token], text: str, directory: Directory, named: Named, shared: Sequence[_Token]) -> None:
    words = [(t.word(text), t.kind) for t in cluster]
    best, chosen = 0.0, tuple[str, ...]()
    if shared:
        # a region comes before its organisation
        whole = [(t.word(text), t.kind) for t in sorted([*cluster, *shared], key=lambda t: t.kind == "org")]
        best, chosen = directory.scored(whole)
    if best == 0:
        best, chosen = directory.scored(words)
    if best == 0:
        best, chosen = _slipped(words, directory)
    start, end = cluster[0].start, cluster[-1].end
    if shared and shared[0].start >= end and text[end : shared[0].start] in _OF:
        end = shared[0].end
    if best > 0:
        end = directory.to_ending(text, end, chosen)
        named.mentions.append(Mention(start, end, text[start:end], chosen))
    elif text[start:end].endswith(("政府", "省", "市", "区", "县")) and question_words().money_of.match(text[end:]):
        return  # 省政府专项债券: whose money it is, and no department that is asked about
    elif any(kind == "org" for _, kind in words) or _is_place(text, cluster):
        unknown = question_words().polite.sub("", text[start:end])
        named.unknown.append(re.sub(r"^[和与跟同及、](?=..)", "", unknown))


def _slipped(words: list[tuple[str, str]], directory: Directory) -> tuple[float, tuple[str, ...]]:
    """The one department of a region whose name is meant where a character of it is wrong (科公信局)."""
    *places, (name, kind) = words
    name = question_words().polite.sub("", name)
    if not places and (inside := next(directory.places_in(name), None)) and inside[0] == 0:
        places, name = [(name[: inside[1]], "region")], name[inside[1] :]
    if not places or kind != "org" or len(name) < 3 or any(k != "region" for _, k in places):
        return 0.0, ()
    if understanding_words().body_behind.fullmatch(name):
        return 0.0, ()  # spelled as bodies are called
    found: dict[str, float] = {}
    for meant in _without_one(name) if len(name) > 3 else _sounding_like(name, directory.cores_in(places)):
        score, chosen = directory.scored([*places, (meant, kind)])
        found |= dict.fromkeys(chosen, score)
    return (max(found.values()), tuple(found)) if len(found) == 1 else (0.0, ())


def _without_one(name: str) -> Iterator[str]:
    """A name without one of its characters, whichever is the wrong one; the last one tells the kind of body."""
    return (name[:at] + name[at + 1 :] for at in range(len(name) - 1))


def _sounding_like(name: str, cores: Iterable[str]) -> Iterator[str]:
    """A short name with one character in place of another that sounds alike: 公信局 is 工信局 where there is one."""
    for core in cores:
        for at, written in enumerate(name[:-1]):
            for char in core:
                if sound_alike(written, char):
                    yield name[:at] + char + name[at + 1 :]


def _is_place(text: str, cluster: list[_Token]) -> bool:
    """A region alone names a department only where it stands like one: 郑州2023年, 洛阳的, not 国际化郑州港."""
    after = text[cluster[-1].end : cluster[-1].end + 1]
    word = text[cluster[0].start : cluster[-1].end]
    if word in regions().ambiguous:
        return False
    return (after == "" or after in set("的2二和与、，?？")) and len(word) >= 2


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
    if len(words) > len(named) and len(matched) < len(parts) and parts[-1] not in matched:
        lowest = _level(parts[-1]) or 0
        if lowest == 4 or (lowest == 3 and re.search(r"(市|州|盟)$", named[-1])):
            return 0.0  # 某市某局 is not that of one of its districts, 某县政府 not that of a town
    if _open_region(words):
        return score
    return max(score - 2 * (len(parts) - len(matched)), 1.0)
