"""Pages: breaks, repeated header rows, merged cells over page breaks, headers, footers and numbers."""

import pytest

from budgetdocs.finding import Finding
from budgetdocs.pdf import Layout, lay_out
from budgetdocs.pdf.page import Page

from .word_files import XMLNS, cell, document, paragraph, row, table


def laid(docx: bytes) -> Layout:
    return lay_out(docx, report=lambda _: None)


def text(page: Page) -> str:
    return "".join(piece.text for _, _, piece in page.texts)


def test_eight_lines_a_page() -> None:
    assert [text(page) for page in laid(document("".join(paragraph(c) for c in "一二三四五六七八九"))).pages] == [
        "一二三四五六七八",
        "九",
    ]


def test_page_break_before_and_inside() -> None:
    inside = '<w:p><w:r><w:t>丙</w:t><w:br w:type="page"/><w:t>丁</w:t></w:r></w:p>'
    pages = laid(document(paragraph("甲") + paragraph("乙", "<w:pageBreakBefore/>") + inside)).pages
    assert [text(page) for page in pages] == ["甲", "乙丙", "丁"]


def test_a_heading_stays_with_what_follows() -> None:
    body = "".join(paragraph(c) for c in "一二三四五六七") + paragraph("题", "<w:keepNext/>") + paragraph("文")
    assert [text(page) for page in laid(document(body)).pages] == ["一二三四五六七", "题文"]


def test_widow_control_moves_two_lines() -> None:
    long = "字" * 16 * 4
    body = "".join(paragraph(c) for c in "一二三四五") + paragraph(long, "<w:widowControl/>")
    first, second = laid(document(body)).pages
    assert (text(first).count("字"), text(second).count("字")) == (32, 32)


def test_header_rows_are_repeated() -> None:
    rows = [row(cell("头"), properties="<w:tblHeader/>"), *(row(cell(c)) for c in "一二三四五六七八九")]
    pages = laid(document(table([1000], *rows))).pages
    assert [text(page) for page in pages] == ["头一二三四五六", "头七八九"]


def test_a_row_that_may_be_split_is_cut_between_lines() -> None:
    pages = laid(document(table([400], row(cell("一二三四五六七八九十甲乙丙丁戊己庚辛壬癸"))))).pages
    assert "".join(text(page) for page in pages) == "一二三四五六七八九十甲乙丙丁戊己庚辛壬癸"
    assert len(pages) == 2


def test_a_row_that_must_not_be_split_moves() -> None:
    body = "".join(paragraph(c) for c in "一二三四五六") + table(
        [400], row(cell("甲乙丙丁戊己"), properties="<w:cantSplit/>")
    )
    assert [text(page) for page in laid(document(body)).pages] == ["一二三四五六", "甲乙丙丁戊己"]


def test_a_merged_cell_has_no_rule_inside_and_its_text_in_the_middle() -> None:
    merged = table(
        [1000, 1000],
        row(cell("并", '<w:vMerge w:val="restart"/><w:vAlign w:val="center"/>'), cell("一")),
        row(cell("", "<w:vMerge/>"), cell("二")),
        row(cell("", "<w:vMerge/>"), cell("三")),
    )
    (page,) = laid(document(merged)).pages
    y = {piece.text: y for _, y, piece in page.texts}
    assert y["并"] == pytest.approx(y["二"])
    inner = [rule for rule in page.rules if rule.y0 == rule.y1 and rule.x0 < 65 and 25 < rule.y0 < 75]
    assert inner == []


def test_a_merged_cell_cut_by_the_page_is_closed_on_both_sides() -> None:
    rows = [row(cell("并", '<w:vMerge w:val="restart"/>'), cell("一"))]
    rows += [row(cell("", "<w:vMerge/>"), cell(c)) for c in "二三四五六七八九"]
    first, second = laid(document(table([1000, 1000], *rows))).pages
    bottom = max(rule.y0 for rule in first.rules if rule.y0 == rule.y1)
    for page, y in ((first, bottom), (second, 20.25)):
        across = [(rule.x0, rule.x1) for rule in page.rules if rule.y0 == rule.y1 == pytest.approx(y)]
        assert min(x for x, _ in across) < 20 + 1 and max(x for _, x in across) > 120 - 1
    assert text(second) == "八九"


def test_text_of_a_merged_cell_makes_its_last_row_higher() -> None:
    merged = table(
        [400, 1000],
        row(cell("一二三四五六", '<w:vMerge w:val="restart"/>'), cell("甲")),
        row(cell("", "<w:vMerge/>"), cell("乙")),
    )
    (page,) = laid(document(merged)).pages
    bottom = max(rule.y0 for rule in page.rules if rule.y0 == rule.y1)
    assert bottom == pytest.approx(20 + 0.5 + 60 + 0.25)


def footer(shown: str) -> str:
    page = '<w:p><w:fldSimple w:instr=" PAGE "><w:r><w:t>0</w:t></w:r></w:fldSimple></w:p>'
    return f"<w:ftr {XMLNS}>{paragraph(shown)}{page}</w:ftr>"


def test_odd_and_even_footers_with_page_numbers() -> None:
    references = '<w:footerReference w:type="default" r:id="odd"/><w:footerReference w:type="even" r:id="even"/>'
    body = paragraph("甲") + paragraph("乙", "<w:pageBreakBefore/>")
    docx = document(
        body, settings="<w:evenAndOddHeaders/>", parts={"odd": footer("单"), "even": footer("双")}, more=references
    )
    assert [text(page) for page in laid(docx).pages] == ["甲单1", "乙双2"]


def test_bookmarks_tell_the_printed_number() -> None:
    marked = '<w:p><w:bookmarkStart w:id="1" w:name="_Toc1"/><w:r><w:t>乙</w:t></w:r><w:bookmarkEnd w:id="1"/></w:p>'
    body = "".join(paragraph(c) for c in "一二三四五六七八") + marked
    assert laid(document(body, more="")).bookmarks == {"_Toc1": "2"}


def test_what_is_not_drawn_is_reported_once_by_name() -> None:
    findings: list[Finding] = []
    picture = "<w:p><w:r><w:drawing/></w:r><w:r><w:drawing/></w:r></w:p>"
    lay_out(document(picture), report=findings.append)
    assert [(f.code, "w:drawing" in f.message) for f in findings if f.code == "LY001"] == [("LY001", True)]


@pytest.mark.parametrize(
    ("body", "names"),
    [
        (paragraph("甲", run='<w:highlight w:val="yellow"/>'), ["highlight"]),
        (paragraph("甲", run='<w:spacing w:val="20"/>'), ["spacing"]),
        (paragraph("甲", run='<w:spacing w:val="0"/><w:highlight w:val="none"/>'), []),
        (paragraph("甲", '<w:pBdr><w:top w:val="single"/></w:pBdr><w:spacing w:before="20"/>'), ["pBdr"]),
        (paragraph("甲", '<w:shd w:val="clear" w:fill="FF0000"/>'), ["shd"]),
        (paragraph("甲", '<w:contextualSpacing w:val="1"/>'), ["contextualSpacing"]),
        (paragraph("甲", '<w:contextualSpacing w:val="0"/>', run='<w:caps w:val="1"/>'), ["caps"]),
        (table([1000], row(cell("甲", '<w:shd w:val="clear" w:fill="FF0000"/>'))), []),
        (table([1000], row(cell("甲", '<w:textDirection w:val="tbRl"/>'))), ["textDirection"]),
    ],
)
def test_a_property_that_is_not_drawn_is_reported(body: str, names: list[str]) -> None:
    findings: list[Finding] = []
    lay_out(document(body), report=findings.append)
    assert [f.message.rpartition(":")[2] for f in findings if f.code == "LY001"] == names


def test_the_stronger_of_two_rules_wins_and_nil_yields() -> None:
    nil = '<w:tcBorders><w:top w:val="nil"/><w:left w:val="nil"/><w:right w:val="nil"/></w:tcBorders>'
    thick = '<w:tcBorders><w:bottom w:val="single" w:sz="12"/></w:tcBorders>'
    (page,) = laid(document(table([1000], row(cell("甲", nil)), row(cell("乙", thick)), row(cell("丙"))))).pages
    widths = [rule.border.width for rule in page.rules if rule.y0 == rule.y1]
    assert sorted(widths) == [0.5, 0.5, 1.5]
    assert min(rule.y0 for rule in page.rules) > 35
