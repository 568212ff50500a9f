"""The engine for many machines: Ray, on this machine or on a cluster that runs already.

A post (a Ray actor) stands for each worker and has one process of its own, watched as the pool watches its processes:
time, memory and crashes are the same on every node, and the results too. Files do not travel: a cluster reads them from
a folder that all its nodes see under the same path, and must have the same rules installed. A node where that is not so
refuses the work before any file is read.
"""

from __future__ import annotations

import logging
import os
import pickle
import secrets
import socket
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from extractors.bulk.crew import Crew, Done, Limits, Lost, Ticket
from extractors.errors import UsageError
from extractors.rules import rules_version
from extractors.vocabulary.own import FAMILIES

#: memory of the store that results pass through on this machine, in bytes; Ray takes a third of all memory otherwise
_STORE = 256 * 2**20
#: how long the head of a cluster may take to answer, in seconds
_ANSWER = 5.0
#: how long a post waits for its process before it looks again, in seconds
_PATIENCE = 1.0


class OnRay:
    """Posts of a Ray cluster: of the one at ``address``, or of one on this machine that ends with the work.

    ``folders`` must be there on every node. Raises UsageError where Ray is not installed or the cluster not reached.
    """

    def __init__(
        self, workers: int, limits: Limits | None = None, address: str | None = None, folders: Sequence[Path] = ()
    ) -> None:
        self._ray = _ray(address)
        self._orders = _Orders(
            limits or Limits(),
            str(Path.cwd()),
            tuple(str(folder.absolute()) for folder in folders),
            tuple(sys.path),
            rules_version(),
            os.environ.get(FAMILIES),
        )
        self._is_mine = not self._ray.is_initialized()
        if self._is_mine:
            self._begin(workers, address)
        self._post = self._ray.remote(num_cpus=1, max_restarts=0, max_task_retries=0)(_Post)

    def _begin(self, workers: int, address: str | None) -> None:
        quiet: dict[str, Any] = {"log_to_driver": False, "logging_level": logging.ERROR, "configure_logging": False}
        if address:
            _reach(address)
        try:
            if address:
                self._ray.init(address=address, **quiet)
            else:
                self._ray.init(
                    address="local",
                    num_cpus=workers,
                    object_store_memory=_STORE,
                    include_dashboard=False,
                    _node_ip_address="127.0.0.1",
                    **quiet,
                )
        except (ConnectionError, OSError, RuntimeError, ValueError) as error:
            why = str(error).splitlines()[0][:200]
            if address:
                raise UsageError(f"Ray 集群 {address} 连不上（{why}）；请检查地址、Ray 的版本和口令") from None
            raise UsageError(f"本机的 Ray 启动不了（{why}）；请检查内存和临时文件夹，或用 --engine local") from None

    def hire(self) -> _Hand:
        return _Hand(self._ray, self._post.remote(self._orders))

    def wait(self, hands: Sequence[_Hand], seconds: float) -> None:
        self._ray.wait([hand.coming for hand in hands], timeout=seconds)

    def close(self) -> None:
        if self._is_mine:
            self._ray.shutdown()


def _ray(address: str | None) -> Any:
    """Ray, kept from telling anybody that it is used, and for this machine alone from listening to others."""
    os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
    if not address:
        os.environ["RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER"] = "0"  # on any system: keep to the loopback address
        # a password that lasts as long as this process; Ray would write one into the home folder
        os.environ.setdefault("RAY_AUTH_MODE", "token")
        os.environ.setdefault("RAY_AUTH_TOKEN", _password())
    try:
        import ray
    except ImportError:
        raise UsageError("--engine ray 需要 Ray；请先安装：pip install 'juesuan[ray]'") from None
    logging.getLogger("ray").setLevel(logging.ERROR)
    return ray


def _reach(address: str) -> None:
    """Raise UsageError where nothing answers at an address: Ray itself tries for minutes before it says so."""
    host, _, port = address.rpartition("://")[2].rpartition(":")
    if not host or not port.isdecimal():
        raise UsageError(f"--ray-address {address}：须为 主机:端口，如 10.0.0.1:6379")
    try:
        socket.create_connection((host.strip("[]"), int(port)), _ANSWER).close()
    except (OSError, OverflowError) as error:
        raise UsageError(f"Ray 集群 {address} 连不上（{error}）；请检查地址，以及集群是否在运行") from None


@cache
def _password() -> str:
    return secrets.token_hex(32)


class _Hand:
    """A post, and what it is working on."""

    def __init__(self, ray: Any, post: Any) -> None:
        self._ray = ray
        self._post = post
        self.coming: Any = None

    def begin(self, job: Callable[[Any], Any], item: Any) -> None:
        self.coming = self._post.attempt.remote(pickle.dumps((job, item)))

    def is_ready(self) -> bool:
        return bool(self._ray.wait([self.coming], timeout=0)[0])

    def take(self) -> Done[Any]:
        errors = self._ray.exceptions
        try:
            done: Done[Any] = self._ray.get(self.coming)
        except errors.RayActorError as error:
            if getattr(error, "actor_init_failed", False):
                raise UsageError(f"Ray 节点不能开工：{_reason(error)}") from None
            raise Lost from None
        except errors.RayError:
            raise Lost from None
        return done

    def is_worn(self) -> bool:
        """Never: its process is replaced by itself."""
        return False

    def end(self, at_once: bool) -> None:
        self._ray.kill(self._post, no_restart=True)


def _reason(error: Exception) -> str:
    """The last line of an error that comes from another process, without its kind."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return lines[-1].split("Error: ", 1)[-1] if lines else type(error).__name__


@dataclass(frozen=True, slots=True)
class _Orders:
    """What a post must know: the bounds, where it stands, what must be there, and how reports are read."""

    limits: Limits
    at: str
    folders: tuple[str, ...]
    modules: tuple[str, ...]
    rules: str
    families: str | None

    def follow(self) -> None:
        """Make this process like the one that gave the orders. Raises UsageError where it cannot be."""
        node = os.uname().nodename
        for folder in (self.at, *self.folders, *((self.families,) if self.families else ())):
            if not os.path.isdir(folder):
                raise UsageError(f"节点 {node} 上没有文件夹 {folder}；请把报告放在各节点以相同路径共享的文件夹里")
        if (version := rules_version()) != self.rules:
            raise UsageError(f"节点 {node} 上 juesuan 的版本不同（{version}，应为 {self.rules}）；请装同一版本")
        os.chdir(self.at)
        sys.path += [path for path in self.modules if path not in sys.path]
        if self.families:
            os.environ[FAMILIES] = self.families


class _Post:
    """A worker of a cluster: works on one item at a time in a process of its own."""

    def __init__(self, orders: _Orders) -> None:
        orders.follow()
        # its process must not load Ray's own main program once more
        vars(sys.modules["__main__"])["__file__"] = None
        self.limits = orders.limits
        self.crew: Crew | None = None

    def attempt(self, packed: bytes) -> Done[Any]:
        """What became of one item; the job is the same for all items."""
        from extractors.bulk.pool import Pool

        job, item = pickle.loads(packed)
        if self.crew is None:
            self.crew = Crew(Pool(self.limits), job, 1)
        ticket = Ticket(item)
        self.crew.start(ticket)
        while (done := self.crew.wait(ticket, _PATIENCE)) is None:
            pass
        return Done(None, done.result, done.error, done.seconds)
