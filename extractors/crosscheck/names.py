"""Family F, names: the department is called the same everywhere, 部门 and 单位 in their places, one kind of report."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from extractors.crosscheck.book import Book
from extractors.crosscheck.compare import insufficient
from extractors.crosscheck.model import Rule, Status, Verdict
from extractors.crosscheck.reading import TEXT, heading, reading, spot
from extractors.crosscheck.slips import found_slips, report_slips
from extractors.crosscheck.strangers import captions, strangers
from extractors.facts import Fact
from extractors.findings import Severity
from extractors.text import fold
from extractors.vocabulary.form import form_words

#: how many characters of the end of a name tell where it may stand
_TAIL = 3
_NUMBERED_PART = re.compile(r"^第[一二三四五六七八九十]{1,2}部分")
#: a line of its own that is the title of a part, without its number
_TITLE = re.compile(r"^[^，。；：、]{4,30}20\d\d年度?(部门|单位)?[预决]算[^，。；：、]{0,6}$")
_DIVISION = re.compile(r"[省市区县旗镇乡]$")


@dataclass(frozen=True, slots=True)
class _Other:
    """The department under another name: how it is printed there, and where."""

    printed: str
    place: str
    fact: Fact


def _department(rule: Rule, book: Book) -> Iterator[Verdict]:
    """The department's name in captions, headings and text, and 部门 or 单位 where it belongs."""
    name = book.report.identity.department
    if not name or not reading(book).passages:
        yield insufficient(rule, "名称", ["部门名称"])
        return
    name = fold(name)
    groups: dict[str, list[_Other]] = {}
    for other in (*_captions(book, name), *_headings(book, name), *_mentions(book, name)):
        groups.setdefault(other.printed, []).append(other)
    strange = list(strangers(rule, book, name, groups))
    if not groups and not strange:
        yield Verdict(rule, "名称", Status.PASS)
    for printed, others in groups.items():
        yield _differs(rule, name, printed, others)
    yield from strange
    yield from _replaced(rule, book)
    yield from _kind_of_body(rule, book)


def _differs(rule: Rule, name: str, printed: str, others: list[_Other]) -> Verdict:
    more = f"（共{len(others)}处）" if len(others) > 1 else ""
    ground = f"{others[0].place}写“{printed}”{more}，与本报告的部门名称“{name}”不一致，请核对。"
    severity: Severity | None = "info" if _loosely(printed, name) else None
    facts = tuple(other.fact for other in others)
    return Verdict(rule, f"名称/{printed}", Status.FAIL, ground=ground, severity=severity, facts=facts)


def _loosely(printed: str, name: str) -> bool:
    """Whether only a 市 is left out, or 和 is written 与."""
    loose = form_words().loose
    plain = lambda text: "".join(c for c in text if c not in loose)  # noqa: E731
    return plain(printed) == plain(name)


def _captions(book: Book, name: str) -> Iterator[_Other]:
    """The name above the statutory tables."""
    for named in captions(book):
        if is_slip(named.printed, name, whole=True):
            yield _Other(named.printed, named.place, named.fact)


def _headings(book: Book, name: str) -> Iterator[_Other]:
    """The name in the headings of parts, on the cover, and in titles that no heading leads."""
    for section in book.report.sections:
        if section.level == 1 and section.key != "toc":
            printed = _named(fold(section.title), name)
            if printed and is_slip(printed, name, whole=True):
                yield _Other(printed, f"标题“{section.title}”", heading(book, section))
    for passage in reading(book).passages:
        plain = passage.paragraph.plain
        if passage.zone not in {"cover", "toc"} and not _TITLE.match(plain):
            continue
        printed = _named(plain, name)
        if printed and is_slip(printed, name, whole=True):
            place = {"cover": "封面", "toc": "目录"}.get(passage.zone, f"标题“{plain}”")
            yield _Other(printed, place, spot(book, passage, 0, len(plain)))


def _named(title: str, name: str) -> str | None:
    """What a title has in the place of the name: from its start to the end of the name."""
    line = re.sub(r"20\d\d年度?", "", _NUMBERED_PART.sub("", title))
    at = line.find(name[-_TAIL:])
    return line[: at + _TAIL] if at > 0 else None


def _mentions(book: Book, name: str) -> Iterator[_Other]:
    """Places of the text that are the name but for one or two inner characters."""
    text = reading(book).text(*TEXT)
    variants = _variants(name)
    tail = re.compile(re.escape(name[-_TAIL:]))
    yield from _subjects_of_bodies(book, name)
    for match in tail.finditer(text.text):
        end = match.end()
        if text.text.endswith(name, 0, end):
            continue
        window = text.text[max(0, end - len(name) - 1) : end]
        printed = next((v for v in variants if window.endswith(v)), None) or _substituted(window, name)
        if printed:
            hit = text.around(match, len(printed))
            yield _Other(printed, hit.passage.place, hit.fact(book))


def _subjects_of_bodies(book: Book, name: str) -> Iterator[_Other]:
    """The department at the head of a paragraph on its own bodies, where no other body can stand."""
    for passage in reading(book).by_key.get("bodies", []):
        printed = passage.paragraph.plain[: len(name)]
        if printed[-1:] == name[-1] and _substituted(printed, name, whole=True) and not _substituted(printed, name):
            yield _Other(printed, passage.place, spot(book, passage, 0, len(name)))


def _variants(name: str) -> list[str]:
    """The name with one or two inner characters lost, or one printed twice; the whole region lost is another body."""
    inner = range(1, len(name) - _TAIL)
    spans = [(i, i + n) for n in (1, 2) for i in inner if not (n > 1 and _DIVISION.search(name[i : i + n]))]
    lost = {name[:i] + name[j:] for i, j in spans}
    turned = {name[:i] + name[i + 1] + name[i] + name[i + 2 :] for i in inner}
    twice = {name[:i] + name[i] + name[i:] for i in inner}
    return sorted((lost | twice | turned) - {name}, key=len, reverse=True)


def _substituted(window: str, name: str, whole: bool = False) -> str | None:
    """The name with one inner character printed wrong; in the name of a division only where no other body can stand."""
    printed = window[-len(name) :]
    if len(printed) != len(name) or printed[0] != name[0]:
        return None
    differ = [i for i, (a, b) in enumerate(zip(printed, name, strict=True)) if a != b]
    ok = len(differ) == 1 and "一" <= printed[differ[0]] <= "鿿"
    return (
        printed if ok and (whole or not any(c in "省市区县旗" for c in name[differ[0] + 1 : differ[0] + 4])) else None
    )


def is_slip(printed: str, name: str, whole: bool = False) -> bool:
    """Whether a printed name is the department's with a slip; ``whole``: an inner division may be lost too."""
    if printed == name or name.endswith(printed) or printed.endswith(name) or printed.startswith(name):
        return False
    if printed in _variants(name) or _substituted(printed, name, whole):
        return True
    lost = len(name) - len(printed)
    return whole and lost > 0 and any(name[:i] + name[i + lost :] == printed for i in range(1, len(name) - lost))


# ---------------------------------------------------------------- 部门 and 单位, kind of report


def _replaced(rule: Rule, book: Book) -> Iterator[Verdict]:
    """部门 printed for 单位, as a replacement of the whole document leaves it."""
    if found := found_slips(book, form_words().swapped):
        yield from report_slips(rule, book, found)


_BODY = re.compile(r"20\d\d年?度?(?:\S{4,30}?)?(部门|单位)决算")


def _kind_of_body(rule: Rule, book: Book) -> Iterator[Verdict]:
    """Headings of parts that call the same report 部门决算 here and 单位决算 there."""
    called: dict[str, Fact] = {}
    for section in book.report.sections:
        if section.level == 1 and section.key != "toc" and (match := _BODY.search(fold(section.title))):
            called.setdefault(match.group(1), heading(book, section))
    for passage in reading(book).text("cover").passages:
        if match := _BODY.search(passage.paragraph.plain):
            called.setdefault(match.group(1), spot(book, passage, 0, len(passage.paragraph.plain)))
    if len(called) > 1:
        ground = "封面和各部分标题有的称“部门决算”，有的称“单位决算”，应按报告的范围统一，请核对。"
        yield Verdict(rule, "部门/单位", Status.FAIL, ground=ground, facts=tuple(called.values()))


def _kind(rule: Rule, book: Book) -> Iterator[Verdict]:
    """Headings of the other kind of report, and a file named as the other kind."""
    kind = book.report.identity.kind
    pattern = form_words().kinds[kind]
    other = {"final": "预算", "budget": "决算"}[kind]
    own = {"final": "决算", "budget": "预算"}[kind]
    headings = [s for s in book.report.sections if s.level in (1, 2) and reading(book).zone(s) != "annex"]
    if not headings:
        yield insufficient(rule, "kind", ["各部分标题"])
        return
    wrong = [s for s in headings if s.key != "toc" and (m := pattern.search(fold(s.title))) and own not in m.group()]
    for section in wrong:
        ground = f"本报告是部门{own}，标题“{section.title}”却写{other}，请核对。"
        yield Verdict(rule, f"标题/{section.title}", Status.FAIL, ground=ground, facts=(heading(book, section),))
    if other in book.report.file and own not in book.report.file:
        ground = f"文件名“{book.report.file}”称{other}，内容是部门{own}，请核对。"
        yield Verdict(rule, "文件名", Status.FAIL, ground=ground, facts=(heading(book, headings[0]),))
    if not wrong:
        yield Verdict(rule, "标题", Status.PASS)


RULES: tuple[Rule, ...] = (
    Rule(
        "F-11",
        "部门名称前后一致",
        "warning",
        "封面、标题、表头和正文中的部门名称应相同；“部门”与“单位”应按所指分别使用，不应整篇替换。",
        _department,
        kind="both",
    ),
    Rule(
        "F-12",
        "决算、预算不混用",
        "warning",
        "决算报告的标题和文件名不应写预算，预算报告的不应写决算。",
        _kind,
        kind="both",
    ),
)
