"""Which rules read reports: a name for the code and the vocabulary as they are."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path


def rules_version(beside: Iterable[Path] = ()) -> str:
    """Names the rules that read reports: a hash of their code and vocabulary, and of some files beside them."""
    return _version(tuple(beside))


@lru_cache(maxsize=4)
def _version(beside: tuple[Path, ...]) -> str:
    digest = hashlib.sha256()
    root = Path(__file__).parent
    for path in sorted([*root.rglob("*.py"), *root.rglob("*.yaml"), *beside]):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]
