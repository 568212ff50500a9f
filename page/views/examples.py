"""Questions worth asking: such as the reports at hand answer, each tried before it is offered."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass, field
from time import monotonic
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from extractors.facts import Fact
    from rag.library import Library
    from rag.storage.store import ReportInfo

log = logging.getLogger("juesuan")

_ASK = (
    "{who}{year}年支出合计是多少？",
    "{who}{year}年“三公”经费决算是多少？",
    "{who}{year}年支出为什么比上年有变化？",
    "{who}{year}年支出决算表中{row}的项目支出是多少？",
    "{year}年各部门“三公”经费从高到低排列",
    "{who}{year}年项目支出占支出合计的比重是多少？",
    "{who}{year}年机关运行经费是多少？",
    "{who}{year}年部门整体绩效自评得了多少分？",
)


#: while reports keep coming, questions are made anew no more often than this, in seconds
_PAUSE = 30.0
#: so many questions are offered
_OFFERED = 6


@dataclass(slots=True)
class Offered:
    """The questions that a page offers. They are made anew when reports came or went, but not with each one of many.

    Whoever opens the page while a hundred files are taken in does not wait for questions to be tried on each.
    """

    questions: list[str] = field(default_factory=list)
    _about: set[str] = field(default_factory=set)
    _generation: str = ""
    _made_at: float = 0.0

    def of(self, library: Library) -> list[str]:
        """Questions on the reports at hand; never one on a report that is gone."""
        generation = library.store.generation()
        if generation != self._generation and not self._will_do(library):
            tried = _tried(library)
            self.questions, self._about = [question for question, _ in tried], {doc_id for _, doc_id in tried}
            self._generation, self._made_at = generation, monotonic()
        return self.questions

    def _will_do(self, library: Library) -> bool:
        """Whether the former questions were made just now and are all still answered."""
        if not self.questions or monotonic() - self._made_at > _PAUSE:
            return False
        return self._about <= {info.doc_id for info in library.reports()}


def _tried(library: Library) -> list[tuple[str, str]]:
    """Questions that the reports at hand answer, each with the id of the report it was made for; each gets its turn."""
    from rag.language.names import find_named

    reports = library.reports()
    directory = library.catalogue().directory
    asked: list[tuple[str, str]] = []
    for number, form in enumerate(_ASK if reports else ()):
        if len(asked) == _OFFERED:
            break
        start = number * len(reports) // len(_ASK)
        for info in (*reports[start:], *reports[:start])[:4]:
            question = _example(library, form, info, reports)
            if question and not find_named(question, directory).unknown and _answers(library, question):
                asked.append((question, info.doc_id))
                break
    return asked


def _example(library: Library, form: str, info: ReportInfo, reports: Sequence[ReportInfo]) -> str | None:
    row = None
    if info.kind == "budget" and "决算" in form:
        return None
    if "{row}" in form:
        row = next((f.row_name for f in library.facts(info.doc_id) if _is_spent(f)), None)
        if row is None:
            return None
    if "各部门" in form and sum(r.year == info.year for r in reports) < 2:
        return None
    return form.format(who=info.department, year=info.year, row=row)


def _is_spent(fact: Fact) -> bool:
    """Whether a fact is money spent on projects under one class (类) of GK03."""
    return fact.table == "GK03" and fact.column == "项目支出" and len(fact.row_code or "") == 3 and bool(fact.value)


def _answers(library: Library, question: str) -> bool:
    try:
        answer = library.ask(question)
    except Exception:
        log.warning("示例问题无法回答：%s", question, exc_info=True)
        return False
    return answer.status in {"answered", "computed"} and bool(answer.citations)
