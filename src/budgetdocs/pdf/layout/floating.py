"""Where floating pictures stand (20.4.2.3 anchor). Lengths are points; y runs downwards from the top of the page."""

from __future__ import annotations

from typing import Final

from budgetdocs.pdf.blocks import Floating, Position
from budgetdocs.pdf.page import Page

_SHARES: Final = {"left": 0.0, "top": 0.0, "center": 0.5, "right": 1.0, "bottom": 1.0}
"""How much of what is left of the base lies before the picture."""


def place_of(floating: Floating, page: Page, column: tuple[float, float], y: float) -> tuple[float, float]:
    """The upper left corner of a picture that floats by a paragraph, which begins at ``y`` of ``page``; ``column`` is
    where its column begins, and how wide it is."""
    picture = floating.picture
    x = _placed(floating.across, picture.width, *_across(floating.across.base, page, column), page)
    return x, _placed(floating.down, picture.height, *_down(floating.down.base, page, y), page)


def _placed(position: Position, size: float, start: float, extent: float, page: Page) -> float:
    if not position.align:
        return start + position.offset
    align = position.align
    if align in {"inside", "outside"}:  # of an open book: the inner edge of an odd page is its left one, and its upper
        align = "left" if (align == "inside") == (page.number % 2 == 1) else "right"
    return start + _SHARES[align] * (extent - size)


def _across(base: str, page: Page, column: tuple[float, float]) -> tuple[float, float]:
    """Where a base begins, and how wide it is."""
    section = page.section
    if base in {"insideMargin", "outsideMargin"}:
        base = "leftMargin" if (base == "insideMargin") == (page.number % 2 == 1) else "rightMargin"
    return {
        "page": (0.0, section.width),
        "margin": (section.left, section.width - section.left - section.right),
        "column": column,
        "leftMargin": (0.0, section.left),
        "rightMargin": (section.width - section.right, section.right),
    }[base]


def _down(base: str, page: Page, y: float) -> tuple[float, float]:
    """Where a base begins, and how high it is."""
    section = page.section
    top, bottom = abs(section.top), abs(section.bottom)  # below 0: exactly so much, whatever the header takes
    return {
        "page": (0.0, section.height),
        "margin": (top, section.height - top - bottom),
        "paragraph": (y, 0.0),
        "topMargin": (0.0, top),
        "bottomMargin": (section.height - bottom, bottom),
    }[base]
