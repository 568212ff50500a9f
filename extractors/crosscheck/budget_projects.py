"""Family C for 部门预算: the projects that have goals, their number and their money, against the list of projects."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations

from extractors.crosscheck.book import Book
from extractors.crosscheck.cells import stated
from extractors.crosscheck.compare import equal, insufficient, not_applicable
from extractors.crosscheck.model import Rule, Status, Verdict
from extractors.crosscheck.said import BUDGETS
from extractors.crosscheck.table_prose import text_place
from extractors.facts import MONEY, PLAIN_TABLE, Fact, plain_decimal
from extractors.listed import bodies_among
from extractors.text import name_key
from extractors.vocabulary import annex_words, layout

_PLACE = text_place("performance")
#: subjects of the text that are the projects with goals
_WITH_GOALS = re.compile(r"绩效(?:目标|管理).*项目|项目.*绩效(?:目标|管理)")
_FEWEST = 2
#: subjects of the text that are all projects, and what these are counted in
_ALL_PROJECTS, _PROJECT_UNITS = re.compile("^(?:部门)?(?:预算)?项目(?:支出)?$"), {"个", "项"}
#: the row of the money of a project in its form of goals
_PLANNED = "年度资金总额"
#: rows of totals, and so many parts at most that are added up in every way
_TOTALS, _MOST_PARTS = ("年度资金", "实施期资金"), 6
#: tables that say how the 科目 of projects are called
_BY_ACCOUNT = ("YS03", "YS05", "YS06", "YS07")


def _numbers(rule: Rule, book: Book) -> Iterator[Verdict]:
    yield from _counts(rule, book)
    yield from _arranged(rule, book)


def _counts(rule: Rule, book: Book) -> Iterator[Verdict]:
    """The number of projects with goals equals that of the list whose money is, added up, the money said of them."""
    subject = "performance/项目数"
    said = [f for f in book.said.in_section("performance", "数量") if _WITH_GOALS.search(f.row_name)]
    # of several numbers of one sentence the first is that of all: 15个项目…，其中重点项目3个
    said = list({f.quote: f for f in reversed(said)}.values())
    if not said:
        yield insufficient(rule, subject, [f"{_PLACE}的绩效目标项目数"])
    for count in said:
        money = [f for f in book.said.of("performance", count.row_name, "资金") if f.unit in MONEY]
        lists = [rows for rows in _lists(book) if money and _is_all(rule, book, money[0], rows)]
        if lists:
            yield _against(rule, f"{subject}/{count.line}", count, money[0], lists[0])
        else:
            # lists of other projects, or of some of them, say nothing of the number
            yield not_applicable(rule, subject, "没有列出这些项目的表，或表中各项目金额之和不是所写的涉及资金")


def _arranged(rule: Rule, book: Book) -> Iterator[Verdict]:
    """The number of projects told beside 项目支出 (共安排项目18个) against the list whose money makes that up."""
    for count in book.said.numbers:
        if count.section_key == "performance" or count.column != "数量" or count.unit not in _PROJECT_UNITS:
            continue
        if not _ALL_PROJECTS.match(count.row_name):
            continue
        said = [f for f in book.said.of(count.section_key or "", "项目支出", *BUDGETS) if f.unit in MONEY]
        lists = [rows for rows in _lists(book) for money in said[:1] if _is_all(rule, book, money, rows)]
        if lists:
            yield _against(rule, f"{count.section_key}/项目数/{count.line}", count, said[0], lists[0])


def _lists(book: Book) -> list[list[Fact]]:
    """The rows of each column of money in each list of projects, without its total and the 科目 between them."""
    columns: dict[tuple[str, str], list[Fact]] = defaultdict(list)
    for fact in book.facts:
        listed = fact.section_key == PLAIN_TABLE and annex_words().project_lists.match(fact.table or "")
        total = name_key(fact.row_name) in layout().total_labels
        if listed and not total and fact.unit in MONEY and not _is_account(book, fact):
            columns[fact.table or "", fact.column].append(fact)
    lists = (_without_bodies(rows) for rows in columns.values())
    return [rows for rows in lists if len(rows) >= _FEWEST]


def _without_bodies(rows: list[Fact]) -> list[Fact]:
    """Projects without the bodies that carry them out, between which a list may put them."""
    bodies = bodies_among([(name_key(f.row_name), f.value) for f in rows])
    return [f for n, f in enumerate(rows) if n not in bodies]


def _is_account(book: Book, fact: Fact) -> bool:
    """Whether a row with a code is its 科目 and not a project that is paid from it."""
    if fact.row_code is None:
        return False
    named = [book.name(table, fact.row_code) for table in _BY_ACCOUNT if fact.row_code in book.codes(table)]
    return not named or any(name_key(name) == name_key(fact.row_name) for name in named)


def _is_all(rule: Rule, book: Book, money: Fact, rows: list[Fact]) -> bool:
    """Whether the money of the rows makes up all that the text says: they are the projects that it counts."""
    return equal(rule, book, "", [stated(money)], [stated(f) for f in rows]).status is not Status.FAIL


def _against(rule: Rule, subject: str, count: Fact, money: Fact, rows: list[Fact]) -> Verdict:
    with_money = [f for f in rows if f.value]
    # a project that is paid from two 科目 stands on two rows
    numbers = {len(rows), len(with_money), len({name_key(f.row_name) for f in with_money})}
    if count.value in numbers:
        return Verdict(rule, subject, Status.PASS)
    ground = (
        f"{text_place(count.section_key or '')}称{count.row_name}{count.raw}、涉及资金{money.raw}，"
        f"《{rows[0].table}》列有{len(with_money)}个项目，"
        f"各项目金额之和也是{money.raw}，项目数不符，请核对。"
    )
    shown = (plain_decimal(count.value), str(len(with_money))) if count.value is not None else ()
    return Verdict(rule, subject, Status.FAIL, ground=ground, facts=(count, money, *with_money[:10]), shown=shown)


def _plans(rule: Rule, book: Book) -> Iterator[Verdict]:
    """The money that the form of goals of a project has against that of its row in the list of projects."""
    forms = [f for f in book.facts if f.origin == "annex" and f.part_of and f.row_name == _PLANNED and f.unit in MONEY]
    listed: dict[str, list[Fact]] = defaultdict(list)
    for rows in _lists(book):
        for fact in rows:
            if fact.value is not None:
                listed[name_key(fact.row_name)].append(fact)
    pairs = [(form, own) for form in forms if (own := listed.get(name_key(form.part_of or "")))]
    if not pairs:
        yield not_applicable(rule, "绩效目标/资金", "没有既列入项目支出表、又附绩效目标表的项目")
    for form, own in pairs:
        # a list parts the money of a project into columns: one of them is all of it
        verdicts = [equal(rule, book, f"绩效目标/{form.part_of}", [stated(form)], [stated(f)]) for f in own]
        agreed = next((v for v in verdicts if v.status is not Status.FAIL), None)
        if agreed is not None:
            yield agreed
            continue
        first = own[0]
        ground = (
            f"项目“{form.part_of}”在《{form.table}》中为{form.raw}{form.unit}，在《{first.table}》中为{first.raw}{first.unit}，"
            "两处不一致，请核对。"
        )
        shown = tuple(plain_decimal(f.value) for f in (form, first) if f.value is not None)
        yield Verdict(rule, f"绩效目标/{form.part_of}", Status.FAIL, ground=ground, facts=(form, first), shown=shown)


def _parts(rule: Rule, book: Book) -> Iterator[Verdict]:
    """The money of a project in its form of goals against what the rows below it say that it is made up of."""
    forms: dict[tuple[str | None, str], list[Fact]] = defaultdict(list)
    for fact in book.facts:
        if fact.origin == "annex" and fact.part_of and fact.column == "预算数" and fact.unit in MONEY:
            forms[fact.table, fact.part_of].append(fact)
    checked = False
    for (_, project), facts in forms.items():
        total, parts = facts[0], [f for f in facts[1:] if f.value is not None]
        if total.row_name != _PLANNED or not parts or any(f.row_name.startswith(_TOTALS) for f in parts):
            continue
        checked = True
        yield _made_up(rule, book, project, total, parts)
    if not checked:
        yield not_applicable(rule, "绩效目标/资金构成", "绩效目标表没有列出年度资金的构成")


def _made_up(rule: Rule, book: Book, project: str, total: Fact, parts: list[Fact]) -> Verdict:
    """Whether some of the parts add up to the whole: a form may print the parts of a part below that."""
    verdicts = [
        equal(rule, book, f"绩效目标/{project}/构成", [stated(total)], [stated(f) for f in chosen])
        for size in range(len(parts), 0, -1)
        for chosen in combinations(parts[:_MOST_PARTS], min(size, _MOST_PARTS))
        if chosen[0] is parts[0]
    ]
    return next((v for v in verdicts if v.status is not Status.FAIL), verdicts[0])


RULES: tuple[Rule, ...] = (
    Rule(
        "C-B-04",
        "绩效目标项目数与项目支出预算表一致",
        "error",
        "正文所写编报绩效目标的项目数、安排的项目数，应与项目支出预算表所列项目数相同；只在表中各项目金额之和等于所写涉及资金时比较。",
        _numbers,
        kind="budget",
    ),
    Rule(
        "C-B-08",
        "绩效目标表的资金与项目支出表一致",
        "error",
        "同一项目在绩效目标表中的年度资金总额，应与项目支出表所列的预算数相同。",
        _plans,
        kind="budget",
    ),
    Rule(
        "C-B-09",
        "绩效目标表的资金等于各项来源之和",
        "error",
        "绩效目标表中项目的年度资金总额，应等于其下财政拨款、上年结转、其他资金等各项来源之和。各数各自四舍五入，允许尾差。",
        _parts,
        kind="budget",
    ),
)
