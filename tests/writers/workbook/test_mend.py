"""改单元格：改的那几格说了该说的，别的一个字节也没动。"""

from __future__ import annotations

import datetime
import io
import re

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.cell.rich_text import CellRichText, TextBlock
from python_calamine import CalamineWorkbook

from budgetdocs.writers.workbook import mend_workbook
from budgetdocs.writers.workbook.reference import Reference

from .samples import check_package, differences, made, opened, parts, rich, simple, values, with_part

SHEET1 = "xl/worksheets/sheet1.xml"


def _calamine(data: bytes, name: str = "指标") -> list[list[object]]:
    return CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_name(name).to_python(skip_empty_area=False)


# -- 一格 --------------------------------------------------------------------------------------------------------------

FORMATS = {
    "常规": "General",
    "百分比": "0.00%",
    "金额": "#,##0.00",
    "日期": "yyyy-mm-dd",
    "文本": "@",
    "元": '0.00"元"',
}


@pytest.mark.parametrize(
    ("old", "form", "text", "expected"),
    [
        ("≥90", "常规", "≥90%", "≥90%"),
        ("九十", "常规", "90", "90"),
        ("90", "百分比", "90%", "90%"),
        (0.9, "百分比", "95%", 0.95),
        (0.9, "百分比", "33.33%", 0.3333),
        (0.9, "百分比", "≥95%", "≥95%"),
        (0.9, "百分比", "95", "95"),
        (0.9, "百分比", "0.95", "0.95"),
        (0.9, "百分比", "100%", 1),
        (90, "常规", "90%", "90%"),
        (350, "金额", "360.50", 360.5),
        (350, "金额", "-1", -1),
        (350, "金额", "360万元", "360万元"),
        (350, "元", "360", 360),
        (350, "金额", "1e5", "1e5"),
        (978001, "常规", "978001", "978001"),
        (978001, "常规", "0978001", "0978001"),
        (1, "常规", "1234567890123456", "1234567890123456"),
        (5, "文本", "6", "6"),
        (44562, "日期", "2022年1月", "2022年1月"),
        (44562, "日期", "44563", "44563"),
        (True, "常规", "是", "是"),
        ("甲", "常规", "甲\r\n乙", "甲\n乙"),
        ("甲", "常规", "  前后空格\t", "  前后空格\t"),
        ("甲", "常规", "=1+1", "=1+1"),
        ("甲", "常规", "<b>&amp;", "<b>&amp;"),
        ("甲", "常规", "_x0041_", "_x0041_"),
        ("甲", "常规", "😀", "😀"),
        ("甲", "常规", "", None),
        (5, "常规", "", None),
        (None, "百分比", "新", "新"),
    ],
)
def test_one_cell(old: object, form: str, text: str, expected: object) -> None:
    def fill(workbook: xlsxwriter.Workbook) -> None:
        sheet = workbook.add_worksheet("指标")
        look = workbook.add_format({"num_format": FORMATS[form], "bold": True, "bg_color": "#FFFF00"})
        sheet.write("B2", old, look)
        sheet.write("A1", "甲")

    source = made(fill)
    mended = mend_workbook(source, {"指标!B2": text})
    assert mended.undone == {}
    check_package(mended.content)
    before, cell = opened(source)["指标"]["B2"], opened(mended.content)["指标"]["B2"]
    value = cell.value
    if isinstance(value, str):
        value = re.sub("_x([0-9A-F]{4})_", lambda match: chr(int(match[1], 16)), value)  # openpyxl 不解这种写法
    assert (value, type(value)) == (expected, type(expected))
    assert cell.data_type == ("n" if isinstance(expected, int | float | None) else "s") or text == "=1+1"
    assert (cell.number_format, cell.style_id) == (before.number_format, before.style_id)
    assert _calamine(mended.content)[0][0] == "甲"
    rows = _calamine(mended.content)
    assert (rows[1][1] if len(rows) > 1 else "") == ("" if expected is None else expected)


def test_a_number_that_is_shown_otherwise() -> None:
    source = simple({"A1": 12.5})
    assert mend_workbook(source, {"指标!A1": "12.50"}) == (
        source,
        {"指标!A1": "单元格里的数本来就是 12.50，怎样显示由单元格格式决定，请手工改格式"},
    )


def test_nothing_to_do_gives_the_same_bytes() -> None:
    source = rich()
    assert mend_workbook(source, {}).content == source
    assert mend_workbook(source, {"指标!C3": "≥90", "指标!B5": "合格率（重点）说明", "指标!Z9": ""}) == (source, {})


# -- 不改的 ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("position", "text", "reason"),
    [
        ("指标!D5", "1", "单元格是公式（=SUM(D3:D4)），请手工改"),
        ("指标!D6", "1", "单元格是公式（=D3:D4*2），请手工改"),
        ("指标!D7", "1", "单元格属于数组公式，请手工改"),
        ("它的'表'!!B1", "数", "单元格是“表格”的标题行或汇总行，请手工改"),
        ("图表!A1", "数", "工作簿里没有这个单元格"),
        ("没有!A1", "数", "工作簿里没有这个单元格"),
        ("指标!XFE1", "数", "工作簿里没有这个单元格"),
        ("第 3 行", "数", "工作簿里没有这个单元格"),
        ("指标!C3", "\x07", "含有不能写进单元格的字符"),
        ("指标!C3", "\ud800", "含有不能写进单元格的字符"),
        ("指标!C3", "😀" * 16384, "改后有 32768 个字符，单元格最多 32767 个"),
    ],
)
def test_undone(position: str, text: str, reason: str) -> None:
    source = rich()
    assert mend_workbook(source, {position: text}) == (source, {position: reason})


def test_merged_cells_are_one() -> None:
    source = rich()
    same = mend_workbook(source, {"指标!A3": "效益指标", "指标!A5": "效益指标"})
    assert same.undone == {}
    assert opened(same.content)["指标"]["A3"].value == "效益指标"
    other = mend_workbook(source, {"指标!A3": "效益指标", "指标!A5": "满意度指标"})
    reason = "几处合并为一个单元格 指标!A3，改法却不一样，请手工改"
    assert other == (source, {"指标!A3": reason, "指标!A5": reason})


# -- 别的不动 ----------------------------------------------------------------------------------------------------------

EDITS = {
    "指标!C3": "≥90%",
    "指标!C4": "95%",
    "指标!B3": "优良天数",
    "指标!B5": "合格率（最重点）说明",
    "指标!E12": "新的",
    "它的'表'!!C2": "备注",
}


def test_only_these_cells_change() -> None:
    source = rich()
    mended = mend_workbook(source, EDITS)
    assert mended.undone == {}
    check_package(mended.content)
    before, after = parts(source), parts(mended.content)
    assert list(before) == list(after)
    changed = {name for name in before if before[name] != after[name]}
    assert changed == {SHEET1, "xl/worksheets/sheet2.xml", "xl/workbook.xml"}
    assert differences(before["xl/workbook.xml"], after["xl/workbook.xml"]) == []  # 本来就是打开时重算
    found = differences(before[SHEET1], after[SHEET1])
    cells = {re.sub(r"^[-+=]?(/.*/c \w+).*", r"\1", line) for line in found}
    rows = "/worksheet/sheetData/row"
    assert cells == {
        f"{rows} 3/c B3",
        f"{rows} 3/c C3",
        f"{rows} 4/c C4",
        f"{rows} 5/c B5",
        f"+{rows} 12",
        "/worksheet/dimension @ref",
    }
    old, new = values(source), values(mended.content)
    assert {place for place in old.keys() | new.keys() if old.get(place) != new.get(place)} == {
        tuple(position.rsplit("!", 1)) for position in EDITS
    }
    assert new["指标", "B4"] == new["隐藏", "A1"] == "空气质量优良天数"  # 原来与 B3 共用一个文字


def test_runs_keep_their_fonts() -> None:
    content = mend_workbook(rich(), {"指标!B5": "合格率（最重点）的说明"}).content
    value = opened(content, rich_text=True)["指标"]["B5"].value
    assert isinstance(value, CellRichText)
    assert [str(run) for run in value] == ["合格率", "（最重点）的", "说明"]
    assert [bool(run.font.b) for run in value if isinstance(run, TextBlock)] == [True, False]


def test_formulas_are_calculated_again() -> None:
    source = with_part(rich(), "xl/workbook.xml", lambda xml: xml.replace(b' fullCalcOnLoad="1"', b""))
    after = parts(mend_workbook(source, {"指标!D3": "360"}).content)
    assert differences(parts(source)["xl/workbook.xml"], after["xl/workbook.xml"]) == [
        "/workbook/calcPr @fullCalcOnLoad"
    ]
    assert differences(parts(source)[SHEET1], after[SHEET1]) == ["=/worksheet/sheetData/row 3/c D3/v"]


def test_no_formulas_no_calculation() -> None:
    source = with_part(simple({"A1": "甲"}), "xl/workbook.xml", lambda xml: xml.replace(b' fullCalcOnLoad="1"', b""))
    before, after = parts(source), parts(mend_workbook(source, {"指标!A1": "乙"}).content)
    assert {name for name in before if before[name] != after[name]} == {SHEET1}


def test_error_values_become_text() -> None:
    source = with_part(
        simple({"A1": 1}), SHEET1, lambda xml: re.sub(rb'(<c r="A1")(>)<v>1', rb'\1 t="e"\2<v>#REF!', xml)
    )
    assert opened(mend_workbook(source, {"指标!A1": "≥1"}).content)["指标"]["A1"].value == "≥1"


def test_dates_of_others_stay() -> None:
    content = mend_workbook(rich(), {"指标!C3": "≥90%"}).content
    assert opened(content)["指标"]["E3"].value == datetime.datetime(2022, 1, 1)


CELLS = st.builds(lambda row, column: str(Reference(row, column)), st.integers(1, 12), st.integers(1, 12))
TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"], exclude_characters="\ufffe\uffff"))
OLD = st.one_of(st.integers(-1000, 1000), st.sampled_from(["甲", "乙", " ", "=A1+1", "甲\n乙"]), TEXTS)


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(CELLS, OLD, max_size=12), st.dictionaries(CELLS, TEXTS, min_size=1, max_size=6))
def test_other_values_stay_wherever_edits_are(cells: dict[str, object], edits: dict[str, str]) -> None:
    cells = {cell: value for cell, value in cells.items() if "_x" not in str(value)}
    edits = {cell: text for cell, text in edits.items() if not re.search("_x[0-9A-Fa-f]{4}_", text)}
    source = simple(cells)
    mended = mend_workbook(source, {f"指标!{cell}": text for cell, text in edits.items()})
    check_package(mended.content)
    before, after = values(source), values(mended.content)
    for cell in {*cells, *edits}:
        position = f"指标!{cell}"
        if cell in edits and position not in mended.undone:
            said = after.get(("指标", cell))
            assert edits[cell] == ("" if said is None else said if isinstance(said, str) else f"{said:g}")
        else:
            assert after.get(("指标", cell)) == before.get(("指标", cell))
            assert cell not in edits or str(before["指标", cell]).startswith("=")
