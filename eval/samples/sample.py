"""A sample: a fictional report with everything known about it."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from eval.cases import Case
from eval.samples.books import Books
from eval.samples.document import Block, print_markdown, print_text
from eval.samples.options import Options
from eval.samples.truth import Truth


@dataclass
class Sample:
    """A fictional report: its text in two formats, its truth and questions about it. ``name`` is the file stem."""

    name: str
    family: str
    seed: int
    options: Options
    books: Books
    blocks: list[Block]
    truth: Truth
    questions: list[Case] = field(default_factory=list)

    @property
    def department(self) -> str:
        return self.books.department.name

    @property
    def year(self) -> int:
        return self.books.year

    @cached_property
    def text(self) -> str:
        return print_text(self.blocks, self.options)

    @cached_property
    def markdown(self) -> str:
        return print_markdown(self.blocks, self.options)
