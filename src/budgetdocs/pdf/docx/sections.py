"""Sections (17.6): paper, margins, page numbers, document grid. Headers and footers are handed in, read."""

from __future__ import annotations

from typing import Any, Final, NamedTuple

from lxml import etree

from budgetdocs.pdf.blocks import Block
from budgetdocs.pdf.docx.names import has_effect, number, points, qualified, toggled, value, w, whole
from budgetdocs.pdf.docx.package import relation_id

DRAWN_SECTION: Final = frozenset(
    map(w, ("headerReference", "footerReference", "pgSz", "pgMar", "pgNumType", "titlePg", "type", "docGrid"))
)
IGNORED_SECTION: Final = frozenset(
    map(w, ("paperSrc", "formProt", "noEndnote", "footnotePr", "endnotePr", "printerSettings", "sectPrChange"))
)
FURNITURE: Final = {w("headerReference"): "header", w("footerReference"): "footer"}
_MARGINS: Final = ("top", "right", "bottom", "left", "header", "footer", "gutter")
_A4: Final = (595.3, 841.9)
_LEAST: Final = 20.0
"""Points that are left for text, whatever the margins say."""
_KINDS: Final = frozenset({"nextPage", "continuous", "evenPage", "oddPage"})
_SNAPPING: Final = frozenset({"lines", "linesAndChars", "snapToChars"})

Furniture = dict[str, dict[str, tuple[Block, ...]]]
"""Headers and footers of a section ("header", "footer") by type: default, first, even."""


class Format(NamedTuple):
    """What a ``w:sectPr`` says of the pages: fields of :class:`Section`, and what is not drawn.

    ``references`` are its headers and footers: the tag, which of the two, of what type, and the relationship.
    """

    fields: dict[str, Any]
    undrawn: tuple[str, ...]
    references: tuple[tuple[str, str, str, str], ...]


def section_format(element: Any) -> Format:
    """The format of a section with the ``w:sectPr`` given (None: all as Word has it by default)."""
    written = b"" if element is None else etree.tostring(element, with_tail=False)
    found = _KEPT.get(written)
    if found is None:
        if len(_KEPT) >= _MOST_KEPT:
            _KEPT.clear()
        found = _KEPT[written] = _read(list(element) if element is not None else [])
    return found


_KEPT: Final[dict[bytes, Format]] = {}
_MOST_KEPT: Final = 256
"""Formats that are kept, by their XML: the sections of a book have few different ones."""


def _read(children: list[Any]) -> Format:
    found = {child.tag: child for child in children}
    undrawn = [
        qualified(tag) for tag in sorted(found.keys() - DRAWN_SECTION - IGNORED_SECTION) if _has_effect(found[tag])
    ]
    size, margins, numbers = found.get(w("pgSz")), found.get(w("pgMar")), found.get(w("pgNumType"))
    wide, high = _paper(size)
    margin = {} if margins is None else {name: points(margins.get(w(name))) for name in _MARGINS}
    left, right = _within(wide, margin.get("left", 90.0) + margin.get("gutter", 0.0), margin.get("right", 90.0))
    top, bottom = _within(high, abs(margin.get("top", 72.0)), abs(margin.get("bottom", 72.0)))
    start = None if numbers is None else numbers.get(w("start"))
    if numbers is not None and numbers.get(w("chapStyle")) is not None:
        undrawn.append("w:pgNumType")
    kind = value(found.get(w("type")), "nextPage")
    if kind not in _KINDS:
        undrawn.append("w:type")
    grid, grid_chars = _grid(found.get(w("docGrid")))
    fields = {
        "width": wide,
        "height": high,
        "top": top if margin.get("top", 72.0) >= 0 else -top,
        "right": right,
        "bottom": bottom if margin.get("bottom", 72.0) >= 0 else -bottom,
        "left": left,
        "header_distance": max(0.0, margin.get("header", 36.0)),
        "footer_distance": max(0.0, margin.get("footer", 36.0)),
        "title_page": toggled(found.get(w("titlePg"))),
        "kind": kind if kind in _KINDS else "nextPage",
        "number_format": "decimal" if numbers is None else numbers.get(w("fmt"), "decimal"),
        "number_start": None if start is None else whole(start, 1),
        "grid": grid,
        "grid_chars": grid_chars,
    }
    references = tuple(
        (qualified(each.tag), FURNITURE[each.tag], each.get(w("type"), "default"), relation_id(each))
        for each in children
        if each.tag in FURNITURE
    )
    return Format(fields, tuple(undrawn), references)


def _paper(size: Any) -> tuple[float, float]:
    """Width and height of the paper; A4 where it is not said or less than a text column."""
    wide, high = _A4 if size is None else (points(size.get(w("w")), _A4[0]), points(size.get(w("h")), _A4[1]))
    return wide if wide >= 2 * _LEAST else _A4[0], high if high >= 2 * _LEAST else _A4[1]


def _within(extent: float, before: float, after: float) -> tuple[float, float]:
    """Two margins that leave room for text between them."""
    before = min(max(0.0, before), extent - _LEAST)
    return before, min(max(0.0, after), extent - before - _LEAST)


def _has_effect(element: Any) -> bool:
    name = qualified(element.tag)
    if name == "w:cols":
        return whole(element.get(w("num"), "1"), 1) > 1 or len(element) > 1
    if name == "w:lnNumType":
        return whole(element.get(w("countBy"))) > 0
    if name == "w:pgBorders":
        return any(value(side, "nil") not in {"nil", "none"} for side in element)
    return has_effect(element)


def _grid(element: Any) -> tuple[float, float]:
    """The pitch of the grid's lines, and what it adds to each character (17.6.5): 4096ths of a point."""
    kind = "default" if element is None else element.get(w("type"), "default")
    if kind not in _SNAPPING:
        return 0.0, 0.0
    extra = 0.0 if kind == "lines" else number(element.get(w("charSpace"))) / 4096
    return max(0.0, points(element.get(w("linePitch")))), max(-100.0, min(extra, 100.0))
