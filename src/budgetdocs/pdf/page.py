"""One page, and how lines and table rows are put on it.

Lengths are points; y runs downwards from the top of the page.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from budgetdocs.pdf.docx import Section
from budgetdocs.pdf.lines import Line, Piece
from budgetdocs.pdf.styles import Border
from budgetdocs.pdf.tables import LaidCell, LaidRow, LaidTable, edge_width, merged_until, rules_beside

SLACK = 0.05
"""Points by which a line may overrun its room without being moved: what rounding adds up to."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight stroke."""

    x0: float
    y0: float
    x1: float
    y1: float
    border: Border


@dataclass(frozen=True, slots=True)
class Heading:
    """An entry of the outline: ``level`` from 0, at ``y`` of its page."""

    level: int
    text: str
    y: float


@dataclass
class Page:
    """One page. ``number`` is its number in the count, ``label`` that number as printed ("" for an inserted blank)."""

    section: Section
    number: int
    label: str
    first: bool
    texts: list[tuple[float, float, Piece]] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    fills: list[tuple[float, float, float, float, str]] = field(default_factory=list)
    anchors: dict[str, float] = field(default_factory=dict)
    headings: list[Heading] = field(default_factory=list)


def print_strip(page: Page, strip: Line | LaidTable, x: float, y: float) -> None:
    if isinstance(strip, LaidTable):
        print_rows(page, strip, list(strip.rows), x, y, {}, last=True)
        return
    for piece in strip.pieces:
        page.texts.append((x + piece.x, y + strip.before + strip.baseline - piece.ink.rise, piece))


def print_rows(
    page: Page,
    table: LaidTable,
    rows: list[LaidRow],
    x: float,
    y: float,
    carried: dict[int, LaidCell],
    *,
    last: bool,
    repeated: int = 0,
) -> tuple[float, dict[int, LaidCell]]:
    """Print rows, the first ``repeated`` of them header rows of a table that goes on from the page before.

    Returns the y below them and, by column, the merged cells with text yet to be printed.
    """
    tops, at = [], y
    for row in rows:
        tops.append(at)
        at += row.height
    left_over: dict[int, LaidCell] = {}
    for i, row in enumerate(rows):
        _print_rules_above(page, table, row, x, tops[i], opening=i in {0, repeated})
        for place, border in rules_beside(table, row):
            page.rules.append(
                Rule(x + place, tops[i] + row.rule / 2, x + place, tops[i] + row.height + border.width / 2, border)
            )
        for cell in row.cells:
            shown, until = cell, i
            if cell.cell.merge:
                until = merged_until([each.row for each in rows], i, cell.cell.start)
                if cell.cell.merge == "continue":
                    if i or cell.cell.start not in carried:
                        continue
                    shown = carried[cell.cell.start]
            rest = _print_cell(page, shown, row.rule, x, tops[i], tops[until] + rows[until].height, final=last)
            if rest is not None:
                left_over[cell.cell.start] = rest
    edge = table.bottom if last else tuple(replace(_closing(table), width=edge_width(table)) for _ in table.bottom)
    _print_edge(page, table, edge, x, at)
    return at + edge_width(table), left_over


def _closing(table: LaidTable) -> Border:
    return next((border for border in table.bottom if border.width), Border(0.0, "000000"))


def _print_cell(
    page: Page, laid: LaidCell, rule: float, x: float, top: float, bottom: float, *, final: bool
) -> LaidCell | None:
    """Print a cell between ``top`` and ``bottom``; what does not fit is returned, unless this is ``final``."""
    cell = laid.cell
    if cell.shading:
        page.fills.append((x + laid.x, top + rule, laid.width, bottom - top - rule, cell.shading))
    room = bottom - top - rule - laid.padding
    shown, rest = laid.content, None
    if laid.extent > room + 1.0 and not final and cell.merge:
        count, used = 0, 0.0
        while count < len(shown) and used + shown[count].extent <= room + SLACK:
            used += shown[count].extent
            count += 1
        if shown[count:]:
            rest = replace(laid, content=shown[count:], bookmarks=())
        shown = shown[:count]
    spare = max(0.0, room - sum(strip.extent for strip in shown))
    y = top + rule + cell.margins[0] + {"center": spare / 2, "bottom": spare}.get(cell.align, 0.0)
    for number, strip in enumerate(shown):
        for name, line in laid.bookmarks:
            if line == number:
                page.anchors[name] = y
        print_strip(page, strip, x + laid.x + cell.margins[3], y)
        y += strip.extent
    return rest


def _print_rules_above(page: Page, table: LaidTable, row: LaidRow, x: float, y: float, *, opening: bool) -> None:
    """The rules above ``row``; a row with which a page goes on is closed above even where it cuts a merged cell."""
    rules = list(row.top)
    if opening and row.rule:
        continued = {c.cell.start: c.cell.span for c in row.cells if c.cell.merge == "continue"}
        thick = max(row.top, key=lambda border: border.width)
        for start, span in continued.items():
            rules[start : start + span] = [thick] * span
    _print_edge(page, table, tuple(rules), x, y)


def _print_edge(page: Page, table: LaidTable, rules: tuple[Border, ...], x: float, y: float) -> None:
    """The rules of one edge, neighbours of one kind joined; they lie below ``y`` by half the thickest."""
    middle = y + max((border.width for border in rules), default=0.0) / 2
    start = 0
    for column in range(1, len(rules) + 1):
        if column == len(rules) or rules[column] != rules[start]:
            if rules[start].width:
                half = rules[start].width / 2
                page.rules.append(
                    Rule(x + table.edges[start] - half, middle, x + table.edges[column] + half, middle, rules[start])
                )
            start = column
