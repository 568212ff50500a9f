"""Own lists: the schemas to choose from, a pasted list of fields with what is wrong with it, and its files."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from html import escape

from extractors.schemas import schemas
from extractors.structured import OwnList, read_own, summary

#: the schemas that most people want, first
_FIRST = ("three_public", "operating", "procurement", "gk01", "gk03", "gk05", "gk09", "project_list", "identity")

EXAMPLE = """部门名称
支出合计（万元）
基本支出（万元）
机关运行经费
三公经费预算数
公务用车保有量（辆）
项目自评[项目名称、全年预算数（万元）、全年执行数（万元）、自评得分]"""

HELP = (
    "每行写一个字段，用报告里的说法，如 支出合计（万元）。括号里写单位，金额会换算成它。"
    "可以自起名称：yunxing: 机关运行经费。一张表写作 项目自评[项目名称、自评得分]。"
    "原因、说明一类按文字抽取，也可注明（文字）。也接受 JSON Schema。"
)


def ready_made() -> dict[str, str]:
    """The ready-made schemas by name, with their titles, those most wanted first."""
    names = schemas()
    order = [*_FIRST, *sorted(name for name in names if name not in _FIRST)]
    return {name: summary(names[name]) for name in order if name in names}


@lru_cache(maxsize=64)
def read_list(text: str, name: str = "自写清单") -> OwnList:
    """A pasted list of fields; read once, so that the page may run again and again."""
    return read_own(text, name)


def faults_html(own: OwnList, most: int = 8) -> str:
    """What is wrong with a list, one line each."""
    items = "".join(f"<li>{escape(str(fault))}</li>" for fault in own.faults[:most])
    more = f"<li>另有 {len(own.faults) - most} 处</li>" if len(own.faults) > most else ""
    return f'<div class="jz-notice jz-error" role="alert">清单有 {len(own.faults)} 处要改：<ul>{items}{more}</ul></div>'


def counted(own: OwnList) -> str:
    """How many fields a list has, tables told apart."""
    tables = sum(bool(each.fields) for each in own.fields)
    return f"{len(own.fields)} 项" + (f"，其中 {tables} 张表" if tables else "")


def clean_name(name: str) -> str:
    """A name for a list, of bearable length."""
    return " ".join(name.split())[:30] or "自写清单"


def free_name(name: str, taken: Sequence[str]) -> str:
    """A name for a list to keep that no other list has."""
    number = next(n for n in range(1, len(taken) + 2) if (name if n == 1 else f"{name} {n}") not in taken)
    return name if number == 1 else f"{name} {number}"
