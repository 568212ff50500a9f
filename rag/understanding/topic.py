"""The topic of a question: its telling words, and how well a text covers them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from extractors.text import fold, fold_width, name_key
from extractors.vocabulary import question_words
from extractors.vocabulary.units import unit_words
from extractors.vocabulary.wants import want_words
from rag.language.query import Query
from rag.text.chunks import is_word, words

#: words that only say that money is spoken of
MONEY_WORDS = re.compile(r"收入|支出|收支|花|钱|规模|盘子|增|减|涨|降|升|预算|决算|完成|资金|经费|总|全年|财政|没")
#: 平方米 and 公里 are words that tell what is asked, 几座 tells nothing
_COUNTED = re.compile(rf"(多少|几){unit_words().pattern(u for u in unit_words().counters if len(u) == 1)}")
#: 建了 is 建; 几座 asks and tells nothing
_DONE, _HOW_MANY = re.compile("(?<=.)[了过]$"), re.compile("几(?!何)|多[少长久大高远]|长时间|时候$")
#: what no name has in it, and how many characters a name of single characters has beyond doubt
_PARTED, _NAME = re.compile("[^\u4e00-\u9fff]|[的了是吗呢吧啊么和与及或有被把给几多少谁啥哪什怎]"), 4
#: how the question itself says that something was done (晚签, 少演), in words that no report need have
_HOW_DONE = re.compile("[没未晚早少多只又再新已曾刚仅].$")
#: a word of asking that names what is asked beside it, and what parts a question
_ASKS_FOR, _CLAUSE = re.compile(r"多少|谁|什么|啥|哪|^几"), re.compile(r"[，,。；;？?！!]")
#: words that join what is asked to the word of asking
_LINKS = {"是", "有", "了", "为", "的", "共", "一共", "总共", "大概", "到底", "分别", "各", "各是"}
#: what stands behind a verb and says no more (排查出, 检查到)
_LINKS |= set("出到过得起下")
#: money, shares and numbers of things that a question itself states
_STATED = re.compile(rf"(?<![\d.])\d+(?:\.\d+)?(?=万|亿|元|%|多?{unit_words().set_pattern('counters')})")


def segments_of(query: Query) -> list[str]:
    """The telling words of a question: without departments, years, tables and the words of asking."""
    return segments_in(query.rest)


def segments_in(text: str) -> list[str]:
    """The telling words of a text; where in the report to look tells nothing of what is asked."""
    places = sorted((fold(w) for words in question_words().sections.values() for w in words), key=len, reverse=True)
    text = re.sub("|".join(map(re.escape, places)), " ", text)
    text = re.sub("|".join(map(re.escape, question_words().ignored)), " ", text.replace("|", " "))
    text = _COUNTED.sub(r"\1 ", fold_width(text)).lower()
    split = words(text)
    found = [_DONE.sub("", name_key(w)) for w in [*split, *_unsplit(text, split)]]
    return list(
        dict.fromkeys(
            w
            for w in found
            if len(w) >= 2 and not _HOW_MANY.match(w) and w not in question_words().untelling and not w.isdigit()
        )
    )


def _unsplit(text: str, split: Iterable[str]) -> list[str]:
    """Names that the word splitter does not know and takes apart into single characters (退圩还湖, 非遗)."""
    known = set()
    for word in split:
        for match in re.finditer(re.escape(word), text) if len(word) > 1 else ():
            known |= set(range(*match.span()))
    left = "".join(" " if n in known else c for n, c in enumerate(text))
    runs = [run.strip(question_words().trimmed) for run in _PARTED.split(left)]
    common = set(question_words().common_single)
    return [r for r in runs if len(r) >= _NAME or (len(r) >= 2 and not common & set(r))]


def topic_of(query: Query, besides: re.Pattern[str] | None = None) -> list[str]:
    """What a question on duties or bodies is about, without the words that only ask for these, and some others."""
    text = besides.sub(" ", query.rest) if besides else query.rest
    found = segments_in(want_words().asking.sub(" ", text))
    return [w for w in found if not any(w != other and w in other for other in found)]


def phrases_of(query: Query) -> list[str]:
    """The topic of a question as it is put, in runs of characters that the words of asking part."""
    return [name_key(run) for run in runs_of(query) if len(name_key(run)) >= 2]


def runs_of(query: Query) -> list[str]:
    """The runs of characters that the words of asking part, with the marks between things named side by side."""
    text = want_words().asking.sub("|", query.rest)
    return [t for run in re.split(r"[^\u4e00-\u9fffA-Za-z0-9“”\"、和及与的]+", text) if (t := _trim(run))]


def _trim(run: str) -> str:
    return re.sub(r"^[的是在由归和与及、]+|[的吗呢么不啊是和与及、]+$", "", run)


def pairs_of(query: Query) -> set[str]:
    """The pairs of characters of the telling words of a question."""
    return {g for w in segments_of(query) for g in grams(w)}


def grams(text: str) -> list[str]:
    """The pairs of characters of a text."""
    text = name_key(text)
    return [text[i : i + 2] for i in range(len(text) - 1)] or [text]


def stated_numbers(query: Query) -> list[str]:
    """The amounts that a question itself states: a sentence that prints them is likely the one meant."""
    return list(dict.fromkeys(_STATED.findall(query.rest)))


def covered(word: str, body: str) -> float:
    """How much of a word a text has: all of it, or a part of its characters in pairs."""
    if word in body:
        return 1.0
    found = [g in body for g in grams(word)]
    if len(word) < 3 or not any(found):
        return 0.0
    return 0.8 if _with_one_more(word).search(body) else 0.8 * sum(found) / len(found)


@lru_cache(maxsize=1 << 10)
def _with_one_more(word: str) -> re.Pattern[str]:
    """A word with one character more inside it (河长制, printed 河湖长制)."""
    return re.compile(
        "|".join(f"{re.escape(word[:n])}[\u4e00-\u9fff]{re.escape(word[n:])}" for n in range(1, len(word)))
    )


def share(topic: Sequence[str], body: str) -> float:
    """How much of a topic a text covers, long words counting more."""
    total = sum(map(len, topic))
    return sum(len(w) * covered(w, body) for w in topic) / total if total else 0.0


def longest_run(one: str, other: str) -> int:
    """The length of the longest run of characters that stands in both of two texts."""
    best = 0
    for start in range(len(one)):
        while start + best < len(one) and one[start : start + best + 1] in other:
            best += 1
    return best


def weights(segments: Iterable[str], plain: str) -> Mapping[str, float]:
    """How telling each word of a question is in this report: rare words count more."""
    return {w: 1.0 / (1.0 + 0.1 * min(n, 30)) if (n := plain.count(w)) else 0.8 for w in segments}


#: words for all of a place, which reports leave out
_WHOLE_PLACE = re.compile("[全本我][市县区省州镇乡局]$|全国$")


def focus_of(query: Query, reach: int = 2) -> list[str]:
    """The telling words right before 是多少, 是谁 and right after 哪个, 什么: what an answer must be about."""
    telling = {w for w in segments_of(query) if (not _HOW_DONE.match(w) or is_word(w)) and not _WHOLE_PLACE.match(w)}
    found = []
    for clause in _CLAUSE.split(fold_width(query.rest.replace("|", " "))):
        tokens = [k for w in words(clause) if (k := name_key(w)) not in _LINKS]
        for n, token in enumerate(tokens):
            if not _ASKS_FOR.search(token):
                continue
            found += [w for w in tokens[max(0, n - reach) : n] if w in telling]
            after = n + 2 if _is_counter(tokens[n + 1 : n + 2]) else n + 1  # 多少册藏书 is asked of 藏书
            found += [w for w in tokens[after : after + 1] if w in telling]
    return found


def _is_counter(tokens: Sequence[str]) -> bool:
    return bool(tokens) and tokens[0] in unit_words().counters
