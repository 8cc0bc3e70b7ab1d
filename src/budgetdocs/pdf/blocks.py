"""What a Word document holds, its styles resolved: sections of paragraphs and tables. Lengths are points.

Made by :mod:`~budgetdocs.pdf.docx`, laid out by the modules behind it. Everything here is frozen and compares by value,
so that what was laid out once can be found again by what it was made of. What a document has thousands of are named
tuples: these are made in a fraction of the time.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class Border:
    """A rule of ``width`` points and ``color`` (RRGGBB); width 0 is none, said outright.

    ``style`` is that of 17.18.2 ST_Border (single, double, dotted, dashed, …); ``space`` is kept clear of the text.
    """

    width: float
    color: str
    style: str = "single"
    space: float = 0.0


@dataclass(frozen=True, slots=True)
class RunStyle:
    """``east`` is the font of Chinese characters, ``latin`` that of the others; ``rise`` lifts the baseline.

    ``script`` is superscript, subscript or "" (17.3.2.42), ``size`` that of full letters; ``underline`` is a value of
    17.18.99 ST_Underline, "" for none; ``spacing`` is added behind each character (17.3.2.35), ``scale`` widens it
    (17.3.2.43: 1 is 100 %); ``shading`` is the colour behind the text, "" for none.
    """

    east: str
    latin: str
    size: float
    bold: bool
    italic: bool
    underline: str
    strike: bool
    color: str
    rise: float
    hidden: bool
    double_strike: bool = False
    spacing: float = 0.0
    scale: float = 1.0
    shading: str = ""
    snap: bool = True
    """Whether the run heeds the document grid (17.3.2.34)."""
    script: str = ""


@dataclass(frozen=True, slots=True)
class ParagraphStyle:
    """``line_rule`` is auto (``line`` a factor), exact or atLeast (``line`` in points).

    ``align`` is left, center, right, both or distribute; ``first`` is the first line's indent beyond ``left`` (below 0:
    hanging). ``tabs`` are (position, kind, leader); ``hanging``: a mark may stand beyond the right edge (17.3.1.21).
    ``outline`` is the level of a heading from 0; ``style`` the id of the paragraph's style.
    """

    align: str
    left: float
    right: float
    first: float
    before: float
    after: float
    line: float
    line_rule: str
    keep_next: bool
    keep_lines: bool
    page_break_before: bool
    widow_control: bool
    tabs: tuple[tuple[float, str, str], ...]
    outline: int | None
    hanging: bool
    style: str
    snap: bool = True
    """Whether its lines heed the document grid (17.3.1.32 snapToGrid)."""
    contextual: bool = False
    """No space between neighbours of one style (17.3.1.9 contextualSpacing)."""
    borders: tuple[tuple[str, Border], ...] = ()
    """By side: top, left, bottom, right, between (17.3.1.24 pBdr)."""
    shading: str = ""
    space_latin: bool = True
    """Space between ideographs and Latin letters (17.3.1.2 autoSpaceDE)."""
    space_digits: bool = True
    """Space between ideographs and digits (17.3.1.3 autoSpaceDN)."""
    hanging_set: bool = False
    """Whether the file says itself what ``hanging`` is: LibreOffice takes that for its contrary."""
    run: RunStyle | None = None
    """What its style makes of text that says nothing itself."""

    @property
    def plain(self) -> bool:
        """Whether nothing is printed but the text, and no reader is led to it."""
        return not (self.shading or self.borders) and self.outline is None


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture: the bytes of a PNG or JPEG file, its printed size, and its alternative text."""

    data: bytes
    width: float
    height: float
    alt: str


class Position(NamedTuple):
    """Where a floating picture stands in one direction: ``offset`` points from the beginning of its ``base`` (20.4.3.4,
    20.4.3.5), or by its ``align`` there (20.4.3.1, 20.4.3.2)."""

    base: str
    offset: float = 0.0
    align: str = ""


class Floating(NamedTuple):
    """A picture over the text, or under it if ``behind``, round which no text flows (20.4.2.3 anchor)."""

    picture: Picture
    across: Position
    down: Position
    behind: bool


class Span(NamedTuple):
    r"""Text in one style: ``\t`` a tab, ``\n`` a line break, ``\f`` a page break, ``\ufffc`` the ``picture``.

    ``field`` is a field whose value only the layout knows (PAGE, NUMPAGES, SECTIONPAGES, PAGEREF with its bookmark),
    with the number format that it asks for itself (``PAGE \* upperRoman``).
    ``link`` is the bookmark that a click leads to, ``url`` an address outside the document.
    """

    text: str
    style: RunStyle
    link: str = ""
    field: str = ""
    url: str = ""
    picture: Picture | None = None


class Paragraph(NamedTuple):
    """``role`` is what it is within the document beyond its style: "toc" for a line of the contents, else "".

    The number of a numbered paragraph (17.9) is the text of its first spans. ``floating`` are the pictures that float
    by it.
    """

    style: ParagraphStyle
    mark: RunStyle
    spans: tuple[Span, ...]
    bookmarks: tuple[str, ...] = ()
    role: str = ""
    floating: tuple[Floating, ...] = ()

    @property
    def text(self) -> str:
        return "".join(span.text for span in self.spans)


@dataclass(frozen=True, slots=True)
class Frame:
    """A cell but for what it holds: where it stands in the grid, and how it looks.

    ``merge`` is "restart", "continue" or "" (17.4.84 vMerge); ``margins`` are top, right, bottom, left; ``width`` is
    the wish of the cell (17.4.71 tcW), 0 where it has none.
    """

    start: int
    span: int
    merge: str
    align: str
    margins: tuple[float, float, float, float]
    borders: dict[str, Border]
    shading: str
    width: float = 0.0
    no_wrap: bool = False


class Cell(NamedTuple):
    """What a cell holds, in its :class:`Frame`."""

    blocks: tuple[Block, ...]
    frame: Frame

    @property
    def start(self) -> int:
        return self.frame.start

    @property
    def span(self) -> int:
        return self.frame.span

    @property
    def merge(self) -> str:
        return self.frame.merge

    @property
    def align(self) -> str:
        return self.frame.align

    @property
    def margins(self) -> tuple[float, float, float, float]:
        return self.frame.margins

    @property
    def borders(self) -> dict[str, Border]:
        return self.frame.borders

    @property
    def shading(self) -> str:
        return self.frame.shading

    @property
    def width(self) -> float:
        return self.frame.width

    @property
    def no_wrap(self) -> bool:
        return self.frame.no_wrap


@dataclass(frozen=True, slots=True)
class RowKind:
    """What rows say that differ in their contents alone; ``height`` is the least, with ``exact`` the height (17.4.80).

    The reader makes one object of all that are equal in documents with the same styles: as long as it is kept, what
    depends on the kind of a row alone can be found again by the ``id`` of its kind.
    """

    frames: tuple[Frame, ...]
    height: float
    exact: bool
    header: bool
    cant_split: bool


class Row(NamedTuple):
    """The cells of a row, whose frames are those of its ``kind``."""

    cells: tuple[Cell, ...]
    kind: RowKind

    @property
    def height(self) -> float:
        return self.kind.height

    @property
    def exact(self) -> bool:
        return self.kind.exact

    @property
    def header(self) -> bool:
        return self.kind.header

    @property
    def cant_split(self) -> bool:
        return self.kind.cant_split


@dataclass(frozen=True, slots=True)
class Table:
    """``grid`` holds the widths of the columns, ``align`` is left, center or right, ``borders`` those of the whole.

    ``autofit``: columns take the widths that their contents want (17.18.87); ``width`` is the wished width of the
    whole, 0 where there is none, below 0 a share of the column (-1 is all of it); ``spacing`` the room between cells.
    """

    grid: tuple[float, ...]
    rows: tuple[Row, ...]
    align: str
    indent: float
    borders: dict[str, Border]
    autofit: bool = False
    width: float = 0.0
    spacing: float = 0.0


Block = Paragraph | Table


@dataclass(frozen=True, slots=True)
class Section:
    """A run of pages of one kind. ``headers`` and ``footers`` are by type: default, first, even.

    ``grid`` is the pitch of the document grid's lines (17.6.5 docGrid), 0 where lines don't snap; ``grid_chars`` what
    it adds to each character's width.
    """

    blocks: tuple[Block, ...]
    width: float
    height: float
    top: float
    right: float
    bottom: float
    left: float
    header_distance: float
    footer_distance: float
    headers: dict[str, tuple[Block, ...]]
    footers: dict[str, tuple[Block, ...]]
    title_page: bool
    kind: str
    number_format: str
    number_start: int | None
    grid: float = 0.0
    grid_chars: float = 0.0


@dataclass(frozen=True, slots=True)
class Document:
    """``default_tab`` is the distance of tab stops beyond those set (17.15.1.25).

    ``adds_space``: the space between paragraphs is the sum of what both ask for, not the larger (17.15.3.21
    doNotUseHTMLParagraphAutoSpacing). ``splits_breaks``: behind a page break at its end a paragraph goes on with a
    blank line (17.15.3.60 splitPgBreakAndParaMark).
    """

    sections: tuple[Section, ...]
    title: str
    author: str
    even_and_odd: bool
    compatibility: int
    default_tab: float = 36.0
    language: str = "zh-CN"
    adds_space: bool = False
    splits_breaks: bool = False
