"""Things that a report counts as so many of a kind beside naming each."""

from __future__ import annotations

import pytest

from tests.rag.plain_report import answer

TOLD = (
    "十一、预算绩效情况说明\n\n全年加快推进泵站更新、河道清淤、灌区节水三大工程，抓好水源保护和水质监测两项任务。"
    "建立四项机制：联席会商、巡查通报、考核问责、群众监督。\n\n"
)


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("加快推进的三大工程是哪些", "泵站更新、河道清淤、灌区节水"),
        ("两项任务是什么", "水源保护、水质监测"),
        ("建立的四项机制分别是哪四项", "联席会商、巡查通报、考核问责、群众监督"),
        ("推进的工程是哪三大", "泵站更新、河道清淤、灌区节水"),
    ],
)
def test_things_counted_by_kind_are_named(question: str, names: str) -> None:
    told = answer(question, prose=TOLD)
    assert told.status == "answered"
    assert f"是：{names}。" in told.answer


def test_so_many_as_are_not_named_are_not_told() -> None:
    assert "写到的" not in answer("五大工程是哪些", prose=TOLD).answer


def test_bodies_counted_by_kind_are_named_without_the_verb_that_leads_them() -> None:
    told = "一、机构设置\n\n内设办公室、财务科2个科室，设泵站管理中心、水质监测中心、灌区服务中心3个事业机构。\n\n"
    assert "是：泵站管理中心、水质监测中心、灌区服务中心。" in answer("下设哪三个事业机构", prose=told).answer
