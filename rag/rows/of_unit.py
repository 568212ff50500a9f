"""The money of the units of a department, where its tables list them: of one, of several, of the largest."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from extractors.facts import MONEY, Fact, plain_decimal
from extractors.text import name_key
from extractors.vocabulary import Measure, measures, standard_names
from extractors.vocabulary.bodies import body_words
from rag import compose
from rag.answer import Answer
from rag.figures.averages import average
from rag.figures.computed import difference, percentage
from rag.figures.figures import told
from rag.figures.summed import summed
from rag.holdings.body_rows import WHOLE, bodies_in, body_cells, is_itself
from rag.holdings.dated_cells import DatedCell
from rag.holdings.desk import Desk
from rag.holdings.short_names import is_in_order
from rag.language.query import Query
from rag.prose.body_lines import ORDINAL, lines_of

#: so many characters of the end of a name are one of its own; a shorter form has its first and last ones (体校)
_LEAST, _LONGEST = 3, 8
#: so many tell it in a sentence, where others end in 服务中心 as well
_OWN_END = 5
#: 一中 for 第一中学, 一高 for 第一高级中学, 二幼 for 第二幼儿园
_NUMBERED_SCHOOL = re.compile(r"第([一二三四五六七八九十]{1,2})(?:初级|(高)级)?([中小幼])(?:学校?|儿园)$")
#: words for a kind of units, which are no short form of one of them
_KINDS = frozenset({"医院", "学校", "中学", "小学", "中心", "机关", "大队", "支队", "卫生院", "服务中心", "事务中心"})
#: what stands behind a unit and names no other thing
_GOES_ON = re.compile("校?的|校?(?:收入|支出|收支)?(?:预算|决算)?$|(?:在职|在编|实有|编制|退休)(?:人员)?(?:数|人数)?$")
#: an amount that is for what follows, in part or as a whole
_FOR_OTHERS = re.compile(r"\d(?:万元|亿元|元)(?:主要)?用于")
#: what the list of bodies tells of a unit behind its name (甲医院（差额拨款事业单位，186人）)
_ASIDE = re.compile(r"[（(](?!本级|机关|本部).*$", re.S)
#: between the names of a list within a sentence
_BETWEEN = re.compile("[、；;，,。]")
#: measures that are the whole of a table, and are not named by a column of their own
_WHOLES = {
    "procurement": "采购",
    "project": "项目支出",
    "basic": "基本支出",
    "fiscal_income": "财政拨款",
    "fiscal_expenditure": "财政拨款",
    "income": "收入",
    "expenditure": "支出",
    "total": "收入",
}
_SIDES = ("income", "expenditure", "total")
#: tables of a part of income or spending
_PART = re.compile("项目|基本|三公|一般公共|基金|国有资本|采购|购买")
#: measures that a question may name so that they are taken for the name of a unit's own (某中心的项目支出)
_MEASURES = ("basic", "project", "income", "expenditure", "three_public")
#: what is asked of a unit that is only named with its budget (体校今年预算多少)
_BUDGET = re.compile(r"预算|盘子|多少钱|经费")
#: what a question says beside a unit where all its money is asked for
_ALONE = re.compile(
    r"[|的是有？?了吗呢]|今年|本年|20\d\d年度?|总?(?:预算|盘子|经费|收入|支出|资金)|(?:多少|几)(?:万?元|钱)?|一?共|安排"
)
#: what of a question names nothing: 甲比乙多多少
_ASKING = re.compile("[|的比和与跟及、，,多少大小高低差几是了一共总有万元钱？?今年本]|相差")
_WHICH = re.compile(
    r"(?:哪|那)一?(?:个|家|所|些)(?:下属|所属|下级|直属|预算|二级)*的?(?:单位|机构|学校|医院)"
    r"|(?:单位|机构|学校|医院|家)[^，,]{0,6}?[，,]?(?:谁(?:家)?|哪一?[个家所])的?"
    r"|(?:单位|机构|学校|医院|家)(?:[（(][^（()）]{0,12}[)）])?(?:里面?|当?中|之中)(?=[^，,]{0,14}最)"
)
#: which of those named has more
_MORE_OF = re.compile("[谁哪][^，,]{0,8}[多少高低大小]")
_MOST, _LEAST_OF = re.compile("最[大多高小少低]"), re.compile("最[小少低]")
_EACH = re.compile(r"(?:各|每)个?(?:家|所)?(?:下属|所属|直属|预算|二级|基层)*(?:单位|机构|学校|医院)")
#: the units below the department, without its own
_BELOW = re.compile("下属|所属|直属|下级")
#: what is not counted in stands behind these words
_EXCEPT = re.compile("(?:不含|不包括|不算|扣除|除去?了?)[^|，]{0,4}$")
_SHARE = re.compile(r"占|比例|比重|百分之")
#: of what all units of a kind have (占两家医院事业收入的比重)
_AMONG_KIND = re.compile(
    "占(?:全部|所有|全[县市区局]|这?[两二三四五六七八九十几])[家所个]?(?:的)?(?P<kind>医院|学校|中学|小学|幼儿园|卫生院|中心|站|所)"
)
_SUMMED = re.compile("一共|总共|合计|加起来|加在一起|合起来")
#: the projects of a unit are asked for, and no amount of its own
_PROJECTS = re.compile("(?:哪|什么|几)[几些个两三]{0,2}个?[^，,]{0,4}项目")
#: the staff of a unit, as a question names it and as its report counts it
_STAFF, _ON_POST, _PEOPLE = re.compile("人均|每人|每个人"), re.compile("实有|在职|在编"), {"人", "名"}
#: what goes on with a part of what was named (一般公共预算里非税收入拨款)
_INSIDE = re.compile("(?:里面?|当?中|之中|下面?)的?(?![|]*$)")
_CHANGED = {"增减额", "增减幅"}


def of_unit(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """Amounts of the units that a question names, as the tables of units tell them.

    None where it names none, or asks for what no table tells of it.
    """
    if query.asks_text or query.rows or query.has("reason", "conflict", "definition") or query.wants.kinds:
        return None
    if _PROJECTS.search(query.rest) or any(s.level for s in query.subjects):
        return None  # 图书馆（项）: the 科目 and not the unit
    cells = _cells(desk, doc_id)
    named = _named(query, cells)
    ranks = query.has("rank") or bool(_MORE_OF.search(query.rest))
    if not named or (query.has("rank") and len(named) < 2):
        return None
    asked = name_key(query.rest)
    for unit in sorted(named, key=lambda u: -u.start):
        asked = f"{asked[: unit.start]}|{asked[unit.end :]}"
    of_units = [c for u in named for c in cells[u.name]]
    if len(named) == 1 and _CHANGED & set(query.columns):
        return _change(query, desk, doc_id, asked, of_units)
    year = _year_asked(query, desk, doc_id)
    of_units = [c for c in of_units if c.year == year and not c.changed]
    columns = _columns_asked(asked, query, of_units)
    facts = [[f for u in named if (f := _cell(cells[u.name], column, year)) is not None] for column in columns]
    if not columns or any(len(own) < len(named) for own in facts):
        return None
    if len(named) == 1 and len(columns) == 1 and (kind := _AMONG_KIND.search(asked)):
        alike = [name for name in bodies_in(cells) if name.endswith(kind["kind"])]
        return _share_of(query, desk, facts[0][0], [_cell(cells[name], columns[0], year) for name in alike])
    if len(named) == 1 and len(columns) == 1 and _SHARE.search(asked):
        return percentage(query, desk, facts[0][0], _cell(cells[WHOLE], columns[0], year))
    if len(named) == 2 and len(columns) == 1 and (query.has("difference") or _CHANGED & set(query.columns)):
        return difference(query, desk, *facts[0])
    if len(named) > 1 and len(columns) == 1 and (query.has("sum") or _SUMMED.search(asked)):
        return summed(query, desk, facts[0], list(map(compose.label_of, facts[0])))
    if len(named) == 1 and len(columns) == 1 and query.has("per_head"):
        return _for_each(query, desk, doc_id, facts[0][0], named[0].name)
    if len(named) > 1 and len(columns) == 1 and ranks and all(f.value is not None for f in facts[0]):
        return ranked_told(query, desk, doc_id, facts[0])
    if set(query.operations) - {"list", "prior", "sum"}:
        return None
    return told(query, desk, [f for own in facts for f in own])


def _share_of(query: Query, desk: Desk, part: Fact, among: Sequence[Fact | None]) -> Answer | None:
    """What one unit has of what all units of its kind have."""
    facts = [f for f in among if f is not None and f.value is not None]
    total = sum((f.value or Decimal(0) for f in facts), Decimal(0))
    if len(facts) < max(len(among), 2) or not total or part not in facts or len({f.unit for f in facts}) != 1:
        return None
    share = compose.rounded((part.value or Decimal(0)) / total * 100, 2 if query.places is None else query.places)
    below = " + ".join(plain_decimal(f.value or Decimal(0)) for f in facts)
    formula = f"{plain_decimal(part.value or Decimal(0))} ÷ ({below}) × 100%"
    value = compose.computed_value(share, "%", f"{compose.label_of(part)}所占比例", formula, part)
    text = (
        f"{compose.head(part)}{value.label}为{value.value}%（{formula}）。{'；'.join(map(compose.sentence, facts))}。"
    )
    return compose.answer(query.text, text, "computed", [value], compose.cite(facts, desk.files))


def _for_each(query: Query, desk: Desk, doc_id: str, amount: Fact, name: str) -> Answer | None:
    """What an amount of a unit is for each of its staff, where the report counts them."""
    if not _STAFF.search(query.rest):
        return None
    people = [f for f in desk.index(doc_id).facts if f.origin == "prose" and f.unit in _PEOPLE and f.value]
    staff = [f for f in people if _ON_POST.search(f.part_of or f.row_name)]
    own = [f for f in staff if name.endswith(name_key(f.row_name))]
    own = own or [f for f in staff if name in name_key(f.quote)]
    if len({f.value for f in own}) == 1:
        return average(query, desk, amount, own[0])
    text = f"没有找到：{desk.title(doc_id)}报告没有写明该单位的人数，无法计算平均数。{compose.sentence(amount)}。"
    return compose.answer(query.text, text, "not_found", [], compose.cite([amount], desk.files))


def units_named(query: Query, desk: Desk, doc_id: str) -> list[str]:
    """The keys of the full names of the units that a question names, in its order."""
    return [unit.name for unit in _named(query, _cells(desk, doc_id))]


def not_of_whole(query: Query, desk: Desk, doc_id: str, answer: Answer) -> Answer:
    """An answer, or that it is not told by unit, where money is asked of a unit and what is told is of all of them."""
    amounts = [v for v in answer.values if v.unit in MONEY]
    if not query.asks_figure or not answer.values or answer.status not in {"answered", "computed"}:
        return answer
    cells = _cells(desk, doc_id)
    named = [u for u in _named(query, cells) if not is_itself(u.name)]
    said = "" if named and amounts else _not_told_of(query, desk, doc_id, answer, by_unit=bool(bodies_in(cells)))
    if said and not all(name_key(said) in name_key(c.quote) for c in answer.citations):
        what = "、".join(s.name for s in query.subjects) or "预算"
        text = f"没有找到：{desk.title(doc_id)}报告没有按单位列出{what}，没有{said}的数。"
        return compose.answer(query.text, text, "not_found")
    if len(named) != 1 or query.wants.kinds or not amounts:
        return answer
    (unit,) = named
    said = name_key(query.rest)[unit.start : unit.end]
    if f"{said}的项目有" in answer.answer:
        return answer  # a list has its projects below its row
    names = (said, unit.name[-_LEAST:])
    codes = {c.fact.row_code for c in _cells(desk, doc_id)[unit.name] if c.fact.row_code}
    below = desk.index(doc_id).plain.below.items()
    listed = {f.row_name for body, facts in below if name_key(body) == unit.name for f in facts}
    own = [
        any(n in name_key(f"{c.quote}|{c.section}|{c.row}|{c.table}") for n in names)
        or bool(codes & {*c.quote.split("\t")})
        or c.row in listed
        for c in answer.citations
    ]
    if all(own) or all(any(n in name_key(v.label) for n in names) for v in amounts):
        return answer
    what = "、".join(s.name for s in query.subjects if name_key(s.text) not in unit.name) or "所问的数"
    text = f"没有找到：{desk.title(doc_id)}报告已读出的表格没有按单位列出{what}，没有{said}的数。"
    return compose.answer(query.text, text, "not_found")


def _not_told_of(query: Query, desk: Desk, doc_id: str, answer: Answer, by_unit: bool) -> str | None:
    """The unit that a question names whose measure it asks for, where the answer does not tell it; None otherwise."""
    measured = [s for s in query.subjects if s.measure is not None or s.key in standard_names()]
    money_alone = not measured and bool(_BUDGET.search(query.rest)) and query.asks_figure and not query.project
    listed = _units_listed(query, desk, doc_id) if measured or money_alone else []
    if money_alone and any(_ALONE.sub("", name_key(query.rest).replace(said, "|")) for said, _ in listed):
        return None  # 某医院学科建设多少钱
    if not by_unit and (said := next((u for u, _ in listed if _only_mentioned(u, answer)), None)):
        return said
    if len(listed) != 1 or query.wants.kinds:
        return None
    quoted = "|".join(name_key(f"{c.quote}|{c.section}|{c.table}") for c in answer.citations)
    in_words = all(v.unit not in MONEY and v.label == "报告所述" for v in answer.values)
    said, name = listed[0]
    told = _tells_of(said, name, answer)
    told = told and not (in_words and not any(n in quoted for s in measured for n in (s.key, name_key(s.text))))
    return None if told else said


def _units_listed(query: Query, desk: Desk, doc_id: str) -> list[tuple[str, str]]:
    """The units that the chapter on bodies lists and a question names, but for the department itself: each as the
    question calls it, and by the key of its name."""
    lines = lines_of(desk.outline(doc_id))
    entries = [line.text for line in lines if line.item]
    entries += [name for line in lines if not line.item for name in _BETWEEN.split(line.text.partition("：")[2])]
    names = dict.fromkeys(name_key(_ASIDE.sub("", ORDINAL.sub("", text))) for text in entries)
    units = [n for n in names if body_words().unit.search(n) and not is_itself(n)]
    asked = name_key(query.rest)
    return [(asked[unit.start : unit.end], unit.name) for unit in _among(query, units)]


def _tells_of(said: str, name: str, answer: Answer) -> bool:
    """Whether an answer speaks of a unit by its name, by what a question calls it, or by the end of that."""
    told = name_key("|".join([*(c.quote for c in answer.citations), *(v.label for v in answer.values)]))
    told += name_key("|".join(f"{c.section}|{c.row}|{c.table}" for c in answer.citations))
    return any(n in told for n in (name, body_words().shorter.sub("", name), said, name[-_OWN_END:]))


def _only_mentioned(said: str, answer: Answer) -> bool:
    """Whether the sentences of an answer only tell that money is for a unit among others.

    科目1331.15万元，主要用于甲中心、乙中心人员经费: of this no unit's own amount is known.
    """
    quotes = [name_key(c.quote) for c in answer.citations]
    with_it = [q for q in quotes if said in q]
    return bool(with_it) and all(_FOR_OTHERS.search(q.split(said)[0]) for q in with_it)


def _change(query: Query, desk: Desk, doc_id: str, asked: str, cells: Sequence[DatedCell]) -> Answer | None:
    """By how much an amount of a unit changed since the year before, as its table tells it, else by both years."""
    year = desk.reports[doc_id].year or 0
    changed = [c for c in cells if c.changed]
    if (column := next(iter(_columns_asked(asked, query, changed)), None)) is not None:
        found = next((c.fact for c in changed if c.column == column and c.fact.value is not None), None)
        if found is not None:
            return told(query, desk, [found])
    column = next(iter(_columns_asked(asked, query, [c for c in cells if c.year == year and not c.changed])), None)
    if column is None:
        return None
    now, then = _cell(cells, column, year), _cell(cells, column, year - 1)
    return difference(query, desk, now, then)


def ranked_units(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """Which unit has the most or the least of something, or what each of them has; None where no table tells it."""
    which, each = _WHICH.search(query.rest), _EACH.search(query.rest)
    ranks = query.has("rank") or bool(_MOST.search(query.rest))
    if not (which and ranks) and not (each and query.asks_figure):
        return None
    if sum(s.measure is None for s in query.subjects) > 1:
        return None  # 疾控机构和妇幼机构，哪个科目预算高: which of the accounts that are named
    cells, year = _cells(desk, doc_id), _year_asked(query, desk, doc_id)
    below = _BELOW.search(query.rest)
    bodies = [name for name in bodies_in(cells) if not (below and is_itself(name))]
    asked = name_key(_EACH.sub("|", _WHICH.sub("|", query.rest)))
    kind, facts = _below_kind(desk, doc_id, asked, bodies)
    if not facts:
        of_year = [c for name in bodies for c in cells[name] if c.year == year and not c.changed]
        columns = _columns_asked(asked, query, of_year)[:1]
        found = [f for name in bodies for c in columns if (f := _cell(cells[name], c, year)) is not None]
        facts = _of_one_table([f for f in found if f.value is not None])
        if facts and any(_on_several_rows(cells[name], name, facts[0]) for name in bodies):
            where = compose.place_of(facts[0])
            text = f"没有找到：{desk.title(doc_id)}{where}把各单位分在几行列出，没有各单位的合计，无法比较。"
            return compose.answer(query.text, text, "not_found")
    if len(facts) < 2:
        return None
    if not (which and ranks):
        return told(query, desk, facts)
    return ranked_told(query, desk, doc_id, facts, kind)


def ranked_told(query: Query, desk: Desk, doc_id: str, facts: Sequence[Fact], kind: str = "") -> Answer:
    """The unit that has the most or the least, and the others in order."""
    ascending = query.ascending or bool(_LEAST_OF.search(query.rest))
    ordered = sorted(facts, key=lambda f: f.value or Decimal(0), reverse=not ascending)
    first = [f for f in ordered if f.value == ordered[0].value]
    query.listed, query.singled_out = [_unit_of(f) for f in ordered], _unit_of(first[0])
    own_name = _unit_of(first[0]).replace("(", "（").replace(")", "）")
    what = kind + compose.label_of(first[0]).removeprefix(own_name).removeprefix("的")
    place = f"{'最少' if ascending else '最多'}的单位是{'、'.join(map(_entry, first))}"
    text = f"{desk.title(doc_id)}{what}{place}（{compose.place_of(first[0])}）。"
    others = ordered[len(first) :]
    text += f"其他：{'；'.join(map(_entry, others))}。" if others else ""
    values = [compose.converted(f, query.unit, query.places) for f in first]
    return compose.answer(query.text, text, "answered", values, compose.cite(ordered, desk.files))


def _on_several_rows(cells: Sequence[DatedCell], name: str, fact: Fact) -> bool:
    """Whether a unit has more than one row, and so more than one amount, in the column of a table."""
    own = (c.fact for c in cells if name_key(c.fact.row_name) == name)
    return len({f.value for f in own if (f.table, f.column) == (fact.table, fact.column)}) > 1


def _below_kind(desk: Desk, doc_id: str, asked: str, bodies: Sequence[str]) -> tuple[str, list[Fact]]:
    """The units below the row of a kind that a question names, in a table that lists them below each (货物, 服务)."""
    for facts in desk.index(doc_id).plain.tables.values():
        kind, named, below = "", "", list[Fact]()
        for fact in (f for f in facts if f.column == facts[0].column and f.unit in MONEY):
            key = name_key(fact.row_name)
            if key not in bodies:
                kind = key
            elif len(kind) > 1 and kind in asked and fact.value is not None:
                named = kind
                below.append(fact)
        if len(below) > 1 and len({f.row_name for f in below}) == len(below):
            return named, below
    return "", []


def _entry(fact: Fact) -> str:
    return f"{_unit_of(fact)}（{compose.shown(fact.value or Decimal(0), fact.unit)}）"


def _unit_of(fact: Fact) -> str:
    """The name of a unit alone, which a sentence tells the money of by what that is of (某中心的项目支出)."""
    return fact.row_name.removesuffix(f"的{fact.part_of}") if fact.origin == "prose" else fact.row_name


def _of_one_table(facts: Sequence[Fact]) -> list[Fact]:
    """The facts of the table that most of them stand in, but for the row of the department before its units."""
    tables = [f.table for f in facts]
    own = [f for f in facts if f.table == max(tables, key=tables.count)] if facts else []
    total = sum((f.value or Decimal(0) for f in own), Decimal(0))
    first = own[0] if len(own) > 2 and not is_itself(name_key(own[0].row_name)) else None
    return own[1:] if first is not None and first.value is not None and first.value * 2 == total else own


def _cells(desk: Desk, doc_id: str) -> dict[str, list[DatedCell]]:
    named = name_key("".join(line.text for line in lines_of(desk.outline(doc_id))))
    return body_cells(desk.index(doc_id), named)


def _year_asked(query: Query, desk: Desk, doc_id: str) -> int | None:
    """The year of the report, or the one before it where that is asked for."""
    year = desk.reports[doc_id].year
    before = query.prior or (year is not None and query.years == [year - 1])
    return year - 1 if year is not None and before and not _CHANGED & set(query.columns) else year


# ---------------------------------------------------------------- whose


@dataclass(frozen=True, slots=True)
class _Unit:
    """A unit that a question names, and where."""

    name: str
    start: int
    end: int


def _named(query: Query, cells: Mapping[str, list[DatedCell]]) -> list[_Unit]:
    """The units that a question names, in its order; each by the end of its name or a short form that only it has.

    The longest name is taken first: 就业管理中心 also ends as 社会保险基金管理中心 does.
    """
    return _among(query, bodies_in(cells))


def named_among(query: Query, names: Sequence[str]) -> list[str]:
    """Those of the names of units that a question says, in its order."""
    return [unit.name for unit in _among(query, names)]


def spans_among(query: Query, names: Sequence[str]) -> list[tuple[int, int]]:
    """Where a question says the names of units, in the key of its text."""
    return [(unit.start, unit.end) for unit in _among(query, names)]


def _among(query: Query, names: Sequence[str]) -> list[_Unit]:
    asked, left = name_key(query.rest), set(names)
    found: list[_Unit] = []
    while named := [u for name in left if (u := _unit_in(query, asked, name)) is not None]:
        longest = max(named, key=lambda u: u.end - u.start)
        alike = [u for u in named if (u.start, u.end) == (longest.start, longest.end)]
        said = asked[longest.start : longest.end]
        if exact := [u for u in alike if body_words().shorter.sub("", u.name).endswith(said) or u.name.endswith(said)]:
            # 锦云中学 is the end of one name, and only stands in the order of another
            longest, alike = exact[0], exact
        if len(alike) == 1 and not _EXCEPT.search(asked[: longest.start]):
            found.append(longest)
        left -= {u.name for u in alike}
        asked = f"{asked[: longest.start]}{'|' * (longest.end - longest.start)}{asked[longest.end :]}"
    return sorted(found, key=lambda u: u.start)


def _unit_in(query: Query, asked: str, name: str) -> _Unit | None:
    """Where a question names one unit; None where it does not."""
    span = _itself_in(asked) if is_itself(name) else _said_in(asked, name)
    return None if span is None or _is_of_other_name(query, asked, span, name) else _Unit(name, *span)


def _begins(before: str, rest: str) -> int:
    """Where a short form begins whose end is found: more of the name may be said before it (社保|事务中心)."""
    at, left = len(before), len(rest)
    while at and (left := rest.rfind(before[at - 1], 0, left)) >= 0:
        at -= 1
    return at


def _said_in(asked: str, name: str) -> tuple[int, int] | None:
    """Where a question says the end of a name, or its characters in order as a short form."""
    if (short := body_words().shorter.sub("", name)) != name and (span := _said_in(asked, short)):
        return span
    for size in range(len(name), _LEAST - 1, -1):
        if (at := asked.find(name[-size:])) >= 0:
            return _begins(asked[:at], name[:-size]), at + size
    if school := _NUMBERED_SCHOOL.search(name):
        number, *kinds = school.groups()
        for short in (f"{number}{kind}" for kind in kinds if kind):
            if (at := asked.find(short)) >= 0:
                return _begins(asked[:at], name[: school.start()]), at + len(short)
    for at in range(len(asked)):
        for size in range(_LONGEST, 1, -1):
            if _is_short_form(short := asked[at : at + size], name) and _ends_there(asked, at + size):
                return at, at + len(short)
    return None


def _is_short_form(short: str, name: str) -> bool:
    """体校 for 体育运动学校: what such names end in, and the rest in order with no character of another name."""
    if len(short) < 2 or short in _KINDS or short[-1] != name[-1] or not body_words().unit.search(short):
        return False
    return is_in_order(short, name)


def _ends_there(asked: str, at: int) -> bool:
    """Whether a short form ends where a question goes on with something else (体校的收入, 体校和…, 体校今年…)."""
    return not asked[at:] or bool(body_words().behind_unit.match(asked[at:]))


def _itself_in(asked: str) -> tuple[int, int] | None:
    """Where a question names the department without its units (局本级, 机关)."""
    for match in body_words().own_unit.finditer(asked):
        if _ends_there(asked, match.end()):
            return match.span()
    return None


def _is_of_other_name(query: Query, asked: str, span: tuple[int, int], name: str) -> bool:
    """Whether the words taken for a unit only stand in the name of something else asked of (机关工资福利支出)."""
    said = asked[slice(*span)]
    if query.project and said in name_key(query.project) and name_key(query.project) != name:
        return True
    keys = (name_key(s.text) for s in query.subjects if s.measure is None)
    return any(said in key and key not in {said, name} and not _GOES_ON.match(key.partition(said)[2]) for key in keys)


# ---------------------------------------------------------------- of what


def _columns_asked(asked: str, query: Query, cells: Sequence[DatedCell]) -> list[str]:
    """The columns of some cells that a question names, in its order; of one inside another only the inner one.

    A side (收入, 支出) stands for all the money of the tables whose titles name it.
    """
    headed = [c for c in cells if c.column and c.column == name_key(query.table_column or "")]
    if headed:
        return [headed[0].column]  # 某队的公车运行费: a column of one table, by another name than it prints
    found: list[tuple[int, int, str]] = []
    left = asked
    while matches := [m for c in cells if (m := _match(left, c, query)) is not None]:
        start, end, column = max(matches, key=lambda m: m[1] - m[0])
        found.append((start, end, column))
        left = f"{left[:start]}{'|' * (end - start)}{left[end:]}"
    measured = [s.measure for s in query.subjects if s.measure is not None and s.measure.id not in _WHOLES]
    others = [m for m in measured if any(name_key(n) in asked for n in (m.name, *m.printed, *m.asked))]
    if not found and not others and (side := _side(asked, cells)):
        return [side]
    return list(dict.fromkeys(column for _, end, column in sorted(found) if not _INSIDE.match(asked[end:])))


def _match(asked: str, cell: DatedCell, query: Query) -> tuple[int, int, str] | None:
    """Where a question names the column of a cell: in full, or by a measure that the column ends in."""
    if not cell.column:
        return None
    names = [cell.column, cell.column.replace("专户管理资金", "专户资金")] + [
        n
        for m in _measures_of(query)
        if m.id not in _WHOLES and any(cell.column.endswith(name_key(p)) for p in (m.name, *m.printed))
        for n in map(name_key, (m.name, *m.printed, *m.asked))
    ]
    spans = [(at, at + len(n), cell.column) for n in names if len(n) > 1 and (at := asked.find(n)) >= 0]
    return max(spans, key=lambda s: s[1] - s[0], default=None)


def _measures_of(query: Query) -> list[Measure]:
    own = [s.measure for s in query.subjects if s.measure is not None]
    return [*own, *(measures()[m] for m in _MEASURES if m in measures())]


def _side(asked: str, cells: Sequence[DatedCell]) -> str | None:
    """What all the money of a table is of that a question means: a side, a kind of spending, or a budget as such."""
    there = [s for s in dict.fromkeys(_WHOLES.values()) if any(_is_whole_of(c, s) or _is_of_year(c, s) for c in cells)]
    for measure, side in _WHOLES.items():
        names = map(name_key, (measures()[measure].name, *measures()[measure].printed, *measures()[measure].asked))
        if side in there and (side in asked or any(n in asked for n in names)):
            return side
    nothing_else = not _ASKING.sub("", asked)
    return next((s for s in there if s in {"收入", "支出"}), None) if _BUDGET.search(asked) or nothing_else else None


def _is_whole_of(cell: DatedCell, side: str) -> bool:
    """Whether an amount is all the money of a table that is of one side, or of one kind of spending."""
    return not cell.column and side in cell.title and not _PART.search(cell.title.replace(side, ""))


def _is_of_year(cell: DatedCell, side: str) -> bool:
    """Whether an amount is the income or the spending of the year, in a table that has both sides."""
    return cell.column == f"本年{side}"


def _cell(cells: Sequence[DatedCell], column: str, year: int | None) -> Fact | None:
    """The amount of a row in a column of a year; None where the row has none, or its table has several such rows."""
    of_year = [c for c in cells if c.year == year and not c.changed]
    own = [c.fact for c in of_year if c.column == column]
    own = own or [c.fact for c in of_year if _is_whole_of(c, column)]
    own = own or [c.fact for c in of_year if _is_of_year(c, column)]
    filled = [f for f in own if f.value is not None]
    first = [f for f in filled if f.table == filled[0].table and f.column == filled[0].column]
    if len({f.value for f in first}) > 1:
        return None  # a unit with a row for each kind of purchase
    return next(iter(first), next(iter(own), None))
