"""Who published which report: department, year, kind, level, scope, region and unit, from what the report prints."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise

from extractors.report import Identity, Section, Source
from extractors.text import fold, strip_ordinal

_CAPTION = re.compile(
    r"(?:部门|单位|编制单位|预算单位|填报单位|公开部门|部门名称)(?:名称)?(?:[(](?:公章|盖章)[)])?：([^：\s]{4,40})"
)
_COVER = re.compile(
    r"(?:附件\d*[：:]?)?(?:关于)?(?:\d{4}年度?)?(.{4,40}?)(?:部门|单位)?(?:20\d\d年度?)?(?:部门|单位)?(?:综合)?(?:决算|预算)"
    r"(?:公开|信息|报告|情况|及|的|说明|文本|文件|材料|公示|书)*$"
)
#: a title that names nobody: who publishes it stands on the line below
_BARE = re.compile(
    r"(?:20\d\d年度?)?(?:部门|单位)(?:20\d\d年度?)?(?:综合)?(?:决算|预算)(?:公开|信息|报告|情况|及|的|说明|文本|文件|材料|公示|书)*"
)
#: a year in characters: 二〇二三年度
_HAN_YEAR = re.compile("二[〇零○Oo]([一二三])([〇零○Oo一二三四五六七八九])(?=年)")
_HAN_DIGITS = dict(zip("〇一二三四五六七八九", "0123456789", strict=True)) | dict.fromkeys("零○Oo", "0")
_PROFILE = re.compile(
    r"^(?:第一部分|一、)?(.{4,40}?)(?:[(](?:部门|单位)[)]|部门|单位)?(?:概况|基本情况|主要职能|主要职责|机构设置)$"
)
#: a department as the subject of what a sentence tells of a year
_TELLS = re.compile(
    r"(?:^|[，。；：、])([^，。；：、\d\s]{4,30}?)(?:部门|单位)?20\d\d年度?"
    r"(?:收|支|决算|预算|部门|单位|一般公共|财政|政府|本年|\"?三公|机关|年)"
)
_YEAR = re.compile(r"(20\d\d)年度?(?!末)")
_UNIT = re.compile(r"单位：(万元|亿元|元)")
#: a longer line of the cover is a sentence
_CAPTION_LENGTH = 60
#: how covers and titles of tables call a budget
_BUDGETED = re.compile(r"预算(?:总表|表)|(?:部门|单位)(?:综合)?预算")
#: the code of a department before its name: 302-水利局
_CODED = re.compile(r"^(?:[\[【(（〔]\d{3,}[\]】)）〕]|\d{3,}[-—－_]?)")
_ORG_END = re.compile(
    r"(?:局|委|厅|部|院|中心|会|处|署|办|办公室|社|团|校|所|馆|站|队|台|场|库|厂|政府|学|[一二三四五六七八九十]中|高中|幼儿园|公园"
    r"|植物园|园区|新区|监狱|基地|机关|公司|集团|本级)$"
)
_SCOPE = re.compile(r"[(](本级|机关|汇总|部门|单位)[)]")
#: 市 as the end of a place; it also begins 市场, 市容 and 市政 (市政公用), and ends 城市
_CITY = r"市(?!场|容|政(?![府协法务策研治]))"
_REGION = re.compile(
    rf"^((?:.{{2,5}}?(?:省|自治区))?(?:(?!城市|都市)[^县区旗]{{1,7}}?(?:{_CITY}|自治州|地区|盟))?(?:.{{1,7}}?(?:区|县|旗(?![区县])))?)"
)
#: what stands before the place in the name of a body of the party, the league or the consultative conference
_PARTY = re.compile(r"^(?:中国共产党|中共|中国共产主义青年团|共青团|中国人民政治协商会议|政协|中国民主同盟)")
_NOT_COUNTY = re.compile(
    r"(?:社区|小区|开发区|园区|地区|自治区|特区|主城区|中心城区|景区|辖区|灌区|林区|牧区|库区|矿区|校区|示范区|高新区|经济区)$"
)


def identify(sections: list[Section], source: Source, title: str = "") -> Identity:
    """Identity of a report. A part that is not printed stays None.

    ``title`` is a name given to the report from outside, as that of its file: asked only for what is not printed.
    """
    lines = _lines(sections)
    name, scope = _department(sections, lines)
    if name is None:
        name, scope = _named(_tellers(sections))
    if name is None and (match := _COVER.search(fold(title))):
        name, scope = _named(Counter([re.sub(r"^\d{4}年度?", "", match.group(1))]))
    year = _year(sections, lines) or _year([], [fold(title)])
    region = region_of(name) if name else None
    return Identity(
        department=name,
        year=year,
        kind=_kind(lines),
        level=_level(name, region) if name else None,
        scope=scope or _stated_scope(sections),
        region=region,
        unit=_unit(sections, source),
    )


def _lines(sections: list[Section]) -> list[str]:
    """The lines that name a report: cover and headings, folded."""
    cover = [p.plain for s in sections[:1] for p in s.paragraphs]
    if cover:
        # a cover broken over lines; what stands below 部门决算 (a date) is no part of its title
        joined = ["".join(cover[:n]) for n in range(2, len(cover) + 1)]
        cover.append(next((text for text in joined if _COVER.search(text)), "".join(cover)))
        cover += [
            f"{below}{title}" for title, below in pairwise(cover) if _BARE.fullmatch(title) and _ORG_END.search(below)
        ]
    lines = cover + [fold(s.title) for s in sections if s.level in (1, 2) and s.key != "annex"]
    return [_HAN_YEAR.sub(lambda m: f"20{_HAN_DIGITS[m.group(1)]}{_HAN_DIGITS[m.group(2)]}", line) for line in lines]


def _department(sections: list[Section], lines: list[str]) -> tuple[str | None, str | None]:
    votes: Counter[str] = Counter()
    for text in _captions(sections):
        votes[text] += 1
    for line in lines:
        for pattern, weight in ((_PROFILE, 3), (_COVER, 2)):
            if match := pattern.search(line):
                votes[strip_ordinal(re.sub(r"^第.部分|\d{4}年度?", "", match.group(1)))] += weight
                break
    return _named(votes)


def _named(votes: Counter[str]) -> tuple[str | None, str | None]:
    """The name of a department with the most votes, and the scope that is told behind it."""
    names: Counter[str] = Counter()
    scopes: Counter[str] = Counter()
    for text, count in votes.items():
        if match := _SCOPE.search(text):
            scopes[match.group(1)] += count
        name = re.sub(r"[(].*?[)]", "", text).removesuffix("部门").strip("：、，")
        name = _CODED.sub("", name)
        if _ORG_END.search(name) and len(name) >= 4 and not name.startswith(("本", "我")):
            names[name] += count
    if not names:
        return None, None
    best = max(names.items(), key=lambda item: (item[1], len(item[0])))[0]
    scope = scopes.most_common(1)[0][0] if scopes else None
    return best, {"机关": "本级"}.get(scope or "", scope)


def _captions(sections: list[Section]) -> list[str]:
    found = []
    for section in sections:
        for table in section.tables:
            texts = [p.plain for p in table.caption] + ["".join(row.texts) for row in table.rows[:3]]
            for text in texts:
                if match := _CAPTION.search(re.sub(r"(?:20\d\d年度?|公开\d+表|金额单位|单位：(?:万)?元).*$", "", text)):
                    found.append(match.group(1))
    cover = [p.plain for s in sections[:1] for p in s.paragraphs if len(p.plain) < _CAPTION_LENGTH]
    return found + [match.group(1) for text in cover if (match := _CAPTION.search(text))]


def _tellers(sections: list[Section]) -> Counter[str]:
    """What sentences name as the subject of a year's figures; a name that stands there once only is none."""
    found = Counter(m.group(1) for s in sections for p in s.paragraphs for m in _TELLS.finditer(p.plain))
    return Counter({name: count for name, count in found.items() if count > 1})


def _year(sections: list[Section], lines: list[str]) -> int | None:
    votes: Counter[int] = Counter()
    for line in lines:
        for match in _YEAR.finditer(line):
            votes[int(match.group(1))] += 2 if "年度" in match.group(0) else 1
    if not votes:
        for section in sections:
            if section.key in {"overall", "income", "expenditure", "fiscal"}:
                for paragraph in section.paragraphs[:1]:
                    if stated := _YEAR.search(paragraph.plain):
                        votes[int(stated.group(1))] += 1
    if not votes:
        votes.update(_caption_years(sections))
    return votes.most_common(1)[0][0] if votes else None


def _caption_years(sections: list[Section]) -> Counter[int]:
    """The years printed above the statutory tables."""
    captions = (p.plain for s in sections for t in s.tables for p in t.caption if s.key != "annex")
    return Counter(int(match.group(1)) for text in captions for match in _YEAR.finditer(text))


def _kind(lines: list[str]) -> str:
    text = "".join(lines)
    return "budget" if len(_BUDGETED.findall(text)) > text.count("决算") else "final"


def region_of(name: str) -> str | None:
    """The place at the head of the name of a body: 青石市云渡区 of 青石市云渡区水务局; None where it names none."""
    match = _REGION.match(_PARTY.sub("", name))
    region = match.group(1) if match else ""
    if _NOT_COUNTY.search(region):
        shorter = re.match(rf"^(?:.{{2,5}}?(?:省|自治区))?(?:.{{1,7}}?(?:{_CITY}|自治州|盟))", region)
        region = shorter.group(0) if shorter else ""
    return region or None


def _level(name: str, region: str | None) -> str | None:
    """Level of government, only where the name tells it."""
    if re.search(r"(?:街道|镇|乡)(?:办事处|人民政府)?$|街道办事处$", name):
        return "乡镇级"
    if region is None:
        return "省级" if name.endswith("厅") else None
    if region.endswith(("区", "县", "旗")) and not region.endswith("自治区"):
        return "县区级"
    if region.endswith(("市", "自治州", "盟", "地区")):
        return "市级"
    return "省级" if region.endswith(("省", "自治区")) else None


def _stated_scope(sections: list[Section]) -> str | None:
    """Scope as the chapter on bodies states it."""
    text = "".join(p.plain for s in sections if s.key == "bodies" for p in s.paragraphs)
    if re.search(r"(?:本决算|决算)为汇总决算", text):
        return "汇总"
    return "本级" if re.search(r"(?:本决算|决算)为本级决算", text) else None


def _unit(sections: list[Section], source: Source) -> str | None:
    """The unit most tables print; without tables, the unit most amounts of the prose carry."""
    votes: Counter[str] = Counter(_UNIT.findall(fold(source.text)))
    if not votes:
        votes.update(re.findall(r"\d(万元|亿元|元)", fold(source.text)))
    return votes.most_common(1)[0][0] if votes else None
