"""Figures: the exact value with its unit and place; blank, zero, missing and not read are four things."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from tests.rag.small_report import text_of
from tests.rag.test_grounding import ask, figures, first, library_of, real, sample, samples

NAMES = {
    "songyi-culture-2022": "松漪文旅局2022年",
    "songyi-culture-2023": "松漪区文旅局23年",
    "yulan-water-2023": "榆岚水利局二〇二三年",
    "fanshi-civil-2023": "帆石民政局2023年度",
    "luyu-education-2023": "鹭屿教育局二三年",
    "xiuchuan-transport-2021": "岫川市交通局2021年",
}
MEASURES = {
    "total": "收支总规模有多大",
    "income": "本年收入合计",
    "fiscal_income": "财政拨款收入多少钱",
    "spending": "总共花了多少钱",
    "basic": "的基本支出",
    "project": "的项目支出是多少万元",
    "general": "一般公共预算财政拨款支出多少",
    "general_budget": "一般公共预算财政拨款支出的年初预算数",
    "general_rate": "一般公共预算财政拨款支出完成年初预算的百分之几",
    "public": "公用经费多少",
    "operating": "机关运行经费花了多少",
    "procurement": "政府采购总额是多少",
    "goods": "采购货物花了多少钱",
    "sme": "授予中小企业合同金额",
    "fiscal_share": "财政拨款收入占比",
    "project_share": "项目支出占支出合计的百分之几",
    "total_diff": "收支总计比上年增减多少万元",
    "total_growth": "收支总计同比增减幅度",
    "tp": "三公花了多少",
    "tp_budget": "三公经费预算数",
    "reception": "招待费",
    "running": "养车花了多少钱",
    "batches": "接待了几批客人",
    "guests": "接待了多少人次",
    "kept": "公务用车保有量",
    "cars": "共有车辆多少辆",
    "score": "整体绩效自评得分",
    "offices_count": "有几个内设机构",
}


def _known() -> list[object]:
    cases: list[object] = []
    for name in NAMES:
        truth = sample(name).truth.figures
        cases += [pytest.param(name, key, id=f"{name}-{key}") for key in MEASURES if key in truth]
    return cases


@pytest.mark.parametrize(("name", "key"), _known())
def test_a_figure_of_a_generated_report_is_answered_as_it_is_known(name: str, key: str) -> None:
    figure = sample(name).truth.figures[key]
    answer = ask(samples(), NAMES[name] + MEASURES[key])
    assert answer.status == "answered" or (key.endswith("_share") and answer.status == "computed")
    value, unit = first(answer)
    assert Decimal(value) == figure.value
    assert unit == figure.unit
    assert (answer.values[0].department, answer.values[0].year) == (sample(name).department, sample(name).year)


def test_a_short_year_before_a_word_that_begins_with_inside_is_a_year() -> None:
    answer = ask(samples(), "松漪文旅局23年内设机构有几个")
    assert (answer.status, *first(answer)) == ("answered", "5", "个")


# the real reports, in our own words

PINGDINGSHAN, HONGQI, JIEFANG = "平顶山工信局2023年", "红旗区工信局2023年", "解放区科工信局2023年"
JIAOZUO, ZENGDU = "焦作工信局2021年", "曾都科经局2023年"


@pytest.mark.parametrize(
    ("question", "value", "unit", "status"),
    [
        (PINGDINGSHAN + "一共花了多少钱", "2175.87", "万元", "answered"),
        ("平顶山市工业和信息化局二〇二三年支出合计", "2175.87", "万元", "answered"),
        ("平顶山工信局23年度收支总盘子", "2175.87", "万元", "answered"),
        (PINGDINGSHAN + "支出合计折合多少元", "21758700", "元", "computed"),
        (PINGDINGSHAN + "支出合计换算成亿元", "0.217587", "亿元", "computed"),
        (PINGDINGSHAN + "支出合计换算成亿元，保留四位小数", "0.2176", "亿元", "computed"),
        (PINGDINGSHAN + "支出决算表里行政运行的基本支出", "960.06", "万元", "answered"),
        (PINGDINGSHAN + "03表行政运行的基本支出", "960.06", "万元", "answered"),
        (PINGDINGSHAN + "收入决算表里行政运行的财政拨款收入", "1089.47", "万元", "answered"),
        (PINGDINGSHAN + "科技支出有多少", "183.72", "万元", "answered"),
        (PINGDINGSHAN + "社保支出多少", "275.32", "万元", "answered"),
        (PINGDINGSHAN + "公积金花了多少", "96.15", "万元", "answered"),
        (PINGDINGSHAN + "工资福利支出", "1173.72", "万元", "answered"),
        (PINGDINGSHAN + "出差花了多少", "12.31", "万元", "answered"),
        (PINGDINGSHAN + "电话费多少", "5.79", "万元", "answered"),
        (PINGDINGSHAN + "政府性基金支出多少", "0", "万元", "answered"),
        (PINGDINGSHAN + "收支总计与上年相比增减百分之几", "-44.52", "%", "answered"),
        (PINGDINGSHAN + "收支总计比2022年增加了多少", "-1746.16", "万元", "answered"),
        (PINGDINGSHAN + "一般公共预算支出完成年初预算的百分之几", "253.33", "%", "answered"),
        (PINGDINGSHAN + "一般公共预算支出的年初预算", "858.90", "万元", "answered"),
        (PINGDINGSHAN + "政府采购花了多少", "36.86", "万元", "answered"),
        (PINGDINGSHAN + "授予中小企业合同金额占政府采购支出总额的比例", "51.22", "%", "answered"),
        (PINGDINGSHAN + "公务接待了多少人次", "72", "人次", "answered"),
        (PINGDINGSHAN + "基本支出占比", "83.03", "%", "answered"),
        (PINGDINGSHAN + "100万元以上设备有多少台", "0", "台", "answered"),
        (PINGDINGSHAN + "年末结转和结余", "0.00", "万元", "answered"),
        (PINGDINGSHAN + "年末财政拨款结转和结余里，一般公共预算还剩多少", "0.00", "万元", "answered"),
        (PINGDINGSHAN + "公用经费占一般公共预算基本支出的比例", "17.13", "%", "computed"),
        (PINGDINGSHAN + "项目支出是基本支出的几倍", "0.20", "倍", "computed"),
        (PINGDINGSHAN + "基本支出比项目支出多多少", "1437.53", "万元", "computed"),
        (PINGDINGSHAN + "三公经费决算比预算少多少", "0.00", "万元", "computed"),
        (PINGDINGSHAN + "平均每辆公车的运行费", "2.74", "万元", "computed"),
        (PINGDINGSHAN + "人员经费和公用经费加起来", "1806.69", "万元", "computed"),
        (PINGDINGSHAN + "人员经费与公用经费相差多少元", "11877100", "元", "computed"),
        ("平顶山工信局2022年收支总计是多少", "3922.03", "万元", "computed"),
        (HONGQI + "收入合计多少", "2060.14", "万元", "answered"),
        (HONGQI + "基金支出多少", "1000.00", "万元", "answered"),
        (HONGQI + "基本支出占支出合计的比例", "6.71", "%", "answered"),
        (HONGQI + "三公经费决算", "0.00", "万元", "answered"),
        (JIEFANG + "收支总计", "386.78", "万元", "answered"),
        (JIEFANG + "支出合计", "386.75", "万元", "answered"),
        (JIEFANG + "项目支出", "209.07", "万元", "answered"),
        (JIEFANG + "事业收入多少", "0.00", "万元", "answered"),
        (JIEFANG + "科学技术支出（类）多少", "278.53", "万元", "answered"),
        (JIEFANG + "科学技术管理事务（款）多少", "187.53", "万元", "answered"),
        (JIEFANG + "公务接待费预算数", "0.22", "万元", "answered"),
        (JIEFANG + "整体绩效自评得分", "88.64", "分", "answered"),
        (JIEFANG + "内设机构几个", "4", "个", "answered"),
        ("解放区科工信局2022年一般公共预算财政拨款支出", "393.07", "万元", "computed"),
        (JIAOZUO + "总支出", "4233.96", "万元", "answered"),
        (JIAOZUO + "基本支出", "1775.96", "万元", "conflict"),
        (JIAOZUO + "做绩效自评的项目有几个", "11", "个", "answered"),
        (ZENGDU + "三公经费决算数", "8.59", "万元", "answered"),
        (ZENGDU + "接待费", "1.24", "万元", "answered"),
        (ZENGDU + "有几辆公车", "0", "辆", "answered"),
        (ZENGDU + "因公出国费完成预算的百分之多少", "100", "%", "answered"),
        ("平顶山工信局和红旗区工信局2023年支出合计差多少", "105.43", "万元", "computed"),
        ("平顶山工信局三公经费是曾都科经局的多少倍，保留三位小数", "3.445", "倍", "computed"),
        ("红旗区工信局支出合计是解放区科工信局的几倍", "5.35", "倍", "computed"),
        ("2023年各部门支出合计加起来是多少", "5368.65", "万元", "computed"),
        ("2023年三公经费最高的是哪个部门", "29.59", "万元", "answered"),
        ("2023年支出合计最少的部门", "386.75", "万元", "answered"),
        ("2023年支出合计第二名是谁", "2070.44", "万元", "answered"),
        ("2023年哪个部门项目支出最多，多少元", "19314600", "元", "answered"),
        ("2023年有几个部门有政府性基金支出", "1", "个", "answered"),
    ],
)
def test_a_figure_of_a_real_report(corpus: Path, question: str, value: str, unit: str, status: str) -> None:
    answer = ask(real(corpus), question)
    assert (*first(answer), answer.status) == (value, unit, status)


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("平顶山工信局2019年支出合计", "2019年"),
        ("平顶山工信局1999年支出合计", "1999年"),
        ("焦作工信局2023年支出合计", "2023年"),
        ("卫滨区工信局2023年支出合计", "卫滨区工信局"),
        ("火星局2023年支出合计", "火星局"),
        ("平顶山工信局2022年支出合计", "无法推算"),
        (ZENGDU + "支出决算表里行政运行的基本支出", "没有读到"),
        (JIEFANG + "三公经费表里公务接待费决算数", "空白不等于零"),
        (PINGDINGSHAN + "有多少在编人员", "没有披露"),
        (PINGDINGSHAN + "公用经费比上年增加多少", "没有披露"),
    ],
)
def test_what_a_real_report_does_not_have_is_not_found(corpus: Path, question: str, words: str) -> None:
    answer = ask(real(corpus), question)
    assert (answer.status, answer.values) == ("not_found", [])
    assert words in answer.answer


def test_a_change_against_the_budget_is_no_change_against_last_year(corpus: Path) -> None:
    assert ask(real(corpus), ZENGDU + "机关运行经费比上年增加多少").status == "not_found"


def test_the_class_of_a_name_is_not_its_economic_namesake() -> None:
    answer = ask(samples(), "榆岚水利局2023年其他支出（类）是多少")
    assert answer.citations[0].table == "GK01"


# blank, zero, missing, not read


def test_zero_is_told_as_zero() -> None:
    answer = ask(library_of(text_of()), "青川区水务局2023年外交支出多少")
    assert (answer.status, *first(answer)) == ("answered", "0.00", "万元")


def test_a_blank_is_neither_zero_nor_missing() -> None:
    text = text_of().replace("二、外交支出\t33\t0.00", "二、外交支出\t33\t")
    answer = ask(library_of(text), "青川区水务局2023年外交支出多少")
    assert (answer.status, answer.values) == ("not_found", [])
    assert "空白不等于零" in answer.answer
    assert answer.citations


def test_what_is_not_disclosed_is_said_so() -> None:
    answer = ask(library_of(text_of()), "青川区水务局2023年公务接待费多少")
    assert (answer.status, answer.values, answer.citations) == ("not_found", [], [])
    assert "没有披露" in answer.answer


def test_a_table_that_is_a_picture_was_not_read() -> None:
    answer = ask(samples(), "帆石民政局2023年支出决算表里行政运行是多少")
    assert answer.status == "not_found"
    assert "没有读到”不等于零" in answer.answer


@pytest.mark.parametrize("year", [1999, 2019, 2021, 2024, 2033])
def test_a_year_without_report_is_not_found(year: int) -> None:
    answer = ask(samples(), f"榆岚水利局{year}年支出合计是多少")
    assert (answer.status, answer.values) == ("not_found", [])
    assert f"{year}年" in answer.answer
    assert "榆岚市水利局2023年度" in answer.answer


@pytest.mark.parametrize("name", ["火星局", "月球市火星局", "石门区水利局", "澜汐市档案馆", "榆岚市教育局"])
def test_an_unknown_department_is_not_found_and_not_the_nearest_one(name: str) -> None:
    answer = ask(samples(), f"{name}2023年支出合计是多少")
    assert (answer.status, answer.values, answer.citations) == ("not_found", [], [])
    assert name in answer.answer


# units


def test_a_converted_amount_shows_its_formula() -> None:
    answer = ask(library_of(text_of()), "青川区水务局2023年支出合计折合多少元")
    assert (answer.status, *first(answer)) == ("computed", "3867800", "元")
    assert answer.values[0].formula == "386.78 × 10000"
    assert "386.78 × 10000" in answer.answer


def test_a_report_in_yuan_is_answered_in_yuan_and_converts_to_wan() -> None:
    text = text_of(spent="3867800.00").replace("万元", "元")
    library = library_of(text)
    assert first(ask(library, "青川区水务局2023年支出合计")) == ("3867800.00", "元")
    answer = ask(library, "青川区水务局2023年支出合计换算成万元是多少")
    assert (*first(answer), answer.values[0].formula) == ("386.78", "万元", "3867800.00 ÷ 10000")


def test_printed_zeros_are_kept() -> None:
    assert first(ask(library_of(text_of(spent="386.70")), "青川区水务局2023年支出合计"))[0] == "386.70"


@pytest.mark.parametrize(
    ("stated", "status"), [("386.79", "answered"), ("386.8", "answered"), ("386.80", "conflict"), ("386.9", "conflict")]
)
def test_another_value_elsewhere_counts_beyond_the_digits_printed(stated: str, status: str) -> None:
    text = text_of().replace("2023年度支出合计386.78万元", f"2023年度支出合计{stated}万元")
    assert ask(library_of(text), "青川区水务局2023年支出合计是多少").status == status


def test_a_thing_asked_for_beside_another_is_said_to_be_missing() -> None:
    text = text_of().replace("项目支出0.00万元，占0.00%", "项目支出0.00万元，占0.00%。会议费0.98万元")
    answer = ask(library_of(text), "青川区水务局2023年会议费和培训费分别是多少")
    assert figures(answer) == ["0.98"]
    assert "没有列出培训费" in answer.answer


def test_how_much_a_figure_changed_and_by_what_rate_are_both_of_the_change() -> None:
    answer = ask(samples(), "榆岚水利局2023年收入支出总计比上年变了多少，幅度多大")
    assert [v.unit for v in answer.values] == ["万元", "%"]
    assert all("增减" in v.label for v in answer.values)


def test_a_change_that_is_not_told_is_not_answered_with_the_figure_itself() -> None:
    text = text_of().replace("与上年度相比，收、支总计各增加86.65万元，增长13.35%，主要原因是新建泵站。", "")
    answer = ask(library_of(text), "青川区水务局支出合计降了多少，幅度是多少")
    assert (answer.status, answer.values) == ("not_found", [])


def test_a_score_and_its_grade_are_both_told() -> None:
    end = "第四部分 名词解释\n\n一"
    said = "十三、预算绩效情况说明\n\n我单位部门整体支出绩效自评得分为93分，评价等级为优。\n\n"
    answer = ask(library_of(text_of().replace(end, said + end)), "青川区水务局整体支出绩效自评得分和等级")
    assert [v.value for v in answer.values] == ["93", "优"]


def test_an_outcome_in_money_is_no_rate() -> None:
    end = "第四部分 名词解释\n\n一"
    said = "十三、预算绩效情况说明\n\n供水产值实际完成值7%。全年供水产值达4.93亿元。\n\n"
    answer = ask(library_of(text_of().replace(end, said + end)), "青川区水务局供水产值完成多少亿")
    assert answer.status == "answered"
    assert ("4.93", "亿元") in {(v.value, v.unit) for v in answer.values}
    assert "%" not in {v.unit for v in answer.values}


def test_a_number_of_things_is_not_answered_with_money() -> None:
    end = "第四部分 名词解释\n\n一"
    said = "十三、预算绩效情况说明\n\n节水企业奖补资金项目全年预算数20.00万元，执行数20.00万元。\n\n"
    library = library_of(text_of().replace(end, said + end))
    assert first(ask(library, "青川区水务局节水企业奖补资金花了多少")) == ("20.00", "万元")
    assert ask(library, "青川区水务局报告里节水企业奖补资金一共有多少家").values == []


def test_whether_something_was_spent_is_told_by_what_it_cost() -> None:
    answer = ask(samples(), "榆岚水利局2023年有没有公务接待费")
    assert answer.values
    assert answer.values[0].label == "公务接待费"


def test_a_project_that_is_not_known_is_not_all_projects() -> None:
    assert ask(samples(), "榆岚水利局2023年龙舟项目花了多少钱").status == "not_found"


def test_a_code_that_is_not_printed_is_not_answered_with_the_whole() -> None:
    answer = ask(samples(), "榆岚水利局2023年2060499科目支出多少")
    assert (answer.status, answer.values) == ("not_found", [])


def test_how_far_two_departments_are_apart_is_told_in_per_cent_where_that_is_asked() -> None:
    answer = ask(samples(), "榆岚水利局2023年支出合计比鹭屿教育局少百分之几")
    rate, gap, one, other = answer.values
    assert (rate.unit, gap.unit) == ("%", "万元")
    assert rate.formula == f"({other.value} - {one.value}) ÷ {other.value} × 100%"


def test_of_two_names_of_one_measure_for_persons_the_asked_one_is_told() -> None:
    persons = "本部门年末实有人数47人，其中在职人员32人，退休人员15人。\n\n"
    text = text_of().replace("第二部分 2023年度部门决算表\n\n收入", f"{persons}第二部分 2023年度部门决算表\n\n收入")
    assert figures(ask(library_of(text), "青川区水务局2023年年底在职多少人"))[0] == "32"


@pytest.mark.parametrize(("asked", "row"), [("支出决算", "本年支出合计"), ("收入决算", "本年收入合计")])
def test_the_title_of_a_numbered_table_names_no_row(asked: str, row: str) -> None:
    assert ask(samples(), f"榆岚水利局2023年{asked}是多少").values[0].label == row


def test_cars_are_told_by_their_own_name_where_the_fleet_is_not_printed() -> None:
    last = "第四部分 名词解释\n\n一、"
    assets = "四、国有资产占用情况说明\n\n截至2023年12月31日，本部门共有车辆3辆，其中：应急保障用车3辆。\n\n"
    answer = ask(library_of(text_of().replace(last, assets + last)), "水务局有几台公车")
    assert answer.status == "answered"
    assert [(v.value, v.unit) for v in answer.values] == [("3", "辆")]
    assert "没有写明公务用车保有量" in answer.answer


def test_that_a_fund_had_neither_income_nor_expenditure_is_told_of_its_expenditure() -> None:
    last = "第四部分 名词解释\n\n一、"
    said = "四、政府性基金预算财政拨款支出决算情况说明\n\n本部门2023年度没有政府性基金预算财政拨款收入和支出。\n\n"
    library = library_of(text_of().replace(last, said + last))
    answer = ask(library, "水务局2023年政府性基金预算财政拨款支出是多少")
    assert (answer.status, answer.values) == ("answered", []) and "没有政府性基金" in answer.answer
