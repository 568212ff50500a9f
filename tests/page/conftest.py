"""For the rooms of the page: a library of generated samples, and nothing kept in memory from one test to the next."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from eval.samples import write_samples
from rag.library import Library
from rag.settings import Settings
from tests.page.running import forget_caches


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library of five samples that no test changes."""
    folder = tmp_path_factory.mktemp("rooms")
    with Library.open(folder / "library", Settings(_env_file=None)) as library:
        library.ingest(write_samples(folder / "samples", 5), workers=1)
    return folder / "library"


@pytest.fixture(autouse=True)
def _fresh_caches() -> Iterator[None]:
    yield
    forget_caches()
