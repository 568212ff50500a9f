"""Former replies of a model on disk, so that a run can be repeated and costs nothing the second time."""

from __future__ import annotations

import hashlib
import json
import logging
import os
import tempfile
from pathlib import Path
from typing import Any

log = logging.getLogger("juesuan")

#: raised when what is asked or how a reply is kept changes, so that old replies are not taken for new ones
_VERSION = 1


class Cache:
    """One small file a reply, named by everything that decides it. The key of the endpoint is no part of either.

    A folder that cannot be written, or a file that cannot be read, costs a call and never an answer.
    """

    def __init__(self, folder: Path | None) -> None:
        self.folder = folder

    def name_of(self, request: dict[str, Any]) -> str:
        """The name under which the reply to a request is kept."""
        told = json.dumps([_VERSION, request], ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(told.encode()).hexdigest()

    def get(self, name: str) -> dict[str, Any] | None:
        """What is kept under a name; None where nothing readable is."""
        if self.folder is None:
            return None
        try:
            kept = json.loads(self._path(name).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return None
        return kept if isinstance(kept, dict) else None

    def put(self, name: str, kept: dict[str, Any]) -> None:
        """Keep something under a name; it is there whole or not at all."""
        if self.folder is None:
            return
        path = self._path(name)
        try:
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            handle, draft = tempfile.mkstemp(dir=path.parent, suffix=".part")
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                json.dump(kept, file, ensure_ascii=False)
            os.replace(draft, path)
        except OSError as error:
            log.warning("模型回复的缓存写不进 %s（%s），本次不缓存", path.parent, error.strerror)

    def _path(self, name: str) -> Path:
        assert self.folder is not None
        return self.folder / name[:2] / f"{name}.json"
