"""Tables of no known form: what is beyond doubt is read by their own headings, and nothing else."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

from extractors.extract import read_facts, read_report
from extractors.facts import PLAIN_TABLE, TABLE_NUMBER, Fact

HEAD = """2023年度
云岭市青川区水务局
部门决算公开

第一部分 云岭市青川区水务局概况

一、部门职责

（一）统筹全区水资源管理。

第二部分 2023年度部门决算表

"""
TAIL = """
第三部分 2023年度部门决算情况说明

一、收入支出决算总体情况说明

2023年度收、支总计均为386.78万元。
"""
DETAIL = """财政拨款支出决算明细表
公开05表
单位：万元
科目编码\t科目名称\t合计\t工资福利支出\t\t商品和服务支出
\t\t\t小计\t基本工资\t小计
\t合计\t90.00\t50.00\t30.00\t40.00
213\t农林水支出\t90.00\t50.00\t30.00\t40.00
21303\t水利\t60.00\t35.00\t20.00\t25.00
"""


def read(tmp_path: Path, table: str) -> list[Fact]:
    """The facts of a table of no known form in a small report."""
    path = tmp_path / "shuiwu.txt"
    path.write_text(HEAD + table + TAIL, encoding="utf-8")
    return [f for f in read_facts(read_report(path))[0] if f.section_key == PLAIN_TABLE]


def cells(facts: list[Fact]) -> dict[tuple[str, str], Decimal | None]:
    return {(f.row_name, f.column): f.value for f in facts if f.column != TABLE_NUMBER}


def test_a_subtotal_is_named_by_the_heading_above_it(tmp_path: Path) -> None:
    found = cells(read(tmp_path, DETAIL))
    assert found["水利", "商品和服务支出小计"] == Decimal("25.00")
    assert found["水利", "工资福利支出小计"] == Decimal("35.00")
    assert found["水利", "基本工资"] == Decimal("20.00")


def test_title_number_code_unit_and_place_are_kept(tmp_path: Path) -> None:
    facts = read(tmp_path, DETAIL)
    fact = next(f for f in facts if f.row_name == "水利")
    assert (fact.table, fact.row_code, fact.unit, fact.origin) == ("财政拨款支出决算明细表", "21303", "万元", "annex")
    assert fact.quote.startswith("21303")
    assert [f.raw for f in facts if f.column == TABLE_NUMBER] == ["公开05表"]


def test_a_row_that_lost_a_cell_is_not_read(tmp_path: Path) -> None:
    table = DETAIL.replace(
        "21303\t水利\t60.00\t35.00\t20.00\t25.00", "21303\t水利\t60.00\t35.00\t20.00\n21305\t扶贫\t\t\t\t"
    )
    assert not any(row == "水利" for row, _ in cells(read(tmp_path, table)))


def test_columns_of_one_name_are_left_unread(tmp_path: Path) -> None:
    table = "专项经费情况表\n单位：万元\n科目名称\t金额\t金额\n水利\t60.00\t25.00\n防汛\t10.00\t5.00\n"
    assert read(tmp_path, table) == []


def test_the_headings_of_a_single_row_without_a_name_are_what_its_figures_are_of(tmp_path: Path) -> None:
    table = "国有资产占用情况表\n单位：元\n资产总额\t流动资产\t房屋构筑物\n900.00\t300.00\t600.00\n"
    facts = read(tmp_path, table)
    assert cells(facts) == {
        ("资产总额", "金额"): Decimal("900.00"),
        ("流动资产", "金额"): Decimal("300.00"),
        ("房屋构筑物", "金额"): Decimal("600.00"),
    }
    assert {f.unit for f in facts} == {"元"}


def test_two_lists_side_by_side_are_told_apart_and_count_what_their_rows_say(tmp_path: Path) -> None:
    table = (
        "机构运行情况统计表\n单位：元\n项目\t统计数\t项目\t决算数\n"
        "1.召开会议次数（次）\t8\t一、印刷经费\t5000.00\n"
        "2.参加会议人次（人）\t420\t二、展览经费\t7000.00\n"
    )
    facts = read(tmp_path, table)
    units = {f.row_name: f.unit for f in facts}
    assert units == {"召开会议次数": "次", "参加会议人次": "人", "印刷经费": "元", "展览经费": "元"}


def test_what_stands_below_a_counted_row_is_counted_alike(tmp_path: Path) -> None:
    table = (
        "资产信息统计情况表\n单位：元\n项目\t决算数\n（一）车辆数合计（辆）\t14\n"
        "1.机要通信用车\t2\n（二）其他\t0\n（三）房屋\t10.50\n"
    )
    units = {f.row_name: f.unit for f in read(tmp_path, table)}
    assert units["机要通信用车"] == "辆"
    assert units["其他"] is None
    assert units["房屋"] == "元"


def test_a_statutory_table_is_left_to_its_own_reader(tmp_path: Path) -> None:
    table = (
        "支出决算表\n公开03表\n单位：万元\n科目编码\t科目名称\t本年支出合计\t基本支出\t项目支出\n\t合计\t90.00\t50.00\t40.00\n"
        "213\t农林水支出\t90.00\t50.00\t40.00\n"
    )
    assert read(tmp_path, table) == []


def test_a_total_whose_other_cells_are_lost_is_read_where_all_figures_are_of_one_column(tmp_path: Path) -> None:
    bought = "政府购买服务情况表\n公开10表\n单位：万元\n序号\t项目名称\t功能科目\t决算金额\n合计\t28.60\n"
    bought += "1\t河道保洁\t水利\t20.40\n2\t档案整理\t行政运行\t8.20\n"
    assert cells(read(tmp_path, bought))["合计", "决算金额"] == Decimal("28.60")


def test_a_total_in_the_column_of_numbers_names_its_row(tmp_path: Path) -> None:
    table = "水闸检修统计表\n单位：万元\n序号\t工程名称\t下拨资金\n1\t石桥水闸\t20.00\n合计\t\t20.00\n"
    assert cells(read(tmp_path, table))["合计", "下拨资金"] == Decimal("20.00")


def test_a_finer_name_stands_for_a_row_and_the_coarser_one_is_what_it_is_of(tmp_path: Path) -> None:
    table = "水闸检修明细表\n单位：万元\n河段\t工程名称\t金额\n柳溪河\t石桥水闸\t20.00\n柳溪河\t柳湾泵站\t8.50\n"
    found = read(tmp_path, table)
    assert [(f.row_name, f.part_of) for f in found] == [("石桥水闸", "柳溪河"), ("柳湾泵站", "柳溪河")]


def test_further_headers_among_the_rows_head_what_is_below_them(tmp_path: Path) -> None:
    table = (
        "水务基础数据表\n人员情况（人）\t编制数\t在职人数\n机关\t12\t11\n"
        "经费情况（万元）\t上年决算数\t本年决算数\n培训费\t2.10\t1.80\n"
    )
    found = {(f.row_name, f.column): f"{f.value}{f.unit}" for f in read(tmp_path, table)}
    assert found["机关", "在职人数"] == "11人"
    assert found["培训费", "上年决算数"] == "2.10万元"
    assert ("培训费", "编制数") not in found


def test_a_heading_says_what_its_column_counts(tmp_path: Path) -> None:
    table = "隐患整改情况表\n单位：万元\n类别\t查出（处）\t整改金额（万元）\t自评得分\n水闸\t8\t20.00\t95\n"
    found = {f.column: f"{f.value}{f.unit}" for f in read(tmp_path, table)}
    assert found == {"查出": "8处", "整改金额": "20.00万元", "自评得分": "95分"}


def test_a_total_that_lost_its_blanks_is_placed_by_what_it_sums_up(tmp_path: Path) -> None:
    table = (
        "水闸检修统计表\n单位：万元\n序号\t工程名称\t文号\t下拨资金\t实际支付\t自评得分\n"
        "1\t石桥水闸\t水发3号\t20.00\t18.00\t91\n2\t柳湾泵站\t水发4号\t10.00\t9.00\t95\n合计\t30.00\t27.00\n"
    )
    found = cells(read(tmp_path, table))
    assert (found["合计", "下拨资金"], found["合计", "实际支付"]) == (Decimal("30.00"), Decimal("27.00"))
    assert ("合计", "自评得分") not in found


def test_numbers_below_the_money_of_three_public_are_read_by_their_own_headings(tmp_path: Path) -> None:
    money = "项目\t预算数\t决算数\n“三公”经费合计\t9.00\t7.50\n公务接待费\t9.00\t7.50"
    counts = "项目\t统计数\t项目\t统计数\n国内公务接待批次（个）\t38\t国内公务接待人次（人）\t296\n"
    counts += "召开会议次数（个）\t6\t参加会议人次（人）\t214"
    found = read(tmp_path, f"财政拨款“三公”经费支出决算表\n单位：万元\n{money}\n\n相关统计数：\n{counts}\n")
    told = {f.row_name: (str(f.value), f.unit) for f in found if f.column == "统计数"}
    assert (told["国内公务接待批次"], told["国内公务接待人次"]) == (("38", "个"), ("296", "人"))
    assert (told["召开会议次数"], told["参加会议人次"]) == (("6", "个"), ("214", "人"))


def test_a_table_whose_first_row_is_its_number_alone_is_named_by_its_section(tmp_path: Path) -> None:
    rows = "\t\t公开07表\n科目编码\t科目名称\t决算数\n302\t商品和服务支出\t75.86\n30218\t专用材料费\t14.28\n"
    found = read(tmp_path, f"一般公共预算财政拨款项目支出决算表\n{rows}")
    told = {f.row_name: (f.table, str(f.value)) for f in found if f.column == "决算数"}
    assert told["专用材料费"] == ("一般公共预算财政拨款项目支出决算表", "14.28")


def test_persons_are_no_money_where_a_table_prints_no_unit(tmp_path: Path) -> None:
    table = "所属单位基本情况表\n单位名称\t经费性质\t人员编制数\t在职人数\n"
    table += "水文站\t财政核拨\t12\t11\n管护所\t财政核拨\t9\t9\n"
    found = read(tmp_path, table)
    assert {(f.row_name, f.column, f.unit) for f in found} == {
        (row, column, "人") for row in ("水文站", "管护所") for column in ("人员编制数", "在职人数")
    }


def test_what_is_counted_in_a_table_without_unit_has_none(tmp_path: Path) -> None:
    table = "水文站网一览表\n站名\t水位计\t雨量计\n青川站\t12\t11\n白沙站\t9\t9\n"
    assert {f.unit for f in read(tmp_path, table)} == {None}


def test_a_table_by_account_among_the_annexes_is_no_form(tmp_path: Path) -> None:
    table = "一般公共预算财政拨款项目支出决算表\n公开09表\n单位：万元\n\n科目编码\t科目名称\t金额\n"
    table += "\t合计\t60.00\n213\t农林水支出\t60.00\n21303\t水利\t60.00\n"
    path = tmp_path / "shuiwu.txt"
    path.write_text(f"{HEAD}{TAIL}\n第五部分 附件\n\n{table}", encoding="utf-8")
    found = [f for f in read_facts(read_report(path))[0] if f.table == "一般公共预算财政拨款项目支出决算表"]
    assert [(f.row_code, f.row_name, f.column, f.unit) for f in found if f.column != TABLE_NUMBER] == [
        (None, "合计", "金额", "万元"),
        ("213", "农林水支出", "金额", "万元"),
        ("21303", "水利", "金额", "万元"),
    ]


def test_a_longer_table_with_other_columns_is_not_the_one_its_title_is_like(tmp_path: Path) -> None:
    title = "一般公共预算财政拨款支出决算明细表"
    table = f"{title}\n公开07表\n单位：万元\n\n科目编码\t科目名称\t合计\t工资福利支出\t商品和服务支出\t资本性支出\n"
    table += "\t合计\t90.00\t50.00\t30.00\t10.00\n213\t农林水支出\t90.00\t50.00\t30.00\t10.00\n"
    found = [f for f in read(tmp_path, table) if f.column != TABLE_NUMBER]
    assert {f.table for f in found} == {title}
    assert cells(found)["农林水支出", "资本性支出"] == Decimal("10.00")
