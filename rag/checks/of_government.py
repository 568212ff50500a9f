"""The accounts of a whole place: what its government takes in and spends is told by no report of one department."""

from __future__ import annotations

import re

from extractors.text import name_key
from rag import compose
from rag.answer import Answer
from rag.holdings.desk import Desk
from rag.language.query import Query

#: the income or spending of a whole place, and what it is of there
_OF_PLACE = re.compile(
    "(?P<place>全(?:省|市|县|区|旗|州|盟|镇|乡))(?:20\\d\\d年度?|今年|去年|本年|上年|\\||的|地方|本级)*"
    "(?P<money>(?:一般公共预算|财政|公共财政|税收|政府性基金(?:预算)?|国有资本经营(?:预算)?)总?(?:收入|支出))"
)


def not_of_government(query: Query, desk: Desk, doc_id: str, answer: Answer) -> Answer:
    """An answer, or that it is not told, where the money of a whole place is asked for and the department's is told.

    A report may well tell of its place (全县一般公共预算收入完成…): then its sentence names it.
    """
    match = _OF_PLACE.search(name_key(query.text))
    if match is None or not answer.values:
        return answer
    if any(match["place"] in name_key(c.quote) for c in answer.citations):
        return answer
    said = f"{match['place']}{match['money']}"
    sentence = next((s for s in desk.outline(doc_id).sentences if said in name_key(s.text)), None)
    if sentence is not None:
        text = f"{desk.title(doc_id)}报告写道：{compose.clipped(''.join(sentence.text.split()), 200)}"
        cited = [desk.citation(doc_id, sentence.start, sentence.end, sentence.section)]
        return compose.answer(query.text, text, "answered", [], cited)
    what = f"{match['place']}的{match['money']}"
    text = f"没有找到：{desk.title(doc_id)}报告是一个部门的，只写本部门的收支，没有写{what}。"
    return compose.answer(query.text, text, "not_found")
