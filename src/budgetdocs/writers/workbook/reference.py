"""Cells by row and column, and the positions that people read: ``指标!F12``."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

LAST_ROW: Final = 1_048_576
LAST_COLUMN: Final = 16_384
"""What a sheet holds (ISO/IEC 29500-1 §18.3.1.73 and §18.3.1.13 as Excel implements them)."""

_CELL: Final = re.compile(r"\$?([A-Za-z]{1,3})\$?([1-9][0-9]{0,6})")


class Reference(NamedTuple):
    """A cell by its row and column, both counted from 1."""

    row: int
    column: int

    def __str__(self) -> str:
        return f"{letters(self.column)}{self.row}"


class Area(NamedTuple):
    """A rectangle of cells, both corners included."""

    first: Reference
    last: Reference

    def __contains__(self, cell: object) -> bool:
        row, column = cell if isinstance(cell, Reference) else (0, 0)
        return self.first.row <= row <= self.last.row and self.first.column <= column <= self.last.column

    def __str__(self) -> str:
        return f"{self.first}:{self.last}" if self.first != self.last else str(self.first)

    def with_cell(self, cell: Reference) -> Area:
        """The smallest area that holds this one and ``cell``."""
        corners = (*self, cell)
        return Area(Reference(*map(min, zip(*corners, strict=True))), Reference(*map(max, zip(*corners, strict=True))))


def letters(column: int) -> str:
    """The letters of a column: 1 is A, 27 is AA."""
    name = ""
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def reference(text: str | None) -> Reference | None:
    """``F12`` or ``$F$12`` as a cell; None if it is no cell of a sheet."""
    match = _CELL.fullmatch(text or "")
    if not match:
        return None
    column = 0
    for letter in match[1].upper():
        column = column * 26 + ord(letter) - ord("A") + 1
    row = int(match[2])
    return Reference(row, column) if row <= LAST_ROW and column <= LAST_COLUMN else None


def area(text: str | None) -> Area | None:
    """``A1:C3`` or ``A1`` as an area; None if it is none."""
    one, _, other = (text or "").partition(":")
    corner, opposite = reference(one), reference(other or one)
    if corner is None or opposite is None:
        return None
    return Area(corner, corner).with_cell(opposite)


def split(position: str) -> tuple[str, Area] | None:
    """A position as the name of its sheet and the cells: ``a!b!F12`` is F12 of ``a!b``; None if it is none."""
    sheet, mark, cells = position.rpartition("!")
    found = area(cells)
    return (sheet, found) if mark and found else None


def link(sheet: str, cell: Reference) -> str:
    """The place as a hyperlink or a formula names it: ``'指标'!F12``."""
    return f"'{sheet.replace(chr(39), chr(39) * 2)}'!{cell}"
