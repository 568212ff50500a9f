"""Family G beside the years: the units of a department, two versions of a report, the archive's checks."""

from __future__ import annotations

from extractors.crosscheck.model import Status, Verdict
from extractors.crosscheck.together import check_together, findings_between
from tests.extractors.crosscheck.small_books import DEPARTMENT, Draft

UNIT = "云岭市青川区水库管理所"


def _verdicts(rule: str, *drafts: Draft) -> dict[str, Verdict]:
    found = [v for v in check_together([d.book for d in drafts]) if v.rule.id == rule]
    assert len({v.subject for v in found}) == len(found)
    return {v.subject: v for v in found}


# G-04


def _whole(spent: str, count: str = "2个") -> Draft:
    draft = Draft(scope="汇总").cell("GK04", "本年支出合计", "支出合计", spent)
    draft.word("bodies", "机构设置", "机构设置", "纳入本部门2023年度部门决算编制范围的单位共2个，具体是：")
    draft.say("bodies", "决算编制范围单位", "数量", count.removesuffix("个"), "个")
    draft.word("bodies", "机构设置", "机构设置", f"1.{DEPARTMENT}本级。")
    return draft.word("bodies", "机构设置", "机构设置", f"2．{UNIT}。")


def _part(spent: str, department: str = UNIT, scope: str | None = None, **options: str) -> Draft:
    return Draft(department=department, scope=scope, **options).cell("GK04", "本年支出合计", "支出合计", spent)  # type: ignore[arg-type]


def _sum(*drafts: Draft) -> Verdict:
    found = _verdicts("G-04", *drafts)
    return next(v for k, v in found.items() if "汇总" in k and ("GK04/支出合计" in k or k.endswith("单位")))


def test_a_department_is_the_sum_of_its_units() -> None:
    parts = _part("60.00", DEPARTMENT, "本级"), _part("40.00")
    assert _sum(_whole("100.00"), *parts).status is Status.PASS
    assert _sum(_whole("100.01"), *parts).status is Status.ROUNDING
    verdict = _sum(_whole("101.00"), *parts)
    assert verdict.status is Status.FAIL
    assert all(text in verdict.ground for text in ("101.00万元", "60.00万元", "40.00万元", "100.00万元"))


def test_a_unit_whose_report_is_not_there_is_named() -> None:
    verdict = _sum(_whole("100.00"), _part("60.00", DEPARTMENT, "本级"))
    assert verdict.status is Status.NOT_APPLICABLE
    assert UNIT in verdict.ground


def test_units_of_another_year_or_region_do_not_count() -> None:
    own = _part("60.00", DEPARTMENT, "本级")
    elsewhere = Draft(department=UNIT, region="江海市").cell("GK04", "本年支出合计", "支出合计", "40.00")
    earlier = Draft(2022, department=UNIT).cell("GK04", "本年支出合计", "支出合计", "40.00")
    assert _sum(_whole("100.00"), own, elsewhere, earlier).status is Status.NOT_APPLICABLE


def test_a_list_that_is_not_read_in_full_is_not_trusted() -> None:
    verdict = _sum(_whole("100.00", "3个"), _part("60.00", DEPARTMENT, "本级"), _part("40.00"))
    assert verdict.status is Status.NOT_APPLICABLE
    assert "名单" in verdict.ground


def test_transfers_between_a_department_and_its_units_are_not_summed() -> None:
    whole, own, unit = _whole("100.00"), _part("60.00", DEPARTMENT, "本级"), _part("40.00")
    for draft, spent in ((whole, "100.00"), (own, "65.00"), (unit, "40.00")):
        draft.cell("GK03", "合计", "本年支出合计", spent)
    own.cell("GK03", "合计", "对附属单位补助支出", "5.00")
    found = _verdicts("G-04", whole, own, unit)
    assert next(v for k, v in found.items() if "GK03" in k).status is Status.NOT_APPLICABLE


def test_a_report_of_one_body_has_no_units() -> None:
    assert [v.status for v in _verdicts("G-04", Draft().cell("GK01", "a", "b", "1")).values()] == [
        Status.NOT_APPLICABLE
    ]


# G-05


def _version(file: str, figure: str, sentence: str) -> Draft:
    draft = Draft(file=file).cell("GK03", "206", "基本支出", figure, name="科学技术支出")
    return draft.cell("GK03", "208", "基本支出", "7.00").word("overall", "收入支出总计", "增减原因", sentence)


def test_what_changed_between_two_versions_is_listed() -> None:
    found = _verdicts("G-05", _version("错误版.txt", "20.00", "新建泵站"), _version("发布版.txt", "21.00", "新建水库"))
    table, prose = found.values()
    assert (table.status, prose.status) == (Status.FAIL, Status.FAIL)
    assert "错误版.txt、发布版.txt" in table.ground and "1处" in table.ground
    assert "206 科学技术支出“基本支出”20.00改为21.00" in table.ground
    assert "新建泵站" in prose.ground and "新建水库" in prose.ground


def test_a_difference_between_versions_is_information_and_cites_both() -> None:
    books = [_version(n, v, "同").book for n, v in (("a.txt", "20.00"), ("b.txt", "21.00"))]
    [finding] = [f for f in findings_between(books) if f.rule == "G-05"]
    assert finding.severity == "info"
    assert [c.file for c in finding.evidence] == ["a.txt", "b.txt"]


def test_a_blank_made_a_zero_is_a_change_and_another_way_to_print_a_figure_is_none() -> None:
    [verdict] = _verdicts("G-05", _version("a.txt", "", "同"), _version("b.txt", "0.00", "同")).values()
    assert "空白改为0.00" in verdict.ground
    [verdict] = _verdicts("G-05", _version("a.txt", "20.00", "同"), _version("b.txt", "20.0", "同")).values()
    assert verdict.status is Status.PASS


def test_a_table_that_only_one_version_has_is_not_listed_cell_by_cell() -> None:
    older, newer = (
        _version("a.txt", "20.00", "同"),
        _version("b.txt", "20.00", "同").cell("GK05", "201", "小计", "1.00"),
    )
    [verdict] = _verdicts("G-05", older, newer).values()
    assert verdict.status is Status.INSUFFICIENT_DATA
    assert verdict.missing[0].startswith("a.txt")


def test_the_same_content_twice_is_one_version() -> None:
    draft = _version("a.txt", "20.00", "同")
    assert [v.status for v in _verdicts("G-05", draft, draft).values()] == [Status.NOT_APPLICABLE]


# G-07


def _text_only(project: str) -> Draft:
    draft = Draft().say("expenditure", "本年支出合计", "决算数", "100.00")
    draft.say("expenditure", "基本支出", "决算数", "60.00", part_of="本年支出合计")
    return draft.say("expenditure", "项目支出", "决算数", project, part_of="本年支出合计")


def test_fields_that_were_not_read_are_named() -> None:
    verdict = next(v for k, v in _verdicts("G-07", _text_only("40.00")).items() if "要素" in k)
    assert verdict.status is Status.INSUFFICIENT_DATA
    assert verdict.missing == ("本年收入合计", "财政拨款收入")
    complete = _text_only("40.00").say("income", "本年收入合计", "决算数", "100.00")
    complete.say("income", "财政拨款收入", "决算数", "100.00")
    assert next(v for k, v in _verdicts("G-07", complete).items() if "要素" in k).status is Status.PASS


def test_the_balances_are_left_to_the_rules_of_tables_and_text() -> None:
    found = [v for v in _verdicts("G-07", _text_only("45.00")).values() if "基本支出" in v.subject]
    assert [(v.status, "D-15" in v.ground) for v in found] == [(Status.NOT_APPLICABLE, True)]
    with_table = _text_only("45.00").cell("GK03", "合计", "本年支出合计", "100.00")
    found = [v for v in _verdicts("G-07", with_table).values() if "基本支出" in v.subject]
    assert "A-GK03-01" in found[0].ground
