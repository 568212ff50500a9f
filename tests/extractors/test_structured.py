"""Filling ready-made schemas by rules: the named place, lists, sources, reasons, agreement; finding a model."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from extractors.errors import UsageError
from extractors.facts import Fact, parse_amount
from extractors.schemas import schemas
from extractors.structured import Filler, fill, load_model
from tests.extractors.structured_facts import REPORT, cell, facts, told

# ------------------------------------------------------------ ready-made schemas


def test_field_is_read_at_the_place_it_names() -> None:
    filled = fill(schemas()["gk05"], facts(), REPORT)
    assert filled.data["project"] == "208.26"
    source = filled.sources["project"]
    assert (source.table, source.row, source.column, source.file) == ("GK05", "合计", "项目支出", "demo.txt")


def test_rows_of_a_table_are_listed_with_their_sources() -> None:
    filled = fill(schemas()["gk03"], facts(), REPORT)
    assert [row["code"] for row in filled.data["subjects"]] == ["206", "20699", "2069999"]
    assert filled.data["subjects"][2]["total"] == "58.00"
    assert filled.sources["subjects[2].total"].row == "2069999 其他科学技术支出"
    assert filled.reasons["subjects[2].basic"] == "表中未读到该栏"


def test_classes_of_a_summary_leave_out_the_income_side() -> None:
    filled = fill(schemas()["gk01"], facts(), REPORT)
    assert filled.data["classes"] == [
        {"name": "科学技术支出", "amount": "278.53"},
        {"name": "外交支出", "amount": "0.00"},
    ]


def test_blank_zero_and_unread_are_told_apart() -> None:
    filled = fill(schemas()["gk09"], facts(), REPORT)
    assert (filled.data["total"], filled.reasons["total"]) == (None, "表中该栏空白")
    assert (filled.data["abroad"], filled.reasons["abroad"]) == (None, "表中未读到该栏")
    unread = fill(schemas()["gk07"], facts(), REPORT)
    assert unread.reasons["income"] == "未读到该表"
    assert unread.reasons["subjects"] == "未读到该表"


def test_section_schema_takes_prose_where_the_table_is_blank() -> None:
    filled = fill(schemas()["three_public"], facts(), REPORT)
    assert filled.data["total"] == "0.20"
    assert filled.sources["total"].section == "第三部分"
    assert filled.agreement["total"] == "unconfirmed"


def test_agreement_of_table_and_prose() -> None:
    filled = fill(schemas()["three_public"], facts(), REPORT)
    assert filled.agreement["reception"] == "confirmed"
    assert filled.agreement["budget"] == "conflict"
    assert filled.data["budget"] == "0.22"
    assert filled.agreement["fleet"] == "unconfirmed"


def test_table_schema_is_confirmed_by_what_the_narrative_says_of_the_measure() -> None:
    assert fill(schemas()["gk03"], facts(), REPORT).agreement["project"] == "confirmed"
    assert fill(schemas()["gk03"], facts(), REPORT).agreement["basic"] == "unconfirmed"


def test_same_value_printed_with_fewer_digits_confirms() -> None:
    assert fill(schemas()["basic"], facts(), REPORT).agreement["staff"] == "confirmed"


def test_words_and_signed_changes_come_from_prose() -> None:
    filled = fill(schemas()["operating"], facts(), REPORT)
    said = {"amount": "9.12", "change": "-1.15", "change_rate": "-11.20", "reason": "人员减少"}
    assert {name: value for name, value in filled.data.items() if value is not None} == said


def test_count_is_an_integer_whatever_the_counting_word() -> None:
    assert fill(schemas()["three_public"], facts(), REPORT).data["fleet"] == 4


def test_two_different_statements_in_prose_are_ambiguous() -> None:
    extra = told("operating", "机关运行经费", "决算数", "9.22", "万元", 999)
    filled = fill(schemas()["operating"], [*facts(), extra], REPORT)
    assert filled.data["amount"] is None
    assert "ambiguous" in filled.reasons["amount"]


def test_two_figures_read_for_one_cell_are_not_chosen_between() -> None:
    extra = cell("GK05", None, "合计", "项目支出", "999.00", 900)
    filled = fill(schemas()["gk05"], [*facts(), extra], REPORT)
    assert filled.data["project"] is None
    assert "208.26" in filled.reasons["project"] and "999.00" in filled.reasons["project"]


@pytest.mark.parametrize("name", sorted(schemas()))
def test_filled_data_validates_and_every_null_has_a_reason(name: str) -> None:
    model = schemas()[name]
    filled = fill(model, facts(), REPORT)
    model.model_validate(filled.data)
    for key, value in filled.data.items():
        assert (value is None) == (key in filled.reasons and value is None)
        assert not isinstance(value, str) or key in filled.sources


def test_filled_is_the_schema_object_of_an_extraction_file() -> None:
    data = fill(schemas()["operating"], facts(), REPORT).to_json()
    assert {"name", "data", "sources", "agreement", "reasons", "conflicts", "units", "formulas"} == set(data)
    assert data["sources"]["amount"]["quote"] == "机关运行经费9.12"


def test_rule_filler_has_the_shape_of_any_filler() -> None:
    filler: Filler = fill
    assert filler(schemas()["operating"], facts(), REPORT).name == "Operating"


# ------------------------------------------------------------ lists of sections and annexes


def _form(row: str, column: str, raw: str, unit: str | None = None, line: int = 900, **more: Any) -> Fact:
    value = parse_amount(raw) if unit else None
    fact = told("annex", row, column, raw, unit, line).but(origin="annex", table="项目自评表", value=value)
    return fact.but(section="附件/项目自评表/修路", part_of="修路", **more)


def test_items_of_a_section_are_listed_with_code_and_reason() -> None:
    item = "科学技术支出(类)其他科学技术支出(款)其他科学技术支出(项)"
    said = [
        told("general_budget", item, "年初预算数", "50.00", "万元", 300),
        told("general_budget", item, "决算数", "57.00", "万元", 300),
        told("general_budget", item, "预决算差异原因", "年中追加", None, 301),
        told("general_budget", "科学技术支出（类）", "占比", "71.96", "%", 302),
    ]
    tables = [
        cell("GK05", "20699", "其他科学技术支出", "小计", "60.00"),
        cell("GK05", "2069999", "其他科学技术支出", "小计", "58.00"),
    ]
    filled = fill(schemas()["general_budget"], [*facts(), *tables, *said], REPORT)
    subject = filled.data["subjects"][0]
    assert (subject["code"], subject["budget"], subject["final"]) == ("2069999", "50.00", "58.00")
    assert (subject["class_name"], subject["reason"]) == ("科学技术支出", "年中追加")
    assert filled.agreement["subjects[0].final"] == "conflict"
    assert filled.data["classes"][0] == {"code": "206", "name": "科学技术支出", "amount": "277.72", "share": "71.96"}


def test_form_of_a_project_is_filled_with_its_indicators_and_confirmed_by_the_list() -> None:
    annex = [
        _form("年度资金总额", "全年预算数", "50", "万元", 901),
        _form("年度资金总额", "全年执行数", "48", "万元", 901),
        _form("修路里程", "年度指标值", "≥5公里", None, 902),
        _form("修路里程", "实际完成值", "4公里", None, 902),
        _form("修路里程", "偏差原因", "雨季停工", None, 902),
        _form("总分", "得分", "92", "分", 903),
    ]
    listed = [
        fact.but(table="项目汇总表", section="附件/项目汇总表", part_of=None)
        for fact in (
            _form("修路", "项目自评得分", "95", "分", 950),
            _form("修路", "全年预算数", "50", "万元", 950),
        )
    ]
    filled = fill(schemas()["project_evaluations"], [*annex, *listed], REPORT)
    form = filled.data["forms"][0]
    assert (form["project"], form["budget"], form["executed"], form["score"]) == ("修路", "50", "48", "92")
    indicator = form["indicators"][0]
    assert (indicator["target"], indicator["actual"], indicator["reason"]) == ("≥5公里", "4公里", "雨季停工")
    assert (filled.agreement["forms[0].budget"], filled.agreement["forms[0].score"]) == ("confirmed", "conflict")
    assert filled.reasons["forms[0].rate"] == "表中没有这一栏"
    assert fill(schemas()["project_list"], [*annex, *listed], REPORT).data["projects"][0]["score"] == "95"


@pytest.mark.parametrize(
    ("said", "names"),
    [
        (["某局内设机构2个，包括：办公室（财务科）、规划科。另设有中心1个。"], ["办公室（财务科）", "规划科"]),
        (["内设3个职能科室：办公室、规划科。"], []),
        (["某局内设机构2个。"], []),
    ],
)
def test_bodies_are_listed_where_there_are_as_many_as_the_report_says(said: list[str], names: list[str]) -> None:
    statements = [told("bodies", "机构设置", "机构设置", text, None, 400 + i) for i, text in enumerate(said)]
    filled = fill(schemas()["bodies"], statements, REPORT)
    assert [body["name"] for body in filled.data["inner"]] == names
    assert names or "个数不一致" in filled.reasons["inner"]


def test_units_on_numbered_lines_are_listed() -> None:
    said = ["纳入本部门部门决算编制范围的单位共2个：", "1.某市科技局本级。", "2.某市科技馆。", "其他说明。"]
    statements = [told("bodies", "机构设置", "机构设置", text, None, 400 + i) for i, text in enumerate(said)]
    units = fill(schemas()["bodies"], statements, REPORT).data["units"]
    assert [unit["name"] for unit in units] == ["某市科技局本级", "某市科技馆"]


# ------------------------------------------------------------ finding a model


def test_ready_made_schema_is_found_by_name() -> None:
    assert load_model("three_public") is schemas()["three_public"]


def test_model_of_a_module_in_the_working_directory_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "own_model_a.py").write_text(
        "from pydantic import BaseModel\nclass Own(BaseModel):\n    a: int\nNOT = 1\n", encoding="utf-8"
    )
    monkeypatch.chdir(tmp_path)
    assert load_model("own_model_a:Own").__name__ == "Own"
    with pytest.raises(UsageError, match=r"NOT.*不是 pydantic 模型.*Own"):
        load_model("own_model_a:NOT")
    with pytest.raises(UsageError, match=r"Missing.*不存在"):
        load_model("own_model_a:Missing")


def test_module_that_breaks_or_lacks_something_is_one_clear_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "own_model_b.py").write_text("import no_such_library\n", encoding="utf-8")
    (tmp_path / "own_model_c.py").write_text("1 / 0\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UsageError, match=r"no_such_library.*没有安装"):
        load_model("own_model_b:Own")
    with pytest.raises(UsageError, match="导入时出错：ZeroDivisionError"):
        load_model("own_model_c:Own")
    with pytest.raises(UsageError, match="找不到模块"):
        load_model("no_such_module_d:Own")
    (tmp_path / "own_model_e.py").write_text(
        "from __future__ import annotations\nfrom pydantic import BaseModel\nclass Own(BaseModel):\n    a: Lost\n"
    )
    with pytest.raises(UsageError, match="没有定义的类型“Lost”"):
        load_model("own_model_e:Own")
    (tmp_path / "own_model_f.py").write_text("raise SystemExit(3)\n")
    with pytest.raises(UsageError, match="导入时出错：SystemExit"):
        load_model("own_model_f:Own")


@pytest.mark.parametrize("spec", ["nothing", ":Own", "module:"])
def test_wrong_spec_says_what_to_write(spec: str) -> None:
    with pytest.raises(UsageError, match="模块:类名"):
        load_model(spec)
