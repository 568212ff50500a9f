"""Labels: what facts of several reports have in common, and the keys they are found by."""

from __future__ import annotations

from decimal import Decimal

import pytest

from extractors.facts import Fact
from rag.holdings.lookup import FactIndex
from rag.text.labels import Label, part_keys, subject_keys

FACT = Fact(
    doc_id="a", department="水务局", year=2023, kind="final", origin="prose", table=None, section="三、支出",
    row_code=None, row_name="农林水支出(类)水利(款)行政运行(项)", column="决算数", value=Decimal("4.20"), unit="万元",
    raw="4.20", page=None, line=7, quote="4.20万元", section_key="general_budget", start=5, end=9,
)  # fmt: skip


def test_a_label_leaves_out_whose_fact_it_is_where_it_stands_and_what_it_says() -> None:
    other = FACT.but(doc_id="b", department="民政局", year=2021, value=Decimal(0), raw="0", line=1, quote="0", start=1)
    assert Label.of(other) == Label.of(FACT)
    assert Label.of(other).number == Label.of(FACT).number


@pytest.mark.parametrize(
    "change",
    [
        {"origin": "annex"},
        {"table": "GK03"},
        {"section_key": None},
        {"row_code": "213"},
        {"row_name": "水利"},
        {"column": "年初预算数"},
        {"unit": "元"},
        {"unit": None},
        {"part_of": "支出合计"},
        {"value": None, "raw": ""},
        {"value": None, "raw": "无"},
    ],
    ids=lambda change: "-".join(change),
)
def test_facts_of_different_things_have_different_labels(change: dict[str, object]) -> None:
    other = Label.of(FACT.but(**change))
    assert other != Label.of(FACT)
    assert other.number != Label.of(FACT).number


def test_the_number_of_a_label_is_the_same_in_every_library() -> None:
    assert Label.of(FACT).number == 663913502312393860
    assert 0 <= Label.of(FACT).number < 1 << 63


def test_nothing_and_an_empty_text_are_different_labels() -> None:
    assert Label.of(FACT.but(table="")).number != Label.of(FACT.but(table=None)).number


def test_a_label_is_found_by_its_name_its_last_part_and_what_it_lies_in() -> None:
    assert Label.of(FACT).keys == ["农林水支出水利行政运行", "行政运行", "农林水支出", "水利"]
    assert set(subject_keys(FACT)) | set(part_keys(FACT)) == set(Label.of(FACT).keys)


def test_an_indicator_is_found_by_its_project_too() -> None:
    fact = FACT.but(origin="annex", row_name="演出场次", part_of="湖畔音乐季")
    assert Label.of(fact).keys == ["演出场次", "湖畔音乐季"]
    assert FactIndex([Label.of(fact).stand_in(0)]).projects == {"湖畔音乐季": "湖畔音乐季"}


@pytest.mark.parametrize(("value", "raw"), [(Decimal("4.20"), "4.20"), (None, ""), (None, "无")])
def test_a_stand_in_has_the_label_it_stands_for(value: Decimal | None, raw: str) -> None:
    label = Label.of(FACT.but(value=value, raw=raw))
    stand_in = label.stand_in(3)
    assert Label.of(stand_in) == label
    assert (stand_in.start, stand_in.is_blank, stand_in.is_text) == (3, raw == "", raw == "无")
