"""Lookup: facts of one report by the words of a question: names, levels, tables, columns, aliases."""

from __future__ import annotations

from decimal import Decimal

import pytest

from extractors.facts import Fact
from extractors.vocabulary import measures
from rag.holdings.lookup import FactIndex, Subject, facts_for, find_subjects, level_of, near_subjects, subject_keys
from rag.understanding.titles import table_in
from tests.rag.test_grounding import ask, doc_id, first, sample, samples

CULTURE = "songyi-culture-2023"


@pytest.fixture(scope="module")
def index() -> FactIndex:
    library = samples()
    return FactIndex(library.facts(doc_id(library, CULTURE)))


def _fact(row_name: str, code: str | None = None, table: str = "GK03", **more: object) -> Fact:
    return Fact(
        **{
            **{"doc_id": "d", "department": "水务局", "year": 2023, "kind": "final", "origin": "table"},
            **{"table": table, "section": "支出决算表", "row_code": code, "row_name": row_name},
            **{"column": "本年支出合计", "value": Decimal("1.00"), "unit": "万元", "raw": "1.00"},
            **{"page": None, "line": 1, "quote": "1.00"},
            **more,
        }  # type: ignore[arg-type]
    )


def _subjects(text: str, index: FactIndex) -> list[str]:
    return [s.name for s in find_subjects(text, [index])]


# keys and levels


def test_a_path_of_levels_is_found_by_its_last_name() -> None:
    fact = _fact("教育支出（类）进修及培训（款）培训支出（项）", origin="prose")
    assert "培训支出" in subject_keys(fact)
    assert "进修及培训" not in subject_keys(fact)


def test_a_row_below_the_carry_over_is_found_by_its_own_name() -> None:
    keys = subject_keys(_fact("年初财政拨款结转和结余-一般公共预算财政拨款", table="GK04"))
    assert "一般公共预算财政拨款" in keys


@pytest.mark.parametrize(
    ("code", "table", "level"),
    [
        ("207", "GK03", "类"),
        ("20701", "GK03", "款"),
        ("2070109", "GK05", "项"),
        ("30201", "GK06", None),
        (None, "GK03", None),
    ],
)
def test_the_level_of_a_row_is_that_of_its_code(code: str | None, table: str, level: str | None) -> None:
    assert level_of(_fact("某支出", code, table)) == level


def test_the_level_of_a_row_without_code_is_the_last_one_printed() -> None:
    assert level_of(_fact("教育支出(类)进修及培训(款)")) == "款"


# subjects


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("支出合计是多少", ["本年支出合计"]),
        ("一般公共预算财政拨款基本支出多少", ["一般公共预算财政拨款基本支出"]),
        ("接待费花了多少", ["公务接待费"]),
        ("基本支出和项目支出相差多少", ["基本支出", "项目支出"]),
        ("除了项目支出之外，基本支出多少", ["基本支出"]),
        ("收支总盘子有多大", ["收入支出总计"]),
        ("群众文化花了多少", ["群众文化"]),
        ("三公经费决算", ["“三公”经费"]),
        ("今天星期几", []),
    ],
)
def test_the_longest_known_names_are_the_subjects(text: str, expected: list[str], index: FactIndex) -> None:
    assert _subjects(text, index) == expected


def test_a_generic_word_gives_way_to_a_precise_one(index: FactIndex) -> None:
    assert _subjects("支出里公务接待费花了多少钱", index) == ["公务接待费"]
    assert _subjects("一共支出", index) == ["本年支出合计"]


def test_the_level_said_after_a_name_goes_with_it(index: FactIndex) -> None:
    [subject] = find_subjects("住房保障支出(类)多少", [index])
    assert subject.level == "类"


def test_the_place_of_a_subject_is_that_of_its_words(index: FactIndex) -> None:
    text = "请问“三公”经费花了多少"
    subject = find_subjects(text, [index])[0]
    assert "三公" in text[subject.start : subject.end]


def test_a_name_quoted_in_part_is_the_nearest_printed_one(index: FactIndex) -> None:
    [subject] = near_subjects("农村基础设施建设花了多少", [index])
    assert subject.key == "农村基础设施建设支出"


def test_too_little_in_common_is_no_name(index: FactIndex) -> None:
    assert near_subjects("天气好", [index]) == []


# tables


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("支出决算表里", ["GK03"]),
        ("收入支出决算总表里", ["GK01"]),
        ("财政拨款收入支出决算总表里", ["GK04"]),
        ("一般公共预算财政拨款支出决算表", ["GK05"]),
        ("基本支出明细表", ["GK06"]),
        ("三公表", ["GK09"]),
        ("公开03表", ["GK03"]),
        ("03表", ["GK03"]),
        ("表里没有写", []),
        ("公开99表", []),
    ],
)
def test_a_table_is_known_by_title_and_by_number(text: str, expected: list[str], index: FactIndex) -> None:
    assert table_in(text, [index])[0] == expected


def test_a_longer_title_is_not_taken_for_the_shorter_one_inside_it(index: FactIndex) -> None:
    tables, spans = table_in("财政拨款收入支出决算总表和支出决算表", [index])
    assert tables == ["GK04", "GK03"]
    assert len(spans) == 2


# facts


@pytest.mark.parametrize("column", ["本年支出合计", "基本支出", "项目支出"])
@pytest.mark.parametrize("row", ["文化旅游体育与传媒支出", "群众文化", "社会保障和就业支出"])
def test_a_cell_is_found_by_row_and_column(row: str, column: str, index: FactIndex) -> None:
    expected = next(
        c.value for c in sample(CULTURE).truth.cells if (c.table, c.row_name, c.column) == ("GK03", row, column)
    )
    found = facts_for(index, Subject(row, row, 0, len(row)), column, "GK03")[0].fact
    assert found.value == Decimal(expected or 0)
    assert (found.table, found.column) == ("GK03", column)


def test_facts_are_those_of_the_table_asked_for_alone(index: FactIndex) -> None:
    found = facts_for(index, Subject("住房公积金", "住房公积金", 0, 5), table="GK06")
    assert found and {f.fact.table for f in found} == {"GK06"}


def test_a_column_that_is_not_there_gives_no_fact(index: FactIndex) -> None:
    assert facts_for(index, Subject.of(measures()["staff"]), "偏差度") == []


def test_the_best_fact_comes_first(index: FactIndex) -> None:
    scores = [f.score for f in facts_for(index, Subject.of(measures()["three_public"]))]
    assert scores == sorted(scores, reverse=True)


def test_a_measure_has_its_figures_in_tables_and_in_prose(index: FactIndex) -> None:
    facts = index.of_measure(measures()["three_public"])
    assert {f.origin for f in facts} >= {"table", "prose"}
    assert Decimal("16.62") in {f.value for f in facts}


def test_children_are_the_rows_right_below_a_code(index: FactIndex) -> None:
    codes = {f.row_code for f in index.children_of("207", "GK03")}
    assert codes == {"20701", "20702"}
    assert index.children_of("2070109", "GK03") == []


# as asked


def _cell(name: str, table: str, row: str, column: str) -> str | None:
    return next(c.value for c in sample(name).truth.cells if (c.table, c.row_name, c.column) == (table, row, column))


@pytest.mark.parametrize(
    ("question", "table", "row", "column"),
    [
        ("支出决算表里群众文化的项目支出", "GK03", "群众文化", "项目支出"),
        ("公开03表群众文化的项目支出", "GK03", "群众文化", "项目支出"),
        ("支出决算表合计的基本支出", "GK03", "合计", "基本支出"),
        ("收入决算表里群众文化的财政拨款收入", "GK02", "群众文化", "财政拨款收入"),
        ("一般公共预算财政拨款支出决算表里文物保护的项目支出", "GK05", "文物保护", "项目支出"),
        ("基本支出决算表里差旅费", "GK06", "差旅费", "决算数"),
        ("三公经费表里公务接待费的预算数", "GK09", "合计", "预算数公务接待费"),
        ("三公经费表里公务接待费的决算数", "GK09", "合计", "决算数公务接待费"),
        ("政府性基金表里农村基础设施建设支出的项目支出", "GK07", "农村基础设施建设支出", "本年支出项目支出"),
        ("收支总表里年末结转和结余", "GK01", "年末结转和结余", "支出金额"),
        ("社保支出多少", "GK03", "社会保障和就业支出", "本年支出合计"),
        ("公积金花了多少（基本支出经济分类）", "GK06", "住房公积金", "决算数"),
        ("电话费花了多少", "GK06", "邮电费", "决算数"),
        ("出差花了多少", "GK06", "差旅费", "决算数"),
        ("文化旅游体育与传媒支出（类）多少", "GK03", "文化旅游体育与传媒支出", "本年支出合计"),
        ("文化和旅游（款）支出多少", "GK03", "文化和旅游", "本年支出合计"),
        ("文物保护（项）支出多少", "GK03", "文物保护", "本年支出合计"),
    ],
)
def test_a_cell_is_answered_with_its_exact_value(question: str, table: str, row: str, column: str) -> None:
    answer = ask(samples(), f"松漪文旅局2023年{question}")
    assert (answer.status, *first(answer)) == ("answered", _cell(CULTURE, table, row, column), "万元")


def test_the_same_name_on_two_levels_is_told_apart() -> None:
    """其他社会保障和就业支出 is a 款 and a 项; the line cited is that of the level asked for."""
    lines = {}
    for level, size in (("款", 5), ("项", 7)):
        answer = ask(samples(), f"松漪文旅局2023年支出决算表里其他社会保障和就业支出（{level}）多少")
        assert first(answer) == ("3.19", "万元")
        code = (answer.citations[0].row or "").split()[0]
        assert len(code) == size
        lines[level] = answer.citations[0].line
    assert lines["款"] != lines["项"]


def test_same_amount_in_two_rows_cites_the_right_row() -> None:
    """住房改革支出 and 住房公积金 have the same amount, on lines of their own."""
    for row in ("住房改革支出", "住房公积金"):
        answer = ask(samples(), f"松漪文旅局2023年支出决算表里{row}多少")
        assert first(answer) == ("26.58", "万元")
        assert (answer.citations[0].row or "").endswith(row)
        line = samples().source(answer.citations[0].doc_id).split("\n")[(answer.citations[0].line or 0) - 1]
        assert row in line
