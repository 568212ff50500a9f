"""Outline: statements under headings and labels, and sentences, each with its exact place."""

from __future__ import annotations

from pathlib import Path

from rag.text.outline import Outline
from tests.rag.small_report import text_of
from tests.rag.test_grounding import ask, library_of

MARK = "第四部分 名词解释\n\n一、"
EVALUATED = """十三、预算绩效情况说明

（一）绩效管理工作开展情况

本部门对2个项目开展了绩效自评。

（二）项目绩效自评结果

河道清淤项目绩效自评综述：全年预算数为30万元，执行数为28万元。主要产出和效益：一是清淤12公里；二是惠及住户3200户。发
现的问题及原因：一是施工进度偏慢；二是雨季停工较长。下一步改进措施：提前编制施工方案。

泵站维修项目绩效自评综述：全年预算数为20万元，执行数为20万元。发现的问题及原因：配件采购周期长。下一步改进措施：建立配件储备。

（三）存在的问题和原因

部门整体预算编制不够精细，上级补助50万元未下达。

"""


def with_evaluation(text: str = EVALUATED) -> str:
    return text_of().replace(MARK, f"{text}\n{MARK}")


def outline(text: str) -> Outline:
    library = library_of(text)
    return library.outline(library.reports()[0].doc_id)


def test_labels_within_a_text_tell_what_is_stated_and_of_which_project() -> None:
    stated = {(s.owner, kind): s.text for s in outline(with_evaluation()).statements for kind in s.kinds}
    assert stated["河道清淤", "problem"] == "一是施工进度偏慢；二是雨季停工较长。"
    assert stated["河道清淤", "effect"].startswith("一是清淤12公里")
    assert stated["泵站维修", "problem"] == "配件采购周期长。"
    assert stated["泵站维修", "improvement"] == "建立配件储备。"


def test_a_heading_is_the_label_of_its_section() -> None:
    whole = [s for s in outline(with_evaluation()).statements if s.label.endswith("存在的问题和原因")]
    assert [s.text for s in whole] == ["部门整体预算编制不够精细，上级补助50万元未下达。"]


def test_a_statement_ends_at_the_next_of_its_numbering() -> None:
    text = "十三、预算绩效情况说明\n\n1.年度绩效目标：完成泵站维修。\n\n2.机构情况。\n\n本单位为行政单位。\n\n"
    goals = [s.text for s in outline(with_evaluation(text)).statements if "goal" in s.kinds]
    assert goals == ["完成泵站维修。"]


def test_every_statement_and_sentence_stands_where_it_says() -> None:
    made = outline(with_evaluation())
    assert len(made.statements) == 6
    for statement in made.statements:
        assert "".join(made.source[statement.start : statement.end].split()) == "".join(statement.text.split())
    for sentence in made.sentences:
        assert made.source[sentence.start : sentence.end] == sentence.text


def test_the_outline_follows_the_library(tmp_path: Path) -> None:
    library = library_of(with_evaluation())
    doc_id = library.reports()[0].doc_id
    assert library.outline(doc_id) is library.outline(doc_id)


def test_what_was_done_in_the_year_is_told_in_the_chapter_on_duties() -> None:
    duty = "（四）完成区委、区政府交办的其他任务。\n"
    done = "\n三、2023年度主要工作完成情况\n\n一是建成青川泵站一期；二是清淤河道12公里。\n"
    text = text_of()
    assert duty in text
    answer = ask(library_of(text.replace(duty, duty + done)), "青川区水务局2023年干成了哪几件事")
    assert "清淤河道" in answer.answer
