"""Schemas of what a report discloses: one a statutory table, one a section; any other pydantic model works as well."""

from __future__ import annotations

from pydantic import BaseModel

from extractors.schemas.fields import Percent, Unit, WanYuan
from extractors.schemas.sections import SECTIONS
from extractors.schemas.tables import TABLES

__all__ = ["Percent", "Unit", "WanYuan", "schemas"]


def schemas() -> dict[str, type[BaseModel]]:
    """The ready-made schemas by short name: gk01 … gk09 for the tables, three_public and others for the sections."""
    return {**TABLES, **SECTIONS}
