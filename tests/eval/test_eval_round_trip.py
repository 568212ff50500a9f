"""The round trip over formats: what comes back is counted, and what does not is told."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from eval import round_trip as trip
from eval.round_trip import FormatResult, round_trip, sample_of
from eval.samples.options import families


def test_families_and_kinds_of_reports_take_turns() -> None:
    every = [*families("final"), *families("budget")]
    assert [sample_of(n).family for n in range(len(every))] == every


def test_a_report_in_word_and_as_a_web_page_gives_the_facts_of_its_text() -> None:
    results = round_trip(5, forms=("docx", "html"))
    assert [(r.form, r.reports, r.equal) for r in results] == [("docx", 5, 5), ("html", 5, 5)]
    assert all(r.facts == r.same > 2000 and not r.shortfalls and not r.differences for r in results)


def test_what_a_format_loses_is_counted_and_told(monkeypatch: pytest.MonkeyPatch) -> None:
    real = trip._read

    def forgetful(sample: Any, form: str) -> Any:
        facts = list(real(sample, form))
        return facts if form == "txt" else facts[1:]

    monkeypatch.setattr(trip, "_read", forgetful)
    [result] = round_trip(1, forms=("md",))
    assert (result.equal, result.same) == (0, result.facts - 1)
    assert "缺 1 条" in result.differences[0]
    assert result.shortfalls and "md" in result.shortfalls[0]


def test_a_scan_is_held_to_its_numbers_and_not_to_every_word() -> None:
    said = ("table", "GK03", None, "合计", "基本支出", 1, "万元")
    words = ("prose", None, None, "甲", "原因", None, None)
    done = trip._Done("某报告", Counter([said, words]), {"scan": Counter([words])}, {"scan": Counter()})
    result = FormatResult("scan")
    trip._count(result, done, "scan")
    assert (result.equal, result.numbers, result.same_numbers) == (0, 1, 1)
    assert not result.shortfalls
    assert "数字 1/1" in result.line()
