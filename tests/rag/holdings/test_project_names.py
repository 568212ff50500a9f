"""Projects named in full, in part, two at once, or too vaguely."""

from __future__ import annotations

import pytest

from extractors.text import name_key
from rag.holdings.project_names import named_projects

NAMES = (
    "第一批青年工匠（团队）项目首期培养资金县级配套资金",
    "第二批青年工匠（团队）项目中期培养资金县级配套资金",
    "云岭县落实2020年度新建充电桩奖励资金",
    "2023年云岭省政府专项债券（一至三期）资金",
    "云岭市水资源节约集约利用重大课题研究和行动方案专项经费",
    "工作经费",
    "党建经费",
    "农村人居环境整治（农村改厕）项目",
    "第三次全国农业普查经费",
    "雷竹产业提质增效",
)
PROJECTS = {name_key(n): n for n in NAMES}


@pytest.mark.parametrize(
    ("question", "numbers"),
    [
        ("专项债券资金那个项目全年执行数", [3]),
        ("水资源节约集约课题研究那个项目花了多少", [4]),
        ("新建充电桩奖励资金执行率", [2]),
        ("第二批青年工匠项目的培养资金执行了多少", [1]),
        ("第一批和第二批青年工匠项目一共执行了多少", [0, 1]),
        ("青年工匠项目执行了多少", [0, 1]),
        ("工作经费项目得了几分", [5]),
        ("专项资金细化率", []),
        ("奖励资金有多少", []),
        ("县级配套资金的项目", []),
        ("水资源费是多少", []),
        ("党建项目花了多少", [6]),
        ("党建花了多少", []),
        ("雷竹项目预算多少", [9]),
        ("雷竹预算多少", []),
        ("农村改厕项目自评得分多少", [7]),
        ("三农普项目自评得了多少分", [8]),
        ("那个三农普经费执行了多少", [8]),
        ("三农业项目花了多少", []),
        ("农普三项目花了多少", []),
    ],
)
def test_a_project_is_found_by_what_tells_it_from_others(question: str, numbers: list[int]) -> None:
    assert sorted(named_projects(question, PROJECTS)) == sorted(NAMES[n] for n in numbers)
