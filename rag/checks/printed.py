"""The figures that the sentences of a report print, and those above its forms, whatever they are figures of."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from extractors.facts import MONEY, Fact
from extractors.text import name_key
from extractors.vocabulary import table_forms
from extractors.vocabulary.units import unit_words
from rag.holdings.desk import Desk
from rag.text.outline import Sentence

_NUMBER = re.compile(r"(?<![\d.,A-Za-z])-?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?(?![\d.]*\d)")
#: units of more than one character; of one, any character may be a unit
LONG_UNITS = unit_words().pattern(u for u in unit_words().counters if len(u) > 1)
_UNIT = re.compile(rf"\s*([万亿]?(?:元|{LONG_UNITS})|个百分点|[%％]|[万亿]?[\u4e00-\u9fff])")
#: a date, and an item of a list, are no figures
_NO_FIGURE = re.compile(r"\s*(?:[年月日号点届期](?!之)|[.、．)）]\D|[-~—至到]\d)")
_YEAR = re.compile(r"(?<![较比与同从于])20\d\d(?=年)|(?<![较比与同从于])(?:上年|去年|上一年)")
#: signs of a bound, and a figure right behind another in a row that lost the edges of its cells
_BOUNDS = ("≥", "≤", "<", ">", "＞", "＜")
_IN_ROW = re.compile(r"[ \u3000]+[≥≤<>＞＜]?\d")
#: words behind which a plan is told, and behind which what was done
_AIMS = re.compile(r"(?:预期|总体|年度|绩效)目标[：:]?|目标[：:]")
#: the headings of two cells side by side
_AIM_AND_DONE = re.compile(r"(?:预期|年度|总体|绩效)目标[\s|]*(?:年度)?(?:目标)?实际完成(?:情况|值)?")
_DONE_SAID = re.compile(r"实际|完成情况|已完成|达到")
EDGE = re.compile(r"[，。；：、:;,（）()\n\t|]| {2,}")
#: what stands before a colon and a figure
_LABEL = re.compile(r"([\u4e00-\u9fff]{2,12})[（(]?[\u4e00-\u9fff]{0,2}[)）]?[：:]\s*$")
#: a name of so few characters tells too little
_LEAST = 3


@dataclass(frozen=True, slots=True)
class Printed:
    """A figure of a sentence, with the words of the clause before it."""

    value: Decimal
    raw: str
    unit: str | None
    before: str
    after: str
    at: int
    sentence: Sentence
    #: the words of its clause behind it
    rest: str = ""

    def behind(self) -> Printed:
        """The same figure, named by the words behind it."""
        return replace(self, before=self.rest.removeprefix(self.unit or ""))


def printed_in(desk: Desk, doc_id: str, planned: bool = False) -> Iterator[Printed]:
    """The figures of the sentences of a report, without dates and numbers of items; with ``planned`` also aims.

    In a row of a table the words before a figure are those of its own cell: a form may tell whole sentences in one.
    """
    year = str(desk.reports[doc_id].year)
    source = desk.load_source(doc_id)
    for sentence in desk.outline(doc_id).sentences:
        if sentence.section_key in table_forms() or sentence.section_key == "glossary":
            continue
        text, begin = sentence.text, 0
        of_aim = _cell_of_aim(source, sentence)
        for match in _NUMBER.finditer(text):
            if _NO_FIGURE.match(text[match.end() :]) or text[: match.start()].rstrip().endswith("第"):
                continue
            aims = _AIMS.split(text[: match.start()])
            if not planned and match.start() in of_aim:
                continue
            if not planned and len(aims) > 1 and not _DONE_SAID.search(aims[-1]):
                continue  # of what was planned
            years = _YEAR.findall(text, 0, match.start())
            if years and years[-1] != year:
                continue  # of another year
            edges = [m.end() for m in EDGE.finditer(text, begin, match.start())]
            before = name_key(text[edges[-1] if edges else begin : match.start()])
            if not before and (label := _LABEL.search(text[begin : match.start()])):
                before = name_key(label.group(1))  # 实有人员：83人
            begin = match.end()
            unit = _UNIT.match(text, match.end())
            if text[: match.start()].rstrip().endswith((*_BOUNDS, "由", "从")) or _IN_ROW.match(
                text, unit.end() if unit else match.end()
            ):
                continue  # a bound, what it was before, or a cell of a form that lost its edges (a fact of its own)
            yield Printed(
                Decimal(match.group(0).replace(",", "")),
                match.group(0),
                unit.group(1).replace("％", "%") if unit else None,
                before,
                name_key(text[match.end() : match.end() + 8]),
                sentence.start + match.start(),
                sentence,
                name_key(EDGE.split(text[match.end() :], maxsplit=1)[0]),
            )


def _cell_of_aim(source: str, sentence: Sentence) -> range:
    """The span of a sentence that is in the cell under 预期目标 where 实际完成情况 stands beside that heading."""
    text = sentence.text
    if match := _AIM_AND_DONE.search(text):
        return range(match.end(), len(text))
    begin = source.rfind("\n", 0, sentence.start) + 1
    if re.search(r"[|\t]", source[begin : sentence.start].lstrip(" |\t\u3000")):
        return range(0)  # in a later cell of its row
    above = source[source.rfind("\n", 0, max(begin - 1, 0)) + 1 : max(begin - 1, 0)]
    headings = _AIM_AND_DONE.search(above)
    if headings is None or above[headings.end() :].strip(" |\t"):
        return range(0)
    first = re.match(r"[ |\t]*[^|\t\n]*", text)
    return range(first.end() if first else 0)


def as_fact(desk: Desk, doc_id: str, one: Printed, name: str) -> Fact:
    """A figure of a sentence as a fact: what it is called there, and its place."""
    report, sentence = desk.reports[doc_id], one.sentence
    return Fact(
        doc_id=doc_id,
        department=report.department,
        year=report.year,
        kind="final",
        origin="prose",
        table=None,
        section=sentence.section,
        row_code=None,
        row_name=name,
        column="决算数" if one.unit in MONEY else "数量",
        value=one.value,
        unit=one.unit,
        raw=one.raw,
        page=None,
        line=desk.load_source(doc_id).count("\n", 0, sentence.start) + 1,
        quote=sentence.text,
        section_key=sentence.section_key,
        start=sentence.start,
        end=sentence.end,
        at=one.at,
    )


def above_forms(desk: Desk, doc_id: str, names: Sequence[str]) -> Iterator[Fact]:
    """The figures behind some names above a form (部门名称：…  实有人员：83人): in no cell and in no sentence."""
    said = "|".join(re.escape(n) for n in names if len(n) > _LEAST)
    source = desk.load_source(doc_id) if said else ""
    outline = desk.outline(doc_id).sentences
    for match in re.finditer(rf"(?:^|[\t |]|\u3000)({said})[：:] *(\d[\d,]*(?:\.\d+)?)", source, re.M) if said else ():
        at = match.start(2)
        below = next((s for s in outline if s.end > at), None)
        unit = _UNIT.match(source, match.end())
        if below is None or unit is None or below.start <= at:
            continue  # in a sentence, where it is found as any other figure
        begin, end = source.rfind("\n", 0, at) + 1, source.find("\n", at)
        line = replace(below, text=source[begin:end], start=begin, end=end)
        raw = match.group(2)
        one = Printed(Decimal(raw.replace(",", "")), raw, unit.group(1), match.group(1), "", at, line)
        yield as_fact(desk, doc_id, one, match.group(1))
