"""Posts that are not filled: how many a department is allowed (编制) less how many people it has, of each kind.

Reports write the two side by side (行政编制62人，实有58人), or one list behind the other
(核定编制118名，其中行政编制19名…；
实有在职人员106名，其中行政人员18名…).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from extractors.text import fold
from extractors.vocabulary import question_words
from extractors.vocabulary.units import unit_words
from rag import compose
from rag.answer import Answer, Value
from rag.holdings.desk import Desk
from rag.language.query import Query
from rag.text.counters import counted_in
from rag.text.outline import Sentence

_NUMBER = re.compile(
    rf"(?P<label>[^，。；、：:\d\n()（）]{{0,16}}?)(?P<number>\d+)(?P<unit>{unit_words().set_pattern('posts')})"
)
_KIND = re.compile(r"行政执法专项|行政执法|执法专项|执法|专项|行政|参公|参照公务员|事业|工勤")
#: another kind of posts than the common ones, by its name; words for all posts are none
_NAMED = re.compile(r"(?:^|[|])([^|，,的]{2,8}?)编制")
_ALL = re.compile("全局|全?系统$|核定|总|人员$|部门|单位|全部|所有|现有|一共|多少|几|空|缺")
#: what share of the posts is filled
_FILLED = re.compile(
    r"(?:在职|实有|在编|在岗|实际|人数)[^，,；;？?]{0,8}占[^，,；;？?]{0,8}编制?|满编率|在编率|编制?的?(?:使用|占用|满编)率|编制[用占]了百分"
)
_HAVE = re.compile(r"实有|实际|在职|在编|在岗|现有")
#: people that hold posts, not retired ones
_HOLDS = re.compile("在职|在编|在岗")
#: how many there are of each kind is asked, and so many kinds are several
_EACH_KIND, _SEVERAL = re.compile(r"(?:各|分别)[^，,。？?]{0,6}(?:多少|几)[个名位]?(?:人|$|[？?])"), 2
#: whose posts or people they are, whose name may have the word of a kind (执法委员会人员编制)
_WHOSE = re.compile(r"^.*(?:委员会|[委局厅办站所院馆队]|机关|部门|单位|中心)(?=人员|总?编制|核定|现有|共有|在职|实有)")
#: what is drawn up, and no posts
_NO_POSTS = re.compile("编制(?:的?范围|口径|说明)")
_YEAR = re.compile(r"20\d\d年(?:度|末|底)?(?:\d+月(?:\d+日)?)?")


@dataclass(frozen=True, slots=True)
class _Count:
    """A number of posts or of people, and of which kind; no kind for all of them."""

    kind: str
    number: int
    posts: bool
    label: str = ""


def people_by_kind(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """How many people there are of each of several kinds that a question names; None where no sentence has them all."""
    kinds = list(dict.fromkeys(_kind(m.group(0)) for m in _KIND.finditer(query.rest)))
    if len(kinds) < _SEVERAL or not _EACH_KIND.search(query.rest) or "编" in query.rest:
        return None
    for sentence in desk.outline(doc_id).sentences:
        counts = [c for c in _counts(fold(sentence.text)) if not c.posts]
        found = [next((c for c in counts if c.kind == kind), None) for kind in kinds]
        people = [c for c in found if c is not None]
        if len(people) < len(kinds):
            continue
        report = desk.reports[doc_id]
        whose: dict[str, Any] = {"unit": "人", "department": report.department, "year": report.year}
        values = [Value(value=str(c.number), label=f"{c.kind}人员", origin="prose", **whose) for c in people]
        told = "；".join(f"{v.label}{v.value}人" for v in values)
        quoted = compose.clipped(re.sub(r"\s+", "", sentence.text).rstrip("；。"), 200)
        text = f"{desk.title(doc_id)}{told}。报告写道：{quoted}。"
        cited = [desk.citation(doc_id, sentence.start, sentence.end, sentence.section)]
        return compose.answer(query.text, text, "answered", values, cited)
    return None


def posts_filled(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """What per cent of the posts are filled; None where that is not asked, or a report has not both."""
    return vacant(query, desk, doc_id) if _FILLED.search(query.rest) else None


def vacant(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """How many posts are free, or what share is filled, of all or of the kinds that a question names.

    None where a report has not both.
    """
    index = desk.index(doc_id)
    if any(s.measure is None and s.key in index.annex_names for s in query.subjects):
        return None  # 空编率 may be the name of an indicator
    filled = bool(_FILLED.search(query.rest))
    if not filled and not question_words().vacant_posts.search(query.rest):
        return None
    kinds = list(dict.fromkeys(_kind(m.group(0)) for m in _KIND.finditer(query.rest)))
    named = None if kinds or filled else _NAMED.search(query.rest)
    named = named if named is not None and not _ALL.search(named.group(1)) else None
    for sentences in _telling(desk.outline(doc_id).sentences):
        counts = [c for s in sentences for c in _counts(fold(s.text))]
        pairs = _pairs(counts, kinds)
        if named is not None:
            # 社区工作者编制: posts of a kind of their own, by the name in the report
            pairs = [p for p in _pairs(counts, [c.kind for c in counts[:1]]) if named.group(1) in p[0].label]
        if pairs:
            return (_share_told if filled else _told)(query, desk, doc_id, sentences, pairs)
    return None


def _telling(sentences: Sequence[Sentence]) -> list[list[Sentence]]:
    """The sentences that print posts, each with the next where it prints no people itself."""
    found = []
    for number, sentence in enumerate(sentences):
        if "编制" in sentence.text and any(c.posts for c in _counts(fold(sentence.text))):
            found.append(list(sentences[number : number + (1 if _HAVE.search(sentence.text) else 2)]))
    # 行政编制…；事业编制…: sentences end at a semicolon, and kinds may go on behind it
    joined: list[list[Sentence]] = []
    for group in found:
        if joined and group[0].order - joined[-1][-1].order <= 1 and group[0].section == joined[-1][0].section:
            joined[-1] += [s for s in group if s not in joined[-1]]
        else:
            joined.append(group)
    return joined


def _kind(word: str) -> str:
    short = "执法" if re.search("执法|专项", word) else word[:2]
    return "参公" if short == "参照" else short


def _counts(text: str) -> list[_Count]:
    """The numbers of a sentence that are of posts or of people, in their order."""
    counts: list[_Count] = []
    for match in _NUMBER.finditer(_YEAR.sub("", text)):
        label = _WHOSE.sub("", match.group("label"))
        posts, kind = "编制" in label and not _NO_POSTS.search(label), _KIND.search(label)
        if posts or _HAVE.search(label) or (kind is not None and label.endswith("人员")):
            known = _kind(kind.group(0)) if kind else ""
            counts.append(_Count(known, int(match.group("number")), posts, label))
    return counts


def _pairs(counts: Sequence[_Count], kinds: Sequence[str]) -> list[tuple[_Count, _Count]]:
    """Posts with the people that fill them, of each kind asked for; empty where one of them lacks its people."""
    pairs = [(c, _people(counts, n)) for n, c in enumerate(counts) if c.posts]
    known = [(post, people) for post, people in pairs if people is not None]
    if kinds:
        chosen = [next((p for p in known if p[0].kind == kind), None) for kind in kinds]
        return [p for p in chosen if p is not None] if all(chosen) else []
    whole = [p for p in known if not p[0].kind]
    return whole[:1] or (known if len(known) == len(pairs) else [])


def _people(counts: Sequence[_Count], at: int) -> _Count | None:
    """The people right behind a number of posts, else those of its kind further on."""
    post, after = counts[at], counts[at + 1 : at + 2]
    if after and not after[0].posts and after[0].kind in {"", post.kind} and _alone(counts, at):
        return _on_posts(counts[at + 1 :])
    return next((c for c in counts[at + 1 :] if not c.posts and c.kind == post.kind), None)


def _on_posts(people: Sequence[_Count]) -> _Count:
    """Of people that are told as a whole (实有775人，其中：在职562人，退休213人) those that hold posts."""
    whole = people[0]
    if _HOLDS.search(whole.label):
        return whole
    own = (c for c in people[1:] if not c.posts and c.kind == whole.kind and c.number < whole.number)
    return next((c for c in own if _HOLDS.search(c.label)), whole)


def _alone(counts: Sequence[_Count], at: int) -> bool:
    """Whether posts are no end of a list of posts, behind which the people of all of them are told."""
    return at == 0 or not counts[at - 1].posts


def _share_told(
    query: Query, desk: Desk, doc_id: str, sentences: Sequence[Sentence], pairs: Sequence[tuple[_Count, _Count]]
) -> Answer | None:
    """What per cent of the posts are filled."""
    posts, people = (sum(p[side].number for p in pairs) for side in (0, 1))
    if not posts:
        return None
    allowed, have = (" + ".join(str(p[side].number) for p in pairs) for side in (0, 1))
    formula = f"({have}) ÷ ({allowed}) × 100%" if len(pairs) > 1 else f"{have} ÷ {allowed} × 100%"
    share = compose.rounded(Decimal(people) / posts * 100, query.places if query.places is not None else 2)
    label = f"实有人数占{'、'.join(f'{p[0].kind}编制' for p in pairs)}的比例"
    report = desk.reports[doc_id]
    whose: dict[str, Any] = {"department": report.department, "year": report.year, "origin": "computed"}
    value = Value(value=str(share), unit="%", label=label, formula=formula, **whose)
    quoted = "；".join(compose.clipped(re.sub(r"\s+", "", s.text).rstrip("；。"), 200) for s in sentences)
    text = f"{desk.title(doc_id)}{label}为{compose.shown(share, '%')}（{formula}）。报告写道：{quoted}。"
    cited = [desk.citation(doc_id, s.start, s.end, s.section) for s in sentences]
    return compose.answer(query.text, text, "computed", [value], cited)


def _told(
    query: Query, desk: Desk, doc_id: str, sentences: Sequence[Sentence], pairs: Sequence[tuple[_Count, _Count]]
) -> Answer:
    posts, people = (sum(p[side].number for p in pairs) for side in (0, 1))
    allowed, have = (" + ".join(str(p[side].number) for p in pairs) for side in (0, 1))
    formula = f"({allowed}) - ({have})" if len(pairs) > 1 else f"{allowed} - {have}"
    names = "、".join(f"{p[0].kind}编制" for p in pairs)
    free = posts - people
    unit = next((c.unit for c in counted_in(query.rest) if c.unit in {"名", "人"}), "个")
    said = f"空{free}{unit}" if free >= 0 else f"超出{-free}{unit}"
    report = desk.reports[doc_id]
    value = Value(
        value=str(free),
        unit=unit,
        label=f"{names}空额",
        department=report.department,
        year=report.year,
        origin="computed",
        formula=formula,
    )
    quoted = "；".join(compose.clipped(re.sub(r"\s+", "", s.text).rstrip("；。"), 200) for s in sentences)
    text = f"{desk.title(doc_id)}{names}{said}（{formula}）。报告写道：{quoted}。"
    cited = [desk.citation(doc_id, s.start, s.end, s.section) for s in sentences]
    return compose.answer(query.text, text, "computed", [value], cited)
