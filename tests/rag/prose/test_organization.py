"""Bodies: lists, rows and chapters within others are read; what a body is, and whether there is one."""

from __future__ import annotations

import pytest

from rag.answer import Answer
from tests.rag.small_report import DEPARTMENT, text_of
from tests.rag.test_grounding import ask, library_of

OWN = "二、机构设置\n\n云岭市青川区水务局内设机构3个，包括：办公室、规划建设股、水资源股。\n"
ROWS = """二、机构设置

云岭市青川区水务局是区政府工作部门，为正科级，内设办公室、财务审计股、水资源股等3个股室。
从预算单位构成看，云岭市青川区水务局部门决算包括：局本级决算、所属单位决算。
纳入云岭市青川区水务局2023年度部门决算编制范围的单位共3个，包括：
序号\t单位名称\t单位性质
1\t云岭市青川区水务局（本级）\t行政单位
2\t青川区水政监察大队\t参照公务员法管理的事业单位
3\t青川区水利工程站\t公益一类事业单位
"""
ITSELF = """二、机构设置

云岭市青川区水务局内设机构2个，包括：办公室、水资源股。
从决算单位构成看，云岭市青川区水务局部门决算为本级决算。
"""


def _asked(question: str, chapter: str = ROWS) -> Answer:
    text = text_of()
    assert OWN in text
    return ask(library_of(text.replace(OWN, chapter)), f"青川区水务局2023年{question}")


@pytest.mark.parametrize(
    "question", ["决算汇总了哪几家单位", "下属单位是哪两个", "下面都有哪些单位", "纳入决算编制范围的是哪几家"]
)
def test_units_in_rows_of_a_table_are_named(question: str) -> None:
    answer = _asked(question)
    assert answer.status == "answered"
    if "纳入" in question or "汇总" in question:
        assert "水政监察大队（参照公务员法管理的事业单位）" in answer.answer


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("下面的监察大队是什么性质的单位", "参照公务员法管理的事业单位"),
        ("水政监察大队是参公单位吗", "是。"),
        ("水利工程站是参公单位吗", "不是。"),
        ("哪个单位是公益一类", "水利工程站"),
        ("是什么级别", "正科级"),
        ("算什么机构", "区政府工作部门"),
        ("决算包含下属单位吗", "包含。"),
        ("有没有财务审计股", "有。"),
    ],
)
def test_what_a_body_is_and_whether_there_is_one(question: str, said: str) -> None:
    answer = _asked(question)
    assert answer.status == "answered"
    assert said in answer.answer


def test_a_body_with_a_name_like_that_asked_for_is_not_the_one() -> None:
    answer = _asked("有没有审计科")
    assert answer.status == "not_found"
    assert "相近" in answer.answer


def test_a_report_of_the_department_alone_has_no_bodies_below() -> None:
    assert _asked("决算包含下属单位吗", ITSELF).answer.startswith("不包含。")


def test_a_level_that_is_not_said_is_not_told() -> None:
    assert _asked("是什么级别", ITSELF).status == "not_found"


def test_the_chapter_may_stand_inside_that_on_duties() -> None:
    text = (
        text_of()
        .replace("二、机构设置\n\n云岭市", "（二）机构设置\n\n云岭市")
        .replace("一、部门职责\n二、机构设置\n", "")
    )
    text = text.replace("一、部门职责\n\n", "一、部门职责与机构设置\n\n（一）部门职责\n\n")
    answer = ask(library_of(text), "青川区水务局2023年设了哪些股室")
    assert "规划建设股" in answer.answer


@pytest.mark.parametrize("question", ["下属单位有哪些，内设股室呢", "内设哪些股室，下属单位是什么"])
def test_inner_bodies_and_those_below_can_be_asked_together(question: str) -> None:
    told = _asked(question).answer
    assert "财务审计股" in told
    assert "所属单位" in told


MORE = """二、机构设置

云岭市青川区水务局内设机构3个，包括：办公室、“清水”行动与河道股、水资源股（区节水办公室）。另设有离退休干部工作股。
纳入云岭市青川区水务局2023年度部门决算编报的单位共3个。其中：行政单位1个，其他事业单位2个。分别是：
1.云岭市青川区水务局本级
2.青川区水文站4所
3.青川区泵站11所
"""


@pytest.mark.parametrize(
    ("question", "said", "unsaid"),
    [
        ("除了3个内设机构，还另设了什么股", "离退休干部工作股", "水资源股"),
        ("有没有离退休干部股", "有，报告写作“离退休干部工作股”", "没有找到"),
        ("区节水办公室挂在哪个股", "水资源股", "河道股"),
        ("河道归哪个股管", "“清水”行动与河道股", "水资源股"),
        ("纳入决算的两种事业单位叫什么", "青川区泵站11所", "水资源股"),
    ],
)
def test_bodies_are_told_by_what_is_known_of_them(question: str, said: str, unsaid: str) -> None:
    answer = _asked(question, MORE)
    assert answer.status == "answered"
    assert said in answer.answer
    assert unsaid not in answer.answer


def test_the_number_beside_a_body_in_the_list_is_its_number() -> None:
    answer = _asked("纳入决算编制范围的3个单位里，泵站有几所", MORE)
    assert (answer.values[0].value, answer.values[0].unit) == ("11", "所")


def test_a_body_that_no_name_points_to_is_not_made_up() -> None:
    answer = _asked("渔业归哪个股管", MORE)
    assert answer.status == "not_found"
    assert "渔业" in answer.answer


def test_how_the_bodies_changed_is_told_where_it_is_said() -> None:
    chapter = MORE.rstrip() + "\n以上单位与上年相比没有变化。\n"
    answer = _asked("预算单位跟上年比有没有变化", chapter)
    assert "没有变化" in answer.answer


SPACED = """二、机构设置

纳入本部门2023年度决算编制范围的单位共4个，包括本级及所属3个二级预算单位：
序号 单位名称 单位性质
1 云岭市青川区水务局（本级） 行政单位
2 青川区中心水管站 差额事业单位
3 青川区上河水管站 全额事业单位
4 青川区水质检测中心 全额事业单位
"""
REFERRED = """二、机构设置

2023年部门决算公开单位构成包括：云岭市青川区水务局本级，以及青川区水政监察大队、青川区水利工程站。上述2个所属单位均为全额拨款事业单位。
"""


def test_rows_without_lines_are_items() -> None:
    assert "青川区水质检测中心（全额事业单位）" in _asked("下属单位有哪些", SPACED).answer
    assert "（差额事业单位）" in _asked("中心水管站是全额还是差额", SPACED).answer


def test_bodies_of_one_kind_are_picked_by_the_ending_of_their_names() -> None:
    told = _asked("下面有哪几个水管站", SPACED).answer
    assert "上河水管站" in told and "检测中心" not in told


def test_a_sentence_that_refers_back_is_told_with_the_list() -> None:
    assert "水政监察大队、青川区水利工程站" in _asked("下面有哪些所属单位", REFERRED).answer


DUTIES_TOO = """一、机构设置、职责

云岭市青川区水务局负责全区水务工作。
设有3个股室：办公室、规划股、河湖股。所属事业单位2个：青川区水政监察大队、青川区水利工程站。
"""


def test_a_chapter_on_bodies_and_duties_is_read_for_bodies() -> None:
    text = text_of()
    start, end = text.index("一、部门职责\n\n"), text.rindex("第二部分 2023年度")
    answer = ask(library_of(text[:start] + DUTIES_TOO + "\n" + text[end:]), "青川区水务局2023年所属事业单位是哪几个")
    assert "青川区水政监察大队、青川区水利工程站" in answer.answer and "机构设置、职责" in answer.answer


def test_a_list_of_bodies_does_not_say_how_one_keeps_its_accounts() -> None:
    assert _asked("水利工程站是独立核算吗", ROWS).status == "not_found"


def test_bodies_of_one_kind_are_counted_where_the_chapter_counts_them() -> None:
    chapter = (
        "二、机构设置\n\n云岭市青川区水务局内设机构3个。另设有下属事业单位6个，其中1个副科级事业单位（青川区河道所）、"
        "5个股级事业单位（青川区水文站等）。\n"
    )
    answer = _asked("下面股级的事业单位有几个", chapter)
    assert [(v.value, v.unit) for v in answer.values] == [("5", "个")]


def test_people_that_the_chapter_does_not_name_are_not_told_of_by_it() -> None:
    answer = _asked("有多少退休人员")
    assert answer.values == []
    assert "机构设置" not in answer.answer


def test_things_that_only_end_as_bodies_are_called_are_none() -> None:
    answer = _asked("有多少个养老机构")
    assert (answer.status, answer.values) == ("not_found", [])


def test_a_body_that_a_sentence_outside_the_chapter_names_is_told() -> None:
    chapter = "二、机构设置\n\n云岭市青川区水务局内设股室3个：办公室、计划财务股、水资源股。\n"
    text = text_of().replace(OWN, chapter)
    mark = "第四部分 名词解释\n\n一、"
    said = "十二、预算绩效情况说明\n\n成立了绩效管理领导小组，计划财务股为牵头股室，全面开展绩效自评。\n\n"
    answer = ask(library_of(text.replace(mark, said + mark)), "青川区水务局2023年哪个股室牵头绩效管理")
    assert "计划财务股为牵头股室" in answer.answer


def test_a_body_is_told_by_the_matter_that_it_is_asked_to_be_in_charge_of() -> None:
    answer = _asked("有管水资源的股室吗，叫什么")
    assert answer.status == "answered"
    assert "水资源股" in answer.answer


@pytest.mark.parametrize("question", ["这份决算一共算进来几家单位", "汇总决算的单位有几家", "决算里编进去几个单位"])
def test_the_units_that_a_report_is_made_up_of_are_counted(question: str) -> None:
    answer = _asked(question)
    assert [(v.value, v.unit) for v in answer.values] == [("3", "个")]


def test_units_that_are_only_listed_are_counted_by_their_list() -> None:
    listed = (
        "二、机构设置\n\n纳入云岭市青川区水务局2023年度部门决算编制范围的单位包括：\n\n1.云岭市青川区水务局（本级）\n\n"
    )
    listed += "2.青川区水政监察大队\n\n3.青川区水利工程站\n"
    answer = _asked("决算里算进了几家单位", listed)
    assert (answer.values[0].value, answer.values[0].formula) == ("3", "1 + 1 + 1")


RUNNING = """二、机构设置

云岭市青川区水务局内设办公室、水资源股等2个股室。所属事业单位编制9名，年末实有在职人员8人。
从预算单位构成看，纳入本部门2023年度决算编制的预算单位共{number}个，分别是：云岭市青川区水务局（本级），行政单位；青川区水政监察队，参照公务员法管理的事业单位；青川区水利工程站，公益一类事业单位。
"""


def test_units_listed_in_running_sentences_are_all_named() -> None:
    answer = _asked("哪些单位纳入了部门决算", RUNNING.format(number=3))
    assert all(name in answer.answer for name in ("（本级）", "水政监察队", "水利工程站"))
    assert "编制9名" not in answer.answer


@pytest.mark.parametrize(
    "question", ["纳入决算的单位到底是几个，说的数和列的对得上吗", "预算单位有几家，文字和名单一致吗"]
)
@pytest.mark.parametrize(("number", "status", "said"), [("4", "conflict", "不一致"), ("3", "answered", "两者一致")])
def test_the_number_of_units_is_held_against_those_listed(question: str, number: str, status: str, said: str) -> None:
    answer = _asked(question, RUNNING.format(number=number))
    assert (answer.status, [v.value for v in answer.values][:2]) == (status, [number, "3"])
    assert said in answer.answer


def test_units_named_within_the_sentence_that_counts_them_are_counted_too() -> None:
    chapter = (
        "二、机构设置\n\n纳入本部门2023年度决算编制范围的单位共3个，包括：青川区水务局本级、青川区水政监察大队。\n"
    )
    answer = _asked("纳入决算的单位数和列出来的对得上吗", chapter)
    assert (answer.status, [v.value for v in answer.values][:2]) == ("conflict", ["3", "2"])


INNER = "二、机构设置\n\n青川区水务局内设机构{number}个，分别为：办公室、规划建设股、水资源股。\n"
INNER_FIRST = "二、机构设置\n\n青川区水务局内设办公室、规划建设股、水资源股等{number}个职能股室。\n"


@pytest.mark.parametrize("chapter", [INNER, INNER_FIRST])
@pytest.mark.parametrize("question", ["内设机构说有{number}个，列出来的是几个", "内设机构说有几个，和列出来的对得上吗"])
@pytest.mark.parametrize(("number", "status"), [("4", "conflict"), ("3", "answered")])
def test_the_number_of_offices_is_held_against_those_listed(
    chapter: str, question: str, number: str, status: str
) -> None:
    answer = _asked(question.format(number=number), chapter.format(number=number))
    assert (answer.status, [v.value for v in answer.values]) == (status, [number, "3"])


def test_units_are_counted_in_the_list_that_a_later_line_leads() -> None:
    chapter = """二、机构设置

部门决算由青川区水务局本级决算和3个下属单位决算组成。

本级内设2个股室：办公室、水资源股。

纳入青川区水务局部门决算编制范围的单位包括：

1.青川区水务局（本级）

2.青川区水政监察大队

3.青川区水利工程站

"""
    answer = _asked("说有几个下属单位，和后面列出来的对得上吗", chapter)
    assert (answer.status, [v.value for v in answer.values]) == ("conflict", ["3", "2"])


def test_a_kind_in_brackets_is_listed_with_the_kind_that_is_asked_for() -> None:
    chapter = """二、机构设置

纳入青川区水务局部门决算编制范围的单位共4个，具体包括：

1.青川区水务局（本级）

2.青川区东河水利站

3.青川区西河水利站

4.青川区水质监测中心

"""
    told = _asked("下面有哪几家水利站（含水质监测中心）", chapter).answer
    assert all(name in told for name in ("东河水利站", "西河水利站", "水质监测中心"))
    assert "本级" not in told
    assert "水质监测中心" not in _asked("下面有哪几家水利站", chapter).answer


def test_the_number_of_a_row_is_no_figure_of_the_body_in_it() -> None:
    answer = _asked("水利工程站一家的决算支出是多少")
    assert answer.status == "not_found" and not answer.values
    assert "没有单独列出这个单位的数" in answer.answer


LIST = """二、机构设置

从预算单位构成看，云岭市青川区水务局部门预算包括局本级预算和下属4个二级预算单位预算。
纳入2023年编制范围的二级预算单位名单如下：
1.青川区水政监察大队（参照公务员法管理事业单位）；
2.青川区水利工程站（公益一类事业单位）；
3.青川区节约用水中心（公益一类事业单位）。
"""


def test_the_units_of_a_kind_are_those_that_the_list_says_are_of_it() -> None:
    one = _asked("下属哪个单位是参公的", LIST)
    assert "水政监察大队" in one.answer
    assert "水利工程站" not in one.answer
    counted = _asked("公益一类事业单位有几家", LIST)
    assert (counted.values[0].value, counted.values[0].unit, counted.values[0].formula) == ("2", "家", "1 + 1")


def test_the_number_of_units_below_is_held_against_their_list() -> None:
    answer = _asked("下属预算单位到底是4个还是3个", LIST)
    assert answer.status == "conflict"
    assert [v.value for v in answer.values] == ["4", "3"]


def test_how_many_are_of_each_kind_may_stand_between_the_number_and_the_list() -> None:
    text = text_of().replace(
        "二、机构设置\n\n",
        "二、机构设置\n\n纳入本部门2023年度部门决算编报的单位共4个。其中：行政单位1个，事业单位2个。分别是：\n"
        f"1.{DEPARTMENT}（机关）\n2.青川区堤防管理所\n3.青川区节水推广站\n\n",
    )
    answer = ask(library_of(text), "纳入决算的单位到底是几个，和后面的名单对得上吗")
    assert answer.status == "conflict"
    assert [v.value for v in answer.values[:2]] == ["4", "3"]
