"""A store opened as a library opens its own: in its folder, or on the server that the tests run on."""

from __future__ import annotations

import os
from pathlib import Path

from rag.storage.store import Store
from rag.upkeep.folder import open_store


def opened(folder: Path) -> Store:
    return open_store(folder, os.environ.get("JUESUAN_DATABASE_URL"))
