"""What a figure is of, and whether a field means it: by what the rules have read there, else by the words about it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal
from functools import lru_cache

from extractors.annex import canonical_column
from extractors.assisted.materials import Passage
from extractors.assisted.quoting import Quotable, Span
from extractors.crosscheck.book import row_key
from extractors.facts import MONEY, Fact, NotANumber, parse_amount
from extractors.headers import HEADINGS, is_amount, stacks_of, width_of
from extractors.report import Row, Table
from extractors.structured.field import Asked
from extractors.structured.match import Words, matches
from extractors.text import fold, name_key, strip_ordinal
from extractors.vocabulary import layout, measures
from extractors.vocabulary.units import unit_words

#: words that make another figure of what they stand by; a field that has none of them is none of these figures
_QUALIFIER = re.compile(
    r"上年|去年|同比|增|减|升|降|占|比重|完成|年初|年末|期末|预算(?!单位|绩效|管理)|结转|结余|人均|平均|累计"
)
#: what kind of figure these make it
_KINDS = {
    "change": re.compile(r"增|减|升|降|同比|提高|下滑"),
    "share": re.compile(r"占|比重"),
    "done": re.compile(r"完成"),
}
_PLAN = re.compile(r"预算")
#: sections that are each on one fund, which a field has to name
_FUNDS = {"gov_fund": "政府性基金", "state_capital": "国有资本经营"}
#: names that hold such a word and are no such thing
_NAMES = re.compile(r"(?:一般公共|政府性基金|国有资本经营)预算|预算单位|预算绩效|财政拨款结转|附属单位")
#: words of a title that say nothing of which figure is meant
_PLAIN = re.compile(
    r"本年度?|当年|全年|年度|的|金额|数额|总额|决算数?|数量|情况|支出(?=.)|万元|亿元|元|[()（）%\d]|合计|总计|"
    r"增减|变动|变化|幅度?|额$|差异|原因|说明|比例|比重|占比?|比上年|较上年|与上年相比|减少为负"
)
#: words about a figure that do not name it
_AROUND = re.compile(
    r"决算数?|其中|主要|用于|以下|方面|各|均?为|是|共计?|达到?|了|与|和|比|较|本部门|本单位|我[部局委]?门?|20\d\d|年|[万亿]?元|[，。、；：]"
)
#: how much of a title's words must stand about a figure, and how much of what is named about it the field must have
_ENOUGH, _SOME = 0.7, 0.75
#: a sentence ends here, and so does what its figures are of
_SENTENCE = "。；！？"
_CLAUSE = re.compile(r"[，,；：:]")
#: header rows of a table of which no rule has read a cell
_HEADER_ROWS = 4
#: so many figures back the subject of a clause like 增长5% may stand
_BACK = 3
#: a name of fewer characters stands in too many others
_SHORT = 3
_UNIT = re.compile(rf"万元|亿元|元|%|％|{unit_words().set_pattern('of_fields', guarded=False)}")
#: the figure before, with what it counts, that a clause begins with
_COUNTED = re.compile(rf"^[-+\d,.]+(?:{_UNIT.pattern})?")
_YEAR = re.compile(r"(?:19|20)\d\d\s*年")


def number_in(raw: str) -> Decimal | None:
    """The number that is given, perhaps with its unit; None for words."""
    try:
        return parse_amount(_UNIT.sub("", fold(raw)).strip())
    except NotANumber:
        return None


def unit_behind(text: str) -> str | None:
    """The unit that a text begins with."""
    match = _UNIT.match(fold(text[:8]))
    return match.group().replace("％", "%") if match else None


# ---------------------------------------------------------------- figures that the rules have read


def fits(each: Asked, fact: Fact, item: str = "") -> int:
    """How well a figure that the rules have read is the one that a field means: 2 by its place, 1 by its words, 0."""
    extra = each.extra
    if item and not _same_row(fact, item):
        return 0
    if "column" in extra:
        wanted = str(extra["column"]).rpartition(":")[2].split("|")
        return 2 if {fact.column, canonical_column(fact.column)} & set(wanted) else 0
    if item:
        column, title = name_key(fact.column), name_key(each.title)
        return 1 if column and (column in title or title in column) else 0
    if "cell" in extra and fact.table == extra["cell"][0]:
        _, row, column = extra["cell"]
        return 2 if fact.row_name == row and fact.column in {column, f"{column}小计"} else 0
    if "prose" in extra:
        subject, measure, sections = extra["prose"]
        named = row_key(fact.row_name) in {row_key(s) for s in subject.split("|")}
        if named and fact.column == measure and fact.section_key in sections.split("|"):
            return 2
    return 1 if matches(each, Words([fact]), "").options else 0


def _same_row(fact: Fact, item: str) -> bool:
    wanted = row_key(item)
    own = {row_key(fact.row_name), row_key(fact.part_of or ""), fact.row_code or ""}
    return wanted in own or any(name and (name.endswith(wanted) or wanted.endswith(name)) for name in own)


# ---------------------------------------------------------------- figures that no rule has read


def said_of(each: Asked, quotable: Quotable, passage: Passage, at: int, item: str = "") -> bool:
    """Whether the words about a figure, those of its row and column or its clause, say that it is that of a field."""
    fund = _FUNDS.get(passage.section.key or "")
    if fund is not None and fund not in _whole(each, item) and passage.section.key not in keys_of(each):
        return False
    for table in passage.section.tables:
        if table.place.start <= at < table.place.end and (cell := _cell_at(table, at)):
            return not _is_whole_beside_decimals(each, *cell) and _of_cell(
                each, _label(*cell), _stack(table, *cell), item
            )
    return _of_clause(each, clauses_before(quotable, passage.span, at), item)


def _of_cell(each: Asked, label: str, stack: Sequence[str], item: str) -> bool:
    """By the names of its row and column, where they name nothing else; never below headings of several columns."""
    whole = _whole(each, item) + "".join(names_of(each))
    column = "".join(stack)
    if len(stack) != 1 or set(qualifiers(column + label)) - set(qualifiers(whole)):
        return False
    if item:
        return covered(name_key(item), label) and any(covered(core(name), column) for name in names_of(each))
    if label not in layout().total_labels and not covered(core(label), whole):
        return False
    return covered(core(column), whole) and any(covered(core(name), label + column) for name in names_of(each))


def _of_clause(each: Asked, before: Sequence[str], item: str) -> bool:
    """``before``: the text up to the figure, from the figure before it; then that before this one, and so on."""
    if not before:
        return False
    whole = _whole(each, item)
    last = _CLAUSE.split(before[0])[-1]
    if set(qualifiers(last)) - set(qualifiers(whole)) or _kinds(each) - told_kinds(last):
        return False
    named, about = subject_of(before)
    if named and not covered(named, whole + "".join(names_of(each)), _SOME):
        return False
    if _kinds(each) and "预算" in qualifiers(each.title) and "预算" not in about:
        return False
    return any(covered(core(name), name_key(about)) for name in names_of(each)) and (
        not item or covered(name_key(item), name_key("".join(reversed(before))))
    )


def kinds_in(words: str) -> set[str]:
    """Whether words speak of a change, a share or a completion."""
    return {kind for kind, pattern in _KINDS.items() if pattern.search(words)}


def told_kinds(clause: str) -> set[str]:
    """What kinds of figure a clause tells, a plan among them."""
    return kinds_in(clause) | ({"plan"} if _PLAN.search(_NAMES.sub("", name_key(clause))) else set())


def _kinds(each: Asked) -> set[str]:
    title = name_key(each.title)
    return kinds_in(title) or ({"plan"} if "预算" in qualifiers(title) else set())


def keys_of(each: Asked) -> set[str]:
    """The sections and tables at which a field is known to stand."""
    told = str(each.extra["prose"][2]).split("|") if "prose" in each.extra else []
    return {*told, str(each.extra["cell"][0])} if "cell" in each.extra else {*told}


def _whole(each: Asked, item: str) -> str:
    """All that a field says of itself."""
    return name_key(f"{item}{each.context}{each.title}{each.description}")


def named_in(clause: str) -> str:
    """What a clause names, without what it says of it: empty for 增长, 占."""
    bare = _COUNTED.sub("", fold(strip_ordinal(clause)))
    key = _NAMES.sub(lambda m: m.group().replace("预算", "").replace("结转", ""), name_key(bare))
    left = _AROUND.sub("", _QUALIFIER.sub("", key))
    left = re.sub(r"[加长少低下高率幅]|[^\u4e00-\u9fff]", "", left)
    return left if len(left) > 1 and left not in HEADINGS else ""


def clauses_before(quotable: Quotable, within: Span, at: int) -> list[str]:
    """The text of the sentence before a figure, cut at the figures before it, the nearest piece first."""
    text = quotable.text
    begin = max((text.rfind(mark, within.start, at) for mark in _SENTENCE), default=-1) + 1
    begin = max(begin, within.start)
    pieces: list[str] = []
    end = at
    for start, _ in reversed(list(quotable.numbers(Span(begin, at)))):
        if not _YEAR.match(text[start : start + 7]):
            pieces.append(text[start:end])
            end = start
    return [*pieces, text[begin:end]]


def subject_of(before: Sequence[str]) -> tuple[str, str]:
    """What the pieces before a figure name as its subject (empty for none), and the text from there to the figure."""
    about, named = before[0] if before else "", named_in(_CLAUSE.split(before[0])[-1]) if before else ""
    for earlier in before[1:_BACK]:
        if named:
            break
        about, named = earlier + about, named_in(_CLAUSE.split(earlier)[-1])
    return named, about


def _cell_at(table: Table, offset: int) -> tuple[Row, int] | None:
    """The row of a cell and its number in it."""
    for row in table.rows:
        for number, cell in enumerate(row.cells):
            if cell.place.start <= offset < cell.place.end:
                return row, number
    return None


def _stack(table: Table, row: Row, number: int) -> list[str]:
    """The words above a cell, top down, those of the headings of several columns too."""
    heads = [r for r in table.rows[:_HEADER_ROWS] if r is not row and not any(is_amount(t) for t in r.texts)]
    stacks = stacks_of(heads, width_of([row, *heads]))
    return [word for word in stacks[number] if number_in(word) is None]


def _is_whole_beside_decimals(each: Asked, row: Row, number: int) -> bool:
    """A number without decimals beside amounts that have them is a code or the number of a line, and no money."""
    has = ["." in text for text in row.texts if number_in(text) is not None]
    return each.unit in MONEY and any(has) and "." not in row.texts[number] and number_in(row.texts[number]) != 0


def _label(row: Row, number: int) -> str:
    """The name of a row: the words nearest on the left of a cell, as far as no figure parts them from those before."""
    words: list[str] = []
    for text in reversed(row.texts[:number]):
        if text and number_in(text) is None:
            words.append(name_key(strip_ordinal(text)))
        elif words:
            break
    return "".join(reversed(words))


# ---------------------------------------------------------------- words


def names_of(each: Asked) -> tuple[str, ...]:
    """The names by which a report may call what a field means: its title, and those of the measure that it names."""
    subjects = str(each.extra["prose"][0]).split("|") if "prose" in each.extra else [each.title]
    return _names_of(tuple(subjects))


@lru_cache(maxsize=4096)
def _names_of(own: tuple[str, ...]) -> tuple[str, ...]:
    keys = {name_key(name) for name in own}
    known = [m for m in measures().values() if keys & {name_key(n) for n in (m.name, *m.printed)}]
    return tuple(dict.fromkeys(n for n in (*own, *(n for m in known for n in (m.name, *m.printed))) if n))


def core(title: str) -> str:
    """The words of a title that tell it from others."""
    key = name_key(title)
    left = _PLAIN.sub("", key)
    return left if len(left) >= _SHORT else key


def covered(words: str, by: str, enough: float = _ENOUGH) -> bool:
    """Whether most of some words, by pairs of characters, stand among others."""
    pairs = {words[i : i + 2] for i in range(len(words) - 1)} or {words}
    return sum(p in by for p in pairs) >= enough * len(pairs)


def qualifiers(words: str) -> list[str]:
    """The words that make another figure of what they stand by."""
    return _QUALIFIER.findall(_NAMES.sub("", name_key(words)))


def about_words(passage: Passage, text: str, span: Span, read: Iterable[Fact]) -> str:
    """What stands about words that are quoted: headings, the line before them, what the rules have read there."""
    begin = max(text.rfind("\n", passage.span.start, span.start) + 1, passage.span.start)
    return name_key(passage.title + text[begin : span.end]) + "".join(name_key(f.row_name) for f in read)
