"""Family D, bodies: a number of units or inner bodies is held against the list that follows it, wherever it stands."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractors.crosscheck import Status
from tests.extractors.crosscheck.paper import Paper

_INNER = "青榆市云渡区水务局内设机构2个，包括：办公室、水政股。"
_UNITS = "从决算单位构成看，青榆市云渡区水务局部门决算为本级决算。"
_CODED = (
    "单位编码\t单位名称\t单位性质\n213001\t云渡区水务局机关\t行政\n"
    "213002\t云渡区水库管理所\t公益一类\n213003\t云渡区供水站\t公益一类"
)
_TABLE = "序号\t单位名称\t备注\n1\t云渡区水务局本级\t行政\n2\t云渡区水库管理所\t事业\n3\t云渡区供水站\t事业"


@pytest.fixture
def paper(tmp_path: Path) -> Paper:
    return Paper(tmp_path)


def test_clean_report_passes(paper: Paper) -> None:
    assert {v.status for v in paper.verdicts("D-27")} == {Status.PASS}


@pytest.mark.parametrize(
    ("said", "values"),
    [
        ("青榆市云渡区水务局内设机构3个，包括：办公室、水政股。", ("3", "2")),
        ("局机关内设三个股室：办公室、水政股（行政审批股）、供水股、财务股。", ("3", "4")),
        ("局机关内设办公室、水政股、供水股、财务股5个股室。", ("5", "4")),
        ("内设机构3个，分别为：\n\n1.办公室\n\n2.水政股\n\n3.供水股\n\n4.财务股", ("3", "4")),
    ],
)
def test_number_of_inner_bodies_that_the_list_does_not_bear_out_is_found(
    paper: Paper, said: str, values: tuple[str, ...]
) -> None:
    found = paper.swap(_INNER, said).findings("D-27")
    assert [(f.severity, tuple(f.values)) for f in found] == [("error", values)]
    assert "所列内设机构为" in found[0].message


@pytest.mark.parametrize(
    ("said", "values"),
    [
        (
            "纳入本部门2023年度部门决算汇编范围的单位共4个，包括：云渡区水务局本级、云渡区水库管理所、云渡区供水站。",
            ("4", "3"),
        ),
        (
            "纳入本部门决算编制的预算单位共4个，分别是：云渡区水务局（本级），行政单位；云渡区渔政队，参公单位；"
            "云渡区供水站，公益一类事业单位。",
            ("4", "3"),
        ),
        (
            "纳入部门决算编制范围的预算单位共3个，包括：\n\n1.云渡区水务局本级\n\n2.云渡区水库管理所\n\n3.云渡区供水站\n\n"
            "4.云渡区渔政队",
            ("3", "4"),
        ),
        (f"纳入编制范围的单位共4个，具体名单见下表：\n\n{_TABLE}", ("4", "3")),
        (
            "纳入部门决算编制范围的二级预算单位共4家，具体是：\n\n1.云渡区水务局本级\n\n2.云渡区水库管理所\n\n3.云渡区供水站\n\n",
            ("4", "3"),
        ),
        (
            "部门决算包括水务局本部以及下属3家预算单位。本部门中，行政单位1家，事业单位2家，具体包括：\n\n"
            "1.云渡区水务局（本部）\n\n2.云渡区水库管理所\n\n3.云渡区供水站",
            ("3", "2"),
        ),
        ("部门决算由局本级决算和3家下属单位决算组成，其中行政单位1家，事业单位2家。", ("3", "2")),
        # the department's own is no 事业单位, whatever list it stands in
        (f"局机关下设所属事业单位3个，名单如下：\n\n{_CODED}", ("3", "2")),
    ],
)
def test_number_of_units_that_the_list_does_not_bear_out_is_found(
    paper: Paper, said: str, values: tuple[str, ...]
) -> None:
    found = paper.swap(_UNITS, said).findings("D-27")
    assert [(f.severity, tuple(f.values[:2])) for f in found] == [("error", values)]


@pytest.mark.parametrize(
    "said",
    [
        "内设机构3个，包括：办公室、水政股和供水股。",
        "内设机构4个，包括：办公室、水政股等科室。",
        "内设机构2个，即办公室、水土保持和水政股，行政编制12名。",
        "内设机构2个：办公室、水政股，其中办公室加挂财务股牌子。",
        "内设机构9个。",
        "内设机构2个，分别为办公室、水政股；下辖3个预算单位。",
    ],
)
def test_list_that_may_be_read_as_long_as_said_or_is_not_whole_passes(paper: Paper, said: str) -> None:
    assert paper.swap(_INNER, said).findings("D-27") == []


@pytest.mark.parametrize(
    "said",
    [
        "部门决算包括水务局本级以及下属2家预算单位，具体包括：\n\n1.云渡区水务局本级\n\n2.云渡区水库管理所\n\n3.云渡区供水站",
        "部门决算包括水务局本级以及下属2家预算单位，具体包括：\n\n1.云渡区水库管理所\n\n2.云渡区供水站",
        "下属预算单位2个。纳入编制范围的单位共3个，包括：云渡区水务局本级、云渡区水库管理所、云渡区供水站。",
        f"纳入编制范围的单位共3个，其中二级预算单位2个，具体是：\n\n{_TABLE}",
        f"局机关下设所属事业单位2个，名单如下：\n\n{_CODED}",
        f"局机关下设所属单位3个，名单如下：\n\n{_CODED}",
        "纳入编制范围的单位共3个，其中：行政单位1个、事业单位2个。",
        "纳入编制范围的单位共3个，其中所属行政单位1个、事业单位1个。",
    ],
)
def test_number_of_units_that_agrees_passes(paper: Paper, said: str) -> None:
    assert paper.swap(_UNITS, said).findings("D-27") == []
