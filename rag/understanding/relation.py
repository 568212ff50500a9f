"""Relations: the rows that a report has of one kind, each with its facts by column."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from extractors.annex import canonical_column
from extractors.facts import LAST_YEAR, MONEY, Fact
from extractors.naming import is_of_quarter
from extractors.text import fold, name_key
from extractors.vocabulary import (
    Measure,
    annex_words,
    layout,
    measures,
    outturn_table,
    plan_table,
    printed_subjects,
    question_words,
    standard_names,
)
from rag.holdings.lookup import FactIndex, Subject, asked_words, facts_for, level_of
from rag.language.plain_asked import main_column
from rag.text.labels import project_above

#: rows of a project's form that speak of the project as a whole
MONEY_ROWS = (
    "年度资金总额",
    "年度财政资金总额",
    "资金总额",
    "项目资金总额",
    "项目资金",
    "预算执行(万元)",
    "预算执行（万元）",
)
POINT_ROWS = ("总分", "合计")
WHOLE_ROWS = (*MONEY_ROWS, *POINT_ROWS)
#: what is told of a project that was carried out
_OF_EVALUATION = ("得分", "执行数", "全年执行数")
#: the amounts of income of a 总表, its totals, and the row of all that the treasury gives
_INCOME, _IN_ALL, _GRANTED = "本年收入预算数", re.compile("合计|总计|^本年收入$"), {"财政拨款收入", "财政拨款"}
#: so many characters apart are the figures of one evaluation
_NEAR = 160
#: names of points that are those of no project
_OF_ALL = re.compile("平均|整体|总体|综合|部门|单位|合计")
_PATH = re.compile(r"[(（](?:类|款|项)[)）]")


@dataclass(slots=True)
class Row:
    """One row: its name, the facts of its columns (the best first), its own parts, and what it stands under."""

    name: str
    key: str
    cells: dict[str, list[Fact]] = field(default_factory=dict)
    code: str | None = None
    under: str = ""
    parts: list[Fact] = field(default_factory=list)

    def add(self, column: str, fact: Fact) -> None:
        self.cells.setdefault(column, []).append(fact)

    def cell(self, column: str) -> Fact | None:
        """The fact of a column as questions name it: one with a value before a blank one."""
        for form in (column, *question_words().column_forms.get(column, ())):
            facts = self.cells.get(form, ())
            if facts:
                return next((f for f in facts if not f.is_blank), facts[0])
        return None

    def value(self, column: str) -> Decimal | None:
        fact = self.cell(column)
        return fact.value if fact is not None else None

    def fact(self) -> Fact:
        return next(f for facts in self.cells.values() for f in facts)


def column_of(fact: Fact) -> str:
    """The column of a fact, in annexed forms whatever the form calls it."""
    return (canonical_column(fact.column) or fact.column) if fact.origin == "annex" else fact.column


# ---------------------------------------------------------------- projects


def projects(index: FactIndex) -> list[Row]:
    """The projects of a report: of its list of projects, of their forms, and of the summaries in prose."""
    rows = [*listed(index), *_of_budget(index)]
    for other in (*_of_forms(index), *_of_chapters(index), *_of_prose(index)):
        same = [r for r in rows if same_name(r.key, other.key)]
        for row in same:
            for column, facts in other.cells.items():
                if row.cell(column) is None:
                    row.cells[column] = facts
        if not same:
            rows.append(other)
    return rows


def evaluated(index: FactIndex) -> list[Row]:
    """The projects of which a report tells how they were evaluated: with points, or with what was spent on them.

    In a budget what a sentence on evaluation tells goes before lists: it evaluates what was planned the year before.
    """
    told: dict[str, list[Fact]] = {}
    for fact in index.facts:
        if fact.origin == "prose" and fact.value is not None:
            told.setdefault(name_key(fact.row_name), []).append(fact)
    rows = []
    for key, facts in told.items():
        said = [f for f in facts if f.column == "得分"]
        if said and not _OF_ALL.search(key) and key not in printed_subjects():
            row = _row(facts[0].row_name, [f for f in facts if any(_beside(f, s) for s in said)])
            if row.cell("全年预算数") is None:
                row.cells["全年预算数"] = row.cells.pop(LAST_YEAR, [])  # 2024年预算数…，执行数…，自评得分…
            rows.append(row)
    known = [r for r in projects(index) if any(r.cell(c) is not None for c in _OF_EVALUATION)]
    first, then = (rows, known) if any(f.kind == "budget" for f in index.facts[:1]) else (known, rows)
    return [*first, *(r for r in then if not any(same_name(r.key, o.key) for o in first))]


def _beside(fact: Fact, score: Fact) -> bool:
    """Whether a figure of a project is told where its points are."""
    if fact.section != score.section:
        return False
    apart = (fact.at or fact.start) - (score.at or score.start)
    return fact.quote == score.quote or abs(apart) <= _NEAR


def same_name(one: str, other: str) -> bool:
    """Whether two names are of one thing: equal, or one but a few characters longer."""
    return one == other or (
        min(len(one), len(other)) >= 5 and abs(len(one) - len(other)) <= 2 and (one in other or other in one)
    )


def listed(index: FactIndex) -> Iterator[Row]:
    """Rows of lists of projects. One project may stand in two rows."""
    lines: dict[tuple[str | None, int | None, int | None, str], list[Fact]] = {}
    for fact in index.facts:
        if fact.origin == "annex" and fact.part_of is None:
            lines.setdefault((fact.table, fact.page, fact.line, fact.row_name), []).append(fact)
    for (_, _, _, name), facts in lines.items():
        columns = {column_of(f) for f in facts}
        if columns & annex_words().listed and name_key(name) not in annex_words().totals:
            yield _row(name, facts)


def _of_budget(index: FactIndex) -> Iterator[Row]:
    """Rows of the lists of projects of a budget: the money of one is its budget, whatever the column is called."""
    for name, facts in index.plain.projects.items():
        row = _row(name, facts)
        main = main_column(facts)
        for fact in facts:
            if fact.column == main:
                row.add("全年预算数", fact)
        yield row


def _row(name: str, facts: Iterable[Fact]) -> Row:
    row = Row(name, name_key(name))
    for fact in facts:
        row.add(column_of(fact), fact)
    return row


def _of_forms(index: FactIndex) -> Iterator[Row]:
    """Projects that have a form of their own."""
    forms: dict[str, list[Fact]] = {}
    for fact in index.facts:
        if fact.origin == "annex" and fact.part_of:
            forms.setdefault(fact.part_of, []).append(fact)
    for name, facts in forms.items():
        row = Row(name, name_key(name))
        for lead in WHOLE_ROWS:
            for fact in facts:
                column = column_of(fact)
                if fact.row_name.startswith(lead) and not (column in {"得分", "分值"} and lead in MONEY_ROWS):
                    row.add(column, fact)
        if row.cells:
            yield row


#: so many parts of 项目支出 in a sentence are its projects
_PROJECTS = 3


def _parts_of_spending(index: FactIndex) -> dict[str, Fact]:
    """The projects that a sentence lists as what 项目支出 goes to, each with its money; none where it tells but few."""
    whole = measures()["project"].name
    told = (f for f in index.facts if f.origin == "prose" and f.part_of == whole and f.unit in MONEY)
    kept = {name_key(f.row_name): f for f in told if f.value is not None and not f.column.startswith(("增减", "占比"))}
    kept = {key: f for key, f in kept.items() if key not in printed_subjects() and key not in standard_names()}
    kept = {key: f for key, f in kept.items() if not _is_no_project(key)}
    return kept if len(kept) >= _PROJECTS else {}


def _is_no_project(key: str) -> bool:
    """Whether a part of 项目支出 is the money of a fund, or of a kind of spending, or what was carried over."""
    return bool(layout().fund_headings.search(key) or layout().kind_headings.search(key)) or "结转" in key


#: the heading under which the chapters on a project plan its money
_PLANNED = re.compile("预算|资金|经费|投资")


def _of_chapters(index: FactIndex) -> Iterator[Row]:
    """Projects with chapters of their own, and the money that these plan for them."""
    planned: dict[str, Fact] = {}
    for fact in index.facts:
        name = project_above(fact.section) if fact.origin == "prose" and fact.unit in MONEY else ""
        under = name and _PLANNED.search(fact.section.rsplit("/", 1)[-1])
        if under and fact.value and fact.part_of is None and not is_of_quarter(fact.row_name):
            planned.setdefault(name, fact)
    for name, fact in planned.items():
        row = Row(name, name_key(name))
        row.add("全年预算数", fact.but(row_name=name))
        yield row


def _of_prose(index: FactIndex) -> Iterator[Row]:
    """Projects of which the prose on performance states what was planned and what was spent, or their points."""
    parts = _parts_of_spending(index)
    facts: dict[str, list[Fact]] = {}
    for fact in index.facts:
        if fact.origin == "prose" and fact.section_key in {"performance", "annex"}:
            facts.setdefault(name_key(fact.row_name), []).append(fact)
    for key, own in facts.items():
        # prose often leaves out the 项目 at the end of a name, or adds it
        # what was spent on it and how it was scored is told of a project alone
        evaluated = {"执行数", "得分"} <= {f.column for f in own} and key not in printed_subjects()
        if key not in parts and (evaluated or index.projects.keys() & {key, f"{key}项目", key.removesuffix("项目")}):
            yield _row(own[0].row_name, own)
    for fact in parts.values():
        yield _row(fact.row_name, [fact])


# ---------------------------------------------------------------- 科目


@dataclass(frozen=True, slots=True)
class Branch:
    """The 科目 that others lie under: its code where a table prints it, and its name."""

    code: str | None
    key: str


def subjects(
    index: FactIndex, level: str | None, table: str | None, under: Branch | None, prose_first: bool
) -> list[Row]:
    """The 科目 of a level (None: the level right below) with the columns of a table and what the prose says of them.

    With ``prose_first`` the narrative's final figure counts, the one that its budget belongs to.
    """
    rows: dict[str, Row] = {}
    table = next((t for t in (table, plan_table(table)) if t in index.tables), None)
    table = table or next((t for t in ("GK03", "GK05", "YS03", "YS05") if t in index.tables), None)
    for fact in index.facts:
        if fact.table == table and fact.origin == "table" and fact.row_code:
            row = rows.setdefault(fact.row_code, Row(fact.row_name, name_key(fact.row_name), code=fact.row_code))
            row.add("决算数" if fact.column == question_words().defaults.get(table or "") else fact.column, fact)
    kept = [r for r in rows.values() if _at(r.code or "", level, under)]
    for row in kept:
        row.under = "/".join(
            rows[c].key for n in (3, 5) if (c := (row.code or "")[:n]) in rows and n < len(row.code or "")
        )
    if outturn_table(table) in {"GK02", "GK07", "GK08"}:
        return kept  # the narrative of 科目 is on the general budget
    return _with_prose(kept, index, level or "项", prose_first, under)


def _at(code: str, level: str | None, under: Branch | None) -> bool:
    """Whether a code is of a level, and under another one."""
    above = under.code if under is not None else None
    if under is not None and not (above and code.startswith(above) and code != above):
        return False
    size = {"类": 3, "款": 5, "项": 7}.get(level or "", len(above or "") + 2)
    return len(code) == size


def _of_general_budget(fact: Fact) -> bool:
    """Whether prose speaks of the general budget: in the section that is on it, or as a part of it in another."""
    return fact.section_key == "general_budget" or "一般公共预算" in (fact.part_of or "")


def _with_prose(rows: list[Row], index: FactIndex, level: str, prose_first: bool, under: Branch | None) -> list[Row]:
    """Rows with the figures of the narrative joined to them by name; rows that only the narrative has, at the end."""
    added: dict[str, Row] = {}
    for fact in index.facts:
        if fact.origin != "prose" or not _of_general_budget(fact) or level_of(fact) != level:
            continue
        path = [name_key(p) for p in _PATH.split(fold(fact.row_name)) if name_key(p)]
        row = next((r for r in rows if _same_row(r, path)), None)
        if row is None:
            if (rows and not prose_first) or (under is not None and under.key not in path[:-1]):
                continue
            name = (
                fact.row_name if level == "类" else _PATH.split(fact.row_name.rstrip("）)项（("))[-1] or fact.row_name
            )
            row = added.setdefault("/".join(path), Row(name, path[-1], under="/".join(path[:-1])))
        if prose_first and fact.column == "决算数":
            row.cells.setdefault("决算数", []).insert(0, fact)
        else:
            row.add(fact.column, fact)
    if prose_first and (added or any("年初预算数" in r.cells for r in rows)):
        rows = [r for r in rows if any(f.origin == "prose" for fs in r.cells.values() for f in fs)]
    return [*rows, *added.values()]


def _same_row(row: Row, path: Sequence[str]) -> bool:
    """Whether a path of the narrative ends in a row of a table, under the same names."""
    above = [p for p in row.under.split("/") if p]
    return _alike(row.key, path[-1]) and (
        len(path) == 1 or not above or all(any(_alike(a, p) for p in path[:-1]) for a in above)
    )


def _alike(one: str, other: str) -> bool:
    """Whether two spellings are of one 科目: shortened, or but for 支出 at the end."""
    one, other = one.removesuffix("支出"), other.removesuffix("支出")
    return one == other or (
        min(len(one), len(other)) >= 4 and (one in other or other in one) and abs(len(one) - len(other)) <= 3
    )


# ---------------------------------------------------------------- parts


def economic(index: FactIndex, whole: str, prefixes: tuple[str, ...], without: tuple[str, ...] = ()) -> list[Row]:
    """The 经济分类 under a name: as the prose lists them with their amounts, else the rows of GK06 by code."""
    return parts(index, whole) or coded(index, prefixes, without)


def coded(index: FactIndex, prefixes: tuple[str, ...], without: tuple[str, ...] = ()) -> list[Row]:
    """The rows of GK06 by code."""
    rows: dict[str, Row] = {}
    for fact in index.facts:
        code = fact.row_code or ""
        if (
            outturn_table(fact.table) == "GK06"
            and len(code) == 5
            and code.startswith(prefixes)
            and not (without and code.startswith(without))
        ):
            main = fact.column == question_words().defaults.get(fact.table or "")
            row = rows.setdefault(code, Row(fact.row_name, name_key(fact.row_name), code=code))
            row.add("决算数" if main else fact.column, fact)
    return list(rows.values())


def parts(index: FactIndex, whole: str) -> list[Row]:
    """What the prose lists as the parts of something, each with all that is said of it and its own parts."""
    rows: dict[str, Row] = {}
    for fact in index.parts_of(whole):
        row = rows.setdefault(name_key(fact.row_name), Row(fact.row_name, name_key(fact.row_name)))
        row.add("决算数", fact)
        # what the same list says of a part of it; the parts that other sections know of it are another question
        own = (p for p in index.parts_of(fact.row_name) if p.section == fact.section)
        row.parts = row.parts or [p for p in own if name_key(p.row_name) not in rows]
    for fact in index.facts:
        if name_key(fact.part_of or "") == name_key(whole) and fact.column != "决算数":
            same = rows.get(name_key(fact.row_name))
            if same is not None:
                same.add(fact.column, fact)
    listed = {name_key(p.row_name) for r in rows.values() for p in r.parts}
    return _nested([r for r in rows.values() if r.key not in listed], index)


def incomes(index: FactIndex) -> list[Row]:
    """The kinds of income that the 总表 of a budget lists, without its totals and without the parts of 财政拨款收入."""
    facts = [f for f in index.facts if f.table == "YS01" and f.column == _INCOME and f.value]
    facts = [f for f in facts if not _IN_ALL.search(name_key(f.row_name)) and not f.row_name.startswith("其中")]
    if any(name_key(f.row_name) in _GRANTED for f in facts):
        facts = [f for f in facts if not layout().fund_headings.search(name_key(f.row_name))]
    rows = [Row(f.row_name, name_key(f.row_name)) for f in facts]
    for row, fact in zip(rows, facts, strict=True):
        row.add("决算数", fact)
    return rows


def _nested(rows: Sequence[Row], index: FactIndex) -> list[Row]:
    """Rows that are parts of one another by the vocabulary put inside; those that only the table has are added."""
    ids = {row.key: asked_words().get(row.key) for row in rows}
    inside: set[str] = set()
    for row in rows:
        measure = measures().get(ids[row.key] or "")
        if measure is None or row.parts:
            continue
        own = [r for r in rows if (part := ids[r.key]) and measures()[part].part_of == measure.id]
        inside |= {r.key for r in own}
        tables = {cell[0] for cell in measure.cells}
        told = [r.cell("决算数") for r in own or measured(index, measure)]
        keys = {f.section_key for facts in row.cells.values() for f in facts}
        row.parts = [f for f in told if f is not None and (own or f.table in tables or f.section_key in keys)]
    return [r for r in rows if r.key not in inside]


# ---------------------------------------------------------------- indicators and tasks


def indicators(index: FactIndex, project: str | None, groups: Sequence[str] = ()) -> list[Row]:
    """The indicators of a project's form, or of the form of the whole department, of some kinds or of all."""
    key = name_key(project or "")
    rows: dict[tuple[str, str, int | None], Row] = {}
    for fact in index.facts:
        if fact.origin != "annex" or name_key(fact.part_of or "") != key:
            continue
        row = rows.setdefault(
            (fact.section, fact.row_name, fact.line), Row(fact.row_name, name_key(fact.row_name), under=fact.section)
        )
        row.add(column_of(fact), fact)
    found = [r for r in rows.values() if "实际完成值" in r.cells or "年度指标值" in r.cells]
    return [r for r in found if not groups or any(g in "/".join(r.under.split("/")[-2:]) for g in groups)]


def indicators_of_projects(index: FactIndex, groups: Sequence[str] = ()) -> list[Row]:
    """The indicators of the forms of all projects, each called by its project too."""
    projects = dict.fromkeys(f.part_of for f in index.facts if f.origin == "annex" and f.part_of)
    rows = [(project, row) for project in projects for row in indicators(index, project, groups)]
    return [Row(f"{project}“{r.name}”", r.key, r.cells, under=r.under) for project, r in rows]


def form_rows(index: FactIndex) -> list[Row]:
    """The rows of all annexed forms; ``under`` holds the key of the project or form that a row is of."""
    rows: dict[tuple[str, str, int | None], Row] = {}
    for fact in index.facts:
        if fact.origin == "annex":
            key = (fact.section, fact.row_name, fact.line)
            under = name_key(fact.part_of or fact.table or "")
            rows.setdefault(key, Row(fact.row_name, name_key(fact.row_name), under=under)).add(column_of(fact), fact)
    return list(rows.values())


def tasks(index: FactIndex) -> list[Row]:
    """The tasks of the year that the form of the whole department lists."""
    rows: dict[tuple[str, int | None], Row] = {}
    for fact in index.facts:
        if fact.origin == "annex" and column_of(fact) in {"主要内容", "实际完成情况"} and fact.raw:
            rows.setdefault((fact.row_name, fact.line), Row(fact.row_name, name_key(fact.row_name))).add(
                column_of(fact), fact
            )
    found = [r for r in rows.values() if "主要内容" in r.cells]
    return [r for r in found if not _is_goal(r)] or found


def _is_goal(row: Row) -> bool:
    """Whether a row is of the goals of the year, which forms list above the tasks in the same columns."""
    return any("目标" in f.column for facts in row.cells.values() for f in facts)


def measured(index: FactIndex, measure: Measure) -> list[Row]:
    """The parts that the vocabulary knows of a measure, each with its figures in tables and in prose."""
    rows = []
    for part in measures().values():
        if part.part_of != measure.id:
            continue
        row = Row(part.name, name_key(part.name))
        for column in (None, "预算数", "年初预算数", "完成比例", "占比", "增减额", "增减幅"):
            found = facts_for(index, Subject.of(part), column)
            if found:
                row.add(column or "决算数", found[0].fact)
        if "决算数" in row.cells:
            rows.append(row)
    return rows
