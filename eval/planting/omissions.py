"""What a report must disclose, left out: sections, parts, terms, details."""

from __future__ import annotations

import re

from eval.planting.digits import value
from eval.planting.draft import Change, Draft, put
from eval.planting.plant import Kind, Spoil

#: by section: what its absence breaks, and the words a message may call it by
_SECTIONS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "duties": (("E-03",), ("职责", "职能")),
    "organisation": (("E-03",), ("机构设置", "单位构成")),
    "total": (("E-03", "E-13"), ("收入支出", "总体")),
    "income": (("E-03",), ("收入",)),
    "spending": (("E-03",), ("支出",)),
    "fiscal_total": (("E-03", "E-13"), ("财政拨款",)),
    "general": (("E-03", "E-05"), ("一般公共预算",)),
    "basic": (("E-03", "E-05"), ("基本支出",)),
    "fund": (("E-11", "E-03"), ("政府性基金",)),
    "capital": (("E-11", "E-03"), ("国有资本经营",)),
    "three_public": (("E-06", "E-03"), ("三公",)),
    "operating": (("E-07", "E-03"), ("机关运行经费",)),
    "procurement": (("E-08", "E-03"), ("政府采购",)),
    "assets": (("E-09", "E-03"), ("国有资产", "车辆")),
    "performance": (("E-10", "E-03"), ("绩效",)),
    "terms": (("E-12", "E-03"), ("名词解释",)),
}
#: details that a section must give: what is cut out of it, the rule, and how a message may call it
_DETAILS: dict[str, tuple[str, str, str, tuple[str, ...]]] = {
    "abroad-groups": ("three_public", r"全年(?:因公)?出国（境）团组\d+个，累计\d+人次。", "E-06", ("团组", "人次")),
    "guests": (
        "three_public",
        r"[^。]*国内来访团组\d+个、?，?(?:来宾)?\d+人次[^。]*。",
        "E-06",
        ("批次", "人次", "接待"),
    ),
    "kept-cars": ("three_public", r"[；。][^；。]*保有量为\d+辆", "E-06", ("保有量",)),
    "small-firms": ("procurement", r"授予中小企业合同金额.*", "E-08", ("中小企业",)),
    "equipment": ("assets", r"；单(?:位)?价[^；]*台（套）", "E-09", ("设备",)),
    "results": ("performance", r"^.*(?:得分|等级|完成预算).*$", "E-10", ("得分", "等级", "结果")),
}
#: the money that makes a detail due
_OWED = {"abroad-groups": "abroad", "guests": "reception", "kept-cars": "running", "small-firms": "procurement"}
_TERMS = ("财政拨款收入", "基本支出", "项目支出", "机关运行经费", "“三公”经费")


def _section(key: str) -> Spoil:
    """A section that isn't there, nor in the contents."""

    def spoil(draft: Draft) -> Change | None:
        places = draft.section(key)
        if not places:
            return None
        expected, names = _SECTIONS[key]
        return Change((*expected, "F-13"), f"删去 {draft.remove(places)}", names)

    return spoil


def _detail(key: str) -> Spoil:
    """A detail cut out of its section."""

    def spoil(draft: Draft) -> Change | None:
        section, pattern, rule, names = _DETAILS[key]
        found = draft.matches(pattern, section)
        owed = draft.printed(_OWED[key]) if key in _OWED else "1"
        if not found or not owed or not value(owed):
            return None
        for text, _ in found:
            text.text = re.sub(pattern, "", text.text)
        draft.blocks = [b for b in draft.blocks if getattr(b, "text", "-").strip()]
        return Change((rule, "E-03"), f"删去 {found[0][1].group()[:40]}", names)

    return spoil


def _nil(draft: Draft) -> Change | None:
    """A section of nothing without the sentence that says so."""
    for key in draft.rng.sample(["fund", "capital"], 2):
        texts = draft.texts(key)
        if len(texts) == 1 and re.search(r"没有|未发生", texts[0].text):
            draft.blocks = [b for b in draft.blocks if b is not texts[0]]
            return Change(_SECTIONS[key][0], f"删去 {texts[0].text}", _SECTIONS[key][1])
    return None


def _term(draft: Draft) -> Change | None:
    """A term that the report uses and no longer explains."""
    term = draft.rng.choice(_TERMS)
    texts = [t for t in draft.texts("terms") if re.match(rf".{{1,4}}[、）]{term}：", t.text)]
    if not texts:
        return None
    draft.blocks = [b for b in draft.blocks if b is not texts[0]]
    return Change(
        ("E-12",), f"名词解释删去 {term}", (term.strip("“”").replace("”", ""), "三公" if "三公" in term else term)
    )


#: terms whose explanations are copied into one another's place
_ALIKE = (("基本支出", "项目支出"), ("年初结转和结余", "年末结转和结余"), ("事业收入", "经营收入"))


def _misexplained(draft: Draft) -> Change | None:
    """A term with the explanation of the one beside it."""
    for pair in draft.rng.sample(_ALIKE, len(_ALIKE)):
        wrong, right = draft.rng.sample(pair, 2)
        places = [draft.one(rf"^.{{1,4}}[、）]{name}：(?P<it>.+)", "terms") for name in (wrong, right)]
        if places[0] is not None and places[1] is not None:
            put(*places[0], places[1][1]["it"], "it")
            return Change(("D-14",), f"{wrong} 的解释 → {right} 的解释", (wrong,))
    return None


def _contents(draft: Draft) -> Change | None:
    """A section that the contents promise and the body lacks."""
    if not draft.wording["contents"]:
        return None
    key = draft.rng.choice(["income", "spending", "basic", "operating", "assets"])
    places = draft.section(key)
    if not places:
        return None
    title = str(getattr(draft.blocks[places.start], "text", ""))
    del draft.blocks[places.start : places.stop]
    names = (title.partition("、")[2], *_SECTIONS[key][1])
    return Change((*_SECTIONS[key][0], "F-13"), f"目录有而正文没有：{title}", names)


KINDS: tuple[Kind, ...] = (
    *(Kind(f"missing-{key}", f"漏一节（{key}）", _section(key)) for key in _SECTIONS),
    *(Kind(f"without-{key}", f"漏写细节（{key}）", _detail(key)) for key in _DETAILS),
    Kind("no-nil-sentence", "无收支的一节没有说明", _nil),
    Kind("missing-term", "名词解释漏一条", _term),
    Kind("wrong-term-text", "名词的解释写成另一名词的", _misexplained),
    Kind("stale-contents", "目录有而正文没有", _contents),
)
