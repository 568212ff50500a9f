"""The pool: bounds are kept from outside, and a process that is gone costs one item."""

from __future__ import annotations

import os
import re
import signal
import time

import pytest

from extractors.bulk import Limits, Pool, run_many
from extractors.bulk.crew import Crew, Done, Ticket


def job(item: str) -> int:
    """Takes too long, takes too much, or tells who works."""
    if item == "hang":
        re.match(r"(a+)+$", "a" * 64 + "b")  # for ever, and no other Python runs in this process meanwhile
    if item == "grow":
        kept = b"x" * (700 * 2**20)
        time.sleep(60)
        return len(kept)
    return os.getpid()


def ran(items: list[str], limits: Limits, workers: int = 2) -> list[Done[int]]:
    return list(run_many(job, items, workers, engine=Pool(limits)))


def test_an_item_beyond_its_time_is_ended_and_costs_itself_only() -> None:
    done = ran(["a", "hang", "b", "c"], Limits(seconds=2))
    assert [d.result is not None for d in done] == [True, False, True, True]
    assert done[1].error == "处理超过 2 秒，已停止；请拆分文件，或用 --timeout 放宽后重试"


def test_an_item_beyond_its_memory_is_ended_and_costs_itself_only() -> None:
    done = ran(["a", "grow", "b", "c"], Limits(seconds=60, megabytes=500))
    assert [d.result is not None for d in done] == [True, False, True, True]
    assert "内存超过 500 MB" in (done[1].error or "")


def test_one_worker_of_an_engine_is_a_process_of_its_own() -> None:
    [done] = ran(["a"], Limits(), workers=1)
    assert done.result not in (None, os.getpid())


def test_a_process_is_replaced_after_some_items(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("extractors.bulk.pool._MOST_ITEMS", 2)
    who = [d.result for d in ran(list("abcde"), Limits(), workers=1)]
    assert len(set(who)) == 3
    assert who[0] == who[1] != who[2] == who[3] != who[4]


def test_a_process_that_has_grown_is_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("extractors.bulk.pool._GROWN", 1)
    assert len({d.result for d in ran(list("abc"), Limits(), workers=1)}) == 3


def test_a_process_killed_while_it_has_nothing_to_do_costs_nothing() -> None:
    crew = Crew(Pool(), job, 1)
    try:
        first = _done(crew, "a")
        assert first.result is not None
        os.kill(first.result, signal.SIGKILL)
        second = _done(crew, "b")
        assert second.error is None
        assert second.result != first.result
    finally:
        crew.close()


def _done(crew: Crew, item: str) -> Done[int]:
    ticket = Ticket(item)
    crew.start(ticket)
    done = crew.wait(ticket, 30)
    assert done is not None
    return done


def once(marker: str) -> str:
    """Kills its own process the first time."""
    if not os.path.exists(marker):
        open(marker, "w").close()
        os.kill(os.getpid(), signal.SIGKILL)
    return "done"


def test_an_item_whose_process_was_killed_is_tried_once_more(tmp_path: object) -> None:
    [done] = run_many(once, [f"{tmp_path}/marker"], 1, engine=Pool())
    assert (done.result, done.error) == ("done", None)
