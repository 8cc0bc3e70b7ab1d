"""文件本身：对象再多也找得到，同样的内容总是同样的字节，没有装 isal 也一样能做。"""

from __future__ import annotations

import pytest

from budgetdocs.pdf import draw
from budgetdocs.pdf.layout.pages import Layout
from budgetdocs.pdf.page import Node

from .layouts import layout, page, text
from .reading import Opened, name, string


def long(pages: int, lines: int = 30) -> Layout:
    """Pages of short lines, each a paragraph of its own."""
    root = Node("Document")
    return layout(
        *(
            page(number, texts=[text(f"第{number}页{line}", root.add("P"), y=20.0 + 5 * line) for line in range(lines)])
            for number in range(1, pages + 1)
        ),
        structure=root,
    )


@pytest.mark.parametrize("pages", [0, 1, 2, 40])
def test_all_objects_are_found(pages: int) -> None:
    opened = Opened(draw(long(pages)))
    assert len(opened.pages) == pages
    assert [name(element["S"]) for element in opened.elements()] == ["Document"] + ["P"] * 30 * pages


def test_tags_take_little_room() -> None:
    assert len(draw(long(40))) < len(draw(long(20))) + 40_000


def test_the_same_pages_the_same_bytes() -> None:
    assert draw(long(3)) == draw(long(3))


def test_the_identity_is_that_of_the_content() -> None:
    one, other = (Opened(draw(layout(page(texts=[text(words)])))) for words in ("甲乙", "丙丁"))
    assert one.document.xrefs[0].get_trailer()["ID"] != other.document.xrefs[0].get_trailer()["ID"]


@pytest.mark.parametrize("title", ["Plan 2025", "计划", "a (b", "b) \\ c", "a\tb", "Größe", "\U00020bb7野家"])
def test_any_text_is_a_text_string(title: str) -> None:
    (info,) = Opened(draw(layout(page(), title=title))).document.info
    assert string(info["Title"]) == title
