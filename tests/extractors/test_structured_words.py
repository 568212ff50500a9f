"""Filling a user's own model by rules: the words of its fields, units, types, parts and lists."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any, Literal

import pytest
from pydantic import BaseModel, Field

from extractors.facts import Fact
from extractors.schemas import WanYuan, schemas
from extractors.structured import Filled, fill
from tests.extractors.structured_facts import REPORT, cell, facts


def one(title: str, kind: Any = Decimal, description: str | None = None, extra: list[Fact] | None = None) -> Filled:
    """A schema of one field, filled."""

    class One(BaseModel):
        it: kind | None = Field(default=None, title=title, description=description)

    return fill(One, [*facts(), *(extra or [])], REPORT)


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
        ("机关运行费去年同比（%）", "-11.20"),
        ("三公经费预算", "0.22"),
        ("接待费", "0.20"),
        ("总收入", "386.75"),
        ("人员支出", "168.57"),
        ("政府性基金预算财政拨款支出年初预算", None),
        ("2023年机关运行经费", "9.12"),
        ("2023年度项目支出合计（万元）", "209.07"),
        ("公务用车保有量（辆）", "4"),
    ],
)
def test_field_of_a_user_model_is_matched_by_its_words(title: str, value: str | None) -> None:
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
        "财政拨款支出",
        "2022年总收入",
        "预算数",
        "决算数",
        "三公经费年初预算",
        "三公经费比上年减少额",
        "项目支出预算完成率",
        "编制单位数",
    ],
)
def test_field_that_means_something_else_stays_null(title: str) -> None:
    filled = one(title)
    assert filled.data["it"] is None
    assert "报告中没有找到" in filled.reasons["it"]


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


@pytest.mark.parametrize(
    ("title", "description", "value"),
    [
        ("项目支出", "一般公共预算财政拨款安排的项目支出", "208.26"),
        ("项目支出", "政府性基金预算财政拨款安排的项目支出", None),
        ("“三公”经费", "上年决算数", None),
        ("“三公”经费", "不含公务接待费", None),
        ("人员经费", "其中：年初预算数", None),
        ("决算数", "公务接待费决算数", "0.20"),
    ],
)
def test_description_may_limit_what_the_title_means(title: str, description: str, value: str | None) -> None:
    assert one(title, description=description).data["it"] == value


def test_change_without_a_unit_is_ambiguous() -> None:
    assert "ambiguous" in one("机关运行经费同比").reasons["it"]


def test_blank_cell_is_told_from_what_is_not_printed() -> None:
    extra = [cell("GK06", "30216", "培训费", "决算数", "", 800)]
    assert one("培训费", extra=extra).reasons["it"] == "表中该栏空白（GK06 30216培训费“决算数”）"


def test_rounding_between_two_cells_of_one_measure_is_no_ambiguity() -> None:
    extra = [
        cell("GK01", None, "本年支出合计", "支出金额", "386.74"),
        cell("GK03", None, "合计", "本年支出合计", "386.75"),
    ]
    assert one("总支出", extra=extra).data["it"] == "386.75"


def test_conversion_tells_its_formula_and_unit() -> None:
    filled = one("项目支出（元）")
    assert filled.formulas == {"it": "209.07万元 × 10000 = 2090700元"}
    assert filled.units == {"it": "元"}
    assert one("项目支出").units == {"it": "万元"}


def test_conflict_names_the_other_value_and_its_place() -> None:
    against = fill(schemas()["three_public"], facts(), REPORT).conflicts["budget"]
    assert [(stated.value, stated.unit, stated.source.line) for stated in against] == [("0.32", "万元", 201)]


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


def test_field_around_a_field_names_its_subject() -> None:
    class Side(BaseModel):
        budget: Decimal | None = Field(default=None, title="预算数")
        final: Decimal | None = Field(default=None, title="决算数")
        all_three: Decimal | None = Field(default=None, title="三公经费")

    class Outer(BaseModel):
        reception: Side = Field(title="公务接待费")
        before: Side = Field(title="上年情况")

    data = fill(Outer, facts(), REPORT).data
    assert data["reception"] == {"budget": "0.22", "final": "0.20", "all_three": None}
    assert set(data["before"].values()) == {None}


def test_list_of_a_user_model_is_read_like_the_ready_made_one_it_means() -> None:
    class Subject(BaseModel):
        number: str = Field(title="科目代码")
        name: str = Field(title="名称")
        amount: int | None = Field(default=None, title="支出金额（元）")
        before: Decimal | None = Field(default=None, title="上年数")

    class Own(BaseModel):
        subjects: list[Subject] = Field(default_factory=list, title="支出科目明细")

    filled = fill(Own, facts(), REPORT)
    assert filled.data["subjects"][0] == {"number": "206", "name": "科学技术支出", "amount": 2785300, "before": None}
    assert filled.reasons["subjects[0].before"] == "所列内容没有这一项"
    assert filled.sources["subjects[0].name"].row == "206 科学技术支出"
    Own.model_validate(filled.data)


def test_alias_is_the_key_under_which_the_model_takes_the_value() -> None:
    class Own(BaseModel):
        fees: Decimal | None = Field(default=None, alias="公务接待费")
        其他收入: Decimal | None = None

    filled = fill(Own, facts(), REPORT)
    assert filled.data == {"公务接待费": "0.20", "其他收入": "0.81"}
    assert Own.model_validate(filled.data).fees == Decimal("0.20")


def test_types_that_rules_cannot_fill_say_so() -> None:
    class Own(BaseModel):
        day: date | None = Field(default=None, title="公开日期")
        any_fund: bool | None = Field(default=None, title="是否有政府性基金")
        sums: dict[str, Decimal] = Field(default_factory=dict, title="各项支出")
        level: Literal["省级", "市级"] | None = Field(default=None, title="行政级次")
        many: Decimal | None = Field(default=None, title="机关运行经费", gt=100)

    reasons = fill(Own, facts(), REPORT).reasons
    assert "日期" in reasons["day"] and "是否" in reasons["any_fund"] and "字典" in reasons["sums"]
    assert reasons["many"] == "报告所印“9.12”不合字段类型：字段要求大于 100"


def test_figure_asked_for_as_text_keeps_its_unit() -> None:
    assert one("机关运行经费", kind=str).data["it"] == "9.12万元"
    assert one("机关运行经费增减原因", kind=str).data["it"] == "人员减少"


def test_amount_never_comes_in_scientific_notation() -> None:
    extra = [cell("GK06", "30299", "其他商品和服务支出", "决算数", "100000", 800)]
    assert one("其他商品和服务支出（元）", extra=extra).data["it"] == "1000000000"


def test_a_field_of_another_year_says_that_the_report_has_nothing_of_it() -> None:
    filled = one("2021年机关运行经费")
    assert filled.data["it"] is None
    assert filled.reasons["it"] == "字段要2021年的内容，报告中没有找到这一年的"
