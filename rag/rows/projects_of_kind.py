"""The projects of a kind (其他运转类, 特定目标类) under which a list of projects puts them."""

from __future__ import annotations

import re
from decimal import Decimal

from extractors.facts import MONEY
from extractors.text import name_key
from rag import compose
from rag.answer import Answer
from rag.holdings.desk import Desk
from rag.language.query import Query
from rag.rows.plain_rows import listed_rows

#: the kinds that lists put projects into
_KIND = re.compile("[\u4e00-\u9fff]{2,10}类")


def projects_of_kind(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """The projects that a list puts under a kind (其他运转类) which a question names, where they are listed or counted.

    None where no list has such a kind, or the question asks something else of it.
    """
    counts = "count" in query.kinds and query.asks_figure
    if query.project or query.tables or not (query.has("list") or counts) or query.has("rank", "reason", "conflict"):
        return None
    asked = name_key(query.rest)
    if "项目" not in asked:
        return None
    for title, facts in desk.index(doc_id).plain.tables.items():
        kinds = {f.part_of: None for f in facts if f.part_of and _KIND.fullmatch(f.part_of)}
        named = [k for k in kinds if name_key(k) in asked]
        own = [f for f in facts if f.part_of in named and f.unit in MONEY and f.value is not None]
        rows = [f for f in own if f.column == own[0].column]
        if len(named) != 1 or not rows:
            continue
        answer = listed_rows(query, desk, f"《{title}》列有{named[0]}项目{len(rows)}个", rows)
        number = Decimal(len(rows))
        counted = compose.computed_value(number, "个", f"{named[0]}项目", compose.counted(len(rows)), rows[0])
        return answer.model_copy(update={"values": [counted, *answer.values]})
    return None
