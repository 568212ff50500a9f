"""Kept: a parsed report in a file beside its original, so that reading a scan or a long PDF is not done twice.

The source text and its places are not in it: whoever keeps the report has them. A file is only taken for what it is
where the same rules have read it.
"""

from __future__ import annotations

import json
import zlib
from array import array
from dataclasses import asdict
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any

from extractors.report import Block, Cell, Identity, Paragraph, Place, Report, Row, Section, Source, Table

#: hidden, so that it is never taken for a report itself
NAME = ".parsed"


def keep(report: Report, folder: Path, version: str) -> None:
    """Write a parsed report into the folder of its original; ``version`` names the rules that read it."""
    told = {
        "version": version,
        "head": [report.doc_id, report.file, report.sha256, asdict(report.identity), report.pages, [*report.unread]],
        "sections": [_section_out(section) for section in report.sections],
    }
    half = folder / f"{NAME}.part"
    half.write_bytes(zlib.compress(json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode(), 6))
    half.replace(folder / NAME)


def kept(folder: Path, version: str, source: Source) -> Report | None:
    """The report that was kept in a folder; None where there is none, or other rules or a damage stand in the way."""
    try:
        told = json.loads(zlib.decompress((folder / NAME).read_bytes()))
        if told["version"] != version:
            return None
        doc_id, file, sha256, identity, pages, unread = told["head"]
        sections = [_section_in(section) for section in told["sections"]]
        return Report(doc_id, file, sha256, Identity(**identity), source, sections, pages, tuple(unread))
    except (OSError, zlib.error, ValueError, KeyError, TypeError, IndexError):
        return None


def _section_out(section: Section) -> list[Any]:
    blocks = [_block_out(block) for block in section.blocks]
    return [section.title, section.level, [*section.path], _place_out(section.place), section.key, blocks]


def _section_in(told: list[Any]) -> Section:
    title, level, path, place, key, blocks = told
    return Section(title, level, tuple(path), Place(*place), key, [_block_in(block) for block in blocks])


def _block_out(block: Block) -> list[Any]:
    if isinstance(block, Paragraph):
        # nearly every character stands right behind the one before it: steps take little room, offsets much
        steps = [*block.offsets[:1], *(b - a for a, b in pairwise(block.offsets))]
        plain = None if block.plain == block.text else block.plain
        return [block.text, plain, block.offsets.typecode, steps, _place_out(block.place)]
    beside = [[_block_out(p) for p in some] for some in (block.caption, block.notes)]
    rows = [[[[c.text, *_place_out(c.place)] for c in row.cells], _place_out(row.place)] for row in block.rows]
    return [rows, _place_out(block.place), *beside, block.key, block.title, block.spaced, block.stacked]


def _block_in(told: list[Any]) -> Block:
    if isinstance(told[0], str):
        return _paragraph_in(told)
    rows, place, caption, notes, key, title, spaced, stacked = told
    made = [Row([Cell(text, Place(*at)) for text, *at in cells], Place(*of_row)) for cells, of_row in rows]
    above, below = ([_paragraph_in(p) for p in some] for some in (caption, notes))
    return Table(made, Place(*place), above, below, key, title, spaced, stacked)


def _paragraph_in(told: list[Any]) -> Paragraph:
    text, plain, kind, steps, place = told
    return Paragraph(text, text if plain is None else plain, array(kind, accumulate(steps)), Place(*place))


def _place_out(place: Place) -> list[Any]:
    return [place.start, place.end, place.line, place.page]
