"""Follow-ups: a question is heard in the light of the turns before it, and what it leaves out is filled from them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from extractors.text import fold
from extractors.vocabulary import question_words
from extractors.vocabulary.across import across_words
from extractors.vocabulary.dialogue import dialogue_words
from rag.answer import Answer
from rag.holdings.desk import Desk
from rag.holdings.lookup import find_subjects, near_subjects
from rag.language.leaning import Leaning, leaning_in
from rag.language.names import Named, find_named
from rag.language.query import Query
from rag.language.scope import names_a_group
from rag.language.wants import Wants
from rag.talk import slots
from rag.talk.again import Heard
from rag.talk.dialogue import Dialogue, same_departments
from rag.talk.pointing import pointed
from rag.talk.turns import resolved
from rag.understanding.question import parse
from rag.understanding.siblings import sibling

#: the percentage of a change
_AS_PERCENTAGE = {"增减额": "增减幅", "较年初预算增减额": "较年初预算增减幅"}
#: 去年(2024): which year is meant stands beside it
_YEAR_SPELLED_OUT = re.compile(r"(?:去年|上年|今年|前年)度?[(（](20\d\d)年?度?[)）]")

#: the unit that is asked for again behind a question (安排了多少钱的预算？多少万元)
_UNIT_BEHIND = re.compile(
    "多少钱?(?P<between>[\u4e00-\u9fff]{0,12})[？?，,](?:是|合)?(?:多少|几)(?P<unit>万元|亿元|元)[？?]?$"
)
#: what stands before the one space of a question
_LED_BY_NAME = re.compile(r"\s*(?P<name>[\u4e00-\u9fff]{2,20})\s+(?=[\u4e00-\u9fff]\S*\s*$)")


def understand(question: str, desk: Desk, dialogue: Dialogue) -> Query:
    """The query of a question in the light of the turns before it."""
    question = _UNIT_BEHIND.sub(r"多少\g<unit>\g<between>", _parted_from_department(question, desk))
    # 去年…我是说2023年: what is taken back at once is not asked about
    question = _YEAR_SPELLED_OUT.sub(r"\1年", question_words().self_corrected.sub("", fold(question)))
    if dialogue.last is None and leaning_in(fold(question)).courtesy:
        return Query(text=fold(question), operations=["courtesy"], move="nothing")
    if dialogue.last is None:
        lean = leaning_in(fold(question))
        asked = lean.asked if lean.correction and lean.rejected and lean.asked else question
        return _parsed(asked, desk, find_named(asked, desk.catalogue.directory))
    heard = _heard(question, desk, dialogue)
    query = resolved(heard, pointed(heard, dialogue))
    query.prior = query.has("prior")
    query.everywhere = query.everywhere and len(query.doc_ids) != 1
    return query


def _parted_from_department(question: str, desk: Desk) -> str:
    """A question with a comma where a space parts its department from what is asked (甲文旅 图书馆支出多少)."""
    match = _LED_BY_NAME.match(question)
    if match is None or not find_named(match["name"], desk.catalogue.directory).mentions:
        return question
    return f"{match['name']}，{question[match.end() :]}"


def as_written(question: str, desk: Desk) -> Query:
    """The query of a question that leans on none before it, taken by its letters: no slip of it is put right."""
    question = question_words().self_corrected.sub("", fold(question))
    return _parsed(question, desk, find_named(question, desk.catalogue.directory), as_written=True)


def plainer(query: Query) -> Query | None:
    """A follow-up without the operation and the column that it took over; None where it did not."""
    let_go: dict[str, object] = {}
    if query.has("per_head"):
        return None  # a number of things is no answer to what they cost each
    if "operations" in query.taken_over and (query.operations or query.wants.kinds):
        let_go |= {"operations": [], "wants": Wants(), "prior": False}
    if "columns" in query.taken_over and query.columns:
        let_go["columns"] = []
    if query.lean is None or not let_go:
        return None
    return query.model_copy(deep=True, update={**let_go, "kinds": [], "asks_text": False, "rows": None})


def spelled_out(query: Query, desk: Desk, dialogue: Dialogue) -> Query | None:
    """A question that leaves out what it is about, with that set before it: 下面有哪些 after 科学技术支出."""
    last = dialogue.last
    if query.move != "own_words" or query.lean is None or last is None or len(query.doc_ids) != 1 or query.unknown:
        return None
    names_its_own = any(s.measure and not s.generic for s in query.subjects) and "subjects" not in query.taken_over
    if set(query.wants.kinds[:1]) & slots.OF_A_DEPARTMENT or names_its_own:
        return None
    # the shorter of what it was called and its name: 公车, not 公务用车保有量, has kinds
    names = (min(s.name, s.text or s.name, key=len) for s in last.query.subjects if not s.generic)
    about = last.query.project or next(names, None)
    if about is None or about in query.lean.asked or not {*query.doc_ids} <= {*last.query.doc_ids}:
        return None
    asked = about + query.lean.asked
    if last.query.kinds[:1] == ["count"] and asked.endswith("呢") and not (query.kinds or query.operations):
        asked = asked.removesuffix("呢") + "有几个"  # 自评项目有几个, 评为差的呢: how many, again
    spelled = _parsed(asked, desk, Named(), query.doc_ids)
    spelled.doc_ids, spelled.years, spelled.everywhere = list(query.doc_ids), list(query.years), False
    spelled.lean, spelled.move, spelled.taken_over = query.lean, query.move, ["departments", "subjects"]
    return spelled


def put_within(query: Query, doc_ids: Sequence[str], desk: Desk) -> bool:
    """Put a question on a body that has no report as one on the report whose forms have a row of what it asks."""
    text = query.text
    for name in query.unknown:
        text = text.replace(name, "|" * len(name))
    having = [d for d in doc_ids if near_subjects(text, [desk.index(d)], annex=True)]
    if len(having) != 1:
        return False
    spelled = _parsed(query.text, desk, Named(), having)
    spelled.doc_ids, spelled.everywhere, spelled.unknown = having, False, []
    spelled.lean, spelled.move, spelled.taken_over = query.lean, query.move, query.taken_over
    for name in type(query).model_fields:
        setattr(query, name, getattr(spelled, name))
    return True


def speaks_of_it(query: Query, quotes: str) -> bool:
    """Whether words found for a question that leans on an earlier one have anything of its own words."""
    if not query.topic:
        return True
    own = slots.own_words(query.model_copy(update={"rest": query.rest.split("|", 1)[-1]}))
    pairs = [own[n : n + 2] for n in range(len(own) - 1)]
    return not pairs or any(pair in quotes for pair in pairs)


def tells_own(query: Query, answer: Answer) -> bool:
    """Whether figures for a question that was spelled out have anything of the words that the question itself has."""
    own = slots.own_words(query.model_copy(update={"rest": query.rest.split("|", 1)[-1]}))
    pairs = [own[n : n + 2] for n in range(len(own) - 1)]
    told = answer.answer + "".join(f"{c.quote}{c.section}{c.row}{c.column}" for c in answer.citations)
    return not query.asks_figure or not pairs or any(pair in told for pair in pairs)


def _parsed(question: str, desk: Desk, named: Named, doc_ids: Sequence[str] = (), as_written: bool = False) -> Query:
    """A question as one on some reports, or without such on all; what many of them print is not read one by one."""
    at_hand = [desk.reports[d] for d in doc_ids] or desk.reports.values()
    census = desk.census if desk.is_large else None
    return parse(question, at_hand, desk.index, desk.catalogue.directory, named, census, as_written)


def _heard(question: str, desk: Desk, dialogue: Dialogue) -> Heard:
    lean = leaning_in(fold(question))
    if lean.of_thing and dialogue.listing is not None:
        lean.asked = lean.asked_of_thing
    named = find_named(lean.asked, desk.catalogue.directory)
    spoken_of = 2 if dialogue.last is not None and dialogue.last.query.has("list") else len(dialogue.focus)
    group = names_a_group(lean.asked, spoken_of) or _asks_anew_of_all(lean.asked, named)
    group = group and lean.pronoun not in {"both", "they"}
    at_hand: Sequence[str] = ()
    referred = [] if named.mentions or named.unknown else _referred(dialogue, lean)
    if not (named.mentions or named.unknown or group):
        of_years = referred or dialogue.focus
        at_hand = same_departments(desk, of_years, named.years) or of_years
    query = _parsed(lean.asked, desk, named, at_hand)
    query.lean = lean
    query.everywhere = query.everywhere and not referred
    if dialogue.last is not None:
        _name_column(query, dialogue.last.query)
    heard = Heard(query, named, lean, referred, group=group)
    heard.slots = frozenset(slots.slots_of(query, heard.names_department))
    heard.own_words = slots.own_words(query)
    if _asks_all_spent_of_another(heard, dialogue):
        heard.slots |= {"subjects"}
    _name_sibling(heard, dialogue)
    return heard


def _asks_all_spent_of_another(heard: Heard, dialogue: Dialogue) -> bool:
    """Whether the department of a question like 某某局一共花了多少 is another one than that of the question before.

    It then asks for all that was spent; 那某某局花了多少呢 asks for the same again, of that department.
    """
    query, last, desk = heard.query, dialogue.last, dialogue.desk
    if last is None or last.query.everywhere or heard.lean.correction or query.columns or query.operations:
        return False
    spent = all(s.generic and s.measure is not None and s.measure.id == "expenditure" for s in query.subjects)
    if not query.subjects or not spent or query.defaulted or dialogue_words().the_same_of.search(query.text):
        return False
    before, now = ({desk.reports[d].department for d in ids} for ids in (last.query.doc_ids, query.doc_ids))
    return heard.names_department and bool(now) and not before & now


def _asks_anew_of_all(text: str, named: Named) -> bool:
    """2023年哪个部门支出最多: which of all departments it is, of a year and a thing that are both named."""
    return bool(named.years and across_words().which_department.search(text) and find_subjects(text, ()))


def _name_column(query: Query, before: Query) -> None:
    """决算, 百分比呢: a column that is named alone, of what was spoken of."""
    lean = query.lean
    if lean is not None and lean.column is not None and not lean.correction and not query.columns:
        query.columns = [lean.column]
    if lean is not None and lean.percent and before.columns:
        changes = [_AS_PERCENTAGE[c] for c in before.columns if c in _AS_PERCENTAGE]
        query.columns = changes or query.columns
        query.operations = [o for o in query.operations if o != "share"] if changes else query.operations


def _name_sibling(heard: Heard, dialogue: Dialogue) -> None:
    """人员经费多少, 公用呢: what stands beside what was spoken of, named by a part of its name."""
    last, query = dialogue.last, heard.query
    asks_words = query.wants.kinds or query.asks_text or query.has("list", "rank", "reason")
    if last is None or not last.query.subjects or asks_words or "subjects" in heard.slots or not query.doc_ids:
        return
    found = sibling(heard.lean.name, last.query.subjects[0], dialogue.desk.index(query.doc_ids[0]))
    if found is not None:
        query.subjects, query.defaulted = [replace(found, text=heard.lean.name)], False
        heard.slots |= {"subjects"}
        heard.own_words = ""


def _referred(dialogue: Dialogue, lean: Leaning) -> list[str]:
    """The report that a word points to (它, 前者), where several were spoken of."""
    last = dialogue.last
    if lean.pronoun in {"former", "latter"} and len(pair := dialogue.pair()) == 2:
        return [pair[0 if lean.pronoun == "former" else 1]]
    asked = dialogue.ranking or last if lean.choice_of else last
    options = (asked.in_order if len(asked.doc_ids) > 1 else asked.query.doc_ids) if asked is not None else []
    if lean.choice_of and 1 <= lean.choice_of <= len(options) and len(options) > 1:
        return [options[lean.choice_of - 1]]
    counted = last is not None and last.query.comparison is not None and last.query.comparison.task == "count"
    if lean.pronoun in {"both", "they"} and counted and last is not None:
        return list(dict.fromkeys(d for v in last.answer.values if (d := dialogue.doc_of(v))))
    if lean.pronoun == "it" and last is not None and len(last.query.doc_ids) > 1 and last.lead is not None:
        return [] if last.query.ambiguous else last.doc_ids[:1]
    return []
