"""How fast a long piece of work goes, and how long it will still take."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable

#: the pace is that of the last so many seconds: files that were done before go by in no time
_LATELY = 60.0


class Pace:
    """The pace of work on many files, by a clock in seconds."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._began = clock()
        self._seen: deque[tuple[float, int]] = deque([(self._began, 0)])

    @property
    def seconds(self) -> float:
        """How long the work has taken so far."""
        return self._clock() - self._began

    def line(self, done: int, total: int) -> str:
        """``120/1000  4.0 份/秒  剩余 3分40秒``; without pace and rest where nothing can be said of them."""
        now = self._clock()
        self._seen.append((now, done))
        while len(self._seen) > 2 and self._seen[1][0] < now - _LATELY:
            self._seen.popleft()
        then, before = self._seen[0]
        if done <= before or now <= then:
            return f"{done}/{total}"
        rate = (done - before) / (now - then)
        rest = f"  剩余 {lasting((total - done) / rate)}" if done < total else ""
        return f"{done}/{total}  {_rate(rate)}{rest}"

    def told(self, files: int) -> str:
        """``用时 2分5秒，8.0 份/秒`` of all files."""
        seconds = self.seconds
        rate = f"，{_rate(files / seconds)}" if files and seconds > 0 else ""
        return f"用时 {lasting(seconds)}{rate}"


def _rate(rate: float) -> str:
    return f"{rate:.1f} 份/秒" if rate >= 1 else f"{rate * 60:.1f} 份/分"


def lasting(seconds: float) -> str:
    """A time as people say it: 0.8秒, 12秒, 3分5秒, 2小时10分."""
    if seconds < 9.95:
        return f"{seconds:.1f}秒"
    whole = round(seconds)
    if whole < 60:
        return f"{whole}秒"
    minutes, rest = divmod(whole, 60)
    return f"{minutes}分{rest}秒" if minutes < 60 else f"{minutes // 60}小时{minutes % 60}分"
