"""Patterns of vocabulary files: lists of alternatives are one expression, an empty list matches nothing."""

from __future__ import annotations

import pytest
from pydantic import BaseModel, ValidationError

from extractors.vocabulary.patterns import Words


class Asked(BaseModel):
    words: Words


def test_alternatives_of_a_list_are_one_expression() -> None:
    words = Asked.model_validate({"words": ["多少|几", "哪些"]}).words
    assert [bool(words.search(t)) for t in ("花了多少", "有哪些", "为什么")] == [True, True, False]


def test_a_single_expression_is_taken_as_it_is() -> None:
    assert Asked.model_validate({"words": "第[一二]名"}).words.search("第二名")


def test_an_empty_list_matches_nothing() -> None:
    assert Asked.model_validate({"words": []}).words.search("") is None


def test_a_faulty_expression_is_refused_on_load() -> None:
    with pytest.raises(ValidationError):
        Asked.model_validate({"words": ["(多少"]})
