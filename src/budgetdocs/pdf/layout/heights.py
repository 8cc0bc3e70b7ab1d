"""How high the rows of a table are (17.4.80 trHeight). Lengths are points."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import accumulate

from budgetdocs.finding import Finding, Report, Severity
from budgetdocs.pdf.blocks import Paragraph
from budgetdocs.pdf.layout.laid import LaidBlock, LaidCell, LaidRow
from budgetdocs.pdf.layout.paragraphs import LaidParagraph
from budgetdocs.pdf.page import SLACK


def clip_rows(rows: Sequence[LaidRow], report: Report) -> None:
    """Cut what rows of an exact height don't show off the cells that end in them, merged cells as well."""
    for index, row in enumerate(rows):
        for cell in row.cells:
            if cell.rows and rows[min(index + cell.rows, len(rows)) - 1].exact:
                clip(cell, sum([each.height for each in rows[index : index + cell.rows]]) - row.rule, report)


def clip(cell: LaidCell, room: float, report: Report) -> None:
    """Leave out the lines that ``room`` does not show at all; report them, or a last line that it cuts in two."""
    if cell.extent <= room + SLACK:
        return
    printed, inside = _printed(cell.content), room - cell.cell.margins[0]
    cell.content = _shown(cell.content, inside)
    if _printed(cell.content) < printed or _lowest_baseline(cell.content) > inside:
        text = "".join([block.text for block in cell.cell.blocks if isinstance(block, Paragraph)])
        message = f"表格行高固定，单元格只有 {room:.4g} 磅高，文字放不下，超出的部分被裁去；请改为“最小值”或加大行高"
        report(Finding("LY002", Severity.ERROR, message, f"“{text[:20]}”"))


def _shown(flow: Sequence[LaidBlock], room: float) -> list[LaidBlock]:
    """The blocks of ``flow`` that begin in ``room``, the last with the lines that do."""
    shown: list[LaidBlock] = []
    for block in flow:
        room -= block.gap
        if isinstance(block, LaidParagraph) and block.height > room:
            tops = accumulate([line.height for line in block.lines], initial=block.above)
            count = sum(top < room for top in tops)
            part = block.cut(count)[0] if count < len(block.lines) else block
            return [*shown, replace(part, lower=None)] if count else shown  # its box ends outside the row
        shown.append(block)
        room -= block.height
    return shown


def _printed(flow: Sequence[LaidBlock]) -> int:
    """How many lines of ``flow`` hold anything."""
    count = 0
    for block in flow:
        if isinstance(block, LaidParagraph):
            count += sum([bool(line.pieces) for line in block.lines])
        else:
            count += sum([_printed(cell.content) for row in block.rows for cell in row.cells])
    return count


def _lowest_baseline(flow: Sequence[LaidBlock]) -> float:
    """How far below the top of ``flow`` the baseline of its last line lies, if that holds anything; else 0."""
    last = flow[-1] if flow else None
    if not isinstance(last, LaidParagraph) or not last.lines or not last.lines[-1].pieces:
        return 0.0
    line = last.lines[-1]
    return sum([block.gap + block.height for block in flow]) - last.below - line.height + line.baseline


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
