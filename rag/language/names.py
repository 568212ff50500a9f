"""Which reports a question names: departments by full name, short name or region; years in their usual spellings."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from extractors.text import fold
from extractors.vocabulary import question_words, regions
from extractors.vocabulary.understanding import understanding_words
from rag.holdings.directory import Directory, ReportLike
from rag.language.name_tokens import Token, clusters_in
from rag.text.sounds import sound_alike

_HAN_DIGITS = {c: str(i) for i, c in enumerate("零一二三四五六七八九")} | {"〇": "0", "O": "0", "o": "0", "两": "2"}
_YEAR = re.compile(
    r"(?<!\d)((?:19|20)\d\d)(?=年|[^\d.]|$)(?!\d|[.]\d|万|元|个|家|[,，]\d)|(?<![\d.])(\d\d)年(?!前|来|内(?!设)|后)|([二][〇零O][一二三四五六七八九〇零]{2})年?|(?<![一二三四五六七八九十〇零])([一二三][〇零一二三四五六七八九])年(?!前|来|内(?!设)|后|时)"
)
#: what is said to be the duty of a body, before its name
_BELONGS_TO = re.compile(r".{2,60}[归由](?P<body>.{2,24}[局委厅办院])$")
#: what leads from a department to what belongs to it
_OF_IT = ("所属", "下属", "直属", "所辖", "下辖")
#: words of asking at the beginning of a question, and words for a year
_NO_PART = re.compile(
    "^(?:我们?|俺|咱们?)?(?:就|只|很|还)?想(?:要)?(?:知道|了解|问问?|查查?|看看?|请教)(?:一?下)?|[去今前明]年"
)
#: what makes a word of its own of the 年 before it; 年底有几辆 only says when
_PART_OF_YEAR = re.compile("初|[末底](?:财政拨款)?(?:结转|结余)")


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
            start, end = match.span()
            if text[end - 1] != "年":
                end += text[end : end + 1] == "年"
            if _PART_OF_YEAR.match(text, end):
                end -= 1  # 2023年初预算: 年初 is a word of its own
            end += text[end : end + 1] == "度" and text[end - 1] == "年"
            yield year, (start, end)


def _in_digits(text: str, found: Iterable[tuple[int, tuple[int, int]]]) -> str:
    """A text with its years in digits, as long as before: 二三年某市财政局 begins with no part of the name."""
    for _, (start, end) in found:
        text = text[:start] + "".join(_HAN_DIGITS.get(c, c) for c in text[start:end]) + text[end:]
    return text


def find_named(question: str, reports: Sequence[ReportLike] | Directory) -> Named:
    """The departments and years that a question names, against the reports at hand."""
    directory = reports if isinstance(reports, Directory) else Directory(reports)
    text = fold(question)
    named = Named()
    found = list(years_in(text))
    text = _in_digits(text, found)
    for year, span in found:
        if year not in named.years:
            named.years.append(year)
        named.year_spans.append(span)
    # what leads a question, and when, is no part of the name behind it (我想知道|县水利局, 去年|局本级)
    text = _NO_PART.sub(lambda m: "|" * len(m.group(0)), text)
    clusters = [c for c in clusters_in(text, directory) if not _within_title(text, c)]
    shared = _shared(clusters, text)
    named_already = {token for tokens in shared.values() for token in tokens}
    for number, cluster in enumerate(clusters):
        if not named_already.issuperset(cluster):
            _resolve(cluster, text, directory, named, shared.get(number, ()))
    _agree(named)
    return named


def _within_title(text: str, cluster: Sequence[Token]) -> bool:
    """Whether a place only stands within quotation marks that have more in them: “好客某城”宣传 is no department."""
    start, end = cluster[0].start, cluster[-1].end
    if text[:start].count('"') % 2 == 0 or any(token.kind != "region" for token in cluster):
        return False
    return not (text[start - 1] == '"' and text[end : end + 1] == '"')


def _agree(named: Named) -> None:
    """Two namings of one department (榆岚…（水利局…）) are one: the reports that both fit."""
    if len(named.mentions) == 2:
        common = [d for d in named.mentions[0].doc_ids if d in named.mentions[1].doc_ids]
        if common:
            named.mentions = [Mention(m.start, m.end, m.text, tuple(common)) for m in named.mentions]


#: words that 政府 begins as often as it ends a name
_GOVERNMENT = re.compile("性基金|采购|购买服务|债")
#: words that join names, and what stands between the last of some regions and an organisation of all of them
JOINS, _OF = {"和", "与", "及", "、", "跟", "以及", "同"}, {"", "的", "两地", "两地的"}


def _shared(clusters: list[list[Token]], text: str) -> dict[int, list[Token]]:
    """What names that stand side by side share, by the clusters that leave it out.

    Regions share an organisation (帆石区和松漪区的财政局), organisations a region (榆岚市财政局和民政局).
    """
    shared: dict[int, list[Token]] = {}
    joined: list[int] = []
    place: list[Token] = []
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


def _resolve(cluster: list[Token], text: str, directory: Directory, named: Named, shared: Sequence[Token]) -> None:
    words = [(t.word(text), t.kind) for t in cluster]
    best, chosen = 0.0, tuple[str, ...]()
    if shared:
        # a region comes before its organisation
        whole = [(t.word(text), t.kind) for t in sorted([*cluster, *shared], key=lambda t: t.kind == "org")]
        best, chosen = directory.scored(whole)
    if best == 0:
        best, chosen = directory.scored(words)
    start, end = cluster[0].start, cluster[-1].end
    if best == 0 and (led := _BELONGS_TO.match(text[start:end])):
        # 打击某类案件归文旅局管: what belongs to a body is no part of its name
        best, chosen = directory.scored([(led["body"], "org")])
        start += led.start("body") if best else 0
    if best == 0:
        best, chosen = _slipped(words, directory)
    if shared and shared[0].start >= end and text[end : shared[0].start] in _OF:
        end = shared[0].end
    if best > 0:
        end = directory.to_ending(text, end, chosen)
        if text.startswith("政府", end - 2) and end - 2 > start and _GOVERNMENT.match(text, end):
            end -= 2  # 某镇|政府性基金
        named.mentions.append(Mention(start, end, text[start:end], chosen))
    elif text[start:end].endswith(("政府", "省", "市", "区", "县")) and question_words().money_of.match(text[end:]):
        return  # 省政府专项债券: whose money it is, and no department that is asked about
    elif named.mentions and named.mentions[-1].end == start and text.startswith(_OF_IT, start):
        return  # 教育局所属学校: what belongs to the department that is named
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


def _is_place(text: str, cluster: list[Token]) -> bool:
    """A region alone names a department only where it stands like one: 郑州2023年, 洛阳的, not 国际化郑州港."""
    after = text[cluster[-1].end : cluster[-1].end + 1]
    word = text[cluster[0].start : cluster[-1].end]
    if word in regions().ambiguous:
        return False
    return (after == "" or after in set("的2二和与、，?？")) and len(word) >= 2
