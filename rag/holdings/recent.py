"""Recent: the values that were used last, for what takes long to make and much room to keep."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")


class Recent(Generic[T]):
    """The most recently used values, made when they are first asked for.

    A value that takes long to make keeps only those waiting who ask for it too.
    """

    def __init__(self, size: int) -> None:
        self.size = size
        self.values: OrderedDict[str, T] = OrderedDict()
        self.lock = threading.Lock()
        self.making: dict[str, threading.Lock] = {}
        self.cleared = 0

    def get(self, key: str, make: Callable[[str], T]) -> T:
        with self.lock:
            turn = self.making.setdefault(key, threading.Lock())
        with turn:
            with self.lock:
                if key in self.values:
                    self.values.move_to_end(key)
                    return self.values[key]
                cleared = self.cleared
            try:
                value = make(key)
            finally:
                with self.lock:
                    self.making.pop(key, None)
            with self.lock:
                if cleared == self.cleared:
                    self.values[key] = value
                    if len(self.values) > self.size:
                        self.values.popitem(last=False)
            return value

    def at_hand(self, key: str) -> T | None:
        """A value that was made before; it is not made now, nor waited for."""
        with self.lock:
            return self.values.get(key)

    def clear(self) -> None:
        with self.lock:
            self.values.clear()
            self.cleared += 1
