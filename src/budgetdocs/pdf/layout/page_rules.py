"""How word processors differ in what they put on a page; how they break lines is :mod:`~budgetdocs.pdf.lines`'s."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class PageRules:
    """``cut_on_top``: the cells of a row that a page break cuts, a merged cell that it cuts and the cells beside that
    stand at the top of their part, whatever their vertical alignment. ``blank_pages``: the page that is left out before
    a section that begins on an odd or even page is printed, blank. ``fits_contents``: a table without column widths
    takes them from its contents; else the columns are of one width. ``clears_rules``: the text of a cell without
    margins stands clear of its rules. ``ends_by_style``: what a factor of line spacing adds below the last line of a
    cell is reckoned from the ascent of the font of the paragraph's style, not from the line. ``spaces_rest``: in a
    cell, the rest of a paragraph behind a page break has the space above it that the paragraph asks for.
    ``centers_grid``: the document grid stands in the middle of the text block, and headers and footers don't heed it.
    ``drops_ends``: a blank paragraph that is there to end a section takes no room.
    """

    cut_on_top: bool
    blank_pages: bool
    fits_contents: bool
    clears_rules: bool
    ends_by_style: bool
    spaces_rest: bool
    centers_grid: bool
    drops_ends: bool


WORD: Final = PageRules(
    cut_on_top=False,
    blank_pages=True,
    fits_contents=True,
    clears_rules=False,
    ends_by_style=False,
    spaces_rest=False,
    centers_grid=False,
    drops_ends=False,
)
LIBREOFFICE: Final = PageRules(
    cut_on_top=True,
    blank_pages=False,
    fits_contents=False,
    clears_rules=True,
    ends_by_style=True,
    spaces_rest=True,
    centers_grid=True,
    drops_ends=True,
)
PAGE_RULES: Final = {"word": WORD, "libreoffice": LIBREOFFICE}
"""By the names of the presets of line rules."""
