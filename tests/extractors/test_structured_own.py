"""A user's own list of fields: plain lines or a JSON schema, read into a model that the rules fill."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel, Field

from extractors.errors import UsageError
from extractors.schemas import schemas
from extractors.structured import fill, load_model, read_own
from extractors.structured.own_fields import MOST, count
from tests.extractors.structured_facts import REPORT, facts


def whys(text: str) -> list[str]:
    return [str(fault) for fault in read_own(text).faults]


# ------------------------------------------------------------ lines


def test_each_line_is_a_field_filled_by_its_words() -> None:
    own = read_own(
        "支出合计\n本年收入合计（万元）\nyunxing: 机关运行经费（元）\n公务用车保有量（辆）\n部门名称\n年度\n"
    )
    assert own.ready
    filled = fill(own.model, facts(), REPORT)
    assert filled.data["本年收入合计"] == "386.75"
    assert filled.data["yunxing"] == "91200"
    assert filled.data["公务用车保有量"] == "4"
    assert (filled.data["部门名称"], filled.data["年度"]) == ("某市科技局", 2023)


@pytest.mark.parametrize(
    ("line", "titles"),
    [
        ("1. 支出合计", ["支出合计"]),
        ("（2）支出合计", ["支出合计"]),
        ("- 支出合计", ["支出合计"]),
        ("3、基本支出、项目支出", ["基本支出", "项目支出"]),
        ("基本支出\t项目支出；经营支出", ["基本支出", "项目支出", "经营支出"]),
        ("2023年支出合计", ["2023年支出合计"]),
        ("# 只是一句说明", []),
        ("", []),
    ],
)
def test_numbering_and_separators_are_understood(line: str, titles: list[str]) -> None:
    own = read_own(line)
    assert [each.title for each in own.fields] == titles
    assert own.faults == ()


def test_what_a_field_holds_follows_from_its_title_or_from_what_is_written_behind_it() -> None:
    own = read_own("支出增减原因\n主要职责\n项目名称（文字）\n车辆数（整数）\n单位编码（数字）\n项目支出\n下属单位[]")
    assert [each.kind for each in own.fields] == ["text", "texts", "text", "whole", "number", "number", "texts"]


def test_a_description_stands_behind_the_colon_and_a_unit_is_none() -> None:
    named, described, unit = read_own("total: 支出合计\n项目支出：用于专项业务\n基本支出，单位：元").fields
    assert (named.key, named.title) == ("total", "支出合计")
    assert (described.title, described.description) == ("项目支出", "用于专项业务")
    assert (unit.title, unit.description) == ("基本支出，单位：元", "")


def test_a_table_has_its_columns_in_brackets() -> None:
    (each,) = read_own("项目自评【项目名称、全年预算数（万元）、自评得分】").fields
    assert each.kind == "table"
    assert [(f.title, f.kind) for f in each.fields] == [
        ("项目名称", "text"), ("全年预算数（万元）", "number"), ("自评得分", "number"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("支出合计\n\n支出合计（万元）", "第3行：“支出合计（万元）”与第1行重复"),
        ("abc", "第1行：“abc”没有中文名称"),
        ("支出合计\n：没有名称", "第2行：冒号前没有名称"),
        ("项目[项目名称、得分", "第1行：方括号没有成对"),
        ("项目[项目名称、项目名称]", "第1行：方括号中“项目名称”写了两次"),
        ("支" * 201, "第1行：太长（201 字）"),
        ("支" * 20_001, "清单太长"),
        ("\n".join(f"支出{n}号合计" for n in range(MOST + 1)), f"共 {MOST + 1} 个字段，最多 {MOST} 个"),
        ("项目[" + "、".join(f"得分{n}级" for n in range(MOST)) + "]", f"最多 {MOST} 个"),
    ],
)
def test_a_bad_line_is_told_with_its_number_and_what_to_do(text: str, why: str) -> None:
    assert any(why in told for told in whys(text))


def test_one_bad_line_does_not_hide_the_next() -> None:
    assert [told[:4] for told in whys("abc\n支出合计\ndef")] == ["第1行：", "第3行："]


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=120))
def test_whatever_is_pasted_gives_safe_names_and_a_module_that_compiles(text: str) -> None:
    own = read_own(text)
    for each in own.fields:
        assert each.key.isidentifier() and not each.key.startswith("_")
    if own.ready:
        compile(own.python, "own_fields.py", "exec")
        fill(own.model, facts(), REPORT)


_TITLES = st.sampled_from(
    [
        "支出合计（万元）", "2023年三公经费预算数", "class", "json: 机关运行经费", "支出增减原因", "年度", "主要职责",
        "copy：项目支出", "项目自评[项目名称、自评得分]", "引号“'\"”经费：'''\"\"\"", "斜线\\经费",
    ]
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(st.lists(_TITLES, min_size=1, max_size=6, unique=True))
def test_a_list_survives_its_json_and_its_python(lines: list[str]) -> None:
    own = read_own("\n".join(line for line in lines if line != "class"))
    if not own.ready:
        return
    assert read_own(own.json).fields == own.fields
    module: dict[str, Any] = {}
    exec(compile(own.python, "own_fields.py", "exec"), module)
    spelled = module["OwnFields"]
    spelled.model_rebuild(_types_namespace=module)
    assert fill(spelled, facts(), REPORT).data == fill(own.model, facts(), REPORT).data


# ------------------------------------------------------------ JSON


@pytest.mark.parametrize("name", [name for name in schemas() if name != "report"])
def test_what_schema_show_prints_can_be_pasted_and_reads_the_same_places(name: str) -> None:
    own = read_own(json.dumps(schemas()[name].model_json_schema(), ensure_ascii=False))
    assert own.faults == ()
    mine, ready = fill(own.model, facts(), REPORT), fill(schemas()[name], facts(), REPORT)
    assert (mine.data, mine.agreement, mine.sources) == (ready.data, ready.agreement, ready.sources)


def test_names_and_descriptions_are_enough() -> None:
    own = read_own('{"operating": "机关运行经费（万元）", "支出": "支出合计"}')
    assert [each.key for each in own.fields] == ["operating", "支出"]
    assert fill(own.model, facts(), REPORT).data["operating"] == "9.12"


def test_types_of_json_are_understood() -> None:
    class Line(BaseModel):
        name: str | None = Field(default=None, title="项目名称")

    class Mine(BaseModel):
        total: Decimal | None = Field(default=None, title="支出合计")
        cars: int | None = Field(default=None, title="公务用车保有量")
        why: str | None = Field(default=None, title="支出增减原因")
        duties: list[str] = Field(default_factory=list, title="主要职责")
        lines: list[Line] = Field(default_factory=list, title="项目自评")

    own = read_own(json.dumps(Mine.model_json_schema()))
    assert [each.kind for each in own.fields] == ["number", "whole", "text", "texts", "table"]


def _deep(levels: int) -> dict[str, Any]:
    inner: dict[str, Any] = {"type": "object", "title": "数据", "properties": {}}
    for _ in range(levels):
        inner = {"type": "object", "title": "数据", "properties": {"x": inner}}
    return inner


def _one(**schema: Any) -> str:
    return json.dumps({"properties": {"x": {"title": "支出合计", **schema}}})


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ('{"properties": {', "第1行：不是完整的 JSON"),
        ("{" * 100_000, "不是完整的 JSON"),
        ('{"a":' * 50_000 + "1" + "}" * 50_000, "JSON 太长"),
        ('{"a":' * 20_000 + "1" + "}" * 20_000, "嵌套太深"),
        ("{}", "没有字段"),
        ('{"properties": []}', "properties 应是一个对象"),
        ('{"properties": {"x": 1}}', "字段“x”的写法不对"),
        ('{"properties": {"x": {"type": "number"}}}', "没有中文的 title"),
        (_one(type="boolean"), "类型“boolean”不能按报告填写"),
        (_one(**{"$ref": "#/$defs/None"}), "字段“x”的写法不对"),
        (_one(**{"$ref": "https://example.com/a.json"}), "字段“x”的写法不对"),
        (_one(cell=["GK01", "合计"]), "cell 应是 3 段文字"),
        (_one(cell=["没有这张表", "合计", "小计"]), "没有编号为"),
        (_one(rows=["GK01", "anything"]), "所写的位置（rows）在内置结构中没有"),
        (_one(title="支" * 300), "title 应是不超过"),
        (json.dumps({"properties": {f"x{n}": {"title": f"支出{n}"} for n in range(MOST + 1)}}), "字段太多"),
        (json.dumps(_deep(9)), "嵌套太深"),
        (json.dumps({"properties": {"a b": {"title": "支"}, "a-b": {"title": "支"}}}), "与另一个字段同名"),
    ],
)
def test_bad_json_is_told_plainly(text: str, why: str) -> None:
    assert why in " ".join(whys(text))


def test_a_schema_that_refers_to_itself_ends() -> None:
    loop = {"$ref": "#/$defs/A", "title": "项目"}
    schema = {"properties": {"a": loop}, "$defs": {"A": {"type": "object", "properties": {"a": loop}}}}
    assert any("嵌套太深" in told or "没有字段" in told for told in whys(json.dumps(schema)))
    circle = {"properties": {"a": {"$ref": "#/$defs/A", "title": "项"}}, "$defs": {"A": {"$ref": "#/$defs/A"}}}
    assert "绕得太远" in whys(json.dumps(circle))[0]


@settings(max_examples=100, deadline=None)
@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=8),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(st.sampled_from(["type", "title", "properties", "items", "anyOf", "$ref", "支出"]), inner)
        ),
        max_leaves=20,
    )
)
def test_no_json_breaks_the_reading(value: Any) -> None:
    own = read_own(json.dumps({"properties": {"x": value}}))
    assert own.ready or own.faults
    assert count(own.fields) <= MOST


# ------------------------------------------------------------ files


def test_a_file_of_fields_is_a_schema(tmp_path: Path) -> None:
    lines, schema = tmp_path / "清单.txt", tmp_path / "own.json"
    lines.write_text("本年收入合计（万元）\n", encoding="utf-8-sig")
    schema.write_text(read_own("本年收入合计（万元）").json, encoding="utf-8")
    for path in (lines, schema):
        assert fill(load_model(str(path)), facts(), REPORT).data == {"本年收入合计": "386.75"}


def test_a_module_made_of_a_list_is_a_schema(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "made_of_a_list.py").write_text(
        read_own("本年收入合计\n项目[项目名称、自评得分]").python, encoding="utf-8"
    )
    monkeypatch.chdir(tmp_path)
    assert fill(load_model("made_of_a_list:OwnFields"), facts(), REPORT).data["本年收入合计"] == "386.75"


@pytest.mark.parametrize(
    ("content", "why"),
    [("abc\n", "第1行：“abc”没有中文名称"), ("\n", "没有字段"), (b"\xff\xfe\x00", "UTF-8"), (None, "无法读取")],
)
def test_a_bad_file_of_fields_is_told(tmp_path: Path, content: str | bytes | None, why: str) -> None:
    path = tmp_path / "list.txt"
    if content is not None:
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    with pytest.raises(UsageError, match=why):
        load_model(str(path))
