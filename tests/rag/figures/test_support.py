"""Support: what a report says besides about a figure, and what bears out one of two values."""

from __future__ import annotations

from decimal import Decimal

from rag.figures.support import support
from rag.holdings.desk import Desk
from tests.rag.test_grounding import samples


def test_the_sum_of_the_rows_below_bears_a_figure_out() -> None:
    desk = Desk.of(samples())
    doc_id = next(d for d in desk.reports if d.startswith("yulan"))
    index = desk.index(doc_id)
    whole = next(f for f in index.facts if f.table == "GK03" and len(f.row_code or "") == 3 and f.value)
    found = support(desk, whole)
    assert found.parts and found.total == sum((f.value or Decimal(0) for f in found.parts), Decimal(0))
    assert ("与它相符" in found.told(whole)) == (found.total == whole.value)


def test_a_part_that_makes_up_the_whole_with_the_others_is_borne_out() -> None:
    desk = Desk.of(samples())
    doc_id = next(d for d in desk.reports if d.startswith("yulan"))
    basic = next(f for f in desk.index(doc_id).facts if (f.table, f.row_name, f.column) == ("GK03", "合计", "基本支出"))
    assert "正是" in support(desk, basic).told(basic)
