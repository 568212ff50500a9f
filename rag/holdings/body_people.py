"""The people of bodies: the columns of tables of units that count posts and staff, of each unit and of all of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain

from extractors.facts import Fact
from extractors.text import name_key
from extractors.vocabulary import layout
from extractors.vocabulary.bodies import body_words
from rag.holdings.lookup import FactIndex

#: people are counted in these
PEOPLE = frozenset({"人", "名"})


@dataclass(frozen=True, slots=True)
class PeopleColumn:
    """One column that counts people: of each unit by the key of its name, and the row of all of them."""

    table: str
    heading: str
    of_units: dict[str, Fact] = field(default_factory=dict)
    whole: list[Fact] = field(default_factory=list)

    @property
    def kinds(self) -> frozenset[str]:
        """The kinds of people that the heading names."""
        return body_words().people_in(self.heading)


def people_columns(index: FactIndex) -> list[PeopleColumn]:
    """The columns of people of the tables whose rows are units, by how their names end."""
    columns: dict[tuple[str, str], PeopleColumn] = {}
    others: Counter[tuple[str, str]] = Counter()
    for fact in _counting(index):
        at = fact.table or "", fact.column
        column = columns.setdefault(at, PeopleColumn(*at))
        key = name_key(fact.row_name)
        if key in layout().total_labels:
            column.whole.append(fact)
        elif body_words().unit.search(key):
            column.of_units.setdefault(key, fact)
        else:
            others[at] += 1
    return [c for at, c in columns.items() if len(c.of_units) > 1 and others[at] < len(c.of_units)]


def _counting(index: FactIndex) -> Iterator[Fact]:
    """The cells that count people, of tables of no known form and of numbered lists."""
    listed = (f for f in index.facts if f.origin == "annex" and not f.part_of)
    for fact in chain(chain.from_iterable(index.plain.tables.values()), listed):
        if fact.unit in PEOPLE and fact.value is not None:
            yield fact


def kinds_asked(text: str) -> frozenset[str]:
    """The kinds of people that a question asks for; those on their posts where it asks only for people."""
    words = body_words()
    return words.people_in(text) or (frozenset({"在职"}) if words.people_asked.search(text) else frozenset())


def column_of(columns: Sequence[PeopleColumn], kinds: frozenset[str]) -> PeopleColumn | None:
    """The column of just these kinds of people, else the only one that has them with others."""
    own = [c for c in columns if c.kinds == kinds]
    more = [c for c in columns if kinds and kinds < c.kinds]
    return own[0] if own else more[0] if len(more) == 1 else None


def total_of(column: PeopleColumn) -> Fact | None:
    """The number of all of them, where the table has a row for it."""
    values = {f.value for f in column.whole}
    return column.whole[0] if len(values) == 1 else None


def staff_of_all(index: FactIndex) -> Fact | None:
    """The number of people on their posts, of all units, where a table by unit has a row for it."""
    column = column_of(people_columns(index), frozenset({"在职"}))
    return total_of(column) if column is not None else None
