"""How the workbook looks: one font, few colours, a number format for each kind of cell."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterable
from typing import Any

from budgetdocs.writers.layout import Kind

FONT = {"font_name": "宋体", "font_size": 11}
HEAD = "#1F4E79"
"""The ground of a heading whose column must be filled in."""
HEAD_OPTIONAL = "#9DC3E6"
"""The ground of a heading whose column may stay empty."""
TABLE_HEAD = "#DDEBF7"
LINE = "#BFBFBF"
EXAMPLE_INK = "#7F7F7F"
GOOD_INK = "#2E7D32"
BAD_INK = "#C00000"

HEADING_HEIGHT = 32
"""Points: two lines."""
_LINE = 15.5
"""Points of a line of text."""
_LOWEST, _HIGHEST = 21.0, 409.0
"""Points of a row: what looks well, and the most that a spreadsheet allows (Excel's specifications and limits)."""


def row_height(contents: Iterable[tuple[str, float]]) -> float:
    """Points that a row needs for its wrapped texts, each with the width of its column in characters.

    It is written into the file, for not every program measures the rows of a file that it opens.
    """
    lines = max((_lines(text, width) for text, width in contents), default=1)
    return min(max(lines * _LINE + 4, _LOWEST), _HIGHEST)


def _lines(text: str, width: float) -> int:
    return sum(max(math.ceil(_width(line) / (width - 1)), 1) for line in text.split("\n"))


def _width(line: str) -> int:
    """Characters that ``line`` is wide; a Chinese one counts two (UAX #11)."""
    return len(line) + sum(unicodedata.east_asian_width(character) in "WFA" for character in line)


_NUMBERS = {
    Kind.CODE: "@",
    Kind.WORDS: "@",
    Kind.PROSE: "@",
    Kind.MONEY: "#,##0.00",
    Kind.PERCENT: "0%",
    Kind.YEAR: "0",
}
"""The number format of each kind; @ keeps 0978001, ≥90% and 12月 the text that was typed (ECMA-376 Part 1, 18.8.30)."""
_ALIGNED = {Kind.MONEY: "right", Kind.PERCENT: "center", Kind.YEAR: "center"}


class Style:
    """The formats of one workbook, each made when it is first asked for."""

    def __init__(self, workbook: Any) -> None:
        self._workbook = workbook
        self._made: dict[tuple[tuple[str, Any], ...], Any] = {}

    def made(self, **properties: Any) -> Any:
        """The format with ``properties`` (XlsxWriter's), in the font of the workbook, at mid height."""
        key = tuple(sorted(properties.items()))
        if key not in self._made:
            self._made[key] = self._workbook.add_format(FONT | {"valign": "vcenter"} | properties)
        return self._made[key]

    def heading(self, required: bool) -> Any:
        """A heading, locked."""
        ground, ink = (HEAD, "#FFFFFF") if required else (HEAD_OPTIONAL, "#000000")
        return self.made(
            bold=True, bg_color=ground, font_color=ink, border=1, border_color="#FFFFFF", text_wrap=True, align="center"
        )

    def data(self, kind: Kind, number: str = "", *, example: bool = False) -> Any:
        """A cell to fill in, not locked; ``number`` is its number format where it is not that of its kind."""
        properties: dict[str, Any] = {
            "num_format": number or _NUMBERS[kind],
            "align": _ALIGNED.get(kind, "left"),
            "text_wrap": kind not in _ALIGNED,
            "locked": False,
        }
        if example:
            properties |= {"italic": True, "font_color": EXAMPLE_INK}
        return self.made(**properties)
