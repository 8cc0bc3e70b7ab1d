"""Pages: breaks, repeated header rows, merged cells over page breaks, headers, footers and numbers."""

import io
import zipfile

import pytest

from budgetdocs.finding import Finding
from budgetdocs.pdf import Layout, PdfOptions, lay_out
from budgetdocs.pdf.page import Node, Page

from ..word_files import XMLNS, cell, document, paragraph, row, table


def laid(docx: bytes) -> Layout:
    return lay_out(docx, report=lambda _: None)


def text(page: Page) -> str:
    return "".join(each.piece.text for each in page.texts)


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
    y = {each.piece.text: each.y for each in page.texts}
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


def test_the_stronger_of_two_rules_wins_and_nil_yields() -> None:
    nil = '<w:tcBorders><w:top w:val="nil"/><w:left w:val="nil"/><w:right w:val="nil"/></w:tcBorders>'
    thick = '<w:tcBorders><w:bottom w:val="single" w:sz="12"/></w:tcBorders>'
    (page,) = laid(document(table([1000], row(cell("甲", nil)), row(cell("乙", thick)), row(cell("丙"))))).pages
    widths = [rule.border.width for rule in page.rules if rule.y0 == rule.y1]
    assert sorted(widths) == [0.5, 0.5, 1.5]
    assert min(rule.y0 for rule in page.rules) > 35


# ---------------------------------------------------------------------------------------------- what stands together


def spaced(text_: str, before: int = 0, after: int = 0, more: str = "") -> str:
    return paragraph(text_, f'{more}<w:spacing w:before="{before * 20}" w:after="{after * 20}"/>')


def baselines(docx: bytes, page: int = 0) -> dict[str, float]:
    """The baseline of each text of a page, from where that of a line at its very top would be."""
    return {each.piece.text: each.y - 36 for each in laid(docx).pages[page].texts}


@pytest.mark.parametrize(
    ("compat", "gap"), [("", 10.0), ("<w:compat><w:doNotUseHTMLParagraphAutoSpacing/></w:compat>", 15.0)]
)
def test_the_larger_space_counts_unless_the_document_adds_them(compat: str, gap: float) -> None:
    found = baselines(document(spaced("甲", after=10) + spaced("乙", before=5), settings=compat))
    assert found == {"甲": 0, "乙": pytest.approx(20 + gap)}


def test_contextual_spacing_is_each_paragraphs_own() -> None:
    body = spaced("甲", after=10, more="<w:contextualSpacing/>") + spaced("乙", before=5) + spaced("丙", before=3)
    assert baselines(document(body)) == {"甲": 0, "乙": pytest.approx(25), "丙": pytest.approx(48)}


def test_space_before_stands_at_the_top_of_a_page_only_behind_a_break() -> None:
    full = "".join(paragraph(c) for c in "一二三四五六七八")
    assert baselines(document(spaced("甲", before=10))) == {"甲": pytest.approx(10)}
    assert baselines(document(full + spaced("甲", before=10)), 1) == {"甲": 0}
    assert baselines(document(full + spaced("甲", before=10, more="<w:pageBreakBefore/>")), 1) == {
        "甲": pytest.approx(10)
    }


BREAK = '<w:r><w:br w:type="page"/></w:r>'


@pytest.mark.parametrize(
    ("runs", "compat", "pages"),
    [
        (f"<w:r><w:t>甲</w:t></w:r>{BREAK}<w:r><w:t>乙</w:t></w:r>", "", ["零甲", "乙丙"]),
        (f"<w:r><w:t>甲</w:t></w:r>{BREAK}", "", ["零甲", "丙"]),
        (BREAK, "", ["零", "丙"]),
        (f"{BREAK}<w:r><w:t>乙</w:t></w:r>", "", ["零", "乙丙"]),
    ],
)
def test_a_page_break_within_a_paragraph(runs: str, compat: str, pages: list[str]) -> None:
    docx = document(paragraph("零") + f"<w:p>{runs}</w:p>" + paragraph("丙"), settings=compat)
    assert [text(page) for page in laid(docx).pages] == pages
    assert laid(docx).pages[1].texts[0].y == pytest.approx(36), "no blank line behind the break"


def test_a_page_break_at_the_end_leaves_a_blank_line_where_the_document_splits_it_off() -> None:
    body = paragraph("零") + f"<w:p>{BREAK}</w:p>" + paragraph("丙")
    settings = "<w:compat><w:splitPgBreakAndParaMark/></w:compat>"
    assert baselines(document(body, settings=settings), 1) == {"丙": pytest.approx(20)}


def test_the_space_behind_a_paragraph_stays_on_its_page_when_that_ends_with_a_break() -> None:
    spaced_break = f'<w:p><w:pPr><w:spacing w:after="400"/></w:pPr>{BREAK}</w:p>'
    assert baselines(document(paragraph("零") + spaced_break + spaced("丙", before=5)), 1) == {"丙": pytest.approx(5)}


def test_a_page_break_behind_a_full_page_makes_no_blank_page() -> None:
    body = "".join(paragraph(c) for c in "一二三四五六七八") + f"<w:p>{BREAK}</w:p>" + paragraph("丙")
    assert [text(page) for page in laid(document(body)).pages] == ["一二三四五六七八", "丙"]


def test_a_chain_of_kept_paragraphs_moves_with_the_beginning_of_the_next() -> None:
    chain = (
        paragraph("甲", "<w:keepNext/>") + paragraph("乙", "<w:keepNext/>") + paragraph("字" * 64, "<w:widowControl/>")
    )
    pages = laid(document("".join(paragraph(c) for c in "一二三四五") + chain)).pages
    assert [text(page)[:3] for page in pages] == ["一二三", "甲乙字"]


def test_what_no_page_holds_is_not_kept_together() -> None:
    kept = "".join(paragraph(str(i), "<w:keepNext/>") for i in range(12)) + paragraph("末")
    assert [text(page) for page in laid(document(paragraph("首") + kept)).pages] == ["首01234", "567891011末"]


def test_a_heading_stays_with_the_header_row_and_the_first_line_of_a_table() -> None:
    rows = [row(cell("头"), properties="<w:tblHeader/>"), row(cell("一二三四五六七八九十甲乙丙丁戊己庚辛"))]
    for count, pages in ((4, ["一二三四题头", "头"]), (6, ["一二三四五六", "题头"])):
        body = "".join(paragraph(c) for c in "一二三四五六"[:count]) + paragraph("题", "<w:keepNext/>")
        found = [text(page) for page in laid(document(body + table([2000], *rows))).pages]
        assert [page[: len(start)] for page, start in zip(found, pages, strict=False)] == pages


def test_a_heading_stays_with_a_table_whose_rows_stay_together() -> None:
    kept = [f"<w:tc><w:tcPr/>{paragraph(c, '<w:keepNext/>')}</w:tc>" for c in "甲乙丙丁"]
    body = "".join(paragraph(c) for c in "一二三四") + paragraph("题", "<w:keepNext/>")
    pages = laid(document(body + table([1000], *(row(each) for each in kept)))).pages
    assert [text(page) for page in pages] == ["一二三四", "题甲乙丙丁"]


# ------------------------------------------------------------------------------------------------------------ sections


def section(kind: str, more: str = "", *, width: int = 4000) -> str:
    return (
        f'<w:p><w:pPr><w:sectPr>{more}<w:type w:val="{kind}"/><w:pgSz w:w="{width}" w:h="4000"/><w:pgMar w:top="400"'
        ' w:right="400" w:bottom="400" w:left="400" w:header="0" w:footer="0" w:gutter="0"/></w:sectPr></w:pPr></w:p>'
    )


def test_a_wide_page_among_others() -> None:
    body = paragraph("甲") + section("nextPage") + paragraph("乙") + section("nextPage", width=6000) + paragraph("丙")
    pages = laid(document(body)).pages
    assert [(text(page), page.section.width) for page in pages] == [("甲", 200), ("乙", 300), ("丙", 200)]


@pytest.mark.parametrize(("rules", "shown"), [("word", ["甲脚1", "", "乙脚3"]), ("libreoffice", ["甲脚1", "乙脚3"])])
def test_a_section_that_begins_on_an_odd_page_leaves_one_blank(rules: str, shown: list[str]) -> None:
    references = '<w:footerReference w:type="default" r:id="odd"/>'
    body = paragraph("甲") + section("nextPage", references) + paragraph("乙")
    docx = document(body, parts={"odd": footer("脚")}, more=references + '<w:type w:val="oddPage"/>')
    layout = lay_out(docx, options=PdfOptions(line_rules=rules), report=lambda _: None)
    assert [text(page) for page in layout.pages] == shown


def test_a_continuous_section_goes_on_below() -> None:
    docx = document(paragraph("甲") + section("nextPage") + paragraph("乙"), more='<w:type w:val="continuous"/>')
    assert [text(page) for page in laid(docx).pages] == ["甲乙"]


def test_a_header_higher_than_the_page_leaves_the_text_where_it_can_be_read() -> None:
    found: list[Finding] = []
    header = f"<w:hdr {XMLNS}>{paragraph('页眉') * 12}</w:hdr>"
    docx = document(paragraph("正文"), parts={"h": header}, more='<w:headerReference w:type="default" r:id="h"/>')
    (page,) = lay_out(docx, report=found.append).pages
    assert {each.y for each in page.texts if "正文" in each.piece.text} == {36.0}
    assert [(each.code, each.where) for each in found if each.code.startswith("LY")] == [("LY003", "第 1 页")]


@pytest.mark.parametrize(
    ("body", "off"),
    [
        (paragraph("正常"), False),
        (paragraph("行尾的空格" + " " * 90), False),
        (paragraph("缩进", '<w:ind w:left="4400" w:right="-4400"/>'), True),
        (paragraph("缩进", '<w:ind w:left="-2000"/>'), True),
        (paragraph("字距字距字距", "", '<w:spacing w:val="-600"/>'), True),
        (paragraph("行高", '<w:spacing w:line="9000" w:lineRule="exact"/>'), True),
        (table([9000], row(cell("右" * 30))), True),
    ],
)
def test_text_off_the_page_is_reported(body: str, off: bool) -> None:
    found: list[Finding] = []
    lay_out(document(body), report=found.append)
    assert [each.code for each in found if each.code.startswith("LY")] == ["LY003"] * off


def test_a_high_header_pushes_the_text_unless_the_margin_is_exact() -> None:
    lines = "".join(paragraph(c) for c in "天地人")
    header = f"<w:hdr {XMLNS}>{lines}</w:hdr>"
    docx = document(paragraph("甲"), parts={"odd": header}, more='<w:headerReference w:type="default" r:id="odd"/>')
    y = {each.piece.text: each.y for each in laid(docx).pages[0].texts}
    assert y["天"] == pytest.approx(16)
    assert y["甲"] == pytest.approx(76)
    exact = docx_with(docx, 'w:top="400"', 'w:top="-400"')
    assert {each.piece.text: each.y for each in laid(exact).pages[0].texts}["甲"] == pytest.approx(36)


def docx_with(docx: bytes, old: str, new: str) -> bytes:
    """``docx`` with ``new`` for ``old`` in its main part."""
    with zipfile.ZipFile(io.BytesIO(docx)) as before:
        members = {name: before.read(name).decode() for name in before.namelist()}
    assert old in members["word/document.xml"]
    members["word/document.xml"] = members["word/document.xml"].replace(old, new)
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as after:
        for name, content in members.items():
            after.writestr(name, content)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("form", "shown"), [("numberInDash", "- 3 -"), ("chineseCounting", "三"), ("upperRoman", "III")]
)
def test_page_numbers_in_their_format(form: str, shown: str) -> None:
    body = "".join(paragraph(c, "<w:pageBreakBefore/>") for c in "一二三")
    docx = document(body, parts={"odd": footer("")}, more='<w:footerReference w:type="default" r:id="odd"/>')
    numbered = docx_with(docx, "</w:sectPr>", f'<w:pgNumType w:fmt="{form}"/></w:sectPr>')
    assert text(laid(numbered).pages[2]) == f"三{shown}"


def field(instruction: str, shown: str = "0") -> str:
    return f'<w:fldSimple w:instr=" {instruction} "><w:r><w:t>{shown}</w:t></w:r></w:fldSimple>'


def test_fields_of_the_text_show_what_the_layout_finds() -> None:
    marked = '<w:bookmarkStart w:id="1" w:name="here"/><w:r><w:t>丙</w:t></w:r><w:bookmarkEnd w:id="1"/>'
    body = (
        f"<w:p>{field('PAGEREF here')}</w:p><w:p>{field('NUMPAGES')}</w:p><w:p>{field('PAGEREF nowhere', '旧')}</w:p>"
        + paragraph("乙", "<w:pageBreakBefore/>")
        + f"<w:p><w:pPr><w:pageBreakBefore/></w:pPr>{marked}{field('PAGE')}</w:p>"
    )  # fmt: skip
    assert [text(page) for page in laid(document(body)).pages] == ["33旧", "乙", "丙3"]


def test_fields_show_numbers_in_the_format_that_they_ask_for() -> None:
    codes = (
        "PAGE",
        "PAGE \\* ROMAN",
        "NUMPAGES \\* CHINESENUM3",
        "PAGEREF here \\* CIRCLENUM",
        "SECTIONPAGES \\* alphabetic",
    )
    marked = '<w:p><w:bookmarkStart w:id="1" w:name="here"/>{}<w:bookmarkEnd w:id="1"/></w:p>'
    body = paragraph("一") + paragraph("二", "<w:pageBreakBefore/>") + marked.format("".join(map(field, codes)))
    numbered = docx_with(document(body), "</w:sectPr>", '<w:pgNumType w:fmt="numberInDash"/></w:sectPr>')
    assert text(laid(numbered).pages[1]) == "二- 2 -II二②b"


def test_a_field_that_needs_another_line_moves_what_follows() -> None:
    long = paragraph("字" * 15)[: -len("</w:p>")] + field("PAGEREF here") + "</w:p>"
    marked = '<w:p><w:bookmarkStart w:id="1" w:name="here"/><w:r><w:t>丙</w:t></w:r><w:bookmarkEnd w:id="1"/></w:p>'
    docx = document(long + "".join(paragraph(c) for c in "一二三四五六七" * 99) + marked)
    layout = laid(docx)
    number = layout.bookmarks["here"]
    assert int(number) >= 87
    first = layout.pages[0]
    assert "".join(each.piece.text for each in first.texts if each.y < 60).replace("字", "") in {number, number + "一"}


# ----------------------------------------------------------------------------------------------------------- structure


def kinds(node: Node) -> list[object]:
    return [node.kind, *(kinds(child) for child in node.children)]


def test_the_structure_is_that_of_the_document() -> None:
    heading = '<w:style w:type="paragraph" w:styleId="{0}"><w:pPr><w:outlineLvl w:val="{1}"/></w:pPr></w:style>'
    styles = heading.format("A", 0) + heading.format("C", 2)
    body = (
        paragraph("章", '<w:pStyle w:val="A"/>') + paragraph("目", '<w:pStyle w:val="C"/>') + paragraph("")
        + table([1000], row(cell("头"), properties="<w:tblHeader/>"), row(cell("格")))
    )  # fmt: skip
    tree = laid(document(body, styles=styles)).structure
    assert kinds(tree) == ["Document", ["H1"], ["H2"], ["Table", ["TR", ["TH"]], ["TR", ["TD"]]]]


def test_a_merged_cell_is_one_node_on_both_pages_and_repeated_rows_are_artifacts() -> None:
    rows = [row(cell("头"), cell("头"), properties="<w:tblHeader/>")]
    rows += [row(cell("并" * 40, '<w:vMerge w:val="restart"/>'), cell("一"))]
    rows += [row(cell("", "<w:vMerge/>"), cell(c)) for c in "二三四五六七八九"]
    first, second = laid(document(table([1000, 1000], *rows))).pages
    nodes = [{each.node for each in page.texts if "并" in each.piece.text} for page in (first, second)]
    assert nodes[0] == nodes[1]
    assert {node.rows for node in nodes[0] if node} == {9}
    assert [each.node for each in second.texts if each.piece.text == "头"] == [None, None]
