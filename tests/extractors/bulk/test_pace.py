"""Pace: how fast, and how long still."""

from __future__ import annotations

import pytest

from extractors.bulk import Pace, lasting


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def test_the_line_tells_rate_and_remaining_time() -> None:
    clock = Clock()
    pace = Pace(clock)
    clock.now += 10
    assert pace.line(20, 100) == "20/100  2.0 份/秒  剩余 40秒"
    clock.now += 40
    assert pace.line(100, 100) == "100/100  2.0 份/秒"


def test_the_rate_is_that_of_late() -> None:
    clock = Clock()
    pace = Pace(clock)
    clock.now += 1
    pace.line(500, 1000)  # files that were done before go by in no time
    for done in (530, 560, 590, 620, 650):
        clock.now += 30
        line = pace.line(done, 1000)
    assert line == "650/1000  1.0 份/秒  剩余 5分50秒"


def test_nothing_is_said_of_a_pace_that_is_not_known() -> None:
    assert Pace(Clock()).line(0, 10) == "0/10"


def test_slow_work_is_counted_by_the_minute() -> None:
    clock = Clock()
    pace = Pace(clock)
    clock.now += 60
    assert pace.told(6) == "用时 1分0秒，6.0 份/分"


@pytest.mark.parametrize(
    ("seconds", "told"), [(0.04, "0.0秒"), (9.9, "9.9秒"), (9.96, "10秒"), (59.6, "1分0秒"), (7_850, "2小时10分")]
)
def test_times_are_told_as_people_say_them(seconds: float, told: str) -> None:
    assert lasting(seconds) == told
