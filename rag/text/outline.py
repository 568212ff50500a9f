"""Outline: the text of one report as statements under their labels and as sentences, each with its place.

Reports state a thing under a heading (（三）存在的问题和原因), under a label within the text (发现的问题及原因：…)
or in a sentence. Made once for a report from its chunks; whoever looks for words looks here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby

from extractors.text import name_key, squeeze, strip_ordinal
from extractors.vocabulary import table_forms
from extractors.vocabulary.wants import Kind, want_words
from rag.text.chunks import Chunk
from rag.text.labels import project_above

_ORDINAL = r"(?:\d{1,2}[、.．]|[(（](?:[一二三四五六七八九十]{1,3}|\d{1,2})[)）]|[一二三四五六七八九十]{1,3}、)"
#: a label: what stands before a colon, or a short numbered line or sentence of its own
_LABEL = re.compile(
    rf"(?:^|\n|(?<=[。；！]))(?P<number>{_ORDINAL})?(?P<label>[^。；：:\n]{{2,34}}?)(?P<mark>[：:]|。|(?=\n))"
)
#: a line that names the project which what stands below it is on, and one that says what of it is told
_PROJECT_LINE = re.compile(
    rf"(?:{_ORDINAL})(?:[\"“](?P<quoted>[^\"“”]{{3,40}})[\"”](?:项目|专项|工程)?|(?P<plain>[^，。；：、\"“”]{{3,30}}项目))[。：]?$"
)
_LABEL_LINE = re.compile(rf"(?:{_ORDINAL})(?P<label>[\u4e00-\u9fff]{{2,10}})[。：]?$")
_LABEL_BEFORE = re.compile(rf"(?:{_ORDINAL})(?P<label>[\u4e00-\u9fff]{{2,10}})[：:](?=.)")
#: the line of a card of a project, up to what it tells
_CARD_LINE = re.compile(rf"(?:{_ORDINAL})?(?P<label>[\u4e00-\u9fff]{{4,12}})[：:](?=.)(?P<told>.{{0,60}})")
#: a label behind which something else is told (重点项目情况：)
_OTHER_MATTER = re.compile("(?:项目|资金|资产|采购)[^，。；]{0,6}情况$")
_OWNER = re.compile(r"(?P<owner>.{2,40}?)(?:项目)?(?:绩效)?(?:自评|评价)(?:结果)?综述$")
#: the label of an item of a numbered list of projects: 2.泵站改造项目：自评得分……
_PROJECT = re.compile(r"(?P<owner>[^，。；]{2,40}?项目)$")
#: the edges of the cells of a row, in text with tabs and in Markdown
CELLS = re.compile(r"[\t|]")
_PROBLEM_IS = re.compile(
    r"(?P<label>(?:(?:存在|指出|发现|反映)的?(?:主要|突出)?|(?<![\u4e00-\u9fff])(?:主要|突出))(?:问题|不足))(?:是|有|为)(?P<told>[^。；\n]{4,})"
)
#: whose evaluation a paragraph speaks of
_SPOKEN_OF = re.compile(r"(?:对|其中[，,]|^)([^，。；：“”、\n]{2,24}?项目)(?=开展|自评|绩效)")
_LINE = re.compile(r"\n[^\n]*")
_END = re.compile(r"[。；！？]|\n(?=[^\n]*\t)|\n(?=[|])|(?<=[\t|])[^\t\n]*\n")
#: sections of which the sentences state no results, problems or plans
_PROFILE = {"duties", "bodies", "glossary"}
#: what heads a column of a list of projects, and what only a form has
_HEADING = re.compile("(?:科目|类别|单位|部门|金额|预算数?|资金|来源|合计|总计|编码|代码|目标|内容|得分|执行数)$")
_OF_FORM = re.compile("指标|绩效目标|总目标")
#: so much before a table may stand the row that names its project
_BEFORE = 120
#: the row of a form that names the project which it is on
_PROJECT_ROW = re.compile(r"(?:^|[\n\t|])\s*项目名称[：:]?\t+\s*(?P<name>[^\t\n|，。；]{4,40})")
#: a name without any mark that a sentence has
_NAME_ALONE = re.compile("[^，。；：、！？]{4,40}")
_SHORT, _MOST, _HEAD = 16, 900, 30
#: so much of the beginning of a paragraph tells what it is about
_LEAD = 60


@dataclass(slots=True)
class Sentence:
    """One sentence or table row of the source, its key for comparing, and how well it fits what was asked."""

    text: str
    start: int
    end: int
    section: str
    section_key: str | None
    order: int
    key: str = ""
    heading: str = ""
    #: the beginning of the paragraph that it goes on with
    context: str = ""
    #: the project that its chapter is on, where no heading names it
    project: str = ""
    #: the line of its own that it stands under: （2）立项依据。
    label: str = ""
    score: float = 0.0


@dataclass(frozen=True, slots=True)
class Statement:
    """What stands under a label: of which kinds it is, whose it is (a project, the whole department), and its place."""

    kinds: frozenset[Kind]
    label: str
    owner: str
    text: str
    start: int
    end: int
    section: str


@dataclass
class Outline:
    """The text of one report, without its statutory tables."""

    source: str
    chunks: Sequence[Chunk] = field(repr=False)

    @cached_property
    def sentences(self) -> list[Sentence]:
        """All sentences and rows, in order; a sentence cut by the end of a chunk stays cut."""
        found: list[Sentence] = []
        lead = ""
        for chunk in self.chunks:
            for text, start, end in _cut(self.source, chunk.start, chunk.end):
                sentence = Sentence(text, start, end, chunk.section, chunk.section_key, len(found))
                sentence.key = name_key(text).lower()
                sentence.project = name_key(self._project_of(chunk)).lower()
                sentence.heading = name_key(chunk.section).lower()
                sentence.heading += sentence.project if sentence.project not in sentence.heading else ""
                if not found or "\n" in self.source[found[-1].end : start]:
                    lead = sentence.key[:_LEAD]
                else:
                    sentence.context = lead
                found.append(sentence)
        _put_below_labels(found)
        return found

    @cached_property
    def _projects(self) -> dict[int, str]:
        """The projects that chapters are on without a heading that names them, by the place where each chunk begins.

        The chapter that says what a project is names it; those behind it, up to the next one of its kind, are of it.
        """
        found: dict[int, str] = {}
        current: dict[str, str] = {}
        led: set[str] = set()
        for chunk in self.chunks:
            if alone := _name_alone(chunk):
                current[chunk.section] = found[chunk.start] = alone
                led.add(chunk.section)
                continue
            chapter, _, heading = chunk.section.rpartition("/")
            if chapter and chapter not in led and want_words().overview.search(heading):
                begun = squeeze(chunk.text).removeprefix(squeeze(heading))
                if match := want_words().overview_names.search(begun):
                    current[chapter] = match.group("name")
            if name := current.get(chapter):
                found[chunk.start] = name
        return found

    def _project_of(self, chunk: Chunk) -> str:
        """The project that a chunk is on, as a heading above it or its overview names it; empty where none does."""
        return self._of_forms.get(chunk.start) or project_above(chunk.section) or self._projects.get(chunk.start, "")

    @cached_property
    def _of_forms(self) -> dict[int, str]:
        """The projects that rows of forms name, by the place of each chunk of such a table: also below the chapters
        on another project."""
        found: dict[int, str] = {}
        section, current = "", ""
        for chunk in (c for c in self.chunks if c.kind == "table"):
            if chunk.section != section:
                section, current = chunk.section, ""
            # the row that names it may be taken for the heading of the table
            rows = [*_PROJECT_ROW.finditer(self.source, max(chunk.start - _BEFORE, 0), chunk.end)]
            names = [m["name"].strip() for m in rows if not _HEADING.search(m["name"].strip())]
            if names and _OF_FORM.search(self.source, chunk.start, chunk.end):
                current = names[-1]
            if current:
                found[chunk.start] = current
        return found

    @cached_property
    def plain(self) -> str:
        """All words of the report, as they are compared."""
        return name_key(self.source).lower()

    @cached_property
    def statements(self) -> list[Statement]:
        """What the report states under labels of a kind that can be asked for."""
        prose = [c for c in self.chunks if c.kind == "prose" and c.section_key not in _PROFILE]
        found = [
            s
            for (_, project), group in groupby(prose, key=lambda c: (c.section, self._project_of(c)))
            for s in _statements(self.source, list(group), project)
        ]
        return [*found, *self._done()]

    def _done(self) -> Iterator[Statement]:
        """What was done in the year, where the chapter on duties goes on with it under a heading of its own."""
        for chunk in self.chunks:
            head, _, rest = chunk.text.partition("\n")
            if chunk.section_key == "duties" and rest.strip() and want_words().done.search(head) and len(head) <= _HEAD:
                text, positions = _readable(self.source, [chunk])
                kinds: frozenset[Kind] = frozenset({"effect"})
                yield _made(text, positions, (len(head), len(text)), kinds, head.strip(), "部门整体", chunk.section)


def _name_alone(chunk: Chunk) -> str:
    """The project that the chapters below a title are on, where its name is all that stands there; empty elsewhere.

    项目经费情况说明 / （一）甲工程 / 一、项目概述: the title is there once more for each project.
    """
    text = strip_ordinal(squeeze(chunk.text).removeprefix(squeeze(chunk.section.rpartition("/")[2])))
    titled = want_words().project_chapter.search(chunk.section.rpartition("/")[2])
    return text if titled and _NAME_ALONE.fullmatch(text) else ""


def outline_of(source: str, chunks: Iterable[Chunk]) -> Outline:
    """The outline of a report; its statutory tables are left to the engines of figures."""
    kept = [c for c in chunks if c.section_key not in table_forms() or c.kind == "prose"]
    return Outline(source, sorted(kept, key=lambda c: c.ordinal))


# ---------------------------------------------------------------- sentences


def _cut(source: str, start: int, end: int) -> Iterator[tuple[str, int, int]]:
    """The sentences and table rows of a span, and the lines of the cards of projects, with their spans."""
    at = start
    ends = {start + m.end() for m in _END.finditer(source[start:end])}
    lines = [start + m.start() for m in _LINE.finditer(source[start:end]) if _card_line(m.group().strip())]
    ends |= {*lines, *(n for at in lines if 0 <= (n := source.find("\n\n", at + 1)) < end)}
    for stop in [*sorted(ends), end]:
        first, last = at, stop
        while first < last and source[first].isspace():
            first += 1
        while last > first and source[last - 1].isspace():
            last -= 1
        if last > first:
            yield source[first:last], first, last
        at = stop


def _card_line(line: str) -> re.Match[str] | None:
    """The label of a line of a card of a project, and what the line tells behind it; None for any other line."""
    words, match = want_words(), _CARD_LINE.match(line)
    known = match is not None and (words.card.fullmatch(match["label"]) or words.card_names.fullmatch(match["label"]))
    return match if known else None


def _put_below_labels(sentences: Sequence[Sentence]) -> None:
    """Say of each sentence which line of its own it stands under, and which project where such a line names one.

    1.“甲”项目。（1）项目概述。…（2）立项依据。…: reports explain their main projects so, without headings.
    """
    section, project, label = "", "", ""
    for sentence in sentences:
        if sentence.section != section:
            section, project, label = sentence.section, "", ""
        # a line without a stop is no sentence of its own: it stands before the one below it
        for line in (squeeze(sentence.text), *map(squeeze, sentence.text.split("\n"))):
            if match := _PROJECT_LINE.match(line):
                project, label = name_key(match["quoted"] or match["plain"]).lower(), ""
            elif (match := _card_line(line)) and want_words().card_names.fullmatch(match["label"]):
                project, label = name_key(match["told"]).lower(), ""
            elif (
                match := _LABEL_LINE.match(line) or _LABEL_BEFORE.match(line) or (project and _card_line(line)) or None
            ):
                label = name_key(match["label"]).lower()
        if project and not sentence.project:
            sentence.project = project
            sentence.heading += project
        sentence.label = label


# ---------------------------------------------------------------- statements


def _kinds_of(label: str) -> frozenset[Kind]:
    return frozenset(kind for kind, pattern in want_words().labels.items() if pattern.search(label))


def _statements(source: str, chunks: Sequence[Chunk], project: str = "") -> Iterator[Statement]:
    """The statements of one section: the whole of it where its heading is a label, and those under labels within.

    ``project``: whose they are where no heading says so.
    """
    text, positions = _readable(source, chunks)
    section = chunks[0].section
    path = section.split("/")
    heading = path[-1]
    if kinds := _kinds_of(heading):
        yield _made(text, positions, (0, len(text)), kinds, heading, project or "/".join(path[1:-1]), section)
    marks = list(_marks(text))
    labelled = list(_under_labels(text, positions, marks, path, section))
    told = (s for s in _in_sentences(text, positions, section) if not any(s.text in other.text for other in labelled))
    yield from (*told, *labelled)


def _under_labels(
    text: str, positions: Sequence[int], marks: Sequence[_Mark], path: Sequence[str], section: str
) -> Iterator[Statement]:
    """What stands under each label within a section, up to the next label that ends it."""
    owner = ""
    for number, mark in enumerate(marks):
        if match := mark.owner:
            owner = match.group("owner")
        elif kinds := _kinds_of(mark.label):
            stop = next((m.start for m in marks[number + 1 :] if m.ends(mark)), len(text))
            if text[mark.end : stop].strip():
                yield _made(text, positions, (mark.end, stop), kinds, mark.label, owner or "/".join(path[1:]), section)


def _in_sentences(text: str, positions: Sequence[int], section: str) -> Iterator[Statement]:
    """Problems that a sentence tells without a label (存在的主要问题是…), with whose they are."""
    for match in _PROBLEM_IS.finditer(text):
        before = text[text.rfind("\n", 0, match.start()) + 1 : match.start()]
        owners = _SPOKEN_OF.findall(before)
        owners = [o for o in owners if not o[0].isdigit()]  # 15个项目 are no one's name
        owner = owners[-1] if owners else "部门整体" if "整体" in before else ""
        kinds: frozenset[Kind] = frozenset({"problem"})
        yield _made(text, positions, match.span("told"), kinds, match.group("label"), owner, section)


@dataclass(frozen=True, slots=True)
class _Mark:
    """A label in a text: the way it is numbered, where it begins with its number, where it ends."""

    label: str
    number: str
    start: int
    end: int

    def ends(self, other: _Mark) -> bool:
        """Whether what stands under another label ends here: at a label of a kind, or the next so numbered."""
        numbered_so = bool(self.number) and self.number == other.number
        return bool(_kinds_of(self.label) or self.owner or numbered_so or _OTHER_MATTER.search(self.label))

    @property
    def owner(self) -> re.Match[str] | None:
        """The project whose paragraph begins with the label."""
        listed = _PROJECT.match(self.label) if self.number and not _kinds_of(self.label) else None
        return _OWNER.search(self.label) or listed


def _marks(text: str) -> Iterator[_Mark]:
    """The labels of a text; those in the notes below a form only explain the form."""
    for match in _LABEL.finditer(text):
        label, number = match.group("label"), match.group("number") or ""
        colon = match.group("mark") in {"：", ":"}
        line = text[text.rfind("\n", 0, match.start("label")) + 1 : match.start("label")]
        if (colon or (number and len(label) <= _SHORT and "，" not in label)) and "注：" not in line + label:
            style = re.sub(r"\d+", "1", re.sub(r"[一二三四五六七八九十]+", "一", number))
            start = match.start("number") if number else match.start("label")
            yield _Mark(label, style, start, match.end())


def _made(
    text: str,
    positions: Sequence[int],
    span: tuple[int, int],
    kinds: frozenset[Kind],
    label: str,
    owner: str,
    section: str,
) -> Statement:
    start, end = span
    while start < end and (text[start].isspace() or text[start] in "：:"):
        start += 1
    if end - start > _MOST:
        end = max((text.rfind(mark, start, start + _MOST) for mark in "。；"), default=-1) + 1 or start + _MOST
    if trailing := re.search(rf"\s*{_ORDINAL}\s*$", text[start:end]):
        end = start + trailing.start()
    while end > start and text[end - 1].isspace():
        end -= 1
    return Statement(
        kinds, label.strip(), owner, squeeze(text[start:end]), positions[start], positions[end - 1] + 1, section
    )


def _readable(source: str, chunks: Sequence[Chunk]) -> tuple[str, list[int]]:
    """The text of chunks with its broken lines joined, and the place in the source of each of its characters."""
    chars: list[str] = []
    positions: list[int] = []
    for chunk in chunks:
        at = chunk.start
        for char in chunk.text + "\n":
            if not char.isspace():
                found = source.find(char, at, chunk.end)
                at = found + 1 if found >= 0 else at
            chars.append(char)
            positions.append(max(at - 1, chunk.start))
    return "".join(chars), positions
