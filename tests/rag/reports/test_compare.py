"""Across reports: ranking, sums, counts and comparisons, each figure with its report and year."""

from __future__ import annotations

from decimal import Decimal

import pytest

from rag.holdings import desk
from rag.library import Library
from rag.reports import several
from tests.rag.small_report import text_of
from tests.rag.test_grounding import ask, figures, first, library_of, sample, samples

OF_2023 = ["songyi-culture-2023", "yulan-water-2023", "fanshi-civil-2023", "luyu-education-2023"]


def _truth(key: str) -> dict[str, Decimal]:
    return {sample(n).department: sample(n).truth.figures[key].value for n in OF_2023}


# ranking


@pytest.mark.parametrize(
    ("key", "measure"), [("spending", "支出合计"), ("basic", "基本支出"), ("public", "公用经费"), ("tp", "三公经费")]
)
@pytest.mark.parametrize("order", ["从高到低", "从低到高"])
def test_reports_are_ranked_by_amount(key: str, measure: str, order: str) -> None:
    answer = ask(samples(), f"把2023年各部门的{measure}{order}排列")
    expected = sorted(_truth(key).values(), reverse=order == "从高到低")
    assert [Decimal(f) for f in figures(answer)] == expected


@pytest.mark.parametrize(
    ("question", "place"),
    [("最多的部门", 0), ("最高的是谁", 0), ("第二名是谁", 1), ("第三高的部门", 2), ("最少的部门", 3)],
)
def test_the_place_asked_for_comes_first(question: str, place: int) -> None:
    answer = ask(samples(), f"2023年支出合计{question}")
    name, amount = sorted(_truth("spending").items(), key=lambda item: -item[1])[place]
    assert (Decimal(first(answer)[0]), answer.values[0].department) == (amount, name)
    assert answer.answer.index(name) < 40


@pytest.mark.parametrize(("words", "count"), [("前两名", 2), ("前三位", 3), ("排名前2名", 2)])
def test_only_the_first_ones_are_told(words: str, count: int) -> None:
    answer = ask(samples(), f"2023年支出最多的部门{words}")
    assert [Decimal(f) for f in figures(answer)] == sorted(_truth("spending").values(), reverse=True)[:count]


def test_the_first_ones_are_a_ranking_without_more_words() -> None:
    assert len(figures(ask(samples(), "2023年支出合计前两名"))) == 2


def test_a_place_beyond_the_last_is_not_filled_with_the_last() -> None:
    assert "第9位的是" not in ask(samples(), "2023年支出合计第九名是谁").answer


def test_years_are_not_mixed_in_a_ranking_of_one_year() -> None:
    answer = ask(samples(), "2023年支出合计最高的部门")
    assert {v.year for v in answer.values} == {2023}
    assert "岫川" not in answer.answer


def test_years_are_ranked_one_by_one_where_a_department_would_stand_twice() -> None:
    answer = ask(samples(), "支出合计最高的部门")
    assert "按年度分别回答" in answer.answer
    assert [y for y in dict.fromkeys(v.year for v in answer.values)] == [2023, 2022, 2021]


def test_different_years_are_pointed_out() -> None:
    answer = ask(library_of(text_of(), text_of(department="云岭市青川区民政局", year=2022)), "支出合计最高的部门")
    assert "年度不同" in answer.answer
    assert {v.year for v in answer.values} == {2022, 2023}


def test_a_year_without_any_report_has_no_ranking() -> None:
    answer = ask(samples(), "2033年支出合计最高的部门")
    assert (answer.status, answer.values) == ("not_found", [])


# sums and pairs


def test_a_sum_over_reports_shows_its_parts() -> None:
    answer = ask(samples(), "2023年各部门支出合计加起来是多少")
    assert (answer.status, Decimal(first(answer)[0])) == ("computed", sum(_truth("spending").values()))
    assert (answer.values[0].formula or "").count("+") == 3
    assert len(answer.citations) == 4


def test_a_sum_in_another_unit_shows_the_conversion() -> None:
    ask(samples(), "2023年各部门支出合计加起来折合多少元")


@pytest.mark.parametrize(
    ("question", "value", "unit"),
    [
        ("榆岚水利局和鹭屿教育局2023年支出合计相差多少", "12.95", "万元"),
        ("鹭屿教育局和榆岚水利局2023年支出合计相差多少", "12.95", "万元"),
        ("榆岚水利局2023年支出合计比松漪文旅局多多少", "1034.24", "万元"),
        ("榆岚水利局2023年支出合计是松漪文旅局的几倍，保留一位小数", "1.9", "倍"),
        ("榆岚水利局和帆石民政局2023年三公经费之和", "13.67", "万元"),
    ],
)
def test_two_departments_are_compared(question: str, value: str, unit: str) -> None:
    answer = ask(samples(), question)
    assert (answer.status, *first(answer)) == ("computed", value, unit)
    assert len({c.doc_id for c in answer.citations}) == 2


def test_the_larger_one_is_named() -> None:
    answer = ask(samples(), "松漪文旅局和榆岚水利局2023年支出合计谁更多，多多少")
    assert "榆岚市水利局" in answer.answer.split("多")[0]
    assert "1034.24" in figures(answer)


def test_a_stranger_in_a_comparison_is_not_left_out_silently() -> None:
    answer = ask(samples(), "榆岚水利局和火星局2023年支出合计相差多少")
    assert (answer.status, answer.values) == ("not_found", [])
    assert "火星局" in answer.answer


def test_each_report_keeps_its_own_figure() -> None:
    answer = ask(samples(), "2023年各部门三公经费分别是多少")
    assert {(v.department, Decimal(v.value)) for v in answer.values} == set(_truth("tp").items())


@pytest.mark.parametrize(
    "question",
    [
        pytest.param("2023年各部门支出合计分别是多少"),
        pytest.param("2023年支出合计多少"),
        "2023年各部门基本支出分别是多少",
    ],
)
def test_the_name_of_a_total_does_not_add_departments_up(question: str) -> None:
    answer = ask(samples(), question)
    assert len(answer.values) == 4
    assert not any(v.formula for v in answer.values)


def test_two_years_of_a_department_are_both_told() -> None:
    answer = ask(samples(), "松漪文旅局2022年和2023年的三公经费决算各是多少")
    assert {"35.87", "16.62"} <= set(figures(answer))


def test_a_pair_with_a_year_that_is_not_there_is_not_computed() -> None:
    answer = ask(samples(), "榆岚水利局1999年和鹭屿教育局2023年支出合计相差多少")
    assert answer.status == "not_found"


# counts


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("2023年有几个部门有政府性基金支出", 3),
        ("2023年没有政府性基金支出的部门有几个", 1),
        ("2023年有几个部门发生了三公经费支出", 3),
        ("2023年有几个部门的项目支出超过基本支出", 2),
        ("2023年有几个部门三公经费决算低于预算", 3),
        ("2023年收支总计比上年减少的部门有几个", 3),
        pytest.param("2023年支出合计超过2000万元的部门有几个", 3),
        pytest.param("2023年收支总计下降的部门有几个", 3),
    ],
)
def test_reports_are_counted_by_condition(question: str, expected: int) -> None:
    answer = ask(samples(), question)
    assert first(answer) == (str(expected), "个")
    assert f"有{expected}个" in answer.answer


@pytest.mark.parametrize(
    "question",
    [
        pytest.param("2023年项目支出超过基本支出的部门有哪些"),
        "2023年有哪些部门项目支出超过基本支出",
    ],
)
def test_only_reports_that_meet_the_condition_are_named(question: str) -> None:
    answer = ask(samples(), question)
    assert "松漪区" in answer.answer and "帆石区" in answer.answer
    assert "鹭屿市教育局" not in answer.answer


def test_a_count_of_those_without_says_so() -> None:
    assert "没有" in ask(samples(), "2023年没有政府性基金支出的部门有几个").answer


# ambiguity


def test_a_name_that_fits_two_departments_is_asked_back_with_both() -> None:
    library = library_of(text_of(), text_of("云岭市赤石区水务局", spent="88.10"))
    answer = ask(library, "水务局2023年支出合计多少")
    assert (answer.status, sorted(figures(answer))) == ("clarify", ["386.78", "88.10"])
    assert "青川区水务局" in answer.answer and "赤石区水务局" in answer.answer
    assert figures(ask(library, "赤石区水务局2023年支出合计多少")) == ["88.10"]


def test_a_name_that_fits_two_years_is_asked_back_with_both() -> None:
    answer = ask(samples(), "松漪文旅局支出合计多少")
    assert answer.status == "clarify"
    assert {v.year for v in answer.values} == {2022, 2023}


def test_a_bare_year_is_asked_back_with_the_choices() -> None:
    answer = ask(samples(), "2023年")
    assert (answer.status, answer.values) == ("clarify", [])
    assert "榆岚市水利局2023年度" in answer.answer


# more reports than an answer can list

PLACES = ("青川区", "白沙县", "赤石区", "柳林县", "松坪区", "枫桥县", "云门区", "石泉县")
AMOUNTS = {f"云岭市{place}水务局": f"{100 + 7 * n}.50" for n, place in enumerate(sorted(PLACES))}


@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch) -> Library:
    """Eight reports, taken for so many that they are neither read one by one nor all listed."""
    monkeypatch.setattr(desk, "SMALL", 4)
    monkeypatch.setattr(several, "LISTED", 4)
    monkeypatch.setattr(several, "SHOWN", 3)
    monkeypatch.setattr(several, "EXAMPLES", 2)
    return library_of(*(text_of(name, spent=amount) for name, amount in AMOUNTS.items()))


def test_a_ranking_of_many_lists_the_first_and_how_many_more(large: Library) -> None:
    answer = ask(large, "2023年支出合计从高到低排列")
    assert figures(answer) == ["149.50", "142.50", "135.50"]
    assert "其余5份报告从略" in answer.answer
    assert len(answer.citations) == 3


def test_the_place_asked_for_is_told_even_beyond_those_that_are_listed(large: Library) -> None:
    assert first(ask(large, "2023年支出合计第二名是谁")) == ("142.50", "万元")
    assert first(ask(large, "2023年支出合计最少的部门")) == ("100.50", "万元")
    assert figures(ask(large, "2023年支出合计前五名"))[4:] == ["121.50"]
    assert "只有8份报告" in ask(large, "2023年支出合计第九名是谁").answer


def test_a_sum_over_many_is_exact_though_its_parts_are_not_all_listed(large: Library) -> None:
    answer = large.ask("2023年各部门支出合计一共多少")
    assert first(answer) == (str(sum(map(Decimal, AMOUNTS.values()))), "万元")
    assert answer.values[0].formula == "100.50 + 107.50 + 114.50 + …，共8项"
    assert "8份报告" in answer.answer
    assert "其余5份报告从略" in answer.answer


def test_a_count_over_many_lists_the_first_of_those_counted(large: Library) -> None:
    answer = ask(large, "2023年支出合计超过110万元的部门有几个")
    assert figures(answer) == ["6", "114.50", "121.50", "128.50"]
    assert "其余3份报告从略" in answer.answer
    assert first(ask(large, "2023年没有项目支出的部门有几个"))[0] == "8"


def test_a_question_that_fits_many_reports_asks_back_with_a_few_examples(large: Library) -> None:
    answer = ask(large, "2023年支出合计是多少")
    assert (answer.status, figures(answer)) == ("clarify", ["100.50", "107.50"])
    assert "问题适合8份报告" in answer.answer


def test_every_figure_of_many_reports_is_told_for_the_first_ones(large: Library) -> None:
    answer = ask(large, "2023年各部门支出合计分别是多少")
    assert (answer.status, len(answer.values)) == ("answered", 3)
    assert "其余5份报告从略" in answer.answer


def test_many_reports_without_a_figure_are_counted_not_listed(large: Library) -> None:
    answer = ask(large, "2023年各部门公务接待费从高到低")
    assert answer.status in {"clarify", "not_found"}
    assert "等8份报告" in answer.answer


def test_the_departments_of_a_region_are_meant_with_a_year_in_between() -> None:
    amounts = {"云岭市青川区": "10.5", "云岭市白沙县": "3", "松坪市石泉县": "20"}
    library = library_of(*(text_of(f"{place}水务局", spent=amount) for place, amount in amounts.items()))
    assert first(ask(library, "云岭市2023年各部门支出合计一共多少")) == ("13.5", "万元")
    assert figures(ask(library, "云岭市各部门2023年支出合计从高到低排列")) == ["10.5", "3"]


def test_a_share_of_very_many_tells_the_sum_once(large: Library) -> None:
    answer = large.ask("2023年云岭市白沙县水务局支出合计占所有部门合计的比例")
    assert answer.values[0].formula == f"{AMOUNTS['云岭市白沙县水务局']} ÷ {sum(map(Decimal, AMOUNTS.values()))} × 100%"
    assert len(answer.values) == 2


def test_words_are_looked_for_in_very_many_reports(large: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rag.retrieval.index._WEIGHED", 4)
    answer = ask(large, "2023年哪个部门负责航天发射场的选址")
    assert answer.status == "not_found"
    assert "按词查找了库中8份报告" in answer.answer
    told = ask(large, "2023年哪个部门负责河道采砂的监督管理")
    assert told.status == "answered"
    assert all("河道采砂" in c.quote for c in told.citations)


def test_a_fall_worked_out_of_two_reports_is_no_rise() -> None:
    texts = [text_of(year=2022, spent="50"), text_of(spent="30")]
    texts += [text_of("云岭市白沙县水务局", year=2022, spent="10"), text_of("云岭市白沙县水务局", spent="12")]
    answer = ask(library_of(*texts), "2023年支出合计比上年增加最多的部门")
    assert (answer.values[0].department, answer.values[0].value) == ("云岭市白沙县水务局", "2")


def test_the_departments_of_one_place_are_told_apart_from_many(large: Library) -> None:
    assert first(ask(large, "白沙县水务局2023年支出合计")) == (AMOUNTS["云岭市白沙县水务局"], "万元")
    gap = ask(large, f"云岭市{min(PLACES)}水务局和{max(PLACES)}水务局2023年支出合计相差多少")
    assert first(gap)[0] == "49.00"


def test_a_follow_up_to_a_question_on_many_stays_with_them(large: Library) -> None:
    assert first(ask(large, "2023年支出合计最高的是谁", "第二名呢"))[0] == "142.50"
    assert ask(large, "2023年支出合计最高的是谁", "它的基本支出呢").values[0].department == max(AMOUNTS)
    assert first(ask(large, "2023年支出合计最高的是谁", "白沙县水务局呢"))[0] == AMOUNTS["云岭市白沙县水务局"]


def test_an_unknown_department_is_not_found_among_many(large: Library) -> None:
    answer = ask(large, "月球市火星局2023年支出合计是多少")
    assert answer.status == "not_found"
    assert "等8份报告" in answer.answer
