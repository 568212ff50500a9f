"""Reading the vocabulary files."""

from __future__ import annotations

from importlib.resources import files
from typing import Any

import yaml


def read_file(name: str) -> str:
    """The text of one vocabulary file."""
    return (files(__package__) / name).read_text(encoding="utf-8")


def load_yaml(name: str) -> Any:
    """The content of one vocabulary file."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.load(read_file(name), Loader=loader)
