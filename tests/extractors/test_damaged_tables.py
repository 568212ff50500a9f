"""Tables of generated reports after every damage that printing does: each cell is read exactly or not at all."""

from __future__ import annotations

from random import Random

import damage
import pytest
from damage import CODED, SUMMARIES, Damage, damaged, misread, unread
from hypothesis import given, settings
from hypothesis import strategies as st
from printed import printed

from eval.samples import Sample

PRINTED = printed("thousands", "blank_zero", "total_second", "gov_fund", "capital", "carry_over")
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
