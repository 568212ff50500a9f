"""Index: which chunks of the library speak of a question.

Search is by words (BM25 over jieba words). Where a real embedding model is configured, its nearest vectors are fused
in if that was measured to find more (``rag.retrieval.gain``); the built-in hashed vectors never are: measured on
45 questions, fusing them lowered recall of the right passage among five from 0.87 to 0.60. This module imports
neither llama-index nor Chroma until vectors are needed.
"""

from __future__ import annotations

import logging
import shutil
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from rag.retrieval.gain import Gain, measured
from rag.storage.store import Store
from rag.text.chunks import Chunk, words

if TYPE_CHECKING:
    from rag.retrieval.embedding import ChunkRetriever, Vectors
    from rag.settings import Settings

log = logging.getLogger("juesuan")

Keep = Callable[[Chunk], bool]

#: how many candidates of each search are fused, and how much the first ranks count (reciprocal rank fusion)
_CANDIDATES, _RANK = 40, 60
#: reports whose vectors are written in one go
_AT_ONCE = 200
#: how long a model that did not answer is left alone, in seconds
_PAUSE = 60.0
#: how many passages of a search are looked at when its gain is measured
_MEASURED = 5
#: what is kept of a measured gain has not been looked at yet
_UNREAD = object()
#: up to so many reports are all weighed word by word; of more the database first finds those that come into question
_WEIGHED, _CANDIDATE_REPORTS = 100, 40
#: how many word indexes of different sets of reports are kept in memory
_KEPT = 8


class Hit(NamedTuple):
    """A chunk found and how well it fits; scores compare within one search only."""

    chunk: Chunk
    score: float


class WordIndex:
    """BM25 over the words of some chunks."""

    def __init__(self, chunks: Sequence[Chunk]) -> None:
        self.chunks = list(chunks)
        self._bm25: Any = None
        if self.chunks:
            import bm25s

            self._bm25 = bm25s.BM25()
            self._bm25.index([c.tokens.split() or [""] for c in self.chunks], show_progress=False)

    def search(self, text: str, k: int, keep: Keep | None = None) -> list[Hit]:
        """The best ``k`` chunks that share a word with the text, best first; of equals the earlier one first."""
        if self._bm25 is None:
            return []
        asked = [word for word in words(text) if word in self._bm25.vocab_dict]
        if not asked:
            return []
        scores = self._bm25.get_scores(asked)
        hits: list[Hit] = []
        for number in (-scores).argsort(kind="stable"):
            if len(hits) == k or scores[number] <= 0:
                break
            chunk = self.chunks[number]
            if keep is None or keep(chunk):
                hits.append(Hit(chunk, float(scores[number])))
        return hits


class ChunkIndex:
    """Text search over a library: words always, vectors where a real embedding model is configured."""

    def __init__(self, store: Store, folder: Path, settings: Settings) -> None:
        self.store = store
        self.settings = settings
        self._folder = folder
        self._vectors: Vectors | None = None
        self._indexes: dict[tuple[str, tuple[str, ...] | None], WordIndex] = {}
        self._lock = threading.Lock()
        self._silent_until = 0.0
        self._gain: Gain | object | None = _UNREAD

    def retrieve(
        self, text: str, doc_ids: Sequence[str] | None = None, k: int = 5, keep: Keep | None = None
    ) -> list[Hit]:
        """The best chunks for a text, of some reports or of all; ``keep`` narrows them, by kind or section say."""
        if k <= 0 or not text.strip():
            return []
        if not self.fuses:
            return self._word_index(self._narrowed(text, doc_ids)).search(text, k, keep)
        return self._fused(text, doc_ids, k, keep)

    @property
    def fuses(self) -> bool:
        """Whether vectors take part in the search: those of a real model that was measured to help, or is wanted."""
        if not self.settings.has_embedding or self.settings.embed_fuse == "never":
            return False
        if self.settings.embed_fuse == "always":
            return True
        gain = self.gain
        return gain is not None and gain.helps

    @property
    def gain(self) -> Gain | None:
        """What the vectors of the configured model were measured to gain; None where it has not been measured."""
        with self._lock:
            if self._gain is _UNREAD:
                mine = self.store.meta("gain_of") == self._wanted()
                self._gain = Gain.of_json(self.store.meta("gain")) if mine else None
            return self._gain if isinstance(self._gain, Gain) else None

    def _fused(self, text: str, doc_ids: Sequence[str] | None, k: int, keep: Keep | None) -> list[Hit]:
        nearest = self._nearest(text, doc_ids)
        narrowed = self._narrowed(text, doc_ids)
        if narrowed is not doc_ids:
            narrowed = [*(narrowed or ()), *(i.rpartition(":")[0] for i in nearest)]
        index = self._word_index(narrowed)
        by_id = {chunk.chunk_id: chunk for chunk in index.chunks}
        by_vector = [by_id[i] for i in nearest if i in by_id and (keep is None or keep(by_id[i]))]
        return _fused(index.search(text, max(k, _CANDIDATES), keep), by_vector)[:k]

    def _narrowed(self, text: str, doc_ids: Sequence[str] | None) -> Sequence[str] | None:
        """Of many reports those that have passages with the words of a text; fewer are left as they are."""
        number = self.store.number() if doc_ids is None else len(doc_ids)
        if number <= _WEIGHED:
            return doc_ids
        among = None if doc_ids is None else set(doc_ids)
        return self.store.reports_with(words(text), among, _CANDIDATE_REPORTS)

    def retriever(self, doc_ids: Sequence[str] | None = None, k: int = 5) -> ChunkRetriever:
        """The same search as a llama-index retriever."""
        from rag.retrieval.embedding import ChunkRetriever

        return ChunkRetriever(lambda text: self.retrieve(text, doc_ids, k))

    def forget(self) -> None:
        """Drop what is held in memory; called when the library has changed."""
        with self._lock:
            self._indexes.clear()
            self._gain = _UNREAD

    def close(self) -> None:
        if self._vectors is not None:
            self._vectors.close()
            self._vectors = None

    def vector_ids(self) -> set[str] | None:
        """The ids of all chunks whose vectors are there; None where no vectors have been made. For looking only."""
        if not self.settings.chroma_url and not self._folder.is_dir():
            return None
        from rag.retrieval.embedding import Vectors

        vectors = self._vectors or Vectors.at(self._folder, self.store.meta("library") or "", self.settings)
        try:
            return set(vectors.collection.get(include=[])["ids"])
        finally:
            if vectors is not self._vectors:
                vectors.close()

    def discard(self) -> None:
        """Give up all vectors, to make them anew: a folder is put aside, and goes once the new one is there."""
        self.close()
        if not self.settings.chroma_url and self._folder.exists():
            self._folder.rename(self._folder.with_name(f"{self._folder.name}-discarded-{time.time_ns()}"))
        self.store.forget_vectors()
        self.store.set_meta("vectors", "")
        for former in self._folder.parent.glob(f"{self._folder.name}-discarded-*"):
            shutil.rmtree(former, ignore_errors=True)

    def synchronise(self, on_progress: Callable[[int, int], None] | None = None) -> int:
        """Bring the vectors in step with the store; returns how many reports were indexed.

        Safe to stop at any point: a report is marked only after its vectors are in, and the next call carries on.
        """
        if self._in_step():
            self._measure()
            return 0
        vectors = self._open_vectors()
        waiting = self.store.unindexed()
        if gone := set(self.store.stale()) - set(waiting):
            vectors.remove(gone)
            self.store.mark_indexed(gone)
        for first in range(0, len(waiting), _AT_ONCE):
            part = waiting[first : first + _AT_ONCE]
            vectors.remove(part)
            vectors.add(self.store.chunks(part))
            self.store.mark_indexed(part)
            if on_progress:
                on_progress(min(first + _AT_ONCE, len(waiting)), len(waiting))
        self._measure()
        return len(waiting)

    def _measure(self) -> None:
        """See once for a model whether its vectors help the search; where it does not answer, that stays open."""
        if not self.settings.has_embedding or self.settings.embed_fuse != "measured" or self.gain is not None:
            return

        def by_words(text: str, doc_id: str) -> list[Chunk]:
            return [hit.chunk for hit in self._word_index([doc_id]).search(text, _MEASURED)]

        def fused(text: str, doc_id: str) -> list[Chunk]:
            nearest = self._open_vectors().nearest(text, [doc_id], _CANDIDATES)
            index = self._word_index([doc_id])
            by_id = {chunk.chunk_id: chunk for chunk in index.chunks}
            hits = _fused(index.search(text, _CANDIDATES), [by_id[i] for i in nearest if i in by_id])
            return [hit.chunk for hit in hits[:_MEASURED]]

        found = measured(self.store, by_words, fused)
        if found.asked:
            self.store.set_meta("gain", found.to_json())
            self.store.set_meta("gain_of", self._wanted())
            with self._lock:
                self._gain = _UNREAD
            log.info("%s", found.told)

    def _in_step(self) -> bool:
        """Whether nothing waits and the vectors are those of the settings, told without opening the vector store."""
        if self.store.unindexed() or self.store.stale():
            return False
        there = bool(self.settings.chroma_url) or self._folder.is_dir()
        same = self.store.meta("vectors_of") == self._wanted()
        return (there and same) or not self.store.reports()

    def _wanted(self) -> str:
        """Which model's vectors belong where, by the settings."""
        model = self.settings.embed_model if self.settings.has_embedding else None
        size = f" of {self.settings.embed_dimensions}" if self.settings.embed_dimensions else ""
        return f"{model or 'built in'}{size} in {self.settings.chroma_shown or 'folder'}"

    def _open_vectors(self) -> Vectors:
        """The vector store; where it isn't the one that was filled, everything counts as not indexed."""
        if self._vectors is not None and self.store.meta("vectors") != self._vectors.identity:
            # another process made them anew
            self.close()
        if self._vectors is None:
            from rag.retrieval.embedding import Vectors

            vectors = Vectors.open(self._folder, self.store.meta("library") or "", self.settings)
            if self.store.meta("vectors") != vectors.identity:
                self.store.forget_vectors()
                self.store.set_meta("vectors", vectors.identity)
            self.store.set_meta("vectors_of", self._wanted())
            self._vectors = vectors
        return self._vectors

    def _word_index(self, doc_ids: Sequence[str] | None) -> WordIndex:
        wanted = None if doc_ids is None else tuple(sorted(set(doc_ids)))
        # who answers by an earlier moment of the library must not leave its chunks to others
        key = self.store.generation(), wanted
        with self._lock:
            index = self._indexes.get(key)
            if index is None:
                index = WordIndex(self.store.chunks(wanted))
                while len(self._indexes) >= _KEPT:
                    self._indexes.pop(next(iter(self._indexes)))
                self._indexes[key] = index
        return index

    def _nearest(self, text: str, doc_ids: Sequence[str] | None) -> list[str]:
        """The ids of the chunks nearest in meaning; none, with a warning, where the embedding model does not answer."""
        if time.monotonic() < self._silent_until:
            return []
        try:
            return list(self._open_vectors().nearest(text, doc_ids, _CANDIDATES))
        except Exception as error:  # noqa: BLE001  any failure of an outside service leaves the search by words
            log.warning("语义检索不可用，仅按词检索：%s", error)
            self._silent_until = time.monotonic() + _PAUSE
            return []


def _fused(by_word: list[Hit], by_vector: list[Chunk]) -> list[Hit]:
    """Reciprocal rank fusion of two rankings."""
    scores: dict[str, float] = {}
    chunks: dict[str, Chunk] = {}
    for ranking in ([hit.chunk for hit in by_word], by_vector):
        for rank, chunk in enumerate(ranking):
            chunks[chunk.chunk_id] = chunk
            scores[chunk.chunk_id] = scores.get(chunk.chunk_id, 0.0) + 1 / (_RANK + rank)
    best = sorted(chunks, key=lambda i: -scores[i])
    return [Hit(chunks[i], scores[i]) for i in best]
