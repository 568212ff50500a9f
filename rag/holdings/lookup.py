"""The facts of one report, indexed by what they are of, and found by the words of a question."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from typing import Annotated

from pydantic import BeforeValidator, PlainSerializer

from extractors.annex import canonical_column
from extractors.facts import LAST_YEAR, MONEY, PLAIN_TABLE, TABLE_NUMBER, Fact
from extractors.text import fold, name_key, squeeze
from extractors.vocabulary import (
    Measure,
    measures,
    outturn_table,
    plan_names,
    question_words,
    standard_names,
    table_forms,
)
from extractors.vocabulary.bodies import body_words
from rag.holdings.plain_index import PlainIndex
from rag.holdings.project_names import projects_of
from rag.text.labels import LEVEL, PUBLIC, added_column, part_keys, subject_keys, without_place

_CODE = re.compile(r"(?<![\d.])\d{3}(?:\d\d){0,2}(?![\d.]|年|万|元|亿|个|家|人|%)")
#: the row of a form that gives all its points
_FORM_TOTAL = re.compile(r"(?:总分|合计|总计|总得分)$")
#: a number of so many digits is a code and no amount
_SURELY_CODE = 5
_LEVEL_OF_CODE = {3: "类", 5: "款", 7: "项"}


def _measure(value: object) -> object:
    """A measure by its id, which is all that a Query as JSON holds of it."""
    return measures()[value] if isinstance(value, str) and value in measures() else value


MeasureById = Annotated[Measure | None, BeforeValidator(_measure), PlainSerializer(lambda m: m.id if m else None)]


@dataclass(frozen=True, slots=True)
class Subject:
    """Something a question speaks of: a measure of the vocabulary, a name that a report prints, or a 科目 by its code.

    ``within`` is the whole in which it is looked for (基本支出里的公用经费).
    """

    key: str
    text: str
    start: int
    end: int
    measure: MeasureById = None
    level: str | None = None
    code: str | None = None
    within: Subject | None = None

    @classmethod
    def of(cls, measure: Measure) -> Subject:
        """A measure as a subject that the question itself does not name."""
        return cls(name_key(measure.name), measure.name, 0, 0, measure)

    @property
    def generic(self) -> bool:
        """收入, 支出, 花钱: a subject only where nothing more precise is named."""
        return self.measure is not None and (
            self.text in _GENERIC or self.text.startswith(("花得", "支出最", "收入最"))
        )

    @property
    def name(self) -> str:
        if self.code:
            return f"{self.code}（{self.key}）"
        return self.measure.name if self.measure else self.text


@dataclass(frozen=True, slots=True)
class Found:
    """A fact that fits, and how well."""

    fact: Fact
    score: float


def is_economic(fact: Fact) -> bool:
    """Whether a fact stands in the table of 经济分类, whose codes are no 科目 of 功能分类."""
    return outturn_table(fact.table) == "GK06"


def level_of(fact: Fact) -> str | None:
    """类, 款 or 项 of a fact: by its code, else by the last level its name prints."""
    if fact.row_code and not is_economic(fact):
        return _LEVEL_OF_CODE.get(len(fact.row_code))
    marks = LEVEL.findall(fact.row_name)
    return marks[-1] if marks else None


#: what prose calls the whole of a department whose points it tells
_WHOLE = re.compile(r"(?:部门|单位|本级)?整体(?:支出|绩效)*(?:自评|评价)?")


def _is_form_total(fact: Fact) -> bool:
    """Whether a fact is the points of the whole department: all that its form gives, or those that prose tells."""
    if fact.part_of or canonical_column(fact.column) != "得分" or fact.value is None:
        return False
    if fact.origin == "prose":
        return bool(_WHOLE.fullmatch(name_key(fact.row_name)))
    return "整体" in f"{fact.section}{fact.table}" and bool(_FORM_TOTAL.search(name_key(fact.row_name)))


def _room(key: str) -> int:
    """How long a name may be that a name is part of; what a longer name is part of says more."""
    return (3 if len(key) < 4 else 4) * len(key)


#: columns of tables that a sentence may tell as parts of a row, and what such a part is worth
_KINDS, _OF_PART = {"基本支出", "项目支出"}, 9.0
#: the columns of income in tables of both sides
_OF_INCOME = ("收入金额", "本年收入预算数", "财政拨款收入预算数")
_NONE: Set[str] = frozenset()
#: columns of facts that are whole sentences
_SENTENCES = {"职责", "机构设置"}


def _amounts_of(fact: Fact) -> tuple[str, ...]:
    """The column that prose gives the amounts of a report's own year in."""
    return ("决算数", "预算数") if fact.kind == "budget" else ("决算数",)


#: how a reason tells the change of another thing against the year before, right before its amount
_CHANGED_BY = re.compile(
    r"(?:^|[，。；：、])(?P<name>[^，。；：、]{2,16}?)(?:增加|减少|增长|下降|上升)?了?，?"
    r"(?:较|比|与|同)(?:上一?年?度?|去年|20\d\d年度?)(?:相比)?，?(?P<way>增加|减少|增长|下降|上升)了?$"
)


def _changes_in_reasons(facts: Sequence[Fact]) -> list[Fact]:
    """The change of a measure that only the reason for another one tells (项目支出增加，较上年度增加12.50万元)."""
    told = {(name_key(f.row_name), f.column) for f in facts}
    found: dict[str, Fact] = {}
    for fact in facts:
        if fact.column != "原因所述" or fact.unit not in MONEY or fact.value is None:
            continue
        quote = squeeze(fold(fact.quote).replace(",", "，").replace(":", "："))
        match = _CHANGED_BY.search(quote[: max(quote.find(squeeze(fold(fact.raw))), 0)])
        measure = measures().get(asked_words().get(name_key(match["name"]), "")) if match else None
        if match is None or measure is None or (name_key(measure.name), "增减额") in told:
            continue
        fell = match["way"] in {"减少", "下降"}
        value = -fact.value if fell else fact.value
        found.setdefault(measure.id, fact.but(column="增减额", value=value, row_name=measure.name, part_of=None))
    return list(found.values())


class FactIndex:
    """The facts of one report by subject."""

    def __init__(self, facts: Sequence[Fact]) -> None:
        self.plain = PlainIndex(facts)
        self.facts = [f for f in facts if f.section_key != PLAIN_TABLE]
        self.facts += _changes_in_reasons(self.facts)
        self.by_key: dict[str, list[Fact]] = defaultdict(list)
        self.projects = projects_of(self.facts)
        self.by_part: dict[str, list[Fact]] = defaultdict(list)
        self.by_code: dict[str, list[Fact]] = defaultdict(list)
        self.tables: set[str] = set()
        self.annex_names: set[str] = set()
        self.table_numbers: dict[int, str] = {}
        self.titles: dict[str, str] = {}
        self._cells: dict[str, list[Fact]] = defaultdict(list)
        self._rows: dict[tuple[str, str], list[Fact]] = defaultdict(list)
        self.added_columns: set[tuple[str, str]] = set()
        self.form_totals: list[Fact] = []
        self._names_with: dict[str, set[str]] = {}
        #: names with one character left out, made when a question has a slip to be found
        self.gaps: Mapping[tuple[str, int], str] | None = None
        for fact in self.facts:
            if fact.column == TABLE_NUMBER:
                # the title that a number is of names no row: 支出决算 is what was spent, no 支出决算表
                if fact.section_key and fact.doc_id:
                    self.table_numbers[int(re.sub(r"\D", "", fold(fact.raw)))] = fact.section_key
                continue
            for key in subject_keys(fact):
                self.by_key[key].append(fact)
            for key in part_keys(fact):
                self.by_part[key].append(fact)
            if fact.origin == "annex":
                self.annex_names.update(subject_keys(fact))
            if _is_form_total(fact):
                self.form_totals.append(fact)
            if fact.origin == "table" and fact.table:
                self.tables.add(fact.table)
                self._cells[fact.table].append(fact)
                # also the row that is but called 预算数, which no question can name
                self._rows[fact.table, name_key(fact.row_name)].append(fact)
                form = table_forms().get(fact.table)
                if form is not None and form.layout != "wide" and fact.column not in form.column_names:
                    self.added_columns.add((fact.table, fact.column))
                self.titles.setdefault(name_key(fact.section.rsplit("/", 1)[-1]), fact.table)
            if fact.table in PUBLIC and (added := added_column(fact)):
                self.by_key[added].append(fact)
            if bare := without_place(fact):
                self.by_key[bare].append(fact)
            if fact.row_code:
                self.by_code[fact.row_code].append(fact)

    def cells(self, table: str) -> list[Fact]:
        """The facts of a statutory table."""
        return self._cells.get(table, [])

    def names_with(self, character: str) -> Set[str]:
        """The names that have a character."""
        if not self._names_with:
            self._names_with = defaultdict(set)
            for key, facts in self.by_key.items():
                if all(f.column in _SENTENCES for f in facts):
                    continue  # what is called by the beginning of a sentence has no name that could be shortened
                for c in key:
                    self._names_with[c].add(key)
        return self._names_with.get(character, _NONE)

    def of_measure(self, measure: Measure) -> list[Fact]:
        """Every fact of a measure, in tables and in prose."""
        cells = dict.fromkeys((c[0], name_key(c[1])) for c in (*measure.cells, *measure.budget))
        found = [f for c in cells for f in self._rows.get(c, ())]
        names = dict.fromkeys(name_key(n) for n in (measure.name, *measure.printed))
        found += [f for n in names for f in self.by_key.get(n, ()) if f.origin != "table"]
        planned = (f for n in plan_names().get(measure.id, ()) for f in self.by_key.get(n, ()))
        found += [f for f in planned if f.kind == "budget" and f.origin == "prose"]
        return list(dict.fromkeys([*found, *(self.form_totals if measure.of_form else ())]))

    def near(self, key: str) -> list[str]:
        """Names that contain a name or are contained in it, the nearest in length first (养老保险缴费 in …缴费支出)."""
        if len(key) < 3:
            return []
        close = [k for k in self.by_key if (key in k or (k in key and len(k) >= 4)) and len(k) <= _room(key)]
        # 其他工资福利支出 is what is left beside the others, not another name of 工资福利支出
        close = [k for k in close if k.startswith("其他") == key.startswith("其他")]
        # 退休人员经费 is of some of the people only
        who = body_words().people.match(key)
        close = [k for k in close if who is None or who.group(0) in k]
        return sorted(close, key=lambda k: abs(len(k) - len(key)))[:6]

    def parts_of(self, whole: str) -> list[Fact]:
        """The amounts that the prose lists as parts of something."""
        key = name_key(whole)
        return [
            f
            for f in self.facts
            if f.part_of and name_key(f.part_of) == key and f.column in _amounts_of(f) and f.value is not None
        ]

    def children_of(self, code: str, table: str) -> list[Fact]:
        """The rows right below a code of a table."""
        size = {3: 5, 5: 7}.get(len(code), 0)
        return [
            f
            for f in self.facts
            if f.table == table and f.row_code and len(f.row_code) == size and f.row_code.startswith(code)
        ]


@lru_cache(maxsize=1)
def asked_words() -> dict[str, str]:
    """Measure id by each way of asking for it."""
    words: dict[str, str] = {}
    for measure in measures().values():
        for word in (*measure.asked, *measure.printed, measure.name):
            words.setdefault(name_key(word), measure.id)
    for said, alike in question_words().same_word.items():
        for word, measure_id in list(words.items()):
            for other in alike:
                words.setdefault(word.replace(name_key(other), said), measure_id)
    return words


@lru_cache(maxsize=1)
def _aliases() -> dict[str, str]:
    return {name_key(a): name_key(b) for a, b in question_words().aliases.items()}


#: no name in a question is longer
_LONGEST = 40


def keys_in(text: str) -> set[str]:
    """Every key that a folded question may name, with the names for which they are aliases."""
    found: set[str] = set()
    for run in name_key(text).split("|"):
        found |= {run[a:b] for a in range(len(run)) for b in range(a + 2, min(len(run), a + _LONGEST) + 1)}
    return found | {other for key in found if (other := _aliases().get(key))}


def _spellings(key: str) -> list[str]:
    """A name with and without 支出 behind it."""
    return list(dict.fromkeys(k for k in (key, key + "支出", key.removesuffix("支出")) if k))


def keys_of(subject: Subject) -> list[str]:
    """The keys by which the facts of a subject are found."""
    keys = [*_spellings(subject.key), *([subject.code] if subject.code else [])]
    if measure := subject.measure:
        names = [c[1] for c in (*measure.cells, *measure.budget)]
        keys += map(name_key, [*names, measure.name, *measure.printed])
    return list(dict.fromkeys([*keys, *(keys_of(subject.within) if subject.within else [])]))


#: ways of asking that name spending or income as such
_GENERIC = {
    "收入",
    "支出",
    "年支出",
    "年收入",
    "花钱",
    "收支",
    "花了多少钱",
    "花销",
    "花费",
    "花掉多少",
    "花了多少",
    "花的钱",
    "花得",
    "总共花",
    "花出去",
    "共花出去",
    "总共花出去",
    "一共花出去",
    "一共支出",
    "总共支出",
    "一共花",
    "支出多少",
    "收入多少",
    "支出决算",
    "收入决算",
    "决算支出",
    "用钱",
    "用了多少钱",
    "绩效打分",
    "绩效自评分",
    "事业单位",
}
_EXCEPT = re.compile(r"除(?:了|去|开)?.{2,14}?(?:之外|以外|外|，|,|[|]|还)")


def find_subjects(text: str, indexes: Iterable[FactIndex]) -> list[Subject]:
    """What a folded question speaks of: the longest known names, left to right, none inside another.

    What stands after 除了 is not asked for; a generic word gives way to a precise one.
    """
    return precise_of(named_in(text, indexes))


def precise_of(found: Sequence[Subject]) -> list[Subject]:
    """Some subjects without those that only say that money was spent or came in, where others are among them."""
    return [s for s in found if not s.generic] or list(found)


def named_in(text: str, indexes: Iterable[FactIndex]) -> list[Subject]:
    """All that a folded question speaks of, generic words beside precise ones."""
    text = _EXCEPT.sub(lambda m: "|" * len(m.group(0)), text)
    indexes = list(indexes)
    coded = coded_subjects(text, indexes)
    coded += _joined(text)
    for subject in coded:
        text = text[: subject.start] + "|" * (subject.end - subject.start) + text[subject.end :]
    return sorted([*_without_names_of(coded, _named_subjects(text, indexes)), *coded], key=lambda s: s.start)


def _joined(text: str) -> list[Subject]:
    """The names that one word of a question stands for together (水电费)."""
    return [
        Subject(name_key(name), name, match.start(), match.end())
        for word, names in question_words().two_in_one.items()
        for match in re.finditer(word, text)
        for name in names
    ]


def _without_names_of(coded: Sequence[Subject], named: Sequence[Subject]) -> list[Subject]:
    """The named subjects without the name right behind its code (20601科学技术管理事务), or before it in brackets."""

    def beside(code: Subject, name: Subject) -> bool:
        return code.end == name.start or name.end + 1 == code.start

    return [s for s in named if not any(c.key == s.key and beside(c, s) for c in coded)]


def _named_subjects(text: str, indexes: Iterable[FactIndex]) -> list[Subject]:
    names = [index.by_key for index in indexes]
    key_text, positions = keyed(text)
    found: list[Subject] = []
    at = 0
    while at < len(key_text):
        subject = _longest(key_text, at, names, text, positions)
        if subject is None:
            at += 1
            continue
        found.append(subject)
        at += len(subject.text)
    return found


def keyed(text: str) -> tuple[str, list[int]]:
    """The question as a name key, with the place of each of its characters."""
    chars, positions = [], []
    for i, c in enumerate(text):
        # what is blanked out parts names: none reaches over it
        if key := c if c == "|" else name_key(c):
            chars.append(key)
            positions.append(i)
    return "".join(chars), positions


def coded_subjects(text: str, indexes: Iterable[FactIndex]) -> list[Subject]:
    """科目 that a folded question names by code, as far as some report prints them; level as the length says."""
    found = []
    indexes = list(indexes)
    for match in _CODE.finditer(text):
        code = match.group(0)
        names = (i.by_code[code][0].row_name for i in indexes if code in i.by_code)
        name = next(names, None)
        if name is not None:
            key = name_key(LEVEL.sub("", fold(name)))
            found.append(Subject(key, code, match.start(), match.end(), None, None, code))
        elif indexes and len(code) >= _SURELY_CODE and code[0] in "23":
            # a 科目 that is not printed is not the whole of which the question speaks besides
            found.append(Subject(code, code, match.start(), match.end(), None, None, code))
    return found


def _longest(
    key_text: str, at: int, names: list[dict[str, list[Fact]]], text: str, positions: list[int]
) -> Subject | None:
    for size in range(min(_LONGEST, len(key_text) - at), 1, -1):
        word = key_text[at : at + size]
        measure = asked_words().get(word)
        alias = _aliases().get(word)
        named = any(word in table for table in names)
        if not named and measure is None and len(word) >= 3 and (word + "支出") in standard_names():
            word_key = word + "支出"
        else:
            word_key = word
        standard = word_key in standard_names() or (alias or "") in standard_names()
        if measure is None and not named and not standard and not (alias and any(alias in table for table in names)):
            continue
        if measure is None and (word in _PLAIN or word in _POINTS_IN_ALL):
            continue
        start, end = positions[at], positions[at + size - 1] + 1
        level = LEVEL.match(text[end:])
        key = word if named or measure else alias or word_key
        return Subject(
            key, word, start, end, measures()[measure] if measure else None, level.group(1) if level else None
        )
    return None


#: last rows of forms: they name the column of points, not a row
_POINTS_IN_ALL = {"总分", "总得分", "得分合计", "合计得分", "分值合计"}
#: row names that are ordinary words; they name a row only with a table at hand
_PLAIN = {
    "合计",
    "总计",
    "项目",
    "项目中",
    "小计",
    "企业",
    "整改",
    "数量",
    "金额",
    "实际",
    "说明",
    "其他",
    "目标",
    "情况",
    "工作",
}


def near_subjects(text: str, indexes: Sequence[FactIndex], annex: bool = False) -> list[Subject]:
    """A name that a question quotes in part: the longest run of four characters or more that a printed name shares.

    With ``annex`` only names of annexed forms are looked at.
    """
    key_text, positions = keyed(text)
    best: tuple[int, int, str] | None = None
    numbered = _with_its_number(key_text, indexes)
    for index in indexes:
        for key in numbered or (index.annex_names if annex else index.by_key):
            size, at = _longest_run(key, key_text)
            if (
                size >= 4
                and "自评等级为" not in key  # a grade is a condition, not a thing
                and not _numbered_apart(key, key_text)
                and (bool(numbered) or (2 if size >= 5 else 1.6) * size >= min(len(key), 16))
                and (best is None or (size, -len(key)) > (best[0], -len(best[2])))
            ):
                best = (size, at, key)
    if best is None:
        return []
    size, at, key = best
    return [Subject(key, key_text[at : at + size], positions[at], positions[at + size - 1] + 1)]


#: a number that tells a thing from others of its kind (65岁以上老人)
_TELLS = re.compile(r"(?<!\d)\d{1,3}岁")


def _with_its_number(text: str, indexes: Sequence[FactIndex]) -> list[str]:
    """The names that have the number by which a question tells a thing, and end as it does; none without such."""
    match = _TELLS.search(text)
    if match is None:
        return []
    keys = dict.fromkeys(k for i in indexes for k in i.by_key if match.group(0) in k)
    ends = [k for k in keys if k[-1:] == "率" and "率" in text] if "率" in text else list(keys)
    return ends or list(keys)


def _longest_run(key: str, text: str) -> tuple[int, int]:
    """Length and place in the text of the longest run that it shares with a key."""
    for size in range(min(len(key), len(text)), 3, -1):
        for start in range(len(key) - size + 1):
            at = text.find(key[start : start + size])
            if at >= 0:
                return size, at
    return 0, 0


def _numbered_apart(key: str, text: str) -> bool:
    """Whether a name and a question each have a number that the other lacks: 10亿元以上企业 is not 5亿元以上企业."""
    here, there = ({n for n in re.findall(r"\d+", t) if len(n) != 4} for t in (key, text))
    return bool(here - there) and bool(there - here)


def facts_for(
    index: FactIndex,
    subject: Subject,
    column: str | None = None,
    table: str | None = None,
    project: str | None = None,
    sections: Sequence[str] = (),
) -> list[Found]:
    """The facts of a subject, the one most likely meant first.

    ``column`` is a column in the words of a table, or one of the kinds of ``column_forms``; without one, the figure
    that the subject itself is. Facts that do not have the column are left out.
    """
    found = _ranked(_candidates(index, subject, table), subject, column, table, project, sections)
    if not found and subject.measure is None and subject.key in index.by_part:
        found = _ranked(index.by_part[subject.key], subject, column, table, project, sections)
    if not found and subject.measure is None:
        keys = dict.fromkeys(k for name in (subject.key, name_key(subject.text)) for k in index.near(name))
        if subject.key in index.by_key and not subject.key.endswith("率"):
            # of what the report prints under the very name, a rate of control or change is another thing
            keys = dict.fromkeys(k for k in keys if not k.endswith("率"))
        near = [f for key in keys for f in index.by_key[key]]
        found = _ranked(near, subject, column, table, project, sections)
    if column in _KINDS and not table:
        # 文物保护380万元，其中项目支出237万元: a sentence names the column as a part of the row
        parts = (f for f in index.parts_of(subject.key) if f.origin == "prose" and f.row_name == column)
        of_row = (f.but(row_name=f.part_of or "", column=column, part_of=None) for f in parts)
        found += [Found(f, _OF_PART) for f in of_row]
    return found


def beside_amounts(
    index: FactIndex, subject: Subject, found: Sequence[Found], amounts: Sequence[Decimal]
) -> list[Found]:
    """The facts found, those first that stand in a row of the subject with an amount that the question states."""
    rows = {
        (f.section, f.row_code or f.row_name)
        for f in _candidates(index, subject, None)
        if f.value is not None and f.unit in MONEY and f.value * MONEY[f.unit] in amounts
    }
    if not rows:
        return list(found)
    ranked = [
        replace(f, score=f.score + _BESIDE if (f.fact.section, f.fact.row_code or f.fact.row_name) in rows else f.score)
        for f in found
    ]
    return sorted(ranked, key=lambda f: -f.score)


#: what it is worth to stand in a row with an amount that the question states: more than to stand in another table
_BESIDE = 14


def _candidates(index: FactIndex, subject: Subject, table: str | None) -> list[Fact]:
    measure = subject.measure
    if subject.code:
        return list(index.by_code.get(subject.code, ()))
    names = _spellings(subject.key) if measure is None or table else ()
    candidates = [f for k in names for f in index.by_key.get(k, ())]
    if measure is not None:
        candidates += index.of_measure(measure)
        if table:
            candidates += [f for n in measure.printed for f in index.by_key.get(name_key(n), ()) if f.table == table]
        own = list(index.by_key.get(subject.key, ()))
        candidates = candidates or own or _things_of(index, measure) or _listed_things(index, measure)
    return candidates


def _things_of(index: FactIndex, measure: Measure) -> list[Fact]:
    """A number of things that a report states right with the money they cost (外事接待3批次、14人次)."""
    for money, counted in question_words().counted.items():
        letters = {letter for letter, counts in counted.items() if counts == measure.id}
        if letters and not measures()[money].unit:
            facts = index.of_measure(measures()[money])
            if found := [f for f in facts if f.column == "数量" and f.unit and f.unit[0] in letters]:
                return found
    return []


def _listed_things(index: FactIndex, measure: Measure) -> list[Fact]:
    """A number of things that a table of no form lists under the name of a measure (车辆（台、辆） 11)."""
    keys = {name_key(n) for n in (measure.name, *measure.printed)} if measure.unit else set()
    listed = (f for facts in index.plain.tables.values() for f in facts if name_key(f.row_name) in keys)
    return [f for f in listed if _counts(f, measure)]


def _counts(fact: Fact, measure: Measure | None) -> bool:
    """Whether a figure of a table of no form is in the unit in which a measure counts."""
    if measure is None or fact.section_key != PLAIN_TABLE:
        return False
    return fact.unit is not None and fact.unit == measure.unit


def _ranked(
    candidates: Sequence[Fact],
    subject: Subject,
    column: str | None,
    table: str | None,
    project: str | None,
    sections: Sequence[str],
) -> list[Found]:
    found = []
    for fact in dict.fromkeys(candidates):
        score = _score(fact, subject, column, table, project, sections)
        if score > 0:
            found.append(Found(fact, score))
    return sorted(found, key=lambda f: -f.score)


def _score(
    fact: Fact, subject: Subject, column: str | None, table: str | None, project: str | None, sections: Sequence[str]
) -> float:
    if fact.column == "原因所述" or (table and fact.table != table):
        return 0
    score = 10.0 + _column_score(fact, subject, column, table)
    if score <= 0:
        return 0
    if subject.measure is None and subject.key not in subject_keys(fact):
        score -= 0.5
    if subject.measure is not None and subject.measure.strict and name_key(fact.row_name) == name_key(subject.text):
        score += 3  # 在编人员, where a report tells 在职职工 as well
    if fact.origin == "table":
        score += 6
    elif fact.origin == "prose":
        score += 5
    if subject.level:
        score += 10 if level_of(fact) == subject.level else -100 if is_economic(fact) else -8
    elif fact.row_code and not is_economic(fact):
        score += {3: 0.3, 5: 0.2, 7: 0.6}.get(len(fact.row_code), 0)
    if project:
        score += 15 if fact.part_of and name_key(fact.part_of) == name_key(project) else 0
    elif fact.origin == "annex" and fact.part_of:
        score -= 1
    if sections:
        score += 9 if fact.section_key in sections or (fact.origin == "annex" and "annex" in sections) else 0
    if subject.measure is not None and name_key(fact.row_name) == name_key(subject.text):
        score += 3  # printed under the very words of the question (在职人员 beside 实有人员)
    return score + _measure_score(fact, subject.measure)


def _column_score(fact: Fact, subject: Subject, column: str | None, table: str | None) -> float:
    """How well a fact's column is the one asked for; strongly negative where it is another one."""
    if column is None:
        score = _default_column(fact, subject)
        # a row that is a measure's own in another table has the main column of the table that is asked about
        main = question_words().defaults.get(table or "")
        own = fact.column == main or fact.column in _OF_INCOME
        return 6 if score < 0 and table and fact.table == table and own else score
    if name_key(fact.column) == name_key(column):
        return 20
    forms = question_words().column_forms.get(column, ())
    printed = next((c for c in (fact.column, _in_forms(fact)) if c in forms or c == column), None)
    if printed is not None:
        return 18 - 2 * (forms.index(printed) if printed in forms else 0)
    if column == "预算数" and fact.table == "YS09" and subject.measure is None:
        return 17 if added_column(fact) == subject.key else -100
    if column in {"预算数", "全年预算数", "年初预算数"} and fact.table == "GK09" and fact.column.startswith("预算数"):
        wanted = {c[2] for c in subject.measure.budget} if subject.measure else {"预算数" + added_column(fact)}
        return 17 if fact.column in wanted else -100
    if column == "决算数" and fact.origin == "table" and fact.kind != "budget":
        return _default_column(fact, subject)
    return -100


def _in_forms(fact: Fact) -> str | None:
    """The column of an annexed form by its canonical name: 全年执行数(B) is 全年执行数."""
    return canonical_column(fact.column) if fact.origin == "annex" else None


def _default_column(fact: Fact, subject: Subject) -> float:
    """The column meant without saying: the measure's own cell, a table's main column, the prose figure."""
    measure = subject.measure
    if fact.column == LAST_YEAR:
        return -100
    if measure is not None and fact.origin == "table":
        for number, cell in enumerate(measure.cells):
            if fact.table == cell[0] and name_key(fact.row_name) == name_key(cell[1]) and fact.column == cell[2]:
                return 12 - number
        if any(name_key(fact.row_name) == name_key(c[1]) for c in measure.cells):
            return -100
    if fact.table in PUBLIC and added_column(fact) == subject.key:
        return 7 if fact.column.startswith("决算数") or fact.kind == "budget" else -100
    if fact.origin == "table":
        main = question_words().defaults.get(fact.table or "")
        if main is not None:
            table = outturn_table(fact.table) or ""
            rank = {"GK06": 9, "GK03": 8, "GK05": 7.5, "GK07": 7, "GK08": 6, "GK01": 5.5, "GK04": 5, "GK02": 4}
            if fact.column == main:
                return rank.get(table, 0)
            # GK04 and GK01 have rows of income, which have no column of expenditure
            return 2 if fact.column in _OF_INCOME else -100
        return 3
    if _counts(fact, measure):
        return 4
    if fact.origin == "annex":
        columns = {"实际完成值": 4, "实际值完成值": 4, "全年执行数": 4, "自评得分": 2}
        if fact.kind == "budget" and fact.column in question_words().column_forms["目标值"]:
            return 3  # nothing is done yet: an indicator is its goal
        return columns.get(fact.column) or columns.get(_in_forms(fact) or "", -100)
    forms = question_words().column_forms["决算数"]
    if fact.kind == "budget" and fact.column == "预算数":
        # in a budget what is planned is what a thing comes to
        return 11 if _of_all_money(fact, subject) else 8
    if fact.column == forms[0] and _of_all_money(fact, subject):
        return 11
    if fact.column in forms or fact.column == "得分":
        return 8 - forms.index(fact.column) if fact.column in forms else 7
    return -100


def _of_all_money(fact: Fact, subject: Subject) -> bool:
    """Whether prose gives the figure of an economic item (会议费) outside the part on basic expenditure alone."""
    names = {subject.key, subject.key.removesuffix("支出")}
    scoped = fact.section_key in {"basic", "general_budget", "fiscal", "gov_fund", "state_capital"}
    return subject.measure is None and not scoped and bool(names & standard_names())


def _measure_score(fact: Fact, measure: Measure | None) -> float:
    """Figures in the measure's own section count more than the same words elsewhere."""
    if measure is None or fact.origin != "prose":
        return 0
    if fact.section_key in measure.sections:
        return 6 - measure.sections.index(fact.section_key or "")
    return -4
