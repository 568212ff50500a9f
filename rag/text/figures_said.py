"""Figures of sentences: each with its unit, the clause it stands in, and the words before and behind it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from extractors.facts import MONEY
from extractors.text import name_key, squeeze
from extractors.vocabulary.units import unit_words
from rag.text.counters import printed_counter
from rag.text.outline import CELLS, Sentence

#: what stands behind a number that is a date or counts an item of a list
_NO_FIGURE = re.compile(r"[年月日号]|[.、．)）]\D")
_UNITS = {"万": "万元", "亿": "亿元", "％": "%"}
_DAYS = re.compile("(?:个?工作)?日(?![期常报均用])")
#: right before the number of years that something lasts, of which none has more
_SPAN, _YEARS_MOST = (
    re.compile("(?:年限|期限|期|寿命|使用|连续|历时|长达|满|时间)(?:为|是|达|共|约|不少于|不低于)?\\|"),
    100,
)
_BOUND = re.compile(r"(?:[(（]含[)）])?以[上下](?:[(（]含[)）])?(?=[的\u4e00-\u9fff])")
_HAN = re.compile(r"[\u4e00-\u9fff]")
#: a first cell that numbers the row, before the name that the row is of
_ORDINAL_CELL = re.compile(r"\d{1,3} ｜ [\u4e00-\u9fff]")
#: cells of a row that only spaces part: two numbers side by side
_BETWEEN_NUMBERS = re.compile(r"(?<=[\d%])\s+(?=\d)")
_CLAUSE = re.compile(r"(?<!\d)[，,]|[，,](?!\d)|[；;。：:]|\n")


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure of a sentence, the clause it stands in by number, and the words around it."""

    number: str
    unit: str | None
    around: str
    clause: int
    #: the words before it, which say what it counts more than those behind it do
    before: str = ""
    #: the words behind it up to the end of its clause or the next figure
    behind: str = ""


@lru_cache(maxsize=1)
def _figure() -> re.Pattern[str]:
    """A number with the unit behind it."""
    counter = printed_counter()
    return re.compile(
        r"(?<![\d.])(-?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?)\s*"
        rf"((?:[亿万](?:元|{counter})?|元|%|％|个百分点|分(?![之为类别])|{counter})?)(?![A-Za-z])"
    )


def clauses_of(sentence: Sentence) -> list[str]:
    """The clauses of a sentence; a row of a table is one, for its label and its figures stand in different cells."""
    text = readable(sentence.text)
    return [text] if CELLS.search(sentence.text) else [c for c in _CLAUSE.split(text) if c]


def figures_of(sentence: Sentence) -> Iterator[Figure]:
    """The figures of a sentence; years and dates are none."""
    for place, clause in enumerate(clauses_of(sentence)):
        found = list(_figure().finditer(clause))
        ends = [m.start() for m in found[1:]] + [len(clause)]
        before = 0
        for match, end in zip(found, ends, strict=False):
            number, unit = match.groups()
            ahead = name_key(clause[max(before, match.start() - 24) : match.start()])
            behind = name_key(clause[match.end() : end])
            around = ahead if CELLS.search(sentence.text) else ahead + name_key(clause[match.end() : match.end() + 8])
            before = match.end()
            span = "日" if _is_days(clause, match) else "年" if _is_years(clause, match) else ""
            is_date = not unit and _NO_FIGURE.match(clause[match.end() :][:2]) and not span
            # 单价100万元以上设备: a bound that tells which things are meant
            is_bound = unit.endswith("元") and _BOUND.match(clause, match.end())
            # 7 ｜ 甲中心 ｜ 差额补助: the number of a row in its list
            is_ordinal = not unit and match.start() == 0 and bool(_ORDINAL_CELL.match(clause))
            if clause[: match.start()].endswith("第") or is_date or is_bound or is_ordinal:
                continue
            unit = span if span and unit in {"", "个"} else unit  # 2.5个工作日
            # 2.4万管: counted in something that is no known counter, and no money
            bare = unit in {"万", "亿"} and bool(_HAN.match(clause[match.end() :]))
            yield Figure(number, unit if bare else _UNITS.get(unit, unit) or None, around, place, ahead, behind)


def _is_days(clause: str, number: re.Match[str]) -> bool:
    """Whether a number counts days (提前60日) and is no date."""
    return bool(_DAYS.match(clause[number.end() :])) and not clause[: number.start()].endswith("月")


def _is_years(clause: str, number: re.Match[str]) -> bool:
    """Whether a number counts years (使用年限为50年) and names none."""
    years = int(number.group(1)) if number.group(1).isdigit() else None
    return years is not None and years <= _YEARS_MOST and bool(_SPAN.search(clause[: number.start()] + "|"))


def readable(text: str) -> str:
    """A sentence or a table row for reading: cells apart, line breaks gone."""
    text = _BETWEEN_NUMBERS.sub("\t", text)
    return " ｜ ".join(squeeze(cell) for cell in CELLS.split(text) if cell.strip())


def kind_of(unit: str | None) -> str:
    """What kind of figure one in a unit is: money, per cent, points, a number of things or none that is known."""
    if unit in MONEY:
        return "money"
    kind = unit_words().kind(unit)
    return "none" if kind is None else kind if kind in {"percent", "score"} else "count"
