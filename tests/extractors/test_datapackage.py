"""datapackage.json: what it says of the tables is so."""

from __future__ import annotations

import csv
import hashlib
import json
import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow.dataset as dataset
import pyarrow.parquet as parquet
import pytest

from extractors.datapackage import _told
from extractors.output import COLUMNS
from extractors.results import Results
from tests.extractors.test_results import extraction

CASES = [("csv", False), ("parquet", False), ("parquet", True)]
_TYPES = {"string": "string", "integer": "int64", "number": "decimal128(38, 4)"}


@pytest.fixture(params=CASES, ids=["csv", "parquet", "partitions"])
def package(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[Path, dict[str, Any]]:
    form, partitioned = request.param
    with Results(tmp_path, form, partitioned) as results:
        results.add(extraction("a", "47.30", None), "a")
        results.add(extraction("b", "8.1300", year=2022, region=None), "b")
        results.close(["a", "b"])
    return tmp_path, json.loads((tmp_path / "datapackage.json").read_text(encoding="utf-8"))


def paths(resource: dict[str, Any]) -> list[str]:
    return resource["path"] if isinstance(resource["path"], list) else [resource["path"]]


def rows(folder: Path, resource: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for path in paths(resource):
        if resource["format"] == "csv":
            with (folder / path).open(encoding="utf-8-sig", newline="") as file:
                yield from csv.DictReader(file)
        else:
            yield from parquet.read_table(folder / path, partitioning=None).to_pylist()


def test_it_is_a_data_package_of_tables(package: tuple[Path, dict[str, Any]]) -> None:
    _, told = package
    assert told["$schema"] == "https://datapackage.org/profiles/2.0/datapackage.json"
    assert [r["name"] for r in told["resources"]] == ["reports", "facts", "findings"]
    for resource in told["resources"]:
        assert resource["type"] == "table"
        assert resource["$schema"].endswith("/dataresource.json")
        assert re.fullmatch(r"[a-z0-9._-]+", resource["name"])
        assert not any(path.startswith(("/", "..")) for path in paths(resource))


def test_files_have_the_size_and_the_hash_that_it_tells(package: tuple[Path, dict[str, Any]]) -> None:
    folder, told = package
    for resource in told["resources"]:
        files = resource.get("files", [resource])
        assert [file["path"] for file in files] == paths(resource)
        assert sum(file["bytes"] for file in files) == resource["bytes"]
        for file in files:
            data = (folder / file["path"]).read_bytes()
            assert file["bytes"] == len(data)
            assert file["hash"] == f"sha256:{hashlib.sha256(data).hexdigest()}"


def test_fields_are_the_columns_with_their_types(package: tuple[Path, dict[str, Any]]) -> None:
    folder, told = package
    for resource in told["resources"]:
        fields = {field["name"]: field for field in resource["schema"]["fields"]}
        assert all(field["title"] and field["description"] for field in fields.values())
        first = folder / paths(resource)[0]
        if resource["format"] == "csv":
            assert first.read_text(encoding="utf-8-sig").splitlines()[0].split(",") == list(fields)
            continue
        columns = {f.name: str(f.type) for f in parquet.read_schema(first)}
        keys = resource.get("partitions", {}).get("columns", [])
        assert [*columns, *keys] == list(fields)
        assert columns == {name: _TYPES[fields[name]["type"]] for name in columns}


def test_keys_are_unique_and_lead_to_the_reports(package: tuple[Path, dict[str, Any]]) -> None:
    folder, told = package
    reports = {row["doc_id"] for row in rows(folder, told["resources"][0])}
    for resource in told["resources"]:
        some = list(rows(folder, resource))
        schema = resource["schema"]
        if "primaryKey" in schema:
            keys = [tuple(row[name] for name in schema["primaryKey"]) for row in some]
            assert len(set(keys)) == len(keys) > 0
        for key in schema.get("foreignKeys", []):
            assert key["reference"] == {"resource": "reports", "fields": ["doc_id"]}
            assert {row["doc_id"] for row in some} <= reports


def test_missing_values_and_numbers_are_as_it_tells(package: tuple[Path, dict[str, Any]]) -> None:
    folder, told = package
    facts = told["resources"][1]
    assert facts["schema"]["missingValues"] == [""]
    values = [None if row["value"] in ("", None) else Decimal(row["value"]) for row in rows(folder, facts)]
    assert sorted(v for v in values if v is not None) == [Decimal("8.13"), Decimal("47.30")]
    assert values.count(None) == 1


def test_amounts_are_measures_and_the_dimensions_are_columns(package: tuple[Path, dict[str, Any]]) -> None:
    _, told = package
    facts = told["resources"][1]
    names = {field["name"] for field in facts["schema"]["fields"]}
    assert facts["model"]["measures"]["value"]["source"] == "value"
    assert {"department", "year", "subject", "measure"} <= set(facts["model"]["dimensions"])
    for dimension in facts["model"]["dimensions"].values():
        assert set(dimension["primaryKey"]) <= set(dimension["attributes"]) <= names
    assert ("region" in facts["model"]["dimensions"]) == ("region" in names)


def test_partitions_are_read_with_year_and_region(tmp_path: Path) -> None:
    with Results(tmp_path, "parquet", partitioned=True) as results:
        results.add(extraction("a", "47.30"), "a")
        results.close(["a"])
    table = dataset.dataset(tmp_path / "facts", partitioning="hive").to_table()
    assert (table["year"].to_pylist(), table["region"].to_pylist()) == ([2023], ["青石市"])


def test_every_column_of_every_table_is_explained() -> None:
    assert {name for columns in COLUMNS.values() for name in columns} == set(_told()["columns"])
