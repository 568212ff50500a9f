"""Web pages: encodings, the article in its surroundings, tables with spans and inside one another, broken pages."""

from __future__ import annotations

from pathlib import Path

import pytest

from extractors.errors import ReadError
from extractors.readers import Document, TextLine, read
from extractors.readers.web import read_html
from extractors.report import Table

_PROSE = "2023年度收入总计为8.14万元，与上年相比减少0.30万元，主要原因是人员减少。"


def _read(body: str, head: str = "") -> Document:
    return read_html("页.html", f"<html><head>{head}</head><body>{body}</body></html>".encode())


def _lines(document: Document) -> list[str]:
    return [b.text for b in document.blocks if isinstance(b, TextLine)]


def _tables(document: Document) -> list[list[list[str]]]:
    return [[[c.text for c in row] for row in b.rows] for b in document.blocks if isinstance(b, Table)]


@pytest.mark.parametrize(
    ("encoding", "charset"), [("utf-8", "utf-8"), ("utf-8-sig", ""), ("gb18030", "gb2312"), ("gbk", "")]
)
def test_the_encoding_is_that_of_the_bytes_whatever_is_said(tmp_path: Path, encoding: str, charset: str) -> None:
    page = f'<html><head><meta charset="{charset}"></head><body><p>{_PROSE}</p></body></html>'
    path = tmp_path / "页.txt"
    path.write_bytes(page.encode(encoding))
    assert _lines(read(path)) == [_PROSE]


def test_what_a_site_puts_around_an_article_is_left_out() -> None:
    around = '<div class="nav"><a href="/">首页</a><a href="/x">政务公开</a></div>'
    foot = "<div><p>版权所有</p></div><script>alert(1)</script>"
    assert _lines(_read(f"{around}<div><div><h1>决算公开</h1><p>{_PROSE}</p></div></div>{foot}")) == [
        "决算公开",
        _PROSE,
    ]


def test_hidden_text_comments_and_scripts_are_not_read() -> None:
    body = f'<p>{_PROSE}</p><p style="display: none">看不见9.99</p><p hidden>也看不见</p><!-- 8.88 --><style>p</style>'
    assert _lines(_read(body)) == [_PROSE]


def test_cells_that_span_are_laid_out_and_nothing_is_lost() -> None:
    rows = (
        '<tr><td colspan="2">项目</td><td rowspan="2">合计</td></tr><tr><td>编码</td><td>名称</td></tr>'
        "<tr><td>201</td><td>一般公共<br>服务支出</td><td> 8.14 </td></tr>"
    )
    document = _read(f"<table>{rows}</table>")
    assert _tables(document) == [[["项目", "", "合计"], ["编码", "名称", ""], ["201", "一般公共服务支出", "8.14"]]]
    block = next(b for b in document.blocks if isinstance(b, Table))
    place = block.rows[2].cells[2].place
    assert document.source.cut(place).strip() == "8.14"
    assert document.source.places.where(place.start, place.end) == "表1!C3"


def test_a_table_that_arranges_the_page_is_read_as_what_it_arranges() -> None:
    inner = "<table><tr><td>项目</td><td>金额</td></tr><tr><td>合计</td><td>8.14</td></tr></table>"
    body = f"<table><tr><td>菜单</td><td><p>收入决算表</p>{inner}</td></tr><tr><td></td><td>页脚</td></tr></table>"
    found = _read(body)
    assert _tables(found) == [[["项目", "金额"], ["合计", "8.14"]]]
    assert "收入决算表" in _lines(found)


def test_line_breaks_part_lines_and_inline_marks_do_not() -> None:
    body = f"<p>一、<b>收入</b>决算<span>情况</span><br>{_PROSE}</p><p>完</p>"
    assert _lines(_read(body)) == ["一、收入决算情况", _PROSE, "完"]


@pytest.mark.parametrize("page", [b"<html></html>", b"<html><body><script>1</script></body></html>", b"<html>"])
def test_a_page_without_text_is_refused(page: bytes) -> None:
    with pytest.raises(ReadError, match="网页"):
        read_html("页.html", page)


@pytest.mark.parametrize("mark", ["div", "table><tr><td", "b", "span"])
def test_nesting_beyond_measure_ends_and_says_what_it_can(mark: str) -> None:
    page = f"<html><body><p>{_PROSE}</p>" + f"<{mark}>" * 20_000 + "深处" + "</body></html>"
    assert _PROSE in _lines(read_html("页.html", page.encode()))


def test_absurd_spans_are_bounded() -> None:
    wide = '<tr><td colspan="999999" rowspan="999999">甲</td><td>乙</td></tr>'
    body = f"<table>{wide}<tr><td>丙</td><td>丁</td></tr></table>"
    [rows] = _tables(_read(body))
    assert len(rows[0]) <= 200
