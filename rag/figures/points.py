"""Points that were lost: what an indicator or project is worth less what it was given, with the reason printed."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.facts import Fact, plain_decimal
from extractors.text import name_key
from rag import compose
from rag.answer import Answer
from rag.holdings.desk import Desk
from rag.language.query import Query
from rag.understanding import relation
from rag.understanding.relation import Row

_LOST = re.compile(r"[扣丢失]了?(?:几|多少)分|(?:几|多少)分(?:被)?(?:扣|丢)|扣分(?:多少|几)")
_REASON = "偏差原因"
#: columns that are told beside the points where they are asked for too
_BESIDE = ("目标值", "实际完成值", "偏差度")
_WHY = re.compile("为什么|为啥|为何|怎么|原因|因为啥|因为什么")


def lost(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """How many points an indicator that a question names lost, and why where that is asked or printed."""
    if not _LOST.search(query.rest):
        return None
    row = _row_named(query, desk, doc_id)
    if row is None:
        return None
    worth, given = row.cell("分值"), row.cell("得分")
    if worth is None or given is None or worth.value is None or given.value is None:
        return None
    missing = worth.value - given.value
    formula = f"{plain_decimal(worth.value)} - {plain_decimal(given.value)}"
    value = compose.computed_value(missing, "分", f"{row.name}的扣分", formula, given)
    beside = [f for c in _BESIDE if c in query.columns and (f := row.cell(c)) is not None and not f.is_blank]
    text = "".join(f"{compose.sentence(f)}；" for f in beside)
    text += f"{compose.head(given)}{row.name}扣{value.value}分（分值{plain_decimal(worth.value)}分，"
    text += f"得分{plain_decimal(given.value)}分，{formula}）"
    cited: list[Fact] = [*beside, given, worth]
    reason = row.cell(_REASON)
    if reason is not None and reason.raw:
        text += f"，所列原因：{reason.raw.rstrip('。')}"
        cited.append(reason)
    elif _WHY.search(query.rest):
        text += "，表中没有写明原因"
    text += f"（{compose.place_of(given)}）。"
    return compose.answer(
        query.text, text, "computed", [*map(compose.value_of, beside), value], compose.cite(cited, desk.files)
    )


def _row_named(query: Query, desk: Desk, doc_id: str) -> Row | None:
    """The indicator whose name a question has; of several of one name the one of the project that it names."""
    text, keys = name_key(query.rest), {s.key for s in query.subjects}
    every = [r for r in relation.form_rows(desk.index(doc_id)) if r.cell("分值") and r.cell("得分")]
    rows = [r for r in every if r.under == name_key(query.project or "")] or every
    return _longest([r for r in rows if r.key in text or r.key in keys]) or _longest(
        [r for r in rows if any(k in r.key and len(k) >= 4 for k in keys)]
    )


def _longest(rows: Sequence[Row]) -> Row | None:
    size = max((len(r.key) for r in rows), default=0)
    kept = [r for r in rows if len(r.key) == size]
    same = {(c.value, w.value) for r in kept if (c := r.cell("得分")) and (w := r.cell("分值"))}
    return kept[0] if kept and (len(kept) == 1 or len(same) == 1) else None
