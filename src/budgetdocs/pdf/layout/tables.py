"""A table and a width → rows with heights, which a page can take one by one or cut between lines. Lengths are points.

A row is at least its upper rule plus its highest cell; what a merged cell needs beyond its rows goes to the last of
them; rules lie at the row's upper edge, below the table's last row is room for one more. Word and LibreOffice agree.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from budgetdocs.finding import Finding, Report, Severity
from budgetdocs.pdf.blocks import Block, Cell, Document, Paragraph, Row, Section, Table
from budgetdocs.pdf.layout.borders import NONE, ruling, thickness
from budgetdocs.pdf.layout.columns import column_edges, column_widths
from budgetdocs.pdf.layout.heights import clip_rows, grow
from budgetdocs.pdf.layout.kinds import RowPlan, columns_of
from budgetdocs.pdf.layout.laid import LaidBlock, LaidCell, LaidRow, LaidTable, flow_height, table_height
from budgetdocs.pdf.layout.page_rules import PageRules
from budgetdocs.pdf.layout.paragraphs import LaidParagraph, end, join, laid_alone, lay_out_paragraph, space_between
from budgetdocs.pdf.layout.structure import Structure
from budgetdocs.pdf.lines import Composer, Lines, Surroundings
from budgetdocs.pdf.page import Node

_COLLAPSED = 0.1
"""The height of a blank paragraph between a nested table and the end of its cell."""


@dataclass(slots=True)
class Setting:
    """What the layout of blocks depends on besides their width."""

    composer: Composer
    rules: PageRules
    structure: Structure
    document: Document
    report: Report
    tables: int = 0
    """How many tables of the body were laid out, nested ones after the one that they stand in."""

    def around(self, section: Section) -> Surroundings:
        """What surrounds the paragraphs of ``section``."""
        return Surroundings(section.grid, section.grid_chars, self.document.default_tab)

    def wish(self, cell: Cell) -> float:
        """The width at which no line of ``cell`` need be broken, its margins included."""
        widest = 1.0
        for block in cell.blocks:
            if isinstance(block, Paragraph):
                ends = [piece.x + piece.width for line in self.composer.lines(block, 1e4) for piece in line.pieces]
                starts = [piece.x for line in self.composer.lines(block, 1e4) for piece in line.pieces]
                widest = max(widest, max(ends, default=0.0) - min(starts, default=0.0) + block.style.left)
            else:
                widest = max(widest, sum(block.grid))
        return widest + cell.margins[1] + cell.margins[3]


# ------------------------------------------------------------------------------------------------------------ columns


def lay_out_flow(
    blocks: Sequence[Block], width: float, setting: Setting, parent: Node | None, *, in_cell: bool = False
) -> list[LaidBlock]:
    """The blocks of a cell, a header or a footer, one below the other with the gaps between them.

    Without a ``parent`` they are artifacts. In a cell, a blank paragraph behind a table takes no room at its end.
    """
    flow: list[LaidBlock] = []
    for block in blocks:
        laid = lay_out(block, width, setting, parent, nested=in_cell)
        laid.gap = gap(flow[-1], laid, setting) if flow else laid.before
        flow.append(laid)
    if in_cell and len(flow) > 1 and isinstance(flow[-2], LaidTable):
        last = flow[-1]
        if isinstance(last, LaidParagraph) and not last.paragraph.text and not last.paragraph.style.borders:
            last.gap, last.height, last.after, last.lines = 0.0, _COLLAPSED, 0.0, Lines()
    return flow


def lay_out(block: Block, width: float, setting: Setting, parent: Node | None, *, nested: bool = True) -> LaidBlock:
    """A block in a column ``width`` points wide."""
    if isinstance(block, Paragraph):
        node = setting.structure.paragraph(block, parent) if parent is not None else None
        laid = lay_out_paragraph(block, width, setting.composer, node, splits_breaks=setting.document.splits_breaks)
        if setting.rules.ends_by_style and setting.composer.around.grid:
            end(laid, _natural(laid))
        return laid
    return lay_out_table(block, width, setting, parent, nested=nested)


def gap(upper: LaidBlock, lower: LaidBlock, setting: Setting) -> float:
    """The space between neighbours; paragraphs with the same borders come to share one box."""
    if isinstance(upper, LaidParagraph) and isinstance(lower, LaidParagraph):
        if upper.paragraph.style.borders:
            join(upper, lower)
        space = space_between(upper.paragraph.style, lower.paragraph.style, added=setting.document.adds_space)
        lower.owed = min(space, upper.after)
        return space
    return upper.after + lower.before


# ------------------------------------------------------------------------------------------------------------- tables


def lay_out_table(
    table: Table, width: float, setting: Setting, parent: Node | None, *, nested: bool = True
) -> LaidTable:
    """The table in a column ``width`` points wide."""
    if table.spacing:
        message = "PDF 未绘出 w:tblCellSpacing（单元格间距），各格紧挨着绘出"
        setting.report(Finding("LY001", Severity.WARNING, message, _beginning_of(table)))
    number = setting.tables
    setting.tables += parent is not None
    rows, spans = merged(table.rows)
    widths = column_widths(table, width, setting.wish if setting.rules.fits_contents else None)
    above, beside = ruling(table.borders, len(widths)).rules(rows)
    first = next((border for edge, border in beside[0] if edge == 0), NONE) if rows else NONE
    half = thickness(first) / 2 if setting.rules.clears_rules else 0.0
    edges = column_edges(table, widths, width, first, 15 if nested else setting.document.compatibility)
    columns = columns_of(edges, half)
    node = parent.add("Table") if parent is not None and rows else None
    laid = []
    composer, outside = setting.composer, setting.composer.around
    composer.around = outside._replace(in_table=True)
    for index, row in enumerate(rows):
        rule = above[index].room
        cells, highest = _cells(row, spans.get(index, {}), columns.plan(row.kind), setting, node)
        height = row.height
        if not (row.exact and height) and any(cell.rows == 1 for cell in cells):  # merged ones alone ask for none
            height = max(height, rule + highest)
        laid.append(LaidRow(row, index, cells, height, height, above[index], rule, beside[index]))
    composer.around = outside
    grow(laid)
    if any(row.exact for row in laid):
        clip_rows(laid, setting.report)
    if node is not None:
        _drop_covered(node, laid)
    count = next((i for i, row in enumerate(rows) if not row.header), len(rows))
    header = laid[:count] if count < len(rows) else []
    return LaidTable(table, number, edges, laid, above[-1], table_height(laid, above[-1]), header)


def _drop_covered(table: Node, rows: Sequence[LaidRow]) -> None:
    """Rows that merged cells cover whole are none for a reader: those cells span the fewer (ISO 14289-1, 7.5)."""
    covered = [number for number, row in enumerate(table.children) if not row.children]
    if not covered or len(covered) == len(rows):
        return
    for number, row in enumerate(rows):
        for cell in row.cells:
            if cell.node is not None and cell.rows > 1:
                cell.node.rows -= sum(number < each < number + cell.rows for each in covered)
    table.children = [row for row in table.children if row.children]


def merged(rows: Sequence[Row]) -> tuple[Sequence[Row], dict[int, dict[int, int]]]:
    """The rows, and how many rows the merged cells span that begin in each: {row: {grid column: rows}} (17.4.84).

    A cell that goes on where none began above it is a cell of its own.
    """
    spans: dict[int, dict[int, int]] = {}
    begun: dict[tuple[int, int], int] = {}
    checked = list(rows)
    for index, row in enumerate(rows):
        going_on: dict[tuple[int, int], int] = {}
        for number, frame in enumerate(row.kind.frames):
            if not frame.merge:
                continue
            place = frame.start, frame.span
            if frame.merge == "restart":
                going_on[place] = index
            elif place in begun:
                going_on[place] = begun[place]
                spans.setdefault(begun[place], {})[frame.start] = index - begun[place] + 1
            else:
                checked[index] = _restarted(checked[index], number)
                going_on[place] = index
        begun = going_on
    return checked, spans


def _restarted(row: Row, number: int) -> Row:
    """``row`` whose cell ``number`` does not go on from above."""
    frame = replace(row.cells[number].frame, merge="restart")
    cells = (*row.cells[:number], Cell(row.cells[number].blocks, frame), *row.cells[number + 1 :])
    return Row(cells, replace(row.kind, frames=tuple([cell.frame for cell in cells])))


def _cells(
    row: Row, spans: dict[int, int], plan: RowPlan, setting: Setting, table: Node | None
) -> tuple[list[LaidCell], float]:
    """The cells of a row, their contents laid out, and the height of the highest that is no merged one.

    Rows of a table have one number of columns for a reader (ISO 14289-1, 7.5), so columns that no cell has are cells.
    """
    kind = "TH" if plan.kind.header else "TD"
    nodes: list[Node] = []
    laid: list[LaidCell] = []
    highest = 0.0
    for cell, place in zip(row.cells, plan.cells, strict=True):
        if place.skipped:
            nodes.append(Node(kind, place.skipped))
        if place.goes_on:
            setting.tables += _tables_in(cell.blocks) if table is not None else 0
            laid.append(LaidCell(cell, place.x, place.width, place.inset, place.align, (), 0.0, 0, None))
            continue
        count = spans.get(place.start, 1) if spans else 1
        node = None
        if table is not None:
            node = Node(kind, place.columns, count)
            nodes.append(node)
        content = _content(cell.blocks, place.room, setting, node)
        if setting.rules.ends_by_style:
            content = _ended(content, setting.composer)
        extent = flow_height(content) + place.padding
        if count == 1 and extent > highest:
            highest = extent
        laid.append(LaidCell(cell, place.x, place.width, place.inset, place.align, content, extent, count, node))
    if table is not None:
        if plan.skipped:
            nodes.append(Node(kind, plan.skipped))
        table.add("TR").children = nodes
    return laid, highest


def _content(blocks: Sequence[Block], width: float, setting: Setting, node: Node | None) -> Sequence[LaidBlock]:
    """The blocks of a cell; a paragraph that stands alone in it is the text of the cell's own ``node``."""
    first = blocks[0] if len(blocks) == 1 else None
    if type(first) is Paragraph and first.style.outline is None and not first.role:
        return laid_alone(first, width, setting.composer, splits_breaks=setting.document.splits_breaks)
    return lay_out_flow(blocks, width, setting, node, in_cell=True)


def _ended(flow: Sequence[LaidBlock], composer: Composer) -> Sequence[LaidBlock]:
    """``flow`` with the space below its last line that :attr:`PageRules.ends_by_style` asks for."""
    last = flow[-1] if flow else None
    if not isinstance(last, LaidParagraph) or not last.lines:
        return flow
    ended = replace(last)
    end(ended, composer.ascent(last.paragraph.style.run or last.paragraph.mark))
    return [*flow[:-1], ended]


def _natural(laid: LaidParagraph) -> float:
    """How high the text of the last line is."""
    inks = [piece.ink for piece in laid.lines[-1].pieces]
    return max([ink.ascent for ink in inks], default=0.0) + max([ink.descent for ink in inks], default=0.0)


def _beginning_of(table: Table) -> str:
    """Where a table stands, told by its first words."""
    texts = (b.text for row in table.rows for cell in row.cells for b in cell.blocks if isinstance(b, Paragraph))
    text = next((text for text in texts if text.strip()), "")
    return f"“{text[:20]}”处的表格" if text else ""


def _tables_in(blocks: Sequence[Block]) -> int:
    """How many tables stand in ``blocks``, nested ones as well."""
    tables = [block for block in blocks if isinstance(block, Table)]
    return sum(1 + _tables_in(cell.blocks) for table in tables for row in table.rows for cell in row.cells)
