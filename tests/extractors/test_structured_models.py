"""Three users' models filled on the real reports: what is filled is right, what is null has its reason."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

from extractors.extract import facts_of, read_report
from extractors.facts import Fact
from extractors.report import Report
from extractors.schemas import schemas
from extractors.structured import Filled, fill
from tests.extractors.structured_models import Newspaper, Office, Performance

REPORTS = ("jiefang-2023", "zengdu-2023", "hongqi-2023", "jiaozuo-2021", "pingdingshan-2023")
NOTHING_LIKE_IT = "报告中没有找到与字段说明相符的内容"

#: read by a person in the reports: the figures of the journalist's card
_CARD = (
    "income", "spending", "three_public", "three_public_budget", "reception", "guests", "visits", "cars", "staff",
)  # fmt: skip
CARDS = {
    "jiefang-2023": ("386.75", "3867500", "0.00", "0.22", "0", 0, 0, 0, "0.016857"),
    "zengdu-2023": ("735.59", "7355900", "8.59", "8.59", "12400", 156, 8, 0, "0.044196"),
    "hongqi-2023": ("2060.14", "20704400", "0.00", "0.00", "0", 0, 0, 0, "0.013102"),
    "jiaozuo-2021": ("4195.46", "42339600", "36.39", "40.76", "37400", 208, 20, 4, "0.166749"),
    "pingdingshan-2023": ("2175.87", "21758700", "29.59", "29.59", "6600", 72, 8, 4, "0.149721"),
}
_SHEET = ("收入总计", "fiscal", "fund", "basic", "basic_share", "project", "general_budget", "procurement", "small")
SHEETS = {
    "jiefang-2023": ("386.78", "385.94", "0.00", "177.68", "45.94", 2090700, "242.73", "0.00", "0.00"),
    "zengdu-2023": ("735.59", "727.39", "0", "476.86", "64.83", 2587400, "1674.03", "0", "0"),
    "hongqi-2023": ("2070.44", "2060.14", "1000.00", "138.97", "6.71", 19314600, "143.00", "0.00", "0.00"),
    "jiaozuo-2021": ("4234.24", "4194.62", "0.00", "1775.96", "41.95", 24580000, "2470.77", "0.94", "0.00"),
    "pingdingshan-2023": ("2175.87", "2175.87", "0.00", "1806.70", "83.03", 3691700, "858.90", "36.86", "18.88"),
}
RECEPTION = {
    "jiefang-2023": ("0.22", "0.00", "0.00"),
    "zengdu-2023": ("1.24", "1.24", "100"),
    "hongqi-2023": ("0.00", "0.00", "0.00"),
    "jiaozuo-2021": ("8.00", "3.74", "46.75"),
    "pingdingshan-2023": ("0.66", "0.66", "100.00"),
}
#: overall score, projects evaluated, their funds, forms of projects, explained items, bodies inside
STUDIES = {
    "jiefang-2023": ("88.64", 12, "209.07", 3, 12, 4),
    "zengdu-2023": ("100", 5, "258.74", 0, 1, 7),
    "hongqi-2023": (None, 3, None, 3, 7, 1),
    "jiaozuo-2021": ("96.5", 11, "1029.15", 0, 17, 17),
    "pingdingshan-2023": ("93.7", 7, "369.17", 1, 16, 16),
}


@cache
def _read(path: Path) -> tuple[list[Fact], Report]:
    report = read_report(path)
    return facts_of(report), report


def _filled(model: type[BaseModel], corpus: Path, name: str) -> Filled:
    return fill(model, *_read(corpus / f"{name}.txt"))


def _leaves(data: Any, path: str = "") -> list[tuple[str, Any]]:
    if isinstance(data, dict):
        return [leaf for key, value in data.items() for leaf in _leaves(value, f"{path}.{key}" if path else key)]
    if isinstance(data, list):
        return [leaf for i, value in enumerate(data) for leaf in _leaves(value, f"{path}[{i}]")]
    return [(path, data)]


@pytest.mark.parametrize("name", REPORTS)
def test_journalists_card_in_everyday_words(corpus: Path, name: str) -> None:
    filled = _filled(Newspaper, corpus, name)
    assert tuple(filled.data[field] for field in _CARD) == CARDS[name]
    nulls = {"three_public_last_year": NOTHING_LIKE_IT, "staff_per_head": NOTHING_LIKE_IT}
    assert {field: filled.reasons[field] for field in nulls} == nulls
    assert "日期" in filled.reasons["published"] and "中文" in filled.reasons["total"]
    assert filled.formulas["spending"].endswith("元") and filled.units["spending"] == "元"


@pytest.mark.parametrize("name", REPORTS)
def test_finance_bureaus_sheet_with_parts_lists_and_aliases(corpus: Path, name: str) -> None:
    filled = _filled(Office, corpus, name)
    assert tuple(filled.data[field] for field in _SHEET) == SHEETS[name]
    assert tuple(filled.data["reception"].values()) == RECEPTION[name]
    assert filled.data["loans"] == [] and "没有与列表说明相符的内容" in filled.reasons["loans"]
    assert "不能判断是否" in filled.reasons["has_fund"]
    assert all(subject["last_year"] is None for subject in filled.data["subjects"])


@pytest.mark.parametrize("name", REPORTS)
def test_researchers_study_with_forms_in_lists(corpus: Path, name: str) -> None:
    data = _filled(Performance, corpus, name).data
    lists = tuple(len(data[field]) for field in ("projects", "reasons", "inner"))
    assert (data["overall"], data["evaluated"], data["funds"], *lists) == STUDIES[name]
    assert data["satisfaction"] is None
    assert all(project["auditor"] is None and project["targets"] for project in data["projects"])


@pytest.mark.parametrize("name", REPORTS)
@pytest.mark.parametrize("model", [Newspaper, Office, Performance, schemas()["report"]], ids=lambda m: m.__name__)
def test_every_value_has_its_place_and_every_null_its_reason(model: type[BaseModel], corpus: Path, name: str) -> None:
    filled = _filled(model, corpus, name)
    text = _read(corpus / f"{name}.txt")[1].source.text
    for path, value in _leaves(filled.data):
        if value is None:
            assert filled.reasons[path], path
        else:
            assert filled.sources[path].quote in text, path


@pytest.mark.parametrize("name", REPORTS)
def test_report_is_what_its_small_schemas_are(corpus: Path, name: str) -> None:
    whole = _filled(schemas()["report"], corpus, name)
    for key in ("identity", "three_public", "gk03", "project_evaluations"):
        assert whole.data[key] == _filled(schemas()[key], corpus, name).data
    schemas()["report"].model_validate(whole.data)
