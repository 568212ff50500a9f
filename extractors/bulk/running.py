"""Working on many items, and giving the results in the order of the items."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from itertools import takewhile
from typing import Any, TypeVar

from extractors.bulk.crew import Crew, Done, Engine, Limits, Ticket, attempt

__all__ = ["Done", "Engine", "Limits", "run_many"]

T = TypeVar("T")

#: how often it is asked whether the work is to stop, in seconds
_GLANCE = 0.2
#: items that may be done or under way, for each process, while the one whose turn it is is not done yet
_AHEAD = 8
_END = object()


def run_many(
    job: Callable[[Any], T],
    items: Iterable[Any],
    workers: int = 1,
    stopped: Callable[[], bool] | None = None,
    engine: Engine | None = None,
) -> Iterator[Done[T]]:
    """Run a job on every item and give the results in the order of the items.

    With several workers the job runs in that many processes of this machine, with one in this process; with an
    ``engine`` always in processes of that. There it must be a function of a module. An item that fails, even one that
    kills its process, gives an error and the others go on. Items are taken as they are needed. Once ``stopped`` says so
    nothing more is begun, and what processes have under way is dropped.
    """
    stopped = stopped or _never
    if engine is None and workers <= 1:
        for item in takewhile(lambda _: not stopped(), items):
            yield attempt(job, item)
        return
    if engine is None:
        from extractors.bulk.pool import Pool

        engine = Pool()
    crew = Crew(engine, job, workers)
    try:
        yield from _in_order(crew, iter(items), stopped)
    finally:
        crew.close()


def _in_order(crew: Crew, items: Iterator[Any], stopped: Callable[[], bool]) -> Iterator[Done[Any]]:
    line: deque[Ticket] = deque()
    more = True
    while (more or line) and not stopped():
        while more and len(line) < _AHEAD * crew.workers and not stopped():
            item = next(items, _END)
            more = item is not _END
            if more:
                line.append(Ticket(item))
                crew.start(line[-1])
        while line and not stopped() and (done := crew.wait(line[0], _GLANCE)) is not None:
            line.popleft()
            yield done
            if more:
                break


def _never() -> bool:
    return False
