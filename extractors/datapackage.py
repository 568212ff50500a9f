"""datapackage.json: what the tables of a bulk extraction are, for programs and people that did not write them.

A Data Package (version 2.0): for each table its files with their size and hash, its columns with type and meaning, its
keys; for amounts also what a Fiscal Data Package says of them, measures and dimensions.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from extractors.output import WHOLE, write_json
from extractors.partitions import KEYS

NAME = "datapackage.json"
_PROFILE = "https://datapackage.org/profiles/2.0"
_MEDIA = {"csv": "text/csv", "parquet": "application/vnd.apache.parquet"}


@dataclass(frozen=True, slots=True)
class Resource:
    """A table as it was written: its files, the columns in them, and whether folder names hold two columns more."""

    name: str
    form: str
    paths: Sequence[Path]
    columns: Sequence[str]
    partitioned: bool = False


def write_package(folder: Path, resources: Iterable[Resource]) -> None:
    """Write the description of some tables into their folder. Raises UsageError where it cannot be written."""
    told = _told()
    package = {
        "$schema": f"{_PROFILE}/datapackage.json",
        "name": "juesuan",
        "title": told["title"],
        "description": told["description"],
        "resources": [_resource(folder, resource) for resource in resources],
    }
    write_json(folder / NAME, package)


@cache
def _told() -> dict[str, Any]:
    told: dict[str, Any] = yaml.safe_load(Path(__file__).with_suffix(".yaml").read_text(encoding="utf-8"))
    return told


def _resource(folder: Path, resource: Resource) -> dict[str, Any]:
    told = _told()["tables"][resource.name]
    files = [_file(folder, path) for path in resource.paths]
    made: dict[str, Any] = {
        "$schema": f"{_PROFILE}/dataresource.json",
        "name": resource.name,
        "type": "table",
        "title": told["title"],
        "description": told["description"],
        "path": files[0]["path"] if not resource.partitioned else [file["path"] for file in files],
        "format": resource.form,
        "mediatype": _MEDIA[resource.form],
        "bytes": sum(file["bytes"] for file in files),
    }
    if resource.form == "csv":
        made["encoding"] = "utf-8"
        made["dialect"] = {"$schema": f"{_PROFILE}/tabledialect.json", "delimiter": ",", "lineTerminator": "\r\n"}
    if resource.partitioned:
        made["partitions"] = {"layout": "hive", "columns": list(KEYS)}
        made["files"] = files
    else:
        made["hash"] = files[0]["hash"]
    columns = [*resource.columns, *(key for key in KEYS if resource.partitioned)]
    made["schema"] = _schema(told, columns)
    if model := _model(told, columns):
        made["model"] = model
    return made


def _file(folder: Path, path: Path) -> dict[str, Any]:
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    return {"path": path.relative_to(folder).as_posix(), "bytes": path.stat().st_size, "hash": f"sha256:{digest}"}


def _schema(told: dict[str, Any], columns: Sequence[str]) -> dict[str, Any]:
    schema: dict[str, Any] = {
        "$schema": f"{_PROFILE}/tableschema.json",
        "fields": [_field(name) for name in columns],
        "missingValues": [""],
    }
    if keys := told.get("primaryKey"):
        schema["primaryKey"] = keys
    if others := told.get("foreignKeys"):
        schema["foreignKeys"] = [
            {"fields": [field], "reference": {"resource": other, "fields": [field]}} for field, other in others.items()
        ]
    return schema


def _field(name: str) -> dict[str, Any]:
    told = dict(_told()["columns"][name])
    values = told.pop("enum", None)
    kind = "number" if name == "value" else "integer" if name in WHOLE else "string"
    field = {"name": name, "type": kind} | told
    return field | ({"constraints": {"enum": values}} if values else {})


def _model(told: dict[str, Any], columns: Sequence[str]) -> dict[str, Any] | None:
    """What is measured and by what it is told apart; of the columns that the table has."""
    if "measures" not in told:
        return None
    measures = {name: {"source": name} | measure for name, measure in told["measures"].items()}
    dimensions = {
        name: {
            "dimensionType": dimension["type"],
            "primaryKey": dimension["primaryKey"],
            "attributes": {attribute: {"source": attribute} for attribute in dimension["attributes"]},
        }
        for name, dimension in told["dimensions"].items()
        if set(dimension["attributes"]) <= set(columns)
    }
    return {"measures": measures, "dimensions": dimensions}
