"""Showing audits as they come: as text, JSON lines or one SARIF log, and as web pages in a folder."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection
from pathlib import Path
from typing import Any

from extractors.audit.between import between, lines_between
from extractors.audit.index import Entry, index_of
from extractors.audit.lines import failed_line, lines_of
from extractors.audit.sarif import sarif
from extractors.audit.words import RANK
from extractors.errors import UsageError
from extractors.output import write_text

_INDEX = "index.html"


class Shown:
    """Takes the audits of one run; ``say`` puts text on standard output. A file as folder is a UsageError."""

    def __init__(
        self,
        say: Callable[[str], None],
        form: str,
        folder: Path | None,
        version: str,
        rules: Collection[str] | None = None,
    ) -> None:
        if folder and folder.exists() and not folder.is_dir():
            raise UsageError(f"{folder} 是文件，不是文件夹；请用 --html 指定文件夹")
        self._say, self._form, self._folder, self._version = say, form, folder, version
        self._rules = rules
        self._log: list[tuple[str, dict[str, Any]]] = []
        self._heads: list[tuple[str, dict[str, Any]]] = []
        self._entries: list[Entry] = []
        self._worst = -1
        self.failed = 0

    def add(self, path: str, data: dict[str, Any] | None, error: str | None) -> None:
        """Show the audit of one file, or why there is none."""
        if data is None:
            self.failed += 1
            data = {"error": error or ""}
            self._entries.append(Entry.of_failed(path, data["error"]))
        else:
            self._heads.append((path, {"report": data["report"]}))
            self._count(data["findings"])
            if self._folder and (html := data.pop("html", None)):
                data["page"] = str(self._write(self._folder, data, html))
        self._show(path, data)

    def reaches(self, level: str) -> bool:
        """Whether some finding is at least of a severity; never for a level that is none."""
        return level in RANK and self._worst >= RANK[level]

    def close(self) -> Path | None:
        """Put out what needs all audits: what reports of one department have against one another, the SARIF log, and
        the list of several pages, whose path is returned.
        """
        found = between(self._heads, self._rules)
        self._count(found)
        if self._form == "sarif":
            self._say(json.dumps(sarif(self._log, self._version, found), ensure_ascii=False, indent=1))
        elif found and self._form == "json":
            doc_ids = sorted({place["doc_id"] for finding in found for place in finding["evidence"]})
            self._say(json.dumps({"file": None, "between": doc_ids, "findings": found}, ensure_ascii=False))
        elif found:
            self._say("\n".join(lines_between(found)))
        if self._folder is None or len(self._entries) < 2:
            return None
        write_text(self._folder / _INDEX, index_of(self._entries, found))
        return self._folder / _INDEX

    def _count(self, findings: list[dict[str, Any]]) -> None:
        self._worst = max([self._worst, *(RANK[f["severity"]] for f in findings)])

    def _show(self, path: str, data: dict[str, Any]) -> None:
        if self._form == "sarif":
            self._log.append((path, data))
        elif self._form == "json":
            self._say(json.dumps({"file": path, **data}, ensure_ascii=False))
        elif "error" in data:
            self._say(failed_line(path, data["error"]))
        else:
            self._say("\n".join(lines_of(path, data)))

    def _write(self, folder: Path, data: dict[str, Any], html: str) -> Path:
        """Write the page of one report; two reports with one id get names of their own."""
        taken = {entry.page for entry in self._entries} | {_INDEX}
        stem = data["report"]["doc_id"]
        names = (f"{stem}{f'-{n}' if n > 1 else ''}.html" for n in range(1, len(taken) + 3))
        name = next(name for name in names if name not in taken)
        write_text(folder / name, html)
        self._entries.append(Entry.of(name, data))
        return folder / name
