"""Tables laid out: cells, rows and tables with their places and heights, ready for the pages. Lengths are points."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from budgetdocs.pdf.blocks import Cell, Paragraph, Row, Table
from budgetdocs.pdf.layout.borders import Level, Upright
from budgetdocs.pdf.layout.paragraphs import LaidParagraph
from budgetdocs.pdf.page import Node


@dataclass(slots=True)
class LaidCell:
    """``x`` and ``width`` of the cell's box, ``content`` yet to be printed in it, ``extent`` with margins.

    ``rows`` is how many rows the box spans, 0 where the box is that of a merged cell that began above.
    """

    cell: Cell
    x: float
    width: float
    inset: float
    align: str
    content: Sequence[LaidBlock]
    extent: float
    rows: int
    node: Node | None


@dataclass(slots=True)
class LaidRow:
    """``above`` are the rules above the row by grid column, ``rule`` the room they take; ``beside`` are the upright.

    ``least`` is the height without what merged cells add to it. ``index`` is the row's number in the table, from 0.
    """

    row: Row
    index: int
    cells: list[LaidCell]
    height: float
    least: float
    above: Level
    rule: float
    beside: Upright

    @property
    def exact(self) -> bool:
        return self.row.exact and self.row.height > 0

    @property
    def keeps(self) -> bool:
        """Whether the row stays with the next: the first paragraph of its first cell says so (17.3.1.15)."""
        blocks = self.row.cells[0].blocks if self.row.cells else ()
        return bool(blocks) and isinstance(blocks[0], Paragraph) and blocks[0].style.keep_next


@dataclass(slots=True)
class LaidTable:
    """Rows in order, from ``edges[0]`` to ``edges[-1]`` right of the text's left edge; ``below`` are the rules below.

    ``repeated`` are the header rows to be printed again above the rows of a part that goes on from the page before.
    """

    table: Table
    number: int
    edges: list[float]
    rows: list[LaidRow]
    below: Level
    height: float
    header: list[LaidRow]
    gap: float = 0.0
    repeated: Sequence[LaidRow] = ()

    before: ClassVar[float] = 0.0
    after: ClassVar[float] = 0.0


LaidBlock = LaidParagraph | LaidTable


def table_height(rows: Sequence[LaidRow], below: Level) -> float:
    return sum([row.height for row in rows]) + below.room


def flow_height(flow: Sequence[LaidBlock]) -> float:
    """The height of a column, the space below its last block included."""
    if len(flow) == 1:
        return flow[0].gap + flow[0].height + flow[0].after
    return sum([block.gap + block.height for block in flow]) + flow[-1].after if flow else 0.0
