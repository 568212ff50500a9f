"""Corrections from outside the words: parts of what was understood are set right and the question answered again."""

from __future__ import annotations

import json

import pytest
from pydantic import ValidationError

from rag.talk.correction import Correction
from tests.rag.test_grounding import checked, doc_id, first, samples


def _corrected(question: str, by: Correction, *before: str) -> tuple[str, dict[str, object]]:
    conversation = samples().conversation()
    for turn in before:
        conversation.ask(turn)
    answer = checked(samples(), conversation.ask(question, corrected=by))
    return (answer.values[0].value if answer.values else answer.status), answer.query


@pytest.mark.parametrize(
    ("by", "value"),
    [
        (Correction(departments=["鹭屿市教育局"]), "2138.55"),
        (Correction(departments=["鹭屿教育局"], measures=["project"]), "745.87"),
        (Correction(measures=["项目支出"]), "1055.22"),
        (Correction(measures=["基本支出"], unit="元"), "10703800"),
        (Correction(departments=["松漪文旅局"], years=[2022]), "1674.63"),
        (Correction(years=[1999]), "not_found"),
        (Correction(departments=["火星局"]), "not_found"),
    ],
)
def test_the_last_question_is_answered_again_with_parts_replaced(by: Correction, value: str) -> None:
    assert _corrected("", by, "榆岚水利局2023年支出合计多少")[0] == value


def test_a_report_may_be_named_by_its_id() -> None:
    by = Correction(doc_ids=[doc_id(samples(), "luyu-education-2023")])
    value, query = _corrected("", by, "榆岚水利局2023年支出合计多少")
    assert (value, query["corrected"]) == ("2138.55", ["doc_ids"])


def test_a_question_may_be_corrected_when_it_is_asked() -> None:
    value, _ = _corrected("榆岚水利局2023年支出合计多少", Correction(columns=[], measures=["staff"]))
    assert value == first(samples().ask("榆岚水利局2023年人员经费多少"))[0]


def test_follow_ups_go_on_from_what_was_corrected() -> None:
    conversation = samples().conversation()
    conversation.ask("榆岚水利局2023年支出合计多少")
    conversation.ask(corrected=Correction(departments=["鹭屿教育局"]))
    assert first(conversation.ask("项目支出呢")) == ("745.87", "万元")


def test_there_is_nothing_to_correct_at_the_start() -> None:
    answer = samples().conversation().ask(corrected=Correction(years=[2023]))
    assert answer.status == "clarify"


def test_what_was_understood_and_a_correction_are_json() -> None:
    _, query = _corrected("", Correction(measures=["project"]), "榆岚水利局2023年支出合计多少")
    assert json.loads(json.dumps(query, ensure_ascii=False)) == query
    assert Correction.model_validate_json(Correction(years=[2022]).model_dump_json()).years == [2022]
    with pytest.raises(ValidationError):
        Correction.model_validate({"jahr": 2023})
