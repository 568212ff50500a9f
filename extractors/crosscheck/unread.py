"""Family T, the reading itself: what of tables and forms was lost, moved or left unread, for information."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from extractors.crosscheck.book import Book
from extractors.crosscheck.compare import insufficient, not_applicable
from extractors.crosscheck.model import Rule, Status, Verdict
from extractors.crosscheck.wording import table_title
from extractors.problems import Problem
from extractors.vocabulary import table_forms


def _tables(rule: Rule, book: Book) -> Iterator[Verdict]:
    """Each statutory table as printed, or what was found of it."""
    problems = [p for p in book.problems if p.table in table_forms()]
    if not book.tables and not problems:
        yield insufficient(rule, "tables", ["各决算（预算）表"])
    yield from _told(rule, book, problems)
    for table in book.tables:
        if all(p.table != table for p in problems):
            yield Verdict(rule, table, Status.PASS)


def _forms(rule: Rule, book: Book) -> Iterator[Verdict]:
    """Cells of annexed forms whose column cannot be told."""
    problems = [p for p in book.problems if p.table not in table_forms()]
    if not book.forms and not problems:
        yield not_applicable(rule, "附件", "报告没有附表")
    elif not problems:
        yield Verdict(rule, "附件", Status.PASS)
    yield from _told(rule, book, problems)


def _whole(rule: Rule, book: Book) -> Iterator[Verdict]:
    """Each part of the file that was not read; the evidence is the line the report begins with."""
    source = book.report.source.text
    start = len(source) - len(source.lstrip())
    first = book.spot(start, start + len(source[start:].split("\n", 1)[0].rstrip()))
    for number, told in enumerate(book.report.unread, 1):
        yield Verdict(rule, str(number), Status.FAIL, ground=f"文件读取：{told}", facts=(first,))
    if not book.report.unread:
        yield not_applicable(rule, "文件", "文件没有不读的部分")


def _told(rule: Rule, book: Book, problems: list[Problem]) -> Iterator[Verdict]:
    seen: Counter[str] = Counter()
    for problem in problems:
        subject = f"{problem.table}/{problem.kind}/{problem.place.line}"
        seen[subject] += 1
        number = f"/{seen[subject]}" if seen[subject] > 1 else ""
        source, place = book.report.source.text, problem.place
        start = place.start + len(source[place.start : place.end]) - len(source[place.start : place.end].lstrip())
        fact = book.spot(start, start + len(source[start : place.end].rstrip())).but(
            table=problem.table if problem.table in table_forms() else None, page=place.page
        )
        ground = f"表格读取：{table_title(problem.table)}{problem.text}"
        yield Verdict(rule, subject + number, Status.FAIL, ground=ground, facts=(fact,))


RULES: tuple[Rule, ...] = (
    Rule(
        "T-01",
        "表格按印的样子读取",
        "info",
        "转换中丢失整列、缺少单元格或错位的行，按表内相等关系判断；能确定的放回原栏，不能确定的不读，并在此说明。",
        _tables,
        kind="both",
    ),
    Rule(
        "T-02",
        "附表单元格都能归栏",
        "info",
        "附表中与表头对不上、无法确定属于哪一栏的单元格不读，并在此说明。",
        _forms,
        kind="both",
    ),
    Rule(
        "T-03",
        "文件内容都已读取",
        "info",
        "隐藏的工作表和行列、没有保存结果的公式、没有文字的图片页等不读，并在此说明；其中的内容不参加问答和核查。",
        _whole,
        kind="both",
    ),
)
