"""有边框的段落跨页：页底封口，次页重新起框，与 LibreOffice 相同；相连的几段同在一框，也一样。"""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pdfplumber
import pytest
from docx import Document
from docx.enum.text import WD_BREAK
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt

from budgetdocs.pdf import PdfOptions, docx_to_pdf

NEAR = 0.5
SIDES = ("top", "left", "bottom", "right")
BOXES = {
    "一段": (["有框的一段文字" * 100], ""),
    "几段": (["有框的一段文字，" * 14] * 9, ""),
    "段间有线": (["有框的一段文字，" * 14] * 9, '<w:between w:val="single" w:sz="8" w:space="2" w:color="0000FF"/>'),
    "换页": (["分页符之前\f分页符之后", "同在一框"], ""),
}


def made(texts: list[str], between: str, plain: int) -> bytes:
    """plain 段没有框的，然后是有框的，再一段没有框的。"""
    document = Document()
    normal = document.styles["Normal"]
    normal.font.name = "宋体"
    normal.element.rPr.rFonts.set(qn("w:eastAsia"), "宋体")
    normal.paragraph_format.space_after = Pt(6)
    normal.paragraph_format.widow_control = False
    normal.paragraph_format.line_spacing = 1.0
    for _ in range(plain):
        document.add_paragraph("没有框")
    edges = "".join(f'<w:{side} w:val="single" w:sz="8" w:space="4" w:color="FF0000"/>' for side in SIDES) + between
    for text in texts:
        paragraph = document.add_paragraph()
        before, _, behind = text.partition("\f")
        run = paragraph.add_run(before)
        if behind:
            run.add_break(WD_BREAK.PAGE)
            paragraph.add_run(behind)
        paragraph._p.get_or_add_pPr().append(parse_xml(f"<w:pBdr {nsdecls('w')}>{edges}</w:pBdr>"))
    document.add_paragraph("没有框")
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def levels(pdf: Path | bytes) -> list[list[float]]:
    """各页的横线在哪里，从上到下。"""
    with pdfplumber.open(pdf if isinstance(pdf, Path) else io.BytesIO(pdf)) as opened:
        flat = ((each for each in page.lines if abs(each["top"] - each["bottom"]) < 0.1) for page in opened.pages)
        return [sorted({round(each["top"], 1) for each in page}) for page in flat]


def drawn(document: bytes) -> bytes:
    return docx_to_pdf(
        document, options=PdfOptions(line_rules="libreoffice", system_fonts=False), report=lambda _: None
    )


@pytest.mark.parametrize("name", BOXES)
def test_a_box_is_closed_at_the_end_of_a_page(name: str) -> None:
    texts, between = BOXES[name]
    first, second = levels(drawn(made(texts, between, plain=0 if name == "换页" else 26)))
    ends = [72.0 <= first[0] < first[-1] <= 720.0, 72.0 <= second[0] < second[-1] <= 720.0]
    assert ends == [True, True]
    assert second[0] == pytest.approx(72.5, abs=NEAR)
    assert (len(first) + len(second) > 4) == bool(between)


@pytest.mark.system
@pytest.mark.parametrize("name", [name for name in BOXES if name != "段间有线"])  # 这种线 LibreOffice 不认得
def test_boxes_end_where_libreoffice_ends_them(name: str, libreoffice: Any, tmp_path: Path) -> None:
    texts, between = BOXES[name]
    for plain in (0,) if name == "换页" else (24, 25, 27):
        source = tmp_path / f"{name}{plain}.docx"
        source.write_bytes(made(texts, between, plain))
        ours, theirs = levels(drawn(source.read_bytes())), levels(libreoffice.convert(source, "pdf", tmp_path / "lo"))
        assert [len(page) for page in ours] == [len(page) for page in theirs]
        for one, other in zip(ours, theirs, strict=True):
            assert one == pytest.approx(other, abs=NEAR)
