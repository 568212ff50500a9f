"""The rows of bodies: what the tables of a report tell of each unit of its department, by column and by year."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from extractors.facts import MONEY, Fact
from extractors.text import name_key
from extractors.vocabulary import layout, standard_names
from extractors.vocabulary.bodies import body_words
from rag.holdings.dated_cells import DatedCell
from rag.holdings.lookup import FactIndex

#: the lengths of the codes of 科目; those of units have others
_ACCOUNT_CODES = (3, 5, 7)
#: the department itself among its units
_ITSELF = re.compile(r"(?:本级|本部|机关)$")
#: the shortest name of a unit in a sentence
_SHORTEST = 3
#: what stands in brackets behind the name of a project: （上年结转）
_TAIL = re.compile(r"[(（][^()（）]*[)）]$")
#: the name that stands for the rows of all bodies
WHOLE = ""


def body_cells(index: FactIndex, named: str) -> dict[str, list[DatedCell]]:
    """The amounts of each body by the key of its name, and of the rows of all of them under ``WHOLE``.

    ``named`` is what the chapter on bodies says, by which a row of a table of no known form is known as a body.
    """
    found: dict[str, list[DatedCell]] = {}
    wholes: dict[str, list[DatedCell]] = {}
    with_bodies: set[str] = set()
    facts = list(_amounts(index))
    for fact in facts:
        key, table = name_key(fact.row_name), fact.table or ""
        if key in layout().total_labels:
            wholes.setdefault(table, []).append(DatedCell.of(fact))
        elif is_body(fact, key, named):
            with_bodies.add(table)
            found.setdefault(key, []).append(DatedCell.of(fact))
    items = [*_items(facts, found)]
    told = [*_told(index, [*found, *_bodies_told(index, found, named)])]
    for name, cell in [*items, *told]:
        found.setdefault(name, []).append(cell)
    found[WHOLE] = [cell for table in wholes if table in with_bodies for cell in wholes[table]]
    return found


def _items(facts: Iterable[Fact], bodies: Mapping[str, Sequence[DatedCell]]) -> Iterator[tuple[str, DatedCell]]:
    """All the money of each row that is no body's own but prints the code or the name of one, by what the row is of.

    科目 that each unit has, and projects beside the unit that carries them out.
    """
    codes = {c.fact.row_code: name for name, cells in bodies.items() for c in cells if c.fact.row_code}
    for fact in facts:
        key = name_key(fact.row_name)
        if key in bodies or key in layout().total_labels or DatedCell.of(fact).column:
            continue
        beside = [cell.strip() for cell in fact.quote.split("\t")]
        own = {codes[cell] for cell in beside if cell in codes and cell != fact.row_code}
        own |= {cell for cell in map(name_key, beside) if cell in bodies}
        if len(own) == 1:
            (name,) = own
            named = name_key(_TAIL.sub("", fact.row_name)) or key
            whose = fact.but(part_of=bodies[name][0].fact.row_name)
            yield name, DatedCell(whose, named, fact.year, changed=False)
            # a list of 基本支出 has the 科目 in a column of its own (事业人员支出工资, 绩效工资)
            for item in dict.fromkeys(map(name_key, beside)):
                if item in standard_names() and item != named:
                    yield name, DatedCell(whose.but(row_name=item), item, fact.year, changed=False)


def _bodies_told(index: FactIndex, bodies: Mapping[str, Sequence[DatedCell]], named: str) -> Iterator[str]:
    """The bodies that only sentences tell the money of (按单位分，局本级40万元，甲中心20万元)."""
    for fact in index.facts:
        if fact.origin == "prose" and fact.part_of and fact.unit in MONEY and fact.value is not None:
            key = name_key(fact.row_name)
            if is_body(fact, key, named) and not any(n.endswith(key) or _is_own(key, n) for n in bodies):
                yield key


def _told(index: FactIndex, bodies: Sequence[str]) -> Iterator[tuple[str, DatedCell]]:
    """What a sentence tells of each unit behind what all of them have (机关运行经费170万元，其中局本级41万元)."""
    for fact in index.facts:
        if fact.origin != "prose" or not fact.part_of or fact.unit not in MONEY or fact.value is None:
            continue
        key = name_key(fact.row_name)
        own = [n for n in bodies if n != WHOLE and (n.endswith(key) or (is_itself(n) and _is_own(key, n)))]
        if len(key) >= _SHORTEST and len(own) == 1:
            # called by the name of the whole department, or so with what says that it is meant alone in brackets
            alone = is_itself(own[0]) or f"{fact.row_name}（本级）" in fact.quote
            of_own = alone and not is_itself(key)
            name = f"{fact.row_name}（本级）" if of_own else fact.row_name
            whose = fact.but(row_name=f"{name}的{fact.part_of}")
            yield own[0], DatedCell.told(whose, fact.part_of)


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


def _is_own(key: str, body: str) -> bool:
    """Whether a sentence calls so the department without its units: 局本级, or by its own name beside theirs."""
    return is_itself(key) or _ITSELF.sub("", body) == key


def is_itself(key: str) -> bool:
    """Whether a unit is the department without those below it."""
    return bool(_ITSELF.search(key))


def bodies_in(cells: Mapping[str, list[DatedCell]]) -> list[str]:
    """The names of the bodies, in the order of the tables."""
    return [name for name in cells if name != WHOLE]
