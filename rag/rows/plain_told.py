"""Figures of tables of no known form, by the rows and columns that they print."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from extractors.facts import MONEY, Fact, plain_decimal
from extractors.text import name_key
from extractors.vocabulary import Measure, layout, table_forms
from extractors.vocabulary.rows import row_words
from extractors.vocabulary.understanding import understanding_words
from rag import compose
from rag.answer import Answer
from rag.figures.computed import difference, percentage, quotient
from rag.figures.figures import told
from rag.holdings.desk import Desk
from rag.holdings.lookup import FactIndex
from rag.language.asking import BUDGETS
from rag.language.plain_asked import PlainCells, main_column
from rag.language.query import Query
from rag.rows.table_rows import is_own_heading

#: headings that many tables have
_VAGUE = {"合计", "小计", "金额", "决算数", "预算数", "决算统计数", "统计数", "本年支出合计"}
#: of so many rows a table is told as a whole
_MOST = 40
#: so many rows are told where a table has no total and none is named
_FEW = 12
#: a name of so many characters is one of its own
_TELLING = 4
#: words for kinds of people in the headings of columns
_PEOPLE = re.compile("编制|在职|在编|退休|离休")
#: columns of money that are of one piece, or a part of another
_OF_PIECE_OR_PART = re.compile("单价|^其中")
#: a rate by the word of what was done, and columns of what was not
_RATE = re.compile(r"([\u4e00-\u9fff]{2})率")
_UNDONE = re.compile(r"未|中$|待|不|率")
#: what is before these words is what the rest stands in
_INSIDE = re.compile(r"(?:里面?|中|当中|下面?)")
#: the code of a 项
_ACCOUNT = re.compile(r"(?<!\d)2\d{6}(?!\d)")
#: the year that heads a column
_YEAR = re.compile(r"(20\d\d)年")
_SUMMED = re.compile(r"加起来|相加|合起来|加在一起|总共|一共|合计多少")
#: what changed since the year before, and the headings of columns that tell it
_CHANGES, _CHANGED = {"增减额", "增减幅"}, re.compile("增|减|变动|变化")
#: one is asked to be held against the other
_COMPARES = re.compile(r"比.{1,24}(?:多|少|高|低|大|小)")
#: an amount of money is asked for, and units of people
_BUDGET_ASKED, _OF_PERSONS = re.compile("多少(?:预算|钱|经费|资金)|预算(?:是|有|安排)?多少"), {"人", "名", "个"}
#: any unit of money
_OF_MONEY = "元"


def of_named_table(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """The cells that a question asks of a table of no known form that it names; that it has no such column."""
    asked = query.plain
    if asked is None or not asked.named:
        return None
    if asked.table in desk.index(doc_id).plain.lists:
        # of a list of projects only its total, which is no project
        total = any(t in query.rest for t in layout().total_labels)
        return _told(query, desk, doc_id) if total and not asked.rows and asked.columns else None
    if not asked.columns and (column := _column_lacking(query, asked)):
        text = f"没有找到：{desk.title(doc_id)}报告的《{asked.table}》中没有“{column}”这一栏。"
        return compose.answer(query.text, text, "not_found")
    return _told(query, desk, doc_id)


def _column_lacking(query: Query, asked: PlainCells) -> str | None:
    """A heading of other tables that a question names beside a row of this one."""
    columns = {name_key(c) for form in table_forms().values() for c in form.column_names if len(c) >= 4}
    rows = "".join(map(name_key, asked.rows))
    if query.table_column and name_key(query.table_column) in columns:
        return query.table_column
    return next((s.text for s in query.subjects if name_key(s.text) in columns and name_key(s.text) not in rows), None)


def of_row_and_column(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """A cell of which only such a table has both the row and the column that are named."""
    asked = query.plain
    if asked is None or asked.named or not (asked.rows and asked.columns) or query.tables or query.operations:
        return None
    index = desk.index(doc_id)
    if any(code in index.by_code for code in _ACCOUNT.findall(query.rest)):
        return None  # a 科目 by its code is a row of the statutory tables
    known = [f for row in asked.rows for f in index.by_key.get(name_key(row), ())]
    columns = {c.removesuffix("小计") for c in asked.columns}
    if any(c in _VAGUE for c in columns):
        return None
    if any(f.column in columns for f in known):
        return None
    if not known and _of_bodies(asked, index):
        return _told(query, desk, doc_id)
    # 合同金额中服务类: the column is said to be a part of the row
    own = all(is_own_heading(c) for c in asked.columns) and all(len(name_key(r)) >= _TELLING for r in asked.rows)
    inside = own or any(re.search(rf"[中里]的?{re.escape(name_key(c))}", query.rest) for c in columns)
    if not known and all(len(name_key(r)) >= _TELLING for r in asked.rows):
        return _told(query, desk, doc_id)  # nothing else of the report bears the name of the row
    if not own and not known:
        return None
    if not inside and not any(f.row_code for f in known):
        return None
    return _told(query, desk, doc_id)


def _of_bodies(asked: PlainCells, index: FactIndex) -> bool:
    """Whether the rows named are bodies, and the columns count their persons: a measure of the whole is not meant."""
    facts = [f for f in index.plain.tables.get(asked.table, ()) if f.column in asked.columns]
    return all(understanding_words().body_ending.search(r) for r in asked.rows) and {f.unit for f in facts} == {"人"}


def of_topic(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """Rows of the table that is about what they are said to be in (购买服务里环境管家和桶站值守)."""
    asked = query.plain
    if asked is None or asked.named or not asked.rows or query.tables or query.wants.kinds:
        return None
    title = name_key(asked.table)
    heads = [query.rest[m.start() - n : m.start()] for m in _INSIDE.finditer(query.rest) for n in range(4, 12)]
    topics = [h for h in heads if len(h) >= _TELLING and h in title and "|" not in h]
    index = desk.index(doc_id)
    if not topics or asked.table in index.plain.lists or title in index.titles:
        return None
    return _told(query, desk, doc_id)


def of_rows_together(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """Several projects of a list that are named to be held against one another or added up (甲项目比乙项目多多少)."""
    asked = query.plain
    index = desk.index(doc_id)
    if asked is None or len(asked.rows) < 2 or asked.columns or query.tables or query.wants.kinds:
        return None
    if any(row not in index.plain.projects for row in asked.rows):
        return None
    compares = query.has("difference", "ratio", "sum") or _COMPARES.search(query.rest) or _SUMMED.search(query.rest)
    return _told(query, desk, doc_id) if compares else None


def of_projects_in_column(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """What several projects of a list have together, or by how much they differ, in a column that is named."""
    asked, listed = query.plain, desk.index(doc_id).plain.projects
    if asked is None or len(asked.columns) != 1 or len(query.projects) < 2 or query.tables:
        return None
    cells = [[f for f in listed.get(p, ()) if f.column == asked.columns[0] and f.value] for p in query.projects]
    facts = [own[0] for own in cells if len(own) == 1]
    if len(facts) != len(query.projects) or len({f.table for f in facts}) != 1:
        return None
    if query.has("sum") or _SUMMED.search(query.rest):
        return _sum(query, desk, facts)
    return difference(query, desk, *facts) if query.has("difference") and len(facts) == 2 else None


def of_whole_named(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """A row of the table that is on the whole it is asked in (机关运行经费里电费)."""
    if len(query.subjects) != 1 or query.operations or query.tables or query.project:
        return None
    (subject,) = query.subjects
    whole = name_key(subject.within.name) if subject.within is not None else ""
    if not whole or subject.measure is not None:
        return None
    index = desk.index(doc_id)
    every = {title: list(facts) for title, facts in index.plain.tables.items()}
    for fact in index.facts:
        if fact.origin == "annex" and fact.table and fact.unit in MONEY:
            every.setdefault(fact.table, []).append(fact)
    for title, facts in every.items():
        rows = [f for f in facts if name_key(f.row_name) == subject.key and f.value is not None]
        if whole in name_key(title) and len({f.value for f in rows}) == 1:
            return told(query, desk, rows[:1])
    return None


def of_longer_name(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """A row whose name holds all that else is known of what is asked (参加培训人次, where only 培训 is known)."""
    asked = query.plain
    if asked is None or len(asked.rows) != 1 or query.tables or query.operations or query.wants.kinds:
        return None
    name = name_key(asked.rows[0])
    known = [name_key(s.text) for s in query.subjects if not s.generic]
    if len(name) < _TELLING or name in desk.index(doc_id).by_key or not known or any(k not in name for k in known):
        return None
    return (
        _told(query, desk, doc_id)
        if not any(s.measure and name in _asked_as(s.measure) for s in query.subjects)
        else None
    )


def _asked_as(measure: Measure) -> set[str]:
    return {name_key(w) for w in (measure.name, *measure.asked, *measure.printed)}


def of_row(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """What such a table prints in a row, where nothing else of the report has it."""
    if query.plain is None or query.plain.named or not query.plain.rows or query.has("reason", "definition", "use"):
        return None
    if query.plain.table in desk.index(doc_id).plain.lists or (query.asks_text and query.wants.kinds):
        return None  # 发现什么问题: an amount is no answer to that
    answer = _told(query, desk, doc_id)
    # 什么时候完工: the money of the row tells no date
    thing = query.wants.thing if query.asks_text else None
    return answer if answer is None or thing is None or re.search(thing, answer.answer.split("年度", 1)[-1]) else None


def _told(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    if "占" in query.rest and "percent" in query.kinds and not query.has("share"):
        query = query.model_copy(update={"operations": [*query.operations, "share"]})
    if (answer := _rate(query, desk, doc_id)) is not None:
        return answer
    facts = _cells(query, desk, doc_id)
    if query.kinds == ["score"] and not any(f.unit == "分" for f in facts):
        return None
    if not facts or ({*query.columns} & _CHANGES and not any(_CHANGED.search(f.column) for f in facts)):
        return None
    if (query.has("share", "difference", "ratio") or _COMPARES.search(query.rest)) and (
        answer := _computed(query, desk, doc_id, facts)
    ):
        return answer
    if len(facts) > 1 and (query.has("sum") or _SUMMED.search(query.rest)) and (answer := _sum(query, desk, facts)):
        return answer
    values = [compose.converted(f, query.unit, query.places) for f in facts]
    text = "；".join(compose.sentence(f, v) for f, v in zip(facts, values, strict=True)) + "。"
    cited = compose.cite(facts, desk.files)
    if all(f.is_blank for f in facts):
        return compose.answer(query.text, text + "空白不等于零，报告没有给出该数。", "not_found", [], cited)
    status = "computed" if any(v.formula for v in values) else "answered"
    return compose.answer(query.text, text, status, values, cited)  # type: ignore[arg-type]


def _cells(query: Query, desk: Desk, doc_id: str) -> list[Fact]:
    """The cells of the rows and columns named; without a row those of the total, or of the whole table if asked so."""
    asked = query.plain
    index = desk.index(doc_id)
    facts = index.plain.tables.get(asked.table, []) if asked is not None else []
    if asked is None or not facts:
        return []
    columns = (
        asked.columns
        or _of_people(query, facts)
        or _of_budget(query, facts)
        or _of_money(query, facts)
        or [main_column(facts)]
    )
    rows = asked.rows or _without_name(query, facts, columns)
    found = [f for row in rows for c in columns for f in facts if f.row_name == row and f.column == c]
    if not found and asked.rows and not asked.columns:
        found = [f for f in facts if f.row_name in asked.rows]
    found = [f for f in found if not _is_of_other_year(query, f)]
    if not asked.columns and _BUDGET_ASKED.search(query.rest) and all(f.unit in _OF_PERSONS for f in found):
        return []  # 某院今年安排多少预算: the table has only its people
    return [f for f in found if not f.is_blank] or found


def _is_of_other_year(query: Query, fact: Fact) -> bool:
    """Whether a column is of another year than the report, which the question does not name (2024年预算数)."""
    match = _YEAR.match(fact.column)
    if match is None or fact.year is None or int(match[1]) == fact.year:
        return False
    return not query.prior and match[1] not in query.text and int(match[1]) not in query.years


def _of_people(query: Query, facts: Sequence[Fact]) -> list[str]:
    """The columns of the people that a question names by one word of their headings (编制, 在职)."""
    words = _PEOPLE.findall(query.rest)
    return [c for c in dict.fromkeys(f.column for f in facts) if any(w in c for w in words)]


def _of_money(query: Query, facts: Sequence[Fact]) -> list[str]:
    """The only column of money of a table that also counts things, where a question asks for money (值多少钱)."""
    units = {f.column: f.unit in MONEY for f in facts if f.value is not None}
    # 单价 is of one piece, and what stands behind 其中 is a part
    money = [column for column, is_money in units.items() if is_money and not _OF_PIECE_OR_PART.search(column)]
    return money if query.kinds == ["money"] and len(money) == 1 < len(units) else []


def _of_budget(query: Query, facts: Sequence[Fact]) -> list[str]:
    """The column of budgets, where a question asks for a budget."""
    if not BUDGETS & set(query.columns):
        return []
    return [c for c in dict.fromkeys(f.column for f in facts) if "预算数" in c]


def _without_name(query: Query, facts: Sequence[Fact], columns: Sequence[str]) -> list[str]:
    """The rows meant where none is named: all of a short table that is to be listed, else its total or its only row."""
    rows = list(dict.fromkeys(f.row_name for f in facts))
    if query.has("list", "rank", "count_reports") and len(rows) <= _MOST:
        return [r for r in rows if r not in layout().total_labels]
    total = [r for r in rows if r in layout().total_labels or r.endswith("合计")]
    return total[:1] or (rows if len(rows) <= _FEW else [])


def _computed(query: Query, desk: Desk, doc_id: str, facts: Sequence[Fact]) -> Answer | None:
    """What a cell makes of the total of its row or column, or how two cells are to one another."""
    counted = [f for f in facts if f.value is not None]
    alike = len({_OF_MONEY if f.unit in MONEY else f.unit for f in counted}) == 1
    if len(counted) == 2 and alike:
        if query.has("ratio") and not query.has("share"):
            return quotient(query, desk, counted[0], counted[1])
        small, large = sorted(counted, key=lambda f: f.value or 0)
        return percentage(query, desk, small, large) if query.has("share") else difference(query, desk, *counted)
    if len(counted) != 1 or not query.has("share"):
        return None
    part = counted[0]
    table = desk.index(doc_id).plain.tables[part.table or ""]
    wholes = [f for f in table if f.row_name in _totals(table) and f.column == part.column and f is not part]
    wholes += [f for f in table if f.row_name == part.row_name and f.column == main_column(table) and f is not part]
    return percentage(query, desk, part, wholes[0]) if wholes else None


def _sum(query: Query, desk: Desk, facts: Sequence[Fact]) -> Answer | None:
    """What cells of one column make together."""
    amounts = [f.value for f in facts if f.value is not None]
    if len(amounts) != len(facts) or len({(f.unit, f.column) for f in facts}) != 1:
        return None
    formula = " + ".join(map(plain_decimal, amounts))
    value = compose.computed_value(sum(amounts, Decimal(0)), facts[0].unit, "合计", formula, facts[0])
    text = f"{compose.head(facts[0])}{'、'.join(map(compose.label_of, facts))}合计{value.value}{value.unit or ''}"
    text += f"（{formula}）。" + "；".join(map(compose.sentence, facts)) + "。"
    return compose.answer(query.text, text, "computed", [value], compose.cite(facts, desk.files))


def _rate(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """A rate that a table does not print, of two of its columns: what was done of what there was (整改率, 支出率)."""
    asked, match = query.plain, _RATE.search(query.rest)
    table = desk.index(doc_id).plain.tables.get(asked.table, []) if asked is not None else []
    if asked is None or match is None or len(asked.rows) > 1 or not table:
        return None
    columns = list(dict.fromkeys(f.column for f in table))
    stem, done = match.group(1), row_words().of_table.done
    if any(f"{stem}率" in name_key(c) for c in columns):
        return None
    alike = [c for c in columns if stem in c] or ([c for c in columns if done.search(c)] if done.search(stem) else [])
    alike = [c for c in alike if not _UNDONE.search(c)]
    row = next(iter(asked.rows), None) or next((r for r in _totals(table)), None)
    parts = [f for c in alike for f in table if f.column == c and f.row_name == row and f.value is not None]
    for part in parts:
        before = [f for f in table if f.row_name == row and f.unit == part.unit and f.value is not None]
        whole = next((f for f in before if columns.index(f.column) < columns.index(part.column)), None)
        if whole is not None:
            return percentage(query, desk, part, whole)
    return None


def _totals(facts: Sequence[Fact]) -> list[str]:
    rows = dict.fromkeys(f.row_name for f in facts)
    return [r for r in rows if r in layout().total_labels] or [r for r in rows if r.endswith("合计")][:1]
