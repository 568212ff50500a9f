"""Family F, names: another department standing where the report speaks of its own, as copied text leaves it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from extractors.crosscheck.book import STATUTORY, Book
from extractors.crosscheck.model import Rule, Status, Verdict
from extractors.crosscheck.reading import TEXT, Hit, Passage, Text, reading
from extractors.crosscheck.wording import table_title
from extractors.facts import Fact
from extractors.identity import region_of
from extractors.report import Cell, Section
from extractors.text import fold
from extractors.vocabulary.departments import department_words
from extractors.vocabulary.form import form_words

#: levels of government by the end of a place
_LEVELS = {"区": 1, "县": 1, "旗": 1, "市": 2, "州": 2, "盟": 2, "省": 3}
#: a place told by its level alone: 〔县〕水利局, 〔我区〕体育局
_RELATIVE = re.compile(r"^[本我全该]?[省市区县州旗](?=[\u4e00-\u9fff]{2})")
#: a county by its own name
_PLACE = r"[\u4e00-\u9fff]{2,4}?[区县旗]"
#: a town or street, which says its name without that of its county
_TOWN = re.compile(r"^(?P<name>[\u4e00-\u9fff]{2,5}(?:街道|镇|乡))(?:人民政府|办事处)$")
#: so many rows at the top of a form say what it is about
_TOP = 8
_IN_CHARGE = re.compile(r"^主管部门(?:及代码|名称|[(]单位[)])?$")
#: the code of a department before or behind its name: [318]水利局, 318-水利局
_CODE = re.compile(r"^[\[(]?\d+[\])]?[-—_]?|[\[(]\d+[\])]$")
#: a name of fewer characters is that of many a body
_SHORTEST = 3


@dataclass(frozen=True, slots=True)
class _Name:
    """The name of a department in two: its place, and what it is in charge of."""

    place: str
    core: str

    @classmethod
    def of(cls, printed: str) -> _Name:
        relative = _RELATIVE.match(printed)
        place = relative.group() if relative else region_of(printed) or ""
        return cls(place, printed[printed.find(place) + len(place) :])

    @property
    def level(self) -> int | None:
        return _LEVELS.get(self.place[-1:])


class _Own:
    """The department of the report, and what other names are to it."""

    def __init__(self, book: Book, name: str) -> None:
        place = book.report.identity.region or ""
        self._book, self.name = book, _Name(place, name[name.find(place) + len(place) :])

    def is_stranger(self, printed: str, own_place: bool, of_figure: bool = False) -> bool:
        """Whether a name where the department's must stand is another's; ``own_place``: also of the same place.

        ``of_figure``: it is told what money the one named has, so that it is none of those who see to that of others.
        """
        words, other = department_words(), _Name.of(printed)
        if not other.place and own_place and (town := _TOWN.match(printed)):
            own_town = _TOWN.search(self.name.core.removeprefix("人民政府"))
            return own_town is not None and own_town["name"] != town["name"]
        if not other.core or not self.name.place or other.level != self.name.level:
            return False
        if not self._is_own_place(other.place):
            known = same_kind(other.core, self.name.core) or words.department.search(other.core)
            return not words.no_place.search(other.place) and bool(known)
        ends = all(words.department.search(core) for core in (other.core, self.name.core))
        in_full = of_figure and other.place == self.name.place and own_place
        strange = own_place and ends and (in_full or not words.overseers.search(other.core))
        return strange and not same_kind(other.core, self.name.core) and not self._is_its_own(other.core)

    def _is_own_place(self, place: str) -> bool:
        own = self.name.place
        short = own.removeprefix(_above(own))
        return bool(_RELATIVE.match(place + "之某")) or place.endswith(short) or own.endswith(place)

    def _is_its_own(self, core: str) -> bool:
        """Whether the report says that a name is a further one of the department's, or that of a unit below it."""
        return any(core in text for text in self._profile)

    @cached_property
    def _profile(self) -> list[str]:
        told = [p for p in reading(self._book).passages if p.zone in ("cover", "profile") or p.section.key == "bodies"]
        named = department_words().names_itself
        texts = [t for p in told if named.search(t := p.paragraph.plain) or p.section.key == "bodies"]
        grids = [t for s, t in self._book.report.tables if s.key == "bodies"]
        return texts + [fold("".join(row.texts)) for table in grids for row in table.rows]


def same_kind(one: str, other: str) -> bool:
    """Whether two names without their places are of departments of one kind, in full or shortened (经济信息委)."""
    short, long = sorted((one, other), key=len)
    left = iter(long)
    return bool(short) and all(c in left for c in short)


@dataclass(frozen=True, slots=True)
class Named:
    """A department's name as printed: in words where it stands, and what is printed there."""

    printed: str
    place: str
    quoted: str
    fact: Fact


def strangers(rule: Rule, book: Book, name: str, told: Collection[str]) -> Iterator[Verdict]:
    """Other departments where the report speaks of itself; ``told`` are names that are held against it already."""
    own = _Own(book, name)
    found: dict[str, dict[int, Named]] = {}
    for named in (
        *_spoken_of(book, own),
        *_captioned(book, own),
        *_of_its_kind(book, own),
        *_in_charge(book, own, name),
    ):
        if named.printed not in told:
            found.setdefault(named.printed, {}).setdefault(named.fact.start, named)
    for printed, places in found.items():
        first, *_ = places.values()
        more = f"（共{len(places)}处）" if len(places) > 1 else ""
        ground = (
            f"{first.place}写“{first.quoted}”{more}，其中“{printed}”不是本报告的部门“{name}”，"
            "疑为沿用其他部门的材料未改，请核对。"
        )
        facts = tuple(named.fact for named in places.values())
        yield Verdict(rule, f"其他部门/{printed}", Status.FAIL, ground=ground, facts=facts)


def captions(book: Book) -> Iterator[Named]:
    """The name above each statutory table, in a caption or in the first rows of the grid."""
    words = form_words()
    for section, table in book.report.tables:
        if not STATUTORY.match(table.key or ""):
            continue
        lines = [(p.plain, p.text, p.place.start, p.place.end) for p in table.caption]
        lines += [(c.plain, c.text, c.place.start, c.place.end) for row in table.rows[:3] for c in row if c.text]
        for plain, text, start, end in lines:
            if match := words.caption.search(plain):
                printed = words.not_name.sub("", match.group("name")).removesuffix("部门")
                fact = book.spot(start, end, section=section)
                yield Named(printed, f"{table_title(table.key or '')}表头", text, fact)


def _spoken_of(book: Book, own: _Own) -> Iterator[Named]:
    """Names at the head of a sentence on figures and work of their own, and of those whose money is evaluated."""
    words = department_words()
    for text in (reading(book).wide(*TEXT, "annex"), Text(_beside_tables(book))):
        for hit in text.find(words.subject):
            own_place = hit.passage.zone != "annex"
            if own.is_stranger(hit.match.group("name"), own_place, _tells_figure(hit)):
                yield _named(book, hit)
        for hit in text.find(words.object):
            if own.is_stranger(hit.match.group("name"), own_place=False):
                yield _named(book, hit)


def _tells_figure(hit: Hit) -> bool:
    """Whether what stands right behind a name is money of its own (20XX年度政府采购金额…5.00万元)."""
    return department_words().own_figure.match(hit.passage.paragraph.plain, hit.end) is not None


def _named(book: Book, hit: Hit) -> Named:
    """The name that a pattern found; as evidence, the clause that it stands in."""
    return Named(hit.match.group("name"), hit.passage.place, hit.quoted, hit.fact(book))


def _beside_tables(book: Book) -> list[Passage]:
    """The notes under the statutory tables."""
    grids = [(s, t) for s, t in book.report.tables if STATUTORY.match(t.key or "")]
    return [Passage(section, note, "tables") for section, table in grids for note in table.notes]


def _captioned(book: Book, own: _Own) -> Iterator[Named]:
    """The name above a statutory table."""
    return (named for named in captions(book) if own.is_stranger(named.printed, own_place=True))


def _in_charge(book: Book, own: _Own, name: str) -> Iterator[Named]:
    """Who a form says is in charge of a project (主管部门), where other forms say that the department is."""
    found: list[tuple[str, Section, Cell]] = []
    for section, table in book.report.tables:
        for row in table.rows[:_TOP]:
            for label, cell in pairwise(c for c in row.cells if c.text):
                if _IN_CHARGE.match(label.plain):
                    found.append((_CODE.sub("", cell.plain), section, cell))
    if not any(printed == name for printed, _, _ in found):
        return
    for printed, section, cell in found:
        if own.is_stranger(printed, own_place=True):
            fact = book.spot(cell.place.start, cell.place.end, section=section)
            yield Named(printed, f"《{section.title}》“主管部门”", cell.text, fact)


def _of_its_kind(book: Book, own: _Own) -> Iterator[Named]:
    """The department of the same kind of another county, unless the sentence tells of dealings with it.

    It is known by the city that stands before the county as it does before the own one; without it, where it begins a
    clause and the report does not call its own department by the level alone (县水利局).
    """
    core, above = re.escape(own.name.core), re.escape(_above(own.name.place))
    if own.name.level != 1 or len(own.name.core) < _SHORTEST:
        return
    text = reading(book).wide(*TEXT)
    patterns = [rf"(?P<name>{above}{_PLACE}{core})"] if above else []
    if not re.search(rf"(?:年度?|[^\u4e00-\u9fff]|^)[区县旗]{core}", text.text):
        patterns.append(rf"(?:^|(?<=[。；，：\n]))(?P<name>{_PLACE}{core})")
    for hit in (hit for pattern in patterns for hit in text.find(re.compile(pattern))):
        printed = hit.match.group("name")
        if hit.passage.section.key != "duties" and own.is_stranger(printed, False) and not _has_dealings(hit):
            yield _named(book, hit)


def _above(place: str) -> str:
    """What a place lies in, as its own name says: 青石市 of 青石市云渡区."""
    match = re.match(r"^.+(?:省|自治区|市|州|盟)(?=.+[区县旗]$)", place)
    return match.group() if match else ""


def _has_dealings(hit: Hit) -> bool:
    """Whether the sentence tells of what the department has to do with the one that it names."""
    words, plain = department_words().dealings, hit.passage.paragraph.plain
    begin, end = plain.rfind("。", 0, hit.start) + 1, plain.find("。", hit.end)
    sentence = plain[begin : end if end > 0 else None]
    return bool(words.before.search(plain[begin : hit.start]) or words.around.search(sentence))
