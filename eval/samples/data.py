"""The data files beside the code: departments, subjects, wording."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Duty(_Frozen):
    """A duty (部门职责), the short words an answer must hold, and what one would ask for."""

    text: str
    keys: tuple[str, ...]
    ask: str


class Plan(_Frozen):
    """A project a department may run: its subject, fund, and one indicator."""

    name: str
    code: str
    fund: str
    indicator: str
    target: int
    unit: str
    goal: str


class Department(_Frozen):
    """An invented department."""

    key: str
    name: str
    shorts: tuple[str, ...]
    region: str
    area: str
    level: str
    run: str
    other: str
    other_income: str
    offices: tuple[str, ...]
    bodies: tuple[str, ...]
    duties: tuple[Duty, ...]
    projects: tuple[Plan, ...]


class Reason(_Frozen):
    """A stated reason and the short words an answer must hold."""

    text: str
    keys: tuple[str, ...]


@cache
def raw(name: str) -> Any:
    """The parsed data file ``data/NAME.yaml``."""
    return yaml.safe_load((files("eval.samples") / "data" / f"{name}.yaml").read_text(encoding="utf-8"))


@cache
def departments() -> dict[str, Department]:
    return {d["key"]: Department.model_validate(d) for d in raw("departments")["departments"]}


@cache
def reasons(kind: str) -> tuple[Reason, ...]:
    """The reasons of one kind: up, down, item_up, item_down, item_new, public_saved."""
    return tuple(Reason.model_validate(r) for r in raw("departments")["reasons"][kind])


def phrases(kind: str) -> list[str]:
    return list(raw("departments")["reasons"][kind])


@cache
def class_names() -> dict[str, str]:
    """The 26 classes (类) in the order of GK01 and GK04."""
    return dict(raw("subjects")["rows"])


def subject_name(code: str) -> str:
    """The public name of a functional subject of 3, 5 or 7 digits."""
    if len(code) == 3:
        return class_names()[code]
    names = raw("subjects")["names"]
    return str(names[code])


def economic_names() -> dict[str, str]:
    return dict(raw("economic")["names"])
