"""How high the rows of a table are (17.4.80 trHeight). Lengths are points."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

from budgetdocs.finding import Finding, Report, Severity
from budgetdocs.pdf.blocks import Paragraph, Row
from budgetdocs.pdf.laid import LaidBlock, LaidCell, LaidRow
from budgetdocs.pdf.page import SLACK
from budgetdocs.pdf.paragraphs import LaidParagraph


def row_height(row: Row, cells: Sequence[LaidCell], rule: float) -> float:
    """The height of a row, its upper rule included, as far as cells of its own need it (17.4.80 trHeight)."""
    if row.exact and row.height:
        return row.height
    return max(row.height, rule + max([cell.extent for cell in cells if cell.rows == 1], default=0.0))


def clip(cells: Sequence[LaidCell], room: float, report: Report) -> None:
    """Leave out the lines that an exact height does not show at all, and report them."""
    for cell in cells:
        if cell.rows != 1 or cell.extent <= room + SLACK:
            continue
        text = "".join([block.text for block in cell.cell.blocks if isinstance(block, Paragraph)])
        message = f"表格行高固定为 {room:.4g} 磅，单元格里的文字放不下，超出的部分被裁去；请改为“最小值”或加大行高"
        report(Finding("LY002", Severity.ERROR, message, f"“{text[:20]}”"))
        cell.content = _shown(cell.content, room - cell.cell.margins[0])


def _shown(flow: Sequence[LaidBlock], room: float) -> list[LaidBlock]:
    """The blocks of ``flow`` that begin in ``room``, the last with the lines that do."""
    shown: list[LaidBlock] = []
    for block in flow:
        room -= block.gap
        if isinstance(block, LaidParagraph) and block.height > room:
            tops = accumulate([line.height for line in block.lines], initial=block.above)
            count = sum(top < room for top in tops)
            part = block.cut(count)[0] if count < len(block.lines) else block
            return [*shown, part] if count else shown
        shown.append(block)
        room -= block.height
    return shown


def grow(rows: Sequence[LaidRow]) -> None:
    """Let each merged cell find its room: what it needs beyond its rows goes to the last of them, the upper ones first.

    Rows of an exact height don't grow.
    """
    cells = [
        (index + cell.rows - 1, index, cell) for index, row in enumerate(rows) for cell in row.cells if cell.rows > 1
    ]
    for last, index, cell in sorted(cells, key=lambda found: found[:2]):
        if not rows[last].exact:
            lacking = rows[index].rule + cell.extent - sum([row.height for row in rows[index : last + 1]])
            rows[last].height += max(0.0, lacking)
