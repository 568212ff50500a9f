"""What a report tells of a thing under its own title: the points it was given, and other figures.

An annexed evaluation report has the name of its project in its title. A question that names a project so, one that no
form lists, asks for the figures below that title and for no others.
"""

from __future__ import annotations

import re

from extractors.text import fold, name_key, strip_ordinal
from extractors.vocabulary import question_words
from rag.answer import Answer
from rag.figures.everywhere import names_project
from rag.holdings.desk import Desk
from rag.language.query import Query
from rag.prose.passages import Figure, passage, told_figures
from rag.prose.passages import figures_of as in_sentence
from rag.text.outline import CELLS, Sentence
from rag.understanding.topic import longest_run, segments_of, share

_POINTS = re.compile(r"(?:得分|评分|总分|分数|打分|自评|评价|综合|评定)[^。；，]{0,8}?\d")
#: words of asking for points, which name nothing
_ASKING = re.compile(
    "(?:得分|打分|评分|总分|等级|等次|结果|综合|第三方|自评|评价|绩效|项目|重点|分数|报告|部门|里|中|给|写|的)+"
)
#: who gave the points: the department itself, or someone else
_ITSELF = re.compile("自评|自我评价")
#: the title of a report that someone else wrote
_REPORT_OF_OTHERS = re.compile("(?<!自)评价报告")
_QUOTED = re.compile('"([^"]+)"')
#: how much of what is named a sentence and its headings must have, and how long a run of it
_NEEDED, _RUN = 0.7, 4
#: a run of the question of so many characters in the heading names the thing beyond doubt
_TITLED, _MOST_OF_TITLE = 6, 0.6
#: a project as a question names it, and how many of its first characters a title must begin with
_SHORT_NAME, _HEAD = re.compile(r"[一-鿿]{4,16}?项目"), 4
#: the title of a report on one thing, and the words of it that name no thing
_REPORT = re.compile("评价|报告|综述|专项说明")
_KIND = re.compile(
    r"附件\d*|（[^）]*）|\([^)]*\)|(?:部门|财政|重点|绩效|自评|评价|报告|综述|项目支出|摘要|节选|20\d\d年度?)"
)


def points_of(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """The points of a thing in the evaluation report under its name: it has no form, or others than it gave them."""
    others = question_words().evaluated_by.search(query.rest)
    return None if query.project and not others else points_told(query, desk, doc_id, _TITLED)


def figures_of(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """A figure that the sentences under the title of a thing tell, where it has no form."""
    if query.project or not query.asks_figure or query.tables or query.claim is not None or query.operations:
        return None
    titles = {part for s in desk.outline(doc_id).sentences for part in s.section.split("/") if _REPORT.search(part)}
    named = {t: _name_in(query.rest, _bare(t)) for t in titles}
    title = max(named, key=lambda t: len(named[t]), default="")
    if not title or not named[title]:
        return None
    under = query.model_copy(update={"rest": query.rest.replace(named[title], "|")})
    return passage(under, desk, doc_id, under=title)


def _bare(title: str) -> str:
    """What a title names: without its number, the kind of report it is and what stands in brackets."""
    return _KIND.sub("", name_key(strip_ordinal(title)))


def _name_in(text: str, bare: str) -> str:
    """What names a title in a question: a long run of it, or 某某项目 that leaves something out in its middle."""
    if short := next((m.group(0) for m in _SHORT_NAME.finditer(text) if _shortens(m.group(0), bare)), ""):
        return short
    runs = (text[a:b] for a in range(len(text)) for b in range(a + _TITLED, len(text) + 1))
    run = max((r for r in runs if name_key(r) in bare), key=len, default="")
    return run if len(name_key(run)) >= max(_TITLED, _MOST_OF_TITLE * len(bare)) else ""


def _shortens(name: str, bare: str) -> bool:
    """Whether a name of a project begins as a title does, and its other characters stand there in their order."""
    head, rest = name_key(name)[:_HEAD], name_key(name)[_HEAD:]
    return bare.startswith(head) and bool(re.search(".{0,2}?".join(rest[:-2]) + ".*项目", bare[_HEAD:]))


def points_told(query: Query, desk: Desk, doc_id: str, in_heading: int = 0) -> Answer | None:
    """The sentence that tells the points of what a question names; ``in_heading``: named by so long a run there."""
    if "得分" not in query.columns or query.tables or query.claim is not None or query.operations:
        return None
    words = [w for w in segments_of(query) if not _ASKING.fullmatch(w)]
    text = name_key(query.rest).lower()
    best: tuple[float, Sentence, Figure] | None = None
    for sentence in desk.outline(doc_id).sentences:
        figure = _points_in(query, sentence) if _fits_evaluator(query, sentence) else None
        if figure is None:
            continue
        if in_heading and not any(_is_named(query, text, where, in_heading) for where in _names_in(sentence)):
            continue
        body = sentence.key + sentence.heading + sentence.context
        fit = share(words, body)
        if fit >= _NEEDED and longest_run(text, body) >= _RUN and (best is None or fit > best[0]):
            best = (fit, sentence, figure)
    return told_figures(query, desk, doc_id, [best[1]], [best[2]]) if best is not None else None


def _points_in(query: Query, sentence: Sentence) -> Figure | None:
    """The figure in points of a sentence that tells a whole score; rows of tables are left to their own engines.

    Of several projects that are told in one breath (分别为88分和84分) those of the one that is asked about.
    """
    if CELLS.search(sentence.text) or not _POINTS.search(sentence.text):
        return None
    points = [f for f in in_sentence(sentence) if f.unit == "分" and "满分" not in f.before[-4:]]
    names = [name_key(n) for n in _QUOTED.findall(fold(sentence.text)) if len(n) > 1]
    if len(points) == len(names) > 1 and "分别" in sentence.text:
        text = name_key(query.rest).lower()
        fits = [longest_run(text, n) / len(n) for n in names]
        return points[fits.index(max(fits))]
    return points[0] if points else None


def _fits_evaluator(query: Query, sentence: Sentence) -> bool:
    """Whether the points of a sentence were given by the one that a question names, where it names one."""
    by_others = question_words().evaluated_by
    told = bool(by_others.search(sentence.text + sentence.section))
    if by_others.search(query.rest):
        return (told or bool(_REPORT_OF_OTHERS.search(sentence.section))) and not _ITSELF.search(sentence.text)
    if not _ITSELF.search(query.rest) or _ITSELF.search(sentence.text):
        return True
    return bool(_ITSELF.search(sentence.section)) and not told


def _names_in(sentence: Sentence) -> tuple[str, ...]:
    """Where a sentence may name what it tells of: in the headings above it, or in a name that it quotes."""
    return (sentence.heading, *map(name_key, _QUOTED.findall(fold(sentence.text))))


def _is_named(query: Query, text: str, where: str, run: int) -> bool:
    """Whether a heading or a name is that of what a question names: its project, or a run of its words."""
    project = bool(query.project) and names_project(where, query.project or "")
    return project or longest_run(text, where) >= run
