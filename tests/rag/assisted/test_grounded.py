"""The grounding check on the sentences of real reports: true ones stand at their place, altered ones never do."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from extractors.text import squeeze
from rag.assisted.excerpts import Excerpt, given
from rag.assisted.grounded import Sentence, checked, says_not_told, sentences_in
from rag.holdings.desk import Desk
from rag.library import Library
from rag.settings import Settings

REPORTS = ("hongqi-2023", "jiaozuo-2021", "jiefang-2023", "pingdingshan-2023", "zengdu-2023")
NUMBER = re.compile(r"(?<![\d.])\d[\d,]*\.\d+(?!\d)")


@dataclass(frozen=True)
class Said:
    """A sentence of a report with a figure, the excerpt it is from, and all excerpts of the report."""

    text: str
    excerpt: Excerpt
    every: tuple[Excerpt, ...]
    department: str
    year: int

    def checked(self, text: str, number: int | None = None) -> Sentence:
        mark = f"[{number or self.excerpt.number}]"
        return checked(text + mark, self.every, [self.department], {self.year, self.year - 1})


@pytest.fixture(scope="module")
def said(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Said]:
    with Library.open(tmp_path_factory.mktemp("home") / "library", Settings()) as library:
        library.ingest([corpus / f"{n}.txt" for n in REPORTS])
        return list(_sentences(Desk.of(library)))


def _sentences(desk: Desk) -> Iterator[Said]:
    for doc_id, report in desk.reports.items():
        every = given(desk, doc_id, "", 200_000, "report").excerpts
        for excerpt in every:
            # a self-evaluation report has no sentences to speak of
            if "\t" in excerpt.text or "自评" in excerpt.section:
                continue
            for text in sentences_in(squeeze(excerpt.text) + "\n完")[0]:
                if NUMBER.search(text) and 16 < len(text) < 200 and "概况" not in text:
                    assert report.department is not None
                    assert report.year is not None
                    yield Said(text, excerpt, every, report.department, report.year)


def numbers(text: str) -> list[re.Match[str]]:
    return list(NUMBER.finditer(text))


def replaced(text: str, match: re.Match[str], by: str) -> str:
    return text[: match.start()] + by + text[match.end() :]


def test_there_are_enough_sentences(said: list[Said]) -> None:
    assert len(said) > 100


def test_true_sentences_stand_and_are_cited_where_they_are_printed(said: list[Said]) -> None:
    results = [(s, s.checked(s.text)) for s in said]
    fallen = [f"{s.text}：{r.problem}" for s, r in results if r.problem]
    assert len(fallen) <= 0.03 * len(said), fallen
    for sentence, result in results:
        for excerpt, span in result.evidence:
            assert excerpt is sentence.excerpt
            assert excerpt.start <= span.start < span.end <= excerpt.end


def test_no_altered_digit_stands(said: list[Said]) -> None:
    rng = random.Random(5)
    for s in said:
        match = rng.choice(numbers(s.text))
        digits = match.group()
        at = rng.choice([i for i, c in enumerate(digits) if c.isdigit()])
        wrong = digits[:at] + str((int(digits[at]) + rng.randint(1, 9)) % 10) + digits[at + 1 :]
        assert s.checked(replaced(s.text, match, wrong)).problem, s.text


def test_no_invented_figure_stands(said: list[Said]) -> None:
    rng = random.Random(6)
    for s in said:
        wrong = f"{rng.randint(1_000, 99_999)}.{rng.randint(10, 99)}"
        assert s.checked(replaced(s.text, rng.choice(numbers(s.text)), wrong)).problem, s.text


def test_no_figure_of_another_thing_in_the_same_sentence_stands(said: list[Said]) -> None:
    rng = random.Random(7)
    tried = 0
    for s in said:
        match = rng.choice(numbers(s.text))
        others = {m.group() for m in numbers(s.text)} - {match.group()}
        if others and not all(set(o) <= set("0.") for o in {*others, match.group()}):
            tried += 1
            assert s.checked(replaced(s.text, match, rng.choice(sorted(others)))).problem, s.text
    assert tried > 40


@pytest.mark.parametrize(("one", "other"), [("增加", "减少"), ("减少", "增加"), ("增长", "下降"), ("下降", "增长")])
def test_nothing_that_rose_is_said_to_have_fallen(said: list[Said], one: str, other: str) -> None:
    for s in said:
        if one in s.text and other not in s.text:
            assert s.checked(s.text.replace(one, other)).problem, s.text


def test_no_other_unit_year_or_department_stands(said: list[Said]) -> None:
    for s in said:
        if "万元" in s.text:
            assert s.checked(s.text.replace("万元", "亿元", 1)).problem, s.text
        if f"{s.year}年" in s.text:
            assert s.checked(s.text.replace(f"{s.year}年", "2011年", 1)).problem, s.text
        if s.department in s.text:
            assert s.checked(s.text.replace(s.department, "临江市水务局", 1)).problem, s.text


def test_a_sentence_that_cites_what_is_not_there_falls(said: list[Said]) -> None:
    assert "不存在" in said[0].checked(said[0].text, 999).problem


# ---------------------------------------------------------------- words, by hand

MATERIAL = (
    Excerpt(
        1, "d", "三/收入情况", 0, 60, "收入减少的主要原因是项目完工，上级补助资金相应减少。本年未发生政府性基金支出。"
    ),
    Excerpt(
        2,
        "d",
        "四/三公经费",
        60,
        120,
        "公务接待费支出0.22万元，接待3批次、25人次。会议费支出1.50万元，培训费支出0.22万元。",
    ),
)


def of(text: str) -> Sentence:
    return checked(text, MATERIAL, ["榆岚市水利局"], {2023, 2022})


@pytest.mark.parametrize(
    "text",
    [
        "收入减少主要是因为项目完工，上级补助资金相应减少[1]。",
        "榆岚市水利局2023年公务接待费支出0.22万元[2]。",
        "培训费支出为0.22万元，会议费支出为1.50万元[2]。",
        "接待了25人次[2]。",
    ],
)
def test_what_the_material_says_in_other_words_stands(text: str) -> None:
    assert of(text).problem == ""


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("收入增加主要是因为项目完工[1]。", "说法"),
        ("收入减少是因为人员退休[1]。", "说法"),
        ("会议费支出0.22万元[2]。", "另一项"),
        ("公务接待费支出二十二万元[2]。", "二十二万元"),
        ("公务接待费支出0.220万元[2]。", "不在"),
        ("据沧澜县财政局说，公务接待费支出0.22万元[2]。", "沧澜县财政局"),
        ("2019年公务接待费支出0.22万元[2]。", "2019"),
        ("接待了25批次[2]。", "另一项"),
        ("本年发生了政府性基金支出[1]。", "说法"),
    ],
)
def test_what_the_material_does_not_say_falls(text: str, why: str) -> None:
    assert why in of(text).problem


def test_equal_figures_are_cited_each_at_its_own_place() -> None:
    reception, training = of("公务接待费支出0.22万元[2]。"), of("培训费支出0.22万元[2]。")
    text = MATERIAL[1].text
    places = [text[s.start - 60 : s.end - 60] for r in (reception, training) for _, s in r.evidence]
    assert places == ["公务接待费支出0.22万元，接待3批次、25人次。", "会议费支出1.50万元，培训费支出0.22万元。"]


def test_a_sentence_that_is_but_one_digit_breaks_nothing() -> None:
    assert of("3[2]。").text == "3。"


def test_sentences_are_cut_as_they_come_with_their_marks() -> None:
    finished, rest = sentences_in("收入减少[1]。支出增加。[2]接待")
    assert finished == ["收入减少[1]。", "支出增加。[2]"]
    assert rest == "接待"


def test_a_model_that_finds_nothing_says_so() -> None:
    assert says_not_told("报告没有写明。")
    assert says_not_told("材料未提及这一内容[3]。")
    assert not says_not_told("公务接待费没有支出[2]。")


@pytest.mark.parametrize("step", [1, 2, 3, 7])
def test_sentences_that_come_in_pieces_are_the_same(step: int) -> None:
    whole = "收入减少[1]。支出增加。[2]\n接待25人次[2][3]。完成。"
    buffer, finished = "", []
    for at in range(0, len(whole), step):
        done, buffer = sentences_in(buffer + whole[at : at + step])
        finished += done
    finished += sentences_in(f"{buffer}\n完")[0]
    assert [f.strip() for f in finished] == ["收入减少[1]。", "支出增加。[2]", "接待25人次[2][3]。", "完成。"]
