"""A schema being filled from many reports: what fails is told, the rest goes on, and it can be stopped."""

from __future__ import annotations

import threading
from typing import Any

from pydantic import BaseModel

from extractors.errors import ReadError
from extractors.llm import LlmError
from extractors.structured import Filled
from page.views.filling import Filling, helped, outcome_html
from tests.page.views.filling_samples import Wanted, filled, info, job


class Shelf:
    """A stand-in for a library: some of its reports cannot be read, and its model may be mute."""

    def __init__(self, broken: dict[str, Exception] | None = None, mute: Exception | None = None) -> None:
        self.broken = broken or {}
        self.mute = mute
        self.read: list[str] = []
        self.asked: list[str] = []
        self.gate = threading.Event()
        self.gate.set()

    def fill(self, doc_id: str, model: type[BaseModel]) -> Filled:
        self.gate.wait(10)
        self.read.append(doc_id)
        if doc_id in self.broken:
            raise self.broken[doc_id]
        return filled(int(doc_id[3:])).model_copy(update={"assisted": None})

    def assist(self, doc_id: str, model: type[BaseModel], base: Filled) -> Filled:
        self.asked.append(doc_id)
        if self.mute:
            raise self.mute
        return filled(int(doc_id[3:]))


def filling(shelf: Shelf, count: int = 4, **options: Any) -> Filling:
    return Filling(shelf, "清单", Wanted, [info(n) for n in range(1, count + 1)], **options)  # type: ignore[arg-type]


def through(made: Filling) -> Filling:
    made.start()
    assert made.thread is not None
    made.thread.join(20)
    assert not made.running
    return made


def test_a_report_that_fails_is_told_and_the_rest_goes_on() -> None:
    made = through(filling(Shelf({"doc2": ReadError("r2.txt：<坏>了"), "doc3": RuntimeError("x")})))
    assert list(made.results) == ["doc1", "doc4"]
    told = outcome_html(made)
    assert "已抽取 2 份，失败 2 份" in told and "r2.txt：&lt;坏&gt;了" in told and "程序内部错误" in told


def test_what_is_done_stays_when_it_is_stopped() -> None:
    shelf = Shelf()
    shelf.gate.clear()
    made = filling(shelf).start()
    made.cancel()
    assert made.stopping
    shelf.gate.set()
    assert made.thread is not None
    made.thread.join(20)
    assert made.cancelled and list(made.results) == ["doc1"] == shelf.read
    assert "已取消，3 份没有做" in outcome_html(made)


def test_no_model_is_asked_unless_it_is_switched_on() -> None:
    shelf = Shelf()
    assert helped(list(through(filling(shelf)).results.values())) == ""
    assert shelf.asked == []


def test_who_filled_what_is_told_where_a_model_was_asked() -> None:
    made = through(filling(Shelf(), assisted=True))
    assert "模型 m<1> 与规则对照：一致 4 项，仅规则 0 项，仅模型 4 项" in helped(list(made.results.values()))


def test_a_mute_model_leaves_what_the_rules_filled_and_is_asked_no_more() -> None:
    shelf = Shelf(mute=LlmError("连不上<模型>"))
    made = through(filling(shelf, assisted=True))
    assert len(made.results) == 4 and shelf.asked == ["doc1"]
    assert "连不上&lt;模型&gt;" in outcome_html(made) and "只按规则" in outcome_html(made)


def test_two_visitors_take_turns() -> None:
    first, second = Shelf(), Shelf()
    first.gate.clear()
    slow, other = filling(first).start(), filling(second).start()
    first.gate.set()
    for made in (slow, other):
        assert made.thread is not None
        made.thread.join(20)
    assert len(slow.results) == len(other.results) == 4


def test_markup_in_a_name_is_shown_not_run() -> None:
    made = job()
    made.name = "<img src=x>"
    assert "<img" not in outcome_html(made)
