"""Folding of printed text, one character to one character, so that spans survive."""

from __future__ import annotations

import re
from functools import lru_cache

_FOLD = {ord("（"): "(", ord("）"): ")", ord("％"): "%", ord("—"): "-", ord("–"): "-", ord("－"): "-"}
_FOLD.update({ord(a): b for a, b in zip("“”„‟＂「」『』", '"""""""""', strict=True)})
_FOLD.update({ord(a): b for a, b in zip("‘’＇", "'''", strict=True)})
_FOLD.update({0xFF10 + i: str(i) for i in range(10)})
_FOLD.update({0xFF21 + i: chr(ord("A") + i) for i in range(26)})
_FOLD.update({0xFF41 + i: chr(ord("a") + i) for i in range(26)})
_FOLD.update(
    {
        ord("．"): ".",
        ord("＋"): "+",
        ord("＝"): "=",
        ord("："): "：",
        ord(":"): "：",
        ord(";"): "；",
        ord("〔"): "[",
        ord("〕"): "]",
    }
)

SPACE = re.compile(r"[\s\u00a0\u200b\u200c\u200d\u2060\ufeff\u3000]+")


def fold_width(text: str) -> str:
    """Fold full-width digits, letters, brackets and quotes; the length does not change."""
    return text.translate(_FOLD)


def squeeze(text: str) -> str:
    """Text without any white space."""
    return SPACE.sub("", text)


def fold(text: str) -> str:
    """Width folded and white space removed: the form in which names are compared."""
    return _fold_short(text) if len(text) <= _SHORT else squeeze(text).translate(_FOLD)


#: names and cells are folded over and over; longer texts are not kept
_SHORT = 64


@lru_cache(maxsize=1 << 15)
def _fold_short(text: str) -> str:
    return squeeze(text).translate(_FOLD)


_NAME_NOISE = re.compile(r"[\"'()\[\]《》〈〉、，。；：·•*\-]")


def name_key(text: str) -> str:
    """A name reduced to its letters, for comparing names whatever their brackets and quotes."""
    return _short_key(text) if len(text) <= _SHORT else _NAME_NOISE.sub("", fold(text))


@lru_cache(maxsize=1 << 15)
def _short_key(text: str) -> str:
    return _NAME_NOISE.sub("", fold(text))


_ORDINAL = re.compile(
    r"^(?:[(（][一二三四五六七八九十]{1,3}[)）]|[一二三四五六七八九十]{1,3}、|[(（]\d{1,2}[)）]|\d{1,2}[、.．](?!\d))"
)


_QUOTED = re.compile(r"[\"“„](?P<inside>[^\"“”„‟]+)[\"”‟]$")


def unquoted(text: str) -> str:
    """A name without the quotation marks around all of it."""
    match = _QUOTED.match(text)
    return match.group("inside") if match else text


def strip_ordinal(text: str) -> str:
    """Remove a leading 一、 （一） 1. (1) from a name; a numeral that is part of the name stays."""
    return _ORDINAL.sub("", text, count=1)
