"""The schemas to choose from, and a list of one's own on the page."""

from __future__ import annotations

from extractors.schemas import schemas
from page.views import own_lists
from page.views.filled_words import fields_html, fields_of


def test_every_ready_made_schema_is_offered_once_with_its_title() -> None:
    offered = own_lists.ready_made()
    assert set(offered) == set(schemas()) and all(offered.values())


def test_the_example_is_a_good_list_and_read_once() -> None:
    own = own_lists.read_list(own_lists.EXAMPLE)
    assert own.ready and own_lists.counted(own) == "7 项，其中 1 张表"
    assert own_lists.read_list(own_lists.EXAMPLE) is own


def test_faults_are_escaped_and_not_without_end() -> None:
    own = own_lists.read_list("\n".join(f"<b{n}>" for n in range(20)))
    told = own_lists.faults_html(own)
    assert "<b0" not in told and "&lt;b0" in told and "另有 12 处" in told and "清单有 20 处要改" in told


def test_a_kept_list_gets_a_name_of_its_own() -> None:
    assert own_lists.clean_name("  三公 \n 一览 ") == "三公 一览" and own_lists.clean_name("") == "自写清单"
    assert own_lists.free_name("一览", []) == "一览"
    assert own_lists.free_name("一览", ["一览", "一览 2"]) == "一览 3"


def test_the_fields_of_a_list_are_shown_escaped_with_their_columns() -> None:
    own = own_lists.read_list("支出<i>合计\n项目[项目名称、得分]")
    shown = fields_html(fields_of(own.model))
    assert "<i>" not in shown and "支出&lt;i&gt;合计" in shown and "　得分" in shown
