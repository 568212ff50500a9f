"""A conversation: each question is understood in the light of the turns before it, routed to an engine and checked."""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Callable
from itertools import islice

from extractors.citation import Citation
from extractors.text import fold, name_key, squeeze
from rag import compose
from rag.answer import Answer
from rag.answering.one_report import BY_WANT, LASTING, one_part, one_report
from rag.answering.parted import in_parts
from rag.assisted import Assistant
from rag.figures import figures, year_before
from rag.grounding import ungrounded
from rag.holdings.desk import Desk, Shelves
from rag.language.manner import named_beside
from rag.language.query import Query
from rag.language.scope import province_of
from rag.prose import explain, passages, profile
from rag.prose.absent import only_planned
from rag.prose.nearest import of_other_thing
from rag.prose.strangers import stranger_in
from rag.reports import compare
from rag.reports.holders import holders
from rag.reports.reasons import why_apart
from rag.reports.shelf import on_shelf
from rag.talk import correction, followup, recalled
from rag.talk.correction import Correction
from rag.talk.dialogue import Dialogue
from rag.talk.same_passage import read_on
from rag.understanding.parts import parts_of
from rag.understanding.question import want

OnText = Callable[[str], None]

_LOG = logging.getLogger(__name__)
#: so many reports are told one after another; so many are looked through for one duty
_EACH_AT_MOST, _AT_HAND = 6, 50
#: a question is read no further than this
MAX_QUESTION = 500
#: of how many reports the text is looked at to tell their province
_MOST_PLACED = 100
#: in how many of many reports a term is looked up: those that explain it at all mostly do so alike
_DEFINING = 5
#: how many reports are named to show what the library has
_NAMED = 8
#: so many sentences back may stand of which year something is told
_GOES_ON = 12
#: a year that something is told of, and not compared with
_OWN_YEAR = re.compile(r"(?<![比较与同和跟])(20\d\d)年")
#: the year before that of the report, named so
_YEAR_BEFORE = re.compile(r"(?<![比较与同和跟])(?:上年|上一年|去年)")
#: the last characters of the name of a body say what it is (图书馆, 事务中心), whatever place stands before them
_KIND_OF_BODY = 3
#: what is said to one who has asked nothing yet
_GREETING = "您好。请直接提问，例如：某部门2023年支出合计是多少？"


class Conversation:
    """Questions and answers in turn. One conversation sees nothing of another."""

    def __init__(self, library: Shelves, assistant: Assistant | None = None) -> None:
        self._settled = library.settled
        self._assistant = assistant
        self.desk = Desk.of(library)
        self.dialogue = Dialogue(self.desk)

    def ask(self, question: str = "", corrected: Correction | None = None, on_text: OnText = lambda _: None) -> Answer:
        """Answer one question. Every figure of the answer has its source or its formula.

        ``corrected`` sets right what was understood: of ``question``, or without one of the question before, which
        then is answered again. ``on_text`` is told the sentences that a language model writes, each once it is checked.
        """
        with self._settled():
            # half a character (of a terminal in another encoding) could be printed nowhere
            whole = question[:MAX_QUESTION].encode("utf-8", "ignore").decode("utf-8")
            return self._asked(whole.strip(), corrected, on_text)

    def _asked(self, question: str, corrected: Correction | None, on_text: OnText) -> Answer:
        started = time.perf_counter()
        query, answer = self._corrected(question, corrected) if corrected else self._answer(question)
        if self._assistant is not None and fold(question) and self.desk.reports:
            query, answer = self._assistant.help(
                question, query, answer, self.desk, self.dialogue, self._answer, on_text
            )
        answer = only_planned(query, self.desk, answer) or answer
        answer.answer += "".join(f"（“{s.written}”按“{s.meant}”理解。）" for s in query.slips)
        answer.answer += "".join(f"注：{note}" for note in query.notes)
        answer.answer += self.desk.versions_told(c.doc_id for c in answer.citations)
        answer.answer += self.desk.readings_told(answer.citations)
        answer.question = question or query.text
        answer.query = query.to_json(self.desk.reports)
        try:
            answer = _checked(answer, self.desk)
        except UngroundedAnswer:
            _LOG.exception("an engine gave a number without evidence")
            answer = _withheld(answer)
        answer.elapsed_ms = int((time.perf_counter() - started) * 1000)
        self.dialogue.remember(query, answer)
        return answer

    def _answer(self, question: str) -> tuple[Query, Answer]:
        if not fold(question):
            return Query(text=""), compose.answer(question, "请输入问题，例如：某部门2023年支出合计是多少？", "clarify")
        if not self.desk.reports:
            return Query(text=fold(question)), compose.answer(
                question, "库中还没有报告，请先导入决算报告（juesuan ingest 路径）。", "not_found"
            )
        if (told := on_shelf(question, self.desk, self.dialogue.last is None)) is not None:
            return Query(text=fold(question)), told
        query, answer = self._run(followup.understand(question, self.desk, self.dialogue))
        if answer.status == "not_found" and query.slips and query.move == "new" and query.doc_ids:
            # what was put right may have been right
            plain, other = self._run(followup.as_written(question, self.desk))
            if other.status in {"answered", "computed", "conflict"}:
                return plain, other
        return query, answer

    def _corrected(self, question: str, by: Correction) -> tuple[Query, Answer]:
        """The question, or without one the last question, with parts of what was understood replaced."""
        last = self.dialogue.last
        if not question and last is None:
            return Query(text=""), compose.answer(question, "还没有提过问题，没有可以更正的内容。请先提问。", "clarify")
        again = last is not None and question in {"", last.answer.question}
        query = last.query if again and last else followup.understand(question, self.desk, self.dialogue)
        return self._run(correction.corrected(query, by, self.desk.catalogue))

    def _run(self, query: Query) -> tuple[Query, Answer]:
        """The answer to a query, and the query; a follow-up without an answer is understood in other ways as well.

        What it took over is let go, or what was spoken of is set before its words, where only so there is an answer.
        """
        if (answer_there := read_on(query, self.dialogue)) is not None:
            return query, answer_there
        answer = self._on_what_was_asked(query)
        if answer.status == "not_found" and (answer_there := read_on(query, self.dialogue, lost=True)) is not None:
            return query, answer_there
        if answer.status == "not_found" and (plainer := followup.plainer(query)) is not None:
            other = self._on_what_was_asked(plainer)
            if other.status != "not_found":
                query.operations, query.columns = plainer.operations, plainer.columns
                return query, other
        if answer.status == "not_found" and (spelled := followup.spelled_out(query, self.desk, self.dialogue)):
            other = self._answered(spelled)
            if other.status in {"answered", "computed", "conflict"} and followup.tells_own(query, other):
                return spelled, other
        return query, answer

    def _on_what_was_asked(self, query: Query) -> Answer:
        """The answer to a query; words that have nothing of what a follow-up asks are none."""
        answer = self._answered(query)
        if answer.status == "answered" and not followup.speaks_of_it(query, "".join(c.quote for c in answer.citations)):
            whose = "、".join(self.desk.title(d) for d in query.doc_ids[:4])
            return compose.answer(query.text, f"没有找到：{whose}报告没有写明所问的内容。", "not_found")
        return answer

    def _answered(self, query: Query) -> Answer:
        if query.declined:
            return compose.answer(query.text, query.declined, "refused")
        if query.has("courtesy"):
            text = "不客气。可以接着问，例如换一个部门、年度或指标。" if self.dialogue.last else _GREETING
            return compose.answer(query.text, text, "clarify")
        if query.has("ask_back"):
            return _asked_back(query, self.desk)
        if query.recalled and (answer := recalled.computed(query)):
            return answer
        self._place(query)
        if not query.fitting and not query.unknown and (stranger := stranger_in(query.text, self.desk)):
            query.unknown, query.doc_ids, query.everywhere = [stranger], [], False
            query.taken_over = [t for t in query.taken_over if t != "departments"]
            return _unknown(query, self.desk)
        beside = _stands_beside(query)
        if query.unknown and (beside or not query.doc_ids) and not self._within_reports(query):
            return _unknown(query, self.desk)
        if query.comparison is None and len(query.doc_ids) > 1:
            departments = {self.desk.reports[d].department for d in query.doc_ids}
            query.comparison = want(query, len(departments) if len(departments) > 1 else len(query.doc_ids))
        if not query.doc_ids:
            return _which(query, self.desk)
        return route(query, self.desk)

    def _place(self, query: Query) -> None:
        """Departments whose province only the text of their report tells, where those of a province are asked about."""
        province = query.scope.province
        if province is None or query.scope.settled or query.unknown:
            return
        query.scope.settled = True
        unplaced = [d for d, r in self.desk.reports.items() if province_of(r) is None][:_MOST_PLACED]
        found = [d for d in unplaced if f"{province}省" in self.desk.load_source(d)]
        of_years = [d for d in found if not query.years or self.desk.reports[d].year in query.years]
        query.doc_ids += [d for d in of_years if d not in query.doc_ids]

    def _within_reports(self, query: Query) -> bool:
        """A body that is none of the departments may stand in their reports: then these are asked about."""
        # where it is asked whether a named report agrees with itself
        own = query.doc_ids if query.has("conflict") else []
        nearby = own or self.desk.catalogue.near_by(query.unknown, query.years)
        measured = any(s.measure for s in query.subjects)
        if (measured or not query.subjects) and not query.asks_text and not own:
            # a figure of a department that only stands in another one's text is not in the library, unless that has a
            # row of what is asked (甲图书馆接待读者多少人次, in the form of a project of the bureau above it)
            if self.desk.is_large:
                # reading the facts of each takes long: of many reports only those that name such a body
                kinds = [u[-_KIND_OF_BODY:] for u in query.unknown]
                nearby = [d for d in nearby if any(k in self.desk.load_source(d) for k in kinds)]
            if followup.put_within(query, nearby, self.desk):
                return True
            if measured:
                return False
        names = [_without_levels(u) for u in query.unknown]
        sources = {d: _without_levels(fold(self.desk.load_source(d))) for d in nearby}
        having = [d for d, source in sources.items() if any(name in source for name in names)]
        if not having:
            return False
        query.doc_ids, query.unknown, query.asks_text = having, [], not query.asks_figure
        query.rest = query.rest if own else query.text
        return True


def _without_levels(name: str) -> str:
    """Names without 市, 县, 区: 榆岚信息中心 is 榆岚市信息中心."""
    return re.sub("[市县区]", "", name)


def _asked_back(query: Query, desk: Desk) -> Answer:
    """A correction that does not say what was meant instead."""
    whose = "、".join(desk.title(d) for d in query.doc_ids[:4])
    what = "、".join([*(s.name for s in query.subjects), *query.columns]) or "未指明内容"
    text = f"请说明要改的是部门、年度还是指标，例如“不是某局，是某局”。上一问理解为：{whose}，{what}。"
    return compose.answer(query.text, text, "clarify")


def _stands_beside(query: Query) -> bool:
    """Whether a department that is not there is asked about beside one that is, and not just named along the way."""
    if query.has("difference", "ratio", "rank", "sum", "average"):
        return True
    if query.wants.shared and query.wants.kinds[:1] == ["duty"]:
        return False
    if query.doc_ids and (query.wants.standing is not None or query.wants.kinds[:1] == ["body"]):
        return False  # 某中心是不是下属单位: a body of the department that is named
    return named_beside(query.rest, query.unknown)


def _unknown(query: Query, desk: Desk) -> Answer:
    """A department that is not in the library; what is asked of others beside it is given all the same."""
    names = "、".join(query.unknown)
    missing = f"没有找到：库中没有“{names}”的报告"
    known = [f for d in query.doc_ids[:4] for s in query.subjects[:1] if (f := figures.best(query, desk, d, s))]
    if known:
        told = "；".join(compose.sentence(f) for f in known)
        text = f"{missing}，无法与之比较。库中有的是：{told}。"
        return compose.answer(query.text, text, "not_found", [], compose.cite(known, desk.files))
    return compose.answer(query.text, f"{missing}。现有：{_first_of(desk)}。", "not_found")


def _first_of(desk: Desk) -> str:
    """The first reports of the library, to show what there is; of a large one how many there are."""
    first = islice(desk.reports.values(), _NAMED)
    have = "、".join(f"{r.department}（{r.year}）" for r in first)
    return have + (f"等{len(desk.reports)}份报告" if desk.is_large else "")


def route(query: Query, desk: Desk) -> Answer:
    """Send a query to the engine that can answer it."""
    years = {desk.reports[d].year for d in query.doc_ids} if query.years else set()
    if query.years and not years & set(query.years) and _heads_column(query):
        query.years = []  # 2027年打算投多少: a column of a plan of several years
    elif query.years and not years & set(query.years):
        return _other_year(query, desk)
    if query.ambiguous and (holder := _only_holder(query, desk)) is not None:
        query.notes.append(f"问题适合{len(query.doc_ids)}份报告，只有{desk.title(holder)}的报告有所问的这一项。")
        query.doc_ids = [holder]
    if len(query.doc_ids) > 1:
        told = _defined(query, desk) or why_apart(query, desk) or _words_of_each(query, desk)
        return told or compare.across(query, desk) or holders(query, desk) or _which(query, desk)
    if query.scope.every or query.scope.narrows or query.scope.region:
        # only one department is left of those that are asked about
        query.operations = [o for o in query.operations if o not in {"list", "rank", "sum", "count_reports"}]
    if query.has("trend") and query.subjects:
        query.notes.append(f"库中只有{desk.title(query.doc_ids[0])}的报告，没有其他年度可比。")
    return one_report(query, desk, query.doc_ids[0])


def _heads_column(query: Query) -> bool:
    """Whether the year that is asked for heads a column of the table that has the row which is named."""
    columns = query.plain.columns if query.plain is not None and query.plain.rows else []
    return len(query.years) == 1 and any(str(query.years[0]) in column for column in columns)


def _only_holder(query: Query, desk: Desk) -> str | None:
    """The one of a few reports that might be meant which prints what is asked about by its own name."""
    names = {s.key for s in query.subjects if s.measure is None} | {name_key(p) for p in query.projects}
    if not names or len(query.doc_ids) > _EACH_AT_MOST or len(names) != len(query.subjects or query.projects):
        return None
    having = [d for d in query.doc_ids if names & desk.index(d).by_key.keys()]
    return having[0] if len(having) == 1 else None


def _defined(query: Query, desk: Desk) -> Answer | None:
    """What a term means, asked without a department: the first report that explains it."""
    asks_who = query.comparison is not None and bool(query.comparison.conditions)
    if not query.everywhere or query.wants.kinds[:1] != ["definition"] or asks_who:
        return None
    likely = query.doc_ids[: _DEFINING if desk.is_many(query.doc_ids) else _MOST_PLACED]
    return next((a for d in likely if (a := explain.definition(query, desk, d))), None)


def _words_of_each(query: Query, desk: Desk) -> Answer | None:
    """Words asked of several reports: what each says; of all reports only who is in charge of a thing that is named."""
    kind = next(iter(query.wants.kinds), None)
    everywhere = query.everywhere or len(query.doc_ids) > _EACH_AT_MOST
    if kind is None or (everywhere and kind != "duty") or query.has("rank", "sum") or len(query.doc_ids) > _AT_HAND:
        return None
    if len({desk.reports[d].department for d in query.doc_ids}) == 1:
        # duties, bodies and terms stay from year to year: the latest report tells them
        latest = max(query.doc_ids, key=lambda d: desk.reports[d].year or 0)
        return one_report(query, desk, latest) if kind in LASTING else None
    if everywhere:
        query = query.model_copy(update={"wants": query.wants.model_copy(update={"yes_no": True})})
    answers = [BY_WANT[kind](query, desk, d) for d in query.doc_ids]
    given = [a for a in answers if a and a.status == "answered" and (not everywhere or profile.is_affirmed(a))]
    if not given:
        return None
    citations = list(dict.fromkeys(c for a in given for c in a.citations))
    told = "".join(profile.plain(a.answer) if everywhere else a.answer for a in given)
    return compose.answer(query.text, told, "answered", [v for a in given for v in a.values], citations)


def _other_year(query: Query, desk: Desk) -> Answer:
    """A year that no report is of: the year before one may be worked back, any other is not there."""
    after = [d for d in query.doc_ids if (desk.reports[d].year or 0) - 1 in query.years]
    if len(after) == 1 and _asks_of_account(query, desk, after[0]):
        taken_back = year_before.prior_year(query, desk, after[0])
        if taken_back.status != "not_found":
            return taken_back
    if len(query.doc_ids) == 1 and (answer := passages.dated(query, desk, query.doc_ids[0])):
        return answer
    if len(after) == 1 and query.subjects:
        parts = parts_of(query, [desk.index(after[0])])
        if len(parts) > 1 and (answer := in_parts(parts, desk, after[0], one_part, query.text)):
            return answer
        if (told := _told_of_year(query, desk, after[0])) is not None:
            return told
        return of_other_thing(query, desk, after[0], year_before.prior_year(query, desk, after[0]))
    if len(after) == 1 and query.asks_text and (told := _told_of_year(query, desk, after[0])) is not None:
        return told
    if len(after) == len(query.doc_ids) > 1 and query.subjects:
        worked = [year_before.prior_year(query, desk, d) for d in after]
        if any(a.status != "not_found" for a in worked):
            citations = list(dict.fromkeys(c for a in worked for c in a.citations))
            values = [v for a in worked for v in a.values]
            return compose.answer(query.text, "".join(a.answer for a in worked), "computed", values, citations)
    asked = "、".join(f"{y}年" for y in query.years)
    have = "、".join(desk.title(d) for d in query.doc_ids[:_NAMED])
    return compose.answer(query.text, f"没有找到：库中没有所问部门{asked}的报告，现有{have}。", "not_found")


def _asks_of_account(query: Query, desk: Desk, doc_id: str) -> bool:
    """Whether the money of one 科目 of a table is asked for, and nothing in words."""
    only = query.subjects[0] if len(query.subjects) == 1 else None
    if only is None or only.measure is not None or query.asks_text or query.wants.kinds:
        return False
    return any(f.row_code and f.origin == "table" for f in desk.index(doc_id).by_key.get(only.key, ()))


def _told_of_year(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """What a report tells of the year before by that year (2024年度对12个项目开展自评，其中…).

    Of money that is what became of projects: other money of the year before is worked back.
    """
    told_of = {*query.kinds} & {"count", "score"} or query.of_projects or query.wants.kinds
    if not told_of or len(query.years) != 1:
        return None
    own = {"years": [desk.reports[doc_id].year], "prior": False}
    own["operations"] = [o for o in query.operations if o != "prior"]
    answer = one_report(query.model_copy(update=own), desk, doc_id)
    told = bool(answer.citations) and all(_is_of_year(desk, doc_id, c, query.years[0]) for c in answer.citations)
    if query.has("sum") and not any(v.formula for v in answer.values):
        return None  # the number of the projects is none of the sums asked for
    if not told or answer.status not in {"answered", "computed"}:
        return None
    said = answer.answer.removesuffix(compose.OF_YEAR_BEFORE)
    return answer.model_copy(update={"answer": f"{said}报告写明这是{query.years[0]}年的情况。"})


def _is_of_year(desk: Desk, doc_id: str, citation: Citation, year: int) -> bool:
    """Whether what is quoted names a year as its own, or goes on with a sentence that does (其中甲项目得分98.1分)."""
    # what is told behind a full stop may be of what will be done about it
    if own := _own_years(citation.quote.split("。")[0], year):
        return own == {str(year)}
    said = squeeze(citation.quote)
    sentences = desk.outline(doc_id).sentences
    said = re.split("[；。]", said)[0]  # of several sentences the first tells where they stand
    at = next((s.order for s in sentences if said and said in squeeze(s.text)), None)
    if at is None:
        return False
    before = [s for s in sentences[max(0, at - _GOES_ON) : at + 1] if s.section == sentences[at].section]
    dated = next((own for s in reversed(before) if (own := _own_years(s.text, year))), set())
    return dated == {str(year)}


#: the year in which something will be done about it, or of the budget that it is used for: not when it was found
_LATER = re.compile(r"20\d\d年度?(?:将|拟|计划)|(?:作为|用于|纳入|编制|安排)20\d\d年度?(?:部门)?预算")


def _own_years(text: str, before: int) -> set[str]:
    """The years that something is told of; ``before`` is what a report calls the year before."""
    text = _LATER.sub("", squeeze(text))
    return {*_OWN_YEAR.findall(text), *([str(before)] if _YEAR_BEFORE.search(text) else [])}


def _which(query: Query, desk: Desk) -> Answer:
    """A question that fits several reports and names no figure: the choices."""
    if query.scope.narrows and not query.doc_ids:
        where = query.scope.province or query.scope.level
        text = f"没有找到：库中没有能确认属于{where}的部门。现有：{_first_of(desk)}。"
        return compose.answer(query.text, text, "not_found")
    if query.comparison and query.comparison.asks_who and not query.subjects and query.everywhere:
        text = f"没有找到：按词查找了库中{len(query.doc_ids)}份报告，没有查到写有所问内容的。"
        return compose.answer(query.text, text, "not_found")
    if query.everywhere and not query.subjects and not query.years:
        return compose.answer(
            query.text,
            "没有找到：没有认出所问的部门或项目。请写明部门、年度和内容，例如：某某局某年“三公”经费决算是多少？",
            "not_found",
        )
    choices = "、".join(desk.title(d) for d in query.doc_ids[:10])
    choices += f"等{len(query.doc_ids)}份报告" if desk.is_many(query.doc_ids) else ""
    return compose.answer(query.text, f"请说明是哪一个部门：{choices}。", "clarify")


def _checked(answer: Answer, desk: Desk) -> Answer:
    """The last gate: a number without evidence never leaves."""
    stray = ungrounded(answer)
    stray = stray - desk.catalogue.numbers if stray else stray
    if not stray:
        return answer
    numbers = "、".join(str(n) for n in sorted(stray))
    raise UngroundedAnswer(f"答案中的数字没有出处：{numbers}；{answer.answer[:200]}")


def _withheld(answer: Answer) -> Answer:
    """What the user gets in place of an answer that holds a number without evidence: that, said plainly."""
    text = "没有给出答案：得到的答案里有数字找不到出处，按规则不予显示。请换一种问法，或直接查看报告原文。"
    return compose.answer(answer.question, text, "not_found").model_copy(update={"query": answer.query})


class UngroundedAnswer(AssertionError):
    """An answer holds a number that its evidence does not; a defect of an engine, caught before the user sees it."""
