"""The explanation engine: reasons, definitions, uses and notes of empty tables in the report's own words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal

from extractors.annex import canonical_column
from extractors.facts import MONEY, Fact, plain_decimal
from extractors.text import name_key, squeeze
from extractors.vocabulary import measures, question_words, table_forms
from rag import compose
from rag.answer import Answer
from rag.figures.figures import best, find
from rag.figures.figures import told as figures_told
from rag.holdings.desk import Desk
from rag.holdings.glossary import Term, entries_of, quoted, term_in, terms_in
from rag.holdings.lookup import FactIndex, Subject
from rag.language.query import Query
from rag.prose import reasons_told, stated
from rag.prose.counted_reasons import of_stated_count, states_count
from rag.prose.made_up import made_up
from rag.prose.told_causes import in_chapter
from rag.prose.told_rows import by_words, caused_by, kind_of, listed, of_stated_amount, told_as_stated
from rag.text.counters import counted_in
from rag.text.outline import Sentence
from rag.understanding import kin
from rag.understanding.project_said import stretch_of_name
from rag.understanding.relation import form_rows, same_name
from rag.understanding.topic import MONEY_WORDS, grams, longest_run, pairs_of, segments_of

_MOST, _MOST_OF_FORM, _MOST_USES = 4, 3, 6
#: how many terms the glossary explains
_HOW_MANY_TERMS = re.compile(
    r"(?:名词解释|术语)[^，,]{0,10}(?:多少|几)[个条项]|解释了?(?:多少|几)[个条项](?:名?词|术语|概念)|(?:多少|几)[个条项](?:名?词|术语)"
)
#: how many characters a cell needs that is a note
_NOTE = 6
#: so many pairs of characters that two reasons share speak of the same
_SAME = 2
#: so many pairs of characters of an indicator name it beyond doubt
_NAMED = 2
#: measures of which every section on totals may give the reason
_WHOLES = {"total", "expenditure", "income"}
#: of what else the use of a spending may be told
_TOLD_WITH = {"reception": ("domestic_reception", "reception_groups")}
#: the column of what money goes to
_PURPOSE = "用途"
_SPENT = re.compile(r"收入|支出|收支|预算|花|钱|规模|盘子")
#: that something rose or fell, and from which year to which, names no thing
_CHANGE = re.compile(r"^(?:[今去上本当前]年|比?上?年度?|增加|增长|减少|下降|上升|提高|降低)$")
#: whether something changed is asked beside why
_CHANGED_AT_ALL = re.compile(r"变化|变动|变了|变没变|[增减涨降]了?(?:没有?|吗)")
#: what an amount that is stated was parted into is asked
_IN_PARTS = re.compile(r"分(?:成|为|作)(?:了)?(?:哪|几|什么)|(?:哪|几)(?:几)?[笔块项部](?:分)?|构成|组成|怎么分的")
#: words for what was not done as planned
_SHORT = re.compile(
    r"[没未](?:有|能)?(?:按[期时]|完成|完工|做完|达到|达标|实现)|滞后|拖[后延]|才|只有|不到|没达|未达|偏低"
)
#: points or rates that are called low
_SCORED_LOW = re.compile("(?:分|得分|评分|分数|执行率|完成率)[^，。]{0,4}低")
#: so many characters name a thing beside money
_NAMES = 4
#: that the reason is the one of another thing
_SAME_AS = re.compile(
    r"[与同和](?P<what>[一-鿿]{2,12}?)(?:预算|决算)?的?(?:增加|减少|增长|下降|增减|变动|变化)?的?(?:主要)?原因(?:相同|一致)"
)
#: that nothing at all was spent
_NONE_SPENT = re.compile("(?:一分|一毛|分文)[^，,]{0,3}[没未不]|[没未](?:有)?(?:花|用|发生)(?![完了到])")
#: sections that are each on one fund and nothing else
_FUND_SECTIONS = {"gov_fund", "state_capital"}
_TOTAL_SECTIONS = ("overall", "income", "expenditure", "fiscal", "general_budget")
_USED = re.compile(r"(?:主要)?(?:用于|用以)(?!无)|主要是(?!无)|接待对象|开展(?!无)|开支内容")
_FOR = re.compile("(?:主要)?用于(?!无)")
_GOES_ON = re.compile(r"\s*(?:主要)?(?:用于|开支内容)")
_NO_MONEY = re.compile(r"支出(?:决算)?为?0(?:\.0+)?万?元")
_NONE_FOR = re.compile(r"(?:用于|主要是|对象)(?:主要是)?无")
#: the chapter of the narrative that tells of what a statutory table shows
_CHAPTER = {"GK07": "gov_fund", "GK08": "state_capital", "GK09": "three_public"}
_NONE_BEFORE = re.compile(r"(?:上年|去年|上一年|20\d\d年)度?(?:[^，。]{0,8})(?:未|没有|无)")
_NOTHING = re.compile(r"(?:无|没有|未(?:使用|安排|发生)).{0,30}(?:收入|支出|预算|经费|数据)|本表无数据|空表")


# ---------------------------------------------------------------- notes of empty tables


def note(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """The note that a report gives for an empty table, else what its narrative says of it."""
    keys = _tables_meant(query)
    notes = [f for f in desk.index(doc_id).facts if f.column == "说明" and f.section_key in keys]
    if notes:
        notes = [f for f in notes if f.section_key == keys[0]] or notes
        forms = table_forms()
        told = "；".join(f"《{forms[f.section_key or ''].name}》的说明：{f.raw.removeprefix('说明：')}" for f in notes)
        return compose.answer(
            query.text, f"{desk.title(doc_id)}{told}", "answered", [], compose.cite(notes, desk.files)
        )
    chapters = {_CHAPTER[k] for k in keys if k in _CHAPTER}
    said = [s for s in desk.outline(doc_id).sentences if s.section_key in chapters and _NOTHING.search(s.text)]
    if not said:
        return None
    return _quoted(query, desk, doc_id, f"{desk.title(doc_id)}报告情况说明写道：", said[:2])


def _tables_meant(query: Query) -> list[str]:
    """The tables that a question names or whose measures it names; those that stand for one fund first."""
    named = [t for s in query.subjects if s.measure for c in s.measure.cells for t in [c[0]]]
    funds = [t for t in _CHAPTER if t in named]
    by_section = {section: table for table, section in _CHAPTER.items()}
    told = [by_section[k] for s in query.subjects if s.measure for k in s.measure.sections if k in by_section]
    return list(dict.fromkeys([*query.tables, *told, *funds, *named]))


# ---------------------------------------------------------------- uses


def use(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """What money was spent on: that none was, what the report says it was used for, else the reason it gives."""
    if answer := nothing_spent(query, desk, doc_id):
        return answer
    for subject in query.subjects:
        found = [f.fact for f in find(query, desk, doc_id, subject, "用途") if f.fact.raw]
        if found:
            return told_as_stated(query, desk, doc_id, f"{subject.name}的用途", found[:2])
        if said := _used_for(desk, doc_id, subject):
            of_what = "的来源" if subject.name.endswith("收入") else "的用途"
            return _quoted(query, desk, doc_id, f"{desk.title(doc_id)}报告写明{subject.name}{of_what}：", said)
        if items := _used_in_section(desk, doc_id, subject):
            return told_as_stated(query, desk, doc_id, f"{subject.name}的用途", items)
        if said := _told_of_fund(desk, doc_id, subject):
            return _quoted(query, desk, doc_id, f"{desk.title(doc_id)}报告写明{subject.name}的用途：", said)
    for subject in query.subjects:
        # 公务接待: what it went to is told of 国内公务接待, or of the groups that came
        of = subject.measure.id if subject.measure is not None else ""
        parts = [
            Subject.of(m) for m in measures().values() if of and (m.part_of == of or m.id in _TOLD_WITH.get(of, ()))
        ]
        found = [f.fact for part in parts for f in find(query, desk, doc_id, part, _PURPOSE) if f.fact.raw]
        if found:
            return told_as_stated(query, desk, doc_id, f"{subject.name}的用途", found[:2])
    if answer := made_up(query, desk, doc_id) or of_stated_amount(query, desk, doc_id):
        return answer
    for subject in query.subjects:
        if reasons := _reasons(query, desk, doc_id, subject):
            return told_as_stated(
                query, desk, doc_id, f"报告没有单列{subject.name}的用途，对这项支出的说明是", reasons[:2]
            )
    # 防汛（项）是干什么用的: what the glossary says that such money is for
    accounts = bool(query.subjects) and all(s.level or s.code for s in query.subjects)
    return definition(query, desk, doc_id) if accounts else None


def _used_for(desk: Desk, doc_id: str, subject: Subject) -> list[Sentence]:
    """The sentences of a measure's own section that name it and say what it was for."""
    if subject.measure is None or subject.generic:
        return []
    names = {name_key(n) for n in (subject.text, subject.measure.name, *subject.measure.printed)}
    names |= {n.removesuffix("费") for n in names if len(n) >= 5}
    sentences = [s for s in desk.outline(doc_id).sentences if s.section_key in subject.measure.sections]
    found: list[Sentence] = []
    for before, sentence in zip([None, *sentences], sentences, strict=False):
        if not _USED.search(sentence.text) or _NONE_FOR.search(sentence.text):
            continue
        named = [sentence] if before is None or not _GOES_ON.match(sentence.text) else [before, sentence]
        key = "".join(s.key for s in named)
        if any(n in key for n in names) and not _NO_MONEY.search(key):
            found += [*named, *_listed_behind(sentence, sentences)]
    return list({s.order: s for s in found}.values())[:_MOST_USES]


def _listed_behind(first: Sentence, sentences: Sequence[Sentence]) -> list[Sentence]:
    """What goes on behind a ； up to the full stop (其中：甲398万元，用于…；乙450万元，用于…。)."""
    found: list[Sentence] = []
    for following in (s for s in sentences if s.order > first.order):
        before = found[-1] if found else first
        if not before.text.rstrip().endswith(("；", ";")) or following.section != first.section:
            break
        found.append(following)
    return found


def _used_in_section(desk: Desk, doc_id: str, subject: Subject) -> list[Fact]:
    """What the items of a fund are for, as the section that the report has on this fund alone tells."""
    if subject.measure is None or not {*subject.measure.sections} & _FUND_SECTIONS:
        return []
    facts = [f for f in desk.index(doc_id).facts if f.column == "用途" and f.raw]
    return [f for f in facts if f.section_key in subject.measure.sections][:_MOST]


def _told_of_fund(desk: Desk, doc_id: str, subject: Subject) -> list[Sentence]:
    """The sentences that tell what a fund is for, in the section that the report has on this fund alone."""
    if subject.measure is None or not {*subject.measure.sections} & _FUND_SECTIONS:
        return []
    sections = {*subject.measure.sections} & _FUND_SECTIONS
    told = (s for s in desk.outline(doc_id).sentences if s.section_key in sections)
    return [s for s in told if _FOR.search(s.text) and not _NONE_FOR.search(s.text)][:_MOST]


def no_use(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """That a report does not say what an amount was for, which it does print."""
    if query.wants.kinds[:1] != ["use"]:
        return None
    fact = next((f for s in query.subjects if (f := _known(query, desk, doc_id, s, "决算数"))), None)
    if fact is None:
        return None
    text = f"没有找到：{desk.title(doc_id)}报告没有说明这笔钱的具体用途，只列出：{compose.sentence(fact)}。"
    return compose.answer(query.text, text, "not_found", [], compose.cite([fact], desk.files))


def nothing_spent(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """A question on what money was spent for, where none was spent: the zero, said as such."""
    for subject in query.subjects:
        if subject.measure is None or subject.measure.unit or subject.generic:
            continue
        fact = next((f.fact for f in find(query, desk, doc_id, subject) if f.fact.value is not None), None)
        if fact is not None and fact.value == 0:
            text = f"{compose.sentence(fact)}，没有发生这项支出。"
            return compose.answer(
                query.text, text, "answered", [compose.value_of(fact)], compose.cite([fact], desk.files)
            )
    return None


# ---------------------------------------------------------------- reasons


def reason(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """Why something is as it is: of a project by its form, of an amount by the report's own words."""
    answer = reasons_told.of_unspent(query, desk, doc_id) or _of_low_score(query, desk, doc_id)
    answer = answer or _of_shortfall(query, desk, doc_id) or reasons_told.of_kind(query, desk, doc_id)
    answer = answer or _of_project(query, desk, doc_id)
    answer = answer or of_stated_amount(query, desk, doc_id) or reasons_told.of_carried(query, desk, doc_id)
    answer = answer or _of_amount(query, desk, doc_id)
    return answer or (stated.problems(query, desk, doc_id) if query.project else None)


def at_once(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """What a question leaves no doubt about: what a cause brought about, the reason or use of a row by its amounts."""
    if answer := of_stated_count(query, desk, doc_id):
        return answer
    in_parts = query.has("list") or (query.amounts and _IN_PARTS.search(query.rest))
    if in_parts and (answer := made_up(query, desk, doc_id)):
        return answer
    named = any(not s.generic for s in query.subjects)
    by_amount = query.wants.kinds[:1] == ["reason"] or (query.wants.kinds[:1] == ["use"] and not named)
    # 新增的2000万是补给什么的: words on an amount, whatever is asked of it
    by_amount |= not query.wants.kinds and not query.wants.thing and not named and query.asks_text and not query.rows
    if by_amount and (answer := of_stated_amount(query, desk, doc_id)):
        return answer
    whom = query.wants.whom and query.wants.kinds[:1] == ["use"]
    received = (_each_received(query, desk, doc_id) or use(query, desk, doc_id)) if whom else None
    return received or caused_by(query, desk, doc_id)


def _each_received(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """What each reception cost, where a sentence lists them with their guests (接待某检查组0.58万元)."""
    whole = measures()["reception"]
    if not any(s.measure is whole for s in query.subjects):
        return None
    known = {name_key(n) for m in measures().values() for n in (m.name, *m.printed)}
    parts = [f for f in desk.index(doc_id).parts_of(whole.name) if f.origin == "prose" and f.unit in MONEY]
    guests = [f for f in parts if name_key(f.row_name) not in known]
    guests = [f for f in guests if f.quote == guests[0].quote]
    return figures_told(query, desk, guests) if len(guests) > 1 else None


def _of_low_score(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """Why a project got few points or spent little, as the sentence says that tells it of that project."""
    if not query.project or not ({"得分", "完成比例"} & {*query.columns} or _SCORED_LOW.search(query.rest)):
        return None
    forms, key = question_words().column_forms["原因"], name_key(query.project)
    told = (f for f in desk.index(doc_id).facts if f.origin == "prose" and f.column in forms and f.raw)
    found = [f for f in told if same_name(name_key(f.row_name), key)]
    return told_as_stated(query, desk, doc_id, f"“{query.project}”的原因", found[:2]) if found else None


def _of_shortfall(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """Why a project was not done as planned, as the problems say that its paragraph of the self-evaluation names."""
    if not _SHORT.search(query.rest):
        return None
    named = {name_key(n) for n in (query.project or "", *(s.key for s in query.subjects if s.measure is None)) if n}
    told = [s for s in desk.outline(doc_id).statements if "problem" in s.kinds and name_key(s.owner) in named]
    if len({s.owner for s in told}) != 1:
        return None
    return stated.problems(query.model_copy(update={"project": told[0].owner}), desk, doc_id)


#: so much of the name of a project tells it
_PIECE = 4


def _of_project(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """Why a project fell short: the reasons that its form gives, those of the indicator named first."""
    if not query.project:
        return None
    key = name_key(query.project)
    start, end = stretch_of_name(query.rest, query.project)
    of_row = any(
        (f.column == "预决算差异原因" or (f.column == "增减原因" and s.key == key))
        and f.raw
        # 甲平台的产业发展资金为什么没花完: of that row, whose reason is the project
        and (s.key == key or (end - start >= _PIECE and query.rest[start:end] in squeeze(f.raw)))
        for s in query.subjects
        for f in _reasons(query, desk, doc_id, s)
    )
    forms = question_words().column_forms["原因"]
    facts = [
        f
        for f in desk.index(doc_id).facts
        if f.part_of and name_key(f.part_of) == key and {f.column, canonical_column(f.column)} & set(forms) and f.raw
    ]
    if of_row and (not facts or query.wants.against_budget):
        return None  # the 科目 that is called so states its own reason
    if not facts:
        said = _each_once(kin.reasons_naming(desk.index(doc_id), query.project))
        return told_as_stated(query, desk, doc_id, f"报告在说明原因时写到“{query.project}”", said[:2]) if said else None
    if row := _note_beside(query, desk, doc_id, facts):
        return row
    facts = _named_first(query, facts)
    rows = [_done(desk.index(doc_id), f) for f in facts]
    told = "；".join(f"{_in_row(f, row)}：{f.raw.rstrip('。')}" for f, row in zip(facts, rows, strict=True))
    text = f"{desk.title(doc_id)}“{query.project}”项目自评表所列原因：{told}。"
    done = [c for row in rows for c in row] if query.asks_figure else []
    cited = compose.cite([*done, *facts], desk.files)
    return compose.answer(query.text, text, "answered", [compose.value_of(f) for f in done], cited)


def _note_beside(query: Query, desk: Desk, doc_id: str, reasons: Sequence[Fact]) -> Answer | None:
    """What the row that a question names of a project's form says at its end, under no heading; None for other rows.

    The reason of another row is none of this one's.
    """
    key, named = (
        name_key(query.project or ""),
        [s.key for s in query.subjects if s.key != name_key(query.project or "")],
    )
    rows = [r for r in form_rows(desk.index(doc_id)) if r.under == key and r.key in named]
    if len(rows) != 1 or any(name_key(f.row_name) == rows[0].key for f in reasons):
        return None
    fact = rows[0].fact()
    printed = {squeeze(f.raw) for facts in rows[0].cells.values() for f in facts} | {fact.row_name}
    notes = [c for c in map(squeeze, fact.quote.split("\t")) if len(c) >= _NOTE and c not in printed]
    if len(notes) != 1:
        return None
    text = f"{desk.title(doc_id)}“{query.project}”项目自评表“{fact.row_name}”一行写明：{notes[0].rstrip('。')}。"
    return compose.answer(query.text, text, "answered", [], compose.cite([fact], desk.files))


def _named_first(query: Query, facts: Sequence[Fact]) -> list[Fact]:
    """The reasons of a form, those of the indicators named first; where one is named beyond doubt, its own only."""
    pairs = pairs_of(query)
    fits = {f: sum(g in name_key(f.row_name + f.section.rsplit("/", 1)[-1]) for g in pairs) for f in facts}
    best = max(fits.values())
    kept = [f for f in facts if fits[f] == best] if best >= _NAMED else list(facts)
    return sorted(kept, key=lambda f: -fits[f])[:_MOST_OF_FORM]


def _done(index: FactIndex, reason: Fact) -> list[Fact]:
    """What was done of the indicator that a reason stands beside, then what was planned."""
    row = next((r for r in form_rows(index) if any(reason in facts for facts in r.cells.values())), None)
    found = [row.cell(c) for c in ("实际完成值", "目标值")] if row is not None else []
    return [f for f in found if f is not None and f.raw and f.value is not None]


def _in_row(reason: Fact, done: Sequence[Fact]) -> str:
    """An indicator with what was done and planned of it."""
    figures = "，".join(f"{f.column}{f.raw}" for f in done)
    return f"{reason.row_name}（{figures}）" if figures else reason.row_name


def _of_amount(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """The stated reasons of a change or a difference; a wrong premise (rose, fell, over) is put right first."""
    named = all(s.generic for s in query.subjects) and _names_more(query, desk, doc_id)
    first = [s for s in query.subjects if _explained_by_project(query, desk, doc_id, s)]
    for subject in () if named else [*first, *(s for s in query.subjects if s not in first)]:
        facts = _reasons(query, desk, doc_id, subject)
        lead, grounds = _lead(query, desk, doc_id, subject)
        whole = subject.measure is not None and subject.measure.id in {"general", "total", "expenditure"}
        stated = any(f.column == "预决算差异原因" for f in facts)
        if whole and not stated and query.wants.against_budget and (answer := _of_items(query, desk, doc_id)):
            return answer
        if facts or (lead and _is_correction(lead)):
            told = _with_lead(query, desk, doc_id, subject, lead, grounds, facts)
            return _and_of_whole(query, desk, doc_id, subject, told, facts)
        if other := _of_other_side(query, desk, doc_id, subject):
            return other
        if near := _of_kin(query, desk, doc_id, subject):
            return near
        if (paid := _paid_for(subject)) is not None:
            # 为啥要买一辆新车: a report gives the reason of the money
            return _of_amount(query.model_copy(update={"subjects": [paid]}), desk, doc_id)
    # 那2起火灾是怎么烧起来的: a reason for something else that has the word in it is none
    loosely = None if states_count(query) else by_words(query, desk, doc_id)
    return loosely or (None if named else _of_total(query, desk, doc_id))


def _explained_by_project(query: Query, desk: Desk, doc_id: str, subject: Subject) -> bool:
    """Whether the reason of a row is told of the project that a question names with it (甲规划编制那笔某某支出)."""
    key = name_key(query.project or "")
    if not key or subject.measure is not None or subject.key == key:
        return False
    told = (f for f in _reasons(query, desk, doc_id, subject) if f.column == "预决算差异原因" and f.raw)
    return any(longest_run(key, name_key(f.raw)) >= _PIECE for f in told)


def _paid_for(subject: Subject) -> Subject | None:
    """The money that things which are counted cost; None for what is no number of things."""
    if subject.measure is None or subject.measure.unit is None:
        return None
    over = subject.measure.id
    costs = (p.cost[over] for p in question_words().per_head if over in p.cost)
    return next((Subject.of(measures()[m]) for m in costs), None)


def _and_of_whole(
    query: Query, desk: Desk, doc_id: str, subject: Subject, told: Answer, facts: Sequence[Fact]
) -> Answer:
    """An answer with the reason of the whole, where it is asked why something is done and that speaks of the same.

    A report may say of a part what is bought, and of the whole why (达到报废标准，需更新).
    """
    whole = measures().get(subject.measure.part_of or "") if subject.measure is not None else None
    if whole is None or query.wants.premise is not None or query.wants.against_budget:
        return told
    own = {g for f in facts for g in grams(f.raw)}
    # 上年未安排: why there is more than nothing is not why it is needed
    of_before = bool(facts) and all(_NONE_BEFORE.match(f.raw) for f in facts)
    reasons = _reasons(query, desk, doc_id, Subject.of(whole))
    more = [f for f in reasons if of_before or len(own & set(grams(f.raw))) >= _SAME]
    more = [f for f in more if f.raw not in told.answer]
    if not more:
        return told
    text = f"{told.answer}对{whole.name}的说明：{listed(more)}。"
    cited = [*told.citations, *(c for c in compose.cite(more, desk.files) if c not in told.citations)]
    return told.model_copy(update={"answer": text, "citations": cited})


def _of_other_side(query: Query, desk: Desk, doc_id: str, subject: Subject) -> Answer | None:
    """Why a budget is larger or smaller, as the report says of its income, where no side is named."""
    if not query.defaulted or subject.measure is None:
        return None
    for other in (Subject.of(measures()[m]) for m in ("total", "income") if m != subject.measure.id):
        if facts := _reasons(query, desk, doc_id, other):
            lead, grounds = _lead(query, desk, doc_id, other)
            return _with_lead(query, desk, doc_id, other, lead, grounds, facts)
    return None


def _of_kin(query: Query, desk: Desk, doc_id: str, subject: Subject) -> Answer | None:
    """The reasons of the rows below one that has none of its own, else that of the row above it."""
    index = desk.index(doc_id)
    facts = kin.reasons_of_longer_name(index, subject)
    facts = facts or kin.reasons_below(index, subject) or kin.reasons_above(index, subject)
    facts = facts or kin.reasons_of_sides(index, subject)
    wanted = [f for f in facts if f.column == "预决算差异原因"] if query.wants.against_budget else facts
    if query.wants.premise in {"rose", "fell"} and not query.wants.against_budget:
        wanted = [f for f in facts if f.column == "增减原因"]
    facts = _each_once(wanted or facts)[:_MOST]
    if not facts:
        return None
    told = "；".join(f"{f.row_name}，{f.raw.rstrip('。')}（{compose.place_of(f)}）" for f in facts)
    text = f"{desk.title(doc_id)}报告没有单独说明{subject.name}的原因，与它有关的说明是：{told}。"
    return compose.answer(query.text, text, "answered", [], compose.cite(facts, desk.files))


def _names_more(query: Query, desk: Desk, doc_id: str) -> bool:
    """Whether a question also names a thing of the report: the reason of the total is none of that thing's."""
    plain = desk.outline(doc_id).plain
    others = [w for w in segments_of(query) if not MONEY_WORDS.search(w) and not _CHANGE.search(w) and w in plain]
    return len("".join(others)) >= _NAMES


def _with_lead(
    query: Query, desk: Desk, doc_id: str, subject: Subject, lead: str, grounds: Sequence[Fact], facts: Sequence[Fact]
) -> Answer:
    """What changed and by how much, then the reasons with their places, or that the report gives none."""
    told = f"{desk.title(doc_id)}{subject.name}的{kind_of(facts[0])}：{listed(facts)}。" if facts else ""
    of_year = query.wants.premise in {"rose", "fell"} and not query.wants.against_budget and not grounds
    if facts and of_year and all(f.column == "预决算差异原因" for f in facts):
        told = f"{desk.title(doc_id)}报告没有说明{subject.name}比上年变动的原因，"
        told += f"只说明了与预算不同的原因：{listed(facts)}。"
    missing = "" if facts else f"报告没有单独说明{subject.name}变动的原因。"
    values = [compose.value_of(f) for f in grounds if f.value is not None]
    cited = compose.cite([*grounds, *facts], desk.files)
    return compose.answer(query.text, f"{lead}{told}{missing}", "answered", values, cited)


def said_of(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """What the report says of a row that a question names to ask for words of no known kind (都是些什么事)."""
    if query.asks_figure or not query.asks_text or query.wants.thing or query.wants.kinds or query.has("conflict"):
        return None
    for subject in query.subjects:
        facts = _reasons(query, desk, doc_id, subject) if not subject.generic else []
        if facts:
            return told_as_stated(query, desk, doc_id, f"报告对{subject.name}的说明（{kind_of(facts[0])}）", facts)
    return None


def no_reason(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """That a report gives no reason for an amount that it does print."""
    for subject in query.subjects:
        fact = _known(query, desk, doc_id, subject, "决算数") if not subject.generic else None
        if fact is not None and fact.value == 0 and (told := note(query, desk, doc_id)):
            text, cited = f"{compose.sentence(fact)}。{told.answer}", compose.cite([fact], desk.files)
            cited += [c for c in told.citations if c not in cited]
            return compose.answer(query.text, text, told.status, [compose.value_of(fact)], cited)
        chapters = subject.measure.sections if subject.measure is not None else []
        if fact is not None and (chapter := in_chapter(query, desk, doc_id, fact.row_name, chapters)):
            return chapter
        if fact is not None and (purpose := _purpose(query, desk, doc_id, subject)) is not None:
            said = f"{compose.clipped(purpose.raw)}（{compose.place_of(purpose)}）"
            text = f"{desk.title(doc_id)}报告没有单独说明原因，写明{purpose.row_name}的用途是：{said}。"
            return compose.answer(query.text, text, "answered", [], compose.cite([purpose], desk.files))
        if fact is not None:
            text = f"没有找到：{desk.title(doc_id)}报告没有说明{subject.name}的原因，只列出：{compose.sentence(fact)}。"
            return compose.answer(query.text, text, "not_found", [], compose.cite([fact], desk.files))
    return None


def _purpose(query: Query, desk: Desk, doc_id: str, subject: Subject) -> Fact | None:
    """What the text says that money goes to, of which it gives no reason; None where it says nothing of the kind."""
    plain = query.model_copy(update={"kinds": [], "columns": []})
    return next((f.fact for f in find(plain, desk, doc_id, subject, _PURPOSE) if f.fact.raw), None)


def _lead(query: Query, desk: Desk, doc_id: str, subject: Subject) -> tuple[str, list[Fact]]:
    """The change or the difference that is asked about, a wrong premise put right, and the facts that bear it out."""
    if query.wants.premise in {"over", "under"}:
        return _against_budget(query, desk, doc_id, subject)
    if query.wants.against_budget:
        return "", []
    change = best(query, desk, doc_id, subject, "增减额")
    if change is None and _CHANGED_AT_ALL.search(query.rest):
        # 跟去年比有变化吗，原因是什么: that nothing did is an answer too
        same = next((f.fact for f in find(query, desk, doc_id, subject, "增减方向") if f.fact.raw), None)
        return (f"{same.row_name}与上年{same.raw}。", [same]) if same is not None else ("", [])
    lead = "" if change is None else _changed(query, change)
    return (lead, [change]) if change is not None and lead else ("", [])


def _changed(query: Query, change: Fact) -> str:
    """By how much something changed; where a question says the opposite, that first."""
    if change.value is None or not change.column.startswith("增减"):
        return ""  # a difference to the budget is no change from the year before
    word = "减少" if change.value < 0 else "增加" if change.value > 0 else "持平"
    amount = "" if change.value == 0 else f"{plain_decimal(abs(change.value))}{change.unit}"
    premise = {"rose": "增加", "fell": "减少"}.get(query.wants.premise or "")
    if premise and premise != word:
        return f"与问题所说的“{premise}”不同，报告写的是{change.row_name}比上年{word}{amount}。"
    return f"{change.row_name}比上年{word}{amount}。" if amount else ""


def _against_budget(query: Query, desk: Desk, doc_id: str, subject: Subject) -> tuple[str, list[Fact]]:
    """Budget and execution where a question says that one was above the other and it was not."""
    gap = _known(query, desk, doc_id, subject, "较年初预算增减额")
    if gap is not None and gap.value is not None and (gap.value > 0) != (query.wants.premise == "over"):
        word = "减少" if gap.value < 0 else "增加"
        amount = compose.shown(abs(gap.value), gap.unit)
        return f"与问题所说的不同，报告写的是{subject.name}比年初预算{word}{amount}。", [gap]
    done = _known(query, desk, doc_id, subject, "决算数")
    planned = _known(query, desk, doc_id, subject, "年初预算数", "全年预算数", "预算数")
    if done is None or planned is None or done.value is None or planned.value is None or done.unit != planned.unit:
        return "", []
    over = done.value > planned.value
    if over == (query.wants.premise == "over") and done.value != planned.value:
        return "", []
    asked = "超出预算" if query.wants.premise == "over" else "低于预算"
    word = "高于" if over else "等于" if done.value == planned.value else "低于"
    amounts = f"决算数{compose.shown(done.value, done.unit)}{word}预算数{compose.shown(planned.value, planned.unit)}"
    return f"与问题所说的“{asked}”不同，报告中{subject.name}的{amounts}。", [planned, done]


def _known(query: Query, desk: Desk, doc_id: str, subject: Subject, *columns: str) -> Fact | None:
    """The first figure that is printed and not left blank, of the columns in order."""
    found = (f.fact for column in columns for f in find(query, desk, doc_id, subject, column))
    return next((f for f in found if f.value is not None), None)


def _is_correction(lead: str) -> bool:
    return lead.startswith("与问题所说的")


def _reasons(query: Query, desk: Desk, doc_id: str, subject: Subject) -> list[Fact]:
    """The stated reasons of a subject, the kind asked for first, each wording once; of totals those of all sections."""
    found = [f.fact for f in find(query, desk, doc_id, subject, "原因") if f.fact.raw]
    wanted = "预决算差异原因" if query.wants.against_budget else "增减原因"
    annex = query.wants.annexed
    if _NONE_SPENT.search(query.rest) and any(f.column == "预决算差异原因" for f in found):
        # 怎么一分没花: why what was planned was not, before why there is less than the year before
        wanted = "预决算差异原因"
    else:
        found = [f for f in found if f.column == wanted or (annex and f.origin == "annex")] or found
    found.sort(key=lambda f: (annex and f.origin != "annex", f.column != wanted, f.origin == "annex" and not annex))
    if found and subject.measure is not None and subject.measure.id in _WHOLES and wanted == "增减原因":
        found += [
            f
            for f in desk.index(doc_id).facts
            if f.column == wanted and f.raw and f.origin == "prose" and f.section_key in _TOTAL_SECTIONS
        ]
    found += [f for reason in found for f in _same_as(desk.index(doc_id), reason)]
    return _each_once(found)[:_MOST]


def _same_as(index: FactIndex, reason: Fact) -> list[Fact]:
    """The reasons that one only points to (与收入增加的原因相同)."""
    pointed = _SAME_AS.search(reason.raw)
    if pointed is None:
        return []
    others = [f for f in index.facts if f.column == reason.column and f.raw and f.raw != reason.raw]
    return [f for f in others if name_key(f.row_name).startswith(pointed["what"])][:1]


def _each_once(facts: Iterable[Fact]) -> list[Fact]:
    """Facts without those that say in the same words what one before says."""
    kept: list[Fact] = []
    for fact in facts:
        key = name_key(fact.raw)
        if not any(key in name_key(k.raw) for k in kept):
            kept.append(fact)
    return kept


def _of_total(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """A question on income or spending without a stated change of its own is answered by that of the total."""
    ids = {s.measure.id for s in query.subjects if s.measure}
    if query.subjects and not ids & {"income", "expenditure", "fiscal_income", "general"}:
        return None
    if not query.subjects and not _SPENT.search(query.rest):
        return None
    whole = "general" if query.wants.against_budget else "fiscal_total" if ids == {"fiscal_income"} else "total"
    subject = Subject.of(measures()[whole])
    if subject.measure in [s.measure for s in query.subjects]:
        return _of_items(query, desk, doc_id) if query.wants.against_budget else None
    return reason(query.model_copy(update={"subjects": [subject]}), desk, doc_id)


def _of_items(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """Where the whole has no stated reason, the reasons of its 项, as the report lists them."""
    every = desk.index(doc_id).facts
    facts = [f for f in every if f.column == "预决算差异原因" and f.section_key == "general_budget"][:6]
    if not facts:
        return None
    told = "；".join(f"{f.row_name.rsplit('(款)', 1)[-1]}：{f.raw.rstrip('。')}" for f in facts)
    text = f"{desk.title(doc_id)}报告逐项说明了决算数与预算数不同的原因：{told}。"
    return compose.answer(query.text, text, "answered", [], compose.cite(facts, desk.files))


# ---------------------------------------------------------------- definitions


def definition(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """What a term means, as the glossary of the report has it; that it has not where a glossary is asked for."""
    if _HOW_MANY_TERMS.search(query.rest):
        return _terms_counted(query, desk, doc_id)
    if terms := _several(query, desk, doc_id):
        told = "；".join(f"{quoted(t.name)}：{t.told.rstrip('。')}" for t in terms)
        text = f"按{desk.title(doc_id)}报告的名词解释，{told}。"
        return compose.answer(query.text, text, "answered", [], compose.cite([t.fact for t in terms], desk.files))
    term = term_in(query.rest, query.subjects, desk.index(doc_id))
    if term is not None:
        text = f"按{desk.title(doc_id)}报告的名词解释，{quoted(term.name)}：{term.told.rstrip('。')}。"
        return compose.answer(query.text, text, "answered", [], compose.cite([term.fact], desk.files))
    alone = query.wants.kinds == ["definition"] and query.wants.sure
    return no_definition(query, desk, doc_id) if alone else None


def _terms_counted(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """How many entries the glossary has, each by its name."""
    entries = entries_of(desk.index(doc_id))
    if not entries:
        return None
    number = len(entries)
    unit = next((c.unit for c in counted_in(query.rest) if c.unit in {"个", "项"}), "条")
    value = compose.computed_value(Decimal(number), unit, "名词解释的条数", compose.counted(number), entries[0])
    names = "、".join(e.row_name for e in entries)
    text = f"{desk.title(doc_id)}报告的名词解释共列出{number}{unit}：{compose.clipped(names)}。"
    return compose.answer(query.text, text, "computed", [value], compose.cite(entries, desk.files))


def _several(query: Query, desk: Desk, doc_id: str) -> list[Term]:
    """The terms that a question names side by side; empty for one."""
    terms = terms_in(query.rest, desk.index(doc_id))
    return terms if len(terms) > 1 else []


def no_definition(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """That the glossary of the report does not explain what is asked; None for a report without a glossary."""
    if not entries_of(desk.index(doc_id)):
        return None
    what = next((s.name for s in query.subjects), "所问的词语")
    text = f"没有找到：{desk.title(doc_id)}报告的名词解释中没有“{what}”这一条。"
    return compose.answer(query.text, text, "not_found")


# ---------------------------------------------------------------- wording


def _quoted(query: Query, desk: Desk, doc_id: str, lead: str, sentences: Sequence[Sentence]) -> Answer:
    told = "；".join(compose.clipped(re.sub(r"\s+", "", s.text).rstrip("。；"), 420) for s in sentences)
    cited = [desk.citation(doc_id, s.start, s.end, s.section) for s in sentences]
    return compose.answer(query.text, f"{lead}{told}。", "answered", [], cited)
