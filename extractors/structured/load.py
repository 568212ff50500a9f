"""Finding the schema that a user names: a ready-made one, a class of the user's own module, or a list of fields."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import TypeGuard

from pydantic import BaseModel
from pydantic.errors import PydanticUndefinedAnnotation

from extractors.errors import UsageError
from extractors.schemas import schemas
from extractors.structured.own import SUFFIXES, own_model


def load_model(spec: str) -> type[BaseModel]:
    """The model of ``NAME`` or ``module:Model``, or of a file (``.json``, ``.txt``) that lists fields.

    Modules are looked for in the working directory too. Raises UsageError (Chinese: what is wrong, what to do).
    """
    if spec.lower().endswith(SUFFIXES):
        return own_model(Path(spec))
    if ":" not in spec:
        if spec in schemas():
            return schemas()[spec]
        known = "、".join(sorted(schemas()))
        own = "自定义的请写成 模块:类名（如 my_schema:Report），或给出字段清单文件（.json、.txt）"
        raise UsageError(f"没有名为“{spec}”的结构；可用：{known}；{own}")
    module_name, _, class_name = spec.partition(":")
    if not module_name or not class_name:
        raise UsageError(f"“{spec}”写法不对；自定义模型应写成 模块:类名，如 my_schema:Report")
    return _model_of(_module(module_name), class_name)


def _module(name: str) -> ModuleType:
    try:
        with _working_directory():
            return importlib.import_module(name)
    except ModuleNotFoundError as error:
        if error.name is not None and (name == error.name or name.startswith(f"{error.name}.")):
            raise UsageError(f"找不到模块“{name}”；请在模块所在的文件夹运行，或把该文件夹加入 PYTHONPATH") from error
        raise UsageError(f"模块“{name}”需要的“{error.name}”没有安装") from error
    except (Exception, SystemExit) as error:  # whatever the user's module does on import
        raise UsageError(f"模块“{name}”导入时出错：{type(error).__name__}: {error}；请先修正该模块") from error


@contextmanager
def _working_directory() -> Iterator[None]:
    """The installed command does not have the working directory on its path; a user expects it."""
    sys.path.insert(0, "")
    try:
        yield
    finally:
        sys.path.remove("")


def _complete(model: type[BaseModel], spec: str) -> type[BaseModel]:
    """A model whose fields' types are all known."""
    try:
        model.model_rebuild()
    except PydanticUndefinedAnnotation as error:
        raise UsageError(f"“{spec}”的字段用到了没有定义的类型“{error.name}”；请先定义或导入它") from error
    return model


def _is_model(value: object) -> TypeGuard[type[BaseModel]]:
    return isinstance(value, type) and issubclass(value, BaseModel) and value is not BaseModel


def _model_of(module: ModuleType, name: str) -> type[BaseModel]:
    found = getattr(module, name, None)
    if _is_model(found):
        return _complete(found, f"{module.__name__}:{name}")
    models = [
        k for k, v in vars(module).items() if isinstance(v, type) and issubclass(v, BaseModel) and v is not BaseModel
    ]
    there = f"；该模块中的模型：{'、'.join(models)}" if models else "；该模块中没有 pydantic 模型"
    what = "不是 pydantic 模型（BaseModel 的子类）" if found is not None else "不存在"
    raise UsageError(f"模块“{module.__name__}”中的“{name}”{what}{there}")
