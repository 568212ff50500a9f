"""Talk: the questions and answers of one visitor."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from extractors.errors import JuesuanError
from rag.conversation import MAX_QUESTION

if TYPE_CHECKING:
    from rag.answer import Answer
    from rag.conversation import Conversation
    from rag.library import Library
    from rag.talk.correction import Correction

log = logging.getLogger("juesuan")

#: so much of a question that is too long is shown
_SHOWN = 80


@dataclass(slots=True)
class Turn:
    """A question and what became of it; ``error`` where it could not be answered at all.

    ``corrected`` is what the visitor set right of how the question was understood, and ``amended`` says so in words.
    """

    question: str
    answer: Answer | None = None
    error: str | None = None
    corrected: Correction | None = None
    amended: str = ""

    @property
    def waiting(self) -> bool:
        return self.answer is None and self.error is None


@dataclass(slots=True)
class Talk:
    """The questions and answers of one visitor. A question put down before it is answered is not lost."""

    turns: list[Turn] = field(default_factory=list)
    _conversation: Conversation | None = None
    _generation: str = ""

    def put(self, question: str, corrected: Correction | None = None, amended: str = "") -> None:
        """Note a question; it is answered by ``answer``. One that is too long is told so."""
        question = question.strip()
        if len(question) > MAX_QUESTION:
            told = f"问题太长：{len(question):,} 字，最多 {MAX_QUESTION} 字。请只写要问的那一句；较长的文字请用“抽取”。"
            self.turns.append(Turn(f"{question[:_SHOWN]}…", error=told))
        elif question:
            self.turns.append(Turn(question, corrected=corrected, amended=amended))

    def answer(self, turn: Turn, library: Library, on_text: Callable[[str], None] = lambda _: None) -> None:
        """Answer one question. Whatever goes wrong becomes a sentence for the reader; the log has the rest.

        ``on_text`` is told each sentence of a language model once it is checked.
        """
        try:
            turn.answer = self._current(library).ask(turn.question, turn.corrected, on_text)
        except JuesuanError as error:
            turn.error = str(error)
        except Exception:
            log.exception("问题无法回答：%s", turn.question)
            turn.error = "这个问题没能回答：程序内部错误，已记入日志。请换一种问法；其他问题不受影响。"

    def clear(self) -> None:
        self.turns.clear()
        self._conversation = None

    def forget_conversation(self) -> None:
        """Answer what comes next by the settings as they are now; what was said stays on the page."""
        self._conversation = None

    def _current(self, library: Library) -> Conversation:
        """The conversation, renewed when reports came or went; turns about reports that are gone are forgotten."""
        generation = library.store.generation()
        if self._conversation is None or generation != self._generation:
            fresh = library.conversation()
            former = self._conversation.dialogue.turns if self._conversation else []
            at_hand = set(fresh.desk.reports)
            fresh.dialogue.turns = [t for t in former if {*t.query.doc_ids, *t.doc_ids} <= at_hand]
            self._conversation, self._generation = fresh, generation
        return self._conversation
