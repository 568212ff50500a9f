"""What a question names and a report does not have at all, said before anything that is near it is answered."""

from __future__ import annotations

import re

from extractors.facts import MONEY
from extractors.text import name_key
from extractors.vocabulary import asking_words, question_words
from extractors.vocabulary.rows import row_words
from rag import compose
from rag.answer import Answer
from rag.holdings.desk import Desk
from rag.language.query import Query
from rag.text.chunks import is_word
from rag.understanding.topic import grams

#: a name in quotation marks
QUOTED = re.compile(r"[“\"「『]([^”\"」』]{4,40})[”\"」』]")


#: how the names of those end who work for a department
_FIRM = "(?:公司|集团|院|企业)"
#: the word for what became of a budget
_FINAL_ACCOUNT = "决算"
#: columns of what became of a budget
_OUTTURN = {"决算数", "全年执行数", "完成比例", "执行数"}


def absent(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """That a report does not print a name that a question quotes, or none of the things that it lists."""
    outturn = [c for c in query.columns if c in _OUTTURN] if query.of_plans else []
    if outturn and not _evaluated(query, desk, doc_id):
        text = f"没有找到：{desk.title(doc_id)}报告是预算，只有计划安排的数，没有{'、'.join(outturn)}（实际执行情况）。"
        return compose.answer(query.text, text, "not_found")
    if strange := _not_printed(query, desk, doc_id):
        text = f"没有找到：{desk.title(doc_id)}报告中没有出现“{strange}”。"
        return compose.answer(query.text, text, "not_found")
    if party := _no_party(query, desk, doc_id):
        text = f"没有找到：{desk.title(doc_id)}报告没有提到“{party}”。"
        return compose.answer(query.text, text, "not_found")
    if thing := _no_such_thing(query, desk, doc_id):
        text = f"没有找到：{desk.title(doc_id)}报告没有写到“{thing}”。"
        return compose.answer(query.text, text, "not_found")
    plain = desk.outline(doc_id).plain
    lacking = [name for name in query.apart if name_key(name).lower() not in plain or _is_unpriced(name, plain)]
    if lacking and len(lacking) == len(query.subjects):
        text = f"没有找到：{desk.title(doc_id)}报告没有单独列出“{'”“'.join(lacking)}”的数。"
        return compose.answer(query.text, text, "not_found")
    if kind := _no_such_bodies(query, desk, doc_id):
        text = f"没有找到：{desk.title(doc_id)}报告没有分别列出各{kind}的数。"
        return compose.answer(query.text, text, "not_found")
    if listed := _not_itemised(query, desk, doc_id):
        text = f"没有找到：{desk.title(doc_id)}报告没有分别列出{listed}的数。"
        return compose.answer(query.text, text, "not_found")
    return None


def _evaluated(query: Query, desk: Desk, doc_id: str) -> bool:
    """Whether a budget tells what became of projects the year before, which is asked for."""
    told = {f.column for f in desk.index(doc_id).facts if f.section_key == "performance" and f.value is not None}
    return query.of_projects and not told.isdisjoint(question_words().column_forms["完成比例"] + ("执行数",))


#: what was spent in the end, whatever was planned
_IN_THE_END = re.compile("实际上?(?:发放?|花|用|支|拨|收|执行|开支|缴)")


#: columns of what was spent
_SPENT = re.compile(r"20\d\d年度?(?:执行|决算)数")


def asks_outturn(query: Query) -> bool:
    """Whether a final account is named, in the question or in the one before that it asks again."""
    named = _FINAL_ACCOUNT in query.text or (query.lean is not None and _FINAL_ACCOUNT in query.lean.asked)
    return named or (bool(_IN_THE_END.search(query.rest)) and not query.prior)


def only_planned(query: Query, desk: Desk, answer: Answer) -> Answer | None:
    """That only a budget is at hand where a final account is asked for: what was planned is told, and is no answer.

    None where the answer stands.
    """
    planned = bool(query.doc_ids) and all(desk.reports[d].kind == "budget" for d in query.doc_ids)
    if not planned or not asks_outturn(query) or answer.status not in {"answered", "computed", "conflict"}:
        return None
    if not any(v.unit in MONEY or v.unit == "%" for v in answer.values):
        return None
    if answer.citations and all(_SPENT.search(c.column or "") for c in answer.citations):
        return None  # what the table of a budget prints of the year before (2024年执行数)
    years = "、".join(f"{y}年度" for y in sorted({desk.reports[d].year or 0 for d in query.doc_ids}))
    text = f"没有找到：库中只有{years}预算报告，没有决算报告，没有实际支出的数。"
    if answer.status != "computed":  # what was computed leaves with its formula, or not at all
        text += f"预算数（不是实际支出）：{answer.answer}"
    return answer.model_copy(update={"answer": text, "status": "not_found", "values": []})


def _is_unpriced(name: str, plain: str) -> bool:
    """Whether a standard by which money is paid (补偿标准) is mentioned without any amount."""
    rate = re.search("(?:标准|单价|定额)$", name)
    return rate is not None and not re.search(rf"{re.escape(name_key(name))}.{{0,40}}?\d+万?元", plain)


def _not_printed(query: Query, desk: Desk, doc_id: str) -> str | None:
    """A name that a question puts in quotation marks and of which the report prints not even half."""
    for match in QUOTED.finditer(query.text):
        plain = desk.outline(doc_id).plain
        found = [g in plain for g in grams(match.group(1))]
        if name_key(match.group(1)) not in plain and 2 * sum(found) < len(found):
            return match.group(1)
    return None


def _no_party(query: Query, desk: Desk, doc_id: str) -> str | None:
    """Who, as a question has it, got a share of something or did the work, where the report does not name them."""
    plain = desk.outline(doc_id).plain
    if role := question_words().contractor.search(query.rest):
        part, called = role["role"], role["role"] + role["kind"]
        done = rf"{part}[^，。；]{{0,6}}{_FIRM}|{_FIRM}[^，。；]{{0,6}}{part}"
        told = called in plain or re.search(done, plain)
        return None if told else called
    match = question_words().got.search(query.rest)
    name = re.sub("^.*[里中的给]", "", match.group("party")) if match else ""
    return name if len(name) >= 2 and name_key(name).lower() not in plain else None


def _no_such_thing(query: Query, desk: Desk, doc_id: str) -> str | None:
    """A thing of which the amount is asked, by a word of the dictionary that the report does not have at all."""
    match = question_words().its_thing.search(query.rest)
    if match is None or any(s.start < match.end("thing") and match.start("thing") < s.end for s in query.subjects):
        return None
    thing = match.group("thing")
    known = thing in asking_words() or any(len(w) > 1 and w in thing for w in asking_words())
    return None if known or not is_word(thing) or thing in desk.outline(doc_id).plain else thing


#: which body of a kind has the most of something
_WHICH_BODY = re.compile(
    "哪一?[个所家](?P<kind>学校|医院|小学|中学|幼儿园|企业|公司|街道|乡镇|村|社区)(?:的|[^，,]{0,8}?最|[^，,]{0,6}[多高大少低小][？?]?$)"
)


def _no_such_bodies(query: Query, desk: Desk, doc_id: str) -> str | None:
    """A kind of bodies of which a question asks which has the most, where nothing the report lists is one of them."""
    match = _WHICH_BODY.search(query.rest) if query.has("rank") else None
    if match is None:
        return None
    index = desk.index(doc_id)
    listed = (*index.by_key, *index.by_part, *index.plain.projects, desk.outline(doc_id).plain)
    return None if any(match["kind"] in name for name in listed) else match["kind"]


def _not_itemised(query: Query, desk: Desk, doc_id: str) -> str | None:
    """Things that a question lists to have the figure of each; None where a row or a sentence has one."""
    match = question_words().itemised.search(query.rest)
    if match is None or row_words().grades_each.search(query.rest):
        return None
    listed = next(n for n in (1, "with_thing") if match.group(n))
    start, end = match.span(listed)
    if any(s.start < end and start < s.end for s in query.subjects):
        return None
    names = [name_key(n) for n in match.group(listed).split("、")]
    # what leads to the first name has run into it
    names = names[1:] if len(names) > 2 else names
    index = desk.index(doc_id)
    if any(
        2 * sum(g in row for g in grams(n)) > len(grams(n)) for n in names for row in (*index.by_key, *index.by_part)
    ):
        return None
    plain = desk.outline(doc_id).plain
    return (
        None
        if any(re.search(re.escape(n) + r"[^。；，]{0,12}\d(?![a-z])", plain) for n in names)
        else match.group(listed)
    )
