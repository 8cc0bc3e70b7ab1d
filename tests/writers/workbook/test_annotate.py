"""批注：该标的都标了，别的一个字节也没动。"""

from __future__ import annotations

import re

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from openpyxl.cell import Cell
from openpyxl.workbook import Workbook

from budgetdocs.finding import Severity
from budgetdocs.writers.workbook import Remark, annotate, mend_workbook
from budgetdocs.writers.workbook.comments import HEADING
from budgetdocs.writers.workbook.reference import Reference

from .samples import check_package, differences, made, opened, packed, parts, rich, simple, values, with_part

ERROR, WARNING, HINT = Severity
RED, ORANGE, BLUE = "FFFF9C9C", "FFFFC266", "FFBDD7EE"
REMARKS = (
    Remark("指标!C3", "IV003", ERROR, "指标值缺少百分号", "≥90%", "怀财字7号", "空气质量优良天数·指标值"),
    Remark("指标!C3", "IV010", HINT, "写明口径"),
    Remark("指标!B3", "IN002", WARNING, "像一句话", "优良天数"),
    Remark("指标!A4", "IN001", HINT, "合并的单元格"),
    Remark("指标!D12", "AM001", ERROR, "没有填", ""),
    Remark("指标!C8", "AM002", ERROR, "这一行没有单元格"),
    Remark("它的'表'!!C2", "IN003", WARNING, "<甲> & “乙”"),
    Remark("隐藏!A1", "RD001", HINT, "藏起来了"),
    Remark("第 3 行", "RD002", HINT, "没有单元格"),
    Remark("图表!A1", "RD003", HINT, "图表没有单元格"),
    Remark("没有这张!A1", "RD004", HINT, "没有这张表"),
)
NEW_SHEET = "xl/worksheets/sheet5.xml"


@pytest.fixture(scope="module")
def source() -> bytes:
    return rich()


@pytest.fixture(scope="module")
def result(source: bytes) -> bytes:
    return annotate(source, REMARKS)


@pytest.fixture(scope="module")
def book(result: bytes) -> Workbook:
    return opened(result)


# -- 别的都没动 --------------------------------------------------------------------------------------------------------


def test_only_these_parts_change(source: bytes, result: bytes) -> None:
    before, after = parts(source), parts(result)
    changed = {name for name in before if before[name] != after.get(name)}
    assert changed == {
        "[Content_Types].xml",
        "xl/workbook.xml",
        "xl/_rels/workbook.xml.rels",
        "xl/styles.xml",
        "xl/comments1.xml",
        "xl/drawings/vmlDrawing1.vml",
        "xl/worksheets/sheet1.xml",
        "xl/worksheets/sheet2.xml",
        "xl/worksheets/sheet3.xml",
        "xl/worksheets/_rels/sheet2.xml.rels",
    }
    assert after.keys() - before.keys() == {
        NEW_SHEET,
        "xl/comments2.xml",
        "xl/comments3.xml",
        "xl/drawings/vmlDrawing3.vml",
        "xl/drawings/vmlDrawing4.vml",
        "xl/worksheets/_rels/sheet3.xml.rels",
    }


SHEET = "/worksheet/sheetData"
DIFFERENCES = {
    "xl/worksheets/sheet1.xml": [
        "/worksheet/dimension @ref",
        f"{SHEET}/row 3/c A3 @s",
        f"{SHEET}/row 3/c B3 @s",
        f"{SHEET}/row 3/c C3 @s",
        f"+{SHEET}/row 8",
        f"+{SHEET}/row 12",
    ],
    "xl/worksheets/sheet2.xml": [f"{SHEET}/row 2/c C2 @s", "+/worksheet/legacyDrawing"],
    "xl/worksheets/sheet3.xml": [f"{SHEET}/row 1/c A1 @s", "+/worksheet/legacyDrawing"],
    "xl/workbook.xml": [
        "+/workbook/sheets/sheet 检查结果",
        "+/workbook/definedNames/definedName _xlnm._FilterDatabase 5",
    ],
    "xl/_rels/workbook.xml.rels": ["+/Relationships/Relationship rId9"],
    "xl/worksheets/_rels/sheet2.xml.rels": [f"+/Relationships/Relationship rId{number}" for number in (2, 3)],
}


@pytest.mark.parametrize("name", DIFFERENCES)
def test_changed_parts_change_only_there(name: str, source: bytes, result: bytes) -> None:
    assert differences(parts(source)[name], parts(result)[name]) == DIFFERENCES[name]


def test_styles_are_added_behind_the_old(source: bytes, result: bytes) -> None:
    found = differences(parts(source)["xl/styles.xml"], parts(result)["xl/styles.xml"])
    assert found
    for line in found:
        assert re.match(r"\+/styleSheet/(fonts|fills|borders|cellXfs)/|/styleSheet/\w+ @count$", line), line


def test_drawing_and_comments_are_added_behind_the_old(source: bytes, result: bytes) -> None:
    old, new = parts(source), parts(result)
    before, after = old["xl/drawings/vmlDrawing1.vml"], new["xl/drawings/vmlDrawing1.vml"]
    varying = re.compile(rb'<x:Anchor>[^<]*</x:Anchor>| data="[^"]*"')
    assert varying.sub(b"", after).startswith(varying.sub(b"", before.rstrip().removesuffix(b"</xml>")))
    found = differences(old["xl/comments1.xml"], new["xl/comments1.xml"])
    assert sorted(found) == sorted(
        [
            "+/comments/authors/author 2",
            "+/comments/commentList/comment B3/text/r 1",
            *(f"+/comments/commentList/comment {cell}" for cell in ("C3", "A3", "D12", "C8")),
        ]
    )


def test_package_is_sound(source: bytes, result: bytes) -> None:
    check_package(source)
    check_package(result)


def test_all_values_stay(source: bytes, result: bytes) -> None:
    after = {place: value for place, value in values(result).items() if place[0] != "检查结果"}
    assert after == values(source)


def test_same_bytes_each_time(source: bytes, result: bytes) -> None:
    assert annotate(source, list(REMARKS)) == result


def test_ids_of_shapes_are_unique(result: bytes) -> None:
    found = [
        each for content in parts(result).values() for each in re.findall(rb'<v:shape id="(_x0000_s\d+)"', content)
    ]
    assert len(found) >= 8
    assert len(set(found)) == len(found)


# -- 该标的都标了 ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sheet", "cell", "colour"),
    [
        ("指标", "C3", RED),
        ("指标", "B3", ORANGE),
        ("指标", "A3", BLUE),
        ("指标", "D12", RED),
        ("指标", "C8", RED),
        ("它的'表'!", "C2", ORANGE),
        ("隐藏", "A1", BLUE),
    ],
)
def test_fill(sheet: str, cell: str, colour: str, source: bytes, book: Workbook) -> None:
    before, after = opened(source)[sheet][cell], book[sheet][cell]
    assert (after.fill.fill_type, after.fill.fgColor.rgb) == ("solid", colour)
    assert _but_fill(after) == _but_fill(before)


def _but_fill(cell: Cell) -> tuple[object, ...]:
    return cell.number_format, *map(repr, (cell.font, cell.border, cell.alignment, cell.protection))


def test_other_cells_keep_their_formats(source: bytes, book: Workbook) -> None:
    before = opened(source)["指标"]
    for cell in ("A1", "B4", "B5", "C4", "D3", "D5", "E3"):
        assert repr(before[cell].fill) == repr(book["指标"][cell].fill)
        assert _but_fill(before[cell]) == _but_fill(book["指标"][cell])


def test_new_cells_look_like_their_row_or_column() -> None:
    def fill(workbook: xlsxwriter.Workbook) -> None:
        sheet = workbook.add_worksheet("指标")
        percent = workbook.add_format({"num_format": "0%"})
        bold = workbook.add_format({"bold": True})
        sheet.set_column("B:C", 9, percent)
        sheet.set_row(4, 20, bold)
        sheet.write("A1", 1)

    sheet = opened(annotate(made(fill), [Remark(f"指标!{cell}", "X", ERROR, "") for cell in ("C3", "C5", "D3")]))[
        "指标"
    ]
    assert [sheet[cell].number_format for cell in ("C3", "C5", "D3")] == ["0%", "General", "General"]
    assert [sheet[cell].font.b for cell in ("C3", "C5", "D3")] == [False, True, False]


def test_comments(book: Workbook) -> None:
    sheet = book["指标"]
    assert (sheet["C3"].comment.author, sheet["C3"].comment.text) == (
        "budgetdocs",
        f"{HEADING}\n[错误 IV003] 指标值缺少百分号\n建议：≥90%\n[提示 IV010] 写明口径",
    )
    assert sheet["D12"].comment.text == f"{HEADING}\n[错误 AM001] 没有填\n建议：（空白）"
    assert sheet["A3"].comment.text == f"{HEADING}\n[提示 IN001] 合并的单元格"
    assert book["它的'表'!"]["C2"].comment.text == f"{HEADING}\n[警告 IN003] <甲> & “乙”"


def test_comments_of_the_user_stay(book: Workbook) -> None:
    sheet = book["指标"]
    assert (sheet["B3"].comment.author, sheet["E5"].comment.author) == ("张三", "李四")
    assert sheet["B3"].comment.text == f"请核对口径\n张三\n{HEADING}\n[警告 IN002] 像一句话\n建议：优良天数"
    assert sheet["E5"].comment.text == "保留"


def test_box_of_a_comment_with_more_in_it_is_larger(source: bytes, result: bytes) -> None:
    def lower(data: bytes) -> int:
        drawing = parts(data)["xl/drawings/vmlDrawing1.vml"].decode()
        return int(re.findall(r"<x:Anchor>([^<]*)<", drawing)[0].split(",")[6])

    assert lower(result) == lower(source) + 4  # 空行、分隔线、两行字


def test_results(book: Workbook) -> None:
    sheet = book["检查结果"]
    rows = [["" if value is None else value for value in row] for row in sheet.iter_rows(max_col=8, values_only=True)]
    assert rows[0] == ["序号", "级别", "代号", "位置", "项目", "内容", "问题", "建议"]
    assert rows[1] == [
        1,
        "错误",
        "IV003",
        "指标!C3",
        "怀财字7号",
        "空气质量优良天数·指标值",
        "指标值缺少百分号",
        "≥90%",
    ]
    assert [row[3] for row in rows[4:]] == [
        "指标!A3",
        "指标!D12",
        "指标!C8",
        "它的'表'!!C2",
        "隐藏!A1",
        "第 3 行",
        "图表!A1",
        "没有这张!A1",
    ]
    assert len(rows) == len(REMARKS) + 1
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", f"A1:H{len(REMARKS) + 1}")
    assert sheet.column_dimensions["I"].hidden


def test_links(book: Workbook) -> None:
    sheet = book["检查结果"]
    links = [cell.hyperlink.location if cell.hyperlink else None for cell in sheet["D"][1:]]
    assert links[:8] == [
        "'指标'!C3",
        "'指标'!C3",
        "'指标'!B3",
        "'指标'!A3",
        "'指标'!D12",
        "'指标'!C8",
        "'它的''表''!'!C2",
        "'隐藏'!A1",
    ]
    assert links[8:] == [None, None, None]


def test_more_links_than_a_sheet_takes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("budgetdocs.writers.workbook.results._MOST_LINKS", 1)
    name = '引"号'
    data = annotate(simple({"A1": "甲"}, name), [Remark(f"{name}!A{row}", "X", ERROR, "") for row in (1, 2)])
    sheet = opened(data)["检查结果"]
    assert sheet["D2"].hyperlink.location == "'引\"号'!A1"
    assert sheet["D3"].value == '=HYPERLINK("#\'引""号\'!A2","引""号!A2")'


def test_no_remarks() -> None:
    data = annotate(simple({"A1": "甲"}), [])
    assert opened(data)["检查结果"]["G2"].value == "没有发现问题"
    check_package(data)


def test_own_sheet_of_that_name_stays() -> None:
    data = annotate(simple({"A1": "用户自己的"}, "检查结果"), [Remark("检查结果!A1", "X", ERROR, "问题")])
    book = opened(data)
    assert book.sheetnames == ["检查结果", "检查结果2"]
    assert book["检查结果"]["A1"].value == "用户自己的"
    assert opened(annotate(data, [])).sheetnames == ["检查结果", "检查结果2"]


# -- 再来一遍 ----------------------------------------------------------------------------------------------------------


def test_twice_is_once(result: bytes) -> None:
    again = annotate(result, REMARKS)
    check_package(again)
    one, other = parts(result), parts(again)
    assert {name for name in one if one[name] != other[name] and not name.endswith(".vml")} == set()
    assert one.keys() == other.keys()
    assert annotate(again, REMARKS) == again


def test_mended_by_hand_in_the_annotated_copy(result: bytes) -> None:
    remaining = [remark for remark in REMARKS if remark.position != "指标!C3"]
    mended = mend_workbook(result, {"指标!C3": "≥90%"}).content
    cell = opened(annotate(mended, remaining))["指标"]["C3"]
    assert (cell.value, cell.fill.fill_type, cell.comment) == ("≥90%", None, None)


def test_all_mended(source: bytes, result: bytes) -> None:
    clear = annotate(result, [])
    before, after = opened(source)["指标"], opened(clear)["指标"]
    for row in after.iter_rows():
        for cell in row:
            assert repr(cell.fill) == repr(before[cell.coordinate].fill)
            assert _but_fill(cell) == _but_fill(before[cell.coordinate])
    assert after["B3"].comment.text == before["B3"].comment.text
    assert after["C3"].comment is None
    assert parts(clear)["xl/drawings/vmlDrawing1.vml"] == parts(source)["xl/drawings/vmlDrawing1.vml"]


def test_rows_inserted_since() -> None:
    """标过的格子挪了地方：批注跟着它，底色去掉。"""
    data = annotate(simple({"A1": "甲"}), [Remark("指标!A1", "X", ERROR, "问题")])
    data = with_part(
        data, "xl/worksheets/sheet1.xml", lambda xml: xml.replace(b'"A1"', b'"A2"').replace(b'r="1"', b'r="2"')
    )
    data = with_part(data, "xl/comments1.xml", lambda xml: xml.replace(b'"A1"', b'"A2"'))
    cell = opened(annotate(data, []))["指标"]["A2"]
    assert (cell.value, cell.fill.fill_type, cell.comment) == ("甲", None, None)


def test_list_deleted_since(source: bytes, result: bytes) -> None:
    """只删了“检查结果”：批注和底色照样去得掉，只是不知道原来的底色。"""
    data = with_part(result, "xl/workbook.xml", lambda xml: xml.replace("检查结果".encode(), "别的".encode()))
    book = opened(annotate(data, []))
    assert book.sheetnames[-2:] == ["别的", "检查结果"]
    sheet = book["指标"]
    assert sheet["C3"].comment is None
    assert sheet["C3"].fill.fill_type is None
    assert sheet["B3"].comment.text == opened(source)["指标"]["B3"].comment.text


def test_a_hidden_list_is_shown_again() -> None:
    data = annotate(simple({"A1": "甲"}), [])
    data = with_part(data, "xl/workbook.xml", lambda xml: xml.replace(b'sheetId="2"', b'sheetId="2" state="hidden"'))
    assert opened(data)["检查结果"].sheet_state == "hidden"
    assert opened(annotate(data, []))["检查结果"].sheet_state == "visible"


# -- 文件里少见的写法 --------------------------------------------------------------------------------------------------

ONE = [Remark("指标!B2", "X", ERROR, "问题")]


def _annotated(part: str, old: bytes, new: bytes, rows: dict[str, object] | None = None) -> bytes:
    data = with_part(simple(rows or {"A1": "甲", "C2": "乙"}), part, lambda xml: xml.replace(old, new))
    return annotate(data, ONE)


def test_cells_and_rows_that_do_not_say_where_they_stand() -> None:
    data = with_part(
        simple({"A1": "甲", "B1": "乙", "A2": "丙"}),
        "xl/worksheets/sheet1.xml",
        lambda xml: re.sub(rb' (r|spans)="[A-Z0-9:]+"', b"", xml),
    )
    sheet = opened(annotate(data, ONE))["指标"]
    assert [sheet[cell].value for cell in ("A1", "B1", "A2", "B2")] == ["甲", "乙", "丙", None]
    assert sheet["B2"].fill.fgColor.rgb == RED


def test_prefixed_namespace() -> None:
    """Open XML SDK 写的文件，元素都带前缀。"""

    def prefixed(xml: bytes) -> bytes:
        xml = re.sub(rb"<(/?)(?=[a-z])", rb"<\1x:", xml)
        return xml.replace(b"<x:?xml", b"<?xml").replace(b" xmlns=", b" xmlns:x=")

    data = with_part(simple({"A1": "甲", "C2": "乙"}), "xl/worksheets/sheet1.xml", prefixed)
    data = annotate(with_part(data, "xl/workbook.xml", prefixed), ONE)
    check_package(data)
    assert b'<x:c r="B2"' in parts(data)["xl/worksheets/sheet1.xml"]
    assert opened(data)["指标"]["B2"].comment.text == f"{HEADING}\n[错误 X] 问题"


def test_workbook_without_styles() -> None:
    contents = parts(simple({"A1": "甲"}))
    del contents["xl/styles.xml"]
    for name, pattern in (
        ("[Content_Types].xml", rb"<Override PartName=\"/xl/styles.xml\"[^>]*/>"),
        ("xl/_rels/workbook.xml.rels", rb"<Relationship [^>]*styles.xml\"/>"),
    ):
        contents[name], count = re.subn(pattern, b"", contents[name])
        assert count == 1
    data = annotate(packed(contents), ONE)
    check_package(data)
    assert opened(data)["指标"]["B2"].fill.fgColor.rgb == RED


def test_absolute_targets() -> None:
    data = _annotated("xl/_rels/workbook.xml.rels", b'Target="worksheets/', b'Target="/xl/worksheets/')
    check_package(data)
    assert opened(data)["指标"]["B2"].fill.fgColor.rgb == RED


def test_names_in_another_case() -> None:
    data = _annotated("xl/_rels/workbook.xml.rels", b'Target="worksheets/s', b'Target="Worksheets/S')
    assert b'r="B2"' in parts(data)["xl/worksheets/sheet1.xml"]


def test_legacy_drawing_goes_before_tables_and_extensions(result: bytes) -> None:
    tree = etree.fromstring(parts(result)["xl/worksheets/sheet2.xml"])
    assert [etree.QName(each).localname for each in tree][-3:] == ["pageMargins", "legacyDrawing", "tableParts"]


def test_drawing_that_is_no_well_formed_xml() -> None:
    """Office 自己写的 VML 里有不成对的 <br>。"""

    def fill(workbook: xlsxwriter.Workbook) -> None:
        workbook.add_worksheet("指标").write_comment("A1", "原有")

    data = with_part(made(fill), "xl/drawings/vmlDrawing1.vml", lambda vml: vml.replace(b"</div>", b"<br></div>"))
    after = parts(annotate(data, ONE))["xl/drawings/vmlDrawing1.vml"]
    assert (after.count(b"<br>"), after.count(b"<x:Row>")) == (1, 2)


def test_macros_stay() -> None:
    contents = parts(simple({"A1": "甲"}))
    contents["xl/vbaProject.bin"] = b"\xd0\xcf\x11\xe0 macros"
    contents["[Content_Types].xml"] = (
        contents["[Content_Types].xml"]
        .replace(b"spreadsheetml.sheet.main+xml", b"ms-excel.sheet.macroEnabled.main+xml")
        .replace(
            b"<Override", b'<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/><Override', 1
        )
    )
    after = parts(annotate(packed(contents), ONE))
    assert after["xl/vbaProject.bin"] == contents["xl/vbaProject.bin"]
    assert b"macroEnabled" in after["[Content_Types].xml"]


def test_threaded_comment_stays_and_says_it_too() -> None:
    def fill(workbook: xlsxwriter.Workbook) -> None:
        sheet = workbook.add_worksheet("指标")
        sheet.write_comment("B2", "[线程批注] 原话", {"author": "tc={7B1F}"})

    contents = parts(made(fill))
    contents["xl/threadedComments/threadedComment1.xml"] = b"<ThreadedComments/>"
    contents["xl/worksheets/_rels/sheet1.xml.rels"] = contents["xl/worksheets/_rels/sheet1.xml.rels"].replace(
        b"</Relationships>",
        b'<Relationship Id="rId99" Type="http://schemas.microsoft.com/office/2017/10/relationships/threadedComment"'
        b' Target="../threadedComments/threadedComment1.xml"/></Relationships>',
    )
    data = annotate(packed(contents), ONE)
    assert parts(data)["xl/threadedComments/threadedComment1.xml"] == b"<ThreadedComments/>"
    assert opened(data)["指标"]["B2"].comment.text == f"[线程批注] 原话\n{HEADING}\n[错误 X] 问题"


def test_control_characters_are_shown_as_such() -> None:
    data = annotate(simple({"A1": "甲"}), [Remark("指标!A1", "X", ERROR, "坏\x07字\ud800", "一\r\n二_x0041_")])
    check_package(data)
    assert opened(data)["指标"]["A1"].comment.text.startswith(f"{HEADING}\n[错误 X] 坏\ufffd字\ufffd\n建议：一\n二")


def test_many_comments_take_more_ids() -> None:
    remarks = [Remark(f"指标!A{row}", "X", ERROR, "问题") for row in range(1, 2101)]
    data = annotate(simple({"A1": "甲"}), remarks)
    drawing = parts(data)["xl/drawings/vmlDrawing1.vml"].decode()
    ids = re.findall(r'<v:shape id="_x0000_s(\d+)"', drawing)
    assert len(set(ids)) == 2100
    assert 'data="1,2,3"' in drawing
    assert {int(each) // 1024 for each in ids} == {1, 2, 3}


# -- 任意的单元格 ------------------------------------------------------------------------------------------------------

CELLS = st.builds(lambda row, column: str(Reference(row, column)), st.integers(1, 30), st.integers(1, 30))
VALUES = st.one_of(st.integers(-1000, 1000), st.text("甲乙 丙1=_x<&\n", max_size=5), st.booleans())
SEVERITIES = st.sampled_from(Severity)


@settings(max_examples=40, deadline=None)
@given(st.dictionaries(CELLS, VALUES, max_size=12), st.lists(st.tuples(CELLS, SEVERITIES), max_size=8))
def test_values_stay_wherever_remarks_are(cells: dict[str, object], said: list[tuple[str, Severity]]) -> None:
    source = simple(cells)
    data = annotate(source, [Remark(f"指标!{cell}", "X", severity, "问题") for cell, severity in said])
    check_package(data)
    assert {place: value for place, value in values(data).items() if place[0] == "指标"} == values(source)
    sheet = opened(data)["指标"]
    commented = {cell.coordinate for row in sheet.iter_rows() for cell in row if cell.comment}
    filled = {cell.coordinate for row in sheet.iter_rows() for cell in row if cell.fill.fill_type}
    assert commented == filled == {cell for cell, _ in said}
    assert {place: value for place, value in values(annotate(data, [])).items() if place[0] == "指标"} == values(source)
