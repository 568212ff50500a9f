"""Errors of form: years, names, residue of the template, punctuation."""

from __future__ import annotations

import re

from eval.planting.draft import Change, Draft, put
from eval.planting.plant import Kind, Spoil
from eval.samples.document import Grid, Heading

_PROSE = ("total", "income", "spending", "fiscal_total", "general", "basic", "three_public", "operating", "procurement")
_OTHERS = "庆远方新华乐平"


def _other_year(draft: Draft) -> str:
    """A year that the report has no reason to name."""
    return str(draft.sample.year + draft.rng.choice([-3, -2, 1]))


def _year_in_heading(draft: Draft) -> Change | None:
    """A wrong year in the heading of a part."""
    headings = [b for b in draft.blocks if isinstance(b, Heading) and str(draft.sample.year) in b.text and b.level == 1]
    if not headings:
        return None
    block = draft.rng.choice(headings)
    old, year = block.text, _other_year(draft)
    block.text = old.replace(str(draft.sample.year), year)
    return Change(("F-01",), f"标题 {old} → {block.text}", (year,))


def _year_in_caption(draft: Draft) -> Change | None:
    """A wrong year above a table."""
    year = f"{draft.sample.year}年度"
    grids = [b for b in draft.blocks if isinstance(b, Grid) and year in b.caption]
    if not grids:
        return None
    grid, other = draft.rng.choice(grids), _other_year(draft)
    grid.caption[grid.caption.index(year)] = f"{other}年度"
    return Change(("F-01",), f"{grid.key} 表头 {year} → {other}年度", (other,))


def _year_in_prose(draft: Draft) -> Change | None:
    """A wrong year where a section says which year it tells of."""
    place = draft.one(rf"^(?:本部门)?(?P<it>{draft.sample.year})(?=年度)", *_PROSE)
    if place is None:
        return None
    year = _other_year(draft)
    put(*place, year, "it")
    return Change(("F-01",), f"{place[0].text[:20]}", (year,))


def _year_of_day(draft: Draft) -> Change | None:
    """A wrong year in 截至…, …年末 or 期末."""
    place = draft.one(rf"(?P<it>{draft.sample.year})(?=年(?:期末|末|12月31日))", "assets", "three_public")
    if place is None:
        return None
    year = str(draft.sample.year - draft.rng.choice([1, 2]))
    put(*place, year, "it")
    return Change(("F-02", "F-01"), f"{place[1].group()} → {year}", (year,))


def _malformed(draft: Draft) -> Change | None:
    place = draft.one(rf"(?P<it>{draft.sample.year})(?=年度)", *_PROSE)
    if place is None:
        return None
    bad = draft.rng.choice([place[1]["it"][:3], place[1]["it"] + "0", place[1]["it"][:2] + place[1]["it"][3]])
    put(*place, bad, "it")
    return Change(("F-03",), f"年份写成 {bad}", (bad,))


def _replaced(pattern: str, new: str, *expected: str) -> Spoil:
    """What a pattern finds in one of the sections, in its group ``it``, written as ``new``."""

    def spoil(draft: Draft) -> Change | None:
        place = draft.one(pattern, *_PROSE)
        if place is None:
            return None
        put(*place, new, "it")
        return Change(expected, f"{place[1].group()}：{place[1]['it']} → {new}")

    return spoil


def _department(draft: Draft) -> Change | None:
    """One character of the department's name changed above a table."""
    grids = [b for b in draft.blocks if isinstance(b, Grid) and any(c.startswith("部门：") for c in b.caption)]
    if not grids:
        return None
    grid = draft.rng.choice(grids)
    place = next(n for n, c in enumerate(grid.caption) if c.startswith("部门："))
    return _misnamed(draft, grid.caption, place, f"{grid.key} ")


def _misnamed(draft: Draft, lines: list[str], place: int, where: str) -> Change | None:
    name = draft.sample.department
    at = draft.rng.randrange(1, len(name) - 2)
    new = draft.rng.choice([c for c in _OTHERS if c != name[at]])
    changed = name[:at] + new + name[at + 1 :]
    old = lines[place]
    lines[place] = old.replace(name, changed)
    return Change(("F-11",), f"{where}{name} → {changed}", (changed,))


def _department_in_text(draft: Draft) -> Change | None:
    texts = [t for t in draft.texts("organisation") if draft.sample.department in t.text]
    if not texts:
        return None
    text = draft.rng.choice(texts)
    lines = [text.text]
    change = _misnamed(draft, lines, 0, "机构设置 ")
    text.text = lines[0]
    return change


def _item_renamed(draft: Draft) -> Change | None:
    """A 项 under another name in the text only."""
    place = draft.one(r"（款）(?P<it>[^（）]{3,})（项）", "general")
    if place is None:
        return None
    old = place[1]["it"]
    new = old[:-2] + "项目" if old.endswith("支出") else old + "事务"
    put(*place, new, "it")
    return Change(("C-S5-06", "B-19", "C-S5-05"), f"正文 {old} → {new}", (new,))


def _doubled(mark: str, *expected: str) -> Spoil:
    def spoil(draft: Draft) -> Change | None:
        place = draft.one(re.escape(mark), *_PROSE, "duties", "organisation")
        if place is None:
            return None
        put(*place, mark * 2)
        return Change(expected, f"{mark} → {mark * 2}")

    return spoil


def _twice(draft: Draft) -> Change | None:
    """A word written twice."""
    place = draft.one(r"增加|减少|完成年初|支出决算|主要原因", *_PROSE)
    if place is None:
        return None
    put(*place, place[1].group() * 2)
    return Change(("F-10",), f"{place[1].group()} 重复")


def _numbering(draft: Draft) -> Change | None:
    """A number skipped in the list of items."""
    texts = [b for b in draft.texts("general") if re.match(r"\d+\. ?[^（。]+（类）[^（。]+（款）", b.text)]
    if len(texts) < 3:
        return None
    place = draft.rng.randrange(1, len(texts) - 1)
    for text in texts[place:]:
        text.text = re.sub(r"^\d+", lambda m: str(int(m.group()) + 1), text.text)
    return Change(("F-13", "D-15"), f"编号跳过 {place + 1}", ("编号", "序号"))


def _residue(draft: Draft) -> Change | None:
    """A figure of the template that was never filled in."""
    return _replaced(r"(?P<it>\d[\d,]*\.\d+)万元", draft.rng.choice(["XX", "××", "XXX"]), "F-07")(draft)


KINDS: tuple[Kind, ...] = (
    Kind("year-heading", "部分标题年份错", _year_in_heading),
    Kind("year-caption", "表头年份错", _year_in_caption),
    Kind("year-prose", "正文年份错", _year_in_prose),
    Kind("year-day", "截至日期年份错", _year_of_day),
    Kind("year-malformed", "年份残缺", _malformed),
    Kind("residue", "模板占位符未替换", _residue),
    Kind(
        "both-ways",
        "增加（减少）未选择",
        _replaced(r"(?P<it>增加)[\d.,]+万元，(?:增长|下降)", "增加（减少）", "F-08"),
    ),
    Kind("both-relations", "大（小）于未选择", _replaced(r"(?P<it>大于|小于)", "大（小）于", "F-08")),
    Kind("misnamed-in-table", "表头部门名称错一字", _department),
    Kind("misnamed-in-text", "正文部门名称错一字", _department_in_text),
    Kind("renamed-in-text", "正文科目改名", _item_renamed),
    Kind("doubled-stop", "句号重复", _doubled("。", "F-09"), style=True),
    Kind("doubled-comma", "逗号重复", _doubled("，", "F-09"), style=True),
    Kind("doubled-word", "词语重复", _twice, style=True),
    Kind("skipped-number", "编号跳号", _numbering, style=True),
)
