"""The last resort: of all sentences of a report the one that has most of what a question names, where that is enough.

Other engines know what is asked and where such a thing stands. This one knows neither: it takes the question apart into
the names that it is made of, weighs them by how rare they are in the report, and quotes the sentence that has nearly
all of them, itself or by the heading and the sentence above it. What is asked for has to stand in the sentence itself:
the sentence on the pupils of a school tells nothing of its teachers, however much else it has.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from extractors.facts import MONEY
from extractors.text import fold_width, name_key, squeeze
from extractors.vocabulary import question_words, standard_names, table_forms
from extractors.vocabulary.nearest import nearest_words
from extractors.vocabulary.units import unit_words
from extractors.vocabulary.wants import want_words
from rag import compose
from rag.answer import Answer
from rag.holdings.desk import Desk
from rag.holdings.short_names import is_in_order
from rag.language.query import Query
from rag.prose.passages import named_in_role, told_figures, with_sequel
from rag.prose.told_of_another import amount_of_several, counts_another
from rag.text.chunks import is_word, words
from rag.text.counters import Counted, counted_in
from rag.text.figures_said import Figure, clauses_of, figures_of, kind_of, readable
from rag.text.outline import CELLS, Outline, Sentence
from rag.understanding.topic import covered, grams, stated_numbers

#: the share of what a question names that a sentence must have to tell a figure of it, or something in words
_FIGURE, _WORDS = 0.6, 0.64
#: how much of the name of what is counted must stand in the sentence
_HEAD = 0.7
#: what a pair of characters counts that the report does not have at all: the question's own way of saying it
_STRANGE = 0.4
#: so many such pairs may be the question's own way of saying something; more are the name of another thing
_STRANGERS = 1
#: what one counts that the name of the department has
_OWN = 0.3
#: what counts that stands in the heading or in what a sentence goes on with
_ABOVE = 0.8
#: so many characters before 多少 say what it is asked of
_HEAD_MOST = 5
#: every character of so short a name counts
_ALL_OF = 4
#: so long is a cell that tells something in words
_CELL = 12
#: a row of a table tells less than a sentence that has as much
_ROW = 0.1
#: an answer has missed what is asked that has so little of it, and another has by so much more
_MISSED, _CLEARLY = 0.6, 0.3
#: the chapter on duties, and the word that a cause stands behind
_DUTIES, _CAUSE = re.compile("职责|职能"), "原因"
#: what a sentence must have before the cause that it gives of what a question names
_AS_CAUSE = 0.3
#: so many figures are a list
_LIST = 3
#: so many sentences back the first one of a paragraph is looked for
_BACK = 6
#: so seldom stands what is rare in a report, and so many pairs of it make another thing of a measure
_SELDOM, _RARE_PAIRS = 6, 2
#: so many characters name something
_NAME = 2
#: so many characters must a question name
_TELLING = 3
#: so many characters behind a figure may name what it counts
_BEHIND = 12
#: so many characters a sentence must have beside those of the question to tell anything
_MORE = 5
_HAN, _ALL_HAN = re.compile("[\u4e00-\u9fff]"), re.compile("[\u4e00-\u9fff]{2}")
_ASKS = re.compile(r"(?:多少|(?<!哪)几(?!乎|何))")
#: that an amount of money for each of some things is asked for
_EACH = re.compile(
    rf"(?:每一?|(?:平均|均摊)(?:下来|算)?一)(?P<unit>{unit_words().set_pattern('counters')}|亩|户|吨|头|平方米|公里|公顷|学生|孩子)[^，,]{{0,12}}(?:多少(?:万?元|钱)|几(?:百|千|万)?[元块])"
)
#: the first or the last of several is asked for
_ENDMOST = re.compile("最[大多高小少低]")
CONVERTED = re.compile(r"-?[\d.]+ [×÷] 10+")
#: all income and all spending, of which people say as much of other things
_WHOLES = {"income", "expenditure", "total"}
#: words before a whole that is divided among people
_FOR_EACH = ("人均", "每人", "平均")
#: operations that words may answer
_IN_WORDS = {"list", "reason", "use", "definition"}
#: right before an amount: by how much something changed
_BY_HOW_MUCH = re.compile("(?:增加|减少|增长|下降|上升|降低|提高|上浮)了?$")
#: how many there are in all of a place is asked, and how a sentence tells that
_OF_PLACE = re.compile("全(?:市|县|区|省|州|镇|乡|国|旗)[^，,]{0,4}(?:有|共|一共)[^，,]{0,3}(?:多少|几)")
_IN_ALL = re.compile("全(?:市|县|区|省|州|镇|乡|国|旗)|共有|共计|总数|总计|现有|建有|辖|累计|[达到]")
#: words for an amount of money, which name no thing that it is of
_MONEY_ITSELF = re.compile("(?:的|安排|预算|资金|经费|投入|金额|总额|钱|款)+")
_END = re.compile(r"[，,。；;？?！!|]")


@dataclass(frozen=True, slots=True)
class _Asked:
    """What a question names, in pairs of characters by their weight, and the name of what it asks for a figure of."""

    weights: Mapping[str, float]
    heads: tuple[str, ...]

    def share(self, body: str, above: str = "") -> float:
        """How much of it a text has, with what stands above it."""
        total = sum(self.weights.values())
        found = sum(w * (1.0 if g in body else _ABOVE if g in above else 0.0) for g, w in self.weights.items())
        return found / total if total else 0.0

    def head_share(self, body: str) -> float:
        """How much of the name of what is counted a text has; of several the least, of none all of it."""
        pairs = ([g for g in grams(h) if len(h) <= _ALL_OF or g in self.weights] for h in self.heads)
        return min((sum(g in body for g in own) / len(own) for own in pairs if own), default=1.0)


def _of_opposite(query: Query, answer: Answer) -> str | None:
    """What a question calls by one word (城市低保标准) where all that is quoted has only the opposite one (农村…)."""
    quoted = squeeze("".join(f"{c.quote}|{c.row}|{c.column}|{c.section}|" for c in answer.citations))
    for pair in nearest_words().opposites:
        for asked, other in (pair, pair[::-1]):
            said = asked in query.rest and other not in query.rest
            if said and answer.status == "answered" and asked not in quoted and other in quoted:
                named = re.search(f"{asked}[^|，,]{{0,16}}?(?=多少|几|是|有|吗|[？?|]|$)", query.text)
                return named.group(0) if named is not None else asked
    return None


def of_other_thing(query: Query, desk: Desk, doc_id: str, answer: Answer) -> Answer:
    """An answer, or that a report does not tell what is asked, where the answer has a figure of another thing.

    What is earned by all of a trade (旅游总收入) is no income of the department, and what a project has spent is
    neither its rate of interest nor the number of its people.
    """
    if not query.asks_figure or answer.status == "not_found" or not answer.values or query.tables:
        return answer
    if is_singled_out(query):
        return answer
    if each := _not_of_each(query, answer):
        text = f"没有找到：{desk.title(doc_id)}报告没有写明{each}的数额。已查找决算表、情况说明和附件。"
        return compose.answer(query.text, text, "not_found")
    name = _more_than_the_whole(query, desk, doc_id)
    if name is None and len(answer.values) == 1:
        name = _not_of_project(query, desk, doc_id, answer)
    name = name or counts_another(query, answer) or amount_of_several(query, answer) or _of_opposite(query, answer)
    if name is None:
        return answer
    text = f"没有找到：{desk.title(doc_id)}报告没有写明“{name}”。已查找决算表、情况说明和附件。"
    return compose.answer(query.text, text, "not_found")


def _not_of_each(query: Query, answer: Answer) -> str | None:
    """By what a question asks how much money each gets (每亩补贴多少元), where nothing that bears it out is of each."""
    asked = _EACH.search(query.rest)
    if asked is None or any(v.formula and not CONVERTED.fullmatch(v.formula) for v in answer.values):
        return None
    unit = asked["unit"]
    evidence = squeeze("".join(f"{c.quote}|{c.row}|{c.column}|" for c in answer.citations))
    return None if re.search(rf"[每/／]一?{unit}|{unit}均", evidence) else f"每{unit}"


def _more_than_the_whole(query: Query, desk: Desk, doc_id: str) -> str | None:
    """What a question calls an income or a spending by the word of another thing right before it."""
    if len(query.subjects) != 1 or query.project or {*query.operations} - {"per_head", "prior"}:
        return None
    subject = query.subjects[0]
    if subject.measure is None or subject.measure.id not in _WHOLES:
        return None
    before = query.rest[: query.rest.find(subject.text)]
    known = nearest_words()
    if (told := known.of_people.search(query.rest)) is not None:
        # 农民人均可支配收入 is earned by the people of a place
        return None if name_key(told.group(0)) in desk.outline(doc_id).plain else told.group(0)
    word = before[-_NAME:]
    if query.operations and word in _FOR_EACH:
        return None
    if not _ALL_HAN.fullmatch(word) or not is_word(word) or known.of_all.search(before) or known.empty.search(word):
        return None
    name = word + subject.text
    return None if name_key(name) in desk.outline(doc_id).plain else name


def _not_of_project(query: Query, desk: Desk, doc_id: str, answer: Answer) -> str | None:
    """What a question asks of a project by a name of which nothing bears out the answer."""
    if query.project is None or query.columns or query.operations or query.wants.kinds:
        return None
    if any(s.measure is not None or name_key(s.key) != name_key(query.project) for s in query.subjects):
        return None
    if any(c.unit is not None and c.fits(answer.values[0].unit) for c in counted_in(query.rest)):
        return None  # 发给了几家企业: what is counted in 家 may be called by another word
    beings = any(
        c.unit is None and c.thing and question_words().beings.fullmatch(c.thing) for c in counted_in(query.rest)
    )
    units = unit_words()
    if beings and units.base(units.unscaled(answer.values[0].unit or "")) in units.of_set("people"):
        return None  # 服务多少老人, of 老年人数
    key = name_key(query.project)
    heads = [h for h in heads_in(query.rest) if not covered(h, key)]
    heads = [h for h in heads if not (h[0] == key[0] and is_in_order(h, key))]  # 市运会 for 市第八届运动会
    if answer.values[0].unit in MONEY:
        heads = [h for h in heads if not _MONEY_ITSELF.fullmatch(h)]
    heads = [h for h in heads if not nearest_words().nameless.fullmatch(h)]
    evidence = _evidence(answer, desk.outline(doc_id))
    return next((h for h in heads if not any(g in evidence for g in grams(h))), None)


@dataclass(frozen=True, slots=True)
class _Found:
    """The sentences that are told, their figures that answer, and how much of what a question names they have."""

    sentences: Sequence[Sentence]
    figures: Sequence[Figure]
    share: float


def nearest(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """The sentence that has nearly all that a question names, with the figure asked for; None where none has."""
    found = _found(query, desk, doc_id)
    return told_figures(query, desk, doc_id, found.sentences, found.figures) if found is not None else None


#: a sentence that counts the problems
_COUNTED = re.compile(r"(?:问题|不足)\d+[个项条]")


def nearer(query: Query, desk: Desk, doc_id: str, answer: Answer) -> Answer:
    """An answer, or the sentence that has clearly more of what a question names than all that bears out the answer.

    What was not read at all is left to ``nearest``; what was computed or found in conflict has its own grounds.
    """
    if answer.status != "answered" or query.tables or query.amounts or any(v.formula for v in answer.values):
        return answer
    if query.wants.standing is not None:
        return answer  # 哪个是参公的: the line that says so is short and has few of the words
    if query.wants.kinds[:1] == ["duty"] and any(_DUTIES.search(c.section or "") for c in answer.citations):
        return answer  # what another chapter says of a thing does not tell whose duty it is
    if _is_the_cell(query, answer):
        return answer
    if is_singled_out(query):
        return answer
    of_measure = any(s.measure is not None and not (s.generic and query.asks_figure) for s in query.subjects)
    if of_measure and (not query.asks_figure or _is_of_measure(query, desk.outline(doc_id))):
        return answer
    asked = _asked(query, desk.outline(doc_id), desk.title(doc_id))
    if asked is None:
        return answer
    evidence = _evidence(answer, desk.outline(doc_id))
    own = asked.share(evidence)
    # 补贴多少班次 is not told by what the 补贴 comes to
    on_another = query.asks_figure and asked.head_share(evidence) == 0
    if (own >= _MISSED and not on_another) or len(answer.values) >= _LIST:
        return answer
    found = _found(query, desk, doc_id)
    if found is None or found.share < (own if on_another else own + _CLEARLY):
        return answer
    if query.wants.kinds[:1] == ["problem"] and all(_COUNTED.search(squeeze(s.text)) for s in found.sentences):
        return answer  # 发现问题9个 does not tell which
    return told_figures(query, desk, doc_id, found.sentences, found.figures)


def is_singled_out(query: Query) -> bool:
    """Whether the one row that is meant was told (某县分到多少, 哪个县最少), whatever a sentence says beside it."""
    if query.singled_out is None:
        return False
    return name_key(query.singled_out) in name_key(query.rest) or bool(_ENDMOST.search(query.rest))


def _is_the_cell(query: Query, answer: Answer) -> bool:
    """Whether an answer is the very cells that are asked for, by the names of the rows and of the columns."""
    labels = [name_key(v.label) for v in answer.values]
    named = bool(query.subjects and query.columns and labels)
    of_rows = named and all(any(s.key in label for s in query.subjects) for label in labels)
    return of_rows and bool(answer.citations) and all(c.column in query.columns for c in answer.citations)


def _evidence(answer: Answer, outline: Outline) -> str:
    """All that bears out an answer: its words, its sources, and what stands above the sentences that it quotes."""
    places = "".join(f"{c.quote}|{c.section}|{c.row}|{c.column}|{c.table}|" for c in answer.citations)
    quotes = [c.quote for c in answer.citations if c.quote]
    above = (f"{s.heading}|{s.project}|{s.context}" for s in outline.sentences if s.text in quotes)
    return name_key(f"{answer.answer}|{places}|{'|'.join(above)}").lower()


def _found(query: Query, desk: Desk, doc_id: str) -> _Found | None:
    if (query.operations and not {*query.operations} <= _IN_WORDS) or _is_known_elsewhere(query):
        return None
    asked = _asked(query, desk.outline(doc_id), desk.title(doc_id))
    if asked is None or (query.asks_figure and _is_of_measure(query, desk.outline(doc_id))):
        return None
    return (_figure if query.asks_figure else _words)(query, desk.outline(doc_id), asked)


def _is_known_elsewhere(query: Query) -> bool:
    """Whether others know all that a report has of what is asked: cells of a table, bodies, places in an order."""
    if query.tables or query.wants.kinds[:1] == ["body"] or query.wants.standing:
        return True
    if question_words().place_asked.search(query.rest):
        return True
    # 培训 tells nothing of whether 培训费 was paid
    return query.wants.yes_no and any(s.measure is None and s.key in standard_names() for s in query.subjects)


# ---------------------------------------------------------------- what a question names


def _asked(query: Query, outline: Outline, title: str) -> _Asked | None:
    """What a question names; None where that is too little to look for."""
    names = names_in(query.rest)
    pairs = [g for n in names for g in grams(n) if len(g) > 1]
    counts = {g: outline.plain.count(g) for g in (*pairs, *stated_numbers(query))}
    if len("".join(names)) < _TELLING or not any(counts.values()):
        return None
    # two characters side by side that neither the report nor any word has are none of a name
    spelled = {g for w in words(query.rest) if is_word(w) for g in grams(w)}
    if sum(not n and g in spelled for g, n in counts.items()) > _STRANGERS:
        return None  # a name that the report does not have
    return _Asked(
        {
            g: (1.0 / (1.0 + 0.1 * min(n, 30)) if n else _STRANGE) * (_OWN if g in title else 1.0)
            for g, n in counts.items()
            if n or g in spelled
        },
        heads_in(query.rest),
    )


def _is_of_measure(query: Query, outline: Outline) -> bool:
    """Whether a question asks for the figure of a known measure and names hardly anything else that is rare.

    The engines of figures know all that a report prints of these; where they have none, a sentence has no other.
    """
    measured = [s.text for s in query.subjects if s.measure is not None and not s.generic]
    if not measured:
        return False
    text = query.rest
    for name in measured:
        text = text.replace(name, "|")
    if len(_HAN.findall(nearest_words().empty.sub("", text))) < 2 * _RARE_PAIRS:
        return True  # too little to split it into words, which takes long to load
    pairs = {g for n in names_in(text) for g in grams(n)}
    return sum(0 < outline.plain.count(g) <= _SELDOM for g in pairs) < _RARE_PAIRS


def names_in(text: str) -> list[str]:
    """The names that a text is made of, without the words of asking, joining and time."""
    known = nearest_words()
    text = _ASKS.sub("|", re.sub(r"\d+(?:\.\d+)?", "|", fold_width(text)))
    for pattern in (known.whole, known.empty):
        text = pattern.sub("|", text)
    text = known.joins.sub(lambda m: m.group(0) if _in_word(text, m.start()) else "|", text)
    runs = (name_key(run).lower() for run in re.split(r"[^\u4e00-\u9fffA-Za-z0-9\"]+", text))
    return list(dict.fromkeys(r for r in runs if len(r) >= _NAME))


def _in_word(text: str, at: int) -> bool:
    """Whether a character is part of a word of the dictionary with the one before or behind it."""
    return any(len(w) == _NAME and is_word(w) for w in (text[max(at - 1, 0) : at + 1], text[at : at + 2]))


def heads_in(text: str) -> tuple[str, ...]:
    """The names of what numbers are asked of: behind 几座, else before 有多少."""
    found = []
    text = fold_width(text)
    for counted, match in zip(counted_in(text), _ASKS.finditer(text), strict=False):
        behind = _END.split(text[match.end() :])[0].removeprefix(counted.unit or "")
        own = names_in(_ASKS.split(behind)[0])
        before = names_in(_END.split(text[: match.start()])[-1])
        named = own[:1] or [b[-_HEAD_MOST:] for b in before[-1:]]
        found += [n for n in named if not nearest_words().itself.fullmatch(n)]
    return tuple(dict.fromkeys(found))


# ---------------------------------------------------------------- sentences


def _looked_through(outline: Outline) -> Iterator[tuple[Sentence, str]]:
    """The sentences that may tell something, with what stands above each: headings, the beginning of its paragraph."""
    for sentence in outline.sentences:
        if sentence.section_key in table_forms() or sentence.section_key == "toc":
            continue
        before = outline.sentences[sentence.order - 1] if sentence.order else None
        goes_on = before is not None and before.section == sentence.section
        led = before.key if before is not None and goes_on and len(before.key) <= 90 else ""
        yield sentence, f"{sentence.heading}|{sentence.context}|{led}"


def _figure(query: Query, outline: Outline, asked: _Asked) -> _Found | None:
    """The sentence with the figure of what is asked for, and the figure that stands nearest to its name."""
    counted = counted_in(query.rest)
    best, most = None, 0.0
    for sentence, above in _looked_through(outline):
        share = asked.share(sentence.key, above)
        if share < _FIGURE or asked.head_share(sentence.key) < _HEAD or sentence.section_key == "glossary":
            continue
        if _OF_PLACE.search(query.rest) and not _IN_ALL.search(sentence.text):
            continue  # 2座水库开工滞后 does not tell how many there are in the county
        figures = _fitting(query, sentence, counted, asked)
        figures.sort(key=lambda f: -_nearness(f, asked, sentence))
        if not figures:
            continue
        fit = share + 0.2 * _nearness(figures[0], asked, sentence) - _less(sentence)
        if fit > most:
            best, most = _Found([sentence], figures[: max(len(counted), 1)], share), fit
    return best


def _less(sentence: Sentence) -> float:
    """By how much a row, and a long sentence, is worth less than a short sentence with as much in it."""
    return (_ROW if CELLS.search(sentence.text) else 0.0) + 0.0001 * len(sentence.key)


def _fitting(query: Query, sentence: Sentence, counted: Sequence[Counted], asked: _Asked) -> list[Figure]:
    """The figures of a sentence of the kind and in the unit that is asked for."""
    stated = set(stated_numbers(query))
    changed = bool({"增减额", "增减幅"} & set(query.columns)) or bool(_BY_HOW_MUCH.search(query.rest))
    units = [c for c in counted if c.unit is not None]
    clauses = [name_key(c).lower() for c in clauses_of(sentence)]
    # 支出214万元，主要原因是追加甲活动经费: what is named as a cause only is not what the figure before it is of
    cause = next((n for n, c in enumerate(clauses) if _CAUSE in c), 0)
    of_other = cause if asked.share("".join(clauses[:cause])) < _AS_CAUSE else 0
    found = []
    for figure in figures_of(sentence):
        if figure.clause < of_other:
            continue
        if figure.number in stated or (not changed and _BY_HOW_MUCH.search(figure.before)):
            continue  # by how much something changed is not what it came to
        if figure.unit is None:
            # 运营班次21600班: in a unit that is none of the vocabulary
            named = any(figure.before.endswith(h) for h in asked.heads)
            if not named:
                continue
        elif not _is_asked(query, figure, units):
            continue
        found.append(figure)
    return found


def _is_asked(query: Query, figure: Figure, units: Sequence[Counted]) -> bool:
    """Whether a figure is in a unit and of a kind that is asked for."""
    if units and not any(c.fits(figure.unit) for c in units):
        return False
    return not query.kinds or kind_of(figure.unit) in query.kinds


def _nearness(figure: Figure, asked: _Asked, sentence: Sentence) -> float:
    """How much of what is asked stands around a figure: the name of what is counted, then the rest of its clause."""
    clauses = clauses_of(sentence)
    clause = name_key(clauses[figure.clause]).lower() if figure.clause < len(clauses) else ""
    if not asked.heads:
        return asked.share(clause)
    return max(asked.head_share(figure.before), _ABOVE * asked.head_share(figure.behind[:_BEHIND])) + asked.share(
        clause
    )


def _words(query: Query, outline: Outline, asked: _Asked) -> _Found | None:
    """The sentence that has nearly all that is asked about and the kind of words that is asked for."""
    best, most = None, 0.0
    for sentence, above in _looked_through(outline):
        share = asked.share(sentence.key, above)
        fit = share - _less(sentence)
        if share < _WORDS or fit <= most or not _is_wordy(sentence):
            continue
        kept = _with_neighbours(sentence, outline)
        told = "".join(readable(s.text) for s in kept)
        duty = query.wants.kinds[:1] == ["duty"] and sentence.section_key == "duties"
        if (duty or _tells(query, told, asked)) and named_in_role(query, kept):
            best, most = _Found(kept, [], share), fit
    return best


def _is_wordy(sentence: Sentence) -> bool:
    """Whether a sentence, or a cell of a row, is long enough to tell something in words."""
    return not CELLS.search(sentence.text) or max(map(len, map(str.strip, CELLS.split(sentence.text)))) >= _CELL


def _with_neighbours(sentence: Sentence, outline: Outline) -> list[Sentence]:
    """A sentence with what goes on with it, and with the first one of its paragraph where it leans on that."""
    kept = with_sequel(sentence, outline)
    if not nearest_words().goes_on.match(readable(sentence.text)):
        return kept
    before = outline.sentences[max(0, sentence.order - _BACK) : sentence.order]
    lead = next((s for s in reversed(before) if not s.context), None)
    led = [lead] if lead is not None and lead.section == sentence.section and sentence.context else []
    return [*led, *kept]


def _tells(query: Query, text: str, asked: _Asked) -> bool:
    """Whether a sentence has words of the kind that is asked for besides those of the question."""
    own = _without(text, asked)
    kinds = [k for k in nearest_words().asked if k.asked.search(query.rest)]
    if len(own) < _MORE or any(not k.told.search(own) for k in kinds):
        return False
    if query.wants.thing is not None and not re.search(query.wants.thing, own):
        return False
    return _tells_kind(query, text)


def _tells_kind(query: Query, text: str) -> bool:
    """Whether a sentence has what any one must have that gives a reason, a use or a meaning."""
    kind = query.wants.kinds[0] if query.wants.kinds else None
    if kind == "reason":
        return bool(want_words().because.search(text))
    if kind == "use":
        return bool(want_words().used.search(text))
    about = want_words().about.get(kind) if kind is not None else None
    return about is None or bool(about.search(text))


def _without(text: str, asked: _Asked) -> str:
    """A text without the pairs of characters of the question."""
    for pair in asked.weights:
        text = text.replace(pair, "|")
    return text
