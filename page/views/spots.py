"""Spots: a figure of a comparison in words: what it is, what it comes to, how it was made, where it stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from html import escape
from typing import TYPE_CHECKING

from extractors.facts import plain_decimal, round_half_up
from rag.reports.compared import Compared

if TYPE_CHECKING:
    from extractors.citation import Citation

#: what a cell says that has no figure, and what that means
WORDS = {
    "nothing": ("写明无", "报告用文字写明没有或未发生"),
    "blank": ("空白", "表里有这一格，但没有填数；空白不等于零"),
    "unread": ("没读到", "相关表格没有读到文字（可能是图片或未附表）；没读到不等于零"),
    "missing": ("未披露", "报告没有写这个数；未披露不等于零"),
}
#: marks behind a figure
CONFLICT = " ≠"
ASPECTS = {
    "initial": "年初预算数",
    "adjusted": "全年预算数",
    "planned": "（部门预算公开）",
    "completion": "预算完成率",
    "gap": "决算与预算之差",
    "change": "比上年增减额",
    "growth": "比上年增减幅",
    "share": "占比",
}


@dataclass(frozen=True, slots=True)
class Spot:
    """A figure with the name of its report."""

    whose: str
    cell: Compared

    @property
    def id(self) -> str:
        return self.cell.id

    @property
    def what(self) -> str:
        """What the figure is: 公务接待费预算完成率."""
        other = "与另一份报告之差" if self.cell.aspect.startswith("apart") else ""
        return f"{self.cell.name}{ASPECTS.get(self.cell.aspect, other)}"

    @property
    def label(self) -> str:
        """The figure in one line of a list to choose from."""
        return f"{self.whose}　{self.what}　{told(self.cell)}"


def spots_of(cells: Sequence[Compared], names: Mapping[str, str]) -> dict[str, Spot]:
    """The figures by their ids, in their order; only those that have a place to be shown."""
    return {c.id: Spot(names[c.doc_id], c) for c in cells if c.citations}


def grouped_digits(value: Decimal) -> str:
    """A number with commas, its printed decimals kept: 12,175.870."""
    return format(value, ",f")


def figure(cell: Compared) -> str:
    """What a cell of a table shows: a number, marked where the report has others too, or why there is none."""
    if cell.value is None:
        return WORDS[cell.status][0]
    words = f"（{WORDS['nothing'][0]}）" if cell.status == "nothing" else ""
    return f"{grouped_digits(cell.value)}{'%' if cell.unit == '%' else ''}{CONFLICT if cell.others else ''}{words}"


def told(cell: Compared) -> str:
    """The same with its unit."""
    unit = "" if cell.value is None or cell.unit in {"%", None} else f" {cell.unit}"
    return f"{figure(cell)}{unit}" if not cell.others else f"{grouped_digits(cell.value or Decimal(0))}{unit}{CONFLICT}"


def drawn(cell: Compared) -> float | None:
    """A figure for drawing and for sorting, and for nothing else."""
    return None if cell.value is None else float(cell.value)


def per_cent(part: Compared, whole: Compared) -> Compared:
    """What share of one figure another one of the same report is, with its formula and both places."""
    if part.value is None or not whole.value or part.unit != whole.unit:
        why = f"没有可比的{whole.name}" if part.value is not None else part.why
        return replace(part, aspect="share", status="missing", value=None, unit=None, formula="", others=(), why=why)
    formula = f"{plain_decimal(part.value)} ÷ {plain_decimal(whole.value)} × 100%"
    return _made(part, whole, "share", round_half_up(part.value / whole.value * 100, 2), "%", formula)


def difference(now: Compared, then: Compared) -> Compared:
    """How much more one figure is than another."""
    if now.value is None or then.value is None or now.unit != then.unit:
        why = now.why or then.why or "单位不同"
        return replace(now, aspect="change", status="missing", value=None, unit=None, formula="", others=(), why=why)
    sign, amount = ("-", then.value) if then.value >= 0 else ("+", -then.value)
    formula = f"{plain_decimal(now.value)} {sign} {plain_decimal(amount)}"
    return _made(now, then, "change", now.value - then.value, now.unit, formula)


def growth(now: Compared, then: Compared) -> Compared:
    """By how many per cent one figure is more than another."""
    if now.value is None or not then.value or then.value < 0 or now.unit != then.unit:
        why = now.why or then.why or "前一个数是零或负数，不能作除数"
        return replace(now, aspect="growth", status="missing", value=None, unit=None, formula="", others=(), why=why)
    formula = f"({plain_decimal(now.value)} - {plain_decimal(then.value)}) ÷ {plain_decimal(then.value)} × 100%"
    return _made(now, then, "growth", round_half_up((now.value - then.value) / then.value * 100, 2), "%", formula)


def together(cells: Sequence[Compared], key: str, name: str) -> Compared | None:
    """Several figures of one report added up under a name; None where there are none in one unit."""
    known = [c for c in cells if c.value is not None]
    if not known or len({c.unit for c in known}) > 1:
        return None
    amounts = [c.value for c in known if c.value is not None]
    cited = tuple(dict.fromkeys(citation for c in known for citation in c.citations))
    formula = " + ".join(map(plain_decimal, amounts)) if len(known) > 1 else known[0].formula
    plain = replace(known[0], key=key, name=name, status="stated", printed="", others=())
    return replace(plain, value=sum(amounts, Decimal(0)), formula=formula, citations=cited)


def _made(a: Compared, b: Compared, aspect: str, value: Decimal, unit: str | None, formula: str) -> Compared:
    cited: tuple[Citation, ...] = tuple(dict.fromkeys((*a.citations, *b.citations)))
    printed = "、".join(c.printed for c in (a, b)) if a.printed and b.printed else ""
    plain = replace(a, aspect=aspect, status="stated", printed=printed, others=())
    return replace(plain, value=value, unit=unit, formula=formula, citations=cited)


def spot_html(spot: Spot) -> str:
    """A figure above its places: what it comes to, how it was made, what else the report states, why there is none."""
    cell = spot.cell
    lines = [("原文印的数", cell.printed)] if cell.printed and cell.formula else []
    lines += [("算式", f"{cell.formula} = {told(cell)}")] if cell.formula else []
    lines += [("报告别处另写", "、".join(o.printed for o in cell.others))] if cell.others else []
    lines += [("情况", cell.why or WORDS[cell.status][1])] if cell.value is None or cell.status == "nothing" else []
    rows = "".join(f"<div><dt>{name}</dt><dd>{escape(text)}</dd></div>" for name, text in lines)
    head = f"<h2>{escape(spot.whose)}　{escape(spot.what)}：<b>{escape(told(cell))}</b></h2>"
    return f'<div class="jz-spot">{head}{f"<dl>{rows}</dl>" if rows else ""}</div>'


def legend_html(cells: Sequence[Compared]) -> str:
    """What the words and marks in a table mean, as far as they occur in it."""
    said = [WORDS[s] for s in WORDS if any(c.status == s for c in cells)]
    zero = any(c.value == 0 and c.status == "stated" for c in cells)
    shown = [("0.00", "报告印的就是零")] if zero else []
    shown += said
    shown += [("≠", "报告别处还写了不同的数，点开可看")] if any(c.others for c in cells) else []
    items = "".join(f"<li><b>{escape(word)}</b>{escape(meaning)}</li>" for word, meaning in shown)
    return f'<ul class="jz-legend" aria-label="图例">{items}</ul>' if items else ""
