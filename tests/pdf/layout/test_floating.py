"""浮动的图片：页、版心、栏、段落里的位置，与 LibreOffice 相同；在文字上面或下面。"""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pdfplumber
import pytest
from docx import Document
from docx.oxml import parse_xml
from docx.shared import Pt
from PIL import Image

from budgetdocs.finding import Finding
from budgetdocs.pdf import PdfOptions, docx_to_pdf
from budgetdocs.pdf.blocks import Floating, Picture, Position
from budgetdocs.pdf.layout.floating import place_of

from ..drawing.layouts import page as page_of
from ..drawing.reading import Opened

WP = "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"
NEAR = 0.5


def seal(color: str = "red") -> io.BytesIO:
    buffer = io.BytesIO()
    Image.new("RGB", (8, 8), color).save(buffer, "PNG")
    buffer.seek(0)
    return buffer


def put(
    paragraph: Any, width: float, across: tuple[str, int | str], down: tuple[str, int | str], *, behind: bool
) -> None:
    """在段里放一张浮动的图；``across``、``down`` 是从哪里量，和多少磅或怎样对齐。"""
    inline = paragraph.add_run().add_picture(seal(), Pt(width), Pt(30))._inline
    places = "".join(
        f'<wp:position{axis} relativeFrom="{base}">'
        + (f"<wp:align>{at}</wp:align>" if isinstance(at, str) else f"<wp:posOffset>{at * 12700}</wp:posOffset>")
        + f"</wp:position{axis}>"
        for axis, (base, at) in (("H", across), ("V", down))
    )
    anchor = parse_xml(
        f'<wp:anchor xmlns:wp="{WP}" distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="1" '
        f'behindDoc="{behind:d}" locked="0" layoutInCell="1" allowOverlap="1">'
        f'<wp:simplePos x="0" y="0"/>{places}</wp:anchor>'
    )
    extent, *rest = list(inline)
    anchor.append(extent)
    anchor.append(parse_xml(f'<wp:wrapNone xmlns:wp="{WP}"/>'))
    for each in rest:
        anchor.append(each)
    inline.getparent().replace(inline, anchor)


PLACES = [
    (("page", 100), ("page", 60)),
    (("margin", 20), ("margin", 150)),
    (("column", 40), ("paragraph", 10)),
    (("column", 300), ("paragraph", -20)),
    (("page", "right"), ("page", "bottom")),
    (("page", "center"), ("margin", "center")),
    (("margin", "right"), ("margin", "top")),
    (("column", "center"), ("paragraph", 0)),
    (("leftMargin", 5), ("topMargin", 12)),
    (("rightMargin", 5), ("bottomMargin", 12)),
]


@pytest.fixture(scope="module")
def document() -> bytes:
    """各处的图宽窄不同，好认。"""
    made = Document()
    made.styles["Normal"].font.name = "宋体"
    for number, (across, down) in enumerate(PLACES):
        paragraph = made.add_paragraph(f"第{number}段")
        paragraph.paragraph_format.space_before, paragraph.paragraph_format.space_after = Pt(12 * (number % 3)), Pt(6)
        paragraph.paragraph_format.left_indent = Pt(10 * (number % 2))
        put(paragraph, 40 + number, across, down, behind=number % 2 == 1)
    cell = made.add_table(1, 2).rows[0].cells[1]
    put(cell.paragraphs[0], 60, ("column", 15), ("paragraph", 5), behind=False)
    put(made.sections[0].header.paragraphs[0], 61, ("page", 30), ("page", 10), behind=True)
    return saved(made)


def saved(made: Any) -> bytes:
    buffer = io.BytesIO()
    made.save(buffer)
    return buffer.getvalue()


def drawn(pdf: Path | bytes) -> dict[int, tuple[float, float]]:
    """宽多少的图，左上角在哪里。"""
    with pdfplumber.open(pdf if isinstance(pdf, Path) else io.BytesIO(pdf)) as opened:
        return {round(each["width"]): (each["x0"], each["top"]) for each in opened.pages[0].images}


@pytest.mark.system
def test_floating_pictures_stand_where_libreoffice_has_them(document: bytes, libreoffice: Any, tmp_path: Path) -> None:
    source = tmp_path / "浮动.docx"
    source.write_bytes(document)
    options = PdfOptions(line_rules="libreoffice", system_fonts=False)
    ours = drawn(docx_to_pdf(document, options=options, report=lambda _: None))
    theirs = drawn(libreoffice.convert(source, "pdf", tmp_path / "theirs"))
    assert len(ours) == len(PLACES) + 2
    assert ours.keys() == theirs.keys()
    for width, place in ours.items():
        assert place == pytest.approx(theirs[width], abs=NEAR), width


def test_nothing_is_reported_of_floating_pictures(document: bytes) -> None:
    found: list[Any] = []
    docx_to_pdf(document, options=PdfOptions(system_fonts=False), report=found.append)
    assert [each for each in found if "图" in each.message] == []


def painted(behind: bool) -> Iterator[str]:
    """先画的是字还是图。"""
    made = Document()
    paragraph = made.add_paragraph("盖章")
    put(paragraph, 40, ("column", 0), ("paragraph", 0), behind=behind)
    content = Opened(docx_to_pdf(saved(made), options=PdfOptions(system_fonts=False), report=lambda _: None)).content()
    yield from sorted(("Tj", " Do"), key=content.index)


def test_a_picture_is_painted_over_the_text_or_under_it() -> None:
    assert [*painted(behind=True)] == [" Do", "Tj"]
    assert [*painted(behind=False)] == ["Tj", " Do"]


@pytest.mark.parametrize(("number", "x"), [(1, 0.0), (2, 180.0)])
def test_the_inner_edge_of_a_book(number: int, x: float) -> None:
    """Pages of 200 pt with margins of 20: the inner margin of an odd page is its left one."""
    floating = Floating(Picture(b"", 20, 10, ""), Position("insideMargin", 0.0), Position("page", 3.0), False)
    assert place_of(floating, page_of(number), (20.0, 160.0), 50.0) == (x, 3.0)
    inside = floating._replace(across=Position("page", align="inside"))
    assert place_of(inside, page_of(number), (20.0, 160.0), 50.0) == (x, 3.0)


@pytest.mark.system
def test_floating_pictures_are_fit_for_archives(document: bytes, verapdf: Any, tmp_path: Path) -> None:
    path = tmp_path / "浮动.pdf"
    path.write_bytes(docx_to_pdf(document, options=PdfOptions(system_fonts=False), report=lambda _: None))
    assert verapdf([path]) == {path: []}


@pytest.mark.parametrize(
    ("across", "down", "off"),
    [
        (("page", -8), ("page", -8), False),
        (("page", 0), ("page", "bottom"), False),
        (("page", -20), ("page", 100), True),
        (("rightMargin", 60), ("page", 100), True),
        (("page", 100), ("bottomMargin", 60), True),
    ],
)
def test_a_picture_off_the_page_is_reported(across: tuple[str, int], down: tuple[str, int], *, off: bool) -> None:
    made = Document()
    put(made.add_paragraph(), 90, across, down, behind=False)
    found: list[Finding] = []
    docx_to_pdf(saved(made), report=found.append)
    assert [(each.code, each.where) for each in found if each.code == "LY003"] == [("LY003", "第 1 页")] * off
    assert all("图片" in each.message for each in found if each.code == "LY003")
