"""Other inputs out of one: for words, what happens to lines, tables and questions; bytes are left to the fuzzer."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from copy import deepcopy
from random import Random

from lxml import etree

from tests.fuzz.seeds import PART, VALUES, WORDS

WORD_SPACE = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
Change = Callable[[str, Random], str]


def _span(text: str, random: Random) -> tuple[int, int]:
    start = random.randrange(len(text) + 1)
    return start, min(len(text), start + int(random.paretovariate(0.7)))


def _put(text: str, random: Random) -> str:
    """A word put in, perhaps many times over."""
    at = random.randrange(len(text) + 1)
    times = random.choice((1, 1, 1, 2, 3, 2 ** random.randrange(9)))
    return text[:at] + random.choice(WORDS) * times + text[at:]


def _replace(text: str, random: Random) -> str:
    start, end = _span(text, random)
    return text[:start] + random.choice(WORDS) + text[end:]


def _drop(text: str, random: Random) -> str:
    start, end = _span(text, random)
    return text[:start] + text[end:]


def _repeat(text: str, random: Random) -> str:
    """A piece said again and again."""
    start, end = _span(text, random)
    return text[:end] + text[start:end] * 2 ** random.randrange(8) + text[end:]


def _move(text: str, random: Random) -> str:
    start, end = _span(text, random)
    rest = text[:start] + text[end:]
    at = random.randrange(len(rest) + 1)
    return rest[:at] + text[start:end] + rest[at:]


def _lines(text: str, random: Random) -> str:
    """A line taken out, said again, put elsewhere, or joined with the next."""
    lines = text.split("\n")
    at = random.randrange(len(lines))
    how = random.randrange(4)
    if how == 0:
        del lines[at]
    elif how == 1:
        lines.insert(random.randrange(len(lines) + 1), lines[at])
    elif how == 2:
        lines.insert(random.randrange(len(lines)), lines.pop(at))
    else:
        lines[at : at + 2] = ["".join(lines[at : at + 2])]
    return "\n".join(lines)


def _digits(text: str, random: Random) -> str:
    """A figure made another: longer, negative, with marks inside, or in other digits."""
    places = [i for i, c in enumerate(text) if c.isdigit()]
    if not places:
        return _put(text, random)
    at = random.choice(places)
    other = random.choice(
        ("0", "-", "9" * random.choice((1, 12, 45)), ".", ",", "，", " ", "１", "²", "٣", "一", "(", "%")
    )
    return text[:at] + other + text[at + random.randrange(2) :]


_CHANGES: tuple[Change, ...] = (_put, _put, _replace, _drop, _repeat, _move, _lines, _digits)


def changed(data: bytes, longest: int, seed: int) -> bytes:
    """An input of words changed in one to four ways, the same for the same seed."""
    random = Random(seed)
    text = data.decode("utf-8", "replace")
    for _ in range(random.choice((1, 1, 2, 4))):
        text = random.choice(_CHANGES)(text, random)[: longest * 2]
    return text.encode("utf-8", "replace")[:longest]


def _words_of_xml(element: etree._Element, random: Random) -> None:
    """A text or an attribute made another."""
    names = [str(name) for name in element.attrib]
    if names and random.random() < 0.7:
        name = random.choice(names)
        old = str(element.get(name))
        element.set(name, _printable(random.choice((_digits(old, random), _put(old, random), random.choice(VALUES)))))
    else:
        element.text = _printable(random.choice(_CHANGES)(element.text or "", random))[:2_000]


def _tree_of_xml(element: etree._Element, root: etree._Element, random: Random) -> None:
    """An element taken out, said again, put into another, or wrapped in its like."""
    parent = element.getparent()
    if parent is None:
        return
    how = random.randrange(4)
    if how == 0:
        parent.remove(element)
    elif how == 1:
        for _ in range(2 ** random.randrange(6)):
            parent.insert(random.randrange(len(parent) + 1), deepcopy(element))
    elif how == 2:
        random.choice(list(root.iter("*"))).append(deepcopy(element))
    else:
        around = deepcopy(element)
        parent.replace(element, around)
        random.choice(list(around.iter("*"))).append(element)


def _printable(text: str) -> str:
    return "".join(
        c for c in text if c in "\t\n" or (c >= " " and c not in "\ufffe\uffff" and not "\ud800" <= c <= "\udfff")
    )


def changed_xml(data: bytes, longest: int, seed: int) -> bytes:
    """An input of parts of XML with elements, texts and attributes changed, well formed as before."""
    random = Random(seed)
    parts = data.split(PART)
    at = random.randrange(len(parts))
    try:
        root = etree.fromstring(
            b"<r xmlns:w='%b'>%b</r>" % (WORD_SPACE, parts[at]), etree.XMLParser(recover=True, resolve_entities=False)
        )
    except etree.XMLSyntaxError:
        return changed(data, longest, seed)
    inner = [e for e in root.iter("*") if e is not root] if root is not None else []
    if not inner:
        return changed(data, longest, seed)
    for _ in range(random.choice((1, 1, 2, 4))):
        with suppress(ValueError):  # names that broken XML left, and an element put into itself
            if random.random() < 0.6:
                _words_of_xml(random.choice(inner), random)
            else:
                _tree_of_xml(random.choice(inner), root, random)
    told = b"".join(etree.tostring(e, encoding="utf-8").replace(b' xmlns:w="%b"' % WORD_SPACE, b"") for e in root)
    parts[at] = told
    whole = PART.join(parts)
    return whole if len(whole) <= longest else data[:longest]


#: by kind of input the way in which others are made of it; bytes are left to the fuzzer
CHANGED: dict[str, Callable[[bytes, int, int], bytes]] = {"words": changed, "xml": changed_xml}
