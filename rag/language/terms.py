"""Terms: what a question says to put together by an operation that it names (甲减去乙还剩多少, 甲和乙两项相加)."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, Field

from extractors.vocabulary import question_words

Operator = Literal["subtract", "add", "apart"]


#: by how a question puts it, the operation that it names
_MADE_BY: dict[str, Operator] = {"apart": "apart", "subtract": "subtract", "subtract_first": "subtract", "add": "add"}


class Terms(BaseModel):
    """The operation, and what it is on in the words of the question, in their order."""

    operator: Operator
    phrases: list[str] = Field(min_length=2)


def terms_in(text: str, named: bool) -> Terms | None:
    """The terms of a folded question in which the department is blanked out; None where it names no operation.

    ``named``: it names something that a report has, of which 甲比乙多多少 is asked otherwise.
    """
    for operator, pattern in question_words().terms.items():
        if not (named and operator == "apart") and (match := pattern.search(text)):
            phrases = [match.group("a").strip("|的"), match.group("b").strip("|的")]
            return Terms(operator=_MADE_BY[operator], phrases=phrases)
    return None
