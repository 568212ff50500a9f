"""A question that the rules do not understand, put by a model into the terms of a query, which runs on the facts."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

from pydantic import BaseModel, ConfigDict, Field

from extractors.llm import prompt
from extractors.text import name_key
from extractors.vocabulary import measures
from rag.answer import Assistance
from rag.holdings.desk import Desk
from rag.talk.dialogue import Dialogue

if TYPE_CHECKING:
    from extractors.llm.client import Client

#: so many names of departments, and of what reports give figures of, are given to choose from
_DEPARTMENTS, _NAMES = 200, 400
#: so many turns before a question are told
_TURNS = 3
_DIGITS = re.compile(r"\d")

Wanted = Literal["决算数", "预算数", "增减额", "增减幅", "占比", "完成率", "数量", "原因", "用途"]
#: how each is asked for, so that the rules understand it
_ASKED: dict[str, str] = {
    "决算数": "是多少",
    "预算数": "的预算数是多少",
    "增减额": "比上年增减多少",
    "增减幅": "比上年增减百分之多少",
    "占比": "占比是多少",
    "完成率": "完成预算的百分比是多少",
    "数量": "有多少",
    "原因": "增减的原因是什么",
    "用途": "用在哪里",
}


class Understood(BaseModel):
    """What is asked: of which department and year, of what, and which figure of it. Null where it is not told."""

    model_config = ConfigDict(extra="ignore")

    department: str | None = Field(default=None, max_length=80, description="部门全称，只能取自名单")
    year: int | None = Field(default=None, ge=1990, le=2100, description="年度")
    subject: str | None = Field(default=None, max_length=60, description="收支、费用、科目或项目的名称")
    measure: Wanted | None = Field(default=None, description="要这一项的哪个数")


def restated(question: str, desk: Desk, dialogue: Dialogue, client: Client) -> tuple[str | None, Assistance]:
    """The question in words that the rules understand; None where the model does not understand it either.

    What it names must be there: a department of the library, a name that reports or the question use. Raises LlmError.
    """
    from extractors.llm.wire import Message

    asked = prompt("understand")
    names = list(dict.fromkeys(m.name for m in measures().values()))
    departments = list(dict.fromkeys(r.department for r in desk.reports.values() if r.department))
    said = [f"问：{t.query.text}\n答：{t.answer.answer[:200]}" for t in dialogue.turns[-_TURNS:]]
    task = "\n\n".join(
        [
            f"部门名单：{'、'.join(_likely(question, departments, _DEPARTMENTS))}",
            f"名称表：{'、'.join([*names, *_of_reports(question, desk, dialogue)][:_NAMES])}",
            *(["前文：\n" + "\n".join(said)] if said else []),
            f"问题：{question}",
        ]
    )
    before = client.usage
    found = client.structured([Message("system", asked.text), Message("user", task)], Understood)
    assistance = Assistance(
        task="understand",
        model=client.endpoint.model,
        prompt=asked.label,
        understood=found.model_dump(mode="json"),
        usage=client.usage.since(before).to_json(client.endpoint),
    )
    return _question(found, question, departments, names, desk), assistance


def _question(
    found: Understood, question: str, departments: Sequence[str], names: Sequence[str], desk: Desk
) -> str | None:
    """A question in full, of what was understood; None where that is nothing, or names what is not there."""
    if found.subject is None or (_DIGITS.search(found.subject) and found.subject not in question):
        return None
    if found.department is not None and found.department not in departments:
        return None
    of = [d for d, r in desk.reports.items() if found.department is None or r.department == found.department]
    known = found.subject in names or any(name_key(found.subject) in desk.index(d).by_key for d in of[:_LOOKED_THROUGH])
    if not known:
        return None
    year = f"{found.year}年" if found.year is not None else ""
    return f"{found.department or ''}{year}{found.subject}{_ASKED[found.measure or '决算数']}？"


#: in so many reports a name is looked for
_LOOKED_THROUGH = 50


def _likely(question: str, names: Sequence[str], most: int) -> list[str]:
    """Of many names those that share most with a question."""
    if len(names) <= most:
        return list(names)
    return sorted(names, key=lambda name: -len(set(name) & set(question)))[:most]


def _of_reports(question: str, desk: Desk, dialogue: Dialogue) -> list[str]:
    """Names of rows of the report that the conversation is on, or of the only one: those most like the question."""
    last = dialogue.turns[-1].doc_ids[:1] if dialogue.turns else []
    doc_ids = last or (list(desk.reports) if len(desk.reports) == 1 else [])
    rows = dict.fromkeys(f.row_name for d in doc_ids for f in desk.index(d).facts if 1 < len(f.row_name) <= 30)
    return _likely(question, list(rows), _NAMES // 2)
