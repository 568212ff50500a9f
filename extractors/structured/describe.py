"""A schema in words for people: each field with its unit, what it means and where in a report it is read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel

from extractors.structured.field import Asked, asked
from extractors.structured.listing import LISTED
from extractors.vocabulary import section_words, table_forms

_FORM_ROWS = {
    "funds": "资金行",
    "management": "资金管理行",
    "goal|task": "目标、任务行",
    "indicator": "指标行",
    "listed": "项目行",
}
_TYPES = (("Decimal", "数值"), ("int", "整数"), ("float", "数值"), ("bool", "是否"), ("date", "日期"))


def describe(name: str, model: type[BaseModel]) -> str:
    """The fields of a schema, one a line: name, type or unit, title, place."""
    rows = list(described(model))
    widths = [max((_width(row[i]) for row in rows), default=0) for i in range(3)]
    lines = [f"{name}  {summary(model)}"]
    for row in rows:
        cells = [_padded(text, width) for text, width in zip(row[:3], widths, strict=True)]
        lines.append("  ".join(["", *cells, row[3]]).rstrip())
    return "\n".join(lines)


def summary(model: type[BaseModel]) -> str:
    """The first line of what a model says of itself."""
    return (model.__doc__ or "").strip().split("\n")[0]


def described(
    model: type[BaseModel], prefix: str = "", above: tuple[type, ...] = ()
) -> Iterator[tuple[str, str, str, str]]:
    """The fields of a schema: path, type or unit, title, place."""
    for each in asked(model):
        inner = each.model if each.model not in (*above, model) else None
        name = f"{prefix}{each.key}{'[]' if each.is_list else ''}"
        yield name, _type(each), each.title or each.name, _place(each)
        if inner is not None:
            yield from described(inner, f"{name}.", (*above, model))


def _type(each: Asked) -> str:
    if each.is_list:
        return "列表"
    if each.model is not None:
        return "结构"
    if each.is_text:
        return "文字"
    names = {t.__name__ for t in each.types}
    return each.unit or next((word for name, word in _TYPES if name in names), "数值")


def _place(each: Asked) -> str:
    """Where a field is read, in Chinese."""
    extra = each.extra
    if each.identity:
        return "报告封面与表头"
    if LISTED & set(extra):
        return _listed(extra)
    if "column" in extra:
        beside = [_cell(extra["cell"])] if "cell" in extra else []
        return "；".join([f"该项“{_columns(extra['column'])}”", *beside])
    if "row" in extra:
        return "该项名称"
    places = [_cell(extra["cell"])] if "cell" in extra else []
    if "prose" in extra:
        subject, measure, section = extra["prose"]
        places.append(f"正文“{_section(section)}”：{subject.split('|')[0]} {measure}")
    return "；".join(places) or ("" if each.model and not each.is_list else "按字段的文字查找")


def _listed(extra: dict[str, Any]) -> str:
    if "rows" in extra:
        return f"{_table(extra['rows'][0])}，每行一项"
    if "told" in extra:
        return f"正文“{_section(extra['told'][0])}”，每个对象一项"
    if "named" in extra:
        return "正文“机构设置”，每个机构一项"
    return "附件，每张表一项" if "forms" in extra else f"附件的{_FORM_ROWS.get(extra['form'], '行')}，每行一项"


def _cell(place: list[str]) -> str:
    table, row, column = (part.replace("{name}", "该项").replace("{code}", "该科目") for part in place)
    return f"{_table(table)} {row} / {column}"


def _table(key: str) -> str:
    form = table_forms().get(key)
    return f"{key} {form.name}" if form else key


def _columns(column: str) -> str:
    return column.rpartition(":")[2].split("|")[0]


def _section(keys: str) -> str:
    titles = {words.key: words.title for words in section_words()}
    return titles.get(keys.split("|")[0], keys)


def _width(text: str) -> int:
    return sum(2 if ord(char) > 0x2E7F or char in "“”" else 1 for char in text)


def _padded(text: str, width: int) -> str:
    return text + " " * (width - _width(text))
