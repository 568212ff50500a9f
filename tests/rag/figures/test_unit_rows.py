"""The bodies of a department that a table of 三公 spending lists one a row."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractors.extract import extract_file
from rag.library import Library

BUDGET = """2025年部门预算

榆岚市林业局2025年部门预算

一、2025年部门“三公”经费和机关运行经费预算表

编制部门：榆岚市林业局

单位：万元

| 预算单位 | “三公”经费预算数 | | | | | | 机关运行经费预算数 |
| --- | --- | --- | --- | --- | --- | --- | --- |
| | 合计 | 因公出国(境)费 | 公务接待费 | 公务用车购置及运行费 | | | |
| | | | | 小计 | 购置费 | 运行费 | |
| 合计 | 9.30 | 0 | 1.20 | 8.10 | 0 | 8.10 | 60.50 |
| 榆岚市林业局（本部） | 4.80 | 0 | 0.80 | 4.00 | 0 | 4.00 | 60.50 |
| 榆岚市林业局执法大队 | 3.30 | 0 | 0.30 | 3.00 | 0 | 3.00 | |
| 榆岚市种苗管理站 | 1.20 | 0 | 0.10 | 1.10 | 0 | 1.10 | |
"""


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Library:
    folder = tmp_path_factory.mktemp("units")
    path = folder / "budget.md"
    path.write_text(BUDGET, encoding="utf-8")
    library = Library.open(folder / "library")
    library.ingest([path])
    return library


def test_the_rows_of_bodies_are_read_though_their_last_cell_is_blank(tmp_path: Path) -> None:
    path = tmp_path / "budget.md"
    path.write_text(BUDGET, encoding="utf-8")
    rows = {f.row_name: f.value for f in extract_file(path).facts if f.column == "公务接待费"}
    assert {str(rows[name]) for name in ("榆岚市林业局执法大队", "榆岚市种苗管理站")} == {"0.30", "0.10"}


@pytest.mark.parametrize(
    ("question", "figures"),
    [
        ("执法大队的公务用车运行费预算是多少", ["3.00"]),
        ("种苗管理站三公经费预算合计多少", ["1.20"]),
        ("局本部公务接待费预算多少", ["0.80"]),
        ("种苗管理站的公务接待费和公务用车运行费各多少", ["0.10", "1.10"]),
    ],
)
def test_the_figure_of_a_body_is_that_of_its_row(library: Library, question: str, figures: list[str]) -> None:
    answer = library.ask(question)
    assert [v.value for v in answer.values] == figures
    assert answer.citations


def test_a_cell_that_a_body_has_none_in_is_said_to_be_blank(library: Library) -> None:
    answer = library.ask("种苗管理站的机关运行经费是多少")
    assert answer.status == "not_found" and not answer.values
    assert "没有印出机关运行经费" in answer.answer


def test_words_of_its_name_are_not_asked_about_beside_the_body(library: Library) -> None:
    answer = library.ask("种苗管理站三公经费一共多少")
    assert [(v.value, v.unit) for v in answer.values] == [("1.20", "万元")]


FINAL = """榆岚市教育局2023年度部门决算

第一部分 榆岚市教育局概况

二、机构设置

纳入榆岚市教育局2023年度部门决算编制范围的单位共3个，具体如下：

| 序号 | 单位名称 | 单位性质 | 年末在职人数 |
| --- | --- | --- | --- |
| 1 | 榆岚市教育局（本级） | 行政单位 | 31 |
| 2 | 榆岚市第一中学 | 公益一类事业单位 | 118 |
| 3 | 榆岚市实验幼儿园 | 公益二类事业单位 | 42 |

第二部分 2023年度部门决算表

收入决算表（按单位列示）

公开部门：榆岚市教育局

金额单位：万元

| 单位名称 | 本年收入合计 | 财政拨款收入 | 上级补助收入 | 事业收入 | 经营收入 | 附属单位上缴收入 | 其他收入 |
| --- | --- | --- | --- | --- | --- | --- | --- |
| 合计 | 900.00 | 820.00 | | 80.00 | | | |
| 榆岚市教育局（本级） | 300.00 | 300.00 | | | | | |
| 榆岚市第一中学 | 400.00 | 345.00 | | 55.00 | | | |
| 榆岚市实验幼儿园 | 200.00 | 175.00 | | 25.00 | | | |
"""


@pytest.fixture(scope="module")
def schools(tmp_path_factory: pytest.TempPathFactory) -> Library:
    folder = tmp_path_factory.mktemp("schools")
    path = folder / "final.md"
    path.write_text(FINAL, encoding="utf-8")
    library = Library.open(folder / "library")
    library.ingest([path])
    return library


@pytest.mark.parametrize(
    ("question", "figure"),
    [
        ("第一中学2023年事业收入有多少", ("55.00", "万元")),
        ("实验幼儿园的财政拨款收入是多少", ("175.00", "万元")),
        ("第一中学有多少人", ("118", "人")),
    ],
)
def test_tables_by_body_and_lists_of_bodies_tell_of_each(
    schools: Library, question: str, figure: tuple[str, str]
) -> None:
    answer = schools.ask(question)
    assert answer.status == "answered"
    assert [(v.value, v.unit) for v in answer.values] == [figure]
