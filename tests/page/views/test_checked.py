"""Findings as a list: chosen, counted and put in order; a review counts only while its finding says the same."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.findings import Finding
from page.views import checked
from page.views.checked import Entry, Filter
from rag.library import Library
from rag.settings import Settings
from rag.storage.reviews import Review, fingerprint, subject_of
from rag.storage.store import ReportInfo
from tests.page.faulty import EDUCATION, faulty_library

OFFLINE = Settings(_env_file=None)


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    with Library.open(faulty_library(tmp_path_factory.mktemp("checked")), OFFLINE) as library:
        yield library


@pytest.fixture(scope="module")
def entries(library: Library) -> list[Entry]:
    return checked.found_on(library, library.reports())


def _info(doc_id: str = "d", department: str = "某局", year: int = 2023) -> ReportInfo:
    return ReportInfo(
        doc_id, f"{doc_id}.txt", "", "", department, year, "final", None, None, None, None, None, "", "", ""
    )


def _entry(severity: str = "error", rule: str = "A-GK01-01", state: str = "", message: str = "不等") -> Entry:
    finding = Finding(id=f"d:{rule}:x", rule=rule, severity=severity, message=message, values=[], evidence=[])  # type: ignore[arg-type]
    review = Review("d", finding.id, fingerprint(finding), state, "注", "") if state else None  # type: ignore[arg-type]
    return Entry(finding, _info(), review)


def test_all_findings_are_there_those_between_reports_once_and_by_whom_they_are_about(
    library: Library, entries: list[Entry]
) -> None:
    alone = sum(len(library.findings(info.doc_id)) for info in library.reports())
    between = [entry for entry in entries if entry.family == "G"]
    assert len(entries) == alone + 1
    assert [(e.finding.rule, e.info.file) for e in between] == [("G-02", "shuiwu-2023.txt")]
    assert all(entry.info.doc_id == subject_of(entry.finding) for entry in entries)


def test_a_finding_between_reports_is_shown_for_either_of_them(library: Library) -> None:
    for info in library.reports():
        found = {e.finding.rule for e in checked.found_on(library, [info])}
        assert ("G-02" in found) == (info.department != EDUCATION)
        assert "G-02" not in {e.finding.rule for e in checked.found_on(library, [info], between=False)}


def test_every_word_must_be_found_in_message_quote_rule_department_or_note(entries: list[Entry]) -> None:
    def found(text: str) -> int:
        return len(checked.choose(entries, Filter(text)))

    assert found("教育局 2023") == 20
    assert 0 < found("总计 396.78") < 5
    assert found("a-gk01-05") == found("A-GK01-05") == 1
    assert found("没有这样的词") == 0
    assert len(checked.choose([_entry(state="confirmed")], Filter("注"))) == 1


def test_each_list_narrows_and_an_empty_one_means_all(entries: list[Entry]) -> None:
    assert checked.choose(entries, Filter()) == entries
    by_family = checked.choose(entries, Filter(families=["A", "G"]))
    assert {e.family for e in by_family} == {"A", "G"}
    assert {e.finding.rule for e in checked.choose(entries, Filter(rules=["G-02"]))} == {"G-02"}
    assert checked.choose(entries, Filter(states=["confirmed"])) == []
    assert checked.choose(entries, Filter(states=[""])) == entries
    wanted = Filter("总计", ["error"], [""], ["A"], ["A-GK01-05"])
    assert wanted.whatever_grave() == Filter("总计", families=["A"], rules=["A-GK01-05"])


_SOME = st.lists(
    st.builds(
        _entry,
        st.sampled_from(["error", "warning", "rounding", "info"]),
        st.sampled_from(["A-GK01-01", "D-01", "G-02"]),
        st.sampled_from(list(checked.STATES)),
        st.text(max_size=5),
    ),
    max_size=12,
)


@given(_SOME, st.sampled_from(list(checked.ORDERS)))
def test_order_keeps_all_and_counts_add_up(some: list[Entry], how: str) -> None:
    ordered = checked.order(some, how)
    assert sorted(map(id, ordered)) == sorted(map(id, some))
    assert sum(checked.severity_counts(some).values()) == sum(checked.state_counts(some).values()) == len(some)


@given(_SOME, st.lists(st.sampled_from(["error", "warning", "rounding", "info"])), st.sampled_from(["", "confirmed"]))
def test_a_filter_is_exact(some: list[Entry], severities: list[str], state: str) -> None:
    chosen = checked.choose(some, Filter(severities=severities, states=[state]))
    assert chosen == [e for e in some if e.state == state and (not severities or e.finding.severity in severities)]


def test_the_gravest_come_first_or_the_reports_stay_together(entries: list[Entry]) -> None:
    mixed = [_entry("info"), _entry("error"), _entry("rounding"), _entry("warning")]
    assert [e.finding.severity for e in checked.order(mixed)] == ["error", "warning", "rounding", "info"]
    files = [e.info.file for e in checked.order(entries, "report")]
    assert sum(a != b for a, b in pairwise(files)) == 2
    rules = [e.finding.rule for e in checked.order(entries, "rule")]
    assert rules == sorted(rules)


def test_a_review_of_what_a_finding_said_before_does_not_count() -> None:
    entry = _entry()
    stands = Review("d", entry.finding.id, fingerprint(entry.finding), "confirmed", "", "")
    old = Review("d", entry.finding.id, "other", "confirmed", "", "")
    assert [e.state for e in checked.reviewed([entry], {entry.finding.id: stands})] == ["confirmed"]
    assert [e.state for e in checked.reviewed([entry], {entry.finding.id: old})] == [""]
    assert [e.state for e in checked.reviewed([entry], {})] == [""]


def test_reports_without_findings_are_listed_last(library: Library, entries: list[Entry]) -> None:
    listed = checked.by_report(entries, [*library.reports(), _info("clean")])
    assert [info.doc_id for info, found in listed if not found] == ["clean"]
    assert listed[-1][0].doc_id == "clean" and len(listed) == 4
    assert listed[0][0].file == "shuiwu-2023.txt"


def test_a_text_names_reports_where_there_are_too_many_to_look_into_all() -> None:
    many = [_info(f"r{n}", f"第{n}局") for n in range(30)]
    assert checked.reports_for(many, "第7局", 100) == many
    assert [i.doc_id for i in checked.reports_for(many, "第7局", 10)] == ["r7"]
    assert checked.reports_for(many, "三公经费", 10) == many


@pytest.mark.parametrize(("count", "pages"), [(0, 1), (1, 1), (20, 1), (21, 2), (400, 20)])
def test_pages_hold_so_many(count: int, pages: int) -> None:
    assert checked.page_count([_entry()] * count, 20) == pages


def test_every_rule_and_family_has_a_name_in_words() -> None:
    assert all("类" not in checked.family_name(f)[2:] for f in checked.families())
    assert checked.rule_name("G-02").startswith("G-02 ") and checked.rule_name("X-9") == "X-9"
