"""The room of checks, run by Streamlit's AppTest: filters, pages, an open finding, decisions, what was checked."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from eval.samples import write_samples
from rag.library import Library
from rag.settings import Settings
from tests.page.faulty import EDUCATION, faulty_library
from tests.page.running import go, html, labels, page_of

OFFLINE = Settings(_env_file=None)


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A library with faults that no test changes."""
    return faulty_library(tmp_path_factory.mktemp("checks"))


@pytest.fixture
def own(tmp_path: Path) -> Path:
    return faulty_library(tmp_path)


def _opened(at: AppTest, words: str) -> str:
    """Open the first finding whose line has these words; returns its key."""
    line = next(e for e in at.expander if words in e.label)
    key = str(line.proto.id).rsplit("-", 1)[-1]
    at.session_state[f"finding-{key}"] = True
    at.run()
    assert not at.exception
    return key


def _find(at: AppTest, text: str) -> None:
    at.text_input(key="check_text").set_value(text).run()
    assert not at.exception


def test_without_reports_the_room_says_how_to_begin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    at = page_of(tmp_path / "library", monkeypatch, "checks")
    assert "还没有报告" in html(at)


def test_all_findings_are_counted_and_shown_in_pages(held: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    at = page_of(held, monkeypatch, "checks")
    assert "<dt>发现</dt><dd>62</dd>" in html(at) and "符合条件 62 条，第 1–20 条" in html(at)
    assert sum("badge" in e.label for e in at.expander) == 20
    at.button(key="check_on").click().run()
    assert "第 21–40 条" in html(at) and "第 2 / 4 页" in html(at)
    at.pills(key="check_severities").set_value(["warning"]).run()
    assert "第 2 / " not in html(at), "another choice begins on its first page"


def test_filters_narrow_say_so_outlive_a_visit_elsewhere_and_are_cleared(
    held: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = page_of(held, monkeypatch, "checks")
    _find(at, EDUCATION)
    assert "符合条件 20 条" in html(at)
    at.multiselect(key="check_families").set_value(["D"]).run()
    assert "符合条件 1 条" in html(at)
    at.multiselect(key="check_years").set_value([2022]).run()
    assert "没有符合条件的发现" in html(at)
    go(at, "settings")
    go(at, "checks")
    assert "没有符合条件的发现" in html(at) and at.text_input(key="check_text").value == EDUCATION
    at.button(key="check_clear").click().run()
    assert "符合条件 62 条" in html(at) and at.text_input(key="check_text").value == ""


def test_an_open_finding_shows_both_places_marked_the_difference_and_the_rule(
    held: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = page_of(held, monkeypatch, "checks")
    _find(at, "A-GK01-05")
    assert "<mark>" not in html(at)
    _opened(at, "总计")
    shown = html(at)
    assert "一处　386.78万元" in shown and "另一处　396.78万元" in shown and "相差 10.00" in shown
    assert "<mark>386.78</mark>" in shown and "<mark>396.78</mark>" in shown
    assert "规则 A-GK01-05" in shown and "类别：A 表内核对" in shown


def test_a_finding_between_two_reports_shows_a_place_of_each(held: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    at = page_of(held, monkeypatch, "checks")
    _find(at, "G-02")
    _opened(at, "水务局")
    shown = html(at)
    assert "2023年度　shuiwu-2023.txt" in shown and "2022年度　shuiwu-2022.txt" in shown
    assert "<mark>310.13</mark>" in shown and "增加<strong>86.65" in shown


def test_a_finding_with_one_place_shows_it(held: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    at = page_of(held, monkeypatch, "checks")
    _find(at, "E-03 教育局 政府采购")
    _opened(at, "教育局")
    assert ">出处</h3>" in html(at) and "jz-passage" in html(at)


def test_a_decision_is_kept_with_its_note_shown_to_others_and_taken_back(
    own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = page_of(own, monkeypatch, "checks")
    _find(at, "A-GK01-05")
    key = _opened(at, "总计")
    at.text_input(key=f"note-{key}").set_value("已电话核实").run()
    at.button(key=f"confirmed-{key}").click().run()
    assert not at.exception
    assert "已核：确有错误" in html(at) and "备注：已电话核实" in html(at)
    assert "<dt>已核</dt><dd>1</dd>" in html(at) and "<mark>" in html(at), "it stays open"
    other = page_of(own, monkeypatch, "checks")
    other.pills(key="check_states").set_value(["confirmed"]).run()
    assert "符合条件 1 条" in html(other)
    with Library.open(own, OFFLINE) as library:
        assert [(r.state, r.note) for r in library.reviews().values()] == [("confirmed", "已电话核实")]
    at.button(key=f"clear-{key}").click().run()
    assert "备注：" not in html(at) and at.text_input(key=f"note-{key}").value == ""
    with Library.open(own, OFFLINE) as library:
        assert library.reviews() == {}


def test_all_that_is_listed_is_decided_on_together(own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    at = page_of(own, monkeypatch, "checks")
    _find(at, "E-01 教育局")
    at.text_input(key="check_all_note").set_value("只公开了总表").run()
    at.button(key="check_all_dismissed").click().run()
    with Library.open(own, OFFLINE) as library:
        assert library.reviews() == {}, "it asks first"
    assert "确定把 8 条都记为“不是错误”吗？" in html(at)
    at.button(key="check_all_sure").click().run()
    assert not at.exception and "已把 8 条记为“不是错误”" in html(at)
    assert "<dt>不是错误</dt><dd>8</dd>" in html(at)
    with Library.open(own, OFFLINE) as library:
        assert {r.note for r in library.reviews().values()} == {"只公开了总表"} and len(library.reviews()) == 8


def test_a_visitor_who_may_only_look_is_shown_decisions_but_no_buttons(
    own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Library.open(own, OFFLINE) as library:
        info = next(i for i in library.reports() if i.file == "shuiwu-2023.txt")
        finding = next(f for f in library.findings(info.doc_id) if f.rule == "A-GK01-05")
        library.review(info.doc_id, finding, "confirmed", "已核实")
    monkeypatch.setenv("JUESUAN_PAGE_READ_ONLY", "1")
    at = page_of(own, monkeypatch, "checks")
    _find(at, "A-GK01-05")
    _opened(at, "总计")
    assert "备注：已核实" in html(at)
    assert not any("不是错误" in label or "清除标记" in label or "记为" in label for label in labels(at))
    assert [field.key for field in at.text_input] == ["check_text"]


def test_a_window_from_before_the_page_became_read_only_changes_nothing(
    own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = page_of(own, monkeypatch, "checks")
    _find(at, "A-GK01-05")
    key = _opened(at, "总计")
    monkeypatch.setenv("JUESUAN_PAGE_READ_ONLY", "1")
    at.button(key=f"confirmed-{key}").click().run()
    with Library.open(own, OFFLINE) as library:
        assert library.reviews() == {}


def test_a_report_deleted_meanwhile_is_told_and_nothing_breaks(own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    at = page_of(own, monkeypatch, "checks")
    _find(at, "A-GK01-05")
    key = _opened(at, "总计")
    with Library.open(own, OFFLINE) as library:
        library.delete(next(i.doc_id for i in library.reports() if i.file == "shuiwu-2023.txt"))
    at.button(key=f"confirmed-{key}").click().run()
    assert not at.exception and "没有记下" in html(at)


def test_nothing_found_is_said_with_what_was_checked_and_what_was_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Library.open(tmp_path / "library", OFFLINE) as library:
        files = [path for path in write_samples(tmp_path / "samples", 5) if "water" in path.name]
        [outcome] = library.ingest(files, workers=1)
        assert library.findings(outcome.doc_id or "") == []
    at = page_of(tmp_path / "library", monkeypatch, "checks")
    shown = html(at)
    assert "没有发现这份报告有自相矛盾之处" in shown and "没有发现不等于没有问题" in shown
    assert "共核对" in shown and "读到的表（9）" in shown


def test_the_other_tabs_count_by_report_and_tell_what_was_checked(held: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    at = page_of(held, monkeypatch, "checks")
    at.session_state["check_tab"] = "按报告"
    at.run()
    assert "各份报告的发现" in html(at) and "shuiwu-2022.txt" in html(at) and "符合条件" not in html(at)
    at.session_state["check_tab"] = "核对范围"
    at.run()
    assert not at.exception and "共核对" in html(at) and "没能核对的" in html(at)


def _kept(own: Path) -> list[tuple[str, str]]:
    with Library.open(own, OFFLINE) as library:
        return sorted((review.state, review.note) for review in library.reviews().values())


def test_a_note_that_was_typed_and_not_kept_outlives_a_visit_elsewhere(
    own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = page_of(own, monkeypatch, "checks")
    _find(at, "A-GK01-05")
    key = _opened(at, "总计")
    at.text_input(key=f"note-{key}").set_value("还要再问单位").run()
    go(at, "settings")
    go(at, "checks")
    _opened(at, "总计")
    assert at.text_input(key=f"note-{key}").value == "还要再问单位" and _kept(own) == []


def test_a_note_nobody_touched_says_what_another_visitor_kept(own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    at = page_of(own, monkeypatch, "checks")
    _find(at, "A-GK01-05")
    _opened(at, "总计")
    with Library.open(own, OFFLINE) as library:
        info = next(i for i in library.reports() if i.file == "shuiwu-2023.txt")
        finding = next(f for f in library.findings(info.doc_id) if f.rule == "A-GK01-05")
        library.review(info.doc_id, finding, "confirmed", "已核实")
    go(at, "settings")
    go(at, "checks")
    key = _opened(at, "总计")
    assert at.text_input(key=f"note-{key}").value == "已核实"


def test_what_a_filter_takes_away_once_it_is_marked_is_told_and_can_be_taken_back(
    own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = page_of(own, monkeypatch, "checks")
    _find(at, "A-GK01")
    at.pills(key="check_states").set_value([""]).run()
    key = _opened(at, "总计")
    at.text_input(key=f"note-{key}").set_value("印错").run()
    at.button(key=f"confirmed-{key}").click().run()
    assert "已记为“已核”：未通过：收入总计等于支出总计（云岭市青川区水务局 2023年度决算）" in html(at)
    assert not any("收入总计等于支出总计" in e.label for e in at.expander) and _kept(own) == [("confirmed", "印错")]
    at.button(key="check_undo").click().run()
    assert not at.exception and "已撤销" in html(at) and _kept(own) == []
    assert at.text_input(key=f"note-{key}").value == "印错", "what was typed is not lost"
    _find(at, "A-GK01-05")
    assert "已撤销" not in html(at)


def test_the_last_one_of_a_list_is_told_of_too_and_a_former_decision_comes_back(
    own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = page_of(own, monkeypatch, "checks")
    _find(at, "A-GK01-05")
    key = _opened(at, "总计")
    at.text_input(key=f"note-{key}").set_value("印错").run()
    at.button(key=f"confirmed-{key}").click().run()
    at.pills(key="check_states").set_value(["confirmed"]).run()
    at.button(key=f"clear-{key}").click().run()
    assert "已清除标记：" in html(at) and "没有符合条件的发现" in html(at)
    at.button(key="check_undo").click().run()
    assert _kept(own) == [("confirmed", "印错")] and at.text_input(key=f"note-{key}").value == "印错"


def test_taking_back_leaves_what_another_visitor_decided_meanwhile(own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    at = page_of(own, monkeypatch, "checks")
    _find(at, "A-GK01-05")
    key = _opened(at, "总计")
    at.button(key=f"confirmed-{key}").click().run()
    with Library.open(own, OFFLINE) as library:
        info = next(i for i in library.reports() if i.file == "shuiwu-2023.txt")
        finding = next(f for f in library.findings(info.doc_id) if f.rule == "A-GK01-05")
        library.review(info.doc_id, finding, "dismissed", "口径不同")
    at.button(key="check_undo").click().run()
    assert "有 1 条已另有改动，没有恢复" in html(at) and _kept(own) == [("dismissed", "口径不同")]


def test_marking_all_leaves_what_is_decided_unless_told_otherwise(own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    at = page_of(own, monkeypatch, "checks")
    _find(at, "A-GK01")
    key = _opened(at, "总计")
    at.text_input(key=f"note-{key}").set_value("印错").run()
    at.button(key=f"confirmed-{key}").click().run()
    at.button(key="check_all_dismissed").click().run()
    at.button(key="check_all_no").click().run()
    assert "确定" not in html(at) and len(_kept(own)) == 1
    at.button(key="check_all_dismissed").click().run()
    at.button(key="check_all_sure").click().run()
    assert _kept(own) == [("confirmed", "印错"), *[("dismissed", "")] * 3]
    at.checkbox(key="check_all_also").check().run()
    at.button(key="check_all_dismissed").click().run()
    assert "确定把 4 条都记为“不是错误”吗？其中 4 条原来的标记和备注会被替换。" in html(at)
    at.button(key="check_all_sure").click().run()
    assert _kept(own) == [("dismissed", "")] * 4
    at.button(key="check_undo").click().run()
    assert not at.exception and _kept(own) == [("confirmed", "印错"), *[("dismissed", "")] * 3]


def test_another_page_begins_at_the_top_of_the_list(held: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    at = page_of(held, monkeypatch, "checks")
    assert "scrollIntoView" not in html(at)
    at.button(key="check_on").click().run()
    assert "scrollIntoView" in html(at)


def test_the_downloads_say_which_of_them_holds_the_marks(held: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shown = html(page_of(held, monkeypatch, "checks"))
    assert "Excel 表格：符合条件的 62 条发现，连同出处、核对状态和备注" in shown
    assert "核查网页：有关报告的全部发现和原文，不含核对状态和备注" in shown
