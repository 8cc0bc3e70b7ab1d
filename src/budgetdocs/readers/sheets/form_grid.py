"""The official form in a worksheet: rows of the sheet as a grid, and what the form says as a project's cells."""

from __future__ import annotations

from collections.abc import Iterable

from budgetdocs.readers import cells
from budgetdocs.readers.form import Cell, Grid, Row
from budgetdocs.readers.sheets.grid import Sheet

_WIDEST = 64
"""Columns over which blank cells are filled in one by one; a form has less, and what lies further is no part of it."""


def grid_of(sheet: Sheet, rows: list[int]) -> Grid:
    """The ``rows`` of ``sheet`` as people see them: what is merged as one cell, and a cell for each that is blank."""
    left = min(min(sheet.rows[row]) for row in rows)
    right = max(_end(sheet, row) for row in rows)
    grid = Grid([], sheet.mark(rows[0], left))
    over: dict[int, Cell] = {}
    for index, number in enumerate(rows):
        over = {column: cell for column, cell in over.items() if _bottom(sheet, cell) >= number}
        row = Row(index, [], [], first=index == 0, drawn=False)
        column = left
        for at in (*sorted(sheet.rows[number].keys() | over.keys() | _blank_merges(sheet, number)), right):
            if at < column:
                continue
            for gap in _gaps(column, min(at, right)):
                blank = Cell(("",), index, gap.start, len(gap), sheet.mark(number, gap.start))
                row.cells.append(blank)
                row.own.append(blank)
            column = max(column, at)
            if at == right:
                break
            cell = over.get(at)
            if cell is not None:
                cell.height += 1
            else:
                cell = _cell(sheet, number, at, index)
                row.own.append(cell)
                if _bottom(sheet, cell) > number:
                    over[at] = cell
            row.cells.append(cell)
            column = cell.end
        grid.rows.append(row)
    return grid


def _cell(sheet: Sheet, number: int, column: int, index: int) -> Cell:
    held = sheet.rows[number].get(column) or cells.Cell(number, column, "")
    merge = sheet.spans.get((number, column))
    width = merge.right - merge.left + 1 if merge else 1
    lines = tuple(held.text.split("\n"))
    merged = merge is not None and merge.bottom > merge.top
    return Cell(lines, index, column, width, sheet.mark(number, column), 1, merged, held=held)


def _bottom(sheet: Sheet, cell: Cell) -> int:
    merge = sheet.spans.get((cell.mark.line, cell.mark.column))
    return merge.bottom if merge else cell.mark.line


def _blank_merges(sheet: Sheet, row: int) -> set[int]:
    """Where in ``row`` merges begin that say nothing."""
    return sheet.merges_by_row.get(row, set())


def _end(sheet: Sheet, row: int) -> int:
    """The column after the last that ``row`` fills, merges of its cells included."""
    return max(
        (merge.right if (merge := sheet.spans.get((row, column))) else column) + 1
        for column in sheet.rows[row].keys() | _blank_merges(sheet, row)
    )


def _gaps(start: int, end: int) -> Iterable[range]:
    """The blank columns from ``start`` to ``end``, each for itself; a stretch wider than any form in one."""
    if end - start > _WIDEST:
        return (range(start, end),)
    return (range(column, column + 1) for column in range(start, end))
