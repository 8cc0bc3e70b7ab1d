"""The boxes in which comments are shown: VML (ECMA-376 Part 4 §19), which Office still asks for.

VML made by Office need not be well-formed XML. So the text of the part is changed by insertion only, and in boxes that
are known; all other bytes stay.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Set
from typing import Final, NamedTuple

from budgetdocs.writers.workbook.reference import LAST_COLUMN, LAST_ROW, Reference
from budgetdocs.writers.workbook.sheet import Sheet

EMPTY: Final = (
    b'<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
    b' xmlns:x="urn:schemas-microsoft-com:office:excel"></xml>'
)
BLOCK: Final = 1024
"""Ids of shapes are handed out in blocks of this size (Part 4 §19.2.2.14, ``idmap``)."""

_PREFIXES: Final = {
    "v": "urn:schemas-microsoft-com:vml",
    "o": "urn:schemas-microsoft-com:office:office",
    "x": "urn:schemas-microsoft-com:office:excel",
}
_ROOT: Final = re.compile(r"<xml\b[^>]*>")
_END: Final = re.compile(r"</xml\s*>\s*\Z")
_IDMAP: Final = re.compile(r"""(<o:idmap\b[^>]*\bdata=["'])([0-9, ]*)""")
_SHAPE_ID: Final = re.compile(r"_x0000_s([0-9]{1,9})")
_SHAPE: Final = re.compile(r"<v:shape\b(?:(?!</v:shape>).)*</v:shape>\s*", re.DOTALL)
_ROW: Final = re.compile(r"<x:Row>\s*([0-9]{1,7})\s*</x:Row>")
_COLUMN: Final = re.compile(r"<x:Column>\s*([0-9]{1,5})\s*</x:Column>")
_ANCHOR: Final = re.compile(r"(<x:Anchor>(?:\s*[0-9]+\s*,){2}\s*)([0-9]+)((?:\s*,\s*[0-9]+){3}\s*,\s*)([0-9]+)")
"""The rows of the upper and of the lower edge are the groups 2 and 4 (Part 4 §19.4.2.3)."""
_TEXT_BOX: Final = 'id="_x0000_t202"'
_LAYOUT: Final = '<o:shapelayout v:ext="edit"{names}><o:idmap v:ext="edit" data="{block}"/></o:shapelayout>'
_SHAPE_TYPE: Final = (
    '<v:shapetype{names} id="_x0000_t202" coordsize="21600,21600" o:spt="202" path="m,l,21600r21600,l21600,xe">'
    '<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)
_NOTE: Final = (
    '<v:shape{names} id="_x0000_s{id}" type="#_x0000_t202"'
    ' style="position:absolute;width:{width}pt;height:{height}pt;z-index:{layer};visibility:hidden"'
    ' fillcolor="#ffffe1" o:insetmode="auto"><v:fill color2="#ffffe1"/>'
    '<v:shadow on="t" color="black" obscured="t"/><v:path o:connecttype="none"/>'
    '<v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox>'
    '<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/><x:Anchor>{anchor}</x:Anchor>'
    "<x:AutoFill>False</x:AutoFill><x:Row>{row}</x:Row><x:Column>{column}</x:Column></x:ClientData></v:shape>"
)


class Box(NamedTuple):
    """A box for the comment of ``cell``, ``width`` and ``height`` in pixels."""

    cell: Reference
    width: int
    height: int


class Drawing:
    """The VML of a sheet, each byte of it a character; ``known`` says whether it is VML that can be added to."""

    def __init__(self, content: bytes) -> None:
        self._text = content.decode("latin-1")
        self.known = bool(_ROOT.search(self._text) and _END.search(self._text))

    def content(self) -> bytes:
        """The part, with its changes."""
        return self._text.encode("latin-1")

    def boxed(self) -> set[Reference]:
        """The cells whose comments have a box."""
        cells = map(_cell_of, _SHAPE.findall(self._text))
        return {cell for cell in cells if cell is not None}

    def remove(self, cells: Set[Reference]) -> None:
        """Take the boxes of ``cells`` away."""
        self._text = _SHAPE.sub(lambda shape: "" if _cell_of(shape[0]) in cells else shape[0], self._text)
        used = {str(int(number) // BLOCK) for number in _SHAPE_ID.findall(self._text)}
        self._text = _IDMAP.sub(lambda found: f"{found[1]}{_kept(found[2], used)}", self._text, count=1)

    def grow(self, rows: Mapping[Reference, int]) -> None:
        """Make the boxes of cells larger by so many rows of the sheet; smaller, if they are negative."""

        def grown(shape: re.Match[str]) -> str:
            cell = _cell_of(shape[0])
            more = rows.get(cell, 0) if cell else 0
            return _ANCHOR.sub(lambda anchor: _moved(anchor, more), shape[0], count=1) if more else shape[0]

        self._text = _SHAPE.sub(grown, self._text)

    def add(self, boxes: list[Box], sheet: Sheet, block: int) -> None:
        """Add ``boxes`` with ids of ``block`` and, if these don't suffice, of those that follow."""
        names = self._missing_names()
        blocks = [block + number for number in range((len(boxes) - 1) // (BLOCK - 1) + 1)]
        added = [] if _TEXT_BOX in self._text else [_SHAPE_TYPE.format(names=names)]
        for number, box in enumerate(boxes):
            identity = blocks[number // (BLOCK - 1)] * BLOCK + number % (BLOCK - 1) + 1
            added.append(
                _NOTE.format(
                    names=names,
                    id=identity,
                    layer=number + 1,
                    width=box.width * 3 / 4,
                    height=box.height * 3 / 4,
                    anchor=", ".join(map(str, _corners(box, sheet))),
                    row=box.cell.row - 1,
                    column=box.cell.column - 1,
                )
            )
        end = _END.search(self._text)
        at = end.start() if end else len(self._text)
        self._text = f"{self._text[:at]}{''.join(added)}{self._text[at:]}"
        self._reserve(",".join(map(str, blocks)), names)

    def _reserve(self, blocks: str, names: str) -> None:
        """Note that ids of ``blocks`` are used here."""
        if _IDMAP.search(self._text):
            self._text = _IDMAP.sub(lambda m: f"{m[1]}{','.join(filter(None, (m[2], blocks)))}", self._text, count=1)
        else:
            layout = _LAYOUT.format(names=names, block=blocks)
            self._text = _ROOT.sub(lambda m: m[0] + layout, self._text, count=1)

    def _missing_names(self) -> str:
        """Declarations of the prefixes that the root doesn't declare."""
        root = _ROOT.search(self._text)
        declared = root[0] if root else ""
        return "".join(
            f' xmlns:{prefix}="{name}"' for prefix, name in _PREFIXES.items() if f"xmlns:{prefix}=" not in declared
        )


def next_block(drawings: Iterable[bytes]) -> int:
    """The first block of ids that none of ``drawings`` uses."""
    used = {0}
    for content in drawings:
        text = content.decode("latin-1")
        used |= {int(number) for found in _IDMAP.finditer(text) for number in re.findall("[0-9]{1,6}", found[2])}
        used |= {int(number) // BLOCK for number in _SHAPE_ID.findall(text)}
    return max(used) + 1


def _cell_of(shape: str) -> Reference | None:
    """The cell whose comment is shown in ``shape``; None if it is something else, like a button."""
    row, column = _ROW.search(shape), _COLUMN.search(shape)
    if 'ObjectType="Note"' not in shape or not row or not column:
        return None
    return Reference(int(row[1]) + 1, int(column[1]) + 1)


def _moved(anchor: re.Match[str], rows: int) -> str:
    """``anchor`` with its lower edge so many rows further down."""
    lower = min(max(int(anchor[4]) + rows, int(anchor[2]) + 1), LAST_ROW - 1)
    return f"{anchor[1]}{anchor[2]}{anchor[3]}{lower}"


def _kept(blocks: str, used: set[str]) -> str:
    """Of ``blocks`` those that are ``used``, or if there is none the first."""
    numbers = [number.strip() for number in blocks.split(",")]
    return ",".join([number for number in numbers if number in used] or numbers[:1])


def _corners(box: Box, sheet: Sheet) -> tuple[int, ...]:
    """Where ``box`` stands, right of its cell: column and pixels into it, row and pixels, and the same of its end."""
    column, row = min(box.cell.column + 1, LAST_COLUMN), max(box.cell.row - 1, 1)
    left, top = 12, 4
    end_column, right = _reached(column, left + box.width, sheet.width, LAST_COLUMN)
    end_row, bottom = _reached(row, top + box.height, sheet.height, LAST_ROW)
    return column - 1, left, row - 1, top, end_column - 1, right, end_row - 1, bottom


def _reached(first: int, pixels: int, size: Callable[[int], int], last: int) -> tuple[int, int]:
    """The column or row, and the pixels into it, that lies so many pixels behind the beginning of ``first``."""
    while first < last and pixels > size(first):
        pixels -= size(first)
        first += 1
    return first, min(pixels, size(first))
