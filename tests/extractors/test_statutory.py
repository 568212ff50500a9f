"""Which grids are statutory tables: titles of many templates, look-alikes beside them, headers that contradict."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.tables import Reading, read_tables
from tests.extractors.damage import report
from tests.extractors.written import SPENDING, cells, grid, readings

KINDS = "科目编码|科目名称|合计|基本支出|项目支出\n合计||9.00|5.00|4.00\n206|科学技术支出|9.00|5.00|4.00"
GENERAL = "一般公共预算财政拨款支出决算表"


def of_tables(*tables: tuple[str, str]) -> list[Reading]:
    """What is read of tables printed one below the other, each under its title."""
    body = "\n\n".join(f"{title}\n\n单位：万元\n\n{grid(rows)}" for title, rows in tables)
    return read_tables(report(f"第二部分 2023年度云岭市水务局部门决算表\n\n{body}\n\n第三部分 决算情况说明\n"))


def keys(*tables: tuple[str, str]) -> list[str]:
    return [r.key for r in of_tables(*tables) if r.facts]


# ---------------------------------------------------------------- look-alikes


@pytest.mark.parametrize(
    "title",
    [
        "财政拨款支出决算表（功能科目）",
        "财政拨款支出决算明细表",
        "一般公共预算财政拨款项目支出决算表",
        "项目支出决算明细表",
        "政府性基金预算财政拨款基本支出决算表",
        "财政拨款机关运行经费支出决算表",
        "政府采购情况表",
    ],
)
def test_a_table_with_another_title_is_no_statutory_one_and_no_page_of_the_one_above(title: str) -> None:
    assert keys((GENERAL, KINDS), (title, KINDS.replace("206", "207"))) == ["GK05"]
    read = of_tables((GENERAL, KINDS), (title, KINDS.replace("9.00", "8.00")))
    assert {str(f.value) for r in read for f in r.facts if f.column == "小计"} == {"9.00"}


def test_a_look_alike_before_the_table_does_not_take_its_place() -> None:
    read = of_tables(
        ("财政拨款支出决算表（功能科目）", KINDS.replace("9.00", "8.00")), (f"{GENERAL}（功能科目）", KINDS)
    )
    assert [(r.key, {str(f.value) for f in r.facts if f.column == "小计"}) for r in read] == [("GK05", {"9.00"})]


def test_another_title_inside_the_grid_is_believed_too() -> None:
    assert readings(GENERAL, "财政拨款支出决算表||||\n" + KINDS) == []


def test_what_follows_another_table_under_a_title_of_its_own_is_read() -> None:
    assert keys(("政府采购情况表", "项目|金额\n合计|3.00"), (GENERAL, KINDS)) == ["GK05"]


# ---------------------------------------------------------------- what the header says


BY_EXPENSE = "科目编码|科目名称|合计|工资福利支出|商品和服务支出|资本性支出\n206|科学技术支出|9.00|5.00|3.00|1.00"


def test_a_longer_title_is_the_table_where_its_columns_are() -> None:
    assert [r.key for r in readings("一般公共预算财政拨款支出决算明细表", KINDS)] == ["GK05"]
    assert [r.key for r in readings("2023年度支出决算明细总表", SPENDING + "合计||9.00|5.00|4.00|0.00")] == ["GK03"]


def test_a_longer_title_above_other_columns_is_another_table() -> None:
    assert readings("一般公共预算财政拨款支出决算明细表", BY_EXPENSE) == []


def test_other_columns_below_the_title_of_a_table_are_told_and_not_read() -> None:
    (reading,) = readings(GENERAL, BY_EXPENSE)
    assert reading.facts == [] and [p.kind for p in reading.problems] == ["unread_row"]


def test_codes_of_the_other_classification_are_told_and_not_read() -> None:
    (reading,) = readings(GENERAL, KINDS.replace("206|科学技术支出", "301|工资福利支出"))
    assert reading.facts == [] and [p.kind for p in reading.problems] == ["unread_row"]


def test_the_same_list_by_economic_classification_is_another_table() -> None:
    assert readings(f"{GENERAL}（按经济分类科目）", KINDS) == []


@given(
    st.lists(
        st.sampled_from(["专用基金支出", "设备购置支出", "人员支出", "维修支出", "对外支出"]), min_size=3, unique=True
    )
)
def test_a_table_of_columns_that_are_mostly_unknown_gives_no_fact(others: list[str]) -> None:
    head = "|".join(["科目编码", "科目名称", "合计", *others])
    rows = f"{head}\n206|科学技术支出|9.00|" + "|".join("3.00" for _ in others)
    assert not [f for r in readings(GENERAL, rows) for f in r.facts]


def test_a_table_that_lost_its_heading_is_said_to_be_unread_also_under_a_title_like_its_own() -> None:
    rows = "合计||9.00|5.00|4.00\n206|科学技术支出|9.00|5.00|4.00"
    [read] = readings("一般公共预算财政拨款支出决算明细表", rows)
    assert not read.facts
    assert [p.kind for p in read.problems] == ["unread_row"]


# ---------------------------------------------------------------- pages


def test_a_table_goes_on_below_its_title_printed_again() -> None:
    head, total, row = KINDS.splitlines()
    read = of_tables(
        (f"云岭市水务局2023年度{GENERAL}（公开05表）", f"{head}\n{total}"), (f"{GENERAL}（续表）", f"{head}\n{row}")
    )
    assert [(r.key, len(r.facts)) for r in read] == [("GK05", 6)]


def test_a_list_of_titles_before_the_tables_gives_nothing() -> None:
    titles = "\n".join(["一、支出决算表", "二、财政拨款支出决算明细表", "三、政府采购情况表"])
    text = f"第二部分 2023年度云岭市水务局部门决算表\n\n{titles}\n\n{GENERAL}\n\n{grid(KINDS)}\n"
    assert [(r.key, len(r.facts)) for r in read_tables(report(text))] == [("GK05", 6)]


def test_cells_of_a_table_with_a_year_and_a_department_in_its_title() -> None:
    found = cells(f"云岭市水务局2023年度{GENERAL}（公开05表）", KINDS)
    assert found["206", "项目支出"] == "4.00"
