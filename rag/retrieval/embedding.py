"""Vectors: the embedding of chunks and the Chroma collection they go into, by a llama-index pipeline.

Everything here needs llama-index and Chroma (about 1.5 s to import), so this module is imported only where vectors
are written, or asked for because a real embedding model is configured. Nothing is downloaded and nothing is sent
anywhere but to the configured endpoint.
"""

from __future__ import annotations

import hashlib
import logging
import re
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import chromadb
import numpy as np
import numpy.typing as npt
from chromadb.config import Settings as ChromaSettings
from llama_index.core.base.embeddings.base import BaseEmbedding
from llama_index.core.callbacks import CallbackManager
from llama_index.core.ingestion import IngestionPipeline
from llama_index.core.retrievers import BaseRetriever
from llama_index.core.schema import (
    NodeRelationship,
    NodeWithScore,
    QueryBundle,
    RelatedNodeInfo,
    TextNode,
)

from extractors.errors import JuesuanError
from extractors.text import fold
from rag.settings import Settings
from rag.text.chunks import Chunk

log = logging.getLogger("juesuan")

#: Chroma takes no more ids than this in one call
_BATCH = 4000
#: a server takes 40 MB in one call: the vectors may have a quarter of it, the texts need the rest; a number of a vector
#: is sent as so many bytes at most
_SENT, _NUMBER = 10_000_000, 8
#: what is wrong with the disk, not with the vector store
_NO_DAMAGE = re.compile(r"disk is full|No space left|too large|read-?only|Permission denied|is locked", re.I)


class VectorError(JuesuanError):
    """The vector store cannot be used."""

    code = "E31"


class HashEmbedding(BaseEmbedding):
    """Vectors of hashed character 1- to 3-grams: in process, the same on every machine, no network.

    They fill the slot of a semantic model without being one: two texts are near when they share characters.
    """

    model_name: str = "hashed-ngrams"
    dimensions: int = 128

    def _get_text_embedding(self, text: str) -> list[float]:
        letters = np.frombuffer(fold(text).lower().encode("utf-32-le", "replace"), dtype=np.uint32).astype(np.uint64)
        vector = np.zeros(self.dimensions)
        for size in range(1, min(3, len(letters)) + 1):
            grams = _hashed(letters, size)
            places = (grams % np.uint64(self.dimensions)).astype(np.int64)
            signs = np.where(grams & _SIGN, float(size), -float(size))
            vector += np.bincount(places, weights=signs, minlength=self.dimensions)
        return list((vector / (np.linalg.norm(vector) or 1.0)).tolist())

    def _get_query_embedding(self, query: str) -> list[float]:
        return self._get_text_embedding(query)

    async def _aget_query_embedding(self, query: str) -> list[float]:
        return self._get_text_embedding(query)


#: an odd number with bits all over, and the bit of a hash that gives the sign
_SPREAD, _SIGN = np.uint64(0x9E3779B97F4A7C15), np.uint64(1 << 40)


def _hashed(letters: npt.NDArray[np.uint64], size: int) -> npt.NDArray[np.uint64]:
    """A number for each run of ``size`` letters; products wrap around."""
    grams = np.zeros(len(letters) - size + 1, dtype=np.uint64)
    for offset in range(size):
        grams = (grams + letters[offset : len(grams) + offset] + np.uint64(1)) * _SPREAD
        grams ^= grams >> np.uint64(29)
    return grams


def embedding_of(settings: Settings) -> BaseEmbedding:
    """The configured embedding model, or hashed n-grams where none is."""
    if not settings.has_embedding:
        return HashEmbedding(callback_manager=CallbackManager(), embed_batch_size=256)
    from llama_index.embeddings.openai_like import OpenAILikeEmbedding

    key = settings.embed_api_key.get_secret_value() if settings.embed_api_key else "none"
    return OpenAILikeEmbedding(
        model_name=settings.embed_model or "",
        dimensions=settings.embed_dimensions,
        api_base=settings.embed_base_url,
        api_key=key,
        embed_batch_size=16,
        max_retries=1,
        timeout=60.0,
    )


#: after so many vectors the whole list of ids is written out; what came since is read again from Chroma's own log
_WRITTEN_OUT = 20_000


class Vectors:
    """The vectors of a library in one Chroma collection per embedding model."""

    def __init__(self, client: Any, name: str, embedding: BaseEmbedding, at_once: int = _BATCH) -> None:
        """``at_once``: how many chunks go in by one call."""
        self.client = client
        self.at_once = at_once
        # Vectors are always passed in: Chroma's own embedding function would download a model.
        self.collection = client.get_or_create_collection(
            name, embedding_function=None, metadata={"hnsw:space": "cosine", "hnsw:sync_threshold": _WRITTEN_OUT}
        )
        # Chunks are cut already: the only transformation left is the embedding. Ids are ours, so no docstore is needed
        # to see what is there already; the pipeline's cache would hash all texts for nothing.
        self.pipeline = IngestionPipeline(transformations=[embedding], disable_cache=True, name="juesuan")
        self.embedding = embedding

    @classmethod
    def open(cls, folder: Path, library_id: str, settings: Settings) -> Vectors:
        """Open or create the collection. A damaged folder is put aside and begun anew: vectors can be rebuilt."""
        embedding = embedding_of(settings)
        dimensions = _dimensions(embedding)
        name = _collection_name(library_id, embedding.model_name, dimensions)
        at_once = max(1, min(_BATCH, _SENT // (_NUMBER * dimensions))) if settings.chroma_url else _BATCH
        try:
            return cls(_client(folder, settings), name, embedding, at_once)
        except Exception as error:  # noqa: BLE001  the Rust core and the HTTP client raise what they like
            if url := settings.chroma_shown:
                raise VectorError(f"无法连接 Chroma 服务 {url}（{error}）；请检查 JUESUAN_CHROMA_URL") from None
            # Chroma remembers per process what it opened, a failed opening too.
            chromadb.api.client.SharedSystemClient.clear_system_cache()
            if _NO_DAMAGE.search(str(error)):
                raise VectorError(f"向量库 {folder} 无法读写（{error}）；请检查磁盘空间和权限") from None
            log.warning("向量库 %s 已损坏（%s），将重建", folder, error)
        folder.rename(folder.with_name(f"{folder.name}-damaged-{time.time_ns()}"))
        return cls(_client(folder, settings), name, embedding)

    @classmethod
    def at(cls, folder: Path, library_id: str, settings: Settings) -> Vectors:
        """Open the collection as it is, to look at it. Raises what the vector store raises where it is damaged."""
        embedding = embedding_of(settings)
        name = _collection_name(library_id, embedding.model_name, _dimensions(embedding))
        try:
            return cls(_client(folder, settings), name, embedding)
        except BaseException:
            chromadb.api.client.SharedSystemClient.clear_system_cache()
            raise

    def close(self) -> None:
        self.client.close()

    @property
    def identity(self) -> str:
        """Names this very collection; another one (another model, a rebuilt folder) has none of its vectors."""
        return f"{self.collection.name}/{self.collection.id}"

    def add(self, chunks: Sequence[Chunk]) -> None:
        """Embed chunks and put them in; former ones of the same reports have to be removed before."""
        for first in range(0, len(chunks), self.at_once):
            nodes = self.pipeline.run(nodes=[node_of(chunk) for chunk in chunks[first : first + self.at_once]])
            # The text stays in the database alone: Chroma would index it letter by letter, which takes four times as
            # long as the vectors do. llama-index's own vector store would put it in twice.
            self.collection.add(
                ids=[node.node_id for node in nodes],
                embeddings=[node.get_embedding() for node in nodes],
                metadatas=[{"document_id": node.ref_doc_id} for node in nodes],
            )

    def remove(self, doc_ids: Iterable[str]) -> None:
        """Take out all vectors of some reports."""
        if there := sorted(doc_ids):
            self.collection.delete(where={"document_id": {"$in": there}})

    def nearest(self, text: str, doc_ids: Sequence[str] | None, k: int) -> list[str]:
        """Ids of the chunks nearest in meaning, best first."""
        vector = self.embedding.get_query_embedding(text)
        where = {"document_id": {"$in": list(doc_ids)}} if doc_ids is not None else None
        found = self.collection.query(query_embeddings=[vector], n_results=k, where=where, include=[])
        return list(found["ids"][0])


class ChunkRetriever(BaseRetriever):
    """The library's text search as a llama-index retriever, for use in llama-index query engines and evaluations."""

    def __init__(self, search: Callable[[str], Iterable[tuple[Chunk, float]]]) -> None:
        super().__init__()
        self._search = search

    def _retrieve(self, query_bundle: QueryBundle) -> list[NodeWithScore]:
        return [NodeWithScore(node=node_of(c), score=score) for c, score in self._search(query_bundle.query_str)]


def node_of(chunk: Chunk) -> TextNode:
    """A chunk as llama-index knows it: same id, and the report as its source document."""
    metadata = {"section": chunk.section, "kind": chunk.kind, "line": chunk.line}
    return TextNode(
        id_=chunk.chunk_id,
        text=chunk.indexed,
        metadata=metadata,
        excluded_embed_metadata_keys=list(metadata),
        relationships={NodeRelationship.SOURCE: RelatedNodeInfo(node_id=chunk.doc_id)},
    )


def _client(folder: Path, settings: Settings) -> Any:
    private = ChromaSettings(anonymized_telemetry=False)
    if settings.chroma_url:
        url = urlsplit(settings.chroma_url)
        secure = url.scheme == "https"
        return chromadb.HttpClient(url.hostname or "", url.port or (443 if secure else 80), secure, settings=private)
    folder.mkdir(parents=True, exist_ok=True)
    return chromadb.PersistentClient(str(folder), settings=private)


def _dimensions(embedding: BaseEmbedding) -> int:
    """How long the vectors of a model are. One name may stand for models of several lengths, at different times.

    Raises VectorError where the endpoint gives none.
    """
    if isinstance(embedding, HashEmbedding):
        return embedding.dimensions
    try:
        return len(embedding.get_query_embedding("决算"))
    except Exception as error:  # noqa: BLE001  an outside service fails as it likes
        raise VectorError(
            f"向量模型 {embedding.model_name} 没有给出向量（{error}）；请检查 JUESUAN_EMBED_BASE_URL"
        ) from None


def _collection_name(library_id: str, model: str, dimensions: int) -> str:
    """A name Chroma takes, of this library and of this embedding model in this length only."""
    return f"juesuan-{library_id[:12]}-{hashlib.sha256(f'{model}/{dimensions}'.encode()).hexdigest()[:8]}"
