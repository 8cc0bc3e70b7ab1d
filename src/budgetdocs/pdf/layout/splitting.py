"""What of a table stands on a page, and what is left for the next. Lengths are points.

A page takes whole rows, then as much of the next row as fits, unless that must stay whole. Merged cells that the page
break cuts are cut as well, between their lines.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from budgetdocs.pdf.blocks import Cell
from budgetdocs.pdf.layout.borders import Level, level
from budgetdocs.pdf.layout.heights import grow
from budgetdocs.pdf.layout.laid import LaidBlock, LaidCell, LaidRow, LaidTable, flow_height, table_height
from budgetdocs.pdf.layout.page_rules import PageRules
from budgetdocs.pdf.layout.paragraphs import LaidParagraph
from budgetdocs.pdf.page import SLACK


def split_table(
    table: LaidTable, room: float, rules: PageRules, *, fresh: bool
) -> tuple[LaidTable | None, LaidTable | None]:
    """The part of ``table`` that stands in ``room``, and the rest; either may be None.

    On a ``fresh`` page, where there won't be more room, something is taken though it does not fit.
    """
    if not table.rows or table.height + _repeated(table) <= room + SLACK:
        return table, None
    rows = table.rows
    if fresh and table.repeated and _repeated(table) + _first_strips(rows[0]) > room + SLACK:
        table = replace(table, repeated=())  # they would leave no room for anything else
    room -= _repeated(table)
    count = _whole_rows(table, room)
    parts = _parts(rows, count, room, rules, fresh=fresh)
    if parts is None:
        count = _kept(rows, count, fresh=fresh)
    taken, left = rows[:count], rows[count:]
    if parts is not None:
        taken, left = [*taken, parts[0]], [parts[1], *left[1:]]
    elif not taken and fresh:
        taken, left = [_within(rows[0], room)], rows[1:]
    if not taken or (not fresh and all(row.row.header for row in taken) and len(taken) < len(rows)):
        return None, table
    if not left:
        return _part(table, taken, table.below, table.repeated), None
    left = [_opened([*taken, left[0]], len(taken)), *left[1:]]
    if parts is None and _lacks_only_height(left[0], room - sum([row.height for row in taken])):
        rules = replace(rules, cut_on_top=False)
    head, tail = _cut_merged(taken, left, rules, split=parts is not None)
    below = closed(left[0])
    upper = _part(table, head, below, table.repeated)
    lower = _part(table, tail, table.below, () if left[0].row.header else table.header)
    return upper, lower


def closed(row: LaidRow) -> Level:
    """The rules above ``row`` where a page begins with it: a merged cell that the page break cuts is closed as well."""
    if not row.rule or all(cell.merge != "continue" for cell in row.row.cells):
        return row.above
    rules = list(row.above.rules)
    thick = max(rules, key=lambda border: border.width)
    for cell in row.row.cells:
        if cell.merge == "continue":
            span = slice(cell.start, cell.start + cell.span)
            rules[span] = [thick] * len(rules[span])
    return level(rules)


def _opened(rows: Sequence[LaidRow], number: int) -> LaidRow:
    """The row ``number`` of ``rows`` as the first on a page.

    Where all its cells go on from above there is no rule above it: then it has that above the row in which the last of
    them began.
    """
    row = rows[number]
    if row.rule or not _goes_on(row):
        return row
    first = next((rows[each] for each in range(number - 1, -1, -1) if not _goes_on(rows[each])), None)
    if first is None or not first.rule:
        return row
    above = level([max(first.above.rules, key=lambda border: border.width)] * len(first.above.rules))
    more = 0.0 if row.exact else above.room
    return replace(row, above=above, rule=above.room, height=row.height + more, least=row.least + more)


def _goes_on(row: LaidRow) -> bool:
    """Whether all cells of ``row`` go on from above."""
    return all(cell.merge == "continue" for cell in row.row.cells)


def least_beginning(table: LaidTable) -> float:
    """The least height that must find room for the table to begin on a page: header rows, rows that stay with the next,
    and what of the first row behind them can't be cut off."""
    count = len(table.header)
    while count + 1 < len(table.rows) and table.rows[count].keeps:
        count += 1
    whole = table_height(table.rows[:count], table.below)
    return whole + (_least(table.rows[count]) if count < len(table.rows) else 0.0)


def _least(row: LaidRow) -> float:
    if _fixed(row):
        return row.height
    least = max(row.row.height - _dispensable(row), _first_strips(row))
    return row.height if _lacks_only_height(row, least) else least


def _dispensable(row: LaidRow) -> float:
    """What a row of a least height may lack on the page that it begins on: no more than a line."""
    return row.rule + next((_first_strip(cell.content) for cell in row.cells if cell.rows == 1), 0.0)


def _first_strips(row: LaidRow) -> float:
    """The height of what the cells of a row begin with."""
    first = [_first_strip(cell.content) + cell.cell.margins[0] + cell.cell.margins[2] for cell in row.cells]
    return row.rule + max(first, default=0.0)


def _first_strip(content: Sequence[LaidBlock]) -> float:
    """The height of the first line, or of the beginning of the table, with which a cell begins."""
    if not content:
        return 0.0
    first = content[0]
    if isinstance(first, LaidTable):
        return first.gap + least_beginning(first)
    return first.gap + first.above + (first.lines[0].height if first.lines else 0.0)


# --------------------------------------------------------------------------------------------------------------- rows


def _repeated(table: LaidTable) -> float:
    return sum([row.height for row in table.repeated])


def _whole_rows(table: LaidTable, room: float) -> int:
    """How many rows fit whole in ``room``, with the rule below the last."""
    used, count = 0.0, 0
    for row in table.rows:
        used += row.height
        below = _opened(table.rows, count + 1).rule if count + 1 < len(table.rows) else table.below.room
        if used + below > room + SLACK:
            break
        count += 1
    return count


def _kept(rows: Sequence[LaidRow], count: int, *, fresh: bool) -> int:
    """How many of the ``count`` rows that fit are to stand on the page, where the next has not even room to begin.

    Those that stay with the next go with it, unless that left a ``fresh`` page without any.
    """
    kept = count
    while count < len(rows) and kept and rows[kept - 1].keeps:
        kept -= 1
    return kept if kept or not fresh else count


def _parts(
    rows: Sequence[LaidRow], count: int, room: float, rules: PageRules, *, fresh: bool
) -> tuple[LaidRow, LaidRow] | None:
    """The row behind the first ``count`` cut so that its head fits in ``room`` below them; None if it can't be."""
    taken = rows[:count]
    if count == len(rows) or not _may_split(rows[count], room, taken, fresh=fresh):
        return None
    space = room - sum([row.height for row in taken])
    return _split_row(rows[count], taken, space, rules, fresh=fresh and not taken)


def _fixed(row: LaidRow) -> bool:
    return row.exact or row.row.cant_split or row.row.header


def _may_split(row: LaidRow, room: float, taken: Sequence[LaidRow], *, fresh: bool) -> bool:
    """Whether ``row`` may be cut: one that must stay whole only where even a fresh page has no room for it, one of
    a least height only where that lacks no more than a line."""
    alone = fresh and not taken
    if row.exact or ((_fixed(row) or row.keeps) and not alone):
        return False
    lacking = row.row.height - room + sum([each.height for each in taken])
    return alone or lacking <= _dispensable(row) + SLACK


def _within(row: LaidRow, room: float) -> LaidRow:
    """``row`` no higher than ``room``, where nothing but its own height asks for more than any page has."""
    needed = 0.0 if row.exact else row.rule + max([cell.extent for cell in row.cells if cell.rows], default=0.0)
    height = max(needed, min(row.height, room))
    return row if height >= row.height else replace(row, height=height, least=height)


def _lacks_only_height(row: LaidRow, room: float) -> bool:
    """Whether the cells of ``row`` would fit in ``room``, but for its least height: LibreOffice then cuts nothing."""
    needed = max([cell.extent for cell in row.cells if cell.rows == 1], default=0.0)
    return not _fixed(row) and 2 * row.rule + needed <= room + SLACK


def _split_row(
    row: LaidRow, taken: Sequence[LaidRow], room: float, rules: PageRules, *, fresh: bool
) -> tuple[LaidRow, LaidRow] | None:
    """``row`` cut so that its head fits in ``room``; None if a cell has no room for a line, or nothing would be left.

    Merged cells that end in the row make its head as high as they can.
    """
    space = room - row.rule  # the rule that closes the head is that above the row
    heads, tails, height, left = [], [], min(row.row.height, space), False
    for cell in row.cells:
        if cell.rows != 1:
            heads.append(cell)
            tails.append(cell)
            continue
        head, tail = _split_cell(cell, space - row.rule, rules, fresh=fresh)
        if cell.content and not head.content:
            return None
        height = max(height, row.rule + head.extent)
        left = left or bool(tail.content)
        heads.append(head)
        tails.append(tail)
    for cell, above in _ending(taken):
        head, tail = _split_cell(cell, above + space, rules, fresh=fresh)
        height = max(height, head.extent - above)
        left = left or bool(tail.content)
    if not left:
        return None
    rest = row.rule + max([cell.extent for cell in tails if cell.rows == 1], default=0.0)
    rest = max(rest, row.row.height - height)
    upper = replace(row, cells=heads, height=height, least=height)
    return upper, replace(row, cells=tails, height=rest, least=rest)


def _ending(taken: Sequence[LaidRow]) -> list[tuple[LaidCell, float]]:
    """The merged cells that began in the rows ``taken`` and end in the next, with the height of their rows."""
    found, high = [], 0.0
    for back, upper in enumerate(reversed(taken), start=1):
        high += upper.height
        found += [(cell, high - upper.rule) for cell in upper.cells if cell.rows == back + 1]
    return found


def _split_cell(cell: LaidCell, room: float, rules: PageRules, *, fresh: bool = False) -> tuple[LaidCell, LaidCell]:
    """``cell`` cut so that its head fits in ``room``, margins included."""
    padding = cell.cell.margins[0] + cell.cell.margins[2]
    head, tail = split_flow(cell.content, room - padding, rules, fresh=fresh)
    align = "top" if rules.cut_on_top else cell.align
    extent = flow_height(head) + padding
    if head and tail:  # space below the last paragraph takes what room there is
        extent = max(extent - head[-1].after, min(extent, room))
    return (
        replace(cell, content=head, extent=extent, align=align),
        replace(cell, content=tail, extent=flow_height(tail) + padding),
    )


def split_flow(
    flow: Sequence[LaidBlock], room: float, rules: PageRules, *, fresh: bool
) -> tuple[Sequence[LaidBlock], Sequence[LaidBlock]]:
    """The part of a cell's content that fits in ``room``, and the rest."""
    for number, block in enumerate(flow):
        room -= block.gap
        last = number + 1 == len(flow)
        if block.height + (block.after if last else 0.0) <= room + SLACK:
            room -= block.height
            continue
        head, tail = list(flow[:number]), list(flow[number + 1 :])
        cut: tuple[LaidBlock | None, LaidBlock | None] = (None, block)
        if isinstance(block, LaidTable):
            cut = split_table(block, room, rules, fresh=fresh and not number)
        else:
            cut = _cut_paragraph(block, room, last=last)
        upper, lower = cut
        if upper is not None and isinstance(lower, LaidParagraph) and rules.spaces_rest:
            lower.before = block.before
        if lower is not None:
            tail.insert(0, _on_top(lower))
        return [*head, upper] if upper is not None else head, tail
    return flow, ()


def _cut_paragraph(
    block: LaidParagraph, room: float, *, last: bool
) -> tuple[LaidParagraph | None, LaidParagraph | None]:
    """``block``, which is higher than ``room``, cut. What lacks room for its end alone goes on behind the page break
    with a line, if it is the ``last`` of its cell: else nothing would be left there."""
    count = block.fitting(room)
    if last and block.lines:
        count = min(count, len(block.lines) - 1)
    if count == len(block.lines):
        return block, None
    return block.cut(count) if count else (None, block)


def _on_top(block: LaidBlock) -> LaidBlock:
    """``block`` as the first of its column."""
    return replace(block, gap=block.before)


# -------------------------------------------------------------------------------------------------------- merged cells


def _cut_merged(
    taken: Sequence[LaidRow], left: Sequence[LaidRow], rules: PageRules, *, split: bool
) -> tuple[list[LaidRow], list[LaidRow]]:
    """The rows on either side of a page break, their merged cells cut; with ``split`` it runs through a row."""
    head, tail = list(taken), list(left)
    cut, below = False, 0.0
    for number in range(len(head) - 1, -1, -1):
        row = head[number]
        below += row.height
        span = len(head) - number
        cells = list(row.cells)
        for at, cell in enumerate(row.cells):
            if cell.rows > max(span - split, 1):
                cells[at], rest = _split_cell(cell, below - row.rule, rules)
                cells[at].rows = span
                rest.rows = cell.rows - span + split
                _go_on(tail, _within_row(rest, tail[0]) if split else rest)
                head[number] = replace(row, cells=cells)
                cut = True
    if cut or split:
        reach = _reach(tail)
        tail[:reach] = [replace(row, height=row.least) for row in tail[:reach]]
        grow(tail[:reach])
    if cut and rules.cut_on_top:
        _set_on_top(head)
    return head, tail


def _set_on_top(rows: list[LaidRow]) -> None:
    """Let the cells that end in the last row stand at its top, as LibreOffice does beside a merged cell that is cut."""
    for number, row in enumerate(rows):
        if any(cell.rows == len(rows) - number for cell in row.cells):
            cells = [replace(cell, align="top") if cell.rows == len(rows) - number else cell for cell in row.cells]
            rows[number] = replace(row, cells=cells)


def _reach(rows: Sequence[LaidRow]) -> int:
    """How many rows the merged cells of a part reach that begin in its first row, directly or through each other."""
    reach = number = 1
    while number <= min(reach, len(rows)):
        reach = max([reach, *(number - 1 + cell.rows for cell in rows[number - 1].cells)])
        number += 1
    return min(reach, len(rows))


def _within_row(rest: LaidCell, row: LaidRow) -> LaidCell:
    """What is left of a merged cell in a ``row`` that is cut: with the margins over and under it of all its cells."""
    top, right, bottom, left = rest.cell.margins
    above, _, below, _ = row.row.cells[0].margins
    if (above, below) == (top, bottom):
        return rest
    frame = replace(rest.cell.frame, margins=(above, right, below, left))
    return replace(rest, cell=Cell(rest.cell.blocks, frame), extent=rest.extent + above + below - top - bottom)


def _go_on(tail: list[LaidRow], rest: LaidCell) -> None:
    """Put what is left of a merged cell into the first row behind the page break."""
    first = tail[0]
    cells = [rest if cell.cell.start == rest.cell.start and cell.rows != 1 else cell for cell in first.cells]
    least = first.least
    if rest.rows == 1 and not first.exact:
        least = max(least, first.rule + rest.extent)
    tail[0] = replace(first, cells=cells, least=least)


def _part(table: LaidTable, rows: list[LaidRow], below: Level, repeated: Sequence[LaidRow]) -> LaidTable:
    return replace(table, rows=rows, below=below, height=table_height(rows, below), repeated=repeated)
