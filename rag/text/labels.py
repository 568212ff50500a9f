"""Labels: what a fact is of, apart from whose it is and what it says. Reports of one template share most of theirs.

A library of thousands of reports has millions of facts but few labels, so a question on all of them is understood and
ranked by labels, and only the facts of those that fit are looked at.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import astuple, dataclass
from decimal import Decimal
from functools import lru_cache

from extractors.facts import LAST_YEAR, PLAIN_TABLE, Fact
from extractors.project_parts import named_above
from extractors.text import fold, name_key
from extractors.vocabulary import table_forms
from extractors.vocabulary.units import unit_words

LEVEL = re.compile(r"[(（](类|款|项)[)）]")
#: the unit that a form prints behind the name of a row
_UNIT_NAMED = re.compile(rf"[(（](?:万元|元|亿元|{unit_words().set_pattern('headed', guarded=False)})[)）]$")
#: a heading above the chapters on one project
_OF_PROJECT = re.compile(
    r"(?:[（(]?项目[一二三四五六七八九十\d]{1,3}[)）：:、.]|项目名称[：:]"
    r"|(?:[一二三四五六七八九十]{1,2}、|[（(][一二三四五六七八九十]{1,2}[)）])?(?:重点|主要)项目(?:经费|支出)?(?:情况|概况|介绍|说明)[：:])"
    r"\s*(?P<name>.{4,})"
)
_LEVELED = re.compile(r"([^(（)）]+(?:[(（][^类款项][^)）]*[)）][^(（)）]*)*)[(（][类款项][)）]")


#: the tables of 三公, of what was spent and of what is planned
PUBLIC = ("GK09", "YS09")


def added_column(fact: Fact | Label) -> str:
    """What a column that a report adds to the table of 三公 is of (培训费); empty for those of the national form.

    A column of the year before adds nothing of its own.
    """
    known = fact.column in table_forms()[fact.table or "GK09"].column_names
    if known or fact.column == LAST_YEAR or _DATED.match(fact.column):
        return ""
    return name_key(fact.column.removeprefix("预算数").removeprefix("决算数"))


#: what a list of items calls its only row is what other tables call a column
_COLUMN_NAMES = frozenset({"预算数", "决算数"})
#: a column of one year
_DATED = re.compile(r"20\d\d年")
#: the names of facts are looked at over and over, for every report anew
_KEPT = 1 << 15


def subject_keys(fact: Fact) -> tuple[str, ...]:
    """The keys a fact is found by: its name, for 类/款/项 paths the last part, for forms the name without its unit."""
    return _subject_keys(fact.row_name, fact.origin == "annex")


@lru_cache(maxsize=_KEPT)
def project_above(section: str) -> str:
    """The project that a heading above the place of something names (项目一：…), or its name below the title of the
    part on projects; empty where none does."""
    titles = section.split("/")
    if name := next((m["name"] for title in titles if (m := _OF_PROJECT.match(title))), ""):
        return name
    return named_above(titles)


def part_keys(fact: Fact) -> tuple[str, ...]:
    """The keys of the 类, 款 and 项 that a fact's name goes through."""
    return _part_keys(fact.row_name)


@lru_cache(maxsize=_KEPT)
def _subject_keys(row_name: str, in_form: bool) -> tuple[str, ...]:
    name = fold(row_name)
    keys = [name_key(LEVEL.sub("", name))]
    parts = [p for p in re.split(r"[(（](?:类|款|项)[)）]", name) if p]
    if len(parts) > 1:
        keys.append(name_key(parts[-1]))
    if in_form and (bare := _UNIT_NAMED.sub("", name)) != name:
        keys.append(name_key(bare))
    if "-" in row_name:
        keys.append(name_key(row_name.split("-", 1)[1]))
    return tuple(dict.fromkeys(k for k in keys if k and k not in _COLUMN_NAMES))


@lru_cache(maxsize=_KEPT)
def _part_keys(row_name: str) -> tuple[str, ...]:
    return tuple(name_key(part) for part in _LEVELED.findall(fold(row_name)))


#: codes of 科目 have three, five or seven digits, those of units others
_LONGEST_ACCOUNT, _OF_UNITS = 7, (4, 6)
#: the places in which a department is: 四川省云岭县, 云岭县
_PLACE = re.compile(r"^(?:[\u4e00-\u9fff]{2,8}?(?:省|自治区|市))?([\u4e00-\u9fff]{1,8}?[市县区旗])")


def without_place(fact: Fact) -> str | None:
    """What is counted by the name of its place (云岭县小学22所), or a listed unit, by what it is called there."""
    counted = fact.column == "数量" and fact.origin == "prose"
    unit = fact.origin == "table" and len(fact.row_code or "") > _LONGEST_ACCOUNT
    unit |= fact.origin == "table" and len(fact.row_code or "") in _OF_UNITS
    if not (counted or unit) or not (match := _PLACE.match(fact.department or "")):
        return None
    for place in (match.group(0), match.group(1)):
        rest = fact.row_name.removeprefix(place)
        if rest != fact.row_name and len(rest) >= 2:
            return name_key(rest)
    return None


@dataclass(frozen=True, slots=True)
class Label:
    """What facts of any report may have in common. ``form`` is value, text or blank."""

    origin: str
    table: str | None
    section_key: str | None
    row_code: str | None
    row_name: str
    column: str
    unit: str | None
    part_of: str | None
    form: str

    @classmethod
    def of(cls, fact: Fact) -> Label:
        form = "value" if fact.value is not None else "text" if fact.raw else "blank"
        return cls(
            fact.origin,
            fact.table,
            fact.section_key,
            fact.row_code,
            fact.row_name,
            fact.column,
            fact.unit,
            fact.part_of,
            form,
        )

    @property
    def number(self) -> int:
        """A number that any library gives this label; 63 bits, so that no two labels of a library share one."""
        return _number(self)

    @property
    def keys(self) -> list[str]:
        """The keys it is found by: name and code, what it lies in, its project, its column where that is a name.

        Tables of no known form are asked for by their own headings and not by what other reports print.
        """
        if self.section_key == PLAIN_TABLE:
            return []
        keys = [*_subject_keys(self.row_name, self.origin == "annex"), *_part_keys(self.row_name)]
        if "-" in self.row_name:
            keys.append(name_key(self.row_name.split("-", 1)[0]))
        if self.origin == "annex" and self.part_of:
            keys.append(name_key(self.part_of))
        if self.table in PUBLIC:
            # measures look for its only row by that name (预算数), which no question can name
            keys += [name_key(self.row_name), added_column(self)]
        return list(dict.fromkeys(key for key in (*keys, self.row_code) if key))

    def stand_in(self, at: int) -> Fact:
        """A fact of no report with this label, told from others by its place; a value is 1, for none is known."""
        return Fact(
            doc_id="",
            department=None,
            year=None,
            kind="",
            origin=self.origin,
            table=self.table,
            section="",
            row_code=self.row_code,
            row_name=self.row_name,
            column=self.column,
            value=Decimal(1) if self.form == "value" else None,
            unit=self.unit,
            raw="" if self.form == "blank" else "1",
            page=None,
            line=None,
            quote="",
            section_key=self.section_key,
            start=at,
            part_of=self.part_of,
        )


@lru_cache(maxsize=_KEPT)
def _number(label: Label) -> int:
    text = "\x1f".join("\x1e" if part is None else part for part in astuple(label))
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest()) >> 1
