"""Whether a model of meaning helps the search: measured on the library's own reports, in words that people use.

Vectors are fused into the search by words only where that finds more. What is asked are figures that the narrative
states, in the ways of asking for them that are none of their printed names; what has to be found is the passage that
states them.
"""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass

from extractors.text import name_key
from extractors.vocabulary import measures
from rag.storage.store import Store
from rag.text.chunks import Chunk

#: of so many reports, so many questions at most, and how many passages of each search count
_REPORTS, _QUESTIONS, _AMONG = 12, 200, 5

Search = Callable[[str, str], Sequence[Chunk]]


@dataclass(frozen=True, slots=True)
class Gain:
    """Of ``asked`` questions the right passage was among the first: by words alone, and with the vectors fused in."""

    asked: int
    by_words: int
    fused: int

    @property
    def helps(self) -> bool:
        return self.fused > self.by_words

    def to_json(self) -> str:
        return json.dumps(asdict(self))

    @classmethod
    def of_json(cls, text: str | None) -> Gain | None:
        """A gain that was measured before; None where none can be read."""
        try:
            return cls(**json.loads(text)) if text else None
        except (ValueError, TypeError):
            return None

    @property
    def told(self) -> str:
        """One Chinese line for people."""
        verdict = "已并入检索" if self.helps else "没有提高，检索只按词"
        return f"语义检索实测：{self.asked} 个问题，按词找到 {self.by_words}，并入向量找到 {self.fused}；{verdict}"


def measured(store: Store, by_words: Search, fused: Search) -> Gain:
    """The gain of a fused search over one by words; both give the passages for a question to a report, best first."""
    asked = found_by_words = found_fused = 0
    for question, doc_id, chunk_id in _questions(store):
        asked += 1
        found_by_words += any(c.chunk_id == chunk_id for c in by_words(question, doc_id)[:_AMONG])
        found_fused += any(c.chunk_id == chunk_id for c in fused(question, doc_id)[:_AMONG])
    return Gain(asked, found_by_words, found_fused)


def _questions(store: Store) -> Iterator[tuple[str, str, str]]:
    """Questions in words that are not the report's, each with the report and the passage that answers it."""
    left = _QUESTIONS
    for info in store.reports()[:_REPORTS]:
        chunks = sorted((c for c in store.chunks([info.doc_id]) if c.kind != "table"), key=lambda c: c.start)
        starts = [c.start for c in chunks]
        facts = {f.row_name: f for f in reversed(store.facts(info.doc_id)) if f.origin == "prose" and f.at is not None}
        for measure in measures().values():
            fact = facts.get(measure.name)
            at = bisect_right(starts, fact.start) - 1 if fact is not None else -1
            if fact is None or at < 0 or fact.start >= chunks[at].end:
                continue
            printed = "".join(name_key(n) for n in (measure.name, *measure.printed))
            for words in measure.asked:
                if not left:
                    return
                if name_key(words) not in printed:
                    left -= 1
                    yield f"{words}多少", info.doc_id, chunks[at].chunk_id
                    break
