"""Paraphrases: the same question in other words, which must never ask for anything else."""

from __future__ import annotations

from collections.abc import Iterable
from random import Random

import pytest

from eval.cases import Case, Expected
from eval.metrics import RIGHT, Verdict, wrong
from eval.paraphrase import KINDS, Department, Known, paraphrases
from eval.paraphrase.making import keeps
from eval.paraphrase.naming import years
from eval.paraphrase.rules import RULES, Sentence
from eval.paraphrase.words import words
from eval.results import TurnResult
from eval.robustness import Reworded, RobustnessResult
from eval.samples import sample_set
from eval.samples.crossing import set_cases
from extractors.text import fold

CITY = Department("榆岚市水利局", "榆岚市")
DISTRICT = Department("榆岚市松漪区文化和旅游局", "榆岚市松漪区")
KNOWN = Known([CITY, DISTRICT], frozenset({"水利工程建设", "其他水利支出"}))


def case(question: str) -> Case:
    return Case(id="c1", question=question, answer=Expected(kind="number", value="1.00"))


def put(kind: str, question: str, known: Known = KNOWN) -> set[str]:
    """All ways in which a rule puts a question."""
    _, rule = RULES[kind]
    return {new for new in rule(Sentence.of(question, known), Random(0)) if keeps(question, new, known)}


def test_a_department_is_named_in_full_and_shortened() -> None:
    known = Known([CITY, DISTRICT])
    known.learn(["松漪文旅局收支总计"])
    assert put("name", "松漪区文旅局2023年收支总计", known) >= {
        "榆岚市松漪区文化和旅游局2023年收支总计",
        "松漪文旅局2023年收支总计",
        "松漪区文化和旅游局2023年收支总计",
    }


def test_a_shortened_name_that_means_another_department_is_not_used() -> None:
    city, district = Department("榆岚市水利局", "榆岚市"), Department("榆岚市榆岚区水利局", "榆岚市榆岚区")
    forms = put("name", "榆岚市水利局收支总计", Known([city, district]))
    assert not any("榆岚水利局" in form for form in forms)


@pytest.mark.parametrize(
    ("kind", "question", "other"),
    [
        ("synonym", "榆岚水利局三公经费为什么少了", "榆岚水利局三公经费为啥少了"),
        ("synonym", "榆岚水利局接待了几批客人", "榆岚水利局接待了多少批客人"),
        ("particle", "榆岚水利局总支出是多少", "榆岚水利局总支出究竟是多少"),
        ("particle", "榆岚水利局的项目支出", "榆岚水利局项目支出"),
        ("order", "榆岚水利局2023年总支出多少", "2023年榆岚水利局总支出多少"),
        ("order", "总支出多少？榆岚水利局", "榆岚水利局总支出多少？"),
        ("polite", "榆岚水利局总支出多少", "请问榆岚水利局总支出多少"),
        ("punctuation", "榆岚水利局“三公”经费？", "榆岚水利局三公经费？"),
        ("typo", "榆岚水利局总支出多少", "榆岚水利局总支处多少"),
        ("width", "榆岚水利局2023年总支出", "榆岚水利局２０２３年总支出"),
        ("numeral", "榆岚水利局二三年总支出", "榆岚水利局2023年总支出"),
        ("numeral", "榆岚水利局五个项目", "榆岚水利局5个项目"),
        ("space", "榆岚水利局总支出多少", "榆岚水利局 总支出多少"),
    ],
)
def test_each_kind_puts_a_question_in_other_words(kind: str, question: str, other: str) -> None:
    assert other in put(kind, question)


@pytest.mark.parametrize("kind", ["synonym", "particle", "typo"])
def test_names_of_rows_and_quoted_words_are_never_reworded(kind: str) -> None:
    assert not put(kind, "榆岚水利局其他水利支出")
    assert not put(kind, "榆岚水利局“年初预算支出项目”")


@pytest.mark.parametrize(
    ("kind", "question"),
    [
        ("numeral", "到2023年底榆岚水利局有几台车"),  # part of a date
        ("order", "民爆归榆岚水利局管吗"),  # what is left would be no sentence
        ("order", "榆岚水利局和松漪文旅局总支出谁多"),
        ("synonym", "榆岚水利局前几个科目"),  # 前多少个 is not said
        ("synonym", "榆岚水利局项目支出总额"),  # 支出总额 is of the projects here
        ("polite", "两个差多少"),
    ],
)
def test_a_doubtful_rewording_is_left_out(kind: str, question: str) -> None:
    opened = {p for p in put(kind, question) if not p.startswith("两个")}
    assert not opened


def test_years_are_read_in_all_their_forms() -> None:
    forms = "2023年 2023年度 23年 二三年 二〇二三年 二零二三年 2023"
    assert {y.year for form in forms.split() for y in years(f"水利局{form}")} == {2023}
    assert not years("共2023万元、10年来、二十年")


def sample_cases() -> tuple[list[Case], Known]:
    slots = sample_set(3)
    cases = set_cases(slot.sample for slot in slots)
    departments = {Department(s.sample.department, _region(s.sample.department)) for s in slots}
    rows = {c.row_name for s in slots for c in s.sample.truth.cells if (c.row_code or "").startswith("2")}
    known = Known(sorted(departments, key=lambda d: d.name), frozenset(r for r in rows if len(r) > 2))
    known.learn(q for c in cases for q, _ in c.pairs)
    return cases, known


def _region(name: str) -> str:
    return name[: max(name.rfind("市"), name.rfind("区"), name.rfind("县")) + 1]


def test_what_is_asked_for_stays_the_same_in_all_sample_questions() -> None:
    cases, known = sample_cases()
    made = 0
    for one in cases:
        for other in paraphrases(one, known, len(KINDS), seed=3):
            for (before, _), (after, _) in zip(one.pairs, other.case.pairs, strict=True):
                made += before != after
                assert _asked(before, known) == _asked(after, known), (other.kind, before, after)
    assert made > 4 * len(cases)


def _asked(question: str, known: Known) -> tuple[object, ...]:
    """Departments, years, and names of rows that a question holds."""
    text = fold(question)
    named = {m.department for m in known.mentions(text)}
    return named, {y.year for y in years(text)}, {text[a:b] for a, b in known.held(text)} & known.names


def test_the_same_seed_gives_the_same_words_and_another_seed_others() -> None:
    def said(seed: int) -> list[str | None]:
        return [p.case.question for p in paraphrases(case("榆岚水利局2023年总支出是多少"), KNOWN, 11, seed)]

    assert said(1) == said(1) != said(2)
    assert len(said(1)) == len(set(said(1))) >= 9


def test_answers_are_kept_and_ids_tell_the_kind() -> None:
    (other,) = paraphrases(case("榆岚水利局总支出"), KNOWN, 1)
    assert other.case.id == f"c1~{other.kind}" and other.case.answer == case("x").answer


def test_every_typo_differs_by_one_character() -> None:
    typos = words().typos
    for word in typos.words:
        made = list(typos.of(word))
        assert made, word
        assert all(len(word) - len(m) in (0, 1) and m != word for m in made)


def turn(question: str, correct: Verdict = RIGHT, grounded: Verdict = RIGHT, status: str = "answered") -> TurnResult:
    return TurnResult("c", "figure", question, "答", status, correct, RIGHT, RIGHT, grounded, 1.0)


def result(*after: TurnResult, before: Iterable[Verdict] = ()) -> RobustnessResult:
    marks = list(before) or [RIGHT] * len(after)
    pairs = [Reworded("typo", turn("问", mark), a) for mark, a in zip(marks, after, strict=True)]
    return RobustnessResult("样本", pairs)


def test_a_loss_of_two_points_fails_and_less_does_not() -> None:
    right = [turn("又问")] * 98
    assert not result(*right, turn("又问"), turn("又问", wrong("缺少 2"))).shortfalls
    assert "少答对 2.00 个百分点" in result(*right, *[turn("又问", wrong("缺少 2"))] * 2).shortfalls[0]


def test_what_was_wrong_before_is_no_loss() -> None:
    same = result(turn("又问", wrong("缺少 2")), before=[wrong("缺少 2")])
    assert same.loss == 0 and not same.lost


def test_an_invented_number_in_an_answer_to_a_paraphrase_fails() -> None:
    assert "没有出处" in result(turn("又问", grounded=wrong("回答中的 9 没有出处"))).shortfalls[0]


def test_nothing_put_in_other_words_is_never_a_pass() -> None:
    assert RobustnessResult("样本").shortfalls
