"""The chapters on single projects, whose names stand alone above them: each chapter is put below the name.

项目经费情况说明 / 甲工程 / 一、项目概况 …: the title may be there once for all projects, or once more for each.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise, zip_longest

from extractors.report import Paragraph, Section
from extractors.text import fold, squeeze, strip_ordinal
from extractors.vocabulary.wants import want_words

#: a name without any mark that a sentence has
_NAME_ALONE = re.compile("[^，。；：、！？]{4,40}")


def put_below_projects(sections: Sequence[Section]) -> list[Section]:
    """The sections with each chapter on a project below its name, and a section for the name of each further one."""
    placed: list[Section] = []
    part: Section | None = None
    name = ""
    for section, following in zip_longest(sections, sections[1:]):
        placed.append(section)
        begins = following is not None and bool(want_words().overview.search(fold(following.title)))
        if want_words().project_chapter.search(fold(section.title)):
            named = begins and following is not None and following.path[:-1] == section.path
            part, name = (section, _name_alone(section)) if named and len(section.blocks) == 1 else (None, "")
            continue
        if part is None or not name or section.path[: len(part.path)] != part.path:
            part, name = None, ""
            continue
        below = section.path[len(part.path) :]
        section.path = (*part.path, name, *below)
        if begins and following is not None and following.path[:-1] == part.path and (further := _name_alone(section)):
            name, last = further, section.blocks.pop()
            placed.append(Section(further, part.level, (*part.path, further), last.place, part.key))
    return placed


_TITLE = re.compile("表(?:[（(].{1,12}[)）])?$")


def named_above(path: Sequence[str]) -> str:
    """The project below whose name a chapter stands, by the printed headings from the part down to the chapter."""
    # the title of a form (…申报表) is no name of what it is on
    below = (b for a, b in pairwise(path[:-1]) if want_words().project_chapter.search(a) and not _TITLE.search(b))
    return next((name for b in below if _NAME_ALONE.fullmatch(name := strip_ordinal(b))), "")


def _name_alone(section: Section) -> str:
    """The name that stands alone at the end of a section; empty where none does."""
    last = section.blocks[-1] if section.blocks else None
    name = squeeze(last.text) if isinstance(last, Paragraph) else ""
    return name if _NAME_ALONE.fullmatch(strip_ordinal(name)) else ""
