"""The formats of cells (ECMA-376 Part 1 §18.8): a new format is an old one with few things changed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from copy import deepcopy
from typing import Final

from lxml import etree

from budgetdocs.writers.workbook.ooxml import STYLESHEET_ORDER, child, tag, whole

EMPTY_STYLES: Final = (
    '<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    '<fonts count="1"><font><sz val="11"/><name val="宋体"/><charset val="134"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/></cellXfs>'
    "</styleSheet>"
).encode()
"""What a workbook without a part for styles means."""

Attributes = Mapping[str, str]


class Styles:
    """The formats of a workbook; ``edit`` gives the root of the part, to be called only for a change."""

    def __init__(self, root: etree._Element, edit: Callable[[], object]) -> None:
        self._root = root
        self._edit = edit
        self._filled: dict[tuple[int, str], int] = {}
        self._known: dict[str, dict[bytes, int]] = {}

    def filled(self, base: int, colour: str) -> int:
        """The format ``base`` with a plain fill in ``colour`` (``FFRRGGBB``) and nothing else changed."""
        if (base, colour) not in self._filled:
            self._filled[base, colour] = self.add(base, fillId=self.add_fill(colour), applyFill=1)
        return self._filled[base, colour]

    def unfilled(self, base: int) -> int:
        """The format ``base`` without its fill."""
        if (base, "") not in self._filled:
            self._filled[base, ""] = self.add(base, fillId=0, applyFill=0)
        return self._filled[base, ""]

    def colour(self, style: int) -> str:
        """The colour of the plain fill that the format ``style`` has, "" if it has none in RGB."""
        fills = self._group("fills")
        number = whole(self.format(style).get("fillId"))
        colour = fills[number].find(f"{tag('patternFill')}/{tag('fgColor')}") if number < len(fills) else None
        return colour.get("rgb", "") if colour is not None else ""

    def number_format(self, style: int) -> tuple[int, str]:
        """The number format of ``style``: its id, and its code if the workbook defines it itself."""
        number = whole(self.format(style).get("numFmtId"))
        codes = self._root.iterfind(f"{tag('numFmts')}/{tag('numFmt')}")
        return number, next((each.get("formatCode", "") for each in codes if whole(each.get("numFmtId")) == number), "")

    def format(self, style: int) -> etree._Element:
        """The element ``xf`` of the format ``style``; that of 0 if there is none of this number."""
        formats = self._group("cellXfs")
        if not len(formats):
            self._edit()
            formats.append(formats.makeelement(tag("xf"), numFmtId="0", fontId="0", fillId="0", borderId="0"))
            formats.set("count", "1")
        return formats[style if style < len(formats) else 0]

    def add(self, base: int, alignment: Attributes | None = None, **changes: int) -> int:
        """A format that is ``base`` with these ``changes`` of its attributes, and this ``alignment`` if given."""
        made = deepcopy(self.format(base))
        for name, value in changes.items():
            made.set(name, str(value))
        if alignment is not None:
            for old in made.findall(tag("alignment")):
                made.remove(old)
            made.insert(0, made.makeelement(tag("alignment"), dict(alignment)))
            made.set("applyAlignment", "1")
        return self._add("cellXfs", made)

    def add_fill(self, colour: str) -> int:
        """The number of a new plain fill."""
        fills = self._group("fills")
        fill = fills.makeelement(tag("fill"))
        pattern = etree.SubElement(fill, tag("patternFill"), patternType="solid")
        etree.SubElement(pattern, tag("fgColor"), rgb=colour)
        etree.SubElement(pattern, tag("bgColor"), indexed="64")
        return self._add("fills", fill)

    def add_border(self, colour: str) -> int:
        """The number of a new thin border on all four sides."""
        border = self._root.makeelement(tag("border"))
        for side in ("left", "right", "top", "bottom"):
            edge = etree.SubElement(border, tag(side), style="thin")
            etree.SubElement(edge, tag("color"), rgb=colour)
        etree.SubElement(border, tag("diagonal"))
        return self._add("borders", border)

    def add_font(self, *, bold: bool = False, colour: str = "", underlined: bool = False) -> int:
        """The number of a new font: the workbook's first, changed so; elements in the order of Excel (§18.8.22)."""
        fonts = self._group("fonts")
        font = deepcopy(fonts[0]) if len(fonts) else fonts.makeelement(tag("font"))
        for name in ("b", "u", *(["color"] if colour else [])):
            for old in font.findall(tag(name)):
                font.remove(old)
        if bold:
            font.insert(0, font.makeelement(tag("b")))
        size = font.find(tag("sz"))
        behind = font.index(size) + 1 if size is not None else len(font)
        if colour:
            font.insert(behind, font.makeelement(tag("color"), rgb=colour))
        if underlined:
            font.insert(font.index(size) if size is not None else 0, font.makeelement(tag("u")))
        return self._add("fonts", font)

    def _group(self, name: str) -> etree._Element:
        return child(self._root, name, STYLESHEET_ORDER)

    def _add(self, name: str, element: etree._Element) -> int:
        """The number of ``element`` in the group ``name``; an equal one that is there already is taken."""
        group = self._group(name)
        if name not in self._known:
            self._known[name] = {_source(each): number for number, each in reversed(list(enumerate(group)))}
        group.append(element)
        known, source = self._known[name], _source(element)
        if source in known:
            group.remove(element)
            return known[source]
        self._edit()
        group.set("count", str(len(group)))
        known[source] = len(group) - 1
        return known[source]


def _source(element: etree._Element) -> bytes:
    """What two elements have in common if they say the same."""
    return etree.tostring(element, method="c14n", with_tail=False)
