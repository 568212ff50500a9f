"""Planting: the same error for the same seed, in one place, and what is left is the report as it was."""

from __future__ import annotations

from decimal import Decimal
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from eval.planting import KINDS, Kind, plant
from eval.planting.digits import digit_changed, digits_swapped, moved, value
from eval.planting.draft import Draft
from eval.planting.plant import changed_lines
from eval.samples.clean import clean_report
from extractors.crosscheck import catalogue

SEEDS = st.integers(0, 5_000)
AMOUNTS = st.decimals(0, 99_999, places=2).map(lambda d: f"{d:,f}")


@settings(max_examples=60)
@given(SEEDS, st.sampled_from(list(KINDS.values())))
def test_the_same_seed_plants_the_same_error(seed: int, kind: Kind) -> None:
    slot = clean_report(seed)
    one, two = plant(kind, slot, seed), plant(kind, slot, seed)
    assert one == two
    if one is not None:
        assert one.text != slot.content and one.lines and one.expected and one.note
        assert max(one.lines) <= one.text.count("\n") + 1


@settings(max_examples=30)
@given(SEEDS)
def test_a_draft_leaves_the_sample_as_it_was(seed: int) -> None:
    slot = clean_report(seed)
    before = slot.content
    for kind in KINDS.values():
        plant(kind, slot, seed)
    assert clean_report(seed).content == before
    assert [type(b) for b in Draft(slot, Random(1)).blocks] == [type(b) for b in slot.sample.blocks]


@settings(max_examples=30)
@given(SEEDS, st.sampled_from([k for k in KINDS.values() if k.name.startswith(("cell-", "amount-", "year-"))]))
def test_a_slip_changes_little(seed: int, kind: Kind) -> None:
    slot = clean_report(seed)
    made = plant(kind, slot, seed)
    if made is not None and not slot.sample.options.hard_wrap:
        assert len(made.lines) == 1


def test_every_kind_has_a_place_somewhere() -> None:
    slots = {seed: clean_report(seed) for seed in range(60)}
    unplaced = [k.name for k in KINDS.values() if not any(plant(k, slot, seed) for seed, slot in slots.items())]
    assert not unplaced


def test_kinds_have_titles_of_their_own() -> None:
    assert len({k.title for k in KINDS.values()}) == len(KINDS) > 100


def test_some_rule_of_the_catalogue_is_expected_of_every_error() -> None:
    """A rule that is renamed or taken away must not leave a kind that nothing can find."""
    known, slots = set(catalogue()), [(seed, clean_report(seed)) for seed in range(9)]
    lost = set()
    for kind in KINDS.values():
        made = [p for seed, slot in slots if (p := plant(kind, slot, seed)) is not None]
        if made and not any(set(p.expected) & known for p in made):
            lost.add(kind.name)
    assert not lost


@given(AMOUNTS, st.integers(0, 1000))
def test_slips_of_digits_keep_the_form_of_a_number(text: str, seed: int) -> None:
    least = Decimal("0.30")
    for slip in (digit_changed, digits_swapped):
        new = slip(text, Random(seed), least)
        if new is not None:
            assert len(new) == len(text) and sum(a != b for a, b in zip(text, new, strict=True)) in (1, 2)
            assert abs(value(new) - value(text)) >= least


@given(AMOUNTS)
def test_a_moved_number_is_off_by_what_was_asked(text: str) -> None:
    assert abs(value(moved(text, Decimal("0.07"))) - value(text)) == Decimal("0.07")


def test_changed_lines_are_those_that_differ() -> None:
    assert changed_lines("a\nb\nc", "a\nx\nc") == {2}
    assert changed_lines("a\nb\nc", "a\nb\nb2\nc") == {3}
    assert changed_lines("a\nb\nc\nd", "a\nd") == {1, 2}
    assert changed_lines("a\nb", "a\nb") == frozenset()
