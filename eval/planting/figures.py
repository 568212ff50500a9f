"""Errors in the figures of the text: amounts, shares, rates, directions and relations."""

from __future__ import annotations

import re
from decimal import Decimal

from eval.planting.digits import NUMBER, digit_changed, digits_swapped, least_of, moved, value
from eval.planting.draft import Change, Draft, put
from eval.planting.plant import Kind, Spoil

_OFF = Decimal("0.07")
_LEAST, _LEAST_OF_SUMS = Decimal("0.03"), Decimal("0.30")
#: by section: a figure that the text prints, and the rules that compare it with something
_AMOUNTS: dict[str, dict[str, tuple[str, ...]]] = {
    "total": {"total": ("C-S1-01",)},
    "income": {"income": ("C-S2-01",), "fiscal_income": ("C-S2-01",), "own_income": ("C-S2-01",)},
    "spending": {"spending": ("C-S3-01",), "basic": ("C-S3-01",), "project": ("C-S3-01",)},
    "fiscal_total": {"fiscal_total": ("C-S4-01",), "general_income": ("C-S4-01",), "fund_income": ("C-S4-01",)},
    "general": {"general": ("C-S5-01", "D-06", "D-08"), "general_budget": ("D-05", "D-06", "D-08")},
    "basic": {"general_basic": ("C-S6-01",), "personnel": ("C-S6-01",), "public": ("C-S6-01",)},
    "fund": {"fund": ("C-S8-01", "D-05"), "fund_opening": ("C-S8-01",), "fund_income": ("C-S8-01",)},
    "capital": {"capital": ("C-S9-01", "D-05")},
    "three_public": {
        key: ("C-S7-01", "C-S7-04", "D-08")
        for key in ("tp", "tp_budget", "vehicles", "vehicles_budget", "running", "purchase", "reception", "abroad")
    },
    "procurement": {
        "procurement": ("D-09",),
        "goods": ("D-09",),
        "works": ("D-09",),
        "services": ("D-09",),
        "sme": ("D-10", "D-17"),
    },
    "performance": {
        "projects_count": ("P-05", "D-11"),
        "projects_full": ("P-06", "P-08", "D-08"),
        "score": ("P-15", "P-03"),
        "average": ("P-16",),
        "excellent_count": ("P-07", "D-11", "P-05"),
    },
}
_CHANGED = r"(?P<way>增加|减少)(?P<diff>[\d.,]+)万元，(?P<move>增长|下降|降低)(?P<rate>[\d.,]+)%"
_STABLE = ("total", "income", "spending", "fiscal_total", "general", "operating")
_SHARES = {
    "income": ("C-S2-02",),
    "spending": ("C-S3-02",),
    "general": ("C-S5-02", "C-S5-04"),
    "three_public": ("C-S7-03",),
    "procurement": ("D-17",),
}
#: the wholes of shares that are exact only where there is enough money
_BASES = {"three_public": "tp", "procurement": "sme"}
_ITEM = r"（项）。年初预算为(?P<budget>[\d.,]+)万元，支出决算为(?P<final>[\d.,]+)万元"
#: what a reason is introduced by, to the end of its sentence
_REASON = (
    r"[，。](?:支出)?(?:决算[^，。；]{0,12}|预决算[^，。；]{0,8}，)?"
    r"主要原因(?:是)?：?[^，。；]+(?:，[^，。；]+)*"
)


def _amount(section: str, slip: str = "changed") -> Spoil:
    """A digit of one of a section's amounts changed."""

    def spoil(draft: Draft) -> Change | None:
        for key in draft.rng.sample(sorted(_AMOUNTS[section]), len(_AMOUNTS[section])):
            if key == "score" and draft.grid("整体") is None:
                continue  # no form gives the score of the whole
            printed = draft.printed(key)
            place = draft.one(_exactly(printed), section) if printed and value(printed) else None
            if place is None:
                continue
            old = place[1].group()
            expected = _AMOUNTS[section][key]
            new = _slipped(draft, old, expected, slip)
            if new is None:
                continue
            put(*place, new)
            return Change(expected, f"{section}/{key} {old} → {new}")
        return None

    return spoil


def _exactly(printed: str) -> str:
    """A printed number that isn't part of a longer one; no year and no number of an item."""
    return rf"(?<![\d.,])(?<!增加)(?<!减少){re.escape(printed)}(?![\d.,]*\d|年|\.)"


def _slipped(draft: Draft, old: str, expected: tuple[str, ...], slip: str = "changed") -> str | None:
    """The number with a slip; larger where only a sum, with its rounding, can notice it."""
    least = least_of(old, _LEAST if expected[0].startswith("C-") else _LEAST_OF_SUMS)
    return (digit_changed if slip == "changed" else digits_swapped)(old, draft.rng, least)


def _swapped(draft: Draft) -> Change | None:
    """Two digits of an amount swapped, in any of the sections that state what a table has."""
    sections = ["total", "income", "spending", "fiscal_total", "general", "basic", "three_public"]
    for section in draft.rng.sample(sections, len(sections)):
        if change := _amount(section, "swapped")(draft):
            return change
    return None


def _part(pattern: str, section: str, *expected: str) -> Spoil:
    """A digit of an amount that a pattern finds, in the group ``it``."""

    def spoil(draft: Draft) -> Change | None:
        place = draft.one(pattern, section)
        if place is None:
            return None
        old = place[1].group("it")
        new = _slipped(draft, old, expected)
        if new is None:
            return None
        put(*place, new, "it")
        return Change(expected, f"{section} {place[1].group()[:30]}：{old} → {new}")

    return spoil


def _share(draft: Draft) -> Change | None:
    """A share off by seven hundredths of a point."""
    exact = [s for s in _SHARES if s not in _BASES or value(draft.printed(_BASES[s]) or "0") >= 30]
    sections = [s for s in exact if draft.matches(rf"占[^，。；%\d]{{0,14}}(?P<it>{NUMBER})%", s)]
    if not sections:
        return None
    section = draft.rng.choice(sections)
    place = draft.one(rf"占[^，。；%\d]{{0,14}}(?P<it>{NUMBER})%", section)
    if place is None:
        return None
    old = place[1].group("it")
    put(*place, moved(old, _OFF), "it")
    return Change(_SHARES[section], f"{section} 占比 {old} → {moved(old, _OFF)}")


def _rate(draft: Draft) -> Change | None:
    """A rate of growth off by seven hundredths of a point."""
    places = [p for s in _STABLE for p in draft.matches(_CHANGED, s) if value(p[1]["diff"]) >= 10]
    if not places:
        return None
    place = draft.rng.choice(places)
    old = place[1]["rate"]
    put(*place, moved(old, _OFF), "rate")
    return Change(("D-01",), f"增减幅度 {old} → {moved(old, _OFF)}")


def _difference(draft: Draft) -> Change | None:
    """An amount of change that doesn't go with its rate."""
    places = [p for s in _STABLE for p in draft.matches(_CHANGED, s) if value(p[1]["diff"]) >= 10]
    if not places:
        return None
    place = draft.rng.choice(places)
    old = place[1]["diff"]
    new = digit_changed(old, draft.rng, value(old) / 20)
    if new is None or not value(new):
        return None
    put(*place, new, "diff")
    return Change(("D-01",), f"增减额 {old} → {new}")


_OPPOSITE = {"增加": "减少", "减少": "增加", "增长": "下降", "下降": "增长", "降低": "增长"}


def _direction(draft: Draft) -> Change | None:
    """增加 with 下降, or the reverse."""
    place = draft.one(_CHANGED, *_STABLE, "three_public")
    if place is None:
        return None
    group = draft.rng.choice(["way", "move"])
    old = place[1][group]
    put(*place, _OPPOSITE[old], group)
    return Change(("D-02",), f"{place[1].group()}：{old} → {_OPPOSITE[old]}")


def _relation(draft: Draft) -> Change | None:
    """大于 where the final figure is smaller, or the reverse."""
    place = draft.one(r"决算数(?P<it>大于|小于)(?:年初|全年)?预算", "general", "three_public")
    if place is None:
        return None
    old = place[1]["it"]
    new = "小于" if old == "大于" else "大于"
    put(*place, new, "it")
    return Change(("D-04",), f"{old} → {new}")


def _completion(draft: Draft) -> Change | None:
    """A rate of completion off by seven hundredths of a point."""
    pattern = r"预算(?:数)?为(?P<budget>[\d.,]+)万元，支出决算为[\d.,]+万元，完成[^，。\d]{0,8}?(?P<it>[\d.,]+)%"
    places = [p for s in ("general", "three_public") for p in draft.matches(pattern, s) if value(p[1]["budget"]) >= 20]
    if not places:
        return None
    place = draft.rng.choice(places)
    old = place[1]["it"]
    put(*place, moved(old, _OFF), "it")
    return Change(("D-05", "C-S7-02"), f"完成预算 {old} → {moved(old, _OFF)}")


def _zero_budget(draft: Draft) -> Change | None:
    """A rate of completion where nothing was planned."""
    places = [p for p in draft.matches(_ITEM, "general") if not value(p[1]["budget"])]
    if not places:
        return None
    text, found = draft.rng.choice(places)
    put(text, found, found.group() + "，完成年初预算的100.00%")
    return Change(("D-05",), "年初预算为零却写完成年初预算的100.00%")


def _zero_base(draft: Draft) -> Change | None:
    """Growth by the whole amount, and still a rate of growth."""
    section = draft.rng.choice(["total", "fiscal_total", "general"])
    printed, place = draft.printed(section), draft.one(_CHANGED, section)
    if printed is None or place is None:
        return None
    new = re.sub(r"\d[\d.,]*万元", f"{printed}万元", place[1].group())
    new = re.sub(r"减少", "增加", re.sub(r"(?:增长|下降|降低)[\d.,]+%", "增长100.00%", new))
    put(*place, new)
    return Change(("D-03", "D-01"), f"{section} {new}")


def _flat(draft: Draft) -> Change | None:
    """持平, and a change all the same."""
    place = draft.one(r"(?:比|同|较|与)(?!年初预算)[^，。比同较与]{2,9}(?:，?各|，)?" + _CHANGED, *_STABLE)
    if place is None:
        return None
    text, found = place
    new = "与上年度持平，" + found.group()[found.start("way") - found.start() :]
    put(text, found, new)
    return Change(("D-19", "D-02", "D-13"), f"{found.group()} → {new}")


def _percent(draft: Draft) -> Change | None:
    place = draft.one(
        r"(?:占|增长|下降|完成)[^，。；%\d]{0,14}\d[\d.,]*(?P<it>%)", *_STABLE, "three_public", "procurement"
    )
    if place is None:
        return None
    put(*place, "", "it")
    return Change(("F-06",), f"{place[1].group()} 漏百分号")


def _reason(*sections: str, expected: tuple[str, ...]) -> Spoil:
    """A change without its reason."""

    def spoil(draft: Draft) -> Change | None:
        place = draft.one(_REASON, *sections)
        if place is None:
            return None
        put(*place, "")
        return Change(expected, f"删去 {place[1].group()}", ("原因",))

    return spoil


def _left_out(draft: Draft) -> Change | None:
    """An item with money that the text passes over."""
    found = draft.matches(_ITEM, "general")
    if len(found) < 2:
        return None
    text, _ = draft.rng.choice(found)
    name = _item_name(text.text)
    draft.blocks = [b for b in draft.blocks if b is not text]
    return Change(("C-S5-05",), f"正文漏写 {text.text[:40]}", (name,))


def _item_name(text: str) -> str:
    found = re.search(r"（款）(.+?)（项）", text)
    return found[1] if found else ""


def _invented(draft: Draft) -> Change | None:
    """An item that no table has."""
    found = draft.matches(_ITEM, "general")
    if not found:
        return None
    text, _ = draft.rng.choice(found)
    old = _item_name(text.text)
    text.text = text.text.replace(f"（款）{old}（项）", "（款）信息化建设（项）")
    return Change(("C-S5-05", "C-S5-06", "B-19"), f"正文 {old}（项） → 信息化建设（项）", ("信息化建设", old))


def _class_out(draft: Draft) -> Change | None:
    """A 类 with money that the structure passes over."""
    place = draft.one(r"；[^；：。]+（类）(?:支出)?[\d.,]+万元，占[\d.,]+%", "general")
    if place is not None:
        put(*place, "")
        name = place[1].group()[1:].partition("（类）")[0]
        return Change(("C-S5-03", "D-20"), f"漏写 {name}", (name, "各类"))
    texts = [t for t, _ in draft.matches(r"^\d+\.[^（。]+（类）[\d.,]+万元，占", "general")]
    if len(texts) < 2:
        return None
    text = draft.rng.choice(texts)
    draft.blocks = [b for b in draft.blocks if b is not text]
    name = text.text.partition(".")[2].partition("（类）")[0]
    return Change(("C-S5-03", "D-20"), f"漏写 {name}", (name, "各类"))


def _vehicle(draft: Draft) -> Change | None:
    place = draft.one(r"(?:机要通信|应急保障|执法执勤|特种专业技术|离退休干部服务|其他)用车(?P<it>\d+)辆", "assets")
    if place is None:
        return None
    old = int(place[1]["it"])
    new = old + draft.rng.choice([1, 2])
    put(*place, str(new), "it")
    return Change(("D-12",), f"{place[1].group()} → {new}辆")


KINDS: tuple[Kind, ...] = (
    *(Kind(f"amount-{section}", f"正文金额或数量改一位（{section}）", _amount(section)) for section in _AMOUNTS),
    Kind(
        "amount-operating",
        "机关运行经费改一位",
        _part(r"机关运行经费支出(?P<it>[\d.,]+)万元，(?!与)", "operating", "D-01", "C-S11-01", "D-08"),
    ),
    Kind("amount-assets", "车辆总数改一位", _part(r"共有车辆(?P<it>\d+)辆", "assets", "D-12")),
    Kind("amount-item", "某项支出决算改一位", _part(_ITEM.replace("final", "it"), "general", "C-S5-05")),
    Kind(
        "budget-item",
        "某项年初预算改一位",
        _part(_ITEM.replace("budget", "it"), "general", "D-05", "D-06", "D-04"),
    ),
    Kind(
        "amount-class",
        "某类支出改一位",
        _part(r"（类）(?:支出)?(?P<it>[\d.,]+)万元，占", "general", "C-S5-03", "C-S5-04", "D-20"),
    ),
    Kind(
        "amount-economic",
        "某款经济分类改一位",
        _part(r"(?:费|贴|资|金|会|助|(?<!基本)支出)(?P<it>[\d.,]+)万元[；、。]", "basic", "C-S6-03", "D-15"),
    ),
    Kind("swapped-digits-prose", "正文两位数字颠倒", _swapped),
    Kind("wrong-share", "占比差0.07个百分点", _share),
    Kind("wrong-growth", "增减幅度差0.07个百分点", _rate),
    Kind("wrong-difference", "增减额与幅度不符", _difference),
    Kind("wrong-direction", "增减方向写反", _direction),
    Kind("wrong-relation", "大于小于写反", _relation),
    Kind("wrong-completion", "完成率差0.07个百分点", _completion),
    Kind("zero-budget-rate", "预算为零写完成率", _zero_budget),
    Kind("zero-base-growth", "基数为零写增长率", _zero_base),
    Kind("flat-with-change", "持平却有增减额", _flat),
    Kind("lost-percent", "漏百分号", _percent),
    Kind(
        "no-reason",
        "增减没有原因",
        _reason("total", "fiscal_total", "general", "operating", expected=("E-13", "D-07", "E-07")),
    ),
    Kind("no-reason-public", "三公差异没有原因", _reason("three_public", expected=("E-06", "E-13", "D-07"))),
    Kind("item-left-out", "正文漏一项", _left_out),
    Kind("item-invented", "正文多一项", _invented),
    Kind("class-left-out", "正文漏一类", _class_out),
    Kind("wrong-vehicles", "车辆分类数不符", _vehicle),
)
