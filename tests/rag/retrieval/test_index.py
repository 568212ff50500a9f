"""Index: finds passages by words, within the reports asked about, and keeps the vectors in step with the store."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from rag.retrieval.embedding import Vectors
from rag.retrieval.index import ChunkIndex, Hit, WordIndex
from rag.settings import Settings
from rag.storage.record import Record
from rag.storage.store import Store
from rag.text.chunks import chunks_of
from tests.rag.opened import opened
from tests.rag.small_report import extraction

OFFLINE = Settings(_env_file=None)  # type: ignore[call-arg]
WITH_MODEL = OFFLINE.model_copy(
    update={"embed_base_url": "http://127.0.0.1:9/v1", "embed_model": "stand-in", "embed_fuse": "always"}
)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    store = opened(tmp_path)
    _put(store, tmp_path, "shuiwu-2023.txt", reason="新建泵站")
    _put(store, tmp_path, "shuiwu-2022.txt", year=2022, spent="300.13", reason="修缮堤防")
    _put(store, tmp_path, "wenlv-2023.txt", department="云岭市青川区文化和旅游局", spent="88.10", reason="举办文化节")
    return store


@pytest.fixture
def index(store: Store, tmp_path: Path) -> Iterator[ChunkIndex]:
    index = ChunkIndex(store, tmp_path / "chroma", OFFLINE)
    yield index
    index.close()


def _put(store: Store, folder: Path, name: str, **options: object) -> str:
    read = extraction(folder / "files", name, **options)
    store.replace(Record.of(read, chunks_of(read)), name)
    return read.report.doc_id


def _id(store: Store, name: str) -> str:
    return next(info.doc_id for info in store.reports() if info.file == name)


def _vectors(index: ChunkIndex) -> Vectors:
    return index._open_vectors()


def test_the_passage_that_states_the_reason_comes_first(index: ChunkIndex) -> None:
    hit = index.retrieve("青川区文化和旅游局2023年收支增加的主要原因")[0]
    assert "举办文化节" in hit.chunk.text


def test_a_known_report_restricts_the_search_to_its_chunks(index: ChunkIndex, store: Store) -> None:
    doc_id = _id(store, "shuiwu-2022.txt")
    hits = index.retrieve("收支增加的主要原因是什么", [doc_id])
    assert "修缮堤防" in hits[0].chunk.text
    assert {hit.chunk.doc_id for hit in hits} == {doc_id}


def test_a_filter_narrows_the_search(index: ChunkIndex, store: Store) -> None:
    hits = index.retrieve("基本支出是什么", [_id(store, "wenlv-2023.txt")], keep=lambda c: c.kind == "definition")
    assert hits[0].chunk.text.startswith("二、基本支出")


def test_no_more_than_k_hits_best_first(index: ChunkIndex) -> None:
    hits = index.retrieve("水务局的支出", k=3)
    assert len(hits) == 3
    assert [h.score for h in hits] == sorted((h.score for h in hits), reverse=True)


def test_of_very_many_reports_only_those_with_the_words_are_weighed(
    index: ChunkIndex, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rag.retrieval.index._WEIGHED", 2)
    monkeypatch.setattr("rag.retrieval.index._CANDIDATE_REPORTS", 1)
    hits = index.retrieve("举办文化节")
    assert "举办文化节" in hits[0].chunk.text
    assert {hit.chunk.doc_id for hit in hits} == {_id(store, "wenlv-2023.txt")}
    some = [_id(store, "shuiwu-2022.txt"), _id(store, "shuiwu-2023.txt")]
    assert len({hit.chunk.doc_id for hit in index.retrieve("收支增加的原因", some)}) == 2
    assert index.retrieve("quux") == []


@pytest.mark.parametrize("text", ["", "  ", "？？！", "quux"])
def test_a_question_without_known_words_finds_nothing(index: ChunkIndex, text: str) -> None:
    assert index.retrieve(text) == []


def test_an_empty_library_finds_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "empty"
    folder.mkdir()
    assert ChunkIndex(opened(folder), folder / "chroma", OFFLINE).retrieve("支出") == []
    assert WordIndex([]).search("支出", 5) == []


def test_vectors_follow_the_store(index: ChunkIndex, store: Store, tmp_path: Path) -> None:
    assert index.synchronise() == 3
    assert _vectors(index).collection.count() == len(store.chunks())
    assert store.unindexed() == []
    assert index.synchronise() == 0

    store.delete(_id(store, "shuiwu-2022.txt"))
    _put(store, tmp_path, "wenlv-2023.txt", department="云岭市青川区文化和旅游局", spent="99.99")
    assert index.synchronise() == 1
    assert sorted(_vectors(index).collection.get()["ids"]) == sorted(c.chunk_id for c in store.chunks())
    assert store.stale() == []


def test_an_interrupted_synchronisation_is_carried_on(
    index: ChunkIndex, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rag.retrieval.index._AT_ONCE", 1)
    add, calls = Vectors.add, []

    def break_on_second(self: Vectors, chunks: list[object]) -> None:
        calls.append(1)
        add(self, chunks[:2] if len(calls) == 2 else chunks)  # type: ignore[arg-type]
        if len(calls) == 2:
            raise KeyboardInterrupt

    monkeypatch.setattr(Vectors, "add", break_on_second)
    with pytest.raises(KeyboardInterrupt):
        index.synchronise()
    assert len(store.unindexed()) == 2
    assert index.synchronise() == 2
    assert _vectors(index).collection.count() == len(store.chunks())


@pytest.mark.in_folder
def test_lost_vectors_are_made_again(index: ChunkIndex, store: Store, tmp_path: Path) -> None:
    import shutil

    index.synchronise()
    index.close()
    shutil.rmtree(tmp_path / "chroma")
    again = ChunkIndex(store, tmp_path / "chroma", OFFLINE)
    assert again.synchronise() == 3
    assert _vectors(again).collection.count() == len(store.chunks())
    again.close()


def test_another_embedding_model_means_other_vectors(
    index: ChunkIndex, store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from rag.retrieval.embedding import HashEmbedding

    index.synchronise()
    index.close()
    monkeypatch.setattr(
        "rag.retrieval.embedding.embedding_of", lambda settings: HashEmbedding(model_name="stand-in", dimensions=64)
    )
    other = ChunkIndex(store, tmp_path / "chroma", WITH_MODEL)
    assert other.synchronise() == 3
    other.close()


def test_a_real_model_is_fused_with_the_words(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    only_vectors = next(c for c in store.chunks() if c.section_key == "bodies")

    class StandIn:
        def nearest(self, text: str, doc_ids: object, k: int) -> list[str]:
            return [only_vectors.chunk_id]

    index = ChunkIndex(store, tmp_path / "chroma", WITH_MODEL)
    monkeypatch.setattr(index, "_open_vectors", StandIn)
    hits = index.retrieve("泵站", k=5)
    assert {h.chunk.chunk_id for h in hits} >= {only_vectors.chunk_id}
    assert any("泵站" in h.chunk.text for h in hits)


def test_search_by_words_goes_on_when_the_model_does_not_answer(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def refuse() -> None:
        raise ConnectionError("no answer")

    index = ChunkIndex(store, tmp_path / "chroma", WITH_MODEL)
    monkeypatch.setattr(index, "_open_vectors", refuse)
    assert "新建泵站" in index.retrieve("新建泵站", k=1)[0].chunk.text
    assert "仅按词检索" in caplog.text


def test_the_llama_index_retriever_gives_the_same_passages(index: ChunkIndex) -> None:
    nodes = index.retriever(k=4).retrieve("收支增加的主要原因")
    hits: list[Hit] = index.retrieve("收支增加的主要原因", k=4)
    assert [n.node.node_id for n in nodes] == [h.chunk.chunk_id for h in hits]
    assert nodes[0].score == hits[0].score


def test_a_search_by_words_loads_neither_llama_index_nor_chroma(store: Store, tmp_path: Path) -> None:
    code = f"""
import sys
from pathlib import Path
from rag.retrieval.index import ChunkIndex
from rag.settings import Settings
from rag.upkeep.folder import open_store
settings = Settings(_env_file=None)
index = ChunkIndex(open_store(Path({str(tmp_path)!r}), settings.database_url), Path("nowhere"), settings)
assert index.retrieve("泵站")
print(sorted({{"llama_index", "chromadb", "pandas", "streamlit"}} & set(sys.modules)))
"""
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert (run.stdout, run.stderr) == ("[]\n", "")
