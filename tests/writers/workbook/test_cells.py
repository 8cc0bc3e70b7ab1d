"""单元格的写法、数的格式、富文本、合并：小处。"""

from __future__ import annotations

import pytest
from lxml import etree

from budgetdocs.writers.workbook.numbers import Meaning, meaning, stored
from budgetdocs.writers.workbook.ooxml import MAIN
from budgetdocs.writers.workbook.reference import Area, Reference, area, letters, link, reference, split
from budgetdocs.writers.workbook.richtext import cut_off, legible, length, line_count, rewrite, text_of
from budgetdocs.writers.workbook.sheet import Sheet


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A1", (1, 1)),
        ("$F$12", (12, 6)),
        ("aa10", (10, 27)),
        ("XFD1048576", (1048576, 16384)),
        ("XFE1", None),
        ("A1048577", None),
        ("A0", None),
        ("A", None),
        ("1", None),
        ("", None),
        (None, None),
    ],
)
def test_reference(text: str | None, expected: tuple[int, int] | None) -> None:
    assert reference(text) == expected


@pytest.mark.parametrize("column", [1, 26, 27, 52, 53, 702, 703, 16384])
def test_letters_and_back(column: int) -> None:
    assert reference(f"{letters(column)}1") == (1, column)


@pytest.mark.parametrize(
    ("position", "expected"),
    [
        ("指标!F12", ("指标", "F12")),
        ("a!b!F12", ("a!b", "F12")),
        ("它的'表'!!C2", ("它的'表'!", "C2")),
        ("'指标'!$B$2:A1", ("'指标'", "A1:B2")),
        ("F12", None),
        ("第 3 行", None),
        ("指标!第 3 行", None),
        ("", None),
    ],
)
def test_split(position: str, expected: tuple[str, str] | None) -> None:
    found = split(position)
    assert (found and (found[0], str(found[1]))) == expected


def test_link_and_area() -> None:
    assert link("它的'表'", Reference(2, 3)) == "'它的''表'''!C2"
    assert str(Area(Reference(2, 2), Reference(3, 3)).with_cell(Reference(1, 4))) == "B1:D3"
    assert area("A1:C") is None


@pytest.mark.parametrize(
    ("number", "code", "expected"),
    [
        (0, "", Meaning.NUMBER),
        (4, "", Meaning.NUMBER),
        (9, "", Meaning.PERCENT),
        (10, "", Meaning.PERCENT),
        (14, "", Meaning.OTHER),
        (12, "", Meaning.OTHER),
        (49, "", Meaning.OTHER),
        (31, "", Meaning.OTHER),
        (164, "0.0%", Meaning.PERCENT),
        (164, "#,##0.00;[Red]-#,##0.00", Meaning.NUMBER),
        (164, '0.00"万元"', Meaning.NUMBER),
        (164, '0"%"', Meaning.NUMBER),
        (164, "_ * #,##0.00_ ;_ * -#,##0.00_ ", Meaning.NUMBER),
        (164, "[$¥-804]#,##0", Meaning.NUMBER),
        (164, "General", Meaning.NUMBER),
        (164, 'yyyy"年"m"月"', Meaning.OTHER),
        (164, "[h]:mm", Meaning.OTHER),
        (164, "0.00E+00", Meaning.OTHER),
        (164, "# ?/?", Meaning.OTHER),
        (164, ";;;", Meaning.OTHER),
        (164, "[DBNum1]General", Meaning.OTHER),
        (164, "0,", Meaning.OTHER),
    ],
)
def test_meaning(number: int, code: str, expected: Meaning) -> None:
    assert meaning((number, code)) is expected


@pytest.mark.parametrize(
    ("text", "kind", "expected"),
    [
        ("90%", Meaning.PERCENT, "0.9"),
        ("0.5%", Meaning.PERCENT, "0.005"),
        ("1000%", Meaning.PERCENT, "10"),
        ("90", Meaning.PERCENT, None),
        ("90%", Meaning.NUMBER, None),
        ("12.50", Meaning.NUMBER, "12.5"),
        ("1000000", Meaning.NUMBER, "1000000"),
        ("0", Meaning.NUMBER, "0"),
        ("007", Meaning.NUMBER, None),
        ("1,234", Meaning.NUMBER, None),
        ("１２", Meaning.NUMBER, None),
        ("123456789012345", Meaning.NUMBER, "123456789012345"),
        ("1234567890123456", Meaning.NUMBER, None),
        ("5", Meaning.OTHER, None),
    ],
)
def test_stored(text: str, kind: Meaning, expected: str | None) -> None:
    assert stored(text, kind) == expected


# -- 富文本 ------------------------------------------------------------------------------------------------------------


def _rich(*runs: str) -> etree._Element:
    inner = "".join(f"<r><rPr><b/></rPr><t>{run}</t></r>" for run in runs)
    hints = '<rPh sb="0" eb="1"><t>注音</t></rPh><phoneticPr fontId="1"/>'
    return etree.fromstring(f'<si xmlns="{MAIN}">{inner}{hints}</si>')


def _runs(rich: etree._Element) -> list[str]:
    return [each.text or "" for each in rich.iter(f"{{{MAIN}}}t")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("甲乙丙丁戊己", ["甲乙", "丙丁", "戊己"]),
        ("甲乙子丁戊己", ["甲乙", "子丁", "戊己"]),
        ("子乙丙丁戊己", ["子乙", "丙丁", "戊己"]),
        ("甲乙丙丁戊子", ["甲乙", "丙丁", "戊子"]),
        ("甲子己", ["甲子", "己"]),
        ("甲乙戊己", ["甲乙", "戊己"]),
        ("甲乙丙丁戊己子", ["甲乙", "丙丁", "戊己子"]),
        ("甲乙子丙丁戊己", ["甲乙", "子丙丁", "戊己"]),
        ("子", ["子"]),
        ("", []),
    ],
)
def test_rewrite(text: str, expected: list[str]) -> None:
    rich = _rich("甲乙", "丙丁", "戊己")
    rewrite(rich, text)
    assert _runs(rich) == expected
    assert text_of(rich) == text


def test_cut_off() -> None:
    rich = _rich("甲", "乙", "丙")
    assert cut_off(rich, "丙") == ""
    rich = _rich("甲", "\n乙", "\n丙")
    assert cut_off(rich, "丁") == ""
    assert cut_off(rich, "乙") == "\n乙\n丙"
    assert text_of(rich) == "甲"
    assert cut_off(rich, "甲") == "甲"
    assert text_of(rich) == ""


def test_escapes_are_read() -> None:
    assert text_of(_rich("_x0041__x005F_x0042_")) == "A_x0042_"


def test_what_people_can_read() -> None:
    assert legible("甲\x00\r\n乙") == "甲\ufffd\n乙"
    assert length(legible("😀" * 32767)) <= 32767
    assert line_count("甲" * 20 + "\n\n乙", 38) == 4


# -- 表 ----------------------------------------------------------------------------------------------------------------

SHEET = f"""<worksheet xmlns="{MAIN}"><dimension ref="B2:C4"/><sheetFormatPr defaultRowHeight="15"/>
<cols><col min="2" max="3" width="20" style="5"/><col min="4" max="4" width="9" hidden="1"/></cols>
<sheetData><row r="2" spans="2:3"><c r="B2"/><c r="C2"/></row>
<row r="4" s="7" customFormat="1" ht="30"><c r="C4"/></row>
<row r="6" hidden="1"/></sheetData>
<mergeCells><mergeCell ref="A1:D1"/><mergeCell ref="B2:B9"/><mergeCell ref="D3:E4"/><mergeCell ref="坏"/></mergeCells>
</worksheet>"""


@pytest.fixture
def sheet() -> Sheet:
    return Sheet("表", "xl/worksheets/sheet1.xml", etree.fromstring(SHEET))


def test_cells_are_made_in_their_order(sheet: Sheet) -> None:
    styles = {cell: sheet.cell(area(cell).first).get("s") for cell in ("D4", "A4", "B4", "A3", "C7", "D2", "A1", "C2")}
    assert styles == {"D4": "7", "A4": "7", "B4": "7", "A3": None, "C7": "5", "D2": None, "A1": None, "C2": None}
    cells = [each.get("r") for each in sheet.root.iter(f"{{{MAIN}}}c")]
    assert cells == ["A1", "B2", "C2", "D2", "A3", "A4", "B4", "C4", "D4", "C7"]
    assert [each.get("r") for each in sheet.root.iter(f"{{{MAIN}}}row")] == ["1", "2", "3", "4", "6", "7"]
    assert sheet.root[0].get("ref") == "A1:D7"
    assert [each.get("spans") for each in sheet.root.iter(f"{{{MAIN}}}row")][1] == "2:4"


@pytest.mark.parametrize(
    ("cell", "first"),
    [("A1", "A1"), ("C1", "A1"), ("B2", "B2"), ("B9", "B2"), ("B10", "B10"), ("C5", "C5"), ("E4", "D3"), ("F4", "F4")],
)
def test_merged(cell: str, first: str, sheet: Sheet) -> None:
    at = reference(cell)
    assert at is not None
    assert str(sheet.anchor(at)) == first


def test_sizes(sheet: Sheet) -> None:
    assert [sheet.width(column) for column in (1, 2, 3, 4)] == [64, 145, 145, 0]
    assert [sheet.height(row) for row in (1, 4, 6)] == [20, 40, 0]
