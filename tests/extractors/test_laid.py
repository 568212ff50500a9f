"""Tables printed in columns of spaces, read by place: what is printed is read back, and no figure in another column."""

from __future__ import annotations

import random
import unicodedata
from decimal import Decimal
from pathlib import Path

import pytest

from extractors.extract import extract_file

HEAD = "云岭市水务局2023年度部门决算\n\n第二部分 2023年度部门决算表\n\n"
TAIL = "注：本表反映部门本年度收支情况。\n\n第三部分 2023年度部门决算情况说明\n"
NAMES = {
    "208": "社会保障和就业支出",
    "20805": "行政事业单位养老支出",
    "2080505": "机关事业单位基本养老保险缴费支出",
    "213": "农林水支出",
    "21303": "水利",
    "2130306": "水利工程运行与维护",
    "2130399": "其他水利支出",
}
COLUMNS = ("本年支出合计", "基本支出", "项目支出", "上缴上级支出", "经营支出", "对附属单位补助支出")

Cells = dict[tuple[str, str], str]


def read(folder: Path, text: str, table: str) -> Cells:
    path = folder / "laid.txt"
    path.write_text(HEAD + text + TAIL, encoding="utf-8")
    facts = [f for f in extract_file(path).facts if f.origin == "table" and f.table == table and f.value is not None]
    assert len({(f.row_name, f.column) for f in facts}) == len(facts)
    return {(f.row_name, f.column): str(f.value) for f in facts}


def width(text: str, wide: bool) -> int:
    return sum(2 if wide and unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def put(cells: list[tuple[int, str]], wide: bool) -> str:
    line = ""
    for column, text in sorted(cells):
        line += " " * max(column - width(line, wide), 2 if line else 0) + text
    return line


def pieces(text: str, size: int) -> list[str]:
    return [text[n : n + size] for n in range(0, len(text), size)]


def printed(rng: random.Random, rows: list[tuple[str, str, list[str]]]) -> str:
    """The table of expenses with columns of random width, names and headings broken, blanks and pages at random."""
    wide = rng.random() < 0.5
    size, room = rng.choice([8, 11, 14, 20]), rng.randint(3, 7)
    first = 12 + size * (2 if wide else 1) + room
    ends = [first + 10 + n * (11 + room) for n in range(len(COLUMNS))]
    top, blank_lines = rng.random() < 0.5, rng.random() < 0.3

    def figures(values: list[str]) -> list[tuple[int, str]]:
        return [(end - len(v), v) for end, v in zip(ends, values, strict=True) if v]

    lines = [put([(4, "项目"), *((end - 8, pieces(c, 4)[0]) for end, c in zip(ends, COLUMNS, strict=True))], wide)]
    below = [(end - 8, pieces(c, 4)[1]) for end, c in zip(ends, COLUMNS, strict=True) if len(c) > 4]
    lines.append(put([(1, "科目编码"), (12, "科目名称"), *below], wide))
    lines.append(put([(end - 8, pieces(c, 4)[2]) for end, c in zip(ends, COLUMNS, strict=True) if len(c) > 8], wide))
    lines.append(put([(1, "栏次"), *figures([str(n + 1) for n in range(len(COLUMNS))])], wide))
    heading, body = [*lines], list[str]()
    cut = rng.randint(2, len(rows) - 1)
    for n, (code, name, values) in enumerate(rows):
        if n == cut:
            body += ["", f"{' ' * 30}- {n} -", *(heading if rng.random() < 0.5 else [])]
        parts = pieces(name, size) or [""]
        # the line of the figures stands beside the first piece of a name, its middle one, or between two
        between = not top and len(parts) == 2
        middle = 0 if top else len(parts) // 2
        above, own, after = parts[:middle], "" if between else parts[middle], parts[middle + (not between) :]
        body += [put([(12, part)], wide) for part in above]
        body.append(put([(1, code), *([(12, own)] if own else []), *figures(values)], wide))
        body += [put([(12, part)], wide) for part in after]
        body += [""] if blank_lines else []
    return "\n".join(["支出决算表", "公开03表", "单位：万元", *lines, *body, ""])


@pytest.mark.parametrize("seed", range(30))
def test_what_is_printed_in_columns_is_read_back(seed: int, tmp_path: Path) -> None:
    rng = random.Random(seed)
    zero = rng.choice(["0.00", ""])

    def amounts(basic: int, project: int, upper: int) -> list[str]:
        parts = [Decimal(p) / 100 for p in (basic, project, upper, 0, 0)]
        return [f"{a:.2f}" if a else zero for a in (sum(parts, Decimal(0)), *parts)]

    items = {
        "2080505": (rng.randint(1, 99999), 0, 0),
        "2130306": (0, rng.randint(1, 999999), rng.choice([0, 4210])),
        "2130399": (rng.randint(1, 9999), rng.choice([0, 77777]), 0),
    }

    def total(code: str) -> list[str]:
        found = [values for item, values in items.items() if item.startswith(code)]
        return amounts(*(sum(v[n] for v in found) for n in range(3)))

    rows = [("", "合计", total("")), *((code, name, total(code)) for code, name in NAMES.items())]
    text = printed(rng, [("合计", "", rows[0][2]), *rows[1:]])
    wanted = {(name, c): v for _, name, values in rows for c, v in zip(COLUMNS, values, strict=True) if v}
    assert read(tmp_path, text, "GK03") == wanted


def test_a_blank_cell_stays_blank(tmp_path: Path) -> None:
    text = (
        "支出决算表\n公开03表\n单位：万元\n"
        "  科目编码   科目名称            本年支出合计    基本支出    项目支出    上缴上级支出  经营支出  对附属单位\n"
        "                                                                                               补助支出\n"
        "  合计                                 90.00       50.00                                               40.00\n"
        "  213        农林水支出                90.00       50.00                                               40.00\n"
        "  21303      水利                      50.00       50.00\n"
        "  21305      扶贫                      40.00                                                           40.00\n"
    )
    found = read(tmp_path, text, "GK03")
    assert found["扶贫", "本年支出合计"] == "40.00"
    assert ("扶贫", "基本支出") not in found
    assert ("扶贫", "项目支出") not in found


def test_each_of_many_headings_stands_over_its_own_columns(tmp_path: Path) -> None:
    text = (
        "财政拨款“三公”经费及会议费、培训费支出决算表\n公开09表\n单位：万元\n"
        "                             “三公”经费                                     会议费    培训费\n"
        "   项目    小计   因公出国（境）  公务接待费   公务用车购置及运行维护费\n"
        "                  费用                         小计    购置费    运行维护费\n"
        "  栏次         1           2            3          4        5           6           7         8\n"
        "  预算数   12.60        0.00         2.60      10.00     4.00        6.00        3.00      7.00\n"
        "  决算数   11.83        0.00         1.95       9.88     4.00        5.88        2.41      7.28\n"
    )
    found = read(tmp_path, text, "GK09")
    assert found["合计", "决算数公务用车运行费"] == "5.88"
    assert found["合计", "预算数公务用车购置费"] == "4.00"
    assert found["合计", "决算数培训费"] == "7.28"
    assert len(found) == 16


def test_sides_keep_their_amounts_where_one_is_blank(tmp_path: Path) -> None:
    text = (
        "收入支出决算总表\n公开01表\n单位：万元\n"
        "  收入                                              支出\n"
        "  项目                                  决算数      项目                             决算数\n"
        "  一、一般公共预算财政拨款收入          120.00      一、一般公共服务支出\n"
        "  二、事业收入                                      二、农林水支出                   100.00\n"
        "                                                    三、资源勘探工业信息等支出        20.00\n"
        "  本年收入合计                          120.00      本年支出合计                     120.00\n"
        "  总计                                  120.00      总计                             120.00\n"
    )
    found = read(tmp_path, text, "GK01")
    assert found["农林水支出", "支出金额"] == "100.00"
    assert found["资源勘探工业信息等支出", "支出金额"] == "20.00"
    assert ("事业收入", "收入金额") not in found


def test_an_empty_table_has_its_columns_without_values(tmp_path: Path) -> None:
    text = (
        "国有资本经营预算财政拨款支出决算表\n公开08表\n单位：万元\n"
        "  功能分类    科目名称                小计      基本支出      项目支出\n"
        "  科目编码\n  合计\n"
    )
    path = tmp_path / "empty.txt"
    path.write_text(HEAD + text + TAIL, encoding="utf-8")
    facts = [f for f in extract_file(path).facts if f.table == "GK08"]
    assert [(f.row_name, f.column, f.value) for f in facts] == [
        ("合计", "小计", None),
        ("合计", "基本支出", None),
        ("合计", "项目支出", None),
    ]


def test_the_number_of_a_page_is_no_amount(tmp_path: Path) -> None:
    text = (
        "收入支出决算总表\n公开01表\n单位：万元\n收入 支出\n项目 行次 决算数 项目 行次 决算数\n"
        "一、一般公共预算财政拨款收入 1 20.00 一、一般公共服务支出 32 20.00\n10 十、节能环保支出 41\n- 11 -\n"
        "本年收入合计 27 20.00 本年支出合计 58 20.00\n总计 31 20.00 总计 62 20.00\n"
    )
    assert ("节能环保支出", "支出金额") not in read(tmp_path, text, "GK01")
