"""Family F, names: slips in the department's name are found, other bodies and short names are let alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extractors.crosscheck import Status
from extractors.crosscheck.names import is_slip
from tests.extractors.crosscheck.paper import Paper

_NAME = "青榆市云渡区水务和农业局"


@pytest.fixture
def paper(tmp_path: Path) -> Paper:
    return Paper(tmp_path)


@pytest.mark.parametrize("rule", ["F-11", "F-12"])
def test_clean_report_passes(paper: Paper, rule: str) -> None:
    assert {v.status for v in paper.verdicts(rule)} == {Status.PASS}


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        (
            "公开04表\n部门：青榆市云渡区水务局",
            "公开04表\n部门：青榆市云度区水务局",
            "《财政拨款收入支出决算总表》表头",
        ),
        ("公开04表\n部门：青榆市云渡区水务局", "公开04表\n部门：青榆市水务局", "《财政拨款收入支出决算总表》表头"),
        ("第二部分 2023年度部门决算表\n\n", "第二部分 2023年度青榆市水务局部门决算表\n\n", "第二部分"),
        (
            "第二部分 2023年度部门决算表\n\n",
            "青榆市水务局2023年度部门决算表\n\n第二部分 2023年度部门决算表\n\n",
            "标题“青榆市水务局2023年度部门决算表”",
        ),
        ("青榆市云渡区水务局内设机构", "青榆市云渡区区水务局内设机构", "部门概况"),
        ("青榆市云渡区水务局内设机构", "青榆市渡云区水务局内设机构", "部门概况"),
        ("青榆市云渡区水务局内设机构", "青榆云渡区水务局内设机构", "部门概况"),
    ],
)
def test_slip_in_the_departments_name_is_found(paper: Paper, old: str, new: str, place: str) -> None:
    found = paper.swap(old, new).findings("F-11")
    assert len(found) == 1
    assert place in found[0].message
    assert "与本报告的部门名称“青榆市云渡区水务局”不一致" in found[0].message
    assert found[0].severity in ("warning", "info")


@pytest.mark.parametrize(
    "other", ["云渡区水务局", "青榆市水务局", "青榆市石桥区水务局", "省水利厅", "青榆市云渡区水务局机关"]
)
def test_other_bodies_and_short_names_in_the_text_are_let_alone(paper: Paper, other: str) -> None:
    paper.swap("完成区委、区政府交办的其他任务", f"配合{other}做好其他工作")
    assert paper.findings("F-11") == []


@pytest.mark.parametrize(
    ("old", "new", "other"),
    [
        # the department of the same kind of another place, in full and without its city
        ("2023年度收、支总计", "青榆市石桥区水务局2023年度收、支总计", "青榆市石桥区水务局"),
        ("2023年期末，我部门共有车辆", "截至2023年12月31日，石桥区水务局共有车辆", "石桥区水务局"),
        ("我部门制定了", "区财政局未委托第三方机构对石桥区水务局开展绩效评价。我部门制定了", "石桥区水务局"),
        (
            "2023年期末，我部门",
            "资产按青榆市石桥区水务局口径统计。2023年期末，我部门",
            "青榆市石桥区水务局",
        ),
        # another department of the same place, in full and by the level alone
        ("2023年度收、支总计", "青榆市云渡区体育局2023年度收、支总计", "青榆市云渡区体育局"),
        ("2023年期末，我部门共有车辆", "2023年期末，区体育局共有车辆", "区体育局"),
        ("2023年期末，我部门", "2023年末，云渡区体育局资产总额320.00万元。2023年期末，我部门", "云渡区体育局"),
        ("我部门制定了", "按要求，青榆市云渡区民政局3个预算单位编报了目标。我部门制定了", "青榆市云渡区民政局"),
        ("注：本表反映本年度情况。", "注：云渡区民政局2023年度没有国有资本经营预算收支，本表无数据。", "云渡区民政局"),
        ("公开04表\n部门：青榆市云渡区水务局", "公开04表\n部门：青榆市云渡区民政局", "青榆市云渡区民政局"),
    ],
)
def test_another_department_where_the_report_speaks_of_itself_is_found(
    paper: Paper, old: str, new: str, other: str
) -> None:
    found = paper.swap(old, new).findings("F-11")
    assert len(found) == 1
    assert f"其中“{other}”不是本报告的部门“青榆市云渡区水务局”" in found[0].message
    assert other in found[0].evidence[0].quote


@pytest.mark.parametrize(
    "sentence",
    [
        "按照综合预算的原则，云渡区民政局所有收入和支出均纳入部门预算管理。",
        "云渡区民政局无政府性基金预算财政拨款支出。",
        "云渡区民政局不涉及国有资本经营预算。",
        "云渡区民政局本年收入合计100.00万元。",
        "2023年，云渡区民政局基本支出10.00万元。",
        "云渡区民政局政府采购货物支出1.00万元。",
        "云渡区民政局的机关运行经费支出为10.00万元。",
        "截至2023年12月31日，云渡区民政局固定资产10.00万元。",
        "年末，云渡区民政局车辆保有量3辆。",
        "云渡区民政局现有在职人员30人。",
        "云渡区民政局主要职责是贯彻执行有关方针政策。",
        "云渡区民政局纳入2023年度决算编制范围的单位共1个。",
        "根据预算绩效管理要求，云渡区民政局组织对2023年度项目支出开展绩效自评。",
        "云渡区民政局整体支出绩效自评得分95.00分。",
        "云渡区民政局严格执行中央八项规定精神，压减“三公”经费。",
    ],
)
def test_another_department_is_found_by_whatever_a_report_tells_only_of_its_own(paper: Paper, sentence: str) -> None:
    paper.swap("我部门制定了", f"{sentence}我部门制定了")
    assert ["其中“云渡区民政局”不是本报告的部门" in f.message for f in paper.findings("F-11")] == [True]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("一、收入支出决算总体情况说明", "一、关于云渡区民政局2023年度收支决算总体情况的说明"),
        ("注：本表反映本年度情况。", "注：云渡区民政局没有国有资本经营预算收支，本表无数据。"),
    ],
)
def test_another_department_in_a_heading_or_a_note_is_found(paper: Paper, old: str, new: str) -> None:
    paper.swap(old, new, count=-1)
    assert ["其中“云渡区民政局”不是本报告的部门" in f.message for f in paper.findings("F-11")] == [True]


@pytest.mark.parametrize(
    "sentence",
    [
        "收到云渡区民政局财政拨款10.00万元。",
        "主要原因是云渡区住房和城乡建设局项目支出10.00万元划入。",
        "对云渡区民政局2023年度部门决算开展审计。",
        "由云渡区住房和城乡建设局组织实施的工程由我部门验收。",
        "云渡区应急管理局使用的防汛物资由我部门采购。",
        "按云渡区机关事务管理局规定，公务用车由云渡区机关事务管理局统一管理。",
        "接待青榆市石桥区水务局来访团组3个。",
        "与石桥区水务局联合开展河道清理。",
        "青榆市石桥区水务局来我区考察节水工作。",
        "区财政局2023年度部门决算批复后20日内公开。",
        "青榆市水务局2023年度下达项目资金。",
        "按照区教育局要求开展节水宣传。",
        "云渡区水务局2023年度决算为本级决算。",
        "区水务局2023年度决算为本级决算。",
        "全区水务局系统共有车辆2辆。",
    ],
)
def test_bodies_that_the_department_deals_with_are_let_alone(paper: Paper, sentence: str) -> None:
    paper.swap("我部门制定了", f"{sentence}我部门制定了")
    assert paper.findings("F-11") == []


def test_another_street_is_found_by_its_name_alone(paper: Paper) -> None:
    paper.swap("青榆市云渡区水务局", "青榆市云渡区人民政府柳湾街道办事处", count=0)
    paper.swap("2023年度收、支总计", "桃溪街道办事处2023年度收、支总计")
    assert "其中“桃溪街道办事处”不是本报告的部门" in paper.findings("F-11")[0].message
    paper.swap("桃溪街道办事处2023年度", "柳湾街道办事处2023年度")
    assert paper.findings("F-11") == []


def test_unit_below_and_further_name_of_the_department_are_its_own(paper: Paper) -> None:
    paper.swap("内设机构2个，包括", "（加挂云渡区移民局牌子）下设云渡区渔政局，内设机构2个，包括")
    paper.swap("2023年期末，我部门共有车辆", "云渡区渔政局2023年度支出已计入。2023年期末，区移民局共有车辆")
    assert paper.findings("F-11") == []


def test_left_out_division_is_loose_usage(paper: Paper) -> None:
    paper.swap("青榆市云渡区水务局内设机构", "青榆云渡区水务局内设机构")
    assert paper.findings("F-11")[0].severity == "info"


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("主要包括：基本工资", "主要包括：机关事业部门基本养老保险缴费", "机关事业部门"),
        ("；单价100万元（含）以上设备", "；部门价值100万元（含）以上设备", "部门价值"),
        ("：事业单位从上级单位取得", "：事业部门从上级单位取得", "事业部门"),
    ],
)
def test_department_printed_for_unit_is_found(paper: Paper, old: str, new: str, words: str) -> None:
    found = paper.swap(old, new).findings("F-11")
    assert [f.severity for f in found] == ["warning"]
    assert words in found[0].evidence[0].quote


def test_one_report_is_not_called_both_ways(paper: Paper) -> None:
    paper.swap("第三部分 2023年度部门决算情况说明\n\n", "第三部分 2023年度单位决算情况说明\n\n")
    assert "应按报告的范围统一" in paper.findings("F-11")[0].message


def test_heading_of_a_budget_in_final_accounts_is_found(paper: Paper) -> None:
    paper.swap("第三部分 2023年度部门决算情况说明\n\n", "第三部分 2023年度部门预算情况说明\n\n")
    found = paper.findings("F-12")
    assert [f.severity for f in found] == ["warning"]
    assert "2023年度部门预算情况说明" in found[0].message


@pytest.mark.parametrize("rule", ["F-11", "F-12"])
def test_report_without_name_or_headings_is_not_passed(
    paper: Paper, rule: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from extractors.crosscheck import catalogue
    from extractors.crosscheck.book import Book
    from extractors.report import Identity, Report, Source

    report = Report("demo", "demo.txt", "0" * 64, Identity(year=2023), Source(""), [])
    entry = catalogue()[rule]
    assert [v.status for v in entry.check(entry, Book([], report))] == [Status.INSUFFICIENT_DATA]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(at=st.integers(1, len(_NAME) - 4))
def test_any_inner_character_lost_or_doubled_is_a_slip(at: int) -> None:
    assert is_slip(_NAME[:at] + _NAME[at + 1 :], _NAME)
    assert is_slip(_NAME[:at] + _NAME[at] + _NAME[at:], _NAME)


def test_the_name_itself_and_its_end_are_no_slips() -> None:
    assert not is_slip(_NAME, _NAME)
    assert not is_slip("云渡区水务和农业局", _NAME)
    assert not is_slip("青榆市财政局", _NAME)


_BOUGHT = "2023年度政府采购支出总额5.00万元"


def test_an_overseer_of_the_own_place_is_a_stranger_where_its_own_money_is_told(paper: Paper) -> None:
    [found] = paper.swap(_BOUGHT, f"青榆市云渡区审计局{_BOUGHT}").findings("F-11")
    assert "其中“青榆市云渡区审计局”不是本报告的部门“青榆市云渡区水务局”" in found.message


@pytest.mark.parametrize(
    "said",
    [
        "青榆市云渡区审计局2023年度对我部门预算执行开展审计。",
        "青榆市云渡区财政局2023年度预算批复要求压减支出。",
        "区财政局2023年度政府采购支出5.00万元。",
    ],
)
def test_an_overseer_that_sees_to_the_money_of_others_is_let_alone(paper: Paper, said: str) -> None:
    assert paper.swap(_BOUGHT, f"{said}{_BOUGHT}").findings("F-11") == []


def test_another_bureau_before_the_bodies_below_it_is_found(paper: Paper) -> None:
    paper.swap(
        "（一）绩效管理工作开展情况\n",
        "（一）绩效管理工作开展情况\n青榆市云渡区统计局（部门）下属1家机关开展了自评。\n",
        -1,
    )
    found = paper.findings("F-11")
    assert any("统计局" in f.message for f in found)
