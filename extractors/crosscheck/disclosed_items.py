"""Family E, what the sections must tell: items of “三公”经费, 机关运行经费, 采购, 资产, 绩效; reasons and terms."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Literal

from extractors.crosscheck.book import Book
from extractors.crosscheck.budget_items import budget_assets, budget_goals, budget_public
from extractors.crosscheck.compare import insufficient, not_applicable
from extractors.crosscheck.model import Rule, Status, Verdict, by_kind
from extractors.crosscheck.outline import ENTRY
from extractors.crosscheck.reading import Passage, heading, reading, spot
from extractors.crosscheck.reasons import reasons
from extractors.crosscheck.required import required
from extractors.findings import Severity
from extractors.text import name_key, strip_ordinal
from extractors.vocabulary import section_key
from extractors.vocabulary.disclosure import disclosure_words

#: how long the name of an entry can be where nothing marks its end
_LONGEST_NAME = 40


# ---------------------------------------------------------------- E-12: terms


def _terms(rule: Rule, book: Book) -> Iterator[Verdict]:
    """The terms of the report are explained, and no entry of the glossary is left without its text."""
    # tables and forms that follow the glossary are of another level, chapters that do have another meaning
    told = [p for p in reading(book).text("glossary").passages if p.section.level != 2]
    entries = [p for p in told if p.section.key in (None, "glossary")]
    if not entries:
        yield insufficient(rule, "名词解释", ["名词解释"])
        return
    heads = [_head(p.paragraph.plain) for p in entries]
    used = reading(book).text("narrative", "tables").text
    groups: tuple[Literal["core", "other"], ...] = ("core", "other")
    for group in groups:
        missing = []
        for term in disclosure_words().terms[group]:
            same = {name_key(n) for n in disclosure_words().same.get(term, ())}
            if any(name_key(term) in head or head in same for head in heads):
                yield Verdict(rule, f"名词/{term}", Status.PASS)
            elif name_key(term) not in name_key(used):
                yield not_applicable(rule, f"名词/{term}", "报告没有使用这一名词")
            else:
                missing.append(term)
        if missing:
            yield _unexplained(rule, book, missing, "info" if group == "other" else None)
    yield from _without_text(rule, book, entries)


_QUOTES = {ord("“"): None, ord("”"): None}


def _unexplained(rule: Rule, book: Book, terms: Sequence[str], severity: Severity | None) -> Verdict:
    """The terms that the glossary leaves out: one finding for all."""
    named = "、".join(f"“{term.translate(_QUOTES)}”" for term in terms)
    ground = f"名词解释没有解释报告中使用的{named}，请补充。"
    facts = tuple(heading(book, s) for s in book.report.sections if s.key == "glossary" and s.level)[:1]
    return Verdict(rule, f"名词/{'、'.join(terms)}", Status.FAIL, ground=ground, severity=severity, facts=facts)


def _head(plain: str) -> str:
    """The name that an entry of the glossary explains."""
    text = strip_ordinal(plain)
    end = text.find("：")
    return name_key(re.sub(r"(?:，?是)?指.*$", "", text[: end if end >= 0 else _LONGEST_NAME]))


def _without_text(rule: Rule, book: Book, entries: list[Passage]) -> Iterator[Verdict]:
    """Entries that are only a name, and are not followed by anything of theirs."""
    for entry, after in zip(entries, [*entries[1:], None], strict=True):
        plain = entry.paragraph.plain
        if not ENTRY.match(plain) or disclosure_words().explains.search(strip_ordinal(plain)[1:]):
            continue
        if section_key(strip_ordinal(plain), True) in ("tables", "annex"):
            continue  # the heading of the tables or annexes that follow the glossary
        if after is not None and _belongs(after.paragraph.plain, plain):
            continue
        ground = f"名词解释“{entry.paragraph.text.rstrip('。：')}”只列名称，没有解释，请补充或删除。"
        fact = spot(book, entry, 0, len(plain))
        yield Verdict(rule, f"条目/{plain[:20]}", Status.FAIL, ground=ground, facts=(fact,))


def _belongs(after: str, entry: str) -> bool:
    """Whether the line after an entry is its text or a list of its own: no entry, or one numbered another way."""
    match, own = ENTRY.match(after), ENTRY.match(entry)
    if match is None or own is None:
        return match is None
    return _style(match.group()) > _style(own.group())


def _style(ordinal: str) -> int:
    """The depth of a number: 一、 before （一） before 1."""
    return 2 if re.search(r"\d", ordinal) else 1 if ordinal.startswith("(") else 0


RULES: tuple[Rule, ...] = (
    Rule(
        "E-06",
        "“三公”经费要素齐全",
        "error",
        "“三公”经费应公开总额和各项的预算数、决算数，以及团组数、人次、购置数、保有量、接待批次和人次；"
        "预算应公开总额和各项预算数，与上年预算比较并说明增减原因。",
        by_kind(required("three_public"), budget_public),
        kind="both",
    ),
    Rule(
        "E-07",
        "机关运行经费说明完整",
        "error",
        "机关运行经费应说明金额并与上年或预算比较；没有的应写明没有。预算没有写比较的只作提示。",
        required("operating"),
        kind="both",
    ),
    Rule(
        "E-08",
        "政府采购说明完整",
        "error",
        "政府采购应说明总额、货物工程服务三类金额、授予中小企业合同的金额和比重；预算应说明面向中小企业预留的金额。",
        required("procurement"),
        kind="both",
    ),
    Rule(
        "E-09",
        "国有资产占用说明完整",
        "error",
        "国有资产应说明截止日期、车辆总数和各类车辆数、单价100万元以上设备数量；预算一般以上年末为准。",
        by_kind(required("assets"), budget_assets),
        kind="both",
    ),
    Rule(
        "E-10",
        "绩效情况说明完整",
        "error",
        "预算绩效应说明管理工作开展情况、自评项目数和资金、自评结果；预算应说明编报绩效目标的项目数和资金。",
        by_kind(required("performance"), budget_goals),
        kind="both",
    ),
    Rule(
        "E-12",
        "名词解释齐全",
        "warning",
        "名词解释应解释报告使用的财政专用名词，每一条目都应有解释。",
        _terms,
        kind="both",
    ),
    Rule(
        "E-13",
        "增减变化有原因",
        "warning",
        "与上年或预算相比有增减的，应说明主要原因；决算数与年初预算数不同的各项也应说明。",
        reasons,
    ),
)
