"""What the chapters on one project tell of it: looked for there alone, where a question names the project.

A budget explains single projects in chapters of their own (项目概况, 立项依据, 实施主体 …) in whose sentences the name
of the project does not return: few words of a question are enough to find what it asks there.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.facts import MONEY, Fact
from extractors.naming import is_of_quarter
from extractors.text import name_key, squeeze, strip_ordinal
from extractors.vocabulary.wants import want_words
from rag.answer import Answer
from rag.figures.figures import told
from rag.holdings.desk import Desk
from rag.language.asking import BUDGETS, blanked
from rag.language.query import Query
from rag.prose.passages import named_in_role, told_figures
from rag.text.counters import Counted, counted_in
from rag.text.figures_said import Figure, figures_of, kind_of
from rag.text.outline import Sentence
from rag.understanding.project_said import stretch_of_name
from rag.understanding.relation import same_name
from rag.understanding.topic import covered, longest_run, segments_of

#: what may lead the name of a project
_PLACE = re.compile("[\u4e00-\u9fff]{1,16}(?:[省市区县旗镇乡村]|街道)")
#: so many characters of the name of a project name it, in pieces of so many at least
_NAMES, _PIECE = 4, 2
#: a word that goes on with the words of asking (由谁〔实施〕)
_WORD = 2
#: so many sentences under a line are told
_MOST = 4
#: the share of the words beside the name that a sentence must have to tell something in words
_TELLS = 0.5
#: an extent that is asked for by its name alone (地下面积)
_EXTENT = re.compile(r"(?P<what>面积|高度|长度|宽度|深度)(?:[是有为]?多[少大高长宽深]|[？?]|$)")
_MEASURED = {"面积": "大", "高度": "高", "长度": "长", "宽度": "宽", "深度": "深"}
#: headings under which a report says why there is a project
_GROUNDS = re.compile("立项|背景|依据|必要性")
#: that there is a project at all, and what it is told that of it
_BUILT = re.compile("[要想]?新?(?:建设?|修建?|做|搞|办|设立?|实施|开展)")
#: why there is a project is asked, and the line under which a report tells what it is
_WHY_AT_ALL, _OVERVIEW = re.compile("为(?:什么|啥|何)要|凭什么要"), re.compile("概述|概况|简介")
#: that money changed, and a sentence that tells why it did
_CHANGED = re.compile("增加|减少|增长|下降|上升|多了|少了|变化|变多|变少")
_CHANGED_BECAUSE = re.compile(
    "(?:比|较)(?:上年|去年|20[0-9]{2}年)[^。；]{0,24}(?:增加|减少|增长|下降)[^。；]{0,30}(?:因|原因|由于|系)"
)
#: what a thing is to be used for, and how a text says so
_MADE_USE_OF, _USED_AS = (
    re.compile("[拿用]来?(?:干|做)|做什么用|干什么用|用途"),
    re.compile("作为|用作|用于|供[^，。]{1,12}使用"),
)
#: who does something is asked for, and no name
_BY_WHOM = re.compile("由谁|谁(?:来|负责|管|把|干|做|承担|牵头)")
#: grades, which texts write in words (耐火等级为二级)
_IN_GRADES, _GRADE = re.compile("[几哪什么多少]级(?!别)"), re.compile("[特一二三四五六七八九十甲乙丙丁]级")
#: what somebody does is asked, of whoever is named
_DOES = re.compile("(?:是|在|都|要)*(?:干|做|负责)(?:些|了)?(?:什么|啥|嘛)的?")
#: a target by what it is of
_TARGET = re.compile(
    "[|]*(?:.*项目)?的?(?P<of>[\u4e00-\u9fff]{2,8}?)的?(?:目标|指标)值?(?:[各分别是]*(?:多少|几).*)?[？?|]*"
)
_JOINED = re.compile("[、，,和与]|以?及")
#: money is asked for, and the heading under which it is planned
_MONEY_ASKED, _PLANNED = (
    re.compile("预算|资金|经费|投入|安排|多少钱|总额|投资"),
    re.compile("预算|资金|经费|投资"),
)
#: what stands beside the name of a project where all its money is asked for
_NO_THING = re.compile(
    r"20\d\d年度?|[今本当]年度?|项目|预算|资金|经费|投入|安排|总额|投资|多少|几|万?元|钱|[^\u4e00-\u9fff]|[的是有为要需共一总花用了各列给拨批数]"
)
#: characters that tell nothing of a thing asked about
_EMPTY = re.compile("[的是有了在个这那把被由谁哪什么多少几为何]")


def of_chapter(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """The sentence of the chapters on a project that tells what is asked of it; None where none does."""
    named = _of_project(query, desk, doc_id)
    if not named or not _are_one(named):
        return None
    words = _beside_name(query, named[0].project)
    named = [s for s in named if not _is_label(s)]
    if _IN_GRADES.search(query.rest):
        return _sentence(query, desk, doc_id, [s for s in named if _GRADE.search(s.text)], words)
    if query.asks_figure or _EXTENT.search(query.rest):
        return _figure(query, desk, doc_id, named, words)
    return _sentence(query, desk, doc_id, named, words)


def parted_from_name(text: str, project: str) -> tuple[int, str]:
    """How many characters of a question are of the name of a project, and the others: pieces of it in their order."""
    left, said = text, 0
    at = 0
    while len(piece := project[at:]) >= _PIECE:
        size = next((s for s in range(len(piece), _PIECE - 1, -1) if piece[:s] in left), 0)
        if size:
            left, said = left.replace(piece[:size], "", 1), said + size
        at += size or 1
    return said, left


def planned_in_chapter(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """The money that the chapters on a project plan for it (六、年度预算安排); None where something else is asked."""
    key = name_key(query.project or "")
    if not key or not query.asks_figure or query.operations or query.tables or not set(query.kinds) <= {"money"}:
        return None
    if not set(query.columns) <= {*BUDGETS, "资金"} or not (_MONEY_ASKED.search(query.rest) or query.columns):
        return None
    if query.wants.kinds or any(not same_name(s.key, key) for s in query.subjects if not s.generic):
        return None
    said, beside = parted_from_name(query.rest, query.project or "")
    if said < _NAMES or len(_NO_THING.sub("", beside)) > 1:
        return None  # 其中运营补贴多少
    fact = planned_money(desk, doc_id, query.project or "")
    return told(query, desk, [fact]) if fact is not None else None


def planned_money(desk: Desk, doc_id: str, project: str) -> Fact | None:
    """The money that the chapters on a project plan for it, under a heading on money; None where none does."""
    facts = [f for f in money_of_chapters(desk, doc_id, project) if f.part_of is None]
    own = [f for f in facts if f.column in (*BUDGETS, "资金", "决算数")]
    own = [f for f in own if is_on_money(f) and not is_of_quarter(f.row_name)]
    return next((f.but(row_name=project) for f in own if f.value), None)


def is_on_money(fact: Fact) -> bool:
    """Whether a figure stands under a heading on the money of a project (年度预算安排)."""
    return bool(_PLANNED.search(fact.section.rsplit("/", 1)[-1]))


def money_of_chapters(desk: Desk, doc_id: str, project: str) -> list[Fact]:
    """The amounts in the chapters on a project, which a heading above them names or the first of them does."""
    key = name_key(project).lower()
    spans = [(s.start, s.end) for s in desk.outline(doc_id).sentences if s.project and s.project.endswith(key)]
    prose = (f for f in desk.index(doc_id).facts if f.origin == "prose" and f.unit in MONEY)
    return [f for f in prose if key in name_key(f.section).lower() or any(a <= f.start < b for a, b in spans)]


def _point(query: Query, sentences: Sequence[Sentence]) -> list[Sentence]:
    """What stands under the line that names what is asked of a project (（2）立项依据。); empty where none is asked."""
    rest = query.rest.replace(query.project or "|", "|")
    below = [s for s in sentences if not _is_label(s)]
    if _WHY_AT_ALL.search(rest) and (why := _why_at_all(rest, below)):
        return why
    for point in want_words().points:
        told = [s for s in below if point.label.search(_line_of(s))]
        if not told or not (point.asked.search(rest) or any(_line_of(s) in rest for s in told)):
            continue
        # 监理单位干什么 asks no 项目概况: what a heading leads is told where nothing else is asked
        start, end = stretch_of_name(rest, sentences[0].project)
        beside = _NO_THING.sub("", point.asked.sub("", rest[:start] + rest[end:]).replace(_line_of(told[0]), ""))
        if told[0].label or len(beside) <= _WORD:
            return [s for s in told if _line_of(s) == _line_of(told[0])][:_MOST]
    return []


def _why_at_all(rest: str, below: Sequence[Sentence]) -> list[Sentence]:
    """Why there is a project (小区为啥要搞某某整治): what its overview says is wrong, and what it rests on.

    Empty where the question has more than pieces of its name.
    """
    if not below:
        return []
    start, end = stretch_of_name(rest, below[0].project)
    beside = parted_from_name(_WHY_AT_ALL.sub("", rest[:start] + rest[end:]), below[0].project.strip("（）()"))[1]
    if len(_NO_THING.sub("", _BUILT.sub("", beside))) > _WORD:
        return []
    return _what_for(below)


def _what_for(below: Sequence[Sentence]) -> list[Sentence]:
    """The overview of a project, which says what it is to mend, and what it rests on."""
    over = [s for s in below if _OVERVIEW.search(_line_of(s))]
    grounds = [s for s in below if _GROUNDS.search(_line_of(s)) and s not in over]
    return [*over[:_WORD], *grounds][:_MOST]


def _why_by_contents(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """Why something is done that only the overview of one project names (甲路、乙路为什么要大修)."""
    words = [w for w in segments_of(query) if len(w) > _PIECE]
    told = [
        b for b in _by_project(desk, doc_id).values() if words and all(w in "".join(s.key for s in b) for w in words)
    ]
    return told_figures(query, desk, doc_id, _what_for(told[0]), []) if len(told) == 1 and _what_for(told[0]) else None


def _line_of(sentence: Sentence) -> str:
    """The line that a sentence stands under: one of its own, else the heading of its chapter (三、实施主体)."""
    return sentence.label or name_key(strip_ordinal(sentence.section.rsplit("/", 1)[-1])).lower()


def _is_label(sentence: Sentence) -> bool:
    """Whether a sentence is but the line that others stand under."""
    return (
        bool(sentence.label) and sentence.key.endswith(sentence.label) and len(sentence.key) <= len(sentence.label) + 2
    )


def point_of_project(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """What stands under the line of a project that names what is asked (（2）立项依据。); None where none does."""
    if query.tables or (query.operations and not query.has("definition", "use", "reason")):
        return None
    named = _of_project(query, desk, doc_id)
    if not named and _WHY_AT_ALL.search(query.rest):
        return _why_by_contents(query, desk, doc_id)
    point = _point(query, named) if _are_one(named) else []
    return told_figures(query, desk, doc_id, point, []) if point else None


def why_changed(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """Why the money of a project changed, as its own chapters say (甲补贴比上年增加，主要是因为…).

    The one project is meant whose name the question has in pieces; None where its chapters tell no such reason.
    """
    if query.wants.kinds[:1] != ["reason"] or query.tables or not _CHANGED.search(query.rest):
        return None
    by_project = _by_project(desk, doc_id)
    called = [p for p in by_project if parted_from_name(query.rest, p.strip("（）()"))[0] >= _NAMES]
    if len(called) != 1:
        return None
    told = [s for s in by_project[called[0]] if _CHANGED_BECAUSE.search(squeeze(s.text))]
    return told_figures(query, desk, doc_id, told[:1], []) if told else None


def _by_project(desk: Desk, doc_id: str) -> dict[str, list[Sentence]]:
    """What the chapters of a report tell of each project, without the lines that only head it."""
    found: dict[str, list[Sentence]] = {}
    for sentence in desk.outline(doc_id).sentences:
        if sentence.project and not _is_label(sentence):
            found.setdefault(sentence.project, []).append(sentence)
    return found


def each_target(query: Query, desk: Desk, doc_id: str, answer: Answer | None) -> Answer | None:
    """An answer, or the sentence on a project that has each of several targets asked for, where the answer has fewer.

    满意度目标和供餐量目标: the words before each tell which.
    """
    text = blanked(query.rest, [(s.start, s.end) for s in query.subjects if s.measure is None])
    asked = [m["of"] for piece in _JOINED.split(text) if (m := _TARGET.fullmatch(piece))]
    if len(asked) < 2 or query.sides or (answer is not None and len(answer.values) >= len(asked)):
        return answer
    for sentence in desk.outline(doc_id).sentences:
        if not _is_named(query, sentence.project or name_key(sentence.section.rsplit("/", 1)[-1]).lower()):
            continue
        every = list(figures_of(sentence))
        told = [max(every, key=lambda f: covered(of, f.before)) for of in asked] if every else []
        if told and all(covered(of, f.before) >= _TELLS for of, f in zip(asked, told, strict=True)):
            return told_figures(query, desk, doc_id, [sentence], list(dict.fromkeys(told)))
    return answer


def _of_project(query: Query, desk: Desk, doc_id: str) -> list[Sentence]:
    """What is told below the name of the project that a question names: of the very one, where others are alike."""
    named = [s for s in desk.outline(doc_id).sentences if s.project and _is_named(query, s.project)]
    key = name_key(query.project or "").lower()
    return [s for s in named if key and _is_the_same(s.project, key)] or named


def _are_one(named: Sequence[Sentence]) -> bool:
    """Whether sentences are on one project, whose form may leave out the place that its chapters have before it."""
    names = {s.project for s in named}
    return bool(names) and all(_is_the_same(n, min(names, key=len)) for n in names)


def _is_the_same(project: str, key: str) -> bool:
    """Whether the name of a project is another one, or that behind the name of its place (某市某区甲工程)."""
    return project == key or (project.endswith(key) and bool(_PLACE.fullmatch(project.removesuffix(key))))


def _is_named(query: Query, project: str) -> bool:
    """Whether a question names the project that sentences are on: in so many characters, or as it was understood."""
    return (
        project == name_key(query.project or "").lower() or longest_run(project, name_key(query.rest).lower()) >= _NAMES
    )


def _beside_name(query: Query, project: str) -> list[str]:
    """The telling words of a question besides the name of the project, which all sentences of its chapters share."""
    words = (_behind_name(w, project) for w in segments_of(query) if w not in project and not _BUILT.fullmatch(w))
    return [w for w in dict.fromkeys(words) if not _DOES.fullmatch(w)]


def _behind_name(word: str, project: str) -> str:
    """A word without the end of the name of the project that runs into it (新建〔工程设计〕)."""
    lead = next((n for n in range(len(word) - 2, 1, -1) if project.endswith(word[:n])), 0)
    return word[lead:]


def _figure(
    query: Query, desk: Desk, doc_id: str, sentences: Sequence[Sentence], words: Sequence[str]
) -> Answer | None:
    """The figure in the unit asked for whose own words are nearest to the question."""
    asked = counted_in(query.rest)
    extent = _EXTENT.search(query.rest)
    if not asked and extent is not None:
        asked = counted_in(f"{query.rest[: extent.start()]}多{_MEASURED[extent['what']]}")
    if not asked:
        return None
    letters = set(_EMPTY.sub("", query.rest)) - set(sentences[0].project)
    best: tuple[tuple[float, int], Sentence, Figure] | None = None
    for sentence in sentences:
        for figure in figures_of(sentence):
            if figure.unit is None or not any(_fits(c, figure) for c in asked):
                continue
            if query.kinds and kind_of(figure.unit) not in {*query.kinds, "count"}:
                continue
            near = figure.before + figure.around
            fit = (sum(covered(w, near) for w in words), len(letters & set(near)))
            if fit > (0.0, 0) and (best is None or fit > best[0]):
                best = (fit, sentence, figure)
    return told_figures(query, desk, doc_id, [best[1]], [best[2]]) if best is not None else None


def _fits(counted: Counted, figure: Figure) -> bool:
    """Whether a figure is in the unit asked for; of 年 a span, and no date."""
    if counted.unit is None:
        return counted.told == "年" == figure.unit and len(figure.number) < len("2025")
    return counted.fits(figure.unit or "")


def _sentence(
    query: Query, desk: Desk, doc_id: str, sentences: Sequence[Sentence], words: Sequence[str]
) -> Answer | None:
    """The sentence that has most of the words, and is of the kind that is asked for."""
    located = want_words().located
    if located.asked.search(query.rest):
        sentences = [s for s in sentences if located.told.search(s.text)]
        return told_figures(query, desk, doc_id, sentences[:1], []) if sentences else None
    kind = query.wants.kinds[0] if query.wants.kinds else None
    if kind == "reason":
        sentences = [s for s in sentences if want_words().because.search(s.text)]
        if not words:  # 为什么要建: why there is a project at all
            sentences = [s for s in sentences if _GROUNDS.search(s.label or s.section.rsplit("/", 1)[-1])]
            return told_figures(query, desk, doc_id, sentences[:1], []) if sentences else None
    if kind == "use" and _MADE_USE_OF.search(query.rest):
        # 建成以后拿来做什么: what it is built to be
        used = [s for s in sentences if _USED_AS.search(s.text)]
        return told_figures(query, desk, doc_id, used[:1], []) if used else None
    if query.wants.thing and not _BY_WHOM.search(query.rest):
        sentences = [s for s in sentences if re.search(query.wants.thing, s.text)]
    total = sum(map(len, words))
    best: tuple[float, Sentence] | None = None
    for sentence in sentences:
        place = sentence.label or name_key(sentence.section.rsplit("/", 1)[-1])
        fit = sum(len(w) * max(covered(w, sentence.key), 0.7 * covered(w, place)) for w in words)
        if best is None or fit > best[0]:
            best = (fit, sentence)
    if best is None or not total or best[0] < _TELLS * total or not named_in_role(query, [best[1]]):
        return None
    return told_figures(query, desk, doc_id, [best[1]], [])
