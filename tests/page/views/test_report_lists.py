"""The list of reports: kinds, findings, order, and the words of a line."""

from __future__ import annotations

from extractors.families import Template
from page.views.lists import FOUND, ORDERS, choose, kind_of, ordered, report_label, template_html, template_line
from rag.storage.store import ReportInfo


def _info(number: int, **more: object) -> ReportInfo:
    known = {
        "doc_id": f"d{number}", "file": f"{number}.pdf", "path": "", "sha256": f"{number}", "year": 2020 + number % 5,
        "department": f"甲市第{number}局", "kind": "final", "level": "市级", "scope": None, "region": "甲市",
        "unit": "万元", "pages": None, "ingested_at": f"2026-01-01T00:00:{number % 60:02}+00:00", "state": "stored",
        "version": "",
    }  # fmt: skip
    return ReportInfo(**(known | more))  # type: ignore[arg-type]


REPORTS = [
    _info(1, department="白云局", kind="budget"),
    _info(2, department="安平局"),
    _info(3, department="长宁局", region=None),
]
COUNTS = {"d1": {"error": 2, "info": 1}, "d2": {"warning": 1}}


def _ids(reports: list[ReportInfo]) -> list[str]:
    return [info.doc_id for info in reports]


def test_reports_are_narrowed_by_kind_and_by_what_was_found() -> None:
    assert _ids(choose(REPORTS, kinds=["budget"])) == ["d1"] == _ids(choose(REPORTS, "预算"))
    found = {name: _ids(choose(REPORTS, found=[name], severities=COUNTS)) for name in FOUND}
    assert found == {"有错误": ["d1"], "有疑点": ["d2"], "有尾差": [], "没有错误和疑点": ["d3"]}
    assert _ids(choose(REPORTS, found=["有错误", "有疑点"], severities=COUNTS)) == ["d1", "d2"]


def test_reports_stand_as_their_names_are_spoken_or_in_another_order() -> None:
    assert [info.department for info in ordered(REPORTS, ORDERS[0], {})] == ["安平局", "白云局", "长宁局"]
    assert _ids(ordered(REPORTS, ORDERS[1], {})) == ["d3", "d2", "d1"]
    assert _ids(ordered(REPORTS, ORDERS[2], {}))[-1] == "d3"
    assert _ids(ordered(REPORTS, ORDERS[3], COUNTS)) == ["d1", "d2", "d3"]
    assert _ids(ordered(REPORTS, ORDERS[4], {})) == ["d3", "d2", "d1"]


def test_a_line_tells_the_kind_and_what_was_found() -> None:
    assert kind_of(REPORTS[0]) == "2021年度部门预算"
    assert "错误 2" in report_label(REPORTS[0], COUNTS["d1"]) and "无错误和疑点" in report_label(REPORTS[2], {})


def test_ten_thousand_reports_are_narrowed_to_the_one_that_is_meant() -> None:
    many = [_info(number) for number in range(10_000)]
    assert len(ordered(choose(many, "第9999局", found=["没有错误和疑点"]), ORDERS[0], {})) == 1
    assert len(ordered(choose(many), ORDERS[3], {})) == 10_000


def test_which_template_a_report_follows_is_told_with_what_does_not_fit() -> None:
    unknown = Template(None, None, 0.0, ("<b>表",), ("自定表",), ("支出决算表",))
    assert "不属于任何已知模板" in template_line(unknown)
    html = template_html(unknown, ["第3页是图片"])
    assert "&lt;b&gt;表" in html and "<b>" not in html
    assert all(said in html for said in ("自定表", "支出决算表", "第3页是图片"))
    known = Template("某省2023年度部门决算", "某省2023年度部门决算", 1.0, (), (), ())
    assert "某省2023年度" in template_line(known) and "没有遗漏" in template_html(known, ())
    assert "相似 80%" in template_line(Template(None, "某省2023年度部门决算", 0.8, (), (), ()))
