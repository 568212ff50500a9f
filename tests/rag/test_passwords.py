"""Passwords: a hash lets in the one password it was made of, and nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import settings as runs
from hypothesis import strategies as st

from extractors.errors import UsageError
from rag.passwords import hashed, matches


@runs(max_examples=8)
@given(st.text(min_size=1, max_size=30), st.text(min_size=1, max_size=30))
def test_only_the_very_password_matches(password: str, other: str) -> None:
    stored = hashed(password)
    assert matches(password, stored)
    assert matches(other, stored) == (other == password)


def test_two_hashes_of_one_password_differ_and_show_nothing_of_it() -> None:
    one, two = hashed("同一个口令"), hashed("同一个口令")
    assert one != two
    assert "口令" not in one


@pytest.mark.parametrize(
    "stored", ["", "口令", "scrypt:00:00", "scrypt:zz:zz", "md5:00:" + "00" * 64, "scrypt::" + "00" * 64]
)
def test_what_is_no_hash_is_told_with_what_to_do(stored: str) -> None:
    with pytest.raises(UsageError, match="juesuan password"):
        matches("任何", stored)
