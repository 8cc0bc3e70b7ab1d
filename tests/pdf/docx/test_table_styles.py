"""表格样式：各区域（首行、首列、条带、角）依次叠加，只用所选的区域，文字属性叠在默认与段落样式之间。"""

import pytest

from budgetdocs.pdf.blocks import Cell, Paragraph

from .reading import cells, p, tbl, tc, tr


def region(kind: str, *, cell: str = "", run: str = "", paragraph: str = "") -> str:
    text = f"<w:pPr>{paragraph}</w:pPr><w:rPr>{run}</w:rPr>"
    return f'<w:tblStylePr w:type="{kind}">{text}<w:tcPr>{cell}</w:tcPr></w:tblStylePr>'


def fill(color: str) -> str:
    return f'<w:shd w:val="clear" w:fill="{color}"/>'


def style(content: str, name: str = "S", more: str = "") -> str:
    return f'<w:style w:type="table" w:styleId="{name}"{more}>{content}</w:style>'


def grid(rows: int, columns: int, look: str, styles: str, named: str = "S") -> list[list[Cell]]:
    body = tbl(
        *(tr(*(tc(f"{i}{j}") for j in range(columns))) for i in range(rows)),
        properties=f'<w:tblStyle w:val="{named}"/>{look}',
        grid=(1000,) * columns,
    )
    return cells(body, styles=styles)


def look(*names: str) -> str:
    chosen = "".join(f' w:{name}="{int(name in names)}"' for name in (
        "firstRow", "lastRow", "firstColumn", "lastColumn", "noHBand", "noVBand"))  # fmt: skip
    return f"<w:tblLook{chosen}/>"


COLORS = {
    "wholeTable": "000001", "band1Vert": "000002", "band2Vert": "000003", "band1Horz": "000004", "band2Horz": "000005",
    "firstRow": "000006", "lastRow": "000007", "firstCol": "000008", "lastCol": "000009", "neCell": "00000A",
    "nwCell": "00000B", "seCell": "00000C", "swCell": "00000D",
}  # fmt: skip
ALL = style("".join(region(kind, cell=fill(color)) for kind, color in COLORS.items()))


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        (("noHBand", "noVBand"), ["1111", "1111", "1111", "1111"]),
        (("noHBand",), ["2323", "2323", "2323", "2323"]),
        (("noVBand",), ["4444", "5555", "4444", "5555"]),
        (("firstRow", "noVBand"), ["6666", "4444", "5555", "4444"]),
        (("firstRow", "lastRow", "noHBand", "noVBand"), ["6666", "1111", "1111", "7777"]),
        (("firstColumn", "lastColumn", "noHBand", "noVBand"), ["8119", "8119", "8119", "8119"]),
        (("firstColumn", "noHBand"), ["8232", "8232", "8232", "8232"]),
        (("firstRow", "lastRow", "firstColumn", "lastColumn", "noHBand", "noVBand"), ["B66A", "8119", "8119", "D77C"]),
        (("firstRow", "firstColumn"), ["B666", "8444", "8555", "8444"]),
    ],
)
def test_regions_lie_over_each_other_in_order(chosen: tuple[str, ...], expected: list[str]) -> None:
    found = grid(4, 4, look(*chosen), ALL)
    assert ["".join(cell.shading[-1] for cell in row) for row in found] == expected


@pytest.mark.parametrize(
    ("element", "expected"),
    [('<w:tblLook w:val="04A0"/>', "B6"), ('<w:tblLook w:val="0600"/>', "11"), ('<w:tblLook w:val="zz"/>', "44"),
     ("", "B6"), ('<w:tblLook w:val="04A0" w:firstRow="0" w:noHBand="1"/>', "81")],
)  # fmt: skip
def test_the_look_may_be_written_in_bits(element: str, expected: str) -> None:
    assert "".join(cell.shading[-1] for cell in grid(2, 2, element, ALL)[0]) == expected


def test_bands_may_be_several_rows_high() -> None:
    banded = style(
        '<w:tblPr><w:tblStyleRowBandSize w:val="2"/></w:tblPr>'
        + region("band1Horz", cell=fill("111111")) + region("band2Horz", cell=fill("222222"))
    )  # fmt: skip
    found = grid(5, 1, look("noVBand"), banded)
    assert [row[0].shading[0] for row in found] == ["1", "1", "2", "2", "1"]


def test_borders_of_a_region_lie_at_its_edges_or_inside_it() -> None:
    ruled = "".join(
        f'<w:{side} w:val="single" w:sz="{size}"/>'
        for side, size in (("top", 8), ("bottom", 16), ("left", 24), ("right", 32), ("insideV", 40))
    )
    found = grid(
        2,
        3,
        look("firstRow", "noHBand", "noVBand"),
        style(region("firstRow", cell=f"<w:tcBorders>{ruled}</w:tcBorders>")),
    )
    widths = [{side: border.width for side, border in cell.borders.items()} for cell in found[0]]
    assert widths == [
        {"top": 1.0, "bottom": 2.0, "left": 3.0, "right": 5.0},
        {"top": 1.0, "bottom": 2.0, "left": 5.0, "right": 5.0},
        {"top": 1.0, "bottom": 2.0, "left": 5.0, "right": 4.0},
    ]
    assert [cell.borders for cell in found[1]] == [{}, {}, {}]


def test_direct_formatting_of_a_cell_lies_over_its_style() -> None:
    body = tbl(
        tr(tc("", fill("123456") + '<w:vAlign w:val="top"/>'), tc()),
        properties=f'<w:tblStyle w:val="S"/>{look("firstRow")}',
    )
    styles = style(region("firstRow", cell=fill("AAAAAA") + '<w:vAlign w:val="center"/>'))
    ((one, other),) = cells(body, styles=styles)
    assert (one.shading, one.align, other.shading, other.align) == ("123456", "top", "AAAAAA", "center")


def paragraph_of(cell: Cell) -> Paragraph:
    (block,) = cell.blocks
    assert isinstance(block, Paragraph)
    return block


def test_text_properties_lie_between_the_defaults_and_the_paragraph_style() -> None:
    defaults = (
        '<w:docDefaults><w:rPrDefault><w:rPr><w:sz w:val="20"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr>'
        '<w:spacing w:after="160"/></w:pPr></w:pPrDefault></w:docDefaults>'
    )
    styles = (
        defaults
        + style(
            '<w:pPr><w:spacing w:after="0"/></w:pPr><w:rPr><w:sz w:val="18"/></w:rPr>'
            + region("firstRow", run='<w:b/><w:color w:val="FFFFFF"/>', paragraph='<w:jc w:val="center"/>')
        )
        + '<w:style w:type="paragraph" w:styleId="P"><w:rPr><w:b/><w:sz w:val="30"/></w:rPr></w:style>'
    )
    named = p("", '<w:pStyle w:val="P"/>')
    head = f"<w:tc>{p()}</w:tc><w:tc>{named}</w:tc>"
    body = tbl(f"<w:tr>{head}</w:tr>", tr(tc("字")), properties=f'<w:tblStyle w:val="S"/>{look("firstRow")}')
    (plain, styled), (below,) = cells(body, styles=styles)
    one, other, third = paragraph_of(plain), paragraph_of(styled), paragraph_of(below)
    assert (one.style.align, one.style.after, one.spans[0].style.size, one.spans[0].style.bold) == (
        "center",
        0.0,
        9.0,
        True,
    )
    assert (other.spans[0].style.size, other.spans[0].style.bold, other.spans[0].style.color) == (15.0, False, "FFFFFF")
    assert (third.style.align, third.style.after, third.spans[0].style.size, third.spans[0].style.bold) == (
        "left",
        0.0,
        9.0,
        False,
    )


def test_table_styles_inherit_and_one_may_be_the_default() -> None:
    base = style(
        '<w:tblPr><w:jc w:val="center"/><w:tblBorders><w:top w:val="single" w:sz="8"/></w:tblBorders><w:tblCellMar>'
        '<w:left w:w="40" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        + region("firstRow", cell=fill("111111"), run="<w:b/>"),
        "base", ' w:default="1"',
    )  # fmt: skip
    derived = style(
        '<w:basedOn w:val="base"/><w:tblPr><w:tblCellMar><w:right w:w="0" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        + region("firstRow", cell=fill("222222"))
    )
    for named, shading, right in (("S", "222222", 0.0), ("无", "111111", 5.4)):
        (cell,) = grid(1, 1, look("firstRow"), base + derived, named)[0]
        assert (cell.shading, cell.margins, paragraph_of(cell).spans[0].style.bold) == (
            shading,
            (0.0, right, 0.0, 2.0),
            True,
        )


def test_the_shading_of_the_whole_table_lies_under_all() -> None:
    body = tbl(tr(tc(), tc("", fill("auto"))), properties=fill("CCCCCC"))
    assert [cell.shading for cell in cells(body)[0]] == ["CCCCCC", ""]
