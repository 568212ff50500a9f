"""How many people the units of a department have, where a table counts them by unit: of one, of all, of the largest."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from decimal import Decimal

from extractors.facts import Fact, plain_decimal
from extractors.text import name_key
from extractors.vocabulary.bodies import body_words
from rag import compose
from rag.answer import Answer
from rag.figures.computed import difference
from rag.figures.figures import best, told
from rag.holdings.body_people import PEOPLE, PeopleColumn, column_of, kinds_asked, people_columns, total_of
from rag.holdings.body_rows import is_itself
from rag.holdings.desk import Desk
from rag.language.query import Query
from rag.rows.of_unit import named_among, ranked_told, spans_among
from rag.rows.people_told import answer_of, people_told

#: which unit has the most, and what each has
_MOST = re.compile("最[大多高小少低]|[谁哪][^，,]{0,8}[多少高低大小]")
_EACH = re.compile(
    "(?:各|每)个?(?:家|所)?(?:下属|所属|直属|预算|二级|基层)*(?:单位|机构|学校|医院)|分别|各[有是]?(?:多少|几)"
)
_SUMMED = re.compile("一共|总共|合计|共有|加起来|加在一起|合起来")
#: words of such questions that name nothing
_NO_NAME = re.compile(
    "(?:下属|所属|直属|下级|预算|二级|基层|各|每|哪一?|几)*个?(?:单位|机构|部门|家|所|学校|医院)|全(?:局|委|厅|系统|部门|单位|院|校|部)|本(?:局|单位|部门|级)"
    "|20\\d\\d年度?|[今本当去]年|年[末底初]|现在|目前|一共|总共|合计|加起来|分别|各自|总数|人数|人员|教?职工|员工|老师|教师|干部|多少|几个?|最[多少大小高低]|哪[个家]"
    "|[的是有在了和与跟及比多少共都各人名个数第谁里中]"
)
_BELOW = re.compile("下属|所属|直属|下级")
#: people are not counted but what they cost, or what is divided among them
_OF_MONEY = re.compile("[人每]均|每人|万元|多少钱|经费|工资|费用|支出|收入|预算(?!单位)")
#: how many posts are free
_VACANT = re.compile("空编|缺编|超编|空缺")


def people_of_units(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """The people of the units that a question names, of all of them, or of that with the most; None where no table
    counts them by unit, or a question asks for anything else."""
    if query.project or query.has("reason", "conflict", "definition", "share", "per_head", "ratio"):
        return None
    if query.asks_text and not (query.has("rank") and query.asks_who):
        return None
    asked = name_key(query.rest)
    kinds = kinds_asked(asked)
    if not kinds or _OF_MONEY.search(asked) or _VACANT.search(asked):
        return None
    columns = people_columns(desk.index(doc_id))
    if not columns and (people := people_told(desk.outline(doc_id), kinds)) is not None:
        if _names_more(query, people.of_units, asked):
            return None
        return answer_of(query, desk, doc_id, people, bool(_MOST.search(query.rest)))
    if not columns or _names_more(query, {name for c in columns for name in c.of_units}, asked):
        return None
    column = column_of(columns, kinds)
    chosen = [column] if column is not None else [c for k in sorted(kinds) if (c := column_of(columns, frozenset({k})))]
    if not chosen or (column is None and len(chosen) < len(kinds)):
        return None
    return _told(query, desk, doc_id, chosen)


def _names_more(query: Query, units: Collection[str], asked: str) -> bool:
    """Whether a question names something besides units and their people (城镇新增就业多少人)."""
    for start, end in spans_among(query, [*units]):
        asked = f"{asked[:start]}{'|' * (end - start)}{asked[end:]}"
    for words in body_words().people_kinds.values():
        asked = words.sub("|", asked)
    left = _NO_NAME.sub("|", body_words().people_asked.sub("|", asked))
    return any(len(run) > 1 for run in re.findall("[\u4e00-\u9fff]+", left))


def _told(query: Query, desk: Desk, doc_id: str, columns: Sequence[PeopleColumn]) -> Answer | None:
    units = list(columns[0].of_units)
    named = named_among(query, units)
    facts = [f for c in columns for name in named if (f := c.of_units.get(name)) is not None]
    if named and len(facts) < len(named) * len(columns):
        return None
    asks_most = bool(_MOST.search(query.rest))
    if not named and (asks_most or _EACH.search(query.rest) or query.has("list")):
        below = _BELOW.search(query.rest)
        own = [f for c in columns for name, f in c.of_units.items() if not (below and is_itself(name))]
        return ranked_told(query, desk, doc_id, own) if asks_most and len(columns) == 1 else told(query, desk, own)
    if not named:
        return _of_all(query, desk, doc_id, columns)
    if len(facts) == 2 and query.has("difference"):
        return difference(query, desk, *facts)
    if len(facts) > 1 and asks_most and len(columns) == 1:
        return ranked_told(query, desk, doc_id, facts)
    if len(facts) > 1 and (query.has("sum") or _SUMMED.search(query.rest)) and len(columns) == 1:
        return _summed(query, desk, facts)
    return told(query, desk, facts)


def _of_all(query: Query, desk: Desk, doc_id: str, columns: Sequence[PeopleColumn]) -> Answer | None:
    """The people of all units: as the total of the table, else what the rows come to."""
    if not (query.has("sum") or {"count"} & set(query.kinds) or query.asks_figure):
        return None
    totals = [total_of(c) for c in columns]
    found = [f for f in totals if f is not None]
    if len(found) == len(columns):
        return (
            difference(query, desk, *found) if len(found) == 2 and query.has("difference") else told(query, desk, found)
        )
    if len(columns) != 1 or _is_told_whole(query, desk, doc_id):
        return None
    return _summed(query, desk, list(columns[0].of_units.values()))


def _is_told_whole(query: Query, desk: Desk, doc_id: str) -> bool:
    """Whether a sentence tells how many there are of all units: then that is the number."""
    subjects = [s for s in query.subjects if s.measure is not None and s.measure.unit in PEOPLE]
    return any(f is not None and f.origin == "prose" for f in (best(query, desk, doc_id, s) for s in subjects))


def _summed(query: Query, desk: Desk, facts: Sequence[Fact]) -> Answer:
    amounts = [f.value for f in facts if f.value is not None]
    formula = " + ".join(map(plain_decimal, amounts))
    label = f"{facts[0].column}合计"
    value = compose.computed_value(sum(amounts, Decimal(0)), facts[0].unit, label, formula, facts[0])
    text = f"{compose.head(facts[0])}{label}{value.value}{value.unit}（{formula}）。"
    text += f"{'；'.join(map(compose.sentence, facts))}。"
    return compose.answer(query.text, text, "computed", [value], compose.cite(facts, desk.files))
