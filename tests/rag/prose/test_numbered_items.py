"""Things that a sentence only counts: each with its amount from the numbered list below it."""

from __future__ import annotations

from tests.rag.plain_report import PROSE_MARK
from tests.rag.small_report import text_of
from tests.rag.test_grounding import ask, figures, library_of

PROSE = (
    "十、预算绩效情况说明\n\n2023年水务局6个项目实行绩效目标管理。其中，渠道修复等2个重点项目的绩效目标一并公开，资金合计70.00万元。"
    "具体如下：\n1.渠道修复项目。2023年安排40.00万元，修复渠道3公里。\n2.水闸改造项目。2023年安排30.00万元，改造水闸2座。\n\n"
)


def test_the_items_below_a_sentence_that_counts_them_are_told_with_their_amounts() -> None:
    library = library_of(text_of().replace(PROSE_MARK, PROSE + PROSE_MARK))
    answer = ask(library, "青川区水务局2023年一并公开的2个重点项目是哪几个，各安排多少钱")
    assert "渠道修复" in answer.answer
    assert "水闸改造" in answer.answer
    assert {"40.00", "30.00"} <= set(figures(answer))
