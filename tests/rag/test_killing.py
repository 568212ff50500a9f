"""A few kills at random points; ``make faults`` does five hundred."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from rag.library import Library
from rag.settings import Settings
from tests.rag import killing
from tests.rag.killing import Operation, State, World, Wrong

pytestmark = pytest.mark.in_folder

ROOT = Path(__file__).parents[2]


def test_kills_at_random_points_lose_nothing_and_double_nothing(tmp_path: Path) -> None:
    """In a process of its own: a fork of one that runs threads, as the tests may, would stand still."""
    command = [sys.executable, "-m", "tests.rag.killing", "--kills", "15", "--seed", "8", "--folder", str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=600, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("15 kills")


@pytest.fixture
def world(tmp_path: Path) -> World:
    """A library of one report, as it has to be."""
    world = World(tmp_path, 0)
    doc_id, sha256 = world.write(world.files, "r01.txt")
    with Library.open(world.root, Settings(_env_file=None)) as library:
        library.ingest([world.files], workers=1)
    world.state = State({doc_id: sha256})
    return world


def _looked_at(world: World, after: State) -> State:
    return world.look(Operation("ingest", lambda: None, after, lambda: None, world.root), finished=True)


def test_a_library_that_is_as_it_has_to_be_passes(world: World) -> None:
    assert _looked_at(world, world.state) == world.state


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("DELETE FROM facts WHERE id = (SELECT min(id) FROM facts)", "facts not as read"),
        ("INSERT INTO findings (doc_id, finding) SELECT doc_id, finding FROM findings LIMIT 1", "findings not as read"),
        ("DELETE FROM chunks WHERE ordinal = 3", "chunks not as read"),
        ("DELETE FROM sources", "text not as read"),
        ("INSERT INTO facts (doc_id) VALUES ('nobody')", "there should be"),
        ("DELETE FROM reports", "there should be"),
        (
            "INSERT INTO reviews (key, doc_id, finding, state) VALUES ('k', 'd', 'd:1', 'confirmed')",
            "decision on d:1 kept",
        ),
        ("DELETE FROM labels", "没有名称的数据"),
        ("UPDATE reports SET state = 'stored'", "vectors wait"),
    ],
)
def test_what_is_lost_or_doubled_is_seen(world: World, statement: str, told: str) -> None:
    with Library.open(world.root, Settings(_env_file=None)) as library, library.store.engine.begin() as connection:
        connection.exec_driver_sql(statement)
    with pytest.raises(Wrong, match=told):
        _looked_at(world, world.state)


def test_an_original_too_many_and_one_too_few_are_seen(world: World) -> None:
    [original] = world.root.glob("originals/*/*")
    (original.parent / "other.txt").write_text("x")
    with pytest.raises(Wrong, match="too many"):
        _looked_at(world, world.state)
    original.write_text("x")
    with pytest.raises(Wrong, match="original not as read"):
        _looked_at(world, world.state)


def test_vectors_that_are_not_those_of_the_chunks_are_seen(world: World) -> None:
    with Library.open(world.root, Settings(_env_file=None)) as library:
        collection = library.index._open_vectors().collection
        collection.delete(ids=collection.get()["ids"][:1])
    with pytest.raises(Wrong, match="缺 1 段"):
        _looked_at(world, world.state)


def test_a_kill_reaches_the_point_it_is_meant_for(tmp_path: Path) -> None:
    points = killing.Points()
    marks = tmp_path / "marks"

    def run() -> None:
        for number in range(5):
            marks.with_name(str(number)).mkdir()

    operation = Operation("mkdir", run, State(), run, tmp_path)
    assert killing.killed(operation, points, tmp_path, limit=3, delay=0)
    assert points.last() == (3, "os.mkdir")
    assert sorted(p.name for p in tmp_path.iterdir()) == ["0", "1"]
    assert not killing.killed(operation_of(tmp_path), points, tmp_path, limit=100, delay=0)


def operation_of(folder: Path) -> Operation:
    return Operation("nothing", lambda: None, State(), lambda: None, folder)
