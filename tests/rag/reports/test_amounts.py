"""Amounts: figures in order, read only where they are told."""

from __future__ import annotations

from decimal import Decimal

from rag.answer import Value
from rag.reports.amounts import Evidence, Measured, cited, values_of


def _evidence(amount: str, formula: str | None = None) -> Evidence:
    told = {"value": amount, "unit": "万元", "label": "支出", "department": "水务局", "year": 2023, "origin": "table"}
    return Evidence(Value.model_validate(told | {"formula": formula}), [])


def test_a_figure_is_told_with_its_report_and_its_formula() -> None:
    assert Measured.of("a", Decimal(5), "万元", _evidence("5")).told == "水务局（2023年度）5万元"
    assert Measured.of("a", Decimal(5), "万元", _evidence("5", "2 + 3")).told == "水务局（2023年度）5万元（2 + 3）"


def test_evidence_is_read_once_and_only_where_it_is_asked_for() -> None:
    read: list[str] = []

    def tell() -> Evidence:
        read.append("a")
        return _evidence("5")

    one = Measured("a", Decimal(5), "万元", 2023, tell)
    assert (one.amount, one.year, read) == (Decimal(5), 2023, [])
    assert [v.value for v in values_of([one, one])] == ["5", "5"]
    assert (cited([one]), read) == ([], ["a"])
