"""Forms as text, and what is read of them."""

from __future__ import annotations

from extractors.annex import read_annexes
from extractors.facts import Fact
from extractors.identity import identify
from extractors.readers.plain import read_text
from extractors.report import Report
from extractors.structure import sections_of

TITLE = "项目支出绩效自评表"
HEAD = "一级指标|二级指标|三级指标|年度指标值|实际完成值|分值|得分\n"
OPENING = "项目名称|石桥泵站改造\n" + HEAD


def report(text: str) -> Report:
    document = read_text("demo.txt", text.encode())
    sections = sections_of(document)
    return Report("demo", "demo.txt", "0" * 64, identify(sections, document.source), document.source, sections)


def grid(rows: str) -> str:
    """Rows written with | between cells, as tab-separated text."""
    return "\n".join("\t".join(cell.strip() for cell in row.split("|")) for row in rows.strip().splitlines())


def facts(*blocks: str, title: str = TITLE, caption: str = "") -> list[Fact]:
    body = "\n\n".join(grid(block) if "|" in block else block for block in blocks)
    read = report(f"第五部分 附件\n\n{title}\n\n{caption}\n\n{body}\n")
    found = read_annexes(read)
    assert all(f.quote == read.source.text[f.start : f.end] for f in found)
    return found


def cells(*blocks: str, title: str = TITLE, caption: str = "") -> dict[tuple[str, str], str]:
    """What is printed by (row, column); an empty text is a printed blank."""
    found = facts(*blocks, title=title, caption=caption)
    made = {(f.row_name, f.column): f.raw for f in found}
    assert len(made) == len(found), "two facts of one cell"
    return made


def of_row(found: dict[tuple[str, str], str], row: str) -> list[str]:
    return [raw for (name, _), raw in found.items() if name == row]


def of(found: list[Fact], row: str) -> dict[str, str]:
    """What is printed in one row, by column."""
    return {f.column: f.raw for f in found if f.row_name == row}
