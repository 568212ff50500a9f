"""The Chinese sentence of a verdict: both values, the difference, table and row, as an auditor would write it."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from extractors.crosscheck.cells import Cell, State
from extractors.crosscheck.model import Status, Verdict
from extractors.facts import MONEY, decimals, plain_decimal, round_half_up
from extractors.vocabulary import table_forms

#: columns that say nothing beyond the row's own name
_SILENT = {"收入金额", "支出金额", "决算数", "数量", "资金"}
#: rows that are the only one of their table
_ONLY_ROWS = {("GK09", "合计"), ("YS09", "合计"), ("YS09", "预算数")}
_SHOWN = 6
#: decimals of 万元 in texts
_DECIMALS = 2
#: a sum of so many parts tells what each of them would have to be
_SHORT = 2


def table_title(key: str) -> str:
    """The table's national title in 《》; the key itself where the vocabulary has none."""
    form = table_forms().get(key)
    return f"《{form.name if form else key}》"


def cell_name(cell: Cell, parts: str = "trc") -> str:
    """A cell in words; ``parts`` says which of table, row and column are named."""
    ref, words = cell.ref, []
    if "t" in parts:
        words.append(table_title(ref.table) if ref.table in table_forms() else ref.table)
    if "r" in parts and (ref.table, ref.row) not in _ONLY_ROWS:
        words.append("合计行" if cell.label == "合计" else cell.label)
    if "c" in parts and ref.table not in table_forms():
        words.append("" if ref.column in _SILENT and words else ref.column)
    elif "c" in parts and (ref.column not in _SILENT or not words):
        words.append(f"“{ref.column}”" if words and words[-1][-1:] != "》" and words[-1] != "合计行" else ref.column)
    return "".join(words)


def message(verdict: Verdict) -> str:
    """The finding in one sentence; the ground for a verdict that compares no amounts."""
    if verdict.amounts is None or verdict.ground:
        return verdict.ground
    if verdict.formula:
        return _computed(verdict)
    lead, parts = _lead(verdict)
    left = _side(verdict.left, verdict.amounts[0], verdict, parts)
    right = _side(verdict.right, verdict.amounts[1], verdict, parts)
    more = "、".join(f"{cell_name(c, 'r')}{_amount(c, verdict)}" for c in verdict.also)
    also = f"（另有{more}）" if more else ""
    implied = "，或".join(f"{cell_name(c, parts)}应为{plain_decimal(v)}" for c, v in _implied(verdict))
    also += f"（其余各数无误时，{implied}）" if implied else ""
    return f"{lead}{left}，{right}，相差{_money(verdict.difference, verdict)}{also}，{_judgement(verdict)}。"


def _implied(verdict: Verdict) -> list[tuple[Cell, Decimal]]:
    """What each part of a short sum that does not add up would be if all else in it were right."""
    parts = [c for c in verdict.right if c.value]
    short = len(verdict.left) == 1 and len(parts) == _SHORT and verdict.relation == "="
    if verdict.status is not Status.FAIL or not short or verdict.amounts is None or verdict.shown:
        return []
    if verdict.unit not in MONEY:
        return []
    lacking = verdict.amounts[0] - verdict.amounts[1]
    found = [(c, value + lacking) for c in parts if (value := _valued(c, verdict)) is not None]
    return found if all(value >= 0 for _, value in found) else []


def _valued(cell: Cell, verdict: Verdict) -> Decimal | None:
    return cell.fact.in_unit(verdict.unit or "") if cell.fact else None


def _computed(verdict: Verdict) -> str:
    """The sentence of a rate: as printed, and as it comes out."""
    printed = verdict.left[0]
    said = f"{cell_name(printed)}为{printed.fact.raw if printed.fact else ''}"
    again = f"按{verdict.formula}计算应为{plain_decimal(_as_said(verdict)) if verdict.amounts else ''}%"
    gap = f"相差{plain_decimal(verdict.difference or Decimal(0))}个百分点"
    if verdict.status is Status.ROUNDING:
        return f"{said}，{again}，{gap}，属末位取舍的尾差。"
    return f"{said}，{again}，{gap}，请核对。"


def _as_said(verdict: Verdict) -> Decimal:
    """What a rate comes to, with the sign as the text gives it: a fall is told by a word (下降5.07%)."""
    assert verdict.amounts is not None
    raw = verdict.left[0].fact.raw if verdict.left[0].fact else ""
    falls = all(amount < 0 for amount in verdict.amounts) and not raw.strip().startswith("-")
    return -verdict.amounts[1] if falls else verdict.amounts[1]


def _lead(verdict: Verdict) -> tuple[str, str]:
    """What all cells share is said once, in front; returns it with the parts left to name at each cell."""
    cells = (*verdict.left, *verdict.right)
    shared = {
        "t": len({c.ref.table for c in cells}) == 1,
        "r": len({c.label for c in cells}) == 1,
        "c": len({c.ref.column for c in cells}) == 1,
    }
    if not shared["t"]:
        return "", "trc"
    said = cell_name(cells[0], "".join(p for p, same in shared.items() if same))
    rest = "".join(p for p, same in shared.items() if not same)
    return (f"{said}：", rest) if rest else ("", "trc")


def _side(cells: Sequence[Cell], amount: Decimal, verdict: Verdict, parts: str) -> str:
    if len(cells) == 1:
        return f"{cell_name(cells[0], parts)}{_amount(cells[0], verdict)}"
    money = [c for c in cells if c.value]
    terms = " + ".join(f"{cell_name(c, parts)} {_number(c, verdict)}" for c in money[:_SHOWN])
    if not money:
        return f"{cell_name(cells[0], parts)}等{len(cells)}项均为零或空白"
    more = f" + … 等{len(cells)}项" if len(money) > _SHOWN else ""
    return f"{terms}{more}，相加为{_money(amount, verdict)}"


def _amount(cell: Cell, verdict: Verdict) -> str:
    if cell.state is State.BLANK:
        return "空白"
    if not cell.value or cell.fact is None or not _is_converted(cell, verdict):
        return f" {_number(cell, verdict)}{verdict.unit or ''}"
    return f" {_in_short(cell, verdict)}{verdict.unit or ''}（印作{plain_decimal(cell.value)}{cell.fact.unit}）"


def _in_short(cell: Cell, verdict: Verdict) -> str:
    """A figure in 万元 that is printed in 元, with the two decimals that texts print; the print stands beside it."""
    value = _valued(cell, verdict) if verdict.unit == "万元" else None
    if value is None or decimals(value) <= _DECIMALS:
        return _number(cell, verdict)
    return plain_decimal(round_half_up(value, _DECIMALS))


def _is_converted(cell: Cell, verdict: Verdict) -> bool:
    """Whether a figure is printed in another unit than the one it is compared in."""
    return cell.fact is not None and cell.fact.unit != verdict.unit


def _number(cell: Cell, verdict: Verdict) -> str:
    value = _valued(cell, verdict)
    return "空白" if value is None else plain_decimal(value)


def _money(value: Decimal | None, verdict: Verdict) -> str:
    return f"{plain_decimal(value or Decimal(0))}{verdict.unit or ''}"


def _judgement(verdict: Verdict) -> str:
    margin = _money(verdict.margin.normalize(), verdict)
    blank = any(all(c.state is State.BLANK for c in side) for side in (verdict.left, verdict.right))
    if verdict.status is Status.ROUNDING:
        return f"在四舍五入可解释的{margin}以内，属尾差"
    if blank:
        return "空白处应填列金额或说明"
    if verdict.relation == "≤":
        return "前者大于后者，部分不应超过整体，请核对"
    return f"超出四舍五入可解释的{margin}，两者不能同时成立，请核对"


def _used_in(verdict: Verdict) -> list[str]:
    """The figures that a rate is taken from."""
    return [plain_decimal(c.value) for c in verdict.right if c.value is not None]


def values(verdict: Verdict) -> list[str]:
    """Both compared values as plain decimals, then those given as context."""
    if verdict.shown or verdict.amounts is None:
        return list(verdict.shown)
    sides = zip((verdict.left, verdict.right), verdict.amounts, strict=True)
    if verdict.formula and verdict.amounts[1] != _as_said(verdict):
        return [plain_decimal(-verdict.amounts[0]), plain_decimal(_as_said(verdict)), *_used_in(verdict)]
    pair = ["空白" if all(c.state is State.BLANK for c in cells) else plain_decimal(v) for cells, v in sides]
    used = _used_in(verdict) if verdict.formula else []
    sole = [c for cells in (verdict.left, verdict.right) if len(cells) == 1 for c in cells]
    converted = [c for c in sole if c.value and not verdict.formula and _is_converted(c, verdict)]
    printed = [text for c in converted if c.value for text in (plain_decimal(c.value), _in_short(c, verdict))]
    implied = [text for c, v in _implied(verdict) for text in (_number(c, verdict), plain_decimal(v))]
    return pair + used + printed + implied + [_number(c, verdict) for c in verdict.also]
