"""Family E, the outline: parts and chapters of a report, what its contents and its list of attachments promise."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher

from extractors.crosscheck.book import STATUTORY, Book
from extractors.crosscheck.compare import insufficient, not_applicable
from extractors.crosscheck.model import Rule, Status, Verdict
from extractors.crosscheck.outline import Entry, attachments, contents
from extractors.crosscheck.reading import heading, reading
from extractors.text import fold, name_key, squeeze, strip_ordinal
from extractors.vocabulary import section_key, table_forms, table_key
from extractors.vocabulary.disclosure import Chapter, disclosure_words

#: how alike a heading must be to the entry of the table of contents that it is taken for
_ALIKE = 0.75
#: a title of so many characters stands nowhere by chance
_LONG = 10
#: an entry of the table of contents that is the part with all tables
_ALL_TABLES = re.compile(r"(?:预算|公开)(?:公开)?报?表$")
#: the chapter on all income and all spending
_BOTH = "overall"
#: how much of a paragraph tells what it speaks of, behind whose figures of which year they are
_LEAD = 20
_WHOSE = re.compile(r"^(?:(?:我|本)(?:部门|单位|局|委|厅|办|中心))?(?:20\d\d年度?)?")


def parts(rule: Rule, book: Book) -> Iterator[Verdict]:
    words, found = disclosure_words(), {s.key for s in book.report.sections if s.level == 1}
    if len(found & set(words.parts)) < 2:
        yield insufficient(rule, "parts", ["报告各部分的标题（第一部分、第二部分……）"])
        return
    for key, name in words.parts.items():
        if any(s.key == key and s.level for s in book.report.sections) or _has_children(book, key):
            yield Verdict(rule, f"part/{key}", Status.PASS)
        else:
            ground = f"报告没有“{name}”部分。部门决算应包括部门概况、决算表、决算情况说明和名词解释四个部分，请补充。"
            parts = [s for s in book.report.sections if s.level == 1 and s.key != "toc"]
            facts = tuple(heading(book, s) for s in parts[-1:])
            yield Verdict(rule, f"part/{key}", Status.FAIL, ground=ground, facts=facts)
    yield from (chapter_told(rule, book, chapter, "profile") for chapter in words.profile)
    yield from (chapter_told(rule, book, chapter, "narrative") for chapter in words.chapters)
    yield from empty_sections(rule, book)
    yield from contents_kept(rule, book)
    yield from attachments_kept(rule, book)


def _has_children(book: Book, key: str) -> bool:
    """Whether what belongs into a part is there without the part's own heading."""
    wanted = {
        "tables": set(table_forms()),
        "narrative": {c.key for c in disclosure_words().chapters},
        "profile": {"duties", "bodies"},
    }
    return any(s.key in wanted.get(key, set()) for s in book.report.sections)


def chapter_told(rule: Rule, book: Book, chapter: Chapter, zone: str) -> Verdict:
    """A section under its own heading, or its words where a section of another heading can tell it."""
    subject = f"section/{chapter.key}"
    if any(s.key == chapter.key and s.level and reading(book).zone(s) != "annex" for s in book.report.sections):
        return Verdict(rule, subject, Status.PASS)
    if not reading(book).text(zone):
        return insufficient(rule, subject, [disclosure_words().parts[zone]])
    if any(word in line for line in _leads(book, zone) for word in chapter.words):
        return Verdict(rule, subject, Status.PASS)
    if chapter.shown and {*chapter.shown} <= {f.row_name for f in book.said.in_section(_BOTH)}:
        return Verdict(rule, subject, Status.PASS)
    ground = f"{disclosure_words().parts[zone]}部分没有“{chapter.name}”的内容，请补充；没有相关收支的，也应作说明。"
    part = next((s for s in book.report.sections if s.level == 1 and s.key == zone), None)
    return Verdict(rule, subject, Status.FAIL, ground=ground, facts=(heading(book, part),) if part else ())


def _leads(book: Book, zone: str) -> list[str]:
    """How the paragraphs of a part begin; all of their text where the part has few chapters of its own."""
    chapters = {s.key for s in book.report.sections if s.level > 2 and reading(book).zone(s) == zone}
    told = {c.key for c in (*disclosure_words().chapters, *disclosure_words().funds)}
    titles = [s.title for s in book.report.sections if reading(book).zone(s) == zone and s.key not in told]
    plains = [strip_ordinal(p.paragraph.plain) for p in reading(book).text(zone).passages]
    plains += [strip_ordinal(fold(title)) for title in titles]
    if zone == "narrative" and len(chapters) > len(disclosure_words().chapters) // 2:
        return [plain[: len(plain) - len(_WHOSE.sub("", plain)) + _LEAD] for plain in plains]
    return plains


def empty_sections(rule: Rule, book: Book) -> Iterator[Verdict]:
    """Headings of parts and chapters with nothing under them."""
    sections = book.report.sections
    for section, after in zip(sections, [*sections[1:], None], strict=True):
        zone = reading(book).zone(section)
        if section.level not in (1, 3, 4) or zone in ("tables", "toc", "cover") or section.blocks:
            continue
        if STATUTORY.match(section.key or ""):
            continue  # a row of a table that came as lines of text, 一、…支出
        if (after is not None and (after.level > section.level or after.level == 2)) or zone == "annex":
            continue
        if after is not None and section.title != after.title and after.title.endswith(section.title):
            continue  # over several of one kind, each headed by its own name and the same words
        following = f"，其后直接是“{after.title}”" if after is not None else ""
        ground = f"“{section.title}”下没有任何文字内容{following}；没有相关事项的，应写明“无”，请补充。"
        facts = tuple(heading(book, s) for s in (section, after) if s is not None)
        subject = f"empty/{section.title}"
        yield Verdict(rule, subject, Status.FAIL, ground=ground, severity="warning", facts=facts)


def contents_kept(rule: Rule, book: Book) -> Iterator[Verdict]:
    """Every entry of the table of contents has its heading in the body; tables are told by E-01."""
    entries = [e for e in contents(book) if table_key(e.text) is None]
    if not entries:
        yield not_applicable(rule, "目录", "报告没有目录")
    titles = [s for s in book.report.sections if s.level and s.key != "toc"]
    keys = {name_key(strip_ordinal(s.title)) for s in titles}
    meanings = {s.key for s in titles}
    for entry in entries:
        yield _entry(rule, book, entry, keys, meanings)


def _entry(rule: Rule, book: Book, entry: Entry, keys: set[str], meanings: set[str | None]) -> Verdict:
    subject = f"目录/{entry.text}"
    unparted = re.sub(r"^第.{1,3}部分", "", entry.text)
    wanted = name_key(strip_ordinal(unparted))
    meaning = section_key(unparted, entry.is_part)
    if wanted in keys or (meaning is not None and meaning in meanings):
        return Verdict(rule, subject, Status.PASS)
    if any(wanted in k or k in wanted or SequenceMatcher(None, wanted, k).ratio() >= _ALIKE for k in keys if k):
        return Verdict(rule, subject, Status.PASS)
    if any(p.paragraph.plain.startswith(entry.text[:12]) for p in reading(book).passages if p.zone != "toc"):
        return insufficient(rule, subject, [f"“{entry.text}”一节的标题"])
    if book.report.identity.kind == "budget" and (doubt := _stands_otherwise(rule, book, subject, wanted)):
        return doubt
    ground = f"目录列有“{entry.text}”，正文没有这一节，请补充或更正目录。"
    return Verdict(rule, subject, Status.FAIL, ground=ground, facts=(entry.fact(book),))


def _stands_otherwise(rule: Rule, book: Book, subject: str, wanted: str) -> Verdict | None:
    """An entry of a budget without a heading: the tables as a whole, a table of its own title, a chapter as text."""
    grids = [t for s, t in book.report.tables if reading(book).zone(s) != "toc"]
    if _ALL_TABLES.search(wanted) and (grids or _has_children(book, "tables")):
        return Verdict(rule, subject, Status.PASS)
    lines = [p.paragraph.plain for p in reading(book).passages if p.zone != "toc"]
    lines += ["".join(p.plain for p in t.caption) + "".join(c for row in t.rows[:3] for c in row.texts) for t in grids]
    if any(wanted in name_key(strip_ordinal(line)) for line in lines):
        return insufficient(rule, subject, [f"“{wanted}”的标题"])
    if len(wanted) >= _LONG and squeeze(fold(book.report.source.text)).count(wanted) > 1:
        return insufficient(rule, subject, [f"“{wanted}”的标题"])
    tables_read = any(STATUTORY.match(t.key or "") for t in grids) and all(t.key for t in grids)
    if "表" in wanted and not tables_read:
        return insufficient(rule, subject, [f"“{wanted}”（表格未全部认出）"])
    return None


def attachments_kept(rule: Rule, book: Book) -> Iterator[Verdict]:
    """Attachments that a list names and that the annex does not contain."""
    listed = attachments(book)
    bodies = [_core(s.title) for s in book.report.sections if reading(book).zone(s) == "annex" and s.level > 1] + [
        _core(t.title) for s, t in book.report.tables if reading(book).zone(s) == "annex"
    ]
    if not listed or not bodies:
        yield not_applicable(rule, "附件", "没有附件目录，或附件未读到内容")
        return
    for entry in listed:
        wanted = _core(entry.title)
        alike = max((SequenceMatcher(None, wanted, body).ratio() for body in bodies if body), default=0)
        if alike >= 0.6 or any(wanted in body or body in wanted for body in bodies if body):
            yield Verdict(rule, f"附件/{entry.title}", Status.PASS)
            continue
        ground = f"附件目录列有“{entry.text}”，附件中没有这份文件，请补充；确实没有的，应从目录中删除。"
        subject = f"附件/{entry.title}"
        yield Verdict(rule, subject, Status.FAIL, ground=ground, severity="warning", facts=(entry.fact(book),))


def _core(title: str) -> str:
    """A title without year and number."""
    return re.sub(r"20\d\d年度?|附件[\d一二三四五六七八九十]*|^\d+", "", name_key(strip_ordinal(title)))
