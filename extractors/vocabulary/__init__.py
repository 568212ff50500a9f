"""Knowledge about reports, kept as data and validated on load.

Each loader reads one YAML file beside this module, checks it with pydantic and caches the result; a fault in a file
raises at load with the entry named. Words are kept in the form in which they are compared (``name_key``).
"""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import cached_property, lru_cache
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from extractors.errors import UsageError
from extractors.text import fold, name_key, strip_ordinal
from extractors.vocabulary.files import load_yaml, read_file
from extractors.vocabulary.own import OwnFamily, OwnTable, own_families
from extractors.vocabulary.patterns import Words

#: of what a whole is made up: parts that a question names, the rows right below it, the parts that a report lists
Tally = Literal["named", "below", "listed"]


class _Data(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Column(_Data):
    """A canonical column: its name, the words of its own header cell, the words of the header cells above.

    ``added``: the national form has no such column, but some reports print it; ``subtotal``: where it heads columns of
    its own, the 小计 below it is called by both.
    """

    name: str
    leaf: tuple[str, ...]
    group: tuple[str, ...] = ()
    added: bool = False
    subtotal: bool = False

    @field_validator("leaf", "group")
    @classmethod
    def _as_keys(cls, words: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(name_key(w) for w in words)


class Sum(_Data):
    """Columns that add up to the same amount in every row.

    Where a part is printed with its own parts, or these alone, one sum each is given: ``needs`` and ``without`` say
    beside which columns it holds. ``alone``: whatever else the table prints is a part of these parts.
    """

    whole: tuple[str, ...]
    parts: tuple[str, ...]
    needs: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    alone: bool = False

    def holds_in(self, columns: Collection[str]) -> bool:
        """Whether a table with these columns prints what the sum is about."""
        printed = set(columns)
        meant = {*self.whole, *self.needs} <= printed and printed.isdisjoint(self.without)
        return meant and not printed.isdisjoint(self.parts)


class ColumnBlock(_Data):
    """One side of a table; ``total`` is the row that sums those listed with an ordinal.

    ``items`` is what its rows are called, so that they can be told from those of the other side.
    """

    columns: tuple[Column, ...]
    total: str = ""
    items: Words | None = None


class TableForm(_Data):
    """One statutory table: how its title is printed, how it is laid out and what its columns are called."""

    key: str
    name: str
    plan_of: str | None = None
    titles: tuple[str, ...]
    like: Words | None = None
    layout: Literal["code", "blocks", "triples", "wide"]
    codes: Words | None = None
    columns: tuple[Column, ...] = ()
    blocks: tuple[ColumnBlock, ...] = ()
    carry_over: tuple[str, ...] = ()
    totals: tuple[str, ...] = ()
    #: what the column of values is called where the items of a table stand one a row
    values: tuple[str, ...] = ()
    sums: tuple[Sum, ...] = ()
    signature: tuple[str, ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _with_subtotals(cls, data: dict[str, Any]) -> dict[str, Any]:
        """Each column that may head others with its 小计, in every sum that it is in itself."""
        headed = [c for c in data.get("columns", ()) if c.get("subtotal")]
        if not headed:
            return data
        own = [*data["columns"]]
        sums = [*data.get("sums", ())]
        for column in headed:
            name, total = column["name"], f"{column['name']}小计"
            own.append({"name": total, "leaf": [], "added": True})
            sums = [s | {k: [*s[k], total] for k in ("parts", "without") if name in s.get(k, ())} for s in sums]
            sums += [
                s | {k: [total if word == name else word for word in s[k]] for k in ("whole", "needs") if k in s}
                for s in sums
                if name in (*s["whole"], *s.get("needs", ()))
            ]
        return data | {"columns": own, "sums": sums}

    @field_validator("titles", "signature", "carry_over")
    @classmethod
    def _as_keys(cls, words: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(name_key(w) for w in words)

    @property
    def column_names(self) -> list[str]:
        """Canonical column names in the printed order of the national form, without those that reports add."""
        columns = [c for b in self.blocks for c in b.columns] if self.blocks else self.columns
        return [c.name for c in columns if not c.added]

    def side_of(self, key: str) -> int | None:
        """The side that has a row of a name; None for one that both have, or none."""
        if key == "总计":
            return None
        found = (n for n, b in reversed([*enumerate(self.blocks)]) if b.items is not None and b.items.search(key))
        return next(found, None)

    def is_item(self, key: str) -> bool:
        """Whether a side has a row of a name."""
        return key == "总计" or self.side_of(key) is not None

    def title_in(self, text: str) -> int:
        """Length of the title that ends a name key; 0 where none of this table does."""
        found = [len(title) for title in self.titles if text.endswith(title)]
        if self.like and (match := self.like.search(text)):
            found.append(len(match.group()))
        return max(found, default=0)


class SectionWords(_Data):
    """How headings of one kind of section are worded."""

    key: str
    title: str
    any: tuple[tuple[str, ...], ...]
    not_: tuple[str, ...] = Field(default=(), alias="not")
    part: bool = False
    exact: bool = False

    def fits(self, heading: str) -> bool:
        """Whether a folded heading is of this kind."""
        if any(w in heading for w in self.not_):
            return False
        if self.exact:
            return any(heading == "".join(words) for words in self.any)
        return any(all(w in heading for w in words) for words in self.any)


class TitleTail(_Data):
    """What may stand behind the title of a table; ``only`` and ``never`` name the tables it can belong to."""

    match: Words
    only: tuple[str, ...] = ()
    never: tuple[str, ...] = ()

    def fits(self, key: str) -> bool:
        return key not in self.never and (not self.only or key in self.only)


class Layout(_Data):
    """Words that tell captions, notes, headers and headings from content."""

    title_tails: tuple[TitleTail, ...]
    not_before_title: Words
    title_endings: Words
    title_words: Words
    no_title: Words

    heading_endings: tuple[str, ...]
    chapter_endings: tuple[str, ...]
    annex_titles: tuple[str, ...]
    annexed: tuple[str, ...]
    bracketed_tails: Words
    caption: tuple[re.Pattern[str], ...]
    note: tuple[re.Pattern[str], ...]
    empty_note: tuple[str, ...]
    header_words: frozenset[str]
    headings: frozenset[str]
    group_headings: frozenset[str]
    numbering_headings: Words
    total_labels: frozenset[str]
    row_names: Words
    fund_headings: Words
    body_headings: Words
    kind_headings: Words
    second_codes: Words
    count_headings: frozenset[str]

    def is_caption(self, plain: str) -> bool:
        return any(p.search(plain) for p in self.caption)

    def is_note(self, plain: str) -> bool:
        return any(p.search(plain) for p in self.note)


class Regions(_Data):
    """Provinces, and the prefectures of each."""

    provinces: frozenset[str]
    by_province: dict[str, tuple[str, ...]]
    ambiguous: frozenset[str]

    @cached_property
    def cities(self) -> frozenset[str]:
        return frozenset(city for cities in self.by_province.values() for city in cities)

    def province_of(self, region: str) -> str | None:
        """The province of a region (榆岚市帆石区), where its name tells it."""
        for province in self.provinces:
            if region.startswith(province):
                return province
        return next((p for p, cities in self.by_province.items() if region.startswith(cities)), None)


class Measure(_Data):
    """A thing reports give figures of: its printed names, the ways of asking for it, and where its figure stands."""

    id: str
    name: str
    printed: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    cells: tuple[tuple[str, ...], ...] = ()
    budget: tuple[tuple[str, ...], ...] = ()
    part_of: str | None = None
    #: what its share is taken of where nothing else is named, although it is listed beside the parts of that
    share_of: str | None = None
    instead: tuple[str, ...] = ()
    unit: str | None = None
    strict: bool = False
    fund: bool = False
    of_form: bool = False
    tables: tuple[str, ...] = ()
    #: what the form of the whole department calls its row
    rows: tuple[str, ...] = ()
    #: measures told beside it where it is asked whether figures agree
    beside: tuple[str, ...] = ()
    #: measures that are told by their own names where it is not printed
    nearest: tuple[str, ...] = ()
    #: words of a question with which another measure is meant (预留), each with its id
    turned: tuple[tuple[str, str], ...] = ()


class Scope(_Data):
    """Names that a section uses for parts of its own fund."""

    prefix: str
    names: tuple[str, ...]


class Spelling(_Data):
    """Words that are printed in several ways within names, and the way the vocabulary has them."""

    printed: Words
    kept: str


class Around(_Data):
    """What a number counts where words before it, or right behind its unit, say so only together."""

    name: str
    units: tuple[str, ...]
    before: Words | None = None
    after: Words | None = None

    def fits(self, before: str, after: str, unit: str) -> bool:
        """Whether the words around a number in a unit are these."""
        if unit not in self.units:
            return False
        return not (self.before and not self.before.search(before)) and not (self.after and not self.after.match(after))


class ProseWords(_Data):
    """Wording of the narrative: what a phrase before a figure says of it."""

    lead: tuple[re.Pattern[str], ...]
    tail: Words
    filler: Words
    verbs: Words
    assessed: Words
    transitive: Words
    no_noun: Words
    compared: Words
    explains: Words
    no_project: Words
    bare: Words
    spellings: tuple[Spelling, ...]
    around: tuple[Around, ...]
    nouns: Words
    carries_on: Words
    subjects: dict[str, str]
    scoped: dict[str, Scope]
    called: dict[str, dict[str, str]]
    as_printed: frozenset[str]
    persons: dict[str, str]
    groups: dict[str, str]
    paid_for: dict[str, tuple[str, ...]]
    counts: dict[str, dict[str, str]]
    roots: tuple[str, ...]
    apart: tuple[str, ...]
    evaluated: dict[str, str]
    quarters: tuple[str, ...]
    joined: tuple[str, ...]
    owner: Words
    funds: tuple[str, ...]
    within: dict[str, dict[str, str]]


class AnnexWords(_Data):
    """Words of annexed forms."""

    columns: dict[str, tuple[str, ...]]
    headed: dict[str, Words]
    captioned: Words
    listed: frozenset[str]
    project_lists: Words
    goals: Words
    planned: Words
    planned_before: Words
    spent_before: Words
    planned_in_all: Words
    planned_parts: Words
    names: tuple[str, ...]
    kinds: dict[str, Literal["money", "weight", "score", "rate", "text", "code"]]
    fields: frozenset[str]
    totals: frozenset[str]
    leads: frozenset[str]
    levels: frozenset[str]
    closing: frozenset[str]
    shares: dict[str, int]


@lru_cache(maxsize=1)
def annex_words() -> AnnexWords:
    return AnnexWords.model_validate(load_yaml("annex.yaml"))


@lru_cache(maxsize=1)
def annex_columns() -> dict[str, str]:
    """Canonical column name by the name key of each printed heading of annexed forms."""
    return {name_key(word): name for name, words in annex_words().columns.items() for word in words}


class Indicator(_Data):
    """A standard indicator of self-evaluation: how forms call it, and the quantities it is the ratio of."""

    name: str
    match: Words
    part: str
    whole: str
    absolute: bool = False


class Quantity(_Data):
    """A figure that a standard indicator is worked out from, and where a report prints it.

    ``less``: what it is the difference of; ``where_same``: which two quantities must be the same amount for that.
    """

    title: str
    said: tuple[tuple[str, str, str], ...] = ()
    cells: tuple[tuple[str, str, str], ...] = ()
    form: str | None = None
    less: tuple[str, str] | None = None
    where_same: tuple[str, str] | None = None
    sum: tuple[str, ...] = ()


class Indicators(_Data):
    indicators: tuple[Indicator, ...]
    quantities: dict[str, Quantity]


@lru_cache(maxsize=1)
def standard_indicators() -> Indicators:
    return Indicators.model_validate(load_yaml("indicators.yaml"))


class ColumnWords(_Data):
    """Words of a question that ask for one column."""

    column: str
    words: Words


class PerHead(_Data):
    """Words that ask for an average, and the measure that counts what it is taken over.

    ``of`` names another one for some measures of money; ``cost`` is what is meant to be divided without saying.
    """

    words: Words
    measure: str
    of: dict[str, str] = {}
    cost: dict[str, str] = {}


def _inside(a: tuple[int, int], b: tuple[int, int]) -> bool:
    """Whether a span lies within a longer one."""
    return b[0] <= a[0] and a[1] <= b[1] and b[1] - b[0] > a[1] - a[0]


class ShapeWords(_Data):
    """Words for the shape of an answer. Patterns of numbers hold the number in their groups."""

    units: dict[str, Words]
    places: Words
    top: Words
    nth: Words
    ascending: Words
    who: Words
    against_prior: Words


class QuestionWords(_Data):
    """How people ask: operations, columns, tables and names in everyday words."""

    operations: dict[str, Words]
    columns: tuple[ColumnWords, ...]
    headers: tuple[ColumnWords, ...]
    tables: dict[str, tuple[str, ...]]
    aliases: dict[str, str]
    ignored: tuple[str, ...]
    column_forms: dict[str, tuple[str, ...]]
    defaults: dict[str, str]
    sections: dict[str, tuple[str, ...]]
    default_measures: dict[str, str]
    figure_asked: Words
    text_asked: Words
    per_head: tuple[PerHead, ...]
    indicator_group: Words
    yes_or_no: Words
    asks_more: Words
    asks_what: Words
    trailing: Words
    beginning: Words
    carried_counted_in: Words
    summed_behind: Words
    surpasses: Words
    unit_asked: dict[str, Words]
    trimmed: str
    common_single: str
    abroad: dict[str, str]
    at_home: Words
    counted: dict[str, dict[str, str]]
    narrowed: dict[str, dict[str, str]]
    bought: Words
    evaluated_by: Words
    compared_figure: Words
    compared_year: Words
    against_year: Words
    shape: ShapeWords
    manner: dict[str, Words]
    joined: Words
    common: tuple[str, ...]
    variants: dict[str, str]
    money_of: Words
    polite: Words
    portion: Words
    portion_in_money: Words
    either_way: Words
    which_more: Words
    saved: Words
    two_in_one: dict[str, tuple[str, ...]]
    says_no_more: Words
    same_word: dict[str, tuple[str, ...]]
    per_month: Words
    asking: Words
    inside: Words
    in_prose: Words
    places_held: Words
    places_said: Words
    everywhere_said: Words
    self_corrected: Words
    place_asked: Words
    which_one: Words
    beings: Words
    of_treasury: tuple[str, ...]
    acts_on_money: Words
    place_told: Words
    alike_said: Words
    every_value: Words
    doubted_share: Words
    doubted: Words
    faults_asked: Words
    recomputed: Words
    vacant_posts: Words
    terms: dict[Literal["subtract", "subtract_first", "add", "apart"], Words]
    values_counted: Words
    told_in_prose: Words
    equals: Words
    code_asked: Words
    itemised: Words
    got: Words
    its_thing: Words
    contractor: Words
    tallies: dict[Tally, Words]
    placed: Words
    rest_of: Words
    left_over: Words
    untelling: frozenset[str]

    def tallies_in(self, text: str) -> list[Tally]:
        """Of what a folded question takes a whole to be made up."""
        return [name for name, pattern in self.tallies.items() if pattern.search(text)]

    def in_common_forms(self, text: str) -> str:
        """A text with other forms of words of asking (甚么) made the common ones; every place stays what it was."""
        for other, usual in self.variants.items():
            text = text.replace(other, usual)
        return text

    def operations_in(self, text: str) -> list[str]:
        """The operations whose words stand in a folded question, in the order of the file."""
        return [name for name, words in self.operations.items() if words.search(text)]

    def columns_in(self, text: str) -> list[str]:
        """The columns whose words stand in a folded question, in the order in which they stand there."""
        return [column for _, column in self.column_spans(text)]

    def column_spans(self, text: str) -> list[tuple[tuple[int, int], str]]:
        """Where the words of each column first stand in a folded question, in order; none inside another's words."""
        hits = [(m.span(), n, c.column) for n, c in enumerate(self.columns) if (m := c.words.search(text))]
        kept = [h for h in hits if not any(_inside(h[0], o[0]) for o in hits)]
        return [(span, column) for span, _, column in sorted(kept)]


@lru_cache(maxsize=1)
def standard_names() -> frozenset[str]:
    """Name keys of the published 科目, whether or not a report has them."""
    return frozenset(name_key(n) for n in load_yaml("economic.yaml")["names"])


@lru_cache(maxsize=1)
def standard_codes() -> dict[str, str]:
    """The published names of 经济分类 by code."""
    codes: dict[str, str] = load_yaml("economic.yaml")["codes"]
    return codes


#: the vocabulary files on how people ask
_ASKING_FILES = ("questions.yaml", "rows.yaml", "wants.yaml")


@lru_cache(maxsize=1)
def question_words() -> QuestionWords:
    """How people ask, with the ways of naming a field of spending among the everyday words for printed names."""
    data, fields = load_yaml("questions.yaml"), load_yaml("fields.yaml")
    named = ((form.replace("〇", field), name) for field, name in fields["classes"].items() for form in fields["said"])
    data["aliases"] = dict(named) | data["aliases"]
    return QuestionWords.model_validate(_filled(data, data.pop("verbs")))


@lru_cache(maxsize=1)
def asking_words() -> frozenset[str]:
    """The words of two to six characters that the patterns of questions are made of: 多少, 完成率, 从高到低."""
    texts = (read_file(name) for name in _ASKING_FILES)
    lines = (line for text in texts for line in text.splitlines() if not line.lstrip().startswith("#"))
    return frozenset(word for line in lines for word in re.findall(r"[\u4e00-\u9fff]{2,6}", line))


def _filled(value: Any, words: dict[str, str]) -> Any:
    """The patterns of a vocabulary file with the words that they share put in for their names in angle brackets."""
    if isinstance(value, dict):
        return {k: _filled(v, words) for k, v in value.items()}
    if isinstance(value, list):
        return [_filled(v, words) for v in value]
    if isinstance(value, str) and "<" in value:
        for name, pattern in words.items():
            value = value.replace(f"<{name}>", f"(?:{pattern})")
    return value


def table_of_kind(key: str, kind: str) -> str:
    """A statutory table as a kind of report has it: a title without 预算 and 决算 may be that of either's."""
    return (plan_table(key) or key) if kind == "budget" else (outturn_table(key) or key)


class Family(_Data):
    """A template: which statutory tables it has, under which titles and in which order, and how it numbers them."""

    name: str
    kind: Literal["final", "budget"]
    tables: tuple[tuple[str, str], ...]
    numbered: bool | None = None
    listed: bool = False


@lru_cache(maxsize=1)
def families() -> tuple[Family, ...]:
    """The templates that are known by name, those of the user's own among them."""
    own = [Family(name=f.name, kind=f.kind, tables=_titled_tables(f)) for f in own_families()]
    return (*_built_in(), *own)


def _titled_tables(family: OwnFamily) -> tuple[tuple[str, str], ...]:
    """The tables of a template of the user's own with their titles, those that it does not name by the usual ones."""
    forms = table_forms()
    own = {t.table: t.titles[0] for t in family.tables if t.titles}
    usual = next((dict(f.tables) for f in _built_in() if f.kind == family.kind), {})
    return tuple((key, own.get(key, title)) for key, title in usual.items() if key in forms)


@lru_cache(maxsize=1)
def _built_in() -> tuple[Family, ...]:
    return tuple(Family.model_validate(entry) for entry in load_yaml("families.yaml"))


@lru_cache(maxsize=64)
def outturn_table(key: str | None) -> str | None:
    """The table of the final account that tells what a table of a budget plans; any other table is its own."""
    form = table_forms().get(key or "")
    return form.plan_of if form is not None and form.plan_of else key


@lru_cache(maxsize=64)
def plan_table(key: str | None) -> str | None:
    """The table of a budget that plans what a table of the final account tells; None where there is none."""
    return next((form.key for form in table_forms().values() if key and form.plan_of == key), None)


@lru_cache(maxsize=1)
def measures() -> dict[str, Measure]:
    """The measures by id. Behind the cells of the final account, a measure has those that a budget plans it in."""
    planned: dict[tuple[str, ...], list[tuple[str, ...]]] = {}
    for spent, plan in load_yaml("plans.yaml")["cells"]:
        planned.setdefault(tuple(spent), []).append(tuple(plan))
    found = [Measure.model_validate(d) for d in load_yaml("measures.yaml")]
    more = {m.id: tuple(dict.fromkeys(p for c in m.cells for p in planned.get(c[:3], ()))) for m in found}
    extra = {measure_id: tuple(tuple(c) for c in cells) for measure_id, cells in load_yaml("plans.yaml")["own"].items()}
    return {m.id: m.model_copy(update={"cells": (*m.cells, *more[m.id], *extra.get(m.id, ()))}) for m in found}


@lru_cache(maxsize=1)
def plan_names() -> dict[str, tuple[str, ...]]:
    """What the text of a budget calls some measures, by their ids."""
    return {measure_id: tuple(names) for measure_id, names in load_yaml("plans.yaml")["names"].items()}


@lru_cache(maxsize=1)
def plan_defaults() -> dict[str, tuple[str, ...]]:
    """The measures meant in a budget where a question names only a column: the first of which it is told."""
    return {column: tuple(ids) for column, ids in load_yaml("plans.yaml")["defaults"].items()}


@lru_cache(maxsize=1)
def printed_subjects() -> dict[str, str]:
    """Canonical measure name by the name key of each printed form."""
    return {name_key(p): m.name for m in measures().values() for p in (*m.printed, m.name)}


@lru_cache(maxsize=1)
def prose_words() -> ProseWords:
    return ProseWords.model_validate(load_yaml("prose.yaml"))


@lru_cache(maxsize=1)
def table_forms() -> dict[str, TableForm]:
    """The statutory tables by key, in the national order, also as templates of the user's own name them.

    Raises UsageError where such a template names a table or a column that there is not.
    """
    forms = {form.key: form for form in (TableForm.model_validate(d) for d in load_yaml("tables.yaml"))}
    for family in own_families():
        for own in family.tables:
            if own.table not in forms:
                raise UsageError(f"模板“{family.name}”：没有编号为 {own.table} 的表；可用：{'、'.join(forms)}")
            forms[own.table] = _extended(forms[own.table], own, family.name)
    return forms


def _extended(form: TableForm, own: OwnTable, family: str) -> TableForm:
    """A table that goes by further titles, and its columns by further words."""
    names = {c.name for c in (*form.columns, *(c for b in form.blocks for c in b.columns))}
    if unknown := [name for name in own.columns if name not in names]:
        raise UsageError(f"模板“{family}”：{own.table} 没有“{unknown[0]}”这一栏；可用：{'、'.join(sorted(names))}")

    def worded(columns: tuple[Column, ...]) -> tuple[Column, ...]:
        more = {name: tuple(map(name_key, words)) for name, words in own.columns.items()}
        return tuple(c.model_copy(update={"leaf": (*c.leaf, *more.get(c.name, ()))}) for c in columns)

    return form.model_copy(
        update={
            "titles": (*form.titles, *map(name_key, own.titles)),
            "columns": worded(form.columns),
            "blocks": tuple(b.model_copy(update={"columns": worded(b.columns)}) for b in form.blocks),
        }
    )


@lru_cache(maxsize=1)
def section_words() -> tuple[SectionWords, ...]:
    return tuple(SectionWords.model_validate(d) for d in load_yaml("sections.yaml"))


@lru_cache(maxsize=1)
def layout() -> Layout:
    return Layout.model_validate(load_yaml("layout.yaml"))


@lru_cache(maxsize=1)
def regions() -> Regions:
    return Regions.model_validate(load_yaml("regions.yaml"))


def section_key(heading: str, part: bool) -> str | None:
    """The meaning of a heading; ``part`` for a 第X部分 heading. None where the vocabulary does not know it."""
    text = name_key(fold(heading))
    for words in section_words():
        if (
            words.part == part or (words.part and not part and words.key in {"glossary", "other", "toc"})
        ) and words.fits(text):
            return words.key
    return None


@lru_cache(maxsize=64)
def section_title(key: str) -> str:
    """The usual title of a section by its key; the key itself where the vocabulary has none."""
    return next((words.title for words in section_words() if words.key == key), key)


def _titled(line: str) -> tuple[str, list[TitleTail]]:
    """A line as a name key without what stands behind the title of a table, and what stood there."""
    text = name_key(strip_ordinal(unnumbered(fold(line)))).rstrip(".")
    tails: list[TitleTail] = []
    while found := next(((t, m) for t in layout().title_tails if (m := t.match.search(text))), None):
        tails.append(found[0])
        text = text[: found[1].start()]
    return text, tails


@lru_cache(maxsize=1 << 13)
def table_key(line: str) -> str | None:
    """The statutory table a title line names: the longest title that ends it, with only year or department before."""
    text, tails = _titled(line)
    if not 4 <= len(text) <= 70:
        return None
    best: tuple[int, str] | None = None
    for form in table_forms().values():
        size = form.title_in(text)
        before = layout().not_before_title.search(text[: len(text) - size])
        if size and not before and all(tail.fits(form.key) for tail in tails):
            best = max(best or (0, ""), (size, form.key))
    return best[1] if best else None


#: the number of a table before its title (表10：)
_NUMBERED_TABLE = re.compile(
    r"^(?:附?表[一二三四五六七八九十\d]{1,3}[：:]|(?:第[一二三四五]部分[^，。]{0,20}?表)?(?:预算|决算)0?\d{1,2}表[：:]?"
    r"(?=[\u4e00-\u9fff]{2}))"
)


def unnumbered(title: str) -> str:
    """A folded title of a table without the number before it: 表3：支出总表, 预算03表支出总表."""
    return _NUMBERED_TABLE.sub("", title)


def is_table_title(line: str) -> bool:
    """Whether a line is the title of a table on money, statutory or not."""
    plain = unnumbered(fold(line))
    text, _ = _titled(line)
    if not 5 <= len(text) <= 70 or not layout().title_endings.search(text) or layout().is_caption(plain):
        return False
    return bool(layout().title_words.search(text)) and not layout().no_title.search(plain)
