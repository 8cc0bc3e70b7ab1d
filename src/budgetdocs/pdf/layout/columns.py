"""The columns of a table: how wide they are and where the table stands in its column of text. Lengths are points."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import accumulate

from budgetdocs.pdf.blocks import Border, Cell, Table
from budgetdocs.pdf.layout.borders import thickness

Wish = Callable[[Cell], float]
"""The width at which no line of a cell need be broken, its margins included."""


def column_widths(table: Table, width: float, wish: Wish | None) -> list[float]:
    """The widths of the columns of ``table`` in a column of text ``width`` points wide.

    The grid of a Word file is what its author saw, with fixed and automatic widths alike (17.18.87); where the table
    wishes another width as a whole, it is scaled to that. A table without a grid takes the widths of its cells, else
    what ``wish`` says of their contents, without ``wish`` columns of one width.
    """
    count = max((cell.start + cell.span for row in table.rows for cell in row.cells[-1:]), default=0)
    wanted = table.width if table.width >= 0 else -table.width * width
    grid = list(table.grid)
    if len(grid) < count or not sum(grid):
        grid = _from_cells(table, count) or _from_contents(table, count, wanted or width, wish)
    total = sum(grid)
    if wanted and total and abs(wanted - total) > 0.05:
        return [column * wanted / total for column in grid]
    return grid


def _from_cells(table: Table, count: int) -> list[float]:
    """The widths that cells of one column wish (17.4.71); nothing if a column has no such cell."""
    widths = [0.0] * count
    for row in table.rows:
        for cell in row.cells:
            if cell.span == 1:
                widths[cell.start] = max(widths[cell.start], cell.width)
    return widths if all(widths) else []


def _from_contents(table: Table, count: int, room: float, wish: Wish | None) -> list[float]:
    """Columns that wish less than their share of ``room`` get it; the others share what is left as they wish."""
    if wish is None or not count:
        return [room / max(count, 1)] * count
    wishes = [1.0] * count
    for row in table.rows:
        for cell in row.cells:
            for column in range(cell.start, min(cell.start + cell.span, count)):
                wishes[column] = max(wishes[column], wish(cell) / cell.span)
    if sum(wishes) <= room:
        return wishes
    large, left = list(range(count)), room
    while large and (small := [column for column in large if wishes[column] <= left / len(large)]):
        left -= sum(wishes[column] for column in small)
        large = [column for column in large if column not in small]
    factor = left / sum(wishes[column] for column in large) if large else 1.0
    return [wish * factor if column in large else wish for column, wish in enumerate(wishes)]


def column_edges(table: Table, widths: Sequence[float], width: float, left: Border, compatibility: int) -> list[float]:
    """Where the columns begin and end, from the left edge of the text; ``left`` is the rule on the first.

    Since Word 2013 the rule stands inside the table's indent, nested or not; before, the text of the first cell stood
    at the indent, the cell's margin outside.
    """
    total, half = sum(widths), thickness(left) / 2
    if table.align == "center":
        x = (width - total) / 2
    elif table.align in {"right", "end"}:
        x = width - total
    elif compatibility >= 15:
        x = table.indent + half
    else:
        margin = table.rows[0].cells[0].margins[3] if table.rows and table.rows[0].cells else 0.0
        x = table.indent - max(margin, half)
    return list(accumulate(widths, initial=x))
