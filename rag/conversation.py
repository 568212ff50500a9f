"""A conversation: each question is understood in the light of the turns before it, routed to an engine and checked."""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Callable

from extractors.text import fold
from extractors.vocabulary import standard_names
from extractors.vocabulary.wants import Kind
from rag import compare, compose, computed, conflicts, explain, figures, listing, passages, profile, projects, stated
from rag.answer import Answer
from rag.asked_rows import rows_asked
from rag.desk import Desk, Shelves
from rag.grounding import ungrounded
from rag.names import find_named
from rag.parts import parts_of
from rag.query import Query
from rag.question import parse
from rag.topic import segments_of

_LOG = logging.getLogger(__name__)
#: so many reports are told one after another; so many are looked through for one duty
_EACH_AT_MOST, _AT_HAND = 6, 50
#: a question is read no further than this
MAX_QUESTION = 500

_EACH = re.compile(r"(?<!类)(?<!款)(?<!项)(分别|各)(是|有|为|花|得)?了?(多少|几)")
_WORK_BACK = re.compile(r"推算|倒推|倒算|反推|反算|推出来|报告推|往前推")
_RELATIVE = re.compile(r"上一?年|去年|前一年")
_BOTH = re.compile(r"两个|二者|两者|两家|这两|前两|前二|他们|它们")
_EVERY = re.compile(
    r"各(部门|单位|家|局)|所有(部门|单位|报告)|全部(部门|单位)|每(个|家)(部门|单位|局)|哪(个|家)(部门|单位|局)"
)
_ONE_OF = re.compile(r"它|该(部门|单位|局)|这(个|家)(部门|单位|局)?")


class Conversation:
    """Questions and answers in turn. One conversation sees nothing of another."""

    def __init__(self, library: Shelves) -> None:
        self.desk = Desk.of(library)
        self.turns: list[tuple[Query, Answer]] = []

    def ask(self, question: str) -> Answer:
        """Answer one question. Every figure of the answer has its source or its formula."""
        started = time.perf_counter()
        question = question[:MAX_QUESTION].strip()
        query, answer = self._answer(question)
        answer.answer += "".join(f"（“{s.written}”按“{s.meant}”理解。）" for s in query.slips)
        answer.answer += self.desk.versions_told(c.doc_id for c in answer.citations)
        try:
            answer = _checked(answer, self.desk)
        except UngroundedAnswer:
            _LOG.exception("an engine gave a number without evidence")
            answer = _withheld(question)
        answer.question = question
        answer.query = query.to_json(self.desk.reports)
        answer.elapsed_ms = int((time.perf_counter() - started) * 1000)
        self.turns.append((query, answer))
        return answer

    def _answer(self, question: str) -> tuple[Query, Answer]:
        reports = list(self.desk.reports.values())
        if not fold(question):
            return Query(text=""), compose.answer(question, "请输入问题，例如：某部门2023年支出合计是多少？", "clarify")
        if not reports:
            return Query(text=fold(question)), compose.answer(
                question, "库中还没有报告，请先导入决算报告（juesuan ingest 路径）。", "not_found"
            )
        query = parse(question, reports, self.desk.index)
        if query.declined:
            return query, compose.answer(question, query.declined, "refused")
        self._carry_over(query, question)
        compared = query.has("difference", "ratio", "rank", "sum")
        if query.unknown and (compared or not query.doc_ids) and not self._within_reports(query):
            return query, _unknown(query, self.desk)
        return query, route(query, self.desk)

    def _carry_over(self, query: Query, question: str) -> None:
        """Fill what a follow-up leaves out from the turn before: departments, then the subject and the table."""
        if not self.turns:
            return
        before, answer = self.turns[-1]
        named = find_named(question, list(self.desk.reports.values()))
        if (
            (_BOTH.search(query.text) or query.has("difference"))
            and not named.mentions
            and (not query.subjects or query.defaulted)
        ):
            self._both(query)
            return
        if not named.mentions and not query.unknown and not _EVERY.search(query.text):
            if len(before.doc_ids) == 1 or query.nth or not _ONE_OF.search(query.text):
                query.doc_ids, query.everywhere = list(before.doc_ids), before.everywhere
            elif answer.values and (chosen := _doc_of(self.desk, answer)):
                query.doc_ids, query.everywhere = [chosen], False
            query.doc_ids = self._of_years(query.doc_ids, query.years)
            reparsed = (
                parse(question, [self.desk.reports[d] for d in query.doc_ids], self.desk.index)
                if query.doc_ids
                else query
            )
            query.subjects, query.operations, query.defaulted, query.wants = (
                reparsed.subjects,
                reparsed.operations,
                reparsed.defaulted,
                reparsed.wants,
            )
        if not query.years and not named.mentions:
            query.years = list(before.years)
        elif not query.years and named.mentions:
            years = {self.desk.reports[d].year for d in query.doc_ids}
            query.years = [y for y in before.years if y in years]
        if query.has("share") and len(query.subjects) == 1 and query.text.startswith("占") and before.subjects:
            query.subjects = [*before.subjects[:1], *query.subjects]
        if (not query.subjects or query.defaulted or _vague(query)) and not query.tables:
            query.asks_text = query.asks_text and before.asks_text
            query.kinds = query.kinds or before.kinds
            query.subjects, query.tables, query.columns = (
                before.subjects,
                before.tables,
                query.columns or before.columns,
            )
            query.table_column = before.table_column
        if query.has("prior") and not query.columns:
            query.columns = []
        if query.nth and before.has("rank"):
            query.operations = sorted({*query.operations, "rank"})
        if _BOTH.search(query.text) and before.has("rank"):
            query.operations = sorted({*query.operations, "rank", "difference"})
            query.top = query.top or 2

    def _of_years(self, doc_ids: list[str], years: list[int]) -> list[str]:
        """The reports of the same departments for the years that a follow-up names, where they are there."""
        wanted = {self.desk.reports[d].department for d in doc_ids}
        found = [d for y in years for d, r in self.desk.reports.items() if r.year == y and r.department in wanted]
        return found or doc_ids

    def _within_reports(self, query: Query) -> bool:
        """A body that is none of the departments may stand in their reports: then these are asked about."""
        having = [
            d for d in list(self.desk.reports)[:50] if any(u in fold(self.desk.load_source(d)) for u in query.unknown)
        ]
        if not having:
            return False
        query.doc_ids, query.unknown, query.asks_text = having, [], not query.asks_figure
        query.rest = query.text
        return True

    def _both(self, query: Query) -> None:
        """Two things of the last turns, to be compared: the last two figures that were answered."""
        recent = [(q, a) for q, a in self.turns if a.values]
        if recent and recent[-1][0].has("rank"):
            before = recent[-1][0]
            query.doc_ids, query.everywhere, query.years = list(before.doc_ids), before.everywhere, list(before.years)
            query.subjects, query.columns = before.subjects, before.columns
            query.operations = sorted({*query.operations, "rank", "difference"})
            query.top, query.nth, query.ascending = 2, None, before.ascending
            return
        if len(recent) < 2:
            return
        (first, _), (second, _) = recent[-2:]
        query.doc_ids = list(dict.fromkeys([*first.doc_ids, *second.doc_ids]))
        query.subjects = list(dict.fromkeys([*first.subjects, *second.subjects]))
        query.columns, query.years = second.columns, []
        query.everywhere = False


def _doc_of(desk: Desk, answer: Answer) -> str | None:
    department = answer.values[0].department
    return next((d for d, r in desk.reports.items() if r.department == department), None)


def _vague(query: Query) -> bool:
    """Whether a follow-up only says that money was spent (实际花了多少), so that it speaks of what was asked before."""
    return all(s.generic and not {"收入", "支出", "收支"} & {s.text} and "总" not in s.text for s in query.subjects)


def _unknown(query: Query, desk: Desk) -> Answer:
    names = "、".join(query.unknown)
    have = "、".join(f"{r.department}（{r.year}）" for r in list(desk.reports.values())[:8])
    return compose.answer(query.text, f"没有找到：库中没有“{names}”的报告。现有：{have}。", "not_found")


def route(query: Query, desk: Desk) -> Answer:
    """Send a query to the engine that can answer it."""
    years = {desk.reports[d].year for d in query.doc_ids}
    if query.years and not years & set(query.years):
        return _other_year(query, desk)
    if len(query.doc_ids) > 1:
        if answer := _words_of_each(query, desk):
            return answer
        if answer := compare.across(query, desk):
            return answer
        return _which(query, desk)
    return one_report(query, desk, query.doc_ids[0])


def _words_of_each(query: Query, desk: Desk) -> Answer | None:
    """Words asked of several reports: what each says; of all reports only who is in charge of a thing that is named."""
    kind = next(iter(query.wants.kinds), None)
    everywhere = query.everywhere or len(query.doc_ids) > _EACH_AT_MOST
    if kind is None or (everywhere and kind != "duty") or query.has("rank", "sum") or len(query.doc_ids) > _AT_HAND:
        return None
    if everywhere:
        query = query.model_copy(update={"wants": query.wants.model_copy(update={"yes_no": True})})
    answers = [_BY_WANT[kind](query, desk, d) for d in query.doc_ids]
    given = [a for a in answers if a and a.status == "answered" and (not everywhere or profile.is_affirmed(a))]
    if not given:
        return None
    citations = list(dict.fromkeys(c for a in given for c in a.citations))
    told = "".join(profile.plain(a.answer) if everywhere else a.answer for a in given)
    return compose.answer(query.text, told, "answered", [v for a in given for v in a.values], citations)


def _other_year(query: Query, desk: Desk) -> Answer:
    """A year that no report is of: the year before one may be worked back, any other is not there."""
    if len(query.doc_ids) == 1 and (answer := passages.dated(query, desk, query.doc_ids[0])):
        return answer
    after = [d for d in query.doc_ids if (desk.reports[d].year or 0) - 1 in query.years]
    if len(after) == 1 and query.subjects:
        return computed.prior_year(query, desk, after[0])
    asked = "、".join(f"{y}年" for y in query.years)
    have = "、".join(desk.title(d) for d in query.doc_ids[:8])
    return compose.answer(query.text, f"没有找到：库中没有所问部门{asked}的报告，现有{have}。", "not_found")


def _which(query: Query, desk: Desk) -> Answer:
    """A question that fits several reports and names no figure: the choices."""
    if query.everywhere and not query.subjects and not query.years:
        return compose.answer(
            query.text,
            "没有找到：没有认出所问的部门或项目。请写明部门、年度和内容，例如：某某局2023年“三公”经费决算是多少？",
            "not_found",
        )
    choices = "、".join(desk.title(d) for d in query.doc_ids[:10])
    return compose.answer(query.text, f"请说明是哪一个部门：{choices}。", "clarify")


def one_report(query: Query, desk: Desk, doc_id: str) -> Answer:
    """The answer from one report, by the first engine that has one."""
    if _of_prior_year(query, desk.reports[doc_id].year or 0):
        worked = computed.prior_year(query, desk, doc_id)
        return (passages.dated(query, desk, doc_id) or worked) if worked.status == "not_found" else worked
    if strange := passages.not_printed(query, desk, doc_id):
        text = f"没有找到：{desk.title(doc_id)}报告中没有出现“{strange}”。"
        return compose.answer(query.text, text, "not_found")
    answer = _worked_back(query, desk, doc_id) if _WORK_BACK.search(query.text) else None
    query.rows = query.rows or rows_asked(query, [desk.index(doc_id)])
    answer = answer or listing.sure_rows(query, desk, doc_id)
    parts = parts_of(query, [desk.index(doc_id)])
    # without a known subject the parts share one topic, which only the whole question names
    if answer is None and len(parts) > 1 and (query.subjects or query.project or query.tables):
        answer = compose.together(query.text, [_one_part(p, desk, doc_id) for p in parts])
    for engine in _engines(query):
        answer = answer or engine(query, desk, doc_id)
    return answer or figures.missing(query, desk, doc_id)


def _worked_back(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """A figure to be worked back of which the year's own report is there: what that prints, then what was asked."""
    report = desk.reports[doc_id]
    if query.years != [report.year]:
        return None
    year = (report.year or 0) + 1
    after = [d for d, r in desk.reports.items() if r.department == report.department and r.year == year]
    direct = figures.lookup(query.model_copy(update={"columns": [], "operations": []}), desk, doc_id)
    if not after or direct is None:
        return direct
    return compose.together(query.text, [direct, computed.prior_year(query, desk, after[0])]) or direct


def _one_part(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    # a part such as 增长多少 has no topic of its own by which a passage could be found
    engines = [*_FIGURES, passages.passage] if len("".join(segments_of(query))) >= 4 else _FIGURES
    return next((a for engine in engines if (a := engine(query, desk, doc_id))), None)


def _of_prior_year(query: Query, year: int) -> bool:
    """Whether the figure of the year before is asked for, and not how this year's compares with it."""
    if query.has("reason") or not query.subjects:
        return False
    if {"增减额", "增减幅"} & set(query.columns) and not query.prior:
        return False
    if year - 1 in query.years and year not in query.years:
        return True
    if not query.prior:
        return False
    # 推算 with this year named asks for a figure worked back to this year, unless it says 上一年
    this_year = not _WORK_BACK.search(query.text) or bool(_RELATIVE.search(query.text))
    return year - 1 in query.years or not query.years or (query.years == [year] and this_year)


Engine = Callable[[Query, Desk, str], Answer | None]

#: the engines for each operation, in the order in which operations are tried
_BY_OPERATION: tuple[tuple[str, Engine], ...] = (
    ("conflict", projects.compared),
    ("conflict", conflicts.conflict),
    ("per_head", projects.per_thing),
    ("per_head", computed.per_head),
    ("share", computed.share),
    ("ratio", lambda query, desk, doc_id: _ratio(query, desk, doc_id)),
    ("sum", listing.over_rows),
    ("difference", computed.within),
    ("list", listing.over_rows),
)

#: the engines for the kinds of words that a question asks for
_BY_WANT: dict[Kind, Engine] = {
    "reason": explain.reason,
    "definition": explain.definition,
    "use": explain.use,
    "note": explain.note,
    "duty": profile.duties,
    "body": profile.bodies,
    "goal": stated.goals,
    "problem": stated.problems,
    "improvement": stated.improvements,
    "effect": stated.effects,
}
#: kinds that other engines may answer first: 花在哪 is a list where the report has one
_LAST: set[Kind] = {"use"}


#: the engines that look a figure up, the most precise first
_FIGURES: tuple[Engine, ...] = (
    computed.remainder,
    projects.lookup,
    projects.described,
    figures.of_department,
    figures.lookup,
    computed.against_prior,
    computed.against_budget,
    computed.rate,
    figures.lookup_loosely,
    computed.worked_back,
)


def _engines(query: Query) -> list[Engine]:
    """The engines to try, in order: those of the operations, then figures or words as the question asks."""
    by_operation = [engine for operation, engine in _BY_OPERATION if query.has(operation)]
    first = [_BY_WANT[k] for k in query.wants.kinds if k not in _LAST]
    last = [_BY_WANT[k] for k in query.wants.kinds if k in _LAST]
    chosen = list(dict.fromkeys([*first, passages.compared, *by_operation, *last]))
    one_by_one = query.has("list") and not query.has("conflict", "share", "sum", "use")
    if one_by_one and _EACH.search(query.text) and (len(query.subjects) >= 2 or len(query.columns) >= 2):
        chosen[:0] = [projects.lookup, figures.lookup]
    if query.tables:
        return [*chosen, *_FIGURES]
    words: list[Engine] = [profile.bodies, explain.nothing_spent, passages.passage]
    if query.wants.thing is not None and not query.asks_figure:
        return [passages.passage, *chosen, explain.nothing_spent]
    if query.wants.kinds[:1] == ["reason"] and any(not s.generic for s in query.subjects):
        return [*chosen, passages.passage, explain.no_reason, *_FIGURES]
    if "还是" in query.text:
        words = [passages.passage, *words[:-1]]
    if query.asks_text or (query.has("list") and not query.asks_figure):
        return [*chosen, *words, *(_FIGURES if query.wants.how else ())]
    if query.has("conflict"):
        chosen.append(passages.passage)
    changes = {"增减额", "增减幅"} & set(query.columns)
    if any(
        (s.measure is None and s.key in standard_names())
        or (s.measure and (s.measure.strict or (changes and not s.generic)))
        for s in query.subjects
    ):
        return [*chosen, *_FIGURES]
    vague = query.subjects and not query.columns and all(s.generic for s in query.subjects)
    if vague and not query.project and _speaks_of_more(query):
        return [*chosen, *words]
    return [*chosen, *_FIGURES, *words]


def _speaks_of_more(query: Query) -> bool:
    """Whether a question that names spending or income as such also names a thing that is no known measure."""
    rest = query.rest
    for subject in query.subjects:
        rest = rest.replace(subject.text, "|")
    return sum(len(s) for s in segments_of(query.model_copy(update={"rest": rest}))) >= 4


def _ratio(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    if len(query.subjects) < 2:
        return None
    a, b = (figures.best(query, desk, doc_id, s) for s in query.subjects[:2])
    return computed.quotient(query, desk, a, b)


def _checked(answer: Answer, desk: Desk) -> Answer:
    """The last gate: a number without evidence never leaves."""
    known = " ".join(f"{r.department}{r.year}" for r in desk.reports.values())
    stray = ungrounded(answer, known)
    if not stray:
        return answer
    numbers = "、".join(str(n) for n in sorted(stray))
    raise UngroundedAnswer(f"答案中的数字没有出处：{numbers}；{answer.answer[:200]}")


def _withheld(question: str) -> Answer:
    """What the user gets in place of an answer that holds a number without evidence: that, said plainly."""
    text = "没有给出答案：得到的答案里有数字找不到出处，按规则不予显示。请换一种问法，或直接查看报告原文。"
    return compose.answer(question, text, "not_found")


class UngroundedAnswer(AssertionError):
    """An answer holds a number that its evidence does not; a defect of an engine, caught before the user sees it."""
