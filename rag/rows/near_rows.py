"""Rows of annexed forms that a question names by some of their words, where nothing else answers it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from extractors.text import name_key
from extractors.vocabulary import question_words
from extractors.vocabulary.wants import want_words
from rag import compose
from rag.answer import Answer
from rag.figures.figures import columns_of, fits_kind, told
from rag.holdings.desk import Desk
from rag.holdings.lookup import FactIndex
from rag.language.query import Query
from rag.understanding.relation import Row, form_rows
from rag.understanding.topic import longest_run, segments_of, share

#: how much of the question's words a row and its form must have, and by how much more than any other row
_NEEDED, _AHEAD = 0.75, 0.1
#: the reasons of so many rows are told side by side
_MOST = 3
#: a run of so many characters of the row's own name must stand in the question
_RUN = 3
_REASON = "偏差原因"
#: a question of one word that names of indicators end in, what is told of each, and of so many at most
_BARE = re.compile(
    "(?:[|，,的]|今年|去年|本年|部门|单位)*(?P<what>[\u4e00-\u9fff]{2,6}[度率])(?:各?是?|有|达到?了?|都)*(?:多少|几成|怎么?样|如何|高不高|高吗)[？?|]*"
)
_REACHED, _MOST_ALIKE = ("实际完成值", "目标值"), 12
#: a question names a form, and so many characters of whose it is
_FORM, _OF_FORM = re.compile("(?:目标|自评|申报|绩效|评价)[一-鿿]{0,3}表"), 4
_WHY = re.compile("为什么|为啥|为何|怎么|原因")
#: words that ask how a row came out, and name none
_ASKING = re.compile("扣分|达标|满分|没|未|偏低|偏高|时候|占比")


def near_row(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """What a form says in the row whose name has most of the words of a question; None where no row is ahead."""
    if query.tables or query.claim is not None:
        return None
    rows = _nearest(query, desk.index(doc_id), desk.outline(doc_id).plain)
    if _asks_why(query):
        return _reason(query, desk, doc_id, rows) if 0 < len(rows) <= _MOST else None
    if len({row.key for row in rows}) != 1:
        return None
    row = rows[0]
    thing = query.wants.thing
    if query.wants.kinds or (query.asks_text and thing is None):
        return None
    facts = [f for c in _columns(query, row) if (f := row.cell(c)) is not None and f.raw and fits_kind(query, f)]
    # 支出多少: words such as 提升 are no amount
    facts = [f for f in facts if f.value is not None or not query.kinds]
    if thing is not None and not any(re.search(thing, f.raw) for f in facts):
        return None
    return told(query, desk, facts) if facts else None


def rows_of_one_kind(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """What came of the indicators whose names end in the only word of a question (满意度多少): what was reached, else
    the targets. None where no row is called so, or more than can be told."""
    asked = _BARE.fullmatch(query.rest)
    if asked is None or query.tables or query.project or query.operations or query.wants.kinds:
        return None
    word = name_key(asked["what"])
    rows = [r for r in form_rows(desk.index(doc_id)) if r.key.endswith(word) and r.key != word]
    rows = list({(r.under, r.key): r for r in rows}.values())
    cells = [next((f for c in _REACHED if (f := r.cell(c)) is not None and f.value is not None), None) for r in rows]
    facts = [f for f in cells if f is not None]
    return told(query, desk, facts) if 0 < len(facts) <= _MOST_ALIKE else None


def called_row(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """What a form that a question names says in the row whose name it shortens (加固座数 for 加固小型水库座数)."""
    if not _FORM.search(query.rest) or query.tables or query.claim is not None or query.wants.kinds:
        return None
    text = name_key(query.rest)
    rows = [r for r in _rows(desk.index(doc_id)) if r.key not in text and _is_shortened(r.key, text)]
    named = [r for r in rows if longest_run(r.under, text) >= _OF_FORM]
    if len(rows := named or rows) != 1:
        return None
    facts = [
        f for c in _columns(query, rows[0]) if (f := rows[0].cell(c)) is not None and f.raw and fits_kind(query, f)
    ]
    return told(query, desk, facts) if facts else None


def _is_shortened(key: str, text: str) -> bool:
    """Whether a text has the beginning and the end of a name without what stands between."""
    sizes = ((a, b) for a in range(2, len(key) - 2) for b in range(2, len(key) - a))
    return any(key[:a] + key[-b:] in text for a, b in sizes)


def _asks_why(query: Query) -> bool:
    return query.wants.kinds[:1] == ["reason"] or (not query.wants.kinds and bool(_WHY.search(query.rest)))


def _columns(query: Query, row: Row) -> list[str]:
    """The columns asked for; what was done beside what was planned where none is named."""
    known = [c for c in columns_of(query) if row.cell(c) is not None]
    return known or ["实际完成值", "目标值"]


def _reason(query: Query, desk: Desk, doc_id: str, rows: Sequence[Row]) -> Answer | None:
    """The reason that the form gives in the row; of an indicator that several forms have, each with its form."""
    facts = [f for row in rows if (f := row.cell(_REASON)) is not None and f.raw]
    if not facts:
        return None
    whose = f"“{facts[0].part_of}”项目" if facts[0].part_of and len(facts) == 1 else ""
    if len(facts) == 1:
        told = f"对“{facts[0].row_name}”所列的原因：{facts[0].raw.rstrip('。')}"
    else:
        each = (f"“{f.row_name}”，{f.raw.rstrip('。')}（{compose.place_of(f)}）" for f in facts)
        told = f"所列的原因：{'；'.join(each)}"
    text = f"{desk.title(doc_id)}{whose}自评表{told}。"
    return compose.answer(query.text, text, "answered", [], compose.cite(facts, desk.files))


def _nearest(query: Query, index: FactIndex, plain: str) -> list[Row]:
    """The row whose name has most of the words of a question, and those that have nearly as many."""
    words = [w for w in segments_of(query) if not want_words().asking_stated.search(w) and not _ASKING.search(w)]
    if _asks_why(query):
        words = [w for w in words if w in plain]  # how a question itself puts what is to be explained
    words = [w for w in words if not any(w != o and w in o for o in words)]
    if sum(map(len, words)) < _RUN - _asks_why(query):
        return []
    run = _RUN - bool(query.wants.thing and query.project)  # 栽植要求什么时候完成: of 栽植完成时间
    rows = [r for r in _rows(index) if not _asks_why(query) or ((f := r.cell(_REASON)) is not None and f.raw)]
    scored = sorted(((share(words, row.key + row.under), row) for row in rows), key=lambda s: -s[0])
    scored = [(s, row) for s, row in scored if s >= _NEEDED and longest_run(row.key, name_key(query.rest)) >= run]
    return [row for fit, row in scored if scored[0][0] - fit < _AHEAD]


def _rows(index: FactIndex) -> Iterable[Row]:
    """The rows of forms that say what was done or is to be done, or why a row fell short."""
    # a budget tells the goals alone
    told = {*question_words().column_forms["实际完成值"], *question_words().column_forms["目标值"]}
    return [row for row in form_rows(index) if told & row.cells.keys() or _REASON in row.cells]
