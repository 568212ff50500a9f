"""“三公”经费 in every layout gives the same cells; what lies beside it in the same table is not taken for it."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.extract import extract_file
from tests.extractors.written import PUBLIC, WIDE, cells, facts, readings

NAMES = ["合计", "因公出国（境）费", "公务用车购置及运行费小计", "公务用车购置费", "公务用车运行费", "公务接待费"]
BUDGET = ["9.00", "0.00", "6.00", "0.00", "6.00", "3.00"]
FINAL = ["7.50", "", "5.00", "0.00", "5.00", "2.50"]
WANTED = cells(PUBLIC, WIDE + "|".join([*BUDGET, *FINAL]))


def test_the_wide_form_gives_the_cells_that_the_others_are_held_against() -> None:
    groups = (("预算数", BUDGET), ("决算数", FINAL))
    assert {
        ("合计", group + name): value or None
        for group, values in groups
        for name, value in zip(NAMES, values, strict=True)
    } == WANTED


def test_budget_and_final_figure_below_each_item() -> None:
    head = """合计||因公出国（境）费||公务用车购置及运行维护费||||||公务接待费|
||||小计||公务用车购置费||公务用车运行维护费|||
预算数|决算数|预算数|决算数|预算数|决算数|预算数|决算数|预算数|决算数|预算数|决算数
1|2|3|4|5|6|7|8|9|10|11|12
"""
    row = "|".join(f"{b}|{f}" for b, f in zip(BUDGET, FINAL, strict=True))
    assert cells(PUBLIC, head + row) == WANTED
    lines = head.splitlines()
    for number, line in enumerate(lines[:3]):
        printed = line.split("|")
        for at in range(1, len(printed)):
            lost = [*lines[:number], "|".join(printed[:at] + printed[at + 1 :]), *lines[number + 1 :]]
            found = cells(PUBLIC, "\n".join([*lost, row]))
            assert all(WANTED[key] == value for key, value in found.items() if value is not None), (number, at)


ONE_GROUP = """{}|||||
合计|因公出国（境）费|公务接待费|公务用车购置及运行维护费||
|||小计|公务用车购置费|公务用车运行维护费
{}
"""


def one_group(group: str, first: int, values: list[str]) -> str:
    numbers = "|".join(str(n) for n in range(first, first + 6))
    return ONE_GROUP.format(group, numbers) + "|".join(values[i] for i in (0, 1, 5, 2, 3, 4))


def test_a_header_and_a_row_each_for_the_budget_and_the_final_figures() -> None:
    assert cells(PUBLIC, one_group("预算数", 1, BUDGET) + "\n" + one_group("决算数", 7, FINAL)) == WANTED


def test_a_second_header_that_lost_a_word_gives_no_figure_of_another_item() -> None:
    broken = one_group("决算数", 7, FINAL).replace("|||小计|", "|||")
    found = cells(PUBLIC, one_group("预算数", 1, BUDGET) + "\n" + broken)
    assert all(WANTED[key] == value for key, value in found.items() if value is not None)


# ---------------------------------------------------------------- 预算数 and 决算数 as rows


YEARS = """项目|合计|因公出国（境）费用|公务接待费|公务用车购置及运行维护费||
||||小计|公务用车购置费|公务用车运行维护费
"""


def year_rows(budget: str, final: str) -> str:
    order = [0, 1, 5, 2, 3, 4]
    rows = [[label, *(values[i] for i in order)] for label, values in ((budget, BUDGET), (final, FINAL))]
    return YEARS + "\n".join("|".join(row) for row in rows)


@pytest.mark.parametrize("labels", [("预算数", "决算数"), ("2023年预算数", "2023年度决算数"), ("年初预算数", "决算数")])
def test_a_row_for_the_budget_and_one_for_the_final_figures(labels: tuple[str, str]) -> None:
    assert cells(PUBLIC, year_rows(*labels)) == WANTED


def test_a_row_of_the_year_before_is_no_final_figure() -> None:
    assert cells(PUBLIC, year_rows("预算数", "决算数") + "\n上年决算数|1.00|1.00|1.00|1.00|1.00|1.00") == WANTED


WITH_MEETINGS = """项目|一般公共预算财政拨款安排的“三公”经费||||||会议费|培训费
|小计|因公出国（境）费用|公务接待费|公务用车购置及运行维护费||||
||||小计|公务用车购置费|公务用车运行维护费||
栏次|1|2|3|4|5|6|7|8
预算数|9.00|0.00|3.00|6.00|0.00|6.00|4.60|5.70
决算数|7.50||2.50|5.00|0.00|5.00|3.76|5.12
"""


def test_meetings_and_training_beside_three_public_are_columns_of_their_own() -> None:
    found = cells("一般公共预算财政拨款“三公”经费及会议费、培训费支出决算表", WITH_MEETINGS)
    more = {"预算数会议费": "4.60", "预算数培训费": "5.70", "决算数会议费": "3.76", "决算数培训费": "5.12"}
    assert found == WANTED | {("合计", column): value for column, value in more.items()}


def test_two_groups_with_meetings_and_training_in_one_row() -> None:
    head = """预算数||||||||决算数|||||||
“三公”经费||||||会议费|培训费|“三公”经费||||||会议费|培训费
合计|因公出国（境）费|公务用车购置及运行维护费|||公务接待费|||合计|因公出国（境）费|公务用车购置及运行维护费|||公务接待费||
||小计|公务用车购置费|公务用车运行维护费||||||小计|公务用车购置费|公务用车运行维护费|||
1|2|3|4|5|6|7|8|9|10|11|12|13|14|15|16
"""
    row = "|".join([*BUDGET, "4.60", "5.70", *FINAL, "3.76", "5.12"])
    found = cells("财政拨款“三公”经费、会议费和培训费支出决算表", head + row)
    assert found["合计", "预算数会议费"] == "4.60" and found["合计", "决算数培训费"] == "5.12"
    assert {key: value for key, value in found.items() if key in WANTED} == WANTED


def test_a_header_that_lost_a_cell_gives_no_figure_of_another_item() -> None:
    for at in range(1, 5):
        head = YEARS.splitlines()[0].split("|")
        broken = "|".join(head[:at] + head[at + 1 :])
        rows = year_rows("预算数", "决算数").replace(YEARS.splitlines()[0], broken)
        found = {f.column: str(f.value) for r in readings(PUBLIC, rows) for f in r.facts if f.value is not None}
        assert all(WANTED["合计", column] == value for column, value in found.items()), at


def test_figures_that_add_up_in_no_order_are_the_reports_own_mistake_and_read() -> None:
    found = cells(PUBLIC, WIDE + "|".join(["9.99", *BUDGET[1:], *FINAL]))
    assert found == WANTED | {("合计", "预算数合计"): "9.99"}


# ---------------------------------------------------------------- an item a row


ITEMS = """项目|行次|预算数|决算统计数
栏次||1|2
一、“三公”经费支出|1|—|—
（一）支出合计|2|9.00|7.50
1．因公出国（境）费|3|0.00|—
2．公务用车购置及运行维护费|4|6.00|5.00
（1）公务用车购置费|5|0.00|0.00
（2）公务用车运行维护费|6|6.00|5.00
3．公务接待费|7|3.00|2.50
（1）国内接待费|8|—|2.50
其中：外事接待费|9|—|
（二）相关统计数|10|—|—
1．因公出国（境）团组数（个）|11|—|2
2．公务用车保有量（辆）|12|—|5
二、机关运行经费|13|—|88.00
"""


def test_items_among_counts_and_other_expenses() -> None:
    assert cells("“三公”经费、行政参公单位机关运行经费情况表", ITEMS) == WANTED


NUMBERED = """序号|项目|全年预算数|决算数
1|因公出国（境）费|0.00|
2|公务用车购置及运行维护费|6.00|5.00
|其中：公务用车购置费|0.00|0.00
|公务用车运行维护费|6.00|5.00
3|公务接待费|3.00|2.50
|合计|9.00|7.50
"""


@pytest.mark.parametrize("total", ["|合计|9.00|7.50", "合计||9.00|7.50"])
def test_items_behind_a_running_number(total: str) -> None:
    assert cells(PUBLIC, NUMBERED.replace("|合计|9.00|7.50", total)) == WANTED


YEAR_BEFORE = """项目|全年预算数|决算数|{}
栏次|1|2|3
“三公”经费合计|9.00|7.50|8.10
1.因公出国（境）费|0.00||
2.公务用车购置及运行维护费|6.00|5.00|5.20
（1）公务用车购置费|0.00|0.00|0.00
（2）公务用车运行维护费|6.00|5.00|5.20
3.公务接待费|3.00|2.50|2.90
"""


@pytest.mark.parametrize("heading", ["上年决算数", "上年度决算数", "去年决算数"])
def test_the_final_figures_of_the_year_before_are_no_final_figures(heading: str) -> None:
    found = cells(PUBLIC, YEAR_BEFORE.format(heading))
    assert {key: value for key, value in found.items() if key[1] != "上年数"} == WANTED
    assert found["公务接待费", "上年数"] == "2.90"


BESIDE = """项目|预算数|决算数|项目|决算数
一、“三公”经费支出|—|—|四、机关运行经费|88.00
（一）支出合计|9.00|7.50|（一）行政单位|88.00
1.因公出国（境）费|0.00||五、资产信息|—
2.公务用车购置及运行维护费|6.00|5.00|（一）车辆数合计（辆）|14
（1）公务用车购置费|0.00|0.00|1.机要通信用车|2
（2）公务用车运行维护费|6.00|5.00|六、政府采购支出信息|—
3.公务接待费|3.00|2.50|（一）政府采购支出合计|3.00
二、会议费|—|1.00||
"""


def test_items_beside_another_list_in_a_larger_table() -> None:
    assert cells("云岭市水务局2023年度机构运行信息表（公开09表）", BESIDE) == WANTED


def test_two_rows_that_may_be_the_same_item_with_different_amounts_are_not_read() -> None:
    twice = ITEMS + "（一）支出合计|14|—|88.00"
    (reading,) = readings("“三公”经费、行政参公单位机关运行经费情况表", twice)
    assert "决算数合计" not in {f.column for f in reading.facts}
    assert [p.kind for p in reading.problems] == ["unread_row"] and "决算数合计" in reading.problems[0].text
    assert len(reading.facts) == 11


@given(st.integers(0, 11))
def test_an_item_row_that_lost_a_cell_gives_no_wrong_value(at: int) -> None:
    rows = ITEMS.splitlines()
    lost = [i for i, row in enumerate(rows) if (row.count("|") == 3 and "费" in row) or "支出合计" in row]
    target = lost[at % len(lost)]
    row = rows[target].split("|")
    rows[target] = "|".join([*row[:2], *row[3:]])
    found = cells("“三公”经费、行政参公单位机关运行经费情况表", "\n".join(rows))
    assert all(WANTED[key] == value for key, value in found.items())


AMOUNTS = st.decimals(Decimal(0), Decimal(9999), places=2)


@given(st.lists(AMOUNTS, min_size=8, max_size=8))
def test_the_layouts_agree_whatever_the_amounts(parts: list[Decimal]) -> None:
    """Both forms printed of the same parts, each total being their sum."""
    sides = []
    for abroad, bought, kept, guests in (parts[:4], parts[4:]):
        sides.append([abroad + bought + kept + guests, abroad, bought + kept, bought, kept, guests])
    budget, final = ([f"{a:.2f}" for a in side] for side in sides)
    order = [0, 1, 5, 2, 3, 4]
    rows = [[label, *(side[i] for i in order)] for label, side in (("预算数", budget), ("决算数", final))]
    wide = cells(PUBLIC, WIDE + "|".join([*budget, *final]))
    assert wide == cells(PUBLIC, YEARS + "\n".join("|".join(row) for row in rows))
    assert len(wide) == 12


def test_each_cell_quotes_the_row_it_stands_in() -> None:
    found = {f.column: f.quote for f in facts(PUBLIC, year_rows("预算数", "决算数"))}
    assert found["决算数公务接待费"].startswith("决算数") and found["预算数公务接待费"].startswith("预算数")


def test_a_column_of_the_year_before_is_not_read_for_this_year() -> None:
    items = [
        "“三公”经费合计",
        "因公出国（境）费",
        "公务用车购置及运行维护费",
        "（1）公务用车购置费",
        "（2）公务用车运行维护费",
    ]
    rows = "\n".join(f"{item}|{b}|{f}|99.00" for item, b, f in zip([*items, "公务接待费"], BUDGET, FINAL, strict=True))
    for before in ("上年决算数", "2022年决算数"):
        found = cells(PUBLIC, f"项目|预算数|决算数|{before}\n{rows}")
        assert {key: value for key, value in found.items() if key[1] != "上年数"} == WANTED, before


def test_a_row_of_the_year_before_is_not_read_for_this_year() -> None:
    head = "项目|合计|因公出国（境）费|小计|公务用车购置费|公务用车运行维护费|公务接待费\n"
    rows = [f"预算数|{'|'.join(BUDGET)}", f"决算数|{'|'.join(FINAL)}", "2022年决算数|1.00|0.00|1.00|0.00|1.00|0.00"]
    for order in (rows, rows[::-1]):
        found = cells(PUBLIC, head + "\n".join(order))
        assert all(WANTED[key] == value for key, value in found.items())


def test_items_of_a_budget_stand_one_a_row(tmp_path: Path) -> None:
    rows = """| 项 目 | 预算数 |
| --- | --- |
| 一、“三公”经费合计 | 49.50 |
| （一）因公出国（境）费 | 0.00 |
| （二）公务用车购置及运行维护费 | 45.00 |
| 1.公务用车购置费 | 18.00 |
| 2.公务用车运行维护费 | 27.00 |
| （三）公务接待费 | 4.50 |
| 二、机关运行经费 | 398.62 |
"""
    path = tmp_path / "budget.md"
    title = "一般公共预算安排的“三公”经费及机关运行经费预算表"
    path.write_text(f"云岭市水务局2025年部门预算\n\n{title}\n\n单位：万元\n\n{rows}", encoding="utf-8")
    read = [f for f in extract_file(path).facts if f.table == "YS09"]
    found = {(f.row_name, f.column): str(f.value) for f in read}
    assert found["预算数", "“三公”经费预算数合计"] == "49.50"
    assert found["预算数", "公务用车购置及运行费小计"] == "45.00"
    assert found["预算数", "机关运行经费预算数"] == "398.62"
    assert len(found) == 7


YEARS_BESIDE = """{}||||||{}|||||
合计|因公出国（境）费|公务用车购置及运行费|||公务接待费|合计|因公出国（境）费|公务用车购置及运行费|||公务接待费
||小计|公务用车购置费|公务用车运行费||||小计|公务用车购置费|公务用车运行费|
"""
BUDGETED = [
    "“三公”经费预算数合计",
    "因公出国（境）费",
    "公务用车购置及运行费小计",
    "公务用车购置费",
    "公务用车运行费",
    "公务接待费",
]
DUE = dict(zip(BUDGETED, BUDGET, strict=True))


def budgeted(folder: Path, title: str, rows: str) -> dict[str, dict[str, str]]:
    """What a budget of 2025 has of “三公”经费: value by row and column."""
    path = folder / "budget.txt"
    lines = "\n".join("\t".join(row.split("|")) for row in rows.strip().splitlines())
    head = "云岭市水务局2025年部门预算\n\n第二部分 部门预算表"
    path.write_text(f"{head}\n\n{title}\n\n单位：万元\n\n{lines}\n\n第三部分 预算情况说明\n", encoding="utf-8")
    found: dict[str, dict[str, str]] = {}
    for fact in extract_file(path).facts:
        if fact.table == "YS09":
            found.setdefault(fact.row_name, {})[fact.column] = str(fact.value)
    return found


@pytest.mark.parametrize(
    ("before", "own"),
    [
        ("2024年预算数", "2025年预算数"),
        ("上年预算数", "本年预算数"),
        ("2024年执行数", "2025年预算数"),
        ("2024年", "2025年"),
    ],
)
def test_the_budget_of_the_year_before_stands_beside_this_years_in_a_row(tmp_path: Path, before: str, own: str) -> None:
    last = ["8.00", "1.00", "4.50", "0.00", "4.50", "2.50"]
    title = "一般公共预算“三公”经费支出表"
    of_last = dict(zip((f"{before}{name}" for name in NAMES), last, strict=True))
    rows = YEARS_BESIDE.format(before, own) + "|".join([*last, *BUDGET])
    assert budgeted(tmp_path, title, rows)["预算数"] == DUE | of_last
    rows = YEARS_BESIDE.format(own, before) + "|".join([*BUDGET, *last])
    assert budgeted(tmp_path, title, rows)["预算数"] == DUE | of_last


def test_the_budget_of_the_year_before_has_a_row_of_its_own(tmp_path: Path) -> None:
    head = """年度|合计|因公出国（境）费|公务用车购置及运行费|||公务接待费
|||小计|公务用车购置费|公务用车运行费|
2024年预算数|8.00|1.00|4.50|0.00|4.50|2.50
2025年预算数|"""
    found = budgeted(tmp_path, "“三公”经费预算表", head + "|".join(BUDGET))
    assert found["预算数"] == DUE and found["2024年预算数"]["公务接待费"] == "2.50"


@pytest.mark.parametrize(
    "head",
    ["项目|2024年预算数|2025年预算数|增减额|增减%", "项目|2024年预算数|2025年预算数|比上年增减|\n|||金额|比例%"],
)
def test_columns_of_the_change_behind_the_items_of_a_budget_are_passed_over(tmp_path: Path, head: str) -> None:
    items = [
        "合计",
        "1.因公出国（境）费",
        "2.公务用车购置及运行费",
        "（1）公务用车购置费",
        "（2）公务用车运行费",
        "3.公务接待费",
    ]
    rows = "\n".join(f"{item}|7.00|{value}|1.00|14.29" for item, value in zip(items, BUDGET, strict=True))
    assert budgeted(tmp_path, "一般公共预算“三公”经费支出表", f"{head}\n{rows}") == {"预算数": DUE}


def test_final_figures_of_the_year_before_stand_in_a_group_of_their_own() -> None:
    head = YEARS_BESIDE.splitlines()
    groups = ["2022年决算数|||||", "2023年预算数|||||", "2023年决算数|||||"]
    rows = ["|".join(groups), *("|".join([line.rsplit("|", 6)[0]] * 3) for line in head[1:])]
    found = cells(
        PUBLIC, "\n".join([*rows, "|".join(["8.00", "1.00", "4.50", "0.00", "4.50", "2.50", *BUDGET, *FINAL])])
    )
    assert {key: value for key, value in found.items() if not key[1].startswith("2022年")} == WANTED
    assert found["合计", "2022年决算数合计"] == "8.00"


def test_a_column_of_final_figures_and_numbers_of_things_is_one_of_final_figures() -> None:
    rows = """项目|行次|年初预算数|决算数/统计数
（一）支出合计|2|9.00|7.50
1．因公出国（境）费|3|—|—
2．公务用车购置及运行维护费|4|6.00|5.00
（1）公务用车购置费|5|—|—
（2）公务用车运行维护费|6|6.00|5.00
3．公务接待费|7|3.00|2.50
（二）相关统计数|11|—|—
4．公务用车保有量（辆）|15|—|7"""
    found = cells(PUBLIC, rows)
    assert found["合计", "决算数合计"] == "7.50" and found["合计", "预算数公务接待费"] == "3.00"
    assert "7" not in found.values()


def test_columns_of_single_funds_beside_the_one_of_all_are_no_amounts_of_an_item(tmp_path: Path) -> None:
    rows = """| 序号 | 项  目 | 预算数 | | |
| --- | --- | --- | --- | --- |
| | | 合计 | 一般公共预算财政拨款 | 政府性基金预算财政拨款 |
| 栏次 | 1 | 2 | 3 | 4 |
| 1 | “三公”经费合计 | 44.60 | 40.60 | 4.00 |
| 2 | （一）公务接待费 | 5.60 | 5.60 | |
| 3 | （二）公务用车购置及运行维护费 | 39.00 | 35.00 | 4.00 |
"""
    path = tmp_path / "budget.md"
    path.write_text(f"云岭市水务局2025年部门预算\n\n财政拨款“三公”经费支出表\n\n单位：万元\n\n{rows}", encoding="utf-8")
    found = {f.column: str(f.value) for f in extract_file(path).facts if f.table == "YS09"}
    assert found == {
        "“三公”经费预算数合计": "44.60",
        "公务接待费": "5.60",
        "公务用车购置及运行费小计": "39.00",
    }


def test_public_spending_of_two_years_beside_meetings_and_training_is_read_by_unit(tmp_path: Path) -> None:
    of_year = "合计|一般公共预算拨款安排的“三公”经费预算||||||会议费|培训费"
    below = "|小计|因公出国（境）费用|公务接待费|公务用车购置及运行维护费||||"
    lowest = "||||小计|公务用车购置费|公务用车运行维护费||"
    moved = "||小计|因公出国（境）费用|公务接待费||||"  # drawn one column too far to the right
    then = "{0}|9.00||2.00|7.00||7.00|1.00|3.00"
    rows = (
        f"单位编码|单位名称|2024年||||||||{'|2025年'}||||||||",
        f"||{of_year}|{of_year}",
        f"||{below}|{moved}",
        f"||{lowest}|{lowest}",
        f"|合计|{then.format('13.00')}|12.50|8.50||1.50|7.00||7.00|1.20|2.80",
        f"301|云岭市水务局|{then.format('13.00')}|12.50|8.50||1.50|7.00||7.00|1.20|2.80",
        f"301001|云岭市水务局|{then.format('13.00')}|12.50|8.50||1.50|7.00||7.00|1.20|2.80",
    )
    lines = [f"|{row}|" for row in rows]
    lines.insert(1, "|" + " --- |" * 20)
    title = "2025年部门综合预算一般公共预算拨款“三公”经费及会议费、培训费支出预算对比表"
    text = f"云岭市水务局2025年部门预算\n\n{title}\n\n单位：万元\n\n" + "\n".join(lines)
    path = tmp_path / "budget.md"
    path.write_text(text, encoding="utf-8")
    facts = [f for f in extract_file(path).facts if f.table == "YS09" and f.raw]
    assert {f.row_code for f in facts} == {None, "301", "301001"}
    own = {f.column: f.raw for f in facts if f.row_code == "301001"}
    assert (own["“三公”经费预算数合计"], own["公务接待费"]) == ("8.50", "1.50")
    assert (own["会议费"], own["培训费"]) == ("1.20", "2.80")
    assert (own["公务用车运行费"], own["2024年公务接待费"], own["2024年会议费"]) == ("7.00", "2.00", "1.00")
