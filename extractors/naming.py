"""What the words around a figure name: its subject, in the canonical name where the vocabulary knows it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from extractors.text import name_key
from extractors.vocabulary import measures, printed_subjects, prose_words, standard_names
from extractors.vocabulary.units import unit_words

_HAN = re.compile(r"[\u4e00-\u9fff]")
#: the level of a name, a 类 also by its code: 教育支出(205)
_LEVELS = re.compile(r"^(?P<name>.*?)\((?P<level>类|款|项|2[0-3]\d)\)(?P<tail>支出)?$")
#: all that stands before the code of a 科目 is its name: 〔财政对某基金的补助〕(2082602)
_CODED = re.compile(
    r"(?:^|[，；：。])(?:\(?\d{1,2}\)|\d{1,2}[.、])?(?P<name>[\u4e00-\u9fff、]{2,40}?)"
    r"\((?:[35]\d\d|[235]\d{4}|2\d{6})\)(?:预算数?|支出|安排|为|是)*$"
)
_ASIDE = re.compile(r"(?<!台)\((?!类\)|款\)|项\)|2[0-3]\d\))[^()]*\)$")
_SUM = re.compile(r"^(资金(?:总额|总计))(?:合计)?$")
_SAME = re.compile(r"^(?:该|此|本)(?:项|类|个)?(?:指标|项目|资金|经费)(?:共?设置|设定)?$")
_RUN = re.compile(r"[\u4e00-\u9fff\"]{2,24}")
_COMPARES = re.compile(
    r"^(?P<name>.{2,20}?)(?:(?:较|比|与|同)[^，]{0,12}(?:持平|一致|相同|无变化|[增减升降].*)|(?:均为|全部为|都是)[^，]*)$"
)
_USED = re.compile(r"^主要用于(?P<name>[^，；、]{3,20})$")
#: the year of an amount behind what it is of (公务接待费2025年预算数)
_PLANNED_IN = re.compile(r"20\d\d年度?(?:预算|决算)数?(?:为|是)?$")
#: a budget of the thing before it: “三公”经费〔预算总额〕
_BUDGETED = re.compile(r"(?<!公共)(?<!基金)(?<!经营)(?:年初)?预算(?:数|总额|支出)?$")
#: a body has what is counted
_HAVING = re.compile("(?:共|现|实|拥)有")
#: a clause that says of what something is the highest or the lowest
_RANKED = re.compile(r"^(?P<name>[^，；。：]{2,36}?)的?(?:自评)?(?:得分|评分|分数|执行率|完成率)最[高低]$")
#: the budget of a kind of cost: 培训费〔预算支出〕
_COST = re.compile(r"(?<=[^经]费)预算(?:数|总?额|支出|安排)?$")
#: a name that the report does not disclose
_MASKED = re.compile(r"[*×]{2,}")
#: a number that was read as none: no part of a name
_DECIMAL = re.compile(r"\d\.\d")
#: words that name no subject behind those that they belong to: 用于建设的支出
_SIDES = {"收入", "支出"}
_LEVEL = re.compile(r"\([类款项]\)")
#: so many characters may stand before a known name
_LEAD = 16
#: words up to a year, and those that name their subject before a colon: 收入预算：2021年年初
_OF_YEAR = re.compile(r"20\d\d年度?")
_HEADED = re.compile(
    r"^[^，；。]*?(?P<name>[^，；。：、]{2,12})：(?:20\d\d年度?)?(?:年初|全年)?(?:预算)?(?:安排|支出)?$"
)
#: a name this long that ends in 的X is a clause on X
_CLAUSE = 12


#: spending of one kind that a fund other than the general budget pays: none of the 基本支出 that the section is on
_OF_FUND = re.compile(
    r"(?P<fund>政府性基金|国有资本经营)(?:预算)?(?:财政拨款)?(?:安排)?的?(?P<kind>基本支出|项目支出)(?:为|是|共)?$"
)


@dataclass(slots=True)
class Whole:
    """A subject whose parts are being listed. ``kept``: the list goes on behind the full stop; ``bracket``: it ends
    with the bracket it stands in. ``parts`` counts those named so far."""

    name: str
    unit: str | None = None
    column: str | None = None
    kept: bool = False
    bracket: bool = False
    parts: int = 0


@dataclass(slots=True)
class State:
    """What the text is speaking of.

    ``own`` finds the name of the department itself, which names no subject. ``unit`` and ``column`` are those of the
    last amount or count of the subject; ``wholes`` are the lists that are open, the outermost first; ``apart`` while
    the text has turned from the parts to things counted otherwise; ``topic`` is the whole listed last; ``base`` the
    amount a share that follows is taken of, ``rate`` the measure of a rate that follows the budget it is of; ``paid``
    the subject of the last amount of money; ``sign`` that of the last change, ``spread`` its measure where what follows
    tells the change of another thing (分别减少4批、38人). ``ended``: the whole whose list ended with the last sentence.
    ``measured``: the subject of ``column``. ``told``: what the reason that is being told spoke of last. ``is_budget``:
    the report is a budget; ``year``: its year. ``joined``: the last figure followed the one before behind 、 alone.
    ``item``: the 项 that the sentence goes through. ``counted``: the subject of the last figure if that counts things.
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
    paid: str | None = None
    counted: str | None = None
    rate: str | None = None
    sign: int = 1
    spread: str | None = None
    #: the column of the change told right before, whose rate may stand in brackets
    changed: str | None = None
    ended: str | None = None
    measured: str | None = None
    told: str | None = None
    is_budget: bool = False
    joined: bool = False
    item: str | None = None
    year: int | None = None
    own: re.Pattern[str] | None = None

    def unnamed(self, words: str) -> str:
        """Words without the name of the department itself."""
        return self.own.sub("", words) if self.own else words

    @property
    def whole(self) -> str | None:
        return self.wholes[-1].name if self.wholes else None


def subject_name(rest: str, state: State) -> str | None:
    """The subject at the end of the words before a figure, in its canonical name where the vocabulary knows it."""
    text = _last_sentence(rest)
    if len(_HAN.findall(text)) < 2:
        return None
    if coded := _CODED.search(text):
        return coded["name"]
    if name := known_subject(rest, state):
        return name
    segment = _last_segment(_uncompared(text))
    if _MASKED.search(segment):
        return segment
    if _SAME.match(segment):
        return state.topic or state.subject
    if name := _compared_before(text, state) or _ranked_before(text) or _used_for(segment) or _ending(segment, state):
        return name
    if match := _SUM.match(re.split(r"[，：；]", text)[-1]):
        return match.group(1)
    if (
        prose_words().explains.search(text)
        or prose_words().filler.match(segment)
        or not 2 <= len(_HAN.findall(segment)) <= 40
    ):
        return None
    if segment.count("(") != segment.count(")") or _DECIMAL.search(segment):
        return None
    if assessed := prose_words().assessed.search(segment):
        name = assessed.group("name")
        # what was evaluated as a whole is the department, not its spending
        return (canonical(f"{name}绩效") if "整体" in name else None) or name
    return leveled(_COST.sub("", segment))


def _compared_before(text: str, state: State) -> str | None:
    """The known subject of a clause that says something of it before the figure: 〔购置费〕较预算持平，较上年减少."""
    *before, last = re.split(r"[，：]", text)
    clauses = [last, *before[-1:]] if prose_words().filler.match(_last_segment(last)) else [last]
    for clause in clauses:
        match = _COMPARES.match(_unled(clause)) or _COMPARES.match(clause)
        if match and (name := known_subject(match.group("name"), state)):
            return name
    return None


def _ranked_before(text: str) -> str | None:
    """What the clause before the figure calls the first or the last: 〔甲项目〕得分最低，为83.60分."""
    *before, last = re.split("，", text)
    match = _RANKED.match(_unled(before[-1])) if before and prose_words().filler.match(last or "为") else None
    return match["name"] if match else None


def _used_for(segment: str) -> str | None:
    """A part that money is told to be used for: 主要用于〔公用经费〕42,600.00元."""
    match = _USED.match(segment)
    return match.group("name") if match and prose_words().nouns.search(match.group("name")) else None


def _ending(segment: str, state: State) -> str | None:
    """The known name that ends a segment behind words that say whose it is: 单位〔公务用车保有量〕."""
    for start in range(1, min(len(segment) - 3, _LEAD)):
        known = canonical(segment[start:], state.section) if prose_words().owner.search(segment[:start]) else None
        if known is not None:
            return known if len(segment) - start >= (4 if known in counted_measures() else 5) else None
    return None


def known_subject(rest: str, state: State) -> str | None:
    """The subject at the end of the words before a figure where the vocabulary knows it."""
    if (of_fund := _OF_FUND.search(rest)) is not None:
        return f"{of_fund['fund']}预算财政拨款{of_fund['kind']}"
    for bare in _candidates(_last_sentence(rest)):
        if state.section == "basic" and name_key(bare) in standard_names():
            return bare
        if name := _within(bare, state) or _scoped(bare, state) or canonical(bare, state.section):
            # 上年结转 of a budget is no figure of a closed year
            return bare if state.is_budget and name in prose_words().as_printed else name
    return None


def canonical(name: str, section: str | None = None) -> str | None:
    """The canonical name of a measure by any printed form.

    Bodies are counted where they are listed: a number behind their name elsewhere counts something of theirs.
    """
    key = name_key(name)
    if own := prose_words().called.get(section or "", {}).get(key):
        return own
    found = printed_subjects().get(key)
    if found is None and key.endswith("费支出"):
        found = printed_subjects().get(key.removesuffix("支出"))
    found = found or printed_subjects().get(_respelled(name))
    if found in _bodies() and section not in {None, "bodies"}:
        return None
    return found


@lru_cache(maxsize=4096)
def _respelled(name: str) -> str:
    """The key of a name in the spelling of the vocabulary."""
    for spelling in prose_words().spellings:
        name = spelling.printed.sub(spelling.kept, name)
    return name_key(name)


@lru_cache(maxsize=1)
def _bodies() -> frozenset[str]:
    return frozenset(m.name for m in measures().values() if m.sections == ("bodies",))


@lru_cache(maxsize=1)
def wholes() -> dict[str, str]:
    """The canonical name of the whole by that of its part."""
    every = measures()
    return {m.name: every[m.part_of].name for m in every.values() if m.part_of}


@lru_cache(maxsize=1)
def counted_measures() -> frozenset[str]:
    """Canonical names of what is counted, not paid or scored."""
    return frozenset(m.name for m in measures().values() if m.unit not in {None, "分"})


@lru_cache(maxsize=64)
def is_of_quarter(name: str) -> bool:
    """Whether a name begins with a quarter of the year (第一季度用款计划)."""
    return name.removeprefix("第").startswith(prose_words().quarters)


def without_score(name: str) -> str:
    """What money is of that is told of something known by its score (部门整体绩效自评得分)."""
    scored = {m.name for m in measures().values() if m.unit == "分"}
    return name.removesuffix("得分") if name in scored else name


def counted(rest: str, unit: str, state: State) -> str | None:
    """What a number in a certain unit counts that stands behind the name of something else (国内公务接待25批次)."""
    names = _countable(unit, state)
    segment = _last_segment(_last_sentence(rest)).replace('"', "")
    # 本部门共有公务用车11辆
    kept = _HAVING.split(re.sub(r"共?有?$", "", segment))[-1]
    return _spoken(names.get(kept), state)


def _countable(unit: str, state: State) -> dict[str, str]:
    """What a unit counts behind the name of something else. Where assets are told, 公务用车 is a kind of vehicles."""
    return (
        {}
        if state.section == "assets" and unit in unit_words().of_set("vehicles")
        else prose_words().counts.get(unit, {})
    )


def _spoken(name: str | None, state: State) -> str | None:
    """A counted thing by the name it has while the text speaks of what it does."""
    return name and (_within(name, state) or canonical(name) or name)


def counted_ending(rest: str, unit: str, state: State) -> str | None:
    """The same where other words lead up to the name (列明公务接待2批次)."""
    names = _countable(unit, state)
    segment = _last_segment(_last_sentence(rest))
    return _spoken(names.get(max((n for n in names if len(n) > 1 and segment.endswith(n)), key=len, default="")), state)


def counted_around(rest: str, after: str, unit: str) -> str | None:
    """What a number counts by the words before it together with those behind its unit."""
    return next((a.name for a in prose_words().around if a.fits(rest, after, unit)), None)


def printed_part(rest: str) -> str:
    """The name of a part as printed, where its canonical name is that of the whole itself."""
    return _last_segment(_last_sentence(rest))


def counted_after(after: str, state: State) -> str | None:
    """What a number counts that stands right behind its unit: 3个〔职能科室〕."""
    match = _RUN.match(after)
    run = re.sub(r"[\"]", "", match.group(0)) if match else ""
    if not run or prose_words().no_noun.match(run):
        return None
    for end in range(len(run), 1, -1):
        if (name := canonical(run[:end], state.section)) in counted_measures():
            return name
    # 8个水管所及3个中心: what joins it to the next number is no part of it
    run = re.sub(r"(?<=..)(?:以?及|[和与])$", "", run)
    noun = re.sub(r"(?<=..)(?:的|开展|进行|实施|组成|构成|组织|编制了|批复了).*$", "", run)
    return noun if len(noun) >= 2 else None


def opens_count(rest: str) -> bool:
    """Whether the words before a number leave it to the words behind it what is counted."""
    segment = _last_segment(_last_sentence(rest))
    words = prose_words()
    return bool(
        rest.endswith(("，", "、", "；", "：", '"'))
        or len(_HAN.findall(segment)) < 2
        or words.filler.match(segment)
        or words.transitive.search(segment)
    )


def _last_sentence(rest: str) -> str:
    return re.split(r"[。；]", rest)[-1].rstrip('，、：("').lstrip("()").replace("的，", "的")


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


@lru_cache(maxsize=4096)
def _candidates(text: str) -> tuple[str, ...]:
    """The endings of a phrase that may be a known name, each also without the words between name and figure."""
    found: dict[str, None] = {}
    for start in _suffixes(text):
        if start in found:
            continue
        found[start] = None
        found[re.sub(r"(?:为|是|共计|合计)$", "", start)] = None
        found[_ASIDE.sub("", re.sub(r"(?:为|是)$", "", start))] = None
        found[_BUDGETED.sub("", start)] = None
        found[_PLANNED_IN.sub("", start)] = None
        shorter = start
        for _ in range(3):
            cut = prose_words().tail.sub("", shorter)
            if cut == shorter:
                break
            shorter = cut
            found[shorter] = None
            found[_BUDGETED.sub("", shorter)] = None
    bare = (name.strip("，、：") for name in found)
    return tuple(dict.fromkeys(name for name in bare if len(_HAN.findall(name)) >= 2))


@lru_cache(maxsize=4096)
def _last_segment(text: str) -> str:
    segment = re.split(r"[，：；]", text)[-1]
    if "、" in segment and not any(joined in segment for joined in prose_words().joined):
        segment = segment.split("、")[-1]
    for _ in range(3):
        shorter = prose_words().tail.sub("", _unled(segment))
        if shorter == segment:
            break
        segment = shorter
    segment = prose_words().verbs.sub("", segment)
    if len(segment) > _CLAUSE and "的" in segment and not _LEVEL.search(segment):
        last = segment.rsplit("的", 1)[1]
        names_none = prose_words().filler.match(last) or prose_words().bare.match(last) or len(last) < 2
        segment = segment if names_none else last
    segment = re.sub(r'^"([^"]+)"(?=\([类款项]\)$)', r"\1", _ASIDE.sub("", segment))
    return segment.strip('"') if segment.count('"') % 2 else segment


def _unled(segment: str) -> str:
    for lead in prose_words().lead:
        segment = lead.sub("", segment)
    return segment


def _suffixes(text: str) -> Iterator[str]:
    """The endings of a phrase that may be a known name: whole, without leads, after a comma, a 的 or a 包括."""
    yield text
    segment = re.split(r"[，：；。]", text)[-1]
    yield segment
    yield re.sub(r"^20\d\d年度?", "", segment)
    for _ in range(4):
        whole = segment
        for lead in prose_words().lead:
            if (shorter := lead.sub("", segment)) != segment:
                segment = shorter
                yield segment
        if segment == whole:
            break
    if (told := prose_words().verbs.sub("", segment)) != segment:
        yield told
    for mark in ("的", "、", "等", "包括"):
        if mark in segment and (last := segment.rsplit(mark, 1)[1]) not in _SIDES:
            yield last
    if len(parts := _OF_YEAR.split(segment)) > 1:
        yield parts[-1]
    if (head := _HEADED.match(text)) is not None:
        yield _unled(head.group("name"))


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
    level = "类" if match.group("level").isdigit() else match.group("level")
    if level == "类" and not base.endswith("支出"):
        base += "支出"
    return f"{base}（{level}）"
