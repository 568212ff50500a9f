"""Charts: bars, shares and lines as Vega-Lite, to be drawn by the page. Numbers are floats here: for drawing only.

Each mark carries the id of its figure, so that a click leads to its source; the name and the figure stand in words
above each bar. Colours can be told apart with any colour vision and are never alone: letters or shapes go with them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

Spec = dict[str, Any]

#: the name of the selection that a click makes
PICKED = "picked"
#: told apart with any kind of colour vision, and at least 3 : 1 against the page in light and in dark
COLOURS = ("#0072b2", "#d55e00", "#009e73", "#b0609a", "#8f7a00", "#3a8fc9", "#a3502f", "#7a7f85")
SHAPES = ("circle", "square", "triangle-up", "diamond", "cross", "triangle-down", "triangle-right", "triangle-left")
#: the same shapes as letters
SIGNS = "●■▲◆✚▼▶◀"
DASHES = ((1, 0), (6, 3), (2, 2), (8, 3, 2, 3))
#: heights in pixels: of a row with one bar, of a bar, of the axis below with its title, of a chart of lines
_ROW, _BAR, _AXIS, _LINES = 40, 15, 72, 340
#: a share in per cent from which its letter has room in its bar
_ROOM = 6


@dataclass(frozen=True, slots=True)
class Mark:
    """Something drawn: the figure it is, the row it stands in, its series, its amount, and what is to be read."""

    id: str
    row: str
    series: str
    amount: float | None
    text: str
    year: str = ""


def ink(colour: str) -> str:
    """Black or white, whichever is read better on a colour."""
    return "#ffffff" if luminance(colour) < 0.18 else "#000000"


def luminance(colour: str) -> float:
    """How light a colour is, from 0 to 1, as contrast is measured."""
    parts = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def letter(number: int) -> str:
    """A sign for a series that does not need its colour: A, B, C."""
    return chr(ord("A") + number % 26)


def bars(marks: Sequence[Mark], axis: str, described: str) -> Spec:
    """One bar a row, its name and figure in words above it."""
    rows = list(dict.fromkeys(m.row for m in marks))
    bar = {
        "params": [_clicks()],
        "mark": {"type": "bar", "height": _BAR, "color": COLOURS[0], "cursor": "pointer", "cornerRadiusEnd": 2},
        "encoding": {
            "x": {"field": "amount", "type": "quantitative", "axis": _axis(axis)},
            "tooltip": _tooltip("row", "text"),
            "description": {"field": "told"},
        },
    }
    return _chart([bar, _above_rows("line", _BAR)], marks, rows, _ROW * len(rows), described)


def shares(marks: Sequence[Mark], axis: str, described: str, series: Sequence[str]) -> Spec:
    """One bar a row, parted into shares of a hundred; the letter of its part in each that has room for it."""
    rows = list(dict.fromkeys(m.row for m in marks))
    order = {"field": "order", "type": "quantitative"}
    x = {"field": "amount", "type": "quantitative", "stack": "zero", "axis": _axis(axis), "scale": {"domainMax": 100}}
    bar = {
        "params": [_clicks()],
        "mark": {"type": "bar", "height": _BAR + 7, "cursor": "pointer", "stroke": "#8a8f95", "strokeWidth": 0.6},
        "encoding": {
            "x": x, "order": order, "color": _colour(series),
            "tooltip": _tooltip("row", "series", "text"), "description": {"field": "told"},
        },
    }  # fmt: skip
    inks = {"range": [ink(COLOURS[n % len(COLOURS)]) for n in range(len(series))], "domain": list(series)}
    label = {
        "transform": [{"filter": f"datum.amount >= {_ROOM}"}],
        "mark": {"type": "text", "fontSize": 11, "fontWeight": 600, "tooltip": False},
        "encoding": {
            "x": x | {"bandPosition": 0.5}, "order": order, "text": {"field": "letter"},
            "color": {"field": "series", "type": "nominal", "scale": inks, "legend": None},
        },
    }  # fmt: skip
    name = _above_rows("row", _BAR + 7, once=True)
    spec = _chart([bar, label, name], marks, rows, (_ROW + 7) * len(rows), described)
    spec["resolve"] = {"scale": {"color": "independent"}}
    for value in spec["data"]["values"]:
        value["order"] = series.index(value["series"])
        value["letter"] = value["series"].split(" ", 1)[0]
    return spec


def grouped(marks: Sequence[Mark], axis: str, described: str, series: Sequence[str]) -> Spec:
    """Several bars a row, one a series, each with its figure behind it; the name of the row above them."""
    rows = list(dict.fromkeys(m.row for m in marks))
    most = max((m.amount for m in marks if m.amount is not None), default=1.0)
    height = _BAR * len(series) + 32
    shift = {"field": "series", "type": "nominal", "sort": list(series), "scale": {"paddingOuter": 0.1}}
    x = {"field": "amount", "type": "quantitative", "axis": _axis(axis), "scale": {"domainMax": most * 1.3}}
    bar = {
        "params": [_clicks()],
        "mark": {"type": "bar", "cursor": "pointer", "cornerRadiusEnd": 2},
        "encoding": {
            "x": x, "yOffset": shift, "color": _colour(series),
            "tooltip": _tooltip("row", "series", "text"), "description": {"field": "told"},
        },
    }  # fmt: skip
    label = {
        "mark": {"type": "text", "align": "left", "dx": 5, "fontSize": 11, "color": "currentColor", "tooltip": False},
        "encoding": {"x": x, "yOffset": shift, "text": {"field": "lettered"}},
    }
    spec = _chart(
        [bar, label, _above_rows("row", round(height * 0.58), once=True)], marks, rows, height * len(rows), described
    )
    spec["encoding"]["y"]["scale"] = {"paddingInner": 0.42, "paddingOuter": 0.24}
    for value in spec["data"]["values"]:
        value["lettered"] = f"{value['series'].split(' ', 1)[0]} {value['text']}"
    return spec


def lines(marks: Sequence[Mark], axis: str, described: str, series: Sequence[str]) -> Spec:
    """A line a series over the years; years without a figure break it."""
    years = sorted({m.year for m in marks})
    encoding = {
        "x": {"field": "year", "type": "ordinal", "sort": years, "axis": {"title": "年度", "labelAngle": 0}},
        "y": {"field": "amount", "type": "quantitative", "axis": {"title": axis}},
        "color": _colour(series),
    }
    dash = {"field": "series", "type": "nominal", "legend": None, "scale": _scale(series, DASHES)}
    shape = {"field": "series", "type": "nominal", "scale": _scale(series, SHAPES), "legend": None}
    line = {
        "mark": {"type": "line", "strokeWidth": 2, "tooltip": False},
        "encoding": {"strokeDash": dash},
    }
    point = {
        "params": [_clicks()],
        "mark": {"type": "point", "filled": True, "size": 110, "cursor": "pointer", "opacity": 1},
        "encoding": {
            "shape": shape, "tooltip": _tooltip("series", "year", "text"),
            "description": {"field": "told"},
        },
    }  # fmt: skip
    spec = _framed([line, point], marks, _LINES, described)
    return spec | {"encoding": encoding}


def key_html(series: Sequence[str], shaped: bool = False) -> str:
    """Which colour, and which shape where ``shaped``, is which series."""
    signs = SIGNS if shaped else "■"
    colours = [(COLOURS[n % len(COLOURS)], signs[n % len(signs)], name) for n, name in enumerate(series)]
    items = "".join(
        f'<li><span style="color:{colour}" aria-hidden="true">{sign}</span>{escape(name)}</li>'
        for colour, sign, name in colours
    )
    return f'<ul class="jz-legend jz-key" aria-label="图中各项">{items}</ul>' if len(series) > 1 else ""


def _chart(layers: list[Spec], marks: Sequence[Mark], rows: Sequence[str], height: int, described: str) -> Spec:
    y = {"field": "row", "type": "nominal", "sort": list(rows), "axis": None}
    return _framed(layers, marks, height + _AXIS, described) | {"encoding": {"y": y}}


def _framed(layers: list[Spec], marks: Sequence[Mark], height: int, described: str) -> Spec:
    return {
        "description": described,
        "data": {"values": [_value(m) for m in marks]},
        "width": "container",
        "height": height,
        "layer": layers,
        "padding": {"top": 12, "left": 2, "right": 4, "bottom": 4},
        "config": {"view": {"stroke": None}},
        # drawn as SVG each mark has a name that a screen reader reads; the menu would be in English
        "usermeta": {"embedOptions": {"renderer": "svg", "actions": False}},
    }


def _value(mark: Mark) -> dict[str, Any]:
    told = " ".join(part for part in (mark.row, mark.series, mark.year, mark.text) if part)
    return {
        "id": mark.id, "row": mark.row, "series": mark.series, "amount": mark.amount, "text": mark.text,
        "year": mark.year, "told": told, "line": f"{mark.row}　{mark.text}",
    }  # fmt: skip


def _clicks() -> Spec:
    """A click picks; what is picked is let go of behind it, so that the same mark can be picked again."""
    return {
        "name": PICKED,
        "select": {"type": "point", "fields": ["id"], "toggle": False, "clear": "mouseout"},
    }


def _axis(title: str) -> Spec:
    return {"title": title, "grid": True, "tickCount": 5, "labelOverlap": True}


def _above_rows(field: str, height: int, once: bool = False) -> Spec:
    """The words above the bars of each row, which are so high together."""
    layer: Spec = {
        "mark": {
            "type": "text",
            "align": "left",
            "baseline": "bottom",
            "dy": -height // 2 - 2,
            "fontSize": 13,
            "color": "currentColor",
            "tooltip": False,
        },
        "encoding": {"x": {"value": 0}, "text": {"field": field}},
    }
    if once:
        layer["transform"] = [{"aggregate": [], "groupby": ["row"]}]
    return layer


def _tooltip(*fields: str) -> list[Spec]:
    titles = {"row": "报告", "series": "项目", "text": "数", "year": "年度"}
    return [{"field": field, "type": "nominal", "title": titles[field]} for field in fields]


def _scale(series: Sequence[str], signs: Sequence[Any]) -> Spec:
    return {"domain": list(series), "range": [_sign(signs, n) for n in range(len(series))]}


def _sign(signs: Sequence[Any], number: int) -> Any:
    sign = signs[number % len(signs)]
    return list(sign) if isinstance(sign, tuple) else sign


def _colour(series: Sequence[str]) -> Spec:
    return {"field": "series", "type": "nominal", "scale": _scale(series, COLOURS), "legend": None}
