"""One process at a time changes a library; others wait for it as long as it gets on."""

from __future__ import annotations

import threading
import time
from itertools import count
from pathlib import Path

import pytest

from rag.storage.lock import LibraryError, locked


def _still() -> str:
    return ""


def test_a_process_that_gets_on_is_waited_for_longer_than_the_patience(tmp_path: Path) -> None:
    held, numbers = threading.Event(), count()

    def hold() -> None:
        with locked(tmp_path, 0, _still):
            held.set()
            time.sleep(1.0)

    holder = threading.Thread(target=hold)
    holder.start()
    held.wait()
    begun = time.monotonic()
    with locked(tmp_path, 0.3, lambda: next(numbers)):
        assert time.monotonic() - begun > 0.3
    holder.join()


def test_one_that_stands_still_is_named(tmp_path: Path) -> None:
    with locked(tmp_path, 0, _still), pytest.raises(LibraryError, match="另一个进程"), locked(tmp_path, 0.2, _still):
        pass


def test_the_lock_is_free_after_an_error(tmp_path: Path) -> None:
    with pytest.raises(ZeroDivisionError), locked(tmp_path, 0, _still):
        raise ZeroDivisionError
    with locked(tmp_path, 0, _still):
        pass


def test_a_folder_that_is_gone_is_told(tmp_path: Path) -> None:
    with pytest.raises(LibraryError, match="不可写"), locked(tmp_path / "gone", 0, _still):
        pass
