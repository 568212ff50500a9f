"""Family P, numbers in the text on performance: projects, money, grades and scores, against forms and lists."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from extractors.crosscheck.book import Book
from extractors.crosscheck.cells import stated
from extractors.crosscheck.compare import at_most, equal, exactly, insufficient, not_applicable
from extractors.crosscheck.model import Rule, Status, Verdict
from extractors.crosscheck.performance import lists, own_forms
from extractors.crosscheck.plain_sums import OF_SOME
from extractors.crosscheck.said import BUDGETS
from extractors.crosscheck.table_prose import text_place
from extractors.facts import MONEY, Fact, decimals, half_digit, plain_decimal, round_half_up
from extractors.forms import Form, FormRow
from extractors.report import Table
from extractors.text import fold, name_key, squeeze
from extractors.vocabulary.grades import grade_words

_PLACE = text_place("performance")
#: so many characters of the source may belong to the sentence before a figure
_SENTENCE = 240
#: grades with the lowest score of each, as 财政部 sets them
_GRADES = (("优", Decimal(90)), ("良", Decimal(80)), ("中", Decimal(60)), ("差", Decimal(0)))
#: the fund whose projects are counted, in the words before their number
_OF_FUND = re.compile(r"一般公共预算|政府性基金|国有资本经营")
#: what says that a list is of some of the projects
_SELECTED = re.compile(
    r"(?:选取|选择|挑选|抽取)[^。；]{0,80}项目|(?:重点|部分|主要|典型)项目[^。；]{0,16}(?:如下|下表|附件|附表|见表)"
)
#: what says that the results of some projects follow, before how many they are
_SHOWN = re.compile(r"反映|公开|公布|展示|列示")

#: the projects gone through, counted together behind them
_DIGITS = "一二三四五六七八九十"
_ABOVE = re.compile(rf"(?:上述|以上)(?P<named>\d{{1,3}}|[{_DIGITS}])个(?:绩效)?(?:自评)?项目")

#: the text counts only some of the grades, and the rest in other words
_OTHERS = re.compile(r"其余|剩余|其他(?:\d+个|项目)")


def narrated(book: Book) -> list[tuple[str, Fact | None, Fact]]:
    """The projects that the text on performance goes through: name, budget, executed."""
    spent = {f.row_name: f for f in book.said.in_section("performance", "执行数")}
    return [(n, book.said.near(f, BUDGETS), f) for n, f in spent.items() if book.said.near(f, BUDGETS) is not None]


def _listed(book: Book) -> list[tuple[Form, FormRow]]:
    """The rows of lists of projects; a list of scored indicators is none."""
    return [(form, row) for form in lists(book) if _lists_projects(form) for row in form.listed]


def _lists_projects(form: Form) -> bool:
    return not any(row.cell("分值") for row in form.listed)


def self_evaluated(book: Book) -> list[Fact]:
    """The statements of how many projects were self-evaluated in all.

    Those of a part of them (其中，以委托方式自评的项目3个; 反映…等3个项目自评结果) are none; where each fund's are
    counted, they are added up.
    """
    said = book.said.of("performance", "自评项目", "数量")
    return _of_all_funds(book, [f for f in said if f is said[0] or not _is_part(book, said[0], f)])


def evaluated_money(book: Book) -> list[Fact]:
    """The statements of the money of all projects that were self-evaluated; where each fund's is told, their sum."""
    return _of_all_funds(book, [f for f in book.said.of("performance", "自评项目", "资金") if f.unit in MONEY])


def _of_all_funds(book: Book, apart: list[Fact]) -> list[Fact]:
    """Statements, before them their sum in the place of those that are each of one fund; of one fund as they are."""
    funds = {fund: f for f in apart if (fund := _fund_of(book, f))}
    if len(funds) < 2 or len({f.unit for f in funds.values()}) > 1:
        return apart
    added, first = sum((f.value or Decimal(0) for f in funds.values()), Decimal(0)), next(iter(funds.values()))
    whole = first.but(value=added, raw=f"{plain_decimal(added)}{first.unit or ''}")
    return [whole, *(f for f in apart if not any(f is of for of in funds.values()))]


def _of_one_fund(book: Book, number: int) -> bool:
    """Whether so many projects are those of one fund, where each fund's are counted apart."""
    said = book.said.of("performance", "自评项目", "数量")
    apart = [f for f in said if _fund_of(book, f)]
    return len(apart) > 1 and any(f.value == number for f in apart)


def _is_part(book: Book, whole: Fact, fact: Fact) -> bool:
    """Whether a smaller number is behind 其中 in the sentence of the whole, or of those whose results are shown."""
    if whole.at is None or fact.at is None or (fact.value or 0) >= (whole.value or 0):
        return False
    between = book.report.source.text[whole.at : fact.at]
    return ("其中" in between and "。" not in between) or bool(_SHOWN.search(_words_before(book, fact)))


def _words_before(book: Book, fact: Fact, ends: str = "，。；：") -> str:
    """The clause before a figure, without white space; with other ``ends`` more of its sentence."""
    at = fact.start if fact.at is None else fact.at
    return re.split(f"[{ends}]", fold(book.report.source.text[max(0, at - _SENTENCE) : at]))[-1]


def _fund_of(book: Book, fact: Fact) -> str | None:
    """The fund whose projects a figure counts, as the words before it in its sentence name it last."""
    named = _OF_FUND.findall(_words_before(book, fact, "。；"))
    return named[-1] if named else None


def _counts(rule: Rule, book: Book) -> Iterator[Verdict]:
    """The number of self-evaluated projects as the text says it, against the list and the forms."""
    said = self_evaluated(book)
    rows = _listed(book)
    forms = [f for f in own_forms(book) if f.project]
    for other in said[1:]:
        if other.value is not None and _of_one_fund(book, int(other.value)):
            yield not_applicable(rule, f"自评项目/{other.line}", "只说一类资金的项目")
            continue
        # counted in 个 here and in 项 there: the same projects
        pair = [stated(f.but(unit="个")) for f in (said[0], other)]
        yield exactly(equal(rule, book, f"自评项目/{other.line}", pair[:1], pair[1:]))
    if said:
        yield from _told_one_by_one(rule, book, said[0])
    if not said:
        yield insufficient(rule, "自评项目", [f"{_PLACE}的自评项目数"])
    elif rows:
        yield _count_of_list(rule, book, said[0], rows)
    elif forms:
        yield _count_of_forms(rule, said[0], forms)
    else:
        yield not_applicable(rule, "自评项目", "报告没有附项目汇总表或项目自评表")


def _told_one_by_one(rule: Rule, book: Book, said: Fact) -> Iterator[Verdict]:
    """The projects that the text goes through and then counts together (上述5个项目), where they make up all the money.

    Without that the text may go through some of the projects only.
    """
    projects = narrated(book)
    money = [f for f in book.said.of("performance", "自评项目", "资金") if f.unit in MONEY]
    for fact in book.find("performance", _ABOVE):
        number = _number(fact.row_name)
        if number != len(projects) or not money:
            continue
        if said.value == number:
            yield Verdict(rule, f"自评项目/上述/{fact.line}", Status.PASS)
            continue
        sums = ([stated(f) for _, _, f in projects], [stated(b) for _, b, _ in projects if b])
        if all(equal(rule, book, "自评项目资金", [stated(money[0])], own).status is Status.FAIL for own in sums):
            continue
        ground = (
            f"{_PLACE}称自评项目{said.raw}，其后逐个说明的只有{number}个，又称“{squeeze(fact.raw)}”，"
            f"自评项目资金{money[0].raw}也是这{number}个项目的合计，项目数前后不符，请核对。"
        )
        facts = (said, fact, money[0])
        shown = (plain_decimal(said.value or Decimal(0)), str(number))
        yield Verdict(rule, f"自评项目/上述/{fact.line}", Status.FAIL, ground=ground, facts=facts, shown=shown)


def _number(printed: str) -> int:
    """A number of projects in digits or, up to ten, in words."""
    return int(printed) if printed.isdigit() else _DIGITS.index(printed) + 1


def _count_of_list(rule: Rule, book: Book, said: Fact, rows: list[tuple[Form, FormRow]]) -> Verdict:
    names = {name_key(row.name) for _, row in rows}
    title = rows[0][0].title
    if said.value == len(rows):
        return Verdict(rule, "自评项目", Status.PASS)
    if said.value is not None and len(names) < said.value and _of_some(book, *rows[0]):
        return not_applicable(rule, "自评项目", "附件只列出部分项目")
    if said.value is not None and len(names) < said.value and _of_one_fund(book, len(names)):
        return not_applicable(rule, "自评项目", "附件只列出一类资金的项目")
    again = f"（不重复的{len(names)}个）" if len(names) != len(rows) else ""
    ground = f"{_PLACE}称自评项目{said.raw}，附件《{title}》列有{len(rows)}行项目{again}，数目不符，请核对。"
    facts = (said, *(row.cells[0] for _, row in rows[:11]))
    return Verdict(rule, "自评项目", Status.FAIL, ground=ground, facts=facts, shown=(str(said.value), str(len(rows))))


def _of_some(book: Book, form: Form, row: FormRow) -> bool:
    """Whether a list is said to be of some projects only: in its title, above or below its grid, or in the text."""
    told = [p.plain for _, t in book.report.tables if _holds(t, row) for p in (*t.caption, *t.notes)]
    # one that only its part (第五部分附件) gives a title does not say either that it is of all
    return (
        bool(_SOME_IN_TITLE.search(form.title))
        or any(map(OF_SOME.search, told))
        or bool(book.find("performance", _SELECTED))
    )


def _holds(table: Table, row: FormRow) -> bool:
    return row.line is not None and table.rows[0].place.line <= row.line <= table.rows[-1].place.line


def _count_of_forms(rule: Rule, said: Fact, forms: list[Form]) -> Verdict:
    """The text may say that only some of the forms are annexed; more forms than projects cannot be."""
    if said.value is not None and len(forms) <= said.value:
        return Verdict(rule, "自评项目", Status.PASS)
    ground = f"{_PLACE}称自评项目{said.raw}，附件有{len(forms)}份项目自评表，数目不符，请核对。"
    facts = (said, *(f.rows[0].cells[0] for f in forms[:11]))
    return Verdict(rule, "自评项目", Status.FAIL, ground=ground, facts=facts, shown=(str(said.value), str(len(forms))))


def _amounts(rule: Rule, book: Book) -> Iterator[Verdict]:
    """The money of the self-evaluated projects as the text says it, against the list's budgets."""
    said = evaluated_money(book)
    rows = [row for _, row in _listed(book)]
    budgets, spent = ([c for row in rows if (c := row.cell(k))] for k in ("全年预算数", "全年执行数"))
    if not rows or not said:
        ground = "报告没有附项目汇总表" if not rows else "正文没有写自评项目的资金"
        yield not_applicable(rule, "自评项目资金", ground)
        return
    if len(budgets) < len(rows) or any(f.value is None for f in budgets):
        yield insufficient(rule, "自评项目资金", ["项目汇总表每行的全年预算数"])
        return
    counted = [f for f in self_evaluated(book) if f.value is not None]
    if counted and (counted[0].value or 0) > len(rows):
        # a list of some of them only (重点项目): they have no more than all
        yield at_most(rule, book, "自评项目资金", [stated(f) for f in budgets], [stated(said[0])])
        return
    verdict = equal(rule, book, "自评项目资金", [stated(said[0])], [stated(f) for f in budgets])
    executed = sum((f.value for f in spent if f.value is not None), Decimal(0))
    if verdict.status is Status.FAIL and verdict.amounts and executed == said[0].value:
        planned = verdict.amounts[1]
        ground = (
            f"{_PLACE}称自评项目涉及预算资金{said[0].raw}，与附件项目汇总表的全年执行数合计相同；"
            f"其全年预算数合计为{plain_decimal(planned)}{verdict.unit or ''}，“预算资金”口径有误，请核对。"
        )
        shown = (plain_decimal(executed), plain_decimal(planned))
        yield Verdict(
            rule,
            "自评项目资金",
            Status.FAIL,
            ground=ground,
            facts=(said[0], *budgets[:11]),
            shown=shown,
            severity="warning",
        )
    else:
        yield verdict


def _grades(rule: Rule, book: Book) -> Iterator[Verdict]:
    """How many projects have which grade, against the scores of the list or the forms, and in all."""
    yield from _printed_grades(rule, book)
    told = _told_grades(book)
    if not told:
        yield not_applicable(rule, "等级", "正文没有写各等级的项目数")
        return
    if any(name not in dict(_GRADES) for name in told):
        yield not_applicable(rule, "等级", "正文用的是另一套等级，没有公开各等级的分数段")
        return
    scores = _scores(book)
    total = self_evaluated(book)
    if scores and total and len(scores) >= (total[0].value or 0):
        yield from _grade_counts(rule, told, scores)
    else:
        yield not_applicable(rule, "等级/得分", "没有全部项目的自评得分，不能核对等级")


def _printed_grades(rule: Rule, book: Book) -> Iterator[Verdict]:
    """The grade that a row of the list prints beside its score."""
    for form, row in _listed(book):
        grade, score = row.cell("自评等级"), row.cell("项目自评得分")
        if grade is None or score is None or score.value is None or grade.raw not in dict(_GRADES):
            continue
        subject = f"{form.title}/{row.name}/{row.line}/等级"
        due = grade_of(score.value)
        if grade.raw == due:
            yield Verdict(rule, subject, Status.PASS)
            continue
        ground = (
            f"附件《{form.title}》{row.name}自评得分{score.raw}，等级写作“{grade.raw}”，按得分应为“{due}”，请核对。"
        )
        shown = (plain_decimal(score.value),)
        yield Verdict(rule, subject, Status.FAIL, ground=ground, facts=(grade, score), shown=shown)


def grade_of(score: Decimal) -> str:
    """The grade of a score by the usual bounds."""
    return next((name for name, lowest in _GRADES if score >= lowest), _GRADES[-1][0])


def _scores(book: Book) -> list[Fact]:
    """The score of each project: from the list, else from the total rows of the forms."""
    listed = [c for _, row in _listed(book) if (c := row.cell("项目自评得分"))]
    forms = [c for f in own_forms(book) if f.project and f.total and (c := f.total.cell("得分"))]
    return [f for f in (listed or forms) if f.value is not None]


def _grade_counts(rule: Rule, told: dict[str, tuple[Fact, int]], scores: list[Fact]) -> Iterator[Verdict]:
    by_grade: dict[str, list[Fact]] = defaultdict(list)
    for fact in scores:
        by_grade[grade_of(fact.value or Decimal(0))].append(fact)
    wrong = [(g, fact, n) for g, (fact, n) in told.items() if n != len(by_grade[g])]
    if not wrong:
        yield Verdict(rule, "等级/得分", Status.PASS)
        return
    said = "、".join(f"{n}个为{g}" for g, (_, n) in told.items())
    real = "、".join(f"{len(by_grade[g])}个为{g}" for g, _ in _GRADES if by_grade[g])
    ground = (
        f"{_PLACE}称自评等级{said}；按附件所列得分（90分以上为优，80至90分为良，60至80分为中），{real}，"
        "两处不符，请核对。"
    )
    facts = (*(fact for _, fact, _ in wrong), *by_grade[wrong[0][0]][:8])
    shown = [str(n) for _, (_, n) in told.items()] + [str(len(by_grade[g])) for g, _ in _GRADES if by_grade[g]]
    yield Verdict(rule, "等级/得分", Status.FAIL, ground=ground, facts=facts, shown=tuple(dict.fromkeys(shown)))


def _graded_in_all(rule: Rule, book: Book) -> Iterator[Verdict]:
    """The projects of all grades are as many as were evaluated; the rest of them may be told in other words."""
    told = _told_grades(book)
    total = self_evaluated(book)
    if not told or not total or total[0].value is None:
        yield not_applicable(rule, "等级/项目数", "正文没有写各等级的项目数和自评项目数")
        return
    added = sum(n for _, n in told.values())
    if added == total[0].value:
        yield Verdict(rule, "等级/项目数", Status.PASS)
        return
    if added < total[0].value and (len(told) == 1 or book.find("performance", _OTHERS)):
        yield insufficient(rule, "等级/项目数", ["其余等级的项目数"])
        return
    if added < total[0].value and _of_one_fund(book, added):
        yield not_applicable(rule, "等级/项目数", "正文只写了一类资金的项目的等级")
        return
    ground = f"{_PLACE}各自评等级的项目共{added}个，与自评项目{total[0].raw}不符，请核对。"
    facts = (total[0], *(fact for fact, _ in told.values()))
    shown = (str(added), plain_decimal(total[0].value))
    yield Verdict(rule, "等级/项目数", Status.FAIL, ground=ground, facts=facts, shown=shown)


def _told_grades(book: Book) -> dict[str, tuple[Fact, int]]:
    """How many projects the text says have which grade."""
    words = grade_words()
    told: dict[str, tuple[Fact, int]] = {}
    for fact in sorted((f for p in words.told for f in book.find("performance", p)), key=lambda f: (f.start, -f.end)):
        grade = words.grade_of(fact.row_name)
        if words.of_others(_words_before(book, fact, "。")):
            continue
        if grade in told and told[grade][0].end <= fact.start:
            # the grades begin again: those of other projects
            break
        told.setdefault(grade, (fact, int(fact.value or 0)))
    for grade, _ in _GRADES:
        for fact in book.said.of("performance", f"自评等级为{grade}", "数量")[:1]:
            told.setdefault(grade, (fact, int(fact.value or 0)))
    return told


def _list_totals(rule: Rule, book: Book) -> Iterator[Verdict]:
    """The 合计 row of a list of projects = the sum of its rows."""
    for form in lists(book):
        for column in ("年初预算数", "全年预算数", "全年执行数"):
            total = form.total.cell(column) if form.total else None
            cells = [row.cell(column) for row in form.listed]
            if total is None or total.value is None:
                continue
            subject = f"{form.title}/{form.line}/合计/{column}"
            if any(c is None or c.value is None for c in cells):
                yield insufficient(rule, subject, [f"附件《{form.title}》每行的{column}"])
            else:
                yield equal(rule, book, subject, [stated(total)], [stated(c) for c in cells if c])


def _project_sums(rule: Rule, book: Book) -> Iterator[Verdict]:
    """Where the text goes through all projects it counts, what they spent adds up to what it says was spent."""
    yield from _list_totals(rule, book)
    projects = narrated(book)
    count = self_evaluated(book)
    whole = evaluated_money(book)
    if not projects:
        yield not_applicable(rule, "项目资金", "正文没有逐个说明项目的预算数和执行数")
    elif not count or count[0].value != len(projects):
        yield not_applicable(rule, "项目资金", "正文只说明了部分项目")
    elif not whole:
        yield insufficient(rule, "项目资金", [f"{_PLACE}的自评项目资金"])
    else:
        spent = equal(rule, book, "项目资金/执行数", [stated(whole[0])], [stated(f) for _, _, f in projects])
        planned = [stated(b) for _, b, _ in projects if b]
        budget = equal(rule, book, "项目资金/预算数", [stated(whole[0])], planned)
        yield budget if spent.status is Status.FAIL and budget.status is not Status.FAIL else spent


def _average(rule: Rule, book: Book) -> Iterator[Verdict]:
    """The average score of the projects = the mean of their scores."""
    said = book.said.of("performance", "项目绩效自评平均得分", "得分")
    count = self_evaluated(book)
    scores = _scores(book)
    if not said:
        yield not_applicable(rule, "平均得分", "正文没有写平均得分")
        return
    if not scores or not count or count[0].value != len(scores):
        yield not_applicable(rule, "平均得分", "没有全部项目的自评得分")
        return
    mean = sum((f.value for f in scores if f.value is not None), Decimal(0)) / len(scores)
    value = said[0].value or Decimal(0)
    half = half_digit(value) or Decimal("0.5")
    if abs(value - mean) <= half:
        yield Verdict(rule, "平均得分", Status.PASS)
        return
    cut_off = Decimal(0) < mean - value < 2 * half
    shown = (plain_decimal(value), plain_decimal(round_half_up(mean, max(2, decimals(value)))))
    end = "属末位舍去的尾差。" if cut_off else "请核对。"
    ground = f"{_PLACE}称项目绩效自评平均{said[0].raw}，按附件{len(scores)}个项目的得分计算应为{shown[1]}分，{end}"
    status = Status.ROUNDING if cut_off else Status.FAIL
    yield Verdict(rule, "平均得分", status, ground=ground, facts=(said[0], *scores[:11]), shown=shown)


RULES: tuple[Rule, ...] = (
    Rule(
        "P-05",
        "自评项目数与附件一致",
        "error",
        "正文所说的自评项目数，应与项目汇总表所列项目数、所附自评表份数相符。",
        _counts,
    ),
    Rule(
        "P-06",
        "自评项目资金与附件一致",
        "error",
        "正文所说自评项目涉及的预算资金，应等于项目汇总表全年预算数之和。",
        _amounts,
    ),
    Rule(
        "P-07",
        "自评等级与得分相符",
        "error",
        "正文所说各等级的项目数，应与所附得分相符（90分以上为优，80至90分为良，60至80分为中，60分以下为差）。",
        _grades,
    ),
    Rule(
        "D-11",
        "各等级项目数之和等于自评项目数",
        "error",
        "正文所说各等级的项目数相加，应等于自评项目数；只写出部分等级的，不应多于自评项目数。",
        _graded_in_all,
    ),
    Rule(
        "P-08",
        "各项目执行数之和等于所说实际支出",
        "error",
        "正文逐个说明全部自评项目时，各项目执行数（或预算数）之和应等于所说的项目资金。",
        _project_sums,
    ),
    Rule("P-16", "平均得分计算正确", "error", "正文所说项目绩效自评平均得分，应等于各项目得分的平均数。", _average),
)
#: titles of lists of some projects only
_SOME_IN_TITLE = re.compile("部分|重点|典型|主要项目")
