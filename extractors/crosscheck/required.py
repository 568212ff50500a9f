"""What the sections of a report must tell: each required item of a section, in final accounts and in budgets."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from extractors.crosscheck.book import Book
from extractors.crosscheck.budget_prose import PUBLIC
from extractors.crosscheck.budget_tables import public_cell
from extractors.crosscheck.compare import insufficient, not_applicable
from extractors.crosscheck.model import Check, Rule, Status, Verdict
from extractors.crosscheck.reading import heading, reading
from extractors.crosscheck.said import BUDGETS, SPENT
from extractors.facts import MONEY, Fact
from extractors.text import name_key
from extractors.vocabulary import measures, section_title
from extractors.vocabulary.disclosure import Item, disclosure_words

#: the columns of YS09, by the name that the text gives their figures
_COLUMNS = {**dict(PUBLIC), "机关运行经费": "机关运行经费预算数"}


#: chapters that count people and vehicles
_OF_CARS = ("bodies", "profile")


def required(key: str) -> Check:
    """A check that a section tells all it must; what is not due because its amount is zero is not asked for."""

    def check(rule: Rule, book: Book) -> Iterator[Verdict]:
        said = text_of(book, key)
        if not said:
            yield insufficient(rule, key, [f"“{section_title(key)}”一节"])
            return
        kind = book.report.identity.kind
        none = disclosure_words().says_none(kind, key).search(said)
        for item in disclosure_words().items(kind, key):
            yield _item(rule, book, key, item, said, none is not None)

    return check


def text_of(book: Book, key: str) -> str:
    """The text of a section. A section that goes on under headings of its own is read up to the next chapter."""
    found: list[str] = []
    inside = False
    for section in book.report.sections:
        zone = reading(book).zone(section)
        if zone in ("annex", "toc", "tables", "glossary"):
            inside = False
            continue
        if section.key == key or section.level in (1, 3):
            inside = section.key == key
        if inside or section.key == key:
            found += [p.plain for p in section.paragraphs]
            found += ["".join(row.texts) for t in section.tables for row in t.rows]
    return "\n".join(found)


def headings_of(book: Book, key: str) -> tuple[Fact, ...]:
    """The heading of a section as evidence; nothing where it has none."""
    sections = [s for s in book.report.sections if s.key == key and s.level and reading(book).zone(s) != "toc"]
    return tuple(heading(book, s) for s in sections[:1])


def _item(rule: Rule, book: Book, key: str, item: Item, said: str, none: bool) -> Verdict:
    subject = f"{key}/{item.name}"
    if all(pattern.search(said) for pattern in item.all):
        return Verdict(rule, subject, Status.PASS)
    if key == "performance" and all(p.search(reading(book).text("annex").text) for p in item.all):
        return Verdict(rule, subject, Status.PASS)
    if key == "assets" and any(all(p.search(text_of(book, other)) for p in item.all) for other in _OF_CARS):
        return Verdict(rule, subject, Status.PASS)  # the vehicles are counted where the units are
    if none:
        return not_applicable(rule, subject, "正文已说明没有此类支出")
    if item.when is not None and not item.when.search(said):
        return not_applicable(rule, subject, "正文没有提到此类内容")
    if not due(book, item.since):
        return not_applicable(rule, subject, f"{item.since}年起应予说明")
    return _left_out(rule, book, key, item, said)


def due(book: Book, since: int | None) -> bool:
    """Whether the report is of a year in which a duty stands; one without a year is held to none that is of a year."""
    return since is None or (book.report.identity.year or 0) >= since


def _left_out(rule: Rule, book: Book, key: str, item: Item, said: str) -> Verdict:
    """An item that the section does not tell: missing where its amount makes it due."""
    subject, budget = f"{key}/{item.name}", book.report.identity.kind == "budget"
    if (budget and disclosure_words().budget.apart.search(said)) or _refers_to_table(book, said):
        return insufficient(rule, subject, [f"“{section_title(key)}”所指的附表"])
    amounts = [(names, amount) for names in item.money if (amount := _left_of(book, key, names)) is not None]
    names, amount = amounts[0] if amounts else ("", Decimal(1))
    if item.money and not amounts:
        return insufficient(rule, subject, [f"{item.money[0]}的{'预算数' if budget else '决算数'}"])
    name, *parts = names.split(" - ")
    name += f"除{'、'.join(parts)}外" if parts else ""
    if not amount:
        return not_applicable(rule, subject, f"{name}为零")
    told = f"（{name}为{amount}）" if name else ""
    ground = f"正文“{section_title(key)}”没有说明{item.name}{told}，请补充。"
    shown = (str(amount),) if name else ()
    facts = headings_of(book, key)
    return Verdict(rule, subject, Status.FAIL, ground=ground, severity=item.severity, facts=facts, shown=shown)


def _refers_to_table(book: Book, said: str) -> bool:
    """Whether a section sends the reader to a table of the report that has the name or the number it says."""
    for match in disclosure_words().see_table.finditer(said):
        named = [name_key(n) for n in match.groups() if n]
        titles = [s.title for s in book.report.sections if s.key != "toc"]
        titles += [line for _, t in book.report.tables for line in (t.title, *(p.text for p in t.caption))]
        if any(n in name_key(title) for n in named for title in titles if title):
            return True
    return False


def _left_of(book: Book, key: str, names: str) -> Decimal | None:
    """The amount of a subject, or what parts leave of a whole (whole - part - part); None where one is not known."""
    whole, *parts = (_amount(book, key, name) for name in names.split(" - "))
    known = [part for part in parts if part is not None]
    return None if whole is None or len(known) < len(parts) else whole - sum(known, Decimal(0))


def _amount(book: Book, key: str, subject: str) -> Decimal | None:
    """The amount of a subject as the section or its table has it; None where neither was read."""
    if book.report.identity.kind == "budget":
        return _budgeted(book, key, subject)
    measure = next((m for m in measures().values() if m.name == subject), None)
    counted = measure is not None and measure.unit is not None
    facts = [f for f in book.said.of(key, subject) if f.unit != "%" and not (counted and f.unit in MONEY)]
    spent = [f for f in facts if f.column in SPENT]
    told = [f.value for f in spent or facts if f.value is not None]
    cells = [book.cell(c[0], c[1], c[2]) for c in measure.cells] if measure else []
    told += [c.value for c in cells if c.value is not None]
    return max(told, default=None)


def _budgeted(book: Book, key: str, subject: str) -> Decimal | None:
    """The budgeted amount, or the number, of a subject; whatever the text calls its figures, they are budgeted."""
    found = [f.value for f in book.said.of(key, subject, *BUDGETS, *SPENT, "资金", "数量") if f.unit != "%"]
    if subject in _COLUMNS:
        found.append(public_cell(book, _COLUMNS[subject]).value)
    return max((value for value in found if value is not None), default=None)
