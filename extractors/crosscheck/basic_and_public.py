"""Family A, the economic table GK06 (基本支出) and the 三公 table GK09."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from extractors.crosscheck.book import Book
from extractors.crosscheck.build import Pair, across, doubted, guarded, identity
from extractors.crosscheck.cells import Cell, State
from extractors.crosscheck.compare import at_most, equal, insufficient
from extractors.crosscheck.model import Rule, Status, Verdict
from extractors.crosscheck.wording import table_title

STAFF, PUBLIC_USE = "人员经费合计", "公用经费合计"
VEHICLES = "公务用车购置及运行费小计"
TOTAL_PARTS = ("因公出国（境）费", VEHICLES, "公务接待费")
ITEMS = ("合计", "因公出国（境）费", VEHICLES, "公务用车购置费", "公务用车运行费", "公务接待费")

_STAFF_CLASSES = ("301", "303")
_ROUNDED = "各数各自四舍五入，允许每个数半个末位单位之和的尾差。"


def economic(book: Book, code: str) -> Cell:
    """One 经济分类 cell of GK06."""
    return book.cell("GK06", code, "决算数")


def _classes(book: Book) -> list[str]:
    return [code for code in book.codes("GK06") if len(code) == 3]


def _class_sums(rule: Rule, book: Book) -> Iterator[Verdict]:
    """Each 类 = Σ its 款. A 类 left blank over 款 with money names the total that has the money in it."""
    for code in _classes(book):
        if below := book.children("GK06", code):
            cells = [economic(book, child) for child in below]
            verdict = equal(rule, book, f"GK06/{code}", [economic(book, code)], cells)
            verdict = doubted(verdict, book, "GK06", [code])
            blank = verdict.left and verdict.left[0].state is State.BLANK
            yield (
                replace(verdict, also=(_total_of(book, code),)) if blank and verdict.status is Status.FAIL else verdict
            )


def _total_of(book: Book, code: str) -> Cell:
    return economic(book, STAFF if code in _STAFF_CLASSES else PUBLIC_USE)


def _staff(rule: Rule, book: Book) -> Iterator[Verdict]:
    yield _total(rule, book, STAFF, _STAFF_CLASSES, lambda code: code[:3] in _STAFF_CLASSES)


def _public_use(rule: Rule, book: Book) -> Iterator[Verdict]:
    yield _total(rule, book, PUBLIC_USE, ("302",), lambda code: code[:3] not in _STAFF_CLASSES)


def _total(rule: Rule, book: Book, name: str, needed: Sequence[str], within: Callable[[str], bool]) -> Verdict:
    """A total = Σ its 类; where a 类 has no row or is left blank, its 款 stand for it."""
    codes = [code for code in book.children("GK06", "") if within(code)]
    if unread := [code for code in needed if not any(c.startswith(code) for c in codes)]:
        return insufficient(rule, f"GK06/{name}", [f"{table_title('GK06')}{code}类" for code in unread])
    parts = [cell for code in codes for cell in book.filled("GK06", code, "决算数")]
    return doubted(equal(rule, book, f"GK06/{name}", [economic(book, name)], parts), book, "GK06", codes)


def _overspent(rule: Rule, book: Book) -> Iterator[Verdict]:
    """决算数 ≤ 预算数 per item, unless the 三公 section gives a reason for that item or for the whole."""
    for item in ITEMS:
        spent, budget = (book.cell("GK09", "合计", f"{side}{item}") for side in ("决算数", "预算数"))
        verdict = at_most(rule, book, f"GK09/{item}", [spent], [budget])
        if verdict.status is Status.FAIL and reason_given(book, item):
            verdict = replace(verdict, status=Status.PASS, ground="决算大于预算，正文已说明原因")
        yield verdict


def reason_given(book: Book, item: str) -> bool:
    """Whether the 三公 section states a reason for an item's difference from its budget, or for that of the total."""
    stem = item.removesuffix("小计").removesuffix("费")
    told = [f for f in book.facts if f.section_key == "three_public" and f.column == "预决算差异原因" and f.raw]
    return any("三公" in f.row_name or (stem != "合计" and f.row_name.startswith(stem)) for f in told)


def _both_sides(*parts: str, whole: str) -> list[Pair]:
    sides = ("预算数", "决算数")
    return [
        (
            f"GK09/{side}{whole}",
            across("GK09", "合计", side + whole),
            across("GK09", "合计", *(side + p for p in parts)),
        )
        for side in sides
    ]


def _rule(id: str, title: str, explanation: str, check: Callable[[Rule, Book], Iterator[Verdict]]) -> Rule:
    return Rule(id, title, "error", explanation + _ROUNDED, guarded(check, "GK06"))


RULES: tuple[Rule, ...] = (
    _rule("A-GK06-01", "经济分类类级等于各款之和", "基本支出表中每个经济分类的类，应等于其下各款之和。", _class_sums),
    _rule("A-GK06-02", "人员经费等于工资福利加对个人和家庭补助", "人员经费合计应等于301与303两类之和。", _staff),
    _rule("A-GK06-03", "公用经费等于其余各类之和", "公用经费合计应等于301、303以外各类之和。", _public_use),
    identity(
        "A-GK09-01",
        "“三公”经费合计等于三项之和",
        "预算数、决算数两侧：合计应等于因公出国（境）费、公务用车购置及运行费、公务接待费之和。" + _ROUNDED,
        *_both_sides(*TOTAL_PARTS, whole="合计"),
    ),
    identity(
        "A-GK09-02",
        "公务用车费小计等于购置加运行",
        "预算数、决算数两侧：公务用车购置及运行费小计应等于购置费与运行费之和。" + _ROUNDED,
        *_both_sides("公务用车购置费", "公务用车运行费", whole=VEHICLES),
    ),
    Rule(
        "A-GK09-03",
        "“三公”经费决算不超预算",
        "warning",
        "“三公”经费只减不增：各项决算数不应大于预算数；大于时，“三公”经费说明中应写明原因。",
        guarded(_overspent, "GK09"),
    ),
)
