"""Whether what bears out an answer has the thing that its figure is asked of.

A number that only shares its counting word or the name of a body with a question is no answer to it: the number of
staff tells nothing of the lawyers of a place, nor an amount of the rate of interest that is paid on it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from extractors.facts import MONEY
from extractors.text import name_key, squeeze
from extractors.vocabulary import asking_words, question_words
from extractors.vocabulary.bodies import body_words
from extractors.vocabulary.borne_out import borne_out_words
from extractors.vocabulary.nearest import nearest_words
from extractors.vocabulary.units import unit_words
from rag import compose
from rag.answer import Answer
from rag.holdings.desk import Desk
from rag.holdings.short_names import is_in_order
from rag.language.asking import without_columns
from rag.language.query import Query
from rag.prose.nearest import CONVERTED, is_singled_out, names_in
from rag.text.chunks import is_word, words
from rag.text.counters import counted_in
from rag.text.outline import Outline
from rag.understanding.topic import covered

#: where a number is asked for
_ASKS = re.compile(r"(?:一共|总共|共)?[是有为]?(?:多少|(?<!哪)几(?!乎|何))")
_END = re.compile(r"[，,。；;？?！!|]")
_HAN, _LATIN = re.compile("[\u4e00-\u9fff]{2}|[a-z]{2}"), re.compile("[a-z]{2,}")
#: 四个, 两家: a number of what is named behind it
_SO_MANY = re.compile("[一二两三四五六七八九十几各每]+[\u4e00-\u9fff]?")
#: what a name may have between the characters of a word that stands for it
_BETWEEN = "[\u4e00-\u9fff]{0,2}?"
#: so many characters behind a figure may still say what it is of
_BEHIND = 24
#: so many characters make a longer word of a name
_HALF_WORD = 2
#: so many figures are a list
_LIST = 3
_EACH = re.compile("各|分别|每")


def with_thing(query: Query, desk: Desk, doc_id: str, answer: Answer) -> Answer:
    """An answer, or that a report does not tell what is asked, where nothing that bears it out has the thing."""
    if answer.status not in {"answered", "computed", "conflict"} or not answer.values or query.tables:
        return answer
    if is_singled_out(query):
        return answer
    name = _people_of_place(query, answer) or _no_money(query, answer) or _not_come_in(query, answer)
    name = name or _pay_of_person(query, answer) or _which_firm(query, answer)
    name = name or _not_dealt_with(query, answer) or _not_done_by(query, answer) or _in_a_word(query, answer)
    name = name or _missing(query, desk.outline(doc_id), answer)
    if name is None:
        return answer
    text = f"没有找到：{desk.title(doc_id)}报告没有写明“{name}”。已查找决算表、情况说明和附件。"
    return compose.answer(query.text, text, "not_found")


def _people_of_place(query: Query, answer: Answer) -> str | None:
    """The place of whose people a number or an average is asked, where the answer is that of the staff."""
    place = borne_out_words().place.search(query.rest)
    staff = any(s.measure is not None and s.measure.id == "headcount" for s in query.subjects)
    counted = query.asks_figure and any(borne_out_words().people.search(v.unit or "") for v in answer.values)
    people = counted and bool(question_words().beings.search(query.rest))
    if place is None or not (staff or people or query.has("per_head")):
        return None
    borne = any(place.group(0) in c.quote for c in answer.citations)
    return None if borne else place.group(0)


def _pay_of_person(query: Query, answer: Answer) -> str | None:
    """What somebody in an office is paid (局长一年工资), where nothing that bears out the answer names the office."""
    asked = borne_out_words().paid.search(query.rest)
    return None if asked is None or any(asked["office"] in c.quote for c in answer.citations) else asked.group(0)


#: which firm is asked for, and words in the names of firms
_FIRM_ASKED = re.compile("哪一?[家个些几][^，,]{0,2}(?P<what>企业|公司|厂家|供应商|承包商|合作社)")
_FIRM = re.compile("公司|企业|集团|合作社|厂(?!房)|商行|事务所|研究院")


def _which_firm(query: Query, answer: Answer) -> str | None:
    """What kind of firm is asked for (给了哪家企业), where nothing that bears out the answer names any."""
    asked = _FIRM_ASKED.search(query.rest)
    if asked is None or query.asks_figure:
        return None
    named = any(_FIRM.search(squeeze(f"{c.quote}|{c.row}")) for c in answer.citations)
    return None if named else asked["what"]


def _no_money(query: Query, answer: Answer) -> str | None:
    """What money is asked for by its name (多少协作资金), where no figure that is told is an amount."""
    asked = borne_out_words().money.search(query.rest) if answer.status != "computed" else None
    return None if asked is None or any(v.unit in MONEY for v in answer.values) else asked["what"]


def _not_dealt_with(query: Query, answer: Answer) -> str | None:
    """What is asked to have been done to so many (处罚了多少家), where nothing that bears out the answer says so."""
    asked = borne_out_words().dealt_with.search(query.rest)
    if asked is None:
        return None
    said = borne_out_words().said.get(asked["act"]) or re.compile(asked["act"])
    told = "".join(f"{c.quote}{c.section}{c.row}{c.column}" for c in answer.citations)
    return None if said.search(squeeze(told)) else asked["act"]


def _not_done_by(query: Query, answer: Answer) -> str | None:
    """What is asked who does it (由哪家公司施工), where nothing that bears out the answer speaks of that."""
    asked = borne_out_words().done_by.search(query.rest)
    act = asked and (asked["act"] or asked["of"])
    return act if act and not any(act in squeeze(f"{c.quote}{c.row}{c.column}") for c in answer.citations) else None


def _in_a_word(query: Query, answer: Answer) -> str | None:
    """A longer word of a question (福利彩票) in which a name was found that is only cut short (福利 for 福利费)."""
    told = squeeze("".join(f"{c.quote}{c.row}{c.column}" for c in answer.citations))
    for subject in query.subjects:
        if subject.measure is None and name_key(subject.text) != subject.key:
            behind = query.rest[subject.end : subject.end + _HALF_WORD]
            word = subject.text + behind
            if query.rest[: subject.end].endswith(subject.text) and len(behind) == _HALF_WORD and is_word(word):
                return None if word in told else word
    return None


#: what is spent of an income, in names of accounts (国有土地使用权出让收入安排的支出): nothing that came in
_SPENT_OF = re.compile("[^，。；：|]{0,20}?收入(?:对应专项债务收入)?安排的支出")


def _not_come_in(query: Query, answer: Answer) -> str | None:
    """What is asked to have come in, where all that bears out the answer is spending."""
    asked = borne_out_words().came_in.search(query.rest)
    if asked is None or not query.asks_figure:
        return None
    told = (squeeze(f"{c.quote}{c.section}{c.row}{c.column}{c.table}") for c in answer.citations)
    if any("收" in _SPENT_OF.sub("", text) for text in told):
        return None
    return _END.split(query.rest[asked.end() :])[0] or asked.group(0)


def _missing(query: Query, outline: Outline, answer: Answer) -> str | None:
    """What a figure is asked of, by a word of its name that nothing has that bears the answer out."""
    worked_out = any(v.formula and not CONVERTED.fullmatch(v.formula) for v in answer.values)
    each = len(answer.values) >= _LIST and (query.has("list") or _EACH.search(query.rest))
    if not query.asks_figure or each or (worked_out and not query.has("per_head")):
        return None  # what was worked out or listed row by row has its own grounds
    evidence = ""
    things, beside = _asked_of(query)
    for phrase in (*things, *([beside] if beside else ())):
        left = _without_known(query, phrase)
        other = _made_other(query, phrase)
        if not (_HAN.search(left) or other):
            continue
        evidence = evidence or _evidence(answer, outline)
        if other and other not in evidence:
            return other
        left = borne_out_words().number_of.sub("", left)
        # what stands there as a whole, and not in the name of a body, need not be split into words
        for word in _things_in("|".join(run for run in left.split("|") if run not in _without_body(run, evidence))):
            # what is counted stands last; what stands before it may be said in other words than the report has
            last = left.endswith(word) and not (beside and phrase == beside)
            if not last and borne_out_words().body.search(word):
                continue  # whose it is: one body may have the report of another
            if any(_is_short_of(word, name_key(c.row or "")) for c in answer.citations):
                continue  # 环卫所 of 环境卫生管理所
            # 多少座雨量监测站: of what is asked for itself by a longer name that is no other thing
            own = not last or _without_body(word, query.rest) != query.rest
            told = evidence if own else _without_body(word, evidence)
            # 绿化覆盖率: each rate is of something, and another one is none of it
            needed = last or bool(borne_out_words().rate.search(left)) or word not in outline.plain
            if needed and not _is_said(word, told):
                return phrase
    return None


def _is_short_of(word: str, row: str) -> bool:
    """Whether a word is a short form of the name of the unit that a row is on."""
    return len(word) > 1 and row[-1:] == word[-1] and bool(body_words().unit.search(row)) and is_in_order(word, row)


def _without_body(word: str, text: str) -> str:
    """A text without the names of bodies that begin with a word (残疾人联合会), which are not what the word names."""
    return re.sub(f"{re.escape(word)}{borne_out_words().named_after.pattern}", "", text) if word in text else text


def _asked_of(query: Query) -> tuple[list[str], str]:
    """The names that numbers are asked of, right behind the words of asking (几座危桥), else right before them.

    Then what stands before those that have a name behind them, which may be what is done with it.
    """
    rest = query.rest
    match = _ASKS.search(rest)
    before = _END.split(without_columns(rest[: match.start()] if match else rest.rstrip("？?|")))[-1]
    named = [borne_out_words().kinds.sub("", n).removesuffix("里") for n in names_in(before)[-1:]]
    things = [t for c in counted_in(rest) if len(t := c.thing) > 1]
    if not things:
        return named, ""
    # 多少批客人: people and firms that are counted are often called by another word than the report has
    own = [t for t in things if not question_words().beings.fullmatch(t) and not _counter(t)]
    return own, "".join(named)


def _is_said(word: str, evidence: str) -> bool:
    """Whether a text has a word, a part of it, or a longer name that it stands for (居委会: 居民委员会)."""
    if any(names.fullmatch(word) and names.search(evidence) for names in borne_out_words().same):
        return True
    return bool(covered(word, evidence) or re.search(_BETWEEN.join(map(re.escape, word)), evidence))


def _counter(thing: str) -> bool:
    """Whether a thing begins with a counter that the dictionary takes for a part of it (台车)."""
    return thing[0] in unit_words().counters


def _without_known(query: Query, phrase: str) -> str:
    """What is left of a name without what was understood of it."""
    known = [s.text for s in query.subjects if not _ASKS.search(s.text)]
    for name in sorted((name_key(n).lower() for n in (*known, *query.projects)), key=len, reverse=True):
        phrase = phrase.replace(name, "|") if name else phrase
    return phrase


def _made_other(query: Query, phrase: str) -> str:
    """What a phrase names that only begins with a known spending or word (环境保护税, 保护员); empty where nothing."""
    other = nearest_words().makes_other
    if not any(other.fullmatch(phrase, start) for start in range(1, len(phrase))):
        return ""  # which no word need be looked up for
    known = [name_key(s.text) for s in query.subjects if s.measure is None]
    for name in (*known, *(w for w in words(phrase) if len(w) > 1)):
        tail = phrase.rpartition(name)[2] if name in phrase else ""
        if other.fullmatch(tail):
            return name + tail
    return ""


def _things_in(text: str) -> Iterator[str]:
    """The words of a text that name things; those that only ask, join or say how much do not."""
    for run in text.split("|"):
        found = words(run)
        for word in found:
            if any(word != other and word in other for other in found):
                continue  # 居委 of 居委会
            if len(word) < 2 or _SO_MANY.fullmatch(word) or not (is_word(word) or _LATIN.fullmatch(word)):
                continue
            telling = borne_out_words().rate.search(word) or question_words().beings.fullmatch(word)
            if telling or not (word in asking_words() or nearest_words().nameless.fullmatch(word)):
                yield word


def _up_to(quote: str, numbers: Sequence[str]) -> str:
    """A quote up to a little behind the last of the figures that are told from it; all of it where it has none."""
    end = max((quote.rfind(n) + len(n) for n in numbers if n in quote), default=len(quote))
    return quote[: end + _BEHIND]


def _evidence(answer: Answer, outline: Outline) -> str:
    """What bears out an answer: its sources, what it calls its figures, and what stands above what it quotes."""
    numbers = [v.value for v in answer.values]
    places = "".join(f"{_up_to(c.quote, numbers)}|{c.section}|{c.row}|{c.column}|{c.table}|" for c in answer.citations)
    quotes = [c.quote for c in answer.citations if c.quote]
    above = (f"{s.heading}|{s.project}|{s.context}" for s in outline.sentences if s.text in quotes)
    return name_key(f"{places}|{'|'.join(v.label for v in answer.values)}|{'|'.join(above)}").lower()
