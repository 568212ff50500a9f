"""Lists and their sums: parts of a whole, rows that meet a condition."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest

from eval.samples.books import Project
from tests.rag import plans
from tests.rag.plain_report import answer as answer_of_plain
from tests.rag.test_grounding import ask, figures, first, library_of, sample, samples

NAME = "yulan-water-2023"
WATER = "榆岚水利局2023年"


def _rows(table: str, column: str, size: int) -> dict[str, Decimal]:
    """Name and amount of the rows of a level, by the length of their code."""
    cells = sample(NAME).truth.cells
    return {
        c.row_name: Decimal(c.value or 0)
        for c in cells
        if (c.table, c.column) == (table, column) and len(c.row_code or "") == size
    }


def test_public_costs_are_listed_with_their_amounts() -> None:
    answer = ask(samples(), WATER + "公用经费有哪些明细")
    economic = {c: v for c, v in sample(NAME).books.economic.items() if c.startswith(("302", "310")) and v}
    assert sorted(map(Decimal, figures(answer))) == sorted(economic.values())
    assert sum(map(Decimal, figures(answer))) == Decimal("126.59")
    assert "差旅费" in answer.answer


@pytest.mark.parametrize(
    ("condition", "least", "most"),
    [
        ("超过100万元", Decimal(100), None),
        pytest.param(
            *("不少于50万元", Decimal(50), None),
        ),
        ("100万元以上", Decimal(100), None),
        ("低于20万元", None, Decimal(20)),
    ],
)
def test_rows_are_listed_that_meet_an_amount(condition: str, least: Decimal | None, most: Decimal | None) -> None:
    answer = ask(samples(), f"{WATER}支出决算表中{condition}的项级科目有哪些")
    rows = _rows("GK03", "本年支出合计", 7)
    expected = {n: v for n, v in rows.items() if (least is None or v >= least) and (most is None or v <= most)}
    assert 0 < len(expected) < len(rows)
    assert sorted(map(Decimal, figures(answer))) == sorted(expected.values())
    assert all(name in answer.answer for name in expected)


@pytest.mark.parametrize(("kind", "empty"), [("项目支出", "基本支出"), ("基本支出", "项目支出")])
def test_rows_are_listed_that_have_one_kind_of_spending_only(kind: str, empty: str) -> None:
    answer = ask(samples(), f"{WATER}支出决算表里哪些项级科目全部是{kind}")
    total, other = _rows("GK03", "本年支出合计", 7), _rows("GK03", empty, 7)
    expected = [v for n, v in total.items() if other[n] == 0 and v]
    assert sorted(map(Decimal, figures(answer))) == sorted(expected)


def test_classes_of_the_general_budget_are_listed_and_add_up() -> None:
    answer = ask(samples(), WATER + "一般公共预算财政拨款支出按大类各是多少")
    classes = _rows("GK05", "小计", 3)
    assert sorted(map(Decimal, figures(answer))) == sorted(v for v in classes.values() if v)
    assert sum(map(Decimal, figures(answer))) == Decimal("1511.87")


def test_items_without_a_budget_are_listed() -> None:
    answer = ask(samples(), WATER + "一般公共预算哪些项级科目年初没有预算")
    expected = [i.spending for i in sample(NAME).books.items if i.fund == "general" and not i.budget and i.fiscal]
    assert len(answer.values) == len(expected) > 0


def test_the_parts_of_three_public_are_listed() -> None:
    answer = ask(samples(), WATER + "三公经费有哪些构成")
    assert {"7.70", "1.57"} <= set(figures(answer))


def test_a_sum_of_named_subjects_shows_every_part() -> None:
    answer = ask(samples(), WATER + "公务接待费和公务用车运行费之和")
    assert (answer.status, *first(answer)) == ("computed", "9.27", "万元")
    assert answer.values[0].formula in {"1.57 + 7.70", "7.70 + 1.57"}
    assert len(answer.citations) == 2


def test_a_sum_is_compared_with_the_whole_it_should_make() -> None:
    answer = ask(samples(), WATER + "公用经费所列明细加起来是不是等于公用经费，相差多少")
    assert (answer.status, *first(answer)) == ("computed", "0.00", "万元")
    assert "一致" in answer.answer


def test_every_listed_figure_has_its_own_citation() -> None:
    answer = ask(samples(), WATER + "支出决算表中超过100万元的项级科目有哪些")
    assert len({c.line for c in answer.citations}) >= len(answer.values) == 5


def test_a_list_without_any_row_is_not_made_up() -> None:
    answer = ask(samples(), WATER + "支出决算表中超过99亿元的项级科目有哪些")
    assert answer.status == "not_found"
    assert answer.values == []


def test_a_list_may_be_asked_in_two_clauses() -> None:
    answer = ask(samples(), WATER + "三公经费由哪几项构成，各多少")
    assert {"7.70", "1.57"} <= set(figures(answer))


# ---------------------------------------------------------------- projects as rows

MUSEUM = "songyi-culture-2023"
CULTURE = "松漪文旅局2023年"


def _projects() -> list[Project]:
    return sample(MUSEUM).books.projects


@pytest.mark.parametrize(
    ("question", "fits", "column"),
    [
        ("哪些项目执行率低于90%", lambda p: p.rate < 90, "rate"),
        ("自评得分不是满分的项目有哪些，各得几分", lambda p: p.score < 100, "score"),
        ("得满分的项目有哪些", lambda p: p.score == 100, "score"),
        ("全年预算数超过一百万的项目有哪些", lambda p: p.full > 100, "full"),
        ("全年预算数在70万到110万之间的项目有哪些", lambda p: 70 <= p.full <= 110, "full"),
    ],
)
def test_projects_are_listed_that_meet_a_condition(question: str, fits: Callable[[Project], bool], column: str) -> None:
    answer = ask(samples(), CULTURE + question)
    expected = [p for p in _projects() if fits(p)]
    assert 0 < len(expected) < len(_projects())
    assert [Decimal(f) for f in figures(answer)] == [getattr(p, column) for p in expected]
    assert all(p.name in answer.answer for p in expected)


def test_a_number_of_projects_tells_which_they_are() -> None:
    answer = ask(samples(), CULTURE + "执行率不到100%的项目有多少个")
    expected = [p for p in _projects() if p.rate < 100]
    assert first(answer) == (str(len(expected)), "个")
    assert all(p.name in answer.answer for p in expected)


def test_both_columns_asked_for_are_told_of_every_project() -> None:
    answer = ask(samples(), CULTURE + "列出各项目的全年预算数和执行数")
    assert [Decimal(f) for f in figures(answer)] == [a for p in _projects() for a in (p.full, p.paid)]


def test_projects_left_out_are_not_in_the_sum() -> None:
    left = _projects()[2]
    answer = ask(samples(), f"{CULTURE}除了{left.name}，其余项目全年执行数一共多少")
    assert Decimal(first(answer)[0]) == sum(p.paid for p in _projects() if p is not left)
    assert answer.values[0].formula is not None
    assert len(answer.citations) == len(_projects()) - 1


def test_named_projects_are_added_up() -> None:
    one, other = _projects()[0], _projects()[3]
    answer = ask(samples(), f"{CULTURE}{one.name}和{other.name}两个项目一共执行了多少")
    assert Decimal(first(answer)[0]) == one.paid + other.paid


def test_the_average_over_projects_shows_its_formula() -> None:
    answer = ask(samples(), CULTURE + "各项目平均得分是多少")
    scores = [p.score for p in _projects()]
    assert Decimal(first(answer)[0]) == round(sum(scores, Decimal(0)) / len(scores), 2)
    assert answer.values[0].formula is not None
    assert f"÷ {len(scores)}" in answer.values[0].formula


def test_the_lowest_project_is_named_first() -> None:
    answer = ask(samples(), CULTURE + "得分最低的项目是哪个")
    lowest = min(_projects(), key=lambda p: p.score)
    assert Decimal(first(answer)[0]) == lowest.score
    assert lowest.name in answer.answer.split("。")[0]


def test_the_first_few_are_told_in_order() -> None:
    answer = ask(samples(), CULTURE + "全年执行数最多的三个项目")
    assert [Decimal(f) for f in figures(answer)] == sorted((p.paid for p in _projects()), reverse=True)[:3]


def test_one_column_is_held_against_another() -> None:
    answer = ask(samples(), CULTURE + "执行数小于全年预算数的项目有哪些")
    short = [p for p in _projects() if p.paid < p.full]
    assert [Decimal(f) for f in figures(answer)] == [a for p in short for a in (p.paid, p.full)]


def test_no_project_of_a_kind_is_said_and_not_made_up() -> None:
    answer = ask(samples(), CULTURE + "哪些项目执行率低于5%")
    assert (answer.status, answer.values) == ("not_found", [])
    assert "没有符合条件" in answer.answer


def test_rows_beyond_their_budget_are_told_with_it() -> None:
    answer = ask(samples(), WATER + "一般公共预算哪些项级科目超预算了")
    items = [i for i in sample(NAME).books.items if i.fund == "general" and i.fiscal > i.budget]
    assert len(answer.values) == 2 * len(items) > 0


def test_the_largest_part_is_told() -> None:
    answer = ask(samples(), WATER + "公用经费里花得最多的是哪一项")
    economic = {c: v for c, v in sample(NAME).books.economic.items() if c.startswith(("302", "310"))}
    assert Decimal(first(answer)[0]) == max(economic.values())


@pytest.mark.parametrize("question", ["收入来源有哪些，各多少", "哪项收入最多", "有几项收入"])
def test_the_sources_of_income_are_its_parts_and_no_subjects(question: str) -> None:
    answer = ask(samples(), WATER + question)
    assert "财政拨款收入" in answer.answer
    assert "水利" not in answer.answer.replace("榆岚市水利局", "")


def test_rows_with_each_amount_are_no_definition() -> None:
    answer = ask(samples(), WATER + "公用经费包括哪几项，各多少")
    assert len(answer.values) > 3


GRADED = (
    "十、预算绩效情况说明\n\n从评价情况看，9个项目中自评等级为“优”的6个，“良”的2个，“中”的1个，项目总体执行良好。\n\n"
)


@pytest.mark.parametrize(
    ("question", "number"), [("项目自评评上优的有几个", "6"), ("拿到良的项目几个", "2"), ("评成中的项目有几个", "1")]
)
def test_projects_of_a_grade_are_as_many_as_the_sentence_says(question: str, number: str) -> None:
    assert answer_of_plain(question, prose=GRADED).values[0].value == number


def test_projects_that_are_said_to_be_given_a_grade_are_counted_as_stated() -> None:
    prose = "十、预算绩效情况说明\n\n对12个项目开展绩效自评。从结果看，12个项目中评为“优”的9个、评定为“良”的3个。\n\n"
    for grade, number in (("优", "9"), ("良", "3")):
        answer = answer_of_plain(f"12个自评项目里有几个评了“{grade}”", prose=prose)
        assert first(answer) == (number, "个")


@pytest.mark.parametrize("asked", ["哪个项目支出最大", "哪一个项目支出最多", "支出最多的项目是哪个"])
def test_the_project_with_the_most_is_one_of_the_projects(asked: str) -> None:
    most = max(sample(NAME).books.projects, key=lambda p: p.paid)
    answer = ask(samples(), f"{WATER}{asked}")
    assert most.name in answer.answer.split("。")[0]


def test_the_money_of_a_fund_is_no_project() -> None:
    funds = "其中：一般公共预算安排150.00万元，政府性基金预算安排40.00万元，上年结转安排20.00万元。"
    text = plans.text_of("of-clinics")
    assert "项目支出210.00万元，占35.00%；" in text
    text = text.replace(
        "四、一般公共预算项目支出情况\n", f"四、一般公共预算项目支出情况\n\n2025年项目支出210.00万元，{funds}\n", 1
    )
    told = ask(library_of(text), "哪个项目预算最大").answer
    assert "政府性基金预算" not in told and "一般公共预算 " not in told


@pytest.mark.parametrize(
    ("asked", "level"),
    [("支出最大的款是哪个", 5), ("支出最大的类是哪个", 3), ("农林水支出（类）下面哪个项支出最大", 7)],
)
def test_the_level_asked_for_is_that_of_the_rows_and_not_of_what_they_lie_under(asked: str, level: int) -> None:
    rows = _rows("GK03", "本年支出合计", level)
    under = {"农林水支出（类）下面哪个项支出最大": "213"}.get(asked, "")
    cells = sample(NAME).truth.cells
    names = {c.row_name for c in cells if c.table == "GK03" and (c.row_code or "").startswith(under)}
    most = max((n for n in rows if n in names), key=lambda n: rows[n])
    assert f"：{most} " in ask(samples(), f"{WATER}{asked}").answer


@pytest.mark.parametrize("asked", ["钱主要花在哪里", "钱都花到哪儿去了", "的资金主要用在哪些方面"])
def test_what_all_money_was_spent_on_is_told_by_the_accounts_it_went_to(asked: str) -> None:
    rows = _rows("GK03", "本年支出合计", 3)
    assert set(figures(ask(samples(), f"{WATER}{asked}"))) == {str(v) for v in rows.values()}


def test_no_part_of_spending_is_told_where_one_of_a_kind_of_bodies_is_asked_for_that_the_report_has_none_of() -> None:
    answer = ask(samples(), f"{WATER}哪个学校花钱最多")
    assert answer.status == "not_found" and not answer.values
    assert "各学校" in answer.answer


def test_the_largest_sum_is_no_sum_of_all() -> None:
    answer = ask(samples(), f"{WATER}最大的一笔支出是什么")
    assert Decimal(figures(answer)[0]) == max(map(Decimal, figures(answer)))
    assert "合计" not in answer.answer


def test_two_accounts_named_within_a_kind_of_spending_are_put_in_order() -> None:
    economic = {c: v for c, v in sample(NAME).books.economic.items() if c in {"30201", "30211"}}
    answer = ask(samples(), WATER + "公用经费里办公费和差旅费哪个高？")
    assert all(str(amount) in answer.answer for amount in economic.values())
    assert answer.citations


def test_an_account_is_known_without_the_word_that_joins_its_name() -> None:
    answer = ask(samples(), WATER + "工资福利支出和商品服务支出哪个多，分别多少")
    assert "商品和服务支出" in answer.answer and "政府采购" not in answer.answer


@pytest.mark.parametrize("question", ["自评等次为良的项目有哪几个", "自评为良的项目有哪些", "良的项目有哪些"])
def test_projects_of_a_grade_are_listed_although_the_text_has_a_number_of_them(question: str) -> None:
    prose = "十、预算绩效情况说明\n\n从评价结果看，评价等次为“优”的项目1个，“良”的项目2个。\n\n"
    listed = (
        "附件1 2023年度项目支出绩效自评结果汇总表\n\n单位：万元\n\n"
        "序号\t项目名称\t全年预算数\t全年执行数\t自评得分\t自评等次\n"
        "1\t泵站大修\t90.00\t89.00\t95.0\t优\n2\t渠道清淤\t50.00\t45.00\t86.0\t良\n3\t水表更换\t30.00\t26.00\t83.5\t良\n\n"
    )
    answer = answer_of_plain(question, prose=prose + "第五部分 附件\n\n" + listed)
    assert "渠道清淤" in answer.answer and "水表更换" in answer.answer and "泵站大修" not in answer.answer
