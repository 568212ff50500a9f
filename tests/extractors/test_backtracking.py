"""Patterns and long lines: no pattern goes back and forth over a text without measure. Steps are counted, not time."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator

import pytest

import extractors
import rag
from tests.backtracking import Matcher, TooMany, attacks, patterns_of, repeats

#: a text of so many characters may take so many steps: fifteen times its square, and less than a tenth of its cube
_LENGTH, _MOST = 200, 700_000
#: texts that are tried on each pattern
_ATTACKS = 9


@pytest.fixture(autouse=True)
def deep_recursion() -> Iterator[None]:
    """The matcher that counts goes a call deeper for each repeat."""
    limit = sys.getrecursionlimit()
    sys.setrecursionlimit(20_000)
    yield
    sys.setrecursionlimit(limit)


def _explodes(pattern: str, flags: int = 0) -> str | None:
    """A text on which a pattern takes more steps than it may; None where none was found."""
    matcher = Matcher(pattern, flags, _MOST)
    for text in attacks(matcher.items, _LENGTH, 0, _ATTACKS):
        try:
            matcher.search(f"{text}\x01")
        except TooMany:
            return text
    return None


@pytest.mark.parametrize(
    "pattern",
    [
        r"^\s*(?:-*\s*第?\s*\d+\s*页?\s*-*\s*$)",
        r"(?:a|b|ab)*$",
        r"^(?:\([^()]*\)|[^。])*批次",
        r"(?P<name>[^，；。]*?)(?P<amount>\d[\d,.]*)万元",
    ],
)
def test_a_pattern_that_goes_back_without_measure_is_found(pattern: str) -> None:
    assert _explodes(pattern)


@pytest.mark.parametrize(
    "pattern", [r"^\s*+\|?\s*+:?-++:?\s*+$", r"\d+(?:\.\d+)?万元", r"(?:a|b)*c", r"(?<!中)[组批]次?"]
)
def test_a_pattern_that_does_not_is_left_alone(pattern: str) -> None:
    assert _explodes(pattern) is None


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        (r"(?P<a>[甲乙]+)、(?!丙).{0,3}?丁$", "甲乙、一二丁"),
        (r"(?:^|，)(\w)(?:x|y)*+\1\b", "一，axya"),
        (r"(?<=元)[^元\d]+?(?>\d+|二)\s*$", "12元共二 "),
        (r"(?<!\d)\d{2,3}(?:万|亿)?元", "支出1234元，45万元"),
    ],
)
def test_what_counts_steps_matches_as_python_does(pattern: str, text: str) -> None:
    for end in range(len(text) + 1):
        assert Matcher(pattern).search(text[:end]) is bool(re.search(pattern, text[:end]))


def test_no_pattern_goes_back_and_forth_over_a_text_without_measure() -> None:
    patterns = patterns_of(extractors, rag)
    assert len(patterns) > 900
    endless = {key: where for key, where in patterns.items() if repeats(Matcher(*key).items) >= 2}
    assert len(endless) > 100
    faults = [
        f"{where}: {key[0][:120]!r} at {text[:40]!r}" for key, where in endless.items() if (text := _explodes(*key))
    ]
    assert not faults, "\n".join(faults)
