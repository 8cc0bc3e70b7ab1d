"""What would be lost without a word: text and pictures off the paper, moved there by what the file itself asks for."""

from __future__ import annotations

from collections.abc import Mapping

from budgetdocs.finding import Finding, Report, Severity
from budgetdocs.pdf.page import Image, Page, Printed, Text

_NEAR = 1.0
"""Points that a text may reach over the edge."""
_BLEED = 9.0
"""Points that a picture may: printers ask for 3 mm of a background that is to reach the edge."""


def report_off_page(found: Mapping[int, Text | Image], report: Report) -> None:
    """Report what stands off its page, ``found`` by the number of the page, once for all pages (LY003)."""
    if not found:
        return
    first = min(found)
    others = f"，连同另外 {len(found) - 1} 页" if len(found) > 1 else ""
    off = found[first]
    if isinstance(off, Image):
        message = f"PDF 中有图片伸到了纸外，外面的看不见{others}{_named(off)}；请把它移到纸内或缩小"
    else:
        said = off.piece.text[:20]
        message = f"PDF 中有文字印到了纸外{others}：“{said}”；请检查缩进、列宽、行高、页边距与页眉页脚"
    report(Finding("LY003", Severity.ERROR, message, f"第 {first} 页"))


def off_page(page: Page) -> Text | Image | None:
    """The first text off the page, else the first picture; None if there is none. Blanks don't count."""
    right, bottom = page.section.width + _NEAR, page.section.height + _NEAR
    for printed in page.printed:
        left, far, highest, lowest = printed.lines.reach
        x, y = printed.x, printed.y
        if x + left >= -_NEAR and x + far <= right and y + highest >= 0 and y + lowest <= bottom:
            continue
        if (text := _first_off(printed, right, bottom)) is not None:
            return text
    return next((image for image in page.images if _is_off(image, page)), None)


def _first_off(printed: Printed, right: float, bottom: float) -> Text | None:
    for text in printed.texts:
        x, y, piece, _ = text
        end = x + piece.width
        if x >= -_NEAR and end >= -_NEAR and end <= right and piece.ink.size / 2 <= y <= bottom:
            continue
        beyond = end > right and (x > right or not piece.text[-1:].isspace())
        if not piece.text.isspace() and (beyond or min(x, end) < -_NEAR or not piece.ink.size / 2 <= y <= bottom):
            return text
    return None


def _is_off(image: Image, page: Page) -> bool:
    far, lowest = image.x + image.picture.width, image.y + image.picture.height
    within = far <= page.section.width + _BLEED and lowest <= page.section.height + _BLEED
    return not (within and image.x >= -_BLEED and image.y >= -_BLEED)


def _named(image: Image) -> str:
    """What the file says of a picture, if anything."""
    return f"：“{image.picture.alt[:20]}”" if image.picture.alt else ""
