"""Questions worth asking: such as the reports at hand answer, each tried before it is offered."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from extractors.facts import Fact
    from rag.library import Library
    from rag.store import ReportInfo

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


def examples(library: Library, limit: int = 6) -> list[str]:
    """Questions that the reports at hand answer, each tried before it is offered; every report gets its turn."""
    from rag.names import find_named

    reports = library.reports()
    directory = library.catalogue().directory
    asked: list[str] = []
    for number, form in enumerate(_ASK if reports else ()):
        if len(asked) == limit:
            break
        start = number * len(reports) // len(_ASK)
        for info in (*reports[start:], *reports[:start])[:4]:
            question = _example(library, form, info, reports)
            if question and not find_named(question, directory).unknown and _answers(library, question):
                asked.append(question)
                break
    return asked


def _example(library: Library, form: str, info: ReportInfo, reports: Sequence[ReportInfo]) -> str | None:
    row = None
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
