"""Filling schemas by rules: the named place, the words of a user's own model, sources, reasons, agreement."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel, Field

from extractors.errors import UsageError
from extractors.facts import Fact, parse_amount
from extractors.report import Identity, Report, Source
from extractors.schemas import WanYuan, schemas
from extractors.structured import Filled, Filler, fill, load_model

REPORT = Report(
    "demo", "demo.txt", "0" * 64, Identity("某市科技局", 2023, region="某市"), Source("某市科技局2023年度部门决算"), []
)
Row = tuple[str, str | None, str, str, str]

_TABLES: list[Row] = [
    ("GK01", None, "本年收入合计", "收入金额", "386.75"),
    ("GK01", None, "科学技术支出", "支出金额", "278.53"),
    ("GK01", None, "外交支出", "支出金额", "0.00"),
    ("GK02", None, "合计", "本年收入合计", "386.75"),
    ("GK02", None, "合计", "其他收入", "0.81"),
    ("GK03", None, "合计", "基本支出", "177.68"),
    ("GK03", None, "合计", "项目支出", "209.07"),
    ("GK03", "206", "科学技术支出", "本年支出合计", "278.53"),
    ("GK03", "20699", "其他科学技术支出", "本年支出合计", "60.00"),
    ("GK03", "2069999", "其他科学技术支出", "本年支出合计", "58.00"),
    ("GK04", None, "本年收入合计", "收入金额", "385.94"),
    ("GK05", None, "合计", "小计", "385.94"),
    ("GK05", None, "合计", "基本支出", "177.68"),
    ("GK05", None, "合计", "项目支出", "208.26"),
    ("GK05", "206", "科学技术支出", "小计", "277.72"),
    ("GK06", "30101", "基本工资", "决算数", "102.73"),
    ("GK06", "30217", "公务接待费", "决算数", "0.10"),
    ("GK06", None, "人员经费合计", "决算数", "168.57"),
    ("GK09", None, "合计", "预算数合计", "0.22"),
    ("GK09", None, "合计", "决算数合计", ""),
    ("GK09", None, "合计", "决算数公务接待费", "0.20"),
    ("GK09", None, "合计", "预算数公务接待费", "0.22"),
]
_PROSE: list[tuple[str, str, str, str, str | None]] = [
    ("three_public", "“三公”经费", "决算数", "0.20", "万元"),
    ("three_public", "“三公”经费", "预算数", "0.32", "万元"),
    ("three_public", "公务接待费", "决算数", "0.20", "万元"),
    ("three_public", "公务用车保有量", "数量", "4", "台"),
    ("basic", "人员经费", "决算数", "168.6", "万元"),
    ("expenditure", "项目支出", "决算数", "209.07", "万元"),
    ("operating", "机关运行经费", "决算数", "9.12", "万元"),
    ("operating", "机关运行经费", "增减额", "-1.15", "万元"),
    ("operating", "机关运行经费", "增减幅", "-11.20", "%"),
    ("operating", "机关运行经费", "增减原因", "人员减少", None),
]


def cell(table: str, code: str | None, row: str, column: str, raw: str, line: int = 1) -> Fact:
    return Fact(
        "demo", "某市科技局", 2023, "final", "table", table, "第二部分", code, row, column, parse_amount(raw), "万元",
        raw, None, line, f"{row}\t{raw}", table, line * 100,
    )  # fmt: skip


def told(section: str, subject: str, measure: str, raw: str, unit: str | None, line: int = 200) -> Fact:
    value = parse_amount(raw) if unit else None
    return Fact(
        "demo", "某市科技局", 2023, "final", "prose", None, "第三部分", None, subject, measure, value, unit, raw, None,
        line, f"{subject}{raw}", section, line * 100,
    )  # fmt: skip


def facts() -> list[Fact]:
    tables = [cell(*row, line=i) for i, row in enumerate(_TABLES, 1)]
    return tables + [told(*row, line=200 + i) for i, row in enumerate(_PROSE)]


def one(title: str, kind: Any = Decimal, description: str | None = None, extra: list[Fact] | None = None) -> Filled:
    """A schema of one field, filled."""

    class One(BaseModel):
        it: kind | None = Field(default=None, title=title, description=description)

    return fill(One, [*facts(), *(extra or [])], REPORT)


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


# ------------------------------------------------------------ the user's own model


@pytest.mark.parametrize(
    ("title", "value"),
    [
        ("本年收入合计（万元）", "386.75"),
        ("一般公共预算财政拨款基本支出", "177.68"),
        ("项目支出合计", "209.07"),
        ("一般公共预算财政拨款支出决算表项目支出", "208.26"),
        ("科学技术支出", "278.53"),
        ("其他收入", "0.81"),
        ("基本工资", "102.73"),
        ("公务接待费", "0.20"),
        ("公务接待费预算数", "0.22"),
        ("“三公”经费预算", "0.22"),
        ("机关运行经费", "9.12"),
        ("机关运行经费比上年增减额", "-1.15"),
    ],
)
def test_field_of_a_user_model_is_matched_by_its_words(title: str, value: str) -> None:
    assert one(title).data["it"] == value


@pytest.mark.parametrize(
    "title",
    [
        "上年机关运行经费",
        "银行贷款余额",
        "人均基本工资",
        "其他收入占比",
        "教育支出",
        "项目支出年初预算数",
        "基本工资以外的支出",
    ],
)
def test_field_that_means_something_else_stays_null(title: str) -> None:
    filled = one(title)
    assert filled.data["it"] is None
    assert filled.reasons["it"] == "报告中没有找到与字段说明相符的内容"


def test_description_serves_where_there_is_no_title() -> None:
    class Own(BaseModel):
        it: Decimal | None = Field(default=None, description="该部门2023年度项目支出决算数，单位：万元")

    assert fill(Own, facts(), REPORT).data["it"] == "209.07"


def test_two_facts_that_match_equally_well_leave_the_field_null() -> None:
    filled = one("其他科学技术支出")
    assert filled.data["it"] is None
    assert "ambiguous" in filled.reasons["it"]
    assert "60.00" in filled.reasons["it"] and "58.00" in filled.reasons["it"]


def test_level_in_the_title_tells_equal_names_apart() -> None:
    assert one("其他科学技术支出（款）").data["it"] == "60.00"
    assert one("其他科学技术支出（项）").data["it"] == "58.00"


def test_code_in_the_title_names_the_row() -> None:
    assert one("2069999其他科学技术支出").data["it"] == "58.00"


def test_unit_in_words_is_honoured() -> None:
    assert one("项目支出（元）").data["it"] == "2090700"
    assert one("项目支出", description="按亿元填列，单位：亿元").data["it"] == "0.020907"


def test_unit_as_a_type_is_honoured() -> None:
    filled = one("机关运行经费", kind=WanYuan)
    assert filled.data["it"] == "9.12"


def test_percentage_is_not_taken_for_money() -> None:
    filled = one("机关运行经费（%）")
    assert filled.data["it"] is None
    assert "不能换算" in filled.reasons["it"]


def test_whole_number_field_refuses_a_fraction_and_says_so() -> None:
    filled = one("机关运行经费", kind=int)
    assert filled.data["it"] is None
    assert "9.12" in filled.reasons["it"]


def test_constraint_of_the_field_is_kept() -> None:
    class Own(BaseModel):
        it: Decimal | None = Field(default=None, title="机关运行经费比上年增减额", ge=0)

    assert "-1.15" in fill(Own, facts(), REPORT).reasons["it"]


def test_identity_of_the_report_fills_its_fields() -> None:
    class Own(BaseModel):
        name: str | None = Field(default=None, title="部门名称")
        year: int | None = None
        region: str | None = None
        level: str | None = None

    filled = fill(Own, facts(), REPORT)
    assert filled.data == {"name": "某市科技局", "year": 2023, "region": "某市", "level": None}
    assert filled.reasons == {"level": "报告中没有读到"}


def test_nested_model_is_filled_under_its_path() -> None:
    class Inner(BaseModel):
        amount: Decimal | None = Field(default=None, title="机关运行经费")

    class Outer(BaseModel):
        inner: Inner

    filled = fill(Outer, facts(), REPORT)
    assert filled.data == {"inner": {"amount": "9.12"}}
    assert filled.sources["inner.amount"].quote == "机关运行经费9.12"


def test_field_without_chinese_words_or_of_a_list_type_says_why_it_is_null() -> None:
    class Own(BaseModel):
        total: Decimal | None = None
        names: list[str] = Field(default_factory=list, title="下属单位")

    filled = fill(Own, facts(), REPORT)
    assert filled.reasons["total"].startswith("字段没有中文的标题或说明，无法按名称查找")
    assert "列表" in filled.reasons["names"]


def test_amount_never_comes_in_scientific_notation() -> None:
    extra = [cell("GK06", "30299", "其他商品和服务支出", "决算数", "100000", 800)]
    assert one("其他商品和服务支出（元）", extra=extra).data["it"] == "1000000000"


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


@pytest.mark.parametrize("spec", ["nothing", ":Own", "module:"])
def test_wrong_spec_says_what_to_write(spec: str) -> None:
    with pytest.raises(UsageError, match="模块:类名"):
        load_model(spec)
