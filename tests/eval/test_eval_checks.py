"""The cross-checks measured: faultless reports stay without a finding, planted errors are found where they stand."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eval.checks import Alarm, ChecksResult, Trial, check_floor, find, notices, run_checks, try_kind, turn
from eval.planting import KINDS, Planted
from eval.runner import Outcome
from eval.samples.clean import clean_report
from extractors.citation import Citation
from extractors.findings import Finding

#: kinds that the rules do not find wherever they stand
UNSEEN = frozenset(
    {
        "amount-performance",
        "flat-with-change",
        "misnamed-in-text",
        "no-reason-public",
        "project-left-out",
        "without-abroad-groups",
    }
)


def trial(found: str | None, kind: str = "cell-GK01") -> Trial:
    return Trial(7, kind, 12, "1.00 → 2.00", ("A-GK01-01",), found, () if found else ("B-01",))


def finding(rule: str = "A-GK01-01", quote: str = "乙", line: int | None = 2, message: str = "不等") -> Finding:
    place = Citation(doc_id="d", file="d.txt", line=line, quote=quote)
    return Finding(id="1", rule=rule, severity="error", message=message, values=[], evidence=[place])


def planted(lines: set[int], names: tuple[str, ...] = ()) -> Planted:
    return Planted("k", "甲\n乙\n丙\n乙\n", ("A-GK01-01",), frozenset(lines), names, "")


@settings(max_examples=25)
@given(st.integers(0, 100_000))
def test_a_faultless_report_has_no_error_and_no_warning(seed: int) -> None:
    slot = clean_report(seed)
    assert not [f for f in find(slot, slot.content) if f.severity in ("error", "warning")]


@settings(max_examples=40)
@given(st.integers(0, 100_000), st.sampled_from([k for k in KINDS.values() if k.name not in UNSEEN]))
def test_a_planted_error_is_found_where_it_stands(seed: int, kind: object) -> None:
    slot = clean_report(seed)
    tried = try_kind(kind, slot, seed, find(slot, slot.content))  # type: ignore[arg-type]
    assert tried is None or tried.found, tried.shown


def test_rounding_differences_are_told_as_rounding() -> None:
    seed = next(s for s in range(100) if clean_report(s).sample.options.tails)
    severities = {f.severity for f in find(clean_report(seed), clean_report(seed).content)}
    assert "rounding" in severities and not severities & {"error", "warning"}


def test_a_finding_counts_at_the_planted_place_only() -> None:
    assert notices(finding(), planted({2}))
    assert not notices(finding(), planted({3}))
    assert not notices(finding(), planted({4})), "the quote stands there too, but another line is cited"
    assert not notices(finding(rule="B-01"), planted({2}))


def test_a_quote_over_several_lines_shows_all_of_them() -> None:
    assert notices(finding(quote="甲\n乙\n丙", line=3), planted({1}))


def test_what_is_missing_must_be_named() -> None:
    assert notices(finding(message="缺少《支出 决算表》"), planted({9}, ("支出决算表",)))
    assert not notices(finding(message="缺少一张表"), planted({9}, ("支出决算表",)))


def test_all_kinds_take_their_turn() -> None:
    rounds = -(-len(KINDS) // 12)
    assert {k.name for seed in range(rounds) for k in turn(seed, 12)} == set(KINDS)
    assert len(turn(0, 500)) == len(KINDS) and turn(3, 12) == turn(3, 12)


def test_run_counts_reports_trials_and_alarms() -> None:
    result = run_checks(2, per_report=2, workers=1)
    assert result.reports == 2 and not result.problems and len(result.trials) <= 4


def test_missed_errors_are_below_the_threshold_and_can_be_repeated() -> None:
    result = ChecksResult(reports=1, trials=[trial("A-GK01-01"), trial(None)])
    assert result.recall == 0.5 and result.kinds == {"cell-GK01": (1, 2)}
    outcome = Outcome([], checks=result)
    assert any("植入的错误查出 0.5000" in missed for missed in outcome.shortfalls)
    for shown in (outcome.table(), outcome.html()):
        assert "种子 7" in shown and "第12行" in shown and "1.00 → 2.00" in shown and "另报 B-01" in shown
    assert outcome.to_json()["checks"]["missed"][0]["seed"] == 7


def test_a_false_alarm_is_told_by_rule_and_fails() -> None:
    result = ChecksResult(reports=4, alarms=[Alarm(3, "D-04", "error", "不等<b>", True)])
    assert result.alarms_per_thousand == {"D-04": 250.0} and result.tails_alarmed == 1
    assert "误报 1 处，例如种子 3 D-04" in result.shortfalls[0]
    assert "&lt;b&gt;" in Outcome([], checks=result).html()


def test_a_report_that_cannot_be_checked_is_a_shortfall() -> None:
    assert ChecksResult(reports=1, problems=["种子 1 无法检查"]).shortfalls == ["种子 1 无法检查"]


def test_nothing_found_and_nothing_planted_is_within_the_thresholds() -> None:
    result = ChecksResult(reports=3)
    assert result.recall is None and not result.shortfalls


def test_the_thresholds_allow_no_false_alarm() -> None:
    assert check_floor().false_alarms == 0 and 0 < check_floor().planted <= 1


@pytest.mark.parametrize("count", [0, 3])
def test_the_number_of_reports_is_as_asked(count: int, monkeypatch: pytest.MonkeyPatch) -> None:
    from eval import runner

    told: list[int] = []
    monkeypatch.setattr(runner, "run_checks", lambda n: told.append(n) or ChecksResult(reports=n))
    monkeypatch.setattr(runner, "suites_of", lambda *_: [])
    runner.run(checks=count)
    assert told == ([count] if count else [])
