"""Postings: by each word the passages that have it, kept by the database, so that a search of all reports reads few.

Both engines have such an inverted index of their own: full-text search (FTS5) in SQLite, a generalized inverted index
(GIN) in PostgreSQL. They count nothing alike, so they are only asked which passages have which words; how much a
passage has of what is looked for is weighed here, in the same way for both.
"""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Iterable, Iterator, Sequence

from sqlalchemy import Connection, text

from rag.storage.engines import is_server

#: a word that more passages have tells them apart too little to be looked up by itself
COMMON = 1000
#: so many words are looked up, and so many passages that have common words together are read
_WORDS, _READ = 24, 20 * COMMON
#: of so many common words one may be missing
_SEVERAL = 3
#: what both engines take for one word: Chinese, or Latin letters and digits
_WORD = re.compile("[\u3400-\u9fff]{2,}|[a-z0-9]{2,}")

#: the words of passages in SQLite; the index itself holds no text, and follows the passages by triggers
_FTS = (
    "CREATE VIRTUAL TABLE IF NOT EXISTS chunk_words"
    " USING fts5(tokens, content='chunks', content_rowid='id', detail='none')",
    "CREATE TRIGGER IF NOT EXISTS chunk_words_add AFTER INSERT ON chunks BEGIN"
    " INSERT INTO chunk_words (rowid, tokens) VALUES (new.id, new.tokens); END",
    "CREATE TRIGGER IF NOT EXISTS chunk_words_drop AFTER DELETE ON chunks BEGIN"
    " INSERT INTO chunk_words (chunk_words, rowid, tokens) VALUES ('delete', old.id, old.tokens); END",
)
_TOKENS = "string_to_array(tokens, ' ')"
_GIN = (f"CREATE INDEX IF NOT EXISTS chunks_words ON chunks USING gin ({_TOKENS})",)


def create(connection: Connection) -> None:
    """Make the index, where there is none yet, on a table of passages that is there."""
    for statement in _GIN if is_server(connection.engine) else _FTS:
        connection.exec_driver_sql(statement)


def is_whole(connection: Connection) -> bool:
    """Whether the index has just the words of the passages; what an engine keeps by itself is taken to be whole."""
    if is_server(connection.engine):
        return True
    try:
        connection.exec_driver_sql("INSERT INTO chunk_words (chunk_words, rank) VALUES ('integrity-check', 1)")
    except Exception as error:  # what it is called differs between versions of SQLite
        if "malformed" not in str(error):
            raise
        return False
    return True


def reports_with(connection: Connection, words: Iterable[str], among: Collection[str] | None, most: int) -> list[str]:
    """The ids of up to ``most`` reports, those first that have a passage with most of some words.

    ``among`` leaves out all other reports. A word weighs the more the fewer passages have it.
    """
    asked = list(dict.fromkeys(w for w in words if _WORD.fullmatch(w)))[:_WORDS]
    numbers = {word: _number(connection, word) for word in asked}
    rare = [w for w in asked if 0 < numbers[w] < COMMON]
    common = [w for w in asked if numbers[w] >= COMMON]
    every = connection.scalar(text("SELECT max(id) FROM chunks")) or 0
    weights = {w: math.log(1 + every / numbers[w]) for w in (*rare, *common)}
    best: dict[str, float] = {}
    for rows in _passages(connection, rare, common):
        for doc_id, tokens in rows:
            if among is None or doc_id in among:
                found = set(tokens.split())
                best[doc_id] = max(best.get(doc_id, 0.0), sum(weight for w, weight in weights.items() if w in found))
        if best:
            break
    return sorted(best, key=lambda d: (-best[d], d))[:most]


Rows = Sequence[tuple[str, str]]


def _passages(connection: Connection, rare: Sequence[str], common: Sequence[str]) -> Iterator[Rows]:
    """The reports and the words of passages that have a rare word, then with all common ones, then with all but one."""
    yield _with(connection, rare, every=False)
    yield _with(connection, common, every=True)
    if len(common) >= _SEVERAL:
        yield [row for left in common for row in _with(connection, [w for w in common if w != left], every=True)]


def _with(connection: Connection, words: Sequence[str], *, every: bool) -> Rows:
    """The reports and the words of passages that have every one of some words, or any."""
    if not words:
        return []
    condition, value = _condition(connection, words, every=every)
    query = text(f"SELECT doc_id, tokens FROM chunks WHERE id IN (SELECT id FROM {condition} LIMIT {_READ})")
    return [(row[0], row[1]) for row in connection.execute(query, {"words": value})]


def _number(connection: Connection, word: str) -> int:
    """How many passages have a word, counted up to where it is common."""
    condition, value = _condition(connection, [word], every=True)
    query = text(f"SELECT count(*) FROM (SELECT id FROM {condition} LIMIT {COMMON}) AS found")
    return int(connection.scalar(query, {"words": value}) or 0)


def _condition(connection: Connection, words: Sequence[str], *, every: bool) -> tuple[str, object]:
    """From where to take the numbers (id) of the passages that have some words, and the value of its parameter."""
    if is_server(connection.engine):
        return f"chunks WHERE {_TOKENS} {'@>' if every else '&&'} CAST(:words AS text[])", list(words)
    match = (" AND " if every else " OR ").join(f'"{w}"' for w in words)
    return "(SELECT rowid AS id FROM chunk_words WHERE chunk_words MATCH :words) AS matching", match
