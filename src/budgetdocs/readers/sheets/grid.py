"""A workbook as sparse grids: cells as they are shown, merges, and what is hidden. Rows and columns count from 1."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from budgetdocs.readers.cells import Cell
from budgetdocs.readers.tree import Mark

MOST_CELLS = 3_000_000
"""Cells with content that one workbook may have."""


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
    attached: list[tuple[int, int, str]] = field(default_factory=list)
    """Row, column and words of what stands on the sheet, and in no cell of it."""

    @cached_property
    def spans(self) -> dict[tuple[int, int], Merge]:
        """The merges by row and column of their first cell."""
        return {(merge.top, merge.left): merge for merge in self.merges}

    @cached_property
    def merges_by_row(self) -> dict[int, set[int]]:
        """The first columns of the merges that begin in a row."""
        found: dict[int, set[int]] = {}
        for merge in self.merges:
            found.setdefault(merge.top, set()).add(merge.left)
        return found

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
