"""Table styles (17.7.6): what the style of a table asks of each of its cells, by where in the table it stands."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Final

from budgetdocs.pdf.blocks import Border
from budgetdocs.pdf.docx.names import W, has_effect, local, points, qualified, share, toggled, value, w, whole
from budgetdocs.pdf.docx.paragraph_properties import border, paragraph_properties
from budgetdocs.pdf.docx.run_properties import Properties, run_properties
from budgetdocs.pdf.docx.styles import NOWHERE, Ambient, Styles
from budgetdocs.pdf.docx.theme import Theme

SIDES: Final = {"start": "left", "end": "right"}
REGIONS: Final = ("wholeTable", "band1Vert", "band2Vert", "band1Horz", "band2Horz", "firstRow", "lastRow", "firstCol",
                  "lastCol", "neCell", "nwCell", "seCell", "swCell")  # fmt: skip
"""The regions of 17.18.89 ST_TblStyleOverrideType in the order in which they lie over each other (17.7.6)."""
_LOOKS: Final = {"firstRow": 0x20, "lastRow": 0x40, "firstColumn": 0x80, "lastColumn": 0x100, "noHBand": 0x200,
                 "noVBand": 0x400}  # fmt: skip


def box(element: Any, theme: Theme) -> dict[str, Border]:
    """The borders that ``w:tblBorders`` or ``w:tcBorders`` (None: none) name, by side."""
    return {
        SIDES.get(local(each), local(each)): border(each, theme) for each in (element if element is not None else ())
    }


def margins(element: Any) -> dict[str, float]:
    """The margins that ``w:tblCellMar`` or ``w:tcMar`` (None: none) name, by side, in points."""
    found = {}
    for each in element if element is not None else ():
        if each.get(w("type"), "dxa") in {"dxa", "nil"}:
            found[SIDES.get(local(each), local(each))] = max(0.0, points(each.get(w("w"))))
    return found


@dataclass(slots=True, eq=False)
class CellProperties:
    """What a ``w:tcPr`` says (17.4.70): None where it does not. ``width`` is points, below 0 a share of the table."""

    width: float = 0.0
    span: int = 1
    merge: str = ""
    across: str = ""
    align: str | None = None
    shading: str | None = None
    no_wrap: bool = False
    hides_mark: bool = False
    borders: dict[str, Border] = field(default_factory=dict)
    margins: dict[str, float] = field(default_factory=dict)
    undrawn: tuple[str, ...] = ()


IGNORED_CELL: Final = frozenset(map(w, ("cnfStyle", "headers", "tcPrChange")))
DRAWN_CELL: Final = frozenset(
    map(w, ("tcW", "gridSpan", "vMerge", "hMerge", "vAlign", "shd", "noWrap", "hideMark", "tcBorders", "tcMar"))
)


def cell_properties(element: Any, theme: Theme) -> CellProperties:
    """The properties of a cell (None: nothing)."""
    found = {child.tag: child for child in (element if element is not None else ())}
    ruled = box(found.get(w("tcBorders")), theme)
    undrawn = [qualified(tag) for tag in found.keys() - DRAWN_CELL - IGNORED_CELL if has_effect(found[tag])]
    undrawn += [f"w:{side}" for side in ("tl2br", "tr2bl") if side in ruled and ruled[side].width]
    wide = found.get(w("tcW"))
    shaded, aligned = found.get(w("shd")), found.get(w("vAlign"))
    return CellProperties(
        width=0.0 if wide is None else share(wide.get(w("w"), "0"), wide.get(w("type"), "dxa")),
        span=max(1, min(whole(value(found.get(w("gridSpan")), "1"), 1), 63)),
        merge=_merge(found.get(w("vMerge"))),
        across=_merge(found.get(w("hMerge"))),
        align=None if aligned is None else {"center": "center", "bottom": "bottom"}.get(value(aligned), "top"),
        shading=None if shaded is None else theme.shading(shaded),
        no_wrap=toggled(found.get(w("noWrap"))),
        hides_mark=toggled(found.get(w("hideMark"))),
        borders={side: rule for side, rule in ruled.items() if side not in {"tl2br", "tr2bl"}},
        margins=margins(found.get(w("tcMar"))),
        undrawn=tuple(sorted(undrawn)),
    )


def _merge(element: Any) -> str:
    if element is None:
        return ""
    return "restart" if value(element) == "restart" else "continue"


@dataclass(slots=True, eq=False)
class _Region:
    """What a table style says of one region."""

    cell: CellProperties = field(default_factory=CellProperties)
    paragraph: Properties = field(default_factory=dict)
    run: Properties = field(default_factory=dict)

    def add(self, element: Any, theme: Theme) -> None:
        """Lay over it what a style element (or a ``w:tblStylePr``) further down the chain says."""
        cell = cell_properties(element.find(w("tcPr")), theme)
        ruled = box(element.find(f"{w('tblPr')}/{w('tblBorders')}"), theme) if local(element) == "tblStylePr" else {}
        self.cell.borders |= ruled | cell.borders
        self.cell.margins |= cell.margins
        self.cell.align = self.cell.align if cell.align is None else cell.align
        self.cell.shading = self.cell.shading if cell.shading is None else cell.shading
        self.paragraph |= paragraph_properties(element.find(w("pPr")), theme)
        self.run |= run_properties(element.find(w("rPr")), theme)


@dataclass(slots=True, eq=False)
class CellStyle:
    """What the style asks of a cell: its borders by side, shading and so on, and its text."""

    borders: dict[str, Border] = field(default_factory=dict)
    margins: dict[str, float] = field(default_factory=dict)
    align: str | None = None
    shading: str | None = None
    ambient: Ambient = NOWHERE


PLAIN: Final = CellStyle()


class TableStyle:
    """A table style resolved along basedOn; its ``properties`` are the ``w:tblPr`` of its chain, from the root on."""

    def __init__(self, styles: Styles, name: str) -> None:
        self._regions: dict[str, _Region] = {}
        self.properties: list[Any] = []
        self._bands = [1, 1]
        for element in styles.chain("table", name):
            whole_table = self._regions.setdefault("wholeTable", _Region())
            whole_table.add(element, styles.theme)
            for each in element.iterfind(w("tblStylePr")):
                if each.get(w("type")) in REGIONS:
                    self._regions.setdefault(each.get(w("type")), _Region()).add(each, styles.theme)
            table = element.find(w("tblPr"))
            if table is not None:
                self.properties.append(table)
                for i, size in enumerate(("tblStyleRowBandSize", "tblStyleColBandSize")):
                    if table.find(w(size)) is not None:
                        self._bands[i] = max(1, whole(value(table.find(w(size))), 1))
        self._cells: dict[tuple[Any, ...], CellStyle] = {}
        self.varies = len(self._regions) > 1
        self.plain = self._cell((("wholeTable", frozenset()),)) if self._regions else PLAIN

    def cell(self, look: frozenset[str], row: int, rows: int, start: int, end: int, columns: int) -> CellStyle:
        """What it asks of the cell from grid column ``start`` to ``end`` in ``row``, as :func:`table_look` has it."""
        if not self.varies:
            return self.plain
        regions = tuple(self._regions_of(look, row, rows, start, end, columns))
        if regions not in self._cells:
            self._cells[regions] = self._cell(regions)
        return self._cells[regions]

    def place(self, look: frozenset[str], row: int, rows: int) -> tuple[bool | int, ...]:
        """What of its place in the table the cells of a row depend on: those of rows with the same are styled alike."""
        if not self.varies:
            return ()
        at, size = row - ("firstRow" in look), self._bands[0]
        return row == 0, row == rows - 1, at // size % 2, at % size == 0, (at + 1) % size == 0

    def _regions_of(self, look: frozenset[str], row: int, rows: int, start: int, end: int, columns: int) -> Any:
        """The regions that the cell lies in, bottom first, each with the sides on which the cell is at its edge."""
        first_row, last_row = "firstRow" in look and row == 0, "lastRow" in look and row == rows - 1 > 0
        first_column, last_column = "firstColumn" in look and start == 0, "lastColumn" in look and end >= columns
        left_edge, right_edge = start == 0, end >= columns
        across = {side for side, at in (("left", left_edge), ("right", right_edge)) if at}
        down = {side for side, at in (("top", row == 0), ("bottom", row == rows - 1)) if at}
        yield "wholeTable", frozenset(across | down)
        if "noVBand" not in look and not (first_column or last_column):
            at, size = start - ("firstColumn" in look), self._bands[1]
            inner = {side for side, edge in (("left", at % size == 0), ("right", (at + 1) % size == 0)) if edge}
            yield f"band{at // size % 2 + 1}Vert", frozenset(down | inner | across)
        if "noHBand" not in look and not (first_row or last_row):
            at, size = row - ("firstRow" in look), self._bands[0]
            inner = {side for side, edge in (("top", at % size == 0), ("bottom", (at + 1) % size == 0)) if edge}
            yield f"band{at // size % 2 + 1}Horz", frozenset(across | inner | down)
        if first_row or last_row:
            yield "firstRow" if first_row else "lastRow", frozenset(across | {"top", "bottom"})
        if first_column or last_column:
            yield "firstCol" if first_column else "lastCol", frozenset(down | {"left", "right"})
        if (first_row or last_row) and (first_column or last_column):
            corner = ("n" if first_row else "s") + ("w" if first_column else "e") + "Cell"
            yield corner, frozenset({"top", "bottom", "left", "right"})

    def _cell(self, regions: tuple[tuple[str, frozenset[str]], ...]) -> CellStyle:
        found = CellStyle({}, {}, None, None, Ambient())
        for name, edges in regions:
            region = self._regions.get(name)
            if region is None:
                continue
            found.borders |= _sides(region.cell.borders, edges)
            found.margins |= region.cell.margins
            found.align = found.align if region.cell.align is None else region.cell.align
            found.shading = found.shading if region.cell.shading is None else region.cell.shading
            found.ambient.paragraph |= region.paragraph
            found.ambient.run |= region.run
        if not (found.ambient.paragraph or found.ambient.run):
            found.ambient = NOWHERE
        return found


def _sides(ruled: dict[str, Border], edges: frozenset[str]) -> dict[str, Border]:
    """A region's borders as those of a cell in it, which lies at the region's ``edges``."""
    found = {}
    for side, inner in (("top", "insideH"), ("bottom", "insideH"), ("left", "insideV"), ("right", "insideV")):
        rule = ruled.get(side if side in edges else inner)
        if rule is not None:
            found[side] = rule
    return found


def table_look(element: Any) -> frozenset[str]:
    """Which regions of its style a table heeds (17.4.55 tblLook): by attribute, or by the bits of its value."""
    if element is None:
        return frozenset({"firstRow", "firstColumn", "noVBand"})
    try:
        bits = int(element.get(w("val"), "0"), 16)
    except ValueError:
        bits = 0
    told = {name: element.get(W + name) for name in _LOOKS}
    return frozenset(
        name
        for name, bit in _LOOKS.items()
        if (bits & bit if told[name] is None else told[name] in {"1", "true", "on"})
    )
