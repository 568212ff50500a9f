"""How many people each unit has, where one sentence tells it of several (其中：本级在职58人，第一中学在职312人)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from extractors.text import fold
from extractors.vocabulary.bodies import body_words
from rag import compose
from rag.answer import Answer, Value
from rag.holdings.desk import Desk
from rag.language.query import Query
from rag.rows.of_unit import named_among
from rag.text.outline import Outline, Sentence

#: one unit, the kind of its people and their number
_OF_UNIT = re.compile(
    r"(?:其中[:：]?)?(?P<unit>[\u4e00-\u9fff()]{2,24}?)(?:现有|共有|有)?"
    r"(?P<kind>在职|在编|实有|编制|退休|离休|聘用)(?:人员|教?职工|数)?(?P<number>\d{1,5})[人名]"
)
#: the fewest are asked for
_FEWEST = re.compile("最[小少低]")
#: units of one kind alone are meant
_OF_KIND = re.compile("学校|医院|幼儿园|中学|小学|卫生院")
_CLAUSE = re.compile("[，,、；;。]")
#: so many units in one sentence are a list of them
_LEAST = 3


@dataclass(frozen=True, slots=True)
class PeopleTold:
    """A sentence that counts people of one kind by unit: the numbers in its order."""

    sentence: Sentence
    kind: str
    of_units: dict[str, int]


def people_told(outline: Outline, kinds: frozenset[str]) -> PeopleTold | None:
    """The first sentence that tells of several units how many people of just these kinds each has."""
    for sentence in outline.sentences:
        clauses = _CLAUSE.split(re.sub(r"\s+", "", fold(sentence.text)))
        found = [m for c in clauses if (m := _OF_UNIT.fullmatch(c)) and body_words().unit.search(m["unit"])]
        own = [m for m in found if body_words().people_in(m["kind"]) == kinds]
        if len(own) >= _LEAST:
            return PeopleTold(sentence, own[0]["kind"], {m["unit"]: int(m["number"]) for m in own})
    return None


def answer_of(query: Query, desk: Desk, doc_id: str, people: PeopleTold, most: bool) -> Answer | None:
    """The people of the units that a question names, or those of the unit with the most; None for neither.

    The largest of one kind of units (哪所学校) is not told: what kind each is, is not known for sure.
    """
    named = named_among(query, [*people.of_units])
    if most and not named and _OF_KIND.search(query.rest):
        return None
    least = bool(_FEWEST.search(query.rest))
    chosen = _at_the_end(people, named or [*people.of_units], least) if most else named
    if not chosen:
        return None
    report = desk.reports[doc_id]
    values = [
        Value(
            value=str(people.of_units[name]),
            unit="人",
            label=f"{name}{people.kind}人员",
            department=report.department,
            year=report.year,
            origin="prose",
        )
        for name in chosen
    ]
    told = "；".join(f"{v.label}{v.value}人" for v in values)
    quoted = compose.clipped(re.sub(r"\s+", "", people.sentence.text).rstrip("；。"), 200)
    end = f"，{'最少' if least else '最多'}" if most else ""
    text = f"{desk.title(doc_id)}{told}{end}。报告写道：{quoted}。"
    cited = [desk.citation(doc_id, people.sentence.start, people.sentence.end, people.sentence.section)]
    return compose.answer(query.text, text, "answered", values, cited)


def _at_the_end(people: PeopleTold, names: Sequence[str], least: bool) -> list[str]:
    """The units with the largest number, or the smallest one."""
    end = (min if least else max)(people.of_units[n] for n in names)
    return [n for n in names if people.of_units[n] == end]
