"""How lines, boxes and tables are put on a page.

Lengths are points; y runs downwards from the top of the page.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from budgetdocs.pdf.blocks import Border
from budgetdocs.pdf.layout.borders import Level, thickness
from budgetdocs.pdf.layout.floating import place_of
from budgetdocs.pdf.layout.laid import LaidBlock, LaidRow, LaidTable
from budgetdocs.pdf.layout.paragraphs import LaidParagraph, edge_of, room_of
from budgetdocs.pdf.layout.splitting import closed
from budgetdocs.pdf.page import Heading, Image, Node, Page, Printed, Rule

_new: Final = tuple.__new__  # makes a named tuple in half the time


@dataclass
class Sheet(Page):
    """A page that is being filled. ``late`` are the paragraphs with fields whose values the whole layout has to tell,
    and their places in ``printed``; ``linked``: something on it can be clicked. ``blank``: one left out before an odd
    or even page; ``done``: nothing is to be printed on it any more.
    """

    late: list[tuple[LaidParagraph, int]] = field(default_factory=list)
    linked: bool = False
    blank: bool = False
    done: bool = False


def print_flow(
    page: Sheet, flow: Sequence[LaidBlock], x: float, y: float, *, artifact: bool = False, within: Node | None = None
) -> None:
    """Print blocks one below the other, from ``y`` on; paragraphs without a node are text of the one ``within``."""
    for block in flow:
        y += block.gap
        if isinstance(block, LaidTable):
            print_table(page, block, x, y, artifact=artifact)
        else:
            print_paragraph(page, block, x, y, artifact=artifact, within=within)
        y += block.height


def print_paragraph(
    page: Sheet, laid: LaidParagraph, x: float, y: float, *, artifact: bool = False, within: Node | None = None
) -> None:
    """Print ``laid`` with its upper edge at ``y``."""
    paragraph, node = laid.paragraph, None if artifact else laid.node or within
    if laid.plain:
        page.printed.append(_new(Printed, (x, y, laid.lines, node)))
        return
    style = paragraph.style
    if style.shading or style.borders:
        _print_box(page, laid, x, y)
    if laid.opens and not artifact:
        for name in paragraph.bookmarks:
            page.anchors[name] = y
        if style.outline is not None and (text := " ".join(paragraph.text.split())):
            page.headings.append(Heading(style.outline, text, y))
    if laid.opens and paragraph.floating:
        _print_floating(page, laid, x, y, node)
    page.printed.append(Printed(x, y + laid.above, laid.lines, node))
    page.linked = page.linked or any(span.link or span.url for span in paragraph.spans)
    for span in paragraph.spans:
        if span.picture or span.field:
            _print_pictures(page, laid, x, y, node)
            if not artifact:
                page.late.append((laid, len(page.printed) - 1))
            break


def _print_floating(page: Sheet, laid: LaidParagraph, x: float, y: float, node: Node | None) -> None:
    """The pictures that stand by the place of a paragraph, which is that of the space above it that is its own."""
    y -= laid.gap - laid.owed
    for each in laid.paragraph.floating:
        figure = node.add("Figure", alt=each.picture.alt) if node is not None else None
        place = place_of(each, page, (x, laid.width), y)
        page.images.append(Image(*place, each.picture, figure, not each.behind))


def _print_pictures(page: Sheet, laid: LaidParagraph, x: float, y: float, node: Node | None) -> None:
    """The pictures of a paragraph, which stand on the baseline."""
    y += laid.above
    for line in laid.lines:
        for piece in line.pieces:
            if piece.picture:
                figure = node.add("Figure", alt=piece.picture.alt) if node is not None else None
                page.images.append(Image(x + piece.x, y + line.baseline - piece.picture.height, piece.picture, figure))
        y += line.height


def _print_box(page: Sheet, laid: LaidParagraph, x: float, y: float) -> None:
    """Shading and rules of a paragraph (17.3.1.31, 17.3.1.24)."""
    _print_sides(page, laid, x, (y, y + laid.height), laid.gap if laid.joined else 0.0)
    for rule, level, inwards in ((laid.upper, y, 0.5), (laid.lower, y + laid.height, -0.5)):
        _print_edge(page, laid, x, rule, level, inwards)


def close_box(page: Sheet, laid: LaidParagraph, x: float, y: float) -> None:
    """End at the end of a page the box that ``laid``, whose lower edge is at ``y``, shares with what follows."""
    edge = edge_of(laid.paragraph.style, "bottom")
    bottom = y + room_of(edge)
    _print_sides(page, laid, x, (y, bottom), 0.0)
    _print_edge(page, laid, x, edge, bottom, -0.5)


def _print_sides(page: Sheet, laid: LaidParagraph, x: float, extent: tuple[float, float], more: float) -> None:
    """The shading of a box over its ``extent``, and the upright rules, which begin so much ``more`` above."""
    top, bottom = extent
    left, right = _width(laid, x)
    if laid.paragraph.style.shading:
        page.fills.append((left, top, right - left, bottom - top, laid.paragraph.style.shading))
    for side, at, inwards in (("left", left, 0.5), ("right", right, -0.5)):
        border = edge_of(laid.paragraph.style, side)
        if border and border.width:
            at += thickness(border) * inwards
            page.rules.append(Rule(at, top - more, at, bottom, border))


def _print_edge(page: Sheet, laid: LaidParagraph, x: float, rule: Border | None, y: float, inwards: float) -> None:
    """The ``rule`` above or below a box, whose edge is at ``y``."""
    if rule and rule.width:
        left, right = _width(laid, x)
        y += thickness(rule) * inwards
        page.rules.append(Rule(left, y, right, y, rule))


def _width(laid: LaidParagraph, x: float) -> tuple[float, float]:
    """From where to where a box reaches: it stands outside the indents."""
    style = laid.paragraph.style
    edges = (edge_of(style, side) for side in ("left", "right"))
    before, behind = (room_of(edge) if edge and edge.width else 0.0 for edge in edges)
    return x + style.left + min(style.first, 0.0) - before, x + laid.width - style.right + behind


# ------------------------------------------------------------------------------------------------------------- tables


def print_table(page: Sheet, table: LaidTable, x: float, y: float, *, artifact: bool = False) -> float:
    """Print the rows of ``table`` with its upper edge at ``y``; returns the y of its lower edge.

    Header rows repeated from the page before are artifacts.
    """
    rows = [*table.repeated, *table.rows]
    repeated = len(table.repeated)
    tops, at = [], y
    for row in rows:
        tops.append(at)
        at += row.height
    tops.append(at)
    upright = _Upright(page, x, table.edges)
    for i, row in enumerate(rows):
        _print_level(page, table, closed(row) if i in {0, repeated} else row.above, x, tops[i])
        upright.row(row, tops[i], tops[i + 1] + (rows[i + 1].rule if i + 1 < len(rows) else table.below.room) / 2)
        _print_cells(page, row, x, tops, i, artifact or i < repeated)
    upright.close()
    _print_level(page, table, table.below, x, at)
    return at + table.below.room


def _print_cells(page: Sheet, row: LaidRow, x: float, tops: Sequence[float], index: int, artifact: bool) -> None:
    """Print the cells of row ``index``, of those whose rows begin at ``tops``; the last of these is the table's end."""
    top = tops[index] + row.rule
    for laid in row.cells:
        if not laid.rows:
            continue
        frame, content = laid.cell.frame, laid.content
        bottom = tops[min(index + laid.rows, len(tops) - 1)]
        if frame.shading:
            page.fills.append((x + laid.x, top, laid.width, bottom - top, frame.shading))
        spare = max(0.0, bottom - top - laid.extent)
        at = top + frame.margins[0]
        if spare and laid.align != "top":
            at += spare / 2 if laid.align == "center" else spare if laid.align == "bottom" else 0.0
        print_flow(page, content, x + laid.x + laid.inset, at, artifact=artifact, within=laid.node)


class _Upright:
    """The vertical rules of a table: what stands on one edge of the grid in row after row becomes one stroke."""

    def __init__(self, page: Sheet, x: float, edges: Sequence[float]) -> None:
        self._page, self._x, self._edges = page, x, edges
        self._open: dict[int, tuple[Border, float]] = {}
        self._last: tuple[tuple[int, Border], ...] = ()
        self._bottom = 0.0

    def row(self, row: LaidRow, top: float, bottom: float) -> None:
        """Go on down to ``bottom``, the middle of the rule below ``row``."""
        if row.beside != self._last:
            beside = dict(row.beside)
            for edge in [edge for edge, (border, _) in self._open.items() if beside.get(edge) != border]:
                self._print(edge)
            for edge, border in row.beside:
                if edge not in self._open:
                    self._open[edge] = border, top + row.rule / 2
            self._last = row.beside
        self._bottom = bottom

    def _print(self, edge: int) -> None:
        border, top = self._open.pop(edge)
        at = self._x + self._edges[edge]
        self._page.rules.append(Rule(at, top, at, self._bottom, border))

    def close(self) -> None:
        for edge in list(self._open):
            self._print(edge)


def _print_level(page: Sheet, table: LaidTable, level: Level, x: float, y: float) -> None:
    """The rules on one level; each hangs down from ``y``."""
    for start, end, border in level.strokes:
        half = thickness(border) / 2
        page.rules.append(Rule(x + table.edges[start] - half, y + half, x + table.edges[end] + half, y + half, border))
