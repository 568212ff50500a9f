"""Folding: names compare equal however they are printed, and no character moves."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.text import fold, fold_width, name_key, squeeze, strip_ordinal

_BLANKS = " \t\n\r\u00a0\u3000\u200b\u200c\u200d\u2060\ufeff"


@given(st.text())
def test_folding_width_moves_no_character(text: str) -> None:
    assert len(fold_width(text)) == len(text)


@given(st.text())
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert name_key(name_key(text)) == name_key(text)


@given(st.lists(st.sampled_from(["水", "务", "1", ".", "（", "万"])), st.data())
def test_white_space_of_any_kind_never_tells_names_apart(letters: list[str], data: st.DataObject) -> None:
    gaps = [data.draw(st.text(alphabet=_BLANKS, max_size=3)) for _ in letters]
    spaced = "".join(gap + letter for gap, letter in zip(gaps, letters, strict=True))
    assert squeeze(spaced) == "".join(letters)
    assert fold(spaced) == fold("".join(letters))


@pytest.mark.parametrize(
    ("printed", "folded"),
    [
        ("（２０２３）年度", "(2023)年度"),
        ("ＡＢＣａｂｃ", "ABCabc"),
        ("９８．５％", "98.5%"),
        ("－3.2", "-3.2"),
        ("〔2023〕9号", "[2023]9号"),
        ("单位:元;", "单位：元；"),
        ("「三公」『三公』＂三公＂", '"三公""三公""三公"'),
    ],
)
def test_full_width_prints_fold_to_one_form(printed: str, folded: str) -> None:
    assert fold(printed) == folded


@pytest.mark.parametrize(
    "printed", ["“三公”经费", '"三公"经费', "三公经费", "「三公」 经费", "《三公》经费", "（三公）经费", "三公·经费"]
)
def test_quotes_and_brackets_do_not_tell_names_apart(printed: str) -> None:
    assert name_key(printed) == "三公经费"


def test_different_names_keep_different_keys() -> None:
    assert name_key("基本支出") != name_key("基本支出合计")
    assert name_key("2023年收入") != name_key("2022年收入")


@pytest.mark.parametrize(
    ("printed", "name"),
    [
        ("一、外交支出", "外交支出"),
        ("二十三、其他支出", "其他支出"),
        ("(十二)培训费", "培训费"),
        ("3.水费", "水费"),
        ("12、电费", "电费"),
        ("(4)差旅费", "差旅费"),
    ],
)
def test_a_leading_ordinal_is_no_part_of_a_name(printed: str, name: str) -> None:
    assert strip_ordinal(printed) == name


@pytest.mark.parametrize(
    "name", ["一般公共服务支出", "三公经费", "1.5倍", "2023年度", "十堰", "100万元以上设备", "外交"]
)
def test_a_numeral_that_belongs_to_a_name_stays(name: str) -> None:
    assert strip_ordinal(name) == name


def test_only_the_first_ordinal_is_taken_off() -> None:
    assert strip_ordinal("一、(二)水费") == "(二)水费"
