"""The ready-made schemas: named, described in Chinese, units as types, every named place a canonical one."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from pydantic import BaseModel

from extractors.schemas import WanYuan, schemas
from extractors.structured import describe, summary
from extractors.structured.field import Asked, asked
from extractors.vocabulary import section_words, table_forms

_MODELS = sorted(schemas().items())


def _fields(model: type[BaseModel]) -> list[Asked]:
    """The fields of a model and of the rows in it."""
    found = list(asked(model))
    return found + [inner for each in found if each.model for inner in _fields(each.model)]


def test_every_statutory_table_and_section_has_a_schema() -> None:
    tables = {f"gk0{n}" for n in range(1, 10)}
    sections = {"three_public", "operating", "procurement", "assets", "performance", "gov_fund", "state_capital"}
    assert tables | sections < set(schemas())


@pytest.mark.parametrize(("name", "model"), _MODELS)
def test_schema_has_a_chinese_title_and_field_descriptions(name: str, model: type[BaseModel]) -> None:
    assert model.__doc__ and "\u4e00" <= model.__doc__.strip()[-1] <= "\u9fff"
    for each in _fields(model):
        assert each.info.description and each.title, (name, each.name)


@pytest.mark.parametrize(("name", "model"), _MODELS)
def test_json_schema_is_printable_and_carries_units(name: str, model: type[BaseModel]) -> None:
    printed = json.dumps(model.model_json_schema(), ensure_ascii=False)
    assert '"unit": ' in printed or name in {"duties", "identity"}
    assert "pattern" not in printed


@pytest.mark.parametrize(("name", "model"), _MODELS)
def test_json_schema_is_valid_and_takes_an_empty_report(name: str, model: type[BaseModel]) -> None:
    schema = model.model_json_schema()
    Draft202012Validator.check_schema(schema)
    Draft202012Validator(schema).validate(model().model_dump(mode="json"))


@pytest.mark.parametrize(("name", "model"), _MODELS)
def test_schema_in_words_has_a_line_for_every_field_with_its_place(name: str, model: type[BaseModel]) -> None:
    lines = describe(name, model).splitlines()
    assert lines[0] == f"{name}  {summary(model)}"
    assert len(lines) == 1 + len(_fields(model))
    assert not any("按字段的文字查找" in line for line in lines)


def test_report_is_composed_of_all_small_schemas() -> None:
    small = [name for name in schemas() if name != "report"]
    assert list(schemas()["report"].model_fields) == small


@pytest.mark.parametrize(("name", "model"), _MODELS)
def test_cells_named_by_fields_are_canonical(name: str, model: type[BaseModel]) -> None:
    for each in _fields(model):
        if cell := each.extra.get("cell"):
            table, _, column = cell
            if "{" not in column:
                assert column in table_forms()[table].column_names, each.name


@pytest.mark.parametrize(("name", "model"), _MODELS)
def test_sections_named_by_fields_are_known(name: str, model: type[BaseModel]) -> None:
    known = {words.key for words in section_words()}
    for each in _fields(model):
        if prose := each.extra.get("prose"):
            assert set(prose[2].split("|")) <= known, each.name


@pytest.mark.parametrize(("name", "model"), _MODELS)
def test_row_columns_belong_to_their_table(name: str, model: type[BaseModel]) -> None:
    for each in asked(model):
        if rows := each.extra.get("rows"):
            assert each.model is not None
            columns = {inner.extra["column"] for inner in asked(each.model) if "column" in inner.extra}
            assert columns <= set(table_forms()[rows[0]].column_names)


def test_empty_report_fits_every_schema_with_nulls() -> None:
    def empty(value: Any) -> bool:
        return value is None or value == [] or (isinstance(value, dict) and all(map(empty, value.values())))

    for model in schemas().values():
        assert empty(model().model_dump())


def test_amount_is_a_decimal_and_keeps_its_printed_digits() -> None:
    class Sheet(BaseModel):
        amount: WanYuan

    sheet = Sheet.model_validate({"amount": "47.30"})
    assert sheet.amount == Decimal("47.30")
    assert sheet.model_dump(mode="json") == {"amount": "47.30"}
    amount: dict[str, Any] = Sheet.model_json_schema()["properties"]["amount"]
    assert (amount["type"], amount["unit"]) == ("string", "万元")
