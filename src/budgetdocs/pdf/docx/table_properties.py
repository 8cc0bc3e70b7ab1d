"""What tables, rows and cells ask for (17.4), each with its style behind it; taken apart once for the same bytes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any, Final, TypeVar

from lxml import etree

from budgetdocs.pdf.blocks import Block, Border, Cell, Frame, Paragraph, RowKind
from budgetdocs.pdf.docx.names import has_effect, points, qualified, share, toggled, value, w, whole
from budgetdocs.pdf.docx.paragraph_properties import ALIGNMENTS
from budgetdocs.pdf.docx.styles import Ambient, Styles
from budgetdocs.pdf.docx.table_styles import (
    CellProperties,
    CellStyle,
    TableStyle,
    box,
    cell_properties,
    margins,
    table_look,
)
from budgetdocs.pdf.sightings import Sightings

_DEFAULT_MARGINS: Final = {"top": 0.0, "right": 5.4, "bottom": 0.0, "left": 5.4}
_SIDES: Final = frozenset({"top", "left", "bottom", "right", "insideH", "insideV"})
_MOST: Final = 2048
MAX_COLUMNS: Final = 63
_Read = TypeVar("_Read")

DRAWN_TABLE: Final = frozenset(
    map(w, ("tblStyle", "tblW", "jc", "tblCellSpacing", "tblInd", "tblBorders", "shd", "tblLayout", "tblCellMar",
            "tblLook", "tblStyleRowBandSize", "tblStyleColBandSize"))
)  # fmt: skip
IGNORED_TABLE: Final = frozenset(map(w, ("tblOverlap", "tblCaption", "tblDescription", "tblPrChange", "tblPrExChange")))
DRAWN_ROW: Final = frozenset(map(w, ("trHeight", "cantSplit", "tblHeader", "hidden", "gridBefore", "gridAfter", "jc")))
IGNORED_ROW: Final = frozenset(map(w, ("cnfStyle", "wBefore", "wAfter", "divId", "tblCellSpacing", "trPrChange")))
IGNORED_IN_TABLE: Final = frozenset(
    map(w, ("tblPr", "tblGrid", "trPr", "tblPrEx", "tcPr", "bookmarkEnd", "proofErr", "permStart", "permEnd",
            "commentRangeStart", "commentRangeEnd", "sdtPr", "sdtEndPr", "customXmlPr", "moveFromRangeStart",
            "moveFromRangeEnd", "moveToRangeStart", "moveToRangeEnd"))
)  # fmt: skip


@dataclass(slots=True, eq=False)
class TableProperties:
    """What a table's style and its own ``w:tblPr`` come to."""

    style: TableStyle
    look: frozenset[str]
    borders: dict[str, Border]
    margins: dict[str, float]
    shading: str
    align: str
    indent: float
    autofit: bool
    width: float
    spacing: float
    undrawn: tuple[str, ...]
    looks: dict[CellProperties, CellLook] = field(default_factory=dict)
    """Of its cells, by what they ask for, where neither their place nor their row makes a difference."""
    spots: dict[tuple[float, ...], Spot] = field(default_factory=dict)


Place = tuple["Spot", tuple[bool | int, ...]]


@dataclass(frozen=True, slots=True, eq=False)
class Spot:
    """A table's properties, and the widths of its columns: one object for all tables that have both in common."""

    table: TableProperties
    grid: tuple[float, ...]

    def place(self, index: int, rows: int) -> Place:
        """Where a row stands, as far as that makes a difference: its ``index``, and how many rows there are."""
        style = self.table.style
        return self, style.place(self.table.look, index, rows) if style.varies else ()


@dataclass(slots=True, eq=False)
class RowProperties:
    """What a ``w:trPr`` says; ``before`` and ``after`` are grid columns left empty, ``align`` is "" if it is silent."""

    before: int
    after: int
    height: float
    exact: bool
    header: bool
    cant_split: bool
    hidden: bool
    align: str
    undrawn: tuple[str, ...]


@dataclass(slots=True, eq=False)
class RowException:
    """What a row has otherwise than its table (17.4.61 tblPrEx)."""

    borders: dict[str, Border]
    margins: dict[str, float]
    shading: str


@dataclass(slots=True, eq=False)
class CellLook:
    """How a cell looks, all that asks for it taken together; ``ambient`` is what its text starts from."""

    align: str
    margins: tuple[float, float, float, float]
    borders: dict[str, Border]
    shading: str
    ambient: Ambient


class TableFormats:
    """The properties of tables, rows and cells of all the documents that share :class:`Styles`."""

    def __init__(self, styles: Styles) -> None:
        self.styles = styles
        self._table_styles: dict[str, TableStyle] = {}
        self._tables: dict[bytes, TableProperties] = {}
        self._rows: dict[bytes, RowProperties] = {}
        self._exceptions: dict[bytes, RowException] = {}
        self._cells: dict[bytes, CellProperties] = {}
        self._looks: dict[Any, CellLook] = {}
        self._frames: dict[tuple[CellProperties, CellLook, int, float], Frame] = {}
        self._equal_frames: dict[tuple[Any, ...], Frame] = {}
        self._kinds: dict[tuple[Any, ...], RowKind] = {}
        self.cells: dict[tuple[int, int], Cell] = {}
        self.met = Sightings()
        """Cells of a single paragraph, by the ``id`` of their frame and of that, both of which live in the cell."""
        self._grids: dict[bytes, tuple[float, ...]] = {}

    def table(self, element: Any) -> TableProperties:
        """The properties of a table with the ``w:tblPr`` given (None: nothing)."""
        return _once(self._tables, element, self._table)

    def spot(self, table: TableProperties, elements: list[Any]) -> Spot:
        """The table with the widths of its columns by its ``w:tblGrid`` (there should be but one)."""
        key = b"".join([etree.tostring(each, with_tail=False) for each in elements])
        grid = self._grids.get(key)
        if grid is None:
            columns = (column for each in elements for column in each.iterchildren(w("gridCol")))
            _bound(self._grids)
            grid = self._grids[key] = tuple(max(0.0, points(each.get(w("w")))) for each in columns)[:MAX_COLUMNS]
        found = table.spots.get(grid)
        if found is None:
            _bound(table.spots)
            found = table.spots[grid] = Spot(table, grid)
        return found

    def row(self, element: Any) -> RowProperties:
        """The properties of a row with the ``w:trPr`` given (None: nothing)."""
        return _once(self._rows, element, _row)

    def exception(self, element: Any) -> RowException:
        """What a row has otherwise than its table, by its ``w:tblPrEx``."""
        return _once(self._exceptions, element, self._exception)

    def cell(self, element: Any) -> CellProperties:
        """The properties of a cell with the ``w:tcPr`` given (None: nothing)."""
        key = b"" if element is None else etree.tostring(element, with_tail=False)
        found = self._cells.get(key)
        if found is None:
            _bound(self._cells)
            found = self._cells[key] = cell_properties(element, self.styles.theme)
        return found

    def frame(self, said: CellProperties, look: CellLook, start: int, width: float) -> Frame:
        """The frame of a cell that begins in the grid column ``start``."""
        key = said, look, start, width
        found = self._frames.get(key)
        if found is None:
            _bound(self._frames)
            around = look.align, look.margins, look.borders, look.shading
            made = Frame(start, said.span, said.merge, *around, width=width, no_wrap=said.no_wrap)
            found = self._frames[key] = self.same(made)
        return found

    def level(self, frames: Sequence[Frame]) -> tuple[Frame, ...]:
        """The frames of a row with the widest of their margins above, and below: as Word and LibreOffice hold it, text
        begins at one height in all cells of a row."""
        top = max((frame.margins[0] for frame in frames), default=0.0)
        bottom = max((frame.margins[2] for frame in frames), default=0.0)
        found = []
        for frame in frames:
            _, right, _, left = frame.margins
            margins = top, right, bottom, left
            found.append(frame if frame.margins == margins else self.same(replace(frame, margins=margins)))
        return tuple(found)

    def same(self, frame: Frame) -> Frame:
        """The one frame that is equal to ``frame``."""
        rules = frozenset(frame.borders.items())
        key = *(getattr(frame, name) for name in Frame.__slots__ if name != "borders"), rules
        if len(self._equal_frames) >= _MOST:
            self._frames.clear()
        _bound(self._equal_frames)
        return self._equal_frames.setdefault(key, frame)

    def kind(self, frames: tuple[Frame, ...], said: RowProperties, exact: bool) -> RowKind:
        """The kind of a row with these frames; kinds that are equal are the same object."""
        key = *map(id, frames), said.height, exact, said.header, said.cant_split  # the frames live in what is kept
        found = self._kinds.get(key)
        if found is None:
            _bound(self._kinds)
            found = self._kinds[key] = RowKind(frames, said.height, exact, said.header, said.cant_split)
        return found

    def made(self, frame: Frame, blocks: list[Block]) -> Cell:
        """The cell of these blocks: once it is met again, one object for the same single paragraph."""
        single = blocks[0] if len(blocks) == 1 else None
        if type(single) is not Paragraph:
            return Cell(tuple(blocks), frame)
        key = id(frame), id(single)
        found = self.cells.get(key)
        if found is None:
            found = Cell((single,), frame)
            if self.met.again((id(frame), single.text)):
                self.keep(key, found)
        return found

    def keep(self, key: tuple[int, int], cell: Cell) -> Cell:
        """The cell, which is kept in :attr:`cells`."""
        if len(self.cells) >= _MOST:
            self.cells.clear()
        self.cells[key] = cell
        return cell

    def look(
        self, table: TableProperties, asked: CellProperties, apart: RowException | None, place: tuple[int, ...]
    ) -> CellLook:
        """How a cell looks by its table, its style, its row and itself.

        ``place`` is its row, how many rows there are, its first and last grid column, and how many columns there are.
        """
        row, rows, start, end, columns = place
        styled = table.style.cell(table.look, row, rows, start, end, columns)
        at = (("top", row == 0), ("bottom", row == rows - 1), ("left", start == 0), ("right", end >= columns))
        edges = frozenset(side for side, true in at if true) if apart is not None else frozenset()
        key = table, asked, styled, apart, edges
        found = self._looks.get(key)
        if found is None:
            _bound(self._looks)
            found = self._looks[key] = _look(table, asked, styled, apart, edges)
        if apart is None and not table.style.varies:
            _bound(table.looks)
            table.looks[asked] = found
        return found

    def _table(self, element: Any) -> TableProperties:
        styles = self.styles
        found = {child.tag: child for child in (element if element is not None else ())}
        name = styles.named("table", found.get(w("tblStyle")))
        if name not in self._table_styles:
            self._table_styles[name] = TableStyle(styles, name)
        style = self._table_styles[name]
        ruled: dict[str, Border] = {}
        around = dict(_DEFAULT_MARGINS)
        said: dict[str, Any] = {}
        for each in (*style.properties, *([] if element is None else [element])):
            said |= {child.tag: child for child in each}
            ruled |= box(each.find(w("tblBorders")), styles.theme)
            around |= margins(each.find(w("tblCellMar")))
        wide, shaded, layout = said.get(w("tblW")), said.get(w("shd")), said.get(w("tblLayout"))
        undrawn = [qualified(tag) for tag in said.keys() - DRAWN_TABLE - IGNORED_TABLE if has_effect(said[tag])]
        return TableProperties(
            style=style,
            look=table_look(found.get(w("tblLook"))),
            borders={side: rule for side, rule in ruled.items() if side in _SIDES},
            margins=around,
            shading="" if shaded is None else styles.theme.shading(shaded),
            align=_alignment(said.get(w("jc"))),
            indent=_measure(said.get(w("tblInd"))),
            autofit=layout is None or layout.get(w("type")) != "fixed",
            width=0.0 if wide is None else share(wide.get(w("w"), "0"), wide.get(w("type"), "dxa")),
            spacing=max(0.0, _measure(said.get(w("tblCellSpacing")))),
            undrawn=tuple(sorted(undrawn)),
        )

    def _exception(self, element: Any) -> RowException:
        theme, shaded = self.styles.theme, element.find(w("shd"))
        return RowException(
            box(element.find(w("tblBorders")), theme),
            margins(element.find(w("tblCellMar"))),
            "" if shaded is None else theme.shading(shaded),
        )


@lru_cache(16)
def table_formats(styles: Styles) -> TableFormats:
    """The one :class:`TableFormats` of the styles given."""
    return TableFormats(styles)


def _once(kept: dict[bytes, _Read], element: Any, read: Callable[[Any], _Read]) -> _Read:
    """What ``read`` makes of an element (or of None), made once for the same bytes."""
    key = b"" if element is None else etree.tostring(element, with_tail=False)
    found = kept.get(key)
    if found is None:
        _bound(kept)
        found = kept[key] = read(element)
    return found


def _bound(kept: dict[Any, Any]) -> None:
    if len(kept) >= _MOST:
        kept.clear()


def _row(element: Any) -> RowProperties:
    found = {child.tag: child for child in (element if element is not None else ())}
    height = found.get(w("trHeight"))
    return RowProperties(
        before=max(0, whole(value(found.get(w("gridBefore")), "0"))),
        after=max(0, whole(value(found.get(w("gridAfter")), "0"))),
        height=0.0 if height is None else max(0.0, points(height.get(w("val")))),
        exact=height is not None and height.get(w("hRule")) == "exact",
        header=toggled(found.get(w("tblHeader"))),
        cant_split=toggled(found.get(w("cantSplit"))),
        hidden=toggled(found.get(w("hidden"))) or w("del") in found,
        align=_alignment(found.get(w("jc"))),
        undrawn=tuple(sorted(qualified(tag) for tag in found.keys() - DRAWN_ROW - IGNORED_ROW)),
    )


def _look(
    table: TableProperties, said: CellProperties, styled: CellStyle, apart: RowException | None, edges: frozenset[str]
) -> CellLook:
    around = table.margins | styled.margins
    ruled = dict(styled.borders)
    shading = table.shading if styled.shading is None else styled.shading
    if apart is not None:
        around |= apart.margins
        ruled |= _excepted(apart.borders, edges)
        shading = apart.shading or shading
    around |= said.margins
    return CellLook(
        said.align or styled.align or "top",
        (around["top"], around["right"], around["bottom"], around["left"]),
        ruled | said.borders,
        shading if said.shading is None else said.shading,
        styled.ambient,
    )


def _excepted(ruled: dict[str, Border], edges: frozenset[str]) -> dict[str, Border]:
    """The borders that a row has of its own, as those of a cell that lies at the table's ``edges``."""
    inner = {"top": "insideH", "bottom": "insideH", "left": "insideV", "right": "insideV"}
    wanted = {side: side if side in edges else inside for side, inside in inner.items()}
    return {side: ruled[name] for side, name in wanted.items() if name in ruled}


def _alignment(element: Any) -> str:
    """left, center or right (17.18.45 ST_JcTable); "" where nothing is said."""
    if element is None:
        return ""
    found = ALIGNMENTS.get(value(element), "left")
    return found if found in {"center", "right"} else "left"


def _measure(element: Any) -> float:
    """A width in points (17.4.87); 0 for one of any other type than dxa."""
    if element is None or element.get(w("type"), "dxa") != "dxa":
        return 0.0
    return points(element.get(w("w")))
