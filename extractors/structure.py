"""From lines and tables to sections: headings, healed paragraphs, captions and notes of tables."""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterable
from dataclasses import dataclass, field

from extractors.project_parts import put_below_projects
from extractors.readers.document import Document, TextLine
from extractors.report import Block, Paragraph, Place, Row, Section, Table
from extractors.text import fold, fold_width, name_key, strip_ordinal
from extractors.vocabulary import is_table_title, layout, section_key, table_forms, table_key, unnumbered
from extractors.vocabulary.wants import want_words

_PART = re.compile(r"^第[一二三四五六七八九十]{1,2}部分")
_CHAPTER, _FIRST = re.compile(r"^[一二三四五六七八九十]{1,3}、"), "一、"
_POINT = re.compile(r"^[(][一二三四五六七八九十]{1,3}[)]")
_ITEM = re.compile(r"^(?:\d{1,2}[.、](?!\d)|[(]\d{1,2}[)]|[①-⑳]|图\d+|表\d+|附件\d*[：:])")
#: a numbered title and its full stop, with text behind it on the same line
_RUN_IN = re.compile(
    r"^(?:[一二三四五六七八九十]{1,3}、|[(][一二三四五六七八九十]{1,3}[)])"
    r"(?P<title>[^，；。：]{4,40}(?:情况|说明))[。：](?=[^。]{8})"
)
#: the name of a project that the chapters below it are about: 项目二：…, （项目二）…
_NAMED_PROJECT = re.compile(
    r"^(?:项目(?:[一二三四五六七八九十]{1,3}|\d{1,2})[：:、.]|[(（]项目(?:[一二三四五六七八九十]{1,3}|\d{1,2})[)）]|(?:[(（][一二三四五六七八九十]{1,2}[)）])?项目名称[：:]"
    r"|(?:[一二三四五六七八九十]{1,2}、|[(（][一二三四五六七八九十]{1,2}[)）])?(?:重点|主要)项目(?:经费|支出)?(?:情况|概况|介绍|说明)[：:])"
    r"(?=[^，。；！？：]{4,60}$)"
)
#: so long is the title of a point below the name of a project (（三）实施主体)
_SHORT_POINT = 12
#: chapters within which a project is named for the money of one fund, and heads no chapters of its own
_NO_PROJECTS = {"glossary", "annex", "general_budget", "gov_fund", "state_capital"}
#: chapters of which a table among tables may have the name (一般公共预算财政拨款机关运行经费表)
_OF_MONEY = {"general_budget", "gov_fund", "state_capital", "fiscal", "basic", "operating", "procurement"}
#: the number of a chapter that is there several times (项目经费情况说明（二）), behind its title
_SERIAL = re.compile(r"(?<=说明)[(][一二三四五六七八九十\d]{1,2}[)]$")
#: a part without its name
_PART_ALONE = re.compile("第[一二三四五六七八九十]{1,3}部分")
_SENTENCE = re.compile(r"[，；。！？：]|没有(?:使用|安排)")
#: a chapter whose points are each of one of the things it names: 财政拨款收支及一般公共预算情况
_ON_TWO = re.compile("(?<=.{4})[及和与](?=.{4})")
#: a half-width comma that parts words, not thousands
_STOP = re.compile(r",(?!\d)|(?<!\d),")
_ENDS = "。！？：；"
#: a line that breaks off before the reason that it announces, or before what it compares with
_LEADS_ON = re.compile(r"(?:原因(?:是|为)?[：:]|[，；。][较比占])\s*$")
#: a path of 类, 款 and 项 that breaks off before the level of its last name
_BROKEN_PATH = re.compile(r"[(][类款][)][^()]+$|[(]2[0-3]\d[)][^()]+(?:[(]\d{2}[)][^()]*)?$")
#: a line that ends with the name of a subject, of which nothing is said yet
_NAMES_ITEM = re.compile(r"[(]款[)][^()]+[(]项[)]。?$")
#: what no paragraph begins with: the level of a name above, or a mark that closes something
_GOES_ON = re.compile(r"[(](?:[类款项]|\d{2}(?=[)]：))[)]|[，。；、：)》”]")
#: what leads the title of an annexed form on its line (附件：项目支出绩效自评表)
_ANNEX_LEAD = re.compile(r"^附[件表]\s*(?:\d{1,2}|[一二三四五六七八九十]{1,3})?[：:]")
_ANNEX_NUMBER = re.compile(r"^附件\s*(?:\d{1,2}|[一二三四五六七八九十]{1,3})[：:]?$")
_PAGE_NUMBER = re.compile(r"^-?\d{1,3}-?$")
#: one that its dashes tell even where no blank line stands before it; the first may have been read as that of a list
_DASHED = re.compile(r"^[-—–]?\s*(\d{1,3})\s*[-—–]$")

#: the title of the table of contents, or the words that it ends in behind whose it is and of what (…部门预算公开目录)
_CONTENTS = re.compile(r"目[录次]|[^，。；：、]{4,30}(?:预算|决算|公开|报告)目录")
#: the dots and the page number behind an entry of the table of contents
_LEADER = re.compile(r"(?<![.·…\-])[.·…\-]*+\d{0,3}$")
_OF_YEAR = re.compile(r"^20\d\d年度?")
#: whose an entry of the table of contents is, and how long the rest of it has to be
_WHOSE, _ENTRY = re.compile(r"^(?:本?部门|本?单位)(?!预算|决算)"), 4
#: what speaks of the table above it
_OF_TABLE = re.compile(r"[本此该上]表|空表")
#: a sentence of a chapter is not shorter
_SENTENCE_LONG = 20
#: how many rows of a title and a page number make a table of contents
_ENTRIES = 5
#: a title is no longer, and what is left of it for a second line seldom
_TITLE, _END_OF_TITLE = 45, 10
#: below parts and the titles of tables
_CHAPTER_LEVEL = 3


@dataclass(slots=True)
class _Builder:
    document: Document
    wrapped: int
    sections: list[Section] = field(default_factory=list)
    pending: list[TextLine] = field(default_factory=list)
    parents: dict[int, Section] = field(default_factory=dict)
    titles: frozenset[str] = frozenset()
    #: the chapter of prose that the table of the current section stands in the middle of
    around: Section | None = None


def sections_of(document: Document) -> list[Section]:
    """The sections of a document in reading order; the first, without title, is the cover.

    Headings are found by their numbering and wording. The table of contents is a section of its own, so that its
    entries are never taken for the places they point to.
    """
    blocks = _without_page_numbers(document.blocks)
    builder = _Builder(document, _wrap_width(blocks))
    _open(builder, "", 0, Place(0, 0, 1), None)
    toc_end, builder.titles = _contents(blocks)
    for index, block in enumerate(blocks):
        if isinstance(block, Table):
            _flush(builder)
            builder.sections[-1].blocks.append(block)
        elif index < toc_end:
            _toc_line(builder, block)
        else:
            _line(builder, block)
    _flush(builder)
    for section in builder.sections:
        _attach(section)
    return put_below_projects(builder.sections)


def _without_page_numbers(blocks: list[TextLine | Table]) -> list[TextLine | Table]:
    """Drop lone numbers that grow through the document: page numbers, not figures."""
    kept, last = [], 0
    for block in blocks:
        dashed = _DASHED.match(block.text) if isinstance(block, TextLine) else None
        alone = isinstance(block, TextLine) and block.blank_before and _PAGE_NUMBER.match(block.text)
        if isinstance(block, TextLine) and (dashed or alone):
            number = int(dashed.group(1) if dashed else block.text.strip("-"))
            if last <= number <= last + 40:
                last = number
                continue
        kept.append(block)
    return kept


def _wrap_width(blocks: list[TextLine | Table]) -> int:
    """Width of a full line where the text is hard-wrapped, else 0."""
    widths = sorted(len(b.text) for b in blocks if isinstance(b, TextLine) and len(b.text) >= 15)
    if len(widths) < 20:
        return 0
    full = widths[int(len(widths) * 0.8)]
    longest = widths[-1]
    near = sum(0.75 * full <= w <= 1.35 * full for w in widths)
    return full if longest <= 2.2 * full and near >= 0.6 * len(widths) else 0


def _contents(blocks: list[TextLine | Table]) -> tuple[int, frozenset[str]]:
    """Index of the first block after the table of contents (0 where there is none), and the chapters it lists.

    Reports in parts (第一部分) print them as headings of their own. Others print the chapters again without a number:
    the first line that repeats an entry is where the report itself begins. Where the chapters have no number in the
    contents either, the first of them is the one that tells. An entry whose number goes on from those before it repeats
    none of them, alike as its words may be (部门支出预算表, “三公”经费支出预算表).
    """
    lines = [(i, fold(b.text)) for i, b in enumerate(blocks) if isinstance(b, TextLine)]
    start = next((i for i, text in lines if _CONTENTS.fullmatch(text)), None)
    if start is None:
        return 0, frozenset()
    if (end := _tabled_contents(blocks, start)) is not None:
        return end, frozenset()
    parts = [i for i, text in lines if i > start and _PART.match(text) and "一" in text[:3]]
    if len(parts) >= 2:
        return parts[1], frozenset()
    chapters: list[str] = []
    entries: set[str] = set()
    plain: list[str] = []
    numbers: set[str] = set()
    for index, text in ((i, text) for i, text in lines if i > start):
        number = _CHAPTER.match(text)
        if plain and _entry(text) == plain[0]:
            return index, frozenset(plain)
        if _SENTENCE.search(text) and len(_LEADER.sub("", text)) > 30:
            return index, frozenset()
        goes_on = number is not None and number.group() not in numbers | {_FIRST}
        if text in entries or (not goes_on and _listed(text, chapters)):
            return index, frozenset(chapters)
        if number is not None:
            numbers = {*(() if number.group() == _FIRST else numbers), number.group()}
            entries.add(text)
            chapters.append(_entry(text))
        elif plain or not chapters:
            plain.append(_entry(text))
    return 0, frozenset()


def _tabled_contents(blocks: list[TextLine | Table], start: int) -> int | None:
    """Where the report begins whose table of contents has its page numbers in cells; None for one without cells.

    Its lines are read as a table then, wholly or but for the parts that have no page number of their own.
    """
    end = entries = 0
    for index in range(start + 1, len(blocks)):
        block = blocks[index]
        if isinstance(block, Table):
            if not all(_is_entry(row) for row in block.rows):
                break
            entries, end = entries + len(block.rows), index + 1
        elif _SENTENCE.search(text := fold(block.text)) or not (_PART.match(text) or _CHAPTER.match(text)):
            break
    return end if entries >= _ENTRIES else None


def _is_entry(row: Row) -> bool:
    """Whether a row is a title and the number of its page, or a part or a chapter whose number may have a cell."""
    cells = [fold(c.text) for c in row.cells if c.text.strip()]
    if len(cells) == 2 and _PAGE_NUMBER.match(cells[1]) and not _PAGE_NUMBER.match(cells[0]):
        return True
    title = "".join(cells)
    numbered = bool(_PART.match(title) or _CHAPTER.match(title)) and not _SENTENCE.search(title)
    return numbered and len(cells) <= 2 and len(title) <= _TITLE and not title[-1].isdigit()


def _entry(text: str) -> str:
    """An entry of the table of contents by its words alone: without number, dots, page and year."""
    return _OF_YEAR.sub("", name_key(_LEADER.sub("", strip_ordinal(text))))


def _listed(text: str, chapters: Iterable[str]) -> str | None:
    """The listed chapter whose title a line is; the year or the department may stand in front of it."""
    if len(text) > 45 or _SENTENCE.search(text) or _ITEM.match(text):
        return None
    title = _SERIAL.sub("", _entry(text))
    return max((c for c in chapters if title == c or _ends_in(title, c)), key=len, default=None)


def _ends_in(title: str, chapter: str) -> bool:
    """Whether a title ends in the words of a chapter, with the name of the department in the place of 部门."""
    words = _WHOSE.sub("", chapter)
    return len(words) >= _ENTRY and title.endswith(words)


def _open(builder: _Builder, title: str, level: int, place: Place, key: str | None) -> None:
    above = [builder.parents[n] for n in range(level - 1, 0, -1) if n in builder.parents]
    # a chapter ends the table before it, and is no part of it
    parent = next((s for s in above if level != _CHAPTER_LEVEL or s.key not in table_forms()), None)
    if key is None and parent is not None:
        key = parent.key
    path = (*parent.path, title) if parent and title else ((title,) if title else ())
    section = Section(title, level, path, place, key)
    builder.sections.append(section)
    builder.parents = {n: s for n, s in builder.parents.items() if n < level}
    if level:
        builder.parents[level] = section


def _toc_line(builder: _Builder, line: TextLine) -> None:
    if _CONTENTS.fullmatch(fold(line.text)):
        _flush(builder)
        _open(builder, line.text, 1, line.place, "toc")
        builder.parents = {}
    else:
        builder.pending.append(line)
        _flush(builder)


def _line(builder: _Builder, line: TextLine) -> None:
    plain = fold(line.text)
    if end := _run_in(builder, plain):
        for piece in _split(line, end):
            _line(builder, piece)
        return
    level, key = _heading(builder, plain, line)
    if level:
        title, place = _whole_title(builder, line, level)
        _flush(builder)
        around = _chapter_around(builder) if key in table_forms() else None
        _open(builder, title, level, place, key)
        builder.around = around
        return
    if _continues_heading(builder, line, plain):
        section = builder.sections[-1]
        section.title += line.text
        section.path = (*section.path[:-1], section.title)
        section.key = section_key(section.title, section.level == 1) or section.key
        section.place = Place(section.place.start, line.place.end, section.place.line, section.place.page)
        return
    if builder.pending and not _continues(builder, builder.pending[-1], line, plain):
        _flush(builder)
    if builder.around is not None and _is_text_below(builder, plain):
        _open(builder, builder.around.title, builder.around.level, line.place, builder.around.key)
        builder.around = None
    builder.pending.append(line)


def _chapter_around(builder: _Builder) -> Section | None:
    """The chapter that has begun to tell of its subject where the title of a table follows; None elsewhere."""
    section = builder.sections[-1]
    apart = section.key in {None, "tables", "toc", "annex", "glossary", "duties", *table_forms()}
    told = any(isinstance(b, Paragraph) for b in section.blocks)
    return section if section.level >= _CHAPTER_LEVEL and told and not apart else None


def _is_text_below(builder: _Builder, plain: str) -> bool:
    """Whether a line below a table in the middle of a chapter goes on with the chapter, and is no note of the table."""
    below = any(isinstance(b, Table) for b in builder.sections[-1].blocks) and not builder.pending
    note = layout().is_note(plain) or _OF_TABLE.search(plain) or any(n in plain for n in layout().empty_note)
    return below and not note and "。" in plain and len(plain) >= _SENTENCE_LONG


def _run_in(builder: _Builder, plain: str) -> int:
    """Where a heading ends that runs into its text on the same line (（五）政府性基金情况说明。2023年…); 0 for none.

    Only one that turns to another subject is a heading: others are the first words of a paragraph.
    """
    match = _RUN_IN.match(plain)
    current = builder.sections[-1].key
    if match is None or current in {"glossary", "duties", "toc"}:
        return 0
    key = section_key(match.group("title"), False)
    return match.end() if key is not None and key != current else 0


def _split(line: TextLine, at: int) -> tuple[TextLine, TextLine]:
    """The two halves of a line, each with the places of its own characters."""
    middle, place = line.offsets[at], line.place
    head = Place(place.start, middle, place.line, place.page)
    rest = Place(middle, place.end, place.line, place.page)
    return (
        TextLine(line.text[:at], line.offsets[:at], head, line.heading, line.blank_before),
        TextLine(line.text[at:], line.offsets[at:], rest, lead=at),
    )


def _heading(builder: _Builder, plain: str, line: TextLine) -> tuple[int, str | None]:
    """Level and meaning of a heading line; level 0 where the line is none.

    Levels: 1 part, 2 title of a table or an annexed report, 3 chapter (一、), 4 point （一）.
    """
    current = builder.sections[-1].key
    if _PART.match(plain) and len(plain) <= 60 and "。" not in plain:
        return 1, section_key(_PART.sub("", plain), True)
    if key := table_key(plain):
        return 2, key
    if chapter := _listed(plain, builder.titles):
        part = builder.parents.get(1)
        level = _CHAPTER_LEVEL if part is not None and _PART.match(fold(part.title)) else 1
        return level, section_key(chapter, False) or section_key(chapter, True)
    if _NAMED_PROJECT.match(plain) and 1 in builder.parents and current not in _NO_PROJECTS:
        # what stands below, chapters too, is of this project
        return 2, builder.parents[1].key
    body = unnumbered(_untailed(plain.rstrip("。")))
    if (lead := _ANNEX_LEAD.match(body)) and body.endswith(layout().annex_titles) and _among_tables(builder):
        body = body[lead.end() :]
    if len(body) > 45 or _SENTENCE.search(body) or _BROKEN_PATH.search(body):
        return 0, None
    if _CHAPTER.match(body) and current != "glossary" and not _is_row(builder, body):
        title = _CHAPTER.sub("", body)
        # a report without parts has chapters in their place
        key = section_key(title, False) or (section_key(title, True) if 1 not in builder.parents else None)
        if title.endswith("表") and key in _OF_MONEY and (current is None or current in table_forms()):
            key = None  # 九、一般公共预算财政拨款机关运行经费表: a table of no known form, and no chapter on the fund
        if key == "bodies" and _in_annex(builder):
            key = None  # the report of an evaluation begins with whose it is
        # a chapter on duties numbers the duties themselves
        if key is None and current == "duties" and builder.sections[-1].level == 1:
            return 0, None
        return _CHAPTER_LEVEL, key
    if _POINT.match(body) and (current not in {"glossary", "duties"} or _is_next_point(builder, body)):
        heads = body.endswith(layout().heading_endings) or (len(body) <= _SHORT_POINT and _below_project(builder))
        return (4, _point_key(builder, body)) if heads else (0, None)
    if current == "annex" and body.endswith(layout().annexed) and _below_annex_number(builder):
        return 2, "annex"
    if body.endswith(layout().annex_titles):
        behind = current in {"annex", "glossary"} or _among_tables(builder)
        return (2, "annex") if behind else (_form_level(builder, body), None)
    if _among_tables(builder) and is_table_title(plain):
        # a table that is no statutory one: what stands below is not the table above going on
        part = builder.parents.get(1)
        return 2, "annex" if part is not None and part.key == "annex" else "tables"
    if line.heading and not _ITEM.match(body):
        return max(2, line.heading), section_key(body, False)
    return 0, None


def _in_annex(builder: _Builder) -> bool:
    return any(s.key == "annex" for n, s in builder.parents.items() if n < _CHAPTER_LEVEL)


def _below_annex_number(builder: _Builder) -> bool:
    """Whether the line before says only which annex begins (附件5): what stands below is its title."""
    return len(builder.pending) == 1 and bool(_ANNEX_NUMBER.match(fold(builder.pending[0].text)))


def _untailed(title: str) -> str:
    """A title without what may follow it in brackets: its number, its year, that it is an abstract."""
    return layout().bracketed_tails.sub("", title)


def _point_key(builder: _Builder, body: str) -> str | None:
    """The meaning of a point by its own words, where the chapter it stands in is of no single meaning."""
    chapter = next((builder.parents[n] for n in (3, 2, 1) if n in builder.parents), None)
    if chapter is None:
        return None
    if chapter.key in {None, "other", "narrative", "profile"} or _ON_TWO.search(chapter.title):
        return section_key(_POINT.sub("", body), False)
    return None


def _below_project(builder: _Builder) -> bool:
    """Whether the chapters of one project stand here, each a point below its name (项目经费情况说明 / 一、甲工程)."""
    if 2 in builder.parents:
        return bool(_NAMED_PROJECT.match(fold(builder.parents[2].title)))
    part = builder.parents.get(1)
    return part is not None and 3 in builder.parents and bool(want_words().project_chapter.search(fold(part.title)))


def _is_next_point(builder: _Builder, body: str) -> bool:
    """Whether a point follows the one that the duties are: a section of its own, and none of them."""
    return builder.sections[-1].level == 4 and _point_key(builder, body) not in {None, "duties"}


def _form_level(builder: _Builder, title: str) -> int:
    """A form that stands inside a chapter is a part of it: the points behind it go on with the chapter."""
    return 5 if 3 in builder.parents and title.endswith("表") else 2


def _is_row(builder: _Builder, body: str) -> bool:
    """Whether a numbered line below the title of a table is a row of it (一、一般公共服务支出 60.00)."""
    return builder.sections[-1].level > 1 and _among_tables(builder) and not body.endswith(layout().chapter_endings)


def _among_tables(builder: _Builder) -> bool:
    """Whether the current section is a statutory table, another table beside them, or the part that holds them."""
    return builder.sections[-1].key in {"tables", *table_forms()}


def _whole_title(builder: _Builder, line: TextLine, level: int) -> tuple[str, Place]:
    """A title that was broken over two lines is put together; the first half is taken off the pending lines."""
    title = line.text.rstrip("。")
    if level != 2 or len(builder.pending) != 1 or builder.sections[-1].key != "annex":
        return title, line.place
    before = builder.pending[0]
    if (
        re.search(r"\d日$", before.text)
        or _SENTENCE.search(fold(before.text))
        or _starts_item(fold(before.text))
        or len(before.text) > 40
    ):
        return title, line.place
    builder.pending.clear()
    return before.text + title, Place(before.place.start, line.place.end, before.place.line, before.place.page)


def _continues_heading(builder: _Builder, line: TextLine, plain: str) -> bool:
    """Whether a line is the rest of a part heading broken over lines."""
    section = builder.sections[-1]
    if section.level != 1 or section.blocks or builder.pending:
        return False
    if _PART_ALONE.fullmatch(fold(section.title)):  # its name stands below it, with room between them
        return len(plain) <= 30 and not _SENTENCE.search(plain) and not _starts_item(plain) and not line.heading
    if line.blank_before:
        # on a title page of its own the lines of a title stand apart: the table of contents has it whole
        return len(plain) <= 30 and not _starts_item(plain) and _in_contents(builder, section.title + line.text)
    ends = fold(section.title + line.text).endswith(layout().chapter_endings)
    ends = (len(plain) <= _END_OF_TITLE and ends) or _in_contents(builder, section.title + line.text)
    if line.goes_on is False and not ends:
        return False  # a paragraph that begins below the heading, and not its last words
    return len(plain) <= 30 and not _SENTENCE.search(plain) and not _starts_item(plain)


def _in_contents(builder: _Builder, title: str) -> bool:
    """Whether the table of contents lists a title."""
    listed = (p.text for s in builder.sections if s.key == "toc" for p in s.blocks if isinstance(p, Paragraph))
    return any(name_key(title) == name_key(_LEADER.sub("", fold(text))) for text in listed)


def _starts_item(plain: str) -> bool:
    numbered = _PART.match(plain) or _CHAPTER.match(plain) or _POINT.match(plain) or _ITEM.match(plain)
    return numbered is not None and not _GOES_ON.match(plain)


def _continues(builder: _Builder, before: TextLine, line: TextLine, plain: str) -> bool:
    """Whether a line carries on the sentence of the line before it."""
    if line.heading or _starts_item(plain) or layout().is_note(plain) or layout().is_caption(plain):
        return False
    if line.goes_on is not None:
        return line.goes_on
    if line.whole and not builder.wrapped:
        return False
    if _LEADS_ON.search(before.text) or _GOES_ON.match(plain) or _NAMES_ITEM.search(fold(before.text)):
        return True
    ended = before.text[-1] in _ENDS
    if builder.wrapped:
        if before.text[-1] in "。！？":
            return False
        # a sentence never stops at a comma, nor does a new one begin with a bare number
        cut = before.text[-1] in "，、" or (plain[0].isdigit() and not ended)
        return cut or before.lead + len(before.text) >= 0.72 * builder.wrapped
    if ended:
        return False
    first = builder.pending[0].text
    if _ITEM.match(fold_width(first)) and not _SENTENCE.search(fold(first)) and first.endswith("情况说明"):
        return False
    return bool(re.search(r"[，。；：]", first)) or len(first) >= 25 or bool(_ITEM.match(fold_width(first)))


def _flush(builder: _Builder) -> None:
    """Close the pending lines as one paragraph of the current section."""
    if not builder.pending:
        return
    lines, builder.pending = builder.pending, []
    text = "".join(line.text for line in lines)
    offsets = array("I")
    for line in lines:
        offsets.extend(line.offsets)
    first, last = lines[0].place, lines[-1].place
    place = Place(first.start, last.end, first.line, first.page)
    builder.sections[-1].blocks.append(Paragraph(text, _STOP.sub("，", fold_width(text)), offsets, place))


def _attach(section: Section) -> None:
    """Give each table its caption (title, unit, department above), its notes (注 and 说明 below) and its title."""
    blocks = section.blocks
    for index, block in enumerate(blocks):
        if isinstance(block, Table):
            block.caption = _run(blocks[:index][::-1], short=True)[::-1]
            block.notes = _run(blocks[index + 1 :], short=False)
            block.key = section.key
            block.title = _table_title(section, block)


def _run(blocks: list[Block], short: bool) -> list[Paragraph]:
    """The paragraphs before the next table; with ``short``, only as far as they are captions."""
    run: list[Paragraph] = []
    for block in blocks:
        if not isinstance(block, Paragraph) or (short and len(block.text) > 60):
            break
        run.append(block)
    return run


def _table_title(section: Section, table: Table) -> str:
    first = [c.text for c in table.rows[0].cells if c.text]
    if len(first) == 1 and first[0].endswith("表"):
        return first[0]
    captions = (p for p in table.caption if not layout().is_caption(p.plain))
    named = [p.text for p in captions if _untailed(p.plain).endswith("表")]
    return named[-1] if named else section.title
