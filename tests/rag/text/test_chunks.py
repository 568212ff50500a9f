"""Chunks: along the sections, with spans that cut the source, and without headings or contents."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.extract import Extraction, extract_file
from extractors.text import fold_width
from rag.text.chunks import ENOUGH, MOST, Chunk, _jieba, chunks_of, learn, words
from tests.rag.small_report import DEPARTMENT, extraction, text_of, write


@pytest.fixture
def read(tmp_path: Path) -> Extraction:
    return extraction(tmp_path)


@pytest.fixture
def chunks(read: Extraction) -> list[Chunk]:
    return chunks_of(read)


def _plain(text: str) -> str:
    return re.sub(r"\s", "", text)


def _with(tmp_path: Path, old: str, new: str) -> list[Chunk]:
    path = tmp_path / "changed.txt"
    path.write_text(text_of().replace(old, new), encoding="utf-8")
    return chunks_of(extract_file(path))


def test_the_span_of_a_prose_chunk_cuts_its_text_out_of_the_source(read: Extraction, chunks: list[Chunk]) -> None:
    for chunk in chunks:
        if chunk.kind != "table":
            assert _plain(read.report.source.text[chunk.start : chunk.end]) == _plain(chunk.text)
            assert read.report.source.line_of(chunk.start) == chunk.line


def test_no_chunk_crosses_a_section(read: Extraction, chunks: list[Chunk]) -> None:
    starts = sorted(s.place.start for s in read.report.sections if s.level)
    for chunk in chunks:
        assert not any(chunk.start < start < chunk.end for start in starts)


def test_each_duty_is_a_chunk_of_its_own(chunks: list[Chunk]) -> None:
    duties = [c for c in chunks if c.section_key == "duties"]
    assert [c.kind for c in duties] == ["item"] * 4
    assert duties[1].text.startswith("（二）负责生活")


def test_each_definition_is_a_chunk_of_its_own(chunks: list[Chunk]) -> None:
    definitions = [c for c in chunks if c.kind == "definition"]
    assert [re.match(r".、(.*?)：", c.text).group(1) for c in definitions] == ["财政拨款收入", "基本支出", "项目支出"]  # type: ignore[union-attr]


def test_a_table_row_reads_as_subject_column_and_value(chunks: list[Chunk]) -> None:
    table = next(c for c in chunks if c.kind == "table")
    assert table.text.startswith("收入支出决算总表 单位：万元\n")
    assert "本年收入合计：收入金额=386.78；本年支出合计：支出金额=386.78" in table.text
    assert "行次" not in table.text


def test_headings_and_the_table_of_contents_give_no_chunk(chunks: list[Chunk]) -> None:
    assert all(c.section_key != "toc" for c in chunks)
    assert all(_plain(c.text) not in _plain(c.section) for c in chunks)


def test_figure_captions_give_no_chunk(tmp_path: Path) -> None:
    chunks = _with(tmp_path, "占100.00%。\n\n三", "占100.00%。\n\n图2：收入决算结构\n\n三")
    assert not any("图2" in c.text for c in chunks)


def test_what_is_searched_is_led_by_report_title_and_section(chunks: list[Chunk]) -> None:
    chunk = next(c for c in chunks if c.section_key == "overall")
    assert chunk.indexed.startswith(f"{DEPARTMENT}2023年度部门决算 第三部分")
    assert "一、收入支出决算总体情况说明\n2023年度收、支总计均为386.78万元" in chunk.indexed
    assert {"泵站", "总体", "水务局"} <= set(chunk.tokens.split())


def test_short_paragraphs_of_a_section_share_a_chunk(tmp_path: Path) -> None:
    sentence = "本年度完成堤防巡查工作若干次，情况良好。"
    body = "\n\n".join(f"{sentence}{'水利' * n}。" for n in range(1, 30))
    chunks = [
        c for c in _with(tmp_path, "内设机构3个", f"如下。\n\n{body}\n\n内设机构3个") if c.section_key == "bodies"
    ]
    assert len(chunks) > 2
    assert all(ENOUGH <= len(c.text) <= MOST for c in chunks[:-1])


def test_a_very_long_paragraph_is_cut_at_sentence_ends_without_loss(tmp_path: Path) -> None:
    body = "".join(f"第{n}项水利工程已经完成验收并移交管理单位。" for n in range(100))
    chunks = [c for c in _with(tmp_path, "内设机构3个", f"{body}内设机构3个") if c.section_key == "bodies"]
    assert all(len(c.text) <= MOST and c.text.endswith("。") for c in chunks)
    assert body in "".join(c.text for c in chunks)


def test_ids_are_stable_and_in_reading_order(tmp_path: Path, chunks: list[Chunk]) -> None:
    again = chunks_of(extract_file(write(tmp_path)))
    assert again == chunks
    assert [c.start for c in chunks] == sorted(c.start for c in chunks)


def test_words_are_chinese_words_numbers_and_nothing_else() -> None:
    assert words("“三公”经费，共８.５９ 万元！") == ["三公", "经费", "共", "8.59", "万元"]
    assert words("，。 \n") == []


@given(st.text(alphabet="的一县局水利工程㐀鿪龥𠀀aZ0.1,，。-_%+#& \n\t①", max_size=60))
def test_a_text_is_split_as_the_word_splitter_splits_the_whole_of_it(text: str) -> None:
    whole = _jieba().cut_for_search(fold_width(text).lower())
    assert words(text) == [word for word in whole if re.search(r"[0-9a-z\u3400-\u9fff]", word)]


def test_a_learned_word_stays_in_one_piece() -> None:
    name = "曾都科经局"
    assert name not in words(f"{name}的职责")
    learn([name])
    assert name in words(f"{name}的职责")


def test_the_word_splitter_is_silent_and_writes_no_file(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    import os
    import subprocess
    import sys

    code = "from rag.text.chunks import words; words('水利工程')"
    run = subprocess.run(
        [sys.executable, "-c", code], env=os.environ | {"TMPDIR": str(tmp_path)}, capture_output=True, text=True
    )
    assert (run.returncode, run.stdout, run.stderr) == (0, "", "")
    assert list(tmp_path.iterdir()) == []
