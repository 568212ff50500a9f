"""The grounding check: every number of an answer stands in its evidence, its values, its formula or the question."""

from __future__ import annotations

import re
from decimal import Decimal

from extractors.text import fold
from rag.answer import Answer

_NUMBER = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")
_ORDINAL = re.compile(
    r"(?<![\d.])\d+(?:个部门|份报告)|"
    r"(?:第|共|共列出|前|有|^|[；。：])\s*\d+\s*(?:位|名|项|个|\.(?!\d))|(?<![\d.])\d+项|\d+\.(?= )"
)
#: the number of a source in the text of an answer
_MARK = re.compile(r"\[\d{1,3}\]")


def numbers(text: str) -> set[Decimal]:
    """The numbers of a text; blanks inside a number do not part it, the edge of a cell does."""
    found: set[Decimal] = set()
    for cell in re.split(r"[\t\n]", text):
        folded = re.sub(r"(?<=\d),\s*(?=\d{3})", "", fold(cell))
        found |= {Decimal(n.replace(",", "")) for n in _NUMBER.findall(folded)}
    return found


#: blanks between two numbers that stand side by side in a row without tabs
_BETWEEN = re.compile(r"(?<=\d)[ \u3000]+(?=[-\d])")


#: the levels of a code in columns of their own (302, 01)
_CODE_IN_COLUMNS = re.compile(r"(?<![^\t\n ])(\d{3})[\t ]+(\d{2})(?:[\t ]+(\d{2}))?(?=[\t ]+\D)")
#: a zero told in words
_NOTHING = re.compile("(?:未|没有)发生")


def printed(quote: str) -> set[Decimal]:
    """The numbers that a quote prints, read both ways where blanks may part two of them or stand inside one.

    That something did not occur (未发生会议费) is a zero.
    """
    told = {Decimal(0)} if _NOTHING.search(fold(quote)) else set()
    # a code that is printed in a column for each of its levels is one number
    codes = (m.groups() for m in _CODE_IN_COLUMNS.finditer(quote))
    told |= {Decimal("".join(levels[:n])) for levels in codes for n in (2, 3) if all(levels[:n])}
    return numbers(quote) | numbers(_BETWEEN.sub("\t", quote)) | told


def ungrounded(answer: Answer, known: str = "") -> set[Decimal]:
    """Numbers of the answer that no citation, value, formula or the question bears out. ``known`` adds context."""
    evidence = numbers(answer.question) | numbers(known)
    # what a follow-up took over stands in an earlier question
    evidence |= {Decimal(year) for year in answer.query.get("years", ())} | numbers(answer.query.get("condition", ""))
    evidence |= numbers("、".join(answer.query.get("notes", ())))
    # a number in the name of what is asked for is no figure (单价100万元以上设备)
    evidence |= numbers("、".join(answer.query.get("subjects", ())))
    for citation in answer.citations:
        # folding joins what blanks part: YS08 and the code of a row behind it would be one number
        place = (citation.section, citation.table, citation.row, citation.column, citation.file)
        evidence |= printed(citation.quote) | numbers("\t".join(str(p) for p in place))
        evidence |= {Decimal(citation.year)} if citation.year else set()
    for value in answer.values:
        # the label is made of the names that a report prints (单价200万元以上设备)
        evidence |= numbers(value.value) | numbers(value.formula or "") | numbers(value.label)
        evidence |= {Decimal(value.year)} if value.year else set()
    said = numbers(_ORDINAL.sub("", _MARK.sub("", answer.answer)))
    return said - evidence
