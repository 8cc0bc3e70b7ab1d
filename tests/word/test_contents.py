"""The table of contents of a Word file, filled in."""

from __future__ import annotations

import io
import re
import zipfile

import docx
import pytest
from docx.document import Document
from docx.enum.section import WD_SECTION
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn

from budgetdocs.errors import TemplateError
from budgetdocs.word import fill_contents


def add_field(document: Document, instruction: str = r' TOC \o "1-2" \h \z \u ', *, own_end: bool = False) -> None:
    """A TOC field with a placeholder; its end in a paragraph of its own where ``own_end``."""
    parts = [
        '<w:fldChar w:fldCharType="begin"/>',
        f'<w:instrText xml:space="preserve">{instruction}</w:instrText>',
        '<w:fldChar w:fldCharType="separate"/>',
        "<w:t>占位</w:t>",
        '<w:fldChar w:fldCharType="end"/>',
    ]
    paragraph = document.add_paragraph()
    last = document.add_paragraph() if own_end else paragraph
    for part in parts:
        run = parse_xml(f"<w:r {nsdecls('w')}>{part}</w:r>")
        (last if "end" in part else paragraph)._p.append(run)


def with_headings(*headings: tuple[str, int], own_end: bool = False, instruction: str = r' TOC \o "1-2" \h ') -> bytes:
    document = docx.Document()
    for number in (1, 2):
        document.styles.add_style(f"toc {number}", WD_STYLE_TYPE.PARAGRAPH)
    add_field(document, instruction, own_end=own_end)
    for text, level in headings:
        document.add_heading(text, level)
        document.add_paragraph("正文")
    return saved(document)


def saved(document: Document) -> bytes:
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def opened(data: bytes) -> Document:
    return docx.Document(io.BytesIO(data))


def entries(data: bytes) -> list[tuple[str, str]]:
    """Style and text of each paragraph that has a link, the tab written as such."""
    found = []
    for paragraph in opened(data).paragraphs:
        for link in paragraph._p.iter(qn("w:hyperlink")):
            words = ["\t" if e.tag == qn("w:tab") else e.text for e in link.iter(qn("w:t"), qn("w:tab"))]
            found.append((paragraph.style.name if paragraph.style else "", "".join(words)))
    return found


def bookmarks(data: bytes) -> list[tuple[str, str]]:
    starts = opened(data).element.iter(qn("w:bookmarkStart"))
    return [(start.get(qn("w:id")), start.get(qn("w:name"))) for start in starts]


def test_each_heading_within_the_levels_has_an_entry() -> None:
    filled = fill_contents(with_headings(("一", 1), ("（一）", 2), ("1", 3), ("二", 1)))
    assert entries(filled) == [("toc 1", "一\t1"), ("toc 2", "（一）\t1"), ("toc 1", "二\t1")]
    assert "占位" not in "".join(paragraph.text for paragraph in opened(filled).paragraphs)


def test_the_page_numbers_given_are_shown() -> None:
    plain = with_headings(("一", 1), ("二", 1))
    assert entries(fill_contents(plain, {"_Toc000000002": "Ⅻ"})) == [("toc 1", "一\t1"), ("toc 1", "二\tⅫ")]


@pytest.mark.parametrize("own_end", [False, True])
def test_the_fields_are_whole(own_end: bool) -> None:
    filled = fill_contents(with_headings(("一", 1), ("二", 1), own_end=own_end))
    kinds = [e.get(qn("w:fldCharType")) for e in opened(filled).element.iter(qn("w:fldChar"))]
    assert kinds == ["begin", "separate", *["begin", "separate", "end"] * 2, "end"]
    instructions = [e.text for e in opened(filled).element.iter(qn("w:instrText"))]
    assert instructions == [r' TOC \o "1-2" \h ', r" PAGEREF _Toc000000001 \h ", r" PAGEREF _Toc000000002 \h "]
    paragraphs = opened(filled).paragraphs
    assert [paragraph.text for paragraph in paragraphs[:3]] == ["一\t1", "二\t1", "一"], "no blank line remains"


def test_a_direct_outline_level_and_an_inherited_one_count() -> None:
    document = docx.Document()
    add_field(document)
    derived = document.styles.add_style("表题", WD_STYLE_TYPE.PARAGRAPH)
    derived.base_style = document.styles["Heading 2"]  # type: ignore[attr-defined]
    document.add_paragraph("继承", "表题")
    direct = document.add_paragraph("直接")
    direct._p.get_or_add_pPr().append(parse_xml(f'<w:outlineLvl {nsdecls("w")} w:val="0"/>'))
    body = document.add_heading("取消", 1)
    body._p.get_or_add_pPr().append(parse_xml(f'<w:outlineLvl {nsdecls("w")} w:val="9"/>'))
    assert [text for _, text in entries(fill_contents(saved(document)))] == ["继承\t1", "直接\t1"]


def test_breaks_and_tabs_of_a_heading_become_one_space_and_blank_headings_nothing() -> None:
    filled = fill_contents(with_headings(("第一部分\n总体\t目标", 1), ("  ", 1), ("", 1)))
    assert [text for _, text in entries(filled)] == ["第一部分 总体 目标\t1"]


def test_ids_and_names_of_bookmarks_are_unique_and_those_present_stay() -> None:
    document = opened(with_headings(("一", 1), ("二", 1), ("三", 1)))
    headings = [
        paragraph for paragraph in document.paragraphs if paragraph.style and paragraph.style.name == "Heading 1"
    ]
    for heading, name, number in ((headings[0], "_Toc000000001", 7), (headings[1], "_GoBack", 8)):
        heading._p.append(parse_xml(f'<w:bookmarkStart {nsdecls("w")} w:id="{number}" w:name="{name}"/>'))
        heading._p.append(parse_xml(f'<w:bookmarkEnd {nsdecls("w")} w:id="{number}"/>'))
    found = bookmarks(fill_contents(saved(document)))
    assert {name for _, name in found} == {"_Toc000000001", "_GoBack", "_Toc000000002", "_Toc000000003"}
    assert len({id for id, _ in found}) == 4


def test_filling_twice_is_filling_once() -> None:
    once = fill_contents(with_headings(("一", 1), ("二", 2)))
    again = fill_contents(once, {"_Toc000000002": "5"})
    assert bookmarks(again) == bookmarks(once)
    assert entries(again) == [("toc 1", "一\t1"), ("toc 2", "二\t5")]


def test_without_a_field_or_headings_the_bytes_are_the_same() -> None:
    plain = docx.Document()
    plain.add_heading("TOC", 1)
    for data in (
        saved(plain),
        with_headings(),
        with_headings(("三级", 3)),
        with_headings(("一", 1), instruction=" PAGE "),
    ):
        assert fill_contents(data) is data


def test_a_section_that_ends_in_the_contents_still_ends_there() -> None:
    document = docx.Document()
    add_field(document)
    document.add_section(WD_SECTION.NEW_PAGE)
    break_, contents = document.paragraphs[-1]._p, document.paragraphs[0]._p
    contents.get_or_add_pPr().append(break_.pPr.sectPr)  # type: ignore[union-attr]
    document.add_heading("一", 1)
    assert len(opened(fill_contents(saved(document))).sections) == 2


def test_the_other_members_are_copied_and_the_bytes_are_the_same_each_time() -> None:
    plain = with_headings(("一", 1))
    filled = fill_contents(plain)
    assert filled == fill_contents(plain)
    with zipfile.ZipFile(io.BytesIO(plain)) as before, zipfile.ZipFile(io.BytesIO(filled)) as after:
        assert after.testzip() is None
        changed = [name for name in before.namelist() if before.read(name) != after.read(name)]
        assert before.namelist() == after.namelist()
    assert changed == ["word/document.xml"]


def test_text_is_escaped() -> None:
    filled = fill_contents(with_headings(("甲<乙 & 丙", 1)))
    assert entries(filled) == [("toc 1", "甲<乙 & 丙\t1")]
    assert re.search("甲&lt;乙 &amp; 丙", zipfile.ZipFile(io.BytesIO(filled)).read("word/document.xml").decode())


def test_what_is_no_word_file_is_refused() -> None:
    with pytest.raises(TemplateError):
        fill_contents(b"PK")
