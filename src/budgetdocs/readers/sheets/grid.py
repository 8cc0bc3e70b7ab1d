"""A workbook as sparse grids: cells as they are shown, merges, and what is hidden. Rows and columns count from 1."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from functools import cached_property
from typing import NamedTuple

from budgetdocs.readers.tree import Mark

MOST_CELLS = 3_000_000
"""Cells with content that one workbook may have."""


class Stored(Enum):
    """How a cell holds what it shows."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    TRUTH = "truth value"
    ERROR = "error value"
    NO_RESULT = "formula without a result"
    UNCALCULATED = "formula whose result was never calculated"


class Cell(NamedTuple):
    """One cell with content: ``text`` is what it shows, with all the digits that it holds."""

    row: int
    column: int
    text: str
    stored: Stored = Stored.TEXT
    figures: str = ""
    """Of a number or a date: the number held, as a plain decimal of at most 15 significant digits."""


class Merge(NamedTuple):
    """A range of cells shown as one."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass
class Sheet:
    """One sheet: its cells by row and column, and what is hidden of it."""

    name: str
    order: int = 0
    rows: dict[int, dict[int, Cell]] = field(default_factory=dict)
    merges: list[Merge] = field(default_factory=list)
    hidden: bool = False
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)

    @cached_property
    def spans(self) -> dict[tuple[int, int], Merge]:
        """The merges by row and column of their first cell."""
        return {(merge.top, merge.left): merge for merge in self.merges}

    def mark(self, row: int, column: int) -> Mark:
        """The place of a cell, as messages name it."""
        return Mark(row, column, self.name, self.order)

    def at(self, cell: Cell) -> Mark:
        """The place of ``cell``."""
        return Mark(cell.row, cell.column, self.name, self.order)

    def put(self, cell: Cell) -> None:
        """Adds ``cell``."""
        self.rows.setdefault(cell.row, {})[cell.column] = cell

    def in_order(self) -> list[int]:
        """The numbers of the rows that hold anything, from the top."""
        return sorted(self.rows)


@dataclass
class Book:
    """A workbook: its sheets in their order."""

    sheets: list[Sheet]
