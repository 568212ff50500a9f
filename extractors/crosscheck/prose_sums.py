"""Family D, sums: parts and wholes within the text, and one figure said in several places."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

from extractors.crosscheck.book import Book
from extractors.crosscheck.cells import Cell, State, stated, unstated
from extractors.crosscheck.compare import at_most, equal, exactly, insufficient, not_applicable
from extractors.crosscheck.items import Item, classes_of, items_of, listed, subject_key
from extractors.crosscheck.model import Rule, Status, Verdict
from extractors.crosscheck.said import BUDGETS, SPENT
from extractors.crosscheck.table_prose import text_place
from extractors.facts import MONEY, Fact, plain_decimal
from extractors.naming import is_of_quarter
from extractors.text import fold, name_key
from extractors.vocabulary import measures, plan_names, prose_words, standard_names

_GENERAL = "一般公共预算财政拨款支出"
_FLEET = "公务用车保有量"
_MANAGED = "纳入预算绩效管理的支出"
#: what 公用经费 calls a part of a 三公 item
_BASIC_PARTS = (
    ("公务接待费", "公务接待费"),
    ("公务用车运行维护费", "公务用车运行费"),
    ("因公出国（境）费用", "因公出国（境）费"),
)
_SPENDING = ("基本支出", "项目支出", "上缴上级支出", "经营支出", "对附属单位补助支出")
_SOURCES = ("财政拨款收入", "上级补助收入", "事业收入", "经营收入", "附属单位上缴收入", "其他收入")
#: the funds of 财政拨款收入, which some reports list in its place
_FUNDS = ("一般公共预算财政拨款收入", "政府性基金预算财政拨款收入", "国有资本经营预算财政拨款收入")


def _item_sums(rule: Rule, book: Book) -> Iterator[Verdict]:
    """Σ 项 = the total said above them, for 年初预算 and for 决算."""
    items = items_of(book)
    if not items:
        yield insufficient(rule, "general_budget/项", [f"{text_place('general_budget')}的各项级科目"])
        return
    for columns, what in ((BUDGETS, "年初预算"), (SPENT, "决算")):
        found = [_first(item, columns) for item in items]
        # a total may be told before and after adjustment: the items add up to the one that they are told in
        like = [f.column for f in found if f is not None]
        told = book.said.of("general_budget", _GENERAL, *columns)
        wholes = [f for f in told if f.column in like] or told
        parts = [stated(f) for f in found if f is not None]
        subject = f"general_budget/{what}"
        if not wholes or len(parts) < len(items):
            missing = [f"{_GENERAL}的{what}数"] if not wholes else [i.label for i in items if not _first(i, columns)]
            yield insufficient(rule, subject, missing)
        else:
            yield equal(rule, book, subject, [stated(wholes[-1])], parts)


def _first(item: Item, columns: Sequence[str]) -> Fact | None:
    return next((f for f in item.facts if f.column in columns), None)


def _items_in_classes(rule: Rule, book: Book) -> Iterator[Verdict]:
    """Σ 项 of a 类 = the 类 as the text lists it; a 类 without any 项 was left out."""
    items, classes = items_of(book), classes_of(book)
    if not items or not classes:
        what = "各项级科目" if not items else "各类支出"
        yield insufficient(rule, "general_budget/类", [f"{text_place('general_budget')}的{what}"])
        return
    within: dict[str, list[Fact]] = defaultdict(list)
    for item in items:
        if item.spent:
            within[subject_key(item.names[0])].append(item.spent)
    without = [c for c in classes if c.value and not within.get(_class_key(c))]
    failed = False
    for fact in (c for c in classes if within.get(_class_key(c))):
        parts = [stated(part) for part in within[_class_key(fact)]]
        verdict = equal(rule, book, f"general_budget/{fact.row_name}", [stated(fact)], parts)
        if verdict.status is Status.FAIL and not failed:
            verdict = replace(verdict, also=tuple(stated(c) for c in without))
            failed = True
        yield verdict
    if without and not failed:
        yield _without_items(rule, without)


def _class_key(fact: Fact) -> str:
    return subject_key(fact.row_name.removesuffix("（类）"))


def _without_items(rule: Rule, facts: list[Fact]) -> Verdict:
    """The 类 with money that the text leaves out when it goes through the 项: one finding for all."""
    named = "、".join(f"{f.row_name}{f.raw}" for f in facts)
    ground = (
        f"{text_place('general_budget')}“结构情况”列有{named}，“具体情况”没有说明其下任何一项；"
        "正文应依次说明到各项级科目。"
    )
    shown = tuple(plain_decimal(f.value) for f in facts if f.value is not None)
    return Verdict(rule, "general_budget/缺项的类", Status.FAIL, ground=ground, facts=tuple(facts), shown=shown)


def _class_sum(rule: Rule, book: Book) -> Iterator[Verdict]:
    """Σ 类 = general budget spending."""
    classes = classes_of(book)
    wholes = book.said.of("general_budget", _GENERAL, *SPENT)
    if not classes or not wholes:
        yield insufficient(rule, "general_budget/类", [f"{text_place('general_budget')}的各类支出和总额"])
        return
    yield equal(rule, book, "general_budget/类", [stated(wholes[0])], [stated(f) for f in classes])


def _parts(rule: Rule, book: Book) -> Iterator[Verdict]:
    """The parts of income, of spending and of 基本支出 as the text lists them; 主要包括 with amounts."""
    sources = _SOURCES if book.said.of("income", _SOURCES[0], *SPENT) else (*_FUNDS, *_SOURCES[1:])
    yield from _listed_whole(rule, book, "income", "本年收入合计", sources)
    yield from _listed_whole(rule, book, "expenditure", "本年支出合计", _SPENDING)
    yield from _listed_whole(rule, book, "basic", "一般公共预算财政拨款基本支出", ("人员经费", "公用经费"))
    yield _managed(rule, book)
    yield from _quarters(rule, book)
    yield from _changes_of_parts(rule, book)
    for whole in ("人员经费", "公用经费"):
        parts = [f for f in listed(book) if f.part_of == whole]
        told = book.said.of("basic", whole, *SPENT)
        if told and parts:
            verdict = equal(rule, book, f"basic/{whole}", [stated(told[0])], [stated(p) for p in parts])
            # 主要包括 may leave small ones out, but cannot come to more than the whole
            short = verdict.amounts is not None and verdict.amounts[1] < verdict.amounts[0]
            yield replace(verdict, severity="warning") if verdict.status is Status.FAIL and short else verdict
        else:
            yield not_applicable(rule, f"basic/{whole}", "正文没有列出各款金额")


def _quarters(rule: Rule, book: Book) -> Iterator[Verdict]:
    """What a project plans for the four quarters = what is planned for it in the year, where its chapter tells both."""
    for facts in _chapters(book):
        quarters = [f for f in facts if is_of_quarter(f.row_name)]
        wholes = [f for f in facts if f not in quarters and f.start <= quarters[0].start] if quarters else []
        if len(quarters) == len({f.row_name for f in quarters}) == len(prose_words().quarters) and len(wholes) == 1:
            subject = f"{quarters[0].section}/季度/{quarters[0].line}"
            yield equal(rule, book, subject, [stated(wholes[0])], [stated(q) for q in quarters])


def _changes_of_parts(rule: Rule, book: Book) -> Iterator[Verdict]:
    """By how much spending changed = how much 基本支出 and 项目支出 did, where one sentence lists the three."""
    changes = [f for f in book.said.figures if f.column == "增减额" and f.unit in MONEY]
    for whole in changes:
        parts = [
            f for f in changes if f.part_of == whole.row_name and f.quote == whole.quote and f.start == whole.start
        ]
        if {f.row_name for f in parts} == {"基本支出", "项目支出"} and len(parts) == 2:
            subject = f"{whole.section}/{whole.row_name}增减额/{whole.line}"
            yield equal(rule, book, subject, [stated(whole)], [stated(f) for f in parts])


def _chapters(book: Book) -> list[list[Fact]]:
    """The amounts of each chapter, in order; a year's plan behind those of quarters begins the next project's."""
    chapters: list[list[Fact]] = []
    for fact in sorted(book.said.figures, key=lambda f: f.start):
        if fact.unit not in MONEY or fact.column not in (*BUDGETS, *SPENT, "资金"):
            continue
        last = chapters[-1][-1] if chapters else None
        ended = last is not None and is_of_quarter(last.row_name) and not is_of_quarter(fact.row_name)
        if last is None or last.section != fact.section or ended:
            chapters.append([])
        chapters[-1].append(fact)
    return chapters


def _managed(rule: Rule, book: Book) -> Verdict:
    """The spending under performance management = basic and project spending, as the text takes it apart."""
    told = book.said.of("performance", _MANAGED, *SPENT, "资金")
    parts = book.said.parts_of("performance", _MANAGED)
    projects = [f for f in parts if f.row_name == "项目支出"] or book.said.of("performance", "支出项目", "资金")
    if not told or not parts or not projects:
        return not_applicable(rule, f"performance/{_MANAGED}", "正文没有分别写出纳入绩效管理的基本支出和项目支出")
    addends = [f for f in parts if f.row_name != "项目支出" and f.unit in MONEY]
    cells = [stated(f) for f in (*addends, projects[0])]
    return equal(rule, book, f"performance/{_MANAGED}", [stated(told[0])], cells)


def _listed_whole(rule: Rule, book: Book, section: str, whole: str, names: Sequence[str]) -> Iterator[Verdict]:
    """A whole whose parts are all of some names; parts not named have no money, which the tables check."""
    told = book.said.of(section, whole, *SPENT)
    parts = [facts[0] for name in names if (facts := book.said.of(section, name, *SPENT))]
    listed_parts = [f for f in book.said.parts_of(section, whole) if f.unit in MONEY and f.row_name not in _FUNDS]
    # what another sentence lists is the same money parted otherwise (按单位划分)
    listed_parts = [f for f in listed_parts if any(f.start == p.start for p in parts)]
    if {p.row_name for p in parts} <= {f.row_name for f in listed_parts}:
        parts = listed_parts  # with those that a province lists beside the national ones (财政专户管理教育收费)
    if not told or not parts:
        yield insufficient(rule, f"{section}/{whole}", [f"{text_place(section)}的{whole if not told else '各部分'}"])
    else:
        yield equal(rule, book, f"{section}/{whole}", [stated(told[0])], [stated(p) for p in parts])


def _procurement(rule: Rule, book: Book) -> Iterator[Verdict]:
    whole = _bought(book, "procurement")
    kinds = [_bought(book, f"procurement_{kind}") for kind in ("goods", "works", "services")]
    parts = [c for c in kinds if c.state is not State.MISSING]
    if whole.state is State.MISSING or not parts:
        yield insufficient(rule, "procurement", [f"{text_place('procurement')}的总额和各项"])
    else:
        yield equal(rule, book, "procurement", [whole], parts)


def _bought(book: Book, measure: str) -> Cell:
    """What a report tells of its purchases, by the name that final accounts give it or that budgets do."""
    name = measures()[measure].name
    if book.report.identity.kind != "budget":
        return _one(book, "procurement", name)
    for planned in (name, *plan_names().get(measure, ())):
        # a budget may tell of its purchases in the chapter on all other matters
        if facts := book.said.of("procurement", planned, *BUDGETS) or book.said.of("other", planned, *BUDGETS):
            return stated(facts[0])
    return unstated(text_place("procurement"), name, "预算数")


def _awards(rule: Rule, book: Book) -> Iterator[Verdict]:
    """小微 ≤ 中小 ≤ 采购总额."""
    micro, small, whole = (
        _one(book, "procurement", name) for name in ("授予小微企业合同金额", "授予中小企业合同金额", "政府采购支出总额")
    )
    for part, of in ((micro, small), (small, whole)):
        if part.state is State.MISSING:
            yield not_applicable(rule, f"procurement/{part.label}", f"正文没有写{part.label}")
        else:
            yield at_most(rule, book, f"procurement/{part.label}", [part], [of])


def _one(book: Book, section: str, name: str) -> Cell:
    facts = book.said.of(section, name, *SPENT, "资金")
    return stated(facts[0]) if facts else unstated(text_place(section), name, "决算数")


def _vehicles(rule: Rule, book: Book) -> Iterator[Verdict]:
    """The vehicles by kind add up, as the fleet does; the fleet of the 三公 section is no larger than all vehicles."""
    fleet = book.said.of("three_public", _FLEET, "数量")
    sorts = [f for f in book.said.parts_of("three_public", _FLEET) if not _in_brackets(book, f)]
    if fleet and len(sorts) > 1:
        yield exactly(equal(rule, book, f"three_public/{_FLEET}", [stated(fleet[0])], [stated(s) for s in sorts]))
    total = book.said.of("assets", "车辆", "数量")
    kinds = [f for f in book.said.parts_of("assets", "车辆") if not _in_brackets(book, f)]
    if not total:
        yield insufficient(rule, "assets/车辆", [f"{text_place('assets')}的车辆数"])
        return
    if kinds:
        yield exactly(equal(rule, book, "assets/车辆", [stated(total[0])], [stated(k) for k in kinds]))
    else:
        yield not_applicable(rule, "assets/车辆", "正文没有分类列出车辆")
    if fleet:
        yield exactly(at_most(rule, book, "assets/保有量", [stated(fleet[0])], [stated(total[0])]))


def _in_brackets(book: Book, fact: Fact) -> bool:
    """Whether a number stands in brackets behind another one, whose parts it tells: 专用车2辆（…1辆、…1辆）."""
    before = fold(book.report.source.text[fact.start : fact.at]) if fact.start is not None and fact.at else ""
    return before.count("(") > before.count(")")


def _said_twice(rule: Rule, book: Book) -> Iterator[Verdict]:
    """One measure, one value, wherever the narrative says it."""
    # money said of things that are counted may be their budget, their cost or what was spent
    scopes = {m.name: set(m.sections) if m.unit is None else set() for m in measures().values()}
    told: dict[tuple[str, str], list[Fact]] = defaultdict(list)
    for fact in book.said.figures:
        if fact.part_of and name_key(fact.part_of) in standard_names():
            continue  # 商品和服务支出470.80万元（其中基本支出112.80万元）: a part of that row alone
        if fact.unit in MONEY and (kind := _kind(fact)) and fact.section_key in _scope(fact, scopes):
            told[fact.row_name, kind].append(fact)
    several = {key: facts for key, facts in told.items() if len(facts) > 1}
    if not several:
        yield not_applicable(rule, "重复数字", "正文没有重复说到的数字")
    for (name, kind), facts in several.items():
        first = facts[0]
        for fact in facts[1:]:
            yield equal(rule, book, f"{name}/{kind}/{fact.line}", [stated(first)], [stated(fact)])


def _kind(fact: Fact) -> str | None:
    if fact.column in SPENT or (fact.column == "资金" and fact.section_key == "performance"):
        return "决算"
    if fact.column == "调整预算数":
        return "调整预算"
    return "预算" if fact.column in BUDGETS else None


def _scope(fact: Fact, scopes: dict[str, set[str]]) -> set[str]:
    """Where the words of a subject mean the whole department's figure: its own sections, and the summary of 绩效."""
    own = scopes.get(fact.row_name)
    if own is None:
        return {"general_budget"} if fact.row_name.endswith(("（类）", "(项)")) else set()
    if own & {"income", "expenditure"}:
        return own | {"performance"}
    return own


def _amounts_of_paths(rule: Rule, book: Book) -> Iterator[Verdict]:
    """A basic part that 三公 covers as a whole: what 公用经费 lists of it is no more than the whole."""
    for part, whole in _BASIC_PARTS:
        small = [f for f in listed(book) if f.row_name in (part, whole)]
        big = book.said.of("three_public", whole, *SPENT)
        if small and big:
            yield at_most(rule, book, f"three_public/{whole}", [stated(small[0])], [stated(big[-1])])
        else:
            yield not_applicable(rule, f"three_public/{whole}", "正文基本支出没有列出该款金额")


RULES: tuple[Rule, ...] = (
    Rule(
        "D-06",
        "各项之和等于所说总数",
        "error",
        "正文“具体情况”各项级科目的年初预算之和、决算之和，应等于所说的年初预算总数和决算总数。",
        _item_sums,
    ),
    Rule("D-08", "同一数字前后一致", "error", "同一项目在正文不同地方说到的数字应当相同。", _said_twice, kind="both"),
    Rule(
        "D-09",
        "政府采购总额等于三项之和",
        "error",
        "政府采购支出总额应等于货物、工程、服务采购支出之和。",
        _procurement,
        kind="both",
    ),
    Rule(
        "D-10",
        "授予中小企业合同金额不超过总额",
        "warning",
        "授予小微企业合同金额不大于授予中小企业合同金额，后者不大于政府采购支出总额。",
        _awards,
    ),
    Rule(
        "D-12",
        "车辆数与分类相符",
        "warning",
        "车辆总数应等于各类车辆之和；“三公”经费说明中的公务用车保有量不应大于车辆总数。",
        _vehicles,
        kind="both",
    ),
    Rule(
        "D-15",
        "所列各部分之和等于总数",
        "error",
        "正文列出的收入、支出、基本支出各部分，人员经费、公用经费各款金额，项目四个季度的用款计划，相加应等于所说总数。",
        _parts,
        kind="both",
    ),
    Rule(
        "D-16",
        "各项之和等于所属的类",
        "error",
        "正文“具体情况”中属于同一类的各项决算数之和，应等于“结构情况”所列该类；有金额的类应说明到项。",
        _items_in_classes,
    ),
    Rule(
        "D-20",
        "各类之和等于一般公共预算支出",
        "error",
        "正文“结构情况”所列各类支出之和，应等于一般公共预算财政拨款支出总额。",
        _class_sum,
    ),
    Rule(
        "D-21",
        "基本支出所列款级不大于“三公”经费同一项",
        "error",
        "公用经费中的公务接待费、公务用车运行维护费等，是“三公”经费同一项的一部分，不应大于后者。",
        _amounts_of_paths,
    ),
)
