"""The room 抽取, run by Streamlit's AppTest: choose, fill, look at the sources, keep a list of one's own."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from eval.samples import write_samples
from rag.library import Library
from rag.settings import Settings
from tests.page.running import go, html, page_of
from tests.stand_in import Said, stand_in


def choose(at: AppTest, schema: str) -> None:
    at.selectbox(key="x_schema").set_value(schema).run()


def extract(at: AppTest) -> Any:
    """Start, and wait until it is through."""
    next(button for button in at.button if button.label.startswith("抽取")).click().run()
    job = at.session_state["filling"]
    job.thread.join(60)
    at.run()
    assert not at.exception
    return job


def write(at: AppTest, text: str) -> None:
    at.segmented_control(key="x_way").set_value("自己写清单").run()
    at.text_area(key="x_text").set_value(text).run()


def test_without_reports_the_room_says_how_to_begin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "还没有报告" in html(page_of(tmp_path / "library", monkeypatch, "extract"))


def test_a_ready_made_list_is_filled_from_all_reports_of_a_year(filled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    at = page_of(filled, monkeypatch, "extract")
    choose(at, "operating")
    at.multiselect(key="x_years").set_value([2023]).run()
    assert "将抽取符合条件的全部 4 份" in html(at)
    job = extract(at)
    assert len(job.results) == 4 and "已抽取 4 份" in html(at)
    grid = at.dataframe[0].value
    assert grid.columns[0] == "报告" and len(grid) == 4
    assert grid.iloc[:, 1].str.contains("一致|未证实|未找到|未读到|冲突").all()


def test_one_report_is_looked_at_value_by_value_with_its_source(filled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    at = page_of(filled, monkeypatch, "extract")
    choose(at, "operating")
    assert len(at.multiselect(key="x_picks").options) == 5
    at.text_input(key="x_find").set_value("水利").run()
    job = extract(at)
    (info,) = job.reports
    lines = [line for line in at.expander if "-badge[" in line.label]
    assert len(lines) >= 5 and any("一致" in line.label or "未证实" in line.label for line in lines)
    assert "<mark>" not in html(at)
    at.session_state[f"xs-机关运行经费支出情况-{info.doc_id}-0"] = True
    at.run()
    assert "<mark>" in html(at) and info.file in html(at)


def test_a_list_of_ones_own_is_read_kept_and_filled(filled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    at = page_of(filled, monkeypatch, "extract")
    write(at, "abc\n支出合计（万元）")
    assert "第1行" in html(at) and next(b for b in at.button if b.label.startswith("抽取")).disabled
    at.text_area(key="x_text").set_value("支出合计（万元）\n2023年机关运行经费\n项目自评[项目名称、自评得分]").run()
    assert any("读作 3 项，其中 1 张表" in line.label for line in at.expander)
    at.text_input(key="x_name").set_value("我的<清单>").run()
    next(button for button in at.button if button.label.startswith("留用")).click().run()
    at.text_area(key="x_text").set_value("").run()
    at.selectbox(key="x_kept").set_value("我的<清单>").run()
    assert at.text_area(key="x_text").value.startswith("支出合计")
    job = extract(at)
    assert len(job.results) == 5
    assert len(at.dataframe) == 2 and list(at.dataframe[0].value.columns)[1:] == [
        "支出合计（万元）",
        "2023年机关运行经费",
    ]


def test_markup_in_a_list_is_shown_not_run(filled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    at = page_of(filled, monkeypatch, "extract")
    write(at, "支出合计<img src=x onerror=alert(1)>\n<script>\n")
    assert "<img" not in html(at) and "&lt;script&gt;" in html(at)


def test_the_run_outlives_a_visit_elsewhere_and_so_do_the_choices(
    filled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = page_of(filled, monkeypatch, "extract")
    choose(at, "gk09")
    at.text_input(key="x_find").set_value("2023").run()
    next(button for button in at.button if button.label.startswith("抽取")).click().run()
    go(at, "reports")
    at.session_state["filling"].thread.join(60)
    go(at, "extract")
    at.run()
    assert "已抽取 4 份" in html(at)
    assert at.selectbox(key="x_schema").value == "gk09" and at.text_input(key="x_find").value == "2023"


def test_a_report_whose_file_is_gone_fails_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Library.open(tmp_path / "library", Settings(_env_file=None)) as library:
        library.ingest(write_samples(tmp_path / "samples", 2), workers=1)
        library.original(library.reports()[0].doc_id).unlink()
    at = page_of(tmp_path / "library", monkeypatch, "extract")
    job = extract(at)
    assert (len(job.results), len(job.failed)) == (1, 1)
    assert "失败 1 份" in html(at) and "缺少原文件" in html(at)


def test_too_many_or_no_reports_are_told(filled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("page.views.filling.MOST", 3)
    at = page_of(filled, monkeypatch, "extract")
    assert "一次最多抽取 3 份" in html(at)
    at.text_input(key="x_find").set_value("没有这个部门").run()
    assert "没有符合条件的报告" in html(at)


@pytest.mark.loopback
def test_a_model_helps_only_where_it_is_switched_on(filled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    wrong = {"value": "12345.67", "unit": "万元", "quote": "支出12345.67万元", "place": 1}
    with stand_in([Said({name: wrong for name in ("total", "change", "change_rate", "reason")})]) as server:
        monkeypatch.setenv("JUESUAN_LLM_BASE_URL", server.url)
        monkeypatch.setenv("JUESUAN_LLM_MODEL", "test-model")
        monkeypatch.setenv("JUESUAN_LLM_CACHE", "off")
        at = page_of(filled, monkeypatch, "extract")
        choose(at, "overall")
        at.text_input(key="x_find").set_value("水利").run()
        extract(at)
        assert server.requests == []
        at.toggle(key="x_model").set_value(True).run()
        job = extract(at)
        assert len(server.requests) == 1
    assert "模型 test-model 与规则对照" in html(at) and "弃用" in html(at)
    assert "12345.67" not in json.dumps(next(iter(job.results.values())).data)
