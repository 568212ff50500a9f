"""Figures as sentences print them: of what was done, and not of what was aimed at."""

from __future__ import annotations

import pytest

from rag.checks.printed import printed_in
from tests.rag.plain_report import PROSE_MARK
from tests.rag.small_report import text_of
from tests.rag.test_grounding import library_of

STACKED = "附件1\n\n2023年度项目支出绩效自评表\n\n预期目标\n实际完成情况\n新建泵站8座。\n新建泵站6座。\n\n"
ROWS = (
    "附件1\n\n2023年度项目支出绩效自评表\n\n"
    "项目名称\t泵站建设\n年度目标\t预期目标\t实际完成情况\n\t新建泵站8座。\t新建泵站6座。\n\n"
)


@pytest.mark.parametrize("form", [STACKED, ROWS])
def test_the_cell_under_the_heading_of_aims_is_left_out(form: str) -> None:
    library = library_of(text_of().replace(PROSE_MARK, form + PROSE_MARK))
    desk = library.conversation().desk
    told = [one.raw for one in printed_in(desk, next(iter(desk.reports))) if "泵站" in one.before]
    assert "6" in told and "8" not in told
