"""点得动的：文档内的链接、网址、目录、书签。"""

from __future__ import annotations

from typing import Any

import pypdfium2
import pytest

from budgetdocs.finding import Finding, Report
from budgetdocs.pdf import draw
from budgetdocs.pdf.page import Heading, Node, Page

from .layouts import layout, page, section, text, together
from .reading import Opened, kids, name, string, value


def linked(kind: str = "P", report: Report = print, **changes: Any) -> Opened:
    """A document whose first page links to its second, where the bookmark "there" is 50 pt below the top."""
    root = Node("Document")
    node = root.add(kind)
    texts = [together(text("第一部分", node, **changes), text("......3", node, x=70.0, **changes))]
    pages = page(1, texts=texts), page(2, texts=[text("第一部分", root.add("H1"))], anchors={"there": 50.0})
    return Opened(draw(layout(*pages, structure=root), report))


def test_a_link_leads_to_its_bookmark() -> None:
    opened = linked(link="there")
    (annotation,) = opened.annotations()
    target, mode, _, top, _ = value(annotation["Dest"])
    assert (target.objid, name(mode), top) == (opened.page_numbers[1], "XYZ", 150)
    assert annotation["F"] == 4 and string(annotation["Contents"]) == "第一部分 3"
    left, bottom, right, top = annotation["Rect"]
    assert left == 20 and right > 80 and bottom < 160 < top


def test_a_link_to_nowhere_is_text() -> None:
    findings: list[Finding] = []
    opened = linked(link="nowhere", report=findings.append)
    assert [(each.code, "“nowhere”" in each.message) for each in findings] == [("LY001", True)]
    assert not opened.annotations() and opened.outline() == ["Document", ["P"], ["H1"]]


@pytest.mark.parametrize(
    ("url", "written"),
    [
        ("https://example.org/a?b=c&d#e", "https://example.org/a?b=c&d#e"),
        ("https://example.org/绩效 (1)", "https://example.org/%E7%BB%A9%E6%95%88%20(1)"),
        ("mailto:cz@example.org", "mailto:cz@example.org"),
    ],
)
def test_an_address_outside_the_document(url: str, written: str) -> None:
    (annotation,) = linked(url=url).annotations()
    action = value(annotation["A"])
    assert (name(action["S"]), action["URI"].decode()) == ("URI", written)


def test_a_link_is_an_element_that_holds_its_text_and_its_annotation() -> None:
    opened = linked(link="there")
    assert opened.outline() == ["Document", ["P", ["Link"]], ["H1"]]
    (link,) = (each for each in opened.elements() if name(each["S"]) == "Link")
    content, reference = kids(link)
    (annotation,) = opened.annotations()
    assert content == 0 and value(reference["Obj"]) == annotation
    assert opened.parent_tree()[annotation["StructParent"]] == link


def test_a_line_of_the_contents_is_a_reference() -> None:
    assert linked("TOCI", link="there").outline() == ["Document", ["TOCI", ["Reference", ["Link"]]], ["H1"]]


def test_a_link_over_two_lines_is_one_element_with_two_areas() -> None:
    root = Node("Document")
    node = root.add("P")
    link = (text("乙", node, y=y, url="https://example.org") for y in (40.0, 60.0))
    whole = together(text("甲", node), *link, text("丙", node))
    opened = Opened(draw(layout(page(texts=[whole]), structure=root)))
    assert opened.outline() == ["Document", ["P", ["Link"]]]
    assert len(opened.annotations()) == 2
    (paragraph,) = (each for each in opened.elements() if name(each["S"]) == "P")
    first, reference, last = kids(paragraph)
    assert (first, kids(value(reference))[0], last) == (0, 1, 2)


def test_a_link_in_a_header_is_reported_once() -> None:
    findings: list[Finding] = []
    header = [text("example.org", y=10.0, url="https://example.org")]
    opened = Opened(draw(layout(page(1, texts=header), page(2, texts=header)), findings.append))
    assert not opened.annotations() and [(each.code, each.where) for each in findings] == [("LY001", "第 1 页")]


def test_a_link_in_a_repeated_header_row_is_not_missed() -> None:
    findings: list[Finding] = []
    draw(layout(page(texts=[text("example.org", y=100.0, url="https://example.org")])), findings.append)
    assert not findings


def test_outline_is_a_tree_whatever_the_levels() -> None:
    headings = [Heading(1, "甲", 20.0), Heading(4, "乙", 40.0), Heading(0, "丙", 60.0), Heading(1, "丁", 80.0)]
    opened = Opened(draw(layout(page(headings=headings))))
    entries = [(level, title) for level, title, *_ in opened.document.get_outlines()]
    assert entries == [(1, "甲"), (2, "乙"), (1, "丙"), (2, "丁")]
    assert name(opened.catalog["PageMode"]) == "UseOutlines"


def test_without_headings_there_is_no_outline() -> None:
    catalog = Opened(draw(layout(page()))).catalog
    assert "Outlines" not in catalog and name(catalog["PageMode"]) == "UseNone"


@pytest.mark.parametrize(
    "labels", [["1", "2", "3"], ["", "- 1 -", "1", "2", "", "4", "1"], ["iv", "五", "9", "10"], ["08", "9"]]
)
def test_a_viewer_names_the_pages_as_they_are_printed(labels: list[str]) -> None:
    pages = [Page(section(), number, label, False) for number, label in enumerate(labels, 1)]
    with pypdfium2.PdfDocument(draw(layout(*pages))) as document:
        assert [document.get_page_label(index) for index in range(len(document))] == labels
