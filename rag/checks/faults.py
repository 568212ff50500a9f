"""Faults of a report: where its figures do not fit, asked of all of it, and years that are not those of the report."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from extractors.facts import Fact, decimals, is_number, plain_decimal
from extractors.findings import Finding
from extractors.text import name_key, squeeze
from extractors.vocabulary import question_words
from rag import compose
from rag.answer import Answer, Value
from rag.checks.money_scopes import same_amount
from rag.figures.checked import against_findings, sentence_of
from rag.figures.links import fact_at
from rag.holdings.desk import Desk
from rag.holdings.lookup import Subject
from rag.language.query import Query
from rag.prose.chapter_named import chapter_of, date_written, name_written
from rag.understanding.topic import grams, segments_of, share, stated_numbers

#: the rules on years that are not those of a report
_YEARS = {"F-01", "F-02"}
#: the rules on names: of 科目 in the text and in the tables, of the department
_ACCOUNT_NAMES, _BODY_NAMES = {"C-S5-06", "C-B-01"}, {"F-11"}
_OF_NAME = re.compile(
    r"(?:科目|款级|项级|类级|[类款项])的?(?:科目)?(?:名称?|名字|叫法|写法)|(?:科目|款级|项级)[^，。]{0,6}(?:一样|一致|相同|对得上|对不上)"
    r"|(?:款级|项级|类级)(?:科目)?[，,]"
)
#: the rule on the numbers of projects of each grade, and a question on them together
_GRADES = {"D-11"}
_OF_GRADES = re.compile(
    r"(?=.*(?:自评|绩效|项目))(?=.*(?:等级|等次|档|优.{0,8}良|良.{0,8}[中合]))"
    r".*(?:加起来|加一起|合起来|合计|加总|相加|之和|总和|总数|一共|对得?上|对不上|一致|相符|等于|够|凑)"
)
#: the rules on the number of projects in the text and in a list, and a question whether they agree
_PROJECTS = {"P-05", "C-B-04"}
_OF_PROJECTS = re.compile(
    r"(?=.*(?:自评|绩效))(?=.*(?:[几多]少?个?项目|项目的?(?:个?数|数量)))"
    r".*(?:一样|一致|相同|相符|对得?上|对不上|说法|到底|究竟|不同)"
    r"|(?=.*(?:\d|[几多]少?)个?项目)(?=.*项目(?:支出)?(?:预算|明细)?(?:表|清单|列)).*(?:一样|一致|相同|相符|对得?上|对不上)"
)
#: the rules on how changes and rates of the text fit the figures beside them
_PRECISE = 2
#: of these what says more or less, and how a question says so
_OF_DIRECTION, _DIRECTION = {"D-02", "D-28"}, re.compile("增加|增长|减少|下降|上升|增减|方向")
_FROM_YEAR_BEFORE = "D-28"
_CHANGES = {"D-01", "D-02", _FROM_YEAR_BEFORE, "C-S5-04"}
#: rules on one thing each, and how a question names it: vehicles by kind, and kinds of purchases in text and table
_OF_THINGS = {
    "D-12": re.compile(r"(?=.*[辆车]).*(?:各类|几类|分类|加起来|相加|合起来|之和|总数|合计)"),
    "C-B-11": re.compile(r"(?P<item>公务接待|公务用车|出国|三公)(?=.*(?:[增减多少变]|上年|去年))"),
    "C-B-10": re.compile(r"(?P<kind>货物|工程|服务)类?(?:的)?(?:政府)?采购|采购[^，。]{0,8}(?P<other>货物|工程|服务)"),
}
#: the rule on the numbers of units and of inner bodies
_BODIES = {"D-27"}
#: what is stated and what is listed
_PAIR = 2
_NUMBER = re.compile(r"(\d+)\D*$")
#: what findings on names say, and the numbers in them that tell nothing of a name
_NAMES_APART, _BESIDES = re.compile("写作|不一致|不是本报告的部门"), re.compile(r"(?<=表中)\d+(?=为)|（共\d+处）")
_OF_BODY_NAME = re.compile(
    r"(?:单位|部门|局|委|办|中心|镇|街道|乡|主体|自己)的?[，,]?(?:名称?(?!词|单|额)|名字|全称|称呼)"
    r"|(?:名称?|名字)[^，。]{0,6}(?:写错|写对)|(?:单位|部门|局|镇|街道)[，,]?(?:有没有|是不是|是否)?(?:写|填)(?:的)?(?:错|对|岔|串)|(?:写|填)的(?:单位|部门)(?:对|错|是)"
    r"|(?:写|说|填)的?(?:到底|究竟)?是(?:不是)?(?:哪个|哪家|本|我们?|别的?|其他)(?:单位|部门|局|镇|街道)"
    r"|写(?:成|错|的是|到)(?:了)?(?:别|其他|另外?一?|哪|外)(?:的|个|家)*(?:[省市区县]的?)?(?:局|委|办|镇|乡|街道|单位|部门|机关|地方)"
)
#: whose name a chapter has
_WHOSE = re.compile(r"(?:写|填)的?(?:到底|究竟)?是(?:哪个|哪家|谁)的?(?:单位|部门|局|镇|街道|名)")
#: whether a name or a date was written rightly is asked
_RIGHTLY = re.compile(
    r"对(?:不对|吗|么|没|了没|得上)|[写填]?(?:错|对)了?(?:没|吗|么)|写(?:成|错)|有没有(?:写)?错|忘了?改|没改|笔误|沿用|照搬"
)
_OF_YEAR = re.compile(
    r"年份|哪一?年|年度写|写的年度|年度[跟和与同]|(?:截止|截至)(?:日期|时间|日)?|日期|20\d\d年(?:度|末|底)?还是"
)
_UP_TO = re.compile("截[至止]")
#: the day up to which something was counted, and whether all places agree on it
_DATE = re.compile("截[至止]到?(?P<date>20\\d\\d年(?:\\d{1,2}月)?(?:\\d{1,2}日|[底末])?)")
_AGREE = re.compile("一致|一样|相同|前后|两处|各处|对得上")
#: how much of what a question names a sentence and its heading must have to be meant
_ABOUT = 0.5
#: so many faults are told
_MOST = 6
_ORDER = "一二三四五六"


def faults(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """What the cross-check has against a report, where a question asks for that, or against a year in a sentence."""
    rightly = query.doubted or query.has("conflict") or query.wants.yes_no or bool(_RIGHTLY.search(query.text))
    if _OF_YEAR.search(query.text) and rightly:
        return _of_year(query, desk, doc_id)
    if rightly and (answer := _of_stated_change(query, desk, doc_id)):
        return answer
    if (rightly or _WHOSE.search(query.text)) and (answer := _of_name(query, desk, doc_id)):
        return answer
    if _OF_GRADES.search(query.text) and (answer := _of_grades(query, desk, doc_id)):
        return answer
    if _OF_PROJECTS.search(query.text) and (rightly or query.has("conflict")):
        counted = next((f for f in desk.findings(doc_id) if f.rule in _PROJECTS and f.evidence), None)
        if counted is not None:
            answer = _told_of(query, desk, doc_id, counted)
            shown = {"values": _numbers(desk, doc_id, counted), "citations": list(counted.evidence[:_PAIR])}
            return answer.model_copy(update=shown)
    asks_all = question_words().faults_asked.search(query.rest)
    if not asks_all or query.subjects or query.project or query.tables:
        return None
    told = list(_told(desk, doc_id))[:_MOST]
    if not told:
        return None
    said = "；".join(f"{_ORDER[n]}是{text}" for n, (text, _, _) in enumerate(told))
    values = [v for _, own, _ in told for v in own]
    cited = compose.cite([f for _, _, facts in told for f in facts], desk.files)
    return compose.answer(query.text, f"{desk.title(doc_id)}报告里对不上的数有：{said}。", "conflict", values, cited)


def _of_stated_change(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """What the cross-check has against a change or a rate whose figure a question states (增加了1万，跟表对得上吗)."""
    stated = {Decimal(n) for n in stated_numbers(query)}
    names = [n for s in query.subjects for n in (s.key, *_names(s))]
    of_direction = bool(_DIRECTION.search(query.text)) and not stated
    # of several that are against one change the one with most of the figures that it hangs on is told
    for finding in sorted(desk.findings(doc_id), key=lambda f: -len(f.evidence) if of_direction else 0):
        if finding.rule not in _CHANGES or not finding.evidence:
            continue
        said = name_key("".join(f"{e.quote}{e.row}" for e in finding.evidence))
        numbers = {abs(Decimal(v)) for v in finding.values[:1] if is_number(v)}
        same = stated & numbers
        if of_direction and finding.rule in _OF_DIRECTION and any(n in said for n in names):
            same = numbers  # 说是增加了，对得上吗: the change that is told of it
        # 9.87%: a figure with decimals tells by itself which place is meant
        if any(decimals(n) >= _PRECISE for n in same) or (same and any(n in said for n in names)):
            told = _told_of(query, desk, doc_id, finding)
            values = _worked_anew(finding, desk, doc_id)
            return told.model_copy(update={"values": values, "citations": list(finding.evidence)})
    return None


def of_things(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """What the cross-check has against the number of vehicles, or against the purchases of one kind, if doubted."""
    if not (query.doubted or query.has("conflict") or query.wants.yes_no or _RIGHTLY.search(query.text)):
        return None
    for finding in desk.findings(doc_id):
        pattern = _OF_THINGS.get(finding.rule)
        match = pattern.search(query.text) if pattern is not None and finding.evidence else None
        if match is None:
            continue
        kind = next((k for k in match.groups() if k), "")
        if all(kind in f"{place.row}{place.column}" for place in finding.evidence):
            facts = [f for place in finding.evidence if (f := fact_at(desk, place)) is not None and f.value is not None]
            return _added_up(query, desk, facts) if len(facts) >= _PAIR else None
    return None


def _added_up(query: Query, desk: Desk, facts: list[Fact]) -> Answer:
    """A whole, and what its parts come to or what the other place has of it."""
    whole, *parts = facts
    amounts = [f.in_unit(whole.unit or "") or Decimal(0) for f in parts]
    text = f"{compose.sentence(whole)}；{'；'.join(map(compose.sentence, parts))}。"
    values = [compose.value_of(whole), *map(compose.value_of, parts[:1] if len(parts) == 1 else [])]
    if len(parts) > 1:
        formula = " + ".join(map(plain_decimal, amounts))
        total = compose.computed_value(sum(amounts, Decimal(0)), whole.unit, "各项相加", formula, whole)
        text += f"各项相加为{total.value}{total.unit or ''}（{formula}），与所写的不一致。"
        values.append(total)
    else:
        text += "两处不一致。"
    return compose.answer(query.text, text, "conflict", values, compose.cite(facts, desk.files))


def _worked_anew(finding: Finding, desk: Desk, doc_id: str) -> list[Value]:
    """What the report states of a change, and what the figures beside it make of it.

    Of the year before or of the budget: the finding has the figure that the change starts from.
    """
    facts = [f for place in finding.evidence if (f := fact_at(desk, place)) is not None]
    if finding.rule != _FROM_YEAR_BEFORE:
        made = next((m for f, _, m in against_findings(desk, doc_id) if f is finding), [])
        return [*map(compose.value_of, facts[:1]), *made]
    if len(facts) < len(finding.evidence):
        return []
    change, present, before = facts[:3]
    then = before.in_unit(present.unit or "")
    if present.value is None or then is None:
        return [compose.value_of(change)]
    gap = present.value - then
    step = f" {compose.conversion(before.unit or '', present.unit or '')}" if before.unit != present.unit else ""
    formula = f"{plain_decimal(present.value)} - {plain_decimal(before.value or then)}{step}"
    start = "年初预算" if "年初预算" in change.column else "上年数"
    made_of = compose.computed_value(compose.trimmed(gap), present.unit, f"按本年数和{start}算出", formula, present)
    return [compose.value_of(change), made_of]


def of_bodies(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """What the cross-check has against the number of units, or of inner bodies, that a question doubts."""
    asked = query.wants.bodies in {"made_up", "below", "inner"}
    if not asked or not (query.has("conflict") or query.doubted or _AGREE.search(query.text)):
        return None
    inner = query.wants.bodies == "inner"
    against = (f for f in desk.findings(doc_id) if f.rule in _BODIES and f.evidence)
    finding = next((f for f in against if ("所列内设机构" in f.message) is inner), None)
    if finding is None:
        return None
    report = desk.reports[doc_id]
    whose: dict[str, Any] = {"unit": "个", "department": report.department, "year": report.year}
    stated, *listed = finding.values
    # those that are counted without the department's own, and with it; or of one kind, of all kinds, by the list
    labels: tuple[str, ...] = ("所列的数目", "所列的数目（连同本级）")
    if len(listed) > len(labels):
        labels = ("按名单应有的数目", "各类之和", "所列的数目")
    values = [Value(value=stated, label="所写的数目", origin="prose", **whose)]
    values += [
        Value(value=n, label=label, origin="computed", formula=compose.counted(int(n)), **whose)
        for n, label in zip(listed, labels, strict=False)
    ]
    return _told_of(query, desk, doc_id, finding).model_copy(update={"values": values})


def _of_year(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """A sentence on a thing of the question that names a year which is not that of the report."""
    names = {n for s in query.subjects for n in _names(s)}
    words = [w for w in segments_of(query) if not _OF_YEAR.search(w)]
    own = [
        s
        for s in desk.outline(doc_id).sentences
        if any(n in s.key for n in names)
        or (not names and (s.section_key in query.sections or share(words, s.key + s.heading) >= _ABOUT))
    ]
    found = [f for f in desk.findings(doc_id) if f.rule in _YEARS and f.evidence]
    for finding in found:
        place = finding.evidence[0]
        if any(_is_in(place.quote, s.key) or name_key(place.quote).lower() in s.heading for s in own):
            return _with_other_date(query, desk, doc_id, finding)
    chapter = chapter_of(query, desk.outline(doc_id))
    inside = {s.section for s in chapter}
    if near := next((f for f in found if f.evidence[0].section in inside), None):
        return _with_other_date(query, desk, doc_id, near)
    # the date up to which things were counted: of one such place there is no other that could be meant
    ends = [f for f in found if _UP_TO.search(f.evidence[0].quote)] if _UP_TO.search(query.text) else []
    if len(ends) == 1:
        return _with_other_date(query, desk, doc_id, ends[0])
    return date_written(query, desk, doc_id, chapter)


def _with_other_date(query: Query, desk: Desk, doc_id: str, finding: Finding) -> Answer:
    """What is against a date, and where the question asks whether all places agree the other date that one gives."""
    told = _told_of(query, desk, doc_id, finding)
    own = _DATE.search(squeeze(finding.evidence[0].quote))
    if own is None or not (_AGREE.search(query.text) or query.has("conflict")):
        return told
    dated = ((s, m) for s in desk.outline(doc_id).sentences if (m := _DATE.search(squeeze(s.text))))
    others = [(s, m) for s, m in dated if m["date"] != own["date"]]
    if not others:
        return told
    # the one that is most on what is asked about, else on what the other date is of
    words = [g for w in segments_of(query) if not _OF_YEAR.search(w) for g in grams(w)]
    about = grams(finding.evidence[0].quote)
    sentence, match = max(
        others, key=lambda o: (sum(g in o[0].key for g in words), sum(g in o[0].key for g in about), -o[0].order)
    )
    where = sentence.section.rsplit("/", 1)[-1]
    text = f"{told.answer}另一处（{where}）写“{match.group(0)}”，两处不一致。"
    cited = [*told.citations, desk.citation(doc_id, sentence.start, sentence.end, sentence.section)]
    return told.model_copy(update={"answer": text, "citations": cited})


def _told_of(query: Query, desk: Desk, doc_id: str, finding: Finding) -> Answer:
    text = f"{desk.title(doc_id)}{sentence_of(finding)}"
    return compose.answer(query.text, text, "conflict", [], [finding.evidence[0]])


def _numbers(desk: Desk, doc_id: str, finding: Finding) -> list[Value]:
    """The number of projects that the text tells, and how many a list has, counted row by row."""
    if len(finding.values) != _PAIR or not all(map(str.isdigit, finding.values)):
        return []
    report = desk.reports[doc_id]
    whose: dict[str, Any] = {"unit": "个", "department": report.department, "year": report.year}
    stated, listed = finding.values
    return [
        Value(value=stated, label="所写的项目数", origin="prose", **whose),
        Value(value=listed, label="所列的项目数", origin="computed", formula=compose.counted(int(listed)), **whose),
    ]


def grades_apart(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """That the numbers of projects of each grade do not make up that of all, where a question holds them together."""
    return _of_grades(query, desk, doc_id) if query.has("conflict") and _OF_GRADES.search(query.text) else None


def _of_grades(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """That the projects of the several grades are not as many as were evaluated; None where nothing is against them."""
    finding = next((f for f in desk.findings(doc_id) if f.rule in _GRADES and f.evidence), None)
    if finding is None:
        return None
    said = "；".join(dict.fromkeys(squeeze(e.quote).rstrip("。；，") for e in finding.evidence))
    parts = [m.group(1) for e in finding.evidence[1:] if (m := _NUMBER.search(squeeze(e.quote)))]
    added = str(sum(map(int, parts)))
    if added not in finding.values:
        return None  # a grade was missed
    text = f"{desk.title(doc_id)}{sentence_of(finding)}报告的原话是：{said}。"
    report = desk.reports[doc_id]
    whose: dict[str, Any] = {"unit": "个", "department": report.department, "year": report.year}
    total = next((v for v in finding.values if v != added), added)
    values = [
        Value(value=total, label="自评项目", origin="prose", **whose),
        Value(value=added, label="各等级项目之和", origin="computed", formula=" + ".join(parts), **whose),
    ]
    return compose.answer(query.text, text, "conflict", values, list(finding.evidence))


def _of_name(query: Query, desk: Desk, doc_id: str) -> Answer | None:
    """Names that are not written alike: of a 科目 of the question in text and tables, or of the department."""
    if _OF_NAME.search(query.text):
        rules, keys = _ACCOUNT_NAMES, [s.key for s in query.subjects if s.measure is None]
    elif _OF_BODY_NAME.search(query.text):
        rules, keys = _BODY_NAMES, [""]
    else:
        return None
    found = [
        f
        for f in desk.findings(doc_id)
        if f.rule in rules
        and _NAMES_APART.search(f.message)
        and any(k in name_key(e.quote) for k in keys for e in f.evidence)
    ]
    chapter = chapter_of(query, desk.outline(doc_id)) if rules is _BODY_NAMES else []
    inside = {s.section for s in chapter}
    here = [f for f in found if any(e.section in inside for e in f.evidence)]
    if chapter and not here:
        return name_written(query, desk, doc_id, chapter, found[:1])
    found = here or found
    if not found:
        return None
    said = "".join(dict.fromkeys(_BESIDES.sub("", sentence_of(f)) for f in found[:_MOST]))
    cited = list({(e.file, e.line, e.quote): e for f in found for e in f.evidence}.values())
    return compose.answer(query.text, f"{desk.title(doc_id)}写得不一样：{said}", "conflict", [], cited)


def _is_in(quote: str, key: str) -> bool:
    """Whether a quote stands in a sentence, or the sentence in it: either may be cut short."""
    said = name_key(quote).lower()
    return said in key or key in said


def _names(subject: Subject) -> list[str]:
    printed = subject.measure.printed if subject.measure is not None else ()
    return [k for k in (subject.key, *map(name_key, printed)) if len(k) >= 4]


def _told(desk: Desk, doc_id: str) -> Iterator[tuple[str, list[Value], list[Fact]]]:
    """Each fault in words, with the figures that it is about: two of one thing, and one that others do not make."""
    for finding in desk.findings(doc_id):
        if finding.conflict and finding.severity == "error" and (pair := _pair(finding, desk)):
            more, less = sorted((f.value for f in pair if f.value is not None), reverse=True)
            step = f"{plain_decimal(more)} - {plain_decimal(less)}"
            values = [compose.value_of(f) for f in pair]
            values.append(compose.computed_value(more - less, pair[0].unit, "相差", step, pair[0], alone=False))
            said = "，".join(
                f"{compose.place_of(f)}{compose.label_of(f)}为{compose.shown(f.value, f.unit)}"
                for f in pair
                if f.value is not None
            )
            yield said, values, list(pair)
    for finding, facts, made in against_findings(desk, doc_id):
        values = [compose.value_of(f) for f in facts[:1]]
        yield sentence_of(finding).rstrip("。"), [*values, *made], facts


def _pair(finding: Finding, desk: Desk) -> tuple[Fact, Fact] | None:
    """The two figures of a finding, where they bear one name and differ."""
    facts = [f for place in finding.evidence[:2] if (f := fact_at(desk, place)) is not None and f.value is not None]
    if len(facts) < 2 or facts[0].unit != facts[1].unit or same_amount(facts[0], facts[1]):
        return None
    keys = [name_key(f.row_name) for f in facts]
    alike = keys[0] in keys[1] or keys[1] in keys[0] or "合计" in keys[1]
    return (facts[0], facts[1]) if alike else None
