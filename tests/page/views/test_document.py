"""The document beside its data: its parts hold everything once, and every fact is marked where it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from eval.samples import write_samples
from extractors.report import Paragraph
from extractors.text import squeeze
from page.views.document import Mark, part_html, part_of, parts_of
from page.views.sheets import outline, sheet_labels, sheets
from rag.library import Library
from rag.settings import Settings


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    folder = tmp_path_factory.mktemp("document")
    with Library.open(folder / "library", Settings(_env_file=None)) as library:
        library.ingest(write_samples(folder / "samples", 3), workers=1)
        yield library


def test_the_parts_hold_every_piece_of_the_text_once_and_in_order(library: Library) -> None:
    for info in library.reports():
        report = library.report(info.doc_id)
        parts = parts_of(report)
        blocks = [block for part in parts for _, block in part.pieces if block is not None]
        assert blocks == [block for section in report.sections for block in section.blocks]
        assert [part.start for part in parts] == sorted(part.start for part in parts)
        assert len(parts) > 2
        for number, part in enumerate(parts):
            for section, block in part.pieces:
                assert part_of(parts, section.place.start if block is None else block.place.start) == number


def test_every_fact_is_marked_in_the_part_in_which_it_stands(library: Library) -> None:
    marked = total = 0
    for info in library.reports():
        report, facts = library.report(info.doc_id), library.facts(info.doc_id)
        parts = parts_of(report)
        for fact in facts[::11]:
            mark = Mark.of(fact)
            html = part_html(parts[part_of(parts, mark.start)], facts, mark)
            assert "<mark>" in html or 'class="jz-cited"' in html, fact
            if fact.raw and fact.at is not None:
                total += 1
                shown = [
                    squeeze(re.sub("<.*?>", "", text)) for text in re.findall(r"<(?:mark|b)>(.*?)</(?:mark|b)>", html)
                ]
                marked += any(squeeze(fact.raw) in text for text in shown)
    assert total > 100 and marked > 0.98 * total


def test_a_heading_leads_to_its_own_mark(library: Library) -> None:
    info = library.reports()[0]
    report, facts = library.report(info.doc_id), library.facts(info.doc_id)
    parts = parts_of(report)
    headings = outline(report)
    assert any("名词解释" in heading.title for heading in headings)
    for heading in headings:
        start = heading.place.start
        html = part_html(parts[part_of(parts, start)], facts, Mark.at(report, start, start + 1, heading.title))
        assert html.count("<mark>") == 1


def test_an_unmarked_part_has_no_mark(library: Library) -> None:
    info = library.reports()[0]
    report = library.report(info.doc_id)
    for part in parts_of(report):
        html = part_html(part, library.facts(info.doc_id), None)
        assert "<mark>" not in html and "jz-cited" not in html
        for _, block in part.pieces:
            if isinstance(block, Paragraph) and re.fullmatch(r"[\w，。、]+", block.text):
                assert block.text in html


def test_all_tables_are_there_under_names_of_their_own(library: Library) -> None:
    for info in library.reports():
        report = library.report(info.doc_id)
        shown = sheets(report, library.facts(info.doc_id))
        assert len(shown) == len([table for _, table in report.tables if table.rows])
        labels = sheet_labels(shown)
        assert len(set(labels)) == len(labels)
        for sheet in shown:
            assert len(sheet.places) == len(sheet.rows)
            for row, (start, end) in zip(sheet.rows, sheet.places, strict=True):
                text = squeeze(report.source.text[start:end])
                assert all(squeeze(cell) in text for cell in row if re.fullmatch(r"[\d,.]+", cell))
