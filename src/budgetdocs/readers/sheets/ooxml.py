"""An .xlsx workbook → grids: one lean pass over the XML of each sheet (ECMA-376 Part 1, 18.3).

A general reader gives either what cells show or what they hold; here both matter, for some hundred thousand cells. Each
part has been checked to be well formed, so that expressions may look for its elements.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple, Protocol

from lxml import etree

from budgetdocs.readers.cells import Cell, Stored
from budgetdocs.readers.sheets.attached import attached
from budgetdocs.readers.sheets.grid import MOST_CELLS, Book, Merge, Sheet
from budgetdocs.readers.sheets.number_format import BUILT_IN, shown
from budgetdocs.readers.sheets.package import Package, Refused
from budgetdocs.readers.tree import column_number

_P = r"(?:[\w.-]+:)?"
_CELLS = re.compile(
    rf'<{_P}(?:row\b([^>]*)>|c\b(?: r="([A-Z]+)[0-9]+")?(?: s="([0-9]+)")?(?: t="([a-zA-Z]+)")?([^>]*?)'
    rf"(?:/>|>(.*?)</{_P}c>))",
    re.DOTALL,
)
_ATTRIBUTES = re.compile(r"""([\w:]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_RESULT = re.compile(rf"<{_P}v\b[^>]*>(.*?)</{_P}v>", re.DOTALL)
_FORMULA = re.compile(rf"<{_P}f\b")
_ITEM = re.compile(rf"<{_P}si\b[^>]*?(?:/>|>(.*?)</{_P}si>)", re.DOTALL)
_PHONETIC = re.compile(rf"<{_P}rPh\b.*?</{_P}rPh>", re.DOTALL)
_TEXT = re.compile(rf"<{_P}t\b[^>]*?(?:/>|>(.*?)</{_P}t>)", re.DOTALL)
_ENTITY = re.compile("&(?:#x([0-9A-Fa-f]{1,6})|#([0-9]{1,7})|(amp|lt|gt|quot|apos));")
_ENTITIES = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_USUAL_ROW = re.compile(r' r="([1-9][0-9]*)"')
_MERGE = re.compile(rf"<{_P}mergeCell\b([^>]*)>")
_COLUMN = re.compile(rf"<{_P}col\b([^>]*)>")
_RANGE = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})(?::\$?([A-Z]{1,3})\$?([0-9]{1,7}))?")
_ISO_DATE = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_TRUE = ("1", "true", "on")
_LAST_ROW, _LAST_COLUMN = 1_048_576, 16_384
_MOST_MERGES = 200_000


class Strings(Protocol):
    """The texts that the cells of a workbook share, by number."""

    def __getitem__(self, number: int, /) -> str: ...
    def __len__(self) -> int: ...


class Shared(NamedTuple):
    """What the sheets of a workbook share."""

    strings: Strings
    formats: list[str]
    since_1904: bool
    uncalculated: bool
    """Whether the program that wrote the file left its formulas to be calculated on opening (18.2.2)."""


def read_ooxml(path: Path) -> Book:
    """The workbook at ``path``; raises :class:`Refused` if it is none that can be read."""
    package = Package(path)
    try:
        workbook = open_workbook(package, read_strings)
        cells = 0
        for part in workbook.parts:
            cells += fill_sheet(part, package, workbook.shared)
            if cells > MOST_CELLS:
                raise Refused(f"内容超过 {MOST_CELLS // 10_000} 万格，请分成几个文件")
        return Book([part.sheet for part in workbook.parts])
    finally:
        package.close()


class Part(NamedTuple):
    """A sheet that is still to be filled, and the member of the package that holds its cells."""

    sheet: Sheet
    member: str


class Workbook(NamedTuple):
    """A workbook of which no sheet has been read."""

    shared: Shared
    parts: list[Part]


def open_workbook(package: Package, strings: Callable[[Package, str], Strings]) -> Workbook:
    """The sheets of ``package`` in their order, and what they share; ``strings`` reads the member of the shared texts.

    Raises :class:`Refused` for what is no workbook.
    """
    roots = [link.target for link in package.links("").values() if link.kind == "officeDocument"]
    if not roots:
        raise Refused("是压缩包，但不是 Excel 工作簿")
    if roots[0].endswith(".bin"):
        raise Refused("是 .xlsb（二进制工作簿），请用 Excel 另存为 .xlsx")
    root = package.tree(roots[0])
    if etree.QName(root).localname != "workbook":
        kind = "Word 文件（.docx）" if etree.QName(root).localname == "document" else "别的 Office 文件"
        raise Refused(f"其实是{kind}，不是工作簿；请改回原来的扩展名")
    links = package.links(roots[0])
    shared = _shared(package, root, {link.kind: link.target for link in links.values()}, strings)
    parts: list[Part] = []
    for element in _children(root, "sheet"):
        link = links.get(next((str(value) for key, value in element.items() if str(key).endswith("}id")), ""))
        if link is None or link.kind != "worksheet":
            continue
        hidden = element.get("state", "visible") != "visible"
        parts.append(Part(Sheet(element.get("name", ""), len(parts) + 1, hidden=hidden), link.target))
    return Workbook(shared, parts)


def fill_sheet(part: Part, package: Package, shared: Shared) -> int:
    """Reads all that stands on a sheet into it; returns the number of its cells."""
    sheet, xml = part.sheet, package.xml(part.member).decode()
    start, end = _data_span(xml)
    cells = RowReader(sheet, shared).take(xml, start, end)
    fill_around(sheet, xml[:start], xml[end:])
    bottom = max(sheet.rows, default=0)
    if sum(max(min(merge.bottom, bottom) - merge.top, 0) for merge in sheet.merges) > MOST_CELLS:
        raise Refused(f"工作表“{sheet.name}”的合并单元格过多，或互相重叠；请用 Excel 或 WPS 打开后另存")
    sheet.attached = list(attached(package, package.links(part.member)))
    return cells


def _children(root: etree._Element, name: str) -> list[etree._Element]:
    return [each for each in root.iter(etree.Element) if etree.QName(each).localname == name]


def _shared(
    package: Package, root: etree._Element, by_kind: dict[str, str], read: Callable[[Package, str], Strings]
) -> Shared:
    strings: Strings = []
    formats: list[str] = []
    if by_kind.get("sharedStrings", "") in package:
        strings = read(package, by_kind["sharedStrings"])
    if by_kind.get("styles", "") in package:
        formats = _formats(package.tree(by_kind["styles"]))
    since_1904 = any(each.get("date1904") in _TRUE for each in _children(root, "workbookPr"))
    uncalculated = any(each.get("fullCalcOnLoad") in _TRUE for each in _children(root, "calcPr"))
    return Shared(strings, formats, since_1904, uncalculated)


def read_strings(package: Package, member: str) -> list[str]:
    """The shared texts in ``member``, all of them."""
    return texts_in(package.xml(member).decode())


def texts_in(xml: str) -> list[str]:
    """The texts of the string items in ``xml``."""
    return [_string(item or "") for item in _ITEM.findall(xml)]


def _formats(styles: etree._Element) -> list[str]:
    """The code of the number format of each cell style (18.8.10), "" for General."""
    own = {each.get("numFmtId", ""): each.get("formatCode", "") for each in _children(styles, "numFmt")}
    codes: list[str] = []
    for group in _children(styles, "cellXfs"):
        for each in group:
            number = each.get("numFmtId", "0")
            codes.append(own.get(number) or (BUILT_IN.get(int(number), "") if number.isdecimal() else ""))
    return codes


def _string(xml: str) -> str:
    """The text of a string item: its runs together, without phonetic hints (18.4.8)."""
    if xml.startswith("<t>") and xml.endswith("</t>") and xml.find("<", 3) == len(xml) - 4:  # one run, as most are
        text = xml[3:-4]
    else:
        text = "".join(_TEXT.findall(_PHONETIC.sub("", xml) if "rPh" in xml else xml))
    return _plain(text) if "&" in text or "_x" in text else text


def _plain(text: str) -> str:
    """``text`` as it was meant: references of XML (XML 1.0, 4.1 and 4.6) and then escapes of the format replaced."""
    return _ESCAPED.sub(_unescaped, _unreferenced(text))


def _unreferenced(text: str) -> str:
    return _ENTITY.sub(_character, text) if "&" in text else text


def _character(reference: re.Match[str]) -> str:
    if reference[3]:
        return _ENTITIES[reference[3]]
    return chr(int(reference[1], 16) if reference[1] else int(reference[2]))


def _unescaped(escape: re.Match[str]) -> str:
    """The character that ``_xHHHH_`` stands for (22.9.2.19); half a character stays as written."""
    number = int(escape[1], 16)
    return escape[0] if 0xD800 <= number <= 0xDFFF else chr(number)


class RowReader:
    """Reads the rows of a sheet, from the top, piece by piece."""

    def __init__(self, sheet: Sheet, shared: Shared) -> None:
        self._sheet = sheet
        self._shared = shared
        self._row = 0

    def take(self, xml: str, start: int = 0, end: int = sys.maxsize) -> int:
        """Puts the cells of the rows in this part of ``xml`` into the sheet; returns the number of cells."""
        sheet, shared = self._sheet, self._shared
        row, column, cells = self._row, 0, 0
        held: dict[int, Cell] = {}
        for found in _CELLS.finditer(xml, start, end):
            attributes, letters, style, kind, others, body = found.groups()
            if attributes is not None:
                row, column, held = _row(sheet, attributes, row), 0, {}
                continue
            if letters is None or others:
                letters, style, kind = _named(letters, style, kind, others)
            column = _number(letters) if letters else column + 1
            cell = _cell(row, column, style, kind, body, shared) if body else None
            if cell is not None:
                if not held:
                    held = sheet.rows.setdefault(row, held)
                held[column] = cell
                cells += 1
        self._row = row
        return cells


def _data_span(xml: str) -> tuple[int, int]:
    start, end = xml.find("sheetData"), xml.rfind("sheetData")
    return max(start, 0), end if end > start else len(xml)


def _row(sheet: Sheet, attributes: str, before: int) -> int:
    """The number of the row that has ``attributes``; without one, it follows the row ``before`` (18.3.1.73)."""
    usual = _USUAL_ROW.match(attributes)
    if usual and "hidden" not in attributes and len(usual[1]) < 7:
        return int(usual[1])
    known = _attributes(attributes)
    row = int(known["r"]) if known.get("r", "").isdecimal() else before + 1
    if not 0 < row <= _LAST_ROW:
        raise Refused(f"文件损坏：工作表“{sheet.name}”里有第 {row} 行")
    if known.get("hidden") in _TRUE:
        sheet.hidden_rows.add(row)
    return row


def _attributes(xml: str) -> dict[str, str]:
    return {name: double or single for name, double, single in _ATTRIBUTES.findall(xml)}


def _named(letters: str | None, style: str | None, kind: str | None, others: str) -> tuple[str | None, ...]:
    """Column letters, style and type of a cell whose attributes are not in their usual order."""
    known = _attributes(others)
    place = _RANGE.match(known.get("r", ""))
    return place[1] if place else letters, known.get("s", style), known.get("t", kind)


@lru_cache(maxsize=_LAST_COLUMN)
def _number(letters: str) -> int:
    number = column_number(letters[:4])
    if number > _LAST_COLUMN:
        raise Refused(f"文件损坏：有第 {letters} 列")
    return number


def _cell(row: int, column: int, style: str | None, kind: str | None, body: str, shared: Shared) -> Cell | None:
    """The cell that says ``body``; None if it is blank. Types: 18.18.11."""
    if kind == "inlineStr":
        text = _string(body.removeprefix("<is>").removesuffix("</is>"))
        return Cell(row, column, text) if text else None
    if body.startswith("<v>") and body.endswith("</v>") and "<" not in body[3:-4]:
        result, formula = body[3:-4], False
    else:
        match = _RESULT.search(body)
        result, formula = match[1] if match else "", _FORMULA.search(body) is not None
    if kind == "s":
        text = shared.strings[int(result)] if result.isdecimal() and int(result) < len(shared.strings) else ""
        return Cell(row, column, text) if text else None
    if not result:
        return Cell(row, column, "", Stored.NO_RESULT) if formula and kind != "str" else None
    if kind in (None, "n"):
        return _number_cell(row, column, style, result, formula, shared)
    return _other_cell(row, column, kind, result)


def _number_cell(row: int, column: int, style: str | None, result: str, formula: bool, shared: Shared) -> Cell:
    number = int(style or 0)
    code = shared.formats[number] if number < len(shared.formats) else ""
    try:
        text, stored, figures = shown(result.strip(), code, shared.since_1904)
    except ValueError:
        return Cell(row, column, _unreferenced(result), Stored.ERROR)
    if formula and shared.uncalculated and figures == "0":
        stored = Stored.UNCALCULATED
    return Cell(row, column, text, stored, figures)


def _other_cell(row: int, column: int, kind: str | None, result: str) -> Cell | None:
    if kind == "b":
        return Cell(row, column, "TRUE" if result.strip() in _TRUE else "FALSE", Stored.TRUTH)
    if kind == "e":
        return Cell(row, column, _unreferenced(result), Stored.ERROR)
    if kind == "d":
        day = _ISO_DATE.match(result)
        text = f"{int(day[1])}年{int(day[2])}月{int(day[3])}日" if day else result
        return Cell(row, column, text, Stored.DATE)
    text = _plain(result)
    return Cell(row, column, text) if text else None


def fill_around(sheet: Sheet, before: str, after: str) -> None:
    """What stands before and after the cells: the hidden columns of ``sheet`` (18.3.1.13), its merges (18.3.1.55)."""
    for found in _COLUMN.finditer(before):
        known = _attributes(found[1])
        first, last = known.get("min", ""), known.get("max", "")
        if known.get("hidden") in _TRUE and first.isdecimal() and last.isdecimal():
            sheet.hidden_columns.append((int(first), int(last)))
    for found in _MERGE.finditer(after):
        place = _RANGE.fullmatch(_attributes(found[1]).get("ref", ""))
        if place and place[3] and len(sheet.merges) < _MOST_MERGES:
            sheet.merges.append(Merge(int(place[2]), _number(place[1]), int(place[4]), _number(place[3])))
