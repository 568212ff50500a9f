"""Templates: which one a report follows, told with what of it differs; none is made up for an unknown one."""

from __future__ import annotations

from pathlib import Path

import pytest

from eval.samples import generate
from eval.samples.formats import render
from extractors.extract import extract_file
from extractors.families import Template, template_of
from extractors.vocabulary import families, table_key


def _template(tmp_path: Path, family: str, *changes: tuple[str, str]) -> Template:
    sample = generate(4, family)
    text = render(sample.blocks, sample.options, "txt").decode()
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    path = tmp_path / "a.txt"
    path.write_text(text)
    found = extract_file(path)
    return template_of(found.report, found.facts, found.problems)


@pytest.mark.parametrize(
    ("family", "name"),
    [
        ("henan", "河南省2023年度部门决算"),
        ("hubei", "湖北省2023年度部门决算"),
        ("shanghai", "上海市2024年度部门决算"),
        ("shanghai_budget", "上海市2025年部门预算"),
    ],
)
def test_a_report_follows_the_template_whose_titles_and_order_it_has(tmp_path: Path, family: str, name: str) -> None:
    found = _template(tmp_path, family)
    assert found.name == name
    assert found.like >= 0.9


def test_a_title_worded_otherwise_is_told(tmp_path: Path) -> None:
    found = _template(tmp_path, "henan", ("国有资本经营预算财政拨款支出决算表", "国有资本经营预算支出决算表"))
    assert found.nearest == "河南省2023年度部门决算"
    assert any("国有资本经营预算支出决算表" in title for title in found.differs)


def test_an_unknown_template_has_no_name_and_its_tables_are_read_all_the_same(tmp_path: Path) -> None:
    changes = [("公开0", "附0"), ("收入决算表", "收入决算情况表"), ("支出决算表", "支出决算情况表")]
    found = _template(tmp_path, "henan", *changes)
    assert found.name is None
    assert found.nearest is not None
    assert found.differs


def test_the_tables_of_every_family_are_known_forms_by_their_titles() -> None:
    for family in families():
        assert [table_key(title) for _, title in family.tables] == [key for key, _ in family.tables], family.name
        assert len({key for key, _ in family.tables}) == 9


def test_a_report_without_tables_is_like_none() -> None:
    sample = generate(4, "henan")
    from extractors.report import Identity, Report, Source

    report = Report("a", "a.txt", "", Identity(sample.department, 2023), Source("x"), [])
    assert template_of(report).name is None
    assert template_of(report).like == 0
