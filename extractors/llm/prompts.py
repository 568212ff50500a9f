"""The prompts: Chinese text files beside this module, each with its version in the first line."""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from string import Template

_HEAD = re.compile(r"\A# (?P<name>[\w-]+) v(?P<version>\d+)\n")


@dataclass(frozen=True, slots=True)
class Prompt:
    """A prompt with places (``$question``) to be filled. Name and version are told with what a model made of it."""

    name: str
    version: int
    text: str

    @property
    def label(self) -> str:
        return f"{self.name} v{self.version}"

    def filled(self, **values: str) -> str:
        """The prompt with its places filled. Raises KeyError for a place without a value."""
        return Template(self.text).substitute(values)


@cache
def prompt(name: str) -> Prompt:
    """A prompt by name. Raises FileNotFoundError, or ValueError for a file without its first line."""
    text = (files(__package__) / "prompts" / f"{name}.md").read_text(encoding="utf-8")
    head = _HEAD.match(text)
    if head is None or head["name"] != name:
        raise ValueError(f"{name}.md does not begin with its name and version")
    return Prompt(name, int(head["version"]), text[head.end() :].strip())


@cache
def prompts_identity() -> str:
    """A short name for all prompts as they are now."""
    folder = files(__package__) / "prompts"
    texts = sorted((f.name, f.read_text(encoding="utf-8")) for f in folder.iterdir() if f.name.endswith(".md"))
    return hashlib.sha256(repr(texts).encode()).hexdigest()[:12]
