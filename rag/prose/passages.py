"""Passages: the sentences of a report that answer a question in its own words, or the honest absence of any.

A sentence that speaks of the topic is no answer by itself: where a figure is asked for, the clause on the topic has to
print one of the kind asked; where a country or a company is asked for, the sentence has to name one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal

from extractors.facts import plain_decimal
from extractors.text import fold, name_key, squeeze
from extractors.vocabulary import question_words, standard_names, table_forms
from extractors.vocabulary.units import unit_words
from extractors.vocabulary.wants import want_words
from rag import compose
from rag.answer import Answer, Value
from rag.holdings.desk import Desk
from rag.language.quantities import number_of
from rag.language.query import Query
from rag.text.counters import Counted, counted_in
from rag.text.figures_said import Figure, clauses_of, figures_of, kind_of, readable
from rag.text.outline import CELLS, Outline, Sentence
from rag.understanding.topic import (
    covered,
    focus_of,
    longest_run,
    pairs_of,
    runs_of,
    segments_in,
    segments_of,
    share,
    stated_numbers,
    weights,
)

#: money that is owed, fined, lent or borrowed: what is said of other money tells nothing of it
_MONEY_OWED = re.compile(r"[欠罚赔贷借]")
#: the share of a question that a sentence must cover, and that of a second one beside the best
_NEEDED, _BESIDE = 0.5, 0.8
#: how many characters a question must have that tell what it is about
_TELLING = 3
#: the share below which a sentence is about something else, whatever single words it has
_ABOUT = 0.4
#: from this share on a sentence speaks of what is asked, even if it does not tell it
_MENTIONED = 0.8
#: the share of a question that a sentence must have for its only fitting figure to be the answer
_WHOLE = 0.8
#: how much of the words right before 多少 a sentence must have
_FOCUS = 0.6
#: how a clause or a sentence begins that goes on with what the one before speaks of
_GOES_ON = re.compile(
    r"\W*(?:其中|共|合计|总计|总数|总额|累计|达|为|占|完成|同比|增长|下降|较|比|高于|低于|实现|涉及|金额|资金|已|实际|分别|超)"
)
_FOR = re.compile(r"\W*(?:主要|全部)?(?:用于|用以|用来)")
_SEQUEL = re.compile(r"\s*(?:其中|具体|包括|主要包括|分别|(?:发现|存在)的?(?:主要)?问题(?:主要)?(?:是|有|为|：))")
#: a numbered title that the next sentence explains
_TITLE = re.compile(
    r"\s*(?:\d{1,2}[.、．]|[（(][一二三四五六七八九十\d]{1,2}[)）]|[一二三四五六七八九十]{1,2}(?:、|是))[^，,；;：:。]{2,14}。?\s*$"
    r"|[^，,。]{4,70}[（(]项[)）]。?\s*$"
)
_COMPARED = re.compile(r"高于|低于|高出|超过|超出|领先|落后|比")
#: how many pieces of a search favour their sentences, and by how much
_SEARCHED, _FAVOUR = 5, 0.05
#: how long the longest cell of a row, or a line, must be to tell something in words; how many figures a row may have
_WORDY, _ROW_OF_FIGURES = 12, 5
#: words that a name of the kind asked for ends in
_GENERIC_NAMES = {"公司", "企业", "集团"}
#: a question on a plan, and a sentence on what was done
_PLANNED = re.compile(r"目标|计划|要求|打算|拟")
_DONE = re.compile(r"年度?[，,]?\s*(?:全|新|共|累计)|完成|达到?|实现|累计|已|共计?\d")
#: the label of a figure of a sentence that no fact names
SAID = "报告所述"
#: what was not done, and what it counts that a clause says so as the question does
_UNDONE, _NOT_DONE = re.compile(r"没(?!有问题)|未|(?<![差])不[到足够能]|尚|剩"), 1.2
_ITSELF = re.compile("自评|自我评价")
#: by how many pairs of characters a figure of a later sentence must be nearer to what is asked
_LATER = 4
#: what it counts that a sentence prints a number right before the thing that is counted
_COUNTS_IT = 0.2
#: units of people, who are named before their number
_PERSONS = {"人", "名", "人次"}
#: how much of what is counted must stand behind a number that has no other name
_CALLED = 3
#: counters of so many things that they tell nothing of which
_OF_MANY = frozenset("个家户次项批人名位处件亿万分") | {"个百分点"}
#: a budget, and not the name of a fund or of a body
_BUDGETED = re.compile("(?:年初|全年|调整后?|安排|批复)预算|预算(?:数|安排|为|资金|总额|\\d)")
#: the names of so many of a kind are asked for
_SO_MANY_NAMED = re.compile(
    r"(?P<number>\d{1,2}|[两二三四五六七八九十])(?:家|个|所|名|位)[^，,。]{0,14}(?:叫|名字|名称|名单|是哪|有哪|分别是|都是)"
)
#: a word of so many characters is the name of something
_LONG_NAME = 4
#: which ones of a kind are asked for; so long are their names
_OF_KIND, _NAME = re.compile("哪(?:几|些|[两三四五])(?:个|家|所|条|座|种|支|名|位)?(?P<kind>[\u4e00-\u9fff]{2,8})"), 3
#: when something is done is asked, by what is done behind it
_WHEN_DONE = re.compile(
    r"(?:什么时候|啥时候|何时|哪[一]?[年月天]|几月)(?:份|底|初)?(?:能|才|会|要)?(?P<act>[\u4e00-\u9fff]{2})"
)
_ASKS = re.compile(r"多少|(?<!哪)几(?!乎)")


def passage(query: Query, desk: Desk, doc_id: str, needed: float = _NEEDED, under: str = "") -> Answer | None:
    """The sentences of a report that answer a question best; None where none covers what is asked.

    ``under``: the heading below which alone is looked.
    """
    outline = desk.outline(doc_id)
    segments = _in_its_words(query, segments_of(query), outline)
    if len("".join(segments)) < _TELLING - _told_by_counter(query):
        return None
    focus = [w for w in focus_of(query) if not want_words().asking_stated.search(w)]
    if not all(covered(word, outline.plain) > 0 for word in focus) or _of_something_else(segments, outline):
        return None
    scored = [s for s in _scored(query, weights(segments, outline.plain), outline, focus) if under in s.section]
    if not scored or scored[0].score < needed:
        return None
    scored = _near_in_meaning(query, desk, doc_id, scored)
    kept = _chosen(query, scored, outline, segments)
    if question_words().place_asked.search(query.rest):
        kept = [s for s in kept if question_words().place_told.search(s.text)]
        if not kept:
            return None  # 增速排全省第几: what tells no place does not tell
    if kept and _counts_alone(query, kept, segments):
        return None
    if kept:
        return _told(query, desk, doc_id, kept, segments)
    return _only_mentioned(query, desk, doc_id, scored[0], segments)


def _counts_alone(query: Query, kept: Sequence[Sentence], segments: Sequence[str]) -> bool:
    """Whether sentences have but the counter of what is asked (412人次, of 门诊总人次), and not what is counted."""
    named = [w for w in segments if w not in unit_words().counters]
    if not query.asks_figure or not named or len(named) == len(segments):
        return False
    return not any(covered(w, s.key) > 0 for w in named for s in kept)


def _in_its_words(query: Query, segments: Sequence[str], outline: Outline) -> Sequence[str]:
    """Of a question why something was so, the name that the report has as well, where there is such a one.

    People say what happened in their own words (没开成, 黄了), and call by its name what it happened to.
    """
    if query.wants.kinds[:1] != ["reason"] or query.subjects:
        return segments
    names = [name_key(r) for r in runs_of(query)]
    return [n for n in names if len(n) >= _LONG_NAME and n in outline.plain] or segments


def _of_something_else(segments: Sequence[str], outline: Outline) -> bool:
    """Whether a question names something that the report does not mention at all."""
    named = [w for w in segments if not want_words().asking_stated.search(w)]
    return bool(named) and share(named, outline.plain) < _NEEDED


def dated(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """Sentences of a report on another year's doings, where they name that year and cover nearly all that is asked."""
    if any(s.measure for s in query.subjects) or not query.years:
        return None
    answer = passage(query, desk, doc_id, needed=0.8)
    quotes = "".join(c.quote for c in answer.citations) if answer else ""
    if answer is None or answer.status == "not_found":
        return None
    # 和2023年相比: of that year nothing is told
    return answer if all(re.search(rf"(?<![比较与同和跟]){y}", quotes) for y in query.years) else None


def compared(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """How a figure stands to one that is not the report's own (高于全市平均1.4个百分点), where a sentence says so."""
    if query.wants.versus is None:
        return None
    other = segments_in(query.wants.versus)
    segments = segments_of(query)
    outline = desk.outline(doc_id)
    fitting = [
        s
        for s in outline.sentences
        if _COMPARED.search(s.text) and share(other, s.key) >= _ABOUT and share(segments, s.key) >= _ABOUT
    ]
    fitting.sort(key=lambda s: -share(segments, s.key))
    kept = next((s for s in fitting if _answering(query, s, segments)), None)
    return _told(query, desk, doc_id, [kept], segments) if kept is not None else None


def ranked(query: Query, outline: Outline) -> list[Sentence]:
    """The sentences that speak of what a question asks, whatever they call it, the best first."""
    query = query.model_copy(update={"subjects": []})
    return _scored(query, weights(segments_of(query), outline.plain), outline, [])


def told_figures(query: Query, desk: Desk, doc_id: str, kept: Sequence[Sentence], figures: Sequence[Figure]) -> Answer:
    """Sentences as the answer, with these of their figures as its values."""
    return _quoted(query, desk, doc_id, kept, [value_said(f, desk, doc_id) for f in figures], "answered")


def _told(query: Query, desk: Desk, doc_id: str, kept: Sequence[Sentence], segments: Sequence[str]) -> Answer:
    wants = query.asks_figure or query.has("conflict")
    values = _places_told(query, kept, desk, doc_id)
    values = values or (_values(query, kept, desk, doc_id, segments) if wants else [])
    return _quoted(
        query, desk, doc_id, kept, values, "conflict" if query.has("conflict") and _differ(kept) else "answered"
    )


def _differ(kept: Sequence[Sentence]) -> bool:
    """Whether two sentences have no figure in common in a unit that both have."""
    told = [{(f.number, f.unit) for f in figures_of(s) if f.unit} for s in kept]
    pairs = ((a, b) for n, a in enumerate(told) for b in told[n + 1 :])
    return any({u for _, u in a} & {u for _, u in b} and not a & b for a, b in pairs)


def _quoted(
    query: Query, desk: Desk, doc_id: str, kept: Sequence[Sentence], values: list[Value], status: str
) -> Answer:
    quoted = "；".join(compose.clipped(readable(s.text).rstrip("；。;"), 420) for s in kept)
    cited = [desk.citation(doc_id, s.start, s.end, s.section) for s in kept]
    text = f"{desk.title(doc_id)}报告写道：{quoted}。"
    found = compose.answer(query.text, text, status, values, cited)  # type: ignore[arg-type]
    return found.model_copy(update={"searched": True})


def _only_mentioned(
    query: Query, desk: Desk, doc_id: str, sentence: Sentence, segments: Sequence[str]
) -> Answer | None:
    """That a report speaks of something and does not tell what is asked of it."""
    if share(segments, sentence.key) < _MENTIONED:
        return None
    if _names_of_kind(query, sentence):
        return _quoted(query, desk, doc_id, [sentence], [], "answered")
    what = "数额" if query.asks_figure else "内容"
    told = compose.clipped(readable(sentence.text).rstrip("；。;"), 200)
    text = f"没有找到：{desk.title(doc_id)}报告提到了此事，但没有写明所问的{what}。报告的原话是：{told}。"
    cited = [desk.citation(doc_id, sentence.start, sentence.end, sentence.section)]
    return compose.answer(query.text, text, "not_found", [], cited)


def _names_of_kind(query: Query, sentence: Sentence) -> bool:
    """Whether a sentence names several of the kind asked for side by side (哪几个煤矿: 甲山矿、乙村矿)."""
    asked = _OF_KIND.search(query.rest)
    if asked is None:
        return False
    names = [
        name for name in re.split("[、，,。；;：:（）()]|和|及", squeeze(fold(sentence.text))) if len(name) >= _NAME
    ]
    return sum(name.endswith(asked.group("kind")[-1]) for name in names) > 1


# ---------------------------------------------------------------- choosing sentences


def _scored(query: Query, telling: Mapping[str, float], outline: Outline, focus: Sequence[str]) -> list[Sentence]:
    """Sentences by the share of the question that they cover, their heading helping a little; each wording once."""
    numbers = stated_numbers(query)
    worth = 0.2 if query.asks_figure else 1.0  # an amount beside the one asked for need not stand in its sentence
    total = (sum(telling.values()) or 1.0) + worth * len(numbers)
    headings: dict[tuple[str, str], float] = {}
    best: dict[str, Sentence] = {}
    owners = [*_subjects_named(query), *_spending_named(query)]
    things = [c for c in counted_in(query.rest) if c.thing] if query.asks_figure else []
    others = bool(question_words().evaluated_by.search(query.rest)) and "自评" not in query.rest
    for sentence in outline.sentences:
        if sentence.section_key == "glossary" or sentence.section_key in table_forms():
            continue  # what a term means, and notes that explain a table, tell nothing of this year's doings
        if owners and not any(n in sentence.key or n in sentence.heading for n in owners):
            continue
        if others and _ITSELF.search(sentence.text) and not question_words().evaluated_by.search(sentence.text):
            continue  # what it says of itself is not what others say of it
        if not _tells(query, sentence) and not _tells_below(query, sentence, outline):
            continue
        found = sum(worth for n in numbers if n in sentence.key and _is_of_kind(n, query, sentence))
        for word, weight in telling.items():
            pair = (word, sentence.section)
            if pair not in headings:
                headings[pair] = 0.7 * covered(word, sentence.heading)
            context = 0.7 * covered(word, sentence.context) if sentence.context else 0.0
            found += weight * max(covered(word, sentence.key), headings[pair], context)
        fits = found / total
        if fits < _ABOUT:
            continue
        named = 0.25 if focus and all(covered(word, sentence.key) for word in focus) else 0.0
        if things and any(c.is_of(f.unit, f.behind) for f in figures_of(sentence) for c in things):
            named += _COUNTS_IT
        settled = (
            0.03 if query.asks_figure and bool(_PLANNED.search(query.rest)) != bool(_DONE.search(sentence.text)) else 0
        )
        sentence.score = fits + named + settled - 0.0001 * len(sentence.key)
        best.setdefault(sentence.key, sentence)
    return sorted(best.values(), key=lambda s: -s.score)


def _near_in_meaning(query: Query, desk: Desk, doc_id: str, scored: Sequence[Sentence]) -> list[Sentence]:
    """The sentences again, those favoured that a search brings up (by meaning, where a model is there)."""
    hits = [(h.start, h.end) for h in desk.search(query.rest.replace("|", " "), [doc_id], _SEARCHED)]
    for sentence in scored[:12]:
        sentence.score += _FAVOUR if any(a <= sentence.start < b for a, b in hits) else 0.0
    return sorted(scored, key=lambda s: -s.score)


def _is_of_kind(number: str, query: Query, sentence: Sentence) -> bool:
    """Whether a number that a question states as an amount stands in a sentence as one, and not as a percentage."""
    if re.search(rf"{re.escape(number)}\s*%", query.rest):
        return True
    digits = re.escape(number) + ("0*" if "." in number else r"(?:\.0+)?")
    return bool(re.search(rf"(?<![\d.]){digits}(?!\s*%|\d|\.\d)", sentence.text.replace(",", "")))


def _tells(query: Query, sentence: Sentence) -> bool:
    """Whether a sentence can tell what is asked: with a cause where a reason is, no row of figures for words."""
    if query.wants.kinds[:1] == ["reason"] and not query.wants.thing and not want_words().because.search(sentence.text):
        return False
    if query.wants.kinds[:1] == ["use"] and not query.wants.thing and not want_words().used.search(sentence.text):
        return False
    about = want_words().about.get(query.wants.kinds[0]) if query.wants.kinds else None
    if about is not None and not query.asks_figure and not query.wants.thing and not about.search(sentence.text):
        # 第三方评价指出了什么问题: what an evaluation points out is one
        return bool(question_words().evaluated_by.search(query.rest)) and "指出" in sentence.text
    if query.asks_figure:
        return all(verb in sentence.text for verb in _MONEY_OWED.findall(query.rest))
    cells = [c.strip() for c in CELLS.split(sentence.text)]
    if len(cells) == 1:
        # lines as short as cells come from a form that was read without its cells: no sentence
        broken = sentence.text.count("\n")
        return not broken or query.wants.thing is not None or len(squeeze(sentence.text)) >= _WORDY * (broken + 1)
    return max(map(len, cells)) >= _WORDY and sum(c[:1].isdigit() for c in cells) <= _ROW_OF_FIGURES


def _tells_below(query: Query, sentence: Sentence, outline: Outline) -> bool:
    """Whether a sentence is a title (2、缺专业人才。) and the one after it can tell what is asked."""
    after = next_to(sentence, outline) if _TITLE.match(sentence.text) else None
    return after is not None and _tells(query, after)


def _subjects_named(query: Query) -> list[str]:
    """The names of what a reason or a figure is asked of: that of another thing is no answer."""
    if "reason" not in query.wants.kinds and not query.asks_figure:
        return []
    subjects = [s for s in query.subjects if s.measure is not None and not s.generic]
    return [name_key(n).lower() for s in subjects if s.measure for n in (s.text, s.measure.name, *s.measure.printed)]


def _spending_named(query: Query) -> list[str]:
    """The published names of spending that a question asks yes or no of: 培训 tells nothing of 培训费."""
    if not query.wants.yes_no or query.wants.kinds:
        return []
    return [s.key.lower() for s in query.subjects if s.measure is None and s.key in standard_names()]


def _chosen(query: Query, scored: Sequence[Sentence], outline: Outline, segments: Sequence[str]) -> list[Sentence]:
    """The best sentence and others nearly as good, of those that tell what is asked and do not only speak of it."""
    named = [w for w in segments if not want_words().asking_stated.search(w)]
    near = [s for s in scored[:6] if s.score >= _BESIDE * scored[0].score]
    if query.asks_figure and named:  # what stands in the chapter on a project need not name it again
        near += [s for s in scored if s.project and s not in near and share(named, s.project) >= _FOCUS]
    near = [s for s in near if not named or share(named, s.key + s.heading) >= _ABOUT]
    if query.asks_figure:
        near = [s for s in near if _has_focus(query, s, outline)]
    if query.wants.thing and (act := _WHEN_DONE.search(query.rest)):
        # 什么时候竣工: a sentence that tells when, and of that
        near = [s for s in scored if act["act"] in s.key and re.search(query.wants.thing, readable(s.text))] or near
    if not query.asks_figure:
        told = [k for s in near if (k := with_sequel(s, outline)) and _names_thing(query, k, segments)]
        return list({s.start: s for k in told[:3] for s in k}.values())[:5]
    kept = [s for s in near if _answering(query, s, segments)][:3]
    if kept:
        return kept
    for sentence in near:
        after = next_to(sentence, outline)
        if after is not None and _GOES_ON.match(after.text) and _wanted(query, after):
            return [sentence, after]
    return []


def _has_focus(query: Query, sentence: Sentence, outline: Outline) -> bool:
    """Whether a sentence, its heading or the one it goes on from has of what the number is asked."""
    before = outline.sentences[sentence.order - 1].key if sentence.order else ""
    body = before + sentence.key + sentence.heading + sentence.context
    focus = focus_of(query)
    return not focus or share(focus, body) >= _FOCUS


def _names_thing(query: Query, sentences: Sequence[Sentence], segments: Sequence[str]) -> bool:
    """Whether sentences hold a thing of the kind asked for besides the words of the question."""
    if query.wants.thing is None:
        return _as_many(query, sentences)
    text = "".join(readable(s.text) for s in sentences)
    for word in segments:
        text = text if word in _GENERIC_NAMES else text.replace(word, "|")
    return bool(re.search(query.wants.thing, text)) and _as_many(query, sentences) and named_in_role(query, sentences)


def named_in_role(query: Query, sentences: Sequence[Sentence]) -> bool:
    """Whether the clause on the part that somebody has in something names one, where that is asked (施工单位是哪家).

    The one that is named beside another part is none.
    """
    role = want_words().role_named.search(query.rest)
    if role is None or query.wants.thing is None:
        return True
    clauses = (c for s in sentences for c in re.split("[，,；;。]", readable(s.text)) if role["role"] in c)
    return any(re.search(query.wants.thing, c) for c in clauses)


def _as_many(query: Query, sentences: Sequence[Sentence]) -> bool:
    """Whether sentences name as many as a question asks the names of (那5家企业叫什么)."""
    asked = _SO_MANY_NAMED.search(query.rest)
    if asked is None:
        return True
    runs = (run.count("、") + 1 for s in sentences for run in re.split("[，,。；;：:\n]", readable(s.text)))
    return max(runs, default=0) >= int(number_of(asked.group("number")))


def next_to(sentence: Sentence, outline: Outline) -> Sentence | None:
    after = outline.sentences[sentence.order + 1 : sentence.order + 2]
    return after[0] if after and after[0].section == sentence.section else None


#: what was found fault with is told, one thing after the other, of which so many are
_FAULTS, _MOST_FAULTS = re.compile("(?:问题|不足)(?:主要)?(?:是|有|为|包括|：)|评价(?:中)?(?:发现|指出)"), 6


def with_sequel(first: Sentence, outline: Outline) -> list[Sentence]:
    """A sentence that says 一是 goes on with those that say 二是; one may go on with 其中."""
    if "一是" in first.text:
        after = outline.sentences[first.order + 1 : first.order + 5]
        return [first, *(s for s in after if re.match(r"\s*[二三四五]\s*是", s.text))]
    if _FAULTS.search(squeeze(first.text)):
        # 主要问题是甲；乙；丙。: what is told one by one ends with the full stop
        listed = [first]
        for following in outline.sentences[first.order + 1 : first.order + _MOST_FAULTS]:
            if not listed[-1].text.rstrip().endswith("；") or following.section != first.section:
                break
            listed.append(following)
        if len(listed) > 1:
            return listed
    after_first = next_to(first, outline)
    goes_on = after_first is not None and (_SEQUEL.match(after_first.text) or _TITLE.match(first.text))
    if after_first is None or not goes_on:
        return [first]
    told_one_by_one = "一是" in after_first.text or _FAULTS.search(squeeze(after_first.text))
    return [first, *with_sequel(after_first, outline)] if told_one_by_one else [first, after_first]


# ---------------------------------------------------------------- figures of sentences


def _wanted(query: Query, sentence: Sentence) -> list[Figure]:
    """The figures of a sentence that are of the kind asked for and not the question's own."""
    stated = set(stated_numbers(query))
    asked = counted_in(query.rest)
    any_unit = any(c.unit is None for c in asked)
    in_cells = bool(CELLS.search(sentence.text))
    return [
        f
        for f in figures_of(sentence)
        if f.number not in stated
        and (not query.kinds or kind_of(f.unit) in query.kinds)
        and (any_unit or any(_is_in(f, c, in_cells) for c in asked))
    ]


def _is_in(figure: Figure, counted: Counted, in_cells: bool) -> bool:
    """Whether a figure is in the unit asked for; a number alone may be, in a cell of a table."""
    return counted.fits(figure.unit) if figure.unit is not None else in_cells or counted.unit in _OF_MANY


def _told_by_counter(query: Query) -> bool:
    """Whether a question counts in what few things are counted in, which tells what is asked as a word does."""
    counted = counted_in(query.rest)
    return any(
        (c.unit is not None and c.unit not in _OF_MANY) or (c.unit is None and len(c.thing) == 1) for c in counted
    )


def _answering(query: Query, sentence: Sentence, segments: Sequence[str]) -> list[Figure]:
    """The figures of a sentence that tell what is asked: those of the clause on the topic, or the next."""
    clauses = clauses_of(sentence)
    wanted = _wanted(query, sentence)
    if any("预算" in c for c in query.columns) and "决算" not in query.rest:
        # what was spent is no budget
        wanted = [f for f in wanted if _BUDGETED.search(clauses[f.clause])]
    if not wanted or len(clauses) == 1:
        return wanted
    if query.wants.versus is not None:
        return [f for f in wanted if _COMPARED.search(clauses[f.clause])]
    words = [*segments, *stated_numbers(query)]
    nearest = focus_of(query, reach=1) if len(_ASKS.findall(query.rest)) == 1 else []
    undone = bool(_UNDONE.search(query.rest))  # 还有几户没签: the clause that tells how many did not
    fits = [
        share(words, name_key(c)) + share(nearest, name_key(c)) + _NOT_DONE * (undone and bool(_UNDONE.search(c)))
        for c in clauses
    ]
    best = max(fits)
    for number in range(len(clauses)):
        if fits[number] < best - 0.001:
            continue
        here = [f for f in wanted if f.clause == number]
        goes_on = number + 1 < len(clauses) and _GOES_ON.match(clauses[number + 1])
        here = here or [f for f in wanted if goes_on and f.clause == number + 1]
        # 开支0.96万元，用于召开会议: what money was for stands behind it
        if here := here or [f for f in wanted if _FOR.match(clauses[number]) and f.clause == number - 1]:
            return [*here, *(f for f in wanted if f not in here)]
    if (of_things := _before_things(query, wanted)) and share(words, sentence.key) >= _NEEDED:
        return [*of_things, *(f for f in wanted if f not in of_things)]
    # the only figure in the unit asked for, in a sentence that has all that is asked
    asked = [c.unit for c in counted_in(query.rest) if c.unit not in {None, "亿", "万"}]  # money is of too many things
    return wanted if asked and len(wanted) == 1 and share(words, sentence.key) >= _WHOLE else []


def _before_things(query: Query, figures: Sequence[Figure]) -> list[Figure]:
    """The figures right before the names of the things that are counted (几个镇街多少个村: 7个镇街、112个行政村)."""
    found = []
    for counted in counted_in(query.rest):
        found += [f for f in figures if f not in found and counted.is_of(f.unit, f.behind)][:1]
        found += [f for f in figures if f not in found and _is_called(f, counted)][:1]
    return found


def _is_called(figure: Figure, counted: Counted) -> bool:
    """Whether what is counted is said behind a number (示范镇有多少个: 3个镇被评为示范镇) or right before it."""
    if counted.thing and figure.unit in _PERSONS and figure.before.endswith(counted.thing):
        return True  # 惠及残疾人3847人
    if counted.thing or counted.unit is None or figure.unit is None or not counted.fits(figure.unit):
        return False
    return longest_run(counted.led, figure.behind) >= _CALLED


#: behind what something was before (由每月1085元提高到1140元), and that this is asked for
_RAISED_TO = re.compile("(?:统一)?(?:提高|提升|增加|上调|调整|降低|减少|下调|扩大|缩减)(?:到|至|为)")
_FORMER = re.compile("原来|原先|之前|以前|去年|上年|由多少|从多少")


def _values(
    query: Query, sentences: Sequence[Sentence], desk: Desk, doc_id: str, segments: Sequence[str]
) -> list[Value]:
    """The figures of the chosen sentences: those that answer first, nearest to the words asked, then the others."""
    pairs = pairs_of(query)
    things = counted_in(query.rest)
    order: list[tuple[tuple[int, bool, bool, int, int], Figure]] = []
    for number, sentence in enumerate(sentences):
        answering = _answering(query, sentence, segments)
        for figure in figures_of(sentence):
            if figure not in answering and figure.unit is None:
                continue
            place = answering.index(figure) if figure in answering else len(answering)
            # those of the clause on what is asked, the other ones of the kind asked for, the rest
            rank = 2 if figure not in answering else int(figure.clause != answering[0].clause)
            other = not any(c.is_of(figure.unit, figure.behind) or _is_called(figure, c) for c in things)
            near = sum((g in figure.around) + (g in figure.before) for g in pairs)
            former = bool(_RAISED_TO.match(figure.behind)) and not _FORMER.search(query.rest)
            order.append(((rank, other, former, _LATER * number - near, place), figure))
    order.sort(key=lambda r: r[0])
    return [value_said(f, desk, doc_id) for _, f in order[:6]]


def _places_told(query: Query, sentences: Sequence[Sentence], desk: Desk, doc_id: str) -> list[Value]:
    """The places in an order that the chosen sentences tell (第447位), where one is asked for."""
    if not question_words().place_asked.search(query.rest):
        return []
    found = (m["place"] for s in sentences for m in question_words().place_told.finditer(s.text) if m["place"])
    return [value_said(Figure(number, None, "", 0), desk, doc_id) for number in dict.fromkeys(found)]


def value_said(figure: Figure, desk: Desk, doc_id: str) -> Value:
    report = desk.reports[doc_id]
    return Value(
        value=plain_decimal(Decimal(figure.number.replace(",", ""))),
        unit=figure.unit,
        label=SAID,
        department=report.department,
        year=report.year,
        origin="prose",
    )
