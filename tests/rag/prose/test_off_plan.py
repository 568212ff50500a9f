"""What was planned, worked back from what was done and how far that is off the plan."""

from __future__ import annotations

import pytest

from rag.prose.off_plan import off_plan
from rag.text.figures_said import figures_of
from rag.text.outline import Sentence
from tests.rag.plain_report import answer

TOLD = (
    "十二、其他重要事项的情况说明\n\n全年疏浚河塘14口，因征地未落实，较年初计划少2口。"
    "建成节水型企业9家，高于年度目标1家。\n\n"
)


def _sentence(text: str) -> Sentence:
    return Sentence(text, 0, len(text), "", None, 0)


@pytest.mark.parametrize(
    ("text", "done", "planned"),
    [
        ("全年完工14口，较年初计划少2口", "14", "16"),
        ("新增企业11家，低于年初目标1家", "11", "12"),
        ("培训420人，比原计划多20人", "420", "400"),
        ("走访85户，超目标5户", "85", "80"),
    ],
)
def test_the_plan_is_what_was_done_and_the_difference(text: str, done: str, planned: str) -> None:
    found = off_plan([_sentence(text)])
    assert found is not None
    assert (found.done.number, str(found.planned)) == (done, planned)


@pytest.mark.parametrize(
    "text", ["新增120家，超过目标100家", "改造14处，较年初计划增长5%", "完工14口，比上年少2口", "较年初计划少2口"]
)
def test_the_plan_itself_a_rate_and_another_year_are_no_difference_to_it(text: str) -> None:
    assert off_plan([_sentence(text)]) is None
    assert list(figures_of(_sentence(text)))


@pytest.mark.parametrize("said", ["计划疏浚河塘几口，实际疏浚了几口", "河塘疏浚的目标是多少口，实际完成多少口"])
def test_both_are_told_where_a_sentence_tells_one_and_how_far_off_it_is(said: str) -> None:
    told = answer(said, prose=TOLD)
    assert {(v.value, v.formula) for v in told.values} == {("14", None), ("16", "14 + 2")}
