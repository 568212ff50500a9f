"""A crew: processes that work on items side by side, whatever engine they come from."""

from __future__ import annotations

import logging
import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Generic, Protocol, TypeVar

from extractors.errors import JuesuanError

T = TypeVar("T")
log = logging.getLogger("juesuan")

#: how long to wait for a process before looking whether there is something else to do, in seconds
_GLANCE = 0.05
#: what is said of an item whose process ended for no reason of ours
DIED = "处理此文件的进程意外终止（可能是内存不足）；请减小文件或增加内存后重试"


@dataclass(frozen=True, slots=True)
class Done(Generic[T]):
    """What became of one item: its result, or in ``error`` one Chinese line saying why there is none."""

    item: Any
    result: T | None
    error: str | None
    seconds: float


@dataclass(frozen=True, slots=True)
class Limits:
    """What one item may take in the process that works on it: ``seconds``, and ``megabytes`` of memory.

    None is no bound. Memory is what the process really holds (resident), not the addresses it has reserved: the
    libraries that recognise text reserve far more than they use.
    """

    seconds: float | None = 300.0
    megabytes: int | None = None


class Lost(Exception):
    """The process that worked on an item is gone. ``again``: a second try may succeed, in a new process."""

    def __init__(self, message: str = DIED, again: bool = True) -> None:
        super().__init__(message)
        self.again = again


class Hand(Protocol):
    """A process that works on one item at a time."""

    def begin(self, job: Callable[[Any], Any], item: Any) -> None:
        """Hand an item over. Raises Lost where the process is gone."""

    def is_ready(self) -> bool:
        """Whether ``take`` has something to tell, without waiting."""

    def take(self) -> Done[Any]:
        """What became of the item. Raises Lost where the process is gone."""

    def is_worn(self) -> bool:
        """Whether a new process should take its place: it has worked on many items, or has grown."""

    def end(self, at_once: bool) -> None:
        """Let the process end; ``at_once`` also when it is at work."""


class Engine(Protocol):
    """Where processes come from."""

    def hire(self) -> Hand:
        """A new process."""

    def wait(self, hands: Sequence[Any], seconds: float) -> None:
        """Wait until one of some hands may have something to tell, or some seconds are over."""

    def close(self) -> None:
        """Give up what the engine holds; its hands have been ended."""


@dataclass(slots=True, eq=False)
class Ticket:
    """An item under way; ``done`` once it is known what became of it."""

    item: Any
    tried: bool = False
    done: Done[Any] | None = None


class Crew:
    """At most ``workers`` processes of an engine; one that ends unexpectedly is replaced, and costs its item only.

    Such an item is tried once more, in a process that has done nothing before. A thread hands the items over and takes
    the results, so that no process waits while whoever asked for them is busy with one.
    """

    def __init__(self, engine: Engine, job: Callable[[Any], Any], workers: int) -> None:
        self.engine = engine
        self.job = job
        self.workers = workers
        self._waiting: deque[Ticket] = deque()
        self._busy: dict[Ticket, Hand] = {}
        self._idle: list[Hand] = []
        self._change = threading.Condition()
        self._is_over = False
        self._problem: Exception | None = None
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def start(self, ticket: Ticket) -> None:
        """Put an item behind those that wait for a process."""
        with self._change:
            self._waiting.append(ticket)
            self._change.notify_all()

    def wait(self, ticket: Ticket, seconds: float) -> Done[Any] | None:
        """What became of an item, or None where that is not known after some seconds.

        Raises what keeps the engine from working at all.
        """
        with self._change:
            self._change.wait_for(lambda: ticket.done is not None or self._problem is not None, seconds)
            if ticket.done is None and self._problem is not None:
                raise self._problem
            return ticket.done

    def close(self) -> None:
        """End all processes, those at work at once."""
        with self._change:
            self._is_over = True
            self._change.notify_all()
        self._thread.join()
        for hand in self._busy.values():
            hand.end(at_once=True)
        for hand in self._idle:
            hand.end(at_once=False)
        self.engine.close()

    # in the thread

    def _run(self) -> None:
        try:
            while not self._is_over:
                self._step()
        except Exception as problem:  # noqa: BLE001  it is raised where the results are waited for
            with self._change:
                self._problem = problem
                self._change.notify_all()

    def _step(self) -> None:
        while self._waiting and len(self._busy) < self.workers:
            self._hand_over(self._waiting.popleft())
        if not self._busy:
            with self._change:
                self._change.wait_for(lambda: self._waiting or self._is_over, _GLANCE)
            return
        self.engine.wait(list(self._busy.values()), _GLANCE)
        for ticket, hand in [(t, h) for t, h in self._busy.items() if h.is_ready()]:
            self._settle(ticket, hand)

    def _hand_over(self, ticket: Ticket) -> None:
        hand = self._idle.pop() if self._idle and not ticket.tried else self.engine.hire()
        self._busy[ticket] = hand
        try:
            hand.begin(self.job, ticket.item)
        except Lost as lost:
            self._give_up(ticket, lost)
        except Exception as problem:  # noqa: BLE001  a job or an item that cannot travel
            self._idle.append(self._busy.pop(ticket))
            self._tell(ticket, Done(ticket.item, None, internal(problem), 0.0))

    def _settle(self, ticket: Ticket, hand: Hand) -> None:
        try:
            done = hand.take()
        except Lost as lost:
            self._give_up(ticket, lost)
            return
        del self._busy[ticket]
        if hand.is_worn():
            hand.end(at_once=False)
        else:
            self._idle.append(hand)
        self._tell(ticket, replace(done, item=ticket.item))

    def _give_up(self, ticket: Ticket, lost: Lost) -> None:
        self._busy.pop(ticket).end(at_once=True)
        if lost.again and not ticket.tried:
            ticket.tried = True
            self._waiting.appendleft(ticket)
        else:
            self._tell(ticket, Done(ticket.item, None, str(lost), 0.0))

    def _tell(self, ticket: Ticket, done: Done[Any]) -> None:
        with self._change:
            ticket.done = done
            self._change.notify_all()


def attempt(job: Callable[[Any], T], item: Any) -> Done[T]:
    """Run a job on an item; whatever goes wrong becomes a line of text."""
    start = time.perf_counter()
    result, error = None, None
    try:
        result = job(item)
    except JuesuanError as problem:
        error = str(problem)
    except OSError as problem:
        error = f"{problem.filename or item}：无法读写（{problem.strerror or problem}）；请检查磁盘空间和权限"
    except Exception as problem:  # one file must not stop the others, whatever is wrong with it or with us
        log.debug("处理 %s 时出错", item, exc_info=True)
        error = internal(problem)
    return Done(item, result, error, time.perf_counter() - start)


def internal(problem: Exception) -> str:
    """What is said of a mistake of the program itself."""
    return f"程序内部错误（{type(problem).__name__}: {problem}）；其余文件不受影响，请把此文件报告给开发者"
