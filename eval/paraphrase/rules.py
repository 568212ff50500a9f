"""The kinds of paraphrase: each takes a sentence and yields other ways to put it, in an order drawn by the seed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from random import Random

from eval.paraphrase.naming import Known, Mention, Year, year_forms, years
from eval.paraphrase.words import words

_ASKS = re.compile(r"多少|几|什么|啥|谁|哪|怎么|如何|为何|吗|是否|为什么")
_END = re.compile(r"[？?。！!，,\s]+$")
_CLAUSE = "，,。？?；;：:、！! "
_NOUNS = (
    "收支总|总支出|总收入|三公|“三公|机关运行|基本支出|项目支出|人员经费|公用经费|一般公共预算|政府性基金|政府采购|财政拨款|整体支出"
    "|公务接待|下属事业|内设机构|年初预算|支出合计|收入合计|支出决算表|收入决算表"
)
_COUNT = re.compile(
    r"(?<![\d.第前一二三四五六七八九十两几])([2-9]|[二三四五六七八九])(?=个(?:项目|部门|科目|单位)|家(?:部门|单位))"
)
_DIGIT = dict(zip("二三四五六七八九", "23456789", strict=True)) | dict(zip("23456789", "二三四五六七八九", strict=True))
_WIDE = str.maketrans({chr(c): chr(c + 0xFEE0) for c in range(0x21, 0x7F) if chr(c).isalnum()})
_NARROW = str.maketrans("（），？：；“”", '(),?:;""')
_BREAKABLE = re.compile(r"(?<=[表里中上])(?=[^\s，,。？?里中上的面])|(?=(?:是|有|为)?多少)|(?=为什么|怎么|有哪些|占)")


@dataclass
class Sentence:
    """A question with the places of its names."""

    text: str
    known: Known
    mentions: list[Mention]
    years: list[Year]
    held: list[tuple[int, int]]

    @classmethod
    def of(cls, text: str, known: Known) -> Sentence:
        return cls(text, known, known.mentions(text), years(text), known.held(text))

    def free(self, start: int, end: int) -> bool:
        """Whether a place is no part of a name."""
        taken = [*self.held, *((m.start, m.end) for m in self.mentions)]
        return all(end <= a or b <= start for a, b in taken)

    def with_span(self, start: int, end: int, instead: str) -> str:
        return self.text[:start] + instead + self.text[end:]


Rule = Callable[[Sentence, Random], Iterator[str]]


def _shuffled(rng: Random, entries: Iterable[str]) -> list[str]:
    """Other ways in an order of the seed; each once."""
    found = list(dict.fromkeys(entries))
    rng.shuffle(found)
    return found


def name(sentence: Sentence, rng: Random) -> Iterator[str]:
    """Departments by another of their names: in full, shortened, without 市 or 区."""
    for mention in sentence.mentions:
        forms = _shuffled(rng, sentence.known.forms(mention.department))
        yield from (sentence.with_span(mention.start, mention.end, form) for form in forms)


def synonym(sentence: Sentence, rng: Random) -> Iterator[str]:
    """One word or turn of phrase by another of the same meaning."""
    yield from _rewritten(sentence, rng, words().synonyms)


def particle(sentence: Sentence, rng: Random) -> Iterator[str]:
    """Words without meaning put in or left out: 的, 呢, 是多少 for 多少."""
    found = list(_rewritten(sentence, rng, words().particles))
    for mention in sentence.mentions:
        end = max([mention.end, *(y.end for y in sentence.years if y.start == mention.end)])
        rest = sentence.text[end:]
        if re.match(rf"的(?:{_NOUNS})", rest):
            found.append(sentence.text[:end] + rest[1:])
        elif re.match(_NOUNS, rest):
            found.append(f"{sentence.text[:end]}的{rest}")
    yield from _shuffled(rng, found)


def _rewritten(
    sentence: Sentence, rng: Random, entries: tuple[tuple[re.Pattern[str], tuple[str, ...]], ...]
) -> Iterator[str]:
    found = [
        sentence.with_span(*match.span(), instead)
        for pattern, others in entries
        for match in pattern.finditer(sentence.text)
        if sentence.free(*match.span())
        for instead in others
    ]
    yield from _shuffled(rng, found)


def order(sentence: Sentence, rng: Random) -> Iterator[str]:
    """The department, or the year, at another place of the sentence."""
    if len(sentence.mentions) != 1 or len(sentence.years) > 1 or "\n" in sentence.text:
        return
    found = list(_moved_year(sentence))
    cut = _without_mention(sentence)
    if cut is not None:
        called, rest = cut
        bare = _END.sub("", rest)
        found += [called + rest.lstrip(_CLAUSE), f"{bare}，{called}", f"{bare}？{called}" if _ASKS.search(bare) else ""]
    yield from _shuffled(rng, (f for f in found if f))


def _moved_year(sentence: Sentence) -> Iterator[str]:
    """松漪区科工信局2023年… and 2023年松漪区科工信局… are the same."""
    mention = sentence.mentions[0]
    for year in [y for y in sentence.years if not y.dated]:
        said = sentence.text[year.start : year.end]
        if year.end == mention.start and _begins(sentence.text, year.start):
            called = sentence.text[mention.start : mention.end]
            yield sentence.with_span(year.start, mention.end, called + said)
        elif year.start == mention.end and _begins(sentence.text, mention.start):
            yield sentence.with_span(mention.start, year.end, said + sentence.text[mention.start : mention.end])


def _begins(text: str, at: int) -> bool:
    return at == 0 or text[at - 1] in _CLAUSE


def _without_mention(sentence: Sentence) -> tuple[str, str] | None:
    """The name with the year beside it, and the sentence without both; None where taking them out could break it."""
    mention, text = sentence.mentions[0], sentence.text
    start, end = mention.start, mention.end
    for year in [y for y in sentence.years if not y.dated]:
        start = year.start if year.end == start else start
        end = year.end if year.start == end else end
    before, after = text[:start], text[end:]
    if not (_begins(text, start) or re.search(r"(?:表|表里|表中|表上)$", before)):
        return None
    if re.match(r"[）)”」]|和|与|跟|及|到底|说|报告|决算里|自评表|给|[一-龥]{0,2}?管", after) or "（" in before + after:
        return None
    if not before.strip(_CLAUSE):
        after = after.removeprefix("的").lstrip(_CLAUSE)
    elif after.startswith("的"):
        return None
    rest = before + after
    return (text[start:end], rest) if len(rest.strip(_CLAUSE)) > 3 else None


def polite(sentence: Sentence, rng: Random) -> Iterator[str]:
    """An opening, a word of thanks, or both."""
    text = sentence.text
    if not re.match(r"请|你|您|麻烦|帮|劳驾|忽略|那|两个|前两", text):
        yield from _shuffled(rng, (opening + text for opening in words().openings))
    bare = _END.sub("", text)
    yield from _shuffled(rng, (bare + closing for closing in words().closings))


def punctuation(sentence: Sentence, rng: Random) -> Iterator[str]:
    """Marks left out, doubled or exchanged; never inside a number."""
    text = sentence.text
    bare = _END.sub("", text)
    found = [bare, bare + "?", bare + "？？", bare + "。", bare + "！"] if _ASKS.search(bare) else [bare, bare + "。"]
    found += (
        [re.sub(r"(?<!\d)[，,]", mark, text) for mark in (" ", "、", "；", "...")]
        if re.search(r"(?<!\d)[，,]", text)
        else []
    )
    found += [re.sub(r"[“”\"]", mark, text) for mark in ("", "'")]
    found += [text.replace("《", "").replace("》", ""), re.sub(r"[：:]", "，", text), re.sub(r"[：:]", " ", text)]
    yield from _shuffled(rng, found)


def typo(sentence: Sentence, rng: Random) -> Iterator[str]:
    """One word of asking mistyped as with an input method: a character that sounds alike, or one left out."""
    found = []
    typos = words().typos
    for match in re.finditer("|".join(sorted(typos.words, key=len, reverse=True)), sentence.text):
        if sentence.free(*match.span()):
            found += [sentence.with_span(*match.span(), wrong) for wrong in typos.of(match.group())]
    yield from _shuffled(rng, found)


def width(sentence: Sentence, rng: Random) -> Iterator[str]:
    """Digits and letters in full width, or marks in half width."""
    yield from _shuffled(rng, [sentence.text.translate(_WIDE), sentence.text.translate(_NARROW)])


def numeral(sentence: Sentence, rng: Random) -> Iterator[str]:
    """Years and small counts in other digits."""
    found = []
    for year in [y for y in sentence.years if not y.dated and sentence.free(y.start, y.end)]:
        found += [sentence.with_span(year.start, year.end, form) for form in year_forms(year.year)]
    for match in _COUNT.finditer(sentence.text):
        if sentence.free(*match.span()):
            found.append(sentence.with_span(*match.span(), _DIGIT[match.group(1)]))
    yield from _shuffled(rng, found)


def space(sentence: Sentence, rng: Random) -> Iterator[str]:
    """Blanks beside names, years and words of asking."""
    text = sentence.text
    places = {at for m in sentence.mentions for at in (m.start, m.end)} | {
        at for y in sentence.years if not y.dated for at in (y.start, y.end)
    }
    places |= {m.start() for m in _BREAKABLE.finditer(text) if sentence.free(m.start(), m.start())}
    found = [
        text[:at] + blank + text[at:] for at in sorted(places) if 0 < at < len(text) for blank in (" ", "  ", "\u3000")
    ]
    found += [re.sub(r"(?<=\d)(?=年)|(?<=年)(?=\d)", " ", text), f" {text} "]
    yield from _shuffled(rng, found)


#: the kinds by name, with their Chinese names
RULES: dict[str, tuple[str, Rule]] = {
    "name": ("部门换称", name),
    "synonym": ("同义词", synonym),
    "order": ("语序", order),
    "particle": ("虚词", particle),
    "polite": ("客套话", polite),
    "punctuation": ("标点", punctuation),
    "typo": ("错别字", typo),
    "width": ("全角半角", width),
    "numeral": ("数字写法", numeral),
    "space": ("空格", space),
}
#: several at once
MIXED = "mixed"
KINDS = {kind: title for kind, (title, _) in RULES.items()} | {MIXED: "几种一起"}
