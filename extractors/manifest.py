"""Which files of a bulk extraction are done, so that an interrupted one goes on where it stopped."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from extractors.errors import ReadError, UsageError
from extractors.readers import sha256

#: hidden, for whoever reads all that stands in the folder
_NAME = ".manifest.jsonl"


class Manifest:
    """A line for each file written to a folder: the file, its content, how it was extracted, and under which id.

    ``how`` is everything that decides a result beside the file's content: rules, schema, model, prompts. A line is
    written after the result, so that what it names is there whole; ``result`` tells where that of an id stands.
    """

    def __init__(self, folder: Path, how: Mapping[str, Any], result: Callable[[str], Path] | None = None) -> None:
        self.path = folder / _NAME
        self._result = result or (lambda doc_id: folder / f"{doc_id}.json")
        told = json.dumps(how, ensure_ascii=False, sort_keys=True)
        self._how = hashlib.sha256(told.encode()).hexdigest()[:16]
        self._done = self._read()
        self._paths = {path for path, _ in self._done}

    def done(self, path: Path) -> str | None:
        """The id under which the result for a file stands in the folder; None where it has to be made."""
        if str(path) not in self._paths:
            return None
        try:
            doc_id = self._done.get((str(path), sha256(path)))
        except ReadError:
            return None  # it is told when it is read
        return doc_id if doc_id is not None and self._result(doc_id).is_file() else None

    def add(self, path: str, content: str, doc_id: str) -> None:
        """Note that a file of some content is done. Raises UsageError where the folder cannot be written."""
        line = {"path": path, "sha256": content, "how": self._how, "doc_id": doc_id}
        try:
            with self.path.open("a", encoding="utf-8") as file:
                file.write(json.dumps(line, ensure_ascii=False) + "\n")
        except OSError as error:
            raise UsageError(f"{self.path}：无法写入（{error.strerror}）；请检查磁盘空间和权限") from None
        self._done[path, content] = doc_id

    def _read(self) -> dict[tuple[str, str], str]:
        done: dict[tuple[str, str], str] = {}
        for line in self._whole_lines():
            try:
                kept = json.loads(line)
                if kept["how"] == self._how:
                    done[str(kept["path"]), str(kept["sha256"])] = str(kept["doc_id"])
            except (ValueError, KeyError, TypeError):
                continue  # damaged by something else than an interruption
        return done

    def _whole_lines(self) -> list[str]:
        """The lines; one that an interruption cut short is taken off, so that the next does not run into it."""
        if not self.path.is_file():
            return []
        written = self.path.read_bytes()
        whole = written[: written.rfind(b"\n") + 1]
        if whole != written:
            try:
                os.truncate(self.path, len(whole))
            except OSError as error:
                raise UsageError(f"{self.path}：无法写入（{error.strerror}）；请检查磁盘空间和权限") from None
        return whole.decode(errors="replace").splitlines()
