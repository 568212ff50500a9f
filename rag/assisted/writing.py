"""Explanations written by a model from excerpts, sentence by sentence checked, with numbered citations."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from extractors.citation import Citation
from extractors.llm import LlmError, prompt
from rag import compose
from rag.answer import Answer, Assistance
from rag.assisted.excerpts import Context, Given, given
from rag.assisted.grounded import Sentence, checked, says_not_told, sentences_in
from rag.holdings.desk import Desk
from rag.language.query import Query

if TYPE_CHECKING:
    from extractors.llm.client import Client

OnText = Callable[[str], None]

#: the most that is taken of a reply, in characters
_LONGEST = 4_000
_MARKED = "（模型另有说法未能由报告证实，改引报告原文：）"


@dataclass(slots=True)
class _Draft:
    """An explanation in the making: the sentences that stand, with their sources in the order of first use."""

    desk: Desk
    material: Given
    query: Query
    on_text: OnText
    citations: list[Citation] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    def take(self, written: str) -> None:
        """A finished sentence: told at once where it stands the check."""
        doc_id = self.query.doc_ids[0]
        report = self.desk.reports[doc_id]
        years = {*self.query.years, *((report.year, report.year - 1) if report.year else ())}
        sentence = checked(written, self.material.excerpts, [report.department or ""], years)
        if sentence.problem:
            self.problems.append(f"{sentence.text[:40]}：{sentence.problem}")
            return
        told = f"{sentence.text}{self._marks(sentence)}"
        self.kept.append(told)
        self.on_text(told)

    def _marks(self, sentence: Sentence) -> str:
        numbers: list[int] = []
        for excerpt, span in sentence.evidence:
            citation = self.desk.citation(excerpt.doc_id, span.start, span.end, excerpt.section)
            if citation not in self.citations:
                self.citations.append(citation)
            numbers.append(self.citations.index(citation) + 1)
        return "".join(f"[{n}]" for n in dict.fromkeys(numbers))


def explain(
    query: Query, desk: Desk, client: Client, by_rules: Answer, context: Context, on_text: OnText
) -> Answer | None:
    """What a model writes on a question to one report, as far as the report bears it out.

    A sentence that is not borne out is replaced by what the rules have found, and that is said. None where the model
    says that the report does not tell: then the answer of the rules stands. Raises LlmError.
    """
    from extractors.llm.wire import Message

    asked = prompt("explain")
    rules = asked.text
    room = int(client.endpoint.room * 0.9) - 2_000
    material = given(desk, query.doc_ids[0], query.text, room, context)
    task = f"{material.told}\n\n报告：{desk.title(query.doc_ids[0])}\n问题：{query.text}"
    draft = _Draft(desk, material, query, on_text)
    before = client.usage
    buffer, whole, problem = "", "", ""
    try:
        for piece in client.stream([Message("system", rules), Message("user", task)]):
            buffer, whole = buffer + piece, whole + piece
            finished, buffer = sentences_in(buffer)
            for sentence in finished:
                if not says_not_told(sentence):
                    draft.take(sentence)
            if len(whole) > _LONGEST:
                break
        for sentence in sentences_in(f"{buffer}\n完")[0]:
            if sentence.strip() and not says_not_told(sentence):
                draft.take(sentence)
    except LlmError as error:
        if not draft.kept:
            raise
        # the sentences that came whole are borne out, whatever became of the rest
        problem = str(error)
    assistance = Assistance(
        task="explain",
        model=client.endpoint.model,
        prompt=asked.label,
        context=material.choice,
        tokens=material.tokens,
        replaced=draft.problems,
        problem=problem,
        usage=client.usage.since(before).to_json(client.endpoint),
    )
    if not draft.kept:
        return by_rules.model_copy(update={"assistance": assistance})
    return _made(query, draft, by_rules, assistance)


def _made(query: Query, draft: _Draft, by_rules: Answer, assistance: Assistance) -> Answer:
    text = "".join(draft.kept)
    citations, values = list(draft.citations), []
    if draft.problems and by_rules.status in {"answered", "computed", "conflict"}:
        told = _MARKED + by_rules.answer
        draft.on_text(told)
        text += told
        citations += [c for c in by_rules.citations if c not in citations]
        values = by_rules.values
    answer = compose.answer(query.text, re.sub(r"\s*\n\s*", "", text), "answered", values, citations)
    return answer.model_copy(update={"engine": "llm", "assistance": assistance})
