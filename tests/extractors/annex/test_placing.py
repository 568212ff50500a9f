"""Rows a conversion moved, cut, joined or doubled: put back where the columns tell, else left unread."""

from __future__ import annotations

import pytest

from extractors.annex import read_annexes, unread_cells
from tests.extractors.annex.written import OPENING, TITLE, cells, facts, grid, of, of_row, report

FUNDS = "项目资金（万元）||年初预算数|全年预算数|全年执行数|分值|执行率|得分\n"
INDICATORS = "一级指标|二级指标|三级指标|年度指标值|实际完成值|分值|得分|偏差原因分析及改进措施|\n"

# ---------------------------------------------------------------- rows a conversion moved or cut


@pytest.mark.parametrize(
    "row",
    [
        "|质量指标|验收合格率|100%|98%|20|19",
        "质量指标|验收合格率|100%|98%|20|19",
        "验收合格率|100%|98%|20|19",
        "||质量指标|验收合格率|100%|98%|20|19",
        "|||质量指标|验收合格率|100%|98%|20|19",
    ],
    ids=["in place", "one left", "two left", "one right", "two right"],
)
def test_a_row_shifted_sideways_is_put_back_by_its_scores(row: str) -> None:
    found = cells(OPENING + "产出指标|数量指标|改造泵站数|3座|4座|20|20\n" + row)
    assert of_row(found, "验收合格率") == ["100%", "98%", "20", "19"]
    assert of_row(found, "改造泵站数") == ["3座", "4座", "20", "20"]


@pytest.mark.parametrize(
    "row",
    [
        "年度资金总额|0|5.00|4.00|10|80%|8",
        pytest.param(
            "||年度资金总额|0|5.00|4.00|10|80%|8",
        ),
    ],
    ids=["one left", "one right"],
)
def test_a_row_of_funds_shifted_sideways_is_put_back_by_its_figures(row: str) -> None:
    head = "项目资金||年初预算数|全年预算数|全年执行数|分值|执行率|得分\n"
    straight = cells(head + "|年度资金总额|0|5.00|4.00|10|80%|8")
    assert len(straight) == 6
    assert cells(head + row) == straight


def test_a_name_cut_by_a_page_break_is_put_together() -> None:
    rows = OPENING + "产出指标|数量指标|改造老旧泵|3座|4座|20|20\n||站数||||\n|质量指标|合格率|100%|98%|20|19"
    assert {row for row, _ in cells(rows)} == {"改造老旧泵站数", "合格率"}


UNUSED = OPENING + "产出指标|数量指标|改造泵站数|3座|4座|20|20\n|成本指标|||||\n|质量指标|合格率|100%|98%|20|19"


def test_a_second_level_without_indicators_changes_no_other_row() -> None:
    found = cells(UNUSED)
    assert of_row(found, "改造泵站数") == ["3座", "4座", "20", "20"]
    assert of_row(found, "合格率") == ["100%", "98%", "20", "19"]


def test_a_second_level_without_indicators_is_no_indicator() -> None:
    assert {row for row, _ in cells(UNUSED)} == {"改造泵站数", "合格率"}


LIST = "单位名称|项目名称|项目类型|全年预算数|全年执行数|预算执行率|自评得分|是否有偏差|备注\n"


def test_a_row_of_a_list_is_named_by_its_project() -> None:
    found = cells(LIST + "水务局|泵站改造|延续|10.00|9.00|90%|96|否|无", title="项目自评汇总表")
    assert of_row(found, "泵站改造") == ["水务局", "延续", "10.00", "9.00", "90%", "96", "否", "无"]


def test_a_row_with_a_cell_too_many_is_read_from_both_ends_and_the_rest_left_out() -> None:
    found = cells(LIST + "水务局|泵站改造|延续|20.00|20.00|20.00|100%|99|否|无", title="项目自评汇总表")
    assert found["泵站改造", "全年预算数"] == found["泵站改造", "全年执行数"] == "20.00"
    assert found["泵站改造", "预算执行率"] == "100%"
    assert found["泵站改造", "备注"] == "无"
    assert found.get(("泵站改造", "是否有偏差"), "否") == "否"
    assert found.get(("泵站改造", "自评得分"), "99") == "99"


# ---------------------------------------------------------------- joined cells, lost cells, rates


def test_two_cells_joined_in_one_are_told_apart_where_another_cell_repeats_the_first() -> None:
    head = "一级指标|二级指标|三级指标|指标值|指标说明|实际完成值|分值|得分|\n"
    whole = "产出|管理|完整性|完整|反映预算编制。|完整|2|2|\n|管理|真实性|真实|反映决算编制。|真实|3|3|\n"
    found = facts(head + whole + "||健全性|健全 反映制度建设。|健全|1|1|")
    assert list(of(found, "健全性").values())[:5] == ["健全", "反映制度建设。", "健全", "1", "1"]


def test_a_row_of_a_list_whose_name_cannot_be_told_is_told_as_unread() -> None:
    rows = "项目名称|项目类型|全年预算数|自评得分\n泵站改造|延续|3.00|96\n|新增|4.00|"
    read = report(f"第五部分 附件\n\n项目自评汇总表\n\n{grid(rows)}\n")
    assert {f.row_name for f in read_annexes(read)} == {"泵站改造"}
    assert [(g.row, g.cells) for g in unread_cells(read)] == [("", ("新增", "4.00"))]


def test_cells_that_were_told_apart_are_not_called_unread() -> None:
    head = "一级指标|二级指标|三级指标|指标值|指标说明|实际完成值|分值|得分|\n"
    rows = head + "产出|管理|完整性|完整|反映编制。|完整|2|2|\n||健全性|健全 反映建设。|健全|1|1|"
    read = report(f"第五部分 附件\n\n{TITLE}\n\n{grid(rows)}\n")
    assert of(read_annexes(read), "健全性")["指标说明"] == "反映建设。" and unread_cells(read) == []


def test_what_cannot_be_placed_is_left_unread_and_told() -> None:
    rows = INDICATORS + "产出|数量指标|泵站数|3座|3座|20|20||\n|质量指标|合格率|9%|9%|10|10||\n"
    read = report(f"第五部分 附件\n\n{TITLE}\n\n" + grid(rows + "|时效指标|及时率|及时|10|10||") + "\n")
    assert of(read_annexes(read), "及时率") == {}
    (gap,) = unread_cells(read)
    assert (gap.table, gap.row, gap.cells) == (TITLE, "及时率", ("及时", "10", "10"))
    assert "无法确定" in gap.reason


def test_a_rate_tells_where_the_money_stands() -> None:
    rows = FUNDS + "|年度资金总额|2.00|5.00|4.00|10|80%|8\n|资金来源|财政拨款|2.00|5.00||4.00|||80%"
    assert of(facts(rows), "财政拨款") == {
        "年初预算数": "2.00",
        "全年预算数": "5.00",
        "全年执行数": "4.00",
        "分值": "",
        "执行率": "80%",
        "得分": "",
    }


def test_a_bare_rate_is_in_percent_where_the_money_says_so() -> None:
    rows = FUNDS + "|年度资金总额|2.00|5.00|4.00|10|80|8\n|其他资金|0|2.00|2.00|-|1|-"
    units = {f.row_name: f.unit for f in facts(rows) if f.column == "执行率"}
    assert units == {"年度资金总额": "%", "其他资金": None}


def test_a_printed_rate_that_is_wrong_is_read_as_printed() -> None:
    assert of(facts(FUNDS + "|年度资金总额|2.00|5.00|4.00|10|95%|8"), "年度资金总额")["执行率"] == "95%"


def test_figures_joined_by_a_blank_are_no_figure() -> None:
    rows = OPENING + "产出|数量指标|泵站数|3座|3座|20|20\n总分|||||100 98.5|"
    assert ("总分", "分值") not in cells(rows) and ("总分", "得分") not in cells(rows)


# ---------------------------------------------------------------- any one damage

FORM = [
    ["项目资金（万元）", "", "年初预算数", "全年预算数", "全年执行数", "分值", "执行率", "得分", ""],
    ["", "年度资金总额", "31.00", "42.50", "34.00", "10", "80.00%", "8.00", ""],
    ["", "其中：当年财政拨款", "31.00", "40.00", "32.00", "—", "80.00%", "—", ""],
    ["", "上年结转资金", "0", "2.50", "2.00", "—", "80.00%", "—", ""],
    ["", "其他资金", "0", "0", "0", "—", "0.00%", "—", ""],
    ["一级指标", "二级指标", "三级指标", "年度指标值", "实际完成值", "分值", "得分", "偏差原因分析及改进措施", ""],
    ["产出指标", "数量指标", "改造泵站数", "≥3座", "4座", "15", "15", "", ""],
    ["", "", "新建闸门数", "5座", "4座", "15", "12", "招标推迟，今后提前准备", ""],
    ["", "质量指标", "验收合格率", "100%", "98%", "10", "9.8", "", ""],
    ["", "时效指标", "完成及时率", "及时", "已完成", "20", "20", "", ""],
    ["效益指标", "社会效益指标", "带动就业人数", "提升", "提升", "20", "20", "", ""],
    ["满意度指标", "服务对象满意度指标", "群众满意度", "≥90%", "93%", "10", "10", "", ""],
    ["总分", "", "", "", "", "100", "94.80", "", ""],
]


def whole() -> dict[tuple[str, str], str]:
    return cells("\n".join("|".join(row) for row in FORM))


@pytest.mark.parametrize("line", [n for n in range(1, len(FORM)) if n != 5])
@pytest.mark.parametrize("shift", [-1, 1, 2])
def test_any_row_may_be_shifted(line: int, shift: int) -> None:
    if shift < 0 and FORM[line][0]:
        return
    row = FORM[line][1:] if shift < 0 else [""] * shift + FORM[line]
    assert cells("\n".join("|".join(r) for r in [*FORM[:line], row, *FORM[line + 1 :]])) == whole()


@pytest.mark.parametrize("line", [n for n in range(1, len(FORM)) if n != 5])
@pytest.mark.parametrize("damage", ["lost", "doubled", "joined"])
def test_a_damaged_row_is_never_read_wrongly(line: int, damage: str) -> None:
    truth, row = whole(), FORM[line]
    first = next(n for n, text in enumerate(row) if (text, "分值") in truth)
    for at in range(first + 1, len(row) - 1):
        if not row[at] or (damage == "joined" and not row[at + 1]):
            continue
        put = {"lost": [], "doubled": [row[at]] * 2, "joined": [f"{row[at]} {row[at + 1]}"]}[damage]
        broken = [*row[:at], *put, *row[at + 1 + (damage == "joined") :]]
        found = cells("\n".join("|".join(r) for r in [*FORM[:line], broken, *FORM[line + 1 :]]))
        assert {k: v for k, v in found.items() if v and truth.get(k) != v} == {}
        assert {k: v for k, v in truth.items() if k[0] != row[first] and found.get(k) != v} == {}
