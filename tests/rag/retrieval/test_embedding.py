"""Embeddings: in process and the same everywhere, or from the configured endpoint; vectors in Chroma."""

from __future__ import annotations

import json
import math
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from pydantic import SecretStr

from rag.retrieval.embedding import HashEmbedding, VectorError, Vectors, embedding_of, node_of
from rag.settings import Settings
from rag.text.chunks import Chunk, chunks_of
from tests.rag.small_report import extraction


@pytest.fixture
def offline() -> Settings:
    return Settings(_env_file=None)  # type: ignore[call-arg]


@pytest.fixture
def chunks(tmp_path: Path) -> list[Chunk]:
    return chunks_of(extraction(tmp_path))


def _near(a: list[float], b: list[float]) -> float:
    return sum(x * y for x, y in zip(a, b, strict=True))


def test_hashed_vectors_are_the_same_on_every_machine() -> None:
    vector = HashEmbedding().get_text_embedding("公务接待费")
    assert len(vector) == 128
    assert math.isclose(_near(vector, vector), 1.0)
    assert [round(x, 4) for x in vector if x][:3] == [
        round(x, 4) for x in HashEmbedding().get_query_embedding("公务接待费") if x
    ][:3]


def test_texts_that_share_characters_are_nearer_than_others() -> None:
    model = HashEmbedding()
    asked, near, far = (model.get_text_embedding(t) for t in ("公务接待费", "公务接待支出", "国有资产占用"))
    assert _near(asked, near) > _near(asked, far)


def test_an_empty_text_has_a_vector_too() -> None:
    assert set(HashEmbedding().get_text_embedding("")) == {0.0}


def test_nothing_configured_means_hashed_vectors(offline: Settings) -> None:
    assert isinstance(embedding_of(offline), HashEmbedding)


def test_a_configured_endpoint_is_used_and_nothing_else() -> None:
    settings = Settings(  # type: ignore[call-arg]
        _env_file=None, embed_base_url="http://127.0.0.1:9/v1", embed_model="bge-m3", embed_api_key=SecretStr("k")
    )
    model = embedding_of(settings)
    assert (model.model_name, model.api_base) == ("bge-m3", "http://127.0.0.1:9/v1")  # type: ignore[attr-defined]


@pytest.mark.loopback
@pytest.mark.usefixtures("socket_enabled")
def test_vectors_of_an_openai_compatible_endpoint_are_taken_as_they_come() -> None:
    asked: list[dict[str, Any]] = []

    class StandIn(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            request = json.loads(self.rfile.read(int(self.headers["content-length"])))
            asked.append(request)
            data = [{"object": "embedding", "index": i, "embedding": [i, 1.0]} for i in range(len(request["input"]))]
            body = json.dumps(
                {"object": "list", "model": "m", "data": data, "usage": {"prompt_tokens": 1, "total_tokens": 1}}
            )
            self.send_response(200)
            self.send_header("content-type", "application/json")
            self.end_headers()
            self.wfile.write(body.encode())

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), StandIn)
    Thread(target=server.serve_forever, daemon=True).start()
    settings = Settings(  # type: ignore[call-arg]
        _env_file=None, embed_base_url=f"http://127.0.0.1:{server.server_port}/v1", embed_model="bge-m3"
    )
    vectors = embedding_of(settings).get_text_embedding_batch(["收入", "支出"])
    server.shutdown()
    assert vectors == [[0.0, 1.0], [1.0, 1.0]]
    assert (asked[0]["model"], asked[0]["input"]) == ("bge-m3", ["收入", "支出"])


def test_a_node_has_our_id_and_its_report_as_source(chunks: list[Chunk]) -> None:
    node = node_of(chunks[0])
    assert node.node_id == chunks[0].chunk_id
    assert node.ref_doc_id == chunks[0].doc_id
    assert node.get_content(metadata_mode="embed") == chunks[0].indexed  # type: ignore[arg-type]


def test_vectors_go_in_come_back_and_go_out_by_report(tmp_path: Path, offline: Settings, chunks: list[Chunk]) -> None:
    vectors = Vectors.open(tmp_path / "chroma", "library-a", offline)
    vectors.add(chunks)
    assert vectors.collection.count() == len(chunks)
    assert vectors.nearest(chunks[3].indexed, None, 1) == [chunks[3].chunk_id]
    assert vectors.nearest(chunks[3].indexed, ["another report"], 1) == []
    vectors.remove([chunks[0].doc_id])
    assert vectors.collection.count() == 0


@pytest.mark.in_folder
def test_a_damaged_vector_store_is_put_aside_and_begun_anew(
    tmp_path: Path, offline: Settings, chunks: list[Chunk]
) -> None:
    folder = tmp_path / "chroma"
    folder.mkdir()
    (folder / "chroma.sqlite3").write_bytes(b"damaged" * 1000)
    vectors = Vectors.open(folder, "library-a", offline)
    vectors.add(chunks)
    assert vectors.collection.count() == len(chunks)
    assert len(list(tmp_path.glob("chroma-damaged-*"))) == 1


@pytest.mark.servers
def test_long_vectors_go_to_a_server_in_pieces_that_it_takes(
    tmp_path: Path, chroma: str, chunks: list[Chunk], monkeypatch: pytest.MonkeyPatch
) -> None:
    on_server = Settings(_env_file=None, chroma_url=chroma)  # type: ignore[call-arg]
    monkeypatch.setattr("rag.retrieval.embedding._dimensions", lambda _: 4096)
    vectors = Vectors.open(tmp_path, "library-of-long-vectors", on_server)
    assert vectors.at_once * 4096 * 8 <= 10_000_000
    vectors.at_once = 2
    vectors.add(chunks)
    assert len(chunks) > 2
    assert vectors.collection.count() == len(chunks)


@pytest.mark.loopback
def test_a_server_that_is_not_there_is_told_without_its_password(tmp_path: Path) -> None:
    silent = Settings(_env_file=None, chroma_url="http://user:secret@127.0.0.1:1")  # type: ignore[call-arg]
    with pytest.raises(VectorError, match=r"http://127\.0\.0\.1:1.*JUESUAN_CHROMA_URL") as raised:
        Vectors.open(tmp_path, "library-a", silent)
    assert "secret" not in str(raised.value)
