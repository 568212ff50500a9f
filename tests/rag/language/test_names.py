"""Names: departments by full name, short name or region, strangers, and years in all their spellings."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.holdings.directory import Directory, parts_of, short
from rag.language.names import find_named, years_in


@dataclass(frozen=True)
class Filed:
    doc_id: str
    department: str | None
    year: int | None
    region: str | None


REPORTS = [
    Filed("water", "云岭市青川区水务局", 2023, "云岭市青川区"),
    Filed("city-water", "云岭市水务局", 2022, "云岭市"),
    Filed("culture", "云岭市青川区文化和旅游局", 2023, "云岭市青川区"),
    Filed("industry", "白沙县科学技术和工业信息化局", 2023, "白沙县"),
    Filed("nameless", None, None, None),
]


def _named(question: str) -> list[str]:
    return find_named(question, REPORTS).doc_ids


# departments


DISTRICTS = [
    Filed(region + core, "云岭市" + region + core, 2023, "云岭市" + region)
    for region in ("青川区", "白沙县", "石泉县")
    for core in ("财政局", "水务局", "科技和工业信息化局")
]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("青川区和白沙县的财政局谁花得多", ["青川区财政局", "白沙县财政局"]),
        ("青川区与石泉县水务局2023年支出", ["青川区水务局", "石泉县水务局"]),
        ("青川区、白沙县、石泉县的工信局", [f"{r}科技和工业信息化局" for r in ("青川区", "白沙县", "石泉县")]),
        ("青川区财政局和水务局谁多", ["青川区财政局", "青川区水务局"]),
        ("青川区财政局和白沙县水务局", ["青川区财政局", "白沙县水务局"]),
        ("青川区的财政局", ["青川区财政局"]),
    ],
)
def test_names_side_by_side_share_what_only_one_of_them_says(question: str, expected: list[str]) -> None:
    assert find_named(question, DISTRICTS).doc_ids == expected


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("白沙县科公信局2023年支出", ["industry"]),
        ("青川区文和旅又局2023年支出", ["culture"]),
        ("请问白沙县工信局2023年支出", ["industry"]),
        ("白沙县农业农村局2023年支出", []),
        ("石泉县科公信局2023年支出", []),
    ],
)
def test_one_wrong_character_or_a_polite_word_does_not_hide_a_department(question: str, expected: list[str]) -> None:
    assert _named(question) == expected


LONG_NAMES = [
    Filed("taragai", "敖林塔拉旗农牧局", 2023, "敖林塔拉旗"),
    Filed("yi", "石泉彝族自治县财政局", 2023, "石泉彝族自治县"),
    Filed("zone", "云岭经济技术开发区财政局", 2023, "云岭经济技术开发区"),
]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("敖林旗农牧局2023年支出", ["taragai"]),
        ("敖林塔旗农牧局2023年支出", ["taragai"]),
        ("石泉县财政局2023年支出", ["yi"]),
        ("敖山旗农牧局2023年支出", []),
        ("塔拉旗农牧局2023年支出", []),
        ("云岭区财政局2023年支出", []),
    ],
)
def test_a_long_name_of_a_place_is_said_by_its_first_characters(question: str, expected: list[str]) -> None:
    assert find_named(question, LONG_NAMES).doc_ids == expected


def test_a_place_that_is_called_so_in_full_goes_before_one_whose_name_only_begins_so() -> None:
    both = [*LONG_NAMES, Filed("short", "敖林旗农牧局", 2023, "敖林旗")]
    assert find_named("敖林旗农牧局2023年支出", both).doc_ids == ["short"]
    assert find_named("敖林塔拉旗农牧局2023年支出", both).doc_ids == ["taragai"]


def test_first_characters_that_fit_two_places_leave_it_open_which_is_meant() -> None:
    both = [*LONG_NAMES, Filed("other", "敖林浩特旗农牧局", 2023, "敖林浩特旗")]
    assert sorted(find_named("敖林旗农牧局2023年支出", both).doc_ids) == ["other", "taragai"]


def test_a_bureau_of_the_city_is_not_that_of_its_districts() -> None:
    assert find_named("云岭市财政局2023年支出", DISTRICTS).doc_ids == []


def test_a_text_is_split_into_regions_only_where_it_has_nothing_else() -> None:
    directory = Directory(DISTRICTS)
    assert directory.split("云岭市青川区") == ["云岭市", "青川区"]
    assert directory.split("青川区财政局") == []


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("云岭市青川区水务局2023年支出合计是多少", "water"),
        ("青川区水务局的支出", "water"),
        ("青川水务局支出多少", "water"),
        ("云岭市水务局支出多少", "city-water"),
        ("云岭水务局支出多少", "city-water"),
        ("青川区文旅局的接待费", "culture"),
        ("文化和旅游局的接待费", "culture"),
        ("文旅局的接待费", "culture"),
        ("白沙县科工信局的支出", "industry"),
        ("白沙科工局的支出", "industry"),
        ("白沙县2023年支出多少", "industry"),
        ("白沙2023年支出多少", "industry"),
        ("请问一下青川区　水务局２０２３年支出", "water"),
    ],
)
def test_a_department_is_known_by_full_short_and_part_names(question: str, expected: str) -> None:
    named = find_named(question, REPORTS)
    assert (named.doc_ids, named.unknown) == ([expected], [])


def test_a_name_that_fits_two_departments_names_both() -> None:
    assert sorted(_named("水务局2023年支出")) == ["city-water", "water"]


def test_two_departments_are_named_in_their_order() -> None:
    assert _named("白沙县科工信局和青川区文旅局2023年支出相差多少") == ["industry", "culture"]


@pytest.mark.parametrize(
    ("question", "unknown"),
    [
        ("赤石区水务局2023年支出多少", "赤石区水务局"),
        ("火星局2023年支出多少", "火星局"),
        ("月球市火星局2023年支出多少", "月球市火星局"),
        ("澜汐市档案馆2023年收支总计", "澜汐市档案馆"),
        ("郑州市教育局的三公经费", "郑州市教育局"),
        ("青川区教育局支出合计", "青川区教育局"),
    ],
)
def test_a_department_without_report_is_unknown_and_not_the_nearest_one(question: str, unknown: str) -> None:
    named = find_named(question, REPORTS)
    assert (named.doc_ids, named.unknown) == ([], [unknown])


def test_a_stranger_beside_a_known_department_is_unknown_alone() -> None:
    named = find_named("青川区水务局和火星局2023年支出相差多少", REPORTS)
    assert (named.doc_ids, named.unknown) == (["water"], ["火星局"])


@pytest.mark.parametrize("question", ["2023年云岭市青川区水务局支出", "22年云岭市水务局支出", "按云岭市水务局的报告"])
def test_what_stands_before_a_full_name_is_no_part_of_it(question: str) -> None:
    named = find_named(question, REPORTS)
    assert named.unknown == []
    assert len(named.doc_ids) == 1


@pytest.mark.parametrize("question", ["产业布局怎么样", "全局工作", "支出结局", "局长是谁", "区委交办的任务", "邮局"])
def test_a_word_that_only_ends_like_a_body_names_none(question: str) -> None:
    named = find_named(question, REPORTS)
    assert (named.doc_ids, named.unknown) == ([], [])


def test_nothing_named_is_nothing_found() -> None:
    named = find_named("三公经费一共多少", REPORTS)
    assert (named.doc_ids, named.unknown, named.years) == ([], [], [])
    assert find_named("", REPORTS).doc_ids == find_named("水务局", []).doc_ids == []


def test_a_report_without_a_name_is_never_meant() -> None:
    assert "nameless" not in _named("水务局、文旅局、科工信局")


def test_a_mention_is_the_span_of_its_words() -> None:
    question = "那么青川区水务局2023年呢"
    [mention] = find_named(question, REPORTS).mentions
    assert question[mention.start : mention.end] == mention.text == "青川区水务局"


# their parts


def test_a_department_has_region_parts_and_a_core() -> None:
    assert parts_of(REPORTS[0]) == (["云岭市", "青川区"], "水务局")
    assert parts_of(REPORTS[4]) == ([], "")


@pytest.mark.parametrize(
    ("part", "expected"), [("云岭市", "云岭"), ("白沙县", "白沙"), ("随县", "随县"), ("西区", "西区")]
)
def test_a_short_region_keeps_two_characters(part: str, expected: str) -> None:
    assert short(part) == expected


# years


@pytest.mark.parametrize(
    "question",
    [
        "2023年支出",
        "2023年度支出",
        "支出2023",
        "23年支出",
        "二〇二三年支出",
        "二零二三年支出",
        "二三年支出",
        "２０２３年支出",
        "2023支出",
    ],
)
def test_a_year_is_read_in_every_spelling(question: str) -> None:
    assert find_named(question, REPORTS).years == [2023]


@pytest.mark.parametrize(
    "question",
    [
        "2023万元",
        "支出2023.5万元",
        "12023元",
        "2023个项目",
        "近三年变化",
        "20年前",
        "十三年",
        "一二三四",
        "支出123年",
        "2,023万元",
    ],
)
def test_a_number_that_is_no_year_is_not_read_as_one(question: str) -> None:
    assert find_named(question, REPORTS).years == []


def test_a_year_before_the_century_is_a_year_too() -> None:
    assert find_named("水务局1999年支出", REPORTS).years == [1999]


def test_years_are_in_order_and_each_once() -> None:
    assert find_named("2023年比2022年多多少，2023年呢", REPORTS).years == [2023, 2022]


def test_the_span_of_a_year_takes_its_word_along() -> None:
    text = "水务局2023年度支出"
    [(year, (start, end))] = years_in(text)
    assert (year, text[start:end]) == (2023, "2023年度")


@given(st.integers(2000, 2059), st.sampled_from(["{}年", "{}年度", "{}年的", "{}"]))
def test_every_year_of_the_century_is_read(year: int, spelling: str) -> None:
    assert find_named(f"水务局{spelling.format(year)}支出合计", REPORTS).years == [year]


@given(st.text(max_size=60))
def test_any_text_can_be_searched_for_names(text: str) -> None:
    named = find_named(text, REPORTS)
    assert set(named.doc_ids) <= {r.doc_id for r in REPORTS}
    assert all(1949 <= y <= 2060 for y in named.years)


@given(st.text(max_size=40))
def test_a_directory_made_before_gives_the_same_names(text: str) -> None:
    assert find_named(text, Directory(REPORTS)) == find_named(text, REPORTS)


def _centre_and_bureau() -> list[Filed]:
    return [
        Filed("bureau", "榆岚市应急管理局", 2023, "榆岚市"),
        Filed("centre", "榆岚市应急管理局机关服务中心", 2023, "榆岚市"),
    ]


@pytest.mark.parametrize(
    ("question", "named"),
    [
        ("榆岚市应急管理局机关服务中心2023年支出", ["centre"]),
        ("榆岚应急局机关服务中心支出", ["centre"]),
        ("榆岚市应急管理局支出", ["bureau"]),
        ("榆岚市应急管理局和榆岚市应急管理局机关服务中心支出相差多少", ["bureau", "centre"]),
    ],
)
def test_a_body_whose_name_holds_that_of_another_is_told_from_it(question: str, named: list[str]) -> None:
    assert find_named(question, _centre_and_bureau()).doc_ids == named


@pytest.mark.parametrize("question", ["榆岚市档案馆支出多少", "我想知道榆岚市博物馆花了多少"])
def test_another_body_of_a_known_place_has_no_report(question: str) -> None:
    named = find_named(question, _centre_and_bureau())
    assert named.doc_ids == [] and len(named.unknown) == 1


@pytest.mark.parametrize("question", ["榆岚市财政拨款收入", "榆岚市机关运行经费多少", "榆岚市办公费多少"])
def test_what_is_asked_of_a_place_is_no_body(question: str) -> None:
    assert find_named(question, _centre_and_bureau()).unknown == []


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("青川区水悟局2023年支出", ["water"]),  # sounds like 水务局
        ("青川区水利局2023年支出", []),
        ("列一下青川区文旅局的三公经费", ["culture"]),
    ],
)
def test_a_short_name_may_have_one_character_that_sounds_alike(question: str, expected: list[str]) -> None:
    assert _named(question) == expected


def test_a_word_before_a_known_region_makes_no_stranger() -> None:
    flags = [Filed("flag", "云岭市白旗区工业和信息化局", 2023, "云岭市白旗区")]
    assert find_named("列一下白旗区工信局的明细", flags).doc_ids == ["flag"]


def test_a_street_behind_a_mark_of_a_list_is_named_as_such() -> None:
    streets = [*REPORTS, Filed("street", "云岭市青川区松柳街道办事处", 2023, "云岭市青川区")]
    asked = find_named("白沙县科工信局、松柳街道谁的三公经费高", streets)
    assert asked.doc_ids == ["industry", "street"]


def test_public_investment_behind_a_bureau_is_no_government() -> None:
    assert _named("白沙科工信局政府投资类问题的整改率") == ["industry"]


@pytest.mark.parametrize("said", ["燕坪新城", "燕坪新城管委会", "燕坪管委会", "榆岚市燕坪新城管理委员会"])
def test_a_zone_names_the_committee_that_administers_it(said: str) -> None:
    zone = Filed("zone", "榆岚市燕坪新城管理委员会", 2023, "榆岚市")
    assert find_named(f"{said}支出合计", [zone]).doc_ids == ["zone"]


def test_whose_money_something_is_names_no_department() -> None:
    assert find_named("青川区水务局那笔省政府专项债券资金多少", REPORTS).unknown == []
    assert find_named("云上市教育局专项资金多少", REPORTS).unknown != []


# ---------------------------------------------------------------- bodies of every kind


BODIES = [
    "市场监督管理局",
    "城市管理和综合执法局",
    "市政公用事业管理局",
    "市容环境卫生管理局",
    "卫生健康委员会",
    "生态环境局",
    "人民法院",
    "人大常委会办公室",
    "机构编制委员会办公室",
    "妇女联合会",
    "总工会",
    "第一中学",
    "委宣传部",
    "供销合作社联合社",
    "政务服务和大数据管理局",
    "邮政管理局",
    "文化广播电视体育和旅游局",
    "人民政府办公室",
    "档案馆",
    "第一人民医院",
]
PLACES = ["霞屿县", "青川市", "云岭市青川区", "东乌旗"]


def _library(place: str, body: str) -> list[Filed]:
    return [Filed("asked", place + body, 2023, place), Filed("other", "石桥市渔业局", 2023, "石桥市")]


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("body", BODIES)
def test_a_department_is_found_by_its_full_name_whatever_it_is_called(place: str, body: str) -> None:
    asked = find_named(f"{place}{body}2023年三公经费是多少", _library(place, body))
    assert (asked.doc_ids, asked.unknown) == (["asked"], [])


@pytest.mark.parametrize(
    ("said", "body"),
    [
        ("市监局", "市场监督管理局"),
        ("市场监管局", "市场监督管理局"),
        ("工商局", "市场监督管理局"),
        ("城管局", "城市管理和综合执法局"),
        ("卫健局", "卫生健康委员会"),
        ("发改委", "发展和改革局"),
        ("环保局", "生态环境局"),
        ("法院", "人民法院"),
        ("妇联", "妇女联合会"),
        ("科协", "科学技术协会"),
        ("工会", "总工会"),
        ("编办", "机构编制委员会办公室"),
        ("一中", "第一中学"),
    ],
)
@pytest.mark.parametrize("place", ["霞屿县", "霞屿", "青川市", "青川"])
def test_a_department_is_found_by_what_people_call_it(place: str, said: str, body: str) -> None:
    full = {"霞屿": "霞屿县", "青川": "青川市"}.get(place, place)
    assert find_named(f"{place}{said}花了多少钱", _library(full, body)).doc_ids == ["asked"]


@pytest.mark.parametrize("asked", BODIES)
def test_another_body_of_the_same_place_is_unknown_and_not_the_one_at_hand(asked: str) -> None:
    named = find_named(f"霞屿县{asked}三公经费是多少", _library("霞屿县", "水利局"))
    assert (named.doc_ids, named.unknown) == ([], [f"霞屿县{asked}"])


@pytest.mark.parametrize(
    "question", ["霞屿县政府采购多少钱", "霞屿县工会经费多少", "霞屿县有几个办公室", "霞屿县小学教育支出"]
)
def test_words_that_begin_like_a_body_name_none(question: str) -> None:
    named = find_named(question, _library("霞屿县", "教育局"))
    assert (named.doc_ids, named.unknown) == (["asked"], [])


@pytest.mark.parametrize(
    ("department", "said"),
    [
        ("中共青川市委组织部", "青川市委组织部"),
        ("共青团青川市委员会", "青川团市委"),
        ("中国人民政治协商会议青川市委员会办公室", "青川市政协"),
        ("青川市人民代表大会常务委员会办公室", "青川市人大常委会办公室"),
        ("青川市人大常委会办公室", "青川人大"),
        ("青川市公安局交通警察支队", "青川市公安局交警支队"),
        ("青川经济技术开发区管理委员会", "青川经开区管委会"),
        ("云岭大学", "云岭大学"),
    ],
)
def test_bodies_with_a_title_before_or_without_a_place_are_found(department: str, said: str) -> None:
    region = "青川市" if "青川市" in department else None
    reports = [Filed("asked", department, 2023, region), Filed("other", "石桥市渔业局", 2023, "石桥市")]
    assert find_named(f"{said}2023年三公经费是多少", reports).doc_ids == ["asked"]


@pytest.mark.parametrize(
    ("question", "left"),
    [
        ("23年年初预算", "年初预算"),
        ("2023年初预算", "年初预算"),
        ("23年初预算", "年初预算"),
        ("2023年末结转", "年末结转"),
        ("2023年底车辆", "底车辆"),
        ("2023年预算", "预算"),
    ],
)
def test_the_beginning_and_the_end_of_a_year_are_words_of_their_own(question: str, left: str) -> None:
    ((year, (_, end)),) = years_in(question)
    assert (year, question[end:]) == (2023, left)


def test_a_word_that_begins_with_government_is_none_of_a_town() -> None:
    reports = [Filed("town", "云岭市青川区石桥镇人民政府", 2023, "云岭市青川区")]
    [mention] = find_named("石桥镇政府性基金支出了多少", reports).mentions
    assert mention.text == "石桥镇"
    [mention] = find_named("石桥镇政府支出了多少", reports).mentions
    assert mention.text == "石桥镇政府"


@pytest.mark.parametrize(
    "called", ["柳溪街道", "柳溪街道办", "青川区柳溪街道办事处", "云岭市青川区人民政府柳溪街道办事处"]
)
def test_an_office_of_a_street_is_known_by_the_street_behind_the_name_of_its_government(called: str) -> None:
    reports = [Filed("street", "云岭市青川区人民政府柳溪街道办事处", 2025, "云岭市青川区")]
    assert parts_of(reports[0]) == (["云岭市", "青川区", "柳溪街道"], "柳溪街道办事处")
    assert find_named(f"{called}2025年收入预算多少", reports).doc_ids == ["street"]


def test_what_belongs_to_a_body_is_no_part_of_its_name() -> None:
    from tests.rag.small_report import text_of
    from tests.rag.test_grounding import ask, library_of

    answer = ask(library_of(text_of()), "河道采砂的违法案件归水务局管吗")
    assert "missing" not in answer.query and answer.query["departments"]
    assert "河道采砂的统一管理" in answer.answer


@pytest.mark.parametrize(
    "question", ["二三年区水务局花了多少", "2023年度区水务局花了多少", "纳入区水务局部门决算的有哪些"]
)
def test_words_before_the_kind_of_a_region_make_no_place(question: str) -> None:
    assert not find_named(question, REPORTS[:1]).unknown
    assert _named(question)[:1] == ["water"]
