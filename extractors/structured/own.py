"""A user's own list of fields, pasted or in a file: plain lines or a JSON schema, read into a model to fill."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from pydantic import BaseModel

from extractors.errors import UsageError
from extractors.structured.own_fields import OwnField, json_of, model_of, python_of
from extractors.structured.own_json import MOST_TEXT, read_json
from extractors.structured.own_lines import Fault, read_lines

#: files of this ending are lists of fields
SUFFIXES = (".json", ".txt")


@dataclass(frozen=True)
class OwnList:
    """A list of fields that a user wrote, and what is wrong with it; it can be filled where nothing is."""

    fields: tuple[OwnField, ...]
    faults: tuple[Fault, ...]
    name: str = "自写清单"

    @property
    def ready(self) -> bool:
        return bool(self.fields) and not self.faults

    @cached_property
    def model(self) -> type[BaseModel]:
        """The model to fill."""
        return model_of(self.fields, doc=self.name)

    @property
    def json(self) -> str:
        """The list as a JSON schema, which is read again by ``read_own``."""
        return json_of(self.fields, self.name)

    @property
    def python(self) -> str:
        """The list as a Python module with the class OwnFields."""
        return python_of(self.fields, doc=self.name)


def read_own(text: str, name: str = "自写清单") -> OwnList:
    """A list of fields out of plain lines, or of a JSON schema where it begins with a brace."""
    fields, faults = (read_json if text.lstrip("\ufeff \r\n\t").startswith("{") else read_lines)(text.lstrip("\ufeff"))
    return OwnList(tuple(fields), tuple(faults), name)


def own_model(path: Path) -> type[BaseModel]:
    """The model of a list of fields in a file. Raises UsageError (Chinese: which line, what to do)."""
    try:
        with path.open(encoding="utf-8") as file:
            text = file.read(MOST_TEXT + 1)
    except OSError as error:
        raise UsageError(f"{path}：无法读取（{error.strerror}）；请检查路径和权限") from None
    except UnicodeDecodeError:
        raise UsageError(f"{path}：不是 UTF-8 文本；请另存为 UTF-8") from None
    own = read_own(text, path.stem)
    if own.faults:
        more = f"；另有 {len(own.faults) - 3} 处" if len(own.faults) > 3 else ""
        raise UsageError(f"{path}：{'；'.join(map(str, own.faults[:3]))}{more}")
    if not own.fields:
        raise UsageError(f"{path}：没有字段；请每行写一个，如 支出合计（万元）")
    return own.model
