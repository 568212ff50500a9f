"""What is told of a language model below an answer."""

from __future__ import annotations

from page.views.words import answer_html
from rag.answer import Answer, Assistance
from rag.understood import assisted


def answer(engine: str, **told: object) -> Answer:
    helped = Assistance(task="explain", model="模型甲", prompt="explain v1", **told)  # type: ignore[arg-type]
    return Answer(question="问", answer="答", status="answered", engine=engine, assistance=helped)  # type: ignore[arg-type]


def test_nothing_is_told_where_no_model_was_asked() -> None:
    assert assisted(Answer(question="问", answer="答", status="answered")) == ""


def test_it_is_told_who_wrote_and_what_was_thrown_out() -> None:
    told = assisted(answer("llm", replaced=["某句：数字不在"]))
    assert "逐句与原文核对" in told
    assert "1 句没有原文证实" in told
    assert "模型甲" in told


def test_it_is_told_why_a_model_gave_nothing() -> None:
    assert "超时" in assisted(answer("rules", problem="超时"))
    assert "没有采用" in assisted(answer("rules"))


def test_the_page_tells_it_too_and_escapes_it() -> None:
    assert "&lt;b&gt;" in answer_html(answer("rules", problem="<b>"))
