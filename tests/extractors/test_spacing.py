"""Tables parted by spaces alone, read: nothing in a wrong column, and all where the print leaves no doubt."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from eval.samples import write_samples
from extractors.extract import extract_file

REAL = ["hongqi-2023", "jiaozuo-2021", "jiefang-2023", "pingdingshan-2023"]
HEAD = "2023年度\n云岭市水务局\n部门决算公开\n\n第二部分 2023年度部门决算表\n\n"


def figures(path: Path) -> Counter[tuple[object, ...]]:
    """The amounts of the statutory tables with their places in them."""
    facts = (f for f in extract_file(path).facts if f.origin == "table" and f.value is not None)
    return Counter((f.table, f.row_name, f.row_code, f.column, f.value) for f in facts)


def spaced(text: str, mark: str = "  ") -> str:
    """A text with its tabs as spaces: blank cells leave no trace."""
    return "\n".join(re.sub(r"\t+", mark, line.strip("\t")) for line in text.split("\n"))


def read(folder: Path, text: str) -> Counter[tuple[object, ...]]:
    path = folder / "spaced.txt"
    path.write_text(text, encoding="utf-8")
    return figures(path)


@pytest.mark.parametrize("name", REAL)
@pytest.mark.parametrize("mark", ["  ", " "])
def test_no_figure_of_a_real_report_is_put_into_another_column(
    name: str, mark: str, tmp_path: Path, corpus: Path
) -> None:
    source = corpus / f"{name}.txt"
    found = read(tmp_path, spaced(source.read_text(encoding="utf-8"), mark))
    assert found
    assert not found - figures(source)


def test_no_figure_of_a_generated_report_is_put_into_another_column(tmp_path: Path) -> None:
    texts = [path for path in write_samples(tmp_path / "samples", 12) if path.suffix == ".txt"]
    assert texts
    for source in texts:
        found = read(tmp_path, spaced(source.read_text(encoding="utf-8")))
        assert not found - figures(source), source.name


def test_headings_over_several_columns_are_spread_over_them(tmp_path: Path) -> None:
    text = HEAD + (
        "政府性基金预算财政拨款收入支出决算表\n公开07表\n单位：万元\n"
        "项目 年初结转和结余 本年收入 本年支出 年末结转和结余\n"
        "科目编码 科目名称 小计 基本支出 项目支出\n栏次 1 2 3 4 5 6\n"
        "合计 0.00 36.00 30.00 0.00 30.00 6.00\n229 其他支出 0.00 36.00 30.00 0.00 30.00 6.00\n"
    )
    found = {(row, column): value for _, row, _, column, value in read(tmp_path, text)}
    assert str(found["合计", "本年支出小计"]) == "30.00"
    assert str(found["其他支出", "年末结转和结余"]) == "6.00"
    assert len(found) == 12


def test_a_side_without_item_leaves_the_other_in_its_place(tmp_path: Path) -> None:
    text = HEAD + (
        "收入支出决算总表\n公开01表\n单位：万元\n收入 支出\n项目 行次 决算数 项目 行次 决算数\n栏次 1 栏次 2\n"
        "一、一般公共预算财政拨款收入 1 120.00 一、一般公共服务支出 32 0.00\n9 九、卫生健康支出 40 20.00\n"
        "10 十、节能环保支出 41 100.00\n本年收入合计 27 120.00 本年支出合计 58 120.00\n总计 31 120.00 总计 62 120.00\n"
    )
    found = {(row, column): str(value) for _, row, _, column, value in read(tmp_path, text)}
    assert found["卫生健康支出", "支出金额"] == "20.00"
    assert found["一般公共预算财政拨款收入", "收入金额"] == "120.00"


def test_a_row_that_lacks_an_amount_is_not_guessed(tmp_path: Path) -> None:
    text = HEAD + (
        "收入决算表\n公开02表\n单位：万元\n科目编码 科目名称 本年收入合计 财政拨款收入 上级补助收入 "
        "事业收入 经营收入 附属单位上缴收入 其他收入\n"
        "合计 130.00 120.00 10.00\n213 农林水支出 130.00 120.00 10.00\n2130301 行政运行 130.00 120.00 10.00\n"
    )
    columns = {column for _, _, _, column, value in read(tmp_path, text) if str(value) == "10.00"}
    assert columns == set()


def test_levels_of_the_codes_in_one_cell_of_the_numbering_are_no_heading(tmp_path: Path) -> None:
    text = HEAD + (
        "支出决算表\n公开03表\n单位：元\n"
        "项目 本年支出合计 基本支出 项目支出 上缴上级支出 经营支出 对附属单位补助支出\n"
        "功能分类科目编码 科目名称\n类款项 栏次 1 2 3 4 5 6\n"
        "合计 90.00 30.00 60.00 0.00 0.00 0.00\n213 农林水支出 90.00 30.00 60.00 0.00 0.00 0.00\n"
    )
    found = {(row, column): str(value) for _, row, _, column, value in read(tmp_path, text)}
    assert found["农林水支出", "项目支出"] == "60.00"
    assert found["合计", "基本支出"] == "30.00"
    assert len(found) == 12


THREE = (
    "财政拨款“三公”经费支出决算表\n公开09表\n单位：元\n预算数 决算数\n"
    "合计 因公出国（境）费 公务用车购置及运行维护费 公务接待费 "
    "合计 因公出国（境）费 公务用车购置及运行维护费 公务接待费\n"
    "小计 公务用车购置费 公务用车运行维护费 小计 公务用车购置费 公务用车运行维护费\n1 2 3 4 5 6 7 8 9 10 11 12\n"
)


def test_a_row_of_figures_alone_stands_under_groups_items_and_parts(tmp_path: Path) -> None:
    row = "700.00 0.00 600.00 200.00 400.00 100.00 560.00 0.00 500.00 200.00 300.00 60.00\n"
    found = {column: str(value) for _, _, _, column, value in read(tmp_path, HEAD + THREE + row)}
    assert found["预算数公务接待费"] == "100.00"
    assert found["决算数公务用车购置及运行费小计"] == "500.00"
    assert found["决算数公务用车运行费"] == "300.00"
    assert len(found) == 12


def test_a_row_of_fewer_figures_than_headings_is_not_read(tmp_path: Path) -> None:
    row = "700.00 0.00 600.00 200.00 400.00 100.00 560.00 500.00 200.00 300.00 60.00\n"
    assert not read(tmp_path, HEAD + THREE + row)
