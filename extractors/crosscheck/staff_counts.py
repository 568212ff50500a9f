"""Family D, posts and staff: the posts that a report takes apart by their kind come to as many as it says there are."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from extractors.crosscheck.book import Book
from extractors.crosscheck.cells import stated
from extractors.crosscheck.compare import equal, exactly, not_applicable
from extractors.crosscheck.model import Rule, Status, Verdict
from extractors.facts import Fact
from extractors.vocabulary.units import unit_words

#: what a list has beside posts of each kind, and beside the staff in them: who have left, or hold no post
_NO_POSTS = re.compile("实有|在职|在编|退休|离休|聘|遗属|临时")
_NO_STAFF = re.compile("离休|退休|离退|聘|遗属|临时|编外")
#: a kind of posts, and of staff
_POSTS, _STAFF = re.compile("编"), re.compile("(?:行政|参照|参公|事业|工勤|补助|公务员)[^，。]{0,12}人员$")
#: the whole of the posts, and of the staff
_ALL_POSTS, _ALL_STAFF = re.compile("编制"), re.compile("实有|在职|在编")
#: a kind that may be told as one of those of another one (事业编制118人，其中参公管理18人)
_WITHIN = re.compile("参公|参照")
#: chapters that count people
_SECTIONS = {"bodies", "annex", "duties"}


def _by_kind(rule: Rule, book: Book) -> Iterator[Verdict]:
    """Posts = the posts of each kind, staff = the staff of each kind, where one sentence tells them."""
    listed = _listed(book)
    if not listed:
        yield not_applicable(rule, "人员", "正文没有分类列出编制或人员")
    for whole, parts in listed:
        apart = [p for p in parts if not _WITHIN.search(p.row_name)]
        each = [parts, *([apart] if len(apart) not in {0, len(parts)} else [])]
        told = [stated(whole)]
        verdicts = [exactly(equal(rule, book, _subject(whole), told, [stated(p) for p in own])) for own in each]
        yield next((v for v in verdicts if v.status is Status.PASS), verdicts[0])


def _subject(whole: Fact) -> str:
    return f"{whole.section_key}/{whole.row_name}/{whole.line}"


def _listed(book: Book) -> list[tuple[Fact, list[Fact]]]:
    """The wholes that a sentence takes apart by kind, each with its parts."""
    people = [f for f in book.said.figures if unit_words().base(f.unit or "") == "人" and f.section_key in _SECTIONS]
    parts: dict[tuple[str, str], list[Fact]] = defaultdict(list)
    for fact in people:
        if fact.part_of:
            parts[fact.part_of, fact.quote].append(fact)
    found = []
    for whole in people:
        posts, staff = bool(_ALL_POSTS.search(whole.row_name)), bool(_ALL_STAFF.search(whole.row_name))
        kind, beside = (_POSTS, _NO_POSTS) if posts else (_STAFF, _NO_STAFF)
        own = [p for p in parts.get((whole.row_name, whole.quote), ()) if not beside.search(p.row_name)]
        # 机关后勤服务人员 are staff as well, where 行政人员 and 事业人员 are told beside them
        by_kind = sum(bool(kind.search(p.row_name)) for p in own) > 1
        if (posts or staff) and by_kind and len({p.row_name for p in own}) == len(own):
            found.append((whole, own))
    return found


RULES: tuple[Rule, ...] = (
    Rule(
        "D-30",
        "编制、人员数与分类相符",
        "warning",
        "正文所说编制数、实有人数，应等于同一句所列各类编制（行政编制、事业编制……）、各类人员之和。",
        _by_kind,
        kind="both",
    ),
)
