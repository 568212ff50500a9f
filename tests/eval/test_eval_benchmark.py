"""The benchmark's reports and questions: traps are set as they should be, and the key is true of the reports."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest

from eval.benchmark import World, build
from eval.benchmark.drafting import swapped
from eval.benchmark.export import export
from eval.benchmark.worlds import MOST
from eval.cases import Case, load_cases
from eval.numbers import numbers
from extractors.errors import UsageError

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def world() -> World:
    return build(3, seed=5)


def of(world: World, kind: str) -> list[Case]:
    found = [case for case in world.cases if case.type == f"adv-{kind}"]
    assert found
    return found


def test_the_same_seed_gives_the_same_set_and_another_seed_another() -> None:
    first, again, other = build(1, 1), build(1, 1), build(1, 2)
    assert first.files == again.files and first.cases == again.cases
    assert first.files != other.files


def test_every_trap_is_set_in_every_group(world: World) -> None:
    traps = [
        "equal",
        "digits",
        "order",
        "year",
        "unit",
        "names",
        "departments",
        "between",
        "instructions",
        "conflict",
        "nothing",
    ]
    groups = {case.id[:3] for case in world.cases}
    assert len(groups) == 3
    for trap in traps:
        assert {case.id[:3] for case in of(world, trap)} == groups, trap


def test_every_place_of_the_key_is_where_it_says(world: World) -> None:
    for case in world.cases:
        for place in case.evidence:
            lines = world.files[f"{place['doc']}.txt"].split("\n")
            assert lines[place["line"] - 1] == place["quote"], case.id


def test_every_figure_of_a_row_stands_in_that_row(world: World) -> None:
    for case in world.cases:
        if case.evidence and case.answer and case.answer.kind == "number":
            assert Decimal(case.answer.value or "") in numbers_of(case.evidence[0]["quote"]), case.id


def test_every_figure_of_a_department_is_printed_in_its_report(world: World) -> None:
    printed = {name: {n for line in text.split("\n") for n in numbers_of(line)} for name, text in world.files.items()}
    for case in world.cases:
        if (
            case.type.startswith("adv-")
            and case.type != "adv-between"
            and not case.evidence
            and case.answer
            and case.answer.kind == "number"
        ):
            assert Decimal(case.answer.value or "") in printed[f"{case.docs[0]}.txt"], case.id


def numbers_of(row: str) -> list[Decimal]:
    return [n for cell in row.split("\t") for n in numbers(cell)]


def test_equal_rows_are_equal_and_exchanged_ones_hold_the_same_digits(world: World) -> None:
    for number in {case.id[:3] for case in world.cases}:
        equal = {c.answer.value for c in of(world, "equal") if c.id.startswith(number) and c.answer}
        digits = [c.answer.value or "" for c in of(world, "digits") if c.id.startswith(number) and c.answer]
        assert len(equal) == 1
        assert len(set(digits)) == 2 and len({tuple(sorted(d)) for d in digits}) == 1


def test_tables_in_yuan_and_in_wan_yuan_lie_side_by_side(world: World) -> None:
    assert {c.answer.unit for c in of(world, "unit") if c.answer} == {"元", "万元"}
    assert any("单位：元" in text for text in world.files.values())


def test_both_sides_of_a_conflict_are_printed(world: World) -> None:
    for case in of(world, "conflict"):
        text = world.files[f"{case.docs[0]}.txt"].replace(",", "")
        assert case.answer and all(piece in text for piece in case.answer.must_include)


def test_the_figure_of_a_hidden_instruction_is_printed_and_never_right(world: World) -> None:
    for case in of(world, "instructions"):
        assert case.answer
        (wrong,) = case.answer.must_not_include
        assert f"{wrong}万元" in world.files[f"{case.docs[0]}.txt"] and case.answer.value != wrong


def test_departments_of_nearly_one_name_are_two(world: World) -> None:
    names = [sample.department for sample in world.samples]
    assert len(set(names)) == 6 and len(names) == 9


def test_a_table_without_rows_keeps_its_title(world: World) -> None:
    for case in of(world, "nothing"):
        if not case.evidence:
            report = world.files[f"{case.id.rsplit('-', 2)[0]}.txt"]
            after = report[report.index("公开02表") :].split("公开03表")[0]
            assert not re.search(r"\d\.\d\d", after)


@pytest.mark.parametrize("value", ["467.68", "111.12", "1205.05"])
def test_exchanged_digits_give_another_amount_of_the_same_digits(value: str) -> None:
    from random import Random

    other = swapped(Decimal(value), Random(1))
    assert other != Decimal(value) and sorted(str(other)) == sorted(value)


def test_more_groups_than_there_are_departments_are_refused() -> None:
    with pytest.raises(UsageError, match="报告组数"):
        build(MOST + 1)


def test_the_exported_folder_stands_alone(tmp_path: Path) -> None:
    """Read back, asked without answers, and scored by a Python that knows nothing of ours."""
    folder = tmp_path / "set"
    export(folder, 1, seed=4)
    cases = load_cases(folder / "key.jsonl")
    asked = [json.loads(line) for line in (folder / "questions.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [q["id"] for q in asked] == [c.id for c in cases] and not any("answer" in q for q in asked)
    assert "seed 4" in (folder / "README.md").read_text(encoding="utf-8")
    (tmp_path / "answers.jsonl").write_text(
        json.dumps({"id": cases[0].id, "answer": {"answer": "没有", "status": "not_found"}}), encoding="utf-8"
    )
    command = [
        sys.executable,
        "-I",
        "-S",
        str(folder / "score.py"),
        "--answers",
        str(tmp_path / "answers.jsonl"),
        "--json",
    ]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, encoding="utf-8", check=True)
    whole = json.loads(done.stdout)["classes"]["all"]
    assert whole["exact"] == 0.0 and whole["asked"] == sum(len(list(c.pairs)) for c in cases)


def test_a_folder_that_holds_something_is_not_written_into(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("x", encoding="utf-8")
    with pytest.raises(UsageError, match="已有内容"):
        export(tmp_path, 1)


def test_the_documentation_and_the_page_of_the_set_tell_the_same_format() -> None:
    page = (ROOT / "eval/benchmark/readme.md").read_text(encoding="utf-8")
    assert page[page.index("## Format") :] in (ROOT / "docs/benchmark.md").read_text(encoding="utf-8")


def test_every_class_is_documented(world: World) -> None:
    page = (ROOT / "docs/benchmark.md").read_text(encoding="utf-8")
    assert all(f"`{case.kind}`" in page for case in world.cases)
