"""The last resort: the sentence that has nearly all that a question names, and silence where the thing asked lacks."""

from __future__ import annotations

import pytest

from rag.library import Library
from rag.prose.nearest import heads_in, names_in
from tests.rag.plain_report import PROSE_MARK, answer
from tests.rag.small_report import text_of
from tests.rag.test_grounding import ask, figures, library_of

PROSE = (
    "十二、重点工作情况说明\n\n2023年全区整治沿河隐患点86处，夜间巡查每月不少于2次，沿河户籍老年人口为18,640人。"
    "青石湾水库按季考核养护单位，考核得分低于85分的扣减当季服务费。"
    "原创小戏《渡口人家》由区水利文化站排演。\n\n"
    "对东湾村、西湾村两个示范村的沟渠12.8公里和危桥6座进行新建改建。\n\n"
    "农林水支出（类）水利（款）防汛抗旱（项）；年初预算为0.00万元，支出决算为249.87万元。\n\n"
    "示范村灌区改造项目预算总额286.40万元，其中沟渠工程168.00万元、泵房工程92.40万元、监理费26.00万元。\n\n"
)


@pytest.fixture(scope="module")
def library() -> Library:
    return library_of(text_of().replace(PROSE_MARK, PROSE + PROSE_MARK))


@pytest.mark.parametrize(
    ("question", "figure"),
    [
        ("隐患点要整治多少处", "86"),
        ("老年人口有多少", "18640"),
        ("示范村项目要改造几座危桥", "6"),
        ("养护考核低于多少分要扣钱", "85"),
    ],
)
def test_the_figure_nearest_to_what_is_counted_is_told(library: Library, question: str, figure: str) -> None:
    answer = ask(library, f"青川区水务局2023年{question}")
    assert answer.status == "answered"
    assert figures(answer)[:1] == [figure]
    assert answer.citations


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("原创小戏叫什么名字", ["渡口人家"]),
        ("示范村是哪两个村", ["东湾村", "西湾村"]),
        ("灌区改造项目的钱分成哪几块", ["168.00", "92.40", "26.00"]),
    ],
)
def test_the_sentence_with_the_kind_of_words_asked_for_is_quoted(
    library: Library, question: str, words: list[str]
) -> None:
    answer = ask(library, f"青川区水务局2023年{question}")
    assert answer.status == "answered"
    assert all(w in answer.answer for w in words)


@pytest.mark.parametrize(
    "question",
    ["全区有多少常住人口", "示范村有多少辆拖拉机", "全区水产总收入多少", "危桥改造的年利率是多少", "小戏的票价是多少"],
)
def test_a_sentence_without_the_thing_that_is_asked_is_no_answer(library: Library, question: str) -> None:
    answer = ask(library, f"青川区水务局2023年{question}")
    assert (answer.status, answer.values) == ("not_found", [])


def test_a_cell_that_the_table_named_does_not_have_is_not_looked_for_in_the_prose(library: Library) -> None:
    answer = ask(library, "青川区水务局2023年度支出决算表防汛抗旱项目支出")
    assert answer.status == "not_found"


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("示范村要改造几座危桥", ["示范村", "改造", "座危桥"]),
        ("请问耕地保有量一共多少", ["耕地保有量"]),
        ("现在有多少人", []),
    ],
)
def test_words_of_asking_joining_and_time_name_nothing(text: str, names: list[str]) -> None:
    assert names_in(text) == names


@pytest.mark.parametrize(
    ("text", "heads"),
    [("改造几座危桥", ("危桥",)), ("老年人口有多少", ("老年人口",)), ("局里一共几个人", ())],
)
def test_what_is_counted_stands_behind_the_counter_or_before_the_asking(text: str, heads: tuple[str, ...]) -> None:
    assert heads_in(text) == heads


def test_an_amount_of_all_is_not_what_each_gets() -> None:
    prose = "十二、重点工作情况说明\n\n节水保险保费补贴（项）2023年决算为48.00万元，主要是收入保险参保面积扩大。\n\n"
    library = library_of(text_of().replace(PROSE_MARK, prose + PROSE_MARK))
    assert ask(library, "青川区水务局2023年节水收入保险每亩保费补贴多少元").status == "not_found"


def test_the_figure_right_behind_a_name_is_told() -> None:
    prose = "十二、重点工作情况说明\n\n效果：为全区18.62万居民供水，入户检修2.14万户，管网水质综合合格率98.40%。\n\n"
    library = library_of(text_of().replace(PROSE_MARK, prose + PROSE_MARK))
    assert figures(ask(library, "青川区水务局2023年管网水质综合合格率达到多少"))[:1] == ["98.40"]


def test_what_a_project_has_spent_is_neither_its_rate_nor_the_number_of_its_people(library: Library) -> None:
    project = "示范村灌区改造项目：全年预算数286.40万元，执行数280.10万元，自评得分95.00分。"
    text = text_of().replace(PROSE_MARK, f"十、预算绩效情况说明\n\n1.{project}\n\n{PROSE_MARK}")
    answer = ask(library_of(text), "青川区水务局2023年灌区改造项目的年利率是多少")
    assert (answer.status, answer.values) == ("not_found", [])


def test_what_money_came_to_does_not_name_the_project_that_it_went_to(library: Library) -> None:
    spent = "政府性基金支出决算为1000.00万元，主要用于地方自行试点收益专项债券。"
    told = f"七、政府性基金预算财政拨款支出决算情况说明\n\n{spent}\n\n"
    answer = ask(
        library_of(text_of().replace(PROSE_MARK, told + PROSE_MARK)), "青川区水务局2023年专项债券投给了哪个项目"
    )
    assert answer.status == "not_found"


def test_what_is_only_named_as_a_cause_is_not_what_the_figure_before_it_is_of() -> None:
    said = "五、其他说明\n\n年初预算为180.00万元，支出决算为214.36万元，主要原因是年中追加放鱼节活动经费。\n\n"
    library = library_of(text_of().replace(PROSE_MARK, said + PROSE_MARK))
    told = ask(library, "青川区水务局2023年放鱼节花了多少钱，由哪家公司承办")
    assert told.status == "not_found" and not told.values


def test_what_another_chapter_says_of_a_thing_does_not_replace_the_duty() -> None:
    said = "五、其他说明\n\n2023年度支出386.78万元，主要原因是河道采砂、水利工程建设和节水宣传支出增加。\n\n"
    library = library_of(text_of().replace(PROSE_MARK, said + PROSE_MARK))
    told = ask(library, "青川区水务局2023年水利工程建设和河道采砂归水务局管吗")
    assert "部门职责" in told.answer


def test_what_is_told_of_the_countryside_is_not_told_of_the_town() -> None:
    told = "六、供水情况说明\n\n农村供水补贴标准由每户每年60元提高到每户每年75元。\n\n"
    assert "75" in answer("农村供水补贴标准是多少元", prose=told).answer
    other = answer("城市供水补贴标准是多少元", prose=told)
    assert (other.status, other.values) == ("not_found", [])
