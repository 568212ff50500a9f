"""What kind of answer a question wants: a figure, words of the report, or none that a report could give."""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher

from extractors.text import name_key
from extractors.vocabulary import question_words, standard_names
from extractors.vocabulary.understanding import understanding_words
from extractors.vocabulary.wants import want_words
from rag.holdings.glossary import term_in
from rag.holdings.lookup import FactIndex, facts_for
from rag.language.asking import blanked
from rag.language.manner import manner_in
from rag.language.query import Query
from rag.language.terms import terms_in
from rag.language.wants import Wants, wants_of
from rag.understanding.claims import claim_in
from rag.understanding.question_reading import Reading

#: kinds of words that other engines must know of as operations
_OPERATIONS = ("reason", "definition", "use")
#: things of which one is asked for
_SOME = re.compile("(?<![有共])几个(?=(?:项目|科目|单位|部门)[^，,]{0,3}(?:里面?|中|[，,])[^？?]*最[^？?]*[哪谁])")
#: so much alike are two spellings of one name, and not two things
_ALIKE = 0.6


def find_kind(reading: Reading) -> None:
    """Whether a figure is asked for, and of what kind, or words."""
    query, words = reading.query, question_words()
    # 介绍的几个项目，最大的是哪个: not how many there are
    bare = blanked(reading.bare, [m.span() for m in _SOME.finditer(reading.bare)])
    query.kinds = [kind for kind, pattern in words.unit_asked.items() if pattern.search(bare)]
    # 率 in the name of an indicator asks for none
    query.asks_figure = bool(words.figure_asked.search(blanked(bare, reading.indicators())))
    query.asks_figure |= bool(query.sides)  # 达标没: what was planned and what came of it tell
    changed = query.subjects if "增减额" in query.columns and words.either_way.search(reading.bare) else []
    if len(changed) == 1 and any(facts_for(i, changed[0], "增减额") for i in reading.few):
        query.asks_figure = True  # 比上年增了还是减了: by how much tells which
    query.asks_text = bool(words.text_asked.search(reading.bare)) and not query.asks_figure


def find_opposed(reading: Reading) -> None:
    """Whether the question holds something that it names or states against another, and which two of one name."""
    query, words = reading.query, understanding_words()
    query.opposed = bool(words.opposed.search(query.rest))
    query.spellings = _spellings_in(reading.query.text)
    columns = words.columns_two.search(query.rest)
    query.columns_alike = name_key(columns.group("name")) if columns is not None else None


def _spellings_in(text: str) -> list[str]:
    """The two spellings of one name that a folded question asks to choose from; none where it names two things."""
    match = understanding_words().named_two.search(text)
    one, other = (str(match.group("a")), str(match.group("b"))) if match is not None else ("", "")
    if one in other or other in one:
        return []
    return [one, other] if SequenceMatcher(None, one, other).ratio() >= _ALIKE else []


def decline(reading: Reading) -> None:
    """What is said to a question that no report answers."""
    query = reading.query
    # words off the topic inside a name that is asked about (彩票公益金) are none
    names = [(s.start, s.end) for s in query.subjects if not s.generic]
    if query.opposed and len(names) > 1:
        # 类和它里面的项哪个大，合理吗: the figures of both can be told
        names += [m.span() for m in understanding_words().judged.finditer(reading.yearless)]
    query.declined = want_words().declined(
        blanked(reading.yearless, names), lambda word: any(word in key for i in reading.few for key in i.by_key)
    )


def find_words(reading: Reading) -> None:
    """The words that are asked for, what the question claims, and how it wants to be answered."""
    query, text = reading.query, reading.yearless
    words_wanted(query, reading.indexes)
    if query.has("conflict") and query.has("reason") and _differs_by_nature(query):
        query.operations.remove("conflict")
        query.between_places = False
    if query.asks_figure and query.wants.kinds[:1] == ["definition"] and not _asks_what_it_is(query, text):
        query.wants.kinds.remove("definition")
        query.operations = [o for o in query.operations if o != "definition"]
    query.claim = claim_in(text)
    query.terms = terms_in(text, bool(query.subjects or query.project))
    query.manner = manner_in(query.text)
    query.monthly = bool(question_words().per_month.search(text))


def _asks_what_it_is(query: Query, text: str) -> bool:
    """Whether what is asked what it is stands right behind a thing that is named, and not behind something else."""
    named = [s for s in query.subjects if s.end]
    return not named or any(understanding_words().what_it_is.match(text, s.end) for s in named)


def _differs_by_nature(query: Query) -> bool:
    """Whether what is said to differ are budget and outturn, or two years: why they do is asked, not which holds."""
    of_budget = "决算" in query.rest and any("预算" in c for c in query.columns)
    return of_budget or bool(question_words().against_year.search(query.rest))


def words_wanted(query: Query, indexes: Sequence[FactIndex], money: bool = False) -> None:
    """Which words of the report are asked for; the kinds that other engines must know of are operations too.

    ``money``: the subjects are known to be amounts of money, whatever they are called.
    """
    traits = _traits(query, indexes) | ({"money"} if money else set())
    query.wants = wants_of(query.rest, traits)
    named = [s for s in query.subjects if s.measure is None and name_key(s.text) == s.key]
    accounts = [(s.start, s.end) for s in named if _is_account(s.key, indexes)]
    if accounts and (query.wants.bodies is not None or "duty" in query.wants.kinds):
        # 它下面的行政事业单位医疗, 食品安全监管两处的数: the name of a 科目 asks for no units and no duties
        bare = wants_of(blanked(query.rest, accounts), traits)
        query.wants.bodies = bare.bodies
        query.wants.kinds = [k for k in query.wants.kinds if k != "duty" or k in bare.kinds]
    if query.of_plans:
        query.wants.against_budget = False  # a budget compares its own with that of the year before
    if _takes_for_granted(query.wants) and query.asks_text and not query.operations and len(query.doc_ids) == 1:
        query.wants.kinds = ["reason"]  # 少了一大截，列了哪几笔没有了的钱: words on a change are its reason
    query.operations = [o for o in query.operations if o not in _OPERATIONS]
    if query.between_places:
        query.wants.kinds = [k for k in query.wants.kinds if k != "definition"]  # 两处写的有差别吗
    query.operations += [k for k in query.wants.kinds if k in _OPERATIONS]


def _is_account(key: str, indexes: Sequence[FactIndex]) -> bool:
    """Whether a name is that of a 科目 of the reports asked about."""
    return key in standard_names() or any(f.row_code for i in indexes for f in i.by_key.get(key, ()))


def _traits(query: Query, indexes: Sequence[FactIndex]) -> set[str]:
    """What a question is about, as far as that tells which words it asks for."""
    subjects = [s for s in query.subjects if not s.generic]
    projects = {name_key(p) for p in query.projects}
    indicators = [s for s in subjects if s.key not in projects]
    traits = {
        "money": any((s.measure is not None and not s.measure.unit) or s.key in standard_names() for s in subjects),
        "project": query.project is not None,
        "table": bool(query.tables),
        "indicator": any(s.measure is None and s.key in i.annex_names for s in indicators for i in indexes),
        "figure": query.asks_figure,
        "term": len(indexes) == 1 and term_in(query.rest, subjects, indexes[0]) is not None,
    }
    return {name for name, shown in traits.items() if shown}


def _takes_for_granted(wants: Wants) -> bool:
    """Whether all that a question says for words is that something rose or fell."""
    return wants.premise is not None and not wants.kinds and not wants.yes_no
