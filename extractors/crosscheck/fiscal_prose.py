"""Family C: the section of some provinces on all spending from 财政拨款, by 类 or 项, against the statutory tables."""

from __future__ import annotations

from collections.abc import Iterator

from extractors.crosscheck.book import Book, row_key
from extractors.crosscheck.cells import stated
from extractors.crosscheck.compare import equal, insufficient, not_applicable
from extractors.crosscheck.in_table import functional_rows
from extractors.crosscheck.items import items_in, paired, paths_of
from extractors.crosscheck.model import Rule, Verdict
from extractors.crosscheck.said import SPENT
from extractors.crosscheck.wording import table_title
from extractors.facts import MONEY, Fact
from extractors.text import fold
from extractors.vocabulary.form import form_words

_TOTAL = "支出合计"
#: the table of each fund by 科目, and its column of what was spent
_FUNDS = {"GK05": "小计", "GK07": "本年支出小计", "GK08": "小计"}


def _classes(rule: Rule, book: Book) -> Iterator[Verdict]:
    """Each 类 that the section tells against the row of the same name."""
    said = _told(book)
    if said and not book.has("GK04"):
        yield insufficient(rule, "GK04/类", [table_title("GK04")])
        return
    rows = {row_key(row): row for row in functional_rows(book, "GK04")}
    told = [f for f in said if _key(f) in rows]
    if not told:
        yield not_applicable(rule, "GK04/类", "正文没有按类说明财政拨款支出")
    for fact in told:
        row = rows[_key(fact)]
        yield equal(rule, book, f"GK04/{row}", [stated(fact)], [book.cell("GK04", row, _TOTAL)])


def _key(fact: Fact) -> str:
    return row_key(fact.row_name.removesuffix("（类）"))


def _items(rule: Rule, book: Book) -> Iterator[Verdict]:
    """Each 项 that the section tells against its row in the table of the fund that it is paid from."""
    items = items_in(_section(book))
    if not items:
        yield not_applicable(rule, "财政拨款支出/项", "正文没有按项说明财政拨款支出")
        return
    paths = {code: names for table in _FUNDS for code, names in paths_of(book, table).items()}
    if not paths:
        yield insufficient(rule, "财政拨款支出/项", [table_title(table) for table in _FUNDS])
        return
    pairs = paired(items, paths)
    for index, item in enumerate(items):
        subject = f"财政拨款支出/{'/'.join(item.names)}"
        if item.spent is None:
            yield insufficient(rule, subject, [f"正文{item.label}的决算数"])
        elif index not in pairs:
            # which fund it is of is not known, nor whether its table was read
            yield insufficient(rule, subject, [f"各项预算支出表“{item.names[-1]}”行"])
        else:
            code = pairs[index]
            cells = [book.cell(table, code, spent) for table, spent in _FUNDS.items() if code in book.codes(table)]
            yield equal(rule, book, subject, [stated(item.spent)], cells)


def _told(book: Book) -> list[Fact]:
    """The amounts spent that the section tells."""
    return [f for f in _section(book) if f.column in SPENT and f.unit in MONEY]


def _section(book: Book) -> list[Fact]:
    """The figures of the section; one on 一般公共预算 alone has a table and rules of its own."""
    facts = [f for key in ("narrative", "fiscal") for f in book.said.in_section(key)]
    return [f for f in facts if form_words().all_funds.search(fold(f.section.rsplit("/", 1)[-1]))]


RULES: tuple[Rule, ...] = (
    Rule(
        "C-S4-02",
        "正文各类财政拨款支出与财政拨款总表一致",
        "error",
        "正文按类说明财政拨款支出的，每一类的决算数应与财政拨款收入支出决算总表的同名行合计相同。",
        _classes,
    ),
    Rule(
        "C-S4-03",
        "正文各项财政拨款支出与各项预算支出表一致",
        "error",
        "正文按项说明财政拨款支出的，每一项的决算数应与一般公共预算、政府性基金或国有资本经营预算支出决算表的同一科目相同。",
        _items,
    ),
)
