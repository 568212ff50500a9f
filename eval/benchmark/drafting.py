"""A report of the adversarial part in the making: edits of its pages, and cases that know where answers stand."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from importlib.resources import files
from random import Random
from typing import Any

import yaml

from eval.cases import Case, Expected
from eval.samples.data import subject_name
from eval.samples.document import Grid, Text
from eval.samples.figures import figures
from eval.samples.sample import Sample
from extractors.facts import plain_decimal


@cache
def wordings() -> Any:
    """Ways to ask, and what is put beside the tables (wordings.yaml)."""
    return yaml.safe_load((files("eval.benchmark") / "wordings.yaml").read_text(encoding="utf-8"))


@dataclass
class Draft:
    """One report with its cases. Edits come first; the first case fixes the text."""

    sample: Sample
    rng: Random
    cases: list[Case] = field(default_factory=list)

    # what stands in it

    @property
    def unit(self) -> str:
        """The unit of the statutory tables."""
        return "元" if self.sample.options.yuan else "万元"

    def grid(self, key: str) -> Grid:
        return next(b for b in self.sample.blocks if isinstance(b, Grid) and b.key == key)

    def row(self, key: str, code: str) -> list[str]:
        """The printed row of a subject; the total for an empty code."""
        wanted = code or "合计"
        return next(r for r in self.grid(key).rows if wanted in r[:2])

    def cell(self, key: str, code: str, column: str) -> Decimal | None:
        """The value of a cell as the report is known to hold it; None for a blank."""
        for c in self.grid(key).cells:
            if (c.row_code or "") == code and c.column == column:
                return None if c.value is None else Decimal(c.value)
        raise KeyError((key, code, column))

    def figure(self, key: str) -> Decimal:
        """A figure of the whole department, whether its text states it or only a table."""
        return figures(self.sample.books)[key].value

    # edits

    def say(self, text: str, before: str) -> None:
        """Put a paragraph before the first heading that holds ``before``."""
        at = next(n for n, b in enumerate(self.sample.blocks) if not isinstance(b, (Grid, Text)) and before in b.text)
        self.sample.blocks.insert(at, Text(text))

    def reword(self, old: str, new: str) -> None:
        """Replace what a pattern finds in the first paragraph that has it. Raises ValueError where none has."""
        found = [b for b in self.sample.blocks if isinstance(b, Text) and re.search(old, b.text)]
        if not found:
            raise ValueError(f"no paragraph has {old}")
        found[0].text = re.sub(old, new, found[0].text, count=1)

    # cases

    def place(self, key: str, code: str) -> dict[str, Any]:
        """The line of a row, and the row itself: what a citation has to lead to."""
        line, text = "\t".join(self.row(key, code)), self.sample.text
        grid = self.grid(key)
        at = text.index(line, text.index("\n\n".join([grid.title, *grid.caption])))
        return {"doc": self.sample.name, "quote": line, "line": text.count("\n", 0, at) + 1}

    def said(self, **more: Any) -> dict[str, Any]:
        year = self.sample.year
        return {"d": self.sample.department, "y": self.rng.choice([f"{year}年", f"{year}年度"]), **more}

    def ask(
        self,
        kind: str,
        asked: str | list[str],
        answer: Expected,
        evidence: tuple[dict[str, Any], ...] = (),
        docs: tuple[str, ...] = (),
        **more: Any,
    ) -> None:
        """Add a case: one of the wordings with its answer, which is in ``docs``, or else in this report."""
        wording = asked if isinstance(asked, str) else self.rng.choice(asked)
        self.cases.append(
            Case(
                id=f"{self.sample.name}-{kind}-{len(self.cases) + 1:02d}",
                type=f"adv-{kind}",
                question=wording.format_map(self.said(**more)),
                answer=answer,
                docs=() if answer.kind == "abstain" else docs or (self.sample.name,),
                evidence=evidence,
            )
        )

    def ask_cell(self, kind: str, key: str, code: str, column: str, **answer: Any) -> None:
        """Ask for a cell by table, row and column; its own row has to be cited."""
        value = self.cell(key, code, column)
        name = subject_name(code) if code else "合计"
        expected = (
            Expected(kind="number", value=plain_decimal(value), unit=self.unit, **answer)
            if value is not None
            else Expected(kind="abstain", must_include_any=("空白", "空的", "未填", "没有填", "为空"))
        )
        self.ask(kind, wordings()["cell"][key], expected, (self.place(key, code),), row=name, column=column)

    def ask_figure(self, kind: str, key: str, **answer: Any) -> None:
        """Ask for a figure of the whole department."""
        expected = Expected(kind="number", value=plain_decimal(self.figure(key)), unit="万元", **answer)
        self.ask(kind, wordings()["figure"][key], expected)


def swapped(value: Decimal, rng: Random) -> Decimal:
    """An amount with two neighbouring digits exchanged; another digit raised where all are the same."""
    text = format(value, "f")
    places = [m.start() for m in re.finditer(r"(?=(\d)(\d))", text) if text[m.start()] != text[m.start() + 1]]
    places = [p for p in places if p or text[1] != "0"]
    if not places:
        return value + 9
    at = rng.choice(places)
    return Decimal(text[:at] + text[at + 1] + text[at] + text[at + 2 :])
