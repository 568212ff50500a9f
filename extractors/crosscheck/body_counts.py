"""Family D, bodies: as many units and inner bodies are listed as the report says there are."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count

from extractors.crosscheck.book import Book
from extractors.crosscheck.compare import not_applicable
from extractors.crosscheck.model import Rule, Status, Verdict
from extractors.crosscheck.numbering import numeral
from extractors.crosscheck.reading import Passage, reading, spot
from extractors.facts import Fact
from extractors.listed import NUMBERED, listed_names
from extractors.report import Section, Table
from extractors.text import fold
from extractors.vocabulary import layout

_N = r"(?P<n>\d{1,3}|[一二三四五六七八九十]{1,3})"
_SAYS = "(?:包括|分别是|分别为|即|具体是|具体为|如下)"
_LISTS = rf"(?:[,，](?!其中|包括局|含)[^。；：\d]{{0,10}}?)?(?:：|{_SAYS}：?)(?P<names>[^。：]*)"
_INSIDE = r"(?:机构|科室|科[(]室[)]|处[(]室[)]|股室|处室|部门|办公室|科|股|处|室)"
#: what says that bodies are inside: 内设…, 局机关设…
_HAS_INSIDE = r"(?:内设|(?:局|委|厅|办|部门|本级)机关(?:内)?设(?:有|置)?)"
#: how many bodies there are inside the department, with their names behind the number or before it
_INNER = (
    re.compile(
        rf"{_HAS_INSIDE}[^。；：、\d]{{0,8}}?{_INSIDE}?(?:共|共有|为)?{_N}个(?:职能|综合|业务|内设)?{_INSIDE}?{_LISTS}"
    ),
    re.compile(
        rf"内设(?P<names>[^。；：\d]{{0,300}}、[^。；：\d]{{0,60}}?)(?:等|共)?{_N}个(?:职能|综合|业务|内设)?{_INSIDE}(?![^，。；]*：)"
    ),
)
#: how many units the accounts hold, the department's own among them
_HOLD = r"(?:范围|纳入|决算编制|预算编制|构成|组成|本部门|我部门|编制20\d\d年)"
#: a unit of any kind: neither one below the department only, nor one kind of them
_UNIT = (
    "(?<!下属)(?<!所属)(?<!二级)(?<!行政)(?<!事业)(?<!企业)(?<!参公)(?<!管理的)"
    "(?:预算单位|决算单位|独立核算单位|(?<!预算)(?<!决算)(?<!核算)单位)"
)
_UNITS = (
    re.compile(rf"{_HOLD}[^。；]{{0,24}}?{_UNIT}数?(?:共计|共有|共|合计|总计|有|为)?{_N}[个家](?![^，。；：]*单位)"),
    re.compile(rf"{_HOLD}[^。；]{{0,24}}?(?:共计|共有|共){_N}[个家]{_UNIT}"),
    # of the units of the second level that the accounts hold the department itself is one
    re.compile(rf"编制范围的?二级(?:预算|决算)单位(?:共计|共有|共|有|为)?{_N}[个家]"),
)
#: the department's own accounts, and how many units there are below it
_BELOW = re.compile(
    r"(?:本级|本部|机关)(?:决算|预算)?(?:行政)?(?:单位)?(?:以及|及|和|与|、)"
    rf"(?:(?:[局委厅办院]?(?:下属|所属)|[局委厅办]属){_N}[个家]|{_N.replace('<n>', '<m>')}[个家](?:下属|所属))"
    r"(?:预算|决算|事业|独立核算|二级)*单位"
)
#: how many units there are below it, where it is left open whether its own is one
_OF_OWN = re.compile(
    rf"(?:下设|下辖|下属|所属)(?:所属|下属|直属|二级|预算|决算|事业|独立核算)*单位(?:共|共有|有)?{_N}[个家]"
    r"(?P<without>[(]不含[^()]{0,8}本级[^()]{0,4}[)])?"
)
#: behind a number of all units: the department's own, which no list has, and those that are listed
_OWN_AND_THESE = re.compile(
    r"[，,]?(?:包括|即|其中)[^。：；\d]{0,6}(?:本级|本部|机关)(?:预算|决算)?(?:单位)?(?:和|及|以及|与)(?:以?下|下列|下属)+\d+[个家]"
)
#: units by their kind: 行政单位1家，事业单位5家; the department's own is one of those of administration
_KIND = re.compile(rf"(?P<kind>行政|参公|参照公务员法管理的?(?:事业)?|(?:公益[一二三]类)?事业|企业)单位{_N}[个家]")
_OF_UNITS_BELOW = re.compile(r"(?:所属|下属)[^。；]{0,6}(?:行政|事业)单位")
_NAMED = re.compile(rf"^(?:：|[^。；：]*?{_SAYS}：?)(?P<names>[^。：]*)")
#: the same right behind the number, before any other
_NAMED_BEHIND = re.compile(rf"^[，,]?{_SAYS}：?(?P<names>[^。：]*)")
_OWN = re.compile(r"(?:本级|本部|机关)[)]?(?:[(][^()]*[)])?$")
_BODY = re.compile(
    r"(?:[科股处室局委队站所院馆校园办会厅部署组社团台场库厂党]|中心|本级|机关|公司|中学|小学|幼儿园|基地|监狱)(?:[(][^()]*[)])*$"
)
#: a second body behind the last 、 of a list: 人事科和财务科
_AND = re.compile(r"(?<=[科股处室队站所院馆校办])(?:和|及|以及|与)(?=[\u4e00-\u9fff]{2,})")
_BRACKETS = re.compile(r"[(][^()]*[)]")
#: words that end a list of names, and those that tell that it is not whole
_AFTER = re.compile(
    r"[，；](?=其中|均|都|下[辖设属]|[所直]属|现有|行政编|事业编|人员|机关|编制|另|此外|核定|实有|在职|本|我)"
)
_ASIDE = re.compile(r"，(?=行政|事业|公益|参照|参公)")
_OPEN = re.compile(r"等(?:单位|科室|机构|股室|处室|部门|\d|$)")
_SEVERAL = re.compile(r"(?:单位|机构)(?:[：(]|\d|共)|\d+[个家]|(?<!\d)\d{1,2}[.、](?=[\u4e00-\u9fff])")
_LINES = re.compile(r"^[(]?(?P<n>[一二三四五六七八九十]{1,3})[)、]")
_CODES_OF_UNITS = re.compile(r"单位(?:编码|代码)")
_NAMES_OF_UNITS = re.compile(r"单位(?:全称|名称)?|机构名称|^名称$")


@dataclass(frozen=True, slots=True)
class _Stated:
    """A number of bodies as a passage states it; ``total`` with the department's own, ``words`` as printed."""

    total: int
    said: int
    passage: Passage
    span: tuple[int, int]
    names: str = ""
    #: whether the department's own may be among those said, too
    loose: bool = False

    @property
    def words(self) -> str:
        return self.passage.paragraph.text[slice(*self.span)]

    def fact(self, book: Book) -> Fact:
        return spot(book, self.passage, *self.span)


@dataclass(frozen=True, slots=True)
class _List:
    """Bodies that are listed: how many they can be read as, whether the department's own is one, and where."""

    counts: frozenset[int]
    own: bool
    facts: tuple[Fact, ...]


def _number(printed: str) -> int:
    return int(printed) if printed.isdigit() else numeral(printed) or 0


def _counts(rule: Rule, book: Book) -> Iterator[Verdict]:
    """Every stated number of units or inner bodies against the list that belongs to it."""
    passages = [p for p in reading(book).passages if _on_bodies(p)]
    verdicts = [*_inner(rule, book, passages), *_units(rule, book, passages)]
    yield from verdicts or [not_applicable(rule, "单位数", "没有同时写单位数（内设机构数）和名单")]


def _on_bodies(passage: Passage) -> bool:
    return passage.zone not in ("toc", "annex", "glossary") and passage.section.key in ("bodies", "duties")


def _inner(rule: Rule, book: Book, passages: Sequence[Passage]) -> Iterator[Verdict]:
    for at, passage in enumerate(passages):
        for pattern in _INNER:
            for match in pattern.finditer(passage.paragraph.plain):
                n = _number(match.group("n"))
                stated = _Stated(n, n, passage, match.span(), match.group("names"))
                if found := _inline(book, stated) or _below(book, passages[at + 1 :], stated):
                    yield _verdict(rule, book, "内设机构", stated, found)


def _units(rule: Rule, book: Book, passages: Sequence[Passage]) -> Iterator[Verdict]:
    """The number of units against their names in the sentence, on numbered lines and in the table of the section."""
    for at, passage in enumerate(passages):
        for stated in _stated_units(passage):
            inline = _inline(book, stated) if stated.names else None
            below = _below(book, passages[at + 1 :], stated, anywhere=True)
            kinds = _kinds(book, passage.section, passages)
            lists = [inline, below, _table(book, passage.section), kinds]
            verdicts = [_verdict(rule, book, "单位", stated, found) for found in lists if found]
            if kinds is not None and any(v.status is Status.PASS for v in verdicts[:-1]):
                # a list bears out the number: what is left to be wrong are the numbers of each kind
                verdicts[-1:] = [_verdict_on_kinds(rule, book, stated, kinds, verdicts[-1])]
            # one finding for a number, with the first list that it disagrees with
            yield from [v for v in verdicts if v.status is Status.FAIL][:1] or verdicts[:1]


def _stated_units(passage: Passage) -> Iterator[_Stated]:
    plain = passage.paragraph.plain
    seen: set[int] = set()
    for match in (m for pattern in _UNITS for m in pattern.finditer(plain)):
        if match.start("n") not in seen:
            seen.add(match.start("n"))
            n, named = _number(match.group("n")), _NAMED.match(plain[match.end() :])
            own = int(bool(_OWN_AND_THESE.match(plain[match.end() :])))
            yield _Stated(n, n - own, passage, match.span(), named.group("names") if named else "")
    for match in _BELOW.finditer(plain):
        n = _number(match.group("n") or match.group("m"))
        yield _Stated(n + 1, n, passage, match.span())
    for match in _OF_OWN.finditer(plain):
        n = _number(match.group("n"))
        named = _NAMED_BEHIND.match(plain[match.end() :])
        loose = not match.group("without") and "事业" not in match.group(0)
        names = named.group("names") if named else ""
        yield _Stated(n + 1, n, passage, match.span(), names, loose=loose)


def _inline(book: Book, stated: _Stated) -> _List | None:
    """The names of a sentence; None where it is not certain that each is one body and that they are all."""
    names = _AFTER.split(stated.names)[0].rstrip("，；、")
    if not names or _OPEN.search(names) or re.search(r"\d+[个家]|：", names):
        return None
    if "；" in names:
        parts = [part for part in names.split("；") if part]
        if any("、" in _BRACKETS.sub("", part.split("，")[0]) for part in parts):
            return None
        heads = [part.split("，")[0] for part in parts]
    else:
        heads = list(listed_names(_ASIDE.split(names)[0]))
    if len(heads) < 2 or not all(_BODY.search(head) for head in heads):
        return None
    last = len(_AND.split(_BRACKETS.sub("", heads[-1])))
    counts = frozenset(range(len(heads), len(heads) + last))
    return _List(counts, any(map(_OWN.search, heads)), (stated.fact(book),))


def _below(book: Book, passages: Sequence[Passage], stated: _Stated, anywhere: bool = False) -> _List | None:
    """Numbered lines below a statement, from 1 on, in its section; ``anywhere``: other sentences may come first."""
    if not anywhere and not stated.passage.paragraph.plain.endswith("："):
        return None
    lines: list[Passage] = []
    for passage in passages:
        if passage.section is not stated.passage.section:
            break
        plain = passage.paragraph.plain
        number = _line_number(plain)
        if number is None and not lines and (not anywhere or "内设" in plain):
            return None
        if number == len(lines) + 1:
            lines.append(passage)
        elif number is not None:
            break
    if not lines or any(_holds_several(p.paragraph.plain) for p in lines):
        return None
    if anywhere and not all(_BODY.search(_name_of(p)) for p in lines):
        return None
    facts = tuple(spot(book, p, 0, len(p.paragraph.plain)) for p in (lines[0], lines[-1]))
    return _List(frozenset({len(lines)}), any(_OWN.search(_name_of(p)) for p in lines), facts)


def _line_number(plain: str) -> int | None:
    if match := NUMBERED.match(plain):
        return int(match.group("n") or match.group("m"))
    match = _LINES.match(plain)
    return numeral(match.group("n")) if match else None


def _name_of(passage: Passage) -> str:
    """The name on a numbered line, without what is told behind it."""
    plain = passage.paragraph.plain
    match = NUMBERED.match(plain) or _LINES.match(plain)
    return re.split(r"[，；。：]", plain[match.end() if match else 0 :])[0]


def _holds_several(plain: str) -> bool:
    """Whether a line names more than one body, or a kind of them: 1.行政单位：…, 2.事业单位4个."""
    return bool(_SEVERAL.search(plain, 2))


def _table(book: Book, section: Section) -> _List | None:
    """The rows of a table of units in the section, numbered from 1 on without a gap."""
    for table in section.tables:
        if rows := _numbered_rows(table):
            place = table.rows[rows[-1][0]].place
            first = table.rows[rows[0][0]].place
            facts = tuple(book.spot(p.start, p.end, section=section).but(page=p.page) for p in (first, place))
            own = any(_OWN.search(fold(cell)) for _, cells in rows for cell in cells)
            return _List(frozenset({len(rows)}), own, facts)
    return None


def _numbered_rows(table: Table) -> list[tuple[int, list[str]]]:
    """The rows that a list of units numbers; none where the table is none or where a row was not read."""
    heads = [fold(text) for row in table.rows[:2] for text in row.texts]
    if not any(_NAMES_OF_UNITS.search(head) for head in heads):
        return []
    if any(_CODES_OF_UNITS.search(head) for head in heads):
        return _coded_rows(table)
    if not any("序号" in head for head in heads):
        return _named_rows(table)
    rows = [(at, row.texts) for at, row in enumerate(table.rows) if row.texts and fold(row.texts[0]).isdigit()]
    numbered = [int(fold(texts[0])) for _, texts in rows]
    return rows if all(n == wanted for n, wanted in zip(numbered, count(1), strict=False)) else []


def _named_rows(table: Table) -> list[tuple[int, list[str]]]:
    """The rows of units by their names alone; none where a row between head and total is no body."""
    if not _NAMES_OF_UNITS.search(fold(table.rows[0].texts[0]) if table.rows[0].texts else ""):
        return []
    texts = [(at, row.texts) for at, row in enumerate(table.rows[1:], 1) if row.texts and row.texts[0]]
    rows = [(at, cells) for at, cells in texts if fold(cells[0]) not in layout().total_labels]
    return rows if len(rows) > 1 and all(_BODY.search(fold(cells[0])) for _, cells in rows) else []


def _coded_rows(table: Table) -> list[tuple[int, list[str]]]:
    """The rows of units by their codes, without that of the department, which begins them all."""
    rows = [(at, row.texts) for at, row in enumerate(table.rows) if row.texts and fold(row.texts[0]).isdigit()]
    codes = [fold(texts[0]) for _, texts in rows]
    below = [c for c in codes if not any(o != c and o.startswith(c) for o in codes)]
    return [row for row, code in zip(rows, codes, strict=True) if code in below] if len({*codes}) == len(codes) else []


def _kinds(book: Book, section: Section, passages: Sequence[Passage]) -> _List | None:
    """The units by kind, added up, as a sentence of the section tells them of all units."""
    for passage in passages:
        plain = _BRACKETS.sub("", passage.paragraph.plain)
        found = {m.group("kind"): _number(m.group("n")) for m in _KIND.finditer(plain)}
        whole = len(found) > 1 and found.get("行政") and not _OF_UNITS_BELOW.search(plain)
        if passage.section is section and whole:
            fact = spot(book, passage, 0, len(passage.paragraph.plain))
            return _List(frozenset({sum(found.values())}), True, (fact,))
    return None


def _verdict_on_kinds(rule: Rule, book: Book, stated: _Stated, kinds: _List, found: Verdict) -> Verdict:
    """The numbers of units by kind, held against a number of all of them that a list of their names bears out."""
    if found.status is not Status.FAIL or not stated.total:
        return found
    plain = _BRACKETS.sub("", fold(kinds.facts[0].quote)).replace(" ", "").replace("\n", "")
    told = [(m.group("kind"), _number(m.group("n")), m.group(0)) for m in _KIND.finditer(plain)]
    amount = sum(n for _, n, _ in told)
    if not told or amount not in kinds.counts:
        return found
    name, most, _ = max(told, key=lambda kind: kind[1])
    should = most + stated.total - amount
    ground = (
        f"{stated.passage.place}写“{'，'.join(words for *_, words in told)}”，合计{amount}家，"
        f"与所列单位{stated.total}个（“{stated.words}”）不符；如名单无误，{name}单位应为{should}家，请核对。"
    )
    shown = tuple(dict.fromkeys(map(str, (most, should, amount, stated.total))))
    return Verdict(rule, found.subject, Status.FAIL, ground=ground, facts=(*kinds.facts, *found.facts[:1]), shown=shown)


def _verdict(rule: Rule, book: Book, what: str, stated: _Stated, found: _List) -> Verdict:
    fact, beside = stated.fact(book), stated.total - stated.said if found.own else 0
    subject = f"{what}/{fact.line}/{stated.said}"
    if stated.said + beside in found.counts or (stated.loose and stated.said in found.counts):
        return Verdict(rule, subject, Status.PASS)
    listed = max(found.counts)
    should, with_own = str(listed - beside), "（连同本级）" if beside else ""
    ground = (
        f"{stated.passage.place}写“{stated.words}”，所列{what}{with_own}为{listed}个，"
        f"数目不符，应为{should}个，或名单有误，请核对。"
    )
    shown = tuple(dict.fromkeys((str(stated.said), should, str(listed))))
    return Verdict(rule, subject, Status.FAIL, ground=ground, facts=(fact, *found.facts), shown=shown)


RULES: tuple[Rule, ...] = (
    Rule(
        "D-27",
        "单位数、内设机构数与名单一致",
        "error",
        "正文所说纳入编制范围的单位数、下属单位数、内设机构数，应与所列名单的个数相同。",
        _counts,
        kind="both",
    ),
)
