"""Census: names, cells and facts of thousands of reports by label, without reading a report."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from decimal import Decimal

import pytest

from extractors.facts import Fact
from rag.holdings import census
from rag.holdings.census import Census, Figure
from rag.text.labels import Label


def _label(name: str, column: str = "支出金额") -> Label:
    return Label("table", "GK01", "GK01", None, name, column, "万元", None, "value")


class Cells:
    """A store of two labels: ``a`` has both, ``b`` the second only. It counts how often cells are looked up."""

    names: Mapping[int, Label] = {1: _label("支出合计"), 2: _label("农林水支出")}
    rows: Sequence[census.Cell] = (("a", 12, 2, "5"), ("a", 11, 1, "7.0"), ("b", 21, 2, "6"))

    def __init__(self) -> None:
        self.looked_up = 0

    def labels(self, keys: Iterable[str]) -> Mapping[int, Label]:
        wanted = set(keys)
        return {n: label for n, label in self.names.items() if wanted & set(label.keys)}

    def cells(self, labels: Iterable[int], doc_ids: Sequence[str] | None = None) -> Sequence[census.Cell]:
        self.looked_up += 1
        wanted = set(labels)
        return [row for row in self.rows if row[2] in wanted and (doc_ids is None or row[0] in doc_ids)]

    def holding(self, labels: Iterable[int], wanted: Set[str]) -> Set[str]:
        return {row[0] for row in self.rows if row[2] in set(labels)} & wanted

    def facts(self, doc_id: str) -> Sequence[Fact]:
        return [self.names[row[2]].stand_in(0) for row in self.rows if row[0] == doc_id]

    def facts_numbered(self, numbers: Iterable[int]) -> Mapping[int, Fact]:
        return {n: self.names[1].stand_in(n) for n in numbers}


def test_the_names_in_a_question_are_those_that_some_report_prints() -> None:
    index = Census(Cells(), ["a", "b"]).index_for("2023年农林水支出最多的部门")
    assert set(index.by_key) == {"农林水支出"}
    assert index.tables == {"GK01"}
    assert Census(Cells(), ["a", "b"]).index_for("").facts == []


def test_a_few_reports_stand_for_all_where_a_name_is_quoted_in_part() -> None:
    exact, sample = Census(Cells(), ["a", "b"]).indexes_for("农林水支")
    assert exact.facts == []
    assert [f.row_name for f in sample.facts] == ["农林水支出", "支出合计"]
    assert len(Census(Cells(), ["b"]).sample.facts) == 1
    assert Census(Cells(), []).sample.facts == []


def test_a_name_broken_by_what_was_masked_is_no_name() -> None:
    assert Census(Cells(), ["a", "b"]).index_for("农林||水支出").facts == []


@pytest.mark.parametrize("by_report", [0, 100])
def test_reports_are_grouped_by_their_labels_in_the_order_they_were_read(
    monkeypatch: pytest.MonkeyPatch, by_report: int
) -> None:
    monkeypatch.setattr(census, "_BY_REPORT", by_report)
    groups = Census(Cells(), ["a", "b"]).groups([2, 1], ["a", "b"])
    assert groups == {(1, 2): [[("a", 11, 1, "7.0"), ("a", 12, 2, "5")]], (2,): [[("b", 21, 2, "6")]]}
    assert Census(Cells(), ["a", "b"]).groups([1, 2], ["b"]) == {(2,): [[("b", 21, 2, "6")]]}
    assert Census(Cells(), ["a", "b"]).groups([1], []) == {}


def test_cells_of_a_whole_library_are_looked_up_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(census, "_BY_REPORT", 0)
    store = Cells()
    one = Census(store, ["a", "b"])
    assert one.groups([1], ["a"]) == one.groups([1], ["a"])
    assert one.groups([1, 2], ["b"])
    assert store.looked_up == 2


def test_no_more_cells_are_kept_than_memory_is_set_aside_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(census, "_BY_REPORT", 0)
    monkeypatch.setattr(census, "_KEPT", 1)
    store = Cells()
    one = Census(store, ["a", "b"])
    for _ in range(2):
        assert one.groups([1], ["a"])
        assert one.groups([2], ["a", "b"])
    assert store.looked_up == 4


def test_those_that_have_a_label_are_told_in_their_order() -> None:
    assert Census(Cells(), ["a", "b"]).having({2: Cells.names[2]}, ["b", "c", "a"]) == ["b", "a"]
    assert Census(Cells(), ["a", "b"]).having({}, ["a"]) == []


def test_the_facts_of_figures_come_in_their_order() -> None:
    figures = [Figure("a", n, Decimal(1), "万元") for n in (5, 3, 4)]
    assert [f.start for f in Census(Cells(), ["a", "b"]).facts(figures)] == [5, 3, 4]


@pytest.mark.parametrize(
    ("unit", "to", "expected"),
    [("万元", "万元", "12.50"), ("元", "万元", "0.001250"), ("亿元", "万元", "125000.00"), ("个", "万元", None)],
)
def test_a_figure_is_converted_between_units_of_money_only(unit: str, to: str, expected: str | None) -> None:
    amount = Figure("a", 1, Decimal("12.50"), unit).in_unit(to)
    assert amount == (None if expected is None else Decimal(expected))
