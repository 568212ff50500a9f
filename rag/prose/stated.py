"""What a report states under a label: annual goals, problems found, measures to improve, results."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extractors.annex import canonical_column
from extractors.citation import Citation
from extractors.facts import Fact
from extractors.text import name_key, squeeze
from extractors.vocabulary import question_words, table_forms
from extractors.vocabulary.wants import Kind, want_words
from rag import compose
from rag.answer import Answer
from rag.holdings.desk import Desk
from rag.language.query import Query
from rag.prose.passages import told_figures, with_sequel
from rag.text.outline import Sentence
from rag.understanding.topic import covered, segments_of, share

_NAMES: dict[Kind, str] = {
    "goal": "绩效目标",
    "problem": "存在的问题",
    "improvement": "改进措施",
    "effect": "产出、效益和完成情况",
}
_NONE = re.compile(r"^(无|没有|暂无|不适用|/|—+|-+)[。.]?$")
_WHOLE = re.compile(r"整体|部门")
#: a number of things (两条, 第三点), which names no one
_NUMBERED = re.compile(r"第?[一二两三四五六七八九十几\d]+(?:大|个)?[条项点款个件类种桩样]?(?:方面|事)?")
_MOST, _LONGEST, _INDICATORS = 3, 700, 12
#: the share of what a question names of an owner from which on a statement is taken for that owner's
_OWNED = 0.6


@dataclass(slots=True)
class _Found:
    """A statement with whose it is and where it stands; ``empty`` where the report only says that there is none."""

    text: str
    owner: str
    label: str
    place: str
    citation: Citation
    fit: float = 0.0

    @property
    def empty(self) -> bool:
        return bool(_NONE.match(self.text))


def stated(query: Query, desk: Desk, doc_id: str, kind: Kind) -> Answer | None:
    """What the report states of a kind, for the project that a question names or for the department as a whole."""
    found = [*_of_text(desk, doc_id, kind), *_of_forms(desk, doc_id, kind)]
    kept = _owned(query, desk, doc_id, found, kind)
    if not kept:
        return None
    told = _each_once([f for f in kept if not f.empty] or kept)[:_MOST]
    where = "；".join(f"{compose.clipped(f.text.rstrip('。；'), _LONGEST)}（{f.place}）" for f in told)
    whose = query.project if query.project and told[0].fit >= _OWNED else ""
    text = f"{desk.title(doc_id)}{f'“{whose}”' if whose else ''}{_NAMES[kind]}：{where}。"
    if told[0].empty:
        text = f"{desk.title(doc_id)}报告在“{told[0].label}”处填写为“{told[0].text}”（{told[0].place}）。"
    return compose.answer(query.text, text, "answered", [], [f.citation for f in told])


def _each_once(found: list[_Found]) -> list[_Found]:
    """Each wording once; where several projects share it, with their names."""
    groups: dict[str, list[_Found]] = {}
    for one in found:
        groups.setdefault(name_key(one.text), []).append(one)
    for first, *others in groups.values():
        owners = list(dict.fromkeys(f.owner for f in others if f.owner not in {first.owner, ""} and "/" not in f.owner))
        if owners:
            first.place += "、" + "、".join(owners[:2]) + ("等" if len(owners) > 2 else "") + "相同"
    return [group[0] for group in groups.values()]


def _of_text(desk: Desk, doc_id: str, kind: Kind) -> Iterator[_Found]:
    for s in desk.outline(doc_id).statements:
        if kind in s.kinds:
            place = f"“{s.section.rsplit('/', 1)[-1]}”" + (f"，{s.owner}" if s.owner and "/" not in s.owner else "")
            yield _Found(s.text, s.owner, s.label, place, desk.citation(doc_id, s.start, s.end, s.section))


def _of_forms(desk: Desk, doc_id: str, kind: Kind) -> Iterator[_Found]:
    """The cells of annexed forms that state the same; a cell on one indicator says which."""
    columns = {canonical_column(c) or c for c in want_words().columns[kind]}
    for fact in desk.index(doc_id).facts:
        if fact.origin == "annex" and (canonical_column(fact.column) or fact.column) in columns and fact.is_text:
            whole = fact.row_name.startswith(("年度", "总体", "整体", "合计")) or fact.row_name == fact.table
            text = fact.raw if whole else f"{fact.row_name}：{fact.raw}"
            owner = "/".join(filter(None, [fact.part_of, fact.table or "", fact.row_name]))
            yield _Found(text, owner, fact.column, compose.place_of(fact), _cited(desk, fact))


def _cited(desk: Desk, fact: Fact) -> Citation:
    return Citation.of(fact, desk.files[fact.doc_id])


def _owned(query: Query, desk: Desk, doc_id: str, found: list[_Found], kind: Kind) -> list[_Found]:
    """The statements of the owner that a question names; without one, those on the department as a whole first."""
    words = want_words()
    asked = query.model_copy(update={"rest": words.found_out.sub("|", query.rest)})
    topic = [w for w in segments_of(asked) if not words.asking_stated.search(w) and not words.whose_ever.search(w)]
    named = name_key(words.asking_stated.sub("|", asked.rest))
    topic = [w for w in topic if w in named and not _NUMBERED.fullmatch(w)]
    for one in found:
        one.fit = _fit(query, topic, one, kind)
    best = max((f.fit for f in found), default=0.0)
    if topic and not all(_WHOLE.search(w) for w in topic):
        return [f for f in found if f.fit >= best - 0.05] if best >= _OWNED else []
    projects = list(desk.index(doc_id).projects)
    said = segments_of(query)
    found.sort(key=lambda f: (-share(said, name_key(f.label)), not _WHOLE.search(f.owner)))
    of_projects = [
        f
        for f in found
        if ("/" not in f.owner and not _WHOLE.search(f.owner)) or any(p in name_key(f.owner) for p in projects)
    ]
    if "项目" in query.rest:
        return of_projects or found
    return [f for f in found if f not in of_projects] or found


def _fit(query: Query, topic: list[str], one: _Found, kind: Kind) -> float:
    """How much of what a question names stands in the owner of a statement, or three quarters of it in its text."""
    if query.project:
        key = name_key(query.project)
        owner = name_key(one.owner.split("/")[0])
        return 1.0 if key in name_key(one.owner) or (owner and owner in key) else 0.0
    total = sum(map(len, topic))
    if not total:
        return 0.0
    owner, text = name_key(one.owner), name_key(one.text)
    by_text = 0.0 if kind == "effect" else 0.75
    return sum(len(w) * max(covered(w, owner), by_text * covered(w, text)) for w in topic) / total


def goals(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """The goals that the department or a project set itself for the year."""
    return stated(query, desk, doc_id, "goal") or _indicators(query, desk, doc_id)


def _indicators(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """The targets of the indicators of a project whose form has no goal in words."""
    if not query.project:
        return None
    key, forms = name_key(query.project), question_words().column_forms["目标值"]
    facts = [f for f in desk.index(doc_id).facts if f.part_of and name_key(f.part_of) == key and f.column in forms]
    facts = [f for f in facts if f.raw][:_INDICATORS]
    if not facts:
        return None
    told = "；".join(f"{f.row_name} {f.raw}" for f in facts)
    if (row := _goal_above(desk, doc_id, facts)) is not None:
        goal = squeeze(row.text.split("\t", 1)[1]).rstrip("。；")
        text = f"{desk.title(doc_id)}“{query.project}”的绩效目标：{goal}。指标的目标值：{told}"
        text += f"（{compose.place_of(facts[0])}）。"
        cited = [desk.citation(doc_id, row.start, row.end, facts[0].section), *(_cited(desk, f) for f in facts)]
        return compose.answer(query.text, text, "answered", [], cited)
    text = f"{desk.title(doc_id)}报告没有用文字写“{query.project}”的目标，自评表所列指标的目标值是：{told}。"
    return compose.answer(query.text, text, "answered", [], [_cited(desk, f) for f in facts])


#: the row of a form that has the goal in words above the indicators
_GOAL_ROW = re.compile(r"(?:年度|项目|总体|绩效|预期)*目标\t+[^\t\n]{8,}")


def _goal_above(desk: Desk, doc_id: str, facts: Sequence[Fact]) -> Sentence | None:
    """The row with the goal in words above the indicators of a project, in its own form; None where it has none."""
    first = min(f.start for f in facts)
    own = {f.part_of for f in facts}
    others = (f.start for f in desk.index(doc_id).facts if f.origin == "annex" and f.part_of not in own)
    after = max((start for start in others if start < first), default=0)  # where the form before it ends
    rows = (s for s in desk.outline(doc_id).sentences if after < s.start < first and _GOAL_ROW.match(s.text))
    return next(iter(sorted(rows, key=lambda s: -s.start)), None)


def problems(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """The problems that a self-evaluation found, and goals not reached."""
    return (
        _found_in_evaluation(query, desk, doc_id)
        or stated(query, desk, doc_id, "problem")
        or _found_of_project(query, desk, doc_id)
    )


#: what an evaluation found, and so many sentences behind the name of its project tell that
_FOUND, _NEAR = (
    re.compile(
        "(?:评价)?(?:发现|指出)|(?:主要|存在)[^，。；]{0,6}(?:问题|不足)|问题(?:是|有|为|包括)"
        "|但[^。；]{0,40}(?:有待|不足|不够|低于|偏低|未|滞后|薄弱)|(?:还|仍|尚)?(?:有待|需要?)进?一?步?(?:健全|加强|完善|提高|优化)"
    ),
    3,
)
#: evaluations that are others' than the self-evaluation
_EVALUATION = re.compile("部门(?:重点)?评价|重点(?:绩效)?评价|财政(?:重点)?(?:绩效)?评价|第三方评价")


def _found_in_evaluation(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """What an evaluation that is none of oneself found, from its chapter or the sentences that name it."""
    match = _EVALUATION.search(query.rest)
    if match is None:
        return None
    outline = desk.outline(doc_id)
    own = [s for s in outline.sentences if match.group(0) in s.section.rpartition("/")[2]]
    if query.project and not any(name_key(query.project).lower() in s.key for s in own):
        return None
    if not own:
        # a paragraph that tells of the evaluation among others
        firsts = (s for s in outline.sentences if match.group(0) in s.key and s.section_key not in table_forms())
        near = (outline.sentences[s.order : s.order + _NEAR] for s in firsts)
        own = [s for told in near for s in told if s.section == told[0].section]
    found = next((s for s in own if _FOUND.search(squeeze(s.text))), None)
    return told_figures(query, desk, doc_id, with_sequel(found, outline), []) if found is not None else None


def _found_of_project(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """What was found of a project, as the sentence or one of the next tells in which its evaluation is told."""
    names = {name_key(n).lower() for n in (query.project or "", *(s.key for s in query.subjects)) if len(n) >= _NEAR}
    outline = desk.outline(doc_id)
    for first in outline.sentences:
        if first.section_key in table_forms() or not any(n in first.key for n in names):
            continue
        for sentence in outline.sentences[first.order : first.order + _NEAR]:
            if sentence.section == first.section and _FOUND.search(squeeze(sentence.text)):
                kept = [*([first] if sentence is not first else []), *with_sequel(sentence, outline)]
                return told_figures(query, desk, doc_id, kept, [])
    return None


def improvements(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """What is to be done better."""
    return stated(query, desk, doc_id, "improvement")


def effects(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """What was achieved."""
    return stated(query, desk, doc_id, "effect")
