"""Prose into facts: every figure of the narrative with subject and measure, stated reasons, definitions, duties."""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterator

from extractors.clauses import Figure, State, figures, path_alone, sentences
from extractors.facts import Fact
from extractors.report import Paragraph, Report, Section
from extractors.text import fold_width, name_key, strip_ordinal
from extractors.vocabulary import layout, printed_subjects, prose_words, standard_names, table_forms

_REASON = re.compile(r"(?P<what>[^。]*?)(?:主要)?原因(?:是|为|：|在于)*[：，]?(?P<reason>[^。：，][^。]*)")
_USE = re.compile(r"主要(?:是)?用于(?!以下方面)(?P<use>[^。；]{2,})")
_LIST = re.compile(
    r"(?P<whole>人员经费|公用经费|日常公用经费)[^。；]{0,30}?主要包括：(?P<list>[^。]+?)(?=；?(?:日常)?公用经费|。|$)"
)
_TERM = re.compile(r"^(?P<term>[^：。]{2,70})：(?P<text>.{6,})$")


def read_prose(report: Report) -> list[Fact]:
    """The facts of the prose of a report, in reading order."""
    facts: list[Fact] = []
    for section in report.sections:
        facts.extend(_table_numbers(report, section))
        item: str | None = None
        for paragraph in section.paragraphs:
            facts.extend(_facts(report, section, paragraph, item))
            item = path_alone(paragraph.plain)
    return facts


def _facts(report: Report, section: Section, paragraph: Paragraph, item: str | None) -> Iterator[Fact]:
    """The facts of one paragraph; ``item`` is the path that stands alone on the line above it."""
    key = section.key
    if key == "glossary":
        yield from _definition(report, section, paragraph)
    elif key == "duties":
        yield _text(report, section, paragraph, "职责", _lead_of(paragraph), (0, len(paragraph.text)))
    elif key in table_forms():
        if any(word in paragraph.plain for word in layout().empty_note) or paragraph.plain.startswith("说明："):
            yield _text(report, section, paragraph, "说明", table_forms()[key or ""].name, (0, len(paragraph.text)))
    elif key and key not in {"toc", "tables"}:
        if key == "bodies":
            yield _text(report, section, paragraph, "机构设置", "机构设置", (0, len(paragraph.text)))
        yield from _narrative(report, section, paragraph, item)


def _table_numbers(report: Report, section: Section) -> Iterator[Fact]:
    """The number that a report prints on a statutory table (公开05表), so that it can be asked for by it."""
    form = table_forms().get(section.key or "")
    if form is None:
        return
    for paragraph in section.paragraphs:
        if match := re.match(r"^公开(\d{1,2})表", paragraph.plain):
            yield _text(report, section, paragraph, "表号", form.name, match.span())
            return
    for table in section.tables:
        for row in table.rows[:3]:
            if cell := next((c for c in row.cells if re.match(r"^公开\d{1,2}表", c.plain)), None):
                paragraph = Paragraph(
                    cell.text, cell.plain, array("I", range(cell.place.start, cell.place.end)), cell.place
                )
                if len(cell.plain) == len(cell.text):
                    yield _text(report, section, paragraph, "表号", form.name, (0, len(cell.text)))
                return


def _narrative(report: Report, section: Section, paragraph: Paragraph, item: str | None) -> Iterator[Fact]:
    """Figures, reasons, uses and lists of one paragraph."""
    if layout().is_note(paragraph.plain) or _is_scrap(section, paragraph):
        return
    named = item or _project_of(section)
    state = State(named or prose_words().subjects.get(section.key or "", strip_ordinal(section.title)), section.key)
    _project_subject(paragraph, state)
    told: list[Figure] = []
    for figure in figures(paragraph.plain, state):
        if figure.column != "原因所述":
            told.append(figure)
        yield _figure(report, section, paragraph, figure)
    yield from _reasons(report, section, paragraph, told, state)
    for match in _USE.finditer(paragraph.plain):
        at = match.start()
        subject = _named_before(paragraph.plain, at) or _subject_at(paragraph.plain, told, at, state)
        yield _text(report, section, paragraph, "用途", subject, match.span("use"))
    for match in _LIST.finditer(paragraph.plain):
        yield _text(report, section, paragraph, "主要包括", match.group("whole"), match.span("list"))


def _is_scrap(section: Section, paragraph: Paragraph) -> bool:
    """A scrap of a form that a conversion spread over lines; the annex reader reads such forms as a whole."""
    return section.title.endswith("表") and not re.search(r"[。；，]", paragraph.plain) and len(paragraph.text) < 40


def _project_of(section: Section) -> str | None:
    """The project that an annexed self-evaluation report is of, from its title."""
    for title in section.path[1:2]:
        if match := re.match(r"^(?:20\d\d年度?)?(.{2,40}?)(?:项目)?(?:支出)?(?:绩效)?自评报告$", fold_width(title)):
            name = match.group(1)
            return None if "整体" in name else name
    return None


def _project_subject(paragraph: Paragraph, state: State) -> None:
    """A paragraph on one project names it first: X项目绩效自评综述：."""
    if match := re.match(
        r"^(?:\(?[一二三四五六七八九十\d]{1,2}[)、.])?([^：，。]{2,40}?)(?:项目)?(?:绩效)?(?:自评)?(?:综述|情况)：",
        paragraph.plain,
    ):
        state.subject = match.group(1)


def _reasons(
    report: Report, section: Section, paragraph: Paragraph, told: list[Figure], state: State
) -> Iterator[Fact]:
    """Each stated reason, bound to what the sentence speaks of and to the comparison it explains."""
    for start, end in sentences(paragraph.plain):
        sentence = paragraph.plain[start:end]
        match = _REASON.search(sentence)
        if not match or len(match.group("reason")) < 2:
            continue
        what = match.group("what")
        if "问题" in what[-12:]:
            continue
        budget = re.search(r"差异|预算数?$|大于|小于|等于|预算", what.rsplit("，", 1)[-1] or what)
        column = "预决算差异原因" if budget and not re.search(r"较上年|比上年|与上年", what[-14:]) else "增减原因"
        subject = _subject_at(paragraph.plain, told, start + match.start("reason"), state)
        span = (start + match.start("reason"), start + match.end("reason"))
        yield _text(report, section, paragraph, column, subject, span)


def _named_before(plain: str, at: int) -> str | None:
    """The known subject that the words right before a place consist of."""
    words = re.split(r"[。；，：]", plain[:at])[-1]
    key = name_key(words)
    return printed_subjects().get(key) or (words if key in standard_names() else None)


def _subject_at(plain: str, told: list[Figure], at: int, state: State) -> str:
    """What is spoken of at a place: the nearest subject before it in its clause, else after it there, else before."""
    left = max(plain.rfind(mark, 0, at) + 1 for mark in "。；")
    right = min((i for i in (plain.find(mark, at) for mark in "。；") if i >= 0), default=len(plain))
    before = [f for f in told if f.start < at]
    inside = [f for f in told if left <= f.start < right]
    if before and (before[-1] in inside or not inside):
        return before[-1].subject
    return inside[0].subject if inside else state.subject


def _definition(report: Report, section: Section, paragraph: Paragraph) -> Iterator[Fact]:
    match = _TERM.match(paragraph.plain)
    if not match:
        return
    printed = paragraph.text[: match.end("term")]
    # The number is told from the folded term, and cut off the printed one.
    term = printed[len(printed) - len(strip_ordinal(fold_width(printed))) :]
    yield _text(report, section, paragraph, "名词解释", term, match.span("text"))


def _lead_of(paragraph: Paragraph) -> str:
    """What a duty is about: the words up to the first stop, without its number."""
    text = strip_ordinal(paragraph.plain)
    return re.split(r"[。，；：]", text, maxsplit=1)[0][:40] or "职责"


def _figure(report: Report, section: Section, paragraph: Paragraph, figure: Figure) -> Fact:
    start, end = _quote_span(paragraph.plain, figure)
    fact = _fact(report, section, paragraph, (start, end), figure.subject, figure.column)
    raw = paragraph.text[figure.start : figure.end]
    place = paragraph.span(report.source, figure.start, figure.end)
    return fact.but(value=figure.value, unit=figure.unit, raw=raw, part_of=figure.part_of, line=place.line)


def _quote_span(plain: str, figure: Figure) -> tuple[int, int]:
    """The part of the sentence a figure is quoted by: the whole sentence, or its clauses around where it is long."""
    start, end = figure.sentence
    if end - start <= 160:
        return start, end
    left = max(start, *(plain.rfind(mark, start, max(start, figure.start - 60)) + 1 for mark in "，；。：、"))
    right = min((i for i in (plain.find(mark, figure.end, end) for mark in "，；。") if i >= 0), default=end)
    return left, right


def _text(
    report: Report, section: Section, paragraph: Paragraph, column: str, subject: str, span: tuple[int, int]
) -> Fact:
    fact = _fact(report, section, paragraph, span, subject, column)
    return fact.but(raw=paragraph.text[span[0] : span[1]])


def _fact(
    report: Report, section: Section, paragraph: Paragraph, span: tuple[int, int], subject: str, column: str
) -> Fact:
    place = paragraph.span(report.source, *span)
    identity = report.identity
    return Fact(
        doc_id=report.doc_id,
        department=identity.department,
        year=identity.year,
        kind=identity.kind,
        origin="prose",
        table=None,
        section="/".join(section.path),
        row_code=None,
        row_name=subject,
        column=column,
        value=None,
        unit=None,
        raw="",
        page=place.page,
        line=place.line,
        quote=report.source.cut(place),
        section_key=section.key,
        start=place.start,
        end=place.end,
    )
