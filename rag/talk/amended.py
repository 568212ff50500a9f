"""Corrections in words: the last question with just that part set right which was understood otherwise than meant."""

from __future__ import annotations

from rag.language.names import Named, find_named
from rag.language.query import Query
from rag.talk import again, slots
from rag.talk.again import Heard
from rag.talk.dialogue import Dialogue, Turn
from rag.talk.filled import continued


def corrected(heard: Heard, dialogue: Dialogue) -> Query:
    """不是榆岚，是鹭屿: the last question with just that part replaced."""
    query, desk, last = heard.query, dialogue.desk, dialogue.last
    assert last is not None
    given = set(heard.slots)
    options = [d for d in query.doc_ids if d in last.query.fitting]
    if query.scope.narrows and options and not given - {"order", "years"}:
        query.doc_ids, query.ambiguous = options, len(options) > 1
        return again.swapped(heard, last, {"departments", *given}, dialogue)
    if query.scope.narrows and not given - {"order", "years"}:
        return again.for_all(heard, last, desk)
    if heard.lean.column is not None:
        query.columns, query.subjects, given = [heard.lean.column], [], {"columns"}
    rejected = find_named(heard.lean.rejected, desk.catalogue.directory) if heard.lean.rejected else Named()
    if not given and not heard.own_words and not query.operations:
        return _without_rejected(heard, rejected, last)
    if heard.own_words and not heard.named.mentions:
        return continued(heard, dialogue)
    new = again.swapped(heard, last, given, dialogue)
    if "departments" in given and rejected.doc_ids and set(last.query.doc_ids) - set(rejected.doc_ids):
        at = next((n for n, d in enumerate(last.query.doc_ids) if d in rejected.doc_ids), 0)
        kept = [d for d in last.query.doc_ids if d not in rejected.doc_ids]
        if last.query.has("difference", "ratio") and len(last.query.doc_ids) == 2:
            new.doc_ids = [*kept[:at], *query.doc_ids, *kept[at:]]
            new.operations = list(last.query.operations)
    if query.operations and not given & {"order"}:
        new.operations, new.asks_text, new.asks_figure = list(query.operations), query.asks_text, query.asks_figure
        new.wants = query.wants
        new.columns = query.columns
    new.corrected = sorted(given | ({"operations"} if query.operations else set()))
    return new


def _without_rejected(heard: Heard, rejected: Named, last: Turn) -> Query:
    """不是榆岚: the choices without the one that was not meant; without choices the user has to say more."""
    new = slots.again(last.query, heard.lean)
    kept = [d for d in last.query.doc_ids if d not in rejected.doc_ids]
    new.taken_over = slots.filled(last.query, {"departments"})
    if rejected.doc_ids and kept and len(kept) < len(last.query.doc_ids):
        new.doc_ids, new.ambiguous = kept, last.query.ambiguous and len(kept) > 1
        new.corrected = ["departments"]
    else:
        new.operations = ["ask_back"]
    return new
