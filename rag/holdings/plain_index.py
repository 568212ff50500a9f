"""The tables of a report that no form describes, and its lists of projects, by title and by number."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal

from extractors.annex import canonical_column
from extractors.facts import MONEY, PLAIN_TABLE, TABLE_NUMBER, Fact
from extractors.listed import bodies_among
from extractors.text import fold, name_key
from extractors.vocabulary import annex_words, layout

#: 附件12023年度: the first annex, of 2023
_ANNEX = re.compile(r"(?:^|/)附件(\d{1,2}?|[一二三四五六七八九十])(?=20\d\d年|\D|$)")
#: the column that numbers the rows of a list
_ORDINAL = "序号"
_NUMERALS = "一二三四五六七八九十"
#: what a title adds in brackets
_BEHIND = re.compile(r"[(（][^()（）]*[)）]$")


#: the length of the code of a 项
_ABOVE_ITEMS = (3, 5)


#: titles of numbered lists whose rows are projects
_OF_PROJECTS = re.compile("^(?!.*(?:采购|购买|评价|自评)).*项目")


class PlainIndex:
    """Such tables are asked for by their own headings, and by nothing else.

    ``annexes`` are those of an annex with a number. ``lists`` are those that are lists of projects: of these the
    engines of projects know more. ``projects`` are the rows of those that have no such columns, by the name of the
    project; one that is paid from two 科目 stands on two rows. ``below`` are the projects that a list has below the row
    of a body, by its name, each with its first amount.
    """

    def __init__(self, facts: Sequence[Fact]) -> None:
        self.tables: dict[str, list[Fact]] = defaultdict(list)
        self.titles: dict[str, str] = {}
        self.numbers: dict[int, str] = {}
        self.annexes: dict[int, list[str]] = defaultdict(list)
        self.lists: set[str] = set()
        self.projects: dict[str, list[Fact]] = {}
        self.below: dict[str, list[Fact]] = {}
        self._put([f for f in facts if f.section_key == PLAIN_TABLE])
        self._put_projects()
        self._put_lists([f for f in facts if f.origin == "annex" and not f.part_of and f.section_key != PLAIN_TABLE])

    def _put(self, facts: Sequence[Fact]) -> None:
        for fact in facts:
            title = fact.table or ""
            if fact.column == TABLE_NUMBER:
                if not fact.doc_id:
                    continue  # what stands for the facts of many reports has no number
                self.numbers[int(re.sub(r"\D", "", fold(fact.raw)))] = title
                continue
            self.tables[title].append(fact)
            if (number := _annex_of(fact.section)) and fact.doc_id and title not in self.annexes[number]:
                self.annexes[number].append(title)
            for name in (title, _BEHIND.sub("", title)):
                self.titles.setdefault(name_key(name), title)

    def _put_projects(self) -> None:
        """The projects that a table lists with their money, as budgets do.

        A 科目, which has a code, is none, nor is a body with the money of the projects below it.
        """
        for title, facts in self.tables.items():
            if not annex_words().project_lists.match(title):
                continue
            # a list by 科目 has rows of their 类 and 款 as well; one of projects says of each which 项 pays it
            by_account = any(len(f.row_code or "") in _ABOVE_ITEMS for f in facts)
            rows: dict[tuple[str, int | None, int | None], list[Fact]] = {}
            for fact in facts:
                apart = (fact.row_code and by_account) or name_key(fact.row_name) in layout().total_labels
                if fact.section_key == PLAIN_TABLE and not apart:
                    rows.setdefault((fact.row_name, fact.page, fact.line), []).append(fact)
            bodies = bodies_among([(name, _money(own)) for (name, _, _), own in rows.items()])
            body = ""
            for n, own in enumerate(rows.values()):
                if n in bodies:
                    body = own[0].row_name
                    continue
                self.projects.setdefault(own[0].row_name, []).extend(own)
                if body:
                    self.below.setdefault(body, []).append(own[0])

    def _put_lists(self, facts: Sequence[Fact]) -> None:
        """Lists of projects can be asked for by their title as well (汇总表里全年预算数合计)."""
        lists: dict[str, list[Fact]] = defaultdict(list)
        for fact in facts:
            lists[fact.table or ""].append(fact)
        for title, own in lists.items():
            if title and any(canonical_column(f.column) in annex_words().listed for f in own):
                self.lists.add(title)
                self._put(own)
            elif title and _is_numbered(own):
                # it has none of the columns by which the engines of projects know a list
                self._put([f for f in own if f.column != _ORDINAL])
                if _OF_PROJECTS.search(title):
                    self._put_numbered(own)

    def _put_numbered(self, facts: Sequence[Fact]) -> None:
        """The projects of a numbered list, each with its money."""
        numbered = {f.row_name for f in facts if f.column == _ORDINAL and f.value is not None}
        for fact in facts:
            if fact.unit in MONEY and fact.row_name in numbered and fact.column != _ORDINAL:
                self.projects.setdefault(fact.row_name, []).append(fact)


def _money(facts: Sequence[Fact]) -> Decimal | None:
    """The first amount of money of a row: all of it, where a list parts it."""
    return next((f.value for f in facts if f.unit in MONEY and f.value is not None), None)


def _is_numbered(facts: Sequence[Fact]) -> bool:
    """Whether a table numbers its rows and has money for several of them."""
    numbered = {f.row_name for f in facts if f.column == _ORDINAL and f.value is not None}
    return len({f.row_name for f in facts if f.unit in MONEY and f.row_name in numbered}) > 1


def _annex_of(section: str) -> int | None:
    """The number of the annex in which a table stands."""
    match = _ANNEX.search(fold(section))
    if match is None:
        return None
    number = match.group(1)
    return int(number) if number.isdigit() else _NUMERALS.index(number) + 1
