"""One fictional report from a seed."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random
from typing import Any

from eval.samples.annex import annex
from eval.samples.budget import build_budget
from eval.samples.data import Department, departments, raw
from eval.samples.document import Block, Grid, Heading, Text
from eval.samples.draw import Draw, Twist, draw_books
from eval.samples.options import Options, kind_of, options_for
from eval.samples.prose import Writer
from eval.samples.questions import questions
from eval.samples.sample import Sample
from eval.samples.style import han
from eval.samples.tables import build_tables
from eval.samples.truth import Truth


def generate(
    seed: int,
    family: str,
    previous: Sample | None = None,
    name: str | None = None,
    whose: Department | None = None,
    twist: Twist | None = None,
    **options: object,
) -> Sample:
    """The report of one seed; it follows on ``previous``, the same department's report of the year before.

    ``whose`` is a department that is not in the data; ``twist`` changes the drawn items before they are summed.
    Raises ValueError for an unknown family or option.
    """
    rng = Random(f"{family}-{seed}")
    chosen = options_for(family, dict(options))
    pool = departments()
    key = rng.choice(sorted(pool))
    department = whose or pool[chosen.department or key]
    if previous:
        department = previous.books.department
        chosen = chosen.model_copy(update={"year": previous.year + 1, "department": department.key})
    books = draw_books(Draw(rng, department, chosen, previous.books if previous else None, twist))
    wording = raw(raw("families")[family]["wording"])
    writer = Writer(books, chosen, wording)
    build = build_budget if kind_of(family) == "budget" else build_tables
    grids = build(books, chosen, wording)
    blocks = list(_assemble(writer, wording, grids))
    called = name or f"{department.key}-{chosen.year}"
    sample = Sample(called, family, seed, chosen, books, blocks, _truth(writer, grids, chosen))
    sample.questions = questions(sample)
    return sample


def _truth(writer: Writer, grids: dict[str, Grid], options: Options) -> Truth:
    cells = [] if options.pictures else [cell for grid in grids.values() for cell in grid.cells]
    stated = {key: figure for key, figure in writer.figures.items() if key in writer.stated}
    return Truth(cells, stated, {key: reason.keys for key, reason in writer.books.reasons.items()})


def _assemble(writer: Writer, wording: dict[str, Any], grids: dict[str, Grid]) -> Iterator[Block]:
    for line in wording["cover"]:
        yield Text(writer.fill(line))
    if "date" in wording:
        yield Text(writer.fill(wording["date"]))
    if wording["contents"]:
        yield from _contents(writer, wording, grids)
    for part in wording["outline"]:
        yield Heading(writer.fill(part["part"]), 1)
        for key, title in part.get("sections", []):
            if title:
                yield Heading(title, 2)
            yield from writer.section(key)
        for number, key in enumerate(part.get("tables", []), start=1):
            if writer.options.numbered:
                grids[key].caption.insert(0, f"公开{number:02d}表")
            if wording.get("numbered_tables"):
                grids[key].title = f"{han(number)}、{grids[key].title}"
            yield grids[key]
        if "annex" in part:
            yield from annex(part["annex"], writer.books, writer.options.list_total)


def _contents(writer: Writer, wording: dict[str, Any], grids: dict[str, Grid]) -> Iterator[Block]:
    """目录: the titles of parts, sections and tables."""
    yield Text(wording["contents"])
    for part in wording["outline"]:
        yield Text(writer.fill(part["part"]))
        for _, title in part.get("sections", []):
            if title:
                yield Text(title)
        for number, key in enumerate(part.get("tables", []), start=1):
            yield Text(f"{han(number)}、{grids[key].title}")
