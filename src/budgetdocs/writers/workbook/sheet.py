"""The cells of one worksheet (ECMA-376 Part 1 §18.3): found, made in their order, and how large they are."""

from __future__ import annotations

from bisect import bisect, insort
from functools import cached_property
from itertools import accumulate
from typing import Final, NamedTuple

from lxml import etree

from budgetdocs.writers.workbook.ooxml import WORKSHEET_ORDER, child, is_true, tag, whole
from budgetdocs.writers.workbook.reference import Area, Reference, area, letters, reference

_ROW: Final = tag("row")
_CELL: Final = tag("c")
_DEFAULT_WIDTH: Final = 8.43
_DEFAULT_HEIGHT: Final = 15.0
"""Of a column in characters, of a row in points, where a sheet says nothing."""


class _Column(NamedTuple):
    """Columns that are alike: ``width`` in characters, 0 where they are hidden."""

    first: int
    last: int
    width: float
    style: int


class Sheet:
    """The worksheet ``name``, whose root element is ``root``, the content of the part ``part``."""

    def __init__(self, name: str, part: str, root: etree._Element) -> None:
        self.name = name
        self.part = part
        self.root = root
        self._data = child(root, "sheetData", WORKSHEET_ORDER)
        self._rows = _numbered(self._data)
        self._numbers = sorted(self._rows)

    def find(self, at: Reference) -> etree._Element | None:
        """The element of the cell, if the sheet has one."""
        row = self._rows.get(at.row)
        return _cells(row).get(at.column) if row is not None else None

    def cell(self, at: Reference) -> etree._Element:
        """The element of the cell; one that is made has the format of its row or its column, as Excel does it."""
        row = self._rows.get(at.row)
        if row is None:
            row = self._rows[at.row] = self._data.makeelement(_ROW, r=str(at.row))
            before = bisect(self._numbers, at.row)
            _insert(self._data, row, self._rows[self._numbers[before - 1]] if before else None)
            insort(self._numbers, at.row)
        cells = _cells(row)
        if at.column not in cells:
            made = row.makeelement(_CELL, r=str(at))
            style = self._style_of(row, at.column)
            if style:
                made.set("s", str(style))
            before = bisect(list(cells), at.column)
            _insert(row, made, list(cells.values())[before - 1] if before else None)
            self._grow(row, at)
            return made
        return cells[at.column]

    def _style_of(self, row: etree._Element, column: int) -> int:
        if is_true(row.get("customFormat")):
            return whole(row.get("s"))
        return next((each.style for each in self._columns if each.first <= column <= each.last), 0)

    def _grow(self, row: etree._Element, at: Reference) -> None:
        """Make the sheet's dimension and the row's spans, hints for readers, hold the new cell."""
        dimension = self.root.find(tag("dimension"))
        extent = area(dimension.get("ref")) if dimension is not None else None
        if dimension is not None and extent is not None and at not in extent:
            dimension.set("ref", str(extent.with_cell(at)))
        if row.get("spans") is not None:
            ends = [int(end) for span in row.get("spans", "").split() for end in span.split(":") if end.isdigit()]
            row.set("spans", f"{min((*ends, at.column))}:{max((*ends, at.column))}")

    # -- merged cells --------------------------------------------------------------------------------------------------

    @cached_property
    def _merged(self) -> tuple[list[Area], list[int]]:
        """The merged areas by their first cells, and the last row that any of them up to this one reaches."""
        found = [area(each.get("ref")) for each in self.root.iterfind(f"{tag('mergeCells')}/{tag('mergeCell')}")]
        areas = sorted(each for each in found if each)
        return areas, list(accumulate((each.last.row for each in areas), max))

    def anchor(self, at: Reference) -> Reference:
        """The cell that shows what is written at ``at``: of merged cells the first."""
        areas, reach = self._merged
        for index in range(bisect(areas, at.row, key=lambda each: each.first.row) - 1, -1, -1):
            if reach[index] < at.row:
                break
            if at in areas[index]:
                return areas[index].first
        return at

    # -- sizes ---------------------------------------------------------------------------------------------------------

    @cached_property
    def _columns(self) -> list[_Column]:
        return [
            _Column(
                whole(each.get("min")),
                whole(each.get("max")),
                0.0 if is_true(each.get("hidden")) else _number(each.get("width"), _DEFAULT_WIDTH),
                whole(each.get("style")),
            )
            for each in self.root.iterfind(f"{tag('cols')}/{tag('col')}")
        ]

    @cached_property
    def _defaults(self) -> tuple[float, float]:
        form = self.root.find(tag("sheetFormatPr"))
        if form is None:
            return _DEFAULT_WIDTH, _DEFAULT_HEIGHT
        return _number(form.get("defaultColWidth"), _DEFAULT_WIDTH), _number(
            form.get("defaultRowHeight"), _DEFAULT_HEIGHT
        )

    def width(self, column: int) -> int:
        """The width of a column in pixels, for a font whose figures are 7 wide (§18.3.1.13)."""
        known = next((each.width for each in self._columns if each.first <= column <= each.last), self._defaults[0])
        return int(known * 7 + 5) if known else 0

    def height(self, row: int) -> int:
        """The height of a row in pixels."""
        element = self._rows.get(row)
        if element is not None and is_true(element.get("hidden")):
            return 0
        points = _number(element.get("ht"), self._defaults[1]) if element is not None else self._defaults[1]
        return round(points * 4 / 3)


def _numbered(data: etree._Element) -> dict[int, etree._Element]:
    """The rows of ``data`` by their numbers, each of them saying its own.

    Rows and cells need not say where they stand: then they follow the one before (§18.3.1.73, §18.3.1.4).
    """
    rows: dict[int, etree._Element] = {}
    number = 0
    for row in data.iterchildren(_ROW):
        number = whole(row.get("r"), number + 1)
        if row.get("r") is None:
            row.set("r", str(number))
        rows.setdefault(number, row)
    return rows


def _cells(row: etree._Element) -> dict[int, etree._Element]:
    """The cells of ``row`` by their columns, in order, each of them saying where it stands."""
    cells: dict[int, etree._Element] = {}
    column = 0
    for cell in row.iterchildren(_CELL):
        place = reference(cell.get("r"))
        column = place.column if place else column + 1
        if cell.get("r") is None:
            cell.set("r", f"{letters(column)}{row.get('r')}")
        cells.setdefault(column, cell)
    return dict(sorted(cells.items()))


def _insert(parent: etree._Element, made: etree._Element, before: etree._Element | None) -> None:
    """Put ``made`` into ``parent`` behind ``before``, or at the beginning."""
    if before is None:
        parent.insert(0, made)
    else:
        before.addnext(made)


def _number(text: str | None, default: float) -> float:
    try:
        return min(max(float(text), 0.0), 1000.0) if text is not None else default
    except ValueError:
        return default
