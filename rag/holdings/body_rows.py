"""The rows of bodies: what the tables of a report tell of each unit of its department, by column and by year."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from extractors.facts import MONEY, Fact
from extractors.text import name_key
from extractors.vocabulary import layout, standard_names, table_forms
from extractors.vocabulary.bodies import body_words
from rag.holdings.lookup import FactIndex

#: the lengths of the codes of 科目; those of units have others
_ACCOUNT_CODES = (3, 5, 7)
#: the department itself among its units
_ITSELF = re.compile(r"(?:本级|本部|机关)$")
#: the year that heads a column, and columns of what changed since the year before
_YEAR, _BEFORE = re.compile(r"^(20\d\d)年度?"), re.compile(r"^(?:上一?年度?|去年)(?!结[转余])")
_CHANGED = re.compile(r"增减|变化|变动|比上年|较上年|比去年|较去年")
_CHANGED_HEAD = re.compile(r"^(?:与?[比较]?(?:上年|去年))?(?:增减|变化|变动)(?:变化|变动)?(?:情况|数|额)?")
#: what a column says besides the name of what it has
_PLANNED = re.compile(r"(?:(?<=费)预算)?(?:(?:年初)?(?:预算|决算)数|合计|小计)*$|^(?:其中|本年度?)")
#: columns that have all the money of a row
_WHOLE = frozenset({"", "总计", "合计", "小计", "预算数", "决算数", "金额"})
#: the total row and the columns of a table, by the name that stands for all of it
WHOLE = ""


@dataclass(frozen=True, slots=True)
class BodyCell:
    """One amount of a body, or of the row of all of them: what its column is of, and of which year.

    ``column`` is empty for all the money that the table tells of; ``changed``: it tells by how much that changed.
    """

    fact: Fact
    column: str
    year: int | None
    changed: bool

    @classmethod
    def of(cls, fact: Fact) -> BodyCell:
        key = name_key(fact.column)
        year = int(match[1]) if (match := _YEAR.match(key)) else fact.year
        if _BEFORE.match(key) and fact.year is not None:
            year = fact.year - 1
        changed = bool(_CHANGED.search(key))
        bare = _BEFORE.sub("", _YEAR.sub("", key))
        bare = _CHANGED_HEAD.sub("", bare) if changed else bare
        bare = _PLANNED.sub("", bare)
        return cls(fact, "" if bare in _WHOLE else bare, year, changed)

    @property
    def title(self) -> str:
        """The name of the table, by which its totals are told apart from those of others."""
        form = table_forms().get(self.fact.table or "")
        return name_key(form.name if form is not None else self.fact.table or "")


def body_cells(index: FactIndex, named: str) -> dict[str, list[BodyCell]]:
    """The amounts of each body by the key of its name, and of the rows of all of them under ``WHOLE``.

    ``named`` is what the chapter on bodies says, by which a row of a table of no known form is known as a body.
    """
    found: dict[str, list[BodyCell]] = {}
    wholes: dict[str, list[BodyCell]] = {}
    with_bodies: set[str] = set()
    for fact in _amounts(index):
        key, table = name_key(fact.row_name), fact.table or ""
        if key in layout().total_labels:
            wholes.setdefault(table, []).append(BodyCell.of(fact))
        elif is_body(fact, key, named):
            with_bodies.add(table)
            found.setdefault(key, []).append(BodyCell.of(fact))
    found[WHOLE] = [cell for table in wholes if table in with_bodies for cell in wholes[table]]
    return found


def _amounts(index: FactIndex) -> Iterable[Fact]:
    yield from (f for f in index.facts if f.origin != "prose" and f.unit in MONEY)
    yield from (f for facts in index.plain.tables.values() for f in facts if f.unit in MONEY)


def is_body(fact: Fact, key: str, named: str) -> bool:
    """Whether a row of a table is that of a unit of the department, and not of a 科目, an item or a project."""
    if len(fact.row_code or "") in _ACCOUNT_CODES or key in standard_names():
        return False
    if fact.origin == "table" and fact.row_code:
        return True  # in a statutory table only units have codes of such lengths
    return bool(body_words().unit.search(key)) and (key in named or bool(_ITSELF.search(key)))


def is_itself(key: str) -> bool:
    """Whether a unit is the department without those below it."""
    return bool(_ITSELF.search(key))


def bodies_in(cells: Mapping[str, list[BodyCell]]) -> list[str]:
    """The names of the bodies, in the order of the tables."""
    return [name for name in cells if name != WHOLE]
