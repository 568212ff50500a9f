"""Rows of a report: projects, 科目 with what the narrative says of them, parts and indicators."""

from __future__ import annotations

from test_grounding import sample, samples

from rag import relation
from rag.lookup import FactIndex


def _index(name: str) -> FactIndex:
    library = samples()
    doc_id = next(r.doc_id for r in library.reports() if r.file.startswith(name))
    return library.fact_index(doc_id)


def test_a_project_stands_in_one_row_with_its_figures() -> None:
    rows = relation.projects(_index("songyi-culture-2023"))
    projects = sample("songyi-culture-2023").books.projects
    assert [r.name for r in rows] == [p.name for p in projects]
    assert [r.value("全年预算数") for r in rows] == [p.full for p in projects]
    assert [r.value("得分") for r in rows] == [p.score for p in projects]


def test_a_row_of_a_table_has_what_the_narrative_says_of_it() -> None:
    rows = relation.subjects(_index("yulan-water-2023"), "项", "GK05", None, prose_first=True)
    budgeted = [i for i in sample("yulan-water-2023").books.items if i.fund == "general" and i.fiscal]
    assert {r.code: r.value("年初预算数") for r in rows} == {i.code: i.budget for i in budgeted}


def test_rows_lie_under_the_one_named() -> None:
    index = _index("yulan-water-2023")
    classes = relation.subjects(index, "类", "GK03", None, prose_first=False)
    under = relation.subjects(index, "项", "GK03", relation.Branch(classes[0].code, classes[0].key), prose_first=False)
    assert under
    assert all(r.code and r.code.startswith(classes[0].code or "") for r in under)
    assert sum(r.value("决算数") or 0 for r in under) == classes[0].value("决算数")


def test_indicators_have_their_target_and_what_was_done() -> None:
    project = sample("songyi-culture-2023").books.projects[0]
    rows = relation.indicators(_index("songyi-culture-2023"), project.name)
    row = next(r for r in rows if r.name == project.indicator)
    assert (row.value("目标值"), row.value("实际完成值")) == (project.target, project.achieved)
