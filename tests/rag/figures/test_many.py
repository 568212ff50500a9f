"""Many reports: found by label, each figure is the one found where the report is read alone."""

from __future__ import annotations

import pytest

from extractors.vocabulary import measures
from rag.figures import many
from rag.holdings import census, desk
from tests.rag.test_grounding import samples

#: names that reports print and that are no measures
PRINTED = [
    "农林水支出",
    "2080505",
    "教育支出",
    "行政运行",
    "住房公积金",
    "水利",
    "办公费",
    "外交支出",
    "其他支出",
    "差旅费",
]
COLUMNS = ["年初预算数", "比上年增减额", "占比", "完成率", "项目支出"]
QUESTIONS = [
    *(f"2023年{m.name}最多的部门" for m in measures().values()),
    *(f"2023年{m.asked[0]}从低到高排列" for m in measures().values() if m.asked),
    *(f"{name}最多的部门" for name in PRINTED),
    *(f"支出决算表中{name}最多的部门" for name in PRINTED),
    *(f"{name}的{column}从高到低排列" for name in ("支出合计", "三公经费", *PRINTED[:4]) for column in COLUMNS),
    "2023年各部门支出合计一共多少亿元",
    "2023年基本支出里的人员经费最多的部门",
    "三公经费里的公务接待费从高到低排列",
    "一般公共预算里的项目支出最多的部门",
    "农林水支出中的项目支出从高到低排列",
    "年初财政拨款结转和结余里政府性基金的部分最多的部门",
    "各部门一般公共预算财政拨款支出分别是多少",
    "没有公务接待费的部门有几个",
    "2023年有多少个部门有政府性基金支出",
    "2023年三公经费超预算的部门有几个",
    "基本支出大于项目支出的部门有几个",
    "2023年三公经费比上年减少的部门有几个",
    "哪些部门政府采购超过100万元",
    "松漪古桥修缮项目的执行数是多少",
    "支出合计是多少",
    "三公经费是多少",
    "火星局2023年支出合计是多少",
    "飞船购置费最多的部门",
    "2023年三公经费增幅最大的部门",
    "支出合计比上年增加最多的部门",
    "支出合计同比降幅最大的部门",
    "2023年公务接待费占三公经费比重最高的部门",
    "2023年项目支出占比最高的部门",
    "2023年三公经费比年初预算少最多的部门",
    "2023年三公经费的决算比预算少最多的部门",
    "2023年支出合计的预算完成率最低的部门",
    "2023年每辆公务用车运行费最高的部门",
    "2023年人均公务接待费最高的部门",
    "2023年各部门基本支出和项目支出分别是多少",
    "2023年各部门三公经费平均是多少",
    "2023年支出合计最高的和最低的差多少",
]


def by_label(monkeypatch: pytest.MonkeyPatch) -> None:
    """From here on every question on more than one report is answered by label, with all reports listed."""
    monkeypatch.setattr(desk, "SMALL", 0)
    monkeypatch.setattr(census, "FEW", 1)
    monkeypatch.setattr(census, "_BY_REPORT", 0)
    monkeypatch.setattr(many, "_MANY", 0)


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_figures_are_those_of_reports_read_one_by_one(monkeypatch: pytest.MonkeyPatch, question: str) -> None:
    one_by_one = samples().ask(question)
    by_label(monkeypatch)
    found = samples().ask(question)
    assert (found.status, found.values) == (one_by_one.status, one_by_one.values)
    if not any(v.label == "符合条件的部门数" for v in found.values):  # a count of many cites what it counted only
        assert found.citations == one_by_one.citations


def test_a_question_on_all_reports_reads_only_the_few_that_stand_for_all(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    by_label(monkeypatch)
    library = samples()
    original = type(library).fact_index
    monkeypatch.setattr(type(library), "fact_index", lambda self, d: read.append(d) or original(self, d))
    assert library.ask("2023年支出合计最多的部门").values
    assert library.ask("2023年各部门农林水支出一共多少").values
    assert read == []
