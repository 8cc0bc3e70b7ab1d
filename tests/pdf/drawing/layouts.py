"""Pages made by hand, for tests of what is drawn: no Word file, no line breaking."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from budgetdocs.pdf.blocks import Picture, Section
from budgetdocs.pdf.fonts import Face, FontBook
from budgetdocs.pdf.layout.pages import Layout
from budgetdocs.pdf.lines import Ink, Line, Lines, Piece
from budgetdocs.pdf.page import Image, Node, Page, Printed

SIDE = 200.0
"""Width and height of a page, in points; its margins are 20 pt."""


def face(name: str = "宋体") -> Face:
    return FontBook([], lambda _: None).choose(name).face


def ink(**changes: Any) -> Ink:
    """宋体 10 pt in black, with ``changes``."""
    plain: dict[str, Any] = {
        "face": face(), "size": 10.0, "color": "000000", "embolden": False, "italic": False, "underline": "",
        "strike": False, "rise": 0.0, "link": "", "url": "", "double_strike": False, "scale": 1.0, "shading": "",
    }  # fmt: skip
    return Ink(**(plain | changes))


def piece(text: str, x: float = 0.0, spacing: float = 0.0, **changes: Any) -> Piece:
    """``text`` as wide as its ink prints it."""
    look = ink(**changes)
    width = sum(look.face.widths[char] * look.size * look.scale + spacing for char in text)
    return Piece(x, text, look, spacing, width)


def text(words: str, node: Node | None = None, x: float = 20.0, y: float = 40.0, **changes: Any) -> Printed:
    """``words`` on a line of their own, with the baseline ``y`` points below the top of the page."""
    only = piece(words, **changes)
    return Printed(x, y + only.ink.rise, Lines((Line((only,), 0.0, 0.0),)), node)


def together(*texts: Printed) -> Printed:
    """Several texts as those of one paragraph, each on a line of its own."""
    lines = [
        Line((piece._replace(x=x + piece.x),), 0.0, y + line.baseline)
        for x, y, (line,), _ in texts
        for piece in line.pieces
    ]
    return Printed(0.0, 0.0, Lines(lines), texts[0].node)


def image(data: bytes, node: Node | None = None, alt: str = "", side: float = 100.0) -> Image:
    """A picture of ``side`` × ``side`` points, 20 pt from the upper left corner of the page."""
    return Image(20.0, 20.0, Picture(data, side, side, alt), node)


def section() -> Section:
    return Section(
        blocks=(), width=SIDE, height=SIDE, top=20.0, right=20.0, bottom=20.0, left=20.0, header_distance=0.0,
        footer_distance=0.0, headers={}, footers={}, title_page=False, kind="nextPage", number_format="decimal",
        number_start=None,
    )  # fmt: skip


def page(number: int = 1, texts: Sequence[Printed] = (), **content: Any) -> Page:
    return Page(section(), number, str(number), number == 1, list(texts), **content)


def layout(*pages: Page, structure: Node | None = None, title: str = "绩效目标", author: str = "") -> Layout:
    return Layout(pages, title, author, structure or Node("Document"))
