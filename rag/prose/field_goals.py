"""What is to be reached in one field of work, as the chapter on tasks tells of it (旅游方面有什么目标).

The chapter goes through fields of work, each under a line of its own (做强旅游产业。) with sentences full of targets
behind it. The question names the field, seldom in the words of the line.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.text import squeeze
from rag.answer import Answer
from rag.holdings.desk import Desk
from rag.language.query import Query
from rag.prose.passages import told_figures
from rag.text.figures_said import figures_of
from rag.text.outline import Sentence

_ASKED = re.compile(
    r"(?P<field>[\u4e00-\u9fff]{2,6}?)(?:这|那)?(?:方面|领域|这块|那块|工作(?:上|方面)?)"
    r"[^，,]{0,6}?(?:有|定|提|设|安排)?(?:了|出|下)?(?:什么|哪些|啥|哪几[个项]|怎样的)(?:样的)?(?:工作|年度|具体)?(?:目标|任务|打算|计划|指标)"
)
#: the chapters that tell what is to be done in a year
_TASKS = re.compile("工作任务|工作目标|重点工作|主要任务|年度目标|工作安排|工作思路|工作要点")
#: a line that begins a field, and so many sentences behind it tell of that
_LINE, _MOST = (
    re.compile(r"^\s*(?:[（(][一二三四五六七八九十]{1,2}[)）]|[一二三四五六七八九十]{1,2}[、是]|\d{1,2}[.．、])"),
    5,
)
#: words before the name of a field that are none of it
_LEAD = re.compile("^(?:今年|本年|明年|年|年度|单位|部门|我们?|全?[局县市区]的?|在|对|于|关于)+")


def goals_of_field(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """The sentences on a field of work with what is to be reached; None where no chapter on tasks tells of it."""
    match = _ASKED.search(query.rest)
    field = _LEAD.sub("", match["field"]) if match is not None else ""
    if len(field) < 2 or query.project or query.tables:
        return None
    outline = desk.outline(doc_id)
    tasks = [s for s in outline.sentences if _TASKS.search(s.section.rsplit("/", 1)[-1] + s.heading)]
    name = desk.reports[doc_id].department or "|"
    # the field whose own line names it, else the one that says most of it
    scored = [(_fit([squeeze(s.text).replace(name, "|") for s in g], field), g) for g in _fields(tasks)]
    fit, best = max(scored, key=lambda s: s[0], default=((False, False, 0), []))
    if not fit[-1]:
        return None
    figures = [f for s in best for f in figures_of(s)]
    return told_figures(query, desk, doc_id, best, figures) if figures else None


def _fit(texts: Sequence[str], field: str) -> tuple[bool, bool, int]:
    """How well a group of sentences is on a field: by its own line, by its first words, by how often it says it."""
    return (
        bool(_LINE.match(texts[0])) and field in texts[0],
        field in texts[0],
        sum(text.count(field) for text in texts),
    )


def _fields(sentences: Sequence[Sentence]) -> list[list[Sentence]]:
    """The sentences of a chapter by the lines that begin a field."""
    groups: list[list[Sentence]] = []
    for sentence in sentences:
        if _LINE.match(sentence.text) or not groups:
            groups.append([])
        if len(groups[-1]) < _MOST:
            groups[-1].append(sentence)
    return groups
