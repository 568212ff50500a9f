"""A finding shown: both sides with their places, the rule in words, what was decided; no markup from a report."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from extractors.findings import Finding
from page.views import checked, facing
from page.views.checked import Entry
from page.views.coverage import coverage_html
from rag.library import Library
from rag.settings import Settings
from rag.storage.reviews import Review, fingerprint
from tests.page.faulty import faulty_library

OFFLINE = Settings(_env_file=None)
EVIL = '<script>alert(1)</script> <b onclick="x">**粗**</b> :red[红] [链](http://a.b)'


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    with Library.open(faulty_library(tmp_path_factory.mktemp("facing")), OFFLINE) as library:
        yield library


def _entry(library: Library, rule: str, file: str = "shuiwu-2023.txt") -> Entry:
    found = checked.found_on(library, library.reports())
    return next(e for e in found if e.finding.rule == rule and e.info.file == file)


def _parts(library: Library, entry: Entry, audited: bool = True) -> list[facing.Part]:
    return facing.facing(entry.finding, library.audit(entry.info.doc_id) if audited else None)


@pytest.mark.parametrize("audited", [True, False])
def test_two_totals_that_disagree_face_each_other(library: Library, audited: bool) -> None:
    left, right = _parts(library, _entry(library, "A-GK01-05"), audited)
    assert left.head.startswith("一处　386.78") and right.head.startswith("另一处　396.78")
    assert [p.row for p in (*left.places, *right.places)] == ["总计(收入)", "总计(支出)"]


def test_a_rate_faces_what_it_is_computed_from(library: Library) -> None:
    left, right = _parts(library, _entry(library, "D-01"))
    assert "13.35" in left.head and right.head.startswith("按公式应为　28.87")
    assert [p.column for p in left.places] == ["增减幅"] and {p.column for p in right.places} == {"增减额", "决算数"}


def test_reports_that_disagree_face_each_other_by_name(library: Library) -> None:
    ours, theirs = _parts(library, _entry(library, "G-02"), audited=False)
    assert "2023年度" in ours.head and "2022年度" in theirs.head
    assert {p.file for p in ours.places} == {"shuiwu-2023.txt"} and {p.file for p in theirs.places} == {
        "shuiwu-2022.txt"
    }


def test_one_place_stands_alone_and_none_gives_no_part(library: Library) -> None:
    [part] = _parts(library, _entry(library, "E-01"))
    assert part.head == "出处" and len(part.places) == 1
    nowhere = _entry(library, "E-01").finding.model_copy(update={"evidence": []})
    assert facing.facing(nowhere) == []


def test_every_place_of_every_finding_is_on_some_side_or_said_to_be_blank(library: Library) -> None:
    for entry in checked.found_on(library, library.reports(), between=False):
        for audited in (True, False):
            parts = _parts(library, entry, audited)
            shown = [place for part in parts for place in part.places]
            blank = sum(int(p.head.split("另有 ")[1].split(" ")[0]) for p in parts if "处空白" in p.head)
            assert len(shown) + blank == len(entry.finding.evidence)
            assert set(shown) <= set(entry.finding.evidence)


def test_markup_of_a_report_is_shown_not_run(library: Library) -> None:
    entry = _entry(library, "A-GK01-05")
    finding = entry.finding.model_copy(update={"message": EVIL * 3, "difference": "<i>1</i>", "rule": "<u>X"})
    review = Review("d", finding.id, fingerprint(finding), "confirmed", EVIL, "2025-01-02T03:04:05+00:00")
    evil = Entry(finding, replace(entry.info, department=EVIL, file=EVIL), review)
    shown = facing.said_html(evil) + facing.rule_html(evil) + facing.review_html(evil)
    shown += facing.reports_html([(evil.info, [evil]), (evil.info, [])])
    assert "<script" not in shown and "<b onclick" not in shown and "<i>" not in shown and "<u>" not in shown
    label = facing.label(evil)
    assert not re.search(r"(?<!\\)[<>]|(?<!\\)\*\*粗", label) and ":red[" not in label


def test_the_line_of_a_finding_says_how_grave_what_whose_and_what_was_decided(library: Library) -> None:
    entry = _entry(library, "A-GK01-05")
    label = facing.label(entry)
    assert "错误" in label and "云岭市青川区水务局 2023年度决算" in label and "386" in label and "已核" not in label
    review = Review("d", entry.finding.id, fingerprint(entry.finding), "dismissed", "印错", "2025-01-02T03:04:05+00:00")
    decided = replace(entry, review=review)
    assert "不是错误" in facing.label(decided)
    assert "不是错误" in facing.review_html(decided) and "印错" in facing.review_html(decided)
    assert facing.review_html(entry) == ""


def test_the_line_says_that_what_the_rule_demands_was_not_met(library: Library) -> None:
    entry = _entry(library, "A-GK01-05")
    assert "**未通过：收入总计等于支出总计**" in facing.label(entry) and "未通过" not in facing.rule_html(entry)
    rounding = replace(entry, finding=entry.finding.model_copy(update={"severity": "rounding"}))
    assert "**有尾差：收入总计等于支出总计**" in facing.label(rounding)


def test_the_line_keeps_the_difference_of_a_long_message(library: Library) -> None:
    entry = _entry(library, "G-02")
    assert "相差10\\.00万元，请核对增减额" in facing.label(entry)
    long = entry.finding.model_copy(update={"message": "长" * 150 + "，相差10.00万元，请核对。"})
    line = facing.label(replace(entry, finding=long))
    assert line.endswith("长…相差10\\.00万元") and long.message in facing.said_html(replace(entry, finding=long))


def test_a_rule_is_explained_also_one_that_the_catalogue_has_no_more(library: Library) -> None:
    entry = _entry(library, "G-02")
    assert "报告之间" in facing.rule_html(entry) and "末位的一半" in facing.rule_html(entry)
    gone = replace(entry, finding=entry.finding.model_copy(update={"rule": "Z-99"}))
    assert "目录中已没有这条规则" in facing.rule_html(gone)


def test_the_tiles_count_all(library: Library) -> None:
    entries = checked.found_on(library, library.reports())
    shown = facing.tiles_html(entries, 3)
    assert "<dt>发现</dt><dd>62</dd>" in shown and "<dt>未看</dt><dd>62</dd>" in shown
    errors = [entry for entry in entries if entry.finding.severity == "error"]
    assert f"<dt>错误</dt><dd>{len(errors)} <small>未看 {len(errors)}</small></dd>" in shown
    review = Review("d", "f", "", "confirmed", "", "2025-01-02T03:04:05+00:00")
    seen = [replace(entry, review=review) if entry == errors[0] else entry for entry in entries]
    assert f"<dd>{len(errors)} <small>未看 {len(errors) - 1}</small></dd>" in facing.tiles_html(seen, 3)
    assert "<dt>不是错误</dt><dd>0</dd>" in shown and "<dt>所查报告</dt><dd>3</dd>" in shown


def test_the_coverage_says_what_was_not_checked_and_that_this_is_no_pass(library: Library) -> None:
    audit = library.audit(library.reports()[0].doc_id)
    shown = coverage_html(audit)
    assert f"共核对 {len(audit.verdicts)} 项" in shown and "不等于通过" in shown
    assert "读到的表（1）" in shown and "没有读到（8）" in shown and "没能核对的" in shown
    assert '<th scope="row">A 表内核对</th>' in shown
    assert library.audit(audit.report.doc_id) is audit


def test_the_findings_of_an_audit_are_those_the_library_holds(library: Library) -> None:
    for info in library.reports():
        made: list[Finding] = [failure.finding for failure in library.audit(info.doc_id).failures]
        assert sorted(made, key=lambda f: f.id) == sorted(library.findings(info.doc_id), key=lambda f: f.id)


def test_an_audit_is_made_anew_when_the_report_changes(tmp_path: Path) -> None:
    with Library.open(faulty_library(tmp_path), OFFLINE) as library:
        info = next(i for i in library.reports() if i.file == "shuiwu-2022.txt")
        before = library.audit(info.doc_id)
        path = tmp_path / "files" / info.file
        path.write_text(path.read_text(encoding="utf-8").replace("310.13", "311.13"), encoding="utf-8")
        library.ingest([path])
        assert library.audit(info.doc_id) is not before
