"""Wording of answers: figures with their units, labels and citations, in natural Chinese."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from decimal import Decimal

from extractors.citation import Citation
from extractors.facts import LAST_YEAR, MONEY, PLAIN_TABLE, Fact, decimals, plain_decimal
from extractors.facts import round_half_up as rounded
from extractors.vocabulary import outturn_table, table_forms
from rag.answer import Answer, Origin, Status, Value
from rag.understanding.relation import WHOLE_ROWS

#: so many ones are written out in the formula of a count
_WRITTEN_OUT = 12
_DATED = re.compile(r"20\d\d年")
_STEP = re.compile(r"[(（][类款项][)）]")
#: what a budget tells of projects that were carried out
OF_YEAR_BEFORE = "这是预算报告所说的上年度的情况。"
#: columns that say of which side a list of units tells
_OF_SIDES = {"本年收入合计", "本年支出合计"}
_PLAIN_COLUMNS = {
    "决算数",
    "数量",
    "收入金额",
    "支出金额",
    "本年收入合计",
    "本年支出合计",
    "支出合计",
    "小计",
    "得分",
    "资金",
}


def shown(value: Decimal, unit: str | None) -> str:
    """A figure as it is written in an answer: 2175.87万元, 44.52%, 4辆."""
    return f"{plain_decimal(value)}{unit or ''}"


def trimmed(value: Decimal) -> Decimal:
    """Without trailing zeros behind the point: 2200, 0.073559."""
    value = value.normalize()
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value


def label_of(fact: Fact) -> str:
    """What a figure is, in words: subject and column, the column left out where it says nothing new."""
    name = fact.row_name.replace("(", "（").replace(")", "）")
    if fact.origin == "table" and fact.table == "GK09" and fact.column != LAST_YEAR:
        return "“三公”经费" + fact.column.replace("决算数", "决算数：").replace("预算数", "预算数：")
    if fact.origin == "annex" and fact.part_of and fact.section_key != PLAIN_TABLE:
        whole = fact.row_name.startswith(WHOLE_ROWS)
        return f"{fact.part_of}{'' if whole else name + '的'}{fact.column}"
    if fact.origin == "table" and fact.part_of:
        name = f"{fact.part_of}的{name}".replace("(", "（").replace(")", "）")
    if fact.origin == "table" and fact.kind == "budget":
        return _planned(fact, name)
    if fact.column in _PLAIN_COLUMNS and not (fact.section_key == PLAIN_TABLE and fact.column in _OF_SIDES):
        return name
    if fact.row_name == "合计":
        return fact.column
    if fact.column.startswith("自评"):
        name = name.removesuffix("自评得分").removesuffix("得分")  # 自评得分 and its 自评等级
    return f"{name}的{fact.column}" if fact.origin != "prose" else f"{name}{fact.column}"


#: a column of an item in another year: 2025年预算数公务接待费
_OF_YEAR = re.compile("(?P<year>20\\d\\d年)预算数(?P<of>.{2,})")
#: columns of a budget that are no plan: what was spent the year before, and by how much the plan differs from that
_NO_PLAN = re.compile("(?:执行|决算)数$|增减|增长|变动|比上年|较上年|比例$|占比")
#: columns of a budget that are one of the funds
_TITLE_TAIL = re.compile(r"(?:功能分类|部门预算经济分类)?预算(?:总)?表$")
_ACCOUNT_CODES = (3, 5, 7)
#: what the totals of units in a table of all income and of all spending are called
_OF_UNITS = {"GK02": "收入", "GK03": "支出"}
_FUNDS = ("一般公共预算", "政府性基金预算", "国有资本经营预算")


def _planned(fact: Fact, name: str) -> str:
    """What a cell of a budget is, in words: 支出预算数, 农林水支出的基本支出预算数."""
    if (dated := _OF_YEAR.match(fact.column)) is not None:
        return f"{dated['of']}{dated['year']}预算数"
    if _NO_PLAN.search(fact.column):
        return fact.column if fact.row_name == "合计" else f"{name}的{fact.column}"
    column = fact.column.replace("预算数合计", "").removesuffix("预算数").removeprefix("本年")
    if outturn_table(fact.table) in {"GK01", "GK04"}:
        column = "" if name.endswith(("收入", "支出", "总计")) and column not in _FUNDS else column
    elif column == "合计":
        # all the money of a unit is that which its table is of
        unit = len(fact.row_code or "") > 3 and len(fact.row_code or "") not in _ACCOUNT_CODES
        column = _OF_UNITS.get(outturn_table(fact.table) or "", "") if unit else ""
    if fact.row_name in {"合计", "预算数"}:
        name = "" if column else _TITLE_TAIL.sub("", table_forms()[fact.table or ""].name)
    return f"{name}{'的' if name and column else ''}{column}预算数"


def steps_of(name: str) -> list[str]:
    """The steps of a path of 科目, the last of which is what a row of a table is called; else the name alone."""
    return [step for step in _STEP.split(name) if step] or [name]


def short_label(fact: Fact) -> str:
    """The same, of a path of 科目 only its last step: 防汛 for 农林水支出（类）水利（款）防汛（项）."""
    steps = steps_of(fact.row_name)
    return label_of(fact.but(row_name=steps[-1])) if len(steps) > 1 else label_of(fact)


def place_of(fact: Fact) -> str:
    """Where a figure stands, in words."""
    if fact.origin == "table" and fact.table in table_forms():
        return f"《{table_forms()[fact.table].name}》"
    if fact.section_key == PLAIN_TABLE:
        return f"《{fact.table}》"
    if fact.origin == "annex" and fact.table:
        return f"附件《{fact.table.strip('《》')}》"
    return "情况说明“" + fact.section.rsplit("/", 1)[-1] + "”"


def value_of(fact: Fact, label: str | None = None) -> Value:
    """The value object of a fact: a figure, or the words that are printed."""
    return Value(
        value=plain_decimal(fact.value) if fact.value is not None else fact.raw,
        unit=fact.unit if fact.value is not None else None,
        label=label or label_of(fact),
        department=fact.department,
        year=fact.year,
        origin=_origin(fact),
    )


def _origin(fact: Fact) -> Origin:
    return "table" if fact.origin == "table" else "annex" if fact.origin == "annex" else "prose"


def converted(fact: Fact, unit: str | None, places: int | None) -> Value:
    """A money figure in the unit asked for, with its formula where it had to be converted."""
    base = value_of(fact)
    if fact.value is None or unit is None or fact.unit not in MONEY or unit == fact.unit:
        return base
    amount = fact.in_unit(unit)
    assert amount is not None
    amount = rounded(amount, places) if places is not None else in_reports(amount, unit)
    step = conversion(fact.unit, unit)
    return base.model_copy(
        update={
            "value": plain_decimal(amount),
            "unit": unit,
            "origin": "computed",
            "formula": f"{plain_decimal(fact.value)} {step}",
        }
    )


def in_reports(amount: Decimal, unit: str) -> Decimal:
    """An amount as reports print it: 万元 with no more than two decimals, unless too little is left of it."""
    exact = trimmed(amount)
    return rounded(exact, 2) if unit == "万元" and abs(exact) >= 1 and decimals(exact) > 2 else exact


def conversion(unit: str, other: str) -> str:
    """The step of a formula from one unit of money to another: × 10000."""
    rate = trimmed(MONEY[unit] / MONEY[other])
    return f"× {plain_decimal(rate)}" if rate >= 1 else f"÷ {plain_decimal(trimmed(1 / rate))}"


def counted(number: int) -> str:
    """The formula of a number of things that were counted one by one: 1 + 1 + 1."""
    return " + ".join(["1"] * number) if 0 < number <= _WRITTEN_OUT else f"1 × {number}"


def computed_value(value: Decimal, unit: str | None, label: str, formula: str, fact: Fact, alone: bool = True) -> Value:
    """A computed figure with its formula; ``alone`` where it is of the one report of ``fact``."""
    return Value(
        value=plain_decimal(value),
        unit=unit,
        label=label,
        department=fact.department if alone else None,
        year=fact.year,
        origin="computed",
        formula=formula,
    )


def apart(one: Decimal, other: Decimal, fact: Fact, label: str = "相差") -> Value:
    """How far two amounts are apart, in the unit of ``fact`` and of its report."""
    high, low = max(one, other), min(one, other)
    return computed_value(high - low, fact.unit, label, f"{plain_decimal(high)} - {plain_decimal(low)}", fact)


def head(fact: Fact) -> str:
    """The report a sentence speaks of: 榆岚市水利局2023年度."""
    return f"{fact.department}{fact.year}年度"


def sentence(fact: Fact, value: Value | None = None) -> str:
    """One figure as a sentence with its place."""
    value = value or value_of(fact)
    amount = f"{value.value}{value.unit or ''}"
    if value.formula:
        amount += f"（{value.formula}）"
    if fact.is_blank:
        return f"{head(fact)}{label_of(fact)}在{place_of(fact)}中为空白（未填数）"
    if fact.origin == "prose" and fact.column in _CHANGES and fact.value is not None:
        return f"{head(fact)}{_moved(fact, amount)}（{place_of(fact)}）"
    return f"{head(fact)}{label_of(fact)}为{amount}（{place_of(fact)}）"


#: columns of changes: what they are against, and the words for more and for less
_CHANGES = {
    "增减额": ("上年", "增加", "减少"),
    "增减幅": ("上年", "增长", "下降"),
    "较年初预算增减额": ("年初预算", "增加", "减少"),
    "较年初预算增减幅": ("年初预算", "增长", "下降"),
}


def _moved(fact: Fact, amount: str) -> str:
    """A change in words: 甲经费比上年减少1.15万元."""
    name = fact.row_name.replace("(", "（").replace(")", "）")
    against, more, less = _CHANGES[fact.column]
    if not fact.value:
        return f"{name}与{against}持平，变动为{amount}"
    return f"{name}比{against}{more if fact.value > 0 else less}{amount.lstrip('-')}"


def cite(facts: Iterable[Fact], files: dict[str, str]) -> list[Citation]:
    """Citations of facts in the order of use, each place once; cells of one row in columns of two years are two."""
    seen: dict[tuple[str, int, int, str], Citation] = {}
    for fact in facts:
        dated = fact.column if _DATED.match(fact.column) else ""
        seen.setdefault((fact.doc_id, fact.start, fact.end, dated), Citation.of(fact, files[fact.doc_id]))
    return list(seen.values())


def answer(
    question: str,
    text: str,
    status: Status,
    values: Sequence[Value] = (),
    citations: Sequence[Citation] = (),
) -> Answer:
    """An answer with its text tidied."""
    return Answer(question=question, answer=text, status=status, values=list(values), citations=list(citations))


def together(question: str, answers: Sequence[Answer | None]) -> Answer | None:
    """The answers to the parts of a question as one; None where the first part has none."""
    given = [a for a in answers if a is not None and a.status != "not_found"]
    if not answers[0] or len(given) < 2:
        return None
    told: list[str] = []
    values: list[Value] = []
    for one in given:
        said = re.split(r"(?<!\d)。|；", one.answer.rstrip("。"))
        told += [s for s in dict.fromkeys(said) if s and s not in told]
        values += [v for v in one.values if v not in values]
    citations = list(dict.fromkeys(c for a in given for c in a.citations))
    status: Status = "computed" if any(a.status == "computed" for a in given) else "answered"
    return answer(question, "；".join(told) + "。", status, values, citations)


#: a sum of more terms is shown by its first and last ones; the formula of its value has them all
_MOST_TERMS, _FIRST_TERMS, _LAST_TERMS = 14, 6, 2


def of_year_before(told: Answer | None) -> Answer | None:
    """An answer of a budget that says that what became of its projects is told of the year before."""
    return told and told.model_copy(update={"answer": f"{told.answer}{OF_YEAR_BEFORE}"})


def abridged(formula: str) -> str:
    """A formula for reading: of a long sum the first and the last terms, and how many there are."""
    terms = formula.split(" + ")
    if len(terms) <= _MOST_TERMS:
        return formula
    return f"{' + '.join(terms[:_FIRST_TERMS])} + … + {' + '.join(terms[-_LAST_TERMS:])}，共{len(terms)}项"


def clipped(text: str, limit: int = 300) -> str:
    """Words of a report without line breaks, cut at a limit."""
    text = text.replace("**", "")
    if len(text) <= limit:
        return text
    cut = max(text.rfind(mark, 0, limit) for mark in "。；，、！？")
    return text[: cut if cut > limit // 2 else limit].rstrip("0123456789.,%") + "…"
