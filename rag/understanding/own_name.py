"""What is left of a department's name behind the part of it that was recognised: 榆岚市|水利局 in 榆岚市水利局部门决算.

A question is searched for what it asks without the department's name; a rest of it would be taken for what is asked.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from extractors.text import fold
from extractors.vocabulary.understanding import understanding_words
from rag.holdings.directory import ReportLike
from rag.holdings.lookup import asked_words
from rag.language.names import Mention

_REST = re.compile(r"[\u4e00-\u9fff]{0,9}?(?:局|委|办|厅|部|中心|医院|管委会|委员会|学校)")
#: how long a rest may be that picks single characters of the name (疾控 of 疾病预防控制中心), the longest first
_PICKED = (4, 3, 2)
#: the longest word for a measure that is looked for
_LONGEST = 8
_ENDED = re.compile(r"(?:局|委|办|厅|部|中心|院|校|会|处|站|所|政府|街道)$")
_REGION = re.compile(r"^.*[省市区县旗州盟镇乡]")


#: what leads a question, before what is asked about
_LED = r"^[|]*(?:请问|那么?|你们|我们|咱们?|这个?|该|本|贵)*"


def own_kind_span(text: str, department: str) -> tuple[int, int] | None:
    """Where a question begins with what the body asked about is called by its kind (街道有哪些职能)."""
    known = understanding_words()
    words = [w for ending, called in known.own_kinds.items() if department.endswith(ending) for w in called]
    match = re.match(rf"{_LED}(?P<kind>{'|'.join(map(re.escape, words))})", text) if words else None
    return match.span("kind") if match is not None and known.own_goes_on.match(text, match.end()) else None


def own_spans(text: str, mentions: Sequence[Mention], reports: Iterable[ReportLike]) -> list[tuple[int, int]]:
    """The spans right behind the mentions of a folded question that go on with the name of the same department."""
    found = []
    for mention in mentions:
        names = [r.department for r in reports if r.doc_id in mention.doc_ids]
        rest = _REST.match(text, mention.end)
        if rest is not None and _abbreviates(rest.group(0), names):
            found.append(rest.span())
            continue
        if _ENDED.search(mention.text):
            continue  # a name that is whole: what stands behind it is asked of it
        ends = (mention.end + n for n in _PICKED)
        end = next((e for e in ends if e <= len(text) and _picks(text[mention.end : e], names)), None)
        end = end or _end_of_field(text, mention.end, names)
        found += [(mention.end, end)] if end is not None else []
    return found


def _end_of_field(text: str, start: int, names: Sequence[str | None]) -> int | None:
    """Where the field of a department ends that stands behind its region (某区民政), right before a known measure.

    Before any other word the field may be a part of what is asked (民政事业).
    """
    own = [_REGION.sub("", fold(name)) for name in names if name]
    for size in _PICKED:
        field, behind = text[start : start + size], text[start + size : start + size + _LONGEST]
        if len(field) == size and any(name.startswith(field) and len(name) > size for name in own):
            measured = any(behind[:n] in asked_words() for n in range(2, len(behind) + 1))
            return start + size if measured else None
    return None


def _picks(rest: str, names: Iterable[str | None]) -> bool:
    """Whether some characters are picked out of one of the names without its region, from its first character on.

    Characters that stand side by side there are a word of their own (民政), which may go on with what is asked.
    """
    pattern = re.compile(".*".join(map(re.escape, rest)))
    own = (_REGION.sub("", fold(name)) for name in names if name)
    return any(pattern.match(name) and rest not in name for name in own)


def _abbreviates(rest: str, names: Iterable[str | None]) -> bool:
    """Whether some characters stand in their order in one of the names, which ends as they do."""
    pattern = re.compile(".*".join(map(re.escape, rest)) + "$")
    return any(pattern.search(fold(name)) for name in names if name)
