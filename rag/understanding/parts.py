"""Questions in several parts (花了多少，占比多少？) are taken apart, each part with what it leaves out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from extractors.text import fold, name_key
from extractors.vocabulary import question_words
from extractors.vocabulary.understanding import understanding_words
from extractors.vocabulary.units import unit_words
from rag.holdings.lookup import FactIndex, Subject
from rag.language import asking
from rag.language.manner import manner_in
from rag.language.names import years_in
from rag.language.query import Closing, Query
from rag.understanding.claims import claim_in
from rag.understanding.column_named import columns_among_subjects
from rag.understanding.nesting import left_over
from rag.understanding.question import subjects_in
from rag.understanding.shape import shape_of, without_prior
from rag.understanding.sides import DONE, PLANNED, sides_in
from rag.understanding.things import adds_up, carried_over_of_fund, count_things, money_of
from rag.understanding.titles import table_in

_THING = unit_words().set_pattern("asked_beside_money", guarded=False)
_CUT = re.compile(
    r"[，,；;？?]|\.{3,}|…+|(?<=多少)(?:万元|万|元|钱)?(?=(?:比|较|跟|同|占|完成|增|降|相当|实际|决算))|"
    r"(?:、|及|以及|和)其?(?=占比|比重|金额|数额|完成率|执行率|增幅|降幅|增速|得分|目标|占|几|多少|实际|增长|下降|同比|累计|增加|减少)|"
    r"(?<=几[批个次家][\u4e00-\u9fff]{2})(?=(?:一共|总共|共)?(?:多少|几)[人个名位])|"
    rf"(?:(?<=多少)|(?<=几{_THING}))(?:钱|万元|万|元)?[、和](?=[\u4e00-\u9fff])|"
    rf"(?:(?<=几{_THING})|(?<=几个人|几人次))(?=(?:一共|总共|共)?(?:花|用)了?多少|几|多少)"
)
_NUMBER = re.compile("多少|(?<![一二三四五六七八九十第])几(?!乎|项|类|款|个方面)")
_PORTION = re.compile("占.{0,12}(比|多少|几)|占比|比重")
#: what is said in brackets asks for nothing
_ASIDE = re.compile(r"[(（][^()（）]*[)）]?$")
_HELD = re.compile(r"(?:和|跟|与|同|比起?)[^，,]{2,24}(?:相?差|差距)")
_MAX_PARTS = 8
_EACH = re.compile("各|分别")
#: words by which a piece asks for all spending or income
_OF_ALL = re.compile("总|一共|合计|全年|全部|整个|部门|(?<!最后)(?<!实际)(?<!最终)(?<!后来)(?<!结果)支出|收入")
_ONLY_ASKS = re.compile(r"(是|有|具体|到底)*(多少|几)(万元|万|元|钱)?(呢)?")
#: what a part may ask that is computed; what of the rest is asked is asked by the whole question
_COMPUTED = ("share", "ratio", "difference", "sum", "per_head")
_WHOLE = ("rank", "conflict", "reason", "count_reports")
#: a part that only makes something of the figures of the parts before it
_SUMMED = re.compile(r"总共|一共|合计|总计|加起来|加总|合起来|共计|拢共|总和|加一块")
_APART = re.compile(
    r"(两者|两个|两项|二者|之间|分别|各|一共|共|决算|比(?:年初|全年)?预算|实际|还|又)*(相?差|多|少(?!于)|高|低|超|省|剩|结余|节约)"
)
#: by how a piece begins and what it asks, it sets the figure of the piece before in relation to something
_RELATES = re.compile(r"^(又|还|它)*(占|比|较|同比|跟|与|和)")
_RELATED = {"增减额", "增减幅", "占比", "完成比例", "较年初预算增减幅"}
#: how the name of a figure ends, and how long it may be
_ENDS_AS_FIGURE = re.compile(
    r"(费|经费|支出|收入|总额|金额|总计|合计|资金|拨款|费用|总数|款|补助|奖金|工资|公积金|数)(决算)?$"
)
_LONGEST_NAME = 24
#: what a part begins with that speaks of the part before as well
_GOES_ON = re.compile(
    r"^(又|还|各|分别|它)*(占|相当于|比|较|跟|同|是(?!多少|几|什么)|[和与](?=[^，,]{2,24}?(?:相?差|差距)))"
)


#: money is asked for
_MONEY = re.compile("多少(?:资金|金额|经费|预算|钱)|(?:资金|金额)(?:有|是|共)?多少")
#: a piece that says in what the next ones are looked for, and asks nothing (几公里 is no 里)
_SETTING = re.compile(r"^(?!.*(?:多少|几|哪|谁|什么)).*(?:里[面头]?|中|内)$")


def parts_of(query: Query, indexes: Sequence[FactIndex]) -> list[Query]:
    """The parts of a question, or only itself where it has one. A part without a subject keeps the one before."""
    if len(query.sides) == 2 and len(query.subjects) == 1 and understanding_words().whether_met.search(query.rest):
        return [query]  # 达标没，实际多少: whether and how far is one question
    pieces = [(a, b) for a, b in _pieces(query.rest) if fold(query.rest[a:b].replace("|", ""))]
    told = asking.without(query.rest, query.stated)
    asked = [
        p for p in pieces if _asks(told[slice(*p)]) and not understanding_words().means.match(query.rest[slice(*p)])
    ]
    # 支出预算里，甲比乙少多少: what they are parts of
    asked = [p for p in asked if not _is_setting(query, p)]
    bare = _bare(query, pieces, asked, indexes)
    bare = None if bare is not None and _is_setting(query, bare) else bare
    asked = [*([bare] if bare else []), *asked]
    # 比上年多了还是少了，多少: what only asks how much goes with the piece before
    asked = [p for n, p in enumerate(asked) if not n or not _only_asks(query, p)]
    leaning = any(_leans(query.rest[a:b], indexes, query) for a, b in asked[1:])
    if len(asked) < 2 or leaning or query.has(*_WHOLE):
        return [query]
    named, held = (query.rest[slice(*p)].strip("|") for p in asked[:2])
    if len(asked) == 2 and _HELD.match(held) and not _NUMBER.search(named):
        return [query]  # 甲得分，和乙差多少: the first is only held against the second
    parts: list[Query] = []
    subjects, tables = query.subjects, query.tables
    for span in pieces:
        part = _part(query, span, indexes)
        own, words = part.subjects, query.rest[slice(*span)].strip("|")
        goes_on = bool(parts) and bool(_GOES_ON.match(words))
        part.tables = tables = part.tables or tables
        if not own and subjects:
            own = _counted(part, subjects)
        if goes_on and own and subjects:
            before = subjects if parts[-1].has("sum") else subjects[:1]
            part.subjects = [*before, *(s for s in own if s.key not in {b.key for b in before})]
        else:
            subjects = part.subjects = own or subjects
        if not part.columns and _MONEY.search(words) and all(s.measure and s.measure.unit for s in part.subjects):
            part.columns = ["资金"]  # 几个项目，涉及多少资金: that of the things that are counted
        if not part.operations and parts and parts[-1].has("sum") and "完成比例" in part.columns:
            part.operations = ["sum"]  # 甲加乙总共多少，完成预算的百分之几: of both together
        part.closing = _closing(part, words) if parts and not own else None
        if span in asked and len(parts) < _MAX_PARTS:
            parts += _for_each(part, own, parts)
    if bare and len(parts) == 2 and not query.rest[slice(*bare)].endswith(("决算", "决算数")):
        parts.reverse()  # the change or the share is what the question says in words
    if any(shape_of(p.rest).unit for p in parts):
        for part in parts:
            part.unit = shape_of(part.rest).unit
    return parts if len(parts) > 1 else [query]


def _is_setting(query: Query, piece: tuple[int, int]) -> bool:
    return bool(_SETTING.match(query.rest[slice(*piece)].rstrip("|，, ")))


def _for_each(part: Query, own: Sequence[Subject], before: Sequence[Query]) -> list[Query]:
    """A part, or one for the share of each thing whose amount was asked before it (甲和乙各多少，占比多少)."""
    each = bool(before) and bool(_EACH.search(before[-1].rest)) and len(part.subjects) > 1
    if not each or own or part.columns != ["占比"] or part.closing:
        return [part]
    return [part.model_copy(update={"subjects": [s]}) for s in part.subjects]


def _bare(
    query: Query, pieces: Sequence[tuple[int, int]], asked: Sequence[tuple[int, int]], indexes: Sequence[FactIndex]
) -> tuple[int, int] | None:
    """The piece that names one figure and nothing else, where the next piece sets that in relation to something
    (甲经费，比上年增加多少): the figure itself is asked for too."""
    if len(asked) != 1 or asked[0] not in pieces[1:2]:
        return None
    name, relation = (query.rest[slice(*p)].strip("|") for p in pieces[:2])
    related = _RELATES.match(relation) and set(asking.columns_in(relation)) & _RELATED
    found = subjects_in(query.rest[: pieces[0][1]], indexes)
    if not related or len(found) != 1 or found[0].generic or not _ENDS_AS_FIGURE.search(name):
        return None
    return pieces[0] if not question_words().text_asked.search(name) and len(name) <= _LONGEST_NAME else None


def _pieces(text: str) -> Iterator[tuple[int, int]]:
    """The spans of the pieces of a question."""
    cuts = [m.span() for m in _CUT.finditer(text)]
    cuts = sorted({*cuts, *_between_questions(text, cuts)})
    at = 0
    for start, end in cuts:
        if start >= at:
            yield at, start
            at = end
    yield at, len(text)


def _between_questions(text: str, cuts: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The marks of a list that stand between two questions (有几台车、百万以上设备几台)."""
    ends = [0, *(b for _, b in cuts)]
    for match in re.finditer("、", text):
        before = text[max(e for e in ends if e <= match.start()) : match.start()]
        behind = re.split("[，,；;？?、]", text[match.end() :], maxsplit=1)[0]
        portions = _PORTION.search(before) and _PORTION.search(behind)
        if portions or (_NUMBER.search(before) and _NUMBER.search(behind)):
            yield match.span()


def _part(query: Query, span: tuple[int, int], indexes: Sequence[FactIndex]) -> Query:
    """What one piece asks by its own words, which keep their place in the question."""
    words = question_words()
    text, piece = (_only(t, span) for t in (query.text, query.rest))
    columns = asking.columns_in(_only(asking.without(query.rest, query.stated), span))
    if "占比" in columns and "占比" not in query.columns and "增减幅" in query.columns:
        # 降了多少万、百分之几: the whole question tells of what the rate is
        columns = ["增减幅" if c == "占比" else c for c in columns]
    if query.sides and (sides := sides_in(piece, PLANNED in query.columns)):
        columns = [*sides, *(c for c in columns if c not in {PLANNED, DONE})]
    if query.of_plans:
        # in a budget every figure is one of the budget
        columns = [c for c in columns if c not in asking.BUDGETS]
    operations = [o for o in asking.operations_in(piece, columns) if o in _COMPUTED]
    part = query.model_copy(
        update={
            "text": text,
            "rest": piece,
            "subjects": _own_subjects(query, piece, indexes),
            "columns": columns,
            "sides": [c for c in columns if c in query.sides],
            "kinds": [kind for kind, pattern in words.unit_asked.items() if pattern.search(piece)],
            "operations": operations,
            "tables": table_in(text, indexes)[0] if query.tables else [],
            "table_column": None,
            "rows": None,
            "claim": claim_in(piece),
            "manner": manner_in(text),
            "years": [y for y, _ in years_in(text)] or query.years,
            "prior": "prior" in words.operations_in(without_prior(piece)),
            "asks_figure": bool(words.figure_asked.search(piece)),
        }
    )
    part.subjects, left = left_over(piece, part.subjects)
    part.left_over = left or query.left_over
    carried_over_of_fund(part)
    if adds_up(piece, part.subjects):
        part.operations = [*part.operations, "sum"]
    if part.tables:
        columns_among_subjects(part, piece, indexes)
    return part


def _only(text: str, span: tuple[int, int]) -> str:
    """A text up to the end of a span, with all before it blanked out."""
    start, end = span
    return "|" * start + text[start:end]


def _own_subjects(query: Query, piece: str, indexes: Sequence[FactIndex]) -> list[Subject]:
    """What a piece itself speaks of; what the whole question told of it (the whole it lies in) is kept."""
    known = {(s.start, s.end): s for s in query.subjects if s.within is not None}
    wholes = {(s.within.start, s.within.end) for s in known.values() if s.within is not None}
    found = subjects_in(piece, indexes)
    if any((s.start, s.end) in known for s in found) or not _NUMBER.search(piece):
        # 现有几辆车？其中特种用车几辆: a whole that a piece of its own asks for is asked for
        found = [s for s in found if (s.start, s.end) not in wholes]
    if query.sides and query.project and all(s.key != name_key(query.project) for s in query.subjects):
        found = [s for s in found if s.key != name_key(query.project)]  # it says whose indicator is asked for
    # 花了多少钱 speaks of what is named before it, and not of all spending
    precise = any(not s.generic for s in query.subjects) and not _OF_ALL.search(piece)
    return [known.get((s.start, s.end), s) for s in found if not (precise and s.generic)]


def _counted(part: Query, subjects: Sequence[Subject]) -> list[Subject]:
    """What a part without a subject asks of the one before: the number of things that money was spent on (接待费多少，
    几批), or the money that a number of things cost (买了几辆车，花了多少); else nothing."""
    one = part.model_copy(update={"subjects": [s for s in subjects[:1] if s.measure]})
    before = one.subjects
    if before and before[0].measure and before[0].measure.unit and "money" in part.kinds and not part.has("per_head"):
        return money_of(before[0])
    count_things(one, part.rest)
    return one.subjects if one.subjects != before else []


def _closing(part: Query, words: str) -> Closing | None:
    """What a part without a subject of its own makes of the figures before it (总共多少, 差多少)."""
    if part.columns and set(part.columns) != {"增减额"}:
        return None
    if part.has("sum") or _SUMMED.match(words):
        return "sum"
    return "difference" if part.has("difference") and _APART.match(words) and not part.prior else None


def _only_asks(query: Query, span: tuple[int, int]) -> bool:
    """Whether a piece has no word of its own, nor a year."""
    piece = query.rest[slice(*span)].strip("|")
    if "资金" in query.columns and _MONEY.search(piece) and all(s.measure and s.measure.unit for s in query.subjects):
        return False  # 几个项目，涉及多少钱
    return bool(_ONLY_ASKS.fullmatch(piece)) and not list(years_in(query.text[slice(*span)]))


def _leans(piece: str, indexes: Sequence[FactIndex], query: Query) -> bool:
    """Whether a piece only goes on with the one before: 分几类，各是多少."""
    if not query.has("list") or not re.match(r"\W*(各|分别|每)", piece):
        return False
    return not question_words().columns_in(piece) and not subjects_in(piece, indexes)


def _asks(piece: str) -> bool:
    """Whether a piece asks for a figure on its own."""
    words = question_words()
    piece = _ASIDE.sub("", piece.replace("|", ""))
    return (
        bool(re.search(r"多少|几|多大|多高|呢$|^(金额|数额)$|占.*(比例|比重|百分比)$", piece))
        or claim_in(piece) is not None
        or (bool(words.columns_in(piece)) and len(piece) <= 10)
        # 占中小企业那部分的比例: ends in what it asks
        or any(end >= len(piece.rstrip("？?")) - 1 for (_, end), _ in words.column_spans(piece))
    )
