"""Lists of a user's own model: which ready-made list they mean, and which of its fields their items mean."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from pydantic import BaseModel

from extractors.schemas import schemas
from extractors.structured.field import Asked, asked
from extractors.text import name_key
from extractors.vocabulary.units import unit_words

#: how a ready-made list says what it lists
LISTED = frozenset({"rows", "told", "forms", "form", "named"})

#: words of a list that say nothing of what is listed
_FILLER = re.compile(
    r"列表|清单|明细|情况|一览|汇总|数据|信息|名称|名单|各项?|所有|全部|本?(?:部门|单位)|本|年度|报告|主要|纳入|的|表|及|和|与|20\d\d年?"
)
#: the columns that hold the main amount of an item
_MAIN = {"本年支出合计", "小计", "支出合计", "支出金额", "决算数", "本年支出小计"}
#: what the main amount of an item is called
_AMOUNT = (
    "金额",
    "支出金额",
    "收入金额",
    "支出",
    "决算",
    "决算数",
    "决算金额",
    "支出决算",
    "支出决算数",
    "支出数",
    "数额",
)
_LEAD = re.compile(r"^(?:该|本)?(?:项目|科目|指标|费用|单位)的?")
_TAIL = re.compile(
    rf"(?:[(（](?:万元|亿元|元|{unit_words().set_pattern('headed', guarded=False)})[)）])|(?:万元|亿元)$"
)

NOT_LISTED = "所列内容没有这一项"


@dataclass(frozen=True, slots=True)
class Listing:
    """A list to fill: what is listed, and what to read of each item.

    ``plain`` is the one thing that a list of words wants; ``inner`` are the lists that an item holds.
    """

    extra: dict[str, Any]
    fields: tuple[Asked, ...] = ()
    plain: Asked | None = None
    inner: tuple[Asked, ...] = ()


def ready_made(each: Asked) -> Listing | None:
    """The listing of a field that names its place itself."""
    if not LISTED & set(each.extra):
        return None
    return Listing(each.extra, asked(each.model)) if each.model else Listing(each.extra, plain=_NAME)


def meant(each: Asked, within: Sequence[Asked] | None = None) -> Listing | str:
    """The ready-made list that a field of a user's own model means by its words, or the reason why none does.

    ``within`` are the lists of the ready-made item in which the field stands; without them all lists are looked at.
    """
    found: list[tuple[int, Listing]] = []
    for ready in _catalogue() if within is None else within:
        covered = _covered(name_key(each.title), name_key(each.context), _words(ready))
        listing = _like(each, ready) if covered else None
        if listing is not None:
            found.append((10 * covered + _mapped(listing), listing))
    best = [listing for score, listing in found if score == max(score for score, _ in found)]
    if len({str(listing.extra) for listing in best}) > 1:
        return "有歧义（ambiguous）：列表说明同样符合几种内容，请写明是哪一张表或哪一节"
    return best[0] if best else ""


@lru_cache(maxsize=1)
def _catalogue() -> tuple[Asked, ...]:
    """The lists of all ready-made schemas that stand on their own."""
    small = [model for name, model in schemas().items() if name != "report"]
    return tuple(each for model in small for each in asked(model) if LISTED & set(each.extra))


def _words(ready: Asked) -> list[str]:
    return [name_key(word) for word in (ready.title, *ready.extra.get("asked", ()))]


def _covered(title: str, context: str, words: Sequence[str]) -> int:
    """How much of a field's words a ready-made list explains; 0 where something is left over."""
    found = [word for word in words if word and word in title]
    if not found:
        return 0
    word = max(found, key=len)
    left = _FILLER.sub("", title.replace(word, "", 1)) + _FILLER.sub("", context.replace(word, "", 1))
    return 0 if any(part not in word for part in [left] if part) else len(word)


def _like(each: Asked, ready: Asked) -> Listing | None:
    """A user's list read as a ready-made one; None where it asks for nothing of its items."""
    if ready.model is None:
        return None
    if each.model is None:
        text = next((f for f in asked(ready.model) if f.extra.get("column") == "职责"), _NAME)
        return Listing(ready.extra, plain=text) if str in each.types else None
    fields = tuple(_as_ready(field, ready.model) for field in asked(each.model))
    known = [field for field in fields if field.extra.keys() & {"row", "column", *LISTED}]
    figures = [field for field in known if "row" not in field.extra]
    inner = tuple(field for field in asked(ready.model) if LISTED & set(field.extra))
    return Listing(ready.extra, fields, inner=inner) if figures or (known and len(known) == len(fields)) else None


def _mapped(listing: Listing) -> int:
    return sum(bool(field.extra.keys() & {"row", "column"}) for field in listing.fields)


def _as_ready(field: Asked, model: type[BaseModel]) -> Asked:
    """A field of a user's item with the place of the ready-made field that it means, if any."""
    if field.extra.keys() & {"row", "column", *LISTED} or field.is_list or field.model:
        return field
    title = name_key(_TAIL.sub("", field.title))
    for wanted in (title, _LEAD.sub("", title)):
        for ready in _readable(model):
            if wanted and wanted in _names(ready):
                return field.placed(ready.extra)
    return field


def _readable(model: type[BaseModel]) -> Iterator[Asked]:
    """The fields of a ready-made item that are no lists, columns before the parts of its name."""
    yield from (f for f in asked(model) if "column" in f.extra)
    yield from (f for f in asked(model) if "row" in f.extra)


def _names(ready: Asked) -> set[str]:
    names = {ready.title, ready.description, *ready.extra.get("asked", ())}
    if ready.extra.get("column") in _MAIN:
        names |= set(_AMOUNT)
    if ready.extra.get("column") == "本年收入合计":
        names |= {"金额", "收入金额", "收入", "收入决算", "收入决算数", "决算数"}
    return {name_key(name) for name in names}


class _Named(BaseModel):
    name: str


_NAME = asked(_Named)[0].placed({"row": "name"})
