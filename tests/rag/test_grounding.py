"""Grounding: a number without evidence never leaves. Also the libraries and the check that all tests of answers share.

The tests of the answering modules ask through :func:`ask`, so that every answer they see has passed :func:`checked`.
"""

from __future__ import annotations

import atexit
import json
import re
import shutil
import tempfile
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from eval.samples import Sample, sample_set, write_samples
from extractors.citation import Citation
from rag.answer import Answer, Value
from rag.conversation import UngroundedAnswer, _checked
from rag.grounding import numbers, ungrounded
from rag.holdings.desk import Desk
from rag.library import Library
from rag.settings import Settings
from tests.rag.small_report import text_of

OFFLINE = Settings(_env_file=None)  # type: ignore[call-arg]
REAL = ("hongqi-2023", "jiaozuo-2021", "jiefang-2023", "pingdingshan-2023", "zengdu-2023")

# ---------------------------------------------------------------- libraries, built once a session


@cache
def samples() -> Library:
    """The library of the six generated reports, whose truth is known."""
    folder = _folder()
    return _taken_in(folder, write_samples(folder / "files"))


@cache
def library_of(*texts: str) -> Library:
    """A library of reports given as text."""
    folder = _folder()
    paths = [folder / "files" / f"report-{n}.txt" for n in range(len(texts))]
    paths[0].parent.mkdir()
    for path, text in zip(paths, texts, strict=True):
        path.write_text(text, encoding="utf-8")
    return _taken_in(folder, paths)


@cache
def real(corpus: Path) -> Library:
    """The library of the five real reports."""
    return _taken_in(_folder(), [corpus / f"{name}.txt" for name in REAL])


@cache
def sample(name: str) -> Sample:
    """A generated report with its truth: sample("yulan-water-2023")."""
    return next(slot.sample for slot in sample_set() if slot.sample.name == name)


def _folder() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="juesuan-test-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def _taken_in(folder: Path, paths: list[Path]) -> Library:
    library = Library.open(folder / "library", OFFLINE)
    atexit.register(library.close)
    outcomes = library.ingest(paths, workers=1)
    assert [o.status for o in outcomes] == ["ok"] * len(paths), outcomes
    return library


def doc_id(library: Library, name: str) -> str:
    """The id of the report whose file is so named."""
    return next(info.doc_id for info in library.reports() if info.file.startswith(name))


# ---------------------------------------------------------------- asking, with the check that every answer passes


def ask(library: Library, *turns: str) -> Answer:
    """The answer to the last turn of a new conversation; all turns are checked."""
    conversation = library.conversation()
    answers = [checked(library, conversation.ask(turn)) for turn in turns]
    return answers[-1]


def first(answer: Answer) -> tuple[str, str | None]:
    """Value and unit of the first figure of an answer."""
    assert answer.values, f"没有数字：{answer.status} {answer.answer}"
    return answer.values[0].value, answer.values[0].unit


def figures(answer: Answer) -> list[str]:
    """The figures of an answer, in order."""
    return [v.value for v in answer.values]


def checked(library: Library, answer: Answer) -> Answer:
    """Quotes exact and at their lines, figures borne out, formulas right, JSON whole."""
    assert answer.answer.strip()
    assert answer.elapsed_ms >= 0
    for citation in answer.citations:
        _check_citation(library, citation)
    known = " ".join(f"{r.department}{r.year}" for r in library.reports())
    assert not ungrounded(answer, known), answer.answer
    quoted = {abs(n) for c in answer.citations for n in numbers(c.quote)}
    if any(re.search("(?:未|没有)发生", c.quote) for c in answer.citations):
        quoted.add(Decimal(0))  # a zero that is told in words
    # a formula may rest on the results of others that the answer gives
    results = {abs(Decimal(v.value)) for v in answer.values if v.formula}
    for value in answer.values:
        _check_value(value, quoted | (results - {abs(Decimal(value.value))} if value.formula else set()))
    if answer.status in {"not_found", "refused"}:
        assert not answer.values, answer.answer
    if answer.status in {"answered", "computed", "conflict"}:
        assert answer.citations, answer.answer
    assert Answer.model_validate_json(answer.model_dump_json()) == answer
    assert json.loads(answer.model_dump_json())["question"] == answer.question
    return answer


def _check_citation(library: Library, citation: Citation) -> None:
    info = next(r for r in library.reports() if r.doc_id == citation.doc_id)
    assert (citation.file, citation.department, citation.year) == (info.file, info.department, info.year)
    source = library.source(citation.doc_id)
    starts = [m.start() for m in re.finditer(re.escape(citation.quote), source)]
    assert starts, f"原文里没有这句引文：{citation.quote}"
    spans = [(source.count("\n", 0, at) + 1, source.count("\n", 0, at + len(citation.quote)) + 1) for at in starts]
    assert any(a <= (citation.line or 0) <= b for a, b in spans), (citation.line, spans, citation.quote)


def _check_value(value: Value, quoted: set[Decimal]) -> None:
    if value.formula is None:
        number = re.fullmatch(r"-?\d+(\.\d+)?", value.value)
        assert not number or abs(Decimal(value.value)) in quoted, value
        return
    assert value.origin == "computed"
    result, stated = _worked_out(value.formula), Decimal(value.value)
    parts = {abs(Decimal(n)) for n in re.findall(r"\d+(?:\.\d+)?", value.formula)} - {Decimal(100), Decimal(10000)}
    if average := re.match(r"\(([^-]+)\) ÷ (\d+)$", value.formula):
        # an average is over as many figures as it shows
        assert int(average.group(2)) == average.group(1).count("+") + 1, value.formula
        parts -= {Decimal(average.group(2))}
    if value.label.startswith("平均每月") or "按全年12个月计" in value.label:
        parts -= {Decimal(12)}  # the months of a year
    if given := re.search(r"与(\d+(?:\.\d+)?)[亿万元]*之差$", value.label):
        parts -= {Decimal(given.group(1))}  # a number that the question states
    if given := re.match(r"按(\d+)人平均", value.label):
        parts -= {Decimal(given.group(1))}  # so many people, as the question gives them
    if re.fullmatch(r"1( \+ 1)*|1 × \d+", value.formula):
        parts = set()  # things counted one by one, each named in the answer
    assert all(quoted & {n, n / 10000, n * 10000} for n in parts), (value.formula, quoted)
    step = Decimal(1).scaleb(int(stated.as_tuple().exponent))
    assert result.quantize(step, ROUND_HALF_UP) == stated, value


def _worked_out(formula: str) -> Decimal:
    """The result of a formula as shown, from left to right. Brackets are worked out first; none holds another."""
    formula = re.sub(r"\(([^()]+)\)", lambda m: str(_worked_out(m.group(1))), formula)
    terms = formula.replace("× 100%", "× 100").split()
    result = Decimal(terms[0])
    steps: dict[str, Callable[[Decimal, Decimal], Decimal]] = {
        "+": lambda a, b: a + b,
        "-": lambda a, b: a - b,
        "×": lambda a, b: a * b,
        "÷": lambda a, b: a / b,
    }
    for sign, term in zip(terms[1::2], terms[2::2], strict=True):
        result = steps[sign](result, Decimal(term))
    return result


# ---------------------------------------------------------------- numbers and their evidence


def _answer(text: str, **more: object) -> Answer:
    return Answer.model_validate({"question": "支出是多少", "answer": text, "status": "answered", **more})


def _citation(quote: str, **more: object) -> dict[str, object]:
    return {"doc_id": "d", "file": "f.txt", "quote": quote, **more}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("支出合计1,234.50万元", {"1234.5"}),
        ("支出合计４, 233. 22万元", {"4233.22"}),
        ("行政运行\t12.30\t0.00", {"12.30", "0"}),
        ("12\t345", {"12", "345"}),
        ("12\n345", {"12", "345"}),
        ("没有数字", set()),
        ("占２.23％", {"2.23"}),
    ],
)
def test_numbers_are_read_whatever_their_spelling(text: str, expected: set[str]) -> None:
    assert numbers(text) == {Decimal(n) for n in expected}


def test_a_figure_that_stands_in_a_quote_is_grounded() -> None:
    assert ungrounded(_answer("支出为386.78万元。", citations=[_citation("支出合计386.78万元")])) == set()


def test_a_figure_that_stands_nowhere_is_not() -> None:
    found = ungrounded(_answer("支出为387.78万元。", citations=[_citation("支出合计386.78万元")]))
    assert found == {Decimal("387.78")}


def test_part_of_a_longer_number_is_no_evidence() -> None:
    assert ungrounded(_answer("支出为86.78万元。", citations=[_citation("支出合计386.78万元")])) == {Decimal("86.78")}


def test_a_computed_figure_is_borne_out_by_its_formula() -> None:
    value = {"value": "300.13", "unit": "万元", "label": "推算", "origin": "computed", "formula": "386.78 - 86.65"}
    text = "约为300.13万元（386.78 - 86.65）。"
    assert ungrounded(_answer(text, values=[value])) == set()
    assert ungrounded(_answer(text)) == {Decimal("300.13"), Decimal("386.78"), Decimal("86.65")}


def test_numbers_of_the_question_and_the_context_are_known() -> None:
    asked = _answer("没有2019年的报告。").model_copy(update={"question": "2019年支出"})
    assert ungrounded(asked) == set()
    assert ungrounded(_answer("现有水务局2023年度。")) == {Decimal(2023)}
    assert ungrounded(_answer("现有水务局2023年度。"), "水务局2023") == set()


def test_the_number_of_items_and_their_ordinals_need_no_evidence() -> None:
    assert ungrounded(_answer("共列出3项：无。")) == set()
    assert ungrounded(_answer("排序：1. 甲；2. 乙。第3位的是丙。")) == set()


@pytest.mark.parametrize("invented", ["9999.99", "0.01", "12345678"])
def test_a_number_without_evidence_never_leaves(invented: str) -> None:
    library = library_of(text_of())
    with pytest.raises(UngroundedAnswer, match=invented):
        _checked(_answer(f"支出合计为{invented}万元。"), Desk.of(library))


def test_what_the_gate_lets_through_is_unchanged() -> None:
    answer = _answer("支出为386.78万元。", citations=[_citation("支出合计386.78万元")])
    assert _checked(answer, Desk.of(library_of(text_of()))) is answer


def test_an_amount_hidden_in_an_enumeration_needs_evidence() -> None:
    """An ordinal is a small number before a point and a blank; an amount that looks like one is still an amount."""
    assert ungrounded(_answer("有3861万元。")) == {Decimal(3861)}


@given(st.decimals(min_value=0, max_value=10**9, places=2))
def test_every_decimal_that_is_not_in_the_evidence_is_found(number: Decimal) -> None:
    answer = _answer(f"支出为{number}万元。", citations=[_citation("支出合计386.78万元")])
    assert ungrounded(answer) == ({number} if number != Decimal("386.78") else set())


# ---------------------------------------------------------------- the shared check is strict

CHANGES = {
    "quote": {"quote": "2023年度支出合计386.79万元"},
    "line": {"line": 1},
    "year": {"year": 2022},
    "department": {"department": "云岭市民政局"},
    "file": {"file": "other.txt"},
}


@pytest.mark.parametrize("changed", CHANGES)
def test_a_citation_that_is_not_exact_is_noticed(changed: str) -> None:
    library = library_of(text_of())
    answer = ask(library, "青川区水务局2023年支出合计多少")
    wrong = [c.model_copy(update=CHANGES[changed]) for c in answer.citations]
    with pytest.raises(AssertionError):
        checked(library, answer.model_copy(update={"citations": wrong}))


@pytest.mark.parametrize("change", [{"value": "386.79"}, {"formula": "386.78 + 1.00", "origin": "computed"}])
def test_a_value_that_is_not_borne_out_is_noticed(change: dict[str, str]) -> None:
    library = library_of(text_of())
    answer = ask(library, "青川区水务局2023年支出合计多少")
    wrong = [answer.values[0].model_copy(update=change)]
    with pytest.raises(AssertionError):
        checked(library, answer.model_copy(update={"values": wrong}))


# ---------------------------------------------------------------- any question at all

_WORDS = [
    *("2023年", "二三年", "1999年", "上年", "松漪文旅局", "榆岚水利局", "民政局", "火星局", "各部门", "哪个部门"),
    *("支出合计", "三公经费", "公务接待费", "行政运行", "其他支出（类）", "支出决算表", "05表", "基本支出", "占比"),
    *(
        "多少",
        "为什么",
        "增加",
        "和",
        "相差",
        "最多",
        "第二名",
        "第九名",
        "前十",
        "加起来",
        "是什么意思",
        "哪些",
        "几倍",
    ),
    *("保留两位小数", "推算", "比预算", "平均每辆", "一致吗", "那", "呢", "？", "，", "9999万元"),
]


@settings(max_examples=60)
@given(st.text(max_size=80))
@example("\x00\ud7ff")
@example("2023年" * 400)
@example("（" * 300)
@example("1" * 600)
def test_any_text_gets_a_valid_answer(text: str) -> None:
    answer = ask(samples(), text)
    assert answer.question == text[:500].strip()


@settings(max_examples=150)
@given(st.lists(st.sampled_from(_WORDS), min_size=1, max_size=8).map("".join))
def test_any_mixture_of_known_words_gets_a_valid_answer(text: str) -> None:
    assert ask(samples(), text).question == text


@settings(max_examples=40)
@given(st.lists(st.lists(st.sampled_from(_WORDS), min_size=1, max_size=5).map("".join), min_size=2, max_size=4))
def test_any_conversation_gets_valid_answers(turns: list[str]) -> None:
    assert ask(samples(), *turns).question == turns[-1]


def test_a_share_behind_a_word_of_having_is_no_ordinal() -> None:
    quote = "分类准确率只有61.5%。"
    assert not ungrounded(_answer(quote, citations=[_citation(quote)]))


def test_a_code_printed_in_columns_is_the_number_that_they_make() -> None:
    quote = "302\t01\t办公费\t84.62"
    assert not ungrounded(_answer("30201 办公费为84.62万元。", citations=[_citation(quote)]))
    assert ungrounded(_answer("30205 办公费为84.62万元。", citations=[_citation(quote)]))
