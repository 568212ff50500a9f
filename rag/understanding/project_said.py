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
    """Whether a subject stands within what is said of the name, and is shorter than that.

    A known measure only in the midst of much more: 运行维护 of 污水处理设施运行维护项目.
    """
    if subject.key == project or text[subject.start : subject.end] != subject.text:
        return False
    inside, size = start <= subject.start and subject.end <= end, subject.end - subject.start
    if subject.measure is not None:
        return inside and start < subject.start and end - start - size >= _LEAST
    return inside and size < end - start
