"""What is asked of an indicator that a question names: what was planned of it, what came of it, or both.

A form has both in columns side by side; a question asks for each in a part of its own (定了几次，做了几次), which the
words for columns do not tell, for elsewhere 定 and 做 say nothing of a column.
"""

from __future__ import annotations

import re
from dataclasses import replace

from extractors.text import name_key
from extractors.vocabulary.understanding import understanding_words
from rag.holdings.lookup import FactIndex, Subject, keyed
from rag.understanding.question_reading import Reading
from rag.understanding.relation import column_of

PLANNED, DONE = "目标值", "实际完成值"
#: so many characters of the end of a name tell it
_LEAST = 3
#: how the name of an indicator ends that counts a thing
_COUNTED = ("数量", "个数", "数")
_ASKS = r"(?:[了的是为有成到出着在值数]|不?超过|不?低于|不?少于|不?高于|至少|最多){0,3}[|]*(?:多少|几(?!乎))"


def find_sides(reading: Reading) -> None:
    """Add the sides of an indicator that are asked for, in the order in which forms print them."""
    query = reading.query
    of_share = query.has("share") and "占比" in query.columns
    # 目标和实际各多少 lists nothing
    listed = query.has("list") and not understanding_words().both_sides.search(reading.asked)
    if query.tables or of_share or listed or query.has("rank", "conflict"):
        return
    sides = sides_in(reading.asked, PLANNED in query.columns, whole=True)
    if len(sides) > 1:
        _take_for_numbers(reading)
    if sides and (_names_indicator(reading) or _ends_as_indicator(reading)):
        query.sides = sides
        # 比例 may stand in the name of the indicator
        query.operations = [o for o in query.operations if o not in {"share", "list"}]
        others = [c for c in query.columns if c not in {PLANNED, DONE}]
        asked = {*query.sides, *query.columns} & {PLANNED, DONE}
        query.columns = [*(s for s in (PLANNED, DONE) if s in asked), *others]
        if not others:
            _of_its_project(reading)


def _take_for_numbers(reading: Reading) -> None:
    """Take what both sides are asked of for the indicator that counts it: of 隐患治理 a form has 隐患治理数量."""
    query = reading.query
    for n, subject in enumerate(query.subjects):
        longer = (subject.key + end for end in _COUNTED if subject.measure is None)
        found = next((k for k in longer for i in reading.few if k in i.annex_names and _has_both_sides(i, k)), None)
        if found is not None and not any(_has_both_sides(i, subject.key) for i in reading.few):
            query.subjects[n] = replace(subject, key=found)


def _of_its_project(reading: Reading) -> None:
    """Leave out the project where the question names an indicator of it: it only says whose sides are asked for."""
    query, project = reading.query, name_key(reading.query.project or "")
    others = [s for s in query.subjects if s.key != project]
    facts = (f for i in reading.few for s in others for f in i.by_key.get(s.key, ()))
    if project and any(name_key(f.part_of or "") == project for f in facts):
        query.subjects = others


def sides_in(text: str, planned: bool = False, whole: bool = False) -> list[str]:
    """The sides that a text asks for; ``planned``: the goal is asked for, so 完成了吗 asks what came of it.

    ``whole``: the text is the whole question, and not a part of one.
    """
    words = understanding_words()
    goal = re.compile(rf"(?:{words.planned.pattern})(?:{words.done.pattern})?{_ASKS}")
    left = goal.sub("|", text)
    asks_done = re.search(rf"(?:{words.done.pattern}){_ASKS}", left) is not None
    # 达标没，实际多少: whether the goal was met is told by both beside one another
    met = words.whether_met.search(left) is not None
    both = words.both_sides.search(text) is not None or (met and (whole or asks_done))
    asks_done |= both or (planned and met)
    return [PLANNED] * (both or left != text) + [DONE] * asks_done


def _names_indicator(reading: Reading) -> bool:
    """Whether the question names an indicator of which forms have both sides."""
    keys = {s.key for s in reading.query.subjects if s.measure is None}
    return any(_has_both_sides(index, key) for index in reading.few for key in keys & index.annex_names)


def _ends_as_indicator(reading: Reading) -> bool:
    """Whether the question names the project and the end of the name of one of its indicators, which is then meant.

    A form calls 优质果率 of a project for oranges 脐橙优质果率.
    """
    query, project = reading.query, name_key(reading.query.project or "")
    text, places = keyed(reading.naming)
    if not project or any(s.measure is not None for s in query.subjects):
        return False
    ends: dict[str, str] = {}
    for index in reading.few:
        for key in index.annex_names:
            if any(name_key(f.part_of or "") == project for f in index.by_key[key]) and _has_both_sides(index, key):
                end = next((key[n:] for n in range(1, len(key) - _LEAST + 1) if key[n:] in text), "")
                ends[key] = end if end not in project else ""
    longest = max(ends.values(), key=len, default="")
    named = [key for key, end in ends.items() if end == longest]
    if not longest or len(named) != 1:
        return False
    at = text.index(longest)
    query.subjects = [Subject(named[0], longest, places[at], places[at + len(longest) - 1] + 1)]
    return True


def _has_both_sides(index: FactIndex, key: str) -> bool:
    """Whether an annexed form has what was planned and what came of an indicator."""
    return {"年度指标值", DONE} <= {column_of(f) for f in index.by_key.get(key, ()) if f.origin == "annex"}
