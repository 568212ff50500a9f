"""What the text of a report states: its figures, stated relations and reasons, by section and subject."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from extractors.facts import MONEY, Fact

#: columns of what is told inside a reason; it says nothing of the subject itself
_TOLD = {"原因所述"}
#: the measures of a budget figure, the most telling last
BUDGETS = ("年初预算数", "全年预算数", "调整预算数", "预算数")
COMPLETION = ("完成年初预算比例", "完成全年预算比例", "完成调整预算比例", "完成预算比例")
SPENT = ("决算数", "执行数")


class Said:
    """The prose facts of one report. Sections are keys of the vocabulary, subjects canonical names.

    ``figures`` say something of their subject; ``numbers`` are all, also those told inside a reason.
    """

    def __init__(self, facts: Iterable[Fact]) -> None:
        prose = sorted((f for f in facts if f.origin == "prose"), key=_begins)
        self.numbers = [f for f in prose if f.value is not None]
        self.figures = [f for f in self.numbers if f.column not in _TOLD]
        self.texts = [f for f in prose if f.is_text]
        self._by_subject: dict[tuple[str, str], list[Fact]] = defaultdict(list)
        for fact in self.figures:
            self._by_subject[fact.section_key or "", fact.row_name].append(fact)

    def has(self, section: str) -> bool:
        """Whether anything was read in a section."""
        return any(f.section_key == section for f in (*self.figures, *self.texts))

    def of(self, section: str, subject: str, *columns: str) -> list[Fact]:
        """The figures of a subject in a section, in reading order; all measures where none is named."""
        found = self._by_subject.get((section, subject), [])
        return [f for f in found if not columns or f.column in columns]

    def in_section(self, section: str, *columns: str) -> list[Fact]:
        """The figures of a section in reading order."""
        return [f for f in self.figures if f.section_key == section and (not columns or f.column in columns)]

    def near(self, fact: Fact, columns: Sequence[str], money: bool = True) -> Fact | None:
        """The figure of the same subject in the same section that stands nearest, one before it preferred."""
        found = [
            f
            for f in self._by_subject.get((fact.section_key or "", fact.row_name), [])
            if f.column in columns and (not money or f.unit in MONEY) and f.section == fact.section
        ]
        before = [f for f in found if _begins(f) <= _begins(fact)]
        return max(before, key=_begins) if before else min(found, key=_begins, default=None)

    def parts_of(self, section: str, whole: str) -> list[Fact]:
        """The amounts that a section lists as parts of a whole, each subject once."""
        found = [f for f in self.in_section(section, *SPENT, "资金", "数量") if f.part_of == whole]
        return list({f.row_name: f for f in found}.values())

    def text(self, section: str, subject: str, column: str) -> list[Fact]:
        """The statements of one kind on a subject in a section."""
        return [
            f for f in self.texts if f.section_key == section and f.row_name == subject and f.column == column and f.raw
        ]


def _begins(fact: Fact) -> int:
    """Where a figure itself stands, which may be deep inside the sentence that it quotes."""
    return fact.start if fact.at is None else fact.at
