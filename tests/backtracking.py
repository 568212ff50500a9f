"""How many steps a pattern takes where nothing fits: counted by a matcher that goes back as that of Python does.

Python's own matcher tells no count, and its time depends on the machine. This one knows what patterns here are made of,
and is slow; it is for short texts.
"""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
import re._constants as c
import re._parser as parser
from collections.abc import Iterator
from pathlib import Path
from random import Random
from types import ModuleType
from typing import Any

Items = list[tuple[Any, Any]]
#: a repeat of so many times is as good as endless
_MANY = 20
_SPACE, _DIGITS = " \t\n\r\f\v\u3000\u00a0", "0123456789"


class TooMany(Exception):
    """A search took more steps than it may."""


class Matcher:
    """A pattern taken apart, and the steps that its searches took."""

    def __init__(self, pattern: str, flags: int = 0, most: int = 400_000) -> None:
        self.items: Items = list(parser.parse(pattern, flags & ~re.DEBUG))
        self.flags = flags
        self.most = most
        self.steps = 0
        self._groups: dict[int, tuple[int, int]] = {}

    def search(self, text: str) -> bool:
        """Whether the pattern fits anywhere. Raises TooMany."""
        self.steps = 0
        return any(True for start in range(len(text) + 1) for _ in self._ends(self.items, 0, text, start))

    def _step(self) -> None:
        self.steps += 1
        if self.steps > self.most:
            raise TooMany

    def _ends(self, items: Items, at: int, text: str, pos: int) -> Iterator[int]:
        """Where what is left of a sequence may end, in the order in which it is tried."""
        if at == len(items):
            yield pos
            return
        for end in self._one(items[at], text, pos):
            yield from self._ends(items, at + 1, text, end)

    def _one(self, item: tuple[Any, Any], text: str, pos: int) -> Iterator[int]:
        op, value = item
        self._step()
        if op in _SINGLE:
            if pos < len(text) and self._is(op, value, text[pos]):
                yield pos + 1
        elif op in (c.MAX_REPEAT, c.MIN_REPEAT, c.POSSESSIVE_REPEAT):
            yield from self._repeat(op, *value, text, pos)
        elif op is c.SUBPATTERN:
            for end in self._ends(list(value[3]), 0, text, pos):
                if value[0] is not None:
                    self._groups[value[0]] = pos, end
                yield end
        elif op is c.ATOMIC_GROUP:
            yield from _first(self._ends(list(value), 0, text, pos))
        elif op is c.BRANCH:
            for branch in value[1]:
                if not (branch and self._cannot_begin(branch[0], text, pos)):
                    yield from self._ends(list(branch), 0, text, pos)
        elif op in (c.ASSERT, c.ASSERT_NOT):
            if self._looks(value, text, pos) is (op is c.ASSERT):
                yield pos
        elif op is c.GROUPREF:
            a, b = self._groups.get(value, (0, 0))
            if text.startswith(text[a:b], pos):
                yield pos + b - a
        elif op is c.AT:
            if self._stands(value, text, pos):
                yield pos
        else:
            raise NotImplementedError(str(op))

    def _cannot_begin(self, item: tuple[Any, Any], text: str, pos: int) -> bool:
        """Whether a branch is passed over at a glance, by its first character."""
        return item[0] in _SINGLE and not (pos < len(text) and self._is(*item, text[pos]))

    def _repeat(self, op: Any, least: int, most: Any, body: Any, text: str, pos: int) -> Iterator[int]:
        items = list(body)
        if len(items) == 1 and items[0][0] in _SINGLE:
            ends = self._run(items[0], most, text, pos)
            able = ends[least:]
            if op is c.POSSESSIVE_REPEAT:
                able = able[-1:]
            for end in able if op is c.MIN_REPEAT else reversed(able):
                self._step()
                yield end
            return
        tried = self._times(items, least, most, op is not c.MIN_REPEAT, text, pos, 0)
        yield from _first(tried) if op is c.POSSESSIVE_REPEAT else tried

    def _run(self, item: tuple[Any, Any], most: Any, text: str, pos: int) -> list[int]:
        """Where a single character that is repeated may end, from none on."""
        ends = [pos]
        while len(ends) <= most and ends[-1] < len(text) and self._is(*item, text[ends[-1]]):
            self._step()
            ends.append(ends[-1] + 1)
        return ends

    def _times(self, items: Items, least: int, most: Any, greedy: bool, text: str, pos: int, n: int) -> Iterator[int]:
        if not greedy and n >= least:
            yield pos
        if n < most:
            for end in self._ends(items, 0, text, pos):
                if end > pos or n < least:
                    yield from self._times(items, least, most, greedy, text, end, n + 1)
        if greedy and n >= least:
            yield pos

    def _looks(self, value: Any, text: str, pos: int) -> bool:
        way, body = value
        if way > 0:
            return any(True for _ in self._ends(list(body), 0, text, pos))
        width = body.getwidth()[0]
        return pos >= width and any(end == pos for end in self._ends(list(body), 0, text, pos - width))

    def _stands(self, where: Any, text: str, pos: int) -> bool:
        lines = bool(self.flags & re.MULTILINE)
        if where in (c.AT_BEGINNING, c.AT_BEGINNING_STRING):
            return pos == 0 or (lines and where is c.AT_BEGINNING and text[pos - 1] == "\n")
        if where in (c.AT_END, c.AT_END_STRING):
            return pos == len(text) or (where is c.AT_END and text[pos] == "\n" and (lines or pos == len(text) - 1))
        word = [0 <= p < len(text) and (text[p].isalnum() or text[p] == "_") for p in (pos - 1, pos)]
        return (word[0] is not word[1]) is (where is c.AT_BOUNDARY)

    def _is(self, op: Any, value: Any, character: str) -> bool:
        if op is c.ANY:
            return character != "\n" or bool(self.flags & re.DOTALL)
        if op is c.IN:
            return _among(value, character)
        return (character == chr(value)) is (op is c.LITERAL)


_SINGLE = (c.LITERAL, c.NOT_LITERAL, c.ANY, c.IN)


def _first(ends: Iterator[int]) -> Iterator[int]:
    for end in ends:
        yield end
        return


def _among(members: Any, character: str) -> bool:
    inside = not (members and members[0][0] is c.NEGATE)
    for op, value in members:
        if op is c.LITERAL and character == chr(value):
            return inside
        if op is c.RANGE and value[0] <= ord(character) <= value[1]:
            return inside
        if op is c.CATEGORY and _is_kind(value, character):
            return inside
    return not inside


def _is_kind(kind: Any, character: str) -> bool:
    name = str(kind)
    is_kind = {
        "DIGIT": character.isdigit(),
        "SPACE": character.isspace(),
        "WORD": character.isalnum() or character == "_",
    }[name.rsplit("_", 1)[-1]]
    return is_kind is not ("NOT_" in name)


def repeats(items: Any) -> int:
    """How many endless repeats a pattern has; one inside another counts as many."""
    count = 0
    for op, value in items:
        if op in (c.MAX_REPEAT, c.MIN_REPEAT):
            inner = repeats(value[2])
            count += inner + (1 + 2 * inner if value[1] is c.MAXREPEAT or value[1] >= _MANY else 0)
            if not inner and len(value[2]) == 1 and value[2][0][0] in (c.SUBPATTERN, c.BRANCH):
                count += 2 * (value[1] is c.MAXREPEAT)
        elif op is c.SUBPATTERN:
            count += repeats(value[3])
        elif op in (c.ASSERT, c.ASSERT_NOT):
            count += repeats(value[1])
        elif op is c.ATOMIC_GROUP or op is c.POSSESSIVE_REPEAT:
            count += repeats(value if op is c.ATOMIC_GROUP else value[2])
        elif op is c.BRANCH:
            count += max((repeats(branch) for branch in value[1]), default=0)
    return count


def attacks(items: Any, length: int, seed: int, count: int) -> list[str]:
    """Texts of a length that nearly fit, each repeat filled with what it takes; what nothing takes has to end them."""
    random = Random(seed)
    signs = sorted({s for s in _signs(items) if len(s) == 1})
    signs = random.sample(signs, min(len(signs), count * 2 // 3))
    found = [sign * length for sign in signs]
    while len(found) < count:
        piece = "".join(_filled(items, random, 1 if random.random() < 0.5 else length))
        found.append((piece * (length // max(len(piece), 1) + 1))[:length] if piece else "啊" * length)
    return found


def _signs(items: Any) -> Iterator[str]:
    """A character for each place of a pattern."""
    for op, value in items:
        if op in _SINGLE:
            yield _sign(op, value, Random(0))
        elif op in (c.MAX_REPEAT, c.MIN_REPEAT, c.POSSESSIVE_REPEAT):
            yield from _signs(value[2])
        elif op is c.SUBPATTERN:
            yield from _signs(value[3])
        elif op is c.ATOMIC_GROUP:
            yield from _signs(value)
        elif op is c.BRANCH:
            for branch in value[1]:
                yield from _signs(branch)


def _sign(op: Any, value: Any, random: Random) -> str:
    if op is c.LITERAL:
        return chr(value)
    if op in (c.ANY, c.NOT_LITERAL) or value[0][0] is c.NEGATE:
        return "啊"
    kind, what = random.choice(value)
    if kind is c.CATEGORY:
        return {"DIGIT": "1", "SPACE": " ", "WORD": "a"}[str(what).rsplit("_", 1)[-1]]
    return chr(what if kind is c.LITERAL else what[0])


def _filled(items: Any, random: Random, many: int) -> Iterator[str]:
    for op, value in items:
        if op in _SINGLE:
            yield _sign(op, value, random)
        elif op in (c.MAX_REPEAT, c.MIN_REPEAT, c.POSSESSIVE_REPEAT):
            endless = value[1] is c.MAXREPEAT or value[1] >= _MANY
            for _ in range(max(value[0], many // 4 or 1) if endless else random.randint(value[0], value[1])):
                yield from _filled(value[2], random, 1)
        elif op is c.SUBPATTERN:
            yield from _filled(value[3], random, many)
        elif op is c.ATOMIC_GROUP:
            yield from _filled(value, random, many)
        elif op is c.BRANCH:
            yield from _filled(random.choice(value[1]), random, many)


def patterns_of(*packages: ModuleType) -> dict[tuple[str, int], str]:
    """Every pattern that the modules of packages have, by its text and flags, and where it is."""
    found: dict[tuple[str, int], str] = {}
    for package in packages:
        for info in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            module = importlib.import_module(info.name)
            seen: set[int] = set()
            for name, value in vars(module).items():
                for pattern in _held(value, seen):
                    found.setdefault((pattern.pattern, pattern.flags), f"{info.name}.{name}")
            for text in _written(Path(str(module.__file__))):
                found.setdefault((text, re.compile(text).flags), info.name)
    return found


def _held(value: Any, seen: set[int]) -> Iterator[re.Pattern[str]]:
    """The patterns in a value: itself, in a collection, in an object of ours, or in what a loader of a file gives."""
    if isinstance(value, re.Pattern):
        if isinstance(value.pattern, str):
            yield value
        return
    if id(value) in seen or isinstance(value, (str, bytes, int, float, type, ModuleType)):
        return
    seen.add(id(value))
    if callable(value) and hasattr(value, "cache_info"):
        if getattr(value, "__annotations__", {"": 0}).keys() == {"return"}:
            yield from _held(value(), seen)
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _held(inner, seen)
    elif isinstance(value, (list, tuple, set, frozenset)):
        for inner in value:
            yield from _held(inner, seen)
    elif type(value).__module__.split(".")[0] in {"extractors", "rag"}:
        names = [*getattr(value, "__dict__", {}), *getattr(type(value), "__slots__", ())]
        for name in names:
            yield from _held(getattr(value, name, None), seen)


def _written(path: Path) -> Iterator[str]:
    """The patterns that a module writes where it uses them: ``re.sub(r"…", …)``."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and isinstance(node.func.value, ast.Name)
            and node.func.value.id == "re"
            and node.func.attr in {"compile", "search", "match", "fullmatch", "sub", "split", "findall", "finditer"}
            and node.args
            and isinstance(node.args[0], ast.Constant)
            and isinstance(node.args[0].value, str)
        ):
            yield node.args[0].value
