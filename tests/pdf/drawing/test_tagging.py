"""标签树：标题、表格、目录、图片各是什么，跨多少行列，从哪一页接到哪一页。"""

from __future__ import annotations

from typing import Any

from budgetdocs.pdf import draw
from budgetdocs.pdf.page import Node

from .layouts import layout, page, text
from .reading import Opened, kids, name, string, value


def table() -> tuple[Node, list[Node]]:
    """A table of two rows, its first cell over both: the root, and the cells."""
    root = Node("Document")
    whole = root.add("Table")
    first, second = whole.add("TR"), whole.add("TR")
    cells = [first.add("TH", rows=2, scope="Row"), first.add("TH", columns=2), second.add("TD"), second.add("TD")]
    return root, cells


def attributes(element: dict[str, Any]) -> dict[str, Any]:
    found = value(element.get("A", {}))
    return {key: name(each) if key in {"O", "Scope"} else each for key, each in found.items()}


def test_cells_say_what_they_span() -> None:
    root, cells = table()
    texts = [text(str(i), cell.add("P")) for i, cell in enumerate(cells)]
    opened = Opened(draw(layout(page(texts=texts), structure=root)))
    assert opened.outline() == ["Document", ["Table", ["TR", ["TH"], ["TH"]], ["TR", ["TD"], ["TD"]]]]
    assert [attributes(each) for each in opened.elements() if name(each["S"]) in {"TH", "TD"}] == [
        {"O": "Table", "Scope": "Row", "RowSpan": 2},
        {"O": "Table", "Scope": "Column", "ColSpan": 2},
        {},
        {},
    ]


def test_a_cell_holds_its_only_paragraph_itself() -> None:
    root, (one, two, pictured, _) = table()
    paragraphs = [one.add("P"), two.add("P"), two.add("P"), pictured.add("P")]
    pictured.children[0].add("Figure")
    texts = [text("甲", node, link="there") for node in paragraphs]
    opened = Opened(draw(layout(page(texts=texts, anchors={"there": 20.0}), structure=root)))
    paragraph = ["P", ["Link"]]
    first = ["TR", ["TH", ["Link"]], ["TH", paragraph, paragraph]]
    second = ["TR", ["TD", ["P", ["Link"], ["Figure"]]], ["TD"]]
    assert opened.outline() == ["Document", ["Table", first, second]]


def test_each_element_knows_its_parent() -> None:
    root, _ = table()
    opened = Opened(draw(layout(page(), structure=root)))
    elements = list(opened.elements())
    assert value(elements[0]["P"]) == opened.root
    assert all(value(value(kid)["P"]) is element for element in elements for kid in kids(element))


def test_what_goes_on_on_the_next_page_stays_one_element() -> None:
    root = Node("Document")
    node = root.add("P")
    pages = page(1, texts=[text("甲", node)]), page(2, texts=[text("乙", node), text("丙")])
    opened = Opened(draw(layout(*pages, structure=root)))
    (paragraph,) = (each for each in opened.elements() if name(each["S"]) == "P")
    first, second = kids(paragraph)
    assert paragraph["Pg"].objid == opened.page_numbers[0] and first == 0
    assert (second["Pg"].objid, second["MCID"], name(second["Type"])) == (opened.page_numbers[1], 0, "MCR")
    assert [value(reference) for key in (0, 1) for reference in opened.parent_tree()[key]] == [paragraph, paragraph]


def test_texts_of_one_element_in_a_row_are_one_sequence() -> None:
    root = Node("Document")
    first, second = root.add("P"), root.add("P")
    texts = [text("甲", first), text("乙", first, y=60.0), text("丙", second, y=80.0)]
    opened = Opened(draw(layout(page(texts=texts), structure=root)))
    assert opened.content().count("BDC") == 2


def test_drawing_leaves_the_layout_as_it_was() -> None:
    root = Node("Document")
    texts = [text("网址", root.add("P"), url="https://example.org")]
    made = layout(page(texts=texts), structure=root)
    assert draw(made) == draw(made)
    assert [child.kind for child in root.children] == ["P"] and not root.children[0].children


def test_the_document_says_its_title_and_language() -> None:
    catalog = Opened(draw(layout(page(), title="绩效目标"))).catalog
    assert string(catalog["Lang"]) == "zh-CN" and value(catalog["MarkInfo"])["Marked"] is True
    assert value(catalog["ViewerPreferences"])["DisplayDocTitle"] is True
