"""What a new version of a report changes, and putting it in the place of the former."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.facts import Fact
from rag.library import Library
from rag.settings import Settings
from rag.storage.revision import revision
from tests.rag.small_report import text_of, write


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path / "library", Settings(_env_file=None)) as library:
        yield library


def _fact(row: str, column: str, raw: str, line: int = 1) -> Fact:
    value = Decimal(raw) if raw else None
    return Fact(
        "d",
        "甲局",
        2023,
        "final",
        "table",
        "GK03",
        "支出决算表",
        None,
        row,
        column,
        value,
        "万元",
        raw,
        None,
        line,
        raw,
    )


_FACTS = st.lists(
    st.builds(
        _fact, st.sampled_from(["教育", "卫生"]), st.sampled_from(["合计", "项目"]),
        st.sampled_from(["1.00", "2.00", ""]), st.integers(1, 9),
    ),
    max_size=8,
)  # fmt: skip


@given(_FACTS, _FACTS)
def test_every_fact_of_both_versions_is_accounted_for_once(former: list[Fact], present: list[Fact]) -> None:
    told = revision(former, present)
    assert told.same + len(told.changed) + len(told.removed) == len(former)
    assert told.same + len(told.changed) + len(told.added) == len(present)
    assert all(a.value != b.value for a, b in told.changed)


@given(_FACTS)
def test_a_version_that_says_the_same_changes_nothing_in_whatever_order(facts: list[Fact]) -> None:
    assert revision(facts, facts[::-1]).is_none


def test_another_value_is_a_change_and_another_line_is_none() -> None:
    former = [_fact("教育", "合计", "1.00", 3), _fact("卫生", "合计", "2.00", 4)]
    present = [_fact("教育", "合计", "1.00", 30), _fact("卫生", "合计", "2.50", 40), _fact("农林", "合计", "0.10", 50)]
    told = revision(former, present)
    assert [(a.raw, b.raw) for a, b in told.changed] == [("2.00", "2.50")]
    assert [fact.row_name for fact in told.added] == ["农林"] and not told.removed and told.same == 1


def test_blank_and_zero_are_not_the_same() -> None:
    told = revision([_fact("教育", "合计", "")], [_fact("教育", "合计", "0.00")])
    assert len(told.changed) == 1


def test_a_new_version_takes_the_place_of_the_former_and_tells_what_changed(library: Library, tmp_path: Path) -> None:
    (outcome,) = library.ingest([write(tmp_path / "files")], workers=1)
    (tmp_path / "改.txt").write_text(text_of(spent="400.00"), encoding="utf-8")
    replaced, changed = library.replace(str(outcome.doc_id), tmp_path / "改.txt", workers=1)
    assert replaced.status == "replaced" and changed.changed and not changed.added and not changed.removed
    assert {b.raw for _, b in changed.changed} >= {"400.00"}
    (info,) = library.reports()
    assert info.doc_id == replaced.doc_id and info.file == "改.txt"
    assert library.original(info.doc_id).read_text(encoding="utf-8") == text_of(spent="400.00")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (text_of("云岭市林业局"), "不是这一份的新版本"),
        (text_of(year=2022), "2022年度"),
        ("没有内容的文件", "找不到部门名称"),
    ],
)
def test_what_is_no_version_of_the_report_is_refused_and_the_former_stays(
    library: Library, tmp_path: Path, text: str, said: str
) -> None:
    (outcome,) = library.ingest([write(tmp_path / "files")], workers=1)
    (tmp_path / "新.txt").write_text(text, encoding="utf-8")
    refused, changed = library.replace(str(outcome.doc_id), tmp_path / "新.txt", workers=1)
    assert refused.status == "failed" and said in refused.message and changed.is_none
    assert [info.doc_id for info in library.reports()] == [outcome.doc_id]


def test_the_same_content_is_no_new_version(library: Library, tmp_path: Path) -> None:
    (outcome,) = library.ingest([write(tmp_path / "files")], workers=1)
    (tmp_path / "同.txt").write_text(text_of(), encoding="utf-8")
    same, changed = library.replace(str(outcome.doc_id), tmp_path / "同.txt", workers=1)
    assert same.status == "unchanged" and changed.is_none and len(library.reports()) == 1


def test_a_new_version_never_takes_the_place_of_a_third_report(library: Library, tmp_path: Path) -> None:
    (tmp_path / "二.txt").write_text(text_of(spent="1.00"), encoding="utf-8")
    first, _ = library.ingest([write(tmp_path / "files"), tmp_path / "二.txt"], workers=1)
    other = tmp_path / "x" / "二.txt"
    other.parent.mkdir()
    for text, said in ((text_of(spent="2.00"), "同名"), (text_of(spent="1.00"), "相同")):
        other.write_text(text, encoding="utf-8")
        refused, _ = library.replace(str(first.doc_id), other, workers=1)
        assert refused.status == "failed" and said in refused.message
    assert len(library.reports()) == 2
    assert len(library.versions(str(first.doc_id))) == 2


def test_findings_are_counted_by_severity_without_being_read(library: Library, tmp_path: Path) -> None:
    text = text_of().replace("总计\t31\t386.78", "总计\t31\t999.99")
    (tmp_path / "错.txt").write_text(text, encoding="utf-8")
    library.ingest([tmp_path / "错.txt"], workers=1)
    for _ in range(2):
        counts = library.severities()
        for info in library.reports():
            found = [finding.severity for finding in library.findings(info.doc_id)]
            assert counts[info.doc_id] == {severity: found.count(severity) for severity in set(found)}
            assert "error" in found
        library.ingest([write(tmp_path / "files", "二.txt", department="云岭市林业局")], workers=1)
    library.delete(library.reports()[0].doc_id)
    assert set(library.severities()) == {info.doc_id for info in library.reports()}
