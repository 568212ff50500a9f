"""Family F, years, units and decimals: found where they are wrong, let alone where other years are meant."""

from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path

import pytest

from extractors.crosscheck import Status, catalogue, check, findings
from extractors.crosscheck.book import Book
from extractors.extract import facts_of, read_report
from tests.extractors.crosscheck.paper import Paper

_PROSE = "第三部分 2023年度部门决算情况说明\n\n一、收入支出决算总体情况说明"


@pytest.fixture
def paper(tmp_path: Path) -> Paper:
    return Paper(tmp_path)


def only(paper: Paper, rule: str) -> tuple[str, str, str]:
    """Severity, message and first quote of the single finding of a rule."""
    found = paper.findings(rule)
    assert len(found) == 1, [f.message for f in found]
    return found[0].severity, found[0].message, found[0].evidence[0].quote


@pytest.mark.parametrize("rule", ["F-01", "F-02", "F-04", "F-05"])
def test_clean_report_passes(paper: Paper, rule: str) -> None:
    assert {v.status for v in paper.verdicts(rule)} <= {Status.PASS, Status.NOT_APPLICABLE}
    assert any(v.status is Status.PASS for v in paper.verdicts(rule))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("第三部分 2023年度部门决算情况说明\n\n", "第三部分 2022年度部门决算情况说明\n\n"),
        ("公开05表\n部门：青榆市云渡区水务局\n2023年度", "公开05表\n部门：青榆市云渡区水务局\n2022年度"),
        ("2023年度财政拨款收、支总计", "2022年度财政拨款收、支总计"),
        ("2023年共接待国内来访团组", "2022年共接待国内来访团组"),
        ("说明：我部门没有使用国有资本经营预算", "说明：我部门2022年没有使用国有资本经营预算"),
        ("说明：我部门没有使用国有资本经营预算", "注：2022年度无国有资本经营预算"),
    ],
)
def test_another_year_than_the_reports_is_an_error(paper: Paper, old: str, new: str) -> None:
    severity, message, quote = only(paper.swap(old, new), "F-01")
    assert severity == "error"
    assert "应为2023年" in message
    assert "2022年" in quote


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("与上年度相比，收、支总计", "与2022年度相比，收、支总计"),
        ("主要原因是新招录人员到岗。", "2022年度追加的支出列入本年。"),
        ("主要原因是用车减少。", "2022年度机关运行经费支出11.00万元，2023年度有所压减。"),
        ("二〇二四年九月", "2024年9月30日"),
        ("防汛抗旱", "防汛抗旱和2025年汛前检查"),
    ],
)
def test_other_years_in_comparisons_and_dates_are_right(paper: Paper, old: str, new: str) -> None:
    assert paper.swap(old, new).findings("F-01") == []


def test_comparison_with_the_report_year_itself_is_an_error(paper: Paper) -> None:
    paper.swap("比2022年度减少1.00万元", "比2023年度减少1.00万元")
    assert "应为上年（2022年）" in only(paper, "F-01")[1]


_EVALUATED = "我部门制定了预算绩效管理制度，对2023年度项目支出开展绩效自评，涵盖项目2个，涉及预算资金30.00万元。"


def test_last_year_over_what_all_projects_of_this_year_come_to_is_an_error(paper: Paper) -> None:
    paper.swap(_EVALUATED, "2022年度青榆市云渡区水务局绩效自评项目2个，涉及预算资金30.00万元。")
    severity, message, quote = only(paper, "F-01")
    assert (severity, "2022年应为2023年" in message) == ("error", True)
    assert "30.00万元" in quote


@pytest.mark.parametrize(
    "said",
    [
        "2022年度青榆市云渡区水务局绩效自评项目3个，涉及预算资金41.00万元。",
        "2022年度青榆市云渡区水务局绩效自评项目2个，涉及预算资金30.00万元，与2023年相同。",
        "2023年度青榆市云渡区水务局绩效自评项目2个，涉及预算资金30.00万元。",
    ],
)
def test_projects_of_last_year_with_money_of_their_own_may_be_told(paper: Paper, said: str) -> None:
    assert paper.swap(_EVALUATED, said).findings("F-01") == []


@pytest.mark.parametrize("end", ["2022年期末", "截至2022年12月31日", "2022年末"])
def test_end_of_another_year_is_an_error(paper: Paper, end: str) -> None:
    severity, message, quote = only(paper.swap("2023年期末，我部门", f"{end}，我部门"), "F-02")
    assert severity == "error"
    assert "2023年末" in message
    assert end in quote


def test_comparison_with_the_end_of_last_year_is_right(paper: Paper) -> None:
    paper.swap("共有车辆1辆", "共有车辆1辆，与2022年末相同")
    assert paper.findings("F-02") == []


def test_table_without_unit_is_named(paper: Paper) -> None:
    paper.swap(
        "公开03表\n部门：青榆市云渡区水务局\n2023年度\n单位：万元", "公开03表\n部门：青榆市云渡区水务局\n2023年度"
    )
    severity, message, quote = only(paper, "F-04")
    assert (severity, quote) == ("warning", "支出决算表")
    assert message == "《支出决算表》没有注明金额单位（其他各表为万元），请补充。"


def test_no_table_with_a_unit_is_an_error(paper: Paper) -> None:
    found = paper.swap("\n单位：万元", "", count=0).findings("F-04")
    assert {f.severity for f in found} == {"error"}
    assert len(found) == 9


def test_table_in_another_unit_than_the_rest_is_named(paper: Paper) -> None:
    paper.swap(
        "公开03表\n部门：青榆市云渡区水务局\n2023年度\n单位：万元",
        "公开03表\n部门：青榆市云渡区水务局\n2023年度\n单位：元",
    )
    assert paper.findings("F-04")[0].values == ["元", "万元"]


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("决算为0.80万元", "决算为0.80", "支出决算为0.80"),
        ("国内公务接待支出0.80万元", "国内公务接待支出0.80万", "支出0.80万"),
    ],
)
def test_amount_of_the_text_without_unit_is_found(paper: Paper, old: str, new: str, words: str) -> None:
    severity, message, _ = only(paper.swap(old, new), "F-04")
    assert severity == "warning"
    assert words in message


_HEAD = "公开03表\n部门：青榆市云渡区水务局\n2023年度\n单位：万元"


def test_a_table_filled_in_yuan_under_the_heading_of_wan_is_found(paper: Paper) -> None:
    start, end = paper.text.index(_HEAD), paper.text.index("公开04表")
    table = paper.text[start:end]
    paper.swap(table, re.sub(r"\d+\.\d\d", lambda m: f"{Decimal(m.group()) * 10000:.2f}", table))
    [finding] = paper.findings("F-04")
    assert finding.severity == "error"
    assert "恰好相差一万倍，《支出决算表》的金额单位疑有误" in finding.message
    assert {c.table for c in finding.evidence} > {"GK03"}


def test_an_amount_of_the_text_in_yuan_for_wan_is_found(paper: Paper) -> None:
    stated = re.search(r"一般公共预算财政拨款支出[\d.]+万元", paper.text[paper.text.rindex(_PROSE) :])
    assert stated
    paper.swap(stated.group(), stated.group().replace("万元", "元"), count=-1)
    found = [f for f in paper.findings("F-04") if "一万倍" in f.message]
    assert [f.severity for f in found] == ["error"]
    assert "正文“" in found[0].message.split("的金额单位疑有误")[0].rpartition("，")[2]


def test_a_table_told_to_be_in_another_unit_is_not_told_twice(paper: Paper) -> None:
    assert len(paper.swap(_HEAD, _HEAD.replace("万元", "元")).findings("F-04")) == 1


def test_odd_decimals_are_a_matter_of_style(paper: Paper) -> None:
    severity, message, _ = only(paper.swap("90.00\t60.00\t30.00\t0.00", "90.0\t60.00\t30.00\t0.00"), "F-05")
    assert severity == "info"
    assert "90.0等1处" in message


@pytest.mark.parametrize("rule", ["F-04", "F-05"])
def test_tables_that_were_not_read_are_not_passed(paper: Paper, rule: str) -> None:
    paper.text = paper.text[: paper.text.rindex("第二部分")] + paper.text[paper.text.rindex(_PROSE) :]
    statuses = {v.subject: v.status for v in paper.verdicts(rule)}
    assert statuses["tables"] is Status.INSUFFICIENT_DATA


def test_year_end_of_final_accounts_is_not_asked_of_a_budget() -> None:
    assert not catalogue()["F-02"].applies("budget")


@pytest.mark.parametrize("rule", ["F-01", "F-02"])
def test_report_without_text_is_not_passed(paper: Paper, rule: str) -> None:
    paper.text = "第一部分 青榆市云渡区水务局概况\n\n第二部分 2023年度部门决算表\n"
    assert {v.status for v in paper.verdicts(rule)} == {Status.INSUFFICIENT_DATA}


def test_page_without_text_is_told_as_not_read(paper: Paper, tmp_path: Path) -> None:
    assert [v.status for v in paper.verdicts("F-14")] == [Status.NOT_APPLICABLE]
    path = tmp_path / "paged.txt"
    path.write_text(paper.text, encoding="utf-8")
    report = read_report(path)
    report.pages = 2
    for section in report.sections:
        section.place = section.place.__class__(section.place.start, section.place.end, section.place.line, 1)
    rule = catalogue()["F-14"]
    verdicts = list(rule.check(rule, Book([], report)))
    assert [(v.subject, v.status) for v in verdicts] == [("page/2", Status.INSUFFICIENT_DATA)]


def test_a_table_of_doubtful_unit_is_compared_with_no_other(paper: Paper, tmp_path: Path) -> None:
    start, end = paper.text.index(_HEAD), paper.text.index("公开04表")
    table = paper.text[start:end]
    paper.swap(table, re.sub(r"\d+\.\d\d", lambda m: f"{Decimal(m.group()) * 10000:.2f}", table))
    path = tmp_path / "units.txt"
    path.write_text(paper.text, encoding="utf-8")
    report = read_report(path)
    verdicts = check(facts_of(report), report)
    assert [f.rule for f in findings(verdicts, report) if f.severity == "error"] == ["F-04"], "one mistake, one finding"
    between = [v for v in verdicts if v.rule.id in ("B-02", "B-06", "C-S3-01")]
    assert Status.PARSE_CONFLICT in {v.status for v in between}
    assert any("《支出决算表》的金额单位有误（见F-04）" in v.ground for v in between)


def test_table_in_another_unit_whose_amounts_are_right_is_a_matter_of_form(paper: Paper) -> None:
    start, end = paper.text.index(_HEAD), paper.text.index("公开04表")
    table = paper.text[start:end]
    in_yuan = re.sub(r"\d+\.\d\d", lambda m: f"{Decimal(m.group()) * 10000:.2f}", table).replace("万元", "元")
    severity, message, _ = only(paper.swap(table, in_yuan), "F-04")
    assert severity == "info"
    assert "换算后与他处一致" in message


_SUMMARY = """
单位：万元
序号\t项目名称\t年初预算\t全年预算\t执行数\t执行率\t得分\t评级
1\t堤防巡查经费\t18.00\t20.00\t20.00\t100.00%\t96.80\t优
2\t水质监测经费\t10.00\t10.00\t10.00\t100.00%\t97.20\t优
"""


def test_a_summary_of_projects_is_no_form_of_the_department(paper: Paper) -> None:
    said = "2个项目自评等级为优，部门整体支出绩效自评结果为96分。"
    paper.swap(said, f"{said}\n\n项目绩效自评结果如下：\n{_SUMMARY}")
    assert any("堤防巡查经费" in v.subject for v in paper.verdicts("P-01"))
    assert paper.findings("P-10") == []
