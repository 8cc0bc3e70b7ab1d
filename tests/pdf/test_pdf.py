"""The PDF file: text that can be read back, fonts embedded, outline, and the same bytes for the same document."""

import io
import subprocess
import sys

import pdfplumber
import pytest

from budgetdocs.errors import FontError, RenderError
from budgetdocs.finding import Finding, Severity
from budgetdocs.pdf import PdfOptions, docx_to_pdf, font_uses
from budgetdocs.pdf.fonts import BUNDLED, FontBook

from .word_files import cell, document, paragraph, row, table

HEADING = '<w:outlineLvl w:val="0"/>'


def pdf(docx: bytes) -> bytes:
    return docx_to_pdf(docx, report=lambda _: None)


def shown(data: bytes) -> str:
    with pdfplumber.open(io.BytesIO(data)) as opened:
        return "".join(char["text"] for page in opened.pages for char in page.chars)


@pytest.mark.parametrize("text", ["绩效目标", "甲&lt;乙 &amp; 丙", "≥90%，≤350万元", "𠮷野家", "（一）①⑳㎡℃☑"])
def test_text_comes_back(text: str) -> None:
    expected = text.replace("&lt;", "<").replace("&amp;", "&")
    assert shown(pdf(document(paragraph(text)))) == expected


def test_same_document_same_bytes_in_another_process() -> None:
    docx = document(paragraph("绩效目标", HEADING) + paragraph("正文"))
    script = (
        "import sys, hashlib; from budgetdocs.pdf import docx_to_pdf; "
        "data = docx_to_pdf(sys.stdin.buffer.read(), report=lambda f: None); print(hashlib.sha256(data).hexdigest())"
    )
    run = [sys.executable, "-c", script]
    hashes = {
        subprocess.run(run, input=docx, capture_output=True, check=True, env={"PYTHONHASHSEED": seed}).stdout
        for seed in ("1", "2")
    }
    assert len(hashes) == 1


def test_every_font_is_embedded_as_a_subset() -> None:
    data = pdf(document(paragraph("绩效") + paragraph("标题", run="<w:b/>")))
    with pdfplumber.open(io.BytesIO(data)) as opened:
        names = {char["fontname"] for page in opened.pages for char in page.chars}
    assert {name[6:] for name in names} == {"+BudgetDocsSong-Regular", "+BudgetDocsSong-Bold"}
    assert b"Helvetica" not in data
    assert len(data) < 30_000


def test_headings_make_the_outline() -> None:
    data = pdf(document(paragraph("第一部分", HEADING) + paragraph("一、总体", '<w:outlineLvl w:val="1"/>')))
    with pdfplumber.open(io.BytesIO(data)) as opened:
        outlines = [(level, title) for level, title, *_ in opened.doc.get_outlines()]
    assert outlines == [(1, "第一部分"), (2, "一、总体")]


def test_a_character_that_no_font_has_becomes_a_geta_and_an_error() -> None:
    findings: list[Finding] = []
    data = docx_to_pdf(document(paragraph("好😀😀")), report=findings.append)
    assert shown(data) == "好〓〓"
    (error,) = [finding for finding in findings if finding.severity is Severity.ERROR]
    assert error.code == "FT002" and "U+1F600" in error.message


def test_what_drawing_finds_is_reported_as_well() -> None:
    findings: list[Finding] = []
    raised = table([1600], row(cell("甲"))).replace('w:val="single"', 'w:val="threeDEmboss"')
    docx_to_pdf(document(raised), report=findings.append)
    assert [finding.code for finding in findings if "threeDEmboss" in finding.message] == ["LY001"]


def test_a_replaced_font_is_reported_once() -> None:
    findings: list[Finding] = []
    fangsong = '<w:rFonts w:ascii="仿宋_GB2312" w:eastAsia="仿宋_GB2312" w:hAnsi="仿宋_GB2312"/>'
    docx_to_pdf(document(paragraph("甲", run=fangsong) + paragraph("乙", run=fangsong)), report=findings.append)
    assert len([finding for finding in findings if "仿宋_GB2312" in finding.message]) == 1


def test_fonts_of_a_folder_come_first() -> None:
    kai = '<w:rFonts w:ascii="BudgetDocs Kai" w:eastAsia="BudgetDocs Kai" w:hAnsi="BudgetDocs Kai"/>'
    uses = font_uses(document(paragraph("甲", run=kai)), options=PdfOptions(fonts=(BUNDLED,)))
    (use,) = [use for use in uses if use.name != "宋体"]
    assert (use.name, use.substituted, use.missing) == ("BudgetDocs Kai", False, "")
    assert use.file.endswith("BudgetDocsKai-Regular.ttf")


def test_a_font_folder_that_is_not_there(tmp_path) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(FontError, match="没有这个字体文件夹"):
        docx_to_pdf(document(paragraph("甲")), options=PdfOptions(fonts=(tmp_path / "无",)))


@pytest.mark.parametrize("data", [b"", b"%PDF-1.4", b"PK\x03\x04 broken"])
def test_bytes_that_are_no_word_file(data: bytes) -> None:
    with pytest.raises(RenderError, match="不是 Word 文件"):
        docx_to_pdf(data)


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("方正小标宋简体", "BudgetDocsSong-Bold.ttf"),
        ("方正小标宋_GBK", "BudgetDocsSong-Bold.ttf"),
        ("仿宋_GB2312", "BudgetDocsSong-Regular.ttf"),
        ("华文仿宋", "BudgetDocsSong-Regular.ttf"),
        ("楷体_GB2312", "BudgetDocsKai-Regular.ttf"),
        ("SimHei", "BudgetDocsHei-Regular.ttf"),
        ("宋体", "BudgetDocsSong-Regular.ttf"),
        ("Times New Roman", "BudgetDocsSong-Regular.ttf"),
    ],
)
def test_the_face_that_stands_in(name: str, file: str) -> None:
    assert FontBook([], lambda _: None).choose(name).face.path.name == file


def test_a_subset_holds_the_outlines_asked_for(tmp_path) -> None:  # type: ignore[no-untyped-def]
    from fontTools.ttLib import TTFont

    face = FontBook([], lambda _: None).choose("宋体").face
    glyphs = [0, *(face.cmap[ord(char)] for char in "绩效目标Å")]
    path = tmp_path / "subset.ttf"
    path.write_bytes(face.subset(glyphs))
    with TTFont(path) as subset, TTFont(face.path) as whole:
        order, old = subset.getGlyphOrder(), whole.getGlyphOrder()
        for new, glyph in zip(order, glyphs, strict=False):
            assert subset["hmtx"][new] == whole["hmtx"][old[glyph]]
            assert subset["glyf"][new].numberOfContours == whole["glyf"][old[glyph]].numberOfContours
