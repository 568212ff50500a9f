"""How many bodies there are: stated in the chapter on bodies, by an item of its list, or of one kind in a sentence."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile
from typing import Any

from extractors.facts import MONEY, Fact
from extractors.text import name_key, squeeze
from extractors.vocabulary import measures
from extractors.vocabulary.bodies import body_words
from extractors.vocabulary.units import unit_words
from rag import compose
from rag.answer import Answer, Value
from rag.figures.figures import find
from rag.holdings.desk import Desk
from rag.holdings.lookup import Subject
from rag.holdings.short_names import abbreviates
from rag.language.query import Query
from rag.prose.body_lines import Line, cite_lines, lines_of
from rag.text.counters import counted_in
from rag.understanding.topic import segments_of, share

#: an item of the list of bodies that counts them
_HOW_MANY = re.compile(
    rf"(?P<name>[一-鿿]{{2,24}}?)[（(：:，,]?(?P<number>\d+)(?P<unit>{unit_words().set_pattern('bodies')})"
)
#: bodies of one kind, counted in a sentence (5个正科级事业单位), and the shortest words that tell such a kind
_OF_KIND = re.compile(
    rf"(?P<number>\d+)(?P<unit>{unit_words().set_pattern('bodies_of_kind')})"
    r"(?P<name>[一-鿿]{2,10}?(?:单位|机构|科室|股室|处室|中心|站|所|局))"
)
_KIND_FIRST = re.compile(
    r"(?P<name>(?:行政|事业|参公|全额|差额|自收自支)[一-鿿]{0,6}?单位)(?:共|有|为)?(?P<number>\d+)(?P<unit>[家个户])"
)
_TELLS_KIND = 4
_KIND_ASKED = re.compile(r"(?:几|多少)[个家所]?(?P<kind>[一-鿿]{3,8})$")
#: a kind of unit that is counted, before or behind the words of asking
_CALLED = re.compile(
    r"(?:(?<=[里中有下|，])|^|[|])(?P<before>[一-鿿]{2,10}?)(?:一共|总共|共)?有?(?:几|多少)(?P<unit>[家个所])(?:$|[？?|])"
    r"|(?:几|多少)(?P<unit_behind>[家个所])(?P<behind>[一-鿿]{2,10})(?:$|[？?|])"
)
#: of how many units a report says that it is made up, and words for such units in a question
_MADE_UP = re.compile(
    r"(?:纳入|列入)[^，。；：]{2,48}?单位(?:[（(][^）)]{1,40}[）)])?"
    r"(?:一共|总共|合计|总计|共计|共|有|为|是)*(?P<number>\d+)(?P<unit>[个家户])"
)
#: how many units the chapter says are below the department, and that a question is on these alone
_STATED_BELOW = re.compile(
    r"(?:下属|所属|直属|二级)[^，。；：\d]{0,12}(?P<number>\d+)(?P<unit>[个家户])"
    r"|(?P<number_before>\d+)(?P<unit_before>[个家户])(?:下属|所属|直属|二级)[^，。；：]{0,10}(?:单位|机构)"
)
#: how many there are of any kind, in so many words
_ALL_BELOW = re.compile(
    r"(?:下属|所属|直属)(?P<number>\d+)(?P<unit>[个家户])(?P<name>(?:二级|独立核算|预算|决算)*单位)"
)
#: how many offices it says that there are inside it, before or behind their names
_STATED_INNER = re.compile(
    r"内设(?:职能)?(?:机构|科室|股室|处室)?(?:一共|总共|共|有|设|为)*(?P<number>\d+)(?P<unit>个)"
    r"|(?P<number_before>\d+)(?P<unit_before>个)(?:内设|职能)[^，。；：]{0,4}(?:机构|科室|股室|处室)"
)
_INNER_BEFORE = re.compile(r"内设(?:机构)?[：:]?(?P<names>[^，,；;。：:\d]+?、[^，,；;。：:\d]+?)等$")
#: what a question says is stated, held against what is listed
_HELD = re.compile(r"(?:说|写|讲|称|报告?|标|数)(?:明|着|的)?(?:是|有|共|了|(?=\d))+[^？?]*(?:列|数出|名单|点名)|到底")
_ASKS_BELOW = re.compile("下属|所属|直属|二级|下级")
#: what leads a list of them
_LISTED = re.compile(
    r"(?:编制|编报|汇编)范围[^，。；]{0,12}单位[^。；]{0,12}(?:[：:]|如下。?)$"
    r"|单位[^。；]{0,8}(?:包括|如下)[：:。]?$"
    r"|(?:决算|预算)(?:包括|由)[：:]?[^。；]{2,60}(?:决算|预算|构成|组成)。?$"
)
#: kinds of units that a list may name behind each, and those that are not to be counted
_KIND_OF_UNIT = re.compile("事业单位|行政单位")
_LEFT_OUT = re.compile(r"(?:不算|不含|不包括|除了?|除去|扣除|去掉)(?P<kind>[一-鿿]{2,6}?)(?:的|单位|有|以外|之外|，|$)")
#: kinds that a list may name behind each unit, whatever units it is of
_STANDING = re.compile("公益[一二三]类|参公|参照公务员|(?:财政)?(?:全额|差额)|自收自支")
#: the department itself in the list of its units
_ITSELF = re.compile(r"本级|本部|机关$")
_OWN = re.compile("(?:本级|本部|机关)[）)]?$")
_OFFICE = re.compile("[室股科处]$")
#: the units named within the sentence that counts them, what parts the name of one from what it is, the shortest name
_WITHIN = re.compile(r"(?:(?:包括|分别[是为]|即)[：:]?|(?<=[构室位个])[：:])(?P<names>[^，,；;。：:]+)")
_BETWEEN = re.compile("、|(?<=[级所站馆院局队园校心])(?:和|以?及)")
_BARE_NAME, _SHORTEST = re.compile("[，,；;。]|（(?!本级)"), 3
#: one body alone is asked about
_ONE_BODY = re.compile(r"(?P<name>[一-鿿]{4,20}?)(?:这)?(?:一家(?:单位)?|一个单位|单独)的?")
_UNITS = {"", "单位", "预算单位", "部门", "机构", "家", "决算单位"}
_BELOW = {"", "事业单位", "下属", "下级单位"} | {
    f"{whose}{what}" for whose in ("下属", "所属", "直属") for what in ("单位", "事业单位", "预算单位", "机构")
}
#: the share of what a question names that an item must cover to be about it
_ABOUT = 0.6
#: which bodies, not only how many: their names are asked for
_WHICH = re.compile(r"哪[几些]")
#: counters of which no body is counted
_COUNTED_OTHERWISE = re.compile(r"(?:几|多少)(?:辆|台|人|名|次|批|项|件)")


def listed_number(query: Query, desk: Desk, doc_id: str, lines: Sequence[Line], topic: Sequence[str]) -> Answer | None:
    """How many of a body there are where an item of the list says so (2.榆岚市幼儿园8所)."""
    fits = [(share(topic, line.key), line, m) for line in lines if line.item and (m := _HOW_MANY.search(line.text))]
    fit, line, match = max(fits, key=lambda f: f[0], default=(0.0, None, None))
    if line is None or match is None or fit < _ABOUT or not set(match.group("unit")) & set(query.rest):
        return None
    return _number_told(query, desk, doc_id, line, match)


def counted_of_kind(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """How many bodies of one kind there are, where the chapter counts just these (5个正科级事业单位)."""
    if (
        query.project
        or "count" not in query.kinds
        or _WHICH.search(query.rest)
        or _COUNTED_OTHERWISE.search(query.rest)
    ):
        return None
    asked = name_key(query.rest).replace("的", "")
    if query.wants.bodies == "below" and not _KIND_OF_UNIT.search(asked):
        lines = lines_of(desk.outline(doc_id))
        whole = ((line, m) for line in lines if (m := _ALL_BELOW.search(squeeze(line.text))) is not None)
        if (first := next(whole, None)) is not None and not _does_more(query, *first):
            return _number_told(query, desk, doc_id, *first)
    found = [
        (line, m)
        for line in lines_of(desk.outline(doc_id))
        for pattern in (_OF_KIND, _KIND_FIRST)
        for m in pattern.finditer(squeeze(line.text))
    ]
    told = [(len(m.group("name")), line, m) for line, m in found if m.group("name") in asked]
    if not told and (kind := _KIND_ASKED.search(asked)):
        # 几个基层所: 8个基层市场监督管理所
        short = kind.group("kind")
        told = [(_TELLS_KIND, ln, m) for ln, m in found if short[0] == m["name"][0] and abbreviates(short, m["name"])]
    if not told:
        return _named_by_kind(query, desk, doc_id, asked)
    size, line, match = max(told, key=lambda t: t[0], default=(0, None, None))
    if line is None or match is None or _does_more(query, line, match):
        return None
    return _number_told(query, desk, doc_id, line, match) if size >= _TELLS_KIND else None


def _named_by_kind(query: Query, desk: Desk, doc_id: str, asked: str) -> Answer | None:
    """How many of the units that the chapter lists are called by what is asked (社区卫生服务中心有几家), and which."""
    match = _CALLED.search(asked)
    kind = (match["before"] or match["behind"]) if match is not None else None
    items = [line for line in lines_of(desk.outline(doc_id)) if line.item]
    own = [i for i in items if kind and _name_of(i).endswith(kind) and _name_of(i) != kind]
    if not own or match is None:
        return None
    return _counted_told(query, desk, doc_id, own, str(kind), match["unit"] or match["unit_behind"])


def number_of_standing(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """How many of the units that the chapter lists are of a kind that stands behind each name (公益一类事业单位)."""
    named = _STANDING.search(query.rest)
    if named is None:
        return None
    kind = named.group(0).replace("参公", "参照公务员")
    units = {c.unit for c in counted_in(query.rest)} & {"家", "个", "所"}
    own = [line for line in lines_of(desk.outline(doc_id)) if line.item and kind in line.text]
    if not units or not own or _WHICH.search(query.rest):
        return None
    return _counted_told(query, desk, doc_id, own, f"{kind}的单位", str(units.pop()))


def _counted_told(query: Query, desk: Desk, doc_id: str, own: Sequence[Line], kind: str, unit: str) -> Answer:
    """Units that were counted one by one, by their names."""
    report, number = desk.reports[doc_id], len(own)
    value = Value(
        value=str(number),
        unit=unit,
        label=kind,
        department=report.department,
        year=report.year,
        origin="computed",
        formula=compose.counted(number),
    )
    names = "、".join(_BARE_NAME.split(line.text, maxsplit=1)[0] for line in own)
    text = f"{desk.title(doc_id)}报告“机构设置”所列单位中，{kind}有{number}{unit}：{names}。"
    return compose.answer(query.text, text, "computed", [value], cite_lines(desk, doc_id, own))


def _name_of(line: Line) -> str:
    return name_key(line.text.split("（")[0])


def _does_more(query: Query, line: Line, match: re.Match[str]) -> bool:
    """Whether a question says more of the bodies than the line does (几个预算单位编报了绩效目标)."""
    more = [w for w in segments_of(query) if w not in match["name"] and match["name"] not in w]
    return bool(more) and share(more, line.key) < _ABOUT


def counts_made_up(query: Query, lines: Sequence[Line] | None = None) -> bool:
    """Whether a question asks of how many units a report is made up, or of how many below the department.

    Not so where it asks how many of them are of some kind, unless the list (``lines``) says of each what it is.
    """
    kind = _KIND_OF_UNIT.search(query.rest)
    if kind is not None and lines is not None and not any(i.item and kind.group(0) in i.text for i in lines):
        return False
    things = {c.thing for c in counted_in(query.rest)}
    asked = {"made_up": _UNITS, "below": _BELOW}.get(query.wants.bodies or "", set())
    return "count" in query.kinds and not query.wants.yes_no and bool(asked) and things <= asked


def number_made_up(query: Query, desk: Desk, doc_id: str, lines: Sequence[Line]) -> Value | None:
    """Of how many units the chapter says that the report is made up (纳入决算编报的单位共5个); else those it lists.

    Those below the department are the ones listed without the department itself.
    """
    below = query.wants.bodies == "below"
    of = "预算" if desk.reports[doc_id].kind == "budget" else "决算"
    label = "下属单位" if below else f"纳入{of}的单位"
    for at, line in enumerate(lines):
        if not below and (match := _MADE_UP.search(squeeze(line.text))):
            return _value(desk, doc_id, match, label)
        items = list(takewhile(lambda other: other.item, lines[at + 1 :]))
        if items and _LISTED.search(squeeze(line.text)):
            report = desk.reports[doc_id]
            items = _of_kind_asked(query, items)
            own = [i for i in items if _ITSELF.search(i.text) or name_key(i.text) == name_key(report.department or "")]
            if below and (len(own) > 1 or not (own or _KIND_OF_UNIT.search(query.rest))):
                return None  # whether the department is one of those listed is not said
            number = len(items) - len(own) if below else len(items)
            counted: dict[str, Any] = {"origin": "computed", "formula": compose.counted(number)}
            whose = {"department": report.department, "year": report.year}
            unit = next((c.unit for c in counted_in(query.rest) if c.unit in {"家", "户"}), "个")
            return Value(value=str(number), unit=unit, label=label, **whose, **counted)
    return None


def stated_and_listed(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """The number of units that the chapter states beside that of the units it lists, where a question doubts it."""
    held = query.has("conflict") or _HELD.search(query.rest)
    if query.wants.bodies not in {"made_up", "below", "inner"} or not held:
        return None
    lines = lines_of(desk.outline(doc_id))
    below = bool(_ASKS_BELOW.search(query.rest))
    patterns = (_STATED_INNER,) if query.wants.bodies == "inner" else (_MADE_UP, _STATED_BELOW)[below:]
    found = ((p, at, p.search(squeeze(ln.text))) for p in patterns for at, ln in enumerate(lines))
    for pattern, at, match in found:
        listed = _names_listed(lines, at) if match is not None else []
        if match is None or len(listed) < 2:
            continue
        line, label = lines[at], "内设机构" if pattern is _STATED_INNER else "纳入的单位"
        # 纳入编制范围的二级预算单位共6家: of those the department itself is one
        if pattern is _STATED_BELOW and not _MADE_UP.search(squeeze(line.text)):
            own = name_key(desk.reports[doc_id].department or "")
            listed, label = [n for n in listed if not _OWN.search(n) and name_key(n) != own], "下属单位"
            if all(map(_OFFICE.search, listed)):
                continue  # the offices inside the department are no units below it
        stated, formula = _value(desk, doc_id, match, label), compose.counted(len(listed))
        listed_label = "列出的内设机构" if pattern is _STATED_INNER else "列出的单位"
        counted = {"value": str(len(listed)), "label": listed_label, "origin": "computed", "formula": formula}
        number = stated.model_copy(update=counted)
        same = stated.value == number.value
        text = f"{desk.title(doc_id)}报告写明{label}共{stated.value}{stated.unit}，"
        text += f"列出的有{number.value}{number.unit}：{'、'.join(listed)}。两者{'一致' if same else '不一致'}。"
        cited = cite_lines(desk, doc_id, [line, *_items_of(lines, at)])
        return compose.answer(query.text, text, "answered" if same else "conflict", [stated, number], cited)
    return None


def of_one_body(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """That a report names a body and prints no money of it, where the money of that one body is asked for."""
    said = _ONE_BODY.search(query.rest)
    if said is None or not query.asks_figure or "count" in query.kinds:
        return None
    name = name_key(said["name"])
    lines = [ln for ln in lines_of(desk.outline(doc_id)) if ln.item and _name_of(ln).endswith(name)]
    rows = (f for f in desk.index(doc_id).facts if f.unit in MONEY and name_key(f.row_name).endswith(name))
    if not lines or any(f.value is not None for f in rows):
        return None
    text = f"没有找到：{desk.title(doc_id)}报告列出了“{_BARE_NAME.split(lines[0].text, maxsplit=1)[0]}”，"
    text += "没有单独列出这个单位的数。"
    return compose.answer(query.text, text, "not_found", [], cite_lines(desk, doc_id, lines[:1]))


def _items_behind(lines: Sequence[Line], at: int) -> list[Line]:
    """The items of the list below a line, also where another line leads it (具体如下：)."""
    behind = lines[at + 1 :]
    if behind and not behind[0].item and behind[0].text.startswith("其中"):
        behind = behind[1:]  # how many of them are of each kind
    if len(behind) > 1 and not behind[0].item and behind[0].text.rstrip().endswith(("：", ":", "如下", "如下。")):
        behind = behind[1:]
    return list(takewhile(lambda line: line.item, behind))


def _items_of(lines: Sequence[Line], at: int) -> list[Line]:
    """The items of the list below a line, else of the one that a later line leads (…编制范围的单位包括：)."""
    if items := _items_behind(lines, at):
        return items
    later = (n for n in range(at + 1, len(lines)) if _LISTED.search(squeeze(lines[n].text)))
    return next((items for n in later if (items := _items_behind(lines, n))), [])


def _names_listed(lines: Sequence[Line], at: int) -> list[str]:
    """The names of the units that are listed below a line, else within it (共3个，包括：甲、乙、丙)."""
    text = squeeze(lines[at].text)
    inner = _STATED_INNER.search(text)
    if inner is None and (items := _items_of(lines, at)):
        return [_BARE_NAME.split(item.text, maxsplit=1)[0] for item in items]
    # 内设甲科、乙科等9个职能科室
    before = _INNER_BEFORE.search(text[: inner.start()]) if inner is not None else None
    told = before or _WITHIN.search(text)
    return [n for n in _BETWEEN.split(told["names"]) if len(n) >= _SHORTEST] if told is not None else []


def _of_kind_asked(query: Query, items: Sequence[Line]) -> list[Line]:
    """The units of the kind that is asked for, where the list says of each what it is, without those left out."""
    kind, out = _KIND_OF_UNIT.search(query.rest), _LEFT_OUT.search(query.rest)
    kept = [i for i in items if kind and kind.group(0) in i.text] or list(items)
    return [i for i in kept if out is None or out["kind"] not in i.text]


def _number_told(query: Query, desk: Desk, doc_id: str, line: Line, match: re.Match[str]) -> Answer:
    """A number of bodies, in the line that tells it."""
    value = _value(desk, doc_id, match)
    text = f"{desk.title(doc_id)}报告“机构设置”列出：{line.text.rstrip('。；：:')}。"
    return compose.answer(query.text, text, "answered", [value], cite_lines(desk, doc_id, [line]))


def _value(desk: Desk, doc_id: str, match: re.Match[str], label: str = "") -> Value:
    report = desk.reports[doc_id]
    return Value(
        value=match.group("number") or match.group("number_before"),
        unit=match.group("unit") or match.group("unit_before"),
        label=label or match.group("name"),
        department=report.department,
        year=report.year,
        origin="prose",
    )


def number_of(query: Query, desk: Desk, doc_id: str) -> Fact | None:
    """The number of bodies that the chapter states."""
    counted = body_words().asked[query.wants.bodies].counted if query.wants.bodies is not None else None
    meant = [Subject.of(measures()[counted])] if counted is not None and not query.subjects else []
    found = [f.fact for s in (*query.subjects, *meant) for f in find(query, desk, doc_id, s)]
    return next((f for f in found if f.section_key == "bodies" and f.value is not None), None)
