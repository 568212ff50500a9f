"""Cases: questions with known answers, one JSON object a line, in the gold format."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from extractors.errors import JuesuanError

#: the longest piece of a wrong line that an error message repeats
_SHOWN = 60


class CaseError(JuesuanError):
    """A line of a case file is no case."""

    code = "E41"


class Expected(BaseModel):
    """What a right answer holds.

    ``must_include`` pieces are numbers (compared by value) or words (compared without spaces, width and quotes);
    ``kind`` abstain wants no figure at all. ``clarify_ok`` also accepts a question back.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    kind: Literal["number", "text", "entity", "list", "bool", "abstain"]
    value: str | None = None
    unit: str | None = None
    must_include: tuple[str, ...] = ()
    must_include_any: tuple[str, ...] = ()
    must_not_include: tuple[str, ...] = ()
    clarify_ok: bool = False

    @model_validator(mode="after")
    def _comparable(self) -> Expected:
        """Nothing to compare is never a pass."""
        by_number = self.kind == "number" and self.value not in (None, "")
        if self.kind != "abstain" and not (by_number or self.must_include or self.must_include_any):
            raise ValueError("没有可以核对的内容：请写 value（数字题）或 must_include")
        return self


class Case(BaseModel):
    """One question, or the turns of one conversation, with the answers expected."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    id: str = Field(min_length=1)
    type: str = ""
    question: str | None = None
    answer: Expected | None = None
    turns: tuple[str, ...] = ()
    answers: tuple[Expected, ...] = ()
    docs: tuple[str, ...] = ()
    evidence: tuple[dict[str, Any], ...] = ()
    note: str | None = None

    @model_validator(mode="after")
    def _paired(self) -> Case:
        single = bool(self.question and self.answer)
        if single == bool(self.turns):
            raise ValueError("需要 question 和 answer，或者 turns 和 answers（二者取一）")
        if len(self.turns) != len(self.answers):
            raise ValueError(f"turns 有 {len(self.turns)} 个问题，answers 有 {len(self.answers)} 个答案，数目应相同")
        return self

    @property
    def kind(self) -> str:
        """The kind that results are grouped by."""
        return "conversation" if self.turns else self.type or "figure"

    @property
    def pairs(self) -> Iterator[tuple[str, Expected]]:
        """Each question with its expectation, in order."""
        if self.question and self.answer:
            loose = bool(self.note and "clarify_ok" in self.note)
            yield self.question, self.answer.model_copy(update={"clarify_ok": loose or self.answer.clarify_ok})
        yield from zip(self.turns, self.answers, strict=True)


def load_cases(path: Path) -> list[Case]:
    """The cases of one file. Raises CaseError naming the file, the line and what to do."""
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise CaseError(f"找不到题目文件 {path}，请检查路径") from None
    except UnicodeDecodeError:
        raise CaseError(f"题目文件 {path} 不是 UTF-8 文本，请另存为 UTF-8 后再试") from None
    lines = [(n, line) for n, line in enumerate(text.splitlines(), start=1) if line.strip()]
    cases = [_parse(path, number, line) for number, line in lines]
    _unique(path, cases)
    return cases


def real_cases() -> list[Case]:
    """The project's own cases on the five real reports."""
    return load_cases(Path(str(files("eval.cases") / "real.jsonl")))


def write_cases(cases: Iterable[Case], path: Path) -> None:
    """Write cases as JSON lines that :func:`load_cases` reads back."""
    lines = (json.dumps(c.model_dump(mode="json", exclude_defaults=True), ensure_ascii=False) for c in cases)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def _parse(path: Path, number: int, line: str) -> Case:
    place = f"题目文件 {path.name} 第 {number} 行"
    try:
        data = json.loads(line)
    except ValueError:
        raise CaseError(f"{place}不是有效的 JSON：{line[:_SHOWN]}，请检查引号和逗号") from None
    if not isinstance(data, dict):
        raise CaseError(f"{place}不是一个 JSON 对象：{line[:_SHOWN]}")
    try:
        return Case.model_validate(data)
    except ValidationError as error:
        raise CaseError(f"{place}不是有效的题目：{_explain(error)}") from None


def _explain(error: ValidationError) -> str:
    """The first problem in Chinese: which field, and what is wrong."""
    first = error.errors()[0]
    field = ".".join(str(p) for p in first["loc"])
    if first["type"] == "value_error":
        return f"{field}：{first['ctx']['error']}" if field else str(first["ctx"]["error"])
    known = {
        "missing": "缺少这一项",
        "literal_error": "不在允许的取值之内",
        "string_type": "应当是文字",
        "string_too_short": "不能为空",
    }
    return f"{field} {known.get(first['type'], first['msg'])}"


def _unique(path: Path, cases: list[Case]) -> None:
    seen: set[str] = set()
    for case in cases:
        if case.id in seen:
            raise CaseError(f"题目文件 {path.name} 里编号 {case.id} 出现了两次，请改成不同的编号")
        seen.add(case.id)
