"""The sheet 检查结果: all remarks in a table, each with a link to its cell."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from lxml import etree

from budgetdocs.finding import Severity
from budgetdocs.writers.workbook.book import Spot, Workbook
from budgetdocs.writers.workbook.ooxml import MAIN, WORKSHEET_ORDER, child, tag, whole
from budgetdocs.writers.workbook.reference import Reference, letters, link
from budgetdocs.writers.workbook.remark import Remark
from budgetdocs.writers.workbook.richtext import legible, line_count, set_text
from budgetdocs.writers.workbook.sheet import Sheet
from budgetdocs.writers.workbook.styles import Styles

NAME: Final = "检查结果"
COLOURS: Final = {Severity.ERROR: "FFFF9C9C", Severity.WARNING: "FFFFC266", Severity.HINT: "FFBDD7EE"}
"""The fills of cells by what is said of them: red, orange, light blue."""
LOOKS: Final = "原格式"
"""The hidden column whose cells look as the cells of the user looked before they were filled."""

_COLUMNS: Final = (
    ("序号", 6), ("级别", 7), ("代号", 9), ("位置", 18), ("项目", 28), ("内容", 28), ("问题", 52), ("建议", 40),
    (LOOKS, 8),
)  # fmt: skip
"""Headings, and widths in characters."""
_HEADINGS: Final = tuple(heading for heading, _ in _COLUMNS)
_PLACE, _LOOKS = _HEADINGS.index("位置") + 1, _HEADINGS.index(LOOKS) + 1
_LAST: Final = letters(_LOOKS - 1)
_MOST_LINKS: Final = 65_530
"""Hyperlinks that Excel takes in one sheet; what is beyond links by a formula."""
_LINE_HEIGHT: Final = 14.5
_TALLEST: Final = 409.0
"""Points: of a line, of the highest row that there can be."""
_SKELETON: Final = (
    f'<worksheet xmlns="{MAIN}"><sheetPr><tabColor rgb="FFC00000"/><pageSetUpPr fitToPage="1"/></sheetPr>'
    '<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft"'
    ' state="frozen"/><selection pane="bottomLeft" activeCell="A2" sqref="A2"/></sheetView></sheetViews>'
    '<sheetFormatPr defaultRowHeight="15"/><cols/><sheetData/>'
    '<pageMargins left="0.4" right="0.4" top="0.6" bottom="0.6" header="0.3" footer="0.3"/>'
    '<pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/></worksheet>'
)


class Line(NamedTuple):
    """A remark, the cell that it is about, and the number of the format that this cell had."""

    remark: Remark
    spot: Spot | None
    look: int = 0


class _Looks(NamedTuple):
    """The formats of this sheet."""

    heading: int
    text: int
    centred: int
    link: int
    severities: dict[Severity, int]


def write_results(workbook: Workbook, lines: Sequence[Line]) -> str:
    """Write ``lines`` into the sheet 检查结果, in place of that of an earlier run; the name of the sheet."""
    name = next(iter(earlier_results(workbook)), None) or _free_name(workbook.names)
    index = workbook.write_sheet(name, _sheet(lines, _looks(workbook.styles)))
    workbook.set_filter_name(index, f"'{name}'!$A$1:${_LAST}${max(len(lines), 1) + 1}")
    return name


def earlier_results(workbook: Workbook) -> list[str]:
    """The names of the sheets that an earlier run has written: those that have the name and the headings."""
    found = []
    for name in workbook.names:
        sheet = workbook.sheet(name) if re.fullmatch(f"{NAME}[0-9]*", name) else None
        cells = (Reference(1, column) for column in range(1, _LOOKS + 1))
        if sheet and tuple(workbook.text(sheet.find(cell)) for cell in cells) == _HEADINGS:
            found.append(name)
    return found


def earlier_looks(workbook: Workbook, sheet: Sheet) -> dict[tuple[str, Reference], int]:
    """The formats that cells had before an earlier run wrote ``sheet``, by the names of their sheets."""
    looks: dict[tuple[str, Reference], int] = {}
    for row in sheet.root.iterfind(f"{tag('sheetData')}/{tag('row')}"):
        number = whole(row.get("r"))
        spot = workbook.locate(workbook.text(sheet.find(Reference(number, _PLACE))))
        look = sheet.find(Reference(number, _LOOKS))
        if spot and look is not None:
            looks[spot.sheet.name, spot.cell] = whole(look.get("s"))
    return looks


def _free_name(taken: Iterable[str]) -> str:
    folded, number = {name.casefold() for name in taken}, 1
    while (name := f"{NAME}{number if number > 1 else ''}").casefold() in folded:
        number += 1
    return name


def _looks(styles: Styles) -> _Looks:
    border = styles.add_border("FFBFBFBF")
    wrapped = {"vertical": "top", "wrapText": "1"}
    centred = {"horizontal": "center", "vertical": "top"}
    plain = {"numFmtId": 0, "borderId": border, "applyBorder": 1, "fillId": 0}
    text = styles.add(0, wrapped, **plain)
    middle = styles.add(text, centred)
    bold, blue = styles.add_font(bold=True), styles.add_font(colour="FF0563C1", underlined=True)
    heading = styles.filled(styles.add(text, {"horizontal": "center", "vertical": "center"}, fontId=bold), "FFD9D9D9")
    coloured = {severity: styles.filled(middle, colour) for severity, colour in COLOURS.items()}
    return _Looks(heading, text, middle, styles.add(text, wrapped, fontId=blue, applyFont=1), coloured)


def _sheet(lines: Sequence[Line], looks: _Looks) -> etree._Element:
    root = etree.fromstring(_SKELETON)
    columns, data = child(root, "cols", WORKSHEET_ORDER), child(root, "sheetData", WORKSHEET_ORDER)
    for number, (_, width) in enumerate(_COLUMNS, 1):
        column = etree.SubElement(columns, tag("col"), min=str(number), max=str(number), width=str(width))
        column.set("customWidth", "1")
        if number == _LOOKS:
            column.set("hidden", "1")
    row = etree.SubElement(data, tag("row"), r="1", ht="24", customHeight="1")
    for number, heading in enumerate(_HEADINGS, 1):
        _text(row, number, heading, looks.heading)
    for number, line in enumerate(lines, 1):
        _write_line(data, number, line, looks)
    if not lines:
        _text(etree.SubElement(data, tag("row"), r="2"), _HEADINGS.index("问题") + 1, "没有发现问题", looks.text)
    child(root, "autoFilter", WORKSHEET_ORDER).set("ref", f"A1:{_LAST}{max(len(lines), 1) + 1}")
    _link(root, lines)
    return root


def _write_line(data: etree._Element, number: int, line: Line, looks: _Looks) -> None:
    remark, spot, look = line
    row = etree.SubElement(data, tag("row"), r=str(number + 1), ht=str(_height(line)))
    counted = etree.SubElement(row, tag("c"), r=f"A{number + 1}", s=str(looks.centred))
    etree.SubElement(counted, tag("v")).text = str(number)
    _text(row, 2, str(remark.severity), looks.severities[remark.severity])
    _text(row, 3, remark.code, looks.centred)
    place = f"{spot.sheet.name}!{spot.cell}" if spot else remark.position
    cell = _text(row, _PLACE, place, looks.link if spot else looks.text)
    if spot and number > _MOST_LINKS:
        _link_by_formula(cell, place, spot)
    for column, text in enumerate(_prose(remark), _PLACE + 1):
        _text(row, column, text, looks.text)
    if spot:
        etree.SubElement(row, tag("c"), r=f"{letters(_LOOKS)}{number + 1}", s=str(look))


def _height(line: Line) -> float:
    """The height in points of the row that shows ``line``."""
    texts = zip((line.remark.position, *_prose(line.remark)), _COLUMNS[_PLACE - 1 :], strict=False)
    most = max(line_count(legible(text), width - 2) for text, (_, width) in texts)
    return min(most * _LINE_HEIGHT + 1, _TALLEST)


def _prose(remark: Remark) -> tuple[str, ...]:
    """The texts of the columns behind 位置."""
    return remark.project, remark.subject, remark.message, remark.fix or ""


def _text(row: etree._Element, column: int, text: str, style: int) -> etree._Element:
    """A new cell that says ``text`` without sharing it."""
    cell = etree.SubElement(row, tag("c"), r=f"{letters(column)}{row.get('r')}", s=str(style))
    if text:
        cell.set("t", "inlineStr")
        set_text(etree.SubElement(etree.SubElement(cell, tag("is")), tag("t")), legible(text))
    return cell


def _link_by_formula(cell: etree._Element, place: str, spot: Spot) -> None:
    for old in list(cell):
        cell.remove(old)
    target, shown = (text.replace('"', '""') for text in (f"#{link(spot.sheet.name, spot.cell)}", place))
    cell.set("t", "str")
    etree.SubElement(cell, tag("f")).text = f'HYPERLINK("{target}","{shown}")'
    etree.SubElement(cell, tag("v")).text = place


def _link(root: etree._Element, lines: Sequence[Line]) -> None:
    """Link each place to its cell, within the workbook (§18.3.1.47)."""
    linked = [(number, line.spot) for number, line in enumerate(lines[:_MOST_LINKS], 2) if line.spot]
    if not linked:
        return
    links = child(root, "hyperlinks", WORKSHEET_ORDER)
    for number, spot in linked:
        made = etree.SubElement(links, tag("hyperlink"), ref=f"{letters(_PLACE)}{number}")
        made.set("location", link(spot.sheet.name, spot.cell))
        made.set("display", f"{spot.sheet.name}!{spot.cell}")
