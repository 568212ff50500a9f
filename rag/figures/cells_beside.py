"""Several columns of one row that a question asks for together (防汛的基本支出和项目支出各多少)."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.facts import Fact
from extractors.vocabulary.understanding import understanding_words
from rag import compose
from rag.answer import Answer
from rag.figures.figures import best
from rag.holdings.desk import Desk
from rag.language.query import Query
from rag.understanding.cells import Header, columns_in


def cells_beside(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """The figures of one row in the columns that a question names one beside the other, all of one table.

    None where it names fewer than two, or the table lacks one of them in that row.
    """
    row = query.subjects[0] if len(query.subjects) == 1 else None
    if row is None or query.table_column is None or not {*query.operations} <= {"list"} or query.columns:
        return None
    headers = columns_in(query.rest, query.tables, [desk.index(doc_id)])
    apart = (h for h in headers if h[1] <= row.start or row.end <= h[0])
    run = _beside(query.rest, sorted(apart, key=lambda header: header[0]))
    first = best(query, desk, doc_id, row, query.table_column)
    if len(run) < 2 or first is None or first.table is None:
        return None
    of_table = query.model_copy(update={"tables": [first.table]})
    facts: list[Fact] = []
    for columns in run:
        column = columns.get(first.table)
        fact = best(of_table, desk, doc_id, row, column) if column else None
        if fact is None or fact.column != column or fact.row_name != first.row_name or fact.table != first.table:
            return None
        facts.append(fact)
    if len(set(facts)) < 2:
        return None
    values = [compose.converted(f, query.unit, query.places) for f in facts]
    text = "；".join(compose.sentence(f, v) for f, v in zip(facts, values, strict=True)) + "。"
    return compose.answer(query.text, text, "answered", values, compose.cite(facts, desk.files))


def _beside(text: str, headers: Sequence[Header]) -> list[dict[str, str]]:
    """The longest run of columns, by table, with nothing between them but a word that joins them."""
    joins = understanding_words().joins_columns
    runs: list[list[Header]] = []
    for header in headers:
        if runs and joins.fullmatch(text[runs[-1][-1][1] : header[0]]):
            runs[-1].append(header)
        else:
            runs.append([header])
    return [dict(columns) for _, _, columns in max(runs, key=len, default=[])]
