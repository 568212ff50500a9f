"""Short forms of printed names: taken where one name fits, told to the user, and nowhere else."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest

from rag.answer import Answer
from rag.holdings.lookup import FactIndex
from rag.library import Library
from rag.understanding.abbreviations import _cuts_a_word, abbreviated, begun_projects
from tests.rag.small_report import DEPARTMENT, text_of

TABLE = f"""支出决算表

公开03表
单位：万元
部门：{DEPARTMENT}

项目\t\t本年支出合计\t基本支出\t项目支出\t上缴上级支出\t经营支出\t对附属单位补助支出
科目代码\t科目名称\t\t\t\t\t\t
栏次\t\t1\t2\t3\t4\t5\t6
合计\t\t386.78\t100.00\t286.78\t0.00\t0.00\t0.00
20819\t最低生活保障\t190.00\t0.00\t190.00\t0.00\t0.00\t0.00
2081901\t城市最低生活保障金支出\t70.00\t0.00\t70.00\t0.00\t0.00\t0.00
2081902\t农村最低生活保障金支出\t120.00\t0.00\t120.00\t0.00\t0.00\t0.00
2296002\t用于社会福利的彩票公益金支出\t20.00\t0.00\t20.00\t0.00\t0.00\t0.00
2130399\t2019年病险水库除险加固支出\t5.00\t0.00\t5.00\t0.00\t0.00\t0.00
2130306\t水利工程运行与维护\t60.00\t0.00\t60.00\t0.00\t0.00\t0.00
2080505\t机关事业单位基本养老保险缴费支出\t16.78\t16.78\t0.00\t0.00\t0.00\t0.00

注：本表反映部门本年度各项支出情况。

第三部分 2023年度部门决算情况说明
"""


@dataclass(frozen=True)
class Shelf:
    """A library of one report, and the index of its facts."""

    library: Library
    index: FactIndex

    def ask(self, question: str) -> Answer:
        return self.library.ask(f"{DEPARTMENT}{question}")


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Shelf:
    folder: Path = tmp_path_factory.mktemp("short")
    path = folder / "minzheng-2023.txt"
    parts = text_of().rsplit("第三部分 2023年度部门决算情况说明\n", 1)
    path.write_text(TABLE.join(parts), encoding="utf-8")
    library = Library.open(folder / "library")
    library.ingest([path])
    [doc_id] = [report.doc_id for report in library.reports()]
    return Shelf(library, FactIndex(library.facts(doc_id)))


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("城市低保花了多少", "城市最低生活保障金支出"),
        ("农村低保金", "农村最低生活保障金支出"),
        ("福彩公益金花在哪", "用于社会福利的彩票公益金支出"),
        ("水利工程运维", "水利工程运行与维护"),
        ("机关事业单位养老缴费", "机关事业单位基本养老保险缴费支出"),
    ],
)
def test_a_short_form_is_the_one_name_that_has_its_characters_in_order(shelf: Shelf, text: str, name: str) -> None:
    assert [s.key for s in abbreviated(text, [shelf.index])] == [name]


@pytest.mark.parametrize(
    "text",
    [
        "低保花了多少",  # either of two
        "本支出多少",  # a piece of 基本支出
        "城市道路花了多少",  # other characters
        "城市最低生活保障金支出多少",  # printed so
        "那些城市低保花了多少",  # begins in the midst of a word
    ],
)
def test_what_is_no_short_form_of_one_name_is_left_alone(shelf: Shelf, text: str) -> None:
    assert abbreviated(text, [shelf.index]) == []


def test_an_answer_tells_how_a_short_form_was_understood(shelf: Shelf) -> None:
    answer = shelf.ask("城市低保花了多少")
    assert [(v.value, v.unit) for v in answer.values] == [("70.00", "万元")]
    assert "（“城市低保”按“城市最低生活保障金支出”理解。）" in answer.answer


@pytest.mark.parametrize("added", ["两项加起来多少", "加一起一共多少", "合起来多少"])
def test_several_short_forms_are_added_up(shelf: Shelf, added: str) -> None:
    answer = shelf.ask(f"城市低保和农村低保{added}")
    assert (answer.values[0].value, answer.values[0].formula) == ("190.00", "70.00 + 120.00")


def test_the_lowest_of_a_name_asks_for_no_order(shelf: Shelf) -> None:
    answer = shelf.ask("最低生活保障支出多少")
    assert [v.value for v in answer.values] == ["190.00"]
    assert "最低的" not in answer.answer


def test_a_fuller_name_with_a_number_is_not_put_in_its_place(shelf: Shelf) -> None:
    # a number that only stands in a name is evidence of no figure
    assert [s.key for s in abbreviated("病险水库加固", [shelf.index])] == ["2019年病险水库除险加固支出"]
    assert "理解" not in shelf.ask("病险水库加固花了多少").answer


def test_a_short_form_cuts_no_word_in_two() -> None:
    # 绩效评 has characters of 绩效自评, and ends in the midst of 评价
    assert _cuts_a_word("绩效评价优秀", 3)
    assert not _cuts_a_word("城市低保花了", 4)


def test_the_end_of_a_name_tells_the_row_where_only_one_ends_so(shelf: Shelf) -> None:
    assert [v.value for v in shelf.ask("彩票公益金支出多少").values] == ["20.00"]
    # the end of none, and of no row that is printed
    assert shelf.ask("体育公益金支出多少").status == "not_found"


@pytest.mark.parametrize(
    ("text", "name"),
    [("本年支出总计", None), ("基本支出", None), ("养老缴费多少", "机关事业单位基本养老保险缴费支出")],
)
def test_a_short_form_with_the_ending_of_the_name_skips_what_stands_between(
    shelf: Shelf, text: str, name: str | None
) -> None:
    assert [s.key for s in abbreviated(text, [shelf.index])] == ([name] if name else [])


@pytest.mark.parametrize("said", ["城市和农村低保加起来一共支出多少", "城市、农村低保一共支出多少"])
def test_a_beginning_before_a_short_form_has_the_same_ending(shelf: Shelf, said: str) -> None:
    answer = shelf.ask(said)
    assert (answer.values[0].value, answer.values[0].formula) == ("190.00", "70.00 + 120.00")


def test_a_word_before_a_short_form_that_begins_no_name_is_left_alone(shelf: Shelf) -> None:
    answer = shelf.ask("基金和农村低保金支出多少")
    assert "“基金”按" not in answer.answer


@pytest.mark.parametrize("said", ["城区路灯电费", "城区路灯电费和维护"])
def test_a_project_may_be_called_by_the_beginning_of_its_name_where_that_is_parted(said: str) -> None:
    projects = {"城区路灯电费及设施维护费", "城区排水管网清淤", "路面修补"}
    (found,) = begun_projects(f"{said}安排了多少", projects)
    assert (found.key, found.text) == ("城区路灯电费及设施维护费", said)


def test_a_beginning_that_two_projects_share_tells_neither() -> None:
    assert begun_projects("城区路灯电费安排了多少", {"城区路灯电费及设施维护费", "城区路灯电费和改造费"}) == []
