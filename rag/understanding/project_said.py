"""What a question says of the name of a project, so that nothing inside that is taken for a thing of its own."""

from __future__ import annotations

from difflib import SequenceMatcher

from extractors.text import name_key
from rag.holdings.lookup import Subject
from rag.language.query import Query

#: so many characters of a name tell that it is said
_LEAST = 4


def drop_parts_of_name(query: Query) -> None:
    """Leave out what only stands in the name of the project (长者食堂 in 长者食堂运营扶持项目).

    Where nothing else is asked about, the project itself is.
    """
    if query.project is None or not query.subjects:
        return
    start, end = stretch_of_name(query.rest, query.project)
    if end - start < _LEAST:
        return
    others = [s for s in query.subjects if not _is_inside(s, query.rest, start, end, name_key(query.project))]
    if len(others) < len(query.subjects):
        whole = Subject(name_key(query.project), query.rest[start:end], start, end)
        query.subjects = others or [whole]


def stretch_of_name(text: str, project: str) -> tuple[int, int]:
    """The longest stretch of a question that stands in the name of a project."""
    match = SequenceMatcher(None, text, project, autojunk=False).find_longest_match()
    return match.a, match.a + match.size


def _is_inside(subject: Subject, text: str, start: int, end: int, project: str) -> bool:
    """Whether a subject stands within what is said of the name, is shorter than that, and is no known measure."""
    if subject.measure is not None or subject.key == project or text[subject.start : subject.end] != subject.text:
        return False
    inside = start <= subject.start and subject.end <= end
    return inside and subject.end - subject.start < end - start
