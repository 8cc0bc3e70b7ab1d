"""What would be lost without a word: text that stands off the paper, moved there by what the file itself asks for."""

from __future__ import annotations

from collections.abc import Mapping

from budgetdocs.finding import Finding, Report, Severity
from budgetdocs.pdf.page import Page, Printed, Text

_NEAR = 1.0
"""Points that a text may reach over the edge."""


def report_off_page(found: Mapping[int, Text], report: Report) -> None:
    """Report text that stands off its page, ``found`` by the number of the page, once for all pages (LY003)."""
    if not found:
        return
    first = min(found)
    others = f"，连同另外 {len(found) - 1} 页" if len(found) > 1 else ""
    text = found[first].piece.text[:20]
    message = f"PDF 中有文字印到了纸外{others}：“{text}”；请检查缩进、列宽、行高、页边距与页眉页脚"
    report(Finding("LY003", Severity.ERROR, message, f"第 {first} 页"))


def off_page(page: Page) -> Text | None:
    """The first text off the page, None if there is none; blanks don't count."""
    right, bottom = page.section.width + _NEAR, page.section.height + _NEAR
    for printed in page.printed:
        left, far, highest, lowest = printed.lines.reach
        x, y = printed.x, printed.y
        if x + left >= -_NEAR and x + far <= right and y + highest >= 0 and y + lowest <= bottom:
            continue
        if (text := _first_off(printed, right, bottom)) is not None:
            return text
    return None


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
