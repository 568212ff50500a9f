"""Projects: the figures of one project from its own form, and of all of them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from eval.samples.books import Project
from tests.rag.test_grounding import ask, figures, first, sample, samples

FORMS = ["songyi-culture-2022", "songyi-culture-2023", "yulan-water-2023", "xiuchuan-transport-2021"]
CALLED = {
    "songyi-culture-2022": "松漪文旅局2022年",
    "songyi-culture-2023": "松漪文旅局2023年",
    "yulan-water-2023": "榆岚水利局2023年",
    "xiuchuan-transport-2021": "岫川市交通局2021年",
}


def _forms() -> list[object]:
    return [pytest.param(n, i, id=f"{n}-{i}") for n in FORMS for i in (0, 1)]


def _project(name: str, number: int) -> Project:
    return sample(name).books.projects[number]


@pytest.mark.parametrize(("name", "number"), _forms())
@pytest.mark.parametrize(
    ("question", "part"),
    [("项目全年预算数是多少", "full"), ("项目全年执行数", "paid"), ("项目自评得了多少分", "score")],
)
def test_a_project_has_its_own_figures(name: str, number: int, question: str, part: str) -> None:
    project = _project(name, number)
    answer = ask(samples(), f"{CALLED[name]}“{project.name}”{question}")
    assert answer.status == "answered"
    assert Decimal(first(answer)[0]) == getattr(project, part)
    assert project.name in answer.answer


@pytest.mark.parametrize(("name", "number"), _forms())
def test_the_rate_of_a_project_is_that_of_its_form(name: str, number: int) -> None:
    project = _project(name, number)
    answer = ask(samples(), f"{CALLED[name]}“{project.name}”的预算执行率")
    assert (Decimal(first(answer)[0]), first(answer)[1]) == (project.rate, "%")


@pytest.mark.parametrize(("name", "number"), _forms())
def test_an_indicator_of_a_project_is_told_with_its_unit(name: str, number: int) -> None:
    project = _project(name, number)
    answer = ask(samples(), f"{CALLED[name]}{project.name}项目“{project.indicator}”实际完成多少")
    assert (Decimal(first(answer)[0]), first(answer)[1]) == (project.achieved, project.unit)


def test_the_projects_of_a_report_are_listed() -> None:
    answer = ask(samples(), "松漪文旅局2023年有哪些项目")
    projects = sample("songyi-culture-2023").books.projects
    assert [Decimal(f) for f in figures(answer)] == [p.paid for p in projects]


def test_what_a_project_has_left_is_computed() -> None:
    project = _project("songyi-culture-2023", 1)
    answer = ask(samples(), f"松漪文旅局2023年“{project.name}”项目还剩多少钱没花")
    assert (answer.status, Decimal(first(answer)[0])) == ("computed", project.full - project.paid)


@pytest.mark.parametrize(("name", "number"), _forms())
def test_what_was_spent_on_a_project_is_what_its_form_says(name: str, number: int) -> None:
    project = _project(name, number)
    answer = ask(samples(), f"{CALLED[name]}{project.name}花了多少钱")
    assert (answer.status, Decimal(first(answer)[0])) == ("answered", project.paid)


def test_an_invented_project_has_no_figure() -> None:
    answer = ask(samples(), "松漪文旅局2023年“火星探测车采购”项目花了多少钱")
    assert (answer.status, answer.values) == ("not_found", [])


def test_two_projects_are_not_mixed_up() -> None:
    answers = [ask(samples(), f"松漪文旅局2023年{_project('songyi-culture-2023', n).name}全年执行数") for n in (0, 1)]
    assert first(answers[0]) != first(answers[1])
    assert answers[0].citations[0].line != answers[1].citations[0].line


def test_two_projects_are_compared() -> None:
    one, other = _project("songyi-culture-2023", 0), _project("songyi-culture-2023", 3)
    answer = ask(samples(), f"松漪文旅局2023年{one.name}和{other.name}执行数相差多少")
    assert (answer.status, Decimal(first(answer)[0])) == ("computed", abs(one.paid - other.paid))


def test_the_share_of_a_project_among_all_is_computed() -> None:
    projects = sample("songyi-culture-2023").books.projects
    answer = ask(samples(), f"松漪文旅局2023年{projects[0].name}占全部项目执行数的百分之多少")
    share = projects[0].paid / sum(p.paid for p in projects) * 100
    assert (Decimal(first(answer)[0]), first(answer)[1]) == (round(share, 2), "%")


def test_the_indicators_of_a_project_are_listed() -> None:
    project = _project("songyi-culture-2023", 0)
    answer = ask(samples(), f"松漪文旅局2023年{project.name}项目有哪些指标")
    assert project.indicator in answer.answer
    assert figures(answer)[0] == str(project.achieved)


def test_the_money_for_each_thing_is_computed() -> None:
    project = next(p for p in sample("yulan-water-2023").books.projects if p.name == "节水载体创建")
    answer = ask(
        samples(), f"榆岚水利局2023年{project.name}项目资金平均到每{project.unit}{project.indicator}是多少万元"
    )
    assert Decimal(first(answer)[0]) == round(project.paid / project.achieved, 2)
    assert answer.values[0].formula == f"{project.paid} ÷ {project.achieved}"


def test_every_column_named_is_told_of_a_project() -> None:
    project = _project("songyi-culture-2023", 1)
    answer = ask(samples(), f"松漪文旅局2023年{project.name}的全年预算数、全年执行数和自评得分各是多少")
    assert [Decimal(f) for f in figures(answer)] == [project.full, project.paid, project.score]


def test_a_project_is_found_by_part_of_its_name() -> None:
    answer = ask(samples(), "榆岚水利局2023年水库鉴定项目得分")
    project = next(p for p in sample("yulan-water-2023").books.projects if p.name == "小型水库安全鉴定")
    assert Decimal(first(answer)[0]) == project.score
