"""What the words around a figure name: its subject, in the canonical name where the vocabulary knows it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from extractors.text import name_key
from extractors.vocabulary import measures, printed_subjects, prose_words, standard_names

_HAN = re.compile(r"[\u4e00-\u9fff]")
_LEVELS = re.compile(r"^(?P<name>.*?)\((?P<level>类|款|项)\)(?P<tail>支出)?$")
_ASIDE = re.compile(r"(?<!台)\((?!类\)|款\)|项\))[^()]*\)$")
_SUM = re.compile(r"^(资金(?:总额|总计))(?:合计)?$")
_SAME = re.compile(r"^(?:该|此|本)(?:项|类|个)?(?:指标|项目|资金|经费)(?:共?设置|设定)?$")
_RUN = re.compile(r"[\u4e00-\u9fff\"]{2,24}")
#: a name this long that ends in 的X is a clause on X
_CLAUSE = 15


@dataclass(slots=True)
class Whole:
    """A subject whose parts are being listed. ``kept``: the list goes on behind the full stop; ``bracket``: it ends
    with the bracket it stands in."""

    name: str
    unit: str | None = None
    column: str | None = None
    kept: bool = False
    bracket: bool = False


@dataclass(slots=True)
class State:
    """What the text is speaking of.

    ``unit`` and ``column`` are those of the last amount or count of the subject; ``wholes`` are the lists that are
    open, the outermost first; ``apart`` while the text has turned from the parts to things counted otherwise; ``topic``
    is the whole listed last; ``base`` the amount a share that follows is taken of.
    """

    subject: str
    section: str | None = None
    wholes: list[Whole] = field(default_factory=list)
    against_budget: bool = False
    unit: str | None = None
    column: str | None = None
    apart: bool = False
    topic: str | None = None
    base: str | None = None

    @property
    def whole(self) -> str | None:
        return self.wholes[-1].name if self.wholes else None


def subject_name(rest: str, state: State) -> str | None:
    """The subject at the end of the words before a figure, in its canonical name where the vocabulary knows it."""
    text = _last_sentence(rest)
    if name := known_subject(rest, state):
        return name
    segment = _last_segment(_uncompared(text))
    if _SAME.match(segment):
        return state.topic or state.subject
    if match := _SUM.match(re.split(r"[，：；]", text)[-1]):
        return match.group(1)
    if prose_words().filler.match(segment) or not 2 <= len(_HAN.findall(segment)) <= 40:
        return None
    if segment.count("(") != segment.count(")"):
        return None
    return leveled(segment)


def known_subject(rest: str, state: State) -> str | None:
    """The subject at the end of the words before a figure where the vocabulary knows it."""
    for candidate in _candidates(_last_sentence(rest)):
        bare = candidate.strip("，、：")
        if state.section == "basic" and name_key(bare) in standard_names():
            return bare
        if name := _within(bare, state) or _scoped(bare, state) or canonical(bare, state.section):
            return name
    return None


def canonical(name: str, section: str | None = None) -> str | None:
    """The canonical name of a measure by any printed form.

    Bodies are counted where they are listed: a number behind their name elsewhere counts something of theirs.
    """
    found = printed_subjects().get(name_key(name))
    if found in _bodies() and section not in {None, "bodies"}:
        return None
    return found


@lru_cache(maxsize=1)
def _bodies() -> frozenset[str]:
    return frozenset(m.name for m in measures().values() if m.sections == ("bodies",))


@lru_cache(maxsize=1)
def _counted() -> frozenset[str]:
    """Canonical names of what is counted, not paid or scored."""
    return frozenset(m.name for m in measures().values() if m.unit not in {None, "分"})


def counted_after(after: str, state: State) -> str | None:
    """What a number counts that stands right behind its unit: 3个〔职能科室〕."""
    match = _RUN.match(after)
    run = re.sub(r"[\"]", "", match.group(0)) if match else ""
    if not run or prose_words().no_noun.match(run):
        return None
    for end in range(len(run), 1, -1):
        if (name := canonical(run[:end], state.section)) in _counted():
            return name
    noun = re.sub(r"(?:组成|构成)$", "", run.split("的")[0] if run.find("的") >= 2 else run)
    return noun if len(noun) >= 2 else None


def opens_count(rest: str) -> bool:
    """Whether the words before a number leave it to the words behind it what is counted."""
    segment = _last_segment(_last_sentence(rest))
    words = prose_words()
    return bool(
        rest.endswith(("，", "、", "；", "："))
        or len(_HAN.findall(segment)) < 2
        or words.filler.match(segment)
        or words.transitive.search(segment)
    )


def _last_sentence(rest: str) -> str:
    return re.split(r"[。；]", rest)[-1].rstrip('，、：("').lstrip("()")


def _uncompared(text: str) -> str:
    """`水费，比上年` is of 水费: words of comparison are taken off where a thing is named before them."""
    cut = prose_words().compared.sub("", text)
    if cut == text or not prose_words().nouns.search(cut):
        return text
    return cut


def _within(name: str, state: State) -> str | None:
    table = prose_words().within
    for whole in (state.whole, state.subject):
        if whole in table and name in table[whole]:
            return table[whole][name]
    return None


def _scoped(name: str, state: State) -> str | None:
    scope = prose_words().scoped.get(state.section or "")
    if scope and name.removeprefix(scope.prefix) in scope.names:
        return scope.prefix + name.removeprefix(scope.prefix)
    return None


def _candidates(text: str) -> Iterator[str]:
    """The endings of a phrase that may be a known name, each also without the words between name and figure."""
    for start in _suffixes(text):
        yield start
        shorter = re.sub(r"(?:为|是|共计|合计)$", "", start)
        yield shorter
        for _ in range(3):
            cut = prose_words().tail.sub("", shorter)
            if cut == shorter:
                break
            shorter = cut
            yield shorter


def _last_segment(text: str) -> str:
    segment = re.split(r"[，：；]", text)[-1]
    if "、" in segment and "收、支" not in segment:
        segment = segment.split("、")[-1]
    for _ in range(3):
        segment = prose_words().tail.sub("", _unled(segment))
    segment = prose_words().verbs.sub("", segment)
    if len(segment) > _CLAUSE and "的" in segment:
        last = segment.rsplit("的", 1)[1]
        segment = segment if prose_words().filler.match(last) or len(last) < 2 else last
    segment = _ASIDE.sub("", segment)
    return segment.strip('"') if segment.count('"') % 2 else segment


def _unled(segment: str) -> str:
    for lead in prose_words().lead:
        segment = lead.sub("", segment)
    return segment


def _suffixes(text: str) -> Iterator[str]:
    """The endings of a phrase that may be a known name: whole, without leads, after a comma or a 的."""
    yield text
    segment = re.split(r"[，：；。]", text)[-1]
    yield segment
    yield re.sub(r"^20\d\d年度?", "", segment)
    for _ in range(4):
        segment = _unled(segment)
        yield segment
    if (told := prose_words().verbs.sub("", segment)) != segment:
        yield told
    if "的" in segment:
        yield segment.rsplit("的", 1)[1]
    if "、" in segment:
        yield segment.rsplit("、", 1)[1]


def leveled(name: str) -> str:
    """科学技术(类)支出, 科学技术支出(类) and 科学技术类(类) are all 科学技术支出（类）.

    A path of several levels keeps its folded width, in which it stands as a subject of its own.
    """
    match = _LEVELS.match(name)
    if not match:
        return name
    if re.search(r"\([类款]\)", match.group("name")):
        return f"{match.group('name')}({match.group('level')})"
    base = match.group("name").removesuffix("类")
    if match.group("level") == "类" and not base.endswith("支出"):
        base += "支出"
    return f"{base}（{match.group('level')}）"
