"""Family D, counts beside money: nothing counted with money paid, averages, and lists that are whole."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from extractors.crosscheck.book import Book
from extractors.crosscheck.cells import stated
from extractors.crosscheck.compare import equal, insufficient, not_applicable
from extractors.crosscheck.model import Rule, Status, Verdict
from extractors.crosscheck.said import SPENT
from extractors.crosscheck.table_prose import text_place
from extractors.facts import Fact, decimals, plain_decimal, round_half_up
from extractors.vocabulary.disclosure import Average, disclosure_words


def _nothing_counted(rule: Rule, book: Book) -> Iterator[Verdict]:
    """A count of zero beside money that was paid for what is counted."""
    for pair in disclosure_words().counted:
        subject = f"{pair.section}/{pair.count}"
        counts = book.said.of(pair.section, pair.count, "数量")
        money = book.said.of(pair.section, pair.money, *SPENT)
        if not counts or not money:
            yield not_applicable(rule, subject, f"正文没有同时写{pair.count}和{pair.money}")
        elif any(f.value for f in counts) or not any(f.value for f in money):
            yield Verdict(rule, subject, Status.PASS)
        else:
            paid = next(f for f in money if f.value)
            ground = f"{pair.money}决算数为{paid.raw}，而{pair.count}为{counts[0].raw}，请核对数量，或说明支出的内容。"
            shown = (plain_decimal(paid.value or Decimal(0)),)
            yield Verdict(rule, subject, Status.FAIL, ground=ground, facts=(counts[0], paid), shown=shown)


def _averages(rule: Rule, book: Book) -> Iterator[Verdict]:
    """Every average that the text prints = its amount / its count."""
    found = [(f, a) for f in book.said.numbers for a in disclosure_words().averages if _is_average(f, a)]
    if not found:
        yield not_applicable(rule, "平均数", "正文没有写人均、车均数")
    for fact, average in found:
        yield _average(rule, book, fact, average)


def _is_average(fact: Fact, average: Average) -> bool:
    return fact.section_key == average.section and bool(average.words.search(fact.row_name))


def _average(rule: Rule, book: Book, fact: Fact, average: Average) -> Verdict:
    subject = f"{fact.row_name}/{fact.line}"
    counts = [f for f in book.said.of(average.section, average.count, "数量") if f.value]
    money = next((told[0] for n in average.money if (told := book.said.of(average.section, n, *SPENT))), None)
    amount = money.in_unit(fact.unit or "") if money is not None else None
    if not counts or money is None or amount is None or fact.value is None:
        missing = average.count if not counts else average.money[0]
        return insufficient(rule, subject, [f"{text_place(average.section)}的{missing}"])
    count = counts[0].value or Decimal(1)
    wanted = amount / count
    margin = book.half_unit(fact, fact.unit) + book.half_unit(money, fact.unit) / count
    if abs(wanted - fact.value) <= margin:
        return Verdict(rule, subject, Status.PASS)
    right = plain_decimal(round_half_up(wanted, decimals(fact.value)))
    formula = f"{money.row_name}{money.raw}除以{average.count}{counts[0].raw}"
    ground = f"{fact.row_name}为{fact.raw}，按{formula}应为{right}{fact.unit}，请核对。"
    shown = (plain_decimal(fact.value), right)
    return Verdict(rule, subject, Status.FAIL, ground=ground, facts=(fact, money, counts[0]), shown=shown)


def _whole_lists(rule: Rule, book: Book) -> Iterator[Verdict]:
    """A whole whose parts are listed to the last one = their sum."""
    for known in disclosure_words().whole_lists:
        subject = f"{known.section}/{known.whole}"
        whole = book.said.of(known.section, known.whole, *SPENT)
        parts = [told[0] for name in known.parts if (told := book.said.of(known.section, name, *SPENT))]
        if not whole or len(parts) < 2 or all(f.row_name != known.last for f in parts):
            yield not_applicable(rule, subject, f"正文没有列全{known.whole}的各部分")
        else:
            yield equal(rule, book, subject, [stated(whole[0])], [stated(f) for f in parts])


RULES: tuple[Rule, ...] = (
    Rule(
        "D-23",
        "没有数量的，不应有支出",
        "warning",
        "正文写明团组、人次、车辆等数量为零的，不应有相应的支出；跨年报销等情况应当说明。",
        _nothing_counted,
    ),
    Rule(
        "D-24",
        "人均、车均数计算正确",
        "error",
        "人均、车均数应等于相应的支出除以人次或车辆数；按所印位数四舍五入。",
        _averages,
    ),
    Rule(
        "D-25",
        "列全的各部分之和等于总数",
        "error",
        "资产总额、公务用车运行费等列全各部分（列到“其他”）的，各部分相加应等于总数。",
        _whole_lists,
    ),
)
