"""Bodies: which a department has, what kind of bodies these are and who stands above, as the report tells it.

The chapter on bodies is read as lines: sentences, and the items or table rows listed below one of them. Some reports
have that chapter inside the one on duties, and some tell of the department itself in an annexed report.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extractors.citation import Citation
from extractors.facts import Fact
from extractors.text import name_key, squeeze
from extractors.vocabulary.bodies import body_words
from rag import compose
from rag.answer import Answer
from rag.desk import Desk
from rag.figures import find
from rag.outline import Outline, Sentence
from rag.query import Query
from rag.topic import segments_in, share

_ITEM = re.compile(r"^\s*(?:\d{1,2}[.、．]|[（(]?\d{1,2}[)）]|[①-⑳])\s*")
#: where a sentence of a report without full stops between its lines goes on with another thing
_BREAK = re.compile(r"\n+(?=\s*(?:(?:\d{1,2}[.、．]|[（(]\d{1,2}[)）]|[①-⑳])|内设|下设|另设|纳入|从.{2,6}构成看))")
_LEADS_ON = re.compile(r"[：:]\s*$")
_ORDINAL = re.compile(
    r"^\s*(?:\d{1,2}[.、．]|[（(][一二三四五六七八九十\d]{1,3}[)）]|[一二三四五六七八九十]{1,3}、)\s*"
)
_IS = r"(?:(?:为|是|属于?|系|作为)[^。；：，]{0,40}|[（(]本级[)）][，,、（(]?)"
_SPLIT = re.compile(
    r"有没有|有无|设没设|是否|是不是|包不包[含括]|包[含括]|纳入|汇总|[内下]设|里面|里头|里|(?<!没)有|[|，,]"
)
_WHICH = re.compile(r"哪(?:几|些|一)?(?:[个家些]|所)")
_EXISTS = re.compile(r"有没有|有无|设没设|有.{0,14}[吗么]|设有|下设|下辖")
#: the share of what a question names that a line must cover to be about it, and that its chapter must have at all
_ABOUT, _SPOKEN_OF = 0.6, 0.5
_MOST, _NAME = 700, 3
#: how a sentence begins that goes on with the one before
_GOES_ON = re.compile(r"\s*(?:其中|分别|具体|包括)")
#: chapters that do not tell of bodies by naming them
_ELSEWHERE = {"bodies", "duties", "glossary", "toc"}
#: a name in a list of bodies
_BODY = re.compile(r"[一-鿿（）()]{2,24}?(?:科|股|处|室|中心|办|大?队|局|站|所|院|馆)(?=[、，,；;。和及（(]|等|$)")


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


def bodies(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """The bodies that a question asks for, or what kind of body one is; None where the report does not tell."""
    if query.wants.standing is not None and (answer := _standing(query, desk, doc_id)):
        return answer
    if query.wants.bodies is None:
        return None
    lines = lines_of(desk.outline(doc_id))
    told = body_words().asked[query.wants.bodies].told
    if query.wants.bodies == "below" and (inside := body_words().inside.search(query.rest)):
        told = re.compile(f"{told.pattern}|{inside.group(0)}|内设")
    topic = _topic(query)
    if query.wants.one_body and (answer := _of_matter(query, desk, doc_id, lines, topic)):
        return answer
    if topic and (query.wants.yes_no or not _is_spoken_of(topic, lines)) and not _is_sure(query, topic):
        return _named(query, desk, doc_id, lines, topic)
    kept = _about(lines, told) or _elsewhere(query, desk, doc_id)
    if not kept:
        return _made_up_of(query, desk, doc_id, lines)
    figure = _number_of(query, desk, doc_id) if query.asks_figure else None
    lead = compose.sentence(figure) + "。" if figure is not None else _yes_or_no(query, kept)
    return _told(query, desk, doc_id, kept, lead, [figure] if figure is not None else [])


# ---------------------------------------------------------------- the lines of the chapter


def lines_of(outline: Outline) -> list[Line]:
    """The lines of the chapter on bodies, also where it stands inside the chapter on duties."""
    found: list[Line] = []
    inside: str | None = None
    for sentence in outline.sentences:
        pieces = list(_pieces(sentence))
        if sentence.section_key == "duties" and inside != sentence.section:
            at = next((n for n, (text, _) in enumerate(pieces) if body_words().heading.search(text)), None)
            if at is None:
                continue
            inside, pieces = sentence.section, pieces[at + 1 :]
        elif sentence.section_key not in {"bodies", "duties"}:
            continue
        for text, start in pieces:
            if body_words().heading.search(text) or text.startswith("序号"):
                continue
            leads_on = bool(found) and (found[-1].item or bool(_LEADS_ON.search(found[-1].text)))
            item = "\t" in text or (leads_on and bool(_ITEM.match(text)))
            found.append(Line(_readable(text, item), start, start + len(text), sentence.section, item))
    return found


def _pieces(sentence: Sentence) -> Iterator[tuple[str, int]]:
    """The parts of a sentence that stand for themselves, with their places: a heading, the items of a list."""
    at = 0
    for stop in [*(m.start() for m in _BREAK.finditer(sentence.text)), len(sentence.text)]:
        part = sentence.text[at:stop]
        head, _, rest = part.partition("\n")
        if rest.strip() and body_words().heading.search(head.strip()):
            yield head.strip(), sentence.start + at + part.index(head.strip())
            at, part = at + len(head), rest
        text = part.strip()
        if text:
            yield text, sentence.start + sentence.text.index(text, at)
        at = stop


def _readable(text: str, item: bool) -> str:
    """A line for reading: without its number, the cells of a row behind its name in brackets."""
    cells = [squeeze(c) for c in text.split("\t") if c.strip()]
    if item:
        cells = cells[1:] if len(cells) > 1 and cells[0].isdigit() else cells
        cells[0] = _ORDINAL.sub("", cells[0])
    return cells[0] if len(cells) == 1 else f"{cells[0]}（{'，'.join(cells[1:])}）"


def _about(lines: Sequence[Line], told: re.Pattern[str]) -> list[Line]:
    """The sentences that speak of something with the items listed below them, and single items that do."""
    kept: list[Line] = []
    head = False
    for line in lines:
        head = bool(told.search(line.text) or (head and _GOES_ON.match(line.text))) if not line.item else head
        if head:
            kept.append(line)
    return kept or [line for line in lines if line.item and told.search(line.text)]


def _elsewhere(query: Query, desk: Desk, doc_id: str) -> list[Line]:
    """Sentences outside the chapter on bodies that list inner bodies, where these are asked for."""
    if query.wants.bodies != "inner":
        return []
    told = body_words().inside
    sentences = [s for s in desk.outline(doc_id).sentences if s.section_key not in _ELSEWHERE]
    listing = [s for s in sentences if told.search(s.text) and s.text.count("、") >= 1 and len(s.text) < _MOST]
    return [Line(squeeze(s.text), s.start, s.end, s.section, False) for s in listing[:1]]


# ---------------------------------------------------------------- what a question names


def _topic(query: Query) -> list[str]:
    """The body that a question names, without the words that only ask for bodies."""
    return segments_in(body_words().asking.sub(" ", query.rest))


def _is_sure(query: Query, topic: Sequence[str]) -> bool:
    """Whether bodies are asked for beyond doubt, what is left of the question being too short to name one."""
    return query.wants.kinds[:1] == ["body"] and sum(map(len, topic)) < _NAME and not query.wants.yes_no


def _is_spoken_of(topic: Sequence[str], lines: Sequence[Line]) -> bool:
    return share(topic, "".join(line.key for line in lines)) >= _SPOKEN_OF


def _named(query: Query, desk: Desk, doc_id: str, lines: Sequence[Line], topic: Sequence[str]) -> Answer | None:
    """Whether there is the body that a question names; None where something else than a body is named."""
    name = _name_in(query)
    if not lines or not query.wants.yes_no or not name:
        return None
    with_it = [line for line in lines if name_key(name) in line.key]
    if with_it:
        return _told(query, desk, doc_id, with_it[:3], "有。" if _EXISTS.search(query.rest) else "是。")
    near = [line for line in lines if share(topic, line.key) >= _ABOUT][:1]
    text = f"没有找到：{desk.title(doc_id)}报告“机构设置”没有列出“{name}”。"
    if near:
        text += f"相近的表述是：{compose.clipped(near[0].text, 200).rstrip('。；')}。"
    return compose.answer(query.text, text, "not_found", [], _cited(desk, doc_id, near))


def _of_matter(query: Query, desk: Desk, doc_id: str, lines: Sequence[Line], topic: Sequence[str]) -> Answer | None:
    """The bodies whose names have in them what a question asks after (内河航运: 航运管理科); None where none has."""
    found: dict[str, Line] = {}
    for line in lines:
        for name in _BODY.findall(squeeze(line.text)):
            if any(len(word) >= 2 and word in name_key(name) for word in topic):
                found.setdefault(name, line)
    if not found:
        return None
    cited = _cited(desk, doc_id, list({line.start: line for line in found.values()}.values()))
    text = f"{desk.title(doc_id)}报告“机构设置”列出的机构中，名称与此有关的是：{'、'.join(found)}。"
    return compose.answer(query.text, text, "answered", [], cited)


def _name_in(query: Query) -> str:
    """The name of a body in a question: what ends as bodies are called, else all that is left of it."""
    found = [m.group(0) for part in _SPLIT.split(query.rest) if part and (m := body_words().name.search(part))]
    return re.sub("^[的把叫设]", "", found[0]) if found else "".join(_topic(query))


# ---------------------------------------------------------------- what a body is


def _standing(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """What kind of body the one named is, else the department: its level, its nature, who stands above it."""
    told = body_words().standings[query.wants.standing].told if query.wants.standing else None
    if told is None:
        return None
    topic = _topic(query) if body_words().name.search(body_words().asking.sub("|", query.rest)) else []
    outline = desk.outline(doc_id)
    named = told.search(_spelt_out(query.rest))
    if named and _WHICH.search(query.rest):
        kept = [line for line in lines_of(outline) if named.group(0) in line.text]
    elif topic:
        fits = [(share(topic, line.key), line) for line in lines_of(outline) if told.search(line.text)]
        best = max((fit for fit, _ in fits), default=0.0)
        kept = [line for fit, line in fits if fit == best and best >= _ABOUT][:2]
    else:
        itself = re.compile(_IS + f"(?:{told.pattern})")
        kept = [line for line in _on_itself(outline) if itself.search(line.text)][:2]
    if not kept:
        return None
    return _told(query, desk, doc_id, kept, _is_or_not(query, told, kept[0]))


def _is_or_not(query: Query, told: re.Pattern[str], line: Line) -> str:
    """是 or 不是 for a question whether a body is of a kind, where the line speaks of this body alone."""
    named = told.search(_spelt_out(query.rest))
    alone = line.item or len(set(told.findall(line.text))) == 1
    if named is None or not alone or not query.wants.yes_no:
        return ""
    return "是。" if named.group(0) in line.text else "不是。"


def _spelt_out(text: str) -> str:
    return text.replace("参公", "参照公务员")


def _on_itself(outline: Outline) -> Iterator[Line]:
    """What a report says of the department itself: before its duties, in an annexed report, among its bodies."""
    for sentence in outline.sentences:
        on_duties = sentence.section_key == "duties"
        if on_duties or body_words().general.search(sentence.section.rsplit("/", 1)[-1]):
            text = re.sub(r"^.*\n", "", sentence.text) if on_duties else sentence.text
            start = sentence.end - len(text)
            yield Line(squeeze(text), start, sentence.end, sentence.section, False)
    yield from lines_of(outline)


# ---------------------------------------------------------------- wording


def _told(
    query: Query, desk: Desk, doc_id: str, kept: Sequence[Line], lead: str, figures: Sequence[Fact] = ()
) -> Answer:
    said = ""
    for line in kept:
        joined = said and not said.endswith(("。", "：", ":", "；"))
        said += ("；" if joined else "") + line.text
    place = kept[0].section.rsplit("/", 1)[-1]
    text = f"{lead}{desk.title(doc_id)}报告“{_plain(place)}”写明：{compose.clipped(said, _MOST).rstrip('；。：:')}。"
    cited = [*compose.cite(figures, desk.files), *_cited(desk, doc_id, kept)]
    return compose.answer(query.text, text, "answered", [compose.value_of(f) for f in figures], cited)


def _plain(title: str) -> str:
    return _ORDINAL.sub("", title)


def _cited(desk: Desk, doc_id: str, lines: Sequence[Line]) -> list[Citation]:
    return [desk.citation(doc_id, line.start, line.end, line.section) for line in lines]


def _yes_or_no(query: Query, kept: Sequence[Line]) -> str:
    """有 or 没有, 包含 or 不包含, where a question asks whether there are such bodies and the chapter is clear."""
    if not query.wants.yes_no:
        return ""
    words, told = body_words(), "".join(line.text for line in kept)
    has, has_not = bool(words.some.search(told)), bool(words.none.search(told))
    has |= query.wants.bodies == "below" and all(line.item for line in kept)
    if query.wants.bodies == "made_up" and not has:
        has_not |= bool(words.itself.search(told))
    if has == has_not:
        return ""
    if query.wants.bodies == "made_up":
        return "包含。" if has else "不包含。"
    return "有。" if has else "没有。"


def _made_up_of(query: Query, desk: Desk, doc_id: str, lines: Sequence[Line]) -> Answer | None:
    """Where the chapter names no such bodies: that, and of which units it says that the report is made up."""
    kept = _about(lines, body_words().asked["made_up"].told)
    if not kept or "body" not in query.wants.kinds:
        return None
    told = compose.clipped("".join(line.text for line in kept), 400)
    text = f"{desk.title(doc_id)}报告“机构设置”没有写到这类机构，只写明：{told}"
    return compose.answer(query.text, text, "answered", [], _cited(desk, doc_id, kept))


def _number_of(query: Query, desk: Desk, doc_id: str) -> Fact | None:
    """The number of bodies that the chapter states."""
    found = [f.fact for s in query.subjects for f in find(query, desk, doc_id, s)]
    return next((f for f in found if f.section_key == "bodies" and f.value is not None), None)
