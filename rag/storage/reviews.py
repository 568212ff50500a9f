"""Reviews: what a person decided on a finding, kept in the database of the library beside its reports.

The table has a metadata of its own: the form of the other tables stayed what it was when reviews came. Libraries that
were made before get it by the first step of ``rag.storage.migrations``.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime
from typing import Literal

from sqlalchemy import Column, Connection, MetaData, Table, delete, insert, select

from extractors.findings import Finding
from rag.storage.engines import PlainText

#: confirmed: what the finding says is true; dismissed: it is no error
State = Literal["confirmed", "dismissed"]
#: the longest note that is kept, in characters
LONGEST_NOTE = 2000

#: the columns of a review in the flat table of findings
COLUMNS = ("review", "review_note", "reviewed_at")

_metadata = MetaData()
#: how the table is called
TABLE = "reviews"
_reviews = Table(
    TABLE, _metadata, Column("key", PlainText, primary_key=True), Column("doc_id", PlainText, index=True),
    Column("finding", PlainText), Column("fingerprint", PlainText), Column("state", PlainText),
    Column("note", PlainText), Column("at", PlainText),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Review:
    """A decision on the finding with the id ``finding``; ``at`` is the time (UTC) in ISO form.

    ``fingerprint`` is that of the finding as it was when it was decided on.
    """

    doc_id: str
    finding: str
    fingerprint: str
    state: State
    note: str
    at: str

    def stands(self, finding: Finding) -> bool:
        """Whether the finding still says what was decided on."""
        return self.finding == finding.id and self.fingerprint == fingerprint(finding)


def fingerprint(finding: Finding) -> str:
    """What a finding says, in short: its rule, its values and the words it rests on; not how it is worded."""
    quotes = [[place.doc_id, place.quote] for place in finding.evidence]
    said = json.dumps([finding.rule, finding.values, finding.difference, quotes], ensure_ascii=False)
    return _digest(said)


def subject_of(finding: Finding) -> str:
    """The id of the report that a finding is about: its id begins with it."""
    return finding.id.partition(":")[0]


def review_row(finding: Finding, review: Review | None) -> dict[str, str | None]:
    """The columns that a review adds to a row of the flat table of findings; empty where none stands."""
    if review is None or not review.stands(finding):
        return dict.fromkeys(COLUMNS)
    return dict(zip(COLUMNS, (review.state, review.note, review.at), strict=True))


def create(connection: Connection) -> None:
    """Make the table of a new library."""
    _metadata.create_all(connection)


def read(connection: Connection, doc_id: str | None = None) -> list[Review]:
    """The reviews of the findings on one report, or on all."""
    query = select(*(_reviews.c[f.name] for f in fields(Review))).order_by(_reviews.c.at, _reviews.c.key)
    if doc_id is not None:
        query = query.where(_reviews.c.doc_id == doc_id)
    return [Review(*row) for row in connection.execute(query)]


def put(connection: Connection, finding: Finding, state: State | None, note: str) -> None:
    """Keep a decision in place of a former one; without ``state`` there is none any more."""
    key = _digest(finding.id)
    connection.execute(delete(_reviews).where(_reviews.c.key == key))
    if state is not None:
        now = datetime.now(UTC).isoformat(timespec="seconds")
        review = Review(subject_of(finding), finding.id, fingerprint(finding), state, note.strip()[:LONGEST_NOTE], now)
        connection.execute(insert(_reviews), asdict(review) | {"key": key})


def put_back(connection: Connection, reviews: Iterable[Review]) -> None:
    """Keep decisions that were made in a former database."""
    for review in reviews:
        connection.execute(insert(_reviews), asdict(review) | {"key": _digest(review.finding)})


def drop(connection: Connection, doc_ids: Iterable[str]) -> None:
    """Forget what was decided on the findings of reports that are gone."""
    for doc_id in doc_ids:
        connection.execute(delete(_reviews).where(_reviews.c.doc_id == doc_id))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
