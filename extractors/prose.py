"""Prose into facts: every figure of the narrative with subject and measure, stated reasons, definitions, duties."""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise

from extractors.clauses import Figure, figures
from extractors.facts import Fact
from extractors.naming import State, Whole, canonical
from extractors.phrases import path_alone
from extractors.report import Identity, Paragraph, Report, Section
from extractors.spread import spread_rows
from extractors.statements import carries_on, statements
from extractors.text import fold_width, strip_ordinal, unquoted
from extractors.vocabulary import layout, prose_words, table_forms
from extractors.wholes import changes_of_wholes

#: the number that is printed on a statutory table
_FIGURE = re.compile(r"\d")
#: (公开05表, 表5), or behind the name of the department in the line above a table
_TABLE_NUMBER = re.compile(
    r"^(?:(?:预算)?(?:单位|部门)(?:名称)?[：:][^：:。，]{2,30}?|(?:编制|填报|主管)(?:单位|部门)[：:][^：:。，]{2,30}?)?"
    r"(?P<number>(?:预算)?公开(?:表\d{1,2}(?!\d)|\d{1,2}表)|表\d{1,2}(?![-—－\d.]))"
)
#: a path of 科目, which some reports print in quotation marks
_PATH_MARK = re.compile(r"[(（][类款项][)）]")
#: a line with a 类 alone, below which its items follow; the path of such an item
_TOP_ALONE = re.compile(
    r"^(?:[(]?[一二三四五六七八九十\d]{1,3}[)、.．])?(?P<top>[\u4e00-\u9fff、（）()]{2,30}?[(]类[)])[。：:]?$"
)
_WITHOUT_TOP = re.compile(r"^[^()（）]{2,40}(?:[(（](?!类|款|项)[^()（）]*[)）][^()（）]*)?[(（]款[)）].*[(（]项[)）]$")
_LIST_OPENS = re.compile(r"(?:其中|包括|主要用于以下方面)[：，]?$")
#: a paragraph that begins so speaks of the year or the department anew
_ANEW = re.compile(r"^(?:20\d\d年|[我本](?:部门|单位|局|委|厅))")
#: characters below the title of a table that was not read within which its number stands
_NUMBER_WITHIN = 60
_NUMBERED = (
    re.compile(r"^[一二三四五六七八九十]{1,3}、"),
    re.compile(r"^[(][一二三四五六七八九十]{1,3}[)]"),
    re.compile(r"^\d{1,2}[.、](?!\d)"),
    re.compile(r"^(?:[(]\d{1,2}[)]|[①-⑳])"),
)
#: the name that a longer one goes by from here on: (以下简称〔X〕)
_SHORT = re.compile(r"[(](?:以下)?简称：?\"?(?P<name>[\u4e00-\u9fff]{2,12})\"?[)]")
#: the titles of reports and summaries on one project: 〔X〕项目绩效评价报告, 项目支出绩效评价报告——〔X〕项目
_REPORT_OF = re.compile(
    r"^(?:附件\d*[：:]?)?(?:20\d\d年度?)?(?P<name>.{2,40}?)(?:项目)?(?:支出)?(?:20\d\d年度?)?(?:项目)?(?:支出)?"
    r"(?:财政|部门)?(?:重点)?(?:绩效)?(?:自评价?|评价)(?:报告|综述|情况)$"
)
_REPORT_ON = re.compile(r"评价?(?:报告|综述)(?:—+|-+|：)(?P<name>.{2,40}?)(?:项目)?$")
#: the level of the points of a chapter, and what their titles add to the name of what they are on
_POINT, _SITUATION = 4, re.compile(r"(?:安排|变化|变动|增减)*情况(?:说明)?$")
_TERM = re.compile(r"^(?P<term>[^：。]{2,70})：(?P<text>.{6,})$")


def read_prose(report: Report) -> list[Fact]:
    """The facts of the prose of a report, in reading order."""
    facts: list[Fact] = []
    own = _own_name(report.identity.department or "", _short_name(report))
    for before, section in pairwise([None, *report.sections]):
        assert section is not None
        facts.extend(_table_numbers(report, section, before))
        if _is_spread(report, section):
            continue
        thread = _Thread.of(section, own, report.identity)
        for paragraph in section.paragraphs:
            facts.extend(_facts(report, section, paragraph, thread))
    return facts


def _facts(report: Report, section: Section, paragraph: Paragraph, thread: _Thread) -> Iterator[Fact]:
    """The facts of one paragraph; ``thread`` holds what the ones before it handed on."""
    key = section.key
    if key == "glossary":
        yield from _definition(report, section, paragraph)
    elif key == "duties":
        yield _text(report, section, paragraph, "职责", _lead_of(paragraph), (0, len(paragraph.text)))
        if thread.section == "bodies":
            yield from _narrative(report, section, paragraph, thread)
    elif key in table_forms():
        if any(word in paragraph.plain for word in layout().empty_note) or paragraph.plain.startswith("说明："):
            yield _text(report, section, paragraph, "说明", table_forms()[key or ""].name, (0, len(paragraph.text)))
    elif key and key not in {"toc", "tables"}:
        if key == "bodies":
            yield _text(report, section, paragraph, "机构设置", "机构设置", (0, len(paragraph.text)))
        yield from _narrative(report, section, paragraph, thread)


def _table_numbers(report: Report, section: Section, before: Section | None) -> Iterator[Fact]:
    """The number that a report prints on a statutory table (公开05表, 表5), so that it can be asked for by it.

    It stands above the title, and so at the end of what came before, or between title and table.
    """
    form = table_forms().get(section.key or "")
    if form is None:
        return
    above = before.blocks[-1:] if before is not None else []
    first = section.tables[0].place.start if section.tables else section.place.end + _NUMBER_WITHIN
    inside = [p for p in section.paragraphs if p.place.start < first]
    for paragraph in (*above, *inside):
        if isinstance(paragraph, Paragraph) and (match := _TABLE_NUMBER.match(paragraph.plain)):
            yield _text(report, section, paragraph, "表号", form.name, match.span("number"))
            return
    for table in section.tables:
        for row in table.rows[:3]:
            for cell in row.cells:
                if (match := _TABLE_NUMBER.match(cell.plain)) is None:
                    continue
                offsets = array("I", range(cell.place.start, cell.place.end))
                if len(cell.plain) == len(cell.text):
                    paragraph = Paragraph(cell.text, cell.plain, offsets, cell.place)
                    yield _text(report, section, paragraph, "表号", form.name, match.span("number"))
                return


def _narrative(report: Report, section: Section, paragraph: Paragraph, thread: _Thread) -> Iterator[Fact]:
    """Figures and statements of one paragraph."""
    if layout().is_note(paragraph.plain) or _is_scrap(section, paragraph):
        return
    state = thread.take_up(paragraph.plain)
    first = state.subject
    told: list[Figure] = []
    for figure in changes_of_wholes([*figures(paragraph.plain, state)]):
        if figure.column != "原因所述":
            told.append(figure)
        yield _below(thread.top, _figure(report, section, paragraph, figure))
    for said in statements(paragraph.plain, told, state, first):
        text = _text(report, section, paragraph, said.column, said.subject, (said.start, said.end))
        yield _below(thread.top, text)
    thread.lay_down(paragraph.plain, state)


def _measure_alone(plain: str, section: str | None) -> str | None:
    """The measure that a line names and nothing else, so that the next paragraph is on it ((二)公务接待费)."""
    name = strip_ordinal(plain)
    return canonical(name, section) if name != plain and not _FIGURE.search(name) else None


def _below(top: str | None, fact: Fact) -> Fact:
    """A fact of an item that the text goes through below a line with its 类 alone, with its whole path."""
    if top is None or not _WITHOUT_TOP.match(fact.row_name):
        return fact
    part_of = top + fact.part_of if fact.part_of and _WITHOUT_TOP.match(fact.part_of) else fact.part_of
    return fact.but(row_name=top + fact.row_name, part_of=part_of)


@dataclass(slots=True)
class _Thread:
    """What the paragraphs of a section hand on to the next: the subject, the item on its own line, open lists."""

    section: str | None
    default: str
    own: re.Pattern[str] | None = None
    is_budget: bool = False
    year: int | None = None
    subject: str | None = None
    item: str | None = None
    top: str | None = None
    lists: list[tuple[int, Whole]] = field(default_factory=list)

    @classmethod
    def of(cls, section: Section, own: re.Pattern[str] | None, identity: Identity) -> _Thread:
        # (一)因公出国(境)费 within the chapter on 三公: a title that is the name of a measure
        title = strip_ordinal(section.title)
        titled = canonical(title, section.key)
        if titled is None and section.level >= _POINT:
            titled = canonical(_SITUATION.sub("", title), section.key)  # (二)财政拨款收入情况
        named = _project_of(section) or titled or prose_words().subjects.get(section.key or "")
        # a chapter on duties and bodies counts the bodies
        key = "bodies" if section.key == "duties" and "机构" in section.title else section.key
        return cls(key, named or strip_ordinal(section.title), own, identity.kind == "budget", identity.year)

    def take_up(self, plain: str) -> State:
        """What a paragraph speaks of at its beginning."""
        depth = _depth(plain)
        if _ANEW.match(plain):
            self.lists.clear()
        while depth and self.lists and self.lists[-1][0] >= depth:
            self.lists.pop()
        subject = self.subject if carries_on(plain) else None
        wholes = [Whole(w.name, w.unit, w.column, kept=True) for _, w in self.lists]
        first = _project_at(plain) or self.item or subject or self.default
        return State(first, self.section, wholes, own=self.own, is_budget=self.is_budget, year=self.year)

    def lay_down(self, plain: str, state: State) -> None:
        """Keep what holds for the next paragraph."""
        if alone := _TOP_ALONE.match(plain):
            self.top = alone["top"]
        elif "(类)" in plain:
            self.top = None
        if item := path_alone(plain) or _measure_alone(plain, self.section):
            self.item = item
        elif self.item != state.subject:
            self.item = None
        self.subject = self.item or state.subject
        if _LIST_OPENS.search(plain) and state.unit:
            self.lists.append((_depth(plain), Whole(state.subject, state.unit, state.column)))
        elif plain.endswith(("；", "、")) and state.wholes:
            self.lists.append((_depth(plain), state.wholes[-1]))


def _depth(plain: str) -> int:
    """How deep the number lies that a paragraph begins with; 0 where it has none."""
    return next((depth for depth, pattern in enumerate(_NUMBERED, 1) if pattern.match(plain)), 0)


def _is_spread(report: Report, section: Section) -> bool:
    """Whether a section is a form whose grid was lost and that the annex reader reads row by row."""
    return section.title.endswith("表") and not section.tables and any(True for _ in spread_rows(report, section))


def _is_scrap(section: Section, paragraph: Paragraph) -> bool:
    """A scrap of a form whose cells a conversion spread over lines; the annex reader reads such forms as a whole."""
    if not section.title.endswith("表"):
        return False
    if section.tables:
        return paragraph.place.start < section.tables[-1].place.start
    return not re.search(r"[。；，]", paragraph.plain) and len(paragraph.text) < 40


def _short_name(report: Report) -> str:
    """What the report says it calls the department for short (X(以下简称Y)); empty where it does not."""
    department = fold_width(report.identity.department or "")
    for section in report.sections:
        for paragraph in section.paragraphs:
            match = _SHORT.search(paragraph.plain) if "简称" in paragraph.plain else None
            if match and department and paragraph.plain[: match.start()].endswith(department):
                return match.group("name")
    return ""


@lru_cache(maxsize=16)
def _own_name(department: str, short: str = "") -> re.Pattern[str] | None:
    """The name of the department in running text, with what may stand between it and a subject (本级, the year)."""
    if len(department) < 4:
        return None
    name = re.sub("[和与及]", "[和与及]", re.escape(fold_width(department)))
    # a town says its name without that of its county
    if (town := re.search(r"(?<=[市县区旗])[\u4e00-\u9fff]{2,5}(?:镇|乡|街道)(?:人民政府|办事处)?$", name)) is not None:
        name = rf"(?:{name[: town.start()]})?{town.group(0)}"
    if short:
        name = rf"(?:{name}|{re.escape(short)})"
    return re.compile(
        # right before an amount it is what that is of: 其中某局（本级）40.00万元
        name + r"(?!(?:[(](?:本级|本部|机关)[)]|本级|本部|机关)?$)"
        # and 某局本级支出40.00万元 is what that part of it spent
        r"(?!(?:[(](?:本级|本部|机关)[)]|本级|本部|机关)(?:支出|收入)$)"
        r"(?:[(][^()]{1,30}[)])?(?:本级)?(?:及(?:所属|下属)各?(?:预算)?单位)?(?:20\d\d年度?(?![末底初期]))?"
    )


def _project_of(section: Section) -> str | None:
    """The project that an annexed report or summary is of, from the nearest title that names one."""
    for title in reversed(section.path[1:]):
        title = layout().bracketed_tails.sub("", strip_ordinal(fold_width(title)))
        match = _REPORT_OF.match(title) or _REPORT_ON.search(title)
        if match and not prose_words().no_project.match(match.group("name")):
            name = match.group("name")
            return None if "整体" in name else name
    return None


def _project_at(plain: str) -> str | None:
    """The project that a paragraph names at its head, or behind its first sentence: X项目绩效自评综述：."""
    head = r"(?:\(?[一二三四五六七八九十\d]{1,2}[)、.])?([^：，。]{2,40}?)(?:项目)?(?:绩效)?(?:自评)?"
    match = re.match(rf"^{head}(?:综述|情况|结果)：", plain) or re.match(rf"^[^。：]{{4,80}}。{head}综述：", plain)
    if match is None:
        # a list of projects, each with its figures behind its name: 1.X项目。全年预算数…; 2.Y项目。自评得分…
        told = r"(?:目标)?(?:实际)?(?:完成|评价)?(?:结果)?(?:情况)?(?:综述)?"
        first = r"(?:(?:全年|年初|调整后?)?预算数?|(?:绩效)?(?:自评|评价)(?:综合|平均)?(?:得分|评分|分数))(?=[为是\d])"
        match = re.match(rf"^{head}{told}[。：:](?:该项目|项目)?{first}", plain)
    return match.group(1) if match else None


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
    return fact.but(
        value=figure.value, unit=figure.unit, raw=raw, part_of=figure.part_of, line=place.line, at=place.start
    )


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
        row_name=unquoted(subject) if _PATH_MARK.search(subject) else subject,
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
