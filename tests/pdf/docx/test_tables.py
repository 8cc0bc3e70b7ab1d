"""表格：宽度、网格、边框、边距、合并、行的属性、嵌套，坏的数值与缺的部分。"""

from typing import Any

import pytest

from budgetdocs.errors import RenderError
from budgetdocs.pdf.blocks import Border, Table

from .reading import cells, named, p, read, table, tbl, tc, text, tr

CELL = tr(tc("甲"))


@pytest.mark.parametrize(
    ("properties", "field", "expected"),
    [
        ('<w:tblW w:w="4000" w:type="dxa"/>', "width", 200.0),
        ('<w:tblW w:w="5000" w:type="pct"/>', "width", -1.0),
        ('<w:tblW w:w="50%" w:type="pct"/>', "width", -0.5),
        ('<w:tblW w:w="0" w:type="auto"/>', "width", 0.0),
        ('<w:tblW w:w="auto"/>', "width", 0.0),
        ('<w:tblW w:w="-20" w:type="dxa"/>', "width", 0.0),
        ("<w:tblW/>", "width", 0.0),
        ('<w:jc w:val="center"/>', "align", "center"),
        ('<w:jc w:val="end"/>', "align", "right"),
        ('<w:jc w:val="both"/>', "align", "left"),
        ("", "align", "left"),
        ('<w:tblInd w:w="-108" w:type="dxa"/>', "indent", -5.4),
        ('<w:tblInd w:w="50" w:type="pct"/>', "indent", 0.0),
        ('<w:tblLayout w:type="fixed"/>', "autofit", False),
        ('<w:tblLayout w:type="autofit"/>', "autofit", True),
        ("", "autofit", True),
        ('<w:tblCellSpacing w:w="40" w:type="dxa"/>', "spacing", 2.0),
        ('<w:tblBorders><w:top w:val="double" w:sz="4"/><w:start w:val="nil"/></w:tblBorders>', "borders",
         {"top": Border(0.5, "000000", "double"), "left": Border(0.0, "000000")}),
        ('<w:tblBorders><w:top/><w:insideH w:val="single" w:sz="x" w:color="zz"/></w:tblBorders>', "borders",
         {"top": Border(0.0, "000000"), "insideH": Border(0.5, "000000")}),
    ],
)  # fmt: skip
def test_a_property_of_a_table(properties: str, field: str, expected: Any) -> None:
    assert getattr(table(tbl(CELL, properties=properties)), field) == expected


@pytest.mark.parametrize(
    ("properties", "field", "expected"),
    [
        ('<w:tcW w:w="2000" w:type="dxa"/>', "width", 100.0),
        ('<w:tcW w:w="2500" w:type="pct"/>', "width", 50.0),
        ('<w:tcW w:w="auto" w:type="auto"/>', "width", 0.0),
        ('<w:gridSpan w:val="2"/>', "span", 2),
        ('<w:gridSpan w:val="0"/>', "span", 1),
        ('<w:gridSpan w:val="9999999"/>', "span", 63),
        ('<w:gridSpan w:val="x"/>', "span", 1),
        ('<w:vMerge w:val="restart"/>', "merge", "restart"),
        ("<w:vMerge/>", "merge", "continue"),
        ('<w:vMerge w:val="x"/>', "merge", "continue"),
        ('<w:vAlign w:val="center"/>', "align", "center"),
        ('<w:vAlign w:val="both"/>', "align", "top"),
        ('<w:shd w:val="clear" w:fill="EEEEEE"/>', "shading", "EEEEEE"),
        ('<w:shd w:val="clear" w:fill="auto"/>', "shading", ""),
        ("<w:noWrap/>", "no_wrap", True),
        ('<w:tcMar><w:start w:w="100" w:type="dxa"/><w:top w:w="3pt"/></w:tcMar>', "margins", (3.0, 5.4, 0.0, 5.0)),
        ('<w:tcMar><w:left w:w="50" w:type="pct"/></w:tcMar>', "margins", (0.0, 5.4, 0.0, 5.4)),
        ('<w:tcBorders><w:bottom w:val="dashed" w:sz="12" w:color="00ff00"/><w:end w:val="none"/></w:tcBorders>',
         "borders", {"bottom": Border(1.5, "00FF00", "dashed"), "right": Border(0.0, "000000")}),
    ],
)  # fmt: skip
def test_a_property_of_a_cell(properties: str, field: str, expected: Any) -> None:
    assert getattr(cells(tbl(tr(tc("甲", properties))))[0][0], field) == expected


@pytest.mark.parametrize(
    ("properties", "field", "expected"),
    [
        ('<w:trHeight w:val="454" w:hRule="atLeast"/>', "height", 22.7),
        ('<w:trHeight w:val="454" w:hRule="exact"/>', "exact", True),
        ('<w:trHeight w:val="454"/>', "exact", False),
        ('<w:trHeight w:val="x"/>', "height", 0.0),
        ("<w:cantSplit/>", "cant_split", True),
        ('<w:tblHeader w:val="0"/>', "header", False),
        ("<w:tblHeader/>", "header", True),
    ],
)
def test_a_property_of_a_row(properties: str, field: str, expected: Any) -> None:
    assert getattr(table(tbl(tr(tc(), properties=properties))).rows[0], field) == expected


def test_margins_of_the_table_lie_under_those_of_the_cell() -> None:
    properties = '<w:tblCellMar><w:top w:w="40" w:type="dxa"/><w:left w:w="0" w:type="dxa"/></w:tblCellMar>'
    own = '<w:tcMar><w:left w:w="60" w:type="dxa"/></w:tcMar>'
    ((one, other),) = cells(tbl(tr(tc(), tc("", own)), properties=properties))
    assert (one.margins, other.margins) == ((2.0, 5.4, 0.0, 0.0), (2.0, 5.4, 0.0, 3.0))


def test_cells_start_where_the_one_before_ends() -> None:
    body = tbl(
        tr(tc("甲"), tc("乙", '<w:gridSpan w:val="2"/>')),
        tr(tc("丙"), properties='<w:gridBefore w:val="2"/>'),
        grid=(1000, 1000, 1000),
    )
    assert [[(cell.start, cell.span) for cell in row] for row in cells(body)] == [[(0, 1), (1, 2)], [(2, 1)]]


def test_cells_merged_across_are_one() -> None:
    body = tbl(tr(tc("甲", '<w:hMerge w:val="restart"/>'), tc("", "<w:hMerge/>"), tc("乙")), grid=(1000, 1000, 1000))
    assert [(text(cell), cell.start, cell.span) for cell in cells(body)[0]] == [("甲", 0, 2), ("乙", 2, 1)]


@pytest.mark.parametrize("gone", ["<w:hidden/>", "<w:del/>"])
def test_hidden_and_deleted_rows_are_left_out(gone: str) -> None:
    document, findings = read(tbl(CELL, tr(tc("乙"), properties=gone), CELL))
    (block,) = document.sections[0].blocks
    assert isinstance(block, Table)
    assert len(block.rows) == 2
    assert named(findings) == (["w:del"] if "del" in gone else [])


def test_a_row_may_have_its_own_borders_margins_and_shading() -> None:
    own = (
        '<w:tblPrEx><w:tblBorders><w:top w:val="single" w:sz="16"/><w:insideV w:val="nil"/></w:tblBorders>'
        '<w:shd w:val="clear" w:fill="FFFF00"/><w:tblCellMar><w:left w:w="0" w:type="dxa"/></w:tblCellMar></w:tblPrEx>'
    )
    row = f"<w:tr>{own}{tc('甲')}{tc('乙')}</w:tr>"
    thick, none = Border(2.0, "000000"), Border(0.0, "000000")
    (one, other), (third, _) = cells(tbl(row, tr(tc(), tc())))
    assert (one.borders, other.borders) == ({"top": thick, "right": none}, {"top": thick, "left": none})
    assert (one.shading, one.margins[3], third.borders, third.margins[3]) == ("FFFF00", 0.0, {}, 5.4)
    ((below, _),) = cells(tbl(tr(tc(), tc()), row))[1:]
    assert "top" not in below.borders


def test_a_row_whose_empty_cells_hide_their_marks_keeps_its_height() -> None:
    hidden = "<w:hideMark/>"
    height = '<w:trHeight w:val="100"/>'
    rows = table(tbl(
        tr(tc("", hidden).replace("字", ""), tc("", hidden), properties=height),
        tr(tc("甲", hidden), properties=height), tr(tc(""), properties=height),
    )).rows  # fmt: skip
    assert [row.exact for row in rows] == [True, False, False]


def test_the_grid_is_as_it_is_written() -> None:
    assert table(tbl(tr(tc()), grid=(1000, 500))).grid == (50.0, 25.0)
    assert table(tbl(tr(tc(), tc()), grid=())).grid == ()
    assert table("<w:tbl><w:tblGrid><w:gridCol/><w:gridCol w:w='-9'/></w:tblGrid></w:tbl>").grid == (0.0, 0.0)
    assert len(table(tbl(grid=(10,) * 100)).grid) == 63


def test_rows_and_cells_in_controls_and_revisions() -> None:
    body = (
        f"<w:tbl><w:tblPr/><w:tblGrid/><w:sdt><w:sdtContent>{tr(tc('甲'))}</w:sdtContent></w:sdt><w:customXml>{tr(tc('乙'))}"
        f"</w:customXml><w:tr><w:sdt><w:sdtContent>{tc('丙')}</w:sdtContent></w:sdt><w:ins>{tc('丁')}</w:ins><w:sdt/></w:tr>"
        "</w:tbl>"
    )
    assert [[text(cell) for cell in row] for row in cells(body)] == [["甲"], ["乙"], ["丙", "丁"]]
    assert named(read(body)[1]) == ["w:ins"]


def test_a_table_in_a_cell() -> None:
    inner = tbl(tr(tc("里")), properties='<w:tblCellMar><w:left w:w="0" w:type="dxa"/></w:tblCellMar>')
    ((cell,),) = cells(tbl(f"<w:tr><w:tc>{inner}{p(text='外')}</w:tc></w:tr>"))
    nested = cell.blocks[0]
    assert isinstance(nested, Table)
    assert (text(nested.rows[0].cells[0]), nested.rows[0].cells[0].margins[3], cell.margins[3]) == ("里", 0.0, 5.4)
    assert text(cell) == "外"


def nest(depth: int) -> str:
    return tbl(f"<w:tr><w:tc>{nest(depth - 1) if depth else ''}<w:p/></w:tc></w:tr>", grid=(1000,))


def test_nesting_has_an_end() -> None:
    assert read(nest(24))[1] == []
    with pytest.raises(RenderError, match="嵌套"):
        read(nest(25))


def test_a_cell_without_a_paragraph_has_an_empty_one() -> None:
    ((cell,),) = cells("<w:tbl><w:tr><w:tc/></w:tr></w:tbl>")
    assert (len(cell.blocks), text(cell)) == (1, "")


def test_a_section_does_not_end_in_a_cell() -> None:
    inner = "<w:p><w:pPr><w:sectPr/></w:pPr></w:p>"
    assert len(read(f"<w:tbl><w:tr><w:tc>{inner}</w:tc></w:tr></w:tbl>")[0].sections) == 1


@pytest.mark.parametrize(
    ("body", "names"),
    [
        (tbl(CELL, properties='<w:tblpPr w:leftFromText="1"/>'), ["w:tblpPr"]),
        (tbl(CELL, properties="<w:bidiVisual/>"), ["w:bidiVisual"]),
        (tbl(CELL, properties='<w:bidiVisual w:val="0"/><w:tblCaption w:val="x"/><w:tblOverlap w:val="never"/>'), []),
        (tbl(tr(tc("", '<w:textDirection w:val="tbRl"/>'))), ["w:textDirection"]),
        (tbl(tr(tc("", '<w:textDirection w:val="lrTb"/><w:cnfStyle w:val="1"/>'))), []),
        (tbl(tr(tc("", "<w:tcFitText/>"))), ["w:tcFitText"]),
        (tbl(tr(tc("", '<w:tcBorders><w:tl2br w:val="single"/><w:tr2bl w:val="nil"/></w:tcBorders>'))), ["w:tl2br"]),
        (tbl(tr(tc("", "<w:cellIns/>"))), ["w:cellIns"]),
        (tbl(tr(tc(), properties="<w:ins/>")), ["w:ins"]),
        (tbl(tr(tc(), properties='<w:jc w:val="center"/>'), tr(tc(), properties='<w:jc w:val="right"/>')), ["w:jc"]),
        (tbl(tr(tc(), properties='<w:jc w:val="center"/>')), []),
        (tbl("<w:x/>", CELL), ["w:x"]),
    ],
)  # fmt: skip
def test_what_is_not_drawn_of_a_table_is_reported(body: str, names: list[str]) -> None:
    assert named(read(body)[1]) == names
    assert named(read(body)[1]) == names, "in a second document too, though its properties are known by then"


def test_rows_may_align_their_table() -> None:
    assert table(tbl(tr(tc(), properties='<w:jc w:val="center"/>'))).align == "center"


def test_equal_cells_are_the_same_object() -> None:
    (one,), (other,) = cells(tbl(CELL, CELL))
    assert one is other
    assert one is cells(tbl(CELL))[0][0], "in another document with the same styles too"


def test_rows_of_one_kind_share_it() -> None:
    ruled = '<w:tcBorders><w:top w:val="single"/></w:tcBorders>'
    one = table(tbl(tr(tc("甲"), tc("乙", ruled)), tr(tc("丙"), tc("丁", ruled)), tr(tc("丙"), tc("丁"))))
    first, second, third = (row.kind for row in one.rows)
    assert first is second
    assert third is not first
    assert third.frames[0] is first.frames[0]
    assert [cell.frame for cell in one.rows[0].cells] == [*first.frames]
    again = table(tbl(tr(tc("戊", " "), tc("己", ruled.replace("/></", ' w:sz="4"/></')))))
    assert again.rows[0].kind is first, "in another document with the same styles too, however it is written"


def test_a_row_that_hides_its_marks_is_of_a_kind_of_its_own_where_it_is_empty() -> None:
    hidden = "<w:hideMark/>"
    empty, full = table(tbl(tr(tc("", hidden)), tr(tc("甲", hidden)))).rows
    assert (empty.exact, full.exact) == (True, False)
    assert empty.kind.frames[0] is full.kind.frames[0]


def test_cells_merged_across_share_frames_too() -> None:
    across = tr(tc("甲", '<w:hMerge w:val="restart"/>'), tc("", "<w:hMerge/>"))
    one, other = table(tbl(across, across)).rows
    assert one.kind is other.kind
    assert [(frame.start, frame.span) for frame in one.kind.frames] == [(0, 2)]
