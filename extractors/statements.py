"""What a paragraph states in words: reasons, uses, the relation of outturn to budget, no change, what makes up a whole.

Each statement is of the subject that its own clause names; where it names none, of what the text spoke of last.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from extractors.clauses import Figure, income_named
from extractors.facts import MONEY
from extractors.naming import State, canonical, known_subject
from extractors.phrases import path_before, reason_spans, sentences
from extractors.text import name_key
from extractors.vocabulary import prose_words, standard_names

_USE = re.compile(r"(?:主要(?:是)?用于|开支内容(?:主要)?(?:是|为|包括))[：:]?(?!以下方面)(?P<use>[^。；]{2,})")
_LIST = re.compile(
    r"(?P<whole>人员经费|公用经费|日常公用经费)[^。；]{0,30}?主要包括：(?P<list>[^。]+?)(?=；?(?:日常)?公用经费|。|$)"
)
_BASE = r"(?:年初|全年|调整)?预算数?"
_EVEN = r"(?:基本)?(?:持平|一致|相等|相同|(?:不存在|无|没有)(?:差异|差额)|存在(?:较大)?差异|存在差距)"
_RELATION = re.compile(
    rf"(?:支出)?决算数?(?:大\(小\)于|大于|小于|等于|高于|低于|多于|少于|超过|超出|持平于){_BASE}"
    rf"|(?:支出)?决算数?(?:与|和|同|较|比){_BASE}(?:相比)?[，]?{_EVEN}"
    rf"|{_BASE}(?:与|和|同)(?:支出)?决算数?{_EVEN}"
    rf"|(?:支出)?预决算(?:数)?{_EVEN}"
    rf"|(?:与|和|同|较){_BASE}(?:相比)?[，]?{_EVEN}"
)
_STILL = re.compile(
    r"(?:与|较|比|同|和)(?:上年度?|去年|20\d\d年度?|上一?年度?)(?:同期)?(?:决算数?|(?P<planned>(?:财政拨款)?预算数?))?(?:相比|相较|比较)?[，]?"
    r"(?:支出)?(?:基本)?(?P<word>持平|一致|相同|相等|(?:无|没有|未发生|不存在)(?:增减|变化|变动|差异)(?:变化|变动)?)"
)
#: the grade that goes with points; not of how many it is the grade (评价等级为优的19个)
_GRADE = re.compile(
    r"(?:等级|等次|级别|档次)(?:评定)?(?:为|是|：)?\"?(?P<grade>优秀|优|良好|良|合格|中|差|不合格)(?:等级?)?\"?(?!\"?的|\d|等?项目)"
)
#: what a stated change or difference is measured against
_TO_YEAR = re.compile(r"上年|去年|同比|上一年|[与比较]20\d\d年")
_TO_BUDGET = re.compile(r"预算(?!绩效|管理|单位|编制|项目|资金)|差异")
#: why a budget was not met, and the columns of what has one
_UNMET = re.compile(
    r"(?:未|没有?)(?:能)?(?:全部|全额|按期)?完成(?:年初|全年|年度|调整)?(?:预算|执行)"
    r"|预算(?:未|没有?)(?:能)?(?:完成|执行|用完)"
)
#: columns of a change from the year before
_CHANGES = {"增减额", "增减幅"}
_MET = {"完成预算比例", "完成比例", "执行率"}
_FUNDS = re.compile(r"一般公共预算|政府性基金预算|国有资本经营预算")
_CHANGED = re.compile(r"增|减|升|降")
#: a sentence that begins with the reason of a change, and names not what changed
_BARE_CHANGE = re.compile(r"(?:增加|减少|增长|下降|上升|变动|变化|增减变化?)的?(?:主要)?原因")
#: a sentence that names not even that something changed
_BARE = re.compile("(?:其)?(?:主要)?(?:原因|是由于|系因)")
#: what was evaluated badly, which the reason behind explains (甲项目得分偏低的原因是…, 乙经费执行率较低，主要原因是…)
_LOW = re.compile(
    r"(?P<name>[^，；。：]{3,40}?)(?:的?绩效)?(?:自评|评价)?(?:得分|评分|分数|预算执行率|执行率|完成率)(?:相对)?[偏较最]低"
)
#: the words of a clause up to what it says of its subject
_OF_WHAT = re.compile(
    r"^(?P<name>.+?)(?:支出)?(?:预?决算数?|执行数)?"
    r"(?:(?:与|和|同|较|比)(?=上|去|20|年|全|预|决|本|调)|大于|小于|大\(小\)于|等于|高于|低于"
    r"|增加|减少|增长|下降|上升|存在|持平|变[动化]|差异|的?(?:主要)?原因|主要用于)"
)


#: a clause that begins with what it compares with names nothing (比2025年预算持平)
_COMPARING = re.compile(r"(?:比|较|与|和|同)(?:上年|去年|上一年|20\d\d年)")


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement: the column it is kept under, its subject and its span in the paragraph."""

    column: str
    subject: str
    start: int
    end: int


def statements(plain: str, told: list[Figure], state: State, first: str) -> Iterator[Statement]:
    """The statements of a paragraph. ``told`` are its figures outside reasons, ``first`` its subject before them."""
    speech = _Speech(plain, told, state.section, first, state.is_budget)
    for sentence in sentences(plain):
        reasons = reason_spans(plain, sentence, state.section)
        told_here = [*_reasons(speech, reasons), *_relations(speech, sentence, reasons)]
        yield from sorted(told_here, key=lambda s: s.start)
    for match in _USE.finditer(plain):
        at = match.start()
        yield Statement("用途", _named_before(plain, at) or speech.subject_at(at), *match.span("use"))
    for match in _LIST.finditer(plain):
        yield Statement("主要包括", match.group("whole"), *match.span("list"))
    yield from _grades(plain, told)


def _grades(plain: str, told: list[Figure]) -> Iterator[Statement]:
    """The grade that a sentence gives beside points: of what has the points, not of the parts that they are made of."""
    for match in _GRADE.finditer(plain):
        points = [f for f in told if f.column == "得分" and f.sentence[0] <= f.start < match.start() <= f.sentence[1]]
        if points:
            subjects = [f.subject for f in points]
            last = points[-1]
            whole = last.part_of if last.part_of in subjects else last.subject
            yield Statement("自评等级", whole or last.subject, *match.span("grade"))


@dataclass(slots=True)
class _Speech:
    plain: str
    told: list[Figure]
    section: str | None
    first: str
    is_budget: bool = False

    def subject_at(self, at: int) -> str:
        """What is spoken of at a place: as its clause names it, else the nearest subject before it in the clause, else
        after it there, else before."""
        left = max(self.plain.rfind(mark, 0, at) + 1 for mark in "。；")
        right = min((i for i in (self.plain.find(mark, at) for mark in "。；") if i >= 0), default=len(self.plain))
        before = [f for f in self.told if f.start < at]
        inside = [f for f in self.told if left <= f.start < right]
        since = before[-1].end if before else 0
        if name := self._named(max(left, since), at):
            return name
        if path := path_before(self.plain, since, at):
            return path[0]
        if before and (before[-1] in inside or not inside):
            return before[-1].subject
        return inside[0].subject if inside else self.first

    def with_budget(self, at: int) -> str | None:
        """What was last told with its budget or with how far it was met, where things that are counted came after."""
        told = [f for f in self.told if f.start < at and (f.column in _MET or f.unit in MONEY)]
        return told[-1].subject if told else None

    def changed(self, at: int) -> str | None:
        """What was last told to have changed, in a sentence of its own: of a whole and its parts the whole.

        What there is of things (保有量为8辆) may be told between the change and its reason.
        """
        told = [f for f in self.told if f.start < at and f.column in _CHANGES]
        whole = [f for f in told if not self.plain.startswith("其中", f.sentence[0])]
        first = next((f for f in whole if f.sentence == whole[-1].sentence), None)
        return first.subject if first is not None else None

    def _named(self, start: int, at: int) -> str | None:
        """The known subject that the words from a place on name first."""
        for clause in re.split(r"[，；。]", self.plain[start:at]):
            match = None if _COMPARING.match(clause) else _OF_WHAT.match(income_named(clause) + "原因")
            name = match.group("name") if match else ""
            if 2 <= len(name) <= 40:
                for cut in (name, name + "支出", name + "费"):
                    if known := known_subject(cut, State(self.first, self.section)) or _standard(cut):
                        return known
        return None


def _standard(name: str) -> str | None:
    return name if name_key(name) in standard_names() else None


def _reasons(speech: _Speech, reasons: list[tuple[int, int, int]]) -> Iterator[Statement]:
    """Each stated reason, bound to what its clause speaks of and to the comparison it explains."""
    plain = speech.plain
    for what, start, end in reasons:
        words = plain[what:start]
        if "问题" in words[-14:]:
            continue
        stop = start + len(plain[start:end].rstrip("。；！？"))
        if stop - start >= 2:
            # a budget is held against the one of the year before: 比2024年预算增加
            column = "增减原因" if speech.is_budget else _explained(plain, what, start)
            subject = speech.with_budget(what) if _UNMET.search(words) else None
            if low := _LOW.match(words):
                subject = low["name"]
            elif column == "增减原因" and (_BARE_CHANGE.match(words) or _of_parts(plain, what, words)):
                subject = speech.changed(what)
            yield Statement(column, subject or speech.subject_at(start), start, stop)


def _of_parts(plain: str, what: int, words: str) -> bool:
    """Whether a reason that names nothing stands behind the parts of what it explains (其中：…。主要原因是…)."""
    before = plain[:what].rstrip("。")
    return bool(_BARE.match(words)) and before[before.rfind("。") + 1 :].startswith("其中")


def _explained(plain: str, what: int, at: int) -> str:
    """The column of a reason: it explains a change against the year before, or the difference from the budget.

    The comparison named last before it counts; where its own sentence names none, that of the sentence before.
    """
    for start in (what, max(plain.rfind("。", 0, max(what - 1, 0)) + 1, 0)):
        words = _FUNDS.sub(lambda m: "款" * len(m.group(0)), plain[start:at])
        year = max((m.start() for m in _TO_YEAR.finditer(words)), default=-1)
        budget = max((m.start() for m in _TO_BUDGET.finditer(words)), default=-1)
        if max(year, budget) >= 0:
            return "预决算差异原因" if budget > year else "增减原因"
    return "增减原因"


def _relations(speech: _Speech, sentence: tuple[int, int], reasons: list[tuple[int, int, int]]) -> Iterator[Statement]:
    """The relation that the text itself states, outside reasons: of outturn and budget, and of two equal years."""
    for match in _RELATION.finditer(speech.plain, *sentence):
        if not _within(match.start(), reasons):
            yield Statement("预决算关系", speech.subject_at(match.start()), *match.span())
    for match in _STILL.finditer(speech.plain, *sentence):
        # 与2024年预算持平 compares two years in a budget alone
        if not _within(match.start(), reasons) and (speech.is_budget or not match.group("planned")):
            yield Statement("增减方向", speech.subject_at(match.start()), *match.span("word"))


def _within(at: int, reasons: list[tuple[int, int, int]]) -> bool:
    return any(start <= at < end for _, start, end in reasons)


def _named_before(plain: str, at: int) -> str | None:
    """The known subject that the words right before a place consist of."""
    words = re.split(r"[。；，：]", plain[:at])[-1]
    return canonical(words) or _standard(words)


def carries_on(plain: str) -> bool:
    """Whether a paragraph goes on with what the one before it speaks of (主要用于…, 决算数小于预算数的原因…)."""
    return bool(prose_words().carries_on.match(plain))
