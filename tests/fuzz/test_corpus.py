"""The kept inputs of fuzzing, replayed: what was found once is not found again. ``make fuzz`` looks for more."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from extractors.errors import ReadError
from tests.fuzz.guard import Broken, Overrun, bounded, watch
from tests.fuzz.mutate import CHANGED
from tests.fuzz.properties import check_json
from tests.fuzz.targets import TARGETS, Target, attempt

_CORPUS = Path(__file__).parent / "corpus"
#: of each seed so many others are made; under a debugger or on a busy machine an input may take longer than in a run
_OTHERS, _SECONDS = 12, 60.0


def _kept(target: Target) -> list[bytes]:
    return [path.read_bytes() for path in sorted((_CORPUS / target.name).glob("*"))]


@pytest.mark.parametrize("target", TARGETS.values(), ids=TARGETS)
def test_every_kept_input_is_taken_or_refused_as_it_should_be(target: Target, tmp_path: Path) -> None:
    kept = _kept(target)
    assert kept
    attempt(target, target.seeds()[0], tmp_path)  # what is built once writes where it likes
    watch()
    for data in (*target.seeds(), *kept):
        with bounded(tmp_path, _SECONDS):
            attempt(target, data, tmp_path)


@pytest.mark.parametrize("target", [t for t in TARGETS.values() if t.kind in CHANGED], ids=lambda t: t.name)
def test_inputs_made_of_the_seeds_hold_what_is_promised(target: Target, tmp_path: Path) -> None:
    attempt(target, target.seeds()[0], tmp_path)
    change = CHANGED[target.kind]
    for number, data in enumerate(target.seeds()):
        for seed in range(_OTHERS):
            changed = change(data, target.longest, number * _OTHERS + seed)
            assert len(changed) <= target.longest
            with bounded(tmp_path, _SECONDS):
                attempt(target, changed, tmp_path)


def test_every_seed_of_a_reader_is_taken(tmp_path: Path) -> None:
    for name in ("text", "markdown", "html", "docx", "xlsx", "pdf", "zip", "report", "questions", "batch"):
        assert all(attempt(TARGETS[name], data, tmp_path) for data in TARGETS[name].seeds()), name


def test_the_corpus_has_an_input_for_every_target_and_is_small() -> None:
    assert {path.name for path in _CORPUS.iterdir()} == set(TARGETS)
    assert sum(path.stat().st_size for path in _CORPUS.rglob("*") if path.is_file()) < 400_000


def test_what_writes_outside_its_folder_or_starts_a_program_is_found(tmp_path: Path) -> None:
    watch()
    (tmp_path / "in").mkdir()
    with bounded(tmp_path / "in"):
        (tmp_path / "in" / "a").write_text("1")
    for harm in (
        lambda: (tmp_path / "b").write_text("1"),
        lambda: (tmp_path / "in" / "a").rename(tmp_path / "c"),
        lambda: (tmp_path / "d").mkdir(),
        lambda: subprocess.run(["true"], check=True),
    ):
        with pytest.raises(Broken), bounded(tmp_path / "in"):
            harm()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in"]


def test_what_does_not_come_to_an_end_is_found(tmp_path: Path) -> None:
    with pytest.raises(Overrun), bounded(tmp_path, 0.05):
        while True:
            pass


@pytest.mark.parametrize("data", [{"a": float("nan")}, {"a": "\ud800"}, {1: "a"}])
def test_data_that_is_no_json_is_found(data: object) -> None:
    with pytest.raises((Broken, ValueError)):
        check_json(data)


def test_a_refusal_without_words_is_a_find(tmp_path: Path) -> None:
    def refuses(data: bytes, folder: Path) -> None:
        raise ReadError("长" * 3_000)

    with pytest.raises(Broken):
        attempt(Target("a", refuses, list), b"", tmp_path)
