"""Pointing: one of the things that an answer listed (第二个) or singled out (它), taken as asked about by itself."""

from __future__ import annotations

from extractors.text import name_key
from rag.holdings.lookup import Subject
from rag.language.leaning import Leaning
from rag.language.manner import Manner
from rag.language.query import Query
from rag.language.wants import Wants
from rag.talk import slots
from rag.talk.again import Heard
from rag.talk.dialogue import Dialogue, Turn


def pointed(heard: Heard, dialogue: Dialogue) -> Dialogue:
    """The dialogue as if the thing that a question points to had been asked about last; as it is where it does not."""
    listing = dialogue.listing
    name = _pointed_to(heard, listing, dialogue.last) if listing is not None else None
    if listing is None or name is None:
        return dialogue
    return Dialogue(dialogue.desk, [*dialogue.turns, of_thing(listing, name)])


def of_thing(turn: Turn, name: str) -> Turn:
    """A turn in which just one of the things was asked for that the answer of another turn listed."""
    before = turn.query
    asks_nothing_more = {"operations": [], "wants": Wants(), "manner": Manner(), "top": None, "nth": None}
    new = slots.again(before, before.lean or Leaning(asked=name), **asks_nothing_more)
    new.text = new.rest = name
    if before.rows is not None and before.rows.kind == "projects":
        new.project, new.projects = name, [name]
    new.subjects = [Subject(name_key(name), name, 0, 0, within=_whole(before))]
    new.kinds, new.asks_figure, new.asks_text, new.defaulted = [], True, False, False
    values = [v for v in turn.answer.values if name_key(name) in name_key(v.label)][:1]
    return Turn(new, turn.answer.model_copy(update={"values": values}), turn.doc_ids)


def _whole(before: Query) -> Subject | None:
    """What things were listed as parts of, of which they are a part where their share is asked for."""
    if before.rows is None or not before.subjects:
        return None
    whole = before.subjects[0]
    of_row = before.rows.kind == "subjects" and whole.measure is None
    return slots.apart(whole) if of_row or before.rows.kind == "economic" else None


def chosen(heard: Heard, listing: Turn) -> Query | None:
    """第二个呢 after a list: what was listed, of that one thing."""
    place, listed = heard.lean.choice or 0, listing.query.listed
    if heard.slots - {"order"} or not 0 < abs(place) <= len(listed):
        return None
    new = of_thing(listing, listed[place - 1 if place > 0 else place]).query
    new.columns = new.columns or (["得分"] if listing.query.rows and listing.query.rows.kind == "indicators" else [])
    new.lean, new.taken_over = heard.lean, slots.filled(listing.query, {"subjects", "operations"})
    return new


def _pointed_to(heard: Heard, listing: Turn, last: Turn | None) -> str | None:
    """The name of the thing that a question points to; None where it points to none, or names one itself."""
    listed, place = listing.query.listed, heard.lean.of_thing
    several = heard.lean.pronoun in {"both", "they"}
    if heard.names_department or heard.group or heard.lean.choice or heard.lean.correction or several:
        return None
    if place is not None:
        return listed[place - 1] if place <= len(listed) else None
    names_one = heard.slots & {"subjects", "order"} or heard.query.project or heard.query.has("list")
    if listing is not last or (names_one and heard.lean.pronoun != "it"):
        return None
    return listing.query.singled_out
