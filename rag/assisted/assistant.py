"""When a model is asked, and for what: never where the rules are sure, and once for a question at most."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from extractors.llm import LlmError
from rag.answer import Answer, Assistance
from rag.assisted.excerpts import Context
from rag.holdings.desk import Desk
from rag.language.query import Query
from rag.talk.dialogue import Dialogue

if TYPE_CHECKING:
    from extractors.llm.client import Client

log = logging.getLogger("juesuan")

Run = Callable[[str], tuple[Query, Answer]]
OnText = Callable[[str], None]

_GIVEN = frozenset({"answered", "computed", "conflict"})


@dataclass(slots=True)
class Assistant:
    """A model beside the rules of a conversation. ``connect`` gives its client when it is first needed.

    ``always``: it is asked also where the rules are sure.
    """

    connect: Callable[[], Client]
    context: Context = "auto"
    always: bool = False

    def help(
        self, question: str, query: Query, answer: Answer, desk: Desk, dialogue: Dialogue, run: Run, on_text: OnText
    ) -> tuple[Query, Answer]:
        """The answer of the rules, or a better one with the help of the model; ``run`` answers a question by rules."""
        if self._explains(query, answer):
            return query, self._explained(query, answer, desk, on_text)
        if self._understands(query, answer):
            return self._understood(question, query, answer, desk, dialogue, run)
        return query, answer

    def _explains(self, query: Query, answer: Answer) -> bool:
        """Whether words are asked of one report that the rules have only searched for, or not found."""
        if len(query.doc_ids) != 1 or query.asks_figure or query.declined or answer.values:
            return False
        asks_words = query.asks_text or bool(query.wants.kinds)
        if self.always and asks_words:
            return True
        return answer.searched or (asks_words and answer.status == "not_found")

    def _understands(self, query: Query, answer: Answer) -> bool:
        """Whether the rules have made nothing of a question: they know neither what it is on nor what it wants."""
        if query.declined or query.has("courtesy", "ask_back"):
            return False
        if self.always:
            return True
        if answer.status not in {"clarify", "not_found"}:
            return False
        known = query.subjects or query.project or query.tables or query.sections or query.rows or query.plain
        return not known and not query.unknown and bool(query.text)

    def _explained(self, query: Query, answer: Answer, desk: Desk, on_text: OnText) -> Answer:
        from rag.assisted.writing import explain

        try:
            return explain(query, desk, self.connect(), answer, self.context, on_text) or answer
        except LlmError as error:
            return _without(answer, "explain", error)

    def _understood(
        self, question: str, query: Query, answer: Answer, desk: Desk, dialogue: Dialogue, run: Run
    ) -> tuple[Query, Answer]:
        from rag.assisted.filling import restated

        try:
            text, assistance = restated(question, desk, dialogue, self.connect())
        except LlmError as error:
            return query, _without(answer, "understand", error)
        if text is None:
            return query, answer.model_copy(update={"assistance": assistance})
        other, found = run(text)
        if found.status not in _GIVEN:
            return query, answer.model_copy(update={"assistance": assistance})
        other.notes.append(f"问题由语言模型理解为“{text}”，数字由规则从报告中查出。")
        return other, found.model_copy(update={"engine": "llm", "assistance": assistance})


def _without(answer: Answer, task: Literal["explain", "understand"], error: LlmError) -> Answer:
    """The answer of the rules where the model gave none, which is said."""
    log.warning("语言模型没有给出可用的回答，按规则回答：%s", error)
    return answer.model_copy(update={"assistance": Assistance.failed(task, str(error))})
