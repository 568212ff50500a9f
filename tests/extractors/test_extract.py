"""One function from a file to facts: what is refused and why, ids, places, and the same facts whatever the format."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eval.samples import generate
from eval.samples.options import families
from extractors.errors import ReadError
from extractors.extract import Extraction, extract_file, facts_of, findings_of, read_report
from extractors.facts import Fact, parse_amount

NAME = "云岭市青川区水务局"
TEXT = f"""2023年度

{NAME}

部门决算

第一部分 {NAME}概况

一、部门职责

1. 管好河道和泵站。

第二部分 2023年度部门决算表

支出决算表

公开03表

部门：{NAME}

单位：万元

科目代码\t科目名称\t本年支出合计\t基本支出\t项目支出
栏次\t\t1\t2\t3
合计\t\t9.00\t5.00\t4.00
206\t科学技术支出\t9.00\t5.00\t4.00

第三部分 2023年度部门决算情况说明

三、支出决算情况说明

支出合计9.00万元，其中：基本支出5.00万元，占55.56%；项目支出4.00万元，占44.44%。

第五部分 附件

项目支出绩效自评表

项目名称\t泵站改造
一级指标\t二级指标\t三级指标\t年度指标值\t实际完成值\t分值\t得分
产出指标\t数量指标\t改造泵站数\t3座\t4座\t20\t20
"""
REAL = ["hongqi-2023.txt", "jiaozuo-2021.txt", "jiefang-2023.txt", "pingdingshan-2023.txt", "zengdu-2023.txt"]


def write(folder: Path, text: str = TEXT, name: str = "水务.txt", encoding: str = "utf-8") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode(encoding))
    return path


def meaning(facts: list[Fact]) -> list[tuple[str, str | None, str | None, str, str, str, str | None]]:
    """What facts say, without where they stand."""
    return [(f.origin, f.table, f.row_code, f.row_name, f.column, str(f.value), f.unit) for f in facts]


# ---------------------------------------------------------------- what comes out


def test_tables_prose_and_annexes_are_all_read(tmp_path: Path) -> None:
    found = extract_file(write(tmp_path))
    assert isinstance(found, Extraction)
    assert {f.origin for f in found.facts} == {"table", "prose", "annex"}
    assert found.findings == findings_of(found.facts, found.report)
    assert ("table", "GK03", "206", "科学技术支出", "项目支出", "4.00", "万元") in meaning(found.facts)
    assert ("prose", None, None, "项目支出", "占比", "44.44", "%") in meaning(found.facts)
    assert ("annex", "项目支出绩效自评表", None, "改造泵站数", "实际完成值", "4", "座") in meaning(found.facts)


def test_every_fact_says_whose_it_is(tmp_path: Path) -> None:
    found = extract_file(write(tmp_path))
    assert {(f.doc_id, f.department, f.year, f.kind) for f in found.facts} == {
        (found.report.doc_id, NAME, 2023, "final")
    }


def test_the_header_of_a_report_has_the_agreed_fields(tmp_path: Path) -> None:
    header = read_report(write(tmp_path)).header()
    assert (header["file"], header["department"], header["year"], header["kind"]) == ("水务.txt", NAME, 2023, "final")
    assert (header["level"], header["region"], header["unit"]) == ("县区级", "云岭市青川区", "万元")
    assert re.fullmatch(r"[0-9a-f]{64}", str(header["sha256"]))
    assert {"doc_id", "scope", "pages"} <= set(header)


def test_contradictions_of_a_report_are_found(tmp_path: Path) -> None:
    text = generate(4, "henan").text
    total = next(line for line in text.splitlines() if "本年支出合计" in line and "\t" in line)
    assert extract_file(write(tmp_path, text)).findings == []
    found = extract_file(write(tmp_path, text.replace(total, total[:-1] + str(9 - int(total[-1]))))).findings
    assert found and all("本年支出合计" in finding.message for finding in found)


# ---------------------------------------------------------------- formats


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "gb18030"])
def test_the_encoding_changes_no_fact(tmp_path: Path, encoding: str) -> None:
    plain = extract_file(write(tmp_path)).facts
    assert extract_file(write(tmp_path, encoding=encoding)).facts == plain


def test_line_ends_of_windows_change_no_fact(tmp_path: Path) -> None:
    plain = extract_file(write(tmp_path)).facts
    assert extract_file(write(tmp_path, TEXT.replace("\n", "\r\n"))).facts == plain


@settings(max_examples=10)
@given(st.integers(0, 300), st.sampled_from(families()))
def test_text_and_markdown_of_a_report_give_the_same_facts(
    tmp_path_factory: pytest.TempPathFactory, seed: int, family: str
) -> None:
    folder = tmp_path_factory.mktemp("formats")
    sample = generate(seed, family)
    text = facts_of(read_report(write(folder, sample.text, "a.txt")))
    markdown = facts_of(read_report(write(folder, sample.markdown, "a.md")))
    assert sorted(map(str, meaning(text))) == sorted(map(str, meaning(markdown)))


# ---------------------------------------------------------------- ids


def test_the_id_of_a_report_is_stable_and_tells_reports_apart(tmp_path: Path) -> None:
    first = read_report(write(tmp_path)).doc_id
    assert first == read_report(write(tmp_path)).doc_id
    assert first == read_report(write(tmp_path, TEXT.replace("9.00", "9.10"))).doc_id
    others = [
        read_report(write(tmp_path, TEXT.replace("2023", "2022"))).doc_id,
        read_report(write(tmp_path, TEXT.replace("青川", "白石"))).doc_id,
        read_report(write(tmp_path, name="别的.txt")).doc_id,
        read_report(write(tmp_path, name="水务.md")).doc_id,
    ]
    assert len({first, *others}) == 5


def test_the_id_of_a_strangely_named_file_is_a_plain_word(tmp_path: Path) -> None:
    doc_id = read_report(write(tmp_path, name="水务 局（2023）&终稿#.v2.txt")).doc_id
    assert re.fullmatch(r"[\w\-\u4e00-\u9fff]+", doc_id)
    assert doc_id.startswith("水务_局")
    assert len(read_report(write(tmp_path, name="长" * 80 + ".txt")).doc_id) < 80


# ---------------------------------------------------------------- what is refused


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("", "空的"),
        ("2023年度\n\n部门决算\n\n收入合计1.00万元。\n", "找不到部门名称"),
        (f"{NAME}\n\n部门决算\n\n第一部分 {NAME}概况\n", "找不到年度"),
        ("今天天气很好，适合出门走走。\n", "找不到部门名称"),
    ],
)
def test_a_file_that_is_no_report_is_refused_with_what_to_do(tmp_path: Path, text: str, what: str) -> None:
    with pytest.raises(ReadError, match=rf"水务\.txt：.*{what}.*；请.*\[E10\]"):
        extract_file(write(tmp_path, text))


@settings(max_examples=60)
@given(st.one_of(st.binary(max_size=200), st.text(max_size=120).map(str.encode)))
def test_any_bytes_are_refused_or_read_and_nothing_else(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    path = tmp_path_factory.mktemp("bytes") / "x.txt"
    path.write_bytes(f"2023年度\n{NAME}\n部门决算\n第一部分 {NAME}概况\n\n".encode() + data)
    try:
        found = extract_file(path)
    except ReadError:
        return
    assert (found.report.identity.department, found.report.identity.year) == (NAME, 2023)


PIECES = st.sampled_from(
    [
        "第二部分 决算表\n\n支出决算表\n科目代码\t科目名称\t本年支出合计\t基本支出\n栏次\t\t1\t2\n合计\t\t9.00\t5.00",
        "第二部分 决算表\n\n支出决算表\n科目代码\t科目名称\t本年支出合计\n206\t科学技术支出\t9, 1 2 3.00\n合计\t\t-",
        "第二部分 决算表\n\n财政拨款“三公”经费支出决算表\n项目\t预算数\t决算数\n合计\t3.00\t2.00\n公务接待费\t3.00\t",
        "第五部分 附件\n\n项目支出绩效自评表\n二级指标\t三级指标\t年度指标值\t分值\n数量\t座数\t3座\t20\n里数\t8里\t9",
        "第五部分 附件\n\n部门整体自评表\n\n三级指标 年初目标值 实际完成值\n\n完好率\n\n100% 98%",
        "第三部分 决算情况说明\n\n三、支出决算情况说明",
        "支出合计9.00万元，其中：基本支出 5.0\n0万元，占55.56%，主要原因是涨价。",
        "注：1. 本表有尾差。",
        "\u3000\u3000下降\u200b 3.00 个百分点；人员经费主要包括：水费。",
        "12",
        "",
    ]
)


@settings(max_examples=60)
@given(st.lists(PIECES, max_size=10), st.sampled_from(["\n", "\n\n", "\n \n\n"]))
def test_each_fact_of_any_mixture_quotes_what_is_printed(
    tmp_path_factory: pytest.TempPathFactory, pieces: list[str], gap: str
) -> None:
    text = gap.join([f"2023年度\n{NAME}\n部门决算\n\n第一部分 {NAME}概况\n", *pieces])
    report = read_report(write(tmp_path_factory.mktemp("mixture"), text))
    for fact in facts_of(report):
        assert fact.quote == report.source.text[fact.start : fact.end] != ""
        if fact.value is not None and fact.origin == "table":
            assert parse_amount(fact.raw) == fact.value
            assert fact.raw in fact.quote


# ---------------------------------------------------------------- real reports


@pytest.mark.parametrize("file", REAL)
def test_each_fact_of_a_real_report_quotes_its_source(corpus: Path, file: str) -> None:
    report = read_report(corpus / file)
    facts = facts_of(report)
    assert len(facts) > 300
    for fact in facts:
        assert fact.quote == report.source.text[fact.start : fact.end] != ""
        assert fact.line is not None and fact.line >= 1
        if fact.origin == "table":
            assert fact.line == report.source.line_of(fact.start)
            assert re.sub(r"\s", "", fact.raw) in re.sub(r"\s|<.*?>", "", fact.quote)


@pytest.mark.parametrize("file", REAL)
def test_blanks_of_real_tables_are_no_zeros(corpus: Path, file: str) -> None:
    facts = facts_of(read_report(corpus / file))
    assert all(f.raw == "" or f.value is not None or f.is_text for f in facts)
    assert all(not (f.value is not None and f.raw == "") for f in facts)


# ---------------------------------------------------------------- places


def test_a_figure_tells_the_very_place_where_it_is_printed(corpus: Path) -> None:
    for path in sorted(corpus.glob("*.txt")):
        extraction = extract_file(path)
        source = extraction.report.source
        figures = [f for f in extraction.facts if f.value is not None]
        told = [(f, f.at) for f in figures if f.at is not None]
        assert len(told) >= 0.98 * len(figures)
        for fact, at in told:
            assert "".join(source.text[at : at + 80].split()).startswith("".join(fact.raw[:20].split()))
            assert fact.line == source.line_of(at)


def test_two_equal_figures_of_a_sentence_have_two_places(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    text = "第三部分 情况说明\n\n三、支出决算情况说明\n\n基本支出5.00万元，项目支出5.00万元。\n"
    path.write_text(f"云岭市青川区水务局2023年度部门决算\n\n{text}", encoding="utf-8")
    places = [f.at for f in extract_file(path).facts if f.raw == "5.00万元"]
    printed = path.read_text(encoding="utf-8")
    assert places == [printed.index("5.00万元"), printed.rindex("5.00万元")]
