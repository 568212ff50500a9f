"""Family E for 部门预算: changes of “三公”经费 and their reasons, the date of the assets, the goals of projects."""

from __future__ import annotations

import re
from collections.abc import Iterator

from extractors.crosscheck.book import Book
from extractors.crosscheck.compare import insufficient, not_applicable
from extractors.crosscheck.model import Rule, Status, Verdict
from extractors.crosscheck.reading import Hit, reading, spot
from extractors.crosscheck.reasons import changes, no_reason, stated_reason
from extractors.crosscheck.required import required, text_of
from extractors.text import fold
from extractors.vocabulary.disclosure import disclosure_words

_AS_OF = re.compile(r"截[至止](?:到)?(?P<year>20\d\d)年(?P<end>年?[末底]|12月31日)?")
#: how many years before the budget's own the state of the assets can be
_OLDEST = 2


def budget_public(rule: Rule, book: Book) -> Iterator[Verdict]:
    """What the section on “三公”经费 must tell, and a reason for each change against the budget of last year."""
    yield from required("three_public")(rule, book)
    subject = "three_public/增减原因"
    passages = reading(book).by_key.get("three_public", [])
    found = list(changes(passages))
    if not passages:
        return
    if not found:
        yield not_applicable(rule, subject, "没有写与上年或预算的增减")
        return
    more = disclosure_words().budget.reasons.search(text_of(book, "three_public"))
    bare = next((hit for hit in found if not stated_reason(hit, passages)), None)
    if bare is None or more:
        yield Verdict(rule, subject, Status.PASS)
    else:
        yield no_reason(rule, book, bare, "three_public", subject)


def budget_assets(rule: Rule, book: Book) -> Iterator[Verdict]:
    """What the section on assets must tell, as of a time shortly before the year of the budget."""
    yield from required("assets")(rule, book)
    subject, year = "assets/截止年份", book.report.identity.year
    passages = reading(book).by_key.get("assets", [])
    dates = [Hit(p, m, *m.span()) for p in passages for m in _AS_OF.finditer(p.paragraph.plain)]
    if not passages:
        return
    if not dates or year is None:
        yield not_applicable(rule, subject, "没有写截止日期")
        return
    for hit in dates:
        at = int(hit.match["year"])
        late = at > year or (at == year and bool(hit.match["end"]))
        if late or at < year - _OLDEST:
            why = "预算编制时尚未到这一时点" if late else "已不是编制预算时的最近情况"
            ground = f"{year}年预算的国有资产情况写“{hit.words}”，{why}，一般应为{year - 1}年末，请核对。"
            fact = spot(book, hit.passage, hit.start, hit.end)
            yield Verdict(
                rule, subject, Status.FAIL, ground=ground, severity="warning", facts=(fact,), shown=(hit.match["year"],)
            )
            return
    yield Verdict(rule, subject, Status.PASS)


def budget_goals(rule: Rule, book: Book) -> Iterator[Verdict]:
    """How many projects have goals and how much money; their goals themselves are often published in a file apart."""
    yield from required("performance")(rule, book)
    subject = "performance/项目绩效目标"
    if any(_tells_goals(title) for title in _titles(book)):
        yield Verdict(rule, subject, Status.PASS)
    elif text_of(book, "performance"):
        yield insufficient(rule, subject, ["项目绩效目标表（可能另行公开）"])


def _titles(book: Book) -> Iterator[str]:
    """Headings with something under them and titles of grids, outside the table of contents."""
    for section in book.report.sections:
        if reading(book).zone(section) == "toc":
            continue
        if section.blocks:
            yield fold(section.title)
        for table in section.tables:
            yield fold(table.title) + "".join(p.plain for p in table.caption)


def _tells_goals(title: str) -> bool:
    """Whether goals themselves stand under a title, and not how many were set."""
    return bool(disclosure_words().budget.goals.search(title)) and not re.search("设置|编报|情况", title)
