"""B-19: one 科目, one name. Each code is reported once, with every name it goes by and where.

Brackets, blanks, 与 for 和 and a name that a line end broke are no difference.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from extractors.crosscheck.book import Book, row_key
from extractors.crosscheck.compare import insufficient
from extractors.crosscheck.in_table import functional_rows
from extractors.crosscheck.items import classes_of, items_of, paired, paths_of, subject_key
from extractors.crosscheck.model import Rule, Status, Verdict
from extractors.crosscheck.table_prose import text_place
from extractors.crosscheck.wording import table_title
from extractors.facts import Fact
from extractors.findings import Severity
from extractors.vocabulary import standard_codes

#: the 总表, which list the 类 by name alone
_TOTALS = ("GK01", "GK04", "YS01", "YS04")
_ECONOMIC = ("GK06", "YS08")
#: how alike two names must be to be one 类 written in two ways
_ALIKE = 0.75
#: names less alike than this are not the same words misprinted
_STRANGE = 0.5


@dataclass(frozen=True, slots=True)
class Name:
    """A name that a 科目 goes by at one place."""

    text: str
    place: str
    fact: Fact


def _alike(a: str, b: str) -> float:
    return SequenceMatcher(None, row_key(a), row_key(b)).ratio()


def _check(rule: Rule, book: Book) -> Iterator[Verdict]:
    tables = [t for t in book.tables if book.subject_codes(t)]
    if not tables:
        yield insufficient(rule, "科目", ["各表的科目行"])
        return
    codes = _by_code(book, tables)
    _add_text(book, codes)
    differing = {code: names for code, names in codes.items() if len(_written(book, names)) > 1}
    for code, names in differing.items():
        yield _clash(rule, book, code, names)
    strange = list(_standard(rule, book, differing))
    classes = list(_classes(rule, book, {row_key(n.text) for names in differing.values() for n in names}))
    yield from (*strange, *classes)
    if not (differing or strange or classes):
        yield Verdict(rule, "科目名称", Status.PASS)


def _by_code(book: Book, tables: Iterable[str]) -> dict[str, list[Name]]:
    codes: dict[str, list[Name]] = {}
    for table in tables:
        for code in book.subject_codes(table):
            if fact := book.row_of(table, code):
                codes.setdefault(code, []).append(Name(fact.row_name, table, fact))
    return codes


def _add_text(book: Book, codes: dict[str, list[Name]]) -> None:
    """What the text calls the 类 that it lists; of the 款 and 项, whose paths C-S5-06 looks at, those in dispute."""
    place = text_place("general_budget")
    known = {subject_key(n.text): c for c, names in codes.items() if len(c) == 3 for n in names}
    for fact in classes_of(book):
        name = fact.row_name.removesuffix("（类）")
        best = max(known, key=lambda key: _alike(key, subject_key(name)), default=None)
        if best and _alike(best, subject_key(name)) >= _ALIKE:
            codes[known[best]].append(Name(name, place, fact))
    items = items_of(book)
    for index, code in paired(items, paths_of(book)).items():
        for level, name in zip((code[:3], code[:5], code), items[index].names, strict=True):
            if level in codes and len({subject_key(n.text) for n in codes[level]}) > 1:
                codes[level].append(Name(name, place, items[index].facts[0]))


def _written(book: Book, names: list[Name]) -> dict[str, list[Name]]:
    """The ways a name is written, by key; one that was cut off by a line end goes with the whole one."""
    ways: dict[str, list[Name]] = {}
    for name in names:
        ways.setdefault(subject_key(name.text), []).append(name)
    for short in sorted(ways, key=len):
        whole = next((key for key in ways if key != short and key.startswith(short)), None)
        if whole and all(_cut_off(book, name, ways[whole][0].text) for name in ways[short]):
            ways[whole] += ways.pop(short)
    return ways


def _cut_off(book: Book, name: Name, whole: str) -> bool:
    """Whether a name is the beginning of another whose rest stands in its table by itself."""
    key, full = row_key(name.text), row_key(whole)
    return name.place in book.tables and full.startswith(key) and book.stands_alone(name.place, full[len(key) :])


def _clash(rule: Rule, book: Book, code: str, names: list[Name]) -> Verdict:
    ways = _written(book, names)
    told = "、".join(f"{_places(same)}“{same[0].text}”" for same in ways.values())
    firsts = [same[0] for same in ways.values()]
    least = min(_alike(a.text, b.text) for a in firsts for b in firsts)
    if least < _STRANGE:
        ground = f"科目{code}在各处的名称不同：{told}，编码与名称应一一对应，请核对。"
    else:
        ground = f"科目{code}名称写法不一：{told}，请统一。"
    facts = tuple(n.fact for n in firsts)
    severity: Severity = "error" if least < _STRANGE else "warning"
    shown = tuple(n.text for n in firsts)
    return Verdict(rule, code, Status.FAIL, ground=ground, facts=facts, shown=shown, severity=severity)


def _places(names: list[Name]) -> str:
    return "、".join(dict.fromkeys(n.place if n.place.startswith("正文") else table_title(n.place) for n in names))


# ---------------------------------------------------------------- 政府收支分类科目


def _standard(rule: Rule, book: Book, differing: Iterable[str]) -> Iterator[Verdict]:
    """经济分类 whose code the published list has under another name."""
    for table in _ECONOMIC:
        for code in book.codes(table):
            name, published = book.name(table, code), standard_codes().get(code)
            fact = book.row_of(table, code)
            if published is None or fact is None or code in differing or subject_key(name) == subject_key(published):
                continue
            if _cut_off(book, Name(name, table, fact), published):
                continue
            ground = f"{table_title(table)}{code}名称写作“{name}”，政府收支分类科目为“{published}”，请核对。"
            shown = (name, published)
            yield Verdict(rule, code, Status.FAIL, ground=ground, facts=(fact,), shown=shown, severity="warning")


# ---------------------------------------------------------------- 类 of the 总表


def _classes(rule: Rule, book: Book, reported: set[str]) -> Iterator[Verdict]:
    """类 that one table writes otherwise than the 总表: both tables have a name the other lacks, and they are alike."""
    places = {t: {row_key(r): r for r in functional_rows(book, t)} for t in _TOTALS if book.has(t)}
    listed = [t for t in book.tables if t not in (*_TOTALS, *_ECONOMIC)]
    places |= {t: {row_key(book.name(t, c)): c for c in book.codes(t) if len(c) == 3} for t in listed}
    leading = next(iter(places), None)
    if leading is None:
        return
    others: dict[str, list[Name]] = {}
    for table, rows in list(places.items())[1:]:
        left = {key: row for key, row in places[leading].items() if key not in rows}
        for key, row in rows.items():
            best = max(left, key=lambda other: _alike(other, key), default=None)
            fact = book.row_of(table, row)
            if key in places[leading] or best is None or fact is None or {key, best} & reported:
                continue
            if _alike(best, key) >= _ALIKE:
                others.setdefault(left.pop(best), []).append(Name(fact.row_name, table, fact))
    for row, names in others.items():
        fact = book.row_of(leading, row)
        first = [Name(row, leading, fact)] if fact else []
        yield _clash_of_classes(rule, row, [*first, *names])


def _clash_of_classes(rule: Rule, row: str, names: list[Name]) -> Verdict:
    told = "、".join(f"{table_title(n.place)}“{n.text}”" for n in names)
    ground = f"功能分类名称写法不一：{told}，请统一。"
    facts, shown = tuple(n.fact for n in names), tuple(dict.fromkeys(n.text for n in names))
    return Verdict(rule, f"类/{row}", Status.FAIL, ground=ground, facts=facts, shown=shown, severity="warning")


RULES: tuple[Rule, ...] = (
    Rule(
        "B-19",
        "同一科目名称一致",
        "error",
        "同一科目编码在各表和正文中应为同一名称，经济分类名称应与政府收支分类科目一致；空格、括号和断行不算差异。",
        _check,
        kind="both",
    ),
)
