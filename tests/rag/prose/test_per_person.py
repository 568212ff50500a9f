"""What each of some things costs: worked out of an amount and a number that the report tells apart, or not told."""

from __future__ import annotations

import pytest

from tests.rag.plain_report import PROSE_MARK
from tests.rag.small_report import text_of
from tests.rag.test_grounding import ask, figures, library_of

_MONEY = "项目支出按类别：堤林管护补贴64.80万元；河道保洁服务30.00万元。"
_AREA = "其中“堤林管护补贴”涉及堤林面积5.4万亩、巡护人员36人。"


@pytest.mark.parametrize("each", ["平均一亩多少元", "平均每亩多少元", "平均下来一亩多少元"])
def test_an_amount_is_divided_by_the_number_that_another_chapter_tells_of_it(each: str) -> None:
    prose = f"十、重点工作情况说明\n\n{_MONEY}\n\n十二、绩效情况说明\n\n{_AREA}\n\n"
    library = library_of(text_of().replace(PROSE_MARK, prose + PROSE_MARK))
    answer = ask(library, f"青川区水务局2023年堤林管护补贴{each}")
    assert answer.status == "computed" and figures(answer)[:1] == ["12.00"]
    assert len(answer.citations) == 2  # the amount and the area, each in its place
    whole = ask(library, f"青川区水务局2023年河道保洁服务{each}")
    assert (whole.status, whole.values) == ("not_found", [])  # 300000 is not what each has
