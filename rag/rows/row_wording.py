"""Wording of answers over rows: rows with their figures, conditions in the words of the question, what was left out."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.facts import Fact
from extractors.vocabulary.rows import row_words
from rag import compose
from rag.language.query import Query
from rag.language.rows import Rows
from rag.understanding.relation import Row


def facts_of(row: Row, shown: Sequence[str]) -> list[Fact]:
    facts = [f for c in shown if (f := row.cell(c)) is not None and not f.is_blank]
    return [*(facts or [row.cell(shown[0]) or row.fact()]), *row.parts]


def entry(row: Row, shown: Sequence[str], query: Query) -> str:
    """One row in words: its name and its figures, each with its column where there are several."""
    asked = query.rows
    assert asked is not None
    cells = [(c, f) for c in shown if (f := row.cell(c)) is not None and not f.is_blank]
    alone = len(shown) == 1 and asked.kind != "projects" and shown[0] == row_words().called[asked.kind].column
    told = "、".join(("" if alone else _column_name(c, f)) + _amount(f, query) for c, f in cells)
    inner = "、".join(f"{p.row_name}{_amount(p, query)}" for p in row.parts)
    name = row.name.replace("(", "（").replace(")", "）")
    # a name that ends in a number must not run into its figure
    apart = "为" if name[-1:].isdigit() else " "
    return f"{name}{apart}{told or '未填'}" + (f"（其中{inner}）" if inner else "")


def _column_name(column: str, fact: Fact) -> str:
    return {"原因": "原因："}.get(column, column if fact.value is not None else f"{column}：")


def _amount(fact: Fact, query: Query) -> str:
    value = compose.converted(fact, query.unit, query.places)
    return value.value.rstrip("。") + (value.unit or "")


def unit(asked: Rows) -> str:
    return row_words().called[asked.kind].unit


def number(rows: Sequence[Row], asked: Rows) -> str:
    """How many rows there are, with what they are called: 5个项目, 11项."""
    called = row_words().called[asked.kind]
    return f"{len(rows)}{called.unit}" + (called.name if called.unit == "个" else "")


def said(asked: Rows) -> str:
    """The conditions of a question in its own words."""
    said = "、".join(dict.fromkeys(c.said for c in asked.conditions if c.said))
    without = f"（不含{'、'.join(asked.without)}）" if asked.without else ""
    level = f"{asked.level}级" if asked.level else ""
    name = f"{level}{row_words().called[asked.kind].name}"
    return (f"“{said}”的{name}" if said else "") + without


def grading(rows: Sequence[Row], asked: Rows) -> str:
    """The rule by which a grade was told from points, where no grade is printed."""
    if not asked.tests("grade") or any(r.cell("自评等级") is not None for r in rows):
        return ""
    return (
        "报告没有逐个写明等级，这里按自评得分划分"
        "（通行的划分：九十分及以上为优，八十分及以上为良，六十分及以上为中，六十分以下为差）。"
    )


def left_out(unknown: Sequence[Row], asked: Rows) -> str:
    """The rows of which the condition cannot be told."""
    if not unknown:
        return ""
    names = "、".join(r.name for r in unknown[:6]) + ("等" if len(unknown) > 6 else "")
    return f"另有{len(unknown)}{unit(asked)}没有写明该数，未计入：{names}。" if asked.kind != "subjects" else ""
