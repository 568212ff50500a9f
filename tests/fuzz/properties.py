"""What holds whatever the input: of a document that was read, a report that was extracted, an answer that was given."""

from __future__ import annotations

import json
from decimal import Decimal, InvalidOperation
from pathlib import PurePosixPath
from typing import Any

from extractors.extract import Extraction
from extractors.output import extraction_json
from extractors.readers import Document, TextLine
from rag.answer import Answer
from rag.library import Library
from tests.fuzz.guard import Broken

#: a fact takes at least a character of the report, and a finding at least a fact; these leave room for headings
_FACTS_PER_CHARACTER, _FEW = 1.0, 200
#: characters of an answer, and its sources
_LONGEST, _MOST_CITED = 200_000, 5_000


def hold(condition: object, said: str) -> None:
    """Raise Broken unless a condition holds: also where Python leaves assertions out."""
    if not condition:
        raise Broken(said)


def check_document(document: Document) -> None:
    """Every line and table stands where it says it stands, in reading order, and no cell is made up."""
    text = document.source.text
    at = 0
    for block in document.blocks:
        place = block.place
        hold(at <= place.start <= place.end <= len(text), f"a block out of order at {place}")
        at = place.start
        if isinstance(block, TextLine):
            hold(len(block.text) == len(block.offsets), "a line with other offsets than characters")
            for character, offset in zip(block.text, block.offsets, strict=True):
                hold(character in (text[offset], " "), f"{character!r} is not {text[offset]!r} at {offset}")
            continue
        for row in block.rows:
            for cell in row.cells:
                hold(place.start <= cell.place.start <= cell.place.end <= place.end, f"a cell outside at {cell.place}")


def check_extraction(extraction: Extraction) -> None:
    """Quotes are cut out of the source, values are finite, and the extraction file is JSON that reads back alike."""
    text = extraction.report.source.text
    hold(len(extraction.facts) <= _FEW + _FACTS_PER_CHARACTER * len(text), f"{len(extraction.facts)} facts")
    for fact in extraction.facts:
        hold(fact.value is None or (isinstance(fact.value, Decimal) and fact.value.is_finite()), f"value of {fact}")
        hold(fact.quote == text[fact.start : fact.end], f"quote of {fact}")
        hold(fact.at is None or 0 <= fact.at < len(text), f"place of {fact}")
    for finding in extraction.findings:
        for citation in finding.evidence:
            hold(citation.quote in text, f"quote of {finding.id}: {citation.quote[:80]!r}")
    name = extraction.report.doc_id
    hold(PurePosixPath(name).name == name and name.strip(".") and "\\" not in name, f"doc_id {name!r}")
    check_json(extraction_json(extraction))


def check_json(data: Any) -> None:
    """Data that goes out as JSON: valid (no NaN), in UTF-8, and the same when it is read back."""
    told = json.dumps(data, ensure_ascii=False, allow_nan=False).encode("utf-8")
    hold(json.loads(told) == data, "JSON that reads back as something else")


def check_answer(answer: Answer, library: Library) -> None:
    """Every source is cut out of a report of the library, every figure is finite, and the JSON reads back alike."""
    hold(answer.answer.strip(), "an answer without words")
    hold(len(answer.answer) <= _LONGEST and len(answer.citations) <= _MOST_CITED, "an answer without measure")
    sources = {c.doc_id: library.source(c.doc_id) for c in answer.citations}
    for citation in answer.citations:
        hold(citation.quote in sources[citation.doc_id], f"quote {citation.quote[:80]!r}")
    for value in answer.values:
        hold(value.origin != "computed" or value.formula, f"{value.label} computed without a formula")
        try:
            hold(Decimal(value.value).is_finite(), f"value {value.value}")
        except InvalidOperation:
            hold(value.value.strip(), "an empty value")
    hold(Answer.model_validate_json(answer.model_dump_json()) == answer, "an answer that reads back as another")
    check_json(answer.model_dump(mode="json"))
