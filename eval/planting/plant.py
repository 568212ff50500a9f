"""Planting one error of a kind in one report, and telling where it stands in the printed text."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from difflib import SequenceMatcher
from random import Random

from eval.planting.draft import Change, Draft
from eval.samples.document import print_markdown, print_text
from eval.samples.sets import Slot

#: changes a draft in place; None where this kind of error has no place in the report
Spoil = Callable[[Draft], Change | None]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of error. ``style`` is one that is told as information only."""

    name: str
    title: str
    spoil: Spoil
    style: bool = False


@dataclass(frozen=True, slots=True)
class Planted:
    """A spoilt report: what must be found, on which lines (from 1) or by which words."""

    kind: str
    text: str
    expected: tuple[str, ...]
    lines: frozenset[int]
    names: tuple[str, ...]
    note: str
    style: bool = False

    @property
    def line(self) -> int:
        """The first of the changed lines."""
        return min(self.lines, default=0)


def plant(kind: Kind, slot: Slot, seed: int) -> Planted | None:
    """The report with one error of a kind; the same for the same seed. None where the kind does not apply."""
    draft = Draft(slot, Random(f"{kind.name}-{seed}"))
    change = kind.spoil(draft)
    if change is None:
        return None
    shown = print_markdown if slot.format == "md" else print_text
    text = shown(draft.blocks, slot.sample.options)
    lines = changed_lines(slot.content, text)
    if not lines:
        raise ValueError(f"{kind.name}: nothing changed by {change.note!r} (seed {seed})")
    return Planted(kind.name, text, change.expected, lines, change.names, change.note, kind.style)


def changed_lines(before: str, after: str) -> frozenset[int]:
    """The lines of ``after`` that are not as they were; where lines were taken away, the ones beside the gap."""
    old, new = before.split("\n"), after.split("\n")
    start, shortest = 0, min(len(old), len(new))
    while start < shortest and old[start] == new[start]:
        start += 1
    end = 0
    while end < shortest - start and old[-1 - end] == new[-1 - end]:
        end += 1
    matcher = SequenceMatcher(None, old[start : len(old) - end], new[start : len(new) - end], autojunk=False)
    lines: set[int] = set()
    for tag, _, _, first, last in matcher.get_opcodes():
        if tag == "delete":
            lines |= _beside(new, start + first)
        elif tag != "equal":
            lines |= set(range(start + first + 1, start + last + 1))
    return frozenset(lines)


def _beside(lines: list[str], gap: int) -> set[int]:
    """The numbers of the lines before and after a gap; of those that hold something, where there are any."""
    before = next((n for n in range(gap, 0, -1) if lines[n - 1].strip()), gap)
    after = next((n for n in range(gap, len(lines)) if lines[n].strip()), gap)
    return {max(before, 1), after + 1}
