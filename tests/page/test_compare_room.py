"""对比 run by Streamlit's AppTest: choosing, the views, sources, limits."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from page.views import comparing
from tests.page.running import go, html, page_of


def _room(filled: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    return page_of(filled, monkeypatch, "compare")


def _grid(at: AppTest) -> dict[str, Any]:
    """What the table of the open view was given."""
    (drawn,) = at.get("bidi_component")
    return json.loads(drawn.proto.json)


def _rows(at: AppTest) -> list[list[str]]:
    return [[entry["text"] for entry in row] for row in _grid(at)["rows"]]


def _view(at: AppTest, name: str) -> None:
    at.session_state["compare_view"] = name
    at.run()
    assert not at.exception


def test_at_first_total_spending_of_the_usual_year_stands_side_by_side(
    filled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = _room(filled, monkeypatch)
    assert at.multiselect(key="compare_measures").value == ["expenditure"]
    assert at.multiselect(key="compare_years").value == [2023]
    assert [c["name"] for c in _grid(at)["columns"]] == ["报告", "本年支出合计（万元）"]
    amounts = [float(row[1].replace(",", "")) for row in _rows(at)]
    assert len(amounts) > 2
    assert amounts == sorted(amounts, reverse=True)
    assert len(at.get("vega_lite_chart") or at.get("arrow_vega_lite_chart")) == 1


def test_without_reports_the_room_says_how_to_begin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    at = page_of(tmp_path / "library", monkeypatch, "compare")
    assert "还没有报告" in html(at)


def test_a_figure_chosen_from_the_list_shows_its_place(filled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    at = _room(filled, monkeypatch)
    box = at.selectbox(key="compare_spot_amounts_list_0")
    assert box.value is None
    assert "<mark>" not in html(at)
    box.select_index(0).run()
    assert not at.exception
    assert "<mark>" in html(at) and "jz-spot" in html(at)
    assert _grid(at)["picked"] == at.session_state["compare_spot_amounts"]


def test_a_list_that_sends_its_value_of_before_does_not_undo_a_click(
    filled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The chart lets go of its bar when the hand has moved on, and sends along what the list held before."""
    at = _room(filled, monkeypatch)
    at.selectbox(key="compare_spot_amounts_list_0").select_index(0).run()
    listed = at.session_state["compare_spot_amounts"]
    clicked = next(e["spot"] for row in _grid(at)["rows"] for e in row if e["spot"] not in (None, listed))
    at.session_state["compare_spot_amounts"] = clicked
    at.session_state["compare_spot_amounts_turn"] = 1
    at.run()
    assert at.session_state["compare_spot_amounts"] == clicked == _grid(at)["picked"]
    assert at.selectbox(key="compare_spot_amounts_list_1").value == clicked


def test_a_list_that_has_started_anew_is_not_asked_any_more(filled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its value reaches the server late, after the click that it would undo."""
    at = _room(filled, monkeypatch)
    late = at.selectbox(key="compare_spot_amounts_list_0").select_index(0)
    clicked = next(e["spot"] for e in _grid(at)["rows"][1] if e["spot"] is not None)
    at.session_state["compare_spot_amounts"] = clicked
    at.session_state["compare_spot_amounts_turn"] = 1
    late.run()
    assert at.session_state["compare_spot_amounts"] == clicked == _grid(at)["picked"]


def test_another_unit_shows_the_exact_amount_and_what_is_printed(filled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    at = _room(filled, monkeypatch)
    before = _rows(at)[0][1]
    at.radio(key="compare_unit").set_value("元").run()
    after = _rows(at)[0][1]
    assert float(after.replace(",", "")) == pytest.approx(float(before.replace(",", "")) * 10000)
    at.selectbox(key="compare_spot_amounts_list_0").select_index(0).run()
    assert "原文印的数" in html(at) and "× 10000" in html(at)


def test_several_measures_stand_in_columns_and_their_words_are_explained(
    filled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = _room(filled, monkeypatch)
    at.multiselect(key="compare_measures").set_value(["expenditure", "capital", "cars", "procurement_won"]).run()
    assert not at.exception
    assert len(_grid(at)["columns"]) == 5
    words = {text for row in _rows(at) for text in row} & {"空白", "未披露", "没读到", "写明无"}
    assert words
    assert all(word in html(at) for word in words)
    at.selectbox(key="compare_drawn").set_value("cars").run()
    assert not at.exception


@pytest.mark.parametrize("view", ["构成", "趋势", "预算与决算", "排名"])
def test_every_view_has_a_table_whose_figures_lead_to_their_sources(
    view: str, filled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    at = _room(filled, monkeypatch)
    at.multiselect(key="compare_years").set_value([]).run()
    _view(at, view)
    spots = [entry["spot"] for row in _grid(at)["rows"] for entry in row if entry["spot"]]
    assert spots
    box = next(s for s in at.selectbox if s.label == "看哪个数的出处")
    box.select_index(len(box.options) - 1).run()
    assert not at.exception
    assert "jz-spot" in html(at) and "<mark>" in html(at)


def test_shares_by_function_tell_how_they_are_made(filled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    at = _room(filled, monkeypatch)
    _view(at, "构成")
    at.selectbox(key="compare_whole").set_value("function").run()
    assert any(c["name"].startswith("208 ") for c in _grid(at)["columns"])
    share = next(e["spot"] for row in _grid(at)["rows"] for e in row if e["spot"] and e["spot"].endswith("|share"))
    at.selectbox(key="compare_spot_shares_list_0").set_value(share).run()
    assert "÷" in html(at) and "× 100%" in html(at)


def test_a_ranking_has_order_numbers_and_tells_who_is_left_out(filled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    at = _room(filled, monkeypatch)
    _view(at, "排名")
    assert [row[0] for row in _rows(at)] == [str(n + 1) for n in range(len(_rows(at)))]
    at.selectbox(key="compare_rank_measure").set_value("procurement_won").run()
    assert not at.exception
    assert f"没有名次的 {len(at.session_state['compare_years']) and 4} 份" in html(at)


def test_more_reports_than_can_be_compared_are_said_to_be_left_out(
    filled: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(comparing, "MOST", 2)
    at = _room(filled, monkeypatch)
    assert "一次最多对比 2 份" in html(at)
    assert len(_rows(at)) == 2


def test_nothing_chosen_is_said_plainly(filled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    at = _room(filled, monkeypatch)
    at.multiselect(key="compare_measures").set_value([]).run()
    assert "还没有选指标" in html(at)


def test_the_choice_outlives_a_visit_elsewhere(filled: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    at = _room(filled, monkeypatch)
    at.multiselect(key="compare_measures").set_value(["basic"]).run()
    go(at, "reports")
    go(at, "compare")
    assert at.multiselect(key="compare_measures").value == ["basic"]
