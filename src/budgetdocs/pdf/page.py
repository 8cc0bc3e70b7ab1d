"""What stands on a page, ready to be drawn: texts, rules, fills and pictures, and the structure that they belong to.

Lengths are points; y runs downwards from the top of the page.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from budgetdocs.pdf.blocks import Border, Picture, Section
from budgetdocs.pdf.lines import Lines, Piece

SLACK = 0.05
"""Points by which a line may overrun its room without being moved: what rounding adds up to."""


@dataclass(slots=True, eq=False)
class Node:
    """An element of the document's structure tree (ISO 32000-1, 14.7.2), in the order of reading.

    ``kind`` is a standard structure type (14.8.4): Document, H1 to H6, P, TOC, TOCI, Table, TR, TH, TD, Figure.
    ``columns`` and ``rows`` are the spans of a TH or TD, ``scope`` what a TH is the header of: Column, Row or Both;
    ``alt`` is the alternative text of a Figure. ``number``, ``page`` and ``held`` are notes of who draws it.
    """

    kind: str
    columns: int = 1
    rows: int = 1
    alt: str = ""
    scope: str = "Column"
    children: list[Node] | tuple[Node, ...] = ()
    number: int = 0
    page: int = 0
    held: int | str = ""

    def add(self, kind: str, *, columns: int = 1, rows: int = 1, alt: str = "", scope: str = "Column") -> Node:
        """A new child, behind the others."""
        child = Node(kind, columns, rows, alt, scope)
        if isinstance(self.children, list):
            self.children.append(child)
        else:
            self.children = [child]
        return child


class Text(NamedTuple):
    """A piece with its baseline at ``y``; without a ``node`` it is an artifact: headers, footers, repeated rows."""

    x: float
    y: float
    piece: Piece
    node: Node | None = None


class Printed(NamedTuple):
    """``lines`` of one paragraph in a column that begins at ``x``, the top of the first at ``y``; ``node`` as above."""

    x: float
    y: float
    lines: Lines
    node: Node | None = None

    @property
    def texts(self) -> Iterator[Text]:
        """Their pieces one by one, pictures left out."""
        return (text for text, _ in self.said)

    @property
    def said(self) -> Iterator[tuple[Text, str]]:
        """Their pieces, each with the blank that is read behind it: one that takes no room where its line is full."""
        x, y, lines, node = self
        for line in lines:
            baseline = y + line.baseline
            for number, piece in enumerate(line.pieces, 1):
                if not piece.picture:
                    last = line.blank and number == len(line.pieces) and line.blank in piece.ink.face
                    yield Text(x + piece.x, baseline - piece.ink.rise, piece, node), line.blank if last else ""
            y += line.height


@dataclass(frozen=True, slots=True)
class Image:
    """A picture with its upper left corner at ``x`` and ``y``; ``over`` the text, or under it."""

    x: float
    y: float
    picture: Picture
    node: Node | None = None
    over: bool = False


class Rule(NamedTuple):
    """A straight stroke; an artifact always."""

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
    """One page. ``number`` is its number in the count, ``label`` that number as printed ("" for an inserted blank).

    ``fills`` are (x, y, width, height, colour) behind all else, artifacts always.
    """

    section: Section
    number: int
    label: str
    first: bool
    printed: list[Printed] = field(default_factory=list)
    images: list[Image] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    fills: list[tuple[float, float, float, float, str]] = field(default_factory=list)
    anchors: dict[str, float] = field(default_factory=dict)
    headings: list[Heading] = field(default_factory=list)

    @property
    def texts(self) -> list[Text]:
        """All that is printed, piece by piece."""
        return [text for printed in self.printed for text in printed.texts]

    def margin(self, y: float) -> str:
        """In which margin a baseline at ``y`` lies: "Header", "Footer", or "" for the text between them."""
        if y <= abs(self.section.top):
            return "Header"
        return "Footer" if y >= self.section.height - abs(self.section.bottom) else ""
