"""The things that a sentence only counts (等4个重点项目), where a numbered list below it has each with its amount."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.facts import MONEY
from extractors.text import name_key, squeeze
from rag.answer import Answer
from rag.holdings.desk import Desk
from rag.language.query import Query
from rag.prose.passages import value_said
from rag.text.figures_said import figures_of, readable
from rag.text.outline import Outline, Sentence

#: that the things are asked for and not only their number, and how a sentence counts them
_WHICH = re.compile(r"哪[几些二两三四五六七八九十\d]|分别|各(?:是|有|安排|花|用|投|多少)?")
_COUNTS = re.compile(r"(?<![\d.])(\d{1,2})[个项家]")
#: the number that leads an item, and how far below the sentence its list begins
_NUMBERED = re.compile(r"^(\d{1,2})[.．、]\s*(?P<name>[^。；：:，\n]{3,40})")
_NEAR = 4


def items_below(query: Query, desk: Desk, doc_id: str, answer: Answer) -> Answer:
    """An answer that quotes such a sentence, with the items of the list below it; else the answer itself."""
    if answer.status != "answered" or not query.has("list") or not _WHICH.search(query.rest):
        return answer
    outline = desk.outline(doc_id)
    quoted = [name_key(c.quote).lower() for c in answer.citations if c.quote]
    asked = set(_COUNTS.findall(query.rest))
    for sentence in outline.sentences:
        counts = set(_COUNTS.findall(squeeze(sentence.text))) if any(q in sentence.key for q in quoted) else set()
        items = _items(outline, sentence) if counts and (not asked or asked & counts) else []
        if len(items) > 1 and str(len(items)) in counts:
            return _told(desk, doc_id, answer, items)
    return answer


def _items(outline: Outline, above: Sentence) -> list[tuple[str, Sentence]]:
    """The items numbered from 1 on below a sentence in its section: the name of each, and its first sentence."""
    found: list[tuple[str, Sentence]] = []
    for sentence in outline.sentences[above.order + 1 :]:
        far = not found and sentence.order > above.order + _NEAR
        if sentence.section != above.section or far:
            break
        match = _NUMBERED.match(_last_line(sentence))
        if match is not None and int(match.group(1)) == len(found) + 1:
            found.append((match["name"], sentence))
        elif match is None and found and _is_bare(found[-1]):
            found[-1] = (found[-1][0], sentence)
    return found


def _is_bare(item: tuple[str, Sentence]) -> bool:
    """Whether the sentence of an item is no more than its name, and the next one tells of it."""
    return bool(_NUMBERED.fullmatch(_last_line(item[1]).rstrip("。；：:")))


def _last_line(sentence: Sentence) -> str:
    """A sentence without the line that leads to it (具体如下：)."""
    return squeeze(sentence.text.strip().rsplit("：\n", 1)[-1])


def _told(desk: Desk, doc_id: str, answer: Answer, items: Sequence[tuple[str, Sentence]]) -> Answer:
    values = [
        value_said(figure, desk, doc_id).model_copy(update={"label": name})
        for name, s in items
        if (figure := next((f for f in figures_of(s) if f.unit in MONEY), None)) is not None
    ]
    said = "；".join(f"{n}.{name}：{readable(s.text).rstrip('。；')}" for n, (name, s) in enumerate(items, 1))
    cited = [desk.citation(doc_id, s.start, s.end, s.section) for _, s in items]
    text = f"{answer.answer.rstrip('。')}。所列各项：{said}。"
    return answer.model_copy(
        update={"answer": text, "values": values or answer.values, "citations": [*answer.citations, *cited]}
    )
