"""The lines of the chapter on bodies: its sentences, and the items or rows listed below one of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extractors.citation import Citation
from extractors.text import name_key, squeeze
from extractors.vocabulary.bodies import body_words
from extractors.vocabulary.understanding import understanding_words
from rag.holdings.desk import Desk
from rag.text.outline import Outline, Sentence

#: the row of a table that was printed without its lines: 3 榆岚市图书馆 全额事业单位
_SPACED = r"\d{1,3} +(?=[一-鿿])"
_ITEM = re.compile(rf"^\s*(?:\d{{1,2}}[.、．]|[（(]?\d{{1,2}}[)）]|[①-⑳]|{_SPACED})\s*")
#: where a sentence of a report without full stops between its lines goes on with another thing
_BREAK = re.compile(
    rf"(?<!\n)\n++(?=\s{{0,100}}+(?:(?:\d{{1,2}}[.、．]|[（(]\d{{1,2}}[)）]|[①-⑳])|{_SPACED}|序号|内设|下设|另设|纳入|截至|从.{{2,6}}构成看))"
)
_DUTIES = re.compile("职责|职能")
_LEADS_ON = re.compile(r"[：:]\s*$")
#: how the first item of a list begins
_FIRST = re.compile(r"\s*[（(]?[1一][.、．)）]")
#: a list within sentences: the words that lead it, and the first of its bodies with what it is
_RUNNING = re.compile(r"(?P<lead>.*(?:包括|如下|分别[是为])[：:])(?P<first>[^：:]+[；;])$", re.S)
#: what stands behind the name of a body in such a list: that it is the department itself, then what it is
_BEHIND_NAME = re.compile(r"(?:[（(][^（）()]*[)）])?[，,；;。].*$", re.S)
ORDINAL = re.compile(r"^\s*(?:\d{1,2}[.、．]|[（(][一二三四五六七八九十\d]{1,3}[)）]|[一二三四五六七八九十]{1,3}、)\s*")


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence, an item or a row of the chapter on bodies; an item belongs to the sentence before it."""

    text: str
    start: int
    end: int
    section: str
    item: bool

    @property
    def key(self) -> str:
        return name_key(self.text)


def lines_of(outline: Outline) -> list[Line]:
    """The lines of the chapter on bodies, also where it stands inside the chapter on duties."""
    # 部门职责及机构设置情况: behind a heading of its own inside, where there is one
    return _lines(outline, False) or _lines(outline, True)


def _lines(outline: Outline, whole: bool) -> list[Line]:
    """``whole``: a chapter on duties and bodies together is on bodies from its beginning."""
    found: list[Line] = []
    inside: str | None = None
    running = False
    for sentence in outline.sentences:
        pieces = list(_pieces(sentence))
        if sentence.section_key == "duties" and inside != sentence.section:
            at = next((n for n, (text, _) in enumerate(pieces) if _is_heading(text)), None)
            title = sentence.section.rsplit("/", 1)[-1]
            at = -1 if _is_heading(title) and (whole or not _DUTIES.search(title)) else at
            if at is None:
                continue
            inside, pieces = sentence.section, pieces[at + 1 :]
        elif sentence.section_key not in {"bodies", "duties"}:
            continue
        for text, start in pieces:
            if _is_heading(text) or text.startswith(("序号", "单位名称\t")):
                continue
            if (listing := _RUNNING.match(text)) and _is_named_body(listing["first"]):
                # 共2个，分别是：甲局（本级），行政单位；乙中心，事业单位。
                found.append(_line(listing["lead"], start, sentence.section, False))
                text, start, running = listing["first"], start + listing.start("first"), True
            leads_on = bool(found) and (found[-1].item or bool(_LEADS_ON.search(found[-1].text)) or _begins_list(text))
            running = running and _is_named_body(text)
            item = "\t" in text or running or (leads_on and bool(_ITEM.match(text)))
            found.append(_line(text, start, sentence.section, item))
            running = running and text.endswith(("；", ";"))
    return found


def _line(text: str, start: int, section: str, item: bool) -> Line:
    return Line(_readable(text, item), start, start + len(text), section, item)


def _is_named_body(text: str) -> bool:
    """Whether an entry of a list within sentences is one body, with what kind of body it is behind its name."""
    name = _BEHIND_NAME.sub("", squeeze(text))
    return "、" not in name and bool(understanding_words().body_ending.search(name) or name.endswith("队"))


def _is_heading(text: str) -> bool:
    return bool(body_words().heading.search(text.rstrip("：:。")))


def _begins_list(text: str) -> bool:
    """Whether a line is the first of a list of bodies, whatever stands before it."""
    if not _FIRST.match(text):
        return False
    return bool(understanding_words().body_ending.search(name_key(ORDINAL.sub("", text).rstrip("；;。"))))


def _pieces(sentence: Sentence) -> Iterator[tuple[str, int]]:
    """The parts of a sentence that stand for themselves, with their places: a heading, the items of a list."""
    at = 0
    for stop in [*(m.start() for m in _BREAK.finditer(sentence.text)), len(sentence.text)]:
        part = sentence.text[at:stop]
        head, _, rest = part.partition("\n")
        if rest.strip() and _is_heading(head.strip()):
            yield head.strip(), sentence.start + at + part.index(head.strip())
            at, part = at + len(head), rest
        text = part.strip()
        if text:
            yield text, sentence.start + sentence.text.index(text, at)
        at = stop


def _readable(text: str, item: bool) -> str:
    """A line for reading: without its number, the cells of a row behind its name in brackets."""
    parted = text.split() if item and re.match(_SPACED, text) else text.split("\t")
    cells = [squeeze(c) for c in parted if c.strip()]
    if item:
        cells = cells[1:] if len(cells) > 1 and cells[0].isdigit() else cells
        cells[0] = ORDINAL.sub("", cells[0])
    return cells[0] if len(cells) == 1 else f"{cells[0]}（{'，'.join(cells[1:])}）"


def cite_lines(desk: Desk, doc_id: str, lines: Sequence[Line]) -> list[Citation]:
    return [desk.citation(doc_id, line.start, line.end, line.section) for line in lines]
