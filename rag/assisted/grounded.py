"""The grounding check of what a model wrote: each sentence is borne out by the material that it cites, or it goes.

Every number must stand there, in its unit, and be of what the sentence says it is of; every year and every name of a
body must stand there; a change must go in the direction that is stated. Words alone must be the material's own, in the
main.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from extractors.assisted.meaning import clauses_before, covered, named_in, subject_of, told_kinds, unit_behind
from extractors.assisted.quoting import Quotable, Span
from extractors.facts import decimals
from extractors.text import fold, fold_width, name_key
from rag.assisted.excerpts import Excerpt
from rag.text.outline import CELLS

_MARK = re.compile(r"\s*[\[［【](?:材料)?\s*(\d{1,3})\s*[\]］】]")
_MARKS = re.compile(rf"(?:{_MARK.pattern})+")
#: a mark of which not all has come
_MARK_BEGUN = re.compile(r"\s*[\[［【][^\]］】]*$")
_SENTENCE_END = re.compile(r"(?<=[。！？；\n])")
#: a number told in words (三成, 二百万元, 百分之五)
_IN_WORDS = re.compile(
    r"百分之[零〇一二三四五六七八九十百]+|[零〇一二两三四五六七八九十百千万亿]{1,12}(?:万元|亿元|元|成|倍|个百分点|人次|人|辆|台)"
)
_YEAR = re.compile(r"(?:19|20)\d\d(?=\s*年)")
#: names of bodies, which must be the material's own
_BODY = re.compile(r"[\u4e00-\u9fff]{2,24}?(?:委员会|办公室|办事处|管理局|有限公司|公司|中心|学校|医院|局|厅|街道)")
_POINT_BEFORE = re.compile(r"(?:^|[：:；。\n])\s*[（(]?$")
_POINT_BEHIND = re.compile(r"\d{1,2}(?:[.．](?!\d)|[、）)])")
_UP, _DOWN = re.compile(r"增|升|上涨|提高|多于|高于"), re.compile(r"减|降|下滑|少于|低于|压缩")
_NOT = re.compile(r"没有|未|无(?!障碍)|不(?!断|动产|良|同)")
_HAN, _OF_MONEY = re.compile(r"[\u4e00-\u9fff]"), "万亿元"
#: the digits of a number, and so many characters behind it that say what it counts
_DIGITS, _BEHIND = re.compile(r"[-+\d,，.\s]*"), 24
#: the first characters of a table hold its headings
_HEADER = 200
#: how much of the words of a sentence its material must have: of the subject of a figure, of a sentence without one
_SUBJECT, _WORDS, _NEARLY = 0.6, 0.55, 0.9
#: so many characters are enough of the end of a name, and of what stands behind a figure, to tell by
_LEAST = 4
#: what a model says when the material does not tell
_NOT_TOLD = re.compile(
    r"(?:材料|报告)[^，。]{0,12}(?:没有|未|不)[^，。]{0,8}(?:写明|说明|提到|提及|披露|公布|包含|涉及)"
)
#: words that a sentence may add to those of its material
_ADDED = re.compile(
    r"根据|按照|报告|材料|显示|指出|说明|写明|主要|原因|由于|因为|因此|所以|其中|包括|以及|同时|此外|分别|该部门|本部门|为|是|的|了|和|与|等|在|对"
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence of a model: its words without marks, the numbers it cites, and what bears it out.

    ``evidence`` are spans of the source by excerpt; ``problem`` says why it is not borne out, empty where it is.
    """

    text: str
    cited: tuple[int, ...]
    evidence: tuple[tuple[Excerpt, Span], ...] = ()
    problem: str = ""


def sentences_in(text: str) -> tuple[list[str], str]:
    """The finished sentences of a text, each with its marks, and the rest, of which more may come.

    Marks may stand behind the full stop, so that the last sentence is not finished before something else follows it.
    """
    pieces = _SENTENCE_END.split(text)
    joined: list[str] = []
    for piece in pieces:
        marks = _MARKS.match(piece)
        if marks and joined:
            joined[-1] += marks.group()
            piece = piece[marks.end() :]
        if piece:
            joined.append(piece)
    followed = joined and joined[-1].strip() and not _SENTENCE_END.search(_MARK.sub("", joined[-1]).rstrip() + " ")
    if followed and not _MARK_BEGUN.match(joined[-1]):
        return [j for j in joined[:-1] if j.strip()], joined[-1]
    return [j for j in joined[:-2] if j.strip()], "".join(joined[-2:])


def says_not_told(text: str) -> bool:
    """Whether a model says that the material does not tell what is asked."""
    return bool(_NOT_TOLD.search(_MARK.sub("", text)))


def checked(written: str, excerpts: Sequence[Excerpt], own: Collection[str], years: Collection[int]) -> Sentence:
    """A sentence of a model, held against the excerpts that it cites, or all where it cites none.

    ``own`` are names that need no evidence, those of the department; ``years`` are the years of the report and of the
    question.
    """
    cited = tuple(dict.fromkeys(int(n) for n in _MARK.findall(written)))
    text = _MARK.sub("", written).strip()
    if unknown := [n for n in cited if not any(e.number == n for e in excerpts)]:
        return Sentence(text, cited, problem=f"所注出处 {unknown[0]} 不存在")
    sources = [e for e in excerpts if e.number in cited] or list(excerpts)
    plain = "".join(name_key(e.text + e.section) for e in sources)
    if problem := _names(text, plain, own) or _years(text, plain, years) or _in_words(text, plain):
        return Sentence(text, cited, problem=problem)
    # whose figures they are is no part of what they are of
    quotable = Quotable(fold_width(_masked(text, own)))
    figures: list[_Borne] = []
    for at, number in quotable.numbers(Span(0, len(quotable.text))):
        if _YEAR.match(quotable.text[at:]) or _counts_points(quotable.text, at):
            continue
        found = _borne_out(quotable, at, number, sources, own)
        if isinstance(found, str):
            return Sentence(text, cited, problem=found)
        figures.append(found)
    if figures:
        evidence = _together(figures)
        problem = "" if evidence else "几个数字不是材料中同一处说的"
        return Sentence(text, cited, tuple(evidence), problem)
    best = _in_the_words_of(text, sources)
    return Sentence(text, cited, (best,)) if best else Sentence(text, cited, problem="与所引材料的说法不符")


def _masked(text: str, names: Collection[str]) -> str:
    """A text with blanks in the place of some names, so that all else stays where it is."""
    for name in names:
        text = text.replace(name, "\u3000" * len(name)) if name else text
    return text


def _together(figures: Sequence[_Borne]) -> list[tuple[Excerpt, Span]]:
    """The places that bear out the figures of a sentence; one that has no subject of its own stands with another."""
    shared = set.intersection(*({(e.number, s) for _, e, s in f.places} for f in figures))
    if shared:
        best = next((e, s) for _, e, s in figures[0].ranked if (e.number, s) in shared)
        return [best]
    if any(not f.subject for f in figures) and len(figures) > 1:
        return []
    return list(dict.fromkeys((e, s) for f in figures for _, e, s in f.ranked[:1]))


def _counts_points(text: str, at: int) -> bool:
    """Whether a number is that of a point: 1. （2）."""
    return bool(_POINT_BEFORE.search(text[:at]) and _POINT_BEHIND.match(text[at:]))


# ---------------------------------------------------------------- figures


@dataclass(frozen=True, slots=True)
class _Borne:
    """A figure of a sentence: what the sentence says it is of, and where the material says the same."""

    subject: str
    places: tuple[tuple[float, Excerpt, Span], ...]

    @property
    def ranked(self) -> list[tuple[float, Excerpt, Span]]:
        """The places, those most like the sentence first."""
        return sorted(self.places, key=lambda p: -p[0])


def _borne_out(
    written: Quotable, at: int, number: Decimal, sources: Sequence[Excerpt], own: Collection[str]
) -> _Borne | str:
    """Where the material prints a figure as that of what the sentence names; else why not."""
    said = _Said.of(written, Span(0, len(written.text)), at)
    seen = False
    places: list[tuple[float, Excerpt, Span]] = []
    for excerpt in sources:
        material = Quotable(_masked(excerpt.text, own))
        whole = Span(0, len(excerpt.text))
        for place, other in material.numbers(whole):
            if abs(other) != abs(number) or decimals(other) < decimals(number) or _counts_points(excerpt.text, place):
                continue
            seen = True
            line = _line(excerpt.text, place)
            row = excerpt.text[line.start : line.end]
            if CELLS.search(row):
                there = bool(said.subject) and covered(
                    said.subject, name_key(excerpt.section + row + excerpt.text[:_HEADER]), _SUBJECT
                )
            else:
                there = said.agrees(_Said.of(material, whole, place), row, excerpt.section)
            if there:
                alike = _share(name_key(written.text), name_key(row + excerpt.section))
                places.append((alike, excerpt, Span(excerpt.start + line.start, excerpt.start + line.end)))
    if places:
        return _Borne(said.subject, tuple(places))
    return f"数字 {number} 在所引材料中说的是另一项" if seen else f"数字 {number} 不在所引材料中"


@dataclass(frozen=True, slots=True)
class _Said:
    """What a text says of a figure: its subject, the words from there on, its clause, what follows and counts it."""

    subject: str
    about: str
    clause: str
    whole: str
    behind: str
    counted: str
    unit: str | None

    @classmethod
    def of(cls, text: Quotable, within: Span, at: int) -> _Said:
        before = clauses_before(text, within, at)
        subject, about = subject_of(before)
        number = _DIGITS.match(text.text[at : at + 40])
        rest = text.text[at + (number.end() if number else 0) :][:_BEHIND]
        return cls(
            subject,
            name_key(about),
            re.split("[，,：:、]", before[0])[-1] if before else "",
            "".join(reversed(before)),
            named_in(re.split("[，,。；;、：:]", rest)[0]),
            fold(rest)[:1],
            unit_behind(rest),
        )

    def agrees(self, told: _Said, row: str, section: str) -> bool:
        """Whether the material says the same of its figure: of the same thing, in the same unit, the same way round."""
        if self.unit and told.unit and self.unit != told.unit:
            return False
        if _HAN.match(self.counted) and self.counted not in _OF_MONEY and self.counted != told.counted:
            return False  # 2月 is not 2号, 25人 are not 25批
        if told_kinds(self.clause) != told_kinds(told.clause):
            return False
        if _turned(self.clause, told.clause) or _turned(self.whole, row):
            return False
        if len(self.behind) >= _LEAST and not covered(self.behind, told.behind, _NEARLY):
            return False
        if told.subject and self.subject and not covered(told.subject, self.about + self.subject, _SUBJECT):
            return False
        heading = name_key(section.rpartition("/")[2])
        return not self.subject or covered(self.subject, heading + told.about + told.subject, _SUBJECT)


def _turned(written: str, told: str) -> bool:
    """Whether what rose in one text fell in the other."""
    up, down = bool(_UP.search(written)), bool(_DOWN.search(written))
    rose, fell = bool(_UP.search(told)), bool(_DOWN.search(told))
    return (up and not down and fell and not rose) or (down and not up and rose and not fell)


def _line(text: str, at: int) -> Span:
    """The sentence or the row of a table that a place is in."""
    row = Span(text.rfind("\n", 0, at) + 1, (text.find("\n", at) + 1 or len(text) + 1) - 1)
    if CELLS.search(text[row.start : row.end]):
        return row
    begin = max(text.rfind(mark, 0, at) for mark in "。；！？") + 1
    ends = [found + 1 for mark in "。；！？" if (found := text.find(mark, at)) >= 0]
    end = min(ends, default=len(text))
    while begin < at and text[begin].isspace():
        begin += 1
    while end > at and text[end - 1].isspace():
        end -= 1
    return Span(begin, end)


# ---------------------------------------------------------------- names, years, words


def _names(text: str, plain: str, own: Collection[str]) -> str:
    keys = [name_key(name) for name in own]
    for name in _BODY.findall(text):
        key = name_key(name)
        ends = (key[n:] for n in range(len(key) - 3))
        # what stands before a name in a sentence is no part of it
        if not any(end in plain or any(end in o for o in keys) for end in ends if len(end) >= _LEAST):
            return f"“{name}”不在所引材料中"
    return ""


def _years(text: str, plain: str, years: Collection[int]) -> str:
    wrong = [y for y in _YEAR.findall(fold_width(text)) if int(y) not in years and f"{y}年" not in plain]
    return f"{wrong[0]}年不在所引材料中" if wrong else ""


def _in_words(text: str, plain: str) -> str:
    wrong = [n for n in _IN_WORDS.findall(fold(text)) if name_key(n) not in plain]
    return f"“{wrong[0]}”不在所引材料中" if wrong else ""


def _in_the_words_of(text: str, sources: Sequence[Excerpt]) -> tuple[Excerpt, Span] | None:
    """The sentence of the material that a sentence without figures repeats in the main; None where none does."""
    wanted = _ADDED.sub("", name_key(text))
    if len(wanted) < 2:
        return None
    scored = [(_share(wanted, name_key(e.text[s.start : s.end] + e.section)), e, s) for e, s in _lines(sources)]
    best = max(scored, key=lambda s: s[0], default=None)
    if best is None:
        return None
    score, excerpt, span = best
    told = excerpt.text[span.start : span.end]
    if score < _WORDS or bool(_NOT.search(text)) != bool(_NOT.search(told)) or _opposed(text, told):
        return None
    return excerpt, Span(excerpt.start + span.start, excerpt.start + span.end)


def _opposed(text: str, told: str) -> bool:
    """Whether a text has a direction that the other has not: stricter than ``_turned``, where no figure decides."""
    up, down = bool(_UP.search(text)), bool(_DOWN.search(text))
    return (up and not down and not _UP.search(told)) or (down and not up and not _DOWN.search(told))


def _share(words: str, by: str) -> float:
    """How many of the pairs of characters of some words stand in others, from 0 to 1; of fewer than two, none."""
    pairs = {words[i : i + 2] for i in range(len(words) - 1)}
    return 0.0 if not pairs else sum(p in by for p in pairs) / len(pairs)


def _lines(sources: Sequence[Excerpt]) -> Iterator[tuple[Excerpt, Span]]:
    for excerpt in sources:
        at = 0
        while at < len(excerpt.text):
            span = _line(excerpt.text, at)
            if span.end > span.start:
                yield excerpt, span
            at = max(span.end, at) + 1
