"""The names of SpreadsheetML (ECMA-376 Part 1 §18) and of its package: namespaces, relationship and content types."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from lxml import etree

MAIN: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
R: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

OFFICE_DOCUMENT: Final = f"{R}/officeDocument"
WORKSHEET: Final = f"{R}/worksheet"
STYLES: Final = f"{R}/styles"
SHARED_STRINGS: Final = f"{R}/sharedStrings"
COMMENTS: Final = f"{R}/comments"
VML_DRAWING: Final = f"{R}/vmlDrawing"
TABLE: Final = f"{R}/table"
REVISIONS: Final = f"{R}/revisionHeaders"
STRICT: Final = "http://purl.oclc.org/ooxml/officeDocument/relationships/officeDocument"
"""The relationship from the package to a workbook of ISO/IEC 29500 Strict."""

_SPREADSHEETML: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml"
WORKSHEET_TYPE: Final = f"{_SPREADSHEETML}.worksheet+xml"
STYLES_TYPE: Final = f"{_SPREADSHEETML}.styles+xml"
COMMENTS_TYPE: Final = f"{_SPREADSHEETML}.comments+xml"
VML_TYPE: Final = "application/vnd.openxmlformats-officedocument.vmlDrawing"

WORKBOOK_ORDER: Final = (
    "fileVersion", "fileSharing", "workbookPr", "workbookProtection", "bookViews", "sheets", "functionGroups",
    "externalReferences", "definedNames", "calcPr",
)  # fmt: skip
"""The children of ``workbook`` in their order, as far as needed (§18.2.27)."""

WORKSHEET_ORDER: Final = (
    "sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData", "sheetCalcPr", "sheetProtection",
    "protectedRanges", "scenarios", "autoFilter", "sortState", "dataConsolidate", "customSheetViews", "mergeCells",
    "phoneticPr", "conditionalFormatting", "dataValidations", "hyperlinks", "printOptions", "pageMargins", "pageSetup",
    "headerFooter", "rowBreaks", "colBreaks", "customProperties", "cellWatches", "ignoredErrors", "smartTags",
    "drawing", "legacyDrawing",
)  # fmt: skip
"""The children of ``worksheet`` in their order, as far as needed (§18.3.1.99)."""

STYLESHEET_ORDER: Final = ("numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs")
"""The children of ``styleSheet`` in their order, as far as needed (§18.8.39)."""


def tag(name: str) -> str:
    """The name of a SpreadsheetML element as lxml writes it."""
    return f"{{{MAIN}}}{name}"


def child(root: etree._Element, name: str, order: Sequence[str]) -> etree._Element:
    """The child ``name`` of ``root``; made in its place within ``order`` if there is none.

    It goes behind all that come before it in ``order``, so that what is not known stays behind it: elements that only
    occur at the end, extensions, ``mc:AlternateContent``.
    """
    found = root.find(tag(name))
    if found is not None:
        return found
    before = {tag(each) for each in order[: order.index(name)]}
    places = [place for place, each in enumerate(root, 1) if each.tag in before]
    made = root.makeelement(tag(name))
    root.insert(max(places, default=0), made)
    return made


def is_true(value: str | None) -> bool:
    """An ``xsd:boolean``, absent being false."""
    return value in ("1", "true")


def whole(value: str | None, default: int = 0) -> int:
    """An attribute that is a whole number; ``default`` where it is absent or damaged."""
    return int(value) if value is not None and value.isascii() and value.isdigit() and len(value) < 10 else default
