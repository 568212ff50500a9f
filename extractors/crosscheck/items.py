"""Family C, lists: the 类, 款 and 项 that the text goes through and the 经济分类 it names, against their tables."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from extractors.crosscheck.basic_and_public import economic
from extractors.crosscheck.book import Book
from extractors.crosscheck.cells import Cell, State, stated
from extractors.crosscheck.compare import equal, insufficient, not_applicable
from extractors.crosscheck.model import Rule, Status, Verdict
from extractors.crosscheck.said import SPENT
from extractors.crosscheck.table_prose import text_place
from extractors.crosscheck.wording import table_title
from extractors.facts import Fact
from extractors.text import name_key

_ITEM = re.compile(r"^(?:(?P<top>.{1,80}?)\(类\)(?:支出)?)?(?P<group>.{1,80}?)\(款\)(?P<item>.{1,80}?)\(项\)")
_TOP = re.compile(r"^(?P<top>.+?)[(（]类[)）](?:支出)?$")
_LEVELS = ("类", "款", "项")
_PLACE = text_place("general_budget")
#: the path of an item stands within so many characters before its amounts
_BEFORE = 240
#: how alike two paths must be to be taken for the same 科目 under another name
_ALIKE = 0.6


@dataclass(frozen=True, slots=True)
class Item:
    """One 项 of the text: the names of its path, and the facts told of it."""

    names: tuple[str, str, str]
    facts: tuple[Fact, ...]

    @property
    def spent(self) -> Fact | None:
        return next((f for f in self.facts if f.column in SPENT), None)

    @property
    def label(self) -> str:
        return "".join(f"{name}（{level}）" for name, level in zip(self.names, _LEVELS, strict=True))


def subject_key(name: str) -> str:
    """A 科目 name as it is compared: 科学技术 and 科学技术支出 are one, 与 is read as 和."""
    key = re.sub(r"(?<=.{2})类?支出$|类$", "", name_key(name).replace("与", "和"))
    return key or name_key(name)


def items_of(book: Book, section: str = "general_budget") -> list[Item]:
    """The 项 that a section goes through, in order: those of general budget spending where no other is named."""
    return items_in(book.said.in_section(section))


def items_in(facts: Iterable[Fact]) -> list[Item]:
    """The 项 that figures of a section are told of, in order.

    A path without its 类 is of the one whose amount its paragraph tells first.
    """
    found: dict[tuple[str, str, str], list[Fact]] = {}
    top: str = ""
    line: int | None = None
    for fact in facts:
        if above := _TOP.match(fact.row_name):
            top, line = above.group("top"), fact.line
        path = next((m for name in (fact.row_name, fact.part_of or "") if (m := _ITEM.match(name))), None)
        if path and (path.group("top") or (top and fact.line == line)):
            names = (path.group("top") or top, path.group("group"), path.group("item"))
            found.setdefault(names, []).append(fact)
    return [Item(names, tuple(facts)) for names, facts in found.items()]


def classes_of(book: Book) -> list[Fact]:
    """The amounts of the 类 that the section on general budget spending lists."""
    facts = [f for f in book.said.in_section("general_budget", *SPENT) if f.row_name.endswith("（类）")]
    return list({f.row_name: f for f in facts}.values())


def paths_of(book: Book, table: str = "GK05") -> dict[str, tuple[str, str, str]]:
    """Code of each 项 of a table to the names of its path; a level that is not printed is empty."""
    codes = set(book.codes(table))
    name = lambda code: book.name(table, code) if code in codes else ""  # noqa: E731
    return {c: (name(c[:3]), name(c[:5]), name(c)) for c in book.codes(table) if len(c) == 7}


def paired(items: list[Item], paths: dict[str, tuple[str, str, str]]) -> dict[int, str]:
    """Which 项 of the text is which code: by equal names first, then the most alike of those left."""
    keys = {code: tuple(subject_key(n) for n in names) for code, names in paths.items()}
    wanted = [tuple(subject_key(n) for n in item.names) for item in items]
    pairs: dict[int, str] = {}
    for same in (_all_levels, _top_and_item):
        for index, want in enumerate(wanted):
            free = [c for c in keys if c not in pairs.values() and same(want, keys[c])]
            if index not in pairs and len(free) == 1:
                pairs[index] = free[0]
    scored = sorted(
        (
            (-_alike(want, key), index, code)
            for index, want in enumerate(wanted)
            for code, key in keys.items()
            if index not in pairs and code not in pairs.values()
        ),
    )
    for score, index, code in scored:
        if -score >= _ALIKE and index not in pairs and code not in pairs.values():
            pairs[index] = code
    return pairs


def _all_levels(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    return all(x == y for x, y in zip(a, b, strict=True) if x and y)


def _top_and_item(a: tuple[str, ...], b: tuple[str, ...]) -> bool:
    return a[0] == b[0] and a[2] == b[2]


def _alike(a: tuple[str, ...], b: tuple[str, ...]) -> float:
    return SequenceMatcher(None, "/".join(a), "/".join(b)).ratio()


def _items(rule: Rule, book: Book) -> Iterator[Verdict]:
    """Each 项 of the text against its row, and the same 项 on both sides."""
    items, paths = items_of(book), paths_of(book)
    if unread := _unread(book, items, paths):
        yield insufficient(rule, "general_budget/项", unread)
        return
    pairs = paired(items, paths)
    for index, item in enumerate(items):
        subject = f"general_budget/{'/'.join(item.names)}"
        spent = item.spent
        if index not in pairs and book.shows("GK05", item.names[-1]):
            yield insufficient(rule, subject, [f"{table_title('GK05')}“{item.names[-1]}”行"])
        elif index not in pairs:
            yield _not_in_table(rule, subject, item)
        elif spent is None:
            yield insufficient(rule, subject, [f"{_PLACE}{item.label}的决算数"])
        else:
            yield equal(rule, book, subject, [stated(spent)], [book.cell("GK05", pairs[index], "小计")])
    untold = [c for c in paths if c not in pairs.values()]
    if len(untold) > 3 * len(pairs):
        yield _not_by_items(rule, book, untold)
        return
    for code in untold:
        yield _not_in_text(rule, book, code)


def _not_by_items(rule: Rule, book: Book, codes: list[str]) -> Verdict:
    """Few items are told at all: the text goes by 类, which is one fault and not one for each item."""
    named = "、".join(book.name("GK05", code) for code in codes[:3])
    ground = f"{_PLACE}没有逐项说明到项级科目（如{named}等{len(codes)}项），请补充。"
    facts = tuple(f for code in codes[:10] if (f := book.row_of("GK05", code)))
    return Verdict(rule, "GK05/项", Status.FAIL, ground=ground, severity="warning", facts=facts)


def _unread(book: Book, items: list[Item], paths: dict[str, tuple[str, str, str]]) -> list[str]:
    missing = [] if items else [f"{_PLACE}的各项级科目"]
    return missing + ([] if paths else [f"{table_title('GK05')}的项级科目"])


def _not_in_table(rule: Rule, subject: str, item: Item) -> Verdict:
    first = item.facts[0]
    amount = f"（{item.spent.raw}）" if item.spent else ""
    ground = f"{_PLACE}列有“{item.label}”{amount}，{table_title('GK05')}没有这一科目，请核对科目名称或补列。"
    shown = (str(item.spent.value),) if item.spent else ()
    return Verdict(rule, subject, Status.FAIL, ground=ground, facts=(first,), shown=shown)


def _not_in_text(rule: Rule, book: Book, code: str) -> Verdict:
    cell = book.cell("GK05", code, "小计")
    subject = f"GK05/{code}"
    if not cell.value or cell.fact is None:
        return not_applicable(rule, subject, "该科目没有金额")
    ground = (
        f"{table_title('GK05')}列有{cell.label}{cell.fact.raw}{cell.fact.unit or ''}，{_PLACE}没有说明这一项；"
        "正文应依次说明到各项级科目。"
    )
    return Verdict(rule, subject, Status.FAIL, ground=ground, facts=(cell.fact,), shown=(cell.fact.raw,))


def _names(rule: Rule, book: Book) -> Iterator[Verdict]:
    """类, 款 and 项 of the text are called as in the table."""
    items, paths = items_of(book), paths_of(book)
    if unread := _unread(book, items, paths):
        yield insufficient(rule, "general_budget/名称", unread)
        return
    for index, code in paired(items, paths).items():
        item = items[index]
        differ = [
            (level, said, printed)
            for level, said, printed in zip(_LEVELS, item.names, paths[code], strict=True)
            if printed and subject_key(said) != subject_key(printed)
        ]
        subject = f"GK05/{code}"
        if not differ:
            yield Verdict(rule, subject, Status.PASS)
            continue
        words = "、".join(f"{level}级写作“{said}”，表中{code}为“{printed}”" for level, said, printed in differ)
        ground = f"{_PLACE}{words}，科目名称应与{table_title('GK05')}一致，请核对。"
        lowest = code[: {"类": 3, "款": 5, "项": 7}[differ[-1][0]]]
        rows = [book.row_of("GK05", lowest), book.cell("GK05", code, "小计").fact]
        shown = (str(item.spent.value),) if item.spent else ()
        facts = (_path(book, item) or item.facts[0], *dict.fromkeys(row for row in rows if row))
        yield Verdict(rule, subject, Status.FAIL, ground=ground, facts=facts, shown=shown)


def _path(book: Book, item: Item) -> Fact | None:
    """The path of an item as the text prints it right before its amounts; None where it is not found there."""
    text, end = book.report.source.text, item.facts[0].start
    start = max(0, end - _BEFORE)
    names = [r"\s*".join(map(re.escape, name)) for name in item.names[1:]]
    pattern = (
        rf"(?:[^\s。；（(]+\s*[（(]\s*类\s*[)）]\s*)?{names[0]}\s*[（(]\s*款\s*[)）]\s*{names[1]}\s*[（(]\s*项\s*[)）]"
    )
    found = [*re.finditer(pattern, text[start : item.facts[0].end])]
    return book.spot(start + found[-1].start(), start + found[-1].end()) if found else None


def _classes(rule: Rule, book: Book) -> Iterator[Verdict]:
    """Each 类 of the text against its row; every 类 of the table is told."""
    told = {subject_key(f.row_name.removesuffix("（类）")): f for f in classes_of(book)}
    codes = {subject_key(book.name("GK05", c)): c for c in book.codes("GK05") if len(c) == 3}
    if not told or not codes:
        yield insufficient(rule, "general_budget/类", [f"{_PLACE}的各类支出" if not told else table_title("GK05")])
        return
    near = _nearest(told, codes)
    for key, fact in told.items():
        subject = f"general_budget/{fact.row_name}"
        if code := codes.get(near.get(key, key)):
            yield equal(rule, book, subject, [stated(fact)], [book.cell("GK05", code, "小计")])
        elif book.shows("GK05", fact.row_name.removesuffix("（类）").removesuffix("支出")):
            yield insufficient(rule, subject, [f"{table_title('GK05')}“{fact.row_name}”行"])
        elif fact.value == 0:
            # templates go through all classes, and the table leaves out those without money
            yield Verdict(rule, subject, Status.PASS, facts=(fact,), shown=(str(fact.value),))
        else:
            ground = f"{_PLACE}列有“{fact.row_name}”{fact.raw}，{table_title('GK05')}没有这一类，请核对。"
            yield Verdict(rule, subject, Status.FAIL, ground=ground, facts=(fact,), shown=(str(fact.value),))
    for key, code in codes.items():
        if key not in told and key not in near.values():
            yield _not_in_text(rule, book, code)


def _nearest(told: dict[str, Fact], codes: dict[str, str]) -> dict[str, str]:
    """Names of the text without an equal in the table, each to the most alike name left."""
    left = [k for k in codes if k not in told]
    pairs: dict[str, str] = {}
    for key in (k for k in told if k not in codes):
        best = max(left, key=lambda other: SequenceMatcher(None, key, other).ratio(), default=None)
        if best and SequenceMatcher(None, key, best).ratio() >= _ALIKE:
            pairs[key] = best
            left.remove(best)
    return pairs


_ADDED = re.compile(r"(?:20\d\d年|本年|当年|年中|年度中)?(?:度)?(?:新增|追加)")


def _sources(rule: Rule, book: Book) -> Iterator[Verdict]:
    """A 项 said to be paid from money added this year has income this year; without, it came out of the carry-over."""
    items, paths = items_of(book), paths_of(book)
    incomes = {code for code in book.codes("GK02") if book.cell("GK02", code, "财政拨款收入").value}
    if not incomes or not items or not paths:
        yield insufficient(rule, "general_budget/来源", [table_title("GK02"), f"{_PLACE}的各项级科目"])
        return
    for index, code in paired(items, paths).items():
        name = items[index].facts[0].row_name
        reasons = [f for f in book.said.text("general_budget", name, "预决算差异原因") if _ADDED.search(f.raw)]
        if not reasons:
            yield not_applicable(rule, f"GK02/{code}", "正文没有说是本年追加")
        elif code in incomes or any(code.startswith(c) for c in incomes & _innermost(set(book.codes("GK02")))):
            yield Verdict(rule, f"GK02/{code}", Status.PASS)
        elif code in book.unread_codes("GK02", code[:3]):
            yield insufficient(rule, f"GK02/{code}", [f"{table_title('GK02')}{code}"])
        else:
            yield _no_income(rule, book, code, items[index], reasons[0])


def _innermost(codes: set[str]) -> set[str]:
    """The codes below which a table lists no others: a table may stop at the 类 or the 款."""
    return {c for c in codes if not any(o != c and o.startswith(c) for o in codes)}


def _no_income(rule: Rule, book: Book, code: str, item: Item, reason: Fact) -> Verdict:
    spent = book.cell("GK05", code, "小计")
    carried = book.cell("GK04", "年初财政拨款结转和结余", "收入金额")
    also = f"年初财政拨款结转和结余为{_printed(carried)}，" if carried.value else ""
    ground = (
        f"{_PLACE}称{item.names[-1]}（项）的支出{_printed(spent)}是本年追加，"
        f"而{table_title('GK02')}没有{code}的财政拨款收入；{also}该支出应来自上年结转，请核对资金来源。"
    )
    facts = tuple(f for f in (reason, spent.fact, carried.fact) if f)
    shown = tuple(str(f.value) for f in facts if f.value is not None)
    return Verdict(rule, f"GK02/{code}", Status.FAIL, ground=ground, facts=facts, shown=shown)


# ---------------------------------------------------------------- 经济分类


def listed(book: Book) -> list[Fact]:
    """The 经济分类 款 that the text on 基本支出 lists with amounts."""
    wholes = {"一般公共预算财政拨款基本支出", "人员经费", "公用经费"}
    facts = [f for f in book.said.in_section("basic", *SPENT) if f.row_name not in wholes]
    return [f for f in facts if f.part_of]


def economic_code(book: Book, name: str) -> str | None:
    """The 款 of GK06 that a name of the text means: of the same name, else the one most alike."""
    codes = {c: _economic_key(book.name("GK06", c)) for c in book.codes("GK06")}
    key = _economic_key(name)
    same = [c for c, k in codes.items() if k == key]
    if same:
        return max(same, key=len)
    scored = sorted(((SequenceMatcher(None, key, k).ratio(), c) for c, k in codes.items()), reverse=True)
    if scored and scored[0][0] >= 0.75 and (len(scored) == 1 or scored[0][0] - scored[1][0] > 0.05):
        return scored[0][1]
    return None


def _economic_key(name: str) -> str:
    return re.sub(r"缴费$|费用?$|支出$", "", name_key(name).replace("与", "和"))


def _listed_amounts(rule: Rule, book: Book) -> Iterator[Verdict]:
    facts = listed(book)
    if not facts:
        yield not_applicable(rule, "basic", "正文没有列出各款金额")
    elif not book.codes("GK06"):
        yield insufficient(rule, "basic", [table_title("GK06")])
    for fact in facts if book.codes("GK06") else ():
        subject = f"basic/{fact.row_name}"
        code = economic_code(book, fact.row_name)
        if code is None:
            yield insufficient(rule, subject, [f"{table_title('GK06')}“{fact.row_name}”行"])
        else:
            verdict = equal(rule, book, subject, [stated(fact)], [economic(book, code)])
            yield _moved(rule, book, subject, fact, code) or verdict


def _moved(rule: Rule, book: Book, subject: str, fact: Fact, code: str) -> Verdict | None:
    """An amount that the table has blank on its own row and on the row of another 款 of the same 类."""
    cell = economic(book, code)
    if cell.value or not fact.value or cell.state not in (State.BLANK, State.NUMBER):
        return None
    siblings = [c for c in book.children("GK06", code[:3]) if c != code]
    other = [c for c in siblings if economic(book, c).value == fact.value]
    if len(other) != 1:
        return None
    found = economic(book, other[0])
    ground = (
        f"{text_place('basic')}列{fact.row_name}{fact.raw}，{table_title('GK06')}{cell.label}为"
        f"{'空白' if cell.state is State.BLANK else '零'}，{fact.raw}列在{found.label}，两处科目不一致，请核对。"
    )
    facts = tuple(f for f in (fact, cell.fact, found.fact) if f)
    return Verdict(rule, subject, Status.FAIL, ground=ground, facts=facts, shown=(str(fact.value),))


def _listed_names(rule: Rule, book: Book) -> Iterator[Verdict]:
    """The 款 that the text names under 人员经费 and 公用经费 are those with money."""
    lists = [f for f in book.said.texts if f.section_key == "basic" and f.column == "主要包括"]
    if not lists:
        yield not_applicable(rule, "basic", "正文没有列出包括的款级科目")
    elif not book.codes("GK06"):
        yield insufficient(rule, "basic", [table_title("GK06")])
    for fact in lists if book.codes("GK06") else ():
        yield _list_against_table(rule, book, fact)


_AMOUNT = re.compile(r"(?<![\d,.])[\d,.]++(?:万元|元|亿元)")


def _list_against_table(rule: Rule, book: Book, fact: Fact) -> Verdict:
    names = [re.sub(r"^.*[：:]", "", _AMOUNT.sub("", n)) for n in re.split(r"[、；，。]", name_safe(fact.raw))]
    names = [n for n in names if len(n) >= 2 and n not in {"等", "其中"}]
    codes = {name: economic_code(book, name) for name in names}
    cells = {n: economic(book, c) for n, c in codes.items() if c}
    if unread := [n for n, cell in cells.items() if cell.state in (State.MISSING, State.CONFLICT)]:
        return insufficient(rule, f"basic/{fact.row_name}/主要包括", [f"{table_title('GK06')}“{n}”行" for n in unread])
    empty = [n for n, cell in cells.items() if not cell.value]
    staff = fact.row_name == "人员经费"
    within = [c for c in book.codes("GK06") if len(c) == 5 and (c[:3] in {"301", "303"}) is staff]
    untold = [book.name("GK06", c) for c in within if economic(book, c).value and c not in codes.values()]
    subject = f"basic/{fact.row_name}/主要包括"
    if not empty and (not untold or fact.raw.endswith("等")):
        return Verdict(rule, subject, Status.PASS)
    said = []
    if empty:
        said.append(f"所列{'、'.join(empty)}在{table_title('GK06')}中没有金额")
    if untold and not fact.raw.endswith("等"):
        said.append(f"{table_title('GK06')}有金额的{'、'.join(untold)}没有列出")
    ground = f"{text_place('basic')}{fact.row_name}主要包括的科目：{'；'.join(said)}，请核对。"
    rows = [economic(book, c).fact for c in codes.values() if c]
    return Verdict(rule, subject, Status.FAIL, ground=ground, facts=(fact, *(f for f in rows[:1] if f)))


def _printed(cell: Cell) -> str:
    return f"{cell.fact.raw}{cell.fact.unit or ''}" if cell.fact else ""


def name_safe(text: str) -> str:
    """A printed list with its white space taken out."""
    return re.sub(r"\s+", "", text)


RULES: tuple[Rule, ...] = (
    Rule(
        "C-S5-03",
        "正文各类支出与一般公共预算支出表一致",
        "error",
        "正文“结构情况”所列每一类的金额应与一般公共预算财政拨款支出决算表的类级科目相同，不多列也不漏列。",
        _classes,
    ),
    Rule(
        "C-S5-05",
        "正文各项支出与一般公共预算支出表一致",
        "error",
        "正文“具体情况”应依次说明到每个项级科目，决算数与一般公共预算财政拨款支出决算表相同，不多列也不漏列。",
        _items,
    ),
    Rule(
        "C-S5-06",
        "正文科目名称与表一致",
        "error",
        "正文所写的类、款、项名称，应与一般公共预算财政拨款支出决算表同一编码的名称一致。",
        _names,
    ),
    Rule(
        "C-S6-02",
        "人员经费、公用经费所列科目与表一致",
        "warning",
        "正文“主要包括”所列的经济分类款级科目，应是基本支出决算表中有金额的科目。",
        _listed_names,
    ),
    Rule(
        "C-S6-03",
        "正文经济分类金额与基本支出表一致",
        "error",
        "正文列出经济分类各款金额的，应与基本支出决算表同一科目相同。",
        _listed_amounts,
    ),
    Rule(
        "D-22",
        "追加的支出有本年收入",
        "warning",
        "正文称某项支出是本年追加的，收入决算表应有该科目的财政拨款收入；没有的，资金应来自上年结转。",
        _sources,
    ),
)
