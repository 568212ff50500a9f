"""Questions on real PDFs of another template: what their text has in its own way, and what their tables do not have."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from rag.answer import Answer
from rag.library import Library


def _library(pdf: Path, folder: Path) -> Library:
    library = Library.open(folder / pdf.stem)
    library.ingest([pdf])
    return library


@pytest.fixture(scope="module")
def outturn(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Library:
    return _library(next((corpus / "pdf").glob("*-2024.pdf")), tmp_path_factory.mktemp("outturn"))


@pytest.fixture(scope="module")
def budget(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Library:
    return _library(next((corpus / "pdf").glob("*-budget-2025.pdf")), tmp_path_factory.mktemp("budget"))


def _told(answer: Answer) -> list[tuple[Decimal, str | None]]:
    return [(Decimal(v.value), v.unit) for v in answer.values]


@pytest.mark.parametrize(
    ("question", "value", "unit"),
    [
        ("增长12.08%算得对吗", "12.08", "%"),
        ("一般公共预算支出占本年支出合计99.86%，这比例算得对吗", "99.87", "%"),
        ("项目支出比2023年增加多少", "1133.95", "万元"),
        ("城乡社区规划与管理还剩多少预算没花", "370.58", "万元"),
        ("平均每个编报绩效目标的项目有多少预算", "113.22", "万元"),
        ("自评为优的项目占多少", "100.00", "%"),
        ("收入决算表里职业年金缴费支出的财政拨款收入", "225.12", "万元"),
        ("中小企业中标的采购金额是多少", "225.10", "万元"),
        ("绩效自评查出几个问题", "0", "个"),
        ("主要职能列了几条", "14", "条"),
        ("名词解释一共解释了几个词", "11", "个"),
        ("纳入部门决算的单位一共几家", "5", "家"),
        ("下属事业单位不算参公的有几家", "3", "家"),
        ("年末结转结余比年初少了多少", "12.88", "万元"),
        ("100万元以上的设备有几台", "0", "台"),
        ("支出科目里百分百完成年初预算的有几项", "6", "个"),
        ("退休费跟行政、事业离退休两项加起来是一个数吗", "82.64", "万元"),
    ],
)
def test_the_figure_asked_for_is_told_first(outturn: Library, question: str, value: str, unit: str) -> None:
    assert _told(outturn.ask(question))[0] == (Decimal(value), unit)


@pytest.mark.parametrize(
    ("question", "values"),
    [
        ("基本支出占比和项目支出占比分别多少", ["55.10", "44.90"]),
        ("给中小企业、小微企业预留的采购预算各多少", ["225.10", "164.87"]),
        ("绩效自评优良合格不合格各几个项目", ["39", "0", "0", "0"]),
        ("完成预算100%的项级科目有哪些", ["100.00"] * 6),
    ],
)
def test_each_of_the_things_named_is_told(outturn: Library, question: str, values: list[str]) -> None:
    assert [v for v, _ in _told(outturn.ask(question))] == [Decimal(v) for v in values]


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("住房公积金上面的款级科目，文字跟表写得一样吗", ["住房保障支出", "住房改革支出"]),
        ("单位名字前后写法一致吗", ["规划和自然资源局", "规划与自然资源局"]),
        ("政府性基金有支出吗", ["没有", "故本表无数据"]),
        ("城市更新方面这个局干什么", ["城市更新"]),
        ("预算绩效管理由谁负总责", ["主要领导"]),
        ("国有资本经营预算那张决算表为什么没数据", ["没有国有资本经营预算"]),
    ],
)
def test_what_the_report_says_is_told_in_its_words(outturn: Library, question: str, words: list[str]) -> None:
    answer = outturn.ask(question)
    assert answer.status in {"answered", "conflict"}
    assert all(w in answer.answer for w in words)
    assert answer.citations


def test_kinds_of_spending_are_added_up_from_the_table_that_is_named(outturn: Library) -> None:
    answer = outturn.ask("财政拨款总表里五类支出相加和本年支出合计一致吗")
    assert answer.status == "conflict"
    assert [v for v, _ in _told(answer)] == [Decimal("9746.50"), Decimal("9746.49"), Decimal("0.01")]


def test_a_rate_that_is_doubted_is_worked_out_beside_what_is_printed(outturn: Library) -> None:
    answer = outturn.ask("一般公共预算支出完成年初预算95.45%，这个数准吗")
    assert [v for v, _ in _told(answer)] == [Decimal("95.45"), Decimal("95.46")]


@pytest.mark.parametrize("question", ["确权登记中心办公楼装修一共花了多少钱", "规划展示馆一年接待多少读者"])
def test_no_figure_of_another_thing_is_told(outturn: Library, question: str) -> None:
    answer = outturn.ask(question)
    assert (answer.status, answer.values) == ("not_found", [])


@pytest.mark.parametrize(
    ("question", "value", "unit"),
    [
        ("预留给小微企业的采购预算有多少", "1349.94", "万元"),
        ("中小企业预留金额占采购预算的比例", "40.00", "%"),
        ("财政拨款预算比去年涨了百分之几", "21.48", "%"),
        ("编报绩效目标的资金占项目支出预算多少", "99.81", "%"),
        ("几个预算单位编报了绩效目标", "3", "个"),
        ("部门里事业单位有几家", "4", "家"),
        ("城乡社区支出占全部项目支出的比重", "87.06", "%"),
        ("平均每个编报绩效目标的预算单位涉及多少项目资金", "2941.99", "万元"),
        ("一般公共服务支出下面分几个款", "6", "个"),
        ("新建工程设计用多少年", "50", "年"),
    ],
)
def test_a_budget_is_asked_in_the_same_ways(budget: Library, question: str, value: str, unit: str) -> None:
    assert _told(budget.ask(question))[0] == (Decimal(value), unit)


def test_a_sum_of_many_terms_is_told_in_short_and_its_formula_in_full(budget: Library) -> None:
    answer = budget.ask("编制说明里三十三个科目加起来跟支出预算总额一样吗")
    assert answer.status == "conflict" and len(answer.answer) < 1500
    assert any((v.formula or "").count(" + ") == 32 for v in answer.values)


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("事业单位经营收入是什么意思", "非独立核算"),
        ("新建工程勘察单位干什么", "地质情况"),
        ("新建工程地上地下耐火等级分别几级", "地下部分为一级"),
        ("公务接待费跟去年比有变化吗，原因是什么", "持平"),
    ],
)
def test_words_of_a_budget_are_told(budget: Library, question: str, words: str) -> None:
    answer = budget.ask(question)
    assert answer.status == "answered"
    assert words in answer.answer
