"""A report being spoilt: its blocks, to be changed in place, and the ways to find something in them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from random import Random
from typing import Any

from eval.samples.data import raw
from eval.samples.document import Block, Grid, Heading, Text
from eval.samples.prose import Writer
from eval.samples.sets import Slot


@dataclass(frozen=True, slots=True)
class Change:
    """What was done: the rules that may notice it and, for what was taken away, words of which the message names one.

    ``note`` says what was changed, for whoever wants to repeat it.
    """

    expected: tuple[str, ...]
    note: str
    names: tuple[str, ...] = ()


class Draft:
    """A copy of a sample's blocks. ``rng`` chooses among the places where an error could stand."""

    def __init__(self, slot: Slot, rng: Random) -> None:
        self.slot, self.sample, self.rng = slot, slot.sample, rng
        self.blocks = [_copy(block) for block in slot.sample.blocks]
        self.wording: dict[str, Any] = raw(raw("families")[self.sample.family]["wording"])

    # ------------------------------------------------------------ finding

    def grids(self, key: str) -> list[Grid]:
        return [b for b in self.blocks if isinstance(b, Grid) and b.key == key]

    def grid(self, key: str) -> Grid | None:
        return next(iter(self.grids(key)), None)

    def heading(self, key: str) -> int | None:
        """The place of a section's heading, or of its part's where the section has none."""
        for part in self.wording["outline"]:
            for name, title in part.get("sections", []):
                if name == key:
                    return self._place(title, 2) if title else self._place(part["part"], 1)
        return None

    def section(self, key: str) -> range:
        """The places of the blocks of a section, its heading first."""
        start = self.heading(key)
        if start is None:
            return range(0)
        level = self._level(start)
        later = (n for n in range(start + 1, len(self.blocks)) if 0 < self._level(n) <= max(level, 2))
        return range(start, next(later, len(self.blocks)))

    def texts(self, *keys: str) -> list[Text]:
        """The paragraphs of sections."""
        blocks = [self.blocks[n] for key in keys for n in self.section(key)]
        return [b for b in blocks if isinstance(b, Text)]

    def printed(self, key: str) -> str | None:
        """A figure of the sample as its text prints it, without the spaces."""
        if key not in self.sample.truth.figures:
            return None
        writer = Writer(self.sample.books, self.sample.options, self.wording)
        return str(writer.words[key])

    def matches(self, pattern: str, *keys: str) -> list[tuple[Text, re.Match[str]]]:
        """Where a pattern stands in the paragraphs of sections."""
        return [(text, found) for text in self.texts(*keys) for found in re.finditer(pattern, text.text)]

    def one(self, pattern: str, *keys: str) -> tuple[Text, re.Match[str]] | None:
        """One of the places where a pattern stands."""
        found = self.matches(pattern, *keys)
        return self.rng.choice(found) if found else None

    # ------------------------------------------------------------ changing

    def remove(self, places: range) -> str:
        """Take blocks away, and their lines of the contents with them; returns what the first of them said."""
        said = [getattr(self.blocks[n], "text", "") for n in places]
        headings = {text for n, text in zip(places, said, strict=True) if isinstance(self.blocks[n], Heading)}
        del self.blocks[places.start : places.stop]
        body = next((n for n, b in enumerate(self.blocks) if isinstance(b, Heading)), 0)
        self.blocks = [b for n, b in enumerate(self.blocks) if n >= body or getattr(b, "text", "") not in headings]
        return said[0] if said else ""

    def _level(self, place: int) -> int:
        """The level of a heading; a table is as good as one of the second, other blocks have none."""
        block = self.blocks[place]
        return block.level if isinstance(block, Heading) else 2 if isinstance(block, Grid) else 0

    def _place(self, title: str, level: int) -> int | None:
        words = {"year": self.sample.year, "name": self.sample.department}
        wanted = title.format_map(words)
        return next(
            (n for n, b in enumerate(self.blocks) if isinstance(b, Heading) and (b.level, b.text) == (level, wanted)),
            None,
        )


def put(text: Text, found: re.Match[str], new: str, group: int | str = 0) -> None:
    """Replace what a match (or one of its groups) holds."""
    text.text = text.text[: found.start(group)] + new + text.text[found.end(group) :]


def rows(grid: Grid) -> Iterator[tuple[int, list[str]]]:
    """The rows of a table with their numbers."""
    yield from enumerate(grid.rows)


def _copy(block: Block) -> Block:
    """A block whose text and rows may be changed."""
    if isinstance(block, Grid):
        lines = ([list(row) for row in part] for part in (block.head, block.rows))
        head, body = lines
        return replace(block, head=head, rows=body, caption=list(block.caption), notes=list(block.notes))
    return replace(block)
