"""Tables of generated reports after every damage that printing does: each cell is read exactly or not at all."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eval.samples import Sample, generate
from eval.samples.document import Grid
from tests.extractors import damage
from tests.extractors.damage import CODED, SUMMARIES, Damage, damaged, misread, unread
from tests.printed import NUMBERED, printed

PRINTED = printed("thousands", "blank_zero", "total_second", "gov_fund", "capital", "carry_over", of=NUMBERED)
RANDOM = st.integers(0, 10**6).map(Random)

HARMLESS: list[tuple[Damage, tuple[str, ...]]] = [
    (damage.spaced, ()),
    (damage.marked, ()),
    (damage.wide, ()),
    (damage.trimmed, ()),
    (damage.repeated, ()),
    (damage.broken_names, (*CODED, *SUMMARIES)),
    (damage.spread_codes, ("GK02", "GK03", "GK05", "GK08")),
    (damage.torn_rows, ("GK02", "GK03", "GK05", "GK07")),
    (damage.without_order, SUMMARIES),
]
LOSSY: list[tuple[Damage, tuple[str, ...]]] = [
    (damage.lost_cells, ()),
    (damage.lost_and_padded, (*CODED, "GK09")),
    (damage.lost_column, (*CODED, "GK09")),
]


OTHER_PRINT = printed("thousands", "total_second", "gov_fund", "capital", "carry_over", of=NUMBERED, blank_zero=True)
OTHER_LOSSES: list[Damage] = [
    damage.lost_cells,
    damage.lost_and_padded,
    damage.lost_column,
    damage.gained_blanks,
    damage.lost_head_word,
]


@pytest.mark.parametrize(("harm", "tables"), HARMLESS, ids=[d.__name__ for d, _ in HARMLESS])
@settings(max_examples=8)
@given(PRINTED, RANDOM)
def test_damage_that_loses_nothing_leaves_every_cell_read(
    harm: Damage, tables: tuple[str, ...], sample: Sample, random: Random
) -> None:
    readings = damaged(sample, harm, random, tables)
    assert misread(sample, readings) == []
    assert unread(sample, readings) == []


@pytest.mark.parametrize(("harm", "tables"), LOSSY, ids=[d.__name__ for d, _ in LOSSY])
@settings(max_examples=15)
@given(PRINTED, RANDOM)
def test_damage_that_loses_cells_makes_no_wrong_one(
    harm: Damage, tables: tuple[str, ...], sample: Sample, random: Random
) -> None:
    assert misread(sample, damaged(sample, harm, random, tables)) == []


def test_a_total_whose_figures_are_those_of_other_columns_is_not_read() -> None:
    sample = generate(0, "order2021")
    tables = damaged(sample, damage.lost_and_padded, Random(84), (*CODED, "GK09"))
    [spending] = [reading for reading in tables if any(f.table == "GK05" for f in reading.facts)]
    assert misread(sample, tables) == []
    assert not [f for f in spending.facts if f.row_name == "合计" and f.column != "小计"]
    assert any("合计" in problem.text for problem in spending.problems)


@pytest.mark.parametrize(
    ("harm", "tables"),
    [
        (damage.spaced, ()),
        (damage.marked, ()),
        (damage.spread_codes, ("GK02", "GK03")),
        (damage.without_order, SUMMARIES),
    ],
    ids=["spaced", "marked", "spread_codes", "without_order"],
)
@settings(max_examples=6)
@given(PRINTED, RANDOM)
def test_pipe_tables_stand_the_same_damage(
    harm: Damage, tables: tuple[str, ...], sample: Sample, random: Random
) -> None:
    readings = damaged(sample, harm, random, tables, markdown=True)
    assert misread(sample, readings) == []
    assert unread(sample, readings) == []


@settings(max_examples=12)
@given(OTHER_PRINT, RANDOM)
def test_the_template_of_another_province_is_read_in_full(sample: Sample, random: Random) -> None:
    readings = damaged(sample, damage.other_template, random)
    assert misread(sample, readings) == []
    assert unread(sample, readings) == []


@pytest.mark.parametrize("harm", OTHER_LOSSES, ids=[d.__name__ for d in OTHER_LOSSES])
@settings(max_examples=12)
@given(OTHER_PRINT, RANDOM)
def test_no_damage_to_the_template_of_another_province_makes_a_wrong_cell(
    harm: Damage, sample: Sample, random: Random
) -> None:
    def harmed(grid: Grid, random: Random) -> None:
        damage.other_template(grid, random)
        harm(grid, random)

    assert misread(sample, damaged(sample, harmed, random)) == []


@pytest.mark.parametrize("harm", OTHER_LOSSES, ids=[d.__name__ for d in OTHER_LOSSES])
@settings(max_examples=12)
@given(OTHER_PRINT, RANDOM)
def test_no_damage_to_codes_in_three_cells_makes_a_wrong_cell(harm: Damage, sample: Sample, random: Random) -> None:
    def harmed(grid: Grid, random: Random) -> None:
        damage.spread_codes(grid, random)
        harm(grid, random)

    assert misread(sample, damaged(sample, harmed, random, ("GK02", "GK03", "GK05", "GK08"))) == []
