"""The words of a question that name departments: regions, organisations, and bodies of which there is no report."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice

from extractors.vocabulary.understanding import understanding_words
from rag.holdings.directory import LONGEST_NAME, Directory, short
from rag.holdings.short_names import BARE

_ORG = re.compile(
    r"(?:人民政府办公室|街道办事处|管理委员会|委员会|办事处|人民法院|检察院|管委会|局(?!长|面|部(?!门)|限)|厅(?!长|级)|委(?!员|托|书|会)"
    r"|街道(?!办)|政府(?!性|采|办|职|购|网|基|和)|法院|学校|医院|中心)"
)
#: the name of a body, whatever its kind, and one of a named place: 澜汐市档案馆
_BODY_WORDS = (
    r"(?:(?![的是有在多几和与各哪谁花用共为了吗呢及被把这那个些两三四五六七八九十])[\u4e00-\u9fff]){2,9}?"
    r"(?:局|委员会|委(?![员托派书会])|厅|办|馆|所|队|社|院|团|台|中学|小学|大学|公司|协会|联合会|总会|总站|中心|处)"
)
_BODY = re.compile(_BODY_WORDS)
_STRANGER = re.compile(
    rf"(?<![\u4e00-\u9fff])([\u4e00-\u9fff]{{2,4}}(?:[市县旗]|(?<![社小灌景库矿辖])区))({_BODY_WORDS})(?![\u4e00-\u9fff]{{0,2}}(?:长|部))"
)
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
_CLAUSE = re.compile(r"[，,。；;：:、]|\d年度?")
#: a name before 局 at the beginning of a clause, which is a body whatever it is called (…，曾石科经局2022年支出)
_NAME = re.compile(
    r"(?:(?![的是了有在多几和与各哪谁花为吗呢及被把这那个些给里中对比跟本我该全其按从由向将])[\u4e00-\u9fff]){2,8}"
)
#: what may stand between a region and the end of the name of one of its bodies: no words of asking or doing
_NAMES = re.compile("(?!.*(?:什么|怎么|多少|如何|[几何]))[^的在有被将纳入了是把向给从对于到去为要]{1,16}")
#: what a street's office is called in short: 万春街道办, but 万春街道办公费
_OFFICE = re.compile("办(?![事公理案学展会])")
#: what stands between a district and a street whose office its government has
_GOVERNMENT = "人民政府"
#: a question names no more organisations than this; each is held against every report
_MOST_ORGS = 20
_NO_ORG = re.compile(r"(?:布|格|结|全|大|当|僵|破|开|终|邮)局$|省委$|市委$|区委$|县委$|党委$|纪委$")
#: a body that is not named: 那个局, 区里的局
_UNNAMED = re.compile(
    r"(?:[那这哪某各每几两三四五六七八九十些]个?|[里中的])(?:局|委|厅|街道|政府|法院|学校|医院|中心)$"
)


@dataclass(frozen=True, slots=True)
class Token:
    start: int
    end: int
    kind: str

    def word(self, text: str) -> str:
        """What it says; 某某街道办 is the place 某某街道, and 某区人民政府 before a street that district."""
        said = text[self.start : self.end]
        if self.kind != "region":
            return said
        return said.removesuffix("办") if said.endswith("街道办") else said.removesuffix(_GOVERNMENT)


def clusters_in(text: str, directory: Directory) -> list[list[Token]]:
    """Tokens of regions and organisations that stand side by side name one department."""
    tokens = _tokens(text, directory)
    clusters: list[list[Token]] = []
    for token in tokens:
        if clusters and clusters[-1][-1].end == token.start and clusters[-1][-1].kind == "region":
            clusters[-1].append(token)
        else:
            clusters.append([token])
    return clusters


def _tokens(text: str, directory: Directory) -> list[Token]:
    found: list[Token] = []
    for at, end in directory.places_in(text):
        found.append(Token(at, _end_of_place(text, at, end, directory), "region"))
        if behind := directory.name_end(text, found[-1].end):
            found.append(Token(found[-1].end, behind, "org"))
    found += [Token(at, at + len(name), "org") for name in directory.placeless if (at := text.find(name)) >= 0]
    found += [
        Token(m.start(1), _end_of_body(text, m), "org")
        for m in _STRANGER.finditer(text)
        if not _is_known(m, directory) and not any(p.start < m.end(1) < p.end for p in found)
    ]
    found += [body for place in list(found) if (body := _body_of(text, place, directory))]
    for match in islice(_ORG.finditer(text), _MOST_ORGS):
        start = _org_start(text, match, found, directory)
        if start is not None:
            found.append(Token(start, match.end(), "org"))
    found += [place for token in found if token.kind == "org" and (place := _place_before(text, token.start, found))]
    return _without_overlap(found)


def _end_of_place(text: str, at: int, end: int, directory: Directory) -> int:
    """Where a region ends: behind 市 or 县 where the question adds it, unless it begins the name of a body (市监局)."""
    behind = end + len(_GOVERNMENT)
    if text.startswith(_GOVERNMENT, end) and next(directory.places_in(text[behind:]), (1, 1))[0] == 0:
        return behind  # 某区人民政府某街道办事处 is the office of that street
    if text[at:end].endswith("街道"):
        return end + bool(_OFFICE.match(text, end))
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


def _body_of(text: str, place: Token, directory: Directory) -> Token | None:
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
    return None if none else Token(place.end, match.end(), "org")


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


def _place_before(text: str, at: int, found: list[Token]) -> Token | None:
    """A county or district right before an organisation, whether or not a report is of it: 随县, X市卫滨区."""
    floor = max((t.end for t in found if t.end <= at), default=0)
    match = re.search(
        r"(?:^|[^\u4e00-\u9fff]|[的和与在问查是])?((?!(?:年?度|[本全我该]).$)[^\W归由是属的和与在向对给查问年入\d]{1,3}[市区县旗])$",
        text[floor:at],
    )
    if match is None or any(t.start < at and t.end > floor + match.start(1) for t in found):
        return None
    return Token(floor + match.start(1), at, "region")


def _org_start(text: str, match: re.Match[str], found: list[Token], directory: Directory) -> int | None:
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
    starts = range(max(since, end - LONGEST_NAME), match.start())
    longest = directory.longest_called(text, starts, end)
    if longest is None:
        longest = next((at for at in starts if directory.called(text[at:end])), None)
    if longest is not None:
        return place if _is_tail_of_another(text, range(place, longest), end, found, directory) else longest
    if match.group(0) in BARE and any(t.kind == "region" and t.end == match.start() == floor for t in found):
        return floor
    if floor == 0 and earliest == 0 and 2 <= match.start() <= 5 and match.group(0) in {"局", "委", "厅"}:
        return 0
    clause = _CLAUSE.match(text, max(earliest - 1, 0)) if earliest else None
    if clause and match.group(0) in {"局", "委", "厅"} and _NAME.fullmatch(text[clause.end() : match.start()]):
        return clause.end()
    # 甲局、乙街道: the mark between two names is part of neither
    begin = floor + text.startswith("、", floor)
    named = text[begin : match.start()]
    if earliest == floor and floor and any(t.end == floor for t in found) and _NAMES.fullmatch(named):
        return begin
    return None


def _is_tail_of_another(text: str, span: range, end: int, found: list[Token], directory: Directory) -> bool:
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


def _without_overlap(tokens: list[Token]) -> list[Token]:
    kept: list[Token] = []
    for token in sorted(tokens, key=lambda t: (t.start, -(t.end - t.start))):
        if kept and token.start < kept[-1].end:
            if token.end > kept[-1].end and token.kind == "org":
                kept.append(Token(kept[-1].end, token.end, "org"))
            continue
        kept.append(token)
    return kept
