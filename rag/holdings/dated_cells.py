"""The amounts of tables by what their columns say: of what, of which year, and whether they tell a change."""

from __future__ import annotations

import re
from dataclasses import dataclass

from extractors.facts import Fact
from extractors.text import name_key
from extractors.vocabulary import table_forms

#: the year that heads a column, and columns of what changed since the year before
_YEAR, _BEFORE = re.compile(r"^(20\d\d)年度?"), re.compile(r"^(?:上一?年度?|去年)(?!结[转余])")
_CHANGED = re.compile(r"增减|变化|变动|比上年|较上年|比去年|较去年")
_CHANGED_HEAD = re.compile(r"^(?:与?[比较]?(?:上年|去年))?(?:增减|变化|变动)(?:变化|变动)?(?:情况|数|额)?")
#: what a column says besides the name of what it has
_PLANNED = re.compile(r"(?:(?<=费)预算)?(?:(?:年初)?(?:预算|决算|执行)数|合计|小计)*$|^其中")
#: what stands before it where the head of the year spans several columns (2024年预算数/公务接待费)
_HEADED = re.compile("^(?:年初)?(?:预算|决算|执行)数(?=.{2})")
#: columns that have all the money of a row
_WHOLE = frozenset({"", "总计", "合计", "小计", "预算数", "决算数", "执行数", "金额"})


@dataclass(frozen=True, slots=True)
class DatedCell:
    """One amount of a table: what its column is of, and of which year.

    ``column`` is empty for all the money that the table tells of; ``changed``: it tells by how much that changed.
    """

    fact: Fact
    column: str
    year: int | None
    changed: bool

    @classmethod
    def of(cls, fact: Fact) -> DatedCell:
        key = name_key(fact.column)
        year = int(match[1]) if (match := _YEAR.match(key)) else fact.year
        if _BEFORE.match(key) and fact.year is not None:
            year = fact.year - 1
        changed = bool(_CHANGED.search(key))
        bare = _BEFORE.sub("", _YEAR.sub("", key))
        bare = _CHANGED_HEAD.sub("", bare) if changed else bare
        bare = _PLANNED.sub("", _HEADED.sub("", bare))
        return cls(fact, "" if bare in _WHOLE else bare, year, changed)

    @classmethod
    def told(cls, fact: Fact, whole: str) -> DatedCell:
        """The amount that a sentence tells as a part of a whole (本年支出合计), which stands for its column."""
        return cls(fact, _PLANNED.sub("", name_key(whole)), fact.year, changed=False)

    @property
    def title(self) -> str:
        """The name of the table, by which its totals are told apart from those of others."""
        form = table_forms().get(self.fact.table or "")
        return name_key(form.name if form is not None else self.fact.table or "")
