"""The whole report as one schema, composed of the small ones."""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel, Field, create_model


def whole(parts: Mapping[str, type[BaseModel]]) -> type[BaseModel]:
    """A schema with one nested schema a part, under the part's short name."""
    fields: dict[str, Any] = {name: (model, _nested(model)) for name, model in parts.items()}
    return create_model("Report", __doc__="整份报告：基本信息、职责机构、各节说明、九张决算表与附件", **fields)


def _nested(model: type[BaseModel]) -> Any:
    title = inspect.cleandoc(model.__doc__ or model.__name__)
    return Field(default_factory=model, title=title, description=title)
