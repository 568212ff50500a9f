"""Family F, wording: leftovers of the template, lost and doubled characters, missing units and percent signs."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from extractors.crosscheck.book import Book
from extractors.crosscheck.compare import insufficient, not_applicable
from extractors.crosscheck.model import Check, Rule, Status, Verdict
from extractors.crosscheck.reading import TEXT, Hit, reading
from extractors.vocabulary.form import Slip, form_words

_NO_TEXT = "报告正文"


def slips(group: str) -> Check:
    """A check of one group of patterns: a finding for each wording, wherever it stands."""

    def check(rule: Rule, book: Book) -> Iterator[Verdict]:
        yield from report_slips(rule, book, found_slips(book, getattr(form_words(), group)))

    return check


def found_slips(book: Book, entries: Sequence[Slip]) -> list[tuple[Hit, Slip]]:
    """Every place where wordings stand, in headings too."""
    return [(hit, slip) for slip in entries for hit in reading(book).wide(*slip.zones).find(slip.pattern)]


def report_slips(rule: Rule, book: Book, found: list[tuple[Hit, Slip]]) -> Iterator[Verdict]:
    """The same wording is one finding with all its places; a place is told once."""
    if not reading(book).text(*TEXT):
        yield insufficient(rule, "正文", [_NO_TEXT])
        return
    seen: set[tuple[int, int]] = set()
    groups: dict[tuple[str, str], list[Hit]] = {}
    advice: dict[tuple[str, str], Slip] = {}
    for hit, slip in found:
        at = (id(hit.passage), hit.end)
        if at not in seen:
            seen.add(at)
            key = (hit.words, slip.advice)
            groups.setdefault(key, []).append(hit)
            advice.setdefault(key, slip)
    if not groups:
        yield Verdict(rule, "正文", Status.PASS)
    for key, hits in groups.items():
        yield _finding(rule, book, hits, advice[key])


def _finding(rule: Rule, book: Book, hits: list[Hit], slip: Slip) -> Verdict:
    first = hits[0]
    more = f"（同样写法共{len(hits)}处）" if len(hits) > 1 else ""
    which = "" if first.words == first.quoted else f"其中“{first.words}”"
    ground = f"{first.passage.place}写“{first.quoted}”{more}，{which}{slip.advice}，请改正。"
    number = first.match.groupdict().get("number")
    facts = tuple(hit.fact(book) for hit in hits)
    return Verdict(
        rule,
        f"{first.words}/{facts[0].line}",
        Status.FAIL,
        ground=ground,
        severity=slip.severity,
        facts=facts,
        shown=(number.replace(",", ""),) if number else (),
    )


def _punctuation(rule: Rule, book: Book) -> Iterator[Verdict]:
    """Doubled punctuation, and brackets or quotes that open and do not close."""
    found = found_slips(book, form_words().punctuation)
    open_ended = list(_unpaired(book))
    if found or not open_ended:
        yield from report_slips(rule, book, found)
    yield from (_unclosed(rule, book, hit, mark) for hit, mark in open_ended)


_PAIRS = {")": "(", "》": "《", "〉": "〈", "】": "【", "”": "“"}
_MARK = re.compile(r"[()《》〈〉【】\"]")
_LIST_MARK = re.compile(r"(?:^|[：；。，、\n])[一二三四五六七八九十\d]{1,2}$")
_RIGHT, _LEFT = "没有与之配对的右半", "没有与之配对的左半"


def _unpaired(book: Book) -> Iterator[tuple[Hit, str]]:
    """Marks without their other half: by section in the report's own text, by paragraph in its annexes."""
    open_: list[Hit] = []
    within: object = None
    for hit in reading(book).text(*TEXT, "annex").find(_MARK):
        if hit.passage.zone == "annex" and not hit.passage.paragraph.plain.endswith("。"):
            continue
        scope = hit.passage if hit.passage.zone == "annex" else hit.passage.section
        if scope is not within:
            yield from ((h, _RIGHT) for h in open_)
            within, open_ = scope, []
        mark = hit.words if hit.words in "“”" else hit.match.group()
        if mark == '"':
            continue
        if mark not in _PAIRS:
            open_.append(hit)
        elif open_ and _left(open_[-1]) == _PAIRS[mark]:
            open_.pop()
        elif not _LIST_MARK.search(hit.passage.paragraph.plain[: hit.start]):
            yield hit, _LEFT
    yield from ((h, _RIGHT) for h in open_)


def _left(hit: Hit) -> str:
    return hit.words if hit.words == "“" else hit.match.group()


def _unclosed(rule: Rule, book: Book, hit: Hit, what: str) -> Verdict:
    fact = hit.fact(book)
    ground = f"{hit.passage.place}“{hit.quoted}”中的“{hit.words}”{what}，请核对。"
    return Verdict(rule, f"{hit.words}/{fact.start}", Status.FAIL, ground=ground, facts=(fact,))


def _foreign(rule: Rule, book: Book) -> Iterator[Verdict]:
    slip = Slip(pattern=form_words().foreign, advice="为外文单词，夹在中文句子里")
    yield from report_slips(rule, book, [(hit, slip) for hit in reading(book).text(*TEXT).find(slip.pattern)])


# ---------------------------------------------------------------- standard phrases


def _garbled(rule: Rule, book: Book) -> Iterator[Verdict]:
    """Known slips of wording, and places one character away from a standard phrase."""
    found = found_slips(book, form_words().garbled)
    text = reading(book).text(*TEXT, "annex")
    for slip in near_misses(text.text):
        found += [(hit, slip) for hit in text.find(slip.pattern)]
    yield from report_slips(rule, book, found)


def near_misses(text: str) -> list[Slip]:
    """What stands in a text that differs from a standard phrase in one inner character."""
    known = {*form_words().phrases, *form_words().accepted}
    found: dict[str, str] = {}
    for phrase in form_words().phrases:
        for window in _windows(text, phrase):
            if window not in known and not any(p in window for p in known):
                found.setdefault(window, phrase)
    slips = [Slip(pattern=_outside(window, known), advice=f"应为“{p}”") for window, p in found.items()]
    return [slip for slip in slips if slip.pattern.search(text)]


def _outside(window: str, known: Iterable[str]) -> re.Pattern[str]:
    """A stretch of text where it is no part of a known phrase (年结转和结余, but not in 上年结转和结余)."""
    wider = [phrase.partition(window) for phrase in known if window in phrase]
    within = [f"(?!(?<={re.escape(left + window)}){re.escape(right)})" for left, _, right in wider]
    return re.compile(re.escape(window) + "".join(within))


def _windows(text: str, phrase: str) -> Iterable[str]:
    """Stretches of a text that share one half with a phrase, and differ from the other by one character."""
    half = len(phrase) // 2
    left, right = phrase[:half], phrase[half:]
    rights, lefts = _variants(right, True), _variants(left, False)
    whole = text.count(phrase)
    if text.count(left) > whole:
        for start in _places(text, left):
            at = start + half
            for size in (len(right) - 1, len(right), len(right) + 1):
                if _is_variant(text[at : at + size], right, rights, last=True):
                    yield text[start : at + size]
    if text.count(right) > whole:
        for at in _places(text, right):
            for size in (half - 1, half, half + 1):
                if at >= size and _is_variant(text[at - size : at], left, lefts, last=False):
                    yield text[at - size : at + len(right)]


def _places(text: str, part: str) -> Iterator[int]:
    at = text.find(part)
    while at >= 0:
        yield at
        at = text.find(part, at + 1)


@lru_cache(maxsize=256)
def _variants(part: str, last: bool) -> frozenset[str]:
    """A half with one inner character lost or printed twice; its outer end stays."""
    inner = range(len(part) - 1) if last else range(1, len(part))
    lost = {part[:k] + part[k + 1 :] for k in inner}
    twice = {part[:k] + part[k] + part[k:] for k in inner}
    return frozenset((lost | twice) - {part})


def _is_variant(window: str, part: str, variants: frozenset[str], last: bool) -> bool:
    if window in variants:
        return True
    if len(window) != len(part) or window[-1 if last else 0] != part[-1 if last else 0]:
        return False
    differ = [(a, b) for a, b in zip(window, part, strict=True) if a != b]
    return len(differ) == 1 and "一" <= differ[0][0] <= "鿿" and "一" <= differ[0][1] <= "鿿"


# ---------------------------------------------------------------- words of another level


def _levels(rule: Rule, book: Book) -> Iterator[Verdict]:
    """The glossary speaks of the treasury of this report's own level."""
    level = book.report.identity.level
    pattern = form_words().levels.get(level or "")
    text = reading(book).text("glossary")
    if not text:
        yield insufficient(rule, "名词解释", ["名词解释"])
    elif pattern is None:
        yield not_applicable(rule, "名词解释", "省级报告或级次不明，不核对级次用语")
    else:
        slip = Slip(pattern=pattern, advice=f"与本报告级次（{level}）不符，疑为沿用上级模板")
        yield from report_slips(rule, book, [(hit, slip) for hit in text.find(pattern)])


RULES: tuple[Rule, ...] = (
    Rule("F-03", "年份写法完整", "error", "年份应为四位数字加“年”或“年度”，不多不漏。", slips("years"), kind="both"),
    Rule(
        "F-06",
        "比例带百分号",
        "warning",
        "“占”“增长”“下降”“完成预算”之后的比例数应带百分号。",
        slips("percent"),
        kind="both",
    ),
    Rule(
        "F-07",
        "没有未填写的占位符",
        "error",
        "公开的报告不应留有××、待填写等占位文字，数字和内容应填写完整。",
        slips("placeholders"),
        kind="both",
    ),
    Rule(
        "F-08",
        "没有未选择的模板选项",
        "error",
        "模板中的“增加（减少）”“大（小）于”等应按实际选定一种，填写提示应删除。",
        slips("alternatives"),
        kind="both",
    ),
    Rule(
        "F-09",
        "标点规范",
        "info",
        "标点不应重复或连用，括号、书名号应成对。",
        _punctuation,
        kind="both",
    ),
    Rule("F-10", "文字没有重复", "info", "同一词语、同一条内容不应连写两遍。", slips("doubled"), kind="both"),
    Rule(
        "F-15",
        "中文句子不夹外文单词",
        "warning",
        "中文句子里不应夹有外文虚词，通常是翻译或转换软件留下的。",
        _foreign,
        kind="both",
    ),
    Rule(
        "F-16",
        "固定用语完整",
        "warning",
        "报告的固定用语不应漏字、多字或错字；与标准用语只差一个字的，多为笔误。",
        _garbled,
        kind="both",
    ),
    Rule(
        "F-17",
        "名词解释的级次与本报告一致",
        "warning",
        "名词解释所说的财政、部门级次，应与本部门所属的财政级次一致，不应照抄上级模板。",
        _levels,
        kind="both",
    ),
)
