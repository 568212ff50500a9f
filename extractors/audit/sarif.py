"""Audits in SARIF 2.1.0, the form in which CI systems and editors take the results of linters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

from extractors.crosscheck import Rule, catalogue, rules_between

#: SARIF knows three levels; a rounding difference is a note
_LEVEL = {"error": "error", "warning": "warning", "rounding": "note", "info": "note"}

Data = Mapping[str, Any]


def sarif(audited: Sequence[tuple[str, Data]], version: str, between: Sequence[Data] = ()) -> dict[str, Any]:
    """One log of all files, each with what ``check --json`` says of it: its audit, or ``error``.

    ``between`` are the findings between reports; their places are in several of the files.
    """
    rules = [*catalogue().values(), *rules_between().values()]
    files = {data["report"]["file"]: path for path, data in audited if "report" in data}
    index = {rule.id: n for n, rule in enumerate(rules)}
    return {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [
            {
                "tool": {"driver": {"name": "juesuan", "version": version, "rules": [_rule(r) for r in rules]}},
                "columnKind": "unicodeCodePoints",
                "invocations": [_invocation(audited)],
                "artifacts": [_artifact(path, data) for path, data in audited],
                "results": [
                    *(_result(path, f, index) for path, data in audited for f in data.get("findings", ())),
                    *(_result("", f, index, files) for f in between),
                ],
            }
        ],
    }


def _rule(rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.id,
        "shortDescription": {"text": rule.title},
        "fullDescription": {"text": rule.explanation},
        "defaultConfiguration": {"level": _LEVEL[rule.severity]},
    }


def _invocation(audited: Sequence[tuple[str, Data]]) -> dict[str, Any]:
    """What could not be read: such a file has no results, which must not look like a clean one."""
    failed = [
        {
            "level": "error",
            "message": {"text": data["error"]},
            "locations": [{"physicalLocation": {"artifactLocation": {"uri": _uri(path)}}}],
        }
        for path, data in audited
        if "error" in data
    ]
    return {"executionSuccessful": not failed, "toolExecutionNotifications": failed}


def _artifact(path: str, data: Data) -> dict[str, Any]:
    known = {name: data[name] for name in ("coverage", "tables_read", "tables_missing") if name in data}
    return {"location": {"uri": _uri(path)}, "properties": known}


def _result(
    path: str, finding: Data, index: Mapping[str, int], files: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """A finding; ``files`` gives the path of each file where its places are in several."""
    places = [_location((files or {}).get(place["file"], path), place) for place in finding["evidence"]]
    return {
        "ruleId": finding["rule"],
        "ruleIndex": index[finding["rule"]],
        "level": _LEVEL[finding["severity"]],
        "message": {"text": finding["message"]},
        "locations": places[:1] or [{"physicalLocation": {"artifactLocation": {"uri": _uri(path)}}}],
        "relatedLocations": [place | {"id": n} for n, place in enumerate(places[1:], 1)],
        "partialFingerprints": {"finding/v1": finding["id"]},
        "properties": {"severity": finding["severity"], "values": finding["values"]},
    }


def _location(path: str, place: Data) -> dict[str, Any]:
    physical: dict[str, Any] = {"artifactLocation": {"uri": _uri(path)}}
    if place["line"]:
        physical["region"] = {"startLine": place["line"]}
    return {"physicalLocation": physical, "message": {"text": place["quote"]}}


def _uri(path: str) -> str:
    """A relative path stays relative, so that a CI system finds the file in its checkout."""
    given = Path(path)
    return given.as_uri() if given.is_absolute() else quote(given.as_posix())
