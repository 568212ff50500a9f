"""Fields that a user writes down in plain Chinese, one a line.

``支出合计（万元）`` asks for a figure; ``operating: 机关运行经费`` gives it a name of its own; ``主要职责[]`` asks for
all of a kind; ``项目自评[项目名称、全年预算数（万元）、自评得分]`` for a table of such rows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from pydantic.fields import FieldInfo

from extractors.structured.field import Asked
from extractors.structured.own_fields import CHINESE, LONGEST, MOST, Kind, OwnField, UnfitKey, count, key_of

#: characters of a whole list
MOST_TEXT = 20_000

_ORDINAL = re.compile(r"^\s*(?:[-*•·]\s*|\d{1,3}[.、)）](?!\d)\s*|[(（]\d{1,3}[)）]\s*)")
_COLON = re.compile(r"(?<!单位)[:：]")
_TABLE = re.compile(r"(?P<title>[^\[【]+)[\[【](?P<inner>[^\[\]【】]*)[\]】]")
_SEPARATORS = re.compile(r"[、；;\t]")
_TYPED = re.compile(r"\s*[(（](文字|文本|数字|数值|整数)[)）]\s*$")
_TYPES: dict[str, Kind] = {"文字": "text", "文本": "text", "数字": "number", "数值": "number", "整数": "whole"}
#: words of a title that asks for words and no figure
_TEXT = re.compile(
    r"原因|说明|理由|依据|名称|(?:内容|情况|目标|指标|问题|建议|措施|结论|评语|单位名|负责人|类别|编码|代码)$|"
    r"指标值|完成值|(?:一|二|三)级指标"
)
_TEXTS = re.compile(r"职责$|职能$|^(?:下属|所属|内设)(?:单位|机构)(?:名单|名称|列表)?$")
_INVISIBLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a line, and what to do; line 0 is the list as a whole."""

    line: int
    why: str

    def __str__(self) -> str:
        return f"第{self.line}行：{self.why}" if self.line else self.why


class _Wrong(ValueError):
    pass


def read_lines(text: str) -> tuple[list[OwnField], list[Fault]]:
    """The fields of a list in plain lines, and what is wrong with the lines that give none.

    Empty lines and those that begin with ``#`` are passed over.
    """
    if len(text) > MOST_TEXT:
        return [], [Fault(0, f"清单太长（{len(text)} 字）；最多 {MOST_TEXT} 字")]
    fields: list[OwnField] = []
    faults: list[Fault] = []
    first: dict[str, int] = {}
    for number, line in enumerate(_INVISIBLE.sub("", text).splitlines(), 1):
        try:
            for each in _of_line(line):
                if each.key in first:
                    raise _Wrong(f"“{each.title or each.key}”与第{first[each.key]}行重复；请删去一处或另起名称")
                first[each.key] = number
                fields.append(each)
        except (_Wrong, UnfitKey) as problem:
            faults.append(Fault(number, str(problem)))
    if (many := count(fields)) > MOST:
        faults.append(Fault(0, f"共 {many} 个字段，最多 {MOST} 个；请删去一些，或分几次抽取"))
    return fields, faults


def _of_line(line: str) -> Iterator[OwnField]:
    """The fields of one line; several where it names several things one after another."""
    text = _ORDINAL.sub("", line).strip()
    if not text or text.startswith("#"):
        return
    if table := _TABLE.fullmatch(text):
        yield _listed(table["title"], table["inner"])
        return
    if re.search(r"[\[\]【】]", text):
        raise _Wrong("方括号没有成对；一张表写作 项目自评[项目名称、自评得分]")
    named = _COLON.search(text) is not None
    for part in [text] if named else _SEPARATORS.split(text):
        if part.strip():
            yield _single(part.strip())


def _listed(title: str, inner: str) -> OwnField:
    """A table of rows; without columns, a list of words."""
    each = _single(title.strip())
    columns = [_single(part.strip()) for part in _SEPARATORS.split(inner) if part.strip()]
    if any(column.kind == "texts" for column in columns):
        columns = [replace(column, kind="text") for column in columns]
    keys = [column.key for column in columns]
    if twice := next((column.title for column in columns if keys.count(column.key) > 1), None):
        raise _Wrong(f"方括号中“{twice}”写了两次")
    return replace(each, kind="table" if columns else "texts", fields=tuple(columns))


def _single(text: str) -> OwnField:
    """One field by its words: ``名称``, ``name: 描述`` or ``名称：描述``."""
    if len(text) > LONGEST:
        raise _Wrong(f"太长（{len(text)} 字）；一个字段最多 {LONGEST} 字")
    left, colon, right = _parted(text)
    title, description = (left, right) if CHINESE.search(left) else (right, "") if colon else (left, "")
    if not CHINESE.search(title):
        raise _Wrong(f"“{text[:30]}”没有中文名称，无法在报告中查找；请写作 {_example(left)}: 支出合计")
    typed = _TYPED.search(title)
    title = _TYPED.sub("", title)
    kind = _TYPES[typed[1]] if typed else _kind(title)
    return OwnField(key_of(left if colon else title), title, description, kind)


def _parted(text: str) -> tuple[str, str, str]:
    colon = _COLON.search(text)
    if colon is None:
        return text, "", ""
    left, right = text[: colon.start()].strip(), text[colon.end() :].strip()
    if not left:
        raise _Wrong("冒号前没有名称")
    return left, ":" if right else "", right


def _example(left: str) -> str:
    return left if re.fullmatch(r"[A-Za-z_]\w{0,29}", left) else "name"


def _kind(title: str) -> Kind:
    """What a field by this title holds: who published the report, words, several of them, or a figure."""
    whose = Asked("", FieldInfo(annotation=Decimal, title=title)).identity
    if whose is not None:
        return "whole" if whose == "year" else "text"
    return "texts" if _TEXTS.search(title) else "text" if _TEXT.search(title) else "number"
