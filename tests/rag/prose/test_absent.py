"""What a report does not have at all is said so, and nothing near it is answered in its place."""

from __future__ import annotations

from tests.rag.small_report import text_of
from tests.rag.test_grounding import ask, library_of

LISTED = "2023年度支出合计386.78万元，其中：办公费3.10万元，印刷费0.42万元。"


def test_a_quoted_name_that_the_report_does_not_print_is_said_to_be_absent() -> None:
    answer = ask(library_of(text_of()), "青川区水务局“智慧农业示范园”项目花了多少")
    assert answer.status == "not_found"
    assert "智慧农业示范园" in answer.answer


def test_things_listed_that_the_report_gives_no_figure_of_are_not_answered_with_the_whole() -> None:
    answer = ask(library_of(text_of()), "青川区水务局的新建泵站支出，甲水厂、乙水厂、丙水厂各分到多少钱")
    assert answer.status == "not_found"
    assert answer.values == []


def test_things_listed_that_it_does_give_are_answered() -> None:
    text = text_of().replace("2023年度支出合计386.78万元", LISTED[:-1])
    answer = ask(library_of(text), "青川区水务局办公费、印刷费各花了多少")
    assert {v.value for v in answer.values} >= {"3.10", "0.42"}


def test_a_thing_that_the_report_does_not_write_of_is_not_answered_with_what_it_is_a_part_of() -> None:
    answer = ask(library_of(text_of()), "青川区水务局基本支出的机票花了多少")
    assert (answer.status, answer.values) == ("not_found", [])
    assert "“机票”" in answer.answer
    assert ask(library_of(text_of()), "青川区水务局支出的总额是多少").values


def test_things_listed_with_what_they_share_are_not_answered_with_all_of_it() -> None:
    answer = ask(library_of(text_of()), "青川区水务局给甲水厂、乙水厂、丙水厂的新建泵站奖励，三家各分到多少钱")
    assert (answer.status, answer.values) == ("not_found", [])
    assert "甲水厂、乙水厂、丙水厂" in answer.answer


def test_a_thing_of_its_own_is_not_answered_with_a_list_that_has_its_last_word() -> None:
    text = text_of().replace("2023年度支出合计386.78万元", LISTED[:-1])
    answer = ask(library_of(text), "青川区水务局宣传册印刷花了多少")
    assert (answer.status, answer.values) == ("not_found", [])
    assert "“宣传册印刷”" in answer.answer
    assert [v.value for v in ask(library_of(text), "青川区水务局印刷花了多少").values][:1] == ["0.42"]


def test_who_is_named_among_others_without_an_amount_is_not_answered_with_that_of_all() -> None:
    said = "2023年度支出合计386.78万元"
    text = text_of().replace(said, "本年发放奖励资金37.88万元。通过奖励甲水厂、乙水厂、丙水厂，改善了供水条件。" + said)
    answer = ask(library_of(text), "青川区水务局泵站奖励甲水厂、乙水厂、丙水厂各拿了多少钱")
    assert (answer.status, answer.values) == ("not_found", [])


def test_what_was_bought_is_not_told_by_what_the_word_means() -> None:
    said = "2023年度支出合计386.78万元"
    text = text_of().replace(said, said + "，政府采购服务支出15.63万元")
    answer = ask(library_of(text), "青川区水务局政府采购的15.63万服务买的是什么")
    assert (answer.status, answer.values) == ("not_found", [])
