"""Working on many items: their order is kept, and no item stops the others."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from extractors.bulk import run_many, workers_for
from extractors.errors import ReadError


def double(item: int) -> int:
    """A job that fails in every way a job can, by its item."""
    if item == 3:
        raise ReadError("第三份：读不了")
    if item == 5:
        raise ZeroDivisionError("oops")
    if item == 7:
        os.kill(os.getpid(), signal.SIGKILL)
    if item == 9:
        raise OSError(28, "No space left on device", "/x")
    time.sleep(0.02 if item % 2 else 0)
    return item * 2


@pytest.mark.parametrize("workers", [1, 2])
def test_results_come_in_the_order_of_the_items(workers: int) -> None:
    items = [8, 1, 6, 0, 2, 10, 12, 11, 4, 14]
    assert [(d.item, d.result) for d in run_many(double, items, workers)] == [(i, i * 2) for i in items]


@pytest.mark.parametrize("workers", [1, 2])
def test_an_item_that_fails_says_why_and_the_others_go_on(workers: int) -> None:
    done = {d.item: d for d in run_many(double, [1, 3, 5, 9, 2], workers)}
    assert [done[i].result for i in (1, 2)] == [2, 4]
    assert done[3].error == "第三份：读不了 [E10]"
    assert "ZeroDivisionError: oops" in (done[5].error or "")
    assert "/x" in (done[9].error or "")


def test_an_item_that_kills_its_process_fails_alone() -> None:
    items = [1, 2, 7, 4, 6, 8, 10, 7, 11]
    done = list(run_many(double, items, 2))
    assert [d.result for d in done] == [2, 4, None, 8, 12, 16, 20, None, 22]
    assert "意外终止" in (done[2].error or "")


def test_items_are_taken_only_as_they_are_needed() -> None:
    taken = []

    def items() -> object:
        for i in (0, 2, 4, 6):
            taken.append(i)
            yield i

    run = run_many(double, items())  # type: ignore[arg-type]
    next(run)
    assert taken == [0]


def test_workers_end_when_their_parent_is_killed(tmp_path: Path) -> None:
    code = f"""
import sys, time
from extractors.bulk import run_many
from tests.extractors.bulk.test_running import wait
if __name__ == "__main__":
    list(run_many(wait, [{str(tmp_path)!r}] * 2, 2))
"""
    script = tmp_path / "script.py"
    script.write_text(code)
    root = str(Path(__file__).parents[3])
    run = subprocess.Popen([sys.executable, str(script)], env=os.environ | {"PYTHONPATH": root})
    _until(lambda: len(list(tmp_path.glob("*.pid"))) == 2)
    run.kill()
    run.wait()
    pids = [int(p.stem) for p in tmp_path.glob("*.pid")]
    _until(lambda: not any(_runs(pid) for pid in pids))


def wait(folder: str) -> None:
    """A job that says who does it and takes long."""
    Path(folder, f"{os.getpid()}.pid").touch()
    time.sleep(60)


def _runs(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except OSError:
        return False
    return state != "Z"


def _until(condition: object) -> None:
    end = time.monotonic() + 20
    while not condition():  # type: ignore[operator]
        assert time.monotonic() < end
        time.sleep(0.05)


def test_a_few_files_are_not_worth_several_processes() -> None:
    assert workers_for(3) == 1
    assert workers_for(3, 4) == 4
    assert workers_for(1000) == os.cpu_count()


@pytest.mark.parametrize("workers", [1, 2])
def test_once_it_is_stopped_nothing_more_is_done(workers: int) -> None:
    done: list[object] = []
    for result in run_many(str, range(50), workers, lambda: len(done) >= 3):
        done.append(result.result)
    assert done == ["0", "1", "2"]


def test_what_is_under_way_is_dropped_when_it_is_stopped() -> None:
    begun = time.monotonic()
    assert list(run_many(time.sleep, [60, 60], 2, lambda: time.monotonic() > begun + 1)) == []
    assert time.monotonic() - begun < 30


def test_a_job_that_cannot_travel_is_told_for_each_item() -> None:
    done = list(run_many(lambda item: item, [1, 2], 2))
    assert [d.item for d in done] == [1, 2]
    assert all("pickle" in (d.error or "") for d in done)


def test_a_result_that_cannot_travel_costs_its_item_only() -> None:
    done = list(run_many(travels, [1, 2, 3], 2))
    assert [d.result for d in done] == [1, None, 3]
    assert "程序内部错误" in (done[1].error or "")


def travels(item: int) -> object:
    return (lambda: item) if item == 2 else item
