"""A workbook: its sheets by name, its formats and its texts (ECMA-376 Part 1 §18.2)."""

from __future__ import annotations

import os
import re
from functools import cached_property
from typing import Final, NamedTuple

from lxml import etree

from budgetdocs.writers.workbook import ooxml
from budgetdocs.writers.workbook.ooxml import R, child, tag, whole
from budgetdocs.writers.workbook.package import Package, open_package
from budgetdocs.writers.workbook.reference import Reference, split
from budgetdocs.writers.workbook.richtext import text_of
from budgetdocs.writers.workbook.sheet import Sheet
from budgetdocs.writers.workbook.styles import EMPTY_STYLES, Styles

_ID: Final = f"{{{R}}}id"
_FORMULA: Final = re.compile(rb"<(?:\w+:)?f[ />]")
_SIGNATURE: Final = "_xmlsignatures/"


class Spot(NamedTuple):
    """A cell of a sheet; of merged cells the first."""

    sheet: Sheet
    cell: Reference


class Workbook:
    """The workbook in ``package``; raises :class:`ReadError` for one that can't be changed without breaking it."""

    def __init__(self, package: Package) -> None:
        self.package = package
        kinds = {each.type: each.target for each in package.relationships("")}
        if ooxml.STRICT in kinds:
            raise package.error("是“Strict Open XML 电子表格”，请在 Excel 里另存为“Excel 工作簿（.xlsx）”再试")
        self.part = kinds.get(ooxml.OFFICE_DOCUMENT, "")
        if not self.part.endswith(".xml") or package.tree(self.part).tag != tag("workbook"):
            raise package.error("不是 .xlsx 工作簿（如 .xlsb、.docx），请在 Excel 或 WPS 里另存为 .xlsx 再试")
        if any(name.lower().startswith(_SIGNATURE) for name in package):
            raise package.error("工作簿带有数字签名，一改签名就失效；请先在 Excel 里另存一份，去掉签名再试")
        if package.related(self.part, ooxml.REVISIONS):
            raise package.error("是正在共享并记录修订的工作簿，请先在 Excel 里取消共享再试")
        self._root = package.tree(self.part)
        self._opened: dict[str, Sheet] = {}

    # -- sheets --------------------------------------------------------------------------------------------------------

    @property
    def names(self) -> list[str]:
        """The names of all sheets, in their order."""
        return [each.get("name", "") for each in self._entries]

    @property
    def _entries(self) -> list[etree._Element]:
        return self._root.findall(f"{tag('sheets')}/{tag('sheet')}")

    def sheet(self, name: str) -> Sheet | None:
        """The worksheet ``name``, however its letters are cased; None for a chart sheet too. Not yet to be changed."""
        found = [each for each in self._entries if each.get("name", "") == name] or [
            each for each in self._entries if each.get("name", "").casefold() == name.casefold()
        ]
        if not found:
            return None
        name = found[0].get("name", "")
        if name not in self._opened:
            links = {each.id: each for each in self.package.relationships(self.part)}
            link = links.get(found[0].get(_ID, ""))
            if link is None or link.type != ooxml.WORKSHEET:
                return None
            self._opened[name] = Sheet(name, link.target, self.package.tree(link.target))
        return self._opened[name]

    @property
    def sheets(self) -> list[Sheet]:
        """All worksheets, in their order."""
        found = [self.sheet(name) for name in self.names]
        return [each for each in found if each is not None]

    def locate(self, position: str) -> Spot | None:
        """The cell at a position like ``指标!F12``, the first one of several; None if the workbook has no such cell."""
        place = split(position)
        if place is None:
            return None
        name, area = place
        sheet = self.sheet(name)
        if sheet is None and len(name) > 1 and name.startswith("'") and name.endswith("'"):
            sheet = self.sheet(name[1:-1].replace("''", "'"))
        return Spot(sheet, sheet.anchor(area.first)) if sheet is not None else None

    def change(self, sheet: Sheet) -> None:
        """Say that ``sheet`` is changed, so that it is written."""
        self.package.edit(sheet.part)

    def write_sheet(self, name: str, root: etree._Element) -> int:
        """Let the sheet ``name`` hold ``root`` and nothing else; its index.

        A new sheet goes behind all others: what counts sheets (names, the sheet shown first) stays right.
        """
        content = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
        old = self.sheet(name)
        if old is not None:
            self.package.unrelate(old.part)
            self.package.replace(old.part, content)
            del self._opened[old.name]
            index = self.names.index(old.name)
            if "state" in self._entries[index].attrib:  # hidden by the user
                self.package.edit(self.part)
                del self._entries[index].attrib["state"]
            return index
        part = self.package.add(self.beside("worksheets/sheet{}.xml"), content, ooxml.WORKSHEET_TYPE)
        entries = child(self.package.edit(self.part), "sheets", ooxml.WORKBOOK_ORDER)
        number = max((whole(each.get("sheetId")) for each in entries), default=0) + 1
        entry = etree.SubElement(entries, tag("sheet"), name=name, sheetId=str(number))
        entry.set(_ID, self.package.relate(self.part, ooxml.WORKSHEET, part))
        return len(entries) - 1

    def set_filter_name(self, index: int, area: str) -> None:
        """Define the hidden name by which Excel knows the filtered ``area`` of the sheet ``index`` (§18.2.5)."""
        names = child(self.package.edit(self.part), "definedNames", ooxml.WORKBOOK_ORDER)
        key = {"name": "_xlnm._FilterDatabase", "localSheetId": str(index)}
        for old in names:
            if all(old.get(name) == value for name, value in key.items()):
                names.remove(old)
        made = etree.SubElement(names, tag("definedName"), {**key, "hidden": "1"})
        made.text = area

    def beside(self, name: str) -> str:
        """The name of a part in the folder of the workbook, or in one below it."""
        return f"{self.part.rpartition('/')[0]}/{name}".lstrip("/")

    # -- what sheets share ---------------------------------------------------------------------------------------------

    @cached_property
    def styles(self) -> Styles:
        """The formats of cells."""
        link = self.package.related(self.part, ooxml.STYLES)
        if link:
            part = link.target
        else:
            usual = self.beside("styles.xml")  # where many programs look without asking
            name = self.beside("styles{}.xml") if usual in self.package else usual
            part = self.package.add(name, EMPTY_STYLES, ooxml.STYLES_TYPE)
            self.package.relate(self.part, ooxml.STYLES, part)
        return Styles(self.package.tree(part), lambda: self.package.edit(part))

    @cached_property
    def strings(self) -> list[etree._Element]:
        """The shared texts of cells, each an element ``si`` (§18.4.8)."""
        link = self.package.related(self.part, ooxml.SHARED_STRINGS)
        return self.package.tree(link.target).findall(tag("si")) if link else []

    def shared(self, cell: etree._Element) -> etree._Element | None:
        """The shared text that ``cell`` refers to."""
        index = whole(cell.findtext(tag("v")), -1)
        return self.strings[index] if 0 <= index < len(self.strings) else None

    def text(self, cell: etree._Element | None) -> str:
        """What ``cell`` holds, as text; a number as it is stored."""
        if cell is None:
            return ""
        inline = cell.find(tag("is"))
        rich = self.shared(cell) if cell.get("t") == "s" else inline if cell.get("t") == "inlineStr" else None
        return text_of(rich) if rich is not None else cell.findtext(tag("v")) or ""

    def calculate_on_opening(self) -> None:
        """Have all formulas, if there are any, calculated when a person opens the file (§18.2.2)."""
        parts = (each.target for each in self.package.relationships(self.part) if each.type == ooxml.WORKSHEET)
        if any(_FORMULA.search(self.package.content(part)) for part in parts):
            child(self.package.edit(self.part), "calcPr", ooxml.WORKBOOK_ORDER).set("fullCalcOnLoad", "1")


def open_workbook(source: str | os.PathLike[str] | bytes) -> Workbook:
    """The workbook in the file ``source``, or of these bytes; raises :class:`ReadError`."""
    return Workbook(open_package(source))
