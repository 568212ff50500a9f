"""Things that a report counts as so many of a kind beside naming each: 甲、乙、丙三大工程, 四项机制：甲、乙、丙、丁.

A question asks which these are by their number and kind (三大工程是哪些). What is named must be as many as is said.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from extractors.text import fold, squeeze, strip_ordinal
from extractors.vocabulary.understanding import understanding_words
from rag import compose
from rag.answer import Answer
from rag.holdings.desk import Desk
from rag.language.quantities import number_of
from rag.language.query import Query
from rag.text.outline import CELLS, Sentence

_NUMBER = r"(?P<number>\d{1,2}|[两二三四五六七八九十])"
_COUNTER = r"(?:大|项|类|个|条|种|方面|块|支|家)"
#: so many of a kind, in a question: up to where it goes on to ask
_ASKED = re.compile(
    rf"(?<![第前\d.]){_NUMBER}(?P<counter>{_COUNTER})(?P<kind>(?!项目)[一-鿿]{{2,12}}?)"
    r"(?=[是指有叫]|包括|包含|分别|都|具体|各|里|中|的?名|[，,。？?|]|$)"
)
#: a kind, and then how many of it are asked for (新兴产业是哪四个)
_ASKED_BEHIND = re.compile(
    rf"(?P<kind>[一-鿿]{{2,8}}?)(?:主要|分别|具体|都)*[是指有为]?(?:包括|包含)?哪{_NUMBER}(?P<counter>{_COUNTER})"
)
_WHICH = re.compile(r"哪|什么|啥|分别|包括|具体|列|名称|名字")
#: what no name has in it
_NO_NAME = re.compile("我[们部市县区局]|本年|今年|本部门|其中|[的是]")
#: marks between things named side by side, where what names them ends, and what leads them behind their number
_BETWEEN, _ENDS = re.compile(r"[、/]|和|及|与|以及"), re.compile(r"[，,。；;：:！\n]")
_LEADS = re.compile(
    r"^[”\"]?(?:[（(：:](?:分别|具体)?(?:是指|是|为|指|即|包括)?|[，,]?(?:分别|具体|主要)*(?:是|为|即|包括|有|指)[:：]?)"
)


def enumerated(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """The things of a kind that the report names beside their number; None where a question asks for none so."""
    asked = _ASKED.search(query.rest) or _ASKED_BEHIND.search(query.rest.rsplit("的", 1)[-1])
    if (
        asked is None
        or query.asks_figure
        or not _WHICH.search(query.rest)
        or query.wants.kinds not in ([], ["definition"], ["body"])
    ):
        return None
    for sentence in desk.outline(doc_id).sentences:
        for cell in CELLS.split(sentence.text):
            if names := _named(strip_ordinal(squeeze(fold(cell))), asked, query.rest):
                return _told(query, desk, doc_id, sentence, asked, names)
    return None


def _named(text: str, asked: re.Match[str], question: str) -> list[str]:
    """The things that a text names as so many of the kind; none where it does not name just so many."""
    count = int(number_of(asked.group("number")))
    kind = re.escape(asked.group("kind"))
    for match in re.finditer(rf"(?<![第前\d.]){_NUMBER}{_COUNTER}[“\"]?[一-鿿]{{0,2}}?{kind}", text):
        if int(number_of(match.group("number"))) != count:
            continue
        for names in (_before(text[: match.start()], question), _behind(text[match.end() :])):
            for parted in names:
                if len(parted) == count > 1 and all(2 <= len(n) <= 40 and not _NO_NAME.search(n) for n in parted):
                    return parted
    return []


def _before(text: str, question: str) -> Iterator[list[str]]:
    """What stands before the number, taken apart by its marks and then by its words of joining as well."""
    clause = _ENDS.split(text)[-1].removesuffix("等").removesuffix("这")
    yield from _parted(clause, question)


def _behind(text: str) -> Iterator[list[str]]:
    """What is named behind the kind (四项机制：甲、乙、丙、丁)."""
    lead = _LEADS.match(text)
    if lead is not None:
        yield from _parted(re.split(r"[，,。；;！\n）)]", text[lead.end() :])[0].removesuffix("等"), "")


def _parted(clause: str, question: str) -> Iterator[list[str]]:
    by_marks = clause.split("、")
    last = _BETWEEN.split(by_marks[-1])
    for names in (by_marks, [*by_marks[:-1], *last], _BETWEEN.split(clause)):
        yield [_without_verb(names[0], question), *names[1:]]


def _without_verb(name: str, question: str) -> str:
    """The first thing named without the words that lead to it: those that the question has too, and words of doing."""
    size = next((n for n in range(len(name) - 2, 1, -1) if name[:n] in question), 0)
    lead = understanding_words().leads_on.match(name)
    size = max(size, lead.end() if lead is not None and lead.end() <= len(name) - 2 else 0)
    return name[size:]


def _told(
    query: Query, desk: Desk, doc_id: str, sentence: Sentence, asked: re.Match[str], names: Sequence[str]
) -> Answer:
    query.listed = list(names)
    what = f"{asked.group('number')}{asked.group('counter')}{asked.group('kind')}"
    text = f"{desk.title(doc_id)}报告写到的{what}是：{'、'.join(names)}。"
    cited = [desk.citation(doc_id, sentence.start, sentence.end, sentence.section)]
    return compose.answer(query.text, text, "answered", [], cited)
