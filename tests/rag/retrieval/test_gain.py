"""Vectors take part in the search only where they were measured to find more, and belong to one model in one length."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from llama_index.core.callbacks import CallbackManager

from eval.samples import write_samples
from extractors.vocabulary import measures
from rag.library import Library
from rag.retrieval.embedding import HashEmbedding
from rag.retrieval.gain import Gain
from rag.settings import Settings

MODEL = Settings(embed_base_url="http://127.0.0.1:9/v1", embed_model="stand-in")


class Knowing(HashEmbedding):
    """A model that knows what people mean: every way of asking for a thing has the vector of its name."""

    model_name: str = "stand-in"

    def _get_query_embedding(self, query: str) -> list[float]:
        for measure in measures().values():
            if any(words in query for words in measure.asked):
                return self._get_text_embedding(f"{measure.name}支出{measure.name}万元")
        return self._get_text_embedding(query)


class Ignorant(HashEmbedding):
    """A model to which all texts are the same."""

    model_name: str = "stand-in"

    def _get_text_embedding(self, text: str) -> list[float]:
        return [1.0] + [0.0] * (self.dimensions - 1)


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("reports")
    write_samples(folder, 2, "txt")
    return folder


def library(folder: Path, embedding: HashEmbedding, monkeypatch: pytest.MonkeyPatch, **more: Any) -> Library:
    monkeypatch.setattr("rag.retrieval.embedding.embedding_of", lambda settings: embedding)
    return Library.open(folder, MODEL.model_copy(update=more))


def made(kind: type[HashEmbedding], dimensions: int = 512) -> HashEmbedding:
    return kind(callback_manager=CallbackManager(), embed_batch_size=256, dimensions=dimensions)


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The texts that were looked up among the vectors."""
    from rag.retrieval.embedding import Vectors

    texts: list[str] = []
    real = Vectors.nearest

    def nearest(self: Vectors, text: str, *rest: Any) -> list[str]:
        texts.append(text)
        return real(self, text, *rest)

    monkeypatch.setattr(Vectors, "nearest", nearest)
    yield texts


def test_vectors_that_find_no_more_take_no_part(
    reports: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, asked: list[str]
) -> None:
    with library(tmp_path / "library", made(Ignorant), monkeypatch) as shelf:
        shelf.ingest([reports])
        assert shelf.gain is not None
        assert shelf.gain.asked > 10
        assert not shelf.gain.helps
        asked.clear()
        shelf.search("三公经费")
        assert asked == []


def test_vectors_that_find_more_are_fused_in(
    reports: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, asked: list[str]
) -> None:
    with library(tmp_path / "library", made(Knowing), monkeypatch) as shelf:
        shelf.ingest([reports])
        gain = shelf.gain
        assert gain is not None
        asked.clear()
        shelf.search("三公经费")
        assert bool(asked) == gain.helps


@pytest.mark.parametrize(("fuse", "takes_part"), [("always", True), ("never", False)])
def test_it_can_be_decided_without_measuring(
    reports: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, asked: list[str], fuse: str, takes_part: bool
) -> None:
    with library(tmp_path / "library", made(Ignorant), monkeypatch, embed_fuse=fuse) as shelf:
        shelf.ingest([reports])
        assert shelf.gain is None
        asked.clear()
        shelf.search("三公经费")
        assert bool(asked) is takes_part


def test_it_is_measured_once_for_a_model(
    reports: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, asked: list[str]
) -> None:
    with library(tmp_path / "library", made(Ignorant), monkeypatch) as shelf:
        shelf.ingest([reports])
    asked.clear()
    with library(tmp_path / "library", made(Ignorant), monkeypatch) as shelf:
        shelf.ingest([reports])
        assert asked == []
        assert shelf.gain is not None
    with library(tmp_path / "library", made(Ignorant), monkeypatch, embed_model="another") as shelf:
        assert shelf.gain is None


def test_a_model_that_gives_vectors_of_another_length_is_another_one(
    reports: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with library(tmp_path / "library", made(Ignorant), monkeypatch) as shelf:
        shelf.ingest([reports])
        first = shelf.index._open_vectors().identity
    with library(tmp_path / "library", made(Ignorant, 64), monkeypatch, embed_dimensions=64) as shelf:
        shelf.ingest([reports])
        assert shelf.index._open_vectors().identity != first
        assert shelf.statistics()["indexed"] == shelf.statistics()["reports"]


def test_a_gain_is_told_and_kept_as_it_was() -> None:
    gain = Gain(40, 30, 33)
    assert Gain.of_json(gain.to_json()) == gain
    assert "40 个问题" in gain.told
    assert Gain.of_json("{") is None
    assert Gain.of_json(None) is None
