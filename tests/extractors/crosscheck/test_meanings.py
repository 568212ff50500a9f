"""D-14: an explanation that speaks of another 科目 is suspected; one that fits, or that nothing is known of, is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractors.crosscheck import Status
from extractors.vocabulary.disclosure import disclosure_words
from tests.extractors.crosscheck.paper import Paper

_MEDICAL = "卫生健康支出（类）行政事业单位医疗（款）{}（项）"


@pytest.fixture
def paper(tmp_path: Path) -> Paper:
    return Paper(tmp_path)


def explained(paper: Paper, term: str, text: str) -> Paper:
    """The report with one more entry in its glossary."""
    paper.text = paper.text.rstrip() + f"\n\n二十、{term}：{text}\n"
    return paper


def test_the_clean_report_passes(paper: Paper) -> None:
    statuses = {v.status for v in paper.verdicts("D-14")}
    assert statuses == {Status.PASS}


@pytest.mark.parametrize(
    ("term", "text", "word"),
    [
        (_MEDICAL.format("行政单位医疗"), "反映财政安排给事业单位的基本医疗保险缴费。", "事业单位"),
        (_MEDICAL.format("事业单位医疗"), "反映财政安排给行政单位的基本医疗保险缴费。", "行政单位"),
        ("年末结转和结余", "指尚未完成、结转到本年继续使用的资金。", "结转到本年"),
        ("公务接待费", "指公务用车的燃料费和维修费。", "公务用车"),
    ],
)
def test_the_meaning_of_another_is_suspected(paper: Paper, term: str, text: str, word: str) -> None:
    [finding] = explained(paper, term, text).findings("D-14")
    assert finding.severity == "warning"
    assert f"说的是“{word}”" in finding.message and term in finding.message
    assert finding.evidence[0].quote in paper.text


@pytest.mark.parametrize(
    ("term", "text"),
    [
        (_MEDICAL.format("行政单位医疗"), "反映行政单位（包括实行公务员管理的事业单位）的医疗保险缴费。"),
        (_MEDICAL.format("事业单位医疗"), "反映医疗保险缴费。"),
        ("水利行业业务管理", "反映事业单位和行政单位的各项支出。"),
    ],
    ids=["its own word stands too", "no word of another", "nothing is known of it"],
)
def test_what_fits_or_is_not_known_is_left_alone(paper: Paper, term: str, text: str) -> None:
    assert explained(paper, term, text).findings("D-14") == []


def test_a_report_that_explains_nothing_known_has_nothing_to_check(paper: Paper) -> None:
    paper.text = paper.text[: paper.text.rindex("第四部分")]
    assert [v.status for v in paper.verdicts("D-14")] == [Status.NOT_APPLICABLE]


def test_no_meaning_has_a_word_of_its_own_among_those_of_others() -> None:
    for meaning in disclosure_words().meanings:
        assert not set(meaning.needs) & set(meaning.other), meaning.names
