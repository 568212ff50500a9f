"""Bodies: which a department has, what kind of bodies these are and who stands above, as the report tells it.

The chapter on bodies is read as lines: sentences, and the items or table rows listed below one of them. Some reports
have that chapter inside the one on duties, and some tell of the department itself in an annexed report.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from extractors.facts import Fact
from extractors.text import name_key, squeeze
from extractors.vocabulary import layout
from extractors.vocabulary.bodies import Bodies, body_words
from extractors.vocabulary.understanding import understanding_words
from rag import compose
from rag.answer import Answer
from rag.holdings.desk import Desk
from rag.language.query import Query
from rag.prose.body_lines import ORDINAL, Line, cite_lines, lines_of
from rag.prose.body_numbers import counts_made_up, listed_number, number_made_up, number_of, number_of_standing
from rag.text.counters import counted_in
from rag.text.outline import Outline
from rag.understanding.topic import segments_in, share

_GOES_ON = re.compile(r"\s*(?:其中|分别|具体|包括|即)")
#: the end of a sentence below which its bodies are listed
_LISTS = re.compile(r"(?:包括|如下|分别[是为])[：:]\s*$")
_REFERS = re.compile(r"\W*(?:上述|以上|前述|这些?|其)")
_IS = r"(?:(?:为|是|属于?|系|作为)[^。；：，]{0,40}|[（(]本级[)）][，,、（(]?)"
_SPLIT = re.compile(
    r"有没有|有无|设没设|是否|是不是|包不包[含括]|包[含括]|纳入|汇总|[内下]设|里面|里头|里|(?<!没)有|[|，,]"
)
_WHICH = re.compile(r"哪(?:几|些|一)?(?:[个家些]|所)")
_EXISTS = re.compile(r"有没有|有无|设没设|有.{0,14}[吗么]|设有|下设|下辖")
#: the share of what a question names that a line must cover to be about it, and that its chapter must have at all
_ABOUT, _SPOKEN_OF = 0.6, 0.5
_MOST, _NAME = 700, 3
#: chapters that do not tell of bodies by naming them
_ELSEWHERE = {"bodies", "duties", "glossary", "toc"}
#: a name in a list of bodies
_BODY = re.compile(
    r"[一-鿿“”]{2,24}?(?:科|股|处|室|中心|办|大?队|局|站|所|院|馆)(?:[（(][一-鿿、“”]{2,30}[)）])?(?=[、，,；;。和及（(]|等|$)"
)
#: how the name of the body that is asked for ends
_ASKED_END = re.compile(r"哪一?个?(?:职能|业务)?(科(?!室)|股(?!室)|处(?!室)|中心|支队|站)")
_ACCOUNTS = re.compile(r"(?:独立|统一|单独)核算")
_KIND = re.compile(r"哪[几些二两三四五六七八九十]*[个家所]?(?P<kind>[一-鿿]{2,8}?)[？?|]*$")
#: a kind that is to be counted among another
_ALSO = re.compile(r"[（(](?:含|包括|包含|加上)(?P<kind>[一-鿿]{2,8})[)）]")
#: the name of a body in a list of them
_INNER_NAME = re.compile(r"(?<=[、：:，包括])[一-鿿]{2,10}?(?:股|科|室|处|办|办公室)(?=[、，,；;。（(]|$)")
#: the share of what is asked that a sentence outside the chapter must have
_ALL_OF_IT = 0.8
_INNER = re.compile(r"哪一?个?(?:职能|内设|业务)?(?:科室?|股室?|处室?|机构)")
_SPEAKS_OF = re.compile(r"^.*?(?:包括|内设|下设|另设有?|分别[是为]|即)")
#: a sentence that points to the table below it
_POINTS_DOWN = re.compile(r"(?:如下|下表|详见表|见表)[^。]{0,6}[：:。]?\s*$")
#: standings that a sentence tells by a word of its own, wherever it stands
_BY_WORD = {"renamed", "signs"}
#: how near to the best name of a body another must come to be told with it
_NEARLY = 0.75


def bodies(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """The bodies that a question asks for, or what kind of body one is; None where the report does not tell."""
    if query.wants.standing is not None and (counted := number_of_standing(query, desk, doc_id)):
        return counted
    which = bool(_WHICH.search(query.rest)) or not counts_made_up(query)
    if query.wants.standing is not None and which and (answer := _standing(query, desk, doc_id)):
        return answer
    lines = lines_of(desk.outline(doc_id))
    if of_kind := _of_kind(query, lines):
        return _told(query, desk, doc_id, of_kind, "")
    if query.wants.bodies is None:
        return None
    told = body_words().asked[query.wants.bodies].told
    if query.wants.bodies == "below" and (inside := body_words().inside.search(query.rest)):
        told = re.compile(f"{told.pattern}|{inside.group(0)}|内设")
    topic = _topic(query)
    if query.asks_figure and _counts_others(query, topic, lines):
        return None
    if answer := _particular(query, desk, doc_id, lines, topic):
        return answer
    counts = counts_made_up(query, lines)
    if (
        topic
        and not counts
        and (query.wants.yes_no or not _is_spoken_of(topic, lines, query.wants.kinds[:1] == ["body"]))
        and not _is_sure(query, topic)
    ):
        return _named(query, desk, doc_id, lines, topic)
    kept = _with_list(query, _about(lines, told), lines) or _elsewhere(query, desk, doc_id)
    kept = kept or _in_annex(desk.outline(doc_id), query.wants.bodies)
    if not kept and query.wants.bodies == "made_up":
        # a table of the units, of which no sentence says that they make up the budget
        items = [line for line in lines if line.item]
        kept = items if len(items) > 1 else []
    kept = _with_referred(kept, lines) if kept and not query.wants.yes_no else kept
    people = body_words().people.search(query.rest) if query.wants.bodies == "staff" else None
    if people is not None and not any(people.group(0) in line.text for line in kept):
        return None
    if not kept:
        return _made_up_of(query, desk, doc_id, lines)
    figure = number_of(query, desk, doc_id) if query.asks_figure else None
    lead = compose.sentence(figure) + "。" if figure is not None else _yes_or_no(query, kept)
    answer = _told(query, desk, doc_id, kept, lead, [figure] if figure is not None else [])
    number = number_made_up(query, desk, doc_id, kept) if counts and figure is None else None
    if number is None:
        return answer
    lead = f"{desk.title(doc_id)}{number.label}{'共列出' if number.formula else '为'}{number.value}{number.unit}。"
    return answer.model_copy(update={"values": [number], "answer": lead + answer.answer})


def _counts_others(query: Query, topic: Sequence[str], lines: Sequence[Line]) -> bool:
    """Whether things are counted whose name only ends as bodies are called (养老机构), and the chapter has none so."""
    named = [c.told for c in counted_in(query.rest) if any(c.told.startswith(w) and c.told != w for w in topic)]
    return bool(named) and not any(n in line.key for n in named for line in lines)


def _named_elsewhere(
    query: Query, desk: Desk, doc_id: str, lines: Sequence[Line], topic: Sequence[str]
) -> Answer | None:
    """The sentence outside the chapter that names one of its bodies beside all that is asked (计划股为牵头股室)."""
    bodies_listed = {name for line in lines for name in _INNER_NAME.findall(line.text)}
    for s in desk.outline(doc_id).sentences if topic else ():
        if s.section_key in _ELSEWHERE or share(topic, s.key) < _ALL_OF_IT:
            continue
        if any(name in squeeze(s.text) for name in bodies_listed):
            text = f"{desk.title(doc_id)}报告写道：{compose.clipped(squeeze(s.text), _MOST).rstrip('；。')}。"
            cited = [desk.citation(doc_id, s.start, s.end, s.section)]
            return compose.answer(query.text, text, "answered", [], cited)
    return None


def _particular(query: Query, desk: Desk, doc_id: str, lines: Sequence[Line], topic: Sequence[str]) -> Answer | None:
    """What is asked of some bodies only: those beside others, how they changed, their number, one by its matter."""
    beside = query.wants.besides and query.wants.bodies != "made_up"
    if beside and (others := [ln for ln in lines if body_words().besides.told.search(ln.text)]):
        return _told(query, desk, doc_id, _with_items(others, lines), "")
    if query.wants.bodies_changed and (said := [ln for ln in lines if body_words().changed.told.search(ln.text)]):
        return _told(query, desk, doc_id, said[:2], "")
    if query.asks_figure and (answer := listed_number(query, desk, doc_id, lines, topic)):
        return answer
    if not query.wants.one_body:
        return None
    if answer := _of_matter(query, desk, doc_id, lines, topic):
        return answer
    if query.wants.kinds[:1] != ["body"] or not _asks_inner(query, topic, lines):
        return None
    if told := _named_elsewhere(query, desk, doc_id, lines, topic):
        return told
    what = "、".join(topic)
    text = f"没有找到：{desk.title(doc_id)}报告“机构设置”所列的机构中，没有从名称上看与“{what}”有关的。"
    return compose.answer(query.text, text, "not_found")


# ---------------------------------------------------------------- the lines of the chapter


def _in_annex(outline: Outline, which: Bodies) -> list[Line]:
    """The sentences of an annexed report that list bodies inside the department, where its own chapter has none."""
    if which != "inner":
        return []
    found = (s for s in outline.sentences if s.section_key not in {"bodies", "duties", "glossary"})
    listing = [s for s in found if body_words().inside.search(s.text) and _BODY.search(squeeze(s.text))]
    return [Line(squeeze(s.text), s.start, s.end, s.section, False) for s in listing[:1]]


def _about(lines: Sequence[Line], told: re.Pattern[str]) -> list[Line]:
    """The sentences that speak of something with the items listed below them, and single items that do."""
    kept: list[Line] = []
    head = False
    for line in lines:
        if not line.item:
            goes_on = bool(_GOES_ON.match(line.text) or _LISTS.search(line.text))
            head = bool(told.search(line.text)) or (head and goes_on)
        if head:
            kept.append(line)
    return kept or [line for line in lines if line.item and told.search(line.text)]


def _with_list(query: Query, kept: list[Line], lines: Sequence[Line]) -> list[Line]:
    """Sentences that only count bodies, with the names of a list that stands below another sentence."""
    if not kept or query.wants.bodies not in {"made_up", "below"} or any(line.item for line in kept):
        return kept
    if sum(len(_BODY.findall(squeeze(line.text))) for line in kept) > 1:
        return kept
    ending = understanding_words().body_ending
    items = [line for line in lines if line.item]
    bodies_listed = [line for line in items if ending.search(name_key(line.text.split("（")[0]))]
    # a list of bodies has some whose names end otherwise (…人民政府（本级）, …执法队)
    items = items if 2 * len(bodies_listed) > len(items) else bodies_listed
    return [*kept, *(items if len(items) > 1 else ())]


def _with_referred(kept: Sequence[Line], lines: Sequence[Line]) -> list[Line]:
    """Lines with the one before them where they only speak of the bodies that it lists (上述4个所属单位均为…)."""
    at = lines.index(kept[0]) if kept[0] in lines else 0
    return [lines[at - 1], *kept] if at and _REFERS.match(kept[0].text) else list(kept)


def _elsewhere(query: Query, desk: Desk, doc_id: str) -> list[Line]:
    """Sentences outside the chapter on bodies that list inner bodies, where these are asked for."""
    if query.wants.bodies != "inner":
        return []
    told = body_words().inside
    sentences = [s for s in desk.outline(doc_id).sentences if s.section_key not in _ELSEWHERE]
    listing = [s for s in sentences if told.search(s.text) and s.text.count("、") >= 1 and len(s.text) < _MOST]
    return [Line(squeeze(s.text), s.start, s.end, s.section, False) for s in listing[:1]]


# ---------------------------------------------------------------- what a question names


def _topic(query: Query) -> list[str]:
    """The body that a question names, without the words that only ask for bodies."""
    return segments_in(body_words().asking.sub(" ", query.rest))


def _is_sure(query: Query, topic: Sequence[str]) -> bool:
    """Whether bodies are asked for beyond doubt, what is left of the question being too short to name one."""
    return query.wants.kinds[:1] == ["body"] and sum(map(len, topic)) < _NAME and not query.wants.yes_no


def _is_spoken_of(topic: Sequence[str], lines: Sequence[Line], sure: bool) -> bool:
    return share(topic, "".join(line.key for line in lines)) >= (_SPOKEN_OF / 2 if sure else _SPOKEN_OF)


def _asks_inner(query: Query, topic: Sequence[str], lines: Sequence[Line]) -> bool:
    """Whether a body inside the department is asked for by a matter that the chapter does not speak of."""
    return (
        bool(_INNER.search(query.rest))
        and bool(topic and lines)
        and share(topic, "".join(ln.key for ln in lines)) < _ABOUT
    )


def _named(query: Query, desk: Desk, doc_id: str, lines: Sequence[Line], topic: Sequence[str]) -> Answer | None:
    """Whether there is the body that a question names; None where something else than a body is named."""
    name = _name_in(query)
    if not lines or not query.wants.yes_no or not name:
        return None
    with_it = [line for line in lines if name_key(name) in line.key]
    if with_it and _ACCOUNTS.search(query.rest) and not any(_ACCOUNTS.search(line.text) for line in with_it):
        told = compose.clipped(with_it[0].text, 200).rstrip("。；")
        text = f"没有找到：{desk.title(doc_id)}报告没有写明“{name}”是否独立核算。报告的原话是：{told}。"
        return compose.answer(query.text, text, "not_found", [], cite_lines(desk, doc_id, with_it[:1]))
    if with_it:
        return _told(query, desk, doc_id, with_it[:3], "有。" if _EXISTS.search(query.rest) else "是。")
    if full := _in_full(name, lines):
        line, printed = full
        lead = f"有，报告写作“{printed}”。" if _EXISTS.search(query.rest) else f"报告写作“{printed}”。"
        return _told(query, desk, doc_id, [line], lead)
    near = [line for line in lines if share(topic, line.key) >= _ABOUT][:1]
    text = f"没有找到：{desk.title(doc_id)}报告“机构设置”没有列出“{name}”。"
    if near:
        text += f"相近的表述是：{compose.clipped(near[0].text, 200).rstrip('。；')}。"
    return compose.answer(query.text, text, "not_found", [], cite_lines(desk, doc_id, near))


def _in_full(name: str, lines: Sequence[Line]) -> tuple[Line, str] | None:
    """The body whose printed name a question shortens (离退休干部科 for 离退休干部工作科), and its line."""
    pattern = re.compile(re.escape(name[0]) + "".join(f".{{0,3}}?{re.escape(c)}" for c in name[1:]) + "$")
    for line in lines:
        for match in _BODY.finditer(squeeze(line.text)):
            printed = _SPEAKS_OF.sub("", match.group(0))
            if len(name) >= _NAME and len(printed) <= len(name) + _NAME and pattern.search(printed):
                return line, printed
    return None


def _with_items(heads: Sequence[Line], lines: Sequence[Line]) -> list[Line]:
    """Sentences with the items that are listed right below them."""
    kept: list[Line] = []
    for line in lines:
        if line in heads or (
            line.item and kept and kept[-1].end <= line.start and lines[lines.index(line) - 1] in kept
        ):
            kept.append(line)
    return kept


def _of_kind(query: Query, lines: Sequence[Line]) -> list[Line]:
    """The items of the list of bodies whose names end as those that are asked for do (有哪几家中心卫生院)."""
    also = _ALSO.search(query.rest)
    match = _KIND.search(_ALSO.sub("", query.rest))
    if match is None:
        return []
    kinds = (match.group("kind"), *([also.group("kind")] if also is not None else []))
    # 甲中心，公益二类事业单位: what a body is stands behind its name
    return [line for line in lines if line.item and re.split("[（，,]", line.text)[0].endswith(kinds)]


def kinds_together(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """The bodies of a kind with those of another that a question puts in brackets (有哪几家水利站（含监测中心）)."""
    also = _ALSO.search(query.rest)
    lines = lines_of(desk.outline(doc_id)) if also is not None else []
    found = _of_kind(query, lines)
    return _told(query, desk, doc_id, found, "") if found else None


def _of_matter(query: Query, desk: Desk, doc_id: str, lines: Sequence[Line], topic: Sequence[str]) -> Answer | None:
    """The bodies whose names have in them what a question asks after (内河航运: 航运管理科); None where none has."""
    title = name_key(desk.title(doc_id))
    found: dict[str, tuple[float, Line]] = {}
    for line in lines:
        for match in _BODY.finditer(squeeze(line.text)):
            name, key = _SPEAKS_OF.sub("", match.group(0)), name_key(match.group(0))
            # a word that stands in the name of the department itself tells no body apart
            fit = share([w for w in topic if w not in title] or topic, key)
            if fit > 0 and key not in title and any(len(w) >= 2 and w in key for w in topic):
                found.setdefault(name, (fit, line))
    asked = _ASKED_END.search(query.rest)
    ending = re.compile(f"{asked.group(1)}(?:[（(]|$)") if asked else None
    best = max((fit for fit, _ in found.values()), default=0.0)
    ends_so = {n: f for n, f in found.items() if ending is not None and ending.search(n) and f[0] >= _NEARLY * best}
    found = ends_so or found
    found = {name: (fit, line) for name, (fit, line) in found.items() if fit >= _NEARLY * best}
    if not found:
        return None
    cited = cite_lines(desk, doc_id, list({line.start: line for _, line in found.values()}.values()))
    text = f"{desk.title(doc_id)}报告“机构设置”列出的机构中，名称与此有关的是：{'、'.join(found)}。"
    return compose.answer(query.text, text, "answered", [], cited)


def _name_in(query: Query) -> str:
    """The name of a body in a question: what ends as bodies are called, else all that is left of it."""
    found = [m.group(0) for part in _SPLIT.split(query.rest) if part and (m := body_words().name.search(part))]
    return re.sub("^[的把叫设]", "", found[0]) if found else "".join(_topic(query))


# ---------------------------------------------------------------- what a body is


def _standing(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """What kind of body the one named is, else the department: its level, its nature, who stands above it."""
    told = body_words().standings[query.wants.standing].told if query.wants.standing else None
    if told is None:
        return None
    if query.wants.standing in _BY_WORD:
        return _by_word(query, desk, doc_id, told)
    topic = _topic(query) if body_words().name.search(body_words().asking.sub("|", query.rest)) else []
    outline = desk.outline(doc_id)
    named = told.search(_spelt_out(query.rest))
    if named and _WHICH.search(query.rest):
        kept = [line for line in lines_of(outline) if named.group(0) in line.text]
        if items := [line for line in kept if line.item]:
            return _told(query, desk, doc_id, items, "")  # 哪个是参公的: what stands behind each name says it
        kept = _with_list(query, kept, lines_of(outline))
    elif topic:
        fits = [(share(topic, line.key), line) for line in lines_of(outline) if told.search(line.text)]
        best = max((fit for fit, _ in fits), default=0.0)
        kept = [line for fit, line in fits if fit == best and best >= _ABOUT][:2]
    else:
        itself = re.compile(_IS + f"(?:{told.pattern})")
        kept = [line for line in _on_itself(outline) if itself.search(line.text)][:2]
    if not kept:
        return None
    return _told(query, desk, doc_id, kept, _is_or_not(query, told, kept[0]))


def _by_word(query: Query, desk: Desk, doc_id: str, told: re.Pattern[str]) -> Answer | None:
    """What a sentence tells of a former name or of another sign: of the body that is named, else of the department."""
    outline = desk.outline(doc_id)
    sentences = [s for s in outline.sentences if s.section_key != "glossary" and told.search(squeeze(s.text))]
    named = body_words().name.search(query.rest.strip("|"))
    topic = [w for w in _topic(query) if named and w in named.group(0)]
    fits = [s for s in sentences if not topic or share(topic, s.key) >= _ABOUT]
    if not fits:
        return None
    said = "；".join(compose.clipped(s.text.strip()).rstrip("。；") for s in fits[:2])
    text = f"{desk.title(doc_id)}报告写道：{said}。"
    cited = [desk.citation(doc_id, s.start, s.end, s.section) for s in fits[:2]]
    return compose.answer(query.text, text, "answered", [], cited)


def _is_or_not(query: Query, told: re.Pattern[str], line: Line) -> str:
    """是 or 不是 for a question whether a body is of a kind, where the line speaks of this body alone."""
    named = told.search(_spelt_out(query.rest))
    alone = line.item or len(set(told.findall(line.text))) == 1
    if named is None or not alone or not query.wants.yes_no:
        return ""
    return "是。" if named.group(0) in line.text else "不是。"


def _spelt_out(text: str) -> str:
    return text.replace("参公", "参照公务员")


def _on_itself(outline: Outline) -> Iterator[Line]:
    """What a report says of the department itself: before its duties, in an annexed report, among its bodies."""
    for sentence in outline.sentences:
        on_duties = sentence.section_key == "duties"
        if on_duties or body_words().general.search(sentence.section.rsplit("/", 1)[-1]):
            text = re.sub(r"^.*\n", "", sentence.text) if on_duties else sentence.text
            start = sentence.end - len(text)
            yield Line(squeeze(text), start, sentence.end, sentence.section, False)
    yield from lines_of(outline)


# ---------------------------------------------------------------- wording


def _told(
    query: Query, desk: Desk, doc_id: str, kept: Sequence[Line], lead: str, figures: Sequence[Fact] = ()
) -> Answer:
    said = ""
    for line in kept:
        joined = said and not said.endswith(("。", "：", ":", "；"))
        said += ("；" if joined else "") + line.text
    place = kept[0].section.rsplit("/", 1)[-1]
    text = f"{lead}{desk.title(doc_id)}报告“{_plain(place)}”写明：{compose.clipped(said, _MOST).rstrip('；。：:')}。"
    listed = _listed_below(desk, doc_id, kept[-1])
    if listed:
        text += f"表中列出的有：{'、'.join(f.row_name for f in listed)}。"
    cited = [*compose.cite(figures, desk.files), *cite_lines(desk, doc_id, kept), *compose.cite(listed, desk.files)]
    return compose.answer(query.text, text, "answered", [compose.value_of(f) for f in figures], cited)


def _listed_below(desk: Desk, doc_id: str, line: Line) -> list[Fact]:
    """A fact of each body in the table to which the last line of an answer points (具体如下, 见下表)."""
    if not _POINTS_DOWN.search(line.text):
        return []
    for facts in desk.index(doc_id).plain.tables.values():
        rows = {f.row_name: f for f in reversed(facts) if f.start > line.start and f.section == line.section}
        names = [n for n in reversed(rows) if n not in layout().total_labels]
        if len(names) > 1 and 2 * sum(bool(understanding_words().body_ending.search(n)) for n in names) > len(names):
            return [rows[n] for n in names]
    return []


def _plain(title: str) -> str:
    return ORDINAL.sub("", title)


def _yes_or_no(query: Query, kept: Sequence[Line]) -> str:
    """有 or 没有, 包含 or 不包含, where a question asks whether there are such bodies and the chapter is clear."""
    if not query.wants.yes_no:
        return ""
    words, told = body_words(), "".join(line.text for line in kept)
    has, has_not = bool(words.some.search(told)), bool(words.none.search(told))
    has |= query.wants.bodies == "below" and all(line.item for line in kept)
    if query.wants.bodies == "made_up" and not has:
        has_not |= bool(words.itself.search(told))
    if has == has_not:
        return ""
    if query.wants.bodies == "made_up":
        return "包含。" if has else "不包含。"
    return "有。" if has else "没有。"


def _made_up_of(query: Query, desk: Desk, doc_id: str, lines: Sequence[Line]) -> Answer | None:
    """Where the chapter names no such bodies: that, and of which units it says that the report is made up."""
    kept = _about(lines, body_words().asked["made_up"].told)
    if not kept or "body" not in query.wants.kinds:
        return None
    told = compose.clipped("".join(line.text for line in kept), 400)
    text = f"{desk.title(doc_id)}报告“机构设置”没有写到这类机构，只写明：{told}"
    return compose.answer(query.text, text, "answered", [], cite_lines(desk, doc_id, kept))
