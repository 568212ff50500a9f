"""Family E, what the sections must tell: items of “三公”经费, 机关运行经费, 采购, 资产, 绩效; reasons and terms."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Literal

from extractors.crosscheck.book import Book
from extractors.crosscheck.compare import insufficient, not_applicable
from extractors.crosscheck.items import items_of
from extractors.crosscheck.model import Check, Rule, Status, Verdict
from extractors.crosscheck.outline import ENTRY
from extractors.crosscheck.reading import Hit, Passage, heading, reading, spot
from extractors.crosscheck.said import BUDGETS, SPENT
from extractors.facts import MONEY, Fact
from extractors.findings import Severity
from extractors.text import name_key, strip_ordinal
from extractors.vocabulary import measures, section_title
from extractors.vocabulary.disclosure import Item, disclosure_words

#: how long the name of an entry can be where nothing marks its end
_LONGEST_NAME = 40


# ---------------------------------------------------------------- E-06 … E-10: required items


def _required(key: str) -> Check:
    """A check that a section tells all it must; what is not due because its amount is zero is not asked for."""

    def check(rule: Rule, book: Book) -> Iterator[Verdict]:
        said = _text(book, key)
        if not said:
            yield insufficient(rule, key, [f"“{section_title(key)}”一节"])
            return
        none = disclosure_words().none[key].search(said)
        for item in disclosure_words().required[key]:
            yield _item(rule, book, key, item, said, none is not None)

    return check


def _text(book: Book, key: str) -> str:
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


def _item(rule: Rule, book: Book, key: str, item: Item, said: str, none: bool) -> Verdict:
    subject = f"{key}/{item.name}"
    if all(pattern.search(said) for pattern in item.all):
        return Verdict(rule, subject, Status.PASS)
    if key == "performance" and all(p.search(reading(book).text("annex").text) for p in item.all):
        return Verdict(rule, subject, Status.PASS)
    if none:
        return not_applicable(rule, subject, "正文已说明没有此类支出")
    amount = _amount(book, key, item.money) if item.money else Decimal(1)
    if amount is None:
        return insufficient(rule, subject, [f"{item.money}的决算数"])
    if not amount:
        return not_applicable(rule, subject, f"{item.money}为零")
    told = f"（{item.money}为{amount}）" if item.money else ""
    ground = f"正文“{section_title(key)}”没有说明{item.name}{told}，请补充。"
    sections = [s for s in book.report.sections if s.key == key and s.level and reading(book).zone(s) != "toc"]
    facts = tuple(heading(book, s) for s in sections[:1])
    shown = (str(amount),) if item.money else ()
    return Verdict(rule, subject, Status.FAIL, ground=ground, severity=item.severity, facts=facts, shown=shown)


def _amount(book: Book, key: str, subject: str) -> Decimal | None:
    """The amount of a subject as the section or its table has it; None where neither was read."""
    measure = next((m for m in measures().values() if m.name == subject), None)
    counted = measure is not None and measure.unit is not None
    facts = [f for f in book.said.of(key, subject) if f.unit != "%" and not (counted and f.unit in MONEY)]
    spent = [f for f in facts if f.column in SPENT]
    told = [f.value for f in spent or facts if f.value is not None]
    cells = [book.cell(c[0], c[1], c[2]) for c in measure.cells] if measure else []
    told += [c.value for c in cells if c.value is not None]
    return max(told, default=None)


# ---------------------------------------------------------------- E-12: terms


def _terms(rule: Rule, book: Book) -> Iterator[Verdict]:
    """The terms of the report are explained, and no entry of the glossary is left without its text."""
    entries = reading(book).text("glossary").passages
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


# ---------------------------------------------------------------- E-13: reasons


def _reasons(rule: Rule, book: Book) -> Iterator[Verdict]:
    """A reason for every stated change against another year, and for every 项 that differs from its budget."""
    words = disclosure_words().reasons
    if not reading(book).text("narrative"):
        yield insufficient(rule, "原因", ["决算情况说明"])
        return
    for key in words.sections:
        yield _section_reasons(rule, book, key)
    yield from _item_reasons(rule, book)


def _section_reasons(rule: Rule, book: Book, key: str) -> Verdict:
    """The first change of a section that no reason follows under the same heading."""
    passages = reading(book).by_key.get(key, [])
    if not passages:
        return insufficient(rule, key, [f"“{section_title(key)}”一节"])
    changed = False
    for index, passage in enumerate(passages):
        plain = passage.paragraph.plain
        after = [p.paragraph.plain for p in passages[index + 1 :] if p.section is passage.section]
        for match in disclosure_words().reasons.change.finditer(plain):
            if not Decimal(match.group("number").replace(",", "")):
                continue
            changed = True
            rest = plain[match.end() :] + "".join(after)
            if not disclosure_words().reasons.words.search(rest) and not _led(plain, match.start()):
                return _no_reason(rule, book, Hit(passage, match, *match.span()), key)
    if not changed:
        return not_applicable(rule, key, "没有写与上年或预算的增减")
    return Verdict(rule, key, Status.PASS)


def _led(plain: str, start: int) -> bool:
    """Whether the reason stands before the change: 由于…，比上年增加…."""
    sentence = plain[plain.rfind("。", 0, start) + 1 : start]
    return bool(disclosure_words().reasons.words.search(sentence))


def _no_reason(rule: Rule, book: Book, hit: Hit, key: str) -> Verdict:
    number = hit.match.group("number").replace(",", "")
    ground = f"正文“{section_title(key)}”写“{hit.words}”，没有说明变动的原因，请补充。"
    fact = spot(book, hit.passage, hit.start, hit.end)
    return Verdict(rule, key, Status.FAIL, ground=ground, facts=(fact,), shown=(number,))


def _item_reasons(rule: Rule, book: Book) -> Iterator[Verdict]:
    """Each 项 of the text, and each part of “三公”经费, whose final figure is not its budget."""
    for item in items_of(book):
        yield from _off_budget(rule, book, f"general_budget/{'/'.join(item.names)}", item.label, item.facts)
    yield from _public_reasons(book, rule)


def _public_reasons(book: Book, rule: Rule) -> Iterator[Verdict]:
    """The parts of “三公”经费 and the whole, which is explained where each part is under the same heading."""
    names = [m.name for m in measures().values() if m.part_of == "three_public"]
    apart = any(all(_reasons_of(book, name)) for name in names)
    parts: list[Verdict] = []
    for name in names:
        yearly, budget = _reasons_of(book, name)
        told = book.said.of("three_public", name)
        # where others explain change and difference each, the reason of a change is not that of the difference
        parts += _off_budget(rule, book, f"three_public/{name}", name, told, lacking=apart and yearly and not budget)
    yield from parts
    name = measures()["three_public"].name
    whole = book.said.of("three_public", name)
    headings = {f.section for n in names for f in book.said.of("three_public", n, *BUDGETS)}
    explained = all(v.status is Status.PASS for v in parts) and headings == {f.section for f in whole[:1]}
    for verdict in _off_budget(rule, book, f"three_public/{name}", name, whole):
        yield Verdict(rule, verdict.subject, Status.PASS) if explained else verdict


def _reasons_of(book: Book, name: str) -> tuple[bool, bool]:
    """Whether a part of “三公”经费 has a reason for its change, and one for its difference from the budget."""
    kinds = ("增减原因", "预决算差异原因")
    yearly, budget = (bool(book.said.text("three_public", name, kind)) for kind in kinds)
    return yearly, budget


def _off_budget(
    rule: Rule, book: Book, subject: str, label: str, facts: Sequence[Fact], lacking: bool = False
) -> Iterator[Verdict]:
    """Whether a final figure that is not its budget has a reason; ``lacking`` where it is known to have none."""
    spent = next((f for f in facts if f.column in SPENT), None)
    budget = next((f for f in facts if f.column in BUDGETS), None)
    if spent is None or budget is None or spent.value is None or budget.value is None or spent.unit != budget.unit:
        return
    places = [f for f in facts if f.column in SPENT]
    if spent.value == budget.value or (not lacking and any(_reason_near(book, fact) for fact in places)):
        yield Verdict(rule, subject, Status.PASS)
        return
    ground = f"正文“{label}”预算{budget.raw}，决算{spent.raw}，两者不同，没有说明差异原因，请补充。"
    shown = (str(budget.value), str(spent.value))
    yield Verdict(rule, subject, Status.FAIL, ground=ground, facts=(spent, budget), shown=shown)


def _reason_near(book: Book, fact: Fact) -> bool:
    """Whether the paragraph of a figure, or what goes on with it, gives a reason."""
    passages = reading(book).by_key.get(fact.section_key or "", [])
    for index, passage in enumerate(passages):
        place = passage.paragraph.place
        if place.start <= fact.start < place.end:
            texts = [passage.paragraph.plain]
            for after in passages[index + 1 :]:
                if ENTRY.match(after.paragraph.plain) or after.section is not passage.section:
                    break
                texts.append(after.paragraph.plain)
            return bool(disclosure_words().reasons.words.search("".join(texts)))
    return True


RULES: tuple[Rule, ...] = (
    Rule(
        "E-06",
        "“三公”经费要素齐全",
        "error",
        "“三公”经费应公开总额和各项的预算数、决算数，以及团组数、人次、购置数、保有量、接待批次和人次。",
        _required("three_public"),
    ),
    Rule(
        "E-07",
        "机关运行经费说明完整",
        "error",
        "机关运行经费应说明金额并与上年或预算比较；没有的应写明没有。",
        _required("operating"),
    ),
    Rule(
        "E-08",
        "政府采购说明完整",
        "error",
        "政府采购应说明总额、货物工程服务三类金额、授予中小企业合同的金额和比重。",
        _required("procurement"),
    ),
    Rule(
        "E-09",
        "国有资产占用说明完整",
        "error",
        "国有资产应说明截止日期、车辆总数和各类车辆数、单价100万元以上设备数量。",
        _required("assets"),
    ),
    Rule(
        "E-10",
        "绩效情况说明完整",
        "error",
        "预算绩效应说明管理工作开展情况、自评项目数和资金、自评结果。",
        _required("performance"),
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
        _reasons,
    ),
)
