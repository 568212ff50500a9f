"""Schemas of what a report discloses: one a table, section or annex; any other pydantic model works as well."""

from __future__ import annotations

from functools import cache

from pydantic import BaseModel

from extractors.schemas.annexes import ANNEXES
from extractors.schemas.bodies import BODIES
from extractors.schemas.fields import Percent, Unit, WanYuan
from extractors.schemas.sections import SECTIONS
from extractors.schemas.tables import TABLES
from extractors.schemas.whole import whole

__all__ = ["Percent", "Unit", "WanYuan", "schemas"]


@cache
def _all() -> dict[str, type[BaseModel]]:
    small = {**BODIES, **SECTIONS, **TABLES, **ANNEXES}
    return {**small, "report": whole(small)}


def schemas() -> dict[str, type[BaseModel]]:
    """The ready-made schemas by short name: gk01 … gk09, three_public and other sections, annexes, the whole report."""
    return dict(_all())
