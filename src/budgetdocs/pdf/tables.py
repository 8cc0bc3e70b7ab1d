"""A table and a width → rows with heights, which a page can take one by one or cut between lines. Lengths are points.

The model of heights is LibreOffice's: a row is at least its rule plus its highest cell; what a merged cell needs beyond
its rows goes to the last of them; the rule lies in the row's upper edge.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from budgetdocs.pdf.docx import Block, Cell, Paragraph, Row, Table
from budgetdocs.pdf.lines import Composer, Line
from budgetdocs.pdf.styles import Border

_NONE = Border(0.0, "000000")


@dataclass(frozen=True, slots=True)
class LaidCell:
    """``x`` and ``width`` of the cell's box; ``lines`` (or nested tables) that are yet to be printed in it."""

    cell: Cell
    x: float
    width: float
    content: tuple[Line | LaidTable, ...]
    bookmarks: tuple[tuple[str, int], ...] = ()

    @property
    def extent(self) -> float:
        return sum(strip.extent for strip in self.content)

    @property
    def padding(self) -> float:
        return self.cell.margins[0] + self.cell.margins[2]


@dataclass(frozen=True, slots=True)
class LaidRow:
    """``top`` are the rules above the row by grid column, ``rule`` the thickest of them."""

    cells: tuple[LaidCell, ...]
    height: float
    row: Row
    top: tuple[Border, ...]
    rule: float


@dataclass(frozen=True, slots=True)
class LaidTable:
    """Rows in order; ``edges`` are the x positions of the grid, from the left edge of the text."""

    rows: tuple[LaidRow, ...]
    edges: tuple[float, ...]
    bottom: tuple[Border, ...]
    borders: dict[str, Border]

    @property
    def header(self) -> tuple[LaidRow, ...]:
        """The rows at the top that are repeated on each page (17.4.78)."""
        count = next((i for i, row in enumerate(self.rows) if not row.row.header), len(self.rows))
        return self.rows[:count] if count < len(self.rows) else ()

    @property
    def extent(self) -> float:
        return sum(row.height for row in self.rows) + _thickest(self.bottom)


def lay_out_table(table: Table, width: float, composer: Composer, compatibility: int = 15) -> LaidTable:
    """The table in a column ``width`` points wide."""
    total = sum(table.grid)
    x = {"center": (width - total) / 2, "right": width - total, "end": width - total}.get(table.align, table.indent)
    if compatibility < 15 and table.align == "left":
        x -= table.rows[0].cells[0].margins[3] if table.rows and table.rows[0].cells else 0.0
    edges = [x]
    for column in table.grid:
        edges.append(edges[-1] + column)
    rows = [_laid_cells(row, edges, composer) for row in table.rows]
    tops = [_rules_above(table, i) for i in range(len(rows) + 1)]
    heights = _heights(table.rows, rows, tops)
    laid = tuple(
        LaidRow(tuple(cells), height, row, top, _thickest(top))
        for cells, height, row, top in zip(rows, heights, table.rows, tops, strict=False)
    )
    return LaidTable(laid, tuple(edges), tops[-1], table.borders)


def _laid_cells(row: Row, edges: list[float], composer: Composer) -> list[LaidCell]:
    laid = []
    for cell in row.cells:
        start, end = edges[cell.start], edges[min(cell.start + cell.span, len(edges) - 1)]
        inner = end - start - cell.margins[1] - cell.margins[3]
        blocks = () if cell.merge == "continue" else cell.blocks
        content: list[Line | LaidTable] = []
        bookmarks: list[tuple[str, int]] = []
        for block in blocks:
            if isinstance(block, Paragraph):
                bookmarks += [(name, len(content)) for name in block.bookmarks]
            content += _strips(block, max(inner, 1.0), composer)
        laid.append(LaidCell(cell, start, end - start, tuple(content), tuple(bookmarks)))
    return laid


def _strips(block: Block, width: float, composer: Composer) -> list[Line | LaidTable]:
    if isinstance(block, Paragraph):
        return list(composer.lines(block, width))
    return [lay_out_table(block, width, composer)]


def _heights(rows: tuple[Row, ...], laid: list[list[LaidCell]], tops: list[tuple[Border, ...]]) -> list[float]:
    """The height of each row, rule above it included."""
    heights = []
    for row, cells, top in zip(rows, laid, tops, strict=False):
        own = [c.padding + c.extent for c in cells if not c.cell.merge]
        needed = _thickest(top) + max(own, default=0.0)
        heights.append(row.height if row.exact and row.height else max(row.height, needed))
    for i, cells in enumerate(laid):
        for cell in cells:
            if cell.cell.merge == "restart":
                last = merged_until(rows, i, cell.cell.start)
                lacking = _thickest(tops[i]) + cell.padding + cell.extent - sum(heights[i : last + 1])
                heights[last] += max(0.0, lacking)
    return heights


def merged_until(rows: Sequence[Row], first: int, column: int) -> int:
    """The last row of the merged cell that starts in row ``first`` at grid ``column``."""
    last = first
    for row in rows[first + 1 :]:
        if not any(cell.start == column and cell.merge == "continue" for cell in row.cells):
            break
        last += 1
    return last


# ----------------------------------------------------------------------------------------------------------- rules


def _thickest(rules: tuple[Border, ...]) -> float:
    return max((rule.width for rule in rules), default=0.0)


def _stronger(a: Border, b: Border) -> Border:
    """Of two cells' rules on one edge the thicker wins (17.4.66)."""
    return a if a.width >= b.width else b


def _side(table: Table, cell: Cell, side: str, outer: bool) -> Border:
    """The rule that ``cell`` wants on its ``side``: its own, else the table's for an outer or inner edge."""
    inner = {"top": "insideH", "bottom": "insideH", "left": "insideV", "right": "insideV"}[side]
    return cell.borders.get(side) or table.borders.get(side if outer else inner, _NONE)


def _rules_above(table: Table, index: int) -> tuple[Border, ...]:
    """The rule above row ``index`` (below the last, for the index behind it) in each grid column."""
    rules = [_NONE] * len(table.grid)
    above = table.rows[index - 1] if index else None
    below = table.rows[index] if index < len(table.rows) else None
    for row, side, outer in ((above, "bottom", below is None), (below, "top", above is None)):
        for cell in row.cells if row is not None else ():
            for column in range(cell.start, min(cell.start + cell.span, len(rules))):
                rules[column] = _stronger(_side(table, cell, side, outer), rules[column])
    for cell in below.cells if below is not None and above is not None else ():
        if cell.merge == "continue":
            for column in range(cell.start, min(cell.start + cell.span, len(rules))):
                rules[column] = _NONE
    return tuple(rules)


def rules_beside(table: LaidTable, row: LaidRow) -> Iterator[tuple[float, Border]]:
    """The vertical rules of ``row``: x position and border, one for each edge between cells."""
    edges: dict[int, Border] = {}
    whole = Table((), (), "", 0.0, table.borders)
    last = len(table.edges) - 1
    for laid in row.cells:
        cell = laid.cell
        end = min(cell.start + cell.span, last)
        for at, side, outer in ((cell.start, "left", cell.start == 0), (end, "right", end == last)):
            edges[at] = _stronger(_side(whole, cell, side, outer), edges.get(at, _NONE))
    for at, border in sorted(edges.items()):
        if border.width:
            yield table.edges[at], border


def edge_width(table: LaidTable) -> float:
    """The height that the rule below the last row takes."""
    return _thickest(table.bottom)


# -------------------------------------------------------------------------------------------------------- splitting


def split_row(row: LaidRow, space: float) -> tuple[LaidRow, LaidRow] | None:
    """The part of ``row`` that fits in ``space``, and the rest; None if not a line fits or nothing would be left."""
    heads, tails = [], []
    for cell in row.cells:
        room, count = space - row.rule - cell.padding, 0
        for strip in cell.content:
            if strip.extent > room + 0.01:
                break
            room -= strip.extent
            count += 1
        if cell.content and not count:
            return None
        heads.append(
            replace(cell, content=cell.content[:count], bookmarks=tuple(b for b in cell.bookmarks if b[1] < count))
        )
        tails.append(
            replace(
                cell,
                content=cell.content[count:],
                bookmarks=tuple((n, i - count) for n, i in cell.bookmarks if i >= count),
            )
        )
    if not any(cell.content for cell in tails):
        return None
    head = max((c.padding + c.extent for c in heads), default=0.0) + row.rule
    tail = max((c.padding + c.extent for c in tails), default=0.0) + row.rule
    return replace(row, cells=tuple(heads), height=head), replace(row, cells=tuple(tails), height=tail)
