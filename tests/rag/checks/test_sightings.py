"""One figure in several places: tables of no known form, sentences on something else, forms; all of them are told."""

from __future__ import annotations

import pytest

from rag.answer import Answer
from tests.rag.plain_report import MARK, PROSE_MARK
from tests.rag.small_report import text_of
from tests.rag.test_grounding import ask, figures, library_of

TABLE = (
    "政府购买服务决算公开情况表\n公开10表\n单位：万元\n\n序号\t项目名称\t支出功能科目\t决算金额\n"
    "合计\t28.60\n1\t河道保洁\t水利\t20.40\n2\t档案整理\t行政运行\t8.20\n\n"
)
PROSE = (
    "十、其他重要事项的情况说明\n\n2023年度政府购买服务支出26.80万元。全年开展河道巡查142次，整治排污口16个。\n\n"
    "十一、工作开展情况\n\n全年累计开展河道巡查124次，较2022年的98次有所增加。2022年开展河道巡查98次。"
    "督促整改隐患12处，查出隐患15处。\n\n"
)


def _asked(question: str, prose: str = PROSE) -> Answer:
    text = text_of().replace(MARK, TABLE + MARK).replace(PROSE_MARK, prose + PROSE_MARK)
    return ask(library_of(text), f"青川区水务局2023年{question}")


@pytest.mark.parametrize(
    "question",
    [
        "政府购买服务表里和文字里写的一样吗",
        "政府购买服务前后对得上吗",
        "政府购买服务到底是多少",
        "政府购买服务有几个数，分别是多少",
        "政府购买服务在表格和正文里分别是多少",
        "政府购买服务怎么一处写26.80一处写28.60",
        "文字说明里政府购买服务写的是多少，跟表里的一样么",
    ],
)
def test_the_total_of_a_table_so_called_is_held_against_the_prose(question: str) -> None:
    answer = _asked(question)
    assert answer.status == "conflict"
    assert {"26.80", "28.60"} <= set(figures(answer))
    assert "《政府购买服务决算公开情况表》" in answer.answer


@pytest.mark.parametrize(
    "question", ["开展河道巡查多少次，前后一致吗", "到底开展了多少次河道巡查", "开展河道巡查是142次还是124次"]
)
def test_a_number_of_things_is_found_in_the_sentences_that_say_it_alike(question: str) -> None:
    answer = _asked(question)
    assert answer.status == "conflict"
    assert {"142", "124"} <= set(figures(answer))


def test_a_figure_of_another_year_contradicts_nothing() -> None:
    assert "98" not in figures(_asked("开展河道巡查多少次，前后一致吗"))


def test_values_that_agree_are_no_conflict() -> None:
    answer = _asked("开展河道巡查多少次，前后一致吗", PROSE.replace("124次", "142次"))
    assert answer.status == "answered"
    assert "不一致" not in answer.answer


def test_what_a_report_states_once_is_answered_as_any_figure_is() -> None:
    answer = _asked("到底整治了多少个排污口")
    assert answer.status == "answered"
    assert figures(answer)[0] == "16"


def test_other_words_before_one_name_make_another_thing() -> None:
    answer = _asked("查出隐患多少处，前后一致吗")
    assert answer.status == "answered"
    assert "12" not in figures(answer)


def test_what_was_planned_contradicts_nothing() -> None:
    planned = "年度总体目标：预期目标：全年开展河道巡查120次。实际完成情况：全年开展河道巡查142次。\n\n"
    answer = _asked("开展河道巡查多少次，前后一致吗", PROSE.replace("124次", "142次") + planned)
    assert answer.status == "answered"
    assert "120" not in figures(answer)


def test_words_for_tables_beside_words_for_prose_name_no_table() -> None:
    answer = _asked("财政拨款收入表里和文字里是不是一个数")
    assert answer.status == "answered"
    assert set(figures(answer)) == {"386.78"}


def test_what_was_aimed_at_is_told_where_it_is_asked_for_and_its_neighbour_is_not() -> None:
    planned = "部门整体自评情况\n\n年度目标：全区在册灌区企业75家；全年新增规模灌区企业15家。\n\n"
    answer = _asked("新增规模灌区企业的目标，前后写的一样吗，各是几家", PROSE + planned)
    assert figures(answer)[0] == "15"
    assert "75" not in figures(answer)


FORMS = (
    "附件1\n\n2023年度部门整体支出绩效自评表\n\n"
    "单位名称：云岭市青川区水务局          实有人员：57人\n\n"
    "预期目标\n实际完成情况\n为5000名移民发放直补资金，新建泵站8座。\n全年为4218名移民发放直补资金，新建泵站6座。\n\n"
)
TOLD = "十二、其他情况说明\n\n实有人员55人。一是为全区4128名移民按月发放直补资金；二是新建泵站6座。\n\n"


def test_a_figure_above_a_form_is_one_of_its_places() -> None:
    answer = _asked("实有人员前后说法一致吗", TOLD + FORMS)
    assert answer.status == "conflict"
    assert {"55", "57"} <= set(figures(answer))


def test_persons_are_counted_by_what_they_got() -> None:
    answer = _asked("移民直补资金发给了多少人，文字和自评表一样吗", TOLD + FORMS)
    assert answer.status == "conflict"
    assert {"4128", "4218"} <= set(figures(answer))
