"""Rows of a report: projects, 科目 with what the narrative says of them, parts and indicators."""

from __future__ import annotations

from rag.holdings.lookup import FactIndex
from rag.understanding import relation
from tests.rag.small_report import text_of
from tests.rag.test_grounding import library_of, sample, samples


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


def test_parts_of_parts_stand_inside_them_and_not_beside_them() -> None:
    text = text_of().replace(
        "第四部分 名词解释\n\n一、",
        "四、“三公”经费支出决算情况说明\n\n2023年度“三公”经费支出决算为9.20万元，其中：因公出国（境）费0万元；"
        "公务用车购置费3.00万元；公务用车运行维护费4.20万元；公务用车购置及运行费7.20万元；公务接待费2.00万元。\n\n"
        "第四部分 名词解释\n\n一、",
    )
    library = library_of(text)
    [doc_id] = [r.doc_id for r in library.reports()]
    rows = {r.name: r for r in relation.parts(library.fact_index(doc_id), "三公经费")}
    assert [name for name in rows if "公务用车" in name] == ["公务用车购置及运行费"]
    assert [str(p.value) for p in rows["公务用车购置及运行费"].parts] == ["3.00", "4.20"]
