"""Templates of the user's own: files beside the built-in vocabulary that name tables and columns as a province does.

They stand in the folder that the setting ``JUESUAN_FAMILIES`` names, one YAML file a template:

    name: 某省2024年度部门决算
    kind: final
    tables:
      - table: GK03
        titles: [部门开销分类一览]
        columns:
          本年支出合计: [开销总额]
"""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path
from typing import Literal

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from extractors.errors import UsageError

FAMILIES = "JUESUAN_FAMILIES"


class OwnTable(BaseModel):
    """A table by its key, the titles it has in a template, and what its canonical columns are called there."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    table: str
    titles: tuple[str, ...] = ()
    columns: dict[str, tuple[str, ...]] = {}


class OwnFamily(BaseModel):
    """A template of the user's own."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    kind: Literal["final", "budget"] = "final"
    tables: tuple[OwnTable, ...] = ()


@lru_cache(maxsize=1)
def own_families() -> tuple[OwnFamily, ...]:
    """The user's own templates, in the order of their files; none where no folder is named.

    Raises UsageError for a folder or a file that is not what it should be.
    """
    named = os.environ.get(FAMILIES)
    if not named:
        return ()
    folder = Path(named)
    if not folder.is_dir():
        raise UsageError(f"{FAMILIES} 所指的文件夹 {folder} 不存在；请检查，或去掉这项设置")
    return tuple(read_family(path) for path in sorted([*folder.glob("*.yaml"), *folder.glob("*.yml")]))


def use_families(folder: Path) -> None:
    """Take the templates of a folder, unless the environment names one; worker processes take them too.

    Called before anything is read: the vocabulary is loaded once.
    """
    os.environ.setdefault(FAMILIES, str(folder))


def read_family(path: Path) -> OwnFamily:
    """A template file. Raises UsageError where it cannot be read or has something wrong in it."""
    try:
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
        return OwnFamily.model_validate(data)
    except (OSError, UnicodeDecodeError):
        raise UsageError(f"模板文件 {path} 无法读取；请确认它是 UTF-8 文本且有读取权限") from None
    except yaml.YAMLError as error:
        line = getattr(getattr(error, "problem_mark", None), "line", None)
        where = f"第 {line + 1} 行" if line is not None else ""
        raise UsageError(f"模板文件 {path}{where}不是有效的 YAML；请检查缩进和标点") from None
    except ValidationError as error:
        fault = error.errors()[0]
        where = ".".join(map(str, fault["loc"])) or "整个文件"
        raise UsageError(f"模板文件 {path} 的 {where} 不合要求；写法见 juesuan propose --help") from None
